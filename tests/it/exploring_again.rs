//! What must hold of an episode when people turn back: undo, going on later, a second walk, marks that only one may read.

use mindframe::{
    app::{
        App, Command, ExploreCommand, KeyCommand, MarkCommand, MarkingCommand, PresenceCommand,
        TransportCommand,
        keys::{KeyState, Passphrase},
        review::explore::{Moment, Pace, Stage, kept},
    },
    domain::{
        entry::Episode,
        id::EntryId,
        mark::Audience,
        time::{MediaDelta, MediaTime},
    },
    ui::panels::explore as panel,
};

use crate::{
    desk::{RECORDING, TestDesk},
    full_window::FullWindow,
    pictures,
    snapshots::options,
};

fn ms(millis: i64) -> MediaTime {
    MediaTime::from_millis(millis)
}

fn explore(desk: &mut TestDesk, command: ExploreCommand) {
    desk.app.handle(Command::Explore(command));
    desk.app.tick();
}

fn say(desk: &mut TestDesk, words: &str) {
    explore(desk, ExploreCommand::Say(words.to_owned()));
}

fn undo(desk: &mut TestDesk) {
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    desk.app.tick();
}

fn all(app: &App) -> Vec<(EntryId, Episode)> {
    kept(app.desk().unwrap().document.session())
        .into_iter()
        .map(|(_, entry, episode)| (entry.id, episode.clone()))
        .collect()
}

fn said(app: &App) -> Vec<String> {
    let all = all(app);
    let steps = all.iter().flat_map(|(_, episode)| &episode.steps);
    steps.map(|step| step.words.clone()).collect()
}

/// An episode with one thing said, from ten seconds on.
fn begun(desk: &mut TestDesk, words: &str) {
    explore(desk, ExploreCommand::Begin);
    explore(desk, ExploreCommand::From(ms(10_000)));
    say(desk, words);
}

#[test]
fn what_undo_took_back_does_not_return_with_the_next_word() {
    let mut desk = TestDesk::with_story();
    begun(&mut desk, "He looked away");
    explore(&mut desk, ExploreCommand::To(Stage::Close));
    desk.seek(96_000);
    // A mark stands between, so what is seen is a change of its own.
    explore(&mut desk, ExploreCommand::CameBack);
    explore(&mut desk, ExploreCommand::Seen("Too fast".to_owned()));
    undo(&mut desk);
    assert_eq!(all(&desk.app)[0].1.seen, "");
    assert_eq!(desk.app.exploring().unwrap().state().seen, "");
    explore(&mut desk, ExploreCommand::Pattern("Waiting".to_owned()));
    assert_eq!(all(&desk.app)[0].1.seen, "", "it was taken back");
    assert_eq!(all(&desk.app)[0].1.pattern, "Waiting");
}

#[test]
fn going_on_later_is_a_change_of_its_own() {
    let mut desk = TestDesk::with_story();
    begun(&mut desk, "He looked away");
    explore(&mut desk, ExploreCommand::Leave);
    let id = all(&desk.app)[0].0;
    explore(&mut desk, ExploreCommand::Resume(id));
    explore(&mut desk, ExploreCommand::Seen("Too fast".to_owned()));
    undo(&mut desk);
    assert_eq!(
        said(&desk.app),
        ["He looked away"],
        "the earlier words stay"
    );
    assert_eq!(all(&desk.app)[0].1.seen, "");
}

#[test]
fn taking_one_away_and_going_on_with_another_are_two_changes() {
    let mut desk = TestDesk::with_story();
    begun(&mut desk, "First");
    explore(&mut desk, ExploreCommand::Leave);
    desk.seek(80_000);
    begun(&mut desk, "Second");
    explore(&mut desk, ExploreCommand::Leave);
    let (first, second) = (all(&desk.app)[0].0, all(&desk.app)[1].0);
    let (first, second) = if said(&desk.app)[0] == "First" {
        (first, second)
    } else {
        (second, first)
    };
    explore(&mut desk, ExploreCommand::Remove(first));
    explore(&mut desk, ExploreCommand::Resume(second));
    explore(&mut desk, ExploreCommand::Seen("Slow".to_owned()));
    undo(&mut desk);
    assert_eq!(said(&desk.app), ["Second"], "only the last change is back");
}

#[test]
fn a_second_walk_leaves_the_words_of_the_first() {
    let mut desk = TestDesk::with_story();
    begun(&mut desk, "He looked away");
    explore(&mut desk, ExploreCommand::To(Stage::Rewind));
    explore(&mut desk, ExploreCommand::From(ms(20_000)));
    say(&mut desk, "The clock");
    assert_eq!(said(&desk.app), ["He looked away", "The clock"]);
}

fn key(desk: &mut TestDesk) {
    let author = desk.app.desk().unwrap().marking.author.clone();
    let pass = Passphrase::new("four plain words here".to_owned());
    desk.app
        .handle(Command::Key(KeyCommand::Create(author.clone(), pass)));
    desk.until(|app| app.key_state(&author) == KeyState::Open);
}

#[test]
fn when_a_private_mark_was_is_not_written_into_an_episode_for_everyone() {
    let mut desk = TestDesk::open();
    key(&mut desk);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAudience(
            Audience::OnlyMe,
        )));
    desk.seek(32_000);
    desk.code("ev.onset");
    let newest = desk.app.desk().unwrap().newest.unwrap();
    let session = desk.app.desk().unwrap().document.session();
    assert_eq!(session.mark(newest).unwrap().audience, Audience::OnlyMe);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAudience(
            Audience::Everyone,
        )));
    desk.seek(40_000);
    explore(&mut desk, ExploreCommand::Begin);
    assert_eq!(all(&desk.app)[0].1.onset, None);
    explore(&mut desk, ExploreCommand::Leave);
    // One that is as private may say it.
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAudience(
            Audience::OnlyMe,
        )));
    explore(&mut desk, ExploreCommand::Begin);
    let onsets: Vec<_> = all(&desk.app).iter().map(|(_, one)| one.onset).collect();
    assert!(onsets.contains(&Some(ms(32_000))), "{onsets:?}");
}

#[test]
fn a_private_episode_leaves_the_screen_with_a_client() {
    let mut desk = TestDesk::open();
    key(&mut desk);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAudience(
            Audience::OnlyMe,
        )));
    desk.seek(40_000);
    begun(&mut desk, "zq-private");
    desk.app
        .handle(Command::Presence(PresenceCommand::ClientHere));
    assert!(desk.app.exploring().is_none(), "at once");
    assert!(all(&desk.app).is_empty());
    desk.app.tick();
    assert!(desk.app.exploring().is_none() && all(&desk.app).is_empty());
}

#[test]
fn pressed_by_mistake_it_leaves_nothing_and_goes_on() {
    let mut desk = TestDesk::with_story();
    let before = desk.app.desk().unwrap().document.record().clone();
    desk.app.handle(Command::Transport(TransportCommand::Play));
    explore(&mut desk, ExploreCommand::Begin);
    assert!(!desk.app.recording().unwrap().transport.playing);
    explore(&mut desk, ExploreCommand::CarryOn);
    assert!(desk.app.exploring().is_none() && all(&desk.app).is_empty());
    assert!(desk.app.recording().unwrap().transport.playing);
    assert_eq!(
        before.mark_count(),
        desk.app.desk().unwrap().document.record().mark_count()
    );
    // With a word said it is no mistake any more.
    begun(&mut desk, "Something");
    explore(&mut desk, ExploreCommand::CarryOn);
    assert_eq!(said(&desk.app), ["Something"]);
}

#[test]
fn a_question_can_be_left_out_and_an_answer_put_differently() {
    let mut desk = TestDesk::with_story();
    begun(&mut desk, "He looked away");
    explore(&mut desk, ExploreCommand::Skip);
    let transport = &desk.app.recording().unwrap().transport;
    assert!(!transport.playing && transport.playhead == ms(10_000));
    assert_eq!(desk.app.question().unwrap().1, 2);
    assert_eq!(desk.app.exploring().unwrap().said(), "", "a new question");
    desk.seek(20_000);
    say(&mut desk, "Cold");
    explore(&mut desk, ExploreCommand::Step(0));
    assert_eq!(desk.app.question().unwrap().1, 1);
    assert_eq!(desk.app.exploring().unwrap().said(), "He looked away");
    assert_eq!(desk.app.recording().unwrap().transport.playhead, ms(10_000));
    say(&mut desk, "He looked at the door");
    assert_eq!(said(&desk.app), ["He looked at the door", "Cold"]);
    assert_eq!(all(&desk.app)[0].1.steps[0].at, ms(10_000));
    // Past the last question is the end of the walk.
    while desk.app.exploring().unwrap().stage == Stage::Explore {
        explore(&mut desk, ExploreCommand::Skip);
    }
    assert_eq!(desk.app.exploring().unwrap().stage, Stage::Close);
}

#[test]
fn slower_keeps_the_question_where_it_is_gentle_and_goes_on_to_the_next_where_not() {
    let mut desk = TestDesk::with_story();
    begun(&mut desk, "He looked away");
    explore(&mut desk, ExploreCommand::Skip);
    let asked = |desk: &TestDesk| desk.app.question().unwrap().0.id.clone();
    say(&mut desk, "Cold");
    explore(&mut desk, ExploreCommand::Pace(Pace::Slower));
    assert_eq!(asked(&desk), "felt");
    assert_eq!(desk.app.exploring().unwrap().said(), "Cold");
    explore(&mut desk, ExploreCommand::Pace(Pace::Stay));
    while asked(&desk) != "else" {
        explore(&mut desk, ExploreCommand::Skip);
    }
    explore(&mut desk, ExploreCommand::Pace(Pace::Slower));
    assert_eq!(asked(&desk), "now");
}

#[test]
fn where_it_got_hard_can_be_said_and_every_moment_is_a_place_to_go_to() {
    let mut desk = TestDesk::open();
    desk.seek(58_000);
    begun(&mut desk, "He looked away");
    desk.seek(32_000);
    explore(&mut desk, ExploreCommand::GotHard);
    assert_eq!(
        desk.app.moments(),
        [
            (Moment::Before, ms(10_000)),
            (Moment::Said(0), ms(10_000)),
            (Moment::GotHard, ms(32_000)),
            (Moment::Stop, ms(58_000)),
        ]
    );
}

#[test]
fn an_episode_is_played_from_before_it_to_after_it_and_then_stops() {
    let mut desk = TestDesk::open();
    desk.seek(30_000);
    begun(&mut desk, "He looked away");
    explore(&mut desk, ExploreCommand::Leave);
    let id = all(&desk.app)[0].0;
    explore(&mut desk, ExploreCommand::Replay(id));
    desk.until(|app| app.recording().unwrap().transport.playhead == ms(7_000));
    let player = desk.hands.of(RECORDING);
    player.advance(MediaDelta::from_millis(20_000));
    desk.app.tick();
    assert!(desk.app.recording().unwrap().transport.playing);
    player.advance(MediaDelta::from_millis(6_400));
    desk.until(|app| !app.recording().unwrap().transport.playing);
    desk.until(|app| app.recording().unwrap().transport.playhead == ms(33_000));
    // Whoever goes elsewhere meanwhile is left there.
    explore(&mut desk, ExploreCommand::Replay(id));
    desk.app.tick();
    player.advance(MediaDelta::from_millis(1_000));
    desk.app.tick();
    desk.seek(60_000);
    desk.app.tick();
    let transport = &desk.app.recording().unwrap().transport;
    assert!(transport.playing && transport.playhead >= ms(60_000));
}

#[test]
fn words_written_down_for_another_are_theirs_once_they_say_so() {
    let mut desk = TestDesk::open();
    desk.seek(58_000);
    begun(&mut desk, "He looked away");
    assert_eq!(desk.app.exploring().unwrap().written_for(), Some(false));
    explore(&mut desk, ExploreCommand::Confirm(true));
    assert!(all(&desk.app)[0].1.steps[0].confirmed);
    say(&mut desk, "He looked at the door");
    assert!(
        !all(&desk.app)[0].1.steps[0].confirmed,
        "other words are asked about again"
    );
    let robin = desk.app.exploring().unwrap().keeper.clone();
    explore(&mut desk, ExploreCommand::By(robin));
    assert_eq!(desk.app.exploring().unwrap().written_for(), None);
}

#[test]
fn in_the_window_what_was_said_can_be_gone_back_to() {
    let mut desk = TestDesk::open();
    desk.seek(58_000);
    begun(&mut desk, "He looked away and said nothing");
    explore(&mut desk, ExploreCommand::Skip);
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    assert!(window.shows("What went on in you, just there?"));
    window.press("0:10 He looked away and…");
    assert!(window.shows("What was going on just here?"));
    assert!(window.shows("Written by Robin"));
    window.press("Is that how you said it?");
    assert!(window.is_on("Is that how you said it?"));
    window.press("0:58 stop");
    window.press("It got hard here");
    assert!(window.shows("0:58 hard to think"));
}

/// The panel beside the picture, in both themes.
fn beside_the_picture(dark: bool) {
    let mut desk = TestDesk::with_story();
    desk.seek(58_000);
    begun(&mut desk, "He looked away");
    explore(&mut desk, ExploreCommand::Skip);
    say(&mut desk, "I wanted him to ask again");
    let mut look = panel::ExploreLook::default();
    let mut harness = pictures::screen((400.0, 720.0), 1.0, dark).build_ui(move |ui| {
        let view = pictures::view(&desk.app, ui.ctx());
        ui.painter()
            .rect_filled(ui.max_rect(), 0, view.tokens.panel);
        panel::show(ui, &view, &mut look, &mut Vec::new());
    });
    harness.run();
    let name = if dark {
        "explore-dark"
    } else {
        "explore-light"
    };
    harness.snapshot_options(name, &options());
}

#[test]
fn the_one_question_in_the_light() {
    beside_the_picture(false);
}

#[test]
fn the_one_question_in_the_dark() {
    beside_the_picture(true);
}
