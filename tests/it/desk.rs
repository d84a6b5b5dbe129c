//! A desk to work at: the application with a fake player, a settable clock and a temporary folder.
#![allow(dead_code, reason = "each test uses the parts it needs")]

use std::{
    cell::Cell,
    collections::HashMap,
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Arc, Mutex},
    time::Duration,
};

use mindframe::{
    app::{
        App, Command, MarkCommand, MarkingCommand, OpenThumbnails, TransportCommand, World,
        clock::{Clock, Reading},
    },
    domain::{
        id::CodeId,
        person::Role,
        session::MediaIdentity,
        time::{MediaDelta, MediaTime},
    },
    media::{
        AudioInfo, ColourMatrix, ColourRange, FrameIndex, MediaInfo, Orientation, PixelLayout,
        Plane, TextTrack, Thumbnails, VideoFrame, VideoInfo,
        fake::{self, FakePlayer},
    },
    store::Places,
};

/// A clock that tests move by hand.
#[derive(Clone, Default)]
pub struct HandClock(Rc<Cell<Duration>>);

impl HandClock {
    pub fn advance(&self, by: Duration) {
        self.0.set(self.0.get() + by);
    }
}

impl Clock for HandClock {
    fn read(&self) -> Reading {
        let start =
            chrono::DateTime::parse_from_rfc3339("2026-11-22T14:20:00+01:00").expect("a date");
        Reading {
            wall: start + self.0.get(),
            steady: self.0.get(),
        }
    }
}

/// The application at a recording of 110 s, 25 frames a second, with Robin (therapist) and Sam (client).
pub struct TestDesk {
    pub app: App,
    pub clock: HandClock,
    pub folder: tempfile::TempDir,
    /// The newest player of each file, by its name.
    pub hands: Hands,
}

/// The players that were opened, kept in hand.
#[derive(Clone, Default)]
pub struct Hands(Arc<Mutex<HashMap<String, FakePlayer>>>);

impl Hands {
    pub fn of(&self, name: &str) -> FakePlayer {
        self.0.lock().expect("a lock")[name].clone()
    }

    fn keep(&self, path: &Path, player: FakePlayer) -> FakePlayer {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut hands = self.0.lock().expect("a lock");
        hands.insert(name.into_owned(), player.clone());
        player
    }
}

/// The name of the recording.
pub const RECORDING: &str = "Five minutes late.mp4";

/// What lies in it.
const RECORDED: &[u8] = b"not read by the fake player";

pub fn info() -> MediaInfo {
    MediaInfo {
        container: "mp4".to_owned(),
        video: Some(VideoInfo {
            codec: "h264".to_owned(),
            size: (1280, 720),
            orientation: Orientation::default(),
            pixel_aspect: (1, 1),
        }),
        audio: vec![AudioInfo {
            codec: "aac".to_owned(),
            channels: 1,
            sample_rate: 48_000,
            language: String::new(),
            title: String::new(),
            stream: String::new(),
        }],
        duration: MediaTime::from_seconds(110),
    }
}

pub fn index() -> FrameIndex {
    FrameIndex {
        times: (0..2750)
            .map(|frame| MediaTime::from_millis(frame * 40))
            .collect(),
        keyframes: (0..55).map(|key| key * 50).collect(),
        end: MediaTime::from_seconds(110),
        complete: true,
        inexact: None,
    }
}

/// The frame with this number, as large as it was recorded; all of it in the colour that the fake player gives it.
fn still(number: usize) -> VideoFrame {
    let (width, height) = (1280, 720);
    VideoFrame {
        time: index().times[number],
        number: Some(number),
        exact: true,
        original: true,
        serial: 0,
        size: (width, height),
        pixel_aspect: (1, 1),
        orientation: Orientation::default(),
        layout: PixelLayout::Rgba,
        matrix: ColourMatrix::Bt709,
        range: ColourRange::Full,
        planes: vec![Plane {
            offset: 0,
            stride: width as usize * 4,
            width,
            height,
        }],
        bytes: fake::colour_of(number)
            .repeat((width * height) as usize)
            .into(),
    }
}

fn plain_player(_: &Path) -> FakePlayer {
    FakePlayer::new(info(), index())
}

impl TestDesk {
    pub fn open() -> Self {
        Self::open_beside(&[], Vec::new())
    }

    /// With a maker of small pictures that has nothing to read.
    pub fn with_small_pictures() -> Self {
        let maker: OpenThumbnails = Box::new(|_, waker| {
            let nothing = || Err(std::io::ErrorKind::NotFound.into());
            Thumbnails::start_bytes(Arc::new(nothing), waker).ok()
        });
        Self::open_with(&[], Vec::new(), maker, plain_player)
    }

    /// With players of the test's own for each file.
    pub fn with_players(files: &[(&str, &[u8])], make: fn(&Path) -> FakePlayer) -> Self {
        Self::open_with(files, Vec::new(), Box::new(|_, _| None), make)
    }

    /// With these files beside the recording, and these text tracks within it.
    pub fn open_beside(files: &[(&str, &[u8])], tracks: Vec<TextTrack>) -> Self {
        Self::open_with(files, tracks, Box::new(|_, _| None), plain_player)
    }

    fn open_with(
        files: &[(&str, &[u8])],
        tracks: Vec<TextTrack>,
        thumbnails: OpenThumbnails,
        make: fn(&Path) -> FakePlayer,
    ) -> Self {
        let hands = Hands::default();
        let kept = hands.clone();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = HandClock::default();
        let places = Places {
            data: folder.path().join("data"),
            config: folder.path().join("config"),
            cache: folder.path().join("cache"),
        };
        let world = World {
            clock: Box::new(clock.clone()),
            players: Arc::new(move |path, _, _| Ok(Box::new(kept.keep(path, make(path))))),
            glance: Arc::new(|_| Ok(info())),
            waveforms: Box::new(|_, _| None),
            thumbnails,
            stills: Arc::new(|_, _, number| Ok(still(number))),
            texts: Arc::new(move |_, _| tracks.clone()),
            identify: Arc::new(|path| {
                // A shipped recording is known by what it is.
                if std::fs::metadata(path).is_ok_and(|about| about.len() > 1 << 20) {
                    return mindframe::app::world::identify(path);
                }
                MediaIdentity {
                    file_name: path
                        .file_name()
                        .unwrap_or_default()
                        .to_string_lossy()
                        .into_owned(),
                    bytes: std::fs::metadata(path).map_or(1, |about| about.len()),
                    // A file's content is its fingerprint, whatever it is called.
                    fingerprint: match std::fs::read(path) {
                        Ok(bytes) if bytes != RECORDED => {
                            String::from_utf8_lossy(&bytes).into_owned()
                        }
                        Ok(_) => "00".to_owned(),
                        Err(_) => String::new(),
                    },
                    duration: MediaTime::from_seconds(110),
                    ..MediaIdentity::default()
                }
            }),
            places,
            waker: Arc::new(|| {}),
            key_strength: mindframe::store::Strength::Power(2),
            new_people: vec![
                ("Robin".to_owned(), Role::Therapist),
                ("Sam".to_owned(), Role::Client),
            ],
        };
        let mut app = App::new(world);
        for (name, bytes) in files {
            std::fs::write(folder.path().join(name), bytes).expect("a file");
        }
        let video: PathBuf = folder.path().join(RECORDING);
        std::fs::write(&video, RECORDED).expect("a file");
        app.handle(Command::Open(video));
        let mut desk = Self {
            app,
            clock,
            folder,
            hands,
        };
        desk.until(|app| {
            let read = app
                .recording()
                .is_some_and(|open| !open.captions.is_reading());
            app.desk().is_some() && read
        });
        desk
    }

    /// Ticks until something holds; the threads behind it report within the limit or the test fails.
    pub fn until(&mut self, holds: impl Fn(&App) -> bool) {
        let limit = std::time::Instant::now() + Duration::from_secs(10);
        loop {
            self.app.tick();
            if holds(&self.app) {
                return;
            }
            assert!(std::time::Instant::now() < limit, "waited too long");
            std::thread::yield_now();
        }
    }

    pub fn seek(&mut self, millis: i64) {
        self.app.handle(Command::Transport(TransportCommand::Seek(
            MediaTime::from_millis(millis),
        )));
        self.app.tick();
    }

    pub fn code(&mut self, id: &str) {
        let code: CodeId = id.parse().expect("a code id");
        self.app.handle(Command::Mark(MarkCommand::CodeTap(code)));
    }

    pub fn words(&mut self, text: &str) {
        let mark = self
            .app
            .desk()
            .and_then(|desk| desk.newest)
            .expect("a mark");
        self.app.handle(Command::Mark(MarkCommand::CommitWords(
            mark,
            text.to_owned(),
        )));
    }

    pub fn next_author(&mut self) {
        self.app
            .handle(Command::Marking(MarkingCommand::NextAuthor));
    }

    /// The marks of the drawing in the design: Robin's and Sam's, with words, spans and a guess.
    pub fn with_story() -> Self {
        let mut desk = Self::open();
        for (at, code, words) in [
            (16_000, "dyn.appease", ""),
            (23_040, "tx.not_knowing", "Wondering what went on inside"),
            (32_200, "ev.onset", ""),
            (
                43_160,
                "tx.missed",
                "I felt accused and wanted it to be small",
            ),
            (76_000, "tx.validate", ""),
            (96_000, "ev.recovery", ""),
        ] {
            desk.seek(at);
            desk.code(code);
            if !words.is_empty() {
                desk.words(words);
            }
        }
        for (from, to, code) in [
            (32_000, 56_000, "mode.psychic_equivalence"),
            (58_080, 104_000, "tx.stop_rewind"),
        ] {
            desk.seek(from);
            desk.code(code);
            desk.seek(to);
            desk.code(code);
        }
        desk.next_author();
        for (at, code, words) in [
            (5_000, "c.feel", "My chest went tight"),
            (16_000, "c.want", "I wanted him to ask again"),
            (32_000, "c.stuck", "It felt 100 % true that he was bored"),
            (52_000, "c.they", "Maybe he was annoyed"),
            (68_000, "c.think", "He's forgotten me"),
            (77_000, "c.click", "He asked if that was the word"),
            (90_000, "c.help", "That he went back to it"),
        ] {
            desk.seek(at);
            desk.code(code);
            desk.words(words);
            desk.app
                .handle(Command::Marking(MarkingCommand::CloseFollowUp));
        }
        desk.next_author();
        desk.seek(43_160);
        desk
    }

    /// Many marks, spread evenly, for speed.
    pub fn at_step(step: MediaDelta, count: i64) -> Self {
        let mut desk = Self::open();
        for number in 0..count {
            desk.seek(step.as_millis() * number);
            desk.code("ev.onset");
        }
        desk
    }
}
