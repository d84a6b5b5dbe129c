//! `mindframe library`: the recordings of a folder, and what was said in them.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::Exit;
use crate::{
    domain::time::{MediaDelta, MediaTime},
    store::{self, Codebooks, Library, Line, Match, Places, Query, Recording, Subject, Trouble},
    tr,
    words::{library as words, names, notice},
};

/// What to list.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder; folders within it are part of it.
    pub folder: PathBuf,
    /// Only marks with all of these words, and recordings whose title, file name or people have them.
    #[arg(long, value_name = "WORDS")]
    pub find: Option<String>,
    /// Only marks with this code, or with codes that begin like it (mode).
    #[arg(long, value_name = "CODE")]
    pub code: Option<String>,
    /// Only recordings with this person in them, and marks of theirs: a pseudonym, an id or a role.
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// Only recordings of this day or later.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub from: Option<NaiveDate>,
    /// Only recordings of this day or earlier.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub to: Option<NaiveDate>,
    /// Of each recording no more than so many marks; all are counted.
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub most: usize,
    /// Write JSON.
    #[arg(long)]
    pub json: bool,
}

/// Reads a day.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    text.trim()
        .parse()
        .map_err(|_| tr!("library-bad-date", text = text))
}

/// Lists the recordings.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let places = match Places::of_this_user() {
        Ok(places) => places,
        Err(error) => {
            writeln!(err, "{}", notice::store_error(&error))?;
            return Ok(Exit::Unreadable);
        }
    };
    let going_on = AtomicBool::new(false);
    let library = match store::read_library(&args.folder, &places, &going_on, &|_| {}) {
        Ok(library) => library,
        Err(error) => {
            writeln!(err, "{}", words::folder_error(&error))?;
            return Ok(Exit::Unreadable);
        }
    };
    let query = Query {
        words: args.find.clone().unwrap_or_default(),
        code: args.code.clone().unwrap_or_default(),
        person: args.person.clone().unwrap_or_default(),
        from: args.from,
        to: args.to,
    };
    let (codebooks, _) = Codebooks::load(&places);
    let found = store::search(&library.recordings, &query, args.most, &going_on);
    let notes = notes(&library);
    if args.json {
        let whole = whole(args, &library, &query, &found, &notes);
        serde_json::to_writer_pretty(&mut *out, &whole)?;
        writeln!(out)?;
    } else {
        for hit in &found.recordings {
            recording_text(hit, &codebooks, &query, out)?;
        }
        writeln!(out, "{}", sum_text(&found, &query))?;
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

/// What is to be said of the folder: what could not be read, or that there is nothing.
fn notes(library: &Library) -> Vec<String> {
    let mut notes: Vec<String> = library
        .unread
        .iter()
        .map(|error| tr!("library-folder-unread", reason = error.to_string()))
        .collect();
    let damaged = library.recordings.iter().flat_map(|one| &one.damaged);
    notes.extend(damaged.map(words::damage));
    if library.recordings.is_empty() {
        notes.push(tr!("library-none"));
    }
    notes
}

/// How long recordings are, together.
pub(super) fn lengths<'a>(recordings: impl Iterator<Item = &'a Recording>) -> MediaDelta {
    MediaDelta::from_nanos(recordings.map(|one| one.length.as_nanos()).sum())
}

fn sum_text(found: &store::Matches, query: &Query) -> String {
    let recordings = words::recordings(found.recordings.len());
    if query.is_for_marks() {
        return tr!(
            "library-sum-found",
            marks = words::marks(found.marks),
            recordings = recordings
        );
    }
    let all = || found.recordings.iter().map(|hit| hit.recording.as_ref());
    let marks: usize = all().map(|one| one.lines.len()).sum();
    tr!(
        "library-sum",
        recordings = recordings,
        length = words::length(lengths(all())),
        marks = words::marks(marks)
    )
}

fn recording_text(
    hit: &Match,
    codebooks: &Codebooks,
    query: &Query,
    out: &mut dyn Write,
) -> io::Result<()> {
    let one = hit.recording.as_ref();
    let date = one
        .day()
        .map_or_else(|| tr!("library-no-date"), |day| day.to_string());
    let people: Vec<&str> = one.people.iter().map(|card| card.name.as_str()).collect();
    let row = tr!(
        "library-row",
        date = date,
        name = one.name(),
        kind = names::kind(one.kind),
        length = words::length(one.length),
        marks = words::marks(one.lines.len()),
        people = people.join(", ")
    );
    writeln!(out, "{row}")?;
    if !one.there {
        writeln!(out, "    {}", tr!("library-not-there"))?;
    }
    if !query.is_for_marks() {
        return Ok(());
    }
    for line in hit.lines() {
        let who: Vec<String> = line.authors.iter().map(|id| words::name(one, id)).collect();
        let codes: Vec<String> = line
            .codes
            .iter()
            .map(|id| words::code(id, codebooks))
            .collect();
        let (time, who, codes) = (line.start.short(), who.join(" + "), codes.join(", "));
        let text = if line.words.is_empty() {
            tr!("library-found-code", time = time, who = who, codes = codes)
        } else {
            let said = line.words.replace('\n', " ");
            tr!(
                "library-found-mark",
                time = time,
                who = who,
                codes = codes,
                words = said
            )
        };
        writeln!(out, "    {text}")?;
    }
    let rest = hit.count - hit.marks.len();
    if rest > 0 {
        writeln!(out, "    {}", tr!("library-more", count = rest.to_string()))?;
    }
    Ok(())
}

fn whole(
    args: &Args,
    library: &Library,
    query: &Query,
    found: &store::Matches,
    notes: &[String],
) -> Value {
    let recordings = library.recordings.iter().map(AsRef::as_ref);
    json!({
        "folder": library.folder.to_string_lossy(),
        "asked": {
            "find": args.find,
            "code": args.code,
            "person": args.person,
            "from": args.from.map(|day| day.to_string()),
            "to": args.to.map(|day| day.to_string()),
        },
        "sum": {
            "recordings": library.recordings.len(),
            "not_there": library.recordings.iter().filter(|one| !one.there).count(),
            "length_ms": lengths(recordings).as_millis(),
            "marks": library.marks(),
            "damaged_files": library.recordings.iter().map(|one| one.damaged.len()).sum::<usize>(),
        },
        "found": { "recordings": found.recordings.len(), "marks": found.marks },
        "recordings": found
            .recordings
            .iter()
            .map(|hit| recording_json(hit, query, &library.folder))
            .collect::<Vec<_>>(),
        "notes": notes,
    })
}

fn recording_json(hit: &Match, query: &Query, folder: &Path) -> Value {
    let one = hit.recording.as_ref();
    let within = one.video.strip_prefix(folder).unwrap_or(&one.video);
    let people: Vec<Value> = one
        .people
        .iter()
        .map(|card| {
            json!({
                "id": card.id.as_str(),
                "name": card.name,
                "role": format!("{:?}", card.role),
                "marks": card.marks,
                "watched_ms": card.watched.as_millis(),
            })
        })
        .collect();
    let codes: Vec<Value> = one
        .codes
        .iter()
        .map(|(code, marks)| json!({ "code": code.as_str(), "marks": marks }))
        .collect();
    let damaged: Vec<Value> = one
        .damaged
        .iter()
        .map(|damage| {
            let (line, column) = match damage.trouble {
                Trouble::Damaged { line, column, .. } => (line, column),
                _ => (0, 0),
            };
            json!({
                "file": damage.file,
                "line": line,
                "column": column,
                "reason": words::damage(damage),
            })
        })
        .collect();
    let mut row = json!({
        "file": within.to_string_lossy(),
        "title": one.title,
        "there": one.there,
        "kind": format!("{:?}", one.kind),
        "date": one.date.map(|date| date.to_rfc3339()),
        "length_ms": one.length.as_millis(),
        "marks": one.lines.len(),
        "people": people,
        "codes": codes,
        "damaged": damaged,
    });
    if query.is_for_marks()
        && let Some(row) = row.as_object_mut()
    {
        let lines: Vec<Value> = hit.lines().map(line_json).collect();
        let found = json!({ "by_name": hit.by_name, "count": hit.count, "marks": lines });
        row.insert("found".to_owned(), found);
    }
    row
}

fn line_json(line: Line<'_>) -> Value {
    let ids = |people: &[crate::domain::id::PersonId]| -> Vec<String> {
        people.iter().map(ToString::to_string).collect()
    };
    let millis = |time: MediaTime| (time - MediaTime::ZERO).as_millis();
    json!({
        "id": line.id.to_string(),
        "start_ms": millis(line.start),
        "end_ms": line.end.map(millis),
        "authors": ids(line.authors),
        "about": match line.about {
            Subject::People(people) => ids(people),
            Subject::Us => vec!["us".to_owned()],
            Subject::Group => vec!["group".to_owned()],
        },
        "codes": line.codes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "words": line.words,
    })
}
