//! How far several people agree, in the window: who is offered, what is shown of few and of many moments, and what lies behind.

use std::time::{Duration, Instant};

use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    analysis::agreement::{Rater, Stratum, Subject, curve, strata, usual_track},
    app::{
        AgreeCommand, App, Command, InsightCommand, MarkCommand, MarkingCommand,
        review::{agreeing::raters, insight::Page},
    },
    domain::{
        id::PersonId,
        mark::{About, Author, Mark, When},
        person::{Person, Role},
        time::{MediaSpan, MediaTime},
    },
};

use crate::{desk::TestDesk, full_window::FullWindow, many};

fn person(name: &str, role: Role, hue: u8) -> Person {
    Person {
        id: name.to_lowercase().parse().expect("an id"),
        name: name.to_owned(),
        role,
        hue,
        key: None,
        zones: None,
        fields: Vec::new(),
    }
}

fn id(name: &str) -> PersonId {
    name.parse().expect("an id")
}

/// Kim, who learns, and Alex, who supervises, have marked modes of Sam beside Robin's.
fn desk(count: i64) -> TestDesk {
    let mut desk = TestDesk::open();
    let sam = desk.app.desk().expect("a desk").document.session().people()[1]
        .id
        .clone();
    for person in [
        person("Kim", Role::Trainee, 2),
        person("Alex", Role::Supervisor, 3),
    ] {
        desk.app.handle(Command::AddPerson(person));
    }
    for (name, shift) in [("alex", 0), ("kim", 500)] {
        desk.app
            .handle(Command::Marking(MarkingCommand::SetAuthor(id(name))));
        desk.app
            .handle(Command::Marking(MarkingCommand::SetAbout(About::People(
                vec![sam.clone()],
            ))));
        for number in 0..count {
            let code = if number == 3 && name == "kim" {
                "mode.teleological"
            } else {
                "mode.pretend"
            };
            let at = number * 8_000 + shift;
            desk.seek(at);
            desk.code(code);
            desk.seek(at + 3_000);
            desk.code(code);
        }
    }
    let robin = desk.app.desk().expect("a desk").document.session().people()[0]
        .id
        .clone();
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(robin)));
    desk.app.handle(Command::Mark(MarkCommand::SelectNone));
    desk.app.tick();
    desk
}

fn opened(count: i64) -> FullWindow {
    let mut window = FullWindow::open(desk(count), (1440.0, 900.0));
    window.with_app(|app| {
        app.handle(Command::Insight(InsightCommand::Open(Page::Agreement)));
        let sam = app.desk().expect("a desk").document.session().people()[1]
            .id
            .clone();
        let about = InsightCommand::About(Subject::Person(sam));
        app.handle(Command::Insight(about));
    });
    settle(&mut window);
    window
}

/// Until nothing is worked out any more.
fn settle(window: &mut FullWindow) {
    let patience = Instant::now() + Duration::from_secs(30);
    loop {
        let done = window.with_app(|app| {
            app.tick();
            let agreeing = &app.looking().expect("it is open").agreeing;
            agreeing.found().is_some() && !agreeing.waits() && agreeing.drawing().is_none()
        });
        if done {
            break;
        }
        assert!(Instant::now() < patience, "numbers in time");
        std::thread::yield_now();
    }
    window.harness.run();
}

fn says(window: &FullWindow, part: &str) -> bool {
    window
        .harness
        .query_all_by_label_contains(part)
        .next()
        .is_some()
}

fn with_session<R>(app: &App, with: impl FnOnce(&mindframe::domain::session::Session) -> R) -> R {
    with(app.desk().expect("a desk").document.session())
}

#[test]
fn a_client_is_never_one_of_those_who_are_compared() {
    let desk = TestDesk::with_story();
    let offered = with_session(&desk.app, raters);
    assert_eq!(offered.len(), 1, "Robin alone; Sam's marks are Sam's word");
    let mut window = FullWindow::open(
        {
            let mut desk = desk;
            desk.app.handle(Command::Mark(MarkCommand::SelectNone));
            desk
        },
        (1440.0, 900.0),
    );
    window.with_app(|app| app.handle(Command::Insight(InsightCommand::Open(Page::Agreement))));
    window.harness.run();
    assert!(says(&window, "agreement with it is no goal"));
    assert!(!says(&window, "Kappa"));
}

#[test]
fn what_a_client_said_together_with_somebody_is_no_consensus() {
    let joint = |people: Vec<PersonId>, number| Mark {
        author: Author::Together(people),
        entered_by: many::person_id(0),
        ..many::mark(
            number,
            0,
            When::Point(MediaTime::from_seconds(5)),
            "mz.curious",
        )
    };
    let mut people = many::people(&["Robin", "Sam", "Alex"]);
    people[2].role = Role::Supervisor;
    let with_client = vec![joint(vec![many::person_id(0), many::person_id(1)], 1)];
    let session = many::session(people.clone(), with_client, Vec::new());
    assert_eq!(raters(&session), []);
    let without = vec![joint(vec![many::person_id(0), many::person_id(2)], 1)];
    let session = many::session(people, without, Vec::new());
    assert_eq!(raters(&session), [Rater::Consensus]);
}

#[test]
fn of_few_moments_the_moments_are_shown_and_no_numbers() {
    let window = opened(4);
    assert!(says(&window, "Fewer than ten moments"));
    assert!(says(&window, "4 by both"));
    assert!(!says(&window, "Kappa"));
    assert!(!says(&window, "F1"));
    assert!(says(&window, "The moments it rests on"));
    assert!(says(&window, "Hear 0:00–0:03, Pretend, A"));
}

#[test]
fn moments_and_time_stand_side_by_side_and_each_number_is_explained() {
    let mut window = opened(12);
    assert!(says(&window, "12 by both"));
    assert!(says(&window, "F1: 1.00"));
    assert!(says(&window, "Kappa by time unit: 0."));
    assert!(
        says(
            &window,
            "(no interval: the recording is shorter than five minutes)"
        ),
        "why there is no interval"
    );
    let label = {
        let mut nodes = window
            .harness
            .query_all_by_label_contains("Kappa by time unit");
        let node = nodes.next().expect("the number");
        node.accesskit_node().label().expect("a label")
    };
    window.press(&label);
    assert!(says(
        &window,
        "Did both see the same state at the same time?"
    ));
    assert!(says(&window, "Example: 120 s"));
    assert!(says(&window, "Source: Bakeman"));
    assert!(says(&window, "The stretches it rests on"));
    window.press("Alex: Pretend; Kim: Teleological; 1");
    assert!(says(&window, "The moments of this cell"));
    assert!(says(&window, "Hear 0:24–0:27, Teleological, K"));
    window.press("0 by Kim only");
    assert!(says(&window, "No moment stands behind this."));
}

#[test]
fn another_question_has_another_answer_and_can_be_about_a_stretch() {
    let mut window = opened(12);
    let ask = |window: &mut FullWindow, command: AgreeCommand| {
        window.with_app(|app| app.handle(Command::Insight(InsightCommand::Agree(command))));
        settle(window);
    };
    let half = MediaSpan::between(MediaTime::ZERO, MediaTime::from_seconds(40));
    ask(&mut window, AgreeCommand::Range(Some(half)));
    assert!(says(&window, "Fewer than ten moments"));
    assert!(says(&window, "both watched 0:40 of 1:50"));
    ask(&mut window, AgreeCommand::Range(None));
    ask(
        &mut window,
        AgreeCommand::Only("mode.teleological".to_owned()),
    );
    assert!(says(&window, "1 by Kim only"));
    ask(&mut window, AgreeCommand::Toggle(Rater::Person(id("kim"))));
    assert!(says(&window, "Choose two or more."));
}

#[test]
fn the_tolerance_can_be_seen_at_work() {
    let mark = |number, keeper, second: i64| Mark {
        about: About::People(vec![many::person_id(2)]),
        ..many::mark(
            number,
            keeper,
            When::Point(MediaTime::from_seconds(second)),
            "ev.onset",
        )
    };
    let marks = vec![
        mark(1, 0, 10),
        mark(2, 0, 50),
        mark(3, 1, 13),
        mark(4, 1, 59),
    ];
    let session = many::session(many::people(&["A", "B", "C"]), marks, Vec::new());
    let raters = [many::person_id(0), many::person_id(1)].map(Rater::Person);
    let sources = [mindframe::analysis::agreement::Source {
        session: &session,
        end: MediaTime::from_seconds(100),
        raters: &raters,
    }];
    let found: Vec<Stratum> = strata(&sources, &|_, _| true, &|_| Some("ev".to_owned()));
    let hits: Vec<f64> = curve(&found[0].recordings, 0, 1)
        .iter()
        .map(|at| at.matched.hits)
        .collect();
    assert_eq!(hits, [0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0]);
}

#[test]
fn of_several_passes_the_last_is_compared() {
    let mut first = many::strength(1, &[(0, 2), (10, 4)]);
    let mut second = many::strength(1, &[(0, 3), (10, 5)]);
    first.pass = 1;
    second.pass = 2;
    let session = many::session(
        many::people(&["Robin", "Sam"]),
        Vec::new(),
        vec![(0, first), (0, second)],
    );
    let about = Subject::Person(many::person_id(1));
    let found = usual_track(&session, &many::person_id(0), &about).expect("a pass");
    assert_eq!(found.pass, 2);
    assert!(usual_track(&session, &many::person_id(0), &Subject::Us).is_none());
}
