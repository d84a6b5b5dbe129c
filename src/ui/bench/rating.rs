//! Measures rating while a recording plays: the pointer moves the scale now and then, as a hand does, and what was kept is compared
//! with when it moved.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use egui::{Context, Event, Modifiers, PointerButton, Pos2, RawInput, pos2};

use super::super::{Moment, WindowOptions, panels::rating::scale_id, run_with};
use crate::{
    app::{
        App, Command, RatingCommand, TransportCommand,
        figures::{Dice, RatingFigures, Spread},
        review::rating::Rating,
    },
    domain::{
        mark::Intensity,
        time::{MediaDelta, MediaTime},
        track::Input,
    },
};

/// How long it rates.
const RATES: Duration = Duration::from_secs(40);
/// Everything ends after so long.
const LIMIT: Duration = Duration::from_mins(2);
/// How long a hand rests between two movements, at least.
const REST: Duration = Duration::from_millis(350);
/// A value is taken once in so long.
const TENTH: MediaDelta = MediaDelta::from_millis(100);
/// How far from its tenth a value may be kept.
const ALLOWED: Duration = Duration::from_millis(20);

/// Opens the window, rates, closes it. `None` if the window could not be opened or the recording not be played.
#[must_use]
pub fn measure(video: &Path) -> Option<RatingFigures> {
    let figures = Arc::new(Mutex::new(None));
    let sink = Arc::clone(&figures);
    let hand = Arc::new(Mutex::new(Hand::default()));
    let mut bench = Bench {
        begun: Instant::now(),
        rates: None,
        dice: Dice::default(),
        hand: Arc::clone(&hand),
        rest_until: Instant::now(),
        places: Vec::new(),
        moves: Vec::new(),
        shown: Vec::new(),
        drawn: None,
        kept: Vec::new(),
    };
    let mut watched = false;
    let hook = Box::new(move |app: &mut App, ctx: &Context, moment| {
        if moment == Moment::OnScreen {
            bench.on_screen();
            return;
        }
        if !watched {
            watched = true;
            ctx.add_plugin(Watcher(Arc::clone(&hand)));
        }
        if let Some(done) = bench.painted(app, ctx) {
            *sink.lock().unwrap_or_else(PoisonError::into_inner) = done.then(|| bench.figures());
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

/// What the pointer is to do in the next pass.
#[derive(Default)]
struct Hand {
    press: Option<Pos2>,
    release: Option<Pos2>,
    pressed: Option<Instant>,
}

struct Watcher(Arc<Mutex<Hand>>);

impl egui::Plugin for Watcher {
    fn debug_name(&self) -> &'static str {
        "bench"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        let mut hand = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let button = |pos, pressed| Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        if let Some(at) = hand.release.take() {
            input.events.push(button(at, false));
        }
        if let Some(at) = hand.press.take() {
            hand.pressed = Some(Instant::now());
            hand.release = Some(at);
            input.events.push(Event::PointerMoved(at));
            input.events.push(button(at, true));
        }
    }
}

struct Bench {
    begun: Instant,
    rates: Option<Instant>,
    dice: Dice,
    hand: Arc<Mutex<Hand>>,
    rest_until: Instant,
    /// How far the rating was, by the clock of the program.
    places: Vec<(Duration, MediaTime)>,
    /// When the hand moved, by that clock, and to which value.
    moves: Vec<(Duration, Intensity)>,
    shown: Vec<Duration>,
    drawn: Option<Instant>,
    /// What is in the record in the end.
    kept: Vec<(MediaTime, Intensity)>,
}

impl Bench {
    /// What was drawn in the last pass is on the screen now.
    fn on_screen(&mut self) {
        if let Some(pressed) = self.drawn.take() {
            self.shown.push(pressed.elapsed());
        }
    }

    /// Called after each pass; whether all was measured, once it is over.
    fn painted(&mut self, app: &mut App, ctx: &Context) -> Option<bool> {
        if self.begun.elapsed() > LIMIT {
            return Some(false);
        }
        let Some(begun) = self.rates else {
            self.begin(app);
            ctx.request_repaint_after(Duration::from_millis(50));
            return None;
        };
        let now = app.reading().steady;
        if let Some(live) = app.rating().and_then(|rating| rating.live()) {
            self.places.push((now, live.end));
        }
        let pressed = {
            let mut hand = self.hand.lock().unwrap_or_else(PoisonError::into_inner);
            hand.pressed.take()
        };
        if let (Some(pressed), Some(value)) = (pressed, app.rating().and_then(Rating::value)) {
            self.drawn = Some(pressed);
            self.moves.push((now, value));
            let by = u64::try_from(self.dice.below(500)).unwrap_or(0);
            self.rest_until = Instant::now() + REST + Duration::from_millis(by);
        }
        if begun.elapsed() >= RATES {
            app.handle(Command::Transport(TransportCommand::Pause));
            app.handle(Command::Rating(RatingCommand::End));
            self.kept = kept(app);
            return Some(true);
        }
        let rest = self.rest_until.saturating_duration_since(Instant::now());
        if rest.is_zero() && self.drawn.is_none() {
            self.reach(app, ctx);
        } else {
            ctx.request_repaint_after(rest.max(Duration::from_millis(1)));
        }
        None
    }

    /// Plays, and begins a pass once it does.
    fn begin(&mut self, app: &mut App) {
        let Some(open) = app.recording() else { return };
        let ready = open.transport.index.complete && open.desk.is_some();
        if open.transport.playing {
            app.handle(Command::Rating(RatingCommand::Toggle));
            if let Some(value) = Intensity::new(4) {
                app.handle(Command::Rating(RatingCommand::Set(value, Input::Slider)));
            }
            self.rates = Some(Instant::now());
            self.rest_until = Instant::now() + REST * 4;
        } else if ready {
            app.handle(Command::Transport(TransportCommand::Start));
            app.handle(Command::Transport(TransportCommand::Play));
        }
    }

    /// Puts the pointer on another value of the scale.
    fn reach(&mut self, app: &App, ctx: &Context) {
        let value = app.rating().and_then(Rating::value);
        let value = value.map_or(0, Intensity::get);
        let step = u8::try_from(self.dice.below(10)).unwrap_or(0) + 1;
        let wanted = (value + step) % 11;
        if let Some(scale) = ctx.read_response(scale_id()) {
            let width = scale.rect.width() / 11.0;
            let x = scale.rect.left() + (f32::from(wanted) + 0.5) * width;
            let mut hand = self.hand.lock().unwrap_or_else(PoisonError::into_inner);
            hand.press = Some(pos2(x, scale.rect.center().y));
        }
        ctx.request_repaint();
    }

    fn figures(&self) -> RatingFigures {
        // By how much the recording is ahead of the clock: half of the time more, half of it less.
        let ahead = |(clock, place): &(Duration, MediaTime)| {
            i64::try_from(clock.as_nanos()).map_or(0, |clock| place.as_nanos() - clock)
        };
        let mut all: Vec<i64> = self.places.iter().map(ahead).collect();
        all.sort_unstable();
        let usual = all.get(all.len() / 2).copied().unwrap_or(0);
        let off = |nanos: i64| Duration::from_nanos(nanos.unsigned_abs());
        let clock: Vec<Duration> = all.iter().map(|one| off(one - usual)).collect();
        let kept: Vec<Duration> = self
            .moves
            .iter()
            .filter_map(|(clock, value)| {
                let moved = i64::try_from(clock.as_nanos()).ok()? + usual;
                // The first change to this value from shortly before on; what lies within its tenth is as it should be.
                let from = moved - 2 * TENTH.as_nanos();
                let (at, _) = self
                    .kept
                    .iter()
                    .find(|(at, known)| at.as_nanos() > from && known == value)?;
                let late = at.as_nanos() - moved;
                let beyond = (late - TENTH.as_nanos()).max(-late).max(0);
                Some(off(beyond))
            })
            .collect();
        let beyond = |all: &[Duration]| all.iter().filter(|one| **one > ALLOWED).count();
        let lost = self.moves.len().saturating_sub(kept.len());
        let (late_clock, late_kept) = (beyond(&clock), beyond(&kept) + lost);
        RatingFigures {
            clock_ms: Spread::of(clock, late_clock),
            kept_ms: Spread::of(kept, late_kept),
            shown_ms: Spread::of(self.shown.clone(), 0),
        }
    }
}

/// The changes that were kept, in the order of time.
fn kept(app: &App) -> Vec<(MediaTime, Intensity)> {
    let Some(desk) = app.desk() else {
        return Vec::new();
    };
    let sets = desk.document.session().sets().values();
    let mut changes: Vec<(MediaTime, Intensity)> = Vec::new();
    for stretch in sets
        .flat_map(|set| &set.tracks)
        .flat_map(|track| &track.stretches)
    {
        for (at, value) in &stretch.samples {
            if changes.last().is_none_or(|(_, known)| known != value) {
                changes.push((*at, *value));
            }
        }
    }
    changes
}
