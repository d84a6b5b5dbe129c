//! `mindframe frames`: lists the rating frames that are there, or looks over files of a team's own.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::Exit;
use crate::{
    store::{self, FrameError, Places},
    tr,
    words::frames::{problem, row},
};

/// What to look at.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Frame files to check; none lists every frame that can be used.
    pub paths: Vec<PathBuf>,
}

/// Lists frames to `out`; problems go to `err`, one a line: `file:line:column: what is wrong, what next`.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let mut errors: Vec<FrameError> = Vec::new();
    if args.paths.is_empty() {
        let places = match Places::of_this_user() {
            Ok(places) => places,
            Err(error) => {
                writeln!(err, "{}", problem(&FrameError::File(error)))?;
                return Ok(Exit::Unreadable);
            }
        };
        let found = store::load_frames(&places);
        for known in &found.frames {
            writeln!(out, "{}", row(&known.frame, known.path.is_some()))?;
        }
        errors = found.errors;
        let folder = store::frame_folder(&places);
        let folder = folder.to_string_lossy().into_owned();
        writeln!(err, "{}", tr!("frames-folder", folder = folder))?;
    }
    for path in &args.paths {
        match store::read_frame_file(path) {
            Ok(frame) => writeln!(out, "{}", row(&frame, true))?,
            Err(found) => errors.extend(found),
        }
    }
    for error in &errors {
        writeln!(err, "{}", problem(error))?;
    }
    let unreadable = |error: &FrameError| matches!(error, FrameError::File(_));
    Ok(if errors.iter().any(unreadable) {
        Exit::Unreadable
    } else if errors.is_empty() {
        Exit::Done
    } else {
        Exit::Problem
    })
}
