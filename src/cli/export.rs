//! `mindframe export`: the recordings of a folder as tables that other programs read.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::Exit;
use crate::{
    analysis::episodes::{self, Ending},
    domain::{
        entry::ConsentPurpose,
        mark::{About, Author},
        session::Session,
    },
    interop::exporters::{
        EXPORTERS, ExportError, Exporter, MarkedEpisode, Rows, Source, TABLES, WithWords, exporter,
        write_rows,
    },
    store::{self, NewFile, Records, StoreError},
    tr,
    words::{library as words, notice},
};

/// What to write.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder; folders within it are part of it.
    pub folder: PathBuf,
    /// The form of the tables: parquet or csv.
    #[arg(long, value_name = "FORM", value_parser = EXPORTERS.iter().map(|one| one.name()).collect::<Vec<_>>())]
    pub format: String,
    /// The folder to write them into; it is made where there is none.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Leave out words that people wrote; codes, times and numbers stay.
    #[arg(long)]
    pub without_words: bool,
    /// Replace tables that are there.
    #[arg(long)]
    pub replace: bool,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Export(#[from] ExportError),
}

/// What was written.
#[derive(Default)]
struct Written {
    recordings: usize,
    marks: usize,
    notes: Vec<String>,
}

/// Writes the tables.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let Some(format) = exporter(&args.format) else {
        return Ok(Exit::Usage);
    };
    match write(args, format) {
        Err(refusal) => {
            let words = match &refusal {
                Refusal::Store(error) => notice::store_error_when_writing(error),
                Refusal::Export(error) => tr!("notice-not-written", reason = error.to_string()),
            };
            writeln!(err, "{words}")?;
            Ok(Exit::Unreadable)
        }
        Ok(written) => {
            let line = tr!(
                "export-written",
                recordings = words::recordings(written.recordings),
                marks = words::marks(written.marks),
                folder = args.out.display().to_string()
            );
            writeln!(out, "{line}")?;
            for note in &written.notes {
                writeln!(err, "{note}")?;
            }
            writeln!(err, "{}", tr!("export-not-anonymous"))?;
            Ok(if written.notes.is_empty() {
                Exit::Done
            } else {
                Exit::Problem
            })
        }
    }
}

fn write(args: &Args, format: &dyn Exporter) -> Result<Written, Refusal> {
    // Read first what can be refused: nothing is left behind then.
    let mut files = Vec::new();
    let mut tables: Vec<Box<dyn Rows>> = Vec::new();
    let mut begin = || -> Result<(), Refusal> {
        for table in &TABLES {
            let name = format!("{}.{}", table.name, format.name());
            let file = NewFile::begin(&args.out.join(name), args.replace)?;
            tables.push(format.begin(table, Box::new(file.sink()?))?);
            files.push(file);
        }
        Ok(())
    };
    if !args.folder.is_dir() {
        let path = args.folder.clone();
        return Err(StoreError::NotFound { path }.into());
    }
    begin()?;
    let mut written = Written::default();
    let with_words = if args.without_words {
        WithWords::No
    } else {
        WithWords::Yes
    };
    let unread = store::read_records(&args.folder, |record: Records| {
        let session = record.shown.session();
        written
            .notes
            .extend(record.damaged.iter().map(words::damage));
        if record.is_taken_back(ConsentPurpose::Review) {
            return Ok(true);
        }
        if record.is_taken_back(ConsentPurpose::Research) {
            let file = record.within.to_string_lossy();
            written
                .notes
                .push(tr!("export-no-research", file = file.as_ref()));
            return Ok(true);
        }
        let episodes = marked_episodes(session);
        let file = record.within.to_string_lossy();
        let source = Source {
            file: &file,
            shown: &record.shown,
            episodes: &episodes,
            words: with_words,
        };
        write_rows(source, &mut |table, cells| {
            tables.get_mut(table).map_or(Ok(()), |rows| rows.row(cells))
        })?;
        written.recordings += 1;
        written.marks += session.mark_count();
        Ok::<bool, Refusal>(true)
    })?;
    for error in &unread {
        let note = tr!("library-folder-unread", reason = error.to_string());
        written.notes.push(note);
    }
    if written.recordings == 0 {
        written.notes.push(tr!("library-none"));
    }
    for rows in tables {
        rows.finish()?;
    }
    for file in files {
        file.keep()?;
    }
    Ok(written)
}

/// The episodes that follow from the marks, of each author about each subject.
fn marked_episodes(session: &Session) -> Vec<MarkedEpisode> {
    let mut found = Vec::new();
    for author in session.sets().keys() {
        let mut subjects: Vec<&About> = Vec::new();
        for mark in session.marks() {
            let own = matches!(&mark.author, Author::One(one) if one == author);
            if own && !subjects.contains(&&mark.about) {
                subjects.push(&mark.about);
            }
        }
        for subject in subjects {
            for episode in episodes::episodes(session, author, subject) {
                let (end, ending) = match episode.ending {
                    Ending::Recovered(at) => (Some(at), "recovered"),
                    Ending::ModeEnded(at) => (Some(at), "mode_ended"),
                    Ending::Open => (None, "open"),
                };
                found.push(MarkedEpisode {
                    author: author.clone(),
                    subject: subject.clone(),
                    onset: episode.onset,
                    end,
                    ending,
                });
            }
        }
    }
    found
}
