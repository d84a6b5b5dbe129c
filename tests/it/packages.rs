//! Marking alone at two computers: packages given out, taken in, handed back, opened; and whatever is wrong with one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use mindframe::{
    app::{
        AloneCommand, Command, ConsentCommand, KeyCommand, PackageCommand, PlaylistCommand,
        keys::KeyState,
        review::{
            packages::{Give, Outcome},
            playlist::Clip,
        },
    },
    domain::{
        entry::{ConsentPurpose, SealedState},
        time::{MediaSpan, MediaTime},
    },
    store::{Company, Package, PackageError, Taken, Target, look_into},
};
use proptest::prelude::*;

use crate::{
    alone::{
        ROBINS, SAMS, agree, alone, give, holding, key, pass, person, saved, say, told, words,
    },
    desk::{RECORDING, TestDesk},
};

/// Robin's computer: a passphrase, one mark for everyone, a round with Sam, who has no passphrase yet.
pub fn robins() -> TestDesk {
    let mut desk = TestDesk::open();
    give(&mut desk, "Robin", ROBINS);
    say(&mut desk, 2_000, "ms.feeling", "seen by all");
    let people = vec![person(&desk, "Robin"), person(&desk, "Sam")];
    desk.app.handle(Command::Alone(AloneCommand::Begin {
        people,
        terms: mindframe::app::review::alone::Terms::default(),
    }));
    saved(&mut desk);
    desk
}

pub fn package(desk: &mut TestDesk, command: PackageCommand) {
    desk.app.handle(Command::Package(command));
    desk.until(|app| !app.package_under_way());
}

/// Gives out a package and says where it is.
pub fn given(desk: &mut TestDesk, from: &str, to: &str, mut give: Give) -> PathBuf {
    give.from = Some(person(desk, from));
    give.to = Some(person(desk, to));
    package(desk, PackageCommand::Give(Box::new(give)));
    match desk.app.package_outcome() {
        Some(Outcome::Given(path)) => path.clone(),
        other => panic!("{other:?}"),
    }
}

fn looked(desk: &mut TestDesk, path: &Path) -> Package {
    package(desk, PackageCommand::Look(path.to_path_buf()));
    match desk.app.package_outcome() {
        Some(Outcome::Looked(package)) => Package::clone(package),
        other => panic!("{other:?}"),
    }
}

pub fn video(desk: &TestDesk) -> PathBuf {
    desk.folder.path().join(RECORDING)
}

/// Takes a package in for the recording that is open.
pub fn take(desk: &mut TestDesk, path: &Path) {
    looked(desk, path);
    let target = Target::Recording(video(desk));
    package(desk, PackageCommand::TakeIn(target));
    assert!(
        matches!(desk.app.package_outcome(), Some(Outcome::Taken(..))),
        "{:?}",
        desk.app.package_outcome()
    );
    desk.until(|app| app.desk().is_some());
}

/// What came of the one that was taken in last.
pub fn taken(desk: &TestDesk) -> Taken {
    match desk.app.package_outcome() {
        Some(Outcome::Taken(_, taken)) => taken.clone(),
        other => panic!("{other:?}"),
    }
}

/// The same for one that is refused.
fn refused(desk: &mut TestDesk, path: &Path, target: Target) -> PackageError {
    let before = everything(desk.folder.path());
    package(desk, PackageCommand::Look(path.to_path_buf()));
    package(desk, PackageCommand::TakeIn(target));
    assert_eq!(everything(desk.folder.path()), before);
    match desk.app.package_outcome() {
        Some(Outcome::Refused(reason, _)) => reason.clone(),
        other => panic!("{other:?}"),
    }
}

/// Every file below a folder with its content, but for the notes of open windows.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else if !entry.file_name().to_string_lossy().contains(".open-") {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

/// Marks something alone and is done with it.
pub fn marks(desk: &mut TestDesk, name: &str, passphrase: &str, text: &str) {
    alone(desk, name, passphrase);
    say(desk, 5_000, "ms.feeling", text);
    done(desk, name);
}

fn done(desk: &mut TestDesk, name: &str) {
    desk.app.handle(Command::Alone(AloneCommand::Commit));
    desk.until(|app| app.marks_alone().is_none() && app.round().is_some());
    let id = person(desk, name);
    desk.until(|app| {
        app.round().unwrap().parts.iter().any(|part| {
            part.person == id && matches!(part.set.state, SealedState::Committed { .. })
        })
    });
    saved(desk);
}

/// Sam's computer, with the same recording under another name of its own, after Robin's package.
pub fn sams(robin: &mut TestDesk) -> TestDesk {
    let path = given(robin, "Robin", "Sam", Give::default());
    let mut sam = TestDesk::open();
    take(&mut sam, &path);
    give(&mut sam, "Sam", SAMS);
    sam
}

/// Both have marked, each at their own computer, and Sam's package is back.
fn both_done(with: Give) -> (TestDesk, TestDesk) {
    let mut robin = robins();
    let mut sam = sams(&mut robin);
    marks(&mut sam, "Sam", SAMS, "Sam alone");
    marks(&mut robin, "Robin", ROBINS, "Robin alone");
    let back = given(&mut sam, "Sam", "Robin", with);
    take(&mut robin, &back);
    assert!(robin.app.round().unwrap().is_ready());
    (robin, sam)
}

/// Agrees to open, and hands over what the other needs for it.
fn hand_over(desk: &mut TestDesk, from: &str, to: &str, passphrase: &str) -> PathBuf {
    let round = desk.app.round().unwrap().id;
    let give = Give {
        to: Some(person(desk, to)),
        ..Give::default()
    };
    let from = person(desk, from);
    desk.app.handle(Command::Package(PackageCommand::Leave));
    key(
        desk,
        KeyCommand::Agree(round, from, pass(passphrase), Box::new(give)),
    );
    desk.until(|app| app.package_outcome().is_some());
    match desk.app.package_outcome() {
        Some(Outcome::Given(path)) => path.clone(),
        other => panic!("{other:?}"),
    }
}

fn holds(path: &Path, text: &str) -> bool {
    let bytes = fs::read(path).unwrap();
    bytes
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn two_computers_and_one_reveal_with_both_passphrases() {
    let mut robin = robins();
    let first = given(
        &mut robin,
        "Robin",
        "Sam",
        Give {
            company: Some(Company::Someone),
            ..Give::default()
        },
    );
    assert!(!holds(&first, "seen by all"), "marks were not asked for");
    assert!(
        !holds(&first, "Five minutes late"),
        "names of files say who"
    );

    let mut sam = TestDesk::open();
    let inside = looked(&mut sam, &first);
    assert!(sam.app.is_for_this(&inside));
    assert_eq!(inside.from_person().unwrap().name, "Robin");
    assert_eq!(inside.to_person().unwrap().name, "Sam");
    assert_eq!(inside.manifest.company, Some(Company::Someone));
    take(&mut sam, &first);
    assert_eq!(sam.app.desk().unwrap().document.session().people().len(), 2);
    let id = person(&sam, "Sam");
    assert_eq!(sam.app.key_state(&id), KeyState::None);
    give(&mut sam, "Sam", SAMS);
    marks(&mut sam, "Sam", SAMS, "I was so ashamed there");
    let with_key = Give {
        key: true,
        ..Give::default()
    };
    let back = given(&mut sam, "Sam", "Robin", with_key);
    assert!(!holds(&back, "so ashamed"));

    take(&mut robin, &back);
    assert_eq!(robin.app.key_state(&id), KeyState::Closed);
    // Nothing of it is read before both agree, and Robin has not even marked.
    assert!(!robin.app.round().unwrap().is_ready());
    marks(&mut robin, "Robin", ROBINS, "Sam looked away here");
    assert_eq!(words(&robin.app), ["seen by all"]);
    agree(&mut robin, "Sam", SAMS);
    assert_eq!(words(&robin.app), ["seen by all"]);
    agree(&mut robin, "Robin", ROBINS);
    robin.until(|app| words(app).len() == 3);
    assert!(robin.app.comparison().is_some());
    saved(&mut robin);

    // What was opened goes back to Sam, whose own marks are still sealed at home.
    let opened = Give {
        marks: true,
        ..Give::default()
    };
    let path = given(&mut robin, "Robin", "Sam", opened);
    take(&mut sam, &path);
    sam.until(|app| words(app).len() == 2);
    agree(&mut sam, "Sam", SAMS);
    sam.until(|app| words(app).len() == 3);
    assert!(sam.app.round().is_none());
}

#[test]
fn each_opens_at_their_own_computer_once_both_have_handed_over() {
    let (mut robin, mut sam) = both_done(Give::default());
    // Sam's key is not here, so Robin's passphrase alone opens nothing.
    let round = robin.app.round().unwrap().id;
    let id = person(&robin, "Robin");
    key(
        &mut robin,
        KeyCommand::Reveal(round, id.clone(), pass(ROBINS)),
    );
    robin.until(|app| app.key_state(&id) != KeyState::Trying);
    assert_eq!(words(&robin.app), ["seen by all"]);

    let robins = hand_over(&mut robin, "Robin", "Sam", ROBINS);
    assert!(!holds(&robins, "Robin alone"));
    assert_eq!(words(&robin.app), ["seen by all"], "Sam has not agreed");
    take(&mut sam, &robins);
    sam.until(|app| app.round().unwrap().parts.iter().any(|part| part.agreed));
    assert_eq!(words(&sam.app), [""; 0]);
    // Sam agrees: what Robin needs for it is made first, and then it opens here.
    let sams = hand_over(&mut sam, "Sam", "Robin", SAMS);
    sam.until(|app| words(app).len() == 2);
    assert_eq!(words(&sam.app), ["Robin alone", "Sam alone"]);
    take(&mut robin, &sams);
    robin.until(|app| app.round().unwrap().parts.iter().any(|part| part.agreed));
    assert_eq!(words(&robin.app), ["seen by all"]);
    key(&mut robin, KeyCommand::Reveal(round, id, pass(ROBINS)));
    robin.until(|app| words(app).len() == 3);
    assert_eq!(
        words(&robin.app),
        ["Robin alone", "Sam alone", "seen by all"]
    );
}

#[test]
fn what_is_kept_back_does_not_leave_its_owners_computer() {
    let mut robin = robins();
    let mut sam = sams(&mut robin);
    alone(&mut sam, "Sam", SAMS);
    say(&mut sam, 5_000, "c.feel", "Sam alone");
    let back = say(&mut sam, 8_000, "c.think", "this one I keep");
    sam.app.handle(Command::Alone(AloneCommand::KeepBack(back)));
    done(&mut sam, "Sam");
    marks(&mut robin, "Robin", ROBINS, "Robin alone");
    let path = given(&mut sam, "Sam", "Robin", Give::default());
    take(&mut robin, &path);
    let path = hand_over(&mut robin, "Robin", "Sam", ROBINS);
    take(&mut sam, &path);
    sam.until(|app| app.round().unwrap().parts.iter().any(|part| part.agreed));
    let path = hand_over(&mut sam, "Sam", "Robin", SAMS);
    sam.until(|app| words(app).len() == 2);
    take(&mut robin, &path);
    robin.until(|app| app.round().unwrap().parts.iter().any(|part| part.agreed));
    agree(&mut robin, "Robin", ROBINS);
    robin.until(|app| words(app).len() == 3);
    saved(&mut robin);
    assert!(!words(&robin.app).contains(&"this one I keep".to_owned()));
    // Not even Sam's own passphrase finds it at Robin's: it never came.
    assert_eq!(holding(robin.folder.path(), &back.to_string()), [""; 0]);
    saved(&mut sam);
    assert_eq!(holding(sam.folder.path(), "this one I keep"), [""; 0]);
}

#[test]
fn the_recording_goes_along_where_that_was_chosen() {
    let mut robin = robins();
    let with = Give {
        media: true,
        marks: true,
        ..Give::default()
    };
    let path = given(&mut robin, "Robin", "Sam", with);
    let mut sam = TestDesk::open();
    sam.app.handle(Command::Close);
    let inside = looked(&mut sam, &path);
    assert_eq!(inside.media_bytes(), Some(27));
    assert_eq!(inside.marks(), 1);
    let home = sam.folder.path().join("home");
    fs::create_dir(&home).unwrap();
    package(
        &mut sam,
        PackageCommand::TakeIn(Target::Folder(home.clone())),
    );
    sam.until(|app| app.desk().is_some());
    let open = sam.app.recording().unwrap().path.clone();
    assert_eq!(open.parent(), Some(home.as_path()));
    assert_eq!(fs::read(&open).unwrap(), fs::read(video(&robin)).unwrap());
    assert_eq!(words(&sam.app), ["seen by all"]);
    assert!(sam.app.round().is_some());
}

#[test]
fn only_the_places_of_chosen_clips_go_along() {
    let mut robin = robins();
    let span = MediaSpan::between(MediaTime::from_seconds(4), MediaTime::from_seconds(9));
    robin
        .app
        .handle(Command::Playlist(PlaylistCommand::Add(vec![
            Clip {
                span,
                title: "when it went wrong".to_owned(),
                mark: None,
                good: true,
                for_team: false,
            },
            // What is only for the team stays with the team.
            Clip {
                span: MediaSpan::between(MediaTime::from_seconds(20), MediaTime::from_seconds(50)),
                title: "before the peak".to_owned(),
                mark: None,
                good: false,
                for_team: true,
            },
        ])));
    saved(&mut robin);
    let clips = Give {
        clips: true,
        ..Give::default()
    };
    let path = given(&mut robin, "Robin", "Sam", clips);
    assert!(!holds(&path, "when it went wrong"));
    let mut sam = TestDesk::open();
    assert_eq!(looked(&mut sam, &path).clips(), 1);
    take(&mut sam, &path);
    let list = sam.app.playlist().unwrap();
    assert_eq!(list.items[0].span, span);
    assert_eq!(list.items[0].label, "");
    // The list at home does not take the place of the one with titles.
    give(&mut sam, "Sam", SAMS);
    let back = Give {
        clips: true,
        ..Give::default()
    };
    let back = given(&mut sam, "Sam", "Robin", back);
    take(&mut robin, &back);
    assert_eq!(
        robin.app.playlist().unwrap().items[0].label,
        "when it went wrong"
    );
}

#[test]
fn a_package_for_another_recording_is_refused() {
    let mut robin = robins();
    let path = given(&mut robin, "Robin", "Sam", Give::default());
    let mut sam = TestDesk::open();
    let other = sam.folder.path().join("other.mp4");
    fs::write(&other, b"another recording altogether").unwrap();
    let reason = refused(&mut sam, &path, Target::Recording(other));
    assert_eq!(reason, PackageError::OtherRecording);
    let nowhere = sam.folder.path().to_path_buf();
    let reason = refused(&mut sam, &path, Target::Folder(nowhere));
    assert_eq!(reason, PackageError::NoRecording);
    // The right one can be chosen then.
    package(
        &mut sam,
        PackageCommand::TakeIn(Target::Recording(video(&robin))),
    );
    assert!(matches!(
        sam.app.package_outcome(),
        Some(Outcome::Taken(..))
    ));
}

#[test]
fn nothing_comes_to_a_recording_that_was_taken_back() {
    let mut robin = robins();
    let path = given(&mut robin, "Robin", "Sam", Give::default());
    let mut sam = TestDesk::open();
    let id = person(&sam, "Sam");
    let purpose = ConsentPurpose::Review;
    for command in [
        ConsentCommand::Give {
            person: id.clone(),
            purpose,
            form: String::new(),
            expires: None,
        },
        ConsentCommand::Withdraw {
            person: id,
            purpose,
        },
    ] {
        sam.clock.advance(std::time::Duration::from_mins(1));
        sam.app.tick();
        sam.app.handle(Command::Consent(command));
    }
    saved(&mut sam);
    let to = Target::Recording(video(&sam));
    assert!(!sam.app.closed_by().is_empty());
    // While it is open this is said, and not passed over. (Its earlier state may still be on its way to the disk.)
    package(&mut sam, PackageCommand::Look(path.clone()));
    package(&mut sam, PackageCommand::TakeIn(to.clone()));
    assert!(matches!(
        sam.app.package_outcome(),
        Some(Outcome::Refused(PackageError::Closed, _))
    ));
    package(&mut sam, PackageCommand::Leave);
    sam.app.handle(Command::Close);
    assert_eq!(refused(&mut sam, &path, to), PackageError::Closed);
}

#[test]
fn another_key_for_a_known_person_is_refused() {
    let mut robin = robins();
    let mut sam = sams(&mut robin);
    // Somebody gave Sam a passphrase at Robin's computer meanwhile.
    give(&mut robin, "Sam", "a passphrase of another");
    marks(&mut sam, "Sam", SAMS, "Sam alone");
    let back = given(&mut sam, "Sam", "Robin", Give::default());
    let to = Target::Recording(video(&robin));
    let reason = refused(&mut robin, &back, to);
    assert_eq!(reason, PackageError::OtherKey("Sam".to_owned()));
}

#[test]
fn a_set_that_is_gone_is_said_before_anything_is_made() {
    let mut robin = robins();
    let mut sam = sams(&mut robin);
    marks(&mut sam, "Sam", SAMS, "Sam alone");
    fs::remove_file(crate::alone::sealed_file(&sam, "Sam")).unwrap();
    let give = Give {
        from: Some(person(&sam, "Sam")),
        to: Some(person(&sam, "Robin")),
        ..Give::default()
    };
    package(&mut sam, PackageCommand::Give(Box::new(give)));
    assert_eq!(
        sam.app.package_outcome(),
        Some(&Outcome::Refused(
            PackageError::SetMissing("Sam".to_owned()),
            None
        ))
    );
}

#[test]
fn taking_in_twice_or_an_older_one_changes_nothing() {
    let mut robin = robins();
    let path = given(&mut robin, "Robin", "Sam", Give::default());
    let mut sam = TestDesk::open();
    take(&mut sam, &path);
    give(&mut sam, "Sam", SAMS);
    marks(&mut sam, "Sam", SAMS, "Sam alone");
    // Robin's first package once more: Sam stays done.
    take(&mut sam, &path);
    assert!(taken(&sam).known);
    let back = given(&mut sam, "Sam", "Robin", Give::default());
    take(&mut robin, &back);
    let sealed = fs::read(crate::alone::sealed_file(&robin, "Sam")).unwrap();
    take(&mut robin, &back);
    saved(&mut robin);
    assert_eq!(
        fs::read(crate::alone::sealed_file(&robin, "Sam")).unwrap(),
        sealed
    );
    let part = |name: &str, desk: &TestDesk| {
        let id = person(desk, name);
        let round = desk.app.round().unwrap();
        let part = round.parts.iter().find(|part| part.person == id);
        part.unwrap().set.state.clone()
    };
    assert!(matches!(part("Sam", &robin), SealedState::Committed { .. }));
    assert!(matches!(part("Sam", &sam), SealedState::Committed { .. }));
}

#[test]
fn while_somebody_marks_alone_no_package_comes_or_goes() {
    let mut robin = robins();
    let mut sam = sams(&mut robin);
    let path = given(&mut robin, "Robin", "Sam", Give::default());
    alone(&mut sam, "Sam", SAMS);
    looked(&mut sam, &path);
    let target = Target::Recording(video(&sam));
    package(&mut sam, PackageCommand::TakeIn(target));
    assert!(matches!(
        sam.app.package_outcome(),
        Some(Outcome::Looked(_))
    ));
    assert!(told(&sam, |kind| matches!(
        kind,
        mindframe::app::notice::NoticeKind::Closed(
            mindframe::app::notice::ClosedNotice::MarkingAlone
        )
    )));
}

/// One package with a recording and a sealed set in it, as bytes.
fn whole() -> &'static [u8] {
    static WHOLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    WHOLE.get_or_init(|| {
        let mut robin = robins();
        marks(&mut robin, "Robin", ROBINS, "Robin alone");
        let with = Give {
            media: true,
            marks: true,
            key: true,
            ..Give::default()
        };
        let path = given(&mut robin, "Robin", "Sam", with);
        fs::read(path).unwrap()
    })
}

/// Looks into these bytes as a package and takes them in where there is nothing yet.
fn through(bytes: &[u8]) -> Result<(), PackageError> {
    use mindframe::{
        domain::edit::Stamp,
        store::{Places, Progress, Taking, take_in},
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.mindframe");
    fs::write(&file, bytes).unwrap();
    let home = folder.path().join("home");
    fs::create_dir(&home).unwrap();
    let places = Places::under(&folder.path().join("own"));
    let identify = |path: &Path| mindframe::domain::session::MediaIdentity {
        bytes: fs::metadata(path).map_or(0, |about| about.len()),
        fingerprint: "00".to_owned(),
        ..mindframe::domain::session::MediaIdentity::default()
    };
    let stamp: Stamp = crate::world::stamp("b", 9);
    let taking = Taking {
        to: &Target::Folder(home.clone()),
        places: &places,
        identify: &identify,
        stamp: &stamp,
        clock: std::sync::Arc::new(|| crate::world::at(9)),
    };
    let taken = look_into(&file)
        .and_then(|package| take_in(&package, &taking, &Progress::default()))
        .map(drop);
    if taken.is_err() {
        assert_eq!(everything(&home), [], "nothing may be left of it");
        assert!(!places.data.exists());
    }
    taken
}

#[test]
fn a_whole_package_is_taken_in() {
    assert_eq!(through(whole()), Ok(()));
}

#[test]
fn a_package_cut_off_or_longer_than_it_says_is_refused() {
    for cut in [0, 1, 20, whole().len() / 2, whole().len() - 1] {
        let reason = through(&whole()[..cut]).unwrap_err();
        assert!(
            matches!(reason, PackageError::Damaged | PackageError::NotOne),
            "{reason}"
        );
    }
    let longer = [whole(), b"x"].concat();
    assert_eq!(through(&longer), Err(PackageError::Damaged));
}

#[test]
fn a_package_of_a_newer_version_is_said_to_be_one() {
    let text = String::from_utf8_lossy(&whole()[..40]).replace("-package 1 ", "-package 2 ");
    let newer = [text.as_bytes(), &whole()[40..]].concat();
    assert_eq!(through(&newer), Err(PackageError::Newer(2)));
    assert_eq!(through(b"a letter\n"), Err(PackageError::NotOne));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_package_is_refused_wherever_it_is_damaged(
        place in any::<prop::sample::Index>(),
        with in 1..=255_u8,
    ) {
        let mut bytes = whole().to_vec();
        let at = place.index(bytes.len());
        bytes[at] ^= with;
        prop_assert!(through(&bytes).is_err(), "byte {at} changed by {with}");
    }
}
