//! Whether a client is in the room, in the dialog about who can see what; and, while one is, how that ends.

use egui::Ui;

use super::{
    note, pills,
    readers::{ReadersLook, enabled, failure, secret, take},
    section,
};
use crate::{
    app::{Command, PresenceCommand, keys::KeyState},
    domain::person::Role,
    tr,
    ui::{
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// The choice that a client is here; nothing where nobody of the session could be one.
pub(super) fn choice(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let people = view.session().map_or(&[][..], |session| session.people());
    let any = people
        .iter()
        .any(|person| matches!(person.role, Role::Client | Role::Child));
    if !any {
        return;
    }
    section(ui, tr!("room-title"));
    let switch = [
        (tr!("room-only-us"), true),
        (tr!("room-client-here"), false),
    ];
    if pills(ui, &view.tokens, &switch) == Some(1) {
        commands.push(Command::Presence(PresenceCommand::ClientHere));
    }
    note(ui, &view.tokens, tr!("room-why"));
}

/// What is said while a client is here, and the way back.
pub(super) fn leaving(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut ReadersLook,
    commands: &mut Vec<Command>,
) {
    ui.add(egui::Label::new(tr!("room-now")).wrap());
    let guards = view.app.guards();
    let Some(guard) = guards.first() else {
        note(ui, &view.tokens, tr!("room-no-passphrase"));
        if chip::pressed(ui, &view.tokens, tr!("room-client-left"), Kind::Main) {
            commands.push(Command::Presence(PresenceCommand::ClientLeft));
        }
        return;
    };
    let chosen = look.guard.clone();
    let guard = chosen
        .and_then(|chosen| guards.iter().find(|known| known.id == chosen))
        .unwrap_or(guard);
    if guards.len() > 1 {
        let names: Vec<(String, bool)> = guards
            .iter()
            .map(|known| (known.name.clone(), known.id == guard.id))
            .collect();
        if let Some(at) = pills(ui, &view.tokens, &names) {
            look.guard = Some(guards[at].id.clone());
        }
    }
    if view.app.key_state(&guard.id) == KeyState::Trying {
        ui.label(tr!("passphrase-trying"));
        return;
    }
    let name = tr!("passphrase-of", name = guard.name.as_str());
    let done = secret(ui, &name, &mut look.first);
    failure(ui, view, &guard.id);
    let fits = !look.first.is_empty();
    if enabled(ui, view, fits, &tr!("room-client-left")) || done && fits {
        let passphrase = take(&mut look.first);
        commands.push(Command::Presence(PresenceCommand::Unlock(
            guard.id.clone(),
            passphrase,
        )));
    }
}
