//! Who sees what, as one table: whose mark, who looks, of what kind, in which place. Every place is asked from outside, so that
//! this holds whatever is changed within.

use std::{
    fmt::Write as _,
    path::Path,
    sync::{Mutex, Once, PoisonError},
    time::Duration,
};

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use mindframe::{
    app::{
        AloneCommand, App, Command, KeyCommand, MarkCommand, MarkingCommand, PresenceCommand,
        keys::{KeyState, Passphrase},
    },
    cli,
    domain::{
        filter::Filter,
        id::{MarkId, PersonId},
        mark::Audience,
        person::{Person, Role},
    },
};

use crate::{desk::TestDesk, full_window::FullWindow};

const PASS: &str = "four plain words here";

/// A mark: by whom, with which code, for whom; its words are a word of its own that stands nowhere else.
struct Kind {
    word: &'static str,
    by: &'static str,
    code: &'static str,
    audience: Audience,
}

const fn kind(
    word: &'static str,
    by: &'static str,
    code: &'static str,
    audience: Audience,
) -> Kind {
    Kind {
        word,
        by,
        code,
        audience,
    }
}

/// One column each. Risk and learning marks are for the team and for training by their codes.
const KINDS: [Kind; 8] = [
    kind("zq-open", "Robin", "mz.curious", Audience::Everyone),
    kind("zq-own", "Robin", "mz.curious", Audience::OnlyMe),
    kind("zq-team", "Robin", "mz.curious", Audience::Team),
    kind("zq-train", "Robin", "mz.curious", Audience::Training),
    kind("zq-risk", "Robin", "risk.other", Audience::Team),
    kind("zq-learn", "Robin", "tx.missed", Audience::Training),
    kind("zq-sams", "Sam", "c.feel", Audience::Everyone),
    kind("zq-samown", "Sam", "c.think", Audience::OnlyMe),
];

/// Who looks: who marks, whether their passphrase is open, whether a client is here, and which columns they see.
const TABLE: [(&str, bool, bool, &str); 10] = [
    ("Robin", false, false, "10000010"),
    ("Robin", true, false, "11111110"),
    ("Robin", true, true, "10000010"),
    ("Alex", false, false, "10000010"),
    ("Alex", true, false, "10111110"),
    ("Kim", true, false, "10010110"),
    ("Kim", true, true, "10000010"),
    ("Sam", false, false, "10000010"),
    ("Sam", true, false, "10000011"),
    ("Sam", true, true, "10000010"),
];

static LOGGED: Mutex<String> = Mutex::new(String::new());

struct Listening;

impl log::Log for Listening {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        let mut all = LOGGED.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(all, "{}", record.args()).expect("a text grows");
    }

    fn flush(&self) {}
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if log::set_logger(&Listening).is_ok() {
            log::set_max_level(log::LevelFilter::Trace);
        }
    });
}

fn logged() -> String {
    LOGGED
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

fn person(app: &App, name: &str) -> PersonId {
    let people = app.desk().unwrap().document.session().people();
    let found = people.iter().find(|person| person.name == name);
    found.unwrap().id.clone()
}

fn pass() -> Passphrase {
    Passphrase::new(PASS.to_owned())
}

fn marks_as(desk: &mut TestDesk, name: &str, open: bool) {
    let id = person(&desk.app, name);
    desk.app.handle(Command::Key(KeyCommand::Close));
    saved(desk);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(id.clone())));
    desk.app.tick();
    if open {
        desk.app
            .handle(Command::Key(KeyCommand::Open(id.clone(), pass())));
        desk.until(|app| app.key_state(&id) == KeyState::Open);
        saved(desk);
    }
}

fn saved(desk: &mut TestDesk) {
    assert!(desk.app.flush(Duration::from_secs(10)));
    desk.app.tick();
}

/// A recording with four people, each with a passphrase, and a mark of every kind.
fn everything() -> (TestDesk, Vec<MarkId>) {
    let mut desk = TestDesk::open();
    let mut info = desk.app.desk().unwrap().document.session().info().clone();
    for (id, name, role) in [
        ("alexalex", "Alex", Role::Supervisor),
        ("kimkimki", "Kim", Role::Trainee),
    ] {
        let one = Person {
            id: id.parse().unwrap(),
            name: name.to_owned(),
            role,
            ..info.people[0].clone()
        };
        info.people.push(one);
    }
    desk.app.handle(Command::SetInfo(Box::new(info)));
    for name in ["Robin", "Sam", "Alex", "Kim"] {
        let id = person(&desk.app, name);
        desk.app
            .handle(Command::Key(KeyCommand::Create(id.clone(), pass())));
        desk.until(|app| app.key_state(&id) == KeyState::Open);
        desk.app.handle(Command::Key(KeyCommand::Close));
        saved(&mut desk);
    }
    let mut ids = Vec::new();
    let mut by = "";
    for (number, kind) in (0_i64..).zip(&KINDS) {
        if by != kind.by {
            by = kind.by;
            marks_as(&mut desk, by, true);
        }
        desk.seek(4_000 * (number + 1));
        desk.code(kind.code);
        let mark = desk.app.desk().unwrap().newest.unwrap();
        desk.app
            .handle(Command::Mark(MarkCommand::SetReaders(mark, kind.audience)));
        // A mark for other readers is another mark.
        let mark = desk.app.desk().unwrap().selected.unwrap();
        desk.app.handle(Command::Mark(MarkCommand::CommitWords(
            mark,
            kind.word.to_owned(),
        )));
        desk.app
            .handle(Command::Marking(MarkingCommand::CloseFollowUp));
        let session = desk.app.desk().unwrap().document.session();
        let made = session.mark(mark).unwrap();
        assert_eq!(made.audience, kind.audience, "{}", kind.word);
        assert_eq!(made.words.as_deref(), Some(kind.word));
        ids.push(mark);
        saved(&mut desk);
    }
    marks_as(&mut desk, "Robin", false);
    (desk, ids)
}

/// All that a screen reader would hear: list, lanes, inspector, counts, undo, whatever is open.
fn heard(window: &FullWindow) -> String {
    let nodes = window.harness.get_all_by(|_| true);
    let said = nodes.map(|node| {
        let node = node.accesskit_node();
        format!(
            "{} {} {}\n",
            node.label().unwrap_or_default(),
            node.value().unwrap_or_default(),
            node.description().unwrap_or_default(),
        )
    });
    said.collect()
}

fn titles(window: &FullWindow) -> String {
    let output = window.harness.output();
    let commands = output
        .viewport_output
        .values()
        .flat_map(|viewport| &viewport.commands);
    format!("{:?}", commands.collect::<Vec<_>>())
}

/// Files and folders whose name, or whose bytes in plain form, hold this text.
fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let named = entry.file_name().to_string_lossy().contains(text);
        let held = std::fs::read(&path).is_ok_and(|bytes| {
            bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
        });
        if named || held {
            found.push(path.display().to_string());
        }
        if path.is_dir() {
            found.extend(holding(&path, text));
        }
    }
    found
}

fn settle(window: &mut FullWindow, mut holds: impl FnMut(&mut App) -> bool) {
    let limit = std::time::Instant::now() + Duration::from_secs(10);
    while !window.with_app(|app| holds(app)) {
        assert!(std::time::Instant::now() < limit, "waited too long");
        std::thread::yield_now();
        window.harness.step();
    }
    window.harness.run_steps(40);
}

/// Puts this viewer before the window.
fn looks(window: &mut FullWindow, name: &str, open: bool, client: bool) {
    let id = window.with_app(|app| {
        let id = person(app, name);
        app.handle(Command::Key(KeyCommand::Close));
        assert!(app.flush(Duration::from_secs(10)));
        app.handle(Command::Marking(MarkingCommand::SetAuthor(id.clone())));
        app.handle(Command::Mark(MarkCommand::SelectNone));
        if open {
            app.handle(Command::Key(KeyCommand::Open(id.clone(), pass())));
        }
        id
    });
    settle(window, |app| !open || app.key_state(&id) == KeyState::Open);
    if client {
        window.with_app(|app| app.handle(Command::Presence(PresenceCommand::ClientHere)));
        settle(window, |app| app.client_here());
    }
}

/// The client has left, says Robin; nothing is open then.
fn alone_again(window: &mut FullWindow) {
    let guard = window.with_app(|app| person(app, "Robin"));
    window.with_app(|app| {
        app.handle(Command::Presence(PresenceCommand::Unlock(guard, pass())));
    });
    settle(window, |app| !app.client_here());
}

#[test]
fn who_sees_what_where_is_one_table() {
    listen();
    let (desk, ids) = everything();
    let folder = desk.folder.path().to_owned();
    let video = desk.app.recording().unwrap().path.clone();
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    for (name, open, client, expected) in TABLE {
        looks(&mut window, name, open, client);
        let who = format!("{name}, open: {open}, client: {client}");
        let sees: Vec<bool> = expected.chars().map(|sign| sign == '1').collect();
        let total = sees.iter().filter(|seen| **seen).count();
        let plain = client || name == "Sam";

        // What a key opens comes from disk in its own time.
        settle(&mut window, |app| {
            app.desk().unwrap().document.session().mark_count() >= total
        });
        // What every list, lane and search reads; and how many there are said to be.
        window.with_app(|app| {
            let desk = app.desk().unwrap();
            let session = desk.document.session();
            for ((id, kind), seen) in ids.iter().zip(&KINDS).zip(&sees) {
                assert_eq!(session.mark(*id).is_some(), *seen, "{who}: {}", kind.word);
            }
            assert_eq!(session.mark_count(), total, "{who}: count");
            assert_eq!(desk.document.order().len(), total, "{who}: order");
            assert_eq!(desk.document.in_order().len(), total, "{who}: order");
            if plain {
                assert_eq!(app.waiting().count(), 0, "{who}: to look at again");
            }
        });

        // The window as it stands, searched, and with each mark asked for by its id.
        let filter = |text: &str| Filter {
            text: text.to_owned(),
            ..Filter::default()
        };
        for text in ["", "zq-"] {
            window.with_app(|app| {
                app.handle(Command::Mark(MarkCommand::SetFilter(filter(text))));
            });
            window.harness.run_steps(20);
            says_only(&heard(&window), &sees, &format!("{who}, searched “{text}”"));
        }
        window.with_app(|app| {
            app.handle(Command::Mark(MarkCommand::SetFilter(Filter::default())));
        });
        for (id, kind) in ids.iter().zip(&KINDS) {
            window.with_app(|app| app.handle(Command::Mark(MarkCommand::Select(*id))));
            window.harness.run_steps(20);
            let place = format!("{who}, asked for {}", kind.word);
            says_only(&heard(&window), &sees, &place);
            says_only(&titles(&window), &[false; KINDS.len()], &place);
        }
        window.with_app(|app| app.handle(Command::Mark(MarkCommand::SelectNone)));

        // The staff's list shows what may be seen: this test would notice if nothing were shown at all.
        if !plain {
            window.harness.run_steps(40);
            let all = heard(&window);
            for (kind, seen) in KINDS.iter().zip(&sees) {
                assert_eq!(all.contains(kind.word), *seen, "{who}: {}", kind.word);
            }
        }

        palette(&mut window, &sees, plain, &who);

        // Undo says nothing of what another did, and touches nothing that is not on screen.
        let before = window.with_app(|app| app.desk().unwrap().document.record().clone());
        let next = window.with_app(|app| {
            let desk = app.desk().unwrap();
            let author = &desk.marking.author;
            desk.document.history().next_undo(author).map(|step| step.0)
        });
        if client {
            assert_eq!(next, None, "{who}: undo");
            window.with_app(|app| app.handle(Command::Mark(MarkCommand::Undo)));
            let after = window.with_app(|app| app.desk().unwrap().document.record().clone());
            assert!(before == after, "{who}: undo");
            alone_again(&mut window);
        }
    }

    handed_out(&folder, &video);
}

/// Names of files, what lies in them in plain form, what is handed out, and what is logged.
fn handed_out(folder: &Path, video: &Path) {
    let mut out = Vec::new();
    let mut err = Vec::new();
    for format in ["table", "json", "csv"] {
        let args = cli::marks::Args {
            video: video.to_owned(),
            author: None,
            format: format.to_owned(),
        };
        cli::marks::run(&args, &mut out, &mut err).unwrap();
    }
    let handed = String::from_utf8_lossy(&[out, err].concat()).into_owned();
    let log = logged();
    for kind in &KINDS {
        let everyone = kind.audience == Audience::Everyone;
        assert_eq!(holding(folder, kind.word).is_empty(), !everyone);
        assert_eq!(handed.contains(kind.word), everyone, "{}", kind.word);
        assert!(!log.contains(kind.word), "{}", kind.word);
    }
    for word in ["risk.other", "tx.missed"] {
        assert!(holding(folder, word).is_empty(), "{word}");
        assert!(!handed.contains(word) && !log.contains(word), "{word}");
    }
}

/// The palette finds codes for staff, and none that is not for clients while one can see it.
fn palette(window: &mut FullWindow, sees: &[bool], plain: bool, who: &str) {
    press(window, Modifiers::COMMAND, Key::K);
    for wanted in ["harm to others", "missed chance"] {
        let label = "Type what you want to do, or what you see";
        let field = window.harness.get_by_label(label);
        field.type_text(wanted);
        window.harness.run_steps(10);
        let codes = window.with_app(|app| app.desk().unwrap().marking.codebook.find(wanted).len());
        assert_eq!(codes > 0, !plain, "{who}: {wanted}");
        says_only(&heard(window), sees, &format!("{who}, palette"));
        press(window, Modifiers::COMMAND, Key::A);
        press(window, Modifiers::NONE, Key::Backspace);
    }
    // The close button of the dialog; Esc is *Enough* where nothing is open.
    window.harness.get_by_label("Close this dialog").click();
    window.harness.run_steps(20);
}

/// A long list scrolls for a while.
fn press(window: &mut FullWindow, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.harness.run_steps(20);
}

/// No word of a mark that is not seen stands in this.
fn says_only(said: &str, sees: &[bool], place: &str) {
    for (kind, seen) in KINDS.iter().zip(sees) {
        assert!(*seen || !said.contains(kind.word), "{place}: {}", kind.word);
    }
}

#[test]
fn what_is_sealed_is_its_owners_alone_in_every_place() {
    const SEALED: &str = "zq-sealed";
    listen();
    let (mut desk, ids) = everything();
    let people = ["Robin", "Sam"].map(|name| person(&desk.app, name));
    desk.app.handle(Command::Alone(AloneCommand::Begin {
        people: people.to_vec(),
        terms: mindframe::app::review::alone::Terms::default(),
    }));
    saved(&mut desk);
    let sam = person(&desk.app, "Sam");
    desk.app
        .handle(Command::Key(KeyCommand::Alone(sam.clone(), pass())));
    desk.until(|app| app.marks_alone() == Some(&sam));
    saved(&mut desk);
    desk.seek(90_000);
    desk.code("c.feel");
    desk.words(SEALED);
    desk.app
        .handle(Command::Marking(MarkingCommand::CloseFollowUp));
    let sealed = desk.app.desk().unwrap().newest.unwrap();
    // Its owner has it, and nobody else's.
    let session = desk.app.desk().unwrap().document.session();
    assert!(session.mark(sealed).is_some());
    assert!(ids.iter().all(|id| session.mark(*id).is_none()));
    saved(&mut desk);
    desk.app.handle(Command::Alone(AloneCommand::Commit));
    desk.until(|app| app.marks_alone().is_none());
    desk.until(|app| {
        app.desk()
            .is_some_and(|desk| !desk.document.order().is_empty())
    });
    let folder = desk.folder.path().to_owned();
    let video = desk.app.recording().unwrap().path.clone();
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    for (name, open, client, expected) in TABLE {
        looks(&mut window, name, open, client);
        let who = format!("{name}, open: {open}, client: {client}");
        let total = expected.chars().filter(|sign| *sign == '1').count();
        settle(&mut window, |app| {
            app.desk().unwrap().document.session().mark_count() >= total
        });
        window.with_app(|app| {
            app.handle(Command::Mark(MarkCommand::Select(sealed)));
            let desk = app.desk().unwrap();
            assert!(desk.document.session().mark(sealed).is_none(), "{who}");
            assert!(desk.document.record().mark(sealed).is_none(), "{who}");
            assert_eq!(desk.document.session().mark_count(), total, "{who}");
            assert_eq!(desk.document.order().len(), total, "{who}");
        });
        window.harness.run_steps(20);
        let said = heard(&window);
        assert!(!said.contains(SEALED), "{who}");
        assert!(!titles(&window).contains(SEALED), "{who}");
        if client {
            alone_again(&mut window);
        }
    }
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = cli::marks::Args {
        video,
        author: None,
        format: "json".to_owned(),
    };
    cli::marks::run(&args, &mut out, &mut err).unwrap();
    let handed = String::from_utf8_lossy(&[out, err].concat()).into_owned();
    let id = sealed.to_string();
    for text in [SEALED, id.as_str()] {
        assert!(holding(&folder, text).is_empty());
        assert!(!handed.contains(text));
        assert!(!logged().contains(text));
    }
}
