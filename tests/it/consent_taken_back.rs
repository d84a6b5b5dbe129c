//! Consent that is taken back closes at once what rested on it, everywhere, until the same person gives it anew.

use std::{process::Command as Process, time::Duration};

use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    app::{
        App, Command, ConsentCommand, MarkCommand, SittingCommand, TransportCommand,
        review::sitting::Plan,
    },
    domain::{
        entry::{ConsentPurpose, Purpose},
        id::PersonId,
    },
};

use crate::{
    alone::{person, saved, say},
    desk::TestDesk,
    full_window::FullWindow,
};

const WORDS: &str = "a word that only this mark has";

fn consent(desk: &mut TestDesk, command: ConsentCommand) {
    desk.app.handle(Command::Consent(command));
    desk.app.tick();
}

fn give(desk: &mut TestDesk, purpose: ConsentPurpose) {
    let person = person(desk, "Sam");
    desk.clock.advance(Duration::from_mins(1));
    desk.app.tick();
    consent(
        desk,
        ConsentCommand::Give {
            person,
            purpose,
            form: String::new(),
            expires: None,
        },
    );
}

fn take_back(desk: &mut TestDesk, purpose: ConsentPurpose) {
    let person = person(desk, "Sam");
    desk.clock.advance(Duration::from_mins(1));
    desk.app.tick();
    consent(desk, ConsentCommand::Withdraw { person, purpose });
}

fn marks(app: &App) -> usize {
    app.desk().unwrap().document.session().mark_count()
}

/// A mark of Robin's, and Sam's consent to look at the recording together.
fn agreed() -> TestDesk {
    let mut desk = TestDesk::open();
    say(&mut desk, 4_000, "tx.not_knowing", WORDS);
    give(&mut desk, ConsentPurpose::Review);
    desk
}

#[test]
fn nothing_is_shown_played_or_marked_until_it_is_given_anew() {
    let mut desk = agreed();
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    take_back(&mut desk, ConsentPurpose::Review);
    desk.app.tick();
    assert_eq!(desk.app.closed_by(), [person(&desk, "Sam")]);
    assert_eq!(marks(&desk.app), 0);
    assert!(!desk.app.recording().unwrap().transport.playing);
    for asked in [
        Command::Transport(TransportCommand::Play),
        Command::Mark(MarkCommand::CodeTap("mz.good".parse().unwrap())),
    ] {
        desk.app.handle(asked);
        desk.app.tick();
    }
    assert!(!desk.app.recording().unwrap().transport.playing);
    assert_eq!(desk.app.desk().unwrap().document.record().mark_count(), 1);
    give(&mut desk, ConsentPurpose::Review);
    desk.app.tick();
    assert_eq!(desk.app.closed_by(), [] as [PersonId; 0]);
    assert_eq!(marks(&desk.app), 1);
}

#[test]
fn a_slip_is_undone_and_only_that() {
    let mut desk = agreed();
    take_back(&mut desk, ConsentPurpose::Review);
    assert!(desk.app.may_undo_consent());
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    desk.app.tick();
    assert_eq!(desk.app.closed_by(), [] as [PersonId; 0]);
    assert_eq!(marks(&desk.app), 1);
}

#[test]
fn it_stays_closed_for_whoever_opens_it_later_and_on_the_command_line() {
    let mut desk = agreed();
    take_back(&mut desk, ConsentPurpose::Review);
    saved(&mut desk);
    let video = desk.app.recording().unwrap().path.clone();
    let home = tempfile::tempdir().unwrap();
    let ask = |arguments: &[&str]| {
        Process::new(env!("CARGO_BIN_EXE_mindframe"))
            .args(arguments)
            .arg("--")
            .arg(&video)
            .env("HOME", home.path())
            .env_remove("DISPLAY")
            .output()
            .unwrap()
    };
    let listed = ask(&["marks"]);
    assert_eq!(listed.status.code(), Some(3));
    let said = String::from_utf8_lossy(&listed.stderr).into_owned()
        + &String::from_utf8_lossy(&listed.stdout);
    assert!(
        said.contains("took back") && !said.contains(WORDS),
        "{said}"
    );
    let out = home.path().join("out");
    let out = out.to_str().unwrap();
    let refused = [
        ask(&["frame", "--number", "0", "--out", out]),
        ask(&["package", "--for", "Sam", "--out", out]),
        ask(&["mark", "--as", "Robin", "--at", "4", "--words", "more"]),
    ];
    for output in refused {
        assert_eq!(output.status.code(), Some(3), "{output:?}");
        assert!(!std::path::Path::new(out).exists());
    }
    desk.app.handle(Command::Close);
    desk.app.handle(Command::Open(video.clone()));
    desk.until(|app| app.desk().is_some());
    desk.app.tick();
    assert_eq!(desk.app.closed_by().len(), 1);
    assert_eq!(marks(&desk.app), 0);
}

#[test]
fn the_window_says_who_and_shows_nothing_of_the_recording() {
    let mut desk = agreed();
    take_back(&mut desk, ConsentPurpose::Review);
    let mut window = FullWindow::open(desk, (1280.0, 720.0));
    assert!(window.shows("This recording is closed"));
    assert!(window.shows("Sam took back that it may be looked at."));
    let heard: Vec<String> = window
        .harness
        .get_all_by(|_| true)
        .flat_map(|node| {
            let node = node.accesskit_node();
            [node.label(), node.value()]
        })
        .flatten()
        .collect();
    for hidden in [WORDS, "Not-knowing", "Playhead", "Robin"] {
        assert!(!heard.iter().any(|said| said.contains(hidden)), "{hidden}");
    }
    window.press("That was a slip: undo");
    assert!(!window.shows("This recording is closed"));
    assert!(window.with_app(|app| marks(app) == 1));
}

#[test]
fn taken_back_for_supervision_only_there_is_no_supervision_and_all_else_goes_on() {
    let mut desk = agreed();
    give(&mut desk, ConsentPurpose::Supervision);
    take_back(&mut desk, ConsentPurpose::Supervision);
    assert_eq!(marks(&desk.app), 1);
    let plan = desk.app.planned_sitting().unwrap();
    let supervision = Plan {
        purpose: Purpose::Supervision,
        ..plan.clone()
    };
    let begin = |desk: &mut TestDesk, plan: &Plan| {
        desk.app
            .handle(Command::Sitting(SittingCommand::Begin(Box::new(
                plan.clone(),
            ))));
        desk.app.tick();
        desk.app.sitting().is_some()
    };
    assert!(!begin(&mut desk, &supervision));
    assert!(begin(&mut desk, &plan));
}
