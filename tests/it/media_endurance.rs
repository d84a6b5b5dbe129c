//! Broken recordings play what is there, and long work leaves nothing behind.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use mindframe::{
    domain::time::MediaTime,
    media::{self, Playback, PlayerCommand, Stills, Target},
};
use tempfile::TempDir;

use crate::{
    clips::{self, Clip, number_in},
    media_player::{Stage, scattered},
};

/// A clip with noise over a part of it, given in thousandths of its length.
fn noisy(folder: &TempDir, clip: &Clip, from: usize, to: usize) -> PathBuf {
    let mut bytes = fs::read(clip.path()).expect("a readable clip");
    let at = |part: usize| bytes.len() * part / 1000;
    let (from_at, to_at) = (at(from), at(to));
    for (place, byte) in bytes[from_at..to_at].iter_mut().enumerate() {
        *byte = ((place as u32).wrapping_mul(2_654_435_761) >> 23) as u8;
    }
    let path = folder.path().join(format!("noise-{from}-{}", clip.name));
    fs::write(&path, bytes).expect("the temporary folder can be written");
    path
}

/// The first part of a clip, in thousandths of its length.
fn cut(folder: &TempDir, clip: &Clip, to: usize) -> PathBuf {
    let bytes = fs::read(clip.path()).expect("a readable clip");
    let path = folder.path().join(format!("cut-{to}-{}", clip.name));
    fs::write(&path, &bytes[..bytes.len() * to / 1000])
        .expect("the temporary folder can be written");
    path
}

#[test]
fn broken_recordings_answer_every_seek_and_play_to_their_end() {
    let folder = TempDir::new().expect("a temporary folder");
    let mut files = Vec::new();
    for clip in [
        &clips::CONSTANT,
        &clips::TRANSPORT,
        &clips::MATROSKA,
        &clips::AVI,
    ] {
        files.push((noisy(&folder, clip, 480, 500), 60));
        if clip.name != clips::CONSTANT.name {
            // The mp4 has its index at its end.
            files.push((cut(&folder, clip, 700), 60));
            files.push((cut(&folder, clip, 431), 40));
        }
    }
    for (path, good) in files {
        let name = path.display();
        let probe = media::probe(&path).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let frames = probe.index.len();
        assert!(frames > good, "{name}: {frames}");
        let mut stills = Stills::open(&path).expect("the first part is good");
        for number in scattered(frames, 12).chain([0, 1, frames - 1]) {
            // What comes is labelled as what it is, or nothing comes.
            match stills.frame(Target::Number(number)) {
                Ok(frame) if number < good => {
                    assert_eq!(frame.number, Some(number), "{name}");
                    assert_eq!(number_in(&frame), Some(number as u32), "{name}");
                }
                Ok(_) => {}
                Err(error) => assert!(number >= good, "{name}: {number}: {error:?}"),
            }
        }
        let mut stage = Stage::open(&path);
        stage.until("open and read", |stage| {
            stage.info.is_some() && stage.index.complete
        });
        stage
            .player
            .send(PlayerCommand::Seek(stage.index.times[good / 2]));
        stage.until("a good frame", |stage| stage.shown() == Some(good / 2));
        stage.player.send(PlayerCommand::SetRate(4.0));
        stage.player.send(PlayerCommand::Play);
        stage.until(&format!("the end of {name}"), |stage| stage.ended == 1);
        stage.player.send(PlayerCommand::Seek(stage.index.times[3]));
        stage.until("back again", |stage| stage.shown() == Some(3));
    }
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// Seeks and steps by chance for some time, and compares every frame with the one that was asked for. How many.
fn rock(clip: &Clip, offset: usize, time: Duration, dice: &mut Dice) -> usize {
    let mut stage = Stage::ready(clip);
    let frames = stage.index.len();
    let (started, mut here, mut done) = (Instant::now(), 0, 0);
    while started.elapsed() < time {
        match dice.below(6) {
            0 => {
                here = dice.below(frames);
                let (start, end) = (stage.index.times[here], stage.index.end_of(here));
                let part = i64::try_from(dice.below(100)).expect("a hundredth");
                let within = start.as_nanos() + (end - start).as_nanos() * part / 100;
                stage
                    .player
                    .send(PlayerCommand::Seek(MediaTime::from_nanos(within)));
            }
            1 | 2 if here + 1 < frames => {
                here += 1;
                stage.player.send(PlayerCommand::Step(1));
            }
            3 | 4 if here > 0 => {
                here -= 1;
                stage.player.send(PlayerCommand::Step(-1));
            }
            _ => {
                // A drag, of which only the end counts.
                for _ in 0..3 {
                    let number = dice.below(frames);
                    stage
                        .player
                        .send(PlayerCommand::Scrub(stage.index.times[number]));
                }
                here = dice.below(frames);
                stage
                    .player
                    .send(PlayerCommand::Seek(stage.index.times[here]));
            }
        }
        stage.expect(here, offset);
        done += 1;
    }
    assert_eq!(stage.problems, [], "{}", clip.name);
    done
}

const ROCKED: [(&Clip, usize); 6] = [
    (&clips::CONSTANT, 0),
    (&clips::VARIABLE, 0),
    (&clips::MATROSKA, 0),
    (&clips::TRANSPORT, 0),
    (&clips::EDIT_LIST, 32),
    (&clips::WEBM, 0),
];

#[test]
fn every_frame_of_a_short_rocking_is_the_one_asked_for() {
    let mut dice = Dice(7);
    for (clip, offset) in ROCKED {
        rock(clip, offset, Duration::from_secs(2), &mut dice);
    }
}

/// Memory in use in mebibytes, threads and open files of this process.
fn footprint() -> (u64, usize, usize) {
    let status = fs::read_to_string("/proc/self/status").expect("a Linux machine");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .expect("a size");
    let kib: u64 = line
        .trim()
        .trim_end_matches(" kB")
        .parse()
        .expect("a number");
    let count = |folder: &str| fs::read_dir(folder).expect("a Linux machine").count();
    (kib / 1024, count("/proc/self/task"), count("/proc/self/fd"))
}

/// Run alone: `cargo test --features inspection --test it long_rocking -- --ignored`.
#[test]
#[ignore = "takes four minutes, and nothing else may run in its process"]
fn a_long_rocking_leaves_nothing_behind() {
    let mut dice = Dice(11);
    let mut after = Vec::new();
    let mut done = 0;
    for _ in 0..8 {
        for (clip, offset) in ROCKED {
            done += rock(clip, offset, Duration::from_secs(5), &mut dice);
        }
        // Threads that were told to go need a moment.
        let deadline = Instant::now() + Duration::from_secs(5);
        while footprint().1 > 8 && Instant::now() < deadline {
            std::thread::yield_now();
        }
        after.push(footprint());
    }
    println!("{done} frames; {after:?}");
    let (early, late) = (after[1], after[7]);
    assert!(late.0 < early.0 + 60, "memory grows: {after:?}");
    assert!(
        late.1 <= early.1 + 2 && late.2 <= early.2 + 2,
        "threads or files grow: {after:?}"
    );
}
