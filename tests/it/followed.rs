//! What followed interventions: of few each as it was, of more how often, beside how often it follows any moment.

use egui_kittest::kittest::Queryable;
use mindframe::{
    analysis::{
        agreement::{Rater, Subject},
        insight::{Asked, Intervention, What, insight},
    },
    app::{Command, InsightCommand, MarkCommand, MarkingCommand, review::insight::Page},
    domain::{
        mark::{About, Mark, When},
        time::MediaTime,
        track::Lag,
    },
};

use crate::{desk::TestDesk, full_window::FullWindow, many};

/// All interventions of the first person's marks about the second.
fn all(marks: &[(i64, &str)]) -> Intervention {
    let mark = |(number, (at, code)): (usize, &(i64, &str))| Mark {
        about: About::People(vec![many::person_id(1)]),
        ..many::mark(
            number as u128 + 1,
            0,
            When::Point(MediaTime::from_seconds(*at)),
            code,
        )
    };
    let marks = marks.iter().enumerate().map(mark).collect();
    let session = many::session(many::people(&["Robin", "Sam"]), marks, Vec::new());
    let asked = Asked {
        by: Rater::Person(many::person_id(0)),
        about: Subject::Person(many::person_id(1)),
        end: MediaTime::from_seconds(600),
        lag: Lag::NONE,
    };
    insight(&session, &asked).followed.each.remove(0)
}

#[test]
fn each_one_is_told_with_what_followed_it_first() {
    let found = all(&[
        (10, "tx.validate"),
        (40, "mz.curious"),
        (50, "mz.tentative"),
        (60, "ev.onset"),
        (200, "tx.challenge"),
    ]);
    assert!(found.few());
    let told: Vec<(i64, Vec<(What, i64)>)> = found
        .each
        .iter()
        .map(|one| {
            let at = |time: MediaTime| (time - MediaTime::ZERO).as_millis() / 1_000;
            let then = one.then.iter();
            let then = then.map(|(what, moment)| (*what, at(moment.span.start())));
            (at(one.done.span.start()), then.collect())
        })
        .collect();
    assert_eq!(
        told,
        [
            (10, vec![(What::Mentalizing, 40), (What::Harder, 60)]),
            (200, Vec::new()),
        ]
    );
}

#[test]
fn from_five_on_shares_say_something() {
    let of = |count: i64| {
        let marks: Vec<(i64, &str)> = (0..count).map(|at| (at * 70, "tx.validate")).collect();
        all(&marks)
    };
    assert!(of(4).few());
    assert!(!of(5).few());
}

fn opened(times: &[i64]) -> FullWindow {
    let mut desk = TestDesk::open();
    let sam = desk.app.desk().unwrap().document.session().people()[1]
        .id
        .clone();
    let about = MarkingCommand::SetAbout(About::People(vec![sam.clone()]));
    desk.app.handle(Command::Marking(about));
    for at in times {
        desk.seek(*at);
        desk.code("tx.validate");
    }
    desk.seek(40_000);
    desk.code("mz.curious");
    desk.app.handle(Command::Mark(MarkCommand::SelectNone));
    desk.app.tick();
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.with_app(|app| {
        app.handle(Command::Insight(InsightCommand::Open(Page::After)));
        let about = InsightCommand::About(Subject::Person(sam));
        app.handle(Command::Insight(about));
    });
    window.harness.run_steps(10);
    window
}

fn says(window: &FullWindow, words: &str) -> bool {
    let mut found = window.harness.query_all_by_label_contains(words);
    found.next().is_some()
}

#[test]
fn in_the_window_few_are_a_plain_list_that_plays() {
    let mut window = opened(&[10_000]);
    let line = "Once, at 0:10: Empathic validation: Good mentalizing after 30 s";
    assert!(says(&window, line));
    assert!(says(&window, "Fewer than 5: each stands as it was"));
    assert!(!says(&window, "1 of 1"), "no share of one");
    assert!(!says(&window, "What followed, drawn"), "no picture of it");
    window.press(line);
    assert!(says(&window, "Hear 0:40.000, "));

    let window = opened(&[10_000, 12_000, 14_000, 16_000, 18_000]);
    assert!(says(&window, "5 of 5; after any moment"));
    assert!(says(&window, "What followed, drawn"));
    assert!(!says(&window, "Once, at"));
}
