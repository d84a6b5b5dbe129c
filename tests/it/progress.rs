//! Several recordings side by side: what is comparable, time to recovery with open ones, and `mindframe progress`.

use std::path::Path;

use mindframe::{
    analysis::{
        measures::survival::{Seen, kaplan_meier},
        progress::{Apart, median},
    },
    domain::{
        mark::{About, CodeUse, Mark, Sureness, View, When},
        session::WatchedRange,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};
use serde_json::Value;

use crate::{
    folders::{Folder, day, info, set},
    world::{id, mark, robin, sam},
};

fn about_sam(number: u128, seconds: i64, code: &str) -> Mark {
    Mark {
        about: About::People(vec![sam()]),
        view: View::OfOther,
        sureness: Some(Sureness::Guess),
        codes: vec![CodeUse::plain(id(code))],
        ..mark(number, &robin(), seconds, "")
    }
}

/// Robin's marks of one recording of ten minutes: an onset and a recovery for each pair, an onset alone where there is none.
fn session(
    folder: &Folder,
    name: &str,
    number: u128,
    date: &str,
    lost: &[(i64, Option<i64>)],
    watched: i64,
) {
    let mut marks = Vec::new();
    for (at, (onset, recovery)) in (0..).zip(lost) {
        marks.push(about_sam(number * 1000 + at * 2, *onset, "ev.onset"));
        if let Some(recovery) = recovery {
            marks.push(about_sam(
                number * 1000 + at * 2 + 1,
                *recovery,
                "ev.recovery",
            ));
        }
    }
    let mut own = set(marks);
    own.watched.push(WatchedRange {
        span: MediaSpan::between(MediaTime::ZERO, MediaTime::from_seconds(watched)),
        pass: 1,
        rate: 1.0,
        together: true,
    });
    let helped = Mark {
        codes: vec![CodeUse::plain(id("c.help"))],
        ..mark(number * 1000 + 900, &sam(), 90, "That he went back to it")
    };
    let file = Path::new(name).file_name().unwrap().to_str().unwrap();
    let facts = info(file, number, day(date));
    folder.write(name, &facts, &[(robin(), own), (sam(), set(vec![helped]))]);
}

fn four() -> Folder {
    let folder = Folder::new();
    session(
        &folder,
        "sam/1.mp4",
        1,
        "2026-01-05",
        &[(10, Some(70)), (100, None)],
        600,
    );
    session(
        &folder,
        "sam/2.mp4",
        2,
        "2026-01-12",
        &[(20, Some(60))],
        600,
    );
    session(&folder, "sam/3.mp4", 3, "2026-01-19", &[], 600);
    session(
        &folder,
        "sam/4.mp4",
        4,
        "2026-01-26",
        &[(30, Some(50)), (200, Some(210))],
        400,
    );
    session(
        &folder,
        "sam/5.mp4",
        5,
        "2026-02-02",
        &[(30, Some(50))],
        200,
    );
    folder
}

#[test]
fn sessions_that_are_alike_stand_side_by_side() {
    let found = four().json("progress", &[]);
    let case = &found["cases"][0];
    assert_eq!(case["case"], "sam");
    let series = &case["series"][0];
    assert_eq!(series["by"]["name"], "Robin");
    assert_eq!(series["about"]["name"], "Sam");
    assert_eq!(
        (&series["comparable"], &series["line"]),
        (&4.into(), &true.into())
    );
    let sessions = series["sessions"].as_array().unwrap();
    assert_eq!(
        sessions.len(),
        5,
        "one without any episode is a session, too"
    );
    assert_eq!(sessions[4]["why"], "watched");
    assert_eq!(sessions[0]["episodes"], 2);
    assert_eq!(sessions[0]["open"], 1);
    assert_eq!(sessions[0]["episodes_in_10_min"], 2.0);
    assert_eq!(
        sessions[3]["episodes_in_10_min"], 3.0,
        "of what was watched"
    );
    assert_eq!(sessions[3]["time_to_recovery"]["median_ms"], 15_000);
    assert_eq!(sessions[2]["time_to_recovery"]["median_ms"], Value::Null);
    let time = &series["time_to_recovery"];
    assert_eq!((&time["n"], &time["recovered"]), (&5.into(), &4.into()));
    assert_eq!(time["open"][0]["file"], "sam/1.mp4");
    assert_eq!(time["open"][0]["onset_ms"], 100_000);
    assert_eq!(time["open"][0]["seen_for_ms"], 500_000);
    assert_eq!(time["kaplan_meier"], Value::Null);
    assert!(time["why_no_curve"].as_str().unwrap().contains("10"));
    assert!(
        found["warning"]
            .as_str()
            .unwrap()
            .contains("marks, not persons")
    );
}

#[test]
fn another_codebook_or_kind_stands_apart() {
    let folder = four();
    let mut other = info("6.mp4", 6, day("2026-02-09"));
    other.kind = mindframe::domain::session::SessionKind::RolePlay;
    let marks = vec![about_sam(6000, 10, "ev.onset")];
    folder.write("sam/6.mp4", &other, &[(robin(), set(marks))]);
    let mut newer = about_sam(7000, 10, "ev.onset");
    newer.codebook.version = "0.2".to_owned();
    let facts = info("7.mp4", 7, day("2026-02-16"));
    folder.write("sam/7.mp4", &facts, &[(robin(), set(vec![newer]))]);
    let found = folder.json("progress", &[]);
    let sessions = &found["cases"][0]["series"][0]["sessions"];
    assert_eq!(sessions[5]["why"], "kind");
    assert_eq!(sessions[6]["why"], "codebook");
    assert_eq!(found["cases"][0]["series"][0]["comparable"], 4);
    // Nobody's comparison of people, and no number for it all.
    assert!(found["cases"][0]["score"].is_null() && found["score"].is_null());
    assert_ne!(Apart::Kind, Apart::Codebook);
}

#[test]
fn few_sessions_make_no_line() {
    let folder = Folder::new();
    session(&folder, "1.mp4", 1, "2026-01-05", &[(10, Some(70))], 600);
    let found = folder.json("progress", &[]);
    let series = &found["cases"][0]["series"][0];
    assert_eq!(series["line"], false);
    assert!(series["why_no_line"].as_str().unwrap().contains('4'));
}

#[test]
fn from_ten_episodes_on_there_is_a_curve_with_the_open_ones_in_it() {
    let folder = Folder::new();
    let lost: Vec<(i64, Option<i64>)> = (0..11).map(|n| (n * 50, Some(n * 50 + 5 + n))).collect();
    session(&folder, "1.mp4", 1, "2026-01-05", &lost, 600);
    session(&folder, "2.mp4", 2, "2026-01-06", &[(590, None)], 600);
    let found = folder.json("progress", &[]);
    let time = &found["cases"][0]["series"][0]["time_to_recovery"];
    let curve = &time["kaplan_meier"];
    assert_eq!(curve["steps"].as_array().unwrap().len(), 11);
    assert_eq!(curve["steps"][0]["at_risk"], 12);
    // The open one was seen for ten seconds: then it leaves those at risk.
    assert_eq!(curve["steps"][6]["after_ms"], 11_000);
    assert_eq!(curve["steps"][6]["at_risk"], 5);
    assert!(curve["caveat"].as_str().unwrap().contains("Stopping"));
}

#[test]
fn what_people_say_of_themselves_stands_beside() {
    let found = four().json("progress", &[]);
    let session = &found["cases"][0]["sessions"][0];
    assert_eq!(session["helped"][0]["words"], "That he went back to it");
    assert_eq!(session["helped"][0]["by"]["name"], "Sam");
    let views: Vec<(&str, u64, u64)> = session["views"]
        .as_array()
        .unwrap()
        .iter()
        .map(|views| {
            let number = |name: &str| views[name].as_u64().unwrap();
            (
                views["by"]["name"].as_str().unwrap(),
                number("own"),
                number("guesses"),
            )
        })
        .collect();
    assert_eq!(views, [("Robin", 0, 3), ("Sam", 1, 0)]);
    assert_eq!(session["differences"]["replies"], 0);
}

#[test]
fn the_lines_to_read_end_with_the_warning() {
    let folder = four();
    let output = folder.run("progress", &[]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        text.contains("Robin about Sam: 4 of 5 comparable"),
        "{text}"
    );
    assert!(text.contains("less than half of it was watched"), "{text}");
    assert!(
        text.trim_end()
            .lines()
            .last()
            .unwrap()
            .starts_with("This describes marks, not persons."),
        "{text}"
    );
}

#[test]
fn the_middle_of_an_even_number_lies_half_way() {
    let millis = MediaDelta::from_millis;
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[millis(3)]), Some(millis(3)));
    assert_eq!(median(&[millis(3), millis(7)]), Some(millis(5)));
}

#[test]
fn the_curve_is_that_of_lifelines() {
    let all: Value =
        serde_json::from_str(include_str!("../fixtures/progress/lifelines.json")).unwrap();
    for case in all["cases"].as_array().unwrap() {
        let observed = case["observed"].as_array().unwrap();
        let seen: Vec<Seen> = case["durations"]
            .as_array()
            .unwrap()
            .iter()
            .zip(observed)
            .map(|(lasted, ended)| Seen {
                lasted: MediaDelta::from_millis(lasted.as_i64().unwrap()),
                ended: ended.as_bool().unwrap(),
            })
            .collect();
        let curve = kaplan_meier(&seen).unwrap();
        let theirs = case["steps"].as_array().unwrap();
        assert_eq!(curve.steps.len(), theirs.len());
        let near = |ours: f64, theirs: &Value| {
            let theirs = theirs.as_f64().unwrap();
            assert!((ours - theirs).abs() < 1e-9, "{ours} is not {theirs}");
        };
        for (ours, theirs) in curve.steps.iter().zip(theirs) {
            near(ours.after.as_millis() as f64, &theirs["time"]);
            assert_eq!(ours.at_risk as u64, theirs["at_risk"].as_u64().unwrap());
            assert_eq!(ours.ended as u64, theirs["events"].as_u64().unwrap());
            near(ours.open, &theirs["open"]);
            if let Some((low, high)) = ours.interval {
                near(low, &theirs["low"]);
                near(high, &theirs["high"]);
            }
        }
        match curve.median {
            Some(median) => near(median.as_millis() as f64, &case["median"]),
            None => assert!(case["median"].is_null()),
        }
    }
}

#[test]
fn a_joint_mark_is_nobodys_episode_alone() {
    let folder = Folder::new();
    let mut joint = about_sam(1, 10, "ev.onset");
    joint.author = mindframe::domain::mark::Author::Together(vec![robin(), sam()]);
    joint.when = When::Point(MediaTime::from_seconds(10));
    let facts = info("1.mp4", 1, day("2026-01-05"));
    folder.write("1.mp4", &facts, &[(robin(), set(vec![joint]))]);
    let found = folder.json("progress", &[]);
    assert_eq!(found["cases"][0]["series"].as_array().unwrap().len(), 0);
    assert_eq!(
        found["cases"][0]["sessions"][0]["differences"]["together"],
        1
    );
}
