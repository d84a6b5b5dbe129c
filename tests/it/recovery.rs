//! Damage, full disks, read-only folders: nothing is overwritten and nothing lost.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use mindframe::{
    domain::edit::Edit,
    store::{self, Access, Place, SaveEvent, StoreError, Warning},
};

use crate::world::{Window, World, mark, mark_id, rewrite, robin, sam, stamp};

/// A saved record: Sam said `words`, Robin something else.
fn saved(words: &str) -> World {
    let world = World::new();
    let mut session = world.open().session;
    crate::world::add(&mut session, mark(1, &sam(), 5, words));
    crate::world::add(&mut session, mark(2, &robin(), 9, "Robin's"));
    world.save(&session);
    world
}

fn damaged_copies(world: &World) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(world.folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains(".damaged-"))
        .collect();
    found.sort();
    found
}

fn window(world: &World) -> Window {
    Window::of(world.open(), "device-a", false)
}

#[test]
fn a_damaged_file_is_set_aside_and_the_newest_state_stands_in() {
    let world = saved("first");
    let mut one = window(&world);
    one.rewrite(1, "second");
    one.flush();
    drop(one);
    let file = world.marks_file(&sam());
    let damage = &fs::read(&file).unwrap()[..300];
    fs::write(&file, damage).unwrap();

    let opened = world.open();
    assert_eq!(opened.access, Access::ReadWrite);
    assert_eq!(
        opened.session.mark(mark_id(1)).unwrap().words.as_deref(),
        Some("second")
    );
    let aside = damaged_copies(&world);
    assert_eq!(aside.len(), 1);
    assert_eq!(fs::read(&aside[0]).unwrap(), damage);
    match opened.warnings.as_slice() {
        [
            Warning::Recovered {
                damaged,
                set_aside,
                marks,
                saved,
                ..
            },
        ] => {
            assert_eq!(damaged, &file);
            assert_eq!(set_aside.as_ref(), aside.first());
            assert_eq!(*marks, Some(1));
            assert!(saved.is_some());
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(world.open().warnings, [], "it is mended");
}

#[test]
fn a_state_that_is_itself_damaged_is_passed_over() {
    let world = saved("first");
    let mut one = window(&world);
    one.rewrite(1, "second");
    one.flush();
    drop(one);
    let mut states: Vec<PathBuf> = fs::read_dir(world.place().generations())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().contains("marks.sam-2."))
        .collect();
    states.sort();
    assert_eq!(states.len(), 2);
    fs::write(&states[1], b"(").unwrap();
    fs::write(world.marks_file(&sam()), b"").unwrap();
    let opened = world.open();
    assert_eq!(
        opened.session.mark(mark_id(1)).unwrap().words.as_deref(),
        Some("first")
    );
}

#[test]
fn without_any_earlier_state_the_rest_still_opens() {
    let world = saved("first");
    fs::remove_dir_all(world.place().generations()).unwrap();
    fs::write(world.marks_file(&sam()), b"\x00\x00\x00").unwrap();
    let opened = world.open();
    assert_eq!(opened.session.mark_count(), 1);
    assert!(matches!(
        opened.warnings.as_slice(),
        [Warning::Recovered {
            marks: None,
            set_aside: Some(_),
            ..
        }]
    ));
    assert_eq!(
        fs::read(&damaged_copies(&world)[0]).unwrap(),
        b"\x00\x00\x00"
    );
    let mut one = Window::of(opened, "device-a", false);
    one.apply(&Edit::AddMark(Box::new(mark(3, &sam(), 5, "again"))));
    one.flush();
    assert_eq!(world.open().session.mark_count(), 2);
}

#[test]
fn a_file_damaged_while_the_window_is_open_is_set_aside_and_written_anew() {
    let world = saved("first");
    let mut one = window(&world);
    fs::write(world.marks_file(&sam()), b"(nonsense").unwrap();
    fs::write(world.place().session_file(), b"(nonsense").unwrap();
    one.rewrite(2, "Robin's, changed");
    one.flush();
    assert_eq!(damaged_copies(&world).len(), 2);
    let opened = world.open();
    assert_eq!(opened.warnings, []);
    assert_eq!(
        opened.session.mark(mark_id(1)).unwrap().words.as_deref(),
        Some("first")
    );
    assert!(
        one.events
            .iter()
            .any(|event| matches!(event, SaveEvent::Warned(Warning::Recovered { .. })))
    );
}

#[test]
fn every_byte_may_be_damaged() {
    let world = saved("I wanted him to ask again");
    let shared_memory = Path::new("/dev/shm");
    let workshop = if shared_memory.is_dir() {
        tempfile::tempdir_in(shared_memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    };
    let original = world.open().session;
    let mut tried = 0;
    for file in [world.marks_file(&sam()), world.place().session_file()] {
        let bytes = fs::read(&file).unwrap();
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            let mut shorter = bytes.clone();
            shorter.remove(at);
            for damage in [flipped, shorter, bytes[..at].to_vec()] {
                tried += 1;
                let copy = copy_of(&world, workshop.path(), tried);
                let file = copy.folder().join(file.file_name().unwrap());
                one_damage(&copy, &file, &damage, &original);
            }
        }
    }
    assert!(tried > 3000);
}

/// The same folder elsewhere; quicker than saving anew.
fn copy_of(world: &World, workshop: &Path, number: usize) -> World {
    let root = tempfile::Builder::new()
        .prefix(&format!("{number}-"))
        .tempdir_in(workshop)
        .unwrap();
    let video = root.path().join("role-play.mp4");
    let copy = World {
        video,
        places: world.places.clone(),
        root,
    };
    let generations = copy.place().generations();
    fs::create_dir(&generations).unwrap();
    for (from, to) in [
        (world.folder().to_path_buf(), copy.folder()),
        (world.place().generations(), generations.as_path()),
    ] {
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            if entry.path().is_file() {
                fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
            }
        }
    }
    copy
}

fn one_damage(
    world: &World,
    file: &Path,
    damage: &[u8],
    original: &mindframe::domain::session::Session,
) {
    fs::write(file, damage).unwrap();
    let opened = world.open();
    assert_eq!(opened.session.check(), []);
    let recovered = opened
        .warnings
        .iter()
        .any(|warning| matches!(warning, Warning::Recovered { .. }));
    if let Access::ReadOnly(reason) = &opened.access {
        assert!(
            matches!(reason, StoreError::NewerVersion { .. }),
            "{reason}"
        );
        assert_eq!(fs::read(file).unwrap(), damage, "it is never overwritten");
        return;
    }
    if recovered {
        assert_eq!(opened.session, *original);
        let aside = damaged_copies(world);
        assert_eq!(fs::read(&aside[0]).unwrap(), damage);
    }
    let mut window = Window::of(opened, "device-a", false);
    window.apply(&Edit::AddMark(Box::new(mark(
        50,
        &sam(),
        5,
        "after the damage",
    ))));
    window.flush();
    let count = window.session.mark_count();
    drop(window);
    let opened = world.open();
    assert_eq!(opened.session.mark_count(), count);
    assert_eq!(opened.access, Access::ReadWrite);
    if recovered {
        assert_eq!(fs::read(&damaged_copies(world)[0]).unwrap(), damage);
    }
}

#[test]
fn a_newer_version_is_read_only_and_never_written() {
    let world = saved("first");
    let file = world.marks_file(&sam());
    let newer = fs::read_to_string(&file)
        .unwrap()
        .replace("version: 1,", "version: 2,")
        .replace("words:", "spoken_words:");
    fs::write(&file, &newer).unwrap();
    let opened = world.open();
    assert!(matches!(
        opened.access,
        Access::ReadOnly(StoreError::NewerVersion { version: 2, .. })
    ));
    assert_eq!(opened.session.mark_count(), 1, "what can be read is shown");
    let mut window = Window::of(opened, "device-a", false);
    window.apply(&Edit::AddMark(Box::new(mark(50, &sam(), 5, "too early"))));
    let refused = window.saver.flush(Duration::from_secs(20));
    assert!(
        matches!(refused, Err(StoreError::NewerVersion { .. })),
        "{refused:?}"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), newer);
    assert!(damaged_copies(&world).is_empty());
}

#[test]
fn a_renamed_video_is_recognised() {
    let mut world = saved("first");
    let old = world.place();
    let renamed = world.folder().join("2026-03-09 Sam.mp4");
    fs::rename(&world.video, &renamed).unwrap();
    world.video = renamed;
    let opened = world.open();
    assert_eq!(opened.session.mark_count(), 0);
    let [Warning::Relinkable { places }] = opened.warnings.as_slice() else {
        panic!("{:?}", opened.warnings);
    };
    assert_eq!(places.len(), 1);
    store::relink(&places[0], &world.place(), false).unwrap();
    let opened = world.open();
    assert_eq!(opened.session.mark_count(), 2);
    assert_eq!(opened.warnings, []);
    assert!(!old.session_file().exists());
    assert!(world.place().generations().exists());
}

#[test]
fn a_changed_video_is_noticed() {
    let world = saved("first");
    fs::write(&world.video, b"other pictures").unwrap();
    let opened = world.open();
    assert_eq!(opened.session.mark_count(), 2);
    assert!(matches!(
        opened.warnings.as_slice(),
        [Warning::MediaChanged { .. }]
    ));
}

#[test]
fn copies_made_by_sync_programs_come_in() {
    for name in [
        "role-play.mp4.marks.sam-2 (Robin's conflicted copy 2026-03-10).ron",
        "role-play.mp4.marks.sam-2.sync-conflict-20260310-101010-ABCDEFG.ron",
        "role-play.mp4.marks.sam-2_conflict-20260310-101010.ron",
        "role-play.mp4.marks.sam-2-laptop.ron",
        "role-play.mp4.marks.sam-2 (1).ron",
    ] {
        let world = saved("first");
        // The other machine changed one mark and added another, in its copy of the file.
        let mut theirs = world.open().session;
        rewrite(&mut theirs, 1, "changed elsewhere", &stamp("device-b", 100));
        crate::world::add(&mut theirs, mark(3, &sam(), 7, "added elsewhere"));
        let text = store::schema::write_marks(
            theirs.info(),
            theirs.person(&sam()).unwrap(),
            theirs.set(&sam()).unwrap(),
        );
        let copy = world.folder().join(name);
        fs::write(&copy, text).unwrap();
        let mut one = window(&world);
        assert!(
            one.words().contains(&"added elsewhere".to_owned()),
            "{name}"
        );
        assert!(
            one.words().contains(&"changed elsewhere".to_owned()),
            "{name}"
        );
        let before = one.words();
        one.apply(&Edit::AddMark(Box::new(mark(9, &robin(), 5, "here"))));
        one.flush();
        drop(one);
        assert!(!copy.exists(), "{name} is with the earlier states now");
        let opened = world.open();
        assert_eq!(opened.warnings, [], "{name}");
        assert_eq!(opened.session.mark_count(), before.len() + 1, "{name}");
    }
}

#[test]
fn words_deleted_for_good_are_gone_from_the_disk() {
    let world = saved("a secret");
    let mut one = window(&world);
    one.rewrite(1, "a secret, told better");
    one.flush();
    // A damaged copy that still names it, and one that says nothing any more.
    let file = world.marks_file(&sam());
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, whole.replace("version: 1,", "version: 1")).unwrap();
    one.rewrite(2, "Robin's, changed");
    one.flush();
    assert_eq!(damaged_copies(&world).len(), 1);
    let secret = one.session.mark(mark_id(1)).unwrap().clone();
    one.apply(&Edit::EraseMark(mark_id(1)));
    one.saver.erase(&secret);
    one.wait(|one| {
        one.events
            .iter()
            .any(|event| matches!(event, SaveEvent::Erased(_)))
    });
    let Some(SaveEvent::Erased(erasure)) = one
        .events
        .iter()
        .find(|event| matches!(event, SaveEvent::Erased(_)))
    else {
        unreachable!()
    };
    assert_eq!(erasure.left, Vec::<PathBuf>::new());
    assert!(erasure.cleaned >= 3, "{erasure:?}");
    drop(one);
    for path in all_files(world.folder()) {
        let text = fs::read(&path).unwrap();
        assert!(
            !String::from_utf8_lossy(&text).contains("secret"),
            "{}",
            path.display()
        );
    }
    // The earlier states still serve.
    fs::write(&file, b"").unwrap();
    assert_eq!(world.open().session.mark_count(), 1);
}

fn all_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all_files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Runs a test again as a child that may mount file systems of its own. False in the parent, whose work is done then;
/// also false where the system does not allow it.
fn with_own_mounts(test: &str) -> bool {
    if std::env::var_os("MINDFRAME_TEST_CHILD").is_some() {
        return true;
    }
    let allowed = Command::new("unshare")
        .args(["-rm", "mount", "-t", "tmpfs", "none", "/mnt"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !allowed {
        // Machines that allow no mounts of our own cannot show this.
        return false;
    }
    let status = Command::new("unshare")
        .arg("-rm")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env("MINDFRAME_TEST_CHILD", "1")
        .status()
        .unwrap();
    assert!(status.success());
    false
}

fn mount(arguments: &[&str]) {
    assert!(
        Command::new("mount")
            .args(arguments)
            .status()
            .unwrap()
            .success()
    );
}

#[test]
fn a_read_only_folder_keeps_its_record_in_the_data_folder() {
    if !with_own_mounts("recovery::a_read_only_folder_keeps_its_record_in_the_data_folder") {
        return;
    }
    let world = saved("first");
    let folder = world.folder().to_str().unwrap();
    mount(&["--bind", folder, folder]);
    mount(&["-o", "remount,ro,bind", folder]);
    let before = world.names();
    let opened = world.open();
    assert_eq!(opened.access, Access::ReadWrite);
    assert!(matches!(
        opened.warnings.as_slice(),
        [Warning::KeptInDataFolder {
            reason: StoreError::ReadOnly { .. },
            ..
        }]
    ));
    assert_eq!(opened.session.mark_count(), 2, "what lies beside is read");
    assert!(!world.places.data.exists(), "opening writes nothing");
    let mut one = Window::of(opened, "device-a", true);
    one.apply(&Edit::AddMark(Box::new(mark(
        3,
        &sam(),
        5,
        "kept elsewhere",
    ))));
    one.flush();
    drop(one);
    assert_eq!(world.names(), before);
    let opened = world.open();
    assert_eq!(opened.session.mark_count(), 3);
    // Once the folder can be written again, all comes together there.
    mount(&["-o", "remount,rw,bind", folder]);
    let mut one = window(&world);
    assert_eq!(one.session.mark_count(), 3);
    one.rewrite(3, "back beside");
    one.flush();
    fs::remove_dir_all(&world.places.data).unwrap();
    assert_eq!(world.open().session.mark_count(), 3);
}

#[test]
fn with_no_place_at_all_the_marks_stay_in_memory_until_one_is_chosen() {
    if !with_own_mounts(
        "recovery::with_no_place_at_all_the_marks_stay_in_memory_until_one_is_chosen",
    ) {
        return;
    }
    let world = saved("first");
    let root = world.root.path().to_str().unwrap();
    let usable = tempfile::tempdir().unwrap();
    mount(&["--bind", root, root]);
    mount(&["-o", "remount,ro,bind", root]);
    let opened = world.open();
    assert!(matches!(
        opened.access,
        Access::ReadOnly(StoreError::ReadOnly { .. })
    ));
    let mut one = Window::of(opened, "device-a", true);
    one.apply(&Edit::AddMark(Box::new(mark(
        3,
        &sam(),
        5,
        "only in memory",
    ))));
    let refused = one.saver.flush(Duration::from_secs(20)).unwrap_err();
    assert!(
        matches!(refused, StoreError::ReadOnly { .. }),
        "{refused:?}"
    );
    assert!(refused.elsewhere_helps());
    let place = Place::in_folder(&world.video, usable.path());
    one.saver.relocate(place.clone());
    one.flush();
    assert_eq!(one.saved, one.revision);
    assert!(place.session_file().exists());
    let sams = fs::read_to_string(place.marks_file(&sam())).unwrap();
    assert!(sams.contains("only in memory") && sams.contains("first"));
    assert!(place.marks_file(&robin()).exists());
}

#[test]
fn a_place_chosen_once_is_found_again() {
    let world = saved("first");
    let mut one = window(&world);
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(&world.video, folder.path());
    one.saver.relocate(place.clone());
    store::remember(&world.places, &world.identity(), &place).unwrap();
    one.apply(&Edit::AddMark(Box::new(mark(3, &sam(), 5, "over there"))));
    one.flush();
    drop(one);
    assert_eq!(world.open().session.mark_count(), 3);
}

#[test]
fn a_full_disk_loses_nothing() {
    if !with_own_mounts("recovery::a_full_disk_loses_nothing") {
        return;
    }
    let world = World::new();
    let folder = world.folder().to_str().unwrap();
    mount(&["-t", "tmpfs", "-o", "size=200k", "none", folder]);
    fs::write(&world.video, b"moving pictures").unwrap();
    let mut one = window(&world);
    one.apply(&Edit::AddMark(Box::new(mark(1, &sam(), 5, "fits"))));
    one.flush();
    let ballast = world.folder().join("ballast");
    let _ = fs::write(&ballast, vec![1; 300_000]);
    let file = world.marks_file(&sam());
    let before = fs::read(&file).unwrap();
    one.apply(&Edit::AddMark(Box::new(mark(
        2,
        &sam(),
        6,
        &"long ".repeat(2000),
    ))));
    let refused = one.saver.flush(Duration::from_secs(20)).unwrap_err();
    assert!(matches!(refused, StoreError::Full { .. }), "{refused:?}");
    one.poll();
    assert!(
        one.events
            .iter()
            .any(|event| matches!(event, SaveEvent::Failed(StoreError::Full { .. })))
    );
    assert_eq!(fs::read(&file).unwrap(), before, "the old state is whole");
    fs::remove_file(&ballast).unwrap();
    one.saver.retry();
    one.flush();
    assert_eq!(one.saved, one.revision);
    drop(one);
    let opened = world.open();
    assert_eq!(opened.session.mark_count(), 2);
    assert_eq!(opened.warnings, []);
    assert!(!world.names().iter().any(|name| name.contains(".part-")));
}

#[test]
fn marks_that_change_places_are_in_one_file_or_both_at_any_moment() {
    if !with_own_mounts("recovery::marks_that_change_places_are_in_one_file_or_both_at_any_moment")
    {
        return;
    }
    let world = saved("was Sam's");
    let mut one = window(&world);
    // A mounted file can be read and not replaced: the second of the two writes fails.
    let sams = world.marks_file(&sam());
    let sams = sams.to_str().unwrap();
    mount(&["--bind", sams, sams]);
    let swapped = vec![
        Edit::ReplaceMark(Box::new(mark(1, &robin(), 5, "was Sam's"))),
        Edit::ReplaceMark(Box::new(mark(2, &sam(), 9, "Robin's"))),
    ];
    one.apply(&Edit::Batch(swapped));
    assert!(one.saver.flush(Duration::from_secs(20)).is_err());
    let on_disk = world.open().session;
    assert_eq!(on_disk.mark_count(), 2);
    assert_eq!(on_disk.check(), []);
    assert!(Command::new("umount").arg(sams).status().unwrap().success());
    one.saver.retry();
    one.flush();
    let on_disk = world.open().session;
    assert_eq!(on_disk.check(), []);
    assert_eq!(on_disk, one.session);
    let text = fs::read_to_string(world.marks_file(&robin())).unwrap();
    assert!(!text.contains("words: \"Robin's\""), "nothing stays behind");
}

#[test]
fn what_a_killed_writer_left_unfinished_is_cleared_away() {
    let world = saved("first");
    let left = world
        .folder()
        .join(".role-play.mp4.marks.sam-2.ron.part-AbCdEf");
    let other = world
        .folder()
        .join(".role-play-2.mp4.marks.sam-2.ron.part-AbCdEf");
    fs::write(&left, "(half a word").unwrap();
    fs::write(&other, "(of another recording").unwrap();
    let mut one = window(&world);
    assert!(left.exists());
    one.rewrite(1, "second");
    one.flush();
    assert!(!left.exists() && other.exists());
}
