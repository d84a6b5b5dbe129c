//! Two people's marks side by side in the window, by what a screen reader hears; and what both say to them.

use std::sync::Arc;

use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    analysis::{compare::Comparison, matching::Tolerance},
    app::{App, Command, CompareCommand, MarkCommand, MarkingCommand, room::Room},
    domain::{
        id::PersonId,
        mark::{Author, Link, Mark, Tense},
        time::{MediaDelta, MediaTime},
    },
};

use crate::{desk::TestDesk, full_window::FullWindow, many};

const BOTH: &str = "We both marked this";
const DIFFERENTLY: &str = "Same moment, seen differently";
const QUESTION: &str = "What was it like to hear that?";
/// Sam's word and what Robin saw there.
const STUCK: &str = "It felt 100 % true";

fn window(size: (f32, f32)) -> FullWindow {
    let mut desk = TestDesk::with_story();
    desk.app.handle(Command::Mark(MarkCommand::SelectNone));
    FullWindow::open(desk, size)
}

/// The view for both, over the whole window.
fn opened(size: (f32, f32)) -> FullWindow {
    let mut window = window(size);
    window.with_app(|app| app.handle(Command::Compare(CompareCommand::ForBoth)));
    window.harness.run();
    window
}

fn comparison(window: &mut FullWindow) -> Arc<Comparison> {
    window.with_app(|app| app.comparison().expect("two people compared"))
}

fn row(window: &FullWindow, part: &str) -> egui::Rect {
    let mut rows = window.harness.query_all_by_label_contains(part);
    let found =
        rows.find(|node| node.accesskit_node().role() == egui::accesskit::Role::ListBoxOption);
    found
        .unwrap_or_else(|| panic!("a row with “{part}”"))
        .rect()
}

/// Where both write to the chosen pair.
fn field(window: &FullWindow) -> egui::Pos2 {
    let mut nodes = window.harness.query_all_by_label(QUESTION);
    let field = nodes.find(|node| node.accesskit_node().role() != egui::accesskit::Role::Label);
    field.expect("a field").rect().center()
}

fn click(window: &mut FullWindow, at: egui::Pos2) {
    window.harness.hover_at(at);
    window.harness.drag_at(at);
    window.harness.drop_at(at);
    window.harness.run();
}

fn mark_saying(app: &App, words: &str) -> Option<Mark> {
    let session = app.desk()?.document.session();
    session
        .marks()
        .find(|mark| mark.words.as_deref() == Some(words))
        .cloned()
}

#[test]
fn the_four_lists_stand_in_their_order() {
    let window = opened((1280.0, 720.0));
    let left = |title: &str| window.rect(title).left();
    let order = [BOTH, "Only Sam", "Only Robin", DIFFERENTLY].map(left);
    assert!(order.windows(2).all(|two| two[0] < two[1]), "{order:?}");
    assert!(row(&window, STUCK).left() < left("Only Sam"));
    assert!(window.shows("Differences are not mistakes."));
    assert!(window.shows("Both your marks over time"));
}

#[test]
fn nothing_is_counted() {
    let window = opened((1280.0, 720.0));
    for node in window.harness.query_all_by_label_contains("Only ") {
        let label = node.accesskit_node().label().unwrap_or_default();
        assert!(
            !label.chars().any(|letter| letter.is_ascii_digit()),
            "{label}"
        );
    }
    assert!(window.harness.query_all_by_label_contains("%").all(|node| {
        // It is in Sam's own words.
        node.accesskit_node()
            .label()
            .unwrap_or_default()
            .contains(STUCK)
    }));
}

#[test]
fn a_row_is_heard_from_a_little_before_it() {
    let mut window = opened((1280.0, 720.0));
    let at = row(&window, STUCK).center();
    click(&mut window, at);
    window.with_app(|app| {
        let transport = &app.recording().expect("a recording").transport;
        assert!(transport.playing);
        let stuck = app
            .desk()
            .and_then(|desk| desk.selected_mark())
            .expect("a mark");
        let before = stuck.when.start() - transport.playhead;
        assert!(before >= MediaDelta::from_millis(1_400), "{before:?}");
        assert!(before <= MediaDelta::from_millis(2_000), "{before:?}");
    });
}

#[test]
fn what_both_say_stands_between_the_two_and_is_one_step() {
    let mut window = opened((1280.0, 720.0));
    let at = row(&window, STUCK).center();
    click(&mut window, at);
    let place = field(&window);
    click(&mut window, place);
    window
        .harness
        .event(egui::Event::Text("I did not".to_owned()));
    window.harness.run();
    window.key(egui::Key::Enter);
    let pair = comparison(&mut window).both[0].clone();
    let said = window
        .with_app(|app| mark_saying(app, "I did not"))
        .expect("a joint mark");
    assert!(matches!(&said.author, Author::Together(two) if two.len() == 2));
    assert_eq!(said.tense, Tense::Now);
    assert_eq!(
        said.links,
        [Link::SeeAlso(pair.left.id), Link::SeeAlso(pair.right.id)]
    );
    assert_eq!(pair.together[0].id, said.id);

    // More words to the same pair go on in the same mark.
    let (left, right) = (pair.left.id, pair.right.id);
    let say = |words: &str| {
        Command::Compare(CompareCommand::Say {
            left,
            right,
            words: words.to_owned(),
        })
    };
    window.with_app(|app| {
        let before = app.desk().expect("a desk").document.session().mark_count();
        app.handle(say("I did not know"));
        app.handle(say("I did not know that"));
        app.handle(Command::Compare(CompareCommand::EndSaying));
        assert_eq!(
            mark_saying(app, "I did not know that").expect("it").id,
            said.id
        );
        app.handle(Command::Mark(MarkCommand::Undo));
        assert!(
            mark_saying(app, "I did not").is_some(),
            "typed in one go, taken back in one go"
        );
        app.handle(Command::Mark(MarkCommand::Undo));
        let after = app.desk().expect("a desk").document.session().mark_count();
        assert_eq!(after, before - 1, "the mark itself");
        // Nothing is made of no words.
        app.handle(say("  "));
        let none = app.desk().expect("a desk").document.session().mark_count();
        assert_eq!(none, after);
    });
}

#[test]
fn esc_in_the_words_only_leaves_them() {
    let mut window = opened((1280.0, 720.0));
    let at = row(&window, STUCK).center();
    click(&mut window, at);
    let place = field(&window);
    click(&mut window, place);
    window
        .harness
        .event(egui::Event::Text("I did not".to_owned()));
    window.harness.run();
    window.key(egui::Key::Escape);
    let here =
        |window: &mut FullWindow| window.with_app(|app| app.desk().unwrap().room == Room::Here);
    assert!(here(&mut window), "no one is covered for leaving a field");
    assert!(window.with_app(|app| mark_saying(app, "I did not").is_some()));
    window.key(egui::Key::Escape);
    assert!(!here(&mut window), "the next one is enough");
}

#[test]
fn words_are_kept_when_another_row_is_chosen_while_typing() {
    let mut window = opened((1280.0, 720.0));
    let at = row(&window, STUCK).center();
    click(&mut window, at);
    let place = field(&window);
    click(&mut window, place);
    window
        .harness
        .event(egui::Event::Text("We were both".to_owned()));
    window.harness.run();
    let elsewhere = row(&window, "My chest went tight").center();
    click(&mut window, elsewhere);
    window.harness.run();
    assert!(window.with_app(|app| mark_saying(app, "We were both").is_some()));
    assert!(!window.shows(QUESTION), "there is no other here");
}

#[test]
fn emptied_words_take_the_joint_mark_away() {
    let mut window = opened((1280.0, 720.0));
    let pair = comparison(&mut window).both[0].clone();
    window.with_app(|app| {
        let say = |words: &str| CompareCommand::Say {
            left: pair.left.id,
            right: pair.right.id,
            words: words.to_owned(),
        };
        app.handle(Command::Compare(say("hm")));
        assert!(mark_saying(app, "hm").is_some());
        app.handle(Command::Compare(say("")));
        assert!(mark_saying(app, "hm").is_none());
        app.handle(Command::Mark(MarkCommand::Undo));
        assert!(mark_saying(app, "hm").is_some());
    });
}

#[test]
fn how_near_is_a_quiet_choice() {
    let mut window = opened((1280.0, 720.0));
    let before = comparison(&mut window);
    window.with_app(|app| {
        let narrow = Tolerance::new(MediaDelta::ZERO);
        app.handle(Command::Compare(CompareCommand::SetTolerance(narrow)));
    });
    let narrow = comparison(&mut window);
    assert!(narrow.pairs().count() < before.pairs().count());
    window.harness.run();
    window.press("same moment: within 0 s");
    window.press("same moment: within 10 s");
    let wide = comparison(&mut window);
    assert!(wide.pairs().count() >= before.pairs().count());
}

#[test]
fn both_faces_read_the_same() {
    let mut window = opened((1280.0, 720.0));
    window.with_app(|app| app.handle(Command::Marking(MarkingCommand::NextAuthor)));
    window.harness.run();
    assert!(window.shows(BOTH) && window.shows(DIFFERENTLY));
    assert!(window.shows("Enough for today"));
    window.press("Back");
    assert!(!window.shows(BOTH), "the client's screen");
    assert!(window.shows("Come back to this"));
}

#[test]
fn beside_the_picture_it_is_a_tab_and_the_timeline_a_mirror() {
    let mut window = window((1440.0, 900.0));
    window.press("Compare");
    window.harness.run();
    let top = |title: &str| window.rect(title).top();
    assert!(top(BOTH) < top("Only Sam"));
    assert!(window.shows("Both your marks over time"));
    window.press("For both to read");
    assert!(window.shows("Side by side"));
    window.press("Back");
    window.press("Marks");
    assert!(!window.shows("Both your marks over time"));
}

#[test]
fn where_nothing_is_marked_the_words_are_kind() {
    let mut window = FullWindow::open(TestDesk::open(), (1280.0, 720.0));
    window.with_app(|app| app.handle(Command::Compare(CompareCommand::ForBoth)));
    window.harness.run();
    assert!(window.shows("Nothing is marked yet. What you both mark will stand here."));
    window.with_app(|app| {
        app.handle(Command::Mark(MarkCommand::Plain));
    });
    window.harness.run();
    assert!(window.shows("Nothing yet. Two people notice different things."));
    assert!(window.shows("Nothing that only Sam marked."));
}

#[test]
fn of_more_than_two_people_two_are_chosen() {
    let mut desk = TestDesk::open();
    let people = many::people(&["Robin", "Sam", "Kim"]);
    let marks = (0_u128..9)
        .map(|number| {
            let at = MediaTime::from_seconds(i64::try_from(number).expect("small") * 10);
            many::mark(
                number + 1,
                (number % 3) as usize,
                mindframe::domain::mark::When::Point(at),
                "ms.feeling",
            )
        })
        .collect();
    desk.app
        .lay_out_unsaved(many::session(people, marks, Vec::new()));
    let mut window = FullWindow::open(desk, (1280.0, 720.0));
    window.with_app(|app| app.handle(Command::Compare(CompareCommand::ForBoth)));
    window.harness.run();
    assert!(window.shows("Only Sam") && window.shows("Only Robin"));
    window.press("Below: Robin");
    window.press("Kim");
    assert!(window.shows("Only Sam") && window.shows("Only Kim"));
    // Whoever is chosen above while below changes places.
    window.press("Above: Sam");
    window.press("Kim");
    assert!(window.shows("Above: Kim") && window.shows("Below: Sam"));
    let unknown: PersonId = "nobody-1".parse().expect("an id");
    window.with_app(|app| {
        let left = many::person_id(0);
        app.handle(Command::Compare(CompareCommand::Open {
            left,
            right: unknown,
        }));
        let comparing = app
            .desk()
            .and_then(|desk| desk.comparing.as_ref())
            .expect("two people");
        assert!(
            comparing.includes(&many::person_id(1)),
            "the usual two instead"
        );
    });
}

#[test]
fn only_the_two_can_say_something_to_it() {
    let mut desk = TestDesk::with_story();
    let mut info = desk
        .app
        .desk()
        .expect("a desk")
        .document
        .session()
        .info()
        .clone();
    let kim = many::people(&["a", "b", "Kim"]).remove(2);
    info.people.push(kim.clone());
    desk.app.handle(Command::SetInfo(Box::new(info)));
    desk.app.handle(Command::Compare(CompareCommand::ForBoth));
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(kim.id)));
    let pair = desk.app.comparison().expect("two people").both[0].clone();
    let count = desk
        .app
        .desk()
        .expect("a desk")
        .document
        .session()
        .mark_count();
    desk.app.handle(Command::Compare(CompareCommand::Say {
        left: pair.left.id,
        right: pair.right.id,
        words: "not mine to say".to_owned(),
    }));
    assert_eq!(
        desk.app
            .desk()
            .expect("a desk")
            .document
            .session()
            .mark_count(),
        count
    );
}

#[test]
fn nothing_is_matched_again_until_the_record_changes() {
    let mut desk = TestDesk::open();
    let length = MediaTime::from_seconds(3_600);
    desk.app.lay_out_unsaved(many::spread(2_000, length));
    desk.app.handle(Command::Compare(CompareCommand::ForBoth));
    let mut window = FullWindow::open(desk, (1280.0, 720.0));
    let first = comparison(&mut window);
    window.harness.run_steps(3);
    assert!(
        Arc::ptr_eq(&first, &comparison(&mut window)),
        "kept from frame to frame"
    );
    let rows = window
        .harness
        .query_all_by_role(egui::accesskit::Role::ListBoxOption)
        .count();
    assert!(
        rows > 4 && rows < 100,
        "{rows} rows of 2,000 marks are drawn"
    );
    window.with_app(|app| app.handle(Command::Mark(MarkCommand::Plain)));
    assert!(!Arc::ptr_eq(&first, &comparison(&mut window)));
    // A mark far down comes into view where it is chosen.
    let last = first.both.last().expect("many").clone();
    window.with_app(|app| app.handle(Command::Compare(CompareCommand::Select(last.left.id))));
    window.harness.run();
    window.harness.run();
    let chosen = window
        .harness
        .query_all_by_role(egui::accesskit::Role::ListBoxOption);
    let on = chosen
        .filter(|node| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True));
    assert_eq!(on.count(), 1);
}
