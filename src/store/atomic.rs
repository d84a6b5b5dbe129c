//! Writing a whole file so that, whatever happens, either the old or the new one is there.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File},
    io::Write,
    os::unix::{
        ffi::{OsStrExt, OsStringExt},
        fs::PermissionsExt,
    },
    path::{Path, PathBuf},
};

use super::{error::StoreError, place::Place};

/// Who may read a new file. A file that is there already keeps its permissions.
#[derive(Clone, Copy, Debug)]
pub enum Readers<'a> {
    /// Only this user.
    Own,
    /// Whoever may read this other file; only this user where it cannot be asked.
    Like(&'a Path),
    /// Whoever the system usually lets read new files.
    Usual,
}

const PART: &[u8] = b".part-";
/// Leaves room for what is added within the 255 bytes of a name.
const LONGEST_PART: usize = 220;

/// Hash by which a written file is compared.
pub type Hash = blake3::Hash;

/// Writes a file beside its final place, makes sure it is on the disk, and moves it there in one step.
pub fn write(path: &Path, bytes: &[u8], readers: Readers<'_>) -> Result<(), StoreError> {
    // A link is followed, so that a file kept elsewhere on purpose stays there.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let fail = |error: &std::io::Error| StoreError::io(path, error);
    let file = write_beside(&target, bytes, readers).map_err(|error| fail(&error))?;
    file.persist(&target).map_err(|error| fail(&error.error))?;
    sync_folder(&folder_of(&target));
    Ok(())
}

/// The same for a file that must not be there yet.
pub fn write_new(path: &Path, bytes: &[u8], readers: Readers<'_>) -> Result<(), StoreError> {
    let fail = |error: &std::io::Error| StoreError::io(path, error);
    let file = write_beside(path, bytes, readers).map_err(|error| fail(&error))?;
    file.persist_noclobber(path)
        .map_err(|error| fail(&error.error))?;
    sync_folder(&folder_of(path));
    Ok(())
}

/// A file beside its final place, whole and on the disk.
fn write_beside(
    target: &Path,
    bytes: &[u8],
    readers: Readers<'_>,
) -> std::io::Result<tempfile::NamedTempFile> {
    let prefix = part_prefix(target);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&prefix);
    if matches!(readers, Readers::Usual) {
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let mut file = builder.tempfile_in(folder_of(target))?;
    if let Some(mode) = mode(target, readers) {
        // A file system without permissions refuses; the file is no less safe there.
        let _ = file
            .as_file()
            .set_permissions(fs::Permissions::from_mode(mode));
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// An unfinished file beside its final place, to be written piece by piece.
pub fn begin(target: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new()
        .prefix(&part_prefix(target))
        .permissions(fs::Permissions::from_mode(0o666))
        .tempfile_in(folder_of(target))
}

/// What the name of an unfinished file begins with: that of the file it is to become, so that a writer which was killed
/// leaves nothing that cannot be told.
fn part_prefix(target: &Path) -> OsString {
    let name = target.file_name().unwrap_or_default().as_bytes();
    let name = &name[..name.len().min(LONGEST_PART)];
    OsString::from_vec([b".", name, PART].concat())
}

/// Whether a name is that of an unfinished file of this record.
pub fn is_leftover(place: &Place, name: &OsStr) -> bool {
    let beginning = [b".", place.base().as_bytes(), b"."].concat();
    let name = name.as_bytes();
    name.starts_with(&beginning) && name.windows(PART.len()).any(|part| part == PART)
}

/// Takes away what writers of this record left unfinished when they were killed. To be called under the lock: nobody
/// else is writing then.
pub fn clear_leftovers(place: &Place) {
    let Ok(entries) = fs::read_dir(place.folder()) else {
        return;
    };
    for entry in entries.flatten() {
        if is_leftover(place, &entry.file_name()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Writes a file and reads it back; only then is it said to be safe.
pub fn write_verified(path: &Path, bytes: &[u8], readers: Readers<'_>) -> Result<Hash, StoreError> {
    write(path, bytes, readers)?;
    let wanted = blake3::hash(bytes);
    let found = fs::read(path).map_err(|error| StoreError::io(path, &error))?;
    if blake3::hash(&found) == wanted {
        Ok(wanted)
    } else {
        Err(StoreError::NotVerified {
            path: path.to_path_buf(),
        })
    }
}

/// Copies a file byte by byte under a name that is not taken, and makes sure the copy is on the disk.
pub fn copy_aside(from: &Path, to: &Path) -> Result<PathBuf, StoreError> {
    let bytes = fs::read(from).map_err(|error| StoreError::io(from, &error))?;
    for attempt in 1..1000 {
        let mut name = to.as_os_str().to_owned();
        if attempt > 1 {
            name.push(format!("-{attempt}"));
        }
        let to = PathBuf::from(name);
        // The same damage seen twice (by two windows, say) needs no second copy.
        if fs::read(&to).is_ok_and(|known| known == bytes) {
            return Ok(to);
        }
        if !to.exists() {
            write_verified(&to, &bytes, Readers::Like(from))?;
            return Ok(to);
        }
    }
    Err(StoreError::NotVerified {
        path: to.to_path_buf(),
    })
}

/// Makes sure that names changed in a folder are on the disk. Some file systems cannot be asked; they do it unasked.
pub fn sync_folder(folder: &Path) {
    if let Ok(opened) = File::open(folder) {
        let _ = opened.sync_all();
    }
}

/// The folder a file lies in.
pub fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

fn mode(target: &Path, readers: Readers<'_>) -> Option<u32> {
    if let Ok(known) = fs::metadata(target) {
        return Some(known.permissions().mode() & 0o777);
    }
    match readers {
        Readers::Usual => None,
        Readers::Own => Some(0o600),
        Readers::Like(other) => Some(
            fs::metadata(other).map_or(0o600, |known| known.permissions().mode() & 0o666 | 0o600),
        ),
    }
}
