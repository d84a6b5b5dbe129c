//! A correction of what qtdemux reads in mp4 files.
//!
//! qtdemux of GStreamer 1.22 stops at the first key frame whose time *in the media* lies behind the length of the
//! *film*. Where an edit list cuts something off the front, the two differ by that much, and the last pictures are
//! never shown (29 of 148 in our fixture). So the film is made to look longer, by what the edit lists cut off, in the
//! bytes that qtdemux gets. The file is not touched, and the edit lists still end each track where they should.

use std::io::SeekFrom;

use super::{fragments, source::ReadSeek};
use crate::domain::time::MediaDelta;

/// More boxes than this at the places we look are no ordinary recording.
const MOST_BOXES: u32 = 65_536;

/// Boxes within boxes beyond this are nonsense.
const DEEPEST: u32 = 16;

/// The longest film that is corrected, in nanoseconds: a year.
const LONGEST: u128 = 366 * 86_400 * 1_000_000_000;

/// Bytes to be read instead of those in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Where they lie, and what they are.
    patches: Vec<(u64, Vec<u8>)>,
    /// By how much the film looks longer than it is.
    pub extra: MediaDelta,
}

impl Correction {
    /// Lays the correction over bytes that were read from `offset`.
    pub fn apply(&self, offset: u64, read: &mut [u8]) {
        let bytes = self
            .patches
            .iter()
            .flat_map(|(start, bytes)| bytes.iter().zip(*start..));
        for (byte, place) in bytes {
            let within = place
                .checked_sub(offset)
                .and_then(|within| usize::try_from(within).ok())
                .and_then(|within| read.get_mut(within));
            if let Some(target) = within {
                *target = *byte;
            }
        }
    }
}

/// The correction a file needs; none for other containers, for files without edit lists and tables of fragments, and
/// for broken ones.
pub(super) fn correction(bytes: &mut dyn ReadSeek) -> Correction {
    let mut film = Film::default();
    let mut left = MOST_BOXES;
    if starts_like_mp4(bytes) {
        let end = bytes.seek(SeekFrom::End(0)).unwrap_or(0);
        // A file that cannot be walked is left as it is: GStreamer will say what is wrong.
        let _ = walk(bytes, 0, end, &mut film, &mut left);
    }
    let mut correction = film.correction().unwrap_or_default();
    // Under another name it is not read, and what the pictures themselves say of their colours holds.
    let unread = film.full_ranges.iter().map(|at| (*at, b"free".to_vec()));
    correction.patches.extend(unread);
    if film.is_found {
        let first = fragments::first_times(bytes);
        let zeros = first.into_iter().map(|(at, count)| (at, vec![0; count]));
        correction.patches.extend(zeros);
    }
    correction
}

/// How many tracks a file that begins like mp4 has. `None` if it is not mp4, or cannot be walked.
///
/// GStreamer finds that out too, but when its answer comes while `decodebin` is still busy it is lost, and opening
/// waits until its time is up.
pub(super) fn tracks(bytes: &mut dyn ReadSeek) -> Option<u32> {
    if !starts_like_mp4(bytes) {
        return None;
    }
    let mut film = Film::default();
    let end = bytes.seek(SeekFrom::End(0)).ok()?;
    let mut left = MOST_BOXES;
    let walked = walk(bytes, 0, end, &mut film, &mut left);
    match (film.is_found, film.tracks, film.packed) {
        (true, 0, false) => walked.map(|()| 0),
        (true, found, _) => Some(found.max(1)),
        // A cut file ends within its pictures: its index was behind them, and is gone.
        (false, ..) => Some(0),
    }
}

fn starts_like_mp4(bytes: &mut dyn ReadSeek) -> bool {
    let mut head = [0; 8];
    bytes.rewind().is_ok()
        && bytes.read_exact(&mut head).is_ok()
        && matches!(
            &head[4..],
            b"ftyp" | b"moov" | b"wide" | b"mdat" | b"free" | b"skip"
        )
}

#[derive(Default)]
struct Film {
    /// Where the length is stored, in how many bytes, and what it is.
    length: Option<(u64, usize, u64)>,
    units_per_second: u64,
    /// Start within the media of each track's first edit, and units per second of that track.
    cuts: Vec<(u64, u64)>,
    cut: u64,
    is_found: bool,
    tracks: u32,
    /// What describes the tracks is compressed.
    packed: bool,
    /// Where colours are described as using all byte values; qtdemux does not read that.
    full_ranges: Vec<u64>,
    depth: u32,
}

impl Film {
    fn correction(&self) -> Option<Correction> {
        let (offset, width, length) = self.length?;
        let nanos = |units: u64, per_second: u64| {
            (u128::from(units) * 1_000_000_000).checked_div(u128::from(per_second))
        };
        let cut = self
            .cuts
            .iter()
            .filter_map(|(cut, per_second)| nanos(*cut, *per_second))
            .max()
            .filter(|cut| *cut > 0 && *cut < LONGEST)?;
        let extra =
            u64::try_from(cut * u128::from(self.units_per_second) / 1_000_000_000 + 1).ok()?;
        let longer = length.checked_add(extra)?;
        let bytes = if width == 4 {
            // All ones means unknown.
            u32::try_from(longer)
                .ok()
                .filter(|longer| *longer != u32::MAX)?
                .to_be_bytes()
                .to_vec()
        } else {
            longer.to_be_bytes().to_vec()
        };
        Some(Correction {
            patches: vec![(offset, bytes)],
            extra: MediaDelta::from_nanos(
                i64::try_from(nanos(extra, self.units_per_second)?).ok()?,
            ),
        })
    }
}

/// Looks through the boxes from `at` to `end`, and into those that lead to what is sought.
fn walk(
    bytes: &mut dyn ReadSeek,
    at: u64,
    end: u64,
    film: &mut Film,
    left: &mut u32,
) -> Option<()> {
    if film.depth == DEEPEST {
        return None;
    }
    film.depth += 1;
    let walked = walk_level(bytes, at, end, film, left);
    film.depth -= 1;
    walked
}

fn walk_level(
    bytes: &mut dyn ReadSeek,
    mut at: u64,
    end: u64,
    film: &mut Film,
    left: &mut u32,
) -> Option<()> {
    while at + 8 <= end {
        *left = left.checked_sub(1)?;
        let (size, name) = (u64::from(u32_at(bytes, at)?), u32_at(bytes, at + 4)?);
        let (header, size) = match size {
            0 => (8, end - at),
            1 => (16, u64_at(bytes, at + 8)?),
            size => (8, size),
        };
        if size < header || at.checked_add(size)? > end {
            return None;
        }
        let (body, next) = (at + header, at + size);
        match &name.to_be_bytes() {
            b"moov" => {
                film.is_found = true;
                return walk(bytes, body, next, film, left);
            }
            b"cmov" => film.packed = true,
            b"edts" | b"mdia" => walk(bytes, body, next, film, left)?,
            b"minf" | b"stbl" | b"stsd" | b"avc1" | b"avc3" | b"hvc1" | b"hev1" | b"av01"
            | b"vp09" => {
                let before_boxes = match &name.to_be_bytes() {
                    b"minf" | b"stbl" => 0,
                    // A version and the count of entries.
                    b"stsd" => 8,
                    // An entry about pictures.
                    _ => 78,
                };
                // Some end in bytes that are no boxes.
                let _ = walk(bytes, body + before_boxes, next, film, left);
            }
            b"colr" if next - body >= 11 => {
                let is_numbered = u32_at(bytes, body)?.to_be_bytes() == *b"nclx";
                if is_numbered && u32_at(bytes, body + 7)? & 0x80 != 0 {
                    film.full_ranges.push(at + 4);
                }
            }
            b"trak" => {
                film.cut = 0;
                film.tracks += 1;
                walk(bytes, body, next, film, left)?;
            }
            b"mvhd" => {
                let wide = u32_at(bytes, body)? >> 24 == 1;
                let units = body + if wide { 20 } else { 12 };
                film.units_per_second = u64::from(u32_at(bytes, units)?);
                film.length = Some(if wide {
                    (units + 4, 8, u64_at(bytes, units + 4)?)
                } else {
                    (units + 4, 4, u64::from(u32_at(bytes, units + 4)?))
                });
            }
            b"mdhd" => {
                let wide = u32_at(bytes, body)? >> 24 == 1;
                let units = u32_at(bytes, body + if wide { 20 } else { 12 })?;
                film.cuts.push((film.cut, u64::from(units)));
            }
            b"elst" => film.cut = first_edit(bytes, body)?,
            _ => {}
        }
        at = next;
    }
    Some(())
}

/// Where in the media the first edit begins that is not empty.
fn first_edit(bytes: &mut dyn ReadSeek, body: u64) -> Option<u64> {
    let wide = u32_at(bytes, body)? >> 24 == 1;
    let count = u64::from(u32_at(bytes, body + 4)?);
    for nth in 0..count.min(16) {
        let start = if wide {
            u64_at(bytes, body + 8 + nth * 20 + 8)?.cast_signed()
        } else {
            i64::from(u32_at(bytes, body + 8 + nth * 12 + 4)?.cast_signed())
        };
        if let Ok(start) = u64::try_from(start) {
            return Some(start);
        }
    }
    Some(0)
}

fn u32_at(bytes: &mut dyn ReadSeek, at: u64) -> Option<u32> {
    let mut number = [0; 4];
    bytes.seek(SeekFrom::Start(at)).ok()?;
    bytes.read_exact(&mut number).ok()?;
    Some(u32::from_be_bytes(number))
}

fn u64_at(bytes: &mut dyn ReadSeek, at: u64) -> Option<u64> {
    let high = u64::from(u32_at(bytes, at)?);
    Some(high << 32 | u64::from(u32_at(bytes, at + 4)?))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn boxed(name: [u8; 4], body: &[u8]) -> Vec<u8> {
        let mut bytes = u32::try_from(body.len() + 8)
            .expect("a short box")
            .to_be_bytes()
            .to_vec();
        bytes.extend_from_slice(&name);
        bytes.extend_from_slice(body);
        bytes
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers
            .iter()
            .flat_map(|number| number.to_be_bytes())
            .collect()
    }

    /// A film of 5.9 s whose only track has `cut` of 12,800 units a second cut off.
    fn file(cut: u32) -> Vec<u8> {
        let film = boxed(*b"mvhd", &numbers(&[0, 0, 0, 1000, 5900, 0, 0]));
        let elst = boxed(*b"elst", &numbers(&[0, 1, 5900, cut, 65536]));
        let track = boxed(*b"mdhd", &numbers(&[0, 0, 0, 12_800, 92_160, 0]));
        let whole = boxed(
            *b"trak",
            &[boxed(*b"edts", &elst), boxed(*b"mdia", &track)].concat(),
        );
        [
            boxed(*b"ftyp", b"isom"),
            boxed(*b"mdat", &[1; 100]),
            boxed(*b"moov", &[film, whole].concat()),
        ]
        .concat()
    }

    #[test]
    fn the_film_looks_longer_by_what_is_cut_off() {
        let mut bytes = file(17_664);
        let found = correction(&mut Cursor::new(bytes.clone()));
        assert_eq!(found.extra, MediaDelta::from_millis(1381));
        let place = bytes
            .windows(4)
            .position(|window| window == 5900_u32.to_be_bytes())
            .expect("the length is there");
        found.apply(0, &mut bytes);
        assert_eq!(bytes[place..place + 4], 7281_u32.to_be_bytes());
        // A reading that begins in the middle of the number.
        let mut part = file(17_664)[place + 2..place + 10].to_vec();
        found.apply(place as u64 + 2, &mut part);
        assert_eq!(part, bytes[place + 2..place + 10]);
    }

    #[test]
    fn a_film_without_tracks_is_told_from_one_with() {
        let tracks = |bytes: Vec<u8>| tracks(&mut Cursor::new(bytes));
        let whole = file(0);
        assert_eq!(tracks(whole.clone()), Some(1));
        let head = boxed(*b"ftyp", b"qt  ");
        assert_eq!(tracks(whole[..head.len() + 40].to_vec()), Some(0));
        let bare = boxed(*b"moov", &boxed(*b"rmra", &[0; 30]));
        assert_eq!(tracks([head.clone(), bare].concat()), Some(0));
        let packed = boxed(*b"moov", &boxed(*b"cmov", &[0; 30]));
        assert_eq!(tracks([head, packed].concat()), Some(1));
        assert_eq!(tracks(vec![0x47; 400]), None);
    }

    #[test]
    fn other_and_broken_files_stay_as_they_are() {
        assert_eq!(correction(&mut Cursor::new(file(0))), Correction::default());
        assert_eq!(
            correction(&mut Cursor::new(vec![0x47; 400])),
            Correction::default()
        );
        let whole = file(17_664);
        for cut in 0..whole.len() {
            let _ = correction(&mut Cursor::new(whole[..cut].to_vec()));
            let mut damaged = whole.clone();
            damaged[cut] ^= 0xFF;
            let _ = correction(&mut Cursor::new(damaged));
        }
    }
}
