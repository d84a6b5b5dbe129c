//! What is not needed at every moment, in a menu at the bottom: marking alone, comparing, what marks show, consent.
//!
//! Whoever sees the window for the first time looks for these in it; they must not be found by a key or by their name only.

use egui::{Popup, PopupCloseBehavior, Ui, Vec2, WidgetInfo};

use crate::{
    app::Command,
    tr,
    ui::{
        action::{Action, Effect, WindowEffect},
        icons, keymap,
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            pill,
        },
    },
};

/// Width of the menu.
const WIDTH: f32 = 320.0;
/// Below this the button is only its sign.
const WORDS: f32 = 260.0;

/// In the order in which a review comes to them.
const OFFERED: [Action; 6] = [
    Action::Alone,
    Action::Compare,
    Action::Insight,
    Action::Agreement,
    Action::Supervision,
    Action::Consent,
];

/// The button with its menu; nothing where none of it makes sense now.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let offered: Vec<(Action, Effect)> = OFFERED
        .into_iter()
        .filter_map(|action| Some((action, action.effect(view)?)))
        .collect();
    if offered.is_empty() {
        return;
    }
    let words = tr!("footer-more");
    let text = if ui.available_width() > WORDS {
        format!("{words} {}", icons::DOWN)
    } else {
        icons::DOWN.to_owned()
    };
    let button = chip::button(&view.tokens, text, Kind::Plain).min_size(Vec2::splat(theme::TARGET));
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
    Popup::menu(&response)
        .gap(GRID)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| {
            ui.set_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 0.0;
            for (action, effect) in offered {
                let item = pill::item(ui, &view.tokens, &action.label(), false, None);
                let hint = keymap::named(view.settings(), action);
                if item.on_hover_text(hint).clicked() {
                    match effect {
                        Effect::Command(command) => commands.push(command),
                        Effect::Window(effect) => effects.push(effect),
                    }
                }
            }
        });
}
