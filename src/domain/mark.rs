//! A mark: what one person noticed at one moment of a recording, in their own words first.

use chrono::{DateTime, FixedOffset};

use super::{
    id::{CodeId, DeviceId, MarkId, PersonId, ReviewId},
    time::{MediaDelta, MediaSpan, MediaTime},
};

/// Where on the recording a mark lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum When {
    /// One instant.
    Point(MediaTime),
    /// A stretch.
    Span(MediaSpan),
    /// A stretch that has begun and whose end is not set yet.
    Open(MediaTime),
}

impl When {
    /// The instant, or the first instant of the stretch.
    #[must_use]
    pub const fn start(self) -> MediaTime {
        match self {
            Self::Point(time) | Self::Open(time) => time,
            Self::Span(span) => span.start(),
        }
    }

    /// The instant, or the instant after the stretch; of an open stretch its start.
    #[must_use]
    pub const fn end(self) -> MediaTime {
        match self {
            Self::Point(time) | Self::Open(time) => time,
            Self::Span(span) => span.end(),
        }
    }

    /// The same shape, moved by a distance.
    #[must_use]
    pub fn moved(self, by: MediaDelta) -> Self {
        match self {
            Self::Point(time) => Self::Point(time + by),
            Self::Open(time) => Self::Open(time + by),
            Self::Span(span) => Self::Span(MediaSpan::between(span.start() + by, span.end() + by)),
        }
    }

    /// Whether it touches a stretch.
    #[must_use]
    pub fn touches(self, span: MediaSpan) -> bool {
        self.start() < span.end() && self.end() >= span.start()
    }
}

/// Whose mark it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Author {
    /// One person.
    One(PersonId),
    /// Several, agreed on together; kept in the file of who typed it.
    Together(Vec<PersonId>),
}

impl Author {
    /// Whether this person is the author or one of them.
    #[must_use]
    pub fn includes(&self, person: &PersonId) -> bool {
        match self {
            Self::One(one) => one == person,
            Self::Together(people) => people.contains(person),
        }
    }
}

/// Whose mind a mark is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum About {
    /// These people.
    People(Vec<PersonId>),
    /// What goes on between the people of the session.
    Us,
    /// The group as a whole.
    Group,
}

/// From where the mind is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// The author's own mind.
    Own,
    /// Another's mind, as the author sees it.
    OfOther,
    /// How the author thinks that the other sees them.
    HowISeeThemSeeingMe,
    /// What goes on between them.
    Us,
}

/// When the state was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tense {
    /// Felt then, in the recorded moment.
    Then,
    /// Felt now, while watching.
    Now,
    /// Thought about it later.
    AboutThen,
}

/// How sure the author is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sureness {
    /// A guess; where every mark about another's mind begins.
    Guess,
    /// Fairly sure.
    Fairly,
    /// Sure.
    Sure,
}

/// Strength from 0 to 10, never beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Intensity(u8);

impl Intensity {
    /// The strongest.
    pub const MAX: Self = Self(10);

    /// A strength; `None` above ten.
    #[must_use]
    pub const fn new(value: u8) -> Option<Self> {
        if value <= 10 { Some(Self(value)) } else { None }
    }

    /// 0 to 10.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }
}

/// Who may read a mark. What is not for everyone lies in a file of its own, encrypted to its circle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Everyone who may open the recording's files.
    #[default]
    Everyone,
    /// The author alone.
    OnlyMe,
    /// The author and the clinical team: therapists and supervisors.
    Team,
    /// The author, trainees and supervisors: learning marks.
    Training,
    /// The author alone, until it is opened together with the marks that others made alone.
    Sealed,
}

impl Audience {
    /// Every audience of a mark that is made in the open, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Everyone, Self::OnlyMe, Self::Team, Self::Training];

    /// Whether somebody of this role belongs to it, apart from the author.
    #[must_use]
    pub const fn includes(self, role: super::person::Role) -> bool {
        use super::person::Role;
        match self {
            Self::Everyone => true,
            Self::OnlyMe | Self::Sealed => false,
            Self::Team => matches!(role, Role::Therapist | Role::Supervisor),
            Self::Training => matches!(role, Role::Trainee | Role::Supervisor),
        }
    }
}

/// One code of a mark, with its modifiers in the order in which they were set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodeUse {
    /// Which code.
    pub code: CodeId,
    /// Key and value pairs, as the codebook declares them; foreign ones are kept.
    pub modifiers: Vec<(String, String)>,
}

impl CodeUse {
    /// A code without modifiers.
    #[must_use]
    pub const fn plain(code: CodeId) -> Self {
        Self {
            code,
            modifiers: Vec::new(),
        }
    }

    /// The value of a modifier.
    #[must_use]
    pub fn modifier(&self, key: &str) -> Option<&str> {
        self.modifiers
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, value)| value.as_str())
    }

    /// Sets or clears a modifier.
    pub fn set_modifier(&mut self, key: &str, value: Option<String>) {
        let at = self.modifiers.iter().position(|(known, _)| known == key);
        match (at, value) {
            (Some(at), Some(value)) => self.modifiers[at].1 = value,
            (Some(at), None) => {
                self.modifiers.remove(at);
            }
            (None, Some(value)) => self.modifiers.push((key.to_owned(), value)),
            (None, None) => {}
        }
    }
}

/// How a mark's time came about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placed {
    /// A key was pressed while the recording played.
    Live {
        /// Time of the frame shown at the press; the mark lies `lead` before it.
        pressed_at: MediaTime,
        /// Reaction lead that was taken off, already scaled by the speed.
        lead: MediaDelta,
        /// Playing speed at the press.
        rate: f64,
    },
    /// Set while the recording stood still.
    Paused,
    /// Typed, dragged or moved afterwards, or added from the command line.
    Edited,
}

/// Which codebook a mark's codes come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CodebookRef {
    /// Id of the codebook.
    pub id: String,
    /// Its version at the time.
    pub version: String,
}

/// What a mark points to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Link {
    /// A reply to that mark, which stays as it is.
    ReplyTo(MarkId),
    /// The same moment or the same thing, marked elsewhere.
    SeeAlso(MarkId),
    /// The other version of that mark, kept because both were edited at once.
    ConflictOf(MarkId),
    /// Something outside the marks (a diary entry, a take, a clip), by its own name.
    Other {
        /// What it is.
        kind: String,
        /// Which one.
        id: String,
    },
}

/// The frame that a time was taken from, as the container counts; derived data beside the exact time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FrameStamp {
    /// Number of the frame in showing order, from 0.
    pub number: u64,
    /// Ticks per second in which the container states its times; 0 where unknown.
    pub time_base: u32,
}

/// What one person noticed at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// For ever.
    pub id: MarkId,
    /// Rises with each change; the newest wins when two writers meet.
    pub revision: u32,
    /// Which installation wrote this revision.
    pub device: DeviceId,
    /// Where on the recording.
    pub when: When,
    /// The frame of `when.start()`.
    pub frame: Option<FrameStamp>,
    /// Whose mark.
    pub author: Author,
    /// Who typed it.
    pub entered_by: PersonId,
    /// Whose mind.
    pub about: About,
    /// Seen from where.
    pub view: View,
    /// When the state was there.
    pub tense: Tense,
    /// None is fine: own words come before codes.
    pub codes: Vec<CodeUse>,
    /// How strong.
    pub intensity: Option<Intensity>,
    /// How sure.
    pub sureness: Option<Sureness>,
    /// The person's own words.
    pub words: Option<String>,
    /// Who may read it.
    pub audience: Audience,
    /// Where the codes are explained.
    pub codebook: CodebookRef,
    /// How its time came about.
    pub placed: Placed,
    /// Its author looked at it again and keeps it as it is: nothing of it waits to be refined.
    pub settled: bool,
    /// The sitting it was made in.
    pub review: Option<ReviewId>,
    /// What it points to.
    pub links: Vec<Link>,
    /// When it was made.
    pub created: DateTime<FixedOffset>,
    /// When it was last changed.
    pub revised: Option<DateTime<FixedOffset>>,
}

impl Mark {
    /// The person whose file holds this mark: its author, or who typed it where several are.
    #[must_use]
    pub const fn keeper(&self) -> &PersonId {
        match &self.author {
            Author::One(person) => person,
            Author::Together(_) => &self.entered_by,
        }
    }

    /// The mark this one replies to.
    #[must_use]
    pub fn reply_to(&self) -> Option<MarkId> {
        self.links.iter().find_map(|link| match link {
            Link::ReplyTo(id) => Some(*id),
            _ => None,
        })
    }

    /// Whether it carries this code.
    #[must_use]
    pub fn has_code(&self, code: &CodeId) -> bool {
        self.codes.iter().any(|used| used.code == *code)
    }

    /// Whether two versions say the same, whatever their revision, device and time of change.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let mut copy = other.clone();
        copy.revision = self.revision;
        copy.device = self.device.clone();
        copy.revised = self.revised;
        *self == copy
    }
}

/// What stays of a deleted mark until every copy has dropped it: no word of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The deleted mark.
    pub id: MarkId,
    /// One more than the revision that was deleted.
    pub revision: u32,
    /// Which installation deleted it.
    pub device: DeviceId,
    /// When.
    pub deleted: DateTime<FixedOffset>,
    /// Who could read the mark: what remains of it lies in the same file.
    pub audience: Audience,
}
