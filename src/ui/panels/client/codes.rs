//! The big buttons.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, Galley, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{COLUMNS, Parts};
use crate::{
    app::{Command, Desk, MarkCommand},
    client,
    domain::{
        codebook::{Code, PresetCode},
        id::CodeId,
    },
    ui::{
        theme,
        view::View,
        widgets::{chip, shape},
    },
};

pub(super) fn buttons_of(desk: &Desk) -> Vec<(&PresetCode, Option<&Code>)> {
    let marking = &desk.marking;
    let preset = marking
        .codebook
        .preset(&marking.preset)
        .or_else(|| marking.codebook.presets.first());
    preset.map_or_else(Vec::new, |preset| {
        preset
            .codes
            .iter()
            .map(|entry| {
                (
                    entry,
                    marking
                        .codebook
                        .codes
                        .iter()
                        .find(|code| code.id == entry.code),
                )
            })
            .collect()
    })
}

pub(super) fn code_grid(
    ui: &mut Ui,
    view: &View<'_>,
    parts: &Parts<'_>,
    rect: Rect,
    commands: &mut Vec<Command>,
) {
    let (measure, desk) = (parts.measure, parts.desk);
    #[expect(clippy::cast_precision_loss, reason = "a handful of buttons")]
    let at = |number: usize| number as f32;
    let gap = measure.code_gap;
    let width = (rect.width() - gap * (at(COLUMNS) - 1.0)) / at(COLUMNS);
    let open = desk.document.open_marks(&desk.marking.author);
    for (number, (entry, code)) in parts.codes.iter().enumerate() {
        let Ok(id) = entry.code.parse::<CodeId>() else {
            continue;
        };
        let (row, column) = (number / COLUMNS, number % COLUMNS);
        let corner = pos2(
            rect.left() + at(column) * (width + gap),
            rect.top() + at(row) * (measure.code + gap),
        );
        let running = open.iter().any(|mark| mark.has_code(&id));
        let place = Rect::from_min_size(corner, vec2(width, measure.code));
        let label = code.map_or_else(
            || entry.code.clone(),
            |code| {
                code.client_label
                    .clone()
                    .unwrap_or_else(|| code.label.clone())
            },
        );
        let key = entry.key.as_deref();
        let face = CodeFace {
            id: &id,
            label: &label,
            key,
            running,
            text: measure.text,
        };
        if code_button(ui, view, desk, place, &face) {
            commands.push(Command::Mark(MarkCommand::CodeTap(id)));
        }
    }
}

struct CodeFace<'a> {
    id: &'a CodeId,
    label: &'a str,
    key: Option<&'a str>,
    running: bool,
    text: f32,
}

fn code_button(ui: &mut Ui, view: &View<'_>, desk: &Desk, rect: Rect, face: &CodeFace<'_>) -> bool {
    let tokens = &view.tokens;
    let enabled = desk.document.writable();
    let id = ui.make_persistent_id(("code", face.id.as_str()));
    let sense = if enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| {
        WidgetInfo::selected(egui::Role::Button, enabled, face.running, face.label)
    });
    let painter = ui.painter();
    let radius = CornerRadius::same(theme::CLIENT_RADIUS);
    let lit = face.running || response.hovered() || response.is_pointer_button_down_on();
    let fill = if lit && enabled {
        tokens.accent_soft
    } else {
        tokens.raised
    };
    let edge = if response.has_focus() || face.running {
        tokens.accent
    } else {
        tokens.line
    };
    let weight = if response.has_focus() { 2.0 } else { 1.0 };
    painter.rect(
        rect,
        radius,
        fill,
        Stroke::new(weight, edge),
        StrokeKind::Inside,
    );
    let colours = view.colours(&desk.marking.author);
    let compact = rect.height() < 50.0;
    let (size, pad) = if compact { (8.0, 8.0) } else { (11.0, 16.0) };
    let centre = pos2(rect.left() + pad + size, rect.center().y);
    let look = shape::Look {
        ink: colours.ink,
        fill: colours.tint,
        dashed: false,
        line: theme::LINE,
    };
    shape::paint(painter, view.shape(face.id), centre, size, look);
    let mut end = rect.right() - pad;
    if let Some(key) = face.key {
        let cap = chip::key_cap(ui, tokens, pos2(end, rect.center().y), key);
        end = cap.left() - 6.0;
    }
    let start = centre.x + size + if compact { 6.0 } else { 12.0 };
    let ink = if enabled { tokens.ink } else { tokens.muted };
    let galley = fitted(
        ui,
        face.label,
        face.text,
        end - start,
        rect.height() - 8.0,
        ink,
    );
    let place = pos2(start, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(place, galley, ink);
    if face.running {
        return response.on_hover_text(client!("client-running")).clicked();
    }
    response.clicked()
}

/// The label as large as it fits: on one line, else smaller, else on two lines.
fn fitted(ui: &Ui, label: &str, size: f32, width: f32, height: f32, ink: Color32) -> Arc<Galley> {
    for size in [size, theme::BODY, theme::SMALL] {
        let galley = ui
            .painter()
            .layout_no_wrap(label.to_owned(), theme::regular(size), ink);
        if galley.size().x <= width {
            return galley;
        }
    }
    let mut job =
        egui::text::LayoutJob::simple(label.to_owned(), theme::regular(theme::SMALL), ink, width);
    job.wrap.max_rows = if height >= 30.0 { 2 } else { 1 };
    ui.painter().layout_job(job)
}
