//! Finding recordings and moments of a library: by words, code, person and date, on two threads.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use chrono::NaiveDate;

use crate::domain::id::CodeId;

use super::recording::{Line, Lines, Recording};

/// What is looked for; an empty one finds everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that a mark has all of, in whatever order and letters; or that the recording's title, file name and people have.
    pub words: String,
    /// A code, or the beginning of one up to a dot (`mode`).
    pub code: String,
    /// A pseudonym, id or role: recordings they are in, and marks of theirs.
    pub person: String,
    /// Recorded on this day or later.
    pub from: Option<NaiveDate>,
    /// Recorded on this day or earlier.
    pub to: Option<NaiveDate>,
}

impl Query {
    /// Whether everything is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
            && self.code.trim().is_empty()
            && self.person.trim().is_empty()
            && self.from.is_none()
            && self.to.is_none()
    }

    /// Whether single marks are looked for, and not only recordings.
    #[must_use]
    pub fn is_for_marks(&self) -> bool {
        !self.words.trim().is_empty() || !self.code.trim().is_empty()
    }
}

/// A recording that was found.
#[derive(Clone, Debug)]
pub struct Match {
    /// Which.
    pub recording: Arc<Recording>,
    /// Which of its marks, in time, as numbers for [`Lines::get`]; no more than were asked for.
    pub marks: Vec<u32>,
    /// How many of its marks.
    pub count: usize,
    /// Its title, file name or people have the words.
    pub by_name: bool,
}

impl Match {
    /// The marks that were found.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        self.marks
            .iter()
            .filter_map(|at| self.recording.lines.get(usize::try_from(*at).ok()?))
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Matches {
    /// The recordings, in the order of the library.
    pub recordings: Vec<Match>,
    /// How many marks in all.
    pub marks: usize,
}

/// The question, ready to be asked of each recording.
struct Asked {
    words: Vec<String>,
    code: String,
    person: String,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    /// Of no recording more marks are returned.
    most: usize,
}

/// How many recordings a thread takes at a time.
const STEP: usize = 32;

/// Looks for something. Of each recording at most `most` marks are returned, and all are counted. Half an answer is given
/// once it is `cancelled`.
#[must_use]
pub fn search(
    recordings: &[Arc<Recording>],
    query: &Query,
    most: usize,
    cancelled: &AtomicBool,
) -> Matches {
    let mut words: Vec<String> = query
        .words
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    // A long word is seldom, and what has not that one need not be asked for the others.
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let asked = Asked {
        words,
        code: query.code.trim().trim_end_matches('.').to_lowercase(),
        person: query.person.trim().to_lowercase(),
        from: query.from,
        to: query.to,
        most,
    };
    let next = AtomicUsize::new(0);
    let work = || {
        let mut found: Vec<(usize, Match)> = Vec::new();
        loop {
            let start = next.fetch_add(STEP, Ordering::Relaxed);
            if start >= recordings.len() || cancelled.load(Ordering::Relaxed) {
                return found;
            }
            let end = (start + STEP).min(recordings.len());
            for (at, recording) in (start..end).zip(&recordings[start..end]) {
                found.extend(asked.of(recording).map(|hit| (at, hit)));
            }
        }
    };
    let mut found = std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mut found = work();
        found.extend(other.join().unwrap_or_default());
        found
    });
    found.sort_by_key(|(at, _)| *at);
    let recordings: Vec<Match> = found.into_iter().map(|(_, hit)| hit).collect();
    Matches {
        marks: recordings.iter().map(|hit| hit.count).sum(),
        recordings,
    }
}

impl Asked {
    fn of(&self, recording: &Arc<Recording>) -> Option<Match> {
        let day = recording.day();
        let early = self
            .from
            .is_some_and(|from| day.is_none_or(|day| day < from));
        let late = self.to.is_some_and(|to| day.is_none_or(|day| day > to));
        if early || late {
            return None;
        }
        let people: Vec<bool> = if self.person.is_empty() {
            Vec::new()
        } else {
            let lines = &recording.lines;
            let is_asked = |card: &super::recording::Card| {
                card.name.to_lowercase() == self.person
                    || card.id.as_str() == self.person
                    || format!("{:?}", card.role).to_lowercase() == self.person
            };
            let known: Vec<_> = recording
                .people
                .iter()
                .filter(|card| is_asked(card))
                .collect();
            if known.is_empty() {
                return None;
            }
            let has = |ids: &Vec<_>| ids.iter().any(|id| known.iter().any(|card| card.id == *id));
            lines.authors.iter().map(has).collect()
        };
        if self.words.is_empty() && self.code.is_empty() {
            return Some(Match {
                recording: recording.clone(),
                marks: Vec::new(),
                count: 0,
                by_name: false,
            });
        }
        let codes = self.codes(&recording.lines);
        let by_name = self.code.is_empty() && self.is_named(recording);
        let (marks, count) = self.marks(&recording.lines, &people, codes.as_deref());
        (count > 0 || by_name).then(|| Match {
            recording: recording.clone(),
            marks,
            count,
            by_name,
        })
    }

    /// Which sets of codes of a recording have the code; `None` where none is asked for.
    fn codes(&self, lines: &Lines) -> Option<Vec<bool>> {
        let fits = |code: &CodeId| {
            let code = code.as_str();
            code == self.code
                || code
                    .strip_prefix(&self.code)
                    .is_some_and(|rest| rest.starts_with('.'))
        };
        (!self.code.is_empty()).then(|| {
            lines
                .code_sets
                .iter()
                .map(|codes| codes.iter().any(fits))
                .collect()
        })
    }

    fn is_named(&self, recording: &Recording) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let mut name = format!("{}\n{}", recording.title, recording.file_name()).to_lowercase();
        for card in &recording.people {
            name.push('\n');
            name.push_str(&card.name.to_lowercase());
        }
        self.words.iter().all(|word| name.contains(word.as_str()))
    }

    fn marks(&self, lines: &Lines, people: &[bool], codes: Option<&[bool]>) -> (Vec<u32>, usize) {
        let mut found = Vec::new();
        let mut count = 0;
        let any = |list: &[bool], at: u16| list.get(usize::from(at)).copied().unwrap_or_default();
        if codes.is_some_and(|codes| !codes.contains(&true))
            || (!self.person.is_empty() && !people.contains(&true))
        {
            return (found, count);
        }
        let mut take = |at: usize| {
            let person = self.person.is_empty() || any(people, lines.author[at]);
            let code = codes.is_none_or(|codes| any(codes, lines.coded[at]));
            let others = self.words.iter().skip(1);
            if person
                && code
                && others
                    .into_iter()
                    .all(|word| lines.folded(at).contains(word.as_str()))
            {
                count += 1;
                if found.len() < self.most {
                    found.extend(u32::try_from(at));
                }
            }
        };
        let Some(first) = self.words.first() else {
            (0..lines.len()).for_each(take);
            return (found, count);
        };
        // All words of the recording at once first: that is as quick as memory is.
        if !lines.folded.contains(first.as_str()) {
            return (found, count);
        }
        let mut last = None;
        for (position, _) in lines.folded.match_indices(first.as_str()) {
            let at = lines
                .folded_end
                .partition_point(|end| usize::try_from(*end).is_ok_and(|end| end <= position));
            // A word may stand twice in one mark, and the end of one with the beginning of the next is no word.
            if last != Some(at) && lines.folded(at).contains(first.as_str()) {
                last = Some(at);
                take(at);
            }
        }
        (found, count)
    }
}
