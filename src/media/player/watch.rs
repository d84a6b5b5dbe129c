//! Notices when playing stands still: recordings whose end is never told, and decoders that fell silent.

use std::time::{Duration, Instant};

use super::{
    super::{Problem, server::PATIENCE},
    engine::Engine,
};

/// How long after the last frame the end may be told.
const LATE: Duration = Duration::from_secs(1);

/// How often it is looked whether the picture moves.
const LOOK: Duration = Duration::from_millis(500);

/// The newest picture of a run, and since when it stands.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    serial: u64,
    since: Instant,
}

impl Engine {
    /// When it is to be looked again.
    pub(super) fn next_look(&self) -> Option<Instant> {
        (self.running && self.has_picture).then(|| Instant::now() + LOOK)
    }

    /// Ends playing if the last frame stood for its time, and starts anew if another stands for much too long.
    pub(super) fn look_whether_it_moves(&mut self) {
        let shown = self
            .shared
            .frame()
            .filter(|_| self.running && !self.seeking);
        let Some(shown) = shown else {
            self.standing = None;
            return;
        };
        let since = match self.standing {
            Some(standing) if standing.serial == shown.serial => standing.since,
            _ => {
                self.standing = Some(Standing {
                    serial: shown.serial,
                    since: Instant::now(),
                });
                return;
            }
        };
        let index = self.shared.index();
        let is_last =
            index.complete && shown.number.is_some_and(|number| number + 1 >= index.len());
        let (until, patience) = match shown.number {
            // Sound may go on behind the last picture.
            _ if is_last => (self.end(), LATE),
            Some(number) => (index.end_of(number), PATIENCE),
            None => (shown.time, PATIENCE),
        };
        let nanos = (until - shown.time).scaled(1.0 / self.rate).as_nanos();
        let due = Duration::from_nanos(u64::try_from(nanos).unwrap_or(0));
        if since.elapsed() < due + patience {
            return;
        }
        self.standing = None;
        if is_last {
            self.reached_end();
        } else {
            self.broke(false, Problem::Stalled);
        }
    }
}
