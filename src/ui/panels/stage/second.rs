//! The second recording's picture: beside the first, or inset over one of its corners.

use egui::{
    Align2, CursorIcon, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

use super::cover::{self, CoverLook};
use crate::{
    app::{
        Command, CompanionCommand, TransportCommand,
        companion::{Companion, CompanionState},
        marking::Face,
    },
    client,
    media::VideoInfo,
    store::{Corner, SecondLayout},
    tr,
    ui::{
        theme,
        video_surface::{self, VideoSurface},
        view::View,
    },
};

/// Between two pictures beside each other.
const GAP: f32 = 8.0;
/// Between an inset and the edges of the picture it lies over.
const MARGIN: f32 = 10.0;
/// How near its inner corner the pointer takes hold of an inset to size it.
const HANDLE: f32 = 16.0;
/// Above each other only where that makes the pictures so much larger.
const WORTH_STACKING: f32 = 1.2;

/// What the second picture keeps.
#[derive(Default)]
pub(super) struct SecondLook {
    surface: Option<VideoSurface>,
    cover: CoverLook,
    drag: Option<Drag>,
}

#[derive(Clone, Copy, Debug)]
struct Drag {
    /// Its size is dragged, not its place.
    sizes: bool,
    from: Pos2,
    before: Rect,
    now: Rect,
}

impl SecondLook {
    /// Gives back what the graphics card holds.
    pub fn destroy(&self, gl: &eframe::glow::Context) {
        if let Some(surface) = &self.surface {
            surface.destroy(gl);
        }
    }
}

/// The second recording, where its picture is to be shown now.
pub(super) fn shown<'a>(view: &View<'a>) -> Option<(&'a Companion, SecondLayout)> {
    let second = view.recording()?.companion()?;
    let is_there = matches!(
        second.state,
        CompanionState::Looking | CompanionState::There
    );
    let layout = match view.app.recording_view().second_layout() {
        // Nobody can line up what is not seen.
        SecondLayout::Hidden if view.app.lining().is_some() => SecondLayout::Beside,
        layout => layout,
    };
    (is_there && second.has_picture() && layout != SecondLayout::Hidden).then_some((second, layout))
}

/// Width and height of its picture; of one that is not open yet, those of most.
fn size_of(second: &Companion) -> (u32, u32) {
    let shown = second.frame.as_ref().map(|frame| frame.display_size());
    let stated = || {
        let info = second.info.as_ref()?;
        info.video.as_ref().map(VideoInfo::display_size)
    };
    shown.or_else(stated).unwrap_or((16, 9))
}

#[expect(clippy::cast_precision_loss, reason = "sizes of pictures")]
fn aspect(size: (u32, u32)) -> f32 {
    size.0.max(1) as f32 / size.1.max(1) as f32
}

/// Two parts of the stage for pictures of these shapes, next to each other or, where that is clearly larger, above each other.
pub(super) fn split(stage: Rect, first: (u32, u32), second: &Companion) -> (Rect, Rect) {
    split_for(stage, aspect(first), aspect(size_of(second)))
}

fn split_for(stage: Rect, first: f32, second: f32) -> (Rect, Rect) {
    let (wide, high) = (
        (stage.width() - GAP).max(2.0),
        (stage.height() - GAP).max(2.0),
    );
    let height = (wide / (first + second)).min(stage.height());
    let width = (high / (1.0 / first + 1.0 / second)).min(stage.width());
    let area = |height: f32| height * height * (first + second);
    let stacked = width * width * (1.0 / first + 1.0 / second);
    if stacked > WORTH_STACKING * area(height) {
        let (one, other) = ((width / first).round(), (width / second).round());
        let top = stage.center().y - (one + GAP + other) / 2.0;
        let at = |top: f32, height: f32| {
            let corner = pos2(stage.center().x - width / 2.0, top).round();
            Rect::from_min_size(corner, vec2(width.round(), height))
        };
        (at(top, one), at(top + one + GAP, other))
    } else {
        let (one, other) = ((height * first).round(), (height * second).round());
        let left = stage.center().x - (one + GAP + other) / 2.0;
        let at = |left: f32, width: f32| {
            let corner = pos2(left, stage.center().y - height / 2.0).round();
            Rect::from_min_size(corner, vec2(width, height.round()))
        };
        (at(left, one), at(left + one + GAP, other))
    }
}

/// Where an inset of this share lies over the first picture.
fn inset_at(over: Rect, size: (u32, u32), corner: Corner, share: f32) -> Rect {
    let width = over.width() * share;
    let height = (width / aspect(size)).min(over.height() - 2.0 * MARGIN);
    let size = vec2((height * aspect(size)).round(), height.round());
    let x = if corner.is_left() {
        over.left() + MARGIN
    } else {
        over.right() - MARGIN - size.x
    };
    let y = if corner.is_top() {
        over.top() + MARGIN
    } else {
        over.bottom() - MARGIN - size.y
    };
    Rect::from_min_size(pos2(x, y).round(), size)
}

/// Shows the second picture in a place of its own.
pub(super) fn beside(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut SecondLook,
    second: &Companion,
    first: &VideoSurface,
    place: Rect,
    commands: &mut Vec<Command>,
) {
    let response = ui.interact(place, ui.scope_id().with("second picture"), Sense::click());
    describe(view, &response);
    paint(ui, view, look, second, first, place, commands);
    press(view, &response, commands);
}

/// Shows the second picture over a corner of the first, from where it can be dragged to another.
pub(super) fn inset(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut SecondLook,
    second: &Companion,
    first: &VideoSurface,
    over: Rect,
    commands: &mut Vec<Command>,
) {
    let kept = view.app.recording_view().second;
    let rest = inset_at(over, size_of(second), kept.corner, kept.share);
    let place = look.drag.map_or(rest, |drag| drag.now);
    let response = ui.interact(
        place,
        ui.scope_id().with("second picture"),
        Sense::click_and_drag(),
    );
    describe(view, &response);
    drag(ui, look, &response, rest, over, kept.corner, commands);
    paint(ui, view, look, second, first, place, commands);
    let line = if response.hovered() || response.has_focus() || response.dragged() {
        view.tokens.accent
    } else {
        view.tokens.line
    };
    ui.painter().rect_stroke(
        place,
        theme::RADIUS,
        Stroke::new(1.0, line),
        StrokeKind::Outside,
    );
    press(view, &response, commands);
}

fn describe(view: &View<'_>, response: &Response) {
    let label = if view.face() == Face::Client {
        client!("client-second-picture")
    } else {
        tr!("second-picture")
    };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &label));
}

/// As on the first picture: a press plays or pauses, but not on a client's screen.
fn press(view: &View<'_>, response: &Response, commands: &mut Vec<Command>) {
    if response.clicked() && view.face() != Face::Client {
        commands.push(Command::Transport(TransportCommand::TogglePlay));
    }
}

/// The corner of an inset that points into the picture.
fn inner_corner(place: Rect, corner: Corner) -> Pos2 {
    let x = if corner.is_left() {
        place.right()
    } else {
        place.left()
    };
    let y = if corner.is_top() {
        place.bottom()
    } else {
        place.top()
    };
    pos2(x, y)
}

fn drag(
    ui: &Ui,
    look: &mut SecondLook,
    response: &Response,
    rest: Rect,
    over: Rect,
    corner: Corner,
    commands: &mut Vec<Command>,
) {
    let sizes = |pointer: Pos2| (pointer - inner_corner(rest, corner)).length() < HANDLE;
    if response.drag_started()
        && let Some(from) = ui.input(|input| input.pointer.press_origin())
    {
        look.drag = Some(Drag {
            sizes: sizes(from),
            from,
            before: rest,
            now: rest,
        });
    }
    let turns = corner.is_left() == corner.is_top();
    let icon = |sizes: bool| match (sizes, turns) {
        (true, true) => CursorIcon::ResizeNwSe,
        (true, false) => CursorIcon::ResizeNeSw,
        (false, _) => CursorIcon::Grab,
    };
    let Some(drag) = &mut look.drag else {
        if let Some(pointer) = response.hover_pos() {
            ui.ctx().set_cursor_icon(icon(sizes(pointer)));
        }
        return;
    };
    ui.ctx().set_cursor_icon(match icon(drag.sizes) {
        CursorIcon::Grab => CursorIcon::Grabbing,
        icon => icon,
    });
    if let Some(pointer) = response.interact_pointer_pos() {
        let by = pointer - drag.from;
        drag.now = if drag.sizes {
            let grown = if corner.is_left() { by.x } else { -by.x };
            let share = (drag.before.width() + grown) / over.width().max(1.0);
            let second = crate::store::SecondView {
                share,
                ..crate::store::SecondView::default()
            };
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "sides of a part of the screen"
            )]
            let size = (drag.before.width() as u32, drag.before.height() as u32);
            inset_at(over, size, corner, second.sound().share)
        } else {
            let moved = drag.before.translate(by);
            let within = over.shrink(MARGIN);
            let least = Vec2::new(
                (within.left() - moved.left()).max(0.0) + (within.right() - moved.right()).min(0.0),
                (within.top() - moved.top()).max(0.0) + (within.bottom() - moved.bottom()).min(0.0),
            );
            moved.translate(least)
        };
    }
    if !response.dragged() {
        let now = drag.now;
        commands.push(Command::Companion(if drag.sizes {
            CompanionCommand::Size(now.width() / over.width().max(1.0))
        } else {
            let middle = over.center();
            let corner = Corner::at(now.center().x < middle.x, now.center().y < middle.y);
            CompanionCommand::Inset(corner)
        }));
        look.drag = None;
    }
}

fn paint(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut SecondLook,
    second: &Companion,
    first: &VideoSurface,
    place: Rect,
    commands: &mut Vec<Command>,
) {
    let Some(transport) = view.transport() else {
        return;
    };
    let recorded = second.has_recorded(transport.playhead) || view.app.lining().is_some();
    if !recorded {
        nothing(ui, view, place, &absence(view, second));
        return;
    }
    let Some(frame) = &second.frame else {
        nothing(ui, view, place, &[tr!("second-opening")]);
        return;
    };
    let surface = look.surface.get_or_insert_with(|| first.another());
    let picture = surface.show(ui, place, Some(frame), &view.tokens);
    let shown_at = video_surface::in_pixels(ui, picture);
    if second.shown_at != shown_at {
        commands.push(Command::Companion(CompanionCommand::ShowAt(
            shown_at.0, shown_at.1,
        )));
    }
    let hidden = cover::Hidden {
        region: view.app.recording_view().second_hidden(),
        salt: "hidden part of the second",
        moved: &|region| Command::Companion(CompanionCommand::Hide(region)),
    };
    if cover::show(ui, view, &mut look.cover, picture, &hidden, commands)
        && view.face() != Face::Client
    {
        commands.push(Command::Transport(TransportCommand::TogglePlay));
    }
}

/// Why there is nothing to see: it had not begun, or it was over.
fn absence(view: &View<'_>, second: &Companion) -> [String; 2] {
    let begins = second
        .alignment
        .to_session(crate::domain::time::MediaTime::ZERO);
    let now = view
        .transport()
        .map(|transport| transport.playhead)
        .unwrap_or_default();
    let client = view.face() == Face::Client;
    let when = if now < begins {
        let time = begins.whole_seconds();
        if client {
            client!("client-second-begins", time = time)
        } else {
            tr!("second-begins", time = time)
        }
    } else {
        let time = second.alignment.to_session(second.end()).whole_seconds();
        if client {
            client!("client-second-ended", time = time)
        } else {
            tr!("second-ended", time = time)
        }
    };
    let what = if client {
        client!("client-second-nothing")
    } else {
        tr!("second-nothing")
    };
    [what, when]
}

/// A calm field in the place of a picture.
fn nothing(ui: &Ui, view: &View<'_>, place: Rect, lines: &[String]) {
    let tokens = &view.tokens;
    let painter = ui.painter();
    painter.rect(
        place,
        theme::RADIUS,
        tokens.panel,
        Stroke::new(1.0, tokens.line),
        StrokeKind::Inside,
    );
    let narrow = place.width() < 236.0;
    let mut y = place.center().y - if narrow || lines.len() < 2 { 0.0 } else { 11.0 };
    for (at, line) in lines.iter().take(if narrow { 1 } else { 2 }).enumerate() {
        let (font, ink) = if at == 0 {
            (theme::regular(theme::BODY), tokens.ink)
        } else {
            (theme::regular(theme::SMALL), tokens.muted)
        };
        let font = if narrow {
            theme::regular(theme::SMALL)
        } else {
            font
        };
        painter.text(
            pos2(place.center().x, y),
            Align2::CENTER_CENTER,
            line,
            font,
            ink,
        );
        y += 22.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stage(width: f32, height: f32) -> Rect {
        Rect::from_min_size(pos2(10.0, 20.0), vec2(width, height))
    }

    #[test]
    fn both_pictures_fit_their_shapes_and_do_not_meet() {
        for (width, height) in [(1000.0, 500.0), (600.0, 560.0), (300.0, 900.0)] {
            for (first, second) in [(1.78, 1.78), (1.78, 0.56), (0.56, 0.56), (1.33, 2.4)] {
                let whole = stage(width, height);
                let (one, other) = split_for(whole, first, second);
                assert!(whole.expand(1.0).contains_rect(one), "{one}");
                assert!(whole.expand(1.0).contains_rect(other), "{other}");
                assert!(!one.intersects(other));
                assert!((one.width() / one.height() - first).abs() < 0.05);
                assert!((other.width() / other.height() - second).abs() < 0.05);
            }
        }
    }

    #[test]
    fn wide_pictures_lie_above_each_other_only_where_that_is_larger() {
        let (one, other) = split_for(stage(1000.0, 500.0), 1.78, 1.78);
        assert!(other.left() > one.right());
        let (one, other) = split_for(stage(600.0, 700.0), 1.78, 1.78);
        assert!(other.top() > one.bottom());
    }

    #[test]
    fn an_inset_lies_in_its_corner() {
        let over = stage(1000.0, 500.0);
        for corner in Corner::ALL {
            let place = inset_at(over, (16, 9), corner, 0.25);
            assert!(over.contains_rect(place));
            let at = Corner::at(
                place.center().x < over.center().x,
                place.center().y < over.center().y,
            );
            assert_eq!(at, corner);
        }
    }
}
