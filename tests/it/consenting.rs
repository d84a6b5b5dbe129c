//! Consent and keeping in the window: nothing is filled in, taking back is one press, and erasing is said before it is done.

use std::time::Duration;

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
    // Nothing of the person's own rests on it that could be erased.
    assert!(matches!(
        now(&mut window, ConsentPurpose::Supervision),
        State::Withdrawn {
            erase_after: None,
            ..
        }
    ));
    window.press("Agreed today: Looking at it together");
    window.press("Take back: Looking at it together");
    let State::Withdrawn { at, erase_after } = now(&mut window, ConsentPurpose::Review) else {
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
    assert!(desk.app.flush(Duration::from_secs(10)));
    let sam = sam(&desk.app);
    let plan = ConsentCommand::Plan(sam.clone());
    desk.app.handle(Command::Consent(plan));
    assert!(desk.app.looks_up_erasure());
    desk.until(|app| app.erasure_plan().is_some());
    let (_, plan) = desk.app.erasure_plan().expect("a plan");
    assert_eq!((plan.marks, plan.open), (1, 0));
    assert!(somewhere(desk.folder.path(), WORDS.as_bytes()));
    desk.app
        .handle(Command::Consent(ConsentCommand::EraseNow(sam)));
    desk.until(|app| app.desk().is_some());
    assert_eq!(desk.app.desk().unwrap().document.session().mark_count(), 0);
    assert!(!somewhere(desk.folder.path(), WORDS.as_bytes()));
}

/// Sam's words and consent, which Sam takes back; saved.
fn taken_back(words: &str) -> TestDesk {
    let mut desk = TestDesk::open();
    desk.next_author();
    desk.seek(4_000);
    desk.code("c.feel");
    desk.words("said otherwise before");
    assert!(desk.app.flush(Duration::from_secs(10)));
    desk.words(words);
    let person = sam(&desk.app);
    let purpose = ConsentPurpose::Review;
    for command in [
        ConsentCommand::Give {
            person: person.clone(),
            purpose,
            form: String::new(),
            expires: None,
        },
        ConsentCommand::Withdraw { person, purpose },
    ] {
        desk.clock.advance(Duration::from_mins(1));
        desk.app.tick();
        desk.app.handle(Command::Consent(command));
    }
    assert!(desk.app.flush(Duration::from_secs(10)));
    desk
}

fn open_again(desk: &mut TestDesk) {
    let path = desk.app.recording().unwrap().path.clone();
    desk.app.tick();
    desk.app.handle(Command::Close);
    desk.app.handle(Command::Open(path));
    desk.until(|app| app.desk().is_some());
}

fn is_withdrawn(app: &App, pending: bool) -> bool {
    matches!(
        state(app, ConsentPurpose::Review),
        State::Withdrawn { erase_after, .. } if erase_after.is_some() == pending
    )
}

const WEEK: Duration = Duration::from_hours(24 * DELAY_DAYS);

#[test]
fn once_the_day_has_come_it_goes_by_itself_when_the_recording_is_opened_and_leaves_nothing() {
    const WORDS: &str = "what nobody is to find again";
    let mut desk = taken_back(WORDS);
    open_again(&mut desk);
    desk.app.tick();
    assert!(is_withdrawn(&desk.app, true), "not before its day");
    assert!(somewhere(desk.folder.path(), WORDS.as_bytes()));
    desk.clock.advance(WEEK + Duration::from_mins(1));
    open_again(&mut desk);
    desk.until(|app| app.desk().is_some() && is_withdrawn(app, false));
    let desk_now = desk.app.desk().unwrap();
    assert_eq!(desk_now.document.record().mark_count(), 0);
    let line = desk_now.document.history();
    assert!(line.next_undo(&sam(&desk.app)).is_none());
    assert_eq!(desk.app.closed_by().len(), 1, "and it stays closed");
    // Beside the recording, in the caches, among the earlier states, in settings and whatever else lies there.
    for words in [WORDS, "said otherwise before"] {
        for folder in [
            desk.folder.path(),
            &desk.app.places().data,
            &desk.app.places().cache,
        ] {
            assert!(
                !folder.exists() || !somewhere(folder, words.as_bytes()),
                "{words}"
            );
        }
    }
}

#[test]
fn whoever_took_it_back_may_have_it_kept_longer_and_it_stays_closed() {
    let mut desk = taken_back("kept a while yet");
    let keep = ConsentCommand::KeepLonger {
        person: sam(&desk.app),
        purpose: ConsentPurpose::Review,
    };
    desk.app.handle(Command::Consent(keep));
    assert!(desk.app.flush(Duration::from_secs(10)));
    desk.clock.advance(WEEK + Duration::from_mins(1));
    open_again(&mut desk);
    desk.app.tick();
    assert!(is_withdrawn(&desk.app, true) && !desk.app.is_erasing());
    assert_eq!(desk.app.closed_by().len(), 1);
    assert!(somewhere(desk.folder.path(), b"kept a while yet"));
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
