//! What can be asked for about learning to see.

use super::{
    action::{Action, Effect, WindowEffect},
    view::View,
};
use crate::{
    app::{Command, TrainingCommand, marking::Face, review::training::Stage},
    domain::training::Ruling,
};

/// What an action about it asks for; `None` where it makes no sense now, and always while a client can see the screen.
pub(super) fn effect(action: Action, view: &View<'_>) -> Option<Effect> {
    if action == Action::TrainingTape {
        let open = TrainingCommand::OpenShipped {
            raters: false,
            afresh: false,
        };
        return Some(Effect::Command(Command::Training(open)));
    }
    let desk = view.desk()?;
    if view.client_present() || view.face() == Face::Client || desk.document.marks_alone().is_some()
    {
        return None;
    }
    let rule = |ruling: Ruling| {
        let may = view.app.may_rule();
        may.then_some(Effect::Window(WindowEffect::Rule(ruling)))
    };
    match action {
        Action::Training => Some(Effect::Window(WindowEffect::Training)),
        Action::PlaceSame => rule(Ruling::Same),
        Action::PlaceMerge => rule(Ruling::Merged),
        Action::PlaceOpen => rule(Ruling::Open),
        Action::PlaceDrop => rule(Ruling::Dropped),
        Action::NextDisagreement => {
            let some = !view.app.training_round().is_empty();
            some.then_some(Effect::Command(Command::Training(TrainingCommand::Next)))
        }
        Action::SeeDifferently => {
            let compared = matches!(view.app.training(), Stage::Comparing(..));
            let may = compared && view.app.chosen_place().is_some();
            may.then_some(Effect::Window(WindowEffect::SeeDifferently))
        }
        _ => None,
    }
}
