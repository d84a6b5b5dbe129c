//! What stands beside the picture while nothing is asked.

use egui::{Align, CornerRadius, Layout, RichText, Stroke, Ui};

use crate::{
    app::{Command, Desk, MarkCommand, SaveState, SittingCommand},
    client,
    ui::{
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// What stands at the side while nothing is asked: what to do, and what was marked last.
pub(super) fn quiet_side(ui: &mut Ui, view: &View<'_>, desk: &Desk, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    ui.spacing_mut().item_spacing.y = 2.0 * theme::GRID;
    ui.add_space(3.0 * theme::GRID);
    let line = |ui: &mut Ui, text: String| {
        ui.horizontal(|ui| {
            ui.add_space(theme::GRID);
            ui.add(egui::Label::new(RichText::new(text).color(tokens.muted)).wrap());
        });
    };
    if !desk.document.writable() {
        line(ui, client!("client-look-only"));
        return;
    }
    if let Some(card) = view.app.lead_card() {
        lead(ui, view, &card, commands);
    } else {
        line(ui, client!("client-hint-press"));
        line(ui, client!("client-hint-stop"));
    }
    let newest = desk
        .newest
        .and_then(|id| desk.document.session().mark(id))
        .filter(|mark| desk.may_change(mark));
    let Some(mark) = newest else { return };
    ui.add_space(3.0 * theme::GRID);
    egui::Frame::new()
        .fill(tokens.panel)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(theme::CLIENT_RADIUS))
        .inner_margin(egui::Margin::symmetric(16, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = theme::GRID;
            ui.spacing_mut().interact_size.y = 20.0;
            ui.horizontal(|ui| {
                ui.label(
                    RichText::new(client!("client-last-mark"))
                        .size(theme::SMALL)
                        .color(tokens.muted),
                );
                let state = match desk.document.save_state() {
                    SaveState::Saved => client!("client-saved"),
                    SaveState::NotSaved => client!("client-not-saved"),
                    _ => client!("client-saving"),
                };
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.label(RichText::new(state).size(theme::SMALL).color(tokens.muted));
                });
            });
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(view.mark_label(mark)).font(theme::bold(theme::BODY)));
                let at = client!("client-mark-at", time = mark.when.start().whole_seconds());
                ui.label(RichText::new(at).size(theme::SMALL).color(tokens.muted));
            });
            if let Some(words) = &mark.words {
                ui.add(egui::Label::new(RichText::new(format!("“{}”", words.trim()))).wrap());
            }
            ui.add_space(theme::GRID);
            if ui
                .add(chip::button(
                    tokens,
                    client!("client-take-back"),
                    Kind::Plain,
                ))
                .clicked()
            {
                commands.push(Command::Mark(MarkCommand::Delete(mark.id)));
            }
        });
}

/// What whoever asks can say now, while another recalls.
fn lead(ui: &mut Ui, view: &View<'_>, card: &str, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    egui::Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(theme::CLIENT_RADIUS))
        .inner_margin(egui::Margin::symmetric(20, 16))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 3.0 * theme::GRID;
            let words = RichText::new(card).font(theme::bold(theme::SECTION));
            ui.add(egui::Label::new(words).wrap());
            let note = RichText::new(client!("recall-free")).size(theme::SMALL);
            ui.add(egui::Label::new(note.color(tokens.muted)).wrap());
            if chip::pressed(ui, tokens, client!("recall-another"), Kind::Plain) {
                commands.push(Command::Sitting(SittingCommand::NextCard));
            }
        });
}
