//! What else stands side by side: strength, triggers, ruptures and repairs, and only where somebody looked for them.

use egui_kittest::kittest::Queryable;
use mindframe::{
    app::{App, Command, LibraryCommand},
    domain::{
        mark::{About, CodeUse, Mark, When},
        time::{MediaSpan, MediaTime},
    },
};
use serde_json::{Value, json};

use crate::{
    desk::TestDesk,
    folders::{Folder, day, info, set},
    full_window::FullWindow,
    many,
    world::{id, mark, robin, sam},
};

fn about(about: About, number: u128, seconds: i64, code: &str) -> Mark {
    Mark {
        about,
        codes: vec![CodeUse::plain(id(code))],
        ..mark(number, &robin(), seconds, "")
    }
}

fn of_sam(number: u128, seconds: i64, code: &str) -> Mark {
    about(About::People(vec![sam()]), number, seconds, code)
}

/// Robin's marks of ten minutes, and a rating up to this second.
fn session(folder: &Folder, name: &str, number: u128, marks: Vec<Mark>, rated: Option<i64>) {
    let mut own = set(marks);
    if let Some(end) = rated {
        let mut track = many::strength(0, &[(0, 3), (50, 8), (60, 4)]);
        track.about = sam();
        track.stretches[0].end = MediaTime::from_seconds(end);
        own.tracks.push(track);
    }
    let date = format!("2026-01-{:02}", number + 1);
    folder.write(name, &info(name, number, day(&date)), &[(robin(), own)]);
}

fn folder() -> Folder {
    let folder = Folder::new();
    let stretch = Mark {
        when: When::Span(MediaSpan::between(
            MediaTime::from_seconds(60),
            MediaTime::from_seconds(72),
        )),
        ..of_sam(102, 60, "tr.unheard")
    };
    let all = vec![
        of_sam(101, 100, "ev.onset"),
        // It reaches into the half minute before.
        stretch,
        of_sam(103, 200, "ev.recovery"),
        of_sam(104, 300, "ev.onset"),
        of_sam(105, 301, "tr.unheard"),
        about(About::Us, 106, 210, "dyn.rupture"),
        about(About::Us, 107, 230, "dyn.repair"),
        of_sam(108, 400, "dyn.rupture"),
    ];
    session(&folder, "1.mp4", 1, all, Some(400));
    session(
        &folder,
        "2.mp4",
        2,
        vec![of_sam(201, 100, "ev.onset")],
        Some(200),
    );
    folder
}

fn standing(folder: &Folder) -> Vec<Value> {
    let found = folder.json("progress", &["--by", "robin", "--subject", "sam"]);
    found["cases"][0]["series"][0]["sessions"]
        .as_array()
        .unwrap()
        .clone()
}

#[test]
fn what_was_looked_for_is_counted_as_by_hand() {
    let first = &standing(&folder())[0];
    assert_eq!(first["episodes"], 2);
    // One trigger reaches to 28 s before the first onset; the other follows the second.
    assert_eq!(first["episodes_with_trigger"], 1);
    assert_eq!(
        first["ruptures"],
        json!({ "n": 2, "with_repair": 1, "at_ms": [210_000, 400_000] })
    );
    assert_eq!(
        first["strength"],
        json!({ "highest": 8, "at_ms": 50_000, "rated_ms": 400_000, "comparable": true })
    );
}

#[test]
fn what_nobody_looked_for_is_no_nought_and_a_short_rating_stands_apart() {
    let second = &standing(&folder())[1];
    assert_eq!(second["episodes"], 1);
    assert_eq!(second["episodes_with_trigger"], Value::Null);
    assert_eq!(second["ruptures"], Value::Null);
    assert_eq!(second["strength"]["comparable"], false);
    let lines = String::from_utf8(folder().run("progress", &[]).stdout).unwrap();
    assert!(
        lines.contains("highest rated 8 at 0:50, 1 of 2 with a trigger in the half minute before, 2 ruptures, 1 with a repair after"),
        "{lines}"
    );
    assert_eq!(lines.matches("highest rated").count(), 1, "{lines}");
}

fn beside(folder: &Folder) -> FullWindow {
    let mut desk = TestDesk::open();
    let ask = |desk: &mut TestDesk, command| desk.app.handle(Command::Library(command));
    ask(&mut desk, LibraryCommand::Open(folder.recordings()));
    desk.until(|app| app.library().is_some_and(|shelf| shelf.reading.is_none()));
    ask(&mut desk, LibraryCommand::SideBySide);
    let ready = |app: &App| {
        let shelf = app.library()?;
        shelf.beside.as_ref()?.cases.as_ref().map(|_| ())
    };
    desk.until(|app| ready(app).is_some());
    FullWindow::open(desk, (1280.0, 900.0))
}

#[test]
fn in_the_window_each_has_a_picture_where_there_is_something() {
    let window = beside(&folder());
    let says = |window: &FullWindow, words: &str| {
        let mut found = window.harness.query_all_by_label_contains(words);
        found.next().is_some()
    };
    assert!(says(
        &window,
        "Highest rated, 0 to 10: 2026-01-02, 1.mp4: 8.0"
    ));
    assert!(says(&window, "Ruptures with a repair marked after them: "));
    // One session alone has a rating of most of it.
    assert!(!says(&window, "2.mp4: 8.0"));
    assert!(says(&window, "it may have been there all the same"));

    let none = Folder::new();
    let onset = vec![of_sam(1, 100, "ev.onset")];
    session(&none, "1.mp4", 1, onset, None);
    let window = beside(&none);
    assert!(!says(&window, "Highest rated"));
    assert!(!says(&window, "Ruptures"));
    assert!(!says(&window, "it may have been there all the same"));
}
