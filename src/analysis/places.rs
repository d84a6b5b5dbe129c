//! Where several raters marked the same moment, and how one person's marks stand to what they agreed on.
//!
//! Two marks belong to one place when they lie within the tolerance, are about the same mind, and are named alike: first those with
//! a code in common are brought together, then those with codes of one group, then those in words only. Each rater has one mark
//! at most in a place. What somebody did there (an intervention) is no view of a mind, so whom such a mark names does not keep it apart. Everything that is left is a place of its own: what one rater saw counts as much as what all saw.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    agreement::Subject,
    compare::compared,
    matching::{self, Tolerance},
};
use crate::domain::{
    codebook::{Codebook, Shape},
    id::{MarkId, PersonId},
    mark::{About, CodeUse, Mark, When},
    session::Session,
    time::{MediaSpan, MediaTime},
    training::{Consensus, Place, Rater, Round, Ruling, Voice, named_place},
};

/// Codes that are notes and tell of no moment.
const NOTES: &str = "m.";

/// The marks of a rater that stand for moments, in the order of time: those that everyone may read, without replies and notes.
#[must_use]
pub fn moments(session: &Session, rater: &PersonId) -> Vec<Arc<Mark>> {
    let mut marks = compared(session, rater);
    marks.retain(|mark| {
        mark.codes.is_empty()
            || mark
                .codes
                .iter()
                .any(|used| !used.code.as_str().starts_with(NOTES))
    });
    marks
}

/// What a mark may be named alike by, from near to far.
#[derive(Clone, Copy)]
enum Alike {
    Code,
    Group,
    Words,
}

/// The groups that codes belong to, from the codebooks at hand.
#[derive(Debug, Default)]
pub struct Groups {
    groups: BTreeMap<String, String>,
    /// Codes and groups of what somebody did, which is no view of a mind.
    deeds: BTreeSet<String>,
}

impl Groups {
    /// From these codebooks.
    #[must_use]
    pub fn of<'a>(books: impl IntoIterator<Item = &'a Codebook>) -> Self {
        let mut found = Self::default();
        for book in books {
            for code in &book.codes {
                if book.shape(code) == Shape::Square {
                    found.deeds.insert(code.id.clone());
                    found.deeds.insert(code.group.clone());
                }
                found.groups.insert(code.id.clone(), code.group.clone());
            }
        }
        found
    }

    /// The group of a code; of an unknown one what stands before its first dot.
    fn group(&self, code: &CodeUse) -> String {
        let id = code.code.as_str();
        self.groups
            .get(id)
            .cloned()
            .unwrap_or_else(|| id.split('.').next().unwrap_or_default().to_owned())
    }

    fn names(&self, codes: &[CodeUse], alike: Alike) -> BTreeSet<String> {
        match alike {
            Alike::Code => codes.iter().map(|used| used.code.to_string()).collect(),
            Alike::Group => codes.iter().map(|used| self.group(used)).collect(),
            Alike::Words if codes.is_empty() => BTreeSet::from([String::new()]),
            Alike::Words => BTreeSet::new(),
        }
    }
}

/// What one rater said of one moment, as far as this module needs it.
#[derive(Clone, Debug)]
struct Said<'a> {
    when: When,
    about: &'a About,
    codes: &'a [CodeUse],
}

fn minds(about: &About) -> BTreeSet<Subject> {
    match about {
        About::People(people) => people.iter().cloned().map(Subject::Person).collect(),
        About::Us => BTreeSet::from([Subject::Us]),
        About::Group => BTreeSet::from([Subject::Group]),
    }
}

/// One-to-one pairs of two lists that are named alike and about one mind. What is paired by a nearer name is not asked again.
fn pairs(
    left: &[Said<'_>],
    right: &[Said<'_>],
    tolerance: Tolerance,
    groups: &Groups,
) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for alike in [Alike::Code, Alike::Group, Alike::Words] {
        let sort = |list: &[Said<'_>], taken: &BTreeSet<usize>| {
            let mut by: BTreeMap<(Option<Subject>, String), Vec<usize>> = BTreeMap::new();
            for (at, said) in list.iter().enumerate() {
                if taken.contains(&at) {
                    continue;
                }
                for name in groups.names(said.codes, alike) {
                    let of = if groups.deeds.contains(&name) {
                        BTreeSet::from([None])
                    } else {
                        minds(said.about).into_iter().map(Some).collect()
                    };
                    for mind in of {
                        by.entry((mind, name.clone())).or_default().push(at);
                    }
                }
            }
            by
        };
        let mut taken_left: BTreeSet<usize> = found.iter().map(|(at, _)| *at).collect();
        let mut taken_right: BTreeSet<usize> = found.iter().map(|(_, at)| *at).collect();
        let (ours, theirs) = (sort(left, &taken_left), sort(right, &taken_right));
        for (name, rows) in ours {
            let Some(columns) = theirs.get(&name) else {
                continue;
            };
            // A mark with several codes may have been paired by one of the others meanwhile.
            let rows: Vec<usize> = rows
                .into_iter()
                .filter(|at| !taken_left.contains(at))
                .collect();
            let columns: Vec<usize> = columns
                .iter()
                .copied()
                .filter(|at| !taken_right.contains(at))
                .collect();
            let places = |list: &[Said<'_>], of: &[usize]| -> Vec<When> {
                of.iter().map(|at| list[*at].when).collect()
            };
            let (a, b) = (places(left, &rows), places(right, &columns));
            for pair in matching::pairs(&a, &b, tolerance, |_, _| true) {
                let (row, column) = (rows[pair.left], columns[pair.right]);
                found.push((row, column));
                taken_left.insert(row);
                taken_right.insert(column);
            }
        }
    }
    found
}

/// The places that these raters marked, in the order of time. Nothing is decided about them yet: each is called as most called it.
#[must_use]
pub fn places(
    session: &Session,
    raters: &[PersonId],
    tolerance: Tolerance,
    groups: &Groups,
) -> Vec<Place> {
    let marks = raters.iter().map(|rater| moments(session, rater));
    gathered(marks, tolerance, groups, Named::AsMarked)
}

/// Whether what marks are called keeps them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    /// It does.
    AsMarked,
    /// It is not asked: moments are where somebody marked anything about the same mind.
    NotYet,
}

/// The places of these raters' marks, one list for each rater.
fn gathered(
    raters: impl Iterator<Item = Vec<Arc<Mark>>>,
    tolerance: Tolerance,
    groups: &Groups,
    named: Named,
) -> Vec<Place> {
    let codes = |codes: Vec<CodeUse>| match named {
        Named::AsMarked => codes,
        Named::NotYet => Vec::new(),
    };
    let mut found: Vec<Vec<Voice>> = Vec::new();
    for marks in raters {
        let mut own: Vec<Voice> = marks.iter().filter_map(|mark| Voice::of(mark)).collect();
        for voice in &mut own {
            voice.codes = codes(std::mem::take(&mut voice.codes));
        }
        let met = {
            let theirs: Vec<(When, About, Vec<CodeUse>)> = found
                .iter()
                .map(|voices| (middle(voices), about(voices), every_code(voices)))
                .collect();
            let theirs: Vec<Said<'_>> = theirs
                .iter()
                .map(|(when, about, codes)| Said {
                    when: *when,
                    about,
                    codes,
                })
                .collect();
            let ours: Vec<Said<'_>> = own.iter().map(said).collect();
            pairs(&theirs, &ours, tolerance, groups)
        };
        let by_own: BTreeMap<usize, usize> =
            met.into_iter().map(|(place, own)| (own, place)).collect();
        for (at, voice) in own.into_iter().enumerate() {
            match by_own.get(&at) {
                Some(place) => found[*place].push(voice),
                None => found.push(vec![voice]),
            }
        }
    }
    let mut places: Vec<Place> = found
        .into_iter()
        .filter_map(|voices| {
            let first = voices.first()?;
            Some(Place {
                // Known by its first rater's mark until something is decided.
                id: first.mark,
                ruling: Ruling::Open,
                when: middle(&voices),
                about: about(&voices),
                codes: usual_codes(&voices),
                voices,
                reason: String::new(),
            })
        })
        .collect();
    places.sort_by_key(|place| (place.when.start(), place.when.end(), place.id));
    places
}

fn said(voice: &Voice) -> Said<'_> {
    Said {
        when: voice.when,
        about: &voice.about,
        codes: &voice.codes,
    }
}

/// The one in the middle; of an even number the earlier of the two.
fn median(mut times: Vec<MediaTime>) -> MediaTime {
    times.sort_unstable();
    let at = times.len().saturating_sub(1) / 2;
    times.get(at).copied().unwrap_or(MediaTime::ZERO)
}

/// Where most say it is: a stretch where at least half marked one.
#[must_use]
pub fn middle(voices: &[Voice]) -> When {
    let spans: Vec<MediaSpan> = voices
        .iter()
        .filter_map(|voice| match voice.when {
            When::Span(span) => Some(span),
            When::Point(_) | When::Open(_) => None,
        })
        .collect();
    if spans.is_empty() || 2 * spans.len() < voices.len() {
        return When::Point(median(
            voices.iter().map(|voice| voice.when.start()).collect(),
        ));
    }
    let start = median(spans.iter().map(|span| span.start()).collect());
    let end = median(spans.iter().map(|span| span.end()).collect());
    When::Span(MediaSpan::between(start, end))
}

/// Everything that anybody marked here, from the first beginning to the last end.
#[must_use]
pub fn whole(voices: &[Voice]) -> When {
    if let When::Point(at) = middle(voices) {
        return When::Point(at);
    }
    let start = voices.iter().map(|voice| voice.when.start()).min();
    let end = voices.iter().map(|voice| voice.when.end()).max();
    match (start, end) {
        (Some(start), Some(end)) => When::Span(MediaSpan::between(start, end)),
        _ => When::Point(MediaTime::ZERO),
    }
}

fn about(voices: &[Voice]) -> About {
    voices
        .first()
        .map_or(About::Us, |voice| voice.about.clone())
}

/// Every code that anybody used here, each once, in the order of the raters.
#[must_use]
pub fn every_code(voices: &[Voice]) -> Vec<CodeUse> {
    let mut codes: Vec<CodeUse> = Vec::new();
    for used in voices.iter().flat_map(|voice| &voice.codes) {
        if !codes.iter().any(|known| known.code == used.code) {
            codes.push(used.clone());
        }
    }
    codes
}

/// The codes that most used; of several used equally often, that of whoever comes first.
#[must_use]
pub fn usual_codes(voices: &[Voice]) -> Vec<CodeUse> {
    let every = every_code(voices);
    let count = |used: &CodeUse| {
        voices
            .iter()
            .filter(|voice| voice.codes.iter().any(|own| own.code == used.code))
            .count()
    };
    let most = every.iter().map(count).max().unwrap_or(0);
    let usual: Vec<CodeUse> = every
        .iter()
        .filter(|used| count(used) == most)
        .cloned()
        .collect();
    if most > 1 {
        return usual;
    }
    let first = voices.iter().find(|voice| !voice.codes.is_empty());
    first.map_or(usual, |voice| voice.codes.clone())
}

/// What is still to be decided: the places of the raters in which nothing was decided about any mark, in the order of time.
#[must_use]
pub fn undecided(session: &Session, consensus: &Consensus, groups: &Groups) -> Vec<Place> {
    let decided: BTreeSet<MarkId> = consensus
        .places
        .iter()
        .flat_map(|place| place.voices.iter().map(|voice| voice.mark))
        .collect();
    let named = match consensus.round {
        Round::Only => Named::AsMarked,
        Round::Moments | Round::Names { .. } => Named::NotYet,
    };
    let raters = consensus.raters.iter().map(|rater| {
        let mut marks = moments(session, &rater.person);
        // What an agreed moment is called is no moment of its own.
        marks.retain(|mark| named == Named::AsMarked || named_place(mark).is_none());
        marks
    });
    let tolerance = Tolerance::new(consensus.tolerance);
    let mut places = gathered(raters, tolerance, groups, named);
    for place in &mut places {
        // A mark that came in later, beside a place that is decided, is asked about alone.
        place.voices.retain(|voice| !decided.contains(&voice.mark));
        if let Some(first) = place.voices.first() {
            place.id = first.mark;
            place.when = middle(&place.voices);
            place.codes = usual_codes(&place.voices);
        }
    }
    places.retain(|place| !place.voices.is_empty());
    places
}

/// Whether all raters marked this place, and called it the same.
#[must_use]
pub fn is_of_one_mind(place: &Place, raters: &[Rater]) -> bool {
    !raters.is_empty() && place.agreed(raters).len() == raters.len()
}

/// How one moment of a practice stands to what the raters agreed on.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// What it is.
    pub kind: Kind,
    /// The place of the raters, if they have one here.
    pub place: Option<Place>,
    /// The mark of whoever practised, if they have one here.
    pub mark: Option<Arc<Mark>>,
}

/// What a moment of a practice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Both saw it, and call it the same.
    Shared,
    /// Both saw it, under another name.
    Otherwise,
    /// The raters agreed on it; whoever practised did not mark it.
    Missed,
    /// Whoever practised marked it; the raters did not.
    Extra,
    /// The raters differed here too.
    Open,
}

impl Kind {
    /// In the order in which they are gone through.
    pub const ALL: [Self; 5] = [
        Self::Shared,
        Self::Otherwise,
        Self::Missed,
        Self::Extra,
        Self::Open,
    ];
}

impl Moment {
    /// Known by this, as long as the consensus and the mark are there.
    #[must_use]
    pub fn id(&self) -> Option<MarkId> {
        let place = self.place.as_ref().map(|place| place.id);
        place.or_else(|| self.mark.as_ref().map(|mark| mark.id))
    }

    /// Where it begins: at the earlier of the two.
    #[must_use]
    pub fn start(&self) -> MediaTime {
        let place = self.place.as_ref().map(|place| place.when.start());
        let mark = self.mark.as_ref().map(|mark| mark.when.start());
        place
            .into_iter()
            .chain(mark)
            .min()
            .unwrap_or(MediaTime::ZERO)
    }

    /// Where it ends: at the later of the two.
    #[must_use]
    pub fn end(&self) -> MediaTime {
        let place = self.place.as_ref().map(|place| place.when.end());
        let mark = self.mark.as_ref().map(|mark| mark.when.end());
        place
            .into_iter()
            .chain(mark)
            .max()
            .unwrap_or(MediaTime::ZERO)
    }
}

/// Sets somebody's marks beside what raters agreed on. Moments are sorted by what they are, then by time.
#[must_use]
pub fn against(
    marks: &[Arc<Mark>],
    consensus: &Consensus,
    tolerance: Tolerance,
    groups: &Groups,
) -> Vec<Moment> {
    let settled = consensus.places_that(Place::is_settled);
    let of_places = |places: &[&Place]| -> Vec<(When, About, Vec<CodeUse>)> {
        places
            .iter()
            .map(|place| (place.when, place.about.clone(), place.codes.clone()))
            .collect()
    };
    let mut moments = Vec::new();
    let mut left: Vec<&Arc<Mark>> = marks.iter().collect();
    let open = consensus.places_that(|place| place.ruling == Ruling::Open);
    for (places, differ) in [(&settled, false), (&open, true)] {
        let theirs = of_places(places);
        let theirs: Vec<Said<'_>> = theirs
            .iter()
            .map(|(when, about, codes)| Said {
                when: *when,
                about,
                codes,
            })
            .collect();
        let ours: Vec<Said<'_>> = left
            .iter()
            .map(|mark| Said {
                when: mark.when,
                about: &mark.about,
                codes: &mark.codes,
            })
            .collect();
        let met = pairs(&theirs, &ours, tolerance, groups);
        let by_place: BTreeMap<usize, usize> = met.iter().copied().collect();
        let taken: BTreeSet<usize> = met.iter().map(|(_, own)| *own).collect();
        for (at, place) in places.iter().enumerate() {
            let mark = by_place.get(&at).map(|own| Arc::clone(left[*own]));
            let kind = match &mark {
                _ if differ => Kind::Open,
                None => Kind::Missed,
                Some(mark) if alike(mark, place) => Kind::Shared,
                Some(_) => Kind::Otherwise,
            };
            moments.push(Moment {
                kind,
                place: Some((*place).clone()),
                mark,
            });
        }
        left = left
            .into_iter()
            .enumerate()
            .filter(|(at, _)| !taken.contains(at))
            .map(|(_, mark)| mark)
            .collect();
    }
    moments.extend(left.into_iter().map(|mark| Moment {
        kind: Kind::Extra,
        place: None,
        mark: Some(Arc::clone(mark)),
    }));
    moments.sort_by_key(|moment| (moment.kind, moment.start(), moment.id()));
    moments
}

fn alike(mark: &Mark, place: &Place) -> bool {
    place.codes.is_empty() && mark.codes.is_empty()
        || mark
            .codes
            .iter()
            .any(|used| place.codes.iter().any(|code| code.code == used.code))
}
