//! Marking alone, then opening together: beginning a round, going in with one's own passphrase, agreeing to open.

use std::collections::BTreeSet;

use egui::{Label, RichText, Ui};

use super::{
    dialog, note, pills,
    readers::{enabled, failure, secret, take},
};
use crate::{
    app::{
        AloneCommand, Command, KeyCommand,
        keys::KeyState,
        review::alone::{Part, Round},
    },
    client,
    domain::{entry::SealedState, id::PersonId},
    tr,
    ui::{
        theme,
        view::View,
        widgets::{
            badge,
            chip::{self, Kind},
        },
    },
};

/// What is chosen and typed.
#[derive(Default)]
pub struct AloneLook {
    /// Who does not take part.
    out: BTreeSet<PersonId>,
    /// Whose passphrase is asked for, and what of it is typed.
    asked: Option<PersonId>,
    typed: String,
    /// A round was shown here, so that the dialog goes once it is opened.
    shown: bool,
}

impl AloneLook {
    fn clear(&mut self) {
        drop(take(&mut self.typed));
        self.asked = None;
    }
}

/// Shows the dialog. False once it wants to close.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut AloneLook,
    commands: &mut Vec<Command>,
) -> bool {
    if view.desk().is_none() {
        return false;
    }
    if view.app.marks_alone().is_some() {
        // Somebody has gone in; what is to be done there stands in the window.
        look.clear();
        look.shown = false;
        return false;
    }
    let round = view.app.round();
    if round.is_none() && std::mem::take(&mut look.shown) {
        look.clear();
        return false;
    }
    look.shown = round.is_some();
    let stays = dialog(
        ctx,
        &view.tokens,
        &tr!("alone-title"),
        560.0,
        |ui| match &round {
            None => begin(ui, view, look, commands),
            Some(round) => rows(ui, view, round, look, commands),
        },
        |_| {},
    );
    if !stays {
        look.clear();
        look.shown = false;
    }
    stays
}

fn begin(ui: &mut Ui, view: &View<'_>, look: &mut AloneLook, commands: &mut Vec<Command>) {
    let Some(session) = view.session() else {
        return;
    };
    ui.add(Label::new(client!("alone-about")).wrap());
    note(ui, &view.tokens, client!("alone-about-sealed"));
    ui.label(tr!("alone-who"));
    let people = session.people();
    let choices: Vec<(String, bool)> = people
        .iter()
        .map(|person| (person.name.clone(), !look.out.contains(&person.id)))
        .collect();
    if let Some(at) = pills(ui, &view.tokens, &choices) {
        let id = &people[at].id;
        if !look.out.remove(id) {
            look.out.insert(id.clone());
        }
    }
    let chosen: Vec<PersonId> = people
        .iter()
        .map(|person| person.id.clone())
        .filter(|id| !look.out.contains(id))
        .collect();
    let without: Vec<&str> = people
        .iter()
        .filter(|person| chosen.contains(&person.id))
        .filter(|person| view.app.key_state(&person.id) == KeyState::None)
        .map(|person| person.name.as_str())
        .collect();
    if !without.is_empty() {
        note(
            ui,
            &view.tokens,
            tr!("alone-need-passphrase", names = without.join(", ")),
        );
    }
    if enabled(ui, view, chosen.len() > 1, &tr!("alone-begin")) {
        commands.push(Command::Alone(AloneCommand::Begin {
            people: chosen,
            span: None,
            until: None,
        }));
    }
}

fn rows(
    ui: &mut Ui,
    view: &View<'_>,
    round: &Round,
    look: &mut AloneLook,
    commands: &mut Vec<Command>,
) {
    let ready = round.is_ready();
    let words = if ready {
        client!("alone-ready")
    } else {
        client!("alone-about-sealed")
    };
    ui.add(Label::new(words).wrap());
    for part in &round.parts {
        ui.push_id(part.person.as_str(), |ui| {
            row(ui, view, round, part, ready, look, commands);
        });
    }
    if round.parts.iter().any(|part| part.agreed)
        && chip::pressed(ui, &view.tokens, client!("alone-not-today"), Kind::Plain)
    {
        commands.push(Command::Alone(AloneCommand::NotToday));
    }
}

fn row(
    ui: &mut Ui,
    view: &View<'_>,
    round: &Round,
    part: &Part,
    ready: bool,
    look: &mut AloneLook,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let Some(person) = view.person(&part.person) else {
        return;
    };
    let state = view.app.key_state(&part.person);
    let done = matches!(part.set.state, SealedState::Committed { .. });
    let far = match (done, part.agreed) {
        (_, true) => client!("alone-agreed"),
        (true, false) => client!("alone-done"),
        (false, false) => client!("alone-not-done"),
    };
    ui.add_space(theme::GRID);
    ui.horizontal(|ui| {
        badge::show(
            ui,
            &person.initial(),
            &person.name,
            tokens.person(person.hue),
        );
        ui.label(RichText::new(&person.name).font(theme::bold(theme::BODY)));
        ui.label(RichText::new(far).color(tokens.muted));
    });
    ui.horizontal_wrapped(|ui| match state {
        KeyState::None => note(
            ui,
            tokens,
            tr!("alone-needs-passphrase", name = person.name.as_str()),
        ),
        KeyState::Elsewhere => note(ui, tokens, tr!("passphrase-elsewhere")),
        KeyState::Trying => {
            ui.label(tr!("passphrase-trying"));
        }
        KeyState::Closed | KeyState::Open => {
            let asked = look.asked.as_ref() == Some(&part.person);
            if !asked {
                let words = if !done {
                    Some(client!("alone-mark", name = person.name.as_str()))
                } else if ready && !part.agreed {
                    Some(client!("alone-open", name = person.name.as_str()))
                } else {
                    None
                };
                if let Some(words) = words
                    && chip::pressed(ui, tokens, words, Kind::Plain)
                {
                    look.clear();
                    look.asked = Some(part.person.clone());
                }
            }
            if done
                && chip::pressed(
                    ui,
                    tokens,
                    client!("alone-take-back", name = person.name.as_str()),
                    Kind::Quiet,
                )
            {
                commands.push(Command::Alone(AloneCommand::Withdraw(
                    round.id,
                    part.person.clone(),
                )));
            }
        }
    });
    if look.asked.as_ref() == Some(&part.person) && state != KeyState::Trying && !part.agreed {
        let name = tr!("passphrase-of", name = person.name.as_str());
        let enter = secret(ui, &name, &mut look.typed);
        failure(ui, view, &part.person);
        let fits = !look.typed.is_empty();
        let words = if done {
            client!("alone-open-button")
        } else {
            client!("alone-mark-button")
        };
        if enabled(ui, view, fits, &words) || enter && fits {
            let passphrase = take(&mut look.typed);
            let person = part.person.clone();
            commands.push(Command::Key(if done {
                KeyCommand::Reveal(round.id, person, passphrase)
            } else {
                KeyCommand::Alone(person, passphrase)
            }));
        }
    }
}
