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

/// Puts the demo in the user's data folder, unless it is there, and returns its recording.
///
/// `files` are its files by name; `recording` is the name of the one to open. With `reset` what was changed in it goes.
pub fn place_demo(
    places: &Places,
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
    recording: &str,
    reset: bool,
) -> Result<PathBuf, StoreError> {
    let folder = places.data.join("demo");
    let path = folder.join(recording);
    if path.is_file() && !reset {
        return Ok(path);
    }
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, &error))?;
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
