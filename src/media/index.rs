//! Which frame lies at which time: presentation times read from the container, never computed from an average rate.

use super::Problem;
use crate::domain::time::{MediaDelta, MediaTime};

/// Why seeks and steps in a recording cannot be trusted to the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inexact {
    /// This many pictures carry no time of their own.
    WithoutTimes(usize),
    /// The file does not say when each picture is shown.
    OutOfOrder,
    /// The clock inside the file jumps back.
    ClockJumps,
    /// The file could not be read through.
    NotRead(Problem),
}

/// The frames of a recording in the order in which they are shown.
///
/// `times` has one entry per frame, strictly rising, in stream time; frame numbers are positions in it, from 0.
/// `keyframes` holds the numbers of the frames that decoding can start at, rising.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrameIndex {
    /// Start of each frame.
    pub times: Vec<MediaTime>,
    /// Numbers of the key frames.
    pub keyframes: Vec<u32>,
    /// The instant after the last frame that is known so far.
    pub end: MediaTime,
    /// Whether the whole recording has been read.
    pub complete: bool,
    /// `None` if every seek and step can be trusted to the frame; else why not.
    pub inexact: Option<Inexact>,
}

impl FrameIndex {
    /// How many frames are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether no frame is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The frame that is on screen at `time`: the last that starts at or before it. `None` before the first or if empty.
    #[must_use]
    pub fn at(&self, time: MediaTime) -> Option<usize> {
        self.times
            .partition_point(|start| *start <= time)
            .checked_sub(1)
    }

    /// The frame whose start is nearest to `time` (the later one on a tie); how stored times are looked up.
    #[must_use]
    pub fn nearest(&self, time: MediaTime) -> Option<usize> {
        let after = self.times.partition_point(|start| *start <= time);
        match (after.checked_sub(1), self.times.get(after)) {
            (None, None) => None,
            (None, Some(_)) => Some(after),
            (Some(before), None) => Some(before),
            (Some(before), Some(later)) => {
                let back = time - self.times[before];
                Some(if *later - time <= back { after } else { before })
            }
        }
    }

    /// Start of frame `number`.
    #[must_use]
    pub fn time(&self, number: usize) -> Option<MediaTime> {
        self.times.get(number).copied()
    }

    /// The instant after frame `number`: the start of the next, or [`Self::end`].
    #[must_use]
    pub fn end_of(&self, number: usize) -> MediaTime {
        self.time(number + 1).unwrap_or(self.end)
    }

    /// Whether all frames are equally long to within `tolerance`.
    #[must_use]
    pub fn is_constant_rate(&self, tolerance: MediaDelta) -> bool {
        let mut lengths = self.times.windows(2).map(|pair| pair[1] - pair[0]);
        let Some(first) = lengths.next() else {
            return true;
        };
        let (low, high) = lengths.fold((first, first), |(low, high), length| {
            (low.min(length), high.max(length))
        });
        MediaDelta::from_nanos(high.as_nanos() - low.as_nanos()) <= tolerance
    }

    /// The last key frame at or before frame `number`; the first frame where none is known.
    #[must_use]
    pub fn keyframe_before(&self, number: usize) -> usize {
        let after = self
            .keyframes
            .partition_point(|key| (*key as usize) <= number);
        after
            .checked_sub(1)
            .map_or(0, |place| self.keyframes[place] as usize)
    }

    /// Whether the frame at `time` is among those known so far.
    #[must_use]
    pub fn covers(&self, time: MediaTime) -> bool {
        self.complete && !self.is_empty() || self.times.last().is_some_and(|last| time < *last)
    }

    /// Which frame a decoded picture is, from the start time that the decoder gives it.
    ///
    /// `clipped` says that the decoder may have moved the start into the frame. `None` where the index does not reach.
    pub(super) fn identify(&self, time: MediaTime, clipped: bool) -> Option<Identity> {
        if !self.covers(time) {
            return None;
        }
        let nearest = self.nearest(time)?;
        let length = self.end_of(nearest) - self.times[nearest];
        let tolerance = (length.as_nanos() / 4).min(1_000_000);
        let off = (time - self.times[nearest]).magnitude().as_nanos();
        Some(if off <= tolerance {
            Identity {
                number: nearest,
                certain: true,
            }
        } else {
            Identity {
                number: if clipped {
                    self.at(time).unwrap_or(0)
                } else {
                    nearest
                },
                certain: false,
            }
        })
    }
}

/// Which frame a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// Its number in the index.
    pub number: usize,
    /// Whether its time agrees with the index, rather than only being nearest to it.
    pub certain: bool,
}
