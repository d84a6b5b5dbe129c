//! What can go wrong with a recording. The words for people are chosen above this layer, by `kind`.

use crate::domain::time::MediaSpan;

/// How far a problem reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// This recording cannot be played at all.
    Fatal,
    /// It plays, with something missing.
    Partial,
    /// It passed; nothing is missing now.
    Passing,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No such file.
    #[error("there is no file at this place")]
    NotFound,
    /// A folder where a file was expected.
    #[error("this is a folder, not a recording")]
    Folder,
    /// The file has no bytes.
    #[error("the file is empty")]
    Empty,
    /// The file may not be read.
    #[error("the file may not be read")]
    NotPermitted,
    /// The bytes are no recording that can be played (text, a picture, a playlist, …).
    #[error("this is not a video or sound recording ({found})")]
    NotARecording {
        /// What the bytes look like, as a media type, or empty.
        found: String,
    },
    /// A decoder is missing.
    #[error("no decoder for {codec}{}", package.as_deref().map(|p| format!("; install the package {p}")).unwrap_or_default())]
    MissingDecoder {
        /// The codec in plain words.
        codec: String,
        /// The Debian package that has it, where known.
        package: Option<String>,
    },
    /// A GStreamer plug-in that every recording needs is not installed.
    #[error("the GStreamer element {element} is missing{}", package.as_deref().map(|p| format!("; install the package {p}")).unwrap_or_default())]
    MissingElement {
        /// Its factory name.
        element: String,
        /// The Debian package that has it, where known.
        package: Option<String>,
    },
    /// Part of the recording cannot be decoded.
    #[error("part of the recording is damaged or missing")]
    Damaged {
        /// Which stretch, where known.
        stretch: Option<MediaSpan>,
    },
    /// Picture or sound larger than this program opens.
    #[error("the picture is larger than can be opened")]
    TooLarge,
    /// The file claims to hold more than any recording does: a thousand tracks, a billion pictures.
    #[error("the file claims to hold more than any recording does")]
    Absurd,
    /// The sound device is missing or went away; playing goes on without sound.
    #[error("no sound device; playing goes on without sound")]
    NoSoundDevice,
    /// Nothing came for too long.
    #[error("the recording did not answer in time")]
    Stalled,
    /// In one part of a recording that has several.
    #[error("part {number}: {problem}")]
    InPart {
        /// Which part, from 1.
        number: usize,
        /// What happened in it.
        problem: Box<Problem>,
    },
    /// Anything else, in the words of the layer below.
    #[error("{0}")]
    Other(String),
}

impl Problem {
    /// What happened, wherever.
    #[must_use]
    pub fn itself(&self) -> &Self {
        match self {
            Self::InPart { problem, .. } => problem.itself(),
            plain => plain,
        }
    }
}

/// A problem and how far it reaches.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct MediaError {
    /// What happened.
    pub problem: Problem,
    /// How far it reaches.
    pub severity: Severity,
}

impl MediaError {
    /// A problem after which this recording cannot be played.
    #[must_use]
    pub const fn fatal(problem: Problem) -> Self {
        Self {
            problem,
            severity: Severity::Fatal,
        }
    }
}
