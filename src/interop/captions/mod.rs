//! Captions as others write them: `SubRip` (`.srt`), `WebVTT` (`.vtt`), and the samples of text tracks inside recordings.
//!
//! A caption file is untrusted text. Whatever it holds, reading ends with lines or with a reason and the line it is on.

use std::sync::Arc;

use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

mod markup;
mod speaker;
mod srt;
mod text;
mod vtt;

#[cfg(test)]
mod tests;

/// Larger files are not read: the words of a whole day are less.
pub const MOST_BYTES: usize = 16 << 20;

/// More lines than this are no transcript: a line a second for a day.
const MOST_LINES: usize = 86_400;

/// How a file says when its lines are heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `SubRip`.
    Srt,
    /// `WebVTT`.
    Vtt,
}

impl Format {
    /// The format that an ending of a file name stands for.
    #[must_use]
    pub fn of_ending(ending: &str) -> Option<Self> {
        if ending.eq_ignore_ascii_case("srt") {
            Some(Self::Srt)
        } else if ending.eq_ignore_ascii_case("vtt") {
            Some(Self::Vtt)
        } else {
            None
        }
    }
}

/// Something that one person says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When it is heard.
    pub span: MediaSpan,
    /// Who speaks, as the file names them.
    pub speaker: Option<String>,
    /// The words, without markup, on one line.
    pub text: String,
}

/// All lines of one file or track, by their start.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Captions {
    lines: Arc<[Line]>,
    /// The latest end among all lines up to each, so that one look finds what is on.
    ends: Arc<[MediaTime]>,
}

/// Why a caption file is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaptionError {
    /// It is larger than any transcript.
    #[error("the file is larger than {} MB", MOST_BYTES >> 20)]
    TooLarge,
    /// It has more lines than any transcript.
    #[error("there are more than {MOST_LINES} lines")]
    TooMany,
    /// It is not text.
    #[error("this is not text")]
    NotText,
    /// Nothing is said in it.
    #[error("there are no lines in it")]
    Empty,
    /// A `WebVTT` file does not begin as one.
    #[error("line 1: a WebVTT file begins with WEBVTT")]
    NoHeader,
    /// A time cannot be read.
    #[error("line {line}: this is not a time like 00:01:02.500")]
    Time {
        /// Counted from 1.
        line: usize,
    },
    /// A line ends before it begins.
    #[error("line {line}: the end lies before the beginning")]
    Backwards {
        /// Counted from 1.
        line: usize,
    },
    /// There are words without a time.
    #[error("line {line}: a time is missing here")]
    NoTime {
        /// Counted from 1.
        line: usize,
    },
    /// It cannot be read from the disk.
    #[error("the file cannot be read")]
    Unreadable,
}

/// Reads a caption file.
pub fn read(bytes: &[u8], format: Format) -> Result<Captions, CaptionError> {
    if bytes.len() > MOST_BYTES {
        return Err(CaptionError::TooLarge);
    }
    let text = text::decode(bytes).ok_or(CaptionError::NotText)?;
    let cues = match format {
        Format::Srt => srt::read(&text)?,
        Format::Vtt => vtt::read(&text)?,
    };
    Captions::of(cues)
}

/// One sample of a text track: when it is shown, and its bytes as the container holds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample<'a> {
    /// When it is shown.
    pub span: MediaSpan,
    /// UTF-8, perhaps with simple markup.
    pub bytes: &'a [u8],
}

/// Reads the samples of an embedded track.
pub fn read_track<'a>(
    samples: impl IntoIterator<Item = Sample<'a>>,
) -> Result<Captions, CaptionError> {
    let cues = samples
        .into_iter()
        .filter_map(|sample| {
            let text = text::decode(sample.bytes)?;
            Some(Cue {
                span: sample.span,
                parts: markup::voices(&text),
            })
        })
        .collect();
    Captions::of(cues)
}

/// What stands under one time: one part, or one for each voice.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cue {
    span: MediaSpan,
    parts: Vec<(Option<String>, String)>,
}

impl Captions {
    fn of(cues: Vec<Cue>) -> Result<Self, CaptionError> {
        let mut lines = speaker::lines(cues);
        lines.retain(|line| !line.text.is_empty());
        if lines.is_empty() {
            return Err(CaptionError::Empty);
        }
        if lines.len() > MOST_LINES {
            return Err(CaptionError::TooMany);
        }
        Ok(Self::in_order(lines))
    }

    fn in_order(mut lines: Vec<Line>) -> Self {
        // Stable: voices of one time stay in the order of the file.
        lines.sort_by_key(|line| line.span.start());
        let mut latest = MediaTime::ZERO;
        let ends = lines
            .iter()
            .map(|line| {
                latest = latest.max(line.span.end());
                latest
            })
            .collect();
        Self {
            lines: lines.into(),
            ends,
        }
    }

    /// Captions of parts that follow each other, each moved by so much: those of the whole.
    #[must_use]
    pub fn joined<'a>(parts: impl IntoIterator<Item = (&'a Self, MediaDelta)>) -> Self {
        let moved = |line: &Line, by: MediaDelta| Line {
            span: MediaSpan::between(line.span.start() + by, line.span.end() + by),
            ..line.clone()
        };
        let lines = parts
            .into_iter()
            .flat_map(|(part, by)| part.lines.iter().map(move |line| moved(line, by)))
            .filter(|line| line.span.end() > MediaTime::ZERO)
            .take(MOST_LINES)
            .collect();
        Self::in_order(lines)
    }

    /// The lines, by their start.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The lines that are heard at a time, in order.
    pub fn at(&self, time: MediaTime) -> impl Iterator<Item = (usize, &Line)> {
        let begun = self.lines.partition_point(|line| line.span.start() <= time);
        // Ends only ever grow along the list: whatever lies before the first later end is over.
        let first = self.ends.partition_point(|end| *end <= time).min(begun);
        self.lines
            .iter()
            .enumerate()
            .take(begun)
            .skip(first)
            .filter(move |(_, line)| time < line.span.end())
    }

    /// The line that a transcript stands at: the one that is heard, else the last that began.
    #[must_use]
    pub fn current(&self, time: MediaTime) -> Option<usize> {
        let begun = self.lines.partition_point(|line| line.span.start() <= time);
        let last = begun.checked_sub(1)?;
        let heard = self.at(time).map(|(at, _)| at).last();
        Some(heard.unwrap_or(last))
    }
}

/// A time as both formats write it: `[hours:]minutes:seconds[.,]thousandths`.
fn time(text: &str) -> Option<MediaTime> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let number = |text: &str, most: usize| -> Option<i64> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits || text.len() > most {
            return None;
        }
        text.parse().ok()
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes, seconds] => (number(hours, 4)?, number(minutes, 2)?, number(seconds, 2)?),
        [minutes, seconds] => (0, number(minutes, 2)?, number(seconds, 2)?),
        _ => return None,
    };
    if minutes > 59 || seconds > 59 {
        return None;
    }
    let thousandths = number(fraction, 3)?
        * match fraction.len() {
            1 => 100,
            2 => 10,
            _ => 1,
        };
    Some(MediaTime::from_millis(
        ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths,
    ))
}

/// A line with times: `from --> to`, and whatever follows.
fn timing(text: &str, line: usize) -> Result<Option<MediaSpan>, CaptionError> {
    let Some((from, rest)) = text.split_once("-->") else {
        return Ok(None);
    };
    let to = rest.split_whitespace().next().unwrap_or_default();
    let (Some(from), Some(to)) = (time(from.trim()), time(to)) else {
        return Err(CaptionError::Time { line });
    };
    if to < from {
        return Err(CaptionError::Backwards { line });
    }
    Ok(Some(MediaSpan::between(from, to)))
}
