//! Loops and speeds: every frame that comes on screen is noted as it comes, so that none can be missed or wrong unseen.

use std::time::{Duration, Instant};

use mindframe::{
    domain::time::{MediaDelta, MediaTime},
    media::PlayerCommand,
};

use crate::{
    clips,
    watched::{Watched, numbers},
};

/// Whether `numbers` goes round in `first..behind`, each frame in its turn.
fn goes_round(numbers: &[usize], first: usize, behind: usize) -> bool {
    numbers.windows(2).all(|pair| {
        let next = if pair[0] + 1 == behind {
            first
        } else {
            pair[0] + 1
        };
        pair[1] == next
    })
}

#[test]
fn a_short_loop_shows_each_of_its_frames_in_turn_at_any_speed() {
    for (clip, first, behind, rate) in [
        (&clips::CONSTANT, 60, 62, 1.0),
        (&clips::CONSTANT, 49, 51, 0.5),
        (&clips::VARIABLE, 40, 42, 1.0),
        (&clips::MATROSKA, 70, 72, 2.0),
        (&clips::CONSTANT, 100, 108, 4.0),
    ] {
        let mut watched = Watched::ready(clip);
        watched.go_to(first);
        watched.send(PlayerCommand::SetRate(rate));
        let span = watched.span(first, behind);
        watched.send(PlayerCommand::SetLoop(Some(span)));
        watched.forget();
        watched.send(PlayerCommand::Play);
        watched.until("twelve rounds", |watched| watched.rounds >= 12);
        let (seen, name) = (watched.seen(), clip.name);
        let order = numbers(&seen);
        assert!(
            order.len() >= 12 * (behind - first) - 1,
            "{name}: {order:?}"
        );
        assert!(
            order.iter().all(|number| (first..behind).contains(number)),
            "{name}: outside the loop: {order:?}"
        );
        assert!(
            goes_round(&order, first, behind),
            "{name}: missed or repeated: {order:?}"
        );
        // No gap: a round takes as long as it should, on the average of many.
        let rounds: Vec<Instant> = seen
            .iter()
            .filter(|seen| seen.number == first)
            .map(|seen| seen.at)
            .collect();
        let mut lengths: Vec<f64> = rounds
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).as_secs_f64())
            .collect();
        lengths.sort_by(f64::total_cmp);
        let wanted = span.length().as_nanos() as f64 / 1e9 / rate;
        let median = lengths[lengths.len() / 2];
        assert!(
            median < wanted * 1.3 + 0.01,
            "{name}: a round of {wanted} s takes {median} s"
        );
        assert_eq!(watched.problems, [], "{name}");
    }
}

#[test]
fn a_short_loop_can_be_left_paused_stepped_and_slowed() {
    let mut watched = Watched::ready(&clips::CONSTANT);
    watched.go_to(58);
    let span = watched.span(60, 62);
    watched.send(PlayerCommand::SetLoop(Some(span)));
    watched.send(PlayerCommand::Play);
    watched.until("rounds", |watched| watched.rounds >= 4);
    watched.send(PlayerCommand::SetRate(0.25));
    let before = watched.rounds;
    watched.until("slow rounds", |watched| watched.rounds >= before + 3);
    watched.send(PlayerCommand::Pause);
    watched.until("paused", |watched| !watched.playing);
    let here = watched.shown().expect("a frame");
    assert!((60..62).contains(&here));
    watched.send(PlayerCommand::Step(1));
    watched.until("a step", |watched| watched.shown() == Some(here + 1));
    watched.send(PlayerCommand::Step(-2));
    watched.until("steps", |watched| watched.shown() == Some(here - 1));
    watched.go_to(60);
    watched.send(PlayerCommand::SetRate(1.0));
    watched.forget();
    watched.send(PlayerCommand::Play);
    let before = watched.rounds;
    watched.until("rounds again", |watched| watched.rounds >= before + 4);
    watched.send(PlayerCommand::SetLoop(None));
    watched.until("beyond", |watched| watched.shown() >= Some(70));
    let order = numbers(&watched.seen());
    let left = order
        .iter()
        .position(|number| *number >= 62)
        .expect("it left");
    assert!(goes_round(&order[..left], 60, 62), "{order:?}");
    assert!(
        order[left..].is_sorted() && order[left] <= 64,
        "it plays on from the loop: {order:?}"
    );
    assert_eq!(watched.problems, []);
}

#[test]
fn a_longer_loop_goes_round_without_a_gap() {
    let mut watched = Watched::ready(&clips::CONSTANT);
    watched.go_to(40);
    let span = watched.span(40, 50);
    watched.send(PlayerCommand::SetLoop(Some(span)));
    watched.send(PlayerCommand::Play);
    watched.until("the second round", |watched| watched.rounds >= 2);
    watched.forget();
    watched.until("six rounds more", |watched| watched.rounds >= 8);
    let seen = watched.seen();
    let mut gaps: Vec<Duration> = seen
        .windows(2)
        .filter(|pair| pair[1].number < pair[0].number)
        .map(|pair| pair[1].at - pair[0].at)
        .collect();
    gaps.sort();
    assert!(gaps.len() >= 5, "{:?}", numbers(&seen));
    // A frame is 40 ms; a flush would take twice as long at the least.
    let median = gaps[gaps.len() / 2];
    assert!(median < Duration::from_millis(75), "{gaps:?}");
}

#[test]
fn speed_changes_while_playing_without_a_jump_in_time() {
    for clip in [&clips::CONSTANT, &clips::MATROSKA] {
        let mut watched = Watched::ready(clip);
        watched.go_to(20);
        watched.forget();
        watched.send(PlayerCommand::Play);
        for (rate, upto) in [(0.5, 30), (2.0, 45), (4.0, 80), (0.25, 86), (1.0, 100)] {
            watched.until("playing", |watched| watched.shown() >= Some(upto - 8));
            watched.send(PlayerCommand::SetRate(rate));
            watched.until("playing on", |watched| watched.shown() >= Some(upto));
        }
        let order = numbers(&watched.seen());
        assert!(order.is_sorted(), "{}: never back: {order:?}", clip.name);
        let widest = order.windows(2).map(|pair| pair[1] - pair[0]).max();
        assert!(
            widest <= Some(12),
            "{}: nothing is jumped over: {order:?}",
            clip.name
        );
        assert_eq!(watched.problems, []);
    }
}

#[test]
fn a_speed_that_is_chosen_while_a_seek_is_under_way_does_not_undo_it() {
    let mut watched = Watched::ready(&clips::CONSTANT);
    watched.send(PlayerCommand::Play);
    watched.until("playing", |watched| watched.shown() >= Some(3));
    watched.send(PlayerCommand::Seek(watched.index.times[120]));
    watched.send(PlayerCommand::SetRate(0.5));
    watched.until("there", |watched| watched.shown() >= Some(120));
    watched.send(PlayerCommand::Seek(MediaTime::from_millis(1000)));
    watched.until("there", |watched| {
        watched
            .shown()
            .is_some_and(|shown| (25..40).contains(&shown))
    });
    watched.send(PlayerCommand::SetRate(4.0));
    let goal = MediaTime::from_millis(1000) + MediaDelta::from_millis(2000);
    let number = watched.index.at(goal);
    watched.until("on", |watched| watched.shown() >= number);
}
