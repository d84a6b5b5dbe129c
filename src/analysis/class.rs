//! A class beside what raters agreed on: at which places those who practised differ most among themselves. Nobody is named.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    matching::Tolerance,
    places::{Groups, Kind, against, moments, places},
};
use crate::domain::{
    id::{MarkId, PersonId},
    session::Session,
    training::{Consensus, Place},
};

/// A place, and how many of a class marked it.
#[derive(Clone, Debug, PartialEq)]
pub struct Disputed {
    /// The place: one of the raters', or one that only learners marked.
    pub place: Place,
    /// The raters have it too.
    pub known: bool,
    /// How many marked it, under whatever name of its group.
    pub marked: usize,
    /// How many there are.
    pub of: usize,
}

impl Disputed {
    /// How far apart the class is: the smaller of its two camps.
    #[must_use]
    pub fn camp(&self) -> usize {
        self.marked.min(self.of.saturating_sub(self.marked))
    }
}

/// Every place that somebody of the class or the raters marked, the most disputed first, then in the order of time.
#[must_use]
pub fn disputed(
    session: &Session,
    class: &[PersonId],
    consensus: &Consensus,
    groups: &Groups,
) -> Vec<Disputed> {
    let tolerance = Tolerance::new(consensus.tolerance);
    let mut marked: BTreeMap<MarkId, usize> = BTreeMap::new();
    let mut met: BTreeSet<MarkId> = BTreeSet::new();
    for person in class {
        for moment in against(&moments(session, person), consensus, tolerance, groups) {
            let Some(place) = &moment.place else { continue };
            let count = marked.entry(place.id).or_default();
            if let Some(mark) = &moment.mark
                && moment.kind != Kind::Missed
            {
                *count += 1;
                met.insert(mark.id);
            }
        }
    }
    let known = consensus.places.iter().filter_map(|place| {
        Some(Disputed {
            place: place.clone(),
            known: true,
            marked: *marked.get(&place.id)?,
            of: class.len(),
        })
    });
    let own = places(session, class, tolerance, groups).into_iter();
    let own = own
        .filter(|place| place.voices.iter().all(|voice| !met.contains(&voice.mark)))
        .map(|place| Disputed {
            known: false,
            marked: place.voices.len(),
            of: class.len(),
            place,
        });
    let mut all: Vec<Disputed> = known.chain(own).collect();
    all.sort_by_key(|one| {
        let start = one.place.when.start();
        (std::cmp::Reverse(one.camp()), start, one.place.id)
    });
    all
}
