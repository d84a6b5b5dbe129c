//! Recordings of the same people side by side: small pictures with one point for each session, what is open, what helped. The
//! warning stands first.

use std::path::Path;

use egui::{
    Align, CornerRadius, Frame, Label, Layout, Margin, RichText, ScrollArea, Ui, Vec2, WidgetInfo,
};
use egui_plot::{GridMark, Line, Plot, PlotPoints, Points};

use crate::{
    analysis::progress::{Case, FEWEST, Lost, Series, Session, Standing, median},
    app::{
        Command, LibraryCommand,
        library::{Beside, Moment, Shelf},
    },
    domain::time::MediaDelta,
    tr,
    ui::{
        icons,
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
    words::{library as said, progress as words},
};

/// Size of a small picture.
const PICTURE: Vec2 = Vec2::new(320.0, 150.0);
/// How near a press is to a point, in points.
pub(super) const NEAR: f32 = 14.0;

/// What is drawn of a session, if anything.
pub(super) type Value<'a> = &'a dyn Fn(&Standing) -> Option<f64>;

/// The page.
pub fn show(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    beside: &Beside,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    ui.horizontal(|ui| {
        ui.label(RichText::new(tr!("beside-title")).font(theme::bold(theme::SECTION)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if chip::pressed(ui, tokens, tr!("beside-back"), Kind::Plain) {
                commands.push(Command::Library(LibraryCommand::List));
            }
        });
    });
    ui.add(Label::new(tr!("progress-warning")).wrap());
    let cases = match &beside.cases {
        None => {
            ui.label(RichText::new(tr!("beside-reading")).color(tokens.muted));
            return;
        }
        Some(Err(error)) => {
            ui.label(crate::words::notice::store_error(error));
            return;
        }
        Some(Ok(cases)) => cases,
    };
    let nothing = |case: &Case| case.series.is_empty() && view.app.learners(case).is_empty();
    if cases.iter().all(nothing) {
        ui.label(RichText::new(tr!("beside-nothing")).color(tokens.muted));
    }
    ScrollArea::vertical()
        .id_salt("side by side")
        .auto_shrink(false)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 3.0 * GRID;
            for (number, case) in cases.iter().enumerate() {
                ui.push_id(number, |ui| {
                    let name = if case.name.is_empty() {
                        tr!("beside-this-folder")
                    } else {
                        case.name.clone()
                    };
                    let count = said::recordings(case.sessions.len());
                    ui.horizontal(|ui| {
                        ui.label(RichText::new(name).font(theme::bold(theme::BODY)));
                        ui.label(RichText::new(count).size(theme::SMALL).color(tokens.muted));
                    });
                    for (at, series) in case.series.iter().enumerate() {
                        ui.push_id(at, |ui| one(ui, view, shelf, case, series, commands));
                    }
                    own(ui, view, shelf, case, commands);
                    super::learning::show(ui, view, shelf, beside, (number, case), commands);
                });
            }
        });
}

pub(super) fn play(shelf: &Shelf, session: &Session, moment: Option<Moment>) -> Option<Command> {
    let path = shelf.folder.as_ref()?.join(Path::new(&session.file));
    Some(Command::Library(LibraryCommand::Play(path, moment)))
}

pub(super) fn quiet(ui: &mut Ui, view: &View<'_>, text: impl Into<String>) {
    let text = RichText::new(text)
        .size(theme::SMALL)
        .color(view.tokens.muted);
    ui.add(Label::new(text).wrap());
}

fn one(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    case: &Case,
    series: &Series,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    Frame::new()
        .fill(tokens.panel)
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(14, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 1.5 * GRID;
            ui.label(tr!(
                "progress-series",
                author = series.author.name.as_str(),
                subject = series.subject.name.as_str(),
                comparable = series.comparable,
                all = series.sessions.len()
            ));
            quiet(ui, view, provenance(series, case));
            let seconds = |one: &Standing| {
                let middle = median(&one.about.times())?;
                Some(seconds_of(middle))
            };
            let pictures: [(&str, String, Value<'_>); 3] = [
                ("rate", tr!("beside-rate"), &|one| one.about.rate()),
                ("share", tr!("beside-share"), &|one| {
                    one.about.share_in_modes().map(|share| share * 100.0)
                }),
                ("time", tr!("beside-time"), &seconds),
            ];
            for row in pictures.chunks(beside_each_other(ui.available_width())) {
                ui.horizontal(|ui| {
                    ui.spacing_mut().item_spacing.x = 3.0 * GRID;
                    for (salt, title, value) in row {
                        if let Some(at) = picture(ui, view, series, case, salt, title, *value)
                            && let Some(session) = case.sessions.get(at)
                        {
                            commands.extend(play(shelf, session, first_of(series, at)));
                        }
                    }
                });
            }
            super::signs::show(ui, view, shelf, case, series, commands);
            curve(ui, view, series);
            if !series.has_a_line() {
                quiet(ui, view, words::no_line(series));
            }
            moments(ui, view, shelf, case, series, commands);
            for standing in &series.sessions {
                if let (Some(apart), Some(session)) =
                    (standing.apart, case.sessions.get(standing.session))
                {
                    let text = tr!(
                        "beside-apart",
                        file = session.file.as_str(),
                        reason = words::apart(apart)
                    );
                    quiet(ui, view, text);
                }
            }
        });
}

/// Who marked, with which codebooks, how much was watched, how many.
fn provenance(series: &Series, case: &Case) -> String {
    let mut books: Vec<String> = Vec::new();
    let (mut watched, mut length, mut episodes) = (0, 0, 0);
    for one in series.side_by_side() {
        for book in &one.about.codebooks {
            let book = format!("{} {}", book.id, book.version);
            if !books.contains(&book) {
                books.push(book);
            }
        }
        watched += one.about.observed.as_nanos();
        length += case
            .sessions
            .get(one.session)
            .map_or(0, |session| session.length.as_nanos());
        episodes += one.about.lost.len();
    }
    tr!(
        "beside-provenance",
        author = series.author.name.as_str(),
        books = books.join(", "),
        watched = said::length(MediaDelta::from_nanos(watched)),
        length = said::length(MediaDelta::from_nanos(length)),
        episodes = episodes
    )
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of a few hours")]
fn seconds_of(length: MediaDelta) -> f64 {
    length.as_millis() as f64 / 1_000.0
}

#[expect(clippy::cast_precision_loss, reason = "few sessions")]
pub(super) const fn place(at: usize) -> f64 {
    at as f64 + 1.0
}

/// How many pictures stand in a row of this width.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a handful"
)]
pub(super) fn beside_each_other(width: f32) -> usize {
    let each = PICTURE.x + 3.0 * GRID;
    (((width + 3.0 * GRID) / each).floor() as usize).clamp(1, 3)
}

/// Three or four round values from nought to the highest.
pub(super) fn round_values(most: f64) -> impl Fn(egui_plot::GridInput) -> Vec<GridMark> {
    let power = 10_f64.powf((most.max(1e-6) / 4.0).log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        .find(|step| most / step <= 4.0)
        .unwrap_or(most);
    move |input| {
        (0..=4)
            .map(|at| GridMark {
                value: f64::from(at) * step,
                step_size: step,
            })
            // What lies beyond the picture would be written over what stands above it.
            .filter(|mark| mark.value <= input.bounds.1)
            .collect()
    }
}

/// A mark for each session, or for every second, third, … where there are many.
pub(super) fn sessions_on_axis(count: usize) -> impl Fn(egui_plot::GridInput) -> Vec<GridMark> {
    // Nearer than this the days under them would not be written.
    let step = count.div_ceil(3).max(1);
    move |_| {
        (0..count)
            .step_by(step)
            .map(|at| GridMark {
                value: place(at),
                step_size: place(step - 1),
            })
            .collect()
    }
}

pub(super) fn plot<'a>(salt: &str, view: &View<'_>) -> Plot<'a> {
    let tokens = &view.tokens;
    Plot::new(salt.to_owned())
        .width(PICTURE.x)
        .height(PICTURE.y)
        .show_background(false)
        .show_crosshair(false)
        .grid_color(tokens.line)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_axis_zoom_drag(false)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_double_click_reset(false)
        .label_formatter(|_| None)
        .cursor_color(tokens.line)
        .include_y(0.0)
        .y_axis_formatter(|mark, _| format!("{}", (mark.value * 100.0).round() / 100.0))
}

/// One value for each comparable session; returns the session whose point was pressed.
pub(super) fn picture(
    ui: &mut Ui,
    view: &View<'_>,
    series: &Series,
    case: &Case,
    salt: &str,
    title: &str,
    value: Value<'_>,
) -> Option<usize> {
    let tokens = &view.tokens;
    let values: Vec<(usize, [f64; 2])> = series
        .side_by_side()
        .filter_map(|one| Some((one.session, [place(one.session), value(one)?])))
        .collect();
    if values.is_empty() {
        return None;
    }
    let all = place(case.sessions.len());
    ui.vertical(|ui| {
        ui.set_width(PICTURE.x);
        ui.spacing_mut().item_spacing.y = GRID;
        ui.label(RichText::new(title).size(theme::SMALL));
        let days: Vec<String> = case
            .sessions
            .iter()
            .map(|session| session.date.format("%m-%d").to_string())
            .collect();
        let most = values.iter().map(|(_, point)| point[1]).fold(1.0, f64::max);
        let shown = plot(salt, view)
            .include_x(0.5)
            .include_x(all + 0.5)
            .include_y(most * 1.15)
            .y_grid_spacer(round_values(most))
            .x_grid_spacer(sessions_on_axis(days.len()))
            .x_axis_formatter(move |mark, _| {
                let day = days.iter().zip(0..);
                day.clone()
                    .find(|(_, at)| (place(*at) - mark.value).abs() < 1e-6)
                    .map_or_else(String::new, |(day, _)| day.clone())
            })
            .show(ui, |plot| {
                let points: Vec<[f64; 2]> = values.iter().map(|(_, point)| *point).collect();
                if series.has_a_line() && points.len() >= FEWEST {
                    let line = Line::new("", PlotPoints::from(points.clone()))
                        .color(tokens.accent.gamma_multiply(0.5))
                        .width(theme::LINE);
                    plot.line(line);
                }
                let points = Points::new("", PlotPoints::from(points))
                    .radius(4.5)
                    .color(tokens.accent);
                plot.points(points);
            });
        let spoken = spoken(title, &values, case);
        shown
            .response
            .widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &spoken));
        let pointer = shown.response.hover_pos();
        let near = pointer.and_then(|pointer| {
            values.iter().find(|(_, point)| {
                let at = shown
                    .transform
                    .position_from_point(&egui_plot::PlotPoint::new(point[0], point[1]));
                at.distance(pointer) <= NEAR
            })
        });
        let pressed = shown.response.clicked();
        if let Some((at, point)) = near
            && let Some(session) = case.sessions.get(*at)
        {
            let text = hover(session, point[1]);
            shown.response.on_hover_text(text);
            return pressed.then_some(*at);
        }
        None
    })
    .inner
}

fn hover(session: &Session, value: f64) -> String {
    let date = session.date.date_naive().to_string();
    tr!(
        "beside-point",
        date = date,
        file = session.file.as_str(),
        value = format!("{value:.1}")
    )
}

fn spoken(title: &str, values: &[(usize, [f64; 2])], case: &Case) -> String {
    let each: Vec<String> = values
        .iter()
        .filter_map(|(at, point)| Some(hover(case.sessions.get(*at)?, point[1])))
        .collect();
    format!("{title}: {}", each.join("; "))
}

/// The share that is still open after so long, from ten episodes on.
fn curve(ui: &mut Ui, view: &View<'_>, series: &Series) {
    let Some(curve) = &series.together.curve else {
        return;
    };
    let tokens = &view.tokens;
    let mut points = vec![[0.0, 100.0]];
    let mut open = 100.0;
    for step in &curve.steps {
        let at = seconds_of(step.after);
        points.push([at, open]);
        open = step.open * 100.0;
        points.push([at, open]);
    }
    let longest = series
        .together
        .lost
        .iter()
        .map(|(_, lost)| lost.seen_for)
        .max();
    points.push([seconds_of(longest.unwrap_or(MediaDelta::ZERO)), open]);
    let half = curve
        .median
        .map_or_else(|| tr!("progress-no-half"), words::span);
    let text = tr!(
        "progress-curve",
        recovered = series.together.recovered,
        all = series.together.lost.len(),
        half = half
    );
    ui.vertical(|ui| {
        ui.set_width(PICTURE.x);
        ui.spacing_mut().item_spacing.y = GRID;
        ui.label(RichText::new(tr!("beside-curve")).size(theme::SMALL));
        let plot = plot("curve", view)
            .include_y(100.0)
            .y_grid_spacer(round_values(100.0));
        let shown = plot.show(ui, |plot| {
            let line = Line::new("", PlotPoints::from(points))
                .color(tokens.accent)
                .width(theme::LINE);
            plot.line(line);
        });
        shown
            .response
            .widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &text));
        quiet(ui, view, &text);
        quiet(ui, view, tr!("progress-curve-caveat"));
    });
}

/// Where the first episode of a session began.
fn first_of(series: &Series, session: usize) -> Option<Moment> {
    let lost = &series.together.lost;
    let of_it = lost.iter().filter(|(at, _)| *at == session);
    let first = of_it.map(|(_, lost)| lost.onset).min();
    first.map(Moment::Time)
}

/// The episodes behind the pictures, each a press from its moment. Those of which no recovery was marked stand open; the others when
/// asked for.
fn moments(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    case: &Case,
    series: &Series,
    commands: &mut Vec<Command>,
) {
    let row = |ui: &mut Ui, lost: &[&(usize, Lost)], commands: &mut Vec<Command>| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(GRID);
            for (at, lost) in lost {
                let Some(session) = case.sessions.get(*at) else {
                    continue;
                };
                let text = moment(session, lost);
                let response = ui.add(chip::small(&view.tokens, text, Kind::Plain));
                if response.clicked() {
                    let onset = Some(Moment::Time(lost.onset));
                    commands.extend(play(shelf, session, onset));
                }
            }
        });
    };
    let (open, back): (Vec<_>, Vec<_>) = series
        .together
        .lost
        .iter()
        .partition(|(_, lost)| lost.recovered_after.is_none());
    if !open.is_empty() {
        row(ui, &open, commands);
    }
    if !back.is_empty() {
        egui::CollapsingHeader::new(tr!("beside-moments")).show(ui, |ui| row(ui, &back, commands));
    }
}

fn moment(session: &Session, lost: &Lost) -> String {
    let (file, time) = (session.file.as_str(), lost.onset.short());
    lost.recovered_after.map_or_else(
        || tr!("progress-open", file = file, time = time.clone()),
        |after| {
            let after = words::span(after);
            tr!(
                "beside-moment",
                file = file,
                time = time.clone(),
                after = after
            )
        },
    )
}

/// What people say of themselves, from which side they marked, how they talked.
fn own(ui: &mut Ui, view: &View<'_>, shelf: &Shelf, case: &Case, commands: &mut Vec<Command>) {
    for session in &case.sessions {
        let talked = session.talked;
        let some = talked.replies + talked.together + talked.answered > 0;
        if session.helped.is_empty() && session.views.is_empty() && !some {
            continue;
        }
        ui.add_space(GRID);
        ui.spacing_mut().item_spacing.y = GRID;
        let text = format!("{}  {}", icons::FILM, session.file);
        ui.label(RichText::new(text).size(theme::SMALL));
        for helped in &session.helped {
            let text = tr!(
                "progress-helped",
                name = helped.by.name.as_str(),
                time = helped.at.short(),
                words = helped.words.replace('\n', " ")
            );
            let label = Label::new(text).wrap().sense(egui::Sense::click());
            let response = ui
                .add(label)
                .on_hover_cursor(egui::CursorIcon::PointingHand);
            if response.clicked() {
                let mark = Some(Moment::Mark(helped.mark));
                commands.extend(play(shelf, session, mark));
            }
        }
        for views in &session.views {
            let text = tr!(
                "progress-views",
                name = views.author.name.as_str(),
                own = views.own,
                other = views.other,
                guesses = views.guesses,
                sure = views.sure
            );
            quiet(ui, view, text);
        }
        if some {
            let text = tr!(
                "progress-talked",
                replies = talked.replies,
                together = talked.together,
                answered = talked.answered
            );
            quiet(ui, view, text);
        }
    }
}
