//! A sitting, step by step as people go through it: it begins with what is filled in, its time is up quietly, it lands.

use std::time::Duration;

use mindframe::{
    app::{
        App, Command, MarkCommand, MarkingCommand, PlaylistCommand, RoomCommand, SittingCommand,
        TransportCommand,
        marking::Face,
        review::sitting::{Plan, Stage},
        room::Room,
    },
    domain::{
        entry::{EntryKind, Purpose, Review},
        id::PersonId,
        mark::{Intensity, Tense},
        session::SessionKind,
        time::MediaTime,
    },
};

use crate::desk::{RECORDING, TestDesk};

fn person(desk: &TestDesk, name: &str) -> PersonId {
    let session = desk.app.desk().unwrap().document.session();
    let found = session.people().iter().find(|person| person.name == name);
    found.unwrap().id.clone()
}

fn ask(desk: &mut TestDesk, command: SittingCommand) {
    desk.app.handle(Command::Sitting(command));
    desk.app.tick();
}

fn plan(desk: &TestDesk) -> Plan {
    desk.app.planned_sitting().unwrap()
}

fn begin(desk: &mut TestDesk) {
    let plan = plan(desk);
    ask(desk, SittingCommand::Begin(Box::new(plan)));
}

fn play(desk: &mut TestDesk) {
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
}

fn reviews(app: &App) -> Vec<Review> {
    let session = app.desk().unwrap().document.session();
    let kept = session
        .entries()
        .filter_map(|(_, entry)| match &entry.kind {
            EntryKind::Review(review) => Some(review.as_ref().clone()),
            _ => None,
        });
    kept.collect()
}

fn open_again(desk: &mut TestDesk) {
    let video = desk.folder.path().join(RECORDING);
    desk.app.handle(Command::Open(video));
    desk.until(|app| app.desk().is_some());
}

fn later(desk: &mut TestDesk, minutes: u64) {
    desk.clock.advance(Duration::from_mins(minutes));
    desk.app.tick();
}

#[test]
fn it_begins_with_everybody_here_and_a_quarter_of_an_hour() {
    let mut desk = TestDesk::open();
    let planned = plan(&desk);
    assert_eq!(
        planned.present,
        [person(&desk, "Robin"), person(&desk, "Sam")]
    );
    assert_eq!((planned.minutes, planned.purpose), (15, Purpose::Review));
    assert_eq!(planned.expected, "");
    assert!(!desk.app.client_here());
    begin(&mut desk);
    assert!(desk.app.client_here());
    assert_eq!(desk.app.face(), Face::Therapist, "the window is as it was");
    desk.seek(5_000);
    desk.code("ms.feeling");
    desk.words("Robin saw something");
    let marks = desk.app.marks_of_sitting();
    assert_eq!(marks.len(), 1);
    // Undo takes back the mark, and never the sitting.
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(reviews(&desk.app).len(), 1);
    assert!(desk.app.sitting().is_some());
}

#[test]
fn marks_of_an_earlier_day_are_not_of_this_sitting() {
    let mut desk = TestDesk::with_story();
    begin(&mut desk);
    assert!(desk.app.marks_of_sitting().is_empty());
}

#[test]
fn the_next_one_is_filled_in_as_the_last_was() {
    let mut desk = TestDesk::open();
    let robin = person(&desk, "Robin");
    let mut first = plan(&desk);
    first.present = vec![robin.clone()];
    first.purpose = Purpose::Supervision;
    first.minutes = 40;
    ask(&mut desk, SittingCommand::Begin(Box::new(first)));
    assert!(!desk.app.client_here(), "Sam is not here");
    ask(&mut desk, SittingCommand::Land);
    ask(&mut desk, SittingCommand::Done);
    assert!(
        desk.app.desk().is_some(),
        "only colleagues: the recording stays"
    );
    assert!(desk.app.sitting().is_none());
    desk.app.handle(Command::Close);
    open_again(&mut desk);
    let next = plan(&desk);
    assert_eq!(next.present, [robin]);
    assert_eq!((next.minutes, next.purpose), (40, Purpose::Supervision));
}

#[test]
fn when_the_time_is_up_a_line_says_so_and_nothing_stops() {
    let mut desk = TestDesk::open();
    begin(&mut desk);
    play(&mut desk);
    later(&mut desk, 14);
    assert_eq!(desk.app.sitting().unwrap().stage, Stage::Watching);
    // The window may sleep until then, and no longer.
    let wakes = desk.app.next_change().unwrap();
    assert!(wakes > Duration::from_secs(50) && wakes < Duration::from_secs(61));
    later(&mut desk, 1);
    assert_eq!(desk.app.sitting().unwrap().stage, Stage::TimeIsUp);
    assert!(desk.app.recording().unwrap().transport.playing);
    assert_eq!(desk.app.desk().unwrap().room, Room::Here);
    assert_eq!(
        desk.app.next_change(),
        None,
        "nothing more happens by itself"
    );
    ask(&mut desk, SittingCommand::CarryOn);
    assert_eq!(desk.app.sitting().unwrap().stage, Stage::Watching);
    later(&mut desk, 4);
    assert_eq!(desk.app.sitting().unwrap().stage, Stage::Watching);
    later(&mut desk, 1);
    assert_eq!(desk.app.sitting().unwrap().stage, Stage::TimeIsUp);
}

#[test]
fn landing_keeps_what_is_said_and_asks_for_nothing() {
    let mut desk = TestDesk::open();
    let sam = person(&desk, "Sam");
    let mut planned = plan(&desk);
    planned.expected = "That I talk too much".to_owned();
    ask(&mut desk, SittingCommand::Begin(Box::new(planned)));
    desk.next_author();
    desk.seek(5_000);
    desk.code("c.feel");
    desk.words("My chest went tight");
    desk.seek(9_000);
    desk.code("c.want");
    desk.words("to be asked");
    play(&mut desk);
    ask(&mut desk, SittingCommand::Land);
    assert!(!desk.app.recording().unwrap().transport.playing);
    for words in ["Ligh", "Lighter"] {
        ask(
            &mut desk,
            SittingCommand::Felt(sam.clone(), words.to_owned()),
        );
    }
    let four = Intensity::new(4);
    ask(&mut desk, SittingCommand::Strength(sam.clone(), four));
    ask(
        &mut desk,
        SittingCommand::Compared("Less than I thought".to_owned()),
    );
    ask(
        &mut desk,
        SittingCommand::TakeAlong("He went back to it".to_owned()),
    );
    let marks = desk.app.marks_of_sitting();
    let (tight, asked) = (marks[0].id, marks[1].id);
    // Robin takes it away in front of both, and Sam wants it back.
    desk.next_author();
    ask(&mut desk, SittingCommand::LetGo(tight));
    ask(&mut desk, SittingCommand::LetGo(asked));
    assert!(desk.app.marks_of_sitting().is_empty());
    assert_eq!(desk.app.sitting().unwrap().let_go().len(), 2);
    ask(&mut desk, SittingCommand::Keep(tight));
    let marks = desk.app.marks_of_sitting();
    assert_eq!(marks.len(), 1);
    assert_eq!(marks[0].words.as_deref(), Some("My chest went tight"));
    ask(&mut desk, SittingCommand::Done);
    assert!(desk.app.recording().is_none(), "Sam was here: it is left");
    assert!(!desk.app.client_here());

    open_again(&mut desk);
    let kept = reviews(&desk.app);
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].felt, [(sam.clone(), "Lighter".to_owned())]);
    assert_eq!(kept[0].strength, [(sam, four.unwrap())]);
    assert_eq!(kept[0].compared, "Less than I thought");
    assert_eq!(kept[0].take_along, "He went back to it");
    assert!(kept[0].ended.is_some());
    assert_eq!(desk.app.desk().unwrap().document.session().mark_count(), 1);
    assert!(desk.app.sitting().is_none());
}

#[test]
fn from_the_last_page_one_can_go_back() {
    let mut desk = TestDesk::open();
    begin(&mut desk);
    ask(&mut desk, SittingCommand::Land);
    ask(&mut desk, SittingCommand::Back);
    assert_eq!(desk.app.sitting().unwrap().stage, Stage::Watching);
    later(&mut desk, 15);
    ask(&mut desk, SittingCommand::Land);
    ask(&mut desk, SittingCommand::Back);
    assert_eq!(
        desk.app.sitting().unwrap().stage,
        Stage::Watching,
        "it is not asked again at once"
    );
}

#[test]
fn enough_for_today_ends_it_without_a_word_and_reads_like_any_other_end() {
    let mut desk = TestDesk::open();
    begin(&mut desk);
    desk.next_author();
    desk.seek(43_000);
    desk.code("c.feel");
    desk.words("not yet done");
    desk.app.handle(Command::Room(RoomCommand::Enough));
    desk.app.tick();
    assert!(matches!(desk.app.desk().unwrap().room, Room::Dimmed { .. }));
    // An accident: nothing is lost, and it does not play on by itself.
    desk.app.handle(Command::Room(RoomCommand::CarryOn));
    assert!(desk.app.sitting().is_some());
    assert!(!desk.app.recording().unwrap().transport.playing);
    desk.app.handle(Command::Room(RoomCommand::Enough));
    desk.app.handle(Command::Room(RoomCommand::Enough));
    assert!(desk.app.recording().is_none(), "no page, no form");

    open_again(&mut desk);
    // That spot is not opened by itself again.
    let transport = &desk.app.recording().unwrap().transport;
    assert_eq!(transport.playhead, MediaTime::ZERO);
    assert!(!transport.playing);
    let session = desk.app.desk().unwrap().document.session();
    assert_eq!(session.mark_count(), 1);
    let enough = reviews(&desk.app).remove(0);

    begin(&mut desk);
    ask(&mut desk, SittingCommand::Land);
    ask(&mut desk, SittingCommand::Done);
    open_again(&mut desk);
    let landed = reviews(&desk.app).pop().unwrap();
    let plain = |review: Review| Review {
        ended: review.ended.map(|_| chrono::DateTime::default()),
        ..review
    };
    assert_eq!(plain(enough), plain(landed), "nobody can tell them apart");
}

#[test]
fn whoever_recalls_holds_the_remote_and_goes_back_there_first() {
    let mut desk = TestDesk::open();
    let (robin, sam) = (person(&desk, "Robin"), person(&desk, "Sam"));
    let mut planned = plan(&desk);
    planned.purpose = Purpose::Recall;
    assert_eq!(planned.recaller.as_ref(), Some(&sam), "who came for help");
    planned.recaller = Some(robin.clone());
    ask(&mut desk, SittingCommand::Begin(Box::new(planned)));
    // Robin recalls: plain words, no names of modes, though Robin is the therapist.
    assert!(desk.app.recalls());
    assert_eq!(desk.app.face(), Face::Client);
    let marking = &desk.app.desk().unwrap().marking;
    assert_eq!(marking.author, robin);
    let preset = marking.codebook.preset(&marking.preset).unwrap();
    assert!(preset.codes.iter().all(|code| code.code.starts_with("c.")));
    play(&mut desk);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetTense(Tense::Now)));
    desk.app
        .handle(Command::Transport(TransportCommand::TogglePlay));
    desk.app.tick();
    assert!(!desk.app.recording().unwrap().transport.playing);
    assert_eq!(desk.app.desk().unwrap().marking.tense, Tense::Then);
    // Afterwards it may be now.
    desk.app
        .handle(Command::Marking(MarkingCommand::SetTense(Tense::Now)));
    desk.app.tick();
    assert_eq!(desk.app.desk().unwrap().marking.tense, Tense::Now);
    // Questions for whoever asks, one at a time; nothing can be rated.
    let first = desk.app.lead_card().expect("a card while it stands");
    ask(&mut desk, SittingCommand::NextCard);
    assert_ne!(desk.app.lead_card(), Some(first));
    assert!(!desk.app.may_rate());
    // The other one cannot stop it, but can always say that it is enough.
    play(&mut desk);
    assert_eq!(desk.app.lead_card(), None, "none while it plays");
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(sam)));
    assert_eq!(desk.app.face(), Face::Client);
    desk.app
        .handle(Command::Transport(TransportCommand::TogglePlay));
    assert!(desk.app.recording().unwrap().transport.playing);
    desk.app.handle(Command::Room(RoomCommand::Enough));
    assert!(!desk.app.recording().unwrap().transport.playing);
}

#[test]
fn nobody_foretells_a_clip_of_a_breakdown() {
    let mut desk = TestDesk::with_story();
    assert!(desk.app.may_expect(), "no clips: the recording as a whole");
    let at = |seconds| PlaylistCommand::AddAt(MediaTime::from_seconds(seconds));
    desk.app.handle(Command::Playlist(at(1)));
    // From the beginning to 21 s: before it got hard at 32 s.
    assert!(desk.app.may_expect());
    desk.app.handle(Command::Playlist(at(40)));
    assert!(!desk.app.may_expect());
    let mut plan = desk.app.planned_sitting().expect("a plan");
    plan.expected = "it goes badly".to_owned();
    plan.expected_strength = Intensity::new(9);
    desk.app
        .handle(Command::Sitting(SittingCommand::Begin(Box::new(plan))));
    let review = &desk.app.sitting().expect("a sitting").review;
    assert_eq!(
        (review.expected.as_str(), review.expected_strength),
        ("", None)
    );
}

#[test]
fn whoever_plays_the_client_counts_as_a_client_who_is_present() {
    for (kind, present) in [
        (SessionKind::RolePlay, true),
        (SessionKind::Session, true),
        (SessionKind::TrainingTape, false),
    ] {
        let mut desk = TestDesk::open();
        let mut info = desk
            .app
            .desk()
            .expect("a desk")
            .document
            .session()
            .info()
            .clone();
        info.kind = kind;
        desk.app.handle(Command::SetInfo(Box::new(info)));
        let plan = desk.app.planned_sitting().expect("a plan");
        let asked = desk.app.consent_line(&plan).is_some();
        assert_eq!(asked, kind == SessionKind::Session, "{kind:?}");
        desk.app
            .handle(Command::Sitting(SittingCommand::Begin(Box::new(plan))));
        assert_eq!(desk.app.client_here(), present, "{kind:?}");
    }
}
