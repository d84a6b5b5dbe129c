//! Records that no hand could type: many marks, many people, ratings of strength. The bench includes this file too.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what it does not expect"
)]
#![allow(dead_code, reason = "each user needs a part of it")]

use std::{collections::BTreeMap, sync::Arc};

use mindframe::domain::{
    id::{CodeId, DeviceId, MarkId, PersonId, SessionId, TrackId},
    mark::{
        About, Audience, Author, CodeUse, CodebookRef, Intensity, Mark, Placed, Sureness, Tense,
        View as Seen, When,
    },
    person::{Person, Role},
    session::{PersonSet, Session, SessionInfo, SessionKind},
    time::{MediaDelta, MediaSpan, MediaTime},
    track::{Input, Stretch, Track, TrackKind},
};

pub fn person_id(number: usize) -> PersonId {
    format!("p{number}").parse().expect("an id")
}

pub fn people(names: &[&str]) -> Vec<Person> {
    names
        .iter()
        .enumerate()
        .map(|(number, name)| Person {
            id: person_id(number),
            name: (*name).to_owned(),
            role: if number == 0 {
                Role::Therapist
            } else {
                Role::Client
            },
            hue: u8::try_from(number).expect("few people"),
            key: None,
            zones: None,
            fields: Vec::new(),
        })
        .collect()
}

fn now() -> chrono::DateTime<chrono::FixedOffset> {
    chrono::DateTime::parse_from_rfc3339("2026-11-22T14:20:00+01:00").expect("a date")
}

pub fn mark(number: u128, keeper: usize, when: When, code: &str) -> Mark {
    let device: DeviceId = "d0".parse().expect("an id");
    let code: CodeId = code.parse().expect("an id");
    Mark {
        id: MarkId::new(uuid(number)),
        revision: 1,
        device,
        when,
        frame: None,
        author: Author::One(person_id(keeper)),
        entered_by: person_id(keeper),
        about: About::People(vec![person_id(keeper)]),
        view: Seen::Own,
        tense: Tense::Then,
        codes: vec![CodeUse::plain(code)],
        intensity: None,
        sureness: None,
        words: Some("Something went on inside".to_owned()),
        audience: Audience::Everyone,
        codebook: CodebookRef {
            id: "mbt-full".to_owned(),
            version: "1".to_owned(),
        },
        placed: Placed::Paused,
        settled: false,
        review: None,
        links: Vec::new(),
        created: now(),
        revised: None,
    }
}

fn uuid(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

pub fn session(people: Vec<Person>, marks: Vec<Mark>, tracks: Vec<(usize, Track)>) -> Session {
    let mut sets: BTreeMap<PersonId, PersonSet> = BTreeMap::new();
    for mark in marks {
        let set = sets.entry(mark.keeper().clone()).or_default();
        set.marks.insert(mark.id, Arc::new(mark));
    }
    for (rater, track) in tracks {
        sets.entry(person_id(rater)).or_default().tracks.push(track);
    }
    let info = SessionInfo {
        id: SessionId::new(uuid(1)),
        title: String::new(),
        media: Vec::new(),
        kind: SessionKind::RolePlay,
        started: None,
        cast: Vec::new(),
        scene: String::new(),
        take: None,
        keeping: mindframe::domain::session::Keeping::default(),
        fields: Vec::new(),
        codebooks: Vec::new(),
        created: now(),
        people,
        revision: 1,
    };
    Session::new(info, sets)
}

/// A rating of `about`: value by second.
pub fn strength(about: usize, samples: &[(i64, u8)]) -> Track {
    let samples: Vec<(MediaTime, Intensity)> = samples
        .iter()
        .map(|(second, value)| {
            (
                MediaTime::from_seconds(*second),
                Intensity::new(*value).expect("0 to 10"),
            )
        })
        .collect();
    let last = samples.last().map_or(MediaTime::ZERO, |(time, _)| *time);
    Track {
        id: TrackId::new(uuid(about as u128 + 900)),
        kind: TrackKind::Arousal,
        about: person_id(about),
        pass: 1,
        begun: now(),
        input: Input::Given,
        stretches: vec![Stretch {
            samples,
            end: last + MediaDelta::from_millis(60_000),
            rate: 1.0,
        }],
    }
}

/// `count` marks of two people over `length`: nine points to one span, a guess now and then.
pub fn spread(count: u32, length: MediaTime) -> Session {
    let codes = [
        "ev.onset",
        "ev.recovery",
        "tx.validate",
        "dyn.appease",
        "tx.missed",
    ];
    let step = length.as_nanos() / i64::from(count.max(1));
    let marks = (0..count)
        .map(|number| {
            // A fixed shuffle, so that ids are not in the order of time.
            let slot = i64::from(number.wrapping_mul(7919) % count);
            let start = MediaTime::from_nanos(slot * step + step / 3);
            let when = if number % 10 == 0 {
                let long = i64::from(number % 7 + 1) * 2000;
                When::Span(MediaSpan::between(
                    start,
                    (start + MediaDelta::from_millis(long)).min(length),
                ))
            } else {
                When::Point(start)
            };
            let at = usize::try_from(number).expect("fits");
            let mut mark = mark(
                u128::from(number) + 10,
                at % 2,
                when,
                codes[at % codes.len()],
            );
            if number % 13 == 0 {
                mark.sureness = Some(Sureness::Guess);
            }
            mark
        })
        .collect();
    session(people(&["Robin", "Sam"]), marks, Vec::new())
}
