//! `mindframe probe`: what a recording is.

use std::{io, io::Write, path::PathBuf};

use serde_json::{Value, json};

use super::{Exit, exit_for};
use crate::{
    media::{self, Probe, Severity},
    words::notice,
};

/// Shows what a recording is: streams, frames, and whether it can be stepped exactly.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The recording.
    pub video: PathBuf,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Prints the answer to `out` and returns the exit code.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let probe = match media::probe(&args.video) {
        Ok(probe) => probe,
        Err(error) => {
            if args.json {
                writeln!(out, "{:#}", json!({ "error": notice::media_error(&error) }))?;
            }
            writeln!(err, "{}", notice::media_error(&error))?;
            return Ok(exit_for(&error));
        }
    };
    let value = as_json(&probe);
    if args.json {
        writeln!(out, "{value:#}")?;
    } else {
        write_plain(&probe, out)?;
    }
    let broken = probe
        .problem
        .as_ref()
        .is_some_and(|error| error.severity != Severity::Passing);
    Ok(if broken { Exit::Problem } else { Exit::Done })
}

/// Why steps and seeks cannot be trusted to the frame, if so.
fn inexact(probe: &Probe) -> Option<String> {
    probe
        .index
        .inexact
        .clone()
        .or_else(|| probe.problem.as_ref().map(ToString::to_string))
        .or_else(|| {
            probe
                .info
                .video
                .is_none()
                .then(|| "there is no picture".to_owned())
        })
}

fn as_json(probe: &Probe) -> Value {
    let info = &probe.info;
    let video = info.video.as_ref();
    let audio: Vec<Value> = info
        .audio
        .iter()
        .map(|track| {
            json!({
                "codec": track.codec,
                "channels": track.channels,
                "sample_rate": track.sample_rate,
                "language": track.language,
            })
        })
        .collect();
    let codecs: Vec<&str> = video
        .map(|video| video.codec.as_str())
        .into_iter()
        .chain(info.audio.iter().map(|track| track.codec.as_str()))
        .collect();
    let reason = inexact(probe);
    json!({
        "container": info.container,
        "codecs": codecs,
        "video_codec": video.map(|video| &video.codec),
        "size": video.map(|video| [video.size.0, video.size.1]),
        "display_size": video.map(|video| <[u32; 2]>::from(video.display_size())),
        "rotation": video.map(|video| u32::from(video.orientation.quarter_turns) * 90),
        "mirrored": video.map(|video| video.orientation.mirrored),
        "pixel_aspect": video.map(|video| [video.pixel_aspect.0, video.pixel_aspect.1]),
        "duration_ns": info.duration.max(probe.index.end).as_nanos(),
        "frame_count": probe.index.len(),
        "first_pts_ns": probe.index.times.first().map(|time| time.as_nanos()),
        "constant_rate": video.map(|_| probe.is_constant_rate()),
        "average_fps": probe.average_rate(),
        "keyframes": probe.index.keyframes,
        "audio_tracks": audio,
        "exact": reason.is_none(),
        "reason": reason,
    })
}

fn write_plain(probe: &Probe, out: &mut dyn Write) -> io::Result<()> {
    let info = &probe.info;
    writeln!(out, "container     {}", info.container)?;
    writeln!(
        out,
        "length        {}",
        info.duration.max(probe.index.end).exact()
    )?;
    if let Some(video) = &info.video {
        let (width, height) = video.size;
        let (shown_width, shown_height) = video.display_size();
        write!(out, "picture       {}, {width} x {height}", video.codec)?;
        if (shown_width, shown_height) != (width, height) {
            write!(out, ", shown as {shown_width} x {shown_height}")?;
        }
        if video.orientation.quarter_turns != 0 {
            let degrees = u32::from(video.orientation.quarter_turns) * 90;
            write!(out, ", turned by {degrees} degrees")?;
        }
        writeln!(out)?;
        let rate = probe.average_rate().unwrap_or_default();
        let kind = if probe.is_constant_rate() {
            "constant rate"
        } else {
            "on average, the rate varies"
        };
        writeln!(
            out,
            "frames        {}, {rate:.3} a second ({kind}), {} key frames",
            probe.index.len(),
            probe.index.keyframes.len()
        )?;
    }
    for track in &info.audio {
        write!(
            out,
            "sound         {}, {} channels, {} Hz",
            track.codec, track.channels, track.sample_rate
        )?;
        if track.language.is_empty() {
            writeln!(out)?;
        } else {
            writeln!(out, ", {}", track.language)?;
        }
    }
    match inexact(probe) {
        None => writeln!(out, "exact         yes"),
        Some(reason) => writeln!(out, "exact         no: {reason}"),
    }
}
