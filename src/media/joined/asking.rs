//! What is asked for, and which part does it.

use std::time::{Duration, Instant};

use super::{
    super::{FASTEST, PlayerCommand, PlayerEvent, SLOWEST},
    conductor::{Aim, Awaited, Conductor, Due},
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// How long the pointer rests before a part is opened only to be scrubbed through.
const REST: Duration = Duration::from_millis(60);

/// How long a frame that was asked for may be on its way before any other is shown instead.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a step may be on its way for the next one to count from it.
const STEP_PATIENCE: Duration = Duration::from_secs(2);

impl Conductor {
    pub(super) fn command(&mut self, command: PlayerCommand) {
        let now = Instant::now();
        match command {
            PlayerCommand::Play => self.play(now),
            PlayerCommand::Pause => self.pause(),
            PlayerCommand::Seek(time) => self.go(time, false, now),
            PlayerCommand::Scrub(time) => self.go(time, true, now),
            PlayerCommand::Step(by) => self.step(by, now),
            PlayerCommand::SetLoop(span) => self.set_loop(span, now),
            PlayerCommand::KeepFrames(bytes) => {
                self.frame_bytes = bytes;
                // As much for each as when it is opened.
                let each = bytes / self.slots.len().clamp(1, 2);
                self.tell_all(PlayerCommand::KeepFrames(each));
            }
            // The others hold for every part, and for those that are opened later.
            setting => {
                if let PlayerCommand::SetRate(rate) = setting {
                    self.rate = rate.clamp(SLOWEST, FASTEST);
                    self.due = None;
                }
                self.keep(setting);
                self.tell_all(setting);
            }
        }
    }

    pub(super) fn tell_all(&mut self, command: PlayerCommand) {
        for player in self
            .slots
            .iter_mut()
            .filter_map(|slot| slot.player.as_mut())
        {
            player.send(command);
        }
    }

    pub(super) fn send(&mut self, command: PlayerCommand) {
        let player = self.slots.get_mut(self.active);
        if let Some(player) = player.and_then(|slot| slot.player.as_mut()) {
            player.send(command);
        }
    }

    pub(super) fn set_playing(&mut self, playing: bool) {
        if self.playing != playing {
            self.playing = playing;
            self.shared.tell(PlayerEvent::Playing(playing));
        }
    }

    /// Has the part whose turn it is play, if it does not.
    pub(super) fn start(&mut self) {
        if self.playing && !self.started {
            self.started = true;
            self.send(PlayerCommand::Play);
        }
    }

    pub(super) fn play(&mut self, now: Instant) {
        self.aim = None;
        let begin = self.span.map_or(MediaTime::ZERO, MediaSpan::start);
        let outside = self.span.is_some_and(|span| !span.contains(self.position));
        let pointer = self.pointer.take();
        if std::mem::take(&mut self.ended) || outside {
            self.go(begin, false, now);
        } else if let Some((_, time)) = pointer {
            self.go(time, false, now);
        }
        // A drag that ended here interrupted it.
        self.started = false;
        self.set_playing(true);
        self.start();
    }

    pub(super) fn pause(&mut self) {
        (self.due, self.aim, self.stuck) = (None, None, false);
        self.started = false;
        self.send(PlayerCommand::Pause);
        self.set_playing(false);
    }

    /// Goes to a time in the whole.
    pub(super) fn go(&mut self, time: MediaTime, scrub: bool, now: Instant) {
        (self.due, self.aim, self.stuck) = (None, None, false);
        (self.ended, self.pointer) = (false, None);
        let (part, local) = self.find(time);
        let open = self
            .slots
            .get(part)
            .is_some_and(|slot| slot.player.is_some());
        if scrub && !open && self.is_there(part) {
            self.pointer = Some((now + REST, time));
            if std::mem::take(&mut self.started) {
                // A drag interrupts playing.
                self.send(PlayerCommand::Pause);
            }
            return;
        }
        self.turn_to(part, local, now);
        self.position = self.whole(part, local);
        self.send(if scrub {
            PlayerCommand::Scrub(local)
        } else {
            PlayerCommand::Seek(local)
        });
        if !scrub {
            self.start();
        }
        let index = &self.slots[part].index;
        if !self.playing && index.covers(local) {
            // Steps that follow at once count from there.
            self.aim = Some(Aim {
                part,
                number: index.at(local).unwrap_or(0),
                forward: false,
                since: now,
            });
        }
    }

    /// From now on it is this part's turn; it is wanted at a time in it.
    pub(super) fn turn_to(&mut self, part: usize, local: MediaTime, now: Instant) {
        if part != self.active {
            if let Some(slot) = self.slots.get_mut(self.active) {
                slot.parked = None;
            }
            if self.started {
                self.send(PlayerCommand::Pause);
            }
            self.send(PlayerCommand::SetLoop(None));
            self.active = part;
            self.started = false;
        } else if self.awaited.is_none() {
            return;
        }
        self.open(part);
        let slot = &self.slots[part];
        let showing = slot.player.as_ref().and_then(|player| player.frame());
        self.awaited = Some(Awaited {
            time: local,
            stale: showing
                .filter(|frame| !slot.is_frame_at(frame, local))
                .map(|frame| frame.serial),
            until: now + PATIENCE,
        });
        if let Some(slot) = self.slots.get_mut(part) {
            slot.parked = None;
        }
        self.send(PlayerCommand::SetLoop(self.loop_in(part)));
    }

    pub(super) fn step(&mut self, by: i32, now: Instant) {
        (self.due, self.stuck, self.ended) = (None, false, false);
        self.set_playing(false);
        self.pointer = None;
        let aimed = self
            .aim
            .take()
            .filter(|aim| aim.part == self.active && now < aim.since + STEP_PATIENCE)
            .map(|aim| aim.number);
        let index = &self.slots[self.active].index;
        let awaited = self.awaited.as_ref().and_then(|awaited| {
            index
                .covers(awaited.time)
                .then(|| index.at(awaited.time).unwrap_or(0))
        });
        let base = aimed.or(awaited).or_else(|| self.shown_number());
        let target = base.and_then(|base| self.walk(self.active, base, by));
        let Some((part, number)) = target else {
            self.started = false;
            self.send(PlayerCommand::Step(by));
            return;
        };
        let time = self.slots[part].index.time(number).unwrap_or_default();
        if part == self.active && self.awaited.is_none() {
            self.send(PlayerCommand::Step(by));
        } else {
            self.turn_to(part, time, now);
            self.send(PlayerCommand::Seek(time));
        }
        self.started = false;
        self.position = self.whole(part, time);
        self.aim = Some(Aim {
            part,
            number,
            forward: by > 0,
            since: now,
        });
    }

    /// Which frame of which part lies so many frames from one; `None` where the frames between are not known.
    pub(super) fn walk(&self, part: usize, number: usize, by: i32) -> Option<(usize, usize)> {
        let (mut part, mut at) = (part, i64::try_from(number).ok()? + i64::from(by));
        let frames = |part: usize| i64::try_from(self.slots[part].index.len()).ok();
        let has_frames = |part: &usize| {
            let slot = &self.slots[*part];
            slot.missing.is_none() && !slot.index.is_empty()
        };
        while at < 0 {
            let Some(before) = (0..part).rev().find(has_frames) else {
                at = 0;
                break;
            };
            if !self.slots[before].index.complete {
                return None;
            }
            at += frames(before)?;
            part = before;
        }
        while at >= frames(part)? {
            if !self.slots[part].index.complete {
                return None;
            }
            let next = (part + 1..self.slots.len()).find(|part| self.is_there(*part));
            let Some(next) = next.filter(|next| self.start_of(*next).is_some()) else {
                at = frames(part)? - 1;
                break;
            };
            if !has_frames(&next) {
                // It is not read yet, but its first frame is what it shows when it opens.
                at = 0;
                part = next;
                break;
            }
            at -= frames(part)?;
            part = next;
        }
        Some((part, usize::try_from(at).unwrap_or(0)))
    }

    /// The loop, if it lies in one part, in the time of that part.
    pub(super) fn loop_in(&self, part: usize) -> Option<MediaSpan> {
        let span = self.span?;
        let place = self.layout.places.get(part)?;
        (place.start <= span.start() && span.end() <= place.end).then(|| {
            MediaSpan::between(
                self.within(part, span.start()),
                self.within(part, span.end()),
            )
        })
    }

    pub(super) fn set_loop(&mut self, span: Option<MediaSpan>, now: Instant) {
        let span = span.filter(|span| span.length() > MediaDelta::ZERO);
        if span == self.span {
            return;
        }
        self.span = span;
        self.due = None;
        self.loop_in_parts();
        if let Some(span) = span
            && self.playing
            && !span.contains(self.position)
            && self.loop_in(self.active).is_none()
        {
            self.go(span.start(), false, now);
        }
    }

    /// Tells the part whose turn it is what of the loop is its own affair.
    pub(super) fn loop_in_parts(&mut self) {
        let own = self.loop_in(self.active);
        self.send(PlayerCommand::SetLoop(own));
        // A neighbour waits where the loop would come to it.
        self.park_all();
    }

    /// The loop, if the parts have to be changed on its way round.
    pub(super) fn wide_loop(&self) -> Option<MediaSpan> {
        let span = self.span.filter(|span| span.contains(self.position))?;
        self.loop_in(self.active).is_none().then_some(span)
    }

    /// The frame that was shown last has ended.
    pub(super) fn go_on(&mut self, due: Due) {
        let now = Instant::now();
        if let Some(span) = self.wide_loop() {
            let next = self.next_part().and_then(|next| self.start_of(next));
            let beyond = next.is_none_or(|start| start >= span.end());
            if due == Due::NextRound || beyond {
                self.shared.tell(PlayerEvent::Looped);
                let (part, local) = self.find(span.start());
                self.begin(part, local, now);
                return;
            }
        }
        match self.next_part() {
            Some(next) if self.start_of(next).is_some() => {
                self.begin(next, self.slots[next].first_frame(), now);
            }
            Some(_) => self.stuck = true,
            None => {
                self.started = false;
                self.ended = true;
                self.set_playing(false);
                self.shared.tell(PlayerEvent::Ended);
            }
        }
    }

    /// Plays on from a place in a part, which stands there already if all went well.
    pub(super) fn begin(&mut self, part: usize, local: MediaTime, now: Instant) {
        let stands = part != self.active
            && self.slots[part].player.is_some()
            && self.slots[part].stands_at(local);
        self.turn_to(part, local, now);
        self.position = self.whole(part, local);
        if !stands {
            self.send(PlayerCommand::Seek(local));
        }
        self.start();
    }
}
