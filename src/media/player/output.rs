//! The pipeline that plays: picture and sound against one clock.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Instant,
};

use gst::prelude::*;
use gstreamer as gst;
use gstreamer_app as gst_app;

use super::{
    super::{
        AudioInfo, MediaError, Orientation, Problem, describe,
        graph::{self, Decoding, MissingDecoders, Streams},
        init,
        pace::Pace,
        picture::{self, Pool},
        source,
    },
    engine::Message,
    shared::Shared,
    sound::{self, Choice, Loudness, Way},
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// Which frames may reach the screen.
#[derive(Default)]
struct Gate {
    /// Whether it plays.
    open: bool,
    /// Frames of these seeks; empty while nothing plays.
    allowed: Vec<gst::Seqnum>,
    /// Whether a frame came since the last flush.
    shown: bool,
    /// Only frames behind this one, which is on screen already.
    after: Option<MediaTime>,
    /// The seek of the newest frame.
    newest: Option<gst::Seqnum>,
}

struct Parts {
    gate: Mutex<Gate>,
    volume: Mutex<Option<gst::Element>>,
    loudness: Mutex<Loudness>,
    /// What picture and sound end in; these wait for the clock, and can be made to wait longer.
    sinks: Mutex<Vec<gst::Element>>,
    shift: Mutex<MediaDelta>,
    /// What the clock of the device showed when it was last paused.
    rested: Mutex<gst::ClockTime>,
    any_linked: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(super) struct Output {
    pipeline: gst::Pipeline,
    decoder: gst::Element,
    parts: Arc<Parts>,
    pub missing: MissingDecoders,
    /// All seeks since the last flush.
    seeks: Vec<gst::Seqnum>,
    /// By how much the recording looks longer than it is.
    extra: MediaDelta,
}

/// What an output plays and where it goes.
pub(super) struct Plan {
    pub opener: source::Opener,
    pub streams: Streams,
    pub sound: Way,
    /// The stream that is heard; any if empty.
    pub track: String,
    pub loudness: Loudness,
    pub decoding: Decoding,
    pub shift: MediaDelta,
}

impl Output {
    /// Builds the pipeline and starts to preroll it, paused and with nothing let through to the screen.
    pub fn open(
        plan: &Plan,
        shared: &Arc<Shared>,
        engine: &mpsc::Sender<Message>,
        generation: u32,
    ) -> Result<Self, MediaError> {
        let pipeline = gst::Pipeline::new();
        let parts = Arc::new(Parts {
            gate: Mutex::default(),
            volume: Mutex::default(),
            loudness: Mutex::new(plan.loudness),
            sinks: Mutex::default(),
            shift: Mutex::new(plan.shift),
            rested: Mutex::new(gst::ClockTime::ZERO),
            any_linked: AtomicBool::new(false),
        });
        let missing = MissingDecoders::default();
        let front = graph::add_decoder(&pipeline, &plan.opener, plan.streams, &plan.decoding)?;
        let decoder = front.bin;
        missing.watch(&decoder);
        let bus = pipeline.bus().ok_or_else(|| {
            MediaError::fatal(Problem::Other("a pipeline without bus".to_owned()))
        })?;
        bus.set_sync_handler({
            let engine = engine.clone();
            move |_, message| {
                let _ = engine.send(Message::Bus(generation, message.clone()));
                gst::BusSyncReply::Drop
            }
        });
        let (weak, way) = (pipeline.downgrade(), plan.sound.clone());
        let choice = Choice::new(plan.track.clone());
        let (branch_parts, branch_shared, branch_engine) =
            (Arc::clone(&parts), Arc::clone(shared), engine.clone());
        let has_picture = AtomicBool::new(false);
        decoder.connect_pad_added(move |_, pad| {
            let Some(pipeline) = weak.upgrade() else {
                return;
            };
            let kind = pad
                .current_caps()
                .and_then(|caps| caps.structure(0).map(|caps| caps.name().to_string()));
            let linked = match kind.as_deref() {
                Some("video/x-raw") if !has_picture.swap(true, Ordering::SeqCst) => picture_branch(
                    &pipeline,
                    pad,
                    &branch_parts,
                    &branch_shared,
                    &branch_engine,
                    generation,
                ),
                Some("audio/x-raw") if choice.takes(pad) => {
                    let loudness = *lock(&branch_parts.loudness);
                    sound::branch(&way, loudness).and_then(|(chain, volume)| {
                        if let Some(sink) = chain.last() {
                            branch_parts.mind(sink);
                        }
                        *lock(&branch_parts.volume) = Some(volume);
                        add_and_link(&pipeline, pad, &chain)
                    })
                }
                _ => {
                    graph::drain(&pipeline, pad);
                    return;
                }
            };
            match linked {
                Ok(()) => branch_parts.any_linked.store(true, Ordering::SeqCst),
                Err(error) => log::warn!("a stream is not played: {error}"),
            }
        });
        let output = Self {
            pipeline,
            decoder,
            parts,
            missing,
            seeks: Vec::new(),
            extra: front.extra,
        };
        // An error here is also on the bus, with its reason.
        let _ = output.pipeline.set_state(gst::State::Paused);
        Ok(output)
    }

    /// Whether `message` comes from the pipeline as a whole rather than from one element in it.
    pub fn is_from_whole(&self, message: &gst::Message) -> bool {
        message
            .src()
            .is_some_and(|source| source == self.pipeline.upcast_ref::<gst::Object>())
    }

    /// Whether `message` belongs to a seek since the last flush.
    pub fn is_current(&self, message: &gst::Message) -> bool {
        self.seeks.contains(&message.seqnum())
    }

    /// Goes to `from` and, once playing is let through, on from there at `rate`; to the end of `span` if one is given.
    ///
    /// Everything from before is thrown away. With `chained`, the end of `span` is told in time to go round once more. False if
    /// the recording refuses to be sought.
    pub fn seek(
        &mut self,
        from: MediaTime,
        rate: f64,
        span: Option<MediaSpan>,
        chained: bool,
    ) -> bool {
        let mut flags = gst::SeekFlags::FLUSH | gst::SeekFlags::ACCURATE;
        if chained && span.is_some() {
            flags |= gst::SeekFlags::SEGMENT;
        }
        let event = seek_event(rate, flags, from, span);
        let seqnum = event.seqnum();
        self.seeks = vec![seqnum];
        {
            let mut gate = lock(&self.parts.gate);
            gate.allowed = if gate.open { vec![seqnum] } else { Vec::new() };
            gate.shown = false;
            gate.after = None;
            gate.newest = Some(seqnum);
        }
        self.pipeline.send_event(event)
    }

    /// Goes round in `span` once more, without a gap.
    pub fn chain(&mut self, rate: f64, span: MediaSpan) -> bool {
        let flags = gst::SeekFlags::ACCURATE | gst::SeekFlags::SEGMENT;
        let event = seek_event(rate, flags, span.start(), Some(span));
        let seqnum = event.seqnum();
        self.seeks.push(seqnum);
        if self.seeks.len() > 8 {
            self.seeks.remove(0);
        }
        {
            let mut gate = lock(&self.parts.gate);
            if !gate.allowed.is_empty() {
                gate.allowed.clone_from(&self.seeks);
            }
        }
        self.pipeline.send_event(event)
    }

    /// How many rounds were asked for beyond the one that is shown.
    pub fn rounds_ahead(&self) -> usize {
        let newest = lock(&self.parts.gate).newest;
        let shown = self.seeks.iter().rposition(|seek| Some(*seek) == newest);
        self.seeks.len() - shown.map_or(0, |shown| shown + 1)
    }

    /// Lets frames through to the screen, those behind `after` only, and plays.
    pub fn play(&self, after: Option<MediaTime>) -> bool {
        {
            let mut gate = lock(&self.parts.gate);
            gate.open = true;
            gate.allowed.clone_from(&self.seeks);
            gate.after = after;
        }
        sound::renew_stream(&self.pipeline, *lock(&self.parts.rested));
        self.pipeline.set_state(gst::State::Playing).is_ok()
    }

    /// Stops, and then lets nothing through any more.
    pub fn pause(&self) {
        let _ = self.pipeline.set_state(gst::State::Paused);
        if let Some(now) = sound::device_time(&self.pipeline) {
            *lock(&self.parts.rested) = now;
        }
        let mut gate = lock(&self.parts.gate);
        gate.open = false;
        gate.allowed.clear();
    }

    /// Holds what is on screen until the next seek.
    pub fn hold(&self) {
        lock(&self.parts.gate).allowed.clear();
    }

    /// Whether a frame came on screen since the last flush.
    pub fn has_shown(&self) -> bool {
        lock(&self.parts.gate).shown
    }

    pub fn set_loudness(&self, loudness: Loudness) {
        *lock(&self.parts.loudness) = loudness;
        if let Some(volume) = lock(&self.parts.volume).as_ref() {
            loudness.apply(volume);
        }
    }

    /// Shows and sounds everything so much later by the clock, from the next frame on.
    pub fn set_shift(&self, by: MediaDelta) {
        *lock(&self.parts.shift) = by;
        for sink in lock(&self.parts.sinks).iter() {
            sink.set_property("ts-offset", by.as_nanos());
        }
    }

    /// Where the sound is.
    pub fn position(&self) -> Option<MediaTime> {
        self.pipeline
            .query_position::<gst::ClockTime>()
            .map(picture::media_time)
    }

    pub fn duration(&self) -> Option<MediaTime> {
        self.pipeline
            .query_duration::<gst::ClockTime>()
            .map(|length| picture::media_time(length) - self.extra)
    }

    /// What is heard.
    pub fn sounds(&self) -> Vec<AudioInfo> {
        graph::sounds(&self.decoder)
    }

    /// Devices ask for this when their delay changes.
    pub fn recalculate_latency(&self) {
        let _ = self.pipeline.recalculate_latency();
    }

    pub fn plays_anything(&self) -> bool {
        self.parts.any_linked.load(Ordering::SeqCst)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some(bus) = self.pipeline.bus() {
            bus.unset_sync_handler();
        }
        let _ = self.pipeline.set_state(gst::State::Null);
    }
}

fn seek_event(
    rate: f64,
    flags: gst::SeekFlags,
    from: MediaTime,
    span: Option<MediaSpan>,
) -> gst::Event {
    gst::event::Seek::new(
        rate,
        flags,
        gst::SeekType::Set,
        picture::clock_time(from),
        // Without a set stop the end of an earlier loop would stay for ever.
        gst::SeekType::Set,
        span.map(|span| picture::clock_time(span.end())),
    )
}

impl Parts {
    /// Takes care of what a branch ends in.
    fn mind(&self, sink: &gst::Element) {
        sink.set_property("ts-offset", lock(&self.shift).as_nanos());
        lock(&self.sinks).push(sink.clone());
    }
}

fn add_and_link(
    pipeline: &gst::Pipeline,
    pad: &gst::Pad,
    chain: &[gst::Element],
) -> Result<(), MediaError> {
    let wire =
        |error: gst::glib::BoolError| MediaError::fatal(Problem::Other(error.message.to_string()));
    pipeline.add_many(chain).map_err(wire)?;
    gst::Element::link_many(chain).map_err(wire)?;
    for element in chain.iter().rev() {
        element.sync_state_with_parent().map_err(wire)?;
    }
    let entry = chain.first().and_then(|first| first.static_pad("sink"));
    if let Some(entry) = entry {
        pad.link(&entry)
            .map_err(|error| MediaError::fatal(Problem::Other(error.to_string())))?;
    }
    Ok(())
}

fn picture_branch(
    pipeline: &gst::Pipeline,
    pad: &gst::Pad,
    parts: &Arc<Parts>,
    shared: &Arc<Shared>,
    engine: &mpsc::Sender<Message>,
    generation: u32,
) -> Result<(), MediaError> {
    let queue = init::make("queue")?;
    queue.set_property("max-size-buffers", 3_u32);
    queue.set_property("max-size-bytes", 0_u32);
    queue.set_property("max-size-time", 0_u64);
    let pool = Pool::of(Arc::clone(shared.shown()));
    let mut orientation: Option<Orientation> = None;
    let (minding, parts) = (Arc::clone(parts), Arc::clone(parts));
    let (shared, engine) = (Arc::clone(shared), engine.clone());
    let sink = gst_app::AppSink::builder()
        .caps(&picture::sink_caps())
        .sync(true)
        .qos(true)
        .enable_last_sample(false)
        .wait_on_eos(false)
        .max_buffers(1)
        // A full sink would hold a lock that seeks need.
        .drop(true)
        .callbacks(
            gst_app::AppSinkCallbacks::builder()
                .new_sample(move |sink| {
                    let since = Instant::now();
                    let sample = sink.pull_sample().map_err(|_| gst::FlowError::Eos)?;
                    let Some(pad) = sink.static_pad("sink") else {
                        return Ok(gst::FlowSuccess::Ok);
                    };
                    let Some((seqnum, rate)) = pad
                        .sticky_event::<gst::event::Segment>(0)
                        .map(|event| (event.seqnum(), event.segment().rate()))
                    else {
                        return Ok(gst::FlowSuccess::Ok);
                    };
                    let picture = picture::Parts::of(&sample);
                    drop(sample);
                    let stamped =
                        picture.and_then(|picture| Some((picture::stamp(&picture)?, picture)));
                    let Some((stamp, picture)) = stamped else {
                        return Ok(gst::FlowSuccess::Ok);
                    };
                    let index = shared.index();
                    let identity = index.identify(stamp.time, stamp.clipped);
                    let time = identity
                        .and_then(|identity| index.time(identity.number))
                        .unwrap_or(stamp.time);
                    let started = {
                        let mut gate = lock(&parts.gate);
                        if !gate.open_for(seqnum, time) {
                            return Ok(gst::FlowSuccess::Ok);
                        }
                        let started = gate.newest != Some(seqnum);
                        gate.newest = Some(seqnum);
                        started
                    };
                    let orientation =
                        *orientation.get_or_insert_with(|| describe::pad_orientation(&pad));
                    if let Some(mut frame) = picture::copy(&picture, orientation, &pool) {
                        frame.time = time;
                        frame.number = identity.map(|identity| identity.number);
                        // Between copying and showing the gate may have closed: a stale frame must not be shown.
                        let mut gate = lock(&parts.gate);
                        if gate.allowed.contains(&seqnum) {
                            gate.shown = true;
                            let pace = Pace {
                                at: time,
                                since,
                                rate,
                            };
                            shared.show_played(Arc::new(frame), pace);
                        }
                    }
                    if started {
                        let _ = engine.send(Message::WentRound(generation));
                    }
                    Ok(gst::FlowSuccess::Ok)
                })
                .build(),
        )
        .build();
    let sink = sink.upcast();
    minding.mind(&sink);
    let chain = [queue, init::make("videoconvert")?, sink];
    add_and_link(pipeline, pad, &chain)
}

impl Gate {
    /// Whether a frame of this seek at this time may be shown.
    fn open_for(&mut self, seqnum: gst::Seqnum, time: MediaTime) -> bool {
        if !self.allowed.contains(&seqnum) {
            return false;
        }
        if self.after.is_some_and(|after| time <= after) {
            return false;
        }
        self.after = None;
        true
    }
}
