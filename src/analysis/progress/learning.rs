//! What somebody who learns made of one tape after the other, beside what its raters agreed on: moments and how many, tape by tape.
//!
//! A tape is as hard as it is, and its raters are who they are; so a number says how near this practice lies to that consensus, and
//! nothing of the person. It stands only where there are enough moments, beside the counts that it is made of. Nobody is compared
//! with anybody: everything here is of one learner.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};

use super::{FEWEST, Somebody};
use crate::{
    analysis::{
        agreement::length_of,
        matching::Tolerance,
        measures::{
            Undefined,
            bootstrap::{Interval, Plan, Progress, intervals},
            events::Matched,
            real,
        },
        places::{Groups, Kind, Moment, against},
        practice,
    },
    domain::{
        id::PersonId,
        mark::CodebookRef,
        person::{Person, Role},
        session::Session,
        time::{MediaDelta, MediaTime},
        training::{Consensus, consensus_of, practice_of, tape_of},
    },
};

/// From so many moments on there is a number.
pub const FEWEST_MOMENTS: usize = 10;

/// A moment in which a learner and the raters differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differing {
    /// What it is: never one that both saw alike.
    pub kind: Kind,
    /// Where it begins.
    pub at: MediaTime,
}

/// One learner's practice on one tape.
#[derive(Clone, Debug, PartialEq)]
pub struct Practised {
    /// Who.
    pub learner: Somebody,
    /// When they were done, else when they marked last.
    pub date: DateTime<FixedOffset>,
    /// When they were done is noted; else what was marked later is compared, too.
    pub done_noted: bool,
    /// What the tape is called; empty where it has no name.
    pub title: String,
    /// How many raters stand behind it.
    pub raters: usize,
    /// How far apart two marks of one moment may lie.
    pub tolerance: MediaDelta,
    /// With which codebook.
    pub codebook: CodebookRef,
    /// Both saw it and call it the same.
    pub shared: usize,
    /// Both saw it; the codes differ inside one group.
    pub otherwise: usize,
    /// Only the raters.
    pub missed: usize,
    /// Only the learner.
    pub extra: usize,
    /// Open places, which count for nothing: the raters differ there.
    pub open: usize,
    /// Where they differ, in the order of time; open places are none of them.
    pub differing: Vec<Differing>,
    /// How far F1 would move if other minutes like these had been watched: the middle 95 %.
    pub f1_interval: Result<Interval, Undefined>,
}

/// Why a tape does not stand beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Other {
    /// Another codebook, or another version of it.
    Codebook,
    /// Another distance within which two marks are one moment.
    Tolerance,
}

/// A tape in its place among the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Tape {
    /// Which of the case's sessions.
    pub session: usize,
    /// What was made of it.
    pub practised: Practised,
    /// Why it does not stand beside the others; `None` where it does.
    pub other: Option<Other>,
}

/// One learner's tapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Learner {
    /// Who, as they are called last.
    pub who: Somebody,
    /// Their tapes, in the order in which they practised.
    pub tapes: Vec<Tape>,
}

impl Practised {
    /// How many moments were to be compared.
    #[must_use]
    pub const fn moments(&self) -> usize {
        self.shared + self.otherwise + self.missed + self.extra
    }

    /// How far both saw the same moments and called them the same: F1, from 0 to 1; none below [`FEWEST_MOMENTS`].
    #[must_use]
    pub fn f1(&self) -> Option<f64> {
        self.measured(0.0)
    }

    /// The same with half the credit where the code differs inside one group.
    #[must_use]
    pub fn f1_with_part(&self) -> Option<f64> {
        self.measured(0.5)
    }

    /// What was seen under another name counts so much as hit, and for the rest as missed by one and extra of the other.
    fn measured(&self, credit: f64) -> Option<f64> {
        if self.moments() < FEWEST_MOMENTS {
            return None;
        }
        let part = real(self.otherwise);
        let rest = (1.0 - credit) * part;
        let matched = Matched {
            hits: credit.mul_add(part, real(self.shared)),
            missed: real(self.missed) + rest,
            extra: real(self.extra) + rest,
        };
        matched.f1().ok()
    }
}

impl Learner {
    fn has(&self, is: impl Fn(&Somebody) -> bool) -> bool {
        self.tapes.iter().any(|tape| is(&tape.practised.learner))
    }

    /// The tapes that stand beside each other and have a number.
    pub fn measured(&self) -> impl Iterator<Item = &Tape> {
        self.tapes
            .iter()
            .filter(|tape| tape.other.is_none() && tape.practised.f1().is_some())
    }

    /// Whether a line may be drawn through them.
    #[must_use]
    pub fn has_a_line(&self) -> bool {
        self.measured().count() >= FEWEST
    }
}

/// What each of those who learn made of this recording; nothing where no consensus was worked out, or it is not open here.
#[must_use]
pub fn practised(session: &Session, groups: &Groups) -> Vec<Practised> {
    let Some((_, _, consensus)) = consensus_of(session) else {
        return Vec::new();
    };
    if consensus.places.is_empty() {
        return Vec::new();
    }
    session
        .people()
        .iter()
        .filter(|person| person.role == Role::Trainee)
        .filter(|person| {
            let mut raters = consensus.raters.iter();
            raters.all(|rater| rater.person != person.id)
        })
        .filter_map(|person| one(session, person, consensus, groups))
        .collect()
}

fn one(
    session: &Session,
    person: &Person,
    consensus: &Consensus,
    groups: &Groups,
) -> Option<Practised> {
    let tape = tape_of(session);
    let noted = tape.and_then(|(_, entry, _)| practice_of(session, &person.id, entry.id));
    let done = match noted {
        // While they practise there is nothing to say.
        Some((_, practice)) => Some(practice.done?),
        None => None,
    };
    let marks = practice::marks(session, &person.id);
    let newest = marks.iter().map(|mark| mark.created).max();
    // Somebody who was done without a mark missed all; somebody who never began did not practise.
    let date = done.or(newest)?;
    let end = length_of(session);
    let consensus = practice::watched_part(session, &person.id, end, consensus);
    let tolerance = Tolerance::new(consensus.tolerance);
    let found = against(&marks, &consensus, tolerance, groups);
    let count = |kind: Kind| found.iter().filter(|moment| moment.kind == kind).count();
    let mut differing: Vec<Differing> = found
        .iter()
        .filter(|moment| !matches!(moment.kind, Kind::Shared | Kind::Open))
        .map(|moment| Differing {
            kind: moment.kind,
            at: moment.start(),
        })
        .collect();
    differing.sort_by_key(|one| (one.at, one.kind));
    Some(Practised {
        learner: super::facts::somebody(person),
        date,
        done_noted: done.is_some(),
        title: tape.map_or_else(String::new, |(_, _, tape)| tape.title.clone()),
        raters: consensus.raters.len(),
        tolerance: consensus.tolerance,
        codebook: consensus.codebook.clone(),
        shared: count(Kind::Shared),
        otherwise: count(Kind::Otherwise),
        missed: count(Kind::Missed),
        extra: count(Kind::Extra),
        open: count(Kind::Open),
        differing,
        f1_interval: interval(&found, end),
    })
}

/// Length of a block that is drawn.
const BLOCK: MediaDelta = MediaDelta::from_millis(60_000);

/// The block bootstrap of F1: the tape is cut into minutes, as many are drawn again and again. Always from the same seed.
fn interval(found: &[Moment], end: MediaTime) -> Result<Interval, Undefined> {
    let block = |at: MediaTime| {
        let minutes = (at - MediaTime::ZERO).as_millis() / BLOCK.as_millis();
        usize::try_from(minutes).unwrap_or(0)
    };
    let last = found.iter().map(Moment::start).max();
    // A tape that ends with a whole minute has no block after it.
    let of_length = (end - MediaTime::ZERO).as_millis() - 1;
    let of_length = block(MediaTime::from_millis(of_length.max(0)));
    let blocks = last.map_or(of_length, |last| of_length.max(block(last))) + 1;
    let mut counts = vec![[0_usize; 4]; blocks];
    for moment in found {
        let at = match moment.kind {
            Kind::Shared => 0,
            Kind::Otherwise => 1,
            Kind::Missed => 2,
            Kind::Extra => 3,
            Kind::Open => continue,
        };
        counts[block(moment.start())][at] += 1;
    }
    let measured = |drawn: &[usize]| {
        let sum = |at: usize| -> f64 {
            let times = counts.iter().zip(drawn);
            real(times.map(|(count, times)| count[at] * times).sum())
        };
        let (shared, otherwise) = (sum(0), sum(1));
        let matched = Matched {
            hits: shared,
            missed: sum(2) + otherwise,
            extra: sum(3) + otherwise,
        };
        vec![matched.f1()]
    };
    let drawn = intervals(blocks, Plan::default(), &Progress::default(), measured)?;
    drawn.into_iter().next().unwrap_or(Err(Undefined::Nothing))
}

/// Which of these somebody who learns is: known by id, else by a pseudonym that only one of them has.
#[must_use]
pub fn own_place(learners: &[Learner], person: &Person) -> Option<usize> {
    let by_id = learners
        .iter()
        .position(|one| one.has(|who| who.id == person.id));
    by_id.or_else(|| {
        let name = called(&person.name);
        let mut named = (0..).zip(learners);
        let mut named = named
            .by_ref()
            .filter(|(_, one)| one.has(|who| called(&who.name) == name));
        let (at, _) = named.next()?;
        named.next().is_none().then_some(at)
    })
}

/// A pseudonym, however it is written.
fn called(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whoever is who: the same id is the same person, and so is the same pseudonym, unless two people of one recording have it.
fn by_person(tapes: Vec<(usize, Practised)>) -> Vec<Vec<(usize, Practised)>> {
    let mut names: BTreeMap<(usize, String), BTreeSet<PersonId>> = BTreeMap::new();
    for (session, one) in &tapes {
        let name = called(&one.learner.name);
        let ids = names.entry((*session, name)).or_default();
        ids.insert(one.learner.id.clone());
    }
    let shared: BTreeSet<String> = names
        .into_iter()
        .filter(|(_, ids)| ids.len() > 1)
        .map(|((_, name), _)| name)
        .collect();
    let mut people: Vec<Vec<(usize, Practised)>> = Vec::new();
    for (session, one) in tapes {
        let name = called(&one.learner.name);
        let same = |known: &Practised| {
            known.learner.id == one.learner.id
                || (called(&known.learner.name) == name && !shared.contains(&name))
        };
        let of = people
            .iter_mut()
            .find(|tapes| tapes.iter().any(|(_, known)| same(known)));
        match of {
            Some(tapes) => tapes.push((session, one)),
            None => people.push(vec![(session, one)]),
        }
    }
    people
}

/// The learners of a case, each with their tapes in order. What most tapes were made with stands side by side.
pub(super) fn learners(tapes: Vec<(usize, Practised)>) -> Vec<Learner> {
    by_person(tapes)
        .into_iter()
        .filter_map(|mut tapes| {
            tapes.sort_by_key(|(session, one)| (one.date, *session));
            let who = tapes.last()?.1.learner.clone();
            let book = super::series::most(tapes.iter().map(|(_, one)| one.codebook.clone()));
            let of_book = tapes
                .iter()
                .filter(|(_, one)| Some(&one.codebook) == book.as_ref());
            let near = super::series::most(of_book.map(|(_, one)| one.tolerance));
            let tapes = tapes
                .into_iter()
                .map(|(session, practised)| {
                    let other = if Some(&practised.codebook) != book.as_ref() {
                        Some(Other::Codebook)
                    } else if Some(practised.tolerance) != near {
                        Some(Other::Tolerance)
                    } else {
                        None
                    };
                    Tape {
                        session,
                        practised,
                        other,
                    }
                })
                .collect();
            Some(Learner { who, tapes })
        })
        .collect()
}
