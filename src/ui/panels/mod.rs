//! The parts of the window. Each has one entry, `show`.

pub mod alone;
pub mod client;
pub mod clips;
pub mod closed;
pub mod code_bar;
pub mod compare;
pub mod exactness;
pub mod explore;
pub mod follow_up;
pub mod footer;
pub mod header;
pub mod inspector;
pub mod marks;
pub mod notices;
pub mod rating;
pub mod room;
pub mod sitting;
pub mod stage;
pub mod start;
pub mod timeline;
pub mod transcript;
pub mod transport_bar;
pub mod view_menu;
