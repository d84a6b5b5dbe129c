//! Taking a package in. Everything is compared before anything is written, and what says that a person is done is written last:
//! where it is interrupted, taking it in once more finishes it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, FixedOffset, TimeDelta};

use super::{Package, PackageError, Progress, give::draft, manifest::ENDING};
use crate::{
    domain::{
        consent::taken_back,
        edit::{Edit, Stamp},
        entry::{ConsentPurpose, Entry, EntryKind},
        id::{EntryId, PersonId},
        mark::Audience,
        person::Person,
        session::{MediaIdentity, MediaPlace, PersonSet, Session, SessionInfo},
    },
    store::{
        self, Access, Keyring, NewSession, Opened, Saver, SaverSetup,
        atomic::{self, Readers},
        error::StoreError,
        generations, keys,
        lock::Lock,
        place::{Place, Places},
    },
};

/// How long the disk may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Clocks that differ by more than this are said to differ.
const CLOCKS: TimeDelta = TimeDelta::minutes(10);
/// How many hues there are to tell people apart by.
const HUES: u8 = 8;

/// Where a package goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To the record of this recording.
    Recording(PathBuf),
    /// The recording within it goes to this folder, with a record of its own.
    Folder(PathBuf),
}

/// What taking in needs to know of its surroundings.
pub struct Taking<'a> {
    /// Where it goes.
    pub to: &'a Target,
    /// The user's own folders.
    pub places: &'a Places,
    /// Tells which file a recording is.
    pub identify: &'a (dyn Fn(&Path) -> MediaIdentity + Send + Sync),
    /// This installation, and its clock.
    pub stamp: &'a Stamp,
    /// The clock again, for whoever writes.
    pub clock: store::Clock,
}

/// What was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The recording.
    pub video: PathBuf,
    /// Who it was from.
    pub from: PersonId,
    /// The clock of the other computer is ahead of ours, or theirs was when it was made.
    pub clocks_differ: bool,
    /// All of it was here already.
    pub known: bool,
}

/// Takes a package in.
pub fn take_in(
    package: &Package,
    taking: &Taking<'_>,
    progress: &Progress,
) -> Result<Taken, PackageError> {
    let (video, unpacked) = match taking.to {
        Target::Recording(video) => {
            if !is_it(package, &(taking.identify)(video)) {
                return Err(PackageError::OtherRecording);
            }
            if package.media.is_some() {
                package.stream(&mut std::io::sink(), video, progress)?;
            }
            (video.clone(), None)
        }
        Target::Folder(folder) => {
            let video = unpack(package, folder, taking, progress)?;
            (video.clone(), Some(video))
        }
    };
    let taken = write(package, &video, taking);
    if taken.is_err()
        && let Some(video) = unpacked
    {
        // Nothing stays of a package that was refused.
        let _gone = fs::remove_file(video);
    }
    taken
}

fn is_it(package: &Package, found: &MediaIdentity) -> bool {
    found.fingerprint == package.manifest.fingerprint && found.bytes == package.manifest.bytes
}

/// Puts the recording within a package into a folder, named after the package.
fn unpack(
    package: &Package,
    folder: &Path,
    taking: &Taking<'_>,
    progress: &Progress,
) -> Result<PathBuf, PackageError> {
    let Some(media) = &package.media else {
        return Err(PackageError::NoRecording);
    };
    let fail = |error: &std::io::Error| PackageError::Store(StoreError::io(folder, error));
    let mut part = draft(folder).map_err(|error| fail(&error))?;
    package.stream(part.as_file_mut(), folder, progress)?;
    part.as_file().sync_all().map_err(|error| fail(&error))?;
    if !is_it(package, &(taking.identify)(part.path())) {
        return Err(PackageError::Damaged);
    }
    let stem = package.path().file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy();
    let stem = stem.trim_end_matches(&format!(".{ENDING}")).to_owned();
    for number in 1..10_000 {
        let name = if number == 1 {
            format!("{stem}.{}", media.ending)
        } else {
            format!("{stem}-{number}.{}", media.ending)
        };
        let path = folder.join(name);
        match part.persist_noclobber(&path) {
            Ok(_) => {
                atomic::sync_folder(folder);
                return Ok(path);
            }
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                part = error.file;
            }
            Err(error) => return Err(StoreError::io(&path, &error.error).into()),
        }
    }
    Err(StoreError::NotPermitted {
        path: folder.to_path_buf(),
    }
    .into())
}

fn write(package: &Package, video: &Path, taking: &Taking<'_>) -> Result<Taken, PackageError> {
    let identity = (taking.identify)(video);
    let Opened {
        mut session,
        access,
        place,
        seen,
        ..
    } = store::open(
        video,
        &identity,
        taking.places,
        NewSession {
            id: package.card.id,
            kind: package.card.kind,
            people: package.card.people.clone(),
            codebooks: package.card.codebooks.clone(),
        },
        taking.stamp.now,
        &Keyring::default(),
    );
    if let Access::ReadOnly(reason) = access {
        return Err(reason.into());
    }
    let first = session.info().media.first();
    if first.is_some_and(|first| {
        !first.fingerprint.is_empty() && first.fingerprint != package.manifest.fingerprint
    }) {
        // What lies beside it was marked in another recording of this name.
        return Err(PackageError::OtherRecording);
    }
    let today = taking.stamp.now.date_naive();
    if !taken_back(&session, ConsentPurpose::Review, today).is_empty() {
        return Err(PackageError::Closed);
    }
    let begun = place.session_file().exists();
    let before = session.clone();
    let newer = merge(package, &mut session, taking.stamp)?;
    let known = begun && session.says_the_same(&before);
    let sealed = place.closed_file(&package.manifest.from, Audience::Sealed);
    let sealed = package
        .sealed
        .as_ref()
        .filter(|_| newer || !sealed.exists());
    if let Some(bytes) = sealed {
        put_sealed(&place, package, bytes, taking.stamp.now)?;
    }
    for (public, bytes) in &package.keys {
        keys::keep_locked_key(taking.places, public, bytes)?;
    }
    if !known {
        let mut saver = Saver::start(
            place,
            seen,
            SaverSetup {
                waker: Arc::new(|| {}),
                clock: Arc::clone(&taking.clock),
                device: taking.stamp.device.clone(),
                presence: false,
                watch: false,
            },
        );
        saver.offer(session, 1);
        saver.flush(PATIENCE)?;
    }
    Ok(Taken {
        video: video.to_path_buf(),
        from: package.manifest.from.clone(),
        clocks_differ: package.manifest.made > taking.stamp.now + CLOCKS,
        known: known && sealed.is_none(),
    })
}

/// Keeps the sealed set, and what lay in its place among the earlier states.
fn put_sealed(
    place: &Place,
    package: &Package,
    bytes: &[u8],
    now: DateTime<FixedOffset>,
) -> Result<(), PackageError> {
    let _lock = Lock::take(place)?;
    let path = place.closed_file(&package.manifest.from, Audience::Sealed);
    match fs::read(&path) {
        Ok(old) if old == bytes => return Ok(()),
        Ok(old) => generations::keep(place, &path, &old, now)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(StoreError::io(&path, &error).into()),
    }
    let readers = place.like().map_or(Readers::Own, Readers::Like);
    atomic::write_verified(&path, bytes, readers)?;
    Ok(())
}

/// Brings what the package says into the record, in memory. True where it is news of the sealed set of whoever it is from.
fn merge(package: &Package, session: &mut Session, stamp: &Stamp) -> Result<bool, PackageError> {
    let info = people(package, session)?;
    if info != *session.info() {
        // Nobody who has marks goes, so nothing can be refused.
        session
            .apply(&Edit::SetInfo(Box::new(info)), stamp)
            .map_err(|_| PackageError::Damaged)?;
    }
    let from = &package.manifest.from;
    let mut newer = false;
    for (person, set) in &package.sets {
        let mut taken = PersonSet::default();
        for entry in set.entries.values() {
            let known = entry_here(session, person, entry);
            let wanted = match (&entry.kind, known) {
                _ if session
                    .entries()
                    .any(|(keeper, other)| other.id == entry.id && keeper != person) =>
                {
                    false
                }
                (EntryKind::Sealed(theirs), _) if Some(theirs.round) != package.manifest.round => {
                    false
                }
                (EntryKind::Tape(_), known) => {
                    person == from && known.is_none_or(|known| entry.revision > known)
                }
                (EntryKind::Sealed(_) | EntryKind::Playlist(_), None) => true,
                (EntryKind::Sealed(_) | EntryKind::Playlist(_), Some(known)) => {
                    person == from && entry.revision > known
                }
                _ => false,
            };
            if wanted {
                newer |= person == from && matches!(entry.kind, EntryKind::Sealed(_));
                taken.entries.insert(entry.id, Arc::clone(entry));
            }
        }
        if person == from {
            // A mark of somebody else's is not theirs to hand over.
            taken.marks = set
                .marks
                .iter()
                .filter(|(_, mark)| mark.keeper() == person)
                .map(|(id, mark)| (*id, Arc::clone(mark)))
                .collect();
        }
        session.absorb(person, &taken);
    }
    Ok(newer)
}

/// The revision of an entry that is known here, also where it was taken away, or where another stands for the same round.
fn entry_here(session: &Session, person: &PersonId, entry: &Entry) -> Option<u32> {
    let set = session.set(person)?;
    let dropped = set.dropped.get(&entry.id).map(|stone| stone.revision);
    let same = set.entries.get(&entry.id).map(|known| known.revision);
    let round = |entry: &Entry| -> Option<EntryId> {
        match &entry.kind {
            EntryKind::Sealed(set) => Some(set.round),
            _ => None,
        }
    };
    let other = set
        .entries
        .values()
        .any(|known| round(known).is_some() && round(known) == round(entry));
    same.max(dropped).or(other.then_some(u32::MAX))
}

/// The session with the people of the package. A key is taken over only where none is known.
fn people(package: &Package, session: &Session) -> Result<SessionInfo, PackageError> {
    let card = &package.card;
    let mut info = session.info().clone();
    if info.id != card.id {
        // People whom opening the recording made up, and who never marked, make room for those they stand for.
        info.people.retain(|person| {
            let stands_for = card
                .people
                .iter()
                .any(|other| other.role == person.role && other.id != person.id);
            let untouched = session.set(&person.id).is_none_or(|set| {
                set.marks.is_empty() && set.entries.is_empty() && set.tracks.is_empty()
            });
            !(stands_for && untouched && person.key.is_none())
        });
    }
    for theirs in &card.people {
        let known = info.people.iter_mut().find(|known| known.id == theirs.id);
        if let Some(known) = known {
            match (&known.key, &theirs.key) {
                (Some(ours), Some(other)) if ours != other => {
                    return Err(PackageError::OtherKey(known.name.clone()));
                }
                (None, Some(other)) => known.key = Some(other.clone()),
                _ => {}
            }
        } else {
            let hue = free_hue(&info.people, theirs.hue);
            info.people.push(Person {
                hue,
                ..theirs.clone()
            });
        }
    }
    for book in &card.codebooks {
        if !info.codebooks.contains(book) {
            info.codebooks.push(book.clone());
        }
    }
    if info.media.len() == 1 {
        let parts = card.media.iter().skip(1);
        info.media
            .extend(parts.filter(|part| part.place == MediaPlace::Part).cloned());
    }
    Ok(info)
}

fn free_hue(people: &[Person], wanted: u8) -> u8 {
    let taken = |hue: u8| people.iter().any(|person| person.hue == hue);
    if taken(wanted) {
        (0..HUES).find(|hue| !taken(*hue)).unwrap_or(wanted)
    } else {
        wanted
    }
}
