//! Reading one record as it lies there, open parts only, without changing a thing.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use chrono::{DateTime, NaiveDate};

use crate::{
    domain::{
        consent,
        disclosed::{Disclosed, Purpose, Viewer},
        entry::ConsentPurpose,
        id::{PersonId, SessionId},
        person::Role,
        session::{Keeping, MediaIdentity, Session, SessionInfo, SessionKind},
    },
    store::{error::StoreError, keys::Reach, snapshot::Snapshot},
};

use super::{
    recording::{Damage, Recording, Trouble},
    walk::{self, Set},
};

/// Whether somebody took back what the recording may be used for. On which day that is asked makes no difference: what was taken
/// back stays so until it is given anew.
fn is_taken_back(session: &Session, purpose: ConsentPurpose) -> bool {
    !consent::taken_back(session, purpose, NaiveDate::MAX).is_empty()
}

/// What is handed out to whoever asks: what is for everyone, and nothing once somebody took back that it may be looked at.
fn open_to_all(session: &Session) -> Disclosed {
    if is_taken_back(session, ConsentPurpose::Review) {
        return Disclosed::of(session, Viewer::Closed, Purpose::HandedOut);
    }
    let nobody = Viewer::Person {
        person: PersonId::from_number(0),
        role: Role::Other,
    };
    Disclosed::of(session, nobody, Purpose::HandedOut)
}

fn named(name: &OsStr) -> String {
    name.to_string_lossy()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

fn trouble(error: &StoreError) -> Trouble {
    match error {
        StoreError::Damaged {
            line,
            column,
            reason,
            ..
        } => Trouble::Damaged {
            line: *line,
            column: *column,
            reason: reason.clone(),
        },
        StoreError::NewerVersion { version, .. } => Trouble::Newer(*version),
        StoreError::NotPermitted { .. } => Trouble::NotPermitted,
        StoreError::Io { reason, .. } => Trouble::Other(reason.clone()),
        other => Trouble::Other(other.to_string()),
    }
}

/// What can be read of a record, and what cannot.
fn read(set: &Set) -> (Disclosed, Vec<Damage>) {
    let files = set
        .files
        .iter()
        .map(|file| (set.folder.join(&file.name), file.kind.clone()))
        .collect();
    let snapshot = Snapshot::read_files(files, &Snapshot::default(), &Reach::default());
    let mut damaged: Vec<Damage> = snapshot
        .files()
        .filter_map(|(path, file)| {
            let error = file.parsed.as_ref().err()?;
            Some(Damage {
                file: named(path.file_name().unwrap_or_default()),
                trouble: trouble(error),
            })
        })
        .collect();
    damaged.extend(set.copies.iter().map(|name| Damage {
        file: named(name),
        trouble: Trouble::Copy,
    }));
    let session = snapshot.session(&without_session_file(set, &snapshot), None);
    if is_taken_back(&session, ConsentPurpose::Review) {
        damaged.push(Damage {
            file: named(&set.base),
            trouble: Trouble::Closed,
        });
    }
    (open_to_all(&session), damaged)
}

/// The facts of a record of which only people's files are there.
fn without_session_file(set: &Set, snapshot: &Snapshot) -> SessionInfo {
    let first = snapshot.marks().next();
    let medium = first.map_or_else(
        || MediaIdentity {
            file_name: set.base.to_string_lossy().into_owned(),
            ..MediaIdentity::default()
        },
        |file| file.medium.clone(),
    );
    let made = snapshot
        .marks()
        .flat_map(|file| file.set.marks.values())
        .map(|mark| mark.created)
        .min();
    SessionInfo {
        id: first.map_or_else(|| SessionId::new(uuid::Uuid::nil()), |file| file.session),
        title: String::new(),
        media: vec![medium],
        kind: SessionKind::default(),
        started: None,
        cast: Vec::new(),
        scene: String::new(),
        take: None,
        fields: Vec::new(),
        codebooks: Vec::new(),
        created: made.unwrap_or_else(|| DateTime::UNIX_EPOCH.fixed_offset()),
        people: Vec::new(),
        keeping: Keeping::default(),
        revision: 0,
    }
}

/// What the library knows of a record.
pub fn summary(set: &Set) -> Recording {
    let (shown, damaged) = read(set);
    let mut recording = Recording::of(&shown, damaged);
    if recording.date == Some(DateTime::UNIX_EPOCH.fixed_offset()) {
        recording.date = None;
    }
    recording
}

/// A record with all that is open to everyone.
#[derive(Clone, Debug)]
pub struct Records {
    /// Where the recording lies, or should lie.
    pub video: PathBuf,
    /// The same from the folder that was asked for.
    pub within: PathBuf,
    /// What is for everyone.
    pub shown: Disclosed,
    /// Files that could not be read.
    pub damaged: Vec<Damage>,
}

impl Records {
    /// Whether somebody took back what the recording may be used for.
    #[must_use]
    pub fn is_taken_back(&self, purpose: ConsentPurpose) -> bool {
        is_taken_back(self.shown.session(), purpose)
    }
}

/// Hands every record of a folder, and of the folders within it, to `each`, one after the other, so that no more than one is in
/// memory. One that somebody closed by taking their consent back comes without all that people kept of it. `each` says whether to go on. Returned are folders that could not be read.
///
/// # Errors
/// If the folder itself cannot be read, or with what `each` returns.
pub fn read_records<E: From<StoreError>>(
    folder: &Path,
    mut each: impl FnMut(Records) -> Result<bool, E>,
) -> Result<Vec<StoreError>, E> {
    let (sets, unread) = walk::sets(folder, &|| false)?;
    for set in &sets {
        let (shown, damaged) = read(set);
        let name = shown.session().info().media.first();
        let video = set.video(name.map(|medium| medium.file_name.as_str()));
        let within = video.strip_prefix(folder).unwrap_or(&video).to_path_buf();
        if !each(Records {
            video,
            within,
            shown,
            damaged,
        })? {
            break;
        }
    }
    Ok(unread)
}
