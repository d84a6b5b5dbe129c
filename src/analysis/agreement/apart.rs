//! Where two ratings along a recording lie furthest apart: what is worth hearing together, behind a number that says how far they go
//! together.

use crate::domain::time::{MediaDelta, MediaTime};

/// So many are named; more would not be heard.
pub const MOST: usize = 5;
/// Moments nearer than this are one.
const NEAR: MediaDelta = MediaDelta::from_millis(10_000);
/// Steps of the scale below which two people mean the same.
const LEAST: f64 = 1.0;

/// A time at which two ratings lie apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FarApart {
    /// When.
    pub at: MediaTime,
    /// What the first gave.
    pub first: f64,
    /// What the other gave.
    pub other: f64,
}

impl FarApart {
    /// How many steps lie between the two.
    #[must_use]
    pub fn steps(&self) -> f64 {
        (self.first - self.other).abs()
    }
}

/// The times at which two ratings come to lie furthest apart, the furthest first and of equals the earliest, no two of them near each
/// other. While both stay as they are it is one moment, however long.
#[must_use]
pub fn furthest(both: &[(MediaTime, f64, f64)]) -> Vec<FarApart> {
    let begins = |at: usize| {
        let Some((last, next)) = at
            .checked_sub(1)
            .and_then(|last| both.get(last))
            .zip(both.get(at))
        else {
            return true;
        };
        next.0 - last.0 > NEAR || (last.1 - next.1).abs() + (last.2 - next.2).abs() > 0.0
    };
    let mut all: Vec<FarApart> = both
        .iter()
        .enumerate()
        .filter(|(at, _)| begins(*at))
        .map(|(_, both)| both)
        .map(|(at, first, other)| FarApart {
            at: *at,
            first: *first,
            other: *other,
        })
        .filter(|one| one.steps() >= LEAST)
        .collect();
    all.sort_by(|a, b| b.steps().total_cmp(&a.steps()).then(a.at.cmp(&b.at)));
    let mut found: Vec<FarApart> = Vec::new();
    for one in all {
        if found.len() == MOST {
            break;
        }
        let near = |known: &FarApart| (known.at - one.at).magnitude() < NEAR;
        if !found.iter().any(near) {
            found.push(one);
        }
    }
    found
}
