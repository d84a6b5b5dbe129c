//! Intraclass correlation: how alike several people rate the same things, ICC(2,1) and ICC(3,1).
//!
//! Definition: from the two-way analysis of variance of `n` things rated by the same `k` people, with mean squares of things
//! `R`, of people `C` and of what is left `E`. Absolute agreement of one rater drawn from many:
//! `ICC(2,1) = (R - E) / (R + (k - 1) E + k (C - E) / n)`. Consistency of these very raters, whoever is stricter:
//! `ICC(3,1) = (R - E) / (R + (k - 1) E)`.
//!
//! Source: Shrout and Fleiss 1979, Psychological Bulletin 86:420.
//!
//! Example: their table 2, six things and four judges: ICC(2,1) = 0.29, ICC(3,1) = 0.71. It is one of our tests.
//!
//! Units: none; at most 1. Undefined with fewer than two things or people, with a rating missing, and where all ratings are alike.

use super::{Measured, Undefined, ratio, real};

/// Both forms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Icc {
    /// ICC(2,1), absolute agreement.
    pub agreement: Measured,
    /// ICC(3,1), consistency.
    pub consistency: Measured,
}

/// Both forms, of a row for each thing that was rated, with each person's rating of it in the same order.
#[must_use]
pub fn icc(rated: &[Vec<Option<f64>>]) -> Icc {
    match squares(rated) {
        Err(why) => Icc {
            agreement: Err(why),
            consistency: Err(why),
        },
        Ok([things, people, left, count, raters]) => {
            let above = things - left;
            let spread = things + (raters - 1.0) * left;
            Icc {
                agreement: ratio(
                    above,
                    spread + raters * (people - left) / count,
                    Undefined::NoVariation,
                ),
                consistency: ratio(above, spread, Undefined::NoVariation),
            }
        }
    }
}

/// Mean squares of things, of people and of what is left; how many things and people.
fn squares(rated: &[Vec<Option<f64>>]) -> Result<[f64; 5], Undefined> {
    let raters = rated.first().map_or(0, Vec::len);
    if rated.len() < 2 {
        return Err(Undefined::TooFewRated);
    }
    if raters < 2 {
        return Err(Undefined::TooFewRaters);
    }
    let rows: Option<Vec<Vec<f64>>> = rated
        .iter()
        .map(|row| row.iter().copied().collect::<Option<Vec<f64>>>())
        .collect();
    let rows = rows.ok_or(Undefined::Missing)?;
    if rows.iter().any(|row| row.len() != raters) {
        return Err(Undefined::Missing);
    }
    let first = rows[0][0];
    if rows.iter().flatten().all(|value| *value - first == 0.0) {
        return Err(Undefined::NoVariation);
    }
    let (count, people) = (real(rows.len()), real(raters));
    let mean = rows.iter().flatten().sum::<f64>() / (count * people);
    let row_means: Vec<f64> = rows
        .iter()
        .map(|row| row.iter().sum::<f64>() / people)
        .collect();
    let column_means: Vec<f64> = (0..raters)
        .map(|at| rows.iter().map(|row| row[at]).sum::<f64>() / count)
        .collect();
    let square = |means: &[f64]| means.iter().map(|own| (own - mean).powi(2)).sum::<f64>();
    let left: f64 = rows
        .iter()
        .zip(&row_means)
        .flat_map(|(row, row_mean)| {
            row.iter()
                .zip(&column_means)
                .map(move |(value, column_mean)| (value - row_mean - column_mean + mean).powi(2))
        })
        .sum();
    Ok([
        people * square(&row_means) / (count - 1.0),
        count * square(&column_means) / (people - 1.0),
        left / ((count - 1.0) * (people - 1.0)),
        count,
        people,
    ])
}
