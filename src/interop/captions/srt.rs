//! `SubRip`: a number, a time, words, an empty line. Nobody wrote down more than that, so only times have to be right.

use super::{CaptionError, Cue, markup, text, timing};

pub(super) fn read(text: &str) -> Result<Vec<Cue>, CaptionError> {
    let mut cues: Vec<Cue> = Vec::new();
    // Words under the time that was read last; an empty line among them does not end them, a number and a time do.
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut span = None;
    for (number, line) in text::numbered(text) {
        let line = line.trim();
        let Some(next) = timing(line, number)? else {
            words.push((number, line));
            continue;
        };
        // The number of a line stands above its time.
        let above = words.iter().rposition(|(_, line)| !line.is_empty());
        if let Some(above) = above.filter(|at| is_number(words[*at].1)) {
            words.truncate(above);
        }
        finish(span.replace(next), &mut words, &mut cues)?;
    }
    finish(span, &mut words, &mut cues)?;
    Ok(cues)
}

fn is_number(line: &str) -> bool {
    !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
}

fn finish(
    span: Option<crate::domain::time::MediaSpan>,
    words: &mut Vec<(usize, &str)>,
    cues: &mut Vec<Cue>,
) -> Result<(), CaptionError> {
    let Some(span) = span else {
        let stray = words.iter().find(|(_, line)| !line.is_empty());
        if let Some((line, _)) = stray {
            return Err(CaptionError::NoTime { line: *line });
        }
        words.clear();
        return Ok(());
    };
    // A file cut off in the middle ends with a number that has nothing under it.
    let mut trailing = words.iter().rev().skip_while(|(_, line)| line.is_empty());
    if let (Some((line, last)), Some((_, before))) = (trailing.next(), trailing.next())
        && is_number(last)
        && before.is_empty()
    {
        return Err(CaptionError::NoTime { line: *line });
    }
    let joined = words
        .iter()
        .map(|(_, line)| *line)
        .collect::<Vec<_>>()
        .join("\n");
    words.clear();
    cues.push(Cue {
        span,
        parts: markup::voices(&joined),
    });
    Ok(())
}
