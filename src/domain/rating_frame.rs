//! A rating frame: the numbers and names of an instrument's items, and the scales on which each is rated.
//!
//! What is shipped names published instruments only. The words of their items belong to those who own them: they come from a
//! file of the team's own, and are never part of a record. Adherence and competence are scales of their own, and nothing here
//! adds up values: there is no total.

use std::collections::BTreeSet;

use serde::Deserialize;

/// The first field of every frame file.
pub const FORMAT: &str = "mindframe-frame";

/// The newest layout of a frame file that this version understands.
pub const LAYOUT: u32 = 1;

/// What a frame file says of itself, whatever else a newer version may put into it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Head {
    /// Always [`FORMAT`].
    #[serde(default)]
    pub format: String,
    /// Its layout, up to [`LAYOUT`] where this version understands it.
    #[serde(default)]
    pub layout: u32,
}

/// Whole numbers that are given to items.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    /// Stable id: `adherence`, `competence`, or the team's own.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// The lowest value.
    pub low: i32,
    /// The highest value.
    pub high: i32,
}

impl Scale {
    /// Whether a value is one of this scale's.
    #[must_use]
    pub const fn holds(&self, value: i32) -> bool {
        self.low <= value && value <= self.high
    }
}

/// One thing that is rated.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameItem {
    /// Its number in the instrument.
    pub number: u32,
    /// Its name; empty where only the number may be shipped or is known.
    #[serde(default)]
    pub name: String,
    /// Its words, from the team's own copy only.
    #[serde(default)]
    pub text: String,
    /// On which scales it is rated; on all of the frame's where none is named.
    #[serde(default)]
    pub scales: Vec<String>,
}

/// An instrument, as far as it may be written down.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatingFrame {
    /// Always [`FORMAT`].
    pub format: String,
    /// Its layout.
    pub layout: u32,
    /// Stable id.
    pub id: String,
    /// Version, raised with every change.
    pub version: String,
    /// What is shown.
    pub title: String,
    /// What it is, where it comes from, and what it needs.
    #[serde(default)]
    pub about: String,
    /// The scales, in order.
    #[serde(default)]
    pub scales: Vec<Scale>,
    /// The items, in order. None: the frame is blank, and the team numbers the items from its own copy.
    #[serde(default)]
    pub items: Vec<FrameItem>,
}

/// What does not hold together in a frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FrameFault {
    /// It is no frame: what stands where [`FORMAT`] should.
    Format(String),
    /// It was made for a newer version: its layout.
    Newer(u32),
    /// A field that must say something is empty.
    Empty(&'static str),
    /// Two scales have this id.
    ScaleTwice(String),
    /// The lowest value of this scale is not below its highest.
    Range(String),
    /// Two items have this number.
    ItemTwice(u32),
    /// An item names a scale that the frame does not have.
    UnknownScale {
        /// The item.
        item: u32,
        /// What it names.
        scale: String,
    },
    /// There are items, and no scale to rate them on.
    NoScale,
}

impl Head {
    /// Whether this version can read on.
    #[must_use]
    pub fn fault(&self) -> Option<FrameFault> {
        if self.format != FORMAT {
            Some(FrameFault::Format(self.format.clone()))
        } else if self.layout > LAYOUT {
            Some(FrameFault::Newer(self.layout))
        } else {
            None
        }
    }
}

impl RatingFrame {
    /// Whether the team has to number the items first.
    #[must_use]
    pub const fn is_blank(&self) -> bool {
        self.items.is_empty()
    }

    /// The item with this number.
    #[must_use]
    pub fn item(&self, number: u32) -> Option<&FrameItem> {
        self.items.iter().find(|item| item.number == number)
    }

    /// The scales on which an item is rated, in the frame's order.
    pub fn scales_of<'a>(&'a self, item: &'a FrameItem) -> impl Iterator<Item = &'a Scale> {
        self.scales
            .iter()
            .filter(|scale| item.scales.is_empty() || item.scales.contains(&scale.id))
    }

    /// All that does not hold together.
    #[must_use]
    pub fn faults(&self) -> Vec<FrameFault> {
        let mut faults = Vec::new();
        for (name, value) in [
            ("id", &self.id),
            ("version", &self.version),
            ("title", &self.title),
        ] {
            if value.trim().is_empty() {
                faults.push(FrameFault::Empty(name));
            }
        }
        let mut ids = BTreeSet::new();
        for scale in &self.scales {
            if !ids.insert(scale.id.as_str()) {
                faults.push(FrameFault::ScaleTwice(scale.id.clone()));
            }
            if scale.low >= scale.high {
                faults.push(FrameFault::Range(scale.id.clone()));
            }
        }
        if self.scales.is_empty() && !self.is_blank() {
            faults.push(FrameFault::NoScale);
        }
        let mut numbers = BTreeSet::new();
        for item in &self.items {
            if !numbers.insert(item.number) {
                faults.push(FrameFault::ItemTwice(item.number));
            }
            for scale in &item.scales {
                if !ids.contains(scale.as_str()) {
                    faults.push(FrameFault::UnknownScale {
                        item: item.number,
                        scale: scale.clone(),
                    });
                }
            }
        }
        faults
    }
}
