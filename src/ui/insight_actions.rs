//! What can be asked for about what marks show of the recording.

use super::{
    action::{Action, Effect},
    view::View,
};
use crate::app::{Command, InsightCommand, review::insight::Page};

/// What an action about it asks for; `None` where it makes no sense now, and always while a client can see the screen.
pub(super) fn effect(action: Action, view: &View<'_>) -> Option<Effect> {
    let page = match action {
        Action::Insight => Page::Episodes,
        Action::Agreement => Page::Agreement,
        _ => return None,
    };
    let open = Command::Insight(InsightCommand::Open(page));
    view.app.may_look_into().then_some(Effect::Command(open))
}
