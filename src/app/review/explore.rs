//! Stop, rewind, explore: stop where it got hard, go back to before it did, walk on in small steps with one question at a time,
//! and close the loop.
//!
//! What is said is in the record from the first word: one entry, the episode, that grows as the people go on. Undo takes it
//! away as one change.

use super::super::{App, MarkCommand, TransportCommand, ids, notice::NoticeKind};
use crate::{
    analysis::episodes,
    domain::{
        edit::Edit,
        entry::{Entry, EntryKind, Episode, EpisodeStep, Outcome},
        history::EditLabel,
        id::{EntryId, PersonId},
        mark::{About, Audience},
        prompt::{Prompt, Prompts},
        time::{MediaDelta, MediaTime},
    },
};

/// How far one step goes on; half as far where it should be slower.
const STEP: MediaDelta = MediaDelta::from_millis(3_000);
const SLOWER_STEP: MediaDelta = MediaDelta::from_millis(2_000);
/// Speed of *play it again, slowly*.
const SLOWLY: f64 = 0.5;
/// What is played when an episode is looked at again begins so much before it.
const LEAD_IN: MediaDelta = MediaDelta::from_millis(3_000);
/// Moments that went well have codes that begin so.
const GOOD: &str = "mz.";

/// Where the people are on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Stopped; nothing is asked but to stay.
    Stop,
    /// Choosing from where to look again.
    Rewind,
    /// One question at a time.
    Explore,
    /// What was seen, and how it ended.
    Close,
}

impl Stage {
    /// Every stage in its order.
    pub const ALL: [Self; 4] = [Self::Stop, Self::Rewind, Self::Explore, Self::Close];
}

/// How it is to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// As it is.
    Stay,
    /// Smaller steps, and only the gentle questions.
    Slower,
}

/// To stop, rewind, explore.
#[derive(Clone, Debug, PartialEq)]
pub enum ExploreCommand {
    /// Stops here and begins.
    Begin,
    /// Goes on with an episode that is there.
    Resume(EntryId),
    /// To this stage.
    To(Stage),
    /// Looks again from here on.
    From(MediaTime),
    /// What was said to the question that is asked, as it stands.
    Say(String),
    /// Whose words they are.
    By(PersonId),
    /// A little further, with the next question.
    Next,
    /// The last step once more, at half speed.
    Again,
    /// How to go on.
    Pace(Pace),
    /// In one line, what was seen.
    Seen(String),
    /// What it reminds of.
    Pattern(String),
    /// Curiosity came back here.
    CameBack,
    /// Not today.
    NotToday,
    /// Done; what was said is kept.
    Leave,
    /// Plays an episode through.
    Replay(EntryId),
    /// Takes an episode away.
    Remove(EntryId),
}

/// What is being explored.
#[derive(Clone, Debug)]
pub struct Exploring {
    /// Which episode.
    pub episode: EntryId,
    /// Who keeps it.
    pub keeper: PersonId,
    /// Where the people are.
    pub stage: Stage,
    /// How they go on.
    pub pace: Pace,
    /// Which of the questions, from 0.
    pub question: usize,
    /// Whose words are written down.
    pub by: PersonId,
    /// Playing stops by itself.
    until: Option<Until>,
    /// The episode is in the record; until then nothing was said.
    kept: bool,
    /// As it stands.
    state: Episode,
}

impl Exploring {
    /// The episode as it stands.
    #[must_use]
    pub const fn state(&self) -> &Episode {
        &self.state
    }

    /// What was said to this question where the recording stands.
    #[must_use]
    pub fn said(&self, prompt: &str) -> &str {
        self.step_of(prompt)
            .map_or("", |at| self.state.steps[at].words.as_str())
    }

    fn step_of(&self, prompt: &str) -> Option<usize> {
        self.state
            .steps
            .iter()
            .rposition(|step| step.prompt == prompt)
    }

    /// How far the next step goes.
    #[must_use]
    pub const fn step(&self) -> MediaDelta {
        match self.pace {
            Pace::Stay => STEP,
            Pace::Slower => SLOWER_STEP,
        }
    }
}

/// Where a step stops by itself.
#[derive(Clone, Copy, Debug)]
struct Until {
    at: MediaTime,
    /// Speed before.
    rate: f64,
    /// It was seen to play before the end; until then the picture may still be that from before.
    begun: bool,
}

/// One place to look again from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewindTo {
    /// So many seconds before the stop.
    Back(i64),
    /// The last moment that went well.
    LastGood,
    /// The last moment at which feeling was not too strong to think.
    Workable,
}

/// The episodes of a record, by where they begin, with whose they are.
#[must_use]
pub fn kept(session: &crate::domain::session::Session) -> Vec<(&PersonId, &Entry, &Episode)> {
    let mut found: Vec<_> = session
        .entries()
        .filter_map(|(keeper, entry)| match &entry.kind {
            EntryKind::Episode(episode) => Some((keeper, entry, episode.as_ref())),
            _ => None,
        })
        .collect();
    found.sort_by_key(|(_, entry, episode)| (begins(episode), entry.id));
    found
}

/// Where an episode begins, as far as is known.
#[must_use]
pub fn begins(episode: &Episode) -> MediaTime {
    episode.before.or(episode.onset).unwrap_or(episode.stop)
}

/// Where it ends.
#[must_use]
pub fn ends(episode: &Episode) -> MediaTime {
    match episode.outcome {
        Outcome::Recovered(at) => at.max(episode.stop),
        Outcome::Open | Outcome::NotToday => episode.stop,
    }
}

impl App {
    /// What is being explored.
    #[must_use]
    pub fn exploring(&self) -> Option<&Exploring> {
        self.desk()?.exploring.as_ref()
    }

    /// The questions.
    #[must_use]
    pub const fn prompts(&self) -> Option<&Prompts> {
        self.prompts.as_ref()
    }

    /// Whether stop, rewind, explore makes sense here: not while a training tape is coded or somebody marks alone.
    #[must_use]
    pub fn may_explore(&self) -> bool {
        self.prompts.is_some()
            && self.desk().is_some_and(|desk| {
                let kind = desk.document.session().info().kind;
                desk.document.writable()
                    && desk.document.marks_alone().is_none()
                    && kind != crate::domain::session::SessionKind::TrainingTape
            })
    }

    /// The question that is asked, which it is from 1, and of how many.
    #[must_use]
    pub fn question(&self) -> Option<(&Prompt, usize, usize)> {
        let exploring = self.exploring()?;
        let gentle = exploring.pace == Pace::Slower;
        let prompts = self.prompts()?;
        let all: Vec<&Prompt> = prompts.asked(gentle).collect();
        let at = exploring.question.min(all.len().checked_sub(1)?);
        Some((all[at], at + 1, all.len()))
    }

    /// The places to look again from, with their times; only those that are there.
    #[must_use]
    pub fn rewinds(&self) -> Vec<(RewindTo, MediaTime)> {
        let (Some(desk), Some(exploring)) = (self.desk(), self.exploring()) else {
            return Vec::new();
        };
        let stop = exploring.state.stop;
        let lost = exploring.state.onset.unwrap_or(stop);
        let mut found = Vec::new();
        let good = desk
            .document
            .in_order()
            .iter()
            .rev()
            .filter(|mark| mark.when.start() < lost)
            .find(|mark| {
                let codes = &mark.codes;
                codes
                    .iter()
                    .any(|used| used.code.as_str().starts_with(GOOD))
            });
        if let Some(good) = good {
            found.push((RewindTo::LastGood, good.when.start()));
        }
        if let Some(at) = self.last_workable(lost) {
            found.push((RewindTo::Workable, at));
        }
        for seconds in [10, 20, 40] {
            let at = stop - MediaDelta::from_millis(seconds * 1_000);
            if at > MediaTime::ZERO {
                found.push((RewindTo::Back(seconds), at));
            }
        }
        if found.is_empty() {
            found.push((RewindTo::Back(10), MediaTime::ZERO));
        }
        found
    }

    /// The last second before `lost` at which the strength of the subject's feeling was rated below their high zone.
    fn last_workable(&self, lost: MediaTime) -> Option<MediaTime> {
        let desk = self.desk()?;
        let session = desk.document.session();
        let About::People(people) = &self.exploring()?.state.subject else {
            return None;
        };
        let subject = people.first()?;
        let high = session.person(subject)?.zones.as_ref()?.high();
        let lag = crate::domain::track::Lag::from_millis(self.settings.rating_lag_ms);
        let tracks: Vec<_> = session
            .sets()
            .values()
            .flat_map(|set| &set.tracks)
            .filter(|track| track.about == *subject)
            .collect();
        let second = MediaDelta::from_millis(1_000);
        let mut at = lost;
        while at > MediaTime::ZERO {
            at = (at - second).clamp_to_start();
            let mut values = tracks.iter().filter_map(|track| track.value_at(at, lag));
            if values.any(|value| value < high) {
                return Some(at);
            }
        }
        None
    }

    pub(in crate::app) fn handle_explore(&mut self, command: ExploreCommand) {
        match command {
            ExploreCommand::Begin => self.begin_exploring(),
            ExploreCommand::Resume(entry) => self.resume_exploring(entry),
            ExploreCommand::To(stage) => self.with_exploring(|exploring| exploring.stage = stage),
            ExploreCommand::From(at) => self.explore_from(at),
            ExploreCommand::Say(words) => self.said(&words),
            ExploreCommand::By(person) => self.words_of(person),
            ExploreCommand::Next => self.next_step(),
            ExploreCommand::Again => self.step_again(),
            ExploreCommand::Pace(pace) => self.with_exploring(|exploring| {
                if exploring.pace != pace {
                    exploring.pace = pace;
                    exploring.question = 0;
                }
            }),
            ExploreCommand::Seen(words) => {
                self.with_exploring(|exploring| exploring.state.seen = words);
                self.keep_episode();
            }
            ExploreCommand::Pattern(words) => {
                self.with_exploring(|exploring| exploring.state.pattern = words);
                self.keep_episode();
            }
            ExploreCommand::CameBack => self.came_back(),
            ExploreCommand::NotToday => {
                self.with_exploring(|exploring| exploring.state.outcome = Outcome::NotToday);
                self.keep_episode();
                self.leave_exploring();
            }
            ExploreCommand::Leave => self.leave_exploring(),
            ExploreCommand::Replay(entry) => self.replay(entry),
            ExploreCommand::Remove(entry) => self.remove_episode(entry),
        }
    }

    fn with_exploring(&mut self, with: impl FnOnce(&mut Exploring)) {
        if let Some(exploring) = self.desk_mut().and_then(|desk| desk.exploring.as_mut()) {
            with(exploring);
        }
    }

    fn begin_exploring(&mut self) {
        if !self.may_explore() || self.exploring().is_some() {
            return;
        }
        self.handle_transport(TransportCommand::Pause);
        let Some(open) = &mut self.recording else {
            return;
        };
        let stop = open.transport.playhead;
        let Some(desk) = &mut open.desk else { return };
        let session = desk.document.session();
        let keeper = desk.marking.author.clone();
        let subject = desk.marking.about_for(None, session);
        let onset = episodes::onset_before(session, &keeper, &subject, stop);
        let by = match &subject {
            About::People(people) => people.first().cloned(),
            About::Us | About::Group => None,
        };
        desk.exploring = Some(Exploring {
            episode: ids::entry(),
            by: by.unwrap_or_else(|| keeper.clone()),
            keeper,
            stage: Stage::Stop,
            pace: Pace::Stay,
            question: 0,
            until: None,
            kept: false,
            state: Episode {
                subject,
                before: None,
                onset,
                stop,
                steps: Vec::new(),
                outcome: Outcome::Open,
                seen: String::new(),
                pattern: String::new(),
            },
        });
        self.keep_episode();
    }

    fn resume_exploring(&mut self, id: EntryId) {
        self.leave_exploring();
        let Some(desk) = self.desk() else { return };
        let Some((keeper, entry)) = desk.document.session().entry(id) else {
            return;
        };
        let EntryKind::Episode(episode) = &entry.kind else {
            return;
        };
        if *keeper != desk.marking.author {
            self.tell(NoticeKind::NotYours);
            return;
        }
        let (keeper, state) = (keeper.clone(), episode.as_ref().clone());
        let by = state.steps.last().and_then(|step| step.by.clone());
        let at = begins(&state);
        if let Some(desk) = self.desk_mut() {
            desk.exploring = Some(Exploring {
                episode: id,
                by: by.unwrap_or_else(|| keeper.clone()),
                keeper,
                stage: Stage::Explore,
                pace: Pace::Stay,
                question: 0,
                until: None,
                kept: true,
                state,
            });
        }
        self.handle_transport(TransportCommand::Pause);
        self.handle_transport(TransportCommand::Seek(at));
    }

    fn explore_from(&mut self, at: MediaTime) {
        self.with_exploring(|exploring| {
            exploring.state.before = Some(at);
            exploring.stage = Stage::Explore;
            exploring.question = 0;
        });
        self.keep_episode();
        self.handle_transport(TransportCommand::Pause);
        self.handle_transport(TransportCommand::Seek(at));
    }

    /// Puts down what was said to the question that is asked. Nothing is kept for a question without an answer.
    fn said(&mut self, words: &str) {
        let Some(prompt) = self.question().map(|(prompt, ..)| prompt.id.clone()) else {
            return;
        };
        let at = self
            .recording()
            .map_or(MediaTime::ZERO, |open| open.transport.playhead);
        self.with_exploring(|exploring| {
            let by = Some(exploring.by.clone());
            let empty = words.trim().is_empty();
            match exploring.step_of(&prompt) {
                Some(step) if empty => {
                    exploring.state.steps.remove(step);
                }
                Some(step) => {
                    let step = &mut exploring.state.steps[step];
                    words.trim_end().clone_into(&mut step.words);
                    step.by = by;
                }
                None if !empty => exploring.state.steps.push(EpisodeStep {
                    at,
                    prompt,
                    words: words.trim_end().to_owned(),
                    by,
                }),
                None => {}
            }
        });
        self.keep_episode();
    }

    fn words_of(&mut self, person: PersonId) {
        let prompt = self.question().map(|(prompt, ..)| prompt.id.clone());
        self.with_exploring(|exploring| {
            if let Some(step) = prompt.and_then(|prompt| exploring.step_of(&prompt)) {
                exploring.state.steps[step].by = Some(person.clone());
            }
            exploring.by = person;
        });
        self.keep_episode();
    }

    fn next_step(&mut self) {
        let last = self.question().is_none_or(|(_, at, of)| at == of);
        if last {
            self.with_exploring(|exploring| exploring.stage = Stage::Close);
            return;
        }
        let Some(step) = self.exploring().map(Exploring::step) else {
            return;
        };
        self.with_exploring(|exploring| exploring.question += 1);
        let from = self
            .recording()
            .map_or(MediaTime::ZERO, |open| open.transport.playhead);
        self.play_until(from, from + step, None);
    }

    fn step_again(&mut self) {
        let Some(step) = self.exploring().map(Exploring::step) else {
            return;
        };
        let to = self
            .recording()
            .map_or(MediaTime::ZERO, |open| open.transport.playhead);
        self.play_until((to - step).clamp_to_start(), to, Some(SLOWLY));
    }

    /// Plays a stretch and stops at its end, on the frame there.
    fn play_until(&mut self, from: MediaTime, to: MediaTime, rate: Option<f64>) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let end = open.transport.duration();
        let to = if end > MediaTime::ZERO {
            to.min(end)
        } else {
            to
        };
        let before = open
            .desk
            .as_ref()
            .and_then(|desk| desk.exploring.as_ref()?.until)
            .map_or(open.transport.rate, |until| until.rate);
        self.handle_transport(TransportCommand::SetRate(rate.unwrap_or(before)));
        if let Some(open) = &mut self.recording {
            open.play_from(from);
        }
        self.with_exploring(|exploring| {
            exploring.until = Some(Until {
                at: to,
                rate: before,
                begun: false,
            });
        });
    }

    /// Stops where the step ends.
    pub(in crate::app) fn mind_exploring(&mut self) {
        let Some(Until { at, rate, begun }) = self.exploring().and_then(|now| now.until) else {
            return;
        };
        let Some(open) = self.recording() else { return };
        let playing = open.transport.playing;
        let there = open.transport.playhead >= at;
        if !there && !begun {
            self.with_exploring(|exploring| {
                if let Some(until) = &mut exploring.until {
                    until.begun = true;
                }
            });
        }
        if there && begun || !playing {
            self.with_exploring(|exploring| exploring.until = None);
            if playing {
                self.handle_transport(TransportCommand::Pause);
                self.handle_transport(TransportCommand::Seek(at));
            }
            self.handle_transport(TransportCommand::SetRate(rate));
        }
    }

    fn came_back(&mut self) {
        let at = self
            .recording()
            .map_or(MediaTime::ZERO, |open| open.transport.playhead);
        let first = self
            .exploring()
            .is_some_and(|exploring| !matches!(exploring.state.outcome, Outcome::Recovered(_)));
        self.with_exploring(|exploring| exploring.state.outcome = Outcome::Recovered(at));
        self.keep_episode();
        // The mark says it to whoever reads marks; the episode keeps it where the mark is taken away.
        let code = episodes::RECOVERY.parse().ok();
        let known = code.filter(|code| {
            self.desk()
                .is_some_and(|desk| desk.marking.code(code).is_some())
        });
        if let Some(code) = known.filter(|_| first) {
            self.handle_mark(MarkCommand::CodeTap(code));
        }
    }

    /// Ends it. A speed that was changed for a step is what it was.
    pub(in crate::app) fn leave_exploring(&mut self) {
        let until = self.exploring().and_then(|exploring| exploring.until);
        if let Some(Until { rate, .. }) = until {
            self.handle_transport(TransportCommand::Pause);
            self.handle_transport(TransportCommand::SetRate(rate));
        }
        if let Some(desk) = self.desk_mut() {
            desk.exploring = None;
        }
    }

    /// Puts the episode into the record as it stands; one undo takes it away.
    fn keep_episode(&mut self) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(exploring) = &desk.exploring else {
            return;
        };
        let (id, keeper, first) = (exploring.episode, exploring.keeper.clone(), !exploring.kept);
        let kind = EntryKind::Episode(Box::new(exploring.state.clone()));
        let known = desk.document.session().entry(id).map(|(_, entry)| entry);
        if known.is_some_and(|entry| entry.kind == kind) {
            return;
        }
        let audience = match desk.marking.audience {
            Audience::Sealed => Audience::Everyone,
            audience => audience,
        };
        let mut entry = known.cloned().unwrap_or_else(|| Entry {
            id,
            revision: 1,
            device: stamp.device.clone(),
            audience,
            created: stamp.now,
            revised: None,
            conflict_of: None,
            kind: kind.clone(),
        });
        entry.kind = kind;
        let edit = Edit::PutEntry {
            keeper: keeper.clone(),
            entry: Box::new(entry),
        };
        let newest = desk.document.history().next_undo(&keeper);
        let continues = !first && newest.is_some_and(|(label, _)| label == EditLabel::Episode);
        let outcome = if continues {
            desk.document.amend(&edit, &stamp)
        } else {
            desk.document
                .edit(&keeper, EditLabel::Episode, &edit, None, &stamp)
        };
        match outcome {
            Ok(()) => self.with_exploring(|exploring| exploring.kept = true),
            Err(reason) => self.tell(NoticeKind::Refused(reason)),
        }
    }

    fn replay(&mut self, id: EntryId) {
        let span = self.desk().and_then(|desk| {
            let (_, entry) = desk.document.session().entry(id)?;
            match &entry.kind {
                EntryKind::Episode(episode) => Some((begins(episode), ends(episode))),
                _ => None,
            }
        });
        if let (Some((from, _)), Some(open)) = (span, &mut self.recording) {
            open.play_from((from - LEAD_IN).clamp_to_start());
        }
    }

    fn remove_episode(&mut self, id: EntryId) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let own = desk
            .document
            .session()
            .entry(id)
            .is_some_and(|(keeper, _)| *keeper == author);
        if !own {
            self.tell(NoticeKind::NotYours);
            return;
        }
        if desk.exploring.as_ref().is_some_and(|now| now.episode == id) {
            desk.exploring = None;
        }
        let edit = Edit::DropEntry(id);
        let outcome = desk
            .document
            .edit(&author, EditLabel::Episode, &edit, None, &stamp);
        if let Err(reason) = outcome {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    /// Lets go of what is explored where its episode is gone, by undo or by another window, or somebody else marks.
    pub(in crate::app) fn check_exploring(&mut self) {
        let Some(desk) = self.desk() else { return };
        let Some(exploring) = &desk.exploring else {
            return;
        };
        let session = desk.document.session();
        let gone = exploring.kept && session.entry(exploring.episode).is_none();
        if gone || exploring.keeper != desk.marking.author {
            self.leave_exploring();
        }
    }
}
