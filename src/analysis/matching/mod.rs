//! Which marks of two people mean the same moment: each mark belongs to one of the other's at most.
//!
//! Of all ways to pair them off, the one with the most pairs is taken, and of those the one whose marks lie closest
//! together in sum. Two marks may be paired when
//!
//! * both are moments, at most the tolerance apart;
//! * both are stretches that share at least half of what they cover together, or whose two edges are each within the
//!   tolerance;
//! * one is a moment that lies in the other's stretch, or at most the tolerance outside it.
//!
//! How far apart two marks are is how far apart they begin; of two stretches, the mean of how far apart they begin and end.
//! A stretch that has not ended yet counts as the moment at which it began.
//!
//! Moments alone are paired off exactly, however many there are. With stretches among them it is exact up to some thirty marks
//! of the other within everybody's tolerance; beyond, each mark looks at its nearest ones only.

use crate::domain::{
    mark::When,
    time::{MediaDelta, MediaTime},
};

mod line;
mod paths;

/// How far apart two marks may lie and still mean the same moment. Never negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tolerance(MediaDelta);

impl Tolerance {
    /// For marks that were set while the recording played.
    pub const LIVE: Self = Self(MediaDelta::from_millis(5_000));
    /// For coding with the recording paused.
    pub const PAUSED: Self = Self(MediaDelta::from_millis(2_000));
    /// What is offered, in whole seconds.
    pub const CHOICES: [Self; 5] = [
        Self(MediaDelta::from_millis(1_000)),
        Self::PAUSED,
        Self(MediaDelta::from_millis(3_000)),
        Self::LIVE,
        Self(MediaDelta::from_millis(10_000)),
    ];

    /// A tolerance; a negative distance counts as its size.
    #[must_use]
    pub const fn new(distance: MediaDelta) -> Self {
        Self(distance.magnitude())
    }

    /// The distance.
    #[must_use]
    pub const fn distance(self) -> MediaDelta {
        self.0
    }
}

/// Two marks that mean the same moment, by their places in the two lists that were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pair {
    /// In the left list.
    pub left: usize,
    /// In the right list.
    pub right: usize,
}

/// The distance of two marks in nanoseconds, twice over so that a mean stays whole; `None` where they cannot be the same moment.
#[must_use]
pub fn distance(left: When, right: When, tolerance: Tolerance) -> Option<i128> {
    Moment::of(left, 0).distance(&Moment::of(right, 0), tolerance)
}

/// One mark, as this module needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    start: MediaTime,
    end: MediaTime,
    /// Where it stood in the list that was given.
    given: usize,
}

impl Moment {
    fn of(when: When, given: usize) -> Self {
        Self {
            start: when.start(),
            end: when.end(),
            given,
        }
    }

    fn is_point(&self) -> bool {
        self.start == self.end
    }

    fn distance(&self, other: &Self, tolerance: Tolerance) -> Option<i128> {
        let within = i128::from(tolerance.0.as_nanos());
        let [from, to, their_from, their_to] =
            [self.start, self.end, other.start, other.end].map(|time| i128::from(time.as_nanos()));
        let (starts, ends) = ((from - their_from).abs(), (to - their_to).abs());
        match (self.is_point(), other.is_point()) {
            (true, true) => (starts <= within).then_some(2 * starts),
            (false, false) => {
                let shared = to.min(their_to) - from.max(their_from);
                let covered = to.max(their_to) - from.min(their_from);
                let near = starts <= within && ends <= within;
                (near || 2 * shared >= covered).then_some(starts + ends)
            }
            (true, false) | (false, true) => {
                let outside = (from.max(their_from) - to.min(their_to)).max(0);
                (outside <= within).then_some(2 * starts)
            }
        }
    }
}

/// Pairs the marks of two people off, in the order in which the left ones lie in time.
///
/// `alike` tells of a left and a right mark (by their places) that they also say alike. It never outweighs time: it chooses
/// between ways to pair them off that are equally near. The same marks give the same pairs, whichever of the two people is left.
#[must_use]
pub fn pairs(
    left: &[When],
    right: &[When],
    tolerance: Tolerance,
    alike: impl Fn(usize, usize) -> bool,
) -> Vec<Pair> {
    let in_time = |list: &[When]| {
        let mut moments: Vec<Moment> = list
            .iter()
            .enumerate()
            .map(|(given, when)| Moment::of(*when, given))
            .collect();
        moments.sort_unstable();
        moments
    };
    let (mut rows, mut columns) = (in_time(left), in_time(right));
    // One way round for both orders of the people: fewer marks first, then the earlier ones.
    let times = |list: &[Moment]| -> Vec<(MediaTime, MediaTime)> {
        list.iter()
            .map(|moment| (moment.start, moment.end))
            .collect()
    };
    let order = rows
        .len()
        .cmp(&columns.len())
        .then_with(|| times(&rows).cmp(&times(&columns)));
    let turned = order.is_gt();
    if turned {
        std::mem::swap(&mut rows, &mut columns);
    }
    let mut chosen: Vec<(usize, usize)> = if order.is_eq() {
        // Each mark lies exactly where its twin does.
        (0..rows.len()).map(|at| (at, at)).collect()
    } else {
        nearest(&rows, &columns, tolerance)
    };
    chosen.sort_unstable();
    let alike = |row: usize, column: usize| {
        let (row, column) = (rows[row].given, columns[column].given);
        if turned {
            alike(column, row)
        } else {
            alike(row, column)
        }
    };
    prefer_alike(&mut chosen, &rows, &columns, tolerance, alike);
    let mut found: Vec<(MediaTime, Pair)> = chosen
        .into_iter()
        .map(|(row, column)| {
            let (row, column) = (rows[row], columns[column]);
            let (left, right) = if turned { (column, row) } else { (row, column) };
            let pair = Pair {
                left: left.given,
                right: right.given,
            };
            (left.start, pair)
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, pair)| pair).collect()
}

/// How many later pairs are looked at for one that could change partners.
const NEIGHBOURS: usize = 32;

/// Where two pairs could change partners without lying further apart in sum, and would then say alike more often, they do.
fn prefer_alike(
    chosen: &mut [(usize, usize)],
    rows: &[Moment],
    columns: &[Moment],
    tolerance: Tolerance,
    alike: impl Fn(usize, usize) -> bool,
) {
    for at in 0..chosen.len() {
        for other in at + 1..chosen.len().min(at + 1 + NEIGHBOURS) {
            let ((row, column), (row_2, column_2)) = (chosen[at], chosen[other]);
            let between =
                |row: usize, column: usize| rows[row].distance(&columns[column], tolerance);
            let now = [between(row, column), between(row_2, column_2)];
            let then = [between(row, column_2), between(row_2, column)];
            let sum = |both: [Option<i128>; 2]| Some(both[0]? + both[1]?);
            let count = |pairs: [(usize, usize); 2]| {
                pairs
                    .into_iter()
                    .filter(|(row, column)| alike(*row, *column))
                    .count()
            };
            if sum(then).is_some()
                && sum(then) == sum(now)
                && count([(row, column_2), (row_2, column)])
                    > count([(row, column), (row_2, column_2)])
            {
                chosen[at].1 = column_2;
                chosen[other].1 = column;
            }
        }
    }
}

/// The most pairs, and of those the nearest. Both lists are in the order of time.
fn nearest(rows: &[Moment], columns: &[Moment], tolerance: Tolerance) -> Vec<(usize, usize)> {
    if rows.iter().chain(columns).all(Moment::is_point) {
        line::nearest(rows, columns, tolerance)
    } else {
        paths::nearest(rows, columns, tolerance)
    }
}
