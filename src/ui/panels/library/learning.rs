//! What one person who learns made of tape after tape: counts first, a number only where there is enough for one, and every moment in
//! which they and the raters differ a press away. Nobody is shown until they are asked for, and never two at once.

use egui::{CollapsingHeader, Label, RichText, Ui, Vec2, WidgetInfo};
use egui_plot::{Line, PlotPoints, Points};

use super::beside::{NEAR, place, play, plot, quiet, round_values, sessions_on_axis};
use crate::{
    analysis::progress::{Case, Learner, Tape},
    app::{
        Command, LibraryCommand,
        library::{Beside, Moment, Shelf},
    },
    tr,
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::chip::{self, Kind},
    },
    words::progress as words,
};

/// The learners of a case, and what the one who was asked for made of their tapes.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    beside: &Beside,
    (number, case): (usize, &Case),
    commands: &mut Vec<Command>,
) {
    let learners = view.app.learners(case);
    if learners.is_empty() {
        return;
    }
    ui.spacing_mut().item_spacing.y = 1.5 * GRID;
    ui.add_space(2.0 * GRID);
    ui.label(RichText::new(tr!("learning-title")).font(theme::bold(theme::BODY)));
    quiet(ui, view, tr!("learning-about"));
    let chosen = beside.learner;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(GRID);
        for (at, learner) in &learners {
            let on = chosen == Some((number, *at));
            let kind = Kind::Choice { on };
            let text = tr!(
                "learning-of",
                name = learner.who.name.as_str(),
                count = learner.tapes.len()
            );
            if chip::pressed(ui, &view.tokens, text, kind) {
                let next = (!on).then_some((number, *at));
                commands.push(Command::Library(LibraryCommand::Learner(next)));
            }
        }
    });
    let shown = learners
        .iter()
        .find(|(at, _)| chosen == Some((number, *at)));
    if let Some((_, learner)) = shown {
        ui.add(Label::new(tr!("learning-caution")).wrap());
        picture(ui, view, shelf, case, learner, commands);
        for tape in &learner.tapes {
            one(ui, view, case, tape);
        }
        moments(ui, view, shelf, case, learner, commands);
    }
}

fn one(ui: &mut Ui, view: &View<'_>, case: &Case, tape: &Tape) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add(Label::new(words::tape(tape, case)).wrap());
        quiet(ui, view, words::tape_more(tape).join(" · "));
    });
}

/// One point for each tape that has a number and stands beside the others; a press plays where they first differ.
fn picture(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    case: &Case,
    learner: &Learner,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let tapes: Vec<(f64, &Tape)> = learner
        .tapes
        .iter()
        .enumerate()
        .map(|(at, tape)| (place(at), tape))
        .filter(|(_, tape)| learner.measured().any(|one| one == *tape))
        .collect();
    if tapes.is_empty() {
        return;
    }
    let line_of = |value: &dyn Fn(&Tape) -> Option<f64>| -> Vec<[f64; 2]> {
        tapes
            .iter()
            .filter_map(|(at, tape)| Some([*at, value(tape)?]))
            .collect()
    };
    let exact = line_of(&|tape| tape.practised.f1());
    let part = line_of(&|tape| tape.practised.f1_with_part());
    ui.label(RichText::new(tr!("learning-picture")).size(theme::SMALL));
    let days: Vec<String> = learner
        .tapes
        .iter()
        .map(|tape| tape.practised.date.format("%m-%d").to_string())
        .collect();
    let shown = plot("learning", view)
        .include_x(0.5)
        .include_x(place(learner.tapes.len()) + 0.5)
        .include_y(1.05)
        .y_grid_spacer(round_values(1.0))
        .x_grid_spacer(sessions_on_axis(days.len()))
        .x_axis_formatter(move |mark, _| {
            let mut days = days.iter().enumerate();
            days.find(|(at, _)| (place(*at) - mark.value).abs() < 1e-6)
                .map_or_else(String::new, |(_, day)| day.clone())
        })
        .show(ui, |plot| {
            if learner.has_a_line() {
                let line = Line::new("", PlotPoints::from(exact.clone()))
                    .color(tokens.accent.gamma_multiply(0.5))
                    .width(theme::LINE);
                plot.line(line);
            }
            let hollow = Points::new("", PlotPoints::from(part))
                .radius(5.5)
                .filled(false)
                .color(tokens.accent);
            plot.points(hollow);
            let filled = Points::new("", PlotPoints::from(exact.clone()))
                .radius(4.0)
                .color(tokens.accent);
            plot.points(filled);
        });
    let spoken: Vec<String> = tapes
        .iter()
        .filter_map(|(_, tape)| words::tape_point(tape, case))
        .collect();
    let spoken = spoken.join("; ");
    shown
        .response
        .widget_info(|| WidgetInfo::labeled(egui::Role::Image, true, &spoken));
    let pressed = shown.response.clicked();
    let pointer = shown.response.hover_pos();
    let near = pointer.and_then(|pointer| {
        tapes.iter().zip(&exact).find(|(_, point)| {
            let point = egui_plot::PlotPoint::new(point[0], point[1]);
            let at = shown.transform.position_from_point(&point);
            at.distance(pointer) <= NEAR
        })
    });
    if let Some(((_, tape), _)) = near {
        if let Some(text) = words::tape_point(tape, case) {
            shown.response.on_hover_text(text);
        }
        if pressed && let Some(session) = case.sessions.get(tape.session) {
            let first = tape.practised.differing.first();
            commands.extend(play(shelf, session, first.map(|one| Moment::Time(one.at))));
        }
    }
    if !learner.has_a_line() {
        quiet(ui, view, words::no_line_of_tapes(learner));
    }
}

/// Where they and the raters differ, tape by tape, each a press from its moment.
fn moments(
    ui: &mut Ui,
    view: &View<'_>,
    shelf: &Shelf,
    case: &Case,
    learner: &Learner,
    commands: &mut Vec<Command>,
) {
    let some = learner
        .tapes
        .iter()
        .any(|tape| !tape.practised.differing.is_empty());
    if !some {
        return;
    }
    CollapsingHeader::new(tr!("learning-look-again")).show(ui, |ui| {
        for tape in &learner.tapes {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = Vec2::splat(GRID);
                for one in &tape.practised.differing {
                    let text = words::differing(*one, tape, case);
                    let response = ui.add(chip::small(&view.tokens, text, Kind::Plain));
                    if response.clicked()
                        && let Some(session) = case.sessions.get(tape.session)
                    {
                        commands.extend(play(shelf, session, Some(Moment::Time(one.at))));
                    }
                }
            });
        }
    });
}
