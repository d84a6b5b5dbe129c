//! Fleiss' kappa: how much more often any two of several people chose the same category than chance would have it.
//!
//! Definition: over units that each of the same number of people put into one category, `kappa = (P - Pe) / (1 - Pe)`, where `P` is
//! the mean over units of the share of agreeing pairs of people, and `Pe` the sum of the squared shares of the categories.
//!
//! Source: Fleiss 1971, Psychological Bulletin 76:378. Here a unit is a time unit that all watched, *no code* is a category.
//!
//! Example: three people, three units, two categories, counts (3, 0), (0, 3), (2, 1): P = (1 + 1 + 1/3)/3 = 7/9,
//! Pe = (5/9)^2 + (4/9)^2 = 41/81, kappa = 22/40 = 0.55.
//!
//! Units: none. Undefined without units, with fewer than two people, and where one category alone was used.

use super::{Measured, Undefined, real};

/// What Fleiss' kappa is worked out from; sums, so that stretches of a recording can be added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fleiss {
    raters: usize,
    units: f64,
    /// Sum over units and categories of the squared number of people.
    squares: f64,
    /// How often each category was chosen.
    chosen: Vec<f64>,
}

impl Fleiss {
    /// No units yet, of so many people and categories.
    #[must_use]
    pub fn new(raters: usize, categories: usize) -> Self {
        Self {
            raters,
            units: 0.0,
            squares: 0.0,
            chosen: vec![0.0; categories],
        }
    }

    /// One unit: how many people chose each category. Units that not everybody judged are left out.
    pub fn add(&mut self, counts: &[usize]) {
        if counts.iter().sum::<usize>() != self.raters || counts.len() != self.chosen.len() {
            return;
        }
        self.units += 1.0;
        for (chosen, count) in self.chosen.iter_mut().zip(counts) {
            *chosen += real(*count);
            self.squares += real(count * count);
        }
    }

    /// Adds another's units, each so many times.
    pub fn add_times(&mut self, other: &Self, times: f64) {
        self.units += other.units * times;
        self.squares += other.squares * times;
        for (chosen, more) in self.chosen.iter_mut().zip(&other.chosen) {
            *chosen += more * times;
        }
    }

    /// Fleiss' kappa.
    ///
    /// # Errors
    /// Why it is undefined: see the top of this module.
    pub fn kappa(&self) -> Measured {
        if self.raters < 2 {
            return Err(Undefined::TooFewRaters);
        }
        if self.units <= 0.0 {
            return Err(Undefined::Nothing);
        }
        let raters = real(self.raters);
        let judged = self.units * raters;
        if self.chosen.iter().any(|chosen| *chosen >= judged) {
            return Err(Undefined::OneCategory);
        }
        let agreeing = (self.squares - judged) / (judged * (raters - 1.0));
        let chance: f64 = self
            .chosen
            .iter()
            .map(|chosen| (chosen / judged).powi(2))
            .sum();
        Ok((agreeing - chance) / (1.0 - chance))
    }
}
