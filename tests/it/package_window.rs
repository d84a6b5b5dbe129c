//! Packages in the window, by what a screen reader hears.

use egui::{Key, Modifiers};
use mindframe::app::{
    Command,
    keys::KeyState,
    review::packages::{Give, Outcome},
};

use crate::{
    desk::TestDesk,
    full_window::FullWindow,
    packages::{given, robins},
};

/// Shows the window again until something holds; packages are made and read on another thread.
fn until(window: &mut FullWindow, mut holds: impl FnMut(&mut FullWindow) -> bool) {
    let limit = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while !holds(window) {
        assert!(std::time::Instant::now() < limit, "waited too long");
        std::thread::yield_now();
        window.harness.step();
    }
    window.harness.run();
}

#[test]
fn a_package_is_given_out_from_where_the_round_is() {
    let mut window = FullWindow::open(robins(), (1280.0, 720.0));
    window.key_with(Modifiers::SHIFT, Key::F6);
    window.press("Give out a package…");
    for words in [
        "What goes along",
        "Marks by Robin that everyone here can see",
        "The whole recording (27 bytes)",
        "Make the package",
    ] {
        assert!(window.shows(words), "{words}");
    }
    // The company is asked for where something is watched.
    assert!(!window.shows("nobody else"));
    window.press("The whole recording (27 bytes)");
    assert!(window.shows("nobody else"));
    window.press("someone chosen for it");
    window.press("Make the package");
    until(&mut window, |window| window.shows("Done"));
    let path = window.with_app(|app| match app.package_outcome() {
        Some(Outcome::Given(path)) => path.clone(),
        other => panic!("{other:?}"),
    });
    let package = mindframe::store::look_into(&path).unwrap();
    assert_eq!(package.media_bytes(), Some(27));
    assert_eq!(
        package.manifest.company,
        Some(mindframe::store::Company::Someone)
    );
    window.press("Done");
    // Back where the round is.
    assert!(window.shows("Give out a package…"));
}

#[test]
fn a_package_is_opened_like_a_recording_and_says_what_is_in_it() {
    let mut robin = robins();
    let path = given(&mut robin, "Robin", "Sam", Give::default());
    let mut window = FullWindow::open(TestDesk::open(), (1280.0, 720.0));
    window.with_app(|app| app.handle(Command::Open(path.clone())));
    until(&mut window, |window| window.shows("Take it in"));
    assert!(window.shows("From Robin, for Sam"));
    assert!(window.shows("It is for the recording that is open."));
    window.press("Take it in");
    until(&mut window, |window| window.shows("It is taken in."));
    window.press("Mark alone, open together…");
    assert!(window.shows("Sam sets a passphrase…"));
    window.press("Sam sets a passphrase…");
    assert!(window.shows("Set passphrase"));
    // And back to the round, once it is set or without.
    window.key(Key::Escape);
    assert!(window.shows("Sam sets a passphrase…"));
    window.press("Sam sets a passphrase…");
    window.press("Make one for me");
    window.press("Set passphrase");
    until(&mut window, |window| window.shows("Sam marks alone…"));
    let closed = window.with_app(|app| {
        let people = app.desk().unwrap().document.record().people().to_vec();
        let sam = people.iter().find(|person| person.name == "Sam").unwrap();
        app.key_state(&sam.id) == KeyState::Closed
    });
    assert!(closed, "nobody leaves it open for the next");
    window.key(Key::Escape);
    assert!(!window.shows("Sam sets a passphrase…"));
}

#[test]
fn a_package_for_another_recording_asks_for_its_own() {
    let mut robin = robins();
    let path = given(&mut robin, "Robin", "Sam", Give::default());
    let mut sam = TestDesk::open();
    sam.app.handle(Command::Close);
    let mut window = FullWindow::open(sam, (1280.0, 720.0));
    window.with_app(|app| app.handle(Command::Open(path.clone())));
    until(&mut window, |window| window.shows("Choose the recording…"));
    assert!(window.shows("Which recording is it for?"));
    assert!(!window.shows("Take it in"));
    window.with_app(|app| {
        let target = mindframe::store::Target::Recording(path.clone());
        app.handle(Command::Package(mindframe::app::PackageCommand::TakeIn(
            target,
        )));
    });
    let refused = "This package is for another recording. Nothing was changed. Choose the recording it was made for.";
    until(&mut window, |window| window.shows(refused));
    assert!(window.shows("Choose the recording…"));
    window.key(Key::Escape);
    assert!(!window.shows("Choose the recording…"));
}
