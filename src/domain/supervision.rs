//! Rating with an instrument, for supervision: who rates, what each of them gave, and the sections that are looked at.
//!
//! Each rater has a part, which anybody who works with the recording may see: that they rate, with which frame, and whether they
//! are done. What they gave lies in a sheet of its own, for the rater alone until it is shared. A sheet keeps numbers of items and
//! ids of scales, never the words of an instrument. Nothing adds values up: there is no total and no mean.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::{
    entry::{Entry, EntryKind},
    id::{EntryId, MarkId, PersonId},
    mark::Audience,
    rating_frame::RatingFrame,
    session::Session,
    time::MediaSpan,
};

/// Which frame, and which state of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameRef {
    /// Id of the frame.
    pub id: String,
    /// Its version.
    pub version: String,
}

impl FrameRef {
    /// This frame as it is now.
    #[must_use]
    pub fn of(frame: &RatingFrame) -> Self {
        Self {
            id: frame.id.clone(),
            version: frame.version.clone(),
        }
    }
}

/// That somebody rates, as everyone who works with the recording may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingPart {
    /// The round to which the parts of several raters belong.
    pub round: EntryId,
    /// With which frame.
    pub frame: FrameRef,
    /// Whose work is rated. A part of that person's own is a self-rating.
    pub of: Option<PersonId>,
    /// When they were done, and with what.
    pub done: Option<Done>,
    /// When they shared their sheet.
    pub shared: Option<DateTime<FixedOffset>>,
}

/// That a rater is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Hash of their sheet as it was then, in hexadecimal: it tells nothing of it, and shows whether it was changed since.
    pub hash: String,
}

/// What one rater gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingSheet {
    /// The rater's part in the round.
    pub part: EntryId,
    /// With which frame.
    pub frame: FrameRef,
    /// Items by their numbers; one of which nothing is said is not there.
    pub items: BTreeMap<u32, RatedItem>,
    /// The sheet for the rater alone of which this was shared; `None` for that one itself.
    pub was: Option<EntryId>,
}

/// What is said of one item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RatedItem {
    /// What was given, by the ids of scales.
    pub values: BTreeMap<String, Rating>,
    /// In free words.
    pub note: String,
    /// The marks that show it, in the order in which they were linked.
    pub evidence: Vec<MarkId>,
}

/// What an item was given on a scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// This value of the scale.
    Value(i32),
    /// It did not come up, so there is nothing to rate.
    NotApplicable,
}

impl Rating {
    /// The value, where there is one.
    #[must_use]
    pub const fn value(self) -> Option<i32> {
        match self {
            Self::Value(value) => Some(value),
            Self::NotApplicable => None,
        }
    }
}

/// Sections of a recording that are looked at, with what is asked of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClipPack {
    /// The sections, in the order in which they are watched.
    pub sections: Vec<MediaSpan>,
    /// What whoever brought them would like to know.
    pub question: String,
}

impl RatedItem {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.note.is_empty() && self.evidence.is_empty()
    }
}

impl RatingSheet {
    /// An empty one.
    #[must_use]
    pub const fn new(part: EntryId, frame: FrameRef) -> Self {
        Self {
            part,
            frame,
            items: BTreeMap::new(),
            was: None,
        }
    }

    /// What an item was given on a scale.
    #[must_use]
    pub fn rating(&self, item: u32, scale: &str) -> Option<Rating> {
        self.items.get(&item)?.values.get(scale).copied()
    }

    /// What is said of an item in free words.
    #[must_use]
    pub fn note(&self, item: u32) -> &str {
        self.items.get(&item).map_or("", |item| &item.note)
    }

    /// The marks that show an item.
    #[must_use]
    pub fn evidence(&self, item: u32) -> &[MarkId] {
        self.items.get(&item).map_or(&[], |item| &item.evidence)
    }

    /// Changes what is said of an item; one of which nothing is left goes.
    pub fn change(&mut self, number: u32, change: impl FnOnce(&mut RatedItem)) {
        let item = self.items.entry(number).or_default();
        change(item);
        if item.is_empty() {
            self.items.remove(&number);
        }
    }

    /// How much of what the frame asks for has neither a value nor the word that there is nothing to rate.
    #[must_use]
    pub fn left_open(&self, frame: &RatingFrame) -> usize {
        let open = |number: u32, scale: &str| self.rating(number, scale).is_none();
        frame
            .items
            .iter()
            .flat_map(|item| frame.scales_of(item).map(move |scale| (item, scale)))
            .filter(|(item, scale)| open(item.number, &scale.id))
            .count()
    }
}

impl EntryKind {
    /// Whether it belongs to rating for supervision, and is no business of a client's.
    #[must_use]
    pub const fn is_for_supervision(&self) -> bool {
        matches!(
            self,
            Self::RatingPart(_) | Self::RatingSheet(_) | Self::ClipPack(_)
        )
    }
}

/// Every rater's part, with whose it is. What was kept because two computers changed it at once is left out.
pub fn parts(session: &Session) -> impl Iterator<Item = (&PersonId, &Entry, &RatingPart)> {
    session
        .entries()
        .filter(|(_, entry)| entry.conflict_of.is_none())
        .filter_map(|(person, entry)| match &entry.kind {
            EntryKind::RatingPart(part) => Some((person, entry, part)),
            _ => None,
        })
}

/// Every sheet that is here, with whose it is: those that were shared, and those for a rater alone whose key is open.
pub fn sheets(session: &Session) -> impl Iterator<Item = (&PersonId, &Entry, &RatingSheet)> {
    session
        .entries()
        .filter(|(_, entry)| entry.conflict_of.is_none())
        .filter_map(|(person, entry)| match &entry.kind {
            EntryKind::RatingSheet(sheet) => Some((person, entry, sheet.as_ref())),
            _ => None,
        })
}

/// The newest round.
#[must_use]
pub fn newest_round(session: &Session) -> Option<EntryId> {
    parts(session)
        .map(|(_, entry, part)| (entry.created, part.round))
        .max()
        .map(|(_, round)| round)
}

/// The parts of a round, in the order of the people.
#[must_use]
pub fn parts_of(session: &Session, round: EntryId) -> Vec<(&PersonId, &Entry, &RatingPart)> {
    let order = |person: &PersonId| session.people().iter().position(|one| one.id == *person);
    let mut found: Vec<_> = parts(session)
        .filter(|(_, _, part)| part.round == round)
        .collect();
    found.sort_by_key(|(person, entry, _)| (order(person), entry.created, entry.id));
    // Two computers may have begun the same person's part: the first of them is theirs.
    found.dedup_by_key(|(person, ..)| (*person).clone());
    found
}

/// The sheet for the rater alone that belongs to a part, where it is here.
#[must_use]
pub fn own_sheet(session: &Session, part: EntryId) -> Option<(&Entry, &RatingSheet)> {
    sheets(session)
        .filter(|(_, entry, sheet)| sheet.part == part && entry.audience == Audience::OnlyMe)
        .map(|(_, entry, sheet)| (entry, sheet))
        .max_by_key(|(entry, _)| (entry.created, entry.id))
}

/// The sheet that was shared for a part, where it is here.
#[must_use]
pub fn shared_sheet(session: &Session, part: EntryId) -> Option<(&Entry, &RatingSheet)> {
    sheets(session)
        .filter(|(_, entry, sheet)| sheet.part == part && entry.audience != Audience::OnlyMe)
        .map(|(_, entry, sheet)| (entry, sheet))
        .max_by_key(|(entry, _)| (entry.created, entry.id))
}

/// The newest sections, with whoever brought them.
#[must_use]
pub fn clip_pack_of(session: &Session) -> Option<(&PersonId, &Entry, &ClipPack)> {
    session
        .entries()
        .filter(|(_, entry)| entry.conflict_of.is_none())
        .filter_map(|(person, entry)| match &entry.kind {
            EntryKind::ClipPack(pack) => Some((person, entry, pack)),
            _ => None,
        })
        .max_by_key(|(_, entry, _)| (entry.created, entry.id))
}
