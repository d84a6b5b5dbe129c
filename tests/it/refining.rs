//! Refine later: what was set in haste waits until its author looks at it again, and never on a client's screen.

use egui::{Key, Modifiers};
use mindframe::{
    app::{
        App, Command, MarkCommand, PresenceCommand, RefineCommand, SittingCommand, TransportCommand,
    },
    domain::{
        id::{CodeId, MarkId},
        mark::{Mark, Placed, Sureness, When},
        time::{MediaSpan, MediaTime},
    },
};

use crate::{desk::TestDesk, full_window::FullWindow};

fn code(id: &str) -> CodeId {
    id.parse().unwrap()
}

fn newest(app: &App) -> Mark {
    let desk = app.desk().unwrap();
    let session = desk.document.session();
    session.mark(desk.newest.unwrap()).unwrap().clone()
}

fn selected(app: &App) -> Option<MarkId> {
    app.desk().unwrap().selected
}

/// About Robin's own mind, sure of it and in peace: nothing that waits.
fn in_peace(desk: &mut TestDesk, at: i64, id: &str) -> MarkId {
    desk.seek(at);
    desk.code(id);
    let mark = newest(&desk.app).id;
    desk.app
        .handle(Command::Mark(MarkCommand::SetSureness(mark, None)));
    mark
}

fn refine(desk: &mut TestDesk, command: RefineCommand) {
    desk.app.handle(Command::Refine(command));
    desk.app.tick();
}

#[test]
fn a_parent_a_live_mark_and_a_guess_wait_and_nothing_else() {
    let mut desk = TestDesk::open();
    in_peace(&mut desk, 4_000, "mz.curious");
    assert_eq!(desk.app.waiting().count(), 0);
    let parent = in_peace(&mut desk, 8_000, "mz.good");
    assert!(desk.app.waiting().holds(parent));

    desk.seek(12_000);
    desk.code("mz.curious");
    let guess = newest(&desk.app);
    assert_eq!(
        guess.sureness,
        Some(Sureness::Guess),
        "about another's mind"
    );
    assert!(
        !desk.app.waiting().holds(guess.id),
        "a guess made in peace is no haste"
    );
    let plan = desk.app.planned_sitting().expect("a plan");
    desk.app
        .handle(Command::Sitting(SittingCommand::Begin(Box::new(plan))));
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientLeft));
    desk.seek(13_000);
    desk.code("mz.curious");
    let guess = newest(&desk.app);
    assert!(
        desk.app.waiting().holds(guess.id),
        "one of the sitting that goes on waits until it is looked at"
    );

    desk.seek(16_000);
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    desk.code("mz.curious");
    let live = newest(&desk.app);
    desk.app
        .handle(Command::Mark(MarkCommand::SetSureness(live.id, None)));
    assert!(matches!(live.placed, Placed::Live { .. }));
    assert!(desk.app.waiting().holds(live.id));
    assert_eq!(desk.app.waiting().count(), 3);

    // Each is refined by what it waited for.
    desk.app.handle(Command::Mark(MarkCommand::SetSureness(
        guess.id,
        Some(Sureness::Fairly),
    )));
    let edges = MediaSpan::between(MediaTime::from_seconds(16), MediaTime::from_seconds(18));
    desk.app.handle(Command::Mark(MarkCommand::Place(
        live.id,
        When::Span(edges),
    )));
    assert_eq!(desk.app.waiting().count(), 1);
    refine(
        &mut desk,
        RefineCommand::Finer {
            mark: parent,
            from: code("mz.good"),
            to: code("mz.tentative"),
        },
    );
    assert_eq!(desk.app.waiting().count(), 0);
    let session = desk.app.desk().unwrap().document.session();
    let refined = session.mark(parent).unwrap();
    assert!(refined.has_code(&code("mz.tentative")) && !refined.has_code(&code("mz.good")));
}

#[test]
fn keeping_a_mark_as_it_is_goes_on_to_the_next_and_can_be_undone() {
    let mut desk = TestDesk::open();
    let first = in_peace(&mut desk, 8_000, "mz.good");
    let second = in_peace(&mut desk, 16_000, "tr.any");
    in_peace(&mut desk, 12_000, "mz.curious");
    refine(&mut desk, RefineCommand::Toggle);
    assert!(desk.app.looking_again());
    assert_eq!(selected(&desk.app), Some(first));
    // Next and previous stay among what waits.
    desk.app.handle(Command::Mark(MarkCommand::Next));
    desk.app.tick();
    assert_eq!(selected(&desk.app), Some(second));
    desk.app.handle(Command::Mark(MarkCommand::Previous));
    desk.app.tick();
    assert_eq!(selected(&desk.app), Some(first));
    refine(&mut desk, RefineCommand::Keep(first));
    assert_eq!(selected(&desk.app), Some(second));
    refine(&mut desk, RefineCommand::Keep(second));
    assert_eq!(desk.app.waiting().count(), 0);
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert!(desk.app.waiting().holds(second));
    assert!(!desk.app.waiting().holds(first));
}

#[test]
fn what_was_looked_at_stays_looked_at_when_the_recording_is_opened_again() {
    let mut desk = TestDesk::open();
    let kept = in_peace(&mut desk, 8_000, "mz.good");
    let waits = in_peace(&mut desk, 16_000, "tr.any");
    refine(&mut desk, RefineCommand::Keep(kept));
    assert!(desk.app.flush(std::time::Duration::from_secs(10)));
    let path = desk.app.recording().unwrap().path.clone();
    desk.app.handle(Command::Close);
    desk.app.handle(Command::Open(path));
    desk.until(|app| app.desk().is_some());
    let waiting = desk.app.waiting();
    assert!(waiting.holds(waits) && !waiting.holds(kept));
}

#[test]
fn finer_codes_are_of_the_same_group_for_the_same_readers_and_no_parent() {
    let desk = TestDesk::open();
    for parent in ["mz.good", "tr.any"] {
        let finer = desk.app.finer(&code(parent));
        assert!(finer.len() > 5, "{parent}");
        for fine in finer {
            assert_eq!(fine.id.split('.').next(), parent.split('.').next());
            assert!(!fine.refine);
            assert!(!fine.definition.is_empty(), "{}", fine.id);
        }
    }
}

#[test]
fn each_sees_only_their_own_and_a_client_sees_none() {
    let mut desk = TestDesk::open();
    in_peace(&mut desk, 8_000, "mz.good");
    refine(&mut desk, RefineCommand::Toggle);
    assert_eq!(desk.app.waiting().count(), 1);
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientHere));
    desk.app.tick();
    assert_eq!(desk.app.waiting().count(), 0);
    assert!(!desk.app.looking_again());
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientLeft));
    desk.app.tick();
    assert_eq!(desk.app.waiting().count(), 1);
    desk.next_author();
    assert_eq!(desk.app.waiting().count(), 0);
    desk.seek(20_000);
    desk.code("c.they");
    assert_eq!(desk.app.waiting().count(), 0);
    refine(&mut desk, RefineCommand::Toggle);
    assert!(!desk.app.looking_again());
}

#[test]
fn the_list_says_quietly_what_waits_and_a_key_keeps_it() {
    let mut desk = TestDesk::open();
    in_peace(&mut desk, 8_000, "mz.good");
    in_peace(&mut desk, 12_000, "mz.curious");
    in_peace(&mut desk, 16_000, "tr.any");
    desk.app.handle(Command::Mark(MarkCommand::SelectNone));
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.press("2 to look at again");
    assert!(window.shows("“Good moment” could be finer"));
    window.press("A finer word");
    window.press("Tentative: Knows it is a guess");
    assert!(window.shows("1 to look at again") || window.shows("Show all marks again"));
    window.key(Key::ArrowDown);
    assert!(window.shows("“Trigger” could be finer"));
    window.key_with(Modifiers::SHIFT, Key::Enter);
    assert!(window.shows("All looked at"));
    window.press("Show all");
    assert!(!window.shows("All looked at"));
    assert!(!window.with_app(|app| app.looking_again()));
}

#[test]
fn the_clients_screens_say_nothing_of_it() {
    let mut desk = TestDesk::open();
    desk.seek(100_000);
    desk.code("mz.good");
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    let says = |window: &FullWindow| {
        use egui_kittest::kittest::Queryable;
        let again = window.harness.query_all_by_label_contains("look at again");
        again.count() > 0
    };
    assert!(says(&window));
    window.key_with(Modifiers::SHIFT, Key::F2);
    assert!(!says(&window));
    window.key_with(Modifiers::SHIFT, Key::F9);
    window.key(Key::F2);
    assert!(!says(&window));
}

#[test]
fn all_that_waits_can_stay_as_it_is_in_one_step() {
    let mut desk = TestDesk::open();
    in_peace(&mut desk, 4_000, "mz.good");
    in_peace(&mut desk, 8_000, "mz.good");
    let before: Vec<Mark> = desk
        .app
        .desk()
        .unwrap()
        .document
        .session()
        .marks()
        .cloned()
        .collect();
    refine(&mut desk, RefineCommand::Toggle);
    assert_eq!(desk.app.waiting().count(), 2);
    refine(&mut desk, RefineCommand::KeepAll);
    assert_eq!(desk.app.waiting().count(), 0);
    assert!(!desk.app.looking_again());
    let session = desk.app.desk().unwrap().document.session();
    for mark in &before {
        let now = session.mark(mark.id).unwrap();
        assert!(now.settled && now.codes == mark.codes && now.words == mark.words);
    }
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(desk.app.waiting().count(), 2);
}
