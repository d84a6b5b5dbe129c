//! From GStreamer's decoded samples to frames of our own.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};

use gst_video::prelude::*;
use gstreamer as gst;
use gstreamer_video as gst_video;

use super::{
    ColourMatrix, ColourRange, Orientation, PixelLayout, VideoFrame, comb, describe, planar,
    shrink::{Shown, shrink},
};
use crate::domain::time::MediaTime;

/// The largest side a picture may have, in pixels.
pub(super) const LARGEST_SIDE: u32 = 8192;

/// What the sinks take: planes as decoders give them, so that nothing is converted in the usual case, and nothing of
/// what is passed over on the way to a frame in the others.
pub(super) fn sink_caps() -> gst::Caps {
    gst_video::VideoCapsBuilder::new()
        .format_list(planar::FORMATS)
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
/// filling it. It knows how large pictures are shown, and hands out none that are much larger.
#[derive(Default)]
pub(super) struct Pool {
    /// Those in use too, so that they are found again when they are let go.
    buffers: Mutex<Vec<Arc<[u8]>>>,
    shown: Arc<Shown>,
}

/// How many pictures' memory waits to be used again.
const FREE: usize = 2;

impl Pool {
    /// A pool for pictures that are shown somewhere.
    pub fn of(shown: Arc<Shown>) -> Self {
        Self {
            buffers: Mutex::default(),
            shown,
        }
    }

    /// `length` bytes that `write` fills; what they held before is of no use.
    fn fill(&self, length: usize, write: impl FnOnce(&mut [u8])) -> Arc<[u8]> {
        let mut buffers = self.buffers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = 0;
        buffers.retain(|buffer| {
            let in_use = Arc::strong_count(buffer) > 1;
            free += usize::from(!in_use);
            in_use || buffer.len() == length && free <= FREE
        });
        let mut buffer = buffers
            .iter()
            .position(|buffer| buffer.len() == length && Arc::strong_count(buffer) == 1)
            .map_or_else(
                || Arc::from(vec![0; length]),
                |free| buffers.swap_remove(free),
            );
        if let Some(bytes) = Arc::get_mut(&mut buffer) {
            write(bytes);
        }
        buffers.push(Arc::clone(&buffer));
        buffer
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

/// Copies a picture's planes, as decoders lend their memory only for a while: 8 bits a sample, without the comb of
/// interlaced recordings, and not much larger than it is shown.
///
/// `None` if it is no picture in one of our layouts, is larger than [`LARGEST_SIDE`], or cannot be mapped.
pub(super) fn copy(picture: &Parts, orientation: Orientation, pool: &Pool) -> Option<VideoFrame> {
    let info = gst_video::VideoInfo::from_caps(&picture.caps).ok()?;
    let (width, height) = (info.width(), info.height());
    if width == 0 || height == 0 || width > LARGEST_SIDE || height > LARGEST_SIDE {
        return None;
    }
    let (bytes, planes) = {
        let mapped =
            gst_video::VideoFrameRef::from_buffer_ref_readable(&picture.buffer, &info).ok()?;
        let stored = planar::Stored::of(&mapped)?;
        let (length, planes) = stored.packed()?;
        let comb = comb::of(&info, mapped.flags());
        let bytes = pool.fill(length, |bytes| {
            stored.copy_to(&planes, bytes);
            if let Some(kept) = comb {
                for plane in &planes {
                    comb::remove(plane, stored.pairs(plane), kept, bytes);
                }
            }
        });
        (bytes, planes)
    };
    let colour = info.colorimetry();
    let frame = VideoFrame {
        time: MediaTime::ZERO,
        number: None,
        exact: true,
        original: true,
        serial: next_serial(),
        size: (width, height),
        pixel_aspect: describe::aspect(info.par()),
        orientation,
        layout: if planes.len() == 2 {
            PixelLayout::Nv12
        } else {
            PixelLayout::I420
        },
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
    };
    let shown = pool.shown.get();
    Some(match shown {
        Some(shown) if orientation.swaps_sides() => shrink(frame, (shown.1, shown.0)),
        Some(shown) => shrink(frame, shown),
        None => frame,
    })
}
