//! Other files: what is exported, and the demo.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    atomic::{self, Readers},
    error::StoreError,
    place::{Place, Places},
    snapshot,
};

/// Writes a file that was asked for (a picture, an export), whole or not at all.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    atomic::write(path, bytes, Readers::Usual)
}

/// A file that is being written and appears under its name only once it is whole: what an export writes to. Dropped before that, it
/// leaves nothing.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    file: tempfile::NamedTempFile,
}

impl NewFile {
    /// Begins a file that must not be there yet; with `replace` one that is there stays until this one is whole.
    ///
    /// # Errors
    /// If there is a file of this name and it is not to be replaced, or none can be made there.
    pub fn begin(path: &Path, replace: bool) -> Result<Self, StoreError> {
        if !replace && path.exists() {
            return Err(StoreError::Io {
                path: path.to_path_buf(),
                kind: std::io::ErrorKind::AlreadyExists,
                reason: "there is a file of this name already".to_owned(),
            });
        }
        let folder = atomic::folder_of(path);
        fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, &error))?;
        let file = atomic::begin(path).map_err(|error| StoreError::io(path, &error))?;
        Ok(Self {
            path: path.to_path_buf(),
            file,
        })
    }

    /// A second way to write to it, for who wants to own one.
    ///
    /// # Errors
    /// If the system gives none.
    pub fn sink(&self) -> Result<impl std::io::Write + Send + use<>, StoreError> {
        let file = self.file.as_file().try_clone();
        let file = file.map_err(|error| StoreError::io(&self.path, &error))?;
        Ok(std::io::BufWriter::new(file))
    }

    /// It is whole: makes sure that it is on the disk, and gives it its name.
    ///
    /// # Errors
    /// If it cannot be written or named.
    pub fn keep(self) -> Result<(), StoreError> {
        let fail = |error: &std::io::Error| StoreError::io(&self.path, error);
        self.file
            .as_file()
            .sync_all()
            .map_err(|error| fail(&error))?;
        self.file
            .persist(&self.path)
            .map_err(|error| fail(&error.error))?;
        atomic::sync_folder(&atomic::folder_of(&self.path));
        Ok(())
    }
}

/// Writes a file that holds people's words, so that only this user may read it; whole or not at all.
pub fn write_private_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    atomic::write(path, bytes, Readers::Own)
}

/// Puts the demo in the user's data folder, unless it is there, and returns its recording.
///
/// `files` are its files by name; `recording` is the name of the one to open. With `reset` what was changed in it goes.
pub fn place_demo(
    places: &Places,
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
    recording: &str,
    reset: bool,
) -> Result<PathBuf, StoreError> {
    place_in(&places.data.join("demo"), files, recording, reset)
}

/// The same for the training tape, which has a folder of its own.
pub fn place_training(
    places: &Places,
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
    recording: &str,
    reset: bool,
) -> Result<PathBuf, StoreError> {
    place_in(&places.data.join("training"), files, recording, reset)
}

fn place_in(
    folder: &Path,
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
    recording: &str,
    reset: bool,
) -> Result<PathBuf, StoreError> {
    let path = folder.join(recording);
    if path.is_file() && !reset {
        return Ok(path);
    }
    fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, &error))?;
    let place = Place::beside(&path);
    for (old, _) in snapshot::scan(&place)? {
        fs::remove_file(&old).map_err(|error| StoreError::io(&old, &error))?;
    }
    let generations = place.generations();
    if generations.is_dir() {
        fs::remove_dir_all(&generations).map_err(|error| StoreError::io(&generations, &error))?;
    }
    // The recording comes last: once it is there, all of the demo is.
    let (last, first): (Vec<_>, Vec<_>) = files
        .into_iter()
        .filter(|(name, _)| {
            Path::new(name)
                .file_name()
                .is_some_and(|own| own == name.as_str())
        })
        .partition(|(name, _)| name == recording);
    for (name, bytes) in first.into_iter().chain(last) {
        atomic::write(&folder.join(name), &bytes, Readers::Usual)?;
    }
    Ok(path)
}
