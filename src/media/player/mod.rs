//! The real player.
//!
//! One engine thread owns what plays: a pipeline with sound and a clock. Beside it a frame server answers every exact
//! request while nothing plays, and a reader builds the frame index. The window only sends commands, and reads one
//! slot with the newest frame; it never waits for GStreamer.

mod commands;
mod engine;
mod graphics;
mod output;
mod rounds;
mod serving;
mod shared;
mod sound;
mod watch;

use std::{
    path::Path,
    sync::{Arc, mpsc},
};

use super::{
    MediaError, Memory, Playback, PlayerCommand, PlayerEvent, Problem, VideoFrame, Waker, check,
    hardware, source,
};
use crate::domain::time::MediaTime;
use engine::{Engine, Message};
use serving::Budget;
use shared::Shared;
use sound::Way;
pub use sound::{Ear, Heard, Hearing};

/// Where the sound goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SoundOutput {
    /// The best device there is; none is no error.
    #[default]
    Device,
    /// Nowhere, in time. For tests and machines without sound.
    Nowhere,
}

/// How a recording is opened.
#[derive(Clone, Debug)]
pub struct PlayerOptions {
    /// Where the sound goes.
    pub sound: SoundOutput,
    /// How many bytes of decoded pictures are kept around the one that is shown.
    pub frame_bytes: usize,
    /// Decoders that may play the recording instead of ours if they show the same pictures, by factory name.
    pub hardware: hardware::Wish,
    /// Where the frame index is kept between two openings.
    pub memory: Memory,
}

impl Default for PlayerOptions {
    fn default() -> Self {
        Self {
            sound: SoundOutput::default(),
            frame_bytes: 192 << 20,
            hardware: hardware::Wish::None,
            memory: Memory::default(),
        }
    }
}

impl PlayerOptions {
    /// The options a user's environment asks for: `MINDFRAME_AUDIO=fake` sends the sound nowhere.
    #[must_use]
    pub fn from_environment() -> Self {
        let fake = std::env::var_os("MINDFRAME_AUDIO").is_some_and(|value| value == "fake");
        Self {
            sound: if fake {
                SoundOutput::Nowhere
            } else {
                SoundOutput::Device
            },
            ..Self::default()
        }
    }
}

/// A recording that can be played.
pub struct Player {
    shared: Arc<Shared>,
    engine: mpsc::Sender<Message>,
}

impl Player {
    /// Opens the file at `path`. Only what can be told at a glance is an error here; the rest comes as
    /// [`PlayerEvent::Problem`]. Returns at once; `waker` is called whenever there is something to poll or draw.
    pub fn open(path: &Path, waker: Waker, options: PlayerOptions) -> Result<Self, MediaError> {
        check::plainly(path)?;
        Self::open_bytes(source::file(path.to_owned()), waker, options)
    }

    /// Opens a recording from anything that can be read and sought, a decrypting stream for example.
    pub fn open_bytes(
        opener: source::Opener,
        waker: Waker,
        options: PlayerOptions,
    ) -> Result<Self, MediaError> {
        let way = match options.sound {
            SoundOutput::Device => Way::Device,
            SoundOutput::Nowhere => Way::Nowhere,
        };
        Self::begin(opener, waker, options, way)
    }

    /// Opens the file at `path` with its sound going to `ear` and nowhere else, whatever `options` say.
    pub fn open_heard(
        path: &Path,
        waker: Waker,
        options: PlayerOptions,
        ear: Ear,
    ) -> Result<Self, MediaError> {
        check::plainly(path)?;
        Self::begin(source::file(path.to_owned()), waker, options, Way::Ear(ear))
    }

    fn begin(
        opener: source::Opener,
        waker: Waker,
        options: PlayerOptions,
        way: Way,
    ) -> Result<Self, MediaError> {
        let budget = Budget(options.frame_bytes);
        let shared = Arc::new(Shared::new(waker, budget.played()));
        let (engine, inbox) = mpsc::channel();
        let state = Engine::new(
            opener,
            options,
            way,
            Arc::clone(&shared),
            engine.clone(),
            inbox,
        );
        std::thread::Builder::new()
            .name("media engine".to_owned())
            .spawn(move || state.run())
            .map_err(|error| MediaError::fatal(Problem::Other(error.kind().to_string())))?;
        Ok(Self { shared, engine })
    }
}

impl Playback for Player {
    fn send(&mut self, command: PlayerCommand) {
        // The engine is gone only after an error that was already told.
        let _ = self.engine.send(Message::Command(command));
    }

    fn poll(&mut self) -> Vec<PlayerEvent> {
        self.shared.take_events()
    }

    fn frame(&self) -> Option<Arc<VideoFrame>> {
        self.shared.frame()
    }

    fn position(&self) -> MediaTime {
        self.shared.position()
    }

    fn moving(&self) -> Option<MediaTime> {
        self.shared.moving()
    }

    fn use_prepared(&mut self, copy: source::Opener) {
        // The engine is gone only after an error that was already told.
        let _ = self.engine.send(Message::Prepared(copy));
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.shared.silence();
        let _ = self.engine.send(Message::Quit);
    }
}
