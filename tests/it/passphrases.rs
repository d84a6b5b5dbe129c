//! Passphrases and marking alone in the window, by what a screen reader hears.

use egui::{Key, Modifiers, accesskit::Role, text::CCursorRange, text_edit::TextEditState};
use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    app::{
        AloneCommand, App, Command, KeyCommand, TransportCommand,
        keys::{KeyState, Passphrase},
    },
    domain::time::MediaTime,
};

use crate::{desk::TestDesk, full_window::FullWindow};

const ROBINS: &str = "four plain words here";
const SAMS: &str = "another four plain words";

/// Shows the window again until something holds; a passphrase is tried on another thread.
fn until(window: &mut FullWindow, mut holds: impl FnMut(&mut FullWindow) -> bool) {
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !holds(window) {
        assert!(std::time::Instant::now() < limit, "waited too long");
        std::thread::yield_now();
        window.harness.step();
    }
    window.harness.run();
}

fn fill(window: &mut FullWindow, label: &str, text: &str) {
    let field = window
        .harness
        .get_all_by_label(label)
        .find(|node| {
            matches!(
                node.accesskit_node().role(),
                Role::PasswordInput | Role::TextInput | Role::MultilineTextInput
            )
        })
        .expect("a field");
    field.focus();
    field.type_text(text);
    window.harness.run();
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

/// A window at a recording with one mark of Robin's.
fn window() -> FullWindow {
    let mut desk = TestDesk::open();
    desk.seek(4_000);
    desk.code("tx.not_knowing");
    desk.words("Wondering what went on inside");
    FullWindow::open(desk, (1440.0, 900.0))
}

fn set_passphrase(window: &mut FullWindow, words: &str) {
    window.key_with(Modifiers::SHIFT, Key::F5);
    fill(window, "Passphrase", words);
    fill(window, "The same once more", words);
    window.press("Set passphrase");
    until(window, |window| window.shows("Close it"));
    assert!(!heard(window).contains(words));
}

#[test]
fn a_passphrase_is_set_opened_and_closed() {
    let mut window = window();
    window.key_with(Modifiers::SHIFT, Key::F5);
    assert!(!window.shows("only me"));
    fill(&mut window, "Passphrase", "short");
    assert!(heard(&window).contains("At least 8 letters"));
    window.key(Key::Escape);
    set_passphrase(&mut window, ROBINS);
    window.press("only me");
    window.key(Key::Escape);
    // The pill at the top says it from now on.
    assert!(window.shows("only me"));
    window.key_with(Modifiers::SHIFT, Key::F5);
    window.press("Close it");
    assert!(!window.shows("only me"));
    fill(&mut window, "Passphrase", "a wrong guess");
    window.press("Open");
    until(&mut window, |window| {
        window.shows("That is not the passphrase.")
    });
    fill(&mut window, "Passphrase", ROBINS);
    window.press("Open");
    until(&mut window, |window| window.shows("Close it"));
}

fn people(app: &App) -> Vec<mindframe::domain::id::PersonId> {
    let session = app.desk().unwrap().document.session();
    let ids = session.people().iter().map(|person| person.id.clone());
    ids.collect()
}

/// Sam, the client, marks alone in a round with Robin.
fn sam_alone() -> FullWindow {
    let mut window = window();
    set_passphrase(&mut window, ROBINS);
    window.key(Key::Escape);
    let everyone = window.with_app(|app| people(app));
    let sam = everyone[1].clone();
    window.with_app(|app| {
        let create = KeyCommand::Create(sam.clone(), Passphrase::new(SAMS.to_owned()));
        app.handle(Command::Key(create));
    });
    until(&mut window, |window| {
        window.with_app(|app| app.key_state(&sam) == KeyState::Open)
    });
    window.with_app(|app| {
        app.handle(Command::Key(KeyCommand::Close));
        app.handle(Command::Alone(AloneCommand::Begin {
            people: everyone.clone(),
            terms: mindframe::app::review::alone::Terms::default(),
        }));
    });
    window.harness.run();
    window.key_with(Modifiers::SHIFT, Key::F6);
    window.press("Sam marks alone…");
    fill(&mut window, "Passphrase of Sam", SAMS);
    window.press("Start");
    until(&mut window, |window| window.shows("I am done"));
    window
}

/// Whether any field of the window keeps these words, so that Ctrl+Z could bring them back.
fn kept_for_undoing(window: &FullWindow, words: &str) -> bool {
    window.harness.ctx.data(|data| {
        data.iter_temp_by_type::<TextEditState>().any(|state| {
            let mut undoer = state.undoer();
            let before = undoer.undo(&(CCursorRange::default(), String::new()));
            before.is_some_and(|(_, text)| text.contains(words))
        })
    })
}

#[test]
fn no_field_keeps_what_was_typed_alone() {
    let words = "nobody hears this yet";
    let mut window = sam_alone();
    window.press("I thought...");
    fill(&mut window, "In your own words", words);
    // A field takes note of what stands in it for some time.
    window.harness.run_steps(120);
    assert!(kept_for_undoing(&window, words));
    window.press("Done");
    window.press("Go on later");
    until(&mut window, |window| {
        window.with_app(|app| app.marks_alone().is_none())
    });
    assert!(!kept_for_undoing(&window, words));
}

#[test]
fn what_is_marked_alone_is_heard_by_nobody_else() {
    let mut window = sam_alone();
    assert!(window.shows("Sam marks alone. No one else sees this."));
    // The others' words are not here either.
    assert!(!heard(&window).contains("Wondering what went on inside"));
    window.with_app(|app| {
        app.handle(Command::Transport(TransportCommand::Seek(
            MediaTime::from_seconds(9),
        )));
    });
    until(&mut window, |window| {
        window.with_app(|app| app.recording().unwrap().transport.playhead > MediaTime::ZERO)
    });
    window.press("I thought...");
    fill(&mut window, "In your own words", "nobody hears this yet");
    window.press("Done");
    window.press("Go on later");
    until(&mut window, |window| {
        window.with_app(|app| app.marks_alone().is_none())
    });
    until(&mut window, |window| {
        window.with_app(|app| app.desk().unwrap().document.session().mark_count() == 1)
    });
    assert!(!heard(&window).contains("nobody hears this yet"));
    // Where they were does not tell where they marked, and the way on for the others is there.
    window.with_app(|app| {
        let open = app.recording().unwrap();
        assert_eq!(open.transport.playhead, MediaTime::ZERO);
        assert!(app.desk().unwrap().filter.is_empty());
    });
    until(&mut window, |window| window.shows("Sam marks alone…"));
}

#[test]
fn the_app_makes_four_plain_words_for_a_card_and_shows_them_only_until_they_are_set() {
    let mut window = window();
    window.key_with(Modifiers::SHIFT, Key::F5);
    window.press("Make one for me");
    let four = |text: &str| {
        let words: Vec<&str> = text.split(' ').collect();
        words.len() == 4
            && words.iter().all(|word| {
                word.len() > 2 && word.chars().all(|letter| letter.is_ascii_lowercase())
            })
    };
    let said = heard(&window);
    let made = said.lines().map(str::trim).find(|line| four(line));
    let made = made.expect("four words").to_owned();
    window.press("Set passphrase");
    until(&mut window, |window| window.shows("Close it"));
    assert!(!heard(&window).contains(&made));
    // They open it the next time.
    window.press("Close it");
    fill(&mut window, "Passphrase", &made);
    window.press("Open");
    until(&mut window, |window| window.shows("Close it"));
    let again: std::collections::BTreeSet<_> = (0..20)
        .filter_map(|_| mindframe::app::four_words::four_words())
        .collect();
    assert_eq!(again.len(), 20, "never the same twice");
}
