//! The recordings of the library's folder side by side, worked out on a thread of its own.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use super::App;
use crate::{
    analysis::{
        places::Groups,
        progress::{self, Case},
    },
    domain::entry::ConsentPurpose,
    store::{self, Records, StoreError},
};

/// How far it is with putting them side by side. Dropping it stops what is on its way.
pub struct Beside {
    /// Case by case; `None` while it is worked out.
    pub cases: Option<Result<Vec<Case>, StoreError>>,
    /// Whose tapes are shown, by the places of case and learner; nobody's until they are asked for.
    pub learner: Option<(usize, usize)>,
    receiver: mpsc::Receiver<Result<Vec<Case>, StoreError>>,
    stop: Arc<AtomicBool>,
}

impl Drop for Beside {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl App {
    pub(super) fn put_side_by_side(&mut self) {
        let Some(folder) = self.shelf.folder.clone() else {
            return;
        };
        let (sender, receiver) = mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, waker) = (Arc::clone(&stop), Arc::clone(&self.world.waker));
        self.shelf.beside = Some(Beside {
            cases: None,
            learner: None,
            receiver,
            stop,
        });
        let groups = Groups::of(self.codebooks().all().iter().map(AsRef::as_ref));
        thread::spawn(move || {
            let cases = read(&folder, &groups, &stopped);
            let _unwanted = sender.send(cases);
            waker();
        });
    }

    pub(super) fn take_in_beside(&mut self) {
        if let Some(beside) = &mut self.shelf.beside
            && let Ok(cases) = beside.receiver.try_recv()
        {
            beside.cases = Some(cases);
        }
    }
}

fn read(folder: &Path, groups: &Groups, stopped: &AtomicBool) -> Result<Vec<Case>, StoreError> {
    let mut facts = Vec::new();
    store::read_records(folder, |record: Records| {
        if record.is_taken_back(ConsentPurpose::Review) {
            return Ok(!stopped.load(Ordering::Relaxed));
        }
        let case = record.within.parent().unwrap_or(Path::new(""));
        let mut found = progress::facts(
            record.shown.session(),
            record.within.to_string_lossy().into_owned(),
            case.to_string_lossy().into_owned(),
        );
        if !record.is_taken_back(ConsentPurpose::Training) {
            found.practised = progress::practised(record.shown.session(), groups);
        }
        facts.push(found);
        Ok::<bool, StoreError>(!stopped.load(Ordering::Relaxed))
    })?;
    Ok(progress::progress(facts))
}
