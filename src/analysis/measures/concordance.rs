//! Concordance correlation (CCC): whether two ratings are the same, not only alike in shape.
//!
//! Definition: `ccc = 2 cov / (var + var' + (mean - mean')^2)`, with variances and covariance divided by the number of pairs.
//! It is Pearson's correlation, lowered where one rates higher, or on a wider scale.
//!
//! Source: Lin 1989, Biometrics 45:255.
//!
//! Example: (1, 2, 3) and (2, 3, 4): cov = var = 2/3, ccc = (4/3) / (4/3 + 1) = 0.571, while Pearson's r is 1.
//!
//! Units: none; -1 to 1. Undefined with fewer than two pairs, and where both are one and the same value throughout.

use super::{
    Measured, Undefined,
    correlation::{constant, mean, products},
    ratio, real,
};

/// The concordance correlation of two ratings at the same times.
///
/// # Errors
/// Why it is undefined: see the top of this module.
pub fn concordance(left: &[f64], right: &[f64]) -> Measured {
    if left.len() != right.len() {
        return Err(Undefined::Missing);
    }
    if left.len() < 2 {
        return Err(Undefined::TooFewRated);
    }
    let apart = mean(left) - mean(right);
    if constant(left) && constant(right) && apart == 0.0 {
        return Err(Undefined::NoVariation);
    }
    let spread = products(left, left) + products(right, right) + real(left.len()) * apart * apart;
    ratio(2.0 * products(left, right), spread, Undefined::NoVariation)
}
