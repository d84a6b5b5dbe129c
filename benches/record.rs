//! How long a record of 10,000 marks takes to write, read, open and save.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench is not a library")]

use std::{
    collections::BTreeMap,
    hint::black_box,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, FixedOffset, TimeDelta};
use criterion::{Criterion, criterion_group, criterion_main};
use mindframe::{
    domain::{
        edit::{Edit, Stamp},
        id::{MarkId, PersonId, SessionId},
        mark::{
            About, Audience, Author, CodeUse, CodebookRef, FrameStamp, Intensity, Mark, Placed,
            Sureness, Tense, View, When,
        },
        person::{Person, Role},
        session::{MediaIdentity, MediaPlace, Session, SessionKind},
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    store::{self, NewSession, Opened, Places, Saver, SaverSetup, schema},
};

const MARKS: u32 = 10_000;

fn now() -> DateTime<FixedOffset> {
    DateTime::from_timestamp(1_780_000_000, 0)
        .unwrap()
        .fixed_offset()
}

fn people() -> Vec<Person> {
    [
        ("7c2e-therapist", "Robin", Role::Therapist),
        ("91ab-client", "Sam", Role::Client),
    ]
    .map(|(id, name, role)| Person {
        id: id.parse().unwrap(),
        name: name.to_owned(),
        role,
        hue: 0,
        key: None,
        zones: None,
        fields: Vec::new(),
    })
    .to_vec()
}

/// Marks as a long study makes them: half of them live, a third spans, most with words.
fn mark(number: u32, by: &PersonId, about: &PersonId) -> Mark {
    let start = MediaTime::from_millis(i64::from(number) * 350);
    Mark {
        id: MarkId::new(uuid::Uuid::from_u128(
            0x0198_0000 << 96 | u128::from(number),
        )),
        revision: 1 + number % 3,
        device: "d-0123456789abcde".parse().unwrap(),
        when: if number.is_multiple_of(3) {
            When::Span(MediaSpan::between(
                start,
                start + MediaDelta::from_millis(4000),
            ))
        } else {
            When::Point(start)
        },
        frame: Some(FrameStamp {
            number: u64::from(number) * 10,
            time_base: 90_000,
        }),
        author: Author::One(by.clone()),
        entered_by: by.clone(),
        about: About::People(vec![about.clone()]),
        view: View::OfOther,
        tense: Tense::Then,
        codes: vec![CodeUse::plain("tx.not_knowing".parse().unwrap())],
        intensity: Intensity::new((number % 11).try_into().unwrap()),
        sureness: Some(Sureness::Guess),
        words: (!number.is_multiple_of(5)).then(|| {
            format!("Number {number}: “you went quiet”, and I wondered what went on inside")
        }),
        audience: Audience::Everyone,
        codebook: CodebookRef {
            id: "mbt-full".to_owned(),
            version: "0.1".to_owned(),
        },
        placed: if number.is_multiple_of(2) {
            Placed::Live {
                pressed_at: start + MediaDelta::from_millis(2000),
                lead: MediaDelta::from_millis(2000),
                rate: 1.0,
            }
        } else {
            Placed::Paused
        },
        settled: false,
        review: None,
        links: Vec::new(),
        created: now() + TimeDelta::seconds(i64::from(number)),
        revised: None,
    }
}

fn fill(session: &mut Session) {
    let people = people();
    let marks = (0..MARKS)
        .map(|number| {
            let by = &people[(number % 2) as usize].id;
            let about = &people[((number + 1) % 2) as usize].id;
            Edit::AddMark(Box::new(mark(number, by, about)))
        })
        .collect();
    session.apply(&Edit::Batch(marks), &stamp()).unwrap();
}

fn stamp() -> Stamp {
    Stamp {
        device: "d-0123456789abcde".parse().unwrap(),
        now: now(),
    }
}

/// A folder with a saved record of [`MARKS`] marks.
struct World {
    root: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let world = Self { root };
        std::fs::write(world.root.path().join("long.mp4"), b"pictures").unwrap();
        let opened = world.open();
        let mut session = opened.session.clone();
        fill(&mut session);
        let mut saver = start(opened);
        saver.offer(session, 1);
        saver.flush(Duration::from_mins(1)).unwrap();
        drop(saver);
        world
    }

    fn open(&self) -> Opened {
        let identity = MediaIdentity {
            file_name: "long.mp4".to_owned(),
            bytes: 8,
            fingerprint: "00ff".repeat(16),
            duration: MediaTime::from_seconds(3600),
            place: MediaPlace::Part,
        };
        let new = NewSession {
            id: SessionId::new(uuid::Uuid::from_u128(1)),
            kind: SessionKind::Session,
            people: people(),
            codebooks: Vec::new(),
        };
        let places = Places::under(&self.root.path().join("home"));
        store::open(
            &self.root.path().join("long.mp4"),
            &identity,
            &places,
            new,
            now(),
            &store::Keyring::default(),
        )
    }
}

fn start(opened: Opened) -> Saver {
    let setup = SaverSetup {
        waker: Arc::new(|| {}),
        clock: Arc::new(|| chrono::Local::now().fixed_offset()),
        device: "d-0123456789abcde".parse().unwrap(),
        presence: true,
        watch: true,
    };
    Saver::start(opened.place, opened.seen, setup)
}

fn texts(c: &mut Criterion) {
    let mut info = World::new().open().session.info().clone();
    info.people = people();
    let mut session = Session::new(info, BTreeMap::new());
    fill(&mut session);
    let write = || -> Vec<String> {
        let info = session.info();
        let sets = session.sets().iter();
        sets.map(|(person, set)| schema::write_marks(info, session.person(person).unwrap(), set))
            .collect()
    };
    c.bench_function("write the text of 10,000 marks", |b| {
        b.iter(|| black_box(write()));
    });
    let texts = write();
    c.bench_function("read the text of 10,000 marks", |b| {
        b.iter(|| {
            for text in &texts {
                black_box(schema::read_marks(Path::new("x"), text.as_bytes()).unwrap());
            }
        });
    });
}

fn files(c: &mut Criterion) {
    let world = World::new();
    c.bench_function("open a record of 10,000 marks", |b| {
        b.iter(|| black_box(world.open()));
    });

    let opened = world.open();
    let mut session = opened.session.clone();
    let mut saver = start(opened);
    let mut revision = 0;
    let first = session.marks().next().unwrap().id;
    let mut group = c.benchmark_group("saving");
    group.sample_size(40);
    group.bench_function(
        "one edit among 10,000 marks, until it is safe on disk",
        |b| {
            b.iter_custom(|times| {
                let mut spent = Duration::ZERO;
                for _ in 0..times {
                    // What was written just before is being kept as an earlier state; a person is slower than that.
                    std::thread::sleep(Duration::from_millis(150));
                    revision += 1;
                    let mut changed = session.mark(first).unwrap().clone();
                    changed.words = Some(format!("revision {revision}"));
                    let began = Instant::now();
                    session
                        .apply(&Edit::ReplaceMark(Box::new(changed)), &stamp())
                        .unwrap();
                    saver.offer(session.clone(), revision);
                    saver.flush(Duration::from_mins(1)).unwrap();
                    spent += began.elapsed();
                    saver.poll();
                }
                spent
            });
        },
    );
    group.finish();
}

criterion_group!(record, texts, files);
criterion_main!(record);
