//! Consent and keeping in the window: nothing is filled in, taking back is one press, and erasing is said before it is done.

use egui::{Key, Modifiers};
use mindframe::{
    app::{App, Command, ConsentCommand, review::consent::DELAY_DAYS},
    domain::{consent::State, entry::ConsentPurpose, id::PersonId},
};

use crate::{desk::TestDesk, full_window::FullWindow};

fn sam(app: &App) -> PersonId {
    app.desk().unwrap().document.session().people()[1]
        .id
        .clone()
}

fn state(app: &App, purpose: ConsentPurpose) -> State {
    let states = app.consent_of(&sam(app));
    let found = states.into_iter().find(|(known, _)| *known == purpose);
    found.unwrap().1
}

#[test]
fn what_was_agreed_is_noted_taken_back_and_agreed_anew() {
    let mut window = FullWindow::open(TestDesk::open(), (1440.0, 900.0));
    let now = |window: &mut FullWindow, purpose| window.with_app(|app| state(app, purpose));
    assert_eq!(
        now(&mut window, ConsentPurpose::Supervision),
        State::NotNoted
    );
    window.key_with(Modifiers::SHIFT, Key::F7);
    window.press("Agreed today: Supervision");
    assert!(now(&mut window, ConsentPurpose::Supervision).allows());
    assert_eq!(now(&mut window, ConsentPurpose::Review), State::NotNoted);
    window.press("Take back: Supervision");
    let State::Withdrawn { at, erase_after } = now(&mut window, ConsentPurpose::Supervision) else {
        panic!("not taken back");
    };
    let days = (erase_after.unwrap() - at).num_days();
    assert_eq!(days, i64::try_from(DELAY_DAYS).unwrap());
}

#[test]
fn a_persons_part_is_erased_from_the_window_after_it_was_said_what_goes() {
    const WORDS: &str = "a word that is nowhere else";
    let mut desk = TestDesk::open();
    desk.next_author();
    desk.seek(4_000);
    desk.code("c.feel");
    desk.words(WORDS);
    assert!(desk.app.flush(std::time::Duration::from_secs(10)));
    let sam = sam(&desk.app);
    let plan = ConsentCommand::Plan(sam.clone());
    desk.app.handle(Command::Consent(plan));
    let (_, plan) = desk.app.erasure_plan().expect("a plan");
    assert_eq!((plan.marks, plan.open), (1, 0));
    assert!(somewhere(desk.folder.path(), WORDS.as_bytes()));
    desk.app
        .handle(Command::Consent(ConsentCommand::EraseNow(sam)));
    desk.until(|app| app.desk().is_some());
    assert_eq!(desk.app.desk().unwrap().document.session().mark_count(), 0);
    assert!(!somewhere(desk.folder.path(), WORDS.as_bytes()));
}

fn somewhere(folder: &std::path::Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return somewhere(&path, bytes);
        }
        let held = std::fs::read(&path).unwrap_or_default();
        held.windows(bytes.len()).any(|part| part == bytes)
    })
}
