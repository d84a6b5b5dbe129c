//! Several recordings of the same people, side by side: what one author marked about one person, session by session.
//!
//! It describes marks, not persons. Marks depend on who watched, with which codebook, and how long; so sessions stand beside each
//! other only where these are alike ([`Apart`]), and a line is drawn through them only from [`FEWEST`] on. There is no sum, no
//! score, and nobody is compared with anybody else. How far client and therapist agree is no part of it.
//!
//! A case is a folder: people are the same there who have the same id, or the same role and pseudonym.

mod facts;
mod learning;
mod series;
mod signs;

use chrono::{DateTime, FixedOffset};

use crate::domain::{
    id::{CodeId, MarkId, PersonId},
    mark::CodebookRef,
    person::Role,
    session::SessionKind,
    time::{MediaDelta, MediaTime},
};

pub use facts::facts;
pub use learning::{
    Differing, FEWEST_MOMENTS, Learner, Other, Practised, Tape, own_place, practised,
};
pub use series::{Case, Series, Session, Standing, Together, progress};
pub use signs::{Highest, Ruptures, Signs};

/// From so many comparable sessions on a line is drawn.
pub const FEWEST: usize = 4;
/// A session counts as watched from this share of its recording on.
pub const WATCHED: f64 = 0.5;

/// Who somebody is within a case: the number of the person there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Somebody {
    /// The id in this session.
    pub id: PersonId,
    /// Their pseudonym.
    pub name: String,
    /// What they are.
    pub role: Role,
}

/// A stretch where mentalizing was lost, as one author marked it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Where it begins.
    pub onset: MediaTime,
    /// How long until recovery was marked; none where it was not.
    pub recovered_after: Option<MediaDelta>,
    /// Where recovery was not marked: how long it was seen, to the end of its mode or of what was watched.
    pub seen_for: MediaDelta,
}

/// What one author marked about one person in one session.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// Whose marks.
    pub author: Somebody,
    /// About whom.
    pub subject: Somebody,
    /// Every codebook that these marks were made with.
    pub codebooks: Vec<CodebookRef>,
    /// How much the author watched, each stretch counted once.
    pub observed: MediaDelta,
    /// What was watched is noted; else it is taken that all of it was.
    pub noted: bool,
    /// Stretches where mentalizing was lost, in time.
    pub lost: Vec<Lost>,
    /// How long any mode lasted within what was watched, stretches that overlap counted once.
    pub in_modes: MediaDelta,
    /// How long each mode lasted.
    pub modes: Vec<(CodeId, MediaDelta)>,
    /// What else there is, where somebody looked for it.
    pub signs: Signs,
}

/// From which side one person marked in one session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Views {
    /// Whose marks.
    pub author: Somebody,
    /// Marks about one's own mind.
    pub own: usize,
    /// Marks about another's mind.
    pub other: usize,
    /// Of those about another's mind: said as a guess.
    pub guesses: usize,
    /// Of those about another's mind: said to be sure.
    pub sure: usize,
}

/// Something of which a person said that it helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helped {
    /// Who said so.
    pub by: Somebody,
    /// Which mark says so.
    pub mark: MarkId,
    /// Where.
    pub at: MediaTime,
    /// Its code.
    pub code: CodeId,
    /// In their words; empty where there are none.
    pub words: String,
}

/// How people talked about what they saw differently, in one session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Talked {
    /// Replies to another's mark.
    pub replies: usize,
    /// Marks that several made together.
    pub together: usize,
    /// Guesses about another's mind that its owner answered.
    pub answered: usize,
}

/// What is taken from one session.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// Its file, from the folder on.
    pub file: String,
    /// The case it belongs to: the folder it lies in.
    pub case: String,
    /// When it was recorded, else when its record was begun.
    pub date: DateTime<FixedOffset>,
    /// What kind of recording.
    pub kind: SessionKind,
    /// How long it is.
    pub length: MediaDelta,
    /// The people.
    pub people: Vec<Somebody>,
    /// What each author marked about each person.
    pub about: Vec<About>,
    /// From which side each marked.
    pub views: Vec<Views>,
    /// What helped, as people say of themselves.
    pub helped: Vec<Helped>,
    /// How they talked about differences.
    pub talked: Talked,
    /// What those who learn made of it; empty unless it is asked for ([`practised`]).
    pub practised: Vec<Practised>,
}

/// Why a session does not stand beside the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Apart {
    /// Another kind of recording.
    Kind,
    /// Another codebook, or another version of it.
    Codebook,
    /// Less than half of it was watched.
    Watched,
    /// Its length is not known.
    Length,
}

impl About {
    /// How much of the recording was watched, 0 to 1; none where its length is not known.
    #[must_use]
    pub fn coverage(&self, length: MediaDelta) -> Option<f64> {
        share(self.observed, length)
    }

    /// Episodes in ten minutes of what was watched; none where nothing was.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        let ten_minutes = MediaDelta::from_millis(600_000);
        let lost = super::measures::real(self.lost.len());
        share(self.observed, ten_minutes)
            .filter(|observed| *observed > 0.0)
            .map(|observed| lost / observed)
    }

    /// The share of what was watched in which any mode was marked.
    #[must_use]
    pub fn share_in_modes(&self) -> Option<f64> {
        share(self.in_modes, self.observed)
    }

    /// Times to recovery, shortest first.
    #[must_use]
    pub fn times(&self) -> Vec<MediaDelta> {
        let mut times: Vec<MediaDelta> = self
            .lost
            .iter()
            .filter_map(|one| one.recovered_after)
            .collect();
        times.sort();
        times
    }
}

/// The one in the middle of values in order; of an even number, half way between the two.
#[must_use]
pub fn median(sorted: &[MediaDelta]) -> Option<MediaDelta> {
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle)?.as_nanos();
    if sorted.len() % 2 == 1 {
        return Some(MediaDelta::from_nanos(upper));
    }
    let lower = sorted.get(middle.checked_sub(1)?)?.as_nanos();
    Some(MediaDelta::from_nanos(lower.midpoint(upper)))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a hundred days in nanoseconds are below 2^53"
)]
fn share(part: MediaDelta, whole: MediaDelta) -> Option<f64> {
    (whole > MediaDelta::ZERO).then(|| part.as_nanos() as f64 / whole.as_nanos() as f64)
}
