//! Files that follow each other play as one.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

use mindframe::{
    domain::time::{MediaDelta, MediaSpan, MediaTime},
    media::{
        FrameIndex, Joined, MediaError, MediaInfo, Part, PartPlace, Playback, Player,
        PlayerCommand, PlayerEvent, PlayerOptions, Problem, SoundOutput, VideoFrame, Waker,
        joined::Standing,
    },
};

use crate::clips::{self, number_in};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(15);

/// Frames of each part.
const FRAMES: [usize; 3] = [70, 45, 60];

fn options(frame_bytes: usize) -> PlayerOptions {
    PlayerOptions {
        sound: SoundOutput::Nowhere,
        frame_bytes,
        ..PlayerOptions::default()
    }
}

fn open(path: &Path, waker: Waker, bytes: usize) -> Result<Box<dyn Playback + Send>, MediaError> {
    Ok(Box::new(Player::open(path, waker, options(bytes))?))
}

fn part(path: PathBuf) -> Part {
    Part {
        key: path.display().to_string(),
        open: Arc::new(move |waker, bytes| open(&path, waker, bytes)),
        length: MediaTime::ZERO,
    }
}

fn parts() -> Vec<Part> {
    clips::PARTS.iter().map(|clip| part(clip.path())).collect()
}

struct Stage {
    player: Joined,
    woken: Arc<(Mutex<bool>, Condvar)>,
    info: Option<Arc<MediaInfo>>,
    index: Arc<FrameIndex>,
    places: Arc<[PartPlace]>,
    playing: bool,
    ended: usize,
    rounds: usize,
    problems: Vec<Problem>,
    seen: Vec<Seen>,
}

/// A frame that came on screen, and when.
#[derive(Clone, Debug)]
struct Seen {
    serial: u64,
    number: Option<usize>,
    exact: bool,
    frame: Arc<VideoFrame>,
    at: Instant,
}

impl Stage {
    fn open(parts: Vec<Part>) -> Self {
        let (woken, waker) = bell();
        Self::on(
            Joined::open(parts, waker, 64 << 20).expect("threads can be had"),
            woken,
        )
    }

    fn on(player: Joined, woken: Arc<(Mutex<bool>, Condvar)>) -> Self {
        let _ = env_logger::try_init();
        Self {
            player,
            woken,
            info: None,
            index: Arc::default(),
            places: Arc::from([]),
            playing: false,
            ended: 0,
            rounds: 0,
            problems: Vec::new(),
            seen: Vec::new(),
        }
    }

    /// Opened, with every part read.
    fn ready() -> Self {
        let mut stage = Self::open(parts());
        stage.until_read();
        stage
    }

    fn until_read(&mut self) {
        self.until("open and read", |stage| {
            stage.info.is_some() && stage.index.complete
        });
    }

    fn listen(&mut self) {
        for event in self.player.poll() {
            match event {
                PlayerEvent::Opened(info) => self.info = Some(info),
                PlayerEvent::Index(index) => self.index = index,
                PlayerEvent::Parts(places) => self.places = places,
                PlayerEvent::Playing(playing) => self.playing = playing,
                PlayerEvent::Ended => self.ended += 1,
                PlayerEvent::Looped => self.rounds += 1,
                PlayerEvent::Hardware(_) => {}
                PlayerEvent::Problem(error) => self.problems.push(error.problem),
            }
        }
        if let Some(frame) = self.player.frame()
            && self
                .seen
                .last()
                .is_none_or(|last| last.serial != frame.serial)
        {
            self.seen.push(Seen {
                serial: frame.serial,
                number: frame.number,
                exact: frame.exact,
                frame,
                at: Instant::now(),
            });
        }
    }

    fn until(&mut self, what: &str, reached: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.listen();
            if reached(self) {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "waited in vain for: {what}; shown {:?} at {:?}, playing {}, problems {:?}, index {} {}",
                self.shown(),
                self.player.position(),
                self.playing,
                self.problems,
                self.index.len(),
                self.index.complete,
            );
            let (lock, bell) = &*self.woken;
            let guard = lock.lock().expect("the bell works");
            let (mut guard, _) = bell
                .wait_timeout_while(guard, left, |rung| !*rung)
                .expect("the bell works");
            *guard = false;
        }
    }

    fn shown(&self) -> Option<usize> {
        let frame = self.player.frame().filter(|frame| frame.exact)?;
        frame.number
    }

    /// Waits for exactly frame `number` of the whole, and checks by its pixels which frame of which part it is.
    fn expect(&mut self, number: usize) {
        self.until(&format!("frame {number}"), |stage| {
            stage.shown() == Some(number)
        });
        let frame = self.player.frame().expect("a frame is shown");
        assert_eq!(frame.time, self.index.times[number]);
        assert_eq!(self.player.position(), frame.time);
        check_pixels(&frame);
    }

    fn seek_into(&mut self, number: usize) {
        let (start, end) = (self.index.times[number], self.index.end_of(number));
        let within = MediaTime::from_nanos(i64::midpoint(start.as_nanos(), end.as_nanos()));
        self.player.send(PlayerCommand::Seek(within));
        self.expect(number);
    }

    fn numbers(&self) -> Vec<usize> {
        self.seen.iter().filter_map(|seen| seen.number).collect()
    }
}

fn bell() -> (Arc<(Mutex<bool>, Condvar)>, Waker) {
    let woken = Arc::new((Mutex::new(false), Condvar::new()));
    let bell = Arc::clone(&woken);
    let waker: Waker = Arc::new(move || {
        *bell.0.lock().expect("the bell works") = true;
        bell.1.notify_all();
    });
    (woken, waker)
}

/// Which part a frame of the whole is in, and its number there.
fn within(number: usize) -> (usize, usize) {
    let mut left = number;
    for (part, frames) in FRAMES.into_iter().enumerate() {
        if left < frames {
            return (part, left);
        }
        left -= frames;
    }
    panic!("there is no frame {number}");
}

/// The picture is the frame whose number it has.
fn check_pixels(frame: &VideoFrame) {
    let number = frame.number.expect("it is numbered");
    let (part, local) = within(number);
    assert_eq!(
        (frame.size, number_in(frame).map(|number| number as usize)),
        (clips::PARTS[part].size, Some(local)),
        "frame {number} shows another picture"
    );
}

#[test]
fn every_frame_asked_for_is_shown_wherever_it_lies() {
    let mut stage = Stage::ready();
    assert_eq!(stage.index.len(), 175);
    assert_eq!(stage.problems, []);
    // The second part begins at the end of the last frame of the first, whatever its container says of its length.
    let starts: Vec<_> = stage.places.iter().map(|place| place.start).collect();
    assert_eq!(starts[..2], [MediaTime::ZERO, MediaTime::from_millis(2800)]);
    assert_eq!(stage.index.times[70], starts[1]);
    // The third counts its time from long before its first frame; nothing of that lies between.
    assert_eq!(stage.index.times[115], starts[2]);
    assert!(stage.index.times.is_sorted_by(|a, b| a < b));
    stage.expect(0);
    for number in (0..40).map(|nth| (nth * 7919 + 4243) % 175) {
        stage.seek_into(number);
    }
    for number in [69, 70, 114, 115, 0, 174] {
        stage.seek_into(number);
    }
}

#[test]
fn steps_cross_a_boundary_both_ways() {
    let mut stage = Stage::ready();
    for boundary in [70, 115] {
        stage.seek_into(boundary - 3);
        for number in boundary - 2..boundary + 4 {
            stage.player.send(PlayerCommand::Step(1));
            stage.expect(number);
        }
        for number in (boundary - 4..boundary + 3).rev() {
            stage.player.send(PlayerCommand::Step(-1));
            stage.expect(number);
        }
    }
    // Whole seconds at once, and more than one at once: they add up over the boundary.
    stage.player.send(PlayerCommand::Step(25));
    stage.expect(136);
    stage.player.send(PlayerCommand::Step(-60));
    stage.player.send(PlayerCommand::Step(-16));
    stage.expect(60);
    for _ in 0..20 {
        stage.player.send(PlayerCommand::Step(1));
    }
    stage.expect(80);
    // Nothing lies before the first or behind the last.
    stage.player.send(PlayerCommand::Step(-500));
    stage.expect(0);
    stage.player.send(PlayerCommand::Step(500));
    stage.expect(174);
}

#[test]
fn playing_crosses_both_boundaries_in_order_and_without_a_gap() {
    let mut stage = Stage::ready();
    stage.seek_into(40);
    stage.seen.clear();
    stage.player.send(PlayerCommand::Play);
    stage.until("the end", |stage| stage.ended == 1);
    stage.expect(174);
    let numbers = stage.numbers();
    assert!(numbers.is_sorted(), "never back: {numbers:?}");
    for boundary in [69, 70, 114, 115] {
        assert!(numbers.contains(&boundary), "{boundary}: {numbers:?}");
    }
    assert!(numbers.len() > 120, "frames are not left out: {numbers:?}");
    for seen in stage.seen.iter().filter(|seen| seen.exact) {
        check_pixels(&seen.frame);
    }
    for boundary in [70, 115] {
        let at = |number: usize| {
            let seen = stage.seen.iter().find(|seen| seen.number >= Some(number));
            seen.map(|seen| seen.at).expect("it was seen")
        };
        let gap = at(boundary) - at(boundary - 1);
        println!(
            "from frame to frame over the boundary at {boundary}: {gap:?}, then {:?}",
            at(boundary + 1) - at(boundary)
        );
        assert!(gap < Duration::from_millis(140), "{gap:?}");
        let rest = at(boundary + 1) - at(boundary);
        assert!(rest < Duration::from_millis(140), "{rest:?}");
    }
    assert!(!stage.playing);
    assert_eq!(stage.problems, []);
}

#[test]
fn speed_lasts_over_a_boundary_and_a_pause_there_stays_exact() {
    let mut stage = Stage::ready();
    stage.player.send(PlayerCommand::SetRate(2.0));
    stage.seek_into(60);
    let begun = Instant::now();
    stage.player.send(PlayerCommand::Play);
    stage.until("some way into the second part", |stage| {
        stage.shown() >= Some(100)
    });
    // 10 frames at 25 and 30 at 30 a second, twice as fast.
    let took = begun.elapsed();
    assert!(took < Duration::from_millis(1150), "{took:?}");
    stage.player.send(PlayerCommand::Pause);
    stage.until("paused", |stage| !stage.playing);
    let here = stage.shown().expect("paused on an exact frame");
    stage.expect(here);
    stage.player.send(PlayerCommand::Step(1));
    stage.expect(here + 1);
}

#[test]
fn a_loop_over_a_boundary_goes_round() {
    let mut stage = Stage::ready();
    let span = MediaSpan::between(stage.index.times[60], stage.index.times[82]);
    stage.seek_into(65);
    stage.player.send(PlayerCommand::SetLoop(Some(span)));
    stage.seen.clear();
    stage.player.send(PlayerCommand::Play);
    stage.until("three rounds", |stage| stage.rounds == 3);
    stage.player.send(PlayerCommand::SetLoop(None));
    let numbers = stage.numbers();
    assert!(
        numbers.iter().all(|number| (60..82).contains(number)),
        "{numbers:?}"
    );
    for edge in [60, 69, 70, 81] {
        let times = numbers.iter().filter(|number| **number == edge).count();
        assert!(times >= 2, "{edge} in {numbers:?}");
    }
    // A loop in one part is that part's own, from wherever it is begun.
    let span = MediaSpan::between(stage.index.times[120], stage.index.times[130]);
    stage.player.send(PlayerCommand::SetLoop(Some(span)));
    stage.until("two rounds there", |stage| stage.rounds == 5);
    assert!((120..130).contains(&stage.shown().expect("exact")));
    assert_eq!(stage.problems, []);
}

#[test]
fn scrubbing_over_parts_ends_on_the_exact_frame_and_playing_goes_on_there() {
    let mut stage = Stage::ready();
    stage.player.send(PlayerCommand::Play);
    stage.until("playing", |stage| stage.shown() >= Some(3));
    for number in (0..175).step_by(4) {
        let time = stage.index.times[number];
        stage.player.send(PlayerCommand::Scrub(time));
    }
    stage
        .player
        .send(PlayerCommand::Scrub(stage.index.times[150]));
    stage.expect(150);
    stage
        .player
        .send(PlayerCommand::Seek(stage.index.times[80]));
    stage.until("playing on in the second part", |stage| {
        stage
            .shown()
            .is_some_and(|shown| (84..110).contains(&shown))
    });
    assert!(stage.playing);
}

#[test]
fn a_drag_into_a_part_that_is_not_open_interrupts_playing_and_opens_it() {
    let mut stage = Stage::ready();
    stage.player.send(PlayerCommand::Play);
    stage.until("playing", |stage| stage.shown() >= Some(3));
    stage
        .player
        .send(PlayerCommand::Scrub(stage.index.times[150]));
    stage.expect(150);
    stage
        .player
        .send(PlayerCommand::Seek(stage.index.times[20]));
    stage.until("playing on in the first part", |stage| {
        stage.shown().is_some_and(|shown| (22..69).contains(&shown))
    });
}

#[test]
fn a_missing_part_is_said_and_moves_no_time() {
    let mut all = parts();
    all[0].length = MediaTime::from_millis(2800);
    all[1] = part(PathBuf::from("/nowhere/at-all.mkv"));
    all[1].length = MediaTime::from_millis(1500);
    let mut stage = Stage::open(all);
    stage.until_read();
    assert_eq!(stage.index.len(), 130);
    assert_eq!(stage.places[1].missing, Some(Problem::NotFound));
    assert_eq!(stage.places[2].start, MediaTime::from_millis(4300));
    assert_eq!(
        stage.problems,
        [Problem::InPart {
            number: 2,
            problem: Box::new(Problem::NotFound)
        }]
    );
    // The frame before what is missing stays where nothing is, and playing goes on behind it.
    let nowhere = MediaTime::from_millis(3500);
    stage.player.send(PlayerCommand::Seek(nowhere));
    stage.until("the last frame before", |stage| stage.shown() == Some(69));
    stage.player.send(PlayerCommand::Step(1));
    stage.until("the first behind", |stage| stage.shown() == Some(70));
    let frame = stage.player.frame().expect("a frame");
    assert_eq!((frame.size, number_in(&frame)), ((160, 112), Some(0)));
    stage.player.send(PlayerCommand::Step(-3));
    stage.until("before again", |stage| stage.shown() == Some(67));
    stage.player.send(PlayerCommand::Play);
    stage.until("playing behind it", |stage| stage.shown() >= Some(75));
}

#[test]
fn parts_come_and_go_while_the_picture_stays() {
    let first = clips::PARTS[0].path();
    let (woken, waker) = bell();
    let inner: Arc<Mutex<Option<Waker>>> = Arc::default();
    let relay = Arc::clone(&inner);
    let mut player = open(
        &first,
        Arc::new(move || {
            if let Some(waker) = relay.lock().expect("it works").as_ref() {
                waker();
            }
        }),
        64 << 20,
    )
    .expect("it opens");
    player.send(PlayerCommand::Seek(MediaTime::from_millis(1001)));
    let standing = Standing {
        player,
        info: None,
        index: Arc::default(),
        playing: false,
        rate: 1.0,
        settings: Vec::new(),
        span: None,
    };
    let joined =
        Joined::over(standing, vec![part(first.clone())], waker, 64 << 20).expect("it goes on");
    *inner.lock().expect("it works") = Some(joined.wake_up());
    joined.wake_up()();
    let mut stage = Stage::on(joined, woken);
    stage.until_read();
    assert_eq!(stage.index.len(), 70);
    stage.expect(25);
    let handle = stage.player.parts();
    handle.set(parts());
    stage.until("all parts", |stage| {
        stage.index.complete && stage.index.len() == 175
    });
    stage.expect(25);
    stage.seek_into(150);
    // Taken away again: what is shown then is the end of what is left.
    handle.set(vec![part(first)]);
    stage.until("one part", |stage| stage.index.len() == 70);
    stage.expect(69);
    stage.player.send(PlayerCommand::Step(-1));
    stage.expect(68);
    let end = stage.index.end - MediaTime::ZERO;
    assert_eq!(end, MediaDelta::from_millis(2800));
}

#[test]
fn steps_that_follow_a_seek_at_once_count_from_where_it_went() {
    let mut stage = Stage::ready();
    for (to, first, then) in [
        (2, 30, 45),
        (150, -10, -40),
        (70, -1, 0),
        (69, 1, 1),
        (30, 60, 60),
    ] {
        stage
            .player
            .send(PlayerCommand::Seek(stage.index.times[to]));
        stage.player.send(PlayerCommand::Step(first));
        stage.player.send(PlayerCommand::Step(then));
        let wanted = i64::try_from(to).expect("small") + i64::from(first) + i64::from(then);
        stage.expect(usize::try_from(wanted).expect("within"));
    }
}

#[test]
fn a_part_that_is_no_recording_is_left_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let broken = folder.path().join("broken.mp4");
    std::fs::write(&broken, "this was never a film").expect("written");
    let mut all = parts();
    all[1] = part(broken);
    let mut stage = Stage::open(all);
    stage.until_read();
    assert_eq!(stage.index.len(), 130);
    let [Problem::InPart { number: 2, problem }] = &stage.problems[..] else {
        panic!("{:?}", stage.problems);
    };
    assert!(
        matches!(**problem, Problem::NotARecording { .. }),
        "{problem:?}"
    );
    // Nothing was written down of its length, so nothing is kept free for it.
    stage
        .player
        .send(PlayerCommand::Seek(stage.index.times[60]));
    stage.until("the frame", |stage| stage.shown() == Some(60));
    stage.player.send(PlayerCommand::Play);
    stage.until("behind it", |stage| stage.shown() >= Some(75));
}

#[test]
fn parts_behind_several_missing_ones_are_read_without_anything_else_happening() {
    let mut all = parts();
    for name in ["one.mp4", "two.mp4", "three.mp4"] {
        let mut gone = part(PathBuf::from("/nowhere").join(name));
        gone.length = MediaTime::from_seconds(1);
        all.insert(1, gone);
    }
    let mut stage = Stage::open(all);
    stage.until_read();
    assert_eq!(stage.index.len(), 175);
    assert_eq!(stage.index.times[70], MediaTime::from_millis(5800));
    assert_eq!(stage.problems.len(), 3);
}

#[test]
fn if_no_part_can_be_played_that_is_fatal() {
    let nowhere = |name: &str| part(PathBuf::from("/nowhere").join(name));
    let mut stage = Stage::open(vec![nowhere("one.mp4"), nowhere("two.mp4")]);
    stage.until("told", |stage| stage.problems.contains(&Problem::NotFound));
}

#[test]
fn sound_without_picture_goes_on_over_a_boundary() {
    let sound = clips::SOUND_ONLY.path();
    let mut again = part(sound.clone());
    again.key.push_str(" again");
    let mut stage = Stage::open(vec![part(sound), again]);
    stage.until_read();
    let length = stage.info.as_ref().expect("open").duration;
    let boundary = stage.places[1].start;
    assert_eq!(length - boundary, boundary - MediaTime::ZERO);
    stage
        .player
        .send(PlayerCommand::Seek(boundary - MediaDelta::from_millis(400)));
    stage.player.send(PlayerCommand::Play);
    let behind = boundary + MediaDelta::from_millis(400);
    stage.until("the second part", |stage| stage.player.position() > behind);
    assert!(stage.playing);
    stage.player.send(PlayerCommand::Step(-1));
    stage.until("paused", |stage| !stage.playing);
    stage.player.send(PlayerCommand::Seek(
        boundary - MediaDelta::from_millis(1000),
    ));
    stage.until("back in the first", |stage| {
        stage.player.position() == boundary - MediaDelta::from_millis(1000)
    });
}

#[test]
fn where_playing_is_between_its_frames_is_told_in_the_time_of_the_whole() {
    let mut stage = Stage::ready();
    assert_eq!(stage.player.moving(), None, "it stands");
    // In the second part, near its beginning.
    stage.seek_into(FRAMES[0] + 2);
    stage.player.send(PlayerCommand::Play);
    for frames in [6, 20] {
        stage.until("some frames", |stage| {
            stage.shown() > Some(FRAMES[0] + frames) && stage.player.moving().is_some()
        });
        let (now, shown) = (stage.player.moving(), stage.player.position());
        let ahead = now.expect("it plays") - shown;
        assert!(
            ahead.magnitude() < MediaDelta::from_millis(150),
            "{now:?} beside {shown:?}"
        );
    }
    stage.player.send(PlayerCommand::Pause);
    stage.until("rest", |stage| !stage.playing);
    stage.until("that it says so", |stage| stage.player.moving().is_none());
}
