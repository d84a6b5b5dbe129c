//! What several raters gave with one frame, side by side: item by item and scale by scale, and how far they agree.
//!
//! Scales are never put together, and items never added up: adherence is one thing and competence another, and a sum over items
//! would say nothing of either.

use std::collections::BTreeSet;

use super::measures::icc::{Icc, icc};
use crate::domain::supervision::{Rating, RatingSheet};

/// So many items must have a value from everybody before agreement is a number: below, chance alone makes it anything.
pub const ENOUGH: usize = 10;

/// Sheets side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SideBySide {
    /// The items, in the order of their numbers.
    pub items: Vec<Compared>,
    /// How far the raters agree, scale by scale.
    pub scales: Vec<ScaleAgreement>,
}

/// One item on one scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The number of the item.
    pub number: u32,
    /// The scale.
    pub scale: String,
    /// What each rater gave, in their order.
    pub given: Vec<Option<Rating>>,
}

/// How far raters agree on one scale.
#[derive(Clone, Debug, PartialEq)]
pub struct ScaleAgreement {
    /// The scale.
    pub scale: String,
    /// How many items have a value from everybody.
    pub items: usize,
    /// Both forms of the intraclass correlation; `None` with fewer than [`ENOUGH`] items.
    pub icc: Option<Icc>,
}

impl Compared {
    /// The values that were given.
    fn values(&self) -> impl Iterator<Item = i32> + Clone {
        self.given
            .iter()
            .flatten()
            .filter_map(|given| given.value())
    }

    /// How far the values that were given lie apart.
    #[must_use]
    pub fn apart(&self) -> u32 {
        let values = self.values();
        match (values.clone().min(), values.max()) {
            (Some(low), Some(high)) => high.abs_diff(low),
            _ => 0,
        }
    }

    /// Whether one found that it did not come up, and another gave a value.
    #[must_use]
    pub fn is_there_or_not(&self) -> bool {
        self.given.contains(&Some(Rating::NotApplicable)) && self.values().next().is_some()
    }

    /// Whether the raters differ.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.apart() > 0 || self.is_there_or_not()
    }
}

impl SideBySide {
    /// These sheets, in this order.
    #[must_use]
    pub fn of(sheets: &[&RatingSheet]) -> Self {
        let said: BTreeSet<(u32, &str)> = sheets
            .iter()
            .flat_map(|sheet| &sheet.items)
            .flat_map(|(number, item)| item.values.keys().map(|scale| (*number, scale.as_str())))
            .collect();
        let items: Vec<Compared> = said
            .into_iter()
            .map(|(number, scale)| Compared {
                number,
                scale: scale.to_owned(),
                given: sheets
                    .iter()
                    .map(|sheet| sheet.rating(number, scale))
                    .collect(),
            })
            .collect();
        let names: BTreeSet<&str> = items.iter().map(|item| item.scale.as_str()).collect();
        let scales = names
            .into_iter()
            .map(|scale| agreement(scale, &items))
            .collect();
        Self { items, scales }
    }

    /// The items on which the raters differ: those where one gave a value and another found that it did not come up, then the
    /// widest apart first, in the order of their numbers among equals.
    #[must_use]
    pub fn to_talk_about(&self) -> Vec<&Compared> {
        let mut found: Vec<&Compared> = self.items.iter().filter(|item| item.differs()).collect();
        found.sort_by_key(|item| {
            let width = (item.is_there_or_not(), item.apart());
            (std::cmp::Reverse(width), item.number)
        });
        found
    }
}

fn agreement(scale: &str, items: &[Compared]) -> ScaleAgreement {
    let rated: Vec<Vec<Option<f64>>> = items
        .iter()
        .filter(|item| item.scale == scale)
        .filter_map(|item| {
            let values: Option<Vec<i32>> = item
                .given
                .iter()
                .map(|given| given.and_then(Rating::value))
                .collect();
            Some(values?.into_iter().map(f64::from).map(Some).collect())
        })
        .collect();
    ScaleAgreement {
        scale: scale.to_owned(),
        items: rated.len(),
        icc: (rated.len() >= ENOUGH).then(|| icc(&rated)),
    }
}
