//! The line that says who marks alone, with the two ways out of it. Nothing of what they mark stands in it.

use egui::{Align, Frame, Layout, Margin, RichText, Ui};

use crate::{
    app::{AloneCommand, Command},
    client,
    ui::{
        dialogs::alone::terms_line,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// Shows the line, while somebody marks alone.
pub fn show(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(person) = view.app.marks_alone() else {
        return;
    };
    let tokens = &view.tokens;
    let frame = Frame::new()
        .fill(tokens.accent_soft)
        .inner_margin(Margin::symmetric(16, 6));
    egui::Panel::top("alone").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.label(
                RichText::new(client!("alone-now", name = view.name(person))).color(tokens.ink),
            );
            if let Some(line) = terms_line(view.app.alone_terms()) {
                ui.label(RichText::new(line).color(tokens.muted));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if chip::pressed(ui, tokens, client!("alone-commit"), Kind::Main) {
                    commands.push(Command::Alone(AloneCommand::Commit));
                }
                if chip::pressed(ui, tokens, client!("alone-leave"), Kind::Plain) {
                    commands.push(Command::Alone(AloneCommand::Leave));
                }
            });
        });
    });
}
