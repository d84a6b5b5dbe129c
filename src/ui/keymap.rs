//! Which keys an action has: the usual ones, or the one that this person gave it.

use std::borrow::Cow;

use egui::{Key, Modifiers};

use super::action::{Action, Shortcut};
use crate::{domain::codebook::RESERVED_KEYS, store::Settings};

/// Why a key cannot be given to an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// This action has it.
    Action(Action),
    /// Codes have it, in whatever codebook.
    Codes,
    /// It always does the same: leaving, moving between controls.
    Fixed,
}

/// Whether a key stands for itself whatever Shift does: on some keyboards it needs Shift, on others not.
const fn speaks_for_itself(key: Key) -> bool {
    matches!(
        key,
        Key::Questionmark
            | Key::Plus
            | Key::Colon
            | Key::Exclamationmark
            | Key::Pipe
            | Key::OpenCurlyBracket
            | Key::CloseCurlyBracket
    )
}

impl Shortcut {
    /// A key as it was pressed.
    #[must_use]
    pub const fn pressed(key: Key, modifiers: Modifiers) -> Self {
        let mut wanted = Modifiers::NONE;
        wanted.command = modifiers.command || modifiers.ctrl;
        wanted.alt = modifiers.alt;
        wanted.shift = modifiers.shift && !speaks_for_itself(key);
        Self {
            modifiers: wanted,
            key,
        }
    }

    /// Whether this is the key that was pressed.
    #[must_use]
    pub fn fits(self, key: Key, modifiers: Modifiers) -> bool {
        Self::pressed(self.key, self.modifiers) == Self::pressed(key, modifiers)
    }

    /// As it stands in the settings: the same on every system and in every language.
    #[must_use]
    pub fn written(self) -> String {
        let held = [
            (self.modifiers.command || self.modifiers.ctrl, "Ctrl+"),
            (self.modifiers.alt, "Alt+"),
            (self.modifiers.shift, "Shift+"),
        ];
        let held: String = held
            .into_iter()
            .filter_map(|(on, name)| on.then_some(name))
            .collect();
        held + self.key.name()
    }

    /// What stands in the settings; `None` if it names no key.
    #[must_use]
    pub fn read(mut text: &str) -> Option<Self> {
        let mut modifiers = Modifiers::NONE;
        loop {
            let mut took = false;
            for (name, held) in [
                ("Ctrl+", Modifiers::COMMAND),
                ("Alt+", Modifiers::ALT),
                ("Shift+", Modifiers::SHIFT),
            ] {
                if let Some(rest) = text.strip_prefix(name) {
                    (text, took) = (rest, true);
                    modifiers |= held;
                }
            }
            if !took {
                break;
            }
        }
        Key::from_name(text).map(|key| Self::pressed(key, modifiers))
    }
}

/// The key that this person gave an action.
#[must_use]
pub fn own(settings: &Settings, action: Action) -> Option<Shortcut> {
    if action == Action::Enough {
        return None;
    }
    let (_, key) = settings
        .keys
        .iter()
        .find(|(name, _)| name == action.name())?;
    Shortcut::read(key)
}

/// The keys of an action; the first is the one that is shown.
#[must_use]
pub fn shortcuts(settings: &Settings, action: Action) -> Cow<'static, [Shortcut]> {
    own(settings, action).map_or(Cow::Borrowed(action.shortcuts()), |own| {
        Cow::Owned(vec![own])
    })
}

/// The shown key of an action, or nothing.
#[must_use]
pub fn text(settings: &Settings, action: Action) -> String {
    shortcuts(settings, action)
        .first()
        .map(|shortcut| shortcut.text())
        .unwrap_or_default()
}

/// An action with its shown key in brackets, for hover texts.
#[must_use]
pub fn named(settings: &Settings, action: Action) -> String {
    let (label, key) = (action.label(), text(settings, action));
    if key.is_empty() {
        label
    } else {
        format!("{label}  ({key})")
    }
}

/// The action of a key that was pressed.
#[must_use]
pub fn matching(settings: &Settings, key: Key, modifiers: Modifiers) -> Option<Action> {
    let has = |action: &Action| {
        shortcuts(settings, *action)
            .iter()
            .any(|shortcut| shortcut.fits(key, modifiers))
    };
    Action::ALL.iter().copied().find(has)
}

/// Why `action` cannot have this key, if so.
#[must_use]
pub fn clash(settings: &Settings, action: Action, wanted: Shortcut) -> Option<Clash> {
    if matches!(wanted.key, Key::Escape | Key::Tab) {
        return Some(Clash::Fixed);
    }
    let other = Action::ALL.iter().copied().find(|other| {
        *other != action
            && shortcuts(settings, *other)
                .iter()
                .any(|shortcut| shortcut.fits(wanted.key, wanted.modifiers))
    });
    if let Some(other) = other {
        return Some(Clash::Action(other));
    }
    let name = wanted.key.name();
    let for_codes = (wanted.modifiers == Modifiers::NONE || wanted.modifiers == Modifiers::ALT)
        && name.len() == 1
        && name
            .chars()
            .all(|sign| sign.is_ascii_uppercase() || ('1'..='9').contains(&sign))
        && !RESERVED_KEYS.contains(&name);
    for_codes.then_some(Clash::Codes)
}

/// The settings with another key for an action; `None` gives it its usual ones back.
///
/// # Errors
/// If the key, or a usual one, does something else; nothing is changed then.
pub fn give(
    settings: &Settings,
    action: Action,
    key: Option<Shortcut>,
) -> Result<Settings, (Shortcut, Clash)> {
    let usual = action.shortcuts();
    let wanted: &[Shortcut] = key.as_ref().map_or(usual, std::slice::from_ref);
    for shortcut in wanted {
        if let Some(clash) = clash(settings, action, *shortcut) {
            return Err((*shortcut, clash));
        }
    }
    let mut settings = settings.clone();
    settings.keys.retain(|(name, _)| name != action.name());
    if let Some(key) = key
        && usual != [key]
    {
        let entry = (action.name().to_owned(), key.written());
        settings.keys.push(entry);
    }
    Ok(settings)
}
