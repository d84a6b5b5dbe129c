//! Learning to see: raters agree place by place, a trainee practises without it, and both are set side by side.

use std::path::PathBuf;

use mindframe::{
    analysis::{
        agreement::{Rater, marks_of},
        matching::Tolerance,
        places::Kind,
    },
    app::{
        App, Command, MarkCommand, MarkingCommand, PackageCommand, TrainingCommand,
        TransportCommand,
        keys::Passphrase,
        review::{
            packages::Outcome,
            training::{NewTape, Stage, agreed_by, arguments, usual_raters},
        },
    },
    domain::{
        entry::EntryKind,
        id::{MarkId, PersonId},
        mark::{About, When},
        person::{Person, Role},
        session::{Session, SessionKind},
        time::{MediaDelta, MediaSpan, MediaTime},
        training::{Consensus, Place, Rules, Ruling, consensus_of, tape_of},
    },
    store::{KeyError, Target},
};

use crate::{
    desk::{RECORDING, TestDesk},
    packages::{package, video},
    world::id,
};

fn ask(desk: &mut TestDesk, command: TrainingCommand) {
    desk.app.handle(Command::Training(command));
    desk.app.tick();
}

fn record(desk: &TestDesk) -> &Session {
    desk.app.desk().unwrap().document.record()
}

fn named(desk: &TestDesk, name: &str) -> PersonId {
    let people = record(desk).people();
    let person = people.iter().find(|person| person.name == name);
    person
        .unwrap_or_else(|| panic!("nobody is called {name}"))
        .id
        .clone()
}

fn as_person(desk: &mut TestDesk, name: &str) {
    let person = named(desk, name);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAuthor(person)));
}

fn about(desk: &mut TestDesk, name: &str) {
    let person = named(desk, name);
    let about = About::People(vec![person]);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAbout(about)));
}

fn point(desk: &mut TestDesk, millis: i64, code: &str) {
    desk.seek(millis);
    desk.code(code);
}

fn stretch(desk: &mut TestDesk, from: i64, to: i64, code: &str) {
    point(desk, from, code);
    point(desk, to, code);
}

/// Ada, Bo and Cleo marked a training tape, each alone.
fn raters() -> TestDesk {
    let mut desk = TestDesk::open();
    let mut info = record(&desk).info().clone();
    info.kind = SessionKind::TrainingTape;
    for (hue, name) in [(2, "Ada"), (3, "Bo"), (4, "Cleo")] {
        info.people.push(Person {
            id: id(&name.to_lowercase()),
            name: name.to_owned(),
            role: Role::Rater,
            hue,
            key: None,
            zones: None,
            fields: Vec::new(),
        });
    }
    desk.app.handle(Command::SetInfo(Box::new(info)));
    as_person(&mut desk, "Ada");
    about(&mut desk, "Sam");
    point(&mut desk, 32_000, "ev.onset");
    desk.words("Now it is certain that he is bored");
    stretch(&mut desk, 32_000, 56_000, "mode.psychic_equivalence");
    point(&mut desk, 68_000, "ev.recovery");
    about(&mut desk, "Robin");
    point(&mut desk, 43_000, "tx.missed");
    as_person(&mut desk, "Bo");
    about(&mut desk, "Sam");
    point(&mut desk, 32_600, "ev.onset");
    stretch(&mut desk, 33_000, 55_000, "mode.pretend");
    point(&mut desk, 96_000, "ev.recovery");
    about(&mut desk, "Robin");
    point(&mut desk, 44_000, "tx.missed");
    as_person(&mut desk, "Cleo");
    about(&mut desk, "Sam");
    point(&mut desk, 33_400, "ev.onset");
    stretch(&mut desk, 32_400, 57_000, "mode.psychic_equivalence");
    point(&mut desk, 16_000, "dyn.appease");
    as_person(&mut desk, "Ada");
    desk
}

fn begin(desk: &mut TestDesk) {
    let begin = TrainingCommand::Begin {
        raters: usual_raters(record(desk)),
        tolerance: Tolerance::PAUSED,
        two_rounds: false,
    };
    ask(desk, begin);
}

fn begun() -> TestDesk {
    let mut desk = raters();
    begin(&mut desk);
    desk
}

fn consensus(desk: &TestDesk) -> Consensus {
    consensus_of(record(desk)).unwrap().2.clone()
}

/// The code of a place or of what waits, with where it begins.
fn short(place: &Place) -> (String, i64) {
    let code = place.codes.first().map(|used| used.code.to_string());
    (
        code.unwrap_or_default(),
        (place.when.start() - MediaTime::ZERO).as_millis(),
    )
}

fn waiting(desk: &TestDesk) -> Vec<(String, i64)> {
    desk.app
        .training_found()
        .undecided
        .iter()
        .map(short)
        .collect()
}

fn place(desk: &TestDesk, code: &str, millis: i64) -> MarkId {
    let found = desk.app.training_found();
    let place = found
        .undecided
        .iter()
        .find(|place| short(place) == (code.to_owned(), millis));
    place
        .unwrap_or_else(|| panic!("no such place: {:?}", waiting(desk)))
        .id
}

fn rule(desk: &mut TestDesk, at: (&str, i64), ruling: Ruling, reason: &str) {
    let id = place(desk, at.0, at.1);
    ask(desk, TrainingCommand::Choose(id));
    ask(desk, TrainingCommand::Rule(ruling, reason.to_owned()));
}

/// All is decided.
fn decided() -> TestDesk {
    let mut desk = begun();
    ask(&mut desk, TrainingCommand::RuleAllAlike);
    rule(
        &mut desk,
        ("dyn.appease", 16_000),
        Ruling::Dropped,
        "He is only polite",
    );
    rule(
        &mut desk,
        ("mode.psychic_equivalence", 32_400),
        Ruling::Same,
        "",
    );
    rule(&mut desk, ("tx.missed", 43_000), Ruling::Same, "");
    rule(
        &mut desk,
        ("ev.recovery", 68_000),
        Ruling::Open,
        "A thought told as a thought, or curiosity?",
    );
    rule(&mut desk, ("ev.recovery", 96_000), Ruling::Open, "");
    desk
}

#[test]
fn places_are_where_raters_marked_the_same_mind_alike() {
    let desk = begun();
    assert_eq!(
        waiting(&desk),
        [
            ("dyn.appease".to_owned(), 16_000),
            // Two of three call it so; the third used another code of the group.
            ("mode.psychic_equivalence".to_owned(), 32_400),
            // The one in the middle of three.
            ("ev.onset".to_owned(), 32_600),
            ("tx.missed".to_owned(), 43_000),
            ("ev.recovery".to_owned(), 68_000),
            ("ev.recovery".to_owned(), 96_000),
        ]
    );
    let found = desk.app.training_found();
    let voices: Vec<usize> = found
        .undecided
        .iter()
        .map(|place| place.voices.len())
        .collect();
    assert_eq!(voices, [1, 3, 3, 2, 1, 1]);
}

#[test]
fn what_is_decided_says_how_many_had_marked_it() {
    let desk = decided();
    assert!(waiting(&desk).is_empty());
    let consensus = consensus(&desk);
    let said: Vec<_> = consensus
        .places_that(Place::is_settled)
        .into_iter()
        .map(|place| (short(place).0, agreed_by(place, &consensus)))
        .collect();
    assert_eq!(
        said,
        [
            ("mode.psychic_equivalence".to_owned(), (2, 3)),
            ("ev.onset".to_owned(), (3, 3)),
            ("tx.missed".to_owned(), (2, 3)),
        ]
    );
    let open = consensus.places_that(|place| place.ruling == Ruling::Open);
    assert_eq!(open.len(), 2);
    // Agreement against the consensus reads what is settled, and nothing else.
    let marks = marks_of(record(&desk), &Rater::Consensus);
    assert_eq!(marks.len(), 3);
    assert_eq!(
        marks[0].when,
        When::Span(MediaSpan::between(
            MediaTime::from_millis(32_400),
            MediaTime::from_millis(56_000)
        ))
    );
}

#[test]
fn every_decision_can_be_taken_back_and_waits_again() {
    let mut desk = begun();
    let before = waiting(&desk);
    rule(&mut desk, ("dyn.appease", 16_000), Ruling::Same, "");
    assert_eq!(waiting(&desk).len(), before.len() - 1);
    // It goes on to the next, and plays from three seconds before it.
    let next = place(&desk, "mode.psychic_equivalence", 32_400);
    assert_eq!(desk.app.chosen_place(), Some(next));
    let open = desk.app.recording().unwrap();
    assert!(open.transport.playing);
    assert_eq!(open.transport.wanted, Some(MediaTime::from_millis(29_000)));
    desk.app.handle(Command::Mark(MarkCommand::Undo));
    assert_eq!(waiting(&desk), before);
    desk.app.handle(Command::Mark(MarkCommand::Redo));
    assert_eq!(waiting(&desk).len(), before.len() - 1);
    let done = consensus(&desk).places[0].id;
    ask(&mut desk, TrainingCommand::Reopen(done));
    assert_eq!(waiting(&desk), before);
}

#[test]
fn nothing_that_somebody_saw_is_dropped_without_a_word() {
    let mut desk = begun();
    rule(&mut desk, ("dyn.appease", 16_000), Ruling::Dropped, "  ");
    assert!(consensus(&desk).places.is_empty());
    rule(
        &mut desk,
        ("dyn.appease", 16_000),
        Ruling::Dropped,
        "He is only polite",
    );
    assert_eq!(consensus(&desk).places[0].reason, "He is only polite");
    assert!(marks_of(record(&desk), &Rater::Consensus).is_empty());
}

#[test]
fn two_places_of_different_raters_become_one() {
    let mut desk = raters();
    as_person(&mut desk, "Cleo");
    about(&mut desk, "Robin");
    point(&mut desk, 43_400, "ev.onset");
    begin(&mut desk);
    let missed = place(&desk, "tx.missed", 43_000);
    ask(&mut desk, TrainingCommand::Choose(missed));
    let near = desk.app.places_near(missed);
    let near: Vec<_> = near.iter().map(|place| (short(place), place.id)).collect();
    assert_eq!(near.len(), 1, "{near:?}");
    assert_eq!(near[0].0, ("ev.onset".to_owned(), 43_400));
    ask(&mut desk, TrainingCommand::Join(near[0].1));
    let consensus = consensus(&desk);
    let codes: Vec<_> = consensus.places[0]
        .codes
        .iter()
        .map(|used| used.code.as_str())
        .collect();
    assert_eq!(codes, ["tx.missed", "ev.onset"]);
    assert_eq!(agreed_by(&consensus.places[0], &consensus), (3, 3));
    assert!(!waiting(&desk).contains(&("ev.onset".to_owned(), 43_400)));
}

#[test]
fn a_mark_that_comes_in_later_waits_on_its_own() {
    let mut desk = decided();
    desk.app.handle(Command::Transport(TransportCommand::Pause));
    desk.app.tick();
    as_person(&mut desk, "Bo");
    about(&mut desk, "Sam");
    point(&mut desk, 16_400, "dyn.appease");
    assert_eq!(waiting(&desk), [("dyn.appease".to_owned(), 16_400)]);
}

#[test]
fn while_a_client_is_there_nothing_of_it_is_on_screen() {
    let mut desk = decided();
    desk.app.handle(Command::Presence(
        mindframe::app::PresenceCommand::ClientHere,
    ));
    desk.app.tick();
    assert_eq!(desk.app.training(), Stage::Nothing);
    let shown = desk.app.desk().unwrap().document.session();
    assert!(consensus_of(shown).is_none());
}

fn word() -> Passphrase {
    Passphrase::new("paper boats".to_owned())
}

/// A tape is made, and the package with it lies at this path.
fn handed_out(rules: Rules) -> (TestDesk, PathBuf) {
    let mut desk = decided();
    ask(
        &mut desk,
        TrainingCommand::MakeTape(Box::new(NewTape {
            title: "Five minutes late".to_owned(),
            rules,
            names: false,
            word: word(),
        })),
    );
    desk.until(|app| !app.training_works());
    ask(&mut desk, TrainingCommand::HandOut { media: false });
    desk.until(|app| !app.package_under_way());
    let path = match desk.app.package_outcome() {
        Some(Outcome::Given(path)) => path.clone(),
        other => panic!("{other:?}"),
    };
    (desk, path)
}

/// The same recording at another computer, with the tape taken in and a trainee practising.
fn practising(rules: Rules) -> (TestDesk, TestDesk) {
    let (trainer, path) = handed_out(rules);
    let mut desk = TestDesk::open();
    package(&mut desk, PackageCommand::Look(path));
    let target = Target::Recording(video(&desk));
    package(&mut desk, PackageCommand::TakeIn(target));
    desk.until(|app| app.desk().is_some() && matches!(app.training(), Stage::Waiting(..)));
    ask(&mut desk, TrainingCommand::Practise("Toni".to_owned()));
    (trainer, desk)
}

#[test]
fn a_package_with_a_tape_holds_no_mark_and_no_word_of_the_raters() {
    let (_trainer, path) = handed_out(Rules::default());
    let bytes = std::fs::read(path).unwrap();
    let holds = |text: &str| {
        bytes
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(!holds("ev.onset") && !holds("certain") && !holds("Cleo"));
    // Those whom the places are about have to be known.
    assert!(holds("Sam") && holds("Robin"));
}

#[test]
fn whoever_practises_sees_nothing_of_the_consensus_until_the_word_is_told() {
    let (_trainer, mut desk) = practising(Rules::default());
    assert!(consensus_of(record(&desk)).is_none());
    assert!(matches!(desk.app.training(), Stage::Marking(..)));
    assert_eq!(
        desk.app.desk().unwrap().author().unwrap().role,
        Role::Trainee
    );
    about(&mut desk, "Sam");
    point(&mut desk, 33_000, "ev.onset");
    ask(&mut desk, TrainingCommand::Open(word()));
    assert!(!desk.app.training_works(), "not before they are done");
    ask(&mut desk, TrainingCommand::Done);
    ask(
        &mut desk,
        TrainingCommand::Open(Passphrase::new("another word".to_owned())),
    );
    desk.until(|app| !app.training_works());
    assert_eq!(
        desk.app.open_word_refused(),
        Some(&KeyError::WrongPassphrase)
    );
    assert!(consensus_of(record(&desk)).is_none());
    // However it is written.
    ask(
        &mut desk,
        TrainingCommand::Open(Passphrase::new(" Paper  BOATS".to_owned())),
    );
    desk.until(|app| !app.training_works());
    assert!(matches!(desk.app.training(), Stage::Comparing(..)));
    // No names where the trainer gave none.
    assert!(
        consensus(&desk)
            .raters
            .iter()
            .all(|rater| rater.name.is_empty())
    );
}

/// Practised and opened.
fn compared() -> (TestDesk, TestDesk) {
    let (trainer, mut desk) = practising(Rules::default());
    about(&mut desk, "Sam");
    point(&mut desk, 33_000, "ev.onset");
    stretch(&mut desk, 34_000, 55_000, "mode.teleological");
    point(&mut desk, 67_000, "ev.recovery");
    point(&mut desk, 10_000, "dyn.withdraw");
    ask(&mut desk, TrainingCommand::Done);
    desk.clock.advance(std::time::Duration::from_secs(5));
    desk.app.tick();
    // What is marked afterwards is not compared.
    point(&mut desk, 43_000, "tx.missed");
    ask(&mut desk, TrainingCommand::Open(word()));
    desk.until(|app| !app.training_works());
    (trainer, desk)
}

fn kinds(app: &App) -> Vec<(Kind, i64)> {
    app.training_found()
        .moments
        .iter()
        .map(|moment| (moment.kind, (moment.start() - MediaTime::ZERO).as_millis()))
        .collect()
}

#[test]
fn first_what_is_shared_then_what_was_named_otherwise_missed_extra_and_open() {
    let (_trainer, desk) = compared();
    assert_eq!(
        kinds(&desk.app),
        [
            (Kind::Shared, 32_600),
            (Kind::Otherwise, 32_400),
            (Kind::Missed, 43_000),
            (Kind::Extra, 10_000),
            (Kind::Open, 67_000),
            (Kind::Open, 96_000),
        ]
    );
    // What is looked at first is what both saw.
    let first = desk.app.chosen_moment().unwrap();
    assert_eq!(first.kind, Kind::Shared);
    assert_eq!(first.place.unwrap().voices.len(), 3);
}

#[test]
fn the_next_disagreement_plays_from_three_seconds_before() {
    let (_trainer, mut desk) = compared();
    let mut seen = Vec::new();
    for _ in 0..5 {
        ask(&mut desk, TrainingCommand::Next);
        let moment = desk.app.chosen_moment().unwrap();
        let open = desk.app.recording().unwrap();
        assert!(open.transport.playing);
        let wanted = open.transport.wanted.unwrap();
        assert_eq!(moment.start() - wanted, MediaDelta::from_millis(3_000));
        seen.push(moment.kind);
    }
    assert_eq!(
        seen,
        [
            Kind::Otherwise,
            Kind::Missed,
            Kind::Extra,
            Kind::Open,
            Kind::Open
        ]
    );
    // It stops by itself three seconds after.
    let player = desk.hands.of(RECORDING);
    for _ in 0..40 {
        player.advance(MediaDelta::from_millis(200));
        desk.app.tick();
    }
    assert!(!desk.app.recording().unwrap().transport.playing);
}

#[test]
fn somebody_sees_it_differently_and_the_trainer_takes_it_up() {
    let (mut trainer, mut desk) = compared();
    let missed = |app: &App| {
        let found = app.training_found();
        let moment = found
            .moments
            .iter()
            .find(|moment| moment.kind == Kind::Missed);
        moment
            .and_then(mindframe::analysis::places::Moment::id)
            .unwrap()
    };
    let place = missed(&desk.app);
    ask(&mut desk, TrainingCommand::Choose(place));
    ask(
        &mut desk,
        TrainingCommand::Differ("He did answer: it was meant to calm".to_owned()),
    );
    let said = desk.app.own_argument(place).unwrap();
    assert_eq!(said.words, "He did answer: it was meant to calm");
    // Further words are the same argument, and undo knows it.
    ask(
        &mut desk,
        TrainingCommand::Differ("It was meant to calm".to_owned()),
    );
    assert_eq!(arguments(record(&desk)).len(), 1);
    // It goes to the trainer with the marks.
    let from = desk.app.desk().unwrap().marking.author.clone();
    package(
        &mut desk,
        PackageCommand::Give(Box::new(mindframe::app::review::packages::Give {
            from: Some(from),
            to: Some(named(&trainer, "Ada")),
            marks: true,
            ..Default::default()
        })),
    );
    let Some(Outcome::Given(path)) = desk.app.package_outcome().cloned() else {
        panic!("{:?}", desk.app.package_outcome());
    };
    package(&mut trainer, PackageCommand::Leave);
    package(&mut trainer, PackageCommand::Look(path));
    let target = Target::Recording(video(&trainer));
    package(&mut trainer, PackageCommand::TakeIn(target));
    trainer.until(|app| {
        app.desk()
            .is_some_and(|desk| !arguments(desk.document.session()).is_empty())
    });
    as_person(&mut trainer, "Ada");
    let argued = arguments(record(&trainer)).remove(0);
    ask(&mut trainer, TrainingCommand::TakeUp(argued.mark));
    let consensus = consensus(&trainer);
    let place = consensus.place(argued.place).unwrap();
    assert_eq!(place.ruling, Ruling::Open);
    assert_eq!(place.reason, "It was meant to calm");
    assert!(place.holds(argued.mark));
    // The trainee is no rater: nothing is agreed by more people than were asked.
    assert_eq!(consensus.raters.len(), 3);
    trainer.app.handle(Command::Mark(MarkCommand::Undo));
    let back = consensus_of(record(&trainer)).unwrap().2;
    assert_eq!(back.place(argued.place).unwrap().ruling, Ruling::Same);
}

#[test]
fn once_through_means_no_going_back() {
    let rules = Rules {
        single_pass: true,
        ..Rules::default()
    };
    let (_trainer, mut desk) = practising(rules);
    ask(&mut desk, TrainingCommand::Watch);
    let player = desk.hands.of(RECORDING);
    player.advance(MediaDelta::from_millis(20_000));
    desk.app.tick();
    let head = |desk: &TestDesk| desk.app.recording().unwrap().transport.playhead;
    assert_eq!(head(&desk), MediaTime::from_millis(20_000));
    desk.code("dyn.appease");
    let own = desk.app.desk().unwrap().newest.unwrap();
    for command in [
        TransportCommand::Seek(MediaTime::ZERO),
        TransportCommand::Jump(MediaDelta::from_millis(-5_000)),
        TransportCommand::Step(-1),
        TransportCommand::Start,
        TransportCommand::ToggleSlowView,
    ] {
        desk.app.handle(Command::Transport(command));
    }
    desk.app.handle(Command::Mark(MarkCommand::Select(own)));
    desk.app.tick();
    assert_eq!(head(&desk), MediaTime::from_millis(20_000));
    // One's own mark can be chosen all the same.
    assert_eq!(desk.app.desk().unwrap().selected, Some(own));
    player.advance(MediaDelta::from_millis(95_000));
    desk.app.tick();
    desk.app.tick();
    assert_eq!(desk.app.practice_clip().unwrap().watched, 1);
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    assert!(!desk.app.recording().unwrap().transport.playing);
}

#[test]
fn clips_come_one_after_the_other_with_quiet_between() {
    let seconds =
        |from, to| MediaSpan::between(MediaTime::from_seconds(from), MediaTime::from_seconds(to));
    let rules = Rules {
        clips: vec![seconds(10, 20), seconds(40, 50)],
        time_out: 15,
        ..Rules::default()
    };
    let (_trainer, mut desk) = practising(rules);
    let player = desk.hands.of(RECORDING);
    let run = |desk: &mut TestDesk, millis| {
        for _ in 0..millis / 100 {
            player.advance(MediaDelta::from_millis(100));
            desk.app.tick();
        }
        desk.app.tick();
    };
    // The play key means the stretch that is due.
    desk.app
        .handle(Command::Transport(TransportCommand::TogglePlay));
    desk.app.tick();
    run(&mut desk, 5_000);
    assert!(desk.app.practice_clip().unwrap().under_way);
    run(&mut desk, 6_000);
    let clip = desk.app.practice_clip().unwrap();
    assert_eq!((clip.watched, clip.of, clip.quiet), (1, 2, 15));
    assert!(!desk.app.recording().unwrap().transport.playing);
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    assert!(
        !desk.app.recording().unwrap().transport.playing,
        "it is quiet now"
    );
    desk.clock.advance(std::time::Duration::from_secs(15));
    desk.app.tick();
    desk.app.handle(Command::Transport(TransportCommand::Play));
    desk.app.tick();
    run(&mut desk, 1_000);
    let head = desk.app.recording().unwrap().transport.playhead;
    assert!(head >= MediaTime::from_seconds(40) && head < MediaTime::from_seconds(42));
    run(&mut desk, 11_000);
    assert_eq!(desk.app.practice_clip().unwrap().watched, 2);
}

#[test]
fn a_tape_is_kept_with_its_rules_and_can_be_made_again() {
    let (mut desk, _path) = handed_out(Rules::default());
    let (keeper, entry, tape) = tape_of(record(&desk)).unwrap();
    assert_eq!(*keeper, named(&desk, "Ada"));
    assert_eq!(
        (tape.raters, tape.tolerance),
        (3, MediaDelta::from_millis(2_000))
    );
    let id = entry.id;
    assert!(desk.app.tape_made().unwrap().1);
    desk.clock.advance(std::time::Duration::from_mins(1));
    desk.app.tick();
    let done = consensus(&desk).places[0].id;
    ask(&mut desk, TrainingCommand::Reopen(done));
    // What was changed since is not in it.
    assert!(!desk.app.tape_made().unwrap().1);
    ask(
        &mut desk,
        TrainingCommand::MakeTape(Box::new(NewTape {
            title: String::new(),
            rules: Rules::default(),
            names: true,
            word: word(),
        })),
    );
    desk.until(|app| !app.training_works());
    assert_eq!(tape_of(record(&desk)).unwrap().1.id, id);
    let tapes = record(&desk)
        .entries()
        .filter(|(_, entry)| matches!(entry.kind, EntryKind::Tape(_)));
    assert_eq!(tapes.count(), 1);
}

/// A class of this many, of whom the first so many marked the experts' onset, and the first two something of their own.
pub fn class_of(count: usize, saw: usize) -> TestDesk {
    let mut desk = decided();
    desk.app.handle(Command::Transport(TransportCommand::Pause));
    desk.app.tick();
    let mut info = record(&desk).info().clone();
    for number in 0..count {
        info.people.push(Person {
            id: id(&format!("learner-{number}")),
            name: format!("Pupil {number}"),
            role: Role::Trainee,
            hue: 5,
            key: None,
            zones: None,
            fields: Vec::new(),
        });
    }
    desk.app.handle(Command::SetInfo(Box::new(info)));
    for number in 0..count {
        as_person(&mut desk, &format!("Pupil {number}"));
        about(&mut desk, "Sam");
        point(&mut desk, 80_000, "mz.good");
        if number < saw {
            point(&mut desk, 33_000, "ev.onset");
        }
        if number < 2 {
            point(&mut desk, 5_000, "dyn.withdraw");
        }
    }
    as_person(&mut desk, "Ada");
    desk
}

#[test]
fn a_class_is_led_to_the_places_at_which_it_differs_most() {
    let mut desk = class_of(12, 7);
    let found = desk.app.training_found();
    let said: Vec<_> = found
        .class
        .iter()
        .filter(|one| one.camp() > 0)
        .map(|one| (short(&one.place), one.marked, one.of, one.known))
        .collect();
    assert_eq!(
        said,
        [
            (("ev.onset".to_owned(), 32_600), 7, 12, true),
            (("dyn.withdraw".to_owned(), 5_000), 2, 12, false),
        ]
    );
    // What all marked, or none, is no dispute.
    assert!(found.class.iter().any(|one| one.marked == 12 && !one.known));
    for expected in [32_600, 5_000] {
        ask(&mut desk, TrainingCommand::NextDisputed);
        let chosen = desk.app.chosen_place().unwrap();
        let found = desk.app.training_found();
        let one = found
            .class
            .iter()
            .find(|one| one.place.id == chosen)
            .unwrap();
        assert_eq!(short(&one.place).1, expected);
        assert!(desk.app.recording().unwrap().transport.playing);
    }
    // Their marks ask nothing of the raters.
    assert!(waiting(&desk).is_empty());
}

#[test]
fn a_folder_of_packages_is_taken_in_at_once_and_one_that_is_refused_keeps_no_other_out() {
    let (mut trainer, path) = handed_out(Rules::default());
    let class = tempfile::tempdir().unwrap();
    for number in 0..3 {
        let mut desk = TestDesk::open();
        package(&mut desk, PackageCommand::Look(path.clone()));
        let target = Target::Recording(video(&desk));
        package(&mut desk, PackageCommand::TakeIn(target));
        desk.until(|app| matches!(app.training(), Stage::Waiting(..)));
        ask(&mut desk, TrainingCommand::Practise("Trainee".to_owned()));
        point(&mut desk, 33_000, "ev.onset");
        let from = desk.app.desk().unwrap().marking.author.clone();
        desk.app.handle(Command::Package(PackageCommand::Leave));
        package(
            &mut desk,
            PackageCommand::Give(Box::new(mindframe::app::review::packages::Give {
                from: Some(from),
                to: Some(named(&trainer, "Ada")),
                marks: true,
                ..Default::default()
            })),
        );
        let Some(Outcome::Given(own)) = desk.app.package_outcome().cloned() else {
            panic!("{:?}", desk.app.package_outcome());
        };
        std::fs::copy(own, class.path().join(format!("{number}.mindframe"))).unwrap();
    }
    std::fs::write(class.path().join("9.mindframe"), "not a package").unwrap();
    let folder = class.path().to_path_buf();
    ask(&mut trainer, TrainingCommand::TakeClass(folder));
    trainer.until(|app| app.class_taken().is_some() && app.training_found().learners == 3);
    let taken = trainer.app.class_taken().unwrap();
    assert_eq!(taken.taken, 3);
    assert_eq!(taken.refused.len(), 1);
    assert_eq!(taken.refused[0].0, "9.mindframe");
    // The consensus is as it was.
    assert_eq!(consensus(&trainer).places.len(), 6);
}
