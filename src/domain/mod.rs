//! The record: who was there, what each of them marked, and how that changes. No I/O, clock, randomness or window.

pub mod alignment;
pub mod codebook;
pub mod consent;
pub mod disclosed;
pub mod edit;
pub mod entry;
pub mod filter;
pub mod history;
pub mod id;
pub mod invariants;
pub mod lookup;
pub mod mark;
pub mod merge;
mod merge_entries;
pub mod person;
pub mod prompt;
pub mod rating_frame;
pub mod session;
pub mod supervision;
pub mod time;
pub mod track;
pub mod training;
