//! The modified kappa of Holle and Rein: agreement on where stretches are and what they are called, where nil against nil cannot
//! be counted.
//!
//! Definition: from the event table with a nil row and column. A pair counts twice (once for each person's mark), a mark without a
//! partner once. Chance is what independence would give with the cell nil against nil kept empty; the published program fits it by
//! iterative proportional fitting. For one empty corner the fit has a closed form, which is used here: with row totals `r`,
//! column totals `c`, nil row total `R`, nil column total `C` and total `N`, the cell of two codes is
//! `(N - R - C) * r / (N - R) * c / (N - C)`. Then `kappa = (p - pe) / (1 - pe)`, with `p` and `pe` the shares on the diagonal.
//! The largest kappa that these totals allow is given beside it.
//!
//! Source: Holle and Rein 2015, `EasyDIAg`: A tool for easy determination of interrater agreement, Behavior Research Methods 47:837.
//!
//! Example: the table of the program's manual (338 marks of six codes): raw agreement 0.64, kappa 0.53, largest 0.90; of the
//! matched marks alone 0.83, 0.74 and 0.89; 78 % linked. It is one of our tests.
//!
//! Units: none. Undefined without marks, and where chance already explains all (one code, everything matched). What the published
//! program rounds up to nought is shown here as it is: below nought is less than chance.

use super::{
    Measured, Table, Undefined,
    cohen::{Weights, cohen_kappa, raw_agreement},
    ratio,
};

/// What is worked out of one event table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModifiedKappa {
    /// The share of marks that have a partner.
    pub linked: Measured,
    /// The share of marks that have a partner of the same code.
    pub raw: Measured,
    /// The modified kappa.
    pub kappa: Measured,
    /// The largest that these totals allow.
    pub largest: Measured,
    /// Raw agreement of the matched marks alone.
    pub matched_raw: Measured,
    /// Cohen's kappa of the matched marks alone.
    pub matched_kappa: Measured,
    /// The largest Cohen's kappa that these totals allow.
    pub matched_largest: Measured,
}

/// The event table as Holle and Rein count: matched pairs twice.
#[must_use]
pub fn doubled(table: &Table) -> Table {
    let mut doubled = table.clone();
    let nil = table.size().saturating_sub(1);
    for row in 0..nil {
        for column in 0..nil {
            doubled.add(row, column, table.get(row, column));
        }
    }
    doubled
}

/// The modified kappa of an event table, in which each pair is counted once and the last category is nil.
#[must_use]
pub fn modified_kappa(table: &Table) -> ModifiedKappa {
    let (table, matched) = (doubled(table), table.without_last());
    let (rows, columns) = (table.row_totals(), table.column_totals());
    let total = table.total();
    let nil = table.size().saturating_sub(1);
    let last = |totals: &[f64]| totals.last().copied().unwrap_or(0.0);
    let (only_other, only_first) = (last(&rows), last(&columns));
    let both = total - only_other - only_first;
    let same: f64 = rows
        .iter()
        .zip(&columns)
        .take(nil)
        .map(|(row, column)| row * column)
        .sum();
    let by_chance = both * same / ((total - only_other) * (total - only_first) * total);
    // Without pairs nothing lies on the diagonal, neither seen nor by chance.
    let by_chance = if by_chance.is_finite() {
        by_chance
    } else {
        0.0
    };
    let above_chance = |share: Measured| {
        share.and_then(|share| ratio(share - by_chance, 1.0 - by_chance, Undefined::OneCategory))
    };
    let raw = ratio(table.diagonal(), total, Undefined::Nothing);
    let most = rows
        .iter()
        .zip(&columns)
        .map(|(row, column)| row.min(*column));
    let largest = ratio(most.sum(), total, Undefined::Nothing);
    ModifiedKappa {
        linked: ratio(both, total, Undefined::Nothing),
        raw,
        kappa: above_chance(raw),
        largest: above_chance(largest),
        matched_raw: raw_agreement(&matched),
        matched_kappa: cohen_kappa(&matched, Weights::Unweighted),
        matched_largest: largest_kappa(&matched),
    }
}

/// The largest Cohen's kappa that a table's totals allow.
///
/// # Errors
/// As for Cohen's kappa.
pub fn largest_kappa(table: &Table) -> Measured {
    let total = table.total();
    if total <= 0.0 {
        return Err(Undefined::Nothing);
    }
    let (rows, columns) = (table.row_totals(), table.column_totals());
    let both = || rows.iter().zip(&columns);
    let most: f64 = both().map(|(row, column)| row.min(*column)).sum::<f64>() / total;
    let chance: f64 = both().map(|(row, column)| row * column).sum::<f64>() / (total * total);
    ratio(most - chance, 1.0 - chance, Undefined::OneCategory)
}

/// Cohen's kappa of one code against everything else, nil included, as the same authors give it.
///
/// # Errors
/// As for Cohen's kappa.
pub fn of_one_code(table: &Table, code: usize) -> Measured {
    cohen_kappa(&doubled(table).one_against_all(code), Weights::Unweighted)
}
