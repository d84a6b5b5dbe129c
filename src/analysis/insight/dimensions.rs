//! Dimension balance: between the two poles of each dimension, how long each was marked.
//!
//! Balance is (a - b) / (a + b) in seconds, from -1 to 1, and left blank below a minute of both; flexibility is how often the marks
//! go from one pole to the other in ten minutes of what was watched. Neither end is better: health is moving between them.

use super::{Material, Moment, code_of, seconds, stretch};
use crate::{
    analysis::measures::real,
    domain::time::{MediaDelta, MediaSpan},
};

/// Below so much of both poles the balance says nothing.
pub const LEAST: MediaDelta = MediaDelta::from_millis(60_000);

/// The poles of each dimension, by their codes.
const DIMENSIONS: [[&str; 2]; 4] = [
    ["dim.automatic", "dim.controlled"],
    ["dim.self", "dim.other"],
    ["dim.internal", "dim.external"],
    ["dim.cognitive", "dim.affective"],
];

/// One end of a dimension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pole {
    /// Its code.
    pub code: &'static str,
    /// How long it was marked.
    pub time: MediaDelta,
    /// Where.
    pub moments: Vec<Moment>,
}

/// One dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Dimension {
    /// The one end, on the left.
    pub one: Pole,
    /// The other, on the right.
    pub other: Pole,
    /// From -1 (only the other) to 1 (only the one); `None` below [`LEAST`].
    pub balance: Option<f64>,
    /// How often the marks go from one end to the other.
    pub switches: usize,
    /// The same in ten minutes of what was watched.
    pub flexibility: Option<f64>,
}

/// Every dimension of which something was marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Balance {
    /// In the order of the method.
    pub dimensions: Vec<Dimension>,
}

pub(super) fn balance(material: &Material<'_>) -> Balance {
    let marked = |dimension: &Dimension| {
        !(dimension.one.moments.is_empty() && dimension.other.moments.is_empty())
    };
    let dimensions = DIMENSIONS.iter().map(|poles| of(material, *poles));
    Balance {
        dimensions: dimensions.filter(marked).collect(),
    }
}

fn of(material: &Material<'_>, poles: [&'static str; 2]) -> Dimension {
    let mut last = None;
    let mut switches = 0;
    let [mut one, mut other] = poles.map(|_| (Vec::<MediaSpan>::new(), Vec::new()));
    for mark in &material.about {
        for (at, pole) in poles.iter().enumerate() {
            let Some(code) = code_of(mark, pole).filter(|code| code.as_str() == *pole) else {
                continue;
            };
            let (spans, moments) = if at == 0 { &mut one } else { &mut other };
            spans.extend(stretch(mark, material.asked.end));
            moments.push(Moment::of(mark, Some(code)));
            switches += usize::from(last.is_some_and(|last| last != at));
            last = Some(at);
        }
    }
    let pole = |code, (spans, moments): (Vec<MediaSpan>, Vec<Moment>)| Pole {
        code,
        time: material.time(&spans),
        moments,
    };
    let (one, other) = (pole(poles[0], one), pole(poles[1], other));
    let both = one.time.as_nanos() + other.time.as_nanos();
    let (left, right) = (seconds(one.time), seconds(other.time));
    let watched = seconds(material.watched_length());
    Dimension {
        balance: (both >= LEAST.as_nanos()).then(|| (left - right) / (left + right)),
        switches,
        flexibility: (watched > 0.0).then(|| real(switches) * 600.0 / watched),
        one,
        other,
    }
}
