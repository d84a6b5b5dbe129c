//! Stop, rewind, explore: stop where it got hard, go back to before it did, walk on in small steps with one question at a time,
//! and close the loop.
//!
//! What is said is in the record from the first word: one entry, the episode, that grows as the people go on. Undo takes it
//! away as one change.

use super::super::{App, MarkCommand, TransportCommand, ids, notice::NoticeKind};
use crate::{
    analysis::episodes,
    domain::{
        entry::{EntryKind, Episode, EpisodeStep, Outcome},
        id::{EntryId, PersonId},
        mark::About,
        prompt::{Prompt, Prompts},
        time::{MediaDelta, MediaTime},
    },
};

mod keeping;
mod places;
mod playing;

pub use keeping::{begins, ends, kept};
pub use places::{Moment, RewindTo};
pub(in crate::app) use playing::Until;

/// How far one step goes on; half as far where it should be slower.
const STEP: MediaDelta = MediaDelta::from_millis(3_000);
const SLOWER_STEP: MediaDelta = MediaDelta::from_millis(2_000);
/// Speed of *play it again, slowly*.
const SLOWLY: f64 = 0.5;

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
    /// Whoever said it agrees that it is how they said it, or does not.
    Confirm(bool),
    /// A little further, with the next question.
    Next,
    /// The next question, without going further.
    Skip,
    /// Back to what was said before, by its place among the steps: to hear it again, or to put it differently.
    Step(usize),
    /// It got hard here.
    GotHard,
    /// It was pressed by mistake: goes on watching, and leaves nothing where nothing was said.
    CarryOn,
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
    /// Rises whenever something else is asked, so that a field for words begins anew.
    pub asked: u32,
    /// Which of the steps is being put into words; none while nothing was said to what is asked.
    open: Option<usize>,
    /// Whether the recording played when it was stopped.
    played: bool,
    /// As it was put into the record last; none while it is not there.
    written: Option<Episode>,
    /// Further words belong to the newest change in the history.
    continues: bool,
    /// As it stands.
    state: Episode,
}

impl Exploring {
    /// The episode as it stands.
    #[must_use]
    pub const fn state(&self) -> &Episode {
        &self.state
    }

    /// What was said to what is asked now.
    #[must_use]
    pub fn said(&self) -> &str {
        self.open
            .and_then(|at| self.state.steps.get(at))
            .map_or("", |step| step.words.as_str())
    }

    /// Whether nothing was said or seen, and nothing chosen.
    const fn is_empty(&self) -> bool {
        let Episode {
            before,
            steps,
            outcome,
            seen,
            pattern,
            ..
        } = &self.state;
        before.is_none()
            && steps.is_empty()
            && matches!(outcome, Outcome::Open)
            && seen.is_empty()
            && pattern.is_empty()
    }

    /// Whether what was said is another's than whoever writes it down, and if so whether they agreed to it.
    #[must_use]
    pub fn written_for(&self) -> Option<bool> {
        let step = self.state.steps.get(self.open?)?;
        (step.by.as_ref() != Some(&self.keeper)).then_some(step.confirmed)
    }

    /// Which of the steps is open.
    #[must_use]
    pub const fn open_step(&self) -> Option<usize> {
        self.open
    }

    /// Something else is asked from now on.
    const fn ask(&mut self, question: usize) {
        self.question = question;
        self.open = None;
        self.asked = self.asked.wrapping_add(1);
    }

    /// The record says something else than was put there: undo, or another window. What it says holds.
    fn take_over(&mut self, episode: &Episode) {
        let same = |at: &usize| {
            let prompt = |steps: &[EpisodeStep]| steps.get(*at).map(|step| step.prompt.clone());
            prompt(&episode.steps).is_some() && prompt(&episode.steps) == prompt(&self.state.steps)
        };
        self.open = self.open.filter(same);
        self.asked = self.asked.wrapping_add(1);
        self.continues = false;
        self.state = episode.clone();
        self.written = Some(episode.clone());
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

    pub(in crate::app) fn handle_explore(&mut self, command: ExploreCommand) {
        match command {
            ExploreCommand::Begin => self.begin_exploring(),
            ExploreCommand::Resume(entry) => self.resume_exploring(entry),
            ExploreCommand::To(stage) => self.with_exploring(|exploring| exploring.stage = stage),
            ExploreCommand::From(at) => self.explore_from(at),
            ExploreCommand::Say(words) => self.said(&words),
            ExploreCommand::By(person) => self.words_of(person),
            ExploreCommand::Confirm(so) => self.confirm(so),
            ExploreCommand::Next => self.next_step(),
            ExploreCommand::Skip => {
                self.next_question();
            }
            ExploreCommand::Step(at) => self.go_to_step(at),
            ExploreCommand::GotHard => self.got_hard(),
            ExploreCommand::CarryOn => self.carry_on_watching(),
            ExploreCommand::Again => self.step_again(),
            ExploreCommand::Pace(pace) => self.go_on_at(pace),
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
        let played = self.recording().is_some_and(|open| open.transport.playing);
        self.handle_transport(TransportCommand::Pause);
        let Some(open) = &mut self.recording else {
            return;
        };
        let stop = open.transport.playhead;
        let Some(desk) = &mut open.desk else { return };
        let session = desk.document.session();
        let keeper = desk.marking.author.clone();
        let subject = desk.marking.about_for(None, session);
        let readers = desk.marking.audience;
        let onset = episodes::onset_before(session, &keeper, &subject, stop, readers);
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
            asked: 0,
            open: None,
            played,
            written: None,
            continues: false,
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
        if self.runs_high(stop) {
            self.with_exploring(|exploring| exploring.pace = Pace::Slower);
        }
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
        let last = state.steps.len().checked_sub(1);
        if let Some(desk) = self.desk_mut() {
            desk.exploring = Some(Exploring {
                episode: id,
                by: by.unwrap_or_else(|| keeper.clone()),
                keeper,
                stage: Stage::Explore,
                pace: Pace::Stay,
                question: 0,
                asked: 0,
                open: None,
                played: false,
                written: Some(state.clone()),
                continues: false,
                state,
            });
        }
        self.handle_transport(TransportCommand::Pause);
        match last {
            Some(last) => self.go_to_step(last),
            None => self.handle_transport(TransportCommand::Seek(at)),
        }
    }

    fn explore_from(&mut self, at: MediaTime) {
        self.with_exploring(|exploring| {
            exploring.state.before = Some(at);
            exploring.stage = Stage::Explore;
            exploring.ask(0);
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
            match exploring.open {
                Some(step) if empty => {
                    exploring.state.steps.remove(step);
                    exploring.open = None;
                }
                Some(step) => {
                    let step = &mut exploring.state.steps[step];
                    let words = words.trim_end();
                    step.confirmed &= step.words == words;
                    words.clone_into(&mut step.words);
                    step.by = by;
                }
                None if !empty => {
                    exploring.open = Some(exploring.state.steps.len());
                    exploring.state.steps.push(EpisodeStep {
                        at,
                        prompt,
                        words: words.trim_end().to_owned(),
                        by,
                        confirmed: false,
                    });
                }
                None => {}
            }
        });
        self.keep_episode();
    }

    fn words_of(&mut self, person: PersonId) {
        self.with_exploring(|exploring| {
            if let Some(step) = exploring.open {
                let step = &mut exploring.state.steps[step];
                step.by = Some(person.clone());
                step.confirmed = false;
            }
            exploring.by = person;
        });
        self.keep_episode();
    }

    fn confirm(&mut self, so: bool) {
        self.with_exploring(|exploring| {
            if let Some(step) = exploring.open {
                exploring.state.steps[step].confirmed = so;
            }
        });
        self.keep_episode();
    }

    /// Asks the next question; false where that was the last.
    fn next_question(&mut self) -> bool {
        let last = self.question().is_none_or(|(_, at, of)| at == of);
        self.with_exploring(|exploring| {
            if last {
                exploring.stage = Stage::Close;
            } else {
                exploring.ask(exploring.question + 1);
            }
        });
        !last
    }

    /// Goes on with other steps and questions. What is asked stays where it is still asked; else the one after it is.
    fn go_on_at(&mut self, pace: Pace) {
        let Some(now) = self.question().map(|(prompt, ..)| prompt.id.clone()) else {
            return;
        };
        let Some(prompts) = self.prompts() else {
            return;
        };
        let gentle = pace == Pace::Slower;
        let before = prompts
            .path
            .iter()
            .take_while(|prompt| prompt.id != now)
            .filter(|prompt| prompt.gentle || !gentle)
            .count();
        let question = before.min(prompts.asked(gentle).count().saturating_sub(1));
        let stays = prompts
            .asked(gentle)
            .nth(question)
            .is_some_and(|prompt| prompt.id == now);
        self.with_exploring(|exploring| {
            if exploring.pace == pace {
                return;
            }
            exploring.pace = pace;
            if stays {
                exploring.question = question;
            } else {
                exploring.ask(question);
            }
        });
    }

    /// Back to what was said: the picture from then, the question, and the words.
    fn go_to_step(&mut self, at: usize) {
        let Some(exploring) = self.exploring() else {
            return;
        };
        let Some(step) = exploring.state.steps.get(at).cloned() else {
            return;
        };
        let among = |gentle| {
            let mut asked = self.prompts()?.asked(gentle);
            asked.position(|prompt| prompt.id == step.prompt)
        };
        let slower = exploring.pace == Pace::Slower;
        let found = among(slower)
            .map(|question| (question, exploring.pace))
            .or_else(|| among(false).map(|question| (question, Pace::Stay)));
        self.handle_transport(TransportCommand::Pause);
        self.handle_transport(TransportCommand::Seek(step.at));
        // A question that is in nobody's file any more can be heard, not answered anew.
        let Some((question, pace)) = found else {
            return;
        };
        self.with_exploring(|exploring| {
            exploring.stage = Stage::Explore;
            exploring.pace = pace;
            exploring.ask(question);
            exploring.open = Some(at);
            if let Some(by) = step.by {
                exploring.by = by;
            }
        });
    }

    fn got_hard(&mut self) {
        let here = self
            .recording()
            .map_or(MediaTime::ZERO, |open| open.transport.playhead);
        self.with_exploring(|exploring| exploring.state.onset = Some(here));
        self.keep_episode();
    }

    fn next_step(&mut self) {
        if !self.next_question() {
            return;
        }
        let Some(step) = self.exploring().map(Exploring::step) else {
            return;
        };
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
        self.end_stretch();
        if let Some(desk) = self.desk_mut() {
            desk.exploring = None;
        }
    }
}
