//! Erasing what one person keeps: no word of theirs is left in any file, and what others keep stays as it is.

use std::path::Path;

use mindframe::{
    domain::{
        edit::Edit,
        entry::EntryKind,
        mark::{About, Author},
    },
    store::{self, Erasing, ErasurePlan, Keyring, StoreError},
};

use crate::{
    entries::{entry, one_of_each},
    world::{Window, World, mark, robin, sam, stamp},
};

const SAMS: &str = "sam felt alone here";
const EARLIER: &str = "sam wrote it otherwise before";
const JOINT: &str = "we both looked away";
const ROBINS: &str = "robin was curious";

fn holding(folder: &Path, text: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            holding(&path, text, found);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            if bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes())
            {
                found.push(path.display().to_string());
            }
        }
    }
}

fn files_with(world: &World, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    holding(world.root.path(), text, &mut found);
    found
}

/// Sam's marks with an earlier state, a joint one in Robin's file, Robin's own about Sam, and one of each entry.
fn record(world: &World) {
    let mut window = Window::of(world.open(), "device-a", false);
    window.apply(&Edit::AddMark(Box::new(mark(1, &sam(), 3, EARLIER))));
    window.flush();
    window.rewrite(1, SAMS);
    let mut joint = mark(2, &robin(), 5, JOINT);
    joint.author = Author::Together(vec![robin(), sam()]);
    let mut about = mark(3, &robin(), 7, ROBINS);
    about.about = About::People(vec![sam()]);
    window.apply(&Edit::AddMark(Box::new(joint)));
    window.apply(&Edit::AddMark(Box::new(about)));
    for (number, kind) in (1..).zip(one_of_each()) {
        let keeper = if matches!(kind, EntryKind::Consent(_)) {
            sam()
        } else {
            robin()
        };
        window.apply(&Edit::PutEntry {
            keeper,
            entry: Box::new(entry(number, kind)),
        });
    }
    window.flush();
    drop(window);
    let own = world.marks_file(&sam());
    let text = std::fs::read(&own).unwrap();
    for tail in [" (conflicted copy 2026-03-09)", ".sync-conflict-20260309"] {
        let name = format!("role-play.mp4.marks.{}{tail}.ron", sam());
        std::fs::write(world.folder().join(name), &text).unwrap();
    }
    let mut broken = text;
    broken.truncate(broken.len() - 40);
    let mut aside = own.into_os_string();
    aside.push(".damaged-20260309T142300");
    std::fs::write(aside, broken).unwrap();
    let print = world.identity().fingerprint;
    store::keep_derived(&world.places, &print, store::Derived::Frames, b"times").unwrap();
}

fn with<T>(world: &World, act: impl FnOnce(Erasing<'_>) -> T) -> T {
    let opened = world.open();
    act(Erasing {
        place: &opened.place,
        info: opened.session.info(),
        person: &sam(),
        keys: &Keyring::default(),
        stamp: &stamp("device-a", 500),
    })
}

fn erase(world: &World) -> Result<ErasurePlan, StoreError> {
    with(world, |erasing| store::erase_person(erasing, &world.places))
}

#[test]
fn a_plan_says_what_goes_and_what_stays_and_changes_nothing() {
    let world = World::new();
    record(&world);
    let before = world.names();
    let plan = with(&world, store::plan_erasure).unwrap();
    assert_eq!((plan.marks, plan.joint, plan.about), (1, 1, 1), "{plan:?}");
    assert_eq!((plan.entries, plan.consents), (0, 1), "{plan:?}");
    assert!(plan.unclear.is_empty() && plan.locked.is_empty());
    assert!(!plan.is_done());
    assert_eq!(world.names(), before);
    assert!(!files_with(&world, SAMS).is_empty());
}

#[test]
fn afterwards_no_word_of_the_person_is_in_any_file_and_others_keep_theirs() {
    let world = World::new();
    record(&world);
    let done = erase(&world).unwrap();
    assert_eq!(done.left, Vec::<std::path::PathBuf>::new());
    for words in [SAMS, EARLIER, JOINT, "I looked"] {
        assert_eq!(files_with(&world, words), Vec::<String>::new(), "{words}");
    }
    let print = world.identity().fingerprint;
    assert!(store::recall_derived(&world.places, &print, store::Derived::Frames).is_none());
    let after = world.open();
    let words: Vec<_> = after.session.marks().map(|mark| &mark.words).collect();
    assert_eq!(words, [&Some(ROBINS.to_owned())]);
    let consents: Vec<_> = after
        .session
        .entries()
        .filter_map(|(keeper, entry)| match &entry.kind {
            EntryKind::Consent(consent) if *keeper == sam() => Some(consent),
            _ => None,
        })
        .collect();
    assert_eq!(consents.len(), 1, "that it was taken back stays provable");
    assert!(consents[0].withdrawn.is_some() && consents[0].erase_after.is_none());
    let again = with(&world, store::plan_erasure).unwrap();
    assert!(again.is_done(), "{again:?}");
}

#[test]
fn a_copy_that_comes_back_from_another_machine_goes_when_it_is_erased_again() {
    let world = World::new();
    record(&world);
    let old = std::fs::read(world.marks_file(&sam())).unwrap();
    erase(&world).unwrap();
    let name = format!("role-play.mp4.marks.{}.sync-conflict-20260401.ron", sam());
    std::fs::write(world.folder().join(name), old).unwrap();
    assert!(!with(&world, store::plan_erasure).unwrap().is_done());
    erase(&world).unwrap();
    assert_eq!(files_with(&world, SAMS), Vec::<String>::new());
    let opened = world.open();
    let session = &opened.session;
    assert!(session.marks().all(|mark| !mark.author.includes(&sam())));
}

#[test]
fn nothing_is_erased_while_a_window_has_it_open() {
    let world = World::new();
    record(&world);
    let mut window = world.window("device-a");
    window.offer();
    window.flush();
    assert!(matches!(erase(&world), Err(StoreError::Busy { .. })));
    assert!(!files_with(&world, SAMS).is_empty());
    drop(window);
    erase(&world).unwrap();
    assert_eq!(files_with(&world, SAMS), Vec::<String>::new());
}

#[test]
fn erasing_that_was_interrupted_goes_on_where_it_stopped() {
    let world = World::new();
    record(&world);
    let kept = world.folder().join("kept");
    let generations = world.place().generations();
    std::fs::create_dir(&kept).unwrap();
    for entry in std::fs::read_dir(&generations).unwrap().flatten() {
        std::fs::copy(entry.path(), kept.join(entry.file_name())).unwrap();
    }
    erase(&world).unwrap();
    for entry in std::fs::read_dir(&kept).unwrap().flatten() {
        std::fs::rename(entry.path(), generations.join(entry.file_name())).unwrap();
    }
    assert!(!files_with(&world, SAMS).is_empty());
    erase(&world).unwrap();
    assert_eq!(files_with(&world, SAMS), Vec::<String>::new());
}
