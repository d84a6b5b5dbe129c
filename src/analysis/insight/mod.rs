//! What one person's marks about one subject show of one recording: episodes, modes, balance, strength, what came before and after.
//!
//! Everything here describes marks that somebody made with a codebook over what they watched, never the person whom they are about:
//! each picture carries whose marks it is made of, and each part of it the moments that it stands for. Self-report and observation
//! are never put together: one author at a time. Nothing is a score.

mod before;
mod dimensions;
mod followed;
mod found;
mod modes;
mod strength;

use std::collections::BTreeSet;

pub use before::{BEFORE, Before, Cell, Triggers};
pub use dimensions::{Balance, Dimension, LEAST, Pole};
pub use followed::{AFTER, ENOUGH, Followed, Intervention, Once, Outcome, What};
pub use found::{Episodes, Spell};
pub use modes::{Mode, Modes};
pub use strength::{Curve, Level, Strengths};

use super::{
    agreement::{Rater, Subject, watched_by},
    measures::overlap,
};
use crate::domain::{
    id::{CodeId, MarkId},
    mark::{CodebookRef, Link, Mark, When},
    session::Session,
    time::{MediaDelta, MediaSpan, MediaTime},
    track::Lag,
};

/// What is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Whose marks.
    pub by: Rater,
    /// About whom.
    pub about: Subject,
    /// How long the recording is.
    pub end: MediaTime,
    /// How much earlier a rating is read than it was given.
    pub lag: Lag,
}

/// What stands behind a bar or a point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// Where; an instant is as long as nothing.
    pub span: MediaSpan,
    /// Which mark, where one stands there.
    pub mark: Option<MarkId>,
    /// Which of its codes is meant.
    pub code: Option<CodeId>,
}

impl Moment {
    fn of(mark: &Mark, code: Option<&CodeId>) -> Self {
        Self {
            span: MediaSpan::between(mark.when.start(), mark.when.end()),
            mark: Some(mark.id),
            code: code.cloned(),
        }
    }
}

/// What everything rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Whose marks.
    pub by: Rater,
    /// About whom.
    pub about: Subject,
    /// The versions of codebooks with which they were made.
    pub codebooks: BTreeSet<CodebookRef>,
    /// How much of the recording they watched; all of it where nothing was noted.
    pub watched: MediaDelta,
    /// Whether it was noted what they watched.
    pub noted: bool,
    /// How long the recording is.
    pub length: MediaDelta,
    /// How many marks about the subject there are.
    pub marks: usize,
}

/// Everything that is shown of one recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Insight {
    /// What it rests on.
    pub basis: Basis,
    /// Where it got hard to think, and until when.
    pub episodes: Episodes,
    /// How long each mode went on.
    pub modes: Modes,
    /// Between the poles of each dimension.
    pub balance: Balance,
    /// How strong it was.
    pub strength: Strengths,
    /// What came before each onset.
    pub triggers: Triggers,
    /// What came after interventions.
    pub followed: Followed,
}

/// The marks that everything is made of.
struct Material<'a> {
    session: &'a Session,
    asked: &'a Asked,
    /// Of the author, about anybody, in the order of time.
    all: Vec<&'a Mark>,
    /// Those about the subject.
    about: Vec<&'a Mark>,
    /// What they watched, in the order of time and without overlaps.
    watched: Vec<MediaSpan>,
}

impl Material<'_> {
    fn watched_length(&self) -> MediaDelta {
        MediaDelta::from_nanos(overlap::length(&self.watched))
    }

    /// How long these stretches together are, within what was watched.
    fn time(&self, spans: &[MediaSpan]) -> MediaDelta {
        let within = overlap::intersection(&overlap::union(spans), &self.watched);
        MediaDelta::from_nanos(overlap::length(&within))
    }
}

/// Works everything out. A few milliseconds for thousands of marks.
#[must_use]
pub fn insight(session: &Session, asked: &Asked) -> Insight {
    let all = marks_by(session, &asked.by);
    let concerns = |mark: &&Mark| Subject::of(mark).contains(&asked.about);
    let noted = match &asked.by {
        Rater::Person(person) => session
            .set(person)
            .is_some_and(|set| !set.watched.is_empty()),
        Rater::Consensus => false,
    };
    let material = Material {
        session,
        asked,
        about: all.iter().copied().filter(concerns).collect(),
        all,
        watched: watched_by(session, &asked.by, asked.end),
    };
    let episodes = found::episodes(&material);
    Insight {
        basis: Basis {
            by: asked.by.clone(),
            about: asked.about.clone(),
            codebooks: material
                .about
                .iter()
                .map(|mark| mark.codebook.clone())
                .collect(),
            watched: material.watched_length(),
            noted,
            length: asked.end - MediaTime::ZERO,
            marks: material.about.len(),
        },
        modes: modes::modes(&material),
        balance: dimensions::balance(&material),
        strength: strength::strengths(&material, &episodes),
        triggers: before::triggers(&material, &episodes),
        followed: followed::followed(&material),
        episodes,
    }
}

/// Whose marks there are, of which something can be seen: people in the order of the session, joint marks last.
#[must_use]
pub fn authors(session: &Session) -> Vec<Rater> {
    let people = session.people().iter();
    people
        .map(|person| Rater::Person(person.id.clone()))
        .chain([Rater::Consensus])
        .filter(|rater| !marks_by(session, rater).is_empty())
        .collect()
}

/// About whom somebody marked.
#[must_use]
pub fn subjects(session: &Session, by: &Rater) -> Vec<Subject> {
    let marks = marks_by(session, by);
    let found: BTreeSet<Subject> = marks.iter().flat_map(|mark| Subject::of(mark)).collect();
    found.into_iter().collect()
}

/// The marks of an author, in the order of time: without replies, and without second versions of one mark.
fn marks_by<'a>(session: &'a Session, by: &Rater) -> Vec<&'a Mark> {
    use crate::domain::mark::Author;
    let again = |link: &Link| matches!(link, Link::ReplyTo(_) | Link::ConflictOf(_));
    let mut marks: Vec<&Mark> = session
        .marks()
        .filter(|mark| match (by, &mark.author) {
            (Rater::Person(person), Author::One(author)) => person == author,
            (Rater::Consensus, Author::Together(_)) => true,
            _ => false,
        })
        .filter(|mark| !mark.links.iter().any(again))
        .collect();
    marks.sort_unstable_by_key(|mark| (mark.when.start(), mark.when.end(), mark.id));
    marks
}

/// The first code of a mark that begins so.
fn code_of<'a>(mark: &'a Mark, prefix: &str) -> Option<&'a CodeId> {
    let mut codes = mark.codes.iter().map(|used| &used.code);
    codes.find(|code| code.as_str().starts_with(prefix))
}

/// The stretch of a mark that has one; what has not ended yet goes on to the end of the recording.
fn stretch(mark: &Mark, end: MediaTime) -> Option<MediaSpan> {
    match mark.when {
        When::Point(_) => None,
        When::Span(span) => Some(span),
        When::Open(start) => Some(MediaSpan::between(start, end.max(start))),
    }
}

/// A share of a time, from 0 to 1; none of no time.
#[must_use]
pub fn share(part: MediaDelta, whole: MediaDelta) -> Option<f64> {
    (whole > MediaDelta::ZERO).then(|| seconds(part) / seconds(whole))
}

/// A length in seconds, for drawing and for rates.
#[must_use]
pub fn seconds(length: MediaDelta) -> f64 {
    (MediaTime::ZERO + length).seconds_for_drawing()
}
