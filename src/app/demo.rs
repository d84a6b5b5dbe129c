//! The shipped role-play: embedded in the program, copied out when first opened, put back on request.

use rust_embed::RustEmbed;

/// Every file of the demo, by name.
#[derive(RustEmbed)]
#[folder = "assets/demo/"]
pub struct DemoFiles;

/// The file that is opened.
pub const RECORDING: &str = "five-minutes-late.mp4";
