//! What followed what: in the minute after each intervention, what was marked about the subject. Order, not cause.
//!
//! Beside each count stands the base rate: how often the same begins within a minute of *any* moment that was watched. Only moments
//! whose next minute was watched as a whole are counted, of interventions and for the base rate alike.

use std::collections::BTreeMap;

use super::{Material, Moment, code_of, share};
use crate::{
    analysis::{
        episodes::{MODE, ONSET, RECOVERY},
        measures::overlap,
    },
    domain::{
        id::CodeId,
        mark::Mark,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};

/// So much after an intervention is looked at.
pub const AFTER: MediaDelta = MediaDelta::from_millis(60_000);

/// From so many on, shares say something; below, each is told as it was.
pub const ENOUGH: usize = 5;

/// Codes of the therapist's own lapses and of what was not done: none of them is an intervention.
const LAPSES: [&str; 4] = ["tx.missed", "tx.too_much", "tx.mind_read", "tx.drawn_in"];

/// What may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// Good mentalizing was marked.
    Mentalizing,
    /// It came back.
    Recovery,
    /// It got hard to think, or a mode began.
    Harder,
    /// None of these.
    Nothing,
}

impl What {
    /// All of them, what went well first.
    pub const ALL: [Self; 4] = [
        Self::Mentalizing,
        Self::Recovery,
        Self::Harder,
        Self::Nothing,
    ];

    fn code(self, mark: &Mark) -> Option<&CodeId> {
        match self {
            Self::Mentalizing => code_of(mark, "mz."),
            Self::Recovery => code_of(mark, RECOVERY),
            Self::Harder => code_of(mark, ONSET).or_else(|| code_of(mark, MODE)),
            Self::Nothing => None,
        }
    }
}

/// How often one thing followed.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What.
    pub what: What,
    /// After how many of the interventions.
    pub count: usize,
    /// The same after any moment: a share from 0 to 1; none where no whole minute was watched.
    pub base: Option<f64>,
    /// The intervention and what followed, in turn.
    pub moments: Vec<Moment>,
}

/// One time that something was done, and what followed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// What was done.
    pub done: Moment,
    /// What followed, each the first time, in the order of [`What::ALL`]; nothing where none of them did.
    pub then: Vec<(What, Moment)>,
}

/// One intervention.
#[derive(Clone, Debug, PartialEq)]
pub struct Intervention {
    /// Which; `None` for all of them together.
    pub code: Option<CodeId>,
    /// How many of them have a whole minute after them that was watched.
    pub count: usize,
    /// How many have not; these are left out.
    pub cut_short: usize,
    /// What followed them, in the order of [`What::ALL`]. Several things may follow one.
    pub outcomes: Vec<Outcome>,
    /// Each of them, in the order of time.
    pub each: Vec<Once>,
}

impl Intervention {
    /// Whether there are too few of them for shares: one of one would look like always.
    #[must_use]
    pub const fn few(&self) -> bool {
        self.count < ENOUGH
    }
}

/// All of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// All together first, then each code, the most frequent first.
    pub each: Vec<Intervention>,
}

pub(super) fn followed(material: &Material<'_>) -> Followed {
    let mut uses: BTreeMap<Option<CodeId>, Vec<&Mark>> = BTreeMap::new();
    for mark in &material.all {
        let mut codes =
            mark.codes.iter().map(|used| &used.code).filter(|code| {
                code.as_str().starts_with("tx.") && !LAPSES.contains(&code.as_str())
            });
        let Some(first) = codes.next() else { continue };
        uses.entry(None).or_default().push(mark);
        for code in std::iter::once(first).chain(codes) {
            uses.entry(Some(code.clone())).or_default().push(mark);
        }
    }
    let base = Base::of(material);
    let mut each: Vec<Intervention> = uses
        .into_iter()
        .map(|(code, marks)| of(material, &base, code, &marks))
        .collect();
    each.sort_by(|one, other| {
        let key = |of: &Intervention| (of.code.is_some(), usize::MAX - of.count);
        key(one).cmp(&key(other)).then(one.code.cmp(&other.code))
    });
    Followed { each }
}

/// What holds after any moment.
struct Base {
    /// Every moment whose next minute was watched as a whole.
    eligible: Vec<MediaSpan>,
    rates: BTreeMap<What, Option<f64>>,
}

impl Base {
    fn of(material: &Material<'_>) -> Self {
        let eligible: Vec<MediaSpan> = material
            .watched
            .iter()
            .filter(|span| span.length() >= AFTER)
            .map(|span| MediaSpan::between(span.start(), span.end() - AFTER))
            .collect();
        let whole = MediaDelta::from_nanos(overlap::length(&eligible));
        let mut any: Vec<MediaSpan> = Vec::new();
        let mut rates = BTreeMap::new();
        for what in What::ALL {
            let starts = material
                .about
                .iter()
                .filter(|mark| what.code(mark).is_some());
            let preceding: Vec<MediaSpan> = starts
                .map(|mark| {
                    let at = mark.when.start();
                    MediaSpan::between((at - AFTER).clamp_to_start(), at)
                })
                .collect();
            any.extend(&preceding);
            let covered = |spans: &[MediaSpan]| {
                let within = overlap::intersection(&overlap::union(spans), &eligible);
                share(MediaDelta::from_nanos(overlap::length(&within)), whole)
            };
            let rate = match what {
                What::Nothing => covered(&any).map(|something| 1.0 - something),
                _ => covered(&preceding),
            };
            rates.insert(what, rate);
        }
        Self { eligible, rates }
    }

    fn holds(&self, at: MediaTime) -> bool {
        let next = self.eligible.partition_point(|span| span.end() < at);
        self.eligible
            .get(next)
            .is_some_and(|span| span.start() <= at)
    }
}

fn of(material: &Material<'_>, base: &Base, code: Option<CodeId>, marks: &[&Mark]) -> Intervention {
    let mut outcomes: Vec<Outcome> = What::ALL
        .into_iter()
        .map(|what| Outcome {
            what,
            count: 0,
            base: base.rates.get(&what).copied().flatten(),
            moments: Vec::new(),
        })
        .collect();
    let mut each = Vec::new();
    for mark in marks {
        // What is done over a while is followed by what begins while it is done, too.
        let at = mark.when.start();
        if !base.holds(at) {
            continue;
        }
        let next = MediaSpan::between(at, at + AFTER);
        let from = material
            .about
            .partition_point(|other| other.when.start() <= at);
        let after: Vec<&Mark> = material.about[from..]
            .iter()
            .copied()
            .take_while(|other| other.when.start() <= next.end())
            .collect();
        let own = code.as_ref().or_else(|| code_of(mark, "tx."));
        let mut then = Vec::new();
        for outcome in &mut outcomes {
            let first = after
                .iter()
                .find_map(|other| Some((*other, outcome.what.code(other)?)));
            let first = first.map(|(other, code)| Moment::of(other, Some(code)));
            let nothing = outcome.what == What::Nothing && then.is_empty();
            if first.is_some() || nothing {
                outcome.count += 1;
                outcome.moments.push(Moment::of(mark, own));
                outcome.moments.extend(first.clone());
            }
            then.extend(first.map(|first| (outcome.what, first)));
        }
        each.push(Once {
            done: Moment::of(mark, own),
            then,
        });
    }
    Intervention {
        code,
        count: each.len(),
        cut_short: marks.len() - each.len(),
        outcomes,
        each,
    }
}
