//! From a record to what can be measured: whose marks, about whom, of which codes, over which stretches.
//!
//! Everything is measured within a [`Stratum`]: one subject, and one exclusive set of codes (or codes that were named). A mark counts
//! as one *event* for each of its codes of the set. Stretches are measured over what all (or both) have watched; who has nothing noted
//! as watched counts as having watched the whole recording. Moments have no length and stay out of measures of time.

mod apart;
mod curve;
mod rated;
mod report;
mod tally;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use apart::FarApart;
pub use curve::{At, curve};
pub use rated::{Curves, Strengths, curves, strengths, usual_track};
pub use report::{Each, OfCode, Pair, Report};
pub use tally::{Met, Tallies, tally};

use super::{compare::compared, matching::Tolerance, measures::overlap};
use crate::domain::{
    id::{CodeId, MarkId, PersonId},
    mark::{About, Audience, Author, CodebookRef, Link, Mark, Placed, When},
    session::Session,
    time::{MediaDelta, MediaSpan, MediaTime},
    training::consensus_of,
};

/// Whose mind marks are about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One person's.
    Person(PersonId),
    /// What goes on between them.
    Us,
    /// The group as a whole.
    Group,
}

impl Subject {
    /// Whom a mark is about.
    #[must_use]
    pub fn of(mark: &Mark) -> Vec<Self> {
        match &mark.about {
            About::People(people) => {
                let people: BTreeSet<&PersonId> = people.iter().collect();
                people.into_iter().cloned().map(Self::Person).collect()
            }
            About::Us => vec![Self::Us],
            About::Group => vec![Self::Group],
        }
    }
}

/// Whose marks are compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rater {
    /// What one person marked alone.
    Person(PersonId),
    /// What several agreed on: the settled places of a consensus, or the joint marks where none was worked out.
    Consensus,
}

/// The marks of a rater that can be compared, in the order of time: those that everyone may read, without replies and second
/// versions.
#[must_use]
pub fn marks_of(session: &Session, rater: &Rater) -> Vec<Arc<Mark>> {
    match rater {
        Rater::Person(person) => compared(session, person),
        Rater::Consensus => {
            if let Some((keeper, entry, consensus)) = consensus_of(session) {
                return consensus.marks(keeper, entry);
            }
            let again = |link: &Link| matches!(link, Link::ReplyTo(_) | Link::ConflictOf(_));
            let sets = session.sets().values();
            let mut marks: Vec<Arc<Mark>> = sets
                .flat_map(|set| set.marks.values())
                .filter(|mark| {
                    matches!(mark.author, Author::Together(_))
                        && mark.audience == Audience::Everyone
                        && !mark.links.iter().any(again)
                })
                .cloned()
                .collect();
            marks.sort_unstable_by_key(|mark| (mark.when.start(), mark.when.end(), mark.id));
            marks
        }
    }
}

/// What a rater watched, in the order of time; everything up to `end` where nothing was noted.
#[must_use]
pub fn watched_by(session: &Session, rater: &Rater, end: MediaTime) -> Vec<MediaSpan> {
    let noted = match rater {
        Rater::Person(person) => session.set(person).map(|set| set.watched.as_slice()),
        Rater::Consensus => None,
    };
    let whole = [MediaSpan::between(MediaTime::ZERO, end)];
    let spans: Vec<MediaSpan> = noted
        .unwrap_or_default()
        .iter()
        .map(|range| range.span)
        .collect();
    let spans = overlap::union(&spans);
    if spans.is_empty() {
        overlap::union(&whole)
    } else {
        overlap::intersection(&spans, &whole)
    }
}

/// How long the session's recordings are: as stored, or up to the last mark where that is not known.
#[must_use]
pub fn length_of(session: &Session) -> MediaTime {
    let stored = session
        .parts()
        .map(|part| part.duration.as_nanos())
        .fold(0, i64::saturating_add);
    if stored > 0 {
        return MediaTime::from_nanos(stored);
    }
    let ends = session.marks().map(|mark| mark.when.end());
    ends.max().unwrap_or(MediaTime::ZERO).clamp_to_start()
}

/// One use of a code by one rater.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    /// Which mark.
    pub mark: MarkId,
    /// Where.
    pub when: When,
    /// Which code of the stratum.
    pub code: usize,
}

/// What one rater made of one recording, within a stratum.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coding {
    /// Their events, in the order of time.
    pub events: Vec<Event>,
    /// What they watched: in the order of time, without overlaps.
    pub watched: Vec<MediaSpan>,
}

/// One recording as each rater coded it, in the same order everywhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    /// One for each rater.
    pub codings: Vec<Coding>,
}

/// What is compared within itself only.
#[derive(Clone, Debug, PartialEq)]
pub struct Stratum {
    /// About whom.
    pub subject: Subject,
    /// Name of the set of codes.
    pub set: String,
    /// Its codes, in order.
    pub codes: Vec<String>,
    /// One for each recording.
    pub recordings: Vec<Recording>,
}

/// How it is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measuring {
    /// How far apart two marks may lie.
    pub tolerance: Tolerance,
    /// How long a time unit is.
    pub unit: MediaDelta,
}

/// Length of the blocks that are drawn for intervals.
pub const BLOCK: MediaDelta = MediaDelta::from_millis(60_000);

/// One recording and whose marks of it are compared.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its record.
    pub session: &'a Session,
    /// How long it is.
    pub end: MediaTime,
    /// Whose marks, in the same order everywhere.
    pub raters: &'a [Rater],
}

/// The tolerance to begin with (decision 19): that of live marks as soon as one of them was made while the recording played.
#[must_use]
pub fn usual_tolerance(sources: &[Source<'_>]) -> Tolerance {
    let live = sources.iter().any(|source| {
        let marks = source
            .raters
            .iter()
            .flat_map(|rater| marks_of(source.session, rater));
        marks
            .into_iter()
            .any(|mark| matches!(mark.placed, Placed::Live { .. }))
    });
    if live {
        Tolerance::LIVE
    } else {
        Tolerance::PAUSED
    }
}

/// The versions of codebooks with which marks of these sets of codes were made.
#[must_use]
pub fn codebooks_of(
    sources: &[Source<'_>],
    set_of: &dyn Fn(&CodeId) -> Option<String>,
) -> BTreeSet<CodebookRef> {
    let mut found = BTreeSet::new();
    for source in sources {
        for rater in source.raters {
            for mark in marks_of(source.session, rater) {
                if mark.codes.iter().any(|used| set_of(&used.code).is_some()) {
                    found.insert(mark.codebook.clone());
                }
            }
        }
    }
    found
}

/// Everything that can be compared, by subject and set of codes. `set_of` names the set of a code, or leaves it out; `wanted` says
/// which subjects are looked at.
#[must_use]
pub fn strata(
    sources: &[Source<'_>],
    wanted: &dyn Fn(&Session, &Subject) -> bool,
    set_of: &dyn Fn(&CodeId) -> Option<String>,
) -> Vec<Stratum> {
    type Found = BTreeMap<(Subject, String), BTreeMap<(usize, usize), Vec<(String, Event)>>>;
    let mut found = Found::new();
    for (at, source) in sources.iter().enumerate() {
        for (who, rater) in source.raters.iter().enumerate() {
            for mark in marks_of(source.session, rater) {
                for subject in Subject::of(&mark) {
                    if !wanted(source.session, &subject) {
                        continue;
                    }
                    let mut seen = BTreeSet::new();
                    for used in mark.codes.iter().filter(|used| seen.insert(&used.code)) {
                        let Some(set) = set_of(&used.code) else {
                            continue;
                        };
                        let event = Event {
                            mark: mark.id,
                            when: mark.when,
                            code: 0,
                        };
                        found
                            .entry((subject.clone(), set))
                            .or_default()
                            .entry((at, who))
                            .or_default()
                            .push((used.code.to_string(), event));
                    }
                }
            }
        }
    }
    let stratum = |((subject, set), events): ((Subject, String), BTreeMap<_, Vec<_>>)| {
        let codes: BTreeSet<String> = events
            .values()
            .flatten()
            .map(|(code, _): &(String, Event)| code.clone())
            .collect();
        let codes: Vec<String> = codes.into_iter().collect();
        let recordings = sources
            .iter()
            .enumerate()
            .map(|(at, source)| {
                let coding = |(who, rater): (usize, &Rater)| Coding {
                    events: events
                        .get(&(at, who))
                        .into_iter()
                        .flatten()
                        .map(|(code, event)| Event {
                            code: codes.binary_search(code).unwrap_or(0),
                            ..*event
                        })
                        .collect(),
                    watched: watched_by(source.session, rater, source.end),
                };
                Recording {
                    codings: source.raters.iter().enumerate().map(coding).collect(),
                }
            })
            .collect();
        Stratum {
            subject,
            set,
            codes,
            recordings,
        }
    };
    found.into_iter().map(stratum).collect()
}
