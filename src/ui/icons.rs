//! Icons of the Phosphor set (MIT licence), by what they mean here; always beside a word or a spoken label.

/// Play.
pub const PLAY: &str = "\u{E3D0}";

/// Pause.
pub const PAUSE: &str = "\u{E39E}";

/// Caret line left.
pub const SKIP_BACK: &str = "\u{E132}";

/// Caret left.
pub const LEFT: &str = "\u{E138}";

/// Caret right.
pub const RIGHT: &str = "\u{E13A}";

/// Caret down.
pub const DOWN: &str = "\u{E136}";

/// Repeat.
pub const REPEAT: &str = "\u{E3F6}";

/// Speaker high.
pub const SOUND: &str = "\u{E44A}";

/// Speaker slash.
pub const SILENT: &str = "\u{E45A}";

/// Corners out.
pub const FULL_SCREEN: &str = "\u{E1D0}";

/// Folder open.
pub const FOLDER: &str = "\u{E256}";

/// Check.
pub const CHECK: &str = "\u{E182}";

/// Gear.
pub const SETTINGS: &str = "\u{E270}";

/// Question.
pub const HELP: &str = "\u{E3E8}";

/// X.
pub const CLOSE: &str = "\u{E4F6}";

/// Pencil simple.
pub const PENCIL: &str = "\u{E3B4}";

/// Trash.
pub const TRASH: &str = "\u{E4A6}";

/// Arrow bend up left.
pub const REPLY: &str = "\u{E024}";

/// Magnifying glass.
pub const SEARCH: &str = "\u{E30C}";

/// Bookmark simple.
pub const BOOKMARK: &str = "\u{E0EA}";

/// User.
pub const PERSON: &str = "\u{E4C2}";

/// Arrow u up left.
pub const UNDO: &str = "\u{E08A}";

/// Arrow u up right.
pub const REDO: &str = "\u{E08C}";

/// Warning circle.
pub const WARNING: &str = "\u{E4E2}";

/// Info.
pub const INFO: &str = "\u{E2CE}";

/// Keyboard.
pub const KEYBOARD: &str = "\u{E2D8}";

/// Plus.
pub const PLUS: &str = "\u{E3D4}";

/// Film strip.
pub const FILM: &str = "\u{E792}";

/// Users.
pub const PEOPLE: &str = "\u{E4D6}";

/// List.
pub const LIST: &str = "\u{E2F0}";

/// Swap.
pub const SWAP: &str = "\u{E83C}";

/// Copy.
pub const COPY: &str = "\u{E1CA}";

/// Sun.
pub const SUN: &str = "\u{E472}";

/// Moon.
pub const MOON: &str = "\u{E330}";

/// Arrow up.
pub const UP: &str = "\u{E08E}";

/// House.
pub const HOME: &str = "\u{E2C2}";

/// Closed captioning.
pub const CAPTIONS: &str = "\u{E1A4}";

/// Eye slash.
pub const HIDDEN: &str = "\u{E224}";

/// Ear.
pub const LISTEN: &str = "\u{E70C}";

/// Sliders.
pub const VIEW: &str = "\u{E434}";

/// Hourglass.
pub const WAIT: &str = "\u{E2B2}";

/// Folder, closed.
pub const FOLDER_CLOSED: &str = "\u{E24A}";
