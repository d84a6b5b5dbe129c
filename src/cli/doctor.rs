//! `mindframe doctor`: what is installed, and whether a recording can be played and stepped exactly.

use std::{
    io,
    io::Write,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use super::{Exit, exit_for, record};
use crate::{
    app::{parts, world::identify},
    domain::time::MediaTime,
    media::{self, MediaError, Stills, Target, init},
    store::Places,
    tr,
    words::notice,
};

/// How many places of a recording are tried.
const TRIALS: usize = 8;

/// Shows what is installed, and whether a recording can be played and stepped exactly.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// A recording to try.
    pub video: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Prints the findings to `out` and returns the exit code.
///
/// `more` are findings of other parts of the program (the renderer, say), as name and words.
pub fn run(args: &Args, more: &[(String, String)], out: &mut dyn Write) -> io::Result<Exit> {
    let started = init();
    let elements = if gst_is_up(&started) {
        init::inventory()
    } else {
        Vec::new()
    };
    let missing = elements
        .iter()
        .any(|element| element.needed && !element.present);
    let trial = args.video.as_ref().map(|video| try_out(video));
    let parts = args.video.as_deref().map(parts_of).unwrap_or_default();
    if args.json {
        let value = json!({
            "gstreamer": gst_is_up(&started).then(init::version),
            "problem": started.as_ref().err().map(notice::media_error),
            "elements": elements.iter().map(|element| json!({
                "element": element.element,
                "needed": element.needed,
                "present": element.present,
                "package": element.package,
            })).collect::<Vec<Value>>(),
            "more": more.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
            "parts": parts.iter().map(|part| json!({
                "file": part.file, "begins": part.begins.exact(), "there": part.there,
            })).collect::<Vec<Value>>(),
            "video": trial.as_ref().map(|trial| match trial {
                Ok(trial) => json!({
                    "plays": true,
                    "exact": trial.why_not.is_none(),
                    "reason": trial.why_not,
                    "tried": trial.tried,
                }),
                Err(error) => json!({
                    "plays": false, "exact": false, "reason": notice::media_error(error), "tried": 0,
                }),
            }),
        });
        writeln!(out, "{value:#}")?;
    } else {
        write_plain(&started, &elements, more, out)?;
        match &trial {
            None => {}
            Some(Err(error)) => writeln!(out, "\n{}", notice::media_error(error))?,
            Some(Ok(trial)) => match &trial.why_not {
                None if trial.tried == 0 => writeln!(out, "\n{}", tr!("doctor-sound-only"))?,
                None => writeln!(out, "\n{}", tr!("doctor-exact", frames = trial.tried))?,
                Some(reason) => {
                    writeln!(out, "\n{}", tr!("doctor-inexact", reason = reason.as_str()))?;
                }
            },
        }
        write_parts(&parts, out)?;
    }
    Ok(match (&started, &trial) {
        (Err(_), _) => Exit::Problem,
        (_, Some(Err(error))) => exit_for(error),
        (_, Some(Ok(trial))) if trial.why_not.is_some() => Exit::Problem,
        _ if missing || parts.iter().any(|part| !part.there) => Exit::Problem,
        _ => Exit::Done,
    })
}

/// Whether elements can be asked for: a missing one is found out only after GStreamer itself is up.
fn gst_is_up(started: &Result<(), MediaError>) -> bool {
    !matches!(
        started,
        Err(MediaError {
            problem: media::Problem::Other(_),
            ..
        })
    )
}

fn write_plain(
    started: &Result<(), MediaError>,
    elements: &[init::ElementState],
    more: &[(String, String)],
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Err(error) = started {
        writeln!(out, "{}", notice::media_error(error))?;
    }
    if gst_is_up(started) {
        writeln!(out, "{}", tr!("doctor-player", version = init::version()))?;
    }
    for (name, words) in more {
        writeln!(out, "{name} {words}")?;
    }
    for (needed, title) in [(true, tr!("doctor-needed")), (false, tr!("doctor-wanted"))] {
        writeln!(out, "\n{title}")?;
        for element in elements.iter().filter(|element| element.needed == needed) {
            let state = match (element.present, element.package) {
                (true, _) => tr!("doctor-there"),
                (false, Some(package)) => tr!("doctor-missing-package", package = package),
                (false, None) => tr!("doctor-missing"),
            };
            writeln!(out, "  {:<22} {state}", element.element)?;
        }
    }
    Ok(())
}

/// A part of a recording, as its record has it.
struct Part {
    file: String,
    begins: MediaTime,
    there: bool,
}

/// The parts that the record names, if there are several.
fn parts_of(video: &Path) -> Vec<Part> {
    let Ok(places) = Places::of_this_user() else {
        return Vec::new();
    };
    let session = record::open(video, &places).session;
    if session.parts().nth(1).is_none() {
        return Vec::new();
    }
    let mut begins = MediaTime::ZERO;
    let mut parts = Vec::new();
    for (number, part) in session.parts().enumerate() {
        let there = number == 0 || parts::locate(video, part, &identify).is_file();
        let file = part.file_name.clone();
        parts.push(Part {
            file,
            begins,
            there,
        });
        begins = begins + (part.duration - MediaTime::ZERO);
    }
    parts
}

fn write_parts(parts: &[Part], out: &mut dyn Write) -> io::Result<()> {
    if !parts.is_empty() {
        writeln!(out, "\n{}", tr!("doctor-parts", parts = parts.len()))?;
    }
    for (number, part) in (1_usize..).zip(parts) {
        let state = if part.there {
            tr!("doctor-there")
        } else {
            tr!("doctor-missing")
        };
        let words = tr!(
            "doctor-part",
            number = number,
            time = part.begins.short(),
            file = part.file.as_str(),
            state = state
        );
        writeln!(out, "  {words}")?;
    }
    Ok(())
}

struct Trial {
    tried: usize,
    why_not: Option<String>,
}

/// Shows scattered frames and their neighbours, and compares what came with what was asked.
fn try_out(video: &Path) -> Result<Trial, MediaError> {
    let probe = media::probe(video)?;
    if probe.info.video.is_none() {
        return Ok(Trial {
            tried: 0,
            why_not: None,
        });
    }
    let mut stills = Stills::open(video)?;
    let frames = probe.index.len();
    let mut trial = Trial {
        tried: 0,
        why_not: notice::inexact(&probe),
    };
    // Far places in no order, each with the frame before and the one after.
    let places =
        (0..TRIALS).map(|nth| (nth * 5 % TRIALS) * frames / TRIALS + frames / (2 * TRIALS));
    for place in places {
        for number in [place, place.saturating_sub(1), (place + 1).min(frames - 1)] {
            let frame = stills.frame(Target::Number(number.min(frames - 1)))?;
            trial.tried += 1;
            if frame.number != Some(number.min(frames - 1)) && trial.why_not.is_none() {
                trial.why_not = Some(tr!("inexact-frame", number = number));
            }
        }
    }
    Ok(trial)
}
