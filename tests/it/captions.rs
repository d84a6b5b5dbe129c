//! Captions beside and inside a recording: found, read, chosen, followed, marked.

use std::{
    path::{Path, PathBuf},
    process::Command as Run,
};

use mindframe::{
    interop::captions::{Sample, read_track},
    media::text_tracks,
};

use crate::clips;

const WORDS: &str = "1\n00:00:00,500 --> 00:00:01,500\nTherapist: Hello & <i>good</i> day\n\n2\n00:00:03,000 --> 00:00:04,250\nClient: You were < late\n\n3\n00:00:06,000 --> 00:00:06,800\nTherapist: I was\n";

/// A clip with `WORDS` as a text track of this kind.
fn with_track(folder: &Path, name: &str, codec: &str) -> PathBuf {
    let words = folder.join("words.srt");
    std::fs::write(&words, WORDS).expect("a file");
    let out = folder.join(name);
    let made = Run::new("ffmpeg")
        .args(["-hide_banner", "-v", "error", "-y", "-i"])
        .arg(clips::CONSTANT.path())
        .arg("-i")
        .arg(&words)
        .args([
            "-map", "0", "-map", "1", "-c:v", "copy", "-c:a", "copy", "-c:s", codec,
        ])
        .args(["-metadata:s:s:0", "language=eng"])
        .arg(&out)
        .status()
        .expect("ffmpeg is installed");
    assert!(made.success());
    out
}

#[test]
fn text_tracks_inside_a_recording_are_read() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, codec) in [
        ("text.mp4", "mov_text"),
        ("text.mkv", "subrip"),
        ("vtt.mkv", "webvtt"),
    ] {
        let file = with_track(folder.path(), name, codec);
        let tracks = text_tracks(&file, &|| true).expect("tracks");
        assert_eq!(tracks.len(), 1, "{name}");
        assert!(
            ["en", "eng"].contains(&tracks[0].language.as_str()),
            "{name}: {:?}",
            tracks[0].language
        );
        let samples = tracks[0].samples.iter();
        let captions = read_track(samples.map(|(span, bytes)| Sample { span: *span, bytes }))
            .expect("captions");
        // In Matroska ffmpeg moves all streams by the lead-in of the sound.
        let moved = captions.lines()[0].span.start().as_nanos() / 1_000_000 - 500;
        assert!((0..=30).contains(&moved), "{name}: {moved}");
        let lines: Vec<(i64, i64, &str, &str)> = captions
            .lines()
            .iter()
            .map(|line| {
                (
                    line.span.start().as_nanos() / 1_000_000 - moved,
                    line.span.end().as_nanos() / 1_000_000 - moved,
                    line.speaker.as_deref().unwrap_or_default(),
                    line.text.as_str(),
                )
            })
            .collect();
        let wanted = [
            (500, 1500, "Therapist", "Hello & good day"),
            (3000, 4250, "Client", "You were < late"),
            (6000, 6800, "Therapist", "I was"),
        ];
        assert_eq!(lines, wanted, "{name}");
    }
}

#[test]
fn a_recording_without_text_tracks_has_none() {
    for clip in [clips::CONSTANT, clips::MATROSKA, clips::SOUND_ONLY] {
        let tracks = text_tracks(&clip.path(), &|| true).expect("an answer");
        assert!(tracks.is_empty(), "{}", clip.name);
    }
}
