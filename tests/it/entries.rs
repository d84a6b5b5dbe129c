//! What people keep besides marks: one of every kind, random ones, and that none loses a word on its way through a file.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use chrono::NaiveDate;
use mindframe::{
    domain::{
        entry::{
            Agreed, Consent, ConsentPurpose, Entry, EntryKind, Episode, EpisodeStep, Judgement,
            Outcome, Playlist, PlaylistItem, Purpose, Review, SealedSet, SealedState, Verdict,
        },
        id::{EntryId, PersonId},
        mark::{About, Audience, CodeUse, CodebookRef, Intensity, When},
        session::PersonSet,
        supervision::{ClipPack, Done, FrameRef, RatedItem, Rating, RatingPart, RatingSheet},
        time::{MediaDelta, MediaSpan, MediaTime},
        training::{Consensus, Place, Practice, Rater, Round, Rules, Ruling, Tape, Voice},
    },
    store::schema,
};
use proptest::prelude::*;

use crate::world::{World, at, id, mark_id, robin, sam};

pub fn entry_id(number: u128) -> EntryId {
    EntryId::new(uuid::Uuid::from_u128(0xe000_0000 + number))
}

pub fn entry(number: u128, kind: EntryKind) -> Entry {
    Entry {
        id: entry_id(number),
        revision: 1,
        device: id("device-a"),
        audience: Audience::Everyone,
        created: at(0),
        revised: None,
        conflict_of: None,
        kind,
    }
}

fn seconds(from: i64, to: i64) -> MediaSpan {
    MediaSpan::between(MediaTime::from_seconds(from), MediaTime::from_seconds(to))
}

fn book() -> CodebookRef {
    CodebookRef {
        id: "mindframe".to_owned(),
        version: "0.1".to_owned(),
    }
}

/// Those of learning to see.
fn of_training() -> Vec<EntryKind> {
    vec![
        EntryKind::Consensus(Box::new(Consensus {
            raters: vec![
                Rater {
                    person: robin(),
                    name: "Robin".to_owned(),
                },
                Rater {
                    person: sam(),
                    name: String::new(),
                },
            ],
            tolerance: MediaDelta::from_millis(2_000),
            codebook: book(),
            round: Round::Names {
                done: vec![robin()],
            },
            places: vec![Place {
                id: mark_id(3),
                ruling: Ruling::Dropped,
                when: When::Span(seconds(3, 9)),
                about: About::Us,
                codes: vec![CodeUse {
                    code: id("dyn.rupture"),
                    modifiers: vec![("kind".to_owned(), "withdrawal".to_owned())],
                }],
                voices: vec![Voice {
                    rater: robin(),
                    mark: mark_id(1),
                    when: When::Point(MediaTime::from_millis(3_040)),
                    about: About::People(vec![sam()]),
                    codes: vec![CodeUse::plain(id("ev.onset"))],
                    words: Some("He \"left\"".to_owned()),
                }],
                reason: "It is the same as the one before".to_owned(),
            }],
        })),
        EntryKind::Tape(Box::new(Tape {
            title: "Five minutes late".to_owned(),
            rules: Rules {
                single_pass: true,
                clips: vec![seconds(0, 20), seconds(40, 60)],
                shuffled: true,
                time_out: 20,
            },
            tolerance: MediaDelta::from_millis(2_000),
            codebook: book(),
            preset: "live".to_owned(),
            raters: 3,
            answers: "00ff".to_owned(),
        })),
        EntryKind::Practice(Practice {
            tape: entry_id(7),
            order: vec![1, 0],
            watched: 1,
            done: Some(at(90)),
        }),
    ]
}

/// Those of rating for supervision.
fn of_supervision() -> Vec<EntryKind> {
    let frame = || FrameRef {
        id: "our-team".to_owned(),
        version: "2".to_owned(),
    };
    let both = RatedItem {
        values: BTreeMap::from([
            ("adherence".to_owned(), Rating::Value(-2)),
            ("competence".to_owned(), Rating::NotApplicable),
        ]),
        note: "He waited, \"and\" she spoke".to_owned(),
        evidence: vec![mark_id(4), mark_id(2)],
    };
    let noted = RatedItem {
        note: "Not seen".to_owned(),
        ..RatedItem::default()
    };
    vec![
        EntryKind::RatingPart(RatingPart {
            round: entry_id(50),
            frame: frame(),
            of: Some(robin()),
            done: Some(Done {
                at: at(70),
                hash: "00ff".to_owned(),
            }),
            shared: Some(at(80)),
        }),
        EntryKind::RatingSheet(Box::new(RatingSheet {
            part: entry_id(51),
            frame: frame(),
            items: BTreeMap::from([(1, both), (17, noted)]),
            was: Some(entry_id(52)),
        })),
        EntryKind::ClipPack(ClipPack {
            sections: vec![seconds(0, 900), seconds(1_000, 1_900)],
            question: "Where did I lose her?".to_owned(),
        }),
    ]
}

/// One of every kind, with every field said.
pub fn one_of_each() -> Vec<EntryKind> {
    let day = |day| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
    let mut kinds = vec![
        EntryKind::Episode(Box::new(Episode {
            subject: About::People(vec![sam()]),
            before: Some(MediaTime::from_seconds(12)),
            onset: Some(MediaTime::from_millis(21_040)),
            stop: MediaTime::from_seconds(25),
            steps: vec![
                EpisodeStep {
                    at: MediaTime::from_seconds(14),
                    prompt: "event".to_owned(),
                    words: "I looked \"away\"".to_owned(),
                    by: Some(sam()),
                    confirmed: true,
                },
                EpisodeStep {
                    at: MediaTime::from_seconds(17),
                    prompt: "then-feeling".to_owned(),
                    words: String::new(),
                    by: None,
                    confirmed: false,
                },
            ],
            outcome: Outcome::Recovered(MediaTime::from_seconds(31)),
            seen: "It went when the phone rang.".to_owned(),
            pattern: "Sunday".to_owned(),
        })),
        EntryKind::Review(Box::new(Review {
            purpose: Purpose::Review,
            present: vec![robin(), sam()],
            minutes: 15,
            ended: Some(at(900)),
            expected: "That I talk too much".to_owned(),
            expected_strength: Intensity::new(6),
            compared: "Less than I thought".to_owned(),
            felt: vec![(robin(), "Lighter, and \"tired\"".to_owned())],
            strength: vec![(sam(), Intensity::MAX)],
            take_along: "I came back".to_owned(),
        })),
        EntryKind::Playlist(Playlist {
            name: "Three moments".to_owned(),
            items: vec![PlaylistItem {
                span: seconds(10, 40),
                label: "A good one".to_owned(),
                mark: Some(mark_id(1)),
                good: true,
                for_team: true,
            }],
        }),
        EntryKind::Consent(Consent {
            purpose: ConsentPurpose::Supervision,
            given: day(9),
            form: "2026-1".to_owned(),
            expires: Some(day(31)),
            withdrawn: Some(at(60)),
            erase_after: Some(at(120)),
        }),
        EntryKind::Sealed(SealedSet {
            round: entry_id(99),
            span: Some(seconds(0, 60)),
            codebook: book(),
            preset: "client".to_owned(),
            until: Some(day(20)),
            state: SealedState::Committed {
                at: at(30),
                hash: "00ff".to_owned(),
                agreed: Some(Agreed {
                    at: at(45),
                    hash: "11ee".to_owned(),
                }),
            },
        }),
        EntryKind::Judgement(Judgement {
            of: mark_id(2),
            guesser: robin(),
            guess: "Maybe afraid".to_owned(),
            verdict: Some(Verdict::Partly),
        }),
    ];
    kinds.extend(of_training());
    kinds.extend(of_supervision());
    kinds
}

pub fn some_entry_id() -> BoxedStrategy<EntryId> {
    (1_u128..5).prop_map(entry_id).boxed()
}

/// Something that somebody keeps.
pub fn any_entry() -> BoxedStrategy<(PersonId, Entry)> {
    let kinds = prop_oneof![
        3 => prop::sample::select(one_of_each()),
        2 => "[a-z \"\\\\]{0,12}".prop_map(|name| {
            EntryKind::Playlist(Playlist { name, items: Vec::new() })
        }),
        1 => "[a-z]{0,8}".prop_map(|seen| {
            let outcome = if seen.len() > 4 { Outcome::NotToday } else { Outcome::Open };
            EntryKind::Episode(Box::new(Episode {
                subject: About::Us,
                before: None,
                onset: None,
                stop: MediaTime::from_seconds(3),
                steps: Vec::new(),
                outcome,
                seen,
                pattern: String::new(),
            }))
        }),
    ];
    (
        prop::sample::select(vec![robin(), sam()]),
        1_u128..5,
        kinds,
        1_u32..4,
    )
        .prop_map(|(keeper, number, kind, revision)| {
            // An entry belongs to one person for ever, so its number says whose it is.
            let number = number * 2 + u128::from(keeper == sam());
            let mut entry = entry(number, kind);
            entry.revision = revision;
            (keeper, entry)
        })
        .boxed()
}

fn through_a_file(set: &PersonSet) -> PersonSet {
    let session = World::new().open().session;
    let person = session.person(&sam()).unwrap();
    let text = schema::write_marks(session.info(), person, set);
    match schema::read_marks(Path::new("x"), text.as_bytes()) {
        Ok(file) => file.set,
        Err(error) => panic!("{error:?}\n{text}"),
    }
}

#[test]
fn one_of_each_reads_as_it_was_written() {
    let mut set = PersonSet::default();
    for (number, kind) in one_of_each().into_iter().enumerate() {
        let mut entry = entry(number as u128, kind);
        entry.audience = Audience::ALL[number % Audience::ALL.len()];
        set.entries.insert(entry.id, Arc::new(entry));
    }
    assert_eq!(through_a_file(&set), set);
}

proptest! {
    #[test]
    fn nothing_is_lost_in_a_file(entries in prop::collection::vec(any_entry(), 0..6)) {
        let entries: BTreeMap<_, _> = entries
            .into_iter()
            .map(|(_, entry)| (entry.id, Arc::new(entry)))
            .collect();
        let set = PersonSet { entries, ..PersonSet::default() };
        prop_assert_eq!(through_a_file(&set), set);
    }
}

#[test]
fn an_entry_that_is_nothing_or_two_things_is_refused() {
    let set = |kinds: &str| {
        let session = World::new().open().session;
        let person = session.person(&sam()).unwrap();
        let text = schema::write_marks(session.info(), person, &PersonSet::default());
        let entry = format!(
            "entries: [({kinds} made: \"2026-03-09T14:23:00+01:00\", device: \"device-a\", id: \"{}\")],\n)",
            entry_id(1)
        );
        let text = text.replacen("\n)\n", &format!("\n{entry}\n"), 1);
        schema::read_marks(Path::new("x"), text.as_bytes())
    };
    let list = "playlist: (name: \"x\"),";
    assert!(set(list).is_ok());
    assert!(set("").is_err());
    assert!(set(&format!("{list} review: (purpose: Review, minutes: 15),")).is_err());
    assert!(set("playlist: (name: \"x\", score: 3),").is_err());
}

#[test]
fn a_sheet_that_says_two_things_of_one_item_is_refused() {
    let set = |items: &str| {
        let session = World::new().open().session;
        let person = session.person(&sam()).unwrap();
        let text = schema::write_marks(session.info(), person, &PersonSet::default());
        let entry = format!(
            "entries: [(rating_sheet: (part: \"{}\", frame: (id: \"x\", version: \"1\"), items: [{items}]), \
             made: \"2026-03-09T14:23:00+01:00\", device: \"device-a\", id: \"{}\")],\n)",
            entry_id(2),
            entry_id(1)
        );
        let text = text.replacen("\n)\n", &format!("\n{entry}\n"), 1);
        schema::read_marks(Path::new("x"), text.as_bytes())
    };
    assert!(set("(number: 1, values: [(\"a\", 3)]), (number: 2)").is_ok());
    assert!(set("(number: 1, values: [(\"a\", 3), (\"a\", 4)])").is_err());
    assert!(set("(number: 1, values: [(\"a\", 3)], not_applicable: [\"a\"])").is_err());
    assert!(set("(number: 1, note: \"x\"), (number: 1, note: \"y\")").is_err());
    assert!(set("(number: 1, total: 3)").is_err());
}
