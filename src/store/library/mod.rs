//! A folder of recordings as one library: what lies in it, who is in it, what was said, found in a moment.
//!
//! Only what is open to everyone is read; encrypted files are not looked at and leave no count. Nothing in the folder is
//! mended, set aside or changed. What could not be read is named, and the rest goes on.

mod bytes;
mod kept;
mod read;
mod recording;
mod search;
mod walk;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use super::{error::StoreError, place::Places};

pub use kept::forget as forget_in_libraries;
pub use read::{Records, read_records};
pub use recording::{Card, Damage, Line, Lines, Medium, Recording, Subject, Trouble};
pub use search::{Match, Matches, Query, search};

use kept::{Kept, SHARDS, Shard, shard_of};
use walk::Set;

/// On how many threads a library is read and searched.
const THREADS: usize = 2;

/// How far reading is.
#[derive(Clone, Debug)]
pub struct Read {
    /// Recordings that have become known since the last time.
    pub recordings: Vec<Arc<Recording>>,
    /// How many are known by now.
    pub done: usize,
    /// Of how many.
    pub of: usize,
}

/// A folder that was read.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The folder.
    pub folder: PathBuf,
    /// The recordings, the latest first.
    pub recordings: Vec<Arc<Recording>>,
    /// Folders that could not be read.
    pub unread: Vec<StoreError>,
    /// How many records were read anew, and not as they were kept.
    pub anew: usize,
    /// Whether the next time will be quick: what was read could be kept.
    pub kept: bool,
}

impl Library {
    /// All marks together.
    #[must_use]
    pub fn marks(&self) -> usize {
        self.recordings.iter().map(|one| one.lines.len()).sum()
    }
}

/// Puts recordings in the order of a library: the latest first, then by where they lie.
pub fn in_order(recordings: &mut [Arc<Recording>]) {
    recordings.sort_by(|a, b| {
        let key = |one: &Recording| std::cmp::Reverse(one.date);
        key(a).cmp(&key(b)).then_with(|| a.video.cmp(&b.video))
    });
}

/// The recordings in a folder and the folders within it that have a record, in the order of their paths, whether or not they
/// still lie there.
///
/// # Errors
/// If the folder itself cannot be read.
pub fn recordings_in(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let (sets, _) = walk::sets(folder, &|| false)?;
    Ok(sets.iter().map(|set| set.video(None)).collect())
}

/// Reads a folder, telling `news` from several threads how far it is. What has not changed since the last time is not read
/// again. Once it is `cancelled` the rest is left out.
///
/// # Errors
/// If the folder itself cannot be read.
pub fn read_library(
    folder: &Path,
    places: &Places,
    cancelled: &AtomicBool,
    news: &(dyn Fn(Read) + Sync),
) -> Result<Library, StoreError> {
    let folder = folder
        .canonicalize()
        .map_err(|error| StoreError::io(folder, &error))?;
    let stopped = || cancelled.load(Ordering::Relaxed);
    let (sets, unread) = walk::sets(&folder, &stopped)?;
    let of = sets.len();
    let mut parts: Vec<Vec<Set>> = vec![Vec::new(); SHARDS];
    for set in sets {
        parts[shard_of(&set.folder, &set.base)].push(set);
    }
    let kept = Kept::of(places, &folder);
    let next = AtomicUsize::new(0);
    let done = AtomicUsize::new(0);
    let anew = AtomicUsize::new(0);
    let all = Mutex::new(Vec::with_capacity(of));
    news(Read {
        recordings: Vec::new(),
        done: 0,
        of,
    });
    let tell = |recordings: Vec<Arc<Recording>>| {
        let count = recordings.len();
        let done = done.fetch_add(count, Ordering::Relaxed) + count;
        let mut known = all.lock().unwrap_or_else(PoisonError::into_inner);
        known.extend(recordings.iter().cloned());
        drop(known);
        news(Read {
            recordings,
            done,
            of,
        });
    };
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    if at >= SHARDS || stopped() {
                        return;
                    }
                    let fresh = part(at, &parts[at], kept.as_ref(), &stopped, &tell);
                    anew.fetch_add(fresh, Ordering::Relaxed);
                }
            });
        }
    });
    let mut recordings = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    in_order(&mut recordings);
    Ok(Library {
        folder,
        recordings,
        unread,
        anew: anew.into_inner(),
        kept: kept.is_some(),
    })
}

/// Reads one part, keeps it where something has changed, and says how many records were read anew.
fn part(
    at: usize,
    sets: &[Set],
    kept: Option<&Kept>,
    stopped: &dyn Fn() -> bool,
    tell: &dyn Fn(Vec<Arc<Recording>>),
) -> usize {
    let mut before = kept.map(|kept| kept.read(at)).unwrap_or_default();
    let gone = before.len();
    let mut anew = 0;
    let mut found: Vec<Arc<Recording>> = Vec::with_capacity(sets.len());
    let mut told = 0;
    for set in sets {
        if stopped() {
            break;
        }
        let known = take(&mut before, set);
        let fresh = known.is_none();
        let mut recording = known.unwrap_or_else(|| read::summary(set));
        anew += usize::from(fresh);
        let name = recording
            .media
            .first()
            .map(|medium| medium.file_name.as_str());
        recording.video = set.video(name);
        recording.there = set.there || recording.video.is_file();
        found.push(Arc::new(recording));
        // Reading takes a while; what comes out of the cache is there at once.
        if fresh && found.len() - told >= 8 {
            tell(found[told..].to_vec());
            told = found.len();
        }
    }
    tell(found[told..].to_vec());
    let whole = found.len() == sets.len();
    if whole
        && (anew > 0 || gone != sets.len())
        && let Some(kept) = kept
    {
        let both = sets.iter().zip(found.iter().map(AsRef::as_ref));
        if kept.write(at, both).is_err() {
            // The next time takes longer; nothing is lost.
            log::warn!("a part of the library could not be kept");
        }
    }
    anew
}

fn take(before: &mut Shard, set: &Set) -> Option<Recording> {
    let key: (PathBuf, OsString) = (set.folder.clone(), set.base.clone());
    let known = before.remove(&key)?;
    known.fits(set).then_some(known.recording)
}
