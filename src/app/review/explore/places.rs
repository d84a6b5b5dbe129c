//! Where to look again from, and the moments of what is explored.

use crate::{
    app::App,
    domain::{
        entry::Outcome,
        mark::{About, Intensity},
        time::{MediaDelta, MediaTime},
        track::{Lag, Track},
    },
};

/// One place to look again from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RewindTo {
    /// So many seconds before the stop.
    Back(i64),
    /// The last moment that went well.
    LastGood,
    /// The last moment at which feeling was not too strong to think.
    Workable,
}

/// One moment of an episode, in the order in which those at the same time are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// From where people looked again.
    Before,
    /// Something was said, by its place among the steps.
    Said(usize),
    /// It got hard.
    GotHard,
    /// People stopped.
    Stop,
    /// Curiosity came back.
    CameBack,
}

/// How strong somebody's feeling was rated, with the line above which it is hard to think.
struct Rated<'a> {
    high: Intensity,
    lag: Lag,
    tracks: Vec<&'a Track>,
}

impl Rated<'_> {
    fn at(&self, at: MediaTime) -> impl Iterator<Item = Intensity> {
        self.tracks
            .iter()
            .filter_map(move |track| track.value_at(at, self.lag))
    }
}

impl App {
    /// The places to look again from, with their times; only those that are there.
    #[must_use]
    pub fn rewinds(&self) -> Vec<(RewindTo, MediaTime)> {
        let (Some(desk), Some(exploring)) = (self.desk(), self.exploring()) else {
            return Vec::new();
        };
        let stop = exploring.state.stop;
        let lost = exploring.state.onset.unwrap_or(stop);
        let mut found = Vec::new();
        let good = desk
            .document
            .in_order()
            .iter()
            .rev()
            .filter(|mark| mark.when.start() < lost)
            .find(|mark| mark.codes.iter().any(|used| is_good(used.code.as_str())));
        if let Some(good) = good {
            found.push((RewindTo::LastGood, good.when.start()));
        }
        if let Some(at) = self.last_workable(lost) {
            found.push((RewindTo::Workable, at));
        }
        for seconds in [10, 20, 40] {
            let at = stop - MediaDelta::from_millis(seconds * 1_000);
            if at > MediaTime::ZERO {
                found.push((RewindTo::Back(seconds), at));
            }
        }
        if found.is_empty() {
            found.push((RewindTo::Back(10), MediaTime::ZERO));
        }
        found
    }

    /// The last second before `lost` at which the strength of the subject's feeling was rated below their high zone.
    fn last_workable(&self, lost: MediaTime) -> Option<MediaTime> {
        let rated = self.rated()?;
        let second = MediaDelta::from_millis(1_000);
        let mut at = lost;
        while at > MediaTime::ZERO {
            at = (at - second).clamp_to_start();
            if rated.at(at).any(|value| value < rated.high) {
                return Some(at);
            }
        }
        None
    }

    /// Whether the strength of the subject's feeling was rated in their high zone here.
    pub(super) fn runs_high(&self, at: MediaTime) -> bool {
        self.rated()
            .is_some_and(|rated| rated.at(at).any(|value| value >= rated.high))
    }

    /// What was rated of the feeling of whoever is explored; none where there are no zones of theirs.
    fn rated(&self) -> Option<Rated<'_>> {
        let session = self.desk()?.document.session();
        let About::People(people) = &self.exploring()?.state.subject else {
            return None;
        };
        let subject = people.first()?;
        Some(Rated {
            high: session.person(subject)?.zones.as_ref()?.high(),
            lag: Lag::from_millis(self.settings.rating_lag_ms),
            tracks: session
                .sets()
                .values()
                .flat_map(|set| &set.tracks)
                .filter(|track| track.about == *subject)
                .collect(),
        })
    }

    /// The moments of what is explored, in time: each is a place to go to.
    #[must_use]
    pub fn moments(&self) -> Vec<(Moment, MediaTime)> {
        let Some(exploring) = self.exploring() else {
            return Vec::new();
        };
        let state = &exploring.state;
        let mut moments: Vec<(Moment, MediaTime)> = state
            .steps
            .iter()
            .enumerate()
            .map(|(at, step)| (Moment::Said(at), step.at))
            .chain(state.before.map(|at| (Moment::Before, at)))
            .chain(state.onset.map(|at| (Moment::GotHard, at)))
            .collect();
        moments.push((Moment::Stop, state.stop));
        if let Outcome::Recovered(at) = state.outcome {
            moments.push((Moment::CameBack, at));
        }
        moments.sort_by_key(|(moment, at)| (*at, *moment));
        moments
    }
}

/// Whether a code says that something went well: minds in view, or understood.
fn is_good(code: &str) -> bool {
    code.starts_with("mz.") || code == "c.click"
}
