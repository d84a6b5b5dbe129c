//! Opening a round: everyone agrees, each set is what its owner committed to, and all of them open in one step or none does.

use std::collections::BTreeMap;

use super::{
    super::{
        super::{
            App, SaveState,
            notice::{ClosedNotice, NotRevealed, NoticeKind},
        },
        compare::CompareCommand,
    },
    KEPT_BACK, Part, Round, is_kept_back,
};
use crate::{
    domain::{
        edit::Edit,
        entry::SealedState,
        id::{EntryId, PersonId},
        mark::{Audience, Link, Mark},
        session::PersonSet,
    },
    store::{self, Committed, Key, Keyring, Place, Reach},
};

impl App {
    /// One more of the round has agreed. Once all have, it opens; nothing is read before.
    pub(in crate::app) fn agree_to_reveal(&mut self, id: EntryId, person: PersonId, key: Key) {
        let Some(round) = self.round().filter(|round| round.id == id) else {
            return;
        };
        let own = round.parts.iter().find(|part| part.person == person);
        if !round.is_ready() || !own.is_some_and(|own| self.may_open_here(&round, own)) {
            return;
        }
        self.keys.agreed.insert(person, key);
        let all = round
            .parts
            .iter()
            .all(|part| self.keys.agreed.contains_key(&part.person) || self.agreed_elsewhere(part));
        if all {
            self.reveal(&round);
        }
    }

    fn reveal(&mut self, round: &Round) {
        let agreed = std::mem::take(&mut self.keys.agreed);
        let ring = Keyring::of(agreed.values().cloned());
        let Some(place) = self.desk().and_then(|desk| desk.document.place()) else {
            return;
        };
        // All are looked at first: whatever is wrong with one, none opens.
        let mut sets = Vec::new();
        let mut troubled = BTreeMap::new();
        for part in round.parts.iter().filter(|part| !part.is_opened()) {
            match committed(&place, part, &ring, self.agreed_elsewhere(part)) {
                Ok(set) => sets.push((part.person.clone(), set)),
                Err(reason) => {
                    troubled.insert(part.person.clone(), reason);
                }
            }
        }
        let first = troubled.values().next().cloned();
        self.alone.troubled = troubled;
        if let Some(reason) = first {
            self.tell(NoticeKind::Closed(ClosedNotice::NotRevealed(reason)));
            return;
        }
        let edits = sets
            .iter()
            .flat_map(|(person, set)| self.opened(person, set))
            .collect();
        let stamp = self.stamp();
        self.keys.ring = ring.clone();
        let Some(desk) = self.desk_mut() else { return };
        // What is kept back goes to its owner's own file, for which the keys are open just now.
        desk.document.reach_for(Reach::shared(ring));
        if let Err(reason) = desk.document.note(&Edit::Batch(edits), &stamp) {
            self.close_keys();
            self.tell(NoticeKind::Refused(reason));
            return;
        }
        let people: Vec<PersonId> = round.parts.iter().map(|part| part.person.clone()).collect();
        for part in round.parts.iter().filter(|part| !part.is_opened()) {
            self.set_state(round.id, &part.person, |set, now| {
                set.state = SealedState::Revealed { at: now };
            });
        }
        self.alone.retiring.clone_from(&people);
        self.close_keys();
        if let [left, right, ..] = people.as_slice() {
            // What was opened is looked at together, one above the other.
            self.handle_compare(CompareCommand::Open {
                left: left.clone(),
                right: right.clone(),
            });
        }
    }

    /// One person's set as changes of the open record.
    fn opened(&self, person: &PersonId, set: &PersonSet) -> Vec<Edit> {
        let known = |mark: &Mark| {
            self.desk()
                .is_some_and(|desk| desk.document.record().mark(mark.id).is_some())
        };
        let mut edits = Vec::new();
        // Nobody opens a mark in another's name.
        let own = set.marks.values().filter(|mark| mark.keeper() == person);
        for mark in own.filter(|mark| !known(mark)) {
            let mut mark = Mark::clone(mark);
            mark.audience = if is_kept_back(&mark) {
                Audience::OnlyMe
            } else {
                Audience::Everyone
            };
            mark.links
                .retain(|link| !matches!(link, Link::Other { kind, .. } if kind == KEPT_BACK));
            edits.push(Edit::AddMark(Box::new(mark)));
        }
        for track in &set.tracks {
            edits.push(Edit::SetTrack {
                rater: person.clone(),
                track: track.clone(),
            });
        }
        for range in &set.watched {
            edits.push(Edit::AddWatched(person.clone(), range.clone()));
        }
        edits
    }

    /// Takes the sealed files of an opened round away, once all that was in them is safe in the open ones.
    pub(super) fn retire_sealed(&mut self) {
        if self.alone.retiring.is_empty() {
            return;
        }
        let safe = self
            .desk()
            .is_some_and(|desk| desk.document.save_state() == SaveState::Saved);
        if !safe {
            return;
        }
        let Some(place) = self.desk().and_then(|desk| desk.document.place()) else {
            return;
        };
        for person in std::mem::take(&mut self.alone.retiring) {
            if let Err(error) = store::retire_sealed(&place, &person) {
                self.tell(NoticeKind::Closed(ClosedNotice::SealedLeft(error)));
            }
        }
    }
}

/// What this person committed to, or what of it they handed over where they agreed at another computer.
fn committed(
    place: &Place,
    part: &Part,
    ring: &Keyring,
    elsewhere: bool,
) -> Result<PersonSet, NotRevealed> {
    let SealedState::Committed { hash, agreed, .. } = &part.set.state else {
        return Err(NotRevealed::Missing(part.person.clone()));
    };
    let hash = match agreed {
        Some(agreed) if elsewhere => &agreed.hash,
        _ => hash,
    };
    match store::read_committed(place, &part.person, ring, hash) {
        Ok(Committed::Found(set)) => Ok(*set),
        Ok(Committed::Missing) => Err(NotRevealed::Missing(part.person.clone())),
        Ok(Committed::Other) => Err(NotRevealed::Changed(part.person.clone())),
        Err(error) => Err(NotRevealed::Unreadable(part.person.clone(), error)),
    }
}
