//! What can be asked for about marks that wait to be looked at again.

use super::{action::Action, view::View};
use crate::app::{Command, RefineCommand};

/// What an action about them asks for; `None` where it makes no sense now, and always while a client can see the screen.
pub(super) fn command(action: Action, view: &View<'_>) -> Option<Command> {
    if view.client_present() {
        return None;
    }
    let waiting = view.app.waiting();
    let asked = match action {
        Action::LookAgain if waiting.count() > 0 || view.app.looking_again() => {
            RefineCommand::Toggle
        }
        Action::KeepAsItIs => {
            let selected = view.desk()?.selected?;
            RefineCommand::Keep(waiting.holds(selected).then_some(selected)?)
        }
        _ => return None,
    };
    Some(Command::Refine(asked))
}
