//! Version 1 as serde reads it. Frozen once released: a later version gets a file of its own.
//!
//! What cannot be understood is refused. What can, but should not be (a mark before the start, say), is let in, so that no
//! word becomes unreadable; `Session::check` speaks of it.

use std::{collections::BTreeMap, fmt, marker::PhantomData, str::FromStr, sync::Arc};

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor},
};

use crate::domain::{
    alignment::{AlignedPoint, Alignment},
    id::{DeviceId, MarkId, PersonId, ReviewId, SessionId, TrackId},
    mark::{
        About as DomainAbout, Author, CodeUse, CodebookRef, FrameStamp, Intensity,
        Link as DomainLink, Mark as DomainMark, Placed as DomainPlaced, Tombstone, When,
    },
    person::{Person as DomainPerson, PublicKey},
    session::{Casting, Keeping, MediaIdentity, MediaPlace, PersonSet, SessionInfo, WatchedRange},
    time::{MediaDelta, MediaSpan, MediaTime},
    track::{Stretch as DomainStretch, Track as DomainTrack, Zones},
};

use super::{Fault, MARKS, SESSION, VERSION, entries, names};

/// A value that stands in the file as a quoted text.
pub(super) struct Text<T>(pub T);

impl<'de, T: FromStr<Err: fmt::Display>> Deserialize<'de> for Text<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Quoted<T>(PhantomData<T>);
        impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Quoted<T> {
            type Value = Text<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a quoted text")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text<T>, E> {
                text.parse().map(Text).map_err(E::custom)
            }
        }
        from.deserialize_str(Quoted(PhantomData))
    }
}

/// A moment by the clock on the wall, with its offset.
pub(super) struct Clock(pub DateTime<FixedOffset>);

impl FromStr for Clock {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        DateTime::parse_from_rfc3339(text).map(Self).map_err(|_| {
            format!("“{text}” is not a date and time; write 2026-03-09T14:23:00+01:00")
        })
    }
}

pub(super) struct Strength(pub Intensity);

impl<'de> Deserialize<'de> for Strength {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = u8::deserialize(from)?;
        Intensity::new(value)
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("{value} is not between 0 and 10")))
    }
}

/// Key and value pairs in their own order.
#[derive(Default)]
struct Pairs(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map of texts")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        from.deserialize_map(InOrder)
    }
}

/// A field that is there has a value: no `Some(…)` in our files.
pub(super) fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    from: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Medium {
    name: String,
    bytes: u64,
    fingerprint: String,
    length: String,
    #[serde(deserialize_with = "some")]
    beside: Option<Vec<Aligned>>,
}

/// One moment that two recordings share.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Aligned {
    session: Text<MediaTime>,
    own: Text<MediaTime>,
}

impl Medium {
    fn into_domain(self) -> Result<MediaIdentity, Fault> {
        let duration = if self.length.is_empty() {
            MediaTime::ZERO
        } else {
            self.length
                .parse()
                .map_err(|error| fault(&self.length, error))?
        };
        let place = match self.beside {
            None => MediaPlace::Part,
            Some(points) => aligned(&points).map(MediaPlace::Beside).ok_or_else(|| {
                fault(&self.name, "a recording is lined up at one or two moments")
            })?,
        };
        Ok(MediaIdentity {
            file_name: self.name,
            bytes: self.bytes,
            fingerprint: self.fingerprint,
            duration,
            place,
        })
    }
}

fn aligned(points: &[Aligned]) -> Option<Alignment> {
    let point = |aligned: &Aligned| AlignedPoint {
        session: aligned.session.0,
        own: aligned.own.0,
    };
    match points {
        [first] => Some(Alignment::at(point(first))),
        [first, second] => Some(Alignment::at(point(first)).and(point(second))),
        _ => None,
    }
}

pub(super) fn fault(needle: impl fmt::Display, reason: impl fmt::Display) -> Fault {
    Fault {
        needle: needle.to_string(),
        reason: reason.to_string(),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    id: Text<PersonId>,
    name: String,
    role: names::Role,
    #[serde(default)]
    hue: u8,
    #[serde(default, deserialize_with = "some")]
    key: Option<Text<PublicKey>>,
    #[serde(default, deserialize_with = "some")]
    zones: Option<Borders>,
    #[serde(default)]
    fields: Pairs,
}

/// Where zones begin; three values that do not rise are refused.
#[derive(Deserialize)]
#[serde(try_from = "(u8, u8, u8)")]
struct Borders(Zones);

impl TryFrom<(u8, u8, u8)> for Borders {
    type Error = String;
    fn try_from((workable, high, too_much): (u8, u8, u8)) -> Result<Self, String> {
        Zones::new(workable, high, too_much)
            .map(Self)
            .ok_or_else(|| "zones begin at three values between 1 and 10 that rise".to_owned())
    }
}

impl Person {
    fn into_domain(self) -> DomainPerson {
        DomainPerson {
            id: self.id.0,
            name: self.name,
            role: self.role.into(),
            hue: self.hue,
            key: self.key.map(|key| key.0),
            zones: self.zones.map(|borders| borders.0),
            fields: self.fields.0,
        }
    }
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Codebook {
    id: String,
    version: String,
}

impl Codebook {
    pub(super) fn into_domain(self) -> CodebookRef {
        CodebookRef {
            id: self.id,
            version: self.version,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cast {
    person: Text<PersonId>,
    part: String,
}

/// The session's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionFile {
    format: String,
    version: u32,
    #[serde(default, rename = "written_by")]
    _written_by: String,
    session: Text<SessionId>,
    #[serde(default)]
    revision: u32,
    #[serde(default)]
    title: String,
    kind: names::Kind,
    #[serde(default, deserialize_with = "some")]
    started: Option<Text<Clock>>,
    #[serde(default)]
    scene: String,
    #[serde(default, deserialize_with = "some")]
    take: Option<u32>,
    created: Text<Clock>,
    #[serde(default)]
    fields: Pairs,
    #[serde(default)]
    codebooks: Vec<Codebook>,
    #[serde(default)]
    media: Vec<Medium>,
    #[serde(default)]
    people: Vec<Person>,
    #[serde(default)]
    cast: Vec<Cast>,
    #[serde(default)]
    controller: String,
    #[serde(default)]
    basis: String,
    #[serde(default, deserialize_with = "some")]
    delete_by: Option<Text<NaiveDate>>,
}

impl SessionFile {
    /// The facts of the session, once they hold together.
    pub fn into_domain(self) -> Result<SessionInfo, Fault> {
        right_format(&self.format, SESSION, self.version)?;
        let people: Vec<DomainPerson> = self.people.into_iter().map(Person::into_domain).collect();
        for (at, person) in people.iter().enumerate() {
            if people[..at].iter().any(|other| other.id == person.id) {
                return Err(fault(&person.id, "this person is there twice"));
            }
        }
        Ok(SessionInfo {
            id: self.session.0,
            title: self.title,
            media: self
                .media
                .into_iter()
                .map(Medium::into_domain)
                .collect::<Result<_, _>>()?,
            kind: self.kind.into(),
            started: self.started.map(|clock| clock.0.0),
            cast: self
                .cast
                .into_iter()
                .map(|cast| Casting {
                    person: cast.person.0,
                    part: cast.part,
                })
                .collect(),
            scene: self.scene,
            take: self.take,
            fields: self.fields.0,
            codebooks: self
                .codebooks
                .into_iter()
                .map(Codebook::into_domain)
                .collect(),
            created: self.created.0.0,
            people,
            keeping: Keeping {
                controller: self.controller,
                basis: self.basis,
                delete_by: self.delete_by.map(|day| day.0),
            },
            revision: self.revision,
        })
    }
}

fn right_format(found: &str, wanted: &str, version: u32) -> Result<(), Fault> {
    if found != wanted {
        return Err(fault(found, format!("the format should be “{wanted}”")));
    }
    if version != VERSION {
        return Err(fault(
            "version",
            format!("there is no version {version} of this file"),
        ));
    }
    Ok(())
}

#[derive(Deserialize)]
pub(super) enum About {
    People(Vec<Text<PersonId>>),
    Us,
    Group,
}

impl About {
    pub(super) fn into_domain(self) -> DomainAbout {
        match self {
            Self::People(people) => {
                DomainAbout::People(people.into_iter().map(|person| person.0).collect())
            }
            Self::Us => DomainAbout::Us,
            Self::Group => DomainAbout::Group,
        }
    }
}

#[derive(Deserialize)]
enum Link {
    ReplyTo(Text<MarkId>),
    SeeAlso(Text<MarkId>),
    ConflictOf(Text<MarkId>),
    Other { kind: String, id: String },
}

impl Link {
    fn into_domain(self) -> DomainLink {
        match self {
            Self::ReplyTo(id) => DomainLink::ReplyTo(id.0),
            Self::SeeAlso(id) => DomainLink::SeeAlso(id.0),
            Self::ConflictOf(id) => DomainLink::ConflictOf(id.0),
            Self::Other { kind, id } => DomainLink::Other { kind, id },
        }
    }
}

#[derive(Default, Deserialize)]
enum Placed {
    Live {
        pressed_at: Text<MediaTime>,
        lead: Text<MediaTime>,
        rate: f64,
    },
    #[default]
    Paused,
    Edited,
}

impl Placed {
    fn into_domain(self) -> Result<DomainPlaced, String> {
        Ok(match self {
            Self::Live {
                pressed_at,
                lead,
                rate,
            } => DomainPlaced::Live {
                pressed_at: pressed_at.0,
                lead: MediaDelta::from_nanos(lead.0.as_nanos()),
                rate: speed(rate)?,
            },
            Self::Paused => DomainPlaced::Paused,
            Self::Edited => DomainPlaced::Edited,
        })
    }
}

fn speed(rate: f64) -> Result<f64, String> {
    if rate.is_finite() {
        Ok(rate)
    } else {
        Err("a speed is a number".to_owned())
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Code {
    code: Text<crate::domain::id::CodeId>,
    #[serde(default)]
    with: Pairs,
}

impl Code {
    pub(super) fn into_domain(self) -> CodeUse {
        CodeUse {
            code: self.code.0,
            modifiers: self.with.0,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame {
    number: u64,
    time_base: u32,
}

const fn own() -> names::View {
    names::View::Own
}
const fn then() -> names::Tense {
    names::Tense::Then
}
const fn everyone() -> names::Audience {
    names::Audience::Everyone
}
const fn given() -> names::Input {
    names::Input::Given
}
const fn first() -> u32 {
    1
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Mark {
    #[serde(default, deserialize_with = "some")]
    at: Option<Text<MediaTime>>,
    #[serde(default, deserialize_with = "some")]
    from: Option<Text<MediaTime>>,
    #[serde(default, deserialize_with = "some")]
    to: Option<Text<MediaTime>>,
    #[serde(default, deserialize_with = "some")]
    words: Option<String>,
    #[serde(default)]
    codes: Vec<Code>,
    #[serde(default, deserialize_with = "some")]
    together: Option<Vec<Text<PersonId>>>,
    #[serde(default, deserialize_with = "some")]
    entered_by: Option<Text<PersonId>>,
    #[serde(default, deserialize_with = "some")]
    about: Option<About>,
    #[serde(default = "own")]
    view: names::View,
    #[serde(default = "then")]
    tense: names::Tense,
    #[serde(default, deserialize_with = "some")]
    intensity: Option<Strength>,
    #[serde(default, deserialize_with = "some")]
    sureness: Option<names::Sureness>,
    #[serde(default = "everyone")]
    audience: names::Audience,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(default)]
    placed: Placed,
    #[serde(default)]
    settled: bool,
    #[serde(default, deserialize_with = "some")]
    frame: Option<Frame>,
    #[serde(default, deserialize_with = "some")]
    review: Option<Text<ReviewId>>,
    #[serde(default, deserialize_with = "some")]
    codebook: Option<Codebook>,
    made: Text<Clock>,
    #[serde(default, deserialize_with = "some")]
    changed: Option<Text<Clock>>,
    id: Text<MarkId>,
    #[serde(default = "first")]
    revision: u32,
    #[serde(default, deserialize_with = "some")]
    device: Option<Text<DeviceId>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stone {
    id: Text<MarkId>,
    revision: u32,
    device: Text<DeviceId>,
    deleted: Text<Clock>,
    #[serde(default = "everyone")]
    audience: names::Audience,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Track {
    kind: names::TrackKind,
    about: Text<PersonId>,
    #[serde(default = "first")]
    pass: u32,
    begun: Text<Clock>,
    #[serde(default = "given")]
    input: names::Input,
    id: Text<TrackId>,
    stretches: Vec<Stretch>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stretch {
    to: Text<MediaTime>,
    #[serde(default = "natural")]
    rate: f64,
    samples: Vec<(Text<MediaTime>, Strength)>,
}

const fn natural() -> f64 {
    1.0
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Watched {
    from: Text<MediaTime>,
    to: Text<MediaTime>,
    pass: u32,
    rate: f64,
    together: bool,
}

/// One person's file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MarksFile {
    format: String,
    version: u32,
    #[serde(default, rename = "written_by")]
    _written_by: String,
    session: Text<SessionId>,
    #[serde(default)]
    medium: Medium,
    person: Person,
    #[serde(default, deserialize_with = "some")]
    codebook: Option<Codebook>,
    #[serde(default, deserialize_with = "some")]
    device: Option<Text<DeviceId>>,
    #[serde(default)]
    marks: Vec<Mark>,
    #[serde(default)]
    deleted: Vec<Stone>,
    #[serde(default)]
    tracks: Vec<Track>,
    #[serde(default)]
    watched: Vec<Watched>,
    #[serde(default)]
    entries: Vec<entries::Entry>,
    #[serde(default)]
    dropped: Vec<entries::Stone>,
}

/// What the marks of a file share.
struct Shared {
    person: PersonId,
    codebook: Option<CodebookRef>,
    device: Option<DeviceId>,
}

impl MarksFile {
    /// What the file holds, once it holds together.
    pub fn into_domain(self) -> Result<super::MarksFile, Fault> {
        right_format(&self.format, MARKS, self.version)?;
        let person = self.person.into_domain();
        let shared = Shared {
            person: person.id.clone(),
            codebook: self.codebook.map(Codebook::into_domain),
            device: self.device.map(|device| device.0),
        };
        let mut marks = BTreeMap::new();
        for mark in self.marks {
            let id = mark.id.0;
            let mark = mark
                .into_domain(&shared)
                .map_err(|reason| fault(id, reason))?;
            if marks.insert(id, Arc::new(mark)).is_some() {
                return Err(fault(id, "this mark is there twice"));
            }
        }
        let mut tombstones = BTreeMap::new();
        for stone in self.deleted {
            let id = stone.id.0;
            if marks.contains_key(&id) {
                return Err(fault(id, "this mark is both there and deleted"));
            }
            let stone = Tombstone {
                id,
                revision: stone.revision,
                device: stone.device.0,
                deleted: stone.deleted.0.0,
                audience: stone.audience.into(),
            };
            tombstones.insert(id, stone);
        }
        let mut tracks: Vec<DomainTrack> = Vec::new();
        for track in self.tracks {
            let track = track.into_domain()?;
            if tracks.iter().any(|other| other.id == track.id) {
                return Err(fault(track.id, "this pass of a rating is there twice"));
            }
            tracks.push(track);
        }
        tracks.sort_by(|a, b| {
            (a.kind, &a.about, a.begun, a.id).cmp(&(b.kind, &b.about, b.begun, b.id))
        });
        let entries = entries::entries_of(self.entries, shared.device.as_ref())?;
        let dropped = entries::dropped_of(self.dropped, &entries)?;
        Ok(super::MarksFile {
            session: self.session.0,
            medium: self.medium.into_domain()?,
            person,
            set: PersonSet {
                marks,
                tombstones,
                tracks,
                watched: self
                    .watched
                    .into_iter()
                    .map(Watched::into_domain)
                    .collect::<Result<_, _>>()?,
                entries,
                dropped,
            },
        })
    }
}

impl Mark {
    fn into_domain(self, shared: &Shared) -> Result<DomainMark, String> {
        let when = match (self.at, self.from, self.to) {
            (Some(at), None, None) => When::Point(at.0),
            (None, Some(from), None) => When::Open(from.0),
            (None, Some(from), Some(to)) if from.0 <= to.0 => {
                When::Span(MediaSpan::between(from.0, to.0))
            }
            (None, Some(_), Some(_)) => return Err("this mark ends before it begins".to_owned()),
            _ => return Err("a mark has either “at”, or “from” and perhaps “to”".to_owned()),
        };
        let entered_by = self
            .entered_by
            .map_or_else(|| shared.person.clone(), |person| person.0);
        let author = match self.together {
            None => Author::One(shared.person.clone()),
            Some(_) if entered_by != shared.person => {
                return Err("a joint mark lies in the file of who typed it".to_owned());
            }
            Some(people) => Author::Together(people.into_iter().map(|p| p.0).collect()),
        };
        let about = self.about.map_or_else(
            || DomainAbout::People(vec![shared.person.clone()]),
            About::into_domain,
        );
        Ok(DomainMark {
            id: self.id.0,
            revision: self.revision,
            device: self
                .device
                .map(|device| device.0)
                .or_else(|| shared.device.clone())
                .ok_or("neither this mark nor the file names a “device”")?,
            when,
            frame: self.frame.map(|frame| FrameStamp {
                number: frame.number,
                time_base: frame.time_base,
            }),
            author,
            entered_by,
            about,
            view: self.view.into(),
            tense: self.tense.into(),
            codes: self.codes.into_iter().map(Code::into_domain).collect(),
            intensity: self.intensity.map(|strength| strength.0),
            sureness: self.sureness.map(Into::into),
            words: self.words,
            audience: self.audience.into(),
            codebook: self
                .codebook
                .map(Codebook::into_domain)
                .or_else(|| shared.codebook.clone())
                .ok_or("neither this mark nor the file names a “codebook”")?,
            placed: self.placed.into_domain()?,
            settled: self.settled,
            review: self.review.map(|review| review.0),
            links: self.links.into_iter().map(Link::into_domain).collect(),
            created: self.made.0.0,
            revised: self.changed.map(|clock| clock.0.0),
        })
    }
}

impl Track {
    fn into_domain(self) -> Result<DomainTrack, Fault> {
        let id = self.id.0;
        let stretches = self
            .stretches
            .into_iter()
            .map(|stretch| {
                let samples = stretch.samples.into_iter();
                Ok(DomainStretch {
                    samples: samples.map(|(time, value)| (time.0, value.0)).collect(),
                    end: stretch.to.0,
                    rate: speed(stretch.rate).map_err(|reason| fault(id, reason))?,
                })
            })
            .collect::<Result<_, Fault>>()?;
        let track = DomainTrack {
            id,
            kind: self.kind.into(),
            about: self.about.0,
            pass: self.pass,
            begun: self.begun.0.0,
            input: self.input.into(),
            stretches,
        };
        if track.is_in_order() {
            Ok(track)
        } else {
            Err(fault(
                id,
                "the values of a stretch rise in time and end before “to”, and stretches follow each other",
            ))
        }
    }
}

impl Watched {
    fn into_domain(self) -> Result<WatchedRange, Fault> {
        Ok(WatchedRange {
            span: MediaSpan::between(self.from.0, self.to.0),
            pass: self.pass,
            rate: speed(self.rate).map_err(|reason| fault(self.from.0.exact(), reason))?,
            together: self.together,
        })
    }
}
