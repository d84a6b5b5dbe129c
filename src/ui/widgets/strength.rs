//! How strong something was: eleven steps from 0 to 10 that can be cleared again.

use egui::{Align2, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::{
    domain::mark::Intensity,
    tr,
    ui::theme::{self, GRID, Tokens},
};

/// Width and height of one step, in points.
const STEP: egui::Vec2 = vec2(26.0, 32.0);

/// Shows the steps. Returns a new choice; pressing the chosen step clears it.
pub fn show(ui: &mut Ui, tokens: &Tokens, value: Option<Intensity>) -> Option<Option<Intensity>> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GRID / 2.0;
        for step in (0..=Intensity::MAX.get()).filter_map(Intensity::new) {
            let on = value == Some(step);
            let (rect, response) = ui.allocate_exact_size(STEP, Sense::click());
            let said = tr!("strength-of", value = step.get());
            response.widget_info(|| {
                WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, &said)
            });
            let under = value.is_some_and(|value| step <= value);
            let (fill, ink) = match (on, under || response.hovered()) {
                (true, _) => (tokens.accent, tokens.on_accent),
                (false, true) => (tokens.accent_soft, tokens.ink),
                (false, false) => (tokens.raised, tokens.ink),
            };
            let line = if response.has_focus() {
                tokens.accent
            } else {
                tokens.line
            };
            ui.painter().rect(
                rect,
                theme::RADIUS / 2,
                fill,
                Stroke::new(1.0, line),
                StrokeKind::Inside,
            );
            ui.painter().text(
                rect.center(),
                Align2::CENTER_CENTER,
                step.get(),
                theme::regular(theme::SMALL),
                ink,
            );
            if response.clicked() {
                chosen = Some((!on).then_some(step));
            }
        }
    });
    chosen
}
