//! A client in the room: while one is present, what is not for everyone, names of modes, marks about a risk and learning marks
//! are not on screen, and no key shows them.

use std::sync::Arc;

use super::{
    App,
    keys::{KeyCommand, Passphrase},
    marking::Face,
};
use crate::{
    domain::{
        disclosed::{OpenCodes, Viewer},
        id::PersonId,
        person::{Person, Role},
    },
    store::Codebooks,
};

/// To who is in the room.
#[derive(Clone, Debug, PartialEq)]
pub enum PresenceCommand {
    /// A client is here from now on.
    ClientHere,
    /// The client has left. Where somebody of the team has a passphrase, it is asked for first: see
    /// [`PresenceCommand::Unlock`].
    ClientLeft,
    /// The client has left, says the owner of this passphrase.
    Unlock(PersonId, Passphrase),
}

/// What the screen may show while a client is present, made once for each change of the codebooks.
pub(super) struct ForTheRoom {
    /// The codebooks in plain words.
    pub(super) books: Codebooks,
    codes: Arc<OpenCodes>,
}

impl ForTheRoom {
    pub(super) fn of(books: &Codebooks) -> Self {
        let books = books.for_the_room();
        let open = OpenCodes::of(books.all().iter().map(AsRef::as_ref));
        Self {
            books,
            codes: Arc::new(open),
        }
    }

    /// The codes that a client may see.
    pub(super) fn codes(&self) -> Arc<OpenCodes> {
        Arc::clone(&self.codes)
    }
}

impl App {
    /// Whether a client can see the screen: one is in the room, or has it in front of them.
    #[must_use]
    pub fn client_present(&self) -> bool {
        self.client_here() || self.face() == Face::Client
    }

    /// Whether it was said that a client is in the room; this stays when somebody else marks.
    #[must_use]
    pub fn client_here(&self) -> bool {
        self.desk().is_some_and(|desk| desk.client_here)
    }

    /// Whose passphrase says that the client has left: those of the team who have one, the therapist first. Empty where nobody
    /// has; then a press is enough.
    #[must_use]
    pub fn guards(&self) -> Vec<&Person> {
        let Some(desk) = self.desk() else {
            return Vec::new();
        };
        let mut guards: Vec<&Person> = desk
            .document
            .session()
            .people()
            .iter()
            .filter(|person| person.key.is_some() && is_team(person.role))
            .collect();
        guards.sort_by_key(|person| person.role != Role::Therapist);
        guards
    }

    pub(super) fn handle_presence(&mut self, command: PresenceCommand) {
        match command {
            PresenceCommand::ClientHere => {
                // What only some may read leaves the memory of the window, not only the screen.
                if self
                    .desk()
                    .is_some_and(|desk| desk.document.marks_alone().is_none())
                {
                    self.close_keys();
                }
                self.set_client_here(true);
            }
            PresenceCommand::ClientLeft if self.guards().is_empty() => self.set_client_here(false),
            PresenceCommand::ClientLeft => {}
            PresenceCommand::Unlock(person, passphrase) => {
                let guards = self.guards().iter().any(|guard| guard.id == person);
                if guards && self.client_here() {
                    self.handle_key(KeyCommand::Leave(person, passphrase));
                }
            }
        }
    }

    pub(super) fn set_client_here(&mut self, here: bool) {
        if let Some(desk) = self.desk_mut()
            && desk.client_here != here
        {
            desk.client_here = here;
            desk.document.set_history_aside(here);
            if here {
                desk.comparing = None;
                desk.close_insight();
            }
        }
    }

    /// Brings the screen in line with who looks at it.
    pub(super) fn mind_presence(&mut self) {
        self.mind_consent();
        let present = self.client_present();
        let Some(desk) = self.desk() else { return };
        let alone = (!desk.client_here).then(|| desk.marking.author.clone());
        let viewer = if self.closed_by().is_empty() {
            present.then(|| Viewer::Room {
                codes: Arc::clone(&self.for_the_room.codes),
                alone,
            })
        } else {
            Some(Viewer::Closed)
        };
        let edition = self.codebooks().get(&desk.marking.codebook.id);
        let Some(desk) = self.desk_mut() else { return };
        if let Some(edition) = edition
            && !Arc::ptr_eq(&edition, &desk.marking.codebook)
        {
            desk.marking.codebook = edition;
        }
        // A sealed set is its owner's alone, and the only thing in memory.
        let viewer = viewer.filter(|_| desk.document.marks_alone().is_none());
        if desk.document.show_to(viewer.as_ref()) {
            if let Some(Viewer::Room { codes, .. }) = &viewer {
                // The list names what it is filtered by.
                desk.filter.code = desk.filter.code.take().filter(|code| codes.holds(code));
            }
            let comparing = desk.comparing.take();
            desk.forget_what_is_gone();
            desk.comparing = comparing;
        }
    }
}

const fn is_team(role: Role) -> bool {
    matches!(
        role,
        Role::Therapist | Role::Supervisor | Role::Inquirer | Role::Trainee | Role::Rater
    )
}
