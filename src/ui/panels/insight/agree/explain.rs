//! What a number is, and the moments that it rests on.

use std::sync::Arc;

use egui::{Label, RichText, ScrollArea, Ui};

use super::{AgreeLook, Behind, numbers::Measure};
use crate::{
    analysis::{
        agreement::{Event, Met},
        insight::Moment,
    },
    app::{Command, review::agreeing::Agreed},
    domain::{mark::When, time::MediaSpan},
    tr,
    ui::{
        panels::insight::{
            Scene, quiet, rows,
            section::{self, Section},
        },
        theme::{self, GRID},
        view::View,
    },
};

/// The moments behind something, and behind what.
#[derive(Debug)]
pub(super) struct Known {
    of: Arc<Agreed>,
    pair: usize,
    behind: Option<Behind>,
    moments: Vec<Moment>,
}

pub(super) fn show(
    ui: &mut Ui,
    scene: &Scene<'_>,
    look: &mut AgreeLook,
    agreed: &Arc<Agreed>,
    commands: &mut Vec<Command>,
) {
    let few = agreed.few(look.pair);
    let behind = match look.behind {
        None if few => None,
        None => {
            quiet(ui, scene.view, &tr!("insight-agree-open"));
            return;
        }
        some => some,
    };
    if let Some(Behind::Measure(measure)) = behind
        && let Some(section) = section::section(measure.section())
    {
        let most = ui.available_height() * 0.55;
        ScrollArea::vertical()
            .id_salt(("section", measure.section()))
            .max_height(most)
            .show(ui, |ui| explained(ui, scene.view, section));
        ui.add_space(2.0 * GRID);
        if measure.of_tracks() {
            super::apart::show(ui, scene, look, agreed, commands);
            return;
        }
    }
    let known = look.moments.take().filter(|known| {
        Arc::ptr_eq(&known.of, agreed) && (known.pair, known.behind) == (look.pair, behind)
    });
    let known = known.unwrap_or_else(|| Known {
        of: Arc::clone(agreed),
        pair: look.pair,
        behind,
        moments: moments(look, agreed, behind),
    });
    let title = match behind {
        Some(Behind::Measure(measure)) if measure.over_time() => tr!("insight-behind-stretches"),
        Some(Behind::Measure(_)) | None => tr!("insight-behind-moments"),
        Some(Behind::Hits) => tr!("insight-behind-hits"),
        Some(Behind::Missed | Behind::Extra) => tr!("insight-behind-only"),
        Some(Behind::Cell(..)) => tr!("insight-behind-cell"),
    };
    rows::listed(ui, scene, &title, &known.moments, commands);
    look.moments = Some(known);
}

fn explained(ui: &mut Ui, view: &View<'_>, section: &Section) {
    ui.spacing_mut().item_spacing.y = GRID;
    let bold = |words: &str| RichText::new(words).font(theme::bold(theme::BODY));
    ui.add(Label::new(bold(&section.name)).wrap());
    ui.add(Label::new(RichText::new(&section.plain)).wrap());
    let part = |ui: &mut Ui, words: String| {
        let words = RichText::new(words).size(theme::SMALL).color(view.muted());
        ui.add(Label::new(words).wrap());
    };
    part(ui, section.definition.clone());
    part(ui, tr!("insight-example", text = section.example.as_str()));
    part(ui, tr!("insight-source", text = section.source.as_str()));
}

fn moments(look: &AgreeLook, agreed: &Agreed, behind: Option<Behind>) -> Vec<Moment> {
    let met = agreed.tallies.moments(look.pair);
    let nil = agreed.stratum.as_ref().map_or(0, |of| of.codes.len());
    let cell = |met: &Met| {
        let place = |event: Option<Event>| event.map_or(nil, |event| event.code);
        (place(met.first), place(met.other))
    };
    let rated = agreed.pairs.get(look.pair).map(|of| &of.strengths.moments);
    let wanted = |at: usize, met: &Met| match behind {
        Some(Behind::Measure(measure)) if measure.of_strengths() => {
            rated.is_some_and(|rated| rated.binary_search(&at).is_ok())
        }
        Some(Behind::Measure(measure)) if measure.over_time() => {
            let long = |event: Option<Event>| {
                event.is_some_and(|event| matches!(event.when, When::Span(_)))
            };
            long(met.first) || long(met.other)
        }
        Some(Behind::Measure(Measure::Onset) | Behind::Hits) => {
            met.first.is_some() && met.other.is_some()
        }
        Some(Behind::Measure(_)) | None => true,
        Some(Behind::Missed) => met.other.is_none(),
        Some(Behind::Extra) => met.first.is_none(),
        Some(Behind::Cell(row, column)) => cell(met) == (row, column),
    };
    let chosen = met.iter().enumerate().filter(|(at, met)| wanted(*at, met));
    chosen
        .flat_map(|(_, met)| [met.first, met.other])
        .flatten()
        .map(|event| moment(agreed, event))
        .collect()
}

fn moment(agreed: &Agreed, event: Event) -> Moment {
    let codes = agreed.stratum.as_ref().map(|of| &of.codes);
    let code = codes.and_then(|codes| codes.get(event.code));
    Moment {
        span: MediaSpan::between(event.when.start(), event.when.end()),
        mark: Some(event.mark),
        code: code.and_then(|code| code.parse().ok()),
    }
}
