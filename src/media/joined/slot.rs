//! One part and its player.

use std::sync::Arc;

use super::{
    super::{FrameIndex, MediaInfo, Playback, Problem, VideoFrame},
    Part,
    layout::Known,
};
use crate::domain::time::MediaTime;

/// A part and its player.
pub(super) struct Slot {
    pub(super) part: Part,
    pub(super) player: Option<Box<dyn Playback + Send>>,
    pub(super) info: Option<Arc<MediaInfo>>,
    pub(super) index: Arc<FrameIndex>,
    pub(super) missing: Option<Problem>,
    /// Where it stands, for when it will be its turn; `None` if that is not known.
    pub(super) parked: Option<MediaTime>,
    /// What was told already: a part that is opened again has the same damage.
    pub(super) told: Vec<Problem>,
}

impl Slot {
    pub(super) fn of(part: Part) -> Self {
        Self {
            part,
            player: None,
            info: None,
            index: Arc::default(),
            missing: None,
            parked: None,
            told: Vec::new(),
        }
    }

    pub(super) fn known(&self, follows: bool) -> Known {
        Known {
            follows,
            recorded: self.part.length,
            stated: self.info.as_ref().map(|info| info.duration),
            index: Arc::clone(&self.index),
            missing: self.missing.clone(),
        }
    }

    /// Whether nothing more is to be learned of it.
    pub(super) fn is_read(&self) -> bool {
        self.missing.is_some() || self.info.is_some() && self.index.complete
    }

    /// Where its first frame begins, as far as that is known.
    pub(super) fn first_frame(&self) -> MediaTime {
        self.index.times.first().copied().unwrap_or_default()
    }

    /// Whether it waits there.
    pub(super) fn stands_at(&self, place: MediaTime) -> bool {
        let first = self.first_frame();
        self.parked
            .is_some_and(|parked| parked.max(first) == place.max(first))
    }

    /// Where its last frame begins, or the end of the sound.
    pub(super) fn last_frame(&self) -> MediaTime {
        let stated = self.info.as_ref().map(|info| info.duration);
        self.index
            .times
            .last()
            .copied()
            .or(stated)
            .unwrap_or_default()
    }

    /// Whether this is the frame that is on screen at a time.
    pub(super) fn is_frame_at(&self, frame: &VideoFrame, time: MediaTime) -> bool {
        if !frame.exact {
            return false;
        }
        match frame.number.filter(|_| self.index.covers(time)) {
            Some(number) => number == self.index.at(time).unwrap_or(0),
            // Without an index: its first frame, for its beginning.
            None => time <= self.first_frame() && frame.number.is_none_or(|number| number == 0),
        }
    }
}
