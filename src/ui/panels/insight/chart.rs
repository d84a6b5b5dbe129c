//! How pictures look: one calm hue, quiet lines, words on the axes; and which line is meant where somebody presses.

use std::ops::RangeInclusive;

use egui::{Color32, Response, Role, Stroke, Vec2b, WidgetInfo};
use egui_plot::{Bar, GridMark, Plot, PlotPoint, PlotResponse};

use crate::ui::theme::Tokens;

/// The least that counts as pressed on, in points.
const NEAR: f32 = 18.0;

/// A picture in the calm style. `along` says whether it can be drawn nearer along its time.
pub(super) fn plot<'a>(salt: &'static str, tokens: &Tokens, height: f32, along: bool) -> Plot<'a> {
    Plot::new(salt)
        .height(height)
        .show_background(false)
        .show_crosshair(false)
        .show_grid(Vec2b::TRUE)
        .grid_color(tokens.line)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_drag(Vec2b::new(along, false))
        .allow_zoom(Vec2b::new(along, false))
        .allow_double_click_reset(along)
        .label_formatter(|_| None)
        .cursor_color(tokens.line)
}

/// Nothing but the lines at these places on an axis.
pub(super) fn at(places: Vec<f64>) -> impl Fn(egui_plot::GridInput) -> Vec<GridMark> {
    move |_| {
        let apart = places.windows(2).map(|two| (two[1] - two[0]).abs());
        let step = apart.fold(f64::INFINITY, f64::min);
        let mark = |value: &f64| GridMark {
            value: *value,
            step_size: if step.is_finite() { step } else { 1.0 },
        };
        places.iter().map(mark).collect()
    }
}

/// Whole minutes or round parts of them, some eight along what is seen.
#[expect(clippy::needless_pass_by_value, reason = "as the picture asks for it")]
pub(super) fn clock(input: egui_plot::GridInput) -> Vec<GridMark> {
    const STEPS: [f64; 13] = [
        1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1_800.0, 3_600.0,
    ];
    let (from, to) = input.bounds;
    let wanted = (to - from) / 9.0;
    let step = STEPS.into_iter().find(|step| *step >= wanted);
    let step = step.unwrap_or((wanted / 3_600.0).ceil() * 3_600.0);
    if !step.is_finite() || step <= 0.0 {
        return Vec::new();
    }
    let mut marks = Vec::new();
    let mut value = (from / step).ceil() * step;
    while value <= to && marks.len() < 100 {
        marks.push(GridMark {
            value,
            step_size: step,
        });
        value += step;
    }
    marks
}

/// Words at the rows, the first on top.
pub(super) fn rows(words: Vec<String>) -> impl Fn(GridMark, &RangeInclusive<f64>) -> String {
    move |mark, _| {
        let at = row_at(mark.value);
        at.and_then(|at| words.get(at))
            .map_or_else(String::new, |words| short(words))
    }
}

/// As many letters as stand beside a picture.
fn short(words: &str) -> String {
    const MOST: usize = 30;
    if words.chars().count() <= MOST {
        return words.to_owned();
    }
    let cut: String = words.chars().take(MOST - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Where a row lies: the first on top.
#[expect(clippy::cast_precision_loss, reason = "few rows")]
pub(super) fn row(at: usize) -> f64 {
    -(at as f64)
}

/// Which row lies here.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to lie among the rows"
)]
pub(super) fn row_at(y: f64) -> Option<usize> {
    let at = (-y).round();
    ((0.0..1e6).contains(&at) && (-y - at).abs() <= 0.5).then_some(at as usize)
}

/// What is chosen stands out, all else is of the same hue.
pub(super) fn fill(tokens: &Tokens, on: bool) -> Color32 {
    if on {
        tokens.accent
    } else {
        tokens.accent.gamma_multiply(0.45)
    }
}

/// A bar along its row.
pub(super) fn bar(tokens: &Tokens, at: usize, value: f64, on: bool) -> Bar {
    Bar::new(row(at), value)
        .width(0.55)
        .fill(fill(tokens, on))
        .stroke(Stroke::new(1.0, tokens.accent))
        .horizontal()
}

/// Minutes and seconds along an axis.
pub(super) fn time(mark: GridMark, _: &RangeInclusive<f64>) -> String {
    if mark.value < 0.0 {
        return String::new();
    }
    crate::domain::time::MediaTime::from_drawn_seconds(mark.value).whole_seconds()
}

/// Says to a screen reader what the picture is, and that the list below it says the same.
pub(super) fn named<R>(
    shown: PlotResponse<R>,
    words: &str,
) -> (Response, egui_plot::PlotTransform) {
    let response = shown.response;
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, words));
    (response, shown.transform)
}

/// Where it was pressed, in the picture's own measure.
pub(super) fn pressed(
    response: &Response,
    transform: &egui_plot::PlotTransform,
) -> Option<PlotPoint> {
    let pointer = response.interact_pointer_pos()?;
    response
        .clicked()
        .then(|| transform.value_from_position(pointer))
}

/// Says what lies under the pointer.
pub(super) fn hint(
    response: &Response,
    transform: &egui_plot::PlotTransform,
    what: impl FnOnce(PlotPoint, egui::Pos2) -> Option<String>,
) {
    let Some(pointer) = response.hover_pos().filter(|_| response.hovered()) else {
        return;
    };
    if let Some(words) = what(transform.value_from_position(pointer), pointer) {
        response.clone().on_hover_text_at_pointer(words);
    }
}

/// The nearest of some points to a place in the window, if one is near.
pub(super) fn near(
    pointer: egui::Pos2,
    transform: &egui_plot::PlotTransform,
    points: impl Iterator<Item = (usize, PlotPoint)>,
) -> Option<usize> {
    let distance = |point: PlotPoint| transform.position_from_point(&point).distance(pointer);
    points
        .map(|(at, point)| (at, distance(point)))
        .filter(|(_, distance)| *distance <= NEAR)
        .min_by(|one, other| one.1.total_cmp(&other.1))
        .map(|(at, _)| at)
}

/// The nearest of some points to where it was pressed, if one is near.
pub(super) fn nearest(
    response: &Response,
    transform: &egui_plot::PlotTransform,
    points: impl Iterator<Item = (usize, PlotPoint)>,
) -> Option<usize> {
    let pointer = response.interact_pointer_pos()?;
    if !response.clicked() {
        return None;
    }
    near(pointer, transform, points)
}

/// As high as so many rows need, between sensible ends.
#[expect(clippy::cast_precision_loss, reason = "few rows")]
pub(super) fn height(count: usize, small: bool) -> f32 {
    let each = if small { 26.0 } else { 34.0 };
    let most = if small { 170.0 } else { 330.0 };
    (count as f32 * each + 44.0).clamp(96.0, most)
}
