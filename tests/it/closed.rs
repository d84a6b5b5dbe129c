//! What is not for everyone lies encrypted: for the right readers, with nothing of it anywhere in plain form, and untouched by
//! those who cannot read it.

use std::path::Path;

use mindframe::{
    domain::{
        edit::{Edit, EditError},
        id::PersonId,
        mark::{Audience, Mark},
        person::{Person, Role},
    },
    store::{self, Key, KeyError, Keyring, Place, Reach, StoreError, Strength},
};
use secrecy::SecretString;

use crate::world::{Window, World, mark, mark_id, person, robin, sam, stamp};

const SECRET: &str = "I was afraid of him";

fn word(text: &str) -> SecretString {
    SecretString::from(text.to_owned())
}

fn key(world: &World, passphrase: &str) -> Key {
    store::create_key(&world.places, &word(passphrase), Strength::Power(2)).unwrap()
}

/// Gives people their keys, in the record on disk.
fn with_keys(world: &World, keys: &[(PersonId, &Key)], more: &[Person]) {
    let mut session = world.open().session;
    let mut info = session.info().clone();
    info.people.extend(more.iter().cloned());
    for (id, key) in keys {
        let found = info.people.iter_mut().find(|person| person.id == *id);
        found.unwrap().key = Some(key.public().clone());
    }
    session
        .apply(&Edit::SetInfo(Box::new(info)), &stamp("device-a", 1))
        .unwrap();
    world.save(&session);
}

fn window(world: &World, keys: &[&Key]) -> Window {
    let ring = Keyring::of(keys.iter().map(|key| (*key).clone()));
    Window::of(world.open_with(&ring), "device-a", false)
}

fn closed(number: u128, author: &PersonId, audience: Audience, words: &str) -> Mark {
    let mut mark = mark(number, author, 3, words);
    mark.audience = audience;
    mark
}

fn add(window: &mut Window, mark: Mark) {
    window.apply(&Edit::AddMark(Box::new(mark)));
    window.flush();
}

/// Every file of the world that holds this text.
fn holding(world: &World, text: &str) -> Vec<String> {
    fn search(folder: &Path, text: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                search(&path, text, found);
            } else {
                let bytes = std::fs::read(&path).unwrap();
                let there = bytes
                    .windows(text.len())
                    .any(|part| part == text.as_bytes());
                if there || path.to_string_lossy().contains(text) {
                    found.push(path.display().to_string());
                }
            }
        }
    }
    let mut found = Vec::new();
    search(world.root.path(), text, &mut found);
    found
}

#[test]
fn what_is_for_the_team_is_read_by_the_team_and_stands_nowhere_in_plain_form() {
    let world = World::new();
    let (robins, sams, alexs) = (key(&world, "a"), key(&world, "b"), key(&world, "c"));
    let alex = person("alex", "Alex", Role::Supervisor);
    with_keys(
        &world,
        &[
            (robin(), &robins),
            (sam(), &sams),
            (alex.id.clone(), &alexs),
        ],
        std::slice::from_ref(&alex),
    );
    let mut robin_at_work = window(&world, &[&robins]);
    add(&mut robin_at_work, mark(1, &robin(), 5, "for all"));
    add(
        &mut robin_at_work,
        closed(2, &robin(), Audience::Team, SECRET),
    );
    robin_at_work.rewrite(2, &format!("{SECRET}, I think"));
    robin_at_work.flush();
    drop(robin_at_work);

    assert_eq!(holding(&world, SECRET), Vec::<String>::new());
    assert_eq!(
        holding(&world, &mark_id(2).to_string()),
        Vec::<String>::new()
    );
    for readers in [vec![&robins], vec![&alexs], vec![&sams, &alexs]] {
        let opened = window(&world, &readers);
        assert_eq!(opened.words(), [&format!("{SECRET}, I think"), "for all"]);
    }
    for others in [vec![], vec![&sams]] {
        let opened = window(&world, &others);
        assert_eq!(opened.words(), ["for all"]);
        assert_eq!(opened.session.mark_count(), 1);
    }
}

#[test]
fn what_is_only_mine_is_mine_alone() {
    let world = World::new();
    let (robins, sams) = (key(&world, "a"), key(&world, "b"));
    with_keys(&world, &[(robin(), &robins), (sam(), &sams)], &[]);
    add(
        &mut window(&world, &[&sams]),
        closed(1, &sam(), Audience::OnlyMe, SECRET),
    );
    assert_eq!(window(&world, &[&sams]).words(), [SECRET]);
    assert_eq!(window(&world, &[&robins]).session.mark_count(), 0);
}

#[test]
fn those_who_cannot_read_it_leave_it_as_it_is() {
    let world = World::new();
    let robins = key(&world, "a");
    with_keys(&world, &[(robin(), &robins)], &[]);
    add(
        &mut window(&world, &[&robins]),
        closed(1, &robin(), Audience::Team, SECRET),
    );
    let file = world.place().closed_file(&robin(), Audience::Team);
    let before = std::fs::read(&file).unwrap();
    let mut other = window(&world, &[]);
    add(&mut other, mark(2, &robin(), 7, "for all"));
    // A mark of the same circle cannot be written over what cannot be read.
    other.apply(&Edit::AddMark(Box::new(closed(
        3,
        &robin(),
        Audience::Team,
        "more",
    ))));
    let refused = other.saver.flush(std::time::Duration::from_secs(20));
    assert!(
        matches!(refused, Err(StoreError::Locked { .. })),
        "{refused:?}"
    );
    assert_eq!(std::fs::read(&file).unwrap(), before);
    drop(other);
    assert_eq!(window(&world, &[&robins]).words(), [SECRET, "for all"]);
}

#[test]
fn two_windows_of_one_person_lose_nothing() {
    let world = World::new();
    let robins = key(&world, "a");
    with_keys(&world, &[(robin(), &robins)], &[]);
    let (mut one, mut two) = (window(&world, &[&robins]), window(&world, &[&robins]));
    add(&mut one, closed(1, &robin(), Audience::OnlyMe, "first"));
    add(&mut two, closed(2, &robin(), Audience::OnlyMe, "second"));
    add(&mut one, closed(3, &robin(), Audience::Team, "third"));
    drop((one, two));
    assert_eq!(
        window(&world, &[&robins]).words(),
        ["first", "second", "third"]
    );
}

#[test]
fn a_damaged_encrypted_file_is_set_aside_and_an_earlier_state_stands_in() {
    let world = World::new();
    let robins = key(&world, "a");
    with_keys(&world, &[(robin(), &robins)], &[]);
    add(
        &mut window(&world, &[&robins]),
        closed(1, &robin(), Audience::Team, SECRET),
    );
    let file = world.place().closed_file(&robin(), Audience::Team);
    let bytes = std::fs::read(&file).unwrap();
    for cut in [bytes.len() / 2, 10, 0] {
        std::fs::write(&file, &bytes[..cut]).unwrap();
        let opened = world.open_with(&Keyring::of([robins.clone()]));
        let words: Vec<_> = opened
            .session
            .marks()
            .filter_map(|mark| mark.words.clone())
            .collect();
        assert_eq!(words, [SECRET], "cut at {cut}: {:?}", opened.warnings);
    }
}

#[test]
fn the_size_does_not_tell_how_much_there_is() {
    let world = World::new();
    let robins = key(&world, "a");
    with_keys(&world, &[(robin(), &robins)], &[]);
    let mut window = window(&world, &[&robins]);
    let file = world.place().closed_file(&robin(), Audience::OnlyMe);
    let mut sizes = std::collections::BTreeSet::new();
    for number in 1..15 {
        add(
            &mut window,
            closed(number, &robin(), Audience::OnlyMe, "a few words"),
        );
        // The encryption itself adds a few random bytes.
        sizes.insert(std::fs::metadata(&file).unwrap().len() / 1024);
    }
    assert_eq!(sizes.len(), 1, "{sizes:?}");
}

#[test]
fn a_person_without_a_passphrase_keeps_nothing_to_themselves() {
    let world = World::new();
    let mut window = window(&world, &[]);
    window.apply(&Edit::AddMark(Box::new(closed(
        1,
        &robin(),
        Audience::OnlyMe,
        SECRET,
    ))));
    let refused = window.saver.flush(std::time::Duration::from_secs(20));
    assert_eq!(refused, Err(StoreError::NoKey));
    assert_eq!(holding(&world, SECRET), Vec::<String>::new());
}

#[test]
fn who_may_read_a_mark_does_not_change_in_place() {
    let mut session = World::new().open().session;
    crate::world::add(&mut session, mark(1, &robin(), 3, "for all"));
    let mine = closed(1, &robin(), Audience::OnlyMe, "for all");
    let refused = session.apply(&Edit::ReplaceMark(Box::new(mine)), &stamp("device-a", 9));
    assert_eq!(refused, Err(EditError::OtherReaders(mark_id(1))));
}

#[test]
fn words_deleted_for_good_leave_the_encrypted_states_too() {
    let world = World::new();
    let robins = key(&world, "a");
    with_keys(&world, &[(robin(), &robins)], &[]);
    let mut window = window(&world, &[&robins]);
    add(&mut window, closed(1, &robin(), Audience::Team, SECRET));
    add(&mut window, closed(2, &robin(), Audience::Team, "stays"));
    let gone = window.session.mark(mark_id(1)).unwrap().clone();
    window.apply(&Edit::EraseMark(mark_id(1)));
    window.saver.erase(&gone);
    window.wait(|window| {
        window
            .events
            .iter()
            .any(|event| matches!(event, store::SaveEvent::Erased(_)))
    });
    drop(window);
    let ring = Keyring::of([robins]);
    let generations = world.place().generations();
    for entry in std::fs::read_dir(generations).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|end| end == "age") {
            let bytes = std::fs::read(&path).unwrap();
            let text = ring.decrypt(&path, &bytes).unwrap().unwrap();
            let text = String::from_utf8(text).unwrap();
            assert!(!text.contains(SECRET), "{}", path.display());
        }
    }
}

#[test]
fn a_key_opens_with_its_passphrase_only() {
    let world = World::new();
    let robins = key(&world, "correct horse");
    let open = |text| store::open_key(&world.places, robins.public(), &word(text));
    assert_eq!(open("correct horse").unwrap(), robins);
    assert_eq!(open("wrong horse").unwrap_err(), KeyError::WrongPassphrase);
    assert_eq!(open("").unwrap_err(), KeyError::WrongPassphrase);
    assert_eq!(holding(&world, "AGE-SECRET"), Vec::<String>::new());
    store::change_passphrase(&world.places, &robins, &word("new"), Strength::Power(2)).unwrap();
    assert_eq!(
        open("correct horse").unwrap_err(),
        KeyError::WrongPassphrase
    );
    assert_eq!(open("new").unwrap(), robins);
    assert_eq!(
        store::open_any_key(&world.places, &word("new")).unwrap(),
        robins
    );
    let elsewhere = World::new();
    assert_eq!(
        store::open_key(&elsewhere.places, robins.public(), &word("new")).unwrap_err(),
        KeyError::NotHere
    );
}

#[test]
fn the_place_names_its_files() {
    let place = Place::beside(Path::new("/videos/talk.mp4"));
    let file = place.closed_file(&robin(), Audience::Training);
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    assert_eq!(name, format!("talk.mp4.marks.{}.training.ron.age", robin()));
}

/// What a window does to work with another part of the record.
fn reach(window: &mut Window, reach: Reach) {
    window.session.forget(|_, _| false);
    window.revision += 1;
    window
        .saver
        .reach_for(reach, window.session.clone(), window.revision);
    window.flush();
}

#[test]
fn whoever_marks_alone_sees_only_that_and_nobody_else_sees_it() {
    let world = World::new();
    let (robins, sams) = (key(&world, "a"), key(&world, "b"));
    with_keys(&world, &[(robin(), &robins), (sam(), &sams)], &[]);
    let mut window = window(&world, &[]);
    add(&mut window, mark(1, &robin(), 5, "for all"));
    add(&mut window, mark(2, &sam(), 6, "for all too"));
    reach(&mut window, Reach::sealed(sam(), sams.clone()));
    assert_eq!(window.words(), Vec::<String>::new());
    add(&mut window, closed(3, &sam(), Audience::Sealed, SECRET));
    assert_eq!(window.words(), [SECRET]);
    // Sam goes, Robin comes.
    reach(&mut window, Reach::shared(Keyring::of([robins.clone()])));
    window.wait(|window| window.session.mark_count() == 2);
    assert_eq!(window.words(), ["for all", "for all too"]);
    reach(&mut window, Reach::sealed(robin(), robins.clone()));
    assert_eq!(window.session.mark_count(), 0);
    add(&mut window, closed(4, &robin(), Audience::Sealed, "mine"));
    // Even Sam's own key opens it only where Sam marks alone.
    reach(&mut window, Reach::shared(Keyring::of([sams.clone()])));
    window.wait(|window| window.session.mark_count() == 2);
    reach(&mut window, Reach::sealed(sam(), sams.clone()));
    window.wait(|window| window.session.mark_count() == 1);
    assert_eq!(window.words(), [SECRET]);
    drop(window);
    assert_eq!(holding(&world, SECRET), Vec::<String>::new());
    assert_eq!(
        holding(&world, &mark_id(3).to_string()),
        Vec::<String>::new()
    );
    let opened = world.open_with(&Keyring::of([robins, sams]));
    assert_eq!(opened.session.mark_count(), 2);
}

#[test]
fn an_opened_key_brings_in_what_it_opens_and_takes_it_along_again() {
    let world = World::new();
    let robins = key(&world, "a");
    with_keys(&world, &[(robin(), &robins)], &[]);
    let mut window = window(&world, &[]);
    add(&mut window, mark(1, &robin(), 5, "for all"));
    reach(&mut window, Reach::shared(Keyring::of([robins.clone()])));
    add(&mut window, closed(2, &robin(), Audience::Team, SECRET));
    window.wait(|window| window.session.mark_count() == 2);
    reach(&mut window, Reach::default());
    window.wait(|window| window.session.mark_count() == 1);
    add(&mut window, mark(3, &sam(), 5, "meanwhile"));
    assert_eq!(window.words(), ["for all", "meanwhile"]);
    reach(&mut window, Reach::shared(Keyring::of([robins])));
    window.wait(|window| window.session.mark_count() == 3);
    assert_eq!(window.words(), [SECRET, "for all", "meanwhile"]);
}
