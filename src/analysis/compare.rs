//! Two people's marks beside each other, in four lists: both marked this, only the one, only the other, same moment seen
//! differently.
//!
//! What a list says has to be true of what the two wrote, and the program cannot read words. So a pair is said to be *seen
//! differently* only where both named with a code what went on in somebody's mind, and no two of these codes say nearly the
//! same of the same mind. Everything else in which two marks meet is *both marked this moment*: whoever wrote words only, or
//! marked what the therapist did there (that is no view of a state), or set a note for later, has not said anything else.
//!
//! Two codes say nearly the same when they are one code, when one is a parent that is still to be refined and the other of its
//! group, or when a codebook puts one beside the other (`maps_to`, of the code or of the value that was chosen with it). They
//! are read beside each other and stay what they are: a person's own word for their state is never counted as another's
//! observation, nor the other way round.
//!
//! Compared are the marks that each made alone and that everyone may read. Replies, second versions of a mark that two writers
//! changed at once, and joint marks are not: joint marks stand between the two.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};

use super::matching::{self, Tolerance};
use crate::domain::{
    codebook::{Code, Codebook, Shape},
    id::{MarkId, PersonId},
    mark::{About, Audience, Author, CodeUse, Link, Mark, Placed, When},
    session::Session,
    time::MediaTime,
    training::named_mark,
};

/// Codes that are notes for the review and tell of no state.
const NOTES: &str = "m.";

/// One mark of each, meaning the same moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The left person's.
    pub left: Arc<Mark>,
    /// The right person's.
    pub right: Arc<Mark>,
    /// What both say to it together, in the order of time.
    pub together: Vec<Arc<Mark>>,
}

impl Pair {
    /// The mark whose beginning is the moment that both mean: the one that lies within the other's stretch, else the earlier.
    #[must_use]
    pub fn moment(&self) -> &Arc<Mark> {
        let point = |mark: &Mark| mark.when.start() == mark.when.end();
        let (left, right) = (&self.left, &self.right);
        let right_first = match (point(left), point(right)) {
            (true, false) => false,
            (false, true) => true,
            _ => (right.when.start(), right.id) < (left.when.start(), left.id),
        };
        if right_first { right } else { left }
    }

    /// Whether a mark is one of the two, or stands between them.
    #[must_use]
    pub fn has(&self, mark: MarkId) -> bool {
        self.left.id == mark
            || self.right.id == mark
            || self.together.iter().any(|joint| joint.id == mark)
    }
}

/// The four lists, each in the order of time, and what stands between the two people.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Both marked this moment.
    pub both: Vec<Pair>,
    /// Only the left person did.
    pub only_left: Vec<Arc<Mark>>,
    /// Only the right person did.
    pub only_right: Vec<Arc<Mark>>,
    /// The same moment, seen differently.
    pub differently: Vec<Pair>,
    /// Joint marks of the two, whether or not they stand between a pair.
    pub together: Vec<Arc<Mark>>,
}

impl Comparison {
    /// Whether neither has marked anything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.both.is_empty()
            && self.only_left.is_empty()
            && self.only_right.is_empty()
            && self.differently.is_empty()
    }

    /// Every pair, of both lists.
    pub fn pairs(&self) -> impl Iterator<Item = &Pair> {
        self.both.iter().chain(&self.differently)
    }

    /// The pair that a mark belongs to.
    #[must_use]
    pub fn pair_with(&self, mark: MarkId) -> Option<&Pair> {
        self.pairs().find(|pair| pair.has(mark))
    }

    /// The same with the two people the other way round.
    #[must_use]
    pub fn mirrored(self) -> Self {
        let turn = |pairs: Vec<Pair>| {
            let mut turned: Vec<Pair> = pairs
                .into_iter()
                .map(|pair| Pair {
                    left: pair.right,
                    right: pair.left,
                    together: pair.together,
                })
                .collect();
            turned.sort_by_key(place);
            turned
        };
        Self {
            both: turn(self.both),
            only_left: self.only_right,
            only_right: self.only_left,
            differently: turn(self.differently),
            together: self.together,
        }
    }
}

fn place(pair: &Pair) -> (MediaTime, MarkId) {
    (pair.moment().when.start(), pair.moment().id)
}

/// What codes mean, from the codebooks at hand.
#[derive(Debug, Default)]
pub struct Meanings<'a> {
    codes: HashMap<&'a str, (&'a Codebook, &'a Code)>,
}

impl<'a> Meanings<'a> {
    /// From these codebooks; of two codes with one id the first counts.
    #[must_use]
    pub fn of(books: impl IntoIterator<Item = &'a Codebook>) -> Self {
        let mut codes = HashMap::new();
        for book in books {
            for code in &book.codes {
                codes.entry(code.id.as_str()).or_insert((book, code));
            }
        }
        Self { codes }
    }

    /// The codes of a mark that tell of a state of mind, or of what goes on between minds.
    fn states<'m>(&self, mark: &'m Mark) -> Vec<(&'m CodeUse, &'a Code)> {
        mark.codes
            .iter()
            .filter(|used| !used.code.as_str().starts_with(NOTES))
            .filter_map(|used| {
                let (book, code) = self.codes.get(used.code.as_str())?;
                (book.shape(code) != Shape::Square).then_some((used, *code))
            })
            .collect()
    }

    /// Whether two marks of one moment tell of different things. See the top of this module.
    #[must_use]
    pub fn differ(&self, left: &Mark, right: &Mark) -> bool {
        if left
            .codes
            .iter()
            .any(|used| right.has_code(&used.code) && same_mind(left, right, &[]))
        {
            return false;
        }
        let (ours, theirs) = (self.states(left), self.states(right));
        if ours.is_empty() || theirs.is_empty() {
            return false;
        }
        let alike = ours.iter().any(|(used, code)| {
            theirs.iter().any(|(their_use, their_code)| {
                nearly_the_same((used, code), (their_use, their_code))
                    && same_mind(left, right, &[(left, code), (right, their_code)])
            })
        });
        !alike
    }
}

/// Whether two marks tell of the mind of the same person. Who reports of themselves tells of their own mind, also where they
/// named somebody with it (by whom they felt understood).
fn same_mind(left: &Mark, right: &Mark, codes: &[(&Mark, &Code)]) -> bool {
    let minds = |mark: &Mark| -> Option<BTreeSet<PersonId>> {
        let mut minds: BTreeSet<PersonId> = match &mark.about {
            About::People(people) => people.iter().cloned().collect(),
            About::Us | About::Group => return None,
        };
        let of_self = codes.iter().any(|(whose, code)| {
            whose.id == mark.id && !code.maps_to.is_empty() && !code.about_other
        });
        if of_self && let Author::One(author) = &mark.author {
            minds.insert(author.clone());
        }
        Some(minds)
    };
    match (minds(left), minds(right)) {
        (Some(ours), Some(theirs)) => !ours.is_disjoint(&theirs),
        // What is between all is about each of them.
        _ => true,
    }
}

fn nearly_the_same(ours: (&CodeUse, &Code), theirs: (&CodeUse, &Code)) -> bool {
    let ((our_use, our_code), (their_use, their_code)) = (ours, theirs);
    our_code.id == their_code.id
        || (our_code.refine || their_code.refine) && our_code.group == their_code.group
        || beside(our_use, our_code).contains(their_code.id.as_str())
        || beside(their_use, their_code).contains(our_code.id.as_str())
}

/// The codes that stand beside this use of a code: those of the value that was chosen with it, and those of the code as far as
/// no other value claims them.
fn beside<'a>(used: &CodeUse, code: &'a Code) -> HashSet<&'a str> {
    let mut all: HashSet<&str> = code.maps_to.iter().map(String::as_str).collect();
    for modifier in &code.modifiers {
        let Some(chosen) = used.modifier(&modifier.key) else {
            continue;
        };
        for value in modifier.values.iter().filter(|value| value.id != chosen) {
            for other in &value.maps_to {
                all.remove(other.as_str());
            }
        }
        let chosen = modifier.values.iter().filter(|value| value.id == chosen);
        all.extend(chosen.flat_map(|value| value.maps_to.iter().map(String::as_str)));
    }
    all
}

/// The marks of a person that are compared, in the order of time. What was given a name in a second round stands for what it was
/// called before.
pub(super) fn compared(session: &Session, person: &PersonId) -> Vec<Arc<Mark>> {
    let marks = session.set(person).map(|set| set.marks.values());
    let renamed: BTreeSet<MarkId> = marks
        .clone()
        .into_iter()
        .flatten()
        .filter(|mark| mark.audience == Audience::Everyone)
        .filter_map(|mark| named_mark(mark))
        .collect();
    let mut marks: Vec<Arc<Mark>> = marks
        .into_iter()
        .flatten()
        .filter(|mark| {
            let again = |link: &Link| matches!(link, Link::ReplyTo(_) | Link::ConflictOf(_));
            mark.author == Author::One(person.clone())
                && mark.audience == Audience::Everyone
                && !mark.links.iter().any(again)
                && !renamed.contains(&mark.id)
        })
        .cloned()
        .collect();
    marks.sort_unstable_by_key(|mark| (mark.when.start(), mark.when.end(), mark.id));
    marks
}

/// Joint marks of both, in the order of time.
fn joint(session: &Session, left: &PersonId, right: &PersonId) -> Vec<Arc<Mark>> {
    let sets = session.sets().values();
    let mut marks: Vec<Arc<Mark>> = sets
        .flat_map(|set| set.marks.values())
        .filter(|mark| {
            matches!(mark.author, Author::Together(_))
                && mark.author.includes(left)
                && mark.author.includes(right)
                && mark.audience == Audience::Everyone
        })
        .cloned()
        .collect();
    marks.sort_unstable_by_key(|mark| (mark.when.start(), mark.id));
    marks
}

/// The tolerance to begin with: that of paused coding where both set all their marks with the recording paused, else the wider
/// one of live marks.
#[must_use]
pub fn usual_tolerance(session: &Session, left: &PersonId, right: &PersonId) -> Tolerance {
    let mut marks = compared(session, left);
    marks.append(&mut compared(session, right));
    let paused = !marks.is_empty() && marks.iter().all(|mark| mark.placed == Placed::Paused);
    if paused {
        Tolerance::PAUSED
    } else {
        Tolerance::LIVE
    }
}

/// Compares two people's marks. With the people the other way round the outcome is the same, mirrored.
#[must_use]
pub fn compare(
    session: &Session,
    left: &PersonId,
    right: &PersonId,
    tolerance: Tolerance,
    meanings: &Meanings<'_>,
) -> Comparison {
    if left > right {
        return compare(session, right, left, tolerance, meanings).mirrored();
    }
    let together = joint(session, left, right);
    if left == right {
        return Comparison {
            together,
            ..Comparison::default()
        };
    }
    let (ours, theirs) = (compared(session, left), compared(session, right));
    let places = |marks: &[Arc<Mark>]| marks.iter().map(|mark| mark.when).collect::<Vec<When>>();
    let found = matching::pairs(
        &places(&ours),
        &places(&theirs),
        tolerance,
        |left, right| !meanings.differ(&ours[left], &theirs[right]),
    );
    let mut between: HashMap<(MarkId, MarkId), Vec<Arc<Mark>>> = HashMap::new();
    for mark in &together {
        let linked: Vec<MarkId> = mark.links.iter().filter_map(seen).collect();
        for first in &linked {
            for second in linked.iter().filter(|second| *second != first) {
                let here = between.entry((*first, *second)).or_default();
                here.push(Arc::clone(mark));
            }
        }
    }
    let mut comparison = Comparison::default();
    let (mut paired_left, mut paired_right) = (vec![false; ours.len()], vec![false; theirs.len()]);
    for pair in found {
        (paired_left[pair.left], paired_right[pair.right]) = (true, true);
        let (left, right) = (&ours[pair.left], &theirs[pair.right]);
        let list = if meanings.differ(left, right) {
            &mut comparison.differently
        } else {
            &mut comparison.both
        };
        list.push(Pair {
            left: Arc::clone(left),
            right: Arc::clone(right),
            together: between.remove(&(left.id, right.id)).unwrap_or_default(),
        });
    }
    comparison.both.sort_by_key(place);
    comparison.differently.sort_by_key(place);
    let alone = |marks: Vec<Arc<Mark>>, paired: Vec<bool>| {
        let kept = marks.into_iter().zip(paired).filter(|(_, paired)| !paired);
        kept.map(|(mark, _)| mark).collect()
    };
    comparison.only_left = alone(ours, paired_left);
    comparison.only_right = alone(theirs, paired_right);
    comparison.together = together;
    comparison
}

const fn seen(link: &Link) -> Option<MarkId> {
    match link {
        Link::SeeAlso(id) => Some(*id),
        _ => None,
    }
}
