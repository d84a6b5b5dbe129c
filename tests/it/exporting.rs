//! Tables of a folder of recordings: whole, stable, and as other programs read them.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    path::{Path, PathBuf},
};

use mindframe::{
    domain::{
        mark::{Audience, CodeUse, Intensity, Mark, When},
        session::WatchedRange,
        time::{MediaSpan, MediaTime},
    },
    interop::exporters::{TABLES, Type},
};
use parquet::{
    file::reader::{FileReader, SerializedFileReader},
    record::Field,
};

use crate::{
    folders::{Folder, beside, day, info, set},
    world::{id, mark, robin, sam},
};

fn coded(number: u128, seconds: i64, code: &str) -> Mark {
    Mark {
        codes: vec![CodeUse::plain(id(code))],
        about: mindframe::domain::mark::About::People(vec![sam()]),
        ..mark(number, &robin(), seconds, "")
    }
}

fn folder() -> Folder {
    let folder = Folder::new();
    let mut said = mark(3, &sam(), 31, "“quiet”, she said,\nand then more");
    said.intensity = Intensity::new(7);
    said.when = When::Span(MediaSpan::between(
        MediaTime::from_seconds(31),
        MediaTime::from_nanos(33_000_000_001),
    ));
    let mut robins = set(vec![
        coded(1, 30, "ev.onset"),
        coded(2, 50, "ev.recovery"),
        Mark {
            audience: Audience::Team,
            ..mark(9, &robin(), 5, "for the team alone")
        },
    ]);
    robins.watched.push(WatchedRange {
        span: MediaSpan::between(MediaTime::ZERO, MediaTime::from_seconds(60)),
        pass: 1,
        rate: 1.0,
        together: true,
    });
    let facts = info("one.mp4", 1, day("2026-03-02"));
    folder.write(
        "one.mp4",
        &facts,
        &[(robin(), robins), (sam(), set(vec![said]))],
    );
    folder.two(
        "later/two.mp4",
        2,
        "2026-04-02",
        vec![coded(4, 5, "ev.onset")],
        vec![],
    );
    folder
}

fn export(folder: &Folder, format: &str, more: &[&str]) -> (PathBuf, std::process::Output) {
    let out = folder.root.path().join(format!("tables-{format}"));
    let all = [&["--format", format, "--out", out.to_str().unwrap()], more].concat();
    (out.clone(), folder.run("export", &all))
}

/// Each row by the names of its columns; what is not there is left out.
fn parquet_rows(path: &Path) -> Vec<BTreeMap<String, Field>> {
    let reader = SerializedFileReader::new(File::open(path).unwrap()).unwrap();
    reader
        .get_row_iter(None)
        .unwrap()
        .map(|row| {
            row.unwrap()
                .into_columns()
                .into_iter()
                .filter(|(_, field)| *field != Field::Null)
                .collect()
        })
        .collect()
}

fn text(row: &BTreeMap<String, Field>, name: &str) -> String {
    match &row[name] {
        Field::Str(text) => text.clone(),
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn parquet_reads_back_what_was_marked() {
    let folder = folder();
    let (out, output) = export(&folder, "parquet", &[]);
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{words}");
    assert!(words.contains("not anonymous"), "{words}");
    let marks = parquet_rows(&out.join("marks.parquet"));
    assert_eq!(marks.len(), 4, "and not the one for the team");
    let said = marks
        .iter()
        .find(|row| row.contains_key("intensity"))
        .unwrap();
    assert_eq!(text(said, "words"), "“quiet”, she said,\nand then more");
    assert_eq!(said["intensity"], Field::Long(7));
    assert_eq!(said["start_ns"], Field::Long(31_000_000_000));
    assert_eq!(said["end_ns"], Field::Long(33_000_000_001));
    assert_eq!(text(said, "authors"), "sam-2");
    let recordings = parquet_rows(&out.join("recordings.parquet"));
    let files: Vec<String> = recordings.iter().map(|row| text(row, "file")).collect();
    assert_eq!(files, ["one.mp4", "later/two.mp4"]);
    let episodes = parquet_rows(&out.join("episodes.parquet"));
    assert_eq!(episodes.len(), 2);
    assert_eq!(
        episodes[0]["time_to_recovery_ns"],
        Field::Long(20_000_000_000)
    );
    assert_eq!(text(&episodes[1], "ending"), "open");
    let watched = parquet_rows(&out.join("watched.parquet"));
    assert_eq!(watched[0]["together"], Field::Bool(true));
}

#[test]
fn the_columns_are_those_that_are_promised() {
    let folder = folder();
    let (out, _) = export(&folder, "parquet", &[]);
    let promised =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md")).unwrap();
    for table in &TABLES {
        let file = File::open(out.join(format!("{}.parquet", table.name))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let schema = reader.metadata().file_metadata().schema_descr();
        let names: Vec<&str> = schema
            .columns()
            .iter()
            .map(|column| column.name())
            .collect();
        let wanted: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
        assert_eq!(names, wanted);
        assert!(
            promised.contains(&format!("### `{}`", table.name)),
            "{}",
            table.name
        );
        for column in table.columns {
            let kind = match column.kind {
                Type::Text => "text",
                Type::Int => "int64",
                Type::Float => "float64",
                Type::Bool => "bool",
            };
            let maybe = if column.optional {
                ", may be empty"
            } else {
                ""
            };
            let row = format!("| `{}` | {kind}{maybe} |", column.name);
            assert!(promised.contains(&row), "docs/formats.md has no line {row}");
        }
    }
}

#[test]
fn csv_says_the_same() {
    let folder = folder();
    let (out, output) = export(&folder, "csv", &["--without-words"]);
    assert_eq!(output.status.code(), Some(0));
    let mut lines = csv::Reader::from_path(out.join("marks.csv")).unwrap();
    let names = lines.headers().unwrap().clone();
    let at = |name: &str| names.iter().position(|one| one == name).unwrap();
    let rows: Vec<csv::StringRecord> = lines.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 4);
    assert!(rows.iter().all(|row| row[at("words")].is_empty()));
    assert_eq!(&rows[0][at("codes")], "ev.onset");
    assert_eq!(&rows[0][at("start_ns")], "30000000000");
    assert_eq!(&rows[0][at("end_ns")], "");
}

#[test]
fn tables_that_are_there_are_kept_unless_they_are_to_be_replaced() {
    let folder = folder();
    let (out, first) = export(&folder, "csv", &[]);
    assert_eq!(first.status.code(), Some(0));
    fs::write(out.join("people.csv"), "my own").unwrap();
    let (_, again) = export(&folder, "csv", &[]);
    assert_eq!(again.status.code(), Some(3));
    assert_eq!(
        fs::read_to_string(out.join("people.csv")).unwrap(),
        "my own"
    );
    let (_, replaced) = export(&folder, "csv", &["--replace"]);
    assert_eq!(replaced.status.code(), Some(0));
    assert!(
        fs::read_to_string(out.join("people.csv"))
            .unwrap()
            .starts_with("session,person")
    );
    let left: Vec<_> = fs::read_dir(&out).unwrap().flatten().collect();
    assert_eq!(left.len(), TABLES.len(), "nothing unfinished is left");
}

#[test]
fn a_damaged_file_is_named_and_the_rest_is_written() {
    let folder = folder();
    let path = beside(&folder.recordings().join("one.mp4"), ".marks.robin-1.ron");
    fs::write(&path, "nonsense").unwrap();
    let (out, output) = export(&folder, "parquet", &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("one.mp4.marks.robin-1.ron"));
    assert_eq!(parquet_rows(&out.join("marks.parquet")).len(), 2);
}
