//! *Delete for good*: taking a mark's words out of every earlier state that we can reach, and saying what we cannot.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::domain::{id::MarkId, mark::Audience, session::SessionInfo};

use super::{
    atomic::{self, Readers},
    error::StoreError,
    generations,
    keys::{self, Keyring},
    lock::Lock,
    place::Place,
    schema,
    snapshot::{Parsed, parse},
};

/// What became of a mark's words on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erasure {
    /// Which mark.
    pub mark: MarkId,
    /// How many files held it and no longer do.
    pub cleaned: usize,
    /// Files that may still hold it, because they could not be read or written.
    pub left: Vec<PathBuf>,
}

/// Takes a mark out of every earlier state, damaged file and sync copy of a record.
///
/// What lies beyond is for the people to know: backups, snapshots of the disk, and what sync programs keep elsewhere.
pub fn erase(
    place: &Place,
    info: &SessionInfo,
    mark: MarkId,
    keys: &Keyring,
) -> Result<Erasure, StoreError> {
    let _lock = Lock::take(place)?;
    let mut erasure = Erasure {
        mark,
        cleaned: 0,
        left: Vec::new(),
    };
    for path in candidates(place)? {
        match clean(place, info, &path, mark, keys) {
            Ok(true) => erasure.cleaned += 1,
            Ok(false) => {}
            Err(_) => erasure.left.push(path),
        }
    }
    Ok(erasure)
}

/// Every file that may hold an earlier state: generations (also damaged ones), files set aside, sync copies.
pub(super) fn candidates(place: &Place) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    let generations = place.generations();
    for folder in [generations.as_path(), place.folder()] {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(StoreError::io(folder, &error)),
        };
        for entry in entries.flatten() {
            let path = entry.path();
            let ours = folder == generations
                || belongs(place, &path)
                || atomic::is_leftover(place, &entry.file_name());
            if ours && path.is_file() && path.file_name().is_some_and(|name| name != "lock") {
                found.push(path);
            }
        }
    }
    Ok(found)
}

fn belongs(place: &Place, path: &Path) -> bool {
    use std::os::unix::ffi::OsStrExt;
    path.file_name().is_some_and(|name| {
        name.as_bytes()
            .strip_prefix(place.base().as_bytes())
            .is_some_and(|tail| tail.starts_with(b".marks."))
    })
}

/// Whether the file held the mark, which it then no longer does.
fn clean(
    place: &Place,
    info: &SessionInfo,
    path: &Path,
    mark: MarkId,
    keys: &Keyring,
) -> Result<bool, StoreError> {
    let bytes = fs::read(path).map_err(|error| StoreError::io(path, &error))?;
    match parse(path, &bytes, keys) {
        // Locked ones are another person's, or of another circle: a mark lies in one of its author's files only, and the
        // author is here.
        Ok(Parsed::Session(_) | Parsed::Locked) => Ok(false),
        Ok(Parsed::Marks(file)) => {
            if !file.set.marks.contains_key(&mark) {
                return Ok(false);
            }
            let mut file = Arc::unwrap_or_clone(file);
            let taken = file.set.marks.remove(&mark);
            let mut info = info.clone();
            info.id = file.session;
            info.media = vec![file.medium.clone()];
            let text = schema::write_marks(&info, &file.person, &file.set);
            let text = if bytes.starts_with(keys::HEADER) {
                let audience = taken.map_or(Audience::OnlyMe, |mark| mark.audience);
                let readers = keys::readers(&info, &file.person.id, audience)?;
                keys::encrypt_to(&readers, keys::padded(text).as_bytes())?
            } else {
                text.into_bytes()
            };
            replace(place, path, &text)?;
            Ok(true)
        }
        Err(StoreError::Damaged { .. }) => {
            let Some(rest) = without_block(&bytes, mark) else {
                return unreadable_rest(path, &bytes);
            };
            replace(place, path, &rest)?;
            Ok(true)
        }
        Err(error) => Err(error),
    }
}

/// A damaged file in which the mark's block was not found may still hold its words.
fn unreadable_rest(path: &Path, bytes: &[u8]) -> Result<bool, StoreError> {
    let holds_text = bytes.iter().any(|byte| *byte != 0);
    if holds_text {
        Err(StoreError::Damaged {
            path: path.to_path_buf(),
            line: 0,
            column: 0,
            reason: "this file cannot be read".to_owned(),
        })
    } else {
        Ok(false)
    }
}

/// A damaged file without each block (from a line with `(` alone to one with `),`) that names the mark as its own.
fn without_block(bytes: &[u8], mark: MarkId) -> Option<Vec<u8>> {
    let own = format!("id: \"{mark}\",");
    let mut rest: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut block: Vec<u8> = Vec::new();
    let mut inside = false;
    let mut held = false;
    let mut found = false;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let trimmed = line.trim_ascii();
        if !inside && trimmed == b"(" && line.starts_with(b"  ") {
            inside = true;
            held = false;
            block.clear();
        }
        if !inside {
            rest.extend_from_slice(line);
            continue;
        }
        block.extend_from_slice(line);
        held |= trimmed == own.as_bytes();
        if trimmed == b")," {
            inside = false;
            if held {
                found = true;
            } else {
                rest.extend_from_slice(&block);
            }
        }
    }
    if inside && held {
        found = true;
    } else if inside {
        rest.extend_from_slice(&block);
    }
    found.then_some(rest)
}

/// Puts the cleaned content in the place of the old one. A generation's name holds its hash, so it gets another.
pub(super) fn replace(place: &Place, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let renamed = generations::renamed(place, path, bytes);
    let target = renamed.as_deref().unwrap_or(path);
    atomic::write_verified(target, bytes, Readers::Like(path))?;
    if target != path {
        fs::remove_file(path).map_err(|error| StoreError::io(path, &error))?;
    }
    atomic::sync_folder(&atomic::folder_of(path));
    Ok(())
}
