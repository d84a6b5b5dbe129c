//! How far several people agree: who, on what, how near, and the numbers as they come.
//!
//! Only those who look on are compared, and what they agreed on: what a client marks is their own word, and no agreement with it is a
//! goal. Everything is worked out on a thread of its own, the numbers first and their intervals after them; a new question stops the
//! old one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, atomic::Ordering, mpsc},
    time::Duration,
};

use super::{super::App, insight::Page, insight::is_client};
use crate::{
    analysis::{
        agreement::{
            At, Curves, Measuring, Rater, Report, Source, Stratum, Strengths, Subject, Tallies,
            codebooks_of, curve, curves, strata, strengths, tally, usual_tolerance, usual_track,
        },
        matching::Tolerance,
        measures::{
            bootstrap::{Plan, Progress},
            overlap,
        },
    },
    domain::{
        codebook::Codebook,
        id::{CodeId, MarkId, PersonId},
        mark::{Audience, Author, CodebookRef, Link, Mark, When},
        person::Role,
        session::{PersonSet, Session},
        time::{MediaDelta, MediaSpan, MediaTime},
        track::Lag,
        training::{Place, consensus_of},
    },
};

/// Below so many events numbers say more than is known.
pub const FEW: f64 = 10.0;
/// How often progress is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Whose marks; those of the first are to be found.
    pub raters: Vec<Rater>,
    /// Which set of codes; the one with most marks where none was chosen.
    pub set: Option<String>,
    /// Only these of its codes; all where there are none.
    pub only: BTreeSet<String>,
    /// How near; as the marks were made where none was chosen.
    pub tolerance: Option<Tolerance>,
    /// How long a time unit is.
    pub unit: MediaDelta,
    /// Only this stretch of what they watched.
    pub range: Option<MediaSpan>,
}

/// To the agreement of several people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgreeCommand {
    /// This person takes part, last of all, or no longer.
    Toggle(Rater),
    /// This person's marks are to be found.
    First(Rater),
    /// This set of codes, all of it.
    Set(String),
    /// Of its codes this one, or no longer.
    Only(String),
    /// How near.
    Tolerance(Tolerance),
    /// How long a time unit is.
    Unit(MediaDelta),
    /// Only this stretch, or all.
    Range(Option<MediaSpan>),
    /// No intervals, then.
    Stop,
}

/// A set of codes that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name: an exclusive set, or the prefix of a group.
    pub set: String,
    /// The codes of it that were used.
    pub codes: Vec<String>,
    /// How often all of them together.
    pub events: usize,
    /// Whether some of them have a length.
    pub stretches: bool,
}

/// What there is to two people beside the report.
#[derive(Clone, Debug, PartialEq)]
pub struct OfPair {
    /// The pairing at 1 to 10 seconds.
    pub curve: Vec<At>,
    /// Strengths of what both marked.
    pub strengths: Strengths,
    /// Their ratings along the recording, where both rated.
    pub tracks: Option<Curves>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreed {
    /// Whose marks, in order.
    pub raters: Vec<Rater>,
    /// About whom.
    pub about: Subject,
    /// The sets that can be chosen.
    pub choices: Vec<Choice>,
    /// How it was measured.
    pub measuring: Measuring,
    /// What was compared; none where nobody marked anything of it.
    pub stratum: Option<Stratum>,
    /// What was counted.
    pub tallies: Tallies,
    /// Every number; intervals come later.
    pub report: Report,
    /// More on each two people, in the order of the report.
    pub pairs: Vec<OfPair>,
    /// With which versions of codebooks.
    pub codebooks: BTreeSet<CodebookRef>,
    /// How long the recording is.
    pub length: MediaDelta,
}

impl Agreed {
    /// Whether there are too few events of this pair for coefficients.
    #[must_use]
    pub fn few(&self, pair: usize) -> bool {
        let pair = self.report.pairs.get(pair);
        pair.is_none_or(|pair| pair.matched.events() < FEW)
    }
}

/// What an answer is of: which state of the record, what was asked, about whom.
type Question = (u64, Asking, Subject, Lag);

enum News {
    Numbers(Box<Agreed>),
    Intervals(Box<Report>),
}

#[derive(Debug)]
struct Work {
    of: Question,
    receiver: mpsc::Receiver<News>,
    progress: Arc<Progress>,
    /// The numbers are there; the intervals are not.
    drawing: bool,
}

impl std::fmt::Debug for News {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Numbers(_) => "Numbers",
            Self::Intervals(_) => "Intervals",
        })
    }
}

/// What is asked, and what was found.
#[derive(Debug)]
pub struct Agreeing {
    /// What is compared.
    pub asking: Asking,
    found: Option<(Question, Arc<Agreed>)>,
    work: Option<Work>,
    stopped: bool,
}

impl Agreeing {
    /// The usual two: what was agreed on, then whoever teaches, codes, treats, learns.
    pub(super) fn of(session: &Session) -> Self {
        let mut raters = raters(session);
        raters.truncate(2);
        Self {
            asking: Asking {
                raters,
                set: None,
                only: BTreeSet::new(),
                tolerance: None,
                unit: MediaDelta::from_millis(1_000),
                range: None,
            },
            found: None,
            work: None,
            stopped: false,
        }
    }

    /// The newest answer.
    #[must_use]
    pub fn found(&self) -> Option<&Arc<Agreed>> {
        self.found.as_ref().map(|(_, found)| found)
    }

    /// How many of the rounds for the intervals are drawn, and of how many, while they are.
    #[must_use]
    pub fn drawing(&self) -> Option<(usize, usize)> {
        let work = self.work.as_ref().filter(|work| work.drawing)?;
        Some((
            work.progress.done.load(Ordering::Relaxed),
            Plan::default().rounds,
        ))
    }

    /// Whether numbers are being worked out.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.work.as_ref().is_some_and(|work| !work.drawing)
    }

    /// Whether the drawing was stopped by hand.
    #[must_use]
    pub const fn stopped(&self) -> bool {
        self.stopped
    }

    pub(super) fn stop(&mut self) {
        if let Some(work) = self.work.take() {
            work.progress.stop.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn handle(&mut self, command: AgreeCommand) {
        let asking = &mut self.asking;
        match command {
            AgreeCommand::Toggle(rater) => match asking.raters.iter().position(|r| *r == rater) {
                Some(at) => drop(asking.raters.remove(at)),
                None => asking.raters.push(rater),
            },
            AgreeCommand::First(rater) => {
                asking.raters.retain(|known| *known != rater);
                asking.raters.insert(0, rater);
            }
            AgreeCommand::Set(set) => {
                asking.set = Some(set);
                asking.only.clear();
            }
            AgreeCommand::Only(code) => {
                if !asking.only.remove(&code) {
                    asking.only.insert(code);
                }
            }
            AgreeCommand::Tolerance(tolerance) => asking.tolerance = Some(tolerance),
            AgreeCommand::Unit(unit) => asking.unit = unit,
            AgreeCommand::Range(range) => asking.range = range,
            AgreeCommand::Stop => {
                self.stop();
                self.stopped = true;
                return;
            }
        }
        self.stopped = false;
    }

    fn take_in(&mut self) {
        while let Some(work) = &mut self.work {
            match work.receiver.try_recv() {
                Ok(News::Numbers(agreed)) => {
                    work.drawing = true;
                    self.found = Some((work.of.clone(), Arc::new(*agreed)));
                }
                Ok(News::Intervals(report)) => {
                    if let Some((_, found)) = &mut self.found {
                        Arc::make_mut(found).report = *report;
                    }
                    self.work = None;
                }
                Err(mpsc::TryRecvError::Disconnected) => self.work = None,
                Err(mpsc::TryRecvError::Empty) => return,
            }
        }
    }
}

impl App {
    pub(super) fn mind_agreement(&mut self) {
        let lag = Lag::from_millis(self.settings.rating_lag_ms);
        let waker = Arc::clone(&self.world.waker);
        let Some(desk) = self.desk() else { return };
        let end = self.length(desk.document.session());
        let books = self.codebooks().all().to_vec();
        let Some(desk) = self.desk_mut() else { return };
        let Some(looking) = &mut desk.insight else {
            return;
        };
        let agreeing = &mut looking.agreeing;
        agreeing.take_in();
        if looking.page != Page::Agreement || agreeing.asking.raters.len() < 2 {
            return;
        }
        let question = (
            desk.document.generation(),
            agreeing.asking.clone(),
            looking.about.clone(),
            lag,
        );
        let known = agreeing
            .found
            .as_ref()
            .is_some_and(|(of, _)| *of == question);
        let asked = agreeing
            .work
            .as_ref()
            .is_some_and(|work| work.of == question);
        if known || asked {
            return;
        }
        agreeing.stop();
        let session = for_raters(desk.document.session());
        let (sender, receiver) = mpsc::channel();
        let progress = Arc::new(Progress::default());
        let (shared, of) = (Arc::clone(&progress), question.clone());
        let work = move || {
            let agreed = agree(&session, end, &of, &books);
            let draw = (0..agreed.pairs.len()).any(|pair| !agreed.few(pair));
            let tallies = draw.then(|| agreed.tallies.clone());
            // Nobody waits any more where another question was asked.
            if sender.send(News::Numbers(Box::new(agreed))).is_err() {
                return;
            }
            waker();
            if let Some(tallies) = tallies {
                let report = tallies.report_with_intervals(Plan::default(), &shared);
                let _ = sender.send(News::Intervals(Box::new(report)));
            }
            drop(sender);
            waker();
        };
        let thread = std::thread::Builder::new().name("agreement".to_owned());
        if thread.spawn(work).is_ok() {
            agreeing.work = Some(Work {
                of: question,
                receiver,
                progress,
                drawing: false,
            });
        }
    }

    /// While something is worked out, how far it got changes by itself.
    pub(in crate::app) fn insight_change(&self) -> Option<Duration> {
        let looking = self.looking()?;
        (looking.agreeing.work.is_some() || looking.waits()).then_some(LOOK)
    }
}

/// Who can be compared: what several agreed on, then everybody who looks on and has marked something.
#[must_use]
pub fn raters(session: &Session) -> Vec<Rater> {
    let place = |role: Role| match role {
        Role::Supervisor => 0,
        Role::Rater => 1,
        Role::Therapist => 2,
        Role::Inquirer => 3,
        Role::Trainee => 4,
        _ => 5,
    };
    let mut people: Vec<_> = session
        .people()
        .iter()
        .filter(|person| !is_client(person.role))
        .collect();
    people.sort_by_key(|person| place(person.role));
    let people = people.into_iter().filter(|person| {
        let own = |mark: &&Mark| matches!(&mark.author, Author::One(id) if *id == person.id);
        let set = session.set(&person.id);
        set.is_some_and(|set| {
            set.marks
                .values()
                .map(AsRef::as_ref)
                .filter(own)
                .any(counts)
        })
    });
    let consensus = session
        .marks()
        .filter(|mark| counts(mark))
        .any(|mark| match &mark.author {
            Author::One(_) => false,
            Author::Together(people) => people.iter().all(|id| observes(session, id)),
        });
    let worked_out = consensus_of(session)
        .is_some_and(|(_, _, consensus)| consensus.places.iter().any(Place::is_settled));
    (consensus || worked_out)
        .then_some(Rater::Consensus)
        .into_iter()
        .chain(people.map(|person| Rater::Person(person.id.clone())))
        .collect()
}

/// Whether a mark is compared at all: everyone may read it, and it is neither a reply nor a second version.
fn counts(mark: &Mark) -> bool {
    let again = |link: &Link| matches!(link, Link::ReplyTo(_) | Link::ConflictOf(_));
    mark.audience == Audience::Everyone && !mark.links.iter().any(again)
}

fn observes(session: &Session, author: &PersonId) -> bool {
    session
        .person(author)
        .is_some_and(|person| !is_client(person.role))
}

/// The record without what a client said together with somebody: that is no consensus of those who look on.
fn for_raters(session: &Session) -> Session {
    let sets: BTreeMap<_, _> = session
        .sets()
        .iter()
        .map(|(person, set)| {
            let mut set: PersonSet = set.clone();
            set.marks.retain(|_, mark| match &mark.author {
                Author::One(_) => true,
                Author::Together(people) => people.iter().all(|id| observes(session, id)),
            });
            (person.clone(), set)
        })
        .collect();
    Session::new(session.info().clone(), sets)
}

fn agree(session: &Session, end: MediaTime, of: &Question, books: &[Arc<Codebook>]) -> Agreed {
    let (_, asking, about, lag) = of;
    let source = Source {
        session,
        end,
        raters: &asking.raters,
    };
    let sources = [source];
    let exclusive: BTreeMap<&str, &str> = books
        .iter()
        .flat_map(|book| &book.codes)
        .filter_map(|code| Some((code.id.as_str(), code.exclusive.as_deref()?)))
        .collect();
    let usual = |code: &CodeId| {
        let prefix = code.as_str().split('.').next().unwrap_or_default();
        let set = exclusive.get(code.as_str()).copied().unwrap_or(prefix);
        Some(set.to_owned())
    };
    let wanted = |_: &Session, subject: &Subject| subject == about;
    let every = strata(&sources, &wanted, &usual);
    let choices: Vec<Choice> = every.iter().map(choice).collect();
    // With stretches among them, a number over time can stand beside one of moments.
    let most = choices
        .iter()
        .max_by_key(|choice| (choice.stretches, choice.events));
    let set = asking
        .set
        .clone()
        .or_else(|| most.map(|choice| choice.set.clone()))
        .unwrap_or_default();
    let chosen = |code: &CodeId| {
        let own = usual(code).filter(|own| *own == set)?;
        (asking.only.is_empty() || asking.only.contains(code.as_str())).then_some(own)
    };
    let mut stratum = strata(&sources, &wanted, &chosen).into_iter().next();
    if let (Some(stratum), Some(range)) = (&mut stratum, asking.range) {
        for coding in stratum.recordings.iter_mut().flat_map(|of| &mut of.codings) {
            coding.watched = overlap::intersection(&coding.watched, &[range]);
        }
    }
    let measuring = Measuring {
        tolerance: asking
            .tolerance
            .unwrap_or_else(|| usual_tolerance(&sources)),
        unit: asking.unit,
    };
    let (recordings, codes) = stratum.as_ref().map_or((&[][..], 0), |stratum| {
        (stratum.recordings.as_slice(), stratum.codes.len())
    });
    let tallies = tally(recordings, codes, measuring);
    let report = tallies.report();
    let strength = |_: usize, mark: MarkId| session.mark(mark).and_then(|mark| mark.intensity);
    let pairs = report.pairs.iter().enumerate().map(|(number, pair)| {
        let over = recordings.first().map_or_else(Vec::new, |recording| {
            overlap::intersection(
                &recording.codings[pair.first].watched,
                &recording.codings[pair.other].watched,
            )
        });
        let track = |at: usize| match asking.raters.get(at) {
            Some(Rater::Person(person)) => usual_track(session, person, about),
            _ => None,
        };
        OfPair {
            curve: curve(recordings, pair.first, pair.other),
            strengths: strengths(tallies.moments(number), &strength),
            tracks: track(pair.first)
                .zip(track(pair.other))
                .map(|(one, other)| curves(one, other, *lag, &over, measuring.unit)),
        }
    });
    Agreed {
        raters: asking.raters.clone(),
        about: about.clone(),
        choices,
        measuring,
        pairs: pairs.collect(),
        codebooks: codebooks_of(&sources, &chosen),
        stratum,
        report,
        tallies,
        length: end - MediaTime::ZERO,
    }
}

fn choice(stratum: &Stratum) -> Choice {
    let codings = stratum.recordings.iter().flat_map(|of| &of.codings);
    Choice {
        set: stratum.set.clone(),
        codes: stratum.codes.clone(),
        stretches: codings
            .clone()
            .flat_map(|coding| &coding.events)
            .any(|event| matches!(event.when, When::Span(_))),
        events: codings.map(|coding| coding.events.len()).sum(),
    }
}
