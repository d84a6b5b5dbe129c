//! The ways to and from another computer, as the dialog for marking alone offers them.

use egui::Ui;

use crate::{
    app::{Command, MarkingCommand},
    domain::id::PersonId,
    tr,
    ui::{
        action::WindowEffect,
        dialogs::{folder::Purpose, note, package::PackageLook},
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// What is asked of other dialogs.
pub struct Others<'a> {
    /// Packages for another computer.
    pub package: &'a mut PackageLook,
    /// What only the window can do.
    pub effects: &'a mut Vec<WindowEffect>,
    /// Whether this dialog comes back once the one that is asked for is closed.
    pub back: &'a mut bool,
}

impl Others<'_> {
    /// This person sets a passphrase.
    pub(super) fn set_passphrase(&mut self, person: &PersonId, commands: &mut Vec<Command>) {
        commands.push(Command::Marking(MarkingCommand::SetAuthor(person.clone())));
        self.effects.push(WindowEffect::Readers);
        *self.back = true;
    }
}

/// Giving out a package, and opening one.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, others: &mut Others<'_>) {
    ui.add_space(2.0 * theme::GRID);
    note(ui, &view.tokens, tr!("package-elsewhere"));
    ui.horizontal_wrapped(|ui| {
        if chip::pressed(ui, &view.tokens, tr!("package-give-asked"), Kind::Plain)
            && let Some(session) = view.session()
        {
            others.package.begin(view, session);
        }
        if chip::pressed(ui, &view.tokens, tr!("package-take-asked"), Kind::Plain) {
            others
                .effects
                .push(WindowEffect::Choose(Purpose::OpenPackage));
        }
    });
}
