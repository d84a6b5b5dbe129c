//! Who can see new marks, and the passphrase behind what is not for everyone.

use egui::{Key, TextEdit, Ui, WidgetInfo};

use super::{dialog, in_the_room, note, pills, section};
use crate::{
    app::{
        Command, KeyCommand, MarkingCommand,
        four_words::four_words,
        keys::{KeyState, Passphrase, SHORTEST},
    },
    client,
    domain::{id::PersonId, mark::Audience},
    store::KeyError,
    tr,
    ui::{
        theme::{self, Tokens},
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// What is typed and not given yet.
#[derive(Default)]
pub struct ReadersLook {
    pub(super) first: String,
    again: String,
    existing: bool,
    /// Words that the app made, shown until they are set.
    made: String,
    /// Whose passphrase says that the client has left.
    pub(super) guard: Option<PersonId>,
}

impl ReadersLook {
    /// Empties the fields, so that nothing typed stays behind.
    pub fn clear(&mut self) {
        wipe(&mut self.first);
        wipe(&mut self.again);
        wipe(&mut self.made);
        self.existing = false;
    }
}

/// Takes a typed passphrase out of its field and leaves the field empty.
pub(super) fn take(text: &mut String) -> Passphrase {
    Passphrase::new(std::mem::take(text))
}

fn wipe(text: &mut String) {
    drop(take(text));
}

/// The word for who can see.
#[must_use]
pub fn audience_name(audience: Audience) -> String {
    match audience {
        Audience::Everyone => tr!("audience-everyone"),
        Audience::OnlyMe => tr!("audience-only-me"),
        Audience::Team => tr!("audience-team"),
        Audience::Training => tr!("audience-training"),
        Audience::Sealed => tr!("audience-sealed"),
    }
}

/// A field for a passphrase: dots instead of letters. One that has just come up can be typed into at once, without a click.
/// True when Enter was pressed in it.
pub(super) fn secret(ui: &mut Ui, name: &str, text: &mut String) -> bool {
    ui.label(name);
    let response = ui.add(
        TextEdit::singleline(text)
            .password(true)
            .desired_width(f32::INFINITY)
            .margin(egui::Margin::symmetric(8, 6)),
    );
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    if came_up(ui, response.id) && !typing(ui) {
        response.request_focus();
    }
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// Whether a field was not there in the pass before this one.
fn came_up(ui: &Ui, field: egui::Id) -> bool {
    let now = ui.ctx().cumulative_pass_nr();
    let before = ui.data_mut(|data| {
        let seen = data.get_temp_mut_or(field.with("seen"), None::<u64>);
        seen.replace(now)
    });
    before.is_none_or(|pass| pass + 1 < now)
}

/// Whether somebody types in a field already.
fn typing(ui: &Ui) -> bool {
    let focused = ui.memory(egui::Memory::focused);
    focused.is_some_and(|id| TextEdit::load_state(ui.ctx(), id).is_some())
}

/// What became of the last try, if it did not work.
pub(super) fn failure(ui: &mut Ui, view: &View<'_>, person: &PersonId) {
    let Some(error) = view.app.key_failure(person) else {
        return;
    };
    let words = match error {
        KeyError::WrongPassphrase => tr!("passphrase-wrong"),
        KeyError::NotHere => tr!("passphrase-not-here"),
        KeyError::Damaged => tr!("passphrase-damaged"),
        KeyError::Store(_) => tr!("passphrase-disk"),
    };
    ui.label(words);
    let wait = view.app.key_wait().as_secs();
    if wait > 0 {
        note(ui, &view.tokens, tr!("passphrase-wait", seconds = wait));
        ui.ctx()
            .request_repaint_after(std::time::Duration::from_secs(1));
    }
}

/// Shows only what whoever marks now needs to set a passphrase, because something else waits for it. False once that is done: then it
/// is closed behind them, and what waits asks for it.
pub fn show_for_one(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut ReadersLook,
    commands: &mut Vec<Command>,
) -> bool {
    let Some(desk) = view.desk() else {
        return false;
    };
    let author = desk.marking.author.clone();
    let state = view.app.key_state(&author);
    if state == KeyState::Open {
        look.clear();
        commands.push(Command::Key(KeyCommand::Close));
        return false;
    }
    let title = tr!("passphrase-for", name = view.name(&author));
    let stays = dialog(
        ctx,
        &view.tokens,
        &title,
        520.0,
        |ui| {
            if view.app.client_here() {
                in_the_room::leaving(ui, view, look, commands);
            } else if state == KeyState::Trying {
                ui.label(tr!("passphrase-trying"));
            } else {
                set(ui, view, &author, look, commands);
            }
        },
        |_| {},
    );
    if !stays {
        look.clear();
    }
    stays
}

/// Shows the dialog. False once it wants to close.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut ReadersLook,
    commands: &mut Vec<Command>,
) -> bool {
    let Some(desk) = view.desk() else {
        return false;
    };
    let author = desk.marking.author.clone();
    let state = view.app.key_state(&author);
    let stays = dialog(
        ctx,
        &view.tokens,
        &tr!("readers-title"),
        520.0,
        |ui| {
            if view.app.client_here() {
                in_the_room::leaving(ui, view, look, commands);
                return;
            }
            note(
                ui,
                &view.tokens,
                tr!("readers-of", name = view.name(&author)),
            );
            choices(ui, view, &state, commands);
            match state {
                KeyState::None => {
                    section(ui, tr!("passphrase-title"));
                    set(ui, view, &author, look, commands);
                }
                KeyState::Closed => open(ui, view, &author, look, commands),
                KeyState::Trying => {
                    ui.label(tr!("passphrase-trying"));
                }
                KeyState::Elsewhere => {
                    ui.label(tr!("passphrase-elsewhere"));
                }
                KeyState::Open => {
                    ui.label(tr!("passphrase-open"));
                    keep_last(ui, view, commands);
                    if chip::pressed(ui, &view.tokens, tr!("passphrase-close"), Kind::Plain) {
                        commands.push(Command::Key(KeyCommand::Close));
                    }
                }
            }
            in_the_room::choice(ui, view, commands);
        },
        |_| {},
    );
    if !stays {
        look.clear();
    }
    stays
}

fn choices(ui: &mut Ui, view: &View<'_>, state: &KeyState, commands: &mut Vec<Command>) {
    let Some(desk) = view.desk() else { return };
    let open = *state == KeyState::Open;
    let offered: Vec<Audience> = Audience::ALL
        .into_iter()
        .filter(|audience| open || *audience == Audience::Everyone)
        .collect();
    let labels: Vec<(String, bool)> = offered
        .iter()
        .map(|audience| (audience_name(*audience), desk.marking.audience == *audience))
        .collect();
    if let Some(at) = pills(ui, &view.tokens, &labels) {
        commands.push(Command::Marking(MarkingCommand::SetAudience(offered[at])));
    }
    let why = match desk.marking.audience {
        Audience::Everyone => tr!("audience-everyone-hint"),
        Audience::OnlyMe => tr!("audience-only-me-hint"),
        Audience::Team => tr!("audience-team-hint"),
        Audience::Training => tr!("audience-training-hint"),
        Audience::Sealed => tr!("audience-sealed-hint"),
    };
    note(ui, &view.tokens, why);
}

fn set(
    ui: &mut Ui,
    view: &View<'_>,
    author: &PersonId,
    look: &mut ReadersLook,
    commands: &mut Vec<Command>,
) {
    let tokens: &Tokens = &view.tokens;
    ui.add(egui::Label::new(tr!("passphrase-why")).wrap());
    note(ui, tokens, tr!("passphrase-lost"));
    let switch = [
        (tr!("passphrase-new"), !look.existing),
        (tr!("passphrase-existing"), look.existing),
    ];
    if let Some(at) = pills(ui, tokens, &switch) {
        look.existing = at == 1;
    }
    if !look.existing {
        make(ui, view, look);
    }
    let mut done = secret(ui, &tr!("passphrase-field"), &mut look.first);
    if !look.existing {
        done |= secret(ui, &tr!("passphrase-again"), &mut look.again);
    }
    failure(ui, view, author);
    let long = look.first.chars().count() >= SHORTEST;
    let same = look.existing || look.first == look.again;
    let fits = look.existing && !look.first.is_empty() || long && same;
    if !look.existing && !look.first.is_empty() && !long {
        note(ui, tokens, tr!("passphrase-short", letters = SHORTEST));
    } else if !look.again.is_empty() && !same {
        note(ui, tokens, tr!("passphrase-differs"));
    }
    let words = if look.existing {
        tr!("passphrase-use")
    } else {
        tr!("passphrase-set")
    };
    if enabled(ui, view, fits, &words) || done && fits {
        let passphrase = take(&mut look.first);
        wipe(&mut look.again);
        wipe(&mut look.made);
        commands.push(Command::Key(if look.existing {
            KeyCommand::UseMine(author.clone(), passphrase)
        } else {
            KeyCommand::Create(author.clone(), passphrase)
        }));
    }
}

/// The newest own mark can be kept to oneself; the button says which it is.
fn keep_last(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) {
    let Some(mark) = view.app.last_for_others() else {
        return;
    };
    let words = client!("keep-last", time = mark.when.start().whole_seconds());
    if chip::pressed(ui, &view.tokens, words, Kind::Plain) {
        commands.push(Command::Marking(MarkingCommand::KeepLast));
    }
}

/// Words that the app makes, to be written on a card; both fields are filled with them.
fn make(ui: &mut Ui, view: &View<'_>, look: &mut ReadersLook) {
    if look.made != look.first {
        // Something else is typed now.
        wipe(&mut look.made);
    }
    if look.made.is_empty() {
        if chip::pressed(ui, &view.tokens, tr!("passphrase-make"), Kind::Plain)
            && let Some(words) = four_words()
        {
            look.again.clone_from(&words);
            look.first.clone_from(&words);
            look.made = words;
        }
        return;
    }
    let words = egui::RichText::new(&look.made).font(theme::regular(theme::QUESTION));
    ui.add(egui::Label::new(words).wrap().selectable(false));
    note(ui, &view.tokens, tr!("passphrase-made"));
}

fn open(
    ui: &mut Ui,
    view: &View<'_>,
    author: &PersonId,
    look: &mut ReadersLook,
    commands: &mut Vec<Command>,
) {
    section(ui, tr!("passphrase-open-title"));
    note(ui, &view.tokens, tr!("passphrase-open-why"));
    let done = secret(ui, &tr!("passphrase-field"), &mut look.first);
    failure(ui, view, author);
    let fits = !look.first.is_empty();
    if enabled(ui, view, fits, &tr!("passphrase-open-button")) || done && fits {
        commands.push(Command::Key(KeyCommand::Open(
            author.clone(),
            take(&mut look.first),
        )));
    }
}

/// The one main action of a part of a dialog.
pub(super) fn enabled(ui: &mut Ui, view: &View<'_>, possible: bool, words: &str) -> bool {
    let response = ui.add_enabled(possible, chip::button(&view.tokens, words, Kind::Main));
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, possible, words));
    response.clicked()
}
