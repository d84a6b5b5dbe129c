//! Packages: what one computer hands to another, so that two people can mark alone, each at their own.
//!
//! One file. Its first line says what it is and gives the length and hash of the manifest after it; the manifest gives the length
//! and hash of every member, in their order; nothing else follows. Members are known by what they are and never by a path, so
//! a package can put nothing in a place that it chooses. Small members are read whole, within limits; a recording is streamed.
//! Nothing here is secret but the sealed sets and the keys, which are encrypted before they get here.

mod give;
mod manifest;
mod progress;
mod read;
mod take;

pub use give::{Giving, With, give_out, reseal};
pub use manifest::{Company, ENDING, Manifest};
pub use progress::Progress;
pub use read::{OwnState, Package, look_into};
pub use take::{Taken, Taking, Target, take_in};

use std::path::{Path, PathBuf};

use super::error::StoreError;

/// The packages in a folder, by name. Nothing where it cannot be read.
#[must_use]
pub fn packages_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == ENDING) && path.is_file())
        .collect();
    paths.sort();
    paths
}

/// Why a package was not made or not taken in. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// It is something else.
    #[error("this is not a package")]
    NotOne,
    /// A newer version of the program made it.
    #[error("a newer version of Mindframe made this package (version {0})")]
    Newer(u32),
    /// It is not whole: damaged, cut off, or longer than it says.
    #[error("this package is damaged or not whole")]
    Damaged,
    /// It is about another recording.
    #[error("this package is for another recording")]
    OtherRecording,
    /// The recording is not in it, and none was chosen.
    #[error("the recording is not in this package")]
    NoRecording,
    /// Another key is known for the person of this name.
    #[error("the key of {0} in this package is another than the one known here")]
    OtherKey(String),
    /// The person of this name is done, and what they marked is not there.
    #[error("{0} is done, but what they marked is not there")]
    SetMissing(String),
    /// Somebody took back that this recording may be looked at.
    #[error("somebody took back the consent to look at this recording")]
    Closed,
    /// There is nothing to hand over.
    #[error("there is nothing to hand over")]
    Nothing,
    /// The recording lies in several files, which a package does not hold.
    #[error("this recording lies in several files")]
    Parts,
    /// Somebody stopped it.
    #[error("stopped")]
    Stopped,
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}
