//! A person's initial in a disc of their colour.

use egui::{Align2, Pos2, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::ui::theme::{self, Pair};

/// Draws an initial at a place.
pub fn paint(painter: &egui::Painter, centre: Pos2, radius: f32, initial: &str, colours: Pair) {
    painter.circle_filled(centre, radius, colours.tint);
    let shrink = if initial.chars().count() > 1 {
        0.75
    } else {
        1.05
    };
    painter.text(
        centre,
        Align2::CENTER_CENTER,
        initial,
        theme::bold(radius * shrink),
        colours.ink,
    );
}

/// A disc with an initial; `name` is what a screen reader says.
pub fn show(ui: &mut Ui, initial: &str, name: &str, colours: Pair) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(20.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    paint(ui.painter(), rect.center(), 10.0, initial, colours);
    response
}
