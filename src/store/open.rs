//! Opening a recording's record, whatever state its files are in.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use crate::domain::{
    id::SessionId,
    mark::CodebookRef,
    person::Person,
    session::{Keeping, MediaIdentity, Session, SessionInfo, SessionKind},
};

use super::{
    conflict,
    error::StoreError,
    keys::{Keyring, Reach},
    lock::Lock,
    place::{Place, Places},
    recover::recover,
    snapshot::{FileKind, Snapshot},
};

/// What a record begins with where there is none yet. Ids are random and made above this layer.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// What kind of recording.
    pub kind: SessionKind,
    /// The people, usually Therapist and Client.
    pub people: Vec<Person>,
    /// Codebooks in use.
    pub codebooks: Vec<CodebookRef>,
}

/// Whether what is changed can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// It can.
    ReadWrite,
    /// It cannot, for this reason: a newer version's file, or no place that can be written.
    ReadOnly(StoreError),
}

/// Something the people should know about what was opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// The video is not the one that was marked: its content has changed.
    MediaChanged {
        /// What was marked.
        marked: Box<MediaIdentity>,
    },
    /// A file could not be read. It was set aside untouched, and the newest readable earlier state stands in for it.
    Recovered {
        /// The damaged file, under its own name.
        damaged: PathBuf,
        /// Where it lies now; `None` where the folder cannot be written and it was left where it is.
        set_aside: Option<PathBuf>,
        /// How many marks the earlier state holds; `None` where there was no readable one.
        marks: Option<usize>,
        /// When that earlier state was saved.
        saved: Option<DateTime<FixedOffset>>,
        /// What is wrong with the damaged file.
        reason: StoreError,
    },
    /// The video's folder cannot be written; the files are kept in a folder that the user chose before, or in the user's
    /// data folder.
    KeptInDataFolder {
        /// Why.
        reason: StoreError,
        /// Where they are kept.
        folder: PathBuf,
    },
    /// Copies that a sync program made of files changed on two machines were brought in.
    ConflictCopies {
        /// How many.
        files: usize,
    },
    /// Two people changed the same mark at the same time; both versions are kept.
    BothKept {
        /// How many marks.
        marks: usize,
    },
    /// A file was written by a newer version.
    Newer {
        /// Its name and version.
        reason: StoreError,
    },
    /// A file could not be read for a reason that lies outside it, and was left out.
    Unreadable {
        /// Why.
        reason: StoreError,
    },
    /// The settings could not be read; they were set aside, and the usual ones are used.
    SettingsSetAside {
        /// Where they lie now; `None` where they could not be copied.
        set_aside: Option<PathBuf>,
        /// What is wrong with them.
        reason: StoreError,
    },
    /// This file is a later part of a recording that is kept as one.
    PartOf {
        /// The file of the first part.
        first: PathBuf,
        /// Which part it is, from 1.
        number: usize,
        /// Of how many.
        parts: usize,
    },
    /// There is no record under this name, and there are some of the same recording under another.
    Relinkable {
        /// Where.
        places: Vec<Place>,
    },
}

/// What lay on disk when it was read; the saver compares with it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The record as it was handed to the application.
    pub(super) session: Session,
    /// The record as the files of the place have it.
    pub(super) base: Session,
    pub(super) snapshot: Snapshot,
    /// With which it was read, and with which it is written.
    pub(super) keys: Keyring,
}

/// An opened record.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The record.
    pub session: Session,
    /// Whether changes can be kept.
    pub access: Access,
    /// Where they are kept.
    pub place: Place,
    /// What the people should know.
    pub warnings: Vec<Warning>,
    /// To be handed to the [`Saver`](super::Saver).
    pub seen: Seen,
}

/// Opens the record of a video, or begins one in memory. Writes nothing unless a damaged file has to be set aside, and
/// never fails: what cannot be read is told in the warnings, and whether changes can be kept in the access.
///
/// `identity` is the video as it is now. What is encrypted is read as far as `keys` open it; the rest stays as it is.
#[must_use]
pub fn open(
    video: &Path,
    identity: &MediaIdentity,
    places: &Places,
    new: NewSession,
    now: DateTime<FixedOffset>,
    keys: &Keyring,
) -> Opened {
    let beside = Place::beside(video);
    let mut warnings = Vec::new();
    let (place, mut access) = choose(&beside, identity, places, &mut warnings);
    let snapshot = read(&place, now, &mut access, &mut warnings, keys);
    let info = new_info(new, identity, now);
    let base = snapshot.session(&with_people(info.clone(), &snapshot), None);
    let mut session = base.clone();

    // Records of this recording that were kept elsewhere while its folder, or the disk, did not let us write.
    for other in other_places(&beside, identity, places, &place) {
        let mut ignored = Access::ReadWrite;
        let theirs = read(&other, now, &mut ignored, &mut warnings, keys);
        if theirs.is_empty() {
            continue;
        }
        if snapshot.is_empty() && session == base {
            session = theirs.session(&with_people(info.clone(), &theirs), None);
        } else {
            let copy = theirs.session(session.info(), None);
            take_copy(&place, &mut session, &copy, &mut warnings, keys);
        }
    }
    let copies = snapshot.copies(session.info());
    if !copies.is_empty() {
        warnings.push(Warning::ConflictCopies {
            files: copies.len(),
        });
    }
    for (_, _, copy) in &copies {
        take_copy(&place, &mut session, copy, &mut warnings, keys);
    }
    let mut elsewhere = super::find(beside.folder(), identity, &beside);
    let mut as_part = None;
    elsewhere.retain(|place| match role_in(place, identity) {
        InRecord::First => true,
        InRecord::Beside => false,
        InRecord::Part(part) => {
            as_part = Some(part);
            false
        }
    });
    if let Some(part) = as_part {
        warnings.push(part);
    } else if session.mark_count() == 0 && snapshot.is_empty() && !elsewhere.is_empty() {
        warnings.push(Warning::Relinkable { places: elsewhere });
    }
    if let Some(marked) = session.info().media.first()
        && !marked.fingerprint.is_empty()
        && !identity.fingerprint.is_empty()
        && marked.fingerprint != identity.fingerprint
    {
        warnings.push(Warning::MediaChanged {
            marked: Box::new(marked.clone()),
        });
    }
    Opened {
        seen: Seen {
            session: session.clone(),
            base,
            snapshot,
            keys: keys.clone(),
        },
        session,
        access,
        place,
        warnings,
    }
}

/// As what a record names a recording.
enum InRecord {
    /// It is the one the record lies beside.
    First,
    /// Another camera, or a part of a recording whose first file is not there.
    Beside,
    /// A later part.
    Part(Warning),
}

fn role_in(place: &Place, identity: &MediaIdentity) -> InRecord {
    let snapshot =
        Snapshot::read(place, &Snapshot::default(), &Reach::default()).unwrap_or_default();
    let Some(info) = snapshot.info() else {
        return InRecord::First;
    };
    let is_it = |medium: &MediaIdentity| medium.fingerprint == identity.fingerprint;
    if info.media.first().is_none_or(is_it) || !info.media.iter().any(is_it) {
        return InRecord::First;
    }
    let first = info.parts().next().map(|part| &part.file_name);
    let first = first.map(|name| place.folder().join(name));
    let number = info.parts().position(is_it);
    match (number, first.filter(|first| first.is_file())) {
        (Some(before), Some(first)) => InRecord::Part(Warning::PartOf {
            first,
            number: before + 1,
            parts: info.parts().count(),
        }),
        _ => InRecord::Beside,
    }
}

/// Where the record is kept: beside the video if that can be, else where the user chose, else in the data folder.
fn choose(
    beside: &Place,
    identity: &MediaIdentity,
    places: &Places,
    warnings: &mut Vec<Warning>,
) -> (Place, Access) {
    let Err(reason) = beside.writable() else {
        return (beside.clone(), Access::ReadWrite);
    };
    let chosen = super::elsewhere::remembered(places, identity, beside);
    for other in chosen.into_iter().chain(Place::in_data(places, identity)) {
        if other.writable().is_ok() {
            warnings.push(Warning::KeptInDataFolder {
                reason,
                folder: other.folder().to_path_buf(),
            });
            return (other, Access::ReadWrite);
        }
    }
    (beside.clone(), Access::ReadOnly(reason))
}

fn other_places(
    beside: &Place,
    identity: &MediaIdentity,
    places: &Places,
    chosen: &Place,
) -> Vec<Place> {
    let all = std::iter::once(beside.clone())
        .chain(super::elsewhere::remembered(places, identity, beside))
        .chain(Place::in_data(places, identity));
    all.filter(|place| place != chosen).collect()
}

/// Reads a place, with earlier states standing in for what is damaged.
fn read(
    place: &Place,
    now: DateTime<FixedOffset>,
    access: &mut Access,
    warnings: &mut Vec<Warning>,
    keys: &Keyring,
) -> Snapshot {
    let reach = Reach::shared(keys.clone());
    let mut snapshot = match Snapshot::read(place, &Snapshot::default(), &reach) {
        Ok(snapshot) => snapshot,
        Err(reason) => {
            *access = Access::ReadOnly(reason.clone());
            warnings.push(Warning::Unreadable { reason });
            return Snapshot::default();
        }
    };
    let damaged = |snapshot: &Snapshot| {
        snapshot
            .files()
            .any(|(_, file)| matches!(file.parsed, Err(StoreError::Damaged { .. })))
    };
    if damaged(&snapshot) {
        // Another writer may be mending it at this moment.
        let lock = place.writable().and_then(|()| Lock::take(place)).ok();
        snapshot = Snapshot::read(place, &snapshot, &reach).unwrap_or(snapshot);
        mend(place, &mut snapshot, now, lock.is_some(), warnings, keys);
    }
    for (_, file) in snapshot.files() {
        match &file.parsed {
            Err(reason @ StoreError::NewerVersion { .. }) => {
                *access = Access::ReadOnly(reason.clone());
                warnings.push(Warning::Newer {
                    reason: reason.clone(),
                });
            }
            Err(reason) if file.kind != FileKind::Copy => {
                *access = Access::ReadOnly(reason.clone());
                warnings.push(Warning::Unreadable {
                    reason: reason.clone(),
                });
            }
            _ => {}
        }
    }
    snapshot
}

/// Sets damaged files aside and puts earlier states in their places. A file that cannot be set aside stays as it is, and
/// its fault stays in the snapshot.
pub(super) fn mend(
    place: &Place,
    snapshot: &mut Snapshot,
    now: DateTime<FixedOffset>,
    writable: bool,
    warnings: &mut Vec<Warning>,
    keys: &Keyring,
) {
    let damaged: Vec<(PathBuf, FileKind, StoreError)> = snapshot
        .files()
        .filter(|(_, file)| file.kind != FileKind::Copy)
        .filter_map(|(path, file)| match &file.parsed {
            Err(reason @ StoreError::Damaged { .. }) => {
                Some((path.clone(), file.kind.clone(), reason.clone()))
            }
            _ => None,
        })
        .collect();
    for (path, kind, reason) in damaged {
        let recovered = recover(place, &path, reason.clone(), now, writable, keys)
            .or_else(|_| recover(place, &path, reason, now, false, keys));
        let Ok(recovered) = recovered else { continue };
        let mended = matches!(
            recovered.warning,
            Warning::Recovered {
                set_aside: Some(_),
                ..
            }
        );
        match recovered.parsed {
            Some(parsed) => snapshot.stand_in(path, kind, parsed),
            None if mended => snapshot.forget(&path),
            None => {}
        }
        warnings.push(recovered.warning);
    }
}

fn take_copy(
    place: &Place,
    session: &mut Session,
    copy: &Session,
    warnings: &mut Vec<Warning>,
    keys: &Keyring,
) {
    let merged = conflict::merge_copy(place, session, copy, keys);
    *session = merged.session;
    if merged.both_kept > 0 {
        warnings.push(Warning::BothKept {
            marks: merged.both_kept,
        });
    }
}

fn new_info(new: NewSession, identity: &MediaIdentity, now: DateTime<FixedOffset>) -> SessionInfo {
    SessionInfo {
        id: new.id,
        title: String::new(),
        media: vec![identity.clone()],
        kind: new.kind,
        started: None,
        cast: Vec::new(),
        scene: String::new(),
        take: None,
        keeping: Keeping::default(),
        fields: Vec::new(),
        codebooks: new.codebooks,
        created: now,
        people: new.people,
        revision: 0,
    }
}

/// Where a person's file came before the session's (by a sync program, say), its person takes the place of a new one
/// with the same role.
fn with_people(mut info: SessionInfo, snapshot: &Snapshot) -> SessionInfo {
    if snapshot.info().is_none() {
        let known: Vec<Person> = snapshot.marks().map(|file| file.person.clone()).collect();
        info.people
            .retain(|person| known.iter().all(|other| other.role != person.role));
        info.people.splice(0..0, known);
    }
    info
}
