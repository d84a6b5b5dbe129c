//! The thread of the frame server: one slot with what is wanted newest, answers as messages to the engine.

use std::{
    cell::Cell,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    time::{Duration, Instant},
};

use super::{
    super::{
        FrameIndex, VideoFrame,
        cache::FrameCache,
        prepare,
        server::{FrameServer, Goal, Outcome, Search},
        source,
    },
    engine::Message,
    shared::Shared,
};
use crate::domain::time::MediaTime;

/// How long the pointer rests before the exact frame is sought.
const REST: Duration = Duration::from_millis(40);

/// While dragging, the exact frame is shown at once if decoding to it takes no longer than this.
const CHEAP: Duration = Duration::from_millis(40);

/// How many frames before the one shown should be at hand for steps back.
const BEHIND: usize = 14;

/// How many bytes of pixels are kept around the frame that is shown, in all: the shares below, and the rest for what the
/// decoder holds on its way and gives back to nobody as long as it lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget(pub usize);

impl Budget {
    /// For the frames of a loop that is held.
    pub const fn looped(self) -> usize {
        self.0 / 2
    }

    /// For frames that the decoder passed, as it lent them: the way back. Those that are stepped through while earlier ones
    /// are fetched, and the earlier ones. Of 1080p, 24 frames at the usual budget; with half of it, what the decoder holds besides
    /// made the whole more than the budget while playing began.
    const fn passed(self) -> usize {
        self.0 / 8 * 3
    }

    /// For frames that were handed out.
    const fn served(self) -> usize {
        self.0 / 16
    }

    /// For frames that were just played.
    pub const fn played(self) -> usize {
        self.0 / 8
    }
}

/// What the server is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Request {
    /// This frame, exactly.
    Exact(Goal),
    /// Something near this time now, and exactly it once nothing newer came for a moment.
    Scrub(MediaTime),
    /// Nothing to show; be ready for steps back from here.
    Prepare(usize),
    /// All frames from this one to that one, in order.
    Stretch(usize, usize),
}

#[derive(Default)]
struct Slot {
    request: Option<(u64, Request)>,
    copy: Option<source::Opener>,
    /// What was handed out before is too small now.
    forget: bool,
    /// Nobody will ask for a while.
    rest: bool,
    budget: Option<Budget>,
    quit: bool,
}

#[derive(Default)]
struct Inbox {
    slot: Mutex<Slot>,
    changed: Condvar,
}

impl Inbox {
    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_empty(&self) -> bool {
        let slot = self.lock();
        slot.request.is_none() && !slot.quit
    }

    /// What to do next; `None` when it is time to go.
    fn take(&self) -> Option<Work> {
        let mut slot = self.lock();
        loop {
            if slot.quit {
                return None;
            }
            if let Some((epoch, request)) = slot.request.take() {
                return Some(Work::Answer(epoch, request));
            }
            if let Some(budget) = slot.budget.take() {
                return Some(Work::Keep(budget));
            }
            if let Some(copy) = slot.copy.take() {
                return Some(Work::Adopt(copy));
            }
            if std::mem::take(&mut slot.rest) {
                return Some(Work::Rest);
            }
            slot = self
                .changed
                .wait(slot)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Whether what was handed out is to be forgotten; says so once.
    fn forgets(&self) -> bool {
        std::mem::take(&mut self.lock().forget)
    }

    /// The frame that is asked for next, if one is asked for exactly.
    fn next_step(&self, index: &FrameIndex) -> Option<(u64, usize)> {
        let (epoch, request) = self.lock().request?;
        let number = match request {
            Request::Exact(Goal::Number(number) | Goal::AtLeast(number)) => number,
            Request::Exact(Goal::At(time)) if index.covers(time) => index.at(time)?,
            _ => return None,
        };
        Some((epoch, number))
    }

    /// Takes a request that was answered, unless a newer one took its place.
    fn settle(&self, epoch: u64) -> bool {
        let mut slot = self.lock();
        let same = slot.request.is_some_and(|(newest, _)| newest == epoch);
        if same {
            slot.request = None;
        }
        same
    }

    /// Waits; true if nothing came.
    fn rest(&self, time: Duration) -> bool {
        let (slot, _) = self
            .changed
            .wait_timeout_while(self.lock(), time, |slot| {
                slot.request.is_none() && !slot.quit
            })
            .unwrap_or_else(PoisonError::into_inner);
        slot.request.is_none() && !slot.quit
    }
}

/// What the thread is to do next.
enum Work {
    Answer(u64, Request),
    Adopt(source::Opener),
    Rest,
    Keep(Budget),
}

/// The engine's end of the frame server. Dropping it stops the thread.
pub(super) struct Serving {
    inbox: Arc<Inbox>,
}

impl Serving {
    /// Starts the thread; its first message tells how opening went.
    pub fn start(
        opener: source::Opener,
        shared: Arc<Shared>,
        engine: mpsc::Sender<Message>,
        budget: Budget,
    ) -> std::io::Result<Self> {
        let inbox = Arc::<Inbox>::default();
        let thread_inbox = Arc::clone(&inbox);
        std::thread::Builder::new()
            .name("frame server".to_owned())
            .spawn(move || serve(&opener, &shared, &engine, &thread_inbox, budget))?;
        Ok(Self { inbox })
    }

    /// Replaces whatever was asked before.
    pub fn ask(&self, epoch: u64, request: Request) {
        {
            let mut slot = self.inbox.lock();
            slot.request = Some((epoch, request));
            slot.rest = false;
        }
        self.inbox.changed.notify_one();
    }

    /// Has it give back its memory: the recording plays, and nothing is asked of it for a while.
    pub fn rest(&self) {
        self.inbox.lock().rest = true;
        self.inbox.changed.notify_one();
    }

    /// Forgets the pictures that were handed out: they are too small for where they are shown.
    pub fn forget(&self) {
        self.inbox.lock().forget = true;
    }

    /// Has frames served from a prepared copy from now on.
    pub fn adopt(&self, copy: source::Opener) {
        self.inbox.lock().copy = Some(copy);
        self.inbox.changed.notify_one();
    }

    /// Has so many bytes of frames kept from now on.
    pub fn keep(&self, budget: Budget) {
        self.inbox.lock().budget = Some(budget);
        self.inbox.changed.notify_one();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.inbox.lock().quit = true;
        self.inbox.changed.notify_one();
    }
}

fn serve(
    opener: &source::Opener,
    shared: &Shared,
    engine: &mpsc::Sender<Message>,
    inbox: &Inbox,
    budget: Budget,
) {
    let (mut server, looks) = match FrameServer::open(opener) {
        Ok((server, found)) => {
            let looks = found.first.clone();
            let has_picture = found.first.is_some();
            if engine.send(Message::Opened(Ok(found))).is_err() || !has_picture {
                return;
            }
            (server, looks)
        }
        Err(error) => {
            let _ = engine.send(Message::Opened(Err(error)));
            return;
        }
    };
    server.keep_at_most(budget.passed());
    server.show_at(Arc::clone(shared.shown()));
    let mut desk = Desk {
        server,
        cache: FrameCache::new(budget.served()),
        shared,
        inbox,
        engine,
        per_frame: Duration::from_millis(4),
        looks,
        copied: None,
        waiting: None,
        budget,
    };
    while let Some(work) = inbox.take() {
        let (epoch, request) = match work {
            Work::Answer(epoch, request) => (epoch, request),
            Work::Adopt(copy) => {
                desk.waiting = Some(copy);
                desk.adopt();
                continue;
            }
            Work::Rest => {
                desk.server.rest();
                desk.cache.clear();
                continue;
            }
            Work::Keep(budget) => {
                desk.budget = budget;
                desk.server.keep_at_most(budget.passed());
                desk.cache.keep_at_most(budget.served());
                continue;
            }
        };
        desk.adopt();
        if inbox.forgets() {
            desk.cache.clear();
        }
        let reached = match request {
            Request::Exact(goal) => desk.exact(epoch, goal),
            Request::Scrub(time) => desk.scrub(epoch, time),
            Request::Prepare(number) => desk.stand_at(number),
            Request::Stretch(first, last) => {
                desk.stretch(epoch, first, last);
                None
            }
        };
        let mut at = reached;
        while let Some(number) = at {
            at = desk.prepare(number);
        }
    }
}

struct Desk<'a> {
    server: FrameServer,
    cache: FrameCache,
    shared: &'a Shared,
    inbox: &'a Inbox,
    engine: &'a mpsc::Sender<Message>,
    /// What decoding one frame on the way cost lately.
    per_frame: Duration,
    /// The first frame of the recording, for all that a prepared copy may say differently: colours, shape, turn.
    looks: Option<Arc<VideoFrame>>,
    /// The index of the prepared copy that is served from.
    copied: Option<Arc<FrameIndex>>,
    /// A prepared copy that waits for the index to be complete.
    waiting: Option<source::Opener>,
    budget: Budget,
}

impl Desk<'_> {
    /// The index of what is served from.
    fn index(&self) -> Arc<FrameIndex> {
        self.copied.clone().unwrap_or_else(|| self.shared.index())
    }

    /// Goes over to a prepared copy that is waiting, once it is known which frames there are.
    fn adopt(&mut self) {
        let index = self.shared.index();
        if !index.complete {
            return;
        }
        let Some(copy) = self.waiting.take() else {
            return;
        };
        match FrameServer::open(&copy) {
            Ok((mut server, found)) => {
                let same = |first: &Arc<VideoFrame>| {
                    self.looks
                        .as_ref()
                        .is_some_and(|own| own.size == first.size)
                };
                if found.first.as_ref().is_some_and(same) {
                    server.keep_at_most(self.budget.passed());
                    server.show_at(Arc::clone(self.shared.shown()));
                    self.server = server;
                    self.copied = Some(Arc::new(prepare::index_of_copy(&index)));
                } else {
                    log::warn!("the prepared copy has another size");
                }
            }
            Err(error) => log::warn!("the prepared copy is not used: {error}"),
        }
    }

    /// A frame as the recording would show it, were it served from there.
    fn dressed(
        looks: Option<&VideoFrame>,
        copied: bool,
        frame: Arc<VideoFrame>,
    ) -> Arc<VideoFrame> {
        match looks {
            Some(own) if copied => Arc::new(VideoFrame {
                matrix: own.matrix,
                range: own.range,
                pixel_aspect: own.pixel_aspect,
                orientation: own.orientation,
                original: false,
                ..VideoFrame::clone(&frame)
            }),
            _ => frame,
        }
    }

    /// Answers with the wanted frame; its number if that is known.
    fn exact(&mut self, epoch: u64, goal: Goal) -> Option<usize> {
        let index = self.index();
        let number = match goal {
            Goal::At(time) if index.covers(time) => index.at(time),
            Goal::Number(number) | Goal::AtLeast(number) => Some(number),
            Goal::At(_) | Goal::After(_) => None,
        };
        if let Some(frame) = number
            .and_then(|number| index.time(number))
            .and_then(|time| self.shared.played(time))
        {
            let number = frame.number;
            self.answer(epoch, frame);
            return number;
        }
        if let (Goal::At(_), Some(number)) = (goal, number) {
            self.first_impression(epoch, number, &index)?;
        }
        for attempt in 0..3 {
            let outcome = self.search(&index, |server, search| server.reach(goal, search));
            match outcome {
                Outcome::Frame(frame) => {
                    let number = frame.number;
                    self.answer(epoch, frame);
                    return number;
                }
                Outcome::Interrupted => return None,
                Outcome::Nothing => {
                    let _ = self.engine.send(Message::Served(epoch, Ok(None)));
                    return None;
                }
                Outcome::Failed(error) => {
                    if attempt == 2 || self.server.reopen().is_err() {
                        let _ = self.engine.send(Message::Served(epoch, Err(error)));
                        return None;
                    }
                }
            }
        }
        None
    }

    /// Has the server search until something newer is asked.
    fn search(
        &mut self,
        index: &FrameIndex,
        how: impl FnOnce(&mut FrameServer, &mut Search) -> Outcome,
    ) -> Outcome {
        let inbox = self.inbox;
        let mut search = Search {
            index,
            cache: &mut self.cache,
            live: &|| inbox.is_empty(),
        };
        how(&mut self.server, &mut search)
    }

    fn answer(&self, epoch: u64, frame: Arc<VideoFrame>) {
        let frame = Self::dressed(self.looks.as_deref(), self.copied.is_some(), frame);
        let _ = self.engine.send(Message::Served(epoch, Ok(Some(frame))));
    }

    /// On a long way, shows the key frame from which decoding begins, if that is nearer than what is on the screen. `None` if
    /// something newer is wanted.
    fn first_impression(&mut self, epoch: u64, number: usize, index: &FrameIndex) -> Option<()> {
        let key = index.keyframe_before(number);
        let shown = self.shared.frame().and_then(|frame| frame.number);
        let nearer = shown.is_none_or(|shown| shown.abs_diff(number) > number - key);
        let at_hand = self.server.holds(number)
            || index.time(number).is_some_and(|time| self.cache.has(time));
        if key == number || at_hand || !nearer || !self.is_far(number, index) {
            return Some(());
        }
        self.show_near(epoch, number, index)
    }

    /// Shows the key frame before a frame. `None` if something newer is wanted.
    fn show_near(&mut self, epoch: u64, number: usize, index: &FrameIndex) -> Option<()> {
        match self.search(index, |server, search| server.near(number, search)) {
            Outcome::Frame(near) => {
                let mut near = VideoFrame::clone(&near);
                near.exact = near.number == Some(number);
                self.answer(epoch, Arc::new(near));
                Some(())
            }
            Outcome::Interrupted => None,
            Outcome::Nothing | Outcome::Failed(_) => Some(()),
        }
    }

    /// How many frames have to be decoded to reach one.
    fn way_to(&self, number: usize, index: &FrameIndex) -> usize {
        self.server
            .walks_to(number, index)
            .unwrap_or_else(|| number - index.keyframe_before(number))
    }

    /// Whether decoding to a frame takes so long that another is worth showing meanwhile.
    fn is_far(&self, number: usize, index: &FrameIndex) -> bool {
        let frames = u32::try_from(self.way_to(number, index)).unwrap_or(u32::MAX);
        self.per_frame * frames > CHEAP
    }

    fn scrub(&mut self, epoch: u64, time: MediaTime) -> Option<usize> {
        let index = self.index();
        if !index.covers(time) {
            return self
                .inbox
                .rest(REST)
                .then(|| self.exact(epoch, Goal::At(time)))?;
        }
        let number = index.at(time).unwrap_or(0);
        if index.time(number).is_some_and(|time| self.cache.has(time)) {
            return self.exact(epoch, Goal::Number(number));
        }
        let walk = self.way_to(number, &index);
        if self.is_far(number, &index) {
            let shown = self.shared.frame().and_then(|frame| frame.number);
            // Within one group of pictures the key frame says nothing new: decode at once, and go on from there as the pointer does.
            if shown != Some(index.keyframe_before(number)) {
                self.show_near(epoch, number, &index)?;
                if !self.inbox.rest(REST) {
                    return None;
                }
            }
        }
        let started = Instant::now();
        let reached = self.exact(epoch, Goal::Number(number));
        if let (Some(_), Ok(walk @ 8..)) = (reached, u32::try_from(walk)) {
            self.per_frame = (self.per_frame + started.elapsed() / walk) / 2;
        }
        reached
    }

    /// Gathers all frames of a short stretch, unless something newer is asked for.
    fn stretch(&mut self, epoch: u64, first: usize, last: usize) {
        let index = self.shared.index();
        let mut frames = Vec::new();
        for number in first..=last {
            let known = index
                .time(number)
                .and_then(|time| self.shared.played(time).or_else(|| self.cache.get(time)));
            let frame = known.map_or_else(
                || {
                    self.search(&index, |server, search| {
                        server.reach(Goal::Number(number), search)
                    })
                },
                Outcome::Frame,
            );
            match frame {
                Outcome::Frame(frame) => frames.push(frame),
                Outcome::Interrupted => return,
                Outcome::Nothing => {
                    frames.clear();
                    break;
                }
                Outcome::Failed(_) => {
                    let _whole = self.server.reopen();
                    frames.clear();
                    break;
                }
            }
        }
        let _ = self.engine.send(Message::Gathered(epoch, frames));
    }

    /// Brings the decoder to `number`, so that the next step forward is at hand.
    fn stand_at(&mut self, number: usize) -> Option<usize> {
        let index = self.index();
        if self.server.walks_to(number + 1, &index).is_some() {
            return Some(number);
        }
        let outcome = self.search(&index, |server, search| {
            server.reach(Goal::Number(number), search)
        });
        matches!(outcome, Outcome::Frame(_)).then_some(number)
    }

    /// Has the frames just before `number` ready, unless something is asked for meanwhile that needs the decoder. The number of
    /// the frame that was handed out last meanwhile, to go on from.
    fn prepare(&mut self, number: usize) -> Option<usize> {
        let index = self.index();
        let missing = (number.saturating_sub(BEHIND)..number)
            .rev()
            .find(|before| {
                index.time(*before).is_some_and(|time| {
                    !self.cache.has(time)
                        && !self.server.holds(*before)
                        && self.shared.played(time).is_none()
                })
            });
        let missing = missing?;
        let (ready, inbox, engine) = (self.server.ready(), self.inbox, self.engine);
        let shared = self.shared;
        let (looks, copied) = (self.looks.clone(), self.copied.is_some());
        let latest = Cell::new(None);
        // Whoever steps on meanwhile is served from what is there, so that holding the key does not end the preparation that
        // it needs.
        let live = || {
            let Some((epoch, number)) = inbox.next_step(&index) else {
                return inbox.is_empty();
            };
            let known = index.time(number).and_then(|time| shared.played(time));
            let Some(frame) = known.or_else(|| ready.frame(number, &index).map(Arc::new)) else {
                return false;
            };
            let frame = Self::dressed(looks.as_deref(), copied, frame);
            if inbox.settle(epoch) {
                latest.set(Some(number));
                let _ = engine.send(Message::Served(epoch, Ok(Some(frame))));
            }
            inbox.is_empty()
        };
        let mut search = Search {
            index: &index,
            cache: &mut self.cache,
            live: &live,
        };
        let _ = self.server.reach(Goal::Number(missing), &mut search);
        latest.get().filter(|_| inbox.is_empty())
    }
}
