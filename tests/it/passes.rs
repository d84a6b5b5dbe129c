//! Passes of a rating: kept as given, read with the lag taken off, never filled in, never lost when devices meet.

use mindframe::domain::{
    edit::Edit,
    id::TrackId,
    mark::Intensity,
    merge::merge_three_way,
    time::{MediaDelta, MediaSpan, MediaTime},
    track::{Input, Lag, Stretch, Track, TrackKind, Zone, Zones},
};
use proptest::prelude::*;

use crate::world::{World, any_stretch, any_track, at, sam, stamp};

fn millis(millis: i64) -> MediaTime {
    MediaTime::from_millis(millis)
}

fn value(value: u8) -> Intensity {
    Intensity::new(value).expect("0 to 10")
}

fn stretch(samples: &[(i64, u8)], end: i64) -> Stretch {
    Stretch {
        samples: samples
            .iter()
            .map(|(time, given)| (millis(*time), value(*given)))
            .collect(),
        end: millis(end),
        rate: 1.0,
    }
}

fn pass(number: u128, stretches: Vec<Stretch>) -> Track {
    Track {
        id: TrackId::new(uuid::Uuid::from_u128(number)),
        kind: TrackKind::Arousal,
        about: sam(),
        pass: 1,
        begun: at(0),
        input: Input::Slider,
        stretches,
    }
}

#[test]
fn the_lag_is_taken_off_on_reading_and_the_ends_of_a_stretch_stay_ends() {
    let track = pass(1, vec![stretch(&[(1_000, 4), (5_000, 7)], 8_000)]);
    let lag = Lag::USUAL;
    let read = |time| track.value_at(millis(time), lag).map(Intensity::get);
    assert_eq!(
        read(0),
        Some(4),
        "what a lag moves before the recording is left out"
    );
    assert_eq!(read(2_999), Some(4));
    assert_eq!(read(3_000), Some(7));
    assert_eq!(read(5_999), Some(7));
    assert_eq!(read(6_000), None, "nobody rated what follows");
    assert_eq!(track.value_at(millis(5_000), Lag::NONE), Some(value(7)));
    let slow = Track {
        stretches: vec![Stretch {
            rate: 0.5,
            ..stretch(&[(5_000, 7)], 8_000)
        }],
        ..track.clone()
    };
    assert_eq!(slow.value_at(millis(3_999), lag), None);
    assert_eq!(
        slow.value_at(millis(4_000), lag),
        Some(value(7)),
        "two seconds of a person are one of the recording at half speed"
    );
    let given = Track {
        input: Input::Given,
        ..track
    };
    assert_eq!(
        given.value_at(millis(5_000), lag),
        Some(value(7)),
        "typed values stand where they are meant"
    );
    assert_eq!(Lag::from_millis(9_000), Lag::from_millis(3_000));
}

#[test]
fn a_gap_is_never_filled() {
    let track = pass(
        1,
        vec![
            stretch(&[(1_000, 4)], 2_000),
            stretch(&[(9_000, 6)], 10_000),
        ],
    );
    for time in [0, 2_000, 5_000, 8_999, 10_000] {
        assert_eq!(track.value_at(millis(time), Lag::NONE), None, "{time}");
    }
}

#[test]
fn rating_again_replaces_only_what_was_rated_again() {
    let mut track = pass(1, vec![stretch(&[(0, 4), (4_000, 6), (8_000, 3)], 10_000)]);
    track.put(stretch(&[(3_000, 9), (5_000, 8)], 6_000));
    let read = |time| track.value_at(millis(time), Lag::NONE).map(Intensity::get);
    assert_eq!(
        [0, 2_999, 3_000, 5_000, 5_999, 6_000, 7_999, 8_000].map(read),
        [4, 4, 9, 8, 8, 6, 6, 3].map(Some)
    );
    assert!(track.is_in_order());
}

#[test]
fn zones_rise_and_each_value_has_one() {
    let zones = Zones::proposed();
    assert_eq!(
        Zone::ALL.map(|zone| zones.range(zone)),
        [(0, 2), (3, 6), (7, 8), (9, 10)]
    );
    for number in 0..=10 {
        let zone = zones.of(value(number));
        let (from, to) = zones.range(zone);
        assert!((from..=to).contains(&number));
    }
    for (a, b, c) in [(0, 3, 4), (3, 3, 4), (5, 4, 6), (3, 9, 9), (3, 7, 11)] {
        assert_eq!(Zones::new(a, b, c), None);
    }
}

#[test]
fn passes_of_two_devices_are_both_kept() {
    let world = World::new();
    let base = world.open().session;
    let (mut here, mut there) = (base.clone(), base.clone());
    for (session, number, device) in [(&mut here, 1, "device-a"), (&mut there, 2, "device-b")] {
        let edit = Edit::SetTrack {
            rater: sam(),
            track: pass(number, vec![stretch(&[(0, 5)], 4_000)]),
        };
        session.apply(&edit, &stamp(device, 3)).expect("a person");
    }
    for (ours, theirs) in [(&here, &there), (&there, &here)] {
        for ancestor in [
            mindframe::domain::merge::Ancestor::State(&base),
            mindframe::domain::merge::Ancestor::Known(&|_| false),
        ] {
            let merged = merge_three_way(ancestor, ours, theirs, &crate::merging::KEEP).session;
            let tracks = &merged.set(&sam()).expect("a set").tracks;
            assert_eq!(tracks.len(), 2);
        }
    }
    here.absorb(&sam(), there.set(&sam()).expect("a set"));
    assert_eq!(here.set(&sam()).expect("a set").tracks.len(), 2);
}

proptest! {
    #[test]
    fn putting_a_stretch_loses_nothing_and_keeps_order(track in any_track(), new in any_stretch(), probes in prop::collection::vec(0_i64..200_000, 20)) {
        let mut after = track.clone();
        after.put(new.clone());
        prop_assert!(after.is_in_order());
        for sample in &new.samples {
            prop_assert!(after.stretches.iter().any(|kept| kept.samples.contains(sample)));
        }
        let edges = track.stretches.iter().chain([&new]).flat_map(|stretch| {
            let times = stretch.samples.iter().map(|(time, _)| *time);
            times.chain([stretch.end, stretch.end - MediaDelta::from_nanos(1)]).collect::<Vec<_>>()
        });
        for time in edges.chain(probes.into_iter().map(millis)) {
            let expected = new.given_at(time).or_else(|| track.value_at(time, Lag::NONE));
            prop_assert_eq!(after.value_at(time, Lag::NONE), expected);
        }
    }

    #[test]
    fn a_lag_moves_what_is_read_and_changes_nothing_else(track in any_track(), lag in 0_u32..=3000, time in 0_i64..200_000) {
        let time = millis(time);
        let lag = Lag::from_millis(lag);
        for (span, stretch) in track.read(lag) {
            let by = lag.of(track.input, stretch.rate);
            prop_assert!(span.start() >= MediaTime::ZERO);
            prop_assert_eq!(span.end(), stretch.end - by);
            prop_assert!(MediaSpan::between(stretch.span().start() - by, stretch.end - by).contains(span.start()));
            if span.contains(time) {
                prop_assert_eq!(stretch.given_at(time + by).is_some(), true);
            }
        }
    }
}
