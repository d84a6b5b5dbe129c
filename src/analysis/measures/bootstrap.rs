//! Bootstrap intervals: how far a measure would move if other stretches like these had been watched.
//!
//! Definition: the recording is cut into blocks (of one minute; a folder of many recordings into its recordings), because seconds
//! that lie beside each other are alike and drawing them one by one would promise too much. From the blocks as many are drawn, with
//! putting back, and the measure is worked out anew; after many rounds the middle 95 % of the values are the interval (percentile
//! method, with the quantile between two values by linear interpolation).
//!
//! Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap; blocks: Kuensch 1989, Annals of Statistics 17:1217.
//!
//! Example: with rounds that gave 0.1, 0.2, 0.3, 0.4 and 0.5 the interval is 0.11 to 0.49.
//!
//! Every round draws from a generator of its own, begun from the seed and the round's number: the same seed gives the same interval
//! on any number of cores. Undefined with fewer than five blocks, if one round in twenty has no value, or if it was stopped.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{Measured, Undefined, real};

/// Fewer blocks than this say nothing of how a measure moves.
pub const FEWEST_BLOCKS: usize = 5;

/// What to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many rounds.
    pub rounds: usize,
    /// Where the drawing begins: the same seed, the same interval.
    pub seed: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            rounds: 1_000,
            seed: 20_191,
        }
    }
}

/// How far it got, and whether to go on; shared with whoever waits.
#[derive(Debug, Default)]
pub struct Progress {
    /// Rounds that are done.
    pub done: AtomicUsize,
    /// Set to stop.
    pub stop: AtomicBool,
}

/// The middle 95 % of a measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Splitmix64 (Steele, Lea and Flood 2014): good enough to draw blocks, and the same everywhere.
struct Drawing(u64);

impl Drawing {
    fn new(seed: u64, round: usize) -> Self {
        let round = u64::try_from(round).unwrap_or(u64::MAX);
        let mut drawing = Self(seed ^ round.wrapping_mul(0xd134_2543_de82_ef95));
        drawing.next();
        drawing
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        let limit = u128::try_from(limit).unwrap_or(1);
        usize::try_from((u128::from(self.next()) * limit) >> 64).unwrap_or(0)
    }
}

/// The intervals of several measures at once. `measure` gets how often each block was drawn and gives every measure's value.
///
/// # Errors
/// [`Undefined::TooFewBlocks`], or [`Undefined::Stopped`].
pub fn intervals<F>(
    blocks: usize,
    plan: Plan,
    progress: &Progress,
    measure: F,
) -> Result<Vec<Result<Interval, Undefined>>, Undefined>
where
    F: Fn(&[usize]) -> Vec<Measured> + Sync,
{
    if blocks < FEWEST_BLOCKS {
        return Err(Undefined::TooFewBlocks);
    }
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    let one_round = |round: usize| {
        let mut drawing = Drawing::new(plan.seed, round);
        let mut drawn = vec![0; blocks];
        for _ in 0..blocks {
            drawn[drawing.below(blocks)] += 1;
        }
        let values = measure(&drawn);
        progress.done.fetch_add(1, Ordering::Relaxed);
        values
    };
    let hand = |from: usize| {
        let mine = (from..plan.rounds).step_by(hands);
        mine.map_while(|round| (!progress.stop.load(Ordering::Relaxed)).then(|| one_round(round)))
            .collect::<Vec<_>>()
    };
    let rounds: Vec<Vec<Measured>> = std::thread::scope(|scope| {
        let hand = &hand;
        let others: Vec<_> = (1..hands)
            .map(|from| scope.spawn(move || hand(from)))
            .collect();
        let mut rounds = hand(0);
        for other in others {
            match other.join() {
                Ok(more) => rounds.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        rounds
    });
    if rounds.len() < plan.rounds {
        return Err(Undefined::Stopped);
    }
    let measures = rounds.first().map_or(0, Vec::len);
    Ok((0..measures)
        .map(|at| {
            let values = rounds.iter().filter_map(|round| round.get(at)?.ok());
            interval(values.collect(), plan.rounds)
        })
        .collect())
}

/// The middle 95 % of the values that so many rounds gave.
///
/// # Errors
/// [`Undefined::SeldomDefined`] if more than one round in twenty gave none.
pub fn interval(mut values: Vec<f64>, rounds: usize) -> Result<Interval, Undefined> {
    if values.is_empty() || (rounds - values.len().min(rounds)) * 20 > rounds {
        return Err(Undefined::SeldomDefined);
    }
    values.sort_by(f64::total_cmp);
    Ok(Interval {
        low: quantile(&values, 25),
        high: quantile(&values, 975),
    })
}

/// The value below which so many thousandths lie.
fn quantile(sorted: &[f64], thousandths: usize) -> f64 {
    let place = (sorted.len() - 1) * thousandths;
    let (below, rest) = (place / 1_000, place % 1_000);
    let low = sorted[below];
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    low + (high - low) * real(rest) / 1_000.0
}
