//! Where playing is at this instant, told from when the newest frame came on screen.

use std::time::{Duration, Instant};

use crate::domain::time::{MediaDelta, MediaTime};

/// A frame that stands longer than this says nothing about where playing is.
const STALE: Duration = Duration::from_secs(1);

/// A moment of the recording at an instant, and how fast it went on from there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub at: MediaTime,
    pub since: Instant,
    pub rate: f64,
}

impl Pace {
    /// Where playing is now, unless that is too long ago to tell.
    pub fn now(self) -> Option<MediaTime> {
        let stands = self.since.elapsed();
        let nanos = i64::try_from(stands.as_nanos()).unwrap_or(i64::MAX);
        (stands < STALE).then(|| self.at + MediaDelta::from_nanos(nanos).scaled(self.rate))
    }
}
