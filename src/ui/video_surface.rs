//! The picture on the screen: planes and a shader where the window draws with OpenGL, a texture everywhere else.
//!
//! A picture that stays, at a place that stays, is the same shape from pass to pass, so that it is not painted again.

use std::sync::{Arc, Mutex, PoisonError};

use eframe::{egui_glow, glow};
use egui::{
    Color32, ColorImage, Rect, Stroke, StrokeKind, TextureHandle, TextureOptions, Ui, Vec2, pos2,
};

use super::{
    gpu::planes::{Place, Planes},
    theme::{self, Tokens},
};
use crate::media::{ColourMatrix, ColourRange, Orientation, PixelLayout, VideoFrame};

/// Shows frames; keeps what the graphics card needs from one frame to the next.
pub struct VideoSurface {
    planes: Option<Arc<Mutex<Planes>>>,
    texture: Option<(u64, TextureHandle)>,
    /// What draws the picture, with what it depends on: the frame's serial, the stage and where the picture lies in it.
    drawing: Option<((u64, Rect, Rect), Arc<egui_glow::CallbackFn>)>,
}

impl VideoSurface {
    /// A surface for a window that draws with this OpenGL context, or with something else.
    #[must_use]
    pub fn new(gl: Option<&Arc<glow::Context>>) -> Self {
        let planes = gl.map(|_| Arc::new(Mutex::new(Planes::default())));
        Self {
            planes,
            texture: None,
            drawing: None,
        }
    }

    /// Another surface of the same window.
    #[must_use]
    pub fn another(&self) -> Self {
        Self {
            planes: self.planes.as_ref().map(|_| Arc::default()),
            texture: None,
            drawing: None,
        }
    }

    /// Draws the frame as large as fits into `stage`, turned and with square pixels. Returns where it lies.
    pub fn show(
        &mut self,
        ui: &Ui,
        stage: Rect,
        frame: Option<&Arc<VideoFrame>>,
        tokens: &Tokens,
    ) -> Rect {
        let painter = ui.painter();
        let whole = |part: Rect| {
            let painter = painter.with_clip_rect(painter.clip_rect().intersect(part));
            painter.rect(
                stage,
                theme::RADIUS,
                tokens.stage,
                Stroke::NONE,
                StrokeKind::Inside,
            );
        };
        let Some(frame) = frame else {
            whole(stage);
            return stage;
        };
        let picture = fit(stage, frame.display_size());
        // Only the bars beside the picture: what lies under it would be painted for nothing, thirty times a second.
        let (left, right) = (picture.left() + 1.0, picture.right() - 1.0);
        let (top, bottom) = (picture.top() + 1.0, picture.bottom() - 1.0);
        whole(Rect::everything_left_of(left));
        whole(Rect::everything_right_of(right));
        whole(Rect::everything_above(top));
        whole(Rect::everything_below(bottom));
        match &self.planes {
            Some(planes) if frame.layout != PixelLayout::Rgba => {
                let depends = (frame.serial, stage, picture);
                let known = self.drawing.take().filter(|(known, _)| *known == depends);
                let (_, callback) = self.drawing.insert(known.unwrap_or_else(|| {
                    (depends, Arc::new(drawing(planes, frame, stage, picture)))
                }));
                painter.add(egui::PaintCallback {
                    rect: picture,
                    callback: Arc::clone(callback) as Arc<_>,
                });
            }
            _ => self.show_texture(ui, picture, frame),
        }
        picture
    }

    fn show_texture(&mut self, ui: &Ui, picture: Rect, frame: &VideoFrame) {
        let shown = self
            .texture
            .as_ref()
            .is_some_and(|(serial, _)| *serial == frame.serial);
        if !shown {
            let (width, height, bytes) = frame.to_rgba();
            let size = [width as usize, height as usize];
            let image = ColorImage::from_rgba_unmultiplied(size, &bytes);
            if let Some((serial, texture)) = &mut self.texture {
                *serial = frame.serial;
                texture.set(image, TextureOptions::LINEAR);
            } else {
                let texture = ui
                    .ctx()
                    .load_texture("picture", image, TextureOptions::LINEAR);
                self.texture = Some((frame.serial, texture));
            }
        }
        if let Some((_, texture)) = &self.texture {
            let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
            ui.painter()
                .image(texture.id(), picture, whole, Color32::WHITE);
        }
    }

    /// Gives back what the graphics card holds; call while the context is still there.
    pub fn destroy(&self, gl: &glow::Context) {
        if let Some(planes) = &self.planes {
            planes
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .destroy(gl);
        }
    }
}

/// Draws one frame at one place, whenever it is called.
fn drawing(
    planes: &Arc<Mutex<Planes>>,
    frame: &Arc<VideoFrame>,
    stage: Rect,
    picture: Rect,
) -> egui_glow::CallbackFn {
    let (planes, frame) = (Arc::clone(planes), Arc::clone(frame));
    egui_glow::CallbackFn::new(move |info, painter| {
        let mut planes = planes.lock().unwrap_or_else(PoisonError::into_inner);
        let scale = info.pixels_per_point;
        let place = Place {
            picture: [picture.width() * scale, picture.height() * scale],
            stage: [
                (stage.min.x - picture.min.x) * scale,
                (stage.min.y - picture.min.y) * scale,
                stage.width() * scale,
                stage.height() * scale,
            ],
            radius: f32::from(theme::RADIUS) * scale,
        };
        planes.draw(painter.gl(), &frame, &place, &info);
    })
}

/// Width and height of a part of the window, in pixels of the screen.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides of a part of the screen"
)]
pub fn in_pixels(ui: &Ui, part: Rect) -> (u32, u32) {
    let pixels = part.size() * ui.ctx().pixels_per_point();
    (pixels.x.ceil() as u32, pixels.y.ceil() as u32)
}

/// The largest rectangle of this shape in the middle of the stage, on whole points.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "picture sizes are far below 2^24"
)]
pub fn fit(stage: Rect, size: (u32, u32)) -> Rect {
    let size = Vec2::new(size.0.max(1) as f32, size.1.max(1) as f32);
    let scale = (stage.width() / size.x).min(stage.height() / size.y);
    let fitted = (size * scale).round();
    Rect::from_min_size((stage.center() - fitted / 2.0).round(), fitted)
}

/// Where in the stored picture the corners of the shown one lie: top left, top right, bottom left, bottom right.
#[must_use]
pub fn corners(orientation: Orientation) -> [[f32; 2]; 4] {
    [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]].map(|[x, y]| {
        let x = if orientation.mirrored { 1.0 - x } else { x };
        match orientation.quarter_turns % 4 {
            1 => [y, 1.0 - x],
            2 => [1.0 - x, 1.0 - y],
            3 => [1.0 - y, x],
            _ => [x, y],
        }
    })
}

/// Rows of a matrix and an offset: `rgb = rows * (yuv - offset)`, for planes scaled to 0..1.
#[must_use]
pub fn colour_rows(matrix: ColourMatrix, range: ColourRange) -> ([f32; 9], [f32; 3]) {
    let (kr, kb) = match matrix {
        ColourMatrix::Bt601 => (0.299, 0.114),
        ColourMatrix::Bt709 => (0.2126, 0.0722),
        ColourMatrix::Bt2020 => (0.2627, 0.0593),
    };
    let kg = 1.0 - kr - kb;
    let (luma, chroma, black) = match range {
        ColourRange::Limited => (255.0 / 219.0, 255.0 / 224.0, 16.0 / 255.0),
        ColourRange::Full => (1.0, 1.0, 0.0),
    };
    let (red, blue) = (2.0 * (1.0 - kr) * chroma, 2.0 * (1.0 - kb) * chroma);
    let rows = [
        luma,
        0.0,
        red,
        luma,
        -blue * kb / kg,
        -red * kr / kg,
        luma,
        blue,
        0.0,
    ];
    (rows, [black, 128.0 / 255.0, 128.0 / 255.0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_puts_the_stored_bottom_left_at_the_top_left() {
        let turned = corners(Orientation {
            quarter_turns: 1,
            mirrored: false,
        });
        let whole = turned.map(|corner| corner.map(|part| part > 0.5));
        assert_eq!(whole[0], [false, true]);
        assert_eq!(whole[1], [false, false]);
    }

    #[test]
    fn white_and_black_come_out_white_and_black() {
        for matrix in [
            ColourMatrix::Bt601,
            ColourMatrix::Bt709,
            ColourMatrix::Bt2020,
        ] {
            for (range, black, white) in [
                (ColourRange::Limited, 16.0, 235.0),
                (ColourRange::Full, 0.0, 255.0),
            ] {
                let (rows, offset) = colour_rows(matrix, range);
                for (luma, wanted) in [(black, 0.0), (white, 1.0)] {
                    let yuv = [luma / 255.0, 128.0 / 255.0, 128.0 / 255.0_f32];
                    for row in rows.chunks(3) {
                        let value: f32 = row
                            .iter()
                            .zip(yuv.iter().zip(offset))
                            .map(|(r, (y, o))| r * (y - o))
                            .sum();
                        assert!((value - wanted).abs() < 1e-3);
                    }
                }
            }
        }
    }

    #[test]
    fn a_portrait_picture_stands_in_the_middle_of_the_stage() {
        let stage = Rect::from_min_size(pos2(10.0, 20.0), Vec2::new(800.0, 400.0));
        let picture = fit(stage, (720, 1280));
        assert!((picture.height() - 400.0).abs() < 1.0 && picture.width() < 230.0);
        assert!((picture.center().x - stage.center().x).abs() <= 1.0);
    }
}
