//! The confusion table: what one called what the other called otherwise. Every cell opens its moments.

use egui::{
    Color32, CornerRadius, Label, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};

use super::{
    AgreeLook, Behind, name,
    numbers::{Measure, count},
};
use crate::{
    analysis::agreement::Pair,
    app::review::agreeing::Agreed,
    tr,
    ui::{
        panels::insight::{Scene, lines::short_words, rows},
        theme::{self, GRID},
        widgets::pill::elided,
    },
};

const CELL: egui::Vec2 = egui::Vec2::new(92.0, 32.0);
const NAMES: f32 = 150.0;

pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut AgreeLook,
    agreed: &Agreed,
    pair: &Pair,
) {
    let Some(stratum) = &agreed.stratum else {
        return;
    };
    let tokens = &scene.view.tokens;
    let behind = Behind::Measure(Measure::Table);
    let on = look.behind == Some(behind);
    let (first, other) = (
        name(scene, agreed, pair.first),
        name(scene, agreed, pair.other),
    );
    let note = tr!(
        "insight-table-said",
        first = first.as_str(),
        other = other.as_str()
    );
    if rows::row(ui, tokens, &Measure::Table.label(), &note, None, on).clicked() {
        look.behind = (!on).then_some(behind);
    }
    let mut names: Vec<String> = stratum
        .codes
        .iter()
        .map(|code| short_words(scene, code))
        .collect();
    names.push(tr!("insight-nil"));
    let size = pair.table.size();
    ScrollArea::horizontal()
        .id_salt("confusion")
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(2.0, 2.0);
            ui.horizontal(|ui| {
                ui.add_space(NAMES + 2.0);
                for column in 0..size {
                    let words = names.get(column).map_or("", String::as_str);
                    heading(ui, scene, words, CELL.x);
                }
            });
            for row in 0..size {
                ui.horizontal(|ui| {
                    let words = names.get(row).map_or("", String::as_str);
                    heading(ui, scene, words, NAMES);
                    for column in 0..size {
                        if row + 1 == size && column + 1 == size {
                            continue;
                        }
                        let value = pair.table.get(row, column);
                        let column_words = names.get(column).map_or("", String::as_str);
                        let spoken = tr!(
                            "insight-cell",
                            first = first.as_str(),
                            one = words,
                            other = other.as_str(),
                            two = column_words,
                            count = count(value)
                        );
                        let here = Behind::Cell(row, column);
                        let on = look.behind == Some(here);
                        if cell(ui, scene, value, row == column, on, &spoken) {
                            look.behind = (!on).then_some(here);
                        }
                    }
                });
            }
        });
    ui.add_space(GRID);
}

fn heading(ui: &mut Ui, scene: &Scene<'_>, words: &str, width: f32) {
    let muted = scene.view.muted();
    let (rect, response) = ui.allocate_exact_size(vec2(width, CELL.y), Sense::hover());
    let font = theme::regular(theme::SMALL);
    let galley = elided(ui, words, font, muted, width - 4.0);
    let at = egui::pos2(rect.left() + 2.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, muted);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response.on_hover_ui(|ui| {
        ui.add(Label::new(RichText::new(words)));
    });
}

fn cell(ui: &mut Ui, scene: &Scene<'_>, value: f64, same: bool, on: bool, spoken: &str) -> bool {
    let tokens = &scene.view.tokens;
    let empty = value <= 0.0;
    let sense = if empty {
        Sense::hover()
    } else {
        Sense::click()
    };
    let (rect, response) = ui.allocate_exact_size(CELL, sense);
    response.widget_info(|| WidgetInfo::selected(Role::Button, !empty, on, spoken));
    let fill = match (empty, on, same) {
        (true, ..) => Color32::TRANSPARENT,
        (_, true, _) => tokens.accent_soft,
        (_, _, true) => tokens.accent_soft.gamma_multiply(0.6),
        _ => tokens.raised,
    };
    let hot = response.hovered() || response.has_focus();
    let line = if (hot || on) && !empty {
        tokens.accent
    } else {
        tokens.line
    };
    ui.painter().rect(
        rect,
        CornerRadius::same(4),
        fill,
        Stroke::new(1.0, line),
        StrokeKind::Inside,
    );
    let (words, ink) = if empty {
        ("·".to_owned(), tokens.muted)
    } else {
        (count(value), tokens.ink)
    };
    ui.painter().text(
        rect.center(),
        egui::Align2::CENTER_CENTER,
        words,
        theme::regular(theme::BODY),
        ink,
    );
    let clicked = response.clicked();
    response.on_hover_text(spoken);
    clicked
}
