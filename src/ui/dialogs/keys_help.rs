//! All keys, as the window has them now.

use egui::{Align, Layout, RichText, Ui, vec2};

use super::dialog;
use crate::{
    tr,
    ui::{
        theme::{self, Tokens},
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// Height of a row.
const ROW: f32 = 28.0;

/// Shows rows of keys and what they do. False once it wants to close.
pub fn show(ctx: &egui::Context, view: &View<'_>, rows: &[(String, String)]) -> bool {
    let tokens = &view.tokens;
    let mut done = false;
    let open = dialog(
        ctx,
        tokens,
        &tr!("keys-title"),
        760.0,
        |ui| {
            super::note(ui, tokens, tr!("keys-note"));
            let columns = if ui.available_width() > 640.0 { 2 } else { 1 };
            let each = rows.len().div_ceil(columns).max(1);
            ui.columns(columns, |parts| {
                for (part, rows) in parts.iter_mut().zip(rows.chunks(each)) {
                    part.spacing_mut().item_spacing.y = 0.0;
                    for (keys, label) in rows {
                        row(part, tokens, keys, label);
                    }
                }
            });
        },
        |ui| {
            done = ui
                .add(chip::button(tokens, tr!("dialog-done"), Kind::Main))
                .clicked();
        },
    );
    open && !done
}

fn row(ui: &mut Ui, tokens: &Tokens, keys: &str, label: &str) {
    let width = ui.available_width();
    let left = (width * 0.46).min(190.0);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0 * theme::GRID;
        let mut part = |width: f32, above: f32, text: RichText| {
            let layout = Layout::top_down(Align::Min);
            ui.allocate_ui_with_layout(vec2(width, ROW), layout, |ui| {
                ui.set_min_size(vec2(width, ROW));
                ui.add_space(above);
                ui.add(egui::Label::new(text).wrap());
            });
        };
        // The smaller type stands on the same line as the larger.
        let keys = RichText::new(keys).font(theme::bold(theme::SMALL));
        part(left, theme::GRID + 1.5, keys.color(tokens.muted));
        let rest = width - left - 3.0 * theme::GRID;
        part(rest, theme::GRID, RichText::new(label));
    });
}
