//! Two continuous ratings read at the same times, each with its rater's reaction lag taken off.
//!
//! What was rated at a time was felt a little earlier. How much earlier is what was set for the rater, never searched for: searching
//! raises agreement out of nothing. Where one of the two rated nothing there is no pair, and nothing is filled in.

use super::overlap::union;
use crate::domain::{
    time::{MediaDelta, MediaSpan, MediaTime},
    track::{Lag, Track},
};

/// A rating and how late its rater reacts.
#[derive(Clone, Copy, Debug)]
pub struct Lagged<'a> {
    /// The rating as it was given.
    pub track: &'a Track,
    /// What is taken off on reading.
    pub lag: Lag,
}

impl Lagged<'_> {
    /// What was felt at `time`, if it was rated.
    #[must_use]
    pub fn at(&self, time: MediaTime) -> Option<f64> {
        let value = self.track.value_at(time, self.lag)?;
        Some(f64::from(value.get()))
    }
}

/// Both ratings at the same times: every `step` of the recording within the stretches `over`, where both have a value.
#[must_use]
pub fn side_by_side(
    left: Lagged<'_>,
    right: Lagged<'_>,
    over: &[MediaSpan],
    step: MediaDelta,
) -> (Vec<f64>, Vec<f64>) {
    let both = with_times(left, right, over, step);
    both.into_iter().map(|(_, one, other)| (one, other)).unzip()
}

/// The same with the time of each.
#[must_use]
pub fn with_times(
    left: Lagged<'_>,
    right: Lagged<'_>,
    over: &[MediaSpan],
    step: MediaDelta,
) -> Vec<(MediaTime, f64, f64)> {
    let step = step.magnitude().as_nanos().max(1_000_000);
    let mut both = Vec::new();
    for span in union(over) {
        let first = span.start().as_nanos().div_euclid(step)
            + i64::from(span.start().as_nanos().rem_euclid(step) != 0);
        let mut at = MediaTime::from_nanos(first.saturating_mul(step));
        while span.contains(at) {
            if let (Some(one), Some(other)) = (left.at(at), right.at(at)) {
                both.push((at, one, other));
            }
            at = at + MediaDelta::from_nanos(step);
        }
    }
    both
}
