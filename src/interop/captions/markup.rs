//! Takes tags and entities out of the words, and tells the voices apart.

/// Tags that are taken out; anything else between angle brackets is words (“<sighs>” in a `SubRip` file).
const TAGS: [&str; 10] = ["i", "b", "u", "s", "c", "v", "lang", "ruby", "rt", "font"];

/// More than this between brackets is not a tag.
const LONGEST_TAG: usize = 400;

/// The words of each voice in order, `None` where no voice is named. Without markup and empty lines, each line trimmed.
pub(super) fn voices(text: &str) -> Vec<(Option<String>, String)> {
    let mut parts: Vec<(Option<String>, String)> = Vec::new();
    let mut now: (Option<String>, String) = (None, String::new());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&', '{']) {
        now.1.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((found, after)) = tag(rest) {
            match found {
                Tag::Voice(name) => {
                    parts.push(std::mem::take(&mut now));
                    now.0 = (!name.is_empty()).then_some(name);
                }
                Tag::VoiceEnd => {
                    parts.push(std::mem::take(&mut now));
                }
                Tag::Other => {}
            }
            rest = after;
        } else if let Some((letter, after)) = entity(rest) {
            now.1.push(letter);
            rest = after;
        } else if let Some(after) = place(rest) {
            rest = after;
        } else {
            // A bracket that opens nothing is a bracket.
            now.1.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    now.1.push_str(rest);
    parts.push(now);
    let mut kept: Vec<(Option<String>, String)> = Vec::new();
    for (voice, words) in parts {
        let words: Vec<String> = words
            .lines()
            .map(tidy)
            .filter(|line| !line.is_empty())
            .collect();
        let words = words.join("\n");
        if !words.is_empty() {
            kept.push((voice, words));
        }
    }
    kept
}

enum Tag {
    Voice(String),
    VoiceEnd,
    Other,
}

/// A tag at the very front, and what follows it.
fn tag(text: &str) -> Option<(Tag, &str)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find('>').filter(|end| *end <= LONGEST_TAG)?;
    let (inside, after) = (&inner[..end], &inner[end + 1..]);
    let closing = inside.starts_with('/');
    let body = inside.trim_start_matches('/');
    let name_end = body
        .find(|letter: char| !letter.is_ascii_alphanumeric())
        .unwrap_or(body.len());
    let name = body[..name_end].to_ascii_lowercase();
    if super::time(body).is_some() {
        return Some((Tag::Other, after));
    }
    if name.is_empty() {
        // `<>` and `</>` say nothing.
        return body.is_empty().then_some((Tag::Other, after));
    }
    if !TAGS.contains(&name.as_str()) {
        return None;
    }
    if name != "v" {
        return Some((Tag::Other, after));
    }
    if closing {
        return Some((Tag::VoiceEnd, after));
    }
    // `<v.loud Robin>`: classes first, then the name.
    let voice = body[name_end..]
        .split_once([' ', '\t', '\n'])
        .map_or("", |(_, voice)| voice);
    let voice = entities(voice);
    Some((Tag::Voice(tidy(&voice)), after))
}

/// `{\an8}`: where to show it; nobody says that.
fn place(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("{\\")?;
    let end = inner.find('}').filter(|end| *end <= LONGEST_TAG)?;
    Some(&inner[end + 1..])
}

/// An entity at the very front, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    let inner = text.strip_prefix('&')?;
    let end = inner.bytes().take(10).position(|byte| byte == b';')?;
    let (name, after) = (&inner[..end], &inner[end + 1..]);
    let letter = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "lrm" => '\u{200e}',
        "rlm" => '\u{200f}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((letter, after))
}

fn entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((letter, after)) = entity(rest) {
            out.push(letter);
            rest = after;
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// One line: runs of white space become one space, what cannot be seen goes.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(|letter: char| letter.is_whitespace() && letter != '\u{a0}') {
        let mut seen = word
            .chars()
            .filter(|letter| !letter.is_control())
            .peekable();
        if seen.peek().is_some() && !out.is_empty() {
            out.push(' ');
        }
        out.extend(seen);
    }
    out
}
