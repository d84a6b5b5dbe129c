//! The shipped training tape: three raters, what they agreed on, and somebody who practises on it alone.

use std::path::{Path, PathBuf};

use mindframe::{
    analysis::{
        agreement::{Rater, marks_of},
        matching::Tolerance,
        places::Kind,
    },
    app::{
        App, Command, MarkingCommand, PackageCommand, TrainingCommand, TransportCommand,
        keys::Passphrase,
        review::{
            packages::Outcome,
            training::{NewTape, SHIPPED, Stage, usual_raters},
        },
    },
    domain::{
        id::MarkId,
        mark::About,
        session::Session,
        training::{Consensus, Place, Rules, Ruling, consensus_of, tape_of},
    },
    store::Target,
};

use crate::desk::TestDesk;

fn ask(desk: &mut TestDesk, command: TrainingCommand) {
    desk.app.handle(Command::Training(command));
    desk.app.tick();
}

fn record(desk: &TestDesk) -> &Session {
    desk.app.desk().unwrap().document.record()
}

/// The shipped tape, for whoever practises, or with its raters' marks.
fn shipped(raters: bool) -> TestDesk {
    let mut desk = TestDesk::open();
    desk.app.handle(Command::Close);
    let afresh = false;
    ask(&mut desk, TrainingCommand::OpenShipped { raters, afresh });
    desk.until(|app| app.desk().is_some());
    desk
}

fn consensus(desk: &TestDesk) -> Consensus {
    consensus_of(record(desk)).unwrap().2.clone()
}

#[test]
fn three_raters_with_fifteen_marks_and_more_stand_behind_it() {
    let desk = shipped(true);
    let raters = usual_raters(record(&desk));
    assert_eq!(raters.len(), 3);
    for rater in &raters {
        let marks = record(&desk).set(rater).unwrap().marks.len();
        assert!(marks >= 15, "{marks}");
    }
    let consensus = consensus(&desk);
    assert!(desk.app.training_found().undecided.is_empty());
    let onset = |place: &&Place| {
        place
            .codes
            .iter()
            .any(|used| used.code.as_str() == "ev.onset")
            && place.about == About::People(vec!["sam-91ab".parse().unwrap()])
    };
    let settled = consensus.places_that(Place::is_settled);
    let onset = settled.iter().copied().find(onset).unwrap();
    assert_eq!(onset.agreed(&consensus.raters).len(), 3);
    // Where recovery begins stays open: a thought told as a thought, or curiosity.
    let open: Vec<_> = consensus
        .places_that(|place| place.ruling == Ruling::Open)
        .into_iter()
        .filter(|place| {
            place
                .codes
                .iter()
                .any(|used| used.code.as_str() == "ev.recovery")
        })
        .map(|place| place.when.start().whole_seconds())
        .collect();
    assert_eq!(open, ["1:08", "1:36"]);
    assert!(marks_of(record(&desk), &Rater::Consensus).len() > 12);
}

#[test]
fn a_new_trainee_codes_it_sees_where_three_stood_and_argues_one_point() {
    let mut desk = shipped(false);
    assert!(desk.app.is_shipped_tape());
    assert!(consensus_of(record(&desk)).is_none());
    assert_eq!(record(&desk).marks().count(), 0);
    ask(&mut desk, TrainingCommand::Practise("Trainee".to_owned()));
    let sam = About::People(vec!["sam-91ab".parse().unwrap()]);
    desk.app
        .handle(Command::Marking(MarkingCommand::SetAbout(sam)));
    for (at, code) in [
        (33_000, "ev.onset"),
        (68_000, "ev.recovery"),
        (20_000, "mz.good"),
    ] {
        desk.seek(at);
        desk.code(code);
    }
    ask(&mut desk, TrainingCommand::Done);
    ask(
        &mut desk,
        TrainingCommand::Open(Passphrase::new(String::new())),
    );
    desk.until(|app| !app.training_works());
    assert!(matches!(desk.app.training(), Stage::Comparing(..)));
    let kinds: Vec<Kind> = desk
        .app
        .training_found()
        .moments
        .iter()
        .map(|moment| moment.kind)
        .collect();
    assert_eq!(
        kinds.iter().filter(|kind| **kind == Kind::Shared).count(),
        1
    );
    assert_eq!(kinds.iter().filter(|kind| **kind == Kind::Extra).count(), 1);
    assert!(kinds.contains(&Kind::Open));
    let names: Vec<String> = consensus(&desk)
        .raters
        .iter()
        .map(|rater| rater.name.clone())
        .collect();
    assert_eq!(names, ["Ines", "Malik", "Jo"]);
    // Three missed at once, no more.
    assert_eq!(desk.app.training_round().len(), 3 + 1 + 3);
    ask(&mut desk, TrainingCommand::Next);
    let place = desk.app.chosen_place().unwrap();
    ask(
        &mut desk,
        TrainingCommand::Differ("I heard it another way".to_owned()),
    );
    assert_eq!(
        desk.app.own_argument(place).unwrap().words,
        "I heard it another way"
    );
    // It is there the next time, for the same person.
    desk.until(|app| {
        app.desk()
            .is_some_and(|desk| desk.document.save_state() == mindframe::app::SaveState::Saved)
    });
    desk.app.handle(Command::Close);
    let (raters, afresh) = (false, false);
    ask(&mut desk, TrainingCommand::OpenShipped { raters, afresh });
    desk.until(|app| app.desk().is_some());
    assert!(matches!(desk.app.training(), Stage::Comparing(..)));
    let (raters, afresh) = (false, true);
    ask(&mut desk, TrainingCommand::OpenShipped { raters, afresh });
    desk.until(|app| app.desk().is_some());
    assert!(matches!(desk.app.training(), Stage::Waiting(..)));
}

/// A place that waits, by its code and the second in which it begins.
fn place(app: &App, code: &str, second: &str) -> MarkId {
    let found = app.training_found();
    let fits = |place: &&Place| {
        place.codes.iter().any(|used| used.code.as_str() == code)
            && place.when.start().whole_seconds() == second
    };
    let place = found.undecided.iter().find(fits);
    place
        .unwrap_or_else(|| panic!("{code} {second}: {:#?}", found.undecided))
        .id
}

fn into_assets(from: &Path, to: &str, keep: impl Fn(&str) -> bool) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("assets/training")
        .join(to);
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".ron") && keep(&name) {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
}

/// What the raters said about places of which they did not all mark the same.
fn decide(desk: &mut TestDesk) {
    let map = place(&desk.app, "dyn.old_map", "1:24");
    ask(desk, TrainingCommand::Choose(map));
    let memory = place(&desk.app, "ms.memory", "1:24");
    ask(desk, TrainingCommand::Join(memory));
    for (code, second, ruling, reason) in [
        (
            "dyn.rupture",
            "0:50",
            Ruling::Open,
            "Does it break at the explanation, or when Sam turns away?",
        ),
        (
            "ev.recovery",
            "1:08",
            Ruling::Open,
            "A thought told as a thought: is that the way back already?",
        ),
        (
            "ev.recovery",
            "1:36",
            Ruling::Open,
            "Or does it begin with curiosity about Robin?",
        ),
        (
            "tr.any",
            "0:38",
            Ruling::Dropped,
            "It belongs to the mode that has begun",
        ),
    ] {
        let id = place(&desk.app, code, second);
        ask(desk, TrainingCommand::Choose(id));
        ask(desk, TrainingCommand::Rule(ruling, reason.to_owned()));
    }
    while let Some(first) = desk
        .app
        .training_found()
        .undecided
        .first()
        .map(|place| place.id)
    {
        ask(desk, TrainingCommand::Choose(first));
        ask(desk, TrainingCommand::Rule(Ruling::Same, String::new()));
    }
}

/// Makes the files of the shipped tape out of its raters' marks: `cargo test --test it -- --ignored makes_the_shipped_tape`.
#[test]
#[ignore = "writes the shipped files anew"]
fn makes_the_shipped_tape() {
    let mut desk = TestDesk::open();
    desk.app.handle(Command::Close);
    let (raters, afresh) = (true, true);
    ask(&mut desk, TrainingCommand::OpenShipped { raters, afresh });
    desk.until(|app| app.desk().is_some());
    desk.app.handle(Command::Marking(MarkingCommand::SetAuthor(
        "ines-6d3a".parse().unwrap(),
    )));
    let known = consensus_of(record(&desk)).map(|(_, entry, _)| entry.id);
    assert!(
        known.is_none(),
        "take the entries out of the raters' files first"
    );
    let raters = usual_raters(record(&desk));
    let tolerance = Tolerance::PAUSED;
    ask(
        &mut desk,
        TrainingCommand::Begin {
            raters,
            tolerance,
            two_rounds: false,
        },
    );
    ask(&mut desk, TrainingCommand::RuleAllAlike);
    decide(&mut desk);
    desk.app.handle(Command::Transport(TransportCommand::Pause));
    desk.app.handle(Command::ChoosePreset {
        codebook: "mbt-full".to_owned(),
        preset: "role-play".to_owned(),
    });
    ask(
        &mut desk,
        TrainingCommand::MakeTape(Box::new(NewTape {
            title: "Five minutes late".to_owned(),
            rules: Rules::default(),
            names: true,
            word: mindframe::app::review::training::open_word(),
        })),
    );
    desk.until(|app| !app.training_works());
    let (_, entry, _) = tape_of(record(&desk)).unwrap();
    let old = entry.id;
    desk.until(|app| {
        app.desk()
            .is_some_and(|desk| desk.document.save_state() == mindframe::app::SaveState::Saved)
    });
    ask(&mut desk, TrainingCommand::HandOut { media: true });
    desk.until(|app| !app.package_under_way());
    let Some(Outcome::Given(path)) = desk.app.package_outcome().cloned() else {
        panic!("{:?}", desk.app.package_outcome());
    };
    let home = desk.folder.path().join("home");
    std::fs::create_dir(&home).unwrap();
    desk.app.handle(Command::Package(PackageCommand::Leave));
    let named = home.join("training-tape.mindframe");
    std::fs::rename(path, &named).unwrap();
    desk.app
        .handle(Command::Package(PackageCommand::Look(named)));
    desk.until(|app| !app.package_under_way());
    desk.app
        .handle(Command::Package(PackageCommand::TakeIn(Target::Folder(
            home.clone(),
        ))));
    desk.until(|app| !app.package_under_way());
    assert!(matches!(
        desk.app.package_outcome(),
        Some(Outcome::Taken(..))
    ));
    into_assets(&home, "tape", |name| name.starts_with("training-tape.mp4."));
    // The raters' own record keeps what they agreed on, and the tape.
    let folder = desk.folder.path().join("data/training");
    into_assets(&folder, "raters", |name| name.contains("ines-6d3a"));
    name_it(old);
}

/// Known by the program wherever it goes.
fn name_it(old: mindframe::domain::id::EntryId) {
    for folder in ["tape", "raters"] {
        let assets = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/training");
        for file in std::fs::read_dir(assets.join(folder)).unwrap().flatten() {
            let text = std::fs::read_to_string(file.path()).unwrap();
            let text = text.replace(&old.to_string(), SHIPPED);
            // Packages say nothing of what a recording is called.
            let titled = "    title: \"Five minutes late: a training tape\",\n    kind:";
            let text = if text.contains("title: \"Five minutes late: a") {
                text
            } else {
                text.replace("\n    kind:", &format!("\n{titled}"))
            };
            std::fs::write(file.path(), text).unwrap();
        }
    }
}
