//! A still picture as other programs take it: upright, square pixels, the hidden part filled in.

use crate::{media::VideoFrame, store::Region};

/// What fills the hidden part: a grey that says nothing.
const COVER: [u8; 4] = [0x7A, 0x84, 0x88, 0xFF];

/// Opaque RGBA, row by row.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Four for each pixel.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Picture({} x {})", self.width, self.height)
    }
}

impl Picture {
    /// The frame as it is shown, without its hidden part.
    #[must_use]
    pub fn of(frame: &VideoFrame, hidden: Option<Region>) -> Self {
        let (width, height, bytes) = frame.to_rgba();
        let stored = Self {
            width,
            height,
            bytes,
        };
        let mut picture = stored.scaled(frame.display_size());
        if let Some(hidden) = hidden {
            picture.cover(hidden);
        }
        picture
    }

    /// Nearest pixels: one side only ever grows, by the shape of a stored pixel.
    fn scaled(self, (width, height): (u32, u32)) -> Self {
        if (width, height) == (self.width, self.height) || self.width == 0 || self.height == 0 {
            return self;
        }
        let mut bytes = Vec::with_capacity(width as usize * height as usize * 4);
        for y in 0..u64::from(height) {
            let from_y = y * u64::from(self.height) / u64::from(height);
            for x in 0..u64::from(width) {
                let from_x = x * u64::from(self.width) / u64::from(width);
                let at = (from_y * u64::from(self.width) + from_x) * 4;
                let at = usize::try_from(at).unwrap_or(usize::MAX);
                let pixel = self.bytes.get(at..at.saturating_add(4));
                bytes.extend_from_slice(pixel.unwrap_or(&COVER));
            }
        }
        Self {
            width,
            height,
            bytes,
        }
    }

    /// No wider than this; each pixel is the mean of those that it stands for.
    #[must_use]
    pub fn smaller(self, width: u32) -> Self {
        if self.width <= width || width == 0 {
            return self;
        }
        let height = u64::from(self.height) * u64::from(width) / u64::from(self.width);
        let height = u32::try_from(height).unwrap_or(1).max(1);
        let part = |at: u32, of: u32, side: u32| {
            let from = u64::from(at) * u64::from(side) / u64::from(of);
            let to = (u64::from(at) + 1) * u64::from(side) / u64::from(of);
            from..to.max(from + 1)
        };
        let mut bytes = Vec::with_capacity(width as usize * height as usize * 4);
        for y in 0..height {
            for x in 0..width {
                let mut sum = [0_u64; 4];
                let mut number = 0;
                for from_y in part(y, height, self.height) {
                    for from_x in part(x, width, self.width) {
                        let at = (from_y * u64::from(self.width) + from_x) * 4;
                        let at = usize::try_from(at).unwrap_or(usize::MAX);
                        let pixel = self.bytes.get(at..at.saturating_add(4));
                        for (sum, value) in sum.iter_mut().zip(pixel.unwrap_or(&COVER)) {
                            *sum += u64::from(*value);
                        }
                        number += 1;
                    }
                }
                bytes.extend(sum.map(|sum| u8::try_from(sum / number).unwrap_or(u8::MAX)));
            }
        }
        Self {
            width,
            height,
            bytes,
        }
    }

    fn cover(&mut self, hidden: Region) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "shares of a picture's sides"
        )]
        let pixels = |share: f32, side: u32, outwards: fn(f32) -> f32| {
            (outwards(share * side as f32).max(0.0) as u32).min(side)
        };
        let (left, right) = (
            pixels(hidden.left, self.width, f32::floor),
            pixels(hidden.right, self.width, f32::ceil),
        );
        let (top, bottom) = (
            pixels(hidden.top, self.height, f32::floor),
            pixels(hidden.bottom, self.height, f32::ceil),
        );
        for y in top..bottom {
            for x in left..right {
                let at = (y as usize * self.width as usize + x as usize) * 4;
                if let Some(pixel) = self.bytes.get_mut(at..at + 4) {
                    pixel.copy_from_slice(&COVER);
                }
            }
        }
    }

    /// As a PNG file.
    pub fn to_png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.bytes)?;
        writer.finish()?;
        Ok(bytes)
    }
}
