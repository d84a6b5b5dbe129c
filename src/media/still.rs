//! One exact frame, without a player.

use std::path::Path;

use super::{
    FrameIndex, MediaError, Problem, VideoFrame,
    cache::FrameCache,
    check,
    probe::{Probe, probe},
    server::{FrameServer, Goal, Outcome, Search},
    source,
};
use crate::domain::time::MediaTime;

/// Bytes of pixels kept between stills of one recording.
const BUDGET: usize = 64 << 20;

/// Which frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The one on screen at a time; beyond the end, the last.
    At(MediaTime),
    /// The one with this number, counted from 0; beyond the end, the last.
    Number(usize),
}

/// A recording from which single frames are taken, exactly.
pub struct Stills {
    server: FrameServer,
    cache: FrameCache,
    probe: Probe,
}

impl Stills {
    /// Opens the file at `path` and reads its frame index. Blocks.
    pub fn open(path: &Path) -> Result<Self, MediaError> {
        check::plainly(path)?;
        let (server, opened) = FrameServer::open(&source::file(path.to_owned()))?;
        if opened.first.is_none() {
            return Err(opened.problems.into_iter().next().unwrap_or_else(|| {
                MediaError::fatal(Problem::Other("there is no picture".to_owned()))
            }));
        }
        Ok(Self {
            server,
            cache: FrameCache::new(BUDGET),
            probe: probe(path)?,
        })
    }

    /// What the recording is.
    #[must_use]
    pub fn probe(&self) -> &Probe {
        &self.probe
    }

    /// The frame at `target`. If that one cannot be decoded, the nearest before it, labelled as what it is. Blocks.
    pub fn frame(&mut self, target: Target) -> Result<VideoFrame, MediaError> {
        let goal = match target {
            Target::At(time) => Goal::At(time.clamp_to_start()),
            Target::Number(number) => Goal::Number(number),
        };
        let mut search = Search {
            index: &self.probe.index,
            cache: &mut self.cache,
            live: &|| true,
        };
        match self.server.reach(goal, &mut search) {
            Outcome::Frame(frame) => Ok(VideoFrame::clone(&frame)),
            Outcome::Failed(error) => Err(error),
            Outcome::Interrupted | Outcome::Nothing => {
                Err(MediaError::fatal(Problem::Damaged { stretch: None }))
            }
        }
    }
}

/// One exact frame of the file at `path`. Blocks; for several, [`Stills`] is quicker.
pub fn still(path: &Path, target: Target) -> Result<VideoFrame, MediaError> {
    Stills::open(path)?.frame(target)
}

/// The frame with this number in the index of the file at `path`, which is not read again. Blocks.
pub fn still_of(path: &Path, index: &FrameIndex, number: usize) -> Result<VideoFrame, MediaError> {
    check::plainly(path)?;
    let (mut server, _) = FrameServer::open(&source::file(path.to_owned()))?;
    let mut search = Search {
        index,
        cache: &mut FrameCache::new(BUDGET),
        live: &|| true,
    };
    match server.reach(Goal::Number(number), &mut search) {
        Outcome::Frame(frame) if frame.number == Some(number) => Ok(VideoFrame::clone(&frame)),
        Outcome::Failed(error) => Err(error),
        _ => Err(MediaError::fatal(Problem::Damaged { stretch: None })),
    }
}
