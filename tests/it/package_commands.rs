//! Packages on the command line: the real program on two computers, with its output and its exit codes.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_mindframe");
const DEMO: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/demo/five-minutes-late.mp4"
);

/// A computer: a folder of its own for recordings and for everything else.
struct Computer(tempfile::TempDir);

impl Computer {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn recording(&self, name: &str) -> PathBuf {
        fs::copy(DEMO, self.path(name)).expect("a copy of the demo");
        self.path(name)
    }

    fn run(&self, arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Output {
        let mut command = Command::new(PROGRAM);
        for (name, place) in [
            ("HOME", ""),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            command.env(name, self.0.path().join("home").join(place));
        }
        command
            .args(arguments)
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .expect("the program runs")
    }
}

fn said(output: &Output) -> (Option<i32>, String) {
    let both = [output.stdout.as_slice(), &output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8_lossy(&both).into_owned(),
    )
}

/// A computer with a marked recording, and a package of it.
fn packed(with: &[&str]) -> (Computer, PathBuf) {
    let one = Computer::new();
    let video = one.recording("session.mp4");
    let mark = [
        "mark",
        "--as",
        "therapist",
        "--at",
        "12",
        "--code",
        "tx.not_knowing",
        "--words",
        "as I saw it",
    ];
    let mut arguments: Vec<&dyn AsRef<std::ffi::OsStr>> = Vec::new();
    arguments.extend(mark.iter().map(|part| part as &dyn AsRef<std::ffi::OsStr>));
    arguments.push(&video);
    assert_eq!(said(&one.run(&arguments)).0, Some(0));
    let out = one.path("for home.mindframe");
    let mut arguments: Vec<&dyn AsRef<std::ffi::OsStr>> = vec![
        &"package",
        &video,
        &"--for",
        &"client",
        &"--from",
        &"therapist",
        &"--out",
        &out,
    ];
    arguments.extend(with.iter().map(|part| part as &dyn AsRef<std::ffi::OsStr>));
    let (code, words) = said(&one.run(&arguments));
    assert_eq!(code, Some(0), "{words}");
    assert_eq!(Path::new(words.trim()), out);
    (one, out)
}

#[test]
fn a_package_with_the_recording_is_unpacked_elsewhere() {
    let (_one, package) = packed(&["--with-marks", "--with-media", "--company", "someone"]);
    let two = Computer::new();
    let (code, words) = said(&two.run(&[&"take-in", &package]));
    assert_eq!(code, Some(0));
    assert!(words.contains("From Therapist, for Client"), "{words}");
    assert!(words.contains("One mark that everyone here can see"));
    assert!(words.contains("someone chosen for it"));
    assert!(!words.contains("as I saw it"));
    let home = two.path("films");
    fs::create_dir(&home).expect("a folder");
    let (code, words) = said(&two.run(&[&"take-in", &package, &"--into", &home]));
    assert_eq!(code, Some(0), "{words}");
    let video = home.join("for home.mp4");
    assert!(words.ends_with(&format!("{}\n", video.display())));
    assert_eq!(fs::read(&video).unwrap(), fs::read(DEMO).unwrap());
    let (_, marks) = said(&two.run(&[&"marks", &video]));
    assert!(marks.contains("as I saw it"), "{marks}");
    // Once more: another name, nothing is overwritten.
    let (code, _) = said(&two.run(&[&"take-in", &package, &"--into", &home]));
    assert_eq!(code, Some(0));
    assert!(home.join("for home-2.mp4").exists());
}

#[test]
fn exit_codes_say_what_was_wrong() {
    let (one, package) = packed(&["--with-marks"]);
    let two = Computer::new();
    let own = two.recording("film.mp4");
    let (code, words) = said(&two.run(&[&"take-in", &package, &own]));
    assert_eq!(code, Some(0), "{words}");
    assert!(words.contains("It is taken in."));
    let (code, words) = said(&two.run(&[&"take-in", &package, &own]));
    assert_eq!(code, Some(0));
    assert!(words.contains("All of it was here already."), "{words}");

    let other = two.path("other.mp4");
    fs::write(&other, b"something else").unwrap();
    let before = fs::read_dir(two.0.path()).unwrap().count();
    let (code, words) = said(&two.run(&[&"take-in", &package, &other]));
    assert_eq!(code, Some(1));
    assert!(words.contains("for another recording"), "{words}");
    let (code, _) = said(&two.run(&[&"take-in", &package, &"--into", &two.path("")]));
    assert_eq!(code, Some(2), "the recording is not in it");
    let (code, words) = said(&two.run(&[&"take-in", &other]));
    assert_eq!(code, Some(1));
    assert!(words.contains("not a package"), "{words}");
    let (code, _) = said(&two.run(&[&"take-in", &two.path("nowhere")]));
    assert_eq!(code, Some(3));
    assert_eq!(fs::read_dir(two.0.path()).unwrap().count(), before);

    let video = one.path("session.mp4");
    let again = one.run(&[
        &"package",
        &video,
        &"--for",
        &"client",
        &"--from",
        &"therapist",
        &"--with-marks",
        &"--out",
        &package,
    ]);
    assert_eq!(said(&again).0, Some(3), "nothing is overwritten");
    let nobody = one.run(&[
        &"package",
        &video,
        &"--for",
        &"Kim",
        &"--out",
        &one.path("x"),
    ]);
    assert_eq!(said(&nobody).0, Some(2));
    let nothing = one.run(&[
        &"package",
        &video,
        &"--for",
        &"client",
        &"--from",
        &"therapist",
        &"--out",
        &one.path("x"),
    ]);
    assert_eq!(said(&nothing).0, Some(2));
    assert!(!one.path("x").exists());
}
