//! What marks show of one recording: the golden cases, and the screen that leads to the moments.

use egui_kittest::kittest::Queryable;
use mindframe::{
    analysis::{
        agreement::{Rater, Subject},
        episodes::Ending,
        insight::{Asked, Insight, What, authors, insight, subjects},
        measures::Undefined,
    },
    app::{Command, InsightCommand, MarkCommand, PresenceCommand, review::insight::Page},
    domain::{
        mark::{About, Mark, When},
        session::Session,
        time::{MediaDelta, MediaSpan, MediaTime},
        track::Lag,
    },
};

use crate::{desk::TestDesk, full_window::FullWindow, many};

fn s(seconds: i64) -> MediaTime {
    MediaTime::from_seconds(seconds)
}

fn delta(seconds: i64) -> MediaDelta {
    MediaDelta::from_millis(seconds * 1_000)
}

fn point(at: i64) -> When {
    When::Point(s(at))
}

fn span(from: i64, to: i64) -> When {
    When::Span(MediaSpan::between(s(from), s(to)))
}

/// The first person's marks about the second.
fn marked(marks: &[(When, &str)]) -> Session {
    let mark = |(number, (when, code)): (usize, &(When, &str))| Mark {
        about: About::People(vec![many::person_id(1)]),
        ..many::mark(number as u128 + 1, 0, *when, code)
    };
    let marks = marks.iter().enumerate().map(mark).collect();
    many::session(many::people(&["Robin", "Sam"]), marks, Vec::new())
}

fn asked(seconds: i64) -> Asked {
    Asked {
        by: Rater::Person(many::person_id(0)),
        about: Subject::Person(many::person_id(1)),
        end: s(seconds),
        lag: Lag::NONE,
    }
}

fn of(marks: &[(When, &str)], seconds: i64) -> Insight {
    insight(&marked(marks), &asked(seconds))
}

#[test]
fn without_marks_nothing_is_claimed() {
    let found = of(&[], 600);
    assert!(found.episodes.spells.is_empty());
    assert_eq!(found.episodes.median, None);
    assert_eq!(found.modes.any, MediaDelta::ZERO);
    assert!(found.balance.dimensions.is_empty());
    assert!(found.triggers.each.is_empty());
    assert!(found.followed.each.is_empty());
    assert_eq!(found.basis.marks, 0);
    assert_eq!(
        insight(&marked(&[]), &asked(0)).episodes.rate,
        Err(Undefined::NoCommonStretch)
    );
}

#[test]
fn an_open_episode_is_listed_and_has_no_part_in_the_times() {
    let found = of(
        &[
            (point(10), "ev.onset"),
            (point(30), "ev.recovery"),
            (point(100), "ev.onset"),
            (point(160), "ev.recovery"),
            (point(300), "ev.onset"),
        ],
        600,
    );
    let endings: Vec<Ending> = found
        .episodes
        .spells
        .iter()
        .map(|spell| spell.episode.ending)
        .collect();
    assert_eq!(
        endings,
        [
            Ending::Recovered(s(30)),
            Ending::Recovered(s(160)),
            Ending::Open
        ]
    );
    assert_eq!(found.episodes.median, Some(delta(40)));
    assert_eq!(found.episodes.range, Some((delta(20), delta(60))));
    assert_eq!(found.episodes.recovered, 2);
    assert_eq!(found.episodes.rate, Ok(3.0));
    assert_eq!(found.episodes.spells[0].moments.len(), 2);
}

#[test]
fn stretches_of_modes_that_overlap_count_once() {
    let found = of(
        &[
            (span(0, 60), "mode.pretend"),
            (span(30, 90), "mode.pretend"),
            (span(60, 120), "mode.teleological"),
            (point(200), "mode.unclear"),
        ],
        600,
    );
    assert_eq!(found.modes.any, delta(120));
    let each: Vec<(&str, MediaDelta, usize, usize)> = found
        .modes
        .each
        .iter()
        .map(|mode| {
            let moments = mode.moments.len();
            (mode.code.as_str(), mode.time, mode.instants, moments)
        })
        .collect();
    assert_eq!(
        each,
        [
            ("mode.pretend", delta(90), 0, 2),
            ("mode.teleological", delta(60), 0, 1),
            ("mode.unclear", MediaDelta::ZERO, 1, 1),
        ]
    );
}

#[test]
fn only_what_was_watched_counts() {
    let mut session = marked(&[(span(0, 100), "mode.pretend")]);
    let mut sets = session.sets().clone();
    let set = sets.get_mut(&many::person_id(0)).expect("a set");
    set.watched = vec![mindframe::domain::session::WatchedRange {
        span: MediaSpan::between(s(50), s(250)),
        pass: 1,
        rate: 1.0,
        together: false,
    }];
    session = Session::new(session.info().clone(), sets);
    let found = insight(&session, &asked(1_000));
    assert!(found.basis.noted);
    assert_eq!(found.basis.watched, delta(200));
    assert_eq!(found.modes.any, delta(50));
}

#[test]
fn a_balance_takes_a_minute_of_both_poles() {
    let few = of(&[(span(0, 59), "dim.self")], 600);
    assert_eq!(few.balance.dimensions.len(), 1);
    assert_eq!(few.balance.dimensions[0].balance, None);
    let found = of(
        &[
            (span(0, 60), "dim.self"),
            (span(60, 80), "dim.other"),
            (span(100, 120), "dim.self"),
        ],
        600,
    );
    let dimension = &found.balance.dimensions[0];
    assert_eq!(dimension.balance, Some(0.6), "(80 - 20) / 100");
    assert_eq!(dimension.switches, 2);
    assert_eq!(dimension.flexibility, Some(2.0));
}

#[test]
fn the_half_minute_before_an_onset_begins_with_the_recording_at_the_earliest() {
    let found = of(
        &[
            (point(5), "tr.left_out"),
            (point(20), "ev.onset"),
            (point(60), "ev.recovery"),
            (point(69), "tr.unheard"),
            (point(71), "af.shame"),
            (point(100), "ev.onset"),
        ],
        600,
    );
    let each = &found.triggers.each;
    assert_eq!(each[0].span, MediaSpan::between(s(0), s(20)));
    assert_eq!(each[0].triggers[0].as_str(), "tr.left_out");
    assert_eq!(each[1].span, MediaSpan::between(s(70), s(100)));
    assert!(each[1].triggers.is_empty(), "31 seconds are too long");
    assert_eq!(each[1].feelings[0].as_str(), "af.shame");
    let cells = found.triggers.cells();
    assert_eq!(cells.len(), 2);
    assert!(cells.iter().all(|cell| cell.onsets.len() == 1));
}

#[test]
fn what_followed_stands_beside_what_follows_any_moment() {
    // 160 s: moments from 0 to 100 s have a whole minute after them.
    let found = of(
        &[
            (point(10), "tx.validate"),
            (point(40), "mz.curious"),
            (point(50), "tx.missed"),
            (point(90), "tx.validate"),
            (point(130), "tx.challenge"),
        ],
        160,
    );
    let all = &found.followed.each[0];
    assert_eq!((all.code.is_none(), all.count, all.cut_short), (true, 2, 1));
    let outcome = |what| {
        let mut outcomes = all.outcomes.iter();
        outcomes.find(|outcome| outcome.what == what).expect("it")
    };
    let good = outcome(What::Mentalizing);
    assert_eq!(good.count, 1);
    assert_eq!(good.base, Some(0.4), "0 to 40 s of 0 to 100 s");
    assert_eq!(good.moments.len(), 2, "the intervention and what followed");
    assert_eq!(outcome(What::Nothing).count, 1);
    assert_eq!(outcome(What::Nothing).base, Some(0.6));
    let codes: Vec<&str> = found.followed.each[1..]
        .iter()
        .filter_map(|of| Some(of.code.as_ref()?.as_str()))
        .collect();
    assert_eq!(codes, ["tx.validate", "tx.challenge"], "no missed chance");
}

#[test]
fn strength_is_read_with_its_lag_and_never_where_nobody_rated() {
    let session = {
        let marks = vec![Mark {
            about: About::People(vec![many::person_id(1)]),
            ..many::mark(1, 0, point(30), "ev.onset")
        }];
        let track = many::strength(1, &[(0, 2), (20, 6), (40, 9)]);
        many::session(many::people(&["Robin", "Sam"]), marks, vec![(0, track)])
    };
    let found = insight(&session, &asked(600));
    let curve = &found.strength.curves[0];
    assert_eq!(curve.peak.1.get(), 9);
    assert_eq!(curve.levels[0].onset, s(30));
    assert!((curve.levels[0].mean - 6.0).abs() < 1e-9);
    let pieces: i64 = curve
        .runs
        .iter()
        .flatten()
        .map(|(span, _)| span.length().as_nanos())
        .sum();
    assert_eq!(curve.rated.as_nanos(), pieces);
}

#[test]
fn one_person_is_never_mixed_with_another() {
    let other = Mark {
        about: About::People(vec![many::person_id(1)]),
        ..many::mark(99, 1, point(100), "ev.recovery")
    };
    let mut marks = vec![Mark {
        about: About::People(vec![many::person_id(1)]),
        ..many::mark(1, 0, point(10), "ev.onset")
    }];
    marks.push(other);
    let session = many::session(many::people(&["Robin", "Sam"]), marks, Vec::new());
    let found = insight(&session, &asked(600));
    assert_eq!(found.episodes.spells[0].episode.ending, Ending::Open);
    assert_eq!(authors(&session).len(), 2);
    let robin = Rater::Person(many::person_id(0));
    assert_eq!(
        subjects(&session, &robin),
        [Subject::Person(many::person_id(1))]
    );
}

fn opened(size: (f32, f32), page: Page) -> FullWindow {
    let mut desk = TestDesk::with_story();
    desk.app.handle(Command::Mark(MarkCommand::SelectNone));
    let mut window = FullWindow::open(desk, size);
    window.with_app(|app| app.handle(Command::Insight(InsightCommand::Open(page))));
    window.harness.run();
    window
}

#[test]
fn a_line_opens_its_moments_and_a_moment_plays_from_before_it() {
    let mut window = opened((1440.0, 900.0), Page::Episodes);
    assert!(window.shows("Choose a bar, a point or a line to see the moments behind it."));
    window.press("Hard to think from 0:32: came back at 1:36, after 1:04");
    window.press("Hear 0:32.200, Hard to think here, R");
    let (playing, at) = window.with_app(|app| {
        let transport = &app.recording().expect("a recording").transport;
        (transport.playing, transport.playhead)
    });
    assert!(playing);
    assert!(at < MediaTime::from_millis(32_200), "a little before it");
    window.press("Back to the recording");
    assert!(!window.shows("What marks show"));
}

#[test]
fn a_bar_of_the_picture_opens_the_same_as_its_line() {
    let mut window = opened((1440.0, 900.0), Page::Modes);
    let picture = {
        let mut pictures = window.harness.query_all_by_label_contains("Modes, drawn:");
        pictures.next().expect("a picture").rect()
    };
    let bar = egui::pos2(
        picture.left() + 0.45 * picture.width(),
        picture.top() + 26.0,
    );
    window.harness.hover_at(bar);
    window.harness.drag_at(bar);
    window.harness.drop_at(bar);
    window.harness.run();
    assert!(window.shows("Hear 0:32–0:56, Psychic equivalence, R"));
}

#[test]
fn every_page_says_whose_marks_it_is_made_of() {
    for page in Page::ALL {
        if page == Page::Agreement {
            continue;
        }
        let window = opened((1440.0, 900.0), page);
        let said = window
            .harness
            .query_all_by_label_contains("Describes marks, not persons")
            .next();
        assert!(said.is_some(), "{page:?}");
    }
}

#[test]
fn what_came_before_goes_into_the_clips() {
    let mut window = opened((1440.0, 900.0), Page::Before);
    window.press("Put it into the clips");
    let spans: Vec<MediaSpan> = window.with_app(|app| {
        let list = app.playlist().expect("a list");
        list.items.iter().map(|item| item.span).collect()
    });
    let onset = MediaTime::from_millis(32_000);
    assert_eq!(spans, [MediaSpan::between(onset - delta(30), onset)]);
}

#[test]
fn nothing_of_it_exists_with_a_client_before_the_screen() {
    let mut window = opened((1440.0, 900.0), Page::Modes);
    assert!(window.shows("What marks show"));
    window.with_app(|app| app.handle(Command::Presence(PresenceCommand::ClientHere)));
    window.harness.run();
    assert!(!window.shows("What marks show"));
    window.with_app(|app| {
        assert!(app.looking().is_none());
        app.handle(Command::Insight(InsightCommand::Open(Page::Modes)));
        assert!(app.looking().is_none(), "nor can it be opened");
    });
    window.with_app(|app| app.handle(Command::Presence(PresenceCommand::ClientLeft)));
    window.harness.run();
    window.with_app(|app| app.handle(Command::Insight(InsightCommand::Open(Page::Modes))));
    window.harness.run();
    assert!(window.shows("What marks show"));
}

#[test]
fn every_measure_is_explained_as_the_page_explains_it() {
    use mindframe::{analysis::measures::MEASURES, ui::panels::insight::section::section};
    for name in MEASURES {
        let section = section(name).unwrap_or_else(|| panic!("{name} is on the page"));
        let parts = [
            &section.plain,
            &section.definition,
            &section.source,
            &section.example,
        ];
        for part in parts {
            assert!(!part.is_empty() && !part.contains('*'), "{name}: {part}");
        }
    }
}

#[test]
fn of_very_many_marks_the_answer_comes_from_another_thread() {
    let mut desk = TestDesk::at_step(MediaDelta::from_millis(50), 2_100);
    desk.app.handle(Command::Mark(MarkCommand::SelectNone));
    desk.app
        .handle(Command::Insight(InsightCommand::Open(Page::Episodes)));
    assert!(desk.app.looking().expect("it is open").waits());
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while desk.app.looking().expect("it is open").found().is_none() {
        assert!(std::time::Instant::now() < patience, "an answer in time");
        std::thread::yield_now();
        desk.app.tick();
    }
    let looking = desk.app.looking().expect("it is open");
    let found = looking.found().expect("an answer");
    assert_eq!(found.basis.marks, 2_100);
    assert!(!looking.waits());
    desk.app.handle(Command::Insight(InsightCommand::Close));
    assert!(desk.app.looking().is_none());
}
