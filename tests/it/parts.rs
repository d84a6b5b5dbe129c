//! The parts of a recording that was split: offered, kept in the record, found again, taken away.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

use mindframe::{
    app::{App, Command, MarkCommand, PartsCommand, TransportCommand, World, notice::NoticeKind},
    domain::{
        person::Role,
        time::{MediaSpan, MediaTime},
    },
    media::{Player, PlayerOptions, Problem, SoundOutput},
    store::{Places, Warning},
};

use crate::clips;

const PATIENCE: Duration = Duration::from_secs(15);

/// A folder with the three files, and the application.
struct Split {
    root: tempfile::TempDir,
    app: App,
    bell: Arc<(Mutex<bool>, Condvar)>,
}

impl Split {
    fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(root.path().join("videos")).expect("a folder");
        for (number, clip) in (1..).zip(clips::SPLIT) {
            let path = root.path().join(format!("videos/talk_part{number}.mp4"));
            std::fs::copy(clip.path(), path).expect("a copy");
        }
        let (app, bell) = application(root.path());
        Self { root, app, bell }
    }

    /// Leaves, and begins anew.
    fn again(&mut self) {
        self.app.handle(Command::Close);
        (self.app, self.bell) = application(self.root.path());
    }

    fn path(&self, number: usize) -> PathBuf {
        self.root
            .path()
            .join(format!("videos/talk_part{number}.mp4"))
    }

    fn open(&mut self, number: usize) {
        let path = self.path(number);
        self.app.handle(Command::Open(path));
        self.until("read", |app| {
            app.desk().is_some()
                && app
                    .recording()
                    .is_some_and(|open| open.transport.index.complete)
        });
    }

    /// Opened, and the offer to play all as one taken.
    fn joined() -> Self {
        let mut split = Self::new();
        split.open(1);
        split.until("the offer", |app| offered(app) == Some(3));
        split.app.handle(Command::Parts(PartsCommand::PlayAsOne));
        split.until_frames(150);
        split
    }

    fn until(&mut self, what: &str, holds: impl Fn(&App) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.app.tick();
            if holds(&self.app) {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            let told: Vec<_> = self.app.notices().map(|notice| &notice.kind).collect();
            assert!(!left.is_zero(), "waited in vain for: {what}; {told:?}");
            let (lock, bell) = &*self.bell;
            let guard = lock.lock().expect("the bell works");
            let (mut guard, _) = bell
                .wait_timeout_while(guard, left, |rung| !*rung)
                .expect("the bell works");
            *guard = false;
        }
    }

    fn until_frames(&mut self, frames: usize) {
        self.until(&format!("{frames} frames"), |app| {
            app.recording().is_some_and(|open| {
                open.transport.index.complete && open.transport.index.len() == frames
            })
        });
    }

    fn seek_to(&mut self, number: usize) {
        let open = self.app.recording().expect("it is open");
        let time = open.transport.index.times[number];
        self.app
            .handle(Command::Transport(TransportCommand::Seek(time)));
        self.until("the frame", |app| {
            app.recording()
                .is_some_and(|open| open.transport.frame_number == Some(number))
        });
    }

    fn names(&self) -> Vec<String> {
        let folder = self.root.path().join("videos");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("it is there")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| !name.starts_with('.'))
            .collect();
        names.sort();
        names
    }

    fn starts(&self) -> Vec<MediaTime> {
        let open = self.app.recording().expect("it is open");
        open.transport.parts.iter().map(|part| part.start).collect()
    }

    fn lengths_in_record(&self) -> Vec<i64> {
        let session = self.app.desk().expect("a desk").document.session();
        let parts = session
            .parts()
            .map(|part| part.duration.as_nanos() / 1_000_000);
        parts.collect()
    }
}

fn application(root: &Path) -> (App, Arc<(Mutex<bool>, Condvar)>) {
    let bell = Arc::new((Mutex::new(false), Condvar::new()));
    let ring = Arc::clone(&bell);
    let waker = Arc::new(move || {
        *ring.0.lock().expect("the bell works") = true;
        ring.1.notify_all();
    });
    let people = vec![
        ("Robin".to_owned(), Role::Therapist),
        ("Sam".to_owned(), Role::Client),
    ];
    let mut world = World::of_this_machine(Places::under(&root.join("home")), waker, people);
    world.players = Arc::new(|path, waker, begin| {
        let options = PlayerOptions {
            sound: SoundOutput::Nowhere,
            frame_bytes: begin.frame_bytes,
            ..PlayerOptions::default()
        };
        Ok(Box::new(Player::open(path, waker, options)?))
    });
    (App::new(world), bell)
}

fn offered(app: &App) -> Option<usize> {
    app.notices().find_map(|notice| match notice.kind {
        NoticeKind::OfferParts { parts } => Some(parts),
        _ => None,
    })
}

#[test]
fn what_follows_is_offered_once_and_plays_as_one_from_then_on() {
    let mut split = Split::joined();
    let starts: Vec<i64> = split
        .starts()
        .iter()
        .map(|start| start.as_nanos() / 1_000_000)
        .collect();
    assert_eq!(starts, [0, 2400, 4000]);
    split.seek_to(130);
    split.app.handle(Command::Mark(MarkCommand::Plain));
    let marked = split.app.recording().expect("open").transport.index.times[130];
    assert_eq!(offered(&split.app), None);
    split.until("lengths", |app| {
        let session = app.desk().expect("a desk").document.session();
        session.parts().all(|part| part.duration > MediaTime::ZERO)
    });
    assert_eq!(split.lengths_in_record(), [2400, 1600, 2000]);
    assert!(split.app.flush(PATIENCE));
    // The files of the record lie beside the first part alone.
    let ours: Vec<String> = split
        .names()
        .into_iter()
        .filter(|name| name.ends_with(".ron"))
        .collect();
    assert!(
        ours.len() == 2 && ours.iter().all(|name| name.starts_with("talk_part1.mp4.")),
        "{ours:?}"
    );

    split.again();
    split.open(1);
    split.until_frames(150);
    let session = split.app.desk().expect("a desk").document.session();
    let mark = session.marks().next().expect("the mark");
    assert_eq!(mark.when.start(), marked);
    assert_eq!(offered(&split.app), None);
}

#[test]
fn sound_captions_and_pictures_lie_where_their_part_lies() {
    let mut split = Split::new();
    for (number, words) in [(1, "from the first"), (3, "from the third")] {
        let text = format!("1\n00:00:00,500 --> 00:00:01,000\n{words}\n");
        let path = split.path(number).with_extension("srt");
        std::fs::write(path, text).expect("written");
    }
    split.open(1);
    split.until("the offer", |app| offered(app) == Some(3));
    split.app.handle(Command::Parts(PartsCommand::PlayAsOne));
    split.until_frames(150);
    split.until("captions of both", |app| {
        let open = app.recording().expect("open");
        open.captions.lines().len() == 2 && !open.captions.is_reading()
    });
    let open = split.app.recording().expect("open");
    let lines: Vec<_> = open.captions.lines().iter().collect();
    assert_eq!(lines[0].span.start(), MediaTime::from_millis(500));
    assert_eq!(lines[1].span.start(), MediaTime::from_millis(4500));
    assert_eq!(lines[1].text, "from the third");
    assert_eq!(
        open.captions.choices().len(),
        1,
        "one transcript, not one a part"
    );

    split.until("all sound", |app| {
        let sound = app.recording().and_then(|open| open.waveform.as_ref());
        sound.is_some_and(|sound| sound.progress() >= 1.0)
    });
    let open = split.app.recording().expect("open");
    let sound = open.waveform.as_ref().expect("it has sound");
    let whole = MediaSpan::between(MediaTime::ZERO, MediaTime::from_millis(6000));
    let loud = |peaks: &[(i8, i8)]| peaks.iter().filter(|peak| peak.1 > 5).count();
    let peaks = sound.peaks(0, whole, 600);
    assert!(loud(&peaks) > 560, "a tone all along: {}", loud(&peaks));
    let strip = sound.strip(0, whole, 600);
    assert!(strip.span.start() <= whole.start() && whole.end() <= strip.span.end());
    assert!(loud(&strip.peaks) > strip.peaks.len() * 8 / 10);

    let mut settings = split.app.settings().clone();
    settings.thumbnails = true;
    split.app.handle(Command::SetSettings(Box::new(settings)));
    split.until("small pictures", |app| {
        let open = app.recording().expect("open");
        let Some(pictures) = &open.thumbnails else {
            return false;
        };
        let index = &open.transport.index;
        let keys: Vec<usize> = index.keyframes.iter().map(|key| *key as usize).collect();
        pictures.want(index, &keys);
        keys.iter().all(|key| {
            let time = index.times[*key];
            pictures.get(time).is_some_and(|(_, shown)| shown == time)
        })
    });
}

#[test]
fn joining_is_a_change_that_can_be_taken_back() {
    let mut split = Split::joined();
    split.seek_to(110);
    split.app.handle(Command::Mark(MarkCommand::Undo));
    split.until_frames(60);
    assert_eq!(split.lengths_in_record().len(), 1);
    split.until("the end of what is left", |app| {
        app.recording()
            .is_some_and(|open| open.transport.frame_number == Some(59))
    });
    split.app.handle(Command::Mark(MarkCommand::Redo));
    split.until_frames(150);
    split.seek_to(110);
    split.app.handle(Command::Parts(PartsCommand::OnlyThis));
    split.until_frames(60);
    split.app.handle(Command::Mark(MarkCommand::Undo));
    split.until_frames(150);
}

#[test]
fn parts_can_be_added_by_hand_and_only_recordings_that_are_none_yet() {
    let mut split = Split::new();
    split.open(1);
    // In an order of one's own, and whatever they are called.
    let third = split.root.path().join("videos/garden.mp4");
    std::fs::rename(split.path(3), &third).expect("renamed");
    split
        .app
        .handle(Command::Parts(PartsCommand::Add(third.clone())));
    split.until_frames(110);
    let second = split.path(2);
    split.app.handle(Command::Parts(PartsCommand::Add(second)));
    split.until_frames(150);
    assert_eq!(split.starts()[2], MediaTime::from_millis(4400));
    split.app.handle(Command::Parts(PartsCommand::Add(third)));
    split.until("it is there already", |app| {
        app.notices()
            .any(|notice| matches!(notice.kind, NoticeKind::PartAlreadyThere))
    });
    let text = split.root.path().join("videos/notes.mp4");
    std::fs::write(&text, "not a film").expect("written");
    split.app.handle(Command::Parts(PartsCommand::Add(text)));
    split.until("it is no recording", |app| {
        app.notices()
            .any(|notice| matches!(notice.kind, NoticeKind::PartRefused { .. }))
    });
    assert_eq!(split.lengths_in_record().len(), 3);
}

#[test]
fn a_part_that_was_renamed_is_found_and_one_that_is_gone_moves_nothing() {
    let mut split = Split::joined();
    split.until("lengths", |app| {
        let session = app.desk().expect("a desk").document.session();
        session.parts().all(|part| part.duration > MediaTime::ZERO)
    });
    split.again();
    let elsewhere = split.root.path().join("videos/something else.mp4");
    std::fs::rename(split.path(2), &elsewhere).expect("renamed");
    split.open(1);
    split.until_frames(150);
    split.again();
    std::fs::remove_file(elsewhere).expect("removed");
    split.open(1);
    split.until_frames(110);
    assert_eq!(split.starts()[2], MediaTime::from_millis(4000));
    assert!(split.app.notices().any(|notice| matches!(
        &notice.kind,
        NoticeKind::Playing(error)
            if matches!(&error.problem, Problem::InPart { number: 2, problem } if **problem == Problem::NotFound)
    )));
}

#[test]
fn a_later_part_knows_the_whole_it_belongs_to() {
    let mut split = Split::joined();
    assert!(split.app.flush(PATIENCE));
    split.again();
    split.open(2);
    split.until("it says so", |app| {
        app.notices().any(|notice| {
            matches!(
                &notice.kind,
                NoticeKind::Opened(Warning::PartOf {
                    number: 2,
                    parts: 3,
                    ..
                })
            )
        })
    });
    let relinkable = split
        .app
        .notices()
        .any(|notice| matches!(&notice.kind, NoticeKind::Opened(Warning::Relinkable { .. })));
    assert!(
        !relinkable,
        "it is not the same recording under another name"
    );
    assert_eq!(offered(&split.app), None, "nor the first part of anything");
}
