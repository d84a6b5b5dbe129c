//! Where two ratings along a recording lie furthest apart: found, listed for programs, and heard from a little before in the window.

use std::time::{Duration, Instant};

use egui_kittest::kittest::Queryable;
use mindframe::{
    analysis::agreement::{FarApart, Subject, curves},
    app::{
        AgreeCommand, Command, InsightCommand, MarkCommand, MarkingCommand, RatingCommand,
        TransportCommand, review::insight::Page,
    },
    domain::{
        id::PersonId,
        mark::{About, Intensity},
        person::Role,
        time::{MediaDelta, MediaSpan, MediaTime},
        track::{Input, Lag},
    },
};

use crate::{
    desk::{RECORDING, TestDesk},
    folders::{Folder, day, info, set},
    full_window::FullWindow,
    many,
    world::{id, person, robin, sam},
};

const SECOND: MediaDelta = MediaDelta::from_millis(1_000);

fn whole(seconds: i64) -> [MediaSpan; 1] {
    [MediaSpan::between(
        MediaTime::ZERO,
        MediaTime::from_seconds(seconds),
    )]
}

#[test]
fn the_furthest_comes_first_and_neighbours_are_one_moment() {
    let one = many::strength(2, &[(0, 5), (120, 5)]);
    let other = many::strength(
        2,
        &[
            (0, 5),
            (20, 8),
            (25, 9),
            (30, 5),
            (60, 1),
            (62, 5),
            (100, 6),
            (103, 5),
        ],
    );
    let found = curves(&one, &other, Lag::NONE, &whole(120), SECOND);
    let short: Vec<(i64, f64, f64)> = found
        .furthest
        .iter()
        .map(|one| ((one.at - MediaTime::ZERO).as_millis(), one.first, one.other))
        .collect();
    // 4 steps at 25 and at 60 s, the earlier first; 20 s is the same moment as 25 s; one step at 100 s is the least that counts.
    assert_eq!(
        short,
        [(25_000, 5.0, 9.0), (60_000, 5.0, 1.0), (100_000, 5.0, 6.0)]
    );
}

#[test]
fn at_most_five_are_named_and_none_where_both_mean_the_same() {
    let flat = many::strength(2, &[(0, 5), (600, 5)]);
    // Away and back again every half minute.
    let moving: Vec<(i64, u8)> = (0..20)
        .map(|at| (at * 30, if at % 2 == 0 { 8 } else { 5 }))
        .collect();
    let moving = many::strength(2, &moving);
    let apart = curves(&flat, &moving, Lag::NONE, &whole(600), SECOND).furthest;
    let seconds = |found: &[FarApart]| -> Vec<i64> {
        let at = found.iter().map(|one| one.at - MediaTime::ZERO);
        at.map(|at| at.as_millis() / 1_000).collect()
    };
    assert_eq!(seconds(&apart), [0, 60, 120, 180, 240]);
    // As long as both stay as they are, it is one moment.
    let high = many::strength(2, &[(0, 8), (600, 8)]);
    let apart = curves(&flat, &high, Lag::NONE, &whole(600), SECOND).furthest;
    assert_eq!(seconds(&apart), [0]);
    let same = curves(&flat, &flat, Lag::NONE, &whole(600), SECOND).furthest;
    assert!(same.is_empty());
}

#[test]
fn programs_read_them_beside_the_numbers() {
    let folder = Folder::new();
    let mut facts = info("1.mp4", 1, day("2026-01-05"));
    let kim: PersonId = id("kim-3");
    facts
        .people
        .push(person(kim.as_str(), "Kim", Role::Supervisor));
    let rated = |values: &[(i64, u8)], by: &PersonId, number: u128| {
        let mut track = many::strength(0, values);
        track.about = sam();
        let mut mark = crate::world::mark(number, by, 30, "");
        mark.about = About::People(vec![sam()]);
        mark.codes = vec![mindframe::domain::mark::CodeUse::plain(id("ev.onset"))];
        let mut own = set(vec![mark]);
        own.tracks.push(track);
        own
    };
    folder.write(
        "1.mp4",
        &facts,
        &[
            (robin(), rated(&[(0, 3), (60, 3)], &robin(), 1)),
            (kim.clone(), rated(&[(0, 3), (40, 7), (45, 3)], &kim, 2)),
        ],
    );
    let asked = [
        "--between",
        "robin",
        "--between",
        "kim",
        "--subject",
        "client",
        "--group",
        "ev",
    ];
    let found = folder.json("agree", &asked);
    let moments = found["tracks"][0]["moments"].as_array().unwrap();
    assert_eq!(moments.len(), 1, "{found}");
    assert_eq!(moments[0]["at_ms"], 40_000);
    assert_eq!(moments[0]["values"], serde_json::json!([3.0, 7.0]));
    let words = String::from_utf8(folder.run("agree", &asked).stdout).unwrap();
    assert!(words.contains("Furthest apart: 0:40 (3 and 7)"), "{words}");
}

/// Somebody rates Sam for half a minute: 3, and at 20 s this for five seconds.
fn rate(desk: &mut TestDesk, name: &str, high: u8) {
    let author = MarkingCommand::SetAuthor(id(name));
    desk.app.handle(Command::Marking(author));
    let about = MarkingCommand::SetAbout(About::People(vec![sam_of(desk)]));
    desk.app.handle(Command::Marking(about));
    desk.seek(0);
    desk.app.handle(Command::Rating(RatingCommand::Toggle));
    let value = |desk: &mut TestDesk, value: u8| {
        let value = Intensity::new(value).unwrap();
        let set = RatingCommand::Set(value, Input::Slider);
        desk.app.handle(Command::Rating(set));
    };
    value(desk, 3);
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    for (millis, next) in [(20_000, high), (5_000, 3), (5_000, 3)] {
        let player = desk.hands.of(RECORDING);
        for _ in 0..millis / 100 {
            player.advance(MediaDelta::from_millis(100));
            desk.clock.advance(Duration::from_millis(100));
            desk.app.tick();
        }
        value(desk, next);
    }
    desk.app.handle(Command::Rating(RatingCommand::End));
    desk.app.handle(Command::Transport(TransportCommand::Pause));
    desk.app.tick();
}

fn sam_of(desk: &TestDesk) -> PersonId {
    let people = desk.app.desk().unwrap().document.session().people();
    people[1].id.clone()
}

#[test]
fn in_the_window_a_press_plays_from_three_seconds_before() {
    let mut desk = TestDesk::open();
    for name in ["Alex", "Kim"] {
        let one = person(&name.to_lowercase(), name, Role::Supervisor);
        desk.app.handle(Command::AddPerson(one));
    }
    let sam = sam_of(&desk);
    for name in ["alex", "kim"] {
        let author = MarkingCommand::SetAuthor(id(name));
        desk.app.handle(Command::Marking(author));
        let about = MarkingCommand::SetAbout(About::People(vec![sam.clone()]));
        desk.app.handle(Command::Marking(about));
        // Few moments have no numbers; half a minute that both rated has.
        desk.seek(2_000);
        desk.code("ev.onset");
    }
    rate(&mut desk, "alex", 3);
    rate(&mut desk, "kim", 8);
    desk.seek(0);
    desk.app.handle(Command::Mark(MarkCommand::SelectNone));
    desk.app.tick();
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.with_app(|app| {
        let ask = |app: &mut mindframe::app::App, command| app.handle(Command::Insight(command));
        ask(app, InsightCommand::Open(Page::Agreement));
        ask(app, InsightCommand::About(Subject::Person(sam.clone())));
        let raters = app.looking().unwrap().agreeing.asking.raters.clone();
        for rater in raters {
            ask(app, InsightCommand::Agree(AgreeCommand::Toggle(rater)));
        }
        for name in ["alex", "kim"] {
            let rater = mindframe::analysis::agreement::Rater::Person(id(name));
            ask(app, InsightCommand::Agree(AgreeCommand::Toggle(rater)));
        }
    });
    let patience = Instant::now() + Duration::from_secs(30);
    while !window.with_app(|app| {
        app.tick();
        let agreeing = &app.looking().unwrap().agreeing;
        agreeing.found().is_some() && !agreeing.waits() && agreeing.drawing().is_none()
    }) {
        assert!(Instant::now() < patience, "numbers in time");
        std::thread::yield_now();
    }
    window.harness.run();
    for measure in ["Pearson", "Rise and fall"] {
        let node = window.harness.get_all_by_label_contains(measure).next();
        node.expect("the number").click();
        window.harness.run_steps(30);
        let mut found = window.harness.query_all_by_label_contains("Alex 3, Kim 8");
        assert!(found.next().is_some(), "behind {measure}");
    }
    // What was given at 20 s was felt a little earlier: the usual lag is taken off.
    window.harness.get_by_label("0:19: Alex 3, Kim 8").click();
    window.harness.run_steps(5);
    window.with_app(|app| {
        let transport = &app.recording().unwrap().transport;
        assert_eq!(transport.playhead, MediaTime::from_seconds(16));
        assert!(transport.playing);
    });
}
