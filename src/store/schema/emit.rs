//! Writing version 1: one mark per block, in the order of the recording, and nothing that goes without saying.

use std::{collections::BTreeMap, fmt::Write as _};

use chrono::{DateTime, FixedOffset};

use crate::domain::{
    alignment::AlignedPoint,
    id::{DeviceId, PersonId},
    mark::{About, Audience, Author, CodeUse, CodebookRef, Link, Mark, Placed, Tense, View, When},
    person::Person,
    session::{MediaIdentity, MediaPlace, PersonSet, SessionInfo},
    time::{MediaDelta, MediaTime},
    track::{Stretch, Track},
};

use super::{MARKS, SESSION, VERSION, entries, names};

const WRITTEN_BY: &str = concat!("Mindframe ", env!("CARGO_PKG_VERSION"));

/// The text of a session's file.
#[must_use]
pub fn write_session(info: &SessionInfo) -> String {
    let mut out = Out::default();
    let video = info.media.first().map_or("", |medium| &medium.file_name);
    out.comment(&format!(
        "Mindframe: the people and facts of the session on “{video}”. Marks lie in a file for each person."
    ));
    out.open("(");
    out.header(SESSION);
    out.field("session", |out| out.quoted_display(info.id));
    out.field("revision", |out| out.display(info.revision));
    // Near the top, where a renamed recording is looked for.
    out.blocks("media", &info.media, Out::medium_fields);
    if !info.title.is_empty() {
        out.field("title", |out| out.quoted(&info.title));
    }
    out.field("kind", |out| out.raw(names::Kind::of(info.kind)));
    if let Some(started) = info.started {
        out.field("started", |out| out.clock(started));
    }
    if !info.scene.is_empty() {
        out.field("scene", |out| out.quoted(&info.scene));
    }
    if let Some(take) = info.take {
        out.field("take", |out| out.display(take));
    }
    out.field("created", |out| out.clock(info.created));
    if !info.keeping.controller.is_empty() {
        out.field("controller", |out| out.quoted(&info.keeping.controller));
    }
    if !info.keeping.basis.is_empty() {
        out.field("basis", |out| out.quoted(&info.keeping.basis));
    }
    if let Some(day) = info.keeping.delete_by {
        out.field("delete_by", |out| out.quoted_display(day));
    }
    out.pairs("fields", &info.fields);
    out.list("codebooks", &info.codebooks, |out, book| {
        out.codebook(book);
    });
    out.blocks("people", &info.people, Out::person_fields);
    out.list("cast", &info.cast, |out, casting| {
        out.raw("(person: ");
        out.quoted_display(&casting.person);
        out.raw(", part: ");
        out.quoted(&casting.part);
        out.raw(")");
    });
    out.close(")");
    out.text
}

/// The text of one person's file.
#[must_use]
pub fn write_marks(info: &SessionInfo, person: &Person, set: &PersonSet) -> String {
    let mut out = Out {
        text: String::with_capacity(1024 + set.marks.len() * 640),
        depth: 0,
    };
    let video = info.media.first().map_or("", |medium| &medium.file_name);
    out.comment(&format!(
        "Mindframe: marks by {} ({}) on “{video}”. Times are hours:minutes:seconds of the recording.",
        person.name,
        names::Role::of(person.role)
    ));
    let usual = Usual::of(info, person, set);
    out.open("(");
    out.header(MARKS);
    out.field("session", |out| out.quoted_display(info.id));
    let medium = info.media.first().cloned().unwrap_or_default();
    out.block("medium", |out| out.medium_fields(&medium));
    out.block("person", |out| out.person_fields(person));
    if let Some(codebook) = usual.codebook {
        out.field("codebook", |out| out.codebook(codebook));
    }
    if let Some(device) = usual.device {
        out.field("device", |out| out.quoted_display(device));
    }
    let mut marks: Vec<&Mark> = set.marks.values().map(AsRef::as_ref).collect();
    marks.sort_by_key(|mark| (mark.when.start(), mark.id));
    out.blocks("marks", &marks, |out, mark| out.mark(mark, &usual));
    let stones: Vec<_> = set.tombstones.values().collect();
    out.lines("deleted", &stones, |out, stone| {
        out.raw("(id: ");
        out.quoted_display(stone.id);
        let _ = write!(out.text, ", revision: {}, device: ", stone.revision);
        out.quoted_display(&stone.device);
        out.raw(", deleted: ");
        out.clock(stone.deleted);
        if stone.audience != Audience::Everyone {
            out.raw(", audience: ");
            out.raw(names::Audience::of(stone.audience));
        }
        out.raw(")");
    });
    out.blocks("tracks", &set.tracks, |out, track| out.track(track, &usual));
    out.lines("watched", &set.watched, |out, range| {
        out.raw("(from: ");
        out.time(range.span.start());
        out.raw(", to: ");
        out.time(range.span.end());
        let _ = write!(
            out.text,
            ", pass: {}, rate: {:?}, together: {})",
            range.pass,
            speed(range.rate),
            range.together
        );
    });
    entries::write(&mut out, set, usual.device);
    out.close(")");
    out.text
}

/// What most marks of a file share is said once at its top.
struct Usual<'a> {
    person: &'a PersonId,
    device: Option<&'a DeviceId>,
    codebook: Option<&'a CodebookRef>,
    names: BTreeMap<&'a PersonId, &'a str>,
}

impl<'a> Usual<'a> {
    fn of(info: &'a SessionInfo, person: &'a Person, set: &'a PersonSet) -> Self {
        fn most_frequent<'b, T: Ord>(values: impl Iterator<Item = &'b T>) -> Option<&'b T> {
            let mut counts: BTreeMap<&T, usize> = BTreeMap::new();
            for value in values {
                *counts.entry(value).or_default() += 1;
            }
            // The smallest of the most frequent, so that the choice is the same on every machine.
            counts
                .into_iter()
                .rev()
                .max_by_key(|(_, count)| *count)
                .map(|(value, _)| value)
        }
        Self {
            person: &person.id,
            device: most_frequent(
                (set.marks.values().map(|mark| &mark.device))
                    .chain(set.entries.values().map(|entry| &entry.device)),
            ),
            codebook: most_frequent(set.marks.values().map(|mark| &mark.codebook)),
            names: info
                .people
                .iter()
                .map(|person| (&person.id, person.name.as_str()))
                .collect(),
        }
    }
}

/// A text that grows.
#[derive(Default)]
pub(super) struct Out {
    text: String,
    depth: usize,
}

impl Out {
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub(super) fn display(&mut self, value: impl std::fmt::Display) {
        let _ = write!(self.text, "{value}");
    }

    pub(super) fn quoted_display(&mut self, value: impl std::fmt::Display) {
        let _ = write!(self.text, "\"{value}\"");
    }

    pub(super) fn time(&mut self, time: MediaTime) {
        self.quoted_display(time.exact());
    }

    pub(super) fn distance(&mut self, distance: MediaDelta) {
        self.time(MediaTime::from_nanos(distance.as_nanos()));
    }

    pub(super) fn clock(&mut self, time: DateTime<FixedOffset>) {
        self.quoted_display(time.to_rfc3339());
    }

    pub(super) fn quoted(&mut self, text: &str) {
        self.text.push('"');
        // Nothing above the first bytes of a two-byte character needs a look unless it is there.
        let plain = text
            .bytes()
            .all(|b| b >= 0x20 && b != b'"' && b != b'\\' && b < 0x7f);
        if plain {
            self.text.push_str(text);
        } else {
            for c in text.chars() {
                match c {
                    '"' => self.text.push_str("\\\""),
                    '\\' => self.text.push_str("\\\\"),
                    '\n' => self.text.push_str("\\n"),
                    '\r' => self.text.push_str("\\r"),
                    '\t' => self.text.push_str("\\t"),
                    c if hidden(c) => {
                        let _ = write!(self.text, "\\u{{{:x}}}", u32::from(c));
                    }
                    c => self.text.push(c),
                }
            }
        }
        self.text.push('"');
    }

    fn comment(&mut self, text: &str) {
        self.raw("// ");
        let line: String = text
            .chars()
            .map(|c| if hidden(c) { ' ' } else { c })
            .collect();
        self.raw(&line);
        self.raw("\n");
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }

    fn open(&mut self, bracket: &str) {
        self.raw(bracket);
        self.raw("\n");
        self.depth += 1;
    }

    fn close(&mut self, bracket: &str) {
        self.depth -= 1;
        self.indent();
        self.raw(bracket);
        self.raw(if self.depth == 0 { "\n" } else { ",\n" });
    }

    fn name(&mut self, name: &str) {
        self.indent();
        self.raw(name);
        self.raw(": ");
    }

    pub(super) fn field(&mut self, name: &str, value: impl FnOnce(&mut Self)) {
        self.name(name);
        value(self);
        self.raw(",\n");
    }

    pub(super) fn block(&mut self, name: &str, fields: impl FnOnce(&mut Self)) {
        self.name(name);
        self.open("(");
        fields(self);
        self.close(")");
    }

    /// A list with one block per entry; left out where it is empty.
    pub(super) fn blocks<T>(&mut self, name: &str, entries: &[T], fields: impl Fn(&mut Self, &T)) {
        if entries.is_empty() {
            return;
        }
        self.name(name);
        self.open("[");
        for entry in entries {
            self.indent();
            self.open("(");
            fields(self, entry);
            self.close(")");
        }
        self.close("]");
    }

    /// A list with one line per entry; left out where it is empty.
    pub(super) fn lines<T>(&mut self, name: &str, entries: &[T], value: impl Fn(&mut Self, &T)) {
        if entries.is_empty() {
            return;
        }
        self.name(name);
        self.open("[");
        for entry in entries {
            self.indent();
            value(self, entry);
            self.raw(",\n");
        }
        self.close("]");
    }

    /// A list on one line; left out where it is empty.
    pub(super) fn list<T>(&mut self, name: &str, entries: &[T], value: impl Fn(&mut Self, &T)) {
        if !entries.is_empty() {
            self.field(name, |out| out.items(entries, value));
        }
    }

    fn items<T>(&mut self, entries: &[T], value: impl Fn(&mut Self, &T)) {
        self.raw("[");
        for (at, entry) in entries.iter().enumerate() {
            if at > 0 {
                self.raw(", ");
            }
            value(self, entry);
        }
        self.raw("]");
    }

    fn map(&mut self, pairs: &[(String, String)]) {
        self.raw("{");
        for (at, (key, value)) in pairs.iter().enumerate() {
            if at > 0 {
                self.raw(", ");
            }
            self.quoted(key);
            self.raw(": ");
            self.quoted(value);
        }
        self.raw("}");
    }

    fn pairs(&mut self, name: &str, pairs: &[(String, String)]) {
        if !pairs.is_empty() {
            self.field(name, |out| out.map(pairs));
        }
    }

    fn header(&mut self, format: &str) {
        self.field("format", |out| out.quoted(format));
        self.field("version", |out| out.display(VERSION));
        self.field("written_by", |out| out.quoted(WRITTEN_BY));
    }

    pub(super) fn codebook(&mut self, book: &CodebookRef) {
        self.raw("(id: ");
        self.quoted(&book.id);
        self.raw(", version: ");
        self.quoted(&book.version);
        self.raw(")");
    }

    fn medium_fields(&mut self, medium: &MediaIdentity) {
        self.field("name", |out| out.quoted(&medium.file_name));
        self.field("bytes", |out| out.display(medium.bytes));
        self.field("fingerprint", |out| out.quoted(&medium.fingerprint));
        self.field("length", |out| out.time(medium.duration));
        if let MediaPlace::Beside(alignment) = medium.place {
            let points = [Some(alignment.first), alignment.second];
            let points: Vec<AlignedPoint> = points.into_iter().flatten().collect();
            self.list("beside", &points, |out, point| {
                out.raw("(session: ");
                out.time(point.session);
                out.raw(", own: ");
                out.time(point.own);
                out.raw(")");
            });
        }
    }

    fn person_fields(&mut self, person: &Person) {
        self.field("id", |out| out.quoted_display(&person.id));
        self.field("name", |out| out.quoted(&person.name));
        self.field("role", |out| out.raw(names::Role::of(person.role)));
        self.field("hue", |out| out.display(person.hue));
        if let Some(key) = &person.key {
            self.field("key", |out| out.quoted_display(key));
        }
        if let Some(zones) = person.zones {
            let [workable, high, too_much] = zones.starts();
            self.field("zones", |out| {
                let _ = write!(out.text, "({workable}, {high}, {too_much})");
            });
        }
        self.pairs("fields", &person.fields);
    }

    /// Whose mind, without a word for the reader.
    pub(super) fn about(&mut self, about: &About) {
        match about {
            About::Us => self.raw("Us"),
            About::Group => self.raw("Group"),
            About::People(people) => {
                self.raw("People(");
                self.people(people);
                self.raw(")");
            }
        }
    }

    pub(super) fn people(&mut self, people: &[PersonId]) {
        self.items(people, |out, person| out.quoted_display(person));
    }

    fn mark(&mut self, mark: &Mark, usual: &Usual<'_>) {
        match mark.when {
            When::Point(time) => self.field("at", |out| out.time(time)),
            When::Open(time) => self.field("from", |out| out.time(time)),
            When::Span(span) => {
                self.field("from", |out| out.time(span.start()));
                self.field("to", |out| out.time(span.end()));
            }
        }
        if let Some(words) = &mark.words {
            self.field("words", |out| out.quoted(words));
        }
        self.list("codes", &mark.codes, Self::code);
        self.whose(mark, usual);
        if mark.view != View::Own {
            self.field("view", |out| out.raw(names::View::of(mark.view)));
        }
        if mark.tense != Tense::Then {
            self.field("tense", |out| out.raw(names::Tense::of(mark.tense)));
        }
        if let Some(intensity) = mark.intensity {
            self.field("intensity", |out| out.display(intensity.get()));
        }
        if let Some(sureness) = mark.sureness {
            self.field("sureness", |out| out.raw(names::Sureness::of(sureness)));
        }
        if mark.audience != Audience::Everyone {
            self.field("audience", |out| {
                out.raw(names::Audience::of(mark.audience));
            });
        }
        self.list("links", &mark.links, Self::link);
        self.origin(mark, usual);
    }

    fn whose(&mut self, mark: &Mark, usual: &Usual<'_>) {
        match &mark.author {
            Author::One(_) => {}
            Author::Together(people) => {
                self.field("together", |out| out.people(people));
            }
        }
        if mark.entered_by != *usual.person {
            self.field("entered_by", |out| out.quoted_display(&mark.entered_by));
        }
        match &mark.about {
            About::People(people) if people.as_slice() == std::slice::from_ref(usual.person) => {}
            About::Us => self.field("about", |out| out.raw("Us")),
            About::Group => self.field("about", |out| out.raw("Group")),
            About::People(people) => {
                self.name("about");
                self.raw("People(");
                self.people(people);
                self.raw("), ");
                // The ids are random, so a reader is told who is meant.
                let names: Vec<&str> = people
                    .iter()
                    .filter_map(|person| usual.names.get(person).copied())
                    .collect();
                self.comment(&names.join(", "));
            }
        }
    }

    fn origin(&mut self, mark: &Mark, usual: &Usual<'_>) {
        match mark.placed {
            Placed::Paused => {}
            Placed::Edited => self.field("placed", |out| out.raw("Edited")),
            Placed::Live {
                pressed_at,
                lead,
                rate,
            } => self.field("placed", |out| {
                out.raw("Live(pressed_at: ");
                out.time(pressed_at);
                out.raw(", lead: ");
                out.distance(lead);
                let _ = write!(out.text, ", rate: {:?})", speed(rate));
            }),
        }
        if mark.settled {
            self.field("settled", |out| out.raw("true"));
        }
        if let Some(frame) = mark.frame {
            self.field("frame", |out| {
                let _ = write!(
                    out.text,
                    "(number: {}, time_base: {})",
                    frame.number, frame.time_base
                );
            });
        }
        if let Some(review) = mark.review {
            self.field("review", |out| out.quoted_display(review));
        }
        if Some(&mark.codebook) != usual.codebook {
            self.field("codebook", |out| out.codebook(&mark.codebook));
        }
        self.field("made", |out| out.clock(mark.created));
        if let Some(revised) = mark.revised {
            self.field("changed", |out| out.clock(revised));
        }
        self.field("id", |out| out.quoted_display(mark.id));
        if mark.revision != 1 {
            self.field("revision", |out| out.display(mark.revision));
        }
        if Some(&mark.device) != usual.device {
            self.field("device", |out| out.quoted_display(&mark.device));
        }
    }

    pub(super) fn code(&mut self, used: &CodeUse) {
        self.raw("(code: ");
        self.quoted_display(&used.code);
        if !used.modifiers.is_empty() {
            self.raw(", with: ");
            self.map(&used.modifiers);
        }
        self.raw(")");
    }

    fn link(&mut self, link: &Link) {
        let (name, id) = match link {
            Link::ReplyTo(id) => ("ReplyTo", id),
            Link::SeeAlso(id) => ("SeeAlso", id),
            Link::ConflictOf(id) => ("ConflictOf", id),
            Link::Other { kind, id } => {
                self.raw("Other(kind: ");
                self.quoted(kind);
                self.raw(", id: ");
                self.quoted(id);
                self.raw(")");
                return;
            }
        };
        self.raw(name);
        self.raw("(");
        self.quoted_display(id);
        self.raw(")");
    }

    fn track(&mut self, track: &Track, usual: &Usual<'_>) {
        self.field("kind", |out| out.raw(names::TrackKind::of(track.kind)));
        self.name("about");
        self.quoted_display(&track.about);
        self.raw(", ");
        self.comment(usual.names.get(&track.about).copied().unwrap_or_default());
        if track.pass != 1 {
            self.field("pass", |out| out.display(track.pass));
        }
        self.field("begun", |out| out.clock(track.begun));
        self.field("input", |out| out.raw(names::Input::of(track.input)));
        self.field("id", |out| out.quoted_display(track.id));
        self.blocks("stretches", &track.stretches, Self::stretch);
    }

    fn stretch(&mut self, stretch: &Stretch) {
        self.field("to", |out| out.time(stretch.end));
        if (stretch.rate - 1.0).abs() > f64::EPSILON {
            self.field("rate", |out| {
                let _ = write!(out.text, "{:?}", speed(stretch.rate));
            });
        }
        self.name("samples");
        self.open("[");
        // Eight to a line: a rating of a whole session would otherwise be the longest part of the file.
        for samples in stretch.samples.chunks(8) {
            self.indent();
            for (at, (time, value)) in samples.iter().enumerate() {
                self.raw(if at > 0 { " (" } else { "(" });
                self.time(*time);
                let _ = write!(self.text, ", {}),", value.get());
            }
            self.raw("\n");
        }
        self.close("]");
    }
}

/// A speed that reads back; only a bug makes another.
const fn speed(rate: f64) -> f64 {
    if rate.is_finite() { rate } else { 1.0 }
}

/// Characters that would break the layout or show something else than is there.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
