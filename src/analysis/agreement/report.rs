//! From sums to values, and from drawn sums to intervals.

use super::tally::{PairSums, Sums, Tallies, pairs_of};
use crate::{
    analysis::measures::{
        Measured, Table, Undefined,
        alpha::Level,
        bootstrap::{Interval, Plan, Progress, intervals},
        cohen::{Weights, cohen_kappa, raw_agreement},
        events::{Matched, median},
        modified_kappa::{ModifiedKappa, modified_kappa, of_one_code},
        ratio,
    },
    domain::time::MediaDelta,
};

/// One value and how far it may be off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Each {
    /// The value, or why there is none.
    pub value: Measured,
    /// The middle 95 %, or why there are none; `None` if it was not asked for.
    pub interval: Option<Result<Interval, Undefined>>,
}

impl Each {
    const fn of(value: Measured) -> Self {
        Self {
            value,
            interval: None,
        }
    }
}

/// One code of two raters.
#[derive(Clone, Debug, PartialEq)]
pub struct OfCode {
    /// Events with this code by both, by the first alone, by the other alone.
    pub events: Matched,
    /// Kappa of this code against all else, nil included (Holle and Rein).
    pub kappa: Measured,
    /// Kappa of this code against all else by time unit.
    pub time_unit: Measured,
    /// How much of what either marked with it both did.
    pub overlap: Measured,
}

/// Two raters.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Which of the raters is the first: whose marks are to be found.
    pub first: usize,
    /// Which is the other.
    pub other: usize,
    /// How much both watched.
    pub common: MediaDelta,
    /// Events of either that lie elsewhere.
    pub outside: usize,
    /// Matched events.
    pub matched: Matched,
    /// See [`Matched::precision`].
    pub precision: Each,
    /// See [`Matched::recall`].
    pub recall: Each,
    /// See [`Matched::f1`].
    pub f1: Each,
    /// Median of (other's beginning - first's beginning) in milliseconds.
    pub onset: Each,
    /// Cohen's kappa of the event table with its nil row and column.
    pub kappa: Each,
    /// The modified kappa.
    pub modified: ModifiedKappa,
    /// The interval of the modified kappa.
    pub modified_kappa: Each,
    /// Rows the first's codes, columns the other's, nil last.
    pub table: Table,
    /// Cohen's kappa by time unit.
    pub unit_kappa: Each,
    /// The same share, not corrected for chance.
    pub unit_agreement: Measured,
    /// How many time units.
    pub units: f64,
    /// The same table by time unit, no code last.
    pub unit_table: Table,
    /// Overlap ratio of all stretches of the set.
    pub overlap: Each,
    /// Each code.
    pub codes: Vec<OfCode>,
}

/// Everything that is measured of one stratum.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Every two raters.
    pub pairs: Vec<Pair>,
    /// Krippendorff's alpha by time unit, of names.
    pub alpha: Each,
    /// Fleiss' kappa by time unit.
    pub fleiss: Each,
    /// Alpha-u: boundaries and codes.
    pub alpha_u: Each,
    /// Alpha-u of boundaries alone.
    pub alpha_u_boundaries: Measured,
    /// Alpha-u of codes alone, where stretches meet.
    pub alpha_u_coding: Measured,
    /// Alpha-u of each code against all else.
    pub alpha_u_codes: Vec<Measured>,
    /// How much all of them watched.
    pub common: MediaDelta,
}

/// The measures that get an interval, of one pair and of all, in this order.
const OF_PAIR: usize = 8;

impl Tallies {
    /// All point values.
    #[must_use]
    pub fn report(&self) -> Report {
        let sums = self.sum(None);
        let pairs = pairs_of(self.raters)
            .zip(&sums.pairs)
            .enumerate()
            .map(|(number, ((first, other), own))| {
                let [
                    precision,
                    recall,
                    f1,
                    onset,
                    kappa,
                    modified,
                    unit_kappa,
                    overlap,
                ] = self.of_pair(number, own, None).map(Each::of);
                Pair {
                    first,
                    other,
                    common: self.common[number],
                    outside: self.outside[number],
                    matched: matched(&own.events),
                    precision,
                    recall,
                    f1,
                    onset,
                    kappa,
                    modified: modified_kappa(&own.events),
                    modified_kappa: modified,
                    table: own.events.clone(),
                    unit_kappa,
                    unit_agreement: raw_agreement(&own.units),
                    units: own.units.total(),
                    unit_table: own.units.clone(),
                    overlap,
                    codes: (0..self.codes).map(|code| of_code(own, code)).collect(),
                }
            })
            .collect();
        let [alpha, fleiss, alpha_u] = self.of_all(&sums).map(Each::of);
        Report {
            pairs,
            alpha,
            fleiss,
            alpha_u,
            alpha_u_boundaries: self.if_common(sums.unitized.boundaries()),
            alpha_u_coding: self.if_common(sums.unitized.coding()),
            alpha_u_codes: (0..self.codes)
                .map(|code| self.if_common(sums.unitized.of_code(code)))
                .collect(),
            common: self.common_to_all,
        }
    }

    /// The same with intervals; minutes on a large record, so never on the window's thread.
    #[must_use]
    pub fn report_with_intervals(&self, plan: Plan, progress: &Progress) -> Report {
        let mut report = self.report();
        let drawn = intervals(self.blocks.len(), plan, progress, |drawn| {
            let sums = self.sum(Some(drawn));
            let of_pairs = sums.pairs.iter().enumerate();
            let mut values: Vec<Measured> = of_pairs
                .flat_map(|(number, own)| self.of_pair(number, own, Some(drawn)))
                .collect();
            values.extend(self.of_all(&sums));
            values
        });
        let interval = |at: usize| match &drawn {
            Err(why) => Err(*why),
            Ok(all) => all.get(at).copied().unwrap_or(Err(Undefined::Nothing)),
        };
        let put = |each: &mut Each, at: usize| {
            // What has no value has no interval, whatever some of the rounds gave.
            each.interval = Some(each.value.and_then(|_| interval(at)));
        };
        for (number, pair) in report.pairs.iter_mut().enumerate() {
            let values = [
                &mut pair.precision,
                &mut pair.recall,
                &mut pair.f1,
                &mut pair.onset,
                &mut pair.kappa,
                &mut pair.modified_kappa,
                &mut pair.unit_kappa,
                &mut pair.overlap,
            ];
            for (at, each) in values.into_iter().enumerate() {
                put(each, number * OF_PAIR + at);
            }
        }
        let after = report.pairs.len() * OF_PAIR;
        put(&mut report.alpha, after);
        put(&mut report.fleiss, after + 1);
        put(&mut report.alpha_u, after + 2);
        report
    }

    fn of_pair(
        &self,
        number: usize,
        own: &PairSums,
        drawn: Option<&[usize]>,
    ) -> [Measured; OF_PAIR] {
        let watched = self.common[number] > MediaDelta::ZERO;
        let when = |value: Measured| {
            if watched {
                value
            } else {
                Err(Undefined::NoCommonStretch)
            }
        };
        let events = matched(&own.events);
        let times = |block: usize| drawn.map_or(1, |drawn| drawn.get(block).copied().unwrap_or(0));
        let mut onsets: Vec<(MediaDelta, usize)> = self.onsets[number]
            .iter()
            .map(|(distance, block)| (*distance, times(*block)))
            .collect();
        let onset = median(&mut onsets).map(in_millis);
        [
            when(events.precision()),
            when(events.recall()),
            when(events.f1()),
            when(onset),
            when(cohen_kappa(&own.events, Weights::Unweighted)),
            when(modified_kappa(&own.events).kappa),
            when(unit_kappa(&own.units)),
            when(overlap(&own.lengths)),
        ]
    }

    fn of_all(&self, sums: &Sums) -> [Measured; 3] {
        [
            no_stretches(sums.coincidences.alpha(Level::Nominal, &[]), sums),
            self.if_common(no_stretches(sums.fleiss.kappa(), sums)),
            self.if_common(sums.unitized.overall()),
        ]
    }

    fn if_common(&self, value: Measured) -> Measured {
        if self.common_to_all > MediaDelta::ZERO {
            value
        } else {
            Err(Undefined::NoCommonStretch)
        }
    }
}

/// Where nobody has a stretch, *no code* is the one category: that is worth saying plainly.
fn no_stretches(value: Measured, sums: &Sums) -> Measured {
    let none = sums.pairs.iter().all(|pair| only_last(&pair.lengths));
    match value {
        Err(Undefined::OneCategory) if none => Err(Undefined::NoStretches),
        other => other,
    }
}

fn unit_kappa(table: &Table) -> Measured {
    match cohen_kappa(table, Weights::Unweighted) {
        Err(Undefined::OneCategory) if only_last(table) => Err(Undefined::NoStretches),
        other => other,
    }
}

fn only_last(table: &Table) -> bool {
    let last = table.size().saturating_sub(1);
    table.total() - table.get(last, last) <= 0.0
}

fn matched(table: &Table) -> Matched {
    let nil = table.size().saturating_sub(1);
    let last = |totals: Vec<f64>| totals.get(nil).copied().unwrap_or(0.0);
    let (extra, missed) = (last(table.row_totals()), last(table.column_totals()));
    Matched {
        hits: table.total() - extra - missed,
        missed,
        extra,
    }
}

fn overlap(lengths: &Table) -> Measured {
    let none = lengths.size().saturating_sub(1);
    let either = lengths.total() - lengths.get(none, none);
    let both = lengths.without_last().total();
    ratio(both, either, Undefined::NoStretches)
}

fn of_code(own: &PairSums, code: usize) -> OfCode {
    let events = own.events.one_against_all(code);
    let lengths = own.lengths.one_against_all(code);
    let both = lengths.get(0, 0);
    OfCode {
        events: Matched {
            hits: events.get(0, 0),
            missed: events.get(0, 1),
            extra: events.get(1, 0),
        },
        kappa: of_one_code(&own.events, code),
        time_unit: unit_kappa(&own.units.one_against_all(code)),
        overlap: ratio(
            both,
            both + lengths.get(0, 1) + lengths.get(1, 0),
            Undefined::NoStretches,
        ),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a distance within the tolerance is short"
)]
fn in_millis(distance: MediaDelta) -> f64 {
    distance.as_nanos() as f64 / 1e6
}
