//! `mindframe probe`: what a recording is.

use std::{io, io::Write, path::PathBuf};

use serde_json::{Value, json};

use super::{Exit, exit_for};
use crate::{
    media::{self, Probe, Severity},
    tr,
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
    notice::inexact(probe).or_else(|| {
        probe
            .info
            .video
            .is_none()
            .then(|| tr!("inexact-no-picture"))
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

/// Name and words of each line.
fn lines(probe: &Probe) -> Vec<(String, String)> {
    let info = &probe.info;
    let length = info.duration.max(probe.index.end).exact();
    let mut lines = vec![
        (tr!("probe-container"), info.container.clone()),
        (tr!("probe-length"), length),
    ];
    if let Some(video) = &info.video {
        let (width, height) = video.size;
        let mut picture = vec![
            video.codec.clone(),
            tr!("probe-size", width = width, height = height),
        ];
        let (shown_width, shown_height) = video.display_size();
        if (shown_width, shown_height) != (width, height) {
            picture.push(tr!(
                "probe-shown-as",
                width = shown_width,
                height = shown_height
            ));
        }
        if video.orientation.quarter_turns != 0 {
            let degrees = u32::from(video.orientation.quarter_turns) * 90;
            picture.push(tr!("probe-turned", degrees = degrees));
        }
        lines.push((tr!("probe-picture"), picture.join(", ")));
        let rate = format!("{:.3}", probe.average_rate().unwrap_or_default());
        let rate = if probe.is_constant_rate() {
            tr!("probe-rate-constant", rate = rate)
        } else {
            tr!("probe-rate-varies", rate = rate)
        };
        let frames = tr!(
            "probe-frames-of",
            frames = probe.index.len(),
            rate = rate,
            keys = probe.index.keyframes.len()
        );
        lines.push((tr!("probe-frames"), frames));
    }
    for track in &info.audio {
        let mut sound = vec![
            track.codec.clone(),
            tr!("probe-channels", channels = track.channels),
            tr!("probe-sample-rate", rate = track.sample_rate),
        ];
        if !track.language.is_empty() {
            sound.push(track.language.clone());
        }
        lines.push((tr!("probe-sound"), sound.join(", ")));
    }
    let exact = match inexact(probe) {
        None => tr!("probe-exact-yes"),
        Some(reason) => tr!("probe-exact-no", reason = reason),
    };
    lines.push((tr!("probe-exact"), exact));
    lines
}

fn write_plain(probe: &Probe, out: &mut dyn Write) -> io::Result<()> {
    for (name, words) in lines(probe) {
        writeln!(out, "{name:<13} {words}")?;
    }
    Ok(())
}
