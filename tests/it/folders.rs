//! Folders of records as they lie on a disk, for the library, exports and progress.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    sync::{Arc, atomic::AtomicBool},
};

use chrono::{DateTime, FixedOffset};
use mindframe::{
    domain::{
        id::PersonId,
        mark::{CodebookRef, Mark},
        session::{Keeping, MediaIdentity, MediaPlace, PersonSet, SessionInfo, SessionKind},
        time::MediaTime,
    },
    store::{self, Library, Places, schema},
};
use tempfile::TempDir;

use crate::world::{at, people, robin, sam};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mindframe");

/// A folder of recordings, and a home beside it.
pub struct Folder {
    pub root: TempDir,
    pub places: Places,
}

pub fn day(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{text}T10:00:00+01:00")).unwrap()
}

pub fn info(name: &str, number: u128, date: DateTime<FixedOffset>) -> SessionInfo {
    SessionInfo {
        id: mindframe::domain::id::SessionId::new(uuid::Uuid::from_u128(number)),
        title: String::new(),
        media: vec![MediaIdentity {
            file_name: name.to_owned(),
            bytes: 5,
            fingerprint: format!("{number:032x}"),
            duration: MediaTime::from_seconds(600),
            place: MediaPlace::Part,
        }],
        kind: SessionKind::Session,
        started: Some(date),
        cast: Vec::new(),
        scene: String::new(),
        take: None,
        fields: Vec::new(),
        codebooks: vec![CodebookRef {
            id: "mbt-full".to_owned(),
            version: "0.1".to_owned(),
        }],
        created: at(0),
        people: people(),
        keeping: Keeping::default(),
        revision: 1,
    }
}

/// A person's marks as a set.
pub fn set(marks: Vec<Mark>) -> PersonSet {
    PersonSet {
        marks: marks
            .into_iter()
            .map(|mark| (mark.id, Arc::new(mark)))
            .collect::<BTreeMap<_, _>>(),
        ..PersonSet::default()
    }
}

impl Folder {
    pub fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("recordings")).unwrap();
        Self {
            places: Places::under(&root.path().join("own")),
            root,
        }
    }

    pub fn recordings(&self) -> PathBuf {
        self.root.path().join("recordings")
    }

    /// Writes a record, and something in place of its recording.
    pub fn write(
        &self,
        video: &str,
        info: &SessionInfo,
        sets: &[(PersonId, PersonSet)],
    ) -> PathBuf {
        let path = self.recordings().join(video);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, b"video").unwrap();
        fs::write(beside(&path, ".session.ron"), schema::write_session(info)).unwrap();
        for (person, set) in sets {
            Self::write_set(&path, info, person, set);
        }
        path
    }

    pub fn write_set(video: &Path, info: &SessionInfo, person: &PersonId, set: &PersonSet) {
        let card = info.people.iter().find(|card| card.id == *person).unwrap();
        let text = schema::write_marks(info, card, set);
        fs::write(beside(video, &format!(".marks.{person}.ron")), text).unwrap();
    }

    /// Robin's and Sam's marks of one recording.
    pub fn two(
        &self,
        video: &str,
        number: u128,
        date: &str,
        own: Vec<Mark>,
        theirs: Vec<Mark>,
    ) -> PathBuf {
        let name = Path::new(video)
            .file_name()
            .and_then(OsStr::to_str)
            .unwrap();
        let info = info(name, number, day(date));
        self.write(video, &info, &[(robin(), set(own)), (sam(), set(theirs))])
    }

    pub fn library(&self) -> Library {
        let going_on = AtomicBool::new(false);
        store::read_library(&self.recordings(), &self.places, &going_on, &|_| {}).unwrap()
    }

    pub fn run(&self, command: &str, arguments: &[&str]) -> Output {
        let mut program = Command::new(PROGRAM);
        for (name, place) in [
            ("HOME", ""),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            program.env(name, self.root.path().join("home").join(place));
        }
        program
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .arg(command)
            .args(arguments)
            .arg("--")
            .arg(self.recordings())
            .output()
            .unwrap()
    }

    pub fn json(&self, command: &str, arguments: &[&str]) -> serde_json::Value {
        let all = [&["--json"], arguments].concat();
        let output = self.run(command, &all);
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{words}"))
    }
}

pub fn beside(video: &Path, tail: &str) -> PathBuf {
    let mut name = video.as_os_str().to_owned();
    name.push(tail);
    PathBuf::from(name)
}
