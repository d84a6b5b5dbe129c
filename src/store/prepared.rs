//! Copies that were prepared for smooth review: in the app's own cache, by the recording's fingerprint, never beside it.
//!
//! They hold the picture of the recording, so only this user may read them, and they go when somebody says so.

use std::{
    fs,
    io::{self, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use tempfile::NamedTempFile;

use super::{error::StoreError, place::Places};

/// What a copy that is being written is called until it is whole.
const PART: &str = "part-";
/// A part this old was left by a program that ended before it could clear up.
const LEFT: Duration = Duration::from_hours(24);

fn folder(places: &Places) -> PathBuf {
    places.cache.join("prepared")
}

/// Another way of making copies gets another number, so that older copies are not used.
fn path(places: &Places, fingerprint: &str) -> Option<PathBuf> {
    let plain =
        !fingerprint.is_empty() && fingerprint.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| folder(places).join(format!("{fingerprint}-1.mp4")))
}

/// The prepared copy of the recording with this fingerprint, if there is one.
#[must_use]
pub fn prepared_copy(places: &Places, fingerprint: &str) -> Option<PathBuf> {
    path(places, fingerprint).filter(|path| path.is_file())
}

/// Removes the prepared copy. True if there was one.
///
/// # Errors
/// If it cannot be removed.
pub fn discard_prepared(places: &Places, fingerprint: &str) -> Result<bool, StoreError> {
    let Some(path) = prepared_copy(places, fingerprint) else {
        return Ok(false);
    };
    fs::remove_file(&path).map_err(|error| StoreError::io(&path, &error))?;
    Ok(true)
}

/// A copy on its way; gone when dropped before [`PreparedDraft::keep`].
pub struct PreparedDraft {
    part: NamedTempFile,
    to: PathBuf,
}

impl PreparedDraft {
    /// Begins a copy for the recording with this fingerprint.
    ///
    /// # Errors
    /// If the cache cannot be written, or the fingerprint is not known.
    pub fn begin(places: &Places, fingerprint: &str) -> Result<Self, StoreError> {
        let folder = folder(places);
        let to = path(places, fingerprint).ok_or_else(|| StoreError::NotFound {
            path: folder.clone(),
        })?;
        fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, &error))?;
        clear_left(&folder);
        let part = tempfile::Builder::new()
            .prefix(PART)
            .tempfile_in(&folder)
            .map_err(|error| StoreError::io(&folder, &error))?;
        Ok(Self { part, to })
    }

    /// Writes bytes at a place.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let file = self.part.as_file_mut();
        if file.stream_position()? != at {
            file.seek(SeekFrom::Start(at))?;
        }
        file.write_all(bytes)
    }

    /// Where it is for now.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.part.path()
    }

    /// Keeps the copy under its name.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn keep(self) -> Result<PathBuf, StoreError> {
        let to = self.to;
        self.part
            .as_file()
            .sync_all()
            .map_err(|error| StoreError::io(&to, &error))?;
        self.part
            .persist(&to)
            .map_err(|error| StoreError::io(&to, &error.error))?;
        Ok(to)
    }
}

fn clear_left(folder: &Path) {
    let now = SystemTime::now();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let old = entry
            .metadata()
            .and_then(|data| data.modified())
            .is_ok_and(|changed| now.duration_since(changed).is_ok_and(|age| age > LEFT));
        if old && entry.file_name().to_string_lossy().starts_with(PART) {
            // It will be tried again the next time.
            let _kept = fs::remove_file(entry.path());
        }
    }
}
