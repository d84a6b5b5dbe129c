//! What the application needs from the world, as it is on this machine.

use std::{path::Path, sync::Arc};

use super::{World, clock::SystemClock};
use crate::{
    domain::{
        person::Role,
        session::{MediaIdentity, MediaPlace},
        time::MediaTime,
    },
    media::{self, Memory, Playback, PlayerCommand, Waker, Waveform},
    store::{self, Derived, Places},
};

impl World {
    /// The real clock, players and files of this machine.
    #[must_use]
    pub fn of_this_machine(places: Places, waker: Waker, new_people: Vec<(String, Role)>) -> Self {
        let memory = Memory::of(Arc::new(Kept(places.clone())));
        Self {
            clock: Box::new(SystemClock::default()),
            players: Arc::new(move |path, waker, begin| {
                let options = media::PlayerOptions {
                    frame_bytes: begin.frame_bytes,
                    hardware: if begin.hardware {
                        media::hardware::Wish::Installed
                    } else {
                        media::hardware::Wish::None
                    },
                    memory: memory.clone(),
                    ..media::PlayerOptions::from_environment()
                };
                let mut player = media::Player::open(path, waker, options)?;
                player.send(PlayerCommand::SetVolume(begin.volume));
                player.send(PlayerCommand::SetMuted(begin.muted));
                Ok(Box::new(player))
            }),
            glance: Arc::new(media::glance),
            waveforms: Box::new(|path, waker| Waveform::start(path, waker).ok()),
            thumbnails: Box::new(|path, waker| media::Thumbnails::start(path, waker).ok()),
            stills: Arc::new(media::still_of),
            texts: Arc::new(|path, live| media::text_tracks(path, live).unwrap_or_default()),
            identify: Arc::new(identify),
            places,
            waker,
            key_strength: store::Strength::Usual,
            new_people,
        }
    }
}

/// Frame indexes in the user's own cache folder.
struct Kept(Places);

impl media::memory::Keeper for Kept {
    fn recall(&self, fingerprint: &str) -> Option<Vec<u8>> {
        store::recall_derived(&self.0, fingerprint, Derived::Frames)
    }

    fn keep(&self, fingerprint: &str, bytes: &[u8]) {
        let kept = store::keep_derived(&self.0, fingerprint, Derived::Frames, bytes);
        if kept.is_err() {
            // The reason names a folder that is called by a fingerprint; not even that is for the log.
            log::warn!("a frame index could not be kept");
        }
    }
}

/// Which file this is, without playing it; the length is filled in once it is known.
#[must_use]
pub fn identify(path: &Path) -> MediaIdentity {
    let fingerprint = media::fingerprint(path).ok();
    MediaIdentity {
        file_name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        bytes: fingerprint.as_ref().map_or(0, |found| found.size),
        fingerprint: fingerprint.map(|found| found.ends).unwrap_or_default(),
        duration: MediaTime::ZERO,
        place: MediaPlace::Part,
    }
}
