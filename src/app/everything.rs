//! Everything by and about one person, put together for that person to take along.

use std::{path::PathBuf, sync::Arc};

use super::{App, review::packages::viewer_of};
use crate::{
    domain::{
        codebook::RISK_GROUP,
        consent,
        disclosed::{Disclosed, OpenCodes, Purpose, Viewer},
        entry::ConsentPurpose,
        id::{CodeId, PersonId},
        session::Session,
    },
    interop::about::{self, AboutPerson, CodeName},
    store::Codebooks,
};

/// A text that waits for its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakeAlong {
    /// The usual name of its file.
    pub name: String,
    /// What stands in it.
    pub text: Arc<str>,
}

/// What the record, as far as it is open, has by and about this person, as far as that person may see it.
#[must_use]
pub fn everything(
    record: &Session,
    person: &PersonId,
    books: &Codebooks,
    recording: &str,
    made: &str,
) -> AboutPerson {
    let codes = Arc::new(OpenCodes::of(books.all().iter().map(AsRef::as_ref)));
    let viewer = viewer_of(record, Some(person), codes);
    let of_the_room = matches!(viewer, Viewer::Room { .. }).then(|| books.for_the_room());
    let viewer = match viewer {
        Viewer::Room { codes, .. } => Viewer::Room {
            codes,
            alone: Some(person.clone()),
        },
        viewer => viewer,
    };
    let books = of_the_room.as_ref().unwrap_or(books);
    let name_of = |id: &CodeId| {
        let found = books.find(id).map(|(_, code)| code);
        CodeName {
            risk: found.as_ref().is_some_and(|code| code.group == RISK_GROUP),
            label: found.map_or_else(|| id.to_string(), |code| code.label),
        }
    };
    let shown = Disclosed::of(record, viewer, Purpose::Window);
    about::about_person(&shown, person, recording, made, &name_of)
}

impl App {
    /// All of it for one person. `None` while somebody marks alone, and where somebody else took back that the recording may
    /// be looked at; whoever did so themselves still gets what is kept of them.
    #[must_use]
    pub fn everything_of(&self, person: &PersonId) -> Option<AboutPerson> {
        let record = self.desk()?.document.record();
        let today = self.reading.wall.date_naive();
        let closed = consent::taken_back(record, ConsentPurpose::Review, today)
            .into_iter()
            .any(|who| who != *person);
        if closed || self.marks_alone().is_some() {
            return None;
        }
        let path: PathBuf = self.recording()?.path.clone();
        let recording = path.file_name().unwrap_or_default().to_string_lossy();
        let made = self.reading.wall.to_rfc3339();
        Some(everything(
            record,
            person,
            &self.codebooks,
            &recording,
            &made,
        ))
    }
}
