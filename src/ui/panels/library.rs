//! The library: the recordings of a folder, and the moments in them that were looked for. A press plays one.

use egui::{
    Align, Align2, Color32, CornerRadius, Frame, Label, Layout, Margin, RichText, ScrollArea,
    Sense, Stroke, Ui, Vec2, WidgetInfo, vec2,
};

use crate::{
    app::{
        Command, LibraryCommand,
        library::{Moment, Shelf},
    },
    store::{Match, Recording},
    tr,
    ui::{
        action::WindowEffect,
        dialogs::folder::Purpose,
        icons,
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
    words::{library as words, names},
};

mod asking;
mod beside;
mod learning;
mod notes;
mod signs;

pub use asking::Asking;

/// The widest that the page gets.
const WIDEST: f32 = 1080.0;
/// Height of a row.
const ROW: f32 = 48.0;
/// Marks of one recording that are listed before somebody asks for more.
const FEW: usize = 4;

/// What the page keeps between frames.
#[derive(Debug, Default)]
pub struct LibraryLook {
    asking: Asking,
    rows: Vec<Row>,
    /// Which answer the rows are of.
    answer: Option<u64>,
    /// Recordings of which all marks are listed.
    open: std::collections::BTreeSet<usize>,
    /// What could not be read is listed.
    faults: bool,
}

/// What stands in a row, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Recording(usize),
    Mark(usize, usize),
    More(usize),
}

/// Whether the library has the window.
#[must_use]
pub fn has_the_window(view: &View<'_>) -> bool {
    view.app.library().is_some()
}

/// The whole page.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut LibraryLook,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let Some(shelf) = view.app.library() else {
        return;
    };
    let side = ((ui.available_width() - WIDEST) / 2.0).max(16.0);
    Frame::new()
        .inner_margin(Margin::symmetric(margin(side), 12))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0 * GRID;
            header(ui, view, shelf, commands, effects);
            if let Some(side_by_side) = &shelf.beside {
                beside::show(ui, view, shelf, side_by_side, commands);
                return;
            }
            look.asking.show(ui, view, shelf, commands);
            notes::show(ui, view, shelf, &mut look.faults, commands, effects);
            sum(ui, view, shelf, commands);
            list(ui, view, shelf, look, commands);
        });
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "half of what is left of a window, in points"
)]
fn margin(side: f32) -> i8 {
    side.clamp(0.0, 120.0) as i8
}

fn header(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let tokens = &view.tokens;
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("library-title")).font(theme::bold(theme::SECTION)));
        let folder = shelf.folder.as_deref().and_then(std::path::Path::file_name);
        let name = folder.map(|name| name.to_string_lossy().into_owned());
        let text = RichText::new(name.unwrap_or_default()).color(tokens.muted);
        let place = shelf
            .folder
            .as_ref()
            .map(|folder| folder.display().to_string())
            .unwrap_or_default();
        ui.add(Label::new(text).truncate().selectable(false))
            .on_hover_text(place);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.add(
                chip::button(tokens, icons::CLOSE, Kind::Quiet)
                    .min_size(Vec2::splat(theme::TARGET)),
            );
            let words = tr!("library-close");
            close.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &words));
            let escape = ui.ctx().memory(|memory| memory.focused().is_none())
                && ui.input(|input| input.key_pressed(egui::Key::Escape));
            if close.on_hover_text(words).clicked() || escape {
                commands.push(Command::Library(LibraryCommand::Hide));
            }
            if shelf.beside.is_none()
                && !shelf.recordings.is_empty()
                && chip::pressed(ui, tokens, tr!("beside-title"), Kind::Plain)
            {
                commands.push(Command::Library(LibraryCommand::SideBySide));
            }
            if chip::pressed(ui, tokens, tr!("library-other-folder"), Kind::Plain) {
                effects.push(WindowEffect::Choose(Purpose::Library));
            }
        });
    });
}

/// How much there is, or how much was found, and how far reading is.
fn sum(ui: &mut Ui, view: &View<'_>, shelf: &Shelf, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    ui.horizontal(|ui| {
        let found = &shelf.found;
        let text = if shelf.query.is_for_marks() && found.marks == 0 {
            words::recordings(found.recordings.len())
        } else if shelf.query.is_for_marks() {
            tr!(
                "library-sum-found",
                marks = words::marks(found.marks),
                recordings = words::recordings(found.recordings.len())
            )
        } else {
            let each = || found.recordings.iter().map(|hit| hit.recording.as_ref());
            let nanos = each().map(|one| one.length.as_nanos()).sum();
            tr!(
                "library-sum",
                recordings = words::recordings(found.recordings.len()),
                length = words::length(crate::domain::time::MediaDelta::from_nanos(nanos)),
                marks = words::marks(each().map(|one| one.lines.len()).sum())
            )
        };
        ui.label(RichText::new(text).size(theme::SMALL).color(tokens.muted));
        if let Some((done, of)) = shelf.reading {
            let text = tr!("library-reading", done = done, of = of);
            ui.label(RichText::new(text).size(theme::SMALL).color(tokens.muted));
            if ui
                .add(chip::small(tokens, tr!("library-stop"), Kind::Quiet))
                .clicked()
            {
                commands.push(Command::Library(LibraryCommand::Stop));
            }
        }
    });
}

fn list(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    look: &mut LibraryLook,
    commands: &mut Vec<Command>,
) {
    if look.answer != Some(shelf.answer) {
        look.answer = Some(shelf.answer);
        look.open.clear();
        look.rows = rows(&shelf.found.recordings, &look.open);
    }
    if look.rows.is_empty() {
        let text = if let Some(error) = &shelf.refused {
            crate::words::notice::store_error(error)
        } else if shelf.reading.is_some() || shelf.is_searching() {
            String::new()
        } else if shelf.recordings.is_empty() {
            tr!("library-none")
        } else {
            tr!("library-nothing-found")
        };
        ui.add_space(6.0 * GRID);
        ui.vertical_centered(|ui| ui.label(RichText::new(text).color(view.muted())));
        return;
    }
    let mut opened = None;
    ScrollArea::vertical()
        .id_salt("library")
        .auto_shrink(false)
        .show_rows(ui, ROW, look.rows.len(), |ui, range| {
            for row in look.rows.get(range).unwrap_or_default() {
                ui.push_id(id_of(*row), |ui| {
                    let (at, mark) = match *row {
                        Row::Recording(at) | Row::More(at) => (at, None),
                        Row::Mark(at, mark) => (at, Some(mark)),
                    };
                    let Some(hit) = shelf.found.recordings.get(at) else {
                        return;
                    };
                    match (*row, mark) {
                        (Row::More(_), _) => {
                            if more(ui, view, hit) {
                                opened = Some(at);
                            }
                        }
                        (_, Some(mark)) => mark_row(ui, view, hit, mark, commands),
                        (_, None) => recording_row(ui, view, &hit.recording, commands),
                    }
                });
            }
        });
    if let Some(at) = opened {
        look.open.insert(at);
        look.rows = rows(&shelf.found.recordings, &look.open);
    }
}

fn id_of(row: Row) -> (usize, usize) {
    match row {
        Row::Recording(at) => (at, 0),
        Row::Mark(at, mark) => (at, mark + 2),
        Row::More(at) => (at, 1),
    }
}

fn rows(found: &[Match], open: &std::collections::BTreeSet<usize>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (at, hit) in found.iter().enumerate() {
        rows.push(Row::Recording(at));
        let most = if open.contains(&at) {
            hit.marks.len()
        } else {
            FEW.min(hit.marks.len())
        };
        rows.extend((0..most).map(|mark| Row::Mark(at, mark)));
        if most < hit.marks.len() {
            rows.push(Row::More(at));
        }
    }
    rows
}

/// A row that is pressed: its place, and whether it was.
fn pressable(ui: &mut Ui, view: &View<'_>, spoken: &str, possible: bool) -> (egui::Rect, bool) {
    let size = vec2(ui.available_width(), ROW - ui.spacing().item_spacing.y);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, possible, spoken));
    if possible && (response.hovered() || response.has_focus()) {
        ui.painter().rect_filled(
            rect,
            CornerRadius::same(theme::RADIUS),
            view.tokens.accent_soft,
        );
    }
    (rect, possible && response.clicked())
}

/// One line of text that ends in an ellipsis where it is too long; how wide it became.
fn line(ui: &Ui, text: &str, at: egui::Pos2, width: f32, font: egui::FontId, ink: Color32) -> f32 {
    let mut job = egui::text::LayoutJob::simple(text.replace('\n', " "), font, ink, width.max(8.0));
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    let galley = ui.painter().layout_job(job);
    let wide = galley.size().x;
    ui.painter().galley(at, galley, ink);
    wide
}

fn facts(one: &Recording) -> String {
    let date = one
        .day()
        .map_or_else(|| tr!("library-no-date"), |day| day.to_string());
    let people: Vec<&str> = one.people.iter().map(|card| card.name.as_str()).collect();
    let file = if one.title.is_empty() {
        String::new()
    } else {
        format!("   {}", one.file_name())
    };
    let facts = tr!(
        "library-facts",
        date = date,
        kind = names::kind(one.kind),
        length = words::length(one.length),
        marks = words::marks(one.lines.len()),
        people = people.join(", ")
    );
    format!("{facts}{file}")
}

fn recording_row(ui: &mut Ui, view: &View<'_>, one: &Recording, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    let (name, facts) = (one.name(), facts(one));
    let spoken = format!("{name}, {facts}");
    let (rect, pressed) = pressable(ui, view, &spoken, one.there);
    let inside = rect.shrink2(vec2(10.0, 3.0));
    let ink = if one.there { tokens.ink } else { tokens.muted };
    ui.painter().text(
        inside.left_center() + vec2(8.0, 0.0),
        Align2::CENTER_CENTER,
        if one.there {
            icons::FILM
        } else {
            icons::HIDDEN
        },
        theme::regular(theme::BODY),
        tokens.muted,
    );
    let left = inside.left_top() + vec2(28.0, 0.0);
    let width = inside.right() - left.x;
    line(ui, &name, left, width, theme::bold(theme::BODY), ink);
    let below = if one.there {
        facts
    } else {
        format!("{} {facts}", tr!("library-not-there"))
    };
    let under = left + vec2(0.0, 20.0);
    let font = theme::regular(theme::SMALL);
    line(ui, &below, under, width, font, tokens.muted);
    ui.painter().hline(
        rect.x_range(),
        rect.top() - 1.0,
        Stroke::new(1.0, tokens.line.gamma_multiply(0.5)),
    );
    if pressed {
        let play = LibraryCommand::Play(one.video.clone(), None);
        commands.push(Command::Library(play));
    }
}

fn mark_row(ui: &mut Ui, view: &View<'_>, hit: &Match, at: usize, commands: &mut Vec<Command>) {
    let tokens = &view.tokens;
    let one = hit.recording.as_ref();
    let Some(found) = hit
        .marks
        .get(at)
        .and_then(|at| one.lines.get(usize::try_from(*at).ok()?))
    else {
        return;
    };
    let who: Vec<String> = found
        .authors
        .iter()
        .map(|id| words::name(one, id))
        .collect();
    let who = who.join(" + ");
    let labels: Vec<String> = found.codes.iter().map(|id| view.code_label(id)).collect();
    let labels = labels.join(", ");
    let time = found.start.short();
    let spoken = tr!(
        "library-mark-spoken",
        time = time.as_str(),
        who = who.as_str(),
        codes = labels.as_str(),
        words = found.words
    );
    let (rect, pressed) = pressable(ui, view, &spoken, one.there);
    let inside = rect.shrink2(vec2(10.0, 3.0));
    let left = inside.left_top() + vec2(28.0, 0.0);
    let small = || theme::regular(theme::SMALL);
    let top = left + vec2(0.0, 1.0);
    let wide = line(ui, &time, top, 90.0, small(), tokens.accent);
    let beside = format!("{who}   {labels}");
    let after = top + vec2(wide.max(64.0) + 8.0, 0.0);
    line(
        ui,
        &beside,
        after,
        inside.right() - after.x,
        small(),
        tokens.muted,
    );
    let under = left + vec2(0.0, 20.0);
    let text = if found.words.is_empty() {
        tr!("library-no-words")
    } else {
        format!("“{}”", found.words)
    };
    let ink = if found.words.is_empty() {
        tokens.muted
    } else {
        tokens.ink
    };
    let width = inside.right() - under.x;
    line(ui, &text, under, width, theme::regular(theme::BODY), ink);
    if pressed {
        let play = LibraryCommand::Play(one.video.clone(), Some(Moment::Mark(found.id)));
        commands.push(Command::Library(play));
    }
}

/// The rest of a recording's marks, on a press.
fn more(ui: &mut Ui, view: &View<'_>, hit: &Match) -> bool {
    let text = tr!("library-show-more", count = hit.count.saturating_sub(FEW));
    let (rect, pressed) = pressable(ui, view, &text, true);
    ui.painter().text(
        rect.left_center() + vec2(38.0, 0.0),
        Align2::LEFT_CENTER,
        &text,
        theme::regular(theme::SMALL),
        view.tokens.muted,
    );
    pressed
}
