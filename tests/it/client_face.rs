//! The client's face: what is always there, what the buttons do, what the card keeps.

use std::{cell::RefCell, rc::Rc};

use egui_kittest::{Harness, kittest::Queryable};
use mindframe::{
    app::{Command, MarkCommand, MarkingCommand, RoomCommand, TransportCommand},
    ui::panels::{client, room},
};

use crate::{desk::TestDesk, pictures};

type Shared = Rc<RefCell<(TestDesk, Vec<Command>)>>;

/// The client's window over a desk; what it asks for is applied and remembered.
fn face(desk: TestDesk, size: (f32, f32), scale: f32, dark: bool) -> (Harness<'static>, Shared) {
    let shared: Shared = Rc::new(RefCell::new((desk, Vec::new())));
    let inner = Rc::clone(&shared);
    let mut look = client::ClientLook::default();
    let mut room_look = room::RoomLook::default();
    let mut harness = pictures::screen(size, scale, dark)
        .with_max_steps(12)
        .build_ui(move |ui| {
            let mut both = inner.borrow_mut();
            let (desk, log) = &mut *both;
            let mut commands = Vec::new();
            {
                let view = pictures::view(&desk.app, ui.ctx());
                let covered = room::show(ui.ctx(), &view, &mut room_look, &mut commands);
                if !covered {
                    pictures::whole(ui, |ui| {
                        client::show(ui, &view, &mut look, &mut commands, &mut pictures::video);
                    });
                }
            }
            log.extend(commands.iter().cloned());
            pictures::apply(&mut desk.app, commands);
        });
    harness.run();
    (harness, shared)
}

fn sams_turn() -> TestDesk {
    let mut desk = TestDesk::open();
    desk.next_author();
    desk.seek(5_000);
    desk
}

fn press(harness: &mut Harness<'_>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

#[test]
fn what_is_always_there_is_there_at_every_size() {
    for size in [
        (1280.0, 720.0),
        (1024.0, 700.0),
        (640.0, 360.0),
        (500.0, 300.0),
    ] {
        let (harness, _) = face(sams_turn(), size, 1.0, false);
        let window = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(size.0, size.1));
        for label in [
            "Sam's turn",
            "about me",
            "how it was then",
            "everyone here sees this",
            "Enough for today",
        ] {
            let rect = harness.get_by_label(label).rect();
            assert!(window.contains_rect(rect), "{label} at {size:?}: {rect:?}");
        }
        if size.0 > 600.0 {
            for label in [
                "I felt...",
                "Too much",
                "That helped",
                "Go on",
                "Back 5 s",
                "Come back to this",
            ] {
                let rect = harness.get_by_label(label).rect();
                assert!(window.contains_rect(rect), "{label} at {size:?}: {rect:?}");
            }
        }
    }
}

#[test]
fn a_big_button_sets_a_mark_and_opens_its_one_card() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "I felt...");
    press(&mut harness, "hurt");
    harness.get_by_label("In your own words").click();
    harness.run();
    harness
        .get_by_label("In your own words")
        .type_text("My chest went tight");
    harness.run();
    press(&mut harness, "Done");
    let both = shared.borrow();
    let desk = both.0.app.desk().expect("a desk");
    let mark = desk.document.session().marks().next().expect("a mark");
    assert_eq!(mark.words.as_deref(), Some("My chest went tight"));
    assert_eq!(mark.codes[0].modifier("feeling"), Some("hurt"));
    assert!(desk.marking.follow_up.is_none(), "the card is put away");
    let commits = both
        .1
        .iter()
        .filter(|command| matches!(command, Command::Mark(MarkCommand::CommitWords(..))));
    assert_eq!(commits.count(), 1, "one change of words, one step of undo");
}

#[test]
fn words_of_a_card_that_is_put_away_are_kept() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "I thought...");
    harness.get_by_label("In your own words").click();
    harness.run();
    harness
        .get_by_label("In your own words")
        .type_text("He's forgotten me");
    harness.run();
    press(&mut harness, "Not now");
    let both = shared.borrow();
    let mark = both
        .0
        .app
        .desk()
        .and_then(|desk| desk.document.session().marks().next())
        .expect("a mark");
    assert_eq!(mark.words.as_deref(), Some("He's forgotten me"));
}

#[test]
fn enter_in_the_words_is_done_and_esc_only_leaves_them() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "I wanted...");
    harness.get_by_label("In your own words").click();
    harness.run();
    harness
        .get_by_label("In your own words")
        .type_text("him to ask again");
    harness.run();
    harness.key_press(egui::Key::Escape);
    harness.run();
    {
        let both = shared.borrow();
        let desk = both.0.app.desk().expect("a desk");
        assert!(desk.marking.follow_up.is_some(), "the card is still open");
        let mark = desk.document.session().marks().next().expect("a mark");
        assert_eq!(mark.words.as_deref(), Some("him to ask again"));
    }
    harness.get_by_label("In your own words").click();
    harness.run();
    harness.key_press(egui::Key::Enter);
    harness.run();
    let both = shared.borrow();
    let desk = both.0.app.desk().expect("a desk");
    assert!(desk.marking.follow_up.is_none());
    let mark = desk.document.session().marks().next().expect("a mark");
    assert_eq!(mark.words.as_deref(), Some("him to ask again"));
}

#[test]
fn the_last_mark_can_be_taken_back() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "Come back to this");
    // The disk answers on a thread of its own.
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while harness.query_by_label("Saved").is_none() {
        assert!(
            std::time::Instant::now() < limit,
            "it never said that it is safe"
        );
        harness.step();
    }
    press(&mut harness, "Take it back");
    let both = shared.borrow();
    assert_eq!(
        both.0
            .app
            .desk()
            .expect("a desk")
            .document
            .session()
            .mark_count(),
        0
    );
}

#[test]
fn until_the_record_is_read_a_calm_line_waits() {
    let mut desk = TestDesk::open();
    let path = desk.folder.path().join("Five minutes late.mp4");
    desk.app.handle(Command::Open(path));
    let mut look = client::ClientLook::default();
    let harness = pictures::screen((1280.0, 720.0), 1.0, false).build_ui(move |ui| {
        let view = pictures::view(&desk.app, ui.ctx());
        client::show(ui, &view, &mut look, &mut Vec::new(), &mut pictures::video);
    });
    assert!(
        harness
            .query_by_label("One moment. The recording is on its way.")
            .is_some()
    );
    assert!(harness.query_by_label("Go on").is_none());
}

#[test]
fn the_neutral_screen_shows_the_plan_that_was_agreed() {
    let mut desk = sams_turn();
    let mut facts = desk
        .app
        .desk()
        .expect("a desk")
        .document
        .session()
        .info()
        .clone();
    let plan = "Feet on the floor. Look out of the window. Then we talk.";
    facts
        .fields
        .push((mindframe::app::room::PLAN_FIELD.to_owned(), plan.to_owned()));
    desk.app.handle(Command::SetInfo(Box::new(facts)));
    let (mut harness, _) = face(desk, (1280.0, 720.0), 1.0, false);
    press(&mut harness, "Too much");
    press(&mut harness, "It is too much now");
    assert!(harness.query_by_label(plan).is_some());
    assert!(harness.query_by_label("Our plan").is_some());
    if pictures::wanted() {
        pictures::keep(&mut harness, "room-1280-light-plan");
    }
}

#[test]
fn long_names_and_many_people_push_nothing_out() {
    let mut desk = sams_turn();
    let mut facts = desk
        .app
        .desk()
        .expect("a desk")
        .document
        .session()
        .info()
        .clone();
    facts.people[1].name = "The person who came on Tuesday and stayed for a long while".to_owned();
    desk.app.handle(Command::SetInfo(Box::new(facts)));
    let (harness, _) = face(desk, (1024.0, 700.0), 1.0, false);
    let window = egui::Rect::from_min_size(egui::Pos2::ZERO, egui::vec2(1024.0, 700.0));
    for label in [
        "about me",
        "everyone here sees this",
        "Enough for today",
        "That helped",
    ] {
        let rect = harness.get_by_label(label).rect();
        assert!(window.contains_rect(rect), "{label}: {rect:?}");
    }
}

#[test]
fn nothing_has_to_be_answered() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "Got stuck");
    press(&mut harness, "Not now");
    let both = shared.borrow();
    let mark = both
        .0
        .app
        .desk()
        .and_then(|desk| desk.document.session().marks().next())
        .expect("a mark");
    assert!(mark.words.is_none() && mark.intensity.is_none() && mark.codes[0].modifiers.is_empty());
    assert!(
        both.1
            .contains(&Command::Marking(MarkingCommand::CloseFollowUp))
    );
}

#[test]
fn a_guess_about_the_other_can_say_who_and_how_sure() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "Maybe they...");
    assert!(
        harness.query_by_label("me").is_none(),
        "it is about another's mind"
    );
    press(&mut harness, "fairly sure");
    let both = shared.borrow();
    let mark = both
        .0
        .app
        .desk()
        .and_then(|desk| desk.document.session().marks().next())
        .expect("a mark");
    assert_eq!(
        mark.sureness,
        Some(mindframe::domain::mark::Sureness::Fairly)
    );
}

#[test]
fn the_bar_seeks_and_the_buttons_play() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    let bar = harness.get_by_label("Place in the recording").rect();
    let middle = bar.center();
    harness.drag_at(middle);
    harness.step();
    harness.hover_at(middle + egui::vec2(80.0, 0.0));
    harness.step();
    harness.drop_at(middle + egui::vec2(80.0, 0.0));
    harness.run();
    press(&mut harness, "Back 5 s");
    press(&mut harness, "Go on");
    let log = &shared.borrow().1;
    assert!(
        log.iter()
            .any(|command| matches!(command, Command::Transport(TransportCommand::Scrub(_))))
    );
    let end = log.iter().find_map(|command| match command {
        Command::Transport(TransportCommand::ScrubEnd(time)) => Some(time.seconds_for_drawing()),
        _ => None,
    });
    let wanted = 110.0 * f64::from((middle.x + 80.0 - bar.left()) / bar.width());
    assert!(
        (end.expect("let go") - wanted).abs() < 0.5,
        "{end:?} is not near {wanted}"
    );
    assert!(log.contains(&Command::Transport(TransportCommand::TogglePlay)));
}

#[test]
fn a_slider_starts_empty_and_takes_a_value() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "I felt...");
    let bars: Vec<egui::Rect> = harness
        .get_all_by_label("How strong?")
        .map(|node| node.rect())
        .collect();
    let bar = bars
        .iter()
        .copied()
        .max_by(|a, b| a.width().total_cmp(&b.width()))
        .expect("a slider");
    let at = egui::pos2(bar.left() + bar.width() * 0.6, bar.center().y);
    harness.drag_at(at);
    harness.step();
    harness.drop_at(at);
    harness.run();
    let both = shared.borrow();
    let mark = both
        .0
        .app
        .desk()
        .and_then(|desk| desk.document.session().marks().next())
        .expect("a mark");
    assert_eq!(
        mark.intensity.map(mindframe::domain::mark::Intensity::get),
        Some(6)
    );
}

#[test]
fn whose_turn_it_is_changes_in_two_presses() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "about me");
    press(&mut harness, "about us");
    assert!(
        harness.query_by_label("about us").is_some(),
        "the chip says it"
    );
    press(&mut harness, "Sam's turn");
    press(&mut harness, "Robin's turn");
    let log = &shared.borrow().1;
    assert!(
        log.iter()
            .any(|command| matches!(command, Command::Marking(MarkingCommand::SetAuthor(_))))
    );
}

#[test]
fn too_much_asks_one_thing_and_now_opens_the_plan() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "Too much");
    press(&mut harness, "It is too much now");
    assert!(
        harness.query_by_label("I felt...").is_none(),
        "nothing else is on the screen"
    );
    assert!(
        harness
            .query_by_label("It is fine to stop here. Take all the time you need.")
            .is_some()
    );
    press(&mut harness, "Carry on");
    assert!(harness.query_by_label("I felt...").is_some());
    assert!(
        shared
            .borrow()
            .1
            .contains(&Command::Room(RoomCommand::TooMuchNow))
    );
}

#[test]
fn enough_covers_everything_and_close_leaves() {
    let (mut harness, shared) = face(sams_turn(), (1280.0, 720.0), 1.0, false);
    press(&mut harness, "Enough for today");
    assert!(harness.query_by_label("Your work is safe.").is_some());
    assert!(
        harness.query_by_label("Go on").is_none(),
        "nothing else is on the screen"
    );
    press(&mut harness, "Close");
    assert!(shared.borrow().0.app.recording().is_none());
}

#[test]
fn pictures_of_the_clients_face() {
    if !pictures::wanted() {
        return;
    }
    for (dark, theme) in [(false, "light"), (true, "dark")] {
        for (size, scale, name) in [
            ((1280.0, 720.0), 1.0, "1280"),
            ((1024.0, 700.0), 1.0, "1024"),
            ((640.0, 360.0), 2.0, "200pc"),
        ] {
            let (mut harness, shared) = face(sams_turn(), size, scale, dark);
            pictures::keep(&mut harness, &format!("client-{name}-{theme}-quiet"));
            press(&mut harness, "I felt...");
            press(&mut harness, "hurt");
            {
                let mut both = shared.borrow_mut();
                both.0.words("My chest went tight");
                let mark = both
                    .0
                    .app
                    .desk()
                    .and_then(|desk| desk.newest)
                    .expect("a mark");
                let seven = mindframe::domain::mark::Intensity::new(6);
                both.0
                    .app
                    .handle(Command::Mark(MarkCommand::SetIntensity(mark, seven)));
            }
            harness.run();
            pictures::keep(&mut harness, &format!("client-{name}-{theme}-felt"));
            press(&mut harness, "Not now");
            pictures::keep(&mut harness, &format!("client-{name}-{theme}-after"));
            shared.borrow_mut().0.code("c.they");
            harness.run();
            pictures::keep(&mut harness, &format!("client-{name}-{theme}-they"));
            press(&mut harness, "Not now");
            shared.borrow_mut().0.code("c.stuck");
            harness.run();
            pictures::keep(&mut harness, &format!("client-{name}-{theme}-stuck"));
            press(&mut harness, "Not now");
            press(&mut harness, "Sam's turn");
            pictures::keep(&mut harness, &format!("client-{name}-{theme}-menu"));
            harness.key_press(egui::Key::Escape);
            harness.run();
            press(&mut harness, "Too much");
            pictures::keep(&mut harness, &format!("room-{name}-{theme}-question"));
            press(&mut harness, "It is too much now");
            pictures::keep(&mut harness, &format!("room-{name}-{theme}-neutral"));
            press(&mut harness, "Carry on");
            press(&mut harness, "Enough for today");
            pictures::keep(&mut harness, &format!("room-{name}-{theme}-dimmed"));
        }
    }
}
