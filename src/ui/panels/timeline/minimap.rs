//! The whole recording in a narrow strip, with the part that is in view; shown when zoomed.

use egui::{
    Color32, CornerRadius, CursorIcon, Painter, Rect, Role, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, pos2,
};

use super::{
    TimelineLook,
    axis::{Limits, Window},
    data::Lanes,
    lanes,
};
use crate::{domain::time::MediaTime, tr, ui::view::View};

/// Height of the strip.
pub const HEIGHT: f32 = 16.0;
/// Width of one tick.
const COLUMN: f32 = 2.0;

/// A kept drawing: where each lane has marks.
#[derive(Default)]
pub struct Kept {
    key: Option<(u64, Rect, Limits, bool)>,
    ticks: Vec<(Rect, Color32)>,
}

impl Kept {
    /// Draws the strip with the view in it.
    #[expect(clippy::too_many_arguments, reason = "all that a drawing depends on")]
    pub fn paint(
        &mut self,
        painter: &Painter,
        view: &View<'_>,
        lanes: &Lanes,
        rect: Rect,
        window: Window,
        limits: Limits,
        playhead: MediaTime,
    ) {
        let tokens = &view.tokens;
        painter.rect_filled(
            rect,
            CornerRadius::same(4),
            tokens.line.gamma_multiply(0.45),
        );
        let key = Some((lanes.version(), rect, limits, tokens.dark));
        if self.key != key {
            self.ticks = ticks(view, lanes, rect, limits);
            self.key = key;
        }
        for (rect, ink) in &self.ticks {
            painter.rect_filled(*rect, 0, *ink);
        }
        let there = frame(rect, window, limits);
        painter.rect(
            there,
            CornerRadius::same(4),
            tokens.accent.gamma_multiply(0.12),
            Stroke::new(1.5, tokens.accent),
            StrokeKind::Inside,
        );
        let x = place(rect, playhead.seconds_for_drawing(), limits);
        painter.vline(x, rect.y_range(), Stroke::new(1.5, tokens.accent));
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a share of a width on the screen"
)]
fn place(rect: Rect, seconds: f64, limits: Limits) -> f32 {
    let share = if limits.duration > 0.0 {
        seconds / limits.duration
    } else {
        0.0
    };
    rect.left() + rect.width() * share.clamp(0.0, 1.0) as f32
}

/// Where the view is in the strip; never too narrow to take hold of.
#[must_use]
pub fn frame(rect: Rect, window: Window, limits: Limits) -> Rect {
    let left = place(rect, window.start, limits);
    let right = place(rect, window.end(), limits);
    let missing = (12.0 - (right - left)).max(0.0) / 2.0;
    let left = (left - missing).min(rect.right() - 12.0).max(rect.left());
    let right = (right + missing).min(rect.right()).max(left + 12.0);
    Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom()))
}

/// The time under a place of the strip, in seconds.
#[must_use]
pub fn seconds(rect: Rect, x: f32, limits: Limits) -> f64 {
    f64::from((x - rect.left()) / rect.width().max(1.0)).clamp(0.0, 1.0) * limits.duration
}

fn ticks(view: &View<'_>, lanes: &Lanes, rect: Rect, limits: Limits) -> Vec<(Rect, Color32)> {
    let mut ticks = Vec::new();
    if limits.duration <= 0.0 || lanes.all().is_empty() {
        return ticks;
    }
    #[expect(clippy::cast_precision_loss, reason = "there are few lanes")]
    let height = ((rect.height() - 4.0) / lanes.all().len() as f32).min(5.0);
    let column = limits.duration * f64::from(COLUMN) / f64::from(rect.width().max(1.0));
    let mut top = rect.top() + 2.0;
    for lane in lanes.all() {
        let ink = lanes::colours(view, &lane.owner).ink.gamma_multiply(0.75);
        let mut left = rect.left();
        let mut at = 0.0;
        while left < rect.right() {
            let from = MediaTime::from_drawn_seconds(at).as_nanos();
            let to = MediaTime::from_drawn_seconds(at + column).as_nanos() - 1;
            if !lane.points_between(from, to).is_empty()
                || lane.spans_between(from, to).any(|item| !item.is_open())
            {
                ticks.push((
                    Rect::from_min_max(
                        pos2(left, top),
                        pos2(left + COLUMN, top + (height - 1.0).max(1.0)),
                    ),
                    ink,
                ));
            }
            left += COLUMN;
            at += column;
        }
        top += height;
    }
    ticks
}

/// The strip of the whole recording: dragging its frame pans, a press beside it goes there.
pub fn interact(ui: &Ui, rect: Rect, look: &mut TimelineLook) {
    let response = ui.interact(
        rect,
        ui.scope_id().with("minimap"),
        Sense::CLICK | Sense::DRAG,
    );
    let window = look.window();
    response.widget_info(|| {
        let span = window.span();
        let time = tr!(
            "timeline-stretch",
            from = span.start().short(),
            to = span.end().short()
        );
        WidgetInfo::labeled(Role::Slider, true, tr!("timeline-minimap", time = time))
    });
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(if response.dragged() {
            CursorIcon::Grabbing
        } else {
            CursorIcon::Grab
        });
    }
    let Some(at) = response.interact_pointer_pos() else {
        look.map_held = None;
        return;
    };
    let here = seconds(rect, at.x, look.limits);
    let held = *look.map_held.get_or_insert_with(|| {
        let inside = frame(rect, window, look.limits).contains(at);
        if inside {
            here - window.start
        } else {
            window.length / 2.0
        }
    });
    look.set_window(Window {
        start: here - held,
        ..window
    });
}
