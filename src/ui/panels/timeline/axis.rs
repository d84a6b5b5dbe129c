//! Time on the recording to pixels and back, zooming and panning: pure arithmetic in `f64`.
//!
//! Seconds here are for drawing only. What a pointer position means is turned into a [`MediaTime`] once, at the edge.

use crate::domain::time::{MediaSpan, MediaTime};

/// How many frames the closest view shows.
const CLOSEST_FRAMES: f64 = 8.0;
/// The closest view where no frames are known, in seconds.
const CLOSEST_SOUND: f64 = 0.2;

/// The part of the recording that is in view, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Its first instant.
    pub start: f64,
    /// How much of the recording is in view.
    pub length: f64,
}

/// What a window may show.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Length of the recording in seconds.
    pub duration: f64,
    /// The closest view in seconds.
    pub shortest: f64,
}

impl Limits {
    /// Limits of a recording with this length and this many known frames.
    #[must_use]
    pub fn new(duration: MediaTime, frames: usize) -> Self {
        let duration = duration.seconds_for_drawing().max(0.0);
        #[expect(
            clippy::cast_precision_loss,
            reason = "recordings have far fewer than 2^52 frames"
        )]
        let shortest = if frames > 1 {
            CLOSEST_FRAMES * duration / frames as f64
        } else {
            CLOSEST_SOUND
        };
        Self {
            duration,
            shortest: shortest.min(duration),
        }
    }

    /// The whole recording.
    #[must_use]
    pub const fn whole(self) -> Window {
        Window {
            start: 0.0,
            length: self.duration,
        }
    }

    /// The nearest window that is allowed.
    #[must_use]
    pub fn clamp(self, window: Window) -> Window {
        let length = window.length.clamp(self.shortest, self.duration);
        Window {
            start: window.start.clamp(0.0, self.duration - length),
            length,
        }
    }

    /// Whether a window shows everything there is.
    #[must_use]
    pub fn is_whole(self, window: Window) -> bool {
        window.length >= self.duration * (1.0 - 1e-9)
    }
}

impl Window {
    /// The instant after the last.
    #[must_use]
    pub fn end(self) -> f64 {
        self.start + self.length
    }

    /// Whether a time is in view.
    #[must_use]
    pub fn shows(self, time: MediaTime) -> bool {
        let seconds = time.seconds_for_drawing();
        self.start <= seconds && seconds <= self.end()
    }

    /// The same with `factor` times the length; the time `at` (seconds) keeps its place on the screen.
    #[must_use]
    pub fn zoomed(self, factor: f64, at: f64, limits: Limits) -> Self {
        let length = (self.length * factor).clamp(limits.shortest, limits.duration);
        let share = if self.length > 0.0 {
            (at - self.start) / self.length
        } else {
            0.0
        };
        limits.clamp(Self {
            start: at - share * length,
            length,
        })
    }

    /// Moved by this many seconds, within the recording.
    #[must_use]
    pub fn panned(self, by: f64, limits: Limits) -> Self {
        limits.clamp(Self {
            start: self.start + by,
            ..self
        })
    }

    /// Moved so that `time` stands at this share of the width, 0 to 1.
    #[must_use]
    pub fn with_at(self, time: MediaTime, share: f64, limits: Limits) -> Self {
        limits.clamp(Self {
            start: time.seconds_for_drawing() - share * self.length,
            ..self
        })
    }

    /// A stretch with a tenth of air at both sides.
    #[must_use]
    pub fn around(span: MediaSpan, limits: Limits) -> Self {
        let (start, end) = (
            span.start().seconds_for_drawing(),
            span.end().seconds_for_drawing(),
        );
        let length = ((end - start) * 1.2).max(limits.shortest);
        limits.clamp(Self {
            start: f64::midpoint(start, end) - length / 2.0,
            length,
        })
    }

    /// As a stretch of the recording.
    #[must_use]
    pub fn span(self) -> MediaSpan {
        MediaSpan::between(
            MediaTime::from_drawn_seconds(self.start),
            MediaTime::from_drawn_seconds(self.end()),
        )
    }
}

/// A window laid over a stretch of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// What is in view.
    pub window: Window,
    /// Where its first instant is, in points.
    pub left: f32,
    /// How wide it is, in points.
    pub width: f32,
}

impl Axis {
    /// Seconds under one point of the screen.
    #[must_use]
    pub fn seconds_per_point(&self) -> f64 {
        self.window.length / f64::from(self.width.max(1.0))
    }

    /// Where a time is, in points; kept within what a screen can hold.
    #[must_use]
    pub fn x(&self, time: MediaTime) -> f32 {
        self.x_of(time.seconds_for_drawing())
    }

    /// Where a number of seconds is.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to what a screen can hold"
    )]
    pub fn x_of(&self, seconds: f64) -> f32 {
        if self.window.length <= 0.0 {
            return self.left;
        }
        let share = (seconds - self.window.start) / self.window.length;
        self.left + (share * f64::from(self.width)).clamp(-1e5, 1e5) as f32
    }

    /// The seconds under a place.
    #[must_use]
    pub fn seconds(&self, x: f32) -> f64 {
        self.window.start + f64::from(x - self.left) * self.seconds_per_point()
    }

    /// The time under a place, within `0..=duration`.
    #[must_use]
    pub fn time(&self, x: f32, duration: MediaTime) -> MediaTime {
        MediaTime::from_drawn_seconds(self.seconds(x))
            .clamp_to_start()
            .min(duration)
    }

    /// Right end in points.
    #[must_use]
    pub fn right(&self) -> f32 {
        self.left + self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        duration: 7200.0,
        shortest: 0.32,
    };

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    #[test]
    fn times_come_back_from_their_place_at_every_zoom() {
        for length in [7200.0, 60.0, 0.32] {
            let axis = Axis {
                window: LIMITS.clamp(Window {
                    start: 3600.0,
                    length,
                }),
                left: 118.0,
                width: 850.0,
            };
            let half_point = axis.seconds_per_point() / 2.0;
            for step in 0..17_u8 {
                let x = axis.left + 50.0 * f32::from(step);
                let time = axis.time(x, MediaTime::from_seconds(7200));
                assert!((axis.x(time) - x).abs() < 0.01, "{length} {x}");
                assert!((axis.seconds(x) - time.seconds_for_drawing()).abs() < half_point);
            }
        }
    }

    #[test]
    fn zooming_keeps_the_time_under_the_pointer() {
        let mut window = LIMITS.whole();
        for _ in 0..30 {
            window = window.zoomed(0.8, 1234.5, LIMITS);
            let share = (1234.5 - window.start) / window.length;
            assert!(close(share, 1234.5 / 7200.0), "{share}");
        }
    }

    #[test]
    fn zoom_ends_at_single_frames_and_at_the_whole_recording() {
        let limits = Limits::new(MediaTime::from_seconds(100), 2500);
        let mut window = limits.whole();
        for _ in 0..100 {
            window = window.zoomed(0.5, 99.999, limits);
        }
        assert!(close(window.length, 8.0 * 0.04));
        assert!(window.end() <= limits.duration + 1e-9);
        for _ in 0..100 {
            window = window.zoomed(2.0, 3.0, limits);
        }
        assert!(limits.is_whole(window) && close(window.start, 0.0));
    }

    #[test]
    fn panning_stops_at_both_ends() {
        let window = Window {
            start: 10.0,
            length: 60.0,
        };
        assert!(close(window.panned(-100.0, LIMITS).start, 0.0));
        assert!(close(window.panned(1e9, LIMITS).end(), 7200.0));
        assert!(close(window.panned(5.0, LIMITS).length, 60.0));
    }

    #[test]
    fn a_stretch_is_shown_with_air_and_never_closer_than_frames() {
        let span = MediaSpan::between(MediaTime::from_seconds(100), MediaTime::from_seconds(110));
        let window = Window::around(span, LIMITS);
        assert!(close(window.start, 99.0) && close(window.length, 12.0));
        let instant = MediaSpan::between(MediaTime::ZERO, MediaTime::ZERO);
        assert!(close(
            Window::around(instant, LIMITS).length,
            LIMITS.shortest
        ));
    }

    #[test]
    fn nothing_to_show_is_no_division_by_zero() {
        let limits = Limits::new(MediaTime::ZERO, 0);
        let axis = Axis {
            window: limits.whole(),
            left: 10.0,
            width: 0.0,
        };
        assert!(axis.x(MediaTime::from_seconds(3)).is_finite());
        assert_eq!(axis.time(50.0, MediaTime::ZERO), MediaTime::ZERO);
    }
}
