//! Time on the wall: read once per tick here, and nowhere else above the rim.

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

/// One reading, the same for everything that happens in a tick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// For the record, with the offset of the place.
    pub wall: DateTime<FixedOffset>,
    /// For measuring how long a key was held; never runs backwards.
    pub steady: Duration,
}

/// Where readings come from, so that tests can set it.
pub trait Clock {
    /// Reads the clock.
    fn read(&self) -> Reading;
}

/// The machine's clock.
#[derive(Debug)]
pub struct SystemClock {
    started: std::time::Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            started: std::time::Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn read(&self) -> Reading {
        Reading {
            wall: wall(),
            steady: self.started.elapsed(),
        }
    }
}

/// The time on the wall now, with the offset of the place; for threads that date what they write.
#[must_use]
pub fn wall() -> DateTime<FixedOffset> {
    chrono::Local::now().fixed_offset()
}
