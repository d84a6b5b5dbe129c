//! A step key that is held: one frame after another at the recording's own rate, each asked for when the one before is on the
//! screen, so that it stops on the frame that is seen when the key is let go.

use std::time::Duration;

use egui::Key;

use super::view::View;
use crate::app::{Command, TransportCommand};

/// A key held for less than this is one step.
const BEGIN: Duration = Duration::from_millis(260);
/// No recording is stepped through faster than this, whatever its rate.
const SHORTEST: Duration = Duration::from_millis(8);

/// The step key that is down.
#[derive(Clone, Copy, Debug)]
pub struct HeldStep {
    key: Key,
    by: i32,
    since: Duration,
    /// The frame from which the last step was asked for, and when.
    from: Option<usize>,
    asked: Duration,
}

impl HeldStep {
    /// A key that asked for one step just now.
    #[must_use]
    pub fn new(key: Key, by: i32, view: &View<'_>, now: Duration) -> Self {
        Self {
            key,
            by,
            since: now,
            from: shown(view),
            asked: now,
        }
    }

    /// Which key it is.
    #[must_use]
    pub const fn key(&self) -> Key {
        self.key
    }

    /// The next step, if it is time for one; and after how long to ask again.
    pub fn next(&mut self, view: &View<'_>, now: Duration) -> (Option<Command>, Duration) {
        let begins = (self.since + BEGIN).saturating_sub(now);
        if !begins.is_zero() {
            return (None, begins);
        }
        let (here, pause) = (shown(view), length(view));
        let rest = (self.asked + pause).saturating_sub(now);
        if here.is_none() || here == self.from || !rest.is_zero() {
            // A frame that arrives wakes the window by itself.
            return (None, if rest.is_zero() { BEGIN } else { rest });
        }
        (self.from, self.asked) = (here, now);
        let step = Command::Transport(TransportCommand::Step(self.by));
        (Some(step), pause)
    }
}

/// The frame on the screen, where it is the one that was asked for.
fn shown(view: &View<'_>) -> Option<usize> {
    let transport = view.transport()?;
    transport.frame_number.filter(|_| transport.exact)
}

/// How long the frame on the screen lasts.
fn length(view: &View<'_>) -> Duration {
    let nanos = view.transport().and_then(|transport| {
        let number = transport.frame_number?;
        let index = &transport.index;
        let lasts = index.end_of(number) - index.time(number)?;
        u64::try_from(lasts.as_nanos()).ok()
    });
    nanos
        .map_or(Duration::from_millis(40), Duration::from_nanos)
        .clamp(SHORTEST, BEGIN)
}
