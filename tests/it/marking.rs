//! Marking as people do it: keys and buttons in, marks with the right time, author and details out; undo and redo by name.

use std::{sync::Arc, time::Duration};

use mindframe::{
    app::{
        Command, MarkCommand, MarkingCommand, RoomCommand, TOO_MUCH, TransportCommand,
        marking::Face, notice::NoticeKind, room::Room,
    },
    domain::{
        history::EditLabel,
        id::{CodeId, MarkId},
        mark::{About, Author, Intensity, Mark, Placed, Sureness, Tense, View, When},
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};

use crate::desk::TestDesk;

fn code(id: &str) -> CodeId {
    id.parse().expect("a code id")
}

fn millis(millis: i64) -> MediaTime {
    MediaTime::from_millis(millis)
}

fn newest(desk: &TestDesk) -> Mark {
    let desk = desk.app.desk().expect("a desk");
    let id = desk.newest.expect("a mark");
    desk.document.session().mark(id).expect("that mark").clone()
}

fn count(desk: &TestDesk) -> usize {
    desk.app
        .desk()
        .expect("a desk")
        .document
        .session()
        .mark_count()
}

fn mark(desk: &mut TestDesk, command: MarkCommand) {
    desk.app.handle(Command::Mark(command));
    desk.app.tick();
}

fn transport(desk: &mut TestDesk, command: TransportCommand) {
    desk.app.handle(Command::Transport(command));
    desk.app.tick();
}

#[test]
fn paused_a_mark_lies_on_the_frame_that_is_shown() {
    let mut desk = TestDesk::open();
    desk.seek(43_170);
    desk.code("ev.onset");
    let made = newest(&desk);
    assert_eq!(
        made.when,
        When::Point(millis(43_160)),
        "the start of the shown frame"
    );
    assert_eq!(made.placed, Placed::Paused);
    assert_eq!(made.frame.map(|frame| frame.number), Some(1079));
    assert_eq!(made.codes[0].code, code("ev.onset"));
    assert_eq!(made.codebook.id, "mbt-full");
}

#[test]
fn live_a_mark_lies_at_the_moment_meant_and_keeps_the_raw_press() {
    let mut desk = TestDesk::open();
    desk.seek(20_000);
    transport(&mut desk, TransportCommand::SetRate(0.5));
    transport(&mut desk, TransportCommand::Play);
    assert!(desk.app.recording().expect("open").transport.playing);
    desk.code("ev.onset");
    let made = newest(&desk);
    assert_eq!(
        made.when,
        When::Point(millis(19_000)),
        "two seconds of reaction, at half speed"
    );
    assert_eq!(
        made.placed,
        Placed::Live {
            pressed_at: millis(20_000),
            lead: MediaDelta::from_millis(1000),
            rate: 0.5
        }
    );
    assert!(
        desk.app.recording().expect("open").transport.playing,
        "the video goes on"
    );
}

#[test]
fn a_therapists_mark_about_the_client_begins_as_a_guess_and_about_oneself_does_not() {
    let mut desk = TestDesk::open();
    desk.code("ev.onset");
    let about_sam = newest(&desk);
    assert_eq!(about_sam.view, View::OfOther);
    assert_eq!(about_sam.sureness, Some(Sureness::Guess));
    desk.app.handle(Command::Marking(MarkingCommand::NextAbout));
    desk.code("ev.onset");
    let own = newest(&desk);
    assert_eq!(own.view, View::Own);
    assert_eq!(own.sureness, None);
}

#[test]
fn a_span_code_starts_and_ends_with_the_same_key() {
    let mut desk = TestDesk::open();
    desk.seek(32_000);
    desk.code("mode.psychic_equivalence");
    assert_eq!(newest(&desk).when, When::Open(millis(32_000)));
    desk.seek(56_000);
    desk.code("mode.psychic_equivalence");
    assert_eq!(count(&desk), 1);
    assert_eq!(
        newest(&desk).when,
        When::Span(MediaSpan::between(millis(32_000), millis(56_000)))
    );
}

#[test]
fn a_code_of_either_kind_is_a_moment_when_tapped_and_a_stretch_when_held() {
    let mut desk = TestDesk::open();
    let feeling = code("ms.feeling");
    desk.seek(10_000);
    mark(&mut desk, MarkCommand::CodeDown(feeling.clone()));
    desk.clock.advance(Duration::from_millis(150));
    desk.app.tick();
    mark(&mut desk, MarkCommand::CodeUp(feeling.clone()));
    assert_eq!(newest(&desk).when, When::Point(millis(10_000)));

    mark(&mut desk, MarkCommand::CodeDown(feeling.clone()));
    desk.clock.advance(Duration::from_millis(900));
    desk.seek(12_000);
    mark(&mut desk, MarkCommand::CodeUp(feeling));
    assert_eq!(
        newest(&desk).when,
        When::Span(MediaSpan::between(millis(10_000), millis(12_000)))
    );
    mark(&mut desk, MarkCommand::Undo);
    assert_eq!(count(&desk), 1, "one undo takes back the held mark whole");
}

#[test]
fn exclusive_codes_end_each_other_and_say_so() {
    let mut desk = TestDesk::open();
    let book = desk
        .app
        .codebooks()
        .get("mbt-full")
        .expect("the full codebook");
    let pair: Vec<&str> = book
        .codes
        .iter()
        .filter(|code| code.exclusive.as_deref() == Some("dim.speed"))
        .map(|code| code.id.as_str())
        .collect();
    let [first, second] = pair.as_slice() else {
        panic!("a pair of poles, not {pair:?}")
    };
    desk.seek(1_000);
    desk.code(first);
    let ended = newest(&desk).id;
    desk.seek(5_000);
    desk.code(second);
    let session = desk.app.desk().expect("a desk").document.session();
    assert_eq!(
        session.mark(ended).expect("the first").when,
        When::Span(MediaSpan::between(millis(1_000), millis(5_000)))
    );
    assert!(
        desk.app
            .notices()
            .any(|notice| matches!(notice.kind, NoticeKind::Ended { .. }))
    );
    mark(&mut desk, MarkCommand::Undo);
    let session = desk.app.desk().expect("a desk").document.session();
    assert_eq!(
        session.mark(ended).expect("the first").when,
        When::Open(millis(1_000)),
        "and undo opens it again"
    );
}

#[test]
fn the_clients_face_pauses_on_a_mark_and_asks_one_thing() {
    let mut desk = TestDesk::open();
    desk.next_author();
    assert_eq!(desk.app.face(), Face::Client);
    desk.seek(5_000);
    transport(&mut desk, TransportCommand::Play);
    desk.code("c.feel");
    let open = desk.app.recording().expect("open");
    assert!(!open.transport.playing);
    let card = open
        .desk
        .as_ref()
        .and_then(|desk| desk.marking.follow_up.clone())
        .expect("the card");
    assert!(card.resume);
    desk.app
        .handle(Command::Marking(MarkingCommand::CloseFollowUp));
    assert!(
        desk.app.recording().expect("open").transport.playing,
        "Done goes on"
    );
    let made = newest(&desk);
    assert_eq!(made.view, View::Own);
    assert_eq!(made.codebook.id, "mbt-client");
}

#[test]
fn maybe_they_is_about_the_other_and_a_guess() {
    let mut desk = TestDesk::open();
    desk.next_author();
    desk.code("c.they");
    let made = newest(&desk);
    let robin = desk.app.desk().expect("a desk").document.session().people()[0]
        .id
        .clone();
    assert_eq!(made.about, About::People(vec![robin]));
    assert_eq!(made.sureness, Some(Sureness::Guess));
}

#[test]
fn too_much_pauses_mutes_and_asks_then_or_now() {
    let mut desk = TestDesk::open();
    desk.next_author();
    desk.seek(43_000);
    transport(&mut desk, TransportCommand::Play);
    desk.code("c.much");
    let open = desk.app.recording().expect("open");
    assert!(!open.transport.playing && open.transport.muted);
    assert!(matches!(
        open.desk.as_ref().expect("a desk").room,
        Room::AskTooMuch { .. }
    ));
    desk.app.handle(Command::Room(RoomCommand::TooMuchNow));
    assert!(matches!(
        desk.app.desk().expect("a desk").room,
        Room::Neutral { .. }
    ));
    assert_eq!(newest(&desk).tense, Tense::Now);
    desk.app.handle(Command::Room(RoomCommand::CarryOn));
    let open = desk.app.recording().expect("open");
    assert_eq!(open.desk.as_ref().expect("a desk").room, Room::Here);
    assert!(!open.transport.muted, "the sound is as it was before");
}

#[test]
fn enough_dims_at_once_and_closes_at_the_second_press_with_everything_safe() {
    let mut desk = TestDesk::open();
    desk.code("ev.onset");
    desk.app.handle(Command::Room(RoomCommand::Enough));
    assert!(matches!(
        desk.app.desk().expect("a desk").room,
        Room::Dimmed { .. }
    ));
    assert!(desk.app.recording().expect("open").transport.muted);
    desk.app.handle(Command::Room(RoomCommand::CarryOn));
    assert_eq!(desk.app.desk().expect("a desk").room, Room::Here);
    desk.app.handle(Command::Room(RoomCommand::Enough));
    desk.app.handle(Command::Room(RoomCommand::Enough));
    assert!(desk.app.recording().is_none());
}

#[test]
fn words_pause_the_video_and_enter_goes_on() {
    let mut desk = TestDesk::open();
    desk.seek(8_000);
    desk.code("ev.onset");
    transport(&mut desk, TransportCommand::Play);
    mark(&mut desk, MarkCommand::BeginWords);
    assert!(!desk.app.recording().expect("open").transport.playing);
    desk.words("I wince, and I like that I heard it");
    mark(&mut desk, MarkCommand::EndWords);
    assert!(desk.app.recording().expect("open").transport.playing);
    assert_eq!(
        newest(&desk).words.as_deref(),
        Some("I wince, and I like that I heard it")
    );
}

#[test]
fn nobody_changes_anothers_mark() {
    let mut desk = TestDesk::with_story();
    let session = desk.app.desk().expect("a desk").document.session();
    let robin = session.people()[0].id.clone();
    let sams = session
        .marks()
        .find(|mark| !mark.author.includes(&robin))
        .map(|mark| (mark.id, mark.words.clone()))
        .expect("a mark of Sam's");
    mark(
        &mut desk,
        MarkCommand::CommitWords(sams.0, "changed".to_owned()),
    );
    mark(&mut desk, MarkCommand::Delete(sams.0));
    mark(
        &mut desk,
        MarkCommand::SetIntensity(sams.0, Intensity::new(3)),
    );
    let session = desk.app.desk().expect("a desk").document.session();
    assert_eq!(
        session
            .mark(sams.0)
            .map(|mark| (mark.id, mark.words.clone())),
        Some(sams)
    );
    assert!(
        desk.app
            .notices()
            .any(|notice| matches!(notice.kind, NoticeKind::NotYours))
    );
}

#[test]
fn a_reply_leaves_the_other_mark_as_it_is() {
    let mut desk = TestDesk::with_story();
    let robin = desk.app.desk().expect("a desk").document.session().people()[0]
        .id
        .clone();
    let before = desk
        .app
        .desk()
        .expect("a desk")
        .document
        .session()
        .marks()
        .find(|mark| !mark.author.includes(&robin))
        .expect("a mark of Sam's")
        .clone();
    mark(&mut desk, MarkCommand::Reply(before.id));
    let reply = newest(&desk);
    assert_eq!(reply.reply_to(), Some(before.id));
    assert_eq!(reply.author, Author::One(robin));
    assert_eq!(reply.when.start(), before.when.start());
    assert_eq!(
        desk.app
            .desk()
            .expect("a desk")
            .document
            .session()
            .mark(before.id),
        Some(&before)
    );
}

#[test]
fn a_wrong_author_is_corrected_with_one_key_and_undone_with_one() {
    let mut desk = TestDesk::open();
    desk.app.handle(Command::Marking(MarkingCommand::NextAbout));
    desk.code("ms.feeling");
    let people: Vec<_> = desk
        .app
        .desk()
        .expect("a desk")
        .document
        .session()
        .people()
        .iter()
        .map(|person| person.id.clone())
        .collect();
    desk.app
        .handle(Command::Marking(MarkingCommand::GiveToNext));
    let given = newest(&desk);
    assert_eq!(given.author, Author::One(people[1].clone()));
    assert_eq!(
        given.about,
        About::People(vec![people[1].clone()]),
        "their own mind now"
    );
    assert_eq!(given.entered_by, people[0]);
    mark(&mut desk, MarkCommand::Undo);
    let back = desk
        .app
        .desk()
        .expect("a desk")
        .document
        .session()
        .mark(given.id)
        .expect("still there");
    assert_eq!(back.author, Author::One(people[0].clone()));
}

#[test]
fn undo_and_redo_go_by_name_and_by_person() {
    let mut desk = TestDesk::open();
    desk.code("ev.onset");
    desk.words("first");
    desk.next_author();
    desk.code("c.think");
    desk.next_author();
    mark(&mut desk, MarkCommand::Undo);
    assert!(
        desk.app
            .notices()
            .any(|notice| matches!(notice.kind, NoticeKind::Undone(EditLabel::Words)))
    );
    mark(&mut desk, MarkCommand::Undo);
    assert_eq!(count(&desk), 1, "Sam's mark stays");
    mark(&mut desk, MarkCommand::Undo);
    assert_eq!(count(&desk), 1, "nothing of Robin's is left to undo");
    mark(&mut desk, MarkCommand::Redo);
    mark(&mut desk, MarkCommand::Redo);
    assert_eq!(count(&desk), 2);
    let robin = desk.app.desk().expect("a desk").marking.author.clone();
    let words: Vec<_> = desk
        .app
        .desk()
        .expect("a desk")
        .document
        .session()
        .marks()
        .filter(|mark| mark.author.includes(&robin))
        .filter_map(|mark| mark.words.clone())
        .collect();
    assert_eq!(words, ["first"]);
}

#[test]
fn delete_is_undone_and_delete_for_good_is_not() {
    let mut desk = TestDesk::open();
    desk.code("ev.onset");
    let id: MarkId = newest(&desk).id;
    mark(&mut desk, MarkCommand::Delete(id));
    assert_eq!(count(&desk), 0);
    mark(&mut desk, MarkCommand::Undo);
    assert_eq!(count(&desk), 1);
    mark(&mut desk, MarkCommand::DeleteForGood(id));
    assert_eq!(count(&desk), 0);
    mark(&mut desk, MarkCommand::Undo);
    mark(&mut desk, MarkCommand::Redo);
    assert_eq!(count(&desk), 0, "no step of the history brings it back");
}

#[test]
fn next_and_previous_walk_through_what_the_list_shows() {
    let mut desk = TestDesk::with_story();
    desk.seek(0);
    mark(&mut desk, MarkCommand::SelectNone);
    let mut seen = Vec::new();
    for _ in 0..4 {
        mark(&mut desk, MarkCommand::Next);
        seen.push(
            desk.app
                .recording()
                .expect("open")
                .transport
                .playhead
                .as_nanos()
                / 1_000_000,
        );
    }
    assert_eq!(
        seen,
        [5_000, 16_000, 16_000, 23_040],
        "two people marked 16 s, one after the other"
    );
    mark(&mut desk, MarkCommand::Previous);
    assert_eq!(
        desk.app.recording().expect("open").transport.playhead,
        millis(16_000)
    );
}

#[test]
fn the_loop_key_takes_the_selected_stretch_else_a_to_b() {
    use mindframe::app::transport::Loop;
    let mut desk = TestDesk::open();
    desk.seek(2_000);
    transport(&mut desk, TransportCommand::ToggleLoop);
    desk.seek(4_000);
    transport(&mut desk, TransportCommand::ToggleLoop);
    let looping = desk.app.recording().expect("open").transport.looping;
    assert_eq!(
        looping,
        Loop::Between(MediaSpan::between(millis(2_000), millis(4_000)))
    );
    transport(&mut desk, TransportCommand::ToggleLoop);
    assert_eq!(
        desk.app.recording().expect("open").transport.looping,
        Loop::Off
    );
}

#[test]
fn a_record_that_can_only_be_read_says_so_and_too_much_still_stops() {
    let mut desk = TestDesk::open();
    desk.code("ev.onset");
    assert!(desk.app.flush(Duration::from_secs(10)));
    let video = desk.app.recording().expect("open").path.clone();
    desk.app.handle(Command::Close);
    for entry in std::fs::read_dir(desk.folder.path()).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "ron") {
            let text = std::fs::read_to_string(&path).expect("a sidecar");
            std::fs::write(&path, text.replace("version: 1,", "version: 99,")).expect("written");
        }
    }
    desk.app.handle(Command::Open(video));
    desk.until(|app| app.desk().is_some());
    let before = count(&desk);
    desk.code("ev.onset");
    assert_eq!(count(&desk), before);
    assert!(
        desk.app
            .notices()
            .any(|notice| matches!(notice.kind, NoticeKind::OnlyForReading))
    );
    transport(&mut desk, TransportCommand::Play);
    desk.code(TOO_MUCH);
    let open = desk.app.recording().expect("open");
    assert!(!open.transport.playing && open.transport.muted);
    let room = &desk.app.desk().expect("a desk").room;
    assert!(matches!(room, Room::AskTooMuch { .. }));
}

#[test]
fn the_order_of_marks_is_kept_by_every_kind_of_change() {
    let mut desk = TestDesk::open();
    let holds = |desk: &TestDesk| {
        let document = &desk.app.desk().expect("a desk").document;
        let wanted = document.session().marks_in_time();
        assert_eq!(document.order().len(), wanted.len());
        for ((mark, entry), wanted) in document.in_order().iter().zip(document.order()).zip(wanted)
        {
            assert!(std::ptr::eq(Arc::as_ptr(mark), wanted));
            assert_eq!(*entry, (wanted.when.start(), wanted.id));
        }
    };
    for second in [9, 3, 6, 6] {
        desk.seek(second * 1000);
        desk.code("ev.onset");
        holds(&desk);
    }
    let last = newest(&desk).id;
    for command in [
        MarkCommand::CommitWords(last, "there".to_owned()),
        MarkCommand::Place(last, When::Point(millis(1_000))),
        MarkCommand::Undo,
        MarkCommand::Redo,
        MarkCommand::Delete(last),
        MarkCommand::Undo,
        MarkCommand::DeleteForGood(last),
    ] {
        mark(&mut desk, command);
        holds(&desk);
    }
    assert_eq!(count(&desk), 3);
}
