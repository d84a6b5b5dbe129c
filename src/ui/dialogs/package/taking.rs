//! What is in a package, before it is taken in and after.

use super::{Main, recording_of, text, under_way};
use crate::{
    app::{Command, review::packages::Outcome},
    store::Package,
    tr,
    ui::{
        action::WindowEffect,
        dialogs::{folder::Purpose, note},
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
    words::package,
};
use egui::{RichText, Ui};

/// What is in one, and where it goes.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> Option<Main> {
    if under_way(ui, view, commands) {
        return None;
    }
    match view.app.package_outcome() {
        Some(Outcome::Looked(found)) => Some(Main::of(inside(ui, view, found, effects))),
        Some(Outcome::Refused(reason, found)) => {
            text(ui, package::refusal(reason));
            ui.add_space(theme::GRID);
            Some(Main::of(match found {
                Some(found) => inside(ui, view, found, effects),
                None => tr!("package-done"),
            }))
        }
        Some(Outcome::Taken(found, taken)) => {
            for line in package::taken(found, taken) {
                text(ui, line);
            }
            let round = found.own().is_some() && view.desk().is_some();
            Some(Main::of(if round {
                tr!("action-alone")
            } else {
                tr!("package-done")
            }))
        }
        Some(Outcome::Given(_)) | None => None,
    }
}

/// What is in one. Returns the words for what comes next.
fn inside(
    ui: &mut Ui,
    view: &View<'_>,
    found: &Package,
    effects: &mut Vec<WindowEffect>,
) -> String {
    let tokens = &view.tokens;
    let mut heading = package::heading(found).into_iter();
    if let Some(whose) = heading.next() {
        ui.label(RichText::new(whose).font(theme::bold(theme::BODY)));
    }
    for line in heading {
        note(ui, tokens, line);
    }
    for line in package::contents(found) {
        text(ui, format!("·  {line}"));
    }
    for (theirs, ours) in view.app.other_codebooks(found) {
        note(
            ui,
            tokens,
            tr!(
                "package-codebook",
                id = theirs.id,
                theirs = theirs.version,
                ours = ours
            ),
        );
    }
    ui.add_space(theme::GRID);
    if recording_of(view, found).is_some() {
        note(ui, tokens, tr!("package-for-this"));
        return tr!("package-take");
    }
    note(ui, tokens, tr!("package-for-which"));
    if found.media_bytes().is_none() {
        return tr!("package-choose");
    }
    if chip::pressed(ui, tokens, tr!("package-choose"), Kind::Plain) {
        effects.push(WindowEffect::Choose(Purpose::PackageRecording));
    }
    tr!("package-unpack")
}
