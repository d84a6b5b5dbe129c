//! What is kept of a library between two times it is opened: in the user's own cache, encrypted with a key that lies in the
//! library's folder.
//!
//! The words of marks never leave the folder in plain form: whoever has this computer but not the folder (a stick, an
//! encrypted disk) reads nothing of it. Where that key can be neither read nor written nothing is kept, and everything is
//! read anew each time. A recording's part goes with [`forget`], whenever something of it is erased.

use std::{
    collections::BTreeMap,
    ffi::{OsStr, OsString},
    fs,
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
    time::SystemTime,
};

use secrecy::ExposeSecret;

use crate::{
    domain::{
        id::{CodeId, PersonId},
        person::Role,
        session::SessionKind,
        time::MediaDelta,
    },
    store::{
        atomic::{self, Readers},
        error::StoreError,
        keys::{self, Key, Keyring},
        place::{Place, Places},
    },
};

use super::{
    bytes::{In, Out},
    recording::{Card, Damage, Lines, Medium, Recording, Subject, Trouble},
    walk::{Set, Stamp},
};

/// Into how many files what is kept is divided, so that one changed recording does not write all anew.
pub const SHARDS: usize = 64;
/// Of more folders nothing is kept; the oldest go.
const MOST: usize = 12;
/// The file of the key, in the library's folder.
const KEY: &str = ".mindframe-library";
/// The beginning of what is kept; another one is not ours, or another version's.
const MAGIC: &[u8] = b"mindframe-library 2\n";

/// What was known of one record, and what its files looked like then.
#[derive(Clone, Debug)]
pub struct Known {
    pub stamps: Vec<(OsString, Stamp)>,
    pub recording: Recording,
}

impl Known {
    /// Whether the files still look like this.
    pub fn fits(&self, set: &Set) -> bool {
        self.stamps.len() == set.files.len()
            && self
                .stamps
                .iter()
                .zip(&set.files)
                .all(|((name, stamp), file)| *name == file.name && *stamp == file.stamp)
    }
}

/// By folder and beginning of the names.
pub type Shard = BTreeMap<(PathBuf, OsString), Known>;

/// Where what is kept of one library lies, and its key.
#[derive(Debug)]
pub struct Kept {
    folder: PathBuf,
    key: Key,
}

impl Kept {
    /// Of this folder; `None` where nothing can be kept.
    pub fn of(places: &Places, library: &Path) -> Option<Self> {
        let path = library.join(KEY);
        let key = match fs::read_to_string(&path) {
            Ok(text) => Key::from_secret(&text)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = Key::of_a_folder()?;
                let secret = key.secret();
                atomic::write_new(&path, secret.expose_secret().as_bytes(), Readers::Own).ok()?;
                key
            }
            Err(_) => return None,
        };
        let name = blake3::hash(library.as_os_str().as_bytes()).to_hex();
        let folder = all(places).join(&name[..32]);
        fs::create_dir_all(&folder).ok()?;
        forget_oldest(&all(places), &folder);
        Some(Self { folder, key })
    }

    /// What was kept of one part; nothing where it is not there, not whole, or not ours.
    pub fn read(&self, shard: usize) -> Shard {
        let path = self.folder.join(file_name(shard));
        let Ok(bytes) = fs::read(&path) else {
            return Shard::new();
        };
        let keys = Keyring::of([self.key.clone()]);
        let plain = keys.decrypt(&path, &bytes).ok().flatten();
        drop(bytes);
        plain.and_then(|plain| decode(&plain)).unwrap_or_default()
    }

    /// Keeps one part.
    pub fn write<'a>(
        &self,
        shard: usize,
        known: impl ExactSizeIterator<Item = (&'a Set, &'a Recording)>,
    ) -> Result<(), StoreError> {
        let path = self.folder.join(file_name(shard));
        if known.len() == 0 {
            return match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    Err(StoreError::io(&path, &error))
                }
                _ => Ok(()),
            };
        }
        let bytes = keys::encrypt_to(&[self.key.public().clone()], &encode(known))?;
        atomic::write(&path, &bytes, Readers::Own)
    }
}

/// In which part a record is kept.
pub fn shard_of(folder: &Path, base: &OsStr) -> usize {
    let mut hasher = blake3::Hasher::new();
    hasher.update(folder.as_os_str().as_bytes());
    hasher.update(&[0]);
    hasher.update(base.as_bytes());
    usize::from(hasher.finalize().as_bytes()[0]) % SHARDS
}

/// Takes away whatever is kept of a record in the cache of any library. It is read anew when the library is next opened.
pub fn forget(places: &Places, place: &Place) -> Result<(), StoreError> {
    let mut folders = vec![place.folder().to_path_buf()];
    // Libraries are opened by the folder's own path, whatever links lead to it.
    folders.extend(fs::canonicalize(place.folder()));
    let Ok(libraries) = fs::read_dir(all(places)) else {
        return Ok(());
    };
    for library in libraries.flatten() {
        for folder in &folders {
            let path = library
                .path()
                .join(file_name(shard_of(folder, place.base())));
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(StoreError::io(&path, &error));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn all(places: &Places) -> PathBuf {
    places.cache.join("library")
}

fn file_name(shard: usize) -> String {
    format!("{shard:02}.age")
}

fn forget_oldest(all: &Path, newest: &Path) {
    let Ok(entries) = fs::read_dir(all) else {
        return;
    };
    let mut known: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .filter(|(_, path)| path != newest)
        .collect();
    known.sort();
    let surplus = (known.len() + 1).saturating_sub(MOST);
    for (_, path) in known.into_iter().take(surplus) {
        // What cannot go now goes another time.
        let _ = fs::remove_dir_all(path);
    }
}

fn encode<'a>(known: impl ExactSizeIterator<Item = (&'a Set, &'a Recording)>) -> Vec<u8> {
    let mut out = Out(MAGIC.to_vec());
    out.count(known.len());
    for (set, recording) in known {
        out.bytes(set.folder.as_os_str().as_bytes());
        out.bytes(set.base.as_bytes());
        out.list(&set.files, |out, file| {
            out.bytes(file.name.as_bytes());
            out.number(file.stamp.size);
            out.0.extend_from_slice(&file.stamp.modified.to_le_bytes());
            out.0.extend_from_slice(&file.stamp.changed.to_le_bytes());
        });
        put_recording(&mut out, recording);
    }
    out.0
}

fn decode(bytes: &[u8]) -> Option<Shard> {
    let mut from = In(bytes.strip_prefix(MAGIC)?);
    let path = |from: &mut In<'_>| Some(OsString::from_vec(from.bytes()?.to_vec()));
    let known = from.list(|from| {
        let folder = PathBuf::from(path(from)?);
        let base = path(from)?;
        let stamps = from.list(|from| {
            let name = path(from)?;
            let size = from.number()?;
            let modified = from.clock()?;
            let changed = from.clock()?;
            let stamp = Stamp {
                size,
                modified,
                changed,
            };
            Some((name, stamp))
        })?;
        let recording = take_recording(from)?;
        Some(((folder, base), Known { stamps, recording }))
    })?;
    from.0.is_empty().then(|| known.into_iter().collect())
}

/// Everything but where it lies and whether it is there, which the walk tells.
fn put_recording(out: &mut Out, recording: &Recording) {
    out.text(&recording.title);
    let kind = SessionKind::ALL
        .iter()
        .position(|kind| *kind == recording.kind);
    out.count(kind.unwrap_or_default());
    out.text(
        &recording
            .date
            .map(|date| date.to_rfc3339())
            .unwrap_or_default(),
    );
    out.signed(recording.length.as_nanos());
    out.list(&recording.media, |out, medium| {
        out.text(&medium.file_name);
        out.number(medium.bytes);
        out.text(&medium.fingerprint);
    });
    out.list(&recording.people, |out, card| {
        out.text(card.id.as_str());
        out.text(&card.name);
        let role = Role::ALL.iter().position(|role| *role == card.role);
        out.count(role.unwrap_or_default());
        out.number(card.marks.into());
        out.signed(card.watched.as_nanos());
    });
    out.list(&recording.codes, |out, (code, count)| {
        out.text(code.as_str());
        out.number((*count).into());
    });
    out.list(&recording.damaged, |out, damage| {
        out.text(&damage.file);
        match &damage.trouble {
            Trouble::Damaged {
                line,
                column,
                reason,
            } => {
                out.count(0);
                out.count(*line);
                out.count(*column);
                out.text(reason);
            }
            Trouble::Newer(version) => {
                out.count(1);
                out.number((*version).into());
            }
            Trouble::NotPermitted => out.count(2),
            Trouble::Copy => out.count(3),
            Trouble::Other(reason) => {
                out.count(4);
                out.text(reason);
            }
            Trouble::Closed => out.count(5),
        }
    });
    put_lines(out, &recording.lines);
}

fn take_recording(from: &mut In<'_>) -> Option<Recording> {
    let title = from.text()?;
    let kind = *SessionKind::ALL.get(from.index()?)?;
    let date = from.text()?;
    let date = if date.is_empty() {
        None
    } else {
        Some(chrono::DateTime::parse_from_rfc3339(&date).ok()?)
    };
    let length = MediaDelta::from_nanos(from.signed()?);
    let media = from.list(|from| {
        Some(Medium {
            file_name: from.text()?,
            bytes: from.number()?,
            fingerprint: from.text()?,
        })
    })?;
    let people = from.list(|from| {
        Some(Card {
            id: from.parsed()?,
            name: from.text()?,
            role: *Role::ALL.get(from.index()?)?,
            marks: u32::try_from(from.number()?).ok()?,
            watched: MediaDelta::from_nanos(from.signed()?),
        })
    })?;
    let codes = from.list(|from| Some((from.parsed()?, u32::try_from(from.number()?).ok()?)))?;
    let damaged = from.list(|from| {
        Some(Damage {
            file: from.text()?,
            trouble: match from.index()? {
                0 => Trouble::Damaged {
                    line: from.index()?,
                    column: from.index()?,
                    reason: from.text()?,
                },
                1 => Trouble::Newer(u32::try_from(from.number()?).ok()?),
                2 => Trouble::NotPermitted,
                3 => Trouble::Copy,
                4 => Trouble::Other(from.text()?),
                5 => Trouble::Closed,
                _ => return None,
            },
        })
    })?;
    let lines = take_lines(from)?;
    Some(Recording {
        title,
        kind,
        date,
        length,
        media,
        people,
        codes,
        lines,
        damaged,
        ..Recording::default()
    })
}

fn put_lines(out: &mut Out, lines: &Lines) {
    out.fixed(lines.ids.iter().map(|value| value.to_le_bytes()));
    out.fixed(lines.starts.iter().map(|value| value.to_le_bytes()));
    out.fixed(lines.ends.iter().map(|value| value.to_le_bytes()));
    out.fixed(lines.author.iter().map(|value| value.to_le_bytes()));
    out.fixed(lines.about.iter().map(|value| value.to_le_bytes()));
    out.fixed(lines.coded.iter().map(|value| value.to_le_bytes()));
    out.fixed(lines.words_end.iter().map(|value| value.to_le_bytes()));
    out.text(&lines.words);
    out.fixed(lines.folded_end.iter().map(|value| value.to_le_bytes()));
    out.text(&lines.folded);
    let person = |out: &mut Out, person: &PersonId| out.text(person.as_str());
    out.list(&lines.authors, |out, people| out.list(people, person));
    out.list(&lines.subjects, |out, subject| match subject {
        Subject::Us => out.count(0),
        Subject::Group => out.count(1),
        Subject::People(people) => {
            out.count(2);
            out.list(people, person);
        }
    });
    let code = |out: &mut Out, code: &CodeId| out.text(code.as_str());
    out.list(&lines.code_sets, |out, codes| out.list(codes, code));
}

fn take_lines(from: &mut In<'_>) -> Option<Lines> {
    let lines = Lines {
        ids: from.fixed(u128::from_le_bytes)?,
        starts: from.fixed(i64::from_le_bytes)?,
        ends: from.fixed(i64::from_le_bytes)?,
        author: from.fixed(u16::from_le_bytes)?,
        about: from.fixed(u16::from_le_bytes)?,
        coded: from.fixed(u16::from_le_bytes)?,
        words_end: from.fixed(u32::from_le_bytes)?,
        words: from.text()?,
        folded_end: from.fixed(u32::from_le_bytes)?,
        folded: from.text()?,
        authors: from.list(|from| from.list(In::parsed))?,
        subjects: from.list(|from| match from.index()? {
            0 => Some(Subject::Us),
            1 => Some(Subject::Group),
            2 => from.list(In::parsed).map(Subject::People),
            _ => None,
        })?,
        code_sets: from.list(|from| from.list(In::parsed))?,
    };
    lines.is_sound().then_some(lines)
}
