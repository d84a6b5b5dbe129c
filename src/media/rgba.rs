//! Planes to red, green, blue on the processor: for saved pictures, thumbnails, tests, and windows without a shader.

use super::frame::{ColourMatrix, ColourRange, PixelLayout, VideoFrame};

/// Fixed-point weights, scaled by 2^16.
struct Weights {
    black: i32,
    luma: i32,
    red_v: i32,
    green_u: i32,
    green_v: i32,
    blue_u: i32,
}

impl Weights {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "weights are below 3.0, far inside an i32 after scaling"
    )]
    fn of(matrix: ColourMatrix, range: ColourRange) -> Self {
        let (red, blue) = match matrix {
            ColourMatrix::Bt601 => (0.299, 0.114),
            ColourMatrix::Bt709 => (0.2126, 0.0722),
            ColourMatrix::Bt2020 => (0.2627, 0.0593),
        };
        let green = 1.0 - red - blue;
        let (black, luma, colour) = match range {
            ColourRange::Limited => (16, 255.0 / 219.0, 255.0 / 224.0),
            ColourRange::Full => (0, 1.0, 1.0),
        };
        let fixed = |weight: f64| (weight * 65_536.0).round() as i32;
        Self {
            black,
            luma: fixed(luma),
            red_v: fixed(2.0 * (1.0 - red) * colour),
            green_u: fixed(-2.0 * blue * (1.0 - blue) / green * colour),
            green_v: fixed(-2.0 * red * (1.0 - red) / green * colour),
            blue_u: fixed(2.0 * (1.0 - blue) * colour),
        }
    }

    fn convert(&self, y: u8, u: u8, v: u8) -> [u8; 4] {
        let luma = (i32::from(y) - self.black) * self.luma + 32_768;
        let (u, v) = (i32::from(u) - 128, i32::from(v) - 128);
        let byte = |value: i32| u8::try_from((value >> 16).clamp(0, 255)).unwrap_or(u8::MAX);
        [
            byte(luma + self.red_v * v),
            byte(luma + self.green_u * u + self.green_v * v),
            byte(luma + self.blue_u * u),
            255,
        ]
    }
}

impl VideoFrame {
    /// Width, height and opaque RGBA bytes of this frame, turned and mirrored as it is to be shown.
    ///
    /// Pixels keep their stored shape: scale by [`VideoFrame::pixel_aspect`] when showing. A plane that is shorter than
    /// it claims reads as black.
    #[must_use]
    pub fn to_rgba(&self) -> (u32, u32, Vec<u8>) {
        let (width, height) = self.size;
        let (out_width, out_height) = if self.orientation.swaps_sides() {
            (height, width)
        } else {
            (width, height)
        };
        let weights = Weights::of(self.matrix, self.range);
        let mut out = Vec::with_capacity(out_width as usize * out_height as usize * 4);
        for y in 0..out_height {
            for x in 0..out_width {
                let (from_x, from_y) = self.stored_place(x, y);
                out.extend_from_slice(&self.pixel(from_x as usize, from_y as usize, &weights));
            }
        }
        (out_width, out_height, out)
    }

    /// Opaque RGBA bytes of this frame at another, smaller size, turned and mirrored as it is to be shown: each pixel is the
    /// mean of sixteen samples of the part that it stands for.
    #[must_use]
    pub(super) fn to_rgba_scaled(&self, out_width: u32, out_height: u32) -> Vec<u8> {
        const ACROSS: u32 = 4;
        let (width, height) = self.size;
        let (turned_width, turned_height) = if self.orientation.swaps_sides() {
            (height, width)
        } else {
            (width, height)
        };
        let weights = Weights::of(self.matrix, self.range);
        let place = |at: u32, part: u32, out: u32, side: u32| {
            let fine = u64::from(at * ACROSS + part) * 2 + 1;
            let place = fine * u64::from(side) / (2 * u64::from(out * ACROSS)).max(1);
            u32::try_from(place)
                .unwrap_or(0)
                .min(side.saturating_sub(1))
        };
        let mut out = Vec::with_capacity(out_width as usize * out_height as usize * 4);
        for y in 0..out_height {
            for x in 0..out_width {
                let mut sums = [0_u32; 3];
                for part in 0..ACROSS * ACROSS {
                    let across = place(x, part % ACROSS, out_width, turned_width);
                    let down = place(y, part / ACROSS, out_height, turned_height);
                    let (from_x, from_y) = self.stored_place(across, down);
                    let pixel = self.pixel(from_x as usize, from_y as usize, &weights);
                    for (sum, channel) in sums.iter_mut().zip(pixel) {
                        *sum += u32::from(channel);
                    }
                }
                let mean = |sum: u32| u8::try_from(sum / (ACROSS * ACROSS)).unwrap_or(u8::MAX);
                out.extend_from_slice(&[mean(sums[0]), mean(sums[1]), mean(sums[2]), 255]);
            }
        }
        out
    }

    /// Where in the stored picture a pixel of the picture as it is shown lies.
    fn stored_place(&self, x: u32, y: u32) -> (u32, u32) {
        let (width, height) = self.size;
        let across = if self.orientation.swaps_sides() {
            height
        } else {
            width
        };
        let x = if self.orientation.mirrored {
            across - 1 - x
        } else {
            x
        };
        match self.orientation.quarter_turns % 4 {
            0 => (x, y),
            1 => (y, height - 1 - x),
            2 => (width - 1 - x, height - 1 - y),
            _ => (width - 1 - y, x),
        }
    }

    fn pixel(&self, x: usize, y: usize, weights: &Weights) -> [u8; 4] {
        match self.layout {
            PixelLayout::Rgba => {
                let channel = |which| self.sample(0, x * 4 + which, y).unwrap_or(0);
                [channel(0), channel(1), channel(2), 255]
            }
            PixelLayout::I420 => weights.convert(
                self.sample(0, x, y).unwrap_or(16),
                self.colour(1, x, y).unwrap_or(128),
                self.colour(2, x, y).unwrap_or(128),
            ),
            PixelLayout::Nv12 => weights.convert(
                self.sample(0, x, y).unwrap_or(16),
                self.sample(1, x / 2 * 2, y / 2).unwrap_or(128),
                self.sample(1, x / 2 * 2 + 1, y / 2).unwrap_or(128),
            ),
        }
    }

    /// The byte of a colour plane at pixel `x`, `y` of the picture: as many pixels share one as do in full blocks.
    fn colour(&self, plane: usize, x: usize, y: usize) -> Option<u8> {
        let found = self.planes.get(plane)?;
        let shared = |side: u32, of: u32| side.div_ceil(of.max(1)).max(1) as usize;
        let (wide, high) = (
            shared(self.size.0, found.width),
            shared(self.size.1, found.height),
        );
        self.sample(plane, x / wide, y / high)
    }

    /// The byte at column `x` of row `y` of a plane.
    fn sample(&self, plane: usize, x: usize, y: usize) -> Option<u8> {
        let plane = self.planes.get(plane)?;
        self.bytes.get(plane.offset + y * plane.stride + x).copied()
    }
}

#[cfg(test)]
#[expect(
    clippy::cast_possible_truncation,
    reason = "test pictures have a few pixels"
)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        domain::time::MediaTime,
        media::frame::{Orientation, Plane},
    };

    /// A frame of one colour with padded rows; `luma` gives each pixel its own brightness.
    fn frame(
        layout: PixelLayout,
        size: (u32, u32),
        colour: (u8, u8),
        luma: impl Fn(u32, u32) -> u8,
    ) -> VideoFrame {
        let (width, height) = size;
        let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
        let pad = 5;
        let mut bytes = vec![0xEE; 3];
        let mut planes = Vec::new();
        let mut plane = |bytes: &mut Vec<u8>, width: u32, height: u32, per_sample: u32| {
            let stride = (width * per_sample + pad) as usize;
            planes.push(Plane {
                offset: bytes.len(),
                stride,
                width,
                height,
            });
            (bytes.len(), stride)
        };
        match layout {
            PixelLayout::Rgba => unreachable!("not used here"),
            PixelLayout::I420 | PixelLayout::Nv12 => {
                plane(&mut bytes, width, height, 1);
                for y in 0..height {
                    bytes.extend((0..width).map(|x| luma(x, y)));
                    bytes.extend((0..pad).map(|_| 0xEE));
                }
                let rows: &[&[u8]] = if layout == PixelLayout::I420 {
                    &[&[colour.0], &[colour.1]]
                } else {
                    &[&[colour.0, colour.1]]
                };
                for samples in rows {
                    plane(&mut bytes, half_width, half_height, samples.len() as u32);
                    for _ in 0..half_height {
                        (0..half_width).for_each(|_| bytes.extend_from_slice(samples));
                        bytes.extend((0..pad).map(|_| 0xEE));
                    }
                }
            }
        }
        VideoFrame {
            time: MediaTime::ZERO,
            number: None,
            exact: true,
            original: true,
            serial: 1,
            size,
            pixel_aspect: (1, 1),
            orientation: Orientation::default(),
            layout,
            matrix: ColourMatrix::Bt601,
            range: ColourRange::Limited,
            planes,
            bytes: Arc::from(bytes),
        }
    }

    fn near(found: &[u8], wanted: [u8; 3]) -> bool {
        found
            .iter()
            .zip(wanted)
            .all(|(found, wanted)| found.abs_diff(wanted) <= 2)
    }

    #[test]
    fn known_colours_come_out_in_every_layout_matrix_and_range() {
        use {ColourMatrix::*, ColourRange::*};
        for layout in [PixelLayout::I420, PixelLayout::Nv12] {
            for (matrix, range, (y, u, v), wanted) in [
                (Bt601, Limited, (16, 128, 128), [0, 0, 0]),
                (Bt601, Limited, (235, 128, 128), [255, 255, 255]),
                (Bt601, Full, (255, 128, 128), [255, 255, 255]),
                (Bt601, Limited, (81, 90, 240), [255, 0, 0]),
                (Bt709, Limited, (63, 102, 240), [255, 0, 0]),
                (Bt709, Limited, (173, 42, 26), [0, 255, 0]),
                (Bt601, Full, (76, 85, 255), [254, 0, 0]),
                (Bt2020, Limited, (74, 97, 240), [255, 0, 0]),
            ] {
                let mut frame = frame(layout, (5, 3), (u, v), |_, _| y);
                frame.matrix = matrix;
                frame.range = range;
                let (width, height, rgba) = frame.to_rgba();
                assert_eq!((width, height, rgba.len()), (5, 3, 60));
                for pixel in rgba.chunks(4) {
                    assert!(
                        near(pixel, wanted) && pixel[3] == 255,
                        "{layout:?} {matrix:?} {range:?}: {pixel:?} is not {wanted:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn turning_and_mirroring_put_the_marked_corner_where_it_belongs() {
        // The stored picture is bright in its top left corner only.
        for (quarter_turns, mirrored, corner) in [
            (0, false, (0, 0)),
            (1, false, (1, 0)),
            (2, false, (1, 1)),
            (3, false, (0, 1)),
            (0, true, (1, 0)),
            (1, true, (0, 0)),
            (2, true, (0, 1)),
            (3, true, (1, 1)),
        ] {
            let mut frame = frame(PixelLayout::I420, (7, 4), (128, 128), |x, y| {
                if (x, y) == (0, 0) { 235 } else { 16 }
            });
            frame.orientation = Orientation {
                quarter_turns,
                mirrored,
            };
            let (width, height, rgba) = frame.to_rgba();
            assert_eq!(
                (width, height),
                if quarter_turns % 2 == 1 {
                    (4, 7)
                } else {
                    (7, 4)
                }
            );
            let at = rgba
                .chunks(4)
                .position(|pixel| pixel[0] > 128)
                .expect("the bright corner is somewhere") as u32;
            let (right, bottom) = corner;
            assert_eq!(
                (at % width, at / width),
                (right * (width - 1), bottom * (height - 1)),
                "{quarter_turns} {mirrored}"
            );
        }
    }

    #[test]
    fn a_plane_cut_short_is_dark_and_does_not_panic() {
        let mut frame = frame(PixelLayout::I420, (6, 6), (128, 128), |_, _| 235);
        frame.bytes = Arc::from(&frame.bytes[..20]);
        assert_eq!(frame.to_rgba().2.len(), 6 * 6 * 4);
    }

    #[test]
    fn shown_size_follows_pixel_aspect_and_turn() {
        use crate::media::frame::display_size;
        let upright = Orientation::default();
        let turned = Orientation {
            quarter_turns: 1,
            mirrored: false,
        };
        assert_eq!(display_size((720, 576), (64, 45), upright), (1024, 576));
        assert_eq!(display_size((720, 480), (8, 9), upright), (720, 540));
        assert_eq!(display_size((1920, 1080), (1, 1), turned), (1080, 1920));
        assert_eq!(display_size((720, 576), (64, 45), turned), (576, 1024));
        assert_eq!(display_size((5, 5), (0, 0), upright), (5, 5));
    }
}
