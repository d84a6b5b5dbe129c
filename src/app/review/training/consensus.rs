//! Working out a consensus: place by place it is said whether raters mean the same.

use super::{Stage, differing::argument_of};
use crate::{
    analysis::{
        matching::Tolerance,
        places::{every_code, is_of_one_mind, middle, moments, usual_codes, whole},
    },
    app::{App, ids},
    domain::{
        entry::{Entry, EntryKind, SealedState},
        history::EditLabel,
        id::{MarkId, PersonId},
        person::Role,
        session::Session,
        training::{Consensus, Place, Rater, Round, Ruling, Voice, consensus_of},
    },
};

/// Whether somebody can stand behind a consensus: they look on rather than being looked at for help, and have marked something.
#[must_use]
pub fn may_rate(session: &Session, person: &PersonId) -> bool {
    let role = session.person(person).map(|person| person.role);
    let observes = role.is_some_and(|role| {
        !matches!(
            role,
            Role::Client | Role::Child | Role::Carer | Role::GroupMember
        )
    });
    observes && !moments(session, person).is_empty()
}

/// Whose marks a consensus is usually made of: those who marked alone in the round that was opened last, else raters and supervisors,
/// else everybody who can.
#[must_use]
pub fn usual_raters(session: &Session) -> Vec<PersonId> {
    let all: Vec<&PersonId> = session
        .people()
        .iter()
        .map(|person| &person.id)
        .filter(|person| may_rate(session, person))
        .collect();
    let chosen = |keep: &dyn Fn(&PersonId) -> bool| -> Option<Vec<PersonId>> {
        let found: Vec<PersonId> = all
            .iter()
            .filter(|id| keep(id))
            .map(|id| (*id).clone())
            .collect();
        (found.len() > 1).then_some(found)
    };
    let opened = session
        .entries()
        .filter_map(|(_, entry)| match &entry.kind {
            EntryKind::Sealed(set) if matches!(set.state, SealedState::Revealed { .. }) => {
                Some((entry.created, set.round))
            }
            _ => None,
        });
    let round = opened.max().map(|(_, round)| round);
    let in_round = |person: &PersonId| {
        session.set(person).is_some_and(|set| {
            set.entries.values().any(|entry| {
                matches!(&entry.kind, EntryKind::Sealed(set) if Some(set.round) == round
                    && matches!(set.state, SealedState::Revealed { .. }))
            })
        })
    };
    let expert = |person: &PersonId| {
        session
            .person(person)
            .is_some_and(|person| matches!(person.role, Role::Rater | Role::Supervisor))
    };
    round
        .and_then(|_| chosen(&in_round))
        .or_else(|| chosen(&expert))
        .or_else(|| chosen(&|_| true))
        .unwrap_or_default()
}

impl App {
    pub(super) fn begin_consensus(
        &mut self,
        raters: &[PersonId],
        tolerance: Tolerance,
        two_rounds: bool,
    ) {
        let Some(desk) = self.desk() else { return };
        if !matches!(self.training(), Stage::Nothing) {
            return;
        }
        let session = desk.document.session();
        let raters: Vec<Rater> = raters
            .iter()
            .filter(|id| may_rate(session, id))
            .filter_map(|id| session.person(id))
            .map(|person| Rater {
                person: person.id.clone(),
                name: person.name.clone(),
            })
            .collect();
        if raters.len() < 2 {
            return;
        }
        let author = desk.marking.author.clone();
        let entry = self.new_entry(EntryKind::Consensus(Box::new(Consensus {
            raters,
            tolerance: tolerance.distance(),
            codebook: desk.marking.codebook.reference(),
            round: if two_rounds {
                Round::Moments
            } else {
                Round::Only
            },
            places: Vec::new(),
        })));
        if self.put(&author, entry, Some(EditLabel::Consensus))
            && let Some(first) = self.training_round().first()
        {
            self.choose_place(*first, false);
        }
    }

    /// Changes the consensus as one step of undo.
    pub(super) fn change_consensus(&mut self, change: impl FnOnce(&mut Consensus)) -> bool {
        let Some(desk) = self.desk() else {
            return false;
        };
        let Some((keeper, entry, consensus)) = consensus_of(desk.document.session()) else {
            return false;
        };
        let mut after = consensus.clone();
        change(&mut after);
        if after == *consensus {
            return false;
        }
        let keeper = keeper.clone();
        let entry = Entry {
            kind: EntryKind::Consensus(Box::new(after)),
            ..entry.clone()
        };
        self.put(&keeper, entry, Some(EditLabel::Consensus))
    }

    /// A place that waits or is decided.
    fn place_at(&self, id: MarkId) -> Option<Place> {
        let Stage::Deciding(_, consensus) = self.training() else {
            return None;
        };
        let found = self.training_found();
        let waiting = found.undecided.iter().find(|place| place.id == id);
        waiting.or_else(|| consensus.place(id)).cloned()
    }

    /// Decides about the chosen place, with all that lies in another one where it is joined, and goes on to the next that waits.
    pub(super) fn rule(&mut self, ruling: Ruling, reason: &str, with: Option<MarkId>) {
        let Some(chosen) = self.chosen_place() else {
            return;
        };
        let Some(mut place) = self.place_at(chosen) else {
            return;
        };
        let reason = reason.trim();
        if ruling == Ruling::Dropped && reason.is_empty() {
            // Nothing that somebody saw goes without a word.
            return;
        }
        let names = self.is_to_be_named(&place);
        if names && matches!(ruling, Ruling::Same | Ruling::Merged) && !says_a_name(&place) {
            // Nobody has said what it is called.
            return;
        }
        let joined = with
            .filter(|other| *other != chosen)
            .and_then(|other| self.place_at(other));
        if with.is_some() && joined.is_none() {
            return;
        }
        let waited = self.training_found();
        let after = waited
            .undecided
            .iter()
            .position(|known| known.id == chosen)
            .map(|at| at + 1);
        let next = after.and_then(|at| {
            let mut left = waited.undecided[at..]
                .iter()
                .chain(&waited.undecided[..at - 1]);
            left.find(|known| Some(known.id) != with)
                .map(|known| known.id)
        });
        if let Some(other) = &joined {
            place.voices.extend(other.voices.iter().cloned());
        }
        place.ruling = ruling;
        reason.clone_into(&mut place.reason);
        let agreed = place.when;
        (place.when, place.codes) = match ruling {
            Ruling::Same | Ruling::Dropped => (middle(&place.voices), usual_codes(&place.voices)),
            Ruling::Merged | Ruling::Open => (whole(&place.voices), every_code(&place.voices)),
        };
        if names {
            // Where it is was agreed on in the first round.
            place.when = agreed;
        }
        let id = self.consensus_place(chosen).unwrap_or_else(ids::mark);
        place.id = id;
        let gone = joined.map(|other| other.id);
        let done = self.change_consensus(|consensus| {
            consensus
                .places
                .retain(|known| known.id != id && Some(known.id) != gone);
            consensus.places.push(place);
        });
        if !done {
            return;
        }
        match next {
            Some(next) => self.choose_place(next, true),
            None => self.choose_place(id, false),
        }
    }

    fn consensus_place(&self, id: MarkId) -> Option<MarkId> {
        match self.training() {
            Stage::Deciding(_, consensus) => consensus.place(id).map(|place| place.id),
            _ => None,
        }
    }

    /// What all marked and call the same needs no talk.
    pub(super) fn rule_all_alike(&mut self) {
        let Stage::Deciding(_, consensus) = self.training() else {
            return;
        };
        let alike: Vec<Place> = self
            .training_found()
            .undecided
            .iter()
            .filter(|place| needs_no_talk(place, consensus))
            .map(|place| Place {
                id: consensus
                    .place(place.id)
                    .map_or_else(ids::mark, |known| known.id),
                ruling: Ruling::Same,
                ..place.clone()
            })
            .collect();
        if alike.is_empty() {
            return;
        }
        self.change_consensus(|consensus| {
            let again = |known: &Place| alike.iter().any(|place| place.id == known.id);
            consensus.places.retain(|known| !again(known));
            consensus.places.extend(alike.iter().cloned());
        });
        if let Some(first) = self.training_round().first() {
            self.choose_place(*first, false);
        }
    }

    pub(super) fn reopen(&mut self, id: MarkId) {
        let first = self
            .place_at(id)
            .and_then(|place| Some(place.voices.first()?.mark));
        let unnamed = self.unnamed_again(id);
        let stays = unnamed.is_some();
        let done = self.change_consensus(|consensus| {
            consensus.places.retain(|place| place.id != id);
            consensus.places.extend(unnamed);
        });
        if stays {
            self.choose_place(id, false);
        } else if done && let Some(first) = first {
            self.choose_place(first, false);
        }
    }

    /// The places that wait near the chosen one and could belong to it, in the order of time.
    #[must_use]
    pub fn places_near(&self, id: MarkId) -> Vec<Place> {
        let Stage::Deciding(_, consensus) = self.training() else {
            return Vec::new();
        };
        let Some(place) = self.place_at(id) else {
            return Vec::new();
        };
        if self.is_to_be_named(&place) {
            return Vec::new();
        }
        let tolerance = Tolerance::new(consensus.tolerance);
        let theirs = |other: &&Place| {
            let raters = |place: &Place| -> Vec<PersonId> {
                place
                    .voices
                    .iter()
                    .map(|voice| voice.rater.clone())
                    .collect()
            };
            let (ours, theirs) = (raters(&place), raters(other));
            other.id != id
                && consensus.place(other.id).is_none()
                && ours.iter().all(|rater| !theirs.contains(rater))
                && crate::analysis::matching::distance(place.when, other.when, tolerance).is_some()
        };
        let found = self.training_found();
        found.undecided.iter().filter(theirs).cloned().collect()
    }

    /// Whether the chosen place waits to be decided, or is decided already, so that it can be said what it is.
    #[must_use]
    pub fn may_rule(&self) -> bool {
        self.chosen_place()
            .is_some_and(|chosen| self.place_at(chosen).is_some())
    }

    /// Keeps a place open because a trainee saw it differently, with their mark among the voices.
    pub(super) fn take_up(&mut self, mark: MarkId) {
        let Some(desk) = self.desk() else { return };
        let session = desk.document.session();
        let Some((argument, about)) = session
            .mark(mark)
            .and_then(|mark| Some((mark, argument_of(mark)?)))
        else {
            return;
        };
        let Some(mut voice) = Voice::of(argument) else {
            return;
        };
        let own = argument.links.iter().find_map(|link| match link {
            crate::domain::mark::Link::SeeAlso(own) => session.mark(*own),
            _ => None,
        });
        if let Some(own) = own {
            voice.codes.clone_from(&own.codes);
            voice.when = own.when;
        } else {
            voice.codes.clear();
        }
        let words = argument.words.clone().unwrap_or_default();
        let id = ids::mark();
        let done = self.change_consensus(|consensus| {
            if let Some(place) = consensus.places.iter_mut().find(|place| place.id == about) {
                if !place.holds(voice.mark) {
                    place.voices.push(voice);
                }
                place.ruling = Ruling::Open;
                place.reason = words;
            } else {
                consensus.places.push(Place {
                    id,
                    ruling: Ruling::Open,
                    when: voice.when,
                    about: voice.about.clone(),
                    codes: voice.codes.clone(),
                    voices: vec![voice],
                    reason: words,
                });
            }
        });
        if done {
            let there = self.consensus_place(about).unwrap_or(id);
            self.choose_place(there, true);
        }
    }
}

/// How many of the raters had marked a place as it is called.
#[must_use]
pub fn agreed_by(place: &Place, consensus: &Consensus) -> (usize, usize) {
    (
        place.agreed(&consensus.raters).len(),
        consensus.raters.len(),
    )
}

/// Places that wait and that all raters call the same.
#[must_use]
pub fn all_alike(found: &[Place], consensus: &Consensus) -> usize {
    let alike = found.iter().filter(|place| needs_no_talk(place, consensus));
    alike.count()
}

/// Whether all raters marked it and call it the same; in the first of two rounds, whether all marked it.
fn needs_no_talk(place: &Place, consensus: &Consensus) -> bool {
    let named = consensus.place(place.id).is_none() || says_a_name(place);
    named && is_of_one_mind(place, &consensus.raters)
}

/// Whether anybody says what it is called.
fn says_a_name(place: &Place) -> bool {
    let mut voices = place.voices.iter();
    voices.any(|voice| !voice.codes.is_empty() || voice.words.is_some())
}
