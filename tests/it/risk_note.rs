//! A mark about a risk shows the team's own note and nothing else; a client's screen has no totals.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    app::{
        Command, KeyCommand, MarkCommand,
        keys::{KeyState, Passphrase},
    },
    domain::{filter::Filter, mark::Intensity},
};

use crate::{desk::TestDesk, full_window::FullWindow};

const NOTE: &str = "Tell the duty worker the same day";
const TITLE: &str = "Our note for marks about a risk";

/// A desk where the therapist's passphrase is open, with two marks about a risk, the second selected.
fn with_risks() -> TestDesk {
    let mut desk = TestDesk::open();
    let robin = desk.app.desk().unwrap().marking.author.clone();
    let word = Passphrase::new("four plain words here".to_owned());
    desk.app
        .handle(Command::Key(KeyCommand::Create(robin.clone(), word)));
    desk.until(|app| app.key_state(&robin) == KeyState::Open);
    for at in [4_000, 8_000] {
        desk.seek(at);
        desk.code("risk.suicide");
    }
    let mark = desk.app.desk().unwrap().newest.unwrap();
    desk.app.handle(Command::Mark(MarkCommand::SetIntensity(
        mark,
        Intensity::new(9),
    )));
    desk
}

fn heard(window: &FullWindow) -> Vec<String> {
    let nodes = window.harness.get_all_by(|_| true);
    nodes
        .flat_map(|node| {
            let node = node.accesskit_node();
            [node.label(), node.value()]
        })
        .flatten()
        .collect()
}

#[test]
fn the_note_is_written_once_and_stands_beside_every_mark_about_a_risk() {
    let mut window = FullWindow::open(with_risks(), (1440.0, 900.0));
    assert!(!window.shows(NOTE));
    window.press("Write our own note");
    let field = window
        .harness
        .get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, TITLE);
    field.focus();
    window.harness.run();
    window
        .harness
        .get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, TITLE)
        .type_text(NOTE);
    window.harness.run();
    window.press("Done");
    assert!(window.shows(NOTE));
    window.key(Key::ArrowUp);
    assert!(window.shows(NOTE));
    assert_eq!(
        window.with_app(|app| app.settings().risk_note.clone()),
        NOTE
    );
    // Not beside others.
    window.key(Key::Num1);
    assert!(!window.shows(NOTE));
}

#[test]
fn a_mark_about_a_risk_has_no_number_and_none_are_counted() {
    let mut desk = with_risks();
    desk.seek(12_000);
    desk.code("mz.curious");
    let all = desk.app.desk().unwrap().document.order().len();
    assert_eq!(all, 3);
    desk.app
        .handle(Command::Mark(MarkCommand::SetFilter(Filter {
            code: Some("risk.suicide".parse().unwrap()),
            ..Filter::default()
        })));
    desk.app.handle(Command::Mark(MarkCommand::Previous));
    let window = FullWindow::open(desk, (1440.0, 900.0));
    let heard = heard(&window);
    assert!(heard.iter().any(|said| said.contains("Suicide talk")));
    for said in &heard {
        assert!(!said.contains("2 of 3"), "{said}");
        assert!(
            !said.contains("strength 9") && !said.contains("Strength 9"),
            "{said}"
        );
    }
    assert!(!heard.iter().any(|said| said.starts_with("How strong")));
}

#[test]
fn with_a_client_here_the_note_is_not_on_screen_and_cannot_be_asked_for() {
    let mut desk = with_risks();
    let mut settings = desk.app.settings().clone();
    settings.risk_note = NOTE.to_owned();
    desk.app.handle(Command::SetSettings(Box::new(settings)));
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    assert!(window.shows(NOTE));
    window.key_with(Modifiers::SHIFT, Key::F2);
    window.key_with(Modifiers::COMMAND, Key::K);
    for said in heard(&window) {
        assert!(!said.contains(NOTE) && !said.contains(TITLE), "{said}");
    }
}

#[test]
fn a_clients_screen_counts_nothing() {
    let mut desk = TestDesk::open();
    for at in 1..=13 {
        desk.seek(at * 4_000);
        desk.code("ev.onset");
    }
    desk.next_author();
    for at in 1..=13 {
        desk.seek(at * 4_000 + 1_000);
        desk.code("c.stuck");
        desk.app.handle(Command::Marking(
            mindframe::app::MarkingCommand::CloseFollowUp,
        ));
    }
    // The list scrolls to what is selected.
    let press = |window: &mut FullWindow, modifiers, key| {
        window.harness.key_press_modifiers(modifiers, key);
        window.harness.run_steps(60);
    };
    // No number of marks, of anybody, of any kind: not 13, not 26.
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    let numbers = |window: &FullWindow| -> Vec<String> {
        let counts = |said: &String| {
            said.split(|sign: char| !sign.is_ascii_digit() && sign != ':' && sign != '.')
                .any(|number| number == "13" || number == "26")
        };
        heard(window).into_iter().filter(counts).collect()
    };
    assert_eq!(
        numbers(&window),
        Vec::<String>::new(),
        "the client's own face"
    );
    press(&mut window, Modifiers::NONE, Key::F2);
    assert_ne!(numbers(&window), Vec::<String>::new(), "staff may count");
    press(&mut window, Modifiers::SHIFT, Key::F2);
    assert_eq!(
        numbers(&window),
        Vec::<String>::new(),
        "a client in the room"
    );
    window.with_app(|app| {
        app.handle(Command::Mark(MarkCommand::SetFilter(Filter {
            code: Some("ev.onset".parse().unwrap()),
            ..Filter::default()
        })));
    });
    window.harness.run_steps(60);
    assert_eq!(numbers(&window), Vec::<String>::new(), "filtered by a code");
}
