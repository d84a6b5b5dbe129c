//! Erasing what one person keeps: what would go is looked up, and taken away, on a thread of its own; and what was to go after
//! consent was taken back goes by itself once its day has come and the recording is opened.

use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use super::super::{
    App,
    notice::{ErasingNotice, NoticeKind},
};
use crate::{
    domain::{
        consent::{self, State},
        edit::Stamp,
        entry::ConsentPurpose,
        id::PersonId,
        session::SessionInfo,
    },
    store::{self, Erasing, ErasurePlan, Keyring, Place, Places, StoreError},
};

type Answer = Result<ErasurePlan, StoreError>;

/// What is being done about erasing, and what was found or done last.
#[derive(Default)]
pub(in crate::app) struct Erasure {
    plan: Option<(PersonId, ErasurePlan)>,
    work: Option<Work>,
    /// What could not go by itself; it is not tried again before the program starts anew.
    refused: Vec<PathBuf>,
}

struct Work {
    path: PathBuf,
    person: PersonId,
    step: Step,
    receiver: mpsc::Receiver<Answer>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Somebody asked what would go.
    Plan,
    /// The day has come; what would go decides whether it goes by itself.
    PlanOfDue,
    /// It goes.
    Erase,
}

/// All that the thread needs of the record.
struct Material {
    place: Place,
    info: SessionInfo,
    keys: Keyring,
    stamp: Stamp,
    places: Places,
}

impl App {
    /// What would be erased, or was, as it was looked up last.
    #[must_use]
    pub fn erasure_plan(&self) -> Option<(&PersonId, &ErasurePlan)> {
        let (person, plan) = self.erasure.plan.as_ref()?;
        Some((person, plan))
    }

    /// Whether it is being looked up what would go.
    #[must_use]
    pub fn looks_up_erasure(&self) -> bool {
        let work = self.erasure.work.as_ref();
        work.is_some_and(|work| work.step == Step::Plan)
    }

    /// Whether something is being erased now; no recording is opened meanwhile.
    #[must_use]
    pub fn is_erasing(&self) -> bool {
        let work = self.erasure.work.as_ref();
        work.is_some_and(|work| work.step == Step::Erase)
    }

    pub(super) fn forget_erasure_plan(&mut self) {
        self.erasure.plan = None;
    }

    pub(super) fn plan_erasure(&mut self, person: PersonId) {
        self.erasure.plan = None;
        self.look_up(person, Step::Plan);
    }

    fn material(&self) -> Option<(PathBuf, Material)> {
        let desk = self.desk()?;
        let path = self.recording()?.path.clone();
        let material = Material {
            place: desk.document.place()?,
            info: desk.document.record().info().clone(),
            keys: self.keys.ring.clone(),
            stamp: self.stamp(),
            places: self.world.places.clone(),
        };
        Some((path, material))
    }

    fn look_up(&mut self, person: PersonId, step: Step) {
        if self.is_erasing() {
            return;
        }
        if let Some((path, material)) = self.material() {
            self.begin_erasing(path, person, step, material);
        }
    }

    fn begin_erasing(&mut self, path: PathBuf, person: PersonId, step: Step, material: Material) {
        let (sender, receiver) = mpsc::channel();
        let waker = Arc::clone(&self.world.waker);
        let whose = person.clone();
        thread::spawn(move || {
            let erasing = Erasing {
                place: &material.place,
                info: &material.info,
                person: &whose,
                keys: &material.keys,
                stamp: &material.stamp,
            };
            let answer = if step == Step::Erase {
                store::erase_person(erasing, &material.places)
            } else {
                store::plan_erasure(erasing)
            };
            // The program may be ending.
            let _gone = sender.send(answer);
            waker();
        });
        self.erasure.work = Some(Work {
            path,
            person,
            step,
            receiver,
        });
    }

    /// Closes the recording, erases, and opens it again: nothing of it may be in memory or be written back.
    pub(super) fn erase_now(&mut self, person: PersonId) {
        self.erasure.plan = None;
        if self.is_erasing() {
            return;
        }
        let Some((path, material)) = self.material() else {
            return;
        };
        self.close();
        if self.recording().is_some() {
            // Something is not on disk yet; it was told, and nothing is erased.
            return;
        }
        self.tell(NoticeKind::Erasing(ErasingNotice::GoesOn));
        self.begin_erasing(path, person, Step::Erase, material);
    }

    /// Begins to erase what was to go by now, right after a recording was opened.
    pub(in crate::app) fn erase_what_is_due(&mut self) {
        let now = self.reading.wall;
        let Some(desk) = self.desk() else { return };
        if !desk.document.writable() || self.erasure.refused.contains(&desk.document.path) {
            return;
        }
        // Consent to anything else than looking at it concerns no words of the person's that lie here.
        let due = desk.document.record().sets().iter().find(|(_, set)| {
            consent::state(set, ConsentPurpose::Review, now.date_naive()).is_due(now)
        });
        if let Some(person) = due.map(|(person, _)| person.clone()) {
            self.look_up(person, Step::PlanOfDue);
        }
    }

    /// Takes in what the thread found or did.
    pub(in crate::app) fn take_in_erasing(&mut self) {
        let Some(work) = &self.erasure.work else {
            return;
        };
        let answer = match work.receiver.try_recv() {
            Err(mpsc::TryRecvError::Empty) => return,
            // It ended without an answer, which would be our bug; what is done already stays done.
            Err(mpsc::TryRecvError::Disconnected) => Err(StoreError::Busy {
                path: work.path.clone(),
            }),
            Ok(answer) => answer,
        };
        self.conclude(answer);
    }

    fn conclude(&mut self, answer: Answer) {
        let Some(work) = self.erasure.work.take() else {
            return;
        };
        if work.step == Step::Erase {
            self.notices
                .retain(|(_, notice)| !matches!(notice.kind, NoticeKind::Erasing(_)));
            if answer.is_err() {
                self.erasure.refused.push(work.path.clone());
            }
            self.open(work.path);
            match answer {
                Ok(plan) => {
                    log::info!("what one person kept of a recording was erased");
                    self.tell(NoticeKind::Erasing(ErasingNotice::Done {
                        left: plan.left.len() + plan.locked.len() + plan.unclear.len(),
                    }));
                    self.erasure.plan = Some((work.person, plan));
                }
                Err(error) => self.tell(NoticeKind::NotSaved(error)),
            }
            return;
        }
        if self.recording().is_none_or(|open| open.path != work.path) {
            return;
        }
        let mut plan = match answer {
            Ok(plan) => plan,
            Err(error) => {
                self.erasure.refused.push(work.path);
                self.tell(NoticeKind::NotSaved(error));
                return;
            }
        };
        // This window closes the recording before it erases.
        plan.open = plan.open.saturating_sub(1);
        if work.step == Step::Plan {
            self.erasure.plan = Some((work.person, plan));
        } else if plan.joint > 0 {
            // Whose word is whose in them cannot be told, so nobody's words go without somebody saying so.
            self.erasure.refused.push(work.path);
            self.tell(NoticeKind::Erasing(ErasingNotice::Waits));
        } else if plan.open == 0 && self.is_due(&work.person) {
            self.erase_now(work.person);
        }
    }

    /// It may have been agreed to anew, or put off, since it was looked up.
    fn is_due(&self, person: &PersonId) -> bool {
        let now = self.reading.wall;
        let set = self
            .desk()
            .and_then(|desk| desk.document.record().set(person));
        set.is_some_and(|set| {
            let state = consent::state(set, ConsentPurpose::Review, now.date_naive());
            matches!(state, State::Withdrawn { .. }) && state.is_due(now)
        })
    }

    /// Waits until nothing is being erased any more, for at most `limit`; for leaving.
    pub(in crate::app) fn await_erasing(&mut self, limit: Duration) {
        let Some(work) = self.erasure.work.as_ref().filter(|_| self.is_erasing()) else {
            return;
        };
        if let Ok(answer) = work.receiver.recv_timeout(limit) {
            self.conclude(answer);
        }
    }
}
