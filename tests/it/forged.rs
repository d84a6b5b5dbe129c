//! Packages that somebody has tampered with so that they look whole, and ones that are odd without anybody's doing.

use std::{fs, path::Path, time::Duration};

use mindframe::{
    app::{
        PackageCommand,
        review::packages::{Give, Outcome},
    },
    domain::entry::SealedState,
    store::{PackageError, look_into},
};

use crate::{
    alone::{SAMS, person, sealed_file},
    desk::TestDesk,
    packages::{given, marks, package, robins, sams, take, taken},
};

/// Takes a package apart: its manifest, and each member with what it is.
fn apart(bytes: &[u8]) -> (String, Vec<(String, Vec<u8>)>) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    let line = std::str::from_utf8(&bytes[..end]).unwrap();
    let length: usize = line.split(' ').nth(2).unwrap().parse().unwrap();
    let mut rest = &bytes[end + 1..];
    let manifest = String::from_utf8(rest[..length].to_vec()).unwrap();
    rest = &rest[length..];
    let mut members = Vec::new();
    let mut kind = String::new();
    let listed = manifest.split("members: [").nth(1).unwrap();
    for line in listed.lines().map(str::trim) {
        if let Some(known) = line.strip_prefix("kind: ") {
            kind = known.trim_end_matches(',').to_owned();
        } else if let Some(bytes) = line.strip_prefix("bytes: ") {
            let bytes: usize = bytes.trim_end_matches(',').parse().unwrap();
            members.push((kind.clone(), rest[..bytes].to_vec()));
            rest = &rest[bytes..];
        }
    }
    assert!(rest.is_empty());
    (manifest, members)
}

/// Puts one together so that every length and hash is right.
fn together(manifest: &str, members: &[(String, Vec<u8>)]) -> Vec<u8> {
    use std::fmt::Write as _;
    let (head, _) = manifest.split_once("members: [").unwrap();
    let mut text = format!("{head}members: [\n");
    for (kind, bytes) in members {
        let hash = blake3::hash(bytes).to_hex();
        writeln!(
            text,
            "(\nkind: {kind},\nbytes: {},\nhash: \"{hash}\",\n),",
            bytes.len()
        )
        .unwrap();
    }
    text.push_str("],\n)\n");
    let hash = blake3::hash(text.as_bytes()).to_hex();
    let mut whole = format!("mindframe-package 1 {} {hash}\n{text}", text.len()).into_bytes();
    for (_, bytes) in members {
        whole.extend(bytes);
    }
    whole
}

/// Sam's package for the way back, and Robin's computer.
fn back() -> (TestDesk, Vec<u8>) {
    let mut robin = robins();
    let mut sam = sams(&mut robin);
    marks(&mut sam, "Sam", SAMS, "Sam alone");
    let with = Give {
        key: true,
        ..Give::default()
    };
    let path = given(&mut sam, "Sam", "Robin", with);
    (robin, fs::read(path).unwrap())
}

fn look(bytes: &[u8]) -> Result<(), PackageError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("one.mindframe");
    fs::write(&path, bytes).unwrap();
    look_into(&path).map(drop)
}

fn put(desk: &TestDesk, bytes: &[u8]) -> std::path::PathBuf {
    let path = desk.folder.path().join("changed.mindframe");
    fs::write(&path, bytes).unwrap();
    path
}

fn state(desk: &TestDesk, name: &str) -> SealedState {
    let id = person(desk, name);
    let round = desk.app.round().unwrap();
    let part = round.parts.iter().find(|part| part.person == id);
    part.unwrap().set.state.clone()
}

#[test]
fn what_is_taken_apart_and_put_together_again_is_a_package_still() {
    let (_robin, bytes) = back();
    let (manifest, members) = apart(&bytes);
    let kinds: Vec<&str> = members
        .iter()
        .map(|(kind, _)| kind.split('(').next().unwrap())
        .collect();
    assert_eq!(kinds, ["Card", "Marks", "Marks", "Sealed", "Key"]);
    assert_eq!(look(&together(&manifest, &members)), Ok(()));
}

#[test]
fn a_package_that_says_done_without_the_set_is_refused() {
    let (_robin, bytes) = back();
    let (manifest, mut members) = apart(&bytes);
    members.retain(|(kind, _)| !kind.starts_with("Sealed"));
    assert_eq!(
        look(&together(&manifest, &members)),
        Err(PackageError::SetMissing("Sam".to_owned()))
    );
}

#[test]
fn members_that_do_not_belong_are_refused() {
    let (robin, bytes) = back();
    let (manifest, members) = apart(&bytes);
    let other = person(&robin, "Robin");
    let twice = [members.clone(), vec![members[0].clone()]].concat();
    assert_eq!(
        look(&together(&manifest, &twice)),
        Err(PackageError::Damaged)
    );
    // Nobody hands over what another has marked alone.
    let others = members
        .iter()
        .cloned()
        .map(|(kind, bytes)| {
            if kind.starts_with("Sealed") {
                (format!("Sealed(\"{other}\")"), bytes)
            } else {
                (kind, bytes)
            }
        })
        .collect::<Vec<_>>();
    assert_eq!(
        look(&together(&manifest, &others)),
        Err(PackageError::Damaged)
    );
    // Nor a key that is nobody's of the package.
    let key = format!("Key(\"age1{}\")", "q".repeat(58));
    let strange = [members.clone(), vec![(key, members[4].1.clone())]].concat();
    assert_eq!(
        look(&together(&manifest, &strange)),
        Err(PackageError::Damaged)
    );
    // Nothing has a path: there is no kind that could name one.
    let path = [
        members.clone(),
        vec![("File(\"../../x\")".to_owned(), vec![1])],
    ]
    .concat();
    assert_eq!(
        look(&together(&manifest, &path)),
        Err(PackageError::Damaged)
    );
    let ending = [members, vec![("Media(\"/../x\")".to_owned(), vec![1])]].concat();
    assert_eq!(
        look(&together(&manifest, &ending)),
        Err(PackageError::Damaged)
    );
}

#[test]
fn plain_text_in_place_of_a_sealed_set_is_refused() {
    let (_robin, bytes) = back();
    let (manifest, mut members) = apart(&bytes);
    for (kind, bytes) in &mut members {
        if kind.starts_with("Sealed") {
            *bytes = b"(format: \"mindframe-marks\")".to_vec();
        }
    }
    assert_eq!(
        look(&together(&manifest, &members)),
        Err(PackageError::Damaged)
    );
}

/// The package with this text of one of its members changed.
fn with(bytes: &[u8], kind: &str, old: &str, new: &str) -> Vec<u8> {
    let (manifest, mut members) = apart(bytes);
    let mut changed = false;
    for (known, bytes) in &mut members {
        let text = String::from_utf8_lossy(bytes).into_owned();
        if known.starts_with(kind) && text.contains(old) {
            *bytes = text.replace(old, new).into_bytes();
            changed = true;
        }
    }
    assert!(changed, "{old} is in {kind}");
    together(&manifest, &members)
}

#[test]
fn names_that_lead_elsewhere_and_revisions_that_nobody_reaches_are_refused() {
    let (_robin, bytes) = back();
    let named = with(&bytes, "Card", "\"recording.mp4\"", "\"film.mp4\"");
    assert_eq!(look(&named), Ok(()));
    for name in ["../film.mp4", "/etc/passwd", "..", ""] {
        let named = with(&bytes, "Card", "\"recording.mp4\"", &format!("\"{name}\""));
        assert_eq!(look(&named), Err(PackageError::Damaged), "{name}");
    }
    let made = "            made: ";
    let high = format!("            revision: {},\n{made}", u32::MAX);
    let (robin, bytes) = back();
    let own = format!("Marks(\"{}\")", person(&robin, "Robin"));
    let changed = with(&bytes, &own, made, &high);
    assert_eq!(look(&changed), Err(PackageError::Damaged));
}

#[test]
fn nobody_says_for_another_how_far_they_are() {
    let (mut robin, bytes) = back();
    let own = format!("Marks(\"{}\")", person(&robin, "Robin"));
    let done = "state: Committed(at: \"2026-11-22T14:20:00+01:00\", hash: \"\")";
    let changed = with(&bytes, &own, "state: Open", done);
    let made = "            made: ";
    let changed = with(
        &changed,
        &own,
        made,
        &format!("            revision: 9,\n{made}"),
    );
    // It reads well and is taken in; Robin is not done because Sam's package says so.
    let path = put(&robin, &changed);
    take(&mut robin, &path);
    assert!(matches!(
        state(&robin, "Sam"),
        SealedState::Committed { .. }
    ));
    assert_eq!(state(&robin, "Robin"), SealedState::Open);
}

#[test]
fn an_interrupted_taking_in_is_finished_by_taking_in_once_more() {
    let (mut robin, bytes) = back();
    let (_, members) = apart(&bytes);
    // All that had been written when the power went: the sealed set.
    let sealed = members.iter().find(|(kind, _)| kind.starts_with("Sealed"));
    fs::write(sealed_file(&robin, "Sam"), &sealed.unwrap().1).unwrap();
    assert_eq!(state(&robin, "Sam"), SealedState::Open);
    let path = put(&robin, &bytes);
    take(&mut robin, &path);
    assert!(!taken(&robin).known);
    assert!(matches!(
        state(&robin, "Sam"),
        SealedState::Committed { .. }
    ));
}

#[test]
fn a_clock_that_is_ahead_is_said_and_changes_nothing() {
    let mut robin = robins();
    robin.clock.advance(Duration::from_hours(30));
    robin.app.tick();
    let path = given(&mut robin, "Robin", "Sam", Give::default());
    let mut sam = TestDesk::open();
    take(&mut sam, &path);
    assert!(taken(&sam).clocks_differ);
    assert_eq!(state(&sam, "Sam"), SealedState::Open);
    // And the other way: what Sam does now was done before the round began, and wins all the same.
    crate::alone::give(&mut sam, "Sam", SAMS);
    marks(&mut sam, "Sam", SAMS, "Sam alone");
    let back = given(&mut sam, "Sam", "Robin", Give::default());
    take(&mut robin, &back);
    assert!(!taken(&robin).clocks_differ);
    assert!(matches!(
        state(&robin, "Sam"),
        SealedState::Committed { .. }
    ));
}

#[test]
fn another_version_of_the_codebook_is_said() {
    let mut robin = robins();
    let path = given(&mut robin, "Robin", "Sam", Give::default());
    let known = look_into(&path).unwrap().manifest.codebooks;
    assert!(!known.is_empty());
    let (manifest, members) = apart(&fs::read(&path).unwrap());
    let version = format!("version: \"{}\"", known[0].version);
    let older = manifest.replace(&version, "version: \"0.0.1\"");
    assert_ne!(older, manifest);
    let mut sam = TestDesk::open();
    let path = put(&sam, &together(&older, &members));
    package(&mut sam, PackageCommand::Look(path));
    let Some(Outcome::Looked(found)) = sam.app.package_outcome() else {
        panic!("not read");
    };
    let differing = sam.app.other_codebooks(found);
    assert_eq!(differing[0].0.version, "0.0.1");
    assert_eq!(differing[0].1, known[0].version);
}

#[test]
fn a_damaged_package_leaves_the_record_and_the_open_recording_alone() {
    let (mut robin, bytes) = back();
    let before = state(&robin, "Sam");
    let path = put(&robin, &bytes[..bytes.len() - 7]);
    package(&mut robin, PackageCommand::Look(path));
    assert_eq!(
        robin.app.package_outcome(),
        Some(&Outcome::Refused(PackageError::Damaged, None))
    );
    assert_eq!(state(&robin, "Sam"), before);
    assert!(!Path::new(&sealed_file(&robin, "Sam")).exists());
}
