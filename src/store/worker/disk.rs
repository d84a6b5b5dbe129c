//! Bringing memory and disk together: read under the lock, merge, write what differs.

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc, time::Duration};

use super::super::{
    atomic::{self, Readers},
    conflict,
    error::StoreError,
    generations, keys,
    lock::Lock,
    open::Warning,
    recover::recover,
    schema::{self, MarksFile},
    snapshot::{FileKind, Parsed, Snapshot},
};
use super::{Merge, Plan, Worker, Written};
use crate::domain::{
    id::{MarkId, PersonId},
    mark::Audience,
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
            let disk = Snapshot::read(&self.place, &self.snapshot, &self.reach)?;
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
        let mut disk = Snapshot::read(&self.place, &self.snapshot, &self.reach)?;
        for _ in 0..SECOND_LOOK.1 {
            if !matches!(first_fault(&disk), Some(StoreError::Damaged { .. })) {
                break;
            }
            std::thread::sleep(SECOND_LOOK.0);
            disk = Snapshot::read(&self.place, &disk, &self.reach)?;
        }
        let mut forced = BTreeSet::new();
        let now = (self.setup.clock)();
        while let Some((path, kind, reason)) = first_bad_file(&disk) {
            if !matches!(reason, StoreError::Damaged { .. }) {
                return Err(reason);
            }
            let mut recovered = recover(&self.place, &path, reason, now, true, &self.reach.keys)?;
            let in_memory = match &kind {
                FileKind::Session => Some(0),
                FileKind::Marks(person) => self
                    .app
                    .set(person)
                    .filter(|set| **set != PersonSet::default())
                    .map(|set| set.marks.len()),
                FileKind::Closed(person, audience) => self
                    .app
                    .set(person)
                    .map(|set| self.reach.part(set, *audience))
                    .filter(|part| *part != PersonSet::default())
                    .map(|part| part.marks.len()),
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
            let next = conflict::merge_copy(&self.place, &merged, &copy, &self.reach.keys);
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
            let theirs = merge.theirs.set(person).unwrap_or(&empty);
            let same = set.holds_the_same(theirs);
            for audience in self.reach.audiences(person) {
                let path = self.file_of(person, audience);
                let card_changed = || match disk.file(&path).map(|file| &file.parsed) {
                    Some(Ok(Parsed::Marks(file))) => merge
                        .merged
                        .person(person)
                        .is_some_and(|card| *card != file.person),
                    _ => false,
                };
                let part = |set: &PersonSet| self.reach.part(set, audience);
                let changed = || !same && !part(set).holds_the_same(&part(theirs));
                // Whoever has got a key since, or is of another circle now, can read it only once it is written again.
                let other_readers = || {
                    let known = disk.file(&path).filter(|file| file.readers > 0);
                    let meant = keys::readers(merge.merged.info(), person, audience);
                    let own = meant.as_ref().is_ok_and(|meant| {
                        meant.first().is_some_and(|key| self.reach.keys.holds(key))
                    });
                    matches!((known, meant), (Some(known), Ok(meant)) if own
                        && matches!(known.parsed, Ok(Parsed::Marks(_)))
                        && known.readers != meant.len())
                };
                if forced.contains(&path) || changed() || card_changed() || other_readers() {
                    plan.people
                        .entry(person.clone())
                        .or_default()
                        .push(audience);
                }
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

    fn file_of(&self, person: &PersonId, audience: Audience) -> PathBuf {
        match audience {
            Audience::Everyone => self.place.marks_file(person),
            closed => self.place.closed_file(person, closed),
        }
    }

    pub(super) fn write(&mut self, plan: &Plan, merge: &Merge) -> Result<Vec<Written>, StoreError> {
        let mut written = Vec::new();
        let merged = &merge.merged;
        if plan.session {
            let path = self.place.session_file();
            let bytes = schema::write_session(merged.info()).into_bytes();
            let parsed = Parsed::Session(Box::new(merged.info().clone()));
            written.push(self.write_file(path, FileKind::Session, bytes, parsed)?);
        }
        // A mark that goes from one file to another stays in the old one until it is safe in the new one.
        let files: Vec<(PersonId, Audience)> = plan
            .people
            .iter()
            .flat_map(|(person, parts)| parts.iter().map(|part| (person.clone(), *part)))
            .collect();
        let gained = |(person, audience): &(PersonId, Audience)| -> Vec<MarkId> {
            let was = merge.theirs.set(person);
            merged
                .set(person)
                .into_iter()
                .flat_map(|set| set.marks.values())
                .filter(|mark| mark.audience == *audience)
                .filter(|mark| {
                    was.and_then(|set| set.marks.get(&mark.id))
                        .is_none_or(|was| was.audience != *audience)
                })
                .map(|mark| mark.id)
                .collect()
        };
        let gains: Vec<Vec<MarkId>> = files.iter().map(gained).collect();
        // What this file had, and another one that is still to be written will have.
        let given = |at: usize, waiting: &[usize]| -> Vec<MarkId> {
            let (person, audience) = &files[at];
            let Some(theirs) = merge.theirs.set(person) else {
                return Vec::new();
            };
            waiting
                .iter()
                .filter(|other| **other != at)
                .flat_map(|other| &gains[*other])
                .filter(|id| {
                    theirs
                        .marks
                        .get(id)
                        .is_some_and(|mark| mark.audience == *audience)
                })
                .copied()
                .collect()
        };
        let mut waiting: Vec<usize> = (0..files.len()).collect();
        let everyone = waiting.clone();
        waiting.sort_by_key(|at| given(*at, &everyone).len());
        let mut again = Vec::new();
        while !waiting.is_empty() {
            let at = waiting.remove(0);
            let (person, audience) = &files[at];
            let mut set = merged
                .set(person)
                .map(|set| self.reach.part(set, *audience))
                .unwrap_or_default();
            let held_back = given(at, &waiting);
            if let Some(theirs) = merge.theirs.set(person) {
                for id in &held_back {
                    if let Some(mark) = theirs.marks.get(id) {
                        set.tombstones.remove(id);
                        set.marks.insert(*id, mark.clone());
                    }
                }
            }
            if !held_back.is_empty() {
                again.push(at);
            }
            written.push(self.write_set(person, *audience, set, merged)?);
        }
        for at in again {
            let (person, audience) = &files[at];
            let set = merged
                .set(person)
                .map(|set| self.reach.part(set, *audience))
                .unwrap_or_default();
            written.push(self.write_set(person, *audience, set, merged)?);
        }
        Ok(written)
    }

    pub(super) fn write_set(
        &mut self,
        person: &PersonId,
        audience: Audience,
        set: PersonSet,
        merged: &Session,
    ) -> Result<Written, StoreError> {
        let card = merged
            .person(person)
            .cloned()
            .unwrap_or_else(|| unknown(person));
        let path = self.file_of(person, audience);
        let text = schema::write_marks(merged.info(), &card, &set);
        let file = MarksFile {
            session: merged.info().id,
            medium: merged.info().media.first().cloned().unwrap_or_default(),
            person: card,
            set,
        };
        let (kind, bytes) = match audience {
            Audience::Everyone => (FileKind::Marks(person.clone()), text.into_bytes()),
            closed => {
                if self.snapshot.is_locked(&path) {
                    return Err(StoreError::Locked { path });
                }
                let readers = keys::readers(merged.info(), person, closed)?;
                let bytes = keys::encrypt_to(&readers, keys::padded(text).as_bytes())?;
                (FileKind::Closed(person.clone(), closed), bytes)
            }
        };
        self.write_file(path, kind, bytes, Parsed::Marks(Arc::new(file)))
    }

    pub(super) fn write_file(
        &mut self,
        path: PathBuf,
        kind: FileKind,
        bytes: Vec<u8>,
        parsed: Parsed,
    ) -> Result<Written, StoreError> {
        let readers = self.place.like().map_or(Readers::Own, Readers::Like);
        atomic::write_verified(&path, &bytes, readers)?;
        self.snapshot.wrote(path.clone(), kind, &bytes, parsed);
        Ok(Written { path, bytes })
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
        key: None,
        zones: None,
        fields: Vec::new(),
    }
}
