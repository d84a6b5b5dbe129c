//! Small controls that are used in several panels. Each speaks to a screen reader.

pub mod badge;
pub mod chip;
pub mod code_line;
pub mod digits;
pub mod pill;
pub mod shape;
pub mod strength;
pub mod tabs;
pub mod timecode_edit;
pub mod typed;
