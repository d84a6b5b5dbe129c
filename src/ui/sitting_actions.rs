//! What can be asked for about a sitting, and about two people's marks side by side.

use super::{
    action::{Action, Effect, WindowEffect},
    view::View,
};
use crate::app::{
    Command, CompareCommand, PlaylistCommand, SittingCommand, marking::Face, review::sitting::Stage,
};

/// What an action about it asks for; `None` where it makes no sense now.
pub(super) fn effect(action: Action, view: &View<'_>) -> Option<Effect> {
    let desk = view.desk()?;
    match (action, &desk.sitting) {
        (Action::Sitting, None) => {
            (desk.document.marks_alone().is_none()).then_some(Effect::Window(WindowEffect::Sitting))
        }
        (Action::Sitting, Some(sitting)) => (sitting.stage != Stage::Landing)
            .then_some(Effect::Command(Command::Sitting(SittingCommand::Land))),
        (Action::Compare, _) => {
            let two = desk.document.session().people().len() > 1;
            (two && view.face() == Face::Therapist)
                .then_some(Effect::Command(Command::Compare(CompareCommand::ForBoth)))
        }
        (Action::NextClip, _) => clip(view.app.has_next_clip(), PlaylistCommand::Next),
        (Action::PreviousClip, _) => clip(desk.clips.at.is_some(), PlaylistCommand::Previous),
        _ => None,
    }
}

fn clip(possible: bool, command: PlaylistCommand) -> Option<Effect> {
    possible.then_some(Effect::Command(Command::Playlist(command)))
}
