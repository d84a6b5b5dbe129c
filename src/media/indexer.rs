//! Reads which frame lies at which time, without decoding.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;

use super::{
    FrameIndex, Inexact, MediaError, MediaInfo, Problem, Severity, check, describe,
    graph::{self, Kind, MissingDecoders, Trouble},
    init, picture,
    server::PATIENCE,
    source,
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// How many of the last frames read may still get neighbours before them: pictures are stored in decoding order.
const REORDER: usize = 32;

/// How often progress is told.
const TELL: Duration = Duration::from_millis(500);

/// More frames than this are no recording: a day at 120 frames a second.
pub(super) const MOST_FRAMES: usize = 10_368_000;

/// What a whole reading found.
pub(super) struct Scan {
    pub info: MediaInfo,
    /// Complete; empty if there is no picture.
    pub index: FrameIndex,
    /// What is damaged or missing.
    pub problem: Option<MediaError>,
}

/// Reads the whole recording. `tell` gets what is known so far, `live` turning false ends it early with `None`.
pub(super) fn scan(
    opener: &source::Opener,
    tell: &mut dyn FnMut(FrameIndex),
    live: &dyn Fn() -> bool,
) -> Result<Option<Scan>, MediaError> {
    init()?;
    let container = opener()
        .map_err(|error| MediaError::fatal(Problem::Other(error.kind().to_string())))
        .and_then(check::container)?;
    let reader = Reader::start(opener)?;
    let mut units = Units {
        finds_origin: matches!(container, Some("matroska" | "webm")),
        ..Units::default()
    };
    let mut told = Instant::now();
    let mut heard = Instant::now();
    let mut unlinked = None;
    loop {
        if !live() {
            return Ok(None);
        }
        if let Some(sample) = reader
            .sink
            .try_pull_sample(gst::ClockTime::from_mseconds(20))
        {
            heard = Instant::now();
            units.add(&sample);
            if units.starts.len() > MOST_FRAMES {
                return Err(MediaError::fatal(Problem::TooLarge));
            }
            if told.elapsed() > TELL {
                told = Instant::now();
                tell(units.index(false));
            }
            continue;
        }
        match reader.trouble() {
            None => {}
            Some(Trouble::Failed(error)) if units.starts.is_empty() => return Err(error),
            // What was read is good; the rest of the file is not.
            Some(Trouble::Failed(_)) => break,
            Some(Trouble::OnlyUnlinked) => unlinked = Some(Instant::now()),
        }
        let linked = reader.linked.load(Ordering::SeqCst);
        if reader.sink.is_eos() && linked || reader.all_pads.load(Ordering::SeqCst) && !linked {
            break;
        }
        // What is left is only sound. A parser may still hold one picture, which comes with the end.
        if unlinked.is_some_and(|since| !linked || since.elapsed() > TELL) {
            break;
        }
        if heard.elapsed() > PATIENCE {
            return Err(MediaError::fatal(Problem::Stalled));
        }
    }
    let mut index = units.index(true);
    let mut info = reader.describe();
    container
        .unwrap_or_default()
        .clone_into(&mut info.container);
    if info.video.is_none() && info.audio.is_empty() {
        return Err(MediaError::fatal(Problem::NotARecording {
            found: String::new(),
        }));
    }
    if info.video.is_none() {
        index.end = info.duration;
    }
    let problem = missing_tail(&info, &index, reader.sound_end());
    Ok(Some(Scan {
        info,
        index,
        problem,
    }))
}

/// A file whose header promises more than there is was cut short.
fn missing_tail(info: &MediaInfo, index: &FrameIndex, sound_end: MediaTime) -> Option<MediaError> {
    info.video.as_ref()?;
    let end = index.end.max(sound_end);
    (info.duration - end > MediaDelta::from_millis(1500)).then(|| MediaError {
        problem: Problem::Damaged {
            stretch: Some(MediaSpan::between(end, info.duration)),
        },
        severity: Severity::Partial,
    })
}

/// The pipeline that only parses.
struct Reader {
    pipeline: gst::Pipeline,
    /// Where the streams end, in file order; there their caps and tags stay, even after the streams have ended.
    ends: Arc<Mutex<Vec<gst::Pad>>>,
    /// As the container states it, in nanoseconds.
    length: Arc<AtomicU64>,
    sink: gst_app::AppSink,
    linked: Arc<AtomicBool>,
    all_pads: Arc<AtomicBool>,
    sound_end: Arc<AtomicU64>,
    extra: MediaDelta,
}

impl Reader {
    fn start(opener: &source::Opener) -> Result<Self, MediaError> {
        let pipeline = gst::Pipeline::new();
        let front = graph::add_parser(&pipeline, opener)?;
        let parser = front.bin;
        let sink = gst_app::AppSink::builder()
            .sync(false)
            .async_(false)
            .qos(false)
            .enable_last_sample(false)
            .wait_on_eos(false)
            .max_buffers(64)
            .build();
        pipeline
            .add(&sink)
            .map_err(|error| MediaError::fatal(Problem::Other(error.message.to_string())))?;
        let linked = Arc::new(AtomicBool::new(false));
        let all_pads = Arc::new(AtomicBool::new(false));
        let sound_end = Arc::new(AtomicU64::new(0));
        let ends = Arc::<Mutex<Vec<gst::Pad>>>::default();
        let length = Arc::new(AtomicU64::new(0));
        let entry = sink.static_pad("sink");
        parser.connect_pad_added({
            let (linked, sound_end) = (Arc::clone(&linked), Arc::clone(&sound_end));
            let (ends, length) = (Arc::clone(&ends), Arc::clone(&length));
            let all_pads = Arc::clone(&all_pads);
            let weak = pipeline.downgrade();
            move |_, pad| {
                let Some(pipeline) = weak.upgrade() else {
                    return;
                };
                if let Some(found) = pad.query_duration::<gst::ClockTime>() {
                    length.fetch_max(found.nseconds(), Ordering::SeqCst);
                }
                // Some pads are there before their caps.
                let caps = pad.current_caps().unwrap_or_else(|| pad.query_caps(None));
                let kind = caps.structure(0).map(Kind::of);
                let end = match (kind, &entry) {
                    (Some(Kind::Picture), Some(entry)) if !entry.is_linked() => {
                        linked.store(pad.link(entry).is_ok(), Ordering::SeqCst);
                        Some(entry.clone())
                    }
                    _ => graph::drain(&pipeline, pad),
                };
                if let Some(end) = end {
                    if kind == Some(Kind::Sound) {
                        note_end(&end, &sound_end, &all_pads);
                    }
                    ends.lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(end);
                }
            }
        });
        graph::start_pulled(&pipeline, &sink);
        Ok(Self {
            pipeline,
            ends,
            length,
            sink,
            linked,
            all_pads,
            sound_end,
            extra: front.extra,
        })
    }

    fn trouble(&self) -> Option<Trouble> {
        graph::trouble(&self.pipeline.bus()?, &MissingDecoders::default(), "index")
    }

    fn sound_end(&self) -> MediaTime {
        picture::media_time(gst::ClockTime::from_nseconds(
            self.sound_end.load(Ordering::SeqCst),
        ))
    }

    fn describe(&self) -> MediaInfo {
        let length = gst::ClockTime::from_nseconds(self.length.load(Ordering::SeqCst));
        let mut info = MediaInfo {
            duration: (picture::media_time(length) - self.extra).clamp_to_start(),
            ..MediaInfo::default()
        };
        let ends = self.ends.lock().unwrap_or_else(PoisonError::into_inner);
        for pad in ends.iter() {
            if let Some(length) = pad.peer_query_duration::<gst::ClockTime>() {
                let length = picture::media_time(length) - self.extra;
                info.duration = info.duration.max(length);
            }
            let Some(caps) = pad.current_caps() else {
                continue;
            };
            let Some(caps) = caps.structure(0) else {
                continue;
            };
            match Kind::of(caps) {
                Kind::Picture if info.video.is_none() => {
                    info.video = Some(describe::video(caps, describe::pad_orientation(pad)));
                }
                Kind::Sound => info.audio.push(describe::audio(caps, pad)),
                _ => {}
            }
        }
        info
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        graph::stop_pulled(&self.pipeline, &self.sink);
    }
}

/// Notes how far the sound that comes to a pad reaches. `parsebin` shows all its pads before anything comes.
fn note_end(pad: &gst::Pad, end: &Arc<AtomicU64>, all_pads: &Arc<AtomicBool>) {
    let (end, all_pads) = (Arc::clone(end), Arc::clone(all_pads));
    pad.add_probe(gst::PadProbeType::BUFFER, move |pad, probe| {
        all_pads.store(true, Ordering::SeqCst);
        let to = || {
            let buffer = probe.buffer()?;
            let segment = pad.sticky_event::<gst::event::Segment>(0)?;
            let segment = segment.segment().downcast_ref::<gst::ClockTime>()?;
            let to = buffer.pts()? + buffer.duration().unwrap_or(gst::ClockTime::ZERO);
            segment.to_stream_time(segment.stop().map_or(to, |stop| to.min(stop)))
        };
        if let Some(to) = to() {
            end.fetch_max(to.nseconds(), Ordering::SeqCst);
        }
        gst::PadProbeReturn::Ok
    });
}

/// What is collected of each picture.
#[derive(Default)]
struct Units {
    /// Start, and whether it is a key frame, in decoding order.
    starts: Vec<(MediaTime, bool)>,
    /// The latest end.
    end: Option<MediaTime>,
    without_time: usize,
    jumps_back: bool,
    /// Pictures decoded out of order, in a container that does not say when they are shown.
    out_of_order: bool,
    last_decoding_time: Option<gst::ClockTime>,
    /// Whether the demultiplexer finds out on the way when the recording begins.
    finds_origin: bool,
    /// What the file's clock shows at its beginning, as far as that was found.
    origin: Option<MediaTime>,
}

impl Units {
    fn add(&mut self, sample: &gst::SampleRef) {
        let Some(buffer) = sample.buffer() else {
            return;
        };
        if buffer.flags().contains(gst::BufferFlags::DECODE_ONLY) || is_hidden(sample, buffer) {
            return;
        }
        if buffer.flags().contains(gst::BufferFlags::HEADER) && buffer.dts_or_pts().is_none() {
            // Theora sends what the decoder needs to know as units of their own.
            return;
        }
        let segment = sample
            .segment()
            .and_then(|segment| segment.downcast_ref::<gst::ClockTime>());
        // AVI gives only key frames a time of showing; the others are shown in the order in which they are decoded,
        // unless some refer to later ones.
        self.out_of_order |= buffer.pts().is_none() && refers_ahead(sample, buffer);
        let (Some(pts), Some(segment)) = (buffer.pts().or_else(|| buffer.dts()), segment) else {
            self.without_time += 1;
            return;
        };
        if let Some(dts) = buffer.dts() {
            self.jumps_back |= self
                .last_decoding_time
                .is_some_and(|last| dts + gst::ClockTime::SECOND < last);
            self.last_decoding_time = Some(dts);
        }
        // The decoder clips in the same way: a frame that reaches into the segment starts with it.
        let stop = buffer.duration().map(|length| pts + length);
        let Some((Some(start), stop)) = segment.clip(pts, stop) else {
            return;
        };
        let Some(time) = segment.to_stream_time(start) else {
            return;
        };
        let since = picture::media_time(time) - MediaTime::ZERO;
        self.set_origin(picture::media_time(start) - since);
        let key = !buffer.flags().contains(gst::BufferFlags::DELTA_UNIT);
        self.starts.push((picture::media_time(time), key));
        let stop = stop.and_then(|stop| segment.to_stream_time(stop));
        self.end = self.end.max(stop.map(picture::media_time));
    }

    /// In Matroska the recording begins with the first block of the file, until another stream turns out to begin earlier:
    /// then what was read before lies later than it seemed. Whatever comes after a seek has the times found here.
    fn set_origin(&mut self, origin: MediaTime) {
        if !self.finds_origin {
            return;
        }
        let Some(before) = self.origin.replace(origin) else {
            return;
        };
        let later = before - origin;
        if later > MediaDelta::ZERO {
            for (start, _) in &mut self.starts {
                *start = *start + later;
            }
            self.end = self.end.map(|end| end + later);
        }
    }

    fn index(&self, complete: bool) -> FrameIndex {
        let known = if complete {
            self.starts.len()
        } else {
            self.starts.len().saturating_sub(REORDER)
        };
        let mut units = self.starts.clone();
        units.sort_unstable_by_key(|(time, key)| (*time, !key));
        units.dedup_by_key(|(time, _)| *time);
        units.truncate(known);
        let last = units.last().map_or(MediaTime::ZERO, |(time, _)| *time);
        let length = units
            .len()
            .checked_sub(2)
            .map_or(MediaDelta::from_millis(40), |before| last - units[before].0);
        FrameIndex {
            keyframes: units
                .iter()
                .zip(0_u32..)
                .filter(|((_, key), _)| *key)
                .map(|(_, number)| number)
                .collect(),
            times: units.into_iter().map(|(time, _)| time).collect(),
            end: if complete {
                self.end.filter(|end| *end > last).unwrap_or(last + length)
            } else {
                last
            },
            complete,
            inexact: complete.then(|| self.why_inexact()).flatten(),
        }
    }

    fn why_inexact(&self) -> Option<Inexact> {
        if self.without_time > 0 {
            Some(Inexact::WithoutTimes(self.without_time))
        } else if self.out_of_order {
            Some(Inexact::OutOfOrder)
        } else if self.jumps_back {
            Some(Inexact::ClockJumps)
        } else {
            None
        }
    }
}

/// Whether this unit only serves other pictures and is never shown itself.
fn is_hidden(sample: &gst::SampleRef, buffer: &gst::BufferRef) -> bool {
    /// Set in the first byte of each VP8 frame that is shown.
    const VP8_SHOWN: u8 = 0x10;
    let is_vp8 = sample
        .caps()
        .and_then(|caps| caps.structure(0))
        .is_some_and(|caps| caps.name() == "video/x-vp8");
    let mut first = [0];
    is_vp8 && buffer.copy_to_slice(0, &mut first).is_ok() && first[0] & VP8_SHOWN == 0
}

/// Whether this unit holds an MPEG-4 picture that is decoded from a later one.
fn refers_ahead(sample: &gst::SampleRef, buffer: &gst::BufferRef) -> bool {
    /// Begins each picture; the two bits behind it are its kind.
    const PICTURE: [u8; 4] = [0, 0, 1, 0xB6];
    const BOTH_WAYS: u8 = 0b10;
    let is_mpeg4 = sample
        .caps()
        .and_then(|caps| caps.structure(0))
        .is_some_and(|caps| {
            ["mpeg4", "divx", "xvid"].contains(&describe::codec_name(caps).as_str())
        });
    is_mpeg4
        && buffer.map_readable().is_ok_and(|map| {
            map.windows(5)
                .any(|bytes| bytes[..4] == PICTURE && bytes[4] >> 6 == BOTH_WAYS)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_in_the_order_of_showing_and_holds_back_what_may_still_change() {
        let at = MediaTime::from_millis;
        let mut units = Units {
            starts: vec![
                (at(0), true),
                (at(120), false),
                (at(40), false),
                (at(80), false),
            ],
            end: Some(at(160)),
            ..Units::default()
        };
        let index = units.index(true);
        assert_eq!(index.times, [at(0), at(40), at(80), at(120)]);
        assert_eq!((index.keyframes, index.end), (vec![0], at(160)));
        assert!(units.index(false).is_empty());
        units.end = None;
        assert_eq!(units.index(true).end, at(160));
    }
}
