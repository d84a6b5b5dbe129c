//! Marks that are changed, on the timeline and elsewhere.

use egui::{PointerButton, pos2, vec2};
use egui_kittest::kittest::Queryable;
use mindframe::{
    app::{Command, MarkCommand, MarkingCommand, TransportCommand},
    domain::{
        mark::{Author, When},
        time::MediaSpan,
    },
};

use super::{
    EQUIVALENCE,
    stage::{
        SIZE, Stage, asked, at, click, desk_with, drag, harness, places, press, rect_of, scrubs,
        story, x_of,
    },
};
use crate::many;

#[test]
fn dragging_an_edge_shows_its_frame_and_places_the_mark_once() {
    let mut harness = story();
    let bar = rect_of(&harness, EQUIVALENCE);
    let from = pos2(bar.right() - 1.0, bar.center().y);
    drag(
        &mut harness,
        from,
        from + vec2(60.0, 0.0),
        PointerButton::Primary,
    );
    let asked = asked(&mut harness);
    let placed = places(&asked);
    let [When::Span(span)] = placed.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!(span.start(), at(32_000));
    let expected = 56_000.0 + 60.0 / 853.0 * 110_000.0;
    let millis = span.end().as_nanos() / 1_000_000;
    let ended = span.end().seconds_for_drawing() * 1000.0;
    assert!((ended - expected).abs() < 100.0, "{millis} {expected}");
    assert_eq!(millis % 40, 0, "ends at the start of a frame");
    let shown = scrubs(&asked);
    assert!(
        shown.len() >= 2 && shown.last() == Some(&span.end()),
        "{shown:?}"
    );
    assert!(
        shown.iter().all(|time| time.as_nanos() % 40_000_000 == 0),
        "{shown:?}"
    );
}

#[test]
fn dragging_the_body_moves_an_own_point_and_undo_brings_it_back() {
    let mut harness = story();
    let label = "Hard to think here, Robin, about Sam, 0:32.200";
    let from = rect_of(&harness, label).center();
    drag(
        &mut harness,
        from,
        from - vec2(100.0, 0.0),
        PointerButton::Primary,
    );
    assert_eq!(places(&asked(&mut harness)).len(), 1);
    assert!(harness.query_by_label(label).is_none(), "it went elsewhere");
    harness
        .state_mut()
        .desk
        .app
        .handle(Command::Mark(MarkCommand::Undo));
    harness.run();
    harness.get_by_label(label);
}

#[test]
fn marks_of_others_stay_where_they_are() {
    let mut harness = story();
    let from = rect_of(&harness, "I felt..., Sam, own, 0:05.000").center();
    drag(
        &mut harness,
        from,
        from + vec2(80.0, 0.0),
        PointerButton::Primary,
    );
    let asked = asked(&mut harness);
    assert!(places(&asked).is_empty(), "{asked:?}");
    assert!(
        !scrubs(&asked).is_empty(),
        "the picture follows all the same"
    );
}

#[test]
fn escape_gives_a_drag_up() {
    let mut harness = story();
    let bar = rect_of(&harness, EQUIVALENCE);
    let from = pos2(bar.right() - 1.0, bar.center().y);
    harness.hover_at(from);
    harness.run_steps(1);
    press(&mut harness, from, PointerButton::Primary, true);
    harness.hover_at(from + vec2(50.0, 0.0));
    harness.run_steps(2);
    harness.key_press(egui::Key::Escape);
    harness.run_steps(2);
    press(
        &mut harness,
        from + vec2(50.0, 0.0),
        PointerButton::Primary,
        false,
    );
    let asked = asked(&mut harness);
    assert!(places(&asked).is_empty(), "{asked:?}");
    assert_eq!(
        asked.last(),
        Some(&Command::Transport(TransportCommand::ScrubEnd(at(43_160))))
    );
    harness.get_by_label(EQUIVALENCE);
}

#[test]
fn a_double_click_loops_a_stretch_and_not_an_instant() {
    let mut harness = story();
    let bar = rect_of(&harness, EQUIVALENCE).center();
    click(&mut harness, bar);
    click(&mut harness, bar);
    let looped = Command::Transport(TransportCommand::SetLoop(Some(MediaSpan::between(
        at(32_000),
        at(56_000),
    ))));
    let commands = asked(&mut harness);
    assert_eq!(
        commands.iter().filter(|asked| **asked == looped).count(),
        1,
        "{commands:?}"
    );
    harness.run_steps(60);
    let point = rect_of(&harness, "I felt..., Sam, own, 0:05.000").center();
    click(&mut harness, point);
    click(&mut harness, point);
    let commands = asked(&mut harness);
    assert!(
        !commands
            .iter()
            .any(|asked| matches!(asked, Command::Transport(TransportCommand::SetLoop(_))))
    );
}

#[test]
fn a_mark_that_is_deleted_or_given_away_leaves_its_lane_at_once() {
    let mut harness = story();
    let label = "Hard to think here, Robin, about Sam, 0:32.200";
    let lane = rect_of(&harness, "Lane of Sam, 7 marks");
    harness.get_by_label(label).click();
    harness.run();
    harness
        .state_mut()
        .desk
        .app
        .handle(Command::Marking(MarkingCommand::GiveToNext));
    harness.run();
    harness.get_by_label("Lane of Robin, 7 marks");
    harness.get_by_label("Lane of Sam, 8 marks");
    let given = harness.get_by_label_contains("Sam, own, 0:32.200").rect();
    assert!(
        lane.y_range().contains(given.center().y),
        "{given:?} {lane:?}"
    );
    harness
        .state_mut()
        .desk
        .app
        .handle(Command::Mark(MarkCommand::Undo));
    harness.run();
    let id = harness
        .state()
        .desk
        .app
        .desk()
        .and_then(|desk| desk.selected)
        .expect("selected");
    harness
        .state_mut()
        .desk
        .app
        .handle(Command::Mark(MarkCommand::Delete(id)));
    harness.run();
    assert!(harness.query_by_label(label).is_none());
    harness.get_by_label("Lane of Robin, 7 marks");
}

#[test]
fn an_open_stretch_reaches_to_the_playhead() {
    let mut harness = story();
    harness.state_mut().desk.seek(60_000);
    harness
        .state_mut()
        .desk
        .app
        .handle(Command::Mark(MarkCommand::SetStart));
    harness.state_mut().desk.seek(80_000);
    harness.run();
    let bar = rect_of(&harness, "Own words, Robin, about Sam, since 1:00.000");
    assert!(
        (bar.left() - x_of(60_000.0)).abs() < 1.0 && (bar.right() - x_of(80_000.0)).abs() < 1.0,
        "{bar:?}"
    );
}

#[test]
fn a_drag_beyond_the_end_of_the_view_takes_the_view_along() {
    let mut harness = story();
    harness
        .state_mut()
        .look
        .zoom_to(MediaSpan::between(at(30_000), at(50_000)));
    harness.run();
    let before = harness.state().look.in_view();
    let from = pos2(x_of(60_000.0), 45.0);
    harness.hover_at(from);
    harness.run_steps(1);
    press(&mut harness, from, PointerButton::Primary, true);
    harness.hover_at(pos2(x_of(110_000.0) + 15.0, 45.0));
    harness.run_steps(30);
    let along = harness.state().look.in_view();
    assert!(along.start() > before.start(), "{along:?}");
    let shown = scrubs(&asked(&mut harness));
    assert!(shown.windows(2).all(|pair| pair[0] < pair[1]), "{shown:?}");
    assert!(shown.last() > Some(&before.end()));
}

#[test]
fn joint_marks_have_a_lane_of_their_own_while_there_are_any() {
    let mut joint = many::mark(7, 0, When::Point(at(20_000)), "ev.onset");
    joint.author = Author::Together(vec![many::person_id(0), many::person_id(1)]);
    let people = many::people(&["Robin", "Sam"]);
    let session = many::session(people, vec![joint], Vec::new());
    let mut harness = harness(Stage::new(desk_with(session)), SIZE, 1.0, false);
    harness.get_by_label("Lane of Together, one mark");
    harness
        .get_by_label_contains("Robin, Sam, ")
        .click_accesskit();
    harness.run();
    let id = many::mark(7, 0, When::Point(at(0)), "ev.onset").id;
    let delete = Command::Mark(MarkCommand::Delete(id));
    harness.state_mut().desk.app.handle(delete);
    harness.run();
    assert!(
        harness
            .query_by_label_contains("Lane of Together")
            .is_none()
    );
    let undo = Command::Mark(MarkCommand::Undo);
    harness.state_mut().desk.app.handle(undo);
    harness.run();
    harness.get_by_label("Lane of Together, one mark");
}
