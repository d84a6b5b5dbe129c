//! What the raters gave, side by side: what they see differently first, then what they see alike, and how far they agree.

use egui::{Label, RichText, Ui};

use super::{moment, part, quiet, sheet::item_name, small};
use crate::{
    analysis::{
        measures::Measured,
        rated_items::{Compared, ENOUGH, ScaleAgreement},
    },
    app::{
        Command,
        review::supervision::{Kept, Round, Shared},
    },
    domain::{rating_frame::RatingFrame, supervision::Rating},
    tr,
    ui::{
        theme::{self, GRID},
        view::View,
    },
    words::measured::why,
};

/// Shows it, once there is something to show.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, round: &Round, commands: &mut Vec<Command>) {
    let shared = view.app.shared_sheets();
    let Some(frame) = view
        .app
        .rating_frame(&round.frame)
        .filter(|_| !shared.is_empty())
    else {
        return;
    };
    for one in &shared {
        kept(ui, view, one);
    }
    let both = view.app.rated_side_by_side();
    if shared.len() < 2 {
        part(ui, &tr!("supervision-given"));
        for item in &both.items {
            row(ui, view, frame, &shared, item, commands);
        }
        return;
    }
    let differ = both.to_talk_about();
    part(ui, &tr!("supervision-differ"));
    if differ.is_empty() {
        quiet(ui, view, &tr!("supervision-differ-none"));
    }
    for item in &differ {
        row(ui, view, frame, &shared, item, commands);
    }
    let alike: Vec<_> = both.items.iter().filter(|item| !item.differs()).collect();
    if !alike.is_empty() {
        part(ui, &tr!("supervision-alike"));
        for item in alike {
            row(ui, view, frame, &shared, item, commands);
        }
    }
    part(ui, &tr!("supervision-agreement"));
    for scale in &both.scales {
        agreement(ui, view, frame, scale);
    }
    small(ui, view, &tr!("supervision-agreement-about"));
}

fn kept(ui: &mut Ui, view: &View<'_>, shared: &Shared<'_>) {
    let name = view.name(&shared.person);
    match shared.kept {
        Kept::AsDone => {}
        Kept::AfterAnother => small(ui, view, &tr!("supervision-after-another", name = name)),
        Kept::Changed => small(ui, view, &tr!("supervision-kept-changed", name = name)),
    }
}

fn scale_title<'a>(frame: &'a RatingFrame, id: &'a str) -> &'a str {
    let found = frame.scales.iter().find(|scale| scale.id == id);
    found.map_or(id, |scale| scale.title.as_str())
}

fn row(
    ui: &mut Ui,
    view: &View<'_>,
    frame: &RatingFrame,
    shared: &[Shared<'_>],
    item: &Compared,
    commands: &mut Vec<Command>,
) {
    let title = tr!(
        "supervision-on-scale",
        item = item_name(frame, item.number),
        scale = scale_title(frame, &item.scale)
    );
    ui.add(Label::new(RichText::new(title).font(theme::bold(theme::BODY))).wrap());
    for (one, given) in shared.iter().zip(&item.given) {
        let value = match given {
            Some(Rating::Value(value)) => value.to_string(),
            Some(Rating::NotApplicable) => tr!("supervision-not-applicable"),
            None => tr!("supervision-nothing-given"),
        };
        let name = view.name(&one.person);
        let words = if one.of_self {
            tr!("supervision-gave-self", name = name, value = value)
        } else {
            tr!("supervision-gave", name = name, value = value)
        };
        let note = one.sheet.note(item.number);
        let words = if note.is_empty() {
            words
        } else {
            tr!("supervision-gave-note", gave = words, note = note)
        };
        ui.add(Label::new(RichText::new(words).color(view.muted())).wrap());
    }
    let moments = view.app.evidence_of(item.number);
    if !moments.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::Vec2::splat(GRID);
            for (person, mark) in moments {
                ui.push_id((&item.scale, mark), |ui| {
                    moment(ui, view, Some(&person), mark, false, commands);
                });
            }
        });
    }
    ui.add_space(GRID);
}

fn agreement(ui: &mut Ui, view: &View<'_>, frame: &RatingFrame, scale: &ScaleAgreement) {
    let title = scale_title(frame, &scale.scale);
    let Some(icc) = &scale.icc else {
        let words = tr!(
            "supervision-too-few",
            scale = title,
            items = scale.items,
            enough = ENOUGH
        );
        quiet(ui, view, &words);
        return;
    };
    let shown = |value: &Measured| match value {
        Ok(value) => format!("{value:.2}"),
        Err(reason) => why(*reason),
    };
    let words = tr!(
        "supervision-icc",
        scale = title,
        items = scale.items,
        agreement = shown(&icc.agreement),
        consistency = shown(&icc.consistency)
    );
    quiet(ui, view, &words);
}
