//! Clips that people chose beforehand: made of marks, places and spans, in their order, played one after the other.

use mindframe::{
    app::{
        Command, MarkCommand, PlaylistCommand, TransportCommand,
        review::playlist::{Clip, GoodMoment},
    },
    domain::{
        entry::PlaylistItem,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};

use crate::desk::{RECORDING, TestDesk};

fn ask(desk: &mut TestDesk, command: PlaylistCommand) {
    desk.app.handle(Command::Playlist(command));
    desk.app.tick();
}

fn span(from: i64, to: i64) -> MediaSpan {
    MediaSpan::between(MediaTime::from_seconds(from), MediaTime::from_seconds(to))
}

fn clip(from: i64, to: i64, title: &str) -> Clip {
    Clip {
        span: span(from, to),
        title: title.to_owned(),
        mark: None,
        good: false,
        for_team: false,
    }
}

fn items(desk: &TestDesk) -> Vec<PlaylistItem> {
    desk.app
        .playlist()
        .map(|list| list.items.clone())
        .unwrap_or_default()
}

fn titles(desk: &TestDesk) -> Vec<String> {
    items(desk).into_iter().map(|item| item.label).collect()
}

fn head(desk: &TestDesk) -> MediaTime {
    desk.app.recording().unwrap().transport.playhead
}

fn plays(desk: &TestDesk) -> bool {
    desk.app.recording().unwrap().transport.playing
}

/// Lets the recording play on for so long.
fn run(desk: &mut TestDesk, millis: i64) {
    desk.hands
        .of(RECORDING)
        .advance(MediaDelta::from_millis(millis));
    desk.app.tick();
    desk.app.tick();
}

#[test]
fn a_clip_is_what_led_to_a_mark_and_what_came_of_it() {
    let mut desk = TestDesk::with_story();
    let session = desk.app.desk().unwrap().document.session();
    let marks = session.marks_in_time();
    let appease = marks
        .iter()
        .find(|mark| mark.codes[0].code.as_str() == "dyn.appease");
    let stretch = marks
        .iter()
        .find(|mark| mark.codes[0].code.as_str() == "tx.stop_rewind");
    let (point, stretch) = (appease.unwrap().id, stretch.unwrap().id);
    ask(&mut desk, PlaylistCommand::AddMark(point));
    ask(&mut desk, PlaylistCommand::AddMark(stretch));
    desk.seek(4_000);
    ask(&mut desk, PlaylistCommand::AddHere);
    desk.app
        .handle(Command::Transport(TransportCommand::SetLoop(Some(span(
            70, 75,
        )))));
    ask(&mut desk, PlaylistCommand::AddHere);
    let spans: Vec<MediaSpan> = items(&desk).iter().map(|item| item.span).collect();
    assert_eq!(spans[0], span(6, 36));
    assert_eq!(spans[1].start(), MediaTime::from_millis(55_080));
    assert_eq!(spans[1].end(), MediaTime::from_millis(107_000));
    assert_eq!(spans[2], span(0, 24), "not before the start");
    assert_eq!(spans[3], span(70, 75), "from A to B");
    assert_eq!(items(&desk)[0].mark, Some(point));
}

#[test]
fn something_that_went_well_is_suggested_first() {
    let mut desk = TestDesk::with_story();
    assert_eq!(desk.app.good_moment(), None, "an empty list needs none");
    ask(
        &mut desk,
        PlaylistCommand::Add(vec![clip(30, 60, "hard"), clip(60, 80, "then")]),
    );
    let Some(GoodMoment::Marked(found)) = desk.app.good_moment() else {
        panic!("the story has good moments");
    };
    assert!(found.good);
    ask(&mut desk, PlaylistCommand::GoodFirst);
    assert_eq!(items(&desk)[0].span, found.span);
    assert_eq!(desk.app.good_moment(), None);
    ask(&mut desk, PlaylistCommand::Move(0, 2));
    assert_eq!(desk.app.good_moment(), Some(GoodMoment::There(2)));
    ask(&mut desk, PlaylistCommand::GoodFirst);
    assert_eq!(titles(&desk)[1..], ["hard", "then"]);
}

#[test]
fn the_list_is_changed_taken_back_and_found_again() {
    let mut desk = TestDesk::open();
    ask(
        &mut desk,
        PlaylistCommand::Add(vec![
            clip(1, 5, "one"),
            clip(6, 9, "two"),
            clip(10, 12, "three"),
        ]),
    );
    ask(&mut desk, PlaylistCommand::Move(2, 0));
    ask(&mut desk, PlaylistCommand::Remove(1));
    ask(
        &mut desk,
        PlaylistCommand::Label(1, "the second".to_owned()),
    );
    ask(&mut desk, PlaylistCommand::Span(0, span(8, 500)));
    ask(&mut desk, PlaylistCommand::Good(0));
    // Nonsense changes nothing.
    ask(&mut desk, PlaylistCommand::Span(0, span(9, 9)));
    ask(&mut desk, PlaylistCommand::Move(7, 0));
    ask(&mut desk, PlaylistCommand::Remove(7));
    assert_eq!(titles(&desk), ["three", "the second"]);
    assert_eq!(items(&desk)[0].span, span(8, 110), "within the recording");
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert!(!items(&desk)[0].good);
    desk.app.handle(Command::Mark(MarkCommand::Redo));
    desk.app.handle(Command::Close);
    let video = desk.folder.path().join(RECORDING);
    desk.app.handle(Command::Open(video));
    desk.until(|app| app.desk().is_some());
    assert_eq!(titles(&desk), ["three", "the second"]);
    assert!(items(&desk)[0].good);
    assert!(!plays(&desk), "nothing plays by itself");
}

#[test]
fn clips_play_in_their_order_with_a_pause_to_talk() {
    let mut desk = TestDesk::open();
    ask(
        &mut desk,
        PlaylistCommand::Add(vec![clip(50, 54, ""), clip(10, 14, "")]),
    );
    assert!(desk.app.has_next_clip());
    ask(&mut desk, PlaylistCommand::Next);
    assert!(plays(&desk));
    assert_eq!(head(&desk), MediaTime::from_seconds(50));
    run(&mut desk, 3_000);
    assert!(plays(&desk));
    run(&mut desk, 1_200);
    assert!(!plays(&desk), "it is over");
    ask(&mut desk, PlaylistCommand::Next);
    assert!(plays(&desk));
    assert_eq!(head(&desk), MediaTime::from_seconds(10));
    assert!(!desk.app.has_next_clip());
    // Whoever goes elsewhere has left the clip.
    desk.seek(30_000);
    run(&mut desk, 2_000);
    assert!(plays(&desk));
}

#[test]
fn one_follows_the_other_where_that_is_wanted() {
    let mut desk = TestDesk::open();
    ask(
        &mut desk,
        PlaylistCommand::Add(vec![clip(50, 54, ""), clip(10, 14, "")]),
    );
    ask(&mut desk, PlaylistCommand::GoOn(true));
    ask(&mut desk, PlaylistCommand::Play(0));
    run(&mut desk, 4_200);
    assert!(plays(&desk));
    assert_eq!(desk.app.desk().unwrap().clips.at, Some(1));
    run(&mut desk, 4_200);
    assert!(!plays(&desk), "after the last one it stops");
}

#[test]
fn nobody_is_asked_what_they_expect_of_a_clip_in_which_somebody_loses_hold() {
    let mut desk = TestDesk::open();
    desk.seek(30_000);
    desk.code("ev.onset");
    assert!(desk.app.may_expect(), "the whole recording");
    ask(&mut desk, PlaylistCommand::Add(vec![clip(5, 20, "before")]));
    assert!(desk.app.may_expect());
    ask(&mut desk, PlaylistCommand::Add(vec![clip(25, 40, "there")]));
    assert!(!desk.app.may_expect());
    ask(&mut desk, PlaylistCommand::Remove(1));
    assert!(desk.app.may_expect());
}
