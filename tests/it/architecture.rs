//! The house rules that a machine can check: who may import whom, how long a file may be, that every module says why it is there.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A layer and the layers that its files may name. `words` is for every layer that speaks to people.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("analysis", &["domain"]),
    ("store", &["domain"]),
    ("interop", &["domain"]),
    ("media", &["domain"]),
    ("report", &["analysis", "domain"]),
    (
        "app",
        &["analysis", "domain", "interop", "report", "store", "media"],
    ),
    (
        "ui",
        &[
            "analysis", "app", "domain", "interop", "report", "store", "media", "words",
        ],
    ),
    (
        "cli",
        &[
            "analysis", "app", "domain", "interop", "report", "store", "media", "words",
        ],
    ),
    (
        "words",
        &[
            "analysis", "app", "domain", "interop", "report", "store", "media",
        ],
    ),
];

/// Crates that only one layer may name.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("egui", &["ui"]),
    ("eframe", &["ui"]),
    ("gstreamer", &["media"]),
    ("gst", &["media"]),
    ("ron", &["store", "ui"]),
];

const LONGEST: usize = 800;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
    {
        if entry.is_dir() {
            rust_files(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    assert!(files.len() > 20, "the sources were not found");
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source file");
            let name = path
                .strip_prefix(root().join("src"))
                .expect("in src")
                .display()
                .to_string();
            (name, text)
        })
        .collect()
}

fn layer(name: &str) -> Option<&str> {
    name.split_once('/').map(|(layer, _)| layer)
}

/// The code of a file without its comments.
fn code(text: &str) -> String {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every layer that the code names through `crate::`, in plain or nested form.
fn named_layers(code: &str) -> Vec<&'static str> {
    let squeezed: String = code.split_whitespace().collect();
    let layers = MAY_IMPORT.iter().map(|(layer, _)| *layer).chain(["words"]);
    layers
        .filter(|layer| {
            squeezed.contains(&format!("crate::{layer}::"))
                || squeezed.contains(&format!("usecrate::{layer};"))
                || squeezed.match_indices("crate::{").any(|(at, found)| {
                    let rest = &squeezed[at + found.len()..];
                    let mut depth = 0_i32;
                    let mut item = String::new();
                    for letter in rest.chars() {
                        match letter {
                            '{' => depth += 1,
                            '}' if depth == 0 => break,
                            '}' => depth -= 1,
                            ',' if depth == 0 => {
                                item.push('\n');
                                continue;
                            }
                            _ => {}
                        }
                        item.push(letter);
                    }
                    item.lines()
                        .any(|item| item == *layer || item.starts_with(&format!("{layer}::")))
                })
        })
        .collect()
}

#[test]
fn layers_import_only_downwards() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some(layer) = layer(&name) else { continue };
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(known, _)| *known == layer) else {
            panic!("{name} lies in no known layer");
        };
        for other in named_layers(&code(&text)) {
            if other != layer && !allowed.contains(&other) {
                wrong.push(format!("{name} names {other}"));
            }
        }
        if layer == "media" && code(&text).contains("domain::") {
            let squeezed: String = code(&text).split_whitespace().collect();
            if squeezed.contains("crate::domain::") && !squeezed.contains("crate::domain::time") {
                wrong.push(format!("{name} names more of domain than time"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_stay_in_their_layer() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some(layer) = layer(&name) else { continue };
        let code = code(&text);
        for (library, layers) in ONLY_IN {
            let named = [
                format!("use {library}::"),
                format!(" {library}::"),
                format!("({library}::"),
                format!("use {library} as"),
            ];
            if !layers.contains(&layer) && named.iter().any(|form| code.contains(form)) {
                wrong.push(format!("{name} names {library}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_the_store_writes_files() {
    let writes = [
        "fs::write",
        "File::create",
        "OpenOptions",
        "fs::rename",
        "fs::remove",
        "create_dir",
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        // The bench lays a script for the peer into a temporary folder.
        if layer(&name) == Some("store") || name.starts_with("cli/bench") {
            continue;
        }
        let body = code(&text);
        let body = body.split("#[cfg(test)]").next().unwrap_or_default();
        for form in writes {
            if body.contains(form) && !name.ends_with("tests.rs") {
                wrong.push(format!("{name} has {form}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn unsafe_code_is_only_where_the_picture_is_uploaded() {
    for (name, text) in sources() {
        let code = code(&text);
        assert!(
            !code.contains("unsafe {") || name.starts_with("ui/gpu/"),
            "{name} has unsafe code"
        );
    }
}

#[test]
fn files_are_short_and_say_why_they_are_there() {
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        rust_files(&root().join(folder), &mut files);
    }
    for path in files {
        let text = fs::read_to_string(&path).expect("a source file");
        let lines = text.lines().count();
        assert!(lines <= LONGEST, "{} has {lines} lines", path.display());
        assert!(
            text.starts_with("//!"),
            "{} does not say why it is there",
            path.display()
        );
    }
}

#[test]
fn the_page_of_keys_is_what_the_program_does() {
    let page = mindframe::ui::keyboard_page::keyboard_page();
    let path = root().join("docs/keyboard.md");
    if std::env::var_os("UPDATE_PAGES").is_some() {
        fs::write(&path, &page).expect("the page of keys");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written, page,
        "run the tests once with UPDATE_PAGES=1 to write docs/keyboard.md"
    );
}

#[test]
fn no_key_does_two_things() {
    use mindframe::{domain::codebook::RESERVED_KEYS, ui::action::Action};
    let mut seen: Vec<(String, Action)> = Vec::new();
    for action in Action::ALL {
        for shortcut in action.shortcuts() {
            let text = shortcut.text();
            if let Some((_, other)) = seen
                .iter()
                .find(|(known, other)| *known == text && other != action)
            {
                panic!("{text} is {action:?} and {other:?}");
            }
            if text.len() == 1 && text.chars().all(|letter| letter.is_ascii_uppercase()) {
                assert!(
                    RESERVED_KEYS.contains(&text.as_str()),
                    "{text} is free for codes but {action:?} has it"
                );
            }
            seen.push((text, *action));
        }
    }
}

#[test]
fn the_door_for_test_programs_is_open_in_no_default() {
    let text = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest");
    let named: Vec<&str> = text
        .split("[dev-dependencies]")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.starts_with('#') && line.contains("inspection"))
        .collect();
    assert_eq!(
        named,
        [r#"inspection = ["eframe/inspection"]"#],
        "only the feature itself names it"
    );
    assert!(
        !text.lines().any(|line| line.starts_with("default =")),
        "there are no default features"
    );
    let script = fs::read_to_string(root().join("scripts/run")).expect("a script");
    assert!(!script.contains("inspection"));
}
