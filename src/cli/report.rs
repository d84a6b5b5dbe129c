//! `mindframe report`: what a record says, for one reader, as one file that prints.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{Exit, record};
use crate::{
    analysis::progress,
    app::{
        clock::{Clock, SystemClock},
        report::{Pictures, pictures},
    },
    report::{self, Asked, Given, REPORTS, Reader, Report, html, page::Page},
    store::{self, Codebooks, Places, Records, StoreError},
    tr,
    words::{self, notice},
};

/// What to make.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The recording; a folder of them for what stands side by side over time.
    pub video: PathBuf,
    /// Which report: moments, common-ground, preparation, supervision, ...; another word lists them all.
    #[arg(long, value_name = "KIND", value_parser = kind)]
    pub kind: Which,
    /// Who reads it: client, both, therapist, supervisor, trainee, trainer, researcher; the usual reader unless given.
    #[arg(long = "for", value_name = "ROLE", value_parser = reader)]
    pub reader: Option<Reader>,
    /// Of whom: pseudonyms, ids or roles; chosen by role unless given.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    pub of: Vec<String>,
    /// Where the page goes.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// With a small still picture at each moment, where everybody agreed to that.
    #[arg(long)]
    pub stills: bool,
}

/// Of one recording, or of many.
#[derive(Clone, Copy, Debug)]
pub enum Which {
    /// Of one.
    One(&'static Report),
    /// Of the recordings of a folder.
    Progress,
}

/// Its name on the command line.
const PROGRESS: &str = "progress";
/// Who may read it, the usual reader first.
const PROGRESS_READERS: [Reader; 3] = [Reader::Therapist, Reader::Supervisor, Reader::Researcher];

fn kind(text: &str) -> Result<Which, String> {
    if text == PROGRESS {
        return Ok(Which::Progress);
    }

    let known = || REPORTS.iter().map(|report| report.name);
    let found = REPORTS.iter().find(|report| report.name == text);
    found.map(Which::One).ok_or_else(|| {
        let known: Vec<&str> = known().chain([PROGRESS]).collect();
        tr!("report-no-kind", kinds = known.join(", "))
    })
}

fn reader(text: &str) -> Result<Reader, String> {
    let found = Reader::ALL.into_iter().find(|reader| reader.name() == text);
    found.ok_or_else(|| {
        let known: Vec<&str> = Reader::ALL.into_iter().map(Reader::name).collect();
        tr!("report-no-reader", readers = known.join(", "))
    })
}

/// Why there is no page, in words, with the exit code.
struct Refused(Exit, String);

fn unreadable(error: &StoreError) -> Refused {
    Refused(Exit::Unreadable, notice::store_error(error))
}

/// Makes the report and writes it.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    match make(args, err) {
        Ok(()) => {
            let file = args.out.display().to_string();
            writeln!(out, "{}", tr!("report-saved", file = file))?;
            Ok(Exit::Done)
        }
        Err(Refused(exit, words)) => {
            writeln!(err, "{words}")?;
            Ok(exit)
        }
    }
}

fn save(args: &Args, page: &Page, stills: &html::Stills) -> Result<(), Refused> {
    let text = html::html(page, "en", stills);
    store::write_private_file(&args.out, text.as_bytes())
        .map_err(|error| Refused(Exit::Unreadable, notice::store_error_when_writing(&error)))
}

/// The recordings of a folder side by side; those whose use somebody took back are left out, and named.
fn side_by_side(args: &Args, err: &mut dyn Write) -> Result<(), Refused> {
    let reader = args.reader.unwrap_or(PROGRESS_READERS[0]);
    if !PROGRESS_READERS.contains(&reader) {
        let words = words::report::refusal(report::Refusal::NotFor);
        return Err(Refused(Exit::Usage, words));
    }
    let made = SystemClock::default().read().wall;
    let (mut facts, mut notes) = (Vec::new(), Vec::new());
    let unread = store::read_records(&args.video, |record: Records| {
        let file = record.within.to_string_lossy().into_owned();
        notes.extend(record.damaged.iter().map(words::library::damage));
        let session = record.shown.session();
        if report::refused(session, reader, made).is_some() {
            notes.push(tr!("report-left-apart", file = file));
        } else {
            let case = record.within.parent().unwrap_or(Path::new(""));
            let case = case.to_string_lossy().into_owned();
            facts.push(progress::facts(session, file, case));
        }
        Ok::<bool, StoreError>(true)
    })
    .map_err(|error| unreadable(&error))?;
    for error in &unread {
        notes.push(tr!("library-folder-unread", reason = error.to_string()));
    }
    for note in notes {
        // What can be made is made; what is left out is said.
        let _unsaid = writeln!(err, "{note}");
    }
    let page = report::progress::page(&progress::progress(facts), made);
    save(args, &page, &html::Stills::default())
}

fn make(args: &Args, err: &mut dyn Write) -> Result<(), Refused> {
    let Which::One(kind) = args.kind else {
        return side_by_side(args, err);
    };
    if let Err(error) = std::fs::metadata(&args.video) {
        return Err(unreadable(&StoreError::io(&args.video, &error)));
    }
    let places = Places::of_this_user().map_err(|error| unreadable(&error))?;
    let (codebooks, _) = Codebooks::load(&places);
    let (prompts, _) = store::load_prompts(&places);
    let session = record::open(&args.video, &places).session;
    if let Some(words) = record::closed(&session) {
        return Err(Refused(Exit::Unreadable, words));
    }
    let mut of = Vec::new();
    for wanted in &args.of {
        let Some(person) = record::find_person(&session, wanted) else {
            let people = record::names(&session);
            let words = tr!("cli-no-person", name = wanted.as_str(), people = people);
            return Err(Refused(Exit::Usage, words));
        };
        of.push(person.id.clone());
    }
    let asked = Asked {
        kind: kind.kind,
        reader: args.reader.unwrap_or(kind.readers[0]),
        of,
    };
    let made = SystemClock::default().read().wall;
    let given = Given {
        books: codebooks.all(),
        prompts: prompts.as_ref(),
        made,
    };
    let page = report::of(&session, &asked, &given).map_err(|refusal| {
        let exit = match refusal {
            report::Refusal::NotFor => Exit::Usage,
            report::Refusal::TakenBack(_) => Exit::Unreadable,
            report::Refusal::Nobody | report::Refusal::TakesTwo => Exit::Problem,
        };
        Refused(exit, words::report::refusal(refusal))
    })?;
    let mut stills = html::Stills::default();
    if args.stills {
        if report::may_have_stills(&session, asked.reader, made) {
            let wanted = Pictures {
                video: &args.video,
                reader: asked.reader,
                hidden: store::load_view(&places, &args.video, "").and_then(|view| view.hidden()),
                shown: store::load_view(&places, &args.video, "")
                    .is_none_or(|view| view.showing.has_picture()),
                in_parts: session.parts().count() > 1,
            };
            stills = pictures(&page, &wanted);
        } else {
            // What can be made is made; the reason is said.
            let _unsaid = writeln!(err, "{}", tr!("report-no-stills"));
        }
    }
    save(args, &page, &stills)
}
