//! Who watched which stretches: kept while playing, written once there is a record to write to.

use super::{App, document::SaveState};
use crate::domain::{
    edit::Edit,
    session::WatchedRange,
    time::{MediaDelta, MediaSpan, MediaTime},
};

/// Shorter stretches say nothing about coverage.
const SHORTEST: MediaDelta = MediaDelta::from_millis(1000);

/// The stretch being watched now, and those not written yet.
#[derive(Clone, Debug, Default)]
pub struct Watching {
    from: Option<(MediaTime, f64)>,
    upto: MediaTime,
    pending: Vec<WatchedRange>,
}

impl Watching {
    /// Playing is at `time` with this speed; a jump or another speed ends the stretch.
    pub fn at(&mut self, time: MediaTime, rate: f64) {
        let jumped = time < self.upto || time - self.upto > MediaDelta::from_millis(2000);
        match self.from {
            Some((_, before)) if !jumped && (before - rate).abs() < 1e-9 => {}
            _ => {
                self.stop();
                self.from = Some((time, rate));
            }
        }
        self.upto = time;
    }

    /// Playing stopped.
    pub fn stop(&mut self) {
        if let Some((start, rate)) = self.from.take() {
            let span = MediaSpan::between(start, self.upto);
            if span.length() >= SHORTEST {
                self.pending.push(WatchedRange {
                    span,
                    pass: 1,
                    rate,
                    together: true,
                });
            }
        }
    }

    /// Takes what is not written yet.
    fn take(&mut self) -> Vec<WatchedRange> {
        std::mem::take(&mut self.pending)
    }
}

impl App {
    /// Ends the current stretch and writes what was watched, if this recording has a record on disk already: looking at an
    /// untouched recording leaves no file behind.
    pub(super) fn note_watched(&mut self) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        desk.watching.stop();
        let written = matches!(
            desk.document.save_state(),
            SaveState::Saved | SaveState::Saving
        );
        if !written || !desk.document.writable() {
            return;
        }
        let author = desk.marking.author.clone();
        let mut edits = Vec::new();
        for mut range in desk.watching.take() {
            let known = desk
                .document
                .session()
                .set(&author)
                .map_or(&[][..], |set| &set.watched);
            let passes = known
                .iter()
                .filter(|other| other.span.overlaps(range.span))
                .map(|other| other.pass)
                .max();
            range.pass = passes.unwrap_or(0) + 1;
            edits.push(Edit::AddWatched(author.clone(), range));
        }
        if !edits.is_empty() {
            // Only a person that is gone could refuse it, and then nobody watched.
            let _gone = desk.document.note(&Edit::Batch(edits), &stamp);
        }
    }
}
