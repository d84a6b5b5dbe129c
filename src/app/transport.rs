//! Where the recording stands: folds what the player tells into one playhead value per frame.

use std::sync::Arc;

use crate::{
    domain::{
        mark::{FrameStamp, Placed},
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    media::{FrameIndex, Hardware, MediaInfo, PartPlace, VideoFrame},
};

/// The steps of the speed keys.
pub const SPEEDS: [f64; 9] = [0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0];

/// How the loop key stands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Loop {
    /// No loop.
    #[default]
    Off,
    /// A is set, B is not.
    From(MediaTime),
    /// This stretch plays again and again.
    Between(MediaSpan),
}

/// What was before the slow view, to go back to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BeforeSlow {
    /// Where it stood.
    pub playhead: MediaTime,
    /// Whether it played.
    pub playing: bool,
    /// Speed.
    pub rate: f64,
    /// Loop.
    pub looping: Loop,
}

/// State of the player as the window shows it.
#[derive(Clone, Debug)]
pub struct Transport {
    /// Time of the frame that is shown (or of the sound that is heard, without a picture).
    pub playhead: MediaTime,
    /// Number of that frame, where known.
    pub frame_number: Option<usize>,
    /// False while the picture is only near the playhead (scrubbing).
    pub exact: bool,
    /// Whether it is playing.
    pub playing: bool,
    /// Speed.
    pub rate: f64,
    /// Loudness 0 to 1.
    pub volume: f64,
    /// Silence.
    pub muted: bool,
    /// Loop.
    pub looping: Loop,
    /// In the slow view, what was before it.
    pub before_slow: Option<BeforeSlow>,
    /// What is known of the recording; `None` until it is open.
    pub info: Option<Arc<MediaInfo>>,
    /// Its frames, as far as they are known.
    pub index: Arc<FrameIndex>,
    /// Where the pointer drags, until let go.
    pub scrubbing: Option<MediaTime>,
    /// The newest frame.
    pub frame: Option<Arc<VideoFrame>>,
    /// Whether the graphics card decodes, where that was wished and is known.
    pub hardware: Option<Hardware>,
    /// How large the picture is shown, in pixels of the screen; nothing before it was.
    pub shown_at: (u32, u32),
    /// The time that was gone to last; what is meant until its exact frame is there.
    pub wanted: Option<MediaTime>,
    /// Stretches of which the player said that they are damaged or missing.
    pub damaged: Vec<MediaSpan>,
    /// Where its parts lie, if it has several.
    pub parts: Arc<[PartPlace]>,
}

impl Default for Transport {
    fn default() -> Self {
        Self {
            playhead: MediaTime::ZERO,
            frame_number: None,
            exact: true,
            playing: false,
            rate: 1.0,
            volume: 1.0,
            muted: false,
            looping: Loop::Off,
            before_slow: None,
            info: None,
            index: Arc::new(FrameIndex::default()),
            scrubbing: None,
            frame: None,
            hardware: None,
            shown_at: (0, 0),
            wanted: None,
            damaged: Vec::new(),
            parts: Arc::from([]),
        }
    }
}

impl Transport {
    /// Length of the recording: from the frame index once it is whole, else as the container states it.
    #[must_use]
    pub fn duration(&self) -> MediaTime {
        let stated = self
            .info
            .as_ref()
            .map_or(MediaTime::ZERO, |info| info.duration);
        if self.index.complete && !self.index.is_empty() {
            self.index.end
        } else {
            stated.max(self.index.end)
        }
    }

    /// The speed one step up or down the ladder.
    #[must_use]
    pub fn neighbour_speed(&self, up: bool) -> f64 {
        let near = |speed: &f64| (*speed - self.rate).abs() < 1e-6;
        let found = if up {
            SPEEDS
                .iter()
                .copied()
                .find(|speed| *speed > self.rate && !near(speed))
        } else {
            SPEEDS
                .iter()
                .rev()
                .copied()
                .find(|speed| *speed < self.rate && !near(speed))
        };
        found.unwrap_or(self.rate)
    }

    /// The moment meant by a key press now, and how it came about: while playing, the reaction lead is taken off, scaled by
    /// the speed; the result is the start of a frame wherever frames are known.
    #[must_use]
    pub fn moment_meant(&self, lead: MediaDelta) -> (MediaTime, Placed) {
        if !self.playing {
            return (self.place(), Placed::Paused);
        }
        let lead = lead.scaled(self.rate);
        let meant = self.frame_start((self.playhead - lead).clamp_to_start());
        (
            meant,
            Placed::Live {
                pressed_at: self.playhead,
                lead,
                rate: self.rate,
            },
        )
    }

    /// Where the recording stands: the time of the frame that is shown. While the picture is only near what was asked for, it is
    /// what was asked for that counts, never that picture.
    #[must_use]
    pub fn place(&self) -> MediaTime {
        let near = self.wanted.filter(|_| !self.exact);
        self.scrubbing
            .or(near)
            .map_or(self.playhead, |wanted| self.frame_start(wanted))
    }

    /// The start of the frame on screen at `time`, or `time` itself where no frames are known.
    #[must_use]
    pub fn frame_start(&self, time: MediaTime) -> MediaTime {
        // Beyond what is read so far, the last frame that is known is not the one on screen.
        (self.index.covers(time))
            .then(|| {
                self.index
                    .at(time)
                    .and_then(|number| self.index.time(number))
            })
            .flatten()
            .unwrap_or(time)
            .clamp_to_start()
    }

    /// The last moment at which the frame that is shown is still shown; what is said until then is said with it.
    #[must_use]
    pub fn end_of_frame(&self) -> MediaTime {
        let next = self
            .frame_number
            .and_then(|number| self.index.time(number + 1));
        match next {
            Some(next) if self.exact && next > self.playhead => next - MediaDelta::from_nanos(1),
            _ => self.playhead,
        }
    }

    /// The frame stamp of a stored time.
    #[must_use]
    pub fn stamp(&self, time: MediaTime) -> Option<FrameStamp> {
        let number = self.index.nearest(time)?;
        Some(FrameStamp {
            number: number as u64,
            time_base: 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> MediaTime {
        MediaTime::from_millis(millis)
    }

    /// Ten seconds at 25 frames a second, of which so many frames are read.
    fn read_to(frames: i64, complete: bool) -> Transport {
        let index = FrameIndex {
            times: (0..frames).map(|frame| at(frame * 40)).collect(),
            end: at(frames * 40),
            complete,
            ..FrameIndex::default()
        };
        Transport {
            playhead: at(400),
            index: Arc::new(index),
            ..Transport::default()
        }
    }

    #[test]
    fn while_the_picture_is_only_near_what_was_asked_for_is_meant() {
        let mut transport = read_to(250, true);
        transport.wanted = Some(at(5_011));
        let meant = |transport: &Transport| transport.moment_meant(MediaDelta::ZERO).0;
        assert_eq!(meant(&transport), at(400), "the old picture is still shown");
        transport.exact = false;
        assert_eq!(meant(&transport), at(5_000));
        transport.scrubbing = Some(at(7_030));
        assert_eq!(meant(&transport), at(7_000), "the pointer goes on");
        (transport.scrubbing, transport.exact) = (None, true);
        transport.playhead = at(5_000);
        assert_eq!(meant(&transport), at(5_000));
    }

    #[test]
    fn a_time_beyond_what_is_read_is_not_drawn_back_to_the_last_known_frame() {
        let mut transport = read_to(50, false);
        transport.scrubbing = Some(at(7_030));
        assert_eq!(transport.place(), at(7_030));
        transport.scrubbing = Some(at(1_030));
        assert_eq!(transport.place(), at(1_000));
        // Beyond the end of a file that is read, the last frame is on screen.
        let transport = read_to(250, true);
        assert_eq!(transport.frame_start(at(12_000)), at(9_960));
    }
}
