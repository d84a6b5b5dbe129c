//! Starting GStreamer once, and leaving it only the elements that this program means to use.
//!
//! A recording is untrusted: a text file named `.mp4` can be a playlist that makes a demultiplexer fetch from the
//! network or read other files. Ranks do not stop that, so every element factory that is not on the list is taken out
//! of this process's registry before the first pipeline is built.

use std::{collections::HashSet, sync::OnceLock};

use gst::prelude::*;
use gstreamer as gst;

use super::{MediaError, Problem};

/// What opens containers. None of these can open another file or address.
const CONTAINERS: &[&str] = &[
    "qtdemux",
    "matroskademux",
    "avidemux",
    "tsdemux",
    "mpegpsdemux",
    "oggdemux",
    "asfdemux",
    "flvdemux",
    "dvdemux",
    "wavparse",
    "id3demux",
    "apedemux",
];

/// What cuts streams into pictures and packets.
const PARSERS: &[&str] = &[
    "h264parse",
    "h265parse",
    "h263parse",
    "jpegparse",
    "vp9parse",
    "av1parse",
    "mpegvideoparse",
    "mpeg4videoparse",
    "vc1parse",
    "aacparse",
    "ac3parse",
    "mpegaudioparse",
    "flacparse",
    "opusparse",
    "vorbisparse",
];

/// What decodes, all in software: hardware decoders gave green pictures and frozen seeks too often.
const DECODERS: &[&str] = &[
    "avdec_h264",
    "avdec_h265",
    "avdec_h263",
    "avdec_mpeg4",
    "avdec_mpeg2video",
    "avdec_mpegvideo",
    "avdec_msmpeg4",
    "avdec_msmpeg4v2",
    "avdec_msmpeg4v1",
    "avdec_wmv1",
    "avdec_wmv2",
    "avdec_wmv3",
    "avdec_vc1",
    "avdec_flv",
    "avdec_vp6f",
    "avdec_mjpeg",
    "avdec_vp8",
    "avdec_vp9",
    "avdec_prores",
    "avdec_dvvideo",
    "avdec_aac",
    "avdec_aac_latm",
    "avdec_ac3",
    "avdec_eac3",
    "avdec_mp2float",
    "avdec_mp3",
    "avdec_alac",
    "avdec_amrnb",
    "avdec_amrwb",
    "avdec_wmav1",
    "avdec_wmav2",
    "avdec_wmapro",
    "avdec_wmalossless",
    "avdec_adpcm_ima_wav",
    "avdec_adpcm_ima_qt",
    "avdec_adpcm_ms",
    "vp8dec",
    "vp9dec",
    "av1dec",
    "dav1ddec",
    "theoradec",
    "faad",
    "opusdec",
    "vorbisdec",
    "flacdec",
    "mpg123audiodec",
    "alawdec",
    "mulawdec",
];

/// Decoders of graphics cards; used only on demand, after they were compared with our own.
const HARDWARE: &[&str] = &[
    "vah264dec",
    "vah265dec",
    "vavp8dec",
    "vavp9dec",
    "vaav1dec",
    "vampeg2dec",
    "nvh264dec",
    "nvh265dec",
    "nvvp8dec",
    "nvvp9dec",
    "nvav1dec",
    "nvmpeg2videodec",
    "v4l2slh264dec",
    "v4l2slh265dec",
    "v4l2slvp8dec",
    "v4l2slvp9dec",
    "v4l2slav1dec",
    "v4l2slmpeg2dec",
];

/// What everything is put together from; each is needed for every recording.
const PLUMBING: &[&str] = &[
    "pipeline",
    "bin",
    "typefind",
    "decodebin",
    "parsebin",
    "multiqueue",
    "queue",
    "capsfilter",
    "videoconvert",
    "audioconvert",
    "audioresample",
    "scaletempo",
    "volume",
    "appsink",
    "fakesink",
    "autoaudiosink",
];

/// What makes a copy for smooth review; made by name only, and not needed for anything else.
const MAKERS: &[&str] = &["x264enc", "openh264enc", "mp4mux"];

/// Where sound may go; `autoaudiosink` takes the best of those installed.
const SOUND_DEVICES: &[&str] = &[
    "pulsesink",
    "pipewiresink",
    "alsasink",
    "osxaudiosink",
    "wasapi2sink",
    "directsoundsink",
];

/// Starts GStreamer on the first call; later calls only report how that went. Any thread.
///
/// A [`Problem::MissingElement`] is reported only for elements without which nothing plays.
pub fn init() -> Result<(), MediaError> {
    static STARTED: OnceLock<Result<(), MediaError>> = OnceLock::new();
    STARTED.get_or_init(start).clone()
}

fn start() -> Result<(), MediaError> {
    gst::init().map_err(|error| MediaError::fatal(Problem::Other(error.to_string())))?;
    // Nearly every recording is decoded by this plug-in. It is loaded before its features are taken out: afterwards it would
    // set up each of its five hundred decoders, filters and writers again, which takes three times as long.
    if gst::Plugin::load_by_name("libav").is_err() {
        log::warn!("the plug-in libav is not installed");
    }
    let registry = gst::Registry::get();
    let mut wanted: HashSet<&str> = [
        CONTAINERS,
        PARSERS,
        DECODERS,
        PLUMBING,
        SOUND_DEVICES,
        MAKERS,
        HARDWARE,
    ]
    .into_iter()
    .flatten()
    .copied()
    .collect();
    if !has_alsa_card() {
        // Without a card the library behind this sink writes a page of complaints to the terminal.
        wanted.remove("alsasink");
    }
    for feature in &registry.features(gst::ElementFactory::static_type()) {
        if !wanted.contains(feature.name().as_str()) {
            registry.remove_feature(feature);
        }
    }
    if let Some(parser) = registry.lookup_feature("jpegparse") {
        // Unranked, so that nothing takes it by itself; but without it Motion JPEG in Matroska finds no decoder.
        parser.set_rank(gst::Rank::PRIMARY);
    }
    for element in HARDWARE {
        if let Some(decoder) = registry.lookup_feature(element) {
            // Asked first; nearly everywhere the answer is that it may not.
            decoder.set_rank(gst::Rank::PRIMARY + 64);
        }
    }
    match PLUMBING.iter().find(|element| !is_present(element)) {
        Some(element) => Err(MediaError::fatal(missing(element))),
        None => Ok(()),
    }
}

/// Decoders of the graphics card that are installed, best first; none before [`init`].
pub(super) fn hardware() -> Vec<String> {
    HARDWARE
        .iter()
        .filter(|element| is_present(element))
        .map(|element| (*element).to_owned())
        .collect()
}

fn has_alsa_card() -> bool {
    !cfg!(target_os = "linux")
        || std::fs::read_to_string("/proc/asound/cards")
            .is_ok_and(|cards| cards.lines().any(|line| line.contains('[')))
}

/// Whether an element factory may be used: on the list (which is all the registry still has).
pub(super) fn is_allowed(factory: &str) -> bool {
    [CONTAINERS, PARSERS, DECODERS, PLUMBING, SOUND_DEVICES]
        .into_iter()
        .any(|list| list.contains(&factory))
}

/// Whether an element of this name can be made now.
#[must_use]
pub fn is_present(element: &str) -> bool {
    gst::ElementFactory::find(element).is_some()
}

/// Makes an element, or says what is missing and which package has it.
pub(super) fn make(element: &str) -> Result<gst::Element, MediaError> {
    gst::ElementFactory::make(element)
        .build()
        .map_err(|_| MediaError::fatal(missing(element)))
}

fn missing(element: &str) -> Problem {
    Problem::MissingElement {
        element: element.to_owned(),
        package: package_of(element).map(str::to_owned),
    }
}

/// The Debian package that has an element on our list.
#[must_use]
pub fn package_of(element: &str) -> Option<&'static str> {
    Some(match element {
        "pipeline" | "bin" | "typefind" | "multiqueue" | "queue" | "capsfilter" | "fakesink" => {
            "libgstreamer1.0-0"
        }
        "decodebin" | "parsebin" | "videoconvert" | "audioconvert" | "audioresample" | "volume"
        | "appsink" | "oggdemux" | "vorbisdec" | "vorbisparse" | "opusdec" | "theoradec"
        | "alsasink" => "gstreamer1.0-plugins-base",
        "x264enc" | "asfdemux" => "gstreamer1.0-plugins-ugly",
        "qtdemux" | "mp4mux" | "matroskademux" | "avidemux" | "wavparse" | "id3demux"
        | "apedemux" | "aacparse" | "ac3parse" | "mpegaudioparse" | "flacparse" | "vp8dec"
        | "vp9dec" | "flvdemux" | "dvdemux" | "flacdec" | "mpg123audiodec" | "alawdec"
        | "mulawdec" | "scaletempo" | "autoaudiosink" => "gstreamer1.0-plugins-good",
        "tsdemux" | "mpegpsdemux" | "h264parse" | "h265parse" | "h263parse" | "vp9parse"
        | "openh264enc" | "av1parse" | "vc1parse" | "jpegparse" | "mpegvideoparse"
        | "mpeg4videoparse" | "opusparse" | "av1dec" | "faad" => "gstreamer1.0-plugins-bad",
        "pulsesink" => "gstreamer1.0-pulseaudio",
        "pipewiresink" => "gstreamer1.0-pipewire",
        name if name.starts_with("avdec_") => "gstreamer1.0-libav",
        _ => return None,
    })
}

/// GStreamer's version, as `1.22.0`.
#[must_use]
pub fn version() -> String {
    let (major, minor, micro, _) = gst::version();
    format!("{major}.{minor}.{micro}")
}

/// An element of our list as `doctor` shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ElementState {
    /// Its factory name.
    pub element: &'static str,
    /// Whether nothing plays without it.
    pub needed: bool,
    /// Whether it is installed.
    pub present: bool,
    /// The Debian package that has it.
    pub package: Option<&'static str>,
}

/// All elements that matter to a user, needed ones first; call [`init`] before.
#[must_use]
pub fn inventory() -> Vec<ElementState> {
    /// What recordings of phones, cameras and meetings are made with.
    const USUAL: &[&str] = &[
        "qtdemux",
        "matroskademux",
        "h264parse",
        "aacparse",
        "avdec_h264",
        "avdec_aac",
    ];
    let state = |needed: bool| {
        move |element: &&'static str| ElementState {
            element,
            needed,
            present: is_present(element),
            package: package_of(element),
        }
    };
    let optional = [CONTAINERS, PARSERS, DECODERS, &["pulsesink"]]
        .into_iter()
        .flatten()
        .filter(|element| !USUAL.contains(element));
    PLUMBING
        .iter()
        .chain(USUAL)
        .map(state(true))
        .chain(optional.map(state(false)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_open_addresses_and_playlists_is_gone() {
        init().expect("GStreamer starts");
        for element in [
            "filesrc",
            "giosrc",
            "souphttpsrc",
            "hlsdemux",
            "hlsdemux2",
            "dashdemux",
            "mssdemux",
            "sdpdemux",
            "playbin",
            "uridecodebin",
            "subparse",
            "avdemux_mpegts",
        ] {
            assert!(!is_present(element), "{element} is still there");
        }
        assert!(inventory().iter().filter(|e| e.needed).all(|e| e.present));
    }

    #[test]
    fn every_element_on_the_list_names_its_package() {
        for element in [CONTAINERS, PARSERS, DECODERS, PLUMBING]
            .iter()
            .flat_map(|l| l.iter())
        {
            assert!(
                package_of(element).is_some() || *element == "dav1ddec",
                "{element}"
            );
        }
    }
}
