//! The bench over a recording with many marks: a copy of the recording with generated marks, in a folder that goes again.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use super::{super::record, Exit, Window, spread};
use crate::{
    app::{
        clock::wall,
        figures::{Dice, MarksFigures},
        ids,
    },
    domain::{
        edit::{Edit, Stamp},
        id::CodeId,
        mark::{
            About, Audience, Author, CodeUse, CodebookRef, Mark, Placed, Sureness, Tense, View,
            When,
        },
        person::Person,
        session::Session,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    media,
    store::{self, Codebooks, Opened, Places, Saver, StoreError},
    tr,
    words::notice,
};

/// How long writing all marks may take.
const PATIENCE: Duration = Duration::from_mins(2);

/// Measures the window with `count` marks.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(
    video: &Path,
    count: usize,
    json: bool,
    window: &Window<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => {
            let error = StoreError::io(&std::env::temp_dir(), &error);
            writeln!(err, "{}", notice::store_error_when_writing(&error))?;
            return Ok(Exit::Unreadable);
        }
    };
    let marked = match prepare(video, folder.path(), count) {
        Ok(marked) => marked,
        Err(error) => {
            writeln!(err, "{}", notice::store_error_when_writing(&error))?;
            return Ok(Exit::Unreadable);
        }
    };
    let Some(figures) = (window.with_marks)(&marked) else {
        writeln!(err, "{}", tr!("bench-no-window"))?;
        return Ok(Exit::Unreadable);
    };
    if json {
        serde_json::to_writer_pretty(&mut *out, &figures).map_err(io::Error::other)?;
        writeln!(out)?;
    } else {
        table(&figures, out)?;
    }
    Ok(Exit::Done)
}

fn table(figures: &MarksFigures, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{:<24} {:>34}", tr!("bench-unit"), "mindframe")?;
    writeln!(out, "{:<24} {:>34}", tr!("bench-marks"), figures.marks)?;
    for (name, times) in [
        ("open_ms", &figures.open_ms),
        ("ui_frame_ms", &figures.ui_frame_ms),
        ("key_to_mark_ms", &figures.key_to_mark_ms),
        ("edit_to_disk_ms", &figures.edit_to_disk_ms),
    ] {
        writeln!(out, "{name:<24} {:>34}", spread(times))?;
    }
    Ok(())
}

/// The recording under another name, with its marks on disk.
fn prepare(video: &Path, folder: &Path, count: usize) -> Result<PathBuf, StoreError> {
    let mut name = std::ffi::OsString::from("marked");
    if let Some(ending) = video.extension() {
        name.push(".");
        name.push(ending);
    }
    let marked = folder.join(name);
    // On another disk there is no link, so it is copied.
    fs::hard_link(video, &marked)
        .or_else(|_| fs::copy(video, &marked).map(|_| ()))
        .map_err(|error| StoreError::io(&marked, &error))?;
    let length = media::probe(video).map_or(MediaTime::from_seconds(60), |probe| {
        probe.index.end.max(probe.info.duration)
    });
    let places = Places::of_this_user()?;
    let (codebooks, _) = Codebooks::load(&places);
    let Opened {
        mut session,
        place,
        seen,
        ..
    } = record::open(&marked, &places);
    let stamp = Stamp {
        device: ids::device(),
        now: wall(),
    };
    for mark in marks(&session, &codebooks, count, length, &stamp) {
        // Authors are the people of this session and ids are new, so nothing can be refused.
        let _added = session.apply(&Edit::AddMark(Box::new(mark)), &stamp);
    }
    let setup = store::SaverSetup {
        waker: Arc::new(|| {}),
        clock: Arc::new(wall),
        device: stamp.device,
        presence: false,
        watch: false,
    };
    let mut saver = Saver::start(place, seen, setup);
    saver.offer(session, 1);
    saver.flush(PATIENCE)?;
    Ok(marked)
}

/// Marks of every person here in turn, with words, over the whole length: nine moments to one stretch.
fn marks(
    session: &Session,
    codebooks: &Codebooks,
    count: usize,
    length: MediaTime,
    stamp: &Stamp,
) -> Vec<Mark> {
    let (book, preset) = codebooks.fallback(false);
    let codes: Vec<CodeId> = book
        .preset(&preset)
        .map(|preset| {
            preset
                .codes
                .iter()
                .filter_map(|entry| entry.code.parse().ok())
                .collect()
        })
        .unwrap_or_default();
    let people: Vec<&Person> = session.people().iter().collect();
    let mut dice = Dice::default();
    let millis = usize::try_from(length.as_nanos() / 1_000_000).unwrap_or(1);
    let mut moment = move || MediaTime::from_millis(i64::try_from(dice.below(millis)).unwrap_or(0));
    let mut marks = Vec::new();
    for (number, person) in (0..count).zip(people.iter().cycle()) {
        let start = moment();
        marks.push(Mark {
            id: ids::mark(),
            revision: 1,
            device: stamp.device.clone(),
            when: if number % 10 == 0 {
                When::Span(MediaSpan::between(
                    start,
                    (start + MediaDelta::from_millis(4000)).min(length),
                ))
            } else {
                When::Point(start)
            },
            frame: None,
            author: Author::One(person.id.clone()),
            entered_by: person.id.clone(),
            about: About::People(vec![person.id.clone()]),
            view: View::Own,
            tense: Tense::Then,
            codes: codes
                .get(number % codes.len().max(1))
                .map(|code| CodeUse::plain(code.clone()))
                .into_iter()
                .collect(),
            intensity: None,
            sureness: (number % 13 == 0).then_some(Sureness::Guess),
            words: (number % 2 == 0).then(|| tr!("bench-words", number = number)),
            audience: Audience::Everyone,
            codebook: CodebookRef {
                id: book.id.clone(),
                version: book.version.clone(),
            },
            placed: Placed::Paused,
            settled: false,
            review: None,
            links: Vec::new(),
            created: stamp.now,
            revised: None,
        });
    }
    marks
}
