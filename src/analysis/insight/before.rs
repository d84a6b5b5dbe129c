//! Trigger map: the half minute before each onset, with the triggers and feelings that the author marked in it.

use std::collections::BTreeMap;

use super::{Episodes, Material, Moment, code_of};
use crate::domain::{
    id::CodeId,
    mark::Mark,
    time::{MediaDelta, MediaSpan, MediaTime},
};

/// So much before an onset is looked at.
pub const BEFORE: MediaDelta = MediaDelta::from_millis(30_000);

/// The time before one onset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// Where it got hard to think.
    pub onset: MediaTime,
    /// The half minute before, as far as the recording has it.
    pub span: MediaSpan,
    /// What set it off, as marked in it.
    pub triggers: Vec<CodeId>,
    /// What was felt, as marked in it.
    pub feelings: Vec<CodeId>,
    /// Every mark about the subject in it.
    pub moments: Vec<Moment>,
}

/// Onsets with one trigger and one feeling; `None` where none was marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What set it off.
    pub trigger: Option<CodeId>,
    /// What was felt.
    pub feeling: Option<CodeId>,
    /// Which of the onsets, by their place in the list.
    pub onsets: Vec<usize>,
}

/// All of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triggers {
    /// One for each onset, in the order of time.
    pub each: Vec<Before>,
}

impl Triggers {
    /// The onsets by trigger and feeling; one with several of them stands in several places.
    #[must_use]
    pub fn cells(&self) -> Vec<Cell> {
        let mut found: BTreeMap<(Option<CodeId>, Option<CodeId>), Vec<usize>> = BTreeMap::new();
        let or_none = |codes: &[CodeId]| -> Vec<Option<CodeId>> {
            if codes.is_empty() {
                vec![None]
            } else {
                codes.iter().cloned().map(Some).collect()
            }
        };
        for (at, before) in self.each.iter().enumerate() {
            for trigger in or_none(&before.triggers) {
                for feeling in or_none(&before.feelings) {
                    let key = (trigger.clone(), feeling);
                    found.entry(key).or_default().push(at);
                }
            }
        }
        found
            .into_iter()
            .map(|((trigger, feeling), onsets)| Cell {
                trigger,
                feeling,
                onsets,
            })
            .collect()
    }
}

pub(super) fn triggers(material: &Material<'_>, episodes: &Episodes) -> Triggers {
    let about = &material.about;
    // How far any mark up to this one reaches; never falling.
    let furthest: Vec<MediaTime> = about
        .iter()
        .scan(MediaTime::ZERO, |furthest, mark| {
            *furthest = (*furthest).max(mark.when.end());
            Some(*furthest)
        })
        .collect();
    let each = episodes.spells.iter().map(|spell| {
        let onset = spell.episode.onset;
        let span = MediaSpan::between((onset - BEFORE).clamp_to_start(), onset);
        let until = about.partition_point(|mark| mark.when.start() <= onset);
        // Back to where nothing reaches into the half minute any more.
        let from = furthest.partition_point(|end| *end < span.start());
        let within: Vec<&Mark> = about
            .get(from..until)
            .unwrap_or_default()
            .iter()
            .copied()
            .filter(|mark| mark.when.touches(span))
            .collect();
        let codes = |prefix: &str| -> Vec<CodeId> {
            let mut found: Vec<CodeId> = Vec::new();
            for mark in &within {
                for used in &mark.codes {
                    if used.code.as_str().starts_with(prefix) && !found.contains(&used.code) {
                        found.push(used.code.clone());
                    }
                }
            }
            found
        };
        Before {
            onset,
            span,
            triggers: codes("tr."),
            feelings: codes("af."),
            moments: within
                .iter()
                .map(|mark| {
                    let code = code_of(mark, "tr.").or_else(|| code_of(mark, "af."));
                    Moment::of(mark, code.or(mark.codes.first().map(|used| &used.code)))
                })
                .collect(),
        }
    });
    Triggers {
        each: each.collect(),
    }
}
