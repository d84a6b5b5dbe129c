//! What stands in the rows: a record, table by table.

use crate::domain::{
    disclosed::Disclosed,
    entry::{Entry, EntryKind, Outcome},
    id::PersonId,
    mark::{About, Author, Mark, Placed, When},
    person::Person,
    session::{PersonSet, Session},
    time::{MediaDelta, MediaTime},
    track::{Lag, Track},
};

use super::{Cell, ExportError};

/// An episode as it follows from one author's marks; worked out by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedEpisode {
    /// Who marked.
    pub author: PersonId,
    /// Whose mind.
    pub subject: About,
    /// Where it begins.
    pub onset: MediaTime,
    /// Where it ends, unless it is open.
    pub end: Option<MediaTime>,
    /// `recovered`, `mode_ended` or `open`.
    pub ending: &'static str,
}

/// Whether words go along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithWords {
    /// Words of marks and what was seen in episodes.
    Yes,
    /// Codes, times and numbers only.
    No,
}

/// One record to be written.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Where the recording lies, from the folder on.
    pub file: &'a str,
    /// What is for everyone.
    pub shown: &'a Disclosed,
    /// What follows from the marks.
    pub episodes: &'a [MarkedEpisode],
    /// Whether words go along.
    pub words: WithWords,
}

/// Hands out every row of a record, with the number of its table in [`TABLES`](super::TABLES).
///
/// # Errors
/// Those of `row`.
pub fn write_rows(
    source: Source<'_>,
    row: &mut dyn FnMut(usize, Vec<Cell>) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    let session = source.shown.session();
    let id = session.info().id.to_string();
    row(0, recording(source, &id))?;
    for one in session.people() {
        row(1, person(session, one, &id))?;
    }
    for one in session.marks_in_time() {
        row(2, mark(one, source.words, &id))?;
    }
    for (rater, set) in session.sets() {
        for track in &set.tracks {
            samples(rater, track, &id, row)?;
        }
    }
    for one in source.episodes {
        row(4, marked(one, &id))?;
    }
    for (keeper, entry) in session.entries() {
        if let Some(cells) = explored(keeper, entry, source.words, &id) {
            row(4, cells)?;
        }
    }
    for (person, set) in session.sets() {
        watched(person, set, &id, row)?;
    }
    Ok(())
}

fn nanos(time: MediaTime) -> Cell {
    time.as_nanos().into()
}

fn join<'a>(people: impl IntoIterator<Item = &'a PersonId>) -> String {
    people
        .into_iter()
        .map(PersonId::as_str)
        .collect::<Vec<_>>()
        .join(";")
}

fn about(about: &About) -> String {
    match about {
        About::People(people) => join(people),
        About::Us => "us".to_owned(),
        About::Group => "group".to_owned(),
    }
}

/// `HowISeeThemSeeingMe` as `how_i_see_them_seeing_me`.
fn snake(name: &impl std::fmt::Debug) -> String {
    let mut text = String::new();
    for letter in format!("{name:?}").chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

fn recording(source: Source<'_>, id: &str) -> Vec<Cell> {
    let info = source.shown.session().info();
    let length: i64 = info.parts().map(|part| part.duration.as_nanos()).sum();
    let books: Vec<String> = info
        .codebooks
        .iter()
        .map(|book| format!("{} {}", book.id, book.version))
        .collect();
    vec![
        id.into(),
        source.file.into(),
        info.title.as_str().into(),
        snake(&info.kind).into(),
        info.started.map(|at| at.to_rfc3339()).into(),
        info.created.to_rfc3339().into(),
        length.into(),
        info.scene.as_str().into(),
        info.take.into(),
        books.join(";").into(),
    ]
}

fn person(session: &Session, person: &Person, id: &str) -> Vec<Cell> {
    let mut cast = session.info().cast.iter();
    let part = cast
        .find(|casting| casting.person == person.id)
        .map_or("", |casting| casting.part.as_str());
    vec![
        id.into(),
        person.id.as_str().into(),
        person.name.as_str().into(),
        snake(&person.role).into(),
        part.into(),
    ]
}

fn mark(mark: &Mark, words: WithWords, id: &str) -> Vec<Cell> {
    let authors = match &mark.author {
        Author::One(person) => person.to_string(),
        Author::Together(people) => join(people),
    };
    let codes: Vec<&str> = mark.codes.iter().map(|used| used.code.as_str()).collect();
    let modifiers: Vec<String> = mark
        .codes
        .iter()
        .flat_map(|used| {
            let pairs = used.modifiers.iter();
            pairs.map(|(key, value)| format!("{}:{key}={value}", used.code))
        })
        .collect();
    let (shape, end) = match mark.when {
        When::Point(_) => ("point", None),
        When::Span(span) => ("span", Some(span.end())),
        When::Open(_) => ("open", None),
    };
    let (placed, pressed, lead, rate) = match mark.placed {
        Placed::Live {
            pressed_at,
            lead,
            rate,
        } => ("live", Some(pressed_at), Some(lead), Some(rate)),
        Placed::Paused => ("paused", None, None, None),
        Placed::Edited => ("edited", None, None, None),
    };
    let frame = mark
        .frame
        .and_then(|frame| i64::try_from(frame.number).ok());
    let said = match words {
        WithWords::Yes => mark.words.clone(),
        WithWords::No => None,
    };
    vec![
        id.into(),
        mark.id.to_string().into(),
        authors.into(),
        mark.entered_by.as_str().into(),
        about(&mark.about).into(),
        snake(&mark.view).into(),
        snake(&mark.tense).into(),
        shape.into(),
        nanos(mark.when.start()),
        end.map(MediaTime::as_nanos).into(),
        frame.into(),
        codes.join(";").into(),
        modifiers.join(";").into(),
        mark.intensity.map(|value| i64::from(value.get())).into(),
        mark.sureness.map(|sure| snake(&sure)).into(),
        said.into(),
        placed.into(),
        pressed.map(MediaTime::as_nanos).into(),
        lead.map(MediaDelta::as_nanos).into(),
        rate.into(),
        mark.reply_to().map(|to| to.to_string()).into(),
        mark.settled.into(),
        mark.review.map(|sitting| sitting.to_string()).into(),
        mark.codebook.id.as_str().into(),
        mark.codebook.version.as_str().into(),
        mark.revision.into(),
        mark.created.to_rfc3339().into(),
        mark.revised.map(|at| at.to_rfc3339()).into(),
    ]
}

/// One row for each value: from its time until the next one's, or the end of its stretch.
fn samples(
    rater: &PersonId,
    track: &Track,
    id: &str,
    row: &mut dyn FnMut(usize, Vec<Cell>) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    for (number, stretch) in (0_u32..).zip(&track.stretches) {
        let ends = stretch.samples.iter().skip(1).map(|(time, _)| *time);
        let ends = ends.chain([stretch.end]);
        let lag = Lag::USUAL.of(track.input, stretch.rate);
        for ((time, value), until) in stretch.samples.iter().zip(ends) {
            row(
                3,
                vec![
                    id.into(),
                    track.id.to_string().into(),
                    rater.as_str().into(),
                    track.about.as_str().into(),
                    snake(&track.kind).into(),
                    track.pass.into(),
                    snake(&track.input).into(),
                    number.into(),
                    nanos(*time),
                    nanos(until),
                    i64::from(value.get()).into(),
                    stretch.rate.into(),
                    lag.as_nanos().into(),
                ],
            )?;
        }
    }
    Ok(())
}

fn marked(episode: &MarkedEpisode, id: &str) -> Vec<Cell> {
    let recovered = episode.end.filter(|_| episode.ending == "recovered");
    vec![
        id.into(),
        "marks".into(),
        Cell::None,
        episode.author.as_str().into(),
        about(&episode.subject).into(),
        Cell::None,
        nanos(episode.onset),
        Cell::None,
        episode.end.map(MediaTime::as_nanos).into(),
        episode.ending.into(),
        recovered.map(|end| (end - episode.onset).as_nanos()).into(),
        Cell::None,
        Cell::None,
    ]
}

fn explored(keeper: &PersonId, entry: &Entry, words: WithWords, id: &str) -> Option<Vec<Cell>> {
    let EntryKind::Episode(episode) = &entry.kind else {
        return None;
    };
    let (ending, end) = match episode.outcome {
        Outcome::Open => ("open", None),
        Outcome::Recovered(at) => ("recovered", Some(at)),
        Outcome::NotToday => ("not_today", None),
    };
    let taken = end
        .zip(episode.onset)
        .map(|(end, onset)| (end - onset).as_nanos());
    let said = |text: &String| match words {
        WithWords::Yes => Cell::Text(text.clone()),
        WithWords::No => Cell::None,
    };
    Some(vec![
        id.into(),
        "explored".into(),
        entry.id.to_string().into(),
        keeper.as_str().into(),
        about(&episode.subject).into(),
        episode.before.map(MediaTime::as_nanos).into(),
        episode.onset.map(MediaTime::as_nanos).into(),
        nanos(episode.stop),
        end.map(MediaTime::as_nanos).into(),
        ending.into(),
        taken.into(),
        said(&episode.seen),
        said(&episode.pattern),
    ])
}

fn watched(
    person: &PersonId,
    set: &PersonSet,
    id: &str,
    row: &mut dyn FnMut(usize, Vec<Cell>) -> Result<(), ExportError>,
) -> Result<(), ExportError> {
    for range in &set.watched {
        row(
            5,
            vec![
                id.into(),
                person.as_str().into(),
                nanos(range.span.start()),
                nanos(range.span.end()),
                range.pass.into(),
                range.rate.into(),
                range.together.into(),
            ],
        )?;
    }
    Ok(())
}
