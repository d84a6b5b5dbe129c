//! What can be asked for about a second recording of the same event.

use super::{action::Action, view::View};
use crate::{
    app::{Command, CompanionCommand, companion::CompanionState, marking::Face},
    store::SecondLayout,
};

/// Whether a second recording can be chosen: there is none, or it is not found.
pub(super) fn may_add(view: &View<'_>) -> bool {
    let writable = view.desk().is_some_and(|desk| desk.document.writable());
    let there = view.recording().and_then(|open| open.companion());
    writable && there.is_none_or(|second| second.state == CompanionState::Missing)
}

/// What an action about it asks for; `None` where it makes no sense now.
pub(super) fn command(action: Action, view: &View<'_>) -> Option<Command> {
    let second = view.recording()?.companion()?;
    let now = view.app.recording_view();
    let client = view.face() == Face::Client;
    let writable = view.desk().is_some_and(|desk| desk.document.writable());
    let there = second.state == CompanionState::There;
    let pictured = there && second.has_picture();
    let asked = match action {
        Action::LineUp if there && writable && !client => CompanionCommand::LineUp,
        Action::SecondBeside if pictured => CompanionCommand::Show(SecondLayout::Beside),
        Action::SecondInset if pictured => CompanionCommand::Show(SecondLayout::Inset),
        Action::SecondHidden if pictured => CompanionCommand::Show(SecondLayout::Hidden),
        Action::HearSecond if there && second.has_sound() => {
            CompanionCommand::Hear(!now.second.heard)
        }
        Action::RemoveSecond if writable && !client => CompanionCommand::Remove,
        _ => return None,
    };
    Some(Command::Companion(asked))
}
