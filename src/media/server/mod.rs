//! The frame server: any frame of a recording, exactly, without a clock.
//!
//! Its decoder runs as far as frames are pulled and no further. It always seeks to a key frame and walks: then each
//! picture comes with its own time, which an accurate seek would overwrite, and the frames passed on the way fill the
//! cache for steps back. What was reached is looked up in the index; what is handed out is labelled by that, never by
//! what was asked for.

mod walk;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;

use super::{
    MediaError, MediaInfo, Orientation, Problem, Severity, VideoFrame, VideoInfo, check, describe,
    graph::{self, Decoding, Kind, MissingDecoders, Streams, Trouble},
    init::{self, init},
    picture::{self, Parts, Pool, Stamp},
    shrink::Shown,
    source, waveform,
};
use crate::domain::time::MediaTime;
pub(super) use walk::Search;

/// How long a recording may take to give its first picture, or the next.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

/// How many bytes of passed frames are kept unless somebody says otherwise.
const KEEP_BYTES: usize = 96 << 20;

/// How often it is asked whether something newer is wanted. A decoder that leaves out what it can gives no picture for a
/// long time, and whoever asks for another must not wait for that.
const GLANCE: gst::ClockTime = gst::ClockTime::from_mseconds(3);

/// How many pictures the decoder may be ahead, at each of two places.
const AHEAD: u32 = 2;

/// Which frame is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Goal {
    /// The one on screen at a time.
    At(MediaTime),
    /// The one with a number in the index; if that cannot be decoded, the nearest before it.
    Number(usize),
    /// The first with at least this number that can be decoded.
    AtLeast(usize),
    /// The first that starts after a time.
    After(MediaTime),
}

/// What became of a goal.
#[derive(Debug)]
pub(super) enum Outcome {
    /// This frame.
    Frame(Arc<VideoFrame>),
    /// Something newer is wanted.
    Interrupted,
    /// There is no such frame.
    Nothing,
    /// The decoder gave up.
    Failed(MediaError),
}

/// What opening found.
pub(super) struct Opened {
    pub info: MediaInfo,
    /// `None` if there is no picture.
    pub first: Option<Arc<VideoFrame>>,
    /// What is missing although it opened.
    pub problems: Vec<MediaError>,
}

/// A decoded sample that was pulled, not yet copied.
#[derive(Clone)]
struct Pulled {
    picture: Parts,
    stamp: Stamp,
}

impl Pulled {
    fn of(sample: &gst::SampleRef) -> Option<Self> {
        let picture = Parts::of(sample)?;
        let stamp = picture::stamp(&picture)?;
        Some(Self { picture, stamp })
    }
}

enum Pull {
    Sample(Pulled),
    /// Something newer is wanted.
    Interrupted,
    End,
    Failed(MediaError),
}

/// A video-only pipeline that is pulled frame by frame.
pub(super) struct FrameServer {
    opener: source::Opener,
    pipeline: gst::Pipeline,
    queue: gst::Element,
    sink: gst_app::AppSink,
    bus: gst::Bus,
    missing: MissingDecoders,
    orientation: Orientation,
    pool: Arc<Pool>,
    /// How many bytes of passed frames are kept, from two walks: the one before goes on serving steps back while the next
    /// fetches what lies before it.
    keep_bytes: usize,
    /// Whether seeks to key frames end on the one before, never behind it.
    snaps: bool,
    /// The sample consumed last, with its number where known.
    last: Option<(Option<usize>, Pulled)>,
    /// Samples that were passed and may be stepped back to.
    behind: Vec<(usize, Pulled)>,
    /// The decoder leaves out what it can until this frame.
    skipping_to: Option<usize>,
    /// A sample that was pulled to look ahead.
    ahead: Option<Pulled>,
    /// Whether it keeps out of the way of everything else.
    quiet: bool,
    decoding: Decoding,
    /// Whether its decoder was let go.
    resting: bool,
}

impl FrameServer {
    /// Opens the bytes and decodes the first frame; takes up to [`PATIENCE`].
    pub fn open(opener: &source::Opener) -> Result<(Self, Opened), MediaError> {
        Self::open_with(opener, false, &Decoding::Ours)
    }

    /// The same, with other decoders where they can.
    pub fn open_as(
        opener: &source::Opener,
        decoding: &Decoding,
    ) -> Result<(Self, Opened), MediaError> {
        Self::open_with(opener, false, decoding)
    }

    /// Whether one of these decodes the picture.
    pub fn decodes_with(&self, decoders: &[String]) -> bool {
        let mut elements = self.pipeline.iterate_recurse();
        let is_one = |element: gst::Element| {
            element
                .factory()
                .is_some_and(|factory| decoders.iter().any(|one| *one == factory.name()))
        };
        elements.find(|element| is_one(element.clone())).is_some()
    }

    /// The same, for pictures that nobody waits for: it runs on one core, when nothing else wants to.
    pub fn open_quietly(opener: &source::Opener) -> Result<(Self, Opened), MediaError> {
        Self::open_with(opener, true, &Decoding::Ours)
    }

    fn open_with(
        opener: &source::Opener,
        quiet: bool,
        decoding: &Decoding,
    ) -> Result<(Self, Opened), MediaError> {
        init()?;
        let container = opener()
            .map_err(|error| MediaError::fatal(Problem::Other(error.kind().to_string())))
            .and_then(check::container)?;
        let pipeline = gst::Pipeline::new();
        let missing = MissingDecoders::default();
        let front = graph::add_decoder(&pipeline, opener, Streams::Picture, decoding)?;
        let decoder = front.bin;
        missing.watch(&decoder);
        let queue = init::make("queue")?;
        queue.set_property("max-size-buffers", 1_u32);
        queue.set_property("max-size-bytes", 0_u32);
        queue.set_property("max-size-time", 0_u64);
        let convert = init::make("videoconvert")?;
        let sink = gst_app::AppSink::builder()
            .caps(&picture::sink_caps())
            .sync(false)
            .async_(false)
            .qos(false)
            .enable_last_sample(false)
            .wait_on_eos(false)
            .max_buffers(1)
            .drop(false)
            .build();
        let wire = |error: gst::glib::BoolError| {
            MediaError::fatal(Problem::Other(error.message.to_string()))
        };
        pipeline
            .add_many([&queue, &convert, sink.upcast_ref()])
            .map_err(wire)?;
        gst::Element::link_many([&queue, &convert, sink.upcast_ref()]).map_err(wire)?;
        let has_picture = Arc::new(AtomicBool::new(false));
        let all_pads = Arc::new(AtomicBool::new(false));
        let entry = queue.static_pad("sink");
        decoder.connect_pad_added({
            let has_picture = Arc::clone(&has_picture);
            let weak = pipeline.downgrade();
            move |_, pad| {
                let is_raw = pad.current_caps().is_some_and(|caps| {
                    caps.structure(0)
                        .is_some_and(|caps| caps.name() == "video/x-raw")
                });
                if let Some(entry) = entry.as_ref().filter(|entry| is_raw && !entry.is_linked()) {
                    has_picture.store(pad.link(entry).is_ok(), Ordering::SeqCst);
                } else if let Some(pipeline) = weak.upgrade() {
                    graph::drain(&pipeline, pad);
                }
            }
        });
        decoder.connect_no_more_pads({
            let all_pads = Arc::clone(&all_pads);
            move |_| all_pads.store(true, Ordering::SeqCst)
        });
        let bus = pipeline.bus().ok_or_else(|| {
            MediaError::fatal(Problem::Other("a pipeline without bus".to_owned()))
        })?;
        let mut server = Self {
            queue,
            opener: Arc::clone(opener),
            pipeline,
            sink,
            bus,
            missing,
            orientation: Orientation::default(),
            pool: Arc::default(),
            keep_bytes: KEEP_BYTES,
            snaps: matches!(container, Some("mp4" | "matroska" | "webm")),
            last: None,
            behind: Vec::new(),
            skipping_to: None,
            ahead: None,
            quiet,
            decoding: decoding.clone(),
            resting: false,
        };
        if quiet {
            server.bus.set_sync_handler(|_, message| {
                waveform::step_back(message);
                gst::BusSyncReply::Pass
            });
            server.pipeline.connect_deep_element_added(|_, _, element| {
                // The decoders of libav; with one thread they hold back no pictures, either.
                if element.has_property_with_type("max-threads", i32::static_type()) {
                    element.set_property("max-threads", 1_i32);
                }
            });
        }
        graph::start_pulled(&server.pipeline, &server.sink);
        let first = server.first_sample(&has_picture, &all_pads)?;
        let mut found = server.describe(&decoder, container, first)?;
        found.info.duration = (found.info.duration - front.extra).clamp_to_start();
        Ok((server, found))
    }

    /// The first sample; `None` if there is no picture.
    fn first_sample(
        &self,
        has_picture: &AtomicBool,
        all_pads: &AtomicBool,
    ) -> Result<Option<Pulled>, MediaError> {
        let deadline = Instant::now() + PATIENCE;
        let mut unlinked = false;
        loop {
            if let Some(sample) = self.sink.try_pull_sample(gst::ClockTime::from_mseconds(20)) {
                return Ok(Pulled::of(&sample));
            }
            match self.trouble() {
                Some(Trouble::Failed(error)) => return Err(error),
                Some(Trouble::OnlyUnlinked) => unlinked = true,
                None => {}
            }
            if unlinked && !has_picture.load(Ordering::SeqCst) {
                return Ok(None);
            }
            let silent_end = self.sink.is_eos() && has_picture.load(Ordering::SeqCst);
            let no_picture = all_pads.load(Ordering::SeqCst) && !has_picture.load(Ordering::SeqCst);
            if silent_end || no_picture {
                return Ok(None);
            }
            if Instant::now() > deadline {
                return Err(MediaError::fatal(Problem::Stalled));
            }
        }
    }

    fn describe(
        &mut self,
        decoder: &gst::Element,
        container: Option<&'static str>,
        first: Option<Pulled>,
    ) -> Result<Opened, MediaError> {
        let mut info = MediaInfo {
            container: container.unwrap_or_default().to_owned(),
            duration: self
                .pipeline
                .query_duration::<gst::ClockTime>()
                .map_or(MediaTime::ZERO, picture::media_time),
            audio: graph::sounds(decoder),
            video: None,
        };
        let undecoded = decoder.src_pads().iter().find_map(|pad| {
            let caps = graph::undecoded_caps(pad)?;
            let caps = caps.structure(0)?;
            (Kind::of(caps) == Kind::Picture).then(|| caps.to_owned())
        });
        let mut problems = Vec::new();
        let frame = match first {
            Some(pulled) => {
                if let Some(pad) = self.sink.static_pad("sink") {
                    self.orientation = describe::pad_orientation(&pad);
                }
                let mut frame = picture::copy(&pulled.picture, self.orientation, &self.pool)
                    .ok_or_else(|| MediaError::fatal(Problem::TooLarge))?;
                frame.time = pulled.stamp.time;
                info.video = Some(VideoInfo {
                    codec: undecoded.as_ref().map_or_else(String::new, |caps| {
                        describe::video(caps, self.orientation).codec
                    }),
                    size: frame.size,
                    orientation: self.orientation,
                    pixel_aspect: frame.pixel_aspect,
                });
                self.last = Some((None, pulled));
                Some(Arc::new(frame))
            }
            None => None,
        };
        if frame.is_none() {
            let problem = self.missing.first(Kind::Picture).or_else(|| {
                undecoded
                    .is_some()
                    .then_some(Problem::Damaged { stretch: None })
            });
            match (problem, info.audio.is_empty()) {
                (Some(problem), true) => return Err(MediaError::fatal(problem)),
                (Some(problem), false) => problems.push(MediaError {
                    problem,
                    severity: Severity::Partial,
                }),
                (None, true) => {
                    return Err(MediaError::fatal(Problem::NotARecording {
                        found: String::new(),
                    }));
                }
                (None, false) => {}
            }
        }
        Ok(Opened {
            info,
            first: frame,
            problems,
        })
    }

    /// Keeps no more than so many bytes of the frames it passes.
    pub const fn keep_at_most(&mut self, bytes: usize) {
        self.keep_bytes = bytes;
    }

    /// Hands out pictures for this place from now on.
    pub fn show_at(&mut self, shown: Arc<Shown>) {
        self.pool = Arc::new(Pool::of(shown));
    }

    /// Gives back all memory for frames: the decoder's, which it keeps as long as it lives, and that of frames passed. The
    /// next search opens it again, which takes some ten milliseconds.
    pub fn rest(&mut self) {
        if !self.resting {
            (self.last, self.ahead, self.skipping_to) = (None, None, None);
            self.behind.clear();
            graph::stop_pulled(&self.pipeline, &self.sink);
            self.resting = true;
        }
    }

    /// Starts the pipeline anew, after an error.
    pub fn reopen(&mut self) -> Result<(), MediaError> {
        let (server, _) = Self::open_with(&self.opener, self.quiet, &self.decoding)?;
        let (keep_bytes, pool) = (self.keep_bytes, Arc::clone(&self.pool));
        *self = server;
        (self.keep_bytes, self.pool) = (keep_bytes, pool);
        Ok(())
    }

    fn trouble(&self) -> Option<Trouble> {
        graph::trouble(&self.bus, &self.missing, "frame server")
    }

    /// The next picture; gives up when `live` turns false.
    fn pull(&mut self, live: &dyn Fn() -> bool) -> Pull {
        if let Some(pulled) = self.ahead.take() {
            return Pull::Sample(pulled);
        }
        self.decode_ahead();
        let mut deadline = Instant::now() + PATIENCE;
        let mut unlinked = false;
        loop {
            if let Some(sample) = self.sink.try_pull_sample(GLANCE) {
                if let Some(pulled) = Pulled::of(&sample) {
                    return Pull::Sample(pulled);
                }
                continue;
            }
            if !live() {
                return Pull::Interrupted;
            }
            match self.trouble() {
                Some(Trouble::Failed(error)) => return Pull::Failed(error),
                Some(Trouble::OnlyUnlinked) => {
                    // The decoder still gives what it holds, and then the end.
                    deadline = deadline.min(Instant::now() + Duration::from_secs(1));
                    unlinked = true;
                }
                None => {}
            }
            if self.sink.is_eos() || unlinked && Instant::now() > deadline {
                return Pull::End;
            }
            if Instant::now() > deadline {
                return Pull::Failed(MediaError::fatal(Problem::Stalled));
            }
        }
    }

    /// Lets the decoder run ahead of what is pulled. Not before the second picture is wanted: the first is awaited while the
    /// window comes up, and pictures that nobody may ask for would delay both.
    fn decode_ahead(&self) {
        if self.quiet {
            // Each seek is for one picture only.
            return;
        }
        if self.sink.max_buffers() != AHEAD {
            self.queue.set_property("max-size-buffers", AHEAD);
            self.sink.set_max_buffers(AHEAD);
        }
    }

    /// Goes to a key frame at or before `time`; what is pulled next comes from there.
    fn seek(&mut self, time: MediaTime) -> Result<(), MediaError> {
        if self.resting {
            self.reopen()?;
        }
        self.last = None;
        self.ahead = None;
        self.skipping_to = None;
        // What went wrong before the seek is over with it.
        while self.trouble().is_some() {}
        let event = gst::event::Seek::new(
            1.0,
            gst::SeekFlags::FLUSH | gst::SeekFlags::KEY_UNIT | gst::SeekFlags::SNAP_BEFORE,
            gst::SeekType::Set,
            picture::clock_time(time),
            gst::SeekType::Set,
            gst::ClockTime::NONE,
        );
        // Through the pad, not the element: that one waits for its change of state, which right after opening may itself
        // wait for the full sink to be emptied, and nobody would.
        let pad = self.sink.static_pad("sink");
        let sought = pad.is_some_and(|pad| pad.push_event(event));
        if sought {
            Ok(())
        } else {
            // Not seekable: from the start again is slow, but right.
            self.reopen()
        }
    }
}

impl Drop for FrameServer {
    fn drop(&mut self) {
        graph::stop_pulled(&self.pipeline, &self.sink);
    }
}
