//! Pictures much larger than where they are shown, made smaller before they are handed to the window.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use super::{Plane, VideoFrame, frame::PixelLayout};

/// `frame` at half its sides, a third, and so on: as small as it may be without falling below `width` by `height`
/// stored pixels. The same frame, untouched, if it is less than twice as large, or of moderate size anyway.
///
/// Each new sample is the mean of those it stands for; time, number, colours and pixel aspect stay. Not for the
/// window's thread: a 4K picture takes some milliseconds.
pub(super) fn shrink(frame: VideoFrame, (width, height): (u32, u32)) -> VideoFrame {
    let factor = factor(frame.size, (width, height));
    if factor < 2 {
        return frame;
    }
    let mut planes = Vec::with_capacity(frame.planes.len());
    let mut bytes = Vec::new();
    for (at, plane) in frame.planes.iter().enumerate() {
        let channels = match (frame.layout, at) {
            (PixelLayout::Rgba, _) => 4,
            (PixelLayout::Nv12, 1) => 2,
            _ => 1,
        };
        let Some(smaller) = plane_by(&frame, plane, channels, factor as usize, &mut bytes) else {
            return frame;
        };
        planes.push(smaller);
    }
    VideoFrame {
        size: (frame.size.0.div_ceil(factor), frame.size.1.div_ceil(factor)),
        original: false,
        planes,
        bytes: Arc::from(bytes),
        ..frame
    }
}

/// Pictures of up to so many pixels are left to the graphics card: it draws them smaller in less time than it takes here.
const MODERATE: u32 = 1920 * 1280;

/// By what a picture of `size` may be divided without falling below `shown`; at least 1.
fn factor(size: (u32, u32), shown: (u32, u32)) -> u32 {
    if size.0.saturating_mul(size.1) <= MODERATE {
        return 1;
    }
    (size.0 / shown.0.max(1))
        .min(size.1 / shown.1.max(1))
        .max(1)
}

/// How large the picture is shown at most, known to all who hand pictures out. In stored pixels, before turning.
#[derive(Debug, Default)]
pub(super) struct Shown(AtomicU64);

impl Shown {
    /// `None` as long as nobody said.
    pub fn get(&self) -> Option<(u32, u32)> {
        let both = self.0.load(Ordering::Relaxed);
        let part = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        (both != 0).then(|| (part(both >> 32), part(both)))
    }

    /// From now on pictures are shown as large as this. True if those of a recording with pictures of `size` that were
    /// handed out before are too small for it.
    pub fn set(&self, shown: (u32, u32), size: (u32, u32)) -> bool {
        let before = self.get().map_or(1, |before| factor(size, before));
        let both = u64::from(shown.0.max(1)) << 32 | u64::from(shown.1.max(1));
        self.0.store(both, Ordering::Relaxed);
        factor(size, shown) < before
    }
}

/// Appends one plane made smaller; `None` if the plane is shorter than it says.
fn plane_by(
    frame: &VideoFrame,
    plane: &Plane,
    channels: usize,
    factor: usize,
    bytes: &mut Vec<u8>,
) -> Option<Plane> {
    let (width, height) = (plane.width as usize, plane.height as usize);
    let (new_width, new_height) = (width.div_ceil(factor), height.div_ceil(factor));
    let offset = bytes.len();
    if channels == 1 && factor == 2 {
        for new_row in 0..new_height {
            let row = |row: usize| {
                let start = plane.offset + row.min(height - 1) * plane.stride;
                frame.bytes.get(start..start + width)
            };
            let (upper, lower) = (row(2 * new_row)?, row(2 * new_row + 1)?);
            let (pairs, below) = (upper.chunks_exact(2), lower.chunks_exact(2));
            let last = (pairs.remainder().first(), below.remainder().first());
            bytes.extend(pairs.zip(below).map(|(above, below)| {
                let sum = u16::from(above[0])
                    + u16::from(above[1])
                    + u16::from(below[0])
                    + u16::from(below[1]);
                u8::try_from((sum + 2) >> 2).unwrap_or(u8::MAX)
            }));
            if let (Some(above), Some(below)) = last {
                bytes.push(above.midpoint(*below));
            }
        }
        return Some(Plane {
            offset,
            stride: new_width,
            width: u32::try_from(new_width).ok()?,
            height: u32::try_from(new_height).ok()?,
        });
    }
    let mut sums = vec![0_u32; new_width * channels];
    for new_row in 0..new_height {
        sums.fill(0);
        let rows = new_row * factor..(new_row * factor + factor).min(height);
        let high = u32::try_from(rows.len()).ok()?;
        for row in rows {
            let start = plane.offset + row * plane.stride;
            let row = frame.bytes.get(start..start + width * channels)?;
            for (block, sums) in row.chunks(factor * channels).zip(sums.chunks_mut(channels)) {
                for pixel in block.chunks_exact(channels) {
                    for (sum, sample) in sums.iter_mut().zip(pixel) {
                        *sum += u32::from(*sample);
                    }
                }
            }
        }
        for (place, sum) in sums.iter().enumerate() {
            let column = place / channels * factor;
            let wide = u32::try_from(factor.min(width - column)).ok()?;
            let count = wide * high;
            bytes.push(u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX));
        }
    }
    Some(Plane {
        offset,
        stride: new_width * channels,
        width: u32::try_from(new_width).ok()?,
        height: u32::try_from(new_height).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::time::MediaTime,
        media::{ColourMatrix, ColourRange, Orientation},
    };

    fn frame(width: u32, height: u32) -> VideoFrame {
        let plane = |offset: u32, width: u32, height: u32| Plane {
            offset: offset as usize,
            stride: width as usize,
            width,
            height,
        };
        let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
        let (luma, colour) = (width * height, half_width * half_height);
        let bytes: Vec<u8> = (0..luma)
            .map(|at| if at % width < width / 2 { 40 } else { 200 })
            .chain((0..colour).map(|_| 90))
            .chain((0..colour).map(|_| 240))
            .collect();
        VideoFrame {
            time: MediaTime::from_millis(40),
            number: Some(1),
            exact: true,
            original: true,
            serial: 7,
            size: (width, height),
            pixel_aspect: (1, 1),
            orientation: Orientation::default(),
            layout: PixelLayout::I420,
            matrix: ColourMatrix::Bt709,
            range: ColourRange::Limited,
            planes: vec![
                plane(0, width, height),
                plane(luma, half_width, half_height),
                plane(luma + colour, half_width, half_height),
            ],
            bytes: Arc::from(bytes),
        }
    }

    #[test]
    fn a_picture_shrinks_to_no_less_than_asked_and_keeps_its_colours() {
        for (size, view, wanted) in [
            ((3840, 2160), (1920, 1080), (1920, 1080)),
            ((3840, 2160), (1200, 675), (1280, 720)),
            ((2049, 1537), (1024, 768), (1025, 769)),
            ((2049, 1537), (512, 384), (513, 385)),
        ] {
            let large = frame(size.0, size.1);
            let small = shrink(large.clone(), view);
            assert_eq!(small.size, wanted, "{size:?} for {view:?}");
            assert_eq!((small.number, small.serial), (large.number, large.serial));
            let (width, height, rgba) = small.to_rgba();
            let (_, _, before) = large.to_rgba();
            let first = |rgba: &[u8]| [rgba[0], rgba[1], rgba[2]];
            assert_eq!(first(&rgba), first(&before));
            let last = |rgba: &[u8]| rgba[rgba.len() - 4..].to_vec();
            assert_eq!(last(&rgba), last(&before));
            assert_eq!(rgba.len(), (width * height * 4) as usize);
        }
    }

    #[test]
    fn a_picture_that_fits_or_is_cut_short_stays_the_same() {
        let whole = frame(1920, 1280);
        for shown in [(40, 20), (1900, 1000)] {
            let same = shrink(whole.clone(), shown);
            assert!(Arc::ptr_eq(&same.bytes, &whole.bytes) && same.original);
        }
        let mut cut = frame(3840, 2160);
        cut.bytes = Arc::from(&cut.bytes[..100]);
        let same = shrink(cut.clone(), (8, 4));
        assert!(Arc::ptr_eq(&same.bytes, &cut.bytes) && same.original);
    }

    #[test]
    fn only_a_larger_place_than_before_wants_larger_pictures() {
        let (shown, size) = (Shown::default(), (3840, 2160));
        assert_eq!(shown.get(), None);
        assert!(!shown.set((1000, 562), size), "smaller ones will do");
        assert_eq!(shown.get(), Some((1000, 562)));
        assert!(!shown.set((1200, 675), size), "a third as before");
        assert!(shown.set((1300, 731), size), "now half");
        assert!(shown.set((3840, 2160), size));
        assert!(!shown.set((3000, 1687), size));
    }
}
