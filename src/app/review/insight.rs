//! What marks show of this recording: whose, about whom, which page is open, and the answer to the last question.
//!
//! It exists for those who work with the recording, never with a client before the screen. What is quickly worked out is worked out
//! at once, the rest on a thread of its own; the answer is kept until the record or the question changes.

use std::sync::{Arc, mpsc};

use super::{
    super::{App, Desk, marking::Face},
    agreeing::{AgreeCommand, Agreeing},
};
use crate::{
    analysis::{
        agreement::{Rater, Subject, length_of},
        insight::{self, Asked, Insight},
    },
    domain::{
        id::MarkId,
        person::Role,
        session::Session,
        time::{MediaDelta, MediaTime},
        track::Lag,
    },
};

/// With so many marks it takes a few milliseconds at most.
const SOON: usize = 2_000;
/// At least so much is heard before a moment that is gone back to.
const LEAST_BEFORE: MediaDelta = MediaDelta::from_millis(1_500);
/// So much before a time at which two ratings lie apart.
const AROUND: MediaDelta = MediaDelta::from_millis(3_000);

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Page {
    /// Episodes and how long until it came back.
    #[default]
    Episodes,
    /// Modes.
    Modes,
    /// Balance of the dimensions.
    Balance,
    /// Ratings of strength.
    Strength,
    /// What came before.
    Before,
    /// What came after interventions.
    After,
    /// How far people agree.
    Agreement,
}

impl Page {
    /// Every page, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Episodes,
        Self::Modes,
        Self::Balance,
        Self::Strength,
        Self::Before,
        Self::After,
        Self::Agreement,
    ];
}

/// To what marks show.
#[derive(Clone, Debug, PartialEq)]
pub enum InsightCommand {
    /// This page, over the whole window.
    Open(Page),
    /// The window as it was before.
    Close,
    /// Made of these marks.
    By(Rater),
    /// About this subject.
    About(Subject),
    /// This moment is heard, from a little before it; its mark is looked at.
    Play {
        /// Where it begins.
        from: MediaTime,
        /// What stands there.
        mark: Option<MarkId>,
    },
    /// What a rating says of this time is heard, from three seconds before it: how it came about is to be heard, too.
    Hear(MediaTime),
    /// To the agreement of several people.
    Agree(AgreeCommand),
}

/// What an answer is of.
type Question = (u64, Asked);

/// What is looked at.
#[derive(Debug)]
pub struct Looking {
    /// The page.
    pub page: Page,
    /// Whose marks.
    pub by: Rater,
    /// About whom.
    pub about: Subject,
    /// How far several people agree.
    pub agreeing: Agreeing,
    found: Option<(Question, Arc<Insight>)>,
    work: Option<(Question, mpsc::Receiver<Insight>)>,
}

impl Looking {
    /// The newest answer; of the question before while a new one is worked out.
    #[must_use]
    pub fn found(&self) -> Option<&Arc<Insight>> {
        self.found.as_ref().map(|(_, found)| found)
    }

    /// Whether a new answer is being worked out.
    #[must_use]
    pub const fn waits(&self) -> bool {
        self.work.is_some()
    }
}

impl App {
    /// Whether this exists now: for those who work with the recording, and not with a client before the screen.
    #[must_use]
    pub fn may_look_into(&self) -> bool {
        let alone = self
            .desk()
            .is_none_or(|desk| desk.document.marks_alone().is_some());
        let closed = !self.closed_by().is_empty();
        !alone && !closed && self.face() == Face::Therapist && !self.client_present()
    }

    /// What is looked at, while it is open.
    #[must_use]
    pub fn looking(&self) -> Option<&Looking> {
        self.desk()?.insight.as_ref()
    }

    /// How long the open recording is.
    pub(in crate::app) fn length(&self, session: &Session) -> MediaTime {
        let played = self
            .recording
            .as_ref()
            .map_or(MediaTime::ZERO, |open| open.transport.duration());
        if played > MediaTime::ZERO {
            played
        } else {
            length_of(session)
        }
    }

    pub(in crate::app) fn handle_insight(&mut self, command: InsightCommand) {
        if !self.may_look_into() {
            return;
        }
        match command {
            InsightCommand::Open(page) => self.open_insight(page),
            InsightCommand::Close => {
                if let Some(desk) = self.desk_mut() {
                    desk.close_insight();
                }
            }
            InsightCommand::By(by) => {
                let about = self.looking().map(|looking| looking.about.clone());
                let session = self.desk().map(|desk| desk.document.session());
                // About somebody whom they marked.
                let about = session.zip(about).map(|(session, about)| {
                    let known = insight::subjects(session, &by).contains(&about);
                    if known {
                        about
                    } else {
                        usual_subject(session, &by)
                    }
                });
                if let Some((looking, about)) = self.looking_mut().zip(about) {
                    looking.by = by;
                    looking.about = about;
                }
            }
            InsightCommand::About(about) => {
                if let Some(looking) = self.looking_mut() {
                    looking.about = about;
                }
            }
            InsightCommand::Play { from, mark } => self.play_moment(from, mark),
            InsightCommand::Hear(at) => {
                if let Some(open) = &mut self.recording {
                    open.play_from((at - AROUND).clamp_to_start());
                }
            }
            InsightCommand::Agree(command) => {
                if let Some(looking) = self.looking_mut() {
                    looking.agreeing.handle(command);
                }
            }
        }
        self.mind_insight();
    }

    fn looking_mut(&mut self) -> Option<&mut Looking> {
        self.desk_mut()?.insight.as_mut()
    }

    fn open_insight(&mut self, page: Page) {
        let Some(desk) = self.desk_mut() else { return };
        if let Some(looking) = &mut desk.insight {
            looking.page = page;
            return;
        }
        let session = desk.document.session();
        let by = Rater::Person(desk.marking.author.clone());
        let authors = insight::authors(session);
        let by = if authors.contains(&by) {
            by
        } else {
            authors.into_iter().next().unwrap_or(by)
        };
        desk.insight = Some(Looking {
            page,
            about: usual_subject(session, &by),
            by,
            agreeing: Agreeing::of(session),
            found: None,
            work: None,
        });
    }

    fn play_moment(&mut self, from: MediaTime, mark: Option<MarkId>) {
        let before = MediaDelta::from_millis(i64::from(self.settings.preroll_ms));
        let before = before.max(LEAST_BEFORE);
        if let Some(desk) = self.desk_mut() {
            desk.selected = mark.filter(|id| desk.document.session().mark(*id).is_some());
        }
        if let Some(open) = &mut self.recording {
            open.play_from((from - before).clamp_to_start());
        }
    }

    /// Takes in what was worked out, begins what is to be worked out, and closes everything as soon as it must not be seen.
    pub(in crate::app) fn mind_insight(&mut self) {
        if self.looking().is_none() {
            return;
        }
        if !self.may_look_into() {
            if let Some(desk) = self.desk_mut() {
                desk.close_insight();
            }
            return;
        }
        self.mind_agreement();
        let Some(question) = self.insight_question() else {
            return;
        };
        let waker = Arc::clone(&self.world.waker);
        let Some(desk) = self.desk_mut() else { return };
        let Some(looking) = &mut desk.insight else {
            return;
        };
        if let Some((of, receiver)) = &looking.work {
            match receiver.try_recv() {
                Ok(found) => {
                    looking.found = Some((of.clone(), Arc::new(found)));
                    looking.work = None;
                }
                Err(mpsc::TryRecvError::Disconnected) => looking.work = None,
                Err(mpsc::TryRecvError::Empty) => {}
            }
        }
        let known = looking
            .found
            .as_ref()
            .is_some_and(|(of, _)| *of == question);
        let asked = looking.work.as_ref().is_some_and(|(of, _)| *of == question);
        if looking.page == Page::Agreement || known || asked {
            return;
        }
        let session = desk.document.session();
        if session.mark_count() <= SOON {
            let found = Arc::new(insight::insight(session, &question.1));
            looking.found = Some((question, found));
            looking.work = None;
            return;
        }
        let (sender, receiver) = mpsc::channel();
        let (session, asked) = (session.clone(), question.1.clone());
        let work = move || {
            // Nobody waits any more where another question was asked.
            let _ = sender.send(insight::insight(&session, &asked));
            waker();
        };
        let thread = std::thread::Builder::new().name("insight".to_owned());
        if thread.spawn(work).is_ok() {
            looking.work = Some((question, receiver));
        }
    }

    fn insight_question(&self) -> Option<Question> {
        let desk = self.desk()?;
        let looking = desk.insight.as_ref()?;
        let asked = Asked {
            by: looking.by.clone(),
            about: looking.about.clone(),
            end: self.length(desk.document.session()),
            lag: Lag::from_millis(self.settings.rating_lag_ms),
        };
        Some((desk.document.generation(), asked))
    }
}

impl Desk {
    /// As if it had never been open; whatever is still worked out stops.
    pub(in crate::app) fn close_insight(&mut self) {
        if let Some(mut looking) = self.insight.take() {
            looking.agreeing.stop();
        }
    }
}

/// The client where somebody marked about them, else whoever was marked about.
fn usual_subject(session: &Session, by: &Rater) -> Subject {
    let found = insight::subjects(session, by);
    let client = |subject: &&Subject| match subject {
        Subject::Person(id) => session
            .person(id)
            .is_some_and(|person| is_client(person.role)),
        Subject::Us | Subject::Group => false,
    };
    let person = |subject: &&Subject| matches!(subject, Subject::Person(_));
    let mut all = found.iter();
    all.find(client)
        .or_else(|| found.iter().find(person))
        .or_else(|| found.first())
        .cloned()
        .unwrap_or(Subject::Us)
}

/// Whether somebody came for help, or is cared for: what they mark is their own word, never right or wrong.
#[must_use]
pub const fn is_client(role: Role) -> bool {
    matches!(
        role,
        Role::Client | Role::GroupMember | Role::Carer | Role::Child
    )
}
