//! Time on a recording: positions, distances and stretches, in whole nanoseconds of stream time.
//!
//! Nothing here knows frames per second. Which frame lies at a time is a question for the frame index of the recording
//! (`media::FrameIndex`); arithmetic with an average rate is how other tools lose exactness.

use std::{
    fmt,
    ops::{Add, Sub},
    str::FromStr,
};

/// A position on a recording: nanoseconds of stream time from its start.
///
/// Negative positions are possible only as the result of subtracting; [`MediaTime::clamp_to_start`] undoes that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaTime(i64);

/// A signed distance between two positions, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaDelta(i64);

const NANOS_PER_SECOND: i64 = 1_000_000_000;

impl MediaTime {
    /// The start of the recording.
    pub const ZERO: Self = Self(0);

    /// A position `nanos` nanoseconds from the start.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// A position `millis` milliseconds from the start.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000_000))
    }

    /// A position `seconds` whole seconds from the start.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(NANOS_PER_SECOND))
    }

    /// Nanoseconds from the start.
    #[must_use]
    pub const fn as_nanos(self) -> i64 {
        self.0
    }

    /// Seconds for drawing only; never store or compare the result.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "pixels need fewer digits than nanoseconds have"
    )]
    pub fn seconds_for_drawing(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// The inverse of [`Self::seconds_for_drawing`], rounded to the nanosecond; for pointer positions.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float to integer cast saturates"
    )]
    pub fn from_drawn_seconds(seconds: f64) -> Self {
        Self((seconds * 1e9).round() as i64)
    }

    /// This position, or the start where it lies before it.
    #[must_use]
    pub fn clamp_to_start(self) -> Self {
        self.max(Self::ZERO)
    }

    /// The text form of the sidecar, exact to the nanosecond: `00:12:03.480`, with up to nine decimals, at least three.
    #[must_use]
    pub fn exact(self) -> String {
        let (sign, nanos) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let (seconds, rest) = (nanos / 1_000_000_000, nanos % 1_000_000_000);
        let mut decimals = format!("{rest:09}");
        while decimals.len() > 3 && decimals.ends_with('0') {
            decimals.pop();
        }
        format!(
            "{sign}{:02}:{:02}:{:02}.{decimals}",
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )
    }

    /// The short form of the window, rounded down to the millisecond: `0:43.160`, `1:02:03.480`.
    #[must_use]
    pub fn short(self) -> String {
        let (sign, millis) = (
            if self.0 < 0 { "-" } else { "" },
            self.0.unsigned_abs() / 1_000_000,
        );
        let (hours, minutes, seconds) =
            (millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60);
        let tail = format!("{seconds:02}.{:03}", millis % 1000);
        if hours > 0 {
            format!("{sign}{hours}:{minutes:02}:{tail}")
        } else {
            format!("{sign}{minutes}:{tail}")
        }
    }

    /// The form without decimals, rounded down: `0:43`, `1:02:03`.
    #[must_use]
    pub fn whole_seconds(self) -> String {
        let short = self.short();
        short.split('.').next().unwrap_or_default().to_owned()
    }
}

impl MediaDelta {
    /// No distance.
    pub const ZERO: Self = Self(0);

    /// A distance of `nanos` nanoseconds.
    #[must_use]
    pub const fn from_nanos(nanos: i64) -> Self {
        Self(nanos)
    }

    /// A distance of `millis` milliseconds.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis.saturating_mul(1_000_000))
    }

    /// Nanoseconds, negative towards the start.
    #[must_use]
    pub const fn as_nanos(self) -> i64 {
        self.0
    }

    /// Milliseconds, rounded towards zero.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0 / 1_000_000
    }

    /// The same distance without direction.
    #[must_use]
    pub const fn magnitude(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// The distance times a plain factor (a playing speed, say), rounded to the nanosecond.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "leads and jumps are far below 2^53 ns, and the cast saturates"
    )]
    pub fn scaled(self, factor: f64) -> Self {
        Self((self.0 as f64 * factor).round() as i64)
    }
}

impl Add<MediaDelta> for MediaTime {
    type Output = Self;
    fn add(self, distance: MediaDelta) -> Self {
        Self(self.0.saturating_add(distance.0))
    }
}

impl Sub<MediaDelta> for MediaTime {
    type Output = Self;
    fn sub(self, distance: MediaDelta) -> Self {
        Self(self.0.saturating_sub(distance.0))
    }
}

impl Sub for MediaTime {
    type Output = MediaDelta;
    fn sub(self, earlier: Self) -> MediaDelta {
        MediaDelta(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for MediaTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.exact())
    }
}

/// Why a typed time was not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a time; write 12:03.480, 1:12:03 or 723.48")]
pub struct TimeParseError(String);

impl FromStr for MediaTime {
    type Err = TimeParseError;

    /// Reads `H:MM:SS.fff`, `M:SS`, `SS.fff` or plain seconds, with up to nine decimals, point or comma.
    fn from_str(text: &str) -> Result<Self, TimeParseError> {
        let refuse = || TimeParseError(text.trim().to_owned());
        let trimmed = text.trim();
        let (negative, body) = match trimmed.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, trimmed),
        };
        let (whole, decimals) = body.split_once(['.', ',']).unwrap_or((body, ""));
        let parts: Vec<&str> = whole.split(':').collect();
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if parts.len() > 3
            || !parts.iter().all(|part| digits(part))
            || decimals.len() > 9
            || !(decimals.is_empty() || digits(decimals))
        {
            return Err(refuse());
        }
        let mut seconds: i64 = 0;
        for (place, part) in parts.iter().enumerate() {
            let value: i64 = part.parse().map_err(|_| refuse())?;
            if place > 0 && value > 59 {
                return Err(refuse());
            }
            seconds = seconds
                .checked_mul(60)
                .and_then(|s| s.checked_add(value))
                .ok_or_else(refuse)?;
        }
        let fraction: i64 = format!("{decimals:0<9}").parse().map_err(|_| refuse())?;
        let nanos = seconds
            .checked_mul(NANOS_PER_SECOND)
            .and_then(|n| n.checked_add(fraction))
            .ok_or_else(refuse)?;
        Ok(Self(if negative { -nanos } else { nanos }))
    }
}

/// A stretch of a recording, from its first instant to the instant after its last; never reversed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MediaSpan {
    start: MediaTime,
    end: MediaTime,
}

impl MediaSpan {
    /// The stretch between two instants, whichever is first.
    #[must_use]
    pub fn between(a: MediaTime, b: MediaTime) -> Self {
        Self {
            start: a.min(b),
            end: a.max(b),
        }
    }

    /// First instant.
    #[must_use]
    pub const fn start(self) -> MediaTime {
        self.start
    }

    /// The instant after the last.
    #[must_use]
    pub const fn end(self) -> MediaTime {
        self.end
    }

    /// How long it is.
    #[must_use]
    pub fn length(self) -> MediaDelta {
        self.end - self.start
    }

    /// Whether `time` lies in it; the end does not.
    #[must_use]
    pub fn contains(self, time: MediaTime) -> bool {
        self.start <= time && time < self.end
    }

    /// Whether the two share an instant.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_text_comes_back_to_the_nanosecond() {
        for nanos in [
            0,
            1,
            999_999_999,
            43_160_000_000,
            33_366_666,
            359_999_999_999_999,
            -5,
        ] {
            let time = MediaTime::from_nanos(nanos);
            assert_eq!(time.exact().parse(), Ok(time), "{}", time.exact());
        }
        assert_eq!(MediaTime::from_millis(723_480).exact(), "00:12:03.480");
    }

    #[test]
    fn typed_times_are_understood_or_refused() {
        let at = |text: &str| text.parse::<MediaTime>().ok();
        assert_eq!(at("43"), Some(MediaTime::from_seconds(43)));
        assert_eq!(at(" 1:02:03,5 "), Some(MediaTime::from_millis(3_723_500)));
        assert_eq!(at("90"), Some(MediaTime::from_seconds(90)));
        for wrong in [
            "",
            ":",
            "1:60",
            "a",
            "1.2.3",
            "1:2:3:4",
            "0.1234567891",
            "99999999999999999999",
        ] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn short_text_drops_what_the_window_does_not_need() {
        assert_eq!(MediaTime::from_millis(43_160).short(), "0:43.160");
        assert_eq!(MediaTime::from_millis(3_723_480).whole_seconds(), "1:02:03");
    }

    #[test]
    fn a_span_is_never_reversed_and_its_end_is_outside() {
        let (a, b) = (MediaTime::from_seconds(2), MediaTime::from_seconds(5));
        let span = MediaSpan::between(b, a);
        assert_eq!((span.start(), span.end()), (a, b));
        assert!(span.contains(a) && !span.contains(b));
        assert!(!span.overlaps(MediaSpan::between(b, MediaTime::from_seconds(9))));
    }
}
