//! What is said of several recordings side by side.

use crate::{
    analysis::progress::{Apart, FEWEST, Series},
    domain::time::MediaDelta,
    tr,
};

/// Why a session does not stand beside the others.
#[must_use]
pub fn apart(apart: Apart) -> String {
    match apart {
        Apart::Kind => tr!("progress-apart-kind"),
        Apart::Codebook => tr!("progress-apart-codebook"),
        Apart::Watched => tr!("progress-apart-watched"),
        Apart::Length => tr!("progress-apart-length"),
    }
}

/// Why no line is drawn.
#[must_use]
pub fn no_line(series: &Series) -> String {
    tr!(
        "progress-no-line",
        comparable = series.comparable,
        fewest = FEWEST
    )
}

/// A length of time as one says it: seconds, or minutes and seconds.
#[must_use]
pub fn span(length: MediaDelta) -> String {
    let seconds = (length.as_millis() + 500) / 1_000;
    if seconds < 60 {
        tr!("progress-seconds", seconds = seconds.to_string())
    } else {
        tr!(
            "progress-minutes",
            minutes = (seconds / 60).to_string(),
            seconds = (seconds % 60).to_string()
        )
    }
}
