//! What is known of a whole recording: frames that are remembered, how exact they are, finer sound, small pictures.

use std::{
    collections::HashMap,
    fs::File,
    os::unix::fs::PermissionsExt,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use egui_kittest::kittest::Queryable;
use mindframe::{
    app::{Command, MarkCommand, TransportCommand, ViewCommand},
    domain::{
        mark::When,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    media::{
        FrameIndex, Memory, Playback, Player, PlayerEvent, PlayerOptions, SoundOutput, Thumbnails,
        Waker, Waveform, memory::Keeper, probe, source,
    },
    store::{self, Derived, Places, Showing},
};

use crate::{clips, desk::TestDesk, full_window::FullWindow};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(15);

/// A bell that other threads ring.
#[derive(Clone, Default)]
struct Bell(Arc<(Mutex<bool>, Condvar)>);

impl Bell {
    fn waker(&self) -> Waker {
        let bell = self.clone();
        Arc::new(move || {
            *bell.0.0.lock().expect("the bell works") = true;
            bell.0.1.notify_all();
        })
    }

    fn until(&self, what: &str, mut reached: impl FnMut() -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !reached() {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "waited in vain for {what}");
            let guard = self.0.0.lock().expect("the bell works");
            let (mut guard, _) = self
                .0
                .1
                .wait_timeout_while(guard, left, |rung| !*rung)
                .expect("the bell works");
            *guard = false;
        }
    }
}

/// Keeps bytes in memory, and counts.
#[derive(Default)]
struct Shelf {
    kept: Mutex<HashMap<String, Vec<u8>>>,
    written: AtomicUsize,
}

impl Keeper for Shelf {
    fn recall(&self, fingerprint: &str) -> Option<Vec<u8>> {
        let kept = self.kept.lock().expect("the shelf stands");
        kept.get(fingerprint).cloned()
    }

    fn keep(&self, fingerprint: &str, bytes: &[u8]) {
        self.written.fetch_add(1, Ordering::SeqCst);
        let mut kept = self.kept.lock().expect("the shelf stands");
        kept.insert(fingerprint.to_owned(), bytes.to_vec());
    }
}

fn index_of(clip: &clips::Clip, shelf: &Arc<Shelf>) -> Arc<FrameIndex> {
    let bell = Bell::default();
    let keeper: Arc<dyn Keeper> = Arc::clone(shelf) as _;
    let options = PlayerOptions {
        sound: SoundOutput::Nowhere,
        memory: Memory::of(keeper),
        ..PlayerOptions::default()
    };
    let mut player = Player::open(&clip.path(), bell.waker(), options).expect("a readable file");
    let mut found = None;
    bell.until("the whole index", || {
        for event in player.poll() {
            if let PlayerEvent::Index(index) = event
                && index.complete
            {
                found = Some(index);
            }
        }
        found.is_some()
    });
    found.expect("it was found")
}

#[test]
fn the_frames_of_a_file_are_read_once_and_then_recalled() {
    let shelf = Arc::<Shelf>::default();
    for clip in [&clips::CONSTANT, &clips::VARIABLE, &clips::MATROSKA] {
        let before = shelf.written.load(Ordering::SeqCst);
        let read = index_of(clip, &shelf);
        assert_eq!(shelf.written.load(Ordering::SeqCst), before + 1);
        let recalled = index_of(clip, &shelf);
        assert_eq!(shelf.written.load(Ordering::SeqCst), before + 1, "recalled");
        assert_eq!(read, recalled);
        let truth = probe(&clip.path()).expect("a good file").index;
        assert_eq!(*read, truth);
    }
}

#[test]
fn a_damaged_memory_is_ignored_and_made_anew() {
    let shelf = Arc::<Shelf>::default();
    let read = index_of(&clips::CONSTANT, &shelf);
    for bytes in shelf.kept.lock().expect("the shelf stands").values_mut() {
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xFF;
    }
    assert_eq!(index_of(&clips::CONSTANT, &shelf), read);
    assert_eq!(shelf.written.load(Ordering::SeqCst), 2);
    // What belongs to another file is no better, though it is whole.
    let foreign = {
        let other = Arc::<Shelf>::default();
        let _ = index_of(&clips::VARIABLE, &other);
        let kept = other.kept.lock().expect("the shelf stands");
        kept.values().next().cloned().expect("it was kept")
    };
    for bytes in shelf.kept.lock().expect("the shelf stands").values_mut() {
        bytes.clone_from(&foreign);
    }
    assert_eq!(index_of(&clips::CONSTANT, &shelf), read);
}

#[test]
fn what_is_derived_is_private_and_goes_in_one_step() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let places = Places::under(folder.path());
    let print = "ab".repeat(32);
    assert_eq!(
        store::recall_derived(&places, &print, Derived::Frames),
        None
    );
    store::keep_derived(&places, &print, Derived::Frames, b"times").expect("it can be written");
    let back = store::recall_derived(&places, &print, Derived::Frames);
    assert_eq!(back.as_deref(), Some(&b"times"[..]));
    let file = places.cache.join("recordings").join(&print).join("frames");
    let mode = file.metadata().expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    store::forget_derived(&places, &print).expect("it can go");
    store::forget_derived(&places, &print).expect("it is gone already");
    assert!(!file.exists());
    // Nothing that is no fingerprint becomes a path.
    for odd in ["", "00", "../../etc", &"zz".repeat(32)] {
        store::keep_derived(&places, odd, Derived::Frames, b"times").expect("it is let be");
        assert_eq!(store::recall_derived(&places, odd, Derived::Frames), None);
    }
    let rest = places.cache.join("recordings").read_dir();
    assert_eq!(rest.expect("the folder is there").count(), 0);
}

#[test]
fn the_drawn_sound_stays_where_it_is_while_the_view_moves() {
    let bell = Bell::default();
    let sound = Waveform::start(&clips::SOUND_ONLY.path(), bell.waker()).expect("a readable file");
    bell.until("the whole sound", || sound.is_complete());
    let finest = sound.finest_step().expect("there is sound");
    assert!(finest <= MediaDelta::from_millis(1), "{finest:?}");
    let view = |from: i64, length: i64| {
        MediaSpan::between(
            MediaTime::from_nanos(from),
            MediaTime::from_nanos(from + length),
        )
    };
    for length in [3_000_000_000, 700_000_000, 40_000_000] {
        let here = sound.strip(0, view(1_000_000_000, length), 800);
        let on = sound.strip(0, view(1_000_000_000 + length / 7 + 1, length), 800);
        let steps = i64::try_from(here.peaks.len()).expect("few steps");
        let step = here.span.length().as_nanos() / steps;
        // At most one step to a column, and what both views hold is drawn alike.
        assert!(step * 800 <= length || step <= finest.as_nanos() + 1);
        let moved = (on.span.start() - here.span.start()).as_nanos();
        let by = usize::try_from((moved + step / 2) / step).expect("to the right");
        assert!((moved - i64::try_from(by).expect("few") * step).abs() < step / 100 + steps);
        let both = here.peaks.len() - by;
        assert_eq!(here.peaks[by..], on.peaks[..both]);
    }
}

#[test]
fn small_pictures_are_made_of_key_frames_in_view_and_of_nothing_else() {
    let path = clips::CONSTANT.path();
    let index = Arc::new(probe(&path).expect("a good file").index);
    let opened = Arc::new(AtomicUsize::new(0));
    let opener: source::Opener = {
        let opened = Arc::clone(&opened);
        Arc::new(move || {
            opened.fetch_add(1, Ordering::SeqCst);
            Ok(Box::new(File::open(&path)?))
        })
    };
    let bell = Bell::default();
    let small = Thumbnails::start_bytes(opener, bell.waker()).expect("a thread");
    assert!(small.is_done());
    let keys: Vec<usize> = index.keyframes.iter().map(|key| *key as usize).collect();
    let time = |key: usize| index.time(key).expect("a frame");
    small.rest(true);
    small.want(&index, &keys[..2]);
    assert!(!small.is_done() && small.get(time(keys[0])).is_none());
    assert_eq!(opened.load(Ordering::SeqCst), 0, "nothing before it may");
    small.rest(false);
    bell.until("two pictures", || small.is_done());
    for key in &keys[..2] {
        let made = small.get(time(*key)).expect("it is made");
        assert_eq!((made.time, made.size), (time(*key), (160, 96)));
        assert_eq!(made.rgba.len(), 160 * 96 * 4);
        // Large enough here for the number that is drawn into each frame.
        assert_eq!(number_in(&made), u32::try_from(*key).ok());
    }
    assert!(small.get(time(keys[2])).is_none(), "that was not in view");
    small.want(&index, &keys);
    bell.until("the others", || small.is_done());
    assert!(keys.iter().all(|key| small.get(time(*key)).is_some()));
}

/// The number drawn into a frame, read from its small picture of the same size.
fn number_in(made: &mindframe::media::Thumbnail) -> Option<u32> {
    use mindframe::media::{
        ColourMatrix, ColourRange, Orientation, PixelLayout, Plane, VideoFrame,
    };
    let luma: Vec<u8> = made.rgba.chunks(4).map(|pixel| pixel[1]).collect();
    let (width, height) = made.size;
    let plane = Plane {
        offset: 0,
        stride: width as usize,
        width,
        height,
    };
    clips::number_in(&VideoFrame {
        time: made.time,
        number: None,
        exact: true,
        original: true,
        serial: 0,
        size: made.size,
        pixel_aspect: (1, 1),
        orientation: Orientation::default(),
        layout: PixelLayout::I420,
        matrix: ColourMatrix::Bt601,
        range: ColourRange::Full,
        planes: vec![plane],
        bytes: luma.into(),
    })
}

#[test]
fn small_pictures_are_off_until_asked_for_and_gone_when_the_picture_is() {
    let mut desk = TestDesk::with_small_pictures();
    let made = |desk: &TestDesk| {
        let open = desk.app.recording().expect("it is open");
        open.thumbnails.is_some()
    };
    desk.app.tick();
    assert!(!made(&desk), "off at first");
    desk.app
        .handle(Command::View(ViewCommand::ToggleThumbnails));
    assert!(made(&desk));
    desk.app
        .handle(Command::View(ViewCommand::Show(Showing::Sound)));
    assert!(!made(&desk), "no picture may be seen");
    desk.app
        .handle(Command::View(ViewCommand::Show(Showing::Picture)));
    assert!(made(&desk));
    desk.next_author();
    desk.app.tick();
    assert!(!made(&desk), "not on the client's screen");
    desk.next_author();
    desk.app.tick();
    assert!(made(&desk));
    desk.app
        .handle(Command::View(ViewCommand::ToggleThumbnails));
    assert!(!made(&desk));
}

#[test]
fn an_approximate_picture_gives_no_mark_its_time() {
    let mut desk = TestDesk::open();
    let wanted = MediaTime::from_millis(43_171);
    desk.app
        .handle(Command::Transport(TransportCommand::Scrub(wanted)));
    desk.app.tick();
    let transport = &desk.app.recording().expect("it is open").transport;
    let frame = transport.frame.as_ref().expect("a picture");
    assert!(!transport.exact && frame.time != MediaTime::from_millis(43_160));
    desk.code("ev.onset");
    let mark = desk
        .app
        .desk()
        .and_then(|desk| desk.newest)
        .expect("a mark");
    let session = desk.app.desk().expect("a desk").document.session();
    let when = session.mark(mark).expect("it is there").when;
    assert_eq!(when, When::Point(MediaTime::from_millis(43_160)));
    // The time on the clipboard is no picture's, either.
    desk.app.handle(Command::Mark(MarkCommand::SelectNone));
}

#[test]
fn the_window_says_how_exact_it_is_and_which_time_is_only_near() {
    let mut window = FullWindow::open(TestDesk::open(), (1440.0, 900.0));
    let exact = "Exactness of this recording: exact";
    assert!(window.shows(exact));
    window.press(exact);
    assert!(window.shows("2750 frames, as read from the file."));
    window.key(egui::Key::Escape);
    window.with_app(|app| {
        app.handle(Command::Transport(TransportCommand::Scrub(
            MediaTime::from_millis(43_171),
        )));
    });
    window.harness.step();
    let about = "About 0:43.160, the exact picture is on its way";
    assert!(window.harness.query_by_label(about).is_some());
}
