//! Earlier states of each file, in a hidden folder beside it: the net under damage, and the memory of what a mark said.
//!
//! Every name carries when the state was saved and the hash of its content, so that a state that has itself been damaged
//! is recognised and passed over.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt, fs::MetadataExt},
    path::{Path, PathBuf},
};

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};

use super::{
    atomic::{self, Readers},
    error::StoreError,
    keys::HEADER,
    place::Place,
};

/// How many bytes the states of the last minutes may take before the older of them are thinned early.
const ROOM: u64 = 256 << 20;
/// However large they are, this many newest states stay.
const ALWAYS: usize = 3;
const STAMP: &str = "%Y%m%dT%H%M%S%3fZ";

/// One earlier state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    /// Where it lies.
    pub path: PathBuf,
    /// When it was saved.
    pub saved: DateTime<Utc>,
    /// Size in bytes.
    pub bytes: u64,
    hash: String,
}

impl Generation {
    /// Its content, if that is still what was saved.
    pub fn read(&self) -> Option<Vec<u8>> {
        let bytes = fs::read(&self.path).ok()?;
        (short_hash(&bytes) == self.hash).then_some(bytes)
    }
}

fn short_hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..16].to_owned()
}

fn name_of(kind: &str, saved: DateTime<Utc>, bytes: &[u8]) -> String {
    let end = if bytes.starts_with(HEADER) {
        "ron.age"
    } else {
        "ron"
    };
    format!("{kind}.{}.{}.{end}", saved.format(STAMP), short_hash(bytes))
}

/// What of a file's name tells it from the others of its recording: `session` or `marks.<person>`.
pub fn kind_of(place: &Place, file: &Path) -> Option<String> {
    let name = file.file_name()?.as_bytes();
    let tail = name.strip_prefix(place.base().as_bytes())?;
    let tail = tail.strip_prefix(b".")?;
    let kind = tail
        .strip_suffix(b".ron.age")
        .or_else(|| tail.strip_suffix(b".ron"))?;
    String::from_utf8(kind.to_vec()).ok()
}

/// Keeps the content of a file as its newest earlier state, and thins the older ones.
pub fn keep(
    place: &Place,
    file: &Path,
    bytes: &[u8],
    now: DateTime<FixedOffset>,
) -> Result<(), StoreError> {
    let Some(kind) = kind_of(place, file) else {
        return Ok(());
    };
    let folder = folder(place)?;
    let path = folder.join(name_of(&kind, now.to_utc(), bytes));
    if !path.exists() {
        atomic::write(&path, bytes, Readers::Like(file))?;
    }
    clear_leftovers(place, now);
    for kind in [kind.as_str(), "copy"] {
        for old in superfluous(&list(place, kind), now.to_utc()) {
            let _ = fs::remove_file(&old.path);
        }
    }
    Ok(())
}

/// Keeps a copy that a sync program made, before it is taken away.
pub fn keep_copy(place: &Place, copy: &Path, now: DateTime<FixedOffset>) -> Result<(), StoreError> {
    let bytes = fs::read(copy).map_err(|error| StoreError::io(copy, &error))?;
    let name = name_of("copy", now.to_utc(), &bytes);
    atomic::write_verified(&folder(place)?.join(name), &bytes, Readers::Like(copy)).map(|_| ())
}

/// The hidden folder, made if it is not there; open to those who may use the folder that it lies in.
pub fn folder(place: &Place) -> Result<PathBuf, StoreError> {
    let folder = place.generations();
    match fs::create_dir(&folder) {
        Ok(()) => {
            if let Ok(outer) = fs::metadata(place.folder()) {
                let _ = fs::set_permissions(&folder, outer.permissions());
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(StoreError::io(&folder, &error)),
    }
    Ok(folder)
}

/// Takes away what was left unfinished here an hour ago or longer. Earlier states are written without the lock.
fn clear_leftovers(place: &Place, now: DateTime<FixedOffset>) {
    let Ok(entries) = fs::read_dir(place.generations()) else {
        return;
    };
    let hour_ago = (now - TimeDelta::hours(1)).timestamp();
    for entry in entries.flatten() {
        let name = entry.file_name();
        let unfinished = name.as_bytes().starts_with(b".")
            && entry.metadata().is_ok_and(|known| known.mtime() < hour_ago);
        if unfinished {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The earlier states of one file, newest first.
pub fn list(place: &Place, kind: &str) -> Vec<Generation> {
    all(place)
        .into_iter()
        .filter(|(known, _)| known == kind)
        .map(|(_, generation)| generation)
        .collect()
}

/// Every earlier state of every file of a recording with the kind of its file, newest first.
pub fn all(place: &Place) -> Vec<(String, Generation)> {
    let Ok(entries) = fs::read_dir(place.generations()) else {
        return Vec::new();
    };
    let mut found: Vec<(String, Generation)> = entries
        .flatten()
        .filter_map(|entry| {
            let (kind, saved, hash) = understand(&entry.file_name())?;
            let bytes = entry.metadata().ok()?.len();
            let generation = Generation {
                path: entry.path(),
                saved,
                bytes,
                hash,
            };
            Some((kind, generation))
        })
        .collect();
    found.sort_by(|a, b| (b.1.saved, &b.1.path).cmp(&(a.1.saved, &a.1.path)));
    found
}

fn understand(name: &OsStr) -> Option<(String, DateTime<Utc>, String)> {
    let name = name.to_str()?;
    let rest = name
        .strip_suffix(".ron.age")
        .or_else(|| name.strip_suffix(".ron"))?;
    let (rest, hash) = rest.rsplit_once('.')?;
    let (kind, stamp) = rest.rsplit_once('.')?;
    let saved = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?.and_utc();
    let sound = hash.len() == 16 && hash.bytes().all(|b| b.is_ascii_hexdigit());
    sound.then(|| (kind.to_owned(), saved, hash.to_owned()))
}

/// The name that a state has with other content; `None` for a file that is not an earlier state.
pub fn renamed(place: &Place, path: &Path, bytes: &[u8]) -> Option<PathBuf> {
    if path.parent() != Some(&place.generations()) {
        return None;
    }
    let (kind, saved, _) = understand(path.file_name()?)?;
    Some(path.with_file_name(name_of(&kind, saved, bytes)))
}

/// Which of the states (newest first) go: all of the last 2 minutes stay, then one for every 10 minutes of a day, one for
/// every day of a month.
fn superfluous(newest_first: &[Generation], now: DateTime<Utc>) -> Vec<&Generation> {
    let mut going = Vec::new();
    let mut last_slot = None;
    let mut room = ROOM;
    for (at, generation) in newest_first.iter().enumerate() {
        let age = now - generation.saved;
        let seconds = generation.saved.timestamp();
        let slot = if age <= TimeDelta::minutes(2) && room >= generation.bytes {
            room -= generation.bytes;
            None
        } else if age <= TimeDelta::days(1) {
            Some((0, seconds.div_euclid(600)))
        } else if age <= TimeDelta::days(31) {
            Some((1, seconds.div_euclid(86_400)))
        } else {
            Some((2, 0))
        };
        let taken = slot.is_some() && slot == last_slot;
        if slot.is_some() {
            last_slot = slot;
        }
        if at >= ALWAYS && (taken || slot == Some((2, 0))) {
            going.push(generation);
        }
    }
    going
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generation(saved: DateTime<Utc>) -> Generation {
        Generation {
            path: PathBuf::from(saved.to_rfc3339()),
            saved,
            bytes: 1000,
            hash: String::new(),
        }
    }

    #[test]
    fn a_month_of_saving_every_minute_thins_to_what_was_promised() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let mut kept: Vec<Generation> = Vec::new();
        for minute in (0..60 * 24 * 40).rev() {
            let at = now - TimeDelta::minutes(minute);
            kept.insert(0, generation(at));
            let going: Vec<PathBuf> = superfluous(&kept, at)
                .into_iter()
                .map(|g| g.path.clone())
                .collect();
            kept.retain(|g| !going.contains(&g.path));
        }
        let within = |from: TimeDelta, to: TimeDelta| {
            kept.iter()
                .filter(|g| now - g.saved > from && now - g.saved <= to)
                .count()
        };
        assert_eq!(
            within(TimeDelta::minutes(-1), TimeDelta::minutes(2)),
            3,
            "every one of the last 2 minutes"
        );
        let day = within(TimeDelta::minutes(2), TimeDelta::days(1));
        assert!(
            (143..=146).contains(&day),
            "one for every 10 minutes: {day}"
        );
        let month = within(TimeDelta::days(1), TimeDelta::days(31));
        assert!((29..=32).contains(&month), "one for every day: {month}");
        assert!(within(TimeDelta::days(31), TimeDelta::days(400)) <= 1);
    }
}
