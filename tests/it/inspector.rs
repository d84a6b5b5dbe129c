//! The inspector: every field of the selected mark, and no word lost.
#![allow(clippy::expect_used, reason = "a test may stop")]

use egui::{Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable};
use mindframe::{
    app::{Command, MarkCommand, MarkingCommand},
    domain::{
        mark::{About, Author, Sureness, Tense, When},
        time::MediaTime,
    },
};

use crate::{
    desk::TestDesk,
    marks_panel::{Shared, Side, harness, keep},
};

const SIZE: (f32, f32) = (386.0, 1000.0);
/// Robin's mark with words, by its place in time.
const WORDED: usize = 7;
/// One of Sam's.
const SAMS: usize = 5;

fn open(at: usize) -> (Shared, Harness<'static>) {
    let side = Side::new(TestDesk::with_story());
    side.borrow_mut().select(at);
    let mut harness = harness(&side, SIZE, 1.0, false);
    harness.run_steps(4);
    (side, harness)
}

fn words(side: &Shared) -> Option<String> {
    side.borrow().selected().words.clone()
}

fn write(harness: &mut Harness<'_>, text: &str) {
    harness.get_by_label("Words of this mark").focus();
    harness.run_steps(3);
    harness.get_by_label("Words of this mark").type_text(text);
    harness.run_steps(2);
}

fn choose(harness: &mut Harness<'_>, button: &str, item: &str) {
    harness.get_by_label(button).click();
    harness.run();
    harness.get_by_label(item).click();
    harness.run();
}

#[test]
fn nothing_selected_takes_no_room() {
    let side = Side::new(TestDesk::with_story());
    let harness = harness(&side, SIZE, 1.0, false);
    assert!(harness.query_by_label("Words of this mark").is_none());
    assert!(harness.query_by_label("More").is_none());
    let last = harness.get_by_label_contains("1:36.000, Robin").rect();
    assert!(last.bottom() < SIZE.1);
}

#[test]
fn enter_ends_the_words_and_shift_enter_makes_a_line() {
    let (side, mut harness) = open(WORDED - 1);
    assert_eq!(words(&side), None);
    write(&mut harness, "It got");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    harness.run_steps(2);
    harness.get_by_label("Words of this mark").type_text("loud");
    harness.run_steps(1);
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert_eq!(words(&side).as_deref(), Some("It got\nloud"));
    assert!(!harness.get_by_label("Words of this mark").is_focused());
    let side = side.borrow();
    assert!(
        side.desk
            .app
            .desk()
            .expect("a desk")
            .marking
            .writing
            .is_none()
    );
    assert_eq!(
        side.sent.last(),
        Some(&Command::Mark(MarkCommand::EndWords))
    );
}

#[test]
fn words_typed_in_one_go_with_pauses_are_one_step_of_undo() {
    let (side, mut harness) = open(WORDED);
    let before = words(&side);
    for more in [" one", " two", " three"] {
        write(&mut harness, more);
        harness.run_steps(10);
    }
    let commits = |side: &Shared| {
        let sent = side.borrow().sent.clone();
        sent.iter()
            .filter(|sent| matches!(sent, Command::Mark(MarkCommand::CommitWords(..))))
            .count()
    };
    assert_eq!(commits(&side), 3, "each pause keeps what was typed");
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(words(&side).expect("words").ends_with(" one two three"));
    side.borrow_mut().mark(MarkCommand::Undo);
    assert_eq!(words(&side), before);
    side.borrow_mut().mark(MarkCommand::Redo);
    assert!(words(&side).expect("words").ends_with(" one two three"));
}

#[test]
fn two_goes_are_two_steps() {
    let (side, mut harness) = open(WORDED);
    for more in [" one", " two"] {
        write(&mut harness, more);
        harness.key_press(Key::Enter);
        harness.run_steps(3);
    }
    side.borrow_mut().mark(MarkCommand::Undo);
    assert!(words(&side).expect("words").ends_with(" one"));
}

#[test]
fn escape_keeps_what_was_typed() {
    let (side, mut harness) = open(WORDED);
    write(&mut harness, " and then");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(words(&side).expect("words").ends_with(" and then"));
    assert!(!harness.get_by_label("Words of this mark").is_focused());
}

#[test]
fn choosing_another_mark_or_author_keeps_what_was_typed() {
    let (side, mut harness) = open(WORDED);
    let mine = side.borrow().selected().id;
    write(&mut harness, " unfinished");
    harness.get_by_label_contains("0:23.040, Robin").click();
    harness.run_steps(4);
    let said = |side: &Shared| {
        let side = side.borrow();
        let session = side.desk.app.desk().expect("a desk").document.session();
        session
            .mark(mine)
            .and_then(|mark| mark.words.clone())
            .expect("words")
    };
    assert!(said(&side).ends_with(" unfinished"));
    side.borrow_mut().mark(MarkCommand::Select(mine));
    harness.run_steps(3);
    write(&mut harness, " again");
    // Another author takes over before anything was committed: the words wait for their own.
    side.borrow_mut().desk.next_author();
    harness.run_steps(4);
    side.borrow_mut().desk.next_author();
    harness.run_steps(4);
    assert!(
        said(&side).ends_with(" unfinished again"),
        "{}",
        said(&side)
    );
}

#[test]
fn opening_the_words_takes_the_cursor() {
    let (side, mut harness) = open(WORDED);
    side.borrow_mut().mark(MarkCommand::BeginWords);
    harness.run_steps(3);
    assert!(harness.get_by_label("Words of this mark").is_focused());
}

#[test]
fn a_typed_time_moves_the_mark_and_nonsense_is_refused() {
    let (side, mut harness) = open(WORDED);
    let retype = |harness: &mut Harness<'_>, text: &str| {
        harness.get_by_label("Time of this mark").type_text(text);
        harness.run_steps(2);
        harness.key_press(Key::Enter);
        harness.run_steps(3);
    };
    harness.get_by_label("Time of this mark 0:43.160").click();
    harness.run_steps(3);
    retype(&mut harness, "soon");
    assert!(harness.query_by_label_contains("Not a time").is_some());
    assert_eq!(
        side.borrow().selected().when.start(),
        MediaTime::from_millis(43_160)
    );
    harness.key_combination_modifiers(Modifiers::COMMAND, &[Key::A]);
    harness.run_steps(2);
    retype(&mut harness, "9:00");
    assert!(
        harness
            .query_by_label_contains("The recording ends at 1:50.000")
            .is_some()
    );
    harness.key_combination_modifiers(Modifiers::COMMAND, &[Key::A]);
    harness.run_steps(2);
    retype(&mut harness, "0:44.5");
    assert_eq!(
        side.borrow().selected().when,
        When::Point(MediaTime::from_millis(44_500))
    );
    assert!(
        harness
            .query_by_label("Time of this mark 0:44.500")
            .is_some()
    );
}

#[test]
fn every_choice_changes_its_field() {
    let (side, mut harness) = open(WORDED);
    choose(&mut harness, "Whose mind: about Sam", "about us");
    assert_eq!(side.borrow().selected().about, About::Us);
    choose(&mut harness, "When: then", "thought about later");
    assert_eq!(side.borrow().selected().tense, Tense::AboutThen);
    choose(&mut harness, "How strong: not set", "strength 6");
    assert_eq!(
        side.borrow()
            .selected()
            .intensity
            .map(mindframe::domain::mark::Intensity::get),
        Some(6)
    );
    choose(&mut harness, "How strong: strength 6", "No strength");
    assert_eq!(side.borrow().selected().intensity, None);
    choose(&mut harness, "How sure: a guess", "fairly sure");
    assert_eq!(side.borrow().selected().sureness, Some(Sureness::Fairly));
    choose(&mut harness, "How sure: fairly sure", "Not said");
    assert_eq!(side.borrow().selected().sureness, None);
    assert!(harness.query_by_label("everyone here").is_some());
}

#[test]
fn codes_are_found_added_and_removed() {
    let (side, mut harness) = open(WORDED);
    harness.get_by_label("Add a code…").click();
    harness.run();
    harness.get_by_label("Find a code").type_text("validat");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    let codes = |side: &Shared| -> Vec<String> {
        side.borrow()
            .selected()
            .codes
            .iter()
            .map(|used| used.code.to_string())
            .collect()
    };
    assert_eq!(codes(&side), ["tx.missed", "tx.validate"]);
    harness.get_by_label("Remove Missed chance").click();
    harness.run();
    assert_eq!(codes(&side), ["tx.validate"]);
}

#[test]
fn another_persons_mark_is_only_read() {
    let (side, mut harness) = open(SAMS);
    assert!(harness.query_by_label("Words of this mark").is_none());
    assert!(harness.query_by_label("Delete").is_none());
    assert!(
        harness
            .query_by_label_contains("Only Sam can change it")
            .is_some()
    );
    harness.get_by_label("Mark as Sam").click();
    harness.run();
    assert!(harness.query_by_label("Words of this mark").is_some());
    let sent = side.borrow().sent.clone();
    assert!(
        sent.iter()
            .any(|sent| matches!(sent, Command::Marking(MarkingCommand::SetAuthor(_))))
    );
}

#[test]
fn a_mark_is_given_replied_to_and_deleted() {
    let (side, mut harness) = open(WORDED);
    let id = side.borrow().selected().id;
    choose(&mut harness, "Give this mark to…", "Give this mark to Sam");
    let author = side.borrow().selected().author.clone();
    let Author::One(author) = author else {
        unreachable!("one author")
    };
    assert_eq!(
        side.borrow()
            .desk
            .app
            .desk()
            .and_then(|desk| desk
                .document
                .session()
                .person(&author)
                .map(|p| p.name.clone()))
            .as_deref(),
        Some("Sam")
    );
    assert!(harness.query_by_label("Entered by Robin").is_some());
    harness.get_by_label("Reply").click();
    harness.run_steps(4);
    assert_eq!(side.borrow().selected().reply_to(), Some(id));
    assert!(harness.get_by_label("Words of this mark").is_focused());
    harness.get_by_label("Delete").click();
    harness.run_steps(3);
    assert!(
        side.borrow()
            .desk
            .app
            .desk()
            .expect("a desk")
            .selected
            .is_none()
    );
}

#[test]
fn deleting_for_good_asks_first() {
    let (side, mut harness) = open(WORDED);
    let id = side.borrow().selected().id;
    choose(&mut harness, "More", "Delete for good…");
    assert!(
        harness
            .query_by_label_contains("It cannot be undone")
            .is_some()
    );
    harness.get_by_label("Keep it").click();
    harness.run();
    assert_eq!(side.borrow().selected().id, id);
    choose(&mut harness, "More", "Delete for good…");
    harness.get_by_label("Delete for good").click();
    harness.run();
    side.borrow_mut().mark(MarkCommand::Undo);
    let side = side.borrow();
    assert!(
        side.desk
            .app
            .desk()
            .expect("a desk")
            .document
            .session()
            .mark(id)
            .is_none()
    );
}

#[test]
fn pictures_of_the_inspector() {
    if std::env::var_os("MINDFRAME_PICTURES").is_none() {
        return;
    }
    for (name, size, scale, dark) in [
        ("inspector-light", (386.0, 806.0), 1.5, false),
        ("inspector-dark", (386.0, 806.0), 1.5, true),
        ("inspector-narrow", (340.0, 620.0), 2.0, false),
        ("inspector-least", (300.0, 620.0), 2.0, false),
    ] {
        let side = Side::new(TestDesk::with_story());
        {
            let mut side = side.borrow_mut();
            side.select(WORDED);
            let id = side.selected().id;
            side.mark(MarkCommand::AddCode(
                id,
                "dyn.rupture".parse().expect("a code"),
            ));
            side.mark(MarkCommand::SetIntensity(
                id,
                mindframe::domain::mark::Intensity::new(6),
            ));
        }
        let mut harness = harness(&side, size, scale, dark);
        harness.run();
        keep(&mut harness, name);
        side.borrow_mut().mark(MarkCommand::SelectNone);
        side.borrow_mut().select(4);
        harness.run();
        keep(&mut harness, &format!("{name}-span"));
        harness.get_by_label("Add a code…").click();
        harness.run();
        keep(&mut harness, &format!("{name}-add"));
        harness.key_press(Key::Escape);
        harness.run();
        harness.get_by_label("How strong: not set").click();
        harness.run();
        keep(&mut harness, &format!("{name}-strength"));
    }
}
