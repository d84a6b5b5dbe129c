//! The background writer as the application sees it: newest state wins, and *saved* means that it is on the disk.
//!
//! The application hands over its state after every change and asks what happened. What others wrote is handed out only
//! while it was merged with exactly the state that was handed over last; so nothing that is absorbed can push aside a
//! change that the writer has not seen yet.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use chrono::{DateTime, FixedOffset};

use crate::domain::{
    id::{DeviceId, MarkId, PersonId},
    mark::Mark,
    session::{PersonSet, Session, SessionInfo},
};

use super::{
    erase::Erasure,
    error::StoreError,
    keys::Reach,
    open::{Seen, Warning},
    place::Place,
    presence::Presence,
    worker::Worker,
};

/// Called from the saver's thread when there is something to poll.
pub type Waker = Arc<dyn Fn() + Send + Sync>;
/// The wall clock, read on the saver's thread.
pub type Clock = Arc<dyn Fn() -> DateTime<FixedOffset> + Send + Sync>;

/// What a saver needs to know of its surroundings.
#[derive(Clone)]
pub struct SaverSetup {
    /// Called when there is something to poll.
    pub waker: Waker,
    /// For the dates of generations and presence notes.
    pub clock: Clock,
    /// This installation.
    pub device: DeviceId,
    /// Whether to leave a note that the recording is open here; a window does, a command does not.
    pub presence: bool,
    /// Whether to look out for what others write while nothing is being saved; a window does, a command does not.
    pub watch: bool,
}

/// What a saver tells.
#[derive(Clone, Debug, PartialEq)]
pub enum SaveEvent {
    /// This revision, and all before it, is on the disk.
    Saved {
        /// As given to [`Saver::offer`].
        revision: u64,
    },
    /// Others changed something. Absorb all of it (`absorb_info`, then `absorb` for each set) before the next offer; it is
    /// on the disk already and need not be offered for its own sake.
    Incoming {
        /// The facts of the session as merged.
        info: Box<SessionInfo>,
        /// The sets that changed, as merged.
        sets: BTreeMap<PersonId, PersonSet>,
    },
    /// It could not be written; what was offered stays in memory until the next offer or [`Saver::retry`].
    Failed(StoreError),
    /// Something the people should know.
    Warned(Warning),
    /// A mark's words were taken out of the earlier states.
    Erased(Erasure),
    /// [`Saver::others`] has changed.
    Others,
}

/// An event on its way, with what decides whether it still holds when it is polled.
pub(super) enum Outgoing {
    Event(SaveEvent),
    /// Valid only while `ticket` is the newest offer.
    Incoming {
        id: u64,
        ticket: u64,
        info: Box<SessionInfo>,
        sets: BTreeMap<PersonId, PersonSet>,
    },
}

/// What was handed over last.
pub(super) struct Offer {
    pub session: Session,
    pub revision: u64,
}

/// Another part of the record to go on to, with the newest state of it.
pub(super) struct Next {
    pub reach: Reach,
    /// What the application went on with, and what of it was on the disk by then.
    pub base: Session,
    pub offer: Offer,
    pub ticket: u64,
}

/// What both threads see.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that may have been asked for"
)]
pub(super) struct Shared {
    pub offer: Option<Offer>,
    /// Number of the newest offer.
    pub ticket: u64,
    /// Newest `Incoming` that was handed out.
    pub absorbed: u64,
    pub outgoing: Vec<Outgoing>,
    /// Something in the folder has changed.
    pub stirred: bool,
    pub retry: bool,
    pub stop: bool,
    pub relocate: Option<Place>,
    /// Other parts of the record, to be worked with in this order, each once all that was offered of the one before it is on
    /// the disk.
    pub next: VecDeque<Next>,
    /// Marks whose words are still to be taken out of the earlier states.
    pub erase: Vec<MarkId>,
    pub erase_now: bool,
    pub others: Vec<Presence>,
    /// Newest offer that is on the disk.
    pub safe_ticket: u64,
    /// Why the newest attempt failed, and for which offer.
    pub failed: Option<(u64, StoreError)>,
    /// Why there is nobody to do the work.
    pub no_thread: Option<StoreError>,
}

#[derive(Default)]
pub(super) struct Link {
    pub shared: Mutex<Shared>,
    /// Rung when the worker has something to do.
    pub bell: Condvar,
    /// Rung when the worker has done something.
    pub done: Condvar,
}

impl Link {
    /// A thread that panicked while it held the lock has left plain values behind; going on loses nothing.
    pub fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps one recording's record on disk from a thread of its own. Dropping it saves what is still to be saved.
pub struct Saver {
    link: Arc<Link>,
    place: Place,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Saver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Saver").finish_non_exhaustive()
    }
}

impl Saver {
    /// Starts the thread. Writes nothing before the first offer, apart from the presence note.
    ///
    /// Where the system gives no thread, everything is told as failed and stays in memory.
    #[must_use]
    pub fn start(place: Place, seen: Seen, setup: SaverSetup) -> Self {
        let link = Arc::new(Link::default());
        let path = place.folder().to_path_buf();
        let here = place.clone();
        let worker = Worker::new(place, seen, setup, link.clone());
        let thread = std::thread::Builder::new()
            .name("saver".to_owned())
            .spawn(move || worker.run());
        if let Err(error) = &thread {
            link.lock().no_thread = Some(StoreError::io(&path, error));
        }
        Self {
            link,
            place: here,
            thread: thread.ok(),
        }
    }

    /// Hands over the newest state. Must be called after every change and before the next [`Self::poll`].
    pub fn offer(&mut self, session: Session, revision: u64) {
        let mut shared = self.link.lock();
        shared.ticket += 1;
        let offer = Offer { session, revision };
        let ticket = shared.ticket;
        match shared.next.back_mut() {
            // It is of the next part already.
            Some(next) => {
                next.offer = offer;
                next.ticket = ticket;
            }
            None => shared.offer = Some(offer),
        }
        if let Some(error) = shared.no_thread.clone() {
            shared.failed = Some((shared.ticket, error.clone()));
            shared
                .outgoing
                .push(Outgoing::Event(SaveEvent::Failed(error)));
        }
        self.link.bell.notify_one();
    }

    /// What happened since the last time.
    pub fn poll(&mut self) -> Vec<SaveEvent> {
        let mut shared = self.link.lock();
        let outgoing = std::mem::take(&mut shared.outgoing);
        let newest = shared.ticket;
        let mut events = Vec::with_capacity(outgoing.len());
        for event in outgoing {
            match event {
                Outgoing::Event(event) => events.push(event),
                // Merged with a state that is no longer the newest; the worker will hand out another.
                Outgoing::Incoming { ticket, .. } if ticket != newest => {}
                Outgoing::Incoming { id, info, sets, .. } => {
                    shared.absorbed = id;
                    events.push(SaveEvent::Incoming { info, sets });
                }
            }
        }
        events
    }

    /// Where the files lie.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place.clone()
    }

    /// Tries again after a failure.
    pub fn retry(&mut self) {
        let mut shared = self.link.lock();
        shared.retry = true;
        shared.failed = None;
        self.link.bell.notify_one();
    }

    /// Saves elsewhere from now on, beginning with all there is. See [`remember`](super::remember) for finding it again.
    pub fn relocate(&mut self, place: Place) {
        self.place = place.clone();
        let mut shared = self.link.lock();
        shared.relocate = Some(place);
        shared.failed = None;
        self.link.bell.notify_one();
    }

    /// Works with another part of the record, or with other keys, as soon as all that was offered is on the disk; what cannot
    /// be written is kept until it can be. `emptied` is the record without what is out of reach ([`Session::forget`]): what comes
    /// within reach is handed out as [`SaveEvent::Incoming`].
    pub fn reach_for(&mut self, reach: Reach, emptied: Session, revision: u64) {
        let mut shared = self.link.lock();
        shared.ticket += 1;
        let base = emptied.clone();
        let offer = Offer {
            session: emptied,
            revision,
        };
        let ticket = shared.ticket;
        shared.next.push_back(Next {
            reach,
            base,
            offer,
            ticket,
        });
        self.link.bell.notify_one();
    }

    /// Takes a mark's words out of every earlier state and damaged copy, once all that was offered is saved.
    /// The record handed over must no longer hold it (`Edit::EraseMark`).
    pub fn erase(&mut self, mark: &Mark) {
        let mut shared = self.link.lock();
        shared.erase.push(mark.id);
        shared.erase_now = true;
        self.link.bell.notify_one();
    }

    /// Waits until all that was offered is on the disk, a failure, or the end of the time.
    pub fn flush(&mut self, timeout: Duration) -> Result<(), StoreError> {
        let end = Instant::now() + timeout;
        let mut shared = self.link.lock();
        loop {
            if shared.safe_ticket == shared.ticket {
                return Ok(());
            }
            if let Some((ticket, error)) = &shared.failed
                && *ticket == shared.ticket
            {
                return Err(error.clone());
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(StoreError::Busy {
                    path: std::path::PathBuf::new(),
                });
            }
            shared = self
                .link
                .done
                .wait_timeout(shared, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    /// Who else has it open.
    #[must_use]
    pub fn others(&self) -> Vec<Presence> {
        self.link.lock().others.clone()
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        self.link.lock().stop = true;
        self.link.bell.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
