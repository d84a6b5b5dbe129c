//! What lies on disk for one recording at one moment, read as far as it can be read.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::domain::{
    id::PersonId,
    mark::Audience,
    person::Person,
    session::{PersonSet, Session, SessionInfo},
};

use super::{
    atomic::Hash,
    error::StoreError,
    keys::{self, HEADER, Keyring, Reach, Scope},
    place::{Place, circle_name},
    schema::{self, MarksFile},
};

/// What a file is, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// The session's file.
    Session,
    /// A person's file.
    Marks(PersonId),
    /// The file of what a person keeps for some only, encrypted.
    Closed(PersonId, Audience),
    /// A copy that a sync program set aside because two machines had written.
    Copy,
}

/// A file's content.
#[derive(Clone, Debug)]
pub enum Parsed {
    /// Facts of the session.
    Session(Box<SessionInfo>),
    /// One person's file.
    Marks(Arc<MarksFile>),
    /// An encrypted file for which no key is open. It stays as it is.
    Locked,
}

/// Tells without reading whether a file may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    inode: u64,
    size: u64,
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Stat {
    fn of(path: &Path) -> Option<Self> {
        let known = fs::metadata(path).ok()?;
        Some(Self {
            inode: known.ino(),
            size: known.size(),
            modified: (known.mtime(), known.mtime_nsec()),
            changed: (known.ctime(), known.ctime_nsec()),
        })
    }
}

/// One file as it was read.
#[derive(Clone, Debug)]
pub struct FileState {
    /// What it is.
    pub kind: FileKind,
    /// Its content's hash.
    pub hash: Hash,
    /// What it says, or why that cannot be told.
    pub parsed: Result<Parsed, StoreError>,
    /// For how many people it is encrypted; 0 where it is not.
    pub readers: usize,
    stat: Option<Stat>,
}

/// All files of a recording's record in one place.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    files: BTreeMap<PathBuf, FileState>,
}

impl Snapshot {
    /// Reads what is there. What is known by `before`, and still has the same content, is not parsed again.
    pub fn read(place: &Place, before: &Self, reach: &Reach) -> Result<Self, StoreError> {
        Ok(Self::read_files(scan(place)?, before, reach))
    }

    /// The same for files that were found already.
    pub fn read_files(found: Vec<(PathBuf, FileKind)>, before: &Self, reach: &Reach) -> Self {
        let mut files = BTreeMap::new();
        for (path, kind) in found {
            if !within(&kind, reach) {
                continue;
            }
            let bytes = match fs::read(&path) {
                Ok(bytes) => bytes,
                // Gone since the folder was listed.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => {
                    let state = FileState {
                        kind,
                        hash: blake3::hash(&[]),
                        parsed: Err(StoreError::io(&path, &error)),
                        readers: 0,
                        stat: None,
                    };
                    files.insert(path, state);
                    continue;
                }
            };
            let hash = blake3::hash(&bytes);
            let stat = Stat::of(&path);
            let state = match before.files.get(&path) {
                Some(known) if known.hash == hash && known.stat.is_some() => FileState {
                    stat,
                    ..known.clone()
                },
                _ => understand(&path, &bytes, kind, hash, stat, &reach.keys),
            };
            files.insert(path, state);
        }
        Self { files }
    }

    /// Whether nothing seems to have changed since this was read; asks for names and dates only.
    pub fn looks_current(&self, place: &Place, reach: &Reach) -> bool {
        let Ok(mut found) = scan(place) else {
            return true;
        };
        found.retain(|(_, kind)| within(kind, reach));
        found.len() == self.files.len()
            && found.iter().all(|(path, _)| {
                self.files
                    .get(path)
                    .is_some_and(|known| known.stat.is_some() && known.stat == Stat::of(path))
            })
    }

    /// Whether there is anything at all.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Each file.
    pub fn files(&self) -> impl Iterator<Item = (&PathBuf, &FileState)> {
        self.files.iter()
    }

    /// One file.
    pub fn file(&self, path: &Path) -> Option<&FileState> {
        self.files.get(path)
    }

    /// Notes what was just written.
    pub fn wrote(&mut self, path: PathBuf, kind: FileKind, bytes: &[u8], parsed: Parsed) {
        let state = FileState {
            kind,
            hash: blake3::hash(bytes),
            parsed: Ok(parsed),
            readers: keys::readers_in(bytes),
            stat: Stat::of(&path),
        };
        self.files.insert(path, state);
    }

    /// Notes what stands in for a file that could not be read. It is read again before anything is written.
    pub fn stand_in(&mut self, path: PathBuf, kind: FileKind, parsed: Parsed) {
        let state = FileState {
            kind,
            hash: blake3::hash(&[]),
            parsed: Ok(parsed),
            readers: 0,
            stat: None,
        };
        self.files.insert(path, state);
    }

    /// Forgets how the encrypted files read: other keys are open now.
    pub fn forget_closed(&mut self) {
        self.files
            .retain(|path, _| path.extension().is_none_or(|end| end != "age"));
    }

    /// Forgets a file that is no longer there.
    pub fn forget(&mut self, path: &Path) {
        self.files.remove(path);
    }

    /// The facts of the session, if its file could be read.
    pub fn info(&self) -> Option<&SessionInfo> {
        self.files
            .values()
            .find_map(|file| match (&file.kind, &file.parsed) {
                (FileKind::Session, Ok(Parsed::Session(info))) => Some(info.as_ref()),
                _ => None,
            })
    }

    /// Each person's file that could be read.
    pub fn marks(&self) -> impl Iterator<Item = &MarksFile> {
        self.files
            .values()
            .filter_map(|file| match (&file.kind, &file.parsed) {
                (FileKind::Marks(_), Ok(Parsed::Marks(marks))) => Some(marks.as_ref()),
                _ => None,
            })
    }

    /// Each file of what a person keeps for some only, as far as it could be opened.
    fn closed(&self) -> impl Iterator<Item = &MarksFile> {
        self.files
            .values()
            .filter_map(|file| match (&file.kind, &file.parsed) {
                (FileKind::Closed(..), Ok(Parsed::Marks(marks))) => Some(marks.as_ref()),
                _ => None,
            })
    }

    /// Whether this file is there and no key is open for it.
    pub fn is_locked(&self, path: &Path) -> bool {
        matches!(
            self.files.get(path).map(|file| &file.parsed),
            Some(Ok(Parsed::Locked))
        )
    }

    /// The record that the files hold, beginning from `info` where there is no session file. Files that are not there, or
    /// cannot be read, stand as `otherwise` has them.
    pub fn session(&self, info: &SessionInfo, otherwise: Option<&Session>) -> Session {
        let mut info = self.info().unwrap_or(info).clone();
        let mut sets: BTreeMap<PersonId, PersonSet> = BTreeMap::new();
        for file in self.marks() {
            sets.insert(file.person.id.clone(), file.set.clone());
            if self.info().is_none() {
                info.id = file.session;
            }
            // Somebody who was taken out of the session may have left a file without marks.
            let holds = !file.set.marks.is_empty() || !file.set.entries.is_empty();
            if self.info().is_none() || holds {
                add_person(&mut info, &file.person);
            }
        }
        for (person, set) in otherwise.iter().flat_map(|session| session.sets()) {
            sets.entry(person.clone()).or_insert_with(|| set.clone());
        }
        for file in self.closed() {
            add_person(&mut info, &file.person);
        }
        let mut session = Session::assemble(info, sets);
        for file in self.closed() {
            session.absorb(&file.person.id, &file.set);
        }
        session
    }

    /// The copies that sync programs made, each as a record of its own.
    pub fn copies(&self, info: &SessionInfo) -> Vec<(PathBuf, Hash, Session)> {
        self.files
            .iter()
            .filter(|(_, file)| file.kind == FileKind::Copy)
            .filter_map(|(path, file)| {
                let session = match file.parsed.as_ref().ok()? {
                    Parsed::Session(copy) if copy.id == info.id => {
                        Session::new(copy.as_ref().clone(), BTreeMap::new())
                    }
                    Parsed::Marks(marks) if marks.session == info.id => {
                        let mut info = info.clone();
                        add_person(&mut info, &marks.person);
                        let set = (marks.person.id.clone(), marks.set.clone());
                        Session::new(info, BTreeMap::from([set]))
                    }
                    _ => return None,
                };
                Some((path.clone(), file.hash, session))
            })
            .collect()
    }
}

fn add_person(info: &mut SessionInfo, person: &Person) {
    if !info.people.iter().any(|known| known.id == person.id) {
        info.people.push(person.clone());
    }
}

/// Whether a file belongs to what is worked with.
fn within(kind: &FileKind, reach: &Reach) -> bool {
    match (kind, &reach.scope) {
        (FileKind::Session, _) => true,
        (FileKind::Closed(person, audience), _) => reach.covers(person, *audience),
        (FileKind::Marks(_) | FileKind::Copy, scope) => *scope == Scope::Shared,
    }
}

/// Understands one file's content.
pub fn parse(path: &Path, bytes: &[u8], keys: &Keyring) -> Result<Parsed, StoreError> {
    if bytes.starts_with(HEADER) {
        return match keys.decrypt(path, bytes)? {
            None => Ok(Parsed::Locked),
            Some(text) => {
                schema::read_marks(path, &text).map(|marks| Parsed::Marks(Arc::new(marks)))
            }
        };
    }
    if schema::format_of(bytes) == Some(schema::SESSION) {
        schema::read_session(path, bytes).map(|info| Parsed::Session(Box::new(info)))
    } else {
        schema::read_marks(path, bytes).map(|marks| Parsed::Marks(Arc::new(marks)))
    }
}

fn understand(
    path: &Path,
    bytes: &[u8],
    kind: FileKind,
    hash: Hash,
    stat: Option<Stat>,
    keys: &Keyring,
) -> FileState {
    let parsed = match &kind {
        FileKind::Session => {
            schema::read_session(path, bytes).map(|info| Parsed::Session(Box::new(info)))
        }
        FileKind::Marks(_) => {
            schema::read_marks(path, bytes).map(|marks| Parsed::Marks(Arc::new(marks)))
        }
        FileKind::Closed(..) if !bytes.starts_with(HEADER) => Err(StoreError::Damaged {
            path: path.to_path_buf(),
            line: 0,
            column: 0,
            reason: "this file should be encrypted".to_owned(),
        }),
        FileKind::Copy | FileKind::Closed(..) => parse(path, bytes, keys),
    };
    let (kind, parsed) = match (kind, parsed) {
        (FileKind::Marks(id), Ok(Parsed::Marks(marks))) if marks.person.id != id => {
            let named = marks.person.id.as_str();
            if id.as_str().starts_with(named) {
                // Some sync programs add a machine's name at the end, where it looks like part of the person's id.
                (FileKind::Copy, Ok(Parsed::Marks(marks)))
            } else {
                let (line, column) = std::str::from_utf8(bytes)
                    .ok()
                    .and_then(|text| schema::find(text, named))
                    .unwrap_or_default();
                let reason = "this file is named after another person".to_owned();
                let path = path.to_path_buf();
                let damaged = StoreError::Damaged {
                    path,
                    line,
                    column,
                    reason,
                };
                (FileKind::Marks(id), Err(damaged))
            }
        }
        known => known,
    };
    FileState {
        kind,
        hash,
        parsed,
        readers: keys::readers_in(bytes),
        stat,
    }
}

/// The files of a recording's record, by their names.
pub fn scan(place: &Place) -> Result<Vec<(PathBuf, FileKind)>, StoreError> {
    let folder = place.folder();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(folder, &error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| StoreError::io(folder, &error))?;
        let name = entry.file_name();
        let Some(tail) = name.as_bytes().strip_prefix(place.base().as_bytes()) else {
            continue;
        };
        let Some(kind) = kind_of(tail) else { continue };
        if entry.path().is_file() {
            found.push((entry.path(), kind));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// What a file is whose name goes on like this after the beginning that all files of its record share.
pub fn kind_of(tail: &[u8]) -> Option<FileKind> {
    let tail = std::str::from_utf8(tail).ok()?;
    let tail = tail.strip_prefix('.')?;
    if let Some(closed) = tail.strip_suffix(".ron.age") {
        let rest = closed.strip_prefix("marks.")?;
        if let Some((person, circle)) = rest.split_once('.')
            && let Ok(person) = person.parse()
            && let Some(audience) = [
                Audience::OnlyMe,
                Audience::Team,
                Audience::Training,
                Audience::Sealed,
            ]
            .into_iter()
            .find(|audience| circle_name(*audience) == circle)
        {
            return Some(FileKind::Closed(person, audience));
        }
        return is_copy(closed).then_some(FileKind::Copy);
    }
    let middle = tail.strip_suffix(".ron")?;
    if middle == "session" {
        return Some(FileKind::Session);
    }
    let person = middle.strip_prefix("marks.");
    if let Some(id) = person.and_then(|person| person.parse().ok()) {
        return Some(FileKind::Marks(id));
    }
    let ours = person.is_some() || middle.starts_with("session");
    (ours && is_copy(middle)).then_some(FileKind::Copy)
}

/// “(conflicted copy …)”, “.sync-conflict-…”, “_conflict-…”, “ (1)”.
fn is_copy(name: &str) -> bool {
    name.to_lowercase().contains("conflict")
        || name
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once(" ("))
            .is_some_and(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()))
}
