//! Rise and fall agreement: whether two ratings go up and down together, whatever their height.
//!
//! Definition: from one time to the next each rating rises, falls or stays. Of the steps in which at least one of the two moves,
//! the share in which both move the same way.
//!
//! Source: relative reading of continuous ratings, after Lopes, Yannakakis and Liapis 2017 (`RankTrace`), Affective Computing and
//! Intelligent Interaction. Not corrected for chance.
//!
//! Example: (3, 4, 4, 2, 2) and (5, 7, 6, 5, 5): steps up/up, level/down, down/down, level/level; of the three in which one
//! moves, two go the same way: 0.667.
//!
//! Units: a share from 0 to 1. Undefined where neither ever moves.

use std::cmp::Ordering;

use super::{Measured, Undefined, ratio, real};

/// The share of moving steps in which both go the same way.
///
/// # Errors
/// [`Undefined::NoVariation`] where neither moves, [`Undefined::Missing`] where one is longer.
pub fn rise_fall(left: &[f64], right: &[f64]) -> Measured {
    if left.len() != right.len() {
        return Err(Undefined::Missing);
    }
    let steps = |values: &[f64]| -> Vec<Ordering> {
        values
            .windows(2)
            .map(|pair| pair[1].total_cmp(&pair[0]))
            .collect()
    };
    let (left, right) = (steps(left), steps(right));
    let moving = |pair: &(&Ordering, &Ordering)| pair.0.is_ne() || pair.1.is_ne();
    let moved = left.iter().zip(&right).filter(moving).count();
    let together = left
        .iter()
        .zip(&right)
        .filter(moving)
        .filter(|(one, other)| one == other)
        .count();
    ratio(real(together), real(moved), Undefined::NoVariation)
}
