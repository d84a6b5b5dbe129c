//! What a frame of the timeline costs, tessellation included, with 10,000 and 100,000 marks.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at what it does not expect"
)]
#![allow(missing_docs, reason = "criterion makes public items")]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use criterion::{Criterion, criterion_group, criterion_main};
use egui::{Context, RawInput, Rect, pos2, vec2};
use mindframe::{
    app::{Command, MarkCommand},
    domain::{
        id::MarkId,
        mark::When,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    ui::{
        panels::timeline::{self, TimelineLook},
        theme,
        view::View,
    },
};

#[path = "../tests/it/desk.rs"]
mod desk;
#[path = "../tests/it/many.rs"]
mod many;

use desk::TestDesk;

const LENGTH: MediaTime = MediaTime::from_seconds(110);

struct Bench {
    desk: TestDesk,
    look: TimelineLook,
    ctx: Context,
    seconds: f64,
}

impl Bench {
    fn new(count: u32) -> Self {
        let mut desk = TestDesk::open();
        desk.app.lay_out_unsaved(many::spread(count, LENGTH));
        let ctx = Context::default();
        theme::install(&ctx);
        ctx.options_mut(|options| options.theme_preference = egui::ThemePreference::Light);
        let mut bench = Self {
            desk,
            look: TimelineLook::default(),
            ctx,
            seconds: 0.0,
        };
        for _ in 0..3 {
            bench.frame();
        }
        bench
    }

    /// One frame of a window that shows nothing else, and how long it took.
    fn frame(&mut self) -> Duration {
        self.seconds += 1.0 / 30.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1440.0, 900.0))),
            time: Some(self.seconds),
            ..RawInput::default()
        };
        let Self {
            desk, look, ctx, ..
        } = self;
        let begun = Instant::now();
        let mut commands = Vec::new();
        let mut output = ctx.run_ui(input, |ui| {
            let rect = Rect::from_min_size(pos2(16.0, 560.0), vec2(985.0, 200.0));
            ui.scope_builder(egui::UiBuilder::new().max_rect(rect), |ui| {
                let view = View {
                    app: &desk.app,
                    tokens: Arc::clone(&theme::tokens(ui.ctx())),
                };
                timeline::show(ui, &view, look, &mut commands);
            });
        });
        let meshes = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
        let took = begun.elapsed();
        output.textures_delta.clear();
        assert!(!meshes.is_empty());
        took
    }
}

fn repeat(
    bencher: &mut criterion::Bencher<'_>,
    bench: &mut Bench,
    mut before: impl FnMut(&mut Bench, u64),
) {
    bencher.iter_custom(|count| {
        (0..count)
            .map(|number| {
                before(bench, number);
                bench.frame()
            })
            .sum()
    });
}

fn frames(criterion: &mut Criterion) {
    for count in [10_000_u32, 100_000] {
        let mut bench = Bench::new(count);
        let mut group = criterion.benchmark_group(format!("timeline/{count}"));
        group.sample_size(30);
        group.measurement_time(Duration::from_secs(3));
        group.warm_up_time(Duration::from_millis(500));
        group.bench_function("playing", |bencher| {
            repeat(bencher, &mut bench, |bench, number| {
                bench
                    .desk
                    .seek(i64::try_from(number % 2750).unwrap_or(0) * 40);
            });
        });
        group.bench_function("panning while zoomed", |bencher| {
            repeat(bencher, &mut bench, |bench, number| {
                let start = MediaTime::from_millis(i64::try_from(number % 900).unwrap_or(0) * 100);
                bench.look.zoom_to(MediaSpan::between(
                    start,
                    start + MediaDelta::from_millis(10_000),
                ));
            });
        });
        group.bench_function("zooming", |bencher| {
            repeat(bencher, &mut bench, |bench, number| {
                let half =
                    MediaDelta::from_millis(500 + i64::try_from(number % 100).unwrap_or(0) * 540);
                let middle = MediaTime::from_seconds(55);
                bench
                    .look
                    .zoom_to(MediaSpan::between(middle - half, middle + half));
            });
        });
        bench.look.zoom_all();
        let own = own_point(&bench);
        group.bench_function("after an edit", |bencher| {
            repeat(bencher, &mut bench, |bench, number| {
                let there = When::Point(MediaTime::from_millis(
                    i64::try_from(number % 1000).unwrap_or(0) * 40 + 40,
                ));
                bench
                    .desk
                    .app
                    .handle(Command::Mark(MarkCommand::Place(own, there)));
            });
        });
        group.bench_function("read anew", |bencher| {
            repeat(bencher, &mut bench, |bench, _| {
                bench.look = TimelineLook::default();
            });
        });
        bench.ctx.enable_accesskit();
        group.bench_function("playing with a screen reader", |bencher| {
            repeat(bencher, &mut bench, |bench, number| {
                bench
                    .desk
                    .seek(i64::try_from(number % 2750).unwrap_or(0) * 40);
            });
        });
        group.finish();
    }
}

fn own_point(bench: &Bench) -> MarkId {
    let desk = bench.desk.app.desk().expect("a desk");
    let found = desk
        .document
        .session()
        .marks()
        .find(|mark| desk.may_change(mark) && matches!(mark.when, When::Point(_)));
    found.expect("an own mark").id
}

criterion_group!(benches, frames);
criterion_main!(benches);
