//! Which parts are open, and where those wait whose turn it is not.

use std::sync::Arc;

use super::{
    super::{PlayerCommand, Waker},
    conductor::Conductor,
    slot::Slot,
};
use crate::domain::time::{MediaDelta, MediaTime};

/// A neighbour is opened when playing at natural speed would need it in so much time; it is closed at twice that.
const NEAR: MediaDelta = MediaDelta::from_millis(6000);

impl Conductor {
    pub(super) fn open(&mut self, part: usize) {
        let waker: Waker = {
            let bell = Arc::clone(&self.bell);
            Arc::new(move || bell.ring())
        };
        let bytes = self.frame_bytes / self.slots.len().clamp(1, 2);
        let Some(slot) = self.slots.get_mut(part) else {
            return;
        };
        if slot.player.is_some() || slot.missing.is_some() {
            return;
        }
        match (slot.part.open)(waker, bytes) {
            Ok(mut player) => {
                for setting in &self.settings {
                    player.send(*setting);
                }
                slot.player = Some(player);
                // Every recording opens at its beginning.
                slot.parked = Some(MediaTime::ZERO);
            }
            Err(error) => {
                self.give_up(part, error.problem);
                self.lay_out();
            }
        }
    }

    /// Opens the parts that are needed soon, and closes those that are not.
    pub(super) fn mind_doors(&mut self) {
        if !self.is_there(self.active) {
            let Some(other) = (0..self.slots.len()).find(|part| self.is_there(*part)) else {
                return;
            };
            self.active = other;
        }
        self.open(self.active);
        let Some(active) = self.slots.get(self.active) else {
            return;
        };
        if active.info.is_none() {
            // The picture that is wanted now comes first.
            return;
        }
        // A part that turns out to be missing makes it another one's turn to be read.
        let mut missing = self.missing();
        loop {
            self.mind_others();
            if self.missing() == missing {
                break;
            }
            missing = self.missing();
        }
        self.park_all();
    }

    fn missing(&self) -> usize {
        let missing = |slot: &&Slot| slot.missing.is_some();
        self.slots.iter().filter(missing).count()
    }

    fn mind_others(&mut self) {
        let reading = self.slots.iter().position(|slot| !slot.is_read());
        for part in 0..self.slots.len() {
            if part == self.active || !self.is_there(part) {
                continue;
            }
            let open = self.slots[part].player.is_some();
            let needed = Some(part) == reading || self.is_near(part, open);
            if needed && !open {
                self.open(part);
            } else if !needed && open {
                let slot = &mut self.slots[part];
                (slot.player, slot.parked) = (None, None);
            }
        }
    }

    /// Has the parts that wait stand where they will be needed.
    pub(super) fn park_all(&mut self) {
        for part in 0..self.slots.len() {
            let slot = &self.slots[part];
            if part != self.active && slot.player.is_some() && slot.info.is_some() {
                self.park(part);
            }
        }
    }

    /// Whether playing, or a few steps, may soon need a part; one that is open is kept for longer.
    pub(super) fn is_near(&self, part: usize, open: bool) -> bool {
        let Some(here) = self.layout.places.get(self.active) else {
            return false;
        };
        let near = NEAR.scaled(self.rate.max(1.0) * if open { 2.0 } else { 1.0 });
        let to_end = here.end - self.position;
        if self.next_part() == Some(part) && to_end <= near {
            return true;
        }
        if self.part_before(self.active) == Some(part) && self.position - here.start <= near {
            return true;
        }
        self.wide_loop().is_some_and(|span| {
            self.find(span.start()).0 == part && span.end() - self.position <= near
        })
    }

    /// Has a part that waits stand where its turn will come: at its beginning, at its end, or where a loop begins.
    pub(super) fn park(&mut self, part: usize) {
        let looped = self
            .wide_loop()
            .map(|span| self.find(span.start()))
            .filter(|(begin, _)| *begin == part)
            .map(|(_, local)| local);
        let place = looped.unwrap_or_else(|| {
            if part > self.active {
                self.slots[part].first_frame()
            } else {
                self.slots[part].last_frame()
            }
        });
        let slot = &mut self.slots[part];
        if !slot.stands_at(place)
            && let Some(player) = &mut slot.player
        {
            slot.parked = Some(place);
            player.send(PlayerCommand::Seek(place));
        }
    }
}
