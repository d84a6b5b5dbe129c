//! What the player's threads and the window share: one slot for the newest frame, a list of events, a sound clock.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use super::super::{
    FrameIndex, PlayerEvent, VideoFrame, Waker, cache::FrameCache, pace::Pace,
    picture::next_serial, shrink::Shown,
};
use crate::domain::time::{MediaDelta, MediaTime};

/// Where the sound is, for recordings without a picture.
#[derive(Clone, Copy, Default)]
struct SoundClock {
    at: MediaTime,
    /// When that was, and how fast it moves on; `None` if it stands.
    running: Option<(Instant, f64)>,
}

pub(super) struct Shared {
    frame: Mutex<Option<Arc<VideoFrame>>>,
    events: Mutex<Vec<PlayerEvent>>,
    index: Mutex<Arc<FrameIndex>>,
    played: Mutex<FrameCache>,
    sound: Mutex<SoundClock>,
    shown: Arc<Shown>,
    pace: Mutex<Option<Pace>>,
    waker: Waker,
    silent: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    /// Keeps up to `played` bytes of what was just played, for steps back after pausing.
    pub fn new(waker: Waker, played: usize) -> Self {
        Self {
            frame: Mutex::default(),
            events: Mutex::default(),
            index: Mutex::default(),
            played: Mutex::new(FrameCache::new(played)),
            sound: Mutex::default(),
            shown: Arc::default(),
            pace: Mutex::default(),
            waker,
            silent: AtomicBool::new(false),
        }
    }

    /// From now on nobody is woken: the window has let go.
    pub fn silence(&self) {
        self.silent.store(true, Ordering::SeqCst);
    }

    pub fn is_silent(&self) -> bool {
        self.silent.load(Ordering::SeqCst)
    }

    pub fn wake(&self) {
        if !self.is_silent() {
            (self.waker)();
        }
    }

    pub fn tell(&self, event: PlayerEvent) {
        lock(&self.events).push(event);
        self.wake();
    }

    pub fn take_events(&self) -> Vec<PlayerEvent> {
        std::mem::take(&mut *lock(&self.events))
    }

    pub fn frame(&self) -> Option<Arc<VideoFrame>> {
        lock(&self.frame).clone()
    }

    pub fn show(&self, frame: Arc<VideoFrame>) {
        {
            // The index is looked at while the slot is held: so either it is the longer one already, or whoever
            // brings that one numbers this frame afterwards.
            let mut slot = lock(&self.frame);
            *slot = Some(numbered(&frame, &self.index()).unwrap_or(frame));
        }
        self.wake();
    }

    /// Shows a frame that was just played, and keeps it for steps back.
    pub fn show_played(&self, frame: Arc<VideoFrame>, pace: Pace) {
        *lock(&self.pace) = Some(pace);
        if frame.number.is_some() {
            lock(&self.played).put(Arc::clone(&frame));
        }
        self.show(frame);
    }

    /// Nothing plays, or what plays is on its way to another place.
    pub fn stand(&self) {
        *lock(&self.pace) = None;
    }

    /// Where playing is at this instant.
    pub fn moving(&self) -> Option<MediaTime> {
        if lock(&self.frame).is_none() {
            let clock = *lock(&self.sound);
            return clock.running.map(|_| self.sound_position());
        }
        (*lock(&self.pace))?.now()
    }

    /// Keeps up to so many bytes of what is played from now on.
    pub fn keep_played(&self, bytes: usize) {
        lock(&self.played).keep_at_most(bytes);
    }

    /// A frame that was played a moment ago.
    pub fn played(&self, time: MediaTime) -> Option<Arc<VideoFrame>> {
        lock(&self.played).get(time)
    }

    /// Forgets what was played if the frame at `time` is none of it: whoever is there now is helped by other frames.
    pub fn leave_played(&self, time: MediaTime) {
        let mut played = lock(&self.played);
        if !played.has(time) {
            played.clear();
        }
    }

    /// Forgets what was played: those pictures are too small for where they are shown.
    pub fn forget_played(&self) {
        lock(&self.played).clear();
    }

    /// How large pictures are shown.
    pub const fn shown(&self) -> &Arc<Shown> {
        &self.shown
    }

    pub fn index(&self) -> Arc<FrameIndex> {
        Arc::clone(&lock(&self.index))
    }

    /// Takes a longer index, and gives the frame that is shown its number if it had none.
    pub fn set_index(&self, index: &Arc<FrameIndex>) {
        *lock(&self.index) = Arc::clone(index);
        let mut frame = lock(&self.frame);
        if let Some(shown) = frame.as_ref().and_then(|shown| numbered(shown, index)) {
            *frame = Some(shown);
        }
    }

    pub fn set_sound(&self, at: MediaTime, rate: Option<f64>) {
        *lock(&self.sound) = SoundClock {
            at,
            running: rate.map(|rate| (Instant::now(), rate)),
        };
    }

    pub fn sound_position(&self) -> MediaTime {
        let clock = *lock(&self.sound);
        clock.running.map_or(clock.at, |(since, rate)| {
            let nanos = i64::try_from(since.elapsed().as_nanos()).unwrap_or(i64::MAX);
            clock.at + MediaDelta::from_nanos(nanos).scaled(rate)
        })
    }

    pub fn position(&self) -> MediaTime {
        let shown = lock(&self.frame).as_ref().map(|frame| frame.time);
        shown.unwrap_or_else(|| self.sound_position())
    }
}

/// `frame` with its number, if it had none and `index` knows it.
fn numbered(frame: &VideoFrame, index: &FrameIndex) -> Option<Arc<VideoFrame>> {
    if frame.number.is_some() {
        return None;
    }
    let identity = index.identify(frame.time, false)?;
    let mut numbered = frame.clone();
    numbered.number = Some(identity.number);
    numbered.time = index.times[identity.number];
    // The picture is the same, but whoever looks at serials only must see the new time.
    numbered.serial = next_serial();
    Some(Arc::new(numbered))
}
