//! How strong: a slider from 0 to 10 that starts empty, since no answer is not a zero.

use egui::{
    Align, Color32, EventFilter, Key, Layout, Mesh, Modifiers, Rect, Response, RichText, Sense,
    Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::{FollowUpLook, GAP, caption};
use crate::{
    app::{Command, MarkCommand},
    client,
    domain::mark::{Intensity, Mark},
    ui::{
        theme::{self, Tokens},
        view::View,
    },
};

/// Radius of the thumb.
const THUMB: f32 = 10.0;

/// The slider, with its caption and its number.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    mark: &Mark,
    look: &mut FollowUpLook,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let shown = look.dragged.or_else(|| mark.intensity.map(Intensity::get));
    ui.horizontal(|ui| {
        caption(ui, view, client!("follow-up-strength"));
        if let Some(value) = shown {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.label(RichText::new(value.to_string()).font(theme::bold(theme::BODY)));
            });
        }
    });
    ui.add_space(-GAP);
    let (rect, place) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    // The finger has more room than the line.
    let response = ui.interact(
        rect.expand(theme::GRID),
        place.id.with("strength"),
        Sense::click_and_drag(),
    );
    let wanted = pointed(&response, rect, look).or_else(|| stepped(ui, &response, shown));
    if let Some(value) = wanted {
        look.dragged = None;
        commands.push(Command::Mark(MarkCommand::SetIntensity(
            mark.id,
            Intensity::new(value),
        )));
    }
    let spoken = client!("follow-up-strength");
    response.widget_info(|| WidgetInfo::slider(true, f64::from(shown.unwrap_or(0)), &spoken));
    paint(ui, tokens, rect, shown, response.has_focus());
}

/// What the pointer says once it is let go; until then the number only follows it.
fn pointed(response: &Response, rect: Rect, look: &mut FollowUpLook) -> Option<u8> {
    let inner = rect.shrink2(vec2(THUMB, 0.0));
    if let Some(pointer) = response.interact_pointer_pos() {
        let part = ((pointer.x - inner.left()) / inner.width()).clamp(0.0, 1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 10"
        )]
        let value = (part * 10.0).round() as u8;
        look.dragged = Some(value);
    }
    (response.clicked() || response.drag_stopped())
        .then_some(look.dragged)
        .flatten()
}

/// What the arrow keys say while the slider has the focus.
fn stepped(ui: &Ui, response: &Response, shown: Option<u8>) -> Option<u8> {
    if !response.has_focus() {
        return None;
    }
    let arrows = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    let (less, more) = ui.input_mut(|input| {
        (
            input.consume_key(Modifiers::NONE, Key::ArrowLeft),
            input.consume_key(Modifiers::NONE, Key::ArrowRight),
        )
    });
    let from = shown.unwrap_or(5);
    if less {
        Some(from.saturating_sub(1))
    } else {
        more.then(|| (from + 1).min(10))
    }
}

fn paint(ui: &Ui, tokens: &Tokens, rect: Rect, shown: Option<u8>, focused: bool) {
    let painter = ui.painter();
    let track = Rect::from_center_size(rect.center(), vec2(rect.width(), 8.0));
    // One hue from light to dark; the ends are round, the middle is one smooth strip.
    let inner = track.shrink2(vec2(4.0, 0.0));
    let ends = [
        (track.left(), inner.left() + 4.0, tokens.accent_soft),
        (inner.right() - 4.0, track.right(), tokens.accent),
    ];
    for (from, to, colour) in ends {
        let end = Rect::from_min_max(pos2(from, track.top()), pos2(to, track.bottom()));
        painter.rect_filled(end, 4, colour);
    }
    painter.add(strip(inner, tokens.accent_soft, tokens.accent));
    if let Some(value) = shown {
        let x = rect.left() + THUMB + (rect.width() - 2.0 * THUMB) * f32::from(value) / 10.0;
        painter.circle(
            pos2(x, rect.center().y),
            THUMB,
            tokens.raised,
            Stroke::new(2.0 * theme::LINE, tokens.accent),
        );
    }
    if focused {
        let ring = Stroke::new(1.0, tokens.accent);
        painter.rect_stroke(rect, 4, ring, egui::StrokeKind::Outside);
    }
}

fn strip(rect: Rect, from: Color32, to: Color32) -> Shape {
    let mut mesh = Mesh::default();
    mesh.colored_vertex(rect.left_top(), from);
    mesh.colored_vertex(rect.right_top(), to);
    mesh.colored_vertex(rect.right_bottom(), to);
    mesh.colored_vertex(rect.left_bottom(), from);
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    Shape::mesh(mesh)
}
