//! Draws the lanes: tinted rows with a badge and a name, outlines for instants, bars for stretches, counts for bins.

use std::f32::consts::PI;

use egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Shape as Drawing, Stroke, StrokeKind, pos2, vec2,
};

use super::{
    axis::Axis,
    class,
    data::Lanes,
    lane::{Item, Lane, Owner},
    layout::{self, Hit, Shelf, What},
};
use crate::{
    domain::id::MarkId,
    tr,
    ui::{
        theme::{self, Pair, Tokens},
        view::View,
        widgets::{badge, shape},
    },
};

/// Width of the column of names.
pub const HEADS: f32 = 112.0;
/// Least height of a lane.
pub const LEAST: f32 = 28.0;
/// Greatest height of a lane.
pub const MOST: f32 = 60.0;
/// Distance between lanes.
pub const GAP: f32 = 4.0;
/// Line weight of bars.
pub const BAR_LINE: f32 = 1.2;

/// What a drawing of the lanes depends on; it is kept until one of these changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// State of the marks.
    pub version: u64,
    /// View and place.
    pub axis: Axis,
    /// All lanes, scrolled out ones included.
    pub area: Rect,
    /// Height of one lane.
    pub height: f32,
    /// Theme.
    pub dark: bool,
    /// A client can see the screen: nothing is counted.
    pub client: bool,
    /// Left out because it is being dragged.
    pub without: Option<MarkId>,
}

/// A kept drawing.
#[derive(Debug, Default)]
pub struct Drawn {
    /// What can be pointed at, later ones on top.
    pub hits: Vec<Hit>,
    /// How many marks are in view.
    pub total: usize,
    drawings: Vec<Drawing>,
    counts: Vec<(Pos2, String, Color32)>,
}

/// The rectangle of a lane.
#[must_use]
pub fn lane_rect(key: &Key, number: usize) -> Rect {
    #[expect(clippy::cast_precision_loss, reason = "there are few lanes")]
    let top = key.area.top() + number as f32 * (key.height + GAP);
    Rect::from_min_size(
        pos2(key.area.left(), top),
        vec2(key.area.width(), key.height),
    )
}

/// The shelf of a lane.
#[must_use]
pub fn shelf(key: &Key, lane: &Lane, number: usize) -> Shelf {
    Shelf::new(lane_rect(key, number), lane.rows)
}

/// The colours of a lane.
#[must_use]
pub fn colours(view: &View<'_>, owner: &Owner) -> Pair {
    match owner {
        Owner::One(person) => view.colours(person),
        Owner::Together => view.tokens.together,
        // Nobody is known by their colour.
        Owner::Experts | Owner::Learner(_) => class::colours(view, owner),
    }
}

/// The name of a lane.
#[must_use]
pub fn name(view: &View<'_>, owner: &Owner) -> String {
    match owner {
        Owner::One(person) => view.name(person),
        Owner::Together => tr!("timeline-together"),
        Owner::Experts => tr!("timeline-experts"),
        Owner::Learner(at) => tr!("timeline-learner", number = (at + 1)),
    }
}

/// Lays out and draws what the key describes; lanes outside `shown` are left out.
#[must_use]
pub fn draw(key: &Key, lanes: &Lanes, view: &View<'_>, shown: Rect) -> Drawn {
    let mut drawn = Drawn::default();
    for (number, lane) in lanes.all().iter().enumerate() {
        if !lane_rect(key, number).intersects(shown) {
            continue;
        }
        let shelf = shelf(key, lane, number);
        layout::place(
            lane,
            number,
            &shelf,
            &key.axis,
            key.without,
            &mut drawn.hits,
        );
    }
    let Drawn {
        hits,
        total,
        drawings,
        counts,
    } = &mut drawn;
    for hit in hits.iter() {
        *total += hit.count();
        let Some(lane) = lanes.all().get(hit.lane) else {
            continue;
        };
        let pair = colours(view, &lane.owner);
        draw_hit(hit, pair, &mut |drawing| drawings.push(drawing));
        if let What::Bin(bin) = &hit.what
            && hit.rect.height() >= 12.0
            && !key.client
        {
            counts.push((hit.rect.center(), short_count(bin.count), pair.ink));
        }
    }
    drawn
}

/// A count that fits into a bin: 7, 240, 1.2k, 31k.
fn short_count(count: usize) -> String {
    match count {
        0..1000 => count.to_string(),
        1000..10_000 => format!("{}.{}k", count / 1000, count % 1000 / 100),
        _ => format!("{}k", count / 1000),
    }
}

fn draw_hit(hit: &Hit, pair: Pair, out: &mut dyn FnMut(Drawing)) {
    match (&hit.what, hit.bar) {
        (What::Mark(item), false) => point(item, hit.rect, pair, theme::LINE, out),
        (What::Mark(item), true) => bar(hit.rect, item.guess, pair, BAR_LINE, out),
        (What::Bin(_), true) => {
            let dense = Pair {
                tint: pair.ink.gamma_multiply(0.35),
                ..pair
            };
            bar(hit.rect, false, dense, BAR_LINE, out);
        }
        (What::Bin(_), false) => out(Drawing::Rect(egui::epaint::RectShape::new(
            hit.rect,
            CornerRadius::same(6),
            pair.tint,
            Stroke::new(1.0, pair.ink.gamma_multiply(0.65)),
            StrokeKind::Inside,
        ))),
    }
}

fn point(item: &Item, rect: Rect, pair: Pair, line: f32, out: &mut dyn FnMut(Drawing)) {
    let look = shape::Look {
        ink: pair.ink,
        fill: pair.tint,
        dashed: item.guess,
        line,
    };
    shape::drawings(item.shape, rect.center(), rect.width() / 2.0, look, out);
}

fn bar(rect: Rect, guess: bool, pair: Pair, line: f32, out: &mut dyn FnMut(Drawing)) {
    let radius = (rect.height() / 2.0).min(4.0).min(rect.width() / 2.0);
    let stroke = Stroke::new(line, pair.ink);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 4"
    )]
    let corners = CornerRadius::same(radius as u8);
    let outline = if guess { Stroke::NONE } else { stroke };
    out(Drawing::Rect(egui::epaint::RectShape::new(
        rect,
        corners,
        pair.tint,
        outline,
        StrokeKind::Inside,
    )));
    if guess {
        let rect = rect.shrink(line / 2.0);
        let mut path = Vec::with_capacity(17);
        let corners = [
            (rect.left_top() + vec2(radius, radius), PI),
            (rect.right_top() + vec2(-radius, radius), 1.5 * PI),
            (rect.right_bottom() - vec2(radius, radius), 0.0),
            (rect.left_bottom() + vec2(radius, -radius), 0.5 * PI),
        ];
        for (centre, turn) in corners {
            for step in [0.0, 1.0, 2.0, 3.0] {
                path.push(centre + radius * egui::Vec2::angled(turn + step * PI / 6.0));
            }
        }
        path.extend(path.first().copied());
        for dash in Drawing::dashed_line(&path, stroke, 4.0, 3.0) {
            out(dash);
        }
    }
}

/// Draws the tinted rows with their badges and names.
pub fn paint_rows(painter: &Painter, key: &Key, lanes: &Lanes, view: &View<'_>) {
    let author = view.desk().map(|desk| &desk.marking.author);
    for (number, lane) in lanes.all().iter().enumerate() {
        let rect = lane_rect(key, number);
        if !rect.intersects(painter.clip_rect()) {
            continue;
        }
        let pair = colours(view, &lane.owner);
        painter.rect_filled(rect, CornerRadius::same(4), pair.tint.gamma_multiply(0.45));
        let centre = pos2(rect.left() + 16.0, rect.center().y);
        let (initial, marks_now) = match &lane.owner {
            Owner::One(person) => (
                view.person(person)
                    .map_or_else(|| "?".to_owned(), crate::domain::person::Person::initial),
                author == Some(person),
            ),
            Owner::Together => ("+".to_owned(), false),
            Owner::Experts => (name(view, &lane.owner).chars().take(1).collect(), false),
            Owner::Learner(at) => ((at + 1).to_string(), false),
        };
        badge::paint(
            painter,
            centre,
            10.0_f32.min(rect.height() / 2.0),
            &initial,
            pair,
        );
        let font = if marks_now {
            theme::bold(14.0)
        } else {
            theme::regular(14.0)
        };
        one_line(
            painter,
            &name(view, &lane.owner),
            font,
            view.tokens.ink,
            pos2(rect.left() + 34.0, rect.center().y),
            HEADS - 34.0 - 12.0,
        );
    }
}

/// Draws text on one line, cut with an ellipsis where it would not fit.
pub fn one_line(
    painter: &Painter,
    text: &str,
    font: egui::FontId,
    ink: Color32,
    left_middle: Pos2,
    width: f32,
) {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = egui::text::TextWrapping::truncate_at_width(width);
    let galley = painter.layout_job(job);
    painter.galley(left_middle - vec2(0.0, galley.size().y / 2.0), galley, ink);
}

/// Draws what is kept.
pub fn paint(painter: &Painter, drawn: &Drawn) {
    painter.extend(drawn.drawings.iter().cloned());
    for (centre, text, ink) in &drawn.counts {
        painter.text(
            *centre,
            egui::Align2::CENTER_CENTER,
            text,
            theme::bold(11.0),
            *ink,
        );
    }
}

/// Draws one thing again on top, as selected or as pointed at.
pub fn emphasise(painter: &Painter, tokens: &Tokens, hit: &Hit, pair: Pair, selected: bool) {
    let (ring, fill) = if selected {
        (tokens.accent, tokens.accent_soft)
    } else {
        (pair.ink, pair.tint)
    };
    let line = if selected { 2.0 } else { 1.0 };
    if hit.bar || matches!(hit.what, What::Bin(_)) {
        let open = matches!(&hit.what, What::Mark(item) if item.is_open());
        if !open {
            painter.rect_stroke(
                hit.rect,
                CornerRadius::same(5),
                Stroke::new(line, ring),
                StrokeKind::Outside,
            );
        } else if selected {
            painter.circle_filled(hit.rect.left_center(), 4.0, ring);
        }
        return;
    }
    let What::Mark(item) = &hit.what else { return };
    let radius = hit.rect.width() / 2.0;
    // One of a pair has no room for a ring: its own outline takes the accent.
    let pair = if selected && radius < 6.5 {
        Pair {
            ink: ring,
            tint: fill,
        }
    } else {
        pair
    };
    if selected && radius >= 6.5 {
        painter.circle(
            hit.rect.center(),
            radius + 4.0,
            fill,
            Stroke::new(line, ring),
        );
    }
    point(item, hit.rect, pair, theme::LINE + 0.8, &mut |drawing| {
        painter.add(drawing);
    });
}
