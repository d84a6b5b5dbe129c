//! Pairing marks off by time: as many as can be, as near as can be, each once, alike from both sides.

use mindframe::{
    analysis::matching::{Pair, Tolerance, distance, pairs},
    domain::{
        mark::When,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};
use proptest::prelude::*;

fn point(millis: i64) -> When {
    When::Point(MediaTime::from_millis(millis))
}

fn span(from: i64, to: i64) -> When {
    When::Span(MediaSpan::between(
        MediaTime::from_millis(from),
        MediaTime::from_millis(to),
    ))
}

fn within(millis: i64) -> Tolerance {
    Tolerance::new(MediaDelta::from_millis(millis))
}

fn found(left: &[When], right: &[When], tolerance: Tolerance) -> Vec<(usize, usize)> {
    pairs(left, right, tolerance, |_, _| false)
        .into_iter()
        .map(|Pair { left, right }| (left, right))
        .collect()
}

#[test]
fn nothing_matches_nothing() {
    assert_eq!(found(&[], &[], Tolerance::LIVE), []);
    assert_eq!(found(&[point(0)], &[], Tolerance::LIVE), []);
    assert_eq!(found(&[], &[span(0, 10)], Tolerance::LIVE), []);
}

#[test]
fn the_tolerance_counts_its_own_edge() {
    assert_eq!(found(&[point(0)], &[point(5_000)], within(5_000)), [(0, 0)]);
    assert_eq!(found(&[point(0)], &[point(5_001)], within(5_000)), []);
    assert_eq!(found(&[point(7)], &[point(7)], within(0)), [(0, 0)]);
    assert_eq!(found(&[point(7)], &[point(8)], within(0)), []);
    assert_eq!(within(-3), within(3));
}

#[test]
fn the_same_marks_are_each_others() {
    let marks = [point(4), span(10, 900), point(4), span(10, 900), point(77)];
    let same: Vec<(usize, usize)> = found(&marks, &marks, Tolerance::PAUSED);
    assert_eq!(same.len(), marks.len());
    assert!(same.iter().all(|(left, right)| left == right));
}

#[test]
fn more_pairs_come_before_nearer_ones() {
    // 5.0 is nearest to 5.5, but then 10.4 has nobody.
    let (left, right) = ([point(5_000), point(10_400)], [point(1_000), point(5_500)]);
    assert_eq!(found(&left, &right, within(5_000)), [(0, 0), (1, 1)]);
    // Where both ways give two pairs, the nearer ones are taken.
    let (left, right) = ([point(0), point(3_000)], [point(2_900), point(200)]);
    assert_eq!(found(&left, &right, within(5_000)), [(0, 1), (1, 0)]);
}

#[test]
fn of_equal_distances_there_is_one_answer() {
    // Twice the same distance: whoever asks, and however often.
    let (left, right) = ([point(1_000)], [point(500), point(1_500)]);
    assert_eq!(
        found(&left, &right, within(1_000)),
        found(&left, &right, within(1_000))
    );
    assert_eq!(found(&left, &right, within(1_000)).len(), 1);
    let turned: Vec<_> = found(&right, &left, within(1_000));
    assert_eq!(turned, [(found(&left, &right, within(1_000))[0].1, 0)]);
}

#[test]
fn of_equally_near_partners_the_one_that_says_alike_is_taken() {
    // Both set two marks with one press each at the same two moments; what they say is crossed.
    let marks = [point(1_000), point(1_000)];
    let crossed = |left: usize, right: usize| left != right;
    let chosen = pairs(&marks, &marks, Tolerance::LIVE, crossed);
    assert!(chosen.iter().all(|pair| pair.left != pair.right));
    // It never outweighs time.
    let far = [point(1_000), point(2_000)];
    let chosen = pairs(&far, &far, Tolerance::LIVE, crossed);
    assert!(chosen.iter().all(|pair| pair.left == pair.right));
}

#[test]
fn stretches_match_by_what_they_share_or_by_their_edges() {
    // Half of what both cover is shared: 20 of 40 s.
    assert_eq!(
        found(&[span(0, 30_000)], &[span(10_000, 40_000)], within(2_000)),
        [(0, 0)]
    );
    assert_eq!(
        found(&[span(0, 30_000)], &[span(10_001, 40_000)], within(2_000)),
        []
    );
    // Short ones that share nothing, each edge within the tolerance.
    assert_eq!(
        found(&[span(0, 1_000)], &[span(1_500, 2_800)], within(2_000)),
        [(0, 0)]
    );
    // One edge within it is not enough.
    assert_eq!(
        found(&[span(0, 1_000)], &[span(0, 9_000)], within(2_000)),
        []
    );
}

#[test]
fn a_moment_matches_the_stretch_it_lies_in() {
    let stretch = [span(10_000, 60_000)];
    assert_eq!(found(&[point(35_000)], &stretch, within(2_000)), [(0, 0)]);
    assert_eq!(found(&[point(8_000)], &stretch, within(2_000)), [(0, 0)]);
    assert_eq!(found(&[point(62_000)], &stretch, within(2_000)), [(0, 0)]);
    assert_eq!(found(&[point(7_999)], &stretch, within(2_000)), []);
    assert_eq!(found(&[point(62_001)], &stretch, within(2_000)), []);
    // Of two moments within it, the one nearer to where it begins.
    let moments = [point(50_000), point(12_000)];
    assert_eq!(found(&moments, &stretch, within(2_000)), [(1, 0)]);
    // A nested pair may cross: the stretches belong together, and so do the moments.
    let left = [span(0, 100_000), point(3_000)];
    let right = [point(2_000), span(5_000, 100_000)];
    assert_eq!(found(&left, &right, within(5_000)), [(0, 1), (1, 0)]);
}

#[test]
fn a_stretch_that_has_not_ended_counts_as_its_beginning() {
    let open = [When::Open(MediaTime::from_millis(9_000))];
    assert_eq!(found(&open, &[point(10_000)], within(1_000)), [(0, 0)]);
    // A stretch without length is a moment.
    assert_eq!(found(&[span(5, 5)], &[point(9)], within(4)), [(0, 0)]);
}

#[test]
fn two_people_without_a_pause_are_still_matched_whole() {
    // As dense as nobody marks: the answer is there, and sound.
    let many: Vec<When> = (0..1_500)
        .map(|at| match at % 3 {
            0 => span(at * 20, at * 20 + 3_000),
            _ => point(at * 20),
        })
        .collect();
    let shifted: Vec<When> = many
        .iter()
        .map(|when| when.moved(MediaDelta::from_millis(70)))
        .collect();
    let pairs = found(&many, &shifted, Tolerance::LIVE);
    assert!(pairs.len() > 1_450, "{}", pairs.len());
}

/// The best that there is, by trying everything: the most pairs, then the least distance.
fn best(
    left: &[When],
    right: &[When],
    taken: &mut Vec<bool>,
    tolerance: Tolerance,
) -> (usize, i128) {
    let Some((first, rest)) = left.split_first() else {
        return (0, 0);
    };
    let mut most = best(rest, right, taken, tolerance);
    for at in 0..right.len() {
        if taken[at] {
            continue;
        }
        if let Some(apart) = distance(*first, right[at], tolerance) {
            taken[at] = true;
            let (pairs, sum) = best(rest, right, taken, tolerance);
            taken[at] = false;
            if pairs + 1 > most.0 || pairs + 1 == most.0 && sum + apart < most.1 {
                most = (pairs + 1, sum + apart);
            }
        }
    }
    most
}

fn a_mark(spans: bool) -> BoxedStrategy<When> {
    let moment = (0_i64..30).prop_map(|at| point(at * 500));
    if !spans {
        return moment.boxed();
    }
    prop_oneof![
        moment,
        (0_i64..30, 0_i64..20).prop_map(|(from, length)| span(from * 500, (from + length) * 500)),
        (0_i64..30).prop_map(|at| When::Open(MediaTime::from_millis(at * 500))),
    ]
    .boxed()
}

fn two_people() -> impl Strategy<Value = (Vec<When>, Vec<When>, i64)> {
    prop::bool::ANY.prop_flat_map(|spans| {
        let marks = || prop::collection::vec(a_mark(spans), 0..7);
        (marks(), marks(), 0_i64..6_000)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn it_is_the_best_there_is((left, right, tolerance) in two_people()) {
        let tolerance = within(tolerance);
        let chosen = found(&left, &right, tolerance);
        let apart: Option<i128> = chosen
            .iter()
            .map(|(row, column)| distance(left[*row], right[*column], tolerance))
            .sum();
        prop_assert!(apart.is_some(), "a pair beyond the tolerance");
        let best = best(&left, &right, &mut vec![false; right.len()], tolerance);
        prop_assert_eq!((chosen.len(), apart.unwrap()), best);
    }

    #[test]
    fn each_belongs_to_one_and_it_is_alike_from_both_sides((left, right, tolerance) in two_people()) {
        let tolerance = within(tolerance);
        let chosen = found(&left, &right, tolerance);
        for side in [
            chosen.iter().map(|pair| pair.0).collect::<Vec<_>>(),
            chosen.iter().map(|pair| pair.1).collect(),
        ] {
            let mut once = side.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), side.len());
        }
        let mut turned: Vec<(usize, usize)> = found(&right, &left, tolerance)
            .into_iter()
            .map(|(left, right)| (right, left))
            .collect();
        let mut here = chosen;
        turned.sort_unstable();
        here.sort_unstable();
        prop_assert_eq!(here, turned);
    }

    #[test]
    fn a_wider_tolerance_never_gives_fewer_pairs((left, right, tolerance) in two_people()) {
        let narrow = found(&left, &right, within(tolerance)).len();
        let wide = found(&left, &right, within(tolerance + 1_000)).len();
        prop_assert!(wide >= narrow);
        prop_assert!(wide <= left.len().min(right.len()));
    }

    #[test]
    fn moving_both_changes_nothing((left, right, tolerance) in two_people(), by in -9_000_i64..9_000) {
        let moved = |marks: &[When]| -> Vec<When> {
            marks.iter().map(|when| when.moved(MediaDelta::from_millis(by))).collect()
        };
        prop_assert_eq!(
            found(&left, &right, within(tolerance)),
            found(&moved(&left), &moved(&right), within(tolerance))
        );
    }
}
