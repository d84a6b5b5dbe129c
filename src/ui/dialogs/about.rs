//! What this program is, what it does with what people tell it, and whose work is in it.

use egui::{RichText, ScrollArea};

use super::{dialog, note, section};
use crate::{
    tr,
    ui::{
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// The licence of the typeface, as its makers ask.
const FONT_LICENCE: &str = include_str!("../../../assets/fonts/OFL.txt");

/// False once it wants to close.
pub fn show(ctx: &egui::Context, view: &View<'_>) -> bool {
    let tokens = &view.tokens;
    let mut done = false;
    let open = dialog(
        ctx,
        tokens,
        &tr!("about-title"),
        520.0,
        |ui| {
            ui.label(tr!("about-version", version = env!("CARGO_PKG_VERSION")));
            ui.add(egui::Label::new(tr!("about-what")).wrap());
            section(ui, tr!("about-privacy-title"));
            ui.add(egui::Label::new(tr!("about-privacy")).wrap());
            note(ui, tokens, tr!("about-encryption"));
            section(ui, tr!("about-licences-title"));
            for line in [tr!("about-licence"), tr!("about-icons"), tr!("about-font")] {
                ui.add(egui::Label::new(line).wrap());
            }
            ui.collapsing(tr!("about-font-licence"), |ui| {
                ScrollArea::vertical()
                    .id_salt("font licence")
                    .max_height(180.0)
                    .show(ui, |ui| {
                        ui.add(
                            egui::Label::new(RichText::new(FONT_LICENCE).size(theme::SMALL)).wrap(),
                        );
                    });
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
