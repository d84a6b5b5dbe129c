//! Learning to see: what several raters agreed on, a tape made of it, and one person's practice on that tape.
//!
//! A consensus keeps, for each place that was decided, what every rater had marked there. So it can be read without their files,
//! and *agreed by 2 of 3* always says what people marked alone, before they spoke about it.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{
    entry::{Entry, EntryKind},
    id::{EntryId, MarkId, PersonId},
    mark::{About, Audience, Author, CodeUse, CodebookRef, Link, Mark, Placed, Tense, View, When},
    session::Session,
    time::{MediaDelta, MediaSpan},
};

/// What several raters made of one recording, place by place.
#[derive(Clone, Debug, PartialEq)]
pub struct Consensus {
    /// Who marked alone.
    pub raters: Vec<Rater>,
    /// How far apart two marks may lie and still mean the same moment; never negative.
    pub tolerance: MediaDelta,
    /// Which codebook.
    pub codebook: CodebookRef,
    /// In which of its rounds it is.
    pub round: Round,
    /// What was decided, in no order.
    pub places: Vec<Place>,
}

/// In how many rounds a consensus is worked out, and in which of them it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Round {
    /// There is but one: what are moments, and what they are called, at once.
    #[default]
    Only,
    /// The first of two: what are moments, whatever anybody calls them.
    Moments,
    /// The second of two: each rater says alone what the agreed moments are called, then they decide.
    Names {
        /// The raters who have said it.
        done: Vec<PersonId>,
    },
}

/// One of those who marked alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rater {
    /// Who, as the marks say.
    pub person: PersonId,
    /// What they are called; empty where nobody is to know.
    pub name: String,
}

/// What was decided about a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ruling {
    /// All mean the same, and it is called as most of them called it.
    Same,
    /// All are right: one mark with everybody's codes.
    Merged,
    /// Experts differ here, and that is what is to be known of it.
    Open,
    /// Not a moment of its own, for the reason that is given.
    Dropped,
}

/// One moment that one or more raters marked, and what was decided about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Known by this for ever; also the id of the mark it stands for.
    pub id: MarkId,
    /// What was decided.
    pub ruling: Ruling,
    /// Where.
    pub when: When,
    /// Whose mind.
    pub about: About,
    /// What it is called.
    pub codes: Vec<CodeUse>,
    /// What each rater had marked here.
    pub voices: Vec<Voice>,
    /// Why it was dropped or kept open, or what was said about it.
    pub reason: String,
}

/// What one rater had marked at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Voice {
    /// Who.
    pub rater: PersonId,
    /// Which mark.
    pub mark: MarkId,
    /// Where.
    pub when: When,
    /// Whose mind.
    pub about: About,
    /// What they called it.
    pub codes: Vec<CodeUse>,
    /// Their own words.
    pub words: Option<String>,
}

impl Voice {
    /// What a mark says. `None` for a mark by several.
    #[must_use]
    pub fn of(mark: &Mark) -> Option<Self> {
        let Author::One(rater) = &mark.author else {
            return None;
        };
        Some(Self {
            rater: rater.clone(),
            mark: mark.id,
            when: mark.when,
            about: mark.about.clone(),
            codes: mark.codes.clone(),
            words: mark.words.clone(),
        })
    }
}

impl Place {
    /// Those of these raters who had marked it as it is called now.
    #[must_use]
    pub fn agreed(&self, of: &[Rater]) -> Vec<&PersonId> {
        let mut raters: Vec<&PersonId> = Vec::new();
        let asked = |voice: &&Voice| of.iter().any(|rater| rater.person == voice.rater);
        for voice in self.voices.iter().filter(asked) {
            let same = self.codes.is_empty()
                || voice
                    .codes
                    .iter()
                    .any(|used| self.codes.iter().any(|code| code.code == used.code));
            if same && !raters.contains(&&voice.rater) {
                raters.push(&voice.rater);
            }
        }
        raters
    }

    /// Whether it stands for a mark: it was neither dropped nor kept open.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        matches!(self.ruling, Ruling::Same | Ruling::Merged)
    }

    /// Whether one of its voices is this mark.
    #[must_use]
    pub fn holds(&self, mark: MarkId) -> bool {
        self.voices.iter().any(|voice| voice.mark == mark)
    }
}

impl Consensus {
    /// Whether this rater still says alone what the agreed moments are called.
    #[must_use]
    pub fn waits_for_names_of(&self, rater: &PersonId) -> bool {
        let theirs = self.raters.iter().any(|known| known.person == *rater);
        matches!(&self.round, Round::Names { done } if theirs && !done.contains(rater))
    }

    /// Whether every rater has said what the agreed moments are called.
    #[must_use]
    pub fn all_have_named(&self) -> bool {
        let Round::Names { done } = &self.round else {
            return false;
        };
        self.raters.iter().all(|rater| done.contains(&rater.person))
    }

    /// The places of this ruling or these, in the order of time.
    #[must_use]
    pub fn places_that(&self, wanted: impl Fn(&Place) -> bool) -> Vec<&Place> {
        let mut found: Vec<&Place> = self.places.iter().filter(|place| wanted(place)).collect();
        found.sort_by_key(|place| (place.when.start(), place.id));
        found
    }

    /// One place.
    #[must_use]
    pub fn place(&self, id: MarkId) -> Option<&Place> {
        self.places.iter().find(|place| place.id == id)
    }

    /// What a rater is called; empty where that is not told.
    #[must_use]
    pub fn name_of(&self, rater: &PersonId) -> &str {
        let known = self.raters.iter().find(|known| known.person == *rater);
        known.map_or("", |known| &known.name)
    }

    /// The settled places as marks, in the order of time: by those who agreed, kept by whoever keeps the consensus.
    #[must_use]
    pub fn marks(&self, keeper: &PersonId, entry: &Entry) -> Vec<Arc<Mark>> {
        self.places_that(Place::is_settled)
            .into_iter()
            .map(|place| self.mark(place, keeper, entry))
            .collect()
    }

    /// A place as a mark, by those who had marked it as it is called.
    #[must_use]
    pub fn mark(&self, place: &Place, keeper: &PersonId, entry: &Entry) -> Arc<Mark> {
        Arc::new(Mark {
            id: place.id,
            revision: entry.revision,
            device: entry.device.clone(),
            when: place.when,
            frame: None,
            author: Author::Together(place.agreed(&self.raters).into_iter().cloned().collect()),
            entered_by: keeper.clone(),
            about: place.about.clone(),
            view: View::OfOther,
            tense: Tense::Then,
            codes: place.codes.clone(),
            intensity: None,
            sureness: None,
            words: None,
            audience: Audience::Everyone,
            codebook: self.codebook.clone(),
            placed: Placed::Edited,
            settled: true,
            review: None,
            links: Vec::new(),
            created: entry.created,
            revised: entry.revised,
        })
    }
}

/// How a tape is to be watched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    /// Once through, without going back.
    pub single_pass: bool,
    /// Only these stretches, one after the other; the whole recording where none is named.
    pub clips: Vec<MediaSpan>,
    /// The stretches come in an order that is drawn for each person.
    pub shuffled: bool,
    /// So many seconds of quiet after each stretch, before the next one can begin.
    pub time_out: u32,
}

/// A recording to practise on: the rules, fixed beforehand, and the consensus behind the open word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tape {
    /// What it is called.
    pub title: String,
    /// How it is watched.
    pub rules: Rules,
    /// How far apart two marks may lie and still mean the same moment; never negative.
    pub tolerance: MediaDelta,
    /// Which codebook.
    pub codebook: CodebookRef,
    /// Which of its presets.
    pub preset: String,
    /// How many raters stand behind it.
    pub raters: u32,
    /// The consensus, encrypted under the open word, in hexadecimal.
    pub answers: String,
}

/// One person's practice on a tape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Practice {
    /// Which tape.
    pub tape: EntryId,
    /// In which order its stretches come, by their places in the list of the tape.
    pub order: Vec<u32>,
    /// How many of them were watched to their end.
    pub watched: u32,
    /// When the person was done. What they mark afterwards is not compared.
    pub done: Option<DateTime<FixedOffset>>,
}

/// The kind of the link by which a mark says which place it sees differently.
pub const PLACE: &str = "place";
/// The code of a mark that sees a place differently.
pub const SEEN_DIFFERENTLY: &str = "m.see_differently";

/// The kind of the link by which a mark says what an agreed moment is called.
pub const NAMES_PLACE: &str = "names place";
/// The kind of the link by which such a mark stands for an earlier one of its author's.
pub const NAMES_MARK: &str = "names mark";

fn linked(mark: &Mark, wanted: &str) -> Option<MarkId> {
    mark.links.iter().find_map(|link| match link {
        Link::Other { kind, id } if kind == wanted => id.parse().ok(),
        _ => None,
    })
}

/// Which agreed moment this mark gives a name, in the second of two rounds.
#[must_use]
pub fn named_place(mark: &Mark) -> Option<MarkId> {
    linked(mark, NAMES_PLACE)
}

/// Which earlier mark of its author's it stands for then.
#[must_use]
pub fn named_mark(mark: &Mark) -> Option<MarkId> {
    linked(mark, NAMES_MARK)
}

impl EntryKind {
    /// Whether it is about learning to see, and no business of a client's.
    #[must_use]
    pub const fn is_for_training(&self) -> bool {
        matches!(self, Self::Consensus(_) | Self::Tape(_) | Self::Practice(_))
    }
}

fn newest<'a, T>(
    session: &'a Session,
    of: impl Fn(&'a EntryKind) -> Option<&'a T>,
) -> Option<(&'a PersonId, &'a Entry, &'a T)> {
    session
        .entries()
        .filter(|(_, entry)| entry.conflict_of.is_none())
        .filter_map(|(person, entry)| Some((person, entry, of(&entry.kind)?)))
        .max_by_key(|(_, entry, _)| (entry.created, entry.id))
}

/// The newest consensus, with whoever keeps it.
#[must_use]
pub fn consensus_of(session: &Session) -> Option<(&PersonId, &Entry, &Consensus)> {
    newest(session, |kind| match kind {
        EntryKind::Consensus(consensus) => Some(consensus.as_ref()),
        _ => None,
    })
}

/// The newest tape, with whoever made it.
#[must_use]
pub fn tape_of(session: &Session) -> Option<(&PersonId, &Entry, &Tape)> {
    newest(session, |kind| match kind {
        EntryKind::Tape(tape) => Some(tape.as_ref()),
        _ => None,
    })
}

/// A person's newest practice on a tape.
#[must_use]
pub fn practice_of<'a>(
    session: &'a Session,
    person: &PersonId,
    tape: EntryId,
) -> Option<(&'a Entry, &'a Practice)> {
    session
        .set(person)?
        .entries
        .values()
        .filter_map(|entry| match &entry.kind {
            EntryKind::Practice(practice) if practice.tape == tape => {
                Some((entry.as_ref(), practice))
            }
            _ => None,
        })
        .max_by_key(|(entry, _)| (entry.created, entry.id))
}
