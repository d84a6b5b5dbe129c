//! All keys, as the window has them now; pressing one gives its action another.

use egui::{Align, Event, Key, Layout, RichText, Ui, WidgetInfo, vec2};

use super::dialog;
use crate::{
    app::Command,
    store::Settings,
    tr,
    ui::{
        action::{AREAS, Action, Shortcut},
        icons,
        keymap::{self, Clash},
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// Height of a row.
const ROW: f32 = 32.0;

/// What the dialog remembers while it is open.
#[derive(Debug, Default)]
pub struct KeysLook {
    /// The action that waits for its new key.
    waiting: Option<Action>,
    /// Why the last key could not be had.
    refused: Option<String>,
}

/// What was asked for in this frame.
#[derive(Default)]
struct Asked {
    change: Option<Action>,
    reset: Option<Action>,
}

/// Shows all keys and takes new ones. False once it wants to close.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut KeysLook,
    commands: &mut Vec<Command>,
) -> bool {
    let mut new = look.take_key(ctx, view.settings());
    let actions: Vec<Action> = AREAS
        .into_iter()
        .flat_map(|area| {
            let of_area = move |action: &&Action| action.area() == area;
            Action::ALL.iter().filter(of_area).copied()
        })
        .collect();
    let tokens = &view.tokens;
    let mut asked = Asked::default();
    let (mut done, mut reset_all) = (false, false);
    let open = dialog(
        ctx,
        tokens,
        &tr!("keys-title"),
        820.0,
        |ui| {
            super::note(ui, tokens, tr!("keys-note"));
            let columns = if ui.available_width() > 640.0 { 2 } else { 1 };
            let each = actions.len().div_ceil(columns).max(1);
            ui.columns(columns, |parts| {
                for (part, actions) in parts.iter_mut().zip(actions.chunks(each)) {
                    part.spacing_mut().item_spacing.y = 2.0;
                    for action in actions {
                        row(part, view, look, *action, &mut asked);
                    }
                }
            });
        },
        |ui| {
            done = chip::pressed(ui, tokens, tr!("dialog-done"), Kind::Main);
            if !view.settings().keys.is_empty() {
                reset_all = chip::pressed(ui, tokens, tr!("keys-reset-all"), Kind::Plain);
            }
            if let Some(refused) = &look.refused {
                let words = ui.add(egui::Label::new(refused).wrap());
                ui.ctx().accesskit_node_builder(words.id, |node| {
                    node.set_live(egui::accesskit::Live::Polite);
                });
            }
        },
    );
    if let Some(action) = asked.change {
        look.refused = None;
        look.waiting = (look.waiting != Some(action)).then_some(action);
    }
    if let Some(action) = asked.reset {
        new = look.settle(keymap::give(view.settings(), action, None));
    }
    if reset_all {
        *look = KeysLook::default();
        new = Some(Settings {
            keys: Vec::new(),
            ..view.settings().clone()
        });
    }
    commands.extend(new.map(|settings| Command::SetSettings(Box::new(settings))));
    open && !done
}

impl KeysLook {
    /// Takes the key that was waited for out of the input, so that it does nothing else.
    fn take_key(&mut self, ctx: &egui::Context, settings: &Settings) -> Option<Settings> {
        let action = self.waiting?;
        let pressed = ctx.input_mut(|input| {
            let pressed = input.events.iter().find_map(|event| match event {
                Event::Key {
                    key,
                    modifiers,
                    pressed: true,
                    repeat: false,
                    ..
                } => Some(Shortcut::pressed(*key, *modifiers)),
                // Systems tell these by their meaning only.
                Event::Copy => Some(Shortcut::pressed(Key::C, egui::Modifiers::COMMAND)),
                Event::Cut => Some(Shortcut::pressed(Key::X, egui::Modifiers::COMMAND)),
                Event::Paste(_) => Some(Shortcut::pressed(Key::V, egui::Modifiers::COMMAND)),
                _ => None,
            });
            input.events.retain(|event| {
                !matches!(
                    event,
                    Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_)
                )
            });
            pressed
        })?;
        self.waiting = None;
        self.refused = None;
        if pressed.key == Key::Escape {
            return None;
        }
        self.settle(keymap::give(settings, action, Some(pressed)))
    }

    fn settle(&mut self, given: Result<Settings, (Shortcut, Clash)>) -> Option<Settings> {
        let (key, clash) = match given {
            Ok(settings) => {
                *self = Self::default();
                return Some(settings);
            }
            Err(refused) => refused,
        };
        let key = key.text();
        self.refused = Some(match clash {
            Clash::Action(other) => tr!("keys-clash", key = key, action = other.label()),
            Clash::Codes => tr!("keys-for-codes", key = key),
            Clash::Fixed => tr!("keys-fixed", key = key),
        });
        None
    }
}

fn row(ui: &mut Ui, view: &View<'_>, look: &KeysLook, action: Action, asked: &mut Asked) {
    let tokens = &view.tokens;
    let mut keys: Vec<String> = Vec::new();
    for shortcut in keymap::shortcuts(view.settings(), action).iter() {
        let text = shortcut.text();
        if !keys.contains(&text) {
            keys.push(text);
        }
    }
    let keys = if keys.is_empty() {
        tr!("keys-none")
    } else {
        keys.join("  ")
    };
    let width = ui.available_width();
    let left = (width * 0.42).min(170.0);
    let own = keymap::own(view.settings(), action).is_some();
    let place = vec2(width, ROW);
    ui.allocate_ui_with_layout(place, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 3.0 * theme::GRID;
        let waits = look.waiting == Some(action);
        if action == Action::Enough {
            // The way out is always the same.
            let text = RichText::new(keys).font(theme::bold(theme::SMALL));
            let (rect, _) = ui.allocate_exact_size(vec2(left, 28.0), egui::Sense::hover());
            ui.put(rect, egui::Label::new(text.color(tokens.muted)));
        } else {
            let (text, kind) = if waits {
                (tr!("keys-press"), Kind::Choice { on: true })
            } else {
                (keys.clone(), Kind::Plain)
            };
            let button = chip::small(tokens, text, kind).min_size(vec2(left, 28.0));
            let response = ui.add_sized(vec2(left, 28.0), button.truncate());
            let name = tr!("keys-change", action = action.label(), keys = keys.as_str());
            response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, waits, &name));
            if response.on_hover_text(tr!("keys-change-hint")).clicked() {
                asked.change = Some(action);
            }
        }
        let label_width = ui.available_width() - if own { 48.0 } else { 0.0 };
        let size = vec2(label_width, ROW);
        ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
            ui.set_min_width(label_width);
            ui.add(egui::Label::new(action.label()).wrap());
        });
        if own {
            let usual: Vec<String> = action.key_texts();
            let name = tr!(
                "keys-reset",
                action = action.label(),
                keys = usual.join("  ")
            );
            let response = ui.add(chip::small(tokens, icons::UNDO, Kind::Quiet));
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &name));
            if response.on_hover_text(name).clicked() {
                asked.reset = Some(action);
            }
        }
    });
}
