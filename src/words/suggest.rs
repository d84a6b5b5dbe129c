//! Why these codes are suggested for what a sitting is for.

use crate::{domain::entry::Purpose, tr};

/// One quiet line beside the suggestion.
#[must_use]
pub fn suggestion_why(purpose: Purpose) -> String {
    match purpose {
        Purpose::Review => tr!("suggest-review"),
        Purpose::Recall => tr!("suggest-recall"),
        Purpose::Training => tr!("suggest-training"),
        Purpose::Supervision => tr!("suggest-supervision"),
    }
}
