//! Holding the second recording in step with the first.
//!
//! While the first stands, the second is sent to the mapped time of the frame that is shown. While it plays, the second plays at
//! the first's speed times the drift, so that the maps of both stay together by themselves. What is left, the start of two
//! pipelines and the difference of two clocks, is measured a few times a second and taken away by shifting the second by the
//! clock: at once just after a start, afterwards in steps too small to see. Only a large difference is worth a seek.

use std::time::Duration;

use crate::{
    app::transport::{Loop, Transport},
    domain::{
        alignment::Alignment,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    media::{Playback, PlayerCommand},
};

/// A difference beyond this is not worth waiting for: the second jumps.
const LARGE: MediaDelta = MediaDelta::from_millis(500);
/// Differences below this are left alone; measuring is not better.
const SMALL: MediaDelta = MediaDelta::from_millis(2);
/// The largest step at which a running picture is shifted. A third of a frame, so that nobody sees it.
const STEP: MediaDelta = MediaDelta::from_millis(10);
/// How many measurements are taken together just after a start, and later. The middle one of them counts: now and then a frame
/// is late.
const EARLY: usize = 4;
const LATER: usize = 12;
/// How many measurements say nothing yet, after a start or a shift.
const UNSETTLED: u32 = 3;
/// How many shifts in full there are after a start.
const FULL_SHIFTS: u8 = 2;
/// After a jump the second has so long to arrive.
const JUMPING: Duration = Duration::from_millis(1500);
/// A jump while playing aims ahead by the time that jumps take, at most so much.
const MOST_LEAD: MediaDelta = MediaDelta::from_millis(3000);
/// Loops shorter than this go round frame by frame, without a clock that could be held in step.
const SHORT_LOOP: MediaDelta = MediaDelta::from_millis(100);

/// What the second is held in step with.
pub(super) struct Ground<'a> {
    pub alignment: Alignment,
    /// Where the first stands.
    pub transport: &'a Transport,
    /// The end of the second, in its own time; zero while that is not known.
    pub end: MediaTime,
    pub now: Duration,
}

/// How a session time lies to what the second recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Before,
    Within,
    After,
}

impl Ground<'_> {
    pub fn own(&self, session: MediaTime) -> MediaTime {
        self.alignment.to_own(session)
    }

    pub fn place(&self, own: MediaTime) -> Place {
        if own < MediaTime::ZERO {
            Place::Before
        } else if own < self.end {
            Place::Within
        } else {
            Place::After
        }
    }

    /// How many of the second's own seconds pass in one of the session's.
    fn ratio(&self) -> f64 {
        1.0 + self.alignment.drift_ppm() / 1e6
    }

    /// The loop in the second's own time, if it recorded all of it.
    fn own_loop(&self) -> Option<MediaSpan> {
        let Loop::Between(span) = self.transport.looping else {
            return None;
        };
        let own = MediaSpan::between(self.own(span.start()), self.own(span.end()));
        let whole = own.start() >= MediaTime::ZERO && own.end() <= self.end;
        (whole && !self.is_frame_by_frame()).then_some(own)
    }

    /// Whether the first goes round so quickly that the second is led from frame to frame.
    fn is_frame_by_frame(&self) -> bool {
        let Loop::Between(span) = self.transport.looping else {
            return false;
        };
        span.length().scaled(1.0 / self.transport.rate.max(1.0)) < SHORT_LOOP
    }
}

/// Leads the second.
#[derive(Default)]
pub(super) struct Follow {
    /// Where the second was sent last and stands now, or is about to.
    sent: Option<MediaTime>,
    /// Where the first was sent last, and what it showed then; until it is there.
    first_at: Option<(MediaTime, MediaTime)>,
    playing: bool,
    rate: Option<f64>,
    span: Option<MediaSpan>,
    shift: MediaDelta,
    /// Measured differences, in nanoseconds of the second's time: positive where it is ahead.
    measured: Vec<i64>,
    unsettled: u32,
    full_shifts: u8,
    /// Serials of the frames that were measured last.
    seen: (u64, u64),
    /// When the second jumped last while playing, until that was measured.
    jumped: Option<Duration>,
    /// How long jumps take.
    lead: MediaDelta,
}

impl Follow {
    /// What is known of the second holds no longer: another player, or another map.
    pub fn forget(&mut self) {
        *self = Self {
            first_at: self.first_at,
            playing: self.playing,
            rate: self.rate,
            span: self.span,
            shift: self.shift,
            lead: self.lead,
            ..Self::default()
        };
    }

    /// The first was told this; what it means for the second that cannot wait until the first has done it.
    pub fn also(&mut self, command: PlayerCommand, ground: &Ground<'_>, second: &mut dyn Playback) {
        match command {
            PlayerCommand::Seek(time) => {
                let time = ground.transport.frame_start(time);
                self.first_at = Some((time, ground.transport.playhead));
                self.go(ground.own(time), ground, second);
                if self.playing {
                    self.start_anew(second);
                }
            }
            PlayerCommand::Scrub(time) => {
                let own = ground.own(time);
                if ground.place(own) == Place::Within {
                    second.send(PlayerCommand::Scrub(own));
                    self.sent = None;
                }
            }
            PlayerCommand::Play => {
                let mut from = self
                    .first_at
                    .map_or(ground.transport.playhead, |(wanted, _)| wanted);
                if let Loop::Between(span) = ground.transport.looping
                    && !span.contains(from)
                {
                    from = span.start();
                }
                self.match_speed_and_loop(ground, second);
                let own = ground.own(from);
                self.go(own, ground, second);
                if ground.place(own) == Place::Within && !ground.is_frame_by_frame() {
                    self.start(second);
                }
            }
            PlayerCommand::Pause | PlayerCommand::Step(_) => {
                self.first_at = None;
                self.halt(second);
            }
            _ => {}
        }
    }

    /// What is to be done now.
    pub fn keep_up(
        &mut self,
        first: &dyn Playback,
        ground: &Ground<'_>,
        second: &mut dyn Playback,
    ) {
        let transport = ground.transport;
        self.match_speed_and_loop(ground, second);
        if transport.scrubbing.is_some() {
            return;
        }
        if !transport.playing || ground.is_frame_by_frame() {
            self.halt(second);
            let on_its_way = self
                .first_at
                .is_some_and(|(wanted, from)| transport.playhead == from && wanted != from);
            if transport.exact && !on_its_way {
                self.first_at = None;
                self.go(ground.own(transport.playhead), ground, second);
            }
            return;
        }
        let Some(first_now) = first.moving() else {
            // It is on its way to where it was sent; so is the second.
            return;
        };
        self.first_at = None;
        let own = ground.own(first_now);
        if ground.place(own) != Place::Within {
            self.halt(second);
            self.go(own, ground, second);
            return;
        }
        if !self.playing {
            let waits = self
                .sent
                .is_some_and(|sent| (own - sent).magnitude() < LARGE);
            if !waits {
                self.jump(own, ground, second);
            }
            self.start(second);
            return;
        }
        let Some(second_now) = second.moving() else {
            return;
        };
        let mut difference = (second_now - own).as_nanos();
        if let Some(span) = self.span {
            // One of them may be in the next round already.
            let round = span.length().as_nanos().max(1);
            difference = (difference + round / 2).rem_euclid(round) - round / 2;
        }
        let serial = |player: &dyn Playback| player.frame().map_or(u64::MAX, |frame| frame.serial);
        let seen = (serial(first), serial(second));
        if seen != self.seen || seen.0 == u64::MAX || seen.1 == u64::MAX {
            self.seen = seen;
            self.measure(difference, own, ground, second);
        }
    }

    /// The second came to its end by itself.
    pub fn ended(&mut self) {
        self.playing = false;
        self.sent = None;
    }

    fn measure(
        &mut self,
        difference: i64,
        own: MediaTime,
        ground: &Ground<'_>,
        second: &mut dyn Playback,
    ) {
        if self.unsettled > 0 {
            self.unsettled -= 1;
            return;
        }
        self.measured.push(difference);
        let wanted = if self.full_shifts > 0 { EARLY } else { LATER };
        if self.measured.len() < wanted {
            return;
        }
        self.measured.sort_unstable();
        let difference = MediaDelta::from_nanos(self.measured[self.measured.len() / 2]);
        self.measured.clear();
        if let Some(since) = self.jumped {
            if ground.now.saturating_sub(since) < JUMPING && difference.magnitude() > LARGE {
                return;
            }
            self.jumped = None;
            let lead = self.lead.as_nanos() - difference.as_nanos();
            self.lead = MediaDelta::from_nanos(lead.clamp(0, MOST_LEAD.as_nanos()));
        }
        // Ahead by so much of the recording is early by so much by the clock.
        let speed = ground.transport.rate * ground.ratio();
        let early = difference.scaled(1.0 / speed).as_nanos();
        let by = if self.full_shifts > 0 {
            early
        } else {
            early.clamp(-STEP.as_nanos(), STEP.as_nanos())
        };
        let shift = MediaDelta::from_nanos(self.shift.as_nanos() + by);
        if difference.magnitude() > LARGE || shift.magnitude() > LARGE {
            self.jump(own, ground, second);
            self.start_anew(second);
            return;
        }
        self.full_shifts = self.full_shifts.saturating_sub(1);
        if MediaDelta::from_nanos(early).magnitude() > SMALL {
            self.shift(shift, second);
            self.unsettled = UNSETTLED;
        }
    }

    fn match_speed_and_loop(&mut self, ground: &Ground<'_>, second: &mut dyn Playback) {
        let rate = ground.transport.rate * ground.ratio();
        if self
            .rate
            .is_none_or(|known| (known - rate).abs() > f64::EPSILON)
        {
            self.rate = Some(rate);
            second.send(PlayerCommand::SetRate(rate));
            self.start_anew(second);
        }
        let span = ground.own_loop();
        if span != self.span {
            self.span = span;
            second.send(PlayerCommand::SetLoop(span));
            self.start_anew(second);
        }
    }

    /// Sends the second to its frame at this own time, unless it is there.
    fn go(&mut self, own: MediaTime, ground: &Ground<'_>, second: &mut dyn Playback) {
        let target = match ground.place(own) {
            // Ready for the moment at which it begins.
            Place::Before => MediaTime::ZERO,
            Place::Within => own,
            Place::After => return,
        };
        if self.sent != Some(target) {
            second.send(PlayerCommand::Seek(target));
            self.sent = Some(target);
        }
    }

    fn jump(&mut self, own: MediaTime, ground: &Ground<'_>, second: &mut dyn Playback) {
        let speed = ground.transport.rate * ground.ratio();
        self.jumped = Some(ground.now);
        self.sent = None;
        let aim = own + self.lead.scaled(speed);
        second.send(PlayerCommand::Seek(aim.min(ground.end)));
    }

    fn start(&mut self, second: &mut dyn Playback) {
        self.start_anew(second);
        if !self.playing {
            self.playing = true;
            second.send(PlayerCommand::Play);
        }
        self.sent = None;
    }

    fn halt(&mut self, second: &mut dyn Playback) {
        if self.playing {
            self.playing = false;
            second.send(PlayerCommand::Pause);
            self.sent = None;
        }
    }

    /// Whatever was measured says nothing about what comes now.
    fn start_anew(&mut self, second: &mut dyn Playback) {
        self.measured.clear();
        self.unsettled = UNSETTLED;
        self.full_shifts = FULL_SHIFTS;
        self.shift(MediaDelta::ZERO, second);
    }

    fn shift(&mut self, shift: MediaDelta, second: &mut dyn Playback) {
        if self.shift != shift {
            self.shift = shift;
            second.send(PlayerCommand::Shift(shift));
        }
    }
}
