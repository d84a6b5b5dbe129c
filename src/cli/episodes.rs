//! `mindframe episodes`: where it got hard and came back, as each marked it, and what was explored.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::PathBuf,
};

use serde::Serialize;
use serde_json::json;

use super::{Exit, record};
use crate::{
    analysis::episodes::{self, Ending},
    domain::{
        entry::{EntryKind, Outcome},
        id::PersonId,
        mark::{About, Author, Mark},
        session::Session,
        time::{MediaDelta, MediaTime},
    },
    store::{Places, StoreError},
    tr,
    words::notice,
};

/// What to list.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The recording.
    pub video: PathBuf,
    /// Write JSON.
    #[arg(long)]
    pub json: bool,
}

/// One episode; times in nanoseconds of the recording.
#[derive(Serialize)]
struct Row {
    source: &'static str,
    author: String,
    subject: String,
    before_ns: Option<i64>,
    onset_ns: Option<i64>,
    stop_ns: Option<i64>,
    end_ns: Option<i64>,
    ending: &'static str,
    time_to_recovery_ns: Option<i64>,
}

/// Lists the episodes.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let there = std::fs::metadata(&args.video);
    let places = match there
        .map_err(|error| StoreError::io(&args.video, &error))
        .and_then(|_| Places::of_this_user())
    {
        Ok(places) => places,
        Err(error) => {
            writeln!(err, "{}", notice::store_error(&error))?;
            return Ok(Exit::Unreadable);
        }
    };
    let session = record::open(&args.video, &places).session;
    if let Some(words) = record::closed(&session) {
        writeln!(err, "{words}")?;
        return Ok(Exit::Unreadable);
    }
    let rows = rows(&session);
    if args.json {
        let people: Vec<_> = session
            .people()
            .iter()
            .map(|person| {
                let role = format!("{:?}", person.role);
                json!({ "id": person.id.as_str(), "name": person.name, "role": snake(&role) })
            })
            .collect();
        writeln!(out, "{:#}", json!({ "people": people, "episodes": rows }))?;
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        writeln!(out, "{}", tr!("episodes-none"))?;
    }
    let name = |id: &str| {
        let known = session.people().iter().find(|one| one.id.as_str() == id);
        known.map_or_else(|| id.to_owned(), |known| known.name.clone())
    };
    for row in &rows {
        let time = |ns: Option<i64>| {
            ns.map_or_else(|| "-".to_owned(), |ns| MediaTime::from_nanos(ns).exact())
        };
        let ending = match (row.ending, row.time_to_recovery_ns) {
            ("recovered", took) => tr!(
                "episodes-recovered",
                seconds = (took.unwrap_or(0) / 1_000_000_000).to_string()
            ),
            ("mode_ended", _) => tr!("episodes-mode-ended"),
            ("not_today", _) => tr!("episodes-not-today"),
            _ => tr!("episodes-open"),
        };
        let subject: Vec<String> = row.subject.split(';').map(name).collect();
        let line = tr!(
            "episodes-line",
            onset = time(row.onset_ns.or(row.stop_ns)),
            end = time(row.end_ns),
            ending = ending,
            subject = subject.join(", "),
            author = name(&row.author)
        );
        writeln!(out, "{line}")?;
    }
    Ok(Exit::Done)
}

/// `GroupMember` as `group_member`.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for (at, letter) in name.char_indices() {
        if letter.is_uppercase() && at > 0 {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

fn subject_id(about: &About) -> String {
    match about {
        About::Us => "us".to_owned(),
        About::Group => "group".to_owned(),
        About::People(people) => {
            let ids: Vec<&str> = people.iter().map(PersonId::as_str).collect();
            ids.join(";")
        }
    }
}

fn rows(session: &Session) -> Vec<Row> {
    let mut rows = Vec::new();
    let asked: BTreeSet<(&PersonId, String)> = session
        .marks()
        .filter_map(|mark| match &mark.author {
            Author::One(author) => Some((author, subject_id(&mark.about))),
            Author::Together(_) => None,
        })
        .collect();
    for (author, subject) in asked {
        let of = |mark: &&Mark| subject_id(&mark.about) == subject;
        let Some(about) = session.marks().find(of).map(|mark| &mark.about) else {
            continue;
        };
        for episode in episodes::episodes(session, author, about) {
            let (ending, end) = match episode.ending {
                Ending::Recovered(at) => ("recovered", Some(at)),
                Ending::ModeEnded(at) => ("mode_ended", Some(at)),
                Ending::Open => ("open", None),
            };
            rows.push(Row {
                source: "marks",
                author: author.to_string(),
                subject: subject.clone(),
                before_ns: None,
                onset_ns: Some(episode.onset.as_nanos()),
                stop_ns: None,
                end_ns: end.map(MediaTime::as_nanos),
                ending,
                time_to_recovery_ns: episode.time_to_recovery().map(MediaDelta::as_nanos),
            });
        }
    }
    for (keeper, entry) in session.entries() {
        let EntryKind::Episode(explored) = &entry.kind else {
            continue;
        };
        let (ending, end) = match explored.outcome {
            Outcome::Recovered(at) => ("recovered", Some(at)),
            Outcome::NotToday => ("not_today", None),
            Outcome::Open => ("open", None),
        };
        let took = end.zip(explored.onset).map(|(end, onset)| end - onset);
        rows.push(Row {
            source: "explored",
            author: keeper.to_string(),
            subject: subject_id(&explored.subject),
            before_ns: explored.before.map(MediaTime::as_nanos),
            onset_ns: explored.onset.map(MediaTime::as_nanos),
            stop_ns: Some(explored.stop.as_nanos()),
            end_ns: end.map(MediaTime::as_nanos),
            ending,
            time_to_recovery_ns: took.map(MediaDelta::as_nanos),
        });
    }
    rows.sort_by_key(|row| (row.onset_ns.or(row.stop_ns), row.source));
    rows
}
