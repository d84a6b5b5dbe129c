//! The text tracks inside a recording, as raw samples: the demultiplexer hands them over, and nothing of GStreamer reads them.

use std::{
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;

use super::{
    MediaError, Problem, check,
    graph::{self, MissingDecoders, Trouble},
    init, picture,
    server::PATIENCE,
    source,
};
use crate::domain::time::{MediaDelta, MediaSpan};

/// More tracks than this are not read.
const MOST_TRACKS: usize = 16;

/// More bytes of text than this are no captions.
const MOST_BYTES: usize = 16 << 20;

/// How long a line stays where the container does not say.
const USUAL: MediaDelta = MediaDelta::from_millis(3000);

/// One text track.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTrack {
    /// Language tag as the file states it, or empty.
    pub language: String,
    /// Title as the file states it, or empty.
    pub title: String,
    /// When each is shown, and its bytes: UTF-8, perhaps with simple markup.
    pub samples: Vec<(MediaSpan, Vec<u8>)>,
}

/// Reads every text track of the file at `path`. Blocks; ends early, with what there is, once `live` says no.
///
/// A recording without text tracks is told from its first bytes, and not read through.
pub fn text_tracks(path: &Path, live: &dyn Fn() -> bool) -> Result<Vec<TextTrack>, MediaError> {
    check::plainly(path)?;
    init()?;
    let pipeline = gst::Pipeline::new();
    let _stop = StopOnDrop(pipeline.clone());
    let front = graph::add_parser(&pipeline, &source::file(path.to_owned()))?;
    // Text that GStreamer has no name for (WebVTT in Matroska) is handed over as it is, too.
    front.bin.connect("autoplug-continue", false, |values| {
        let caps = values.get(2)?.get::<gst::Caps>().ok()?;
        Some((!caps.structure(0).is_some_and(is_words)).to_value())
    });
    let sinks = Arc::<Mutex<Vec<gst_app::AppSink>>>::default();
    let (all_pads, passed) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
    front.bin.connect_pad_added({
        let (sinks, passed) = (Arc::clone(&sinks), Arc::clone(&passed));
        let weak = pipeline.downgrade();
        move |_, pad| {
            let Some(pipeline) = weak.upgrade() else {
                return;
            };
            let mut sinks = sinks.lock().unwrap_or_else(PoisonError::into_inner);
            if is_text(pad) && sinks.len() < MOST_TRACKS {
                sinks.extend(collect(&pipeline, pad));
            } else if let Some(end) = graph::drain(&pipeline, pad) {
                let passed = Arc::clone(&passed);
                end.add_probe(gst::PadProbeType::BUFFER, move |_, _| {
                    passed.fetch_add(1, Ordering::SeqCst);
                    gst::PadProbeReturn::Ok
                });
            }
        }
    });
    front.bin.connect_no_more_pads({
        let all_pads = Arc::clone(&all_pads);
        move |_| all_pads.store(true, Ordering::SeqCst)
    });
    let bus = pipeline
        .bus()
        .ok_or_else(|| MediaError::fatal(Problem::Other("a pipeline without bus".to_owned())))?;
    bus.set_sync_handler(|_, message| {
        super::waveform::step_back(message);
        gst::BusSyncReply::Pass
    });
    // An error here is also on the bus, with its reason.
    let _ = pipeline.set_state(gst::State::Playing);
    let mut tracks: Vec<TextTrack> = Vec::new();
    let (mut heard, mut bytes) = (Instant::now(), 0);
    let mut read_on = 0;
    while live() {
        let known = sinks.lock().unwrap_or_else(PoisonError::into_inner).clone();
        tracks.resize_with(known.len(), TextTrack::default);
        let mut any = false;
        for (sink, track) in known.iter().zip(&mut tracks) {
            let wait = gst::ClockTime::from_mseconds(if any { 0 } else { 20 });
            while let Some(sample) = sink.try_pull_sample(wait) {
                any = true;
                bytes += take(&sample, track);
                if bytes > MOST_BYTES {
                    return Err(MediaError::fatal(Problem::TooLarge));
                }
                if !live() {
                    break;
                }
            }
        }
        let now = passed.load(Ordering::SeqCst);
        // `parsebin` shows all its pads before anything comes.
        let all_pads = now > 0 || all_pads.load(Ordering::SeqCst);
        let over = if known.is_empty() {
            std::thread::sleep(std::time::Duration::from_millis(10));
            all_pads
        } else {
            known.iter().all(gst_app::AppSink::is_eos)
        };
        if over && !any {
            break;
        }
        match graph::trouble(&bus, &MissingDecoders::default(), "texts") {
            // What was read is good; the rest of the file is not.
            Some(Trouble::Failed(error)) if tracks.iter().all(|track| track.samples.is_empty()) => {
                return Err(error);
            }
            Some(Trouble::Failed(_)) => break,
            Some(Trouble::OnlyUnlinked) if known.is_empty() => break,
            Some(Trouble::OnlyUnlinked) | None => {}
        }
        // Long stretches without a word are usual: what counts is that the file is read on.
        if any || now != read_on {
            (heard, read_on) = (Instant::now(), now);
        } else if heard.elapsed() > PATIENCE {
            return Err(MediaError::fatal(Problem::Stalled));
        }
    }
    let sinks = sinks.lock().unwrap_or_else(PoisonError::into_inner);
    for (sink, track) in sinks.iter().zip(&mut tracks) {
        (track.language, track.title) = names(sink);
        fill_lengths(track);
    }
    Ok(tracks)
}

struct StopOnDrop(gst::Pipeline);

impl Drop for StopOnDrop {
    fn drop(&mut self) {
        let _ = self.0.set_state(gst::State::Null);
    }
}

fn is_text(pad: &gst::Pad) -> bool {
    let caps = pad.current_caps().unwrap_or_else(|| pad.query_caps(None));
    caps.structure(0).is_some_and(is_words)
}

fn is_words(caps: &gst::StructureRef) -> bool {
    matches!(
        caps.name().as_str(),
        "text/x-raw" | "application/x-subtitle-vtt" | "application/x-subtitle-unknown"
    )
}

fn collect(pipeline: &gst::Pipeline, pad: &gst::Pad) -> Option<gst_app::AppSink> {
    let sink = gst_app::AppSink::builder()
        .sync(false)
        .async_(false)
        .qos(false)
        .enable_last_sample(false)
        .wait_on_eos(false)
        .build();
    pipeline.add(&sink).ok()?;
    sink.sync_state_with_parent().ok()?;
    pad.link(&sink.static_pad("sink")?).ok()?;
    Some(sink)
}

/// Keeps one sample and says how large it is.
fn take(sample: &gst::Sample, track: &mut TextTrack) -> usize {
    let kept = || {
        let buffer = sample.buffer()?;
        let segment = sample.segment()?.downcast_ref::<gst::ClockTime>()?;
        let (start, stop) = segment.clip(
            buffer.pts()?,
            buffer
                .duration()
                .map(|length| buffer.pts().unwrap_or_default() + length),
        )?;
        let start = picture::media_time(segment.to_stream_time(start?)?);
        let stop = stop
            .and_then(|stop| segment.to_stream_time(stop))
            .map_or(start, picture::media_time);
        let map = buffer.map_readable().ok()?;
        Some((
            MediaSpan::between(start, stop.max(start)),
            map.as_slice().to_vec(),
        ))
    };
    let Some((span, bytes)) = kept() else {
        return 0;
    };
    let size = bytes.len();
    track.samples.push((span, bytes));
    size
}

/// A sample without a length stays until the next one, but not for ever.
fn fill_lengths(track: &mut TextTrack) {
    let mut next = None;
    for (span, _) in track.samples.iter_mut().rev() {
        if span.length() == MediaDelta::ZERO {
            let usual = span.start() + USUAL;
            let end = next.map_or(usual, |next: crate::domain::time::MediaTime| {
                next.min(usual)
            });
            *span = MediaSpan::between(span.start(), end.max(span.start()));
        }
        next = Some(span.start());
    }
}

fn names(sink: &gst_app::AppSink) -> (String, String) {
    let Some(pad) = sink.static_pad("sink") else {
        return Default::default();
    };
    let (mut language, mut title) = (String::new(), String::new());
    for number in 0.. {
        let Some(tags) = pad.sticky_event::<gst::event::Tag>(number) else {
            break;
        };
        let tags = tags.tag();
        // The title of the whole file says nothing of this track.
        if tags.scope() != gst::TagScope::Stream {
            continue;
        }
        if let Some(found) = tags.get::<gst::tags::LanguageCode>() {
            found.get().clone_into(&mut language);
        }
        if let Some(found) = tags.get::<gst::tags::Title>() {
            found.get().clone_into(&mut title);
        }
    }
    (language, title)
}
