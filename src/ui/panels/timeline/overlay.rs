//! Puts the parts of the timeline on the screen, kept drawings first, then what changes from frame to frame.

use egui::{Align2, CornerRadius, Painter, Rect, Stroke, StrokeKind, Ui, pos2, vec2};

use super::{
    Frame, TimelineLook, class, episodes,
    input::{self, Drag},
    lanes,
    layout::{Hit, What},
    open, parts, plot, ruler, thumbnails,
};
use crate::{app::transport::Loop, domain::time::MediaTime, tr, ui::theme};

/// Draws everything.
pub fn paint(ui: &Ui, rect: Rect, frame: &Frame<'_, '_>, look: &mut TimelineLook) {
    let (view, axis, rows) = (frame.view, &frame.axis, &frame.rows);
    let tokens = &view.tokens;
    let painter = ui.painter();
    let in_lanes = painter.with_clip_rect(
        rows.lanes
            .expand2(vec2(0.0, 1.0))
            .intersect(painter.clip_rect()),
    );
    // Shapes may stand over the left end of the axis by half their width, never over the names.
    let in_plot = |row: Rect| {
        let clip = plot(row, axis).expand2(vec2(10.0, 2.0));
        painter.with_clip_rect(clip.intersect(painter.clip_rect()))
    };
    lanes::paint_rows(&in_lanes, &frame.key, &look.lanes, view);
    let from_ruler = Rect::from_min_max(rows.ruler.min, pos2(rows.ruler.right(), rows.bottom));
    paint_loop(&in_plot(from_ruler), frame);
    let ticks = ruler::ticks(axis, &frame.transport.index, frame.transport.duration());
    let ruler_row = Rect::from_min_max(pos2(axis.left, rows.ruler.top()), rows.ruler.max);
    ruler::paint(painter, tokens, axis, ruler_row, rows.bottom, &ticks);
    episodes::paint(&in_plot(rows.ruler), frame);
    if let (Some(row), Some(waveform)) = (
        rows.waveform,
        view.recording().and_then(|open| open.waveform.as_ref()),
    ) {
        look.waveform
            .paint(&in_plot(row), tokens, axis, plot(row, axis), waveform);
    }
    if let Some(row) = rows.pictures {
        let clip = plot(row, axis).intersect(painter.clip_rect());
        thumbnails::paint(
            ui,
            &painter.with_clip_rect(clip),
            frame,
            &mut look.thumbnails,
        );
    }
    class::paint_chosen(&in_plot(rows.lanes), frame, &look.lanes);
    parts::paint(&in_plot(from_ruler), frame);
    if let (Some(row), Some(session)) = (rows.strength, view.session()) {
        let middle = pos2(rect.left() + 34.0, row.center().y);
        lanes::one_line(
            painter,
            &tr!("timeline-strength"),
            theme::regular(14.0),
            tokens.ink,
            middle,
            lanes::HEADS - 42.0,
        );
        let version = look.lanes.version();
        look.tracks
            .paint(&in_plot(row), view, session, version, axis, plot(row, axis));
    }
    let marks = {
        // A ring around a shape may stand out of its lane.
        let clip = plot(rows.lanes, axis).expand2(vec2(10.0, lanes::GAP));
        painter.with_clip_rect(clip.intersect(painter.clip_rect()))
    };
    lanes::paint(&marks, &look.drawn);
    paint_open(&marks, frame, look);
    paint_emphasis(&marks, frame, look);
    paint_playhead(&in_plot(from_ruler), frame, look);
    if let Some(Drag::Mark(drag)) = &look.drag
        && let Some(hit) = input::preview(frame, look, drag)
    {
        paint_preview(painter, &marks, frame, look, &hit, drag.shown());
    }
    if let Some(row) = rows.minimap {
        let (window, limits, playhead) = (look.window(), look.limits, look.playhead);
        look.minimap.paint(
            painter,
            view,
            &look.lanes,
            plot(row, axis),
            window,
            limits,
            playhead,
        );
    }
    if rows.overflow > 0.0 {
        input::scroll_bar(ui, rect, frame, look);
    }
}

fn paint_open(painter: &Painter, frame: &Frame<'_, '_>, look: &TimelineLook) {
    for hit in frame.hits.iter().rev() {
        let What::Mark(item) = &hit.what else { break };
        if !item.is_open() {
            break;
        }
        if let Some(lane) = look.lanes.all().get(hit.lane) {
            let pair = lanes::colours(frame.view, &lane.owner);
            open::draw(hit.rect, item, pair, &mut |drawing| {
                painter.add(drawing);
            });
        }
    }
}

fn paint_emphasis(painter: &Painter, frame: &Frame<'_, '_>, look: &TimelineLook) {
    let selected = frame.view.desk().and_then(|desk| desk.selected);
    let selected = selected.and_then(|id| frame.hit_of(id));
    let pointed = (look.drag.is_none())
        .then(|| frame.area.hover_pos().and_then(|at| frame.hit(at)).cloned())
        .flatten()
        .filter(|hit| selected.as_ref() != Some(hit));
    for (hit, is_selected) in [(pointed, false), (selected, true)] {
        if let Some(hit) = hit
            && let Some(lane) = look.lanes.all().get(hit.lane)
        {
            let pair = lanes::colours(frame.view, &lane.owner);
            lanes::emphasise(painter, &frame.view.tokens, &hit, pair, is_selected);
        }
    }
}

fn paint_preview(
    painter: &Painter,
    marks: &Painter,
    frame: &Frame<'_, '_>,
    look: &TimelineLook,
    hit: &Hit,
    shown: MediaTime,
) {
    let tokens = &frame.view.tokens;
    if let Some(lane) = look.lanes.all().get(hit.lane) {
        let pair = lanes::colours(frame.view, &lane.owner);
        if hit.bar {
            marks.rect(
                hit.rect,
                CornerRadius::same(4),
                pair.tint,
                Stroke::new(1.5, pair.ink),
                StrokeKind::Inside,
            );
        }
        lanes::emphasise(marks, tokens, hit, pair, true);
    }
    let galley = painter.layout_no_wrap(shown.short(), theme::bold(theme::SMALL), tokens.ink);
    let size = galley.size() + vec2(12.0, 6.0);
    let bounds = Rect::from_min_max(
        pos2(frame.axis.left, frame.rows.ruler.top()),
        pos2(frame.axis.right(), frame.rows.bottom),
    );
    let x = frame.axis.x(shown).clamp(
        bounds.left() + size.x / 2.0,
        (bounds.right() - size.x / 2.0).max(bounds.left() + size.x / 2.0),
    );
    let pill = Rect::from_center_size(pos2(x, frame.rows.ruler.center().y - 2.0), size);
    painter.rect(
        pill,
        CornerRadius::same(6),
        tokens.raised,
        Stroke::new(1.0, tokens.accent),
        StrokeKind::Inside,
    );
    painter.galley(pill.min + vec2(6.0, 3.0), galley, tokens.ink);
}

fn paint_loop(painter: &Painter, frame: &Frame<'_, '_>) {
    let tokens = &frame.view.tokens;
    let (top, bottom) = (frame.rows.ruler.bottom(), frame.rows.bottom);
    let stroke = Stroke::new(1.0, tokens.accent);
    let letter = |x: f32, align: Align2, text: String| {
        painter.text(
            pos2(x, top - 1.0),
            align,
            text,
            theme::bold(12.0),
            tokens.accent,
        );
    };
    match frame.transport.looping {
        Loop::Off => {}
        Loop::From(a) => {
            let x = frame.axis.x(a);
            painter.vline(x, top - 8.0..=bottom, stroke);
            letter(x - 4.0, Align2::RIGHT_BOTTOM, tr!("timeline-loop-start"));
        }
        Loop::Between(span) => {
            let (left, right) = (frame.axis.x(span.start()), frame.axis.x(span.end()));
            let shade = Rect::from_min_max(pos2(left, top), pos2(right, bottom));
            painter.rect_filled(shade, 0, tokens.accent.gamma_multiply(0.10));
            painter.hline(left..=right, top, Stroke::new(2.0, tokens.accent));
            painter.vline(left, top - 8.0..=bottom, stroke);
            painter.vline(right, top - 8.0..=bottom, stroke);
            letter(left - 4.0, Align2::RIGHT_BOTTOM, tr!("timeline-loop-start"));
            letter(right + 4.0, Align2::LEFT_BOTTOM, tr!("timeline-loop-end"));
        }
    }
}

fn paint_playhead(painter: &Painter, frame: &Frame<'_, '_>, look: &TimelineLook) {
    if !look.window().shows(look.playhead) {
        return;
    }
    let tokens = &frame.view.tokens;
    let x = frame.axis.x(look.playhead);
    let top = frame.rows.ruler.bottom() - 2.0;
    painter.vline(x, top..=frame.rows.bottom, Stroke::new(2.0, tokens.accent));
    painter.circle_filled(pos2(x, top), 5.0, tokens.accent);
}
