//! The quiet choices: who is above, who below, and how near counts as the same moment.

use egui::{Popup, Ui};

use super::Scene;
use crate::{
    analysis::matching::Tolerance,
    app::{Command, CompareCommand},
    client,
    domain::id::PersonId,
    ui::{
        theme::GRID,
        widgets::pill::{self, Pill},
    },
};

fn seconds(tolerance: Tolerance) -> String {
    let millis = tolerance.distance().as_millis();
    if millis % 1_000 == 0 {
        (millis / 1_000).to_string()
    } else {
        format!("{}.{}", millis / 1_000, millis % 1_000 / 100)
    }
}

/// How near counts as the same moment.
pub(super) fn tolerance(ui: &mut Ui, scene: &Scene<'_>, short: bool, commands: &mut Vec<Command>) {
    let tokens = &scene.view.tokens;
    let now = scene.comparing.tolerance;
    let whole = client!("compare-within", seconds = seconds(now));
    let words = if short {
        client!("compare-seconds", seconds = seconds(now))
    } else {
        whole.clone()
    };
    let button = Pill::new(&words).spoken(&whole).caret().show(ui, tokens);
    Popup::menu(&button).gap(GRID).show(|ui| {
        ui.set_min_width(44.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        for choice in Tolerance::CHOICES {
            let words = client!("compare-within", seconds = seconds(choice));
            if pill::item(ui, tokens, &words, choice == now, None).clicked() {
                commands.push(Command::Compare(CompareCommand::SetTolerance(choice)));
            }
        }
    });
}

/// Who is compared, where there are more than two people.
pub(super) fn people(ui: &mut Ui, scene: &Scene<'_>, commands: &mut Vec<Command>) {
    if scene.desk.document.session().people().len() <= 2 {
        return;
    }
    let (left, right) = (&scene.comparing.left, &scene.comparing.right);
    if let Some(chosen) = person(
        ui,
        scene,
        left,
        &client!("compare-above", name = scene.view.name(left)),
    ) {
        // Who was below goes up where the one below is chosen.
        let other = if chosen == *right { left } else { right };
        commands.push(choose(chosen, other.clone()));
    }
    if let Some(chosen) = person(
        ui,
        scene,
        right,
        &client!("compare-below", name = scene.view.name(right)),
    ) {
        let other = if chosen == *left { right } else { left };
        commands.push(choose(other.clone(), chosen));
    }
}

const fn choose(left: PersonId, right: PersonId) -> Command {
    Command::Compare(CompareCommand::Choose { left, right })
}

fn person(ui: &mut Ui, scene: &Scene<'_>, now: &PersonId, spoken: &str) -> Option<PersonId> {
    let tokens = &scene.view.tokens;
    let name = scene.view.name(now);
    let button = Pill::new(&name)
        .spoken(spoken)
        .caret()
        .width(36.0 * GRID)
        .show(ui, tokens);
    let mut chosen = None;
    Popup::menu(&button).gap(GRID).show(|ui| {
        ui.set_min_width(40.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        for person in scene.desk.document.session().people() {
            let on = person.id == *now;
            if pill::item(ui, tokens, &person.name, on, None).clicked() && !on {
                chosen = Some(person.id.clone());
            }
        }
    });
    chosen
}
