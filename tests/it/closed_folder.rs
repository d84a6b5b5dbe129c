//! A recording that was closed because somebody took their consent back, within a folder of others.

use std::{fs, sync::Arc};

use mindframe::{
    domain::{
        entry::{Consent, ConsentPurpose, Entry, EntryKind},
        id::EntryId,
        mark::Audience,
    },
    store::Trouble,
};

use crate::{
    folders::{Folder, day, info, set},
    world::{mark, robin, sam},
};

/// Two recordings; of the first, Sam took back what it may be used for.
fn folder(purpose: ConsentPurpose) -> Folder {
    let folder = Folder::new();
    let facts = info("one.mp4", 1, day("2026-03-02"));
    let mut sams = set(vec![mark(3, &sam(), 31, "lighthouse")]);
    let id = EntryId::new(uuid::Uuid::from_u128(9));
    let consent = Entry {
        id,
        revision: 2,
        device: crate::world::id("device-a"),
        audience: Audience::Everyone,
        created: day("2026-03-01"),
        revised: None,
        conflict_of: None,
        kind: EntryKind::Consent(Consent {
            purpose,
            given: day("2026-03-01").date_naive(),
            form: String::new(),
            expires: None,
            withdrawn: Some(day("2026-03-20")),
            erase_after: None,
        }),
    };
    sams.entries.insert(id, Arc::new(consent));
    let robins = set(vec![mark(1, &robin(), 30, "lighthouse keeper")]);
    folder.write("one.mp4", &facts, &[(robin(), robins), (sam(), sams)]);
    folder.two(
        "two.mp4",
        2,
        "2026-04-02",
        vec![mark(4, &robin(), 5, "lighthouse ahead")],
        vec![],
    );
    folder
}

#[test]
fn nothing_of_it_is_listed_found_counted_or_handed_out() {
    let folder = folder(ConsentPurpose::Review);
    let library = folder.library();
    let one = library
        .recordings
        .iter()
        .find(|one| one.file_name() == "one.mp4")
        .unwrap();
    assert_eq!((one.lines.len(), one.codes.len()), (0, 0));
    assert_eq!(one.damaged[0].trouble, Trouble::Closed);
    // The second time it comes from what is kept.
    let again = folder.library();
    assert_eq!((again.anew, again.marks()), (0, 1));
    assert!(
        again
            .recordings
            .iter()
            .any(|kept| kept.damaged == one.damaged)
    );
    let found = folder.json("library", &["--find", "lighthouse"]);
    let text = found.to_string();
    assert!(text.contains("ahead") && !text.contains("keeper"), "{text}");
    for command in ["library", "progress"] {
        let said = folder.run(command, &[]);
        let note = String::from_utf8_lossy(&said.stderr).into_owned();
        assert!(note.contains("one.mp4 stays closed"), "{command}: {note}");
        assert_eq!(said.status.code(), Some(1), "{command}");
    }
    let tables = exported(&folder);
    assert!(tables.contains("ahead") && !tables.contains("keeper"));
    assert!(!tables.contains("one.mp4"), "{tables}");
}

#[test]
fn taken_back_for_research_it_is_in_no_table_but_in_the_library() {
    let folder = folder(ConsentPurpose::Research);
    assert_eq!(folder.library().marks(), 3);
    let tables = exported(&folder);
    assert!(tables.contains("ahead") && !tables.contains("one.mp4"));
}

/// All tables as text, and what was said.
fn exported(folder: &Folder) -> String {
    let out = folder.root.path().join("tables");
    let said = folder.run(
        "export",
        &["--format", "csv", "--out", out.to_str().unwrap()],
    );
    let note = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(note.contains("one.mp4"), "it is named: {note}");
    assert_eq!(said.status.code(), Some(1));
    fs::read_dir(out)
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect()
}
