//! Opening and saving, alone and beside other writers.

use std::{os::unix::ffi::OsStrExt, time::Duration};

use mindframe::{
    domain::{edit::Edit, id::SessionId, mark::Link, person::Role, session::SessionKind},
    store::{self, Access, NewSession, SaveEvent, Warning},
};

use crate::world::{Window, World, at, id, mark, mark_id, person, robin, sam};

#[test]
fn opening_writes_nothing() {
    let world = World::new();
    let opened = world.open();
    assert_eq!(opened.access, Access::ReadWrite);
    assert_eq!(opened.warnings, []);
    assert_eq!(opened.session.people().len(), 2);
    assert_eq!(world.names(), ["role-play.mp4"]);
    assert!(!world.places.data.exists());
}

#[test]
fn a_saved_mark_is_there_when_opened_again() {
    let world = World::new();
    let mut window = world.window("device-a");
    window.apply(&Edit::AddMark(Box::new(mark(
        1,
        &sam(),
        16,
        "I wanted him to ask again",
    ))));
    window.flush();
    assert_eq!(window.saved, 1);
    drop(window);
    assert_eq!(
        world.names(),
        [
            ".role-play.mp4.generations",
            "role-play.mp4",
            "role-play.mp4.marks.sam-2.ron",
            "role-play.mp4.session.ron"
        ],
        "only who has marks has a file, and the note is gone"
    );
    let opened = world.open();
    assert_eq!(
        opened.session.mark(mark_id(1)).unwrap().words.as_deref(),
        Some("I wanted him to ask again")
    );
    assert_eq!(opened.warnings, []);
}

#[test]
fn only_files_that_changed_are_written() {
    let world = World::new();
    let mut window = world.window("device-a");
    window.apply(&Edit::AddMark(Box::new(mark(1, &sam(), 16, "one"))));
    window.apply(&Edit::AddMark(Box::new(mark(2, &robin(), 17, "two"))));
    window.flush();
    let inode = |person: &mindframe::domain::id::PersonId| {
        use std::os::unix::fs::MetadataExt;
        std::fs::metadata(world.marks_file(person)).unwrap().ino()
    };
    let before = (inode(&sam()), inode(&robin()));
    window.rewrite(2, "two, again");
    window.flush();
    assert_eq!(inode(&sam()), before.0);
    assert_ne!(inode(&robin()), before.1);
}

#[test]
fn two_windows_see_each_others_marks() {
    let world = World::new();
    let mut one = world.window("device-a");
    one.apply(&Edit::AddMark(Box::new(mark(
        1,
        &sam(),
        16,
        "from the first",
    ))));
    one.flush();
    let mut two = world.window("device-b");
    assert_eq!(two.words(), ["from the first"]);
    let began = std::time::Instant::now();
    two.apply(&Edit::AddMark(Box::new(mark(
        2,
        &sam(),
        20,
        "from the second",
    ))));
    one.wait(|one| one.words().len() == 2);
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
    one.rewrite(2, "changed by the first");
    two.wait(|two| two.words() == ["changed by the first", "from the first"]);
    one.apply(&Edit::DeleteMark(mark_id(1)));
    two.wait(|two| two.words() == ["changed by the first"]);
}

#[test]
fn windows_that_write_at_the_same_time_lose_nothing() {
    let world = World::new();
    world.save(&world.open().session);
    let mut windows: Vec<Window> = ["device-a", "device-b", "device-c"]
        .map(|device| world.window(device))
        .into_iter()
        .collect();
    for round in 0..15_u128 {
        for (at, window) in windows.iter_mut().enumerate() {
            let number = round * 10 + at as u128 + 1;
            let who = if number.is_multiple_of(2) {
                sam()
            } else {
                robin()
            };
            window.apply(&Edit::AddMark(Box::new(mark(
                number,
                &who,
                5,
                &format!("{number:03}"),
            ))));
            if round % 4 == 3 {
                window.poll();
            }
        }
    }
    for window in &mut windows {
        window.wait(|window| window.words().len() == 45 && window.saved == window.revision);
    }
    let opened = world.open();
    assert_eq!(opened.session.mark_count(), 45);
    assert_eq!(opened.session.check(), []);
    assert_eq!(opened.warnings, []);
    let kept_apart = opened
        .session
        .marks()
        .filter(|mark| !mark.links.is_empty())
        .count();
    assert_eq!(kept_apart, 0, "nobody changed the same mark");
}

#[test]
fn two_changes_of_one_mark_are_both_kept() {
    let world = World::new();
    let mut one = world.window("device-a");
    one.apply(&Edit::AddMark(Box::new(mark(1, &sam(), 16, "first words"))));
    one.flush();
    // Two writers that do not look out, so that neither knows of the other.
    let mut two = Window::of(world.open(), "device-b", false);
    let mut three = Window::of(world.open(), "device-c", false);
    drop(one);
    two.rewrite(1, "as two has it");
    two.flush();
    three.rewrite(1, "as three has it");
    three.flush();
    assert_eq!(three.words(), ["as three has it", "as two has it"]);
    assert!(
        three
            .events
            .contains(&SaveEvent::Warned(Warning::BothKept { marks: 1 }))
    );
    let opened = world.open();
    let kept: Vec<_> = opened
        .session
        .marks()
        .filter(|mark| mark.links.contains(&Link::ConflictOf(mark_id(1))))
        .collect();
    assert_eq!(kept.len(), 1);
    // The other writer comes to the same state, without a second copy.
    two.rewrite(1, "as two has it now");
    two.flush();
    assert_eq!(
        world.open().session.mark_count(),
        2 + usize::from(two.words().len() > 2)
    );
}

#[test]
fn a_mark_that_changes_its_author_moves_to_the_other_file() {
    let world = World::new();
    let mut window = world.window("device-a");
    window.apply(&Edit::AddMark(Box::new(mark(1, &sam(), 16, "whose is it"))));
    window.flush();
    let mut given = mark(1, &robin(), 16, "whose is it");
    given.revision = 1;
    window.apply(&Edit::ReplaceMark(Box::new(given)));
    window.flush();
    let opened = world.open();
    assert_eq!(opened.session.check(), []);
    assert!(
        opened
            .session
            .set(&robin())
            .unwrap()
            .marks
            .contains_key(&mark_id(1))
    );
    let text = std::fs::read_to_string(world.marks_file(&sam())).unwrap();
    assert!(!text.contains("whose is it"));
}

#[test]
fn people_added_in_two_windows_are_all_there() {
    let world = World::new();
    let mut one = world.window("device-a");
    one.apply(&Edit::AddMark(Box::new(mark(1, &sam(), 16, "x"))));
    one.flush();
    let mut two = Window::of(world.open(), "device-b", false);
    let with = |window: &Window, who: &str| {
        let mut info = window.session.info().clone();
        info.people.push(person(who, who, Role::Supervisor));
        Edit::SetInfo(Box::new(info))
    };
    one.apply(&with(&one, "kim-3"));
    one.flush();
    two.apply(&with(&two, "lee-4"));
    two.flush();
    one.wait(|one| one.session.people().len() == 4);
    assert_eq!(two.session.people().len(), 4);
    assert_eq!(world.open().session.people().len(), 4);
}

#[test]
fn who_has_it_open_is_known() {
    let world = World::new();
    let mut one = world.window("device-a");
    assert_eq!(one.saver.others(), []);
    let two = world.window("device-b");
    one.wait(|one| one.saver.others().len() == 1);
    assert_eq!(one.saver.others()[0].device.as_str(), "device-b");
    drop(two);
    one.wait(|one| one.saver.others().is_empty());
    drop(one);
    assert_eq!(world.names(), ["role-play.mp4"]);
}

#[test]
fn any_name_will_do() {
    let long = "ä".repeat(118) + ".mp4";
    let names: [&[u8]; 8] = [
        b"line\nbreak.mp4",
        b"quote\"s' and %20 #1 ?.mp4",
        b"-leading.mp4",
        b" .mp4",
        b"not utf-8 \xff\xfe.mp4",
        "漢字 🙂.mp4".as_bytes(),
        long.as_bytes(),
        b"video.marks.sam-2.ron",
    ];
    for name in names {
        let world = World::named(std::ffi::OsStr::from_bytes(name));
        let mut window = world.window("device-a");
        window.apply(&Edit::AddMark(Box::new(mark(1, &sam(), 16, "here"))));
        window.flush();
        drop(window);
        let opened = world.open();
        assert_eq!(opened.warnings, [], "{:?}", world.video);
        assert_eq!(opened.session.mark_count(), 1, "{:?}", world.video);
    }
}

#[test]
fn two_windows_that_begin_at_once_end_up_with_one_record() {
    for (first, second) in [("aa", "bb"), ("dd", "cc")] {
        let world = World::new();
        let fresh = |number: u128, who: &str| {
            let new = NewSession {
                id: SessionId::new(uuid::Uuid::from_u128(number)),
                kind: SessionKind::Session,
                people: vec![person(who, "Therapist", Role::Therapist)],
                codebooks: Vec::new(),
            };
            store::open(
                &world.video,
                &world.identity(),
                &world.places,
                new,
                at(0),
                &store::Keyring::default(),
            )
        };
        let mut one = Window::of(fresh(1, first), "device-a", true);
        let mut two = Window::of(fresh(2, second), "device-b", true);
        one.apply(&Edit::AddMark(Box::new(mark(1, &id(first), 5, "one"))));
        one.flush();
        two.apply(&Edit::AddMark(Box::new(mark(2, &id(second), 6, "two"))));
        two.flush();
        for window in [&mut one, &mut two] {
            window.wait(|window| window.words().len() == 2 && window.session.people().len() == 2);
        }
        assert_eq!(one.session.info().id, two.session.info().id);
        one.apply(&Edit::AddMark(Box::new(mark(3, &id(first), 5, "three"))));
        one.flush();
        two.wait(|two| two.words().len() == 3);
        let opened = world.open();
        assert_eq!(opened.session.check(), []);
        assert_eq!(opened.warnings, []);
        assert_eq!(opened.session.mark_count(), 3);
        assert_eq!(opened.session.people().len(), 2);
    }
}

#[test]
fn taking_turns_at_one_mark_makes_no_copies() {
    let world = World::new();
    let mut one = world.window("device-a");
    one.apply(&Edit::AddMark(Box::new(mark(1, &sam(), 16, "0"))));
    one.flush();
    let mut two = world.window("device-b");
    for turn in 1..12 {
        let (writer, reader) = if turn % 2 == 0 {
            (&mut one, &mut two)
        } else {
            (&mut two, &mut one)
        };
        writer.rewrite(1, &turn.to_string());
        reader.wait(|reader| reader.words() == [turn.to_string()]);
    }
}

#[test]
fn writing_over_each_other_ends_alike_with_the_last_words_of_both() {
    let world = World::new();
    let mut one = world.window("device-a");
    one.apply(&Edit::AddMark(Box::new(mark(1, &sam(), 16, "start"))));
    one.flush();
    let mut two = world.window("device-b");
    for turn in 0..12 {
        one.rewrite(1, &format!("one {turn}"));
        two.rewrite(1, &format!("two {turn}"));
        if turn % 3 == 0 {
            one.poll();
            two.poll();
        }
    }
    let last = ["one 11".to_owned(), "two 11".to_owned()];
    let has_both = |window: &Window| {
        window.saved == window.revision && last.iter().all(|words| window.words().contains(words))
    };
    one.wait(has_both);
    two.wait(has_both);
    let all = world.open().session;
    let settled = |window: &Window| window.words().len() == all.mark_count();
    one.wait(settled);
    two.wait(settled);
    assert_eq!(one.words(), two.words());
}
