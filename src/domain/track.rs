//! A continuous rating: how strong something felt, along the recording, as one rater saw one person in one pass.
//!
//! Samples are kept exactly as they were given. Nobody answers at once, so the moment that a value is about lies a little
//! before the moment at which it was set; that lag is taken off on reading and never in what is kept. What was not rated is
//! a gap, and stays one: nothing is filled in between stretches.

use chrono::{DateTime, FixedOffset};

use super::{
    id::{PersonId, TrackId},
    mark::Intensity,
    time::{MediaDelta, MediaSpan, MediaTime},
};

/// What is rated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrackKind {
    /// Strength of emotional activation, 0 to 10.
    Arousal,
}

/// How the values of a pass were given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Input {
    /// Typed or brought in afterwards: each value stands where it is meant.
    #[default]
    Given,
    /// Dragged or pressed on the scale.
    Slider,
    /// Keys.
    Keys,
    /// The wheel over the scale.
    Wheel,
    /// Several of these in one pass.
    Mixed,
}

impl Input {
    /// What a pass is called that was begun in one way and goes on in another.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        if self == other { self } else { Self::Mixed }
    }

    /// Whether the values were given while the recording went on, so that they come a little late.
    #[must_use]
    pub const fn is_live(self) -> bool {
        !matches!(self, Self::Given)
    }
}

/// One run of values without a gap: from a start of the recording to the next pause or jump.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// Time and value, rising in time; a value holds until the next, the last until the end. Never empty in a record.
    pub samples: Vec<(MediaTime, Intensity)>,
    /// The first instant that is not rated any more.
    pub end: MediaTime,
    /// Playing speed: at half speed, a lag of two seconds is one second of the recording.
    pub rate: f64,
}

impl Stretch {
    /// From the first sample to the end, as it was given.
    #[must_use]
    pub fn span(&self) -> MediaSpan {
        let start = self.samples.first().map_or(self.end, |(time, _)| *time);
        MediaSpan::between(start, self.end.max(start))
    }

    /// What was given at this moment of the recording; `None` outside the stretch.
    #[must_use]
    pub fn given_at(&self, time: MediaTime) -> Option<Intensity> {
        if !self.span().contains(time) {
            return None;
        }
        let after = self.samples.partition_point(|(sample, _)| *sample <= time);
        self.samples[..after].last().map(|(_, value)| *value)
    }

    /// The part before `to`, as it was given.
    fn before(&self, to: MediaTime) -> Option<Self> {
        let kept = self.samples.partition_point(|(time, _)| *time < to);
        (kept > 0).then(|| Self {
            samples: self.samples[..kept].to_vec(),
            end: self.end.min(to),
            rate: self.rate,
        })
    }

    /// The part from `from` on; it begins with the value that held there.
    fn from(&self, from: MediaTime) -> Option<Self> {
        let held = self.given_at(from.max(self.span().start()))?;
        let start = from.max(self.span().start());
        let rest = self.samples.iter().filter(|(time, _)| *time > start);
        Some(Self {
            samples: std::iter::once((start, held))
                .chain(rest.copied())
                .collect(),
            end: self.end,
            rate: self.rate,
        })
    }
}

/// How much a rating is read before where it was given: nobody answers at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lag(MediaDelta);

impl Lag {
    /// None at all.
    pub const NONE: Self = Self(MediaDelta::ZERO);
    /// As long as people mostly take.
    pub const USUAL: Self = Self::from_millis(2000);
    /// The longest that can be set.
    pub const MOST_MS: u32 = 3000;

    /// So many milliseconds at natural speed, at most [`Self::MOST_MS`].
    #[must_use]
    pub const fn from_millis(millis: u32) -> Self {
        let millis = if millis > Self::MOST_MS {
            Self::MOST_MS
        } else {
            millis
        };
        Self(MediaDelta::from_millis(millis as i64))
    }

    /// How much of the recording it is for values given like this at this speed.
    #[must_use]
    pub fn of(self, input: Input, rate: f64) -> MediaDelta {
        if input.is_live() {
            self.0.scaled(rate)
        } else {
            MediaDelta::ZERO
        }
    }
}

/// One pass: one rating of one person by the person whose file it lies in.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// For ever; two passes are never one, on whatever devices they were made.
    pub id: TrackId,
    /// What is rated.
    pub kind: TrackKind,
    /// Whose.
    pub about: PersonId,
    /// Which time through, from 1, for this rater and subject.
    pub pass: u32,
    /// When it was begun.
    pub begun: DateTime<FixedOffset>,
    /// How the values were given.
    pub input: Input,
    /// What was rated, in order; stretches never overlap.
    pub stretches: Vec<Stretch>,
}

impl Track {
    /// The same pass with nothing in it: as an edit, it takes the pass away.
    #[must_use]
    pub fn emptied(&self) -> Self {
        Self {
            stretches: Vec::new(),
            ..self.clone()
        }
    }

    /// Whether nothing is rated.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.stretches.is_empty()
    }

    /// How many samples there are.
    #[must_use]
    pub fn sample_count(&self) -> usize {
        self.stretches
            .iter()
            .map(|stretch| stretch.samples.len())
            .sum()
    }

    /// Puts a stretch in place of what it covers, and of nothing else.
    pub fn put(&mut self, stretch: Stretch) {
        let span = stretch.span();
        if stretch.samples.is_empty() || span.length() <= MediaDelta::ZERO {
            return;
        }
        let mut kept = Vec::with_capacity(self.stretches.len() + 2);
        for old in self.stretches.drain(..) {
            if old.span().overlaps(span) {
                kept.extend(old.before(span.start()));
                kept.extend(old.from(span.end()));
            } else {
                kept.push(old);
            }
        }
        kept.push(stretch);
        kept.sort_by_key(|stretch| stretch.span().start());
        self.stretches = kept;
    }

    /// The value that is meant for this moment, with the lag taken off; `None` where nothing was rated.
    #[must_use]
    pub fn value_at(&self, time: MediaTime, lag: Lag) -> Option<Intensity> {
        self.read(lag)
            .find(|(span, _)| span.contains(time))
            .and_then(|(_, stretch)| stretch.given_at(time + lag.of(self.input, stretch.rate)))
    }

    /// Every stretch with the span that it is about, the lag taken off. What a lag moves before the recording is left out.
    pub fn read(&self, lag: Lag) -> impl Iterator<Item = (MediaSpan, &Stretch)> {
        self.stretches.iter().filter_map(move |stretch| {
            let by = lag.of(self.input, stretch.rate);
            let given = stretch.span();
            let end = given.end() - by;
            let start = (given.start() - by).clamp_to_start();
            (end > start).then(|| (MediaSpan::between(start, end), stretch))
        })
    }

    /// Whether every stretch has samples that rise in time and lie before its end, and none overlaps the next.
    #[must_use]
    pub fn is_in_order(&self) -> bool {
        let sound = |stretch: &Stretch| {
            stretch.samples.windows(2).all(|pair| pair[0].0 < pair[1].0)
                && stretch
                    .samples
                    .last()
                    .is_some_and(|(last, _)| *last < stretch.end)
        };
        self.stretches.iter().all(sound)
            && self
                .stretches
                .windows(2)
                .all(|pair| pair[0].end <= pair[1].span().start())
    }
}

/// Where a value lies for this person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Little feeling.
    Low,
    /// Thinking and feeling are both possible.
    Workable,
    /// Much.
    High,
    /// More than can be borne.
    TooMuch,
}

impl Zone {
    /// Every zone, from below.
    pub const ALL: [Self; 4] = [Self::Low, Self::Workable, Self::High, Self::TooMuch];
}

/// Where the zones of one person begin, as that person and their therapist set them together. Always rising.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Zones {
    workable: Intensity,
    high: Intensity,
    too_much: Intensity,
}

impl Zones {
    /// Zones that begin at these values: each above the one before, and the first above 0; `None` otherwise.
    #[must_use]
    pub const fn new(workable: u8, high: u8, too_much: u8) -> Option<Self> {
        if workable == 0 || workable >= high || high >= too_much {
            return None;
        }
        match (
            Intensity::new(workable),
            Intensity::new(high),
            Intensity::new(too_much),
        ) {
            (Some(workable), Some(high), Some(too_much)) => Some(Self {
                workable,
                high,
                too_much,
            }),
            _ => None,
        }
    }

    /// What is offered to begin with: 0 to 2, 3 to 6, 7 to 8, 9 to 10. Nobody's until they say so.
    #[must_use]
    pub const fn proposed() -> Self {
        const PROPOSED: Zones = match Zones::new(3, 7, 9) {
            Some(zones) => zones,
            None => unreachable!(),
        };
        PROPOSED
    }

    /// The first values of the workable, the high and the *too much* zone.
    #[must_use]
    pub const fn starts(self) -> [u8; 3] {
        [self.workable.get(), self.high.get(), self.too_much.get()]
    }

    /// The person's own high line.
    #[must_use]
    pub const fn high(self) -> Intensity {
        self.high
    }

    /// First and last value of a zone.
    #[must_use]
    pub const fn range(self, zone: Zone) -> (u8, u8) {
        let [workable, high, too_much] = self.starts();
        match zone {
            Zone::Low => (0, workable - 1),
            Zone::Workable => (workable, high - 1),
            Zone::High => (high, too_much - 1),
            Zone::TooMuch => (too_much, Intensity::MAX.get()),
        }
    }

    /// The zone of a value.
    #[must_use]
    pub fn of(self, value: Intensity) -> Zone {
        match value {
            value if value >= self.too_much => Zone::TooMuch,
            value if value >= self.high => Zone::High,
            value if value >= self.workable => Zone::Workable,
            _ => Zone::Low,
        }
    }
}
