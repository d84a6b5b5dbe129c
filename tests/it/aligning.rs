//! Two recordings of one event: how the time of the second lies against the session's.

use mindframe::domain::{
    alignment::{AlignedPoint, Alignment, LEAST_APART},
    time::{MediaDelta, MediaTime},
};
use proptest::prelude::*;

use crate::world::any_point;

fn point(session_ms: i64, own_ms: i64) -> AlignedPoint {
    AlignedPoint {
        session: MediaTime::from_millis(session_ms),
        own: MediaTime::from_millis(own_ms),
    }
}

fn off_by(a: MediaTime, b: MediaTime) -> i64 {
    (a - b).magnitude().as_nanos()
}

/// Two points as people line them up: some drift, and up to hours between them, in either order.
fn any_alignment() -> impl Strategy<Value = Alignment> {
    (
        any_point(),
        prop::option::of((
            -20_000_000_000_000_i64..20_000_000_000_000,
            -90_000_i64..90_000,
        )),
    )
        .prop_map(|(first, second)| {
            let second = second.map(|(apart, ppm)| AlignedPoint {
                session: first.session + MediaDelta::from_nanos(apart),
                own: first.own + MediaDelta::from_nanos(apart + apart / 1_000_000 * ppm),
            });
            Alignment { first, second }
        })
}

proptest! {
    #[test]
    fn a_time_comes_back_to_the_nanosecond(
        alignment in any_alignment(),
        nanos in -400_000_000_000_000_i64..400_000_000_000_000,
    ) {
        let time = MediaTime::from_nanos(nanos);
        prop_assert!(off_by(alignment.to_session(alignment.to_own(time)), time) <= 1);
        prop_assert!(off_by(alignment.to_own(alignment.to_session(time)), time) <= 1);
    }

    #[test]
    fn what_was_lined_up_lies_on_itself(alignment in any_alignment()) {
        prop_assert_eq!(alignment.to_own(alignment.first.session), alignment.first.own);
        prop_assert_eq!(alignment.to_session(alignment.first.own), alignment.first.session);
        if let Some(second) = alignment.second.filter(|_| alignment.drift_is_known()) {
            prop_assert!(off_by(alignment.to_own(second.session), second.own) <= 1);
        }
    }

    #[test]
    fn time_never_runs_backwards(alignment in any_alignment(), a in any_point(), b in any_point()) {
        let (early, late) = (a.session.min(b.session), a.session.max(b.session));
        prop_assert!(alignment.to_own(early) <= alignment.to_own(late));
        prop_assert!(alignment.to_session(early) <= alignment.to_session(late));
    }

    #[test]
    fn another_offset_leaves_the_drift(alignment in any_alignment(), millis in -9_000_000_i64..9_000_000) {
        let offset = MediaDelta::from_millis(millis);
        let moved = alignment.with_offset(offset);
        prop_assert!((moved.offset().as_nanos() - offset.as_nanos()).abs() <= 1);
        let hour = MediaDelta::from_millis(3_600_000);
        prop_assert_eq!(moved.drift_over(hour), alignment.drift_over(hour));
    }

    /// Whatever two points a damaged or hand-made file holds: no panic, and time goes on.
    #[test]
    fn any_two_points_give_a_map(first in any_point(), second in any_point(), time in any::<i64>()) {
        let alignment = Alignment::at(first).and(second);
        let time = MediaTime::from_nanos(time);
        let _ = (alignment.to_own(time), alignment.to_session(time), alignment.offset());
        prop_assert!(alignment.drift_ppm().abs() <= 100_000.0);
    }
}

#[test]
fn one_moment_gives_the_offset() {
    let alignment = Alignment::at(point(12_345, 10_000));
    assert_eq!(alignment.offset(), MediaDelta::from_millis(2_345));
    assert!(!alignment.drift_is_known());
    assert_eq!(
        alignment.to_own(MediaTime::ZERO),
        MediaTime::from_millis(-2_345)
    );
    let typed = Alignment::at(AlignedPoint::beginning(MediaDelta::from_millis(-500)));
    assert_eq!(
        typed.to_own(MediaTime::ZERO),
        MediaTime::from_millis(500),
        "began half a second earlier"
    );
}

#[test]
fn two_moments_give_the_drift() {
    // 192 ms in an hour: 3.2 ms a minute, 53.3 millionths, fast.
    let alignment = Alignment::at(point(0, 1000)).and(point(3_600_000, 3_601_192));
    assert_eq!(
        alignment.drift_over(MediaDelta::from_millis(60_000)),
        MediaDelta::from_nanos(3_200_000)
    );
    assert!((alignment.drift_ppm() - 53.333).abs() < 0.001);
    // Whichever was lined up first.
    let turned = Alignment::at(point(3_600_000, 3_601_192)).and(point(0, 1000));
    for seconds in [0, 17, 1800, 7200] {
        let time = MediaTime::from_seconds(seconds);
        assert!(off_by(alignment.to_own(time), turned.to_own(time)) <= 1);
    }
}

#[test]
fn points_too_near_or_absurd_say_nothing_of_drift() {
    let near = LEAST_APART.as_millis() - 1;
    for second in [
        point(near, near + 5),
        point(0, 0),
        point(600_000, 500_000),
        point(600_000, -600_000),
    ] {
        let alignment = Alignment::at(point(0, 0)).and(second);
        assert!(!alignment.drift_is_known(), "{second:?}");
        assert_eq!(
            alignment.to_own(MediaTime::from_seconds(9)),
            MediaTime::from_seconds(9)
        );
    }
    assert!(
        Alignment::at(point(0, 0))
            .and(point(60_000, 60_000))
            .drift_is_known()
    );
}
