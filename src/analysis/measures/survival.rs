//! How long something stays open, where some of it is never seen to end (Kaplan and Meier, 1958).
//!
//! At each length `t` at which one or more ended, of `n` that lasted at least so long, the share that is still open falls by the factor
//! `1 - d / n`. What was not seen to end counts among the `n` for as long as it was seen, so it is neither left out nor taken as ended.
//! The interval is Greenwood's on the scale of `log(-log)`, which stays between 0 and 1.
//!
//! Example: ended after 2, 3 and 5, not seen to end after 3 and 6. The share that is open is 4/5 after 2, 4/5 x 3/4 = 3/5 after 3,
//! and 3/5 x 1/2 = 3/10 after 5; half have ended by 5.
//!
//! It assumes that not being seen to end says nothing of how long it would have lasted. Whoever stops watching because it is hard
//! breaks that assumption; the caller says so beside the curve.

use super::real;
use crate::domain::time::MediaDelta;

/// Below so many a curve would say more than is known.
pub const FEWEST: usize = 10;

/// For a 95 % interval: the 0.975 quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// How long one was seen, and whether it ended then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How long.
    pub lasted: MediaDelta,
    /// It ended then; else it was not seen any longer.
    pub ended: bool,
}

/// A length at which one or more ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// The length.
    pub after: MediaDelta,
    /// How many were seen that long.
    pub at_risk: usize,
    /// How many of them ended then.
    pub ended: usize,
    /// The share that is still open from then on.
    pub open: f64,
    /// 95 % interval of that share; none where it is 0 or 1.
    pub interval: Option<(f64, f64)>,
}

/// A curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Its steps, by length.
    pub steps: Vec<Step>,
    /// By when half have ended; none where fewer than half were seen to end.
    pub median: Option<MediaDelta>,
}

/// The curve of these; `None` where there are fewer than [`FEWEST`].
#[must_use]
pub fn kaplan_meier(seen: &[Seen]) -> Option<Curve> {
    (seen.len() >= FEWEST).then(|| curve(seen))
}

fn curve(seen: &[Seen]) -> Curve {
    let mut lengths: Vec<MediaDelta> = seen
        .iter()
        .filter(|one| one.ended)
        .map(|one| one.lasted)
        .collect();
    lengths.sort();
    lengths.dedup();
    let mut steps = Vec::with_capacity(lengths.len());
    let (mut open, mut variance) = (1.0, 0.0);
    for after in lengths {
        let at_risk = seen.iter().filter(|one| one.lasted >= after).count();
        let ended = seen
            .iter()
            .filter(|one| one.ended && one.lasted == after)
            .count();
        let (n, d) = (real(at_risk), real(ended));
        open *= 1.0 - d / n;
        variance += d / (n * (n - d));
        steps.push(Step {
            after,
            at_risk,
            ended,
            open,
            interval: (at_risk > ended).then(|| interval(open, variance)),
        });
    }
    // The share is a product; one that should be a half must not miss it by a rounding.
    let half = steps.iter().find(|step| step.open <= 0.5 + 1e-12);
    Curve {
        median: half.map(|step| step.after),
        steps,
    }
}

fn interval(open: f64, variance: f64) -> (f64, f64) {
    let log = open.ln();
    let by = Z * variance.sqrt() / log;
    let bound = |sign: f64| (log * (sign * by).exp()).exp();
    let (one, other) = (bound(1.0), bound(-1.0));
    (one.min(other), one.max(other))
}
