//! Stop, rewind, explore, step by step: through the application, and through the window by what a screen reader hears.

use egui::Key;
use egui_kittest::kittest::Queryable;
use mindframe::{
    analysis::episodes::{self, Ending, Episode},
    app::{
        App, Command, ExploreCommand, MarkCommand, PresenceCommand, TransportCommand,
        review::explore::{RewindTo, Stage, kept},
    },
    domain::{
        entry::{Episode as Kept, Outcome},
        mark::About,
        time::{MediaDelta, MediaTime},
    },
    store,
};

use crate::{
    desk::{RECORDING, TestDesk},
    full_window::FullWindow,
};

fn ms(millis: i64) -> MediaTime {
    MediaTime::from_millis(millis)
}

fn explore(desk: &mut TestDesk, command: ExploreCommand) {
    desk.app.handle(Command::Explore(command));
    desk.app.tick();
}

fn episodes_of(app: &App) -> Vec<Kept> {
    let session = app.desk().unwrap().document.session();
    kept(session)
        .into_iter()
        .map(|(_, _, episode)| episode.clone())
        .collect()
}

fn say(desk: &mut TestDesk, words: &str) {
    explore(desk, ExploreCommand::Say(words.to_owned()));
}

#[test]
fn a_walk_from_the_stop_to_the_closed_loop_is_one_episode() {
    let mut desk = TestDesk::with_story();
    desk.seek(10_000);
    desk.code("mz.good");
    desk.seek(58_000);
    explore(&mut desk, ExploreCommand::Begin);
    assert_eq!(desk.app.exploring().unwrap().stage, Stage::Stop);
    assert_eq!(
        desk.app.exploring().unwrap().state().onset,
        Some(ms(32_000)),
        "the mode that began before the stop"
    );
    let rewinds = desk.app.rewinds();
    assert_eq!(rewinds[0], (RewindTo::LastGood, ms(10_000)));
    assert!(rewinds.contains(&(RewindTo::Back(20), ms(38_000))));
    explore(&mut desk, ExploreCommand::From(ms(10_000)));
    let at = desk.app.recording().unwrap().transport.playhead;
    assert_eq!(at, ms(10_000), "it stands exactly there");
    say(&mut desk, "He came in late");
    say(&mut desk, "He came in late, and looked away");
    // The next step plays three seconds and stops by itself.
    explore(&mut desk, ExploreCommand::Next);
    assert!(desk.app.recording().unwrap().transport.playing);
    let player = desk.hands.of(RECORDING);
    player.advance(MediaDelta::from_millis(3_200));
    desk.until(|app| !app.recording().unwrap().transport.playing);
    assert_eq!(desk.app.question().unwrap().1, 2);
    say(&mut desk, "My chest went tight");
    while desk.app.exploring().unwrap().stage == Stage::Explore {
        explore(&mut desk, ExploreCommand::Next);
        desk.app.handle(Command::Transport(TransportCommand::Pause));
        desk.app.tick();
    }
    explore(&mut desk, ExploreCommand::Seen("It went fast".to_owned()));
    desk.seek(96_000);
    explore(&mut desk, ExploreCommand::CameBack);
    explore(&mut desk, ExploreCommand::Leave);
    let found = episodes_of(&desk.app);
    assert_eq!(found.len(), 1);
    let episode = &found[0];
    assert_eq!(episode.before, Some(ms(10_000)));
    assert_eq!(episode.stop, ms(58_000));
    assert_eq!(episode.outcome, Outcome::Recovered(ms(96_000)));
    assert_eq!(episode.seen, "It went fast");
    let said: Vec<_> = episode
        .steps
        .iter()
        .map(|step| step.words.as_str())
        .collect();
    assert_eq!(
        said,
        ["He came in late, and looked away", "My chest went tight"]
    );
    // It is on disk, and there after the next start.
    assert!(desk.app.flush(std::time::Duration::from_secs(10)));
    let path = desk.app.recording().unwrap().path.clone();
    desk.app.handle(Command::Close);
    desk.app.handle(Command::Open(path));
    desk.until(|app| app.desk().is_some());
    assert_eq!(episodes_of(&desk.app), found);
}

#[test]
fn slower_asks_only_what_and_how() {
    let mut desk = TestDesk::with_story();
    explore(&mut desk, ExploreCommand::Begin);
    explore(&mut desk, ExploreCommand::From(ms(10_000)));
    let all = desk.app.question().unwrap().2;
    explore(
        &mut desk,
        ExploreCommand::Pace(mindframe::app::review::explore::Pace::Slower),
    );
    let (prompt, at, gentle) = desk.app.question().unwrap();
    assert!(prompt.gentle && at == 1 && gentle < all);
}

#[test]
fn enough_for_now_keeps_what_was_said_and_one_undo_takes_it_away() {
    let mut desk = TestDesk::with_story();
    explore(&mut desk, ExploreCommand::Begin);
    explore(&mut desk, ExploreCommand::From(ms(10_000)));
    say(&mut desk, "Nothing yet");
    explore(&mut desk, ExploreCommand::NotToday);
    assert!(desk.app.exploring().is_none());
    assert_eq!(episodes_of(&desk.app)[0].outcome, Outcome::NotToday);
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert!(episodes_of(&desk.app).is_empty());
    desk.app.handle(Command::Mark(MarkCommand::Redo));
    assert_eq!(episodes_of(&desk.app)[0].steps.len(), 1);
}

#[test]
fn an_empty_answer_leaves_no_step() {
    let mut desk = TestDesk::with_story();
    explore(&mut desk, ExploreCommand::Begin);
    explore(&mut desk, ExploreCommand::From(ms(10_000)));
    say(&mut desk, "Something");
    say(&mut desk, "  ");
    assert!(episodes_of(&desk.app)[0].steps.is_empty());
}

#[test]
fn an_episode_taken_up_again_goes_on_where_it_was() {
    let mut desk = TestDesk::with_story();
    explore(&mut desk, ExploreCommand::Begin);
    explore(&mut desk, ExploreCommand::From(ms(10_000)));
    say(&mut desk, "Before");
    explore(&mut desk, ExploreCommand::Leave);
    let session = desk.app.desk().unwrap().document.session();
    let id = kept(session)[0].1.id;
    explore(&mut desk, ExploreCommand::Resume(id));
    say(&mut desk, "Before, and after");
    assert_eq!(episodes_of(&desk.app).len(), 1);
    assert_eq!(
        episodes_of(&desk.app)[0].steps[0].words,
        "Before, and after"
    );
    // Somebody else marks: it is theirs no longer to write.
    desk.next_author();
    desk.app.tick();
    assert!(desk.app.exploring().is_none());
    explore(&mut desk, ExploreCommand::Remove(id));
    assert_eq!(episodes_of(&desk.app).len(), 1, "it is not the client's");
}

#[test]
fn the_users_own_questions_win_and_broken_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let places = store::Places::under(folder.path());
    let own = places.data.join("prompts");
    std::fs::create_dir_all(&own).unwrap();
    let (shipped, none) = store::load_prompts(&places);
    let shipped = shipped.unwrap();
    assert!(none.is_none() && shipped.path.len() > 4);
    let text = std::fs::read_to_string("assets/prompts/explore.ron").unwrap();
    let mine = text.replace("What was going on just here?", "What was that?");
    std::fs::write(own.join("explore.ron"), mine).unwrap();
    let (taken, none) = store::load_prompts(&places);
    assert!(none.is_none());
    assert_eq!(taken.unwrap().path[0].ask, "What was that?");
    std::fs::write(own.join("explore.ron"), text.replace("ask:", "asks:")).unwrap();
    let (taken, fault) = store::load_prompts(&places);
    assert_eq!(taken.unwrap(), shipped);
    assert!(fault.unwrap().to_string().contains("line"));
}

#[test]
fn its_anchor_on_the_timeline_plays_it_and_has_a_name() {
    let mut desk = TestDesk::open();
    desk.seek(40_000);
    explore(&mut desk, ExploreCommand::Begin);
    explore(&mut desk, ExploreCommand::From(ms(30_000)));
    say(&mut desk, "He came in late");
    explore(&mut desk, ExploreCommand::Leave);
    desk.seek(5_000);
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    let name = "The moment you went back to at 0:40: play it";
    let at = window.harness.get_by_label(name).rect().center();
    window.harness.hover_at(at);
    window.harness.drag_at(at);
    window.harness.drop_at(at);
    window.harness.step();
    window.with_app(|app| {
        let transport = &app.recording().unwrap().transport;
        assert!(transport.playing);
        assert!(transport.playhead < ms(40_000) && transport.playhead > ms(20_000));
    });
}

#[test]
fn the_users_own_cards_for_a_recall_win_and_broken_ones_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let places = store::Places::under(folder.path());
    let own = places.data.join("prompts");
    std::fs::create_dir_all(&own).unwrap();
    let (shipped, none) = store::load_lead_cards(&places);
    assert!(none.is_none() && shipped == store::lead_cards());
    let mine = r#"(language: "en", cards: ["What was that like?"])"#;
    std::fs::write(own.join("recall.ron"), mine).unwrap();
    let (taken, none) = store::load_lead_cards(&places);
    assert!(none.is_none());
    assert_eq!(taken.cards, ["What was that like?"]);
    for broken in [
        "(language: \"en\", card: [])",
        "(language: \"en\", cards: [])",
        "(",
    ] {
        std::fs::write(own.join("recall.ron"), broken).unwrap();
        let (taken, fault) = store::load_lead_cards(&places);
        assert_eq!(taken, shipped, "{broken}");
        assert!(fault.is_some(), "{broken}");
    }
}

/// Robin's marks about Sam as (milliseconds, end or 0, code).
fn marked(marks: &[(i64, i64, &str)]) -> Vec<Episode> {
    let mut desk = TestDesk::open();
    for (from, to, code) in marks {
        desk.seek(*from);
        desk.code(code);
        if *to > 0 {
            desk.seek(*to);
            desk.code(code);
        }
    }
    let session = desk.app.desk().unwrap().document.session();
    let people = session.people();
    let about = About::People(vec![people[1].id.clone()]);
    episodes::episodes(session, &people[0].id, &about)
}

#[test]
fn episodes_follow_from_marks() {
    let ended = |onset, ending| Episode {
        onset: ms(onset),
        ending,
    };
    assert_eq!(marked(&[]), []);
    assert_eq!(marked(&[(5_000, 0, "ev.recovery")]), []);
    assert_eq!(
        marked(&[(5_000, 0, "ev.onset")]),
        [ended(5_000, Ending::Open)]
    );
    assert_eq!(
        marked(&[
            (5_000, 0, "ev.onset"),
            (4_000, 9_000, "mode.pretend"),
            (12_000, 0, "ev.onset"),
            (20_000, 0, "ev.recovery"),
        ]),
        [ended(4_000, Ending::Recovered(ms(20_000)))],
        "the earlier of onset and mode; a second onset belongs to the same"
    );
    assert_eq!(
        marked(&[
            (4_000, 9_000, "mode.pretend"),
            (30_000, 0, "ev.onset"),
            (31_000, 0, "ev.recovery")
        ]),
        [
            ended(4_000, Ending::ModeEnded(ms(9_000))),
            ended(30_000, Ending::Recovered(ms(31_000)))
        ],
        "a mode long before an onset is not where it began"
    );
    assert_eq!(
        marked(&[
            (4_000, 50_000, "mode.pretend"),
            (30_000, 0, "ev.onset"),
            (60_000, 0, "ev.recovery")
        ]),
        [ended(30_000, Ending::Recovered(ms(60_000)))],
        "nor is one that goes on while the onset is marked"
    );
    assert_eq!(
        marked(&[
            (4_000, 5_000, "mode.pretend"),
            (9_000, 0, "ev.onset"),
            (60_000, 0, "ev.recovery")
        ]),
        [ended(4_000, Ending::Recovered(ms(60_000)))],
        "five seconds before is near enough, ended or not"
    );
    assert_eq!(
        marked(&[
            (4_000, 6_000, "mode.pretend"),
            (7_000, 0, "ev.recovery"),
            (8_000, 0, "ev.onset"),
        ]),
        [
            ended(4_000, Ending::Recovered(ms(7_000))),
            ended(8_000, Ending::Open)
        ],
        "recovery closes it, however near the next onset is"
    );
    assert_eq!(
        marked(&[
            (4_000, 9_000, "mode.pretend"),
            (8_000, 12_000, "mode.teleological"),
            (40_000, 44_000, "mode.pretend"),
            (50_000, 0, "ev.recovery"),
        ]),
        [
            ended(4_000, Ending::ModeEnded(ms(12_000))),
            ended(40_000, Ending::Recovered(ms(50_000)))
        ],
        "modes without an onset end with their end, those that overlap together"
    );
    assert_eq!(
        marked(&[(4_000, 9_000, "mode.pretend")]),
        [ended(4_000, Ending::ModeEnded(ms(9_000)))]
    );
}

#[test]
fn in_the_window_one_key_stops_and_each_card_asks_one_thing() {
    let mut desk = TestDesk::open();
    desk.seek(40_000);
    let mut window = FullWindow::open(desk, (1440.0, 900.0));
    window.key(Key::S);
    assert!(window.shows("Let us stay here."));
    window.press("Look again, from before");
    window.press("10 s before · 0:30");
    assert!(window.shows("What was going on just here?"));
    assert!(window.shows("For the therapist"));
    window.with_app(|app| app.handle(Command::Presence(PresenceCommand::ClientHere)));
    window.harness.run();
    assert!(window.shows("What was going on just here?"));
    assert!(
        !window.shows("For the therapist"),
        "not while a client sees it"
    );
    window.press("stop");
    assert!(window.shows("Stop here and look again"));
    assert!(window.shows("Not today") || window.shows("0:30 to 0:40"));
}
