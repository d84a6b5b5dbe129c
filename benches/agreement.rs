//! How long all measures of four people take who set 5,000 marks each over three hours: the values, and 1,000 drawn rounds for
//! their intervals.

#![allow(missing_docs, reason = "criterion makes public items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use mindframe::{
    analysis::{
        agreement::{Coding, Event, Measuring, Recording, tally},
        matching::Tolerance,
        measures::bootstrap::{Plan, Progress},
    },
    domain::{
        id::MarkId,
        mark::When,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};

const MARKS: i64 = 5_000;
const LENGTH: i64 = 3 * 3_600_000;
const CODES: usize = 8;

/// One person's marks, alike at every run: near those of the others, every other one a stretch, of mostly the same codes.
fn person(mut seed: u64) -> Coding {
    let mut upto = |most: i64| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(seed >> 33).unwrap_or(0) % most
    };
    let end = MediaTime::from_millis(LENGTH);
    let events = (0..MARKS)
        .map(|number| {
            let start = MediaTime::from_millis(number * (LENGTH / MARKS) + upto(1_500));
            let lasts = MediaDelta::from_millis(200 + upto(4_000));
            let code = if upto(4) == 0 { upto(8) } else { number % 8 };
            Event {
                mark: MarkId::new(uuid::Uuid::from_u128(number.unsigned_abs().into())),
                when: if number % 2 == 0 {
                    When::Span(MediaSpan::between(start, (start + lasts).min(end)))
                } else {
                    When::Point(start)
                },
                code: usize::try_from(code).unwrap_or(0),
            }
        })
        .collect();
    Coding {
        events,
        watched: vec![MediaSpan::between(MediaTime::ZERO, end)],
    }
}

fn agreement(criterion: &mut Criterion) {
    let recordings = [Recording {
        codings: (1..=4).map(person).collect(),
    }];
    let measuring = Measuring {
        tolerance: Tolerance::PAUSED,
        unit: MediaDelta::from_millis(1_000),
    };
    let mut group = criterion.benchmark_group("4 people, 5,000 marks each, 3 hours");
    group.sample_size(10);
    group.bench_function("all values", |bench| {
        bench.iter(|| tally(black_box(&recordings), CODES, measuring).report());
    });
    let tallies = tally(&recordings, CODES, measuring);
    group.bench_function("1,000 rounds for the intervals", |bench| {
        bench.iter(|| {
            tallies.report_with_intervals(black_box(Plan::default()), &Progress::default())
        });
    });
    group.finish();
}

criterion_group!(benches, agreement);
criterion_main!(benches);
