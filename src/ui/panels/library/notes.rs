//! What is to be said of the folder: recordings that are no longer there, files that could not be read.

use egui::{CornerRadius, Frame, Label, Margin, RichText, Ui};

use crate::{
    app::{Command, LibraryCommand, library::Shelf},
    tr,
    ui::{
        action::WindowEffect,
        dialogs::folder::Purpose,
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
    words::library as words,
};

/// Most faults that are listed.
const MOST: usize = 50;

/// Shows what there is to say, if anything.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    open: &mut bool,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    if shelf.reading.is_some() {
        return;
    }
    moved(ui, view, shelf, commands, effects);
    faults(ui, view, shelf, open);
}

fn card(ui: &mut Ui, view: &View<'_>, body: impl FnOnce(&mut Ui)) {
    Frame::new()
        .fill(view.tokens.panel)
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 1.5 * GRID;
            body(ui);
        });
}

fn moved(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let missing = shelf.missing();
    let tokens = &view.tokens;
    let mut push = |command| commands.push(Command::Library(command));
    match &shelf.moving {
        None if missing == 0 => {}
        None => card(ui, view, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.add(Label::new(tr!("library-missing", count = missing)).wrap());
                if ui
                    .add(chip::small(tokens, tr!("library-find-moved"), Kind::Plain))
                    .clicked()
                {
                    effects.push(WindowEffect::Choose(Purpose::Moved));
                }
            });
        }),
        Some(moving) => card(ui, view, |ui| match &moving.found {
            _ if !moving.failed.is_empty() => {
                ui.add(Label::new(tr!("library-move-failed")).wrap());
                for error in moving.failed.iter().take(MOST) {
                    let text = crate::words::notice::store_error_when_writing(error);
                    ui.add(Label::new(RichText::new(text).size(theme::SMALL)).wrap());
                }
                if chip::pressed(ui, tokens, tr!("library-leave-marks"), Kind::Plain) {
                    push(LibraryCommand::LeaveMarks);
                }
            }
            None => {
                ui.label(tr!("library-looking"));
            }
            Some(found) => {
                let folder = moving.folder.display().to_string();
                let text = tr!(
                    "library-moved-found",
                    found = found.len(),
                    of = moving.wanted,
                    folder = folder
                );
                ui.add(Label::new(text).wrap());
                ui.horizontal_wrapped(|ui| {
                    if !found.is_empty()
                        && chip::pressed(ui, tokens, tr!("library-move-marks"), Kind::Main)
                    {
                        push(LibraryCommand::MoveMarks);
                    }
                    if chip::pressed(ui, tokens, tr!("library-leave-marks"), Kind::Plain) {
                        push(LibraryCommand::LeaveMarks);
                    }
                });
            }
        }),
    }
}

fn faults(ui: &mut Ui, view: &View<'_>, shelf: &Shelf, open: &mut bool) {
    let damaged = || shelf.recordings.iter().flat_map(|one| &one.damaged);
    let count = damaged().count() + shelf.unread.len();
    if count == 0 {
        return;
    }
    let tokens = &view.tokens;
    card(ui, view, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.label(tr!("library-faults", count = count));
            let words = if *open {
                tr!("library-faults-hide")
            } else {
                tr!("library-faults-show")
            };
            if ui.add(chip::small(tokens, words, Kind::Quiet)).clicked() {
                *open = !*open;
            }
        });
        if *open {
            let folders = shelf
                .unread
                .iter()
                .map(|error| tr!("library-folder-unread", reason = error.to_string()));
            for text in folders.chain(damaged().map(words::damage)).take(MOST) {
                let text = RichText::new(text).size(theme::SMALL).color(tokens.muted);
                ui.add(Label::new(text).wrap());
            }
        }
    });
}
