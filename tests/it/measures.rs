//! Measures of agreement: what other packages say of the same data, published examples, and what must hold for any data.

use mindframe::{
    analysis::measures::{
        Measured, Table, Undefined,
        alpha::{Coincidences, Level, alpha_of_values},
        alpha_u::{Stretch, Unitized, alpha_u_1995},
        bootstrap::{Plan, Progress, interval, intervals},
        cohen::{Weights, cohen_kappa},
        concordance::concordance,
        correlation::{pearson, spearman},
        events::{Matched, median},
        fleiss::Fleiss,
        icc::icc,
        modified_kappa::{modified_kappa, of_one_code},
        overlap::overlap_ratio,
        rise_fall::rise_fall,
    },
    domain::time::{MediaDelta, MediaSpan, MediaTime},
};
use proptest::prelude::*;
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../fixtures/measures/reference.json")).expect("JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    let list = value.as_array().expect("a list");
    list.iter()
        .map(|one| one.as_f64().expect("a number"))
        .collect()
}

fn rows(value: &Value) -> Vec<Vec<f64>> {
    value
        .as_array()
        .expect("rows")
        .iter()
        .map(numbers)
        .collect()
}

fn table(value: &Value) -> Table {
    let rows = rows(value);
    let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
    Table::from_rows(&rows)
}

#[track_caller]
fn same(ours: Measured, theirs: &Value) {
    let (ours, theirs) = (ours.expect("a value"), theirs.as_f64().expect("a number"));
    assert!((ours - theirs).abs() < 1e-9, "{ours} is not {theirs}");
}

#[track_caller]
fn near(ours: Measured, published: f64, within: f64) {
    let ours = ours.expect("a value");
    assert!(
        (ours - published).abs() <= within,
        "{ours} is not {published}"
    );
}

fn cases(of: &str) -> Vec<Value> {
    let cases = reference()[of].as_array().cloned().expect("cases");
    assert!(!cases.is_empty());
    cases
}

#[test]
fn cohens_kappa_is_that_of_scikit_learn() {
    for case in cases("cohen") {
        let table = table(&case["table"]);
        same(
            cohen_kappa(&table, Weights::Unweighted),
            &case["unweighted"],
        );
        same(cohen_kappa(&table, Weights::Linear), &case["linear"]);
        same(cohen_kappa(&table, Weights::Quadratic), &case["quadratic"]);
    }
}

#[test]
fn events_with_a_nil_row_and_column_are_those_of_scikit_learn() {
    for case in cases("events") {
        let table = table(&case["table"]);
        let nil = table.size() - 1;
        let (missed, extra) = (table.column_totals()[nil], table.row_totals()[nil]);
        let matched = Matched {
            hits: table.total() - missed - extra,
            missed,
            extra,
        };
        same(matched.precision(), &case["precision"]);
        same(matched.recall(), &case["recall"]);
        same(matched.f1(), &case["f1"]);
        same(cohen_kappa(&table, Weights::Unweighted), &case["kappa"]);
        same(modified_kappa(&table).kappa, &case["modified"]);
    }
}

#[test]
fn fleiss_kappa_is_that_of_statsmodels() {
    for case in cases("fleiss") {
        let raters = usize::try_from(case["raters"].as_u64().expect("a number")).expect("few");
        let counts = case["counts"].as_array().expect("units");
        let mut fleiss = Fleiss::new(raters, counts[0].as_array().expect("a unit").len());
        for unit in counts {
            let unit = unit.as_array().expect("a unit").iter();
            let unit: Vec<usize> = unit
                .map(|count| count.as_u64().expect("a count") as usize)
                .collect();
            fleiss.add(&unit);
        }
        same(fleiss.kappa(), &case["kappa"]);
    }
}

#[test]
fn alpha_is_that_of_the_krippendorff_package() {
    for case in cases("alpha") {
        let people: Vec<Vec<Option<f64>>> = case["values"]
            .as_array()
            .expect("rows")
            .iter()
            .map(|row| {
                row.as_array()
                    .expect("a row")
                    .iter()
                    .map(Value::as_f64)
                    .collect()
            })
            .collect();
        same(alpha_of_values(&people, Level::Nominal), &case["nominal"]);
        same(alpha_of_values(&people, Level::Ordinal), &case["ordinal"]);
        same(alpha_of_values(&people, Level::Interval), &case["interval"]);
    }
}

#[test]
fn alpha_for_stretches_is_what_every_single_position_gives() {
    for case in cases("stretches") {
        let people: Vec<Vec<Stretch>> = case["people"]
            .as_array()
            .expect("people")
            .iter()
            .map(|own| {
                let own = own.as_array().expect("stretches").iter();
                own.map(|stretch| Stretch {
                    from: stretch["from"].as_f64().expect("a number"),
                    to: stretch["to"].as_f64().expect("a number"),
                    code: stretch["code"].as_u64().expect("a number") as usize,
                })
                .collect()
            })
            .collect();
        let codes = case["codes"].as_u64().expect("a number") as usize;
        let length = case["length"].as_f64().expect("a number");
        let unitized = Unitized::of(&people, length, codes);
        same(unitized.overall(), &case["overall"]);
        same(unitized.boundaries(), &case["boundaries"]);
        for code in 0..codes {
            same(unitized.of_code(code), &case["each"][code]);
        }
    }
}

#[test]
fn intraclass_correlation_is_that_of_pingouin() {
    for case in cases("icc") {
        let rated: Vec<Vec<Option<f64>>> = rows(&case["values"])
            .into_iter()
            .map(|row| row.into_iter().map(Some).collect())
            .collect();
        let found = icc(&rated);
        same(found.agreement, &case["agreement"]);
        same(found.consistency, &case["consistency"]);
    }
}

#[test]
fn tracks_are_compared_as_scipy_and_numpy_do() {
    for case in cases("tracks") {
        let (left, right) = (numbers(&case["left"]), numbers(&case["right"]));
        same(pearson(&left, &right), &case["pearson"]);
        same(spearman(&left, &right), &case["spearman"]);
        same(concordance(&left, &right), &case["concordance"]);
        same(rise_fall(&left, &right), &case["rise_fall"]);
    }
}

#[test]
fn the_ends_of_an_interval_are_numpys_quantiles() {
    for case in cases("quantiles") {
        let values = numbers(&case["values"]);
        let rounds = values.len();
        let found = interval(values, rounds).expect("an interval");
        same(Ok(found.low), &case["low"]);
        same(Ok(found.high), &case["high"]);
    }
}

/// The table and the numbers on pages 11 and 12 of the manual that Holle and Rein published with their program. Pairs are counted
/// twice there; rows are the left side.
#[test]
fn holle_and_reins_own_example() {
    let published: [[f64; 7]; 7] = [
        [122.0, 10.0, 4.0, 6.0, 0.0, 4.0, 11.0],
        [0.0, 12.0, 0.0, 4.0, 4.0, 0.0, 10.0],
        [2.0, 0.0, 34.0, 0.0, 0.0, 2.0, 3.0],
        [0.0, 0.0, 0.0, 6.0, 0.0, 0.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 38.0, 4.0, 6.0],
        [2.0, 2.0, 2.0, 0.0, 0.0, 6.0, 3.0],
        [13.0, 7.0, 4.0, 2.0, 10.0, 5.0, 0.0],
    ];
    let mut table = Table::new(7);
    for (row, cells) in published.iter().enumerate() {
        for (column, count) in cells.iter().enumerate() {
            let pairs = if row < 6 && column < 6 { 0.5 } else { 1.0 };
            table.add(row, column, count * pairs);
        }
    }
    let found = modified_kappa(&table);
    near(found.linked, 0.78, 0.005);
    near(found.raw, 0.64, 0.0051);
    near(found.kappa, 0.53, 0.005);
    near(found.largest, 0.90, 0.005);
    near(found.matched_raw, 0.83, 0.005);
    near(found.matched_kappa, 0.74, 0.005);
    near(found.matched_largest, 0.89, 0.005);
    for (code, kappa) in [0.69, 0.33, 0.77, 0.49, 0.72, 0.30].into_iter().enumerate() {
        near(of_one_code(&table, code), kappa, 0.0051);
    }
}

fn stretch(from: f64, length: f64, code: usize) -> Stretch {
    Stretch {
        from,
        to: from + length,
        code,
    }
}

/// Krippendorff 2004, p. 254: two observers, a continuum from 150 to 450, codes c (0) and k (1).
#[test]
fn krippendorffs_own_example_of_stretches() {
    let first = vec![
        stretch(30.0, 60.0, 1),
        stretch(75.0, 70.0, 0),
        stretch(150.0, 50.0, 1),
        stretch(220.0, 30.0, 0),
    ];
    let other = vec![
        stretch(30.0, 60.0, 1),
        stretch(70.0, 80.0, 0),
        stretch(150.0, 50.0, 1),
        stretch(205.0, 20.0, 0),
        stretch(250.0, 20.0, 0),
    ];
    let (all, each) = alpha_u_1995(&[first, other], 300.0, 2);
    near(all, 0.8591, 0.0005);
    near(each[0], 0.7286, 0.0005);
    near(each[1], 1.0, 1e-12);
}

/// Table 2 of Shrout and Fleiss 1979.
#[test]
fn shrout_and_fleiss_own_example() {
    let rated = [
        [9.0, 2.0, 5.0, 8.0],
        [6.0, 1.0, 3.0, 2.0],
        [8.0, 4.0, 6.0, 8.0],
        [7.0, 1.0, 2.0, 6.0],
        [10.0, 5.0, 6.0, 9.0],
        [6.0, 2.0, 4.0, 7.0],
    ];
    let found = icc(&rated.map(|row| row.map(Some).to_vec()));
    near(found.agreement, 0.29, 0.005);
    near(found.consistency, 0.71, 0.005);
}

/// The four observers and twelve units of Krippendorff's book (also in Hayes and Krippendorff's paper of 2007 and elsewhere).
#[test]
fn krippendorffs_own_example_with_missing_data() {
    let table = [
        "123321412...",
        "1233224125.3",
        ".3332342251.",
        "12332441251.",
    ];
    let people: Vec<Vec<Option<f64>>> = table
        .iter()
        .map(|row| row.chars().map(|c| c.to_digit(10).map(f64::from)).collect())
        .collect();
    near(alpha_of_values(&people, Level::Nominal), 0.743, 0.001);
    near(alpha_of_values(&people, Level::Ordinal), 0.815, 0.001);
    near(alpha_of_values(&people, Level::Interval), 0.849, 0.001);
}

#[test]
fn the_worked_examples_of_the_docs() {
    let two = Table::from_rows(&[&[20.0, 5.0], &[10.0, 15.0]]);
    near(cohen_kappa(&two, Weights::Unweighted), 0.4, 1e-12);
    let three = Table::from_rows(&[&[2.0, 1.0, 0.0], &[0.0, 2.0, 1.0], &[0.0, 0.0, 2.0]]);
    near(cohen_kappa(&three, Weights::Linear), 1.0 - 2.0 / 7.0, 1e-12);
    let nil = Table::from_rows(&[&[4.0, 1.0, 1.0], &[0.0; 3], &[0.0; 3]]);
    near(modified_kappa(&nil).kappa, 0.0, 1e-12);
    let stricter = [[1.0, 2.0], [2.0, 3.0], [3.0, 4.0]].map(|row| row.map(Some).to_vec());
    near(icc(&stricter).agreement, 2.0 / 3.0, 1e-12);
    near(icc(&stricter).consistency, 1.0, 1e-12);
    let matched = Matched {
        hits: 2.0,
        missed: 1.0,
        extra: 2.0,
    };
    near(matched.precision(), 0.5, 1e-12);
    near(matched.recall(), 2.0 / 3.0, 1e-12);
    near(matched.f1(), 4.0 / 7.0, 1e-12);
    let mut fleiss = Fleiss::new(3, 2);
    for counts in [[3, 0], [0, 3], [2, 1]] {
        fleiss.add(&counts);
    }
    near(fleiss.kappa(), 0.55, 1e-12);
    let mut coincidences = Coincidences::new(2);
    for counts in [[2, 0], [0, 2], [1, 1], [0, 2]] {
        coincidences.add(&counts);
    }
    near(
        coincidences.alpha(Level::Nominal, &[]),
        1.0 - 14.0 / 30.0,
        1e-12,
    );
    let people = [vec![stretch(2.0, 4.0, 0)], vec![stretch(4.0, 4.0, 0)]];
    let expected = 2.0 * 12.0 * 8.0 / (20.0 - 44.0 / 20.0);
    near(
        Unitized::of(&people, 10.0, 1).overall(),
        1.0 - 8.0 / expected,
        1e-12,
    );
    near(
        pearson(&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 6.0, 9.0]),
        0.994,
        0.001,
    );
    near(
        spearman(&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 6.0, 9.0]),
        1.0,
        1e-12,
    );
    near(
        concordance(&[1.0, 2.0, 3.0], &[2.0, 3.0, 4.0]),
        4.0 / 7.0,
        1e-12,
    );
    let up_and_down = rise_fall(&[3.0, 4.0, 4.0, 2.0, 2.0], &[5.0, 7.0, 6.0, 5.0, 5.0]);
    near(up_and_down, 2.0 / 3.0, 1e-12);
    let span =
        |from, to| MediaSpan::between(MediaTime::from_seconds(from), MediaTime::from_seconds(to));
    near(
        overlap_ratio(&[span(10, 20)], &[span(15, 25)]),
        1.0 / 3.0,
        1e-12,
    );
    let fifths = interval(vec![0.1, 0.2, 0.3, 0.4, 0.5], 5).expect("an interval");
    assert!((fifths.low - 0.11).abs() < 1e-12 && (fifths.high - 0.49).abs() < 1e-12);
}

#[test]
fn what_cannot_be_told_says_why() {
    let one = Table::from_rows(&[&[7.0, 0.0], &[0.0, 0.0]]);
    assert_eq!(
        cohen_kappa(&one, Weights::Unweighted),
        Err(Undefined::OneCategory)
    );
    assert_eq!(modified_kappa(&one).kappa, Err(Undefined::OneCategory));
    assert_eq!(
        cohen_kappa(&Table::new(3), Weights::Linear),
        Err(Undefined::Nothing)
    );
    let none = Matched::default();
    assert_eq!(none.f1(), Err(Undefined::Nothing));
    assert_eq!(none.recall(), Err(Undefined::NoneToFind));
    assert_eq!(none.precision(), Err(Undefined::NoneFound));
    assert_eq!(median(&mut []), Err(Undefined::NoneMeet));
    let mut same = Coincidences::new(2);
    same.add(&[2, 0]);
    assert_eq!(same.alpha(Level::Nominal, &[]), Err(Undefined::OneCategory));
    assert_eq!(
        Coincidences::new(2).alpha(Level::Nominal, &[]),
        Err(Undefined::Nothing)
    );
    assert_eq!(Fleiss::new(1, 2).kappa(), Err(Undefined::TooFewRaters));
    let gaps = Unitized::of(&[Vec::new(), Vec::new()], 10.0, 1);
    assert_eq!(gaps.overall(), Err(Undefined::NoStretches));
    let whole = vec![stretch(0.0, 10.0, 0)];
    let covered = Unitized::of(&[whole.clone(), whole], 10.0, 1);
    assert_eq!(covered.overall(), Err(Undefined::OneCategory));
    assert_eq!(
        pearson(&[1.0, 1.0], &[1.0, 2.0]),
        Err(Undefined::NoVariation)
    );
    assert_eq!(
        concordance(&[3.0, 3.0], &[3.0, 3.0]),
        Err(Undefined::NoVariation)
    );
    assert_eq!(
        rise_fall(&[3.0, 3.0], &[5.0, 5.0]),
        Err(Undefined::NoVariation)
    );
    assert_eq!(overlap_ratio(&[], &[]), Err(Undefined::NoStretches));
    assert_eq!(
        icc(&[vec![Some(1.0), None], vec![Some(1.0), Some(2.0)]]).agreement,
        Err(Undefined::Missing)
    );
    assert_eq!(
        icc(&[vec![Some(1.0); 2], vec![Some(1.0); 2]]).agreement,
        Err(Undefined::NoVariation)
    );
}

#[test]
fn nothing_in_common_is_none_of_it_found() {
    let apart = Table::from_rows(&[&[0.0, 0.0, 3.0], &[0.0, 0.0, 2.0], &[4.0, 1.0, 0.0]]);
    let matched = Matched {
        hits: 0.0,
        missed: 5.0,
        extra: 5.0,
    };
    near(matched.f1(), 0.0, 0.0);
    near(modified_kappa(&apart).kappa, 0.0, 1e-12);
    assert!(cohen_kappa(&apart, Weights::Unweighted).expect("a value") < 0.0);
}

#[test]
fn a_median_onset_lies_between_the_two_middle_ones() {
    let mut distances: Vec<(MediaDelta, usize)> = [400, -200, 100, 300]
        .map(|millis| (MediaDelta::from_millis(millis), 1))
        .to_vec();
    assert_eq!(median(&mut distances), Ok(MediaDelta::from_millis(200)));
}

#[test]
fn the_same_seed_draws_the_same_interval_and_it_can_be_stopped() {
    let blocks: Vec<f64> = (0..40).map(|at| f64::from(at % 7)).collect();
    let mean = |drawn: &[usize]| -> Vec<Measured> {
        let sum: f64 = drawn
            .iter()
            .zip(&blocks)
            .map(|(times, value)| *times as f64 * value)
            .sum();
        vec![Ok(sum / blocks.len() as f64), Err(Undefined::Nothing)]
    };
    let plan = Plan::default();
    let draw = || intervals(blocks.len(), plan, &Progress::default(), mean).expect("intervals");
    let found = draw();
    assert_eq!(found, draw());
    let around = found[0].expect("an interval");
    let middle = blocks.iter().sum::<f64>() / 40.0;
    assert!(around.low < middle && middle < around.high, "{around:?}");
    assert_eq!(found[1], Err(Undefined::SeldomDefined));
    let other = Plan { seed: 7, ..plan };
    assert_ne!(
        intervals(blocks.len(), other, &Progress::default(), mean).expect("intervals"),
        found
    );
    let progress = Progress::default();
    progress
        .stop
        .store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(
        intervals(blocks.len(), plan, &progress, mean),
        Err(Undefined::Stopped)
    );
    assert_eq!(
        intervals(4, plan, &Progress::default(), mean),
        Err(Undefined::TooFewBlocks)
    );
}

/// Any table of up to five categories.
fn any_table() -> impl Strategy<Value = Table> {
    (1_usize..6).prop_flat_map(|size| {
        prop::collection::vec(0_u32..30, size * size).prop_map(move |cells| {
            let mut table = Table::new(size);
            for (at, cell) in cells.into_iter().enumerate() {
                table.add(at / size, at % size, f64::from(cell));
            }
            table
        })
    })
}

/// Any people's judgements of any units, some missing.
fn any_values() -> impl Strategy<Value = Vec<Vec<Option<f64>>>> {
    (2_usize..5, 1_usize..20).prop_flat_map(|(people, units)| {
        let value = prop::option::weighted(0.8, (0_u8..4).prop_map(f64::from));
        prop::collection::vec(prop::collection::vec(value, units), people)
    })
}

fn close(left: Measured, right: Measured) -> bool {
    match (left, right) {
        (Ok(left), Ok(right)) => (left - right).abs() < 1e-9,
        (left, right) => left == right,
    }
}

proptest! {
    #[test]
    fn kappa_is_the_same_from_both_sides_and_never_above_one(table in any_table()) {
        for weights in [Weights::Unweighted, Weights::Linear, Weights::Quadratic] {
            let kappa = cohen_kappa(&table, weights);
            prop_assert!(close(kappa, cohen_kappa(&table.turned(), weights)));
            if let Ok(kappa) = kappa {
                prop_assert!(kappa.is_finite() && (-1.0 - 1e-9..=1.0).contains(&kappa));
            }
        }
    }

    #[test]
    fn the_modified_kappa_is_the_same_from_both_sides_and_never_above_its_largest(table in any_table()) {
        let mut table = table;
        let nil = table.size() - 1;
        table.add(nil, nil, -table.get(nil, nil));
        let (here, there) = (modified_kappa(&table), modified_kappa(&table.turned()));
        prop_assert!(close(here.kappa, there.kappa));
        if let (Ok(kappa), Ok(largest)) = (here.kappa, here.largest) {
            prop_assert!(kappa <= largest + 1e-9 && largest <= 1.0 + 1e-9);
        }
    }

    #[test]
    fn two_who_say_the_same_agree_fully(counts in prop::collection::vec(1_u32..9, 2..6)) {
        let mut table = Table::new(counts.len() + 1);
        for (at, count) in counts.iter().enumerate() {
            table.add(at, at, f64::from(*count));
        }
        prop_assert!(close(cohen_kappa(&table, Weights::Unweighted), Ok(1.0)));
        prop_assert!(close(modified_kappa(&table).kappa, Ok(1.0)));
    }

    #[test]
    fn alpha_does_not_ask_who_is_who(values in any_values(), by in 1_usize..4) {
        let mut turned = values.clone();
        let people = turned.len();
        turned.rotate_left(by % people);
        for level in [Level::Nominal, Level::Ordinal, Level::Interval] {
            let alpha = alpha_of_values(&values, level);
            prop_assert!(close(alpha, alpha_of_values(&turned, level)));
            if let Ok(alpha) = alpha {
                prop_assert!(alpha.is_finite() && alpha <= 1.0 + 1e-9);
            }
        }
        let same = vec![values[0].clone(); 3];
        if let Ok(alpha) = alpha_of_values(&same, Level::Ordinal) {
            prop_assert!((alpha - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn alpha_for_stretches_does_not_ask_who_is_who(
        people in prop::collection::vec(prop::collection::vec((0_u8..9, 1_u8..9, 0_usize..3), 0..6), 2..5)
    ) {
        let mut end = 1.0_f64;
        let people: Vec<Vec<Stretch>> = people
            .into_iter()
            .map(|own| {
                let mut at = 0.0;
                own.into_iter()
                    .map(|(gap, length, code)| {
                        let next = stretch(at + f64::from(gap), f64::from(length), code);
                        at = next.to;
                        end = end.max(at);
                        next
                    })
                    .collect()
            })
            .collect();
        let mut turned = people.clone();
        turned.rotate_left(1);
        let (here, there) = (Unitized::of(&people, end, 3), Unitized::of(&turned, end, 3));
        prop_assert!(close(here.overall(), there.overall()));
        prop_assert!(close(here.boundaries(), there.boundaries()));
        prop_assert!(close(here.coding(), there.coding()));
        if let Ok(alpha) = here.overall() {
            prop_assert!(alpha.is_finite() && alpha <= 1.0 + 1e-9);
        }
        let alike = vec![people[0].clone(), people[0].clone()];
        if let Ok(alpha) = Unitized::of(&alike, end, 3).overall() {
            prop_assert!((alpha - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn tracks_are_alike_from_both_sides(
        pairs in prop::collection::vec((0_u8..11, 0_u8..11), 0..40)
    ) {
        let (left, right): (Vec<f64>, Vec<f64>) = pairs
            .into_iter()
            .map(|(left, right)| (f64::from(left), f64::from(right)))
            .unzip();
        for measure in [pearson, spearman, concordance, rise_fall] {
            let value = measure(&left, &right);
            prop_assert!(close(value, measure(&right, &left)));
            if let Ok(value) = value {
                prop_assert!((-1.0 - 1e-9..=1.0 + 1e-9).contains(&value));
            }
            if let Ok(value) = measure(&left, &left) {
                prop_assert!((value - 1.0).abs() < 1e-9);
            }
        }
    }
}

#[test]
fn every_measure_has_its_section_with_source_and_example() {
    let page = include_str!("../../docs/measures.md");
    for measure in mindframe::analysis::measures::MEASURES {
        let section = page
            .split("\n## ")
            .find(|section| section.lines().next() == Some(measure))
            .unwrap_or_else(|| panic!("docs/measures.md has no section “{measure}”"));
        for part in ["Source: ", "Example: ", "*"] {
            assert!(section.contains(part), "{measure} has no {part}");
        }
    }
}
