//! Rating frames: those that are shipped, and the team's own, which are plain files. They are read and never written.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rust_embed::RustEmbed;

use super::{error::StoreError, place::Places, schema};
use crate::domain::rating_frame::{FrameFault, Head, RatingFrame};

#[derive(RustEmbed)]
#[folder = "assets/frames/"]
struct Shipped;

/// Why a frame cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    /// It could not be read.
    #[error(transparent)]
    File(#[from] StoreError),
    /// It is not written as a frame is.
    #[error("line {line}, column {column}: {reason}: {}", .path.display())]
    Broken {
        /// Which file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What the reader stumbled over.
        reason: String,
    },
    /// It does not hold together.
    #[error("line {line}: {fault:?}: {}", .path.display())]
    Fault {
        /// Which file.
        path: PathBuf,
        /// From 1; 0 where unknown.
        line: usize,
        /// From 1; 0 where unknown.
        column: usize,
        /// What is wrong.
        fault: FrameFault,
    },
}

/// A frame and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownFrame {
    /// The frame.
    pub frame: RatingFrame,
    /// The team's own file; `None` where it is shipped.
    pub path: Option<PathBuf>,
}

/// Every frame that can be used, and what is wrong with those that cannot.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    /// In order of their titles. A team's own stands in for a shipped one with the same id.
    pub frames: Vec<KnownFrame>,
    /// Problems, file by file.
    pub errors: Vec<FrameError>,
}

/// Where a team puts its own frames.
#[must_use]
pub fn frame_folder(places: &Places) -> PathBuf {
    places.data.join("frames")
}

/// Understands a frame.
///
/// # Errors
/// Every fault, with its line and column where they are known.
pub fn read_frame(path: &Path, text: &str) -> Result<RatingFrame, Vec<FrameError>> {
    let options = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_recursion_limit(32);
    let broken = |error: ron::error::SpannedError| {
        vec![FrameError::Broken {
            path: path.to_path_buf(),
            line: error.span.start.line,
            column: error.span.start.col,
            reason: error.code.to_string(),
        }]
    };
    let fault = |fault: FrameFault| {
        let (line, column) = place_of(text, &fault).unwrap_or_default();
        FrameError::Fault {
            path: path.to_path_buf(),
            line,
            column,
            fault,
        }
    };
    // What a newer version put in is no mistake of whoever wrote it: the head is asked first.
    let head: Head = options.from_str(text).map_err(broken)?;
    if let Some(found) = head.fault() {
        return Err(vec![fault(found)]);
    }
    let frame: RatingFrame = options.from_str(text).map_err(broken)?;
    let faults: Vec<FrameError> = frame.faults().into_iter().map(fault).collect();
    if faults.is_empty() {
        Ok(frame)
    } else {
        Err(faults)
    }
}

/// Reads one file.
///
/// # Errors
/// Where it cannot be read, and every fault in it.
pub fn read_frame_file(path: &Path) -> Result<RatingFrame, Vec<FrameError>> {
    let file = |error: StoreError| vec![FrameError::File(error)];
    let bytes = fs::read(path).map_err(|error| file(StoreError::io(path, &error)))?;
    let text = schema::text_of(path, &bytes).map_err(file)?;
    read_frame(path, text)
}

/// The shipped frames and the team's own.
#[must_use]
pub fn load_frames(places: &Places) -> Frames {
    let mut found = Frames::default();
    for name in Shipped::iter() {
        let Some(data) = Shipped::get(&name) else {
            continue;
        };
        match schema::text_of(Path::new(&*name), &data.data) {
            Ok(text) => found.take(None, read_frame(Path::new(&*name), text)),
            Err(error) => found.errors.push(FrameError::File(error)),
        }
    }
    let folder = frame_folder(places);
    let mut own: Vec<PathBuf> = match fs::read_dir(&folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
        Err(error) => {
            if error.kind() != std::io::ErrorKind::NotFound {
                let error = StoreError::io(&folder, &error);
                found.errors.push(FrameError::File(error));
            }
            Vec::new()
        }
    };
    own.retain(|path| path.extension().is_some_and(|end| end == "ron"));
    own.sort();
    for path in own {
        let read = read_frame_file(&path);
        found.take(Some(path), read);
    }
    found
        .frames
        .sort_by(|a, b| a.frame.title.cmp(&b.frame.title));
    found
}

impl Frames {
    /// The frame with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&RatingFrame> {
        self.frames
            .iter()
            .map(|known| &known.frame)
            .find(|frame| frame.id == id)
    }

    fn take(&mut self, path: Option<PathBuf>, read: Result<RatingFrame, Vec<FrameError>>) {
        match read {
            Err(errors) => self.errors.extend(errors),
            Ok(frame) => {
                let known = KnownFrame { frame, path };
                let same = |other: &&mut KnownFrame| other.frame.id == known.frame.id;
                match self.frames.iter_mut().find(same) {
                    Some(other) => *other = known,
                    None => self.frames.push(known),
                }
            }
        }
    }
}

/// Where in a file the mistake stands.
fn place_of(text: &str, fault: &FrameFault) -> Option<(usize, usize)> {
    let needle = match fault {
        FrameFault::Format(_) => "format".to_owned(),
        FrameFault::Newer(_) => "layout".to_owned(),
        FrameFault::Empty(name) => format!("{name}:"),
        FrameFault::ScaleTwice(id) | FrameFault::Range(id) => format!("id: \"{id}\""),
        FrameFault::ItemTwice(number) => format!("number: {number}"),
        FrameFault::UnknownScale { scale, .. } => format!("\"{scale}\""),
        FrameFault::NoScale => "items".to_owned(),
    };
    schema::find(text, &needle)
}
