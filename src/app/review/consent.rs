//! What people agreed to, who keeps a recording and until when, and erasing what one person keeps. Nothing is filled in by the
//! program. What was never noted is no gate; what was taken back closes the recording at once.

use chrono::{Days, NaiveDate};

use super::super::{
    App, Command, MarkCommand, PackageCommand, TransportCommand, ids, notice::NoticeKind,
};
use crate::domain::{
    consent::{self, State},
    edit::Edit,
    entry::{Consent, ConsentPurpose, Entry, EntryKind},
    history::EditLabel,
    id::PersonId,
    mark::Audience,
    session::{Keeping, PersonSet},
};

/// How many days lie between taking consent back and the day by which what depends on it is to be erased.
pub const DELAY_DAYS: u64 = 7;

/// How many days longer what was taken back is kept where its owner wants that.
pub const LONGER_DAYS: u64 = 28;

/// To consent and keeping.
#[derive(Clone, Debug, PartialEq)]
pub enum ConsentCommand {
    /// This person agreed today.
    Give {
        /// Who.
        person: PersonId,
        /// To what.
        purpose: ConsentPurpose,
        /// Which version of the form was signed.
        form: String,
        /// Until which day it holds.
        expires: Option<NaiveDate>,
    },
    /// This person takes it back.
    Withdraw {
        /// Who.
        person: PersonId,
        /// What.
        purpose: ConsentPurpose,
    },
    /// What was taken back is not erased for a while yet.
    KeepLonger {
        /// Whose.
        person: PersonId,
        /// What.
        purpose: ConsentPurpose,
    },
    /// Who answers for the recording, on what ground, until when.
    Keep(Keeping),
    /// What would go if what this person keeps were erased.
    Plan(PersonId),
    /// Erases it for good.
    EraseNow(PersonId),
    /// The plan is no longer looked at.
    ForgetPlan,
}

impl App {
    /// How it stands with each purpose for one person, today.
    #[must_use]
    pub fn consent_of(&self, person: &PersonId) -> Vec<(ConsentPurpose, State)> {
        let nothing = PersonSet::default();
        let set = self
            .desk()
            .and_then(|desk| desk.document.session().set(person))
            .unwrap_or(&nothing);
        let today = self.reading.wall.date_naive();
        ConsentPurpose::ALL
            .into_iter()
            .map(|purpose| (purpose, consent::state(set, purpose, today)))
            .collect()
    }

    /// Who took back that this recording may be looked at: nothing of it is shown or played until they give it anew.
    #[must_use]
    pub fn closed_by(&self) -> Vec<PersonId> {
        let today = self.reading.wall.date_naive();
        self.desk().map_or_else(Vec::new, |desk| {
            consent::taken_back(desk.document.record(), ConsentPurpose::Review, today)
        })
    }

    /// From when on what rests on it may be erased, where somebody took it back.
    #[must_use]
    pub fn closed_until_erased(&self) -> Option<NaiveDate> {
        let days = self.closed_by().into_iter().flat_map(|person| {
            self.consent_of(&person)
                .into_iter()
                .filter_map(|(purpose, state)| match state {
                    State::Withdrawn {
                        erase_after: Some(after),
                        ..
                    } if purpose == ConsentPurpose::Review => Some(after.date_naive()),
                    _ => None,
                })
        });
        days.min()
    }

    /// Whether the last change of whoever marks was about consent: a slip can be undone from the page that says it is closed.
    #[must_use]
    pub fn may_undo_consent(&self) -> bool {
        self.desk().is_some_and(|desk| {
            let next = desk.document.history().next_undo(&desk.marking.author);
            next.is_some_and(|(label, _)| label == EditLabel::Consent)
        })
    }

    /// Whether a command still does something while the recording is closed.
    pub(in crate::app) fn may_while_closed(&self, command: &Command) -> bool {
        match command {
            Command::Mark(MarkCommand::Undo | MarkCommand::Redo) => self.may_undo_consent(),
            Command::Open(_)
            | Command::OpenDemo
            | Command::ResetDemo
            | Command::Training(super::training::TrainingCommand::OpenShipped { .. })
            | Command::Close
            | Command::Consent(_)
            | Command::Room(_)
            | Command::SetSettings(_)
            | Command::KeepSizes(_)
            | Command::DismissNotice(_)
            | Command::AnswerNotice(..)
            | Command::SaveInto(_)
            // It may be for another recording; one for this is refused where it is taken in, in words.
            | Command::Package(
                PackageCommand::Leave | PackageCommand::Look(_) | PackageCommand::TakeIn(_),
            )
            | Command::Transport(TransportCommand::Pause) => true,
            _ => false,
        }
    }

    /// Closes at once what somebody took back: it stops, and what only some may read leaves the memory of the window.
    pub(in crate::app) fn mind_consent(&mut self) {
        if self.closed_by().is_empty() {
            return;
        }
        if self.recording().is_some_and(|open| open.transport.playing) {
            self.handle_transport(TransportCommand::Pause);
        }
        if !self.keys.ring.is_empty() {
            self.close_keys();
        }
        if let Some(desk) = self.desk_mut() {
            desk.comparing = None;
            desk.guessing = None;
        }
    }

    /// Whether the day by which the recording is to be deleted is over.
    #[must_use]
    pub fn is_kept_too_long(&self) -> bool {
        let today = self.reading.wall.date_naive();
        self.desk()
            .is_some_and(|desk| desk.document.session().info().keeping.is_over(today))
    }

    pub(in crate::app) fn handle_consent(&mut self, command: ConsentCommand) {
        match command {
            ConsentCommand::Give {
                person,
                purpose,
                form,
                expires,
            } => self.note_consent(&person, purpose, form, expires),
            ConsentCommand::Withdraw { person, purpose } => self.withdraw_consent(&person, purpose),
            ConsentCommand::Keep(keeping) => {
                let info = self.desk().map(|desk| desk.document.session().info());
                if let Some(mut info) = info.cloned() {
                    info.keeping = keeping;
                    self.set_info(info);
                }
            }
            ConsentCommand::Plan(person) => self.plan_erasure(person),
            ConsentCommand::EraseNow(person) => self.erase_now(person),
            ConsentCommand::ForgetPlan => self.forget_erasure_plan(),
            ConsentCommand::KeepLonger { person, purpose } => self.keep_longer(&person, purpose),
        }
    }

    fn note_consent(
        &mut self,
        person: &PersonId,
        purpose: ConsentPurpose,
        form: String,
        expires: Option<NaiveDate>,
    ) {
        let stamp = self.stamp();
        let entry = Entry {
            id: ids::entry(),
            revision: 1,
            device: stamp.device.clone(),
            audience: Audience::Everyone,
            created: stamp.now,
            revised: None,
            conflict_of: None,
            kind: EntryKind::Consent(Consent {
                purpose,
                given: stamp.now.date_naive(),
                form,
                expires,
                withdrawn: None,
                erase_after: None,
            }),
        };
        self.put_consent(person, vec![entry]);
    }

    /// Takes back every consent that was noted for it and still stood.
    fn withdraw_consent(&mut self, person: &PersonId, purpose: ConsentPurpose) {
        let now = self.stamp().now;
        // Consent to anything else than looking at it concerns no words of the person's that lie here.
        let erase_after = (purpose == ConsentPurpose::Review)
            .then(|| now.checked_add_days(Days::new(DELAY_DAYS)))
            .flatten();
        let Some(set) = self
            .desk()
            .and_then(|desk| desk.document.session().set(person))
        else {
            return;
        };
        let taken_back = consent::noted(set, purpose)
            .filter(|(_, consent)| consent.withdrawn.is_none())
            .map(|(entry, consent)| {
                let mut after = consent.clone();
                after.withdrawn = Some(now);
                after.erase_after = erase_after;
                let mut entry = entry.clone();
                entry.kind = EntryKind::Consent(after);
                entry
            })
            .collect();
        self.put_consent(person, taken_back);
    }

    /// Puts off the day on which what was taken back is erased. It stays closed.
    fn keep_longer(&mut self, person: &PersonId, purpose: ConsentPurpose) {
        let now = self.stamp().now;
        let Some(set) = self
            .desk()
            .and_then(|desk| desk.document.record().set(person))
        else {
            return;
        };
        let put_off = consent::noted(set, purpose)
            .filter_map(|(entry, consent)| {
                let mut after = consent.clone();
                let from = after.erase_after?.max(now);
                after.erase_after = from.checked_add_days(Days::new(LONGER_DAYS));
                let mut entry = entry.clone();
                entry.kind = EntryKind::Consent(after);
                Some(entry)
            })
            .collect();
        self.put_consent(person, put_off);
    }

    fn put_consent(&mut self, keeper: &PersonId, entries: Vec<Entry>) {
        if entries.is_empty() {
            return;
        }
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let edits = entries
            .into_iter()
            .map(|entry| Edit::PutEntry {
                keeper: keeper.clone(),
                entry: Box::new(entry),
            })
            .collect();
        let outcome = desk.document.edit(
            &author,
            EditLabel::Consent,
            &Edit::Batch(edits),
            None,
            &stamp,
        );
        if let Err(reason) = outcome {
            self.tell(NoticeKind::Refused(reason));
        }
    }
}
