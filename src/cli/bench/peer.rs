//! mpv, measured through its own control socket on this machine, with its own sharp seeking on and nothing of ours between.

use std::{
    io::{BufRead, BufReader, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::{
    app::figures::{Dice, Figures, Playing, Spread, usage},
    media,
};

const LIMIT: Duration = Duration::from_secs(5);
const TRIES: usize = 40;
const STEPS: usize = 60;
const PLAY: Duration = Duration::from_secs(20);

/// The size of our own window, unless another is asked for: mpv then fills it with the picture, where we have panels.
pub const SAME_WINDOW: &str = "1440x900";

/// A script that ends mpv when its first frame is up.
const QUIT_AT_FIRST: &str = "mp.register_event('playback-restart', function() \
    io.stdout:write('painted\\n') io.stdout:flush() mp.commandv('quit') end)\n";

fn mpv(video: &Path, size: &str) -> Command {
    let mut command = Command::new("mpv");
    command
        .args([
            "--no-config",
            "--vo=gpu",
            "--gpu-sw=yes",
            "--hr-seek=yes",
            "--osc=no",
            "--osd-level=0",
            "--pause",
            "--keep-open=always",
        ])
        .args([
            "--hwdec=no",
            "--ao=null",
            "--no-keepaspect-window",
            "--really-quiet",
            "--force-window=yes",
        ])
        .arg(format!("--geometry={size}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.arg("--").arg(video);
    command
}

/// From the start of mpv's process to its end right after its first frame.
pub fn start(video: &Path, size: &str) -> Option<Duration> {
    let folder = tempfile::tempdir().ok()?;
    let script = folder.path().join("first.lua");
    std::fs::write(&script, QUIT_AT_FIRST).ok()?;
    let mut command = Command::new("mpv");
    command
        .args([
            "--no-config",
            "--vo=gpu",
            "--gpu-sw=yes",
            "--osc=no",
            "--osd-level=0",
            "--hwdec=no",
            "--ao=null",
            "--no-keepaspect-window",
            "--really-quiet",
        ])
        .arg(format!("--geometry={size}"))
        .arg(format!("--script={}", script.display()))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .arg("--")
        .arg(video);
    super::until_painted(&mut command)
}

/// Everything but the first frame.
pub fn measure(video: &Path, size: &str) -> Option<Figures> {
    let probe = media::probe(video).ok()?;
    let times: Vec<f64> = probe
        .index
        .times
        .iter()
        .map(|time| time.seconds_for_drawing())
        .collect();
    let keys: Vec<f64> = probe
        .index
        .keyframes
        .iter()
        .filter_map(|key| times.get(*key as usize).copied())
        .collect();
    let folder = tempfile::tempdir().ok()?;
    let socket = folder.path().join("mpv");
    let mut child = mpv_with_socket(video, size, &socket)?;
    let figures = talk(&socket, &child, &times, &keys);
    // Ended already or not: it must not outlive the measurement.
    let _ended = child.kill();
    let _reaped = child.wait();
    figures
}

fn mpv_with_socket(video: &Path, size: &str, socket: &Path) -> Option<Child> {
    let mut command = mpv(video, size);
    let mut option = std::ffi::OsString::from("--input-ipc-server=");
    option.push(socket);
    // Options may stand before the file only.
    let arguments: Vec<std::ffi::OsString> = command.get_args().map(ToOwned::to_owned).collect();
    let mut with_socket = Command::new(command.get_program());
    with_socket.arg(option).args(arguments);
    command = with_socket;
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()
}

struct Line {
    writer: UnixStream,
    reader: BufReader<UnixStream>,
}

impl Line {
    fn open(socket: &PathBuf) -> Option<Self> {
        let begun = Instant::now();
        loop {
            if let Ok(writer) = UnixStream::connect(socket) {
                writer.set_read_timeout(Some(LIMIT)).ok()?;
                let reader = BufReader::new(writer.try_clone().ok()?);
                return Some(Self { writer, reader });
            }
            if begun.elapsed() > LIMIT * 2 {
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn send(&mut self, command: &Value) -> Option<()> {
        writeln!(self.writer, "{}", json!({ "command": command })).ok()
    }

    fn next(&mut self) -> Option<Value> {
        let mut line = String::new();
        self.reader
            .read_line(&mut line)
            .ok()
            .filter(|read| *read > 0)?;
        serde_json::from_str(&line).ok()
    }

    /// Waits for an event of this name.
    fn until(&mut self, event: &str) -> Option<()> {
        let begun = Instant::now();
        while begun.elapsed() < LIMIT {
            if self.next()?.get("event").and_then(Value::as_str) == Some(event) {
                return Some(());
            }
        }
        None
    }

    fn get(&mut self, property: &str) -> Option<f64> {
        writeln!(
            self.writer,
            "{}",
            json!({ "command": ["get_property", property], "request_id": 77 })
        )
        .ok()?;
        loop {
            let answer = self.next()?;
            if answer.get("request_id").and_then(Value::as_i64) == Some(77)
                && answer.get("event").is_none()
            {
                return answer.get("data").and_then(Value::as_f64);
            }
        }
    }
}

fn talk(socket: &Path, child: &Child, times: &[f64], keys: &[f64]) -> Option<Figures> {
    let mut line = Line::open(&socket.to_path_buf())?;
    let begun = Instant::now();
    while line.get("time-pos").is_none() {
        if begun.elapsed() > LIMIT * 2 {
            return None;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let mut dice = Dice::default();
    let half = times
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .fold(f64::INFINITY, f64::min)
        / 2.0;
    let mut seeks = |line: &mut Line, among: &[f64], how: &str| -> Option<Spread> {
        let (mut tries, mut wrong) = (Vec::new(), 0);
        for _ in 0..TRIES {
            let target = *among.get(dice.below(among.len()))?;
            let since = Instant::now();
            line.send(&json!(["seek", target, how]))?;
            line.until("playback-restart")?;
            tries.push(since.elapsed());
            let at = line.get("time-pos")?;
            wrong += usize::from(how.contains("exact") && (at - target).abs() > half);
            std::thread::sleep(Duration::from_millis(60));
        }
        Some(Spread::of(tries, wrong))
    };
    let exact_seek_ms = seeks(&mut line, times, "absolute+exact")?;
    let key_seek_ms = seeks(&mut line, keys, "absolute+keyframes")?;
    let first_picture_ms = seeks(&mut line, times, "absolute+keyframes")?;
    let middle = *times.get(times.len() / 2)?;
    line.send(&json!(["seek", middle, "absolute+exact"]))?;
    line.until("playback-restart")?;
    let step_forward_ms = steps(&mut line, "frame-step", true, half)?;
    let step_back_ms = steps(&mut line, "frame-back-step", false, half)?;
    let playback = play(&mut line, child, times)?;
    Some(Figures {
        first_frame_ms: 0.0,
        exact_seek_ms,
        key_seek_ms,
        first_picture_ms,
        step_forward_ms,
        step_back_ms,
        playback,
    })
}

/// Steps until the shown time has moved; a step that moves it by more or less than a frame is wrong.
fn steps(line: &mut Line, command: &str, forward: bool, half: f64) -> Option<Spread> {
    let (mut tries, mut wrong) = (Vec::new(), 0);
    for _ in 0..STEPS {
        let before = line.get("time-pos")?;
        let since = Instant::now();
        line.send(&json!([command]))?;
        let after = loop {
            let now = line.get("time-pos")?;
            if (now - before).abs() > half / 2.0 {
                break now;
            }
            if since.elapsed() > LIMIT {
                break before;
            }
            std::thread::sleep(Duration::from_micros(200));
        };
        tries.push(since.elapsed());
        let moved = if forward {
            after - before
        } else {
            before - after
        };
        wrong += usize::from(!(half..half * 3.5).contains(&moved));
        std::thread::sleep(Duration::from_millis(15));
    }
    Some(Spread::of(tries, wrong))
}

fn play(line: &mut Line, child: &Child, times: &[f64]) -> Option<Playing> {
    line.send(&json!(["seek", 0, "absolute+exact"]))?;
    line.until("playback-restart")?;
    let process = child.id().to_string();
    let dropped_before = line.get("frame-drop-count").unwrap_or(0.0)
        + line.get("decoder-frame-drop-count").unwrap_or(0.0);
    let (cpu_before, _) = usage(&process)?;
    let since = Instant::now();
    line.send(&json!(["set_property", "pause", false]))?;
    let length = times.last().copied().unwrap_or_default();
    std::thread::sleep(PLAY.min(Duration::from_secs_f64(length.max(1.0))));
    let at = line.get("time-pos")?;
    let dropped = line.get("frame-drop-count").unwrap_or(0.0)
        + line.get("decoder-frame-drop-count").unwrap_or(0.0);
    let seconds = since.elapsed().as_secs_f64();
    let (cpu, peak) = usage(&process)?;
    let frames = times.partition_point(|time| *time <= at);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small count"
    )]
    let lost = (dropped - dropped_before).max(0.0) as usize;
    Some(Playing {
        seconds: (seconds * 1e3).round() / 1e3,
        frames,
        shown: frames.saturating_sub(lost),
        cpu_per_s: (cpu.saturating_sub(cpu_before).as_secs_f64() / seconds * 1e3).round() / 1e3,
        peak_rss_mib: peak,
    })
}
