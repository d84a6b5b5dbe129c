//! A correction of how qtdemux seeks to the start of mp4 files in fragments, as cameras and browsers write them.
//!
//! Such files may end with a table that says where the fragments with key frames are, and when these are shown. After a
//! seek to the first fragment, qtdemux of GStreamer 1.22 takes the time from that table for the time at which the
//! fragment is decoded. Where pictures are stored in another order than they are shown, the two differ by some frames,
//! and all pictures of the fragment come that much too late. So qtdemux is told that the first is shown at once.

use std::io::SeekFrom;

use super::source::ReadSeek;

/// More tables than this in a file are nonsense.
const MOST_TABLES: usize = 64;

/// The largest table that is looked at.
const LARGEST: u64 = 64 << 20;

/// Where to write zeros over the time of each table's first fragment: offset and count of bytes.
pub(super) fn first_times(bytes: &mut dyn ReadSeek) -> Vec<(u64, usize)> {
    let mut found = Vec::new();
    // A file without such tables, or with broken ones, is left as it is.
    let _ = look(bytes, &mut found);
    found
}

fn look(bytes: &mut dyn ReadSeek, found: &mut Vec<(u64, usize)>) -> Option<()> {
    let end = bytes.seek(SeekFrom::End(0)).ok()?;
    let tail = read::<16>(bytes, end.checked_sub(16)?)?;
    if &tail[4..8] != b"mfro" {
        return None;
    }
    let length = u64::from(u32_of(&tail[12..16]));
    let start = end
        .checked_sub(length)
        .filter(|_| (24..LARGEST).contains(&length))?;
    if &read::<8>(bytes, start)?[4..] != b"mfra" {
        return None;
    }
    let mut at = start + 8;
    for _ in 0..MOST_TABLES {
        let head = read::<8>(bytes, at)?;
        let size = u64::from(u32_of(&head[..4]));
        if size < 8 || at + size > end {
            return None;
        }
        if &head[4..] == b"tfra" && size >= 28 {
            let about = read::<16>(bytes, at + 8)?;
            if u32_of(&about[12..16]) > 0 {
                found.push((at + 24, if about[0] == 1 { 8 } else { 4 }));
            }
        }
        at += size;
    }
    Some(())
}

fn read<const N: usize>(bytes: &mut dyn ReadSeek, at: u64) -> Option<[u8; N]> {
    let mut read = [0; N];
    bytes.seek(SeekFrom::Start(at)).ok()?;
    bytes.read_exact(&mut read).ok()?;
    Some(read)
}

fn u32_of(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn boxed(name: [u8; 4], body: &[u32]) -> Vec<u8> {
        let length = u32::try_from(body.len() * 4 + 8).expect("a short box");
        let mut bytes = length.to_be_bytes().to_vec();
        bytes.extend_from_slice(&name);
        bytes.extend(body.iter().flat_map(|number| number.to_be_bytes()));
        bytes
    }

    fn file() -> Vec<u8> {
        let short = boxed(*b"tfra", &[0, 1, 0, 2, 1024, 900, 0, 11_264, 4000, 0]);
        let wide = boxed(*b"tfra", &[1 << 24, 2, 0, 1, 0, 512, 0, 900, 0]);
        let size = u32::try_from(8 + short.len() + wide.len() + 16).expect("short");
        let mfro = boxed(*b"mfro", &[0, size]);
        let head = [size.to_be_bytes().as_slice(), b"mfra"].concat();
        [vec![7; 500], head, short, wide, mfro].concat()
    }

    #[test]
    fn the_first_time_of_each_table_is_found() {
        let bytes = file();
        let found = first_times(&mut Cursor::new(bytes.clone()));
        let at = |offset: u64, count| {
            let start = usize::try_from(offset).expect("short");
            &bytes[start..][..count]
        };
        assert_eq!(found.len(), 2);
        assert_eq!(at(found[0].0, found[0].1), 1024_u32.to_be_bytes());
        assert_eq!(at(found[1].0, found[1].1), 512_u64.to_be_bytes());
    }

    #[test]
    fn broken_tables_are_left_alone() {
        let whole = file();
        for cut in 0..whole.len() {
            let _ = first_times(&mut Cursor::new(whole[..cut].to_vec()));
            let mut damaged = whole.clone();
            damaged[cut] ^= 0xFF;
            for (offset, count) in first_times(&mut Cursor::new(damaged)) {
                assert!(offset + count as u64 <= whole.len() as u64);
            }
        }
        assert_eq!(first_times(&mut Cursor::new(vec![0; 40])), []);
    }
}
