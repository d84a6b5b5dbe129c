//! What stands beside a mark about a risk: the team's own note, and nothing else. No alarm, no count, no score, no advice.

use egui::{Frame, Label, Margin, RichText, Ui};

use crate::{
    domain::mark::Mark,
    tr,
    ui::{theme, view::View, widgets::pill},
};

/// Shows it, or the way to write it. True when it is to be written.
pub fn show(ui: &mut Ui, view: &View<'_>, mark: &Mark) -> bool {
    if view.client_present() || !view.is_about_risk(mark) {
        return false;
    }
    let tokens = &view.tokens;
    let note = view.settings().risk_note.trim();
    let words = if note.is_empty() {
        tr!("risk-note-write")
    } else {
        Frame::new()
            .fill(tokens.raised)
            .corner_radius(theme::RADIUS)
            .inner_margin(Margin::symmetric(10, 8))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.add(Label::new(RichText::new(note).color(tokens.ink)).wrap());
            });
        tr!("risk-note-change")
    };
    pill::quiet(ui, tokens, &words, &words).clicked()
}
