//! What one person gets who asks what is kept of them: all by and about them that they may see, and nothing else.

use std::{
    io::Write,
    os::unix::fs::symlink,
    path::Path,
    process::{Command as Process, Stdio},
    time::Duration,
};

use mindframe::{
    app::{Command, ConsentCommand, KeyCommand, MarkingCommand, ReportCommand, keys::KeyState},
    domain::{entry::ConsentPurpose, mark::Audience},
};

use crate::{
    alone::{key, pass, person, saved, say},
    desk::TestDesk,
    full_window::FullWindow,
};

const ROBINS: &str = "robin wondered aloud about sam";
const SAMS: &str = "sam held his breath";

fn ask(video: &Path, who: &str, out: &Path) -> std::process::Output {
    let home = tempfile::tempdir().unwrap();
    Process::new(env!("CARGO_BIN_EXE_mindframe"))
        .args(["about", "--person", who, "--out"])
        .arg(out)
        .arg("--")
        .arg(video)
        .env("HOME", home.path())
        .env_remove("DISPLAY")
        .output()
        .unwrap()
}

/// A mark of Robin's about Sam, and one of Sam's about himself.
fn marked() -> TestDesk {
    let mut desk = TestDesk::open();
    say(&mut desk, 4_000, "mz.good", ROBINS);
    desk.next_author();
    desk.seek(6_000);
    desk.code("c.feel");
    desk.words(SAMS);
    saved(&mut desk);
    desk
}

#[test]
fn it_holds_what_is_by_the_person_and_says_so_for_programs_and_people() {
    let desk = marked();
    let video = desk.app.recording().unwrap().path.clone();
    let folder = tempfile::tempdir().unwrap();
    let (json, text) = (folder.path().join("a.json"), folder.path().join("a.txt"));
    for out in [&json, &text] {
        let done = ask(&video, "Sam", out);
        assert!(out.exists(), "{done:?}");
    }
    let read: serde_json::Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
    assert_eq!(read["mindframe_about"], 1);
    assert_eq!(read["name"], "Sam");
    assert_eq!(read["marks_by"].as_array().unwrap().len(), 1);
    assert_eq!(read["marks_by"][0]["words"], SAMS);
    let text = std::fs::read_to_string(&text).unwrap();
    assert!(
        text.contains("What is kept of Sam") && text.contains(SAMS),
        "{text}"
    );
    for mark in read["marks_about"].as_array().unwrap() {
        assert!(!mark["by"].as_array().unwrap().contains(&"Sam".into()));
    }
}

#[test]
fn what_is_encrypted_to_the_person_comes_with_their_passphrase_only() {
    const CLOSED: &str = "robin keeps this one back";
    let mut desk = TestDesk::open();
    let robin = person(&desk, "Robin");
    let passphrase = "four plain words here";
    key(
        &mut desk,
        KeyCommand::Create(robin.clone(), pass(passphrase)),
    );
    desk.until(|app| app.key_state(&robin) == KeyState::Open);
    let closed = MarkingCommand::SetAudience(Audience::OnlyMe);
    desk.app.handle(Command::Marking(closed));
    say(&mut desk, 4_000, "mz.good", CLOSED);
    saved(&mut desk);
    let video = desk.app.recording().unwrap().path.clone();
    let folder = tempfile::tempdir().unwrap();
    // The data folder of this user, as the program looks for it.
    let data = video.parent().unwrap().join("data");
    symlink(data, folder.path().join("mindframe")).unwrap();
    let out = folder.path().join("robin.txt");
    let typed = |line: &str| {
        let mut child = Process::new(env!("CARGO_BIN_EXE_mindframe"))
            .args(["about", "--person", "Robin", "--passphrase", "--out"])
            .arg(&out)
            .arg("--")
            .arg(&video)
            .env("HOME", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .env_remove("DISPLAY")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        writeln!(child.stdin.take().unwrap(), "{line}").unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(!String::from_utf8_lossy(&done.stderr).contains(CLOSED));
        done.status.code()
    };
    assert_eq!(typed("four other words here"), Some(3));
    assert!(!out.exists());
    // Done; that the file is no recording is said besides.
    assert_eq!(typed(passphrase), Some(1));
    assert!(std::fs::read_to_string(&out).unwrap().contains(CLOSED));
    ask(&video, "Robin", &out);
    assert!(!std::fs::read_to_string(&out).unwrap().contains(CLOSED));
}

#[test]
fn a_person_nobody_knows_or_an_ending_nobody_knows_is_wrong_usage() {
    let desk = marked();
    let video = desk.app.recording().unwrap().path.clone();
    let folder = tempfile::tempdir().unwrap();
    for (who, name) in [("Nobody", "a.txt"), ("Sam", "a.docx")] {
        let out = folder.path().join(name);
        assert_eq!(ask(&video, who, &out).status.code(), Some(2));
        assert!(!out.exists());
    }
}

#[test]
fn whoever_took_it_back_still_gets_theirs_and_others_get_nothing() {
    let mut desk = marked();
    let sam = person(&desk, "Sam");
    for command in [
        ConsentCommand::Give {
            person: sam.clone(),
            purpose: ConsentPurpose::Review,
            form: String::new(),
            expires: None,
        },
        ConsentCommand::Withdraw {
            person: sam,
            purpose: ConsentPurpose::Review,
        },
    ] {
        desk.clock.advance(Duration::from_mins(1));
        desk.app.tick();
        desk.app.handle(Command::Consent(command));
    }
    saved(&mut desk);
    let video = desk.app.recording().unwrap().path.clone();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("robin.txt");
    let refused = ask(&video, "Robin", &out);
    assert_eq!(refused.status.code(), Some(3), "{refused:?}");
    assert!(!out.exists());
    let out = folder.path().join("sam.txt");
    ask(&video, "Sam", &out);
    assert!(std::fs::read_to_string(&out).unwrap().contains(SAMS));
}

#[test]
fn in_the_window_it_is_written_down_for_the_one_who_asks() {
    let mut desk = marked();
    desk.next_author();
    let folder = tempfile::tempdir().unwrap();
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.press("More ways to look");
    window.press("Consent and keeping…");
    window.press("Write it down for Sam…");
    // Where it goes is chosen next.
    window.with_app(|app| {
        let save = ReportCommand::SaveText(folder.path().to_owned());
        app.handle(Command::Report(save));
    });
    let limit = std::time::Instant::now() + Duration::from_secs(10);
    while window.with_app(|app| app.report_under_way()) {
        assert!(std::time::Instant::now() < limit, "it is not written");
        window.harness.step();
    }
    let text = std::fs::read_to_string(folder.path().join("What is kept of Sam.txt")).unwrap();
    assert!(text.contains(SAMS) && text.contains(ROBINS), "{text}");
}
