//! One person's practice on a tape: which of their marks are compared, and with what.

use std::sync::Arc;

use super::{
    agreement::{Rater, watched_by},
    places::moments,
};
use crate::domain::{
    id::PersonId,
    mark::Mark,
    session::Session,
    time::MediaTime,
    training::{Consensus, practice_of, tape_of},
};

/// The marks that are compared: those that stand for moments, made before the person was done.
#[must_use]
pub fn marks(session: &Session, person: &PersonId) -> Vec<Arc<Mark>> {
    let done = tape_of(session)
        .and_then(|(_, tape, _)| practice_of(session, person, tape.id))
        .and_then(|(_, practice)| practice.done);
    let mut marks = moments(session, person);
    marks.retain(|mark| done.is_none_or(|done| mark.created <= done));
    marks
}

/// What the raters agreed on within what somebody watched; of a recording that ends here. Nobody misses what they did not watch.
#[must_use]
pub fn watched_part(
    session: &Session,
    person: &PersonId,
    end: MediaTime,
    consensus: &Consensus,
) -> Consensus {
    let watched = watched_by(session, &Rater::Person(person.clone()), end);
    let mut part = consensus.clone();
    part.places.retain(|place| {
        let at = place.when.start();
        let mut watched = watched.iter();
        watched.any(|span| span.start() <= at && at <= span.end())
    });
    part
}
