//! What can be worked out from the record: pure functions of it. No I/O, no clock, nothing of the window.

pub mod agreement;
pub mod compare;
pub mod episodes;
pub mod matching;
pub mod measures;
