//! Rating for supervision in the window, by what a screen reader hears.

use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    app::{Command, PresenceCommand, SupervisionCommand, review::supervision::Own},
    domain::supervision::Rating,
};

use crate::{
    full_window::FullWindow,
    supervising::{begin, desk_with_raters, given, rate, send, shared, sit_down},
};

const SIZE: (f32, f32) = (1440.0, 2400.0);

fn until(window: &mut FullWindow, mut holds: impl FnMut(&mut FullWindow) -> bool) {
    let limit = Instant::now() + Duration::from_secs(10);
    while !holds(window) {
        assert!(Instant::now() < limit, "waited too long");
        window.harness.step();
    }
    window.harness.run();
}

fn open_panel(window: &mut FullWindow) {
    window.press("More ways to look");
    window.press("Supervision: rate with a frame");
}

#[test]
fn a_round_is_begun_with_the_teams_own_frame_and_its_raters() {
    let mut desk = desk_with_raters();
    sit_down(&mut desk, "Ines");
    let mut window = FullWindow::open(desk, SIZE);
    open_panel(&mut window);
    until(&mut window, |window| window.shows("What our team looks at"));
    window.press("MBT-ACS");
    assert!(
        window.shows("This frame has no items: number them from your own copy of the instrument first. mindframe frames says where the file belongs.")
    );
    window.press("Begin");
    assert!(window.with_app(|app| app.rating_round().is_none()));
    window.press("What our team looks at");
    window.press("Begin");
    assert!(window.with_app(|app| app.rating_round().is_some()));
    assert!(window.shows("Only you see this until you share it. Leave free what you cannot tell."));
}

#[test]
fn an_item_is_given_a_value_words_and_the_selected_mark() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    sit_down(&mut desk, "Ines");
    desk.seek(4_000);
    desk.code("tx.not_knowing");
    let mut window = FullWindow::open(desk, SIZE);
    open_panel(&mut window);
    until(&mut window, |window| window.shows("Item 1, Adherence: 5"));
    window.press("Item 1, Adherence: 5");
    let given = window.with_app(|app| {
        app.own_rating_sheet()
            .and_then(|sheet| sheet.rating(1, "adherence"))
    });
    assert_eq!(given, Some(Rating::Value(5)));
    // Adherence is one thing and competence another.
    assert_eq!(
        window.with_app(|app| app
            .own_rating_sheet()
            .and_then(|sheet| sheet.rating(1, "competence"))),
        None
    );
    window.press("The selected mark shows item 1");
    let note = window
        .harness
        .get_all_by_label("Words about item 1")
        .find(|node| node.accesskit_node().role() == Role::MultilineTextInput)
        .expect("a field");
    note.focus();
    note.type_text("asked, and waited");
    window.harness.run_steps(120);
    let sheet = window
        .with_app(|app| app.own_rating_sheet().cloned())
        .expect("a sheet");
    assert_eq!(sheet.note(1), "asked, and waited");
    assert_eq!(sheet.evidence(1).len(), 1);
    // Once more takes it back.
    window.press("Item 1, Adherence: 5");
    let given = window.with_app(|app| {
        app.own_rating_sheet()
            .and_then(|sheet| sheet.rating(1, "adherence"))
    });
    assert_eq!(given, None);
    window.press("I am done");
    assert!(window.shows("You are done. Once the others are, too, everybody can share."));
    assert!(!window.shows("Item 1, Adherence: 5"));
}

#[test]
fn what_is_seen_differently_comes_first_and_few_items_have_no_number() {
    let mut desk = desk_with_raters();
    shared(&mut desk);
    let mut window = FullWindow::open(desk, SIZE);
    open_panel(&mut window);
    until(&mut window, |window| {
        window.shows("Seen differently, to talk about")
    });
    let differ = window.rect("Seen differently, to talk about").top();
    let agree = window.rect("How far you agree").top();
    assert!(differ < agree);
    assert!(
        window
            .harness
            .query_all_by_label_contains("With fewer than 10 there is no number")
            .next()
            .is_some()
    );
}

#[test]
fn sections_are_chosen_and_a_question_goes_with_them() {
    let desk = desk_with_raters();
    let mut window = FullWindow::open(desk, SIZE);
    open_panel(&mut window);
    window.press("15 minutes from here");
    let field = window
        .harness
        .get_all_by_label("What would you like to know?")
        .find(|node| node.accesskit_node().role() == Role::MultilineTextInput)
        .expect("a field");
    field.focus();
    field.type_text("Did I hurry on?");
    window.harness.run_steps(120);
    let asked = window.with_app(|app| app.clip_pack().map(|(_, pack)| pack.clone()));
    let asked = asked.expect("sections");
    assert_eq!(asked.question, "Did I hurry on?");
    assert_eq!(asked.sections.len(), 1);
    window.press("Take section 1 away");
    assert!(window.with_app(|app| {
        app.clip_pack()
            .is_some_and(|(_, pack)| pack.sections.is_empty())
    }));
}

#[test]
fn nothing_of_it_is_on_a_screen_that_a_client_can_see() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    sit_down(&mut desk, "Ines");
    rate(&mut desk, 1, "adherence", Some(Rating::Value(3)));
    assert_eq!(given(&desk, 1, "adherence"), Some(Rating::Value(3)));
    assert_eq!(desk.app.own_rating(), Own::Rating);
    send(&mut desk, SupervisionCommand::Look);
    let mut window = FullWindow::open(desk, SIZE);
    open_panel(&mut window);
    until(&mut window, |window| window.shows("Item 1, Adherence: 3"));
    window.with_app(|app| app.handle(Command::Presence(PresenceCommand::ClientHere)));
    window.harness.run();
    assert!(!window.shows("Item 1, Adherence: 3"));
    assert!(!window.shows("Supervision: rate with a frame"));
}
