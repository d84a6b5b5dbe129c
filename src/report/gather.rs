//! What every report takes from a record: names, words for codes, moments, coverage, who marked.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Material, Reader,
    page::{Curve, Item, Lane, Moment, Page, Table, Tag},
    svg::instant,
};
use crate::{
    analysis::{agreement::length_of, measures::overlap},
    client,
    domain::{
        codebook::{Code, Codebook, RISK_GROUP, Shape},
        id::{CodeId, MarkId, PersonId},
        mark::{About, Audience, Author, CodeUse, Link, Mark, Sureness, Tense, When},
        person::{Person, Role},
        session::Session,
        time::{MediaSpan, MediaTime},
        track::{Lag, Track},
    },
    tr,
};

/// Roles of those who came for help.
pub(super) const CLIENTS: [Role; 4] = [Role::Client, Role::Child, Role::Carer, Role::GroupMember];
/// Roles of those who see well, the surest first.
pub(super) const RATERS: [Role; 4] = [Role::Rater, Role::Supervisor, Role::Therapist, Role::Other];
/// Roles of those who offer it.
pub(super) const THERAPISTS: [Role; 2] = [Role::Therapist, Role::Trainee];

/// What a therapist may note of themselves to learn from, whatever codebook is at hand.
const LEARNING: [&str; 4] = ["tx.missed", "tx.too_much", "tx.mind_read", "tx.drawn_in"];

impl<'a> Material<'a> {
    /// The record, as far as the reader may see it.
    pub(super) const fn session(&self) -> &'a Session {
        self.disclosed.session()
    }

    pub(super) const fn plain(&self) -> bool {
        self.asked.reader.is_client()
    }

    pub(super) fn length(&self) -> MediaTime {
        length_of(self.session())
    }

    /// Who was asked for in this place, else the first with one of these roles.
    pub(super) fn person(&self, at: usize, roles: &[Role]) -> Option<&'a Person> {
        let session = self.session();
        let named = self.asked.of.get(at).and_then(|id| session.person(id));
        let by_role = |role: &Role| session.first_with_role(*role);
        named.or_else(|| roles.iter().find_map(by_role))
    }

    /// Their pseudonym, or a word for somebody who is not in the session file.
    pub(super) fn name(&self, id: &PersonId) -> String {
        let person = self.session().person(id);
        person.map_or_else(|| self.nobody(), |person| person.name.clone())
    }

    fn nobody(&self) -> String {
        if self.plain() {
            client!("report-somebody")
        } else {
            tr!("person-unknown")
        }
    }

    pub(super) fn tag(&self, id: &PersonId) -> Tag {
        let person = self.session().person(id);
        Tag {
            initial: person.map_or_else(|| "?".to_owned(), Person::initial),
            name: self.name(id),
            hue: Some(person.map_or(0, |person| person.hue)),
        }
    }

    pub(super) fn author(&self, author: &Author) -> Tag {
        match author {
            Author::One(one) => self.tag(one),
            Author::Together(people) => {
                let each: Vec<Tag> = people.iter().map(|one| self.tag(one)).collect();
                let join = |of: fn(&Tag) -> &str, with: &str| {
                    each.iter().map(of).collect::<Vec<_>>().join(with)
                };
                Tag {
                    initial: join(|tag| &tag.initial, "+"),
                    name: join(|tag| &tag.name, " + "),
                    hue: None,
                }
            }
        }
    }

    /// A code, in the reader's words.
    pub(super) fn code(&self, id: &CodeId) -> Option<(&'a Codebook, &'a Code)> {
        let books = self.books.iter();
        books
            .map(AsRef::as_ref)
            .find_map(|book| book.code(id).map(|code| (book, code)))
    }

    /// The words for a use of a code, with what was said of it.
    pub(super) fn label(&self, used: &CodeUse) -> String {
        let Some((_, code)) = self.code(&used.code) else {
            return if self.plain() {
                client!("compare-own-code")
            } else {
                tr!("code-unknown", id = used.code.as_str())
            };
        };
        let value = |(key, value): &(String, String)| {
            let modifier = code.modifiers.iter().find(|known| known.key == *key)?;
            let known = modifier.values.iter().find(|known| known.id == *value)?;
            Some(known.label.clone())
        };
        let said: Vec<String> = used.modifiers.iter().filter_map(value).collect();
        if said.is_empty() {
            return code.label.clone();
        }
        let said = said.join(", ");
        // “I felt...” goes on with what it was.
        match code
            .label
            .strip_suffix("...")
            .or_else(|| code.label.strip_suffix('…'))
        {
            Some(begun) => format!("{begun} {said}"),
            None => format!("{}: {said}", code.label),
        }
    }

    /// The words for all codes of a mark.
    pub(super) fn labels(&self, mark: &Mark) -> Option<String> {
        let labels: Vec<String> = mark.codes.iter().map(|used| self.label(used)).collect();
        (!labels.is_empty()).then(|| labels.join(", "))
    }

    pub(super) fn shape(&self, mark: &Mark) -> Shape {
        let first = mark
            .codes
            .first()
            .and_then(|used| self.code(&used.code))
            .map(|(book, code)| book.shape(code));
        first.unwrap_or(Shape::Circle)
    }

    fn names_a_risk(&self, used: &CodeUse) -> bool {
        used.code.as_str().starts_with("risk.")
            || self
                .code(&used.code)
                .is_some_and(|(_, code)| code.group == RISK_GROUP)
    }

    /// Whether a use of a code is a note to learn from: a chance missed, too much at once.
    pub(super) fn is_learning(&self, used: &CodeUse) -> bool {
        LEARNING.contains(&used.code.as_str())
            || self
                .code(&used.code)
                .is_some_and(|(_, code)| code.default_audience.audience() == Audience::Training)
    }

    /// One's own lapse is one's own to share; what others noted goes to those who learn, and to who supervises them.
    fn may_learn_from(&self, author: &Author) -> bool {
        let own = match author {
            Author::One(one) => self
                .session()
                .person(one)
                .is_some_and(|person| THERAPISTS.contains(&person.role)),
            Author::Together(_) => false,
        };
        own || matches!(self.asked.reader, Reader::Supervisor | Reader::Trainee)
    }

    /// Whether what somebody called so is in this report: nothing about a risk, and nothing that another noted of a therapist's
    /// lapse, where the reader is neither who supervises nor who learns.
    pub(super) fn shows(&self, author: &Author, codes: &[CodeUse]) -> bool {
        !codes.iter().any(|used| self.names_a_risk(used))
            && (self.may_learn_from(author) || !codes.iter().any(|used| self.is_learning(used)))
    }

    /// The marks of the report in the order of time: without replies, second versions of one mark, anything about a risk, and
    /// what another noted of a therapist's lapse, where the reader is neither who supervises nor who learns.
    pub(super) fn marks(&self) -> Vec<&'a Mark> {
        let again = |link: &Link| matches!(link, Link::ReplyTo(_) | Link::ConflictOf(_));
        let mut marks = self.session().marks_in_time();
        marks.retain(|mark| !mark.links.iter().any(again) && self.shows(&mark.author, &mark.codes));
        marks
    }

    /// Whether a mark is of something that went well: helped, came back, was understood.
    pub(super) fn went_well(&self, mark: &Mark) -> bool {
        mark.codes.iter().any(|used| {
            used.code.as_str() != "ev.near"
                && self
                    .code(&used.code)
                    .is_some_and(|(book, code)| book.shape(code) == Shape::UpTriangle)
        })
    }

    fn replies(&self, to: MarkId) -> Vec<(Tag, String)> {
        let all = self.session().marks_in_time();
        let replies = all.into_iter().filter(|mark| mark.reply_to() == Some(to));
        replies
            .filter_map(|mark| Some((self.author(&mark.author), mark.words.clone()?)))
            .collect()
    }

    /// A mark as a moment of the report.
    pub(super) fn moment(&self, mark: &Mark) -> Moment {
        let who = self.author(&mark.author);
        Moment {
            mark: Some(mark.id),
            at: mark.when.start(),
            time: self.when(mark.when),
            hue: who.hue,
            who: Some(who),
            over: None,
            words: mark.words.clone(),
            label: self.labels(mark).or_else(|| {
                let wordless = mark.words.is_none();
                wordless.then(|| self.no_words())
            }),
            shape: self.shape(mark),
            guess: mark.sureness == Some(Sureness::Guess),
            more: self.more(mark),
            replies: self.replies(mark.id),
        }
    }

    fn no_words(&self) -> String {
        if self.plain() {
            client!("compare-no-words")
        } else {
            tr!("mark-plain")
        }
    }

    /// A time, or from when to when, in whole seconds: it is for reading, not for finding a frame.
    pub(super) fn when(&self, when: When) -> String {
        match when {
            When::Span(span) => self.span(span),
            When::Point(_) | When::Open(_) => when.start().whole_seconds(),
        }
    }

    pub(super) fn span(&self, span: MediaSpan) -> String {
        let (from, to) = (span.start().whole_seconds(), span.end().whole_seconds());
        if self.plain() {
            client!("compare-from-to", from = from, to = to)
        } else {
            tr!("report-from-to", from = from, to = to)
        }
    }

    fn more(&self, mark: &Mark) -> Vec<String> {
        let mut more = Vec::new();
        if let Some(about) = self.about(mark) {
            more.push(about);
        }
        if let Some(strength) = mark.intensity {
            let strength = strength.get();
            more.push(if self.plain() {
                client!("compare-strength", strength = strength)
            } else {
                tr!("report-strength", strength = strength)
            });
        }
        match (mark.tense, self.plain()) {
            (Tense::Then, _) => {}
            (Tense::Now, true) => more.push(client!("compare-now")),
            (Tense::AboutThen, true) => more.push(client!("compare-later")),
            (Tense::Now, false) => more.push(tr!("report-now")),
            (Tense::AboutThen, false) => more.push(tr!("report-later")),
        }
        match (mark.sureness, self.plain()) {
            (Some(Sureness::Guess), true) => more.push(client!("follow-up-guess")),
            (Some(Sureness::Guess), false) => more.push(tr!("report-guess")),
            _ => {}
        }
        more
    }

    /// About whom, where it is not the author's own mind.
    fn about(&self, mark: &Mark) -> Option<String> {
        match &mark.about {
            About::People(people) => {
                let own = |person: &PersonId| mark.author == Author::One(person.clone());
                if people.iter().all(own) {
                    return None;
                }
                let names: Vec<String> = people.iter().map(|one| self.name(one)).collect();
                let name = names.join(", ");
                Some(if self.plain() {
                    client!("client-about-other", name = name)
                } else {
                    tr!("about-person", name = name)
                })
            }
            About::Us if self.plain() => Some(client!("client-about-us")),
            About::Us => Some(tr!("about-us")),
            About::Group if self.plain() => Some(client!("client-about-group")),
            About::Group => Some(tr!("about-group")),
        }
    }

    /// Marks as the signs of a lane.
    pub(super) fn lane(&self, name: String, hue: Option<u8>, marks: &[&Mark]) -> Lane {
        let item = |mark: &&Mark| Item {
            span: match mark.when {
                When::Span(span) => span,
                When::Point(at) | When::Open(at) => instant(at),
            },
            shape: self.shape(mark),
            guess: mark.sureness == Some(Sureness::Guess),
            share: None,
        };
        Lane {
            name,
            hue,
            items: marks.iter().map(item).collect(),
        }
    }

    /// The last pass in which somebody rated how strong it was for a person.
    pub(super) fn track(&self, rater: &PersonId, about: &PersonId) -> Option<&'a Track> {
        let tracks = self.session().set(rater)?.tracks.iter();
        tracks
            .filter(|track| track.about == *about && !track.is_empty())
            .max_by_key(|track| track.pass)
    }

    /// The line of a pass, with the usual lag taken off.
    pub(super) fn curve(&self, track: &Track, rater: &PersonId) -> Curve {
        let tag = self.tag(rater);
        let run = |(span, stretch): (MediaSpan, &crate::domain::track::Stretch)| {
            let lag = Lag::USUAL.of(track.input, stretch.rate);
            let place = |time: MediaTime| (time - lag).clamp_to_start().max(span.start());
            let mut run: Vec<_> = stretch
                .samples
                .iter()
                .map(|(time, value)| (place(*time), *value))
                .collect();
            let last = run.last().map(|(_, value)| *value);
            run.extend(last.map(|value| (span.end(), value)));
            run
        };
        Curve {
            name: tag.name,
            hue: tag.hue,
            dashed: track.about != *rater,
            runs: track.read(Lag::USUAL).map(run).collect(),
        }
    }

    /// A line of strength as a table: the least and the most of each stretch of the recording.
    pub(super) fn curve_table(&self, curve: &Curve, head: Vec<String>) -> Table {
        let length = self.length().as_nanos().max(1);
        let part = (length / 12).max(5_000_000_000);
        let mut rows: BTreeMap<i64, (u8, u8)> = BTreeMap::new();
        for (time, value) in curve.runs.iter().flatten() {
            let row = rows
                .entry(time.as_nanos() / part)
                .or_insert((value.get(), value.get()));
            *row = (row.0.min(value.get()), row.1.max(value.get()));
        }
        let row = |(number, (least, most)): (i64, (u8, u8))| {
            let from = MediaTime::from_nanos(number * part);
            let to = MediaTime::from_nanos(((number + 1) * part).min(length));
            let value = if least == most {
                least.to_string()
            } else {
                format!("{least}–{most}")
            };
            vec![self.span(MediaSpan::between(from, to)), value]
        };
        Table {
            caption: curve.name.clone(),
            head,
            rows: rows.into_iter().map(row).collect(),
        }
    }

    /// What a person watched.
    pub(super) fn watched(&self, person: &PersonId) -> Vec<MediaSpan> {
        let ranges = self
            .session()
            .set(person)
            .map_or(&[][..], |set| &set.watched);
        let spans: Vec<MediaSpan> = ranges.iter().map(|range| range.span).collect();
        overlap::union(&spans)
    }

    /// Who watched what; what was not noted is said to be so.
    pub(super) fn watched_words(&self, id: &PersonId) -> String {
        let spans = self.watched(id);
        let words = match (spans.is_empty(), self.plain()) {
            (true, true) => client!("report-not-noted"),
            (true, false) => tr!("report-not-noted"),
            (false, _) => self.spans(&spans),
        };
        format!("{}: {words}", self.name(id))
    }

    pub(super) fn spans(&self, spans: &[MediaSpan]) -> String {
        // Gaps shorter than a second are where somebody paused.
        let mut joined: Vec<MediaSpan> = Vec::new();
        for span in spans {
            match joined.last_mut() {
                Some(last) if (span.start() - last.end()).as_millis() < 1_000 => {
                    *last = MediaSpan::between(last.start(), last.end().max(span.end()));
                }
                _ => joined.push(*span),
            }
        }
        let words = joined.iter().map(|span| self.span(*span));
        words.collect::<Vec<_>>().join(", ")
    }

    /// The codebooks with which marks were made: their names where they are known, and version.
    pub(super) fn codebooks(&self, marks: &[&Mark]) -> Vec<String> {
        let used: BTreeSet<_> = marks.iter().map(|mark| &mark.codebook).collect();
        let name = |of: &crate::domain::mark::CodebookRef| {
            let known = self.books.iter().find(|book| book.id == of.id);
            let title = known.map_or(of.id.as_str(), |book| book.title.as_str());
            format!("{title} {}", of.version)
        };
        used.into_iter().map(name).collect()
    }

    /// Title of the recording: what the people call it, else the day of it. Never the name of a file, which may hold names.
    pub(super) fn recording(&self) -> String {
        let info = self.session().info();
        let day = info.started.map(|started| started.date_naive().to_string());
        let title = info.title.trim();
        match (title.is_empty(), day) {
            (false, Some(day)) => format!("{title}, {day}"),
            (false, None) => title.to_owned(),
            (true, Some(day)) if self.plain() => client!("report-recording-of", day = day),
            (true, Some(day)) => tr!("report-recording-of", day = day),
            (true, None) if self.plain() => client!("report-recording"),
            (true, None) => tr!("report-recording"),
        }
    }

    /// A page with everything on it that every report says. `marks` are those that it shows.
    pub(super) fn sheet(&self, title: String, lead: Vec<String>, marks: &[&Mark]) -> Page {
        let mut each: Vec<(Tag, usize)> = Vec::new();
        for mark in marks {
            let tag = self.author(&mark.author);
            match each.iter_mut().find(|(known, _)| *known == tag) {
                Some((_, number)) => *number += 1,
                None => each.push((tag, 1)),
            }
        }
        let by: Vec<String> = each
            .iter()
            .map(|(tag, number)| format!("{} ({number})", tag.name))
            .collect();
        let people: BTreeSet<&PersonId> = marks
            .iter()
            .flat_map(|mark| match &mark.author {
                Author::One(one) => vec![one],
                Author::Together(people) => people.iter().collect(),
            })
            .collect();
        let session = self.session();
        let in_order = session.people().iter().map(|person| &person.id);
        let watched: Vec<String> = in_order
            .filter(|id| people.contains(id))
            .map(|id| self.watched_words(id))
            .collect();
        let none = |list: Vec<String>| {
            if list.is_empty() {
                "–".to_owned()
            } else {
                list.join("; ")
            }
        };
        let day = self.made.date_naive().to_string();
        let (by, books, watched, number) = (
            none(by),
            none(self.codebooks(marks)),
            none(watched),
            marks.len().to_string(),
        );
        let colophon = if self.plain() {
            vec![
                (client!("report-marked-by"), by),
                (client!("report-codebook"), books),
                (client!("report-watched"), watched),
                (client!("report-number"), number),
                (client!("report-made"), day),
            ]
        } else {
            vec![
                (tr!("report-marked-by"), by),
                (tr!("report-codebook"), books),
                (tr!("report-watched"), watched),
                (tr!("report-number"), number),
                (tr!("report-made"), day),
            ]
        };
        Page {
            title,
            lead,
            tight: false,
            sections: Vec::new(),
            colophon,
            statement: if self.plain() {
                client!("report-statement")
            } else {
                tr!("report-statement")
            },
            as_table: if self.plain() {
                client!("report-as-table")
            } else {
                tr!("report-as-table")
            },
        }
    }
}
