//! Stretches that have begun and not ended: drawn to the playhead, with a soft end, anew in each frame.

use egui::{Color32, Mesh, Rect, Shape as Drawing, pos2};

use super::{
    data::Lanes,
    lane::{Item, Lane},
    lanes::{BAR_LINE, Key, shelf},
    layout::{Hit, What},
};
use crate::{domain::time::MediaTime, ui::theme::Pair};

/// Length of the soft end.
const FADE: f32 = 24.0;

/// The bar of an open stretch: it fades out at the playhead.
pub fn draw(rect: Rect, item: &Item, pair: Pair, out: &mut dyn FnMut(Drawing)) {
    let fade = FADE.min(rect.width());
    let solid = Rect::from_min_max(rect.min, pos2(rect.right() - fade, rect.bottom()));
    let tail = Rect::from_min_max(pos2(solid.right(), rect.top()), rect.max);
    let mut mesh = Mesh::default();
    let mut piece = |rect: Rect, near: Color32, far: Color32| {
        let first = u32::try_from(mesh.vertices.len()).unwrap_or(0);
        mesh.colored_vertex(rect.left_top(), near);
        mesh.colored_vertex(rect.right_top(), far);
        mesh.colored_vertex(rect.right_bottom(), far);
        mesh.colored_vertex(rect.left_bottom(), near);
        mesh.add_triangle(first, first + 1, first + 2);
        mesh.add_triangle(first, first + 2, first + 3);
    };
    let none = Color32::TRANSPARENT;
    piece(solid, pair.tint, pair.tint);
    piece(tail, pair.tint, none);
    let lines = [rect.top(), rect.bottom() - BAR_LINE];
    for top in lines {
        let line =
            |from: f32, to: f32| Rect::from_min_max(pos2(from, top), pos2(to, top + BAR_LINE));
        if item.guess {
            let mut x = solid.left();
            while x < solid.right() {
                piece(line(x, (x + 4.0).min(solid.right())), pair.ink, pair.ink);
                x += 7.0;
            }
        } else {
            piece(line(solid.left(), solid.right()), pair.ink, pair.ink);
        }
        piece(line(tail.left(), tail.right()), pair.ink, none);
    }
    let start = Rect::from_min_max(rect.min, pos2(rect.left() + 2.0, rect.bottom()));
    piece(start, pair.ink, pair.ink);
    out(Drawing::mesh(mesh));
}

/// Where open stretches are at this moment, from their start to the playhead.
#[must_use]
pub fn hits(key: &Key, lanes: &Lanes, playhead: MediaTime) -> Vec<Hit> {
    let mut hits = Vec::new();
    for (number, lane) in lanes.all().iter().enumerate() {
        for item in lane.open() {
            if key.without == Some(item.id) {
                continue;
            }
            let hit = place(key, lane, number, item, playhead);
            if hit.rect.right() > key.axis.left && hit.rect.left() < key.axis.right() {
                hits.push(hit);
            }
        }
    }
    hits
}

/// Where one open stretch is.
#[must_use]
pub fn place(key: &Key, lane: &Lane, number: usize, item: &Item, playhead: MediaTime) -> Hit {
    let left = key
        .axis
        .x(MediaTime::from_nanos(item.start))
        .max(key.axis.left - 40.0);
    let right = key
        .axis
        .x(playhead)
        .clamp(left + 16.0, key.axis.right() + 40.0 + 16.0);
    Hit {
        lane: number,
        rect: shelf(key, lane, number).bar(item.row, left, right),
        bar: true,
        what: What::Mark(*item),
    }
}
