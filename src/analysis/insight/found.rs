//! Episodes with how long it took to come back; those without a recovery are listed, never counted as long or short.

use std::collections::HashMap;

use super::{Material, Moment, seconds};
use crate::{
    analysis::{
        episodes::{Ending, Episode, within},
        measures::{Measured, Undefined, real},
    },
    domain::{
        id::MarkId,
        mark::Mark,
        time::{MediaDelta, MediaSpan},
    },
};

/// One episode and the marks that it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spell {
    /// From where to where.
    pub episode: Episode,
    /// Its onsets, modes and recovery.
    pub moments: Vec<Moment>,
}

impl Spell {
    /// From the onset to the recovery or the end of its last mode; of an open one the onset alone.
    #[must_use]
    pub fn span(&self) -> MediaSpan {
        let onset = self.episode.onset;
        let end = match self.episode.ending {
            Ending::Recovered(end) | Ending::ModeEnded(end) => end,
            Ending::Open => onset,
        };
        MediaSpan::between(onset, end.max(onset))
    }
}

/// All of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Episodes {
    /// In the order of time.
    pub spells: Vec<Spell>,
    /// The middle of the times to recovery, of those that have one.
    pub median: Option<MediaDelta>,
    /// The shortest and the longest of them.
    pub range: Option<(MediaDelta, MediaDelta)>,
    /// How many have a recovery.
    pub recovered: usize,
    /// How many begin in ten minutes of what was watched.
    pub rate: Measured,
}

pub(super) fn episodes(material: &Material<'_>) -> Episodes {
    let marks: HashMap<MarkId, &Mark> =
        material.about.iter().map(|mark| (mark.id, *mark)).collect();
    let spells: Vec<Spell> = within(material.about.iter().copied())
        .into_iter()
        .map(|found| Spell {
            moments: found
                .marks
                .iter()
                .filter_map(|id| marks.get(id))
                .map(|mark| Moment::of(mark, mark.codes.first().map(|used| &used.code)))
                .collect(),
            episode: found.episode,
        })
        .collect();
    let times = spells.iter().map(|spell| spell.episode.time_to_recovery());
    let mut times: Vec<MediaDelta> = times.flatten().collect();
    times.sort_unstable();
    let watched = seconds(material.watched_length());
    Episodes {
        rate: if watched > 0.0 {
            Ok(real(spells.len()) * 600.0 / watched)
        } else {
            Err(Undefined::NoCommonStretch)
        },
        median: median(&times),
        range: times.first().copied().zip(times.last().copied()),
        recovered: times.len(),
        spells,
    }
}

/// The middle of times in order; of an even number the mean of the two in the middle.
fn median(sorted: &[MediaDelta]) -> Option<MediaDelta> {
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle)?.as_nanos();
    let lower = sorted[(sorted.len() - 1) / 2].as_nanos();
    Some(MediaDelta::from_nanos(lower + (upper - lower) / 2))
}
