//! Small pictures of the key frames, for an overview: made in the background, in memory only, and only those in view.
//!
//! A frame server of its own decodes key frames and nothing between them, on one core and when nothing else wants to
//! run. It begins with the first wish and ends when the [`Thumbnails`] are dropped.

use std::{
    collections::{HashMap, VecDeque},
    path::Path,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    FrameIndex, MediaError, Problem, VideoFrame, Waker,
    cache::FrameCache,
    check,
    server::{FrameServer, Goal, Outcome, Search},
    source,
    waveform::step_back_here,
};
use crate::domain::time::MediaTime;

/// Greatest width and height, in pixels.
const LARGEST: (u32, u32) = (240, 136);

/// How many are kept: 26 MB at most.
const MOST: usize = 200;

/// How often it is told that there are more.
const TELL: Duration = Duration::from_millis(120);

/// How long a resting worker sleeps before it looks again whether it is still wanted.
const LOOK: Duration = Duration::from_secs(1);

/// A small picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    /// Start of the frame it shows.
    pub time: MediaTime,
    /// Width and height in square pixels.
    pub size: (u32, u32),
    /// Opaque red, green, blue, alpha; turned as it is to be shown.
    pub rgba: Vec<u8>,
}

/// Small pictures of one recording. Dropping it stops the work and forgets them all.
pub struct Thumbnails {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    stop: AtomicBool,
}

#[derive(Default)]
struct State {
    index: Arc<FrameIndex>,
    /// Key frames that are in view, the most wanted first.
    wanted: Vec<usize>,
    /// By the time of the key frame; `None` for one that cannot be decoded.
    made: HashMap<MediaTime, Option<Arc<Thumbnail>>>,
    /// In the order in which they were made.
    order: VecDeque<MediaTime>,
    resting: bool,
    problem: Option<MediaError>,
}

impl Thumbnails {
    /// Gets ready for the file at `path`; nothing is read before something is wanted. `waker` is called as more are made.
    pub fn start(path: &Path, waker: Waker) -> Result<Self, MediaError> {
        check::plainly(path)?;
        Self::start_bytes(source::file(path.to_owned()), waker)
    }

    /// The same for anything that can be read and sought.
    pub fn start_bytes(opener: source::Opener, waker: Waker) -> Result<Self, MediaError> {
        let shared = Arc::<Shared>::default();
        let worker = Arc::clone(&shared);
        std::thread::Builder::new()
            .name("thumbnails".to_owned())
            .spawn(move || {
                step_back_here();
                let problem = work(&opener, &worker, &waker).err();
                worker.lock().problem = problem;
            })
            .map_err(|error| MediaError::fatal(Problem::Other(error.kind().to_string())))?;
        Ok(Self { shared })
    }

    /// Says which key frames are in view, by their numbers in `index`, the most wanted first. Newest wins.
    pub fn want(&self, index: &Arc<FrameIndex>, keys: &[usize]) {
        let mut state = self.shared.lock();
        if state.wanted != keys || !Arc::ptr_eq(&state.index, index) {
            state.index = Arc::clone(index);
            state.wanted = keys.iter().copied().take(MOST / 2).collect();
            self.shared.changed.notify_one();
        }
    }

    /// The small picture of the key frame that starts at `time`, once it is made.
    #[must_use]
    pub fn get(&self, time: MediaTime) -> Option<Arc<Thumbnail>> {
        self.shared.lock().made.get(&time).cloned().flatten()
    }

    /// Whether everything that is in view is made, or cannot be.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let state = self.shared.lock();
        state.problem.is_some() || state.next().is_none()
    }

    /// Stops for a while, or goes on: while the recording plays, all of the machine is for that.
    pub fn rest(&self, resting: bool) {
        let mut state = self.shared.lock();
        if state.resting != resting {
            state.resting = resting;
            self.shared.changed.notify_one();
        }
    }
}

impl Drop for Thumbnails {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        self.shared.changed.notify_one();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn live(&self) -> bool {
        !self.stop.load(Ordering::SeqCst)
    }

    /// Waits for the next wish; `None` when it is time to go.
    fn take(&self) -> Option<(Arc<FrameIndex>, usize)> {
        let mut state = self.lock();
        loop {
            if !self.live() {
                return None;
            }
            if let Some(key) = state.next().filter(|_| !state.resting) {
                return Some((Arc::clone(&state.index), key));
            }
            let (next, _) = self
                .changed
                .wait_timeout(state, LOOK)
                .unwrap_or_else(PoisonError::into_inner);
            state = next;
        }
    }
}

impl State {
    fn next(&self) -> Option<usize> {
        self.wanted.iter().copied().find(|key| {
            self.index
                .time(*key)
                .is_some_and(|time| !self.made.contains_key(&time))
        })
    }

    fn put(&mut self, time: MediaTime, thumbnail: Option<Arc<Thumbnail>>) {
        if self.made.insert(time, thumbnail).is_none() {
            self.order.push_back(time);
        }
        let in_view: Vec<MediaTime> = self
            .wanted
            .iter()
            .filter_map(|key| self.index.time(*key))
            .collect();
        while self.order.len() > MOST {
            let Some(place) = self.order.iter().position(|old| !in_view.contains(old)) else {
                return;
            };
            if let Some(old) = self.order.remove(place) {
                self.made.remove(&old);
            }
        }
    }
}

fn work(opener: &source::Opener, shared: &Shared, waker: &Waker) -> Result<(), MediaError> {
    // Nothing is opened before something is wanted.
    let Some(mut next) = shared.take() else {
        return Ok(());
    };
    let (mut server, _) = FrameServer::open_quietly(opener)?;
    server.keep_at_most(0);
    let mut cache = FrameCache::new(0);
    let mut told = Instant::now();
    loop {
        let (index, key) = next;
        let live = || shared.live();
        let mut search = Search {
            index: &index,
            cache: &mut cache,
            live: &live,
        };
        let thumbnail = match server.reach(Goal::Number(key), &mut search) {
            Outcome::Frame(frame) => {
                let small = small(&frame);
                (small.size.0 > 0).then(|| Arc::new(small))
            }
            Outcome::Interrupted => return Ok(()),
            Outcome::Nothing => None,
            Outcome::Failed(_) => {
                // One that cannot be decoded; the others may.
                server.reopen()?;
                None
            }
        };
        if let Some(time) = index.time(key) {
            shared.lock().put(time, thumbnail);
        }
        let done = shared.lock().next().is_none();
        if done || told.elapsed() > TELL {
            told = Instant::now();
            waker();
        }
        match shared.take() {
            Some(following) => next = following,
            None => return Ok(()),
        }
    }
}

/// The frame, no larger than a thumbnail, in square pixels: of every pixel a few samples are averaged.
fn small(frame: &VideoFrame) -> Thumbnail {
    let (wide, high) = frame.display_size();
    let fit = |bound: u32, side: u32| f64::from(bound) / f64::from(side.max(1));
    let scale = fit(LARGEST.0, wide).min(fit(LARGEST.1, high)).min(1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "no larger than a thumbnail"
    )]
    let scaled = |side: u32| ((f64::from(side) * scale).round() as u32).max(1);
    let size = (scaled(wide), scaled(high));
    Thumbnail {
        time: frame.time,
        size,
        rgba: frame.to_rgba_scaled(size.0, size.1),
    }
}
