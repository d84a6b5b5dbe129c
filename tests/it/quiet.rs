//! The window listens nowhere, and talks to nobody but the display, also while a recording plays and marks are saved.
//!
//! `scripts/test` runs this twice: with the door for test programs built in but not asked for, and as it is released.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use crate::{clips, screen::Screen};

/// The bench gives up by itself before this; only a bench that hangs is ended here.
const PATIENCE: Duration = Duration::from_mins(5);
/// The flag of a socket that waits for others, in the system's table.
const ACCEPTS: u32 = 0x1_0000;
/// The kind of a socket that calls before it talks, in the same table.
const STREAM: &str = "0001";

/// The sockets that a process holds, by whom they lead to.
#[derive(Debug, Default)]
pub struct Sockets {
    /// Lines of the system's tables of network sockets, whatever their state.
    pub network: Vec<String>,
    /// Sockets of this machine on which others could call.
    pub listening: Vec<String>,
    /// How many lead to the display.
    pub display: usize,
    /// Numbers of those that lead to anybody else, or that no table knows.
    pub foreign: Vec<u64>,
}

impl Sockets {
    /// What `process` holds now; `display` is like `:99`.
    pub fn of(process: u32, display: &str) -> Self {
        let before = held(process);
        let mut tables = String::new();
        for table in [
            "tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6", "icmp", "icmp6",
            "packet",
        ] {
            // Some systems have no version 6.
            tables +=
                &fs::read_to_string(format!("/proc/{process}/net/{table}")).unwrap_or_default();
        }
        let unix = fs::read_to_string(format!("/proc/{process}/net/unix")).unwrap_or_default();
        let ends = ends();
        // Those that were closed or opened meanwhile are not in all tables.
        let after = held(process);
        let ours: BTreeSet<u64> = after.intersection(&before).copied().collect();
        let mut sockets = Self {
            network: lines_of(&tables, &ours),
            ..Self::default()
        };
        let known: BTreeMap<u64, &str> = unix
            .lines()
            .skip(1)
            .filter_map(|line| Some((line.split_whitespace().nth(6)?.parse().ok()?, line)))
            .collect();
        let of_display = format!("/tmp/.X11-unix/X{}", display.trim_start_matches(':'));
        for socket in &ours {
            let Some(line) = known.get(socket) else {
                sockets.foreign.push(*socket);
                continue;
            };
            let mut parts = line.split_whitespace().skip(3);
            let (flags, kind) = (
                parts.next().unwrap_or_default(),
                parts.next().unwrap_or_default(),
            );
            if u32::from_str_radix(flags, 16).unwrap_or(ACCEPTS) & ACCEPTS != 0 {
                sockets.listening.push((*line).to_owned());
                continue;
            }
            let other = ends.get(socket).map_or(0, |(_, other)| *other);
            let path = ends.get(&other).map_or("", |(path, _)| path);
            if path.trim_start_matches('@') == of_display {
                sockets.display += 1;
            } else if other == 0 && kind == STREAM {
                // Not taken up by whoever was called, or already hung up by them. A later look sees who it was.
            } else if !before.contains(&other) && !after.contains(&other) {
                // Of a pair that was made or closed during one look, that look may have seen only one end.
                sockets.foreign.push(*socket);
            }
        }
        sockets
    }

    fn quiet(&self) -> bool {
        self.network.is_empty() && self.listening.is_empty() && self.foreign.is_empty()
    }
}

/// The numbers of all sockets of a process.
fn held(process: u32) -> BTreeSet<u64> {
    let Ok(files) = fs::read_dir(format!("/proc/{process}/fd")) else {
        return BTreeSet::new();
    };
    files
        .filter_map(|file| fs::read_link(file.ok()?.path()).ok())
        .filter_map(|to| {
            let to = to.to_str()?;
            to.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
        })
        .collect()
}

fn lines_of(tables: &str, sockets: &BTreeSet<u64>) -> Vec<String> {
    tables
        .lines()
        .filter(|line| {
            line.split_whitespace()
                .any(|part| part.parse().is_ok_and(|number| sockets.contains(&number)))
        })
        .map(str::to_owned)
        .collect()
}

/// Path and other end of every socket of this machine that leads to another on it.
fn ends() -> BTreeMap<u64, (String, u64)> {
    let output = Command::new("ss")
        .args(["-xanH"])
        .output()
        .expect("ss; scripts/setup test installs it");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let [.., own, _, other] = parts.as_slice() else {
                return None;
            };
            let path = parts.get(4..parts.len() - 3)?.join(" ");
            Some((own.parse().ok()?, (path, other.parse().ok()?)))
        })
        .collect()
}

struct Ends(Child);

impl Drop for Ends {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

/// How many marks lie in files below a folder.
fn marks_below(folder: &Path) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .map(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                marks_below(&path)
            } else if name.contains(".marks.") && name.ends_with(".ron") {
                let text = fs::read_to_string(&path).unwrap_or_default();
                text.matches("placed: ").count()
            } else {
                0
            }
        })
        .max()
        .unwrap_or(0)
}

#[test]
fn the_window_listens_nowhere_and_talks_to_the_display_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let temporary = folder.path().join("temporary");
    fs::create_dir(&temporary).expect("a folder");
    let screen = Screen::open();
    let mut command = Command::new(env!("CARGO_BIN_EXE_mindframe"));
    for (name, place) in [
        ("HOME", ""),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
    ] {
        command.env(name, folder.path().join("home").join(place));
    }
    // The bench opens the real window, plays, and sets marks by keys while it plays.
    let child = command
        .args(["bench", "--marks", "40"])
        .arg(clips::CONSTANT.path())
        .env("TMPDIR", &temporary)
        .env("DISPLAY", &screen.display)
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("MINDFRAME_AUDIO", "fake")
        // Screen readers are reached through the desktop's bus, where there is one; this is about the program itself.
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("XDG_RUNTIME_DIR")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("EGUI_INSPECTION")
        .stdout(Stdio::null())
        .spawn()
        .expect("the program runs");
    let mut child = Ends(child);
    let process = child.0.id();
    let begun = Instant::now();
    let mut most_to_display = 0;
    let mut at_start = None;
    let mut looks_while_playing = 0;
    // The key of the bench is the therapist's, who has half of the generated marks; more than those are set while it plays.
    // On a busy machine a look takes so long that the bench may be through before twenty.
    while looks_while_playing < 20 {
        let sockets = Sockets::of(process, &screen.display);
        assert!(sockets.quiet(), "{sockets:#?}");
        most_to_display = most_to_display.max(sockets.display);
        let marks = marks_below(&temporary);
        let first = *at_start.get_or_insert(marks.max(20));
        looks_while_playing += usize::from(marks > first);
        if let Some(ended) = child.0.try_wait().expect("a state") {
            assert!(ended.success(), "the bench came to no end: {ended}");
            break;
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "the bench hangs: {marks} marks of {first} at its start"
        );
    }
    assert!(looks_while_playing > 0, "no look fell while marks were set");
    assert!(most_to_display > 0, "the look misses the display");
}
