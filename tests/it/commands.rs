//! The command line as scripts use it: the real program, its output and its exit codes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mindframe");
const DEMO: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/demo/five-minutes-late.mp4"
);

/// A folder with a recording that nobody has marked yet, and a home of its own.
struct Room {
    folder: TempDir,
    video: PathBuf,
}

impl Room {
    fn new() -> Self {
        Self::named("role play.mp4".as_ref())
    }

    fn named(name: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let video = folder.path().join("recordings").join(name);
        fs::create_dir_all(video.parent().expect("a parent")).expect("a folder");
        fs::copy(DEMO, &video).expect("a copy of the demo");
        Self { folder, video }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(PROGRAM);
        for (name, place) in [
            ("HOME", ""),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, self.folder.path().join("home").join(place));
        }
        command
            .env("MINDFRAME_AUDIO", "fake")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let (first, rest) = arguments.split_first().expect("a subcommand");
        self.command()
            .arg(first)
            .args(rest)
            .arg("--")
            .arg(&self.video)
            .output()
            .expect("the program runs")
    }

    fn marks(&self) -> Vec<serde_json::Value> {
        let output = self.run(&["marks", "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).expect("JSON")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_mark_is_printed_by_its_id_alone_and_is_in_the_file() {
    let room = Room::new();
    let output = room.run(&[
        "mark",
        "--as",
        "therapist",
        "--at",
        "43.16",
        "--code",
        "dyn.rupture:kind=withdrawal",
        "--words",
        "“I” wince\nhere",
        "--intensity",
        "6",
        "--about",
        "us",
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let id = text(&output.stdout);
    assert_eq!(id.trim().len(), 36, "{id}");
    assert_eq!(id.lines().count(), 1);
    let marks = room.marks();
    let [mark] = marks.as_slice() else {
        panic!("{marks:?}")
    };
    assert_eq!(mark["id"], id.trim());
    assert_eq!(mark["start_ns"], 43_160_000_000_i64);
    assert_eq!(mark["frame"], 1079);
    assert_eq!(mark["codes"], "dyn.rupture:kind=withdrawal");
    assert_eq!(mark["words"], "“I” wince\nhere");
    assert_eq!(
        (&mark["intensity"], &mark["about"]),
        (&6.into(), &"us".into())
    );
    let names: Vec<String> = fs::read_dir(room.video.parent().expect("a parent"))
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert!(
        names
            .iter()
            .any(|name| name.starts_with("role play.mp4.marks.")),
        "{names:?}"
    );
}

#[test]
fn a_stretch_a_client_and_a_filter() {
    let room = Room::new();
    for arguments in [
        ["mark", "--as", "Client", "--at", "0:05", "--code", "c.feel"].as_slice(),
        &[
            "mark",
            "--as",
            "therapist",
            "--at",
            "32",
            "--to",
            "56",
            "--code",
            "mode.pretend",
            "--about",
            "client",
        ],
    ] {
        assert_eq!(room.run(arguments).status.code(), Some(0));
    }
    let marks = room.marks();
    assert_eq!(marks.len(), 2);
    assert_eq!(
        (&marks[1]["kind"], &marks[1]["end_ns"]),
        (&"span".into(), &56_000_000_000_i64.into())
    );
    assert_eq!(marks[1]["sureness"], "Guess");
    let clients = room.run(&["marks", "--as", "client", "--format", "csv"]);
    assert_eq!(
        text(&clients.stdout).lines().count(),
        2,
        "a heading and one mark"
    );
}

#[test]
fn what_makes_no_sense_is_refused_and_writes_nothing() {
    let room = Room::new();
    for arguments in [
        ["mark", "--as", "therapist", "--at", "1:51"].as_slice(),
        &["mark", "--as", "nobody", "--at", "1"],
        &["mark", "--as", "therapist", "--at", "yesterday"],
        &[
            "mark",
            "--as",
            "therapist",
            "--at",
            "1",
            "--intensity",
            "11",
        ],
        &[
            "mark",
            "--as",
            "therapist",
            "--at",
            "1",
            "--code",
            "Not A Code",
        ],
    ] {
        let output = room.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{arguments:?}"
        );
    }
    let beside = fs::read_dir(room.video.parent().expect("a parent"))
        .expect("the folder")
        .count();
    assert_eq!(beside, 1, "only the recording");
}

#[test]
fn unreadable_recordings_are_told_apart() {
    let room = Room::new();
    let folder = room.video.parent().expect("a parent");
    for (name, bytes, code) in [
        ("empty.mp4", &b""[..], 1),
        ("words.mp4", b"no recording at all", 1),
    ] {
        let path = folder.join(name);
        fs::write(&path, bytes).expect("a file");
        let output = room
            .command()
            .arg("probe")
            .arg(&path)
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(code), "{name}");
        assert!(
            text(&output.stderr).len() > 20,
            "{name}: {}",
            text(&output.stderr)
        );
    }
    for path in [folder.join("missing.mp4"), folder.to_path_buf()] {
        let output = room
            .command()
            .arg("doctor")
            .arg(&path)
            .output()
            .expect("the program runs");
        assert_eq!(output.status.code(), Some(3), "{}", path.display());
    }
}

#[test]
fn names_of_every_kind_work() {
    use std::os::unix::ffi::OsStrExt;
    let long = format!("{}.mp4", "ä".repeat(118));
    let names: [&std::ffi::OsStr; 6] = [
        "-dash.mp4".as_ref(),
        "100 % # sure?.mp4".as_ref(),
        "a \"quoted\" 'name'.mp4".as_ref(),
        "line\nbreak.mp4".as_ref(),
        long.as_ref(),
        std::ffi::OsStr::from_bytes(b"not \xff utf8.mp4"),
    ];
    for name in names {
        let room = Room::named(name.as_ref());
        let output = room.run(&["mark", "--as", "client", "--at", "5"]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}: {}",
            name.display(),
            text(&output.stderr)
        );
        assert_eq!(room.marks().len(), 1, "{}", name.display());
    }
}

#[test]
fn every_mark_that_was_told_as_safe_survives_a_kill() {
    let room = Room::new();
    let mut told = Vec::new();
    for round in 0..24_u64 {
        let at = format!("{}", 2 + round * 4);
        let mut child = room
            .command()
            .args([
                "mark",
                "--as",
                "therapist",
                "--code",
                "ev.onset",
                "--at",
                &at,
                "--",
            ])
            .arg(&room.video)
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("the program runs");
        // From at once to long after it is done.
        let limit = Instant::now() + Duration::from_millis(round * 12);
        while Instant::now() < limit && child.try_wait().expect("a state").is_none() {
            std::thread::yield_now();
        }
        // Ended already is fine, too.
        let _ended = child.kill();
        let output = child.wait_with_output().expect("an end");
        let printed = text(&output.stdout);
        if printed.ends_with('\n') {
            told.push(printed.trim().to_owned());
        }
    }
    let last = room.run(&["mark", "--as", "therapist", "--at", "109"]);
    told.push(text(&last.stdout).trim().to_owned());
    let kept: Vec<String> = room
        .marks()
        .iter()
        .map(|mark| mark["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    for id in &told {
        assert!(kept.contains(id), "{id} was told as safe and is gone");
    }
    let check = room.run(&["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stdout));
}

#[test]
fn a_mark_made_with_the_command_line_is_seen_by_another_at_once() {
    let room = Room::new();
    let mut children = Vec::new();
    for at in ["1", "2", "3", "4", "5", "6"] {
        let mut command = room.command();
        command
            .args(["mark", "--as", "client", "--at", at, "--"])
            .arg(&room.video);
        children.push(command.spawn().expect("the program runs"));
    }
    for mut child in children {
        assert!(child.wait().expect("an end").success());
    }
    let marks = room.marks();
    assert_eq!(marks.len(), 6, "six writers at once, six marks");
    let check = room.run(&["check"]);
    assert_eq!(check.status.code(), Some(0), "{}", text(&check.stdout));
    let files = fs::read_dir(room.video.parent().expect("a parent"))
        .expect("the folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.contains(".marks.") && name.ends_with(".ron"))
        .count();
    assert_eq!(files, 1, "all of them found the same client");
}

#[test]
fn without_a_screen_the_window_says_so() {
    let room = Room::new();
    let output = room
        .command()
        .arg("--demo")
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(3));
    assert!(
        text(&output.stderr).contains("screen"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn erasing_is_first_said_and_then_done() {
    const WORDS: &str = "a word that is nowhere else";
    let room = Room::new();
    let mark = [
        "mark", "--as", "client", "--at", "5", "--code", "c.feel", "--words", WORDS,
    ];
    assert_eq!(room.run(&mark).status.code(), Some(0));
    let said = room.run(&["erase", "--person", "client"]);
    assert_eq!(said.status.code(), Some(0), "{}", text(&said.stderr));
    assert!(
        text(&said.stdout).contains("would be erased"),
        "{}",
        text(&said.stdout)
    );
    assert_eq!(room.marks().len(), 1);
    let done = room.run(&["erase", "--person", "client", "--now"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(room.marks().is_empty());
    assert!(!somewhere(room.folder.path(), WORDS.as_bytes()));
    let nobody = room.run(&["erase", "--person", "nobody of that name"]);
    assert_eq!(nobody.status.code(), Some(2));
}

/// Whether any file under this folder holds these bytes.
fn somewhere(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .any(|entry| {
            let path = entry.path();
            if path.is_dir() {
                return somewhere(&path, bytes);
            }
            let held = fs::read(&path).expect("a file");
            held.windows(bytes.len()).any(|part| part == bytes)
        })
}

#[test]
fn what_is_for_a_circle_only_is_not_put_into_a_clear_file() {
    let room = Room::new();
    let output = room.run(&[
        "mark",
        "--as",
        "therapist",
        "--at",
        "4",
        "--code",
        "risk.suicide",
    ]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("in the window"));
    assert_eq!(room.marks(), Vec::<serde_json::Value>::new());
}

#[test]
fn how_strong_a_risk_is_is_not_printed() {
    let room = Room::new();
    let strong = [
        "mark",
        "--as",
        "therapist",
        "--at",
        "4",
        "--code",
        "dyn.rupture",
        "--intensity",
        "7",
    ];
    assert_eq!(room.run(&strong).status.code(), Some(0));
    assert_eq!(room.marks()[0]["intensity"], 7);
    // As an earlier build, or a hand, may have written it.
    let folder = room.video.parent().unwrap();
    let written = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let file = written
        .filter(|path| path.is_file())
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("dyn.rupture")))
        .expect("the file of marks");
    let clear = fs::read_to_string(&file).unwrap();
    fs::write(&file, clear.replace("dyn.rupture", "risk.suicide")).unwrap();
    let marks = room.marks();
    assert_eq!(marks[0]["codes"], "risk.suicide");
    assert_eq!(marks[0]["intensity"], serde_json::Value::Null);
}
