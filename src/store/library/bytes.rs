//! Numbers and texts as bytes, for what is kept of a library: no more than what it needs, and nothing that is believed
//! before it is whole.

use std::str::FromStr;

/// Puts values one after the other.
#[derive(Debug, Default)]
pub struct Out(pub Vec<u8>);

impl Out {
    pub fn number(&mut self, value: u64) {
        // Seven bits at a time, the lowest first.
        let mut rest = value;
        while rest >= 0x80 {
            self.0.push(lowest(rest) | 0x80);
            rest >>= 7;
        }
        self.0.push(lowest(rest));
    }

    pub fn count(&mut self, value: usize) {
        self.number(value as u64);
    }

    pub fn signed(&mut self, value: i64) {
        self.number(value.cast_unsigned());
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.0.extend_from_slice(bytes);
    }

    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    pub fn fixed<const N: usize>(&mut self, values: impl ExactSizeIterator<Item = [u8; N]>) {
        self.count(values.len());
        for value in values {
            self.0.extend_from_slice(&value);
        }
    }

    pub fn list<T>(&mut self, values: &[T], each: impl Fn(&mut Self, &T)) {
        self.count(values.len());
        for value in values {
            each(self, value);
        }
    }
}

/// The lowest seven bits.
const fn lowest(value: u64) -> u8 {
    value.to_le_bytes()[0] & 0x7f
}

/// Takes values one after the other; `None` where the bytes end early or do not make sense.
#[derive(Debug)]
pub struct In<'a>(pub &'a [u8]);

impl<'a> In<'a> {
    pub fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self.0.split_first()?;
            self.0 = rest;
            value |= u64::from(first & 0x7f) << shift;
            if first & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub fn signed(&mut self) -> Option<i64> {
        self.number().map(u64::cast_signed)
    }

    pub fn index(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// Sixteen bytes as they are.
    pub fn clock(&mut self) -> Option<i128> {
        let (taken, rest) = self.0.split_first_chunk::<16>()?;
        self.0 = rest;
        Some(i128::from_le_bytes(*taken))
    }

    /// A number of things of at least `size` bytes each, which must be there.
    pub fn count(&mut self, size: usize) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count.checked_mul(size)? <= self.0.len()).then_some(count)
    }

    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let count = self.count(1)?;
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn text(&mut self) -> Option<String> {
        std::str::from_utf8(self.bytes()?).ok().map(str::to_owned)
    }

    pub fn parsed<T: FromStr>(&mut self) -> Option<T> {
        std::str::from_utf8(self.bytes()?).ok()?.parse().ok()
    }

    pub fn fixed<const N: usize, T>(&mut self, each: impl Fn([u8; N]) -> T) -> Option<Vec<T>> {
        let count = self.count(N)?;
        let (taken, rest) = self.0.split_at_checked(count * N)?;
        self.0 = rest;
        let (chunks, _) = taken.as_chunks::<N>();
        Some(chunks.iter().map(|chunk| each(*chunk)).collect())
    }

    pub fn list<T>(&mut self, each: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.count(1)?;
        (0..count).map(|_| each(self)).collect()
    }
}
