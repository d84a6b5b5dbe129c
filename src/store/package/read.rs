//! Reading a package: everything small is in memory and checked before anything is believed.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs::File,
    io::{Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use super::{
    PackageError, Progress,
    manifest::{Kind, LONGEST_LINE, Manifest, first_line},
};
use crate::{
    domain::{
        entry::{Entry, EntryKind, SealedSet, SealedState},
        id::PersonId,
        mark::Audience,
        person::{Person, PublicKey},
        session::{PersonSet, Session, SessionInfo},
    },
    store::{atomic::Hash, error::StoreError, keys::HEADER, schema},
};

/// No revision that people ever reach is higher; ours go on from it.
const HIGHEST: u32 = 1 << 30;
/// How much of a recording is in memory at once, in bytes.
const BLOCK: usize = 1 << 20;

/// The recording within a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Media {
    at: u64,
    pub(super) bytes: u64,
    hash: Hash,
    /// Of its name; letters and digits.
    pub(super) ending: String,
}

/// How far whoever a package is from is with the round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnState {
    /// They are done, and what they marked is in the package.
    pub done: bool,
    /// They agree to open the round.
    pub agreed: bool,
}

/// A package that was looked into. All of it but the recording has been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Package {
    path: PathBuf,
    /// What it says of itself.
    pub manifest: Manifest,
    /// The people and the kind of recording.
    pub card: SessionInfo,
    pub(super) sets: BTreeMap<PersonId, PersonSet>,
    pub(super) sealed: Option<Vec<u8>>,
    pub(super) keys: Vec<(PublicKey, Vec<u8>)>,
    pub(super) media: Option<Media>,
    head: Hash,
}

/// Reads what a package is and what is in it. Of the recording within it only the length is compared.
pub fn look_into(path: &Path) -> Result<Package, PackageError> {
    let fail = |error: &std::io::Error| PackageError::Store(StoreError::io(path, error));
    let mut file = File::open(path).map_err(|error| fail(&error))?;
    let about = file.metadata().map_err(|error| fail(&error))?;
    if !about.is_file() {
        return Err(PackageError::NotOne);
    }
    let mut reader = Bounded {
        file: &mut file,
        path,
    };
    let (manifest, head, begin) = reader.head()?;
    let mut at = begin;
    let mut found = Vec::new();
    let mut media = None;
    for member in &manifest.members {
        if media.is_some() {
            // It comes last, so that everything else is read without it.
            return Err(PackageError::Damaged);
        }
        if let Kind::Media(ending) = &member.kind {
            if !is_ending(ending) || member.bytes != manifest.bytes {
                return Err(PackageError::Damaged);
            }
            media = Some(Media {
                at,
                bytes: member.bytes,
                hash: member.hash,
                ending: ending.clone(),
            });
        } else {
            let bytes = reader.whole(member.bytes)?;
            if blake3::hash(&bytes) != member.hash {
                return Err(PackageError::Damaged);
            }
            found.push((member.kind.clone(), bytes));
        }
        at = at.checked_add(member.bytes).ok_or(PackageError::Damaged)?;
    }
    if at != about.len() {
        return Err(PackageError::Damaged);
    }
    Package::of(path, manifest, head, found, media)
}

impl Package {
    fn of(
        path: &Path,
        manifest: Manifest,
        head: Hash,
        found: Vec<(Kind, Vec<u8>)>,
        media: Option<Media>,
    ) -> Result<Self, PackageError> {
        let mut card = None;
        let mut sets = BTreeMap::new();
        let mut sealed = None;
        let mut keys = Vec::new();
        for (kind, bytes) in found {
            match kind {
                Kind::Card => {
                    card =
                        Some(schema::read_session(path, &bytes).map_err(|error| as_whole(&error))?);
                }
                Kind::Marks(person) => {
                    let file =
                        schema::read_marks(path, &bytes).map_err(|error| as_whole(&error))?;
                    if file.person.id.as_str() != person {
                        return Err(PackageError::Damaged);
                    }
                    sets.insert(file.person.id, file.set.part(Audience::Everyone));
                }
                Kind::Sealed(person) => {
                    // Nobody hands over what somebody else has marked alone.
                    if person != manifest.from.as_str() || !bytes.starts_with(HEADER) {
                        return Err(PackageError::Damaged);
                    }
                    sealed = Some(bytes);
                }
                Kind::Key(public) => {
                    let public: PublicKey = public.parse().map_err(|_| PackageError::Damaged)?;
                    let ours = [Some(&manifest.from), manifest.to.as_ref()];
                    let owned = manifest.people.iter().any(|(person, key)| {
                        key.as_ref() == Some(&public) && ours.contains(&Some(person))
                    });
                    if !owned || !bytes.starts_with(HEADER) {
                        return Err(PackageError::Damaged);
                    }
                    keys.push((public, bytes));
                }
                Kind::Media(_) => return Err(PackageError::Damaged),
            }
        }
        let package = Self {
            path: path.to_path_buf(),
            card: card.ok_or(PackageError::Damaged)?,
            manifest,
            sets,
            sealed,
            keys,
            media,
            head,
        };
        package.agrees_with_itself()?;
        Ok(package)
    }

    fn agrees_with_itself(&self) -> Result<(), PackageError> {
        let manifest = &self.manifest;
        let people: Vec<_> = self
            .card
            .people
            .iter()
            .map(|person| (person.id.clone(), person.key.clone()))
            .collect();
        let known = |id: &PersonId| people.iter().any(|(person, _)| person == id);
        let named = std::iter::once(&manifest.from).chain(&manifest.to);
        if people != manifest.people || !named.chain(self.sets.keys()).all(known) {
            return Err(PackageError::Damaged);
        }
        // Names of further parts are looked for beside the recording, and nowhere else.
        let plain = |name: &str| Path::new(name).file_name() == Some(OsStr::new(name));
        let revisions = self.sets.values().flat_map(|set| {
            let marks = set.marks.values().map(|mark| mark.revision);
            marks.chain(set.entries.values().map(|entry| entry.revision))
        });
        if !self
            .card
            .media
            .iter()
            .all(|medium| plain(&medium.file_name))
            || revisions.max().is_some_and(|highest| highest > HIGHEST)
        {
            return Err(PackageError::Damaged);
        }
        // Whoever is done has marked something, or nothing.
        if let Some(SealedState::Committed { hash, .. }) = self.own().map(|set| &set.state)
            && !hash.is_empty()
            && self.sealed.is_none()
        {
            return Err(PackageError::SetMissing(self.name_of_giver().to_owned()));
        }
        Ok(())
    }

    /// Whoever it is from.
    #[must_use]
    pub fn from_person(&self) -> Option<&Person> {
        self.person(&self.manifest.from)
    }

    /// Whoever it is for, if that was said.
    #[must_use]
    pub fn to_person(&self) -> Option<&Person> {
        self.person(self.manifest.to.as_ref()?)
    }

    fn person(&self, id: &PersonId) -> Option<&Person> {
        self.card.people.iter().find(|person| person.id == *id)
    }

    pub(super) fn name_of_giver(&self) -> &str {
        self.from_person().map_or("", |person| &person.name)
    }

    /// How far whoever it is from is with the round that it belongs to.
    #[must_use]
    pub fn own(&self) -> Option<&SealedSet> {
        match &self.own_entry()?.kind {
            EntryKind::Sealed(set) => Some(set),
            _ => None,
        }
    }

    /// Whether this record says of whoever it is from all that the package does, or something newer.
    #[must_use]
    pub fn is_in(&self, record: &Session) -> bool {
        let Some((own, entry)) = self.own().zip(self.own_entry()) else {
            return true;
        };
        let same_round =
            |known: &Entry| matches!(&known.kind, EntryKind::Sealed(set) if set.round == own.round);
        record.set(&self.manifest.from).is_some_and(|set| {
            set.dropped.contains_key(&entry.id)
                || set.entries.values().any(|known| {
                    same_round(known) && (known.id != entry.id || known.revision >= entry.revision)
                })
        })
    }

    fn own_entry(&self) -> Option<&Entry> {
        let round = self.manifest.round?;
        let mut entries = self.sets.get(&self.manifest.from)?.entries.values();
        entries
            .find(|entry| matches!(&entry.kind, EntryKind::Sealed(set) if set.round == round))
            .map(AsRef::as_ref)
    }

    /// The same, in short.
    #[must_use]
    pub fn own_state(&self) -> Option<OwnState> {
        Some(match &self.own()?.state {
            SealedState::Committed { agreed, .. } => OwnState {
                done: true,
                agreed: agreed.is_some(),
            },
            _ => OwnState::default(),
        })
    }

    /// How many marks are in it that are for everyone.
    #[must_use]
    pub fn marks(&self) -> usize {
        let own = self.sets.get(&self.manifest.from);
        own.map_or(0, |set| set.marks.len())
    }

    /// How many clips are in it.
    #[must_use]
    pub fn clips(&self) -> usize {
        let entries = self.sets.values().flat_map(|set| set.entries.values());
        entries
            .map(|entry| match &entry.kind {
                EntryKind::Playlist(list) => list.items.len(),
                _ => 0,
            })
            .sum()
    }

    /// Size in bytes of the recording within it, if it is.
    #[must_use]
    pub fn media_bytes(&self) -> Option<u64> {
        self.media.as_ref().map(|media| media.bytes)
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Streams the recording within it, and compares it with its hash. What was written before an error is to be thrown away.
    pub(super) fn stream(
        &self,
        out: &mut dyn Write,
        to: &Path,
        progress: &Progress,
    ) -> Result<(), PackageError> {
        let Some(media) = &self.media else {
            return Err(PackageError::NoRecording);
        };
        let fail = |error: &std::io::Error| PackageError::Store(StoreError::io(&self.path, error));
        let mut file = File::open(&self.path).map_err(|error| fail(&error))?;
        let mut reader = Bounded {
            file: &mut file,
            path: &self.path,
        };
        if reader.head()?.1 != self.head {
            // Another package lies there since it was looked into.
            return Err(PackageError::Damaged);
        }
        file.seek(SeekFrom::Start(media.at))
            .map_err(|error| fail(&error))?;
        progress.begin(media.bytes);
        let mut source = file.take(media.bytes);
        let hash = copy(&mut source, out, progress, &self.path, to)?;
        let whole = source.limit() == 0 && hash == media.hash;
        whole.then_some(()).ok_or(PackageError::Damaged)
    }
}

/// Copies until the end; what went through is hashed.
pub(super) fn copy(
    source: &mut dyn Read,
    out: &mut dyn Write,
    progress: &Progress,
    from: &Path,
    to: &Path,
) -> Result<Hash, PackageError> {
    let mut hasher = blake3::Hasher::new();
    let mut block = vec![0; BLOCK];
    loop {
        if progress.is_stopped() {
            return Err(PackageError::Stopped);
        }
        let read = match source.read(&mut block) {
            Ok(0) => return Ok(hasher.finalize()),
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(StoreError::io(from, &error).into()),
        };
        hasher.update(&block[..read]);
        out.write_all(&block[..read])
            .map_err(|error| StoreError::io(to, &error))?;
        progress.add(read as u64);
    }
}

/// Which word of the text is wrong says nothing to whoever was given the package.
fn as_whole(error: &StoreError) -> PackageError {
    match error {
        StoreError::NewerVersion { version, .. } => PackageError::Newer(*version),
        _ => PackageError::Damaged,
    }
}

/// What a recording's name may end with.
pub(super) fn is_ending(text: &str) -> bool {
    (1..=8).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Reads no more than was said.
struct Bounded<'a> {
    file: &'a mut File,
    path: &'a Path,
}

impl Bounded<'_> {
    fn whole(&mut self, bytes: u64) -> Result<Vec<u8>, PackageError> {
        // It grows with what is really there, whatever was said.
        let mut found = Vec::new();
        self.file
            .take(bytes)
            .read_to_end(&mut found)
            .map_err(|error| StoreError::io(self.path, &error))?;
        let whole = found.len() as u64 == bytes;
        whole.then_some(found).ok_or(PackageError::Damaged)
    }

    /// The manifest, the hash of all up to its end, and where that is.
    fn head(&mut self) -> Result<(Manifest, Hash, u64), PackageError> {
        let mut start = Vec::new();
        self.file
            .take(LONGEST_LINE as u64)
            .read_to_end(&mut start)
            .map_err(|error| StoreError::io(self.path, &error))?;
        let end = start
            .iter()
            .position(|byte| *byte == b'\n')
            .ok_or(PackageError::NotOne)?;
        let (length, hash) = first_line(&start[..end])?;
        let begin = end as u64 + 1;
        self.file
            .seek(SeekFrom::Start(begin))
            .map_err(|error| StoreError::io(self.path, &error))?;
        let text = self.whole(length)?;
        if blake3::hash(&text) != hash {
            return Err(PackageError::Damaged);
        }
        let manifest = Manifest::read(&text).ok_or(PackageError::Damaged)?;
        Ok((manifest, hash, begin + length))
    }
}
