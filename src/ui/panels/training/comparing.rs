//! A practice beside what the raters agreed on: first what is shared, then where they differ, each moment with both marks.

use egui::{Label, Ui, Vec2};

use super::{
    TrainingLook,
    card::{self, Blank},
    field, heading, keyed, part, quiet, send, small,
};
use crate::{
    analysis::places::{Kind as What, Moment},
    app::{
        Command, TrainingCommand,
        review::training::{AT_ONCE, agreed_by, first_of},
    },
    domain::{
        mark::When,
        training::{Consensus, Place},
    },
    tr,
    ui::{
        action::Action,
        theme::GRID,
        view::View,
        widgets::chip::{self, Kind},
    },
};

/// What is unfolded.
#[derive(Debug, Default)]
pub struct ComparingLook {
    /// All that was missed, not only the first three.
    missed: bool,
    /// All that is extra.
    extra: bool,
}

/// Shows it.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    consensus: &Consensus,
    commands: &mut Vec<Command>,
) {
    let found = view.app.training_found();
    heading(ui, &tr!("training-compare"));
    let chosen = view.app.chosen_place();
    look.keep_up(chosen, || {
        let said = chosen.and_then(|place| view.app.own_argument(place));
        said.map_or_else(String::new, |said| said.words)
    });
    let round = view.app.training_round();
    let last = chosen.is_some() && round.last() == chosen.as_ref();
    if round.is_empty() {
        quiet(ui, view, &tr!("training-no-difference"));
    } else {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(2.0 * GRID);
            let words = if last {
                tr!("training-from-first")
            } else {
                tr!("training-next-difference")
            };
            if keyed(ui, view, &words, Action::NextDisagreement, Kind::Main) {
                send(commands, TrainingCommand::Next);
            }
        });
    }
    let moment = found
        .moments
        .iter()
        .find(|moment| chosen.is_some() && moment.id() == chosen);
    if let Some(moment) = moment {
        chosen_moment(ui, view, look, consensus, moment, commands);
    }
    for kind in What::ALL {
        let all: Vec<&Moment> = found
            .moments
            .iter()
            .filter(|moment| moment.kind == kind)
            .collect();
        part(ui, &title(kind));
        if all.is_empty() {
            small(ui, view, &nothing(kind));
            continue;
        }
        let unfolded = match kind {
            What::Missed => Some(&mut look.comparing.missed),
            What::Extra => Some(&mut look.comparing.extra),
            What::Shared | What::Otherwise | What::Open => None,
        };
        let few = unfolded.as_ref().is_some_and(|open| !**open) && all.len() > AT_ONCE;
        let listed = if few {
            first_of(&found.moments, kind, consensus)
        } else {
            all.clone()
        };
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for moment in listed {
                row(ui, view, consensus, moment, commands);
            }
        });
        if few
            && let Some(open) = unfolded
            && chip::pressed(
                ui,
                &view.tokens,
                tr!("training-show-all", count = all.len()),
                Kind::Quiet,
            )
        {
            *open = true;
        }
    }
    ui.add_space(GRID);
    small(ui, view, &tr!("training-marks-not-persons"));
}

fn title(kind: What) -> String {
    match kind {
        What::Shared => tr!("training-shared"),
        What::Otherwise => tr!("training-otherwise"),
        What::Missed => tr!("training-missed"),
        What::Extra => tr!("training-extra"),
        What::Open => tr!("training-open-places"),
    }
}

fn nothing(kind: What) -> String {
    match kind {
        What::Shared => tr!("training-none-shared"),
        What::Otherwise => tr!("training-none-otherwise"),
        What::Missed => tr!("training-none-missed"),
        What::Extra => tr!("training-none-extra"),
        What::Open => tr!("training-none-open"),
    }
}

fn row(
    ui: &mut Ui,
    view: &View<'_>,
    consensus: &Consensus,
    moment: &Moment,
    commands: &mut Vec<Command>,
) {
    let Some(id) = moment.id() else { return };
    let right = match (&moment.place, moment.kind) {
        (Some(_), What::Open) | (None, _) => String::new(),
        (Some(place), _) => {
            let (agreed, of) = agreed_by(place, consensus);
            tr!("training-agreed", count = agreed, of = of)
        }
    };
    let place = moment.place.as_ref();
    let codes = place.map_or_else(
        || moment.mark.as_ref().map_or(&[][..], |mark| &mark.codes),
        |place| &place.codes,
    );
    let shown = card::Row {
        when: When::Point(moment.start()),
        codes,
        instead: None,
        blank: Blank::Words,
        right,
        on: view.app.chosen_place() == Some(id),
    };
    if shown.show(ui, view) {
        send(commands, TrainingCommand::Play(id));
    }
}

fn chosen_moment(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    consensus: &Consensus,
    moment: &Moment,
    commands: &mut Vec<Command>,
) {
    let Some(id) = moment.id() else { return };
    card::raised(ui, view, |ui| {
        let what = if moment.kind == What::Open {
            tr!("training-open-place")
        } else {
            title(moment.kind)
        };
        small(ui, view, &what);
        let place = moment.place.as_ref();
        let theirs = place.map_or_else(|| tr!("training-raters"), |place| raters(place, consensus));
        let you = tr!("training-you");
        let not_marked = tr!("training-not-marked");
        let mut left = |ui: &mut Ui| match &moment.mark {
            Some(mark) => {
                let words = mark.words.as_deref();
                let title = card::codes(view, &mark.codes, Blank::Words);
                card::said(ui, view, &title, mark.when, None, words);
            }
            None => quiet(ui, view, &not_marked),
        };
        let mut right = |ui: &mut Ui| match place {
            Some(place) => {
                let title = card::codes(view, &place.codes, Blank::Words);
                card::said(ui, view, &title, place.when, None, None);
            }
            None => quiet(ui, view, &not_marked),
        };
        card::side_by_side(ui, view, [(&you, &mut left), (&theirs, &mut right)]);
        if let Some(place) = place {
            part(ui, &tr!("training-who-stood-where"));
            card::voices(ui, view, consensus, &place.voices, Blank::Words);
            if !place.reason.is_empty() {
                small(
                    ui,
                    view,
                    &tr!("training-reason", reason = place.reason.as_str()),
                );
            }
        }
        if chip::pressed(ui, &view.tokens, tr!("training-play"), Kind::Plain) {
            send(commands, TrainingCommand::Play(id));
        }
        differ(ui, view, look, id, commands);
    });
}

fn raters(place: &Place, consensus: &Consensus) -> String {
    if place.is_settled() {
        let (agreed, of) = agreed_by(place, consensus);
        tr!("training-raters-agreed", count = agreed, of = of)
    } else {
        tr!("training-raters-differ")
    }
}

/// *I see it differently*, and why.
fn differ(
    ui: &mut Ui,
    view: &View<'_>,
    look: &mut TrainingLook,
    id: crate::domain::id::MarkId,
    commands: &mut Vec<Command>,
) {
    let said = view.app.own_argument(id);
    let focus = std::mem::take(&mut look.focus);
    let name = tr!("training-differ");
    let entered = field(ui, view, "differ", &name, &mut look.reason, focus);
    let known = said.as_ref().map_or("", |said| said.words.as_str());
    let changed = look.reason.trim() != known;
    if changed {
        let words = if look.reason.trim().is_empty() {
            tr!("training-differ-back")
        } else {
            tr!("training-differ-keep")
        };
        if chip::pressed(ui, &view.tokens, words, Kind::Plain) || entered {
            send(commands, TrainingCommand::Differ(look.reason.clone()));
        }
    } else if said.is_some() {
        ui.add(Label::new(
            egui::RichText::new(tr!("training-differ-kept")).color(view.muted()),
        ));
    }
}
