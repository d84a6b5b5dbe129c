//! Measures the window over a recording with many marks: opening it, a whole frame of the window, and a key from the press to
//! the picture and to the disk, while it plays.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use egui::{Context, Event, FullOutput, Key, Modifiers, RawInput};

use super::super::{Moment, WindowOptions, run_with};
use crate::app::{
    App, Command, SaveState, TransportCommand,
    figures::{Dice, MarksFigures, Spread, thread_cpu},
};

/// A try that takes longer counts as wrong and ends.
const LIMIT: Duration = Duration::from_secs(10);
/// How often the recording is opened.
const OPENINGS: usize = 5;
/// How many marks are set.
const EDITS: usize = 60;
/// The key that is pressed: the first code of the therapist's screen.
const KEY: Key = Key::Num1;
/// How long the window rests between two tries, at least.
const REST: Duration = Duration::from_millis(150);

/// Opens the window, measures, closes it. `None` if the window could not be opened or the recording not be played.
#[must_use]
pub fn measure(video: &Path) -> Option<MarksFigures> {
    let figures = Arc::new(Mutex::new(None));
    let sink = Arc::clone(&figures);
    let probe = Arc::new(Mutex::new(Probe::default()));
    let mut bench = Bench {
        video: video.to_path_buf(),
        stage: Stage::Closed { since: None },
        begun: Instant::now(),
        dice: Dice::default(),
        probe: Arc::clone(&probe),
        figures: MarksFigures::default(),
        openings: Vec::new(),
        openings_wrong: 0,
    };
    let mut watched = false;
    let hook = Box::new(move |app: &mut App, ctx: &Context, moment| {
        if moment != Moment::Shown {
            return;
        }
        if !watched {
            watched = true;
            // Added last, so that it sees what is handed to the painter.
            ctx.add_plugin(Watcher(Arc::clone(&probe)));
        }
        if let Some(whole) = bench.painted(app, ctx) {
            *sink.lock().unwrap_or_else(PoisonError::into_inner) = whole.then(|| bench.figures());
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    });
    let options = WindowOptions {
        painted: Some(hook),
        ..WindowOptions::default()
    };
    run_with(options).ok()?;
    figures
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
}

/// What goes in and out of the passes of the window.
#[derive(Default)]
struct Probe {
    /// Whether frames are timed.
    timing: bool,
    /// What each timed frame cost the window's thread: from the input to the last triangle.
    frames: Vec<Duration>,
    /// A key is to be pressed and let go in the next pass.
    press: bool,
    /// When it was.
    pressed: Option<Instant>,
    begun: Option<Duration>,
}

struct Watcher(Arc<Mutex<Probe>>);

impl egui::Plugin for Watcher {
    fn debug_name(&self) -> &'static str {
        "bench"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        let mut probe = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if std::mem::take(&mut probe.press) {
            probe.pressed = Some(Instant::now());
            for pressed in [true, false] {
                input.events.push(Event::Key {
                    key: KEY,
                    physical_key: Some(KEY),
                    pressed,
                    repeat: false,
                    modifiers: Modifiers::NONE,
                });
            }
        }
        if probe.timing && probe.begun.is_none() {
            probe.begun = Some(thread_cpu());
        }
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let begun = {
            let mut probe = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            probe.begun.take()
        };
        let Some(begun) = begun else { return };
        let shown = thread_cpu().saturating_sub(begun);
        let shapes = output.shapes.clone();
        let begun = thread_cpu();
        let triangles = ctx.tessellate(shapes, output.pixels_per_point);
        let drawn = thread_cpu().saturating_sub(begun);
        drop(triangles);
        let mut probe = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if probe.timing {
            probe.frames.push(shown + drawn);
        }
    }
}

enum Stage {
    /// Nothing is open; since when, once the last one was closed.
    Closed { since: Option<Instant> },
    /// Asked to open; drawn once its marks and its picture were in the last pass.
    Opening { since: Instant, drawn: bool },
    /// Reads on until the index is complete and it plays.
    Starting { since: Instant },
    /// Plays, and marks are set.
    Marking(Box<Marking>),
}

struct Marking {
    edits: Vec<Duration>,
    edits_wrong: usize,
    shown: Vec<Duration>,
    shown_wrong: usize,
    rest_until: Instant,
    /// The mark that is on its way.
    now: Option<Under>,
}

/// A key that was pressed: what is known of its mark.
struct Under {
    marks_before: usize,
    /// The passes since the key, its own being the first.
    passes: usize,
    /// Passes until the mark was in a drawn one.
    drawn: Option<usize>,
    shown: bool,
    saved: bool,
}

struct Bench {
    video: PathBuf,
    stage: Stage,
    begun: Instant,
    dice: Dice,
    probe: Arc<Mutex<Probe>>,
    figures: MarksFigures,
    openings: Vec<Duration>,
    openings_wrong: usize,
}

impl Bench {
    fn figures(&self) -> MarksFigures {
        let frames = std::mem::take(&mut self.probe().frames);
        MarksFigures {
            open_ms: Spread::of(self.openings.clone(), self.openings_wrong),
            ui_frame_ms: Spread::of(frames, 0),
            ..self.figures.clone()
        }
    }

    fn probe(&self) -> std::sync::MutexGuard<'_, Probe> {
        self.probe.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Called after each pass; whether all was measured, once it is over.
    fn painted(&mut self, app: &mut App, ctx: &Context) -> Option<bool> {
        if self.begun.elapsed() > LIMIT * 18 {
            return Some(false);
        }
        match self.stage {
            Stage::Closed { since } => self.closed(app, ctx, since),
            Stage::Opening { since, drawn } => self.opening(app, ctx, since, drawn),
            Stage::Starting { since } => {
                if since.elapsed() > LIMIT * 3 {
                    return Some(false);
                }
                self.starting(app, ctx);
            }
            Stage::Marking(_) => {
                if self.marking(app, ctx) {
                    return Some(true);
                }
            }
        }
        None
    }

    fn closed(&mut self, app: &mut App, ctx: &Context, since: Option<Instant>) {
        let since = since.unwrap_or_else(Instant::now);
        let rest = (REST * 2).saturating_sub(since.elapsed());
        if rest.is_zero() {
            self.stage = Stage::Opening {
                since: Instant::now(),
                drawn: false,
            };
            app.handle(Command::Open(self.video.clone()));
            ctx.request_repaint();
        } else {
            self.stage = Stage::Closed { since: Some(since) };
            ctx.request_repaint_after(rest);
        }
    }

    fn opening(&mut self, app: &mut App, ctx: &Context, since: Instant, drawn: bool) {
        let late = since.elapsed() > LIMIT;
        if drawn || late {
            // The pass before this one drew it, so it is on the screen now.
            self.openings.push(since.elapsed());
            self.openings_wrong += usize::from(late);
            if self.openings.len() < OPENINGS {
                app.handle(Command::Close);
                self.stage = Stage::Closed { since: None };
            } else {
                self.stage = Stage::Starting {
                    since: Instant::now(),
                };
            }
            ctx.request_repaint();
            return;
        }
        // Only what the player and the record's reader wake is painted, as when a person waits.
        let ready = app.recording().is_some_and(|open| {
            open.transport.frame.is_some()
                && open
                    .desk
                    .as_ref()
                    .is_some_and(|desk| desk.document.session().mark_count() > 0)
        });
        if ready {
            // What this pass took in before it drew is drawn; commands of this bench come after that.
            self.stage = Stage::Opening { since, drawn: true };
            ctx.request_repaint_after(Duration::from_micros(1));
        } else {
            ctx.request_repaint_after(LIMIT.saturating_sub(since.elapsed()));
        }
    }

    fn starting(&mut self, app: &mut App, ctx: &Context) {
        ctx.request_repaint_after(Duration::from_millis(50));
        let Some(open) = app.recording() else { return };
        if open.transport.playing {
            self.probe().timing = true;
            self.stage = Stage::Marking(Box::new(Marking {
                edits: Vec::new(),
                edits_wrong: 0,
                shown: Vec::new(),
                shown_wrong: 0,
                rest_until: Instant::now() + REST * 4,
                now: None,
            }));
        } else if open.transport.index.complete {
            app.handle(Command::Transport(TransportCommand::Start));
            app.handle(Command::Transport(TransportCommand::Play));
        }
    }

    /// True when enough marks were set.
    fn marking(&mut self, app: &mut App, ctx: &Context) -> bool {
        let rest = REST + Duration::from_millis(self.dice.below(120) as u64);
        let pressed = self.probe().pressed;
        let Stage::Marking(state) = &mut self.stage else {
            return false;
        };
        let Some(open) = app.recording() else {
            return true;
        };
        let Some(desk) = &open.desk else { return true };
        let (marks, saved) = (
            desk.document.session().mark_count(),
            desk.document.save_state() == SaveState::Saved,
        );
        let playing = open.transport.playing;
        match (&mut state.now, pressed) {
            (Some(under), Some(pressed)) => {
                // A new pass begins once the one before is on the screen.
                if under.drawn.is_some() && !under.shown {
                    under.shown = true;
                    state.shown.push(pressed.elapsed());
                    state.shown_wrong += usize::from(under.drawn != Some(1));
                }
                under.passes += 1;
                if marks > under.marks_before && under.drawn.is_none() {
                    // Keys are applied before the panels are shown, so the mark is in this very pass.
                    under.drawn = Some(under.passes);
                }
                if !under.saved && saved && marks > under.marks_before {
                    under.saved = true;
                    state.edits.push(pressed.elapsed());
                }
                let late = pressed.elapsed() > LIMIT;
                if late {
                    state.edits_wrong += usize::from(!under.saved);
                    state.shown_wrong += usize::from(!under.shown);
                }
                if late || (under.saved && under.shown) {
                    state.now = None;
                    state.rest_until = Instant::now() + rest;
                } else {
                    ctx.request_repaint_after(LIMIT);
                }
            }
            (Some(_), None) => ctx.request_repaint(),
            (None, _) => {
                if state.edits.len() + state.edits_wrong >= EDITS {
                    self.figures.edit_to_disk_ms =
                        Spread::of(std::mem::take(&mut state.edits), state.edits_wrong);
                    self.figures.key_to_mark_ms =
                        Spread::of(std::mem::take(&mut state.shown), state.shown_wrong);
                    self.figures.marks = marks;
                    return true;
                }
                if !playing {
                    app.handle(Command::Transport(TransportCommand::Start));
                    app.handle(Command::Transport(TransportCommand::Play));
                    state.rest_until = Instant::now() + REST;
                }
                let rest = state.rest_until.saturating_duration_since(Instant::now());
                if rest.is_zero() && playing {
                    state.now = Some(Under {
                        marks_before: marks,
                        passes: 0,
                        drawn: None,
                        shown: false,
                        saved: false,
                    });
                    let mut probe = self.probe.lock().unwrap_or_else(PoisonError::into_inner);
                    (probe.press, probe.pressed) = (true, None);
                    ctx.request_repaint();
                } else {
                    ctx.request_repaint_after(rest.max(Duration::from_millis(1)));
                }
            }
        }
        false
    }
}
