//! *Prepare for smooth review*: a copy of the picture in which every frame lies near a key frame, so that any frame is there
//! at once in recordings whose own key frames are far apart or that can only be sought slowly.
//!
//! The copy has no sound and is never what is played: only the frame server reads it. Its frames are those of the recording,
//! one for one; they get the recording's numbers and times, and a copy with one frame more or less is thrown away.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;

use super::{
    FrameIndex, MediaError, Problem,
    graph::{self, Decoding, MissingDecoders, Streams, Trouble},
    indexer,
    init::{self, init},
    server::PATIENCE,
    source,
};
use crate::domain::time::MediaDelta;

/// Every so many frames is a key frame.
pub(super) const SPACING: usize = 6;

/// From which distance of key frames on preparing is worth while, where the container can be sought.
const FAR_APART: MediaDelta = MediaDelta::from_millis(4000);

/// Takes a place in the copy, in bytes, and what to write there.
pub type Write<'a> = &'a mut dyn FnMut(u64, &[u8]) -> io::Result<()>;

/// What became of preparing.
#[derive(Debug, thiserror::Error)]
pub enum PrepareError {
    /// The recording could not be read to its end, or no encoder is installed.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The copy could not be written.
    #[error(transparent)]
    Disk(#[from] io::Error),
    /// Damaged frames, or frames that were recorded as halves: a copy would not have the same ones.
    #[error("the copy would not have the same frames")]
    NotTheSame,
    /// Somebody said so.
    #[error("stopped")]
    Stopped,
}

/// Whether seeking in a recording with this index is slow enough for a prepared copy to be of use.
#[must_use]
pub fn is_worth_while(container: &str, index: &FrameIndex) -> bool {
    if !index.complete || index.len() < 250 || index.inexact.is_some() {
        return false;
    }
    if container == "mpeg-ts" {
        return true;
    }
    let starts = index.keyframes.iter().map(|key| *key as usize);
    let ends = starts.clone().skip(1).chain([index.len()]);
    let longest = starts
        .zip(ends)
        .filter_map(|(start, end)| Some(index.end_of(end.checked_sub(1)?) - index.time(start)?))
        .max();
    longest.is_some_and(|longest| longest > FAR_APART)
}

/// The index of a prepared copy: the recording's frames, with key frames where the copy has them.
pub(super) fn index_of_copy(index: &FrameIndex) -> FrameIndex {
    let count = u32::try_from(index.len()).unwrap_or(u32::MAX);
    FrameIndex {
        keyframes: (0..count).step_by(SPACING).collect(),
        ..index.clone()
    }
}

/// Makes the copy. `progress` gets the share that is done, `live` turning false ends it.
///
/// # Errors
/// If the recording cannot be read, the copy not be written, or its frames would not be those of `index`.
pub fn prepare(
    opener: &source::Opener,
    index: &FrameIndex,
    write: Write<'_>,
    progress: &mut dyn FnMut(f32),
    live: &dyn Fn() -> bool,
) -> Result<(), PrepareError> {
    init()?;
    let making = Making::start(opener)?;
    let total = index.end.as_nanos().max(1);
    let (mut at, mut stretch) = (0, None);
    let mut heard = Instant::now();
    let mut told = 0.0_f32;
    loop {
        if !live() {
            return Err(PrepareError::Stopped);
        }
        if let Some(sample) = making
            .sink
            .try_pull_sample(gst::ClockTime::from_mseconds(50))
        {
            heard = Instant::now();
            let Some(buffer) = sample.buffer() else {
                continue;
            };
            // Where the writer of the container goes back to fill in sizes, a new stretch of bytes begins.
            let start = sample
                .segment()
                .and_then(|segment| segment.downcast_ref::<gst::format::Bytes>())
                .and_then(gst::FormattedSegment::start)
                .map(|start| *start);
            if start != stretch {
                stretch = start;
                at = start.unwrap_or(at);
            }
            let bytes = buffer
                .map_readable()
                .map_err(|error| MediaError::fatal(Problem::Other(error.to_string())))?;
            write(at, &bytes)?;
            at += bytes.len() as u64;
        } else {
            match graph::trouble(&making.bus, &making.missing, "preparing") {
                Some(Trouble::Failed(error)) => return Err(error.into()),
                Some(Trouble::OnlyUnlinked) | None => {}
            }
            if making.sink.is_eos() {
                break;
            }
            if heard.elapsed() > 3 * PATIENCE {
                return Err(MediaError::fatal(Problem::Stalled).into());
            }
        }
        if making.is_of_halves.load(Ordering::SeqCst) {
            return Err(PrepareError::NotTheSame);
        }
        let done = making.position().map_or(0.0, |position| {
            #[expect(clippy::cast_precision_loss, reason = "a share for the eye")]
            let share = position.nseconds() as f32 / total as f32;
            share.clamp(0.0, 1.0)
        });
        if done - told > 0.005 {
            told = done;
            progress(done);
        }
    }
    Ok(())
}

/// Whether the copy has exactly the frames of `index`, and key frames where it was asked for them.
///
/// # Errors
/// If the copy cannot be read.
pub fn verify(
    copy: &source::Opener,
    index: &FrameIndex,
    live: &dyn Fn() -> bool,
) -> Result<(), PrepareError> {
    let Some(scan) = indexer::scan(copy, &mut |_| {}, live)? else {
        return Err(PrepareError::Stopped);
    };
    let wanted = index_of_copy(index);
    let same_times = scan.index.len() == index.len()
        && scan
            .index
            .times
            .iter()
            .zip(&index.times)
            .all(|(copied, own)| (*copied - *own).magnitude().as_nanos() < 1_000_000);
    let keys = wanted
        .keyframes
        .iter()
        .all(|key| scan.index.keyframes.binary_search(key).is_ok());
    if same_times && keys && scan.problem.is_none() {
        Ok(())
    } else {
        log::warn!(
            "prepared {} of {} frames, times agree: {same_times}, keys agree: {keys}",
            scan.index.len(),
            index.len()
        );
        Err(PrepareError::NotTheSame)
    }
}

/// The pipeline that makes a copy.
struct Making {
    pipeline: gst::Pipeline,
    sink: gst_app::AppSink,
    bus: gst::Bus,
    missing: MissingDecoders,
    is_of_halves: Arc<AtomicBool>,
}

impl Making {
    fn start(opener: &source::Opener) -> Result<Self, MediaError> {
        let pipeline = gst::Pipeline::new();
        let missing = MissingDecoders::default();
        let decoder = graph::add_decoder(&pipeline, opener, Streams::Picture, &Decoding::Ours)?.bin;
        missing.watch(&decoder);
        let muxer = init::make("mp4mux")?;
        let sink = gst_app::AppSink::builder()
            .sync(false)
            .max_buffers(16)
            .wait_on_eos(false)
            .build();
        let chain = [
            init::make("queue")?,
            init::make("videoconvert")?,
            encoder()?,
            init::make("h264parse")?,
        ];
        let wire = |error: gst::glib::BoolError| {
            MediaError::fatal(Problem::Other(error.message.to_string()))
        };
        pipeline.add_many(&chain).map_err(wire)?;
        pipeline
            .add_many([&muxer, sink.upcast_ref()])
            .map_err(wire)?;
        gst::Element::link_many(&chain).map_err(wire)?;
        let track = muxer
            .request_pad_simple("video_%u")
            .ok_or_else(|| MediaError::fatal(Problem::Other("no track".to_owned())))?;
        // Fine enough for every rate there is: what is rounded must stay far below a frame.
        track.set_property("trak-timescale", 90_000_u32);
        chain[3]
            .static_pad("src")
            .ok_or_else(|| MediaError::fatal(Problem::Other("no pad".to_owned())))?
            .link(&track)
            .map_err(|error| MediaError::fatal(Problem::Other(error.to_string())))?;
        muxer.link(&sink).map_err(wire)?;
        if let Some(pad) = sink.static_pad("sink") {
            // The writer asks whether it may go back; whoever takes the bytes can.
            pad.add_probe(gst::PadProbeType::QUERY_DOWNSTREAM, |_, info| {
                if let Some(query) = info.query_mut()
                    && let gst::QueryViewMut::Seeking(seeking) = query.view_mut()
                    && seeking.format() == gst::Format::Bytes
                {
                    seeking.set(true, gst::format::Bytes::ZERO, None::<gst::format::Bytes>);
                    return gst::PadProbeReturn::Handled;
                }
                gst::PadProbeReturn::Ok
            });
        }
        let is_of_halves = Arc::new(AtomicBool::new(false));
        let entry = chain[0].static_pad("sink");
        decoder.connect_pad_added({
            let (weak, is_of_halves) = (pipeline.downgrade(), Arc::clone(&is_of_halves));
            move |_, pad| {
                let caps = pad.current_caps();
                let caps = caps.as_ref().and_then(|caps| caps.structure(0));
                let is_raw = caps.is_some_and(|caps| caps.name() == "video/x-raw");
                let halves = caps
                    .and_then(|caps| caps.get::<&str>("interlace-mode").ok())
                    .is_some_and(|mode| mode != "progressive");
                if let Some(entry) = entry.as_ref().filter(|entry| is_raw && !entry.is_linked()) {
                    is_of_halves.store(halves, Ordering::SeqCst);
                    if pad.link(entry).is_err() {
                        log::warn!("the picture is not prepared: it cannot be encoded");
                    }
                } else if let Some(pipeline) = weak.upgrade() {
                    graph::drain(&pipeline, pad);
                }
            }
        });
        let bus = pipeline.bus().ok_or_else(|| {
            MediaError::fatal(Problem::Other("a pipeline without bus".to_owned()))
        })?;
        // An error here is also on the bus, with its reason.
        let _ = pipeline.set_state(gst::State::Playing);
        Ok(Self {
            pipeline,
            sink,
            bus,
            missing,
            is_of_halves,
        })
    }

    fn position(&self) -> Option<gst::ClockTime> {
        self.pipeline.query_position()
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        let _ = self.pipeline.set_state(gst::State::Null);
    }
}

/// The better of the encoders that are installed, set so that its pictures are hard to tell from the recording's.
fn encoder() -> Result<gst::Element, MediaError> {
    let spacing = u32::try_from(SPACING).unwrap_or(6);
    if let Ok(encoder) = init::make("x264enc") {
        encoder.set_property_from_str("tune", "zerolatency");
        encoder.set_property_from_str("speed-preset", "superfast");
        encoder.set_property_from_str("pass", "qual");
        encoder.set_property("quantizer", 18_u32);
        encoder.set_property("key-int-max", spacing);
        encoder.set_property("option-string", format!("scenecut=0:min-keyint={spacing}"));
        return Ok(encoder);
    }
    let encoder = init::make("openh264enc")?;
    encoder.set_property("gop-size", spacing);
    encoder.set_property("scene-change-detection", false);
    encoder.set_property("bitrate", 16_000_000_u32);
    encoder.set_property("max-bitrate", 40_000_000_u32);
    Ok(encoder)
}
