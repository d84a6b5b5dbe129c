//! What streams are in a recording, from caps and tags.

use gst::prelude::*;
use gstreamer as gst;

use super::{AudioInfo, Orientation, VideoInfo};

/// Short name of a codec, from the type of its undecoded stream.
pub(super) fn codec_name(caps: &gst::StructureRef) -> String {
    let version = caps
        .get::<i32>("mpegversion")
        .or_else(|_| caps.get::<i32>("msmpegversion"));
    let name = caps.name().as_str();
    match (name, version) {
        ("video/mpeg", Ok(4)) => "mpeg4",
        ("video/mpeg", Ok(1)) => "mpeg1",
        ("video/mpeg", _) => "mpeg2",
        ("image/jpeg", _) => "mjpeg",
        ("audio/mpeg", Ok(2 | 4)) => "aac",
        ("audio/mpeg", _) if caps.get::<i32>("layer") == Ok(2) => "mp2",
        ("audio/mpeg", _) => "mp3",
        ("audio/x-raw", _) => "pcm",
        _ => {
            let plain = name.split_once('/').map_or(name, |(_, kind)| kind);
            plain.strip_prefix("x-").unwrap_or(plain)
        }
    }
    .to_owned()
}

/// A codec in words for people, from the type of its undecoded stream.
pub(super) fn codec_words(caps: &gst::StructureRef) -> String {
    match codec_name(caps).as_str() {
        "h264" => "H.264",
        "h265" => "H.265 (HEVC)",
        "h266" => "H.266 (VVC)",
        "h263" => "H.263",
        "vp8" => "VP8",
        "vp9" => "VP9",
        "av1" => "AV1",
        "mpeg4" => "MPEG-4 Visual",
        "mpeg1" => "MPEG-1",
        "mpeg2" => "MPEG-2",
        "mjpeg" => "Motion JPEG",
        "theora" => "Theora",
        "wmv" => "Windows Media Video",
        "wma" => "Windows Media Audio",
        "vc1" => "VC-1",
        "prores" => "ProRes",
        "dnxhd" => "DNxHD",
        "dv" => "DV",
        "flash-video" => "Flash Video",
        "aac" => "AAC",
        "mp3" => "MP3",
        "mp2" => "MPEG audio layer 2",
        "opus" => "Opus",
        "vorbis" => "Vorbis",
        "flac" => "FLAC",
        "ac3" => "AC-3",
        "eac3" => "E-AC-3",
        "dts" => "DTS",
        "alac" => "ALAC",
        other => return other.to_owned(),
    }
    .to_owned()
}

/// The Debian package with a decoder for a codec.
pub(super) fn package_for_codec(caps: &gst::StructureRef) -> Option<&'static str> {
    Some(match codec_name(caps).as_str() {
        "h264" | "h265" | "h263" | "mpeg4" | "mpeg1" | "mpeg2" | "aac" | "ac3" | "eac3"
        | "alac" | "prores" | "dv" | "AMR" | "AMR-WB" | "mp2" | "mjpeg" | "wmv" | "wma" | "vc1"
        | "msmpeg" | "flash-video" => "gstreamer1.0-libav",
        "vp8" | "vp9" | "flac" | "mp3" | "alaw" | "mulaw" => "gstreamer1.0-plugins-good",
        "theora" | "vorbis" | "opus" => "gstreamer1.0-plugins-base",
        "av1" => "gstreamer1.0-plugins-bad",
        _ => return None,
    })
}

/// The picture, from the caps of its undecoded (or raw) stream and its tags.
pub(super) fn video(caps: &gst::StructureRef, orientation: Orientation) -> VideoInfo {
    let side = |name| {
        caps.get::<i32>(name)
            .ok()
            .and_then(|side| u32::try_from(side).ok())
            .unwrap_or(0)
    };
    VideoInfo {
        codec: if caps.name() == "video/x-raw" {
            "raw".to_owned()
        } else {
            codec_name(caps)
        },
        size: (side("width"), side("height")),
        orientation,
        pixel_aspect: caps
            .get::<gst::Fraction>("pixel-aspect-ratio")
            .map_or((1, 1), aspect),
    }
}

/// A pixel aspect; nonsense becomes square.
pub(super) fn aspect(par: gst::Fraction) -> (u32, u32) {
    match (u32::try_from(par.numer()), u32::try_from(par.denom())) {
        (Ok(wide @ 1..), Ok(high @ 1..)) => (wide, high),
        _ => (1, 1),
    }
}

/// A sound track, from the caps of its undecoded (or raw) stream and the tags of its pad.
pub(super) fn audio(caps: &gst::StructureRef, pad: &gst::Pad) -> AudioInfo {
    let count = |name| {
        caps.get::<i32>(name)
            .ok()
            .and_then(|count| u32::try_from(count).ok())
            .unwrap_or(0)
    };
    let mut tags = pad_tags(pad);
    tags.extend(target(pad).iter().flat_map(pad_tags));
    let of_stream = || {
        tags.iter()
            .filter(|tags| tags.scope() == gst::TagScope::Stream)
    };
    AudioInfo {
        codec: codec_name(caps),
        channels: count("channels"),
        sample_rate: count("rate"),
        language: of_stream()
            .find_map(|tags| Some(tags.get::<gst::tags::LanguageCode>()?.get().to_owned()))
            .filter(|language| language != "und")
            .unwrap_or_default(),
        title: of_stream()
            .find_map(|tags| Some(tags.get::<gst::tags::Title>()?.get().to_owned()))
            .unwrap_or_default(),
        stream: stream_name(pad),
    }
}

/// Which stream of its container a pad carries; the same in every pipeline.
pub(super) fn stream_name(pad: &gst::Pad) -> String {
    pad.stream_id()
        .or_else(|| target(pad)?.stream_id())
        .and_then(|id| Some(id.rsplit_once('/')?.1.to_owned()))
        .unwrap_or_default()
}

/// The pad behind a pad of a bin: it has heard of its stream before anything passed the bin.
fn target(pad: &gst::Pad) -> Option<gst::Pad> {
    pad.downcast_ref::<gst::GhostPad>()
        .and_then(GhostPadExt::target)
}

/// Turn and mirror, if the tags give one.
pub(super) fn orientation(tags: &gst::TagListRef) -> Option<Orientation> {
    let tag = tags.get::<gst::tags::ImageOrientation>()?;
    let (flipped, degrees) = match tag.get().strip_prefix("flip-rotate-") {
        Some(degrees) => (true, degrees),
        None => (false, tag.get().strip_prefix("rotate-")?),
    };
    let turns = match degrees {
        "0" => 0,
        "90" => 1,
        "180" => 2,
        "270" => 3,
        _ => return None,
    };
    Some(Orientation {
        // The tag mirrors first and turns then; turning back first and mirroring then is the same.
        quarter_turns: if flipped { (4 - turns) % 4 } else { turns },
        mirrored: flipped,
    })
}

/// The tags a pad has seen for its stream (not those of the whole file), oldest first.
pub(super) fn pad_tags(pad: &gst::Pad) -> Vec<gst::TagList> {
    let mut tags = Vec::new();
    let mut nth = 0;
    while let Some(event) = pad.sticky_event::<gst::event::Tag>(nth) {
        tags.push(event.tag_owned());
        nth += 1;
    }
    tags
}

/// Turn and mirror of the stream at `pad`; what is said of the stream wins over what is said of the file.
pub(super) fn pad_orientation(pad: &gst::Pad) -> Orientation {
    let tags = pad_tags(pad);
    let of_scope = |scope| {
        tags.iter()
            .filter(move |tags| tags.scope() == scope)
            .find_map(|tags| orientation(tags))
    };
    of_scope(gst::TagScope::Stream)
        .or_else(|| of_scope(gst::TagScope::Global))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orientation_tags_become_turn_then_mirror() {
        gst::init().expect("GStreamer starts");
        let read = |text: &str| {
            let mut tags = gst::TagList::new();
            tags.make_mut()
                .add::<gst::tags::ImageOrientation>(&text, gst::TagMergeMode::Replace);
            orientation(&tags)
        };
        let turn = |quarter_turns, mirrored| {
            Some(Orientation {
                quarter_turns,
                mirrored,
            })
        };
        assert_eq!(read("rotate-90"), turn(1, false));
        assert_eq!(read("rotate-270"), turn(3, false));
        assert_eq!(read("flip-rotate-0"), turn(0, true));
        assert_eq!(read("flip-rotate-90"), turn(3, true));
        assert_eq!(read("flip-rotate-180"), turn(2, true));
        assert_eq!(read("sideways"), None);
    }
}
