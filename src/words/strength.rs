//! The words along the scale of strength: a landmark at every second step, and what lies between two of them.

use crate::{client, domain::mark::Intensity, tr};

/// The landmarks with their places on the scale; in plainer words where a client can see them.
#[must_use]
pub fn landmarks(client: bool) -> [(u8, String); 6] {
    if client {
        [
            (0, client!("rating-0")),
            (2, client!("rating-2")),
            (4, client!("rating-4")),
            (6, client!("rating-6")),
            (8, client!("rating-8")),
            (10, client!("rating-10")),
        ]
    } else {
        [
            (0, tr!("rating-0")),
            (2, tr!("rating-2")),
            (4, tr!("rating-4")),
            (6, tr!("rating-6")),
            (8, tr!("rating-8")),
            (10, tr!("rating-10")),
        ]
    }
}

/// What a value means, in words.
#[must_use]
pub fn landmark(value: Intensity, client: bool) -> String {
    let value = value.get();
    let landmarks = landmarks(client);
    let word = |at: u8| {
        landmarks
            .iter()
            .find(|(step, _)| *step == at)
            .map_or_else(String::new, |(_, word)| word.clone())
    };
    if value.is_multiple_of(2) {
        word(value)
    } else if client {
        client!(
            "rating-between",
            low = word(value - 1),
            high = word(value + 1)
        )
    } else {
        let (low, high) = (word(value - 1), word(value + 1));
        tr!("rating-between", low = low, high = high)
    }
}
