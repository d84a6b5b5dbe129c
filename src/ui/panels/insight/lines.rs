//! What each picture shows, in words: a summary, and one line for each bar or point with the moments behind it.

use super::{InsightLook, Scene};
use crate::{
    analysis::{
        episodes::Ending,
        insight::{ENOUGH, Followed, Insight, Intervention, Moment, Once, What, share},
    },
    app::review::insight::Page,
    domain::{
        id::CodeId,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    tr,
};

/// One bar or point, in words.
#[derive(Debug)]
pub(super) struct Line {
    /// What it is.
    pub(super) label: String,
    /// How much.
    pub(super) value: String,
    /// The colour of its line, where several are drawn.
    pub(super) ink: Option<egui::Color32>,
    /// What stands behind it.
    pub(super) moments: Vec<Moment>,
}

/// All of a page.
#[derive(Debug)]
pub(super) struct Lines {
    /// In one sentence.
    pub(super) summary: String,
    /// What has to be known to read it.
    pub(super) hint: Option<String>,
    /// Bars and points.
    pub(super) each: Vec<Line>,
}

pub(super) fn length(length: MediaDelta) -> String {
    (MediaTime::ZERO + length).whole_seconds()
}

pub(super) fn percent(part: f64) -> String {
    format!("{:.0} %", part * 100.0)
}

pub(super) fn lines(scene: &Scene<'_>, look: &InsightLook, found: &Insight) -> Lines {
    match scene.looking.page {
        Page::Episodes | Page::Agreement => episodes(found),
        Page::Modes => modes(scene, found),
        Page::Balance => balance(scene, found),
        Page::Strength => strength(scene, found),
        Page::Before => before(scene, found),
        Page::After => after(scene, look, found),
    }
}

fn episodes(found: &Insight) -> Lines {
    let all = &found.episodes;
    let summary = match (all.spells.len(), all.median, all.range) {
        (0, ..) => tr!("insight-no-episodes"),
        (count, Some(median), Some((shortest, longest))) => tr!(
            "insight-episodes-said",
            count = count,
            recovered = all.recovered,
            median = length(median),
            shortest = length(shortest),
            longest = length(longest)
        ),
        (count, ..) => tr!("insight-episodes-no-return", count = count),
    };
    let line = |spell: &crate::analysis::insight::Spell| {
        let time = spell.episode.onset.whole_seconds();
        let value = match spell.episode.ending {
            Ending::Recovered(end) => tr!(
                "insight-came-back",
                time = end.whole_seconds(),
                after = length(end - spell.episode.onset)
            ),
            Ending::ModeEnded(end) => tr!("insight-mode-ended", time = end.whole_seconds()),
            Ending::Open => tr!("insight-open"),
        };
        Line {
            label: tr!("insight-hard-from", time = time),
            value,
            ink: None,
            moments: spell.moments.clone(),
        }
    };
    Lines {
        summary,
        hint: (!all.spells.is_empty()).then(|| tr!("insight-episodes-hint")),
        each: all.spells.iter().map(line).collect(),
    }
}

fn modes(scene: &Scene<'_>, found: &Insight) -> Lines {
    let all = &found.modes;
    let watched = found.basis.watched;
    let summary = if all.each.is_empty() {
        tr!("insight-no-modes")
    } else {
        tr!(
            "insight-modes-said",
            time = length(all.any),
            part = percent(share(all.any, watched).unwrap_or(0.0))
        )
    };
    let line = |mode: &crate::analysis::insight::Mode| {
        let part = share(mode.time, all.any);
        let mut value = part.map_or_else(String::new, |part| {
            tr!(
                "insight-mode-share",
                time = length(mode.time),
                part = percent(part),
                watched = percent(share(mode.time, watched).unwrap_or(0.0))
            )
        });
        if mode.instants > 0 {
            let instants = tr!("insight-instants", count = mode.instants);
            value = [value, instants]
                .into_iter()
                .filter(|words| !words.is_empty())
                .collect::<Vec<_>>()
                .join(" · ");
        }
        Line {
            label: scene.view.code_label(&mode.code),
            value,
            ink: None,
            moments: mode.moments.clone(),
        }
    };
    Lines {
        summary,
        hint: (!all.each.is_empty()).then(|| tr!("insight-modes-hint")),
        each: all.each.iter().map(line).collect(),
    }
}

/// The words for a code that is known by its id.
pub(super) fn code_words(scene: &Scene<'_>, code: &str) -> String {
    let id: Option<CodeId> = code.parse().ok();
    id.map_or_else(|| code.to_owned(), |id| scene.view.code_label(&id))
}

/// The same in fewer letters, where the codebook has them.
pub(super) fn short_words(scene: &Scene<'_>, code: &str) -> String {
    let id: Option<CodeId> = code.parse().ok();
    id.and_then(|id| scene.view.code(&id)?.short.clone())
        .unwrap_or_else(|| code_words(scene, code))
}

fn balance(scene: &Scene<'_>, found: &Insight) -> Lines {
    let mut lines = Vec::new();
    for dimension in &found.balance.dimensions {
        for (pole, against) in [
            (&dimension.one, &dimension.other),
            (&dimension.other, &dimension.one),
        ] {
            lines.push(Line {
                label: code_words(scene, pole.code),
                value: tr!(
                    "insight-pole",
                    time = length(pole.time),
                    other = code_words(scene, against.code),
                    against = length(against.time),
                    switches = dimension.switches
                ),
                ink: None,
                moments: pole.moments.clone(),
            });
        }
    }
    let few = found
        .balance
        .dimensions
        .iter()
        .any(|of| of.balance.is_none());
    Lines {
        summary: if lines.is_empty() {
            tr!("insight-no-balance")
        } else {
            tr!("insight-balance-said")
        },
        hint: few.then(|| tr!("insight-balance-few")),
        each: lines,
    }
}

fn strength(scene: &Scene<'_>, found: &Insight) -> Lines {
    let all = &found.strength;
    let mut lines: Vec<Line> = Vec::new();
    for curve in &all.curves {
        let name = scene.view.name(&curve.rater);
        lines.push(Line {
            label: tr!("insight-curve", name = name, pass = curve.pass),
            value: tr!(
                "insight-curve-said",
                mean = format!("{:.1}", curve.mean),
                peak = curve.peak.1.get(),
                time = curve.peak.0.whole_seconds(),
                rated = length(curve.rated)
            ),
            ink: Some(scene.view.colours(&curve.rater).ink),
            moments: vec![at(curve.peak.0)],
        });
    }
    for moment in &all.strategies {
        let code = moment.code.as_ref();
        let time = moment.span.start();
        lines.push(Line {
            label: tr!(
                "insight-at",
                time = time.whole_seconds(),
                what = code.map_or_else(String::new, |code| scene.view.code_label(code))
            ),
            value: tr!("insight-strategy"),
            ink: None,
            moments: vec![moment.clone()],
        });
    }
    for onset in &all.onsets {
        let levels: Vec<String> = all
            .curves
            .iter()
            .filter_map(|curve| curve.levels.iter().find(|level| level.onset == *onset))
            .map(|level| format!("{:.1}", level.mean))
            .collect();
        lines.push(Line {
            label: tr!("insight-hard-from", time = onset.whole_seconds()),
            value: if levels.is_empty() {
                tr!("insight-no-level")
            } else {
                tr!("insight-level", levels = levels.join(", "))
            },
            ink: None,
            moments: vec![at(*onset)],
        });
    }
    Lines {
        summary: if all.curves.is_empty() {
            tr!("insight-no-strength")
        } else {
            tr!("insight-strength-said")
        },
        hint: (!all.curves.is_empty()).then(|| tr!("insight-strength-hint")),
        each: lines,
    }
}

fn at(time: MediaTime) -> Moment {
    Moment {
        span: MediaSpan::between(time, time),
        mark: None,
        code: None,
    }
}

fn before(scene: &Scene<'_>, found: &Insight) -> Lines {
    let line = |before: &crate::analysis::insight::Before| {
        let names = |codes: &[CodeId], none: String| {
            if codes.is_empty() {
                return none;
            }
            let names = codes.iter().map(|code| scene.view.code_label(code));
            names.collect::<Vec<_>>().join(", ")
        };
        Line {
            label: tr!("insight-hard-from", time = before.onset.whole_seconds()),
            value: tr!(
                "insight-before-said",
                trigger = names(&before.triggers, tr!("insight-no-trigger")),
                feeling = names(&before.feelings, tr!("insight-no-feeling"))
            ),
            ink: None,
            moments: std::iter::once(Moment {
                span: before.span,
                mark: None,
                code: None,
            })
            .chain(before.moments.iter().cloned())
            .collect(),
        }
    };
    let each = &found.triggers.each;
    Lines {
        summary: if each.is_empty() {
            tr!("insight-no-episodes")
        } else {
            tr!("insight-before-title")
        },
        hint: (!each.is_empty()).then(|| tr!("insight-before-hint")),
        each: each.iter().map(line).collect(),
    }
}

/// The intervention that is looked at.
pub(super) fn intervention<'a>(
    look: &InsightLook,
    followed: &'a Followed,
) -> Option<&'a Intervention> {
    let mut each = followed.each.iter();
    each.find(|of| of.code == look.after)
        .or_else(|| followed.each.first())
}

pub(super) fn what_words(what: What) -> String {
    match what {
        What::Mentalizing => tr!("insight-what-mentalizing"),
        What::Recovery => tr!("insight-what-recovery"),
        What::Harder => tr!("insight-what-harder"),
        What::Nothing => tr!("insight-what-nothing"),
    }
}

fn after(scene: &Scene<'_>, look: &InsightLook, found: &Insight) -> Lines {
    let Some(of) = intervention(look, &found.followed) else {
        return Lines {
            summary: tr!("insight-no-interventions"),
            hint: None,
            each: Vec::new(),
        };
    };
    let cut_short = (of.cut_short > 0).then(|| tr!("insight-cut-short", count = of.cut_short));
    if of.few() {
        return Lines {
            summary: tr!("insight-after-title"),
            hint: Some(
                [Some(tr!("insight-after-few", fewest = ENOUGH)), cut_short]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" "),
            ),
            each: of.each.iter().map(|one| once(scene, one)).collect(),
        };
    }
    let line = |outcome: &crate::analysis::insight::Outcome| Line {
        label: what_words(outcome.what),
        value: match outcome.base {
            Some(base) => tr!(
                "insight-outcome",
                count = outcome.count,
                of = of.count,
                base = percent(base)
            ),
            None => tr!(
                "insight-outcome-no-base",
                count = outcome.count,
                of = of.count
            ),
        },
        ink: None,
        moments: outcome.moments.clone(),
    };
    let mut hint = tr!("insight-after-hint");
    if let Some(cut_short) = cut_short {
        hint = format!("{hint} {cut_short}");
    }
    Lines {
        summary: tr!("insight-after-title"),
        hint: Some(hint),
        each: of.outcomes.iter().map(line).collect(),
    }
}

/// One time that something was done, and what followed.
fn once(scene: &Scene<'_>, one: &Once) -> Line {
    let what = one
        .done
        .code
        .as_ref()
        .map_or_else(String::new, |code| scene.view.code_label(code));
    let then: Vec<String> = one
        .then
        .iter()
        .map(|(what, moment)| {
            tr!(
                "insight-then",
                what = what_words(*what),
                after = seconds(moment.span.start() - one.done.span.start())
            )
        })
        .collect();
    let value = if then.is_empty() {
        what_words(What::Nothing)
    } else {
        then.join(", ")
    };
    let after = one.then.iter().map(|(_, moment)| moment.clone());
    Line {
        label: tr!(
            "insight-once",
            time = one.done.span.start().whole_seconds(),
            what = what
        ),
        value,
        ink: None,
        moments: std::iter::once(one.done.clone()).chain(after).collect(),
    }
}

fn seconds(length: MediaDelta) -> String {
    let seconds = (length.as_millis() + 500) / 1_000;
    tr!("insight-after-seconds", seconds = seconds.to_string())
}
