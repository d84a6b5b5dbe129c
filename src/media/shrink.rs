//! Pictures much larger than where they are shown, made smaller before they are handed to the window.

use std::sync::Arc;

use super::{Plane, VideoFrame, frame::PixelLayout};

/// `frame` at half its sides, a third, and so on: as small as it may be without falling below `width` by `height`
/// stored pixels. The same frame, untouched, if it is less than twice as large.
///
/// Each new sample is the mean of those it stands for; time, number, colours and pixel aspect stay. Not for the
/// window's thread: a 4K picture takes some milliseconds.
#[must_use]
pub fn shrink(frame: &Arc<VideoFrame>, width: u32, height: u32) -> Arc<VideoFrame> {
    let factor = (frame.size.0 / width.max(1)).min(frame.size.1 / height.max(1));
    if factor < 2 {
        return Arc::clone(frame);
    }
    let mut planes = Vec::with_capacity(frame.planes.len());
    let mut bytes = Vec::new();
    for (at, plane) in frame.planes.iter().enumerate() {
        let channels = match (frame.layout, at) {
            (PixelLayout::Rgba, _) => 4,
            (PixelLayout::Nv12, 1) => 2,
            _ => 1,
        };
        let Some(smaller) = plane_by(frame, plane, channels, factor as usize, &mut bytes) else {
            return Arc::clone(frame);
        };
        planes.push(smaller);
    }
    Arc::new(VideoFrame {
        size: (frame.size.0.div_ceil(factor), frame.size.1.div_ceil(factor)),
        planes,
        bytes: Arc::from(bytes),
        ..VideoFrame::clone(frame)
    })
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

    fn frame(width: u32, height: u32) -> Arc<VideoFrame> {
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
        Arc::new(VideoFrame {
            time: MediaTime::from_millis(40),
            number: Some(1),
            exact: true,
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
        })
    }

    #[test]
    fn a_picture_shrinks_to_no_less_than_asked_and_keeps_its_colours() {
        for (size, view, wanted) in [
            ((64, 36), (32, 18), (32, 18)),
            ((64, 36), (20, 11), (22, 12)),
            ((65, 37), (16, 9), (17, 10)),
        ] {
            let large = frame(size.0, size.1);
            let small = shrink(&large, view.0, view.1);
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
        let whole = frame(64, 36);
        assert!(Arc::ptr_eq(&shrink(&whole, 40, 20), &whole));
        assert!(Arc::ptr_eq(&shrink(&whole, 640, 360), &whole));
        let mut cut = VideoFrame::clone(&whole);
        cut.bytes = Arc::from(&whole.bytes[..100]);
        let cut = Arc::new(cut);
        assert!(Arc::ptr_eq(&shrink(&cut, 8, 4), &cut));
    }
}
