//! Pearson's and Spearman's correlation of two ratings at the same times.
//!
//! Definition: Pearson's `r` is the covariance divided by both standard deviations: whether the two move together along a line,
//! however strong and wherever on the scale. Spearman's `rho` is the same of ranks (equal values share the mean of their ranks):
//! whether they move in the same order.
//!
//! Source: Pearson 1895, Proceedings of the Royal Society 58:240; Spearman 1904, American Journal of Psychology 15:72.
//!
//! Example: (1, 2, 3, 4) and (2, 4, 6, 9): r = 11.5/sqrt(5 * 26.75) = 0.994, rho = 1.
//!
//! Units: none; -1 to 1. Neither sees that one rater is always higher: see [`concordance`](super::concordance). Undefined with fewer
//! than two pairs, and where one of the two never changes.

use super::{Measured, Undefined, ratio, real};

/// Sum of the products of what each value differs from its mean.
pub(super) fn products(left: &[f64], right: &[f64]) -> f64 {
    let (left_mean, right_mean) = (mean(left), mean(right));
    left.iter()
        .zip(right)
        .map(|(a, b)| (a - left_mean) * (b - right_mean))
        .sum()
}

pub(super) fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / real(values.len())
}

/// Whether all values are one and the same.
pub(super) fn constant(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[1] - pair[0] == 0.0)
}

/// Pearson's correlation.
///
/// # Errors
/// Why it is undefined: see the top of this module.
pub fn pearson(left: &[f64], right: &[f64]) -> Measured {
    if left.len() != right.len() {
        return Err(Undefined::Missing);
    }
    if left.len() < 2 {
        return Err(Undefined::TooFewRated);
    }
    if constant(left) || constant(right) {
        return Err(Undefined::NoVariation);
    }
    let spread = (products(left, left) * products(right, right)).sqrt();
    ratio(products(left, right), spread, Undefined::NoVariation).map(|r| r.clamp(-1.0, 1.0))
}

/// Spearman's rank correlation.
///
/// # Errors
/// Why it is undefined: see the top of this module.
pub fn spearman(left: &[f64], right: &[f64]) -> Measured {
    pearson(&ranks(left), &ranks(right))
}

/// Ranks from 1; equal values share the mean of theirs.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    while from < order.len() {
        let same = order[from..]
            .iter()
            .take_while(|at| values[**at] - values[order[from]] == 0.0)
            .count()
            .max(1);
        let rank = real(2 * from + same + 1) / 2.0;
        for at in &order[from..from + same] {
            ranks[*at] = rank;
        }
        from += same;
    }
    ranks
}
