//! A second recording of the same event: found, shown, held in step with the first, lined up.

use std::{path::Path, time::Duration};

use mindframe::{
    app::{
        Command, CompanionCommand, MarkCommand, TransportCommand, ViewCommand,
        companion::CompanionState,
        notice::{NoticeKind, SecondNotice},
    },
    domain::{
        alignment::{AlignedPoint, Alignment},
        session::MediaPlace,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    media::{PlayerCommand, PlayerEvent, fake::FakePlayer},
    store::{Corner, RecordingView, Region, SecondLayout, Showing},
};

use crate::desk::{self, RECORDING, TestDesk};

const SECOND: &str = "client camera.mp4";
const FILES: &[(&str, &[u8])] = &[(SECOND, b"client")];

fn at(millis: i64) -> MediaTime {
    MediaTime::from_millis(millis)
}

/// The first has 110 s at 25 frames a second, the second 100 s at 30.
fn short(path: &Path) -> FakePlayer {
    if path.ends_with(RECORDING) {
        FakePlayer::new(desk::info(), desk::index())
    } else {
        FakePlayer::steady(3000, MediaDelta::from_nanos(33_333_333))
    }
}

/// Two of a good hour.
fn long(_: &Path) -> FakePlayer {
    FakePlayer::steady(95_000, MediaDelta::from_millis(40))
}

fn transport(desk: &mut TestDesk, command: TransportCommand) {
    desk.app.handle(Command::Transport(command));
    desk.app.tick();
}

fn ask(desk: &mut TestDesk, command: CompanionCommand) {
    desk.app.handle(Command::Companion(command));
    desk.app.tick();
}

fn add(desk: &mut TestDesk) {
    let path = desk.folder.path().join(SECOND);
    ask(desk, CompanionCommand::Add(path));
    desk.until(|app| app.recording().unwrap().companion().is_some());
}

/// With a second recording that began 2.345 s after the first.
fn lined_up(make: fn(&Path) -> FakePlayer) -> (TestDesk, FakePlayer, FakePlayer) {
    let mut desk = TestDesk::with_players(FILES, make);
    add(&mut desk);
    ask(
        &mut desk,
        CompanionCommand::SetOffset(MediaDelta::from_millis(2_345)),
    );
    desk.until(|app| {
        let second = app.recording().unwrap().companion().unwrap();
        second.frame.is_some() && second.index.complete
    });
    let (first, second) = (desk.hands.of(RECORDING), desk.hands.of(SECOND));
    let _ = (first.take_commands(), second.take_commands());
    (desk, first, second)
}

fn own_time(desk: &TestDesk) -> MediaTime {
    let second = desk.app.recording().unwrap().companion().unwrap();
    second.frame.as_ref().unwrap().time
}

fn alignment(desk: &TestDesk) -> Alignment {
    *desk
        .app
        .desk()
        .unwrap()
        .document
        .session()
        .info()
        .beside()
        .unwrap()
        .1
}

#[test]
fn it_stands_at_its_frame_before_the_mapped_time_and_steps_along() {
    let (mut desk, _, second) = lined_up(short);
    desk.seek(10_000);
    assert_eq!(
        second.take_commands(),
        [PlayerCommand::Seek(at(7_655))],
        "once, and exactly"
    );
    assert_eq!(own_time(&desk), MediaTime::from_nanos(229 * 33_333_333));
    desk.app.tick();
    desk.app.tick();
    assert_eq!(second.take_commands(), [], "nothing changed");
    transport(&mut desk, TransportCommand::Step(1));
    assert_eq!(second.take_commands(), [PlayerCommand::Seek(at(7_695))]);
    transport(&mut desk, TransportCommand::Step(-2));
    assert_eq!(second.take_commands(), [PlayerCommand::Seek(at(7_615))]);
}

#[test]
fn it_plays_loops_and_changes_speed_with_the_first() {
    let (mut desk, first, second) = lined_up(short);
    desk.seek(20_000);
    transport(&mut desk, TransportCommand::TogglePlay);
    assert!(second.is_playing());
    let on = |desk: &mut TestDesk, millis: i64| {
        for _ in 0..millis / 10 {
            first.advance(MediaDelta::from_millis(10));
            second.advance(MediaDelta::from_millis(10));
            desk.clock.advance(Duration::from_millis(10));
            desk.app.tick();
        }
    };
    let apart = |desk: &TestDesk| {
        let session = desk.app.recording().unwrap().transport.playhead;
        let wanted = alignment(desk).to_own(session);
        (own_time(desk) - wanted).magnitude()
    };
    let frame = MediaDelta::from_millis(40);
    on(&mut desk, 2000);
    assert!(apart(&desk) <= frame, "{:?}", apart(&desk));
    transport(&mut desk, TransportCommand::SetRate(2.0));
    assert!((second.sound().0 - 2.0).abs() < 1e-9);
    on(&mut desk, 2000);
    assert!(apart(&desk) <= frame, "{:?}", apart(&desk));
    transport(
        &mut desk,
        TransportCommand::SetLoop(Some(MediaSpan::between(at(26_000), at(27_000)))),
    );
    on(&mut desk, 5000);
    let session = desk.app.recording().unwrap().transport.playhead;
    assert!((at(26_000)..at(27_000)).contains(&session));
    assert!(apart(&desk) <= frame, "{:?}", apart(&desk));
    // So short a loop goes frame by frame.
    transport(&mut desk, TransportCommand::SetRate(1.0));
    transport(
        &mut desk,
        TransportCommand::SetLoop(Some(MediaSpan::between(at(26_000), at(26_080)))),
    );
    on(&mut desk, 300);
    assert!(!second.is_playing());
    assert!(apart(&desk) <= frame, "{:?}", apart(&desk));
    transport(&mut desk, TransportCommand::TogglePlay);
    assert!(!second.is_playing());
    assert!(apart(&desk) <= frame, "{:?}", apart(&desk));
}

/// Recorded by clocks that differ by 120 millionths, played by clocks that differ by 60, and started a little late.
#[test]
fn for_an_hour_the_difference_stays_below_one_frame() {
    let mut desk = TestDesk::with_players(FILES, long);
    add(&mut desk);
    let moments = [(10_000, 7_655), (3_010_000, 3_008_015)].map(|(session, own)| AlignedPoint {
        session: at(session),
        own: at(own),
    });
    let mut info = desk.app.desk().unwrap().document.session().info().clone();
    *info.beside_mut().unwrap() = Alignment::at(moments[0]).and(moments[1]);
    desk.app.handle(Command::SetInfo(Box::new(info)));
    desk.until(|app| {
        app.recording()
            .unwrap()
            .companion()
            .unwrap()
            .frame
            .is_some()
    });
    let drift = alignment(&desk).drift_ppm();
    assert!((drift - 120.0).abs() < 1e-9, "{drift}");
    let (first, second) = (desk.hands.of(RECORDING), desk.hands.of(SECOND));
    desk.seek(5_000);
    transport(&mut desk, TransportCommand::TogglePlay);
    first.advance(MediaDelta::from_millis(170));
    let step = MediaDelta::from_millis(40);
    let other = MediaDelta::from_nanos(40_000_000 + 40 * 60);
    let _ = second.take_commands();
    let mut worst = MediaDelta::ZERO;
    for tick in 0..90_000 {
        first.advance(step);
        second.advance(other);
        desk.clock.advance(Duration::from_millis(40));
        desk.app.tick();
        if tick > 50 {
            let session = mindframe::media::Playback::moving(&first).unwrap();
            let own = mindframe::media::Playback::moving(&second).unwrap();
            worst = worst.max((own - alignment(&desk).to_own(session)).magnitude());
        }
    }
    assert!(worst < MediaDelta::from_millis(10), "{worst:?}");
    let sought = second
        .take_commands()
        .into_iter()
        .filter(|command| matches!(command, PlayerCommand::Seek(_)))
        .count();
    assert_eq!(sought, 0, "without a jump");
}

#[test]
fn where_it_recorded_nothing_it_waits() {
    let (mut desk, first, second) = lined_up(short);
    let shown = |desk: &TestDesk| {
        let open = desk.app.recording().unwrap();
        open.companion().unwrap().picture(&open.transport).is_some()
    };
    desk.seek(1_000);
    assert!(!shown(&desk), "it had not begun");
    transport(&mut desk, TransportCommand::TogglePlay);
    assert!(!second.is_playing());
    for _ in 0..40 {
        first.advance(MediaDelta::from_millis(40));
        second.advance(MediaDelta::from_millis(40));
        desk.app.tick();
    }
    assert!(
        shown(&desk) && second.is_playing(),
        "it begins when it began"
    );
    transport(&mut desk, TransportCommand::TogglePlay);
    desk.seek(105_000);
    assert!(!shown(&desk), "it was over");
}

#[test]
fn hidden_its_decoder_is_closed_and_memory_goes_back() {
    let (mut desk, first, _) = lined_up(short);
    let open = |desk: &TestDesk| desk.app.recording().unwrap().companion().unwrap().is_open();
    let mib = |bytes: usize| Some(bytes << 20);
    assert!(open(&desk));
    assert_eq!(first.held().1, mib(128), "two thirds of 192");
    ask(&mut desk, CompanionCommand::Show(SecondLayout::Hidden));
    assert!(!open(&desk));
    assert_eq!(first.held().1, mib(192));
    ask(&mut desk, CompanionCommand::Show(SecondLayout::Inset));
    assert!(open(&desk));
    for showing in [Showing::Sound, Showing::Words] {
        desk.app.handle(Command::View(ViewCommand::Show(showing)));
        assert!(!open(&desk), "no picture of either: {showing:?}");
    }
    desk.app
        .handle(Command::View(ViewCommand::Show(Showing::Picture)));
    desk.seek(10_000);
    desk.until(|app| {
        app.recording()
            .unwrap()
            .companion()
            .unwrap()
            .frame
            .is_some()
    });
    desk.app.tick();
    assert_eq!(own_time(&desk), MediaTime::from_nanos(229 * 33_333_333));
}

#[test]
fn whoever_is_hidden_in_the_first_is_not_suddenly_seen_in_the_second() {
    let mut desk = TestDesk::with_players(FILES, short);
    desk.app
        .handle(Command::View(ViewCommand::Hide(Region::LEFT)));
    add(&mut desk);
    assert_eq!(
        desk.app.recording_view().second_layout(),
        SecondLayout::Hidden
    );
    assert!(
        desk.app
            .notices()
            .any(|notice| matches!(notice.kind, NoticeKind::Second(SecondNotice::Hidden)))
    );
    ask(&mut desk, CompanionCommand::Show(SecondLayout::Beside));
    assert_eq!(
        desk.app.recording_view().second_hidden(),
        Some(Region::WHOLE),
        "and then all of it is covered, until somebody chose"
    );
    ask(&mut desk, CompanionCommand::Hide(Region::RIGHT));
    assert_eq!(
        desk.app.recording_view().second_hidden(),
        Some(Region::RIGHT)
    );
    desk.app.handle(Command::View(ViewCommand::ToggleHidden));
    assert_eq!(desk.app.recording_view().second_hidden(), None);
}

#[test]
fn adding_lining_up_and_removing_can_be_undone() {
    let mut desk = TestDesk::with_players(FILES, short);
    add(&mut desk);
    let undo = |desk: &mut TestDesk| {
        desk.app.handle(Command::Mark(MarkCommand::Undo));
        desk.app.tick();
    };
    let offset = |desk: &TestDesk| alignment(desk).offset().as_millis();
    ask(
        &mut desk,
        CompanionCommand::SetOffset(MediaDelta::from_millis(-800)),
    );
    assert_eq!(offset(&desk), -800);
    undo(&mut desk);
    assert_eq!(offset(&desk), 0);
    ask(&mut desk, CompanionCommand::Remove);
    assert!(desk.app.recording().unwrap().companion().is_none());
    undo(&mut desk);
    assert!(desk.app.recording().unwrap().companion().is_some());
    undo(&mut desk);
    assert!(desk.app.recording().unwrap().companion().is_none());
}

#[test]
fn it_is_lined_up_by_stepping_it_alone() {
    let (mut desk, first, second) = lined_up(short);
    desk.seek(10_000);
    ask(&mut desk, CompanionCommand::LineUp);
    let _ = (first.take_commands(), second.take_commands());
    ask(&mut desk, CompanionCommand::Step(3));
    ask(
        &mut desk,
        CompanionCommand::Jump(MediaDelta::from_millis(1000)),
    );
    assert_eq!(first.take_commands(), [], "the first stays");
    let own = own_time(&desk);
    assert!((own - at(8_755)).magnitude() < MediaDelta::from_millis(40));
    transport(&mut desk, TransportCommand::Step(1));
    assert_eq!(
        own_time(&desk),
        own,
        "and so does the second, until both are together"
    );
    ask(&mut desk, CompanionCommand::SameMoment);
    let lined = alignment(&desk);
    assert_eq!(
        lined.first,
        AlignedPoint {
            session: at(10_040),
            own
        }
    );
    desk.seek(20_040);
    assert!(
        (own_time(&desk) - (own + MediaDelta::from_millis(10_000))).magnitude()
            < MediaDelta::from_millis(34)
    );
    // Half a minute on it is a better first moment; two minutes on it would be a second.
    desk.seek(40_000);
    ask(&mut desk, CompanionCommand::SameMoment);
    assert!(alignment(&desk).second.is_none());
    desk.seek(101_000);
    ask(&mut desk, CompanionCommand::Step(1));
    ask(&mut desk, CompanionCommand::SameMoment);
    assert!(alignment(&desk).drift_is_known());
    ask(&mut desk, CompanionCommand::DropSecondMoment);
    assert!(!alignment(&desk).drift_is_known());
}

#[test]
fn one_of_the_two_is_heard() {
    fn loud(path: &Path) -> FakePlayer {
        let _ = path;
        FakePlayer::new(desk::info(), desk::index())
    }
    let (mut desk, first, second) = lined_up(loud);
    assert!(!first.sound().2 && second.sound().2);
    ask(&mut desk, CompanionCommand::Hear(true));
    assert!(first.sound().2 && !second.sound().2);
    transport(&mut desk, TransportCommand::ToggleMute);
    assert!(first.sound().2 && second.sound().2);
    transport(&mut desk, TransportCommand::ToggleMute);
    assert!(first.sound().2 && !second.sound().2);
    ask(&mut desk, CompanionCommand::Show(SecondLayout::Hidden));
    assert!(!first.sound().2, "what is closed is not heard");
}

#[test]
fn moved_away_it_is_missed_and_found_again_by_its_content() {
    let (mut desk, first, _) = lined_up(short);
    desk.app.flush(Duration::from_secs(10));
    let folder = desk.folder.path().to_path_buf();
    let reopen = |desk: &mut TestDesk| {
        desk.app.handle(Command::Open(folder.join(RECORDING)));
        desk.until(|app| {
            app.recording()
                .and_then(|open| open.companion())
                .is_some_and(|second| second.state != CompanionState::Looking)
        });
        let second = desk.app.recording().unwrap().companion().unwrap();
        second.state.clone()
    };
    std::fs::rename(folder.join(SECOND), folder.join("other name.mp4")).unwrap();
    assert_eq!(reopen(&mut desk), CompanionState::There);
    assert_eq!(alignment(&desk).offset(), MediaDelta::from_millis(2_345));
    std::fs::create_dir(folder.join("away")).unwrap();
    std::fs::rename(folder.join("other name.mp4"), folder.join("away/x.mp4")).unwrap();
    assert_eq!(reopen(&mut desk), CompanionState::Missing);
    assert!(desk.app.notices().any(|notice| matches!(
        notice.kind,
        NoticeKind::Second(SecondNotice::Missing { .. })
    )));
    ask(&mut desk, CompanionCommand::Add(folder.join("away/x.mp4")));
    desk.until(mindframe::app::App::second_is_there);
    assert_eq!(
        alignment(&desk).offset(),
        MediaDelta::from_millis(2_345),
        "as it was lined up"
    );
    drop(first);
}

#[test]
fn it_cannot_be_the_first_itself_nor_replace_another() {
    let (mut desk, ..) = lined_up(short);
    let folder = desk.folder.path().to_path_buf();
    std::fs::write(folder.join("third.mp4"), b"third").unwrap();
    ask(&mut desk, CompanionCommand::Add(folder.join("third.mp4")));
    desk.until(|app| {
        app.notices()
            .any(|notice| matches!(notice.kind, NoticeKind::Second(SecondNotice::IsAnother)))
    });
    ask(&mut desk, CompanionCommand::Remove);
    ask(&mut desk, CompanionCommand::Add(folder.join(RECORDING)));
    desk.until(|app| {
        app.notices()
            .any(|notice| matches!(notice.kind, NoticeKind::Second(SecondNotice::IsFirst)))
    });
    let media = &desk.app.desk().unwrap().document.session().info().media;
    assert!(media.iter().all(|medium| medium.place == MediaPlace::Part));
}

#[test]
fn what_ends_it_does_not_end_the_first() {
    let (mut desk, first, second) = lined_up(short);
    second.report(PlayerEvent::Problem(mindframe::media::MediaError {
        problem: mindframe::media::Problem::Stalled,
        severity: mindframe::media::Severity::Fatal,
    }));
    desk.app.tick();
    assert!(
        desk.app
            .notices()
            .any(|notice| matches!(notice.kind, NoticeKind::Second(SecondNotice::NotPlayed(_))))
    );
    transport(&mut desk, TransportCommand::TogglePlay);
    assert!(first.is_playing());
}

/// A decoder that was held up: what is far behind jumps once, a little ahead of what jumping takes.
#[test]
fn far_behind_it_jumps_and_is_in_step_again() {
    let (mut desk, first, second) = lined_up(short);
    desk.seek(20_000);
    transport(&mut desk, TransportCommand::TogglePlay);
    let on = |desk: &mut TestDesk, millis: i64, both: bool| {
        for _ in 0..millis / 10 {
            first.advance(MediaDelta::from_millis(10));
            if both {
                second.advance(MediaDelta::from_millis(10));
            }
            desk.clock.advance(Duration::from_millis(10));
            desk.app.tick();
        }
    };
    on(&mut desk, 1000, true);
    let _ = second.take_commands();
    on(&mut desk, 900, false);
    on(&mut desk, 3000, true);
    let sought = second
        .take_commands()
        .into_iter()
        .filter(|command| matches!(command, PlayerCommand::Seek(_)))
        .count();
    assert!((1..=2).contains(&sought), "{sought} jumps");
    let session = desk.app.recording().unwrap().transport.playhead;
    let apart = (own_time(&desk) - alignment(&desk).to_own(session)).magnitude();
    assert!(apart <= MediaDelta::from_millis(40), "{apart:?}");
}

#[test]
fn how_it_is_looked_at_is_kept_with_the_recording() {
    let (mut desk, ..) = lined_up(short);
    ask(&mut desk, CompanionCommand::Inset(Corner::TopLeft));
    ask(&mut desk, CompanionCommand::Size(0.36));
    ask(&mut desk, CompanionCommand::Hide(Region::LEFT));
    let kept = desk.app.recording_view();
    desk.app.flush(Duration::from_secs(10));
    let path = desk.folder.path().join(RECORDING);
    desk.app.handle(Command::Close);
    assert_eq!(desk.app.recording_view(), RecordingView::default());
    desk.app.handle(Command::Open(path));
    assert_eq!(desk.app.recording_view(), kept);
    assert_eq!(kept.second_layout(), SecondLayout::Inset);
    assert_eq!(kept.second.corner, Corner::TopLeft);
    // What a hand could have written is put right, and a size beyond reason is none.
    ask(&mut desk, CompanionCommand::Size(9.0));
    assert!(desk.app.recording_view().second.share <= 0.5);
    ask(&mut desk, CompanionCommand::Size(f32::NAN));
    assert!(desk.app.recording_view().second.share > 0.0);
}

/// A recording of the screen with its sound in another file, or a camera beside a recorder.
#[test]
fn where_one_has_the_picture_and_the_other_the_sound_both_play() {
    fn sound(path: &Path) -> FakePlayer {
        let mut info = desk::info();
        if path.ends_with(RECORDING) {
            info.audio.clear();
        } else {
            info.video = None;
        }
        FakePlayer::new(info, desk::index())
    }
    let mut desk = TestDesk::with_players(FILES, sound);
    add(&mut desk);
    desk.until(|app| app.recording().unwrap().companion().unwrap().info.is_some());
    ask(&mut desk, CompanionCommand::Hear(true));
    let second = desk.hands.of(SECOND);
    desk.seek(10_000);
    transport(&mut desk, TransportCommand::TogglePlay);
    assert!(second.is_playing() && !second.sound().2);
    assert!(
        !desk
            .app
            .recording()
            .unwrap()
            .companion()
            .unwrap()
            .has_picture()
    );
}
