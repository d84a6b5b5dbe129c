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
        sample_rate: aac_rate(caps).unwrap_or_else(|| count("rate")),
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

/// Samples per second of AAC, from the head of its stream; `None` if there is none, or it is no AAC.
///
/// The demultiplexers double the rate where the head only says that its high half was *not* recorded apart (SBR).
fn aac_rate(caps: &gst::StructureRef) -> Option<u32> {
    if codec_name(caps) != "aac" {
        return None;
    }
    let head = caps.get::<gst::Buffer>("codec_data").ok()?;
    aac_rate_of(&head.map_readable().ok()?)
}

/// The same from the bytes of the head, an `AudioSpecificConfig` (ISO/IEC 14496-3, 1.6.2.1).
fn aac_rate_of(head: &[u8]) -> Option<u32> {
    const WITH_SBR: u32 = 5;
    const WITH_SBR_AND_STEREO: u32 = 29;
    const MARK_OF_SBR: u32 = 0x2B7;

    let mut bits = Bits { bytes: head, at: 0 };
    let kind = bits.aac_kind()?;
    let rate = bits.aac_rate()?;
    let _channels = bits.take(4)?;
    if matches!(kind, WITH_SBR | WITH_SBR_AND_STEREO) {
        return bits.aac_rate();
    }
    // What follows differs by kind and is short; only what is usual is read.
    let plain = bits.take(3)? == 0;
    let mut with_sbr = || {
        let is_marked = plain && bits.take(11)? == MARK_OF_SBR && bits.aac_kind()? == WITH_SBR;
        (is_marked && bits.take(1)? == 1).then(|| bits.aac_rate())?
    };
    Some(with_sbr().unwrap_or(rate))
}

/// Reads numbers of any number of bits.
struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> Option<u32> {
        (0..count).try_fold(0, |number, _| {
            let byte = self.bytes.get(self.at / 8)?;
            let bit = byte >> (7 - self.at % 8) & 1;
            self.at += 1;
            Some(number << 1 | u32::from(bit))
        })
    }

    fn aac_kind(&mut self) -> Option<u32> {
        const ESCAPE: u32 = 31;
        match self.take(5)? {
            ESCAPE => Some(32 + self.take(6)?),
            kind => Some(kind),
        }
    }

    fn aac_rate(&mut self) -> Option<u32> {
        const RATES: [u32; 13] = [
            96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025,
            8_000, 7_350,
        ];
        const SPELT_OUT: u32 = 15;
        match self.take(4)? {
            SPELT_OUT => self.take(24),
            place => RATES.get(usize::try_from(place).ok()?).copied(),
        }
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
    fn the_head_of_aac_tells_its_rate() {
        // Plain, by ffmpeg: the high half is mentioned only to say that there is none.
        assert_eq!(aac_rate_of(&[0x12, 0x08, 0x56, 0xE5, 0x00]), Some(44_100));
        assert_eq!(aac_rate_of(&[0x11, 0x90]), Some(48_000));
        // With the high half apart: 24 kHz become 48, told behind the head and in it.
        assert_eq!(aac_rate_of(&[0x13, 0x10, 0x56, 0xE5, 0x98]), Some(48_000));
        assert_eq!(aac_rate_of(&[0x2B, 0x11, 0x88, 0x00]), Some(48_000));
        assert_eq!(aac_rate_of(&[0x12]), None);
        assert_eq!(aac_rate_of(&[]), None);
    }

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
