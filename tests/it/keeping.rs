//! Settings, codebooks, the demo and exports on disk, and what `mindframe check` says of files.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use mindframe::{
    cli::{Exit, check},
    store::{self, CodebookError, Codebooks, Settings, ThemeChoice, Warning},
};

use crate::world::{World, mark, robin, sam};

#[test]
fn settings_come_back_and_missing_fields_have_their_usual_value() {
    let world = World::new();
    assert_eq!(
        store::load_settings(&world.places),
        (Settings::default(), None)
    );
    let mut settings = Settings {
        theme: ThemeChoice::Dark,
        lead_ms: 1500,
        sizes: store::Sizes {
            window: Some((1280.0, 720.0)),
            ..store::Sizes::default()
        },
        show_recent: true,
        ..Settings::default()
    };
    settings.remember(&world.video);
    store::save_settings(&world.places, &settings).unwrap();
    assert_eq!(store::load_settings(&world.places), (settings, None));
    let file = world.places.config.join("settings.ron");
    fs::write(&file, "(theme: Light, volume: 7.5)").unwrap();
    let expected = Settings {
        theme: ThemeChoice::Light,
        ..Settings::default()
    };
    assert_eq!(store::load_settings(&world.places), (expected, None));
}

#[test]
fn recent_recordings_are_kept_only_when_asked_for() {
    let world = World::new();
    let mut settings = Settings::default();
    settings.remember(&world.video);
    assert!(settings.recent.is_empty());
    settings.recent.push(world.video.clone());
    store::save_settings(&world.places, &settings).unwrap();
    let text = fs::read_to_string(world.places.config.join("settings.ron")).unwrap();
    assert!(!text.contains("role-play"));
}

#[test]
fn damaged_settings_are_set_aside() {
    let world = World::new();
    fs::create_dir_all(&world.places.config).unwrap();
    let file = world.places.config.join("settings.ron");
    fs::write(&file, "(theme: Purple)").unwrap();
    let (settings, warning) = store::load_settings(&world.places);
    assert_eq!(settings, Settings::default());
    let Some(Warning::SettingsSetAside {
        set_aside: Some(aside),
        reason,
    }) = warning
    else {
        panic!("{warning:?}");
    };
    assert!(
        reason.to_string().starts_with("line 1, column "),
        "{reason}"
    );
    store::save_settings(&world.places, &settings).unwrap();
    assert_eq!(fs::read_to_string(aside).unwrap(), "(theme: Purple)");
}

#[test]
fn an_installation_keeps_its_name() {
    let world = World::new();
    let first = store::device_id(&world.places);
    assert_eq!(store::device_id(&world.places), first);
    assert_ne!(store::device_id(&World::new().places), first);
}

#[test]
fn shipped_codebooks_hold_together() {
    let world = World::new();
    let (books, refused) = Codebooks::load(&world.places);
    assert_eq!(refused, []);
    for (client, id, preset) in [(true, "mbt-client", "client"), (false, "mbt-full", "live")] {
        let (book, found) = books.fallback(client);
        assert_eq!((book.id.as_str(), found.as_str()), (id, preset));
    }
    assert!(!world.places.data.exists(), "loading writes nothing");
}

#[test]
fn a_copy_can_be_edited_and_is_used() {
    let world = World::new();
    let (books, _) = Codebooks::load(&world.places);
    let file = books.copy_for_editing(&world.places, "mbt-client").unwrap();
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("//"), "comments stay");
    fs::write(&file, text.replacen("I felt...", "Ik voelde...", 1)).unwrap();
    assert_eq!(
        books.copy_for_editing(&world.places, "mbt-client").unwrap(),
        file
    );
    let (books, refused) = Codebooks::load(&world.places);
    assert_eq!(refused, []);
    let own = books.get("mbt-client-own").unwrap();
    assert_eq!(own.codes[0].label, "Ik voelde...");
    assert_eq!(books.get("mbt-client").unwrap().codes[0].label, "I felt...");
}

#[test]
fn a_broken_codebook_is_refused_with_line_and_reason() {
    let world = World::new();
    let (mut books, _) = Codebooks::load(&world.places);
    let file = books.copy_for_editing(&world.places, "mbt-client").unwrap();
    let sound = fs::read_to_string(&file).unwrap();
    let line_of = |needle: &str| {
        sound
            .lines()
            .position(|line| line.contains(needle))
            .unwrap()
            + 1
    };
    let cases = [
        ("kind: Point", "kind: Dot", line_of("kind: Point"), "Dot"),
        (
            "(code: \"c.think\"",
            "(code: \"c.thimk\"",
            line_of("(code: \"c.think\""),
            "a code that is not there",
        ),
        (
            "id: \"c.think\"",
            "id: \"c.feel\"",
            line_of("id: \"c.think\""),
            "twice",
        ),
        (
            "title: \"Client set\"",
            "titel: \"Client set\"",
            line_of("title: \"Client set\""),
            "titel",
        ),
    ];
    for (from, to, line, reason) in cases {
        assert!(sound.contains(from), "{from}");
        fs::write(&file, sound.replacen(from, to, 1)).unwrap();
        let Err(CodebookError::Broken {
            line: found,
            reason: said,
            ..
        }) = books.adopt(&world.places, &file)
        else {
            panic!("{to} was let in");
        };
        assert!(
            found.abs_diff(line) <= 1,
            "{to}: line {found}, expected {line}"
        );
        assert!(said.contains(reason), "{said}");
        let (_, refused) = Codebooks::load(&world.places);
        assert_eq!(refused.len(), 1);
    }
}

#[test]
fn a_codebook_from_elsewhere_is_taken_in() {
    let world = World::new();
    let (mut books, _) = Codebooks::load(&world.places);
    let file = world.folder().join("our own.ron");
    let text =
        fs::read_to_string(books.copy_for_editing(&world.places, "mbt-client").unwrap()).unwrap();
    fs::write(&file, text.replacen("mbt-client-own", "../our/book", 1)).unwrap();
    assert_eq!(books.adopt(&world.places, &file).unwrap(), "../our/book");
    fs::remove_file(&file).unwrap();
    let (books, refused) = Codebooks::load(&world.places);
    assert_eq!(refused, []);
    assert!(books.get("../our/book").is_some());
}

#[test]
fn the_demo_is_placed_once_and_put_back_on_request() {
    let world = World::new();
    let files = || {
        [
            ("demo.mp4".to_owned(), b"pictures".to_vec()),
            ("demo.mp4.marks.sam-2.ron".to_owned(), b"marks".to_vec()),
            ("../escape".to_owned(), b"no".to_vec()),
        ]
    };
    let path = store::place_demo(&world.places, files(), "demo.mp4", false).unwrap();
    let marks = path.with_file_name("demo.mp4.marks.sam-2.ron");
    fs::write(&marks, "changed").unwrap();
    fs::write(path.with_file_name("demo.mp4.session.ron"), "new").unwrap();
    store::place_demo(&world.places, files(), "demo.mp4", false).unwrap();
    assert_eq!(fs::read(&marks).unwrap(), b"changed");
    store::place_demo(&world.places, files(), "demo.mp4", true).unwrap();
    assert_eq!(fs::read(&marks).unwrap(), b"marks");
    assert!(!path.with_file_name("demo.mp4.session.ron").exists());
    assert!(!world.places.data.join("escape").exists());
}

#[test]
fn exports_are_ordinary_files_and_sidecars_are_as_readable_as_the_video() {
    let world = World::new();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let picture = world.folder().join("frame.png");
    store::write_file(&picture, b"png").unwrap();
    let ordinary = world.folder().join("ordinary");
    fs::write(&ordinary, b"").unwrap();
    assert_eq!(mode(&picture), mode(&ordinary));
    for video in [0o600, 0o640, 0o644] {
        let world = World::new();
        fs::set_permissions(&world.video, fs::Permissions::from_mode(video)).unwrap();
        let mut session = world.open().session;
        crate::world::add(&mut session, mark(1, &sam(), 5, "x"));
        world.save(&session);
        assert_eq!(mode(&world.marks_file(&sam())), video);
    }
}

fn checked(paths: &[&Path], json: bool) -> (Exit, String) {
    let arguments = check::Args {
        paths: paths.iter().map(|path| path.to_path_buf()).collect(),
        json,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = check::run(&arguments, &mut out, &mut err).unwrap();
    (exit, String::from_utf8(out).unwrap())
}

#[test]
fn check_says_line_column_and_reason() {
    let world = World::new();
    let mut session = world.open().session;
    crate::world::add(&mut session, mark(1, &sam(), 5, "x"));
    crate::world::add(&mut session, mark(2, &robin(), 5, "y"));
    world.save(&session);
    assert_eq!(checked(&[&world.video], false), (Exit::Done, String::new()));
    let file = world.marks_file(&sam());
    let text = fs::read_to_string(&file).unwrap();
    let line = text
        .lines()
        .position(|line| line.contains("words"))
        .unwrap()
        + 1;
    fs::write(&file, text.replace("words:", "wrods:")).unwrap();
    let (exit, said) = checked(&[&world.video], false);
    assert_eq!(exit, Exit::Problem);
    let expected = format!("{}:{line}:", file.display());
    assert!(
        said.starts_with(&expected) && said.contains("wrods"),
        "{said}"
    );
    let (exit, said) = checked(&[&file], true);
    assert_eq!(exit, Exit::Problem);
    let rows: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(rows[0]["line"], line);
    assert!(
        world.names().iter().all(|name| !name.contains("damaged")),
        "checking mends nothing"
    );
    let (exit, _) = checked(&[&world.folder().join("nothing.mp4")], false);
    assert_eq!(exit, Exit::Unreadable);
    fs::write(&file, text.replace("\"00:00:05.000\"", "\"-00:00:05.000\"")).unwrap();
    let (exit, said) = checked(&[&world.video], false);
    assert_eq!(exit, Exit::Problem);
    assert!(said.contains("begins before the recording"), "{said}");
}
