//! A continuous rating: how strong something felt, along the whole recording, as one rater saw one person.

use super::{id::PersonId, mark::Intensity, time::MediaTime};

/// What is rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrackKind {
    /// Strength of emotional activation, 0 to 10.
    Arousal,
}

/// One rating of one person by the person whose file it lies in. Samples are raw: reaction lag is taken off on reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Track {
    /// What is rated.
    pub kind: TrackKind,
    /// Whose.
    pub about: PersonId,
    /// Time and value, rising in time; a value holds until the next.
    pub samples: Vec<(MediaTime, Intensity)>,
}
