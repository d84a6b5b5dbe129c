//! Sealed sets as files: what a person committed to is known by its hash, read when a round is opened, and taken away once what
//! was in it is in the open.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    atomic, error::StoreError, generations, keys::Keyring, lock::Lock, place::Place, schema,
};
use crate::domain::{id::PersonId, mark::Audience, session::PersonSet};

/// What lies where a committed set should be.
#[derive(Clone, Debug, PartialEq)]
pub enum Committed {
    /// What was committed, word for word.
    Found(Box<PersonSet>),
    /// Nothing.
    Missing,
    /// A set, but not the one that was committed.
    Other,
}

/// A fingerprint of what a person has marked alone, as it lies on the disk, in hexadecimal; empty where there is nothing.
/// It must be within reach of these keys.
pub fn hash_of_sealed(
    place: &Place,
    person: &PersonId,
    keys: &Keyring,
) -> Result<String, StoreError> {
    let path = place.closed_file(person, Audience::Sealed);
    Ok(bytes_of(&path)?
        .map(|bytes| text_of(&path, &bytes, keys))
        .transpose()?
        .map_or_else(String::new, |text| hash_of(&text)))
}

/// What a person committed to, known by its hash: from their sealed file, or from an earlier state of it where the file is
/// gone, damaged, or an older copy of it (a sync program may have brought one).
pub fn read_committed(
    place: &Place,
    person: &PersonId,
    keys: &Keyring,
    hash: &str,
) -> Result<Committed, StoreError> {
    let path = place.closed_file(person, Audience::Sealed);
    let mut fault = None;
    let mut other = false;
    if let Some(bytes) = bytes_of(&path)? {
        match text_of(&path, &bytes, keys) {
            Ok(text) if hash_of(&text) == hash => return found(&path, &text),
            Ok(_) => other = true,
            Err(reason @ StoreError::Locked { .. }) => return Err(reason),
            Err(reason) => fault = Some(reason),
        }
    } else if hash.is_empty() {
        return Ok(Committed::Found(Box::default()));
    }
    for earlier in earlier_states(place, &path) {
        if let Some(bytes) = earlier.read()
            && let Ok(text) = text_of(&earlier.path, &bytes, keys)
            && hash_of(&text) == hash
        {
            return found(&earlier.path, &text);
        }
    }
    match fault {
        Some(reason) => Err(reason),
        None if other => Ok(Committed::Other),
        None => Ok(Committed::Missing),
    }
}

fn found(path: &Path, text: &[u8]) -> Result<Committed, StoreError> {
    let file = schema::read_marks(path, text)?;
    Ok(Committed::Found(Box::new(file.set)))
}

fn bytes_of(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io(path, &error)),
    }
}

fn text_of(path: &Path, bytes: &[u8], keys: &Keyring) -> Result<Vec<u8>, StoreError> {
    let locked = || StoreError::Locked {
        path: path.to_path_buf(),
    };
    keys.decrypt(path, bytes)?.ok_or_else(locked)
}

/// Of the words themselves, without the empty lines that only hide how many there are.
pub(super) fn hash_of(text: &[u8]) -> String {
    let end = text.iter().rposition(|byte| *byte != b'\n');
    let words = &text[..end.map_or(0, |end| end + 1)];
    blake3::hash(words).to_hex().to_string()
}

fn earlier_states(place: &Place, path: &Path) -> Vec<generations::Generation> {
    let kind = generations::kind_of(place, path).unwrap_or_default();
    generations::list(place, &kind)
}

/// Takes away a person's sealed file and its earlier states, once all that was in it is safe elsewhere.
pub fn retire_sealed(place: &Place, person: &PersonId) -> Result<(), StoreError> {
    let _lock = Lock::take(place)?;
    let path = place.closed_file(person, Audience::Sealed);
    let earlier: Vec<PathBuf> = earlier_states(place, &path)
        .into_iter()
        .map(|generation| generation.path)
        .collect();
    for path in std::iter::once(path).chain(earlier) {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io(&path, &error));
            }
            _ => {}
        }
    }
    atomic::sync_folder(place.folder());
    Ok(())
}
