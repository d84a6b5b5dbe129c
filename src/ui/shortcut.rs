//! Keys with their modifiers, and how people write them.

use egui::{Key, Modifiers};

use crate::tr;

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shortcut {
    /// Ctrl, Shift and Alt as pressed.
    pub modifiers: Modifiers,
    /// The key by its meaning on the person's keyboard.
    pub key: Key,
}

pub(super) const fn plain(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::NONE,
        key,
    }
}

pub(super) const fn shift(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::SHIFT,
        key,
    }
}

pub(super) const fn alt(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::ALT,
        key,
    }
}

pub(super) const fn ctrl(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::COMMAND,
        key,
    }
}

pub(super) const fn ctrl_shift(key: Key) -> Shortcut {
    Shortcut {
        modifiers: Modifiers::COMMAND.plus(Modifiers::SHIFT),
        key,
    }
}

impl Shortcut {
    /// As people write it: `Ctrl+Shift+Z`.
    #[must_use]
    pub fn text(self) -> String {
        let mut parts = Vec::new();
        if self.modifiers.command || self.modifiers.ctrl {
            parts.push("Ctrl".to_owned());
        }
        if self.modifiers.alt {
            parts.push("Alt".to_owned());
        }
        if self.modifiers.shift && self.key != Key::Questionmark {
            parts.push("Shift".to_owned());
        }
        parts.push(match self.key {
            Key::ArrowLeft => tr!("key-left"),
            Key::ArrowRight => tr!("key-right"),
            Key::ArrowUp => tr!("key-up"),
            Key::ArrowDown => tr!("key-down"),
            Key::Escape => "Esc".to_owned(),
            Key::Delete => "Del".to_owned(),
            Key::Comma => ",".to_owned(),
            Key::Period => ".".to_owned(),
            Key::Questionmark => "?".to_owned(),
            Key::Plus => "+".to_owned(),
            Key::Minus => "-".to_owned(),
            key => key.name().to_owned(),
        });
        parts.join("+")
    }
}
