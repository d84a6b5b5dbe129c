//! `mindframe frame`: the very picture the window would show.

use std::{io, io::Write, path::PathBuf};

use serde_json::json;

use super::{Exit, exit_for, record};
use crate::{
    domain::time::MediaTime,
    media::{self, Target, VideoFrame},
    store::{self, Places},
    tr,
    words::notice,
};

/// Saves one exact frame as PNG.
#[derive(Clone, Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("which").required(true)))]
pub struct Args {
    /// The recording.
    pub video: PathBuf,
    /// The frame on screen at this time, as 12:03.480 or in seconds.
    #[arg(long, value_name = "TIME", group = "which", allow_hyphen_values = true)]
    pub at: Option<MediaTime>,
    /// The frame with this number, counted from 0.
    #[arg(long, value_name = "K", group = "which")]
    pub number: Option<usize>,
    /// Where the picture goes.
    #[arg(long, value_name = "PNG")]
    pub out: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Writes the picture, prints number and time to `out`, and returns the exit code.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let target = match (args.at, args.number) {
        (Some(time), _) => Target::At(time),
        (None, number) => Target::Number(number.unwrap_or(0)),
    };
    let mut refuse = |words: String, exit: Exit| -> io::Result<Exit> {
        writeln!(err, "{words}")?;
        Ok(exit)
    };
    // Recordings without a record here, which is most that a script asks for, cost a look into one folder.
    if let Ok(places) = Places::of_this_user()
        && let Some(words) = record::closed(&record::open(&args.video, &places).session)
    {
        return refuse(words, Exit::Unreadable);
    }
    let frame = match media::still(&args.video, target) {
        Ok(frame) => frame,
        Err(error) => return refuse(notice::media_error(&error), exit_for(&error)),
    };
    let bytes = match png_of(&frame) {
        Ok(bytes) => bytes,
        Err(error) => {
            let words = tr!("frame-no-png", reason = error.to_string());
            return refuse(words, Exit::Problem);
        }
    };
    if let Err(error) = store::write_file(&args.out, &bytes) {
        return refuse(notice::store_error_when_writing(&error), Exit::Unreadable);
    }
    let (number, time) = (frame.number, frame.time.as_nanos());
    if args.json {
        let (width, height) = frame.display_size();
        writeln!(
            out,
            "{:#}",
            json!({ "number": number, "time_ns": time, "display_size": [width, height] })
        )?;
    } else {
        let number = number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        writeln!(out, "{}", tr!("frame-number", number = number))?;
        writeln!(out, "{}", tr!("frame-time", time = time.to_string()))?;
    }
    Ok(Exit::Done)
}

/// A frame as PNG: turned as it is shown, in stored pixels, with their aspect noted in the file.
pub fn png_of(frame: &VideoFrame) -> Result<Vec<u8>, png::EncodingError> {
    let (width, height, rgba) = frame.to_rgba();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let (wide, high) = if frame.orientation.swaps_sides() {
        (frame.pixel_aspect.1, frame.pixel_aspect.0)
    } else {
        frame.pixel_aspect
    };
    if wide != high {
        // Pixels per unit: the wider a pixel, the fewer of them.
        encoder.set_pixel_dims(Some(png::PixelDimensions {
            xppu: high,
            yppu: wide,
            unit: png::Unit::Unspecified,
        }));
    }
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rgba)?;
    writer.finish()?;
    Ok(bytes)
}
