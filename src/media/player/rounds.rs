//! Loops too short for the pipeline: their frames are held, and shown in turn by a timer.
//!
//! A pipeline that is sent back every few frames spends its time on going back. So short a stretch says nothing to the ear
//! either, so it is silent.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    super::{FrameIndex, PlayerEvent, VideoFrame},
    engine::Engine,
    output::Output,
    serving::Request,
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// Rounds shorter than this, in the recording or by the clock, are not left to the pipeline: they end before they begin.
const SHORTEST_CHAINED: MediaDelta = MediaDelta::from_millis(100);

/// How many rounds of a longer loop may be read before they are shown. Where a stretch has no sound, nothing else would hold the
/// reader back.
const MOST_AHEAD: usize = 2;

/// If nothing is ready to be shown so long after whole rounds were read, the stretch has no sound in it: the sink of the sound
/// waits for what never comes, and all others wait for that.
const NO_SOUND: Duration = Duration::from_millis(600);

/// Whether a stretch is too short to be chained at this speed.
pub(super) fn is_short(span: MediaSpan, rate: f64) -> bool {
    let length = span.length();
    length < SHORTEST_CHAINED || length.scaled(1.0 / rate) < SHORTEST_CHAINED
}

/// The first and the last frame of a stretch, once the index reaches so far.
fn frames_of(span: MediaSpan, index: &FrameIndex) -> Option<(usize, usize)> {
    let last_moment = span.end() - MediaDelta::from_nanos(1);
    if !index.covers(last_moment) {
        return None;
    }
    let last = index.at(last_moment)?;
    Some((index.at(span.start()).unwrap_or(0).min(last), last))
}

/// A short stretch going round.
pub(super) struct Rounds {
    /// Each frame, and how long it stands at natural speed.
    frames: Vec<(Arc<VideoFrame>, Duration)>,
    at: usize,
    rate: f64,
    due: Instant,
}

impl Rounds {
    /// Begins with the frame that is on screen at `from`. `frames` are all those of the stretch, in order; `None` if there are
    /// none.
    pub fn new(
        frames: Vec<Arc<VideoFrame>>,
        span: MediaSpan,
        index: &FrameIndex,
        rate: f64,
        from: MediaTime,
        now: Instant,
    ) -> Option<Self> {
        let at = frames
            .iter()
            .rposition(|frame| frame.time <= from)
            .unwrap_or(0);
        let frames: Vec<_> = frames
            .into_iter()
            .map(|frame| {
                let end = frame
                    .number
                    .map_or(span.end(), |number| index.end_of(number));
                let stands = end.min(span.end()) - frame.time.max(span.start());
                let nanos = u64::try_from(stands.as_nanos()).unwrap_or(0);
                // The end of the last frame is not known of every file.
                let stands = Duration::from_nanos(nanos).max(Duration::from_millis(1));
                (frame, stands)
            })
            .collect();
        let mut rounds = Self {
            frames,
            at,
            rate,
            due: now,
        };
        rounds.due = now + rounds.stands()?;
        Some(rounds)
    }

    /// How long the frame of now stands.
    fn stands(&self) -> Option<Duration> {
        let (_, stands) = self.frames.get(self.at)?;
        Some(stands.div_f64(self.rate))
    }

    /// The frame of now.
    pub fn frame(&self) -> Option<&Arc<VideoFrame>> {
        self.frames.get(self.at).map(|(frame, _)| frame)
    }

    /// When the next frame is due.
    pub const fn due(&self) -> Instant {
        self.due
    }

    /// Goes on to the next frame if it is due; true if it is the first of a new round. However late it is, no frame is left out:
    /// each of them is why the loop is watched.
    pub fn turn(&mut self, now: Instant) -> Option<bool> {
        if now < self.due || self.frames.is_empty() {
            return None;
        }
        self.at = (self.at + 1) % self.frames.len();
        let stands = self.stands()?;
        self.due = if now < self.due + stands {
            self.due + stands
        } else {
            now + stands
        };
        Some(self.at == 0)
    }

    /// The frame of now stands for what is left of it at the new speed.
    pub fn set_rate(&mut self, rate: f64, now: Instant) {
        let left = self.due.saturating_duration_since(now);
        self.due = now + left.mul_f64(self.rate / rate);
        self.rate = rate;
    }
}

impl Engine {
    /// A round was read to its end: the next one follows, now or when this one is shown.
    pub(super) fn round_read(&mut self) {
        let Some(span) = self.span else { return };
        let ahead = self.output.as_ref().map_or(0, Output::rounds_ahead);
        if self.has_picture && ahead >= MOST_AHEAD {
            let nanos = span.length().scaled(1.0 / self.rate).as_nanos();
            let round = Duration::from_nanos(u64::try_from(nanos).unwrap_or(0));
            self.chain_at
                .get_or_insert(Instant::now() + round.max(NO_SOUND));
        } else {
            self.chain();
        }
    }

    /// Has the loop go round once more without a flush.
    pub(super) fn chain(&mut self) {
        self.chain_at = None;
        if self.seeking && self.output.as_ref().map_or(0, Output::rounds_ahead) >= MOST_AHEAD {
            // Each round ends as the recording does, which every sink is told of.
            (self.unchained, self.seeking, self.synced) = (true, false, false);
            self.deadline = None;
            return;
        }
        let (Some(span), Some(output)) = (self.span, &mut self.output) else {
            return;
        };
        if !output.chain(self.rate, span) {
            (self.cursor, self.synced) = (span.start(), false);
        } else if !self.has_picture {
            self.shared.tell(PlayerEvent::Looped);
        }
    }

    /// Shows the next frame of a short loop, if it is due.
    pub(super) fn turn(&mut self, now: Instant) {
        let turned = self
            .rounds
            .as_mut()
            .and_then(|rounds| Some((rounds.turn(now)?, rounds.frame().cloned()?)));
        if let Some((begun, frame)) = turned {
            self.show_round(frame);
            if begun {
                self.shared.tell(PlayerEvent::Looped);
            }
        }
    }

    /// The loop, and its first and last frame, if it is too short for the pipeline and its frames can be held.
    pub(super) fn short_loop(&self) -> Option<(MediaSpan, usize, usize)> {
        let span = self
            .span
            .filter(|span| is_short(*span, self.rate))
            .filter(|_| self.has_picture && !self.rounds_refused)?;
        let (first, last) = frames_of(span, &self.shared.index())?;
        let one = self.shared.frame().map_or(0, |frame| frame.bytes.len());
        let all = one.saturating_mul(last + 1 - first);
        (all <= self.budget.looped()).then_some((span, first, last))
    }

    /// Whether a short loop goes round, or is about to.
    pub(super) fn goes_round(&mut self) -> bool {
        if !self.playing || self.held || self.synced && self.running {
            return false;
        }
        if self.rounds.is_some() || self.gathering {
            return true;
        }
        let Some((span, first, last)) = self.short_loop() else {
            return false;
        };
        if !span.contains(self.cursor) {
            return false;
        }
        if self.running {
            if let Some(output) = &self.output {
                output.pause();
            }
            self.running = false;
            self.shared.stand();
        }
        self.cancel_request();
        (self.gathering, self.synced) = (true, false);
        self.sync_at = None;
        if let Some(serving) = &self.serving {
            serving.ask(self.epoch, Request::Stretch(first, last));
        }
        true
    }

    pub(super) fn gathered(&mut self, epoch: u64, frames: Vec<Arc<VideoFrame>>) {
        if epoch != self.epoch || !std::mem::take(&mut self.gathering) {
            return;
        }
        let Some((span, first, last)) = self.short_loop() else {
            return;
        };
        if frames.len() != last + 1 - first {
            self.rounds_refused = true;
            return;
        }
        let index = self.shared.index();
        let (from, now) = (self.cursor, Instant::now());
        self.rounds = Rounds::new(frames, span, &index, self.rate, from, now);
        if let Some(frame) = self.rounds.as_ref().and_then(Rounds::frame).cloned() {
            self.show_round(frame);
        }
    }

    fn show_round(&self, frame: Arc<VideoFrame>) {
        let same = self
            .shared
            .frame()
            .is_some_and(|shown| shown.exact && shown.time == frame.time);
        if !same {
            self.shared.show(frame);
        }
    }

    /// Whatever comes next, it is not the short loop.
    pub(super) fn leave_rounds(&mut self) {
        self.rounds = None;
        self.gathering = false;
    }
}
