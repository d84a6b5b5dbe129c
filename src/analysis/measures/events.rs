//! Matched events: did both see the same moments?
//!
//! Definition: the marks of two people are paired off one to one within a tolerance ([`matching`](crate::analysis::matching):
//! as many pairs as can be, and of those ways the nearest). *Hits* are pairs, *missed* marks of the first without a partner,
//! *extra* marks of the other without one. Precision = hits / (hits + extra), recall = hits / (hits + missed), F1 =
//! 2 hits / (2 hits + missed + extra). The onset difference is the median over the pairs of (other's beginning - first's beginning); positive
//! means that the other's lie later.
//!
//! Source: van Rijsbergen 1979, Information Retrieval, ch. 7 (F1 is the Dice coefficient of the matching); a tolerance of 2 s is
//! the published example of Bakeman, Quera and Gnisci 2009, Behavior Research Methods 41:137.
//!
//! Example: first at 10, 20 and 30 s, other at 11, 21, 50 and 60 s, tolerance 2 s: 2 hits, 1 missed, 2 extra; precision 2/4,
//! recall 2/3, F1 4/7, onset difference 1 s.
//!
//! Units: counts, shares from 0 to 1, and a distance. Precision is undefined where the other has no marks, recall where the first has
//! none, F1 where neither has, the onset difference where no marks meet. With the two people the other way round precision and
//! recall change places, F1 stays, and the onset difference changes its sign.

use super::{Measured, Undefined, ratio};
use crate::domain::time::MediaDelta;

/// What came of pairing two people's marks off.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matched {
    /// Pairs.
    pub hits: f64,
    /// Marks of the first without a partner.
    pub missed: f64,
    /// Marks of the other without a partner.
    pub extra: f64,
}

impl Matched {
    /// How many moments there are in all.
    #[must_use]
    pub fn events(&self) -> f64 {
        self.hits + self.missed + self.extra
    }

    /// How many of the other's marks meet one of the first's.
    ///
    /// # Errors
    /// The other has none.
    pub fn precision(&self) -> Measured {
        ratio(self.hits, self.hits + self.extra, Undefined::NoneFound)
    }

    /// How many of the first's marks the other has, too.
    ///
    /// # Errors
    /// The first has none.
    pub fn recall(&self) -> Measured {
        ratio(self.hits, self.hits + self.missed, Undefined::NoneToFind)
    }

    /// The harmonic mean of the two.
    ///
    /// # Errors
    /// Neither has marks.
    pub fn f1(&self) -> Measured {
        let doubled = 2.0 * self.hits;
        ratio(
            doubled,
            doubled + self.missed + self.extra,
            Undefined::Nothing,
        )
    }
}

/// The median of distances, each counted so many times; of two middle ones their mean, rounded to the nanosecond.
///
/// # Errors
/// [`Undefined::NoneMeet`] without any.
pub fn median(distances: &mut [(MediaDelta, usize)]) -> Result<MediaDelta, Undefined> {
    distances.sort_unstable();
    let count: usize = distances.iter().map(|(_, times)| times).sum();
    if count == 0 {
        return Err(Undefined::NoneMeet);
    }
    let nth = |wanted: usize| {
        let mut seen = 0;
        distances
            .iter()
            .find(|(_, times)| {
                seen += times;
                seen > wanted
            })
            .map_or(0, |(distance, _)| i128::from(distance.as_nanos()))
    };
    let sum = nth((count - 1) / 2) + nth(count / 2);
    let mean = i64::try_from(sum.div_euclid(2)).unwrap_or(i64::MAX);
    Ok(MediaDelta::from_nanos(mean))
}
