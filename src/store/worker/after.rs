//! What follows once memory and disk agree: telling the application, earlier states, reading back, erasing.

use std::collections::BTreeMap;

use super::super::{
    erase,
    error::StoreError,
    generations,
    open::Warning,
    saver::{Outgoing, SaveEvent},
    snapshot::{self, Parsed},
};
use super::{Merge, Pending, Worker, Written, has_work};
use crate::domain::{
    id::{MarkId, PersonId},
    session::{PersonSet, Session},
    track::Track,
};

impl Worker {
    /// Memory and disk have met: what the disk had and the application has not is handed out.
    pub(super) fn agree(&mut self, merge: &Merge) {
        self.base = self.app.clone();
        if merge.both_kept > 0 {
            self.tell(Warning::BothKept {
                marks: merge.both_kept,
            });
        }
        let sets = changed_sets(&self.app, &merge.merged);
        if sets.is_empty() && self.app.info() == merge.merged.info() {
            self.pending.clear();
            return;
        }
        let mut info = merge.merged.info().clone();
        if info != *self.app.info() {
            // Two that began at once both count from nothing; what was merged must win where it is absorbed.
            info.revision = info.revision.max(self.app.info().revision + 1);
        }
        let merged = Session::new(info.clone(), merge.merged.sets().clone());
        self.last_id += 1;
        self.news.push(Outgoing::Incoming {
            id: self.last_id,
            ticket: self.newest.1,
            info: Box::new(info),
            sets,
        });
        self.pending.push(Pending {
            id: self.last_id,
            base: merged.clone(),
            merged,
        });
    }

    pub(super) fn keep_generations(&mut self, written: &[Written]) {
        let now = (self.setup.clock)();
        for file in written {
            if generations::keep(&self.place, &file.path, &file.bytes, now).is_err() {
                log::warn!("an earlier state could not be kept");
            }
            // Nobody waits for this check; with more to do it is left to the next save.
            if has_work(&self.link.lock()) {
                continue;
            }
            if let Err(reason) = self.reads_back(file) {
                self.tell(Warning::Unreadable { reason });
            }
        }
    }

    /// Whether what was written means what was meant.
    pub(super) fn reads_back(&self, written: &Written) -> Result<(), StoreError> {
        let meant = self.snapshot.file(&written.path).map(|file| &file.parsed);
        let found = snapshot::parse(&written.path, &written.bytes, &self.reach.keys)?;
        let same = match (meant, &found) {
            (Some(Ok(Parsed::Marks(meant))), Parsed::Marks(found)) => {
                meant.set.holds_the_same(&found.set)
            }
            (Some(Ok(Parsed::Session(meant))), Parsed::Session(found)) => meant == found,
            _ => true,
        };
        if same {
            Ok(())
        } else {
            Err(StoreError::NotVerified {
                path: written.path.clone(),
            })
        }
    }

    pub(super) fn erase(&mut self, marks: Vec<MarkId>) {
        for mark in marks {
            if self.unsaved.is_some() || self.app.mark(mark).is_some() {
                // Only once the record itself no longer holds it.
                self.link.lock().erase.push(mark);
                continue;
            }
            match erase::erase(&self.place, self.app.info(), mark, &self.reach.keys) {
                Ok(erasure) => self.news.push(Outgoing::Event(SaveEvent::Erased(erasure))),
                Err(error) => self.news.push(Outgoing::Event(SaveEvent::Failed(error))),
            }
        }
    }
}

/// The sets in which the merged record differs, with a pass of a rating that was taken away as an empty one.
fn changed_sets(app: &Session, merged: &Session) -> BTreeMap<PersonId, PersonSet> {
    let empty = PersonSet::default();
    let mut changed = BTreeMap::new();
    for (person, set) in merged.sets() {
        let mine = app.set(person).unwrap_or(&empty);
        if set.holds_the_same(mine) {
            continue;
        }
        let mut set = set.clone();
        let taken_away: Vec<Track> = mine
            .tracks
            .iter()
            .filter(|track| !set.tracks.iter().any(|kept| kept.id == track.id))
            .map(Track::emptied)
            .collect();
        set.tracks.extend(taken_away);
        changed.insert(person.clone(), set);
    }
    changed
}
