//! Captions beside and inside a recording: found, read, chosen, followed, marked.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::Command as Run,
};

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use mindframe::{
    app::{
        App, CaptionCommand, Command, MarkCommand, TransportCommand, captions::Source,
        notice::NoticeKind,
    },
    domain::{
        mark::{Mark, Placed, When},
        time::{MediaSpan, MediaTime},
    },
    interop::captions::{CaptionError, Sample, read_track},
    media::{TextTrack, text_tracks},
};

use crate::{clips, desk::TestDesk, full_window::FullWindow};

/// A line every two seconds, three in each ten by Sam, and one word that stands only in the last.
fn long_captions() -> String {
    let mut text = "WEBVTT\n".to_owned();
    for number in 0..50 {
        let (from, to) = (number * 2, number * 2 + 1);
        let who = if number % 3 == 0 { "Sam" } else { "Robin" };
        let last = if number == 49 { " Goodbye" } else { "" };
        let _ = write!(
            text,
            "\n{:02}:{:02}.000 --> {:02}:{:02}.500\n<v {who}>Sentence number {number}.{last}\n",
            from / 60,
            from % 60,
            to / 60,
            to % 60
        );
    }
    text
}

const SHORT: &[u8] = b"WEBVTT\n\n00:05.000 --> 00:08.030\n<v Sam>You were late.\n\n00:10.000 --> 00:13.000\n<v Robin>I was.\n\n00:16.000 --> 00:19.000\n<v Sam>It's fine.\n";

fn with_short() -> TestDesk {
    TestDesk::open_beside(&[("Five minutes late.vtt", SHORT)], Vec::new())
}

fn with_long() -> TestDesk {
    let text = long_captions();
    TestDesk::open_beside(&[("Five minutes late.vtt", text.as_bytes())], Vec::new())
}

fn newest(app: &App) -> Mark {
    let desk = app.desk().expect("a desk");
    let id = desk.newest.expect("a mark");
    desk.document.session().mark(id).expect("it").clone()
}

fn span(from: i64, to: i64) -> MediaSpan {
    MediaSpan::between(MediaTime::from_millis(from), MediaTime::from_millis(to))
}

const WORDS: &str = "1\n00:00:00,500 --> 00:00:01,500\nTherapist: Hello & <i>good</i> day\n\n2\n00:00:03,000 --> 00:00:04,250\nClient: You were < late\n\n3\n00:00:06,000 --> 00:00:06,800\nTherapist: I was\n";

/// A clip with `WORDS` as a text track of this kind.
fn with_track(folder: &Path, name: &str, codec: &str) -> PathBuf {
    let words = folder.join("words.srt");
    std::fs::write(&words, WORDS).expect("a file");
    let out = folder.join(name);
    let made = Run::new("ffmpeg")
        .args(["-hide_banner", "-v", "error", "-y", "-i"])
        .arg(clips::CONSTANT.path())
        .arg("-i")
        .arg(&words)
        .args([
            "-map", "0", "-map", "1", "-c:v", "copy", "-c:a", "copy", "-c:s", codec,
        ])
        .args(["-metadata:s:s:0", "language=eng"])
        .arg(&out)
        .status()
        .expect("ffmpeg is installed");
    assert!(made.success());
    out
}

#[test]
fn text_tracks_inside_a_recording_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, codec) in [
        ("text.mp4", "mov_text"),
        ("text.mkv", "subrip"),
        ("vtt.mkv", "webvtt"),
    ] {
        let file = with_track(folder.path(), name, codec);
        let tracks = text_tracks(&file, &|| true).expect("tracks");
        assert_eq!(tracks.len(), 1, "{name}");
        assert!(
            ["en", "eng"].contains(&tracks[0].language.as_str()),
            "{name}: {:?}",
            tracks[0].language
        );
        let samples = tracks[0].samples.iter();
        let captions = read_track(samples.map(|(span, bytes)| Sample { span: *span, bytes }))
            .expect("captions");
        // In Matroska ffmpeg moves all streams by the lead-in of the sound.
        let moved = captions.lines()[0].span.start().as_nanos() / 1_000_000 - 500;
        assert!((0..=30).contains(&moved), "{name}: {moved}");
        let lines: Vec<(i64, i64, &str, &str)> = captions
            .lines()
            .iter()
            .map(|line| {
                (
                    line.span.start().as_nanos() / 1_000_000 - moved,
                    line.span.end().as_nanos() / 1_000_000 - moved,
                    line.speaker.as_deref().unwrap_or_default(),
                    line.text.as_str(),
                )
            })
            .collect();
        let wanted = [
            (500, 1500, "Therapist", "Hello & good day"),
            (3000, 4250, "Client", "You were < late"),
            (6000, 6800, "Therapist", "I was"),
        ];
        assert_eq!(lines, wanted, "{name}");
    }
}

#[test]
fn reading_text_tracks_ends_when_nobody_waits_for_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = with_track(folder.path(), "left.mkv", "subrip");
    let tracks = text_tracks(&file, &|| false).expect("an answer");
    assert!(tracks.iter().all(|track| track.samples.is_empty()));
}

#[test]
fn a_recording_without_text_tracks_has_none() {
    for clip in [clips::CONSTANT, clips::MATROSKA, clips::SOUND_ONLY] {
        let tracks = text_tracks(&clip.path(), &|| true).expect("an answer");
        assert!(tracks.is_empty(), "{}", clip.name);
    }
}

#[test]
fn every_caption_file_of_the_recording_is_found_and_broken_ones_are_refused_with_their_line() {
    let track = TextTrack {
        language: "nl".to_owned(),
        title: String::new(),
        samples: vec![(span(1000, 2000), b"Dag Sam".to_vec())],
    };
    let desk = TestDesk::open_beside(
        &[
            ("Five minutes late.vtt", SHORT),
            (
                "Five minutes late.en.SRT",
                b"1\n00:00:01,000 --> 00:00:02,000\nHi\n",
            ),
            (
                "Five minutes late.mp4.srt",
                b"1\n00:00:03,000 --> 00:00:04,000\nAlso\n",
            ),
            (
                "Five minutes late.de.srt",
                b"1\n00:00:01,000 --> nothing\nHi\n",
            ),
            (
                "Five minutes later.srt",
                b"1\n00:00:01,000 --> 00:00:02,000\nNo\n",
            ),
            ("other.vtt", SHORT),
        ],
        vec![track],
    );
    let open = desk.app.recording().expect("a recording");
    let names: Vec<String> = open
        .captions
        .choices()
        .iter()
        .map(|choice| match &choice.source {
            Source::File { name, tag } => format!("{name} [{tag}]"),
            Source::Track { language, .. } => format!("track {language}"),
        })
        .collect();
    assert_eq!(
        names,
        [
            "Five minutes late.mp4.srt []",
            "Five minutes late.vtt []",
            "Five minutes late.en.SRT [en]",
            "track nl"
        ]
    );
    let refused: Vec<(String, CaptionError)> = desk
        .app
        .notices()
        .filter_map(|notice| match &notice.kind {
            NoticeKind::CaptionsRefused { name, fault } => Some((name.clone(), *fault)),
            _ => None,
        })
        .collect();
    let wanted = CaptionError::Time { line: 2 };
    assert_eq!(refused, [("Five minutes late.de.srt".to_owned(), wanted)]);
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.key_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    assert!(window.shows("0:03 Also"));
    window.press("Captions: Five minutes late.mp4.srt");
    window.press("In the recording: Dutch");
    assert!(window.shows("0:01 Dag Sam"));
    assert!(!window.shows("0:03 Also"));
}

#[test]
fn the_demo_has_its_captions_beside_it() {
    let files: Vec<String> = mindframe::app::demo::DemoFiles::iter()
        .map(|name| name.to_string())
        .collect();
    assert!(
        files.contains(&"five-minutes-late.vtt".to_owned()),
        "{files:?}"
    );
}

#[test]
fn what_is_said_stands_under_the_picture_and_can_be_turned_off() {
    let mut window = FullWindow::open(with_short(), (1440.0, 900.0));
    window.with_app(|app| {
        app.handle(Command::Transport(TransportCommand::Seek(
            MediaTime::from_millis(6000),
        )));
    });
    window.harness.run();
    assert!(window.shows("Sam: You were late."));
    let said = window.rect("Sam: You were late.");
    let picture = window.rect("Picture; press to play or pause");
    assert!(
        said.top() >= picture.bottom() - 1.0,
        "it never lies over the picture"
    );
    window.key(Key::F10);
    assert!(!window.shows("Sam: You were late."));
    assert!(!window.with_app(|app| app.settings().captions));
    let large = window.rect("Picture; press to play or pause");
    assert!(
        large.height() > picture.height(),
        "the picture has the room"
    );
    window.press("Captions");
    assert!(window.shows("Sam: You were late."));
}

#[test]
fn a_press_on_a_line_goes_there_exactly_and_a_code_marks_the_lines_that_are_chosen() {
    let mut window = FullWindow::open(with_short(), (1440.0, 900.0));
    window.press("Transcript");
    window.press("0:05 Sam: You were late.");
    let playhead = window.with_app(|app| app.recording().expect("open").transport.playhead);
    assert_eq!(playhead, MediaTime::from_millis(5000));
    window.harness.key_down_modifiers(Modifiers::SHIFT, Key::A);
    window
        .harness
        .get_by_label("0:10 Robin: I was.")
        .click_modifiers(Modifiers::SHIFT);
    window.harness.run();
    assert!(window.shows("2 lines, 0:05.000 to 0:13.000"));
    // A stretch: psychic equivalence is one.
    window.key(Key::Num3);
    let mark = window.with_app(|app| newest(app));
    assert_eq!(mark.when, When::Span(span(5000, 13_000)));
    assert_eq!(mark.placed, Placed::Paused);
    assert!(
        !window.shows("2 lines, 0:05.000 to 0:13.000"),
        "they are marked, and let go"
    );
    // A moment stays one, at the start of the line.
    window.press("0:16 Sam: It's fine.");
    window.key(Key::E);
    let before = window.with_app(|app| newest(app));
    assert_eq!(before.when.start(), MediaTime::from_millis(16_000));
}

#[test]
fn own_words_over_a_line_and_one_step_to_take_them_back() {
    let mut desk = with_short();
    desk.app.handle(Command::Captions(CaptionCommand::GoTo(0)));
    desk.app.handle(Command::Mark(MarkCommand::PlainOverLines));
    let mark = newest(&desk.app);
    // The end lies on the frame that is on screen then.
    assert_eq!(mark.when, When::Span(span(5000, 8000)));
    assert!(mark.codes.is_empty());
    let writing = desk.app.desk().expect("a desk").marking.writing.clone();
    assert_eq!(writing.expect("the words are open").mark, mark.id);
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(
        desk.app
            .desk()
            .expect("a desk")
            .document
            .session()
            .mark_count(),
        0
    );
}

#[test]
fn lines_are_chosen_only_until_somebody_goes_elsewhere() {
    let mut desk = with_short();
    let go = |desk: &mut TestDesk| desk.app.handle(Command::Captions(CaptionCommand::GoTo(1)));
    let chosen = |desk: &TestDesk| desk.app.recording().expect("open").captions.chosen();
    for elsewhere in [
        TransportCommand::Step(1),
        TransportCommand::TogglePlay,
        TransportCommand::Seek(MediaTime::ZERO),
    ] {
        desk.app.handle(Command::Transport(TransportCommand::Pause));
        go(&mut desk);
        assert_eq!(chosen(&desk), Some(1..=1));
        desk.app.handle(Command::Transport(elsewhere));
        assert_eq!(chosen(&desk), None);
    }
    desk.app.handle(Command::Transport(TransportCommand::Play));
    go(&mut desk);
    assert_eq!(chosen(&desk), None, "while it plays a line is only a place");
}

#[test]
fn the_line_that_is_heard_is_followed_until_somebody_scrolls() {
    let mut window = FullWindow::open(with_long(), (1440.0, 900.0));
    window.press("Transcript");
    let seek = |window: &mut FullWindow, seconds: i64| {
        window.with_app(|app| {
            app.handle(Command::Transport(TransportCommand::Seek(
                MediaTime::from_seconds(seconds),
            )));
        });
        window.harness.run();
    };
    seek(&mut window, 80);
    assert!(window.is_on("1:20 Robin: Sentence number 40."));
    assert!(!window.shows("Follow the recording"));
    let middle = window.rect("1:20 Robin: Sentence number 40.").center();
    window.harness.hover_at(middle);
    window.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 900.0),
        source: egui::MouseWheelSource::Unknown,
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.harness.run_steps(30);
    assert!(window.shows("Follow the recording"));
    assert!(!window.shows("1:20 Robin: Sentence number 40."));
    seek(&mut window, 90);
    assert!(
        !window.shows("1:30 Sam: Sentence number 45."),
        "it stays where it was put"
    );
    window.press("Follow the recording");
    assert!(window.is_on("1:30 Sam: Sentence number 45."));
}

#[test]
fn words_are_found_one_after_the_other() {
    let mut window = FullWindow::open(with_long(), (1440.0, 900.0));
    window.key_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    window.harness.run();
    window
        .harness
        .get_by_label("find in what is said")
        .type_text("NUMBER 4");
    window.harness.run();
    assert!(window.shows("1 of 11"));
    assert!(window.shows("0:08 Robin: Sentence number 4."));
    window.press("Place before");
    assert!(window.shows("11 of 11"));
    assert!(window.shows("1:38 Robin: Sentence number 49. Goodbye"));
    window.press("Next place");
    assert!(window.shows("1 of 11"));
    let playhead = window.with_app(|app| app.recording().expect("open").transport.playhead);
    assert_eq!(playhead, MediaTime::ZERO, "looking goes nowhere");
}

#[test]
fn without_captions_the_transcript_says_how_to_get_some() {
    let mut window = FullWindow::open(TestDesk::open(), (1440.0, 900.0));
    window.press("Transcript");
    assert!(window.shows("No captions"));
    assert!(
        !window.shows("Captions"),
        "there is no switch for what is not there"
    );
}

#[test]
fn a_line_that_begins_within_a_frame_is_said_with_that_frame() {
    let words = b"WEBVTT\n\n00:05.000 --> 00:08.000\nBefore.\n\n00:08.010 --> 00:09.000\nAfter.\n";
    let desk = TestDesk::open_beside(&[("Five minutes late.vtt", words)], Vec::new());
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.press("Transcript");
    window.press("0:08 After.");
    let playhead = window.with_app(|app| app.recording().expect("open").transport.playhead);
    assert_eq!(playhead, MediaTime::from_seconds(8), "frames last 40 ms");
    assert!(window.shows("After."), "it stands under the picture");
}

#[test]
fn in_a_narrow_window_the_list_opens_at_the_line_that_is_heard() {
    let mut desk = with_long();
    desk.seek(80_000);
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.key_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::T);
    assert!(window.is_on("1:20 Robin: Sentence number 40."));
    window.harness.set_size(egui::vec2(860.0, 600.0));
    window.harness.run();
    assert!(window.is_on("1:20 Robin: Sentence number 40."));
    assert!(!window.shows("Follow the recording"));
}
