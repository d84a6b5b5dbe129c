//! A session: one recording (or several of one event), its people, and each person's marks.

use std::{collections::BTreeMap, sync::Arc};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{
    alignment::Alignment,
    entry::{DroppedEntry, Entry},
    id::{EntryId, MarkId, PersonId, SessionId},
    mark::{Audience, CodebookRef, Mark, Tombstone},
    person::{Person, Role},
    time::{MediaSpan, MediaTime},
    track::Track,
};

/// The free field of a session that holds the text agreed beforehand for hard moments.
pub const PLAN_FIELD: &str = "our plan";

/// What kind of recording it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SessionKind {
    /// A therapy session.
    #[default]
    Session,
    /// A role-play.
    RolePlay,
    /// A training tape.
    TrainingTape,
    /// A parent and a child.
    ParentChild,
    /// A group.
    Group,
    /// Anything else.
    Other,
}

impl SessionKind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Session,
        Self::RolePlay,
        Self::TrainingTape,
        Self::ParentChild,
        Self::Group,
        Self::Other,
    ];
}

/// Which file the times belong to, so that a moved file is found and a changed one is noticed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MediaIdentity {
    /// File name without folder, as last seen.
    pub file_name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Hash of size, beginning and end of the file, in hexadecimal; empty where it could not be read.
    pub fingerprint: String,
    /// Length as last measured.
    pub duration: MediaTime,
    /// How it belongs to the session.
    pub place: MediaPlace,
}

/// How a recording belongs to the session's time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MediaPlace {
    /// The first recording, whose time the session's is, or the one that goes on where the part before it ends.
    #[default]
    Part,
    /// Another recording of the same event, lined up with the session's time.
    Beside(Alignment),
}

/// Who plays whom, in a role-play.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Casting {
    /// The person.
    pub person: PersonId,
    /// The part, in free words.
    pub part: String,
}

/// The facts of a session that belong to no single person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// For ever.
    pub id: SessionId,
    /// A title chosen by the people; empty means the file name.
    pub title: String,
    /// The recordings of this event. Times of the session are those of the first, going on through the parts after it.
    pub media: Vec<MediaIdentity>,
    /// What kind of recording.
    pub kind: SessionKind,
    /// When the recording began by the clock on the wall, if known.
    pub started: Option<DateTime<FixedOffset>>,
    /// Who plays whom.
    pub cast: Vec<Casting>,
    /// Name of the role-play scene.
    pub scene: String,
    /// Which run of the scene.
    pub take: Option<u32>,
    /// Free fields, in their own order.
    pub fields: Vec<(String, String)>,
    /// Codebooks in use.
    pub codebooks: Vec<CodebookRef>,
    /// When this record was begun.
    pub created: DateTime<FixedOffset>,
    /// The people, in the order of their lanes.
    pub people: Vec<Person>,
    /// By whom the recording is kept, and on what ground, until when.
    pub keeping: Keeping,
    /// Rises with each change; the newest wins when two writers meet.
    pub revision: u32,
}

/// What the people noted about keeping the recording. The program never fills it in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keeping {
    /// Who answers for it, in free words.
    pub controller: String,
    /// On what legal ground, in free words.
    pub basis: String,
    /// The day by which it is to be deleted: something to be reminded of, never a lock.
    pub delete_by: Option<NaiveDate>,
}

impl Keeping {
    /// Whether the day by which it is to be deleted is over.
    #[must_use]
    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.delete_by.is_some_and(|by| by < day)
    }
}

impl SessionInfo {
    /// The recordings that play one after the other, in their order: the first, and the parts that follow it.
    pub fn parts(&self) -> impl Iterator<Item = &MediaIdentity> + Clone {
        // Whatever a file says of the first, the session's time is its time.
        self.media
            .iter()
            .enumerate()
            .filter(|(at, medium)| *at == 0 || medium.place == MediaPlace::Part)
            .map(|(_, medium)| medium)
    }

    /// The second recording of the same event, if there is one, with how it is lined up.
    #[must_use]
    pub fn beside(&self) -> Option<(&MediaIdentity, &Alignment)> {
        self.media
            .iter()
            .skip(1)
            .find_map(|medium| match &medium.place {
                MediaPlace::Beside(alignment) => Some((medium, alignment)),
                MediaPlace::Part => None,
            })
    }

    /// How the second recording is lined up, to change it.
    pub fn beside_mut(&mut self) -> Option<&mut Alignment> {
        self.media
            .iter_mut()
            .skip(1)
            .find_map(|medium| match &mut medium.place {
                MediaPlace::Beside(alignment) => Some(alignment),
                MediaPlace::Part => None,
            })
    }

    /// The same, to change them.
    pub fn parts_mut(&mut self) -> impl Iterator<Item = &mut MediaIdentity> {
        self.media
            .iter_mut()
            .enumerate()
            .filter(|(at, medium)| *at == 0 || medium.place == MediaPlace::Part)
            .map(|(_, medium)| medium)
    }
}

/// A stretch that somebody watched.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchedRange {
    /// What was watched.
    pub span: MediaSpan,
    /// Which time through, from 1.
    pub pass: u32,
    /// Playing speed.
    pub rate: f64,
    /// With others in the room, or alone.
    pub together: bool,
}

/// All that one person keeps: their own file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersonSet {
    /// Their marks by id; shared, so that a copy of the whole record for the writer is cheap.
    pub marks: BTreeMap<MarkId, Arc<Mark>>,
    /// What is left of deleted ones.
    pub tombstones: BTreeMap<MarkId, Tombstone>,
    /// Their ratings.
    pub tracks: Vec<Track>,
    /// What they watched.
    pub watched: Vec<WatchedRange>,
    /// What they keep besides, by id.
    pub entries: BTreeMap<EntryId, Arc<Entry>>,
    /// What is left of entries that were taken away.
    pub dropped: BTreeMap<EntryId, DroppedEntry>,
}

impl PersonSet {
    /// The part of it that this audience may read, as it lies in a file of its own. Ratings and what was watched are for
    /// everyone.
    #[must_use]
    pub fn part(&self, audience: Audience) -> Self {
        let everyone = audience == Audience::Everyone;
        Self {
            marks: of(&self.marks, |mark| mark.audience == audience),
            tombstones: of(&self.tombstones, |stone| stone.audience == audience),
            tracks: if everyone {
                self.tracks.clone()
            } else {
                Vec::new()
            },
            watched: if everyone {
                self.watched.clone()
            } else {
                Vec::new()
            },
            entries: of(&self.entries, |entry| entry.audience == audience),
            dropped: of(&self.dropped, |stone| stone.audience == audience),
        }
    }
}

impl Session {
    /// Forgets everything that this leaves out, without a trace: it is not deleted, only no longer known here.
    pub fn forget(&mut self, keep: impl Fn(&PersonId, Audience) -> bool) {
        for (person, set) in &mut self.sets {
            set.marks.retain(|_, mark| keep(person, mark.audience));
            set.tombstones
                .retain(|_, stone| keep(person, stone.audience));
            set.entries.retain(|_, entry| keep(person, entry.audience));
            set.dropped.retain(|_, stone| keep(person, stone.audience));
            if !keep(person, Audience::Everyone) {
                set.tracks.clear();
                set.watched.clear();
            }
        }
    }
}

fn of<K: Ord + Copy, V: Clone>(
    all: &BTreeMap<K, V>,
    wanted: impl Fn(&V) -> bool,
) -> BTreeMap<K, V> {
    all.iter()
        .filter(|(_, value)| wanted(value))
        .map(|(key, value)| (*key, value.clone()))
        .collect()
}

/// The whole record of a recording, as one window or command holds it.
///
/// Changed only by [`Session::apply`](super::edit); read freely.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    pub(super) info: SessionInfo,
    pub(super) sets: BTreeMap<PersonId, PersonSet>,
}

impl Session {
    /// A record from parts that were read or made elsewhere. Every person gets a set; sets of unknown people stay.
    #[must_use]
    pub fn new(info: SessionInfo, mut sets: BTreeMap<PersonId, PersonSet>) -> Self {
        for person in &info.people {
            sets.entry(person.id.clone()).or_default();
        }
        Self { info, sets }
    }

    /// Facts of the session.
    #[must_use]
    pub const fn info(&self) -> &SessionInfo {
        &self.info
    }

    /// The people, in the order of their lanes.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.info.people
    }

    /// The recordings that follow each other, the first one first.
    pub fn parts(&self) -> impl Iterator<Item = &MediaIdentity> + Clone {
        self.info.parts()
    }

    /// One person.
    #[must_use]
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.info.people.iter().find(|person| person.id == *id)
    }

    /// The first person with this role.
    #[must_use]
    pub fn first_with_role(&self, role: Role) -> Option<&Person> {
        self.info.people.iter().find(|person| person.role == role)
    }

    /// Each person's set, by person.
    #[must_use]
    pub const fn sets(&self) -> &BTreeMap<PersonId, PersonSet> {
        &self.sets
    }

    /// One person's set.
    #[must_use]
    pub fn set(&self, person: &PersonId) -> Option<&PersonSet> {
        self.sets.get(person)
    }

    /// One mark, whoever keeps it.
    #[must_use]
    pub fn mark(&self, id: MarkId) -> Option<&Mark> {
        self.sets
            .values()
            .find_map(|set| set.marks.get(&id).map(AsRef::as_ref))
    }

    /// Every mark, person by person, in the order of their ids.
    pub fn marks(&self) -> impl Iterator<Item = &Mark> {
        self.sets
            .values()
            .flat_map(|set| set.marks.values().map(AsRef::as_ref))
    }

    /// What people keep besides marks, with whose it is.
    pub fn entries(&self) -> impl Iterator<Item = (&PersonId, &Entry)> {
        self.sets.iter().flat_map(|(person, set)| {
            set.entries
                .values()
                .map(move |entry| (person, entry.as_ref()))
        })
    }

    /// One of them, with whose it is.
    #[must_use]
    pub fn entry(&self, id: EntryId) -> Option<(&PersonId, &Entry)> {
        self.sets
            .iter()
            .find_map(|(person, set)| Some((person, set.entries.get(&id)?.as_ref())))
    }

    /// How many marks there are.
    #[must_use]
    pub fn mark_count(&self) -> usize {
        self.sets.values().map(|set| set.marks.len()).sum()
    }

    /// Every mark by start, then by id: the order of the list and of the previous and next keys.
    #[must_use]
    pub fn marks_in_time(&self) -> Vec<&Mark> {
        let mut marks: Vec<&Mark> = self.marks().collect();
        marks.sort_by_key(|mark| (mark.when.start(), mark.id));
        marks
    }

    /// Whether two records say the same, whatever their revisions and tombstones.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let mut info = other.info.clone();
        info.revision = self.info.revision;
        self.info == info
            && self.sets.len() == other.sets.len()
            && self.sets.iter().all(|(person, set)| {
                other.sets.get(person).is_some_and(|theirs| {
                    set.tracks == theirs.tracks
                        && set.watched == theirs.watched
                        && set.marks.len() == theirs.marks.len()
                        && set
                            .marks
                            .values()
                            .zip(theirs.marks.values())
                            .all(|(a, b)| a.says_the_same(b))
                        && set.entries.len() == theirs.entries.len()
                        && set
                            .entries
                            .values()
                            .zip(theirs.entries.values())
                            .all(|(a, b)| a.says_the_same(b))
                })
            })
    }
}
