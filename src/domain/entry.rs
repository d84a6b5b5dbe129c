//! What a person keeps besides marks: episodes, sittings, playlists, consent, sealed sets, answers to guesses.
//!
//! An entry has an id and a revision as a mark has, and is saved, merged and taken back in the same way. A new kind is a
//! variant here and its text in `store::schema::entries`.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{
    id::{DeviceId, EntryId, MarkId, PersonId},
    mark::{About, Audience, CodebookRef, Intensity},
    supervision::{ClipPack, RatingPart, RatingSheet},
    time::{MediaSpan, MediaTime},
    training::{Consensus, Practice, Tape},
};

/// One thing that a person keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// For ever.
    pub id: EntryId,
    /// Rises with each change; the newest wins when two writers meet.
    pub revision: u32,
    /// Which installation wrote this revision.
    pub device: DeviceId,
    /// Who may read it.
    pub audience: Audience,
    /// When it was made.
    pub created: DateTime<FixedOffset>,
    /// When it was last changed.
    pub revised: Option<DateTime<FixedOffset>>,
    /// The other version of which this was kept, because both were changed at once.
    pub conflict_of: Option<EntryId>,
    /// What it is.
    pub kind: EntryKind,
}

impl Entry {
    /// Whether two versions say the same, whatever their revision, device and time of change.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.id == other.id && self.audience == other.audience && self.kind == other.kind
    }
}

/// What is left of an entry that was taken away: no word of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedEntry {
    /// The entry.
    pub id: EntryId,
    /// One more than the revision that was taken away.
    pub revision: u32,
    /// Which installation took it away.
    pub device: DeviceId,
    /// When.
    pub dropped: DateTime<FixedOffset>,
    /// Who could read the entry: what remains of it lies in the same file.
    pub audience: Audience,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq)]
pub enum EntryKind {
    /// A stretch where mentalizing was lost, and the way back through it.
    Episode(Box<Episode>),
    /// One sitting.
    Review(Box<Review>),
    /// Stretches to be watched in their order.
    Playlist(Playlist),
    /// What a person agreed to, for one purpose.
    Consent(Consent),
    /// Marks made alone, to be opened together.
    Sealed(SealedSet),
    /// What the owner of a mind said to a guess.
    Judgement(Judgement),
    /// What several raters agreed on.
    Consensus(Box<Consensus>),
    /// A recording to practise on.
    Tape(Box<Tape>),
    /// One person's practice on it.
    Practice(Practice),
    /// That somebody rates, and how far they are.
    RatingPart(RatingPart),
    /// What a rater gave.
    RatingSheet(Box<RatingSheet>),
    /// Sections to look at, with a question.
    ClipPack(ClipPack),
}

/// A stretch where mentalizing was lost, as one object from the last good moment to the return of curiosity.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// Whose mind.
    pub subject: About,
    /// The last moment at which it still went well.
    pub before: Option<MediaTime>,
    /// Where it was lost.
    pub onset: Option<MediaTime>,
    /// Where the people stopped.
    pub stop: MediaTime,
    /// What was asked and said on the way, in its order.
    pub steps: Vec<EpisodeStep>,
    /// How it ended.
    pub outcome: Outcome,
    /// One line: what we saw.
    pub seen: String,
    /// What it reminds of: a pattern or a theme, in free words.
    pub pattern: String,
}

/// One question on the way through an episode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpisodeStep {
    /// Where the recording stood.
    pub at: MediaTime,
    /// Which prompt, by its id.
    pub prompt: String,
    /// What was said.
    pub words: String,
    /// Who said it.
    pub by: Option<PersonId>,
    /// Whoever said it was asked whether the words are theirs, and they are.
    pub confirmed: bool,
}

/// How an episode ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody has said yet.
    #[default]
    Open,
    /// Curiosity returned here.
    Recovered(MediaTime),
    /// Not in this sitting.
    NotToday,
}

/// What a sitting is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Looking at it together.
    #[default]
    Review,
    /// Calling back what went on inside.
    Recall,
    /// Learning to see.
    Training,
    /// A supervisor and a therapist.
    Supervision,
}

impl Purpose {
    /// Every purpose, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Review,
        Self::Recall,
        Self::Training,
        Self::Supervision,
    ];
}

/// One sitting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    /// What for.
    pub purpose: Purpose,
    /// Who was there.
    pub present: Vec<PersonId>,
    /// How long it was meant to be, in minutes.
    pub minutes: u32,
    /// When it ended; `None` while it goes on, or where the program ended before.
    pub ended: Option<DateTime<FixedOffset>>,
    /// The card *Before we watch*: what somebody expected to see.
    pub expected: String,
    /// How strongly, as expected.
    pub expected_strength: Option<Intensity>,
    /// Landing: how it compared with what was expected.
    pub compared: String,
    /// Landing: how a person felt at the end, in their words.
    pub felt: Vec<(PersonId, String)>,
    /// Landing: strength of feeling at the end, by person.
    pub strength: Vec<(PersonId, Intensity)>,
    /// Landing: one thing to take along.
    pub take_along: String,
}

/// Stretches to be watched in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Playlist {
    /// What it is called.
    pub name: String,
    /// The stretches.
    pub items: Vec<PlaylistItem>,
}

/// One stretch of a playlist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaylistItem {
    /// What is watched.
    pub span: MediaSpan,
    /// A few words for it.
    pub label: String,
    /// The mark it was made from.
    pub mark: Option<MarkId>,
    /// Something that went well.
    pub good: bool,
    /// Only for the team: it does not exist while a client can see the screen.
    pub for_team: bool,
}

/// What a recording may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConsentPurpose {
    /// Looking at it together.
    Review,
    /// The therapist's supervision.
    Supervision,
    /// Training others.
    Training,
    /// Research.
    Research,
    /// The members of the group.
    Group,
}

impl ConsentPurpose {
    /// Every purpose, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Review,
        Self::Supervision,
        Self::Training,
        Self::Research,
        Self::Group,
    ];
}

/// What a person agreed to, for one purpose. Never made by the program of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// What for.
    pub purpose: ConsentPurpose,
    /// On which day it was given.
    pub given: NaiveDate,
    /// Which version of the form was signed.
    pub form: String,
    /// Until which day it holds.
    pub expires: Option<NaiveDate>,
    /// When it was taken back.
    pub withdrawn: Option<DateTime<FixedOffset>>,
    /// When what depends on it is to be erased, after it was taken back.
    pub erase_after: Option<DateTime<FixedOffset>>,
}

/// How far a sealed set is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SealedState {
    /// The person marks.
    #[default]
    Open,
    /// The person is done, and waits.
    Committed {
        /// When.
        at: DateTime<FixedOffset>,
        /// Hash of what is in it, in hexadecimal.
        hash: String,
        /// The person has agreed at their own computer that it is opened at another.
        agreed: Option<Agreed>,
    },
    /// Opened, together with the others.
    Revealed {
        /// When.
        at: DateTime<FixedOffset>,
    },
    /// Taken back before it was opened.
    Withdrawn {
        /// When.
        at: DateTime<FixedOffset>,
    },
}

/// What somebody handed to the others of a round when they agreed at their own computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// When.
    pub at: DateTime<FixedOffset>,
    /// Hash of what the others can read now, in hexadecimal: what was committed, without what its author keeps back.
    pub hash: String,
}

/// Marks that a person makes alone, to be opened together with those of others. The marks are elsewhere, encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSet {
    /// The round to which the sets of several people belong.
    pub round: EntryId,
    /// Which stretch; the whole recording where none is named.
    pub span: Option<MediaSpan>,
    /// Which codebook.
    pub codebook: CodebookRef,
    /// Which of its presets.
    pub preset: String,
    /// Until which day.
    pub until: Option<NaiveDate>,
    /// How far it is.
    pub state: SealedState,
}

/// What the owner of a mind said to a guess about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Just so.
    SpotOn,
    /// In part.
    Partly,
    /// Not so.
    No,
}

/// The answer to a guess. Only the owner of the mind gives it, and it is no measure of anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// The mark that was guessed about, the owner's.
    pub of: MarkId,
    /// Who guessed.
    pub guesser: PersonId,
    /// What they guessed.
    pub guess: String,
    /// What the owner said.
    pub verdict: Option<Verdict>,
}
