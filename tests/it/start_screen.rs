//! The start screen, the notices, and the words and colours that all screens share.

use std::{cell::RefCell, path::PathBuf, rc::Rc, time::Duration};

use egui_kittest::{Harness, kittest::Queryable};
use mindframe::{
    app::{Command, RoomCommand, notice::NoticeKind},
    domain::{
        edit::EditError,
        history::EditLabel,
        time::{MediaSpan, MediaTime},
    },
    media::{MediaError, Problem, Severity},
    store::{Settings, StoreError, Warning},
    ui::panels::{notices, start},
    words::notice,
};

use crate::{desk::TestDesk, pictures};

struct Seen {
    desk: TestDesk,
    log: Vec<Command>,
    dialogs: Vec<&'static str>,
}

type Shared = Rc<RefCell<Seen>>;

fn screen(size: (f32, f32), scale: f32, dark: bool, recent: bool) -> (Harness<'static>, Shared) {
    let mut desk = TestDesk::open();
    desk.app.handle(Command::Room(RoomCommand::CloseReview));
    let settings = Settings {
        show_recent: recent,
        recent: vec![
            PathBuf::from("/home/robin/Recordings/Role-play 3, take 2.mp4"),
            PathBuf::from(
                "/home/robin/Recordings/Supervision/A rather long name of a recording that was given by a phone 2026-11-20.mkv",
            ),
        ],
        ..desk.app.settings().clone()
    };
    desk.app.handle(Command::SetSettings(Box::new(settings)));
    let shared: Shared = Rc::new(RefCell::new(Seen {
        desk,
        log: Vec::new(),
        dialogs: Vec::new(),
    }));
    let inner = Rc::clone(&shared);
    let mut harness = pictures::screen(size, scale, dark)
        .with_max_steps(12)
        .build_ui(move |ui| {
            let mut seen = inner.borrow_mut();
            let Seen { desk, log, dialogs } = &mut *seen;
            let mut commands = Vec::new();
            let opened = RefCell::new(Vec::new());
            {
                let view = pictures::view(&desk.app, ui.ctx());
                let (mut recording, mut settings, mut about, mut library) = (
                    || opened.borrow_mut().push("recording"),
                    || opened.borrow_mut().push("settings"),
                    || opened.borrow_mut().push("about"),
                    || opened.borrow_mut().push("library"),
                );
                pictures::whole(ui, |ui| {
                    let mut openers = start::Openers {
                        recording: &mut recording,
                        settings: &mut settings,
                        about: &mut about,
                        library: &mut library,
                    };
                    start::show(ui, &view, &mut openers, &mut commands);
                    let mut choose = || opened.borrow_mut().push("folder");
                    notices::show(ui, &view, &mut commands, &mut choose);
                });
            }
            dialogs.extend(opened.into_inner());
            log.extend(commands);
            desk.app.tick();
        });
    harness.run();
    (harness, shared)
}

#[test]
fn opening_and_the_demo_are_one_press_away() {
    let (mut harness, shared) = screen((1280.0, 720.0), 1.0, false, false);
    for label in [
        "Open a recording…",
        "Settings",
        "Try the demo role-play",
        "Reset demo",
    ] {
        harness.get_by_label(label).click();
        harness.run();
    }
    let seen = shared.borrow();
    assert_eq!(seen.dialogs, ["recording", "settings"]);
    assert_eq!(seen.log, [Command::OpenDemo, Command::ResetDemo]);
}

#[test]
fn recent_recordings_are_shown_only_when_asked_for() {
    let (harness, _) = screen((1280.0, 720.0), 1.0, false, false);
    assert!(
        harness
            .query_by_label_contains("Role-play 3, take 2.mp4")
            .is_none()
    );
    let (mut harness, shared) = screen((1280.0, 720.0), 1.0, false, true);
    harness.get_by_label("Open Role-play 3, take 2.mp4").click();
    harness.run();
    let opened = PathBuf::from("/home/robin/Recordings/Role-play 3, take 2.mp4");
    assert_eq!(shared.borrow().log, [Command::Open(opened)]);
}

#[test]
fn the_theme_changes_with_one_press() {
    let (mut harness, shared) = screen((1280.0, 720.0), 1.0, false, false);
    harness.get_by_label("Dark theme").click();
    harness.run();
    let dark = shared.borrow().log.iter().any(|command| {
        matches!(command, Command::SetSettings(settings) if settings.theme == mindframe::store::ThemeChoice::Dark)
    });
    assert!(dark);
}

fn every_problem() -> Vec<Problem> {
    let span = MediaSpan::between(MediaTime::from_seconds(3), MediaTime::from_seconds(9));
    vec![
        Problem::NotFound,
        Problem::Folder,
        Problem::Empty,
        Problem::NotPermitted,
        Problem::NotARecording {
            found: String::new(),
        },
        Problem::NotARecording {
            found: "text/plain".to_owned(),
        },
        Problem::MissingDecoder {
            codec: "H.265".to_owned(),
            package: Some("gstreamer1.0-libav".to_owned()),
        },
        Problem::MissingElement {
            element: "playsink".to_owned(),
            package: None,
        },
        Problem::Damaged {
            stretch: Some(span),
        },
        Problem::Damaged { stretch: None },
        Problem::TooLarge,
        Problem::NoSoundDevice,
        Problem::Stalled,
        Problem::Other("not negotiated".to_owned()),
    ]
}

fn every_notice() -> Vec<NoticeKind> {
    let mark = mindframe::app::ids::mark();
    let person = mindframe::app::ids::person();
    let mut all: Vec<NoticeKind> = every_problem()
        .into_iter()
        .flat_map(|problem| {
            let path = PathBuf::from("/videos/take 2.mp4");
            let error = MediaError {
                problem: problem.clone(),
                severity: Severity::Partial,
            };
            [
                NoticeKind::CannotPlay { path, problem },
                NoticeKind::Playing(error),
            ]
        })
        .collect();
    let path = PathBuf::from("five.mp4");
    for error in [
        StoreError::Busy { path: path.clone() },
        StoreError::ReadOnly { path: path.clone() },
        StoreError::Full { path },
    ] {
        all.push(NoticeKind::CannotRead(error.clone()));
        all.push(NoticeKind::NotSaved(error));
    }
    for error in [
        EditError::NoSuchMark(mark),
        EditError::MarkExists(mark),
        EditError::NoSuchPerson(person.clone()),
        EditError::PersonHasMarks(person.clone()),
        EditError::DuplicatePerson(person.clone()),
        EditError::NothingWatched(person),
    ] {
        all.push(NoticeKind::Refused(error));
    }
    for label in [
        EditLabel::AddMark,
        EditLabel::Words,
        EditLabel::Session,
        EditLabel::Import,
    ] {
        all.extend([
            NoticeKind::Skipped(label),
            NoticeKind::Undone(label),
            NoticeKind::Redone(label),
        ]);
    }
    all.extend([
        NoticeKind::Opened(Warning::MediaChanged {
            marked: Box::default(),
        }),
        NoticeKind::NotYours,
        NoticeKind::CodebookRefused("line 3: there is no group “ms”".to_owned()),
        NoticeKind::Ended {
            code: "Stop".to_owned(),
        },
        NoticeKind::Arrived { marks: 1 },
        NoticeKind::Arrived { marks: 7 },
        NoticeKind::Erased { unreachable: 0 },
        NoticeKind::Erased { unreachable: 2 },
    ]);
    all
}

/// Texts that Fluent could not fill in keep their placeholder or their id.
fn is_plain(text: &str) -> bool {
    !text.contains('{') && !text.contains("No localization") && !text.contains("::")
}

#[test]
fn every_notice_says_what_happened_and_what_to_do() {
    for kind in every_notice() {
        let words = notice::of(&kind);
        assert!(
            !words.what.is_empty() && is_plain(&words.spoken()),
            "{kind:?}: {words:?}"
        );
        if matches!(
            kind,
            NoticeKind::CannotPlay { .. } | NoticeKind::CannotRead(_) | NoticeKind::NotSaved(_)
        ) {
            assert!(
                !words.safe.is_empty(),
                "{kind:?} does not say whether the work is safe"
            );
            assert!(!words.next.is_empty(), "{kind:?} does not say what to do");
        }
    }
    let missing = NoticeKind::CannotPlay {
        path: PathBuf::from("/videos/take 2.mp4"),
        problem: Problem::MissingDecoder {
            codec: "H.265".to_owned(),
            package: Some("gstreamer1.0-libav".to_owned()),
        },
    };
    let words = notice::of(&missing);
    assert!(
        words.what.contains("take 2.mp4") && words.what.contains("H.265"),
        "{words:?}"
    );
    assert!(words.next.contains("gstreamer1.0-libav"), "{words:?}");
}

#[test]
fn every_trouble_with_our_files_has_words() {
    use notice::{Noticed, Trouble};
    for trouble in [
        Trouble::NotFound,
        Trouble::NewerVersion,
        Trouble::Damaged { line: 0, column: 0 },
        Trouble::Damaged {
            line: 12,
            column: 4,
        },
        Trouble::ReadOnly,
        Trouble::Full,
        Trouble::NotPermitted,
        Trouble::Locked,
        Trouble::ChangedOnDisk,
        Trouble::NotVerified,
        Trouble::NoHome,
        Trouble::Slow,
        Trouble::Io("broken pipe".to_owned()),
    ] {
        for words in [trouble.when_saving(), trouble.when_reading()] {
            let complete = [&words.what, &words.safe, &words.next]
                .iter()
                .all(|text| !text.is_empty());
            assert!(
                complete && is_plain(&words.spoken()),
                "{trouble:?}: {words:?}"
            );
        }
    }
    assert!(
        Trouble::Damaged {
            line: 12,
            column: 4
        }
        .sentence()
        .contains("line 12, column 4")
    );
    for noticed in [
        Noticed::MediaChanged,
        Noticed::Recovered {
            aside: Some("x.damaged".to_owned()),
            marks: Some(3),
        },
        Noticed::Recovered {
            aside: None,
            marks: None,
        },
        Noticed::KeptInDataFolder {
            folder: "/data".to_owned(),
        },
        Noticed::ConflictCopies { files: 1 },
        Noticed::BothKept { marks: 2 },
        Noticed::Newer,
        Noticed::Unreadable(Trouble::NotPermitted),
        Noticed::Relinkable {
            folder: "/elsewhere".to_owned(),
        },
    ] {
        let words = noticed.words();
        assert!(
            !words.what.is_empty() && !words.safe.is_empty() && is_plain(&words.spoken()),
            "{noticed:?}: {words:?}"
        );
    }
}

#[test]
fn a_notice_is_shown_read_aloud_and_put_away() {
    let (mut harness, shared) = screen((1280.0, 720.0), 1.0, false, false);
    let broken = PathBuf::from("/nowhere/none.ron");
    shared
        .borrow_mut()
        .desk
        .app
        .handle(Command::LoadCodebook(broken));
    harness.run();
    let spoken = "Put this message away";
    let cards = harness.query_all_by_label_contains("The codebook was not taken up");
    assert!(cards.count() > 0, "it is on the screen");
    harness.get_by_label(spoken).click();
    harness.run();
    let dismissed = shared
        .borrow()
        .log
        .iter()
        .any(|command| matches!(command, Command::DismissNotice(_)));
    assert!(dismissed);
}

#[test]
fn pictures_of_the_start_screen() {
    if !pictures::wanted() {
        return;
    }
    for (dark, theme) in [(false, "light"), (true, "dark")] {
        for (size, scale, name) in [
            ((1440.0, 900.0), 1.0, "1440"),
            ((1280.0, 720.0), 1.0, "1280"),
            ((640.0, 360.0), 2.0, "200pc"),
        ] {
            let (mut harness, _) = screen(size, scale, dark, false);
            pictures::keep(&mut harness, &format!("start-{name}-{theme}"));
            let (mut harness, shared) = screen(size, scale, dark, true);
            pictures::keep(&mut harness, &format!("start-{name}-{theme}-recent"));
            shared
                .borrow_mut()
                .desk
                .app
                .handle(Command::LoadCodebook(PathBuf::from("/nowhere/none.ron")));
            shared
                .borrow_mut()
                .desk
                .clock
                .advance(Duration::from_millis(1));
            harness.run();
            pictures::keep(&mut harness, &format!("start-{name}-{theme}-notice"));
        }
    }
}
