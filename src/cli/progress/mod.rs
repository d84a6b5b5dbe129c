//! `mindframe progress`: several recordings of the same people, side by side.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::Exit;
use crate::{
    analysis::{
        places::Groups,
        progress::{self, Case},
    },
    domain::entry::ConsentPurpose,
    store::{self, Codebooks, Places, Records, StoreError},
    tr,
    words::library as words,
};

mod json;
mod text;

/// What to show.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder; each folder within it is a case of its own.
    pub folder: PathBuf,
    /// Only what is marked about this person: a pseudonym, an id or a role.
    #[arg(long, value_name = "NAME")]
    pub subject: Option<String>,
    /// Only what this person marked.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// What this person, who learns, made of their tapes: a pseudonym or an id. One at a time, for them and whoever teaches them.
    #[arg(long, value_name = "NAME")]
    pub learner: Option<String>,
    /// Write JSON.
    #[arg(long)]
    pub json: bool,
}

/// Shows it.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let mut notes = Vec::new();
    let mut cases = match read(args, &mut notes) {
        Ok(cases) => cases,
        Err(error) => {
            writeln!(err, "{}", words::folder_error(&error))?;
            return Ok(Exit::Unreadable);
        }
    };
    let nothing = cases.is_empty();
    if nothing {
        notes.push(tr!("library-none"));
    }
    let wanted = |asked: &Option<String>, who: &progress::Somebody| {
        asked.as_ref().is_none_or(|asked| {
            let asked = asked.trim().to_lowercase();
            who.id.as_str() == asked
                || who.name.to_lowercase() == asked
                || format!("{:?}", who.role).to_lowercase() == asked
        })
    };
    for case in &mut cases {
        case.series
            .retain(|one| wanted(&args.subject, &one.subject) && wanted(&args.by, &one.author));
        keep_the_learner(case, args.learner.as_deref());
    }
    if let Some(name) = &args.learner
        && cases.iter().all(|case| case.learners.is_empty())
    {
        notes.push(tr!("learning-nobody", name = name.as_str()));
    }
    if args.json {
        json::write(args, &cases, &notes, out)?;
    } else {
        text::write(&cases, out)?;
    }
    for note in &notes {
        writeln!(err, "{note}")?;
    }
    Ok(if notes.is_empty() {
        Exit::Done
    } else {
        Exit::Problem
    })
}

/// Only the one who was asked for; nobody where two are called alike, for then it would be both.
fn keep_the_learner(case: &mut Case, asked: Option<&str>) {
    let asked = asked.map(|name| name.trim().to_lowercase());
    case.learners.retain(|one| {
        asked.as_ref().is_some_and(|asked| {
            one.who.id.as_str() == asked || one.who.name.trim().to_lowercase() == *asked
        })
    });
    if case.learners.len() > 1 {
        case.learners.clear();
    }
}

fn read(args: &Args, notes: &mut Vec<String>) -> Result<Vec<Case>, StoreError> {
    let books = args.learner.as_ref().and_then(|_| {
        let places = Places::of_this_user().ok()?;
        Some(Codebooks::load(&places).0)
    });
    let groups = books.map(|books| Groups::of(books.all().iter().map(AsRef::as_ref)));
    let mut facts = Vec::new();
    let unread = store::read_records(&args.folder, |record: Records| {
        notes.extend(record.damaged.iter().map(words::damage));
        if record.is_taken_back(ConsentPurpose::Review) {
            return Ok(true);
        }
        let case = record.within.parent().unwrap_or(Path::new(""));
        let mut found = progress::facts(
            record.shown.session(),
            record.within.to_string_lossy().into_owned(),
            case.to_string_lossy().into_owned(),
        );
        if let Some(groups) = &groups
            && !record.is_taken_back(ConsentPurpose::Training)
        {
            found.practised = progress::practised(record.shown.session(), groups);
        }
        facts.push(found);
        Ok::<bool, StoreError>(true)
    })?;
    for error in &unread {
        notes.push(tr!("library-folder-unread", reason = error.to_string()));
    }
    Ok(progress::progress(facts))
}
