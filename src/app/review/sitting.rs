//! A sitting: people look at a recording together for a while. It begins with one screen that is filled in already, and lands.
//!
//! What is said on the way is kept at once, in an entry of whoever began it. Nothing here measures anybody: a sitting that was
//! ended early looks afterwards like any other.

use std::time::Duration;

use super::super::{
    App, MarkCommand, PresenceCommand, RatingCommand, TransportCommand, ids, notice::NoticeKind,
};
use super::together::Floor;
use crate::domain::{
    consent::{self, State},
    edit::Edit,
    entry::{ConsentPurpose, Entry, EntryKind, Purpose, Review},
    history::EditLabel,
    id::{EntryId, MarkId, PersonId, ReviewId},
    mark::{Audience, Intensity, Mark, Tense},
    person::{Person, Role},
    session::{PersonSet, Session, SessionKind},
};

/// How long a sitting usually is, in minutes.
pub const USUAL_MINUTES: u32 = 15;
/// How much longer it goes when people carry on.
const LONGER: Duration = Duration::from_mins(5);

/// To the sitting.
#[derive(Clone, Debug, PartialEq)]
pub enum SittingCommand {
    /// It begins, so.
    Begin(Box<Plan>),
    /// The time is up, and people carry on.
    CarryOn,
    /// To the last page.
    Land,
    /// Back from the last page to the recording.
    Back,
    /// Landing: how a person feels now, in their words.
    Felt(PersonId, String),
    /// Landing: how strong it is now.
    Strength(PersonId, Option<Intensity>),
    /// Landing: how it was beside what was expected.
    Compared(String),
    /// Landing: one thing to take along.
    TakeAlong(String),
    /// Landing: this mark of the sitting goes.
    LetGo(MarkId),
    /// Landing: it stays after all.
    Keep(MarkId),
    /// Landing: only the one who made it can read it.
    OnlyMine(MarkId),
    /// Recall: another card for whoever asks.
    NextCard,
    /// It is over.
    Done,
}

/// How a sitting is to be. Filled in beforehand, so that it can begin with one key.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Who is here.
    pub present: Vec<PersonId>,
    /// What for.
    pub purpose: Purpose,
    /// Who recalls, where that is what it is for.
    pub recaller: Option<PersonId>,
    /// How long, in minutes.
    pub minutes: u32,
    /// The codebook and its preset with which the staff marks.
    pub preset: (String, String),
    /// The card *Before we watch*: what somebody expects to see.
    pub expected: String,
    /// How strongly.
    pub expected_strength: Option<Intensity>,
}

/// How far a sitting is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// People watch, and mark.
    #[default]
    Watching,
    /// The time is up; a line asks whether to carry on or to land.
    TimeIsUp,
    /// The last page.
    Landing,
}

/// The sitting that goes on.
#[derive(Clone, Debug)]
pub struct Sitting {
    entry: EntryId,
    keeper: PersonId,
    /// When it began, by the clock.
    pub began: chrono::DateTime<chrono::FixedOffset>,
    /// What is kept of it.
    pub review: Review,
    /// Who recalls, where that is what it is for.
    pub recaller: Option<PersonId>,
    /// How far it is.
    pub stage: Stage,
    due: Duration,
    played: bool,
    let_go: Vec<Mark>,
    pub(super) floor: Option<Floor>,
    pub(super) card: usize,
}

impl Sitting {
    /// The id that its marks carry.
    #[must_use]
    pub const fn review_id(&self) -> ReviewId {
        ReviewId::new(self.entry.as_uuid())
    }

    /// The marks that were let go while landing, so that they can be kept after all.
    #[must_use]
    pub fn let_go(&self) -> &[Mark] {
        &self.let_go
    }

    /// How this person feels now, in their words.
    #[must_use]
    pub fn felt(&self, person: &PersonId) -> &str {
        let mut all = self.review.felt.iter();
        all.find(|(whose, _)| whose == person)
            .map_or("", |(_, words)| words)
    }

    /// How strong it is for this person now.
    #[must_use]
    pub fn strength(&self, person: &PersonId) -> Option<Intensity> {
        let mut all = self.review.strength.iter();
        all.find(|(whose, _)| whose == person)
            .map(|(_, strength)| *strength)
    }
}

/// Whether this person came for help, or came along with who did.
#[must_use]
pub const fn came_for_help(role: Role) -> bool {
    matches!(
        role,
        Role::Client | Role::Child | Role::Carer | Role::GroupMember
    )
}

/// Whether colleagues play here: nobody who came for help is there, and nobody is asked for consent.
#[must_use]
pub fn skips_consent(session: &Session) -> bool {
    matches!(
        session.info().kind,
        SessionKind::RolePlay | SessionKind::TrainingTape
    )
}

/// Who of those here agreed to what a sitting is for, as far as it is noted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentLine {
    /// They did, and it holds.
    pub given: Vec<PersonId>,
    /// Nothing is noted that holds.
    pub not_noted: Vec<PersonId>,
    /// They took it back: there is no such sitting until they agree anew.
    pub taken_back: Vec<PersonId>,
}

/// For what one agrees who sits in such a sitting.
const fn consent_for(purpose: Purpose) -> ConsentPurpose {
    match purpose {
        Purpose::Review | Purpose::Recall => ConsentPurpose::Review,
        Purpose::Training => ConsentPurpose::Training,
        Purpose::Supervision => ConsentPurpose::Supervision,
    }
}

/// The sitting before this one, newest first by when it began.
fn last_review(session: &Session) -> Option<&Review> {
    session
        .entries()
        .filter_map(|(_, entry)| match &entry.kind {
            EntryKind::Review(review) => Some((entry.created, review.as_ref())),
            _ => None,
        })
        .max_by_key(|(when, _)| *when)
        .map(|(_, review)| review)
}

impl App {
    /// How a sitting with this recording would be, if nobody says otherwise: as the last one was, else everybody here.
    #[must_use]
    pub fn planned_sitting(&self) -> Option<Plan> {
        let session = self.desk()?.document.session();
        let last = last_review(session);
        let here = |id: &PersonId| session.person(id).is_some();
        let present = last
            .map(|review| {
                review
                    .present
                    .iter()
                    .filter(|id| here(id))
                    .cloned()
                    .collect()
            })
            .filter(|people: &Vec<PersonId>| !people.is_empty())
            .unwrap_or_else(|| session.people().iter().map(|one| one.id.clone()).collect());
        let training = session.info().kind == SessionKind::TrainingTape;
        let usual = if training {
            Purpose::Training
        } else {
            Purpose::Review
        };
        Some(Plan {
            recaller: usual_recaller(session, &present),
            present,
            purpose: last.map_or(usual, |review| review.purpose),
            minutes: last.map_or(USUAL_MINUTES, |review| review.minutes.clamp(5, 120)),
            preset: self.settings.therapist_preset.clone(),
            expected: String::new(),
            expected_strength: None,
        })
    }

    /// What is noted of consent for such a sitting; `None` where nobody is asked: among colleagues who play, and where nobody
    /// recorded came for help. What was never noted is no gate; what was taken back is.
    #[must_use]
    pub fn consent_line(&self, plan: &Plan) -> Option<ConsentLine> {
        let session = self.desk()?.document.session();
        if skips_consent(session) {
            return None;
        }
        let today = self.reading.wall.date_naive();
        let wanted = consent_for(plan.purpose);
        let nothing = PersonSet::default();
        let state_of =
            |id: &PersonId| consent::state(session.set(id).unwrap_or(&nothing), wanted, today);
        // Supervision and training happen without the client, who is asked all the same.
        let asked = session
            .people()
            .iter()
            .filter(|one| came_for_help(one.role));
        let mut line = ConsentLine::default();
        for one in asked {
            let those = match state_of(&one.id) {
                State::Withdrawn { .. } => &mut line.taken_back,
                state if state.allows() => &mut line.given,
                _ => &mut line.not_noted,
            };
            those.push(one.id.clone());
        }
        (line != ConsentLine::default()).then_some(line)
    }

    /// The sitting that goes on, if one does.
    #[must_use]
    pub fn sitting(&self) -> Option<&Sitting> {
        self.desk()?.sitting.as_ref()
    }

    /// Whether somebody recalls: then there are no ratings and no names of modes on any screen.
    #[must_use]
    pub fn in_recall(&self) -> bool {
        self.sitting()
            .is_some_and(|sitting| sitting.recaller.is_some())
    }

    /// Whether the one who marks now is the one who recalls.
    #[must_use]
    pub fn recalls(&self) -> bool {
        self.desk().is_some_and(|desk| {
            let sitting = desk.sitting.as_ref();
            sitting.is_some_and(|sitting| sitting.recaller.as_ref() == Some(&desk.marking.author))
        })
    }

    /// Whether whoever marks now may ask this of the player: in a recall only the one who recalls stops the recording.
    pub(in crate::app) fn may_ask(&self, command: TransportCommand) -> bool {
        let stops = matches!(
            command,
            TransportCommand::TogglePlay | TransportCommand::Pause
        );
        let playing = self.recording().is_some_and(|open| open.transport.playing);
        !(stops && playing && self.in_recall()) || self.recalls()
    }

    /// The marks that were made in this sitting and that everybody here may read, in the order of their times.
    #[must_use]
    pub fn marks_of_sitting(&self) -> Vec<&Mark> {
        let Some(desk) = self.desk() else {
            return Vec::new();
        };
        let Some(sitting) = &desk.sitting else {
            return Vec::new();
        };
        let id = Some(sitting.review_id());
        let marks = desk.document.in_order().iter().map(AsRef::as_ref);
        marks
            .filter(|mark: &&Mark| mark.review == id && mark.audience == Audience::Everyone)
            .collect()
    }

    pub(in crate::app) fn handle_sitting(&mut self, command: SittingCommand) {
        match command {
            SittingCommand::Begin(plan) => self.begin_sitting(*plan),
            SittingCommand::CarryOn | SittingCommand::Back => self.carry_on_sitting(),
            SittingCommand::Land => {
                self.handle_transport(TransportCommand::Pause);
                if let Some(sitting) = self.sitting_mut() {
                    sitting.stage = Stage::Landing;
                }
            }
            SittingCommand::Felt(person, words) => self.landing(|review| {
                review.felt.retain(|(whose, _)| *whose != person);
                if !words.trim().is_empty() {
                    review.felt.push((person, words));
                }
            }),
            SittingCommand::Strength(person, value) => self.landing(|review| {
                review.strength.retain(|(whose, _)| *whose != person);
                review.strength.extend(value.map(|value| (person, value)));
            }),
            SittingCommand::Compared(words) => self.landing(|review| review.compared = words),
            SittingCommand::TakeAlong(words) => self.landing(|review| review.take_along = words),
            SittingCommand::LetGo(mark) => self.let_go(mark),
            SittingCommand::Keep(mark) => self.keep_after_all(mark),
            SittingCommand::OnlyMine(mark) => {
                self.handle_mark(MarkCommand::SetReaders(mark, Audience::OnlyMe));
            }
            SittingCommand::NextCard => self.next_card(),
            SittingCommand::Done => self.sitting_is_over(),
        }
    }

    pub(super) fn sitting_mut(&mut self) -> Option<&mut Sitting> {
        self.desk_mut()?.sitting.as_mut()
    }

    fn begin_sitting(&mut self, plan: Plan) {
        let now = self.reading;
        let Some(desk) = self.desk() else { return };
        let taken_back = self
            .consent_line(&plan)
            .is_some_and(|line| !line.taken_back.is_empty());
        if desk.sitting.is_some() || desk.document.marks_alone().is_some() || taken_back {
            return;
        }
        let expects = self.may_expect();
        let session = desk.document.session();
        let recaller = plan
            .recaller
            .filter(|id| plan.purpose == Purpose::Recall && plan.present.contains(id));
        let minutes = plan.minutes.clamp(1, 240);
        let sitting = Sitting {
            entry: ids::entry(),
            keeper: desk.marking.author.clone(),
            began: now.wall,
            review: Review {
                purpose: plan.purpose,
                present: plan.present,
                minutes,
                expected: if expects { plan.expected.trim() } else { "" }.to_owned(),
                expected_strength: plan.expected_strength.filter(|_| expects),
                ..Review::default()
            },
            recaller: recaller.clone(),
            stage: Stage::Watching,
            due: now.steady + Duration::from_mins(u64::from(minutes)),
            played: false,
            let_go: Vec::new(),
            floor: None,
            card: 0,
        };
        // Nobody who is on a training tape is in the room. Whoever plays the client is, and has the client's face as well: what
        // is not for clients is not for the one who is in that part either, although nobody is asked for consent.
        let client = session.info().kind != SessionKind::TrainingTape
            && sitting.review.present.iter().any(|id| {
                let person = session.person(id);
                person.is_some_and(|person| came_for_help(person.role))
            });
        self.handle_transport(TransportCommand::Pause);
        if self.settings.therapist_preset != plan.preset {
            let mut settings = self.settings.clone();
            settings.therapist_preset.clone_from(&plan.preset);
            self.set_settings(settings);
            self.follow_preset();
        }
        if let Some(desk) = self.desk_mut() {
            desk.sitting = Some(sitting);
        }
        if let Some(person) = recaller {
            self.handle_rating(RatingCommand::End);
            // Their own eight buttons, in plain words.
            let fresh = super::super::marking_for(self, person, Role::Client);
            if let Some(desk) = self.desk_mut() {
                desk.marking = fresh;
            }
        }
        self.write_sitting();
        if client {
            // Until the sitting is over, or somebody of the team says that the client has left.
            self.handle_presence(PresenceCommand::ClientHere);
        }
    }

    /// Whoever of the staff marks now has the codes that were chosen.
    fn follow_preset(&mut self) {
        let Some(role) = self
            .desk()
            .and_then(super::super::Desk::author)
            .map(|one| one.role)
        else {
            return;
        };
        let (book, preset) = self.preset_for(role);
        if let Some(desk) = self.desk_mut() {
            desk.marking.codebook = book;
            desk.marking.preset = preset;
        }
    }

    fn carry_on_sitting(&mut self) {
        let now = self.reading.steady;
        if let Some(sitting) = self.sitting_mut() {
            sitting.stage = Stage::Watching;
            if sitting.due <= now {
                sitting.due = now + LONGER;
            }
        }
    }

    fn landing(&mut self, change: impl FnOnce(&mut Review)) {
        if let Some(sitting) = self.sitting_mut() {
            change(&mut sitting.review);
            self.write_sitting();
        }
    }

    /// Keeps what is known of the sitting. No step of undo: nobody takes back by accident that people sat together.
    fn write_sitting(&mut self) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(sitting) = &desk.sitting else { return };
        if !desk.document.writable() || desk.document.marks_alone().is_some() {
            return;
        }
        let entry = Entry {
            id: sitting.entry,
            revision: 1,
            device: stamp.device.clone(),
            audience: Audience::Everyone,
            created: sitting.began,
            revised: None,
            conflict_of: None,
            kind: EntryKind::Review(Box::new(sitting.review.clone())),
        };
        let edit = Edit::PutEntry {
            keeper: sitting.keeper.clone(),
            entry: Box::new(entry),
        };
        if let Err(reason) = desk.document.note(&edit, &stamp) {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    /// Takes a mark of this sitting away, in the name of whoever keeps it; it can be kept after all until the sitting is over,
    /// and taken back with undo later.
    fn let_go(&mut self, id: MarkId) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(mark) = desk.document.session().mark(id).cloned() else {
            return;
        };
        let Some(sitting) = &mut desk.sitting else {
            return;
        };
        if mark.review != Some(sitting.review_id()) || mark.audience != Audience::Everyone {
            return;
        }
        let author = mark.keeper().clone();
        let edit = Edit::DeleteMark(id);
        let done = desk
            .document
            .edit(&author, EditLabel::DeleteMark, &edit, Some(id), &stamp);
        match done {
            Ok(()) => {
                sitting.let_go.push(mark);
                desk.selected = desk.selected.filter(|one| *one != id);
                desk.newest = desk.newest.filter(|one| *one != id);
            }
            Err(reason) => self.tell(NoticeKind::Refused(reason)),
        }
    }

    fn keep_after_all(&mut self, id: MarkId) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(sitting) = &mut desk.sitting else {
            return;
        };
        let Some(at) = sitting.let_go.iter().position(|mark| mark.id == id) else {
            return;
        };
        let mark = sitting.let_go.remove(at);
        if desk.document.session().mark(id).is_some() {
            // Undo has brought it back already.
            return;
        }
        let author = mark.keeper().clone();
        let edit = Edit::AddMark(Box::new(mark));
        let done = desk
            .document
            .edit(&author, EditLabel::AddMark, &edit, Some(id), &stamp);
        if let Err(reason) = done {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    /// Landed. Where somebody came for help, the recording is left as well: what only colleagues see does not come up behind.
    fn sitting_is_over(&mut self) {
        if self.sitting().is_none() {
            return;
        }
        if self.client_here() {
            // Notes the end as well; stays open where something is not on disk.
            self.close();
            return;
        }
        self.note_end_of_sitting();
        let role = self.desk().and_then(super::super::Desk::author);
        let was_recalling = self.in_recall();
        let author = role.map(|person| (person.id.clone(), person.role));
        if let Some(desk) = self.desk_mut() {
            desk.sitting = None;
        }
        if let (true, Some((id, role))) = (was_recalling, author) {
            let fresh = super::super::marking_for(self, id, role);
            if let Some(desk) = self.desk_mut() {
                desk.marking = fresh;
            }
        }
    }

    /// However a sitting ends, it reads the same afterwards.
    pub(in crate::app) fn note_end_of_sitting(&mut self) {
        let now = self.reading.wall;
        if let Some(sitting) = self.sitting_mut()
            && sitting.review.ended != Some(now)
        {
            sitting.review.ended = Some(now);
            self.write_sitting();
        }
    }

    /// Once a tick: whether the time is up, and whether whoever recalls has just stopped.
    pub(in crate::app) fn mind_sitting(&mut self) {
        let now = self.reading.steady;
        let playing = self.recording().is_some_and(|open| open.transport.playing);
        let Some(sitting) = self.sitting_mut() else {
            return;
        };
        if sitting.stage == Stage::Watching && now >= sitting.due {
            sitting.stage = Stage::TimeIsUp;
        }
        let stopped = sitting.played && !playing;
        sitting.played = playing;
        if playing {
            sitting.floor = None;
        }
        if stopped && sitting.recaller.is_some() {
            // Back there first, before anything is judged anew.
            if let Some(desk) = self.desk_mut() {
                desk.marking.tense = Tense::Then;
            }
        }
    }

    /// How long until the time of the sitting is up.
    pub(in crate::app) fn sitting_change(&self) -> Option<Duration> {
        let sitting = self.sitting()?;
        let left = sitting.due.saturating_sub(self.reading.steady);
        (sitting.stage == Stage::Watching).then_some(left + Duration::from_millis(20))
    }
}

/// Who recalls, if nobody says otherwise: who came for help, else the first.
#[must_use]
pub fn usual_recaller(session: &Session, present: &[PersonId]) -> Option<PersonId> {
    let here: Vec<&Person> = present.iter().filter_map(|id| session.person(id)).collect();
    here.iter()
        .find(|person| came_for_help(person.role))
        .or_else(|| here.first())
        .map(|person| person.id.clone())
}
