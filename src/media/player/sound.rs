//! Which sound is heard and where it goes: the chosen track, the device, and what is done when that goes away.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use gst::{glib, prelude::*};
use gstreamer as gst;

use super::{
    super::{MediaError, Problem, Severity, describe, init, picture},
    engine::Engine,
};
use crate::domain::time::MediaTime;

/// The element at which the sound leaves, whatever it is.
const LAST: &str = "where the sound goes";

/// The element that says how samples are written; only before a device.
const FORMAT: &str = "how the sound is written";

/// A clock that went on for so long while nothing was played was not stopped.
const RAN_ON: gst::ClockTime = gst::ClockTime::from_mseconds(20);

/// What the clock of the device shows, if it has one of its own.
pub(super) fn device_time(pipeline: &gst::Pipeline) -> Option<gst::ClockTime> {
    pipeline.by_name(FORMAT)?;
    Some(pipeline.by_name(LAST)?.provide_clock()?.time())
}

/// Has the device begin anew at the next sound if its clock ran on since it `rested` at this time.
///
/// Streams to `PulseAudio` count on while they are paused after a seek, and before they are first played. Once they play they are
/// right again: then the clock stands still until the time that was counted is made up for, and with it picture and sound. A
/// new format makes a new stream, whose time begins where the clock stands.
pub(super) fn renew_stream(pipeline: &gst::Pipeline, rested: gst::ClockTime) {
    if device_time(pipeline).is_none_or(|now| now <= rested + RAN_ON) {
        return;
    }
    let entry = pipeline
        .by_name(LAST)
        .and_then(|sink| sink.static_pad("sink"));
    let (Some(format), Some(entry)) = (pipeline.by_name(FORMAT), entry) else {
        return;
    };
    let now = entry.current_caps();
    let other = ["F32LE", "S16LE"].into_iter().find_map(|name| {
        let caps = gst::Caps::builder("audio/x-raw")
            .field("format", name)
            .build();
        let is_other = now.as_ref().is_none_or(|now| !now.can_intersect(&caps));
        (is_other && entry.query_caps(None).can_intersect(&caps)).then_some(caps)
    });
    if let Some(other) = other {
        format.set_property("caps", &other);
    }
}

/// Loudness, kept for when the sound is there.
#[derive(Clone, Copy)]
pub(super) struct Loudness {
    pub volume: f64,
    pub muted: bool,
}

impl Loudness {
    pub fn apply(self, volume: &gst::Element) {
        volume.set_property("volume", self.volume);
        volume.set_property("mute", self.muted);
    }
}

/// A piece of sound at the moment at which it is played.
#[derive(Clone, Debug)]
pub struct Heard {
    /// Its place in the recording.
    pub time: MediaTime,
    /// When it is played.
    pub at: Instant,
    /// Its samples, all channels as one; none where it is only made ready, before it is played.
    pub samples: Vec<i16>,
    /// Samples per second.
    pub sample_rate: u32,
}

/// What becomes of the device at which sound is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// It is there.
    There,
    /// It was pulled out.
    Gone,
}

/// Hears in time what would go to a device, and can play a device that goes away. For tests and measurements.
#[derive(Clone)]
pub struct Ear(Arc<dyn Fn(Heard) -> Hearing + Send + Sync>);

impl Ear {
    /// An ear that hands on what it hears, from a thread of its own.
    pub fn new(hear: impl Fn(Heard) -> Hearing + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }
}

impl fmt::Debug for Ear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ear")
    }
}

/// Where the sound of one pipeline goes.
#[derive(Clone, Debug)]
pub(super) enum Way {
    Device,
    Nowhere,
    Ear(Ear),
}

impl Way {
    /// The last elements of the sound's branch.
    fn end(&self) -> Result<Vec<gst::Element>, MediaError> {
        let (mut before, sink) = match self {
            Self::Device => {
                let format = init::make("capsfilter")?;
                format.set_property("name", FORMAT);
                (vec![format], init::make("autoaudiosink")?)
            }
            Self::Nowhere => (Vec::new(), silent_sink()?),
            Self::Ear(ear) => {
                let plain = init::make("capsfilter")?;
                let caps = gst::Caps::builder("audio/x-raw")
                    .field("format", "S16LE")
                    .field("channels", 1)
                    .build();
                plain.set_property("caps", &caps);
                let sink = silent_sink()?;
                listen(&sink, ear.clone());
                (vec![plain], sink)
            }
        };
        if !matches!(self, Self::Nowhere) {
            // The name cannot be taken: nothing else here has one.
            sink.set_property("name", LAST);
        }
        before.push(sink);
        Ok(before)
    }
}

fn silent_sink() -> Result<gst::Element, MediaError> {
    let sink = init::make("fakesink")?;
    sink.set_property("sync", true);
    Ok(sink)
}

fn listen(sink: &gst::Element, ear: Ear) {
    sink.set_property("signal-handoffs", true);
    let first = ear.clone();
    sink.connect("preroll-handoff", false, move |values| {
        hear(values, &first, false);
        None
    });
    sink.connect("handoff", false, move |values| {
        hear(values, &ear, true);
        None
    });
}

/// Hands a piece of sound to `ear`; without its samples if it is not played yet.
fn hear(values: &[glib::Value], ear: &Ear, is_played: bool) -> Option<()> {
    let at = Instant::now();
    let sink = values.first()?.get::<gst::Element>().ok()?;
    let buffer = values.get(1)?.get::<gst::Buffer>().ok()?;
    let pad = values.get(2)?.get::<gst::Pad>().ok()?;
    let caps = pad.current_caps()?;
    let sample_rate = caps.structure(0)?.get::<i32>("rate").ok()?;
    let segment = pad.sticky_event::<gst::event::Segment>(0)?;
    let segment = segment.segment().downcast_ref::<gst::ClockTime>()?.clone();
    let bytes = buffer.map_readable().ok()?;
    let heard = Heard {
        time: picture::media_time(segment.to_stream_time(buffer.pts()?)?),
        at,
        samples: bytes
            .chunks_exact(2)
            .filter(|_| is_played)
            .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
            .collect(),
        sample_rate: u32::try_from(sample_rate).ok()?,
    };
    if (ear.0)(heard) == Hearing::Gone {
        gst::element_error!(sink, gst::ResourceError::NotFound, ["the device is gone"]);
    }
    Some(())
}

/// What plays the sound of `pad`. The first element takes it in; the volume is told apart, to be changed.
pub(super) fn branch(
    way: &Way,
    loudness: Loudness,
) -> Result<(Vec<gst::Element>, gst::Element), MediaError> {
    let volume = init::make("volume")?;
    loudness.apply(&volume);
    let mut chain = vec![
        init::make("queue")?,
        init::make("audioconvert")?,
        init::make("audioresample")?,
        init::make("scaletempo")?,
        init::make("audioconvert")?,
        init::make("audioresample")?,
        volume.clone(),
    ];
    chain.extend(way.end()?);
    Ok((chain, volume))
}

/// Lets one sound through of those that a recording has.
pub(super) struct Choice {
    /// The stream that is wanted; any if empty.
    wanted: String,
    taken: Mutex<bool>,
}

impl Choice {
    pub const fn new(wanted: String) -> Self {
        Self {
            wanted,
            taken: Mutex::new(false),
        }
    }

    /// Whether the sound at `pad` is the one.
    pub fn takes(&self, pad: &gst::Pad) -> bool {
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = self.wanted.is_empty() || describe::stream_name(pad) == self.wanted;
        is_it && !std::mem::replace(&mut *taken, true)
    }
}

/// Whether a message comes from where the sound goes.
pub(super) fn is_from_device(message: &gst::Message) -> bool {
    let mut source = message.src().cloned();
    while let Some(object) = source {
        let class = object
            .downcast_ref::<gst::Element>()
            .and_then(ElementExt::factory)
            .and_then(|factory| factory.metadata("klass").map(str::to_owned));
        if object.name() == LAST
            || class.is_some_and(|class| class.contains("Sink") && class.contains("Audio"))
        {
            return true;
        }
        source = object.parent();
    }
    false
}

/// What is known of the device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Device {
    /// Nothing was played yet.
    #[default]
    Unknown,
    /// It was heard.
    There,
    /// It was there and went away; it may come back.
    Lost,
    /// It went away, and is looked for.
    Sought,
    /// There never was one.
    None,
}

impl Engine {
    /// Where the sound goes now.
    pub(super) fn way(&self) -> Way {
        if matches!(self.device, Device::Lost | Device::None) {
            return Way::Nowhere;
        }
        self.sound.clone()
    }

    /// The stream of the chosen track; empty for the first.
    pub(super) fn wanted_track(&self) -> String {
        let tracks = self.info.as_ref().map(|info| info.audio.as_slice());
        let track = tracks.and_then(|tracks| tracks.get(self.track));
        track.map(|track| track.stream.clone()).unwrap_or_default()
    }

    /// Another track is heard from the frame on screen on.
    pub(super) fn choose_track(&mut self, track: usize) {
        if self.track == track {
            return;
        }
        let before = self.wanted_track();
        self.track = track;
        if self.generation > 0 && self.wanted_track() != before {
            self.build_anew();
        }
    }

    /// A new pipeline goes on where the old one was.
    pub(super) fn build_anew(&mut self) {
        self.hold();
        self.cursor = self.here();
        self.open_output();
    }

    /// Playing goes on without sound from now on.
    pub(super) fn lose_device(&mut self) {
        let before = self.device;
        self.device = match before {
            Device::Unknown | Device::None => Device::None,
            Device::There | Device::Sought | Device::Lost => Device::Lost,
        };
        if matches!(before, Device::Unknown | Device::There) {
            self.mention(Problem::NoSoundDevice, Severity::Passing);
        }
    }

    /// A pipeline with sound is ready.
    pub(super) fn find_device(&mut self) {
        if matches!(self.device, Device::Unknown | Device::Sought) {
            self.device = Device::There;
        }
    }

    /// A device that went away while it was heard is looked for again when playing begins.
    pub(super) fn look_for_device(&mut self) {
        if self.device == Device::Lost {
            self.device = Device::Sought;
            self.build_anew();
        }
    }
}
