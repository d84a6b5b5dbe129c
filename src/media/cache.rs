//! Pictures that were decoded a moment ago, by their time, so that steps and short ways back cost nothing.

use std::{collections::VecDeque, sync::Arc};

use super::VideoFrame;
use crate::domain::time::MediaTime;

/// The frames used last, as many as fit into a number of bytes.
pub(super) struct FrameCache {
    /// Oldest use first.
    frames: VecDeque<Arc<VideoFrame>>,
    bytes: usize,
    budget: usize,
}

impl FrameCache {
    /// A cache for `budget` bytes of pixels; it always keeps at least two frames.
    pub fn new(budget: usize) -> Self {
        Self {
            frames: VecDeque::new(),
            bytes: 0,
            budget,
        }
    }

    /// The frame that starts at `time`, now the one used last.
    pub fn get(&mut self, time: MediaTime) -> Option<Arc<VideoFrame>> {
        let place = self.frames.iter().rposition(|frame| frame.time == time)?;
        let frame = self.frames.remove(place)?;
        self.frames.push_back(Arc::clone(&frame));
        Some(frame)
    }

    /// Whether the frame that starts at `time` is there.
    pub fn has(&self, time: MediaTime) -> bool {
        self.frames.iter().any(|frame| frame.time == time)
    }

    /// Lets everything go.
    pub fn clear(&mut self) {
        self.frames.clear();
        self.bytes = 0;
    }

    /// Keeps `frame`, in the place of an older picture of the same time.
    pub fn put(&mut self, frame: Arc<VideoFrame>) {
        if let Some(place) = self.frames.iter().position(|old| old.time == frame.time)
            && let Some(old) = self.frames.remove(place)
        {
            self.bytes -= old.bytes.len();
        }
        self.bytes += frame.bytes.len();
        self.frames.push_back(frame);
        self.shrink();
    }

    /// Another budget from now on.
    pub fn keep_at_most(&mut self, bytes: usize) {
        self.budget = bytes;
        self.shrink();
    }

    fn shrink(&mut self) {
        while self.bytes > self.budget && self.frames.len() > 2 {
            if let Some(oldest) = self.frames.pop_front() {
                self.bytes -= oldest.bytes.len();
            }
        }
    }
}
