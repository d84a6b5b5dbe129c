//! A second recording in the window, by what a screen reader hears.

use std::path::Path;

use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    app::{App, Command, CompanionCommand, MarkingCommand, TransportCommand, ViewCommand},
    domain::{
        alignment::Alignment,
        time::{MediaDelta, MediaTime},
    },
    media::fake::FakePlayer,
    store::{Corner, Region, SecondLayout, Showing},
};

use crate::{
    desk::{self, RECORDING, TestDesk},
    full_window::FullWindow,
};

const SECOND: &str = "client camera.mp4";
const PICTURE: &str = "Second recording";

fn players(path: &Path) -> FakePlayer {
    if path.ends_with(RECORDING) {
        FakePlayer::new(desk::info(), desk::index())
    } else {
        FakePlayer::steady(2400, MediaDelta::from_millis(40))
    }
}

fn companion(app: &App) -> Option<&mindframe::app::companion::Companion> {
    app.recording()?.companion()
}

/// A window at two recordings, the second of which began 2.345 s later and is 96 s long.
fn window(size: (f32, f32)) -> FullWindow {
    let mut desk = TestDesk::with_players(&[(SECOND, b"client")], players);
    let path = desk.folder.path().join(SECOND);
    desk.app
        .handle(Command::Companion(CompanionCommand::Add(path)));
    desk.until(|app| companion(app).is_some());
    desk.app
        .handle(Command::Companion(CompanionCommand::SetOffset(
            MediaDelta::from_millis(2_345),
        )));
    desk.until(|app| companion(app).is_some_and(|second| second.frame.is_some()));
    desk.seek(20_000);
    FullWindow::open(desk, size)
}

fn go(window: &mut FullWindow, millis: i64) {
    let seek = TransportCommand::Seek(MediaTime::from_millis(millis));
    window.with_app(|app| app.handle(Command::Transport(seek)));
    // The first arrives, and the second after it.
    window.harness.run();
    window.harness.run();
}

fn alignment(window: &mut FullWindow) -> Alignment {
    window.with_app(|app| companion(app).unwrap().alignment)
}

/// Where its picture is, and not the heading in the menu.
fn picture(window: &FullWindow) -> egui::Rect {
    let role = egui::accesskit::Role::Image;
    window.harness.get_by_role_and_label(role, PICTURE).rect()
}

fn is_enabled(window: &FullWindow, label: &str) -> bool {
    !window
        .harness
        .get_by_label(label)
        .accesskit_node()
        .is_disabled()
}

#[test]
fn the_menu_puts_it_beside_inset_or_away() {
    let mut window = window((1440.0, 900.0));
    let first = "Picture; press to play or pause";
    assert!(!picture(&window).intersects(window.rect(first)));
    window.press("View");
    window.press("Inset");
    assert!(window.rect(first).contains_rect(picture(&window)));
    let at_right = picture(&window).center().x;
    window.press("Upper left");
    assert!(picture(&window).center().x < at_right);
    let medium = picture(&window).width();
    window.press("Large");
    assert!(picture(&window).width() > medium);
    window.press("Not shown");
    assert!(window.harness.query_by_label("Upper left").is_none());
    assert!(!window.with_app(|app| companion(app).unwrap().is_open()));
    window.press("Remove the second recording");
    assert!(window.with_app(|app| companion(app).is_none()));
    window.press("View");
    assert!(window.shows("Add a second recording…"));
}

#[test]
fn an_inset_is_dragged_to_another_corner() {
    let mut window = window((1440.0, 900.0));
    window.with_app(|app| {
        app.handle(Command::Companion(CompanionCommand::Show(
            SecondLayout::Inset,
        )));
    });
    window.harness.run();
    let from = window.rect(PICTURE).center();
    let over = window.rect("Picture; press to play or pause");
    window.harness.drag_at(from);
    window.harness.run();
    for share in [0.3, 0.7, 1.0] {
        let to = over.left_top() + egui::vec2(140.0, 110.0);
        window.harness.hover_at(from + (to - from) * share);
        window.harness.run();
    }
    window
        .harness
        .drop_at(over.left_top() + egui::vec2(140.0, 110.0));
    window.harness.run();
    let kept = window.with_app(|app| app.recording_view().second);
    assert_eq!(kept.corner, Corner::TopLeft);
    assert!(!window.with_app(|app| app.recording().unwrap().transport.playing));
}

#[test]
fn where_it_recorded_nothing_a_calm_field_stands_in_its_place() {
    let mut window = window((1440.0, 900.0));
    let place = window.rect(PICTURE);
    go(&mut window, 1_000);
    assert_eq!(window.rect(PICTURE), place, "nothing moves");
    let shown = |window: &mut FullWindow| {
        window.with_app(|app| {
            let open = app.recording().unwrap();
            open.companion().unwrap().picture(&open.transport).is_some()
        })
    };
    assert!(!shown(&mut window));
    go(&mut window, 105_000);
    assert!(!shown(&mut window));
    go(&mut window, 50_000);
    assert!(shown(&mut window));
}

#[test]
fn two_recordings_are_lined_up_by_buttons_and_by_typing() {
    let mut window = window((1280.0, 720.0));
    window.press("View");
    window.press("Line up the two recordings…");
    assert!(window.shows("Offset +2.345 s"));
    assert!(window.shows("Not lined up at a moment yet"));
    for _ in 0..2 {
        window.press("Second recording one second back");
    }
    window.press("Second recording one frame on");
    window.harness.run();
    assert!(window.shows("The second recording stands at 0:15.680"));
    assert!(window.shows("Together again"));
    window.press("Same moment");
    assert_eq!(
        alignment(&mut window).first.own,
        MediaTime::from_millis(15_680)
    );
    assert!(window.shows("Offset +4.320 s"));
    assert!(!window.shows("Together again"));
    assert!(window.shows("For the drift, add a moment at least a minute away"));
    // A second moment, well away.
    go(&mut window, 95_000);
    window.press("Second recording one frame back");
    window.press("Same moment");
    assert!(alignment(&mut window).drift_is_known());
    window.press("Remove the second point");
    assert!(!window.shows("Remove the second point"));
    window.press("Offset +4.320 s");
    window
        .harness
        .key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    window.harness.event(egui::Event::Text("-0,800".to_owned()));
    window.key(egui::Key::Enter);
    assert!(window.shows("Offset -0.800 s"));
    assert_eq!(
        alignment(&mut window).offset(),
        MediaDelta::from_millis(-800)
    );
    window.press("Done");
    assert!(!window.shows("Same moment"));
}

#[test]
fn while_it_plays_no_moment_can_be_lined_up() {
    let mut window = window((1440.0, 900.0));
    window.with_app(|app| app.handle(Command::Companion(CompanionCommand::LineUp)));
    window.harness.run();
    assert!(is_enabled(&window, "Same moment"));
    window.with_app(|app| app.handle(Command::Transport(TransportCommand::Play)));
    window.harness.run();
    assert!(!is_enabled(&window, "Same moment"));
}

#[test]
fn sound_only_small_and_a_hidden_part_hold_for_both_pictures() {
    let mut window = window((1440.0, 900.0));
    let whole = window.rect(PICTURE).width();
    let view = |window: &mut FullWindow, command: ViewCommand| {
        window.with_app(|app| app.handle(Command::View(command)));
        window.harness.run();
    };
    view(&mut window, ViewCommand::Show(Showing::Sound));
    assert!(!window.shows(PICTURE));
    view(&mut window, ViewCommand::Show(Showing::Small));
    assert!(window.rect(PICTURE).width() < whole * 0.6);
    view(&mut window, ViewCommand::Show(Showing::Picture));
    view(&mut window, ViewCommand::Hide(Region::LEFT));
    // Nobody chose where the second is while a part of the first is hidden.
    assert!(!window.shows(PICTURE));
    window.with_app(|app| {
        app.handle(Command::Companion(CompanionCommand::Show(
            SecondLayout::Beside,
        )));
    });
    window.harness.run();
    let place = window.rect(PICTURE);
    let covers = window
        .harness
        .query_all_by_label("Hidden part; drag to move, edges to size")
        .filter(|cover| place.expand(2.0).contains_rect(cover.rect()))
        .map(|cover| cover.rect().area())
        .fold(0.0, f32::max);
    assert!(covers > place.area() * 0.97, "all of it is hidden");
}

#[test]
fn a_client_can_hide_it_and_is_not_asked_to_line_up() {
    let mut window = window((1440.0, 900.0));
    window.with_app(|app| app.handle(Command::Companion(CompanionCommand::LineUp)));
    window.harness.run();
    assert!(window.shows("Same moment"));
    window.with_app(|app| app.handle(Command::Marking(MarkingCommand::NextAuthor)));
    window.harness.run();
    assert!(!window.shows("Same moment"));
    assert!(window.shows("Second video"));
    window.press("View");
    assert!(!window.shows("Line up the two recordings…"));
    assert!(!window.shows("Remove the second recording"));
    window.press("Not shown");
    assert!(!window.with_app(|app| companion(app).unwrap().is_open()));
}
