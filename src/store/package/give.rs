//! Making a package. What goes in is chosen here, not what stays out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, FixedOffset};

use super::{
    PackageError, Progress,
    manifest::{Company, ENDING, Kind, Manifest, Member},
    read::{copy, is_ending},
};
use crate::{
    domain::{
        disclosed::Disclosed,
        entry::{Entry, EntryKind, Playlist, PlaylistItem, SealedState},
        id::{EntryId, PersonId},
        mark::{About, Audience},
        person::{Person, PublicKey},
        session::{
            Keeping, MediaIdentity, MediaPlace, PersonSet, Session, SessionInfo, SessionKind,
        },
        training::{consensus_of, tape_of},
    },
    store::{
        atomic::{self, Hash},
        error::StoreError,
        keys,
        place::{Place, Places},
        schema, sealed,
    },
};

/// What a file that is not whole yet is called.
const PART: &str = ".mindframe-part-";
/// One this old was left by a program that ended before it could clear up.
const LEFT: Duration = Duration::from_hours(24);

/// What goes along besides what a round needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that may go along"
)]
pub struct With {
    /// The marks of whoever hands it over, as far as they are for everyone.
    pub marks: bool,
    /// When the clips are that were chosen, without their titles.
    pub clips: bool,
    /// The key of whoever hands it over, behind their passphrase, so that they can open the round at the other computer.
    pub key: bool,
    /// The tape to practise on, with the people it is about.
    pub tape: bool,
    /// The recording: this file.
    pub media: Option<PathBuf>,
    /// Who will be there when it is looked at.
    pub company: Option<Company>,
}

/// What is handed over, and by whom.
#[derive(Clone, Debug)]
pub struct Giving<'a> {
    /// Where the record lies.
    pub place: &'a Place,
    /// The record, as far as it may leave this computer.
    pub session: &'a Disclosed,
    /// The user's own folders, where keys lie.
    pub places: &'a Places,
    /// Whose package it is.
    pub from: &'a PersonId,
    /// Who it is for.
    pub to: Option<&'a PersonId>,
    /// The round of marking alone.
    pub round: Option<EntryId>,
    /// What goes along.
    pub with: &'a With,
    /// What the others can read from now on, in place of the sealed set: whoever hands it over agrees to open the round.
    pub agreed: Option<&'a [u8]>,
    /// The clock of this computer.
    pub now: DateTime<FixedOffset>,
}

/// A set as the people with these keys can read it, with the hash by which it is known.
pub fn reseal(
    info: &SessionInfo,
    person: &Person,
    set: &PersonSet,
    readers: &[PublicKey],
) -> Result<(Vec<u8>, String), StoreError> {
    let text = keys::padded(schema::write_marks(info, person, set));
    let hash = sealed::hash_of(text.as_bytes());
    Ok((keys::encrypt_to(readers, text.as_bytes())?, hash))
}

/// Makes a package in this folder, under a name that is not taken and says nothing, and returns where it is.
pub fn give_out(
    giving: &Giving<'_>,
    to: &Path,
    progress: &Progress,
) -> Result<PathBuf, PackageError> {
    let session = giving.session.session();
    let medium = session
        .info()
        .media
        .first()
        .filter(|medium| !medium.fingerprint.is_empty())
        .ok_or(PackageError::NoRecording)?;
    if giving.with.media.is_some() && session.parts().nth(1).is_some() {
        return Err(PackageError::Parts);
    }
    let card = card(giving)?;
    let sets = sets(giving, &card);
    if sets.is_empty() && giving.with.media.is_none() {
        return Err(PackageError::Nothing);
    }
    let mut small = vec![(Kind::Card, schema::write_session(&card).into_bytes())];
    for (id, set) in &sets {
        if let Some(person) = card.people.iter().find(|person| person.id == *id) {
            let text = schema::write_marks(&card, person, set);
            small.push((Kind::Marks(id.to_string()), text.into_bytes()));
        }
    }
    if let Some(bytes) = sealed_set(giving)? {
        small.push((Kind::Sealed(giving.from.to_string()), bytes));
    }
    for (public, bytes) in own_keys(giving, &card)? {
        small.push((Kind::Key(public.to_string()), bytes));
    }
    let members = small
        .iter()
        .map(|(kind, bytes)| Member {
            kind: kind.clone(),
            bytes: bytes.len() as u64,
            hash: blake3::hash(bytes),
        })
        .collect();
    let manifest = Manifest {
        made: giving.now,
        from: giving.from.clone(),
        to: giving.to.cloned(),
        round: giving.round,
        company: giving.with.company,
        bytes: medium.bytes,
        fingerprint: medium.fingerprint.clone(),
        codebooks: card.codebooks.clone(),
        people: card
            .people
            .iter()
            .map(|person| (person.id.clone(), person.key.clone()))
            .collect(),
        members,
    };
    let media = giving.with.media.as_deref();
    write(to, giving.now, manifest, &small, media, progress)
}

/// The people of it, and nothing else that could be told of them.
fn card(giving: &Giving<'_>) -> Result<SessionInfo, PackageError> {
    let info = giving.session.session().info();
    let subjects = if giving.with.tape {
        subjects(giving.session.session())
    } else {
        BTreeSet::new()
    };
    let wanted = |person: &Person| {
        person.id == *giving.from
            || giving.to == Some(&person.id)
            || own_round(giving, &person.id).is_some()
            || subjects.contains(&person.id)
    };
    let people: Vec<Person> = info
        .people
        .iter()
        .filter(|person| wanted(person))
        .map(|person| Person {
            fields: Vec::new(),
            zones: None,
            // Nobody who practises writes to them in private.
            key: person.key.clone().filter(|_| !giving.with.tape),
            ..person.clone()
        })
        .collect();
    if !people.iter().any(|person| person.id == *giving.from) {
        return Err(PackageError::Nothing);
    }
    let ending = info.media.first().map_or("", |medium| &medium.file_name);
    let ending = ending_of(Path::new(ending));
    let mut media: Vec<MediaIdentity> = info
        .media
        .iter()
        .filter(|medium| medium.place == MediaPlace::Part)
        .cloned()
        .collect();
    if let Some(first) = media.first_mut() {
        // Names of files often hold names of people.
        first.file_name = format!("recording.{ending}");
    }
    let codebooks = giving
        .session
        .session()
        .entries()
        .filter_map(|(_, entry)| match &entry.kind {
            EntryKind::Sealed(set) if Some(set.round) == giving.round => Some(set.codebook.clone()),
            _ => None,
        })
        .fold(info.codebooks.clone(), |mut books, book| {
            if !books.contains(&book) {
                books.push(book);
            }
            books
        });
    let cast = info
        .cast
        .iter()
        .filter(|casting| people.iter().any(|person| person.id == casting.person))
        .cloned()
        .collect();
    Ok(SessionInfo {
        id: info.id,
        title: String::new(),
        media,
        kind: if giving.with.tape {
            SessionKind::TrainingTape
        } else {
            info.kind
        },
        started: None,
        cast,
        scene: String::new(),
        take: None,
        fields: Vec::new(),
        codebooks,
        created: info.created,
        people,
        keeping: Keeping::default(),
        revision: info.revision,
    })
}

/// Whom the places of the consensus are about.
fn subjects(session: &Session) -> BTreeSet<PersonId> {
    let places = consensus_of(session).map_or(&[][..], |(_, _, consensus)| &consensus.places);
    places
        .iter()
        .filter_map(|place| match &place.about {
            About::People(people) => Some(people),
            About::Us | About::Group => None,
        })
        .flatten()
        .cloned()
        .collect()
}

fn own_round<'a>(giving: &Giving<'a>, person: &PersonId) -> Option<&'a Arc<Entry>> {
    let round = giving.round?;
    let mut entries = giving.session.session().set(person)?.entries.values();
    entries.find(|entry| matches!(&entry.kind, EntryKind::Sealed(set) if set.round == round))
}

/// What goes along of each person's file.
fn sets(giving: &Giving<'_>, card: &SessionInfo) -> BTreeMap<PersonId, PersonSet> {
    let mut sets: BTreeMap<PersonId, PersonSet> = BTreeMap::new();
    for person in giving.session.session().people() {
        if let Some(entry) = own_round(giving, &person.id) {
            let set = sets.entry(person.id.clone()).or_default();
            set.entries.insert(entry.id, Arc::clone(entry));
        }
    }
    if giving.with.marks
        && let Some(own) = giving.session.session().set(giving.from)
    {
        let marks = own.part(Audience::Everyone).marks;
        if !marks.is_empty() {
            sets.entry(giving.from.clone()).or_default().marks = marks;
        }
    }
    if giving.with.tape
        && let Some((keeper, entry, _)) = tape_of(giving.session.session())
        && keeper == giving.from
    {
        let set = sets.entry(keeper.clone()).or_default();
        set.entries.insert(entry.id, Arc::new(entry.clone()));
    }
    if giving.with.clips
        && let Some((keeper, entry)) = clips(giving.session.session())
        && card.people.iter().any(|person| person.id == *keeper)
    {
        let set = sets.entry(keeper.clone()).or_default();
        set.entries.insert(entry.id, Arc::new(entry));
    }
    sets
}

/// The newest list of clips that is for everyone: only when they are.
fn clips(session: &Session) -> Option<(&PersonId, Entry)> {
    let (keeper, entry, list) = session
        .entries()
        .filter(|(_, entry)| entry.audience == Audience::Everyone)
        .filter_map(|(keeper, entry)| match &entry.kind {
            EntryKind::Playlist(list) if !list.items.is_empty() => Some((keeper, entry, list)),
            _ => None,
        })
        .max_by_key(|(_, entry, _)| (entry.created, entry.id))?;
    // What is only for the team stays with the team.
    let shared = list.items.iter().filter(|item| !item.for_team);
    let items: Vec<PlaylistItem> = shared
        .map(|item| PlaylistItem {
            span: item.span,
            label: String::new(),
            mark: None,
            good: item.good,
            for_team: false,
        })
        .collect();
    if items.is_empty() {
        return None;
    }
    let mut entry = Entry::clone(entry);
    entry.kind = EntryKind::Playlist(Playlist {
        name: String::new(),
        items,
    });
    Some((keeper, entry))
}

/// What whoever hands it over has marked alone, once they are done.
fn sealed_set(giving: &Giving<'_>) -> Result<Option<Vec<u8>>, PackageError> {
    if let Some(bytes) = giving.agreed {
        return Ok(Some(bytes.to_vec()));
    }
    let hash = own_round(giving, giving.from).and_then(|entry| match &entry.kind {
        EntryKind::Sealed(set) => match &set.state {
            SealedState::Committed { hash, .. } if !hash.is_empty() => Some(hash),
            _ => None,
        },
        _ => None,
    });
    if hash.is_none() {
        return Ok(None);
    }
    let path = giving.place.closed_file(giving.from, Audience::Sealed);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let person = giving.session.session().person(giving.from);
            let name = person.map_or_else(String::new, |person| person.name.clone());
            Err(PackageError::SetMissing(name))
        }
        Err(error) => Err(StoreError::io(&path, &error).into()),
    }
}

/// Keys that go along, still behind their owners' passphrases: that of whoever it is for, who could not mark with it elsewhere, and
/// that of whoever hands it over where that is wished.
fn own_keys(
    giving: &Giving<'_>,
    card: &SessionInfo,
) -> Result<Vec<(PublicKey, Vec<u8>)>, PackageError> {
    let mut found = Vec::new();
    let own = giving.with.key.then_some(giving.from);
    for id in own.into_iter().chain(giving.to) {
        let person = card.people.iter().find(|person| person.id == *id);
        if let Some(public) = person.and_then(|person| person.key.as_ref())
            && let Some(bytes) = keys::locked_key(giving.places, public)?
        {
            found.push((public.clone(), bytes));
        }
    }
    Ok(found)
}

fn ending_of(path: &Path) -> String {
    path.extension()
        .map(|ending| ending.to_string_lossy().to_lowercase())
        .filter(|ending| is_ending(ending))
        .unwrap_or_else(|| "bin".to_owned())
}

fn write(
    to: &Path,
    now: DateTime<FixedOffset>,
    mut manifest: Manifest,
    small: &[(Kind, Vec<u8>)],
    media: Option<&Path>,
    progress: &Progress,
) -> Result<PathBuf, PackageError> {
    let folder = to.is_dir();
    let beside = if folder {
        to.to_path_buf()
    } else {
        atomic::folder_of(to)
    };
    let fail = |error: &std::io::Error| PackageError::Store(StoreError::io(to, error));
    let mut part = draft(&beside).map_err(|error| fail(&error))?;
    let mut source = None;
    if let Some(path) = media {
        let file = File::open(path).map_err(|error| StoreError::io(path, &error))?;
        let about = file.metadata();
        let bytes = about.map_err(|error| StoreError::io(path, &error))?.len();
        if bytes != manifest.bytes {
            return Err(PackageError::OtherRecording);
        }
        // The hash is known once it has gone through; it takes as much room then.
        manifest.members.push(Member {
            kind: Kind::Media(ending_of(path)),
            bytes,
            hash: Hash::from_bytes([0; 32]),
        });
        progress.begin(bytes);
        source = Some((path, file, bytes));
    }
    let file = part.as_file_mut();
    let head = manifest.write()?;
    file.write_all(&head).map_err(|error| fail(&error))?;
    for (_, bytes) in small {
        file.write_all(bytes).map_err(|error| fail(&error))?;
    }
    if let Some((path, mut source, bytes)) = source {
        let mut counted = Counted { file, bytes: 0 };
        let hash = copy(&mut source, &mut counted, progress, path, to)?;
        if counted.bytes != bytes {
            // It was changed meanwhile.
            return Err(PackageError::OtherRecording);
        }
        if let Some(member) = manifest.members.last_mut() {
            member.hash = hash;
        }
        let file = part.as_file_mut();
        let known = manifest.write()?;
        if known.len() != head.len() {
            return Err(PackageError::Damaged);
        }
        file.seek(SeekFrom::Start(0))
            .map_err(|error| fail(&error))?;
        file.write_all(&known).map_err(|error| fail(&error))?;
    }
    part.as_file().sync_all().map_err(|error| fail(&error))?;
    let path = if folder {
        keep_in(part, to, &format!("mindframe-{}", now.format("%Y-%m-%d")))?
    } else {
        part.persist_noclobber(to)
            .map_err(|error| fail(&error.error))?;
        to.to_path_buf()
    };
    atomic::sync_folder(&beside);
    Ok(path)
}

/// A file that is gone again unless it becomes whole. What programs that were killed left here a day ago is cleared away.
pub(super) fn draft(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let now = SystemTime::now();
    for entry in fs::read_dir(folder)?.flatten() {
        let old = entry
            .metadata()
            .and_then(|about| about.modified())
            .is_ok_and(|changed| now.duration_since(changed).is_ok_and(|age| age > LEFT));
        if old && entry.file_name().to_string_lossy().starts_with(PART) {
            // It will be tried again the next time.
            let _kept = fs::remove_file(entry.path());
        }
    }
    tempfile::Builder::new().prefix(PART).tempfile_in(folder)
}

/// Gives a whole file a name that is not taken.
fn keep_in(
    mut part: tempfile::NamedTempFile,
    folder: &Path,
    stem: &str,
) -> Result<PathBuf, PackageError> {
    for number in 1..10_000 {
        let name = if number == 1 {
            format!("{stem}.{ENDING}")
        } else {
            format!("{stem}-{number}.{ENDING}")
        };
        let path = folder.join(name);
        match part.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
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

struct Counted<'a> {
    file: &'a mut File,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}
