//! What people agreed to, who keeps a recording and until when, and erasing what one person keeps. Nothing is filled in by the
//! program, and nothing here is a gate.

use chrono::{Days, NaiveDate};

use super::super::{App, ids, notice::NoticeKind};
use crate::{
    domain::{
        consent::{self, State},
        edit::Edit,
        entry::{Consent, ConsentPurpose, Entry, EntryKind},
        history::EditLabel,
        id::PersonId,
        mark::Audience,
        session::{Keeping, PersonSet},
    },
    store::{self, Erasing, ErasurePlan, StoreError},
};

/// How many days lie between taking consent back and the day by which what depends on it is to be erased.
pub const DELAY_DAYS: u64 = 7;

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

    /// Whether the day by which the recording is to be deleted is over.
    #[must_use]
    pub fn is_kept_too_long(&self) -> bool {
        let today = self.reading.wall.date_naive();
        self.desk()
            .is_some_and(|desk| desk.document.session().info().keeping.is_over(today))
    }

    /// What would be erased, as it was looked up last.
    #[must_use]
    pub fn erasure_plan(&self) -> Option<(&PersonId, &ErasurePlan)> {
        let (person, plan) = self.erasure.as_ref()?;
        Some((person, plan))
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
            ConsentCommand::EraseNow(person) => self.erase_now(&person),
            ConsentCommand::ForgetPlan => self.erasure = None,
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
        let erase_after = now.checked_add_days(Days::new(DELAY_DAYS));
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

    fn plan_erasure(&mut self, person: PersonId) {
        self.erasure = None;
        match self.with_erasing(&person, store::plan_erasure) {
            Some(Ok(mut plan)) => {
                // This window closes the recording before it erases.
                plan.open = plan.open.saturating_sub(1);
                self.erasure = Some((person, plan));
            }
            Some(Err(error)) => self.tell(NoticeKind::NotSaved(error)),
            None => {}
        }
    }

    fn with_erasing(
        &self,
        person: &PersonId,
        act: impl FnOnce(Erasing<'_>) -> Result<ErasurePlan, StoreError>,
    ) -> Option<Result<ErasurePlan, StoreError>> {
        let desk = self.desk()?;
        let place = desk.document.place()?;
        Some(act(Erasing {
            place: &place,
            info: desk.document.session().info(),
            person,
            keys: &self.keys.ring,
            stamp: &self.stamp(),
        }))
    }

    /// Closes the recording, erases, and opens it again: nothing of it may be in memory or be written back.
    fn erase_now(&mut self, person: &PersonId) {
        self.erasure = None;
        let Some(desk) = self.desk() else { return };
        let (Some(place), Some(open)) = (desk.document.place(), self.recording()) else {
            return;
        };
        let info = desk.document.session().info().clone();
        let path = open.path.clone();
        let (keys, stamp) = (self.keys.ring.clone(), self.stamp());
        self.close();
        if self.recording().is_some() {
            // Something is not on disk yet; it was told, and nothing is erased.
            return;
        }
        let done = store::erase_person(
            Erasing {
                place: &place,
                info: &info,
                person,
                keys: &keys,
                stamp: &stamp,
            },
            &self.world.places,
        );
        self.open(path);
        match done {
            Ok(plan) => self.erasure = Some((person.clone(), plan)),
            Err(error) => self.tell(NoticeKind::NotSaved(error)),
        }
    }
}
