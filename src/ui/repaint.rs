//! Paints only what changed. While a recording plays, a few per cent of the window change beside the picture; where a
//! processor draws the window, painting the rest again for each frame of video costs more than the video itself.
//!
//! [`Repaint`] stands between egui and its painter: it compares the shapes of this pass with those of the last one, and lets
//! only those through that touch a part that changed, onto a canvas that keeps everything else.

use std::sync::{Arc, Mutex, PoisonError};

use eframe::egui_glow::CallbackFn;
use egui::{
    Context, FullOutput, PaintCallback, Rect, Shape, TextureId, epaint::ClippedShape, pos2,
};

use super::gpu::canvas::{Canvas, Pixels};

/// More parts than these are painted as fewer, larger ones: each is a pass over all shapes.
const PARTS: usize = 8;
/// Two parts become one if that paints no more than so many points more.
const WASTE: f32 = 4096.0;
/// How far smoothed edges reach beyond a shape's bounds, in points.
const EDGE: f32 = 2.0;
/// How far the comparison looks for a shape that moved up or down in the list.
const AHEAD: usize = 24;

/// A shape as it was handed to the painter, with where it can be seen.
struct Painted {
    shape: ClippedShape,
    bounds: Rect,
}

/// The canvas, shared by those who compare, those who paint, and the window that clears.
pub type SharedCanvas = Arc<Mutex<Canvas>>;

/// The plugin that does it.
#[derive(Default)]
pub struct Repaint {
    canvas: SharedCanvas,
    last: Vec<Painted>,
    /// Size of the window in points, pixels a point, and its ground, in the last pass.
    window: Option<(Rect, f32, [u8; 4])>,
    pass: u64,
}

impl egui::Plugin for Repaint {
    fn debug_name(&self) -> &'static str {
        "repaint"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let (usable, painted) = {
            let canvas = self.canvas.lock().unwrap_or_else(PoisonError::into_inner);
            (canvas.usable(), canvas.pass())
        };
        if !usable {
            return;
        }
        let scale = output.pixels_per_point;
        let whole = ctx.input(egui::InputState::viewport_rect);
        let ground = ctx.global_style().visuals.panel_fill;
        let window = Some((whole, scale, ground.to_array()));
        // Glyphs are added to the font's texture in parts; anything else that is set may be on screen already.
        let textures = output.textures_delta.set.iter().any(|(id, deltas)| {
            *id != TextureId::default() || deltas.iter().any(egui::epaint::ImageDelta::is_whole)
        });
        let kept = painted == Some(self.pass) && window == self.window && !textures;
        let now: Vec<Painted> = std::mem::take(&mut output.shapes)
            .into_iter()
            .map(|shape| Painted {
                bounds: bounds(&shape),
                shape,
            })
            .collect();
        let parts = if kept {
            changed(&self.last, &now, scale, whole)
        } else {
            vec![whole]
        };
        self.pass += 1;
        self.window = window;
        let pixels: Vec<Pixels> = parts.iter().map(|part| in_pixels(*part, scale)).collect();
        output.shapes = self.between(
            whole,
            ground.to_normalized_gamma_f32(),
            pixels,
            &parts,
            &now,
        );
        self.last = now;
    }
}

impl Repaint {
    /// Where it paints.
    #[must_use]
    pub fn canvas(&self) -> SharedCanvas {
        Arc::clone(&self.canvas)
    }

    /// The shapes that touch the parts, clipped to them, between the calls that begin and end the canvas.
    fn between(
        &self,
        whole: Rect,
        ground: [f32; 4],
        pixels: Vec<Pixels>,
        parts: &[Rect],
        now: &[Painted],
    ) -> Vec<ClippedShape> {
        let call = |call: CallbackFn| {
            let callback = PaintCallback {
                rect: whole,
                callback: Arc::new(call),
            };
            ClippedShape::new(whole, Shape::Callback(callback))
        };
        let (begins, ends, pass) = (
            Arc::clone(&self.canvas),
            Arc::clone(&self.canvas),
            self.pass,
        );
        let mut shapes = vec![call(CallbackFn::new(move |info, painter| {
            let mut canvas = begins.lock().unwrap_or_else(PoisonError::into_inner);
            canvas.begin(painter.gl(), info.screen_size_px, ground, &pixels);
        }))];
        for part in parts {
            for painted in now {
                if painted.bounds.intersect(*part).is_positive() {
                    let mut shape = painted.shape.clone();
                    shape.clip_rect = shape.clip_rect.intersect(*part);
                    shapes.push(shape);
                }
            }
        }
        shapes.push(call(CallbackFn::new(move |_, painter| {
            let mut canvas = ends.lock().unwrap_or_else(PoisonError::into_inner);
            canvas.end(painter.gl(), pass);
        })));
        shapes
    }
}

fn bounds(shape: &ClippedShape) -> Rect {
    let bounds = shape.transform_after_tessellation * shape.shape.visual_bounding_rect();
    if bounds.width() >= 0.0 && bounds.height() >= 0.0 {
        bounds.expand(EDGE).intersect(shape.clip_rect)
    } else {
        Rect::NOTHING
    }
}

/// The parts of the window, on whole pixels and apart from each other, outside of which both passes look alike.
fn changed(last: &[Painted], now: &[Painted], scale: f32, whole: Rect) -> Vec<Rect> {
    let mut parts = Vec::new();
    let mut differs = |painted: &Painted| {
        let bounds = on_pixels(painted.bounds.intersect(whole), scale);
        if bounds.is_positive() {
            add(&mut parts, bounds);
        }
    };
    let (mut old, mut new) = (0, 0);
    while old < last.len() && new < now.len() {
        if same(&last[old].shape, &now[new].shape) {
            (old, new) = (old + 1, new + 1);
            continue;
        }
        // Shapes that stay in both passes keep their order, so it is enough to paint where others came or went.
        let skipped = (1..AHEAD).find_map(|ahead| {
            let gone = last.get(old + ahead);
            let came = now.get(new + ahead);
            if gone.is_some_and(|gone| same(&gone.shape, &now[new].shape)) {
                Some((ahead, 0))
            } else if came.is_some_and(|came| same(&last[old].shape, &came.shape)) {
                Some((0, ahead))
            } else if let (Some(gone), Some(came)) = (gone, came)
                && same(&gone.shape, &came.shape)
            {
                Some((ahead, ahead))
            } else {
                None
            }
        });
        let (gone, came) = skipped.unwrap_or((1, 1));
        last[old..old + gone].iter().for_each(&mut differs);
        now[new..new + came].iter().for_each(&mut differs);
        (old, new) = (old + gone, new + came);
    }
    last[old..].iter().for_each(&mut differs);
    now[new..].iter().for_each(&mut differs);
    parts
}

/// Adds a part; those that meet or lie close become one.
fn add(parts: &mut Vec<Rect>, part: Rect) {
    let mut part = part;
    loop {
        let near = parts.iter().position(|other| {
            other.intersects(part) || other.union(part).area() <= other.area() + part.area() + WASTE
        });
        let near = near.or_else(|| {
            (parts.len() >= PARTS).then(|| {
                let waste = |other: &Rect| other.union(part).area() - other.area();
                (0..parts.len())
                    .min_by(|a, b| waste(&parts[*a]).total_cmp(&waste(&parts[*b])))
                    .unwrap_or(0)
            })
        });
        match near {
            Some(at) => part = part.union(parts.swap_remove(at)),
            None => break,
        }
    }
    parts.push(part);
}

/// The smallest part on whole pixels that holds this one.
fn on_pixels(part: Rect, scale: f32) -> Rect {
    if !part.is_positive() {
        return Rect::NOTHING;
    }
    let (min, max) = (part.min * scale, part.max * scale);
    Rect::from_min_max(
        pos2(min.x.floor(), min.y.floor()) / scale,
        pos2(max.x.ceil(), max.y.ceil()) / scale,
    )
}

fn in_pixels(part: Rect, scale: f32) -> Pixels {
    #[expect(clippy::cast_possible_truncation, reason = "a window's pixels")]
    let [left, top, right, bottom] = [part.min.x, part.min.y, part.max.x, part.max.y]
        .map(|points| (points * scale).round() as i32);
    [left, top, right - left, bottom - top]
}

fn same(one: &ClippedShape, other: &ClippedShape) -> bool {
    one.clip_rect == other.clip_rect
        && one.transform_after_tessellation == other.transform_after_tessellation
        && alike(&one.shape, &other.shape)
}

/// Whether two shapes paint the same pixels; may say no of shapes that do.
fn alike(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        (Shape::Text(one), Shape::Text(other)) => {
            // Laid out text is shared as long as it stays the same; comparing every glyph would cost more than painting it.
            Arc::ptr_eq(&one.galley, &other.galley)
                && one.pos == other.pos
                && one.underline == other.underline
                && one.fallback_color == other.fallback_color
                && one.override_text_color == other.override_text_color
                && one.opacity_factor.to_bits() == other.opacity_factor.to_bits()
                && one.angle.to_bits() == other.angle.to_bits()
        }
        (Shape::Mesh(one), Shape::Mesh(other)) => Arc::ptr_eq(one, other) || one == other,
        (Shape::Callback(one), Shape::Callback(other)) => {
            one.rect == other.rect && Arc::ptr_eq(&one.callback, &other.callback)
        }
        (Shape::Vec(one), Shape::Vec(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| alike(one, other))
        }
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use egui::{Color32, CornerRadius, Stroke, StrokeKind, vec2};
    use proptest::prelude::*;

    use super::*;

    const SIDE: usize = 60;

    fn box_at((x, y, wide, high, colour): (u8, u8, u8, u8, u8)) -> Painted {
        let rect = Rect::from_min_size(
            pos2(f32::from(x), f32::from(y)),
            vec2(f32::from(wide), f32::from(high)),
        );
        let whole = Rect::from_min_size(egui::Pos2::ZERO, egui::Vec2::splat(60.0));
        let shape = Shape::rect_filled(rect, CornerRadius::ZERO, Color32::from_gray(colour));
        let shape = ClippedShape::new(whole, shape);
        Painted {
            bounds: bounds(&shape),
            shape,
        }
    }

    /// What a painter without smoothing would put on the screen: the last shape over each pixel.
    fn screen(shapes: &[Painted]) -> Vec<u8> {
        let mut pixels = vec![0; SIDE * SIDE];
        for painted in shapes {
            let Shape::Rect(shape) = &painted.shape.shape else {
                continue;
            };
            for (at, pixel) in pixels.iter_mut().enumerate() {
                if shape.rect.contains(middle(at)) {
                    *pixel = shape.fill.r();
                }
            }
        }
        pixels
    }

    fn middle(at: usize) -> egui::Pos2 {
        #[expect(clippy::cast_precision_loss, reason = "below 60")]
        let (x, y) = ((at % SIDE) as f32, (at / SIDE) as f32);
        pos2(x + 0.5, y + 0.5)
    }

    proptest! {
        #[test]
        fn what_lies_outside_the_changed_parts_looks_as_before(
            before in prop::collection::vec((0_u8..50, 0_u8..50, 0_u8..20, 0_u8..20, 1_u8..4), 0..40),
            removed in prop::collection::vec(0_usize..40, 0..4),
            added in prop::collection::vec((0_usize..40, (0_u8..50, 0_u8..50, 0_u8..20, 0_u8..20, 1_u8..4)), 0..4),
            turned in prop::option::of(0_usize..40),
            scale in prop::sample::select(vec![1.0_f32, 1.25, 1.5, 2.0]),
        ) {
            let mut after = before.clone();
            for at in removed {
                if at < after.len() {
                    after.remove(at);
                }
            }
            for (at, shape) in added {
                after.insert(at.min(after.len()), shape);
            }
            if let Some(at) = turned.filter(|at| at + 1 < after.len()) {
                after.swap(at, at + 1);
            }
            let before: Vec<_> = before.into_iter().map(box_at).collect();
            let after: Vec<_> = after.into_iter().map(box_at).collect();
            let whole = Rect::from_min_size(egui::Pos2::ZERO, egui::Vec2::splat(60.0));
            let parts = changed(&before, &after, scale, whole);
            prop_assert!(parts.len() <= PARTS);
            for (at, part) in parts.iter().enumerate() {
                prop_assert!(parts[at + 1..].iter().all(|other| !other.shrink(0.01).intersects(part.shrink(0.01))));
            }
            for (at, (old, new)) in screen(&before).into_iter().zip(screen(&after)).enumerate() {
                if old != new {
                    prop_assert!(parts.iter().any(|part| part.contains(middle(at))));
                }
            }
        }
    }

    #[test]
    fn nothing_is_painted_again_when_nothing_changed() {
        let shapes = || vec![box_at((3, 3, 9, 9, 1)), box_at((30, 3, 9, 9, 2))];
        let whole = Rect::from_min_size(egui::Pos2::ZERO, egui::Vec2::splat(60.0));
        assert!(changed(&shapes(), &shapes(), 1.0, whole).is_empty());
    }

    #[test]
    fn a_shadow_reaches_as_far_as_it_is_soft() {
        let rect = Rect::from_min_size(pos2(20.0, 20.0), vec2(10.0, 10.0));
        let soft =
            egui::epaint::RectShape::new(rect, 0, Color32::BLACK, Stroke::NONE, StrokeKind::Inside)
                .with_blur_width(8.0);
        let shape = ClippedShape::new(Rect::EVERYTHING, soft);
        assert!(bounds(&shape).contains_rect(rect.expand(4.0)));
    }
}
