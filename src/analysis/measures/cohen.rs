//! Cohen's kappa: how much more often two people chose the same category than chance would have it, unweighted or weighted.
//!
//! Definition: `kappa = 1 - sum(w o) / sum(w e)`, where `o` are the cells of the confusion table, `e = row total * column total
//! / n` what chance would put there, and `w` the weight of a disagreement: 0 on the diagonal, elsewhere 1 (unweighted), the
//! number of steps between the categories (linear), or its square (quadratic). Weighted kappa is for categories in an order only.
//!
//! Source: Cohen 1960, Educational and Psychological Measurement 20:37; weighted: Cohen 1968, Psychological Bulletin 70:213.
//! On matched events the table has a nil row and column (Bakeman, Quera and Gnisci 2009). By time unit, *no code* is a category.
//!
//! Example: `[[20, 5], [10, 15]]`: observed 35 of 50 = 0.7, expected (25*30 + 25*20)/2500 = 0.5, kappa = 0.2/0.5 = 0.4.
//!
//! Units: none; 1 is full agreement, 0 what chance gives, below 0 less than chance. Undefined for an empty table
//! ([`Undefined::Nothing`]) and where both used one and the same category throughout ([`Undefined::OneCategory`], 0/0).

use super::{Measured, Table, Undefined, real};

/// How much a disagreement counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weights {
    /// Every disagreement alike.
    Unweighted,
    /// By the steps between the two categories.
    Linear,
    /// By the square of these steps.
    Quadratic,
}

impl Weights {
    fn of(self, row: usize, column: usize) -> f64 {
        let steps = real(row.abs_diff(column));
        match self {
            Self::Unweighted => f64::from(u8::from(row != column)),
            Self::Linear => steps,
            Self::Quadratic => steps * steps,
        }
    }
}

/// Cohen's kappa of a table.
///
/// # Errors
/// Why it is undefined: see the top of this module.
pub fn cohen_kappa(table: &Table, weights: Weights) -> Measured {
    let total = table.total();
    if total <= 0.0 {
        return Err(Undefined::Nothing);
    }
    let (rows, columns) = (table.row_totals(), table.column_totals());
    let (mut observed, mut expected) = (0.0, 0.0);
    for (row, of_row) in rows.iter().enumerate() {
        for (column, of_column) in columns.iter().enumerate() {
            let weight = weights.of(row, column);
            observed += weight * table.get(row, column);
            expected += weight * of_row * of_column / total;
        }
    }
    if expected <= 0.0 {
        return Err(Undefined::OneCategory);
    }
    Ok(1.0 - observed / expected)
}

/// The share of cases in which both chose the same category; not corrected for chance.
///
/// # Errors
/// [`Undefined::Nothing`] for an empty table.
pub fn raw_agreement(table: &Table) -> Measured {
    super::ratio(table.diagonal(), table.total(), Undefined::Nothing)
}
