//! What can go wrong between being done and opening together: nothing is lost, nothing opens early, and there is a way on.

use std::{fs, path::PathBuf};

use mindframe::{
    app::{
        AloneCommand, Command,
        notice::{ClosedNotice, NotRevealed, NoticeKind},
        review::alone::Round,
    },
    domain::{
        edit::Edit,
        entry::{Entry, EntryKind, SealedSet, SealedState},
        id::EntryId,
        mark::{Audience, CodebookRef},
    },
};

use crate::{
    alone::{
        ROBINS, SAMS, agree, alone, both_done, commit, holding, person, round, saved, say,
        sealed_file, told, words,
    },
    desk::{RECORDING, TestDesk},
    many,
    world::stamp,
};

fn earlier_states(desk: &TestDesk) -> PathBuf {
    desk.folder.path().join(format!(".{RECORDING}.generations"))
}

/// Takes the earlier states of a sealed set away, once its newest is among them: they follow a save without holding it up.
fn lose_earlier_states(desk: &mut TestDesk, name: &str) {
    let newest = fs::read(sealed_file(desk, name)).unwrap();
    let kind = format!("marks.{}.sealed.", person(desk, name));
    let folder = earlier_states(desk);
    let states = || {
        fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(&kind))
            .map(|entry| entry.path())
            .collect::<Vec<_>>()
    };
    desk.until(|_| {
        states()
            .iter()
            .any(|path| fs::read(path).is_ok_and(|kept| kept == newest))
    });
    for state in states() {
        fs::remove_file(state).unwrap();
    }
}

fn agree_both(desk: &mut TestDesk) {
    agree(desk, "Sam", SAMS);
    agree(desk, "Robin", ROBINS);
}

fn not_revealed(desk: &TestDesk) -> Option<NotRevealed> {
    desk.app.notices().find_map(|notice| match &notice.kind {
        NoticeKind::Closed(ClosedNotice::NotRevealed(reason)) => Some(reason.clone()),
        _ => None,
    })
}

/// Agrees to open, which does not work, and is told why; nothing is open.
fn refused(desk: &mut TestDesk) -> NotRevealed {
    agree(desk, "Sam", SAMS);
    let id = person(desk, "Robin");
    let round = desk.app.round().unwrap().id;
    crate::alone::key(
        desk,
        mindframe::app::KeyCommand::Reveal(round, id, crate::alone::pass(ROBINS)),
    );
    desk.until(|app| {
        app.notices().any(|notice| {
            matches!(
                notice.kind,
                NoticeKind::Closed(ClosedNotice::NotRevealed(_))
            )
        })
    });
    saved(desk);
    assert_eq!(words(&desk.app), ["seen by all"]);
    assert!(desk.app.comparison().is_none());
    let round = desk.app.round().unwrap();
    assert!(round.is_ready() && round.parts.iter().all(|part| !part.agreed));
    assert_eq!(holding(desk.folder.path(), "Robin alone"), [""; 0]);
    not_revealed(desk).unwrap()
}

/// Sam looks at what is there, and is done anew.
fn again(desk: &mut TestDesk, there: &[&str]) {
    alone(desk, "Sam", SAMS);
    desk.until(|app| words(app) == there);
    say(desk, 7_000, "ms.feeling", "Sam once more");
    commit(desk);
    agree_both(desk);
    desk.until(|app| words(app).len() == there.len() + 3);
    assert!(words(&desk.app).contains(&"Sam once more".to_owned()));
    assert!(words(&desk.app).contains(&"Robin alone".to_owned()));
}

#[test]
fn an_older_copy_in_place_of_the_set_opens_what_was_committed() {
    let mut desk = round();
    alone(&mut desk, "Sam", SAMS);
    say(&mut desk, 4_000, "ms.feeling", "Sam at first");
    saved(&mut desk);
    let older = fs::read(sealed_file(&desk, "Sam")).unwrap();
    say(&mut desk, 5_000, "ms.feeling", "Sam alone");
    commit(&mut desk);
    alone(&mut desk, "Robin", ROBINS);
    say(&mut desk, 5_000, "ms.feeling", "Robin alone");
    commit(&mut desk);
    fs::write(sealed_file(&desk, "Sam"), older).unwrap();
    agree_both(&mut desk);
    desk.until(|app| words(app).len() == 4);
    assert!(words(&desk.app).contains(&"Sam alone".to_owned()));
}

#[test]
fn a_set_that_is_gone_comes_back_from_its_earlier_states() {
    let mut desk = both_done();
    fs::remove_file(sealed_file(&desk, "Sam")).unwrap();
    agree_both(&mut desk);
    desk.until(|app| words(app).len() == 3);
    assert!(words(&desk.app).contains(&"Sam alone".to_owned()));
}

#[test]
fn a_missing_set_opens_nothing_and_its_owner_can_go_on() {
    let mut desk = both_done();
    lose_earlier_states(&mut desk, "Sam");
    fs::remove_file(sealed_file(&desk, "Sam")).unwrap();
    let reason = refused(&mut desk);
    assert_eq!(reason, NotRevealed::Missing(person(&desk, "Sam")));
    let trouble = |round: &Round| {
        round
            .parts
            .iter()
            .filter(|part| part.trouble.is_some())
            .count()
    };
    assert_eq!(trouble(&desk.app.round().unwrap()), 1);
    again(&mut desk, &[]);
}

#[test]
fn another_set_than_the_committed_one_opens_nothing() {
    let mut desk = round();
    alone(&mut desk, "Sam", SAMS);
    say(&mut desk, 4_000, "ms.feeling", "Sam at first");
    saved(&mut desk);
    let older = fs::read(sealed_file(&desk, "Sam")).unwrap();
    say(&mut desk, 5_000, "ms.feeling", "Sam alone");
    commit(&mut desk);
    alone(&mut desk, "Robin", ROBINS);
    say(&mut desk, 5_000, "ms.feeling", "Robin alone");
    commit(&mut desk);
    lose_earlier_states(&mut desk, "Sam");
    fs::write(sealed_file(&desk, "Sam"), older).unwrap();
    let reason = refused(&mut desk);
    assert_eq!(reason, NotRevealed::Changed(person(&desk, "Sam")));
    again(&mut desk, &["Sam at first"]);
}

#[test]
fn a_damaged_set_opens_nothing() {
    let mut desk = both_done();
    let file = sealed_file(&desk, "Sam");
    let whole = fs::read(&file).unwrap();
    lose_earlier_states(&mut desk, "Sam");
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let reason = refused(&mut desk);
    assert!(matches!(reason, NotRevealed::Unreadable(of, _) if of == person(&desk, "Sam")));
    // Bringing the file back from elsewhere is enough.
    fs::write(&file, whole).unwrap();
    agree_both(&mut desk);
    desk.until(|app| words(app).len() == 3);
}

#[test]
fn nobody_is_done_before_all_is_on_the_disk() {
    let mut desk = round();
    alone(&mut desk, "Sam", SAMS);
    // Nothing can be written where the file should be.
    let file = sealed_file(&desk, "Sam");
    fs::create_dir(&file).unwrap();
    fs::write(file.join("in the way"), b"").unwrap();
    say(&mut desk, 5_000, "ms.feeling", "Sam alone");
    desk.app.handle(Command::Alone(AloneCommand::Commit));
    desk.until(|app| {
        app.notices()
            .any(|notice| matches!(notice.kind, NoticeKind::Closed(ClosedNotice::NotDone)))
    });
    assert!(desk.app.marks_alone().is_some());
    assert_eq!(words(&desk.app), ["Sam alone"]);
    fs::remove_dir_all(&file).unwrap();
    let notice = desk
        .app
        .notices()
        .find_map(|notice| matches!(notice.kind, NoticeKind::NotSaved(_)).then_some(notice.id));
    desk.app.handle(Command::AnswerNotice(
        notice.unwrap(),
        mindframe::app::Answer::Retry,
    ));
    desk.until(|app| app.desk().unwrap().document.save_state() == mindframe::app::SaveState::Saved);
    commit(&mut desk);
    let sam = person(&desk, "Sam");
    let part = desk.app.round().unwrap().parts;
    let part = part.iter().find(|part| part.person == sam).unwrap();
    assert!(matches!(part.set.state, SealedState::Committed { .. }));
}

#[test]
fn a_program_that_ends_while_somebody_finishes_loses_nothing() {
    let mut desk = round();
    alone(&mut desk, "Sam", SAMS);
    say(&mut desk, 5_000, "ms.feeling", "Sam alone");
    let path = desk.app.recording().unwrap().path.clone();
    desk.app.handle(Command::Alone(AloneCommand::Commit));
    desk.app.handle(Command::Close);
    desk.app.handle(Command::Open(path));
    desk.until(|app| app.desk().is_some());
    assert_eq!(words(&desk.app), ["seen by all"]);
    let sam = person(&desk, "Sam");
    let parts = desk.app.round().unwrap().parts;
    let sams = parts.iter().find(|part| part.person == sam).unwrap();
    if sams.set.state == SealedState::Open {
        alone(&mut desk, "Sam", SAMS);
        desk.until(|app| words(app) == ["Sam alone"]);
        commit(&mut desk);
    }
    alone(&mut desk, "Robin", ROBINS);
    commit(&mut desk);
    agree_both(&mut desk);
    desk.until(|app| words(app).len() == 2);
    assert!(!told(&desk, |kind| matches!(kind, NoticeKind::Closed(_))));
}

/// A round of two people who are done, begun and finished at these minutes past the hour, with these versions of a codebook.
fn laid_out(begun: u32, done: [u32; 2], versions: [&str; 2]) -> TestDesk {
    let mut session = many::session(many::people(&["Robin", "Sam"]), Vec::new(), Vec::new());
    let clock = |minute: u32| {
        chrono::DateTime::parse_from_rfc3339(&format!("2026-11-22T14:{minute:02}:00+01:00"))
            .unwrap()
    };
    for (number, (done, version)) in (0_u8..).zip(done.into_iter().zip(versions)) {
        let set = SealedSet {
            round: EntryId::new(uuid::Uuid::from_u128(9)),
            span: None,
            codebook: CodebookRef {
                id: "mbt-client".to_owned(),
                version: version.to_owned(),
            },
            preset: String::new(),
            until: None,
            state: SealedState::Committed {
                at: clock(done),
                hash: String::new(),
                agreed: None,
            },
        };
        let entry = Entry {
            id: EntryId::new(uuid::Uuid::from_u128(u128::from(number) + 10)),
            revision: 1,
            device: "a".parse().unwrap(),
            audience: Audience::Everyone,
            created: clock(begun),
            revised: None,
            conflict_of: None,
            kind: EntryKind::Sealed(set),
        };
        let edit = Edit::PutEntry {
            keeper: many::person_id(usize::from(number)),
            entry: Box::new(entry),
        };
        session.apply(&edit, &stamp("a", 1)).unwrap();
    }
    let mut desk = TestDesk::open();
    desk.app.lay_out_unsaved(session);
    desk
}

#[test]
fn other_versions_of_a_codebook_and_clocks_that_differ_are_said_before_it_opens() {
    let said = |begun, done, versions| {
        let desk = laid_out(begun, done, versions);
        let round = desk.app.round().unwrap();
        assert!(round.is_ready());
        let now = desk.app.reading().wall;
        (round.other_codebook().is_some(), round.clocks_differ(now))
    };
    // It is 14:20 here.
    assert_eq!(said(5, [10, 19], ["1", "1"]), (false, false));
    assert_eq!(said(5, [10, 19], ["1", "2"]), (true, false));
    assert_eq!(said(5, [10, 50], ["1", "1"]), (false, true));
    assert_eq!(said(50, [10, 19], ["1", "1"]), (false, true));
}
