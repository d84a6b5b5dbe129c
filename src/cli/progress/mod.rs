//! `mindframe progress`: several recordings of the same people, side by side.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::Exit;
use crate::{
    analysis::progress::{self, Case},
    domain::entry::ConsentPurpose,
    store::{self, Records, StoreError},
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
    let mut cases = match read(&args.folder, &mut notes) {
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

fn read(folder: &Path, notes: &mut Vec<String>) -> Result<Vec<Case>, StoreError> {
    let mut facts = Vec::new();
    let unread = store::read_records(folder, |record: Records| {
        notes.extend(record.damaged.iter().map(words::damage));
        if record.is_taken_back(ConsentPurpose::Review) {
            return Ok(true);
        }
        let case = record.within.parent().unwrap_or(Path::new(""));
        facts.push(progress::facts(
            record.shown.session(),
            record.within.to_string_lossy().into_owned(),
            case.to_string_lossy().into_owned(),
        ));
        Ok::<bool, StoreError>(true)
    })?;
    for error in &unread {
        notes.push(tr!("library-folder-unread", reason = error.to_string()));
    }
    Ok(progress::progress(facts))
}
