//! Who speaks: voices of the format, or a name before a colon where the file as a whole is written that way.

use std::collections::HashMap;

use super::{Cue, Line};

/// Longer beginnings are not names.
const LONGEST: usize = 28;

/// Lines as they are said, one for each speaker under each time.
pub(super) fn lines(cues: Vec<Cue>) -> Vec<Line> {
    let known = Names::of(&cues);
    let mut lines = Vec::with_capacity(cues.len());
    for cue in cues {
        for (voice, words) in cue.parts {
            let first = lines.len();
            for row in words.lines() {
                let named = match &voice {
                    // A voice says who speaks; the same name before a colon would say it twice.
                    Some(voice) => prefix(row).filter(|(name, _)| name == voice),
                    None => known.prefix(row),
                };
                let (speaker, text) = match named {
                    Some((name, text)) => (Some(name.to_owned()), text),
                    None => (voice.clone(), row),
                };
                let goes_on = lines.len() > first && (named.is_none() || voice.is_some());
                if let Some(Line { text: before, .. }) = lines.last_mut().filter(|_| goes_on) {
                    if !before.is_empty() {
                        before.push(' ');
                    }
                    before.push_str(text);
                } else {
                    lines.push(Line {
                        span: cue.span,
                        speaker,
                        text: text.to_owned(),
                    });
                }
            }
        }
    }
    lines
}

/// What stands before a colon at the beginning, if it could be a name: `Therapist: …`, `Dr. Meyer: …`.
fn prefix(row: &str) -> Option<(&str, &str)> {
    let (name, text) = row.split_once(':')?;
    let name = name.trim();
    let is_name = name.chars().count() <= LONGEST
        && name.split_whitespace().count() <= 3
        && name
            .chars()
            .next()
            .is_some_and(|first| first.is_alphabetic() && !first.is_lowercase())
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || " .'’-".contains(letter));
    let apart = text.is_empty() || text.starts_with([' ', '\t', '\u{a0}']);
    (is_name && apart).then(|| (name, text.trim()))
}

/// The names that a file uses.
struct Names {
    /// How often each comes before a colon.
    counts: HashMap<String, usize>,
    /// Most of the file is written so, and even a name that comes once is one.
    usual: bool,
}

impl Names {
    fn of(cues: &[Cue]) -> Self {
        let mut counts = HashMap::new();
        let (mut named, mut parts) = (0_usize, 0_usize);
        let unvoiced = cues
            .iter()
            .flat_map(|cue| &cue.parts)
            .filter(|(voice, _)| voice.is_none());
        for (_, words) in unvoiced {
            parts += 1;
            let mut any = false;
            for (name, _) in words.lines().filter_map(prefix) {
                any = true;
                *counts.entry(name.to_owned()).or_default() += 1;
            }
            named += usize::from(any);
        }
        Self {
            counts,
            usual: named * 2 > parts,
        }
    }

    /// “Note: …” once in a file is no name.
    fn prefix<'a>(&self, row: &'a str) -> Option<(&'a str, &'a str)> {
        prefix(row).filter(|(name, _)| self.usual || self.counts.get(*name).is_some_and(|n| *n > 1))
    }
}
