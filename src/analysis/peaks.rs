//! Where somebody's feeling was strongest, as it was rated: so that what came just before can be looked at.
//!
//! With zones, a peak is a stretch in the person's own high zone; without, the three highest hills. Peaks that lie within ten
//! seconds of each other are one. The times are those that are meant: the lag is taken off on reading, as everywhere.

use crate::domain::{
    mark::Intensity,
    time::{MediaDelta, MediaSpan, MediaTime},
    track::{Lag, Track},
};

/// Peaks with no more between them count as one.
pub const NEAR: MediaDelta = MediaDelta::from_millis(10_000);
/// So much before a peak is looked at.
pub const BEFORE: MediaDelta = MediaDelta::from_millis(30_000);
/// So many where no zones are set.
const HIGHEST: usize = 3;

/// A moment at which a feeling was strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peak {
    /// When it was first as strong as this.
    pub at: MediaTime,
    /// How strong.
    pub value: Intensity,
}

impl Peak {
    /// What led to it; `None` where it is the very beginning.
    #[must_use]
    pub fn before(&self) -> Option<MediaSpan> {
        let start = (self.at - BEFORE).clamp_to_start();
        (self.at - start >= MediaDelta::from_millis(1_000))
            .then(|| MediaSpan::between(start, self.at))
    }
}

/// A stretch that is high, with its peak.
#[derive(Clone, Copy)]
struct Hill {
    from: MediaTime,
    to: MediaTime,
    peak: Peak,
}

/// The peaks of one person's feeling in the order of time, over all ratings of it; `high` is where their own high zone begins.
#[must_use]
pub fn peaks<'a>(
    ratings: impl IntoIterator<Item = &'a Track>,
    lag: Lag,
    high: Option<Intensity>,
) -> Vec<Peak> {
    let mut hills: Vec<Hill> = Vec::new();
    for track in ratings {
        for (levels, end) in levels(track, lag) {
            match high {
                Some(high) => above(&levels, end, high, &mut hills),
                None => tops(&levels, end, &mut hills),
            }
        }
    }
    hills.sort_by_key(|hill| (hill.from, hill.to));
    let mut joined: Vec<Hill> = Vec::new();
    for hill in hills {
        match joined.last_mut() {
            Some(last) if hill.from - last.to <= NEAR => {
                last.to = last.to.max(hill.to);
                if hill.peak.value > last.peak.value {
                    last.peak = hill.peak;
                }
            }
            _ => joined.push(hill),
        }
    }
    let mut peaks: Vec<Peak> = joined.into_iter().map(|hill| hill.peak).collect();
    if high.is_none() {
        peaks.sort_by_key(|peak| (std::cmp::Reverse(peak.value), peak.at));
        peaks.truncate(HIGHEST);
        peaks.sort_by_key(|peak| peak.at);
    }
    peaks
}

/// Every stretch as the levels it consists of, each from when on it held, and its end.
fn levels(
    track: &Track,
    lag: Lag,
) -> impl Iterator<Item = (Vec<(MediaTime, Intensity)>, MediaTime)> {
    track.read(lag).map(move |(span, stretch)| {
        let by = lag.of(track.input, stretch.rate);
        let mut levels: Vec<(MediaTime, Intensity)> = Vec::new();
        for (given, value) in &stretch.samples {
            let at = (*given - by).max(span.start());
            match levels.last_mut() {
                // What the lag moved before the recording holds for nothing.
                Some((from, known)) if *from == at => *known = *value,
                Some((_, known)) if known == value => {}
                _ => levels.push((at, *value)),
            }
        }
        (levels, span.end())
    })
}

/// The stretches in the high zone.
fn above(levels: &[(MediaTime, Intensity)], end: MediaTime, high: Intensity, out: &mut Vec<Hill>) {
    let mut open: Option<Hill> = None;
    for (at, (from, value)) in levels.iter().enumerate() {
        if *value < high {
            out.extend(open.take());
            continue;
        }
        let to = levels.get(at + 1).map_or(end, |(next, _)| *next);
        let peak = Peak {
            at: *from,
            value: *value,
        };
        let hill = open.get_or_insert(Hill {
            from: *from,
            to,
            peak,
        });
        hill.to = to;
        if *value > hill.peak.value {
            hill.peak = peak;
        }
    }
    out.extend(open);
}

/// The levels that are higher than what is on either side; one that never changes is no hill.
fn tops(levels: &[(MediaTime, Intensity)], end: MediaTime, out: &mut Vec<Hill>) {
    if levels.len() < 2 {
        return;
    }
    for (at, (from, value)) in levels.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| levels.get(at));
        let after = levels.get(at + 1);
        let lower = |side: Option<&(MediaTime, Intensity)>| side.is_none_or(|(_, one)| one < value);
        if lower(before) && lower(after) {
            out.push(Hill {
                from: *from,
                to: after.map_or(end, |(next, _)| *next),
                peak: Peak {
                    at: *from,
                    value: *value,
                },
            });
        }
    }
}
