//! A class on the timeline: a lane for each, and nobody named.

use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    app::{Command, PresenceCommand, TrainingCommand},
    domain::time::MediaTime,
};

use crate::{full_window::FullWindow, training::class_of};

const SIZE: (f32, f32) = (1440.0, 1600.0);

fn shown() -> FullWindow {
    let mut window = FullWindow::open(class_of(12, 7), SIZE);
    window.press("A lane for each, without names");
    window
}

/// All that a screen reader finds on the timeline.
fn on_the_timeline(window: &FullWindow) -> Vec<String> {
    let timeline = window.harness.get_by_label("Timeline");
    let all = timeline.children_recursive();
    all.filter_map(|node| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value())
    })
    .collect()
}

#[test]
fn each_of_a_class_has_a_lane_and_nobody_a_name() {
    let window = shown();
    let heard = on_the_timeline(&window);
    for number in 1..=12 {
        let lane = format!("Lane of Learner {number}, ");
        assert!(heard.iter().any(|label| label.starts_with(&lane)), "{lane}");
    }
    assert!(
        heard
            .iter()
            .any(|label| label.starts_with("Lane of Experts"))
    );
    for name in ["Pupil", "Ada", "Bo", "Cleo", "Robin", "Sam"] {
        let told: Vec<_> = heard.iter().filter(|label| label.contains(name)).collect();
        assert!(told.is_empty(), "{told:?}");
    }
    // On top what the experts agreed on; below it whoever saw the same.
    let onset = |whose: &str| {
        let wanted = format!("Hard to think here, {whose}");
        heard.iter().any(|label| label.starts_with(&wanted))
    };
    assert!(onset("Experts"), "{heard:?}");
    assert!(onset("Learner"));
}

#[test]
fn the_order_is_not_that_of_the_people_and_stays() {
    let desk = class_of(12, 7);
    let found = desk.app.training_found();
    let counts = |found: &mindframe::app::review::training::Found| -> Vec<usize> {
        found.lanes.iter().map(Vec::len).collect()
    };
    let now = counts(&found);
    // By the list it would be three marks for the first two, two for the next five, and one for the others.
    let listed = [3, 3, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1];
    assert_ne!(now, listed);
    let mut sorted = now;
    sorted.sort_unstable_by_key(|count| std::cmp::Reverse(*count));
    assert_eq!(sorted, listed);
}

#[test]
fn a_mark_is_heard_and_not_opened() {
    let mut window = shown();
    let label = on_the_timeline(&window)
        .into_iter()
        .find(|label| label.starts_with("Hard to think here, Learner"))
        .unwrap();
    let before = window.with_app(|app| app.desk().unwrap().selected);
    window.harness.get_by_label(&label).click_accesskit();
    window.harness.run();
    window.with_app(|app| {
        let open = app.recording().unwrap();
        assert!(open.transport.playing);
        assert_eq!(open.transport.wanted, Some(MediaTime::from_millis(30_000)));
        assert_eq!(app.desk().unwrap().selected, before);
    });
}

#[test]
fn the_lanes_of_people_come_back_and_no_client_sees_those_of_a_class() {
    let mut window = shown();
    window.press("A lane for each, without names");
    assert!(window.shows("Lane of Robin, 0 marks"));
    window.press("A lane for each, without names");
    assert!(!window.shows("Lane of Robin, 0 marks"));
    window.with_app(|app| {
        app.handle(Command::Presence(PresenceCommand::ClientHere));
        app.tick();
    });
    window.harness.run();
    let heard = on_the_timeline(&window);
    assert!(!heard.iter().any(|label| label.contains("Learner")));
}

#[test]
fn a_class_of_one_has_no_lanes() {
    let mut desk = class_of(1, 1);
    desk.app
        .handle(Command::Training(TrainingCommand::ClassLanes(true)));
    assert!(desk.app.class_lanes().is_none());
}
