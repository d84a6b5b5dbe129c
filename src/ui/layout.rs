//! Sizes of the window and its panels, as the person left them: kept for the next start, quietly, once they rest.

use std::time::Duration;

use egui::{Context, Vec2};

use crate::{
    app::{App, Command},
    store::{Settings, Sizes},
};

/// How long sizes rest before they are kept: a drag is many sizes, and one that counts.
const REST: Duration = Duration::from_millis(800);
/// Less is the rounding of pixels, and no change.
const SAME: f32 = 0.6;
/// Of a window that nobody has changed yet.
const USUAL: Vec2 = Vec2::new(1440.0, 900.0);

/// How large the window begins, in points.
#[must_use]
pub fn window_size(settings: &Settings) -> Vec2 {
    settings
        .sizes
        .window
        .map_or(USUAL, |(width, height)| Vec2::new(width, height))
}

/// A panel that can be dragged: chosen by the person once it changed in a window that did not.
#[derive(Debug, Default)]
struct Dragged {
    seen: Option<(f32, Vec2)>,
    chosen: Option<f32>,
}

impl Dragged {
    fn see(&mut self, size: f32, window: Vec2) {
        let same_window = |seen: Vec2| (seen - window).length() < SAME;
        if let Some((before, seen)) = self.seen
            && same_window(seen)
            && (before - size).abs() > SAME
        {
            self.chosen = Some(size);
        }
        self.seen = Some((size, window));
    }
}

/// What is seen of the sizes.
#[derive(Debug, Default)]
pub struct Layout {
    side: Dragged,
    timeline: Dragged,
    /// Sizes that are to be kept, and since when they rest.
    resting: Option<(Sizes, Duration)>,
}

impl Layout {
    /// The side panel was shown this wide, in points.
    pub fn side(&mut self, width: f32, ctx: &Context) {
        self.side.see(width, ctx.content_rect().size());
    }

    /// The timeline was shown this high, in points.
    pub fn timeline(&mut self, height: f32, ctx: &Context) {
        self.timeline.see(height, ctx.content_rect().size());
    }

    /// Keeps what has rested long enough; called once in each pass.
    pub fn keep(&mut self, app: &mut App, ctx: &Context) {
        let now = app.reading().steady;
        let Some(sizes) = self.changed(app.settings().sizes, ctx) else {
            self.resting = None;
            return;
        };
        let since = match self.resting {
            Some((resting, since)) if resting == sizes => since,
            _ => now,
        };
        self.resting = Some((sizes, since));
        let rested = now.saturating_sub(since);
        if rested >= REST && !ctx.input(|input| input.pointer.any_down()) {
            self.leave(app);
        } else {
            ctx.request_repaint_after(REST.saturating_sub(rested).max(REST / 8));
        }
    }

    /// Keeps what has not rested yet; for leaving.
    pub fn leave(&mut self, app: &mut App) {
        if let Some((sizes, _)) = self.resting.take() {
            app.handle(Command::KeepSizes(sizes));
        }
    }

    /// The sizes as they are now, if they are not those that are kept.
    fn changed(&self, kept: Sizes, ctx: &Context) -> Option<Sizes> {
        let (inner, fills) = ctx.input(|input| {
            let viewport = input.viewport();
            let fills = [viewport.fullscreen, viewport.maximized, viewport.minimized];
            (viewport.inner_rect, fills.contains(&Some(true)))
        });
        // Points of the system, not of our own scale, which another start may change.
        let window = inner
            .filter(|_| !fills)
            .map(|rect| rect.size() * ctx.zoom_factor())
            .filter(|size| {
                let (width, height) = kept.window.unwrap_or(USUAL.into());
                (*size - Vec2::new(width, height)).abs().max_elem() > SAME
            });
        let sizes = Sizes {
            window: window.map(Into::into).or(kept.window),
            side_width: self.side.chosen.unwrap_or(kept.side_width),
            timeline_height: self.timeline.chosen.unwrap_or(kept.timeline_height),
        };
        (sizes != kept).then_some(sizes)
    }
}
