//! Overlap ratio: how much of the time that at least one person marked was marked by both.
//!
//! Definition: length of what lies in stretches of both, divided by the length of what lies in stretches of either
//! (intersection over union; Jaccard). Stretches of one person that overlap each other count once.
//!
//! Source: Jaccard 1912, New Phytologist 11:37; ELAN offers the like as overlap / total extent. Not corrected for chance.
//!
//! Example: 10 to 20 s and 15 to 25 s: 5 s of 15 s = 0.333.
//!
//! Units: a share from 0 to 1. Undefined where nobody marked a stretch.

use super::{Measured, Undefined, ratio};
use crate::domain::time::{MediaSpan, MediaTime};

/// Stretches in the order of time, with those that touch or overlap put together and empty ones left out.
#[must_use]
pub fn union(spans: &[MediaSpan]) -> Vec<MediaSpan> {
    let mut sorted: Vec<MediaSpan> = spans
        .iter()
        .copied()
        .filter(|span| span.start() < span.end())
        .collect();
    sorted.sort_unstable_by_key(|span| (span.start(), span.end()));
    let mut together: Vec<MediaSpan> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match together.last_mut() {
            Some(last) if span.start() <= last.end() => {
                *last = MediaSpan::between(last.start(), last.end().max(span.end()));
            }
            _ => together.push(span),
        }
    }
    together
}

/// What lies in both of two unions, in the order of time.
#[must_use]
pub fn intersection(left: &[MediaSpan], right: &[MediaSpan]) -> Vec<MediaSpan> {
    let (mut at, mut other) = (0, 0);
    let mut shared = Vec::new();
    while let (Some(one), Some(two)) = (left.get(at), right.get(other)) {
        let (from, to) = (one.start().max(two.start()), one.end().min(two.end()));
        if from < to {
            shared.push(MediaSpan::between(from, to));
        }
        if one.end() <= two.end() {
            at += 1;
        } else {
            other += 1;
        }
    }
    shared
}

/// How long stretches that do not overlap are in sum, in nanoseconds.
#[must_use]
pub fn length(spans: &[MediaSpan]) -> i64 {
    spans
        .iter()
        .map(|span| span.length().as_nanos())
        .fold(0, i64::saturating_add)
}

/// The overlap ratio of two people's stretches.
///
/// # Errors
/// [`Undefined::NoStretches`].
pub fn overlap_ratio(left: &[MediaSpan], right: &[MediaSpan]) -> Measured {
    let (left, right) = (union(left), union(right));
    let shared = length(&intersection(&left, &right));
    let either = length(&left) + length(&right) - shared;
    let nanos = |length: i64| MediaTime::from_nanos(length).seconds_for_drawing();
    ratio(nanos(shared), nanos(either), Undefined::NoStretches)
}
