//! Making a package: whose it is and for whom, and what goes along.

use super::{About, Main, PackageLook, has_clips, is_done, text, under_way};
use crate::{
    app::{
        Command,
        keys::KeyState,
        review::{
            alone::round_to_hand_over,
            packages::{Give, Outcome},
        },
    },
    domain::{
        id::PersonId,
        person::{Person, Role},
        session::Session,
    },
    store::Company,
    tr,
    ui::{
        action::WindowEffect,
        dialogs::{
            folder::Purpose,
            note, pills,
            readers::{failure, secret},
            section,
        },
        theme,
        view::View,
        widgets::chip::{self, Kind},
    },
    words::package,
};
use egui::Ui;

/// Making one.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut PackageLook,
    commands: &mut Vec<Command>,
    effects: &mut Vec<WindowEffect>,
) -> Option<Main> {
    if under_way(ui, view, commands) {
        return None;
    }
    if let Some(Outcome::Given(path)) = view.app.package_outcome() {
        text(ui, tr!("package-given", path = path.display().to_string()));
        note(ui, &view.tokens, tr!("package-given-next"));
        return Some(Main::of(tr!("package-done")));
    }
    text(ui, tr!("package-about"));
    let session = view.session()?;
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
        return agree(ui, view, look);
    }
    Some(Main {
        words: tr!("package-make"),
        possible: look.give.from.is_some() && look.give.to.is_some(),
        entered: false,
    })
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
fn agree(ui: &mut Ui, view: &View<'_>, look: &mut PackageLook) -> Option<Main> {
    let person = look.give.from.clone()?;
    let name = view.name(&person);
    section(ui, tr!("package-agree-title", name = name.as_str()));
    text(ui, tr!("package-agree-about", name = name.as_str()));
    if view.app.key_state(&person) == KeyState::Trying {
        ui.label(tr!("passphrase-trying"));
        return None;
    }
    let entered = secret(
        ui,
        &tr!("passphrase-of", name = name.as_str()),
        &mut look.typed,
    );
    failure(ui, view, &person);
    Some(Main {
        words: tr!("package-agree"),
        possible: !look.typed.is_empty(),
        entered,
    })
}
