//! The timeline: a ruler, the sound, one lane per person, ratings of strength; zoom from the whole recording to single frames.
//!
//! What is drawn of the marks is kept until the record, the view or the theme changes; the playhead, the selection and
//! what is being dragged are painted on top each frame.

use egui::{Rect, Response, Sense, Ui, UiBuilder, pos2, vec2};

use crate::{
    app::{Command, transport::Transport},
    domain::{
        id::MarkId,
        time::{MediaSpan, MediaTime},
    },
    ui::{panels::exactness, theme, view::View},
};

mod access;
mod axis;
mod class;
mod data;
mod drag;
mod episodes;
mod input;
mod lane;
mod lanes;
mod layout;
mod minimap;
mod open;
mod overlay;
mod parts;
mod rows;
mod ruler;
mod thumbnails;
mod tracks;
mod waveform;
mod words;

use axis::{Axis, Limits, Window};
use layout::{Hit, What};
use rows::{Rows, There};

/// Room at the right end, so that the last shape is whole.
const RIGHT: f32 = 16.0;
/// Factor of one press of the zoom keys.
const ZOOM_STEP: f64 = 1.6;
/// A step of the playhead longer than this is a jump, not playing.
const JUMP_SECONDS: f64 = 1.0;

/// What the timeline keeps between frames: zoom, scroll, what is being dragged, and drawings.
pub struct TimelineLook {
    /// What is in view; all of the recording if none.
    window: Option<Window>,
    limits: Limits,
    /// How far the lanes are scrolled, in points.
    scroll: f32,
    playhead: MediaTime,
    in_view: bool,
    selected: Option<MarkId>,
    last_pass: u64,
    drag: Option<input::Drag>,
    /// Where in the minimap's frame the pointer took hold, in seconds.
    map_held: Option<f64>,
    lanes: data::Lanes,
    key: Option<lanes::Key>,
    drawn: lanes::Drawn,
    waveform: waveform::Kept,
    thumbnails: thumbnails::Kept,
    tracks: tracks::Kept,
    minimap: minimap::Kept,
    nodes: access::Kept,
}

impl Default for TimelineLook {
    fn default() -> Self {
        Self {
            window: None,
            limits: Limits::new(MediaTime::ZERO, 0),
            scroll: 0.0,
            playhead: MediaTime::ZERO,
            in_view: true,
            selected: None,
            last_pass: 0,
            drag: None,
            map_held: None,
            lanes: data::Lanes::default(),
            key: None,
            drawn: lanes::Drawn::default(),
            waveform: waveform::Kept::default(),
            thumbnails: thumbnails::Kept::default(),
            tracks: tracks::Kept::default(),
            minimap: minimap::Kept::default(),
            nodes: access::Kept::default(),
        }
    }
}

impl TimelineLook {
    /// Closer, around the playhead.
    pub fn zoom_in(&mut self) {
        self.zoom(1.0 / ZOOM_STEP);
    }

    /// Farther, around the playhead.
    pub fn zoom_out(&mut self) {
        self.zoom(ZOOM_STEP);
    }

    /// The whole recording.
    pub const fn zoom_all(&mut self) {
        self.window = None;
    }

    /// Fills the view with a stretch.
    pub fn zoom_to(&mut self, span: MediaSpan) {
        self.set_window(Window::around(span, self.limits));
    }

    /// Whether only a part of the recording is in view.
    #[must_use]
    pub const fn is_zoomed(&self) -> bool {
        self.window.is_some()
    }

    /// The stretch in view.
    #[must_use]
    pub fn in_view(&self) -> MediaSpan {
        self.window().span()
    }

    fn window(&self) -> Window {
        self.window.unwrap_or_else(|| self.limits.whole())
    }

    fn set_window(&mut self, window: Window) {
        let window = self.limits.clamp(window);
        self.window = (!self.limits.is_whole(window)).then_some(window);
        self.in_view = self.window().shows(self.playhead);
    }

    fn zoom(&mut self, factor: f64) {
        let window = self.window();
        let playhead = self.playhead.seconds_for_drawing();
        let at = if window.shows(self.playhead) {
            playhead
        } else {
            f64::midpoint(window.start, window.end())
        };
        self.set_window(window.zoomed(factor, at, self.limits));
    }

    /// Turns the page when the playhead leaves the view, and goes where it jumps to.
    fn follow(&mut self, transport: &Transport) {
        let playhead = transport.scrubbing.unwrap_or(transport.playhead);
        let moved = (playhead - self.playhead).magnitude();
        if let Some(window) = self.window
            && self.drag.is_none()
            && playhead != self.playhead
            && !window.shows(playhead)
        {
            let distance = (MediaTime::ZERO + moved).seconds_for_drawing();
            if self.in_view || !transport.playing || distance > JUMP_SECONDS {
                let share = if transport.playing { 0.08 } else { 0.5 };
                self.window = Some(window.with_at(playhead, share, self.limits));
            }
        }
        self.playhead = playhead;
        self.in_view = self.window().shows(playhead);
    }
}

/// All that one frame of the timeline works with.
struct Frame<'a, 'v> {
    view: &'a View<'v>,
    transport: &'a Transport,
    axis: Axis,
    rows: Rows,
    key: lanes::Key,
    /// What can be pointed at, later ones on top.
    hits: Vec<Hit>,
    /// Responds to the pointer wherever there is time.
    area: Response,
}

impl Frame<'_, '_> {
    /// What lies under a place: the nearest outline, else the bar.
    fn hit(&self, at: egui::Pos2) -> Option<&Hit> {
        let near = |hit: &&Hit| {
            hit.rect
                .expand2(vec2(3.0, if hit.bar { 2.0 } else { 3.0 }))
                .contains(at)
        };
        let shown = self.rows.lanes.expand(2.0);
        if !shown.contains(at) {
            return None;
        }
        self.hits.iter().filter(near).min_by(|a, b| {
            let away = |hit: &Hit| (hit.bar, hit.rect.center().distance_sq(at));
            let (a, b) = (away(a), away(b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        })
    }

    /// Where a mark is, if it is in view.
    fn hit_of(&self, id: MarkId) -> Option<Hit> {
        let hit = self.hits.iter().find(|hit| hit.holds(id))?;
        Some(hit.clone())
    }
}

/// Shows the timeline in all of the room there is.
pub fn show(ui: &mut Ui, view: &View<'_>, look: &mut TimelineLook, commands: &mut Vec<Command>) {
    let rect = ui.available_rect_before_wrap();
    ui.scope_builder(UiBuilder::new().id_salt("timeline").max_rect(rect), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect.expand(1.0)));
        inside(ui, rect, view, look, commands);
    });
    ui.advance_cursor_after_rect(rect);
}

fn inside(
    ui: &mut Ui,
    rect: Rect,
    view: &View<'_>,
    look: &mut TimelineLook,
    commands: &mut Vec<Command>,
) {
    let pass = ui.ctx().cumulative_pass_nr();
    let away = look.last_pass + 1 < pass;
    look.last_pass = pass;
    let of_a_class = look.lanes.are_of_a_class();
    look.lanes.update(view, away);
    if look.lanes.are_of_a_class() != of_a_class {
        // Other lanes begin at the top.
        look.scroll = 0.0;
    }
    look.thumbnails.keep_for(view);
    let Some(transport) = view.transport() else {
        look.window = None;
        look.drag = None;
        return;
    };
    look.limits = Limits::new(transport.duration(), transport.index.len());
    if let Some(window) = look.window {
        look.set_window(window);
    }
    look.follow(transport);

    let area_rect =
        Rect::from_min_max(pos2(rect.left() + lanes::HEADS - 8.0, rect.top()), rect.max);
    let area = ui.interact(
        area_rect,
        ui.scope_id().with("area"),
        Sense::CLICK | Sense::DRAG,
    );
    let left = rect.left() + lanes::HEADS + 4.0;
    let mut axis = Axis {
        window: look.window(),
        left,
        width: (rect.right() - RIGHT - left).max(1.0),
    };
    input::wheel(ui, rect, &axis, look);
    let class = look.lanes.are_of_a_class();
    let there = There {
        sound: view.recording().is_some_and(|open| open.waveform.is_some()),
        pictures: view
            .recording()
            .is_some_and(|open| open.thumbnails.is_some()),
        strength: view
            .session()
            .is_some_and(|session| tracks::strengths(view, session).next().is_some()),
    };
    // A class needs all the room there is.
    let (there, lowest) = if class {
        (There::default(), class::LOWEST)
    } else {
        (there, lanes::LEAST)
    };
    let count = look.lanes.all().len();
    let rows = Rows::new(rect, look.is_zoomed(), there, count, lowest);
    if let Some(row) = rows.minimap {
        minimap::interact(ui, plot(row, &axis), look);
    }
    reveal_selected(view, look, &rows);
    look.scroll = look.scroll.clamp(0.0, rows.overflow);
    axis.window = look.window();

    let content = Rect::from_min_size(
        rows.lanes.min - vec2(0.0, look.scroll),
        vec2(rect.width(), rows.lanes.height()),
    );
    let key = lanes::Key {
        version: look.lanes.version(),
        axis,
        area: content,
        height: rows.lane_height,
        dark: view.tokens.dark,
        client: view.client_present(),
        without: look.drag.as_ref().and_then(input::Drag::mark),
    };
    if look.key != Some(key) {
        look.drawn = lanes::draw(&key, &look.lanes, view, rows.lanes);
        look.key = Some(key);
    }
    let mut hits = look.drawn.hits.clone();
    hits.extend(open::hits(&key, &look.lanes, look.playhead));
    let frame = Frame {
        view,
        transport,
        axis,
        rows,
        key,
        hits,
        area,
    };
    badge(ui, &frame);
    input::pointer(ui, &frame, look, commands);
    overlay::paint(ui, rect, &frame, look);
    access::nodes(ui, &frame, look, commands);
    hover(ui, &frame, look);
}

/// How exact the recording is, where the ruler has no times.
fn badge(ui: &mut Ui, frame: &Frame<'_, '_>) {
    let row = frame.rows.ruler;
    let head = Rect::from_x_y_ranges(
        row.left() + 4.0..=frame.axis.left - 8.0,
        row.center().y - theme::TARGET / 2.0..=row.center().y + theme::TARGET / 2.0,
    );
    let inside = UiBuilder::new()
        .id_salt("exactness")
        .max_rect(head)
        .layout(egui::Layout::left_to_right(egui::Align::Center));
    // It lies on what is there, and must not make the panel higher.
    exactness::show(&mut ui.new_child(inside), frame.view);
}

/// A row without the column of names.
fn plot(row: Rect, axis: &Axis) -> Rect {
    Rect::from_min_max(pos2(axis.left, row.top()), pos2(axis.right(), row.bottom()))
}

/// Scrolls to the lane of a mark that was just selected.
fn reveal_selected(view: &View<'_>, look: &mut TimelineLook, rows: &Rows) {
    let selected = view.desk().and_then(|desk| desk.selected);
    if selected == look.selected {
        return;
    }
    look.selected = selected;
    let Some(mark) = view.desk().and_then(|desk| desk.selected_mark()) else {
        return;
    };
    let keeper = mark.keeper();
    let owner = match &mark.author {
        crate::domain::mark::Author::One(_) => lane::Owner::One(keeper.clone()),
        crate::domain::mark::Author::Together(_) => lane::Owner::Together,
    };
    if let Some(at) = look.lanes.all().iter().position(|lane| lane.owner == owner) {
        #[expect(clippy::cast_precision_loss, reason = "there are few lanes")]
        let top = at as f32 * (rows.lane_height + lanes::GAP);
        let bottom = top + rows.lane_height - rows.lanes.height();
        look.scroll = look.scroll.clamp(bottom.min(top), top);
    }
}

/// The card of what the pointer rests on, and the pointer's form.
fn hover(ui: &Ui, frame: &Frame<'_, '_>, look: &TimelineLook) {
    if let Some(drag) = &look.drag {
        ui.ctx().set_cursor_icon(drag.cursor());
        return;
    }
    let Some(at) = frame.area.hover_pos() else {
        return;
    };
    let Some(hit) = frame.hit(at) else {
        if episodes::hover(ui, frame, at) {
            return;
        }
        tracks::hover(ui, frame, at);
        thumbnails::hover(ui, frame, &look.thumbnails, at);
        return;
    };
    ui.ctx().set_cursor_icon(input::cursor(frame, hit, at));
    let first = match &hit.what {
        What::Mark(item) => Some(item.id),
        What::Bin(bin) => bin.ids.first().copied(),
    };
    let id = ui.scope_id().with(("hover", first, hit.count()));
    let place = hit
        .rect
        .intersect(frame.rows.lanes)
        .intersect(plot(frame.rows.lanes, &frame.axis).expand(8.0));
    ui.interact(place.expand(3.0), id, Sense::hover())
        .on_hover_ui(|ui| {
            if look.lanes.are_of_a_class() {
                class::card(ui, frame.view, &look.lanes, hit);
            } else {
                words::card(ui, frame.view, hit);
            }
        });
}
