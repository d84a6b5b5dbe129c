//! What can be asked while somebody recalls, as it is shipped.

use serde::Deserialize;

/// The cards that are shipped.
const SHIPPED: &str = include_str!("../../assets/prompts/recall.ron");

/// Cards, as their file has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeadCards {
    /// The language they are in.
    pub language: String,
    /// What can be asked, in the order in which it is offered.
    pub cards: Vec<String>,
}

/// The cards that are shipped with the program; none where their file does not read, which a test rules out.
#[must_use]
pub fn lead_cards() -> LeadCards {
    ron::from_str(SHIPPED).unwrap_or_default()
}
