//! The timeline as people and screen readers meet it.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what it does not expect"
)]

mod edits;
mod pictures;
mod stage;

use egui::{Modifiers, PointerButton, Rect, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    app::{Command, TransportCommand},
    domain::{
        mark::When,
        time::{MediaSpan, MediaTime},
    },
};

use self::stage::{
    AIR, SIZE, Stage, asked, at, click, desk_with, drag, drawn_story, harness, rect_of, ruler_at,
    scrubs, story, wheel, x_of,
};
use crate::many;

const EQUIVALENCE: &str = "Psychic equivalence, Robin, about Sam, 0:32.000 to 0:56.000";

#[test]
fn every_mark_in_view_speaks_and_so_does_the_playhead() {
    let harness = story();
    harness.get_by_label("Hard to think here, Robin, about Sam, 0:32.200");
    harness.get_by_label("Playhead 0:43.160");
    harness.get_by_label("Lane of Robin, 8 marks");
    harness.get_by_label_contains("Sam, own, 0:05.000");
    harness.get_by_label(EQUIVALENCE);
}

#[test]
fn a_click_beside_the_marks_seeks_exactly() {
    let mut harness = story();
    click(&mut harness, ruler_at(55_000.0));
    let asked = asked(&mut harness);
    assert_eq!(
        asked,
        [Command::Transport(TransportCommand::Seek(at(55_000)))]
    );
    harness.get_by_label("Playhead 0:55.000");
}

#[test]
fn a_click_on_a_mark_selects_it_and_goes_there() {
    let mut harness = story();
    let label = "Hard to think here, Robin, about Sam, 0:32.200";
    harness.get_by_label(label).click();
    harness.run();
    let desk = &harness.state().desk.app;
    let chosen = desk
        .desk()
        .and_then(|desk| desk.selected_mark())
        .expect("selected");
    assert_eq!(chosen.when, When::Point(at(32_200)));
    harness.get_by_label("Playhead 0:32.200");
    harness.get_by_label(EQUIVALENCE).click_accesskit();
    harness.run();
    harness.get_by_label("Playhead 0:32.000");
}

#[test]
fn dragging_the_ruler_scrubs_and_ends_once() {
    let mut harness = story();
    drag(
        &mut harness,
        ruler_at(20_000.0),
        ruler_at(55_000.0),
        PointerButton::Primary,
    );
    let asked = asked(&mut harness);
    assert!(scrubs(&asked).len() >= 2, "{asked:?}");
    assert_eq!(
        asked.last(),
        Some(&Command::Transport(TransportCommand::ScrubEnd(at(55_000))))
    );
    let ends = asked
        .iter()
        .filter(|asked| matches!(asked, Command::Transport(TransportCommand::ScrubEnd(_))));
    assert_eq!(ends.count(), 1);
}

#[test]
fn the_wheel_zooms_at_the_pointer_and_sideways_pans() {
    let mut harness = story();
    let place = pos2(x_of(55_000.0), AIR + 60.0);
    wheel(&mut harness, place, vec2(0.0, 200.0), Modifiers::NONE);
    let near = harness.state().look.in_view();
    let seconds = |time: MediaTime| time.seconds_for_drawing();
    let length = seconds(near.end()) - seconds(near.start());
    assert!(length < 60.0, "{length}");
    let middle = f64::midpoint(seconds(near.start()), seconds(near.end()));
    assert!((middle - 55.0).abs() < 0.01, "{middle}");
    wheel(&mut harness, place, vec2(0.0, -100.0), Modifiers::SHIFT);
    let later = harness.state().look.in_view();
    assert!(later.start() > near.start(), "{later:?}");
    let moved = seconds(later.end()) - seconds(later.start());
    assert!((moved - length).abs() < 1e-6);
    drag(
        &mut harness,
        place,
        place + vec2(50.0, 0.0),
        PointerButton::Middle,
    );
    assert!(harness.state().look.in_view().start() < later.start());
    assert!(
        asked(&mut harness).is_empty(),
        "looking around asks for nothing"
    );
    wheel(&mut harness, place, vec2(0.0, -2000.0), Modifiers::NONE);
    assert!(!harness.state().look.is_zoomed());
}

#[test]
fn the_minimap_comes_with_zoom_and_moves_the_view() {
    let mut harness = story();
    assert!(
        harness
            .query_by_label_contains("Part of the recording")
            .is_none()
    );
    harness
        .state_mut()
        .look
        .zoom_to(MediaSpan::between(at(10_000), at(20_000)));
    harness.run();
    let strip = harness
        .get_by_label_contains("Part of the recording")
        .rect();
    let frame = pos2(x_of(15_000.0), strip.center().y);
    drag(
        &mut harness,
        frame,
        frame + vec2(200.0, 0.0),
        PointerButton::Primary,
    );
    let view = harness.state().look.in_view();
    let expected = 9.0 + 200.0 / 853.0 * 110.0;
    assert!(
        (view.start().seconds_for_drawing() - expected).abs() < 0.2,
        "{view:?}"
    );
    harness.state_mut().look.zoom_all();
    harness.run();
    assert!(
        harness
            .query_by_label_contains("Part of the recording")
            .is_none()
    );
}

#[test]
fn the_page_turns_when_the_playhead_leaves_and_not_when_the_view_was_moved() {
    let mut harness = story();
    harness
        .state_mut()
        .look
        .zoom_to(MediaSpan::between(at(40_000), at(50_000)));
    harness
        .state_mut()
        .desk
        .app
        .handle(Command::Transport(TransportCommand::Play));
    harness.run();
    let end = harness.state().look.in_view().end();
    harness.state_mut().desk.seek(50_960);
    harness.run();
    assert_eq!(harness.state().look.in_view().end(), end, "still in view");
    harness.state_mut().desk.seek(51_040);
    harness.run();
    let view = harness.state().look.in_view();
    assert!(
        view.contains(at(51_040)) && view.start() > at(49_000),
        "{view:?}"
    );
    let away = pos2(x_of(55_000.0), AIR + 80.0);
    drag(
        &mut harness,
        away,
        away + vec2(400.0, 0.0),
        PointerButton::Middle,
    );
    let moved = harness.state().look.in_view();
    harness.state_mut().desk.seek(51_080);
    harness.run();
    assert_eq!(
        harness.state().look.in_view(),
        moved,
        "the person looks elsewhere"
    );
}

#[test]
fn many_marks_are_counted_and_a_click_goes_closer() {
    let mut harness = harness(
        Stage::new(desk_with(many::spread(5000, at(110_000)))),
        SIZE,
        1.0,
        false,
    );
    let before = harness.state().look.in_view();
    let bins: Vec<Rect> = harness
        .query_all_by_label_contains(" marks, 0:5")
        .map(|node| node.rect())
        .collect();
    assert!(!bins.is_empty());
    assert!(
        harness.query_all_by_label_contains("Robin, own").count() < 50,
        "not each of five thousand"
    );
    let point_bin = bins.iter().find(|rect| rect.width() < 40.0).expect("a bin");
    click(&mut harness, point_bin.center());
    let after = harness.state().look.in_view();
    assert!(after.length() < before.length());
}

#[test]
fn marks_at_one_moment_stay_apart() {
    let times = [30_000, 30_000, 30_200, 60_000];
    let marks = times
        .iter()
        .enumerate()
        .map(|(n, time)| many::mark(n as u128 + 1, 0, When::Point(at(*time)), "tx.validate"));
    let session = many::session(many::people(&["Robin"]), marks.collect(), Vec::new());
    let mut harness = harness(Stage::new(desk_with(session)), SIZE, 1.0, false);
    harness
        .state_mut()
        .look
        .zoom_to(MediaSpan::between(at(29_000), at(31_000)));
    harness.run();
    let all: Vec<Rect> = harness
        .query_all_by_label_contains("0:30.")
        .filter(|node| node.rect().width() < 30.0)
        .map(|node| node.rect())
        .collect();
    assert_eq!(all.len(), 3);
    for (at, one) in all.iter().enumerate() {
        for other in &all[at + 1..] {
            assert!(
                !one.shrink(0.5).intersects(other.shrink(0.5)),
                "{one:?} {other:?}"
            );
        }
    }
}

#[test]
fn a_card_comes_when_the_pointer_rests_and_stays() {
    let mut harness = story();
    let place = rect_of(&harness, "I felt..., Sam, own, 0:05.000").center();
    harness.hover_at(place);
    harness.run_steps(3);
    assert!(
        harness
            .query_by_label_contains("My chest went tight")
            .is_none(),
        "not at once"
    );
    harness.run_steps(60);
    for _ in 0..20 {
        harness.get_by_label_contains("My chest went tight");
        harness.run_steps(1);
    }
}

#[test]
fn lanes_of_many_people_scroll() {
    let names = ["Robin", "Sam", "Ana", "Björn", "Kim", "Lee"];
    let marks = (0..6)
        .map(|n| many::mark(n + 1, n as usize, When::Point(at(50_000)), "c.feel"))
        .collect();
    let desk = desk_with(many::session(many::people(&names), marks, Vec::new()));
    let mut harness = harness(Stage::new(desk), vec2(985.0, 150.0), 1.0, false);
    harness.get_by_label("More lanes");
    let before = rect_of(&harness, "Lane of Lee, one mark").top();
    wheel(
        &mut harness,
        pos2(AIR + 40.0, AIR + 100.0),
        vec2(0.0, -500.0),
        Modifiers::NONE,
    );
    let after = rect_of(&harness, "Lane of Lee, one mark");
    assert!(
        after.top() < before && after.bottom() <= AIR + 151.0,
        "{after:?}"
    );
}

#[test]
fn no_room_at_all_is_no_fault() {
    for size in [vec2(60.0, 20.0), vec2(130.0, 40.0), vec2(300.0, 60.0)] {
        let mut harness = harness(Stage::new(desk_with(drawn_story())), size, 1.0, false);
        harness.state_mut().look.zoom_in();
        harness.run();
        harness.state_mut().look.zoom_all();
        harness.run();
    }
}

#[test]
fn the_ratings_of_strength_are_shown_when_there_are_any() {
    let with = harness(Stage::new(desk_with(drawn_story())), SIZE, 1.0, false);
    with.get_by_label("Strength: Robin about Sam, Sam about themselves");
    assert!(story().query_by_label_contains("Strength: ").is_none());
}

#[test]
fn a_line_of_strength_says_time_number_word_and_rater_under_the_pointer() {
    let mut harness = harness(Stage::new(desk_with(drawn_story())), SIZE, 1.0, false);
    let row = rect_of(&harness, "Strength: Robin about Sam, Sam about themselves");
    let x = x_of(60_000.0);
    let mut heard = Vec::new();
    let mut y = row.top() + 2.0;
    while y < row.bottom() {
        harness.hover_at(pos2(x, y));
        harness.run_steps(60);
        for name in ["Sam about themselves", "Robin about Sam"] {
            let line = harness.query_by_label(name).is_some();
            if line && !heard.contains(&name) {
                harness.get_by_label_contains(" · ");
                heard.push(name);
            }
        }
        y += 3.0;
    }
    assert!(!heard.is_empty(), "a card somewhere on the row");
}

#[test]
fn nothing_is_counted_once_a_client_can_see_it() {
    let mut harness = harness(
        Stage::new(desk_with(many::spread(5000, at(110_000)))),
        SIZE,
        1.0,
        false,
    );
    assert!(
        harness
            .query_all_by_label_contains(" marks, 0:5")
            .next()
            .is_some()
    );
    let here = Command::Presence(mindframe::app::PresenceCommand::ClientHere);
    harness.state_mut().desk.app.handle(here);
    harness.run();
    assert!(
        harness
            .query_all_by_label_contains("Several marks, ")
            .next()
            .is_some()
    );
    assert!(
        harness
            .query_all_by_label_contains(" marks, 0:5")
            .all(|node| {
                let label = node.accesskit_node().label().unwrap_or_default();
                label.starts_with("Several")
            })
    );
}
