//! The saver's thread: compare, merge, write, verify, tell; then sleep until something happens.
//!
//! `base` is the last state that the application and the disk both went on from. With it every save is a merge of three
//! states, so that other windows, the command line and sync programs may write the same files at any time.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Arc, PoisonError},
    time::Duration,
};

use crate::domain::{
    id::{MarkId, PersonId},
    mark::Audience,
    session::Session,
};

use super::{
    error::StoreError,
    keys::Reach,
    open::{Seen, Warning},
    place::Place,
    presence::{self, OwnNote},
    saver::{Link, Next, Offer, Outgoing, SaveEvent, SaverSetup, Shared},
    snapshot::Snapshot,
    watch::Watch,
};

mod after;
mod disk;

/// Changes by others come in bursts (several files, each moved into place); they are read once the burst is over.
const BURST: Duration = Duration::from_millis(60);

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
    /// Whose files, and which of them.
    people: BTreeMap<PersonId, Vec<Audience>>,
}

impl Plan {
    fn is_empty(&self) -> bool {
        !self.session && self.people.is_empty()
    }
}

pub(super) struct Worker {
    place: Place,
    app: Session,
    base: Session,
    snapshot: Snapshot,
    reach: Reach,
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
            reach: Reach::shared(seen.keys),
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
        let look =
            work.stirred && !work.stop && !self.snapshot.looks_current(&self.place, &self.reach);
        if write || look {
            let result = self.sync();
            self.report(result);
        }
        while self.unsaved.is_none() && self.go_on_to_the_next() {}
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

    /// Goes on to another part of the record, or with other keys, if that was asked for. What was known of the old part is
    /// forgotten: the application has forgotten it too, and all of it is on the disk.
    fn go_on_to_the_next(&mut self) -> bool {
        let mut shared = self.link.lock();
        if shared.offer.is_some() {
            // Came in while this part was written; it is of this part still.
            return false;
        }
        let Some(next) = shared.next.pop_front() else {
            return false;
        };
        drop(shared);
        let Next {
            reach,
            base,
            offer,
            ticket,
        } = next;
        self.reach = reach;
        self.pending.clear();
        self.snapshot.forget_closed();
        // Whatever the new part holds is read anew and handed out as if others had written it.
        self.base = base;
        self.app = offer.session;
        self.newest = (offer.revision, ticket);
        self.unsaved = Some(self.newest);
        self.link
            .lock()
            .outgoing
            .retain(|event| !matches!(event, Outgoing::Incoming { .. }));
        let result = self.sync();
        self.report(result);
        true
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

    fn tell(&mut self, warning: Warning) {
        self.news.push(Outgoing::Event(SaveEvent::Warned(warning)));
    }
}

/// A file that was just written.
struct Written {
    path: PathBuf,
    bytes: Vec<u8>,
}

fn has_work(shared: &Shared) -> bool {
    shared.offer.is_some()
        || shared.retry
        || shared.relocate.is_some()
        || !shared.next.is_empty() && shared.failed.is_none()
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
