//! Marking alone, sealed, then opened together.
//!
//! A round names the people who take part. Each marks behind their own passphrase: nothing but their own sealed marks is in
//! memory then, and nothing of those is anywhere else. Each commits when done. The round opens only once all have committed and
//! all have given their passphrases for it; until then anyone can take their own set back.

use chrono::NaiveDate;

use super::{
    super::{
        App, ids,
        notice::{ClosedNotice, NotRevealed, NoticeKind},
    },
    compare::CompareCommand,
};
use crate::{
    domain::{
        edit::Edit,
        entry::{Entry, EntryKind, SealedSet, SealedState},
        history::EditLabel,
        id::{EntryId, PersonId},
        mark::{Audience, Link, Mark},
        session::Session,
        time::MediaSpan,
    },
    store::{self, Key, Keyring, Reach},
};

/// The kind of the link that a mark has which its author keeps back when the round is opened.
pub const KEPT_BACK: &str = "kept back";

/// To marking alone.
#[derive(Clone, Debug, PartialEq)]
pub enum AloneCommand {
    /// These people mark this stretch (the whole recording where none is named), each alone.
    Begin {
        /// Who.
        people: Vec<PersonId>,
        /// Which stretch.
        span: Option<MediaSpan>,
        /// Until which day.
        until: Option<NaiveDate>,
    },
    /// Whoever marks alone leaves it for now.
    Leave,
    /// Whoever marks alone is done.
    Commit,
    /// This mark is kept back when the round is opened, or not.
    KeepBack(crate::domain::id::MarkId),
    /// This person takes their set of the round back.
    Withdraw(EntryId, PersonId),
    /// *Not today*: whoever had agreed to open has not.
    NotToday,
}

/// One person's part in a round, as everyone may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whose.
    pub person: PersonId,
    /// The entry that keeps it.
    pub entry: EntryId,
    /// How far it is.
    pub set: SealedSet,
    /// Whether they have agreed to open it now.
    pub agreed: bool,
}

/// The newest round that is not opened yet, with everybody's part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Which.
    pub id: EntryId,
    /// The parts, in the order of the people.
    pub parts: Vec<Part>,
}

impl Round {
    /// Whether everybody is done, so that it can be opened.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.parts
            .iter()
            .all(|part| matches!(part.set.state, SealedState::Committed { .. }))
    }
}

/// Every part of every round, with whose it is.
fn parts(session: &Session) -> impl Iterator<Item = (&PersonId, &Entry, &SealedSet)> {
    session
        .entries()
        .filter_map(|(person, entry)| match &entry.kind {
            EntryKind::Sealed(set) => Some((person, entry, set)),
            _ => None,
        })
}

/// What goes on around marking alone.
#[derive(Debug, Default)]
pub struct Alone {
    /// The round in which somebody marks alone now; while they do, the shared record that names it is not here.
    round: Option<EntryId>,
    /// To be noted in the shared record once that is here again: the round, who has committed, the hash.
    committing: Option<(EntryId, PersonId, String)>,
    /// Whose sealed files go once their content is safe in the open ones.
    retiring: Vec<PersonId>,
}

impl App {
    pub(in crate::app) fn handle_alone(&mut self, command: AloneCommand) {
        match command {
            AloneCommand::Begin {
                people,
                span,
                until,
            } => self.begin_round(&people, span, until),
            AloneCommand::Leave => self.leave_alone(),
            AloneCommand::Commit => self.commit_alone(),
            AloneCommand::KeepBack(mark) => self.keep_back(mark),
            AloneCommand::Withdraw(round, person) => {
                self.set_state(round, &person, |set, now| {
                    set.state = SealedState::Withdrawn { at: now };
                });
            }
            AloneCommand::NotToday => self.keys.agreed.clear(),
        }
    }

    /// The newest round that is not opened yet.
    #[must_use]
    pub fn round(&self) -> Option<Round> {
        let session = self.desk()?.document.session();
        let id = parts(session)
            .filter(|(_, _, set)| {
                matches!(set.state, SealedState::Open | SealedState::Committed { .. })
            })
            .map(|(_, entry, set)| (entry.created, set.round))
            .max()?
            .1;
        let parts = session
            .people()
            .iter()
            .filter_map(|person| {
                let (_, entry, set) = parts(session)
                    .find(|(keeper, _, set)| **keeper == person.id && set.round == id)?;
                Some(Part {
                    person: person.id.clone(),
                    entry: entry.id,
                    set: set.clone(),
                    agreed: self.keys.agreed.contains_key(&person.id),
                })
            })
            .filter(|part| !matches!(part.set.state, SealedState::Withdrawn { .. }))
            .collect();
        Some(Round { id, parts })
    }

    fn begin_round(
        &mut self,
        people: &[PersonId],
        span: Option<MediaSpan>,
        until: Option<NaiveDate>,
    ) {
        if self.round().is_some() || people.is_empty() {
            return;
        }
        let stamp = self.stamp();
        let round = ids::entry();
        let mut edits = Vec::new();
        for person in people {
            let role = self
                .desk()
                .and_then(|desk| desk.document.session().person(person))
                .map(|person| person.role);
            let Some(role) = role else { continue };
            let (book, preset) = self.preset_for(role);
            let set = SealedSet {
                round,
                span,
                codebook: book.reference(),
                preset,
                until,
                state: SealedState::Open,
            };
            edits.push(Edit::PutEntry {
                keeper: person.clone(),
                entry: Box::new(Entry {
                    id: ids::entry(),
                    revision: 1,
                    device: stamp.device.clone(),
                    audience: Audience::Everyone,
                    created: stamp.now,
                    revised: None,
                    conflict_of: None,
                    kind: EntryKind::Sealed(set),
                }),
            });
        }
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let outcome = desk.document.edit(
            &author,
            EditLabel::Sealed,
            &Edit::Batch(edits),
            None,
            &stamp,
        );
        if let Err(reason) = outcome {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    /// The person's own passphrase has opened their key: from now on only what they mark alone is here.
    pub(in crate::app) fn mark_alone(&mut self, person: &PersonId, key: Key) {
        let round = self.round().filter(|round| {
            round
                .parts
                .iter()
                .any(|part| part.person == *person && part.set.state == SealedState::Open)
        });
        let role = self
            .desk()
            .and_then(|desk| desk.document.session().person(person))
            .map(|person| person.role);
        let (Some(round), Some(role)) = (round, role) else {
            return;
        };
        self.note_watched();
        self.alone.round = Some(round.id);
        self.keys.agreed.clear();
        self.keys.ring = Keyring::of([key.clone()]);
        let fresh = super::super::marking_for(self, person.clone(), role);
        if let Some(desk) = self.desk_mut() {
            desk.marking = fresh;
            desk.document.reach_for(Reach::sealed(person.clone(), key));
            desk.filter = crate::domain::filter::Filter::default();
            desk.forget_what_is_gone();
        }
    }

    /// Who marks alone now.
    #[must_use]
    pub fn marks_alone(&self) -> Option<&PersonId> {
        self.desk()?.document.marks_alone()
    }

    fn leave_alone(&mut self) {
        if self.marks_alone().is_some() {
            self.note_watched();
            self.close_keys();
        }
    }

    fn commit_alone(&mut self) {
        let Some(person) = self.marks_alone().cloned() else {
            return;
        };
        let Some(round) = self.alone.round.take() else {
            return;
        };
        let hash = self.desk().map_or_else(String::new, |desk| {
            let session = desk.document.session();
            session
                .set(&person)
                .map(|set| store::hash_of_set(session.info(), &person, set))
                .unwrap_or_default()
        });
        self.leave_alone();
        self.alone.committing = Some((round, person, hash));
        self.finish_commit();
    }

    /// What is left to do once the record is here, or safe.
    pub(in crate::app) fn mind_alone(&mut self) {
        self.finish_commit();
        self.retire_sealed();
    }

    /// Notes the commitment in the shared record, once that is here again.
    fn finish_commit(&mut self) {
        let Some((round, person, hash)) = self.alone.committing.clone() else {
            return;
        };
        let there = self.desk().is_some_and(|desk| {
            parts(desk.document.session())
                .any(|(keeper, _, set)| *keeper == person && set.round == round)
        });
        if !there {
            return;
        }
        self.alone.committing = None;
        self.set_state(round, &person, |set, now| {
            if set.state == SealedState::Open {
                set.state = SealedState::Committed { at: now, hash };
            }
        });
    }

    fn set_state(
        &mut self,
        round: EntryId,
        person: &PersonId,
        with: impl FnOnce(&mut SealedSet, chrono::DateTime<chrono::FixedOffset>),
    ) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let found = parts(desk.document.session())
            .find(|(keeper, _, set)| *keeper == person && set.round == round)
            .map(|(_, entry, set)| (entry.clone(), set.clone()));
        let Some((mut entry, mut set)) = found else {
            return;
        };
        with(&mut set, stamp.now);
        entry.kind = EntryKind::Sealed(set);
        let edit = Edit::PutEntry {
            keeper: person.clone(),
            entry: Box::new(entry),
        };
        // Not a step of undo: whoever has committed has said so.
        if let Err(reason) = desk.document.note(&edit, &stamp) {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    fn keep_back(&mut self, id: crate::domain::id::MarkId) {
        if self.marks_alone().is_none() {
            return;
        }
        self.change(id, EditLabel::Sealed, |mark| {
            if is_kept_back(mark) {
                mark.links
                    .retain(|link| !matches!(link, Link::Other { kind, .. } if kind == KEPT_BACK));
            } else {
                mark.links.push(Link::Other {
                    kind: KEPT_BACK.to_owned(),
                    id: String::new(),
                });
            }
        });
    }

    /// One more of the round has agreed. Once all have, it opens; nothing is read before.
    pub(in crate::app) fn agree_to_reveal(&mut self, id: EntryId, person: PersonId, key: Key) {
        let Some(round) = self.round().filter(|round| round.id == id) else {
            return;
        };
        if !round.is_ready() || !round.parts.iter().any(|part| part.person == person) {
            return;
        }
        self.keys.agreed.insert(person, key);
        let all = round
            .parts
            .iter()
            .all(|part| self.keys.agreed.contains_key(&part.person));
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
        let mut edits = Vec::new();
        for part in &round.parts {
            let set = match store::read_sealed(&place, &part.person, &ring) {
                Ok(Some(set)) => set,
                Ok(None) if committed_to_nothing(&part.set) => continue,
                Ok(None) => {
                    let missing = NotRevealed::Missing(part.person.clone());
                    self.tell(NoticeKind::Closed(ClosedNotice::NotRevealed(missing)));
                    return;
                }
                Err(error) => {
                    self.tell(NoticeKind::Closed(ClosedNotice::NotRevealed(
                        NotRevealed::Unreadable(error),
                    )));
                    return;
                }
            };
            let known = |mark: &Mark| {
                self.desk()
                    .is_some_and(|desk| desk.document.session().mark(mark.id).is_some())
            };
            for mark in set.marks.values().filter(|mark| !known(mark)) {
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
                    rater: part.person.clone(),
                    track: track.clone(),
                });
            }
            for range in &set.watched {
                edits.push(Edit::AddWatched(part.person.clone(), range.clone()));
            }
        }
        let stamp = self.stamp();
        let people: Vec<PersonId> = round.parts.iter().map(|part| part.person.clone()).collect();
        self.keys.ring = ring.clone();
        let Some(desk) = self.desk_mut() else { return };
        // What is kept back goes to its owner's own file, for which the keys are open just now.
        desk.document.reach_for(Reach::shared(ring));
        if let Err(reason) = desk.document.note(&Edit::Batch(edits), &stamp) {
            self.close_keys();
            self.tell(NoticeKind::Refused(reason));
            return;
        }
        for person in &people {
            self.set_state(round.id, person, |set, now| {
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

    /// Takes the sealed files of an opened round away, once all that was in them is safe in the open ones.
    fn retire_sealed(&mut self) {
        if self.alone.retiring.is_empty() {
            return;
        }
        let safe = self
            .desk()
            .is_some_and(|desk| desk.document.save_state() == super::super::SaveState::Saved);
        if !safe {
            return;
        }
        let Some(place) = self.desk().and_then(|desk| desk.document.place()) else {
            return;
        };
        for person in std::mem::take(&mut self.alone.retiring) {
            if let Err(error) = store::retire_sealed(&place, &person) {
                self.tell(NoticeKind::Closed(ClosedNotice::NotRevealed(
                    NotRevealed::Unreadable(error),
                )));
            }
        }
    }
}

/// Whether its author keeps this mark back when the round is opened.
#[must_use]
pub fn is_kept_back(mark: &Mark) -> bool {
    mark.links
        .iter()
        .any(|link| matches!(link, Link::Other { kind, .. } if kind == KEPT_BACK))
}

/// Whoever commits without a mark has no file.
fn committed_to_nothing(set: &SealedSet) -> bool {
    matches!(&set.state, SealedState::Committed { hash, .. } if hash.is_empty())
}
