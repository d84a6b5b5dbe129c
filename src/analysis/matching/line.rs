//! Moments only: on a line no two pairs need to cross, so the best way to pair them off grows from left to right.

use super::{Moment, Tolerance};

/// The most pairs among the first so many marks of both, and how far apart they are in sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Best {
    pairs: u32,
    distance: i128,
}

impl Best {
    const fn beats(self, other: Self) -> bool {
        self.pairs > other.pairs || self.pairs == other.pairs && self.distance < other.distance
    }
}

/// What is best at a place of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The two marks there belong together.
    Pair,
    /// The row's mark stays alone.
    NoRow,
    /// The column's mark stays alone.
    NoColumn,
}

/// The columns that a row's mark could belong to, and what was best there.
struct Band {
    from: usize,
    steps: Vec<Step>,
}

/// Both lists are moments in the order of time.
pub(super) fn nearest(
    rows: &[Moment],
    columns: &[Moment],
    tolerance: Tolerance,
) -> Vec<(usize, usize)> {
    let within = tolerance.distance();
    // `best[n]`: among the rows so far and the first n columns; meaningful up to `known`, the same from there on.
    let mut best = vec![Best::default(); columns.len() + 1];
    let mut known = 0;
    let mut bands = Vec::with_capacity(rows.len());
    for row in rows {
        let from = columns.partition_point(|column| column.start < row.start - within);
        let upto = columns.partition_point(|column| column.start <= row.start + within);
        let last = best[known];
        best[known..=upto.max(known)].fill(last);
        known = known.max(upto);
        let mut before = best[from];
        let mut steps = Vec::with_capacity(upto - from);
        for column in from..upto {
            let above = best[column + 1];
            let apart = i128::from((columns[column].start - row.start).magnitude().as_nanos());
            let both = Best {
                pairs: before.pairs + 1,
                distance: before.distance + apart,
            };
            let (mut chosen, mut step) = (above, Step::NoRow);
            if best[column].beats(chosen) {
                (chosen, step) = (best[column], Step::NoColumn);
            }
            if both.beats(chosen) {
                (chosen, step) = (both, Step::Pair);
            }
            before = above;
            best[column + 1] = chosen;
            steps.push(step);
        }
        bands.push(Band { from, steps });
    }
    trace(&bands, columns.len())
}

fn trace(bands: &[Band], columns: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut column = columns;
    for (row, band) in bands.iter().enumerate().rev() {
        column = column.min(band.from + band.steps.len());
        while column > band.from {
            match band.steps[column - 1 - band.from] {
                Step::NoRow => break,
                Step::NoColumn => column -= 1,
                Step::Pair => {
                    column -= 1;
                    found.push((row, column));
                    break;
                }
            }
        }
    }
    found
}
