//! The guessing round: hidden until asked for, answered by the owner of the mind alone, kept, and counted nowhere.

use egui_kittest::kittest::Queryable;
use mindframe::{
    app::{Command, CompareCommand, GuessCommand, MarkCommand, MarkingCommand, notice::NoticeKind},
    domain::{
        entry::{EntryKind, Judgement, Verdict},
        id::PersonId,
    },
};

use crate::{desk::TestDesk, full_window::FullWindow};

fn person(desk: &TestDesk, name: &str) -> PersonId {
    let people = desk.app.desk().unwrap().document.session().people();
    people
        .iter()
        .find(|one| one.name == name)
        .unwrap()
        .id
        .clone()
}

fn send(desk: &mut TestDesk, command: GuessCommand) {
    desk.app.handle(Command::Guess(command));
}

fn as_person(desk: &mut TestDesk, name: &str) {
    let id = person(desk, name);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(id)));
}

/// Two of Sam's moments, and Robin at the desk, who guesses.
fn begun() -> TestDesk {
    let mut desk = TestDesk::open();
    as_person(&mut desk, "Sam");
    for (at, words) in [(4_000, "My chest went tight"), (9_000, "I wanted to leave")] {
        crate::alone::say(&mut desk, at, "ms.feeling", words);
    }
    as_person(&mut desk, "Robin");
    desk.app.handle(Command::Compare(CompareCommand::ForBoth));
    send(&mut desk, GuessCommand::Begin);
    desk
}

fn judgements(desk: &TestDesk) -> Vec<(PersonId, Judgement)> {
    let session = desk.app.desk().unwrap().document.session();
    let entries = session.entries();
    entries
        .filter_map(|(keeper, entry)| match &entry.kind {
            EntryKind::Judgement(known) => Some((keeper.clone(), known.clone())),
            _ => None,
        })
        .collect()
}

fn moment(desk: &TestDesk) -> Option<String> {
    let (mark, _, _) = desk.app.guessed_about()?;
    mark.words.clone()
}

#[test]
fn only_the_owner_of_the_mind_judges_the_guess() {
    let mut desk = begun();
    let (sam, robin) = (person(&desk, "Sam"), person(&desk, "Robin"));
    assert_eq!(moment(&desk).as_deref(), Some("My chest went tight"));
    send(&mut desk, GuessCommand::Words("Maybe ".to_owned()));
    send(&mut desk, GuessCommand::Words("Maybe scared".to_owned()));
    // Not before what the owner marked is shown, and not by the one who guessed.
    send(&mut desk, GuessCommand::Judge(Verdict::SpotOn));
    send(&mut desk, GuessCommand::Show);
    send(&mut desk, GuessCommand::Judge(Verdict::SpotOn));
    assert!(
        desk.app
            .notices()
            .any(|told| matches!(told.kind, NoticeKind::NotYours))
    );
    send(&mut desk, GuessCommand::HandOver);
    assert_eq!(desk.app.desk().unwrap().marking.author, sam);
    assert_eq!(judgements(&desk)[0].1.verdict, None);
    send(&mut desk, GuessCommand::Judge(Verdict::Partly));
    let kept = judgements(&desk);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].0, sam, "it lies in the file of whose mind it is");
    assert_eq!(kept[0].1.guesser, robin);
    assert_eq!(kept[0].1.guess, "Maybe scared");
    assert_eq!(kept[0].1.verdict, Some(Verdict::Partly));
    // The next moment is the guesser's again, and hidden.
    send(&mut desk, GuessCommand::Next);
    assert_eq!(desk.app.desk().unwrap().marking.author, robin);
    assert_eq!(moment(&desk).as_deref(), Some("I wanted to leave"));
    assert!(!desk.app.desk().unwrap().guessing.as_ref().unwrap().shown);
}

#[test]
fn the_words_of_a_guess_are_one_step_of_undo_and_do_not_change_once_it_is_shown() {
    let mut desk = begun();
    for words in ["Ma", "Maybe", "Maybe scared"] {
        send(&mut desk, GuessCommand::Words(words.to_owned()));
    }
    assert_eq!(judgements(&desk)[0].1.guess, "Maybe scared");
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(judgements(&desk), []);
    desk.app.handle(Command::Mark(MarkCommand::Redo));
    send(&mut desk, GuessCommand::Show);
    send(&mut desk, GuessCommand::Words("I knew it".to_owned()));
    assert_eq!(judgements(&desk)[0].1.guess, "Maybe scared");
    // An emptied guess is no guess.
    send(&mut desk, GuessCommand::Next);
    send(&mut desk, GuessCommand::Words("x".to_owned()));
    send(&mut desk, GuessCommand::Words(String::new()));
    assert_eq!(judgements(&desk).len(), 1);
}

#[test]
fn the_next_time_it_goes_on_at_what_is_not_answered() {
    let mut desk = begun();
    send(&mut desk, GuessCommand::Words("Maybe scared".to_owned()));
    send(&mut desk, GuessCommand::Show);
    send(&mut desk, GuessCommand::HandOver);
    send(&mut desk, GuessCommand::Judge(Verdict::No));
    desk.app.handle(Command::Compare(CompareCommand::Close));
    assert!(desk.app.desk().unwrap().guessing.is_none());
    assert_eq!(
        desk.app.desk().unwrap().marking.author,
        person(&desk, "Robin")
    );
    desk.app.handle(Command::Compare(CompareCommand::ForBoth));
    send(&mut desk, GuessCommand::Begin);
    assert_eq!(moment(&desk).as_deref(), Some("I wanted to leave"));
    send(&mut desk, GuessCommand::Previous);
    assert!(desk.app.desk().unwrap().guessing.as_ref().unwrap().shown);
    // The other way round there is nothing yet.
    send(&mut desk, GuessCommand::Turn);
    assert_eq!(moment(&desk), None);
}

#[test]
fn in_the_window_nothing_of_the_mark_is_there_before_it_is_asked_for() {
    let mut window = FullWindow::open(begun(), (1280.0, 720.0));
    let has =
        |window: &FullWindow, words: &str| window.harness.query_by_label_contains(words).is_some();
    assert!(has(&window, "What may Sam have felt"));
    assert!(!has(&window, "chest"));
    window.harness.get_by_label("The guess").focus();
    window.harness.run();
    window
        .harness
        .get_by_label("The guess")
        .type_text("Maybe scared");
    window.harness.run();
    window.harness.get_by_label("Show what Sam marked").click();
    window.harness.run();
    assert!(has(&window, "chest") && has(&window, "Maybe scared"));
    assert!(!has(&window, "Just so"));
    window.harness.get_by_label("Sam answers now").click();
    window.harness.run();
    window.harness.get_by_label("In part").click();
    window.harness.run();
    window.with_app(|app| {
        let session = app.desk().unwrap().document.session();
        assert!(session.entries().any(|(_, entry)| matches!(
            &entry.kind,
            EntryKind::Judgement(known) if known.verdict == Some(Verdict::Partly)
        )));
    });
}
