//! The decoding front of every pipeline: own source, then `decodebin` that may plug only what is on the list.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use gst::{glib, prelude::*};
use gstreamer as gst;
use gstreamer_app as gst_app;

use super::{AudioInfo, MediaError, Problem, check, describe, init, picture, source};
use crate::domain::time::MediaDelta;

/// Which streams are decoded; the others are left as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Streams {
    Both,
    Picture,
    Sound,
}

/// Who decodes the picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Decoding {
    /// Our own decoders, in software.
    #[default]
    Ours,
    /// One of these, by factory name, where one can; else ours.
    On(Arc<[String]>),
}

impl Decoding {
    /// Whether `factory` may decode `caps` here.
    fn allows(&self, factory: &gst::ElementFactory, caps: &gst::Caps) -> bool {
        let name = factory.name();
        match self {
            Self::Ours => init::is_allowed(&name),
            Self::On(preferred) if preferred.iter().any(|one| *one == name) => true,
            Self::On(preferred) => {
                let is_decoder = factory.has_type(
                    gst::ElementFactoryType::DECODER | gst::ElementFactoryType::MEDIA_VIDEO,
                );
                let better = || {
                    preferred
                        .iter()
                        .filter_map(|one| gst::ElementFactory::find(one))
                        .any(|one| one.can_sink_any_caps(caps))
                };
                init::is_allowed(&name) && !(is_decoder && better())
            }
        }
    }

    fn knows(&self, factory: &gst::ElementFactory) -> bool {
        let name = factory.name();
        let preferred = match self {
            Self::Ours => false,
            Self::On(preferred) => preferred.iter().any(|one| *one == name),
        };
        preferred || init::is_allowed(&name)
    }
}

/// What an own source leads to, and by how much that makes the recording look longer than it is.
pub(super) struct Front {
    pub bin: gst::Element,
    pub extra: MediaDelta,
}

/// Puts `source ! decodebin` into `pipeline`.
pub(super) fn add_decoder(
    pipeline: &gst::Pipeline,
    opener: &source::Opener,
    streams: Streams,
    decoding: &Decoding,
) -> Result<Front, MediaError> {
    let decoder = init::make("decodebin")?;
    guard(pipeline, &decoder, decoding);
    let weak = pipeline.downgrade();
    decoder.connect("autoplug-continue", false, move |values| {
        let caps = values.get(2)?.get::<gst::Caps>().ok()?;
        if is_too_large(&caps) {
            // Before a decoder asks for the memory.
            refuse(weak.upgrade().as_ref(), TOO_LARGE);
            return Some(false.to_value());
        }
        Some(wanted(&caps, streams).to_value())
    });
    let extra = add_source(pipeline, opener, &decoder)?;
    Ok(Front {
        bin: decoder,
        extra,
    })
}

/// Puts `source ! parsebin` into `pipeline`.
pub(super) fn add_parser(
    pipeline: &gst::Pipeline,
    opener: &source::Opener,
) -> Result<Front, MediaError> {
    let parser = init::make("parsebin")?;
    guard(pipeline, &parser, &Decoding::Ours);
    let extra = add_source(pipeline, opener, &parser)?;
    Ok(Front { bin: parser, extra })
}

fn add_source(
    pipeline: &gst::Pipeline,
    opener: &source::Opener,
    next: &gst::Element,
) -> Result<MediaDelta, MediaError> {
    let source = opener()
        .and_then(source::MediaSource::new)
        .map_err(|error| MediaError::fatal(Problem::Other(error.kind().to_string())))?;
    pipeline
        .add_many([source.upcast_ref(), next])
        .and_then(|()| source.link(next))
        .map_err(|error| MediaError::fatal(Problem::Other(error.to_string())))?;
    Ok(source.extra())
}

/// Starts a pipeline that is pulled from `sink`.
///
/// The sink runs before anything reaches it. Otherwise the pipeline would set it going once all streams are known: on
/// a thread that holds the sink's state while it waits for a picture to leave the full sink. A seek then waits for
/// that thread, and nobody pulls.
pub(super) fn start_pulled(pipeline: &gst::Pipeline, sink: &gst_app::AppSink) {
    sink.set_locked_state(true);
    // An error here is also on the bus, with its reason.
    let _ = sink.set_state(gst::State::Playing);
    let _ = pipeline.set_state(gst::State::Playing);
}

/// Stops a pipeline that was started by [`start_pulled`].
pub(super) fn stop_pulled(pipeline: &gst::Pipeline, sink: &gst_app::AppSink) {
    // First what others may be waiting in.
    let _ = sink.set_state(gst::State::Null);
    let _ = pipeline.set_state(gst::State::Null);
}

/// What errors of ours are called, so that [`problem_of`] knows them again.
const TOO_LARGE: &str = "mindframe: picture too large";
const ABSURD: &str = "mindframe: too many streams";
const NO_STREAM: &str = "mindframe: neither picture nor sound";

/// More elements than this are needed for no recording.
const MOST_ELEMENTS: u32 = 600;

/// Ends a pipeline with an error of ours.
fn refuse(pipeline: Option<&gst::Pipeline>, why: &str) {
    if let Some(pipeline) = pipeline {
        let message = gst::message::Error::builder(gst::CoreError::Failed, why)
            .src(pipeline)
            .build();
        let _ = pipeline.post_message(message);
    }
}

fn is_too_large(caps: &gst::Caps) -> bool {
    let side = |name| {
        caps.structure(0)
            .and_then(|caps| caps.get::<i32>(name).ok())
            .is_some_and(|side| i64::from(side) > i64::from(picture::LARGEST_SIDE))
    };
    side("width") || side("height")
}

/// Whether a type is that of something within a recording, rather than of a list or a document.
fn is_stream(media_type: &str) -> bool {
    [
        "video/",
        "audio/",
        "image/",
        "text/",
        "subpicture/",
        "closedcaption/",
        "meta/",
    ]
    .iter()
    .any(|kind| media_type.starts_with(kind))
}

/// The second wall behind the emptied registry, and a wire to trip over behind that.
fn guard(pipeline: &gst::Pipeline, bin: &gst::Element, decoding: &Decoding) {
    let weak = pipeline.downgrade();
    bin.connect("unknown-type", false, move |values| {
        // A playlist behind a tag, say. `parsebin` would wait for more for ever.
        let caps = values.get(2)?.get::<gst::Caps>().ok()?;
        if !is_stream(caps.structure(0)?.name()) {
            refuse(weak.upgrade().as_ref(), NO_STREAM);
        }
        None
    });
    if let Some(bin) = bin.downcast_ref::<gst::Bin>() {
        let (weak, count) = (pipeline.downgrade(), AtomicU32::new(0));
        let decoding = decoding.clone();
        bin.connect_deep_element_added(move |_, _, element| {
            let is_allowed = element
                .factory()
                .is_some_and(|factory| decoding.knows(&factory));
            if !is_allowed || count.fetch_add(1, Ordering::SeqCst) == MOST_ELEMENTS {
                refuse(weak.upgrade().as_ref(), ABSURD);
            }
        });
    }

    let decoding = decoding.clone();
    bin.connect("autoplug-select", false, move |values| {
        let caps = values.get(2)?.get::<gst::Caps>().ok()?;
        let factory = values.get(3)?.get::<gst::ElementFactory>().ok()?;
        let verdict = if decoding.allows(&factory, &caps) {
            "try"
        } else {
            "skip"
        };
        glib::EnumClass::with_type(glib::Type::from_name("GstAutoplugSelectResult")?)?
            .to_value_by_nick(verdict)
    });
}

fn wanted(caps: &gst::Caps, streams: Streams) -> bool {
    let Some(caps) = caps.structure(0) else {
        return true;
    };
    let name = caps.name().as_str();
    if check::is_container(caps) {
        return true;
    }
    if ["text/", "subpicture/", "closedcaption/"]
        .iter()
        .any(|kind| name.starts_with(kind))
    {
        return false;
    }
    match streams {
        Streams::Both => true,
        Streams::Picture => !name.starts_with("audio/"),
        Streams::Sound => !(name.starts_with("video/") || name.starts_with("image/")),
    }
}

/// Lets a stream that nobody wants run into nothing, and returns the pad at which it ends.
///
/// A pad that is linked nowhere makes demultiplexers stop with an error, which `decodebin` and `parsebin` may lose.
pub(super) fn drain(pipeline: &gst::Pipeline, pad: &gst::Pad) -> Option<gst::Pad> {
    let sink = init::make("fakesink").ok()?;
    sink.set_property("sync", false);
    sink.set_property("async", false);
    sink.set_property("enable-last-sample", false);
    pipeline.add(&sink).ok()?;
    sink.sync_state_with_parent().ok()?;
    let entry = sink.static_pad("sink")?;
    pad.link(&entry).ok()?;
    Some(entry)
}

/// The type of the undecoded stream behind a pad of `decodebin`.
pub(super) fn undecoded_caps(pad: &gst::Pad) -> Option<gst::Caps> {
    let target = pad
        .downcast_ref::<gst::GhostPad>()
        .and_then(GhostPadExt::target);
    let decoder = target
        .as_ref()
        .and_then(PadExt::parent_element)
        .filter(|element| {
            element.factory().is_some_and(|factory| {
                factory
                    .metadata("klass")
                    .is_some_and(|class| class.contains("Decoder"))
            })
        });
    decoder
        .and_then(|decoder| decoder.static_pad("sink"))
        .and_then(|sink| sink.current_caps())
        .or_else(|| pad.current_caps())
}

/// The sound tracks behind the pads of a `decodebin`.
pub(super) fn sounds(decoder: &gst::Element) -> Vec<AudioInfo> {
    let sound = |pad: gst::Pad| {
        let caps = undecoded_caps(&pad)?;
        let caps = caps.structure(0)?;
        (Kind::of(caps) == Kind::Sound).then(|| describe::audio(caps, &pad))
    };
    let mut sounds: Vec<_> = decoder.src_pads().into_iter().filter_map(sound).collect();
    // Pads come in the order in which their streams were first heard of, which changes from time to time.
    sounds.sort_by(|one, other| one.stream.cmp(&other.stream));
    sounds
}

/// Decoders that were asked for and not found, in the order of asking.
#[derive(Clone, Default)]
pub(super) struct MissingDecoders(Arc<Mutex<Vec<(Kind, Problem)>>>);

/// Whether a stream is seen or heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Picture,
    Sound,
    Other,
}

impl Kind {
    pub fn of(caps: &gst::StructureRef) -> Self {
        let name = caps.name();
        if name.starts_with("video/") || name.starts_with("image/") {
            Self::Picture
        } else if name.starts_with("audio/") {
            Self::Sound
        } else {
            Self::Other
        }
    }
}

impl MissingDecoders {
    /// Listens to what `decodebin` finds no decoder for.
    pub fn watch(&self, decoder: &gst::Element) {
        let list = self.clone();
        decoder.connect("unknown-type", false, move |values| {
            let caps = values.get(2)?.get::<gst::Caps>().ok()?;
            let caps = caps.structure(0)?;
            let problem = Problem::MissingDecoder {
                codec: describe::codec_words(caps),
                package: describe::package_for_codec(caps).map(str::to_owned),
            };
            list.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push((Kind::of(caps), problem));
            None
        });
    }

    /// The first that is missing for one kind of stream.
    pub fn first(&self, kind: Kind) -> Option<Problem> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .find(|(of, _)| *of == kind)
            .map(|(_, problem)| problem.clone())
    }
}

/// What a bus tells of a pipeline that is pulled.
pub(super) enum Trouble {
    /// The streams that are left are of no interest to this pipeline; those that are end soon.
    OnlyUnlinked,
    Failed(MediaError),
}

/// The next error on a bus.
pub(super) fn trouble(bus: &gst::Bus, missing: &MissingDecoders, whose: &str) -> Option<Trouble> {
    let message = bus.pop_filtered(&[gst::MessageType::Error, gst::MessageType::Element])?;
    match message.view() {
        // Where `parsebin` finds neither picture nor sound it says only this, and waits.
        gst::MessageView::Element(element) => {
            let of_no_stream = element.structure().is_some_and(|about| {
                about.name() == "missing-plugin"
                    && about.get::<gst::Caps>("detail").is_ok_and(|caps| {
                        caps.structure(0)
                            .is_some_and(|caps| !is_stream(caps.name()))
                    })
            });
            of_no_stream.then(|| {
                Trouble::Failed(MediaError::fatal(Problem::NotARecording {
                    found: String::new(),
                }))
            })
        }
        gst::MessageView::Error(error) if is_only_unlinked(error) => Some(Trouble::OnlyUnlinked),
        gst::MessageView::Error(error) => {
            log::warn!("{whose}: {}", error.error());
            Some(Trouble::Failed(MediaError::fatal(problem_of(
                error, missing,
            ))))
        }
        _ => None,
    }
}

/// Whether an error only says that the streams which are left are of no interest to this pipeline.
fn is_only_unlinked(error: &gst::message::Error) -> bool {
    error
        .details()
        .and_then(|details| details.get::<i32>("flow-return").ok())
        .is_some_and(|flow| gst::FlowReturn::NotLinked as i32 == flow)
}

/// A bus error as a problem.
pub(super) fn problem_of(error: &gst::message::Error, missing: &MissingDecoders) -> Problem {
    let cause = error.error();
    match cause.message() {
        TOO_LARGE => return Problem::TooLarge,
        ABSURD => return Problem::Absurd,
        NO_STREAM => {
            return Problem::NotARecording {
                found: String::new(),
            };
        }
        _ => {}
    }
    if let Some(problem) = missing
        .first(Kind::Picture)
        .or_else(|| missing.first(Kind::Sound))
    {
        return problem;
    }
    match cause.kind::<gst::StreamError>() {
        Some(gst::StreamError::WrongType | gst::StreamError::TypeNotFound) => {
            Problem::NotARecording {
                found: String::new(),
            }
        }
        Some(gst::StreamError::Demux | gst::StreamError::Decode) => {
            Problem::Damaged { stretch: None }
        }
        _ => Problem::Other(cause.to_string()),
    }
}
