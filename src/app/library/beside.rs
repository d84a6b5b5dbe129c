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
    analysis::progress::{self, Case},
    domain::entry::ConsentPurpose,
    store::{self, Records, StoreError},
};

/// How far it is with putting them side by side. Dropping it stops what is on its way.
pub struct Beside {
    /// Case by case; `None` while it is worked out.
    pub cases: Option<Result<Vec<Case>, StoreError>>,
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
            receiver,
            stop,
        });
        thread::spawn(move || {
            let cases = read(&folder, &stopped);
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

fn read(folder: &Path, stopped: &AtomicBool) -> Result<Vec<Case>, StoreError> {
    let mut facts = Vec::new();
    store::read_records(folder, |record: Records| {
        if record.is_taken_back(ConsentPurpose::Review) {
            return Ok(!stopped.load(Ordering::Relaxed));
        }
        let case = record.within.parent().unwrap_or(Path::new(""));
        facts.push(progress::facts(
            record.shown.session(),
            record.within.to_string_lossy().into_owned(),
            case.to_string_lossy().into_owned(),
        ));
        Ok::<bool, StoreError>(!stopped.load(Ordering::Relaxed))
    })?;
    Ok(progress::progress(facts))
}
