//! Before anything: whose marks a consensus is made of, and the tape that comes with the program.

use std::collections::BTreeSet;

use egui::Ui;

use super::{choice, heading, part, quiet, send, small};
use crate::{
    analysis::matching::Tolerance,
    app::{
        Command, TrainingCommand,
        review::training::{may_rate, usual_raters},
    },
    domain::id::PersonId,
    tr,
    ui::{
        theme::GRID,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// What is chosen.
#[derive(Debug, Default)]
pub struct BeginLook {
    raters: Option<BTreeSet<PersonId>>,
    tolerance: Option<Tolerance>,
    two_rounds: bool,
}

/// Shows it.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut BeginLook,
    commands: &mut Vec<Command>,
) {
    let Some(session) = view.session() else {
        return;
    };
    if view.client_present() {
        quiet(ui, view, &tr!("training-client-here"));
        return;
    }
    heading(ui, &tr!("training-consensus"));
    let can: Vec<_> = session
        .people()
        .iter()
        .filter(|person| may_rate(session, &person.id))
        .collect();
    if can.len() < 2 {
        quiet(ui, view, &tr!("training-takes-two"));
    } else {
        quiet(ui, view, &tr!("training-consensus-about"));
        let raters = look
            .raters
            .get_or_insert_with(|| usual_raters(session).into_iter().collect());
        raters.retain(|id| can.iter().any(|person| person.id == *id));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::splat(1.5 * GRID);
            for person in &can {
                let on = raters.contains(&person.id);
                if choice(ui, view, &person.name, on) {
                    if on {
                        raters.remove(&person.id);
                    } else {
                        raters.insert(person.id.clone());
                    }
                }
            }
        });
        small(ui, view, &tr!("training-how-near"));
        let tolerance = look.tolerance.get_or_insert(Tolerance::PAUSED);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::splat(1.5 * GRID);
            for offered in Tolerance::CHOICES {
                let seconds = offered.distance().as_millis() / 1_000;
                let words = tr!("training-seconds", seconds = seconds);
                if choice(ui, view, &words, *tolerance == offered) {
                    *tolerance = offered;
                }
            }
        });
        let (ready, tolerance) = (raters.len() > 1, *tolerance);
        small(ui, view, &tr!("training-rounds"));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::splat(1.5 * GRID);
            for (two, words) in [
                (false, tr!("training-one-round")),
                (true, tr!("training-two-rounds")),
            ] {
                if choice(ui, view, &words, look.two_rounds == two) {
                    look.two_rounds = two;
                }
            }
        });
        if look.two_rounds {
            small(ui, view, &tr!("training-two-rounds-about"));
        }
        let two_rounds = look.two_rounds;
        ui.add_enabled_ui(ready, |ui| {
            if chip::pressed(ui, &view.tokens, tr!("training-begin"), Kind::Main) {
                // In the order of the people, as everywhere.
                let raters = can
                    .iter()
                    .map(|person| person.id.clone())
                    .filter(|id| raters.contains(id))
                    .collect();
                send(
                    commands,
                    TrainingCommand::Begin {
                        raters,
                        tolerance,
                        two_rounds,
                    },
                );
            }
        });
    }
    ui.add_space(2.0 * GRID);
    part(ui, &tr!("training-shipped"));
    quiet(ui, view, &tr!("training-shipped-about"));
    ui.horizontal_wrapped(|ui| {
        for (raters, words) in [
            (false, tr!("training-shipped-practise")),
            (true, tr!("training-shipped-raters")),
        ] {
            if chip::pressed(ui, &view.tokens, words, Kind::Plain) {
                let afresh = false;
                send(commands, TrainingCommand::OpenShipped { raters, afresh });
            }
        }
    });
}
