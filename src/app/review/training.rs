//! Learning to see: raters work out a consensus place by place, a trainee practises on a tape without it, and then both are set
//! side by side, moment by moment.
//!
//! Which of these goes on follows from the record and from who marks: nothing has to be switched. While somebody practises, the
//! rules of the tape hold; what lies behind its open word is not in memory.

use std::{
    cell::RefCell,
    path::PathBuf,
    sync::{Arc, mpsc},
    time::Duration,
};

use super::super::{App, Desk, keys::Passphrase, notice::NoticeKind};
use crate::{
    analysis::{
        class::{Disputed, disputed},
        matching::Tolerance,
        places::{self, Groups, Moment},
        practice as practised,
    },
    domain::{
        edit::Edit,
        entry::{Entry, EntryKind},
        history::EditLabel,
        id::{CodeId, EntryId, MarkId, PersonId},
        mark::{Audience, Mark},
        person::Role,
        session::Session,
        time::{MediaDelta, MediaSpan, MediaTime},
        training::{
            Consensus, Place, Practice, Rules, Ruling, Tape, consensus_of, practice_of, tape_of,
        },
    },
    store::{KeyError, StoreError},
};

mod class;
mod consensus;
mod differing;
mod naming;
mod practice;
mod tape;

pub use class::TakenIn;
pub use consensus::{agreed_by, all_alike, may_rate, usual_raters};
pub use differing::{AT_ONCE, Differing, arguments, first_of};
pub use practice::Clip;
pub use tape::{SHIPPED, open_word};

/// So much is heard before a moment, and after it.
pub const AROUND: MediaDelta = MediaDelta::from_millis(3_000);

/// To learning to see.
#[derive(Clone, Debug, PartialEq)]
pub enum TrainingCommand {
    /// A consensus of these people is worked out.
    Begin {
        /// Who marked alone.
        raters: Vec<PersonId>,
        /// How far apart two marks may lie and still mean the same moment.
        tolerance: Tolerance,
        /// First what are moments, then what they are called.
        two_rounds: bool,
    },
    /// The moments are agreed on: now each rater says alone what they are called.
    ToNames,
    /// Whoever marks now calls the chosen moment this; the same again takes it back.
    Name(CodeId),
    /// Whoever marks now says of this moment, in words. Without words it is taken back.
    NameInWords(MarkId, String),
    /// Whoever marks now has said what the moments are called.
    NamesDone,
    /// They go on saying it.
    NamesGoOn,
    /// Everybody may see what they said.
    ShowNames,
    /// This place or moment is looked at.
    Choose(MarkId),
    /// This place or moment is looked at, and heard from three seconds before it.
    Play(MarkId),
    /// The next place that waits to be decided, or the next moment in which a trainee and the raters differ, and it is heard.
    Next,
    /// The place at which a class differs most, then the next most, and it is heard.
    NextDisputed,
    /// This is decided about the chosen place, for this reason.
    Rule(Ruling, String),
    /// Every place that all raters marked and call the same stays so.
    RuleAllAlike,
    /// What was decided about this place is taken away: it waits again.
    Reopen(MarkId),
    /// That place is part of the chosen one.
    Join(MarkId),
    /// A trainee saw it differently: the place is kept open, with what they said.
    TakeUp(MarkId),
    /// Every package of this folder is taken in: what a class marked.
    TakeClass(PathBuf),
    /// The timeline has a lane for each of a class, without names, or the lanes of people again.
    ClassLanes(bool),
    /// This stretch is heard, with what is around it.
    Hear(MediaSpan),
    /// A tape is made of the consensus, behind this open word.
    MakeTape(Box<NewTape>),
    /// The tape goes into a package, with the recording or without.
    HandOut {
        /// The recording goes along.
        media: bool,
    },
    /// Whoever marks now practises on the tape; where that is none who learns, somebody new of this name does.
    Practise(String),
    /// The next stretch of the tape, or the one that was begun, or all of it.
    Watch,
    /// Whoever practises is done.
    Done,
    /// The open word.
    Open(Passphrase),
    /// Whoever practised sees the chosen moment differently, and why. Without words it is taken back.
    Differ(String),
    /// Opens the shipped training tape: as somebody who practises, or with its raters' marks; from its beginning, or as it was left.
    OpenShipped {
        /// With the marks of its raters.
        raters: bool,
        /// What was done with it goes.
        afresh: bool,
    },
}

/// What a tape is made with.
#[derive(Clone, Debug, PartialEq)]
pub struct NewTape {
    /// What it is called.
    pub title: String,
    /// How it is watched.
    pub rules: Rules,
    /// Whether the raters' names stand in it.
    pub names: bool,
    /// What opens the consensus.
    pub word: Passphrase,
}

/// What goes on, as far as learning to see is concerned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stage<'a> {
    /// Nothing yet.
    Nothing,
    /// A consensus is worked out, or is there.
    Deciding(&'a Entry, &'a Consensus),
    /// The second of its rounds: whoever marks now says alone what the agreed moments are called.
    Naming(&'a Consensus),
    /// A tape waits for somebody to practise on it.
    Waiting(&'a Entry, &'a Tape),
    /// The raters' own marks lie in this record: nobody can practise on it.
    AnswersHere(&'a Tape),
    /// Somebody practises.
    Marking(&'a Tape, &'a Practice),
    /// They are done; the open word is wanted.
    Closed(&'a Entry, &'a Tape),
    /// Their marks beside those of the raters.
    Comparing(&'a Tape, &'a Consensus),
}

/// What is worked out from the record until it changes.
#[derive(Debug, Default)]
pub struct Found {
    /// Places that wait to be decided, in the order of time.
    pub undecided: Vec<Place>,
    /// Moments of the practice, by what they are and then by time.
    pub moments: Vec<Moment>,
    /// Where a class that practised differs, the most disputed place first.
    pub class: Vec<Disputed>,
    /// How many are in the class.
    pub learners: usize,
    /// What each of them marked, in an order that tells nobody who they are.
    pub lanes: Vec<Vec<Arc<Mark>>>,
}

/// A tape that waits for its answers.
type Sealing = (mpsc::Receiver<Result<String, StoreError>>, Box<Tape>);

/// What the desk keeps of it.
#[derive(Debug, Default)]
pub struct Training {
    /// The place or moment that is looked at.
    chosen: Option<MarkId>,
    /// For whom, and of which state of the record.
    found: RefCell<Option<(u64, PersonId, Arc<Found>)>>,
    /// The stretch that plays.
    clip: Option<practice::Playing>,
    /// Until when it is quiet after a stretch, by the steady clock.
    quiet: Option<Duration>,
    /// An open word is being tried.
    opening: Option<mpsc::Receiver<Result<Entry, KeyError>>>,
    /// Why the last one did not open.
    refused: Option<KeyError>,
    /// A tape is being made.
    sealing: Option<Sealing>,
    /// A folder of packages is being taken in.
    taking: Option<mpsc::Receiver<TakenIn>>,
    /// What became of the last one.
    taken: Option<TakenIn>,
    /// The timeline has a lane for each of a class.
    lanes: bool,
}

impl App {
    /// What goes on, as far as learning to see is concerned. Nothing while a client can see the screen.
    #[must_use]
    pub fn training(&self) -> Stage<'_> {
        let Some(desk) = self.desk().filter(|_| !self.client_present()) else {
            return Stage::Nothing;
        };
        if desk.document.marks_alone().is_some() {
            return Stage::Nothing;
        }
        stage(desk)
    }

    /// The chosen place or moment.
    #[must_use]
    pub fn chosen_place(&self) -> Option<MarkId> {
        self.desk()?.training.chosen
    }

    /// What waits to be decided, or the moments of a practice. Worked out anew only after the record changed.
    #[must_use]
    pub fn training_found(&self) -> Arc<Found> {
        let Some(desk) = self.desk() else {
            return Arc::default();
        };
        let generation = desk.document.generation();
        let author = &desk.marking.author;
        let mut known = desk.training.found.borrow_mut();
        if let Some((of, whose, found)) = known.as_ref()
            && *of == generation
            && whose == author
        {
            return Arc::clone(found);
        }
        let found = Arc::new(self.find(desk));
        *known = Some((generation, author.clone(), Arc::clone(&found)));
        found
    }

    fn find(&self, desk: &Desk) -> Found {
        let groups = Groups::of(self.codebooks().all().iter().map(AsRef::as_ref));
        let session = desk.document.session();
        match stage(desk) {
            Stage::Deciding(_, consensus) => {
                let learners = learners(session, consensus);
                let class = if learners.len() > 1 {
                    disputed(session, &learners, consensus, &groups)
                } else {
                    Vec::new()
                };
                let mut undecided = places::undecided(session, consensus, &groups);
                undecided.extend(naming::to_decide(session, consensus));
                Found {
                    undecided,
                    class,
                    lanes: class::lanes_of(session, &learners),
                    learners: learners.len(),
                    ..Found::default()
                }
            }
            Stage::Naming(consensus) => Found {
                undecided: naming::to_name(session, consensus),
                ..Found::default()
            },
            Stage::Comparing(tape, consensus) => {
                let author = &desk.marking.author;
                let marks = practised::marks(session, author);
                let tolerance = Tolerance::new(tape.tolerance);
                Found {
                    moments: places::against(&marks, consensus, tolerance, &groups),
                    ..Found::default()
                }
            }
            _ => Found::default(),
        }
    }

    /// Whether a word is being tried, or a tape being made.
    #[must_use]
    pub fn training_works(&self) -> bool {
        self.desk().is_some_and(|desk| {
            let training = &desk.training;
            training.opening.is_some() || training.sealing.is_some() || training.taking.is_some()
        })
    }

    /// Why the last open word did not open.
    #[must_use]
    pub fn open_word_refused(&self) -> Option<&KeyError> {
        self.desk()?.training.refused.as_ref()
    }

    pub(in crate::app) fn handle_training(&mut self, command: TrainingCommand) {
        if self.client_present() && !matches!(command, TrainingCommand::OpenShipped { .. }) {
            return;
        }
        match command {
            TrainingCommand::Begin {
                raters,
                tolerance,
                two_rounds,
            } => self.begin_consensus(&raters, tolerance, two_rounds),
            TrainingCommand::ToNames => self.go_on_to_names(),
            TrainingCommand::Name(code) => self.name_moment(&code),
            TrainingCommand::NameInWords(place, words) => self.name_in_words(place, &words),
            TrainingCommand::NamesDone => self.names_done(true),
            TrainingCommand::NamesGoOn => self.names_done(false),
            TrainingCommand::ShowNames => self.show_names(),
            TrainingCommand::Choose(id) => self.choose_place(id, false),
            TrainingCommand::Play(id) => self.choose_place(id, true),
            TrainingCommand::Next => self.next_place(),
            TrainingCommand::NextDisputed => self.next_disputed(),
            TrainingCommand::Rule(ruling, reason) => self.rule(ruling, &reason, None),
            TrainingCommand::RuleAllAlike => self.rule_all_alike(),
            TrainingCommand::Reopen(id) => self.reopen(id),
            TrainingCommand::Join(id) => self.rule(Ruling::Merged, "", Some(id)),
            TrainingCommand::TakeUp(mark) => self.take_up(mark),
            TrainingCommand::TakeClass(folder) => self.take_class(folder),
            TrainingCommand::ClassLanes(on) => {
                if let Some(desk) = self.desk_mut() {
                    desk.training.lanes = on;
                }
            }
            TrainingCommand::Hear(span) => self.hear_around(span.start(), span.end()),
            TrainingCommand::MakeTape(new) => self.make_tape(*new),
            TrainingCommand::HandOut { media } => self.hand_out(media),
            TrainingCommand::Practise(name) => self.practise(name),
            TrainingCommand::Watch => self.watch_next(),
            TrainingCommand::Done => self.end_practice(),
            TrainingCommand::Open(word) => self.try_open_word(word),
            TrainingCommand::Differ(words) => self.differ(&words),
            TrainingCommand::OpenShipped { raters, afresh } => self.open_shipped(raters, afresh),
        }
    }

    /// Once a tick.
    pub(in crate::app) fn mind_training(&mut self) {
        self.take_in_answers();
        self.take_in_tape();
        self.take_in_class();
        self.mind_practice();
    }

    /// Where a place or moment begins and ends.
    fn stretch_of(&self, id: MarkId) -> Option<(MediaTime, MediaTime)> {
        let found = self.training_found();
        if let Some(moment) = found.moments.iter().find(|moment| moment.id() == Some(id)) {
            return Some((moment.start(), moment.end()));
        }
        let of = |place: &Place| {
            let voices = place.voices.iter().map(|voice| voice.when);
            let all = || voices.clone().chain([place.when]);
            let start = all().map(crate::domain::mark::When::start).min();
            let end = all().map(crate::domain::mark::When::end).max();
            start.zip(end)
        };
        if let Some(place) = found.undecided.iter().find(|place| place.id == id) {
            return of(place);
        }
        match self.training() {
            Stage::Deciding(_, consensus) => {
                let class = || found.class.iter().map(|one| &one.place);
                let place = consensus.place(id);
                of(place.or_else(|| class().find(|place| place.id == id))?)
            }
            _ => None,
        }
    }

    fn choose_place(&mut self, id: MarkId, play: bool) {
        let Some((start, end)) = self.stretch_of(id) else {
            return;
        };
        let known = self
            .desk()
            .is_some_and(|desk| desk.document.session().mark(id).is_some());
        if let Some(desk) = self.desk_mut() {
            desk.training.chosen = Some(id);
            if known {
                desk.selected = Some(id);
            }
        }
        self.select_name(id);
        if play {
            self.hear_around(start, end);
        }
    }

    fn hear_around(&mut self, start: MediaTime, end: MediaTime) {
        self.play_until((start - AROUND).clamp_to_start(), end + AROUND, None);
    }

    /// From where to where the chosen place or moment is, whoever marked it.
    #[must_use]
    pub fn chosen_place_stretch(&self) -> Option<MediaSpan> {
        let (start, end) = self.stretch_of(self.chosen_place()?)?;
        Some(MediaSpan::between(start, end))
    }

    /// The places or moments that the key goes through, in its order.
    #[must_use]
    pub fn training_round(&self) -> Vec<MarkId> {
        let found = self.training_found();
        match self.training() {
            Stage::Deciding(..) | Stage::Naming(_) => {
                found.undecided.iter().map(|place| place.id).collect()
            }
            Stage::Comparing(_, consensus) => differing::round(&found.moments, consensus),
            _ => Vec::new(),
        }
    }

    /// The most disputed place of the class, then the next most, each heard.
    fn next_disputed(&mut self) {
        let found = self.training_found();
        let ids: Vec<MarkId> = found.class.iter().map(|one| one.place.id).collect();
        let at = self
            .chosen_place()
            .and_then(|chosen| ids.iter().position(|id| *id == chosen));
        let next = at.and_then(|at| ids.get(at + 1)).or_else(|| ids.first());
        if let Some(next) = next.copied() {
            self.choose_place(next, true);
        }
    }

    fn next_place(&mut self) {
        if matches!(self.training(), Stage::Naming(_)) {
            if let Some(next) = self.next_to_name(self.chosen_place()) {
                self.choose_place(next, true);
            }
            return;
        }
        let round = self.training_round();
        let at = self
            .chosen_place()
            .and_then(|chosen| round.iter().position(|id| *id == chosen));
        let next = match at {
            Some(at) => round.get(at + 1).or_else(|| round.first()),
            None => round.first(),
        };
        if let Some(next) = next.copied() {
            self.choose_place(next, true);
        }
    }

    /// Puts something into the record in the name of whoever marks. False where it was refused, which is said.
    fn put(&mut self, keeper: &PersonId, entry: Entry, label: Option<EditLabel>) -> bool {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else {
            return false;
        };
        if !desk.document.writable() {
            self.tell(NoticeKind::OnlyForReading);
            return false;
        }
        let author = desk.marking.author.clone();
        let edit = Edit::PutEntry {
            keeper: keeper.clone(),
            entry: Box::new(entry),
        };
        let done = match label {
            Some(label) => desk.document.edit(&author, label, &edit, None, &stamp),
            None => desk.document.note(&edit, &stamp),
        };
        if let Err(reason) = done {
            self.tell(NoticeKind::Refused(reason));
            return false;
        }
        true
    }

    /// An entry that was not there before, for everyone who works with this recording.
    fn new_entry(&self, kind: EntryKind) -> Entry {
        let stamp = self.stamp();
        Entry {
            id: super::super::ids::entry(),
            revision: 1,
            device: stamp.device,
            audience: Audience::Everyone,
            created: stamp.now,
            revised: None,
            conflict_of: None,
            kind,
        }
    }
}

/// What goes on at this desk.
fn stage(desk: &Desk) -> Stage<'_> {
    let session = desk.document.session();
    let author = &desk.marking.author;
    let consensus = consensus_of(session);
    if let Some((keeper, entry, tape)) = tape_of(session)
        && keeper != author
    {
        if let Some((_, entry, consensus)) = consensus
            && answers_here(session, consensus)
        {
            let learns = session.person(author).map(|person| person.role) == Some(Role::Trainee);
            return if learns {
                Stage::AnswersHere(tape)
            } else {
                deciding(entry, consensus, author)
            };
        }
        return match practice_of(session, author, entry.id) {
            None => Stage::Waiting(entry, tape),
            Some((_, practice)) if practice.done.is_none() => Stage::Marking(tape, practice),
            Some(_) => match consensus {
                Some((_, _, consensus)) => Stage::Comparing(tape, consensus),
                None => Stage::Closed(entry, tape),
            },
        };
    }
    consensus.map_or(Stage::Nothing, |(_, entry, consensus)| {
        deciding(entry, consensus, author)
    })
}

fn deciding<'a>(entry: &'a Entry, consensus: &'a Consensus, author: &PersonId) -> Stage<'a> {
    if consensus.waits_for_names_of(author) {
        Stage::Naming(consensus)
    } else {
        Stage::Deciding(entry, consensus)
    }
}

/// Those who learn and have marked something, and are no raters.
fn learners(session: &Session, consensus: &Consensus) -> Vec<PersonId> {
    session
        .people()
        .iter()
        .filter(|person| person.role == Role::Trainee)
        .filter(|person| {
            !consensus
                .raters
                .iter()
                .any(|rater| rater.person == person.id)
        })
        .filter(|person| !places::moments(session, &person.id).is_empty())
        .map(|person| person.id.clone())
        .collect()
}

/// Whether the marks that the consensus was made of can be seen in this record.
fn answers_here(session: &Session, consensus: &Consensus) -> bool {
    let mut voices = consensus.places.iter().flat_map(|place| &place.voices);
    voices.any(|voice| {
        consensus
            .raters
            .iter()
            .any(|rater| rater.person == voice.rater)
            && session.mark(voice.mark).is_some()
    })
}

/// Who practises in this record, so that they go on where they left.
#[must_use]
pub fn who_practises(session: &Session) -> Option<PersonId> {
    let (_, tape, _) = tape_of(session)?;
    let practising = |entry: &Entry| -> bool {
        matches!(&entry.kind, EntryKind::Practice(practice) if practice.tape == tape.id)
    };
    session
        .entries()
        .filter(|(_, entry)| practising(entry))
        .max_by_key(|(_, entry)| (entry.created, entry.id))
        .map(|(person, _)| person.clone())
}

/// A tape by its entry.
fn tape_with(session: &Session, id: EntryId) -> Option<&Tape> {
    match &session.entry(id)?.1.kind {
        EntryKind::Tape(tape) => Some(tape),
        _ => None,
    }
}
