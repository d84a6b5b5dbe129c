//! Working out a consensus: one place at a time, what was decided, and what trainees saw differently.

use egui::{Id, Ui, Vec2};

use super::{TrainingLook, card, choice, field, heading, keyed, making, part, rounds, send, small};
use crate::{
    analysis::class::Disputed,
    app::{
        Command, TrainingCommand,
        review::training::{agreed_by, all_alike, arguments},
    },
    domain::{
        id::EntryId,
        training::{Consensus, Place, Ruling},
    },
    tr,
    ui::{
        action::Action,
        theme::GRID,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// Shows it.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    entry: EntryId,
    consensus: &Consensus,
    commands: &mut Vec<Command>,
) {
    let found = view.app.training_found();
    let waiting = &found.undecided;
    heading(ui, &tr!("training-consensus"));
    let names: Vec<String> = consensus
        .raters
        .iter()
        .map(|rater| card::name(view, consensus, &rater.person))
        .collect();
    let seconds = consensus.tolerance.as_millis() / 1_000;
    let who = tr!("training-of", names = names.join(", "), seconds = seconds);
    small(ui, view, &who);
    rounds::where_it_is(ui, view, look, consensus, commands);
    let chosen = view.app.chosen_place();
    let place = chosen.and_then(|id| {
        let waits = waiting.iter().find(|place| place.id == id);
        waits.map(|place| (place, false)).or_else(|| {
            let place = consensus.place(id)?;
            Some((place, true))
        })
    });
    look.keep_up(chosen, || {
        place.map_or_else(String::new, |(place, _)| place.reason.clone())
    });
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(2.0 * GRID);
        if !waiting.is_empty() {
            let words = tr!("training-next-place");
            let kind = if place.is_some() {
                Kind::Plain
            } else {
                Kind::Main
            };
            if keyed(ui, view, &words, Action::NextDisagreement, kind) {
                send(commands, TrainingCommand::Next);
            }
        }
        let alike = all_alike(waiting, consensus);
        if alike > 0 {
            let words = rounds::keep_alike(consensus, alike);
            if chip::pressed(ui, &view.tokens, words, Kind::Plain) {
                send(commands, TrainingCommand::RuleAllAlike);
            }
        }
    });
    if let Some((place, decided)) = place {
        chosen_place(ui, view, look, consensus, place, decided, commands);
    }
    if waiting.is_empty() {
        rounds::all_decided(ui, view, consensus, commands);
    } else {
        part(ui, &tr!("training-to-decide"));
        list(
            ui,
            view,
            consensus,
            &waiting.iter().collect::<Vec<_>>(),
            commands,
        );
    }
    for (title, places) in [
        (
            tr!("training-settled"),
            consensus.places_that(Place::is_settled),
        ),
        (
            tr!("training-open-places"),
            consensus.places_that(|place| place.ruling == Ruling::Open),
        ),
        (
            tr!("training-dropped"),
            consensus.places_that(|place| place.ruling == Ruling::Dropped),
        ),
    ] {
        if !places.is_empty() {
            part(ui, &title);
            list(ui, view, consensus, &places, commands);
        }
    }
    class(ui, view, &found.class, found.learners, look, commands);
    differently(ui, view, consensus, commands);
    if !rounds::has_names(view, consensus, waiting) {
        return;
    }
    ui.add_space(GRID);
    egui::CollapsingHeader::new(tr!("training-make"))
        .id_salt(Id::unique(("tape of", entry)))
        .show(ui, |ui| {
            making::show(
                ui,
                view,
                &mut look.making,
                consensus,
                waiting.len(),
                commands,
            );
        });
}

fn list(
    ui: &mut Ui,
    view: &View<'_>,
    consensus: &Consensus,
    places: &[&Place],
    commands: &mut Vec<Command>,
) {
    let chosen = view.app.chosen_place();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for place in places {
            let (agreed, of) = agreed_by(place, consensus);
            let right = match place.ruling {
                Ruling::Open if consensus.place(place.id).is_some() => String::new(),
                Ruling::Dropped => String::new(),
                _ => tr!("training-agreed", count = agreed, of = of),
            };
            let row = card::Row {
                when: place.when,
                codes: &place.codes,
                instead: rounds::whose(view, consensus, place),
                blank: rounds::blank(consensus),
                right,
                on: chosen == Some(place.id),
            };
            if row.show(ui, view) {
                send(commands, TrainingCommand::Play(place.id));
            }
        }
    });
}

fn chosen_place(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    consensus: &Consensus,
    place: &Place,
    decided: bool,
    commands: &mut Vec<Command>,
) {
    card::raised(ui, view, |ui| {
        let about = view.about_words(&place.about, None);
        small(ui, view, &format!("{} · {about}", card::time(place.when)));
        card::voices(ui, view, consensus, &place.voices, rounds::blank(consensus));
        for other in view.app.places_near(place.id) {
            let words = card::codes(view, &other.codes, rounds::blank(consensus));
            let words = tr!(
                "training-join",
                what = words,
                time = other.when.start().whole_seconds()
            );
            if chip::pressed(ui, &view.tokens, words, Kind::Quiet) {
                send(commands, TrainingCommand::Join(other.id));
            }
        }
        let focus = std::mem::take(&mut look.focus);
        let asked = tr!("training-why");
        let entered = field(ui, view, "reason", &asked, &mut look.reason, focus);
        if entered && look.asked {
            // The reason that was wanted is there.
            commands.extend(look.ruling(Ruling::Dropped));
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(1.5 * GRID);
            for (ruling, action, words) in [
                (Ruling::Same, Action::PlaceSame, rounds::same(consensus)),
                (Ruling::Merged, Action::PlaceMerge, tr!("training-merge")),
                (Ruling::Open, Action::PlaceOpen, tr!("training-keep-open")),
                (Ruling::Dropped, Action::PlaceDrop, tr!("training-drop")),
            ] {
                let on = decided && place.ruling == ruling;
                let kind = if on {
                    Kind::Picked
                } else if ruling == Ruling::Same && !decided {
                    Kind::Main
                } else {
                    Kind::Plain
                };
                if keyed(ui, view, &words, action, kind) {
                    commands.extend(look.ruling(ruling));
                }
            }
            if entered && !look.asked && !look.reason.trim().is_empty() && decided {
                commands.extend(look.ruling(place.ruling));
            }
            if decided {
                let words = tr!("training-again");
                if chip::pressed(ui, &view.tokens, words, Kind::Quiet) {
                    send(commands, TrainingCommand::Reopen(place.id));
                }
            }
        });
        if look.asked && look.reason.trim().is_empty() {
            small(ui, view, &tr!("training-why-first"));
        }
    });
}

/// Where those who practised differ most. Nobody is named: it may be on a projector.
fn class(
    ui: &mut Ui,
    view: &View<'_>,
    places: &[Disputed],
    learners: usize,
    look: &mut TrainingLook,
    commands: &mut Vec<Command>,
) {
    part(ui, &tr!("training-class"));
    if view.app.training_works() {
        small(ui, view, &tr!("training-class-taking"));
    } else if chip::pressed(ui, &view.tokens, tr!("training-class-take"), Kind::Plain) {
        look.folder = true;
    }
    if let Some(taken) = view.app.class_taken() {
        small(ui, view, &tr!("training-class-taken", count = taken.taken));
        for (name, reason) in &taken.refused {
            let why = crate::words::package::refusal(reason);
            let name = name.as_str();
            small(
                ui,
                view,
                &tr!("training-class-refused", name = name, why = why),
            );
        }
    }
    if places.is_empty() {
        return;
    }
    small(ui, view, &tr!("training-class-about", count = learners));
    if chip::pressed(ui, &view.tokens, tr!("training-next-disputed"), Kind::Plain) {
        send(commands, TrainingCommand::NextDisputed);
    }
    let on = view.app.class_lanes().is_some();
    if choice(ui, view, &tr!("training-class-lanes"), on) {
        send(commands, TrainingCommand::ClassLanes(!on));
    }
    let chosen = view.app.chosen_place();
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for one in places.iter().filter(|one| one.camp() > 0) {
            let count = tr!("training-agreed", count = one.marked, of = one.of);
            let right = if one.known {
                count
            } else {
                tr!("training-only-class", count = count)
            };
            let row = card::Row {
                when: one.place.when,
                codes: &one.place.codes,
                instead: None,
                blank: card::Blank::Words,
                right,
                on: chosen == Some(one.place.id),
            };
            if row.show(ui, view) {
                send(commands, TrainingCommand::Play(one.place.id));
            }
        }
    });
}

/// What trainees saw differently.
fn differently(ui: &mut Ui, view: &View<'_>, consensus: &Consensus, commands: &mut Vec<Command>) {
    let Some(session) = view.session() else {
        return;
    };
    let said = arguments(session);
    if said.is_empty() {
        return;
    }
    part(ui, &tr!("training-seen-differently"));
    for said in said {
        card::raised(ui, view, |ui| {
            let name = view.name(&said.person);
            small(ui, view, &format!("{name} · {}", card::time(said.when)));
            ui.add(egui::Label::new(&said.words).wrap());
            let taken = consensus.places.iter().any(|place| place.holds(said.mark));
            if taken {
                small(ui, view, &tr!("training-taken-up"));
            } else if chip::pressed(ui, &view.tokens, tr!("training-take-up"), Kind::Plain) {
                send(commands, TrainingCommand::TakeUp(said.mark));
            }
        });
    }
}
