//! What two people rated: the strengths of moments that both marked, and their ratings along the recording.

use super::{
    Met, Subject,
    apart::{FarApart, furthest},
};
use crate::{
    analysis::measures::{
        Measured, Table, Undefined,
        cohen::{Weights, cohen_kappa},
        concordance::concordance,
        correlation::{pearson, spearman},
        icc::{Icc, icc},
        rise_fall::rise_fall,
        tracks::{Lagged, with_times},
    },
    domain::{
        id::{MarkId, PersonId},
        mark::Intensity,
        session::Session,
        time::{MediaDelta, MediaSpan},
        track::{Lag, Track, TrackKind},
    },
};

/// The strengths that two people gave to moments that both marked.
#[derive(Clone, Debug, PartialEq)]
pub struct Strengths {
    /// How many moments have a strength by both.
    pub count: usize,
    /// Weighted kappa of the steps 0 to 10, by steps.
    pub linear: Measured,
    /// Weighted kappa, by the square of the steps.
    pub quadratic: Measured,
    /// Intraclass correlations.
    pub icc: Icc,
    /// Which moments, by their places among those that were given.
    pub moments: Vec<usize>,
}

/// Compares the strengths of matched moments; `strength` looks one up, by recording and mark.
#[must_use]
pub fn strengths(
    moments: &[Met],
    strength: &dyn Fn(usize, MarkId) -> Option<Intensity>,
) -> Strengths {
    let mut table = Table::new(usize::from(Intensity::MAX.get()) + 1);
    let mut rated: Vec<Vec<Option<f64>>> = Vec::new();
    let mut which = Vec::new();
    for (at, met) in moments.iter().enumerate() {
        let of = |event: Option<super::Event>| strength(met.recording, event?.mark);
        if let (Some(one), Some(other)) = (of(met.first), of(met.other)) {
            table.add(usize::from(one.get()), usize::from(other.get()), 1.0);
            let value = |strength: Intensity| Some(f64::from(strength.get()));
            rated.push(vec![value(one), value(other)]);
            which.push(at);
        }
    }
    let few = |value: Measured| match rated.len() {
        0 => Err(Undefined::Nothing),
        _ => value,
    };
    let both = icc(&rated);
    Strengths {
        count: rated.len(),
        linear: few(cohen_kappa(&table, Weights::Linear)),
        quadratic: few(cohen_kappa(&table, Weights::Quadratic)),
        icc: Icc {
            agreement: few(both.agreement),
            consistency: few(both.consistency),
        },
        moments: which,
    }
}

/// Two ratings of one subject along one recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// At how many times both have a value.
    pub count: usize,
    /// Which time through, of each.
    pub passes: [u32; 2],
    /// How much earlier each was read than it was given, at natural speed; nothing for what was typed.
    pub lags: [MediaDelta; 2],
    /// Pearson's correlation.
    pub pearson: Measured,
    /// Spearman's correlation.
    pub spearman: Measured,
    /// Concordance correlation.
    pub concordance: Measured,
    /// Rise and fall agreement.
    pub rise_fall: Measured,
    /// Where they lie furthest apart, the furthest first.
    pub furthest: Vec<FarApart>,
}

/// The rating of a subject by one person that is compared: the last time through.
#[must_use]
pub fn usual_track<'a>(
    session: &'a Session,
    rater: &PersonId,
    subject: &Subject,
) -> Option<&'a Track> {
    let Subject::Person(subject) = subject else {
        return None;
    };
    let tracks = session.set(rater)?.tracks.iter();
    tracks
        .filter(|track| track.kind == TrackKind::Arousal && track.about == *subject)
        .filter(|track| !track.is_empty())
        .max_by_key(|track| (track.pass, track.begun, track.id))
}

/// Compares two ratings at every `step` of the stretches `over`, each with the lag taken off.
#[must_use]
pub fn curves(
    one: &Track,
    other: &Track,
    lag: Lag,
    over: &[MediaSpan],
    step: MediaDelta,
) -> Curves {
    let both = with_times(
        Lagged { track: one, lag },
        Lagged { track: other, lag },
        over,
        step,
    );
    let (left, right): (Vec<f64>, Vec<f64>) =
        both.iter().map(|(_, one, other)| (*one, *other)).unzip();
    let some = |value: Measured| match left.len() {
        0 => Err(Undefined::NoCommonStretch),
        _ => value,
    };
    Curves {
        count: left.len(),
        passes: [one.pass, other.pass],
        lags: [one, other].map(|track| lag.of(track.input, 1.0)),
        pearson: some(pearson(&left, &right)),
        spearman: some(spearman(&left, &right)),
        concordance: some(concordance(&left, &right)),
        rise_fall: some(rise_fall(&left, &right)),
        furthest: furthest(&both),
    }
}
