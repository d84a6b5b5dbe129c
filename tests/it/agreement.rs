//! How far people agree, from their marks: the golden cases, and `mindframe agree` as scripts use it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use mindframe::{
    analysis::{
        agreement::{Coding, Event, Measuring, Recording, Report, tally},
        matching::Tolerance,
        measures::{
            Undefined,
            bootstrap::{Plan, Progress},
            tracks::{Lagged, side_by_side},
        },
    },
    domain::{
        id::{MarkId, TrackId},
        mark::{Intensity, When},
        time::{MediaDelta, MediaSpan, MediaTime},
        track::{Input, Lag, Stretch, Track, TrackKind},
    },
};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

const MEASURING: Measuring = Measuring {
    tolerance: Tolerance::PAUSED,
    unit: MediaDelta::from_millis(1_000),
};

fn at(millis: i64) -> MediaTime {
    MediaTime::from_millis(millis)
}

fn span(from: i64, to: i64) -> MediaSpan {
    MediaSpan::between(at(from), at(to))
}

fn stretch(from: i64, to: i64, code: usize) -> (When, usize) {
    (When::Span(span(from, to)), code)
}

fn point(millis: i64, code: usize) -> (When, usize) {
    (When::Point(at(millis)), code)
}

fn coding(events: &[(When, usize)], watched: &[MediaSpan]) -> Coding {
    let mut events: Vec<Event> = events
        .iter()
        .map(|(when, code)| Event {
            mark: MarkId::new(uuid(0)),
            when: *when,
            code: *code,
        })
        .collect();
    events.sort_by_key(|event| event.when.start());
    Coding {
        events,
        watched: watched.to_vec(),
    }
}

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

/// Two or more people on a recording of two minutes that they all watched.
fn of(people: &[&[(When, usize)]], codes: usize) -> Report {
    let whole = [span(0, 120_000)];
    let codings = people.iter().map(|events| coding(events, &whole)).collect();
    tally(&[Recording { codings }], codes, MEASURING).report()
}

#[track_caller]
fn close(left: f64, right: f64) {
    assert!((left - right).abs() < 1e-9, "{left} is not {right}");
}

#[test]
fn two_who_mark_the_same_agree_fully() {
    let marks = [
        stretch(5_000, 20_000, 0),
        stretch(30_000, 42_000, 1),
        stretch(60_000, 61_000, 0),
        point(100_000, 1),
    ];
    let report = of(&[&marks, &marks, &marks], 2);
    assert_eq!(report.pairs.len(), 3);
    for pair in &report.pairs {
        for each in [
            pair.precision,
            pair.recall,
            pair.f1,
            pair.kappa,
            pair.modified_kappa,
        ] {
            close(each.value.expect("a value"), 1.0);
        }
        close(pair.onset.value.expect("a value"), 0.0);
        close(pair.unit_kappa.value.expect("a value"), 1.0);
        close(pair.overlap.value.expect("a value"), 1.0);
        close(pair.units, 120.0);
    }
    for each in [report.alpha, report.fleiss, report.alpha_u] {
        close(each.value.expect("a value"), 1.0);
    }
    for alpha in report.alpha_u_codes {
        close(alpha.expect("a value"), 1.0);
    }
}

#[test]
fn two_who_never_meet_have_an_f1_of_nought() {
    let report = of(
        &[&[stretch(0, 10_000, 0)], &[stretch(50_000, 60_000, 0)]],
        1,
    );
    let pair = &report.pairs[0];
    close(pair.f1.value.expect("a value"), 0.0);
    assert_eq!(
        (pair.matched.hits, pair.matched.missed, pair.matched.extra),
        (0.0, 1.0, 1.0)
    );
    assert_eq!(pair.onset.value, Err(Undefined::NoneMeet));
    assert!(pair.unit_kappa.value.expect("a value") < 0.0);
    close(pair.overlap.value.expect("a value"), 0.0);
}

#[test]
fn empty_sets_are_nothing_to_compare() {
    let report = of(&[&[], &[]], 1);
    let pair = &report.pairs[0];
    assert_eq!(pair.f1.value, Err(Undefined::Nothing));
    assert_eq!(pair.kappa.value, Err(Undefined::Nothing));
    assert_eq!(pair.unit_kappa.value, Err(Undefined::NoStretches));
    assert_eq!(report.alpha.value, Err(Undefined::NoStretches));
    assert_eq!(report.alpha_u.value, Err(Undefined::NoStretches));
    let one_sided = of(&[&[], &[point(5_000, 0)]], 1);
    assert_eq!(one_sided.pairs[0].recall.value, Err(Undefined::NoneToFind));
    close(one_sided.pairs[0].precision.value.expect("a value"), 0.0);
}

#[test]
fn one_code_that_all_meet_on_is_no_kappa() {
    let marks = [point(5_000, 0), point(50_000, 0)];
    let report = of(&[&marks, &marks], 1);
    let pair = &report.pairs[0];
    close(pair.f1.value.expect("a value"), 1.0);
    assert_eq!(pair.kappa.value, Err(Undefined::OneCategory));
    assert_eq!(pair.modified_kappa.value, Err(Undefined::OneCategory));
}

#[test]
fn the_tolerance_counts_its_edge() {
    let inside = of(&[&[point(5_000, 0)], &[point(7_000, 0)]], 1);
    close(inside.pairs[0].matched.hits, 1.0);
    close(inside.pairs[0].onset.value.expect("a value"), 2_000.0);
    let outside = of(&[&[point(5_000, 0)], &[point(7_001, 0)]], 1);
    close(outside.pairs[0].matched.hits, 0.0);
}

#[test]
fn time_units_are_judged_in_their_middle_and_no_code_counts() {
    // 10 s each, 8 s together, of 120 s.
    let report = of(
        &[&[stretch(10_000, 20_000, 0)], &[stretch(12_000, 22_000, 0)]],
        1,
    );
    let pair = &report.pairs[0];
    let (seen, chance) = (116.0 / 120.0, (100.0 + 110.0 * 110.0) / 14_400.0);
    close(
        pair.unit_kappa.value.expect("a value"),
        (seen - chance) / (1.0 - chance),
    );
    close(pair.overlap.value.expect("a value"), 8.0 / 12.0);
    let halves = of(
        &[&[stretch(10_499, 11_501, 0)], &[stretch(10_501, 11_499, 0)]],
        1,
    );
    close(halves.pairs[0].unit_table.get(0, 1), 2.0);
}

#[test]
fn stretches_of_one_person_that_overlap_are_counted_once() {
    let report = of(
        &[
            &[stretch(0, 30_000, 0), stretch(10_000, 20_000, 1)],
            &[
                stretch(0, 10_000, 0),
                stretch(10_000, 20_000, 1),
                stretch(20_000, 30_000, 0),
            ],
        ],
        2,
    );
    let pair = &report.pairs[0];
    close(pair.overlap.value.expect("a value"), 1.0);
    close(pair.unit_kappa.value.expect("a value"), 1.0);
    let twice = of(
        &[
            &[stretch(0, 30_000, 0), stretch(20_000, 50_000, 0)],
            &[stretch(0, 50_000, 0)],
        ],
        1,
    );
    close(twice.pairs[0].overlap.value.expect("a value"), 1.0);
}

#[test]
fn only_what_both_watched_is_compared() {
    let (all, half) = ([span(0, 120_000)], [span(0, 60_000)]);
    let marks = [
        stretch(10_000, 20_000, 0),
        stretch(50_000, 70_000, 1),
        point(100_000, 0),
    ];
    let fewer = [stretch(10_000, 20_000, 0), stretch(50_000, 60_000, 1)];
    let recording = Recording {
        codings: vec![coding(&marks, &all), coding(&fewer, &half)],
    };
    let report = tally(&[recording], 2, MEASURING).report();
    let pair = &report.pairs[0];
    close(pair.units, 60.0);
    close(pair.unit_kappa.value.expect("a value"), 1.0);
    close(pair.f1.value.expect("a value"), 1.0);
    assert_eq!(pair.outside, 1);
    close(report.alpha_u.value.expect("a value"), 1.0);
    let apart = Recording {
        codings: vec![
            coding(&marks, &[span(0, 30_000)]),
            coding(&fewer, &[span(60_000, 90_000)]),
        ],
    };
    let report = tally(&[apart], 2, MEASURING).report();
    assert_eq!(
        report.pairs[0].unit_kappa.value,
        Err(Undefined::NoCommonStretch)
    );
    assert_eq!(report.pairs[0].f1.value, Err(Undefined::NoCommonStretch));
    assert_eq!(report.alpha_u.value, Err(Undefined::NoCommonStretch));
}

#[test]
fn a_lag_is_taken_off_and_ends_where_the_rating_does() {
    let track = |values: &[u8], from: i64| Track {
        id: TrackId::new(uuid(1)),
        kind: TrackKind::Arousal,
        about: "sam-2".parse().expect("an id"),
        pass: 1,
        begun: chrono::DateTime::default(),
        input: Input::Slider,
        stretches: vec![Stretch {
            samples: (0_i64..)
                .zip(values)
                .map(|(second, value)| {
                    let value = Intensity::new(*value).expect("0 to 10");
                    (at(from + second * 1_000), value)
                })
                .collect(),
            end: at(from + 5_000),
            rate: 1.0,
        }],
    };
    let (quick, slow) = (
        track(&[1, 2, 3, 4, 5], 1_000),
        track(&[1, 2, 3, 4, 5], 3_000),
    );
    let lagged = |track, lag| Lagged {
        track,
        lag: Lag::from_millis(lag),
    };
    let second = MediaDelta::from_millis(1_000);
    let whole = [span(0, 60_000)];
    let (left, right) = side_by_side(lagged(&quick, 1_000), lagged(&slow, 3_000), &whole, second);
    assert_eq!(left, [1.0, 2.0, 3.0, 4.0, 5.0]);
    assert_eq!(left, right);
    let (left, right) = side_by_side(lagged(&quick, 0), lagged(&slow, 0), &whole, second);
    assert_eq!((left, right), (vec![3.0, 4.0, 5.0], vec![1.0, 2.0, 3.0]));
}

#[test]
fn intervals_hold_the_value_and_are_drawn_alike() {
    let whole = [span(0, 600_000)];
    let code = |n: i64| usize::try_from(n % 3).unwrap_or(0);
    let ours: Vec<(When, usize)> = (0..60)
        .map(|n| stretch(n * 10_000, n * 10_000 + 4_000, code(n)))
        .collect();
    let theirs: Vec<(When, usize)> = (0..60)
        .filter(|n| n % 7 != 0)
        .map(|n| {
            stretch(
                n * 10_000 + 600,
                n * 10_000 + 5_000,
                if n % 5 == 0 { 0 } else { code(n) },
            )
        })
        .collect();
    let recording = Recording {
        codings: vec![coding(&ours, &whole), coding(&theirs, &whole)],
    };
    let tallies = tally(&[recording], 3, MEASURING);
    assert_eq!(tallies.blocks(), 10);
    let report = tallies.report_with_intervals(Plan::default(), &Progress::default());
    assert_eq!(
        report,
        tallies.report_with_intervals(Plan::default(), &Progress::default())
    );
    let pair = &report.pairs[0];
    for each in [
        pair.recall,
        pair.f1,
        pair.kappa,
        pair.modified_kappa,
        pair.unit_kappa,
        pair.overlap,
        report.alpha,
        report.alpha_u,
    ] {
        let (value, interval) = (
            each.value.expect("a value"),
            each.interval.expect("asked for").expect("an interval"),
        );
        assert!(
            interval.low <= value && value <= interval.high && interval.high < 1.0 + 1e-9,
            "{each:?}"
        );
    }
    close(pair.onset.value.expect("a value"), 600.0);
}

fn any_person() -> impl Strategy<Value = Vec<(When, usize)>> {
    prop::collection::vec((0_i64..110_000, 0_i64..9_000, 0_usize..3), 0..15).prop_map(|marks| {
        marks
            .into_iter()
            .map(|(from, lasts, code)| {
                if lasts < 2_000 {
                    point(from, code)
                } else {
                    stretch(from, from + lasts, code)
                }
            })
            .collect()
    })
}

fn alike(left: Result<f64, Undefined>, right: Result<f64, Undefined>) -> bool {
    match (left, right) {
        (Ok(left), Ok(right)) => (left - right).abs() < 1e-9,
        (left, right) => left == right,
    }
}

proptest! {
    #[test]
    fn people_can_change_places(one in any_person(), two in any_person(), three in any_person()) {
        let here = of(&[&one, &two, &three], 3);
        let there = of(&[&three, &two, &one], 3);
        prop_assert!(alike(here.alpha.value, there.alpha.value));
        prop_assert!(alike(here.fleiss.value, there.fleiss.value));
        prop_assert!(alike(here.alpha_u.value, there.alpha_u.value));
        prop_assert!(alike(here.alpha_u_coding, there.alpha_u_coding));
        let (pair, turned) = (&here.pairs[0], &there.pairs[2]);
        let recall = turned.recall.value.map_err(|why| {
            if why == Undefined::NoneToFind { Undefined::NoneFound } else { why }
        });
        prop_assert!(alike(pair.precision.value, recall));
        for (ours, theirs) in [
            (pair.f1, turned.f1),
            (pair.kappa, turned.kappa),
            (pair.modified_kappa, turned.modified_kappa),
            (pair.unit_kappa, turned.unit_kappa),
            (pair.overlap, turned.overlap),
        ] {
            prop_assert!(alike(ours.value, theirs.value));
            if let Ok(value) = ours.value {
                prop_assert!(value.is_finite() && value <= 1.0 + 1e-9);
            }
        }
        let same = of(&[&one, &one], 3);
        let values = [same.pairs[0].f1.value, same.pairs[0].kappa.value, same.pairs[0].unit_kappa.value, same.alpha_u.value];
        for value in values.into_iter().flatten() {
            prop_assert!((value - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn blocks_add_up_to_the_whole(one in any_person(), two in any_person()) {
        // Two recordings of a minute each hold the same as what lies in the two blocks of one, as far as nothing crosses.
        let cut = |people: &[(When, usize)], from: i64, to: i64| -> Vec<(When, usize)> {
            people
                .iter()
                .filter(|(when, _)| when.start() >= at(from) && when.end() < at(to))
                .copied()
                .collect()
        };
        let both = |from: i64, to: i64, watched: MediaSpan| Recording {
            codings: vec![coding(&cut(&one, from, to), &[watched]), coding(&cut(&two, from, to), &[watched])],
        };
        let first = both(0, 57_000, span(0, 60_000));
        let second = both(63_000, 120_000, span(60_000, 120_000));
        let joined = Recording {
            codings: first.codings.iter().zip(&second.codings).map(|(early, late)| {
                let events = early.events.iter().chain(&late.events).copied().collect();
                Coding { events, watched: vec![span(0, 120_000)] }
            }).collect(),
        };
        let apart = tally(&[first, second], 3, MEASURING).report();
        let whole = tally(&[joined], 3, MEASURING).report();
        prop_assert_eq!(&apart.pairs[0].table, &whole.pairs[0].table);
        prop_assert_eq!(&apart.pairs[0].unit_table, &whole.pairs[0].unit_table);
        prop_assert!(alike(apart.alpha_u.value, whole.alpha_u.value));
        prop_assert!(alike(apart.pairs[0].overlap.value, whole.pairs[0].overlap.value));
    }
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_mindframe");
const DEMO: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/assets/demo/five-minutes-late.mp4"
);

/// A folder of recordings and a home of its own.
struct Room {
    folder: TempDir,
}

impl Room {
    fn new() -> Self {
        let room = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        fs::create_dir_all(room.recordings()).expect("a folder");
        room.add("one.mp4");
        room
    }

    fn recordings(&self) -> PathBuf {
        self.folder.path().join("recordings")
    }

    fn add(&self, name: &str) -> PathBuf {
        let video = self.recordings().join(name);
        fs::copy(DEMO, &video).expect("a copy of the demo");
        video
    }

    fn run(&self, command: &str, path: &Path, arguments: &[&str]) -> Output {
        let mut program = Command::new(PROGRAM);
        for (name, place) in [
            ("HOME", ""),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
        ] {
            program.env(name, self.folder.path().join("home").join(place));
        }
        program
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .arg(command)
            .args(arguments)
            .arg("--")
            .arg(path)
            .output()
            .expect("the program runs")
    }

    fn mark(&self, video: &Path, author: &str, from: &str, to: &str, code: &str) {
        let arguments = [
            "--as", author, "--at", from, "--to", to, "--code", code, "--about", "client",
        ];
        let output = self.run("mark", video, &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }

    fn agree(&self, path: &Path, arguments: &[&str]) -> Value {
        let all = [&["--json", "--between", "therapist,client"], arguments].concat();
        let output = self.run("agree", path, &all);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{}{}", text(&output.stdout), text(&output.stderr)))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn events_and_time_stand_side_by_side_in_json() {
    let room = Room::new();
    let video = room.recordings().join("one.mp4");
    for (author, from, to, code) in [
        ("therapist", "10", "20", "mode.pretend"),
        ("client", "11", "21", "mode.pretend"),
        ("therapist", "30", "40", "mode.concrete"),
        ("client", "31", "41", "mode.pretend"),
        ("therapist", "60", "70", "mode.pretend"),
        ("client", "80", "85", "mode.concrete"),
        ("client", "90", "95", "mode.concrete"),
        ("client", "50", "51", "tx.validate"),
    ] {
        room.mark(&video, author, from, to, code);
    }
    let found = room.agree(&video, &["--subject", "client", "--group", "mode"]);
    let events = &found["events"];
    assert_eq!(
        (&events["hits"], &events["missed"], &events["extra"]),
        (&2.into(), &1.into(), &2.into())
    );
    close(events["precision"].as_f64().expect("a number"), 0.5);
    close(events["recall"].as_f64().expect("a number"), 2.0 / 3.0);
    close(events["f1"].as_f64().expect("a number"), 4.0 / 7.0);
    assert_eq!(events["onset_difference_ms"], 1_000);
    assert_eq!(found["tolerance_ms"], 2_000);
    // Rows concrete, pretend, nil: [[0 1 0] [0 1 1] [2 0 0]].
    let chance = (1.0 * 2.0 + 2.0 * 2.0 + 2.0 * 1.0) / 25.0;
    close(
        events["kappa"].as_f64().expect("a number"),
        (0.2 - chance) / (1.0 - chance),
    );
    let unit = &found["time_unit"];
    assert_eq!((&unit["unit_ms"], &unit["n"]), (&1_000.into(), &110.into()));
    // concrete 10 and 10, pretend 20 and 20, none 80 and 80; together 9 pretend and 80 - 22 + ... none, counted below.
    let rows: Vec<Vec<f64>> = serde_json::from_value(unit["table"]["rows"].clone()).expect("rows");
    assert_eq!(rows, [[0.0, 9.0, 1.0], [0.0, 9.0, 11.0], [10.0, 2.0, 68.0]]);
    let (seen, chance) = (77.0 / 110.0, (100.0 + 400.0 + 6_400.0) / 12_100.0);
    close(
        unit["kappa"].as_f64().expect("a number"),
        (seen - chance) / (1.0 - chance),
    );
    assert!(
        found["alpha"].is_number() && found["alpha_u"].is_number(),
        "{found}"
    );
    assert!(found["why"].is_null());
    let finer = room.agree(
        &video,
        &[
            "--subject",
            "client",
            "--group",
            "mode",
            "--unit",
            "500ms",
            "--tolerance",
            "1.5s",
        ],
    );
    assert_eq!(
        (&finer["time_unit"]["unit_ms"], &finer["time_unit"]["n"]),
        (&500.into(), &220.into())
    );
    assert_eq!(finer["tolerance_ms"], 1_500);
    let one = room.agree(&video, &["--codes", "mode.pretend"]);
    assert_eq!(
        (
            &one["events"]["hits"],
            &one["events"]["missed"],
            &one["events"]["extra"]
        ),
        (&1.into(), &1.into(), &1.into())
    );
    let all = room.agree(&video, &[]);
    assert_eq!(
        all["results"].as_array().map(Vec::len),
        Some(2),
        "modes and the therapist's deeds are kept apart"
    );
    assert!(all["events"]["kappa"].is_null() && all["events"]["why"].is_string());
    assert_eq!(all["events"]["extra"], 3);
}

#[test]
fn strengths_ratings_and_the_tolerance_stand_in_the_answer() {
    let room = Room::new();
    let video = room.recordings().join("one.mp4");
    for (author, from, strength) in [
        ("therapist", 10, "2"),
        ("client", 13, "3"),
        ("therapist", 30, "5"),
        ("client", 31, "5"),
        ("therapist", 60, "8"),
        ("client", 60, "9"),
    ] {
        let (from, to) = (from.to_string(), (from + 5).to_string());
        let arguments = [
            "--as",
            author,
            "--at",
            &from,
            "--to",
            &to,
            "--code",
            "mode.pretend",
            "--about",
            "client",
            "--intensity",
            strength,
        ];
        let output = room.run("mark", &video, &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    let found = room.agree(&video, &["--subject", "client", "--tolerance", "3s"]);
    let strengths = &found["strengths"];
    assert_eq!(strengths["n"], 3);
    // Rows 2, 5, 8 and 3, 5, 9: mean squares of things, people and rest 109/6, 2/3 and 1/6 (Shrout and Fleiss).
    let number = |of: &Value| of.as_f64().expect("a number");
    close(number(&strengths["icc_3_1"]), 54.0 / 55.0);
    close(number(&strengths["icc_2_1"]), 27.0 / 28.0);
    assert!(strengths["weighted_kappa_linear"].is_number());
    let curve = found["f1_by_tolerance"].as_array().expect("a list");
    let f1: Vec<f64> = curve.iter().map(|at| number(&at["f1"])).collect();
    assert_eq!(curve.len(), 10);
    close(f1[0], 2.0 / 3.0);
    close(f1[2], 1.0);
    assert_eq!(found["tracks"], Value::Array(Vec::new()));
}

#[test]
fn what_has_no_value_is_null_with_its_reason() {
    let room = Room::new();
    let video = room.recordings().join("one.mp4");
    for author in ["therapist", "client"] {
        let output = room.run(
            "mark",
            &video,
            &[
                "--as", author, "--at", "20", "--code", "ev.onset", "--about", "client",
            ],
        );
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    let found = room.agree(&video, &["--group", "ev"]);
    assert_eq!(found["events"]["f1"], 1.0);
    for (block, key) in [
        (&found["events"], "kappa"),
        (&found["time_unit"], "kappa"),
        (&found, "alpha"),
        (&found, "alpha_u"),
    ] {
        assert!(block[key].is_null(), "{block}");
        assert!(
            block["why"].as_str().is_some_and(|why| why.contains(key)),
            "{block}"
        );
    }
    let nobody = room.agree(&video, &["--group", "mode"]);
    assert_eq!(nobody["events"]["hits"], 0);
    assert!(nobody["alpha"].is_null() && nobody["why"].is_string());
}

#[test]
fn with_few_moments_the_text_shows_them_and_no_coefficient() {
    let room = Room::new();
    let video = room.recordings().join("one.mp4");
    room.mark(&video, "therapist", "10", "20", "mode.pretend");
    room.mark(&video, "client", "11", "21", "mode.concrete");
    let few = room.run("agree", &video, &["--between", "therapist,client"]);
    assert_eq!(few.status.code(), Some(0), "{}", text(&few.stderr));
    let words = text(&few.stdout);
    assert!(
        words.contains("Fewer than ten") && words.contains("0:10.000"),
        "{words}"
    );
    assert!(
        !words.contains("kappa") && !words.contains("alpha"),
        "{words}"
    );
    for second in 2..13 {
        let (from, to) = ((second * 8).to_string(), (second * 8 + 4).to_string());
        room.mark(&video, "therapist", &from, &to, "mode.pretend");
        room.mark(&video, "client", &from, &to, "mode.pretend");
    }
    let enough = text(
        &room
            .run("agree", &video, &["--between", "therapist,client"])
            .stdout,
    );
    for word in [
        "F1",
        "kappa, with missed",
        "kappa by time unit",
        "alpha for stretches",
        "docs/measures.md",
    ] {
        assert!(enough.contains(word), "{word}: {enough}");
    }
}

#[test]
fn what_makes_no_sense_is_said_plainly() {
    let room = Room::new();
    let video = room.recordings().join("one.mp4");
    room.mark(&video, "therapist", "10", "20", "mode.pretend");
    for (arguments, exit) in [
        (["--between", "therapist,nobody"].as_slice(), 2),
        (&["--between", "therapist"], 2),
        (&["--between", "therapist,Therapist"], 2),
        (&["--between", "therapist,client", "--subject", "nobody"], 2),
        (&["--between", "therapist,client", "--group", "nothing"], 2),
        (&["--between", "therapist,client", "--codes", "no.such"], 2),
        (&["--between", "therapist,client", "--tolerance", "soon"], 2),
        (&["--between", "therapist,client", "--unit", "0s"], 2),
        (&["--between", "therapist", "--against", "consensus"], 1),
    ] {
        let output = room.run("agree", &video, arguments);
        assert_eq!(
            output.status.code(),
            Some(exit),
            "{arguments:?} {}",
            text(&output.stderr)
        );
        assert!(
            output.stdout.is_empty() && !output.stderr.is_empty(),
            "{arguments:?}"
        );
    }
    let missing = room.run(
        "agree",
        &room.recordings().join("missing.mp4"),
        &["--between", "therapist,client"],
    );
    assert_eq!(missing.status.code(), Some(3));
    let empty = tempfile::tempdir().expect("a folder");
    let nothing = room.run("agree", empty.path(), &["--between", "therapist,client"]);
    assert_eq!(nothing.status.code(), Some(1));
}

#[test]
fn a_folder_is_taken_together_and_a_damaged_file_is_named() {
    let room = Room::new();
    let (one, two) = (room.recordings().join("one.mp4"), room.add("two.mp4"));
    for video in [&one, &two] {
        room.mark(video, "therapist", "10", "20", "mode.pretend");
        room.mark(video, "client", "11", "21", "mode.pretend");
    }
    let folder = room.recordings();
    let found = room.agree(&folder, &["--group", "mode"]);
    let hits: u64 = found["results"]
        .as_array()
        .expect("results")
        .iter()
        .filter_map(|one| one["events"]["hits"].as_u64())
        .sum();
    assert_eq!(
        (hits, found["recordings"].as_array().map(Vec::len)),
        (2, Some(2)),
        "{found}"
    );
    let damaged = fs::read_dir(&folder)
        .expect("the folder")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            name.starts_with("two.mp4.marks.") && name.ends_with(".ron")
        })
        .expect("a file of marks");
    fs::write(&damaged, "(format: \"mindframe-marks\", ver").expect("damage");
    let output = room.run(
        "agree",
        &folder,
        &["--between", "therapist,client", "--group", "mode", "--json"],
    );
    assert_eq!(output.status.code(), Some(1), "{}", text(&output.stderr));
    assert!(
        text(&output.stderr).contains("two.mp4"),
        "{}",
        text(&output.stderr)
    );
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert!(!found["notes"].as_array().expect("notes").is_empty());
}
