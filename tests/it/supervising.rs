//! Rating for supervision, step by step, as raters do it: each alone, done, shared, side by side.

use mindframe::{
    app::{
        Command, KeyCommand, MarkingCommand, PresenceCommand, SupervisionCommand,
        keys::KeyState,
        notice::{ClosedNotice, NoticeKind},
        review::supervision::{Kept, Length, Own, PackCommand},
    },
    domain::{
        id::PersonId,
        mark::Audience,
        person::{Person, Role},
        supervision::Rating,
        time::{MediaSpan, MediaTime},
    },
};

use crate::{
    alone::{holding, key, pass, person, saved, say, told},
    desk::TestDesk,
    world,
};

const FRAME: &str = r#"(
    format: "mindframe-frame", layout: 1, id: "our-team", version: "1", title: "What our team looks at",
    scales: [
        (id: "adherence", title: "Adherence", low: 1, high: 7),
        (id: "competence", title: "Competence", low: 1, high: 7),
    ],
    items: [
        (number: 1, name: "Staying curious", text: "words from our own copy"),
        (number: 2, name: "Noticing pace", scales: ["competence"]),
        (number: 3),
    ],
)"#;

/// The passphrases of Ines, who supervises, and Tom, who learns.
const RATERS: [(&str, Role, &str); 2] = [
    ("Ines", Role::Supervisor, "four plain words here"),
    ("Tom", Role::Trainee, "another four plain words"),
];

pub fn send(desk: &mut TestDesk, command: SupervisionCommand) {
    desk.app.handle(Command::Supervision(command));
}

/// Ines and Tom at Tom's recording, both with a passphrase, and the team's frame.
pub fn desk_with_raters() -> TestDesk {
    let mut desk = TestDesk::open();
    let folder = desk.folder.path().join("data").join("frames");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("our-team.ron"), FRAME).unwrap();
    for (hue, (name, role, words)) in (2..).zip(RATERS) {
        let id: PersonId = world::id(&name.to_lowercase());
        let mut person: Person = world::person(id.as_str(), name, role);
        person.hue = hue;
        desk.app.handle(Command::AddPerson(person));
        key(&mut desk, KeyCommand::Create(id.clone(), pass(words)));
        desk.until(|app| app.key_state(&id) == KeyState::Open);
        key(&mut desk, KeyCommand::Close);
        saved(&mut desk);
    }
    send(&mut desk, SupervisionCommand::Look);
    desk.until(|app| app.rating_frames().is_some());
    desk
}

/// This person marks now, with their key open.
pub fn sit_down(desk: &mut TestDesk, name: &str) {
    let id = person(desk, name);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(id.clone())));
    let (.., words) = RATERS
        .into_iter()
        .find(|(known, ..)| *known == name)
        .unwrap();
    key(desk, KeyCommand::Open(id.clone(), pass(words)));
    desk.until(|app| app.key_state(&id) == KeyState::Open && app.own_rating() != Own::Opening);
    saved(desk);
}

pub fn begin(desk: &mut TestDesk) {
    let raters = vec![person(desk, "Ines"), person(desk, "Tom")];
    let of = Some(person(desk, "Tom"));
    let frame = "our-team".to_owned();
    send(desk, SupervisionCommand::Begin { frame, raters, of });
}

pub fn rate(desk: &mut TestDesk, item: u32, scale: &str, rating: Option<Rating>) {
    let scale = scale.to_owned();
    send(
        desk,
        SupervisionCommand::Rate {
            item,
            scale,
            rating,
        },
    );
}

pub fn given(desk: &TestDesk, item: u32, scale: &str) -> Option<Rating> {
    desk.app.own_rating_sheet()?.rating(item, scale)
}

/// Both rate, are done, and share: Ines gives 3 where Tom gives 6.
pub fn shared(desk: &mut TestDesk) {
    begin(desk);
    for (name, value) in [("Ines", 3), ("Tom", 6)] {
        sit_down(desk, name);
        rate(desk, 1, "adherence", Some(Rating::Value(value)));
        rate(desk, 1, "competence", Some(Rating::Value(4)));
        send(desk, SupervisionCommand::Done);
        saved(desk);
    }
    for (name, ..) in RATERS {
        sit_down(desk, name);
        send(desk, SupervisionCommand::Share);
        saved(desk);
    }
}

#[test]
fn a_blank_frame_and_an_unknown_one_begin_nothing() {
    let mut desk = desk_with_raters();
    let frames = desk.app.rating_frames().unwrap();
    assert!(frames.get("mbt-acs").unwrap().is_blank());
    for frame in ["mbt-acs", "nobody's"] {
        let (frame, raters) = (frame.to_owned(), vec![person(&desk, "Ines")]);
        send(
            &mut desk,
            SupervisionCommand::Begin {
                frame,
                raters,
                of: None,
            },
        );
    }
    assert_eq!(desk.app.rating_round(), None);
    // A client rates nobody.
    let (frame, raters) = ("our-team".to_owned(), vec![person(&desk, "Sam")]);
    send(
        &mut desk,
        SupervisionCommand::Begin {
            frame,
            raters,
            of: None,
        },
    );
    assert_eq!(desk.app.rating_round(), None);
}

#[test]
fn rating_needs_the_raters_own_passphrase() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    assert_eq!(desk.app.own_rating(), Own::NoRater);
    let ines = person(&desk, "Ines");
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(ines)));
    assert_eq!(desk.app.own_rating(), Own::Closed);
    rate(&mut desk, 1, "adherence", Some(Rating::Value(3)));
    assert!(told(&desk, |kind| matches!(
        kind,
        NoticeKind::Closed(ClosedNotice::NeedsPassphrase)
    )));
    assert!(desk.app.own_rating_sheet().is_none());
}

#[test]
fn only_what_the_frame_asks_for_is_taken_and_every_change_can_be_undone() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    sit_down(&mut desk, "Ines");
    rate(&mut desk, 1, "adherence", Some(Rating::Value(8)));
    rate(&mut desk, 2, "adherence", Some(Rating::Value(3)));
    rate(&mut desk, 9, "adherence", Some(Rating::Value(3)));
    assert!(desk.app.own_rating_sheet().is_none());
    rate(&mut desk, 1, "adherence", Some(Rating::Value(3)));
    rate(&mut desk, 1, "adherence", Some(Rating::NotApplicable));
    assert_eq!(given(&desk, 1, "adherence"), Some(Rating::NotApplicable));
    send(
        &mut desk,
        SupervisionCommand::Note(1, "Not in this part".to_owned()),
    );
    let undo = || Command::Mark(mindframe::app::MarkCommand::Undo);
    desk.app.handle(undo());
    assert_eq!(desk.app.own_rating_sheet().unwrap().note(1), "");
    desk.app.handle(undo());
    assert_eq!(given(&desk, 1, "adherence"), Some(Rating::Value(3)));
    rate(&mut desk, 1, "adherence", None);
    assert_eq!(given(&desk, 1, "adherence"), None);
}

#[test]
fn the_selected_mark_shows_an_item_and_plays_from_a_little_before() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    sit_down(&mut desk, "Ines");
    send(&mut desk, SupervisionCommand::Link(1));
    assert!(
        desk.app.own_rating_sheet().is_none(),
        "nothing was selected"
    );
    let mark = say(&mut desk, 40_000, "tx.not_knowing", "He wonders");
    desk.app
        .handle(Command::Mark(mindframe::app::MarkCommand::Select(mark)));
    send(&mut desk, SupervisionCommand::Link(1));
    send(&mut desk, SupervisionCommand::Link(1));
    assert_eq!(desk.app.own_rating_sheet().unwrap().evidence(1), [mark]);
    send(&mut desk, SupervisionCommand::Play(mark));
    desk.until(|app| app.recording().is_some_and(|open| open.transport.playing));
    let open = desk.app.recording().unwrap();
    let start = desk.app.desk().unwrap().document.session().mark(mark);
    let start = start.unwrap().when.start();
    assert!(open.transport.playhead < start);
    send(&mut desk, SupervisionCommand::Unlink(1, mark));
    assert!(desk.app.own_rating_sheet().unwrap().evidence(1).is_empty());
}

#[test]
fn nothing_of_a_sheet_can_be_read_by_another_rater_before_it_is_shared() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    sit_down(&mut desk, "Ines");
    rate(&mut desk, 1, "adherence", Some(Rating::Value(3)));
    send(
        &mut desk,
        SupervisionCommand::Note(1, "He hurries on".to_owned()),
    );
    send(&mut desk, SupervisionCommand::Done);
    saved(&mut desk);
    assert_eq!(desk.app.own_rating(), Own::Waiting);
    send(&mut desk, SupervisionCommand::Share);
    assert!(!desk.app.rating_round().unwrap().any_shared());

    sit_down(&mut desk, "Tom");
    let round = desk.app.rating_round().unwrap();
    let ines = round.part(&person(&desk, "Ines")).unwrap().clone();
    assert!(ines.part.done.is_some());
    let session = desk.app.desk().unwrap().document.record();
    assert_eq!(
        mindframe::domain::supervision::sheets(session).count(),
        0,
        "nothing of it is in memory"
    );
    assert!(desk.app.shared_sheets().is_empty());
    assert_eq!(
        holding(desk.folder.path(), "He hurries on"),
        Vec::<String>::new()
    );
}

#[test]
fn who_is_done_changes_nothing_and_may_go_on_until_somebody_has_shared() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    sit_down(&mut desk, "Ines");
    send(&mut desk, SupervisionCommand::Done);
    assert_eq!(desk.app.own_rating(), Own::Rating, "nothing was rated yet");
    rate(&mut desk, 1, "adherence", Some(Rating::Value(3)));
    send(&mut desk, SupervisionCommand::Done);
    rate(&mut desk, 1, "adherence", Some(Rating::Value(5)));
    assert_eq!(given(&desk, 1, "adherence"), Some(Rating::Value(3)));
    send(&mut desk, SupervisionCommand::GoOn);
    rate(&mut desk, 1, "adherence", Some(Rating::Value(5)));
    assert_eq!(given(&desk, 1, "adherence"), Some(Rating::Value(5)));

    let mut desk = desk_with_raters();
    shared(&mut desk);
    send(&mut desk, SupervisionCommand::GoOn);
    rate(&mut desk, 1, "adherence", Some(Rating::Value(1)));
    assert_eq!(desk.app.own_rating(), Own::Shared);
    assert_eq!(given(&desk, 1, "adherence"), Some(Rating::Value(6)));
}

#[test]
fn being_done_tells_nothing_of_what_was_given() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    sit_down(&mut desk, "Ines");
    rate(&mut desk, 1, "adherence", Some(Rating::Value(3)));
    send(&mut desk, SupervisionCommand::Done);
    assert_eq!(desk.app.own_rating(), Own::Waiting);
    let sheet = desk.app.own_rating_sheet().unwrap().clone();
    let session = desk.app.desk().unwrap().document.session();
    let done = mindframe::domain::supervision::parts(session)
        .find_map(|(_, _, part)| part.done.clone())
        .unwrap();
    // Whoever knows the sheet but not its own id cannot tell that it is the one.
    let guess = mindframe::store::schema::hash_of_sheet(crate::entries::entry_id(1), &sheet);
    assert_ne!(guess, done.hash);
}

#[test]
fn shared_sheets_stand_side_by_side_and_say_that_they_are_as_they_were_done() {
    let mut desk = desk_with_raters();
    shared(&mut desk);
    let sheets = desk.app.shared_sheets();
    let found: Vec<(String, bool, Kept)> = sheets
        .iter()
        .map(|shared| (shared.person.to_string(), shared.of_self, shared.kept))
        .collect();
    assert_eq!(
        found,
        [
            ("ines".to_owned(), false, Kept::AsDone),
            ("tom".to_owned(), true, Kept::AsDone),
        ]
    );
    let both = desk.app.rated_side_by_side();
    let talk = both.to_talk_about();
    assert_eq!(talk.len(), 1);
    assert_eq!((talk[0].number, talk[0].apart()), (1, 3));
    assert!(both.scales.iter().all(|scale| scale.icc.is_none()));
    let session = desk.app.desk().unwrap().document.session();
    let audiences: Vec<Audience> = mindframe::domain::supervision::sheets(session)
        .map(|(_, entry, _)| entry.audience)
        .collect();
    assert_eq!(audiences, [Audience::Training; 2]);
    // Undo does not reach behind what others have read.
    desk.app
        .handle(Command::Mark(mindframe::app::MarkCommand::Undo));
    assert_eq!(desk.app.shared_sheets().len(), 2);
    // The team's own words are in no file of the recording.
    let beside = std::fs::read_dir(desk.folder.path()).unwrap().flatten();
    for file in beside.filter(|file| file.path().is_file()) {
        let bytes = std::fs::read(file.path()).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("words from our own copy"), "{file:?}");
        assert!(!text.contains("Staying curious"), "{file:?}");
    }
}

#[test]
fn nobody_sees_anothers_sheet_before_they_have_shared_their_own() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    for (name, ..) in RATERS {
        sit_down(&mut desk, name);
        rate(&mut desk, 1, "adherence", Some(Rating::Value(4)));
        send(&mut desk, SupervisionCommand::Done);
        saved(&mut desk);
    }
    send(&mut desk, SupervisionCommand::Share);
    saved(&mut desk);
    sit_down(&mut desk, "Ines");
    assert_eq!(desk.app.own_rating(), Own::MayShare);
    assert!(desk.app.shared_sheets().is_empty());
    send(&mut desk, SupervisionCommand::Share);
    assert_eq!(desk.app.shared_sheets().len(), 2);
    // Who is none of the readers sees who shared, and no value.
    key(&mut desk, KeyCommand::Close);
    let robin = person(&desk, "Robin");
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(robin)));
    desk.app.tick();
    assert!(desk.app.shared_sheets().is_empty());
    assert_eq!(desk.app.sheets_not_here().len(), 2);
}

#[test]
fn a_rater_who_does_not_come_back_can_be_left_out() {
    let mut desk = desk_with_raters();
    begin(&mut desk);
    sit_down(&mut desk, "Ines");
    rate(&mut desk, 1, "adherence", Some(Rating::Value(4)));
    send(&mut desk, SupervisionCommand::Done);
    let (ines, tom) = (person(&desk, "Ines"), person(&desk, "Tom"));
    send(&mut desk, SupervisionCommand::LeaveOut(ines));
    assert_eq!(
        desk.app.rating_round().unwrap().parts.len(),
        2,
        "she is done"
    );
    send(&mut desk, SupervisionCommand::LeaveOut(tom));
    assert_eq!(desk.app.own_rating(), Own::MayShare);
}

#[test]
fn while_a_client_is_here_there_is_nothing_of_it() {
    let mut desk = desk_with_raters();
    shared(&mut desk);
    send(
        &mut desk,
        SupervisionCommand::Pack(PackCommand::Add(Length::Quarter)),
    );
    assert!(desk.app.clip_pack().is_some());
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientHere));
    desk.app.tick();
    assert!(!desk.app.may_supervise());
    assert_eq!(desk.app.rating_round(), None);
    assert!(desk.app.clip_pack().is_none());
    assert!(desk.app.shared_sheets().is_empty());
}

#[test]
fn sections_run_from_the_playhead_or_are_the_stretch_that_was_chosen() {
    let mut desk = desk_with_raters();
    desk.seek(20_000);
    send(
        &mut desk,
        SupervisionCommand::Pack(PackCommand::Add(Length::Quarter)),
    );
    let stretch = MediaSpan::between(MediaTime::from_seconds(30), MediaTime::from_seconds(50));
    let around = mindframe::app::transport::Loop::Between(stretch);
    desk.app.handle(Command::Transport(
        mindframe::app::TransportCommand::SetLoop(Some(stretch)),
    ));
    assert_eq!(desk.app.recording().unwrap().transport.looping, around);
    send(
        &mut desk,
        SupervisionCommand::Pack(PackCommand::Add(Length::Short)),
    );
    send(
        &mut desk,
        SupervisionCommand::Pack(PackCommand::Ask(" Where did I lose her? ".to_owned())),
    );
    let (_, pack) = desk.app.clip_pack().unwrap();
    assert_eq!(pack.question, "Where did I lose her?");
    // The recording is shorter than fifteen minutes: a section ends where it does.
    let first = MediaSpan::between(MediaTime::from_seconds(20), MediaTime::from_seconds(110));
    assert_eq!(pack.sections, [first, stretch]);
    send(&mut desk, SupervisionCommand::Pack(PackCommand::Remove(0)));
    desk.app
        .handle(Command::Mark(mindframe::app::MarkCommand::Undo));
    assert_eq!(desk.app.clip_pack().unwrap().1.sections.len(), 2);
}
