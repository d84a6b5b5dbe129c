//! Agreeing to open a round for people at other computers, and whether it may be opened here.

use super::{Give, Outcome};
use crate::{
    app::{
        App,
        keys::KeyState,
        notice::NoticeKind,
        review::alone::{Part, Round, is_kept_back},
    },
    domain::{
        edit::{Edit, Stamp},
        entry::{Agreed, SealedState},
        id::{EntryId, PersonId},
        person::PublicKey,
    },
    store::{self, Committed, Key, Keyring, PackageError},
};

/// What somebody who agrees hands over.
pub(super) struct Agreeing {
    pub(super) round: EntryId,
    pub(super) person: PersonId,
    pub(super) key: Key,
    /// What is noted in the record here once the package is whole; in the package it is noted already.
    pub(super) edit: Edit,
    pub(super) stamp: Stamp,
}

impl App {
    /// Whether this person's part is done and agreed to at another computer.
    pub(in crate::app) fn agreed_elsewhere(&self, part: &Part) -> bool {
        part.is_opened() || handed_over(part) && self.is_elsewhere(&part.person)
    }

    pub(super) fn is_elsewhere(&self, person: &PersonId) -> bool {
        matches!(self.key_state(person), KeyState::Elsewhere | KeyState::None)
    }

    /// Whether this person opens the round at another computer, and has not done so.
    fn waits_for(&self, part: &Part) -> bool {
        self.is_elsewhere(&part.person) && !part.is_opened()
    }

    /// Whether opening waits for this person to hand over what they marked: somebody of the round is at another computer.
    #[must_use]
    pub fn hands_over(&self, round: &Round, part: &Part) -> bool {
        !self.is_elsewhere(&part.person) && round.parts.iter().any(|other| self.waits_for(other))
    }

    /// Whether everybody whose key is not here has agreed at their own computer, and this person has handed over theirs.
    #[must_use]
    pub fn may_open_here(&self, round: &Round, part: &Part) -> bool {
        let others = round.parts.iter().filter(|other| self.waits_for(other));
        others.clone().all(|other| self.agreed_elsewhere(other))
            && (others.count() == 0 || handed_over(part))
    }

    /// Somebody whose key is open agrees to open the round, for those at other computers too.
    pub(in crate::app) fn agree_and_give(
        &mut self,
        id: EntryId,
        person: PersonId,
        key: Key,
        give: &Give,
    ) {
        let Some(round) = self.round().filter(|round| round.id == id) else {
            return;
        };
        let refuse = |app: &mut Self, reason: PackageError| {
            app.packages.outcome = Some(Outcome::Refused(reason, None));
        };
        let Some(part) = round.parts.iter().find(|part| part.person == person) else {
            return;
        };
        let SealedState::Committed { at, hash, .. } = &part.set.state else {
            return;
        };
        if !round.is_ready() {
            return;
        }
        let Some(document) = self.desk().map(|desk| &desk.document) else {
            return;
        };
        let record = document.record();
        let (Some(place), Some(card)) = (document.place(), record.person(&person)) else {
            return;
        };
        let mut set =
            match store::read_committed(&place, &person, &Keyring::of([key.clone()]), hash) {
                Ok(Committed::Found(set)) => set,
                Ok(Committed::Missing | Committed::Other) => {
                    let name = card.name.clone();
                    return refuse(self, PackageError::SetMissing(name));
                }
                Err(error) => return refuse(self, error.into()),
            };
        // What is kept back stays with its author, without a trace.
        set.marks.retain(|_, mark| !is_kept_back(mark));
        let readers: Vec<PublicKey> = round
            .parts
            .iter()
            .filter_map(|part| record.person(&part.person)?.key.clone())
            .collect();
        let (bytes, shown) = match store::reseal(record.info(), card, &set, &readers) {
            Ok(made) => made,
            Err(error) => return refuse(self, error.into()),
        };
        let stamp = self.stamp();
        let state = SealedState::Committed {
            at: *at,
            hash: hash.clone(),
            agreed: Some(Agreed {
                at: stamp.now,
                hash: shown,
            }),
        };
        let Some(edit) = self.state_edit(id, &person, |set, _| set.state = state) else {
            return;
        };
        let give = Give {
            from: Some(person.clone()),
            ..give.clone()
        };
        let agreeing = Agreeing {
            round: id,
            person,
            key,
            edit,
            stamp,
        };
        self.give_package(&give, Some((Box::new(agreeing), bytes)));
    }

    pub(super) fn has_agreed(&mut self, agreeing: Agreeing) {
        let Some(desk) = self.desk_mut() else { return };
        if let Err(reason) = desk.document.note(&agreeing.edit, &agreeing.stamp) {
            self.tell(NoticeKind::Refused(reason));
            return;
        }
        let open = self.round().filter(|round| round.id == agreeing.round);
        let ready = open.is_some_and(|round| {
            round
                .parts
                .iter()
                .any(|part| part.person == agreeing.person && self.may_open_here(&round, part))
        });
        if ready {
            self.agree_to_reveal(agreeing.round, agreeing.person, agreeing.key);
        }
    }
}

/// Whether this person has handed over what the others of the round can read.
#[must_use]
pub fn handed_over(part: &Part) -> bool {
    matches!(
        &part.set.state,
        SealedState::Committed {
            agreed: Some(_),
            ..
        }
    )
}
