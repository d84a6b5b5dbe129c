//! Stretches where mentalizing was lost, from marks.
//!
//! An episode begins at an onset (`ev.onset`), or at a mode that begins at most [`NEAR`] before it: the earlier of the two. It ends
//! at the next recovery (`ev.recovery`) of the same subject by the same author; a second onset before it belongs to the same episode.
//! Without a recovery it ends with the last of its modes; without that it is open.
//!
//! A mode that nobody marked an onset for, and that lies outside of all other episodes, is an episode of its own, from its start to a
//! recovery that comes next, else to its end. After the design of the project: an observation by one author, never a measure of a
//! person.

use crate::domain::{
    id::{MarkId, PersonId},
    mark::{About, Audience, Author, Mark, When},
    session::Session,
    time::{MediaDelta, MediaTime},
};

/// The code of an onset.
pub const ONSET: &str = "ev.onset";
/// The code of a recovery.
pub const RECOVERY: &str = "ev.recovery";
/// How the codes of modes begin.
pub const MODE: &str = "mode.";
/// A mode that begins at most so long before an onset belongs to it.
pub const NEAR: MediaDelta = MediaDelta::from_millis(5_000);

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
    let marks = session
        .marks()
        .filter(|mark| counts(mark))
        .filter(|mark| mark.author == Author::One(author.clone()) && mark.about == *subject);
    let found = within(marks);
    found.into_iter().map(|found| found.episode).collect()
}

/// One episode, and the marks that it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The episode.
    pub episode: Episode,
    /// Its onsets, modes and recovery, in the order of time.
    pub marks: Vec<MarkId>,
}

/// The episodes in marks of one author about one subject, in time.
pub fn within<'a>(marks: impl IntoIterator<Item = &'a Mark>) -> Vec<Found> {
    let mut marks: Vec<&Mark> = marks
        .into_iter()
        .filter(|mark| is_onset(mark) || is_mode(mark) || is_recovery(mark))
        .collect();
    marks.sort_by_key(|mark| (mark.when.start(), is_recovery(mark), mark.id));
    let mut walk = Walk::default();
    for mark in marks {
        walk.take_in(mark);
    }
    walk.close(None);
    walk.found
}

/// An episode that has begun.
struct Begun {
    onset: MediaTime,
    /// An onset was marked; otherwise there are only modes so far.
    marked: bool,
    /// Where modes begin, while no onset was marked.
    modes: Vec<MediaTime>,
    /// Until when the modes go on; for ever while one has no end yet.
    until: MediaTime,
    /// Where the last mode that has an end ends.
    ended: Option<MediaTime>,
    marks: Vec<MarkId>,
}

#[derive(Default)]
struct Walk {
    open: Option<Begun>,
    found: Vec<Found>,
}

impl Walk {
    fn take_in(&mut self, mark: &Mark) {
        let at = mark.when.start();
        if is_recovery(mark) {
            if let Some(open) = &mut self.open {
                open.marks.push(mark.id);
            }
            self.close(Some(at));
            return;
        }
        if self.open.as_ref().is_some_and(|open| open.leaves(mark)) {
            self.close(None);
        }
        let open = self.open.get_or_insert_with(|| Begun {
            onset: at,
            marked: false,
            modes: Vec::new(),
            until: at,
            ended: None,
            marks: Vec::new(),
        });
        open.marks.push(mark.id);
        if is_mode(mark) {
            open.modes.push(at);
            let end = match mark.when {
                When::Span(span) => Some(span.end()),
                // An instant without an end keeps it open, as does a stretch that is not ended yet.
                When::Point(_) | When::Open(_) => None,
            };
            open.ended = open.ended.max(end);
            let until = match mark.when {
                When::Open(_) => MediaTime::from_nanos(i64::MAX),
                when => when.end(),
            };
            open.until = open.until.max(until);
        }
        if is_onset(mark) && !open.marked {
            open.marked = true;
            open.onset = open.near(at).unwrap_or(at);
        }
    }

    fn close(&mut self, recovery: Option<MediaTime>) {
        let Some(open) = self.open.take() else { return };
        let ending = match (recovery, open.ended) {
            (Some(at), _) => Ending::Recovered(at),
            (None, Some(end)) => Ending::ModeEnded(end),
            (None, None) => Ending::Open,
        };
        self.found.push(Found {
            episode: Episode {
                onset: open.onset,
                ending,
            },
            marks: open.marks,
        });
    }
}

impl Begun {
    /// The first of its modes that begins so shortly before an onset that it belongs to it.
    fn near(&self, onset: MediaTime) -> Option<MediaTime> {
        let mut modes = self.modes.iter().copied();
        modes.find(|mode| *mode + NEAR >= onset)
    }

    /// Whether this mark begins something else: modes alone end with their end.
    fn leaves(&self, mark: &Mark) -> bool {
        let at = mark.when.start();
        let near = is_onset(mark) && self.near(at).is_some();
        !self.marked && at > self.until && !near
    }
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
    mark.codes.iter().any(|used| used.code.as_str() == ONSET)
}

fn is_mode(mark: &Mark) -> bool {
    let mut codes = mark.codes.iter();
    codes.any(|used| used.code.as_str().starts_with(MODE))
}

fn is_recovery(mark: &Mark) -> bool {
    mark.codes.iter().any(|used| used.code.as_str() == RECOVERY)
}
