//! Drawings of a report as SVG that a screen reader reads: each has a title, a description, and its numbers as a table beside it.
//! Colour is never alone: outlines tell codes apart, dashes a guess or another's view, letters the people.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::{
    page::{Bar, Chart, Curve, Dot, Drawing, Item, Lane, Lanes, Sign},
    steps,
};
use crate::domain::{
    codebook::Shape,
    time::{MediaSpan, MediaTime},
};

/// Width of every drawing, in its own units.
const WIDTH: f64 = 720.0;
/// Where lanes begin; their names stand before.
pub(super) const LEFT: f64 = 96.0;
/// Where they end.
pub(super) const RIGHT: f64 = WIDTH - 14.0;
/// Height of a lane.
const LANE: f64 = 40.0;
/// Height of the lines of strength.
const CURVES: f64 = 130.0;
/// Half the width of a sign.
const SIGN: f64 = 6.0;
const INK: &str = "#22303a";
pub(super) const MUTED: &str = "#5b6872";
pub(super) const LINE: &str = "#cfc9bc";
pub(super) const BAND: &str = "#e9e5da";
const TOGETHER: (&str, &str) = ("#4b6b57", "#dfeae2");
/// Ink and tint of each person: those of the light theme, which can be told apart in grey and by most eyes.
const PEOPLE: [(&str, &str); 6] = [
    ("#2f5d8a", "#dce6f0"),
    ("#7a5a86", "#ebe1ef"),
    ("#6a6430", "#ece8d2"),
    ("#2e6a66", "#d6e8e5"),
    ("#85573f", "#f0e2d8"),
    ("#5a5f8c", "#e2e3f0"),
];

/// Ink and tint of a person; of several together where it is `None`.
#[must_use]
pub(super) fn colours(hue: Option<u8>) -> (&'static str, &'static str) {
    hue.map_or(TOGETHER, |hue| PEOPLE[usize::from(hue) % PEOPLE.len()])
}

/// A chart; `number` makes its ids its own within the page.
#[must_use]
pub(super) fn chart(chart: &Chart, number: usize) -> Markup {
    let (title, desc) = (format!("c{number}-title"), format!("c{number}-desc"));
    let (height, drawing) = match &chart.drawing {
        Drawing::Lanes(lanes) => lanes_drawing(lanes),
        Drawing::Bars(bars) => bars_drawing(bars),
        Drawing::Dots { names, dots } => dots_drawing(names, dots),
        Drawing::Steps { falls, open } => steps::drawing(falls, open),
    };
    html! {
        svg role="img" aria-labelledby={ (title) " " (desc) } viewBox={ "0 0 " (WIDTH) " " (round(height)) }
            font-size="12" font-family="inherit" fill=(INK) {
            title id=(title) { (chart.title) }
            desc id=(desc) { (chart.desc) }
            (drawing)
        }
        @if !chart.legend.is_empty() {
            ul.legend {
                @for (sign, words) in &chart.legend { li { (legend(*sign)) (words) } }
            }
        }
    }
}

pub(super) fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// A place along the recording.
fn x(time: MediaTime, length: MediaTime) -> f64 {
    let whole = length.seconds_for_drawing().max(1e-3);
    let share = (time.seconds_for_drawing() / whole).clamp(0.0, 1.0);
    round(LEFT + share * (RIGHT - LEFT))
}

fn lanes_drawing(lanes: &Lanes) -> (f64, Markup) {
    #[expect(clippy::cast_precision_loss, reason = "a handful of lanes")]
    let curves_top = lanes.lanes.len() as f64 * LANE;
    let has_curves = !lanes.curves.is_empty();
    let bottom = curves_top + if has_curves { CURVES } else { 0.0 };
    let markup = html! {
        @for band in &lanes.bands {
            @let (from, to) = (x(band.start(), lanes.length), x(band.end(), lanes.length));
            rect x=(from) y="0" width=(round((to - from).max(2.0))) height=(bottom) fill=(BAND) {}
        }
        @for (at, lane) in lanes.lanes.iter().enumerate() { (lane_drawing(lane, at, lanes.length)) }
        @for join in &lanes.joins {
            @if let (Some(from), Some(to)) = (place(lanes, join.from), place(lanes, join.to)) {
                line x1=(from.0) y1=(from.1) x2=(to.0) y2=(to.1) stroke=(MUTED) stroke-width="1.5"
                    stroke-dasharray=[join.dashed.then_some("4 3")] {}
            }
        }
        @for (at, lane) in lanes.lanes.iter().enumerate() { (signs(lane, at, lanes.length)) }
        @if has_curves { (curves(lanes, curves_top)) }
        (axis(lanes.length, bottom))
    };
    (bottom + 26.0, markup)
}

fn middle(lane: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of lanes")]
    let top = lane as f64 * LANE;
    top + LANE / 2.0
}

fn place(lanes: &Lanes, (lane, at): (usize, usize)) -> Option<(f64, f64)> {
    let item = lanes.lanes.get(lane)?.items.get(at)?;
    Some((x(item.span.start(), lanes.length), middle(lane)))
}

fn lane_drawing(lane: &Lane, at: usize, length: MediaTime) -> Markup {
    let y = middle(at);
    let (ink, tint) = colours(lane.hue);
    let words = shortened(&lane.name, 14);
    html! {
        text x="0" y=(y + 4.0) font-weight="700" fill=(ink) { (words) }
        line x1=(LEFT) y1=(y) x2=(RIGHT) y2=(y) stroke=(LINE) {}
        @for item in lane.items.iter().filter(|item| item.span.length().as_nanos() > 0) {
            @let (from, to) = (x(item.span.start(), length), x(item.span.end(), length));
            rect x=(from) y=(y - 5.0) width=(round((to - from).max(2.0))) height="10" rx="3" fill=(tint) stroke=(ink)
                stroke-dasharray=[item.guess.then_some("3 2")] {}
        }
    }
}

fn signs(lane: &Lane, at: usize, length: MediaTime) -> Markup {
    let (ink, tint) = colours(lane.hue);
    html! {
        @for item in &lane.items { (sign(item, x(item.span.start(), length), middle(at), ink, tint)) }
    }
}

fn sign(item: &Item, x: f64, y: f64, ink: &str, tint: &str) -> Markup {
    let dashes = item.guess.then_some("2.5 2");
    if let Some(share) = item.share {
        return html! {
            rect x=(round(x - 4.0)) y=(y - 12.0) width="8" height="24" rx="1.5" fill=(ink)
                fill-opacity=(round(share.clamp(0.0, 1.0))) stroke=(ink) {}
        };
    }
    outline(item.shape, x, y, SIGN, ink, tint, dashes)
}

fn outline(
    shape: Shape,
    x: f64,
    y: f64,
    r: f64,
    ink: &str,
    tint: &str,
    dashes: Option<&str>,
) -> Markup {
    if shape == Shape::Circle {
        return html! {
            circle cx=(x) cy=(y) r=(r) fill=(tint) stroke=(ink) stroke-width="1.5" stroke-dasharray=[dashes] {}
        };
    }
    let corners: &[(f64, f64)] = match shape {
        Shape::DownTriangle => &[(-1.1, -0.9), (1.1, -0.9), (0.0, 1.1)],
        Shape::UpTriangle => &[(-1.1, 0.9), (1.1, 0.9), (0.0, -1.1)],
        Shape::Square => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        Shape::Hexagon => &[
            (-1.1, 0.0),
            (-0.55, -0.95),
            (0.55, -0.95),
            (1.1, 0.0),
            (0.55, 0.95),
            (-0.55, 0.95),
        ],
        Shape::Diamond | Shape::Circle => &[(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)],
    };
    let mut points = String::new();
    for (dx, dy) in corners {
        // A text always takes more.
        let _ = write!(points, "{},{} ", round(x + dx * r), round(y + dy * r));
    }
    html! {
        polygon points=(points.trim_end()) fill=(tint) stroke=(ink) stroke-width="1.5" stroke-linejoin="round"
            stroke-dasharray=[dashes] {}
    }
}

/// The outline of a code, as large as the letters beside it. It says nothing that the words do not say.
#[must_use]
pub(super) fn inline(shape: Shape, hue: Option<u8>, guess: bool) -> Markup {
    let (ink, tint) = colours(hue);
    html! {
        svg.sign viewBox="0 0 16 16" aria-hidden="true" {
            (outline(shape, 8.0, 8.0, SIGN, ink, tint, guess.then_some("2.5 2")))
        }
    }
}

fn legend(sign: Sign) -> Markup {
    html! {
        svg.sign viewBox="0 0 16 16" aria-hidden="true" {
            @match sign {
                Sign::Shape(shape) => (outline(shape, 8.0, 8.0, SIGN, MUTED, "#ffffff", None)),
                Sign::Line => line x1="0" y1="8" x2="16" y2="8" stroke=(INK) stroke-width="2" {},
                Sign::Dashed => line x1="0" y1="8" x2="16" y2="8" stroke=(INK) stroke-width="2" stroke-dasharray="4 3" {},
                Sign::Band => rect x="1" y="1" width="14" height="14" fill=(BAND) stroke=(LINE) {},
            }
        }
    }
}

/// The value on the scale from 0 to 10, downwards from `top`.
fn y_of(value: u8, top: f64) -> f64 {
    let room = CURVES - 24.0;
    round(top + 12.0 + room * (1.0 - f64::from(value.min(10)) / 10.0))
}

fn curves(lanes: &Lanes, top: f64) -> Markup {
    html! {
        @if let Some(zones) = lanes.zones {
            @for start in zones.starts() {
                line x1=(LEFT) y1=(y_of(start, top)) x2=(RIGHT) y2=(y_of(start, top)) stroke=(LINE) stroke-dasharray="1 3" {}
            }
        }
        @for value in [0, 5, 10] {
            text x=(LEFT - 8.0) y=(y_of(value, top) + 4.0) text-anchor="end" fill=(MUTED) { (value) }
        }
        line x1=(LEFT) y1=(y_of(0, top)) x2=(RIGHT) y2=(y_of(0, top)) stroke=(LINE) {}
        @for curve in &lanes.curves { (curve_drawing(curve, lanes.length, top)) }
    }
}

fn curve_drawing(curve: &Curve, length: MediaTime, top: f64) -> Markup {
    let (ink, _) = colours(curve.hue);
    html! {
        @for run in &curve.runs {
            @let points = points(run.iter().map(|(time, value)| (x(*time, length), y_of(value.get(), top))));
            polyline points=(points) fill="none" stroke=(ink) stroke-width="2" stroke-linejoin="round"
                stroke-dasharray=[curve.dashed.then_some("5 3")] {}
        }
    }
}

/// Steps: a value holds until the next.
fn points(run: impl Iterator<Item = (f64, f64)>) -> String {
    let mut text = String::new();
    let mut held: Option<(f64, f64)> = None;
    for (x, y) in run {
        if let Some((_, before)) = held
            && (before - y).abs() > f64::EPSILON
        {
            // A text always takes more.
            let _ = write!(text, "{x},{before} ");
        } else if held.is_some_and(|(before, _)| (before - x).abs() < f64::EPSILON) {
            continue;
        }
        let _ = write!(text, "{x},{y} ");
        held = Some((x, y));
    }
    text.truncate(text.trim_end().len());
    text
}

/// Seconds between the ticks, so that there are some six.
fn step(length: MediaTime) -> i64 {
    let steps = [
        1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200,
    ];
    let seconds = length.as_nanos() / 1_000_000_000;
    steps
        .into_iter()
        .find(|step| seconds / step <= 7)
        .unwrap_or(14_400)
}

fn axis(length: MediaTime, top: f64) -> Markup {
    let step = step(length);
    let last = length.as_nanos() / 1_000_000_000 / step;
    html! {
        @for number in 0..=last {
            @let time = MediaTime::from_seconds(number * step);
            line x1=(x(time, length)) y1=(top) x2=(x(time, length)) y2=(top + 5.0) stroke=(MUTED) {}
            text x=(x(time, length)) y=(top + 19.0) text-anchor="middle" fill=(MUTED) { (time.whole_seconds()) }
        }
        line x1=(LEFT) y1=(top) x2=(RIGHT) y2=(top) stroke=(MUTED) {}
    }
}

fn bars_drawing(bars: &[Bar]) -> (f64, Markup) {
    const ROW: f64 = 26.0;
    const FROM: f64 = 230.0;
    const MOST: f64 = 360.0;
    #[expect(clippy::cast_precision_loss, reason = "a handful of bars")]
    let height = bars.len() as f64 * ROW;
    let markup = html! {
        @for (at, bar) in bars.iter().enumerate() {
            @let (ink, tint) = colours(bar.hue);
            @let top = middle_of_row(at, ROW);
            @let width = round((bar.share.clamp(0.0, 1.0) * MOST).max(1.0));
            text x=(FROM - 10.0) y=(top + 4.0) text-anchor="end" { (shortened(&bar.name, 34)) }
            rect x=(FROM) y=(top - 8.0) width=(width) height="16" rx="2" fill=(tint) stroke=(ink) {}
            text x=(FROM + width + 8.0) y=(top + 4.0) fill=(MUTED) { (bar.value) }
        }
    };
    (height.max(ROW), markup)
}

/// Lengths of time in columns; one that is open is hollow and has a line upwards.
fn dots_drawing(names: &[String], dots: &[Vec<Dot>]) -> (f64, Markup) {
    const HEIGHT: f64 = 150.0;
    let all = dots.iter().flatten();
    let most = all.map(|dot| dot.value.as_millis()).max().unwrap_or(0) / 1_000;
    let top = [10, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600]
        .into_iter()
        .find(|top| *top >= most)
        .unwrap_or(most.max(1));
    #[expect(clippy::cast_precision_loss, reason = "for drawing")]
    let y = |seconds: f64| round(12.0 + (HEIGHT - 12.0) * (1.0 - seconds / top as f64));
    #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
    let column =
        |at: usize| round(LEFT + (RIGHT - LEFT) * (at as f64 + 0.5) / names.len().max(1) as f64);
    #[expect(clippy::cast_precision_loss, reason = "for drawing")]
    let ticks = [0.0, top as f64 / 2.0, top as f64];
    // As many names as have room beside each other.
    let every = names.len().div_ceil(8).max(1);
    let (ink, tint) = colours(Some(0));
    let markup = html! {
        @for tick in ticks {
            line x1=(LEFT) y1=(y(tick)) x2=(RIGHT) y2=(y(tick)) stroke=(LINE) {}
            text x=(LEFT - 8.0) y=(y(tick) + 4.0) text-anchor="end" fill=(MUTED) { (round(tick)) " s" }
        }
        @for (at, column_of) in dots.iter().enumerate() {
            @for dot in column_of {
                @let place = y((MediaTime::ZERO + dot.value).seconds_for_drawing());
                @if dot.open {
                    line x1=(column(at)) y1=(place) x2=(column(at)) y2=(round((place - 16.0).max(2.0))) stroke=(ink) stroke-dasharray="3 2" {}
                }
                circle cx=(column(at)) cy=(place) r="4.5" fill=(if dot.open { "#ffffff" } else { tint }) stroke=(ink) stroke-width="1.5" {}
            }
        }
        @for (at, name) in names.iter().enumerate().filter(|(at, _)| at % every == 0) {
            text x=(column(at)) y=(HEIGHT + 18.0) text-anchor="middle" fill=(MUTED) { (name) }
        }
    };
    (HEIGHT + 26.0, markup)
}

fn middle_of_row(row: usize, height: f64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of bars")]
    let top = row as f64 * height;
    top + height / 2.0
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A stretch as short as an instant.
#[must_use]
pub(super) fn instant(at: MediaTime) -> MediaSpan {
    MediaSpan::between(at, at)
}
