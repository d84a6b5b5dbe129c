//! `mindframe marks`: the marks of a recording as a table, JSON or CSV.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use serde::Serialize;

use super::{Exit, record};
use crate::{
    domain::{
        codebook::RISK_GROUP,
        mark::{About, Author, Mark, Placed, When},
        session::Session,
    },
    store::{Codebooks, Places},
    tr,
    words::notice,
};

/// What to list.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The recording.
    pub video: PathBuf,
    /// Only marks by this person: a pseudonym, or a role.
    #[arg(long = "as", value_name = "NAME")]
    pub author: Option<String>,
    /// How to write them.
    #[arg(long, value_name = "FORM", default_value = "table", value_parser = ["table", "json", "csv"])]
    pub format: String,
}

/// One mark as it is written out: times in nanoseconds and as text, people by pseudonym.
#[derive(Serialize)]
struct Row {
    id: String,
    start_ns: i64,
    end_ns: Option<i64>,
    start: String,
    end: Option<String>,
    kind: &'static str,
    frame: Option<u64>,
    author: String,
    entered_by: String,
    about: String,
    view: String,
    tense: String,
    codes: String,
    labels: String,
    intensity: Option<u8>,
    sureness: Option<String>,
    words: Option<String>,
    placed: &'static str,
    reply_to: Option<String>,
    codebook: String,
    codebook_version: String,
    revision: u32,
    created: String,
}

/// Lists the marks.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let opened = Places::of_this_user().map(|places| {
        let (codebooks, _) = Codebooks::load(&places);
        (record::open(&args.video, &places), codebooks)
    });
    let (opened, codebooks) = match opened {
        Ok(found) => found,
        Err(error) => {
            writeln!(err, "{}", notice::store_error(&error))?;
            return Ok(Exit::Unreadable);
        }
    };
    let session = &opened.session;
    if let Some(words) = record::closed(session) {
        writeln!(err, "{words}")?;
        return Ok(Exit::Unreadable);
    }
    let author = match &args.author {
        None => None,
        Some(wanted) => {
            let Some(person) = record::find_person(session, wanted) else {
                writeln!(
                    err,
                    "{}",
                    tr!(
                        "cli-no-person",
                        name = wanted.as_str(),
                        people = record::names(session)
                    )
                )?;
                return Ok(Exit::Usage);
            };
            Some(person.id.clone())
        }
    };
    let rows: Vec<Row> = session
        .marks_in_time()
        .into_iter()
        .filter(|mark| {
            author
                .as_ref()
                .is_none_or(|person| mark.author.includes(person))
        })
        .map(|mark| row(mark, session, &codebooks))
        .collect();
    match args.format.as_str() {
        "json" => {
            serde_json::to_writer_pretty(&mut *out, &rows).map_err(io::Error::other)?;
            writeln!(out)?;
        }
        "csv" => {
            let mut table = csv::Writer::from_writer(&mut *out);
            for row in &rows {
                table.serialize(row).map_err(io::Error::other)?;
            }
            table.flush()?;
        }
        _ => table(&rows, out)?,
    }
    for warning in &opened.warnings {
        writeln!(err, "{}", notice::warning(warning))?;
    }
    Ok(if opened.warnings.is_empty() {
        Exit::Done
    } else {
        Exit::Problem
    })
}

fn table(rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        let when = row
            .end
            .as_ref()
            .map_or_else(|| row.start.clone(), |end| format!("{} - {end}", row.start));
        let words = row
            .words
            .as_deref()
            .map(|words| format!("  “{}”", words.replace('\n', " ")))
            .unwrap_or_default();
        writeln!(
            out,
            "{when:<29}  {:<12}  {} ({}){words}",
            row.author, row.labels, row.about
        )?;
    }
    Ok(())
}

fn row(mark: &Mark, session: &Session, codebooks: &Codebooks) -> Row {
    let name = |id| {
        session
            .person(id)
            .map_or_else(|| id.to_string(), |person| person.name.clone())
    };
    let join = |parts: Vec<String>| parts.join("; ");
    let codes = mark
        .codes
        .iter()
        .map(|used| {
            used.modifiers
                .iter()
                .fold(used.code.to_string(), |text, (key, value)| {
                    format!("{text}:{key}={value}")
                })
        })
        .collect();
    let labels = mark
        .codes
        .iter()
        .map(|used| {
            codebooks
                .find(&used.code)
                .map_or_else(|| used.code.to_string(), |(_, code)| code.label)
        })
        .collect();
    let about_risk = mark.codes.iter().any(|used| {
        let known = codebooks.find(&used.code);
        known.is_some_and(|(_, code)| code.group == RISK_GROUP)
    });
    let end = match mark.when {
        When::Span(span) => Some(span.end()),
        When::Point(_) | When::Open(_) => None,
    };
    Row {
        id: mark.id.to_string(),
        start_ns: mark.when.start().as_nanos(),
        end_ns: end.map(crate::domain::time::MediaTime::as_nanos),
        start: mark.when.start().exact(),
        end: end.map(crate::domain::time::MediaTime::exact),
        kind: match mark.when {
            When::Point(_) => "point",
            When::Span(_) => "span",
            When::Open(_) => "open",
        },
        frame: mark.frame.map(|frame| frame.number),
        author: match &mark.author {
            Author::One(person) => name(person),
            Author::Together(people) => people.iter().map(name).collect::<Vec<_>>().join(" + "),
        },
        entered_by: name(&mark.entered_by),
        about: match &mark.about {
            About::People(people) => people.iter().map(name).collect::<Vec<_>>().join(" + "),
            About::Us => "us".to_owned(),
            About::Group => "group".to_owned(),
        },
        view: format!("{:?}", mark.view),
        tense: format!("{:?}", mark.tense),
        codes: join(codes),
        labels: join(labels),
        // How strong a risk is is nowhere shown, counted or handed on.
        intensity: mark
            .intensity
            .filter(|_| !about_risk)
            .map(crate::domain::mark::Intensity::get),
        sureness: mark.sureness.map(|sureness| format!("{sureness:?}")),
        words: mark.words.clone(),
        placed: match mark.placed {
            Placed::Live { .. } => "live",
            Placed::Paused => "paused",
            Placed::Edited => "edited",
        },
        reply_to: mark.reply_to().map(|id| id.to_string()),
        codebook: mark.codebook.id.clone(),
        codebook_version: mark.codebook.version.clone(),
        revision: mark.revision,
        created: mark.created.to_rfc3339(),
    }
}
