//! What else one author's marks and ratings show of one session: how strong it was at most, before which episodes something that set
//! it off was named, and where the bond between them was strained and mended. Each only where somebody looked for it; where nothing
//! stands, that is no nought.

use crate::{
    analysis::{
        agreement::{Subject, usual_track},
        insight::BEFORE,
    },
    domain::{
        mark::{About as Whom, Mark},
        person::{Person, Role},
        session::Session,
        time::{MediaDelta, MediaSpan, MediaTime},
        track::Lag,
    },
};

/// How the codes of what sets something off begin.
const TRIGGER: &str = "tr.";
/// How the codes of what goes on between people begin, and the two that are counted.
const BETWEEN: &str = "dyn.";
const RUPTURE: &str = "dyn.rupture";
const REPAIR: &str = "dyn.repair";
/// From this share of a recording on a rating says how strong it was at most.
const RATED: f64 = 0.5;

/// The highest value of a rating along the recording, of its last time through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Highest {
    /// The value, 0 to 10.
    pub value: u8,
    /// Where it was given first.
    pub at: MediaTime,
    /// How much was rated.
    pub rated: MediaDelta,
}

/// Ruptures, as one author marked them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ruptures {
    /// Where each begins, and whether a repair was marked after it, before the next.
    pub each: Vec<(MediaTime, bool)>,
}

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// How strong it was at most; none where nobody rated, also where the rating is of a small part only.
    pub highest: Option<Highest>,
    /// Onsets before which a trigger was named, of the episodes; none where the author named no trigger anywhere.
    pub triggered: Option<Vec<MediaTime>>,
    /// Ruptures; none where the author marked nothing that goes on between people.
    pub ruptures: Option<Ruptures>,
}

impl Highest {
    /// Whether so much was rated that it can stand beside other sessions.
    #[must_use]
    pub fn is_of_most(&self, length: MediaDelta) -> bool {
        super::share(self.rated, length).is_some_and(|share| share >= RATED)
    }
}

impl Ruptures {
    /// After how many a repair was marked.
    #[must_use]
    pub fn repaired(&self) -> usize {
        self.each.iter().filter(|(_, repaired)| *repaired).count()
    }
}

/// `marks` are the author's, `onsets` those of the episodes of the subject.
pub(super) fn signs(
    session: &Session,
    author: &Person,
    subject: &Person,
    marks: &[&Mark],
    onsets: &[MediaTime],
) -> Signs {
    let whom = Whom::People(vec![subject.id.clone()]);
    let of_them: Vec<&Mark> = marks
        .iter()
        .copied()
        .filter(|mark| mark.about == whom)
        .collect();
    let between: Vec<&Mark> = marks
        .iter()
        .copied()
        .filter(|mark| {
            mark.about == whom || (mark.about == Whom::Us && is_the_one(session, subject))
        })
        .collect();
    Signs {
        highest: highest(session, author, subject),
        triggered: triggered(&of_them, onsets),
        ruptures: ruptures(&between),
    }
}

fn has(mark: &Mark, prefix: &str) -> bool {
    let mut codes = mark.codes.iter();
    codes.any(|used| used.code.as_str().starts_with(prefix))
}

/// What is about *us* is about the one who came for help, where there is only one.
fn is_the_one(session: &Session, subject: &Person) -> bool {
    let came = |person: &&Person| {
        matches!(
            person.role,
            Role::Client | Role::Child | Role::Carer | Role::GroupMember
        )
    };
    let mut all = session.people().iter().filter(came);
    all.next().map(|person| &person.id) == Some(&subject.id) && all.next().is_none()
}

fn highest(session: &Session, author: &Person, subject: &Person) -> Option<Highest> {
    let of = Subject::Person(subject.id.clone());
    let track = usual_track(session, &author.id, &of)?;
    let samples = || {
        let stretches = track.stretches.iter();
        stretches.flat_map(|stretch| &stretch.samples)
    };
    let value = samples().map(|(_, value)| *value).max()?;
    let at = samples().find(|(_, own)| *own == value)?.0;
    let rated: i64 = track
        .read(Lag::NONE)
        .map(|(span, _)| span.length().as_nanos())
        .sum();
    Some(Highest {
        value: value.get(),
        at,
        rated: MediaDelta::from_nanos(rated),
    })
}

fn triggered(marks: &[&Mark], onsets: &[MediaTime]) -> Option<Vec<MediaTime>> {
    let named: Vec<&&Mark> = marks.iter().filter(|mark| has(mark, TRIGGER)).collect();
    if named.is_empty() || onsets.is_empty() {
        return None;
    }
    let before = |onset: &&MediaTime| {
        let span = MediaSpan::between((**onset - BEFORE).clamp_to_start(), **onset);
        named.iter().any(|mark| mark.when.touches(span))
    };
    Some(onsets.iter().filter(before).copied().collect())
}

fn ruptures(marks: &[&Mark]) -> Option<Ruptures> {
    if !marks.iter().any(|mark| has(mark, BETWEEN)) {
        return None;
    }
    let mut ordered: Vec<&&Mark> = marks
        .iter()
        .filter(|mark| has(mark, RUPTURE) || has(mark, REPAIR))
        .collect();
    ordered.sort_by_key(|mark| (mark.when.start(), mark.id));
    let mut each: Vec<(MediaTime, bool)> = Vec::new();
    for mark in ordered {
        if has(mark, RUPTURE) {
            each.push((mark.when.start(), false));
        } else if let Some(last) = each.last_mut() {
            last.1 = true;
        }
    }
    Some(Ruptures { each })
}
