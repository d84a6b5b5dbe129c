//! The shipped role-play and the training tape made of it: embedded in the program, copied out when first opened, put back on
//! request.

use rust_embed::RustEmbed;

/// Every file of the demo, by name.
#[derive(RustEmbed)]
#[folder = "assets/demo/"]
pub struct DemoFiles;

/// Every file of the training tape but its recording, which is that of the demo: what somebody who practises gets under `tape`, the
/// marks of the three raters and what they agreed on under `raters`.
#[derive(RustEmbed)]
#[folder = "assets/training/"]
pub struct TrainingFiles;

/// The file that is opened.
pub const RECORDING: &str = "five-minutes-late.mp4";

/// The recording of the training tape: for whoever practises, or with the marks of its raters.
#[must_use]
pub const fn training_recording(raters: bool) -> &'static str {
    if raters {
        "training-tape-raters.mp4"
    } else {
        "training-tape.mp4"
    }
}

/// The files of the training tape, by name.
#[must_use]
pub fn training_files(raters: bool) -> Vec<(String, Vec<u8>)> {
    let folder = if raters { "raters/" } else { "tape/" };
    let name = training_recording(raters);
    let mut files: Vec<(String, Vec<u8>)> = TrainingFiles::iter()
        .filter_map(|path| {
            let own = path.strip_prefix(folder)?.to_owned();
            Some((own, TrainingFiles::get(&path)?.data.into_owned()))
        })
        .collect();
    for (own, copy) in [
        (RECORDING, name.to_owned()),
        ("five-minutes-late.vtt", name.replace(".mp4", ".vtt")),
    ] {
        if let Some(file) = DemoFiles::get(own) {
            files.push((copy, file.data.into_owned()));
        }
    }
    files
}
