//! What the pointer and the wheel do.

use egui::{CursorIcon, Key, PointerButton, Pos2, Rect, Role, Sense, Ui, WidgetInfo};

use super::{
    Frame, TimelineLook,
    axis::Axis,
    class,
    drag::{MarkDrag, Part},
    episodes, lanes,
    layout::{Hit, What},
    open,
};
use crate::{
    app::{Command, MarkCommand, TrainingCommand, TransportCommand},
    domain::{
        id::MarkId,
        mark::{Mark, When},
        time::{MediaSpan, MediaTime},
    },
    tr,
};

/// How much one point of the wheel zooms.
const WHEEL: f64 = 0.005;
/// How fast the view goes along with a drag beyond its end, in points per second and point.
const BEYOND: f32 = 6.0;
/// Half the width of what can be taken hold of at the end of a bar.
const EDGE: f32 = 6.0;

/// What is being dragged.
#[derive(Clone, Debug, PartialEq)]
pub enum Drag {
    /// The playhead.
    Scrub {
        /// Time asked for last.
        at: MediaTime,
    },
    /// The view.
    Pan,
    /// A mark of the active author.
    Mark(MarkDrag),
}

impl Drag {
    /// The mark that is dragged.
    #[must_use]
    pub const fn mark(&self) -> Option<MarkId> {
        match self {
            Self::Mark(drag) => Some(drag.id),
            Self::Scrub { .. } | Self::Pan => None,
        }
    }

    /// The pointer's form meanwhile.
    #[must_use]
    pub const fn cursor(&self) -> CursorIcon {
        match self {
            Self::Scrub { .. } => CursorIcon::ResizeHorizontal,
            Self::Pan => CursorIcon::Grabbing,
            Self::Mark(drag) => match drag.part {
                Part::Body => CursorIcon::Grabbing,
                Part::Start | Part::End => CursorIcon::ResizeHorizontal,
            },
        }
    }
}

/// The wheel: zoom at the pointer; sideways pans; over the names it scrolls the lanes.
pub fn wheel(ui: &Ui, rect: Rect, axis: &Axis, look: &mut TimelineLook) {
    if !ui.rect_contains_pointer(rect) {
        return;
    }
    let Some(at) = ui.input(|input| input.pointer.hover_pos()) else {
        return;
    };
    let (by, pinch) = ui.input_mut(|input| {
        let by = input.smooth_scroll_delta;
        input.smooth_scroll_delta = egui::Vec2::ZERO;
        (by, f64::from(input.zoom_delta()))
    });
    if at.x < axis.left - 8.0 {
        look.scroll -= by.y;
        return;
    }
    let factor = (-f64::from(by.y) * WHEEL).exp() / pinch;
    let same = |a: f64, b: f64| (a - b).abs() < f64::EPSILON;
    if !same(factor, 1.0) {
        look.set_window(
            look.window()
                .zoomed(factor, axis.seconds(at.x), look.limits),
        );
    }
    if by.x != 0.0 {
        let seconds = -f64::from(by.x) * axis.seconds_per_point();
        look.set_window(look.window().panned(seconds, look.limits));
    }
}

/// The bar beside lanes that do not all fit.
pub fn scroll_bar(ui: &Ui, rect: Rect, frame: &Frame<'_, '_>, look: &mut TimelineLook) {
    let shown = frame.rows.lanes;
    let track = Rect::from_min_max(
        egui::pos2(rect.right() - 8.0, shown.top()),
        egui::pos2(rect.right(), shown.bottom()),
    );
    let response = ui.interact(track, ui.scope_id().with("scroll"), Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, tr!("timeline-scroll")));
    let content = shown.height() + frame.rows.overflow;
    if response.dragged() {
        look.scroll += response.drag_delta().y * content / shown.height().max(1.0);
        look.scroll = look.scroll.clamp(0.0, frame.rows.overflow);
    }
    let height = (shown.height() * shown.height() / content).max(16.0);
    let top = shown.top() + (shown.height() - height) * look.scroll / frame.rows.overflow.max(1.0);
    let thumb = Rect::from_min_size(
        egui::pos2(track.right() - 6.0, top),
        egui::vec2(4.0, height),
    );
    let strong = response.hovered() || response.dragged();
    let ink = frame
        .view
        .tokens
        .muted
        .gamma_multiply(if strong { 0.9 } else { 0.5 });
    ui.painter().rect_filled(thumb, 2, ink);
}

/// The form of the pointer over something.
#[must_use]
pub fn cursor(frame: &Frame<'_, '_>, hit: &Hit, at: Pos2) -> CursorIcon {
    match own(frame, hit) {
        Some(mark) => match part(hit, mark, at) {
            Part::Start | Part::End => CursorIcon::ResizeHorizontal,
            Part::Body => CursorIcon::PointingHand,
        },
        None => CursorIcon::PointingHand,
    }
}

/// The mark of a hit if the active author may change it.
fn own<'v>(frame: &Frame<'_, 'v>, hit: &Hit) -> Option<&'v Mark> {
    let What::Mark(item) = &hit.what else {
        return None;
    };
    let desk = frame.view.desk()?;
    let mark = desk.document.session().mark(item.id)?;
    desk.may_change(mark).then_some(mark)
}

/// Which part of a mark lies under a place.
fn part(hit: &Hit, mark: &Mark, at: Pos2) -> Part {
    if !hit.bar {
        return Part::Body;
    }
    let edge = EDGE.min(hit.rect.width() / 4.0);
    if at.x <= hit.rect.left() + edge {
        Part::Start
    } else if at.x >= hit.rect.right() - edge && matches!(mark.when, When::Span(_)) {
        Part::End
    } else {
        Part::Body
    }
}

/// Clicks and drags.
pub fn pointer(
    ui: &Ui,
    frame: &Frame<'_, '_>,
    look: &mut TimelineLook,
    commands: &mut Vec<Command>,
) {
    let area = &frame.area;
    if frame.transport.duration() == MediaTime::ZERO {
        look.drag = None;
        return;
    }
    if area.drag_started_by(PointerButton::Primary) {
        let origin = ui.input(|input| input.pointer.press_origin());
        look.drag = origin.map(|origin| take_hold(frame, origin));
    } else if area.drag_started_by(PointerButton::Middle) {
        look.drag = Some(Drag::Pan);
    }
    if area.dragged() || area.drag_stopped() {
        follow(ui, frame, look, commands);
    }
    if area.drag_stopped() || !area.dragged() {
        let given_up = ui.input(|input| input.key_pressed(Key::Escape));
        finish(look.drag.take().as_ref(), given_up, commands);
    }
    let Some(at) = area.interact_pointer_pos() else {
        return;
    };
    if area.double_clicked() {
        if let Some(What::Mark(item)) = frame.hit(at).map(|hit| &hit.what)
            && let Some(When::Span(span)) = frame
                .view
                .session()
                .and_then(|session| session.mark(item.id))
                .map(|mark| mark.when)
        {
            commands.push(Command::Transport(TransportCommand::SetLoop(Some(span))));
        }
    } else if area.clicked_by(PointerButton::Primary) {
        click(frame, at, look, commands);
    }
}

fn click(frame: &Frame<'_, '_>, at: Pos2, look: &mut TimelineLook, commands: &mut Vec<Command>) {
    match frame.hit(at).map(|hit| &hit.what) {
        Some(What::Mark(item)) if look.lanes.are_of_a_class() => commands.push(class::hear(item)),
        Some(What::Mark(item)) => commands.push(Command::Mark(MarkCommand::Select(item.id))),
        Some(What::Bin(bin)) => {
            let window = look.window();
            let length = (MediaTime::ZERO + (bin.to - bin.from)).seconds_for_drawing();
            let one_frame = length <= look.limits.shortest / 16.0;
            if one_frame
                || length > window.length * 0.8
                || window.length <= look.limits.shortest * 1.001
            {
                // No zoom tells these apart: each click takes the next.
                let selected = frame.view.desk().and_then(|desk| desk.selected);
                let now = bin.ids.iter().position(|id| Some(*id) == selected);
                let next = now.map_or(0, |now| (now + 1) % bin.ids.len().max(1));
                if look.lanes.are_of_a_class() {
                    let span = MediaSpan::between(bin.from, bin.to);
                    commands.push(Command::Training(TrainingCommand::Hear(span)));
                } else if let Some(id) = bin.ids.get(next) {
                    commands.push(Command::Mark(MarkCommand::Select(*id)));
                }
            } else {
                look.zoom_to(MediaSpan::between(bin.from, bin.to));
            }
        }
        None => {
            if let Some(command) = episodes::pressed(frame, at) {
                commands.push(command);
                return;
            }
            let time = frame.axis.time(at.x, frame.transport.duration());
            commands.push(Command::Transport(TransportCommand::Seek(time)));
        }
    }
}

fn take_hold(frame: &Frame<'_, '_>, origin: Pos2) -> Drag {
    let held = frame
        .hit(origin)
        .and_then(|hit| Some((hit, own(frame, hit)?)));
    match held {
        Some((hit, mark)) => Drag::Mark(MarkDrag {
            id: mark.id,
            part: part(hit, mark, origin),
            from: mark.when,
            now: mark.when,
            held: frame.axis.seconds(origin.x),
            back: frame.transport.playhead,
        }),
        None => Drag::Scrub {
            at: MediaTime::from_nanos(-1),
        },
    }
}

fn follow(ui: &Ui, frame: &Frame<'_, '_>, look: &mut TimelineLook, commands: &mut Vec<Command>) {
    let Some(pointer) = frame.area.interact_pointer_pos() else {
        return;
    };
    let axis = &frame.axis;
    let window = look.window();
    // Held beyond an end of the view, the view goes along, faster the farther out.
    let beyond = (pointer.x - axis.right()).max(0.0) - (axis.left - pointer.x).max(0.0);
    if beyond != 0.0 && look.is_zoomed() && !matches!(look.drag, Some(Drag::Pan) | None) {
        let points = beyond * BEYOND * ui.input(|input| input.stable_dt).min(0.1);
        look.set_window(window.panned(f64::from(points) * axis.seconds_per_point(), look.limits));
        if look.window() != window {
            ui.ctx().request_repaint();
        }
    }
    match &mut look.drag {
        Some(Drag::Scrub { at }) => {
            let time = axis.time(pointer.x, frame.transport.duration());
            if time != *at {
                *at = time;
                commands.push(Command::Transport(TransportCommand::Scrub(time)));
            }
        }
        Some(Drag::Mark(drag)) => {
            let before = drag.shown();
            let begun = drag.now != drag.from;
            drag.follow(
                axis.seconds(pointer.x),
                axis.seconds_per_point() / 2.0,
                frame.transport,
            );
            if drag.shown() != before || (!begun && drag.now != drag.from) {
                commands.push(Command::Transport(TransportCommand::Scrub(drag.shown())));
            }
        }
        Some(Drag::Pan) => {
            let by = ui.input(|input| input.pointer.delta().x);
            let seconds = -f64::from(by) * axis.seconds_per_point();
            look.set_window(window.panned(seconds, look.limits));
        }
        None => {}
    }
}

fn finish(drag: Option<&Drag>, given_up: bool, commands: &mut Vec<Command>) {
    match drag {
        Some(Drag::Scrub { at }) if *at >= MediaTime::ZERO => {
            commands.push(Command::Transport(TransportCommand::ScrubEnd(*at)));
        }
        Some(Drag::Mark(drag)) if given_up => {
            commands.push(Command::Transport(TransportCommand::ScrubEnd(drag.back)));
        }
        Some(Drag::Mark(drag)) if drag.now != drag.from => {
            commands.push(Command::Transport(TransportCommand::ScrubEnd(drag.shown())));
            commands.push(Command::Mark(MarkCommand::Place(drag.id, drag.now)));
        }
        Some(Drag::Mark(drag)) => {
            commands.push(Command::Transport(TransportCommand::ScrubEnd(drag.back)));
        }
        Some(Drag::Scrub { .. } | Drag::Pan) | None => {}
    }
}

/// Where a dragged mark would be.
#[must_use]
pub fn preview(frame: &Frame<'_, '_>, look: &TimelineLook, drag: &MarkDrag) -> Option<Hit> {
    let (number, lane, item) = look
        .lanes
        .all()
        .iter()
        .enumerate()
        .find_map(|(number, lane)| {
            let item = lane
                .points
                .iter()
                .chain(&lane.spans)
                .find(|item| item.id == drag.id)?;
            Some((number, lane, *item))
        })?;
    let shelf = lanes::shelf(&frame.key, lane, number);
    let left = frame.axis.x(drag.now.start());
    let rect = match drag.now {
        When::Point(_) => Rect::from_center_size(
            egui::pos2(left, shelf.middle),
            egui::Vec2::splat(2.0 * shelf.radius),
        ),
        When::Span(span) => shelf.bar(item.row, left, frame.axis.x(span.end())),
        When::Open(_) => {
            open::place(
                &frame.key,
                lane,
                number,
                &super::lane::Item {
                    start: drag.now.start().as_nanos(),
                    ..item
                },
                look.playhead,
            )
            .rect
        }
    };
    Some(Hit {
        lane: number,
        rect,
        bar: !matches!(drag.now, When::Point(_)),
        what: What::Mark(item),
    })
}
