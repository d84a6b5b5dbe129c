//! What is written reads back the same, in the layout that was promised.

use mindframe::{
    domain::{
        alignment::{AlignedPoint, Alignment},
        edit::Edit,
        mark::{
            About, Author, CodeUse, FrameStamp, Intensity, Placed, Sureness, Tense, View, When,
        },
        session::{MediaIdentity, MediaPlace, Session, WatchedRange},
        time::{MediaDelta, MediaSpan, MediaTime},
        track::{Input, Stretch, Track, TrackKind},
    },
    store::schema,
};
use proptest::prelude::*;
use std::path::Path;

use crate::world::{World, any_session, id, mark, mark_id, robin, sam, stamp};

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn any_record_reads_back_exactly(session in any_session()) {
        let path = Path::new("x.ron");
        let text = schema::write_session(session.info());
        let info = schema::read_session(path, text.as_bytes());
        prop_assert_eq!(info.as_ref(), Ok(session.info()), "{}", text);
        for (person, set) in session.sets() {
            let card = session.person(person).unwrap();
            let text = schema::write_marks(session.info(), card, set);
            let file = schema::read_marks(path, text.as_bytes());
            let file = file.map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
            prop_assert_eq!(&file.set, set, "{}", text);
            prop_assert_eq!(&file.person, card);
            let again = schema::write_marks(session.info(), &file.person, &file.set);
            prop_assert_eq!(again, text, "the text is stable");
        }
    }
}

fn small_session() -> Session {
    let world = World::new();
    let mut info = world.open().session.info().clone();
    info.media[0].fingerprint = "0123456789abcdef".repeat(2);
    info.media.push(MediaIdentity {
        file_name: "client-camera.mp4".to_owned(),
        bytes: 17,
        fingerprint: "fedcba9876543210".repeat(2),
        duration: MediaTime::from_millis(109_200),
        place: MediaPlace::Beside(
            Alignment::at(AlignedPoint {
                session: MediaTime::from_millis(12_345),
                own: MediaTime::from_seconds(10),
            })
            .and(AlignedPoint {
                session: MediaTime::from_millis(102_345),
                own: MediaTime::from_millis(100_002),
            }),
        ),
    });
    "Five minutes late".clone_into(&mut info.title);
    "Late".clone_into(&mut info.scene);
    info.take = Some(1);
    let mut session = Session::new(info, std::collections::BTreeMap::new());
    let mut apply = |edit: Edit| {
        session.apply(&edit, &stamp("device-a", 60)).unwrap();
    };
    let mut felt = mark(1, &sam(), 5, "My chest went tight");
    felt.codes = vec![CodeUse {
        code: id("c.feel"),
        modifiers: vec![("feeling".to_owned(), "hurt".to_owned())],
    }];
    felt.intensity = Intensity::new(6);
    felt.when = When::Point(MediaTime::from_millis(5_160));
    felt.frame = Some(FrameStamp {
        number: 155,
        time_base: 15_360,
    });
    felt.placed = Placed::Live {
        pressed_at: MediaTime::from_millis(7_160),
        lead: MediaDelta::from_millis(2000),
        rate: 1.0,
    };
    apply(Edit::AddMark(Box::new(felt)));
    let mut guess = mark(2, &sam(), 52, "Maybe he was annoyed");
    guess.codes = vec![CodeUse::plain(id("c.they"))];
    guess.about = About::People(vec![robin()]);
    guess.view = View::OfOther;
    guess.tense = Tense::AboutThen;
    guess.sureness = Some(Sureness::Guess);
    apply(Edit::AddMark(Box::new(guess)));
    let mut together = mark(3, &sam(), 58, "Here it came back");
    together.author = Author::Together(vec![robin(), sam()]);
    together.about = About::Us;
    together.view = View::Us;
    together.when = When::Span(MediaSpan::between(
        MediaTime::from_seconds(58),
        MediaTime::from_seconds(104),
    ));
    apply(Edit::AddMark(Box::new(together)));
    apply(Edit::AddMark(Box::new(mark(4, &sam(), 1, "no"))));
    apply(Edit::DeleteMark(mark_id(4)));
    apply(Edit::SetTrack {
        rater: sam(),
        track: Track {
            id: id("00000000-0000-0000-0000-000000000901"),
            kind: TrackKind::Arousal,
            about: sam(),
            pass: 1,
            begun: crate::world::at(0),
            input: Input::Slider,
            stretches: vec![Stretch {
                samples: [(0, 6), (10, 7), (45, 9), (80, 5)]
                    .map(|(time, value)| {
                        (
                            MediaTime::from_seconds(time),
                            Intensity::new(value).unwrap(),
                        )
                    })
                    .to_vec(),
                end: MediaTime::from_seconds(110),
                rate: 1.0,
            }],
        },
    });
    apply(Edit::AddWatched(
        sam(),
        WatchedRange {
            span: MediaSpan::between(MediaTime::ZERO, MediaTime::from_seconds(110)),
            pass: 1,
            rate: 1.0,
            together: true,
        },
    ));
    session
}

/// The files under `fixtures/sidecar/v1` are what version 1 looks like; they must read for ever. A change of the layout
/// before the first release shows here; `UPDATE_FIXTURES=1` writes them anew.
#[test]
fn the_files_look_as_they_always_did() {
    let session = small_session();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sidecar/v1");
    let person = session.person(&sam()).unwrap();
    let texts = [
        ("session.ron", schema::write_session(session.info())),
        (
            "marks.ron",
            schema::write_marks(session.info(), person, session.set(&sam()).unwrap()),
        ),
    ];
    for (name, text) in texts {
        // The release that writes a file is named in it; the fixture keeps the first.
        let text = text.replace(
            concat!("Mindframe ", env!("CARGO_PKG_VERSION")),
            "Mindframe 0.1.0",
        );
        let path = folder.join(name);
        if std::env::var_os("UPDATE_FIXTURES").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}");
    }
    let bytes = std::fs::read(folder.join("marks.ron")).unwrap();
    let file = schema::read_marks(&folder, &bytes).unwrap();
    assert_eq!(&file.set, session.set(&sam()).unwrap());
    let bytes = std::fs::read(folder.join("session.ron")).unwrap();
    assert_eq!(
        &schema::read_session(&folder, &bytes).unwrap(),
        session.info()
    );
}

#[test]
fn a_recording_that_says_nothing_of_its_place_is_a_part_and_one_moment_is_enough() {
    let text = schema::write_session(small_session().info());
    let from = text.find("            beside:").unwrap();
    let to = from + text[from..].find('\n').unwrap() + 1;
    let read = |beside: &str| {
        let text = format!("{}{beside}{}", &text[..from], &text[to..]);
        schema::read_session(Path::new("x"), text.as_bytes())
    };
    let plain = read("").unwrap();
    assert_eq!(plain.parts().count(), 2);
    assert_eq!(plain.beside(), None);
    let one = read("beside: [(session: \"0:02.345\", own: \"-0:00.500\")],").unwrap();
    let (medium, alignment) = one.beside().unwrap();
    assert_eq!(medium.file_name, "client-camera.mp4");
    assert_eq!(alignment.offset(), MediaDelta::from_millis(2_845));
    assert_eq!(one.parts().count(), 1);
    for wrong in ["beside: [],", "beside: [(session: \"1\")],"] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn faults_are_refused_with_line_and_column() {
    let session = small_session();
    let person = session.person(&sam()).unwrap();
    let text = schema::write_marks(session.info(), person, session.set(&sam()).unwrap());
    let line_of = |needle: &str| text.lines().position(|line| line.contains(needle)).unwrap() + 1;
    let refused = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let error = schema::read_marks(Path::new("x"), text.replacen(from, to, 1).as_bytes())
            .unwrap_err()
            .to_string();
        error.trim_end_matches(": x").to_owned()
    };
    let cases = [
        ("intensity: 6", "intensty: 6", "intensity: 6", "intensty"),
        (
            "intensity: 6",
            "intensity: 11",
            "intensity: 6",
            "11 is not between 0 and 10",
        ),
        (
            "00:00:05.160",
            "00:61:05.160",
            "00:00:05.160",
            "is not a time",
        ),
        (
            "view: OfOther",
            "view: OfNobody",
            "view: OfOther",
            "OfNobody",
        ),
    ];
    for (from, to, near, reason) in cases {
        let said = refused(from, to);
        let line: usize = said["line ".len()..said.find(',').unwrap()]
            .parse()
            .unwrap();
        let expected = line_of(near);
        assert!(
            line.abs_diff(expected) <= 1,
            "{said}, expected line {expected}"
        );
        assert!(said.contains(reason), "{said}");
    }
    let twice = text.replace(&mark_id(2).to_string(), &mark_id(1).to_string());
    let error = schema::read_marks(Path::new("x"), twice.as_bytes()).unwrap_err();
    assert!(
        error.to_string().contains("this mark is there twice"),
        "{error}"
    );
    assert!(!error.to_string().starts_with("line 0"), "{error}");
}

#[test]
fn a_person_may_edit_the_file_by_hand() {
    let session = small_session();
    let person = session.person(&sam()).unwrap();
    let text = schema::write_marks(session.info(), person, session.set(&sam()).unwrap());
    // A comment of one's own, a short time, Windows line ends and a byte order mark.
    let edited = text
        .replace("\"00:00:05.160\"", "\"5.16\" /* here */")
        .replace('\n', "\r\n");
    let edited = format!("\u{feff}{edited}");
    let file = schema::read_marks(Path::new("x"), edited.as_bytes()).unwrap();
    assert_eq!(&file.set, session.set(&sam()).unwrap());
}
