//! Which records lie in a folder and all folders within it: names and dates only, nothing is read.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    os::unix::{
        ffi::{OsStrExt, OsStringExt},
        fs::MetadataExt,
    },
    path::{Path, PathBuf},
};

use crate::store::{
    error::StoreError,
    place::base_of,
    snapshot::{FileKind, kind_of},
};

/// Folders within folders are followed down to here.
const DEEPEST: usize = 32;

/// Tells without reading whether a file may have changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// When its content changed, in nanoseconds.
    pub modified: i128,
    /// When anything of it changed, in nanoseconds.
    pub changed: i128,
}

impl Stamp {
    fn of(known: &fs::Metadata) -> Self {
        let nanos =
            |seconds: i64, rest: i64| i128::from(seconds) * 1_000_000_000 + i128::from(rest);
        Self {
            size: known.size(),
            modified: nanos(known.mtime(), known.mtime_nsec()),
            changed: nanos(known.ctime(), known.ctime_nsec()),
        }
    }
}

/// One file of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name in the folder.
    pub name: OsString,
    /// What it is.
    pub kind: FileKind,
    /// When it was last seen as.
    pub stamp: Stamp,
}

/// The files of one recording's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set {
    /// Where they lie.
    pub folder: PathBuf,
    /// What their names begin with.
    pub base: OsString,
    /// What is open to everyone: the session's file and each person's, in the order of their names.
    pub files: Vec<Found>,
    /// Copies that sync programs made, by name.
    pub copies: Vec<OsString>,
    /// Whether a file of the recording's own name lies there too. `false` also where the name was shortened.
    pub there: bool,
}

impl Set {
    /// Where the recording should lie. Of a long name the record begins with a short form; `known` is the whole one.
    pub fn video(&self, known: Option<&str>) -> PathBuf {
        let long = known.filter(|name| {
            base_of(Path::new(name)) == self.base && Path::new(name).components().count() == 1
        });
        match long {
            Some(name) => self.folder.join(name),
            None => self.folder.join(&self.base),
        }
    }
}

/// Every record in a folder and the folders within it, by path; links to folders are not followed. Folders that cannot be
/// read are returned beside them, with why.
pub fn sets(
    folder: &Path,
    cancelled: &dyn Fn() -> bool,
) -> Result<(Vec<Set>, Vec<StoreError>), StoreError> {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    let mut waiting = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        if cancelled() {
            break;
        }
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if depth == 0 => return Err(StoreError::io(&folder, &error)),
            Err(error) => {
                faults.push(StoreError::io(&folder, &error));
                continue;
            }
        };
        let mut names: Vec<OsString> = Vec::new();
        for entry in entries.flatten() {
            let name = entry.file_name();
            // Hidden folders are ours, or nobody's that looks for recordings.
            if name.as_bytes().starts_with(b".") {
                continue;
            }
            let kind = entry.file_type();
            if kind.as_ref().is_ok_and(fs::FileType::is_dir) {
                if depth < DEEPEST {
                    waiting.push((entry.path(), depth + 1));
                }
            } else {
                names.push(name);
            }
        }
        names.sort();
        found.extend(in_folder(&folder, &names));
    }
    found.sort_by(|a, b| (&a.folder, &a.base).cmp(&(&b.folder, &b.base)));
    Ok((found, faults))
}

/// The records among the names of one folder, which are sorted.
fn in_folder(folder: &Path, names: &[OsString]) -> Vec<Set> {
    let mut sets: BTreeMap<&[u8], Set> = BTreeMap::new();
    for name in names {
        let Some((base, kind)) = parts_of(name.as_bytes()) else {
            continue;
        };
        // The file may have gone since the folder was listed.
        let Ok(known) = fs::metadata(folder.join(name)) else {
            continue;
        };
        if !known.is_file() {
            continue;
        }
        let set = sets.entry(base).or_insert_with(|| Set {
            folder: folder.to_path_buf(),
            base: OsString::from_vec(base.to_vec()),
            files: Vec::new(),
            copies: Vec::new(),
            there: names
                .binary_search_by(|other| other.as_bytes().cmp(base))
                .is_ok(),
        });
        match kind {
            FileKind::Copy => set.copies.push(name.clone()),
            FileKind::Closed(..) => {}
            FileKind::Session | FileKind::Marks(_) => set.files.push(Found {
                name: name.clone(),
                kind,
                stamp: Stamp::of(&known),
            }),
        }
    }
    sets.into_values()
        .filter(|set| !set.files.is_empty())
        .collect()
}

/// The beginning that the files of a record share, and which of them a file is.
fn parts_of(name: &[u8]) -> Option<(&[u8], FileKind)> {
    if !name.ends_with(b".ron") {
        return None;
    }
    // A recording may itself be called `a.marks.mp4`: the last place at which the rest is one of ours counts.
    let middles: [&[u8]; 2] = [b".session", b".marks."];
    middles.into_iter().find_map(|middle| {
        let at = name
            .windows(middle.len())
            .rposition(|part| part == middle)?;
        let (base, tail) = name.split_at(at);
        (!base.is_empty()).then_some((base, kind_of(tail)?))
    })
}
