//! What a recording is, read without playing it; and what tells it from every other.

use std::{
    fmt,
    fs::File,
    io::{Read, Seek, SeekFrom},
    path::Path,
};

use super::{
    FrameIndex, MediaError, MediaInfo, Problem, check, indexer, server::FrameServer, source,
};
use crate::domain::time::MediaDelta;

/// Frames that differ in length by no more than this are equally long: containers round to a millisecond.
const SAME_LENGTH: MediaDelta = MediaDelta::from_nanos(1_000_001);

/// How much of both ends of a file goes into its fingerprint.
const END: u64 = 1 << 20;

/// What reading a whole recording found.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    /// Its streams.
    pub info: MediaInfo,
    /// Its frames; complete, and empty if there is no picture.
    pub index: FrameIndex,
    /// What is damaged or missing, if anything.
    pub problem: Option<MediaError>,
}

impl Probe {
    /// Whether all frames are equally long, to within the rounding of the container.
    #[must_use]
    pub fn is_constant_rate(&self) -> bool {
        self.index.is_constant_rate(SAME_LENGTH)
    }

    /// Frames per second on average, for people; `None` for fewer than two frames.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "a number of frames has far fewer digits"
    )]
    pub fn average_rate(&self) -> Option<f64> {
        let (first, last) = (self.index.times.first()?, self.index.times.last()?);
        let seconds = (*last - *first).as_nanos() as f64 / 1e9;
        (seconds > 0.0).then(|| (self.index.len() - 1) as f64 / seconds)
    }
}

/// Reads streams and frame index of the file at `path`, without decoding. Blocks; an hour takes some seconds.
pub fn probe(path: &Path) -> Result<Probe, MediaError> {
    check::plainly(path)?;
    let scan = indexer::scan(&source::file(path.to_owned()), &mut |_| {}, &|| true)?
        .ok_or_else(|| MediaError::fatal(Problem::Stalled))?;
    Ok(Probe {
        info: scan.info,
        index: scan.index,
        problem: scan.problem,
    })
}

/// What the file at `path` is, from its beginning alone. Blocks for a moment.
pub fn glance(path: &Path) -> Result<MediaInfo, MediaError> {
    check::plainly(path)?;
    let (_, opened) = FrameServer::open_quietly(&source::file(path.to_owned()))?;
    Ok(opened.info)
}

/// What tells a recording from every other, whatever it is called and wherever it lies.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    /// Size in bytes.
    pub size: u64,
    /// BLAKE3 of the first and last mebibyte, as 64 hexadecimal digits.
    pub ends: String,
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.size, self.ends)
    }
}

/// The fingerprint of the file at `path`. Reads two mebibytes at most.
pub fn fingerprint(path: &Path) -> std::io::Result<Fingerprint> {
    fingerprint_of(&mut File::open(path)?)
}

/// The fingerprint of anything that can be read and sought.
pub fn fingerprint_of<R: Read + Seek>(bytes: &mut R) -> std::io::Result<Fingerprint> {
    let size = bytes.seek(SeekFrom::End(0))?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = Vec::new();
    for start in [0, size.saturating_sub(END).max(END)] {
        if start < size {
            buffer.clear();
            bytes.seek(SeekFrom::Start(start))?;
            bytes.take(END).read_to_end(&mut buffer)?;
            hasher.update(&buffer);
        }
    }
    Ok(Fingerprint {
        size,
        ends: hasher.finalize().to_hex().to_string(),
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn a_fingerprint_sees_both_ends_and_the_length() {
        let print =
            |bytes: &[u8]| fingerprint_of(&mut Cursor::new(bytes)).expect("bytes in memory");
        let long = vec![7; 5 << 20];
        let changed = |place: usize| {
            let mut bytes = long.clone();
            bytes[place] = 8;
            print(&bytes)
        };
        assert_eq!(print(&long), print(&long));
        assert_ne!(print(&long), changed(0));
        assert_ne!(print(&long), changed(long.len() - 1));
        assert_ne!(print(&long).size, print(&long[1..]).size);
        assert_ne!(print(b""), print(b"a"));
        assert_eq!(
            print(&long[..1_500_000]).ends,
            blake3::hash(&long[..1_500_000]).to_hex().to_string()
        );
    }
}
