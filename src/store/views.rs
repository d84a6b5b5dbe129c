//! How a recording was looked at here: what stands for its picture, and the part of it that is hidden.
//!
//! It is nobody's record: kept in the user's own folder, by a hash of where the recording lies and by its fingerprint, so that
//! a hidden part is hidden again at once when the recording is opened, and after it was moved as well. No name is kept.

use std::{
    fs,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    atomic::{self, Readers},
    error::StoreError,
    place::Places,
    second_view::{SecondLayout, SecondView},
};

/// Views of more recordings are not kept; the oldest go.
const MOST: usize = 400;
/// A hidden part is at least this much of the picture's width and height.
const LEAST: f32 = 0.05;

/// What stands where the picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Showing {
    /// The picture, as large as fits.
    #[default]
    Picture,
    /// The picture, small.
    Small,
    /// No picture: the sound.
    Sound,
    /// No picture: what is said, as text.
    Words,
}

impl Showing {
    /// Whether the picture is seen.
    #[must_use]
    pub const fn has_picture(self) -> bool {
        matches!(self, Self::Picture | Self::Small)
    }
}

/// A part of the picture, in shares of its width and height as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Left edge, 0 to 1.
    pub left: f32,
    /// Upper edge, 0 to 1.
    pub top: f32,
    /// Right edge, 0 to 1.
    pub right: f32,
    /// Lower edge, 0 to 1.
    pub bottom: f32,
}

impl Region {
    /// The left half.
    pub const LEFT: Self = Self {
        left: 0.0,
        top: 0.0,
        right: 0.5,
        bottom: 1.0,
    };
    /// The right half.
    pub const RIGHT: Self = Self {
        left: 0.5,
        right: 1.0,
        ..Self::LEFT
    };

    /// All of it.
    pub const WHOLE: Self = Self {
        right: 1.0,
        ..Self::LEFT
    };

    /// The same, within the picture and large enough to take hold of.
    #[must_use]
    pub fn within_picture(self) -> Self {
        let side = |low: f32, high: f32| {
            let share = |value: f32, usual: f32| {
                if value.is_finite() {
                    value.clamp(0.0, 1.0)
                } else {
                    usual
                }
            };
            let (low, high) = (share(low, 0.0), share(high, 1.0));
            let low = low.min(high).min(1.0 - LEAST);
            (low, high.max(low + LEAST))
        };
        let (left, right) = side(self.left, self.right);
        let (top, bottom) = side(self.top, self.bottom);
        Self {
            left,
            top,
            right,
            bottom,
        }
    }
}

/// How one recording is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RecordingView {
    /// What stands where the picture is.
    pub showing: Showing,
    /// The part that can be hidden.
    pub cover: Option<Region>,
    /// Whether it is hidden now.
    pub covered: bool,
    /// Whether it was offered to prepare it for smooth review.
    pub asked_to_prepare: bool,
    /// Which sound track is heard, counted from 0.
    pub track: usize,
    /// Whether it was offered to play it as one with the files that look like its parts.
    pub asked_to_join: bool,
    /// The second recording of the event.
    pub second: SecondView,
}

impl RecordingView {
    /// The part that is hidden now.
    #[must_use]
    pub fn hidden(&self) -> Option<Region> {
        self.cover.filter(|_| self.covered)
    }

    /// The part of the second picture that is hidden now. Where nobody chose a part of it all of it is: whoever does not want
    /// to be seen in one picture must not be seen in the other.
    #[must_use]
    pub fn second_hidden(&self) -> Option<Region> {
        self.hidden()
            .map(|_| self.second.cover.unwrap_or(Region::WHOLE))
    }

    /// Where the second picture is. Until somebody chose, it is not shown while a part of the first is hidden.
    #[must_use]
    pub fn second_layout(&self) -> SecondLayout {
        self.second.layout.unwrap_or(if self.hidden().is_some() {
            SecondLayout::Hidden
        } else {
            SecondLayout::Beside
        })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    place: String,
    fingerprint: String,
    view: RecordingView,
}

fn file(places: &Places) -> PathBuf {
    places.data.join("views.ron")
}

fn place_of(video: &Path) -> String {
    let video = fs::canonicalize(video).unwrap_or_else(|_| video.to_path_buf());
    blake3::hash(video.as_os_str().as_bytes()).to_hex()[..32].to_owned()
}

fn read(places: &Places) -> Vec<Entry> {
    let Ok(bytes) = fs::read(file(places)) else {
        return Vec::new();
    };
    ron::de::from_bytes(&bytes).unwrap_or_else(|_| {
        // It is set aside, as everything that is damaged; a copy that fails is no reason to stop.
        let aside = places.data.join("views.ron.damaged");
        let _not_kept = atomic::copy_aside(&file(places), &aside);
        log::warn!("how recordings were looked at could not be read");
        Vec::new()
    })
}

/// How a recording was looked at last: by where it lies, else by its fingerprint (empty where that is not known yet).
#[must_use]
pub fn load_view(places: &Places, video: &Path, fingerprint: &str) -> Option<RecordingView> {
    let entries = read(places);
    let place = place_of(video);
    let found = entries
        .iter()
        .find(|entry| entry.place == place)
        .or_else(|| {
            entries
                .iter()
                .find(|entry| !fingerprint.is_empty() && entry.fingerprint == fingerprint)
        })?;
    let mut view = found.view;
    view.cover = view.cover.map(Region::within_picture);
    view.second = view.second.sound();
    Some(view)
}

/// Keeps how a recording is looked at. The usual view needs no keeping.
pub fn save_view(
    places: &Places,
    video: &Path,
    fingerprint: &str,
    view: RecordingView,
) -> Result<(), StoreError> {
    let mut entries = read(places);
    let place = place_of(video);
    entries.retain(|entry| {
        entry.place != place && (fingerprint.is_empty() || entry.fingerprint != fingerprint)
    });
    if view != RecordingView::default() {
        let entry = Entry {
            place,
            fingerprint: fingerprint.to_owned(),
            view,
        };
        entries.insert(0, entry);
        entries.truncate(MOST);
    }
    let path = file(places);
    let text = ron::ser::to_string_pretty(&entries, ron::ser::PrettyConfig::new().depth_limit(2))
        .map_err(|error| StoreError::Io {
        path: path.clone(),
        kind: std::io::ErrorKind::InvalidData,
        reason: error.to_string(),
    })?;
    fs::create_dir_all(&places.data).map_err(|error| StoreError::io(&places.data, &error))?;
    let text = format!("// Mindframe: how recordings are looked at on this computer.\n{text}\n");
    atomic::write(&path, text.as_bytes(), Readers::Own)
}
