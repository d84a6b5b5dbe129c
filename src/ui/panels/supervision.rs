//! Rating with an instrument for supervision, beside the picture: sections with a question, who rates, one's own sheet, and once
//! all have shared theirs, what they gave side by side.
//!
//! It is on no screen that a client can see.

use egui::{Frame, Margin, ScrollArea, Ui, vec2};

use super::training::{choice, heading, part, quiet, small};
use crate::{
    app::{
        Command, SupervisionCommand,
        keys::KeyState,
        review::supervision::{Own, Part, Round},
    },
    domain::id::{MarkId, PersonId},
    tr,
    ui::{
        icons,
        theme::GRID,
        view::View,
        widgets::{
            chip::{self, Kind},
            pill,
        },
    },
};

mod begin;
mod beside;
mod pack;
mod sheet;

/// What the panel keeps between frames.
#[derive(Debug, Default)]
pub struct SupervisionLook {
    /// The frames were asked for.
    looked: bool,
    /// Another round is to be begun.
    anew: bool,
    /// Passphrases are to be shown.
    wants_readers: bool,
    begin: begin::BeginLook,
    sheet: sheet::SheetLook,
    pack: pack::PackLook,
}

impl SupervisionLook {
    /// Whether somebody wants to open what is only for them; once.
    pub const fn take_wants_readers(&mut self) -> bool {
        std::mem::replace(&mut self.wants_readers, false)
    }
}

/// Shows the tab.
pub fn show(ui: &mut Ui, view: &View<'_>, look: &mut SupervisionLook, commands: &mut Vec<Command>) {
    Frame::new()
        .inner_margin(Margin::symmetric(16, 8))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(2.0 * GRID, 2.0 * GRID);
            ScrollArea::vertical()
                .id_salt("supervision")
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    if view.app.may_supervise() {
                        contents(ui, view, look, commands);
                    } else {
                        quiet(ui, view, &tr!("supervision-not-now"));
                    }
                });
        });
}

fn send(commands: &mut Vec<Command>, command: SupervisionCommand) {
    commands.push(Command::Supervision(command));
}

fn contents(ui: &mut Ui, view: &View<'_>, look: &mut SupervisionLook, commands: &mut Vec<Command>) {
    if !std::mem::replace(&mut look.looked, true) {
        send(commands, SupervisionCommand::Look);
    }
    pack::show(ui, view, &mut look.pack, commands);
    ui.add_space(GRID);
    let round = view.app.rating_round().filter(|_| !look.anew);
    let Some(round) = round else {
        let stays = begin::show(ui, view, &mut look.begin, commands);
        if look.anew && view.app.rating_round().is_some() {
            let back = chip::pressed(ui, &view.tokens, tr!("supervision-back"), Kind::Quiet);
            look.anew = stays && !back;
        }
        return;
    };
    let title = view
        .app
        .rating_frame(&round.frame)
        .map_or_else(|| round.frame.id.clone(), |frame| frame.title.clone());
    heading(ui, &title);
    if let Some(of) = &round.of {
        small(ui, view, &tr!("supervision-work-of", name = view.name(of)));
    }
    for part in &round.parts {
        rater(ui, view, &round, part, commands);
    }
    own(ui, view, &round, look, commands);
    beside::show(ui, view, &round, commands);
    ui.add_space(2.0 * GRID);
    others(ui, view, &round, look, commands);
}

/// One rater and how far they are, which tells nothing of what they gave.
fn rater(ui: &mut Ui, view: &View<'_>, round: &Round, part: &Part, commands: &mut Vec<Command>) {
    let name = view.name(&part.person);
    let far = match (&part.part.shared, &part.part.done) {
        (Some(_), _) => tr!("supervision-shared"),
        (None, Some(_)) => tr!("supervision-done"),
        (None, None) => tr!("supervision-rates"),
    };
    let own_work = round.of.as_ref() == Some(&part.person);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 1.5 * GRID;
        let words = if own_work {
            tr!("supervision-rater-self", name = name.as_str(), far = far)
        } else {
            tr!("supervision-rater", name = name.as_str(), far = far)
        };
        ui.label(words);
        let may_go = part.part.done.is_none() && !round.any_shared() && round.parts.len() > 1;
        let leave = tr!("supervision-leave-out", name = name.as_str());
        if may_go && pill::quiet(ui, &view.tokens, icons::CLOSE, &leave).clicked() {
            send(commands, SupervisionCommand::LeaveOut(part.person.clone()));
        }
    });
}

/// What whoever marks now can do.
fn own(
    ui: &mut Ui,
    view: &View<'_>,
    round: &Round,
    look: &mut SupervisionLook,
    commands: &mut Vec<Command>,
) {
    let Some(name) = view.desk().map(|desk| view.name(&desk.marking.author)) else {
        return;
    };
    ui.add_space(GRID);
    match view.app.own_rating() {
        Own::NoRater => quiet(ui, view, &tr!("supervision-no-rater", name = name)),
        Own::Closed => {
            quiet(ui, view, &tr!("supervision-closed", name = name.as_str()));
            let none = view
                .desk()
                .is_some_and(|desk| view.app.key_state(&desk.marking.author) == KeyState::None);
            let words = if none {
                tr!("supervision-set-passphrase")
            } else {
                tr!("supervision-open")
            };
            look.wants_readers |= chip::pressed(ui, &view.tokens, words, Kind::Main);
        }
        Own::Opening => quiet(ui, view, &tr!("supervision-opening")),
        Own::Rating => sheet::show(ui, view, round, &mut look.sheet, commands),
        Own::Changed => {
            quiet(ui, view, &tr!("supervision-changed"));
            if chip::pressed(ui, &view.tokens, tr!("supervision-i-am-done"), Kind::Main) {
                send(commands, SupervisionCommand::Done);
            }
        }
        Own::Waiting => {
            quiet(ui, view, &tr!("supervision-waiting"));
            go_on(ui, view, round, commands);
        }
        Own::MayShare => {
            quiet(ui, view, &tr!("supervision-may-share"));
            if chip::pressed(ui, &view.tokens, tr!("supervision-share"), Kind::Main) {
                send(commands, SupervisionCommand::Share);
            }
            go_on(ui, view, round, commands);
        }
        Own::Shared if round.parts.iter().all(|part| part.part.shared.is_some()) => {}
        Own::Shared => quiet(ui, view, &tr!("supervision-shared-wait")),
    }
}

fn go_on(ui: &mut Ui, view: &View<'_>, round: &Round, commands: &mut Vec<Command>) {
    let words = tr!("supervision-go-on");
    if !round.any_shared() && chip::pressed(ui, &view.tokens, words, Kind::Quiet) {
        send(commands, SupervisionCommand::GoOn);
    }
}

/// Earlier rounds, and the way to another one.
fn others(
    ui: &mut Ui,
    view: &View<'_>,
    round: &Round,
    look: &mut SupervisionLook,
    commands: &mut Vec<Command>,
) {
    let rounds = view.app.rating_rounds();
    if rounds.len() > 1 {
        part(ui, &tr!("supervision-rounds"));
        for one in &rounds {
            let names: Vec<String> = one
                .parts
                .iter()
                .map(|part| view.name(&part.person))
                .collect();
            let title = view
                .app
                .rating_frame(&one.frame)
                .map_or_else(|| one.frame.id.clone(), |frame| frame.title.clone());
            let words = tr!("supervision-round", frame = title, names = names.join(", "));
            if choice(ui, view, &words, one.id == round.id) {
                send(commands, SupervisionCommand::ShowRound(one.id));
            }
        }
    }
    look.anew = chip::pressed(ui, &view.tokens, tr!("supervision-anew"), Kind::Quiet);
}

/// A moment that shows an item: plays from a little before. True when it is to go, where it may.
fn moment(
    ui: &mut Ui,
    view: &View<'_>,
    by: Option<&PersonId>,
    mark: MarkId,
    may_go: bool,
    commands: &mut Vec<Command>,
) -> bool {
    let Some(found) = view.session().and_then(|session| session.mark(mark)) else {
        return false;
    };
    let time = found.when.start().whole_seconds();
    let label = view.mark_label(found);
    let words = match by {
        Some(by) => tr!(
            "supervision-moment-by",
            time = time,
            label = label,
            name = view.name(by)
        ),
        None => tr!("supervision-moment", time = time, label = label),
    };
    let shown = format!("{} {words}", icons::PLAY);
    let response = ui.add(chip::small(&view.tokens, shown, Kind::Plain));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
    if response.clicked() {
        send(commands, SupervisionCommand::Play(mark));
    }
    let unlink = tr!("supervision-unlink", moment = words.as_str());
    may_go && pill::quiet(ui, &view.tokens, icons::CLOSE, &unlink).clicked()
}
