//! The quiet line that says what waits to be looked at again. It is not there while nothing waits, and never for a client.

use egui::{Ui, UiBuilder, vec2};

use super::EDGE;
use crate::{
    app::{Command, RefineCommand},
    tr,
    ui::{
        action::Action,
        icons, keymap,
        theme::GRID,
        view::View,
        widgets::pill::{self, Pill},
    },
};

/// Shows the line.
pub fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let on = view.app.looking_again();
    let count = view.app.waiting().count();
    if count == 0 && !on {
        return;
    }
    ui.add_space(2.0 * GRID);
    let inner = ui.available_rect_before_wrap().shrink2(vec2(EDGE, 0.0));
    let room = ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().interact_size.y = pill::HEIGHT;
        let words = tr!("again-count", count = count);
        let why = format!(
            "{}\n{}",
            keymap::named(view.settings(), Action::LookAgain),
            tr!("again-why")
        );
        let clicked = if on {
            ui.horizontal(|ui| {
                let close = tr!("again-close");
                let closed = Pill::new(&words)
                    .spoken(&close)
                    .icon(icons::CLOSE)
                    .on(true)
                    .show(ui, &view.tokens)
                    .on_hover_text(close)
                    .clicked();
                let all = tr!("again-keep-all");
                if count > 1
                    && pill::quiet(ui, &view.tokens, &all, &all)
                        .on_hover_text(tr!("again-keep-all-why"))
                        .clicked()
                {
                    commands.push(Command::Refine(RefineCommand::KeepAll));
                }
                closed
            })
            .inner
        } else {
            ui.horizontal(|ui| {
                // The words, not their target, stand at the edge of the list.
                ui.add_space(-GRID);
                pill::quiet(ui, &view.tokens, &words, &words)
                    .on_hover_text(why)
                    .clicked()
            })
            .inner
        };
        if clicked {
            commands.push(Command::Refine(RefineCommand::Toggle));
        }
    });
    let _whole_width = room;
}
