//! Passphrases, marks for some only, marking alone and opening together: step by step, as people do it.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use mindframe::{
    app::{
        AloneCommand, App, Command, KeyCommand, MarkCommand, MarkingCommand,
        keys::{KeyState, Passphrase},
        notice::{ClosedNotice, NoticeKind},
    },
    domain::{
        entry::SealedState,
        history::EditLabel,
        id::{MarkId, PersonId},
        mark::Audience,
    },
    store::{KeyError, Scope},
};

use crate::desk::{RECORDING, TestDesk};

pub const ROBINS: &str = "four plain words here";
pub const SAMS: &str = "another four plain words";

pub fn person(desk: &TestDesk, name: &str) -> PersonId {
    let session = desk.app.desk().unwrap().document.session();
    let found = session.people().iter().find(|person| person.name == name);
    found.unwrap().id.clone()
}

pub fn pass(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

pub fn key(desk: &mut TestDesk, command: KeyCommand) {
    desk.app.handle(Command::Key(command));
}

pub fn give(desk: &mut TestDesk, name: &str, words: &str) {
    let id = person(desk, name);
    key(desk, KeyCommand::Create(id.clone(), pass(words)));
    desk.until(|app| app.key_state(&id) == KeyState::Open);
    key(desk, KeyCommand::Close);
    saved(desk);
}

pub fn saved(desk: &mut TestDesk) {
    assert!(desk.app.flush(Duration::from_secs(10)));
    desk.app.tick();
}

fn open(desk: &mut TestDesk, name: &str, words: &str) {
    let id = person(desk, name);
    key(desk, KeyCommand::Open(id.clone(), pass(words)));
    desk.until(|app| app.key_state(&id) == KeyState::Open);
    saved(desk);
}

pub fn words(app: &App) -> Vec<String> {
    let session = app.desk().unwrap().document.session();
    let mut words: Vec<String> = session
        .marks()
        .filter_map(|mark| mark.words.clone())
        .collect();
    words.sort();
    words
}

/// Where a person's sealed file lies.
pub fn sealed_file(desk: &TestDesk, name: &str) -> PathBuf {
    let id = person(desk, name);
    desk.folder
        .path()
        .join(format!("{RECORDING}.marks.{id}.sealed.ron.age"))
}

fn newest(desk: &TestDesk) -> MarkId {
    desk.app.desk().unwrap().newest.unwrap()
}

/// A mark with words, as the person who marks now.
pub fn say(desk: &mut TestDesk, at: i64, code: &str, text: &str) -> MarkId {
    desk.seek(at);
    desk.code(code);
    desk.words(text);
    desk.app
        .handle(Command::Marking(MarkingCommand::CloseFollowUp));
    newest(desk)
}

/// Every file under the folder that holds this text.
pub fn holding(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if let Ok(bytes) = std::fs::read(&path) {
            // What is being written now has another name in a moment.
            if bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
            {
                found.push(path.display().to_string());
            }
        }
    }
    found
}

pub fn told(desk: &TestDesk, what: impl Fn(&NoticeKind) -> bool) -> bool {
    desk.app.notices().any(|notice| what(&notice.kind))
}

#[test]
fn a_mark_for_the_team_needs_a_passphrase_and_leaves_with_its_owner() {
    let mut desk = TestDesk::open();
    desk.seek(4_000);
    desk.code("risk.suicide");
    assert_eq!(desk.app.desk().unwrap().document.session().mark_count(), 0);
    assert!(told(&desk, |kind| matches!(
        kind,
        NoticeKind::Closed(ClosedNotice::NeedsPassphrase)
    )));

    give(&mut desk, "Robin", ROBINS);
    open(&mut desk, "Robin", ROBINS);
    say(
        &mut desk,
        4_000,
        "risk.suicide",
        "what was said about dying",
    );
    let mark = desk
        .app
        .desk()
        .unwrap()
        .document
        .session()
        .mark(newest(&desk));
    assert_eq!(mark.unwrap().audience, Audience::Team);
    say(&mut desk, 9_000, "ms.feeling", "for everyone");
    saved(&mut desk);
    // Sam takes over: it is gone from memory at once, from undo too.
    desk.next_author();
    assert_eq!(words(&desk.app), ["for everyone"]);
    desk.next_author();
    for _ in 0..6 {
        desk.app.handle(Command::Mark(MarkCommand::Undo));
    }
    for _ in 0..6 {
        desk.app.handle(Command::Mark(MarkCommand::Redo));
    }
    assert_eq!(words(&desk.app), ["for everyone"]);
    saved(&mut desk);
    assert_eq!(holding(desk.folder.path(), "about dying"), [""; 0]);
    open(&mut desk, "Robin", ROBINS);
    desk.until(|app| words(app).len() == 2);
}

#[test]
fn a_mark_moved_to_oneself_leaves_no_word_where_others_read() {
    let mut desk = TestDesk::open();
    give(&mut desk, "Robin", ROBINS);
    open(&mut desk, "Robin", ROBINS);
    let mark = say(&mut desk, 4_000, "ms.feeling", "too private after all");
    saved(&mut desk);
    assert_ne!(
        holding(desk.folder.path(), "too private after all"),
        [""; 0]
    );
    desk.app.handle(Command::Mark(MarkCommand::SetReaders(
        mark,
        Audience::OnlyMe,
    )));
    saved(&mut desk);
    desk.until(|app| {
        holding(
            app.recording().unwrap().path.parent().unwrap(),
            "too private after all",
        )
        .is_empty()
    });
    assert_eq!(words(&desk.app), ["too private after all"]);
    key(&mut desk, KeyCommand::Close);
    assert_eq!(words(&desk.app), [""; 0]);
    // And back.
    open(&mut desk, "Robin", ROBINS);
    desk.until(|app| words(app).len() == 1);
    let moved = {
        let session = desk.app.desk().unwrap().document.session();
        session.marks().next().unwrap().id
    };
    desk.app.handle(Command::Mark(MarkCommand::SetReaders(
        moved,
        Audience::Everyone,
    )));
    key(&mut desk, KeyCommand::Close);
    assert_eq!(words(&desk.app), ["too private after all"]);
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_slows_down() {
    let mut desk = TestDesk::open();
    give(&mut desk, "Robin", ROBINS);
    let robin = person(&desk, "Robin");
    for _ in 0..3 {
        assert_eq!(desk.app.key_wait(), Duration::ZERO);
        key(&mut desk, KeyCommand::Open(robin.clone(), pass("guess")));
        desk.until(|app| app.key_failure(&robin).is_some());
        assert_eq!(
            desk.app.key_failure(&robin),
            Some(&KeyError::WrongPassphrase)
        );
        assert_eq!(desk.app.key_state(&robin), KeyState::Closed);
    }
    assert!(desk.app.key_wait() > Duration::ZERO);
    // Even the right one has to wait now.
    key(&mut desk, KeyCommand::Open(robin.clone(), pass(ROBINS)));
    assert_eq!(desk.app.key_state(&robin), KeyState::Closed);
    desk.clock.advance(Duration::from_secs(61));
    desk.app.tick();
    open(&mut desk, "Robin", ROBINS);
}

/// Robin and Sam, each with a passphrase and one open mark, and a round begun.
pub fn round() -> TestDesk {
    let mut desk = TestDesk::open();
    give(&mut desk, "Robin", ROBINS);
    give(&mut desk, "Sam", SAMS);
    say(&mut desk, 2_000, "ms.feeling", "seen by all");
    let people = vec![person(&desk, "Robin"), person(&desk, "Sam")];
    desk.app.handle(Command::Alone(AloneCommand::Begin {
        people,
        terms: mindframe::app::review::alone::Terms::default(),
    }));
    saved(&mut desk);
    desk
}

pub fn alone(desk: &mut TestDesk, name: &str, words: &str) {
    let id = person(desk, name);
    key(desk, KeyCommand::Alone(id.clone(), pass(words)));
    desk.until(|app| app.marks_alone() == Some(&id));
    saved(desk);
}

pub fn commit(desk: &mut TestDesk) {
    desk.app.handle(Command::Alone(AloneCommand::Commit));
    desk.until(|app| app.marks_alone().is_none());
    saved(desk);
    desk.until(|app| !words(app).is_empty());
    saved(desk);
}

pub fn agree(desk: &mut TestDesk, name: &str, words: &str) {
    let round = desk.app.round().unwrap().id;
    let id = person(desk, name);
    key(desk, KeyCommand::Reveal(round, id.clone(), pass(words)));
    desk.until(|app| {
        app.round().is_none_or(|round| {
            round
                .parts
                .iter()
                .any(|part| part.person == id && part.agreed)
        })
    });
}

#[test]
fn two_mark_alone_on_one_machine_and_open_together() {
    let mut desk = round();
    alone(&mut desk, "Sam", SAMS);
    assert_eq!(words(&desk.app), [""; 0]);
    let sams = say(&mut desk, 5_000, "c.feel", "I was so ashamed there");
    saved(&mut desk);
    // Sam pauses; nothing of it is left in the window, in undo, or in any file.
    desk.app.handle(Command::Alone(AloneCommand::Leave));
    desk.until(|app| words(app) == ["seen by all"]);
    assert!(
        desk.app
            .desk()
            .unwrap()
            .document
            .session()
            .mark(sams)
            .is_none()
    );
    saved(&mut desk);
    assert_eq!(holding(desk.folder.path(), "so ashamed"), [""; 0]);
    assert_eq!(holding(desk.folder.path(), &sams.to_string()), [""; 0]);
    // Sam comes back to it.
    alone(&mut desk, "Sam", SAMS);
    desk.until(|app| words(app).len() == 1);
    let back = say(&mut desk, 8_000, "c.think", "this one I keep");
    desk.app
        .handle(Command::Alone(AloneCommand::KeepBack(back)));
    commit(&mut desk);

    alone(&mut desk, "Robin", ROBINS);
    assert_eq!(words(&desk.app), [""; 0]);
    say(&mut desk, 5_400, "ms.feeling", "Sam looked away here");
    // Whoever marks alone is not interrupted by the other.
    desk.next_author();
    assert_eq!(
        desk.app.desk().unwrap().marking.author,
        person(&desk, "Robin")
    );
    commit(&mut desk);
    let ready = desk.app.round().unwrap();
    assert!(ready.is_ready());

    agree(&mut desk, "Sam", SAMS);
    assert_eq!(words(&desk.app), ["seen by all"]);
    agree(&mut desk, "Robin", ROBINS);
    desk.until(|app| words(app).len() == 3);
    assert_eq!(
        words(&desk.app),
        [
            "I was so ashamed there",
            "Sam looked away here",
            "seen by all"
        ]
    );
    assert!(desk.app.comparison().is_some());
    assert!(desk.app.round().is_none());
    saved(&mut desk);
    desk.app.tick();
    // What was kept back is for its owner alone, and nothing tells that it is there.
    assert_eq!(holding(desk.folder.path(), "this one I keep"), [""; 0]);
    assert_eq!(holding(desk.folder.path(), &back.to_string()), [""; 0]);
    let sealed: Vec<_> = std::fs::read_dir(desk.folder.path())
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().contains("sealed"))
        .collect();
    assert!(sealed.is_empty(), "{sealed:?}");
    desk.next_author();
    open(&mut desk, "Sam", SAMS);
    desk.until(|app| words(app).len() == 4);
}

#[test]
fn a_round_is_undone_like_a_slip_only_until_somebody_has_marked_in_it() {
    let mut desk = round();
    let next = |desk: &TestDesk| {
        let open = desk.app.desk().unwrap();
        let history = open.document.history();
        history
            .next_undo(&open.marking.author)
            .map(|(label, _)| label)
    };
    assert_eq!(next(&desk), Some(EditLabel::Sealed));
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert!(desk.app.round().is_none());
    desk.app.handle(Command::Mark(MarkCommand::Redo));
    assert!(desk.app.round().is_some());

    alone(&mut desk, "Sam", SAMS);
    say(&mut desk, 5_000, "c.feel", "Sam alone");
    commit(&mut desk);
    for _ in 0..9 {
        assert_ne!(next(&desk), Some(EditLabel::Sealed));
        desk.app.handle(Command::Mark(MarkCommand::Undo));
    }
    alone(&mut desk, "Robin", ROBINS);
    commit(&mut desk);
    for _ in 0..9 {
        desk.app.handle(Command::Mark(MarkCommand::Undo));
    }
    agree(&mut desk, "Sam", SAMS);
    agree(&mut desk, "Robin", ROBINS);
    desk.until(|app| words(app).contains(&"Sam alone".to_owned()));
}

#[test]
fn nothing_opens_when_one_says_not_today() {
    let mut desk = both_done();
    agree(&mut desk, "Sam", SAMS);
    desk.app.handle(Command::Alone(AloneCommand::NotToday));
    agree(&mut desk, "Robin", ROBINS);
    saved(&mut desk);
    assert_eq!(words(&desk.app), ["seen by all"]);
    let round = desk.app.round().unwrap();
    assert!(round.is_ready());
}

/// Both have marked alone and are done.
pub fn both_done() -> TestDesk {
    let mut desk = round();
    for (name, words) in [("Sam", SAMS), ("Robin", ROBINS)] {
        alone(&mut desk, name, words);
        say(&mut desk, 5_000, "ms.feeling", &format!("{name} alone"));
        commit(&mut desk);
    }
    desk
}

#[test]
fn only_its_owner_takes_a_set_back() {
    let mut desk = both_done();
    let round = desk.app.round().unwrap();
    let sam = person(&desk, "Sam");
    for wrong in ["a guess", ROBINS] {
        key(
            &mut desk,
            KeyCommand::Withdraw(round.id, sam.clone(), pass(wrong)),
        );
        desk.until(|app| app.key_failure(&sam).is_some());
        assert_eq!(desk.app.round().unwrap().parts.len(), 2);
    }
    // Nobody is left out who has a passphrase.
    desk.app.handle(Command::Alone(AloneCommand::LeaveOut(
        round.id,
        sam.clone(),
    )));
    assert_eq!(desk.app.round().unwrap().parts.len(), 2);
    key(&mut desk, KeyCommand::Withdraw(round.id, sam, pass(SAMS)));
    desk.until(|app| app.round().unwrap().parts.len() == 1);
    saved(&mut desk);
    agree(&mut desk, "Robin", ROBINS);
    desk.until(|app| words(app).len() == 2);
    assert_eq!(words(&desk.app), ["Robin alone", "seen by all"]);
    // It is Sam's still, and nobody else's.
    saved(&mut desk);
    assert_eq!(holding(desk.folder.path(), "Sam alone"), [""; 0]);
    assert!(sealed_file(&desk, "Sam").exists());
}

#[test]
fn somebody_without_a_passphrase_can_be_left_out() {
    let mut desk = TestDesk::open();
    give(&mut desk, "Robin", ROBINS);
    let people = vec![person(&desk, "Robin"), person(&desk, "Sam")];
    desk.app.handle(Command::Alone(AloneCommand::Begin {
        people: people.clone(),
        terms: mindframe::app::review::alone::Terms::default(),
    }));
    let round = desk.app.round().unwrap();
    desk.app.handle(Command::Alone(AloneCommand::LeaveOut(
        round.id,
        people[1].clone(),
    )));
    assert_eq!(desk.app.round().unwrap().parts.len(), 1);
}

#[test]
fn nothing_is_opened_before_all_have_committed() {
    let mut desk = round();
    alone(&mut desk, "Sam", SAMS);
    say(&mut desk, 5_000, "c.feel", "Sam alone");
    commit(&mut desk);
    let round = desk.app.round().unwrap();
    assert!(!round.is_ready());
    for (name, words) in [("Sam", SAMS), ("Robin", ROBINS)] {
        let id = person(&desk, name);
        key(
            &mut desk,
            KeyCommand::Reveal(round.id, id.clone(), pass(words)),
        );
        desk.until(|app| app.key_state(&id) == KeyState::Closed);
    }
    assert_eq!(words(&desk.app), ["seen by all"]);
    let robins = round
        .parts
        .iter()
        .find(|part| part.person == person(&desk, "Robin"));
    assert_eq!(robins.unwrap().set.state, SealedState::Open);
}

#[test]
fn a_closed_recording_and_an_ended_program_leave_a_round_as_it_was() {
    let mut desk = round();
    alone(&mut desk, "Sam", SAMS);
    say(&mut desk, 5_000, "c.feel", "Sam alone");
    let path = desk.app.recording().unwrap().path.clone();
    // In the middle of marking alone.
    desk.app.handle(Command::Close);
    desk.app.handle(Command::Open(path));
    desk.until(|app| app.desk().is_some());
    assert_eq!(
        desk.app.desk().unwrap().document.reach().scope,
        Scope::Shared
    );
    assert_eq!(words(&desk.app), ["seen by all"]);
    assert_eq!(holding(desk.folder.path(), "Sam alone"), [""; 0]);
    alone(&mut desk, "Sam", SAMS);
    desk.until(|app| words(app) == ["Sam alone"]);
    commit(&mut desk);
}

#[test]
fn a_round_says_which_stretch_is_marked_and_until_when() {
    let mut desk = TestDesk::open();
    let people: Vec<PersonId> = ["Sam", "Robin"].map(|name| person(&desk, name)).into();
    for (who, words) in people.iter().zip([SAMS, ROBINS]) {
        key(&mut desk, KeyCommand::Create(who.clone(), pass(words)));
        desk.until(|app| app.key_state(who) == KeyState::Open);
        desk.app.handle(Command::Key(KeyCommand::Close));
    }
    let at = |seconds: i64| mindframe::domain::time::MediaTime::from_millis(seconds * 1_000);
    let terms = mindframe::app::review::alone::Terms {
        span: Some(mindframe::domain::time::MediaSpan::between(at(4), at(9))),
        until: Some("2026-11-30".parse().unwrap()),
    };
    desk.app.handle(Command::Alone(AloneCommand::Begin {
        people: people.clone(),
        terms: terms.clone(),
    }));
    saved(&mut desk);
    assert_eq!(desk.app.round().unwrap().terms(), terms);
    assert!(!terms.is_past("2026-11-30".parse().unwrap()));
    assert!(terms.is_past("2026-12-01".parse().unwrap()));
    // Whoever goes in is taken to its beginning, and still reads what was agreed.
    key(&mut desk, KeyCommand::Alone(people[0].clone(), pass(SAMS)));
    desk.until(|app| app.marks_alone().is_some());
    assert_eq!(desk.app.alone_terms(), &terms);
    desk.until(|app| app.recording().unwrap().transport.playhead == at(4));
}
