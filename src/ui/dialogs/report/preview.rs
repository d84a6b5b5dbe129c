//! What a report says, before it is saved: the same headings, moments and tables, in the window's own type.

use egui::{CornerRadius, Frame, Grid, Label, Margin, RichText, Stroke, Ui, vec2};

use crate::{
    report::page::{Block, Moment, Page, Pair, Section, Table, Tag},
    ui::theme::{self, GRID, Tokens},
};

/// Width of the column with the times.
const TIMES: f32 = 108.0;

/// Shows a page.
pub fn show(ui: &mut Ui, tokens: &Tokens, page: &Page) {
    Frame::new()
        .fill(tokens.raised)
        .stroke(Stroke::new(1.0, tokens.line))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::same(20))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = GRID;
            heading(ui, &page.title, theme::QUESTION, tokens.ink);
            for line in &page.lead {
                small(ui, tokens, line);
            }
            for (at, part) in page.sections.iter().enumerate() {
                ui.push_id(at, |ui| section(ui, tokens, part));
            }
            ui.add_space(3.0 * GRID);
            ui.separator();
            for (name, value) in &page.colophon {
                small(ui, tokens, &format!("{name}: {value}"));
            }
            small(ui, tokens, &page.statement);
        });
}

fn heading(ui: &mut Ui, words: &str, size: f32, colour: egui::Color32) {
    let text = RichText::new(words).font(theme::bold(size)).color(colour);
    ui.add(Label::new(text).wrap());
}

fn plain(ui: &mut Ui, words: &str) {
    ui.add(Label::new(words).wrap());
}

fn small(ui: &mut Ui, tokens: &Tokens, words: &str) {
    let text = RichText::new(words).size(theme::SMALL).color(tokens.muted);
    ui.add(Label::new(text).wrap());
}

fn section(ui: &mut Ui, tokens: &Tokens, part: &Section) {
    ui.add_space(4.0 * GRID);
    heading(ui, &part.title, theme::BODY + 1.0, tokens.accent);
    if let Some(words) = &part.note {
        small(ui, tokens, words);
    }
    for (at, one) in part.blocks.iter().enumerate() {
        ui.push_id(at, |ui| block(ui, tokens, one));
    }
}

fn block(ui: &mut Ui, tokens: &Tokens, block: &Block) {
    match block {
        Block::Text(words) => plain(ui, words),
        Block::Quote { ask, who, words } => {
            if let Some(ask) = ask {
                small(ui, tokens, ask);
            }
            plain(ui, &said(who.as_ref(), words));
        }
        Block::Moments(moments) => {
            for one in moments {
                moment(ui, tokens, one);
            }
        }
        Block::Pairs(pairs) => {
            for one in pairs {
                pair(ui, tokens, one);
            }
        }
        Block::Table(one) => table(ui, tokens, one),
        Block::Chart(chart) => {
            plain(ui, &chart.title);
            small(ui, tokens, &chart.desc);
            table(ui, tokens, &chart.table);
        }
        Block::Lines(number) => {
            for _ in 0..*number {
                ui.add_space(5.0 * GRID);
                ui.separator();
            }
        }
    }
}

fn said(who: Option<&Tag>, words: &str) -> String {
    who.map_or_else(|| words.to_owned(), |who| format!("{}: {words}", who.name))
}

fn moment(ui: &mut Ui, tokens: &Tokens, moment: &Moment) {
    ui.add_space(GRID);
    ui.horizontal_top(|ui| {
        let width = ui.available_width();
        ui.allocate_ui(vec2(TIMES, 0.0), |ui| {
            ui.set_width(TIMES);
            let who = moment.who.as_ref().map(|who| format!("  {}", who.initial));
            let words = format!("{}{}", moment.time, who.unwrap_or_default());
            small(ui, tokens, &words);
        });
        ui.vertical(|ui| {
            ui.set_width((width - TIMES - ui.spacing().item_spacing.x).max(TIMES));
            ui.spacing_mut().item_spacing.y = 2.0;
            if let Some(over) = &moment.over {
                small(ui, tokens, over);
            }
            if let Some(words) = &moment.words {
                plain(ui, &format!("“{words}”"));
            }
            if let Some(label) = &moment.label {
                plain(ui, label);
            }
            if !moment.more.is_empty() {
                small(ui, tokens, &moment.more.join(" · "));
            }
            for (who, words) in &moment.replies {
                small(ui, tokens, &said(Some(who), words));
            }
        });
    });
}

fn pair(ui: &mut Ui, tokens: &Tokens, pair: &Pair) {
    moment(ui, tokens, &pair.left);
    moment(ui, tokens, &pair.right);
    for (who, words) in &pair.together {
        small(ui, tokens, &said(Some(who), words));
    }
    ui.add_space(GRID);
    ui.separator();
}

fn table(ui: &mut Ui, tokens: &Tokens, table: &Table) {
    if table.rows.is_empty() {
        return;
    }
    if !table.caption.is_empty() {
        small(ui, tokens, &table.caption);
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
    let width = ui.available_width() / table.head.len().max(1) as f32 - 3.0 * GRID;
    Grid::new("table")
        .spacing(vec2(3.0 * GRID, GRID))
        .min_col_width(24.0)
        .min_row_height(5.0 * GRID)
        .max_col_width(width.max(48.0))
        .show(ui, |ui| {
            for cell in &table.head {
                small(ui, tokens, cell);
            }
            ui.end_row();
            for row in &table.rows {
                for cell in row {
                    let text = RichText::new(cell).size(theme::SMALL);
                    ui.add(Label::new(text).wrap());
                }
                ui.end_row();
            }
        });
}
