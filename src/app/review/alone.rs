//! Marking alone, sealed, then opened together.
//!
//! A round names the people who take part. Each marks behind their own passphrase: nothing but their own sealed marks is in
//! memory then, and nothing of those is anywhere else. Each commits when done. The round opens only once all have committed and
//! all have given their passphrases for it; until then anyone can take their own set back.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate, TimeDelta};

use super::super::{
    App, Command, SaveState, TransportCommand, ids,
    notice::{ClosedNotice, NotRevealed, NoticeKind},
};
use crate::{
    domain::{
        edit::Edit,
        entry::{Entry, EntryKind, SealedSet, SealedState},
        history::EditLabel,
        id::{EntryId, PersonId},
        mark::{Audience, CodebookRef, Link, Mark},
        session::Session,
        time::{MediaSpan, MediaTime},
    },
    store::{self, Key, Keyring, Reach},
};

mod reveal;

/// Clocks that differ by more than this are said to differ.
const CLOCKS: TimeDelta = TimeDelta::minutes(10);

/// The kind of the link that a mark has which its author keeps back when the round is opened.
pub const KEPT_BACK: &str = "kept back";

/// What is agreed before a round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// Which stretch is marked; the whole recording where none is named.
    pub span: Option<MediaSpan>,
    /// The last day for it. Nothing happens after it: a round can always be finished.
    pub until: Option<NaiveDate>,
}

impl Terms {
    /// Whether the last day is over.
    #[must_use]
    pub fn is_past(&self, today: NaiveDate) -> bool {
        self.until.is_some_and(|day| day < today)
    }
}

/// To marking alone.
#[derive(Clone, Debug, PartialEq)]
pub enum AloneCommand {
    /// These people mark, each alone.
    Begin {
        /// Who.
        people: Vec<PersonId>,
        /// What they agreed.
        terms: Terms,
    },
    /// Whoever marks alone leaves it for now.
    Leave,
    /// Whoever marks alone is done.
    Commit,
    /// This mark is kept back when the round is opened, or not.
    KeepBack(crate::domain::id::MarkId),
    /// This person is left out of the round: they have no passphrase, so nothing of theirs can be in it.
    LeaveOut(EntryId, PersonId),
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
    /// When the round was begun, by the clock of whoever began it.
    pub begun: DateTime<FixedOffset>,
    /// Whether they have agreed to open it now.
    pub agreed: bool,
    /// Why what they committed to could not be opened, the last time all agreed.
    pub trouble: Option<NotRevealed>,
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
    /// What was agreed: the same for everybody.
    #[must_use]
    pub fn terms(&self) -> Terms {
        self.parts
            .first()
            .map_or_else(Terms::default, |part| Terms {
                span: part.set.span,
                until: part.set.until,
            })
    }

    /// Whether everybody is done, so that it can be opened.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.parts
            .iter()
            .all(|part| part.is_opened() || matches!(part.set.state, SealedState::Committed { .. }))
    }

    /// Two who marked with different versions of one codebook, if any did: a code may be missing in the one or mean something
    /// else there.
    #[must_use]
    pub fn other_codebook(&self) -> Option<(&Part, &Part)> {
        let done: Vec<&Part> = self
            .parts
            .iter()
            .filter(|part| matches!(part.set.state, SealedState::Committed { .. }))
            .collect();
        done.iter().enumerate().find_map(|(at, one)| {
            let other = done[at + 1..].iter().find(|other| {
                let (a, b) = (&one.set.codebook, &other.set.codebook);
                a.id == b.id && a.version != b.version
            })?;
            Some((*one, *other))
        })
    }

    /// Whether the clocks of the computers it was worked on differ: somebody was done before it was begun, or will only be.
    #[must_use]
    pub fn clocks_differ(&self, now: DateTime<FixedOffset>) -> bool {
        self.parts.iter().any(|part| {
            let done = match &part.set.state {
                SealedState::Committed { at, .. } => *at,
                _ => part.begun,
            };
            done + CLOCKS < part.begun || done.max(part.begun) > now + CLOCKS
        })
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

impl Part {
    /// Whether it was opened already, at another computer.
    #[must_use]
    pub const fn is_opened(&self) -> bool {
        matches!(self.set.state, SealedState::Revealed { .. })
    }
}

/// The round that a package is about: the newest that is not opened yet, else the one that was opened last.
#[must_use]
pub fn round_to_hand_over(session: &Session) -> Option<EntryId> {
    let opened = || {
        parts(session)
            .filter(|(_, _, set)| matches!(set.state, SealedState::Revealed { .. }))
            .map(|(_, entry, set)| (entry.created, set.round))
            .max()
    };
    newest_round(session).or_else(|| Some(opened()?.1))
}

/// The newest round that is not opened yet.
#[must_use]
pub fn newest_round(session: &Session) -> Option<EntryId> {
    let open =
        |set: &SealedSet| matches!(set.state, SealedState::Open | SealedState::Committed { .. });
    let rounds = parts(session)
        .filter(|(_, _, set)| open(set))
        .map(|(_, entry, set)| (entry.created, set.round));
    Some(rounds.max()?.1)
}

/// Somebody is done.
#[derive(Clone, Debug)]
struct Committing {
    round: EntryId,
    person: PersonId,
    /// Of what they marked.
    hash: String,
    /// The codebook as it was then.
    codebook: CodebookRef,
}

/// What goes on around marking alone.
#[derive(Debug, Default)]
pub struct Alone {
    /// The round in which somebody marks alone now; while they do, the shared record that names it is not here.
    round: Option<EntryId>,
    /// What was agreed for it.
    terms: Terms,
    /// To be noted in the shared record once that is here again.
    committing: Option<Committing>,
    /// Whoever marks alone is done, as soon as all they marked is on the disk.
    done: bool,
    /// Whose sealed files go once their content is safe in the open ones.
    retiring: Vec<PersonId>,
    /// Whose sets could not be opened when all had agreed.
    troubled: BTreeMap<PersonId, NotRevealed>,
}

impl App {
    pub(in crate::app) fn handle_alone(&mut self, command: AloneCommand) {
        match command {
            AloneCommand::Begin { people, terms } => self.begin_round(&people, &terms),
            AloneCommand::Leave => self.leave_alone(),
            AloneCommand::Commit => self.commit_alone(),
            AloneCommand::KeepBack(mark) => self.keep_back(mark),
            AloneCommand::LeaveOut(round, person) => {
                if self.public_key(&person).is_none() {
                    self.take_back(round, &person);
                }
            }
            AloneCommand::NotToday => self.keys.agreed.clear(),
        }
    }

    /// The newest round that is not opened yet.
    #[must_use]
    pub fn round(&self) -> Option<Round> {
        let session = self.desk()?.document.session();
        let id = newest_round(session)?;
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
                    begun: entry.created,
                    agreed: self.keys.agreed.contains_key(&person.id),
                    trouble: self.alone.troubled.get(&person.id).cloned(),
                })
            })
            .map(|part| Part {
                agreed: part.agreed || self.agreed_elsewhere(&part),
                ..part
            })
            .filter(|part| !matches!(part.set.state, SealedState::Withdrawn { .. }))
            .collect();
        Some(Round { id, parts })
    }

    fn begin_round(&mut self, people: &[PersonId], terms: &Terms) {
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
                span: terms.span,
                codebook: book.reference(),
                preset,
                until: terms.until,
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
        let found = self.round().and_then(|round| {
            let part = round.parts.into_iter().find(|part| {
                let open = part.set.state == SealedState::Open || part.trouble.is_some();
                part.person == *person && open
            })?;
            let terms = Terms {
                span: part.set.span,
                until: part.set.until,
            };
            Some((round.id, part.set.state != SealedState::Open, terms))
        });
        let role = self
            .desk()
            .and_then(|desk| desk.document.session().person(person))
            .map(|person| person.role);
        let (Some((round, again, terms)), Some(role)) = (found, role) else {
            return;
        };
        if again {
            // What they committed to is not there; they look at what is, and are done anew.
            self.set_state(round, person, |set, _| set.state = SealedState::Open);
        }
        self.note_watched();
        self.begun_for_good(round);
        self.alone.round = Some(round);
        self.alone.done = false;
        if let Some(span) = terms.span {
            self.handle(Command::Transport(TransportCommand::Seek(span.start())));
        }
        self.alone.terms = terms;
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

    /// What was agreed for the round in which somebody marks alone now.
    #[must_use]
    pub fn alone_terms(&self) -> &Terms {
        &self.alone.terms
    }

    fn leave_alone(&mut self) {
        if self.marks_alone().is_some() {
            self.note_watched();
            self.close_keys();
        }
    }

    /// Where they were last, what went round and what was looked for tell where something was marked, and what.
    pub(in crate::app) fn cover_tracks(&mut self) {
        let span = self.alone.terms.span;
        for command in [
            TransportCommand::Pause,
            TransportCommand::SetLoop(None),
            TransportCommand::Seek(span.map_or(MediaTime::ZERO, MediaSpan::start)),
        ] {
            self.handle(Command::Transport(command));
        }
        if let Some(desk) = self.desk_mut() {
            desk.filter = crate::domain::filter::Filter::default();
        }
    }

    fn commit_alone(&mut self) {
        if self.marks_alone().is_some() && self.alone.round.is_some() {
            self.note_watched();
            self.settle_rating();
            self.alone.done = true;
            self.seal();
        }
    }

    /// Commits to what lies on the disk, once all of it does: nobody is done with words that could still be lost.
    fn seal(&mut self) {
        if !self.alone.done {
            return;
        }
        let (Some(person), Some(round)) = (self.marks_alone().cloned(), self.alone.round) else {
            self.alone.done = false;
            return;
        };
        let Some(desk) = self.desk() else { return };
        match desk.document.save_state() {
            SaveState::Saving => return,
            SaveState::Saved | SaveState::Untouched => {}
            SaveState::NotSaved | SaveState::ReadOnly => {
                self.alone.done = false;
                self.tell(NoticeKind::Closed(ClosedNotice::NotDone));
                return;
            }
        }
        let codebook = desk.marking.codebook.reference();
        let place = desk.document.place();
        self.alone.done = false;
        let Some(place) = place else { return };
        match store::hash_of_sealed(&place, &person, &self.keys.ring) {
            Ok(hash) => {
                self.leave_alone();
                self.alone.round = None;
                self.alone.troubled.remove(&person);
                self.alone.committing = Some(Committing {
                    round,
                    person,
                    hash,
                    codebook,
                });
                self.finish_commit();
            }
            Err(_) => self.tell(NoticeKind::Closed(ClosedNotice::NotDone)),
        }
    }

    /// What is left to do once the record is here, or safe.
    pub(in crate::app) fn mind_alone(&mut self) {
        self.seal();
        self.finish_commit();
        self.retire_sealed();
    }

    /// Notes the commitment in the shared record, once that is here again.
    fn finish_commit(&mut self) {
        let Some(Committing {
            round,
            person,
            hash,
            codebook,
        }) = self.alone.committing.clone()
        else {
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
                set.codebook = codebook;
                set.state = SealedState::Committed {
                    at: now,
                    hash,
                    agreed: None,
                };
            }
        });
    }

    /// Somebody has marked in a round, or was asked to elsewhere: it can no longer be undone like a slip, because what they
    /// marked would stay sealed without it.
    pub(in crate::app) fn begun_for_good(&mut self, round: EntryId) {
        let Some(desk) = self.desk_mut() else { return };
        let sets = parts(desk.document.session())
            .filter(|(_, _, set)| set.round == round)
            .map(|(_, entry, _)| entry.id)
            .collect();
        desk.document.forget_steps_of(&sets);
    }

    pub(in crate::app) fn set_state(
        &mut self,
        round: EntryId,
        person: &PersonId,
        with: impl FnOnce(&mut SealedSet, DateTime<FixedOffset>),
    ) {
        let stamp = self.stamp();
        let Some(edit) = self.state_edit(round, person, with) else {
            return;
        };
        self.begun_for_good(round);
        let Some(desk) = self.desk_mut() else { return };
        // Not a step of undo: whoever has committed has said so.
        if let Err(reason) = desk.document.note(&edit, &stamp) {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    /// The change that says how far a person is with a round.
    pub(in crate::app) fn state_edit(
        &self,
        round: EntryId,
        person: &PersonId,
        with: impl FnOnce(&mut SealedSet, DateTime<FixedOffset>),
    ) -> Option<Edit> {
        let now = self.stamp().now;
        let (mut entry, mut set) = parts(self.desk()?.document.session())
            .find(|(keeper, _, set)| *keeper == person && set.round == round)
            .map(|(_, entry, set)| (entry.clone(), set.clone()))?;
        with(&mut set, now);
        entry.kind = EntryKind::Sealed(set);
        Some(Edit::PutEntry {
            keeper: person.clone(),
            entry: Box::new(entry),
        })
    }

    /// This person's set is no longer part of the round. What they marked stays sealed, for them alone.
    pub(in crate::app) fn take_back(&mut self, round: EntryId, person: &PersonId) {
        let there = self.round().is_some_and(|known| {
            known.id == round && known.parts.iter().any(|part| part.person == *person)
        });
        if there {
            self.alone.troubled.remove(person);
            self.set_state(round, person, |set, now| {
                set.state = SealedState::Withdrawn { at: now };
            });
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
}

/// Whether its author keeps this mark back when the round is opened.
#[must_use]
pub fn is_kept_back(mark: &Mark) -> bool {
    mark.links
        .iter()
        .any(|link| matches!(link, Link::Other { kind, .. } if kind == KEPT_BACK))
}
