//! A consensus in two rounds: first which moments there are, then what they are called, each rater alone.

use mindframe::{
    analysis::{
        agreement::{Rater, marks_of},
        matching::Tolerance,
        places::moments,
    },
    app::{
        Command, KeyCommand, MarkCommand, MarkingCommand, TrainingCommand, TransportCommand,
        keys::KeyState,
        notice::{ClosedNotice, NoticeKind},
        review::training::{Stage, agreed_by},
    },
    domain::{
        id::{MarkId, PersonId},
        mark::{About, Audience},
        person::Role,
        session::Session,
        time::MediaTime,
        training::{Consensus, Place, Round, Ruling, consensus_of, named_place},
    },
};

use crate::{
    alone::{holding, key, pass, person, saved, told},
    desk::TestDesk,
    full_window::FullWindow,
    world,
};

const RATERS: [(&str, &str); 2] = [
    ("Ada", "four plain words here"),
    ("Bo", "another four plain words"),
];

fn ask(desk: &mut TestDesk, command: TrainingCommand) {
    desk.app.handle(Command::Training(command));
    desk.app.tick();
}

fn record(desk: &TestDesk) -> &Session {
    desk.app.desk().unwrap().document.record()
}

fn consensus(desk: &TestDesk) -> Consensus {
    consensus_of(record(desk)).unwrap().2.clone()
}

/// This person marks now, about Sam.
fn as_person(desk: &mut TestDesk, name: &str) {
    desk.app.handle(Command::Transport(TransportCommand::Pause));
    desk.app.tick();
    let id = person(desk, name);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(id)));
    let sam = About::People(vec![person(desk, "Sam")]);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAbout(sam)));
}

/// The same, with what is only for them open.
fn sit_down(desk: &mut TestDesk, name: &str) {
    as_person(desk, name);
    let id = person(desk, name);
    let (_, words) = RATERS
        .into_iter()
        .find(|(known, _)| *known == name)
        .unwrap();
    key(desk, KeyCommand::Open(id.clone(), pass(words)));
    desk.until(|app| {
        app.key_state(&id) == KeyState::Open
            && app.desk().is_some_and(|desk| !desk.document.is_refilling())
    });
    saved(desk);
}

fn point(desk: &mut TestDesk, millis: i64, code: &str) {
    desk.seek(millis);
    desk.code(code);
}

/// Where what waits begins, how many marked it, and by which codes it goes.
fn waiting(desk: &TestDesk) -> Vec<(i64, usize, Vec<String>)> {
    let found = desk.app.training_found();
    found
        .undecided
        .iter()
        .map(|place| {
            let codes = place.codes.iter().map(|used| used.code.to_string());
            let at = (place.when.start() - MediaTime::ZERO).as_millis();
            (at, place.voices.len(), codes.collect())
        })
        .collect()
}

fn place_at(desk: &TestDesk, millis: i64) -> MarkId {
    let found = desk.app.training_found();
    let at = |place: &&Place| place.when.start() == MediaTime::from_millis(millis);
    found.undecided.iter().find(at).unwrap().id
}

fn rule(desk: &mut TestDesk, millis: i64, ruling: Ruling, reason: &str) {
    let id = place_at(desk, millis);
    ask(desk, TrainingCommand::Choose(id));
    ask(desk, TrainingCommand::Rule(ruling, reason.to_owned()));
}

/// Ada and Bo, both with a passphrase, marked Sam at two moments under other names, and Ada at a third.
fn marked() -> TestDesk {
    let mut desk = TestDesk::open();
    for (hue, (name, words)) in (2..).zip(RATERS) {
        let id: PersonId = world::id(&name.to_lowercase());
        let mut rater = world::person(id.as_str(), name, Role::Rater);
        rater.hue = hue;
        desk.app.handle(Command::AddPerson(rater));
        key(&mut desk, KeyCommand::Create(id.clone(), pass(words)));
        desk.until(|app| app.key_state(&id) == KeyState::Open);
        key(&mut desk, KeyCommand::Close);
        saved(&mut desk);
    }
    as_person(&mut desk, "Ada");
    point(&mut desk, 32_000, "ev.onset");
    point(&mut desk, 68_000, "ev.recovery");
    point(&mut desk, 96_000, "ev.recovery");
    as_person(&mut desk, "Bo");
    point(&mut desk, 32_600, "dyn.appease");
    point(&mut desk, 69_000, "ev.recovery");
    desk
}

fn begun() -> TestDesk {
    let mut desk = marked();
    let raters = vec![person(&desk, "Ada"), person(&desk, "Bo")];
    ask(
        &mut desk,
        TrainingCommand::Begin {
            raters,
            tolerance: Tolerance::PAUSED,
            two_rounds: true,
        },
    );
    desk
}

/// The moments are agreed on: at 32 s and at 68 s.
fn agreed() -> TestDesk {
    let mut desk = begun();
    ask(&mut desk, TrainingCommand::RuleAllAlike);
    rule(&mut desk, 96_000, Ruling::Dropped, "The same as before");
    ask(&mut desk, TrainingCommand::ToNames);
    desk
}

/// Somebody calls both moments something.
fn names(desk: &mut TestDesk, name: &str, codes: [&str; 2]) {
    sit_down(desk, name);
    for (millis, code) in [32_000, 68_000].into_iter().zip(codes) {
        let id = place_at(desk, millis);
        ask(desk, TrainingCommand::Choose(id));
        desk.code(code);
    }
    ask(desk, TrainingCommand::NamesDone);
}

/// Both have said what the moments are called, and shown it.
fn shown() -> TestDesk {
    let mut desk = agreed();
    names(&mut desk, "Ada", ["mode.pretend", "ev.recovery"]);
    names(&mut desk, "Bo", ["mode.teleological", "ev.recovery"]);
    ask(&mut desk, TrainingCommand::ShowNames);
    sit_down(&mut desk, "Ada");
    ask(&mut desk, TrainingCommand::ShowNames);
    desk
}

#[test]
fn in_the_first_round_a_moment_is_one_under_whatever_name() {
    let desk = begun();
    assert_eq!(
        waiting(&desk),
        [
            (32_000, 2, Vec::new()),
            (68_000, 2, Vec::new()),
            (96_000, 1, Vec::new())
        ]
    );
    // What anybody called it is not shown yet.
    let found = desk.app.training_found();
    let mut voices = found.undecided.iter().flat_map(|place| &place.voices);
    assert!(voices.all(|voice| voice.codes.is_empty()));
}

#[test]
fn the_second_round_begins_once_the_moments_are_decided() {
    let mut desk = begun();
    ask(&mut desk, TrainingCommand::ToNames);
    assert_eq!(consensus(&desk).round, Round::Moments);
    let desk = agreed();
    assert_eq!(consensus(&desk).round, Round::Names { done: Vec::new() });
    assert!(matches!(desk.app.training(), Stage::Naming(_)));
    assert_eq!(desk.app.chosen_place(), Some(place_at(&desk, 32_000)));
}

#[test]
fn a_code_names_the_chosen_moment_and_makes_no_new_one() {
    let mut desk = agreed();
    sit_down(&mut desk, "Ada");
    let id = place_at(&desk, 32_000);
    ask(&mut desk, TrainingCommand::Choose(id));
    let before = record(&desk).mark_count();
    desk.seek(50_000);
    desk.code("mode.pretend");
    desk.code("ev.onset");
    let own = desk.app.own_name_of(id).expect("a name");
    assert_eq!(own.when.start(), MediaTime::from_millis(32_000));
    assert_eq!(own.audience, Audience::OnlyMe);
    assert_eq!(own.codes.len(), 2);
    assert_eq!(record(&desk).mark_count(), before + 1);
    // The same again takes it back, and the last one leaves nothing.
    desk.code("mode.pretend");
    desk.code("ev.onset");
    assert!(desk.app.own_name_of(id).is_none());
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert!(desk.app.own_name_of(id).is_some());
}

#[test]
fn what_somebody_calls_it_is_theirs_alone_until_all_have_said_it() {
    let mut desk = agreed();
    sit_down(&mut desk, "Ada");
    let id = place_at(&desk, 32_000);
    ask(&mut desk, TrainingCommand::Choose(id));
    desk.code("mode.pretend");
    let words = "zinnober over the real thing".to_owned();
    ask(&mut desk, TrainingCommand::NameInWords(id, words));
    ask(&mut desk, TrainingCommand::NamesDone);
    saved(&mut desk);
    assert_eq!(
        holding(desk.folder.path(), "zinnober"),
        Vec::<String>::new()
    );
    // Ada cannot show it before Bo has said his.
    ask(&mut desk, TrainingCommand::ShowNames);
    as_person(&mut desk, "Bo");
    assert!(
        !record(&desk)
            .marks()
            .any(|mark| named_place(mark).is_some())
    );
    let found = desk.app.training_found();
    assert!(found.undecided.iter().all(|place| place.voices.is_empty()));
}

#[test]
fn without_a_passphrase_nothing_is_kept_and_it_is_said() {
    let mut desk = agreed();
    as_person(&mut desk, "Ada");
    let id = place_at(&desk, 32_000);
    ask(&mut desk, TrainingCommand::Choose(id));
    let before = record(&desk).mark_count();
    desk.code("mode.pretend");
    assert_eq!(record(&desk).mark_count(), before);
    assert!(told(&desk, |kind| matches!(
        kind,
        NoticeKind::Closed(ClosedNotice::NeedsPassphrase)
    )));
}

#[test]
fn then_they_decide_what_the_moments_are_called() {
    let mut desk = shown();
    assert_eq!(
        waiting(&desk),
        [
            (32_000, 2, vec!["mode.pretend".to_owned()]),
            (68_000, 2, vec!["ev.recovery".to_owned()])
        ]
    );
    ask(&mut desk, TrainingCommand::RuleAllAlike);
    rule(
        &mut desk,
        32_000,
        Ruling::Open,
        "Pretend, or wanting deeds?",
    );
    assert!(waiting(&desk).is_empty());
    let consensus = consensus(&desk);
    let settled = consensus.places_that(Place::is_settled);
    assert_eq!(settled.len(), 1);
    assert_eq!(agreed_by(settled[0], &consensus), (2, 2));
    // Where it is was agreed on in the first round.
    assert_eq!(settled[0].when.start(), MediaTime::from_millis(68_000));
    assert_eq!(marks_of(record(&desk), &Rater::Consensus).len(), 1);
    let open = consensus.places_that(|place| place.ruling == Ruling::Open);
    assert_eq!(open[0].codes.len(), 2);
}

#[test]
fn a_name_stands_for_what_the_moment_was_called_before() {
    let desk = shown();
    let ada = person(&desk, "Ada");
    let codes: Vec<String> = moments(record(&desk), &ada)
        .iter()
        .map(|mark| mark.codes[0].code.to_string())
        .collect();
    assert_eq!(codes, ["mode.pretend", "ev.recovery", "ev.recovery"]);
}

#[test]
fn what_was_decided_about_a_name_can_be_opened_again() {
    let mut desk = shown();
    let before = waiting(&desk);
    ask(&mut desk, TrainingCommand::RuleAllAlike);
    let done = consensus(&desk);
    let named = done.places_that(|place| !place.codes.is_empty());
    ask(&mut desk, TrainingCommand::Reopen(named[0].id));
    assert_eq!(waiting(&desk), before);
    // A name that nobody gave cannot be agreed on.
    let mut desk = agreed();
    for name in ["Ada", "Bo"] {
        as_person(&mut desk, name);
        ask(&mut desk, TrainingCommand::NamesDone);
    }
    rule(&mut desk, 32_000, Ruling::Same, "");
    assert_eq!(waiting(&desk).len(), 2);
    rule(&mut desk, 32_000, Ruling::Open, "");
    assert_eq!(waiting(&desk).len(), 1);
}

#[test]
fn nobody_goes_on_once_a_name_was_shown() {
    let mut desk = agreed();
    names(&mut desk, "Ada", ["mode.pretend", "ev.recovery"]);
    ask(&mut desk, TrainingCommand::NamesGoOn);
    assert!(matches!(desk.app.training(), Stage::Naming(_)));
    ask(&mut desk, TrainingCommand::NamesDone);
    names(&mut desk, "Bo", ["mode.teleological", "ev.recovery"]);
    ask(&mut desk, TrainingCommand::ShowNames);
    ask(&mut desk, TrainingCommand::NamesGoOn);
    assert!(matches!(desk.app.training(), Stage::Deciding(..)));
}

#[test]
fn in_the_window_words_that_were_typed_go_along_when_the_next_moment_is_pressed() {
    let mut desk = agreed();
    sit_down(&mut desk, "Ada");
    let first = place_at(&desk, 32_000);
    ask(&mut desk, TrainingCommand::Choose(first));
    let mut window = FullWindow::open(desk, (1440.0, 1600.0));
    assert!(window.shows("What is it called?"));
    assert!(window.shows("0 of 2 have a name"));
    let field = "In your own words";
    let node = egui_kittest::kittest::Queryable::get_by_role_and_label(
        &window.harness,
        egui::accesskit::Role::MultilineTextInput,
        field,
    );
    node.focus();
    node.type_text("as if it were a play");
    window.harness.run();
    window.press("1:08, No name yet, about Sam");
    let said = window.with_app(|app| app.own_name_of(first).and_then(|mark| mark.words.clone()));
    assert_eq!(said.as_deref(), Some("as if it were a play"));
    assert!(window.shows("1 of 2 have a name"));
    window.press("I have said mine");
    assert!(window.shows(
        "Second of two rounds: each says alone what the moments are called. Still waiting for Bo."
    ));
}
