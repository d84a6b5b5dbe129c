//! Erasing what one person keeps of a recording, for good: first what would go and what would stay, then doing it.
//!
//! Every step leaves files that can be read, and all of it can be begun again: what is done already is found to need
//! nothing more. What the person keeps now goes first and leaves wordless stones behind. A copy that comes back from another
//! machine afterwards is kept as any copy that differs, and goes when the person is erased again.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::domain::{
    edit::Stamp,
    entry::{DroppedEntry, Entry, EntryKind},
    id::PersonId,
    mark::{About, Audience, Mark, Tombstone},
    session::{PersonSet, SessionInfo},
    training::Round,
};

use super::{
    atomic, derived, erase,
    error::StoreError,
    keys::{self, HEADER, Keyring},
    library,
    lock::Lock,
    place::{Place, Places},
    prepared, presence,
    schema::{self, MarksFile},
    snapshot::{Parsed, parse},
};

/// What erasing a person would do, and what it would not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErasurePlan {
    /// Files that go.
    pub gone: Vec<PathBuf>,
    /// Files that stay without what the person said in them.
    pub cleaned: Vec<PathBuf>,
    /// How many of the person's own marks go.
    pub marks: usize,
    /// How many joint marks go that another person keeps: whose word is whose in them cannot be told.
    pub joint: usize,
    /// How many of the other things that the person keeps go.
    pub entries: usize,
    /// How many notes of consent stay: that it was given and taken back must remain provable.
    pub consents: usize,
    /// How many marks of others about the person stay: they are the others' words.
    pub about: usize,
    /// Encrypted files of others that cannot be looked into with the keys at hand.
    pub locked: Vec<PathBuf>,
    /// Files that cannot be read and may hold something.
    pub unclear: Vec<PathBuf>,
    /// Windows that have the recording open; nothing is erased while there are any.
    pub open: usize,
    /// Files that were to go or to be cleaned, and could not be. Empty in a plan.
    pub left: Vec<PathBuf>,
}

impl ErasurePlan {
    /// Whether nothing is left to do.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.gone.is_empty() && self.cleaned.is_empty()
    }
}

/// Whose, and with which means.
#[derive(Clone, Copy, Debug)]
pub struct Erasing<'a> {
    /// Where the record lies.
    pub place: &'a Place,
    /// The facts of the session.
    pub info: &'a SessionInfo,
    /// Who is erased.
    pub person: &'a PersonId,
    /// What is open.
    pub keys: &'a Keyring,
    /// Who erases, and when.
    pub stamp: &'a Stamp,
}

enum Action {
    Delete,
    Write(Vec<u8>),
}

struct Step {
    path: PathBuf,
    action: Action,
    now: bool,
}

/// What would go, and what would stay. Changes nothing.
///
/// # Errors
/// If the folder cannot be read.
pub fn plan_erasure(erasing: Erasing<'_>) -> Result<ErasurePlan, StoreError> {
    survey(erasing).map(|(plan, _)| plan)
}

/// Erases what the person keeps, with what was derived from the recording, and says what was done and what was left.
///
/// # Errors
/// [`StoreError::Busy`] while a window has the recording open: it would write back what it holds. Otherwise if the folder
/// cannot be read or the record itself cannot be changed.
pub fn erase_person(erasing: Erasing<'_>, places: &Places) -> Result<ErasurePlan, StoreError> {
    let _lock = Lock::take(erasing.place)?;
    atomic::clear_leftovers(erasing.place);
    let (mut plan, mut steps) = survey(erasing)?;
    if plan.open > 0 {
        return Err(StoreError::Busy {
            path: erasing.place.folder().to_path_buf(),
        });
    }
    // What counts now goes before the earlier states from which it could be brought back.
    steps.sort_by_key(|step| !step.now);
    for step in steps {
        let done = match &step.action {
            Action::Delete => delete(&step.path),
            Action::Write(bytes) => erase::replace(erasing.place, &step.path, bytes),
        };
        match done {
            Err(error) if step.now => return Err(error),
            Err(_) => plan.left.push(step.path),
            Ok(()) => {}
        }
    }
    settle(erasing)?;
    if library::forget_in_libraries(places, erasing.place).is_err() {
        plan.left.push(places.cache.clone());
    }
    for medium in &erasing.info.media {
        let derived = derived::forget_derived(places, &medium.fingerprint);
        let prepared = prepared::discard_prepared(places, &medium.fingerprint);
        if derived.is_err() || prepared.is_err() {
            plan.left.push(places.cache.clone());
        }
    }
    Ok(plan)
}

/// Notes that what was to be erased is erased.
fn settle(erasing: Erasing<'_>) -> Result<(), StoreError> {
    let path = erasing.place.marks_file(erasing.person);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(&path, &error)),
    };
    if let Ok(Parsed::Marks(file)) = parse(&path, &bytes, erasing.keys)
        && let Some(Action::Write(bytes)) = own(erasing, &file, &bytes, Pending::Goes)?
    {
        erase::replace(erasing.place, &path, &bytes)?;
    }
    Ok(())
}

fn delete(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io(path, &error))
        }
        _ => {
            atomic::sync_folder(&atomic::folder_of(path));
            Ok(())
        }
    }
}

fn survey(erasing: Erasing<'_>) -> Result<(ErasurePlan, Vec<Step>), StoreError> {
    let Erasing {
        place,
        person,
        stamp,
        ..
    } = erasing;
    let mut plan = ErasurePlan {
        open: presence::others(place, None, &stamp.device, stamp.now).len(),
        ..ErasurePlan::default()
    };
    let mut steps = Vec::new();
    for path in erase::candidates(place)? {
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(_) => {
                plan.unclear.push(path);
                continue;
            }
        };
        let now = is_current(erasing, &path);
        let named = is_named_after(&path, person);
        let action = match parse(&path, &bytes, erasing.keys) {
            Ok(Parsed::Session(_)) => None,
            Ok(Parsed::Marks(file)) if file.person.id == *person => {
                if now {
                    count_own(&mut plan, &file.set);
                    // Where it cannot be written again, it goes.
                    own(erasing, &file, &bytes, Pending::Stays).unwrap_or(Some(Action::Delete))
                } else {
                    Some(Action::Delete)
                }
            }
            Ok(Parsed::Marks(file)) => {
                if now {
                    count_others(&mut plan, &file.set, person);
                }
                others(erasing, &file, &bytes).unwrap_or_else(|_| {
                    plan.unclear.push(path.clone());
                    None
                })
            }
            Ok(Parsed::Locked) | Err(_) if named => Some(Action::Delete),
            Ok(Parsed::Locked) => {
                plan.locked.push(path.clone());
                None
            }
            Err(_) => {
                if holds(&bytes, person.as_str().as_bytes()) {
                    plan.unclear.push(path.clone());
                }
                None
            }
        };
        if let Some(action) = action {
            match action {
                Action::Delete => plan.gone.push(path.clone()),
                Action::Write(_) => plan.cleaned.push(path.clone()),
            }
            steps.push(Step { path, action, now });
        }
    }
    Ok((plan, steps))
}

/// Whether a file is one in which somebody's record stands now, and not an earlier state or a copy.
fn is_current(erasing: Erasing<'_>, path: &Path) -> bool {
    let place = erasing.place;
    let of = |person: &PersonId| {
        let closed = [
            Audience::OnlyMe,
            Audience::Team,
            Audience::Training,
            Audience::Sealed,
        ];
        path == place.marks_file(person)
            || closed
                .into_iter()
                .any(|audience| path == place.closed_file(person, audience))
    };
    of(erasing.person) || erasing.info.people.iter().any(|person| of(&person.id))
}

/// Whether a file's name says that it is this person's, or was.
fn is_named_after(path: &Path, person: &PersonId) -> bool {
    use std::os::unix::ffi::OsStrExt;
    let name = path.file_name().unwrap_or_default().as_bytes();
    let wanted = format!("marks.{person}");
    let Some(at) = name
        .windows(wanted.len())
        .rposition(|part| part == wanted.as_bytes())
    else {
        return false;
    };
    // Another person's id may begin as this one does.
    name.get(at + wanted.len())
        .is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'-')
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

fn count_own(plan: &mut ErasurePlan, set: &PersonSet) {
    plan.marks += set.marks.len();
    for entry in set.entries.values() {
        if matches!(entry.kind, EntryKind::Consent(_)) {
            plan.consents += 1;
        } else {
            plan.entries += 1;
        }
    }
}

fn count_others(plan: &mut ErasurePlan, set: &PersonSet, person: &PersonId) {
    for mark in set.marks.values() {
        if mark.author.includes(person) {
            plan.joint += 1;
        } else if matches!(&mark.about, About::People(people) if people.contains(person)) {
            plan.about += 1;
        }
    }
}

fn stone(mark: &Mark, stamp: &Stamp) -> Tombstone {
    Tombstone {
        id: mark.id,
        revision: mark.revision + 1,
        device: stamp.device.clone(),
        deleted: stamp.now,
        audience: mark.audience,
    }
}

/// The day from which on the person's part is to be erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pending {
    /// It is not done yet: whoever opens the recording after an interruption goes on with it.
    Stays,
    /// All is done.
    Goes,
}

/// What stays of the person's own file: stones, and that consent was given and taken back.
fn own(
    erasing: Erasing<'_>,
    file: &MarksFile,
    bytes: &[u8],
    pending: Pending,
) -> Result<Option<Action>, StoreError> {
    let stamp = erasing.stamp;
    let mut set = PersonSet {
        tombstones: file.set.tombstones.clone(),
        dropped: file.set.dropped.clone(),
        ..PersonSet::default()
    };
    for mark in file.set.marks.values() {
        set.tombstones.insert(mark.id, stone(mark, stamp));
    }
    for entry in file.set.entries.values() {
        if let EntryKind::Consent(consent) = &entry.kind {
            let mut kept = entry.clone();
            if consent.erase_after.is_some() && pending == Pending::Goes {
                let mut after = consent.clone();
                after.erase_after = None;
                kept = Arc::new(renewed(entry, EntryKind::Consent(after), stamp));
            }
            set.entries.insert(entry.id, kept);
        } else {
            let dropped = DroppedEntry {
                id: entry.id,
                revision: entry.revision + 1,
                device: stamp.device.clone(),
                dropped: stamp.now,
                audience: entry.audience,
            };
            set.dropped.insert(entry.id, dropped);
        }
    }
    write(erasing, file, &set, bytes)
}

/// Another person's file without joint marks, and without what the erased person said in what it keeps besides.
fn others(
    erasing: Erasing<'_>,
    file: &MarksFile,
    bytes: &[u8],
) -> Result<Option<Action>, StoreError> {
    let Erasing { person, stamp, .. } = erasing;
    let mut set = file.set.clone();
    let stones: Vec<Tombstone> = set
        .marks
        .values()
        .filter(|mark| mark.author.includes(person))
        .map(|mark| stone(mark, stamp))
        .collect();
    for stone in stones {
        set.marks.remove(&stone.id);
        set.tombstones.insert(stone.id, stone);
    }
    for entry in set.entries.values_mut() {
        if let Some(kind) = without(&entry.kind, person) {
            *entry = Arc::new(renewed(entry, kind, stamp));
        }
    }
    write(erasing, file, &set, bytes)
}

fn renewed(entry: &Entry, kind: EntryKind, stamp: &Stamp) -> Entry {
    Entry {
        revision: entry.revision + 1,
        device: stamp.device.clone(),
        revised: Some(stamp.now),
        kind,
        ..entry.clone()
    }
}

/// The same without what this person said, if they said anything.
fn without(kind: &EntryKind, person: &PersonId) -> Option<EntryKind> {
    let mut after = kind.clone();
    match &mut after {
        EntryKind::Episode(episode) => {
            for step in &mut episode.steps {
                if step.by.as_ref() == Some(person) {
                    step.words.clear();
                }
            }
        }
        EntryKind::Review(review) => review.strength.retain(|(who, _)| who != person),
        EntryKind::Judgement(judgement) if judgement.guesser == *person => {
            judgement.guess.clear();
        }
        EntryKind::Consensus(consensus) => {
            for place in &mut consensus.places {
                place.voices.retain(|voice| voice.rater != *person);
            }
            consensus.raters.retain(|rater| rater.person != *person);
            if let Round::Names { done } = &mut consensus.round {
                done.retain(|rater| rater != person);
            }
        }
        EntryKind::RatingPart(part) if part.of.as_ref() == Some(person) => part.of = None,
        EntryKind::Playlist(_)
        | EntryKind::RatingPart(_)
        | EntryKind::RatingSheet(_)
        | EntryKind::ClipPack(_)
        | EntryKind::Tape(_)
        | EntryKind::Practice(_)
        | EntryKind::Consent(_)
        | EntryKind::Sealed(_)
        | EntryKind::Judgement(_) => {}
    }
    (after != *kind).then_some(after)
}

/// The file with another content, as it was: in plain form, or encrypted to the same circle.
fn write(
    erasing: Erasing<'_>,
    file: &MarksFile,
    set: &PersonSet,
    bytes: &[u8],
) -> Result<Option<Action>, StoreError> {
    if *set == file.set {
        return Ok(None);
    }
    let mut info = erasing.info.clone();
    info.id = file.session;
    info.media = vec![file.medium.clone()];
    let text = schema::write_marks(&info, &file.person, set);
    let bytes = if bytes.starts_with(HEADER) {
        let audience = audience_of(set).unwrap_or(Audience::OnlyMe);
        let readers = keys::readers(&info, &file.person.id, audience)?;
        keys::encrypt_to(&readers, keys::padded(text).as_bytes())?
    } else {
        text.into_bytes()
    };
    Ok(Some(Action::Write(bytes)))
}

/// All that lies in one encrypted file is for the same readers.
fn audience_of(set: &PersonSet) -> Option<Audience> {
    let marks = set.marks.values().map(|mark| mark.audience);
    let stones = set.tombstones.values().map(|stone| stone.audience);
    let entries = set.entries.values().map(|entry| entry.audience);
    let dropped = set.dropped.values().map(|stone| stone.audience);
    marks.chain(stones).chain(entries).chain(dropped).next()
}
