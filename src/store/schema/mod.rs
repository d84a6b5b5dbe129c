//! The text of our files: readable RON, one frozen reader per released version.
//!
//! Reading goes through serde, so that an unknown field or a misspelt name is refused with its line and column. Writing
//! is by hand, for a layout that a person reads with pleasure and that changes in few lines when little has changed.

mod emit;
mod entries;
mod names;
mod supervision;
mod training;
mod v1;

use std::path::Path;

use serde::Deserialize;

use crate::domain::{
    id::SessionId,
    person::Person,
    session::{MediaIdentity, PersonSet, SessionInfo},
};

use super::error::StoreError;

pub use emit::{write_marks, write_session};
pub use supervision::hash_of_sheet;

/// The newest version of the file that this program reads and writes.
pub const VERSION: u32 = 1;
/// The first field of a person's file.
pub const MARKS: &str = "mindframe-marks";
/// The first field of a session's file.
pub const SESSION: &str = "mindframe-session";

/// One person's file.
#[derive(Clone, Debug, PartialEq)]
pub struct MarksFile {
    /// Which session it belongs to.
    pub session: SessionId,
    /// Which recording it belongs to.
    pub medium: MediaIdentity,
    /// Whose it is, as far as the file itself knows.
    pub person: Person,
    /// What they keep.
    pub set: PersonSet,
}

/// A fault found after the text was understood: where to point, and why.
#[derive(Debug)]
struct Fault {
    /// A text that stands in the file at the place.
    needle: String,
    reason: String,
}

/// Reads a session's file.
pub fn read_session(path: &Path, bytes: &[u8]) -> Result<SessionInfo, StoreError> {
    let text = text_of(path, bytes)?;
    let file: v1::SessionFile = parse(path, text)?;
    file.into_domain()
        .map_err(|fault| located(path, text, &fault))
}

/// Reads one person's file.
pub fn read_marks(path: &Path, bytes: &[u8]) -> Result<MarksFile, StoreError> {
    let text = text_of(path, bytes)?;
    let file: v1::MarksFile = parse(path, text)?;
    file.into_domain()
        .map_err(|fault| located(path, text, &fault))
}

/// Which of our formats a file says it has, found without understanding the rest.
#[must_use]
pub fn format_of(bytes: &[u8]) -> Option<&'static str> {
    let head = &bytes[..bytes.len().min(4096)];
    let head = String::from_utf8_lossy(head);
    [MARKS, SESSION, crate::domain::codebook::FORMAT]
        .into_iter()
        .filter_map(|format| Some((head.find(&format!("\"{format}\""))?, format)))
        .min()
        .map(|(_, format)| format)
}

/// The text of a file, without the mark that some editors put first.
pub(super) fn text_of<'a>(path: &Path, bytes: &'a [u8]) -> Result<&'a str, StoreError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = position(&bytes[..error.valid_up_to()]);
        StoreError::Damaged {
            path: path.to_path_buf(),
            line,
            column,
            reason: "this is not text (UTF-8)".to_owned(),
        }
    })
}

fn parse<'a, T: Deserialize<'a>>(path: &Path, text: &'a str) -> Result<T, StoreError> {
    // Asked before anything else: what a newer version means by a field we think we know is not ours to guess.
    if let Some(version) = named_version(text)
        && version > VERSION
    {
        return Err(StoreError::NewerVersion {
            path: path.to_path_buf(),
            version,
        });
    }
    ron::Options::default()
        .with_recursion_limit(32)
        .from_str(text)
        .map_err(|error| damaged(path, &error))
}

/// Turns a parser's error into ours.
#[must_use]
pub fn damaged(path: &Path, error: &ron::error::SpannedError) -> StoreError {
    StoreError::Damaged {
        path: path.to_path_buf(),
        line: error.span.start.line,
        column: error.span.start.col,
        reason: error.code.to_string(),
    }
}

/// The version that the first lines name, found without understanding the rest.
fn named_version(text: &str) -> Option<u32> {
    let head_end = text.len().min(4096);
    let head = text.get(..head_end).unwrap_or(text);
    let after_format = &head[head.find("format")?..];
    let after = &after_format[after_format.find("version")? + "version".len()..];
    let digits = after.trim_start().strip_prefix(':')?.trim_start();
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    digits[..end].parse().ok()
}

fn located(path: &Path, text: &str, fault: &Fault) -> StoreError {
    let (line, column) = find(text, &fault.needle).unwrap_or((0, 0));
    StoreError::Damaged {
        path: path.to_path_buf(),
        line,
        column,
        reason: fault.reason.clone(),
    }
}

/// Line and column, from 1, of the last place where a text stands: of two equal entries the second is the fault.
#[must_use]
pub fn find(text: &str, needle: &str) -> Option<(usize, usize)> {
    if needle.is_empty() {
        return None;
    }
    let at = text
        .rfind(&format!("\"{needle}\""))
        .map(|at| at + 1)
        .or_else(|| text.rfind(needle))?;
    Some(position(&text.as_bytes()[..at]))
}

fn position(before: &[u8]) -> (usize, usize) {
    let line_start = before
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    let lines = before.split(|byte| *byte == b'\n').count() - 1;
    let column = String::from_utf8_lossy(&before[line_start..])
        .chars()
        .count();
    (lines + 1, column + 1)
}
