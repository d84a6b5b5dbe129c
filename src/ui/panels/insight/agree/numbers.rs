//! The numbers, each with its interval; what has no value says why. Events and time always stand together.

use egui::{Align, Label, Layout, ProgressBar, RichText, Ui, vec2};

use super::{AgreeLook, Behind, name};
use crate::{
    analysis::{
        agreement::{Each, Pair},
        matching::Tolerance,
        measures::Measured,
    },
    app::{AgreeCommand, Command, review::agreeing::Agreed},
    domain::time::MediaDelta,
    tr,
    ui::{
        panels::insight::{Scene, draw, quiet, rows},
        theme::{self, GRID},
        widgets::chip::{self, Kind},
    },
    words::measured::why,
};

/// A number of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui::panels::insight) enum Measure {
    Precision,
    Recall,
    F1,
    Onset,
    Kappa,
    Modified,
    UnitKappa,
    Overlap,
    Fleiss,
    Alpha,
    AlphaU,
    WeightedLinear,
    WeightedSquare,
    IccAgreement,
    IccConsistency,
    Pearson,
    Spearman,
    Concordance,
    RiseFall,
    Table,
    Intervals,
}

impl Measure {
    /// Its section of the page of measures.
    pub(super) const fn section(self) -> &'static str {
        match self {
            Self::Precision | Self::Recall | Self::F1 | Self::Onset => "Matched events",
            Self::Kappa => "Cohen's kappa on matched events",
            Self::Modified => "Modified kappa of Holle and Rein",
            Self::UnitKappa => "Cohen's kappa by time unit",
            Self::Overlap => "Overlap ratio",
            Self::Fleiss => "Fleiss' kappa",
            Self::Alpha => "Krippendorff's alpha",
            Self::AlphaU => "Krippendorff's alpha for stretches",
            Self::WeightedLinear | Self::WeightedSquare => "Weighted kappa",
            Self::IccAgreement | Self::IccConsistency => "Intraclass correlation",
            Self::Pearson => "Pearson's correlation",
            Self::Spearman => "Spearman's correlation",
            Self::Concordance => "Concordance correlation",
            Self::RiseFall => "Rise and fall agreement",
            Self::Table => "Confusion table",
            Self::Intervals => "Bootstrap intervals",
        }
    }

    /// Whether it is measured over time, so that stretches stand behind it.
    pub(super) const fn over_time(self) -> bool {
        matches!(
            self,
            Self::UnitKappa | Self::Overlap | Self::Fleiss | Self::Alpha | Self::AlphaU
        )
    }

    /// Whether ratings along the recording stand behind it.
    pub(super) const fn of_tracks(self) -> bool {
        matches!(
            self,
            Self::Pearson | Self::Spearman | Self::Concordance | Self::RiseFall
        )
    }

    /// Whether strengths of moments stand behind it.
    pub(super) const fn of_strengths(self) -> bool {
        matches!(
            self,
            Self::WeightedLinear | Self::WeightedSquare | Self::IccAgreement | Self::IccConsistency
        )
    }

    pub(super) fn label(self) -> String {
        match self {
            Self::Precision => tr!("insight-precision"),
            Self::Recall => tr!("insight-recall"),
            Self::F1 => tr!("agree-f1"),
            Self::Onset => tr!("insight-onset"),
            Self::Kappa => tr!("insight-kappa"),
            Self::Modified => tr!("insight-modified"),
            Self::UnitKappa => tr!("insight-unit-kappa"),
            Self::Overlap => tr!("insight-overlap"),
            Self::Fleiss => tr!("insight-fleiss"),
            Self::Alpha => tr!("insight-alpha"),
            Self::AlphaU => tr!("insight-alpha-u"),
            Self::WeightedLinear => tr!("insight-weighted-linear"),
            Self::WeightedSquare => tr!("insight-weighted-square"),
            Self::IccAgreement => tr!("insight-icc-agreement"),
            Self::IccConsistency => tr!("insight-icc-consistency"),
            Self::Pearson => tr!("insight-pearson"),
            Self::Spearman => tr!("insight-spearman"),
            Self::Concordance => tr!("insight-concordance"),
            Self::RiseFall => tr!("insight-rise-fall"),
            Self::Table => tr!("insight-table"),
            Self::Intervals => tr!("insight-intervals"),
        }
    }
}

pub(super) fn count(count: f64) -> String {
    format!("{count:.0}")
}

pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut AgreeLook,
    agreed: &Agreed,
    pair: &Pair,
    commands: &mut Vec<Command>,
) {
    let few = agreed.few(look.pair);
    if few {
        quiet(ui, scene.view, &tr!("insight-few"));
    } else {
        drawing(ui, scene, commands);
    }
    let time = |ui: &mut Ui, look: &mut AgreeLook| {
        let report = &agreed.report;
        let unit = tr!(
            "insight-units-counted",
            units = count(pair.units),
            seconds = super::seconds(agreed.tallies.unit())
        );
        rows::heading(ui, scene.view, &tr!("insight-time"), &unit);
        if few {
            return;
        }
        each(ui, scene, look, Measure::UnitKappa, &pair.unit_kappa);
        each(ui, scene, look, Measure::Overlap, &pair.overlap);
        if report.pairs.len() > 1 {
            each(ui, scene, look, Measure::Fleiss, &report.fleiss);
        }
        each(ui, scene, look, Measure::Alpha, &report.alpha);
        each(ui, scene, look, Measure::AlphaU, &report.alpha_u);
    };
    let within = tr!(
        "insight-within",
        seconds = super::seconds(agreed.measuring.tolerance.distance())
    );
    let events = |ui: &mut Ui, look: &mut AgreeLook| {
        rows::heading(ui, scene.view, &tr!("insight-events"), &within);
        if few {
            return;
        }
        each(ui, scene, look, Measure::F1, &pair.f1);
        each(ui, scene, look, Measure::Precision, &pair.precision);
        each(ui, scene, look, Measure::Recall, &pair.recall);
        onset(ui, scene, look, pair);
        each(ui, scene, look, Measure::Kappa, &pair.kappa);
        each(ui, scene, look, Measure::Modified, &pair.modified_kappa);
    };
    counts(ui, scene, look, agreed, pair);
    if few {
        // How many moments were marked says nothing of how long both rated.
        ui.spacing_mut().item_spacing.y = 2.0;
        more(ui, scene, look, agreed);
        ui.spacing_mut().item_spacing.y = 2.0 * GRID;
        return;
    }
    ui.spacing_mut().item_spacing.y = 2.0;
    if scene.small {
        events(ui, look);
        time(ui, look);
    } else {
        ui.spacing_mut().item_spacing.x = 6.0 * GRID;
        ui.columns(2, |columns| {
            events(&mut columns[0], look);
            time(&mut columns[1], look);
        });
    }
    more(ui, scene, look, agreed);
    line(
        ui,
        scene,
        look,
        Measure::Intervals,
        &tr!("insight-intervals-said"),
    );
    ui.spacing_mut().item_spacing.y = 2.0 * GRID;
}

/// What was paired off: each count opens its moments.
fn counts(ui: &mut Ui, scene: &Scene<'_>, look: &mut AgreeLook, agreed: &Agreed, pair: &Pair) {
    let tokens = &scene.view.tokens;
    let (first, other) = (
        name(scene, agreed, pair.first),
        name(scene, agreed, pair.other),
    );
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        for (behind, words) in [
            (
                Behind::Hits,
                tr!("insight-hits", count = count(pair.matched.hits)),
            ),
            (
                Behind::Missed,
                tr!(
                    "insight-only-by",
                    name = first,
                    count = count(pair.matched.missed)
                ),
            ),
            (
                Behind::Extra,
                tr!(
                    "insight-only-by",
                    name = other,
                    count = count(pair.matched.extra)
                ),
            ),
        ] {
            let on = look.behind == Some(behind);
            let response = ui.add(chip::button(tokens, &words, Kind::Choice { on }));
            response
                .widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, on, &words));
            if response.clicked() {
                look.behind = (!on).then_some(behind);
            }
        }
    });
}

/// How far the intervals are.
fn drawing(ui: &mut Ui, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    let agreeing = &scene.looking.agreeing;
    let tokens = &scene.view.tokens;
    if let Some((done, rounds)) = agreeing.drawing() {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            #[expect(clippy::cast_precision_loss, reason = "a thousand rounds")]
            let part = done as f32 / rounds.max(1) as f32;
            let words = tr!("insight-drawing", done = done, rounds = rounds);
            let bar = ProgressBar::new(part)
                .desired_width(160.0)
                .desired_height(6.0)
                .fill(tokens.accent);
            let response = ui.add(bar);
            response.widget_info(|| {
                egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, &words)
            });
            ui.label(RichText::new(&words).size(theme::SMALL).color(tokens.muted));
            let stop = chip::small(tokens, tr!("insight-stop"), Kind::Plain);
            if ui.add(stop).clicked() {
                super::ask(commands, AgreeCommand::Stop);
            }
        });
    } else if agreeing.waits() {
        quiet(ui, scene.view, &tr!("insight-waits"));
    } else if agreeing.stopped() {
        quiet(ui, scene.view, &tr!("insight-stopped"));
    }
}

/// One number and its interval.
fn each(ui: &mut Ui, scene: &Scene<'_>, look: &mut AgreeLook, measure: Measure, each: &Each) {
    let interval = match (each.value, each.interval) {
        (Ok(_), Some(Ok(interval))) => Some(tr!(
            "agree-interval",
            low = format!("{:.2}", interval.low),
            high = format!("{:.2}", interval.high)
        )),
        (Ok(_), Some(Err(reason))) => Some(tr!("agree-no-interval", why = why(reason))),
        _ => None,
    };
    number(ui, scene, look, measure, each.value, interval);
}

fn number(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut AgreeLook,
    measure: Measure,
    value: Measured,
    interval: Option<String>,
) {
    let said = match value {
        Ok(value) => [Some(format!("{value:.2}")), interval]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
        Err(reason) => tr!("insight-undefined", why = why(reason)),
    };
    line(ui, scene, look, measure, &said);
}

fn line(ui: &mut Ui, scene: &Scene<'_>, look: &mut AgreeLook, measure: Measure, said: &str) {
    let behind = Behind::Measure(measure);
    let on = look.behind == Some(behind);
    let response = rows::row(ui, &scene.view.tokens, &measure.label(), said, None, on);
    if response.clicked() {
        look.behind = (!on).then_some(behind);
    }
}

fn onset(ui: &mut Ui, scene: &Scene<'_>, look: &mut AgreeLook, pair: &Pair) {
    // A hair before nought is nought.
    let in_seconds = |millis: f64| format!("{:+.1} s", (millis / 100.0).round() / 10.0 + 0.0);
    let said = match pair.onset.value {
        Ok(millis) => match pair.onset.interval {
            Some(Ok(interval)) => format!(
                "{} {}",
                in_seconds(millis),
                tr!(
                    "agree-interval",
                    low = in_seconds(interval.low),
                    high = in_seconds(interval.high)
                )
            ),
            _ => in_seconds(millis),
        },
        Err(reason) => tr!("insight-undefined", why = why(reason)),
    };
    line(ui, scene, look, Measure::Onset, &said);
}

/// A heading, a note beside it, and numbers.
type Part = (String, String, Vec<(Measure, Measured)>);

/// What both rated: strengths of the same moments, and along the recording.
fn more(ui: &mut Ui, scene: &Scene<'_>, look: &mut AgreeLook, agreed: &Agreed) {
    let Some(of) = agreed.pairs.get(look.pair) else {
        return;
    };
    let strengths = &of.strengths;
    let mut parts: Vec<Part> = Vec::new();
    if strengths.count > 0 {
        let few = strengths.count < 10;
        let numbers = if few {
            Vec::new()
        } else {
            vec![
                (Measure::IccAgreement, strengths.icc.agreement),
                (Measure::IccConsistency, strengths.icc.consistency),
                (Measure::WeightedLinear, strengths.linear),
                (Measure::WeightedSquare, strengths.quadratic),
            ]
        };
        let note = if few {
            tr!("insight-strengths-few", count = strengths.count)
        } else {
            tr!("insight-strengths-counted", count = strengths.count)
        };
        parts.push((tr!("insight-strengths"), note, numbers));
    }
    if let Some(tracks) = &of.tracks {
        let mut numbers = vec![
            (Measure::Concordance, tracks.concordance),
            (Measure::Pearson, tracks.pearson),
            (Measure::Spearman, tracks.spearman),
            (Measure::RiseFall, tracks.rise_fall),
        ];
        if tracks.count < 10 {
            numbers.clear();
        }
        let note = tr!("insight-tracks-counted", count = tracks.count);
        parts.push((tr!("insight-tracks"), note, numbers));
    }
    if parts.is_empty() {
        return;
    }
    ui.add_space(GRID);
    let draw = |ui: &mut Ui, look: &mut AgreeLook, part: Part| {
        rows::heading(ui, scene.view, &part.0, &part.1);
        for (measure, value) in part.2 {
            number(ui, scene, look, measure, value, None);
        }
    };
    if scene.small {
        for part in parts {
            draw(ui, look, part);
        }
    } else {
        ui.columns(2, |columns| {
            for (column, part) in columns.iter_mut().zip(parts) {
                draw(column, look, part);
            }
        });
    }
}

/// What the tolerance decides; a press on it chooses another.
pub(super) fn curve(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &AgreeLook,
    agreed: &Agreed,
) -> Option<Tolerance> {
    if agreed.few(look.pair) {
        return None;
    }
    let of = agreed.pairs.get(look.pair)?;
    let points: Vec<[f64; 2]> = of
        .curve
        .iter()
        .filter_map(|at| {
            let seconds = crate::analysis::insight::seconds(at.tolerance.distance());
            Some([seconds, at.matched.f1().ok()?])
        })
        .collect();
    if points.is_empty() {
        return None;
    }
    ui.with_layout(Layout::top_down(Align::Min), |ui| {
        let title = RichText::new(tr!("insight-curve-title")).font(theme::bold(theme::BODY));
        ui.add(Label::new(title).wrap());
    });
    let list = points
        .iter()
        .map(|[seconds, f1]| format!("{seconds:.0} s {f1:.2}"));
    let words = tr!(
        "insight-curve-spoken",
        list = list.collect::<Vec<_>>().join(", ")
    );
    let now = crate::analysis::insight::seconds(agreed.measuring.tolerance.distance());
    let pressed = draw::tolerance(ui, &scene.view.tokens, points, now, &words)?;
    let seconds = pressed.round().clamp(1.0, 10.0);
    #[expect(clippy::cast_possible_truncation, reason = "1 to 10")]
    let millis = seconds as i64 * 1_000;
    Some(Tolerance::new(MediaDelta::from_millis(millis)))
}
