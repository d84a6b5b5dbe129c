//! Taking in what a whole class marked: every package of a folder, one after the other, on a thread of its own.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
};

use super::{Found, Stage};
use crate::{
    analysis::practice,
    app::{App, clock},
    domain::{id::PersonId, mark::Mark, session::Session},
    store::{self, PackageError, Progress, Taking, Target},
};

/// What became of a folder of packages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakenIn {
    /// How many were taken in.
    pub taken: usize,
    /// Those that were not, by the names of their files.
    pub refused: Vec<(String, PackageError)>,
}

/// What each of a class marked. The order is neither that of the people nor of their names, stays the same for a recording, and is
/// another for every recording, so that nobody is known by their place.
pub(super) fn lanes_of(session: &Session, learners: &[PersonId]) -> Vec<Vec<Arc<Mark>>> {
    let of = session.info().id.to_string();
    let mut order: Vec<(blake3::Hash, &PersonId)> = learners
        .iter()
        .map(|learner| (blake3::hash(format!("{of} {learner}").as_bytes()), learner))
        .collect();
    order.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    order
        .into_iter()
        .map(|(_, learner)| practice::marks(session, learner))
        .collect()
}

impl App {
    /// Whether there is a class whose marks can have a lane each.
    #[must_use]
    pub fn may_have_class_lanes(&self) -> bool {
        matches!(self.training(), Stage::Deciding(..)) && self.training_found().lanes.len() > 1
    }

    /// What the lanes of a class are drawn from; `None` where the timeline has the lanes of people.
    #[must_use]
    pub fn class_lanes(&self) -> Option<Arc<Found>> {
        let on = self.desk().is_some_and(|desk| desk.training.lanes);
        (on && self.may_have_class_lanes()).then(|| self.training_found())
    }

    /// What became of the folder that was taken in last.
    #[must_use]
    pub fn class_taken(&self) -> Option<&TakenIn> {
        self.desk()?.training.taken.as_ref()
    }

    pub(super) fn take_class(&mut self, folder: PathBuf) {
        if !matches!(self.training(), Stage::Deciding(..)) || self.training_works() {
            return;
        }
        let Some(open) = &self.recording else { return };
        let (video, places) = (open.path.clone(), self.world.places.clone());
        let identify = Arc::clone(&self.world.identify);
        let (stamp, waker) = (self.stamp(), Arc::clone(&self.world.waker));
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let to = Target::Recording(video);
            let taking = Taking {
                to: &to,
                places: &places,
                identify: identify.as_ref(),
                stamp: &stamp,
                clock: Arc::new(clock::wall),
            };
            // The recording may be closed by now; what is on the disk stays there.
            let _unwanted = sender.send(take_all(&folder, &taking));
            waker();
        });
        if let Some(desk) = self.desk_mut() {
            desk.training.taken = None;
            desk.training.taking = Some(receiver);
        }
    }

    pub(super) fn take_in_class(&mut self) {
        let Some(desk) = self.desk_mut() else { return };
        let Some(taking) = &desk.training.taking else {
            return;
        };
        let taken = match taking.try_recv() {
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => TakenIn::default(),
            Ok(taken) => taken,
        };
        desk.training.taking = None;
        desk.training.taken = Some(taken);
        // Whoever saves reads first what others wrote.
        desk.document.offer();
    }
}

/// Each package of a folder for itself: one that is refused keeps none of the others out.
fn take_all(folder: &Path, taking: &Taking<'_>) -> TakenIn {
    let mut all = TakenIn::default();
    for path in store::packages_in(folder) {
        let taken = store::look_into(&path)
            .and_then(|package| store::take_in(&package, taking, &Progress::default()));
        match taken {
            Ok(_) => all.taken += 1,
            Err(reason) => {
                let name = path.file_name().unwrap_or_default();
                let name = name.to_string_lossy().into_owned();
                all.refused.push((name, reason));
            }
        }
    }
    all
}
