//! Packages for another computer: making one, and seeing what is in one before it is taken in.

use std::{cell::RefCell, path::PathBuf};

use egui::{Label, ProgressBar, Ui};

use super::{
    dialog,
    readers::{enabled, take},
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
        entry::{EntryKind, SealedState},
        id::PersonId,
        session::Session,
    },
    store::{Package, Target},
    tr,
    ui::{
        action::WindowEffect,
        dialogs::folder::Purpose,
        view::View,
        widgets::chip::{self, Kind},
    },
};

mod giving;
mod taking;

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
    let main = RefCell::new(None);
    let mut pressed = false;
    let stays = dialog(
        ctx,
        &view.tokens,
        &title,
        560.0,
        |ui| {
            *main.borrow_mut() = if giving {
                giving::show(ui, view, look, commands, effects)
            } else {
                taking::show(ui, view, commands, effects)
            };
        },
        |ui| {
            if let Some(Main {
                words, possible, ..
            }) = &*main.borrow()
            {
                pressed = enabled(ui, view, *possible, words);
            }
        },
    );
    let main = main.into_inner().filter(|main| main.possible);
    let leave =
        main.is_some_and(|main| pressed || main.entered) && act(view, look, commands, effects);
    if !stays || leave {
        look.close(commands);
    }
    true
}

/// The one thing that comes next.
struct Main {
    words: String,
    possible: bool,
    /// Enter was pressed where it means the same.
    entered: bool,
}

impl Main {
    const fn of(words: String) -> Self {
        Self {
            words,
            possible: true,
            entered: false,
        }
    }
}

/// Does what comes next. True once all is done.
fn act(
    view: &View<'_>,
    look: &mut PackageLook,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> bool {
    match (look.about, view.app.package_outcome()) {
        (About::Nothing, _) | (_, Some(Outcome::Given(_))) => return true,
        (About::Agreeing, _) => {
            if let (Some(person), Some(round)) = (look.give.from.clone(), view.app.round()) {
                commands.push(Command::Key(KeyCommand::Agree(
                    round.id,
                    person,
                    take(&mut look.typed),
                    Box::new(look.give.clone()),
                )));
            }
        }
        (About::Giving, _) => {
            let mut give = look.give.clone();
            give.key &= is_done(view, give.from.as_ref());
            commands.push(Command::Package(PackageCommand::Give(Box::new(give))));
        }
        (About::Taking, Some(Outcome::Taken(found, _))) => {
            let round = found.own().is_some() && view.desk().is_some();
            effects.extend(round.then_some(WindowEffect::Alone));
            return true;
        }
        (About::Taking, Some(Outcome::Looked(found) | Outcome::Refused(_, Some(found)))) => {
            if let Some(path) = recording_of(view, found) {
                let target = Target::Recording(path);
                commands.push(Command::Package(PackageCommand::TakeIn(target)));
            } else if found.media_bytes().is_some() {
                effects.push(WindowEffect::Choose(Purpose::PackageUnpack));
            } else {
                effects.push(WindowEffect::Choose(Purpose::PackageRecording));
            }
        }
        (About::Taking, _) => return true,
    }
    false
}

/// The recording that is open, where a package is for it.
fn recording_of(view: &View<'_>, found: &Package) -> Option<PathBuf> {
    let open = view.recording().filter(|_| view.app.is_for_this(found))?;
    Some(open.path.clone())
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

/// Whether this person is done with a round that is not opened yet.
fn is_done(view: &View<'_>, person: Option<&PersonId>) -> bool {
    view.app.round().is_some_and(|round| {
        round.parts.iter().any(|part| {
            Some(&part.person) == person && matches!(part.set.state, SealedState::Committed { .. })
        })
    })
}
