//! `WebVTT`: blocks between empty lines, of which only those with a time are shown.

use super::{CaptionError, Cue, markup, text, timing};

pub(super) fn read(text: &str) -> Result<Vec<Cue>, CaptionError> {
    let mut lines = text::numbered(text).peekable();
    let header = lines.next().map_or("", |(_, line)| line);
    let rest = header
        .strip_prefix("WEBVTT")
        .ok_or(CaptionError::NoHeader)?;
    if !(rest.is_empty() || rest.starts_with([' ', '\t'])) {
        return Err(CaptionError::NoHeader);
    }
    // What stands right under the header belongs to it.
    while lines.next_if(|(_, line)| !line.is_empty()).is_some() {}
    let mut cues = Vec::new();
    loop {
        while lines.next_if(|(_, line)| line.trim().is_empty()).is_some() {}
        let Some((number, first)) = lines.next() else {
            return Ok(cues);
        };
        if is_aside(first) {
            while lines.next_if(|(_, line)| !line.is_empty()).is_some() {}
            continue;
        }
        // A name may stand above the time.
        let mut span = timing(first, number)?;
        if span.is_none()
            && let Some((number, second)) = lines.next_if(|(_, line)| !line.is_empty())
        {
            span = timing(second, number)?;
        }
        let Some(span) = span else {
            return Err(CaptionError::NoTime { line: number });
        };
        let mut words = Vec::new();
        // A time right under the words begins the next block, even where the empty line is missing.
        while let Some((_, line)) =
            lines.next_if(|(_, line)| !line.is_empty() && !line.contains("-->"))
        {
            words.push(line);
        }
        cues.push(Cue {
            span,
            parts: markup::voices(&words.join("\n")),
        });
    }
}

/// Notes, styles and regions are not said by anyone.
fn is_aside(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|word| {
        line.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}
