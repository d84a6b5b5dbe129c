//! The strongest moments of a rated feeling: found with the person's zones or without, and only ever for the team.

use mindframe::{
    analysis::peaks::{Peak, peaks},
    app::{Command, PlaylistCommand, PresenceCommand, RatingCommand, TransportCommand},
    domain::{
        id::{PersonId, TrackId},
        mark::Intensity,
        time::{MediaDelta, MediaTime},
        track::{Input, Lag, Stretch, Track, TrackKind, Zones},
    },
    ui::{
        action::{Action, Effect},
        theme,
        view::View,
    },
};

use crate::desk::{RECORDING, TestDesk};

fn seconds(seconds: i64) -> MediaTime {
    MediaTime::from_seconds(seconds)
}

fn strong(value: u8) -> Intensity {
    Intensity::new(value).expect("0 to 10")
}

/// One pass of levels that each hold from a second on, and its end.
fn track(levels: &[(i64, u8)], end: i64) -> Track {
    Track {
        id: TrackId::new(uuid::Uuid::from_u128(1)),
        kind: TrackKind::Arousal,
        about: "sam".parse::<PersonId>().expect("an id"),
        pass: 1,
        begun: chrono::DateTime::parse_from_rfc3339("2026-11-22T14:20:00+01:00").expect("a date"),
        input: Input::Slider,
        stretches: vec![Stretch {
            samples: levels
                .iter()
                .map(|(at, value)| (seconds(*at), strong(*value)))
                .collect(),
            end: seconds(end),
            rate: 1.0,
        }],
    }
}

fn found(peaks: &[Peak]) -> Vec<(i64, u8)> {
    peaks
        .iter()
        .map(|peak| (peak.at.as_nanos() / 1_000_000_000, peak.value.get()))
        .collect()
}

#[test]
fn with_zones_a_peak_is_a_stretch_in_the_high_zone_at_its_highest() {
    let track = track(
        &[(0, 4), (40, 7), (50, 9), (55, 8), (60, 5), (90, 7), (95, 3)],
        120,
    );
    let found_ = found(&peaks([&track], Lag::NONE, Some(strong(7))));
    assert_eq!(found_, [(50, 9), (90, 7)]);
    assert_eq!(
        found(&peaks([&track], Lag::from_millis(2_000), Some(strong(7)))),
        [(48, 9), (88, 7)],
        "the lag is taken off on reading"
    );
    assert!(peaks([&track], Lag::NONE, Some(strong(10))).is_empty());
}

#[test]
fn without_zones_the_three_highest_hills_are_peaks() {
    let levels = [
        (0, 2),
        (20, 5),
        (25, 3),
        (50, 8),
        (55, 4),
        (80, 6),
        (85, 2),
        (110, 7),
        (115, 1),
    ];
    let track = track(&levels, 130);
    let found = found(&peaks([&track], Lag::NONE, None));
    assert_eq!(found, [(50, 8), (80, 6), (110, 7)]);
}

#[test]
fn what_lies_within_ten_seconds_is_one_peak_whoever_rated_it() {
    let own = track(&[(0, 3), (30, 8), (35, 3)], 100);
    let other = track(&[(0, 3), (45, 9), (50, 3), (61, 8), (62, 3)], 100);
    let found = found(&peaks([&own, &other], Lag::NONE, Some(strong(7))));
    assert_eq!(found, [(45, 9), (61, 8)]);
}

#[test]
fn what_never_changes_has_no_peak_and_what_begins_high_has_nothing_before() {
    assert!(peaks([&track(&[(0, 6)], 60)], Lag::NONE, None).is_empty());
    assert!(peaks([], Lag::NONE, None).is_empty());
    let first = peaks([&track(&[(0, 9), (20, 2)], 60)], Lag::NONE, None);
    assert_eq!(found(&first), [(0, 9)]);
    assert_eq!(first[0].before(), None);
    let later = Peak {
        at: seconds(12),
        value: strong(8),
    };
    let span = later.before().expect("something before");
    assert_eq!((span.start(), span.end()), (seconds(0), seconds(12)));
}

/// Robin rates Sam: high at 60 s.
fn rated() -> TestDesk {
    let mut desk = TestDesk::open();
    desk.app.handle(Command::Rating(RatingCommand::Toggle));
    let set = |desk: &mut TestDesk, value| {
        desk.app.handle(Command::Rating(RatingCommand::Set(
            strong(value),
            Input::Slider,
        )));
    };
    set(&mut desk, 3);
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    for (step, value) in [(60_000, 8), (5_000, 3), (20_000, 3)] {
        let player = desk.hands.of(RECORDING);
        let mut left = step;
        while left > 0 {
            player.advance(MediaDelta::from_millis(100));
            desk.clock.advance(std::time::Duration::from_millis(100));
            desk.app.tick();
            left -= 100;
        }
        set(&mut desk, value);
    }
    desk.app.handle(Command::Rating(RatingCommand::End));
    desk
}

fn effect(desk: &TestDesk) -> Option<Effect> {
    let view = View {
        app: &desk.app,
        tokens: theme::shipped_themes()[0].clone(),
    };
    Action::Peaks.effect(&view)
}

#[test]
fn peaks_become_clips_for_the_team_once_and_do_not_exist_for_a_client() {
    let mut desk = rated();
    let Some(Effect::Command(command)) = effect(&desk) else {
        panic!("there is a peak")
    };
    desk.app.handle(command);
    let clips: Vec<_> = desk
        .app
        .clips_shown()
        .map(|(_, item)| item.clone())
        .collect();
    let [clip] = clips.as_slice() else {
        panic!("one clip, not {clips:?}")
    };
    // 60 s, and the usual lag of 2 s before.
    let near = |time: MediaTime, wanted: i64| {
        (time - MediaTime::from_millis(wanted)).magnitude() <= MediaDelta::from_millis(200)
    };
    assert!(
        near(clip.span.start(), 28_000) && near(clip.span.end(), 58_000),
        "{clip:?}"
    );
    assert!(clip.for_team);
    assert_eq!(effect(&desk), None, "each once");
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientHere));
    assert_eq!(desk.app.clips_shown().count(), 0);
    assert!(desk.app.peaks().is_empty() && effect(&desk).is_none());
    assert!(!desk.app.has_next_clip());
    desk.app.handle(Command::Playlist(PlaylistCommand::Play(0)));
    assert_eq!(desk.app.desk().expect("a desk").clips.at, None);
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientLeft));
    desk.app
        .handle(Command::Playlist(PlaylistCommand::ForTeam(0)));
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientHere));
    assert_eq!(desk.app.clips_shown().count(), 1, "once it is for everyone");
}

#[test]
fn zones_are_set_for_a_person_and_taken_back_with_undo() {
    use mindframe::app::MarkCommand;
    let mut desk = TestDesk::open();
    let sam = desk.app.zones_of_whom().expect("somebody");
    let zones = |desk: &TestDesk| {
        let open = desk.app.desk().expect("a desk");
        open.document.session().person(&sam).expect("Sam").zones
    };
    let wanted = Zones::new(2, 6, 8);
    desk.app.handle(Command::Rating(RatingCommand::SetZones(
        sam.clone(),
        wanted,
    )));
    assert_eq!(zones(&desk), wanted);
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(zones(&desk), None);
    desk.app.handle(Command::Mark(MarkCommand::Redo));
    assert_eq!(zones(&desk), wanted);
    desk.app
        .handle(Command::Rating(RatingCommand::SetZones(sam.clone(), None)));
    assert_eq!(zones(&desk), None);
}
