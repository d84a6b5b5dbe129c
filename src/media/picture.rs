//! From GStreamer's decoded samples to frames of our own.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use gst_video::prelude::*;
use gstreamer as gst;
use gstreamer_video as gst_video;

use super::{ColourMatrix, ColourRange, Orientation, PixelLayout, Plane, VideoFrame, describe};
use crate::domain::time::MediaTime;

/// The largest side a picture may have, in pixels.
pub(super) const LARGEST_SIDE: u32 = 8192;

/// What the sinks take: planes as decoders give them, so that nothing is converted in the usual case.
pub(super) fn sink_caps() -> gst::Caps {
    gst_video::VideoCapsBuilder::new()
        .format_list([gst_video::VideoFormat::I420, gst_video::VideoFormat::Nv12])
        .build()
}

/// When a sample is on screen, in stream time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Its start.
    pub time: MediaTime,
    /// Whether the decoder may have moved the start forward to that of the segment: then `time` lies somewhere in
    /// the frame, and need not be its start.
    pub clipped: bool,
}

/// The stamp of a picture; `None` if it carries no time.
pub(super) fn stamp(picture: &Parts) -> Option<Stamp> {
    let (pts, segment) = (picture.buffer.pts()?, &picture.segment);
    let time = segment.to_stream_time(pts).or_else(|| {
        // A frame that starts a little before its segment belongs to the segment's start.
        segment
            .start()
            .and_then(|start| segment.to_stream_time(start))
    })?;
    Some(Stamp {
        time: media_time(time),
        clipped: segment.start().is_some_and(|start| pts <= start),
    })
}

/// Nanoseconds of GStreamer as ours.
pub(super) fn media_time(time: gst::ClockTime) -> MediaTime {
    MediaTime::from_nanos(i64::try_from(time.nseconds()).unwrap_or(i64::MAX))
}

/// Our time as GStreamer's; before the start is the start.
pub(super) fn clock_time(time: MediaTime) -> gst::ClockTime {
    gst::ClockTime::from_nseconds(u64::try_from(time.as_nanos()).unwrap_or(0))
}

/// Memory for pictures, used again when nobody shows the picture any more: fresh memory of this size costs more than
/// filling it.
pub(super) struct Pool {
    buffers: Mutex<Vec<Arc<[u8]>>>,
    keep: usize,
}

impl Pool {
    /// A pool that keeps up to `keep` pictures for use again.
    pub fn new(keep: usize) -> Self {
        Self {
            buffers: Mutex::default(),
            keep,
        }
    }

    /// A copy of `bytes`.
    fn copy(&self, bytes: &[u8]) -> Arc<[u8]> {
        let mut buffers = self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        buffers.retain(|buffer| buffer.len() == bytes.len());
        let free = buffers
            .iter()
            .position(|buffer| Arc::strong_count(buffer) == 1)
            .map(|free| buffers.swap_remove(free));
        let copy = match free {
            Some(mut buffer) => {
                if let Some(old) = Arc::get_mut(&mut buffer) {
                    old.copy_from_slice(bytes);
                    buffer
                } else {
                    Arc::from(bytes)
                }
            }
            None => Arc::from(bytes),
        };
        if buffers.len() < self.keep {
            buffers.push(Arc::clone(&copy));
        }
        copy
    }
}

/// A number that no earlier picture of this process had.
pub(super) fn next_serial() -> u64 {
    static SERIAL: AtomicU64 = AtomicU64::new(1);
    SERIAL.fetch_add(1, Ordering::Relaxed)
}

/// What a sample holds, without the sample.
///
/// appsink of GStreamer 1.22 goes on using the sample that it handed out last, and complains where somebody kept it.
#[derive(Clone)]
pub(super) struct Parts {
    pub buffer: gst::Buffer,
    pub caps: gst::Caps,
    pub segment: gst::FormattedSegment<gst::ClockTime>,
}

impl Parts {
    pub fn of(sample: &gst::SampleRef) -> Option<Self> {
        Some(Self {
            buffer: sample.buffer_owned()?,
            caps: sample.caps_owned()?,
            segment: sample.segment()?.downcast_ref::<gst::ClockTime>()?.clone(),
        })
    }
}

/// Copies a picture's planes, as decoders lend their memory only for a while.
///
/// `None` if it is no picture in one of our layouts, is larger than [`LARGEST_SIDE`], or cannot be mapped.
pub(super) fn copy(picture: &Parts, orientation: Orientation, pool: &Pool) -> Option<VideoFrame> {
    let info = gst_video::VideoInfo::from_caps(&picture.caps).ok()?;
    let layout = match info.format() {
        gst_video::VideoFormat::I420 => PixelLayout::I420,
        gst_video::VideoFormat::Nv12 => PixelLayout::Nv12,
        _ => return None,
    };
    let (width, height) = (info.width(), info.height());
    if width == 0 || height == 0 || width > LARGEST_SIDE || height > LARGEST_SIDE {
        return None;
    }
    let buffer = &picture.buffer;
    let mut planes = Vec::with_capacity(3);
    {
        let mapped = gst_video::VideoFrameRef::from_buffer_ref_readable(buffer, &info).ok()?;
        for (plane, (offset, stride)) in mapped
            .plane_offset()
            .iter()
            .zip(mapped.plane_stride())
            .enumerate()
        {
            let half = |side: u32| if plane > 0 { side.div_ceil(2) } else { side };
            planes.push(Plane {
                offset: *offset,
                stride: usize::try_from(*stride).ok()?,
                width: half(width),
                height: half(height),
            });
        }
    }
    let bytes = {
        let map = buffer.map_readable().ok()?;
        let is_whole = planes.iter().all(|plane| {
            let pairs = usize::from(layout == PixelLayout::Nv12 && plane.offset > 0) + 1;
            let last_row = plane.offset + plane.stride * (plane.height as usize - 1);
            last_row + plane.width as usize * pairs <= map.len()
        });
        is_whole.then(|| pool.copy(&map))?
    };
    let colour = info.colorimetry();
    Some(VideoFrame {
        time: MediaTime::ZERO,
        number: None,
        exact: true,
        serial: next_serial(),
        size: (width, height),
        pixel_aspect: describe::aspect(info.par()),
        orientation,
        layout,
        matrix: match colour.matrix() {
            gst_video::VideoColorMatrix::Bt709 | gst_video::VideoColorMatrix::Smpte240m => {
                ColourMatrix::Bt709
            }
            gst_video::VideoColorMatrix::Bt2020 => ColourMatrix::Bt2020,
            gst_video::VideoColorMatrix::Bt601 | gst_video::VideoColorMatrix::Fcc => {
                ColourMatrix::Bt601
            }
            _ if height > 576 => ColourMatrix::Bt709,
            _ => ColourMatrix::Bt601,
        },
        range: match colour.range() {
            gst_video::VideoColorRange::Range0_255 => ColourRange::Full,
            _ => ColourRange::Limited,
        },
        planes,
        bytes,
    })
}
