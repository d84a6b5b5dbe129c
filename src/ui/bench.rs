//! Measures the window's real path: from a command to the painted frame, on the display that is there.

use std::{
    io::Write,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

pub mod marks;
pub mod rating;
pub mod soak;

use super::{Moment, WindowOptions, run_with};
use crate::{
    app::{
        App, Command, TransportCommand,
        figures::{Dice, Figures, Playing, Spread, usage},
    },
    media::FrameIndex,
};

/// A try that takes longer counts as wrong and ends.
const LIMIT: Duration = Duration::from_secs(5);
/// How long it has to get to where the steps begin.
const ARRIVE: Duration = Duration::from_secs(2);
/// How long it plays.
const PLAY: Duration = Duration::from_secs(20);

/// What is being measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Exact,
    Key,
    Picture,
    Forward,
    Back,
}

const PARTS: [Part; 5] = [
    Part::Exact,
    Part::Key,
    Part::Picture,
    Part::Forward,
    Part::Back,
];

enum Stage {
    Waiting,
    Trying {
        part: usize,
        tries: Vec<Duration>,
        wrong: usize,
        target: usize,
        serial: u64,
        since: Option<Instant>,
        /// The frame was drawn in the last pass and is on the screen once the next one begins.
        drawn: Option<bool>,
        rest_until: Instant,
    },
    Rewinding,
    Playing {
        since: Instant,
        cpu: Duration,
        shown: Vec<usize>,
    },
}

/// Opens the window, measures (each kind of seek `tries` times, steps three times as often), closes it. `None` if the window could not be opened or the recording not be played.
#[must_use]
pub fn measure(video: &Path, tries: usize) -> Option<Figures> {
    let figures = Arc::new(Mutex::new(None));
    let sink = Arc::clone(&figures);
    let mut bench = Bench {
        stage: Stage::Waiting,
        figures: Figures::default(),
        dice: Dice::default(),
        tries,
    };
    let hook = Box::new(move |app: &mut App, ctx: &egui::Context, moment| {
        if moment == Moment::OnScreen {
            bench.on_screen();
        } else if bench.shown(app, ctx) {
            *sink.lock().unwrap_or_else(PoisonError::into_inner) = Some(bench.figures.clone());
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

/// Opens the window and closes it when the first frame is on the screen. False if that never happened.
#[must_use]
pub fn first_frame(video: &Path) -> bool {
    let seen = Arc::new(Mutex::new(false));
    let sink = Arc::clone(&seen);
    let mut drawn = false;
    let started = Instant::now();
    let hook = Box::new(move |app: &mut App, ctx: &egui::Context, moment| {
        if moment == Moment::OnScreen && (drawn || started.elapsed() > LIMIT * 4) {
            *sink.lock().unwrap_or_else(PoisonError::into_inner) = drawn;
            told(drawn);
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        } else if moment == Moment::Shown
            && app
                .recording()
                .is_some_and(|open| open.transport.frame.is_some())
        {
            drawn = true;
            ctx.request_repaint();
        }
    });
    let options = WindowOptions {
        video: Some(video.to_path_buf()),
        painted: Some(hook),
        on_first_frame: true,
        ..WindowOptions::default()
    };
    run_with(options).is_ok() && *seen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Says to whoever started this process that the first frame is on the screen.
fn told(drawn: bool) {
    let mut out = std::io::stdout();
    // Nobody listening is no reason to stop.
    let _closed =
        writeln!(out, "{}", if drawn { "painted" } else { "nothing" }).and_then(|()| out.flush());
}

struct Bench {
    stage: Stage,
    figures: Figures,
    dice: Dice,
    tries: usize,
}

impl Bench {
    /// What was drawn in the last pass is on the screen now.
    fn on_screen(&mut self) {
        if let Stage::Trying {
            part,
            tries,
            wrong,
            since,
            drawn,
            rest_until,
            ..
        } = &mut self.stage
            && let (Some(begun), Some(right)) = (*since, *drawn)
        {
            tries.push(begun.elapsed());
            *wrong += usize::from(!right);
            (*since, *drawn) = (None, None);
            let rest = match PARTS[*part] {
                Part::Forward | Part::Back => 15,
                Part::Exact | Part::Key | Part::Picture => 60,
            };
            *rest_until = Instant::now() + Duration::from_millis(rest);
        }
    }

    /// Called when a pass is laid out; true when everything is measured.
    fn shown(&mut self, app: &mut App, ctx: &egui::Context) -> bool {
        let Some(open) = app.recording() else {
            return true;
        };
        let transport = &open.transport;
        let index = Arc::clone(&transport.index);
        let shown = transport
            .frame
            .as_ref()
            .map(|frame| (frame.number, frame.exact, frame.serial));
        match &mut self.stage {
            Stage::Waiting => {
                if index.complete && open.desk.is_some() && shown.is_some() {
                    self.begin(0);
                }
                ctx.request_repaint_after(Duration::from_millis(20));
            }
            Stage::Trying { .. } => {
                // Nothing is asked of the window while it waits: only the player wakes it, as when a person waits.
                let wait = self.trying(app, &index, shown);
                ctx.request_repaint_after(wait);
            }
            Stage::Rewinding => {
                if shown.is_some_and(|(number, exact, _)| exact && number == Some(0)) {
                    app.handle(Command::Transport(TransportCommand::Play));
                    self.stage = Stage::Playing {
                        since: Instant::now(),
                        cpu: usage("self").map_or(Duration::ZERO, |(cpu, _)| cpu),
                        shown: Vec::new(),
                    };
                } else {
                    ctx.request_repaint_after(Duration::from_millis(5));
                }
            }
            Stage::Playing {
                since,
                cpu,
                shown: numbers,
            } => {
                if let Some((Some(number), _, _)) = shown
                    && numbers.last() != Some(&number)
                {
                    numbers.push(number);
                }
                let ended = !transport.playing && since.elapsed() > Duration::from_secs(1);
                if since.elapsed() >= PLAY || ended {
                    self.figures.playback = played(*since, *cpu, numbers);
                    return true;
                }
                // Nothing is asked of the window: only new frames wake it, as when somebody watches.
                ctx.request_repaint_after(PLAY.saturating_sub(since.elapsed()));
            }
        }
        false
    }

    fn begin(&mut self, part: usize) {
        self.stage = if part < PARTS.len() {
            Stage::Trying {
                part,
                tries: Vec::new(),
                wrong: 0,
                target: 0,
                serial: 0,
                since: None,
                drawn: None,
                rest_until: Instant::now() + Duration::from_millis(300),
            }
        } else {
            Stage::Rewinding
        };
    }

    /// Nothing is tried for so long.
    fn rest(&mut self, time: Duration) {
        if let Stage::Trying { rest_until, .. } = &mut self.stage {
            *rest_until = Instant::now() + time;
        }
    }

    fn trying(
        &mut self,
        app: &mut App,
        index: &FrameIndex,
        shown: Option<(Option<usize>, bool, u64)>,
    ) -> Duration {
        let soon = Duration::from_micros(1);
        let Stage::Trying {
            part,
            tries,
            wrong,
            target,
            serial,
            since,
            drawn,
            rest_until,
        } = &mut self.stage
        else {
            return soon;
        };
        let kind = PARTS[*part];
        if let Some(begun) = *since {
            let Some((number, exact, now)) = shown else {
                return LIMIT;
            };
            let arrived = match kind {
                Part::Picture => now != *serial,
                _ => exact && now != *serial && number == Some(*target),
            };
            if arrived {
                *drawn = Some(true);
            } else if begun.elapsed() > LIMIT {
                *drawn = Some(false);
            }
            return if drawn.is_some() { soon } else { LIMIT };
        }
        let rest = rest_until.saturating_duration_since(Instant::now());
        if !rest.is_zero() {
            return rest;
        }
        let wanted = if matches!(kind, Part::Forward | Part::Back) {
            3 * self.tries
        } else {
            self.tries
        };
        if tries.len() >= wanted {
            let spread = Spread::of(std::mem::take(tries), *wrong);
            let next = *part + 1;
            match kind {
                Part::Exact => self.figures.exact_seek_ms = spread,
                Part::Key => self.figures.key_seek_ms = spread,
                Part::Picture => self.figures.first_picture_ms = spread,
                Part::Forward => self.figures.step_forward_ms = spread,
                Part::Back => self.figures.step_back_ms = spread,
            }
            if next == PARTS.len() {
                app.handle(Command::Transport(TransportCommand::Start));
            }
            self.begin(next);
            if PARTS.get(next) == Some(&Part::Forward) {
                // As many steps on as are tried must fit before the end.
                let from = index.time(index.len() / 4).unwrap_or_default();
                app.handle(Command::Transport(TransportCommand::Seek(from)));
                self.rest(ARRIVE);
            }
            return soon;
        }
        if matches!(kind, Part::Forward | Part::Back) && shown.is_none_or(|(_, exact, _)| !exact) {
            // The last drag has not come to rest yet.
            return Duration::from_millis(20);
        }
        let current = shown.and_then(|(number, _, _)| number).unwrap_or(0);
        *serial = shown.map_or(0, |(_, _, serial)| serial);
        let (wanted, command) = next_try(kind, current, index, &mut self.dice);
        *target = wanted;
        *since = Some(Instant::now());
        app.handle(Command::Transport(command));
        LIMIT
    }
}

/// Which frame to ask for next, and how.
fn next_try(
    kind: Part,
    current: usize,
    index: &FrameIndex,
    dice: &mut Dice,
) -> (usize, TransportCommand) {
    let time = |frame: usize| index.time(frame).unwrap_or_default();
    match kind {
        Part::Exact => {
            let target = other_than(current, dice.below(index.len()), index.len());
            (target, TransportCommand::Seek(time(target)))
        }
        Part::Key => {
            let keys = &index.keyframes;
            let at = dice.below(keys.len());
            let key = |at: usize| {
                keys.get(at % keys.len().max(1))
                    .map_or(0, |key| *key as usize)
            };
            let target = if key(at) == current {
                key(at + 1)
            } else {
                key(at)
            };
            (target, TransportCommand::Seek(time(target)))
        }
        Part::Picture => {
            // Where the key frame is on the screen already, nothing nearer can come before the frame itself.
            let target = (0..64)
                .map(|_| dice.below(index.len()))
                .find(|target| index.keyframe_before(*target) != current)
                .unwrap_or(0);
            (target, TransportCommand::Scrub(time(target)))
        }
        Part::Forward => (current + 1, TransportCommand::Step(1)),
        Part::Back => (current.saturating_sub(1), TransportCommand::Step(-1)),
    }
}

fn other_than(current: usize, wanted: usize, count: usize) -> usize {
    if wanted == current {
        (wanted + count / 2) % count.max(1)
    } else {
        wanted
    }
}

fn played(since: Instant, before: Duration, shown: &[usize]) -> Playing {
    let seconds = since.elapsed().as_secs_f64();
    let (cpu, peak) = usage("self").unwrap_or_default();
    let mut distinct = shown.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    let frames = match (distinct.first(), distinct.last()) {
        (Some(first), Some(last)) => last - first + 1,
        _ => 0,
    };
    Playing {
        seconds: (seconds * 1e3).round() / 1e3,
        frames,
        shown: distinct.len(),
        cpu_per_s: (cpu.saturating_sub(before).as_secs_f64() / seconds * 1e3).round() / 1e3,
        peak_rss_mib: peak,
    }
}
