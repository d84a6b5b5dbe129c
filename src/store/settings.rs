//! What a person prefers, kept in one readable file, and the name of this installation.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::domain::{id::DeviceId, track::Lag};

use super::{
    atomic::{self, Readers},
    error::StoreError,
    open::Warning,
    place::Places,
    schema,
};

/// How many recent recordings are kept, if they are kept.
const RECENT: usize = 12;

/// The least brightness, in per cent: everything can still be read.
pub const DARKEST: u8 = 30;

/// Which colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ThemeChoice {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Sizes of the window and its panels as a person left them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sizes {
    /// Width and height of the window, in the system's points; `None` as it usually is.
    pub window: Option<(f32, f32)>,
    /// Width of the side panel, in points; 0 as it fits the window.
    pub side_width: f32,
    /// Height of the timeline, in points; 0 as it fits the window.
    pub timeline_height: f32,
}

impl Sizes {
    /// What a window can have: no smaller than what it needs, no larger than the largest screens.
    fn made_sane(self) -> Self {
        let sane = |value: f32| {
            if value.is_finite() {
                value.clamp(0.0, 4000.0)
            } else {
                0.0
            }
        };
        Self {
            window: self
                .window
                .filter(|(width, height)| width.is_finite() && height.is_finite())
                .map(|(width, height)| {
                    (width.clamp(560.0, 16_384.0), height.clamp(340.0, 16_384.0))
                }),
            side_width: sane(self.side_width),
            timeline_height: sane(self.timeline_height),
        }
    }
}

/// Everything that can be set. A missing field has its default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one switch of the settings dialog"
)]
pub struct Settings {
    /// Colours.
    pub theme: ThemeChoice,
    /// Size of everything, 1.0 is natural.
    pub scale: f32,
    /// How long a therapist takes to press a key, in milliseconds of natural speed.
    pub lead_ms: u32,
    /// The same for a client.
    pub client_lead_ms: u32,
    /// How much earlier than it was given a rating is read, in milliseconds of natural speed; at most 3000.
    pub rating_lag_ms: u32,
    /// How long before a mark, or before where it stood, playing begins, in milliseconds; at most 3000.
    pub preroll_ms: u32,
    /// Length of the stretch that the slow view loops, in milliseconds; 2000 to 5000.
    pub slow_view_ms: u32,
    /// How much memory decoded pictures around the one shown may take, in MiB.
    pub frame_memory_mib: u32,
    /// Whether the graphics card may decode what plays, where it shows the same pictures as our own decoders.
    pub hardware_decoding: bool,
    /// Whether the video waits while words are typed.
    pub pause_while_typing: bool,
    /// Whether it goes on afterwards.
    pub resume_after_words: bool,
    /// Whether the start screen shows recent recordings; their names may hold names of people.
    pub show_recent: bool,
    /// Recent recordings, newest first; kept only while `show_recent` is on.
    pub recent: Vec<PathBuf>,
    /// Loudness from 0 to 1.
    pub volume: f64,
    /// Silence.
    pub muted: bool,
    /// Whether captions are shown under the picture.
    pub captions: bool,
    /// Whether the timeline has a row of small pictures; they are never written to disk.
    pub thumbnails: bool,
    /// How bright the window is, in per cent; less for dark rooms.
    pub brightness: u8,
    /// Sizes of the small, the middle and the large jump, in milliseconds.
    pub jumps_ms: [u32; 3],
    /// Codebook and preset on a client's screen.
    pub client_preset: (String, String),
    /// Codebook and preset on a therapist's screen.
    pub therapist_preset: (String, String),
    /// No movement that is not asked for.
    pub reduced_motion: bool,
    /// Sizes of the window and its panels.
    pub sizes: Sizes,
    /// What the team agreed to do about a risk, in its own words; shown beside marks about one, and nothing else is.
    pub risk_note: String,
    /// Keys other than the usual ones: name of the action, keys.
    pub keys: Vec<(String, String)>,
}

impl Default for Settings {
    fn default() -> Self {
        let preset = |book: &str, preset: &str| (book.to_owned(), preset.to_owned());
        Self {
            theme: ThemeChoice::System,
            scale: 1.0,
            lead_ms: 2000,
            client_lead_ms: 2000,
            rating_lag_ms: 2000,
            preroll_ms: 0,
            slow_view_ms: 3000,
            frame_memory_mib: 192,
            hardware_decoding: false,
            pause_while_typing: true,
            resume_after_words: true,
            show_recent: false,
            recent: Vec::new(),
            volume: 1.0,
            muted: false,
            captions: true,
            thumbnails: false,
            brightness: 100,
            jumps_ms: [200, 1000, 5000],
            client_preset: preset("mbt-client", "client"),
            therapist_preset: preset("mbt-full", "live"),
            reduced_motion: false,
            sizes: Sizes::default(),
            risk_note: String::new(),
            keys: Vec::new(),
        }
    }
}

impl Settings {
    /// Remembers a recording as the newest, if recent recordings are kept at all.
    pub fn remember(&mut self, video: &Path) {
        self.recent.retain(|known| known != video);
        if self.show_recent {
            self.recent.insert(0, video.to_path_buf());
            self.recent.truncate(RECENT);
        } else {
            self.recent.clear();
        }
    }

    /// Whatever the file says, within what can be lived with.
    fn made_sane(mut self) -> Self {
        let usual = Self::default();
        self.scale = if self.scale.is_finite() {
            self.scale.clamp(0.5, 4.0)
        } else {
            usual.scale
        };
        self.sizes = self.sizes.made_sane();
        self.rating_lag_ms = self.rating_lag_ms.min(Lag::MOST_MS);
        self.preroll_ms = self.preroll_ms.min(3000);
        self.slow_view_ms = self.slow_view_ms.clamp(2000, 5000);
        self.volume = if self.volume.is_finite() {
            self.volume.clamp(0.0, 1.0)
        } else {
            usual.volume
        };
        self.brightness = self.brightness.clamp(DARKEST, 100);
        if !self.show_recent {
            self.recent.clear();
        }
        self
    }
}

fn file(places: &Places) -> PathBuf {
    places.config.join("settings.ron")
}

/// Reads the settings. Damaged ones are set aside, and the usual ones take their place.
#[must_use]
pub fn load_settings(places: &Places) -> (Settings, Option<Warning>) {
    let path = file(places);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return (Settings::default(), None);
        }
        Err(error) => {
            let reason = StoreError::io(&path, &error);
            return (Settings::default(), Some(Warning::Unreadable { reason }));
        }
    };
    match ron::de::from_bytes::<Settings>(&bytes) {
        Ok(settings) => (settings.made_sane(), None),
        Err(error) => {
            let reason = schema::damaged(&path, &error);
            let mut aside = path.as_os_str().to_owned();
            aside.push(".damaged");
            let set_aside = atomic::copy_aside(&path, Path::new(&aside)).ok();
            let warning = Warning::SettingsSetAside { set_aside, reason };
            (Settings::default(), Some(warning))
        }
    }
}

/// Writes the settings.
pub fn save_settings(places: &Places, settings: &Settings) -> Result<(), StoreError> {
    let path = file(places);
    let mut settings = settings.clone().made_sane();
    // A name that is not text cannot stand in the file; it is only the list of recent recordings.
    settings.recent.retain(|known| known.to_str().is_some());
    let text = ron::ser::to_string_pretty(&settings, ron::ser::PrettyConfig::new().depth_limit(1))
        .map_err(|error| StoreError::Io {
            path: path.clone(),
            kind: std::io::ErrorKind::InvalidData,
            reason: error.to_string(),
        })?;
    make_folder(&places.config)?;
    let text = format!("// Mindframe: settings. What is left out has its usual value.\n{text}\n");
    atomic::write(&path, text.as_bytes(), Readers::Own)
}

fn make_folder(folder: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, &error))
}

/// The random name of this installation: made once, and kept from then on. Where it cannot be kept it holds until the
/// program ends.
#[must_use]
pub fn device_id(places: &Places) -> DeviceId {
    let path = places.data.join("device");
    let known = || fs::read_to_string(&path).ok()?.trim().parse().ok();
    if let Some(id) = known() {
        return id;
    }
    let id = new_device();
    let kept = make_folder(&places.data)
        .and_then(|()| atomic::write_new(&path, id.as_str().as_bytes(), Readers::Own));
    if kept.is_err() {
        log::warn!("the name of this installation could not be kept");
    }
    // Another program that began at the same moment may have been first.
    known().unwrap_or(id)
}

/// Random; the time in the source of randomness does not show in it.
fn new_device() -> DeviceId {
    let hash = blake3::hash(uuid::Uuid::now_v7().as_bytes());
    let mut random = [0; 8];
    random.copy_from_slice(&hash.as_bytes()[..8]);
    DeviceId::from_number(u64::from_le_bytes(random))
}
