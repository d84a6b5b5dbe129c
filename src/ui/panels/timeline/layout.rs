//! Where the marks of one lane stand on the screen: shapes that keep apart, bars in rows, and bins where too many touch.

use egui::{Rect, pos2, vec2};

use super::{
    axis::Axis,
    lane::{Item, Lane, MOST_ROWS},
};
use crate::domain::{id::MarkId, time::MediaTime};

/// Width of a bin, in points. Bins lie on a grid of time, so that they stay while the view is panned.
const CELL: f32 = 28.0;
/// Largest half size of a shape.
const RADIUS: f32 = 7.5;
/// Smallest half size at which an outline can still be told.
const SMALLEST: f32 = 3.75;
/// A bar is never drawn narrower.
const NARROWEST: f32 = 5.0;
/// So many marks of a bin are named one by one.
pub const NAMED: usize = 300;

/// How one lane divides its height.
#[derive(Clone, Copy, Debug)]
pub struct Shelf {
    /// Middle of the points.
    pub middle: f32,
    /// Half size of a point that stands alone.
    pub radius: f32,
    /// Middles of the two rows of points that would touch, if there is room for two.
    pair: Option<(f32, f32)>,
    /// Half size of those.
    small: f32,
    /// Top of the first row of bars.
    band: f32,
    /// Height of each row of bars, the gap below it included.
    row: f32,
}

impl Shelf {
    /// Divides a lane whose spans need this many rows.
    #[must_use]
    pub fn new(rect: Rect, rows: usize) -> Self {
        let air = 3.0;
        let inner = rect.height() - 2.0 * air;
        #[expect(clippy::cast_precision_loss, reason = "there are at most four rows")]
        let rows = rows as f32;
        // One row of bars is as tall as reads well; more share a little more than a third of the lane.
        let bars = if rows > 0.0 {
            (inner * 0.40).clamp(8.0, 10.0 + 3.0 * (rows - 1.0))
        } else {
            0.0
        };
        let zone = inner - bars - if rows > 0.0 { 2.0 } else { 0.0 };
        let top = rect.top() + air;
        let radius = (zone / 2.0).min(RADIUS);
        let small = (zone / 4.0 - 0.5).min(RADIUS - 1.0);
        let middle = top + zone / 2.0;
        Self {
            middle,
            radius,
            pair: (small >= SMALLEST).then_some((middle - small - 1.0, middle + small + 1.0)),
            small,
            band: rect.bottom() - air - bars,
            row: bars / rows.max(1.0),
        }
    }

    /// The bar of a span in its row.
    #[must_use]
    pub fn bar(&self, row: u8, left: f32, right: f32) -> Rect {
        let top = self.band + f32::from(row) * self.row;
        let gap = if self.row < 8.0 { 1.0 } else { 0.0 };
        Rect::from_min_max(
            pos2(left, top),
            pos2(right.max(left + NARROWEST), top + self.row - gap),
        )
    }
}

/// What a place on the screen stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// One mark.
    Mark(Item),
    /// Several that cannot be told apart at this zoom.
    Bin(Bin),
}

/// Several marks in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Bin {
    /// How many.
    pub count: usize,
    /// Start of the first.
    pub from: MediaTime,
    /// End of the last.
    pub to: MediaTime,
    /// Which, the first [`NAMED`] of them.
    pub ids: Vec<MarkId>,
}

/// One thing that is drawn and can be pointed at.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which lane.
    pub lane: usize,
    /// Where.
    pub rect: Rect,
    /// Whether it is a bar.
    pub bar: bool,
    /// What.
    pub what: What,
}

impl Hit {
    /// How many marks it stands for.
    #[must_use]
    pub const fn count(&self) -> usize {
        match &self.what {
            What::Mark(_) => 1,
            What::Bin(bin) => bin.count,
        }
    }

    /// Whether it is, or holds, this mark.
    #[must_use]
    pub fn holds(&self, id: MarkId) -> bool {
        match &self.what {
            What::Mark(item) => item.id == id,
            What::Bin(bin) => bin.ids.contains(&id),
        }
    }
}

/// Places the marks of a lane that are in view; open stretches are placed by the caller, since they end at the playhead.
pub fn place(
    lane: &Lane,
    number: usize,
    shelf: &Shelf,
    axis: &Axis,
    without: Option<MarkId>,
    hits: &mut Vec<Hit>,
) {
    place_spans(lane, number, shelf, axis, without, hits);
    place_points(lane, number, shelf, axis, without, hits);
}

fn nanos(seconds: f64) -> i64 {
    MediaTime::from_drawn_seconds(seconds).as_nanos()
}

fn place_spans(
    lane: &Lane,
    number: usize,
    shelf: &Shelf,
    axis: &Axis,
    without: Option<MarkId>,
    hits: &mut Vec<Hit>,
) {
    let margin = f64::from(NARROWEST) * axis.seconds_per_point();
    let (from, to) = (
        nanos(axis.window.start - margin),
        nanos(axis.window.end() + margin),
    );
    // The last bar of each row: where it is among the hits, and how far it reaches.
    let mut last: [Option<(usize, f32)>; MOST_ROWS] = Default::default();
    for item in lane.spans_between(from, to) {
        if item.is_open() || Some(item.id) == without {
            continue;
        }
        let left = axis
            .x(MediaTime::from_nanos(item.start))
            .max(axis.left - 40.0);
        let right = axis
            .x(MediaTime::from_nanos(item.end))
            .min(axis.right() + 40.0);
        let bar = shelf.bar(item.row, left, right);
        let slot = &mut last[usize::from(item.row)];
        if let Some((at, reach)) = *slot
            && (left < reach - 1.0 || (left < reach + 0.5 && right - left < NARROWEST))
        {
            join(&mut hits[at], item, bar);
            *slot = Some((at, hits[at].rect.right()));
            continue;
        }
        *slot = Some((hits.len(), bar.right()));
        hits.push(Hit {
            lane: number,
            rect: bar,
            bar: true,
            what: What::Mark(*item),
        });
    }
}

fn join(hit: &mut Hit, item: &Item, bar: Rect) {
    hit.rect.max.x = hit.rect.max.x.max(bar.max.x);
    let end = MediaTime::from_nanos(item.end);
    match &mut hit.what {
        What::Mark(first) => {
            hit.what = What::Bin(Bin {
                count: 2,
                from: MediaTime::from_nanos(first.start),
                to: end.max(MediaTime::from_nanos(first.end)),
                ids: vec![first.id, item.id],
            });
        }
        What::Bin(bin) => {
            bin.count += 1;
            bin.to = bin.to.max(end);
            if bin.ids.len() < NAMED {
                bin.ids.push(item.id);
            }
        }
    }
}

/// How far the two rows of points are taken.
#[derive(Clone, Copy)]
struct Edges {
    upper: f32,
    lower: f32,
}

impl Edges {
    fn both(self) -> f32 {
        self.upper.max(self.lower)
    }
}

fn place_points(
    lane: &Lane,
    number: usize,
    shelf: &Shelf,
    axis: &Axis,
    without: Option<MarkId>,
    hits: &mut Vec<Hit>,
) {
    let per_point = axis.seconds_per_point();
    let cell = f64::from(CELL) * per_point;
    if cell <= 0.0 {
        return;
    }
    let margin = f64::from(CELL + RADIUS) * per_point;
    let range = lane.points_between(
        nanos(axis.window.start - margin),
        nanos(axis.window.end() + margin),
    );
    let points = &lane.points[..range.end];
    let mut edges = Edges {
        upper: f32::MIN,
        lower: f32::MIN,
    };
    let mut at = range.start;
    while at < points.len() {
        let start = MediaTime::from_nanos(points[at].start).seconds_for_drawing();
        let number_of_cell = (start / cell).floor();
        let border = (number_of_cell + 1.0) * cell;
        let limit = nanos(border);
        // Jumps over the marks of a cell instead of looking at each.
        let end = at
            + points[at..]
                .partition_point(|item| item.start < limit)
                .max(1);
        let inside = &points[at..end];
        let next = points
            .get(end)
            .map(|item| axis.x(MediaTime::from_nanos(item.start)));
        let before = hits.len();
        let placed = (inside.len() <= 4)
            .then(|| try_each(inside, next, number, shelf, axis, without, edges, hits))
            .flatten();
        if let Some(after) = placed {
            edges = after;
        } else if let [only] = inside {
            // Beside a bin there may be a little too little room: it moves by some points rather than hide.
            hits.truncate(before);
            let radius = shelf.radius.min(RADIUS - 1.0);
            let x = axis
                .x(MediaTime::from_nanos(only.start))
                .max(edges.both() + radius);
            edges = Edges {
                upper: x + radius + 1.0,
                lower: x + radius + 1.0,
            };
            hits.push(Hit {
                lane: number,
                rect: Rect::from_center_size(
                    pos2(x, shelf.middle),
                    egui::Vec2::splat(2.0 * radius),
                ),
                bar: false,
                what: What::Mark(*only),
            });
        } else {
            hits.truncate(before);
            let left = axis.x_of(number_of_cell * cell).max(edges.both());
            let right = (axis.x_of(border) - 2.0)
                .min(axis.right() + 8.0)
                .max(left + 16.0);
            let height = (2.0 * shelf.radius + 2.0).min(18.0);
            let rect = Rect::from_center_size(
                pos2(f32::midpoint(left, right), shelf.middle),
                vec2(right - left, height),
            );
            edges = Edges {
                upper: right + 2.0,
                lower: right + 2.0,
            };
            hits.push(Hit {
                lane: number,
                rect,
                bar: false,
                what: bin(inside),
            });
        }
        at = end;
    }
}

fn bin(items: &[Item]) -> What {
    let time = |item: Option<&Item>| MediaTime::from_nanos(item.map_or(0, |item| item.start));
    What::Bin(Bin {
        count: items.len(),
        from: time(items.first()),
        to: time(items.last()),
        ids: items.iter().take(NAMED).map(|item| item.id).collect(),
    })
}

/// Gives each point its own place in one row or two; `None` if they do not fit.
#[expect(
    clippy::too_many_arguments,
    reason = "one step of the loop above, taken out for reading"
)]
fn try_each(
    inside: &[Item],
    next: Option<f32>,
    number: usize,
    shelf: &Shelf,
    axis: &Axis,
    without: Option<MarkId>,
    mut edges: Edges,
    hits: &mut Vec<Hit>,
) -> Option<Edges> {
    let air = 1.0;
    for (index, item) in inside.iter().enumerate() {
        if Some(item.id) == without {
            continue;
        }
        let x = axis.x(MediaTime::from_nanos(item.start));
        let following = inside
            .get(index + 1)
            .map(|item| axis.x(MediaTime::from_nanos(item.start)))
            .or(next);
        let shrink = if item.reply { 0.72 } else { 1.0 };
        let alone = x - shelf.radius >= edges.both()
            && (shelf.pair.is_none()
                || following.is_none_or(|next| next - x >= 2.0 * shelf.radius + air));
        let (middle, radius) = if alone {
            edges.upper = x + shelf.radius + air;
            edges.lower = edges.upper;
            (shelf.middle, shelf.radius * shrink)
        } else {
            let (upper, lower) = shelf.pair?;
            let small = shelf.small;
            let reach = x + small + air;
            if x - small >= edges.upper {
                edges.upper = reach;
                (upper, small * shrink)
            } else if x - small >= edges.lower {
                edges.lower = reach;
                (lower, small * shrink)
            } else {
                return None;
            }
        };
        hits.push(Hit {
            lane: number,
            rect: Rect::from_center_size(pos2(x, middle), egui::Vec2::splat(2.0 * radius)),
            bar: false,
            what: What::Mark(*item),
        });
    }
    Some(edges)
}
