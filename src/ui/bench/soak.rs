//! Plays a recording round and round for a long time, and looks whether anything grows or drifts.

use std::{
    ops::ControlFlow,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use egui::Context;

use super::super::{Moment, WindowOptions, run_with};
use crate::{
    app::{
        App, Command, TransportCommand,
        figures::{Footprint, Slope, SoakFigures},
    },
    domain::time::{MediaSpan, MediaTime},
};

/// How often it is looked.
const EVERY: Duration = Duration::from_secs(10);

/// Beginnings are not counted: caches fill, libraries are loaded.
const SETTLED: Duration = Duration::from_mins(1);

/// Opens the window, plays for so long, closes it. `None` if the window could not be opened or the recording not be played.
#[must_use]
pub fn measure(video: &Path, time: Duration) -> Option<SoakFigures> {
    let figures = Arc::new(Mutex::new(None));
    let sink = Arc::clone(&figures);
    let mut soak = Soak::default();
    let hook = Box::new(move |app: &mut App, ctx: &Context, moment| {
        if moment != Moment::Shown {
            return;
        }
        if let ControlFlow::Break(found) = soak.shown(app, ctx, time) {
            *sink.lock().unwrap_or_else(PoisonError::into_inner) = found;
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    });
    let options = WindowOptions {
        video: Some(video.to_path_buf()),
        painted: Some(hook),
        ..WindowOptions::default()
    };
    run_with(options).ok()?;
    figures
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
}

#[derive(Default)]
struct Soak {
    begun: Option<Instant>,
    looked: Option<Instant>,
    last: MediaTime,
    rounds: u32,
    samples: Vec<(Duration, Footprint)>,
    /// Against the clock, in ms: how far the recording went on since the first sample.
    drift: Vec<(Duration, f64)>,
}

impl Soak {
    /// Called when a pass is laid out; ends with the figures once the time is over, with none if it cannot be played.
    fn shown(
        &mut self,
        app: &mut App,
        ctx: &Context,
        time: Duration,
    ) -> ControlFlow<Option<SoakFigures>> {
        let Some(open) = app.recording() else {
            return ControlFlow::Break(None);
        };
        let (now, transport) = (Instant::now(), &open.transport);
        let Some(begun) = self.begun else {
            if transport.index.complete && open.desk.is_some() && transport.frame.is_some() {
                let whole = MediaSpan::between(MediaTime::ZERO, transport.index.end);
                app.handle(Command::Transport(TransportCommand::SetLoop(Some(whole))));
                app.handle(Command::Transport(TransportCommand::Play));
                self.begun = Some(now);
            }
            ctx.request_repaint_after(Duration::from_millis(50));
            return ControlFlow::Continue(());
        };
        let (here, length) = (transport.playhead, transport.index.end);
        if here < self.last {
            self.rounds += 1;
        }
        self.last = here;
        let since = now.duration_since(begun);
        if since >= time {
            return ControlFlow::Break(Some(self.figures(since)));
        }
        let due = self
            .looked
            .is_none_or(|looked| now.duration_since(looked) >= EVERY);
        if due && since >= SETTLED.min(time / 4) {
            self.looked = Some(now);
            self.samples
                .extend(Footprint::now().map(|found| (since, found)));
            let gone = i128::from(length.as_nanos()) * i128::from(self.rounds)
                + i128::from(here.as_nanos());
            let clock = i128::try_from(since.as_nanos()).unwrap_or(i128::MAX);
            #[expect(
                clippy::cast_precision_loss,
                reason = "hours in nanoseconds, shown in ms"
            )]
            self.drift.push((since, (gone - clock) as f64 / 1e6));
        }
        // New frames wake it as well; this is for recordings that stopped.
        ctx.request_repaint_after(EVERY);
        ControlFlow::Continue(())
    }

    fn figures(&self, since: Duration) -> SoakFigures {
        let of = |pick: fn(&Footprint) -> f64| {
            Slope::of(
                &self
                    .samples
                    .iter()
                    .map(|(at, found)| (*at, pick(found)))
                    .collect::<Vec<_>>(),
            )
        };
        SoakFigures {
            seconds: since.as_secs_f64().round(),
            rounds: self.rounds,
            samples: self.samples.len(),
            rss_mib: of(|found| found.rss_mib),
            threads: of(|found| found.threads),
            files: of(|found| found.files),
            drift_ms: Slope::of(&self.drift),
        }
    }
}
