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
    place::Place,
    schema,
    snapshot::{self, Parsed},
};

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which file.
    pub path: PathBuf,
    /// From 1; 0 where unknown.
    pub line: usize,
    /// From 1; 0 where unknown.
    pub column: usize,
    /// What is wrong, in plain words.
    pub reason: String,
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
            reason: "this is a folder".to_owned(),
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
                    let reason = "this file belongs to another session".to_owned();
                    findings.push(finding_at(path, &id, reason));
                }
            }
            None => {}
        }
    }
    // The same mark in two files: settled when it is opened, but worth knowing.
    let mut seen: BTreeMap<_, &PathBuf> = BTreeMap::new();
    for (path, set) in sets.values() {
        for id in set.marks.keys() {
            if seen.insert(*id, path).is_some() {
                let reason = Violation::DuplicateMark(*id).to_string();
                findings.push(finding_at(path, &id.to_string(), reason));
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
    match snapshot::parse(path, &bytes) {
        Ok(parsed) => {
            if let Parsed::Marks(file) = &parsed {
                for (needle, reason) in violations(&file.person.id, &file.set) {
                    findings.push(finding_at(path, &needle, reason));
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
            reason,
            unreadable: false,
        },
    }));
}

/// What does not hold in one person's set, with a text that stands at the place.
fn violations(person: &PersonId, set: &PersonSet) -> Vec<(String, String)> {
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
            (needle, violation.to_string())
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
        fields: Vec::new(),
        codebooks: Vec::new(),
        created: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
        people: Vec::new(),
        revision: 0,
    }
}

/// A finding at the place where a text stands in the file.
fn finding_at(path: &Path, needle: &str, reason: String) -> Finding {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let (line, column) = schema::find(&text, needle).unwrap_or_default();
    Finding {
        path: path.to_path_buf(),
        line,
        column,
        reason,
        unreadable: false,
    }
}

fn of_error(path: &Path, error: &StoreError) -> Finding {
    let (line, column, reason, unreadable) = match error {
        StoreError::Damaged {
            line,
            column,
            reason,
            ..
        } => (*line, *column, reason.clone(), false),
        StoreError::NewerVersion { version, .. } => {
            let reason =
                format!("a newer version of Mindframe wrote this file (file version {version})");
            (0, 0, reason, false)
        }
        StoreError::NotFound { .. } => (0, 0, "it is not there".to_owned(), true),
        StoreError::NotPermitted { .. } => (0, 0, "it may not be read".to_owned(), true),
        other => (0, 0, other.to_string(), true),
    };
    Finding {
        path: path.to_path_buf(),
        line,
        column,
        reason,
        unreadable,
    }
}
