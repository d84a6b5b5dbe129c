//! Sessions beside each other: by case, by author, by person.

use std::collections::BTreeMap;

use super::{
    About, Apart, FEWEST, Facts, Helped, Lost, Somebody, Talked, Views, WATCHED,
    learning::{self, Learner, Practised},
};
use crate::{
    analysis::measures::survival::{self, Curve, Seen},
    domain::{mark::CodebookRef, session::SessionKind, time::MediaDelta},
};

/// One session of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// Which of the case's sessions.
    pub session: usize,
    /// What was marked.
    pub about: About,
    /// Why it does not stand beside the others; `None` where it does.
    pub apart: Option<Apart>,
}

/// Time to recovery over the comparable sessions of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// Every stretch, with the session it is of, in time.
    pub lost: Vec<(usize, Lost)>,
    /// How many of them recovered.
    pub recovered: usize,
    /// The curve, from ten on; those that are open are in it for as long as they were seen.
    pub curve: Option<Curve>,
}

/// What one author marked about one person, session by session.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Whose marks, as they are called last.
    pub author: Somebody,
    /// About whom, as they are called last.
    pub subject: Somebody,
    /// The sessions, the earliest first.
    pub sessions: Vec<Standing>,
    /// How many of them are comparable.
    pub comparable: usize,
    /// Time to recovery in those.
    pub together: Together,
}

impl Series {
    /// Whether a line may be drawn through the comparable ones.
    #[must_use]
    pub const fn has_a_line(&self) -> bool {
        self.comparable >= FEWEST
    }

    /// The comparable sessions, the earliest first.
    pub fn side_by_side(&self) -> impl Iterator<Item = &Standing> {
        self.sessions.iter().filter(|one| one.apart.is_none())
    }
}

/// The sessions of one folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The folder, from the one that was asked for on; empty for that one itself.
    pub name: String,
    /// Its sessions, the earliest first, without what the series hold.
    pub sessions: Vec<Session>,
    /// What each author marked about each person, where there is something to show.
    pub series: Vec<Series>,
    /// What each of those who learn made of its tapes. Of one at a time, for them and whoever teaches them.
    pub learners: Vec<Learner>,
}

/// A session of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Its file, from the folder on.
    pub file: String,
    /// When it was recorded.
    pub date: chrono::DateTime<chrono::FixedOffset>,
    /// What kind of recording.
    pub kind: SessionKind,
    /// How long it is.
    pub length: MediaDelta,
    /// From which side each marked.
    pub views: Vec<Views>,
    /// What helped, as people say of themselves.
    pub helped: Vec<Helped>,
    /// How they talked about differences.
    pub talked: Talked,
}

/// Puts sessions beside each other, case by case.
#[must_use]
pub fn progress(facts: Vec<Facts>) -> Vec<Case> {
    let mut cases: BTreeMap<String, Vec<Facts>> = BTreeMap::new();
    for one in facts {
        cases.entry(one.case.clone()).or_default().push(one);
    }
    cases
        .into_iter()
        .map(|(name, mut sessions)| {
            sessions.sort_by(|a, b| (a.date, &a.file).cmp(&(b.date, &b.file)));
            case(name, sessions)
        })
        .collect()
}

/// Who is who in a case.
#[derive(Default)]
struct People(Vec<Somebody>);

impl People {
    /// The number of somebody: known by id, or else by role and pseudonym.
    fn number(&mut self, who: &Somebody) -> usize {
        let name = who.name.to_lowercase();
        let known = self.0.iter().position(|one| one.id == who.id);
        let known = known.or_else(|| {
            self.0
                .iter()
                .position(|one| one.role == who.role && one.name.to_lowercase() == name)
        });
        known.unwrap_or_else(|| {
            self.0.push(who.clone());
            self.0.len() - 1
        })
    }
}

fn case(name: String, facts: Vec<Facts>) -> Case {
    let mut people = People::default();
    let mut pairs: BTreeMap<(usize, usize), Vec<Standing>> = BTreeMap::new();
    let mut tapes: Vec<(usize, Practised)> = Vec::new();
    let mut sessions = Vec::with_capacity(facts.len());
    for (at, one) in facts.into_iter().enumerate() {
        for about in one.about {
            let pair = (people.number(&about.author), people.number(&about.subject));
            pairs.entry(pair).or_default().push(Standing {
                session: at,
                about,
                apart: None,
            });
        }
        tapes.extend(one.practised.into_iter().map(|practised| (at, practised)));
        sessions.push(Session {
            file: one.file,
            date: one.date,
            kind: one.kind,
            length: one.length,
            views: one.views,
            helped: one.helped,
            talked: one.talked,
        });
    }
    let series = pairs
        .into_values()
        .filter(|standing| {
            standing
                .iter()
                .any(|one| !one.about.lost.is_empty() || !one.about.modes.is_empty())
        })
        .filter_map(|standing| series(standing, &sessions))
        .collect();
    Case {
        name,
        sessions,
        series,
        learners: learning::learners(tapes),
    }
}

fn series(mut standing: Vec<Standing>, sessions: &[Session]) -> Option<Series> {
    let newest = standing.last()?;
    let (author, subject) = (newest.about.author.clone(), newest.about.subject.clone());
    let kind = most(standing.iter().map(|one| sessions[one.session].kind))?;
    let of_kind = |one: &&Standing| sessions[one.session].kind == kind;
    let books: Option<Vec<CodebookRef>> = most(
        standing
            .iter()
            .filter(of_kind)
            // Where nothing was marked, nothing says with which codebook.
            .filter(|one| !one.about.codebooks.is_empty())
            .map(|one| one.about.codebooks.clone()),
    );
    for one in &mut standing {
        let session = &sessions[one.session];
        let same_books =
            one.about.codebooks.is_empty() || Some(&one.about.codebooks) == books.as_ref();
        one.apart = if session.kind != kind {
            Some(Apart::Kind)
        } else if !same_books {
            Some(Apart::Codebook)
        } else {
            match one.about.coverage(session.length) {
                None => Some(Apart::Length),
                Some(watched) if watched < WATCHED => Some(Apart::Watched),
                Some(_) => None,
            }
        };
    }
    let side_by_side = || standing.iter().filter(|one| one.apart.is_none());
    let lost: Vec<(usize, Lost)> = side_by_side()
        .flat_map(|one| one.about.lost.iter().map(|lost| (one.session, *lost)))
        .collect();
    let seen: Vec<Seen> = lost
        .iter()
        .map(|(_, lost)| Seen {
            lasted: lost.seen_for,
            ended: lost.recovered_after.is_some(),
        })
        .collect();
    let together = Together {
        recovered: seen.iter().filter(|one| one.ended).count(),
        curve: survival::kaplan_meier(&seen),
        lost,
    };
    Some(Series {
        author,
        subject,
        comparable: side_by_side().count(),
        sessions: standing,
        together,
    })
}

/// What is there most often; of several, what is there last.
pub(super) fn most<T: PartialEq + Clone>(values: impl Iterator<Item = T>) -> Option<T> {
    let mut counted: Vec<(T, usize)> = Vec::new();
    for value in values {
        match counted.iter().position(|(known, _)| *known == value) {
            Some(at) => {
                let (known, count) = counted.remove(at);
                counted.push((known, count + 1));
            }
            None => counted.push((value, 1)),
        }
    }
    counted
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(value, _)| value)
}
