//! Marking alone, then opening together: beginning a round, going in with one's own passphrase, agreeing to open.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeSet,
};

use egui::{Label, RichText, Ui};

use super::{
    dialog, note, pills,
    readers::{enabled, failure, secret, take},
};
use crate::{
    app::{
        AloneCommand, Command, KeyCommand,
        keys::KeyState,
        review::{
            alone::{Part, Round, Terms},
            packages::handed_over,
        },
    },
    client,
    domain::{
        entry::SealedState,
        id::{EntryId, PersonId},
    },
    tr,
    ui::{
        theme,
        view::View,
        widgets::{
            badge,
            chip::{self, Kind},
        },
    },
    words::closed::why_not_revealed,
};

mod elsewhere;
mod terms;

pub use elsewhere::Others;
pub use terms::line as terms_line;

/// What a person can do with their part of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ask {
    /// Mark alone.
    Mark,
    /// The same once more, because what they finished with is not here.
    Again,
    /// Agree to open.
    Open,
    /// The same, with a package for those at another computer.
    HandOver,
    /// Take the part back.
    TakeBack,
    /// Set a passphrase first.
    SetPassphrase,
    /// Be left out: they have no passphrase.
    LeaveOut,
}

impl Ask {
    fn words(self, name: &str) -> String {
        match self {
            Self::Mark => client!("alone-mark", name = name),
            Self::Again => client!("alone-again", name = name),
            Self::Open => client!("alone-open", name = name),
            Self::HandOver => tr!("package-agree-asked", name = name),
            Self::TakeBack => client!("alone-take-back", name = name),
            Self::SetPassphrase => client!("alone-set-passphrase", name = name),
            Self::LeaveOut => client!("alone-leave-out", name = name),
        }
    }

    fn about(self) -> String {
        match self {
            Self::Mark | Self::Again => client!("alone-mark-about"),
            Self::Open | Self::HandOver => client!("alone-open-about"),
            Self::TakeBack | Self::SetPassphrase | Self::LeaveOut => {
                client!("alone-take-back-about")
            }
        }
    }

    fn button(self) -> String {
        match self {
            Self::Mark | Self::Again => client!("alone-mark-button"),
            Self::Open | Self::HandOver => client!("alone-open-button"),
            Self::TakeBack | Self::SetPassphrase | Self::LeaveOut => {
                client!("alone-take-back-button")
            }
        }
    }
}

/// What is chosen and typed.
#[derive(Default)]
pub struct AloneLook {
    /// Who does not take part.
    out: BTreeSet<PersonId>,
    terms: terms::TermsLook,
    /// Whose passphrase is asked for, for what, and what of it is typed.
    asked: Option<(PersonId, Ask)>,
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
    others: &mut Others<'_>,
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
    // What would begin, and whether it shall: the button stays below whatever the body has to be scrolled to.
    let (offered, begun) = (RefCell::new(None), Cell::new(false));
    let stays = dialog(
        ctx,
        &view.tokens,
        &tr!("alone-title"),
        560.0,
        |ui| match &round {
            None => {
                *offered.borrow_mut() = Some(begin(ui, view, look));
                elsewhere::show(ui, view, others);
            }
            Some(round) => {
                rows(ui, view, round, look, others, commands);
                elsewhere::show(ui, view, others);
            }
        },
        |ui| {
            if let Some((people, _)) = &*offered.borrow() {
                begun.set(enabled(ui, view, people.len() > 1, &tr!("alone-begin")));
            }
        },
    );
    if begun.get()
        && let Some((people, terms)) = offered.take()
    {
        look.terms = terms::TermsLook::default();
        commands.push(Command::Alone(AloneCommand::Begin { people, terms }));
    }
    if !stays {
        look.clear();
        look.shown = false;
    }
    stays
}

/// Who would take part, and under which terms.
fn begin(ui: &mut Ui, view: &View<'_>, look: &mut AloneLook) -> (Vec<PersonId>, Terms) {
    let Some(session) = view.session() else {
        return Default::default();
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
    let terms = look.terms.show(ui, view);
    (chosen, terms)
}

fn rows(
    ui: &mut Ui,
    view: &View<'_>,
    round: &Round,
    look: &mut AloneLook,
    others: &mut Others<'_>,
    commands: &mut Vec<Command>,
) {
    let ready = round.is_ready();
    let words = if ready {
        client!("alone-ready")
    } else {
        client!("alone-about-sealed")
    };
    ui.add(Label::new(words).wrap());
    let terms = round.terms();
    if let Some(line) = terms_line(&terms) {
        note(ui, &view.tokens, line);
    }
    if terms.is_past(view.app.reading().wall.date_naive()) && !ready {
        note(ui, &view.tokens, client!("alone-day-past"));
    }
    for part in &round.parts {
        ui.push_id(part.person.as_str(), |ui| {
            row(ui, view, (round, part), look, others, commands);
        });
    }
    worth_knowing(ui, view, round);
    if round.parts.iter().any(|part| part.agreed)
        && chip::pressed(ui, &view.tokens, client!("alone-not-today"), Kind::Plain)
    {
        look.clear();
        commands.push(Command::Alone(AloneCommand::NotToday));
    }
}

/// What nobody did wrong, and everybody should know before it is opened.
fn worth_knowing(ui: &mut Ui, view: &View<'_>, round: &Round) {
    if let Some((one, other)) = round.other_codebook() {
        let words = tr!(
            "alone-other-codebook",
            name = view.name(&one.person),
            version = one.set.codebook.version.clone(),
            other = view.name(&other.person),
            otherversion = other.set.codebook.version.clone()
        );
        note(ui, &view.tokens, words);
    }
    if round.clocks_differ(view.app.reading().wall) {
        note(ui, &view.tokens, tr!("alone-clocks"));
    }
}

/// What can be asked of a person's part now, the likeliest first.
fn asks(view: &View<'_>, round: &Round, part: &Part) -> Vec<Ask> {
    let done = matches!(part.set.state, SealedState::Committed { .. });
    match view.app.key_state(&part.person) {
        KeyState::None => vec![Ask::SetPassphrase, Ask::LeaveOut],
        KeyState::Elsewhere | KeyState::Trying => Vec::new(),
        KeyState::Closed | KeyState::Open if part.agreed => vec![Ask::TakeBack],
        KeyState::Closed | KeyState::Open if !done => vec![Ask::Mark, Ask::TakeBack],
        KeyState::Closed | KeyState::Open if part.trouble.is_some() => {
            vec![Ask::Again, Ask::Open, Ask::TakeBack]
        }
        KeyState::Closed | KeyState::Open if round.is_ready() => {
            let mut asks = Vec::new();
            if view.app.may_open_here(round, part) {
                asks.push(Ask::Open);
            }
            if view.app.hands_over(round, part) {
                asks.push(Ask::HandOver);
            }
            asks.push(Ask::TakeBack);
            asks
        }
        KeyState::Closed | KeyState::Open => vec![Ask::TakeBack],
    }
}

fn row(
    ui: &mut Ui,
    view: &View<'_>,
    (round, part): (&Round, &Part),
    look: &mut AloneLook,
    others: &mut Others<'_>,
    commands: &mut Vec<Command>,
) {
    let tokens = &view.tokens;
    let Some(person) = view.person(&part.person) else {
        return;
    };
    let state = view.app.key_state(&part.person);
    let done = matches!(part.set.state, SealedState::Committed { .. });
    let far = match (done, part.agreed || handed_over(part)) {
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
    match state {
        KeyState::None => note(
            ui,
            tokens,
            tr!("alone-needs-passphrase", name = person.name.as_str()),
        ),
        KeyState::Elsewhere => note(ui, tokens, tr!("passphrase-elsewhere")),
        KeyState::Trying => {
            ui.label(tr!("passphrase-trying"));
        }
        KeyState::Closed | KeyState::Open => {}
    }
    if let Some(reason) = &part.trouble {
        ui.add(Label::new(why_not_revealed(reason)).wrap());
    }
    let asks = asks(view, round, part);
    if asks.is_empty() {
        return;
    }
    let asked = look
        .asked
        .as_ref()
        .filter(|(whose, what)| *whose == part.person && asks.contains(what))
        .map(|(_, what)| *what);
    ui.horizontal_wrapped(|ui| {
        for (at, ask) in asks.into_iter().enumerate() {
            if Some(ask) == asked {
                continue;
            }
            let kind = if at == 0 && ask != Ask::TakeBack {
                Kind::Plain
            } else {
                Kind::Quiet
            };
            if chip::pressed(ui, tokens, ask.words(&person.name), kind) {
                look.clear();
                if ask == Ask::SetPassphrase {
                    others.set_passphrase(&part.person, commands);
                } else if ask == Ask::LeaveOut {
                    let out = AloneCommand::LeaveOut(round.id, part.person.clone());
                    commands.push(Command::Alone(out));
                } else if ask == Ask::HandOver {
                    others.package.agree(round, part);
                } else {
                    look.asked = Some((part.person.clone(), ask));
                }
            }
        }
    });
    if let Some(asked) = asked {
        passphrase(
            ui,
            view,
            round.id,
            &person.name,
            (part, asked),
            look,
            commands,
        );
    }
}

/// The passphrase behind what was asked.
fn passphrase(
    ui: &mut Ui,
    view: &View<'_>,
    round: EntryId,
    name: &str,
    (part, asked): (&Part, Ask),
    look: &mut AloneLook,
    commands: &mut Vec<Command>,
) {
    note(ui, &view.tokens, asked.about());
    let enter = secret(ui, &tr!("passphrase-of", name = name), &mut look.typed);
    failure(ui, view, &part.person);
    let fits = !look.typed.is_empty();
    if enabled(ui, view, fits, &asked.button()) || enter && fits {
        let passphrase = take(&mut look.typed);
        let person = part.person.clone();
        commands.push(Command::Key(match asked {
            Ask::Mark | Ask::Again => KeyCommand::Alone(person, passphrase),
            Ask::Open | Ask::HandOver => KeyCommand::Reveal(round, person, passphrase),
            Ask::TakeBack | Ask::SetPassphrase | Ask::LeaveOut => {
                KeyCommand::Withdraw(round, person, passphrase)
            }
        }));
    }
}
