//! From bytes to text, whatever wrote them: UTF-8 or UTF-16 with a mark at the front or without, else Latin-1 as Windows has it.

use std::borrow::Cow;

/// What Windows has at 0x80 to 0x9F, where Latin-1 has control characters. Unused places stay as they are.
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The text, or `None` if this is none.
pub(super) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return Some(String::from_utf8_lossy(rest)).filter(|text| is_text(text));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return wide(rest, u16::from_le_bytes);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return wide(rest, u16::from_be_bytes);
    }
    // Without a mark: both formats begin with letters or digits, whose upper byte is zero.
    match bytes {
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => {
            return wide(bytes, u16::from_le_bytes);
        }
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => {
            return wide(bytes, u16::from_be_bytes);
        }
        _ => {}
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| latin(*byte)).collect()),
    };
    is_text(&text).then_some(text)
}

fn wide(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<Cow<'static, str>> {
    let units = bytes
        .chunks_exact(2)
        .map(|pair| unit([pair[0], pair[1]]))
        .collect::<Vec<_>>();
    let text = String::from_utf16_lossy(&units);
    is_text(&text).then_some(Cow::Owned(text))
}

fn latin(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

/// Text has no zero characters; anything else that cannot be seen is dropped later.
fn is_text(text: &str) -> bool {
    !text.contains('\0')
}

/// The lines with their numbers from 1, at whichever line ends the file uses.
pub(super) fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let now = rest?;
        let Some(at) = now.find(['\n', '\r']) else {
            rest = None;
            return Some(now);
        };
        let (line, tail) = now.split_at(at);
        rest = tail.strip_prefix("\r\n").or_else(|| tail.get(1..));
        Some(line)
    })
    .enumerate()
    .map(|(at, line)| (at + 1, line))
}
