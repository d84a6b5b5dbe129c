//! Stretches where mentalizing was lost, from marks.
//!
//! An episode begins at an onset (`ev.onset`) or where a mode begins, whichever is earlier, and ends at the next recovery
//! (`ev.recovery`) of the same subject by the same author; a second onset before it belongs to the same episode. Without a
//! recovery it ends with the last of its modes; without that it is open. After the design of the project: an observation by
//! one author, never a measure of a person.

use crate::domain::{
    id::PersonId,
    mark::{About, Audience, Author, Mark, When},
    session::Session,
    time::{MediaDelta, MediaTime},
};

/// The code of an onset.
pub const ONSET: &str = "ev.onset";
/// The code of a recovery.
pub const RECOVERY: &str = "ev.recovery";
/// How the codes of modes begin.
const MODE: &str = "mode.";

/// How an episode ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Recovery was marked.
    Recovered(MediaTime),
    /// No recovery was marked; the last of its modes ended here.
    ModeEnded(MediaTime),
    /// Neither.
    Open,
}

/// One episode, as one author marked it about one subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Episode {
    /// Where it begins.
    pub onset: MediaTime,
    /// How it ended.
    pub ending: Ending,
}

impl Episode {
    /// How long until recovery; none where none was marked, which says nothing of how long it was.
    #[must_use]
    pub fn time_to_recovery(&self) -> Option<MediaDelta> {
        match self.ending {
            Ending::Recovered(at) => Some(at - self.onset),
            Ending::ModeEnded(_) | Ending::Open => None,
        }
    }
}

/// The episodes that `author` marked about `subject`, in time. Only what is in this record: pass what may be seen.
#[must_use]
pub fn episodes(session: &Session, author: &PersonId, subject: &About) -> Vec<Episode> {
    of_marks(session, author, subject, |_| true)
}

fn of_marks(
    session: &Session,
    author: &PersonId,
    subject: &About,
    counts: impl Fn(&Mark) -> bool,
) -> Vec<Episode> {
    let mut marks: Vec<&Mark> = session
        .marks()
        .filter(|mark| counts(mark))
        .filter(|mark| mark.author == Author::One(author.clone()) && mark.about == *subject)
        .filter(|mark| is_onset(mark) || is_recovery(mark))
        .collect();
    marks.sort_by_key(|mark| (mark.when.start(), is_recovery(mark), mark.id));
    let mut found = Vec::new();
    let mut open: Option<(MediaTime, Option<MediaTime>)> = None;
    for mark in marks {
        let at = mark.when.start();
        if is_recovery(mark) {
            if let Some((onset, _)) = open.take() {
                found.push(Episode {
                    onset,
                    ending: Ending::Recovered(at),
                });
            }
            continue;
        }
        let end = match mark.when {
            When::Span(span) => Some(span.end()),
            // An instant without an end keeps it open, as does a stretch that is not ended yet.
            When::Point(_) | When::Open(_) => None,
        };
        open = Some(match open {
            None => (at, end),
            Some((onset, last)) => (onset, last.max(end)),
        });
    }
    if let Some((onset, last)) = open {
        found.push(Episode {
            onset,
            ending: last.map_or(Ending::Open, Ending::ModeEnded),
        });
    }
    found
}

/// The onset that a stop at `at` most likely means: that of the last episode which had begun by then and had not ended more
/// than a minute before. It will be read by `readers`, so only marks that these may read say where it was.
#[must_use]
pub fn onset_before(
    session: &Session,
    author: &PersonId,
    subject: &About,
    at: MediaTime,
    readers: Audience,
) -> Option<MediaTime> {
    let minute = MediaDelta::from_millis(60_000);
    let found = of_marks(session, author, subject, |mark| {
        mark.audience == Audience::Everyone || mark.audience == readers
    });
    let last = found.iter().rev().find(|episode| episode.onset <= at)?;
    let ended = match last.ending {
        Ending::Recovered(end) | Ending::ModeEnded(end) => end,
        Ending::Open => return Some(last.onset),
    };
    (ended + minute >= at).then_some(last.onset)
}

fn is_onset(mark: &Mark) -> bool {
    mark.codes.iter().any(|used| {
        let code = used.code.as_str();
        code == ONSET || code.starts_with(MODE)
    })
}

fn is_recovery(mark: &Mark) -> bool {
    mark.codes.iter().any(|used| used.code.as_str() == RECOVERY)
}
