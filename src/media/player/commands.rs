//! What each command makes wanted.

use std::time::Instant;

use super::{
    super::{FASTEST, PlayerCommand, PlayerEvent, SLOWEST, server::Goal},
    engine::{Engine, SETTLE},
    serving::{Budget, Request},
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// A step where there is only sound.
const SOUND_STEP: MediaDelta = MediaDelta::from_millis(40);

impl Engine {
    pub(super) fn command(&mut self, command: PlayerCommand) {
        match command {
            PlayerCommand::Play => self.play(),
            PlayerCommand::Pause => self.pause(),
            PlayerCommand::Seek(time) => self.seek(time),
            PlayerCommand::Scrub(time) => self.scrub(time),
            PlayerCommand::Step(by) => self.step(by),
            PlayerCommand::SetRate(rate) => {
                let rate = rate.clamp(SLOWEST, FASTEST);
                if (rate - self.rate).abs() > f64::EPSILON {
                    self.set_rate(rate);
                }
            }
            PlayerCommand::SetVolume(volume) => {
                self.loudness.volume = volume.clamp(0.0, 1.0);
                self.apply_loudness();
            }
            PlayerCommand::SetMuted(muted) => {
                self.loudness.muted = muted;
                self.apply_loudness();
            }
            PlayerCommand::SetLoop(span) => self.set_loop(span),
            PlayerCommand::SetTrack(track) => self.choose_track(track),
            PlayerCommand::ShowAt(width, height) => self.show_at((width, height)),
            PlayerCommand::Shift(by) => {
                self.shift = by;
                if let Some(output) = &self.output {
                    output.set_shift(by);
                }
            }
            PlayerCommand::KeepFrames(bytes) => {
                self.budget = Budget(bytes);
                self.shared.keep_played(self.budget.played());
                if let Some(serving) = &self.serving {
                    serving.keep(self.budget);
                }
            }
        }
    }

    pub(super) fn apply_loudness(&self) {
        if let Some(output) = &self.output {
            output.set_loudness(self.loudness);
        }
    }

    /// Where the picture is shown larger than before, those that were made smaller are made anew.
    fn show_at(&mut self, shown: (u32, u32)) {
        let Some(video) = self.info.as_ref().and_then(|info| info.video.as_ref()) else {
            return;
        };
        let upright = if video.orientation.swaps_sides() {
            (video.size.1, video.size.0)
        } else {
            video.size
        };
        if !self.shared.shown().set(shown, upright) {
            return;
        }
        self.shared.forget_played();
        if let Some(serving) = &self.serving {
            serving.forget();
        }
        if !self.playing && !self.waiting && self.shared.frame().is_some_and(|frame| frame.exact) {
            self.ask(Request::Exact(Goal::At(self.cursor)));
        }
    }

    fn set_rate(&mut self, rate: f64) {
        self.rate = rate;
        let is_short = self.short_loop().is_some();
        match &mut self.rounds {
            Some(rounds) if is_short => rounds.set_rate(rate, Instant::now()),
            _ => self.resync(),
        }
    }

    /// No frame may come after the one that playing goes on from.
    pub(super) fn hold(&self) {
        if let Some(output) = self.output.as_ref().filter(|_| self.running) {
            output.hold();
            self.shared.stand();
        }
    }

    /// What the pipeline was told is no longer what is wanted.
    pub(super) fn resync(&mut self) {
        self.hold();
        self.cursor = self.here();
        self.leave_rounds();
        self.synced = false;
        self.settle_soon();
    }

    pub(super) fn settle_soon(&mut self) {
        if !self.playing || self.held {
            self.sync_at = Some(Instant::now() + SETTLE);
        }
    }

    pub(super) fn set_playing(&mut self, playing: bool) {
        if self.playing != playing {
            self.playing = playing;
            self.shared.tell(PlayerEvent::Playing(playing));
        }
    }

    pub(super) fn play(&mut self) {
        self.held = false;
        if !self.playing {
            self.look_for_device();
        }
        let here = self.here();
        let start = self.span.map_or(MediaTime::ZERO, MediaSpan::start);
        if self.ended || self.span.is_some_and(|span| !span.contains(here)) {
            (self.ended, self.synced, self.cursor) = (false, false, start);
            self.cancel_request();
        } else if self.waiting {
            // What was asked of the frame server, the pipeline will show.
            self.synced = false;
            self.cancel_request();
        }
        self.set_playing(true);
    }

    pub(super) fn pause(&mut self) {
        let unsettled = !self.synced || self.seeking;
        self.halt();
        self.set_playing(false);
        if self.has_picture && !self.waiting {
            if unsettled {
                self.ask(Request::Exact(Goal::At(self.cursor)));
            } else if let Some(number) = self.shared.frame().and_then(|frame| frame.number) {
                self.prepare(number);
            }
        }
    }

    /// Stops the pipeline where it is.
    pub(super) fn halt(&mut self) {
        self.held = false;
        if self.rounds.is_some() {
            self.cursor = self.shared.position();
        }
        self.leave_rounds();
        if !self.running {
            return;
        }
        let seeking = self.seeking;
        let here = self.here();
        if let Some(output) = &self.output {
            output.pause();
        }
        self.running = false;
        self.shared.stand();
        self.cursor = if self.has_picture && self.synced && !seeking {
            self.shared.position()
        } else if seeking {
            self.cursor
        } else {
            here
        };
        self.shared.set_sound(self.cursor, None);
        if seeking {
            self.synced = false;
            self.settle_soon();
        }
    }

    pub(super) fn ask(&mut self, request: Request) {
        self.epoch += 1;
        self.waiting = true;
        self.sync_at = None;
        if let Some(serving) = &self.serving {
            serving.ask(self.epoch, request);
        }
    }

    pub(super) fn prepare(&mut self, number: usize) {
        self.epoch += 1;
        if let Some(serving) = &self.serving {
            serving.ask(self.epoch, Request::Prepare(number));
        }
    }

    pub(super) fn cancel_request(&mut self) {
        self.epoch += 1;
        self.waiting = false;
        (self.step_to, self.steps_left) = (None, 0);
    }

    /// A time that lies in the recording.
    pub(super) fn clamp(&self, time: MediaTime) -> MediaTime {
        let index = self.shared.index();
        let time = time.clamp_to_start();
        match index.times.last() {
            Some(last) if index.complete => time.min(*last),
            _ if self.end() > MediaTime::ZERO => time.min(self.end()),
            _ => time,
        }
    }

    pub(super) fn seek(&mut self, time: MediaTime) {
        self.cancel_request();
        self.ended = false;
        self.held = false;
        self.leave_rounds();
        self.cursor = self.clamp(time);
        self.synced = false;
        if !self.has_picture {
            self.shared.set_sound(self.cursor, None);
            self.shared.wake();
            self.sync_at = Some(Instant::now());
        } else if !self.playing {
            self.ask(Request::Exact(Goal::At(self.cursor)));
        }
    }

    pub(super) fn scrub(&mut self, time: MediaTime) {
        if !self.has_picture {
            self.seek(time);
            return;
        }
        if self.playing && !self.held {
            self.halt();
            self.held = true;
        }
        (self.step_to, self.steps_left) = (None, 0);
        self.ended = false;
        self.cursor = self.clamp(time);
        self.synced = false;
        self.ask(Request::Scrub(self.cursor));
    }

    pub(super) fn step(&mut self, by: i32) {
        if self.running || self.playing {
            self.halt();
            self.set_playing(false);
        }
        self.ended = false;
        if !self.has_picture {
            let way = SOUND_STEP.scaled(f64::from(by));
            self.seek(self.here() + way);
            return;
        }
        let index = self.shared.index();
        let base = self.step_to.or_else(|| {
            if self.waiting {
                index.covers(self.cursor).then(|| index.at(self.cursor))?
            } else {
                self.shared.frame()?.number
            }
        });
        self.synced = false;
        match base {
            Some(base) if !index.is_empty() => {
                let to = base.saturating_add_signed(by as isize).min(index.len() - 1);
                self.cursor = index.times[to];
                self.ask(Request::Exact(if by > 0 {
                    Goal::AtLeast(to)
                } else {
                    Goal::Number(to)
                }));
                self.step_to = Some(to);
            }
            _ => {
                self.steps_left += by;
                if !self.waiting {
                    self.step_once();
                }
            }
        }
    }

    /// One step without an index.
    pub(super) fn step_once(&mut self) {
        let here = self.shared.position();
        let goal = if self.steps_left > 0 {
            self.steps_left -= 1;
            Goal::After(here)
        } else {
            self.steps_left += 1;
            Goal::At(here - MediaDelta::from_nanos(1))
        };
        self.ask(Request::Exact(goal));
    }

    pub(super) fn set_loop(&mut self, span: Option<MediaSpan>) {
        let span = span.filter(|span| span.length() > MediaDelta::ZERO);
        if span == self.span {
            return;
        }
        self.resync();
        self.span = span;
        (self.rounds_refused, self.unchained) = (false, false);
        if self.playing
            && let Some(span) = span
            && !span.contains(self.cursor)
        {
            self.cursor = span.start();
        }
    }
}
