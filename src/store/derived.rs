//! What was worked out from a recording and can be worked out again: kept in the user's cache folder, by fingerprint.
//!
//! One folder per recording, so that everything derived from it goes in one step. No name of a file is kept, and nobody
//! but this user may read it. What comes back may be damaged: whoever reads it checks it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::{
    atomic::{self, Readers},
    error::StoreError,
    place::Places,
};

/// Of more recordings nothing is kept; the oldest go.
const MOST: usize = 300;
/// Nothing that is larger is read.
const LARGEST: u64 = 256 << 20;

/// What is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Derived {
    /// The times of its frames.
    Frames,
}

impl Derived {
    const fn file_name(self) -> &'static str {
        match self {
            Self::Frames => "frames",
        }
    }
}

fn all(places: &Places) -> PathBuf {
    places.cache.join("recordings")
}

/// `None` for what is no fingerprint and must not become a path.
fn folder(places: &Places, fingerprint: &str) -> Option<PathBuf> {
    let sound = fingerprint.len() >= 16
        && fingerprint.len() <= 128
        && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit());
    sound.then(|| all(places).join(fingerprint))
}

/// What was kept of a recording, as it lies there.
#[must_use]
pub fn recall_derived(places: &Places, fingerprint: &str, what: Derived) -> Option<Vec<u8>> {
    let path = folder(places, fingerprint)?.join(what.file_name());
    let usual = fs::metadata(&path)
        .is_ok_and(|found| found.is_file() && found.len() > 0 && found.len() <= LARGEST);
    usual.then(|| fs::read(&path).ok()).flatten()
}

/// Keeps something of a recording, in the place of what was kept before.
pub fn keep_derived(
    places: &Places,
    fingerprint: &str,
    what: Derived,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let Some(folder) = folder(places, fingerprint) else {
        return Ok(());
    };
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, &error))?;
    atomic::write(&folder.join(what.file_name()), bytes, Readers::Own)?;
    forget_oldest(&all(places), &folder);
    Ok(())
}

/// Takes away everything that was derived from a recording. Nothing being there is no error.
pub fn forget_derived(places: &Places, fingerprint: &str) -> Result<(), StoreError> {
    let Some(folder) = folder(places, fingerprint) else {
        return Ok(());
    };
    match fs::remove_dir_all(&folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io(&folder, &error))
        }
        _ => Ok(()),
    }
}

fn forget_oldest(all: &Path, newest: &Path) {
    let Ok(entries) = fs::read_dir(all) else {
        return;
    };
    let mut known: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| {
            let changed = entry.metadata().ok()?.modified().ok()?;
            Some((changed, entry.path()))
        })
        .filter(|(_, path)| path != newest)
        .collect();
    known.sort();
    let surplus = (known.len() + 1).saturating_sub(MOST);
    for (_, path) in known.into_iter().take(surplus) {
        // What cannot go now goes another time.
        let _ = fs::remove_dir_all(path);
    }
}
