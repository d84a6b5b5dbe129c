//! Temporary folders, people and random records.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

use chrono::{DateTime, FixedOffset, TimeDelta};
use mindframe::{
    domain::{
        alignment::{AlignedPoint, Alignment},
        edit::{Edit, Stamp},
        id::{CodeId, DeviceId, MarkId, PersonId, ReviewId, SessionId, TrackId},
        mark::{
            About, Audience, Author, CodeUse, CodebookRef, FrameStamp, Intensity, Link, Mark,
            Placed, Sureness, Tense, View, When,
        },
        person::{Person, Role},
        session::{
            Casting, Keeping, MediaIdentity, MediaPlace, PersonSet, Session, SessionInfo,
            SessionKind, WatchedRange,
        },
        time::{MediaDelta, MediaSpan, MediaTime},
        track::{Input, Stretch, Track, TrackKind, Zones},
    },
    store::{self, NewSession, Opened, Place, Places, SaveEvent, Saver, SaverSetup},
};
use proptest::prelude::*;

pub use crate::entries::{any_entry, entry, some_entry_id};

pub fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub fn mark_id(number: u128) -> MarkId {
    MarkId::new(uuid::Uuid::from_u128(number))
}

pub fn at(seconds: i64) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-03-09T14:23:00+01:00").unwrap() + TimeDelta::seconds(seconds)
}

pub fn stamp(device: &str, seconds: i64) -> Stamp {
    Stamp {
        device: id(device),
        now: at(seconds),
    }
}

pub fn person(text: &str, name: &str, role: Role) -> Person {
    Person {
        id: id(text),
        name: name.to_owned(),
        role,
        hue: 0,
        key: None,
        zones: None,
        fields: Vec::new(),
    }
}

/// Robin, the therapist, and Sam, the client.
pub fn people() -> Vec<Person> {
    let mut sam = person("sam-2", "Sam", Role::Client);
    sam.hue = 1;
    sam.zones = Some(Zones::proposed());
    vec![person("robin-1", "Robin", Role::Therapist), sam]
}

pub fn robin() -> PersonId {
    id("robin-1")
}

pub fn sam() -> PersonId {
    id("sam-2")
}

pub fn mark(number: u128, by: &PersonId, seconds: i64, words: &str) -> Mark {
    Mark {
        id: mark_id(number),
        revision: 1,
        device: id("device-a"),
        when: When::Point(MediaTime::from_seconds(seconds)),
        frame: None,
        author: Author::One(by.clone()),
        entered_by: by.clone(),
        about: About::People(vec![by.clone()]),
        view: View::Own,
        tense: Tense::Then,
        codes: Vec::new(),
        intensity: None,
        sureness: None,
        words: Some(words.to_owned()),
        audience: Audience::Everyone,
        codebook: CodebookRef {
            id: "mbt-client".to_owned(),
            version: "0.1".to_owned(),
        },
        placed: Placed::Paused,
        settled: false,
        review: None,
        links: Vec::new(),
        created: at(0),
        revised: None,
    }
}

pub fn add(session: &mut Session, mark: Mark) {
    session
        .apply(&Edit::AddMark(Box::new(mark)), &stamp("device-a", 1))
        .unwrap();
}

pub fn rewrite(session: &mut Session, number: u128, words: &str, stamp: &Stamp) {
    let mut mark = session.mark(mark_id(number)).unwrap().clone();
    mark.words = Some(words.to_owned());
    session
        .apply(&Edit::ReplaceMark(Box::new(mark)), stamp)
        .unwrap();
}

/// A folder with one video.
pub struct World {
    pub root: tempfile::TempDir,
    pub video: PathBuf,
    pub places: Places,
}

impl World {
    pub fn new() -> Self {
        Self::named(std::ffi::OsStr::new("role-play.mp4"))
    }

    pub fn named(name: &std::ffi::OsStr) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("videos");
        std::fs::create_dir(&folder).unwrap();
        let video = folder.join(name);
        std::fs::write(&video, b"moving pictures").unwrap();
        let places = Places::under(&root.path().join("home"));
        Self {
            root,
            video,
            places,
        }
    }

    pub fn folder(&self) -> &Path {
        self.video.parent().unwrap()
    }

    pub fn identity(&self) -> MediaIdentity {
        let bytes = std::fs::read(&self.video).unwrap();
        MediaIdentity {
            file_name: self
                .video
                .file_name()
                .unwrap()
                .to_string_lossy()
                .into_owned(),
            bytes: bytes.len() as u64,
            fingerprint: blake3::hash(&bytes).to_hex().to_string(),
            duration: MediaTime::from_seconds(110),
            ..MediaIdentity::default()
        }
    }

    pub fn open(&self) -> Opened {
        self.open_with(&store::Keyring::default())
    }

    pub fn open_with(&self, keys: &store::Keyring) -> Opened {
        let new = NewSession {
            id: SessionId::new(uuid::Uuid::from_u128(7)),
            kind: SessionKind::RolePlay,
            people: people(),
            codebooks: Vec::new(),
        };
        store::open(
            &self.video,
            &self.identity(),
            &self.places,
            new,
            at(0),
            keys,
        )
    }

    pub fn place(&self) -> Place {
        Place::beside(&self.video)
    }

    pub fn marks_file(&self, person: &PersonId) -> PathBuf {
        self.place().marks_file(person)
    }

    /// Saves a record as if a window had.
    pub fn save(&self, session: &Session) {
        let opened = self.open();
        let mut window = Window::of(opened, "device-a", false);
        window.session = session.clone();
        window.offer();
        window.flush();
    }

    /// Names of all files beside the video, hidden ones included.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub fn window(&self, device: &str) -> Window {
        Window::of(self.open(), device, true)
    }
}

#[derive(Default)]
struct Bell {
    rung: Mutex<u64>,
    changed: Condvar,
}

/// What the application does with an opened record and its saver.
pub struct Window {
    pub session: Session,
    pub saver: Saver,
    pub revision: u64,
    pub saved: u64,
    pub events: Vec<SaveEvent>,
    pub device: DeviceId,
    bell: Arc<Bell>,
}

impl Window {
    pub fn of(opened: Opened, device: &str, stays: bool) -> Self {
        let bell = Arc::new(Bell::default());
        let ring = bell.clone();
        let setup = SaverSetup {
            waker: Arc::new(move || {
                *ring.rung.lock().unwrap() += 1;
                ring.changed.notify_all();
            }),
            clock: Arc::new(|| chrono::Local::now().fixed_offset()),
            device: id(device),
            presence: stays,
            watch: stays,
        };
        let saver = Saver::start(opened.place, opened.seen, setup);
        Self {
            session: opened.session,
            saver,
            revision: 0,
            saved: 0,
            events: Vec::new(),
            device: id(device),
            bell,
        }
    }

    pub fn apply(&mut self, edit: &Edit) {
        let stamp = Stamp {
            device: self.device.clone(),
            now: chrono::Local::now().fixed_offset(),
        };
        self.session.apply(edit, &stamp).unwrap();
        self.offer();
    }

    pub fn rewrite(&mut self, number: u128, words: &str) {
        let mut mark = self.session.mark(mark_id(number)).unwrap().clone();
        mark.words = Some(words.to_owned());
        self.apply(&Edit::ReplaceMark(Box::new(mark)));
    }

    pub fn offer(&mut self) {
        self.revision += 1;
        self.saver.offer(self.session.clone(), self.revision);
    }

    pub fn flush(&mut self) {
        self.saver.flush(Duration::from_secs(30)).unwrap();
        self.poll();
    }

    pub fn poll(&mut self) {
        for event in self.saver.poll() {
            match &event {
                SaveEvent::Saved { revision } => self.saved = *revision,
                SaveEvent::Incoming { info, sets } => {
                    self.session.absorb_info(info);
                    for (person, set) in sets {
                        self.session.absorb(person, set);
                    }
                }
                _ => {}
            }
            self.events.push(event);
        }
    }

    /// Waits, as a window does, until the saver has told enough for something to hold.
    pub fn wait(&mut self, mut until: impl FnMut(&Self) -> bool) {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let rung = *self.bell.rung.lock().unwrap();
            self.poll();
            if until(self) {
                return;
            }
            let left = end.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "it did not happen: {:?}", self.events);
            let guard = self.bell.rung.lock().unwrap();
            drop(
                self.bell
                    .changed
                    .wait_timeout_while(guard, left, |now| *now == rung)
                    .unwrap(),
            );
        }
    }

    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self
            .session
            .marks()
            .filter_map(|mark| mark.words.clone())
            .collect();
        words.sort();
        words
    }
}

fn text() -> BoxedStrategy<String> {
    prop_oneof![
        Just(String::new()),
        Just("It felt 100 % true that he was bored".to_owned()),
        Just("“Waarom?”, she said: \"I'm \\ here\"\nand\t漢字 🙂 \u{202e}\u{0}".to_owned()),
        "[ -~äöüß\n\"\\\\]{0,40}",
    ]
    .boxed()
}

fn clock() -> BoxedStrategy<DateTime<FixedOffset>> {
    (
        0_i64..4_000_000_000,
        0_u32..1_000_000_000,
        -14 * 60..=14 * 60,
    )
        .prop_map(|(seconds, nanos, offset)| {
            DateTime::from_timestamp(seconds, nanos)
                .unwrap()
                .with_timezone(&FixedOffset::east_opt(offset * 60).unwrap())
        })
        .boxed()
}

fn time() -> BoxedStrategy<MediaTime> {
    prop_oneof![
        (0_i64..200_000_000_000).prop_map(MediaTime::from_nanos),
        (0_i64..200).prop_map(MediaTime::from_seconds),
    ]
    .boxed()
}

fn pairs() -> BoxedStrategy<Vec<(String, String)>> {
    prop::collection::vec((text(), text()), 0..3).boxed()
}

fn some_person() -> BoxedStrategy<PersonId> {
    prop::sample::select(vec![robin(), sam(), id("kim-3")]).boxed()
}

fn some_mark_id() -> BoxedStrategy<MarkId> {
    (1_u128..12).prop_map(mark_id).boxed()
}

fn when() -> BoxedStrategy<When> {
    prop_oneof![
        time().prop_map(When::Point),
        time().prop_map(When::Open),
        (time(), time()).prop_map(|(a, b)| When::Span(MediaSpan::between(a, b))),
    ]
    .boxed()
}

fn placed() -> BoxedStrategy<Placed> {
    prop_oneof![
        Just(Placed::Paused),
        Just(Placed::Edited),
        (time(), -5_000_000_000..5_000_000_000_i64, 0.1..4.0).prop_map(
            |(pressed_at, lead, rate)| {
                Placed::Live {
                    pressed_at,
                    lead: MediaDelta::from_nanos(lead),
                    rate,
                }
            }
        ),
    ]
    .boxed()
}

fn link() -> BoxedStrategy<Link> {
    let other = (100_u128..110).prop_map(mark_id);
    prop_oneof![
        other.clone().prop_map(Link::ReplyTo),
        other.clone().prop_map(Link::SeeAlso),
        other.prop_map(Link::ConflictOf),
        (text(), text()).prop_map(|(kind, id)| Link::Other { kind, id }),
    ]
    .boxed()
}

fn code() -> BoxedStrategy<CodeUse> {
    (
        prop::sample::select(vec!["c.feel", "ev.onset", "own_code-1"]),
        pairs(),
    )
        .prop_map(|(code, modifiers)| CodeUse {
            code: id::<CodeId>(code),
            modifiers,
        })
        .boxed()
}

fn about() -> BoxedStrategy<About> {
    prop_oneof![
        prop::collection::vec(some_person(), 1..3).prop_map(About::People),
        Just(About::Us),
        Just(About::Group),
    ]
    .boxed()
}

fn author() -> BoxedStrategy<Author> {
    prop_oneof![
        some_person().prop_map(Author::One),
        prop::collection::vec(some_person(), 0..3).prop_map(Author::Together),
    ]
    .boxed()
}

/// A mark with anything in any field.
pub fn any_mark() -> BoxedStrategy<Mark> {
    let whose = (some_mark_id(), author(), some_person(), about(), when());
    let how = (
        prop::sample::select(vec![
            View::Own,
            View::OfOther,
            View::HowISeeThemSeeingMe,
            View::Us,
        ]),
        prop::sample::select(vec![Tense::Then, Tense::Now, Tense::AboutThen]),
        prop::collection::vec(code(), 0..3),
        prop::option::of((0_u8..=10).prop_map(|value| Intensity::new(value).unwrap())),
        prop::option::of(prop::sample::select(vec![
            Sureness::Guess,
            Sureness::Fairly,
            Sureness::Sure,
        ])),
        prop::option::of(text()),
    );
    let origin = (
        placed(),
        prop::option::of((any::<u64>(), any::<u32>())),
        prop::option::of(any::<u128>()),
        prop::collection::vec(link(), 0..3),
        (text(), text()),
        clock(),
        prop::option::of(clock()),
        (
            0_u32..5,
            prop::sample::select(vec!["device-a", "device-b", "device-c"]),
            any::<bool>(),
        ),
    );
    (whose, how, origin)
        .prop_map(|(whose, how, origin)| Mark {
            id: whose.0,
            revision: origin.7.0,
            device: id(origin.7.1),
            when: whose.4,
            frame: origin
                .1
                .map(|(number, time_base)| FrameStamp { number, time_base }),
            author: whose.1,
            entered_by: whose.2,
            about: whose.3,
            view: how.0,
            tense: how.1,
            codes: how.2,
            intensity: how.3,
            sureness: how.4,
            words: how.5,
            audience: Audience::Everyone,
            codebook: CodebookRef {
                id: origin.4.0,
                version: origin.4.1,
            },
            placed: origin.0,
            settled: origin.7.2,
            review: origin
                .2
                .map(|number| ReviewId::new(uuid::Uuid::from_u128(number))),
            links: origin.3,
            created: origin.5,
            revised: origin.6,
        })
        .boxed()
}

pub fn any_stretch() -> BoxedStrategy<Stretch> {
    (
        prop::collection::btree_map(time(), 0_u8..=10, 1..12),
        1_i64..5_000_000_000,
        prop_oneof![Just(1.0), Just(0.5), Just(2.0)],
    )
        .prop_map(|(samples, rest, rate)| {
            let samples: Vec<(MediaTime, Intensity)> = samples
                .into_iter()
                .map(|(time, value)| (time, Intensity::new(value).unwrap()))
                .collect();
            let last = samples[samples.len() - 1].0;
            Stretch {
                samples,
                end: last + MediaDelta::from_nanos(rest),
                rate,
            }
        })
        .boxed()
}

/// One of a few passes, so that edits and merges meet each other.
pub fn any_track() -> BoxedStrategy<Track> {
    (
        some_person(),
        0_u128..4,
        1_u32..4,
        prop_oneof![Just(Input::Given), Just(Input::Keys), Just(Input::Mixed)],
        prop::collection::vec(any_stretch(), 0..4),
    )
        .prop_map(|(about, number, pass, input, stretches)| {
            let mut track = Track {
                id: TrackId::new(uuid::Uuid::from_u128(number)),
                kind: TrackKind::Arousal,
                about,
                pass,
                begun: at(i64::from(pass)),
                input,
                stretches: Vec::new(),
            };
            for stretch in stretches {
                track.put(stretch);
            }
            track
        })
        .boxed()
}

pub fn any_range() -> BoxedStrategy<WatchedRange> {
    (time(), time(), 1_u32..4, 0.25..2.0, any::<bool>())
        .prop_map(|(a, b, pass, rate, together)| WatchedRange {
            span: MediaSpan::between(a, b),
            pass,
            rate,
            together,
        })
        .boxed()
}

/// A moment as two recordings know it, within some days of both starts.
pub fn any_point() -> impl Strategy<Value = AlignedPoint> {
    let time = || (-500_000_000_000_000_i64..500_000_000_000_000).prop_map(MediaTime::from_nanos);
    (time(), time()).prop_map(|(session, own)| AlignedPoint { session, own })
}

/// A later part, or a second recording of the event.
fn any_other_medium() -> impl Strategy<Value = MediaIdentity> {
    let beside = (any_point(), prop::option::of(any_point()))
        .prop_map(|(first, second)| MediaPlace::Beside(Alignment { first, second }));
    (
        text(),
        any::<u32>(),
        prop_oneof![Just(MediaPlace::Part), beside],
    )
        .prop_map(|(file_name, bytes, place)| MediaIdentity {
            file_name,
            bytes: u64::from(bytes),
            fingerprint: format!("{bytes:08x}"),
            duration: MediaTime::from_millis(i64::from(bytes)),
            place,
        })
}

pub fn any_info() -> BoxedStrategy<SessionInfo> {
    let facts = (
        text(),
        text(),
        prop::option::of(any::<u32>()),
        prop::option::of(clock()),
        clock(),
        pairs(),
        prop::sample::select(SessionKind::ALL.to_vec()),
        prop::collection::vec((some_person(), text()), 0..3),
    );
    let cards = (
        text(),
        text(),
        pairs(),
        prop::sample::select(Role::ALL.to_vec()),
        any::<u8>(),
    );
    (
        facts,
        cards,
        0_u32..5,
        prop::option::of(any::<u64>()),
        prop::collection::vec(any_other_medium(), 0..3),
    )
        .prop_map(|(facts, cards, revision, bytes, others)| {
            let mut people = people();
            people[0].name = cards.0;
            people[0].fields = cards.2;
            people[1].name = cards.1;
            people[1].role = cards.3;
            people[1].hue = cards.4;
            people.push(person("kim-3", "Kim", Role::Supervisor));
            SessionInfo {
                keeping: Keeping {
                    controller: facts.1.clone(),
                    basis: facts.0.clone(),
                    delete_by: bytes
                        .map(|bytes| facts.4.date_naive() + chrono::Days::new(bytes % 99)),
                },
                id: SessionId::new(uuid::Uuid::from_u128(7)),
                title: facts.0.clone(),
                media: bytes
                    .map(|bytes| MediaIdentity {
                        file_name: facts.0,
                        bytes,
                        fingerprint: "00ff".to_owned(),
                        duration: MediaTime::from_millis(110_123),
                        place: MediaPlace::Part,
                    })
                    .into_iter()
                    .chain(others)
                    .collect(),
                kind: facts.6,
                started: facts.3,
                cast: facts
                    .7
                    .into_iter()
                    .map(|(person, part)| Casting { person, part })
                    .collect(),
                scene: facts.1,
                take: facts.2,
                fields: facts.5,
                codebooks: vec![CodebookRef {
                    id: "mbt-full".to_owned(),
                    version: "0.1".to_owned(),
                }],
                created: facts.4,
                people,
                revision,
            }
        })
        .boxed()
}

/// A sound record with anything in it.
pub fn any_session() -> BoxedStrategy<Session> {
    (
        any_info(),
        prop::collection::vec(any_mark(), 0..8),
        prop::collection::vec((some_person(), any_track()), 0..3),
        prop::collection::vec((some_person(), any_range()), 0..4),
        prop::collection::vec(some_mark_id(), 0..3),
        prop::collection::vec(any_entry(), 0..3),
    )
        .prop_map(|(info, marks, tracks, ranges, deleted, entries)| {
            let mut session = Session::new(info, std::collections::BTreeMap::new());
            let stamp = stamp("device-a", 5);
            for mark in marks {
                let _ = session.apply(&Edit::AddMark(Box::new(mark)), &stamp);
            }
            for (rater, track) in tracks {
                session
                    .apply(&Edit::SetTrack { rater, track }, &stamp)
                    .unwrap();
            }
            for (person, range) in ranges {
                session
                    .apply(&Edit::AddWatched(person, range), &stamp)
                    .unwrap();
            }
            for id in deleted {
                let _ = session.apply(&Edit::DeleteMark(id), &stamp);
            }
            for (keeper, entry) in entries {
                let entry = Box::new(entry);
                let _ = session.apply(&Edit::PutEntry { keeper, entry }, &stamp);
            }
            session
        })
        .boxed()
}

/// One change of a record, fitting or not.
pub fn any_edit() -> BoxedStrategy<Edit> {
    let leaf = prop_oneof![
        4 => any_mark().prop_map(|mark| Edit::AddMark(Box::new(mark))),
        4 => any_mark().prop_map(|mark| Edit::ReplaceMark(Box::new(mark))),
        2 => some_mark_id().prop_map(Edit::DeleteMark),
        1 => (some_person(), any_range()).prop_map(|(person, range)| Edit::AddWatched(person, range)),
        1 => some_person().prop_map(Edit::DropLastWatched),
        1 => (some_person(), any_track()).prop_map(|(rater, track)| Edit::SetTrack { rater, track }),
        1 => any_info().prop_map(|info| Edit::SetInfo(Box::new(info))),
        2 => any_entry().prop_map(|(keeper, entry)| Edit::PutEntry { keeper, entry: Box::new(entry) }),
        1 => some_entry_id().prop_map(Edit::DropEntry),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop::collection::vec(inner, 0..4).prop_map(Edit::Batch)
    })
    .boxed()
}

/// A set as another writer might have it.
pub fn any_set() -> BoxedStrategy<(PersonId, PersonSet)> {
    (some_person(), any_session())
        .prop_map(|(person, session)| {
            let set = session.set(&person).cloned().unwrap_or_default();
            (person, set)
        })
        .boxed()
}
