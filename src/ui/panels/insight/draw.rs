//! The picture of each page. Pressing a bar or a point opens its line.

use egui::{Stroke, Ui};
use egui_plot::{BarChart, HLine, Line, MarkerShape, PlotPoint, PlotPoints, Points, Span, VLine};

use super::{
    InsightLook, Scene, chart,
    lines::{Lines, intervention, short_words},
};
use crate::{
    analysis::{
        episodes::Ending,
        insight::{Insight, Strengths, share},
        measures::real,
    },
    app::review::insight::Page,
    domain::{id::CodeId, time::MediaTime},
    tr,
    ui::theme::Tokens,
};

/// Draws it, where there is something to draw.
pub(super) fn page(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut InsightLook,
    found: &Insight,
    all: &Lines,
) {
    if all.each.is_empty() {
        return;
    }
    let chosen = match scene.looking.page {
        Page::Episodes => episodes(ui, scene, look, found, all),
        Page::Modes => modes(ui, scene, look, found, all),
        Page::Balance => balance(ui, scene, look, found, all),
        Page::Strength => strength(ui, scene, look, found, all),
        Page::Before => before(ui, scene, look, found, all),
        Page::After => after(ui, scene, look, found, all),
        Page::Agreement => None,
    };
    if chosen.is_some() {
        look.chosen = if look.chosen == chosen { None } else { chosen };
    }
}

fn spoken(scene: &Scene<'_>, all: &Lines) -> String {
    let page = super::page_name(scene.looking.page);
    tr!(
        "insight-picture",
        page = page,
        summary = all.summary.as_str()
    )
}

fn end(found: &Insight) -> f64 {
    (MediaTime::ZERO + found.basis.length).seconds_for_drawing()
}

/// Along the recording: from where it got hard to where it came back.
fn episodes(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &InsightLook,
    found: &Insight,
    all: &Lines,
) -> Option<usize> {
    let tokens = &scene.view.tokens;
    let spells = &found.episodes.spells;
    let on = look.chosen;
    let mut bars = Vec::new();
    let mut open = Vec::new();
    for (at, spell) in spells.iter().enumerate() {
        let start = spell.episode.onset.seconds_for_drawing();
        let end = spell.span().end().seconds_for_drawing();
        if spell.episode.ending == Ending::Open {
            open.push([start, chart::row(at)]);
            continue;
        }
        let mut bar = chart::bar(tokens, at, end - start, on == Some(at)).base_offset(start);
        if on != Some(at) && matches!(spell.episode.ending, Ending::ModeEnded(_)) {
            bar = bar.fill(tokens.accent.gamma_multiply(0.18));
        }
        bars.push(bar);
    }
    let names = spells.iter().map(|of| of.episode.onset.whole_seconds());
    let count = spells.len();
    let plot = chart::plot("episodes", tokens, chart::height(count, scene.small), true)
        .x_axis_formatter(chart::time)
        .x_grid_spacer(chart::clock)
        .y_axis_formatter(chart::rows(names.collect()))
        .y_grid_spacer(chart::at(row_places(count)))
        .default_x_bounds(0.0, end(found) * 1.02)
        .default_y_bounds(chart::row(count) + 0.4, 0.6);
    let ink = tokens.accent;
    let shown = plot.show(ui, move |plot| {
        plot.bar_chart(BarChart::new("", bars).allow_hover(false));
        plot.points(ring("", open, ink));
    });
    let (response, transform) = chart::named(shown, &spoken(scene, all));
    chart::hint(&response, &transform, |place, _| {
        said(all, chart::row_at(place.y)?)
    });
    let place = chart::pressed(&response, &transform)?;
    chart::row_at(place.y).filter(|at| *at < count)
}

/// A line in words, for the pointer over its bar or point.
fn said(all: &Lines, at: usize) -> Option<String> {
    let line = all.each.get(at)?;
    Some(format!("{}: {}", line.label, line.value))
}

fn ring<'a>(name: &str, at: Vec<[f64; 2]>, ink: egui::Color32) -> Points<'a> {
    Points::new(name, PlotPoints::from(at))
        .shape(MarkerShape::Circle)
        .filled(false)
        .radius(6.0)
        .color(ink)
        .allow_hover(false)
}

#[expect(clippy::cast_precision_loss, reason = "few rows")]
fn row_places(count: usize) -> Vec<f64> {
    // Many rows have no words beside them: they would lie on each other.
    let step = count.div_ceil(24).max(1);
    (0..count).step_by(step).map(|at| -(at as f64)).collect()
}

fn modes(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &InsightLook,
    found: &Insight,
    all: &Lines,
) -> Option<usize> {
    let tokens = &scene.view.tokens;
    let each = &found.modes.each;
    let bars = each.iter().enumerate().map(|(at, mode)| {
        let part = share(mode.time, found.modes.any).unwrap_or(0.0);
        chart::bar(tokens, at, part * 100.0, look.chosen == Some(at))
    });
    let bars = bars.collect();
    shares(
        ui,
        scene,
        all,
        "modes",
        bars,
        Vec::new(),
        &spoken(scene, all),
    )
}

/// Bars from 0 to 100 per cent, each in its row, with a line where something else would lie.
fn shares(
    ui: &mut Ui,
    scene: &Scene<'_>,
    all: &Lines,
    salt: &'static str,
    bars: Vec<egui_plot::Bar>,
    ticks: Vec<[[f64; 2]; 2]>,
    spoken: &str,
) -> Option<usize> {
    let tokens = &scene.view.tokens;
    let names: Vec<String> = all.each.iter().map(|line| line.label.clone()).collect();
    let count = names.len();
    let widest = if scene.small { 120.0 } else { 200.0 };
    let plot = chart::plot(salt, tokens, chart::height(count, scene.small), false)
        .x_axis_formatter(|mark, _| format!("{:.0} %", mark.value))
        .x_grid_spacer(chart::at(if scene.small {
            vec![0.0, 50.0, 100.0]
        } else {
            vec![0.0, 25.0, 50.0, 75.0, 100.0]
        }))
        .y_axis_formatter(chart::rows(names))
        .y_grid_spacer(chart::at(row_places(count)))
        .y_axis_min_width(widest)
        .default_x_bounds(0.0, 104.0)
        .default_y_bounds(chart::row(count) + 0.4, 0.6);
    let ink = tokens.ink;
    let shown = plot.show(ui, move |plot| {
        plot.bar_chart(BarChart::new("", bars).allow_hover(false));
        for tick in ticks {
            let tick = Line::new("", PlotPoints::from(tick.to_vec()));
            plot.line(tick.stroke(Stroke::new(2.5, ink)).allow_hover(false));
        }
    });
    let (response, transform) = chart::named(shown, spoken);
    chart::hint(&response, &transform, |place, _| {
        said(all, chart::row_at(place.y)?)
    });
    let place = chart::pressed(&response, &transform)?;
    chart::row_at(place.y).filter(|at| *at < count)
}

fn balance(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &InsightLook,
    found: &Insight,
    all: &Lines,
) -> Option<usize> {
    let tokens = &scene.view.tokens;
    let dimensions = &found.balance.dimensions;
    let bars: Vec<_> = dimensions
        .iter()
        .enumerate()
        .filter_map(|(at, dimension)| {
            let on = look.chosen.is_some_and(|line| line / 2 == at);
            // The left pole lies on the left.
            Some(chart::bar(tokens, at, -dimension.balance?, on))
        })
        .collect();
    let names = dimensions.iter().map(|of| {
        let (one, other) = (
            short_words(scene, of.one.code),
            short_words(scene, of.other.code),
        );
        format!("{one} – {other}")
    });
    let count = dimensions.len();
    let widest = if scene.small { 120.0 } else { 200.0 };
    let (left, right) = (tr!("insight-left-pole"), tr!("insight-right-pole"));
    let plot = chart::plot("balance", tokens, chart::height(count, scene.small), false)
        .x_axis_formatter(move |mark, _| match mark.value {
            value if value < -0.9 => left.clone(),
            value if value > 0.9 => right.clone(),
            value if value.abs() < 0.1 => "0".to_owned(),
            _ => String::new(),
        })
        .x_grid_spacer(chart::at(vec![-1.0, 0.0, 1.0]))
        .y_axis_formatter(chart::rows(names.collect()))
        .y_grid_spacer(chart::at(row_places(count)))
        .y_axis_min_width(widest)
        .default_x_bounds(-1.15, 1.15)
        .default_y_bounds(chart::row(count) + 0.4, 0.6);
    let ink = tokens.muted;
    let shown = plot.show(ui, move |plot| {
        plot.vline(
            VLine::new("", 0.0)
                .stroke(Stroke::new(1.0, ink))
                .allow_hover(false),
        );
        plot.bar_chart(BarChart::new("", bars).allow_hover(false));
    });
    let (response, transform) = chart::named(shown, &spoken(scene, all));
    chart::hint(&response, &transform, |place, _| {
        said(
            all,
            2 * chart::row_at(place.y)? + usize::from(place.x > 0.0),
        )
    });
    let place = chart::pressed(&response, &transform)?;
    let at = chart::row_at(place.y).filter(|at| *at < count)?;
    Some(2 * at + usize::from(place.x > 0.0))
}

/// The points of a line, its colour and how wide it is.
type Run = (Vec<[f64; 2]>, egui::Color32, f32);

/// Every rating between its gaps; a value holds until the next.
fn runs(scene: &Scene<'_>, strength: &Strengths, chosen: Option<usize>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, curve) in strength.curves.iter().enumerate() {
        let ink = scene.view.colours(&curve.rater).ink;
        let width = if chosen == Some(at) { 3.0 } else { 1.8 };
        for run in &curve.runs {
            let points = run.iter().flat_map(|(span, value)| {
                let value = f64::from(value.get());
                let (from, to) = (span.start(), span.end());
                [
                    [from.seconds_for_drawing(), value],
                    [to.seconds_for_drawing(), value],
                ]
            });
            runs.push((points.collect(), ink, width));
        }
    }
    runs
}

fn strength(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &InsightLook,
    found: &Insight,
    all: &Lines,
) -> Option<usize> {
    let tokens = &scene.view.tokens;
    let strength = &found.strength;
    let curves = strength.curves.len();
    let first_onset = curves + strength.strategies.len();
    let chosen = look.chosen;
    let runs = runs(scene, strength, chosen);
    let value_at = |time: MediaTime| {
        let pieces = strength
            .curves
            .iter()
            .flat_map(|curve| curve.runs.iter().flatten());
        let mut here = pieces.filter(|(span, _)| span.contains(time));
        here.next().map_or(0.0, |(_, value)| f64::from(value.get()))
    };
    let pins: Vec<[f64; 2]> = strength
        .strategies
        .iter()
        .map(|moment| {
            let time = moment.span.start();
            [time.seconds_for_drawing(), value_at(time)]
        })
        .collect();
    let onsets: Vec<f64> = strength
        .onsets
        .iter()
        .map(|onset| onset.seconds_for_drawing())
        .collect();
    let points: Vec<(usize, PlotPoint)> = strength
        .curves
        .iter()
        .enumerate()
        .map(|(at, curve)| {
            let (time, value) = curve.peak;
            (at, PlotPoint::new(time.seconds_for_drawing(), value.get()))
        })
        .chain(
            pins.iter()
                .enumerate()
                .map(|(at, pin)| (curves + at, PlotPoint::new(pin[0], pin[1]))),
        )
        .collect();
    let height = if scene.small { 170.0 } else { 280.0 };
    let plot = chart::plot("strength", tokens, height, true)
        .x_axis_formatter(chart::time)
        .x_grid_spacer(chart::clock)
        .y_grid_spacer(chart::at(vec![0.0, 5.0, 10.0]))
        .default_x_bounds(0.0, end(found) * 1.02)
        .default_y_bounds(-0.6, 10.8);
    let (line, pin_ink) = (tokens.muted, tokens.accent);
    let lines = onsets.clone();
    let shown = plot.show(ui, move |plot| {
        for (number, at) in lines.into_iter().enumerate() {
            let on = chosen == Some(first_onset + number);
            let stroke = Stroke::new(if on { 2.5 } else { 1.0 }, line);
            plot.vline(VLine::new("", at).stroke(stroke).allow_hover(false));
        }
        for (points, ink, width) in runs {
            let run = Line::new("", PlotPoints::from(points));
            let run = run.stroke(Stroke::new(width, ink)).allow_band(false);
            plot.line(run.allow_hover(false));
        }
        for (at, pin) in pins.into_iter().enumerate() {
            let on = chosen == Some(curves + at);
            let pin = Points::new("", PlotPoints::from(vec![pin]))
                .shape(MarkerShape::Diamond)
                .radius(if on { 9.0 } else { 6.5 })
                .color(pin_ink);
            plot.points(pin.allow_hover(false));
        }
    });
    let (response, transform) = chart::named(shown, &spoken(scene, all));
    chart::hint(&response, &transform, |_, pointer| {
        said(
            all,
            chart::near(pointer, &transform, points.iter().copied())?,
        )
    });
    if let Some(at) = chart::nearest(&response, &transform, points.into_iter()) {
        return Some(at);
    }
    // A line for an onset is met anywhere along it.
    let place = chart::pressed(&response, &transform)?;
    let along = onsets
        .iter()
        .enumerate()
        .map(|(at, x)| (first_onset + at, PlotPoint::new(*x, place.y)));
    chart::nearest(&response, &transform, along)
}

/// The names along an axis: what was marked, and a place for nothing.
fn names(scene: &Scene<'_>, codes: &[Option<CodeId>], none: &str) -> Vec<String> {
    let name = |code: &Option<CodeId>| {
        code.as_ref()
            .map_or_else(|| none.to_owned(), |code| scene.view.code_label(code))
    };
    codes.iter().map(name).collect()
}

fn before(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &InsightLook,
    found: &Insight,
    all: &Lines,
) -> Option<usize> {
    let tokens = &scene.view.tokens;
    let cells = found.triggers.cells();
    let distinct = |of: &dyn Fn(&crate::analysis::insight::Cell) -> Option<CodeId>| {
        let mut all: Vec<Option<CodeId>> = cells.iter().map(of).collect();
        all.sort_by_key(|code| (code.is_none(), code.clone()));
        all.dedup();
        all
    };
    let triggers = distinct(&|cell| cell.trigger.clone());
    let feelings = distinct(&|cell| cell.feeling.clone());
    let place = |cell: &crate::analysis::insight::Cell| {
        let x = feelings.iter().position(|code| *code == cell.feeling);
        let y = triggers.iter().position(|code| *code == cell.trigger);
        [real(x.unwrap_or(0)), chart::row(y.unwrap_or(0))]
    };
    let dots: Vec<([f64; 2], f32, bool)> = cells
        .iter()
        .map(|cell| {
            let on = look.chosen.is_some_and(|at| cell.onsets.contains(&at));
            #[expect(clippy::cast_possible_truncation, reason = "a size in points")]
            let radius = (6.0 + 3.0 * real(cell.onsets.len()).sqrt()) as f32;
            (place(cell), radius.min(16.0), on)
        })
        .collect();
    let feeling_names = names(scene, &feelings, &tr!("insight-no-feeling"));
    let x_places: Vec<f64> = (0..feelings.len()).map(real).collect();
    let plot = chart::plot(
        "before",
        tokens,
        chart::height(triggers.len() + 1, scene.small),
        false,
    )
    .x_axis_formatter(move |mark, _| {
        let at = chart::row_at(-mark.value);
        at.and_then(|at| feeling_names.get(at))
            .cloned()
            .unwrap_or_default()
    })
    .x_grid_spacer(chart::at(x_places))
    .y_axis_formatter(chart::rows(names(
        scene,
        &triggers,
        &tr!("insight-no-trigger"),
    )))
    .y_grid_spacer(chart::at(row_places(triggers.len())))
    .y_axis_min_width(if scene.small { 120.0 } else { 200.0 })
    .default_x_bounds(-0.6, real(feelings.len()) - 0.4)
    .default_y_bounds(chart::row(triggers.len()) + 0.4, 0.6);
    let points: Vec<(usize, PlotPoint)> = cells
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            let [x, y] = place(cell);
            (at, PlotPoint::new(x, y))
        })
        .collect();
    let colours = [false, true].map(|on| chart::fill(tokens, on));
    let shown = plot.show(ui, move |plot| {
        for (at, radius, on) in dots {
            let dot = Points::new("", PlotPoints::from(vec![at]))
                .radius(radius)
                .color(colours[usize::from(on)]);
            plot.points(dot.allow_hover(false));
        }
    });
    let words = tr!("insight-picture-before");
    let (response, transform) = chart::named(shown, &words);
    chart::hint(&response, &transform, |_, pointer| {
        let cell = cells.get(chart::near(pointer, &transform, points.iter().copied())?)?;
        let each = cell.onsets.iter().filter_map(|at| said(all, *at));
        Some(each.collect::<Vec<_>>().join("\n"))
    });
    let cell = chart::nearest(&response, &transform, points.into_iter())?;
    // Pressed again, the next of several onsets.
    let onsets = &cells.get(cell)?.onsets;
    let now = look
        .chosen
        .and_then(|at| onsets.iter().position(|known| *known == at));
    match now {
        Some(now) if onsets.len() > 1 => onsets.get((now + 1) % onsets.len()).copied(),
        _ => onsets.first().copied(),
    }
}

fn after(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &InsightLook,
    found: &Insight,
    all: &Lines,
) -> Option<usize> {
    let tokens = &scene.view.tokens;
    let of = intervention(look, &found.followed)?;
    if of.few() {
        // One of one would be drawn as always.
        return None;
    }
    let bars = of.outcomes.iter().enumerate().map(|(at, outcome)| {
        let part = real(outcome.count) / real(of.count.max(1));
        chart::bar(tokens, at, part * 100.0, look.chosen == Some(at))
    });
    let ticks = of.outcomes.iter().enumerate().filter_map(|(at, outcome)| {
        let x = outcome.base? * 100.0;
        let y = chart::row(at);
        Some([[x, y - 0.42], [x, y + 0.42]])
    });
    let spoken = tr!("insight-picture-after");
    shares(
        ui,
        scene,
        all,
        "after",
        bars.collect(),
        ticks.collect(),
        &spoken,
    )
}

/// A line for the curve of the tolerance, and where it stands now.
pub(super) fn tolerance(
    ui: &mut Ui,
    tokens: &Tokens,
    points: Vec<[f64; 2]>,
    now: f64,
    words: &str,
) -> Option<f64> {
    let plot = chart::plot("tolerance", tokens, 130.0, false)
        .x_axis_formatter(|mark, _| format!("{:.0} s", mark.value))
        .x_grid_spacer(chart::at(vec![1.0, 2.0, 3.0, 5.0, 7.0, 10.0]))
        .y_grid_spacer(chart::at(vec![0.0, 0.5, 1.0]))
        .y_axis_formatter(|mark, _| format!("{:.1}", mark.value))
        .default_x_bounds(0.5, 10.5)
        .default_y_bounds(-0.08, 1.08);
    let (ink, soft) = (tokens.accent, tokens.accent_soft);
    let dots = points.clone();
    let shown = plot.show(ui, move |plot| {
        plot.span(
            Span::new("", now - 0.3..=now + 0.3)
                .fill(soft)
                .border_width(0.0),
        );
        plot.hline(
            HLine::new("", 0.0)
                .stroke(Stroke::new(1.0, soft))
                .allow_hover(false),
        );
        let line = Line::new("", PlotPoints::from(points));
        plot.line(line.stroke(Stroke::new(1.8, ink)).allow_hover(false));
        let dots = Points::new("", PlotPoints::from(dots))
            .radius(4.0)
            .color(ink);
        plot.points(dots.allow_hover(false));
    });
    let (response, transform) = chart::named(shown, words);
    Some(chart::pressed(&response, &transform)?.x)
}
