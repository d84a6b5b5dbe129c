//! Mindframe: watch a recording together and mark what went on inside.
//!
//! The layers, lowest first; each may import only from those its line names, which `tests/it/architecture.rs` checks.
//!
//! | layer | what it is | may import |
//! |---|---|---|
//! | [`domain`] | the record: people, marks, codebooks, edits and their inverses | nothing of ours |
//! | [`store`] | our files; the only layer that writes to disk | `domain` |
//! | [`analysis`] | what can be worked out from the record: pure functions | `domain` |
//! | [`interop`] | formats of others: captions | `domain` |
//! | [`report`] | what a disclosed record says, for one reader, as a page that prints: pure functions | `analysis`, `domain` |
//! | [`media`] | video and sound; GStreamer behind a trait | `domain::time` |
//! | [`app`] | the whole application without a window | all above |
//! | [`ui`] | pixels: reads a view, returns commands | `app`, `domain`, `media` types |
//! | [`cli`] | the command line | all but `ui` |

pub mod analysis;
pub mod app;
pub mod cli;
pub mod domain;
pub mod interop;
pub mod media;
pub mod report;
pub mod store;
pub mod ui;
pub mod words;
