//! The saver's thread: compare, merge, write, verify, tell; then sleep until something happens.
//!
//! `base` is the last state that the application and the disk both went on from. With it every save is a merge of three
//! states, so that other windows, the command line and sync programs may write the same files at any time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::{Arc, PoisonError},
    time::Duration,
};

use crate::domain::{
    id::{MarkId, PersonId},
    merge::{Ancestor, merge_three_way},
    person::{Person, Role},
    session::{PersonSet, Session, SessionInfo},
    track::Track,
};

use super::{
    atomic::{self, Readers},
    conflict, erase,
    error::StoreError,
    generations,
    lock::Lock,
    open::{Seen, Warning},
    place::Place,
    presence::{self, OwnNote},
    recover::recover,
    saver::{Link, Offer, Outgoing, SaveEvent, SaverSetup, Shared},
    schema::{self, MarksFile},
    snapshot::{FileKind, Parsed, Snapshot},
    watch::Watch,
};

/// Changes by others come in bursts (several files, each moved into place); they are read once the burst is over.
const BURST: Duration = Duration::from_millis(60);
/// How often, and how many times, a file that does not read is read again before it counts as damaged: some programs
/// write in place.
const SECOND_LOOK: (Duration, usize) = (Duration::from_millis(60), 3);

/// A merged state that was handed out and not yet heard of again.
struct Pending {
    id: u64,
    /// What the application has once it absorbed it.
    merged: Session,
    /// What the application and the disk then both go on from.
    base: Session,
}

/// Something to do.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that may have been asked for"
)]
struct Work {
    offer: Option<(Offer, u64)>,
    again: bool,
    relocate: Option<Place>,
    erase: Vec<MarkId>,
    stirred: bool,
    refresh: bool,
    stop: bool,
    absorbed: u64,
}

/// A record as it should be on disk, and as it is there.
struct Merge {
    merged: Session,
    theirs: Session,
    both_kept: usize,
    copies: Vec<PathBuf>,
}

/// Which files to write.
#[derive(Default)]
struct Plan {
    session: bool,
    people: Vec<PersonId>,
}

impl Plan {
    const fn is_empty(&self) -> bool {
        !self.session && self.people.is_empty()
    }
}

pub(super) struct Worker {
    place: Place,
    app: Session,
    base: Session,
    snapshot: Snapshot,
    pending: Vec<Pending>,
    last_id: u64,
    /// Revision and ticket of what is not on the disk yet.
    unsaved: Option<(u64, u64)>,
    newest: (u64, u64),
    setup: SaverSetup,
    link: Arc<Link>,
    note: Option<OwnNote>,
    watch: Option<Watch>,
    /// The place is new to this record; what lies there may be of another recording.
    moved: bool,
    news: Vec<Outgoing>,
}

impl Worker {
    pub(super) fn new(place: Place, seen: Seen, setup: SaverSetup, link: Arc<Link>) -> Self {
        Self {
            place,
            app: seen.session,
            base: seen.base,
            snapshot: seen.snapshot,
            pending: Vec::new(),
            last_id: 0,
            unsaved: None,
            newest: (0, 0),
            setup,
            link,
            note: None,
            watch: None,
            moved: false,
            news: Vec::new(),
        }
    }

    pub(super) fn run(mut self) {
        self.settle_in();
        loop {
            let work = self.wait();
            let stop = work.stop;
            self.do_work(work);
            if stop {
                break;
            }
        }
    }

    /// Leaves the note and begins to look out.
    fn settle_in(&mut self) {
        if self.setup.presence {
            self.note = None;
            self.note = OwnNote::leave(&self.place, &self.setup.device, (self.setup.clock)());
        }
        self.look_out();
        if self.setup.presence {
            self.look_for_others();
        }
        if self.watch.is_some() {
            // What changed between opening and looking out.
            self.link.lock().stirred = true;
        }
    }

    fn look_out(&mut self) {
        if self.setup.watch && self.watch.is_none() {
            self.watch = Watch::start(&self.place, &self.link);
        }
    }

    fn wait(&self) -> Work {
        let mut shared = self.link.lock();
        let mut refresh = false;
        loop {
            if has_work(&shared) || refresh {
                break;
            }
            if self.note.is_some() {
                let (back, timeout) = self
                    .link
                    .bell
                    .wait_timeout(shared, presence::REFRESH)
                    .unwrap_or_else(PoisonError::into_inner);
                shared = back;
                refresh = timeout.timed_out();
            } else {
                shared = self
                    .link
                    .bell
                    .wait(shared)
                    .unwrap_or_else(PoisonError::into_inner);
            }
        }
        if shared.stirred && shared.offer.is_none() && !shared.stop {
            shared = self
                .link
                .bell
                .wait_timeout_while(shared, BURST, |shared| {
                    shared.offer.is_none() && !shared.stop
                })
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        Work {
            refresh,
            ..take_work(&mut shared)
        }
    }

    fn do_work(&mut self, work: Work) {
        self.note_absorbed(work.absorbed);
        let mut write = work.again;
        if let Some(place) = work.relocate {
            self.move_to(place);
            write = true;
        }
        if let Some((offer, ticket)) = work.offer {
            self.app = offer.session;
            self.newest = (offer.revision, ticket);
            self.unsaved = Some(self.newest);
            write = true;
        }
        write |= work.stop;
        let write = write && self.unsaved.is_some();
        let look = work.stirred && !work.stop && !self.snapshot.looks_current(&self.place);
        if write || look {
            let result = self.sync();
            self.report(result);
        }
        if work.refresh
            && let Some(note) = &self.note
        {
            note.refresh((self.setup.clock)());
        }
        if self.setup.presence && (work.stirred || work.refresh) {
            self.look_for_others();
        }
        self.erase(work.erase);
        self.send();
    }

    /// The application has what was handed out up to this.
    fn note_absorbed(&mut self, id: u64) {
        let Some(at) = self.pending.iter().position(|pending| pending.id == id) else {
            return;
        };
        let known = self.pending.drain(..=at).next_back();
        if let Some(known) = known {
            self.app = known.merged;
            self.base = known.base;
        }
    }

    fn move_to(&mut self, place: Place) {
        self.place = place;
        self.base = Session::new(self.base.info().clone(), BTreeMap::new());
        self.snapshot = Snapshot::default();
        self.pending.clear();
        self.unsaved = Some(self.newest);
        self.moved = true;
        self.watch = None;
        self.settle_in();
    }

    fn look_for_others(&mut self) {
        let others = presence::others(
            &self.place,
            self.note.as_ref(),
            &self.setup.device,
            (self.setup.clock)(),
        );
        let mut shared = self.link.lock();
        if shared.others != others {
            shared.others = others;
            drop(shared);
            self.news.push(Outgoing::Event(SaveEvent::Others));
        }
    }

    fn report(&mut self, result: Result<Vec<Written>, StoreError>) {
        match result {
            Ok(written) => {
                if let Some((revision, ticket)) = self.unsaved.take() {
                    self.news
                        .push(Outgoing::Event(SaveEvent::Saved { revision }));
                    let mut shared = self.link.lock();
                    shared.safe_ticket = ticket;
                    shared.failed = None;
                }
                self.send();
                self.look_out();
                self.keep_generations(&written);
            }
            Err(error) => {
                if let Some((_, ticket)) = self.unsaved {
                    self.link.lock().failed = Some((ticket, error.clone()));
                    self.news.push(Outgoing::Event(SaveEvent::Failed(error)));
                }
                self.send();
            }
        }
    }

    fn send(&mut self) {
        let mut shared = self.link.lock();
        let told = !self.news.is_empty();
        for event in self.news.drain(..) {
            if matches!(event, Outgoing::Incoming { .. }) {
                // The newer one holds all that the older one did.
                shared
                    .outgoing
                    .retain(|known| !matches!(known, Outgoing::Incoming { .. }));
            }
            shared.outgoing.push(event);
        }
        drop(shared);
        self.link.done.notify_all();
        if told {
            (self.setup.waker)();
        }
    }

    /// Brings memory and disk together.
    fn sync(&mut self) -> Result<Vec<Written>, StoreError> {
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
    fn read_under_lock(&mut self) -> Result<(Snapshot, BTreeSet<PathBuf>), StoreError> {
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

    fn tell(&mut self, warning: Warning) {
        self.news.push(Outgoing::Event(SaveEvent::Warned(warning)));
    }

    fn is_of_another_recording(&self) -> bool {
        let fingerprint = |info: &SessionInfo| {
            info.media
                .first()
                .map(|medium| medium.fingerprint.clone())
                .filter(|fingerprint| !fingerprint.is_empty())
        };
        let there = self.snapshot.info().and_then(fingerprint);
        there.is_some() && there != fingerprint(self.app.info())
    }

    fn merge(&self, disk: &Snapshot) -> Merge {
        let theirs = disk.session(self.base.info(), Some(&self.base));
        let first = merge_three_way(
            Ancestor::State(&self.base),
            &self.app,
            &theirs,
            &mut conflict::kept_id,
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

    fn plan(&self, disk: &Snapshot, merge: &Merge, forced: &BTreeSet<PathBuf>) -> Plan {
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

    fn write(&mut self, plan: &Plan, merge: &Merge) -> Result<Vec<Written>, StoreError> {
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

    fn write_set(
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

    fn write_file(
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
    fn retire(&mut self, copies: &[PathBuf]) {
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

    /// Memory and disk have met: what the disk had and the application has not is handed out.
    fn agree(&mut self, merge: &Merge) {
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

    fn keep_generations(&mut self, written: &[Written]) {
        let now = (self.setup.clock)();
        for file in written {
            if generations::keep(&self.place, &file.path, file.text.as_bytes(), now).is_err() {
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
    fn reads_back(&self, written: &Written) -> Result<(), StoreError> {
        let meant = self.snapshot.file(&written.path).map(|file| &file.parsed);
        let found = super::snapshot::parse(&written.path, written.text.as_bytes())?;
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

    fn erase(&mut self, marks: Vec<MarkId>) {
        for mark in marks {
            if self.unsaved.is_some() || self.app.mark(mark).is_some() {
                // Only once the record itself no longer holds it.
                self.link.lock().erase.push(mark);
                continue;
            }
            match erase::erase(&self.place, self.app.info(), mark) {
                Ok(erasure) => self.news.push(Outgoing::Event(SaveEvent::Erased(erasure))),
                Err(error) => self.news.push(Outgoing::Event(SaveEvent::Failed(error))),
            }
        }
    }
}

/// A file that was just written.
struct Written {
    path: PathBuf,
    text: String,
}

fn has_work(shared: &Shared) -> bool {
    shared.offer.is_some()
        || shared.retry
        || shared.relocate.is_some()
        || shared.erase_now
        || shared.stirred
        || shared.stop
}

fn take_work(shared: &mut Shared) -> Work {
    let ticket = shared.ticket;
    let erase = std::mem::take(&mut shared.erase);
    shared.erase_now = false;
    Work {
        offer: shared.offer.take().map(|offer| (offer, ticket)),
        again: std::mem::take(&mut shared.retry),
        relocate: shared.relocate.take(),
        erase,
        stirred: std::mem::take(&mut shared.stirred),
        refresh: false,
        stop: shared.stop,
        absorbed: shared.absorbed,
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

/// The sets in which the merged record differs, with a rating that was taken away as one without samples.
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
            .filter(|track| {
                !set.tracks
                    .iter()
                    .any(|kept| kept.kind == track.kind && kept.about == track.about)
            })
            .map(|track| Track {
                samples: Vec::new(),
                ..track.clone()
            })
            .collect();
        set.tracks.extend(taken_away);
        changed.insert(person.clone(), set);
    }
    changed
}
