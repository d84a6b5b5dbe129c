//! How long two people's 5,000 marks each take to be paired off: an hour of moments, an hour with stretches among them, and
//! the same crowded into minutes as nobody marks.

#![allow(missing_docs, reason = "criterion makes public items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use mindframe::{
    analysis::matching::{Tolerance, pairs},
    domain::{
        mark::When,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};

const MARKS: usize = 5_000;

/// Marks all over `length`, alike at every run; every `stretches`th is a stretch of up to 8 s.
fn marks(length: i64, stretches: u64, mut seed: u64) -> Vec<When> {
    let mut any = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    let mut upto = |most: i64| i64::try_from(any()).unwrap_or(0) % most;
    (0_u64..)
        .take(MARKS)
        .map(|number| {
            let start = MediaTime::from_millis(upto(length));
            if stretches > 0 && number % stretches == 0 {
                let lasts = MediaDelta::from_millis(200 + upto(7_800));
                When::Span(MediaSpan::between(start, start + lasts))
            } else {
                When::Point(start)
            }
        })
        .collect()
}

fn matching(criterion: &mut Criterion) {
    for (name, length, stretches) in [
        ("an hour of moments", 3_600_000, 0),
        ("an hour, a third stretches", 3_600_000, 3),
        ("ten minutes of moments", 600_000, 0),
        ("ten minutes, a third stretches", 600_000, 3),
    ] {
        let (left, right) = (marks(length, stretches, 1), marks(length, stretches, 2));
        criterion.bench_function(&format!("2 x 5,000 marks: {name}"), |bench| {
            bench.iter(|| {
                pairs(
                    black_box(&left),
                    black_box(&right),
                    Tolerance::LIVE,
                    |_, _| false,
                )
            });
        });
    }
}

criterion_group!(benches, matching);
criterion_main!(benches);
