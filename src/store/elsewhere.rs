//! Recognising a recording that was moved or renamed, and remembering where its record is kept when not beside it.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::Read,
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
};

use crate::domain::session::MediaIdentity;

use super::{
    atomic::{self, Readers},
    error::StoreError,
    generations,
    place::{Place, Places},
    snapshot,
};

/// How much of a file of ours is searched for a fingerprint; it stands near the top.
const HEAD: u64 = 16 << 10;

/// Records of this recording in a folder, under whatever name, other than `but`.
#[must_use]
pub fn find(folder: &Path, identity: &MediaIdentity, but: &Place) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    if identity.fingerprint.is_empty() {
        return found;
    }
    let mut names: Vec<OsString> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    for name in names {
        let Some(base) = base_of(&name) else { continue };
        let place = Place::named(folder, base);
        if place.base() == but.base() || found.contains(&place) {
            continue;
        }
        if names_fingerprint(&folder.join(&name), &identity.fingerprint) {
            found.push(place);
        }
    }
    found
}

/// The beginning of a name of ours that ends as a session's or a person's file does.
fn base_of(name: &OsStr) -> Option<OsString> {
    let bytes = name.as_bytes();
    let session = bytes.strip_suffix(b".session.ron");
    let marks = || {
        let rest = bytes.strip_suffix(b".ron")?;
        let at = rest.windows(7).rposition(|part| part == b".marks.")?;
        Some(&rest[..at])
    };
    let base = session.or_else(marks)?;
    (!base.is_empty()).then(|| OsString::from_vec(base.to_vec()))
}

fn names_fingerprint(path: &Path, fingerprint: &str) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let wanted = format!("\"{fingerprint}\"");
    read.is_ok()
        && head
            .windows(wanted.len())
            .any(|part| part == wanted.as_bytes())
}

/// Gives a record that was found under another name to a recording. With `keep` the files stay under the old name too;
/// that is for a recording of which there are two copies.
pub fn relink(from: &Place, to: &Place, keep: bool) -> Result<(), StoreError> {
    let files = snapshot::scan(from)?;
    let mut done = Vec::new();
    for (path, _) in &files {
        let name = path.file_name().unwrap_or_default().as_bytes();
        let tail = name
            .strip_prefix(from.base().as_bytes())
            .unwrap_or_default();
        let new = to
            .folder()
            .join(OsString::from_vec([to.base().as_bytes(), tail].concat()));
        if new.exists() {
            return Err(StoreError::Io {
                path: new,
                kind: std::io::ErrorKind::AlreadyExists,
                reason: "there is a record under this name already".to_owned(),
            });
        }
        done.push((path, new));
    }
    for (old, new) in &done {
        let bytes = fs::read(old).map_err(|error| StoreError::io(old, &error))?;
        atomic::write_verified(new, &bytes, Readers::Like(old))?;
    }
    if !keep {
        // The copies are safe now; what cannot be taken away under the old name does no harm there.
        for (old, _) in &done {
            let _ = fs::remove_file(old);
        }
        if !to.generations().exists() {
            let _ = fs::rename(from.generations(), to.generations());
        }
        atomic::sync_folder(from.folder());
    } else if let Ok(folder) = generations::folder(to) {
        for (_, generation) in generations::all(from) {
            if let Some(name) = generation.path.file_name() {
                let _ = fs::copy(&generation.path, folder.join(name));
            }
        }
    }
    Ok(())
}

/// The file that remembers the folder which the user chose for this recording's record.
fn pointer(places: &Places, identity: &MediaIdentity) -> Option<PathBuf> {
    let place = Place::in_data(places, identity)?;
    Some(place.folder().join("elsewhere"))
}

/// Remembers where this recording's record is kept from now on.
pub fn remember(
    places: &Places,
    identity: &MediaIdentity,
    place: &Place,
) -> Result<(), StoreError> {
    let Some(pointer) = pointer(places, identity) else {
        return Ok(());
    };
    let folder = atomic::folder_of(&pointer);
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, &error))?;
    atomic::write(
        &pointer,
        place.folder().as_os_str().as_bytes(),
        Readers::Own,
    )
}

/// Where the user chose to keep this recording's record, if anywhere.
pub fn remembered(places: &Places, identity: &MediaIdentity, beside: &Place) -> Option<Place> {
    let bytes = fs::read(pointer(places, identity)?).ok()?;
    let folder = PathBuf::from(OsString::from_vec(bytes));
    folder
        .is_dir()
        .then(|| Place::named(&folder, beside.base().to_owned()))
}
