//! Bringing memory and disk together: read under the lock, merge, write what differs.

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc, time::Duration};

use super::super::{
    atomic::{self, Readers},
    conflict,
    error::StoreError,
    generations,
    lock::Lock,
    open::Warning,
    recover::recover,
    schema::{self, MarksFile},
    snapshot::{FileKind, Parsed, Snapshot},
};
use super::{Merge, Plan, Worker, Written};
use crate::domain::{
    id::{MarkId, PersonId},
    merge::{Ancestor, merge_three_way},
    person::{Person, Role},
    session::{PersonSet, Session, SessionInfo},
};

/// How often, and how many times, a file that does not read is read again before it counts as damaged: some programs
/// write in place.
const SECOND_LOOK: (Duration, usize) = (Duration::from_millis(60), 3);

impl Worker {
    /// Brings memory and disk together.
    pub(super) fn sync(&mut self) -> Result<Vec<Written>, StoreError> {
        if self.unsaved.is_none() {
            // Only others have news. As long as nothing needs to be written, no lock is needed either.
            let disk = Snapshot::read(&self.place, &self.snapshot)?;
            if let Some(reason) = first_fault(&disk) {
                return Err(reason);
            }
            let merge = self.merge(&disk);
            if self.plan(&disk, &merge, &BTreeSet::new()).is_empty() && merge.copies.is_empty() {
                self.snapshot = disk;
                self.agree(&merge);
                return Ok(Vec::new());
            }
        }
        if !self.place.is_beside() {
            let folder = self.place.folder();
            fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, &error))?;
        }
        let lock = Lock::take(&self.place)?;
        let (disk, forced) = self.read_under_lock()?;
        self.snapshot = disk;
        if self.moved && self.is_of_another_recording() {
            return Err(StoreError::Io {
                path: self.place.session_file(),
                kind: std::io::ErrorKind::AlreadyExists,
                reason: "the record of another recording lies here under this name".to_owned(),
            });
        }
        let merge = self.merge(&self.snapshot);
        let plan = self.plan(&self.snapshot, &merge, &forced);
        atomic::clear_leftovers(&self.place);
        for copy in &merge.copies {
            generations::keep_copy(&self.place, copy, (self.setup.clock)())?;
        }
        let written = self.write(&plan, &merge)?;
        self.retire(&merge.copies);
        drop(lock);
        self.moved = false;
        self.agree(&merge);
        Ok(written)
    }

    /// Reads what is there, and sets aside what cannot be read. Returns the files that must be written anew for that.
    pub(super) fn read_under_lock(&mut self) -> Result<(Snapshot, BTreeSet<PathBuf>), StoreError> {
        let mut disk = Snapshot::read(&self.place, &self.snapshot)?;
        for _ in 0..SECOND_LOOK.1 {
            if !matches!(first_fault(&disk), Some(StoreError::Damaged { .. })) {
                break;
            }
            std::thread::sleep(SECOND_LOOK.0);
            disk = Snapshot::read(&self.place, &disk)?;
        }
        let mut forced = BTreeSet::new();
        let now = (self.setup.clock)();
        while let Some((path, kind, reason)) = first_bad_file(&disk) {
            if !matches!(reason, StoreError::Damaged { .. }) {
                return Err(reason);
            }
            let mut recovered = recover(&self.place, &path, reason, now, true)?;
            let in_memory = match &kind {
                FileKind::Session => Some(0),
                FileKind::Marks(person) => self
                    .app
                    .set(person)
                    .filter(|set| **set != PersonSet::default())
                    .map(|set| set.marks.len()),
                FileKind::Copy => None,
            };
            match (in_memory, recovered.parsed) {
                // What is in memory is newer than any earlier state.
                (Some(count), _) => {
                    if let Warning::Recovered { marks, saved, .. } = &mut recovered.warning {
                        *marks = Some(count);
                        *saved = Some(now);
                    }
                    disk.forget(&path);
                    forced.insert(path);
                }
                (None, Some(parsed)) => disk.stand_in(path, kind, parsed),
                (None, None) => disk.forget(&path),
            }
            self.tell(recovered.warning);
        }
        Ok((disk, forced))
    }

    pub(super) fn is_of_another_recording(&self) -> bool {
        let fingerprint = |info: &SessionInfo| {
            info.media
                .first()
                .map(|medium| medium.fingerprint.clone())
                .filter(|fingerprint| !fingerprint.is_empty())
        };
        let there = self.snapshot.info().and_then(fingerprint);
        there.is_some() && there != fingerprint(self.app.info())
    }

    pub(super) fn merge(&self, disk: &Snapshot) -> Merge {
        let theirs = disk.session(self.base.info(), Some(&self.base));
        let first = merge_three_way(
            Ancestor::State(&self.base),
            &self.app,
            &theirs,
            &conflict::KEEP,
        );
        let mut merged = first.session;
        let mut both_kept = first.both_kept;
        let mut copies = Vec::new();
        for (path, _, copy) in disk.copies(merged.info()) {
            let next = conflict::merge_copy(&self.place, &merged, &copy);
            merged = next.session;
            both_kept += next.both_kept;
            copies.push(path);
        }
        Merge {
            merged,
            theirs,
            both_kept,
            copies,
        }
    }

    pub(super) fn plan(&self, disk: &Snapshot, merge: &Merge, forced: &BTreeSet<PathBuf>) -> Plan {
        let empty = PersonSet::default();
        let mut plan = Plan::default();
        for (person, set) in merge.merged.sets() {
            let path = self.place.marks_file(person);
            let theirs = merge.theirs.set(person).unwrap_or(&empty);
            let card_changed = || match disk.file(&path).map(|file| &file.parsed) {
                Some(Ok(Parsed::Marks(file))) => merge
                    .merged
                    .person(person)
                    .is_some_and(|card| *card != file.person),
                _ => false,
            };
            if forced.contains(&path) || !set.holds_the_same(theirs) || card_changed() {
                plan.people.push(person.clone());
            }
        }
        plan.session = match disk.info() {
            Some(info) => info != merge.merged.info(),
            None => {
                !plan.people.is_empty()
                    || merge.merged.info() != self.base.info()
                    || forced.contains(&self.place.session_file())
            }
        };
        plan
    }

    pub(super) fn write(&mut self, plan: &Plan, merge: &Merge) -> Result<Vec<Written>, StoreError> {
        let mut written = Vec::new();
        let merged = &merge.merged;
        if plan.session {
            let path = self.place.session_file();
            let text = schema::write_session(merged.info());
            let parsed = Parsed::Session(Box::new(merged.info().clone()));
            written.push(self.write_file(path, FileKind::Session, text, parsed)?);
        }
        // A mark that goes from one person's file to another's stays in the old one until it is safe in the new one.
        let given = |from: &PersonId, waiting: &[PersonId]| -> Vec<MarkId> {
            let Some(theirs) = merge.theirs.set(from) else {
                return Vec::new();
            };
            waiting
                .iter()
                .filter(|person| *person != from)
                .filter_map(|person| merged.set(person))
                .flat_map(|set| set.marks.keys())
                .filter(|id| theirs.marks.contains_key(id))
                .copied()
                .collect()
        };
        let mut waiting = plan.people.clone();
        waiting.sort_by_key(|person| given(person, &plan.people).len());
        let mut again = Vec::new();
        while !waiting.is_empty() {
            let person = waiting.remove(0);
            let mut set = merged.set(&person).cloned().unwrap_or_default();
            let held_back = given(&person, &waiting);
            if let Some(theirs) = merge.theirs.set(&person) {
                for id in &held_back {
                    if let Some(mark) = theirs.marks.get(id) {
                        set.tombstones.remove(id);
                        set.marks.insert(*id, mark.clone());
                    }
                }
            }
            if !held_back.is_empty() {
                again.push(person.clone());
            }
            written.push(self.write_set(&person, set, merged)?);
        }
        for person in again {
            let set = merged.set(&person).cloned().unwrap_or_default();
            written.push(self.write_set(&person, set, merged)?);
        }
        Ok(written)
    }

    pub(super) fn write_set(
        &mut self,
        person: &PersonId,
        set: PersonSet,
        merged: &Session,
    ) -> Result<Written, StoreError> {
        let card = merged
            .person(person)
            .cloned()
            .unwrap_or_else(|| unknown(person));
        let text = schema::write_marks(merged.info(), &card, &set);
        let file = MarksFile {
            session: merged.info().id,
            medium: merged.info().media.first().cloned().unwrap_or_default(),
            person: card,
            set,
        };
        self.write_file(
            self.place.marks_file(person),
            FileKind::Marks(person.clone()),
            text,
            Parsed::Marks(Arc::new(file)),
        )
    }

    pub(super) fn write_file(
        &mut self,
        path: PathBuf,
        kind: FileKind,
        text: String,
        parsed: Parsed,
    ) -> Result<Written, StoreError> {
        let readers = self.place.like().map_or(Readers::Own, Readers::Like);
        let hash = atomic::write_verified(&path, text.as_bytes(), readers)?;
        self.snapshot.wrote(path.clone(), kind, hash, parsed);
        Ok(Written { path, text })
    }

    /// Copies that are merged and kept with the earlier states are taken away.
    pub(super) fn retire(&mut self, copies: &[PathBuf]) {
        if copies.is_empty() {
            return;
        }
        self.tell(Warning::ConflictCopies {
            files: copies.len(),
        });
        for path in copies {
            let still_a_copy = self
                .snapshot
                .file(path)
                .is_some_and(|file| file.kind == FileKind::Copy);
            if still_a_copy && fs::remove_file(path).is_ok() {
                self.snapshot.forget(path);
            }
        }
    }
}

fn first_bad_file(disk: &Snapshot) -> Option<(PathBuf, FileKind, StoreError)> {
    disk.files()
        .filter(|(_, file)| file.kind != FileKind::Copy)
        .find_map(|(path, file)| {
            let reason = file.parsed.as_ref().err()?;
            Some((path.clone(), file.kind.clone(), reason.clone()))
        })
}

fn first_fault(disk: &Snapshot) -> Option<StoreError> {
    first_bad_file(disk).map(|(_, _, reason)| reason)
}

fn unknown(person: &PersonId) -> Person {
    Person {
        id: person.clone(),
        name: person.to_string(),
        role: Role::Other,
        hue: 0,
        fields: Vec::new(),
    }
}
