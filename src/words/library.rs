//! What is said of a library, in the window and on the command line.

use super::notice;
use crate::{
    domain::{id::CodeId, time::MediaDelta},
    store::{Codebooks, Damage, Recording, StoreError, Subject, Trouble},
    tr,
};

/// A folder that was asked for and could not be read, as one sentence with what to do next.
#[must_use]
pub fn folder_error(error: &StoreError) -> String {
    let reason = notice::Trouble::from(error).sentence();
    tr!("library-folder-unreadable", reason = reason)
}

/// Why a file of a record says nothing here, as one sentence that names it.
#[must_use]
pub fn damage(damage: &Damage) -> String {
    let file = damage.file.as_str();
    match &damage.trouble {
        Trouble::Damaged {
            line: 0, reason, ..
        }
        | Trouble::Other(reason) => tr!("library-damaged", file = file, reason = reason.as_str()),
        Trouble::Damaged {
            line,
            column,
            reason,
        } => tr!(
            "library-damaged-at",
            file = file,
            line = line.to_string(),
            column = column.to_string(),
            reason = reason.as_str()
        ),
        Trouble::Newer(version) => tr!("library-newer", file = file, version = version.to_string()),
        Trouble::NotPermitted => tr!("library-not-permitted", file = file),
        Trouble::Copy => tr!("library-copy", file = file),
        Trouble::Closed => tr!("library-closed", file = file),
    }
}

/// So many marks.
#[must_use]
pub fn marks(count: usize) -> String {
    tr!("library-marks", marks = count)
}

/// So many recordings.
#[must_use]
pub fn recordings(count: usize) -> String {
    tr!("library-recordings", recordings = count)
}

/// Hours and minutes, as one says how long something is.
#[must_use]
pub fn length(length: MediaDelta) -> String {
    // To the nearest minute.
    let minutes = (length.as_millis() + 30_000) / 60_000;
    if minutes < 60 {
        tr!("library-minutes", minutes = minutes.to_string())
    } else {
        tr!(
            "library-hours",
            hours = (minutes / 60).to_string(),
            minutes = (minutes % 60).to_string()
        )
    }
}

/// The label of a code, or its id where no codebook here knows it.
#[must_use]
pub fn code(code: &CodeId, codebooks: &Codebooks) -> String {
    codebooks
        .find(code)
        .map_or_else(|| code.to_string(), |(_, known)| known.label)
}

/// The pseudonym of somebody in a recording.
#[must_use]
pub fn name(recording: &Recording, person: &crate::domain::id::PersonId) -> String {
    recording
        .people
        .iter()
        .find(|card| card.id == *person)
        .map_or_else(|| person.to_string(), |card| card.name.clone())
}

/// About whom a mark is.
#[must_use]
pub fn subject(recording: &Recording, about: &Subject) -> String {
    match about {
        Subject::People(people) => people
            .iter()
            .map(|person| name(recording, person))
            .collect::<Vec<_>>()
            .join(" + "),
        Subject::Us => tr!("about-us"),
        Subject::Group => tr!("about-group"),
    }
}
