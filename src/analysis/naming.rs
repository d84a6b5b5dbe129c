//! The second of two rounds: what raters call the moments they agreed on, each alone.

use std::sync::Arc;

use crate::domain::{
    id::{MarkId, PersonId},
    mark::{Audience, Author, Mark},
    session::Session,
    training::{Consensus, Place, Rater, Voice, named_mark, named_place},
};

/// What this rater calls that moment, as far as it can be read here.
#[must_use]
pub fn name_by<'a>(session: &'a Session, rater: &PersonId, place: MarkId) -> Option<&'a Arc<Mark>> {
    let set = session.set(rater)?;
    let names = |mark: &&Arc<Mark>| {
        mark.author == Author::One(rater.clone()) && named_place(mark) == Some(place)
    };
    // Two files may each have brought one.
    set.marks
        .values()
        .filter(names)
        .max_by_key(|mark| (mark.created, mark.id))
}

/// What this rater had marked there in the first round.
#[must_use]
pub fn first_mark(session: &Session, rater: &PersonId, place: &Place) -> Option<MarkId> {
    let voice = place.voices.iter().find(|voice| voice.rater == *rater)?;
    let named = session.mark(voice.mark).and_then(named_mark);
    Some(named.unwrap_or(voice.mark))
}

/// What the raters call it, of those who have shown it; who saw the moment in the first round and gave it no name, without one.
#[must_use]
pub fn names_of(session: &Session, raters: &[Rater], place: &Place) -> Vec<Voice> {
    let mut voices = Vec::new();
    for rater in raters {
        let shown = name_by(session, &rater.person, place.id)
            .filter(|mark| mark.audience == Audience::Everyone);
        if let Some(voice) = shown.and_then(|mark| Voice::of(mark)) {
            voices.push(voice);
        } else if let Some(first) = place
            .voices
            .iter()
            .find(|voice| voice.rater == rater.person)
        {
            voices.push(Voice {
                codes: Vec::new(),
                ..first.clone()
            });
        }
    }
    voices
}

/// The place as it was agreed on in the first round, without a name.
#[must_use]
pub fn unnamed_again(session: &Session, place: &Place) -> Place {
    let mut again = place.clone();
    again.codes = Vec::new();
    for voice in &mut again.voices {
        let first = session
            .mark(voice.mark)
            .and_then(named_mark)
            .and_then(|first| Voice::of(session.mark(first)?));
        if let Some(first) = first {
            *voice = first;
        }
        voice.codes = Vec::new();
    }
    // Whoever had not seen it then is no voice of the first round.
    again
        .voices
        .retain(|voice| session.mark(voice.mark).and_then(named_place).is_none());
    again
}

/// Whether it was decided what an agreed moment is called.
fn is_named(session: &Session, place: &Place) -> bool {
    let mut voices = place.voices.iter();
    voices.any(|voice| session.mark(voice.mark).and_then(named_place) == Some(place.id))
}

/// The agreed moments of which it was not decided yet what they are called, in the order of time.
#[must_use]
pub fn unnamed<'a>(session: &Session, consensus: &'a Consensus) -> Vec<&'a Place> {
    consensus.places_that(|place| place.is_settled() && !is_named(session, place))
}
