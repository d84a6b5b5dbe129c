//! The player shows the right frame, whatever it is asked and whatever file it plays.

use std::{
    path::Path,
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

use mindframe::{
    domain::time::{MediaSpan, MediaTime},
    media::{
        FrameIndex, Hardware, MediaInfo, Playback, Player, PlayerCommand, PlayerEvent,
        PlayerOptions, Problem, SoundOutput, VideoFrame,
    },
};

use crate::clips::{self, Clip, number_in};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(15);

/// A player and what it told so far.
pub struct Stage {
    pub player: Player,
    woken: Arc<(Mutex<bool>, Condvar)>,
    pub info: Option<Arc<MediaInfo>>,
    pub index: Arc<FrameIndex>,
    pub playing: bool,
    pub ended: usize,
    rounds: usize,
    pub hardware: Option<Hardware>,
    pub problems: Vec<Problem>,
}

impl Stage {
    pub fn open(path: &Path) -> Self {
        let options = PlayerOptions {
            sound: SoundOutput::Nowhere,
            ..PlayerOptions::default()
        };
        Self::open_with(path, options)
    }

    pub fn open_with(path: &Path, options: PlayerOptions) -> Self {
        let _ = env_logger::try_init();
        let woken = Arc::new((Mutex::new(false), Condvar::new()));
        let bell = Arc::clone(&woken);
        let player = Player::open(
            path,
            Arc::new(move || {
                *bell.0.lock().expect("the bell works") = true;
                bell.1.notify_all();
            }),
            options,
        )
        .expect("a readable file");
        Self {
            player,
            woken,
            info: None,
            index: Arc::default(),
            playing: false,
            ended: 0,
            rounds: 0,
            hardware: None,
            problems: Vec::new(),
        }
    }

    /// Opened, with its whole index.
    pub fn ready(clip: &Clip) -> Self {
        let mut stage = Self::open(&clip.path());
        stage.until("open and read", |stage| {
            stage.info.is_some() && stage.index.complete
        });
        stage
    }

    fn listen(&mut self) {
        for event in self.player.poll() {
            match event {
                PlayerEvent::Opened(info) => self.info = Some(info),
                PlayerEvent::Index(index) => self.index = index,
                PlayerEvent::Playing(playing) => self.playing = playing,
                PlayerEvent::Ended => self.ended += 1,
                PlayerEvent::Looped => self.rounds += 1,
                PlayerEvent::Hardware(hardware) => self.hardware = Some(hardware),
                PlayerEvent::Parts(_) => {}
                PlayerEvent::Problem(error) => self.problems.push(error.problem),
            }
        }
    }

    /// Waits until `reached`, and fails the test if that takes too long.
    pub fn until(&mut self, what: &str, reached: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.listen();
            if reached(self) {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "waited in vain for: {what}; shown {:?}, playing {}, problems {:?}",
                self.shown(),
                self.playing,
                self.problems
            );
            let (lock, bell) = &*self.woken;
            let guard = lock.lock().expect("the bell works");
            let (mut guard, _) = bell
                .wait_timeout_while(guard, left, |rung| !*rung)
                .expect("the bell works");
            *guard = false;
        }
    }

    pub fn frame(&self) -> Arc<VideoFrame> {
        self.player.frame().expect("a frame is shown")
    }

    pub fn shown(&self) -> Option<usize> {
        self.player
            .frame()
            .filter(|frame| frame.exact)
            .and_then(|frame| frame.number)
    }

    /// Waits for exactly frame `number`, and checks it by its pixels.
    pub fn expect(&mut self, number: usize, offset: usize) {
        self.until(&format!("frame {number}"), |stage| {
            stage.shown() == Some(number)
        });
        let frame = self.frame();
        assert_eq!(
            number_in(&frame).map(|number| number as usize),
            Some(number + offset),
            "frame {number} shows another picture"
        );
        assert_eq!(frame.time, self.index.times[number]);
        assert_eq!(self.player.position(), frame.time);
    }

    pub fn seek_into(&mut self, number: usize, offset: usize) {
        let (start, end) = (self.index.times[number], self.index.end_of(number));
        let within = MediaTime::from_nanos(i64::midpoint(start.as_nanos(), end.as_nanos()));
        self.player.send(PlayerCommand::Seek(within));
        self.expect(number, offset);
    }
}

/// Numbers in no order, always the same.
pub fn scattered(below: usize, count: usize) -> impl Iterator<Item = usize> {
    (0..count).map(move |nth| (nth * 7919 + 4243) % 10_007 * below / 10_007)
}

/// Seeks and steps all over a clip, by pixels. `offset` is the number in the picture of frame 0.
fn seeks_and_steps(clip: &Clip, frames: usize, offset: usize) {
    let mut stage = Stage::ready(clip);
    assert_eq!(stage.index.len(), frames, "{}", clip.name);
    assert_eq!(stage.problems, [], "{}", clip.name);
    stage.expect(0, offset);
    for number in scattered(frames, 10).chain([frames - 1, 0]) {
        stage.seek_into(number, offset);
    }
    for number in scattered(frames - 14, 3).map(|number| number + 7) {
        stage
            .player
            .send(PlayerCommand::Seek(stage.index.times[number]));
        stage.expect(number, offset);
        for back in 1..=6 {
            stage.player.send(PlayerCommand::Step(-1));
            stage.expect(number - back, offset);
        }
        for forward in 1..=9 {
            stage.player.send(PlayerCommand::Step(1));
            stage.expect(number - 6 + forward, offset);
        }
    }
}

#[test]
fn constant_rate_with_b_frames() {
    seeks_and_steps(&clips::CONSTANT, 180, 0);
}

#[test]
fn variable_rate() {
    seeks_and_steps(&clips::VARIABLE, 180, 0);
}

#[test]
fn matroska_rounds_its_times() {
    seeks_and_steps(&clips::MATROSKA, 180, 0);
}

#[test]
fn matroska_whose_sound_begins_before_its_picture() {
    for clip in [&clips::EARLY_SOUND, &clips::EARLY_SOUND_INTRA] {
        seeks_and_steps(clip, 180, 0);
        let mut stage = Stage::ready(clip);
        let times: Vec<_> = stage
            .index
            .times
            .iter()
            .map(|time| time.as_nanos())
            .collect();
        let first = times[0];
        assert!((20_000_000..=25_000_000).contains(&first), "{first}");
        let even: Vec<_> = (0..180).map(|number| first + number * 40_000_000).collect();
        assert_eq!(times, even, "{}", clip.name);
        let sound = &stage.info.as_ref().expect("it is open").audio[0];
        assert_eq!((sound.codec.as_str(), sound.sample_rate), ("aac", 44100));
        // From the very start, each picture is the one it is said to be.
        stage.player.send(PlayerCommand::Seek(MediaTime::ZERO));
        stage.expect(0, 0);
        stage.player.send(PlayerCommand::Play);
        stage.until("half a second", |stage| {
            if let (Some(number), Some(shown)) = (stage.shown(), number_in(&stage.frame())) {
                assert_eq!(number, shown as usize, "{}", clip.name);
            }
            stage.player.position() > MediaTime::from_millis(500)
        });
    }
}

#[test]
fn transport_stream() {
    seeks_and_steps(&clips::TRANSPORT, 180, 0);
}

#[test]
fn cut_by_an_edit_list() {
    seeks_and_steps(&clips::EDIT_LIST, 148, 32);
}

#[test]
fn lying_on_its_side() {
    seeks_and_steps(&clips::ROTATED, 180, 0);
    let stage = Stage::ready(&clips::ROTATED);
    assert_eq!(stage.frame().size, (96, 160));
    assert_eq!(stage.frame().display_size(), (160, 96));
}

#[test]
fn web_recordings() {
    seeks_and_steps(&clips::WEBM, 90, 0);
    seeks_and_steps(&clips::VP9, 90, 0);
}

#[test]
fn old_container() {
    seeks_and_steps(&clips::AVI, 180, 0);
}

#[test]
fn odd_sides_and_pixels_that_are_not_square() {
    seeks_and_steps(&clips::ODD, 60, 0);
    let stage = Stage::ready(&clips::ODD);
    let frame = stage.frame();
    assert_eq!(frame.size, (161, 97));
    let (width, height) = frame.display_size();
    assert!((f64::from(width) / f64::from(height) - 2.0).abs() < 0.02);
    let video = stage.info.as_ref().and_then(|info| info.video.as_ref());
    assert_eq!(
        video.map(mindframe::media::VideoInfo::display_size),
        Some((width, height))
    );
}

/// Plays and collects the numbers of the frames that come on screen, until `stop`.
pub fn watch(stage: &mut Stage, what: &str, stop: impl Fn(&Stage) -> bool) -> Vec<usize> {
    let seen = std::cell::RefCell::new(Vec::<(u64, usize)>::new());
    stage.until(what, |stage| {
        if let Some(frame) = stage.player.frame()
            && let Some(number) = frame.number
        {
            let mut seen = seen.borrow_mut();
            if seen
                .last()
                .is_none_or(|(serial, _)| *serial != frame.serial)
            {
                seen.push((frame.serial, number));
            }
        }
        stop(stage)
    });
    seen.into_inner()
        .into_iter()
        .map(|(_, number)| number)
        .collect()
}

#[test]
fn playing_shows_frame_after_frame_and_pauses_where_it_is() {
    let mut stage = Stage::ready(&clips::CONSTANT);
    stage.seek_into(60, 0);
    stage.player.send(PlayerCommand::Play);
    let seen = watch(&mut stage, "a second of playing", |stage| {
        stage.shown() >= Some(85)
    });
    assert!(stage.playing);
    assert_eq!(
        seen.first(),
        Some(&60),
        "the frame on screen stays until the next is due"
    );
    assert!(seen.is_sorted_by(|a, b| a < b), "never back: {seen:?}");
    assert!(seen.len() > 20, "frames are not left out: {seen:?}");
    stage.player.send(PlayerCommand::Pause);
    stage.until("paused", |stage| !stage.playing);
    let here = stage.shown().expect("paused on an exact frame");
    stage.expect(here, 0);
    // Steps start from what is on screen, both ways and at once.
    stage.player.send(PlayerCommand::Step(1));
    stage.expect(here + 1, 0);
    stage.player.send(PlayerCommand::Step(-3));
    stage.expect(here - 2, 0);
    stage.player.send(PlayerCommand::Play);
    let seen = watch(&mut stage, "playing on", |stage| {
        stage.shown() >= Some(here + 4)
    });
    assert_eq!(seen[0], here - 2);
    assert!(
        seen[1] <= here,
        "playing goes on from the frame on screen: {seen:?}"
    );
}

#[test]
fn the_last_frame_stays_at_the_end() {
    for clip in [
        &clips::CONSTANT,
        &clips::VARIABLE,
        &clips::MATROSKA,
        &clips::TRANSPORT,
    ] {
        let mut stage = Stage::ready(clip);
        let last = stage.index.len() - 1;
        stage.seek_into(last - 8, 0);
        stage.player.send(PlayerCommand::Play);
        stage.until("the end", |stage| stage.ended == 1 && !stage.playing);
        stage.expect(last, 0);
        // Beyond the end is the end.
        stage
            .player
            .send(PlayerCommand::Seek(MediaTime::from_seconds(3600)));
        stage.player.send(PlayerCommand::Step(1));
        stage.expect(last, 0);
        stage.player.send(PlayerCommand::Step(-1));
        stage.expect(last - 1, 0);
        assert_eq!(stage.problems, []);
    }
}

#[test]
fn seeking_while_playing_goes_on_playing_there() {
    let mut stage = Stage::ready(&clips::MATROSKA);
    stage.player.send(PlayerCommand::Play);
    stage.until("playing", |stage| stage.shown() >= Some(5));
    for number in [120, 10, 70] {
        stage
            .player
            .send(PlayerCommand::Seek(stage.index.times[number]));
        stage.until("playing there", |stage| {
            stage
                .shown()
                .is_some_and(|shown| (number..number + 20).contains(&shown))
        });
        assert!(stage.playing);
        let frame = stage.frame();
        assert_eq!(
            number_in(&frame).map(|number| number as usize),
            frame.number
        );
    }
}

#[test]
fn a_loop_goes_round_without_leaving_its_stretch() {
    let mut stage = Stage::ready(&clips::CONSTANT);
    stage.seek_into(30, 0);
    let span = MediaSpan::between(stage.index.times[40], stage.index.times[50]);
    stage.player.send(PlayerCommand::SetLoop(Some(span)));
    stage.player.send(PlayerCommand::Play);
    stage.until("in the loop", |stage| stage.shown() >= Some(40));
    let seen = watch(&mut stage, "three rounds", |stage| stage.rounds >= 3);
    assert!(
        seen.iter().all(|number| (40..50).contains(number)),
        "outside the loop: {seen:?}"
    );
    let starts = seen.iter().filter(|number| **number == 40).count();
    assert!(
        starts >= 2,
        "each round begins with its first frame: {seen:?}"
    );
    // Out of the loop it plays on beyond its end.
    stage.player.send(PlayerCommand::SetLoop(None));
    stage.until("beyond the loop", |stage| stage.shown() >= Some(56));
    assert_eq!(stage.problems, []);
}

#[test]
fn a_loop_of_two_frames_goes_round_too() {
    let mut stage = Stage::ready(&clips::CONSTANT);
    let span = MediaSpan::between(stage.index.times[60], stage.index.times[62]);
    stage.player.send(PlayerCommand::SetLoop(Some(span)));
    stage.player.send(PlayerCommand::Play);
    stage.until("in the loop", |stage| stage.shown() >= Some(60));
    let seen = watch(&mut stage, "two rounds", |stage| stage.rounds >= 2);
    assert!(
        seen.iter().all(|number| (60..62).contains(number)),
        "{seen:?}"
    );
}

#[test]
fn speed_is_what_it_says() {
    for (rate, clip) in [
        (2.0, &clips::CONSTANT),
        (0.5, &clips::MATROSKA),
        (4.0, &clips::VARIABLE),
    ] {
        let mut stage = Stage::ready(clip);
        stage.player.send(PlayerCommand::SetRate(rate));
        stage.player.send(PlayerCommand::Play);
        stage.until("playing", |stage| stage.shown() >= Some(3));
        let (from, started) = (stage.player.position(), Instant::now());
        let goal = from + mindframe::domain::time::MediaDelta::from_millis(800).scaled(rate);
        stage.until("a while", |stage| stage.player.position() >= goal);
        let played = (stage.player.position() - from).as_nanos() as f64 / 1e9;
        let found = played / started.elapsed().as_secs_f64();
        assert!((found / rate - 1.0).abs() < 0.25, "{found} is not {rate}");
    }
}

#[test]
fn dragging_ends_on_the_exact_frame() {
    let mut stage = Stage::ready(&clips::VARIABLE);
    for number in [20, 60, 100, 140] {
        stage
            .player
            .send(PlayerCommand::Scrub(stage.index.times[number]));
    }
    stage.expect(140, 0);
    // A drag interrupts playing, and letting go resumes it.
    stage.player.send(PlayerCommand::Play);
    stage.until("playing", |stage| stage.shown() >= Some(143));
    stage
        .player
        .send(PlayerCommand::Scrub(stage.index.times[30]));
    stage.expect(30, 0);
    assert!(stage.playing);
    stage
        .player
        .send(PlayerCommand::Seek(stage.index.times[50]));
    stage.until("playing on", |stage| {
        stage.shown().is_some_and(|shown| (52..80).contains(&shown))
    });
}

#[test]
fn many_steps_at_once_add_up() {
    let mut stage = Stage::ready(&clips::CONSTANT);
    stage.seek_into(70, 0);
    for _ in 0..30 {
        stage.player.send(PlayerCommand::Step(-1));
    }
    stage.expect(40, 0);
    for _ in 0..90 {
        stage.player.send(PlayerCommand::Step(1));
    }
    stage.player.send(PlayerCommand::Step(-5));
    stage.expect(125, 0);
}

#[test]
fn commands_sent_before_it_is_open_are_kept() {
    let mut stage = Stage::open(&clips::CONSTANT.path());
    stage
        .player
        .send(PlayerCommand::Seek(MediaTime::from_millis(2010)));
    stage.until("index", |stage| stage.index.complete);
    stage.expect(50, 0);
}

#[test]
fn a_single_frame_plays_and_stays() {
    for clip in [&clips::ONE_FRAME, &clips::STANDING] {
        let mut stage = Stage::ready(clip);
        stage.expect(0, 0);
        stage.player.send(PlayerCommand::Play);
        stage.until("the end", |stage| stage.ended == 1);
        stage.player.send(PlayerCommand::Step(1));
        stage.player.send(PlayerCommand::Step(-1));
        stage.expect(0, 0);
        assert_eq!(stage.problems, [], "{}", clip.name);
    }
}

#[test]
fn sound_alone_plays_loops_and_ends() {
    let mut stage = Stage::ready(&clips::SOUND_ONLY);
    assert!(stage.player.frame().is_none());
    let info = stage.info.clone().expect("it is open");
    assert_eq!((info.video.is_none(), info.audio.len()), (true, 1));
    stage
        .player
        .send(PlayerCommand::Seek(MediaTime::from_seconds(1)));
    stage.until("there", |stage| {
        stage.player.position() == MediaTime::from_seconds(1)
    });
    let span = MediaSpan::between(MediaTime::from_seconds(1), MediaTime::from_millis(1500));
    stage.player.send(PlayerCommand::SetLoop(Some(span)));
    stage.player.send(PlayerCommand::Play);
    stage.until("two rounds", |stage| stage.rounds >= 2);
    stage.player.send(PlayerCommand::SetLoop(None));
    stage
        .player
        .send(PlayerCommand::Seek(MediaTime::from_millis(3500)));
    stage.until("the end", |stage| stage.ended == 1);
    assert!(stage.player.position() >= MediaTime::from_millis(3900));
    assert_eq!(stage.problems, []);
}

#[test]
fn a_picture_without_decoder_leaves_the_sound_and_is_named() {
    let mut stage = Stage::ready(&clips::FOREIGN);
    assert!(stage.player.frame().is_none());
    assert!(
        matches!(&stage.problems[..], [Problem::MissingDecoder { codec, .. }] if codec == "ffv"),
        "{:?}",
        stage.problems
    );
    stage.player.send(PlayerCommand::Play);
    stage.until("some sound", |stage| {
        stage.player.position() > MediaTime::from_millis(300)
    });
}
