//! Mode mix: how much of the time in which any mode was marked each of them was.

use std::collections::BTreeMap;

use super::{Material, Moment, stretch};
use crate::{
    analysis::episodes::MODE,
    domain::{
        id::CodeId,
        time::{MediaDelta, MediaSpan},
    },
};

/// One mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Which.
    pub code: CodeId,
    /// How long it was marked, stretches that overlap counted once.
    pub time: MediaDelta,
    /// How often it was marked without a length; these have no part in the time.
    pub instants: usize,
    /// Where.
    pub moments: Vec<Moment>,
}

/// All of them, the longest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modes {
    /// Each that was marked.
    pub each: Vec<Mode>,
    /// How long any of them was marked. Where two were at once, the shares add up to more than all of it.
    pub any: MediaDelta,
}

pub(super) fn modes(material: &Material<'_>) -> Modes {
    let mut found: BTreeMap<CodeId, (Vec<MediaSpan>, usize, Vec<Moment>)> = BTreeMap::new();
    for mark in &material.about {
        for used in &mark.codes {
            if !used.code.as_str().starts_with(MODE) {
                continue;
            }
            let (spans, instants, moments) = found.entry(used.code.clone()).or_default();
            match stretch(mark, material.asked.end) {
                Some(span) => spans.push(span),
                None => *instants += 1,
            }
            moments.push(Moment::of(mark, Some(&used.code)));
        }
    }
    let all: Vec<MediaSpan> = found
        .values()
        .flat_map(|(spans, ..)| spans)
        .copied()
        .collect();
    let mut each: Vec<Mode> = found
        .into_iter()
        .map(|(code, (spans, instants, moments))| Mode {
            code,
            time: material.time(&spans),
            instants,
            moments,
        })
        .collect();
    each.sort_by(|one, other| (other.time, &one.code).cmp(&(one.time, &other.code)));
    Modes {
        each,
        any: material.time(&all),
    }
}
