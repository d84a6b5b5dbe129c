//! The dialogs: what they change, how they close, and that nothing typed is lost.

use std::{
    cell::RefCell,
    fs,
    path::PathBuf,
    rc::Rc,
    time::{Duration, Instant},
};

use egui_kittest::{Harness, kittest::Queryable};
use mindframe::{
    app::{App, Command, room::PLAN_FIELD},
    domain::{person::Role, session::SessionKind},
    store::ThemeChoice,
    ui::dialogs::{
        about,
        folder::{Chooser, Chosen, Purpose},
        keys_help,
        session::{self, SessionLook},
        settings,
    },
    ui::{
        action::{Action, Shortcut},
        keymap,
        panels::client,
        view::View,
    },
};

use crate::{desk::TestDesk, pictures};

type Shared = Rc<RefCell<Seen>>;

struct Seen {
    desk: TestDesk,
    log: Vec<Command>,
    asked: Vec<String>,
    open: bool,
}

/// A window with one dialog over it.
fn window(
    size: (f32, f32),
    scale: f32,
    dark: bool,
    mut dialog: impl FnMut(&egui::Context, &View<'_>, &mut Vec<Command>, &mut Vec<String>) -> bool
    + 'static,
) -> (Harness<'static>, Shared) {
    let mut desk = TestDesk::open();
    desk.next_author();
    let shared: Shared = Rc::new(RefCell::new(Seen {
        desk,
        log: Vec::new(),
        asked: Vec::new(),
        open: true,
    }));
    let inner = Rc::clone(&shared);
    let mut look = client::ClientLook::default();
    let mut harness = pictures::screen(size, scale, dark)
        .with_max_steps(20)
        .build_ui(move |ui| {
            let mut seen = inner.borrow_mut();
            let Seen {
                desk,
                log,
                asked,
                open,
            } = &mut *seen;
            let mut commands = Vec::new();
            {
                let view = pictures::view(&desk.app, ui.ctx());
                pictures::whole(ui, |ui| {
                    client::show(ui, &view, &mut look, &mut commands, &mut pictures::video);
                });
                if *open {
                    *open = dialog(ui.ctx(), &view, &mut commands, asked);
                }
            }
            log.extend(commands.iter().cloned());
            pictures::apply(&mut desk.app, commands);
        });
    harness.run();
    (harness, shared)
}

fn settings_window(size: (f32, f32), scale: f32, dark: bool) -> (Harness<'static>, Shared) {
    window(size, scale, dark, |ctx, view, commands, asked| {
        let asked = RefCell::new(asked);
        let (mut load, mut copy) = (
            || asked.borrow_mut().push("load".to_owned()),
            |id: &str| asked.borrow_mut().push(id.to_owned()),
        );
        let mut asks = settings::Asks {
            load_codebook: &mut load,
            copy_codebook: &mut copy,
        };
        settings::show(ctx, view, &mut asks, commands)
    })
}

fn session_window(size: (f32, f32), scale: f32, dark: bool) -> (Harness<'static>, Shared) {
    let mut look = SessionLook::default();
    window(size, scale, dark, move |ctx, view, commands, _| {
        session::show(ctx, view, &mut look, commands)
    })
}

fn press(harness: &mut Harness<'_>, label: &str) {
    harness.get_by_label(label).click();
    harness.run();
}

fn type_into(harness: &mut Harness<'_>, label: &str, text: &str) {
    harness
        .get_by_role_and_label(egui::Role::TextInput, label)
        .click();
    harness.run();
    harness
        .get_by_role_and_label(egui::Role::TextInput, label)
        .type_text(text);
    harness.run();
}

const TALL: (f32, f32) = (1000.0, 1800.0);

#[test]
fn a_setting_takes_effect_at_once() {
    let (mut harness, shared) = settings_window(TALL, 1.0, false);
    press(&mut harness, "Dark");
    press(&mut harness, "More: Size of everything");
    press(&mut harness, "Less: Reaction time");
    press(&mut harness, "Show recent recordings");
    let seen = shared.borrow();
    let settings = seen.log.iter().rev().find_map(|command| match command {
        Command::SetSettings(settings) => Some(settings),
        _ => None,
    });
    let settings = settings.expect("settings were set");
    assert_eq!(settings.theme, ThemeChoice::Dark);
    assert!((settings.scale - 1.1).abs() < 1e-6, "{}", settings.scale);
    assert_eq!(settings.lead_ms, 1750);
    assert!(settings.show_recent);
    assert!(seen.open, "it stays open");
}

#[test]
fn codebooks_are_chosen_loaded_and_copied() {
    let (mut harness, shared) = settings_window(TALL, 1.0, false);
    press(&mut harness, "Load a codebook…");
    press(&mut harness, "Copy this codebook to edit…");
    assert_eq!(
        shared.borrow().asked,
        ["load", "mbt-client"],
        "the client is marking"
    );
}

#[test]
fn esc_and_the_close_button_close() {
    let (mut harness, shared) = settings_window((1280.0, 720.0), 1.0, false);
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(!shared.borrow().open);
    let (mut harness, shared) = settings_window((1280.0, 720.0), 1.0, false);
    press(&mut harness, "Close this dialog");
    assert!(!shared.borrow().open);
}

fn facts(app: &App) -> mindframe::domain::session::SessionInfo {
    app.desk()
        .expect("a desk")
        .document
        .session()
        .info()
        .clone()
}

#[test]
fn session_details_are_one_change_handed_over_on_closing() {
    let (mut harness, shared) = session_window(TALL, 1.0, false);
    type_into(&mut harness, "Title", "Take 2");
    press(&mut harness, "Role-play");
    type_into(&mut harness, "Scene", "Five minutes late");
    type_into(&mut harness, "Take", "2");
    type_into(&mut harness, "Time, as 14:20 or 14:20:05", "14:20");
    type_into(&mut harness, "Name of person 2", "my");
    press(&mut harness, "Add a person");
    assert!(shared.borrow().log.is_empty(), "nothing is handed over yet");
    harness.key_press(egui::Key::Escape);
    harness.run();
    if shared.borrow().open {
        harness.key_press(egui::Key::Escape);
        harness.run();
    }
    let seen = shared.borrow();
    assert_eq!(seen.log.len(), 1, "{:?}", seen.log);
    let facts = facts(&seen.desk.app);
    assert_eq!(
        (facts.title.as_str(), facts.kind, facts.take),
        ("Take 2", SessionKind::RolePlay, Some(2))
    );
    assert_eq!(facts.scene, "Five minutes late");
    assert_eq!(
        facts.started.expect("a start").to_rfc3339(),
        "2026-11-22T14:20:00+01:00"
    );
    assert_eq!(facts.people.len(), 3);
    assert_eq!(facts.people[1].name, "Sammy");
    assert_eq!(facts.people[2].role, Role::Other);
}

#[test]
fn details_can_be_left_as_they_were() {
    let (mut harness, shared) = session_window(TALL, 1.0, false);
    type_into(&mut harness, "Title", "Take 2");
    press(&mut harness, "Leave it as it was");
    let seen = shared.borrow();
    assert!(seen.log.is_empty() && !seen.open);
    assert_eq!(facts(&seen.desk.app).title, "");
}

#[test]
fn what_others_changed_meanwhile_stays() {
    let (mut harness, shared) = session_window(TALL, 1.0, false);
    type_into(&mut harness, "Title", "Take 2");
    {
        let mut seen = shared.borrow_mut();
        let mut theirs = facts(&seen.desk.app);
        theirs.scene = "Theirs".to_owned();
        theirs.fields.push((
            PLAN_FIELD.to_owned(),
            "Breathe, then look out of the window".to_owned(),
        ));
        seen.desk.app.handle(Command::SetInfo(Box::new(theirs)));
    }
    press(&mut harness, "Done");
    let facts = facts(&shared.borrow().desk.app);
    assert_eq!(
        (facts.title.as_str(), facts.scene.as_str()),
        ("Take 2", "Theirs")
    );
    assert!(facts.fields.iter().any(|(key, _)| key == PLAN_FIELD));
}

#[test]
fn a_time_that_is_none_is_said_and_changes_nothing() {
    let (mut harness, shared) = session_window(TALL, 1.0, false);
    type_into(&mut harness, "Time, as 14:20 or 14:20:05", "half past two");
    assert!(
        harness
            .query_by_label_contains("This is not a date and time yet")
            .is_some()
    );
    press(&mut harness, "Done");
    assert!(facts(&shared.borrow().desk.app).started.is_none());
}

/// A chooser in a folder of its own, and what it answered.
fn chooser(
    purpose: Purpose,
) -> (
    Harness<'static>,
    Rc<RefCell<Option<Chosen>>>,
    tempfile::TempDir,
) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("Takes")).expect("a folder");
    for name in [
        "b.mp4",
        "A.MKV",
        "notes.txt",
        ".hidden.mp4",
        "mine.ron",
        "Takes/inside 100 %.webm",
    ] {
        fs::write(folder.path().join(name), b"x").expect("a file");
    }
    let answer = Rc::new(RefCell::new(None));
    let given = Rc::clone(&answer);
    let mut chooser = Chooser::starting_in(purpose, folder.path().to_path_buf());
    let mut harness = pictures::screen((1280.0, 720.0), 1.0, false)
        .with_max_steps(20)
        .build_ui(move |ui| {
            if given.borrow().is_none() {
                let tokens = mindframe::ui::theme::tokens(ui.ctx());
                *given.borrow_mut() = chooser.show(ui.ctx(), &tokens);
            }
        });
    until(&mut harness, |harness| {
        harness.query_by_label("Reading the folder…").is_none()
    });
    (harness, answer, folder)
}

/// Draws until something holds: the folder is read on a thread of its own.
fn until(harness: &mut Harness<'_>, holds: impl Fn(&Harness<'_>) -> bool) {
    let limit = Instant::now() + Duration::from_secs(10);
    loop {
        harness.step();
        if holds(harness) {
            return;
        }
        assert!(Instant::now() < limit, "waited too long");
        std::thread::yield_now();
    }
}

#[test]
fn the_chooser_lists_recordings_and_opens_folders() {
    let (mut harness, answer, folder) = chooser(Purpose::OpenRecording);
    for shown in ["Folder Takes", "A.MKV", "b.mp4"] {
        assert!(
            harness.query_by_label(shown).is_some(),
            "{shown} is missing"
        );
    }
    for hidden in ["notes.txt", ".hidden.mp4", "mine.ron"] {
        assert!(
            harness.query_by_label(hidden).is_none(),
            "{hidden} is listed"
        );
    }
    harness.get_by_label("Folder Takes").click();
    until(&mut harness, |harness| {
        harness.query_by_label("inside 100 %.webm").is_some()
    });
    press(&mut harness, "inside 100 %.webm");
    press(&mut harness, "Open");
    let wanted = folder.path().join("Takes").join("inside 100 %.webm");
    assert_eq!(*answer.borrow(), Some(Chosen::Path(wanted)));
}

#[test]
fn the_chooser_gives_a_folder_or_nothing() {
    let (mut harness, answer, folder) = chooser(Purpose::ChooseFolder);
    assert!(
        harness.query_by_label("b.mp4").is_none(),
        "only folders are listed"
    );
    press(&mut harness, "Use this folder");
    assert_eq!(
        *answer.borrow(),
        Some(Chosen::Path(folder.path().to_path_buf()))
    );
    let (mut harness, answer, _folder) = chooser(Purpose::OpenCodebook);
    assert!(harness.query_by_label("mine.ron").is_some());
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert_eq!(*answer.borrow(), Some(Chosen::Nothing));
}

#[test]
fn a_folder_that_cannot_be_read_says_so() {
    let answer = Rc::new(RefCell::new(None));
    let given = Rc::clone(&answer);
    let mut chooser =
        Chooser::starting_in(Purpose::OpenRecording, PathBuf::from("/nowhere/at all"));
    let mut harness = pictures::screen((1280.0, 720.0), 1.0, false).build_ui(move |ui| {
        let tokens = mindframe::ui::theme::tokens(ui.ctx());
        *given.borrow_mut() = chooser.show(ui.ctx(), &tokens);
    });
    until(&mut harness, |harness| {
        harness
            .query_by_label("There is no such file or folder.")
            .is_some()
    });
    assert_eq!(*answer.borrow(), None, "it stays open, to go elsewhere");
}

fn keys_window(size: (f32, f32), scale: f32, dark: bool) -> (Harness<'static>, Shared) {
    let mut look = keys_help::KeysLook::default();
    window(size, scale, dark, move |ctx, view, commands, _| {
        keys_help::show(ctx, view, &mut look, commands)
    })
}

#[test]
fn a_key_is_changed_by_pressing_it_and_the_new_one() {
    let (mut harness, shared) = keys_window(TALL, 1.0, false);
    press(&mut harness, "Key of Sound off or on: Ctrl+M");
    harness.key_press(egui::Key::F13);
    harness.run();
    let settings = || shared.borrow().desk.app.settings().clone();
    assert_eq!(settings().keys, [("Mute".to_owned(), "F13".to_owned())]);
    assert_eq!(keymap::text(&settings(), Action::Mute), "F13");
    harness.get_by_label("Key of Sound off or on: F13");
    // What another action or a code has stays theirs, and this is said.
    for (key, words) in [
        (egui::Key::Space, "Space does “Play or pause” already"),
        (egui::Key::E, "E is kept for codes"),
        (egui::Key::Tab, "Tab always does the same"),
    ] {
        press(&mut harness, "Key of Sound off or on: F13");
        harness.key_press(key);
        harness.run();
        harness.get_by_label_contains(words);
        assert_eq!(keymap::text(&settings(), Action::Mute), "F13");
    }
    // Esc leaves it as it was, and the dialog stays.
    press(&mut harness, "Key of Sound off or on: F13");
    harness.key_press(egui::Key::Escape);
    harness.run();
    assert!(shared.borrow().open);
    harness.get_by_label("Key of Sound off or on: F13");
    // A key that became free can be given away; then its old owner cannot have it back unsaid.
    press(&mut harness, "Key of Undo: Ctrl+Z");
    harness.key_press_modifiers(
        egui::Modifiers::CTRL | egui::Modifiers::COMMAND,
        egui::Key::M,
    );
    harness.run();
    press(&mut harness, "Sound off or on: back to Ctrl+M");
    harness.get_by_label_contains("Ctrl+M does “Undo” already");
    press(&mut harness, "Undo: back to Ctrl+Z");
    press(&mut harness, "Sound off or on: back to Ctrl+M");
    assert!(settings().keys.is_empty());
    // One of the last of the list.
    harness
        .get_by_label("Key of About Mindframe: no key")
        .scroll_to_me();
    harness.run();
    press(&mut harness, "Key of About Mindframe: no key");
    harness.key_press_modifiers(
        egui::Modifiers::ALT | egui::Modifiers::SHIFT,
        egui::Key::ArrowUp,
    );
    harness.run();
    assert_eq!(settings().keys[0].1, "Alt+Shift+Up");
    press(&mut harness, "All keys as at first");
    assert!(settings().keys.is_empty());
}

#[test]
fn every_usual_key_reads_as_it_is_written() {
    for action in Action::ALL {
        for shortcut in action.shortcuts() {
            let read = Shortcut::read(&shortcut.written()).expect("a key");
            assert!(read.fits(shortcut.key, shortcut.modifiers), "{action:?}");
        }
    }
    assert_eq!(Shortcut::read("Ctrl+Nothing"), None);
}

#[test]
fn pictures_of_the_dialogs() {
    if !pictures::wanted() {
        return;
    }
    for (dark, theme) in [(false, "light"), (true, "dark")] {
        for (size, scale, name) in [
            ((1280.0, 720.0), 1.0, "1280"),
            ((640.0, 360.0), 2.0, "200pc"),
            (TALL, 1.0, "tall"),
        ] {
            let (mut harness, _) = settings_window(size, scale, dark);
            pictures::keep(&mut harness, &format!("settings-{name}-{theme}"));
            let (mut harness, _) = session_window(size, scale, dark);
            if size == TALL {
                press(&mut harness, "Role-play");
                press(&mut harness, "Add a field");
                press(&mut harness, "Add a person");
            }
            pictures::keep(&mut harness, &format!("session-{name}-{theme}"));
            let (mut harness, _) =
                window(size, scale, dark, |ctx, view, _, _| about::show(ctx, view));
            pictures::keep(&mut harness, &format!("about-{name}-{theme}"));
            let (mut harness, _) = keys_window(size, scale, dark);
            pictures::keep(&mut harness, &format!("keys-{name}-{theme}"));
        }
    }
    let (mut harness, _, _folder) = chooser(Purpose::OpenRecording);
    pictures::keep(&mut harness, "folder-1280-light");
}
