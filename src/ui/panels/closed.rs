//! The page in place of a recording that somebody took back: who, what that means, and the ways on. Nothing of the recording.

use egui::{Align, CentralPanel, Frame, Label, Layout, RichText, Ui};

use crate::{
    app::{Command, MarkCommand},
    client,
    ui::{
        action::WindowEffect,
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// The width of the words.
const WIDTH: f32 = 580.0;

/// Whether the open recording is closed in this way.
#[must_use]
pub fn is_shown(view: &View<'_>) -> bool {
    !view.app.closed_by().is_empty()
}

/// Shows the page.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let tokens = &view.tokens;
    let names: Vec<&str> = view
        .app
        .closed_by()
        .iter()
        .filter_map(|id| view.person(id))
        .map(|person| person.name.as_str())
        .collect();
    let names = names.join(", ");
    let fill = Frame::new().fill(tokens.background);
    CentralPanel::default().frame(fill).show(ui, |ui| {
        let above = ui.available_height() * 0.3;
        let side = ((ui.available_width() - WIDTH) / 2.0).max(16.0);
        ui.add_space(above);
        ui.horizontal(|ui| {
            ui.add_space(side);
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.set_max_width(WIDTH);
                ui.spacing_mut().item_spacing = egui::vec2(2.0 * GRID, 2.0 * GRID);
                let title =
                    RichText::new(client!("closed-title")).font(theme::bold(theme::QUESTION));
                ui.add(Label::new(title).wrap());
                ui.add(Label::new(client!("closed-by", names = names)).wrap());
                let mut quiet = |words: String| {
                    ui.add(Label::new(RichText::new(words).color(tokens.muted)).wrap());
                };
                quiet(client!("closed-nothing"));
                if let Some(day) = view.app.closed_until_erased() {
                    let day = day.format("%-d %B %Y");
                    quiet(client!("closed-erase-after", names = names, day = day));
                }
                ui.add_space(2.0 * GRID);
                ui.horizontal_wrapped(|ui| {
                    if chip::pressed(ui, tokens, client!("closed-leave"), Kind::Main) {
                        commands.push(Command::Close);
                    }
                    if chip::pressed(ui, tokens, client!("closed-consent"), Kind::Plain) {
                        effects.push(WindowEffect::Consent);
                    }
                    if view.app.may_undo_consent()
                        && chip::pressed(ui, tokens, client!("closed-undo"), Kind::Quiet)
                    {
                        commands.push(Command::Mark(MarkCommand::Undo));
                    }
                });
            });
        });
    });
}
