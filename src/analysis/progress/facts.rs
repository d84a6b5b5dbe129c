//! What is taken from one session.

use std::collections::{BTreeMap, BTreeSet};

use super::{About, Facts, Helped, Lost, Somebody, Talked, Views};
use crate::{
    analysis::{
        agreement::{Rater, length_of, watched_by},
        episodes::{Ending, episodes},
        measures::overlap,
    },
    domain::{
        entry::EntryKind,
        id::CodeId,
        mark::{About as Subject, Author, CodebookRef, Mark, Sureness, View, When},
        person::{Person, Role},
        session::Session,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};

/// How the codes of modes begin.
const MODE: &str = "mode.";
/// The client's own code for something that helped.
const HELPED: &str = "c.help";
/// How codes of what eases feeling begin, and what says that it did.
const REGULATION: (&str, &str) = ("reg.", "helped");

/// What is taken from a session. `file` and `case` say where it lies. Only what is in this record: pass what may be seen.
#[must_use]
pub fn facts(session: &Session, file: String, case: String) -> Facts {
    let info = session.info();
    let end = length_of(session);
    let people: Vec<Somebody> = session.people().iter().map(somebody).collect();
    let mut about_whom = Vec::new();
    let mut views = Vec::new();
    for author in session.people() {
        let marks: Vec<&Mark> = session
            .marks()
            .filter(|mark| mark.author == Author::One(author.id.clone()))
            .collect();
        let noted = session
            .set(&author.id)
            .is_some_and(|set| !set.watched.is_empty());
        if marks.is_empty() && !noted {
            continue;
        }
        let watched = watched_by(session, &Rater::Person(author.id.clone()), end);
        for subject in session.people() {
            about_whom.push(about(session, author, subject, &marks, &watched, noted));
        }
        views.extend(view(author, &marks));
    }
    Facts {
        file,
        case,
        date: info.started.unwrap_or(info.created),
        kind: info.kind,
        length: end - MediaTime::ZERO,
        people,
        about: about_whom,
        views,
        helped: helped(session),
        talked: talked(session),
        practised: Vec::new(),
    }
}

pub(super) fn somebody(person: &Person) -> Somebody {
    Somebody {
        id: person.id.clone(),
        name: person.name.clone(),
        role: person.role,
    }
}

fn about(
    session: &Session,
    author: &Person,
    subject: &Person,
    marks: &[&Mark],
    watched: &[MediaSpan],
    noted: bool,
) -> About {
    let whom = Subject::People(vec![subject.id.clone()]);
    let of_them: Vec<&&Mark> = marks.iter().filter(|mark| mark.about == whom).collect();
    let codebooks: BTreeSet<&CodebookRef> = of_them
        .iter()
        .filter(|mark| !mark.codes.is_empty())
        .map(|mark| &mark.codebook)
        .collect();
    let lost: Vec<Lost> = episodes(session, &author.id, &whom)
        .into_iter()
        .map(|episode| {
            let recovered_after = episode.time_to_recovery();
            let until = match episode.ending {
                Ending::Recovered(at) | Ending::ModeEnded(at) => at,
                Ending::Open => end_of_watching(watched, episode.onset),
            };
            Lost {
                onset: episode.onset,
                recovered_after,
                seen_for: recovered_after.unwrap_or_else(|| (until - episode.onset).magnitude()),
            }
        })
        .collect();
    let onsets: Vec<MediaTime> = lost.iter().map(|lost| lost.onset).collect();
    let signs = super::signs::signs(session, author, subject, marks, &onsets);
    let mut by_mode: BTreeMap<&CodeId, Vec<MediaSpan>> = BTreeMap::new();
    for mark in of_them {
        if let When::Span(span) = mark.when {
            for used in mark
                .codes
                .iter()
                .filter(|used| used.code.as_str().starts_with(MODE))
            {
                by_mode.entry(&used.code).or_default().push(span);
            }
        }
    }
    let within = |spans: &[MediaSpan]| {
        let seen = overlap::intersection(&overlap::union(spans), watched);
        MediaDelta::from_nanos(overlap::length(&seen))
    };
    let all: Vec<MediaSpan> = by_mode.values().flatten().copied().collect();
    About {
        author: somebody(author),
        subject: somebody(subject),
        codebooks: codebooks.into_iter().cloned().collect(),
        observed: MediaDelta::from_nanos(overlap::length(watched)),
        noted,
        lost,
        in_modes: within(&all),
        modes: by_mode
            .into_iter()
            .map(|(code, spans)| (code.clone(), within(&spans)))
            .collect(),
        signs,
    }
}

/// Until when it was watched from this moment on without a gap; the moment itself where it was not.
fn end_of_watching(watched: &[MediaSpan], from: MediaTime) -> MediaTime {
    watched
        .iter()
        .find(|span| span.start() <= from && from < span.end())
        .map_or(from, |span| span.end())
}

fn view(author: &Person, marks: &[&Mark]) -> Option<Views> {
    let other: Vec<&&Mark> = marks
        .iter()
        .filter(|mark| matches!(mark.view, View::OfOther | View::HowISeeThemSeeingMe))
        .collect();
    let of = |sureness| {
        other
            .iter()
            .filter(|mark| mark.sureness == Some(sureness))
            .count()
    };
    let own = marks.iter().filter(|mark| mark.view == View::Own).count();
    (own + other.len() > 0).then(|| Views {
        author: somebody(author),
        own,
        other: other.len(),
        guesses: of(Sureness::Guess),
        sure: of(Sureness::Sure),
    })
}

/// What people say of themselves that helped: clients, children, members of a group.
fn helped(session: &Session) -> Vec<Helped> {
    let own_words = |person: &Person| {
        matches!(
            person.role,
            Role::Client | Role::Child | Role::GroupMember | Role::Carer
        )
    };
    let mut found = Vec::new();
    for mark in session.marks_in_time() {
        let Author::One(id) = &mark.author else {
            continue;
        };
        let Some(by) = session.person(id).filter(|person| own_words(person)) else {
            continue;
        };
        let said = mark.codes.iter().find(|used| {
            let code = used.code.as_str();
            code == HELPED
                || (code.starts_with(REGULATION.0)
                    && used
                        .modifiers
                        .iter()
                        .any(|(_, value)| value == REGULATION.1))
        });
        found.extend(said.map(|used| Helped {
            by: somebody(by),
            mark: mark.id,
            at: mark.when.start(),
            code: used.code.clone(),
            words: mark.words.clone().unwrap_or_default(),
        }));
    }
    found
}

fn talked(session: &Session) -> Talked {
    let replies = session
        .marks()
        .filter(|mark| {
            let to = mark.reply_to().and_then(|to| session.mark(to));
            to.is_some_and(|to| to.author != mark.author)
        })
        .count();
    let together = session
        .marks()
        .filter(|mark| matches!(&mark.author, Author::Together(people) if people.len() > 1))
        .count();
    let answered = session
        .entries()
        .filter(|(_, entry)| {
            matches!(&entry.kind, EntryKind::Judgement(judgement) if judgement.verdict.is_some())
        })
        .count();
    Talked {
        replies,
        together,
        answered,
    }
}
