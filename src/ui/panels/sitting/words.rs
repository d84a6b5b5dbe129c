//! Who speaks: one field for what they say, and, where somebody else wrote it down, whether that is how they said it.

use egui::{Align, Frame, Key, Label, Layout, Margin, RichText, TextEdit, Ui};

use crate::{
    app::{Command, TogetherCommand, review::together::Floor},
    client,
    domain::id::PersonId,
    ui::{
        theme::GRID,
        view::View,
        widgets::{
            badge,
            chip::{self, Kind},
        },
    },
};

/// What is being typed, and for whom.
#[derive(Debug, Default)]
pub struct WordsLook {
    of: Option<PersonId>,
    text: String,
    /// It was not quite how they said it.
    rather: bool,
    /// The field wants the keys.
    focus: bool,
}

/// Shows the line, while somebody has the word.
pub fn show(ui: &mut Ui, view: &View<'_>, look: &mut WordsLook, commands: &mut Vec<Command>) {
    let Some(floor) = view.app.floor() else {
        *look = WordsLook::default();
        return;
    };
    let frame = Frame::new()
        .fill(view.tokens.accent_soft)
        .inner_margin(Margin::symmetric(16, 6));
    egui::Panel::top("who speaks")
        .frame(frame)
        .resizable(false)
        .exact_size(46.0)
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 2.0 * GRID;
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                match floor.asked.filter(|_| !look.rather) {
                    Some(mark) => asked(ui, view, look, floor, mark, commands),
                    None => field(ui, view, look, floor, commands),
                }
            });
        });
}

fn push(commands: &mut Vec<Command>, command: TogetherCommand) {
    commands.push(Command::Together(command));
}

fn who(ui: &mut Ui, view: &View<'_>, person: &PersonId, words: String) {
    let initial = view
        .person(person)
        .map_or_else(|| "?".to_owned(), crate::domain::person::Person::initial);
    badge::show(ui, &initial, &view.name(person), view.colours(person));
    ui.add(Label::new(RichText::new(words)).truncate());
}

fn field(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut WordsLook,
    floor: &Floor,
    commands: &mut Vec<Command>,
) {
    let name = view.name(&floor.person);
    let asks = client!("together-what", name = name.as_str());
    // Where there is little room it is for the words.
    let shown = if ui.available_width() < 620.0 {
        name
    } else {
        asks.clone()
    };
    who(ui, view, &floor.person, shown);
    let fresh = look.of.as_ref() != Some(&floor.person);
    if fresh {
        *look = WordsLook {
            of: Some(floor.person.clone()),
            focus: true,
            ..WordsLook::default()
        };
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let tokens = &view.tokens;
        if chip::pressed(ui, tokens, client!("together-nothing"), Kind::Quiet) {
            push(commands, TogetherCommand::Quiet);
        }
        let done = chip::pressed(ui, tokens, client!("together-put-down"), Kind::Plain);
        let edit = TextEdit::singleline(&mut look.text)
            .hint_text(RichText::new(client!("follow-up-words")).color(tokens.muted))
            .desired_width(ui.available_width())
            .margin(Margin::symmetric(8, 6));
        let response = ui.add(edit);
        ui.ctx()
            .accesskit_node_builder(response.id, |node| node.set_label(asks.as_str()));
        if std::mem::take(&mut look.focus) {
            response.request_focus();
        }
        let enter = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if (enter || done) && !look.text.trim().is_empty() {
            let words = std::mem::take(&mut look.text);
            let command = if std::mem::take(&mut look.rather) {
                TogetherCommand::Rather(words)
            } else {
                TogetherCommand::Say(words)
            };
            push(commands, command);
            // The next words, perhaps.
            response.request_focus();
        }
    });
}

fn asked(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut WordsLook,
    floor: &Floor,
    mark: crate::domain::id::MarkId,
    commands: &mut Vec<Command>,
) {
    let words = view
        .session()
        .and_then(|session| session.mark(mark))
        .and_then(|mark| mark.words.clone())
        .unwrap_or_default();
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let tokens = &view.tokens;
        if chip::pressed(ui, tokens, client!("together-not-quite"), Kind::Plain) {
            look.text.clone_from(&words);
            look.rather = true;
            look.focus = true;
        }
        if chip::pressed(ui, tokens, client!("together-yes"), Kind::Plain) {
            push(commands, TogetherCommand::SaidSo);
        }
        ui.label(client!("together-said-so"));
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            who(ui, view, &floor.person, format!("“{words}”"));
        });
    });
}
