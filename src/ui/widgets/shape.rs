//! The outlines that stand for groups of codes, so that colour is never alone.

use std::f32::consts::{FRAC_PI_3, TAU};

use egui::{Color32, Painter, Pos2, Shape as Drawing, Stroke, Vec2, pos2, vec2};

use crate::domain::codebook::Shape;

/// How an outline is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Outline.
    pub ink: Color32,
    /// Inside.
    pub fill: Color32,
    /// A guess is dashed.
    pub dashed: bool,
    /// Line weight.
    pub line: f32,
}

/// Draws `shape` around `centre` within a circle of `radius`.
pub fn paint(painter: &Painter, shape: Shape, centre: Pos2, radius: f32, look: Look) {
    drawings(shape, centre, radius, look, &mut |drawing| {
        painter.add(drawing);
    });
}

/// The same, as drawings for callers that keep them.
pub fn drawings(shape: Shape, centre: Pos2, radius: f32, look: Look, out: &mut dyn FnMut(Drawing)) {
    let stroke = Stroke::new(look.line, look.ink);
    let points = outline(shape, centre, radius);
    if look.dashed {
        out(Drawing::convex_polygon(
            points.clone(),
            look.fill,
            Stroke::NONE,
        ));
        let mut closed = points;
        if let Some(first) = closed.first().copied() {
            closed.push(first);
        }
        let dash = (radius * 0.5).max(2.0);
        for line in Drawing::dashed_line(&closed, stroke, dash, dash * 0.7) {
            out(line);
        }
    } else if shape == Shape::Circle {
        out(Drawing::circle_filled(centre, radius * 0.92, look.fill));
        out(Drawing::circle_stroke(centre, radius * 0.92, stroke));
    } else {
        out(Drawing::convex_polygon(points, look.fill, stroke));
    }
}

fn outline(shape: Shape, centre: Pos2, radius: f32) -> Vec<Pos2> {
    let around = |count: u8, turn: f32, size: f32| -> Vec<Pos2> {
        (0..count)
            .map(|corner| {
                let angle = turn + TAU * f32::from(corner) / f32::from(count);
                centre + size * radius * Vec2::angled(angle)
            })
            .collect()
    };
    match shape {
        Shape::Circle => around(20, 0.0, 0.92),
        Shape::Hexagon => around(6, 0.0, 1.0),
        Shape::Diamond => around(4, 0.0, 1.0),
        Shape::Square => {
            let half = radius * 0.8;
            [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]
                .map(|(x, y)| centre + vec2(x * half, y * half))
                .to_vec()
        }
        Shape::UpTriangle => triangle(centre, radius, -1.0),
        Shape::DownTriangle => triangle(centre, radius, 1.0),
    }
}

/// A triangle whose tip points up (-1) or down (1), weighted to sit on the line of its neighbours.
fn triangle(centre: Pos2, radius: f32, tip: f32) -> Vec<Pos2> {
    let width = radius * FRAC_PI_3.sin() * 1.1;
    vec![
        pos2(centre.x, centre.y + tip * radius * 0.85),
        pos2(centre.x - width, centre.y - tip * radius * 0.75),
        pos2(centre.x + width, centre.y - tip * radius * 0.75),
    ]
}
