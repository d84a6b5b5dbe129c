//! Reports on the command line: the real program, with its output and its exit codes.

use std::{fs, path::Path, process::Command};

pub fn run(home: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mindframe"));
    for (name, place) in [
        ("HOME", ""),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
    ] {
        command.env(name, home.join("home").join(place));
    }
    let output = command
        .current_dir(home)
        .args(arguments)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

/// A folder with the demo in it.
pub fn demo() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    for entry in fs::read_dir(from).expect("the demo") {
        let path = entry.expect("a file").path();
        fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    folder
}

pub const VIDEO: &str = "five-minutes-late.mp4";

#[test]
fn a_report_is_written_for_its_usual_reader_with_pictures_where_they_may_be() {
    let demo = demo();
    let asked = [
        "report", VIDEO, "--kind", "moments", "--out", "out.html", "--stills",
    ];
    let (code, out, err) = run(demo.path(), &asked);
    assert_eq!((code, err.as_str()), (Some(0), ""));
    assert!(out.contains("out.html"));
    let html = fs::read_to_string(demo.path().join("out.html")).expect("the page");
    assert!(html.contains("What helped me"));
    assert!(html.contains("data:image/png;base64,"));
}

#[test]
fn what_makes_no_sense_or_may_not_be_is_said_with_its_exit_code() {
    let demo = demo();
    let ask = |kind: &str, reader: &str, video: &str| {
        let asked = [
            "report", video, "--kind", kind, "--for", reader, "--out", "out.html",
        ];
        let (code, _, err) = run(demo.path(), &asked);
        (code, err)
    };
    let (code, err) = ask("supervision", "client", VIDEO);
    assert_eq!(code, Some(2), "{err}");
    assert!(err.contains("not meant for that reader"));
    let (code, err) = ask("scores", "client", VIDEO);
    assert_eq!(code, Some(2));
    assert!(err.contains("common-ground"), "{err}");
    let (code, err) = ask("feedback", "trainee", VIDEO);
    assert_eq!(code, Some(1), "{err}");
    let (code, err) = ask("moments", "client", "not-there.mp4");
    assert_eq!(code, Some(3), "{err}");
    assert!(!demo.path().join("out.html").exists());
    // Nothing was begun beside a recording that is not there.
    assert!(!demo.path().join("not-there.mp4.session.ron").exists());
}

#[test]
fn a_folder_has_a_page_of_its_recordings_side_by_side() {
    let demo = demo();
    let asked = ["report", ".", "--kind", "progress", "--out", "out.html"];
    let (code, _, err) = run(demo.path(), &asked);
    assert_eq!(code, Some(0), "{err}");
    let html = fs::read_to_string(demo.path().join("out.html")).expect("the page");
    assert!(html.contains("Robin about Sam"));
    assert!(!html.contains("five-minutes-late"), "a file is named on it");
}

#[test]
fn episodes_are_listed_with_what_they_rest_on() {
    let demo = demo();
    let (code, out, err) = run(demo.path(), &["episodes", VIDEO, "--json"]);
    assert_eq!(code, Some(0), "{err}");
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let first = &found["episodes"][0];
    assert_eq!(first["source"], "marks");
    assert_eq!(first["subject"], "sam-91ab");
    assert_eq!(first["ending"], "recovered");
    let (onset, end) = (first["onset_ns"].as_i64(), first["end_ns"].as_i64());
    let took = first["time_to_recovery_ns"].as_i64();
    assert_eq!(end.zip(onset).map(|(end, onset)| end - onset), took);
    let (code, out, _) = run(demo.path(), &["episodes", VIDEO]);
    assert_eq!(code, Some(0));
    assert!(out.contains("about Sam, by Robin"), "{out}");
}
