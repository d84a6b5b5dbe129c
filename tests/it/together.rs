//! Together in one room: whoever stops speaks first, one writes for the other, and both say something to one mark.

use egui::Key;
use mindframe::{
    app::{
        Command, MarkCommand, MarkingCommand, SittingCommand, TogetherCommand, TransportCommand,
        review::together::is_said_so,
    },
    domain::{
        entry::Purpose,
        id::PersonId,
        mark::{About, Author, Mark, View},
    },
};

use crate::{desk::TestDesk, full_window::FullWindow};

fn people(desk: &TestDesk) -> (PersonId, PersonId) {
    let session = desk.app.desk().unwrap().document.session();
    let people = session.people();
    (people[0].id.clone(), people[1].id.clone())
}

fn begun(purpose: Purpose) -> TestDesk {
    let mut desk = TestDesk::open();
    let mut plan = desk.app.planned_sitting().unwrap();
    plan.purpose = purpose;
    desk.app
        .handle(Command::Sitting(SittingCommand::Begin(Box::new(plan))));
    desk.seek(12_000);
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    desk
}

fn ask(desk: &mut TestDesk, command: TogetherCommand) {
    desk.app.handle(Command::Together(command));
    desk.app.tick();
}

fn plays(desk: &TestDesk) -> bool {
    desk.app.recording().unwrap().transport.playing
}

fn newest(desk: &TestDesk) -> Mark {
    let open = desk.app.desk().unwrap();
    let mark = open.document.session().mark(open.newest.unwrap());
    mark.unwrap().clone()
}

#[test]
fn whoever_stops_it_speaks_first_and_is_asked_whether_it_was_written_down_right() {
    let mut desk = begun(Purpose::Review);
    let (robin, sam) = people(&desk);
    ask(&mut desk, TogetherCommand::Stop(sam.clone()));
    assert!(!plays(&desk));
    assert_eq!(desk.app.floor().unwrap().person, sam);
    // Robin writes.
    ask(&mut desk, TogetherCommand::Say("  ".to_owned()));
    assert!(desk.app.marks_of_sitting().is_empty(), "silence is no mark");
    ask(&mut desk, TogetherCommand::Say("He was late".to_owned()));
    let mark = newest(&desk);
    assert_eq!(mark.author, Author::One(sam.clone()));
    assert_eq!(mark.entered_by, robin);
    assert_eq!(
        (mark.about.clone(), mark.view),
        (About::People(vec![sam.clone()]), View::Own)
    );
    assert_eq!(desk.app.floor().unwrap().asked, Some(mark.id));
    assert!(!is_said_so(&mark));
    ask(
        &mut desk,
        TogetherCommand::Rather("He was late again".to_owned()),
    );
    let mark = newest(&desk);
    assert_eq!(mark.words.as_deref(), Some("He was late again"));
    assert!(is_said_so(&mark));
    assert_eq!(desk.app.floor().unwrap().asked, None);
    // Beside it, and never over it.
    ask(&mut desk, TogetherCommand::Next(robin.clone()));
    ask(
        &mut desk,
        TogetherCommand::Say("I noticed the time too".to_owned()),
    );
    assert_eq!(newest(&desk).author, Author::One(robin));
    assert_eq!(
        desk.app.floor().unwrap().asked,
        None,
        "one's own words are one's own"
    );
    assert_eq!(desk.app.marks_of_sitting().len(), 2);
    // Going on is the end of it; whoever wrote can take it back.
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    assert_eq!(desk.app.floor(), None);
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert!(desk.app.marks_of_sitting().is_empty());
}

#[test]
fn in_a_recall_only_the_one_who_recalls_stops_it() {
    let mut desk = begun(Purpose::Recall);
    let (robin, sam) = people(&desk);
    ask(&mut desk, TogetherCommand::Stop(robin));
    assert!(plays(&desk));
    assert_eq!(desk.app.floor(), None);
    ask(&mut desk, TogetherCommand::Stop(sam));
    assert!(!plays(&desk));
}

#[test]
fn whoever_is_not_here_is_not_given_the_word() {
    let mut desk = begun(Purpose::Review);
    let nobody: PersonId = "nobody".parse().unwrap();
    ask(&mut desk, TogetherCommand::Stop(nobody));
    assert_eq!(desk.app.floor(), None);
}

#[test]
fn both_say_something_to_any_mark() {
    let mut desk = TestDesk::with_story();
    let (robin, sam) = people(&desk);
    let id = desk.app.desk().unwrap().document.order()[2].1;
    ask(&mut desk, TogetherCommand::SayTogether(id));
    let open = desk.app.desk().unwrap();
    let writing = open
        .marking
        .writing
        .as_ref()
        .expect("its words are open")
        .mark;
    desk.words("We both remember that");
    let mark = newest(&desk);
    assert_eq!(mark.id, writing);
    assert_eq!(mark.author, Author::Together(vec![robin, sam]));
    assert_eq!(mark.words.as_deref(), Some("We both remember that"));
    let start = desk
        .app
        .desk()
        .unwrap()
        .document
        .session()
        .mark(id)
        .unwrap();
    assert_eq!(mark.when.start(), start.when.start());
    // Either may change it; to a joint mark nothing more is said together.
    desk.app
        .handle(Command::Marking(MarkingCommand::NextAuthor));
    desk.app.tick();
    assert!(desk.app.desk().unwrap().may_change(&newest(&desk)));
    assert!(!desk.app.may_say_together(&newest(&desk)));
}

#[test]
fn in_the_window_a_key_of_ones_own_stops_it_and_the_field_is_ready() {
    let desk = begun(Purpose::Review);
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    assert!(window.shows("Robin stops") && window.shows("Sam stops"));
    window.key_with(egui::Modifiers::ALT, Key::Num2);
    assert!(window.shows("Sam, what was there for you?"));
    window
        .harness
        .event(egui::Event::Text("It got loud".to_owned()));
    window.harness.run();
    window.key(Key::Enter);
    assert!(window.shows("Is that how you said it?"));
    window.press("Not quite");
    window.harness.event(egui::Event::Text(" in me".to_owned()));
    window.harness.run();
    window.press("Put it down");
    assert!(!window.shows("Is that how you said it?"));
    let words = window.with_app(|app| {
        let marks = app.marks_of_sitting();
        marks
            .iter()
            .filter_map(|mark| mark.words.clone())
            .collect::<Vec<_>>()
    });
    assert_eq!(words, ["It got loud in me"]);
    window.press("Nothing now");
    assert!(!window.shows("Sam, what was there for you?"));
}
