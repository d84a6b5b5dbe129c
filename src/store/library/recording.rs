//! What the library knows of one recording: its facts, and the open marks in a compact form that can be searched.

use std::{
    collections::{BTreeMap, HashMap},
    hash::Hash,
    path::PathBuf,
};

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::domain::{
    disclosed::Disclosed,
    id::{CodeId, MarkId, PersonId},
    mark::{About, Author, Mark, When},
    person::Role,
    session::{Session, SessionKind},
    time::{MediaDelta, MediaSpan, MediaTime},
};

/// A person of a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Who.
    pub id: PersonId,
    /// The pseudonym.
    pub name: String,
    /// What they are there.
    pub role: Role,
    /// How many open marks are theirs.
    pub marks: u32,
    /// How much of the recording they watched, each stretch counted once.
    pub watched: MediaDelta,
}

/// A file of a recording, as its record knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Medium {
    /// Its name, as last seen.
    pub file_name: String,
    /// Its size.
    pub bytes: u64,
    /// Hash of its size, beginning and end; empty where it could not be read.
    pub fingerprint: String,
}

/// Why a file of a record says nothing here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It does not read as one of ours.
    Damaged {
        /// From 1; 0 where unknown.
        line: usize,
        /// From 1; 0 where unknown.
        column: usize,
        /// What is wrong, in the reader's words.
        reason: String,
    },
    /// A newer version wrote it: the version of its file.
    Newer(u32),
    /// This user may not read it.
    NotPermitted,
    /// A copy that a sync program made. It is brought in when the recording is opened.
    Copy,
    /// Somebody took back that the recording may be looked at: nothing of the record is read.
    Closed,
    /// Something else, in the system's words.
    Other(String),
}

/// A file of a record that says nothing here, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file's name.
    pub file: String,
    /// What is wrong.
    pub trouble: Trouble,
}

/// One recording of the library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    /// Where it lies, or should lie.
    pub video: PathBuf,
    /// Whether it lies there.
    pub there: bool,
    /// A title chosen by the people; empty means the file name.
    pub title: String,
    /// What kind of recording.
    pub kind: SessionKind,
    /// When it was recorded, or when its record was begun; `None` where neither is known.
    pub date: Option<DateTime<FixedOffset>>,
    /// How long it is, all parts together; zero where it was never measured.
    pub length: MediaDelta,
    /// The files of the recording.
    pub media: Vec<Medium>,
    /// The people.
    pub people: Vec<Card>,
    /// Each code in use, and how many marks have it.
    pub codes: Vec<(CodeId, u32)>,
    /// The open marks.
    pub lines: Lines,
    /// Files that could not be read.
    pub damaged: Vec<Damage>,
}

impl Recording {
    /// What is open to everyone of a record. What is not leaves no trace here.
    #[must_use]
    pub fn of(shown: &Disclosed, damaged: Vec<Damage>) -> Self {
        let session = shown.session();
        let info = session.info();
        let lines = Lines::of(session);
        let mut codes: BTreeMap<&CodeId, u32> = BTreeMap::new();
        let mut by: HashMap<&PersonId, u32> = HashMap::new();
        for mark in session.marks() {
            for used in &mark.codes {
                *codes.entry(&used.code).or_default() += 1;
            }
            match &mark.author {
                Author::One(person) => *by.entry(person).or_default() += 1,
                Author::Together(people) => {
                    for person in people {
                        *by.entry(person).or_default() += 1;
                    }
                }
            }
        }
        let people = session
            .people()
            .iter()
            .map(|person| Card {
                id: person.id.clone(),
                name: person.name.clone(),
                role: person.role,
                marks: by.get(&person.id).copied().unwrap_or_default(),
                watched: watched(session, &person.id),
            })
            .collect();
        Self {
            title: info.title.clone(),
            kind: info.kind,
            date: Some(info.started.unwrap_or(info.created)),
            length: info.parts().fold(MediaDelta::ZERO, |sum, part| {
                MediaDelta::from_nanos(sum.as_nanos() + part.duration.as_nanos())
            }),
            media: info
                .media
                .iter()
                .map(|medium| Medium {
                    file_name: medium.file_name.clone(),
                    bytes: medium.bytes,
                    fingerprint: medium.fingerprint.clone(),
                })
                .collect(),
            people,
            codes: codes
                .into_iter()
                .map(|(code, count)| (code.clone(), count))
                .collect(),
            lines,
            damaged,
            ..Self::default()
        }
    }

    /// What it is called: its title, else the name of its file.
    #[must_use]
    pub fn name(&self) -> String {
        if self.title.is_empty() {
            self.file_name()
        } else {
            self.title.clone()
        }
    }

    /// The name of its file, without what would disturb a line of text.
    #[must_use]
    pub fn file_name(&self) -> String {
        let name = self.video.file_name().unwrap_or(self.video.as_os_str());
        name.to_string_lossy()
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect()
    }

    /// The day of the recording.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        self.date.map(|date| date.date_naive())
    }
}

/// What somebody watched, each stretch counted once.
fn watched(session: &Session, person: &PersonId) -> MediaDelta {
    let mut spans: Vec<MediaSpan> = session
        .set(person)
        .map(|set| set.watched.iter().map(|range| range.span).collect())
        .unwrap_or_default();
    spans.sort_by_key(|span| span.start());
    let mut sum = 0;
    let mut end = MediaTime::from_nanos(i64::MIN);
    for span in spans {
        let start = span.start().max(end);
        if span.end() > start {
            sum += (span.end() - start).as_nanos();
            end = span.end();
        }
    }
    MediaDelta::from_nanos(sum)
}

/// The time in place of an end that is not there.
const NO_END: i64 = i64::MIN;

/// Whose mind a line is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// These people.
    People(Vec<PersonId>),
    /// What goes on between them.
    Us,
    /// The group.
    Group,
}

/// The open marks of a recording, column by column: about fifty bytes and the words for each. In the order of time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    pub(super) ids: Vec<u128>,
    pub(super) starts: Vec<i64>,
    pub(super) ends: Vec<i64>,
    pub(super) author: Vec<u16>,
    pub(super) about: Vec<u16>,
    pub(super) coded: Vec<u16>,
    /// Where the words of each line end.
    pub(super) words_end: Vec<u32>,
    pub(super) words: String,
    /// The same in small letters, in which is searched.
    pub(super) folded_end: Vec<u32>,
    pub(super) folded: String,
    /// Who the authors of a line can be.
    pub(super) authors: Vec<Vec<PersonId>>,
    /// Whom a line can be about.
    pub(super) subjects: Vec<Subject>,
    /// Which codes a line can have.
    pub(super) code_sets: Vec<Vec<CodeId>>,
}

/// One mark of the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Which mark.
    pub id: MarkId,
    /// Where it begins.
    pub start: MediaTime,
    /// Where it ends, if it is a stretch.
    pub end: Option<MediaTime>,
    /// Whose it is; several where they agreed on it.
    pub authors: &'a [PersonId],
    /// About whom.
    pub about: &'a Subject,
    /// Its codes.
    pub codes: &'a [CodeId],
    /// Its words; empty where it has none.
    pub words: &'a str,
}

/// Gives each different value a number.
struct Numbered<T> {
    all: Vec<T>,
    known: HashMap<T, u16>,
}

impl<T: Clone + Eq + Hash> Numbered<T> {
    fn new() -> Self {
        Self {
            all: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// `None` where there are more than can be numbered.
    fn number(&mut self, value: T) -> Option<u16> {
        if let Some(number) = self.known.get(&value) {
            return Some(*number);
        }
        let number = u16::try_from(self.all.len()).ok()?;
        self.all.push(value.clone());
        self.known.insert(value, number);
        Some(number)
    }
}

impl Lines {
    fn of(session: &Session) -> Self {
        let mut lines = Self::default();
        let mut authors = Numbered::new();
        let mut subjects = Numbered::new();
        let mut code_sets = Numbered::new();
        for mark in session.marks_in_time() {
            let author = match &mark.author {
                Author::One(person) => vec![person.clone()],
                Author::Together(people) => people.clone(),
            };
            let about = match &mark.about {
                About::People(people) => Subject::People(people.clone()),
                About::Us => Subject::Us,
                About::Group => Subject::Group,
            };
            let codes = mark.codes.iter().map(|used| used.code.clone()).collect();
            let numbers = (
                authors.number(author),
                subjects.number(about),
                code_sets.number(codes),
            );
            // More than sixty thousand combinations in one recording is no work of people.
            if let (Some(author), Some(about), Some(codes)) = numbers {
                lines.push(mark, author, about, codes);
            }
        }
        lines.authors = authors.all;
        lines.subjects = subjects.all;
        lines.code_sets = code_sets.all;
        lines.shrink();
        lines
    }

    fn push(&mut self, mark: &Mark, author: u16, about: u16, codes: u16) {
        let words = mark.words.as_deref().unwrap_or_default();
        let folded = words.to_lowercase();
        // Four gigabytes of words in one recording is no work of people either.
        let (Ok(words_end), Ok(folded_end)) = (
            u32::try_from(self.words.len() + words.len()),
            u32::try_from(self.folded.len() + folded.len()),
        ) else {
            return;
        };
        self.ids.push(mark.id.as_uuid().as_u128());
        self.starts.push(mark.when.start().as_nanos());
        self.ends.push(match mark.when {
            When::Span(span) => span.end().as_nanos(),
            When::Point(_) | When::Open(_) => NO_END,
        });
        self.author.push(author);
        self.about.push(about);
        self.coded.push(codes);
        self.words.push_str(words);
        self.words_end.push(words_end);
        self.folded.push_str(&folded);
        self.folded_end.push(folded_end);
    }

    /// Gives back what was taken in reserve; with thousands of recordings that is half of it all.
    fn shrink(&mut self) {
        self.ids.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.author.shrink_to_fit();
        self.about.shrink_to_fit();
        self.coded.shrink_to_fit();
        self.words_end.shrink_to_fit();
        self.words.shrink_to_fit();
        self.folded_end.shrink_to_fit();
        self.folded.shrink_to_fit();
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// One of them; `None` past the last.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<Line<'_>> {
        let end = *self.ends.get(at)?;
        Some(Line {
            id: MarkId::new(uuid::Uuid::from_u128(*self.ids.get(at)?)),
            start: MediaTime::from_nanos(*self.starts.get(at)?),
            end: (end != NO_END).then(|| MediaTime::from_nanos(end)),
            authors: self.authors.get(usize::from(*self.author.get(at)?))?,
            about: self.subjects.get(usize::from(*self.about.get(at)?))?,
            codes: self.code_sets.get(usize::from(*self.coded.get(at)?))?,
            words: part(&self.words, &self.words_end, at)?,
        })
    }

    /// The words of one of them in small letters.
    pub(super) fn folded(&self, at: usize) -> &str {
        part(&self.folded, &self.folded_end, at).unwrap_or_default()
    }

    /// Whether every column has as many values as the others, and no number points nowhere.
    pub(super) fn is_sound(&self) -> bool {
        let count = self.ids.len();
        let even = [
            self.starts.len(),
            self.ends.len(),
            self.author.len(),
            self.about.len(),
            self.coded.len(),
            self.words_end.len(),
            self.folded_end.len(),
        ];
        even.iter().all(|other| *other == count)
            && ends_fit(&self.words_end, &self.words)
            && ends_fit(&self.folded_end, &self.folded)
            && below(&self.author, self.authors.len())
            && below(&self.about, self.subjects.len())
            && below(&self.coded, self.code_sets.len())
    }
}

fn part<'a>(text: &'a str, ends: &[u32], at: usize) -> Option<&'a str> {
    let start = match at.checked_sub(1) {
        Some(before) => *ends.get(before)?,
        None => 0,
    };
    let end = *ends.get(at)?;
    text.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)
}

fn ends_fit(ends: &[u32], text: &str) -> bool {
    ends.is_sorted()
        && ends.last().map_or(text.is_empty(), |last| {
            usize::try_from(*last).is_ok_and(|last| last == text.len())
        })
        && ends
            .iter()
            .all(|end| usize::try_from(*end).is_ok_and(|end| text.is_char_boundary(end)))
}

fn below(numbers: &[u16], count: usize) -> bool {
    numbers.iter().all(|number| usize::from(*number) < count)
}
