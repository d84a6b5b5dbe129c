//! Reports: what a disclosed record says, for one reader, in that reader's words, as one file that prints.
//!
//! Pure functions. [`of`] is the only way to a page: it refuses where somebody took back what the recording may be used for, takes
//! out whatever the reader may not see, and makes the report of what is left; [`html::html`] writes it. A further report is one
//! file with a function and one line in [`REPORTS`].
//!
//! What holds for all of them: marks about a risk are in none; nothing is counted that a person could be ashamed of; strengths come
//! first; own words stand before codes; who marked, with which codebook, what was watched and how many marks there are is always
//! said, and that a page describes marks, not persons.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use crate::{
    client,
    domain::{
        codebook::Codebook,
        consent,
        disclosed::{Disclosed, OpenCodes, Purpose, Viewer},
        entry::ConsentPurpose,
        id::PersonId,
        person::Role,
        prompt::Prompts,
        session::{Session, SessionKind},
    },
    tr,
};

mod beside;
mod common;
mod feedback;
mod gather;
pub mod html;
mod methods;
mod moments;
pub mod page;
mod preparation;
pub mod progress;
mod steps;
mod supervision;
mod svg;
mod tape;

use page::Page;

/// Who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// The client.
    Client,
    /// The client and the therapist, together.
    Both,
    /// The therapist.
    Therapist,
    /// The supervisor.
    Supervisor,
    /// Somebody who learns.
    Trainee,
    /// Whoever teaches.
    Trainer,
    /// Somebody who studies it.
    Researcher,
}

impl Reader {
    /// Every reader, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Client,
        Self::Both,
        Self::Therapist,
        Self::Supervisor,
        Self::Trainee,
        Self::Trainer,
        Self::Researcher,
    ];

    /// Whether a client reads it: plain words, and nothing but what a client may see.
    #[must_use]
    pub const fn is_client(self) -> bool {
        matches!(self, Self::Client | Self::Both)
    }

    /// Its name on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Both => "both",
            Self::Therapist => "therapist",
            Self::Supervisor => "supervisor",
            Self::Trainee => "trainee",
            Self::Trainer => "trainer",
            Self::Researcher => "researcher",
        }
    }

    /// What is shown.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Client => tr!("report-for-client"),
            Self::Both => tr!("report-for-both"),
            Self::Therapist => tr!("report-for-therapist"),
            Self::Supervisor => tr!("report-for-supervisor"),
            Self::Trainee => tr!("report-for-trainee"),
            Self::Trainer => tr!("report-for-trainer"),
            Self::Researcher => tr!("report-for-researcher"),
        }
    }

    /// What people must have agreed to before a picture of them is in it.
    #[must_use]
    pub const fn purpose(self) -> ConsentPurpose {
        match self {
            Self::Client | Self::Both | Self::Therapist => ConsentPurpose::Review,
            Self::Supervisor => ConsentPurpose::Supervision,
            Self::Trainee | Self::Trainer => ConsentPurpose::Training,
            Self::Researcher => ConsentPurpose::Research,
        }
    }

    fn viewer(self, record: &Session, books: &[Arc<Codebook>]) -> Viewer {
        let codes = Arc::new(OpenCodes::of(books.iter().map(AsRef::as_ref)));
        let role = match self {
            Self::Client | Self::Both => return Viewer::Room { codes, alone: None },
            Self::Therapist => Role::Therapist,
            Self::Supervisor => Role::Supervisor,
            Self::Trainee => Role::Trainee,
            Self::Trainer | Self::Researcher => Role::Other,
        };
        match record.people().first() {
            // Which person it is makes no difference to what is handed out: it is for whoever gets hold of it.
            Some(person) => Viewer::Person {
                person: person.id.clone(),
                role,
            },
            None => Viewer::Room { codes, alone: None },
        }
    }
}

/// Which report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A client's own words and moments.
    Moments,
    /// What two people see alike, and what each sees alone.
    CommonGround,
    /// What a therapist looks at before the next session.
    Preparation,
    /// What a supervisor needs for feedback.
    Supervision,
    /// What somebody who learns shares with those who see well, and what not.
    Feedback,
    /// Where those who learn do not see what those who see well agreed on.
    Tape,
    /// How it was made, for those who study it.
    Methods,
}

/// A report that can be made.
#[derive(Clone, Copy)]
pub struct Report {
    /// Which.
    pub kind: Kind,
    /// Its name on the command line.
    pub name: &'static str,
    /// Who may read it, the usual reader first.
    pub readers: &'static [Reader],
    /// Roles of those it may be of, where it is of one of several; the first of them unless somebody is named.
    pub of_roles: &'static [Role],
    label: fn() -> String,
    about: fn() -> String,
    page: fn(&Material<'_>) -> Result<Page, Refusal>,
}

impl std::fmt::Debug for Report {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Report({})", self.name)
    }
}

impl Report {
    /// What is shown.
    #[must_use]
    pub fn label(&self) -> String {
        (self.label)()
    }

    /// One line on what it is.
    #[must_use]
    pub fn about(&self) -> String {
        (self.about)()
    }
}

/// Every report, in the order in which they are offered.
pub const REPORTS: &[Report] = &[
    Report {
        kind: Kind::Moments,
        name: "moments",
        readers: &[Reader::Client],
        of_roles: &gather::CLIENTS,
        label: || client!("report-moments"),
        about: || tr!("report-moments-about"),
        page: moments::page,
    },
    Report {
        kind: Kind::CommonGround,
        name: "common-ground",
        readers: &[Reader::Both, Reader::Client, Reader::Therapist],
        of_roles: &[],
        label: || client!("report-common"),
        about: || tr!("report-common-about"),
        page: common::page,
    },
    Report {
        kind: Kind::Preparation,
        name: "preparation",
        readers: &[Reader::Therapist],
        of_roles: &gather::CLIENTS,
        label: || tr!("report-preparation"),
        about: || tr!("report-preparation-about"),
        page: preparation::page,
    },
    Report {
        kind: Kind::Supervision,
        name: "supervision",
        readers: &[Reader::Supervisor, Reader::Therapist, Reader::Trainee],
        of_roles: &gather::THERAPISTS,
        label: || tr!("report-supervision"),
        about: || tr!("report-supervision-about"),
        page: supervision::page,
    },
    Report {
        kind: Kind::Feedback,
        name: "feedback",
        readers: &[Reader::Trainee, Reader::Trainer],
        of_roles: &beside::LEARNERS,
        label: || tr!("report-feedback"),
        about: || tr!("report-feedback-about"),
        page: feedback::page,
    },
    Report {
        kind: Kind::Tape,
        name: "tape",
        readers: &[Reader::Trainer],
        of_roles: &[],
        label: || tr!("report-tape"),
        about: || tr!("report-tape-about"),
        page: tape::page,
    },
    Report {
        kind: Kind::Methods,
        name: "methods",
        readers: &[Reader::Researcher, Reader::Supervisor, Reader::Trainer],
        of_roles: &[],
        label: || tr!("report-methods"),
        about: || tr!("report-methods-about"),
        page: methods::page,
    },
];

impl Kind {
    /// The report.
    #[must_use]
    pub fn report(self) -> &'static Report {
        let found = REPORTS.iter().find(|report| report.kind == self);
        found.unwrap_or(&REPORTS[0])
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which report.
    pub kind: Kind,
    /// For whom.
    pub reader: Reader,
    /// Of whom; who is left out is chosen by role.
    pub of: Vec<PersonId>,
}

/// Why there is no such report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not meant for this reader.
    #[error("this report is not for this reader")]
    NotFor,
    /// Nobody of this recording could be in it.
    #[error("nobody of this recording fits")]
    Nobody,
    /// It takes two people.
    #[error("it takes two people")]
    TakesTwo,
    /// Somebody took back that the recording may be used for this.
    #[error("somebody took back their consent")]
    TakenBack(ConsentPurpose),
}

/// What a report is made of.
#[derive(Clone, Copy)]
struct Material<'a> {
    /// The record as the reader may see it.
    disclosed: &'a Disclosed,
    /// Which report, for whom.
    asked: &'a Asked,
    /// The codebooks, in the reader's words.
    books: &'a [Arc<Codebook>],
    /// The questions of an exploration.
    prompts: Option<&'a Prompts>,
    /// When it is made.
    made: DateTime<FixedOffset>,
}

/// What reports need besides the record.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// Every codebook there is, as therapists see it.
    pub books: &'a [Arc<Codebook>],
    /// The questions of an exploration.
    pub prompts: Option<&'a Prompts>,
    /// When it is made.
    pub made: DateTime<FixedOffset>,
}

/// Makes a report of a whole record, with nothing in it that its reader may not see.
///
/// # Errors
/// Where it is not for this reader, somebody took back their consent, or the recording has nobody it could be of.
pub fn of(record: &Session, asked: &Asked, given: &Given<'_>) -> Result<Page, Refusal> {
    let report = asked.kind.report();
    if !report.readers.contains(&asked.reader) {
        return Err(Refusal::NotFor);
    }
    if let Some(purpose) = taken_back(record, asked.reader, given.made) {
        return Err(Refusal::TakenBack(purpose));
    }
    let books = books_for(asked.reader, given.books);
    let viewer = asked.reader.viewer(record, &books);
    let disclosed = Disclosed::of(record, viewer, Purpose::HandedOut);
    (report.page)(&Material {
        disclosed: &disclosed,
        asked,
        books: &books,
        prompts: given.prompts,
        made: given.made,
    })
}

/// What somebody took back and the report would rest on.
fn taken_back(
    record: &Session,
    reader: Reader,
    made: DateTime<FixedOffset>,
) -> Option<ConsentPurpose> {
    let day = made.date_naive();
    // All reports are made by looking at it; those that members of a group read rest on their agreement, too.
    let group = record.info().kind == SessionKind::Group && reader.is_client();
    [ConsentPurpose::Review, reader.purpose()]
        .into_iter()
        .chain(group.then_some(ConsentPurpose::Group))
        .find(|purpose| !consent::taken_back(record, *purpose, day).is_empty())
}

/// What somebody took back and a report for this reader would rest on, on the day it is made.
#[must_use]
pub fn refused(
    record: &Session,
    reader: Reader,
    made: DateTime<FixedOffset>,
) -> Option<ConsentPurpose> {
    taken_back(record, reader, made)
}

/// Whether still pictures may be in a report: nobody took anything back, and everybody who came for help agreed that the
/// recording is used for it. Role-plays show nobody who came for help.
#[must_use]
pub fn may_have_stills(record: &Session, reader: Reader, made: DateTime<FixedOffset>) -> bool {
    if taken_back(record, reader, made).is_some() {
        return false;
    }
    if record.info().kind == SessionKind::RolePlay {
        return true;
    }
    let day = made.date_naive();
    let mut seen = record
        .people()
        .iter()
        .filter(|person| gather::CLIENTS.contains(&person.role));
    seen.all(|person| {
        record
            .set(&person.id)
            .is_some_and(|set| consent::state(set, reader.purpose(), day).allows())
    })
}

/// What a still picture shows, for those who cannot see it.
#[must_use]
pub fn still_alt(reader: Reader, time: &str) -> String {
    if reader.is_client() {
        client!("report-still", time = time)
    } else {
        tr!("report-still", time = time)
    }
}

/// The codebooks as this reader may see them.
fn books_for(reader: Reader, books: &[Arc<Codebook>]) -> Vec<Arc<Codebook>> {
    if reader.is_client() {
        let plain = books.iter().map(|book| Arc::new(book.for_the_room()));
        plain.collect()
    } else {
        books.to_vec()
    }
}
