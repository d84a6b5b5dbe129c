//! What is said, as text: the line that is heard is in view, until somebody scrolls; a press on a line goes there exactly.
//!
//! The same list stands beside the picture and, larger, in its place.

use egui::{Rect, RichText, ScrollArea, Ui, UiBuilder, vec2};

use self::rows::Rows;
use crate::{
    app::{CaptionCommand, Command, MarkCommand, TransportCommand, marking::Face},
    client, tr,
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::{
            chip::{self, Kind},
            pill,
        },
    },
};

pub(in crate::ui) mod bar;
mod find;
mod rows;

pub use find::find_all;

/// Space at the left and right of every row, in points.
const EDGE: f32 = 3.0 * GRID;

/// How large the words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Beside the picture.
    Side,
    /// In its place.
    Large,
}

impl Size {
    const fn text(self) -> f32 {
        match self {
            Self::Side => theme::BODY,
            Self::Large => theme::CAPTION,
        }
    }
}

/// What the list keeps between frames.
#[derive(Debug, Default)]
pub struct TranscriptLook {
    /// Puts the cursor into the search field at the next frame.
    pub focus_find: bool,
    find: find::FindLook,
    rows: Rows,
    /// Somebody scrolled: the list stays where it is until asked.
    by_hand: bool,
    /// The line to bring into view at the next frame.
    wanted: Option<usize>,
    followed: Option<usize>,
    offset: f32,
    height: f32,
}

/// Shows the list in all the space that is left.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TranscriptLook,
    size: Size,
    commands: &mut Vec<Command>,
) {
    let Some(open) = view.recording() else { return };
    ui.spacing_mut().item_spacing.y = 0.0;
    if open.captions.lines().is_empty() {
        empty(ui, view, open.captions.is_reading());
        return;
    }
    let current = open
        .captions
        .shown()
        .and_then(|captions| captions.current(open.transport.end_of_frame()));
    top(ui, view, look, current, commands);
    ui.add_space(GRID);
    let whole = ui.available_rect_before_wrap();
    let below = bar::height(view, look);
    let list = Rect::from_min_max(whole.min, whole.max - vec2(0.0, below));
    ui.scope_builder(UiBuilder::new().id_salt("lines").max_rect(list), |ui| {
        lines(ui, view, look, size, current, commands);
    });
    if below > 0.0 {
        let rect = Rect::from_min_max(list.left_bottom(), whole.max);
        ui.scope_builder(UiBuilder::new().id_salt("below").max_rect(rect), |ui| {
            bar::show(ui, view, look, commands);
        });
    }
}

/// The search, and which captions where there are several.
fn top(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TranscriptLook,
    current: Option<usize>,
    commands: &mut Vec<Command>,
) {
    let inner = ui.available_rect_before_wrap().shrink2(vec2(EDGE, 0.0));
    ui.scope_builder(UiBuilder::new().id_salt("top").max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing = vec2(GRID, 2.0 * GRID);
        ui.spacing_mut().interact_size.y = pill::HEIGHT;
        if view
            .recording()
            .is_some_and(|open| open.captions.choices().len() > 1)
        {
            bar::choice(ui, view, commands);
            ui.add_space(2.0 * GRID);
        }
        let focus = std::mem::take(&mut look.focus_find);
        if let Some(line) = find::show(ui, view, &mut look.find, focus, current) {
            look.wanted = Some(line);
            look.by_hand = true;
        }
    });
}

fn empty(ui: &mut Ui, view: &View<'_>, reading: bool) {
    let client = view.face() == Face::Client;
    let (title, how) = match (reading, client) {
        (true, _) => (tr!("transcript-reading"), String::new()),
        (false, true) => (client!("client-no-words"), String::new()),
        (false, false) => (tr!("transcript-none"), tr!("transcript-none-how")),
    };
    let inner = ui
        .available_rect_before_wrap()
        .shrink2(vec2(2.0 * EDGE, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.add_space(8.0 * GRID);
        ui.vertical_centered(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0 * GRID;
            ui.label(RichText::new(title).font(theme::bold(theme::BODY)));
            if !how.is_empty() {
                ui.label(RichText::new(how).color(view.tokens.muted));
            }
        });
    });
}

fn lines(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TranscriptLook,
    size: Size,
    current: Option<usize>,
    commands: &mut Vec<Command>,
) {
    let Some(open) = view.recording() else { return };
    let all = open.captions.lines();
    let width = ui.available_width();
    let changed = look.rows.refresh(ui, view, size, width);
    let room = ui.available_height();
    // A line that was looked for goes before the one that is heard.
    let follow = current.filter(|_| !look.by_hand && (current != look.followed || changed));
    look.followed = current;
    let target = look.wanted.take().or(follow);
    // Laid out anew, the list stands at its beginning, wherever it stood before.
    let before = if changed { f32::MAX } else { look.offset };
    let forced = target.and_then(|line| look.rows.offset_for(line, before, room));
    let mut area = ScrollArea::vertical()
        .id_salt("transcript")
        .auto_shrink(false);
    if let Some(offset) = forced {
        area = area.vertical_scroll_offset(offset);
    }
    quiet_bar(ui);
    let chosen = open.captions.chosen();
    let rows = &look.rows;
    let wanted = look.find.needle();
    let mut clicks = Vec::new();
    // The wheel or the bar; what only moved because the room changed is nobody's wish. The list takes the wheel for itself.
    let by_somebody =
        ui.input(|input| input.smooth_scroll_delta().y != 0.0 || input.pointer.any_down());
    let shown = area.show_viewport(ui, |ui, viewport| {
        ui.set_height(rows.height());
        let left_top = ui.max_rect().left_top();
        for at in rows.touching(viewport.min.y, viewport.max.y) {
            let Some(line) = all.get(at) else { continue };
            let rect = rows.rect(at, left_top, width);
            let row = rows::Row {
                line,
                before: at.checked_sub(1).and_then(|before| all.get(before)),
                is_current: current == Some(at),
                is_chosen: chosen.as_ref().is_some_and(|chosen| chosen.contains(&at)),
                wanted: &wanted,
                size,
            };
            let response = rows::show(ui, view, rect, rows.time_width(), &row);
            menu(&response, view, at, &mut clicks);
            if response.clicked() {
                let shift = ui.input(|input| input.modifiers.shift);
                clicks.push(Command::Captions(if shift {
                    CaptionCommand::ChooseTo(at)
                } else {
                    CaptionCommand::GoTo(at)
                }));
            }
        }
    });
    let offset = shown.state.clamped_offset().y;
    let same_room = (look.height - room).abs() < 0.5 && !changed;
    let moved = (offset - look.offset).abs() > 0.5;
    if forced.is_none() && same_room && moved && by_somebody {
        look.by_hand = true;
    }
    if clicks
        .iter()
        .any(|command| matches!(command, Command::Captions(CaptionCommand::GoTo(_))))
    {
        // Who goes to a line means to go on from there.
        look.by_hand = false;
    }
    (look.offset, look.height) = (offset, room);
    commands.append(&mut clicks);
    if look.offset > 0.0 {
        let edge = shown.inner_rect;
        ui.painter().hline(
            edge.x_range(),
            edge.top() + 0.5,
            egui::Stroke::new(1.0, view.tokens.line),
        );
    }
}

/// The bar lies over the edge of the rows, so that they reach the edge of the window.
fn quiet_bar(ui: &mut Ui) {
    let scroll = &mut ui.spacing_mut().scroll;
    scroll.floating = true;
    scroll.floating_allocated_width = 0.0;
    scroll.bar_width = 2.0 * GRID;
    scroll.foreground_color = true;
    scroll.dormant_handle_opacity = 0.25;
    scroll.active_handle_opacity = 0.4;
    scroll.dormant_background_opacity = 0.0;
    scroll.active_background_opacity = 0.0;
    scroll.interact_background_opacity = 0.0;
    scroll.fade.strength = 0.0;
}

fn menu(response: &egui::Response, view: &View<'_>, line: usize, clicks: &mut Vec<Command>) {
    if view.face() == Face::Client {
        return;
    }
    response.context_menu(|ui| {
        ui.set_min_width(50.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        let tokens = &view.tokens;
        let span = view
            .recording()
            .and_then(|open| open.captions.lines().get(line))
            .map(|line| line.span);
        if pill::item(ui, tokens, &tr!("transcript-mark-line"), false, None).clicked() {
            clicks.extend([
                Command::Captions(CaptionCommand::Choose(line)),
                Command::Mark(MarkCommand::PlainOverLines),
            ]);
            ui.close();
        }
        if pill::item(ui, tokens, &tr!("transcript-choose-to"), false, None).clicked() {
            clicks.push(Command::Captions(CaptionCommand::ChooseTo(line)));
            ui.close();
        }
        if pill::item(ui, tokens, &tr!("transcript-loop-line"), false, None).clicked() {
            clicks.push(Command::Captions(CaptionCommand::GoTo(line)));
            clicks.push(Command::Transport(TransportCommand::SetLoop(span)));
            ui.close();
        }
    });
}

/// A small button as the list has them.
fn small(ui: &mut Ui, view: &View<'_>, words: &str, spoken: &str) -> bool {
    let response = ui.add(chip::small(&view.tokens, words, Kind::Plain));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, spoken));
    response.clicked()
}
