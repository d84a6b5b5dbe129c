//! The codes of the preset as buttons with their keys; what does not fit is one *more* away.

use egui::{Rect, RichText, Sense, Stroke, StrokeKind, Ui, pos2, vec2};

use crate::{
    app::{Command, MarkCommand},
    domain::{
        codebook::{Code, CodeKind, Codebook, PresetCode, Shape},
        id::CodeId,
        mark::About,
    },
    tr,
    ui::{
        panels::{header::about_choice, marks::heading},
        theme,
        view::View,
        widgets::{chip, code_line::CodeLine, shape},
    },
};

/// Height of one row of codes: less where the window is low, so that the picture keeps its room.
#[must_use]
pub fn row_height(ui: &Ui) -> f32 {
    if ui.ctx().content_rect().height() < 800.0 {
        34.0
    } else {
        40.0
    }
}

/// Between buttons.
pub const GAP: f32 = 6.0;

/// Which codes the bar shows beyond those with keys.
#[derive(Debug, Default)]
pub struct CodeBarLook {
    /// Text in the search field of *All codes*.
    pub search: String,
}

/// How many rows the bar needs at this width.
#[must_use]
pub fn rows(view: &View<'_>, width: f32) -> usize {
    let count = shown(view).len().max(1);
    count.div_ceil(columns(width)).clamp(1, 3)
}

fn columns(width: f32) -> usize {
    if width > 1150.0 {
        9
    } else if width > 700.0 {
        8.min(if width > 900.0 { 8 } else { 6 })
    } else {
        4
    }
}

fn shown<'a>(view: &View<'a>) -> Vec<&'a PresetCode> {
    let Some(desk) = view.desk() else {
        return Vec::new();
    };
    let Some(preset) = desk.marking.codebook.preset(&desk.marking.preset) else {
        return Vec::new();
    };
    let keyed: Vec<&PresetCode> = preset
        .codes
        .iter()
        .filter(|entry| entry.key.is_some())
        .collect();
    if keyed.is_empty() {
        preset.codes.iter().take(17).collect()
    } else {
        keyed
    }
}

/// Shows the bar.
pub fn show(ui: &mut Ui, view: &View<'_>, rows: usize, commands: &mut Vec<Command>) {
    let Some(desk) = view.desk() else { return };
    let book = &desk.marking.codebook;
    let entries = shown(view);
    let width = ui.available_width();
    let columns = columns(width);
    #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
    let cell = (width - GAP * (columns as f32 - 1.0)) / columns as f32;
    let open: Vec<CodeId> = desk
        .document
        .open_marks(&desk.marking.author)
        .iter()
        .flat_map(|mark| mark.codes.iter().map(|used| used.code.clone()))
        .collect();
    ui.spacing_mut().item_spacing.y = GAP;
    let mut left = entries.as_slice();
    for _ in 0..rows {
        let (now, rest) = left.split_at(columns.min(left.len()));
        left = rest;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            for entry in now {
                let Ok(id) = entry.code.parse::<CodeId>() else {
                    continue;
                };
                if let Some(code) = book.code(&id) {
                    code_button(
                        ui,
                        view,
                        (book, code, entry.key.as_deref()),
                        cell,
                        open.contains(&id),
                        commands,
                    );
                }
            }
        });
    }
}

fn code_button(
    ui: &mut Ui,
    view: &View<'_>,
    (book, code, key): (&Codebook, &Code, Option<&str>),
    width: f32,
    running: bool,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let (rect, response) = ui.allocate_exact_size(vec2(width, row_height(ui)), Sense::click());
    response.widget_info(|| {
        egui::WidgetInfo::selected(egui::Role::Button, true, running, code.label.as_str())
    });
    let hovered = response.hovered();
    let fill = if running || hovered {
        tokens.accent_soft
    } else {
        tokens.raised
    };
    let line = if response.has_focus() || running {
        tokens.accent
    } else {
        tokens.line
    };
    ui.painter().rect(
        rect,
        theme::RADIUS,
        fill,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    let colours = view
        .desk()
        .map_or(tokens.together, |desk| view.colours(&desk.marking.author));
    let look = shape::Look {
        ink: colours.ink,
        fill: colours.tint,
        dashed: false,
        line: theme::LINE,
    };
    // The shape over its key at the left leaves the width to the word.
    let middle = rect.left() + 16.0;
    let raise = if key.is_some() { 7.0 } else { 0.0 };
    shape::paint(
        ui.painter(),
        book.shape(code),
        pos2(middle, rect.center().y - raise),
        6.0,
        look,
    );
    if let Some(key) = key {
        ui.painter().text(
            pos2(middle, rect.center().y + 9.0),
            egui::Align2::CENTER_CENTER,
            key,
            theme::regular(11.0),
            tokens.muted,
        );
    }
    let x = rect.left() + 29.0;
    let room = rect.right() - 6.0 - x;
    let text = fitting(ui, code, room);
    // Words meant for clients have no short form; they take a second line rather than lose their end.
    let mut job = egui::text::LayoutJob::simple(
        text,
        theme::regular(theme::SMALL),
        tokens.ink,
        rect.right() - 4.0 - x,
    );
    job.wrap.max_rows = 2;
    let galley = ui.painter().layout_job(job);
    ui.painter()
        .with_clip_rect(Rect::from_min_max(
            pos2(x, rect.top()),
            rect.right_bottom() - vec2(4.0, 0.0),
        ))
        .galley(
            pos2(x, rect.center().y - galley.size().y / 2.0),
            galley,
            tokens.ink,
        );
    pressed(response, view, code, commands);
}

/// What the code means, on hover; a press sets it, and a right click about whom.
fn pressed(response: egui::Response, view: &View<'_>, code: &Code, commands: &mut Vec<Command>) {
    let response = response.on_hover_ui(|ui| {
        ui.set_max_width(320.0);
        ui.label(RichText::new(&code.label).font(theme::bold(theme::BODY)));
        if !code.definition.is_empty() {
            ui.label(&code.definition);
        }
        if !code.example.is_empty() {
            ui.label(RichText::new(&code.example).color(view.muted()));
        }
        let how = match code.kind {
            CodeKind::Point => tr!("code-kind-point"),
            CodeKind::Span => tr!("code-kind-span"),
            CodeKind::Either => tr!("code-kind-either"),
        };
        ui.label(RichText::new(how).size(theme::SMALL).color(view.muted()));
        let own = tr!("code-own-how");
        ui.label(RichText::new(own).size(theme::SMALL).color(view.muted()));
    });
    let Ok(id) = code.id.parse::<CodeId>() else {
        return;
    };
    if response.clicked() {
        commands.push(Command::Mark(tap(&response.ctx, view, id.clone())));
    }
    response.context_menu(|ui| {
        let Some(desk) = view.desk() else { return };
        for about in desk.marking.about_choices(desk.document.session()) {
            if ui.button(about_choice(view, &about, desk)).clicked() {
                commands.push(Command::Mark(MarkCommand::TapAbout(id.clone(), about)));
            }
        }
    });
}

/// What choosing a code in any list means: with Alt the mark is about whoever marks.
#[must_use]
pub fn tap(ctx: &egui::Context, view: &View<'_>, id: CodeId) -> MarkCommand {
    match view.desk() {
        Some(desk) if ctx.input(|input| input.modifiers.alt) => {
            let own = About::People(vec![desk.marking.author.clone()]);
            MarkCommand::TapAbout(id, own)
        }
        _ => MarkCommand::CodeTap(id),
    }
}

/// The longest of a code's words that fits.
fn fitting(ui: &Ui, code: &Code, room: f32) -> String {
    let width = |text: &str| {
        ui.painter()
            .layout_no_wrap(
                text.to_owned(),
                theme::regular(theme::SMALL),
                egui::Color32::PLACEHOLDER,
            )
            .size()
            .x
    };
    let mut candidates = [Some(code.label.as_str()), code.short.as_deref()]
        .into_iter()
        .flatten();
    let found = candidates.find(|text| width(text) <= room);
    found
        .or(code.short.as_deref())
        .unwrap_or(&code.label)
        .to_owned()
}

/// Every code of the codebook by group, searchable; a click sets it.
pub fn all_codes(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut CodeBarLook,
    commands: &mut Vec<Command>,
) {
    let Some(desk) = view.desk() else { return };
    let button = chip::button(&view.tokens, tr!("codes-all"), chip::Kind::Plain);
    let response = ui.add(button).on_hover_text(tr!("codes-all-hint"));
    egui::Popup::menu(&response)
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| {
            ui.set_width(340.0);
            let field = egui::TextEdit::singleline(&mut look.search)
                .hint_text(tr!("codes-search"))
                .desired_width(f32::INFINITY)
                .margin(vec2(8.0, 6.0));
            let search = ui.add(field);
            search.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("codes-search"))
            });
            if line(
                ui,
                view,
                &tr!("codes-own-words"),
                Some(&tr!("codes-own-words-why")),
                None,
            ) {
                commands.push(Command::Mark(MarkCommand::OwnWords));
                ui.close();
            }
            egui::ScrollArea::vertical()
                .max_height(380.0)
                .auto_shrink([false, true])
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    every(ui, view, &desk.marking.codebook, &look.search, commands);
                });
        });
}

/// By group; what was searched for, the nearest first, and why each was found.
fn every(ui: &mut Ui, view: &View<'_>, book: &Codebook, search: &str, commands: &mut Vec<Command>) {
    let all = search.trim().is_empty();
    let hits = book.find(search);
    let mut group = None;
    for hit in &hits {
        if all && group != Some(&hit.code.group) {
            group = Some(&hit.code.group);
            let title = book.groups.iter().find(|group| group.id == hit.code.group);
            heading(ui, view, title.map_or("", |group| group.title.as_str()));
        }
        let shape = book.shape(hit.code);
        if line(ui, view, &hit.code.label, hit.why(), Some(shape))
            && let Ok(id) = hit.code.id.parse()
        {
            commands.push(Command::Mark(tap(ui.ctx(), view, id)));
            ui.close();
        }
    }
    if hits.is_empty() {
        ui.add_space(theme::GRID);
        ui.label(
            RichText::new(tr!("code-none"))
                .size(theme::SMALL)
                .color(view.muted()),
        );
    }
}

fn line(
    ui: &mut Ui,
    view: &View<'_>,
    word: &str,
    under: Option<&str>,
    outline: Option<Shape>,
) -> bool {
    let line = CodeLine {
        word,
        under,
        outline,
        on: false,
    };
    line.show(ui, &view.tokens).clicked()
}
