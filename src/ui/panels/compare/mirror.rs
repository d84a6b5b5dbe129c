//! The mirror timeline: one person's marks above, the other's below, the same moments joined by a calm line.

use egui::{Align2, Color32, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::{Scene, phrase};
use crate::{
    analysis::compare::Pair as ComparedPair,
    app::{Command, CompareCommand, TransportCommand},
    client,
    domain::{
        id::{MarkId, PersonId},
        mark::{Mark, Sureness, When},
        time::MediaTime,
    },
    ui::{
        theme::{self, Pair},
        widgets::{
            pill::elided,
            shape::{self, Look},
        },
    },
};

const SHAPE: f32 = 9.0;
/// Marks nearer than this to the one before are not drawn as shapes of their own, in points.
const APART: f32 = 5.0;
/// Room for the names before the rows.
const NAMES: f32 = 72.0;
/// Least time on both sides of the first and last mark, in seconds.
const MARGIN: f64 = 4.0;

/// Times to places.
struct Axis {
    rect: Rect,
    from: f64,
    length: f64,
}

impl Axis {
    /// From a little before the first mark to a little after the last one: what was watched may be a small part of it all.
    fn of(scene: &Scene<'_>, rect: Rect, duration: MediaTime) -> Self {
        let comparison = &scene.comparison;
        let marks = comparison
            .only_left
            .iter()
            .chain(&comparison.only_right)
            .chain(&comparison.together)
            .chain(
                comparison
                    .pairs()
                    .flat_map(|pair| [&pair.left, &pair.right]),
            );
        let (mut first, mut last) = (f64::INFINITY, 0.0_f64);
        for mark in marks {
            first = first.min(mark.when.start().seconds_for_drawing());
            last = last.max(mark.when.end().seconds_for_drawing());
        }
        let whole = duration.seconds_for_drawing().max(1.0);
        let (from, to) = if first.is_finite() {
            let margin = MARGIN.max(0.03 * (last - first));
            (
                (first - margin).max(0.0),
                (last + margin).min(whole.max(last)),
            )
        } else {
            (0.0, whole)
        };
        Self {
            rect,
            from,
            length: (to - from).max(1.0),
        }
    }

    fn x(&self, time: MediaTime) -> f32 {
        let part = (time.seconds_for_drawing() - self.from) / self.length;
        #[expect(clippy::cast_possible_truncation, reason = "a place in the window")]
        let part = part as f32;
        self.rect.left() + part * self.rect.width()
    }

    fn time(&self, x: f32) -> MediaTime {
        let part = f64::from((x - self.rect.left()) / self.rect.width());
        MediaTime::from_drawn_seconds(self.from + part.clamp(0.0, 1.0) * self.length)
    }
}

/// One person's row.
struct Lane<'a> {
    person: &'a PersonId,
    y: f32,
    /// How far a mark makes way for the one before it; 0 where there is no room.
    step: f32,
    colours: Pair,
}

pub(super) fn show(ui: &mut Ui, scene: &Scene<'_>, rect: Rect, commands: &mut Vec<Command>) {
    let Some(transport) = scene.view.transport() else {
        return;
    };
    if rect.height() < 60.0 || rect.width() < 80.0 {
        return;
    }
    let tokens = &scene.view.tokens;
    // With little height the names stand before the rows, as those of lanes do.
    let low = rect.height() < 130.0;
    let (name, before) = if low { (2.0, NAMES) } else { (22.0, 0.0) };
    let drawing = Rect::from_min_max(
        pos2(rect.left() + before + SHAPE + 2.0, rect.top() + name),
        pos2(rect.right() - SHAPE - 2.0, rect.bottom() - name),
    );
    let reach = (drawing.height() / 2.0 - SHAPE - 2.0).clamp(12.0, 84.0);
    // Marks that would lie on each other make way, outwards.
    let step = if reach > 4.0 * SHAPE + 14.0 {
        2.0 * SHAPE + 2.0
    } else {
        0.0
    };
    let reach = reach - step;
    let middle = drawing.center().y.round();
    let lane = |person, y, step| Lane {
        person,
        y,
        step,
        colours: scene.view.colours(person),
    };
    let above = lane(&scene.comparing.left, middle - reach, -step);
    let below = lane(&scene.comparing.right, middle + reach, step);
    let axis = Axis::of(scene, drawing, transport.duration());

    let ground = ui.interact(rect, ui.scope_id().with("mirror"), Sense::click_and_drag());
    ground.widget_info(|| WidgetInfo::labeled(Role::Slider, true, client!("compare-mirror")));
    if let Some(pointer) = ground.interact_pointer_pos() {
        let time = axis.time(pointer.x);
        if ground.drag_stopped() {
            commands.push(Command::Transport(TransportCommand::ScrubEnd(time)));
        } else if ground.dragged() {
            commands.push(Command::Transport(TransportCommand::Scrub(time)));
        } else if ground.clicked() {
            commands.push(Command::Transport(TransportCommand::Seek(time)));
        }
    }

    let painter = ui.painter_at(rect.expand(2.0));
    let edge = SHAPE + 6.0 + step;
    for (lane, y, align) in [
        (&above, middle - reach - edge, Align2::LEFT_BOTTOM),
        (&below, middle + reach + edge, Align2::LEFT_TOP),
    ] {
        let words = scene.view.name(lane.person);
        let font = theme::bold(theme::BODY);
        let room = if low { NAMES } else { rect.width() };
        let words = elided(ui, &words, font, lane.colours.ink, room);
        let (y, align) = if low {
            (lane.y, Align2::LEFT_CENTER)
        } else {
            (y, align)
        };
        let place = align.anchor_size(pos2(rect.left(), y), words.size());
        painter.galley(place.min, words, lane.colours.ink);
    }
    painter.hline(drawing.x_range(), middle, Stroke::new(1.0, tokens.line));
    if !low {
        ends(&axis, &painter, middle + reach + edge + 2.0, tokens.muted);
    }
    joined(scene, &axis, &painter, (&above, &below));
    let now = axis.x(transport.scrubbing.unwrap_or(transport.playhead));
    if drawing.x_range().expand(1.0).contains(now) {
        let line = Stroke::new(1.5, tokens.accent);
        let reach = reach + step + SHAPE;
        painter.vline(now.round(), middle - reach..=middle + reach, line);
    }
    let comparison = &scene.comparison;
    let mut marks: Vec<&Mark> = comparison.only_left.iter().map(AsRef::as_ref).collect();
    marks.extend(comparison.pairs().map(|pair| pair.left.as_ref()));
    row(ui, scene, &axis, &above, marks, commands);
    let mut marks: Vec<&Mark> = comparison.only_right.iter().map(AsRef::as_ref).collect();
    marks.extend(comparison.pairs().map(|pair| pair.right.as_ref()));
    row(ui, scene, &axis, &below, marks, commands);
    let together: Vec<&Mark> = comparison.together.iter().map(AsRef::as_ref).collect();
    let between = Lane {
        person: above.person,
        y: middle,
        step: 0.0,
        colours: tokens.together,
    };
    row(ui, scene, &axis, &between, together, commands);
}

/// From when to when, at the right of the lower name.
fn ends(axis: &Axis, painter: &egui::Painter, y: f32, ink: Color32) {
    let from = MediaTime::from_drawn_seconds(axis.from).whole_seconds();
    let to = MediaTime::from_drawn_seconds(axis.from + axis.length).whole_seconds();
    let words = client!("compare-from-to", from = from, to = to);
    let at = pos2(axis.rect.right() + SHAPE, y);
    painter.text(
        at,
        Align2::RIGHT_TOP,
        words,
        theme::regular(theme::SMALL),
        ink,
    );
}

/// The lines between marks of the same moment: whole where both marked it, dashed where it was seen differently.
fn joined(
    scene: &Scene<'_>,
    axis: &Axis,
    painter: &egui::Painter,
    (above, below): (&Lane<'_>, &Lane<'_>),
) {
    let ink = scene.view.tokens.together.ink;
    let chosen = scene.desk.selected;
    for (pairs, dashed) in [
        (&scene.comparison.both, false),
        (&scene.comparison.differently, true),
    ] {
        let mut last = f32::NEG_INFINITY;
        for pair in pairs {
            let on = chosen.is_some_and(|id| pair.has(id));
            let (from, to) = meeting(axis, pair);
            if !on && from - last < 2.0 {
                continue;
            }
            last = from;
            let path = [
                pos2(from, above.y + SHAPE + 1.0),
                pos2(to, below.y - SHAPE - 1.0),
            ];
            let ink = if on { ink } else { ink.gamma_multiply(0.75) };
            let stroke = Stroke::new(if on { 4.0 } else { 2.0 }, ink);
            if dashed {
                painter.extend(Shape::dashed_line(&path, stroke, 5.0, 4.0));
            } else {
                painter.line(path.to_vec(), stroke);
            }
        }
    }
}

/// Where the line between two marks begins and ends: a moment within a stretch meets it where it lies.
fn meeting(axis: &Axis, pair: &ComparedPair) -> (f32, f32) {
    let within = |of: When, time: MediaTime| time.clamp(of.start(), of.end());
    let (left, right) = (pair.left.when, pair.right.when);
    let from = within(left, right.start());
    (axis.x(from), axis.x(within(right, from)))
}

fn row(
    ui: &Ui,
    scene: &Scene<'_>,
    axis: &Axis,
    lane: &Lane<'_>,
    mut marks: Vec<&Mark>,
    commands: &mut Vec<Command>,
) {
    marks.sort_unstable_by_key(|mark| (mark.when.start(), mark.id));
    let chosen = scene.desk.selected;
    // Where the last mark of the row lies, and the last of those that made way.
    let (mut last, mut last_aside) = (f32::NEG_INFINITY, f32::NEG_INFINITY);
    for mark in marks {
        let mut at = pos2(axis.x(mark.when.start()), lane.y);
        let on = chosen == Some(mark.id);
        let width = 2.0 * SHAPE + 1.0;
        if at.x - last < width && lane.step != 0.0 && at.x - last_aside >= width {
            last_aside = at.x;
            at.y += lane.step;
        } else if on || at.x - last >= APART {
            last = at.x;
        } else {
            // A mark too many for the pixels: the list has it.
            continue;
        }
        one(ui, scene, axis, lane, mark, at, on, commands);
    }
}

#[expect(clippy::too_many_arguments, reason = "one drawing of one mark")]
fn one(
    ui: &Ui,
    scene: &Scene<'_>,
    axis: &Axis,
    lane: &Lane<'_>,
    mark: &Mark,
    at: Pos2,
    on: bool,
    commands: &mut Vec<Command>,
) {
    let id: MarkId = mark.id;
    let target = Rect::from_center_size(at, vec2(2.0 * SHAPE + 2.0, 2.0 * SHAPE + 8.0));
    let response = ui.interact(
        target,
        ui.scope_id().with(("in the mirror", id)),
        Sense::click(),
    );
    let said = || {
        format!(
            "{}, {}",
            phrase::time(mark.when),
            phrase::spoken(scene.view, mark)
        )
    };
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, said()));
    let tokens = &scene.view.tokens;
    let painter = ui.painter();
    if let When::Span(span) = mark.when {
        let end = axis.x(span.end());
        if end - at.x > SHAPE {
            let bar = Rect::from_min_max(pos2(at.x, at.y - 3.0), pos2(end, at.y + 3.0));
            painter.rect(
                bar,
                3.0,
                lane.colours.tint,
                Stroke::new(1.0, lane.colours.ink),
                egui::StrokeKind::Inside,
            );
        }
    }
    if on || response.has_focus() {
        painter.circle_filled(at, SHAPE + 5.0, tokens.accent_soft);
        painter.circle_stroke(at, SHAPE + 5.0, Stroke::new(1.5, tokens.accent));
    }
    let look = Look {
        ink: lane.colours.ink,
        fill: lane.colours.tint,
        dashed: mark.sureness == Some(Sureness::Guess),
        line: if response.hovered() { 2.4 } else { theme::LINE },
    };
    shape::paint(painter, scene.view.mark_shape(mark), at, SHAPE, look);
    if response.clicked() {
        commands.push(Command::Compare(CompareCommand::Play(id)));
    }
    response.on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        ui.label(said());
    });
}
