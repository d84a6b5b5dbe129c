//! Reports: what is on each, for whom, and what is on none. Golden pages lie in `tests/fixtures/reports`; they are written anew
//! with `MINDFRAME_GOLDEN=write`.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use mindframe::{
    domain::{
        codebook::Codebook,
        edit::Edit,
        entry::{Consent, ConsentPurpose, EntryKind},
        id::PersonId,
        mark::{About, Audience, Author, CodeUse, CodebookRef, Intensity, Link, Mark, Tense, When},
        person::Role,
        prompt::Prompts,
        session::{PersonSet, Session, SessionInfo, SessionKind, WatchedRange},
        time::{MediaSpan, MediaTime},
        track::{Input, Stretch, Track, TrackKind, Zones},
    },
    report::{
        self, Asked, Given, Kind, REPORTS, Reader, Refusal,
        html::{self, Still, Stills},
        page::Page,
    },
    store::{self, Codebooks},
};

use crate::{
    entries::{entry, one_of_each},
    world::{World, add, at, id, mark, mark_id, person, robin, sam, stamp},
};

/// Words that may be on no page at all.
const RISK: &str = "words about a risk";
/// Words that are for the clinical team.
const PRIVATE: &str = "words for the team";
/// What another noted of a therapist's slip.
const LEARNING: &str = "words about a chance missed";

fn books() -> Vec<Arc<Codebook>> {
    let world = World::new();
    let (books, refused) = Codebooks::load(&world.places);
    assert!(refused.is_empty());
    books.all().to_vec()
}

fn prompts() -> Prompts {
    store::load_prompts(&World::new().places)
        .0
        .expect("the shipped prompts")
}

pub fn coded(mut mark: Mark, code: &str) -> Mark {
    mark.codes.push(CodeUse::plain(id(code)));
    if !code.starts_with("c.") {
        mark.codebook = CodebookRef {
            id: "mbt-full".to_owned(),
            version: "0.1".to_owned(),
        };
    }
    mark
}

pub fn about(mut mark: Mark, who: &PersonId) -> Mark {
    mark.about = About::People(vec![who.clone()]);
    mark
}

fn span(mut mark: Mark, from: i64, to: i64) -> Mark {
    mark.when = When::Span(seconds(from, to));
    mark
}

fn seconds(from: i64, to: i64) -> MediaSpan {
    MediaSpan::between(MediaTime::from_seconds(from), MediaTime::from_seconds(to))
}

pub fn wordless(mut mark: Mark) -> Mark {
    mark.words = None;
    mark
}

fn empty() -> Session {
    let mut sam = person("sam-2", "Sam", Role::Client);
    sam.hue = 1;
    sam.zones = Some(Zones::proposed());
    let mut kim = person("kim-3", "Kim", Role::Supervisor);
    kim.hue = 2;
    let people = vec![person("robin-1", "Robin", Role::Therapist), sam, kim];
    let mut info = World::new().open().session.info().clone();
    info.kind = SessionKind::Session;
    "Five minutes late".clone_into(&mut info.title);
    info.started = Some(at(0));
    info.people = people;
    info.fields = vec![
        ("wave".to_owned(), "T1".to_owned()),
        ("our plan".to_owned(), "Look out of the window".to_owned()),
    ];
    Session::new(
        SessionInfo { ..info },
        BTreeMap::<PersonId, PersonSet>::new(),
    )
}

/// A session in which a bit of everything was marked.
fn record() -> Session {
    let mut session = empty();
    let (robin, sam, kim): (PersonId, PersonId, PersonId) = (robin(), sam(), id("kim-3"));
    let strong = |mut mark: Mark, strength: u8| {
        mark.intensity = Intensity::new(strength);
        mark
    };
    let mut now = coded(mark(4, &sam, 24, "I look so small there"), "c.feel");
    now.tense = Tense::Now;
    let mut reply = mark(20, &robin, 30, "I did not know that");
    reply.links = vec![Link::ReplyTo(mark_id(6))];
    let mut team = coded(mark(21, &robin, 33, PRIVATE), "c.feel");
    team.audience = Audience::Team;
    for mark in [
        strong(
            coded(mark(1, &sam, 5, "My chest went tight <here>"), "c.feel"),
            6,
        ),
        coded(mark(2, &sam, 16, "It felt 100 % true"), "c.stuck"),
        strong(coded(wordless(mark(3, &sam, 21, "")), "c.much"), 9),
        now,
        coded(
            mark(6, &sam, 29, "He asked if that was the word"),
            "c.click",
        ),
        coded(mark(7, &sam, 52, "That he went back to it"), "c.help"),
        about(
            coded(mark(10, &robin, 15, "Something went"), "ev.onset"),
            &sam,
        ),
        span(
            about(
                coded(
                    wordless(mark(11, &robin, 16, "")),
                    "mode.psychic_equivalence",
                ),
                &sam,
            ),
            16,
            26,
        ),
        about(
            coded(wordless(mark(12, &robin, 28, "")), "ev.recovery"),
            &sam,
        ),
        about(
            coded(wordless(mark(13, &robin, 8, "")), "tx.not_knowing"),
            &sam,
        ),
        span(
            about(
                coded(wordless(mark(14, &robin, 25, "")), "tx.stop_rewind"),
                &sam,
            ),
            25,
            27,
        ),
        coded(mark(15, &robin, 18, "I wanted it to be small"), "tx.missed"),
        coded(mark(16, &kim, 19, LEARNING), "tx.missed"),
        about(coded(mark(17, &robin, 40, RISK), "risk.self_harm"), &sam),
        about(coded(mark(18, &robin, 14, "Silence"), "tr.unheard"), &sam),
        coded(mark(19, &kim, 28, "You asked, and waited"), "m.discuss"),
        reply,
        team,
    ] {
        add(&mut session, mark);
    }
    for (number, kind) in (1..).zip(one_of_each()) {
        if !matches!(kind, EntryKind::Consent(_) | EntryKind::Sealed(_)) {
            put(&mut session, &sam, number, kind);
        }
    }
    let watched = WatchedRange {
        span: seconds(0, 110),
        pass: 1,
        rate: 1.0,
        together: true,
    };
    for who in [&robin, &sam] {
        let edit = Edit::AddWatched(who.clone(), watched.clone());
        session
            .apply(&edit, &stamp("device-a", 2))
            .expect("watched");
    }
    session
        .apply(
            &Edit::SetTrack {
                rater: sam.clone(),
                track: track(&sam),
            },
            &stamp("device-a", 3),
        )
        .expect("a track");
    session
}

pub fn put(session: &mut Session, keeper: &PersonId, number: u128, kind: EntryKind) {
    let edit = Edit::PutEntry {
        keeper: keeper.clone(),
        entry: Box::new(entry(number, kind)),
    };
    session
        .apply(&edit, &stamp("device-a", 1))
        .expect("an entry");
}

fn track(who: &PersonId) -> Track {
    let sample = |at: i64, value: u8| {
        let value = Intensity::new(value).expect("0 to 10");
        (MediaTime::from_seconds(at), value)
    };
    Track {
        id: id("018f0000-0000-7000-8000-0000000000aa"),
        kind: TrackKind::Arousal,
        about: who.clone(),
        pass: 1,
        begun: at(0),
        input: Input::Slider,
        stretches: vec![Stretch {
            samples: vec![
                sample(2, 3),
                sample(14, 6),
                sample(20, 9),
                sample(34, 5),
                sample(60, 3),
            ],
            end: MediaTime::from_seconds(100),
            rate: 1.0,
        }],
    }
}

pub fn made(session: &Session, kind: Kind, reader: Reader) -> Result<Page, Refusal> {
    let (books, prompts) = (books(), prompts());
    let asked = Asked {
        kind,
        reader,
        of: Vec::new(),
    };
    let given = Given {
        books: &books,
        prompts: Some(&prompts),
        made: at(3600),
    };
    report::of(session, &asked, &given)
}

/// A tape on which somebody learns, beside what three agreed on.
pub fn practice() -> Session {
    let mut session = empty();
    let mut info = session.info().clone();
    info.kind = SessionKind::TrainingTape;
    for (hue, (who, name, role)) in (3..).zip([
        ("lee-4", "Lee", Role::Trainee),
        ("mia-8", "Mia", Role::Trainee),
        ("ada-5", "Ada", Role::Rater),
        ("ben-6", "Ben", Role::Rater),
        ("cyn-7", "Cyn", Role::Rater),
    ]) {
        let mut one = person(who, name, role);
        one.hue = hue;
        info.people.push(one);
    }
    session
        .apply(&Edit::SetInfo(Box::new(info)), &stamp("device-a", 1))
        .expect("people");
    let (lee, mia, sam) = (id::<PersonId>("lee-4"), id::<PersonId>("mia-8"), sam());
    let agreed = |number: u128, seconds: i64, people: &[&str], code: &str, words: &str| {
        let people: Vec<PersonId> = people.iter().map(|one| id(one)).collect();
        let mut mark = about(coded(mark(number, &people[0], seconds, words), code), &sam);
        mark.author = Author::Together(people);
        mark
    };
    let all = ["ada-5", "ben-6", "cyn-7"];
    for mark in [
        agreed(
            50,
            12,
            &all[..2],
            "ev.onset",
            "The gaze goes, and then the tempo",
        ),
        agreed(51, 20, &all, "tx.validate", "He names it before he asks"),
        agreed(
            52,
            34,
            &all[1..],
            "ev.onset",
            "A short one: she hears a reproach",
        ),
        agreed(53, 41, &all, "ev.recovery", "She wonders about him again"),
        agreed(54, 63, &all[..2], "ev.onset", "Quieter than the first"),
        agreed(55, 71, &all, "mz.tentative", "Maybe is back"),
        about(
            coded(mark(60, &lee, 13, "She looks away"), "ev.onset"),
            &sam,
        ),
        about(
            coded(mark(61, &lee, 21, "That calmed her"), "tx.not_knowing"),
            &sam,
        ),
        about(coded(wordless(mark(62, &lee, 42, "")), "ev.recovery"), &sam),
        about(
            coded(mark(63, &lee, 50, "He leans in here"), "tx.relationship"),
            &sam,
        ),
        about(
            coded(
                mark(64, &lee, 95, "A joke, and both are lighter"),
                "mz.tentative",
            ),
            &sam,
        ),
        about(coded(wordless(mark(70, &mia, 36, "")), "ev.onset"), &sam),
        about(coded(wordless(mark(71, &mia, 41, "")), "ev.recovery"), &sam),
    ] {
        add(&mut session, mark);
    }
    session
}

/// What a report is made of in these tests.
fn material(kind: Kind) -> Session {
    match kind {
        Kind::Feedback | Kind::Tape => practice(),
        _ => record(),
    }
}

fn page(kind: Kind, reader: Reader) -> String {
    let page = made(&material(kind), kind, reader).expect("a page");
    html::html(&page, "en", &Stills::default())
}

/// Every report for each of its readers, by name.
fn all() -> Vec<(String, Reader, String)> {
    let mut pages = Vec::new();
    for report in REPORTS {
        for reader in report.readers {
            let name = format!("{}-{}", report.name, reader.name());
            pages.push((name, *reader, page(report.kind, *reader)));
        }
    }
    pages
}

/// What stands on a page, without its signs.
pub fn text(html: &str) -> String {
    let body = html.split_once("</style>").map_or(html, |(_, body)| body);
    let mut text = String::new();
    let mut within = false;
    for letter in body.chars() {
        match letter {
            '<' => within = true,
            '>' => {
                within = false;
                text.push(' ');
            }
            letter if !within => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn pages_are_as_they_were_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reports");
    let write = std::env::var_os("MINDFRAME_GOLDEN").is_some();
    let mut changed = Vec::new();
    for report in REPORTS {
        let html = page(report.kind, report.readers[0]);
        let path = folder.join(format!("{}.html", report.name));
        if write {
            fs::create_dir_all(&folder).expect("a folder");
            fs::write(&path, &html).expect("a golden page");
        } else if fs::read_to_string(&path).ok() != Some(html) {
            changed.push(report.name);
        }
    }
    assert!(
        changed.is_empty(),
        "changed: {changed:?}; look at them, then MINDFRAME_GOLDEN=write"
    );
}

#[test]
fn a_page_needs_nothing_but_itself() {
    for (name, _, html) in all() {
        let low = html.to_lowercase();
        for outside in [
            "<script",
            "http:",
            "https:",
            "<link",
            "<iframe",
            "<object",
            "url(",
            "@import",
            "javascript:",
            " onload",
            " onclick",
        ] {
            assert!(!low.contains(outside), "{name} holds {outside}");
        }
        assert!(low.starts_with("<!doctype html>"), "{name}");
        assert!(html.contains("lang=\"en\""), "{name}");
        assert!(html.contains("charset=\"utf-8\""), "{name}");
    }
}

#[test]
fn what_somebody_wrote_is_never_markup() {
    let html = page(Kind::Moments, Reader::Client);
    assert!(html.contains("My chest went tight &lt;here&gt;"));
    assert!(!html.contains("<here>"));
}

#[test]
fn every_page_says_who_marked_and_that_it_describes_marks() {
    for (name, _, html) in all() {
        let text = text(&html);
        assert!(
            text.contains("This page describes marks, not persons."),
            "{name}"
        );
        for said in ["Marked by", "Watched", "Marks", "Made on"] {
            assert!(text.contains(said), "{name} does not say {said}");
        }
        assert!(text.contains("set 0.1"), "{name} names no codebook");
    }
}

#[test]
fn every_drawing_is_there_in_words() {
    for (name, _, html) in all() {
        let drawings = html.matches("<svg role=\"img\"").count();
        assert_eq!(html.matches("<desc id=").count(), drawings, "{name}");
        assert_eq!(html.matches("<details>").count(), drawings, "{name}");
        assert_eq!(
            html.matches("<svg").count(),
            drawings + html.matches("aria-hidden=\"true\"").count(),
            "{name}"
        );
    }
}

#[test]
fn nobody_reads_what_is_not_for_them() {
    for (name, reader, html) in all() {
        let text = text(&html);
        assert!(!text.contains(RISK), "{name} tells of a risk");
        assert!(!text.contains(PRIVATE), "{name} holds what is for the team");
        assert!(
            !text.contains("Look out of the window"),
            "{name} holds the plan"
        );
        let learns = matches!(reader, Reader::Supervisor | Reader::Trainee);
        let supervised = name.starts_with("supervision") && learns;
        assert_eq!(text.contains(LEARNING), supervised, "{name}");
    }
}

#[test]
fn what_a_client_reads_is_plain() {
    for (name, _, html) in all()
        .into_iter()
        .filter(|(_, reader, _)| reader.is_client())
    {
        let low = text(&html).to_lowercase();
        let banned = crate::words::BANNED.iter().chain(&crate::words::UNKIND);
        for word in banned {
            let found = low
                .split(|letter: char| !letter.is_alphanumeric() && letter != ' ')
                .any(|part| {
                    part.split(' ')
                        .collect::<Vec<_>>()
                        .windows(word.split(' ').count())
                        .any(|run| run.join(" ") == *word)
                });
            assert!(!found, "{name} says {word}");
        }
        for clinical in [
            "psychic",
            "mode.",
            "ev.onset",
            "tx.",
            "rupture",
            "strength 6",
        ] {
            assert!(!low.contains(clinical), "{name} says {clinical}");
        }
    }
}

#[test]
fn my_moments_are_ones_own_with_what_helped_first() {
    let text = text(&page(Kind::Moments, Reader::Client));
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(at("What helped me") < at("What I noticed"));
    assert!(at("That he went back to it") < at("It felt 100 % true"));
    assert!(
        !text.contains("Something went"),
        "another's words are on it"
    );
    assert!(
        !text.contains("You asked, and waited"),
        "another's words are on it"
    );
    assert!(
        text.contains("I came back"),
        "what was taken along is missing"
    );
    // A reply to one's own moment belongs to it.
    assert!(text.contains("I did not know that"));
}

#[test]
fn feedback_begins_with_what_is_shared_and_shows_three_of_a_kind() {
    let text = text(&page(Kind::Feedback, Reader::Trainee));
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(at("What you both marked") < at("Only they marked this"));
    assert!(at("Only they marked this") < at("Only you marked this"));
    assert!(text.contains("Lee, beside Ada, Ben, Cyn"));
    assert!(text.contains("agreed on by 3"));
    // Two onsets were not seen: that is what to look for, said without a score.
    assert!(text.contains("Most worth looking for next: Hard to think here."));
    assert!(!text.contains('%'), "{text}");
}

#[test]
fn a_tape_shows_where_few_see_and_names_nobody_who_learns() {
    let text = text(&page(Kind::Tape, Reader::Trainer));
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(at("Seen by most") < at("Seen by few"));
    assert!(text.contains("0 of 2") && text.contains("2 of 2"));
    assert!(!text.contains("Lee") && !text.contains("Mia"), "{text}");
    assert!(!text.contains("She looks away"), "{text}");
}

#[test]
fn what_was_taken_back_makes_no_report() {
    use ConsentPurpose::{Research, Review, Supervision, Training};
    for (purpose, refused) in [
        (Review, &Reader::ALL[..]),
        (Supervision, &[Reader::Supervisor]),
        (Training, &[Reader::Trainee, Reader::Trainer]),
        (Research, &[Reader::Researcher]),
    ] {
        let consent = Consent {
            purpose,
            given: at(0).date_naive(),
            form: String::new(),
            expires: None,
            withdrawn: Some(at(60)),
            erase_after: None,
        };
        for report in REPORTS {
            let mut session = material(report.kind);
            put(
                &mut session,
                &sam(),
                40,
                EntryKind::Consent(consent.clone()),
            );
            for reader in report.readers {
                let page = made(&session, report.kind, *reader);
                if refused.contains(reader) {
                    assert_eq!(page, Err(Refusal::TakenBack(purpose)), "{}", report.name);
                } else {
                    assert!(page.is_ok(), "{} for {reader:?}", report.name);
                }
            }
        }
    }
}

#[test]
fn pictures_need_everybody_who_came_for_help_to_agree() {
    let mut session = record();
    assert!(!report::may_have_stills(&session, Reader::Client, at(3600)));
    let consent = Consent {
        purpose: ConsentPurpose::Review,
        given: at(0).date_naive(),
        form: String::new(),
        expires: None,
        withdrawn: None,
        erase_after: None,
    };
    put(&mut session, &sam(), 41, EntryKind::Consent(consent));
    assert!(report::may_have_stills(&session, Reader::Client, at(3600)));
    assert!(!report::may_have_stills(
        &session,
        Reader::Supervisor,
        at(3600)
    ));
}

#[test]
fn a_report_is_only_for_its_readers() {
    let session = record();
    let refused = made(&session, Kind::Supervision, Reader::Client);
    assert_eq!(refused, Err(Refusal::NotFor));
    let refused = made(&session, Kind::Preparation, Reader::Both);
    assert_eq!(refused, Err(Refusal::NotFor));
}

#[test]
fn an_empty_record_makes_calm_pages() {
    let session = empty();
    for report in REPORTS {
        let page = match made(&session, report.kind, report.readers[0]) {
            Ok(page) => page,
            Err(refusal) => {
                assert_eq!(refusal, Refusal::Nobody, "{}", report.name);
                continue;
            }
        };
        let html = html::html(&page, "en", &Stills::default());
        assert!(!html.contains("NaN"), "{}", report.name);
    }
}

#[test]
fn a_picture_stands_beside_its_moment_with_words_for_it() {
    let page = made(&record(), Kind::Moments, Reader::Client).expect("a page");
    let still = Still {
        png: vec![1, 2, 3],
        alt: report::still_alt(Reader::Client, "0:52"),
    };
    let html = html::html(&page, "en", &Stills::from([(mark_id(7), still)]));
    assert!(html.contains(
        "<img class=\"still\" alt=\"Picture at 0:52\" src=\"data:image/png;base64,AQID\">"
    ));
}

/// A record of 200 marks beside the demo, with a still picture at sixty of them, written as one file.
#[test]
#[ignore = "a measurement: cargo test --test it -- --ignored two_hundred_marks --nocapture"]
fn two_hundred_marks_and_sixty_pictures_take_less_than_five_seconds() {
    use mindframe::app::report::{Pictures, pictures};
    let video = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/demo/five-minutes-late.mp4");
    let mut session = empty();
    for number in 0..200_u128 {
        let seconds = i64::try_from(number % 109).expect("small");
        let by = if number % 2 == 0 { sam() } else { robin() };
        let code = if number % 2 == 0 {
            "c.help"
        } else {
            "tx.validate"
        };
        add(
            &mut session,
            coded(mark(100 + number, &by, seconds, "as it was said"), code),
        );
    }
    let begun = std::time::Instant::now();
    let page = made(&session, Kind::CommonGround, Reader::Both).expect("a page");
    let stills = pictures(
        &page,
        &Pictures {
            video: &video,
            reader: Reader::Both,
            hidden: None,
            shown: true,
            in_parts: false,
        },
    );
    let html = html::html(&page, "en", &stills);
    let took = begun.elapsed();
    println!("{} pictures, {} bytes, {took:?}", stills.len(), html.len());
    assert_eq!(stills.len(), 60);
    // What is built for tests is not optimized; the program takes a fraction of it.
    let most = if cfg!(debug_assertions) { 40 } else { 5 };
    assert!(took < std::time::Duration::from_secs(most), "{took:?}");
}

#[test]
fn recordings_side_by_side_are_named_by_their_day_and_carry_the_warning() {
    use mindframe::analysis::progress::{facts, progress};
    let all: Vec<_> = (0..6_i64)
        .map(|week| {
            let mut session = record();
            let mut info = session.info().clone();
            info.started = Some(at(week * 7 * 86_400));
            session
                .apply(&Edit::SetInfo(Box::new(info)), &stamp("device-a", 9))
                .expect("a day");
            let onset = 60 + week * 5;
            let again = about(
                coded(mark(80, &robin(), onset, "Again"), "ev.onset"),
                &sam(),
            );
            add(&mut session, again);
            if week != 2 {
                let back = about(
                    coded(wordless(mark(81, &robin(), 100, "")), "ev.recovery"),
                    &sam(),
                );
                add(&mut session, back);
            }
            facts(&session, format!("Sam Smith {week}.mp4"), "Case".to_owned())
        })
        .collect();
    let page = report::progress::page(&progress(all), at(3600));
    let html = html::html(&page, "en", &Stills::default());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reports/progress.html");
    if std::env::var_os("MINDFRAME_GOLDEN").is_some() {
        fs::write(&path, &html).expect("a golden page");
    }
    assert_eq!(fs::read_to_string(&path).expect("a golden page"), html);
    let text = text(&html);
    assert!(text.contains(
        "No measure made of marks has been shown to tell whether somebody is getting better."
    ));
    assert!(!text.contains("Smith"), "the name of a file is on it");
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(at("What helped, as people say") < at("Robin about Sam"));
    assert!(text.contains("2026-03-16"));
    assert!(text.contains("Open ones: 1."));
    // From ten episodes on the curve is drawn, with what it rests on beside it, and a tick for the one that stayed open.
    assert!(
        at("How much had not come back, after how long")
            < at("Kaplan-Meier estimate: step by step")
    );
    assert!(text.contains("Seen so long"));
}
