//! The bench of rating: how exactly a value is kept where it was given, and how soon the scale shows it, on a copy of the recording.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use super::{Exit, Window, spread};
use crate::{app::figures::RatingFigures, store::StoreError, tr, words::notice};

/// Measures the window while strength is rated.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(
    video: &Path,
    json: bool,
    window: &Window<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    let copied = tempfile::tempdir().and_then(|folder| {
        let mut copy = folder.path().join("rated");
        if let Some(ending) = video.extension() {
            copy.set_extension(ending);
        }
        // On another disk there is no link, so it is copied.
        fs::hard_link(video, &copy).or_else(|_| fs::copy(video, &copy).map(|_| ()))?;
        Ok((folder, copy))
    });
    let (_folder, copy) = match copied {
        Ok(copied) => copied,
        Err(error) => {
            let error = StoreError::io(&std::env::temp_dir(), &error);
            writeln!(err, "{}", notice::store_error_when_writing(&error))?;
            return Ok(Exit::Unreadable);
        }
    };
    let Some(figures) = (window.rating)(&copy) else {
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

fn table(figures: &RatingFigures, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{:<24} {:>34}", tr!("bench-unit"), "mindframe")?;
    for (name, times) in [
        ("clock_ms", &figures.clock_ms),
        ("kept_ms", &figures.kept_ms),
        ("shown_ms", &figures.shown_ms),
    ] {
        writeln!(out, "{name:<24} {:>34}", spread(times))?;
    }
    Ok(())
}
