//! The mirror timeline: one person's marks above, the other's below, the same moments joined by a calm line.

use std::collections::HashMap;

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
/// Rows come no nearer to the middle than this.
const NEAR: f32 = 34.0;
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
    /// How far a mark makes way for the one before it, outwards, and how often one can.
    step: f32,
    levels: usize,
    colours: Pair,
}

/// Marks with their places.
type Placed<'a> = Vec<(&'a Mark, Pos2)>;

impl Lane<'_> {
    /// Where each mark lies: on the line, or further out where it would lie on another. Stretches lie as far out as they can.
    /// A mark too many for the pixels has no place here: the list has it.
    fn lay_out<'m>(
        &self,
        scene: &Scene<'_>,
        axis: &Axis,
        marks: impl Iterator<Item = &'m Mark>,
    ) -> Placed<'m> {
        let mut marks: Vec<&Mark> = marks.collect();
        marks.sort_unstable_by_key(|mark| (mark.when.start(), mark.id));
        let mut taken = vec![f32::NEG_INFINITY; self.levels + 1];
        let mut placed = Vec::new();
        for mark in marks {
            let (x, end) = (axis.x(mark.when.start()), axis.x(mark.when.end()));
            let free = |level: &usize| x - taken[*level] >= 2.0 * SHAPE + 1.0;
            let level = if end - x > SHAPE {
                (0..=self.levels).rev().find(free)
            } else {
                (0..=self.levels).find(free)
            };
            let squeezed = || {
                let chosen = scene.desk.selected == Some(mark.id);
                (chosen || x - taken[0] >= APART).then_some(0)
            };
            let Some(level) = level.or_else(squeezed) else {
                continue;
            };
            taken[level] = x.max(end - SHAPE);
            #[expect(clippy::cast_precision_loss, reason = "two levels at most")]
            let out = self.step * level as f32;
            placed.push((mark, pos2(x, self.y + out)));
        }
        placed
    }
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
    let room = (drawing.height() / 2.0 - SHAPE - 2.0).clamp(12.0, 110.0);
    let step = 2.0 * SHAPE + 2.0;
    let (levels, reach) = match room {
        room if room > 2.0 * step + NEAR => (2, room - 2.0 * step),
        room if room > step + NEAR => (1, room - step),
        room => (0, room),
    };
    let outwards = room - reach;
    let middle = drawing.center().y.round();
    let lane = |person, y, step| Lane {
        person,
        y,
        step,
        levels,
        colours: scene.view.colours(person),
    };
    let above = lane(&scene.comparing.left, middle - reach, -step);
    let below = lane(&scene.comparing.right, middle + reach, step);
    let axis = Axis::of(scene, drawing, transport.duration());

    ground(ui, &axis, rect, commands);
    let painter = ui.painter_at(rect.expand(2.0));
    let edge = SHAPE + 6.0 + outwards;
    let (up, down) = (middle - reach - edge, middle + reach + edge);
    for (lane, y, align) in [
        (&above, up, Align2::LEFT_BOTTOM),
        (&below, down, Align2::LEFT_TOP),
    ] {
        if low {
            let at = pos2(rect.left(), lane.y);
            named(ui, scene, &painter, lane, at, (Align2::LEFT_CENTER, NAMES));
        } else {
            let at = pos2(rect.left(), y);
            named(ui, scene, &painter, lane, at, (align, rect.width()));
        }
    }
    painter.hline(drawing.x_range(), middle, Stroke::new(1.0, tokens.line));
    if !low {
        ends(&axis, &painter, middle + reach + edge + 2.0, tokens.muted);
    }
    let comparison = &scene.comparison;
    let left = comparison.only_left.iter().map(AsRef::as_ref);
    let left = left.chain(comparison.pairs().map(|pair| pair.left.as_ref()));
    let left = above.lay_out(scene, &axis, left);
    let right = comparison.only_right.iter().map(AsRef::as_ref);
    let right = right.chain(comparison.pairs().map(|pair| pair.right.as_ref()));
    let right = below.lay_out(scene, &axis, right);
    bars(&axis, &painter, &above, &left);
    bars(&axis, &painter, &below, &right);
    let between = Lane {
        person: above.person,
        y: middle,
        step: 0.0,
        levels: 0,
        colours: tokens.together,
    };
    let joint = comparison.together.iter().map(AsRef::as_ref);
    let mut joint = between.lay_out(scene, &axis, joint);
    joined(
        scene,
        &axis,
        &painter,
        (&above, &left),
        (&below, &right),
        &mut joint,
    );
    let now = axis.x(transport.scrubbing.unwrap_or(transport.playhead));
    if drawing.x_range().expand(1.0).contains(now) {
        let reach = room + SHAPE;
        let stroke = Stroke::new(1.5, tokens.accent);
        painter.vline(now.round(), middle - reach..=middle + reach, stroke);
    }
    for (lane, marks) in [(&above, left), (&below, right), (&between, joint)] {
        for (mark, at) in marks {
            one(ui, scene, lane, mark, at, commands);
        }
    }
}

/// Wherever there is no mark, the pointer goes to that time.
fn ground(ui: &Ui, axis: &Axis, rect: Rect, commands: &mut Vec<Command>) {
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
}

/// A row's name, in at most this width.
fn named(
    ui: &Ui,
    scene: &Scene<'_>,
    painter: &egui::Painter,
    lane: &Lane<'_>,
    at: Pos2,
    (align, width): (Align2, f32),
) {
    let name = scene.view.name(lane.person);
    let name = elided(ui, &name, theme::bold(theme::BODY), lane.colours.ink, width);
    let place = align.anchor_size(at, name.size());
    painter.galley(place.min, name, lane.colours.ink);
}

/// The stretches, under everything else.
fn bars(axis: &Axis, painter: &egui::Painter, lane: &Lane<'_>, marks: &Placed<'_>) {
    for (mark, at) in marks {
        let When::Span(span) = mark.when else {
            continue;
        };
        let end = axis.x(span.end());
        if end - at.x > SHAPE {
            let bar = Rect::from_min_max(pos2(at.x, at.y - 3.0), pos2(end, at.y + 3.0));
            let stroke = Stroke::new(1.0, lane.colours.ink);
            let inside = egui::StrokeKind::Inside;
            painter.rect(bar, 3.0, lane.colours.tint, stroke, inside);
        }
    }
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

/// The lines between marks of the same moment: whole where both marked it, dashed where it was seen differently. What both
/// said to it lies in their middle.
fn joined(
    scene: &Scene<'_>,
    axis: &Axis,
    painter: &egui::Painter,
    (above, left): (&Lane<'_>, &Placed<'_>),
    (below, right): (&Lane<'_>, &Placed<'_>),
    joint: &mut Placed<'_>,
) {
    let ink = scene.view.tokens.together.ink;
    let chosen = scene.desk.selected;
    let heights = |marks: &Placed<'_>| -> HashMap<MarkId, f32> {
        marks.iter().map(|(mark, at)| (mark.id, at.y)).collect()
    };
    let (upper, lower) = (heights(left), heights(right));
    for (pairs, dashed) in [
        (&scene.comparison.both, false),
        (&scene.comparison.differently, true),
    ] {
        let mut last = f32::NEG_INFINITY;
        for pair in pairs {
            let on = chosen.is_some_and(|id| pair.has(id));
            let (from, to) = meeting(axis, pair);
            if !on && pair.together.is_empty() && from - last < 2.0 {
                continue;
            }
            last = from;
            let height = |known: &HashMap<MarkId, f32>, mark: &Mark, lane: &Lane<'_>, x: f32| {
                // A stretch is met at its bar, a shape at its edge.
                let y = known.get(&mark.id).copied().unwrap_or(lane.y);
                let away = if x - axis.x(mark.when.start()) > SHAPE {
                    3.0
                } else {
                    SHAPE + 1.0
                };
                (y, away)
            };
            let (upper_y, upper_away) = height(&upper, &pair.left, above, from);
            let (lower_y, lower_away) = height(&lower, &pair.right, below, to);
            let path = [
                pos2(from, upper_y + upper_away),
                pos2(to, lower_y - lower_away),
            ];
            let ink = if on { ink } else { ink.gamma_multiply(0.75) };
            let stroke = Stroke::new(if on { 4.0 } else { 2.0 }, ink);
            if dashed {
                painter.extend(Shape::dashed_line(&path, stroke, 5.0, 4.0));
            } else {
                painter.line(path.to_vec(), stroke);
            }
            for (mark, at) in joint.iter_mut() {
                if pair.together.iter().any(|said| said.id == mark.id) {
                    let part = (at.y - path[0].y) / (path[1].y - path[0].y).max(1.0);
                    at.x = path[0].x + (path[1].x - path[0].x) * part;
                }
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

fn one(
    ui: &Ui,
    scene: &Scene<'_>,
    lane: &Lane<'_>,
    mark: &Mark,
    at: Pos2,
    commands: &mut Vec<Command>,
) {
    let (id, on) = (mark.id, scene.desk.selected == Some(mark.id));
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
