//! Krippendorff's alpha: one minus the disagreement that was seen, by the disagreement that chance would give; for any number of
//! people, with gaps, for names, ranks and numbers.
//!
//! Definition: every unit that at least two people judged adds each ordered pair of its values, divided by (number of its values -
//! 1), to the coincidence table `o`; `n` are its row totals and `N` its total. `alpha = 1 - (N - 1) sum(o d) / sum(n n' d)`, with
//! the squared difference `d` of two values: 0 or 1 (nominal); the square of (the number of values between them, both ends counted
//! half) (ordinal); the square of their distance (interval).
//!
//! Source: Krippendorff 2019, Content Analysis (4th ed.), ch. 12; Hayes and Krippendorff 2007, Communication Methods and Measures
//! 1:77. Here a unit is a time unit, *no code* is a category, and what a person has not watched is missing.
//!
//! Example: two people, four units, (a, a), (b, b), (a, b), (b, b): o = [[2, 1], [1, 4]], n = (3, 5), N = 8;
//! alpha = 1 - 7 * 2 / (2 * 3 * 5) = 0.533.
//!
//! Units: none. Undefined where no unit was judged by two people, and where all values are the same.

use super::{Measured, Table, Undefined, real};

/// What the categories are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Names, in no order.
    Nominal,
    /// Ranks: the order counts, distances do not.
    Ordinal,
    /// Numbers: distances count.
    Interval,
}

/// The coincidence table; additive, so that stretches of a recording can be added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coincidences(Table);

impl Coincidences {
    /// No units yet, of so many categories.
    #[must_use]
    pub fn new(categories: usize) -> Self {
        Self(Table::new(categories))
    }

    /// One unit: how many people chose each category. With fewer than two of them nothing can be compared.
    pub fn add(&mut self, counts: &[usize]) {
        let judged: usize = counts.iter().sum();
        if judged < 2 {
            return;
        }
        let share = 1.0 / real(judged - 1);
        for (row, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            for (column, other) in counts.iter().enumerate() {
                let pairs = count * (other - usize::from(row == column && *other > 0));
                self.0.add(row, column, real(pairs) * share);
            }
        }
    }

    /// Adds another's units, each so many times.
    pub fn add_times(&mut self, other: &Self, times: f64) {
        self.0.add_times(&other.0, times);
    }

    /// How many values were compared.
    #[must_use]
    pub fn values(&self) -> f64 {
        self.0.total()
    }

    /// Alpha. `scale` gives the number that each category stands for, rising; only [`Level::Interval`] reads it.
    ///
    /// # Errors
    /// Why it is undefined: see the top of this module.
    pub fn alpha(&self, level: Level, scale: &[f64]) -> Measured {
        let (totals, total) = (self.0.row_totals(), self.0.total());
        if total <= 0.0 {
            return Err(Undefined::Nothing);
        }
        let mut before = 0.0;
        // Where the middle of each category lies among all values in their order.
        let ranks: Vec<f64> = totals
            .iter()
            .map(|count| {
                before += count;
                before - count / 2.0
            })
            .collect();
        let number = |at: usize| scale.get(at).copied().unwrap_or_else(|| real(at));
        let (mut observed, mut expected) = (0.0, 0.0);
        for row in 0..totals.len() {
            for column in 0..totals.len() {
                let apart = match level {
                    Level::Nominal => f64::from(u8::from(row != column)),
                    Level::Ordinal => (ranks[row] - ranks[column]).powi(2),
                    Level::Interval => (number(row) - number(column)).powi(2),
                };
                observed += apart * self.0.get(row, column);
                expected += apart * totals[row] * totals[column];
            }
        }
        if expected <= 0.0 {
            return Err(Undefined::OneCategory);
        }
        Ok(1.0 - (total - 1.0) * observed / expected)
    }
}

/// Alpha of numbers that people gave to units: a row for each person, `None` where one gave none.
///
/// # Errors
/// Why it is undefined: see the top of this module.
pub fn alpha_of_values(people: &[Vec<Option<f64>>], level: Level) -> Measured {
    let mut scale: Vec<f64> = people.iter().flatten().flatten().copied().collect();
    scale.sort_by(f64::total_cmp);
    scale.dedup();
    let mut coincidences = Coincidences::new(scale.len());
    let units = people.iter().map(Vec::len).max().unwrap_or(0);
    for unit in 0..units {
        let mut counts = vec![0; scale.len()];
        for value in people.iter().filter_map(|row| *row.get(unit)?) {
            if let Ok(at) = scale.binary_search_by(|known| known.total_cmp(&value)) {
                counts[at] += 1;
            }
        }
        coincidences.add(&counts);
    }
    coincidences.alpha(level, &scale)
}
