//! The line at the bottom: the few things that are always at hand, and where to find the rest.

use egui::{Align, Layout, Ui};

use super::{
    code_bar::{self, CodeBarLook},
    more_menu,
};
use crate::{
    app::Command,
    tr,
    ui::{
        action::{Action, Effect, WindowEffect},
        icons, keymap, theme,
        view::View,
        widgets::chip,
    },
};

/// Shows the line.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    codes: &mut CodeBarLook,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let playing = view.transport().is_some_and(|transport| transport.playing);
        let pause = if playing {
            tr!("bar-pause")
        } else {
            tr!("bar-play")
        };
        for (action, words) in [
            (Action::PlayPause, pause),
            (Action::Bookmark, Action::Bookmark.label()),
            (Action::TooMuch, Action::TooMuch.label()),
            (Action::Undo, undo_words(view)),
        ] {
            keyed(ui, view, action, &words, commands, effects);
        }
        if ui.available_width() > 520.0 {
            keyed(
                ui,
                view,
                Action::Rate,
                &Action::Rate.label(),
                commands,
                effects,
            );
        }
        if view.desk().is_some() {
            code_bar::all_codes(ui, view, codes, commands);
        }
        if let Some(Effect::Window(effect)) = Action::Sitting.effect(view) {
            let begin = chip::button(&view.tokens, tr!("footer-sit"), chip::Kind::Plain);
            let hint = keymap::named(view.settings(), Action::Sitting);
            if ui.add(begin).on_hover_text(hint).clicked() {
                effects.push(effect);
            }
        }
        more_menu::show(ui, view, commands, effects);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (action, icon) in [
                (Action::Settings, icons::SETTINGS),
                (Action::Keys, icons::KEYBOARD),
                (Action::Palette, icons::SEARCH),
            ] {
                let response = ui.add(chip::button(&view.tokens, icon, chip::Kind::Quiet));
                response.widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::Button, true, action.label())
                });
                let hint = keymap::named(view.settings(), action);
                if response.on_hover_text(hint).clicked()
                    && let Some(Effect::Window(effect)) = action.effect(view)
                {
                    effects.push(effect);
                }
            }
        });
    });
}

/// “Undo: new mark”, by name; just “Undo” when there is nothing.
fn undo_words(view: &View<'_>) -> String {
    let next = view
        .desk()
        .and_then(|desk| desk.document.history().next_undo(&desk.marking.author));
    next.map_or_else(
        || Action::Undo.label(),
        |(label, _)| {
            tr!(
                "undo-named",
                step = crate::words::notice::change_name(label)
            )
        },
    )
}

fn keyed(
    ui: &mut Ui,
    view: &View<'_>,
    action: Action,
    words: &str,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let key = keymap::text(view.settings(), action);
    let tokens = &view.tokens;
    // Room for the key cap is part of the button.
    let galley = ui
        .painter()
        .layout_no_wrap(key.clone(), theme::regular(11.0), tokens.muted);
    let width = galley.size().x + 22.0;
    let text =
        ui.painter()
            .layout_no_wrap(words.to_owned(), theme::regular(theme::BODY), tokens.ink);
    let size = egui::vec2(text.size().x + 24.0 + width, theme::TARGET);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::click());
    let enabled = action.effect(view).is_some();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, enabled, words));
    let hovered = response.hovered() && enabled;
    let fill = if hovered {
        tokens.accent_soft
    } else {
        tokens.raised
    };
    let line = if response.has_focus() {
        tokens.accent
    } else {
        tokens.line
    };
    ui.painter().rect(
        rect,
        theme::RADIUS,
        fill,
        egui::Stroke::new(1.0, line),
        egui::StrokeKind::Inside,
    );
    let ink = if enabled { tokens.ink } else { tokens.muted };
    ui.painter().galley_with_override_text_color(
        rect.left_center() + egui::vec2(12.0, -text.size().y / 2.0),
        text,
        ink,
    );
    let _cap = chip::key_cap(
        ui,
        tokens,
        rect.right_center() - egui::vec2(10.0, 0.0),
        &key,
    );
    if response.clicked() {
        match action.effect(view) {
            Some(Effect::Command(command)) => commands.push(command),
            Some(Effect::Window(effect)) => effects.push(effect),
            None => {}
        }
    }
}
