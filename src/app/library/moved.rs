//! Recordings that were moved or renamed: found in a folder by their content, and their marks put beside them.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
};

use super::App;
use crate::{
    domain::session::MediaIdentity,
    media::Waker,
    store::{self, Place, Recording, StoreError},
};

/// Folders within folders are followed down to here.
const DEEPEST: usize = 32;

/// How far it is with recordings that moved.
pub struct Moving {
    /// Where is looked.
    pub folder: PathBuf,
    /// How many are looked for.
    pub wanted: usize,
    /// Each that was found: where its marks are for, and where it lies. `None` while it is looked.
    pub found: Option<Vec<(PathBuf, PathBuf)>>,
    /// Marks that could not be put there, once they were moved.
    pub failed: Vec<StoreError>,
    receiver: mpsc::Receiver<News>,
}

enum News {
    Found(Vec<(PathBuf, PathBuf)>),
    Moved(Vec<StoreError>),
}

impl App {
    pub(super) fn look_for_moved(&mut self, folder: PathBuf) {
        let missing: Vec<Arc<Recording>> = self
            .shelf
            .recordings
            .iter()
            .filter(|one| !one.there)
            .cloned()
            .collect();
        if missing.is_empty() {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        let waker: Waker = Arc::clone(&self.world.waker);
        let identify = Arc::clone(&self.world.identify);
        self.shelf.moving = Some(Moving {
            folder: folder.clone(),
            wanted: missing.len(),
            found: None,
            failed: Vec::new(),
            receiver,
        });
        thread::spawn(move || {
            let found = look(&folder, &missing, &*identify);
            let _unwanted = sender.send(News::Found(found));
            waker();
        });
    }

    pub(super) fn move_marks(&mut self) {
        let open = self.recording().map(|open| open.path.clone());
        let Some(moving) = &mut self.shelf.moving else {
            return;
        };
        let Some(found) = moving.found.take() else {
            return;
        };
        let (sender, receiver) = mpsc::channel();
        moving.receiver = receiver;
        let waker: Waker = Arc::clone(&self.world.waker);
        thread::spawn(move || {
            let failed = found
                .iter()
                // The writer of an open recording must not find its files gone.
                .filter(|(from, _)| open.as_ref() != Some(from))
                .filter_map(|(from, to)| {
                    store::relink(&Place::beside(from), &Place::beside(to), false).err()
                })
                .collect();
            let _unwanted = sender.send(News::Moved(failed));
            waker();
        });
    }

    pub(super) fn take_in_moved(&mut self) {
        let Some(moving) = &mut self.shelf.moving else {
            return;
        };
        match moving.receiver.try_recv() {
            Ok(News::Found(found)) => moving.found = Some(found),
            Ok(News::Moved(failed)) => {
                let again = failed.is_empty();
                moving.failed = failed;
                if again {
                    self.shelf.moving = None;
                }
                if let Some(folder) = self.shelf.folder.clone() {
                    let moving = self.shelf.moving.take();
                    let waker = Arc::clone(&self.world.waker);
                    self.shelf.begin(folder, self.world.places.clone(), waker);
                    self.shelf.moving = moving;
                }
            }
            Err(_) => {}
        }
    }
}

/// For each recording that is missing, the first file of the same content that has no marks of its own. Only files of the same size
/// are looked into.
fn look(
    folder: &Path,
    missing: &[Arc<Recording>],
    identify: &(dyn Fn(&Path) -> MediaIdentity + Send + Sync),
) -> Vec<(PathBuf, PathBuf)> {
    let mut wanted: HashMap<u64, Vec<&Arc<Recording>>> = HashMap::new();
    for one in missing {
        if let Some(medium) = one.media.first()
            && !medium.fingerprint.is_empty()
        {
            wanted.entry(medium.bytes).or_default().push(one);
        }
    }
    let mut found: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut waiting = vec![(folder.to_path_buf(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            continue;
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let Ok(known) = fs::symlink_metadata(&path) else {
                continue;
            };
            if known.is_dir() {
                if depth < DEEPEST {
                    waiting.push((path, depth + 1));
                }
                continue;
            }
            let Some(candidates) = wanted.get(&known.len()).filter(|_| known.is_file()) else {
                continue;
            };
            if Place::beside(&path).session_file().exists() {
                continue;
            }
            let content = identify(&path);
            let fits = candidates.iter().find(|one| {
                one.media
                    .first()
                    .is_some_and(|medium| medium.fingerprint == content.fingerprint)
                    && !found.iter().any(|(from, _)| *from == one.video)
            });
            if let Some(one) = fits {
                found.push((one.video.clone(), path));
            }
        }
    }
    found.sort();
    found
}
