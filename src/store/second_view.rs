//! How a second recording of the same event is looked at: beside the first, inset, or not at all.

use serde::{Deserialize, Serialize};

use super::views::Region;

/// The least and the most of the stage's width that an inset has.
const SHARES: std::ops::RangeInclusive<f32> = 0.12..=0.5;

/// Where the second picture is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondLayout {
    /// Next to the first, both as large as fits.
    #[default]
    Beside,
    /// Small, over a corner of the first.
    Inset,
    /// Nowhere; it is not even decoded.
    Hidden,
}

/// A corner of the first picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Corner {
    /// Upper left.
    TopLeft,
    /// Upper right.
    TopRight,
    /// Lower left.
    BottomLeft,
    /// Lower right.
    #[default]
    BottomRight,
}

impl Corner {
    /// Every corner, in the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::TopLeft,
        Self::TopRight,
        Self::BottomLeft,
        Self::BottomRight,
    ];

    /// Whether it is at the left.
    #[must_use]
    pub const fn is_left(self) -> bool {
        matches!(self, Self::TopLeft | Self::BottomLeft)
    }

    /// Whether it is at the top.
    #[must_use]
    pub const fn is_top(self) -> bool {
        matches!(self, Self::TopLeft | Self::TopRight)
    }

    /// The corner at these sides.
    #[must_use]
    pub const fn at(left: bool, top: bool) -> Self {
        match (left, top) {
            (true, true) => Self::TopLeft,
            (false, true) => Self::TopRight,
            (true, false) => Self::BottomLeft,
            (false, false) => Self::BottomRight,
        }
    }
}

/// How the second recording of one event is looked at and heard.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SecondView {
    /// Where it is, once somebody chose.
    pub layout: Option<SecondLayout>,
    /// In which corner an inset lies.
    pub corner: Corner,
    /// How much of the first picture's width an inset has.
    pub share: f32,
    /// The part of it that is hidden while a part of the first is; all of it where nobody chose.
    pub cover: Option<Region>,
    /// Its sound is heard instead of the first's.
    pub heard: bool,
}

impl Default for SecondView {
    fn default() -> Self {
        Self {
            layout: None,
            corner: Corner::default(),
            share: Self::MEDIUM,
            cover: None,
            heard: false,
        }
    }
}

impl SecondView {
    /// The sizes that are offered, as shares of the width.
    pub const SMALL: f32 = 0.18;
    /// See [`Self::SMALL`].
    pub const MEDIUM: f32 = 0.26;
    /// See [`Self::SMALL`].
    pub const LARGE: f32 = 0.36;

    /// The same, with what a hand could have written put right.
    #[must_use]
    pub fn sound(mut self) -> Self {
        self.share = if self.share.is_finite() {
            self.share.clamp(*SHARES.start(), *SHARES.end())
        } else {
            Self::MEDIUM
        };
        self.cover = self.cover.map(Region::within_picture);
        self
    }
}
