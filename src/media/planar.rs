//! The planes of decoded pictures, brought to 8 bits a sample.

use gst_video::{VideoFormat, VideoFrameExt, VideoFrameRef};
use gstreamer as gst;
use gstreamer_video as gst_video;

use super::Plane;

/// What is taken as it is; the graph converts anything else to the nearest of these.
pub(super) const FORMATS: [VideoFormat; 15] = [
    VideoFormat::I420,
    VideoFormat::Nv12,
    VideoFormat::Y42b,
    VideoFormat::Y444,
    VideoFormat::Y41b,
    VideoFormat::Yuv9,
    VideoFormat::Gray8,
    VideoFormat::A420,
    VideoFormat::I42010le,
    VideoFormat::I42210le,
    VideoFormat::Y44410le,
    VideoFormat::I42012le,
    VideoFormat::I42212le,
    VideoFormat::Y44412le,
    VideoFormat::Gray16Le,
];

/// One plane as the decoder left it.
struct Source<'a> {
    bytes: &'a [u8],
    stride: usize,
    width: usize,
    height: usize,
    /// Samples side by side that belong to one place: two where both colours share a plane.
    pairs: usize,
}

/// A decoded picture whose every row was checked to be there.
pub(super) struct Stored<'a> {
    planes: Vec<Source<'a>>,
    /// How far each sample is shifted to get 8 bits; samples take two bytes where this is not 0.
    shift: u32,
}

impl<'a> Stored<'a> {
    /// The planes of a mapped picture; `None` if it is none of [`FORMATS`], or shorter than it says.
    pub fn of(mapped: &'a VideoFrameRef<&'a gst::BufferRef>) -> Option<Self> {
        let format = mapped.format();
        if !FORMATS.contains(&format) {
            return None;
        }
        let depth = mapped.format_info().depth().first().copied()?;
        let shift = depth.checked_sub(8)?;
        let sample = if shift > 0 { 2 } else { 1 };
        // A fourth plane says how opaque the picture is. Recordings are.
        let count = mapped.n_planes().min(3);
        let mut planes = Vec::with_capacity(3);
        for plane in 0..count {
            let pairs = usize::from(format == VideoFormat::Nv12 && plane == 1) + 1;
            let source = Source {
                bytes: mapped.plane_data(plane).ok()?,
                stride: usize::try_from(*mapped.plane_stride().get(plane as usize)?).ok()?,
                width: mapped.comp_width(plane) as usize,
                height: mapped.comp_height(plane) as usize,
                pairs,
            };
            let row = source.width * pairs * sample;
            let whole = source.stride * source.height.checked_sub(1)? + row;
            if source.stride < row || source.bytes.len() < whole {
                return None;
            }
            planes.push(source);
        }
        Some(Self { planes, shift })
    }

    /// How many samples side by side belong to one place of a plane made by [`Self::packed`].
    pub fn pairs(&self, plane: &Plane) -> usize {
        if self.planes.len() == 2 && plane.offset > 0 {
            2
        } else {
            1
        }
    }

    /// How many bytes the planes take one behind the other without gaps, and where each lies.
    ///
    /// A grey picture gets two colour planes of one sample.
    pub fn packed(&self) -> Option<(usize, Vec<Plane>)> {
        let mut planes = Vec::with_capacity(3);
        let mut length = 0;
        for source in &self.planes {
            let stride = source.width * source.pairs;
            planes.push(Plane {
                offset: length,
                stride,
                width: u32::try_from(source.width).ok()?,
                height: u32::try_from(source.height).ok()?,
            });
            length += stride * source.height;
        }
        if planes.len() == 1 {
            for _ in 0..2 {
                planes.push(Plane {
                    offset: length,
                    stride: 1,
                    width: 1,
                    height: 1,
                });
                length += 1;
            }
        }
        Some((length, planes))
    }

    /// Writes all planes to where [`Self::packed`] put them.
    pub fn copy_to(&self, planes: &[Plane], into: &mut [u8]) {
        for (at, plane) in planes.iter().enumerate() {
            let Some(target) = into.get_mut(plane.offset..) else {
                return;
            };
            let Some(source) = self.planes.get(at) else {
                target[..1].fill(128);
                continue;
            };
            let length = plane.stride * source.height;
            if self.shift == 0 && source.stride == plane.stride {
                target[..length].copy_from_slice(&source.bytes[..length]);
                continue;
            }
            let rows = source.bytes.chunks(source.stride);
            for (row, target) in rows.zip(target[..length].chunks_mut(plane.stride)) {
                if self.shift == 0 {
                    target.copy_from_slice(&row[..plane.stride]);
                } else {
                    narrow(row, target, self.shift);
                }
            }
        }
    }
}

/// Samples of two bytes, low byte first, to one byte each: rounded, as cutting off would darken the picture.
fn narrow(row: &[u8], target: &mut [u8], shift: u32) {
    let half = 1_u32 << (shift - 1);
    for (sample, target) in row.chunks_exact(2).zip(target) {
        let value = u32::from(u16::from_le_bytes([sample[0], sample[1]]));
        *target = u8::try_from((value + half) >> shift).unwrap_or(u8::MAX);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_more_bits_are_rounded_to_eight() {
        let row: Vec<u8> = [0_u16, 1, 2, 64, 65, 66, 940, 1023]
            .into_iter()
            .flat_map(u16::to_le_bytes)
            .collect();
        let mut narrowed = [9; 8];
        narrow(&row, &mut narrowed, 2);
        assert_eq!(narrowed, [0, 0, 1, 16, 16, 17, 235, 255]);
    }
}
