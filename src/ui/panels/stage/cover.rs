//! The hidden part of the picture: drawn over it, dragged to where it should be, sized at its edges.

use egui::{
    CursorIcon, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2,
};

use crate::{
    app::{Command, marking::Face},
    client,
    store::Region,
    tr,
    ui::{icons, theme, view::View},
};

/// How near an edge the pointer takes hold of it, in points.
const EDGE: f32 = 14.0;
/// How near the picture's edge a dragged edge sticks to it, in points.
const STICK: f32 = 10.0;

/// What the cover keeps while it is dragged.
#[derive(Clone, Debug, Default)]
pub(super) struct CoverLook {
    drag: Option<Drag>,
}

#[derive(Clone, Copy, Debug)]
struct Drag {
    edges: Edges,
    from: Pos2,
    before: Region,
    now: Region,
}

/// Which edges are held; none means that the whole is moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "four sides")]
struct Edges {
    left: bool,
    top: bool,
    right: bool,
    bottom: bool,
}

impl Edges {
    fn at(rect: Rect, pointer: Pos2) -> Self {
        let near = EDGE.min(rect.width() / 3.0).min(rect.height() / 3.0);
        Self {
            left: pointer.x < rect.left() + near,
            right: pointer.x > rect.right() - near,
            top: pointer.y < rect.top() + near,
            bottom: pointer.y > rect.bottom() - near,
        }
    }

    const fn any(self) -> bool {
        self.left || self.top || self.right || self.bottom
    }

    const fn cursor(self) -> CursorIcon {
        match (self.left, self.right, self.top, self.bottom) {
            (true, _, true, _) | (_, true, _, true) => CursorIcon::ResizeNwSe,
            (_, true, true, _) | (true, _, _, true) => CursorIcon::ResizeNeSw,
            (true, ..) | (_, true, ..) => CursorIcon::ResizeHorizontal,
            (_, _, true, _) | (_, _, _, true) => CursorIcon::ResizeVertical,
            _ => CursorIcon::Grab,
        }
    }
}

/// Where a part of the picture lies, on whole points outwards, so that nothing shows at its edges.
fn placed(region: Region, picture: Rect) -> Rect {
    let at = |x: f32, y: f32| {
        pos2(
            picture.left() + x * picture.width(),
            picture.top() + y * picture.height(),
        )
    };
    let (min, max) = (at(region.left, region.top), at(region.right, region.bottom));
    Rect::from_min_max(min.floor(), max.ceil())
}

/// The part as it is after the pointer went `by` from where it took hold.
fn dragged(drag: &Drag, by: Vec2, picture: Rect) -> Region {
    let share = Vec2::new(
        by.x / picture.width().max(1.0),
        by.y / picture.height().max(1.0),
    );
    let stick = Vec2::new(
        STICK / picture.width().max(1.0),
        STICK / picture.height().max(1.0),
    );
    let mut now = drag.before;
    if drag.edges.any() {
        let edge = |value: f32, stick: f32| {
            if value < stick {
                0.0
            } else if value > 1.0 - stick {
                1.0
            } else {
                value
            }
        };
        if drag.edges.left {
            now.left = edge(now.left + share.x, stick.x).min(now.right - 0.05);
        }
        if drag.edges.right {
            now.right = edge(now.right + share.x, stick.x).max(now.left + 0.05);
        }
        if drag.edges.top {
            now.top = edge(now.top + share.y, stick.y).min(now.bottom - 0.05);
        }
        if drag.edges.bottom {
            now.bottom = edge(now.bottom + share.y, stick.y).max(now.top + 0.05);
        }
    } else {
        // Moved whole, it keeps its size and stays within the picture.
        let moved = |low: f32, high: f32, by: f32, stick: f32| {
            let size = high - low;
            let mut low = (low + by).clamp(0.0, (1.0 - size).max(0.0));
            if low < stick {
                low = 0.0;
            } else if low + size > 1.0 - stick {
                low = 1.0 - size;
            }
            (low, low + size)
        };
        (now.left, now.right) = moved(now.left, now.right, share.x, stick.x);
        (now.top, now.bottom) = moved(now.top, now.bottom, share.y, stick.y);
    }
    now.within_picture()
}

/// What is hidden of which picture.
pub(super) struct Hidden<'a> {
    /// The part, if one is hidden now.
    pub region: Option<Region>,
    /// Tells the parts of two pictures apart.
    pub salt: &'a str,
    /// What a part dragged elsewhere asks for.
    pub moved: &'a dyn Fn(Region) -> Command,
}

/// Draws the hidden part, if there is one. True when it was pressed without being dragged.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut CoverLook,
    picture: Rect,
    of: &Hidden<'_>,
    commands: &mut Vec<Command>,
) -> bool {
    let Some(hidden) = of.region else {
        look.drag = None;
        return false;
    };
    let rect = placed(look.drag.map_or(hidden, |drag| drag.now), picture);
    let response = ui.interact(rect, ui.scope_id().with(of.salt), Sense::click_and_drag());
    let label = if view.face() == Face::Client {
        client!("client-hidden-part")
    } else {
        tr!("hidden-part")
    };
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &label));
    if response.drag_started()
        && let Some(from) = ui.input(|input| input.pointer.press_origin())
    {
        look.drag = Some(Drag {
            edges: Edges::at(rect, from),
            from,
            before: hidden,
            now: hidden,
        });
    }
    if let Some(drag) = &mut look.drag {
        if let Some(pointer) = response.interact_pointer_pos() {
            drag.now = dragged(drag, pointer - drag.from, picture);
        }
        if !response.dragged() {
            commands.push((of.moved)(drag.now));
            look.drag = None;
        }
    }
    paint(ui, view, rect, &response, &label);
    cursor(ui, look, rect, &response);
    response.clicked()
}

fn paint(ui: &Ui, view: &View<'_>, rect: Rect, response: &Response, label: &str) {
    let tokens = &view.tokens;
    let painter = ui.painter();
    painter.rect_filled(rect, 0, tokens.line);
    let hot = response.hovered() || response.dragged() || response.has_focus();
    if hot {
        let line = Stroke::new(1.0, tokens.accent);
        painter.rect_stroke(rect, 0, line, StrokeKind::Inside);
    }
    let galley = painter.layout(
        format!("{}  {label}", icons::HIDDEN),
        theme::regular(theme::SMALL),
        tokens.ink,
        (rect.width() - 16.0).max(40.0),
    );
    // Where there is no room for the words, the colour has to do.
    let room = rect.size() - galley.size();
    if room.x > 8.0 && room.y > 8.0 && galley.rows.len() <= 2 {
        painter.galley(rect.center() - galley.size() / 2.0, galley, tokens.ink);
    }
    if hot {
        // Where it can be taken hold of.
        let size = Vec2::splat(7.0);
        for corner in [
            rect.left_top(),
            rect.right_top(),
            rect.left_bottom(),
            rect.right_bottom(),
        ] {
            let inside = corner + (rect.center() - corner).normalized() * 6.0;
            painter.rect_filled(Rect::from_center_size(inside, size), 2, tokens.accent);
        }
    }
}

fn cursor(ui: &Ui, look: &CoverLook, rect: Rect, response: &Response) {
    let edges = match (&look.drag, response.hover_pos()) {
        (Some(drag), _) => drag.edges,
        (None, Some(pointer)) => Edges::at(rect, pointer),
        (None, None) => return,
    };
    let icon = match edges.cursor() {
        CursorIcon::Grab if look.drag.is_some() => CursorIcon::Grabbing,
        icon => icon,
    };
    ui.ctx().set_cursor_icon(icon);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drag(edges: Edges, before: Region, by: Vec2) -> Region {
        let drag = Drag {
            edges,
            from: Pos2::ZERO,
            before,
            now: before,
        };
        let picture = Rect::from_min_size(Pos2::ZERO, Vec2::new(1000.0, 500.0));
        dragged(&drag, by, picture)
    }

    #[test]
    fn it_moves_whole_and_stays_within_the_picture() {
        let moved = drag(Edges::default(), Region::RIGHT, Vec2::new(-200.0, 40.0));
        assert!((moved.left - 0.3).abs() < 1e-5 && (moved.right - 0.8).abs() < 1e-5);
        assert!(moved.top.abs() < 1e-5 && (moved.bottom - 1.0).abs() < 1e-5);
        let far = drag(Edges::default(), Region::RIGHT, Vec2::new(-9000.0, 0.0));
        assert!((far.left, far.right) == (0.0, 0.5));
    }

    #[test]
    fn its_edges_move_alone_and_never_past_each_other() {
        let edges = Edges {
            left: true,
            ..Edges::default()
        };
        let narrow = drag(edges, Region::RIGHT, Vec2::new(900.0, 0.0));
        assert!(narrow.left < narrow.right && (narrow.right - 1.0).abs() < 1e-5);
        let wide = drag(edges, Region::RIGHT, Vec2::new(-495.0, 0.0));
        assert!(wide.left.abs() < 1e-5, "it sticks to the picture's edge");
    }
}
