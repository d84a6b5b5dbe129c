//! A folder of recordings as a library: read, kept, searched, and gone from what is kept when something is erased.

use std::{fs, path::Path, sync::atomic::AtomicBool};

use mindframe::{
    domain::{
        mark::{Audience, CodeUse, Mark},
        time::MediaTime,
    },
    store::{self, Matches, Place, Query, Trouble},
};

use crate::{
    folders::{Folder, beside},
    world::{id, mark, robin, sam},
};

fn coded(
    number: u128,
    by: &mindframe::domain::id::PersonId,
    seconds: i64,
    words: &str,
    code: &str,
) -> Mark {
    Mark {
        codes: vec![CodeUse::plain(id(code))],
        ..mark(number, by, seconds, words)
    }
}

/// Three recordings in two folders.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.two(
        "one.mp4",
        1,
        "2026-03-02",
        vec![
            coded(1, &robin(), 30, "She went Quiet at the door", "ev.onset"),
            coded(2, &robin(), 10, "a smile", "mz.curious"),
        ],
        vec![mark(
            3,
            &sam(),
            31,
            "I did not know what to say at the door",
        )],
    );
    folder.two(
        "spring/two.mp4",
        2,
        "2026-04-02",
        vec![coded(4, &robin(), 5, "ÄRGER, then quiet", "mode.pretend")],
        vec![],
    );
    folder.two("spring/late/three.mp4", 3, "2026-05-02", vec![], vec![]);
    folder
}

fn find(folder: &Folder, query: &Query) -> Matches {
    store::search(
        &folder.library().recordings,
        query,
        100,
        &AtomicBool::new(false),
    )
}

fn words(text: &str) -> Query {
    Query {
        words: text.to_owned(),
        ..Query::default()
    }
}

fn said(found: &Matches) -> Vec<String> {
    found
        .recordings
        .iter()
        .flat_map(|hit| hit.lines().map(|line| line.words.to_owned()))
        .collect()
}

#[test]
fn recordings_of_all_folders_within_are_there_latest_first() {
    let library = folder().library();
    let names: Vec<String> = library.recordings.iter().map(|one| one.name()).collect();
    assert_eq!(names, ["three.mp4", "two.mp4", "one.mp4"]);
    assert_eq!(library.marks(), 4);
    let one = &library.recordings[2];
    assert!(one.there);
    assert_eq!(
        one.lines.get(0).unwrap().start,
        MediaTime::from_seconds(10),
        "in the order of time"
    );
    assert_eq!(
        one.people.iter().map(|card| card.marks).collect::<Vec<_>>(),
        [2, 1]
    );
    assert_eq!(one.codes.len(), 2);
}

#[test]
fn the_second_time_nothing_is_read_again_but_what_changed() {
    let folder = folder();
    assert_eq!(folder.library().anew, 3);
    let again = folder.library();
    assert_eq!((again.anew, again.marks()), (0, 4));
    let video = folder.recordings().join("one.mp4");
    folder.two(
        "one.mp4",
        1,
        "2026-03-02",
        vec![mark(9, &robin(), 1, "other words")],
        vec![],
    );
    let third = folder.library();
    assert_eq!((third.anew, third.marks()), (1, 2));
    assert_eq!(said(&find(&folder, &words("other"))), ["other words"]);
    fs::remove_file(beside(&video, ".session.ron")).unwrap();
    for person in [robin(), sam()] {
        fs::remove_file(beside(&video, &format!(".marks.{person}.ron"))).unwrap();
    }
    assert_eq!(folder.library().recordings.len(), 2);
}

#[test]
fn words_are_found_in_any_order_and_letters() {
    let folder = folder();
    assert_eq!(
        said(&find(&folder, &words("DOOR quiet"))),
        ["She went Quiet at the door"]
    );
    assert_eq!(said(&find(&folder, &words("ärger"))), ["ÄRGER, then quiet"]);
    assert_eq!(find(&folder, &words("door quiet smile")).marks, 0);
    // The end of one mark and the beginning of the next are no word.
    assert_eq!(find(&folder, &words("smileshe")).marks, 0);
    let all = find(&folder, &words(""));
    assert_eq!((all.recordings.len(), all.marks), (3, 0));
}

#[test]
fn codes_people_and_days_narrow_it_down() {
    let folder = folder();
    let query = Query {
        code: "mode".to_owned(),
        ..Query::default()
    };
    assert_eq!(said(&find(&folder, &query)), ["ÄRGER, then quiet"]);
    let query = Query {
        person: "Sam".to_owned(),
        ..words("door")
    };
    assert_eq!(
        said(&find(&folder, &query)),
        ["I did not know what to say at the door"]
    );
    let query = Query {
        from: Some("2026-04-01".parse().unwrap()),
        to: Some("2026-04-30".parse().unwrap()),
        ..words("quiet")
    };
    assert_eq!(said(&find(&folder, &query)), ["ÄRGER, then quiet"]);
    let named = find(&folder, &words("three"));
    assert!(named.recordings[0].by_name && named.marks == 0);
}

#[test]
fn damaged_files_are_named_and_left_as_they_are() {
    let folder = folder();
    let path = beside(&folder.recordings().join("one.mp4"), ".marks.robin-1.ron");
    fs::write(&path, "(format: \"mindframe-marks\", version: 1, nonsense").unwrap();
    let library = folder.library();
    assert_eq!((library.recordings.len(), library.marks()), (3, 2));
    let damaged = &library.recordings[2].damaged;
    assert_eq!(damaged[0].file, "one.mp4.marks.robin-1.ron");
    assert!(matches!(
        damaged[0].trouble,
        Trouble::Damaged { line: 1, .. }
    ));
    assert!(path.is_file(), "nothing is set aside");
    let again = folder.library();
    assert_eq!((again.anew, &again.recordings[2].damaged), (0, damaged));
    let output = folder.run("library", &["--json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("one.mp4.marks.robin-1.ron"));
}

#[test]
fn what_is_not_for_everyone_is_not_looked_at() {
    let folder = folder();
    let video = folder.recordings().join("one.mp4");
    let closed = Mark {
        audience: Audience::Team,
        ..mark(7, &robin(), 3, "for the team alone")
    };
    // Such a mark has no business in an open file; where one is, it is not shown either.
    folder.two("one.mp4", 1, "2026-03-02", vec![closed], vec![]);
    fs::write(
        beside(&video, ".marks.robin-1.team.ron.age"),
        "age-encryption.org/v1\nsomething",
    )
    .unwrap();
    let library = folder.library();
    assert_eq!(library.recordings[2].lines.len(), 0);
    assert!(library.recordings[2].damaged.is_empty());
}

fn holds(folder: &Path, words: &[u8]) -> bool {
    fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            let path = entry.path();
            if path.is_dir() {
                return holds(&path, words);
            }
            fs::read(&path).is_ok_and(|bytes| bytes.windows(words.len()).any(|part| part == words))
        })
    })
}

fn kept(folder: &Folder) -> usize {
    fs::read_dir(folder.places.cache.join("library"))
        .into_iter()
        .flatten()
        .flatten()
        .flat_map(|entry| fs::read_dir(entry.path()).into_iter().flatten())
        .count()
}

#[test]
fn words_leave_the_folder_encrypted_only_and_can_be_taken_away() {
    let folder = folder();
    folder.library();
    assert_eq!(kept(&folder), 3);
    assert!(!holds(&folder.places.cache, b"at the door"));
    assert!(!holds(&folder.places.cache, b"one.mp4"));
    store::forget_in_libraries(
        &folder.places,
        &Place::beside(&folder.recordings().join("one.mp4")),
    )
    .unwrap();
    assert_eq!(kept(&folder), 2);
    assert_eq!(folder.library().anew, 1);
    // Without the key, which lies in the folder, what is kept says nothing.
    fs::remove_file(folder.recordings().join(".mindframe-library")).unwrap();
    let library = folder.library();
    assert_eq!((library.anew, library.marks()), (3, 4));
}

#[test]
fn what_is_kept_and_damaged_is_read_anew() {
    let folder = folder();
    folder.library();
    for library in fs::read_dir(folder.places.cache.join("library"))
        .unwrap()
        .flatten()
    {
        for shard in fs::read_dir(library.path()).unwrap().flatten() {
            let mut bytes = fs::read(shard.path()).unwrap();
            let last = bytes.len() - 3;
            bytes[last] ^= 1;
            fs::write(shard.path(), bytes).unwrap();
        }
    }
    let library = folder.library();
    assert_eq!((library.anew, library.marks()), (3, 4));
}

#[test]
fn a_folder_that_cannot_be_written_is_read_each_time() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    fs::set_permissions(folder.recordings(), fs::Permissions::from_mode(0o555)).unwrap();
    let library = folder.library();
    // Whoever may write everywhere (root) can keep it after all.
    if !library.kept {
        assert_eq!(kept(&folder), 0);
        assert_eq!(folder.library().anew, 3);
    }
    assert_eq!(library.marks(), 4);
    fs::set_permissions(folder.recordings(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn reading_tells_how_far_it_is_and_can_be_stopped() {
    let folder = folder();
    let seen = std::sync::Mutex::new(Vec::new());
    let going_on = AtomicBool::new(false);
    store::read_library(&folder.recordings(), &folder.places, &going_on, &|read| {
        seen.lock()
            .unwrap()
            .push((read.done, read.of, read.recordings.len()));
    })
    .unwrap();
    let seen = seen.into_inner().unwrap();
    assert_eq!(seen.first(), Some(&(0, 3, 0)));
    assert_eq!(seen.iter().map(|(_, _, new)| new).sum::<usize>(), 3);
    let stopped = AtomicBool::new(true);
    let library =
        store::read_library(&folder.recordings(), &folder.places, &stopped, &|_| {}).unwrap();
    assert!(library.recordings.is_empty());
    assert_eq!(folder.library().recordings.len(), 3, "what was kept stays");
}

#[test]
fn the_command_line_lists_and_finds() {
    let folder = folder();
    let all = folder.json("library", &[]);
    assert_eq!(all["sum"]["recordings"], 3);
    assert_eq!(all["sum"]["marks"], 4);
    assert_eq!(all["sum"]["length_ms"], 1_800_000);
    assert_eq!(all["recordings"][1]["file"], "spring/two.mp4");
    let found = folder.json("library", &["--find", "door"]);
    assert_eq!(found["found"]["marks"], 2);
    assert_eq!(
        found["recordings"][0]["found"]["marks"][0]["start_ms"],
        30_000
    );
    let output = folder.run("library", &["--find", "door"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0));
    assert!(
        text.contains("0:30") && text.contains("She went Quiet at the door"),
        "{text}"
    );
    assert_eq!(
        folder
            .run("library", &["--from", "yesterday"])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_folder_that_is_not_there_is_said_to_be_none() {
    let home = tempfile::tempdir().unwrap();
    for asked in ["library", "progress"] {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_mindframe"))
            .arg(asked)
            .arg(home.path().join("moved away"))
            .env("HOME", home.path())
            .env_remove("DISPLAY")
            .output()
            .unwrap();
        assert_eq!(done.status.code(), Some(3), "{done:?}");
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(said.starts_with("This folder could not be read."), "{said}");
    }
}
