//! What can be told of a file before any decoder sees it.

use std::{
    fs::File,
    io::{ErrorKind, Read},
    path::Path,
};

use gstreamer as gst;

use super::{MediaError, Problem, mp4, source::ReadSeek};

/// How much of the beginning is looked at.
const HEAD: usize = 64 * 1024;

/// So many tracks in one recording are nonsense.
const MANY_TRACKS: u32 = 65;

/// Looks at the file's kind and first bytes only; needs no GStreamer and returns at once.
///
/// All errors are [`super::Severity::Fatal`].
pub fn plainly(path: &Path) -> Result<(), MediaError> {
    let refuse = |error: &std::io::Error| {
        MediaError::fatal(match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Problem::NotFound,
            ErrorKind::PermissionDenied => Problem::NotPermitted,
            ErrorKind::IsADirectory => Problem::Folder,
            kind => Problem::Other(kind.to_string()),
        })
    };
    let about = std::fs::metadata(path).map_err(|error| refuse(&error))?;
    if about.is_dir() {
        return Err(MediaError::fatal(Problem::Folder));
    }
    if !about.is_file() {
        // A pipe or device could keep a reader waiting for ever.
        return Err(not_a_recording("inode/special"));
    }
    if about.len() == 0 {
        return Err(MediaError::fatal(Problem::Empty));
    }
    let mut head = Vec::with_capacity(4096);
    File::open(path)
        .and_then(|file| file.take(4096).read_to_end(&mut head))
        .map_err(|error| refuse(&error))?;
    text_type(&head).map_or(Ok(()), |found| Err(not_a_recording(found)))
}

fn not_a_recording(found: &str) -> MediaError {
    MediaError::fatal(Problem::NotARecording {
        found: found.to_owned(),
    })
}

/// The media type of text, playlists among it; `None` for anything that is not text.
fn text_type(head: &[u8]) -> Option<&'static str> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The cut may go through a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    if text
        .chars()
        .any(|letter| letter.is_control() && !letter.is_whitespace() && letter != '\u{1b}')
    {
        return None;
    }
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let starts = |with: &str| {
        start
            .get(..with.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(with))
    };
    Some(if starts("#EXTM3U") {
        "application/x-hls"
    } else if text.contains("<MPD") {
        "application/dash+xml"
    } else if starts("v=0") {
        "application/sdp"
    } else if starts("<!doctype html") || starts("<html") {
        "text/html"
    } else if starts("<") {
        "application/xml"
    } else {
        "text/plain"
    })
}

/// The container of `bytes` as a short name; needs GStreamer.
///
/// `None` if the bytes are not recognised, which may still be sound with much in front. Pictures, archives,
/// playlists and the like are a [`Problem::NotARecording`].
pub(super) fn container(mut bytes: Box<dyn ReadSeek>) -> Result<Option<&'static str>, MediaError> {
    let mut head = Vec::with_capacity(HEAD);
    bytes
        .rewind()
        .and_then(|()| bytes.by_ref().take(HEAD as u64).read_to_end(&mut head))
        .map_err(|error| MediaError::fatal(Problem::Other(error.kind().to_string())))?;
    let Ok((caps, _)) =
        gstreamer_base::functions::type_find_helper_for_data(gst::Object::NONE, &head)
    else {
        return Ok(None);
    };
    let Some(name) = caps.structure(0).map(|caps| caps.name().to_string()) else {
        return Ok(None);
    };
    let container = container_name(&name).ok_or_else(|| not_a_recording(&name))?;
    if container == "mp4" {
        match mp4::tracks(&mut bytes) {
            Some(0) => return Err(MediaError::fatal(Problem::Damaged { stretch: None })),
            Some(MANY_TRACKS..) => return Err(MediaError::fatal(Problem::Absurd)),
            _ => {}
        }
    }
    Ok(Some(container))
}

/// Whether a type is that of a container with streams in it, rather than of one stream.
pub(super) fn is_container(caps: &gst::StructureRef) -> bool {
    let of_streams = caps.get::<bool>("systemstream") == Ok(true);
    of_streams
        || container_name(caps.name()).is_some_and(|name| {
            !matches!(
                name,
                "mpeg-ps" | "mpeg-ts" | "dv" | "mp3" | "flac" | "ac3" | "h264" | "h265"
            )
        })
        || matches!(
            caps.name().as_str(),
            "application/x-id3" | "application/x-apetag"
        )
}

fn container_name(media_type: &str) -> Option<&'static str> {
    Some(match media_type {
        "video/quicktime" | "application/x-3gp" | "audio/x-m4a" | "video/mj2" => "mp4",
        "video/x-matroska" | "audio/x-matroska" | "video/x-matroska-3d" => "matroska",
        "video/webm" | "audio/webm" => "webm",
        "video/x-msvideo" => "avi",
        "video/x-ms-asf" => "asf",
        "video/x-flv" => "flv",
        "video/x-dv" => "dv",
        "video/mpegts" => "mpeg-ts",
        "video/mpeg" => "mpeg-ps",
        "application/ogg" | "video/ogg" | "audio/ogg" | "application/kate" => "ogg",
        "audio/x-wav" => "wav",
        "audio/mpeg" | "application/x-id3" | "application/x-apetag" => "mp3",
        "audio/x-flac" => "flac",
        "audio/x-ac3" => "ac3",
        "video/x-h264" => "h264",
        "video/x-h265" => "h265",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_told_from_recordings() {
        assert_eq!(text_type(b"#EXTM3U\n#EXT-X"), Some("application/x-hls"));
        assert_eq!(text_type(b"\n hello"), Some("text/plain"));
        assert_eq!(
            text_type(b"<?xml version='1.0'?><MPD/>"),
            Some("application/dash+xml")
        );
        assert_eq!(text_type("halb \u{e9}".as_bytes()), Some("text/plain"));
        assert_eq!(text_type(b"\0\0\0\x20ftypisom"), None);
        assert_eq!(text_type(b"\x1a\x45\xdf\xa3"), None);
        assert_eq!(text_type(&[0x47, 0x40, 0x11, 0x10, 0x00]), None);
    }
}
