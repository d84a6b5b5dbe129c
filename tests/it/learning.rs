//! What one person who learns made of tape after tape: counted by hand, of one at a time, and for nobody else.

use std::{path::PathBuf, sync::Arc};

use egui_kittest::kittest::Queryable;
use mindframe::{
    app::{App, Command, LibraryCommand, MarkingCommand},
    domain::{
        entry::{Consent, ConsentPurpose, Entry, EntryKind},
        id::PersonId,
        mark::{About, CodeUse, CodebookRef, Mark, When},
        person::Role,
        session::{PersonSet, SessionInfo, SessionKind, WatchedRange},
        time::{MediaDelta, MediaSpan, MediaTime},
        training::{Consensus, Place, Practice, Rater, Round, Rules, Ruling, Tape, Voice},
    },
};
use serde_json::Value;

use crate::{
    desk::TestDesk,
    entries::{entry, entry_id},
    folders::{Folder, day, info, set},
    full_window::FullWindow,
    world::{id, mark, mark_id, person, robin, sam},
};

fn lee() -> PersonId {
    id("lee-4")
}

fn book() -> CodebookRef {
    CodebookRef {
        id: "mbt-full".to_owned(),
        version: "0.1".to_owned(),
    }
}

fn place(number: u128, ruling: Ruling, seconds: i64, code: &str) -> Place {
    let when = When::Point(MediaTime::from_seconds(seconds));
    let about = About::People(vec![sam()]);
    let codes = vec![CodeUse::plain(id(code))];
    let voice = |rater: u128, name: &str| Voice {
        rater: id(name),
        mark: mark_id(number * 10 + rater),
        when,
        about: about.clone(),
        codes: codes.clone(),
        words: None,
    };
    Place {
        id: mark_id(number * 10),
        ruling,
        when,
        about: about.clone(),
        codes: codes.clone(),
        voices: vec![voice(1, "ada-5"), voice(2, "ben-6")],
        reason: String::new(),
    }
}

/// Ten places with a moment each ten seconds, the last but three a mode; and an open one at 300 s.
fn consensus(tolerance: i64) -> EntryKind {
    let mut places: Vec<Place> = (1..=10)
        .map(|at| {
            let code = if at == 7 { "mode.pretend" } else { "ev.onset" };
            place(
                100 + u128::try_from(at).unwrap(),
                Ruling::Same,
                at * 10,
                code,
            )
        })
        .collect();
    places.push(place(130, Ruling::Open, 300, "ev.near"));
    let rater = |id: PersonId, name: &str| Rater {
        person: id,
        name: name.to_owned(),
    };
    EntryKind::Consensus(Box::new(Consensus {
        raters: vec![rater(id("ada-5"), "Ada"), rater(id("ben-6"), "Ben")],
        tolerance: MediaDelta::from_millis(tolerance),
        codebook: book(),
        round: Round::Only,
        places,
    }))
}

fn saw(number: u128, by: &PersonId, seconds: i64, code: &str) -> Mark {
    Mark {
        about: About::People(vec![sam()]),
        codes: vec![CodeUse::plain(id(code))],
        codebook: book(),
        words: None,
        ..mark(number, by, seconds, "")
    }
}

/// Six onsets as the raters, another mode, nothing at 80, 90 and 100 s, one of their own at 200 s, and one where the raters differ.
fn practice_of(by: &PersonId, first: u128) -> Vec<Mark> {
    let mut marks: Vec<Mark> = (1..=6)
        .map(|at| {
            let number = first + u128::try_from(at).unwrap();
            saw(number, by, at * 10 + 1, "ev.onset")
        })
        .collect();
    marks.push(saw(first + 7, by, 70, "mode.hyper"));
    marks.push(saw(first + 8, by, 200, "ev.onset"));
    marks.push(saw(first + 9, by, 300, "ev.near"));
    marks
}

fn put(set: &mut PersonSet, one: Entry) {
    set.entries.insert(one.id, Arc::new(one));
}

/// How a tape is, and how far somebody is with it.
struct Made<'a> {
    tolerance: i64,
    /// When they were done; none while they practise.
    done: Option<&'a str>,
    marks: Vec<Mark>,
    /// Up to which second they watched; all of it, where that is not noted.
    watched: Option<i64>,
    /// Somebody took back that it may be used for training.
    taken_back: bool,
}

impl Default for Made<'_> {
    fn default() -> Self {
        Self {
            tolerance: 2_000,
            done: Some("2026-02-01"),
            marks: practice_of(&lee(), 0),
            watched: None,
            taken_back: false,
        }
    }
}

fn people(info: &mut SessionInfo, learners: &[(&PersonId, &str)]) {
    for (learner, name) in learners {
        info.people
            .push(person(learner.as_str(), name, Role::Trainee));
    }
    info.kind = SessionKind::TrainingTape;
}

fn tape(folder: &Folder, name: &str, number: u128, made: Made<'_>) -> PathBuf {
    let mut facts = info(name, number, day("2026-01-05"));
    people(&mut facts, &[(&lee(), "Lee")]);
    let mut trainer = PersonSet::default();
    let mut agreed = entry(number * 10, consensus(made.tolerance));
    agreed.created = day("2026-01-06");
    put(&mut trainer, agreed);
    let rules = EntryKind::Tape(Box::new(Tape {
        title: format!("Tape {number}"),
        rules: Rules::default(),
        tolerance: MediaDelta::from_millis(made.tolerance),
        codebook: book(),
        preset: "live".to_owned(),
        raters: 2,
        answers: "00ff".to_owned(),
    }));
    put(&mut trainer, entry(number * 10 + 1, rules));
    let mut learner = set(made.marks);
    learner.watched.extend(made.watched.map(|end| WatchedRange {
        span: MediaSpan::between(MediaTime::ZERO, MediaTime::from_seconds(end)),
        pass: 1,
        rate: 1.0,
        together: false,
    }));
    let practice = EntryKind::Practice(Practice {
        tape: entry_id(number * 10 + 1),
        order: Vec::new(),
        watched: 1,
        done: made
            .done
            .map(|date| day(date) + chrono::TimeDelta::days(60)),
    });
    put(&mut learner, entry(number * 10 + 2, practice));
    let mut client = PersonSet::default();
    if made.taken_back {
        let consent = EntryKind::Consent(Consent {
            purpose: ConsentPurpose::Training,
            given: day("2026-01-01").date_naive(),
            form: String::new(),
            expires: None,
            withdrawn: Some(day("2026-01-02")),
            erase_after: None,
        });
        put(&mut client, entry(number * 10 + 3, consent));
    }
    folder.write(
        name,
        &facts,
        &[(robin(), trainer), (lee(), learner), (sam(), client)],
    )
}

fn learning(folder: &Folder) -> Value {
    folder.json("progress", &["--learner", "lee"])["cases"][0]["learning"].clone()
}

#[test]
fn a_tape_is_counted_as_by_hand_with_half_credit_beside() {
    let folder = Folder::new();
    tape(&folder, "1.mp4", 1, Made::default());
    let found = learning(&folder);
    assert_eq!(found["of"]["name"], "Lee");
    let tape = &found["tapes"][0];
    assert_eq!(tape["title"], "Tape 1");
    assert_eq!(tape["done_noted"], true);
    for (key, count) in [
        ("shared", 6),
        ("otherwise", 1),
        ("missed", 3),
        ("extra", 1),
        ("open_places", 1),
        ("n", 11),
    ] {
        assert_eq!(tape[key], count, "{key}");
    }
    let near = |key: &str, wanted: f64| {
        let value = tape[key].as_f64().unwrap();
        assert!((value - wanted).abs() < 1e-9, "{key} is {value}");
    };
    // 2 × 6 of 2 × 6 + 4 missed + 2 extra; with half a hit for the other mode 13 of 13 + 3.5 + 1.5.
    near("f1", 12.0 / 18.0);
    let bound = |at: usize| tape["f1_interval"][at].as_f64().unwrap();
    assert!(0.0 <= bound(0) && bound(0) < 12.0 / 18.0 && 12.0 / 18.0 < bound(1) && bound(1) <= 1.0);
    near("f1_with_half_credit", 13.0 / 18.0);
    let differing: Vec<(String, i64)> = tape["differing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let kind = one["kind"].as_str().unwrap().to_owned();
            (kind, one["at_ms"].as_i64().unwrap())
        })
        .collect();
    let wanted = [
        ("otherwise", 70_000),
        ("missed", 80_000),
        ("missed", 90_000),
        ("missed", 100_000),
        ("extra", 200_000),
    ];
    let wanted: Vec<(String, i64)> = wanted
        .iter()
        .map(|(kind, at)| ((*kind).to_owned(), *at))
        .collect();
    assert_eq!(differing, wanted);
    assert!(found["caveat"].as_str().unwrap().contains("no grade"));
}

#[test]
fn below_ten_moments_there_are_counts_and_no_number() {
    let folder = Folder::new();
    let made = Made {
        watched: Some(65),
        ..Made::default()
    };
    tape(&folder, "1.mp4", 1, made);
    let tape = &learning(&folder)["tapes"][0];
    // Nobody misses what they did not watch: six places lie before 65 s, and three marks behind it are extra.
    assert_eq!(
        (&tape["shared"], &tape["missed"], &tape["n"]),
        (&6.into(), &0.into(), &9.into())
    );
    assert_eq!(tape["f1"], Value::Null);
    assert_eq!(tape["f1_with_half_credit"], Value::Null);
    let why = tape["why_no_number"].as_str().unwrap();
    assert!(why.contains("below 10"), "{why}");
}

#[test]
fn tapes_stand_in_the_order_of_practice_and_apart_where_the_rules_differ() {
    let folder = Folder::new();
    let made = |tolerance, done| Made {
        tolerance,
        done: Some(done),
        ..Made::default()
    };
    tape(&folder, "a.mp4", 1, made(2_000, "2026-02-09"));
    tape(&folder, "b.mp4", 2, made(2_000, "2026-02-01"));
    tape(&folder, "c.mp4", 3, made(5_000, "2026-02-05"));
    let found = learning(&folder);
    let tapes = found["tapes"].as_array().unwrap();
    let files: Vec<&str> = tapes
        .iter()
        .map(|tape| tape["file"].as_str().unwrap())
        .collect();
    assert_eq!(files, ["b.mp4", "c.mp4", "a.mp4"]);
    assert_eq!(tapes[1]["why"], "tolerance");
    assert_eq!(tapes[0]["comparable"], true);
    assert_eq!(found["line"], false);
    let why = found["why_no_line"].as_str().unwrap();
    assert!(why.starts_with("2 tapes have a number"), "{why}");
}

#[test]
fn nobody_is_in_it_until_they_are_asked_for_and_never_two_at_once() {
    let folder = Folder::new();
    tape(&folder, "1.mp4", 1, Made::default());
    let all = folder.json("progress", &[]);
    assert_eq!(all["cases"][0]["learning"], Value::Null);
    assert!(!all.to_string().contains("f1"), "{all}");

    // Two of one recording who are called alike are not one, and are not shown under the one name.
    let twice = Folder::new();
    let mut facts = info("2.mp4", 2, day("2026-01-05"));
    let other: PersonId = id("lee-9");
    people(&mut facts, &[(&lee(), "Lee"), (&other, "Lee")]);
    let mut trainer = PersonSet::default();
    put(&mut trainer, entry(20, consensus(2_000)));
    twice.write(
        "2.mp4",
        &facts,
        &[
            (robin(), trainer),
            (lee(), set(practice_of(&lee(), 0))),
            (other.clone(), set(practice_of(&other, 500))),
        ],
    );
    assert_eq!(learning(&twice), Value::Null);
    let by_id = twice.json("progress", &["--learner", "lee-9"]);
    let found = &by_id["cases"][0]["learning"];
    assert_eq!(found["of"]["id"], "lee-9");
    assert_eq!(found["tapes"].as_array().unwrap().len(), 1);
    assert_eq!(found["tapes"][0]["done_noted"], false);
}

#[test]
fn who_still_practises_and_what_may_not_be_used_for_training_is_not_there() {
    let practising = Folder::new();
    let made = Made {
        done: None,
        ..Made::default()
    };
    tape(&practising, "1.mp4", 1, made);
    assert_eq!(learning(&practising), Value::Null);

    let taken_back = Folder::new();
    let made = Made {
        taken_back: true,
        ..Made::default()
    };
    tape(&taken_back, "1.mp4", 1, made);
    assert_eq!(learning(&taken_back), Value::Null);
}

/// A recording open, and a folder of tapes side by side.
fn window(folder: &Folder, author: &str, role: Role) -> FullWindow {
    let mut desk = TestDesk::open();
    let mut info = desk.app.desk().unwrap().document.record().info().clone();
    info.people.push(person("who-1", author, role));
    desk.app.handle(Command::SetInfo(Box::new(info)));
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(id("who-1"))));
    let ask = |desk: &mut TestDesk, command| desk.app.handle(Command::Library(command));
    ask(&mut desk, LibraryCommand::Open(folder.recordings()));
    desk.until(|app| app.library().is_some_and(|shelf| shelf.reading.is_none()));
    ask(&mut desk, LibraryCommand::SideBySide);
    let beside = |app: &App| {
        let shelf = app.library()?;
        shelf.beside.as_ref()?.cases.as_ref().map(|_| ())
    };
    desk.until(|app| beside(app).is_some());
    FullWindow::open(desk, (1280.0, 720.0))
}

/// Scrolls to something first, as a hand would.
fn press(window: &mut FullWindow, label: &str) {
    window.harness.get_by_label(label).scroll_to_me();
    window.harness.run_steps(20);
    window.harness.get_by_label(label).click();
    window.harness.run_steps(20);
}

fn says(window: &FullWindow, words: &str) -> bool {
    let mut found = window.harness.query_all_by_label_contains(words);
    found.next().is_some()
}

#[test]
fn in_the_window_it_is_shown_of_whoever_is_asked_for_and_leads_to_moments() {
    let folder = Folder::new();
    tape(&folder, "1.mp4", 1, Made::default());
    let mut window = window(&folder, "Kim", Role::Supervisor);
    assert!(says(&window, "Learning to see"));
    assert!(!says(&window, "F1"), "before anybody was asked for");
    window.harness.get_by_label("Lee: one tape").click();
    window.harness.run_steps(4);
    assert!(says(
        &window,
        "6 seen by both, 1 by another name, 3 missed, 1 extra"
    ));
    assert!(says(&window, "F1 0.67 (95 % of "));
    assert!(says(&window, "over 11 moments; 0.72 with half credit"));
    assert!(says(&window, "no grade"));
    press(&mut window, "Moments to look at again");
    press(&mut window, "Tape 1 1:20: only the raters");
    window.with_app(|app| assert!(app.library().is_none(), "it leads to the recording"));
}

#[test]
fn another_who_learns_finds_nothing_of_it_and_one_finds_ones_own() {
    let folder = Folder::new();
    tape(&folder, "1.mp4", 1, Made::default());
    let other = window(&folder, "Mia", Role::Trainee);
    assert!(!says(&other, "Learning to see"));
    let own = window(&folder, "lee", Role::Trainee);
    assert!(says(&own, "Lee: one tape"));
}
