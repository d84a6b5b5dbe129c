//! How the recording is looked at: small, partly hidden, as sound, as words, darker; and still pictures.

use egui::{Key, Modifiers};
use mindframe::{
    app::{
        App, Command, MarkCommand, StillCommand, TransportCommand, ViewCommand, still::Picture,
        transport::Loop,
    },
    domain::time::MediaTime,
    media::fake,
    store::{self, RecordingView, Region, Showing},
};

use crate::{desk::TestDesk, full_window::FullWindow};

const WORDS: &[u8] = b"WEBVTT\n\n00:05.000 --> 00:08.000\n<v Sam>You were late.\n";
const PICTURE: &str = "Picture; press to play or pause";
const HIDDEN: &str = "Hidden part; drag to move, edges to size";

fn with_words() -> TestDesk {
    TestDesk::open_beside(&[("Five minutes late.vtt", WORDS)], Vec::new())
}

fn view(window: &mut FullWindow) -> RecordingView {
    window.with_app(|app| app.recording_view())
}

#[test]
fn a_part_of_the_picture_is_hidden_by_one_key_and_dragged_to_its_place() {
    let mut window = FullWindow::open(with_words(), (1440.0, 900.0));
    window.key(Key::F7);
    assert_eq!(view(&mut window).hidden(), Some(Region::RIGHT));
    let before = window.rect(HIDDEN);
    let from = before.center();
    window.harness.drag_at(from);
    window.harness.run();
    window.harness.hover_at(from - egui::vec2(3000.0, 0.0));
    window.harness.run();
    window.harness.drop_at(from - egui::vec2(3000.0, 0.0));
    window.harness.run();
    assert_eq!(view(&mut window).hidden(), Some(Region::LEFT));
    let after = window.rect(HIDDEN);
    assert!((after.right() - before.left()).abs() < 2.0);
    let playing = window.with_app(|app| app.recording().expect("open").transport.playing);
    assert!(!playing, "dragging is no press on the picture");
    window.press("Hide a part");
    assert!(!window.shows(HIDDEN));
    window.key(Key::F7);
    assert_eq!(
        view(&mut window).hidden(),
        Some(Region::LEFT),
        "it comes back where it was"
    );
}

#[test]
fn what_was_hidden_is_hidden_at_once_when_it_is_opened_again_and_nothing_of_it_is_in_the_record() {
    let mut desk = with_words();
    desk.app
        .handle(Command::View(ViewCommand::Hide(Region::LEFT)));
    desk.app
        .handle(Command::View(ViewCommand::Show(Showing::Small)));
    desk.app.handle(Command::View(ViewCommand::Track(1)));
    let video = desk.app.recording().expect("open").path.clone();
    desk.app.handle(Command::Close);
    desk.app.handle(Command::Open(video.clone()));
    let wanted = RecordingView {
        showing: Showing::Small,
        cover: Some(Region::LEFT),
        covered: true,
        track: 1,
        ..RecordingView::default()
    };
    assert_eq!(
        desk.app.recording_view(),
        wanted,
        "before the first picture"
    );
    let kept = std::fs::read_to_string(desk.app.places().data.join("views.ron")).expect("a file");
    assert!(!kept.contains("Five minutes late"), "no name is kept");
    let beside: Vec<String> = std::fs::read_dir(desk.folder.path())
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.contains("session.ron"))
        .collect();
    assert!(
        beside.is_empty(),
        "looking is not part of the record: {beside:?}"
    );
}

#[test]
fn a_moved_recording_keeps_what_is_hidden_by_its_fingerprint() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = store::Places::under(folder.path());
    let (old, new) = (folder.path().join("old.mp4"), folder.path().join("new.mp4"));
    let view = RecordingView {
        cover: Some(Region::RIGHT),
        covered: true,
        ..RecordingView::default()
    };
    store::save_view(&places, &old, "abc", view).expect("saved");
    assert_eq!(store::load_view(&places, &new, ""), None);
    assert_eq!(store::load_view(&places, &new, "abc"), Some(view));
    assert_eq!(store::load_view(&places, &new, "abcd"), None);
    store::save_view(&places, &new, "abc", RecordingView::default()).expect("saved");
    assert_eq!(
        store::load_view(&places, &old, "abc"),
        None,
        "the usual view needs no keeping"
    );
}

#[test]
fn a_damaged_list_of_views_is_set_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    let places = store::Places::under(folder.path());
    std::fs::create_dir_all(&places.data).expect("a folder");
    let file = places.data.join("views.ron");
    std::fs::write(&file, b"[(place: ").expect("a file");
    assert_eq!(store::load_view(&places, &file, ""), None);
    let aside = std::fs::read(places.data.join("views.ron.damaged")).expect("a copy");
    assert_eq!(aside, b"[(place: ");
}

#[test]
fn sound_only_and_words_only_take_the_place_of_the_picture() {
    let mut window = FullWindow::open(with_words(), (1440.0, 900.0));
    assert!(window.shows(PICTURE));
    window.key(Key::F9);
    assert!(!window.shows(PICTURE));
    assert_eq!(view(&mut window).showing, Showing::Sound);
    window.press("Show the picture");
    assert!(window.shows(PICTURE));
    window.press("View");
    window.press("Words only");
    window.key(Key::Escape);
    assert!(!window.shows(PICTURE));
    assert!(window.shows("0:05 Sam: You were late."));
}

#[test]
fn the_small_picture_is_small() {
    let mut window = FullWindow::open(with_words(), (1440.0, 900.0));
    let large = window.rect(PICTURE).height();
    window.with_app(|app| app.handle(Command::View(ViewCommand::Show(Showing::Small))));
    window.harness.run();
    assert!(window.rect(PICTURE).height() < large * 0.6);
}

#[test]
fn brightness_goes_down_in_steps_to_where_all_can_still_be_read() {
    let mut window = FullWindow::open(with_words(), (1440.0, 900.0));
    for _ in 0..20 {
        window.key_with(Modifiers::COMMAND, Key::ArrowDown);
    }
    assert_eq!(
        window.with_app(|app| app.settings().brightness),
        store::DARKEST
    );
    window.key_with(Modifiers::COMMAND, Key::ArrowUp);
    assert_eq!(
        window.with_app(|app| app.settings().brightness),
        store::DARKEST + 10
    );
}

#[test]
fn a_client_can_hide_a_part_and_has_sound_only_and_no_still_pictures() {
    let mut desk = with_words();
    desk.next_author();
    let mut window = FullWindow::open(desk, (1280.0, 720.0));
    window.press("Hide a part");
    assert!(window.shows("Hidden. Drag it where you want it."));
    window.press("Sound only");
    assert!(!window.shows("The recording"));
    window.press("Show the picture");
    assert!(window.shows("The recording"));
    window.key_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert!(!window.shows("A still picture"));
    window.press("View");
    assert!(!window.shows("Still picture…"));
}

/// Asks for a still picture of the frame at five seconds, with its left half hidden.
fn asked(desk: &mut TestDesk) {
    desk.app
        .handle(Command::View(ViewCommand::Hide(Region::LEFT)));
    desk.app.handle(Command::Transport(TransportCommand::Seek(
        MediaTime::from_seconds(5),
    )));
    desk.app.tick();
    desk.app.handle(Command::Still(StillCommand::Ask));
    assert!(desk.app.still().is_some());
}

fn is_grey(pixel: &[u8]) -> bool {
    pixel == [0x7A, 0x84, 0x88, 0xFF]
}

#[test]
fn a_still_picture_is_asked_about_first_and_its_hidden_part_stays_hidden() {
    let mut desk = with_words();
    asked(&mut desk);
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    assert!(window.shows("A still picture"));
    assert!(window.shows("The hidden part stays hidden in it."));
    let to = folder.path().to_path_buf();
    window.with_app(|app| app.handle(Command::Still(StillCommand::Save(to))));
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !window.with_app(|app| {
        app.tick();
        app.notices().next().is_some()
    }) {
        assert!(std::time::Instant::now() < limit, "waited too long");
        std::thread::yield_now();
    }
    let name = "still 0-05.000.png";
    let file = std::fs::File::open(folder.path().join(name)).expect("the picture");
    let mut reader = png::Decoder::new(std::io::BufReader::new(file))
        .read_info()
        .expect("a PNG file");
    let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
    let size = reader.next_frame(&mut pixels).expect("a picture");
    let row: Vec<bool> = pixels[..size.width as usize * 4]
        .chunks(4)
        .map(is_grey)
        .collect();
    let half = row.len() / 2;
    assert!(row[..half].iter().all(|grey| *grey));
    assert!(row[half + 1..].iter().all(|grey| !grey));
    // The fake player hands out small pictures; what is kept is as large as what was recorded.
    assert_eq!((size.width, size.height), (1280, 720));
    assert_eq!(pixels[half * 4 + 4..half * 4 + 8], fake::colour_of(125));
}

#[test]
fn a_still_picture_on_the_clipboard_comes_once() {
    let mut desk = with_words();
    asked(&mut desk);
    desk.app.handle(Command::Still(StillCommand::Copy));
    let picture = std::cell::RefCell::new(None::<Picture>);
    desk.until(|app: &App| app.notices().next().is_some());
    *picture.borrow_mut() = desk.app.take_clipboard_picture();
    let picture = picture.into_inner().expect("a picture");
    assert_eq!(
        picture.bytes.len(),
        (picture.width * picture.height * 4) as usize
    );
    assert!(desk.app.take_clipboard_picture().is_none());
    assert!(desk.app.still().is_none());
}

#[test]
fn the_slow_view_loops_the_moment_and_goes_back_to_what_was() {
    let mut desk = TestDesk::open();
    let at = |desk: &TestDesk| {
        let transport = &desk.app.recording().expect("open").transport;
        (transport.playhead, transport.playing, transport.rate)
    };
    let slow = Command::Transport(TransportCommand::ToggleSlowView);
    let moment = MediaTime::from_seconds(20);
    desk.app
        .handle(Command::Transport(TransportCommand::Seek(moment)));
    desk.app.tick();
    desk.app.handle(slow.clone());
    desk.app.tick();
    assert_eq!(at(&desk), (MediaTime::from_millis(18_480), true, 0.25));
    let looping = desk.app.recording().expect("open").transport.looping;
    assert!(
        matches!(looping, Loop::Between(span) if span.contains(moment) && span.length().as_millis() == 3000),
        "{looping:?}"
    );
    desk.app.handle(slow.clone());
    desk.app.tick();
    assert_eq!(at(&desk), (moment, false, 1.0));
    // Whoever goes elsewhere leaves it as well, and stays there.
    desk.app.handle(slow);
    let far = MediaTime::from_seconds(60);
    desk.app
        .handle(Command::Transport(TransportCommand::Seek(far)));
    desk.app.tick();
    assert_eq!(at(&desk), (far, true, 1.0));
    let looping = desk.app.recording().expect("open").transport.looping;
    assert_eq!(looping, Loop::Off);
}

#[test]
fn the_slow_view_says_so_and_is_left_where_a_loop_is_left() {
    const SLOW: &str = "Slow view of this moment, or back";
    const LOOP: &str = "Loop the selected mark, or from A to B";
    let mut window = FullWindow::open(TestDesk::open(), (1440.0, 900.0));
    let state = |window: &mut FullWindow| {
        window.with_app(|app| {
            let transport = &app.recording().expect("open").transport;
            (transport.rate, transport.looping != Loop::Off)
        })
    };
    window.key_with(Modifiers::SHIFT, Key::R);
    assert_eq!(state(&mut window), (0.25, true));
    assert!(!window.shows(LOOP));
    window.press(SLOW);
    assert_eq!(state(&mut window), (1.0, false));
    assert!(window.shows(LOOP));
    window.key_with(Modifiers::SHIFT, Key::R);
    window.key(Key::R);
    assert_eq!(state(&mut window), (1.0, false));
}

#[test]
fn going_to_a_mark_while_playing_begins_a_little_earlier_and_the_next_is_still_the_next() {
    let mut desk = TestDesk::open();
    let mut settings = desk.app.settings().clone();
    settings.preroll_ms = 2000;
    desk.app.handle(Command::SetSettings(Box::new(settings)));
    for second in [20, 30] {
        let time = MediaTime::from_seconds(second);
        desk.app
            .handle(Command::Transport(TransportCommand::Seek(time)));
        desk.app.tick();
        desk.app.handle(Command::Mark(MarkCommand::Plain));
    }
    let playhead = |desk: &TestDesk| desk.app.recording().expect("open").transport.playhead;
    desk.app.handle(Command::Transport(TransportCommand::Start));
    desk.app.tick();
    desk.app.handle(Command::Mark(MarkCommand::Next));
    desk.app.tick();
    assert_eq!(
        playhead(&desk),
        MediaTime::from_seconds(20),
        "paused: its own frame"
    );
    desk.app.handle(Command::Transport(TransportCommand::Start));
    desk.app.tick();
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    for wanted in [18, 28] {
        desk.app.handle(Command::Mark(MarkCommand::Next));
        desk.app.tick();
        assert_eq!(playhead(&desk), MediaTime::from_seconds(wanted));
    }
}
