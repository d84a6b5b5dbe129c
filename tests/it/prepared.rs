//! A copy for smooth review has the same frames at the same times, is what frames are served from, and leaves nothing behind
//! when it cannot be made.

use std::{
    io::{self, Cursor, Read, Seek, SeekFrom},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use mindframe::{
    domain::time::MediaTime,
    media::{
        self, FrameIndex, Playback, Player, PlayerCommand, PlayerEvent, PlayerOptions, SoundOutput,
        prepare::{self, PrepareError},
        source,
    },
};

use crate::clips::{self, Clip, number_in};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes that count how often they are read.
struct Counted {
    bytes: Cursor<Arc<[u8]>>,
    reads: Arc<AtomicUsize>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.bytes.read(buffer)
    }
}

impl Seek for Counted {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

fn counted(bytes: Vec<u8>) -> (source::Opener, Arc<AtomicUsize>) {
    let (bytes, reads): (Arc<[u8]>, _) = (bytes.into(), Arc::new(AtomicUsize::new(0)));
    let counter = Arc::clone(&reads);
    let opener: source::Opener = Arc::new(move || {
        Ok(Box::new(Counted {
            bytes: Cursor::new(Arc::clone(&bytes)),
            reads: Arc::clone(&counter),
        }))
    });
    (opener, reads)
}

fn copy_of(clip: &Clip, index: &FrameIndex) -> Vec<u8> {
    let mut copy = Vec::new();
    let mut write = |at: u64, bytes: &[u8]| {
        let at = usize::try_from(at).expect("a small copy");
        copy.resize(copy.len().max(at + bytes.len()), 0);
        copy[at..at + bytes.len()].copy_from_slice(bytes);
        Ok(())
    };
    let opener = source::file(clip.path());
    let mut told = Vec::new();
    prepare::prepare(
        &opener,
        index,
        &mut write,
        &mut |share| told.push(share),
        &|| true,
    )
    .expect("a copy");
    assert!(told.is_sorted(), "{told:?}");
    copy
}

fn served_from_a_copy(clip: &Clip) {
    let index = media::probe(&clip.path()).expect("a recording").index;
    let (opener, reads) = counted(copy_of(clip, &index));
    prepare::verify(&opener, &index, &|| true).expect("the same frames");

    let bell = Arc::new((Mutex::new(false), Condvar::new()));
    let ring = Arc::clone(&bell);
    let options = PlayerOptions {
        sound: SoundOutput::Nowhere,
        ..PlayerOptions::default()
    };
    let waker = move || {
        *ring.0.lock().expect("the bell works") = true;
        ring.1.notify_all();
    };
    let mut player = Player::open(&clip.path(), Arc::new(waker), options).expect("a player");
    let mut complete = false;
    let mut until = |player: &mut Player, what: &str, holds: &dyn Fn(&Player, bool) -> bool| {
        let limit = Instant::now() + PATIENCE;
        loop {
            for event in player.poll() {
                complete |= matches!(&event, PlayerEvent::Index(index) if index.complete);
            }
            if holds(player, complete) {
                return;
            }
            let left = limit.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{}: waited in vain for {what}", clip.name);
            let rung = bell.0.lock().expect("the bell works");
            let (mut rung, _) = bell
                .1
                .wait_timeout_while(rung, left.min(Duration::from_millis(20)), |rung| !*rung)
                .expect("the bell works");
            *rung = false;
        }
    };
    until(&mut player, "the index", &|_, complete| complete);
    reads.store(0, Ordering::SeqCst);
    player.use_prepared(opener);
    until(&mut player, "the copy to be opened", &|_, _| {
        reads.load(Ordering::SeqCst) > 0
    });
    let whole = player.frame().expect("a first frame");
    let show = |player: &mut Player, number: usize, until: &mut dyn FnMut(&mut Player, usize)| {
        player.send(PlayerCommand::Seek(index.times[number]));
        until(player, number);
        let frame = player.frame().expect("a frame");
        assert_eq!(
            number_in(&frame).map(|number| number as usize),
            Some(number)
        );
        assert_eq!(frame.time, index.times[number]);
        assert_eq!(frame.orientation, whole.orientation);
        assert_eq!(frame.pixel_aspect, whole.pixel_aspect);
    };
    let count = index.len();
    let mut arrive = |player: &mut Player, number: usize| {
        until(player, &format!("frame {number}"), &|player, _| {
            player
                .frame()
                .is_some_and(|frame| frame.exact && frame.number == Some(number))
        });
    };
    let before = reads.load(Ordering::SeqCst);
    for number in [count - 1, 3, count / 2, count / 2 - 1, 57, 0] {
        show(&mut player, number, &mut arrive);
    }
    assert!(
        reads.load(Ordering::SeqCst) > before,
        "{}: the copy was not read",
        clip.name
    );
}

#[test]
fn constant_rate() {
    served_from_a_copy(&clips::CONSTANT);
}

#[test]
fn variable_rate() {
    served_from_a_copy(&clips::VARIABLE);
}

#[test]
fn rotated() {
    served_from_a_copy(&clips::ROTATED);
}

#[test]
fn a_copy_with_other_frames_is_refused() {
    let index = media::probe(&clips::CONSTANT.path())
        .expect("a recording")
        .index;
    let (opener, _) = counted(copy_of(&clips::CONSTANT, &index));
    let mut shorter = index.clone();
    shorter.times.pop();
    assert!(matches!(
        prepare::verify(&opener, &shorter, &|| true),
        Err(PrepareError::NotTheSame)
    ));
}

#[test]
fn it_stops_when_told_and_says_what_the_disk_said() {
    let index = media::probe(&clips::CONSTANT.path())
        .expect("a recording")
        .index;
    let opener = source::file(clips::CONSTANT.path());
    let stopped = prepare::prepare(&opener, &index, &mut |_, _| Ok(()), &mut |_| (), &|| false);
    assert!(matches!(stopped, Err(PrepareError::Stopped)));
    let mut full = |_: u64, _: &[u8]| Err(io::ErrorKind::StorageFull.into());
    let failed = prepare::prepare(&opener, &index, &mut full, &mut |_| (), &|| true);
    assert!(matches!(failed, Err(PrepareError::Disk(_))));
}

#[test]
fn it_is_offered_only_where_key_frames_are_far_apart() {
    let frame = |number: i64| MediaTime::from_nanos(number * 40_000_000);
    let mut index = FrameIndex {
        times: (0..500).map(frame).collect(),
        end: frame(500),
        keyframes: (0..500).step_by(25).collect(),
        complete: true,
        ..FrameIndex::default()
    };
    assert!(!prepare::is_worth_while("mp4", &index));
    assert!(prepare::is_worth_while("mpeg-ts", &index));
    index.keyframes = vec![0, 250];
    assert!(prepare::is_worth_while("mp4", &index));
    index.complete = false;
    assert!(!prepare::is_worth_while("mp4", &index));
}
