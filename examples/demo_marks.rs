//! Makes the marks of the shipped demo beside its recording: `cargo run --example demo_marks`.
//!
//! Story and marks are the project's own. Ids and dates are fixed, so that making them again changes nothing.

use std::{error::Error, fs, path::Path, sync::Arc, time::Duration};

use chrono::{DateTime, FixedOffset, TimeDelta};
use mindframe::{
    app::{marking::Marking, world},
    domain::{
        edit::{Edit, Stamp},
        id::{DeviceId, MarkId, PersonId, SessionId, TrackId},
        mark::{
            About, Audience, Author, CodeUse, CodebookRef, FrameStamp, Intensity, Mark, Placed,
            Sureness, Tense, When,
        },
        person::{Person, Role},
        session::{Casting, Session, SessionKind},
        time::{MediaDelta, MediaSpan, MediaTime},
        track::{Input, Stretch, Track, TrackKind},
    },
    media,
    store::{self, NewSession, Places, Saver, SaverSetup},
};

/// One mark of the story: from, to (0 for a moment), codes, and the rest.
struct Line {
    from: i64,
    to: i64,
    codes: &'static [&'static str],
    about: Mind,
    words: &'static str,
    strength: Option<u8>,
    sure: Option<Sureness>,
    tense: Tense,
    live: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Mind {
    Own,
    Other,
    Us,
}

const fn line(from: i64, codes: &'static [&'static str], about: Mind) -> Line {
    Line {
        from,
        to: 0,
        codes,
        about,
        words: "",
        strength: None,
        sure: None,
        tense: Tense::Then,
        live: true,
    }
}

impl Line {
    const fn to(mut self, to: i64) -> Self {
        self.to = to;
        self
    }
    const fn words(mut self, words: &'static str) -> Self {
        self.words = words;
        self
    }
    const fn strength(mut self, value: u8) -> Self {
        self.strength = Some(value);
        self
    }
    const fn sure(mut self, sure: Sureness) -> Self {
        self.sure = Some(sure);
        self
    }
    const fn tense(mut self, tense: Tense) -> Self {
        self.tense = tense;
        self
    }
    const fn later(mut self) -> Self {
        self.live = false;
        self
    }
}

fn robins() -> Vec<Line> {
    use Mind::{Other, Own, Us};
    vec![
        line(16_000, &["dyn.appease"], Other).later(),
        line(23_040, &["tx.not_knowing"], Own).words("Wondering what went on inside"),
        line(32_200, &["ev.onset"], Other),
        line(32_200, &["mode.psychic_equivalence"], Other).to(56_000),
        line(43_160, &["ev.onset", "tx.missed"], Own)
            .words("I felt accused and wanted it to be small")
            .strength(6)
            .sure(Sureness::Fairly),
        line(43_160, &["ms.feeling"], Own)
            .words("Watching this, I wince, and I also like that I heard it.")
            .tense(Tense::Now)
            .later(),
        line(43_400, &["dyn.rupture"], Us).later(),
        line(58_080, &["ev.recovery"], Own),
        line(58_080, &["tx.stop_rewind"], Us).to(66_400),
        line(60_200, &["tx.own_error"], Own).later(),
        line(58_080, &["dyn.repair"], Us).to(104_000).later(),
        line(76_000, &["tx.validate"], Own),
        line(83_000, &["dyn.old_map"], Other).later(),
        line(83_600, &["et.recognised"], Other).later(),
        line(93_000, &["tx.relationship"], Us).to(95_400),
        line(96_000, &["ev.recovery", "mz.tentative"], Other).words("Curious about me again"),
    ]
}

fn sams() -> Vec<Line> {
    use Mind::{Other, Own};
    vec![
        line(5_000, &["c.feel"], Own)
            .words("My chest went tight")
            .strength(6)
            .later(),
        line(16_000, &["c.want"], Own)
            .words("I wanted him to ask again")
            .later(),
        line(32_000, &["c.stuck"], Own)
            .words("It felt 100 % true that he was bored")
            .later(),
        line(43_400, &["c.much"], Own).strength(9).later(),
        line(50_400, &["c.feel"], Own)
            .words("I look so small there. I'd like to say something to me.")
            .tense(Tense::Now)
            .later(),
        line(52_000, &["c.they"], Other)
            .words("Maybe he was annoyed")
            .sure(Sureness::Guess)
            .tense(Tense::AboutThen)
            .later(),
        line(68_000, &["c.think"], Own)
            .words("He's forgotten me")
            .later(),
        line(80_000, &["c.click"], Other)
            .words("He asked if that was the word")
            .sure(Sureness::Fairly)
            .later(),
        line(90_000, &["c.help"], Own)
            .words("That he went back to it")
            .later(),
        line(98_000, &["c.they"], Other)
            .words("Maybe he was stressed")
            .sure(Sureness::Fairly)
            .later(),
    ]
}

struct Story {
    robin: PersonId,
    sam: PersonId,
    begun: DateTime<FixedOffset>,
    device: DeviceId,
}

impl Story {
    fn mark(&self, number: usize, author: &PersonId, line: &Line) -> Result<Mark, Box<dyn Error>> {
        let other = if *author == self.robin {
            &self.sam
        } else {
            &self.robin
        };
        let about = match line.about {
            Mind::Own => About::People(vec![author.clone()]),
            Mind::Other => About::People(vec![other.clone()]),
            Mind::Us => About::Us,
        };
        let view = Marking::view_of(author, &about);
        let start = MediaTime::from_millis(line.from);
        let codes: Result<Vec<CodeUse>, _> = line
            .codes
            .iter()
            .map(|code| code.parse().map(CodeUse::plain))
            .collect();
        let mut codes = codes?;
        if *author == self.sam {
            match line.from {
                5_000 => codes[0].set_modifier("feeling", Some("hurt".to_owned())),
                50_400 => codes[0].set_modifier("feeling", Some("sad".to_owned())),
                32_000 => codes[0].set_modifier("how", Some("felt_true".to_owned())),
                _ => {}
            }
        } else if line.codes == ["dyn.rupture"] {
            codes[0].set_modifier("kind", Some("confrontation".to_owned()));
        }
        let book = if *author == self.sam {
            "mbt-client"
        } else {
            "mbt-full"
        };
        let lead = MediaDelta::from_millis(2000);
        let who = if *author == self.robin { 1 } else { 2 };
        Ok(Mark {
            id: MarkId::new(uuid::Uuid::from_u64_pair(
                0x0190_0000_0000_7000,
                0x8000_0000_0000_0000 + who * 1000 + number as u64,
            )),
            revision: 1,
            device: self.device.clone(),
            when: if line.to > 0 {
                When::Span(MediaSpan::between(start, MediaTime::from_millis(line.to)))
            } else {
                When::Point(start)
            },
            frame: Some(FrameStamp {
                number: u64::try_from(line.from / 40)?,
                time_base: 0,
            }),
            author: Author::One(author.clone()),
            entered_by: author.clone(),
            about,
            view,
            tense: line.tense,
            codes,
            intensity: line.strength.and_then(Intensity::new),
            sureness: line.sure.or_else(|| Marking::sureness_of(view, None)),
            words: (!line.words.is_empty()).then(|| line.words.to_owned()),
            audience: Audience::Everyone,
            codebook: CodebookRef {
                id: book.to_owned(),
                version: "0.1".to_owned(),
            },
            placed: if line.live {
                Placed::Live {
                    pressed_at: start + lead,
                    lead,
                    rate: 1.0,
                }
            } else {
                Placed::Paused
            },
            settled: false,
            review: None,
            links: Vec::new(),
            created: self.begun
                + TimeDelta::milliseconds(line.from)
                + TimeDelta::minutes(who.try_into()?),
            revised: None,
        })
    }

    /// A rating of Sam's strength of feeling, from the beginning to the end.
    fn arousal(&self, number: u128, begun_after: i64, samples: &[(i64, u8)]) -> Track {
        let samples = samples
            .iter()
            .filter_map(|(at, value)| Some((MediaTime::from_millis(*at), Intensity::new(*value)?)))
            .collect();
        Track {
            id: TrackId::new(uuid::Uuid::from_u128(
                0x4000_8000_0000_0000_0000 + 0x900 + number,
            )),
            kind: TrackKind::Arousal,
            about: self.sam.clone(),
            pass: 1,
            begun: self.begun + TimeDelta::seconds(begun_after),
            input: Input::Given,
            stretches: vec![Stretch {
                samples,
                end: MediaTime::from_millis(110_000),
                rate: 1.0,
            }],
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo");
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ron") {
            fs::remove_file(path)?;
        }
    }
    let video = folder.join("five-minutes-late.mp4");
    let begun = DateTime::parse_from_rfc3339("2026-11-20T14:07:00+01:00")?;
    let story = Story {
        robin: "robin-5f2c".parse()?,
        sam: "sam-91ab".parse()?,
        begun: begun + TimeDelta::hours(1),
        device: "demo".parse()?,
    };
    let person = |id: &PersonId, name: &str, role, hue| Person {
        id: id.clone(),
        name: name.to_owned(),
        role,
        hue,
        key: None,
        zones: None,
        fields: Vec::new(),
    };
    let new = NewSession {
        id: SessionId::new(uuid::Uuid::from_u64_pair(
            0x0190_0000_0000_7000,
            0x8000_0000_0000_0001,
        )),
        kind: SessionKind::RolePlay,
        people: vec![
            person(&story.robin, "Robin", Role::Therapist, 0),
            person(&story.sam, "Sam", Role::Client, 1),
        ],
        codebooks: ["mbt-full", "mbt-client"]
            .map(|id| CodebookRef {
                id: id.to_owned(),
                version: "0.1".to_owned(),
            })
            .to_vec(),
    };
    let scratch = tempfile::tempdir()?;
    let places = Places::under(scratch.path());
    let opened = store::open(
        &video,
        &world::identify(&video),
        &places,
        new,
        begun,
        &store::Keyring::default(),
    );
    let mut session = opened.session;
    fill(
        &mut session,
        &story,
        begun,
        media::probe(&video)
            .map_err(|error| error.to_string())?
            .index
            .end,
    )?;
    let wall = story.begun + TimeDelta::minutes(10);
    let setup = SaverSetup {
        waker: Arc::new(|| {}),
        clock: Arc::new(move || wall),
        device: story.device.clone(),
        presence: false,
        watch: false,
    };
    let mut saver = Saver::start(opened.place, opened.seen, setup);
    saver.offer(session, 1);
    saver
        .flush(Duration::from_secs(30))
        .map_err(|error| error.to_string())?;
    drop(saver);
    fs::remove_dir_all(folder.join(".five-minutes-late.mp4.generations"))?;
    Ok(())
}

fn fill(
    session: &mut Session,
    story: &Story,
    recorded: DateTime<FixedOffset>,
    length: MediaTime,
) -> Result<(), Box<dyn Error>> {
    let stamp = Stamp {
        device: story.device.clone(),
        now: story.begun,
    };
    let mut info = session.info().clone();
    "Five minutes late".clone_into(&mut info.title);
    info.started = Some(recorded);
    "Five minutes late".clone_into(&mut info.scene);
    info.take = Some(1);
    info.created = story.begun;
    info.cast = vec![
        Casting {
            person: story.robin.clone(),
            part: "a trainee therapist".to_owned(),
        },
        Casting {
            person: story.sam.clone(),
            part: "a client, played by a colleague".to_owned(),
        },
    ];
    info.fields = vec![(
        mindframe::app::room::PLAN_FIELD.to_owned(),
        "Feet on the floor. Look out of the window. We have time.".to_owned(),
    )];
    if let Some(media) = info.media.first_mut() {
        media.duration = length;
    }
    session.apply(&Edit::SetInfo(Box::new(info)), &stamp)?;
    for (author, lines) in [(&story.robin, robins()), (&story.sam, sams())] {
        for (number, line) in lines.iter().enumerate() {
            let mark = story.mark(number, author, line)?;
            session.apply(&Edit::AddMark(Box::new(mark)), &stamp)?;
        }
    }
    let seen = [
        (0, 4),
        (34_000, 7),
        (50_000, 8),
        (67_000, 7),
        (83_000, 5),
        (100_000, 4),
    ];
    let felt = [
        (0, 6),
        (16_000, 7),
        (45_000, 9),
        (58_000, 8),
        (80_000, 5),
        (98_000, 3),
    ];
    for (rater, number, begun_after, samples) in [
        (&story.robin, 2, 76, seen.as_slice()),
        (&story.sam, 1, 125, felt.as_slice()),
    ] {
        let track = story.arousal(number, begun_after, samples);
        session.apply(
            &Edit::SetTrack {
                rater: rater.clone(),
                track,
            },
            &stamp,
        )?;
    }
    Ok(())
}
