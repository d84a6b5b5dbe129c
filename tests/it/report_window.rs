//! Making a report in the window: chosen, looked at, saved, and gone as soon as a client looks at the screen.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mindframe::{
    app::{Command, PresenceCommand, ReportCommand, report::Wish},
    report::{Asked, Kind, Reader},
};

use crate::{desk::TestDesk, full_window::FullWindow};

fn wish(kind: Kind, reader: Reader) -> Command {
    Command::Report(ReportCommand::Make(Box::new(Wish {
        asked: Asked {
            kind,
            reader,
            of: Vec::new(),
        },
        stills: false,
    })))
}

#[test]
fn a_report_is_looked_at_and_then_saved_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let mut desk = TestDesk::with_story();
    desk.app.handle(wish(Kind::Moments, Reader::Client));
    desk.until(|app| app.report().is_some());
    let page = desk.app.report().and_then(|made| made.page.clone().ok());
    assert!(!page.expect("a page").sections.is_empty());
    let folder = desk.folder.path().join("out");
    std::fs::create_dir(&folder).expect("a folder");
    for _ in 0..2 {
        desk.app
            .handle(Command::Report(ReportCommand::Save(folder.clone())));
        desk.until(|app| !app.report_under_way());
        desk.app.handle(wish(Kind::Moments, Reader::Client));
        desk.until(|app| app.report().is_some());
    }
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    // Nothing that was there is written over, and the name says nothing of the recording.
    assert_eq!(
        names,
        [
            "My moments 2026-11-22 (2).html",
            "My moments 2026-11-22.html"
        ]
    );
    let mode = std::fs::metadata(folder.join(&names[1]))
        .expect("the file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o077, 0);
}

#[test]
fn no_report_stays_once_a_client_is_in_the_room() {
    let mut desk = TestDesk::with_story();
    desk.app.handle(wish(Kind::Supervision, Reader::Supervisor));
    desk.until(|app| app.report().is_some());
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientHere));
    desk.app.tick();
    assert!(desk.app.report().is_none());
    desk.app.handle(wish(Kind::Supervision, Reader::Supervisor));
    assert!(!desk.app.report_under_way());
}

#[test]
fn a_report_is_chosen_in_the_window() {
    let mut window = FullWindow::open(TestDesk::open(), (1440.0, 900.0));
    window.harness.key_press_modifiers(Modifiers::CTRL, Key::P);
    let until = |window: &mut FullWindow, words: &str| {
        let limit = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while !window.shows(words) {
            assert!(std::time::Instant::now() < limit, "no {words}");
            std::thread::yield_now();
            window.harness.step();
        }
        // The dialog grew with the page: it comes to rest in the middle first.
        window.harness.run_steps(20);
    };
    until(&mut window, "Nothing is marked here yet. That is fine.");
    let press = |window: &mut FullWindow, label: &str| {
        window.harness.get_by_label(label).click();
        window.harness.run_steps(40);
    };
    press(&mut window, "Supervision sheet");
    until(&mut window, "The question");
    assert!(!window.shows("Nothing is marked here yet. That is fine."));
    press(&mut window, "A trainee");
    until(&mut window, "The question");
    press(&mut window, "Save beside the recording");
    assert!(!window.shows("Make a report"));
}
