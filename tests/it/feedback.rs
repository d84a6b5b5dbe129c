//! Practice feedback beside a consensus that was worked out place by place: what it leads to, and what it tells nobody. The golden
//! page `feedback-consensus.html` is written anew with `MINDFRAME_GOLDEN=write`.

use std::{fs, path::Path};

use mindframe::{
    domain::{edit::Edit, mark::Mark},
    domain::{
        entry::EntryKind,
        id::PersonId,
        mark::{About, CodeUse, CodebookRef, When},
        person::Role,
        session::{Session, WatchedRange},
        time::{MediaDelta, MediaSpan, MediaTime},
        training::{Consensus, Place, Practice, Rater, Round, Rules, Ruling, Tape, Voice},
    },
    report::{
        Kind, Reader,
        html::{self, Stills},
    },
};

use crate::{
    entries::entry_id,
    reports::{about, coded, made, practice, put, text, wordless},
    world::{add, at, id, mark, mark_id, sam, stamp},
};

const RATERS: [(&str, &str); 3] = [("ada-5", "Ada"), ("ben-6", "Ben"), ("cyn-7", "Cyn")];

fn voice(number: u128, rater: &str, seconds: i64, code: &str, words: &str) -> Voice {
    Voice {
        rater: id(rater),
        mark: mark_id(900 + number),
        when: When::Point(MediaTime::from_seconds(seconds)),
        about: About::People(vec![sam()]),
        codes: vec![CodeUse::plain(id(code))],
        words: (!words.is_empty()).then(|| words.to_owned()),
    }
}

fn place(number: u128, ruling: Ruling, seconds: i64, codes: &[&str], voices: Vec<Voice>) -> Place {
    Place {
        id: mark_id(800 + number),
        ruling,
        when: When::Point(MediaTime::from_seconds(seconds)),
        about: About::People(vec![sam()]),
        codes: codes.iter().map(|code| CodeUse::plain(id(code))).collect(),
        voices,
        reason: String::new(),
    }
}

fn open_place() -> Place {
    let mut open = place(
        5,
        Ruling::Open,
        50,
        &["tx.relationship", "tx.validate"],
        vec![
            voice(
                10,
                "ada-5",
                50,
                "tx.relationship",
                "He speaks of the two of them",
            ),
            voice(11, "cyn-7", 51, "tx.validate", ""),
        ],
    );
    "It is both: a bid, and a comfort".clone_into(&mut open.reason);
    open
}

fn consensus() -> Consensus {
    Consensus {
        raters: RATERS
            .iter()
            .map(|(who, name)| Rater {
                person: id(who),
                name: (*name).to_owned(),
            })
            .collect(),
        tolerance: MediaDelta::from_millis(2_000),
        codebook: CodebookRef {
            id: "mbt-full".to_owned(),
            version: "0.1".to_owned(),
        },
        round: Round::Only,
        places: vec![
            place(
                1,
                Ruling::Same,
                12,
                &["ev.onset"],
                vec![
                    voice(
                        1,
                        "ada-5",
                        12,
                        "ev.onset",
                        "The gaze goes, and then the tempo",
                    ),
                    voice(2, "ben-6", 12, "ev.onset", ""),
                ],
            ),
            place(
                2,
                Ruling::Same,
                20,
                &["tx.validate"],
                vec![
                    voice(3, "ada-5", 20, "tx.validate", ""),
                    voice(4, "ben-6", 20, "tx.validate", ""),
                    voice(5, "cyn-7", 21, "tx.validate", "He names it before he asks"),
                ],
            ),
            place(
                3,
                Ruling::Merged,
                34,
                &["ev.onset"],
                vec![
                    voice(
                        6,
                        "ben-6",
                        34,
                        "ev.onset",
                        "A short one: she hears a reproach",
                    ),
                    voice(7, "cyn-7", 34, "ev.onset", ""),
                ],
            ),
            place(
                4,
                Ruling::Same,
                41,
                &["ev.recovery"],
                vec![
                    voice(8, "ada-5", 41, "ev.recovery", ""),
                    voice(9, "ben-6", 41, "ev.recovery", ""),
                ],
            ),
            open_place(),
            place(
                6,
                Ruling::Dropped,
                71,
                &["mz.tentative"],
                vec![voice(12, "ada-5", 71, "mz.tentative", "Dropped in the end")],
            ),
            place(
                7,
                Ruling::Same,
                80,
                &["risk.self_harm"],
                vec![voice(13, "ada-5", 80, "risk.self_harm", "About a risk")],
            ),
        ],
    }
}

fn with(consensus: Consensus) -> Session {
    let mut session = practice();
    put(
        &mut session,
        &id("kim-3"),
        90,
        EntryKind::Consensus(Box::new(consensus)),
    );
    session
}

fn page(session: &Session, reader: Reader) -> String {
    let page = made(session, Kind::Feedback, reader).expect("a page");
    html::html(&page, "en", &Stills::default())
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let start = text.find(from).unwrap_or_else(|| panic!("no {from}"));
    let rest = &text[start..];
    let end = rest.find(to).unwrap_or_else(|| panic!("no {to}"));
    &rest[..end]
}

#[test]
fn the_experts_side_is_what_was_worked_out() {
    let html = page(&with(consensus()), Reader::Trainee);
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/reports/feedback-consensus.html");
    if std::env::var_os("MINDFRAME_GOLDEN").is_some() {
        fs::write(&path, &html).expect("a golden page");
    }
    assert_eq!(
        fs::read_to_string(&path).ok().as_ref(),
        Some(&html),
        "changed: look at it, then MINDFRAME_GOLDEN=write"
    );
    let text = text(&html);
    assert!(text.contains("Lee, beside Ada, Ben, Cyn"), "{text}");
    let missed = between(&text, "Only they marked this", "Only you marked this");
    assert!(missed.contains("agreed on by 2 of 3"), "{missed}");
    // What a rater wrote alone, before they spoke about it.
    assert!(
        missed.contains("A short one: she hears a reproach"),
        "{missed}"
    );
    // Joint marks stand for nothing once a consensus was worked out, and neither does what was dropped.
    assert!(!text.contains("Quieter than the first"), "{text}");
    assert!(!text.contains("Dropped in the end"), "{text}");
    assert!(!text.contains("About a risk"), "{text}");
}

#[test]
fn where_experts_differ_comes_last_and_seeing_it_so_is_neither_missed_nor_extra() {
    let text = text(&page(&with(consensus()), Reader::Trainee));
    let extra = between(&text, "Only you marked this", "Experts differed here too");
    assert!(extra.contains("A joke, and both are lighter"), "{extra}");
    assert!(!extra.contains("He leans in here"), "{extra}");
    let open = between(&text, "Experts differed here too", "To keep");
    assert!(open.contains("He leans in here"), "{open}");
    assert!(open.contains("He speaks of the two of them"), "{open}");
    assert!(open.contains("It is both: a bid, and a comfort"), "{open}");
}

#[test]
fn without_open_places_nothing_is_said_of_them() {
    let mut without = consensus();
    without.places.retain(|place| place.ruling != Ruling::Open);
    let text = text(&page(&with(without), Reader::Trainee));
    assert!(!text.contains("Experts differed here too"), "{text}");
}

#[test]
fn raters_who_are_not_named_are_named_nowhere() {
    let mut nameless = consensus();
    for rater in &mut nameless.raters {
        rater.name.clear();
    }
    let text = text(&page(&with(nameless), Reader::Trainee));
    assert!(text.contains("Lee, beside 3 experts"), "{text}");
    for (_, name) in RATERS {
        assert!(!text.contains(name), "{name} is named: {text}");
    }
}

#[test]
fn what_is_marked_after_practice_and_what_was_not_watched_is_not_compared() {
    let mut session = with(consensus());
    let lee: PersonId = id("lee-4");
    let tape = Tape {
        title: "Five minutes late".to_owned(),
        rules: Rules::default(),
        tolerance: MediaDelta::from_millis(2_000),
        codebook: consensus().codebook,
        preset: "live".to_owned(),
        raters: 3,
        answers: "00ff".to_owned(),
    };
    put(
        &mut session,
        &id("kim-3"),
        91,
        EntryKind::Tape(Box::new(tape)),
    );
    let done = Practice {
        tape: entry_id(91),
        order: Vec::new(),
        watched: 1,
        done: Some(at(90)),
    };
    put(&mut session, &lee, 92, EntryKind::Practice(done));
    let later = |mut mark: Mark| {
        mark.created = at(120);
        mark
    };
    add(
        &mut session,
        later(about(
            coded(mark(65, &lee, 34, "Seen afterwards"), "ev.onset"),
            &sam(),
        )),
    );
    let watched = WatchedRange {
        span: MediaSpan::between(MediaTime::from_seconds(10), MediaTime::from_seconds(45)),
        pass: 1,
        rate: 1.0,
        together: false,
    };
    session
        .apply(&Edit::AddWatched(lee, watched), &stamp("device-a", 2))
        .expect("watched");
    let text = text(&page(&session, Reader::Trainer));
    assert!(!text.contains("Seen afterwards"), "{text}");
    let missed = between(&text, "Only they marked this", "Only you marked this");
    assert!(missed.contains("0:34"), "{missed}");
    // The open place lies behind what was watched.
    assert!(!text.contains("Experts differed here too"), "{text}");
}

#[test]
fn whoever_agreed_on_it_is_put_beside_one_of_the_others() {
    let mut session = with(consensus());
    let mut info = session.info().clone();
    for person in &mut info.people {
        if person.role == Role::Trainee {
            person.role = Role::Other;
        }
    }
    session
        .apply(&Edit::SetInfo(Box::new(info)), &stamp("device-a", 3))
        .expect("people");
    add(
        &mut session,
        about(
            coded(wordless(mark(66, &id("ben-6"), 12, "")), "ev.onset"),
            &sam(),
        ),
    );
    let text = text(&page(&session, Reader::Trainer));
    assert!(text.contains("Ada, beside Ben"), "{text}");
    assert!(!text.contains("of 3"), "{text}");
}
