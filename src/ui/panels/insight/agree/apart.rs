//! Where two ratings lie furthest apart, behind a number that says how far they go together. Each is heard from three seconds before it.

use egui::{Label, RichText, ScrollArea, Ui};

use super::{AgreeLook, name};
use crate::{
    analysis::agreement::FarApart,
    app::{Command, InsightCommand, review::agreeing::Agreed},
    tr,
    ui::{
        panels::insight::{Scene, push, quiet, rows},
        theme,
    },
};

pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &AgreeLook,
    agreed: &Agreed,
    commands: &mut Vec<Command>,
) {
    let tracks = agreed
        .pairs
        .get(look.pair)
        .and_then(|of| of.tracks.as_ref());
    let furthest = tracks.map_or(&[][..], |tracks| &tracks.furthest);
    let title = RichText::new(tr!("insight-far-apart-title"));
    ui.add(Label::new(title.font(theme::bold(theme::BODY))).truncate());
    if furthest.is_empty() {
        quiet(ui, scene.view, &tr!("insight-behind-tracks-none"));
        return;
    }
    quiet(ui, scene.view, &tr!("insight-behind-tracks"));
    let (first, other) = match agreed.report.pairs.get(look.pair) {
        Some(pair) => (
            name(scene, agreed, pair.first),
            name(scene, agreed, pair.other),
        ),
        None => return,
    };
    ScrollArea::vertical().id_salt("far apart").show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for one in furthest {
            moment(ui, scene, one, (&first, &other), commands);
        }
    });
}

fn moment(
    ui: &mut Ui,
    scene: &Scene<'_>,
    one: &FarApart,
    (first, other): (&str, &str),
    commands: &mut Vec<Command>,
) {
    let time = one.at.whole_seconds();
    let values = tr!(
        "insight-far-apart",
        first = first,
        one = format!("{:.0}", one.first),
        other = other,
        two = format!("{:.0}", one.other)
    );
    let response = rows::row(ui, &scene.view.tokens, &time, &values, None, false);
    if response.clicked() {
        push(commands, InsightCommand::Hear(one.at));
    }
}
