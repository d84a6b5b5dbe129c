//! What can be worked out from the record: pure functions of it. No I/O, no clock, nothing of the window.

pub mod agreement;
pub mod class;
pub mod compare;
pub mod episodes;
pub mod insight;
pub mod matching;
pub mod measures;
pub mod naming;
pub mod peaks;
pub mod places;
pub mod practice;
pub mod progress;
pub mod rated_items;
