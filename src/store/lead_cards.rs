//! What can be asked while somebody recalls: the cards that are shipped, or the user's own file in their place.

use std::{fs, path::Path};

use serde::Deserialize;

use super::{codebooks::CodebookError, error::StoreError, place::Places, schema};

/// The cards that are shipped.
const SHIPPED: &str = include_str!("../../assets/prompts/recall.ron");
/// The name of the user's own, in the folder of prompts.
const RECALL: &str = "recall.ron";

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

/// The user's own cards where there are some that can be read, else those that are shipped, with what is wrong with the user's.
#[must_use]
pub fn load_lead_cards(places: &Places) -> (LeadCards, Option<CodebookError>) {
    let own = places.data.join("prompts").join(RECALL);
    let read = match fs::read(&own) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (lead_cards(), None),
        Err(error) => Err(CodebookError::File(StoreError::io(&own, &error))),
        Ok(bytes) => schema::text_of(&own, &bytes)
            .map_err(CodebookError::File)
            .and_then(|text| read_cards(&own, text)),
    };
    match read {
        Ok(cards) => (cards, None),
        Err(fault) => (lead_cards(), Some(fault)),
    }
}

fn read_cards(path: &Path, text: &str) -> Result<LeadCards, CodebookError> {
    let broken = |line, column, reason| CodebookError::Broken {
        path: path.to_path_buf(),
        line,
        column,
        reason,
    };
    let cards: LeadCards = ron::from_str(text).map_err(|error| {
        let at = error.span.start;
        broken(at.line, at.col, error.code.to_string())
    })?;
    if cards.cards.iter().all(|card| card.trim().is_empty()) {
        return Err(broken(0, 0, "there is no card in it".to_owned()));
    }
    Ok(cards)
}
