//! Looking over files of ours without opening or mending them.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::domain::{
    codebook::FORMAT as CODEBOOK,
    id::PersonId,
    invariants::Violation,
    session::{PersonSet, Session, SessionInfo},
};

use super::{
    codebooks::{CodebookError, read_codebook},
    error::StoreError,
    keys::Keyring,
    place::Place,
    schema,
    snapshot::{self, Parsed},
};

/// What is wrong with a file. The words for people are chosen above this layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is a folder.
    Folder,
    /// It belongs to another session than the files beside it.
    OtherSession,
    /// It reads, but does not hold together.
    Broken(Violation),
    /// It does not read as what it says it is; in the words of its reader, which name fields of the file.
    Unclear(String),
    /// It could not be read, or a newer version wrote it.
    File(StoreError),
}

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which file.
    pub path: PathBuf,
    /// From 1; 0 where unknown.
    pub line: usize,
    /// From 1; 0 where unknown.
    pub column: usize,
    /// What is wrong.
    pub fault: Fault,
    /// Whether the file could not be read at all.
    pub unreadable: bool,
}

/// Checks a file of ours, or all files of a video's record. Returns the files that were looked at, and what is wrong.
#[must_use]
pub fn check(path: &Path) -> (Vec<PathBuf>, Vec<Finding>) {
    if path.is_dir() {
        let finding = Finding {
            path: path.to_path_buf(),
            line: 0,
            column: 0,
            fault: Fault::Folder,
            unreadable: true,
        };
        return (vec![path.to_path_buf()], vec![finding]);
    }
    let is_ours = path.extension().is_some_and(|end| end == "ron");
    if is_ours {
        let mut findings = Vec::new();
        check_file(path, &mut findings);
        return (vec![path.to_path_buf()], findings);
    }
    if let Err(error) = fs::metadata(path) {
        let finding = of_error(path, &StoreError::io(path, &error));
        return (vec![path.to_path_buf()], vec![finding]);
    }
    check_record(path)
}

fn check_record(video: &Path) -> (Vec<PathBuf>, Vec<Finding>) {
    let place = Place::beside(video);
    let files = match snapshot::scan(&place) {
        Ok(files) => files,
        Err(error) => return (Vec::new(), vec![of_error(video, &error)]),
    };
    let mut findings = Vec::new();
    let mut info: Option<SessionInfo> = None;
    let mut sets: BTreeMap<PersonId, (PathBuf, PersonSet)> = BTreeMap::new();
    for (path, _) in &files {
        match check_file(path, &mut findings) {
            Some(Parsed::Session(found)) => info = Some(*found),
            Some(Parsed::Marks(file)) => {
                sets.insert(file.person.id.clone(), (path.clone(), file.set.clone()));
                if info.as_ref().is_some_and(|info| info.id != file.session) {
                    let id = file.session.to_string();
                    findings.push(finding_at(path, &id, Fault::OtherSession));
                }
            }
            Some(Parsed::Locked) | None => {}
        }
    }
    // The same mark in two files: settled when it is opened, but worth knowing.
    let mut seen: BTreeMap<_, &PathBuf> = BTreeMap::new();
    for (path, set) in sets.values() {
        for id in set.marks.keys() {
            if seen.insert(*id, path).is_some() {
                let fault = Fault::Broken(Violation::DuplicateMark(*id));
                findings.push(finding_at(path, &id.to_string(), fault));
            }
        }
    }
    (files.into_iter().map(|(path, _)| path).collect(), findings)
}

/// Checks one file by what it says it is, and returns what it holds.
fn check_file(path: &Path, findings: &mut Vec<Finding>) -> Option<Parsed> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            findings.push(of_error(path, &StoreError::io(path, &error)));
            return None;
        }
    };
    if schema::format_of(&bytes) == Some(CODEBOOK) {
        check_codebook(path, &bytes, findings);
        return None;
    }
    match snapshot::parse(path, &bytes, &Keyring::default()) {
        Ok(parsed) => {
            if let Parsed::Marks(file) = &parsed {
                for (needle, violation) in violations(&file.person.id, &file.set) {
                    findings.push(finding_at(path, &needle, Fault::Broken(violation)));
                }
            }
            Some(parsed)
        }
        Err(error) => {
            findings.push(of_error(path, &error));
            None
        }
    }
}

fn check_codebook(path: &Path, bytes: &[u8], findings: &mut Vec<Finding>) {
    let faults = match schema::text_of(path, bytes) {
        Ok(text) => read_codebook(path, text).err().unwrap_or_default(),
        Err(error) => vec![CodebookError::File(error)],
    };
    findings.extend(faults.into_iter().map(|fault| match fault {
        CodebookError::File(error) => of_error(path, &error),
        CodebookError::Broken {
            path,
            line,
            column,
            reason,
        } => Finding {
            path,
            line,
            column,
            fault: Fault::Unclear(reason),
            unreadable: false,
        },
    }));
}

/// What does not hold in one person's set, with a text that stands at the place.
fn violations(person: &PersonId, set: &PersonSet) -> Vec<(String, Violation)> {
    let info = SessionInfo {
        people: Vec::new(),
        ..empty_info()
    };
    let session = Session::new(info, BTreeMap::from([(person.clone(), set.clone())]));
    session
        .check()
        .into_iter()
        .map(|violation| {
            let needle = match &violation {
                Violation::WrongKeeper(id)
                | Violation::MarkAndTombstone(id)
                | Violation::DuplicateMark(id)
                | Violation::BeforeStart(id)
                | Violation::RepliesToItself(id)
                | Violation::AboutNobody(id) => id.to_string(),
                Violation::NoSet(_) | Violation::TrackOrder(_) => "tracks".to_owned(),
            };
            (needle, violation)
        })
        .collect()
}

fn empty_info() -> SessionInfo {
    SessionInfo {
        id: crate::domain::id::SessionId::new(uuid::Uuid::nil()),
        title: String::new(),
        media: Vec::new(),
        kind: crate::domain::session::SessionKind::default(),
        started: None,
        cast: Vec::new(),
        scene: String::new(),
        take: None,
        keeping: crate::domain::session::Keeping::default(),
        fields: Vec::new(),
        codebooks: Vec::new(),
        created: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
        people: Vec::new(),
        revision: 0,
    }
}

/// A finding at the place where a text stands in the file.
fn finding_at(path: &Path, needle: &str, fault: Fault) -> Finding {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let (line, column) = schema::find(&text, needle).unwrap_or_default();
    Finding {
        path: path.to_path_buf(),
        line,
        column,
        fault,
        unreadable: false,
    }
}

fn of_error(path: &Path, error: &StoreError) -> Finding {
    let (line, column, fault, unreadable) = match error {
        StoreError::Damaged {
            line,
            column,
            reason,
            ..
        } => (*line, *column, Fault::Unclear(reason.clone()), false),
        StoreError::NewerVersion { .. } => (0, 0, Fault::File(error.clone()), false),
        other => (0, 0, Fault::File(other.clone()), true),
    };
    Finding {
        path: path.to_path_buf(),
        line,
        column,
        fault,
        unreadable,
    }
}
