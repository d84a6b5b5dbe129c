//! The list of marks, in the order of the recording, with what chooses among them above it.
//!
//! It draws only the rows that are seen, and works out their order only when the record or the choice changed.

use egui::{RichText, ScrollArea, Ui, UiBuilder};

use self::rows::{Columns, Rows};
use super::super::{
    theme::{self, GRID},
    view::View,
    widgets::{chip, pill},
};
use crate::{
    app::{Command, Desk, MarkCommand, RefineCommand},
    domain::{filter::Filter, id::MarkId},
    tr,
};

mod again;
mod filters;
mod menu;
mod row;
pub use filters::heading;
pub use menu::give;
pub use row::{author_name, tense_words};
mod rows;

/// Space at the left and right of every row, in points.
pub const EDGE: f32 = 3.0 * GRID;

/// What the list keeps between frames.
#[derive(Debug, Default)]
pub struct MarksLook {
    /// Puts the cursor into the search field at the next frame.
    pub focus_find: bool,
    find: String,
    rows: Rows,
    codes: filters::CodesInUse,
    /// The selection that was last brought into view.
    followed: Option<MarkId>,
    /// First row that is seen, and how far its top lies above the edge, in points.
    anchor: Option<(MarkId, f32)>,
    /// How far it is scrolled, in points.
    offset: f32,
    /// Height of the list at the last frame, in points.
    height: f32,
    /// Whether the selected row was whole in view at the last frame.
    seen: bool,
}

/// Shows the list in all the space that is left. The space has no margins: selected rows reach its edges.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut MarksLook,
    tabs: Tabs<'_>,
    commands: &mut Vec<Command>,
) {
    let Some(desk) = view.desk() else { return };
    let again = view.app.looking_again().then(|| view.app.waiting());
    let rebuilt = look.rows.refresh(desk, again);
    ui.spacing_mut().item_spacing.y = 0.0;
    title(ui, view, look, desk, tabs, commands);
    filters::show(ui, view, look, desk, commands);
    again::show(ui, view, commands);
    ui.add_space(2.0 * GRID);
    if look.rows.entries().is_empty() {
        empty(ui, view, look, commands);
    } else {
        list(ui, view, look, desk, rebuilt, commands);
    }
}

/// What draws the tabs of the side into its first line, as high as it is told.
pub type Tabs<'a> = &'a mut dyn FnMut(&mut Ui, f32);

/// The first line of the side: the tabs, and at the right what the list that is shown adds.
pub fn head(ui: &mut Ui, tabs: Tabs<'_>, add: impl FnOnce(&mut Ui)) {
    let space = egui::vec2(ui.available_width(), 11.0 * GRID);
    let shown = ui.allocate_ui_with_layout(
        space,
        egui::Layout::left_to_right(egui::Align::Center),
        |ui| {
            ui.set_min_height(space.y);
            ui.add_space(EDGE);
            ui.spacing_mut().item_spacing.x = 2.0 * GRID;
            tabs(ui, space.y);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.add_space(EDGE);
                add(ui);
            });
        },
    );
    let line = ui.visuals().widgets.noninteractive.bg_stroke;
    let rect = shown.response.rect;
    ui.painter()
        .hline(rect.x_range(), rect.bottom() - 0.5, line);
    ui.add_space(2.0 * GRID);
}

fn title(
    ui: &mut Ui,
    view: &View<'_>,
    look: &MarksLook,
    desk: &Desk,
    tabs: Tabs<'_>,
    commands: &mut Vec<Command>,
) {
    let shown = look.rows.entries().len();
    let total = look.rows.total();
    // Nothing of a risk is counted, and with a client here nothing at all.
    let uncounted = view.client_present()
        || desk
            .filter
            .code
            .as_ref()
            .is_some_and(|code| view.names_a_risk(code));
    head(ui, tabs, |ui| {
        let count = if uncounted {
            String::new()
        } else if shown == total {
            total.to_string()
        } else {
            tr!("marks-some", shown = shown, total = total)
        };
        if !count.is_empty() {
            ui.label(
                RichText::new(count)
                    .size(theme::SMALL)
                    .color(view.tokens.muted),
            );
        }
        if !desk.filter.is_empty() && shown > 0 {
            let words = tr!("marks-show-all");
            if pill::quiet(ui, &view.tokens, &words, &words).clicked() {
                commands.push(Command::Mark(MarkCommand::SetFilter(Filter::default())));
            }
        }
    });
}

/// Nothing to list: the first step, or the way back from a choice that lets nothing through.
fn empty(ui: &mut Ui, view: &View<'_>, look: &MarksLook, commands: &mut Vec<Command>) {
    let done = view.app.looking_again() && view.app.waiting().count() == 0;
    let hidden = look.rows.total() > 0 && !done;
    let (title, hint) = if done {
        (tr!("again-done"), tr!("again-done-how"))
    } else if hidden {
        (
            tr!("marks-hidden"),
            if view.client_present() {
                tr!("marks-hidden-safe")
            } else {
                tr!("marks-hidden-how", total = look.rows.total())
            },
        )
    } else if view.desk().is_some_and(|desk| !desk.document.writable()) {
        (tr!("marks-read-only"), tr!("marks-read-only-how"))
    } else {
        (tr!("marks-none"), tr!("marks-none-how"))
    };
    let inner = ui
        .available_rect_before_wrap()
        .shrink2(egui::vec2(2.0 * EDGE, 0.0));
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.add_space(8.0 * GRID);
        ui.vertical_centered(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0 * GRID;
            ui.label(RichText::new(title).font(theme::bold(theme::BODY)));
            ui.label(RichText::new(hint).color(view.tokens.muted));
            if hidden || done {
                ui.add_space(GRID);
                if chip::pressed(ui, &view.tokens, tr!("marks-show-all"), chip::Kind::Plain) {
                    commands.push(Command::Mark(MarkCommand::SetFilter(Filter::default())));
                    commands.push(Command::Refine(RefineCommand::ShowAll));
                }
            }
        });
    });
}

fn list(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut MarksLook,
    desk: &Desk,
    rebuilt: bool,
    commands: &mut Vec<Command>,
) {
    let columns = Columns::measure(ui, view);
    let room = ui.available_height();
    let selected = desk.selected;
    // A selection made elsewhere is brought into view once; so is one that the inspector would cover as it opens.
    let squeezed = look.seen && room < look.height;
    let follow = selected.filter(|_| selected != look.followed || squeezed);
    look.followed = selected;
    look.height = room;
    let mut area = ScrollArea::vertical().id_salt("marks").auto_shrink(false);
    if let Some(at) = follow.and_then(|id| look.rows.position(id)) {
        let (top, bottom) = (
            look.rows.top(at),
            look.rows.top(at) + look.rows.entries()[at].height(),
        );
        let above = top.min(look.offset);
        area = area.vertical_scroll_offset(above.max(bottom - room));
    } else if rebuilt
        && let Some((id, above)) = look.anchor
        && let Some(at) = look.rows.position(id)
    {
        // What came in above must not push away what is being read.
        area = area.vertical_scroll_offset(look.rows.top(at) + above);
    }
    // The bar lies over the edge of the rows, so that they reach the edge of the window.
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
    let rows = &look.rows;
    let shown = area.show_viewport(ui, |ui, viewport| {
        ui.set_height(rows.height());
        let left_top = ui.max_rect().left_top();
        let width = ui.max_rect().width();
        let place = |at: usize| {
            let top = (left_top.y + rows.top(at)).round();
            egui::Rect::from_min_size(
                egui::pos2(left_top.x, top),
                egui::vec2(width, rows.entries()[at].height()),
            )
        };
        let mut seen = false;
        let mut anchor = None;
        for at in rows.touching(viewport.min.y, viewport.max.y) {
            let entry = &rows.entries()[at];
            let Some(mark) = desk.document.session().mark(entry.id) else {
                continue;
            };
            let rect = place(at);
            anchor = anchor.or(Some((entry.id, viewport.min.y - rows.top(at))));
            let on = selected == Some(entry.id);
            seen |= on
                && ui.clip_rect().y_range().contains(rect.top())
                && rect.bottom() <= ui.clip_rect().bottom() + 1.0;
            let response = row::show(
                ui,
                view,
                columns,
                rect,
                row::Row {
                    mark,
                    depth: entry.depth,
                    on,
                },
            );
            if response.clicked() {
                commands.push(Command::Mark(MarkCommand::Select(entry.id)));
            }
            menu::show(&response, view, desk, mark, commands);
        }
        (anchor, seen)
    });
    (look.anchor, look.seen) = shown.inner;
    look.offset = shown.state.clamped_offset().y;
    if look.offset > 0.0 {
        let edge = shown.inner_rect;
        ui.painter().hline(
            edge.x_range(),
            edge.top() + 0.5,
            egui::Stroke::new(1.0, view.tokens.line),
        );
    }
}
