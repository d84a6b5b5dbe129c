//! With a client in the room nothing is on screen that is not for them, no key shows it, and nothing is lost by it.

use std::sync::Arc;

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    app::{
        App, Command, KeyCommand, MarkCommand, PresenceCommand,
        keys::{KeyState, Passphrase},
    },
    domain::{
        disclosed::{Disclosed, OpenCodes, Purpose, Viewer},
        edit::Edit,
        filter::Filter,
        id::PersonId,
        mark::{Audience, CodeUse},
        person::Role,
    },
};

use crate::{
    desk::TestDesk,
    full_window::FullWindow,
    world::{World, mark, robin, sam, stamp},
};

const ROBINS: &str = "four plain words here";

fn client_here(desk: &mut TestDesk) {
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientHere));
}

fn client_left(desk: &mut TestDesk) {
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientLeft));
}

fn codes(app: &App) -> Vec<String> {
    let session = app.desk().unwrap().document.session();
    let marks = session.marks_in_time();
    let codes = marks.iter().flat_map(|mark| &mark.codes);
    codes.map(|used| used.code.as_str().to_owned()).collect()
}

fn first_person(app: &App) -> PersonId {
    app.desk().unwrap().document.session().people()[0]
        .id
        .clone()
}

#[test]
fn learning_marks_leave_the_screen_and_come_back() {
    let mut desk = TestDesk::with_story();
    let all = codes(&desk.app);
    assert!(all.contains(&"tx.missed".to_owned()));
    client_here(&mut desk);
    let shown = codes(&desk.app);
    assert!(!shown.contains(&"tx.missed".to_owned()));
    assert_eq!(shown.len(), all.len() - 1);
    assert_eq!(desk.app.desk().unwrap().document.order().len(), shown.len());
    client_left(&mut desk);
    assert_eq!(codes(&desk.app), all);
}

#[test]
fn a_list_filtered_by_what_is_not_there_shows_all_that_is() {
    let mut desk = TestDesk::with_story();
    let filter = Filter {
        code: Some("tx.missed".parse().unwrap()),
        ..Filter::default()
    };
    desk.app
        .handle(Command::Mark(MarkCommand::SetFilter(filter)));
    client_here(&mut desk);
    assert!(desk.app.desk().unwrap().filter.is_empty());
}

#[test]
fn codes_have_the_words_meant_for_clients_and_no_others() {
    let mut desk = TestDesk::with_story();
    client_here(&mut desk);
    let books = desk.app.codebooks();
    let book = books.get("mbt-full").unwrap();
    let mode = book.code(&"mode.pretend".parse().unwrap()).unwrap();
    assert_eq!(mode.label, "Words, but far away");
    for code in &book.codes {
        assert!(
            !code.label.to_lowercase().contains("equivalence"),
            "{}",
            code.label
        );
        assert!(code.definition.is_empty() && code.example.is_empty());
        assert!(!code.id.starts_with("risk."), "{}", code.id);
    }
    let bar = &desk.app.desk().unwrap().marking.codebook;
    assert!(Arc::ptr_eq(bar, &book));
}

#[test]
fn undo_reaches_no_further_back_than_the_client_saw() {
    let mut desk = TestDesk::with_story();
    let before = codes(&desk.app);
    client_here(&mut desk);
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    desk.seek(110_000);
    desk.code("mz.good");
    let with_new = codes(&desk.app).len();
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(codes(&desk.app).len(), with_new - 1);
    desk.code("mz.good");
    client_left(&mut desk);
    assert_eq!(codes(&desk.app).len(), before.len() + 1);
    // Then the newest goes first, and those from before after it.
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(codes(&desk.app), before);
    let marks = |desk: &TestDesk| desk.app.desk().unwrap().document.in_order().to_vec();
    let then = marks(&desk);
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_ne!(marks(&desk), then);
}

#[test]
fn what_is_not_on_screen_is_saved_all_the_same() {
    let mut desk = TestDesk::with_story();
    client_here(&mut desk);
    desk.seek(110_000);
    desk.code("mz.good");
    assert!(desk.app.flush(std::time::Duration::from_secs(10)));
    let path = desk.app.recording().unwrap().path.clone();
    desk.app.handle(Command::Close);
    desk.app.handle(Command::Open(path));
    desk.until(|app| app.desk().is_some());
    let found = codes(&desk.app);
    assert!(found.contains(&"tx.missed".to_owned()));
    assert!(found.contains(&"mz.good".to_owned()));
}

#[test]
fn the_client_has_left_when_the_passphrase_says_so() {
    let mut desk = TestDesk::with_story();
    let robin = first_person(&desk.app);
    let word = |text: &str| Passphrase::new(text.to_owned());
    let create = KeyCommand::Create(robin.clone(), word(ROBINS));
    desk.app.handle(Command::Key(create));
    desk.until(|app| app.key_state(&robin) == KeyState::Open);
    client_here(&mut desk);
    assert_eq!(desk.app.key_state(&robin), KeyState::Closed);
    client_left(&mut desk);
    assert!(desk.app.client_here(), "a press alone must not be enough");
    let unlock = |text: &str| PresenceCommand::Unlock(robin.clone(), word(text));
    desk.app.handle(Command::Presence(unlock("something else")));
    desk.until(|app| app.key_failure(&robin).is_some());
    assert!(desk.app.client_here());
    // Nor does the right one open anything else meanwhile.
    let open = KeyCommand::Open(robin.clone(), word(ROBINS));
    desk.app.handle(Command::Key(open));
    desk.until(|app| app.key_state(&robin) != KeyState::Trying);
    assert_eq!(desk.app.key_state(&robin), KeyState::Closed);
    assert!(desk.app.client_here());
    desk.app.handle(Command::Presence(unlock(ROBINS)));
    desk.until(|app| !app.client_here());
    assert_eq!(desk.app.key_state(&robin), KeyState::Closed);
}

/// All that a screen reader would hear.
fn heard(window: &FullWindow) -> String {
    let nodes = window.harness.get_all_by(|_| true);
    let said = nodes.map(|node| {
        let node = node.accesskit_node();
        format!(
            "{} {}\n",
            node.label().unwrap_or_default(),
            node.value().unwrap_or_default()
        )
    });
    said.collect()
}

#[test]
fn the_window_names_no_mode_and_no_lapse_while_a_client_is_here() {
    const NEVER: [&str; 5] = [
        "psychic",
        "equivalence",
        "I felt accused",
        "missed chance",
        "breakdown",
    ];
    let mut desk = TestDesk::open();
    desk.seek(4_000);
    desk.code("mode.psychic_equivalence");
    desk.seek(8_000);
    desk.code("tx.missed");
    desk.words("I felt accused");
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    let before = heard(&window).to_lowercase();
    assert!(before.contains("psychic equivalence"));
    window.key_with(Modifiers::SHIFT, Key::F2);
    for step in 0..3 {
        match step {
            1 => window.key_with(Modifiers::SHIFT, Key::F5),
            2 => {
                window.key(Key::Escape);
                window.press("All codes…");
            }
            _ => {}
        }
        let now = heard(&window).to_lowercase();
        for word in NEVER {
            assert!(!now.contains(&word.to_lowercase()), "{word} at step {step}");
        }
    }
    assert!(heard(&window).contains("A client is here"));
}

#[test]
fn who_sees_what_is_one_table() {
    let world = World::new();
    let mut session = world.open().session;
    let codes = [
        ("mz.good", Audience::Everyone),
        ("mz.good", Audience::OnlyMe),
        ("mz.good", Audience::Team),
        ("mz.good", Audience::Training),
        ("mz.good", Audience::Sealed),
        ("risk.other", Audience::Everyone),
        ("tx.missed", Audience::Everyone),
        ("unknown.code", Audience::Everyone),
    ];
    for (number, (code, audience)) in codes.iter().enumerate() {
        let mut one = mark(100 + number as u128, &robin(), 1, "words");
        one.codes = vec![CodeUse::plain(code.parse().unwrap())];
        one.audience = *audience;
        session
            .apply(&Edit::AddMark(Box::new(one)), &stamp("device-a", 1))
            .unwrap();
    }
    let (books, _) = mindframe::store::Codebooks::load(&world.places);
    let open = Arc::new(OpenCodes::of(books.all().iter().map(AsRef::as_ref)));
    let person = |person: PersonId, role| Viewer::Person { person, role };
    let room = |alone| Viewer::Room {
        codes: Arc::clone(&open),
        alone,
    };
    // One column per code above; what is not for everyone is in memory only where a key is open.
    let table = [
        (
            "the author",
            person(robin(), Role::Therapist),
            Purpose::Window,
            "11111111",
        ),
        (
            "another of the team",
            person(sam(), Role::Therapist),
            Purpose::Window,
            "10100111",
        ),
        (
            "a supervisor",
            person(sam(), Role::Supervisor),
            Purpose::Window,
            "10110111",
        ),
        (
            "a trainee",
            person(sam(), Role::Trainee),
            Purpose::Window,
            "10010111",
        ),
        (
            "a client at a desk",
            person(sam(), Role::Client),
            Purpose::Window,
            "10000111",
        ),
        ("the room", room(None), Purpose::Window, "10000000"),
        (
            "a client alone at the screen",
            room(Some(sam())),
            Purpose::Window,
            "10000000",
        ),
        (
            "the author alone at a plain screen",
            room(Some(robin())),
            Purpose::Window,
            "11111000",
        ),
        (
            "what the author hands out",
            person(robin(), Role::Therapist),
            Purpose::HandedOut,
            "10000111",
        ),
        (
            "what the room hands out",
            room(Some(robin())),
            Purpose::HandedOut,
            "10000000",
        ),
    ];
    for (who, viewer, purpose, expected) in table {
        let disclosed = Disclosed::of(&session, viewer, purpose);
        let seen: String = (0..codes.len())
            .map(|number| {
                let id = mark(100 + number as u128, &robin(), 1, "").id;
                if disclosed.session().mark(id).is_some() {
                    '1'
                } else {
                    '0'
                }
            })
            .collect();
        assert_eq!(seen, expected, "{who}");
    }
}
