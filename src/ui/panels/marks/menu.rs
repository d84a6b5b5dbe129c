//! What a press with the other button offers on a row.

use egui::{Response, Ui};

use crate::{
    app::{Command, Desk, MarkCommand},
    domain::mark::Mark,
    tr,
    ui::{
        theme::{GRID, Tokens},
        view::View,
        widgets::pill,
    },
};

/// Shows the menu of a row while it is open.
pub fn show(
    row: &Response,
    view: &View<'_>,
    desk: &Desk,
    mark: &Mark,
    commands: &mut Vec<Command>,
) {
    row.context_menu(|ui| {
        ui.set_min_width(50.0 * GRID);
        ui.spacing_mut().item_spacing.y = 0.0;
        let tokens = &view.tokens;
        if pressed(ui, tokens, &tr!("copy-time")) {
            ui.ctx().copy_text(mark.when.start().exact());
        }
        if let Some(words) = &mark.words
            && pressed(ui, tokens, &tr!("copy-words"))
        {
            ui.ctx().copy_text(words.clone());
        }
        if !desk.document.writable() {
            return;
        }
        ui.separator();
        if pressed(ui, tokens, &tr!("reply")) {
            commands.push(Command::Mark(MarkCommand::Reply(mark.id)));
        }
        if desk.may_give(mark) {
            give(ui, view, mark, commands);
        }
        if desk.may_change(mark) && pressed(ui, tokens, &tr!("delete")) {
            commands.push(Command::Mark(MarkCommand::Delete(mark.id)));
        }
    });
}

/// One line for each person who could be the author instead.
pub fn give(ui: &mut Ui, view: &View<'_>, mark: &Mark, commands: &mut Vec<Command>) {
    let people = view.session().map_or(&[][..], |session| session.people());
    for person in people {
        let theirs =
            matches!(&mark.author, crate::domain::mark::Author::One(one) if *one == person.id);
        if !theirs
            && pressed(
                ui,
                &view.tokens,
                &tr!("give-to", name = person.name.as_str()),
            )
        {
            commands.push(Command::Mark(MarkCommand::GiveTo(
                mark.id,
                person.id.clone(),
            )));
        }
    }
}

fn pressed(ui: &mut Ui, tokens: &Tokens, text: &str) -> bool {
    let clicked = pill::item(ui, tokens, text, false, None).clicked();
    if clicked {
        ui.close();
    }
    clicked
}
