//! What is said about rating frames, and about what is wrong with one: what it is, and what to do next.

use super::notice::Trouble;
use crate::{
    domain::rating_frame::{FrameFault, LAYOUT, RatingFrame},
    store::{FrameError, StoreError},
    tr,
};

/// One frame as a line of a list.
#[must_use]
pub fn row(frame: &RatingFrame, own: bool) -> String {
    let (id, title) = (one_line(&frame.id), one_line(&frame.title));
    let version = one_line(&frame.version);
    let own = if own { "yes" } else { "no" };
    if frame.is_blank() {
        return tr!(
            "frames-blank",
            id = id,
            title = title,
            version = version,
            own = own
        );
    }
    let scales: Vec<String> = frame
        .scales
        .iter()
        .map(|scale| {
            let (low, high) = (scale.low.to_string(), scale.high.to_string());
            tr!(
                "frames-scale",
                title = one_line(&scale.title),
                low = low,
                high = high
            )
        })
        .collect();
    tr!(
        "frames-row",
        id = id,
        title = title,
        version = version,
        own = own,
        items = frame.items.len(),
        scales = scales.join(", ")
    )
}

/// A problem as one line: where, what is wrong, what next.
#[must_use]
pub fn problem(error: &FrameError) -> String {
    match error {
        FrameError::File(error) => file(error),
        FrameError::Broken {
            path,
            line,
            column,
            reason,
        } => {
            let words = tr!("frames-broken", reason = one_line(reason));
            placed(&path.to_string_lossy(), *line, *column, &words)
        }
        FrameError::Fault {
            path,
            line,
            column,
            fault: found,
        } => placed(&path.to_string_lossy(), *line, *column, &fault(found)),
    }
}

fn file(error: &StoreError) -> String {
    let words = tr!("frames-file", reason = Trouble::from(error).sentence());
    let path = error.path().map(|path| path.to_string_lossy());
    placed(&path.unwrap_or_default(), 0, 0, &one_line(&words))
}

fn placed(path: &str, line: usize, column: usize, words: &str) -> String {
    let path = one_line(path);
    if path.is_empty() {
        words.to_owned()
    } else if line == 0 {
        format!("{path}: {words}")
    } else {
        format!("{path}:{line}:{column}: {words}")
    }
}

fn fault(fault: &FrameFault) -> String {
    match fault {
        FrameFault::Format(found) => tr!("frames-format", found = one_line(found)),
        FrameFault::Newer(layout) => tr!(
            "frames-newer",
            layout = layout.to_string(),
            known = LAYOUT.to_string()
        ),
        FrameFault::Empty(name) => tr!("frames-empty", name = (*name).to_owned()),
        FrameFault::ScaleTwice(id) => tr!("frames-scale-twice", id = one_line(id)),
        FrameFault::Range(id) => tr!("frames-range", id = one_line(id)),
        FrameFault::ItemTwice(number) => tr!("frames-item-twice", number = number.to_string()),
        FrameFault::UnknownScale { item, scale } => tr!(
            "frames-unknown-scale",
            number = item.to_string(),
            scale = one_line(scale)
        ),
        FrameFault::NoScale => tr!("frames-no-scale"),
    }
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
