//! Before a still picture leaves the program: what it will hold, and that nothing protects it from then on.

use super::{dialog, note};
use crate::{
    app::{Command, StillCommand},
    tr,
    ui::{
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// Shows the question while a still picture is asked for. True when a file should be chosen for it.
pub fn show(ctx: &egui::Context, view: &View<'_>, commands: &mut Vec<Command>) -> bool {
    let Some(still) = view.app.still() else {
        return false;
    };
    let tokens = &view.tokens;
    let mut choose = false;
    let mut answer = None;
    let open = dialog(
        ctx,
        tokens,
        &tr!("still-title"),
        480.0,
        |ui| {
            let (width, height) = still.size();
            let time = still.time.short();
            ui.label(tr!(
                "still-holds",
                time = time,
                width = width,
                height = height
            ));
            ui.label(if still.hidden.is_some() {
                tr!("still-hidden")
            } else {
                tr!("still-whole")
            });
            note(ui, tokens, tr!("still-unprotected"));
            note(ui, tokens, tr!("still-consent"));
        },
        |ui| {
            choose = chip::pressed(ui, tokens, tr!("still-save"), Kind::Main);
            if chip::pressed(ui, tokens, tr!("still-copy"), Kind::Plain) {
                answer = Some(StillCommand::Copy);
            }
            if chip::pressed(ui, tokens, tr!("folder-cancel"), Kind::Plain) {
                answer = Some(StillCommand::LetGo);
            }
        },
    );
    if !open && answer.is_none() {
        answer = Some(StillCommand::LetGo);
    }
    commands.extend(answer.map(Command::Still));
    choose
}
