//! Opening a recording's record from the command line, and finding a person by what a user calls them.

use std::path::Path;

use crate::{
    app::{
        clock::{Clock, SystemClock},
        ids,
    },
    domain::{
        consent,
        entry::ConsentPurpose,
        person::{Person, Role},
        session::{Session, SessionKind},
    },
    store::{self, NewSession, Opened, Places},
    tr,
};

/// The record of a recording, as the window would open it.
pub fn open(video: &Path, places: &Places) -> Opened {
    open_with(video, places, &store::Keyring::default())
}

/// The same with what these keys open.
pub fn open_with(video: &Path, places: &Places, keys: &store::Keyring) -> Opened {
    let now = SystemClock::default().read().wall;
    let ids = ids::NewRecord::of(&store::device_id(places), video);
    let mut people = Vec::new();
    let names = [
        (tr!("role-therapist"), Role::Therapist),
        (tr!("role-client"), Role::Client),
    ];
    for (hue, (name, role)) in (0_u8..).zip(names) {
        people.push(Person {
            id: ids.person(hue),
            name,
            role,
            hue,
            key: None,
            zones: None,
            fields: Vec::new(),
        });
    }
    let new = NewSession {
        id: ids.session(),
        kind: SessionKind::Session,
        people,
        codebooks: Vec::new(),
    };
    store::open(
        video,
        &crate::app::world::identify(video),
        places,
        new,
        now,
        keys,
    )
}

/// The words for a record of which somebody took back that it may be looked at; nothing of it is printed or changed then.
#[must_use]
pub fn closed(session: &Session) -> Option<String> {
    let today = SystemClock::default().read().wall.date_naive();
    let closed = !consent::taken_back(session, ConsentPurpose::Review, today).is_empty();
    closed.then(|| tr!("cli-closed"))
}

/// The person that a user means by a pseudonym, an id or a role.
#[must_use]
pub fn find_person<'a>(session: &'a Session, wanted: &str) -> Option<&'a Person> {
    let people = session.people();
    let lower = wanted.trim().to_lowercase();
    people
        .iter()
        .find(|person| person.name == wanted || person.id.as_str() == wanted)
        .or_else(|| {
            people
                .iter()
                .find(|person| person.name.to_lowercase() == lower)
        })
        .or_else(|| {
            people
                .iter()
                .find(|person| format!("{:?}", person.role).to_lowercase() == lower)
        })
}

/// The pseudonyms of a session, for a message.
#[must_use]
pub fn names(session: &Session) -> String {
    session
        .people()
        .iter()
        .map(|person| person.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}
