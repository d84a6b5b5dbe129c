//! What is said of several recordings side by side.

use crate::{
    analysis::{
        places::Kind,
        progress::{
            Apart, Case, Differing, FEWEST, FEWEST_MOMENTS, Learner, Other, Practised, Series, Tape,
        },
    },
    domain::time::MediaDelta,
    tr,
    words::measured::why,
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

/// What a tape is called: by its title, else by the file of its recording.
#[must_use]
pub fn tape_name(tape: &Tape, case: &Case) -> String {
    let title = tape.practised.title.trim();
    if !title.is_empty() {
        return title.to_owned();
    }
    let session = case.sessions.get(tape.session);
    session.map_or_else(String::new, |session| session.file.clone())
}

/// What somebody made of a tape, in counts.
#[must_use]
pub fn tape(tape: &Tape, case: &Case) -> String {
    let one = &tape.practised;
    tr!(
        "learning-tape",
        date = one.date.date_naive().to_string(),
        tape = tape_name(tape, case),
        shared = one.shared,
        otherwise = one.otherwise,
        missed = one.missed,
        extra = one.extra,
        open = one.open
    )
}

/// The number that belongs to it, or why there is none; with which rules, and why it stands apart.
#[must_use]
pub fn tape_more(tape: &Tape) -> Vec<String> {
    let one = &tape.practised;
    let mut more = vec![
        number(one)
            .unwrap_or_else(|| tr!("learning-few", n = one.moments(), fewest = FEWEST_MOMENTS)),
        tr!(
            "learning-rules",
            raters = one.raters,
            seconds = seconds(one.tolerance),
            book = format!("{} {}", one.codebook.id, one.codebook.version)
        ),
    ];
    if !one.done_noted {
        more.push(tr!("learning-not-noted"));
    }
    more.extend(tape.other.map(|other| {
        let reason = match other {
            Other::Codebook => tr!("learning-apart-codebook"),
            Other::Tolerance => tr!("learning-apart-tolerance"),
        };
        tr!("learning-apart", reason = reason)
    }));
    more
}

/// F1 with its interval, or with why there is none.
fn with_interval(one: &Practised) -> Option<String> {
    let f1 = hundredths(one.f1()?);
    Some(match one.f1_interval {
        Ok(interval) => tr!(
            "learning-interval",
            f1 = f1,
            low = hundredths(interval.low),
            high = hundredths(interval.high)
        ),
        Err(reason) => tr!("learning-no-interval", f1 = f1, why = why(reason)),
    })
}

fn number(one: &Practised) -> Option<String> {
    Some(tr!(
        "learning-number",
        f1 = with_interval(one)?,
        part = hundredths(one.f1_with_part()?),
        n = one.moments()
    ))
}

/// A point of the picture.
#[must_use]
pub fn tape_point(tape: &Tape, case: &Case) -> Option<String> {
    let one = &tape.practised;
    Some(tr!(
        "learning-point",
        date = one.date.date_naive().to_string(),
        tape = tape_name(tape, case),
        f1 = hundredths(one.f1()?),
        part = hundredths(one.f1_with_part()?),
        n = one.moments()
    ))
}

/// Why no line is drawn through the tapes.
#[must_use]
pub fn no_line_of_tapes(learner: &Learner) -> String {
    tr!(
        "learning-no-line",
        count = learner.measured().count(),
        fewest = FEWEST
    )
}

/// A moment in which the learner and the raters differ.
#[must_use]
pub fn differing(one: Differing, tape: &Tape, case: &Case) -> String {
    let (tape_name, time) = (tape_name(tape, case), one.at.whole_seconds());
    match one.kind {
        Kind::Missed => tr!("learning-missed", tape = tape_name, time = time),
        Kind::Extra => {
            let name = tape.practised.learner.name.as_str();
            tr!("learning-extra", tape = tape_name, time = time, name = name)
        }
        _ => tr!("learning-otherwise", tape = tape_name, time = time),
    }
}

fn hundredths(value: f64) -> String {
    format!("{value:.2}")
}

fn seconds(length: MediaDelta) -> String {
    let tenths = (length.as_millis() + 50) / 100;
    if tenths % 10 == 0 {
        (tenths / 10).to_string()
    } else {
        format!("{}.{}", tenths / 10, tenths % 10)
    }
}
