//! Which frame is shown, and what is due when it ends.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{
    super::{VideoFrame, picture::next_serial},
    conductor::{Awaited, Conductor, Due},
    lock,
    slot::Slot,
};
use crate::domain::time::MediaDelta;

impl Conductor {
    pub(super) fn show(&mut self, now: Instant) {
        let Some(slot) = self.slots.get(self.active) else {
            return;
        };
        let Some(player) = &slot.player else { return };
        let shift = self.shift(self.active);
        let Some(frame) = player.frame() else {
            let position = player.position() + shift;
            // Where it stands may be where it was sent before anybody was told of that.
            let told = *lock(&self.shared.position);
            if slot.info.is_some() && (self.position != position || told != position) {
                self.position = position;
                *lock(&self.shared.position) = position;
                if lock(&self.shared.frame).take().is_some() {
                    self.shown = None;
                }
                self.shared.wake();
            }
            return;
        };
        if self.active > 0 && slot.index.is_empty() && !slot.index.complete {
            // Where its first frame lies is told in a moment.
            return;
        }
        if let Some(awaited) = &self.awaited {
            if awaited.is_met(&frame, slot, self.started) || now >= awaited.until {
                self.awaited = None;
            } else if frame.exact || awaited.stale == Some(frame.serial) {
                return;
            }
        }
        let met = self.aim.as_ref().is_some_and(|aim| {
            frame.exact
                && frame
                    .number
                    .is_some_and(|at| at == aim.number || aim.forward && at > aim.number)
        });
        if met {
            self.aim = None;
        }
        let place = self.layout.places.get(self.active);
        let base = place.and_then(|place| place.first);
        let number = frame.number.and_then(|number| Some(number + base?));
        let shown = (frame.serial, number, shift);
        if self.shown == Some(shown) {
            return;
        }
        let time = frame.time + shift;
        if self.playing
            && self.started
            && self.wide_loop().is_some()
            && self.span.is_some_and(|span| time >= span.end())
        {
            // It came a moment before its time was over.
            self.due = Some((now, Due::NextRound));
            return;
        }
        let renamed = self
            .shown
            .is_some_and(|(serial, ..)| serial == frame.serial);
        let mut seen = VideoFrame::clone(&frame);
        (seen.time, seen.number) = (time, number);
        if renamed {
            // The picture is the same, but whoever looks at serials only must see the new number.
            seen.serial = next_serial();
        }
        if frame.exact && self.awaited.is_none() && self.pointer.is_none() && self.aim.is_none() {
            self.position = time;
        }
        self.shown = Some(shown);
        self.due = self.due_after(&frame, now);
        *lock(&self.shared.frame) = Some(Arc::new(seen));
        self.shared.wake();
    }

    /// What is to be done when this frame has been seen for as long as it lasts, if it is the last of its part or of a loop.
    pub(super) fn due_after(&self, frame: &VideoFrame, now: Instant) -> Option<(Instant, Due)> {
        if !(self.playing && self.started) || self.loop_in(self.active).is_some() {
            return None;
        }
        let slot = &self.slots[self.active];
        let number = frame.number.filter(|_| slot.index.covers(frame.time))?;
        let mut end = slot.index.end_of(number);
        let mut due = None;
        if slot.index.complete && number + 1 == slot.index.len() && self.next_part().is_some() {
            due = Some(Due::NextPart);
        }
        if let Some(span) = self.wide_loop()
            && self.whole(self.active, end) >= span.end()
        {
            end = self.within(self.active, span.end());
            due = Some(Due::NextRound);
        }
        let left = (end - frame.time).scaled(1.0 / self.rate).as_nanos();
        let left = Duration::from_nanos(u64::try_from(left).unwrap_or(0));
        Some((now + left, due?))
    }
}

impl Awaited {
    /// Whether `frame` is what was asked for.
    fn is_met(&self, frame: &VideoFrame, slot: &Slot, playing: bool) -> bool {
        if slot.is_frame_at(frame, self.time) {
            return true;
        }
        if !frame.exact || self.stale == Some(frame.serial) {
            return false;
        }
        match frame.number.filter(|_| slot.index.covers(self.time)) {
            // The first frames may be over before anybody looked.
            Some(number) => playing && number >= slot.index.at(self.time).unwrap_or(0),
            // Nobody can tell more than that it lies near.
            None => (frame.time - self.time).magnitude() < MediaDelta::from_millis(2000),
        }
    }
}
