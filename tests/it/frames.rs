//! Rating frames: what is shipped holds no item text, a team's own stands in, and each fault is named with line and what next.

use std::{fs, path::Path};

use mindframe::{
    domain::rating_frame::{FrameFault, LAYOUT},
    store::{self, FrameError, Places},
    words::frames::problem,
};

const OWN: &str = r#"(
    format: "mindframe-frame",
    layout: 1,
    id: "mbt-acs",
    version: "2",
    title: "Our copy",
    scales: [
        (id: "adherence", title: "Adherence", low: 1, high: 7),
        (id: "competence", title: "Competence", low: 1, high: 7),
    ],
    items: [
        (number: 1, name: "One", text: "our words"),
        (number: 2, scales: ["competence"]),
    ],
)"#;

fn places(folder: &Path) -> Places {
    Places {
        data: folder.join("data"),
        config: folder.join("config"),
        cache: folder.join("cache"),
    }
}

fn faults(text: &str) -> Vec<FrameError> {
    store::read_frame(Path::new("own.ron"), text).unwrap_err()
}

#[test]
fn what_is_shipped_holds_together_and_has_no_item_text() {
    let folder = tempfile::tempdir().unwrap();
    let found = store::load_frames(&places(folder.path()));
    assert_eq!(found.errors, []);
    assert_eq!(found.frames.len(), 5);
    for known in &found.frames {
        assert!(known.frame.items.iter().all(|item| item.text.is_empty()));
    }
    let frame = found.get("mbt-i-acs").unwrap();
    assert_eq!(frame.items.len(), 17);
    let scales = |number| {
        let item = frame.item(number).unwrap();
        let ids = frame.scales_of(item).map(|scale| scale.id.as_str());
        ids.collect::<Vec<_>>()
    };
    assert_eq!(scales(4), ["competence"]);
    assert_eq!(scales(6), ["adherence", "competence"]);
    assert!(frame.scales[0].holds(7) && !frame.scales[0].holds(8));
}

#[test]
fn a_team_s_own_stands_in_and_a_broken_one_takes_nothing_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let places = places(folder.path());
    let own = store::frame_folder(&places);
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("a.ron"), OWN).unwrap();
    fs::write(own.join("b.ron"), "(format: ").unwrap();
    fs::write(own.join("c.ron"), [0xff, 0xfe]).unwrap();
    let found = store::load_frames(&places);
    assert_eq!(found.frames.len(), 5);
    assert_eq!(found.get("mbt-acs").unwrap().title, "Our copy");
    assert_eq!(found.errors.len(), 2);
    assert_eq!(fs::read(own.join("b.ron")).unwrap(), b"(format: ");
}

#[test]
fn a_frame_of_a_newer_version_is_named_as_such_and_not_as_broken() {
    let newer = OWN.replace("layout: 1", "layout: 2, tomorrow: Something((1, 2))");
    let codebook = faults("(format: \"mindframe-codebook\", id: \"mine\")");
    assert!(problem(&codebook[0]).contains("no rating frame"));
    let found = faults(&newer);
    assert_eq!(found.len(), 1);
    let FrameError::Fault { line, fault, .. } = &found[0] else {
        panic!("{found:?}");
    };
    assert_eq!((*line, fault), (3, &FrameFault::Newer(LAYOUT + 1)));
    assert!(problem(&found[0]).contains("newer version"));
}

#[test]
fn each_fault_is_named_with_its_line() {
    let cases = [
        (
            "high: 7),\n    ]",
            "high: 1),\n    ]",
            9,
            "not below its highest",
        ),
        ("number: 2", "number: 1", 13, "Two items have the number 1"),
        ("[\"competence\"]", "[\"warmth\"]", 13, "does not have"),
        ("version: \"2\"", "version: \" \"", 5, "version is empty"),
        ("mindframe-frame", "other", 2, "no rating frame"),
        ("id: \"competence\"", "id: \"adherence\"", 9, "Two scales"),
        ("number: 2", "number: two", 13, "not written as a frame is"),
        (
            "number: 2",
            "number: 2, wieght: 3",
            13,
            "not written as a frame is",
        ),
    ];
    for (from, to, line, words) in cases {
        assert!(OWN.contains(from), "{from}");
        let said: Vec<String> = faults(&OWN.replace(from, to)).iter().map(problem).collect();
        let expected = format!("own.ron:{line}:");
        assert!(
            said.iter()
                .any(|said| said.starts_with(&expected) && said.contains(words)),
            "{said:?} should say {expected} {words}"
        );
    }
}
