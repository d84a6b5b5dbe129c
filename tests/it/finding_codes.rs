//! Codes are found by what they mean; own words and strengths come first; one's own breakdown is as near as the client's.

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use mindframe::{
    app::{
        App, Command, MarkCommand, MarkingCommand,
        review::suggest::{Suggestion, suggestion},
    },
    domain::{
        codebook::Codebook, entry::Purpose, lookup::Fits, mark::About, mark::View, person::Role,
    },
};

use crate::{desk::TestDesk, full_window::FullWindow};

fn full(desk: &TestDesk) -> std::sync::Arc<Codebook> {
    desk.app.codebooks().get("mbt-full").unwrap()
}

fn about_newest(app: &App) -> (About, View, String) {
    let desk = app.desk().unwrap();
    let mark = desk.document.session().mark(desk.newest.unwrap()).unwrap();
    let code = mark.codes.first().map(|used| used.code.to_string());
    (mark.about.clone(), mark.view, code.unwrap_or_default())
}

fn person(app: &App, at: usize) -> About {
    let people = app.desk().unwrap().document.session().people();
    About::People(vec![people[at].id.clone()])
}

#[test]
fn a_code_is_found_by_its_words_its_meaning_and_its_examples_nearest_first() {
    let desk = TestDesk::open();
    let book = full(&desk);
    let ids = |text: &str| -> Vec<(String, Fits)> {
        book.find(text)
            .into_iter()
            .map(|hit| (hit.code.id.clone(), hit.fits))
            .collect()
    };
    assert_eq!(ids("PSYCHIC equi")[0].0, "mode.psychic_equivalence");
    // “Felt = fact” is what it means, “always/never” what one hears.
    let fact = ids("fact");
    assert!(fact.contains(&("mode.psychic_equivalence".to_owned(), Fits::Meaning)));
    let heard = ids("whatever voice");
    assert!(heard.contains(&("ev.onset".to_owned(), Fits::Example)));
    for hits in [&fact, &heard] {
        assert!(hits.is_sorted_by_key(|(_, fits)| *fits));
    }
    let hit = book.find("guess");
    let tentative = hit
        .iter()
        .find(|hit| hit.code.id == "mz.tentative")
        .unwrap();
    assert_eq!(tentative.why(), Some("Knows it is a guess"));
    assert!(book.find("psychic teacup").is_empty());
    assert_eq!(book.find(" ").len(), book.codes.len());
}

#[test]
fn in_the_room_nothing_is_found_by_words_that_are_not_for_clients() {
    let desk = TestDesk::open();
    let book = full(&desk).for_the_room();
    for text in ["equivalence", "pretend", "suicide", "jargon"] {
        assert!(book.find(text).is_empty(), "{text}");
    }
}

#[test]
fn strengths_come_first_in_every_codebook_and_in_what_is_found() {
    let desk = TestDesk::open();
    let book = full(&desk);
    let at = |id: &str| book.groups.iter().position(|group| group.id == id).unwrap();
    assert_eq!(at("mz"), 0);
    assert!(at("reg") < at("mode"));
    let place = |id: &str| {
        book.find("")
            .iter()
            .position(|hit| hit.code.id == id)
            .unwrap()
    };
    for breakdown in ["mode.pretend", "ev.onset", "dyn.rupture", "risk.other"] {
        for strength in ["mz.good", "reg.name", "ev.recovery"] {
            assert!(
                place(strength) < place(breakdown),
                "{strength}, {breakdown}"
            );
        }
    }
}

#[test]
fn the_palette_finds_codes_and_says_why_with_own_words_before_them() {
    let desk = TestDesk::open();
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.key_with(Modifiers::COMMAND, Key::K);
    let field = "Type what you want to do, or what you see";
    window.harness.get_by_label(field).type_text("flat face");
    window.harness.run();
    let own = window.rect("Own words: No code is ever needed");
    let found = window.harness.get_by_label_contains("Pretend: ");
    assert!(own.bottom() <= found.rect().top());
    assert!(
        window
            .harness
            .query_by_label_contains("fluent jargon, flat face")
            .is_some()
    );
    window.key(Key::Enter);
    let (_, _, code) = window.with_app(|app| about_newest(app));
    assert_eq!(code, "mode.pretend");
}

#[test]
fn the_list_of_all_codes_has_own_words_before_everything() {
    let desk = TestDesk::open();
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.press("All codes…");
    let own = window.rect("Own words: No code is ever needed");
    let first = window.rect("Good mentalizing");
    assert!(own.bottom() <= first.top());
    window.press("Own words: No code is ever needed");
    let (_, _, code) = window.with_app(|app| about_newest(app));
    assert_eq!(code, "");
    assert!(window.with_app(|app| app.desk().unwrap().marking.writing.is_some()));
}

#[test]
fn ones_own_breakdown_takes_one_press_as_the_clients_does() {
    let mut desk = TestDesk::open();
    let (robin, sam) = (person(&desk.app, 0), person(&desk.app, 1));
    desk.seek(4_000);
    desk.code("ev.onset");
    assert_eq!(about_newest(&desk.app).0, sam);
    desk.seek(8_000);
    desk.app.handle(Command::Mark(MarkCommand::OwnDown(
        "ev.onset".parse().unwrap(),
    )));
    desk.app.handle(Command::Mark(MarkCommand::CodeUp(
        "ev.onset".parse().unwrap(),
    )));
    assert_eq!(
        about_newest(&desk.app),
        (robin.clone(), View::Own, "ev.onset".to_owned())
    );
    // What comes next is about the client again.
    desk.seek(12_000);
    desk.code("ev.onset");
    assert_eq!(about_newest(&desk.app).0, sam);
    // Their stretches run beside each other.
    let mode = "mode.pretend";
    desk.code(mode);
    desk.app
        .handle(Command::Mark(MarkCommand::OwnDown(mode.parse().unwrap())));
    let open = |app: &App| {
        let desk = app.desk().unwrap();
        desk.document.open_marks(&desk.marking.author).len()
    };
    assert_eq!(open(&desk.app), 2);
    desk.seek(16_000);
    desk.app
        .handle(Command::Mark(MarkCommand::OwnDown(mode.parse().unwrap())));
    assert_eq!(open(&desk.app), 1);
    assert_eq!(about_newest(&desk.app).0, robin);
}

#[test]
fn the_therapist_is_next_after_the_client_in_about_whom() {
    let mut desk = TestDesk::open();
    let mut info = desk.app.desk().unwrap().document.session().info().clone();
    let mut alex = info.people[1].clone();
    alex.id = "alexalex".parse().unwrap();
    alex.name = "Alex".to_owned();
    alex.role = Role::Supervisor;
    info.people.insert(0, alex);
    desk.app.handle(Command::SetInfo(Box::new(info)));
    let at = desk.app.desk().unwrap();
    let choices = at.marking.about_choices(at.document.session());
    let (alex, robin, sam) = (
        person(&desk.app, 0),
        person(&desk.app, 1),
        person(&desk.app, 2),
    );
    assert_eq!(choices, [sam, robin.clone(), alex, About::Us]);
    desk.app.handle(Command::Marking(MarkingCommand::NextAbout));
    desk.seek(4_000);
    desk.code("ev.onset");
    assert_eq!(about_newest(&desk.app).0, robin);
}

#[test]
fn alt_with_a_codes_key_is_about_whoever_marks_on_both_faces() {
    let desk = TestDesk::open();
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    let press = |window: &mut FullWindow, key: Key| {
        for pressed in [true, false] {
            window.harness.event_modifiers(
                Event::Key {
                    key,
                    physical_key: Some(key),
                    pressed,
                    repeat: false,
                    modifiers: Modifiers::ALT,
                },
                Modifiers::ALT,
            );
        }
        window.harness.run();
    };
    press(&mut window, Key::Num1);
    let robin = window.with_app(|app| person(app, 0));
    let sam = window.with_app(|app| person(app, 1));
    assert_eq!(window.with_app(|app| about_newest(app)).0, robin);
    window.key(Key::F2);
    press(&mut window, Key::Num6);
    let (about, _, code) = window.with_app(|app| about_newest(app));
    assert_eq!((about, code.as_str()), (sam, "c.stuck"));
}

#[test]
fn every_purpose_suggests_a_preset_that_is_there_and_recall_names_no_mode() {
    let desk = TestDesk::open();
    for purpose in Purpose::ALL {
        for role in [
            Role::Therapist,
            Role::Supervisor,
            Role::Trainee,
            Role::Client,
        ] {
            let Suggestion { codebook, preset } = suggestion(purpose, role);
            let book = desk.app.codebooks().get(codebook).unwrap();
            let preset = book.preset(preset).unwrap();
            if purpose == Purpose::Recall || role == Role::Client {
                let modes = preset.codes.iter().filter(|entry| {
                    ["mode.", "ev.", "risk.", "tx."]
                        .iter()
                        .any(|group| entry.code.starts_with(group))
                });
                assert_eq!(modes.count(), 0);
            }
        }
        assert!(desk.app.suggested(purpose).is_some());
    }
}
