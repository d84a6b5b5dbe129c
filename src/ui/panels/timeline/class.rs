//! The lanes of a class: what raters agreed on, and below it one lane for each who practised, none of them named.
//!
//! It may be on a projector. So nobody is known here by name, colour, words or place in a list, and pressing a mark lets it be heard
//! instead of opening it.

use egui::{Painter, Rect, RichText, Ui};

use super::{
    Frame,
    data::Lanes,
    lane::{Item, Lane, Owner},
    lanes,
    layout::{Hit, What},
    words,
};
use crate::{
    app::{Command, TrainingCommand, review::training::Found},
    domain::{
        codebook::Shape,
        id::MarkId,
        mark::{CodeUse, When},
        time::{MediaDelta, MediaSpan, MediaTime},
        training::{Place, Ruling, consensus_of},
    },
    tr,
    ui::{
        theme::{self, Pair},
        view::View,
    },
};

/// Least height of a lane.
pub(super) const LOWEST: f32 = 25.0;

/// The lanes.
pub(super) fn lanes(view: &View<'_>, class: &Found) -> Vec<Lane> {
    let mut all = Vec::new();
    let consensus = view.session().and_then(consensus_of);
    if let Some((_, _, consensus)) = consensus {
        let mut lane = Lane::new(Owner::Experts);
        for place in consensus.places_that(|place| place.ruling != Ruling::Dropped) {
            push(
                &mut lane,
                view,
                place.id,
                place.when,
                &place.codes,
                place.ruling == Ruling::Open,
            );
        }
        all.push(lane);
    }
    for (at, marks) in class.lanes.iter().enumerate() {
        let mut lane = Lane::new(Owner::Learner(at));
        for mark in marks {
            push(&mut lane, view, mark.id, mark.when, &mark.codes, false);
        }
        all.push(lane);
    }
    for lane in &mut all {
        lane.sort();
        lane.stack();
    }
    all
}

fn push(lane: &mut Lane, view: &View<'_>, id: MarkId, when: When, codes: &[CodeUse], open: bool) {
    let item = Item {
        start: when.start().as_nanos(),
        // A stretch that nobody ended is where it begins: it has no playhead to run to here.
        end: when.end().as_nanos(),
        id,
        shape: codes
            .first()
            .map_or(Shape::Circle, |used| view.shape(&used.code)),
        guess: open,
        reply: false,
        row: 0,
    };
    if matches!(when, When::Span(_)) {
        lane.spans.push(item);
    } else {
        lane.points.push(item);
    }
}

/// One hue for all who practised, and the one of what is common for what raters agreed on.
pub(super) fn colours(view: &View<'_>, owner: &Owner) -> Pair {
    match owner {
        Owner::Experts => view.tokens.together,
        _ => Pair {
            ink: view.tokens.muted,
            tint: view.tokens.raised,
        },
    }
}

/// From where to where something is.
pub(super) fn span_of(hit: &Hit) -> MediaSpan {
    match &hit.what {
        What::Mark(item) => MediaSpan::between(
            MediaTime::from_nanos(item.start),
            MediaTime::from_nanos(item.end),
        ),
        What::Bin(bin) => MediaSpan::between(bin.from, bin.to),
    }
}

/// Lets a moment be heard.
pub(super) fn hear(item: &Item) -> Command {
    let span = MediaSpan::between(
        MediaTime::from_nanos(item.start),
        MediaTime::from_nanos(item.end),
    );
    Command::Training(TrainingCommand::Hear(span))
}

/// What something is called, where, and in which lane.
pub(super) fn of_hit(view: &View<'_>, lanes: &Lanes, hit: &Hit) -> String {
    let lane = lanes.all().get(hit.lane);
    let whose = lane.map_or_else(String::new, |lane| lanes::name(view, &lane.owner));
    let what = match &hit.what {
        What::Mark(item) => called(view, item),
        What::Bin(bin) => {
            return tr!(
                "timeline-class-several",
                who = whose,
                time = words::of_bin(view, bin)
            );
        }
    };
    let span = span_of(hit);
    tr!(
        "timeline-class-mark",
        label = what,
        who = whose,
        time = words::stretch_of(span)
    )
}

fn called(view: &View<'_>, item: &Item) -> String {
    let Some(session) = view.session() else {
        return String::new();
    };
    let place = || -> Option<&Place> { consensus_of(session)?.2.place(item.id) };
    let codes = session
        .mark(item.id)
        .map(|mark| &mark.codes)
        .or_else(|| Some(&place()?.codes));
    let labels: Vec<String> = codes
        .into_iter()
        .flatten()
        .map(|used| view.code_label(&used.code))
        .collect();
    if labels.is_empty() {
        return tr!("training-own-words");
    }
    labels.join(" · ")
}

/// The card of what the pointer is on.
pub(super) fn card(ui: &mut Ui, view: &View<'_>, lanes: &Lanes, hit: &Hit) {
    if let What::Mark(item) = &hit.what {
        ui.label(RichText::new(called(view, item)).font(theme::bold(theme::BODY)));
        let lane = lanes.all().get(hit.lane);
        let whose = lane.map_or_else(String::new, |lane| lanes::name(view, &lane.owner));
        let words = format!("{whose}, {}", words::stretch_of(span_of(hit)));
        ui.label(
            RichText::new(words)
                .size(theme::SMALL)
                .color(view.tokens.muted),
        );
    } else {
        ui.label(of_hit(view, lanes, hit));
    }
}

/// A quiet band over all lanes where the chosen place is, as far as marks of it may lie.
pub(super) fn paint_chosen(painter: &Painter, frame: &Frame<'_, '_>, lanes: &Lanes) {
    if !lanes.are_of_a_class() {
        return;
    }
    let Some(span) = frame.view.app.chosen_place_stretch() else {
        return;
    };
    let around = tolerance(frame.view);
    let left = frame.axis.x((span.start() - around).clamp_to_start());
    let right = frame.axis.x(span.end() + around);
    let row = frame.rows.lanes;
    let band = Rect::from_x_y_ranges(left..=right, row.top()..=row.bottom());
    painter.rect_filled(band, 4.0, frame.view.tokens.accent_soft.gamma_multiply(0.6));
}

fn tolerance(view: &View<'_>) -> MediaDelta {
    let consensus = view.session().and_then(consensus_of);
    consensus.map_or(MediaDelta::ZERO, |found| found.2.tolerance)
}
