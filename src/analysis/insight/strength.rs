//! How strong it was along the recording: every rating of the subject, with what they did about it and where it got hard to think.
//!
//! Ratings are read with the stored lag taken off, and nothing is filled in where nobody rated. The level at an onset is the mean of
//! the ten seconds before it: where it tends to get hard to think, never a threshold.

use super::{Episodes, Material, Moment, code_of, seconds};
use crate::{
    analysis::agreement::Subject,
    domain::{
        id::{PersonId, TrackId},
        mark::Intensity,
        time::{MediaDelta, MediaSpan, MediaTime},
        track::{Lag, Track, TrackKind},
    },
};

/// So much before an onset tells the level of it.
const UP_TO: MediaDelta = MediaDelta::from_millis(10_000);
/// What somebody does about strength.
const STRATEGIES: [&str; 3] = ["reg.", "tx.arousal_down", "tx.arousal_up"];

/// A stretch on which one value holds.
type Piece = (MediaSpan, Intensity);

/// The level at one onset.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// Where it got hard to think.
    pub onset: MediaTime,
    /// Mean of the ten seconds before, where all of it or part of it was rated.
    pub mean: f64,
}

/// One pass of one rater.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Which.
    pub track: TrackId,
    /// Who rated.
    pub rater: PersonId,
    /// Which time through.
    pub pass: u32,
    /// What holds from when to when, the lag taken off; runs between gaps.
    pub runs: Vec<Vec<(MediaSpan, Intensity)>>,
    /// Mean over the time that was rated.
    pub mean: f64,
    /// The highest value, and where it begins first.
    pub peak: (MediaTime, Intensity),
    /// How much was rated.
    pub rated: MediaDelta,
    /// At each onset that was rated.
    pub levels: Vec<Level>,
}

/// All ratings of the subject.
#[derive(Clone, Debug, PartialEq)]
pub struct Strengths {
    /// Each pass of each rater.
    pub curves: Vec<Curve>,
    /// What was done about it, as the author marked it.
    pub strategies: Vec<Moment>,
    /// Where it got hard to think, as the author marked it.
    pub onsets: Vec<MediaTime>,
}

pub(super) fn strengths(material: &Material<'_>, episodes: &Episodes) -> Strengths {
    let spells = episodes.spells.iter();
    let onsets: Vec<MediaTime> = spells.map(|spell| spell.episode.onset).collect();
    let Subject::Person(subject) = &material.asked.about else {
        return Strengths {
            curves: Vec::new(),
            strategies: Vec::new(),
            onsets,
        };
    };
    let strategy = |mark: &&&crate::domain::mark::Mark| {
        let code = STRATEGIES.iter().find_map(|prefix| code_of(mark, prefix));
        // What the therapist does to cool or warm is marked about the therapist, and meant for the other.
        code.is_some_and(|code| {
            code.as_str().starts_with("tx.") || Subject::of(mark).contains(&material.asked.about)
        })
    };
    let pinned = material.all.iter().filter(strategy).map(|mark| {
        let code = STRATEGIES.iter().find_map(|prefix| code_of(mark, prefix));
        Moment::of(mark, code)
    });
    let sets = material.session.sets().iter();
    let curves = sets.flat_map(|(rater, set)| {
        let tracks = set.tracks.iter();
        tracks
            .filter(|track| track.kind == TrackKind::Arousal && track.about == *subject)
            .filter_map(|track| curve(rater, track, material.asked.lag, &onsets))
            .collect::<Vec<_>>()
    });
    Strengths {
        curves: curves.collect(),
        strategies: pinned.collect(),
        onsets: onsets.clone(),
    }
}

fn curve(rater: &PersonId, track: &Track, lag: Lag, onsets: &[MediaTime]) -> Option<Curve> {
    let runs: Vec<Vec<Piece>> = track
        .read(lag)
        .map(|(span, stretch)| {
            let by = lag.of(track.input, stretch.rate);
            let starts = stretch.samples.iter().map(|(time, _)| *time - by);
            let ends = starts.clone().skip(1).chain([span.end()]);
            let values = stretch.samples.iter().map(|(_, value)| *value);
            starts
                .zip(ends)
                .zip(values)
                .filter_map(|((from, to), value)| {
                    let (from, to) = (from.max(span.start()), to.min(span.end()));
                    (from < to).then(|| (MediaSpan::between(from, to), value))
                })
                .collect()
        })
        .collect();
    let whole = MediaSpan::between(MediaTime::ZERO, MediaTime::from_nanos(i64::MAX));
    let (mean, length) = mean_within(&runs, whole)?;
    let pieces = || runs.iter().flatten();
    let highest = pieces().map(|(_, value)| *value).max()?;
    let at = pieces().find(|(_, value)| *value == highest)?.0.start();
    let level = |onset: &MediaTime| {
        let before = MediaSpan::between((*onset - UP_TO).clamp_to_start(), *onset);
        let (mean, _) = mean_within(&runs, before)?;
        Some(Level {
            onset: *onset,
            mean,
        })
    };
    Some(Curve {
        track: track.id,
        rater: rater.clone(),
        pass: track.pass,
        mean,
        peak: (at, highest),
        rated: length,
        levels: onsets.iter().filter_map(level).collect(),
        runs,
    })
}

/// The mean over the part of a stretch that was rated, and how long that is.
fn mean_within(runs: &[Vec<Piece>], within: MediaSpan) -> Option<(f64, MediaDelta)> {
    let (mut sum, mut length) = (0.0, 0);
    for (span, value) in runs.iter().flatten() {
        let (from, to) = (
            span.start().max(within.start()),
            span.end().min(within.end()),
        );
        if from < to {
            sum += seconds(to - from) * f64::from(value.get());
            length += (to - from).as_nanos();
        }
    }
    let length = MediaDelta::from_nanos(length);
    (length > MediaDelta::ZERO).then(|| (sum / seconds(length), length))
}
