//! Where the parts of a recording of several files begin: a fine line each, and a shade where one is missing.

use egui::{Painter, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{Frame, plot};
use crate::{media::PartPlace, tr, ui::theme};

/// Width of what a screen reader finds at a boundary.
const WIDE: f32 = 9.0;

/// Draws the boundaries.
pub fn paint(painter: &Painter, frame: &Frame<'_, '_>) {
    let tokens = &frame.view.tokens;
    let (top, bottom) = (frame.rows.ruler.top() + 4.0, frame.rows.bottom);
    for (number, part) in places(frame) {
        let x = frame.axis.x(part.start);
        if part.missing.is_some() {
            let right = frame.axis.x(part.end);
            let shade = Rect::from_min_max(pos2(x, frame.rows.ruler.bottom()), pos2(right, bottom));
            painter.rect_filled(shade, 0, tokens.line.gamma_multiply(0.5));
            let words = tr!("timeline-part-missing-short", number = number);
            let galley = painter.layout_no_wrap(words, theme::regular(12.0), tokens.muted);
            if galley.size().x + 8.0 < shade.width() {
                let top = shade.center_top() + vec2(0.0, galley.size().y / 2.0 + 4.0);
                let place = Rect::from_center_size(top, galley.size());
                painter.rect_filled(place.expand2(vec2(6.0, 2.0)), 4, tokens.panel);
                painter.galley(place.min, galley, tokens.muted);
            }
        }
        if number > 1 {
            painter.vline(x, top..=bottom, Stroke::new(1.0, tokens.muted));
        }
    }
}

/// Names the boundaries in view for a screen reader.
pub fn nodes(ui: &Ui, frame: &Frame<'_, '_>) {
    let row = plot(frame.rows.ruler, &frame.axis);
    for (number, part) in places(frame) {
        let words = match &part.missing {
            None if number == 1 => continue,
            None => tr!(
                "timeline-part",
                number = number,
                time = part.start.whole_seconds()
            ),
            Some(_) => tr!(
                "timeline-part-missing",
                number = number,
                from = part.start.whole_seconds(),
                to = part.end.whole_seconds()
            ),
        };
        let middle = pos2(frame.axis.x(part.start), row.center().y);
        let place = Rect::from_center_size(middle, vec2(WIDE, row.height())).intersect(row);
        if place.is_positive() {
            ui.interact(place, ui.scope_id().with(("part", number)), Sense::hover())
                .widget_info(|| WidgetInfo::labeled(Role::Label, true, words.as_str()));
        }
    }
}

/// The parts, from 1, where there are several.
fn places<'a>(frame: &Frame<'a, '_>) -> impl Iterator<Item = (usize, &'a PartPlace)> {
    let parts: &'a [PartPlace] = &frame.transport.parts;
    let several = parts.len() > 1;
    (1..).zip(parts).filter(move |_| several)
}
