//! The library in the application and in the window: opened, searched, played from, and gone while a client can see the screen.

use std::{fs, time::Duration};

use egui_kittest::kittest::Queryable;
use mindframe::{
    app::{App, Command, LibraryCommand, PresenceCommand, library::Moment},
    store::{Query, Recording},
};

use crate::{
    desk::{RECORDING, TestDesk},
    full_window::FullWindow,
};

fn ask(desk: &mut TestDesk, command: LibraryCommand) {
    desk.app.handle(Command::Library(command));
}

fn is_read(app: &App) -> bool {
    app.library()
        .is_some_and(|shelf| shelf.reading.is_none() && !shelf.is_searching() && shelf.answer > 0)
}

/// The story's marks on disk, and the folder open as a library.
fn desk() -> TestDesk {
    let mut desk = TestDesk::with_story();
    assert!(desk.app.flush(Duration::from_secs(10)));
    let folder = desk.folder.path().to_path_buf();
    ask(&mut desk, LibraryCommand::Open(folder));
    desk.until(is_read);
    desk
}

fn find(desk: &mut TestDesk, words: &str) {
    let before = desk.app.library().unwrap().answer;
    let query = Query {
        words: words.to_owned(),
        ..Query::default()
    };
    ask(desk, LibraryCommand::Ask(query));
    desk.until(|app| app.library().unwrap().answer > before);
}

#[test]
fn what_was_found_plays_at_its_moment() {
    let mut desk = desk();
    find(&mut desk, "tight");
    let (video, mark) = {
        let found = &desk.app.library().unwrap().found;
        assert_eq!(found.marks, 1);
        let hit = &found.recordings[0];
        let line = hit.lines().next().unwrap();
        assert_eq!(line.words, "My chest went tight");
        (hit.recording.video.clone(), line.id)
    };
    // From the start screen, too.
    desk.app.handle(Command::Close);
    ask(
        &mut desk,
        LibraryCommand::Play(video, Some(Moment::Mark(mark))),
    );
    desk.until(|app| app.desk().is_some_and(|open| open.selected == Some(mark)));
    assert!(desk.app.library().is_none());
    desk.until(|app| {
        let shown = &app.recording().unwrap().transport;
        shown.playing
    });
}

#[test]
fn there_is_no_library_while_a_client_can_see_the_screen() {
    let mut desk = desk();
    assert!(desk.app.library().is_some());
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientHere));
    assert!(desk.app.library().is_none());
    ask(&mut desk, LibraryCommand::Show);
    assert!(desk.app.library().is_none());
}

#[test]
fn marks_follow_a_recording_that_was_moved_and_renamed() {
    let mut desk = desk();
    desk.app.handle(Command::Close);
    let folder = desk.folder.path().to_path_buf();
    let elsewhere = folder.join("2026/spring");
    fs::create_dir_all(&elsewhere).unwrap();
    fs::rename(folder.join(RECORDING), elsewhere.join("renamed.mp4")).unwrap();
    ask(&mut desk, LibraryCommand::Show);
    desk.until(is_read);
    assert_eq!(desk.app.library().unwrap().missing(), 1);
    ask(&mut desk, LibraryCommand::LookForMoved(folder.clone()));
    desk.until(|app| {
        let moving = app.library().unwrap().moving.as_ref();
        moving.is_some_and(|moving| moving.found.is_some())
    });
    // Nothing is moved until somebody says so.
    assert!(folder.join(format!("{RECORDING}.session.ron")).exists());
    ask(&mut desk, LibraryCommand::MoveMarks);
    desk.until(|app| {
        let shelf = app.library().unwrap();
        shelf.moving.is_none() && is_read(app) && shelf.missing() == 0
    });
    let there = |one: &Recording| one.there && one.file_name() == "renamed.mp4";
    assert!(there(&desk.app.library().unwrap().recordings[0]));
    assert!(elsewhere.join("renamed.mp4.session.ron").exists());
    assert!(!folder.join(format!("{RECORDING}.session.ron")).exists());
}

#[test]
fn recordings_stand_side_by_side_with_the_warning_first() {
    let mut desk = desk();
    ask(&mut desk, LibraryCommand::SideBySide);
    desk.until(|app| {
        let beside = app.library().unwrap().beside.as_ref();
        beside.is_some_and(|beside| beside.cases.is_some())
    });
    let mut window = FullWindow::open(desk, (1280.0, 720.0));
    window
        .harness
        .get_by_label_contains("This describes marks, not persons.");
    window
        .harness
        .get_by_label_contains("A line is drawn from 4 on");
    window
        .harness
        .get_by_label_contains("Episodes in 10 min of what was watched:");
    window.harness.get_by_label("Back to the list").click();
    window.harness.run_steps(3);
    window.harness.get_by_label("Side by side");
}

#[test]
fn a_number_leads_to_its_moments() {
    let mut desk = desk();
    ask(&mut desk, LibraryCommand::SideBySide);
    desk.until(|app| {
        let beside = app.library().unwrap().beside.as_ref();
        beside.is_some_and(|beside| beside.cases.is_some())
    });
    let mut window = FullWindow::open(desk, (1280.0, 720.0));
    let behind = |window: &FullWindow| {
        let found = window.harness.query_all_by_label_contains(", back after ");
        found.map(|node| node.rect()).next()
    };
    assert!(behind(&window).is_none(), "only when asked for");
    let list = "Episodes that came back";
    let node = window.harness.get_all_by_label(list).next().unwrap();
    node.scroll_to_me();
    window.harness.run_steps(3);
    let node = window.harness.get_all_by_label(list).next().unwrap();
    node.click();
    window.harness.run_steps(20);
    let node = window
        .harness
        .get_all_by_label_contains(", back after ")
        .next()
        .unwrap();
    node.scroll_to_me();
    window.harness.run_steps(3);
    window
        .harness
        .get_all_by_label_contains(", back after ")
        .next()
        .unwrap()
        .click();
    window.harness.run_steps(5);
    window.with_app(|app| {
        assert!(app.library().is_none());
        let open = app.recording().unwrap();
        assert!(open.transport.playing);
    });
}

#[test]
fn the_page_says_each_row_and_each_field() {
    let mut window = FullWindow::open(desk(), (1280.0, 720.0));
    window
        .harness
        .get_by_label("Words of a mark, a title, a name");
    window.harness.get_by_label("Leave the library");
    window.harness.get_by_label("From this day");
    let spoken = window
        .harness
        .query_all_by_label_contains("Five minutes late.mp4")
        .count();
    assert!(spoken >= 1);
    window.harness.get_by_label("Leave the library").click();
    window.harness.run_steps(3);
    assert!(window.harness.query_by_label("Leave the library").is_none());
}
