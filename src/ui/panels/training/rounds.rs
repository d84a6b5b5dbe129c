//! Two rounds: first which moments there are, then what they are called, which each rater says alone.

use egui::{Id, Margin, RichText, TextEdit, Ui, Vec2};

use super::{TrainingLook, card, heading, keyed, part, quiet, send, small};
use crate::{
    app::{Command, TrainingCommand, keys::KeyState},
    domain::{
        id::MarkId,
        mark::Mark,
        training::{Consensus, Place, Round},
    },
    tr,
    ui::{
        action::Action,
        theme::GRID,
        view::View,
        widgets::{
            chip::{self, Kind},
            typed::Typed,
        },
    },
};

/// What it means in this round that a place has no code.
pub(super) const fn blank(consensus: &Consensus) -> card::Blank {
    match consensus.round {
        Round::Only => card::Blank::Words,
        Round::Moments => card::Blank::Moment,
        Round::Names { .. } => card::Blank::NoName,
    }
}

/// What it is called that all mean the same.
pub(super) fn same(consensus: &Consensus) -> String {
    match consensus.round {
        Round::Moments => tr!("training-same-moment"),
        Round::Only | Round::Names { .. } => tr!("training-same"),
    }
}

/// How all that needs no talk is kept.
pub(super) fn keep_alike(consensus: &Consensus, count: usize) -> String {
    match consensus.round {
        Round::Moments => tr!("training-keep-marked", count = count),
        Round::Only | Round::Names { .. } => tr!("training-keep-alike", count = count),
    }
}

/// What tells moments apart as long as they have no names: whose mind it is.
pub(super) fn whose(view: &View<'_>, consensus: &Consensus, place: &Place) -> Option<String> {
    let moments = consensus.round == Round::Moments;
    moments.then(|| view.about_words(&place.about, None))
}

/// Whether what was agreed on has names, so that a tape can be made of it.
pub(super) fn has_names(view: &View<'_>, consensus: &Consensus, waiting: &[Place]) -> bool {
    let unnamed = |place: &Place| {
        waiting.iter().any(|waits| waits.id == place.id) || !consensus.all_have_named()
    };
    match consensus.round {
        Round::Only => true,
        Round::Moments => false,
        Round::Names { .. } => {
            !view.app.has_names_to_show() && !consensus.places.iter().any(unnamed)
        }
    }
}

/// In which round they are, and what whoever marks now can do in it.
pub(super) fn where_it_is(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    consensus: &Consensus,
    commands: &mut Vec<Command>,
) {
    let done = match &consensus.round {
        Round::Only => return,
        Round::Moments => {
            quiet(ui, view, &tr!("training-round-moments"));
            return;
        }
        Round::Names { done } => done,
    };
    let away: Vec<String> = consensus
        .raters
        .iter()
        .filter(|rater| !done.contains(&rater.person))
        .map(|rater| card::name(view, consensus, &rater.person))
        .collect();
    if away.is_empty() {
        quiet(ui, view, &tr!("training-round-names"));
    } else {
        quiet(
            ui,
            view,
            &tr!("training-names-wait", names = away.join(", ")),
        );
    }
    let own = view.desk().map(|desk| &desk.marking.author);
    if !own.is_some_and(|own| done.contains(own)) {
        return;
    }
    let closed = own.is_some_and(|own| view.app.key_state(own) != KeyState::Open);
    if away.is_empty() && closed {
        // Theirs may lie behind their passphrase.
        passphrase(ui, view, look);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(1.5 * GRID);
        if away.is_empty() && view.app.has_names_to_show() {
            let words = tr!("training-names-show");
            if chip::pressed(ui, &view.tokens, words, Kind::Main) {
                send(commands, TrainingCommand::ShowNames);
            }
        }
        if !view.app.any_name_shown() {
            let words = tr!("training-names-go-on");
            if chip::pressed(ui, &view.tokens, words, Kind::Quiet) {
                send(commands, TrainingCommand::NamesGoOn);
            }
        }
    });
}

/// Nothing waits to be decided in this round.
pub(super) fn all_decided(
    ui: &mut Ui,
    view: &View<'_>,
    consensus: &Consensus,
    commands: &mut Vec<Command>,
) {
    match consensus.round {
        Round::Only => quiet(ui, view, &tr!("training-all-decided")),
        Round::Moments => {
            if consensus.places.iter().any(Place::is_settled) {
                quiet(ui, view, &tr!("training-moments-agreed"));
                if chip::pressed(ui, &view.tokens, tr!("training-to-names"), Kind::Main) {
                    send(commands, TrainingCommand::ToNames);
                }
            } else {
                quiet(ui, view, &tr!("training-no-moments"));
            }
        }
        Round::Names { .. } if consensus.all_have_named() => {
            quiet(ui, view, &tr!("training-all-decided"));
        }
        Round::Names { .. } => {}
    }
}

fn passphrase(ui: &mut Ui, view: &View<'_>, look: &mut TrainingLook) {
    let Some(own) = view.desk().map(|desk| &desk.marking.author) else {
        return;
    };
    quiet(
        ui,
        view,
        &tr!("training-names-closed", name = view.name(own)),
    );
    let words = match view.app.key_state(own) {
        KeyState::None => tr!("supervision-set-passphrase"),
        _ => tr!("supervision-open"),
    };
    look.readers |= chip::pressed(ui, &view.tokens, words, Kind::Main);
}

/// A rater says what the agreed moments are called, one after the other.
pub(super) fn naming(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    consensus: &Consensus,
    commands: &mut Vec<Command>,
) {
    heading(ui, &tr!("training-naming"));
    quiet(ui, view, &tr!("training-naming-about"));
    let Some(desk) = view.desk() else { return };
    if view.app.key_state(&desk.marking.author) != KeyState::Open {
        passphrase(ui, view, look);
        return;
    }
    if desk.document.is_refilling() {
        quiet(ui, view, &tr!("supervision-opening"));
        return;
    }
    let found = view.app.training_found();
    let places = &found.undecided;
    let chosen = view.app.place_to_name();
    let own = |place: &Place| view.app.own_name_of(place.id);
    let named = places.iter().filter(|place| own(place).is_some()).count();
    let all = named == places.len();
    hand_on_left(look, chosen.as_ref().map(|place| place.id), commands);
    if !all || chosen.is_none() {
        let words = tr!("training-next-moment");
        let kind = if chosen.is_some() {
            Kind::Plain
        } else {
            Kind::Main
        };
        if keyed(ui, view, &words, Action::NextDisagreement, kind) {
            send(commands, TrainingCommand::Next);
        }
    }
    if let Some(place) = &chosen {
        one(ui, view, look, place, own(place), commands);
    }
    let count = tr!("training-named-count", count = named, of = places.len());
    part(ui, &count);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for place in places {
            let mark = own(place);
            let blank = match mark {
                Some(mark) if mark.words.is_some() => card::Blank::Words,
                _ => card::Blank::NoName,
            };
            let row = card::Row {
                when: place.when,
                codes: mark.map_or(&[][..], |mark| &mark.codes),
                instead: None,
                blank,
                right: view.about_words(&place.about, None),
                on: chosen.as_ref().is_some_and(|chosen| chosen.id == place.id),
            };
            if row.show(ui, view) {
                send(commands, TrainingCommand::Play(place.id));
            }
        }
    });
    ui.add_space(2.0 * GRID);
    small(ui, view, &tr!("training-naming-done-hint"));
    ui.add_enabled_ui(named > 0 || consensus.raters.len() > 1, |ui| {
        let kind = if all { Kind::Main } else { Kind::Plain };
        if chip::pressed(ui, &view.tokens, tr!("training-naming-done"), kind) {
            send(commands, TrainingCommand::NamesDone);
        }
    });
}

/// The moment that is looked at, with what it is called so far.
fn one(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    place: &Place,
    own: Option<&Mark>,
    commands: &mut Vec<Command>,
) {
    card::raised(ui, view, |ui| {
        let about = view.about_words(&place.about, None);
        let words = format!("{} · {about}", card::time(place.when));
        small(ui, view, &words);
        let used = own.map_or(&[][..], |mark| &mark.codes);
        if used.is_empty() {
            quiet(ui, view, &tr!("training-naming-how"));
        }
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(1.5 * GRID);
            for used in used {
                let label = view.code_label(&used.code);
                let words = tr!("training-take-name", what = label.as_str());
                let shown = format!("{label} {}", crate::ui::icons::CLOSE);
                let response = ui.add(chip::small(&view.tokens, shown, Kind::Plain));
                response
                    .widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &words));
                if response.clicked() {
                    send(commands, TrainingCommand::Name(used.code.clone()));
                }
            }
        });
        in_words(ui, view, look, place.id, own, commands);
    });
}

/// Words about a moment that is looked at no longer are handed on.
fn hand_on_left(look: &mut TrainingLook, chosen: Option<MarkId>, commands: &mut Vec<Command>) {
    if let Some((place, typed)) = look.naming.take_if(|(of, _)| Some(*of) != chosen) {
        send(commands, TrainingCommand::NameInWords(place, typed.text));
    }
}

fn in_words(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    place: MarkId,
    own: Option<&Mark>,
    commands: &mut Vec<Command>,
) {
    let known = own.and_then(|mark| mark.words.as_deref()).unwrap_or("");
    let typed = look.naming.take().map(|(_, typed)| typed);
    let mut typed = typed.unwrap_or_else(|| Typed {
        text: known.to_owned(),
        at: 0.0,
    });
    let name = tr!("training-naming-words");
    let hint = RichText::new(&name).color(view.muted());
    let edit = TextEdit::multiline(&mut typed.text)
        .id(Id::unique(("naming", place)))
        .hint_text(hint)
        .desired_rows(1)
        .desired_width(f32::INFINITY)
        .margin(Margin::symmetric(8, 5));
    let response = ui.add(edit);
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    if typed.hand_on(ui, &response, known) {
        let words = typed.text.trim().to_owned();
        send(commands, TrainingCommand::NameInWords(place, words));
    }
    if response.has_focus() {
        look.naming = Some((place, typed));
    }
}
