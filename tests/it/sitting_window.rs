//! A sitting in the window, by what a screen reader hears.

use std::time::Duration;

use egui::Key;
use mindframe::{
    app::{Command, SittingCommand, review::sitting::Stage},
    domain::session::SessionKind,
};

use crate::{desk::TestDesk, full_window::FullWindow, pictures};

const SIZE: (f32, f32) = (1440.0, 900.0);

fn stage(window: &mut FullWindow) -> Option<Stage> {
    window.with_app(|app| app.sitting().map(|sitting| sitting.stage))
}

#[test]
fn one_screen_and_one_key_begin_it() {
    let mut window = FullWindow::open(TestDesk::open(), SIZE);
    window.press("Sit together…");
    for words in ["Before we begin", "Robin", "Sam", "15 min", "Begin"] {
        assert!(window.shows(words), "{words}");
    }
    assert!(window.shows("No agreement noted yet: Sam"));
    assert!(
        !window.shows("What do you expect to see?"),
        "the card is off"
    );
    window.key(Key::Enter);
    assert_eq!(stage(&mut window), Some(Stage::Watching));
    assert!(!window.shows("Before we begin"));
    assert!(window.shows("Land"));
    assert!(window.with_app(|app| app.client_present()));
}

#[test]
fn whoever_is_not_here_is_left_out_and_the_card_is_there_when_wanted() {
    let mut window = FullWindow::open(TestDesk::open(), SIZE);
    window.key(Key::F12);
    window.press("Sam");
    window.press("Supervision");
    window.press("A card before we watch");
    assert!(window.shows("What do you expect to see?"));
    window.press("Begin");
    let review = window.with_app(|app| app.sitting().map(|sitting| sitting.review.clone()));
    assert_eq!(review.map(|review| review.present.len()), Some(1));
    assert!(!window.with_app(|app| app.client_present()));
}

#[test]
fn colleagues_who_play_are_not_asked_for_consent() {
    let mut desk = TestDesk::open();
    let mut info = desk.app.desk().unwrap().document.session().info().clone();
    info.kind = SessionKind::RolePlay;
    desk.app.handle(Command::SetInfo(Box::new(info)));
    let mut window = FullWindow::open(desk, SIZE);
    window.key(Key::F12);
    assert!(!window.shows("No agreement noted yet: Sam"));
}

#[test]
fn when_the_time_is_up_a_line_asks_and_the_picture_stays() {
    let mut desk = TestDesk::open();
    let clock = desk.clock.clone();
    let plan = desk.app.planned_sitting().unwrap();
    desk.app
        .handle(Command::Sitting(SittingCommand::Begin(Box::new(plan))));
    let mut window = FullWindow::open(desk, SIZE);
    assert!(!window.shows("Carry on"));
    clock.advance(Duration::from_mins(15));
    window.harness.run();
    assert!(window.shows("The time is up. Carry on, or land?"));
    assert!(window.shows("Enough for today"));
    // Keys are the player's, as before.
    window.key(Key::Space);
    assert!(window.with_app(|app| app.recording().unwrap().transport.playing));
    window.press("Carry on");
    assert!(!window.shows("The time is up. Carry on, or land?"));
}

#[test]
fn the_last_page_asks_for_nothing_and_no_key_marks_behind_it() {
    let mut desk = TestDesk::open();
    let plan = desk.app.planned_sitting().unwrap();
    desk.app
        .handle(Command::Sitting(SittingCommand::Begin(Box::new(plan))));
    desk.seek(5_000);
    desk.code("ms.feeling");
    let mut window = FullWindow::open(desk, SIZE);
    window.key(Key::F12);
    assert_eq!(stage(&mut window), Some(Stage::Landing));
    for words in [
        "Before we stop",
        "How is it now, Sam?",
        "One thing to take along",
        "What we marked today",
        "Enough for today",
    ] {
        assert!(window.shows(words), "{words}");
    }
    window.key(Key::Num1);
    let marks = window.with_app(|app| app.desk().unwrap().document.session().mark_count());
    assert_eq!(marks, 1);
    window.press("Let it go");
    assert!(window.shows("Keep it"));
    window.press("Keep it");
    assert!(window.shows("Let it go"));
    window.press("Back to the recording");
    assert_eq!(stage(&mut window), Some(Stage::Watching));
    window.key(Key::F12);
    window.press("Done");
    assert!(window.with_app(|app| app.recording().is_none()));
}

#[test]
fn enough_has_the_plan_at_hand_and_no_form_after_it() {
    let mut desk = TestDesk::open();
    let mut info = desk.app.desk().unwrap().document.session().info().clone();
    info.fields
        .push(("our plan".to_owned(), "Phone my sister".to_owned()));
    desk.app.handle(Command::SetInfo(Box::new(info)));
    let plan = desk.app.planned_sitting().unwrap();
    desk.app
        .handle(Command::Sitting(SittingCommand::Begin(Box::new(plan))));
    let mut window = FullWindow::open(desk, SIZE);
    window.press("Enough for today");
    assert!(
        !window.shows("Phone my sister"),
        "at hand, and not in the way"
    );
    window.press("Our plan");
    assert!(window.shows("Phone my sister"));
    window.press("Carry on");
    assert_eq!(stage(&mut window), Some(Stage::Watching));
    window.press("Enough for today");
    window.press("Close");
    assert!(window.with_app(|app| app.recording().is_none()));
    assert!(!window.shows("Before we stop"));
}

/// The last page, with what two people said and marked.
pub fn landed() -> TestDesk {
    let mut desk = TestDesk::open();
    let mut plan = desk.app.planned_sitting().unwrap();
    plan.expected = "That I talk too much".to_owned();
    desk.app
        .handle(Command::Sitting(SittingCommand::Begin(Box::new(plan))));
    desk.next_author();
    for (at, code, words) in [
        (5_000, "c.feel", "My chest went tight"),
        (16_000, "c.want", "I wanted him to ask again"),
        (77_000, "c.click", "He asked if that was the word"),
    ] {
        desk.seek(at);
        desk.code(code);
        desk.words(words);
    }
    desk.next_author();
    let people = desk.app.sitting().unwrap().review.present.clone();
    let marks: Vec<_> = desk
        .app
        .marks_of_sitting()
        .iter()
        .map(|mark| mark.id)
        .collect();
    for command in [
        SittingCommand::Land,
        SittingCommand::Felt(people[1].clone(), "Tired, and lighter".to_owned()),
        SittingCommand::Strength(
            people[1].clone(),
            mindframe::domain::mark::Intensity::new(3),
        ),
        SittingCommand::TakeAlong("He went back to it".to_owned()),
        SittingCommand::LetGo(marks[1]),
    ] {
        desk.app.handle(Command::Sitting(command));
    }
    // All of it is on disk, and the line says so.
    assert!(desk.app.flush(Duration::from_secs(10)));
    desk.app.tick();
    desk
}

#[test]
fn pictures_of_the_screens() {
    if !pictures::wanted() {
        return;
    }
    for (name, size, scale, dark) in [
        ("wide", (1440.0, 900.0), 1.0, false),
        ("dark", (1280.0, 720.0), 1.0, true),
        ("double", (720.0, 450.0), 2.0, false),
    ] {
        let desk = landed();
        let mut harness = pictures::screen(size, scale, dark).build_ui(move |ui| {
            pictures::whole(ui, |ui| {
                let view = pictures::view(&desk.app, ui.ctx());
                ui.painter()
                    .rect_filled(ui.max_rect(), 0, view.tokens.background);
                mindframe::ui::panels::sitting::landing(ui, &view, &mut Vec::new());
            });
        });
        harness.run();
        pictures::keep(&mut harness, &format!("landing-{name}"));
    }
}
