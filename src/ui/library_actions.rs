//! What can be asked for about the library.

use super::{
    action::{Effect, WindowEffect},
    dialogs::folder::Purpose,
    view::View,
};
use crate::app::{Command, LibraryCommand};

/// What *Library* asks for; `None` where there is none to be seen.
pub(super) fn effect(view: &View<'_>) -> Option<Effect> {
    if !view.app.may_see_library() {
        return None;
    }
    let command = |command| Some(Effect::Command(Command::Library(command)));
    if view.app.library().is_some() {
        command(LibraryCommand::Hide)
    } else if view.app.has_library() {
        command(LibraryCommand::Show)
    } else {
        Some(Effect::Window(WindowEffect::Choose(Purpose::Library)))
    }
}
