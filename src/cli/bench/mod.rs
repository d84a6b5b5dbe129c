//! `mindframe bench`: the window's real speed on a recording, with mpv measured beside it in the same run.

use std::{
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use serde::Serialize;

use super::Exit;
use crate::{
    app::figures::{Figures, MarksFigures, RatingFigures, SoakFigures, Spread},
    tr,
};

mod marks;
mod peer;
mod rating;

/// What to measure.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The recording.
    pub video: PathBuf,
    /// Writes JSON.
    #[arg(long)]
    pub json: bool,
    /// Measures mpv on the same recording, display and size of window, too.
    #[arg(long, num_args = 0..=1, default_missing_value = "mpv", value_parser = ["mpv"])]
    pub peer: Option<String>,
    /// The size of mpv's window, if not that of ours.
    #[arg(long, value_name = "WxH", requires = "peer", default_value = peer::SAME_WINDOW)]
    pub peer_size: String,
    /// Measures only what many marks cost, on a copy of the recording with so many generated ones.
    #[arg(long, value_name = "N", conflicts_with = "peer")]
    pub marks: Option<usize>,
    /// Measures only a long time of playing: round and round for so many minutes, whether memory, threads or open files grow.
    #[arg(long, value_name = "MINUTES", conflicts_with_all = ["peer", "marks"])]
    pub soak: Option<u32>,
    /// Measures only rating strength while it plays, on a copy of the recording.
    #[arg(long, conflicts_with_all = ["peer", "marks", "soak"])]
    pub rating: bool,
    /// How many seeks of each kind are tried; steps three times as many.
    #[arg(long, value_name = "N", default_value_t = 40)]
    pub tries: usize,
    /// Only opens the window, and closes it when the first frame is on the screen.
    #[arg(long, hide = true)]
    pub first_frame: bool,
}

/// How the window is measured; handed in from above, since the command line knows no window.
pub struct Window<'a> {
    /// All but the first frame.
    pub measure: &'a dyn Fn(&Path, usize) -> Option<Figures>,
    /// Opens the window and closes it when the first frame is on the screen.
    pub first_frame: &'a dyn Fn(&Path) -> bool,
    /// What the marks of a recording cost.
    pub with_marks: &'a dyn Fn(&Path) -> Option<MarksFigures>,
    /// Rating strength while it plays.
    pub rating: &'a dyn Fn(&Path) -> Option<RatingFigures>,
    /// A long time of playing.
    pub soak: &'a dyn Fn(&Path, Duration) -> Option<SoakFigures>,
}

#[derive(Serialize)]
struct Report {
    #[serde(flatten)]
    own: Figures,
    #[serde(skip_serializing_if = "Option::is_none")]
    peer: Option<Figures>,
}

/// How often a start is measured.
const STARTS: usize = 5;

/// Measures.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(
    args: &Args,
    window: &Window<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    if args.first_frame {
        let seen = (window.first_frame)(&args.video);
        return Ok(if seen { Exit::Done } else { Exit::Problem });
    }
    if let Err(error) = crate::media::probe(&args.video) {
        writeln!(err, "{}", crate::words::notice::media_error(&error))?;
        return Ok(Exit::Unreadable);
    }
    if let Some(count) = args.marks {
        return marks::run(&args.video, count, args.json, window, out, err);
    }
    if args.rating {
        return rating::run(&args.video, args.json, window, out, err);
    }
    if let Some(minutes) = args.soak {
        let time = Duration::from_secs(60 * u64::from(minutes));
        let Some(figures) = (window.soak)(&args.video, time) else {
            writeln!(err, "{}", tr!("bench-no-window"))?;
            return Ok(Exit::Unreadable);
        };
        if args.json {
            serde_json::to_writer_pretty(&mut *out, &figures).map_err(io::Error::other)?;
            writeln!(out)?;
        } else {
            soak_table(&figures, out)?;
        }
        return Ok(Exit::Done);
    }
    let (mut own_starts, mut peer_starts) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        own_starts.extend(own_start(&args.video));
        if args.peer.is_some() {
            peer_starts.extend(peer::start(&args.video, &args.peer_size));
        }
    }
    let wanted = args.peer.as_ref();
    let peer = wanted.and_then(|_| peer::measure(&args.video, &args.peer_size));
    if wanted.is_some() && peer.is_none() {
        writeln!(err, "{}", tr!("bench-no-peer"))?;
    }
    let Some(mut own) = (window.measure)(&args.video, args.tries) else {
        writeln!(err, "{}", tr!("bench-no-window"))?;
        return Ok(Exit::Unreadable);
    };
    own.first_frame_ms = Spread::of(own_starts, 0).p50;
    let peer = peer.map(|figures| Figures {
        first_frame_ms: Spread::of(peer_starts, 0).p50,
        ..figures
    });
    let report = Report { own, peer };
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report).map_err(io::Error::other)?;
        writeln!(out)?;
    } else {
        table(&report, out)?;
    }
    Ok(Exit::Done)
}

/// From the start of our own process until it says that its first frame is on the screen.
fn own_start(video: &Path) -> Option<Duration> {
    let mut command = Command::new(std::env::current_exe().ok()?);
    command.args(["bench", "--first-frame", "--"]).arg(video);
    until_painted(&mut command)
}

/// From the start of a process until it writes its first line, which is “painted”.
fn until_painted(command: &mut Command) -> Option<Duration> {
    let begun = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut line = String::new();
    let heard = BufReader::new(child.stdout.take()?)
        .read_line(&mut line)
        .is_ok();
    let took = begun.elapsed();
    let ended = child.wait().is_ok();
    (heard && ended && line.trim() == "painted").then_some(took)
}

fn spread(spread: &Spread) -> String {
    let [p50, p95, max] = [spread.p50, spread.p95, spread.max].map(|ms| format!("{ms:.1}"));
    let (wrong, n) = (spread.wrong, spread.n);
    tr!(
        "bench-spread",
        p50 = p50,
        p95 = p95,
        max = max,
        wrong = wrong,
        n = n
    )
}

fn soak_table(figures: &SoakFigures, out: &mut dyn Write) -> io::Result<()> {
    let (seconds, rounds) = (figures.seconds, figures.rounds);
    writeln!(
        out,
        "{}",
        tr!("bench-soak", seconds = seconds, rounds = rounds)
    )?;
    for (name, slope) in [
        ("rss_mib", figures.rss_mib),
        ("threads", figures.threads),
        ("files", figures.files),
        ("drift_ms", figures.drift_ms),
    ] {
        let [early, late, hour] =
            [slope.early, slope.late, slope.per_hour].map(|value| format!("{value:.1}"));
        writeln!(
            out,
            "{name:<12} {}",
            tr!("bench-slope", early = early, late = late, hour = hour)
        )?;
    }
    Ok(())
}

fn table(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let line = |name: &str, pick: &dyn Fn(&Figures) -> String| {
        let peer = report.peer.as_ref().map(pick).unwrap_or_default();
        format!("{name:<24} {:>34} {peer:>34}", pick(&report.own))
    };
    writeln!(
        out,
        "{:<24} {:>34} {:>34}",
        tr!("bench-unit"),
        "mindframe",
        if report.peer.is_some() { "mpv" } else { "" }
    )?;
    for row in [
        line("first_frame_ms", &|f| format!("{:.0}", f.first_frame_ms)),
        line("exact_seek_ms", &|f| spread(&f.exact_seek_ms)),
        line("key_seek_ms", &|f| spread(&f.key_seek_ms)),
        line("first_picture_ms", &|f| spread(&f.first_picture_ms)),
        line("step_forward_ms", &|f| spread(&f.step_forward_ms)),
        line("step_back_ms", &|f| spread(&f.step_back_ms)),
        line("playback.shown", &|f| {
            tr!(
                "bench-shown-of",
                shown = f.playback.shown,
                frames = f.playback.frames
            )
        }),
        line("playback.cpu_per_s", &|f| {
            format!("{:.2}", f.playback.cpu_per_s)
        }),
        line("playback.peak_rss_mib", &|f| {
            format!("{:.0}", f.playback.peak_rss_mib)
        }),
    ] {
        writeln!(out, "{row}")?;
    }
    Ok(())
}
