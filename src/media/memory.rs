//! What is remembered of a recording between two openings: its frame index, as bytes that cannot be mistaken.
//!
//! This layer writes no files. Whoever opens a player may hand in a [`Memory`], which keeps bytes by fingerprint; what
//! comes back is believed only if it is whole, of this version, and of these very bytes.

use std::{
    fmt,
    io::{Read, Seek, SeekFrom},
    sync::Arc,
};

use super::{
    FrameIndex, MediaError, Problem, Severity,
    index::Inexact,
    indexer::{self, MOST_FRAMES},
    probe::fingerprint_of,
    source,
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// Begins what is kept. The last byte is its version: it changes with the form, and whenever the reader of indexes finds
/// other frames in the same file.
const HEAD: &[u8; 8] = b"mf-ind\0\x02";

/// How many pieces from all over the file are compared, and how long each is: a copy that is still being made, or a sync
/// that has not finished, has the right ends and the right length.
const PIECES: u64 = 64;
const PIECE: u64 = 4096;

/// Length of a hash.
const HASH: usize = blake3::OUT_LEN;

/// Keeps bytes by the fingerprint of a recording, somewhere.
pub trait Keeper: Send + Sync {
    /// What is kept under this fingerprint, if anything.
    fn recall(&self, fingerprint: &str) -> Option<Vec<u8>>;
    /// Keeps this. That it cannot be kept is no reason to stop.
    fn keep(&self, fingerprint: &str, bytes: &[u8]);
}

/// Where indexes are kept; by default nowhere, so that nothing of a recording is left behind.
#[derive(Clone, Default)]
pub struct Memory(Option<Arc<dyn Keeper>>);

impl Memory {
    /// Indexes are kept by `keeper`.
    #[must_use]
    pub fn of(keeper: Arc<dyn Keeper>) -> Self {
        Self(Some(keeper))
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "kept" } else { "not kept" })
    }
}

/// The frames of a recording, and what is damaged in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    pub index: FrameIndex,
    pub problem: Option<MediaError>,
}

/// Recalls the frames of a recording, or reads them and keeps them. `tell` and `live` are as in [`indexer::scan`].
pub(super) fn frames(
    opener: &source::Opener,
    memory: &Memory,
    tell: &mut dyn FnMut(FrameIndex),
    live: &dyn Fn() -> bool,
) -> Result<Option<Known>, MediaError> {
    let named = memory.0.as_ref().and_then(|keeper| {
        let name = Name::of(opener).ok()?;
        Some((keeper, name))
    });
    if let Some((keeper, name)) = &named
        && let Some(known) = keeper
            .recall(&name.ends)
            .and_then(|bytes| read(&bytes, name))
    {
        return Ok(Some(known));
    }
    let Some(scan) = indexer::scan(opener, tell, live)? else {
        return Ok(None);
    };
    let known = Known {
        index: scan.index,
        problem: scan.problem,
    };
    // A file that changed while it was read is not the one that was named.
    if let Some((keeper, name)) = named
        && Name::of(opener).is_ok_and(|now| now == name)
        && let Some(bytes) = write(&known, &name)
    {
        keeper.keep(&name.ends, &bytes);
    }
    Ok(Some(known))
}

/// Which bytes an index is of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    size: u64,
    /// As in the fingerprint.
    ends: String,
    /// Of pieces from all over the file.
    pieces: [u8; HASH],
}

impl Name {
    fn of(opener: &source::Opener) -> std::io::Result<Self> {
        let mut bytes = opener()?;
        let print = fingerprint_of(&mut bytes)?;
        let mut hasher = blake3::Hasher::new();
        let mut piece = Vec::new();
        for nth in 0..PIECES {
            let start = u128::from(print.size) * u128::from(nth) / u128::from(PIECES);
            bytes.seek(SeekFrom::Start(u64::try_from(start).unwrap_or(u64::MAX)))?;
            piece.clear();
            (&mut bytes).take(PIECE).read_to_end(&mut piece)?;
            hasher.update(&piece);
        }
        Ok(Self {
            size: print.size,
            ends: print.ends,
            pieces: *hasher.finalize().as_bytes(),
        })
    }
}

/// `None` for what says nothing that holds tomorrow: an index that is not whole, or a passing trouble.
fn write(known: &Known, name: &Name) -> Option<Vec<u8>> {
    let Known { index, problem } = known;
    if !index.complete {
        return None;
    }
    let mut out = Writer(HEAD.to_vec());
    out.number(name.size);
    out.text(&name.ends);
    out.0.extend_from_slice(&name.pieces);
    out.number(index.times.len() as u64);
    let mut last = 0;
    for time in &index.times {
        out.signed(time.as_nanos() - last);
        last = time.as_nanos();
    }
    out.number(index.keyframes.len() as u64);
    let mut last = 0;
    for key in &index.keyframes {
        out.number(u64::from(*key) - last);
        last = u64::from(*key);
    }
    out.signed(index.end.as_nanos());
    match &index.inexact {
        None => out.number(0),
        Some(Inexact::WithoutTimes(pictures)) => {
            out.number(1);
            out.number(*pictures as u64);
        }
        Some(Inexact::OutOfOrder) => out.number(2),
        Some(Inexact::ClockJumps) => out.number(3),
        Some(Inexact::NotRead(_)) => return None,
    }
    match problem {
        None => out.number(0),
        Some(MediaError {
            problem: Problem::Damaged {
                stretch: Some(stretch),
            },
            severity: Severity::Partial,
        }) => {
            out.number(1);
            out.signed(stretch.start().as_nanos());
            out.signed(stretch.end().as_nanos());
        }
        Some(_) => return None,
    }
    let hash = blake3::hash(&out.0);
    out.0.extend_from_slice(hash.as_bytes());
    Some(out.0)
}

/// What was kept, if it is whole, of this version and of the recording of this name.
fn read(bytes: &[u8], name: &Name) -> Option<Known> {
    let (body, hash) = bytes.split_at_checked(bytes.len().checked_sub(HASH)?)?;
    if blake3::hash(body).as_bytes() != hash {
        return None;
    }
    let mut from = Reader(body);
    let same = from.bytes(HEAD.len())? == HEAD
        && from.number()? == name.size
        && from.text()? == name.ends.as_bytes()
        && from.bytes(HASH)? == name.pieces;
    if !same {
        return None;
    }
    let count = from.count()?;
    let mut times = Vec::with_capacity(count);
    let mut last = 0_i64;
    for nth in 0..count {
        let by = from.signed()?;
        last = last.checked_add(by).filter(|_| nth == 0 || by > 0)?;
        times.push(MediaTime::from_nanos(last));
    }
    let keys = from.count().filter(|keys| *keys <= count)?;
    let mut keyframes = Vec::with_capacity(keys);
    let mut last = 0_u64;
    for nth in 0..keys {
        let by = from.number()?;
        last = last.checked_add(by).filter(|_| nth == 0 || by > 0)?;
        keyframes.push(
            u32::try_from(last)
                .ok()
                .filter(|key| (*key as usize) < count)?,
        );
    }
    let end = MediaTime::from_nanos(from.signed()?);
    let inexact = match from.number()? {
        0 => None,
        1 => Some(Inexact::WithoutTimes(from.count()?)),
        2 => Some(Inexact::OutOfOrder),
        3 => Some(Inexact::ClockJumps),
        _ => return None,
    };
    let problem = match from.number()? {
        0 => None,
        1 => {
            let (start, end) = (from.signed()?, from.signed()?);
            let stretch =
                MediaSpan::between(MediaTime::from_nanos(start), MediaTime::from_nanos(end));
            Some(MediaError {
                problem: Problem::Damaged {
                    stretch: Some(stretch),
                },
                severity: Severity::Partial,
            })
        }
        _ => return None,
    };
    let ends_behind = times
        .last()
        .is_none_or(|last| end - *last > MediaDelta::ZERO);
    (from.0.is_empty() && ends_behind).then_some(Known {
        index: FrameIndex {
            times,
            keyframes,
            end,
            complete: true,
            inexact,
        },
        problem,
    })
}

/// Numbers in seven bits a byte, least first.
struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.0.push(value.to_le_bytes()[0]);
    }

    /// Small ones of either sign are short.
    fn signed(&mut self, value: i64) {
        self.number(((value << 1) ^ (value >> 63)).cast_unsigned());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (found, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(found)
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes(1)?.first()?;
            value |= u64::from(byte & 0x7F).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let value = self.number()?;
        Some((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// A number of frames, none of which can take less than a byte.
    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?)
            .ok()
            .filter(|count| *count <= MOST_FRAMES)
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let count = self.count()?;
        self.bytes(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name() -> Name {
        Name {
            size: 123_456,
            ends: "ab".repeat(32),
            pieces: [7; HASH],
        }
    }

    fn known() -> Known {
        Known {
            index: FrameIndex {
                times: (0..500)
                    .map(|frame| MediaTime::from_nanos(frame * 33_366_667 + frame % 3))
                    .collect(),
                keyframes: vec![0, 240, 480],
                end: MediaTime::from_seconds(20),
                complete: true,
                inexact: Some(Inexact::WithoutTimes(3)),
            },
            problem: Some(MediaError {
                problem: Problem::Damaged {
                    stretch: Some(MediaSpan::between(
                        MediaTime::from_seconds(20),
                        MediaTime::from_seconds(30),
                    )),
                },
                severity: Severity::Partial,
            }),
        }
    }

    #[test]
    fn what_is_kept_comes_back_as_it_was() {
        let bytes = write(&known(), &name()).expect("it is whole");
        assert_eq!(read(&bytes, &name()), Some(known()));
        let mut growing = known();
        growing.index.complete = false;
        assert_eq!(write(&growing, &name()), None, "not whole");
    }

    #[test]
    fn nothing_damaged_foreign_or_of_another_version_is_believed() {
        let bytes = write(&known(), &name()).expect("it is whole");
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 0x10;
            assert_eq!(read(&damaged, &name()), None, "damage at {place}");
            assert_eq!(read(&bytes[..place], &name()), None, "cut at {place}");
        }
        for (at, other) in [
            Name {
                size: 123_457,
                ..name()
            },
            Name {
                ends: "cd".repeat(32),
                ..name()
            },
            Name {
                pieces: [8; HASH],
                ..name()
            },
        ]
        .iter()
        .enumerate()
        {
            assert_eq!(read(&bytes, other), None, "{at}");
        }
        // Well-formed, but of a version to come.
        let mut later = bytes[..bytes.len() - HASH].to_vec();
        later[7] += 1;
        let hash = blake3::hash(&later);
        later.extend_from_slice(hash.as_bytes());
        assert_eq!(read(&later, &name()), None);
    }
}
