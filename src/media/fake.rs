//! A player without a recording: the same behaviour as the real one, with time moved by hand.
//!
//! Clones share one state, so that a test can keep a hand on the player it gave to the application.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use super::{
    ColourMatrix, ColourRange, FASTEST, FrameIndex, MediaInfo, Orientation, PixelLayout, Plane,
    Playback, PlayerCommand, PlayerEvent, SLOWEST, VideoFrame, VideoInfo, Waker,
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// How long the pointer rests before an approximate frame gives way to the exact one.
const REST: MediaDelta = MediaDelta::from_millis(80);

/// Longest side of the pictures it hands out, in pixels.
const LONGEST_SIDE: u32 = 64;

/// A deterministic [`Playback`].
#[derive(Clone)]
pub struct FakePlayer {
    state: Arc<Mutex<State>>,
}

struct State {
    info: Arc<MediaInfo>,
    index: Arc<FrameIndex>,
    waker: Option<Waker>,
    events: Vec<PlayerEvent>,
    commands: Vec<PlayerCommand>,
    frame: Option<Arc<VideoFrame>>,
    position: MediaTime,
    playing: bool,
    ended: bool,
    rate: f64,
    volume: f64,
    muted: bool,
    span: Option<MediaSpan>,
    shift: MediaDelta,
    kept_bytes: Option<usize>,
    /// Where the pointer is while scrubbing, and how long it has rested there.
    scrub: Option<(MediaTime, MediaDelta)>,
}

impl FakePlayer {
    /// A player standing at the first frame of a recording that is described by `info` and `index`.
    ///
    /// [`PlayerEvent::Opened`] and the index are already waiting to be polled.
    #[must_use]
    pub fn new(info: MediaInfo, index: FrameIndex) -> Self {
        let (info, index) = (Arc::new(info), Arc::new(index));
        let mut state = State {
            events: vec![
                PlayerEvent::Opened(Arc::clone(&info)),
                PlayerEvent::Index(Arc::clone(&index)),
            ],
            info,
            index,
            waker: None,
            commands: Vec::new(),
            frame: None,
            position: MediaTime::ZERO,
            playing: false,
            ended: false,
            rate: 1.0,
            volume: 1.0,
            muted: false,
            span: None,
            shift: MediaDelta::ZERO,
            kept_bytes: None,
            scrub: None,
        };
        state.show(MediaTime::ZERO, true);
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }

    /// A silent picture of `frames` frames, each `frame_length` long, with a key frame every ten.
    #[must_use]
    pub fn steady(frames: u32, frame_length: MediaDelta) -> Self {
        let start = |number: u32| {
            MediaTime::from_nanos(frame_length.as_nanos().saturating_mul(i64::from(number)))
        };
        let index = FrameIndex {
            times: (0..frames).map(start).collect(),
            keyframes: (0..frames).step_by(10).collect(),
            end: start(frames),
            complete: true,
            inexact: None,
        };
        let info = MediaInfo {
            container: "mp4".to_owned(),
            video: Some(VideoInfo {
                codec: "h264".to_owned(),
                size: (64, 36),
                orientation: Orientation::default(),
                pixel_aspect: (1, 1),
            }),
            audio: Vec::new(),
            duration: start(frames),
        };
        Self::new(info, index)
    }

    /// Has `waker` called whenever there is something to poll or draw.
    #[must_use]
    pub fn with_waker(self, waker: Waker) -> Self {
        self.lock().waker = Some(waker);
        self
    }

    /// Lets `elapsed` of wall-clock time pass.
    pub fn advance(&self, elapsed: MediaDelta) {
        let mut state = self.lock();
        if let Some((target, rested)) = state.scrub {
            let rested = MediaDelta::from_nanos(rested.as_nanos() + elapsed.as_nanos());
            if rested >= REST {
                state.scrub = None;
                state.show(target, true);
            } else {
                state.scrub = Some((target, rested));
            }
        } else if state.playing {
            state.play_on(elapsed);
        }
        state.wake();
    }

    /// Every command received so far, oldest first; the list is emptied.
    #[must_use]
    pub fn take_commands(&self) -> Vec<PlayerCommand> {
        std::mem::take(&mut self.lock().commands)
    }

    /// Has the player report `event` at the next poll, as a test of how it is taken.
    pub fn report(&self, event: PlayerEvent) {
        let mut state = self.lock();
        state.events.push(event);
        state.wake();
    }

    /// Whether it is playing.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.lock().playing
    }

    /// Speed, volume and whether it is muted.
    #[must_use]
    pub fn sound(&self) -> (f64, f64, bool) {
        let state = self.lock();
        (state.rate, state.volume, state.muted)
    }

    /// By how much everything is shown later, and how many bytes of pictures it was asked to keep.
    #[must_use]
    pub fn held(&self) -> (MediaDelta, Option<usize>) {
        let state = self.lock();
        (state.shift, state.kept_bytes)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake(&self) {
        if let Some(waker) = &self.waker {
            waker();
        }
    }

    fn end(&self) -> MediaTime {
        if self.index.is_empty() {
            self.info.duration
        } else {
            self.index.end
        }
    }

    fn last(&self) -> MediaTime {
        self.index.times.last().copied().unwrap_or(self.end())
    }

    fn set_playing(&mut self, playing: bool) {
        if self.playing != playing {
            self.playing = playing;
            self.events.push(PlayerEvent::Playing(playing));
        }
    }

    /// Moves to the frame at `time`, or to the key frame before it if `exact` is false.
    fn show(&mut self, time: MediaTime, exact: bool) {
        self.position = time.clamp_to_start().min(self.last());
        let Some(video) = &self.info.video else {
            return;
        };
        let Some(mut number) =
            self.index
                .at(self.position)
                .or(if self.index.is_empty() { None } else { Some(0) })
        else {
            return;
        };
        if !exact {
            number = self
                .index
                .keyframes
                .iter()
                .map(|key| *key as usize)
                .rfind(|key| *key <= number)
                .unwrap_or(number);
        }
        let unchanged = self
            .frame
            .as_ref()
            .is_some_and(|frame| frame.number == Some(number) && frame.exact == exact);
        if !unchanged {
            let time = self.index.times[number];
            self.frame = Some(Arc::new(picture(video, number, time, exact)));
        }
    }

    fn play_on(&mut self, elapsed: MediaDelta) {
        let mut to = self.position + elapsed.scaled(self.rate);
        if let Some(span) = self.span
            && span.length() > MediaDelta::ZERO
        {
            while to >= span.end() {
                to = to - span.length();
                self.events.push(PlayerEvent::Looped);
            }
        }
        if to >= self.end() {
            self.show(self.last(), true);
            self.ended = true;
            self.events.push(PlayerEvent::Ended);
            self.set_playing(false);
            return;
        }
        self.position = to;
        let shown = self.shown_now();
        self.show(shown, true);
        // Playing goes on from within a frame, not from its start.
        self.position = to;
    }

    /// Where playing is on the screen: a shift delays it, or hurries it.
    fn shown_now(&self) -> MediaTime {
        self.position - self.shift.scaled(self.rate)
    }

    fn take(&mut self, command: PlayerCommand) {
        match command {
            PlayerCommand::Play => {
                let start = self.span.map_or(MediaTime::ZERO, MediaSpan::start);
                if self.ended || self.span.is_some_and(|span| !span.contains(self.position)) {
                    self.ended = false;
                    self.show(start, true);
                }
                self.set_playing(true);
            }
            PlayerCommand::Pause => {
                self.set_playing(false);
                self.rest_on_frame();
            }
            PlayerCommand::Seek(time) => {
                (self.scrub, self.ended) = (None, false);
                self.show(time, true);
            }
            PlayerCommand::Scrub(time) => {
                (self.scrub, self.ended) = (Some((time, MediaDelta::ZERO)), false);
                self.show(time, false);
            }
            PlayerCommand::Step(by) => {
                (self.scrub, self.ended) = (None, false);
                self.set_playing(false);
                self.rest_on_frame();
                let from = self.frame.as_ref().and_then(|frame| frame.number);
                if let Some(from) = from {
                    let to = from
                        .saturating_add_signed(by as isize)
                        .min(self.index.len().saturating_sub(1));
                    self.show(self.index.times[to], true);
                }
            }
            PlayerCommand::SetRate(rate) => self.rate = rate.clamp(SLOWEST, FASTEST),
            PlayerCommand::SetVolume(volume) => self.volume = volume.clamp(0.0, 1.0),
            PlayerCommand::SetMuted(muted) => self.muted = muted,
            PlayerCommand::SetLoop(span) => self.span = span,
            PlayerCommand::SetTrack(_) | PlayerCommand::ShowAt(..) => {}
            PlayerCommand::Shift(by) => self.shift = by,
            PlayerCommand::KeepFrames(bytes) => self.kept_bytes = Some(bytes),
        }
    }

    /// What is paused stands at the start of the frame that is shown.
    fn rest_on_frame(&mut self) {
        if let Some(frame) = &self.frame {
            self.position = frame.time;
        }
    }
}

impl Playback for FakePlayer {
    fn send(&mut self, command: PlayerCommand) {
        let mut state = self.lock();
        state.commands.push(command);
        state.take(command);
        state.wake();
    }

    fn poll(&mut self) -> Vec<PlayerEvent> {
        std::mem::take(&mut self.lock().events)
    }

    fn frame(&self) -> Option<Arc<VideoFrame>> {
        self.lock().frame.clone()
    }

    fn position(&self) -> MediaTime {
        let state = self.lock();
        state
            .frame
            .as_ref()
            .map_or(state.position, |frame| frame.time)
    }

    fn moving(&self) -> Option<MediaTime> {
        let state = self.lock();
        (state.playing && state.scrub.is_none()).then(|| state.shown_now())
    }
}

/// The colour in which the fake player draws frame `number`: no two neighbours look alike.
#[must_use]
pub fn colour_of(number: usize) -> [u8; 4] {
    let spread = number.wrapping_mul(0x9E37_79B1);
    let byte = |shift: usize| u8::try_from(spread >> shift & 0xFF).unwrap_or_default();
    [byte(8), byte(16), byte(24), 255]
}

fn picture(video: &VideoInfo, number: usize, time: MediaTime, exact: bool) -> VideoFrame {
    static SERIAL: AtomicU64 = AtomicU64::new(1);
    let shrink = video.size.0.max(video.size.1).div_ceil(LONGEST_SIDE).max(1);
    let (width, height) = (
        (video.size.0 / shrink).max(1),
        (video.size.1 / shrink).max(1),
    );
    VideoFrame {
        time,
        number: Some(number),
        exact,
        original: shrink == 1,
        serial: SERIAL.fetch_add(1, Ordering::Relaxed),
        size: (width, height),
        pixel_aspect: video.pixel_aspect,
        orientation: video.orientation,
        layout: PixelLayout::Rgba,
        matrix: ColourMatrix::Bt709,
        range: ColourRange::Full,
        planes: vec![Plane {
            offset: 0,
            stride: width as usize * 4,
            width,
            height,
        }],
        bytes: colour_of(number)
            .repeat(width as usize * height as usize)
            .into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: MediaDelta = MediaDelta::from_millis(40);

    fn shown(player: &FakePlayer) -> usize {
        player
            .frame()
            .and_then(|frame| frame.number)
            .expect("a frame is shown")
    }

    #[test]
    fn it_stands_plays_seeks_and_steps_by_the_index() {
        let mut player = FakePlayer::steady(100, FRAME);
        assert_eq!(shown(&player), 0);
        player.send(PlayerCommand::Play);
        player.advance(MediaDelta::from_millis(399));
        assert_eq!(shown(&player), 9);
        assert_eq!(player.position(), MediaTime::from_millis(360));
        player.send(PlayerCommand::Step(-3));
        assert_eq!(shown(&player), 6);
        assert!(!player.is_playing());
        player.send(PlayerCommand::Seek(MediaTime::from_seconds(60)));
        assert_eq!(shown(&player), 99);
        assert!(
            player
                .poll()
                .iter()
                .any(|event| matches!(event, PlayerEvent::Playing(false)))
        );
        assert_eq!(
            player.frame().expect("a frame").to_rgba().2[..4],
            colour_of(99)
        );
    }

    #[test]
    fn the_last_frame_stays_and_a_loop_goes_round() {
        let mut player = FakePlayer::steady(50, FRAME);
        player.send(PlayerCommand::Play);
        player.advance(MediaDelta::from_millis(5000));
        assert_eq!(shown(&player), 49);
        assert!(
            player
                .poll()
                .iter()
                .any(|event| matches!(event, PlayerEvent::Ended))
        );
        let span = MediaSpan::between(MediaTime::from_millis(400), MediaTime::from_millis(800));
        player.send(PlayerCommand::SetLoop(Some(span)));
        player.send(PlayerCommand::Play);
        assert_eq!(shown(&player), 10);
        player.advance(MediaDelta::from_millis(900));
        assert_eq!(shown(&player), 12);
        let rounds = player
            .poll()
            .iter()
            .filter(|event| matches!(event, PlayerEvent::Looped))
            .count();
        assert_eq!(rounds, 2);
    }

    #[test]
    fn scrubbing_shows_a_key_frame_until_the_pointer_rests() {
        let mut player = FakePlayer::steady(50, FRAME);
        player.send(PlayerCommand::Scrub(MediaTime::from_millis(1000)));
        let near = player.frame().expect("a frame");
        assert_eq!((near.number, near.exact), (Some(20), false));
        player.advance(REST);
        let rested = player.frame().expect("a frame");
        assert_eq!((rested.number, rested.exact), (Some(25), true));
    }
}
