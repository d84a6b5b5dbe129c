//! What the parts tell, and where everything lies after it.

use std::{sync::Arc, time::Instant};

use super::{
    super::{FrameIndex, MediaError, MediaInfo, PlayerEvent, Problem, Severity},
    Part,
    conductor::{Conductor, Due},
    layout::{Known, Layout},
    slot::Slot,
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

impl Conductor {
    pub(super) fn take_in(&mut self) {
        let mut changed = false;
        for part in 0..self.slots.len() {
            let Some(player) = &mut self.slots[part].player else {
                continue;
            };
            let events = player.poll();
            let (mut plays, mut ended) = (None, false);
            for event in events {
                match event {
                    PlayerEvent::Opened(info) => {
                        self.slots[part].info = Some(info);
                        changed = true;
                    }
                    PlayerEvent::Index(index) => {
                        changed |= self.learn(part, index);
                    }
                    PlayerEvent::Playing(playing) => plays = Some(playing),
                    PlayerEvent::Ended => ended = true,
                    PlayerEvent::Looped if part == self.active => {
                        self.shared.tell(PlayerEvent::Looped);
                    }
                    PlayerEvent::Looped | PlayerEvent::Parts(_) => {}
                    told @ PlayerEvent::Hardware(_) => self.shared.tell(told),
                    PlayerEvent::Problem(error) => changed |= self.trouble(part, error),
                }
            }
            if part == self.active && self.started {
                self.halted(plays == Some(false), ended);
            } else if part == self.active && plays == Some(true) {
                // What it was told before that is told only now; the last word is what it does.
                self.started = true;
                self.set_playing(true);
            }
        }
        if changed {
            let shift = self.shift(self.active);
            self.lay_out();
            if self.awaited.is_some() && self.shift(self.active) != shift {
                // What was asked for lies elsewhere in the part than was thought.
                let place = self.position;
                self.go(place, false, Instant::now());
            }
        }
    }

    /// Whether that is news: a part that is opened again reads anew what is known.
    pub(super) fn learn(&mut self, part: usize, index: Arc<FrameIndex>) -> bool {
        let slot = &mut self.slots[part];
        if slot.index.complete && !index.complete {
            return false;
        }
        let same = *slot.index == *index;
        slot.index = index;
        !same
    }

    /// The part whose turn it is stopped, or came to its end.
    pub(super) fn halted(&mut self, stopped: bool, ended: bool) {
        if ended {
            self.due = None;
            self.go_on(Due::NextPart);
        } else if stopped && self.playing && self.awaited.is_none() {
            self.started = false;
            self.set_playing(false);
        }
    }

    /// Something is wrong with a part. True if there is nothing to play of it.
    pub(super) fn trouble(&mut self, part: usize, error: MediaError) -> bool {
        if part == self.active {
            // Whatever was asked for may never come.
            self.awaited = None;
            self.aim = None;
        }
        let never_opened = self.slots[part].info.is_none();
        if error.severity == Severity::Fatal && never_opened {
            self.give_up(part, error.problem);
            return true;
        }
        let shift = self.shift(part);
        let problem = match error.problem {
            Problem::Damaged {
                stretch: Some(stretch),
            } => Problem::Damaged {
                stretch: Some(MediaSpan::between(
                    stretch.start() + shift,
                    stretch.end() + shift,
                )),
            },
            other => other,
        };
        let severity = match error.severity {
            Severity::Fatal => Severity::Partial,
            severity => severity,
        };
        self.mention(part, problem, severity);
        false
    }

    pub(super) fn mention(&mut self, part: usize, problem: Problem, severity: Severity) {
        let slot = &mut self.slots[part];
        if slot.told.contains(&problem) {
            return;
        }
        slot.told.push(problem.clone());
        let problem = if self.slots.len() > 1 {
            Problem::InPart {
                number: part + 1,
                problem: Box::new(problem),
            }
        } else {
            problem
        };
        let error = MediaError { problem, severity };
        self.shared.tell(PlayerEvent::Problem(error));
    }

    /// There is nothing to play of a part: the others play without it.
    pub(super) fn give_up(&mut self, part: usize, problem: Problem) {
        let slot = &mut self.slots[part];
        (slot.player, slot.parked) = (None, None);
        slot.missing = Some(problem.clone());
        if self.slots.iter().all(|slot| slot.missing.is_some()) {
            let error = MediaError::fatal(problem);
            self.shared.tell(PlayerEvent::Problem(error));
            return;
        }
        self.mention(part, problem, Severity::Partial);
        if part == self.active {
            self.lay_out();
            self.started = false;
            let place = self.position;
            self.go(place, false, Instant::now());
        }
    }

    pub(super) fn lay_out(&mut self) {
        let slots = self.slots.iter().enumerate();
        let known: Vec<Known> = slots.map(|(part, slot)| slot.known(part > 0)).collect();
        self.layout = Layout::of(&known);
        self.shared
            .tell(PlayerEvent::Index(Arc::clone(&self.layout.index)));
        if *self.places != *self.layout.places {
            self.places = Arc::from(self.layout.places.as_slice());
            self.shared
                .tell(PlayerEvent::Parts(Arc::clone(&self.places)));
        }
        let mut infos = self.slots.iter().filter_map(|slot| slot.info.as_ref());
        let Some(first) = infos.next() else { return };
        let mut info = MediaInfo::clone(first);
        for other in infos {
            info.video = info.video.or_else(|| other.video.clone());
            if info.audio.is_empty() {
                info.audio.clone_from(&other.audio);
            }
        }
        info.duration = self.layout.length;
        if self.info.as_deref() != Some(&info) {
            let info = Arc::new(info);
            self.info = Some(Arc::clone(&info));
            self.shared.tell(PlayerEvent::Opened(info));
        }
    }

    pub(super) fn set_parts(&mut self, parts: Vec<Part>) {
        let shown = self
            .slots
            .get(self.active)
            .map(|slot| slot.part.key.clone());
        let mut old = std::mem::take(&mut self.slots);
        for part in parts {
            let known = old.iter().position(|slot| slot.part.key == part.key);
            let mut slot = known.map_or_else(|| Slot::of(part.clone()), |at| old.swap_remove(at));
            // It may have been found since.
            slot.missing = None;
            slot.part = part;
            self.slots.push(slot);
        }
        let stays = self
            .slots
            .iter()
            .position(|slot| Some(&slot.part.key) == shown.as_ref());
        let place = self.position;
        // No part's turn, if what was shown is of none of these.
        self.active = stays.unwrap_or(usize::MAX);
        (self.due, self.aim, self.stuck, self.shown) = (None, None, false, None);
        self.lay_out();
        if stays.is_none() {
            (self.started, self.awaited) = (false, None);
            self.go(place, false, Instant::now());
        }
        self.loop_in_parts();
    }

    pub(super) fn start_of(&self, part: usize) -> Option<MediaTime> {
        self.layout.start(part)
    }

    /// A time in the whole, in the time of a part.
    pub(super) fn within(&self, part: usize, time: MediaTime) -> MediaTime {
        (time - self.shift(part)).clamp_to_start()
    }

    /// A time in a part, in the time of the whole.
    pub(super) fn whole(&self, part: usize, local: MediaTime) -> MediaTime {
        local + self.shift(part)
    }

    pub(super) fn shift(&self, part: usize) -> MediaDelta {
        let place = self.layout.places.get(part);
        place.map_or(MediaDelta::ZERO, |place| place.shift)
    }

    pub(super) fn is_there(&self, part: usize) -> bool {
        self.slots
            .get(part)
            .is_some_and(|slot| slot.missing.is_none())
    }

    /// The next part of which there is something to play.
    pub(super) fn next_part(&self) -> Option<usize> {
        (self.active + 1..self.slots.len()).find(|part| self.is_there(*part))
    }

    pub(super) fn part_before(&self, part: usize) -> Option<usize> {
        (0..part).rev().find(|part| self.is_there(*part))
    }

    /// The part that is shown at a time in the whole, and the time in it.
    pub(super) fn find(&self, time: MediaTime) -> (usize, MediaTime) {
        let time = time.clamp_to_start();
        let part = self.layout.part_at(time);
        if self.is_there(part) {
            let slot = &self.slots[part];
            let local = self.within(part, time);
            // Behind what there is of it, its last frame stays.
            let last = (slot.index.complete && !slot.index.is_empty()).then(|| slot.last_frame());
            return (part, last.map_or(local, |last| local.min(last)));
        }
        // As within one recording, the frame before what is missing stays on screen.
        if let Some(before) = self.part_before(part) {
            return (before, self.slots[before].last_frame());
        }
        let later = (part..self.slots.len()).find(|part| self.is_there(*part));
        let later = later.unwrap_or(part);
        (later, self.slots[later].first_frame())
    }

    /// The number of the frame that the part whose turn it is shows.
    pub(super) fn shown_number(&self) -> Option<usize> {
        let player = self.slots.get(self.active)?.player.as_ref()?;
        player.frame().filter(|frame| frame.exact)?.number
    }
}
