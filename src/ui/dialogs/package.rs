//! Packages for another computer: making one, and seeing what is in one before it is taken in.

use egui::{Label, ProgressBar, RichText, Ui};

use super::{
    dialog, note, pills,
    readers::{enabled, failure, secret, take},
    section,
};
use crate::{
    app::{
        Command, KeyCommand, PackageCommand,
        keys::KeyState,
        review::{
            alone::{Part, Round, round_to_hand_over},
            packages::{Give, Outcome},
        },
    },
    domain::{
        entry::SealedState,
        id::PersonId,
        person::{Person, Role},
        session::Session,
    },
    store::{Company, Package, Target},
    tr,
    ui::{
        action::WindowEffect,
        dialogs::folder::Purpose,
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
    words::package,
};

/// How often what goes on is shown again while it does.
const AGAIN: std::time::Duration = std::time::Duration::from_millis(100);

/// What the dialog is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum About {
    /// It is not open.
    #[default]
    Nothing,
    /// Making one.
    Giving,
    /// Making one that says that its owner agrees to open the round.
    Agreeing,
    /// What is in one.
    Taking,
}

/// What is chosen and typed.
#[derive(Default)]
pub struct PackageLook {
    about: About,
    give: Give,
    typed: String,
}

impl PackageLook {
    /// Whether it is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !matches!(self.about, About::Nothing)
    }

    /// Opens for making a package.
    pub(super) fn begin(&mut self, view: &View<'_>, session: &Session) {
        let here =
            |id: &PersonId| matches!(view.app.key_state(id), KeyState::Closed | KeyState::Open);
        let round = view.app.round();
        let takes_part = |id: &PersonId| {
            round
                .as_ref()
                .is_none_or(|round| round.parts.iter().any(|part| part.person == *id))
        };
        let people: Vec<&PersonId> = session
            .people()
            .iter()
            .map(|person| &person.id)
            .filter(|id| takes_part(id))
            .collect();
        let from = people.iter().find(|id| here(id)).or(people.first());
        let to = people.iter().find(|id| Some(*id) != from);
        let opened = round.is_none() && round_to_hand_over(session).is_some();
        self.about = About::Giving;
        self.give = Give {
            from: from.map(|id| PersonId::clone(id)),
            to: to.map(|id| PersonId::clone(id)),
            clips: has_clips(session) && !from.is_some_and(|id| is_done(view, Some(id))),
            // Once a round is opened, what was opened goes back with it.
            marks: opened,
            // Whoever hands back what they marked mostly opens it there, together with the other.
            key: true,
            ..Give::default()
        };
    }

    /// Opens for making one with which this person agrees to open the round.
    pub(super) fn agree(&mut self, round: &Round, part: &Part) {
        let mut others = round.parts.iter().map(|other| &other.person);
        self.about = About::Agreeing;
        self.give = Give {
            from: Some(part.person.clone()),
            to: others.find(|other| **other != part.person).cloned(),
            ..Give::default()
        };
    }

    fn close(&mut self, commands: &mut Vec<Command>) {
        drop(take(&mut self.typed));
        self.about = About::Nothing;
        commands.push(Command::Package(PackageCommand::Leave));
    }
}

fn has_clips(session: &Session) -> bool {
    use crate::domain::entry::EntryKind;
    session.entries().any(
        |(_, entry)| matches!(&entry.kind, EntryKind::Playlist(list) if !list.items.is_empty()),
    )
}

/// Shows the dialog, if it is open or somebody opened a package. True while it is there.
pub fn show(
    ctx: &egui::Context,
    view: &View<'_>,
    look: &mut PackageLook,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> bool {
    let news = view.app.package_under_way() || view.app.package_outcome().is_some();
    if look.about == About::Nothing && news {
        look.about = About::Taking;
    }
    let giving = match look.about {
        About::Nothing => return false,
        About::Giving | About::Agreeing => true,
        About::Taking => false,
    };
    if !giving && !news || giving && view.desk().is_none() {
        look.close(commands);
        return false;
    }
    if view.app.package_under_way() {
        ctx.request_repaint_after(AGAIN);
    }
    let title = if giving {
        tr!("package-give-title")
    } else {
        tr!("package-take-title")
    };
    let mut leave = false;
    let stays = dialog(
        ctx,
        &view.tokens,
        &title,
        560.0,
        |ui| {
            if giving {
                leave = give(ui, view, look, commands, effects);
            } else {
                leave = taking(ui, view, commands, effects);
            }
        },
        |_| {},
    );
    if !stays || leave {
        look.close(commands);
    }
    true
}

/// What goes on, with a way to stop it. True while something does.
fn under_way(ui: &mut Ui, view: &View<'_>, commands: &mut Vec<Command>) -> bool {
    if !view.app.package_under_way() {
        return false;
    }
    ui.label(tr!("package-working"));
    if let Some(share) = view.app.package_share() {
        ui.add(ProgressBar::new(share).fill(view.tokens.accent));
        if chip::pressed(ui, &view.tokens, tr!("package-stop"), Kind::Plain) {
            commands.push(Command::Package(PackageCommand::Leave));
        }
    }
    true
}

fn text(ui: &mut Ui, words: impl Into<String>) {
    ui.add(Label::new(words.into()).wrap());
}

/// Making one. True once all is done.
fn give(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut PackageLook,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> bool {
    if under_way(ui, view, commands) {
        return false;
    }
    if let Some(Outcome::Given(path)) = view.app.package_outcome() {
        text(ui, tr!("package-given", path = path.display().to_string()));
        note(ui, &view.tokens, tr!("package-given-next"));
        return enabled(ui, view, true, &tr!("package-done"));
    }
    text(ui, tr!("package-about"));
    let Some(session) = view.session() else {
        return false;
    };
    let agreeing = look.about == About::Agreeing;
    people(ui, view, session, look, agreeing);
    holds(ui, view, session, &mut look.give, agreeing);
    if let Some(folder) = view.app.package_folder() {
        ui.add_space(theme::GRID);
        ui.horizontal_wrapped(|ui| {
            ui.label(tr!("package-folder", folder = folder.display().to_string()));
            if chip::pressed(ui, &view.tokens, tr!("package-folder-choose"), Kind::Quiet) {
                effects.push(WindowEffect::Choose(Purpose::PackageInto));
            }
        });
    }
    if let Some(Outcome::Refused(reason, _)) = view.app.package_outcome() {
        text(ui, package::refusal(reason));
    }
    if agreeing {
        agree(ui, view, look, commands);
    } else {
        let both = look.give.from.is_some() && look.give.to.is_some();
        if enabled(ui, view, both, &tr!("package-make")) {
            let mut give = look.give.clone();
            give.key &= is_done(view, give.from.as_ref());
            commands.push(Command::Package(PackageCommand::Give(Box::new(give))));
        }
    }
    false
}

/// Whose it is, and for whom.
fn people(ui: &mut Ui, view: &View<'_>, session: &Session, look: &mut PackageLook, agreeing: bool) {
    let give = &mut look.give;
    let choose = |ui: &mut Ui, words: String, chosen: &mut Option<PersonId>, people: &[&Person]| {
        ui.label(words);
        let choices: Vec<(String, bool)> = people
            .iter()
            .map(|person| (person.name.clone(), chosen.as_ref() == Some(&person.id)))
            .collect();
        if let Some(at) = pills(ui, &view.tokens, &choices) {
            *chosen = Some(people[at].id.clone());
        }
    };
    // Nobody hands over what belongs to somebody at another computer.
    let here: Vec<&Person> = session
        .people()
        .iter()
        .filter(|person| view.app.key_state(&person.id) != KeyState::Elsewhere)
        .collect();
    if !agreeing {
        ui.push_id("from", |ui| {
            choose(ui, tr!("package-from"), &mut give.from, &here);
        });
    }
    let others: Vec<&Person> = session
        .people()
        .iter()
        .filter(|person| Some(&person.id) != give.from.as_ref())
        .collect();
    if give.to == give.from {
        give.to = others.last().map(|person| person.id.clone());
    }
    ui.push_id("to", |ui| {
        choose(ui, tr!("package-to"), &mut give.to, &others);
    });
}

/// Whether this person is done with a round that is not opened yet.
fn is_done(view: &View<'_>, person: Option<&PersonId>) -> bool {
    view.app.round().is_some_and(|round| {
        round.parts.iter().any(|part| {
            Some(&part.person) == person && matches!(part.set.state, SealedState::Committed { .. })
        })
    })
}

/// What goes along.
fn holds(ui: &mut Ui, view: &View<'_>, session: &Session, give: &mut Give, agreeing: bool) {
    section(ui, tr!("package-holds"));
    let name = give
        .from
        .as_ref()
        .map_or_else(String::new, |id| view.name(id));
    if round_to_hand_over(session).is_some() {
        note(ui, &view.tokens, tr!("package-holds-round"));
    }
    let done = is_done(view, give.from.as_ref());
    if done && !agreeing {
        note(
            ui,
            &view.tokens,
            tr!("package-holds-sealed", name = name.as_str()),
        );
    }
    if agreeing {
        note(
            ui,
            &view.tokens,
            tr!("package-holds-read", name = name.as_str()),
        );
        return;
    }
    if has_clips(session) {
        ui.checkbox(&mut give.clips, tr!("package-clips"));
    }
    ui.checkbox(&mut give.marks, tr!("package-marks", name = name.as_str()));
    let key_here = give
        .from
        .as_ref()
        .is_some_and(|id| matches!(view.app.key_state(id), KeyState::Closed | KeyState::Open));
    if done && key_here {
        ui.checkbox(&mut give.key, tr!("package-key", name = name.as_str()));
    }
    let bytes = session
        .info()
        .media
        .first()
        .map_or(0, |medium| medium.bytes);
    if session.parts().nth(1).is_none() {
        ui.checkbox(
            &mut give.media,
            tr!("package-media", size = package::size(bytes)),
        );
    }
    if give.media {
        note(ui, &view.tokens, tr!("package-media-open"));
    }
    let client = give
        .to
        .as_ref()
        .and_then(|to| session.person(to))
        .is_some_and(|person| matches!(person.role, Role::Client | Role::Child));
    if client && (give.media || give.clips) {
        ui.label(tr!("package-company"));
        let choices: Vec<(String, bool)> = Company::ALL
            .into_iter()
            .map(|company| {
                (
                    package::company_name(company),
                    give.company == Some(company),
                )
            })
            .collect();
        if let Some(at) = pills(ui, &view.tokens, &choices) {
            let chosen = Company::ALL.get(at).copied();
            give.company = if give.company == chosen { None } else { chosen };
        }
    }
}

/// The passphrase with which somebody agrees.
fn agree(ui: &mut Ui, view: &View<'_>, look: &mut PackageLook, commands: &mut Vec<Command>) {
    let (Some(person), Some(round)) = (look.give.from.clone(), view.app.round()) else {
        return;
    };
    let name = view.name(&person);
    section(ui, tr!("package-agree-title", name = name.as_str()));
    text(ui, tr!("package-agree-about", name = name.as_str()));
    if view.app.key_state(&person) == KeyState::Trying {
        ui.label(tr!("passphrase-trying"));
        return;
    }
    let enter = secret(
        ui,
        &tr!("passphrase-of", name = name.as_str()),
        &mut look.typed,
    );
    failure(ui, view, &person);
    let fits = !look.typed.is_empty();
    if enabled(ui, view, fits, &tr!("package-agree")) || enter && fits {
        commands.push(Command::Key(KeyCommand::Agree(
            round.id,
            person,
            take(&mut look.typed),
            Box::new(look.give.clone()),
        )));
    }
}

/// What is in one, and where it goes. True once all is done.
fn taking(
    ui: &mut Ui,
    view: &View<'_>,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> bool {
    if under_way(ui, view, commands) {
        return false;
    }
    match view.app.package_outcome() {
        Some(Outcome::Looked(found)) => inside(ui, view, found, commands, effects),
        Some(Outcome::Refused(reason, found)) => {
            text(ui, package::refusal(reason));
            if let Some(found) = found {
                ui.add_space(theme::GRID);
                inside(ui, view, found, commands, effects);
            }
        }
        Some(Outcome::Taken(found, taken)) => {
            for line in package::taken(found, taken) {
                text(ui, line);
            }
            let round = found.own().is_some() && view.desk().is_some();
            let words = if round {
                tr!("action-alone")
            } else {
                tr!("package-done")
            };
            if enabled(ui, view, true, &words) {
                effects.extend(round.then_some(WindowEffect::Alone));
                return true;
            }
        }
        Some(Outcome::Given(_)) | None => return true,
    }
    false
}

fn inside(
    ui: &mut Ui,
    view: &View<'_>,
    found: &Package,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) {
    let tokens = &view.tokens;
    let mut heading = package::heading(found).into_iter();
    if let Some(whose) = heading.next() {
        ui.label(RichText::new(whose).font(theme::bold(theme::BODY)));
    }
    for line in heading {
        note(ui, tokens, line);
    }
    for line in package::contents(found) {
        text(ui, format!("·  {line}"));
    }
    for (theirs, ours) in view.app.other_codebooks(found) {
        note(
            ui,
            tokens,
            tr!(
                "package-codebook",
                id = theirs.id,
                theirs = theirs.version,
                ours = ours
            ),
        );
    }
    ui.add_space(theme::GRID);
    let here = view
        .recording()
        .filter(|_| view.app.is_for_this(found))
        .map(|open| open.path.clone());
    if let Some(path) = here {
        note(ui, tokens, tr!("package-for-this"));
        if enabled(ui, view, true, &tr!("package-take")) {
            let target = Target::Recording(path);
            commands.push(Command::Package(PackageCommand::TakeIn(target)));
        }
        return;
    }
    note(ui, tokens, tr!("package-for-which"));
    ui.horizontal_wrapped(|ui| {
        let within = found.media_bytes().is_some();
        if within && enabled(ui, view, true, &tr!("package-unpack")) {
            effects.push(WindowEffect::Choose(Purpose::PackageUnpack));
        }
        let words = tr!("package-choose");
        let pressed = if within {
            chip::pressed(ui, tokens, words, Kind::Plain)
        } else {
            enabled(ui, view, true, &words)
        };
        if pressed {
            effects.push(WindowEffect::Choose(Purpose::PackageRecording));
        }
    });
}
