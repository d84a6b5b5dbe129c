//! The record: who was there, what each of them marked, and how that changes. No I/O, clock, randomness or window.

pub mod time;
