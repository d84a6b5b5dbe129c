//! Rating while watching, step by step with a fake player: exact tenths, gaps, jumps, undo, the countdown.

use std::time::Duration;

use mindframe::{
    app::{Command, MarkCommand, MarkingCommand, RatingCommand, TransportCommand},
    domain::{
        mark::Intensity,
        time::{MediaDelta, MediaTime},
        track::{Input, Lag, Track},
    },
};
use proptest::prelude::*;

use crate::desk::{RECORDING, TestDesk};

fn millis(millis: i64) -> MediaTime {
    MediaTime::from_millis(millis)
}

/// As the client, who has no countdown.
fn client() -> TestDesk {
    let mut desk = TestDesk::open();
    desk.app
        .handle(Command::Marking(MarkingCommand::NextAuthor));
    desk.app.handle(Command::Rating(RatingCommand::Toggle));
    desk
}

fn set(desk: &mut TestDesk, value: u8) {
    let value = Intensity::new(value).expect("0 to 10");
    desk.app
        .handle(Command::Rating(RatingCommand::Set(value, Input::Slider)));
}

fn transport(desk: &mut TestDesk, command: TransportCommand) {
    desk.app.handle(Command::Transport(command));
    desk.app.tick();
}

/// Plays on in steps of so many milliseconds, a tick after each.
fn play_on(desk: &mut TestDesk, by: i64, step: i64) {
    let player = desk.hands.of(RECORDING);
    let mut left = by;
    while left > 0 {
        let step = step.min(left);
        player.advance(MediaDelta::from_millis(step));
        desk.clock
            .advance(Duration::from_millis(step.unsigned_abs()));
        desk.app.tick();
        left -= step;
    }
}

fn passes(desk: &TestDesk) -> Vec<Track> {
    let open = desk.app.desk().expect("a desk");
    let session = open.document.session();
    session
        .sets()
        .values()
        .flat_map(|set| set.tracks.iter().cloned())
        .collect()
}

fn read(track: &Track, time: i64) -> Option<u8> {
    track.value_at(millis(time), Lag::NONE).map(Intensity::get)
}

#[test]
fn a_value_is_taken_at_whole_tenths_where_it_changed_and_once_a_second() {
    let mut desk = client();
    set(&mut desk, 4);
    transport(&mut desk, TransportCommand::Play);
    play_on(&mut desk, 1_250, 33);
    set(&mut desk, 7);
    play_on(&mut desk, 1_250, 33);
    transport(&mut desk, TransportCommand::Pause);
    let tracks = passes(&desk);
    let [track] = tracks.as_slice() else {
        panic!("one pass, not {tracks:?}")
    };
    let times: Vec<(i64, u8)> = track.stretches[0]
        .samples
        .iter()
        .map(|(time, value)| (time.as_nanos() / 1_000_000, value.get()))
        .collect();
    assert_eq!(times, [(0, 4), (1_000, 4), (1_300, 7), (2_300, 7)]);
    assert_eq!(track.stretches[0].end, millis(2_500));
    assert_eq!((track.pass, track.input), (1, Input::Slider));
}

#[test]
fn nothing_is_taken_before_a_hand_moved_and_nothing_while_it_stands() {
    let mut desk = client();
    transport(&mut desk, TransportCommand::Play);
    play_on(&mut desk, 2_000, 40);
    set(&mut desk, 5);
    play_on(&mut desk, 2_000, 40);
    transport(&mut desk, TransportCommand::Pause);
    set(&mut desk, 9);
    desk.app.tick();
    let track = &passes(&desk)[0];
    assert_eq!(read(track, 1_900), None, "a gap");
    assert_eq!(read(track, 2_100), Some(5));
    assert_eq!(read(track, 4_100), None);
    transport(&mut desk, TransportCommand::Play);
    play_on(&mut desk, 1_000, 40);
    transport(&mut desk, TransportCommand::Pause);
    let track = &passes(&desk)[0];
    assert_eq!(track.stretches.len(), 2, "a pause ends a stretch");
    assert_eq!(
        read(track, 4_100),
        Some(9),
        "the value that was set while it stood"
    );
}

#[test]
fn after_a_jump_back_only_what_is_rated_again_changes() {
    let mut desk = client();
    set(&mut desk, 4);
    transport(&mut desk, TransportCommand::Play);
    play_on(&mut desk, 10_000, 40);
    transport(&mut desk, TransportCommand::Seek(millis(3_000)));
    play_on(&mut desk, 2_000, 40);
    assert!(
        !desk.app.rating().expect("a rating").holds(),
        "it waits for a movement"
    );
    set(&mut desk, 8);
    play_on(&mut desk, 2_000, 40);
    transport(&mut desk, TransportCommand::Pause);
    let tracks = passes(&desk);
    let value = |time| read(&tracks[0], time);
    assert_eq!(
        [2_900, 4_900, 5_200, 6_800, 7_200, 9_800].map(value),
        [4, 4, 8, 8, 4, 4].map(Some)
    );
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(
        read(&passes(&desk)[0], 5_200),
        Some(4),
        "undo takes back one stretch"
    );
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(passes(&desk), [], "and the one before");
    desk.app.handle(Command::Mark(MarkCommand::Redo));
    desk.app.handle(Command::Mark(MarkCommand::Redo));
    assert_eq!(passes(&desk), tracks);
}

#[test]
fn a_long_stretch_is_in_the_record_while_it_grows_and_is_one_step_of_undo() {
    let mut desk = client();
    set(&mut desk, 4);
    transport(&mut desk, TransportCommand::Play);
    play_on(&mut desk, 20_000, 40);
    assert!(
        read(&passes(&desk)[0], 14_000).is_some(),
        "no more than seconds can be lost"
    );
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(passes(&desk), []);
    play_on(&mut desk, 1_000, 40);
    transport(&mut desk, TransportCommand::Pause);
    let track = &passes(&desk)[0];
    assert_eq!(read(track, 19_000), None);
    assert_eq!(read(track, 20_500), Some(4));
}

#[test]
fn a_second_time_through_is_another_pass() {
    let mut desk = client();
    for _ in 0..2 {
        set(&mut desk, 4);
        transport(&mut desk, TransportCommand::Play);
        play_on(&mut desk, 1_000, 40);
        transport(&mut desk, TransportCommand::Pause);
        desk.app.handle(Command::Rating(RatingCommand::Toggle));
        desk.app.handle(Command::Rating(RatingCommand::Toggle));
        desk.seek(0);
    }
    let numbers: Vec<u32> = passes(&desk).iter().map(|track| track.pass).collect();
    assert_eq!(numbers, [1, 2]);
}

#[test]
fn raters_have_a_countdown_and_are_asked_after_a_while_and_clients_are_not() {
    let mut desk = TestDesk::open();
    desk.app.handle(Command::Rating(RatingCommand::Toggle));
    let countdown = |desk: &TestDesk| {
        let now = desk.app.reading().steady;
        desk.app.rating().expect("a rating").countdown(now)
    };
    assert_eq!(countdown(&desk), Some(3));
    desk.clock.advance(Duration::from_millis(1_100));
    desk.app.tick();
    assert_eq!(countdown(&desk), Some(2));
    assert!(
        desk.app
            .next_change()
            .is_some_and(|wait| wait < Duration::from_secs(1))
    );
    desk.clock.advance(Duration::from_secs(2));
    desk.app.tick();
    assert!(desk.app.recording().expect("open").transport.playing);
    desk.app
        .handle(Command::Rating(RatingCommand::Step(1, Input::Keys)));
    let asks = |desk: &TestDesk| {
        let now = desk.app.reading().steady;
        desk.app.rating().expect("a rating").asks_whether_still(now)
    };
    play_on(&mut desk, 19_000, 100);
    assert!(!asks(&desk));
    play_on(&mut desk, 2_000, 100);
    assert!(asks(&desk));
    let mut desk = client();
    assert_eq!(countdown(&desk), None);
    set(&mut desk, 3);
    transport(&mut desk, TransportCommand::Play);
    play_on(&mut desk, 30_000, 100);
    assert!(!asks(&desk));
}

#[test]
fn another_author_ends_the_pass() {
    let mut desk = client();
    set(&mut desk, 4);
    transport(&mut desk, TransportCommand::Play);
    play_on(&mut desk, 1_000, 40);
    desk.next_author();
    assert!(desk.app.rating().is_none());
    assert_eq!(passes(&desk).len(), 1, "and keeps what was rated");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// However unevenly the window ticks, the kept curve is the one that was set, taken at whole tenths.
    #[test]
    fn uneven_ticks_move_no_sample(steps in prop::collection::vec((5_i64..70, 0_u8..=10), 20..120)) {
        let mut desk = client();
        set(&mut desk, 5);
        transport(&mut desk, TransportCommand::Play);
        let (mut now, mut value) = (0, 5);
        let mut changes = vec![(0, value)];
        for (step, new) in steps {
            play_on(&mut desk, step, step);
            now += step;
            if new != value {
                set(&mut desk, new);
                value = new;
                changes.push((now, new));
            }
        }
        transport(&mut desk, TransportCommand::Pause);
        let track = &passes(&desk)[0];
        prop_assert!(track.is_in_order());
        for (time, _) in track.stretches.iter().flat_map(|stretch| &stretch.samples) {
            prop_assert_eq!(time.as_nanos() % 100_000_000, 0);
        }
        for tenth in (0..now).step_by(100) {
            let meant = changes.iter().rev().find(|(from, _)| *from < tenth.max(1)).map(|(_, value)| *value);
            prop_assert_eq!(read(track, tenth), meant, "at {}", tenth);
        }
    }
}

#[test]
fn the_countdown_waits_while_something_lies_over_the_scale() {
    let mut desk = TestDesk::open();
    desk.app.handle(Command::Rating(RatingCommand::Toggle));
    for _ in 0..20 {
        desk.app.handle(Command::Rating(RatingCommand::Hold));
        desk.clock.advance(Duration::from_secs(1));
        desk.app.tick();
    }
    assert!(!desk.app.recording().expect("open").transport.playing);
    desk.app.handle(Command::Rating(RatingCommand::Hold));
    let now = desk.app.reading().steady;
    let rating = desk.app.rating().expect("a rating");
    assert_eq!(rating.countdown(now), Some(3));
    desk.clock.advance(Duration::from_secs(3));
    desk.app.tick();
    assert!(desk.app.recording().expect("open").transport.playing);
    // Once it plays, there is nothing left to wait for.
    desk.app.handle(Command::Rating(RatingCommand::Hold));
    assert!(!desk.app.rating().expect("a rating").is_about_to_start());
}
