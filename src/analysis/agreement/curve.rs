//! How much the tolerance decides: the same pairing at 1 to 10 seconds.

use super::{Recording, tally::inside};
use crate::{
    analysis::{
        matching::{self, Tolerance},
        measures::{events::Matched, overlap, real},
    },
    domain::{mark::When, time::MediaDelta},
};

/// What came of it at one tolerance.
#[derive(Clone, Debug, PartialEq)]
pub struct At {
    /// How far apart two marks may lie.
    pub tolerance: Tolerance,
    /// What was paired off.
    pub matched: Matched,
}

/// The pairing of two raters, by their places, at each whole second from 1 to 10.
#[must_use]
pub fn curve(recordings: &[Recording], first: usize, other: usize) -> Vec<At> {
    let mut codings = Vec::new();
    for recording in recordings {
        let (Some(one), Some(two)) = (recording.codings.get(first), recording.codings.get(other))
        else {
            continue;
        };
        let shared = overlap::intersection(&one.watched, &two.watched);
        codings.push((inside(one, &shared), inside(two, &shared)));
    }
    let at = |seconds: i64| {
        let tolerance = Tolerance::new(MediaDelta::from_millis(seconds * 1_000));
        let mut matched = Matched::default();
        for (ours, theirs) in &codings {
            let places = |events: &[super::Event]| -> Vec<When> {
                events.iter().map(|event| event.when).collect()
            };
            let pairs =
                matching::pairs(&places(ours), &places(theirs), tolerance, |left, right| {
                    ours[left].code == theirs[right].code
                });
            matched.hits += real(pairs.len());
            matched.missed += real(ours.len() - pairs.len());
            matched.extra += real(theirs.len() - pairs.len());
        }
        At { tolerance, matched }
    };
    (1..=10).map(at).collect()
}
