//! Several recordings that follow each other, played as one.
//!
//! A camcorder or a phone cuts a long recording into files. Here they have one time, one frame index and one player: part
//! *k* begins where the last frame of part *k - 1* ends. A thread of its own hands commands to the part they mean, and the
//! frames of that part on to the window, so that playing crosses a boundary even while the window is busy. Only the part
//! that is shown and, near a boundary, its neighbour are open.

mod asking;
mod conductor;
mod doors;
mod drawn;
mod layout;
mod news;
mod showing;
mod slot;

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, Ordering},
    mpsc,
};

use super::{
    FrameIndex, MediaError, MediaInfo, Playback, PlayerCommand, PlayerEvent, Problem, VideoFrame,
    Waker, pace::Pace,
};
use crate::domain::time::{MediaSpan, MediaTime};
use conductor::{Conductor, Message};
pub use drawn::{Pictures, Sound};
pub use layout::PartPlace;

/// Opens a player for one part, which may keep so many bytes of decoded pictures.
pub type OpenPart =
    Arc<dyn Fn(Waker, usize) -> Result<Box<dyn Playback + Send>, MediaError> + Send + Sync>;

/// One part of a recording.
#[derive(Clone)]
pub struct Part {
    /// Tells it from the others, and says that it is still the same when the parts are given anew.
    pub key: String,
    /// Opens it.
    pub open: OpenPart,
    /// Its length as it was written down, zero if it was not. It holds the place of a part that is missing.
    pub length: MediaTime,
}

/// A first part that is open and plays already.
pub struct Standing {
    /// Its player, whose waker is to call [`Joined::wake_up`].
    pub player: Box<dyn Playback + Send>,
    /// What it told when it opened.
    pub info: Option<Arc<MediaInfo>>,
    /// Its frames as far as it told them.
    pub index: Arc<FrameIndex>,
    /// Whether it plays.
    pub playing: bool,
    /// Its speed.
    pub rate: f64,
    /// What else it was told that holds for the other parts, too: loudness, silence, the size of the picture.
    pub settings: Vec<PlayerCommand>,
    /// Its loop.
    pub span: Option<MediaSpan>,
}

/// Several recordings as one.
pub struct Joined {
    shared: Arc<Shared>,
    conductor: mpsc::Sender<Message>,
    bell: Arc<Bell>,
}

/// Changes which parts there are.
#[derive(Clone)]
pub struct Parts(mpsc::Sender<Message>);

impl Parts {
    /// From now on these are the parts. What is shown stays, if its part is still among them.
    pub fn set(&self, parts: Vec<Part>) {
        // The conductor is gone only when nobody wants parts any more.
        let _ = self.0.send(Message::Parts(parts));
    }
}

impl Joined {
    /// Opens these parts, of which the first is shown. `waker` is called whenever there is something to poll or draw;
    /// `frame_bytes` is how many bytes of decoded pictures all parts together may keep.
    pub fn open(parts: Vec<Part>, waker: Waker, frame_bytes: usize) -> Result<Self, MediaError> {
        let standing = None;
        Self::start(parts, standing, waker, frame_bytes)
    }

    /// Goes on with a first part that is open already.
    pub fn over(
        first: Standing,
        parts: Vec<Part>,
        waker: Waker,
        frame_bytes: usize,
    ) -> Result<Self, MediaError> {
        Self::start(parts, Some(first), waker, frame_bytes)
    }

    fn start(
        parts: Vec<Part>,
        first: Option<Standing>,
        waker: Waker,
        frame_bytes: usize,
    ) -> Result<Self, MediaError> {
        let shared = Arc::new(Shared {
            frame: Mutex::default(),
            events: Mutex::default(),
            position: Mutex::default(),
            pace: Mutex::default(),
            waker,
            silent: AtomicBool::new(false),
        });
        let (conductor, inbox) = mpsc::channel();
        let bell = Arc::new(Bell {
            rung: AtomicBool::new(false),
            conductor: conductor.clone(),
        });
        let state = Conductor::new(
            parts,
            first,
            Arc::clone(&shared),
            Arc::clone(&bell),
            frame_bytes,
        );
        std::thread::Builder::new()
            .name("parts".to_owned())
            .spawn(move || state.run(&inbox))
            .map_err(|error| MediaError::fatal(Problem::Other(error.kind().to_string())))?;
        Ok(Self {
            shared,
            conductor,
            bell,
        })
    }

    /// By which the parts are changed later.
    #[must_use]
    pub fn parts(&self) -> Parts {
        Parts(self.conductor.clone())
    }

    /// To be called when a part that was open before has something to tell.
    #[must_use]
    pub fn wake_up(&self) -> Waker {
        let bell = Arc::clone(&self.bell);
        Arc::new(move || bell.ring())
    }
}

impl Playback for Joined {
    fn send(&mut self, command: PlayerCommand) {
        // The conductor ends only with this.
        let _ = self.conductor.send(Message::Command(command));
    }

    fn poll(&mut self) -> Vec<PlayerEvent> {
        std::mem::take(&mut *lock(&self.shared.events))
    }

    fn frame(&self) -> Option<Arc<VideoFrame>> {
        lock(&self.shared.frame).clone()
    }

    fn position(&self) -> MediaTime {
        let frame = lock(&self.shared.frame).as_ref().map(|frame| frame.time);
        frame.unwrap_or_else(|| *lock(&self.shared.position))
    }

    fn moving(&self) -> Option<MediaTime> {
        (*lock(&self.shared.pace))?.now()
    }
}

impl Drop for Joined {
    fn drop(&mut self) {
        self.shared.silent.store(true, Ordering::SeqCst);
        let _ = self.conductor.send(Message::Quit);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the conductor and the window share.
struct Shared {
    frame: Mutex<Option<Arc<VideoFrame>>>,
    events: Mutex<Vec<PlayerEvent>>,
    position: Mutex<MediaTime>,
    pace: Mutex<Option<Pace>>,
    waker: Waker,
    silent: AtomicBool,
}

impl Shared {
    fn wake(&self) {
        if !self.silent.load(Ordering::SeqCst) {
            (self.waker)();
        }
    }

    fn tell(&self, event: PlayerEvent) {
        lock(&self.events).push(event);
        self.wake();
    }
}

/// Wakes the conductor, however many parts ring before it looks.
struct Bell {
    rung: AtomicBool,
    conductor: mpsc::Sender<Message>,
}

impl Bell {
    fn ring(&self) {
        if !self.rung.swap(true, Ordering::SeqCst) {
            let _ = self.conductor.send(Message::Woken);
        }
    }

    fn heard(&self) {
        self.rung.store(false, Ordering::SeqCst);
    }
}
