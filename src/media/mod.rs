//! Video and sound behind a small vocabulary.
//!
//! The rest of the program sees [`Playback`], [`VideoFrame`] and [`FrameIndex`]; GStreamer stays inside this folder.
//! This layer knows times of a recording, and nothing of marks, people or files of ours.

use std::sync::Arc;

use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

mod cache;
mod check;
mod comb;
mod describe;
mod error;
pub mod fake;
mod fragments;
pub mod frame;
mod graph;
pub mod hardware;
pub mod index;
mod indexer;
pub mod init;
pub mod joined;
pub mod memory;
mod mp4;
mod pace;
mod picture;
mod planar;
pub mod player;
pub mod prepare;
pub mod probe;
mod rgba;
mod server;
mod shrink;
pub mod source;
pub mod still;
pub mod texts;
pub mod thumbnails;
pub mod waveform;

pub use error::{MediaError, Problem, Severity};
pub use frame::{ColourMatrix, ColourRange, Orientation, PixelLayout, Plane, VideoFrame};
pub use hardware::Hardware;
pub use index::{FrameIndex, Inexact};
pub use init::init;
pub use joined::{Joined, Part, PartPlace, Pictures, Sound};
pub use memory::Memory;
pub use player::{Ear, Heard, Hearing, Player, PlayerOptions, SoundOutput};
pub use probe::{Fingerprint, Probe, fingerprint, glance, probe};
pub use still::{Stills, Target, still, still_of};
pub use texts::{TextTrack, text_tracks};
pub use thumbnails::{Thumbnail, Thumbnails};
pub use waveform::{Strip, Waveform};

/// Called from any thread when there is something new to poll or draw.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// What the application asks of a player. Nothing here blocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlayerCommand {
    /// Play from the frame that is shown.
    Play,
    /// Stop at the frame that is shown.
    Pause,
    /// Show exactly the frame that lies at this time; newest wins.
    Seek(MediaTime),
    /// The pointer is being dragged: show something near at once, exactly this when the pointer rests.
    Scrub(MediaTime),
    /// Move by whole frames, negative towards the start; pauses. Steps add up while one is under way.
    Step(i32),
    /// Playing speed, 1.0 is natural; the pitch of voices stays. Accepted from [`SLOWEST`] to [`FASTEST`].
    SetRate(f64),
    /// Loudness on a linear scale from 0 to 1.
    SetVolume(f64),
    /// Silence without losing the volume.
    SetMuted(bool),
    /// The picture is shown no larger than this many pixels of the screen, width and height; pictures that are at least
    /// twice as large are made smaller before they are handed out.
    ShowAt(u32, u32),
    /// Play this stretch again and again, or stop doing so.
    SetLoop(Option<MediaSpan>),
    /// Which sound track is heard, by its place in [`MediaInfo::audio`].
    SetTrack(usize),
    /// While playing, show and sound everything so much later by the clock than usual (earlier, where negative), until another
    /// shift. Nothing is thrown away for it. This is how a second recording is held in step with a first.
    Shift(MediaDelta),
    /// From now on keep at most about so many bytes of decoded pictures.
    KeepFrames(usize),
}

/// The slowest playing speed. A little below a quarter, for a second recording whose clock runs otherwise.
pub const SLOWEST: f64 = 0.2;

/// The fastest playing speed. A little above four, for the same reason.
pub const FASTEST: f64 = 4.5;

/// What a player tells, in order.
#[derive(Clone, Debug)]
pub enum PlayerEvent {
    /// The recording is open and its first frame (or its sound) is ready.
    Opened(Arc<MediaInfo>),
    /// More of the frame index is known; the last of these has `complete` set.
    Index(Arc<FrameIndex>),
    /// Whether it is playing now.
    Playing(bool),
    /// The end was reached; the last frame stays and playing has stopped.
    Ended,
    /// Whether the graphics card decodes, where that was wished.
    Hardware(Hardware),
    /// A loop went back to its start.
    Looped,
    /// Where the parts of a recording of several lie, as far as that is known.
    Parts(Arc<[PartPlace]>),
    /// Something the people in front of the screen should know; playing goes on as far as it can.
    Problem(MediaError),
}

/// One opened recording that can be played. Dropping it stops its threads.
pub trait Playback {
    /// Asks for something; answers come back through [`Playback::poll`].
    fn send(&mut self, command: PlayerCommand);
    /// Takes the events since the last call.
    fn poll(&mut self) -> Vec<PlayerEvent>;
    /// The newest frame to show, if the recording has a picture. Cheap; call once per painted frame.
    fn frame(&self) -> Option<Arc<VideoFrame>>;
    /// Where playing is now: the time of the newest frame, or of the sound where there is no picture.
    fn position(&self) -> MediaTime;
    /// While it plays, where it is at this very instant, between its frames as well. `None` where nothing plays, and until the
    /// first frame after a start or a jump is there.
    fn moving(&self) -> Option<MediaTime>;

    /// From now on single frames come from this copy, which [`prepare::verify`] found to have the same frames; nothing
    /// changes where it cannot be used.
    fn use_prepared(&mut self, _copy: source::Opener) {}
}

/// What is known of a recording once it is open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MediaInfo {
    /// Container, as a short name (`mp4`, `matroska`, `mpeg-ts`, …).
    pub container: String,
    /// The picture, if there is one.
    pub video: Option<VideoInfo>,
    /// Sound tracks in file order; empty if silent.
    pub audio: Vec<AudioInfo>,
    /// Length as the container states it; the frame index may know better.
    pub duration: MediaTime,
}

/// The picture of a recording.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoInfo {
    /// Codec, as a short name (`h264`, `vp9`, …).
    pub codec: String,
    /// Width and height in stored pixels, before rotation and pixel aspect.
    pub size: (u32, u32),
    /// Turn and mirror to apply when showing.
    pub orientation: Orientation,
    /// Width to height of one stored pixel.
    pub pixel_aspect: (u32, u32),
}

impl VideoInfo {
    /// Width and height, in square pixels, at which the picture is shown.
    #[must_use]
    pub fn display_size(&self) -> (u32, u32) {
        frame::display_size(self.size, self.pixel_aspect, self.orientation)
    }
}

/// One sound track.
#[derive(Clone, Debug, PartialEq)]
pub struct AudioInfo {
    /// Codec, as a short name (`aac`, `opus`, …).
    pub codec: String,
    /// Channels.
    pub channels: u32,
    /// Samples per second of each channel.
    pub sample_rate: u32,
    /// Language tag as the file states it, or empty.
    pub language: String,
    /// Title as the file states it, or empty.
    pub title: String,
    /// Which stream of the container it is, as the demultiplexer calls it; empty where that is not known.
    pub stream: String,
}
