//! Keeping a mark that is there to oneself: the one made last, said by its time, out of everybody's files.

use mindframe::{
    app::{
        Command, KeyCommand, MarkCommand, MarkingCommand, PresenceCommand,
        keys::KeyState,
        notice::{ClosedNotice, NoticeKind},
    },
    domain::{id::PersonId, mark::Audience, person::Role, time::MediaTime},
};

use crate::{
    alone::{ROBINS, SAMS, holding, pass, person, saved, say, words},
    desk::TestDesk,
};

fn keep_last(desk: &mut TestDesk) {
    desk.app.handle(Command::Marking(MarkingCommand::KeepLast));
    saved(desk);
}

/// Sam has said two things for everyone.
fn said() -> TestDesk {
    let mut desk = TestDesk::open();
    let sam = person(&desk, "Sam");
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(sam)));
    say(&mut desk, 4_000, "ms.feeling", "said at first");
    say(&mut desk, 9_000, "ms.feeling", "said in a hurry");
    saved(&mut desk);
    desk
}

fn open(desk: &mut TestDesk) {
    let sam = person(desk, "Sam");
    desk.app
        .handle(Command::Key(KeyCommand::Create(sam.clone(), pass(SAMS))));
    desk.until(|app| app.key_state(&sam) == KeyState::Open);
}

#[test]
fn the_mark_made_last_is_kept_to_oneself_and_said_by_its_time() {
    let mut desk = said();
    open(&mut desk);
    // Another one is selected: the last is meant all the same.
    let first = desk.app.desk().unwrap().document.session().marks();
    let first = first.min_by_key(|mark| mark.when.start()).unwrap().id;
    desk.app.handle(Command::Mark(MarkCommand::Select(first)));
    keep_last(&mut desk);
    let session = desk.app.desk().unwrap().document.session();
    let kept: Vec<_> = session
        .marks()
        .filter(|mark| mark.audience == Audience::OnlyMe)
        .map(|mark| mark.words.clone().unwrap())
        .collect();
    assert_eq!(kept, ["said in a hurry"]);
    let told = desk.app.notices().any(|told| {
        let NoticeKind::Closed(ClosedNotice::KeptToOneself(at)) = told.kind else {
            return false;
        };
        at == MediaTime::from_millis(9_000)
    });
    assert!(told);
    let folder = desk.folder.path().to_owned();
    desk.until(|_| holding(&folder, "said in a hurry").is_empty());
    assert_ne!(holding(&folder, "said at first"), [""; 0]);
}

#[test]
fn with_a_client_in_the_room_the_passphrase_comes_first_and_the_mark_stays() {
    let mut desk = said();
    open(&mut desk);
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientHere));
    assert_eq!(words(&desk.app).len(), 2);
    keep_last(&mut desk);
    // Whoever has a passphrase was closed out with the client's coming: the mark stays, and the way on is said.
    assert_eq!(words(&desk.app).len(), 2);
    assert!(
        desk.app
            .notices()
            .any(|told| matches!(told.kind, NoticeKind::Closed(ClosedNotice::NeedsPassphrase)))
    );
}

#[test]
fn whoever_gets_a_passphrase_later_reads_what_the_team_kept_before() {
    let mut desk = TestDesk::open();
    let robin = person(&desk, "Robin");
    let create = |desk: &mut TestDesk, who: &PersonId, words: &str| {
        desk.app
            .handle(Command::Key(KeyCommand::Create(who.clone(), pass(words))));
        desk.until(|app| app.key_state(who) == KeyState::Open);
        saved(desk);
    };
    let reopen = |desk: &mut TestDesk, who: &PersonId, words: &str| {
        desk.app
            .handle(Command::Marking(MarkingCommand::SetAuthor(who.clone())));
        desk.app
            .handle(Command::Key(KeyCommand::Open(who.clone(), pass(words))));
        desk.until(|app| app.key_state(who) == KeyState::Open);
    };
    create(&mut desk, &robin, ROBINS);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAudience(
            Audience::Team,
        )));
    say(&mut desk, 4_000, "ms.feeling", "for the team");
    saved(&mut desk);
    desk.app.handle(Command::Key(KeyCommand::Close));
    // A supervisor comes to it later.
    let alex = crate::world::person("a1ec", "Alex", Role::Supervisor);
    let id = alex.id.clone();
    desk.app.handle(Command::AddPerson(alex));
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(id.clone())));
    create(&mut desk, &id, SAMS);
    assert_eq!(words(&desk.app), [""; 0]);
    // Whose words they are opens them once more; nobody else can let another read them.
    reopen(&mut desk, &robin, ROBINS);
    desk.until(|app| words(app) == ["for the team"]);
    saved(&mut desk);
    reopen(&mut desk, &id, SAMS);
    desk.until(|app| words(app) == ["for the team"]);
}
