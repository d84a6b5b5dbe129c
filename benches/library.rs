//! A library at full size: 5,000 records with 2,000,000 marks, made up in a temporary folder. How long the first opening takes, a later one,
//! a search, and an export, with the most memory that each needs. Run once each: `cargo bench --bench library`.
//!
//! `LIBRARY_SETS` and `LIBRARY_MARKS` (of each record) make it another size.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench is not a library"
)]

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta};
use mindframe::{
    domain::{
        id::{MarkId, PersonId, SessionId},
        mark::{
            About, Audience, Author, CodeUse, CodebookRef, FrameStamp, Intensity, Mark, Placed,
            Sureness, Tense, View, When,
        },
        person::{Person, Role},
        session::{Keeping, MediaIdentity, MediaPlace, PersonSet, SessionInfo, SessionKind},
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    interop::exporters::{ExportError, Source, TABLES, WithWords, exporter, write_rows},
    store::{self, NewFile, Places, Query, StoreError, schema},
};

const WORDS: [&str; 24] = [
    "quiet",
    "looked",
    "away",
    "when",
    "she",
    "asked",
    "about",
    "work",
    "and",
    "I",
    "wondered",
    "whether",
    "it",
    "was",
    "too",
    "much",
    "then",
    "laughed",
    "before",
    "the",
    "door",
    "“yes”",
    "slowly",
    "again",
];
const CODES: [&str; 8] = [
    "ev.onset",
    "ev.recovery",
    "mode.pretend",
    "mode.teleological",
    "tx.not_knowing",
    "ms.feeling",
    "mz.curious",
    "reg.pause",
];

struct Dice(u64);

impl Dice {
    fn upto(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }
}

fn people() -> Vec<Person> {
    [
        ("7c2e91ab", "Robin", Role::Therapist),
        ("91ab7c2e", "Sam", Role::Client),
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

fn mark(number: usize, id: u128, by: &PersonId, about: &PersonId, dice: &mut Dice) -> Mark {
    let start = MediaTime::from_millis(i64::try_from(number).unwrap() * 7_000);
    let said: Vec<&str> = (0..4 + dice.upto(16))
        .map(|_| WORDS[dice.upto(WORDS.len())])
        .collect();
    let mut words = said.join(" ");
    if dice.upto(20_000) == 0 {
        words.push_str(" lighthouse");
    }
    Mark {
        id: MarkId::new(uuid::Uuid::from_u128(id)),
        revision: 1,
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
            number: 10,
            time_base: 90_000,
        }),
        author: Author::One(by.clone()),
        entered_by: by.clone(),
        about: About::People(vec![about.clone()]),
        view: View::OfOther,
        tense: Tense::Then,
        codes: vec![CodeUse::plain(
            CODES[dice.upto(CODES.len())].parse().unwrap(),
        )],
        intensity: Intensity::new(5),
        sureness: Some(Sureness::Guess),
        words: (dice.upto(5) > 0).then_some(words),
        audience: Audience::Everyone,
        codebook: CodebookRef {
            id: "mbt-full".to_owned(),
            version: "0.1".to_owned(),
        },
        placed: Placed::Paused,
        settled: false,
        review: None,
        links: Vec::new(),
        created: DateTime::from_timestamp(1_780_000_000, 0)
            .unwrap()
            .fixed_offset(),
        revised: None,
    }
}

fn write(folder: &Path, number: usize, marks: usize) {
    let folder = folder.join(format!("case-{:03}", number / 20));
    fs::create_dir_all(&folder).unwrap();
    let name = format!("session-{number:05}.mp4");
    let people = people();
    let date = DateTime::from_timestamp(1_600_000_000, 0).unwrap()
        + TimeDelta::hours(i64::try_from(number).unwrap());
    let mut dice = Dice(u64::try_from(number).unwrap() + 1);
    let info = SessionInfo {
        id: SessionId::new(uuid::Uuid::from_u128(u128::try_from(number).unwrap() + 1)),
        title: String::new(),
        media: vec![MediaIdentity {
            file_name: name.clone(),
            bytes: 1 << 30,
            fingerprint: format!("{number:064x}"),
            duration: MediaTime::from_seconds(3000),
            place: MediaPlace::Part,
        }],
        kind: SessionKind::Session,
        started: Some(date.fixed_offset()),
        cast: Vec::new(),
        scene: String::new(),
        take: None,
        fields: Vec::new(),
        codebooks: Vec::new(),
        created: date.fixed_offset(),
        people: people.clone(),
        keeping: Keeping::default(),
        revision: 1,
    };
    fs::write(folder.join(&name), b"").unwrap();
    fs::write(
        folder.join(format!("{name}.session.ron")),
        schema::write_session(&info),
    )
    .unwrap();
    for (at, person) in people.iter().enumerate() {
        let about = &people[1 - at].id;
        let own: BTreeMap<MarkId, Arc<Mark>> = (0..marks / 2)
            .map(|mark_number| {
                let id = (number * marks + at * marks / 2 + mark_number + 1) as u128;
                let mark = mark(mark_number, id, &person.id, about, &mut dice);
                (mark.id, Arc::new(mark))
            })
            .collect();
        let set = PersonSet {
            marks: own,
            ..PersonSet::default()
        };
        let text = schema::write_marks(&info, person, &set);
        fs::write(folder.join(format!("{name}.marks.{}.ron", person.id)), text).unwrap();
    }
}

/// The most memory since it was last asked, in MiB.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .strip_suffix(" kB")?
            .parse::<u64>()
            .ok()
    });
    let _ = fs::write("/proc/self/clear_refs", "5");
    kib.unwrap_or_default() / 1024
}

fn say(what: &str, took: Duration) {
    println!(
        "{what}: {:.0} ms, {} MiB at most",
        took.as_secs_f64() * 1e3,
        most_memory()
    );
}

fn size(name: &str, usual: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

fn main() {
    let (sets, marks) = (size("LIBRARY_SETS", 5_000), size("LIBRARY_MARKS", 400));
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("recordings");
    let places = Places::under(&root.path().join("own"));
    for number in 0..sets {
        write(&folder, number, marks);
    }
    let going_on = AtomicBool::new(false);
    let open = |what: &str| {
        most_memory();
        let begun = Instant::now();
        let library = store::read_library(&folder, &places, &going_on, &|_| {}).unwrap();
        say(what, begun.elapsed());
        library
    };
    let first = open("first opening");
    println!(
        "  {} recordings, {} marks, {} read anew",
        first.recordings.len(),
        first.marks(),
        first.anew
    );
    drop(first);
    let library = open("later opening");
    println!("  {} read anew", library.anew);
    let ask = |what: &str, query: Query| {
        let begun = Instant::now();
        let found = store::search(&library.recordings, &query, 50, &going_on);
        say(
            &format!(
                "search, {what} ({} marks in {} recordings)",
                found.marks,
                found.recordings.len()
            ),
            begun.elapsed(),
        );
    };
    let words = |text: &str| Query {
        words: text.to_owned(),
        ..Query::default()
    };
    ask("a seldom word", words("lighthouse"));
    ask("a word that nowhere stands", words("zebra"));
    ask("a common word", words("door"));
    ask("three words", words("quiet door wondered"));
    ask(
        "a code",
        Query {
            code: "mode".to_owned(),
            ..Query::default()
        },
    );
    ask(
        "a word, a code and a person",
        Query {
            code: "mode".to_owned(),
            person: "Sam".to_owned(),
            ..words("laughed")
        },
    );
    drop(library);
    let out = root.path().join("tables");
    most_memory();
    let begun = Instant::now();
    let parquet = exporter("parquet").unwrap();
    let mut files = Vec::new();
    let mut tables = Vec::new();
    for table in &TABLES {
        let file = NewFile::begin(&out.join(table.name), false).unwrap();
        tables.push(
            parquet
                .begin(table, Box::new(file.sink().unwrap()))
                .unwrap(),
        );
        files.push(file);
    }
    store::read_records(&folder, |record| {
        let source = Source {
            file: "",
            shown: &record.shown,
            episodes: &[],
            words: WithWords::Yes,
        };
        let rows = write_rows(source, &mut |table, cells| tables[table].row(cells));
        rows.map(|()| true)
            .map_err(|ExportError(reason)| StoreError::Io {
                path: out.clone(),
                kind: std::io::ErrorKind::Other,
                reason,
            })
    })
    .unwrap();
    for table in tables {
        table.finish().unwrap();
    }
    for file in files {
        file.keep().unwrap();
    }
    say("export to Parquet", begun.elapsed());
}
