//! Before anybody rates: with which frame, who, and whose work.

use std::collections::BTreeSet;

use egui::Ui;

use super::{choice, heading, part, quiet, send, small};
use crate::{
    app::{Command, SupervisionCommand, review::supervision::may_rate},
    domain::{id::PersonId, person::Role},
    tr,
    ui::{
        theme::GRID,
        view::View,
        widgets::chip::{self, Kind},
    },
    words::frames,
};

/// What is chosen.
#[derive(Debug, Default)]
pub struct BeginLook {
    frame: Option<String>,
    raters: Option<BTreeSet<PersonId>>,
    of: Option<PersonId>,
    /// Whose work it is was offered, so that it stays as somebody leaves it.
    offered: bool,
}

/// Shows it. False once a round was begun.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut BeginLook,
    commands: &mut Vec<Command>,
) -> bool {
    heading(ui, &tr!("supervision-begin-title"));
    quiet(ui, view, &tr!("supervision-about"));
    let (Some(session), Some(known)) = (view.session(), view.app.rating_frames()) else {
        return true;
    };
    part(ui, &tr!("supervision-frame"));
    pills(ui, |ui| {
        for one in &known.frames {
            let on = look.frame.as_ref() == Some(&one.frame.id);
            if choice(ui, view, &one.frame.title, on) {
                look.frame = Some(one.frame.id.clone());
            }
        }
    });
    let frame = look.frame.as_deref().and_then(|id| known.get(id));
    if let Some(frame) = frame {
        small(ui, view, &frame.about);
        if frame.is_blank() {
            quiet(ui, view, &tr!("supervision-blank"));
        }
    }
    for error in &known.errors {
        small(ui, view, &frames::problem(error));
    }
    part(ui, &tr!("supervision-who"));
    let can: Vec<_> = session
        .people()
        .iter()
        .filter(|person| may_rate(person.role))
        .collect();
    let raters = look
        .raters
        .get_or_insert_with(|| can.iter().map(|person| person.id.clone()).collect());
    pills(ui, |ui| {
        for person in &can {
            let on = raters.contains(&person.id);
            if choice(ui, view, &person.name, on) && !raters.remove(&person.id) {
                raters.insert(person.id.clone());
            }
        }
    });
    small(ui, view, &tr!("supervision-who-about"));
    part(ui, &tr!("supervision-whose"));
    let has_work = |role: Role| matches!(role, Role::Therapist | Role::Trainee);
    let theirs: Vec<_> = session
        .people()
        .iter()
        .filter(|person| has_work(person.role))
        .collect();
    // Where it can be but one person's, it is theirs until somebody says otherwise.
    if let [only] = theirs.as_slice()
        && !std::mem::replace(&mut look.offered, true)
    {
        look.of = Some(only.id.clone());
    }
    pills(ui, |ui| {
        for person in &theirs {
            let on = look.of.as_ref() == Some(&person.id);
            let words = tr!("supervision-whose-name", name = person.name.as_str());
            if choice(ui, view, &words, on) {
                look.of = (!on).then(|| person.id.clone());
            }
        }
    });
    let ready = frame.filter(|frame| !frame.is_blank() && !raters.is_empty());
    let mut begun = false;
    ui.add_enabled_ui(ready.is_some(), |ui| {
        begun = chip::pressed(ui, &view.tokens, tr!("supervision-begin"), Kind::Main);
    });
    if let Some(frame) = ready.filter(|_| begun) {
        // In the order of the people, as everywhere.
        let raters = can
            .iter()
            .map(|person| person.id.clone())
            .filter(|id| raters.contains(id))
            .collect();
        let (frame, of) = (frame.id.clone(), look.of.clone());
        send(commands, SupervisionCommand::Begin { frame, raters, of });
        *look = BeginLook::default();
        return false;
    }
    true
}

fn pills(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::Vec2::splat(1.5 * GRID);
        add(ui);
    });
}
