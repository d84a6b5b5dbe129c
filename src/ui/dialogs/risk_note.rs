//! The team's own note for marks about a risk: written by the team, shown as it is, and nothing more.

use super::{bare_field, dialog, note};
use crate::{
    app::Command,
    store::Settings,
    tr,
    ui::{
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// What the dialog keeps while it is open.
#[derive(Debug, Default)]
pub struct RiskNoteLook {
    draft: Option<String>,
}

/// False once it wants to close; what was typed is kept then.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut RiskNoteLook,
    commands: &mut Vec<Command>,
) -> bool {
    if view.client_present() {
        look.draft = None;
        return false;
    }
    let tokens = &view.tokens;
    let before = &view.settings().risk_note;
    let text = look.draft.get_or_insert_with(|| before.clone());
    let mut done = false;
    let open = dialog(
        ctx,
        tokens,
        &tr!("risk-note-title"),
        520.0,
        |ui| {
            note(ui, tokens, tr!("risk-note-why"));
            bare_field(ui, &tr!("risk-note-title"), text, 6);
            note(ui, tokens, tr!("risk-note-where"));
        },
        |ui| {
            done = chip::pressed(ui, tokens, tr!("dialog-done"), Kind::Main);
        },
    );
    let stays = open && !done;
    if !stays && let Some(text) = look.draft.take() {
        let text = text.trim().to_owned();
        if text != *before {
            let settings = Settings {
                risk_note: text,
                ..view.settings().clone()
            };
            commands.push(Command::SetSettings(Box::new(settings)));
        }
    }
    stays
}
