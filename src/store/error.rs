//! What can go wrong with our files, in terms the people at the screen can act on.

use std::{
    io,
    path::{Path, PathBuf},
};

/// Why something could not be read or written. Never holds a word of a mark.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The file or folder is not there.
    #[error("it is not there: {}", .path.display())]
    NotFound {
        /// Which one.
        path: PathBuf,
    },
    /// A newer version of the program wrote it; it is never overwritten.
    #[error("a newer version of Mindframe wrote this file (file version {version}): {}", .path.display())]
    NewerVersion {
        /// Which file.
        path: PathBuf,
        /// The version that its header names.
        version: u32,
    },
    /// It is one of ours by its name, but does not read as one.
    #[error("line {line}, column {column}: {reason}: {}", .path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// From 1; 0 where unknown.
        line: usize,
        /// From 1; 0 where unknown.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// The disk or folder is read-only.
    #[error("this place is read-only: {}", .path.display())]
    ReadOnly {
        /// Where.
        path: PathBuf,
    },
    /// No room is left, or a quota or size limit is reached.
    #[error("there is no room left: {}", .path.display())]
    Full {
        /// Where.
        path: PathBuf,
    },
    /// The system does not let this user read or write there.
    #[error("this user may not read or write here: {}", .path.display())]
    NotPermitted {
        /// Where.
        path: PathBuf,
    },
    /// Another writer has held the lock for too long, or a wait ran out.
    #[error("another program is still writing: {}", .path.display())]
    Busy {
        /// Where.
        path: PathBuf,
    },
    /// What was read back is not what was written.
    #[error("what was written did not read back the same: {}", .path.display())]
    NotVerified {
        /// Which file.
        path: PathBuf,
    },
    /// It is encrypted, and no key for it is open.
    #[error("it is locked: {}", .path.display())]
    Locked {
        /// Which file.
        path: PathBuf,
    },
    /// It is not for everyone, and the person it belongs to has no key to encrypt it with.
    #[error("this person has no passphrase yet")]
    NoKey,
    /// The system names no folder of this user's own.
    #[error("the system names no folder for this user's data")]
    NoHome,
    /// Anything else.
    #[error("{reason}: {}", .path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// The system's class of error.
        kind: io::ErrorKind,
        /// The system's words.
        reason: String,
    },
}

impl StoreError {
    /// Sorts a system error into what people can act on.
    #[must_use]
    pub fn io(path: &Path, error: &io::Error) -> Self {
        let path = path.to_path_buf();
        match error.kind() {
            io::ErrorKind::NotFound => Self::NotFound { path },
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full { path },
            io::ErrorKind::PermissionDenied => Self::NotPermitted { path },
            kind => Self::Io {
                path,
                kind,
                reason: error.to_string(),
            },
        }
    }

    /// Where it happened, if anywhere.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::NotFound { path }
            | Self::NewerVersion { path, .. }
            | Self::Damaged { path, .. }
            | Self::ReadOnly { path }
            | Self::Full { path }
            | Self::NotPermitted { path }
            | Self::Busy { path }
            | Self::NotVerified { path }
            | Self::Locked { path }
            | Self::Io { path, .. } => Some(path),
            Self::NoKey | Self::NoHome => None,
        }
    }

    /// Whether choosing another place to save would help.
    #[must_use]
    pub const fn elsewhere_helps(&self) -> bool {
        matches!(
            self,
            Self::ReadOnly { .. }
                | Self::Full { .. }
                | Self::NotPermitted { .. }
                | Self::NotFound { .. }
                | Self::Io { .. }
                | Self::NotVerified { .. }
        )
    }
}
