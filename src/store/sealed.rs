//! Sealed sets as files: read when a round is opened, and taken away once what was in them is in the open.

use std::fs;

use super::{
    atomic,
    error::StoreError,
    generations,
    keys::Keyring,
    lock::Lock,
    place::Place,
    schema,
    snapshot::{Parsed, parse},
};
use crate::domain::{
    id::PersonId,
    mark::Audience,
    session::{PersonSet, SessionInfo},
};

/// What a person has marked alone; `None` where there is no such file. It must be within reach of these keys.
pub fn read_sealed(
    place: &Place,
    person: &PersonId,
    keys: &Keyring,
) -> Result<Option<PersonSet>, StoreError> {
    let path = place.closed_file(person, Audience::Sealed);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io(&path, &error)),
    };
    match parse(&path, &bytes, keys)? {
        Parsed::Marks(file) => Ok(Some(file.set.clone())),
        Parsed::Locked | Parsed::Session(_) => Err(StoreError::Locked { path }),
    }
}

/// Takes away a person's sealed file and its earlier states, once all that was in it is safe elsewhere.
pub fn retire_sealed(place: &Place, person: &PersonId) -> Result<(), StoreError> {
    let _lock = Lock::take(place)?;
    let path = place.closed_file(person, Audience::Sealed);
    let kind = generations::kind_of(place, &path).unwrap_or_default();
    let earlier = generations::list(place, &kind)
        .into_iter()
        .map(|generation| generation.path);
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

/// A fingerprint of what a person commits to, in hexadecimal; empty where there is nothing.
#[must_use]
pub fn hash_of_set(info: &SessionInfo, person: &PersonId, set: &PersonSet) -> String {
    if *set == PersonSet::default() {
        return String::new();
    }
    info.people
        .iter()
        .find(|known| known.id == *person)
        .map(|card| schema::write_marks(info, card, set))
        .map(|text| blake3::hash(text.as_bytes()).to_hex().to_string())
        .unwrap_or_default()
}
