//! How the time of a second recording of the same event lies against the session's time: an offset and a drift.
//!
//! Kept as the moments which somebody lined up, never as a rate: the points are exact and say where they came from, and
//! both maps follow from them in whole numbers.

use super::time::{MediaDelta, MediaTime};

/// Points nearer to each other than this say nothing reliable about drift: a frame's error at each end is more than the drift.
pub const LEAST_APART: MediaDelta = MediaDelta::from_millis(60_000);

/// The most that two clocks can differ, in millionths. Beyond it (PAL speed-up is 41 000) two different moments were lined up.
const MOST_DRIFT_PPM: i128 = 100_000;

/// One moment as both recordings know it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AlignedPoint {
    /// Where it is in the session's time, which is that of the first recording.
    pub session: MediaTime,
    /// Where it is in the second recording's own time.
    pub own: MediaTime,
}

impl AlignedPoint {
    /// The second recording began `offset` after the session (before it, where negative).
    #[must_use]
    pub fn beginning(offset: MediaDelta) -> Self {
        Self {
            session: MediaTime::ZERO + offset,
            own: MediaTime::ZERO,
        }
    }
}

/// One or two moments lined up. With one the clocks are taken to run alike.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Alignment {
    /// The first moment lined up.
    pub first: AlignedPoint,
    /// A second one, which gives the drift if it lies far enough away: see [`Alignment::drift_is_known`].
    pub second: Option<AlignedPoint>,
}

impl Alignment {
    /// Lined up at one moment, or by a typed offset with [`AlignedPoint::beginning`].
    #[must_use]
    pub const fn at(first: AlignedPoint) -> Self {
        Self {
            first,
            second: None,
        }
    }

    /// With a second moment.
    #[must_use]
    pub const fn and(self, second: AlignedPoint) -> Self {
        Self {
            second: Some(second),
            ..self
        }
    }

    /// Whether it is an offset that was typed, or nothing at all yet, rather than a moment that both recordings show: such a
    /// point lies at the very start of the second recording.
    #[must_use]
    pub fn is_typed(&self) -> bool {
        self.second.is_none() && self.first.own == MediaTime::ZERO
    }

    /// With one more moment lined up. It stands for a typed offset, for a first moment less than [`LEAST_APART`] away, or for
    /// the nearer of two.
    #[must_use]
    pub fn with_moment(self, moment: AlignedPoint) -> Self {
        let away = |point: AlignedPoint| (point.session - moment.session).magnitude();
        match self.second {
            None if self.is_typed() || away(self.first) < LEAST_APART => Self::at(moment),
            Some(second) if away(self.first) <= away(second) => Self {
                first: moment,
                second: Some(second),
            },
            _ => self.and(moment),
        }
    }

    /// Distances between the two points, session and own; one and the same where nothing is known about the drift.
    fn scale(&self) -> (i128, i128) {
        let distance = |from: MediaTime, to: MediaTime| {
            i128::from(to.as_nanos()) - i128::from(from.as_nanos())
        };
        let Some(second) = self.second else {
            return (1, 1);
        };
        let session = distance(self.first.session, second.session);
        let own = distance(self.first.own, second.own);
        if session.abs() < i128::from(LEAST_APART.as_nanos())
            || (own - session).abs() > session.abs() * MOST_DRIFT_PPM / 1_000_000
        {
            return (1, 1);
        }
        // Both are positive, whichever point was lined up first.
        (session.abs(), own.abs())
    }

    /// Whether the two points tell how the clocks run: at least [`LEAST_APART`] from each other, and not absurd.
    #[must_use]
    pub fn drift_is_known(&self) -> bool {
        // Points which agree to the nanosecond are lined up as well.
        self.scale() != (1, 1)
    }

    /// The session's time of the second recording's start: how much later it began (earlier, where negative).
    #[must_use]
    pub fn offset(&self) -> MediaDelta {
        self.to_session(MediaTime::ZERO) - MediaTime::ZERO
    }

    /// How much further the second recording runs than the session in `stretch` of the session: positive where it is fast.
    #[must_use]
    pub fn drift_over(&self, stretch: MediaDelta) -> MediaDelta {
        let (session, own) = self.scale();
        MediaDelta::from_nanos(scaled(stretch.as_nanos(), own - session, session))
    }

    /// How fast the second recording's clock runs against the session's, in millionths; for reading, not for reckoning.
    #[must_use]
    pub fn drift_ppm(&self) -> f64 {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a figure of a few digits, for people"
        )]
        let ppm = |session: i128, own: i128| (own - session) as f64 * 1e6 / session as f64;
        let (session, own) = self.scale();
        ppm(session, own)
    }

    /// The second recording's own time at a session time, rounded to the nanosecond; before its start it is negative.
    #[must_use]
    pub fn to_own(&self, session: MediaTime) -> MediaTime {
        let (whole, own) = self.scale();
        let from = session - self.first.session;
        self.first.own + MediaDelta::from_nanos(scaled(from.as_nanos(), own, whole))
    }

    /// The session's time at a time of the second recording, rounded to the nanosecond. The inverse of [`Self::to_own`], to
    /// within one nanosecond.
    #[must_use]
    pub fn to_session(&self, own: MediaTime) -> MediaTime {
        let (session, whole) = self.scale();
        let from = own - self.first.own;
        self.first.session + MediaDelta::from_nanos(scaled(from.as_nanos(), session, whole))
    }

    /// The same drift, with the second recording beginning at another time of the session.
    #[must_use]
    pub fn with_offset(self, offset: MediaDelta) -> Self {
        let by = MediaDelta::from_nanos(offset.as_nanos().saturating_sub(self.offset().as_nanos()));
        let moved = |point: AlignedPoint| AlignedPoint {
            session: point.session + by,
            own: point.own,
        };
        Self {
            first: moved(self.first),
            second: self.second.map(moved),
        }
    }
}

/// `value * by / per`, rounded to the nearest; `per` is positive.
fn scaled(value: i64, by: i128, per: i128) -> i64 {
    let product = i128::from(value) * by;
    let half = per / 2;
    let rounded = (product + half).div_euclid(per);
    i64::try_from(rounded).unwrap_or(if rounded < 0 { i64::MIN } else { i64::MAX })
}
