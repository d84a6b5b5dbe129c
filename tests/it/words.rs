//! The words that a client sees: all there, plain, short, and nothing clinical; and colours in which they can be read.

use std::{collections::BTreeSet, fs, path::Path};

use mindframe::{
    domain::{codebook::Codebook, prompt::Prompts},
    ui::theme,
};

pub const BANNED: [&str; 24] = [
    "mentalizing",
    "mentalising",
    "mentalization",
    "prementalizing",
    "teleological",
    "psychic equivalence",
    "hypermentalizing",
    "pretend mode",
    "epistemic",
    "dysregulat",
    "adherence",
    "arousal",
    "breakdown",
    "symptom",
    "disorder",
    "borderline",
    "patholog",
    "diagnos",
    "rupture",
    "attachment style",
    "countertransference",
    "subject",
    "rater",
    "coder",
];
/// Words that describe a person, that blame, or that hurt; as whole words.
pub const UNKIND: [&str; 24] = [
    "manipulative",
    "attention-seeking",
    "failed",
    "failure",
    "wrong",
    "deficit",
    "resistant",
    "abnormal",
    "bad score",
    "score",
    "error",
    "mistake",
    "lost it",
    "overreacted",
    "dramatic",
    "difficult",
    "problem",
    "weak",
    "worse",
    "worst",
    "fault",
    "blame",
    "should have",
    "must",
];

fn here(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Ids and texts of a Fluent file; enough of its grammar for files of one-line messages.
fn messages(file: &str) -> Vec<(String, String)> {
    let text = fs::read_to_string(here(file)).expect("the file of words");
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.starts_with(' '))
        .filter_map(|line| line.split_once(" = "))
        .map(|(id, words)| (id.trim().to_owned(), words.trim().to_owned()))
        .collect()
}

fn sources(folder: &Path, out: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            out.push(fs::read_to_string(&path).expect("a source file"));
        }
    }
}

#[test]
fn every_word_for_clients_that_is_used_is_there_and_every_one_there_is_used() {
    let mut files = Vec::new();
    sources(&here("src"), &mut files);
    let mut used = BTreeSet::new();
    for file in &files {
        for part in file.split("client!(").skip(1) {
            if let Some(id) = part
                .trim_start()
                .strip_prefix('"')
                .and_then(|rest| rest.split('"').next())
            {
                used.insert(id.to_owned());
            }
        }
    }
    let known: BTreeSet<String> = messages("assets/locales/en/client.ftl")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert!(used.len() > 30, "the macro is found in the source");
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(missing.is_empty(), "not in client.ftl: {missing:?}");
    let idle: Vec<_> = known.difference(&used).collect();
    assert!(idle.is_empty(), "in client.ftl, and nowhere used: {idle:?}");
}

#[test]
fn no_words_stand_twice_in_a_file() {
    for file in ["client.ftl", "mindframe.ftl"] {
        let mut known = BTreeSet::new();
        let all = messages(&format!("assets/locales/en/{file}"));
        for (id, _) in all {
            // The last would stand in for the first, and nobody would know.
            assert!(known.insert(id.clone()), "{id} stands twice in {file}");
        }
    }
}

fn client_texts() -> Vec<(String, String)> {
    let mut texts = messages("assets/locales/en/client.ftl");
    let cards = mindframe::store::lead_cards().cards;
    assert!(cards.len() > 4, "the cards of a recall read");
    texts.extend(
        cards
            .into_iter()
            .map(|card| ("recall card".to_owned(), card)),
    );
    for book in fs::read_dir(here("assets/codebooks")).expect("the codebooks") {
        let path = book.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a codebook");
        let book: Codebook = ron::from_str(&text).expect("a codebook that reads");
        for code in &book.codes {
            texts.extend(
                code.client_label
                    .iter()
                    .map(|label| (code.id.clone(), label.clone())),
            );
            if !code.asks.is_empty() {
                for modifier in &code.modifiers {
                    texts.push((code.id.clone(), modifier.title.clone()));
                    texts.extend(
                        modifier
                            .values
                            .iter()
                            .map(|value| (code.id.clone(), value.label.clone())),
                    );
                }
            }
        }
    }
    let prompts = fs::read_to_string(here("assets/prompts/explore.ron")).expect("the questions");
    let prompts: Prompts = ron::from_str(&prompts).expect("questions that read");
    for prompt in prompts.path {
        texts.push((prompt.id.clone(), prompt.ask));
        texts.push((prompt.id, prompt.hint));
    }
    texts
}

/// Vowel groups, without a silent e at the end: near enough for a grade.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word.to_lowercase().chars().collect();
    let vowel = |letter: &char| "aeiouy".contains(*letter);
    let groups = letters
        .iter()
        .enumerate()
        .filter(|(at, letter)| vowel(letter) && (*at == 0 || !vowel(&letters[at - 1])))
        .count();
    let silent = word.len() > 3 && word.ends_with('e') && !word.ends_with("le");
    (groups - usize::from(silent && groups > 1)).max(1)
}

/// Flesch and Kincaid's grade (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59.
#[expect(clippy::cast_precision_loss, reason = "a few thousand words")]
fn grade(sentences: usize, words: usize, syllables: usize) -> f64 {
    let (sentences, words, syllables) = (sentences as f64, words as f64, syllables as f64);
    0.39 * words / sentences + 11.8 * syllables / words - 15.59
}

#[test]
fn what_clients_read_takes_no_more_than_six_years_of_school() {
    let (mut sentences, mut words, mut said) = (0_usize, 0_usize, 0_usize);
    for (id, text) in client_texts() {
        let (sentences_before, words_before, said_before) = (sentences, words, said);
        // What is filled in is not our words.
        let parts = text
            .split('{')
            .map(|part| part.rsplit('}').next().unwrap_or_default());
        for sentence in parts.collect::<String>().split(['.', '?', '!', ':']) {
            let here: Vec<&str> = sentence
                .split_whitespace()
                .filter(|word| word.chars().any(char::is_alphabetic))
                .collect();
            if here.is_empty() {
                continue;
            }
            for word in &here {
                assert!(syllables(word) <= 5, "{id}: {word}");
            }
            sentences += 1;
            words += here.len();
            said += here.iter().map(|word| syllables(word)).sum::<usize>();
        }
        // No single one hides behind the average; of a few words no grade can be told.
        let here = words - words_before;
        if here >= 8 {
            let grade = grade(sentences - sentences_before, here, said - said_before);
            assert!(grade <= 8.0, "{id}, grade {grade:.1}: {text}");
        }
    }
    let grade = grade(sentences, words, said);
    assert!(grade <= 6.0, "grade {grade:.1}");
    assert!(words > 500, "the texts are found");
}

#[test]
fn no_clinical_or_unkind_word_reaches_a_client() {
    for (id, text) in client_texts() {
        let text = text.to_lowercase();
        for word in BANNED {
            assert!(!text.contains(word), "{id} says “{word}”: {text}");
        }
        let spaced: String = text
            .chars()
            .map(|letter| {
                if letter.is_alphabetic() || letter == '-' {
                    letter
                } else {
                    ' '
                }
            })
            .collect();
        for word in UNKIND {
            let whole = format!(" {word} ");
            assert!(
                !format!(" {spaced} ").contains(&whole),
                "{id} says “{word}”: {text}"
            );
        }
    }
}

#[test]
fn no_sentence_for_clients_is_longer_than_twelve_words() {
    for (id, text) in client_texts() {
        for sentence in text.split(['.', '?', '!']) {
            let words = sentence
                .split_whitespace()
                .filter(|word| word.chars().any(char::is_alphanumeric))
                .count();
            assert!(words <= 12, "{id}, {words} words: {sentence}");
        }
    }
}

/// Every text literal of Rust code with what stands before it on the same statement; comments and attributes are left out.
fn literals(code: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut before = String::new();
    let mut letters = code.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '/' if letters.peek() == Some(&'/') => {
                letters.by_ref().find(|letter| *letter == '\n');
            }
            '#' if letters.peek() == Some(&'[') => {
                let mut depth = 0_usize;
                letters.by_ref().find(|letter| {
                    match letter {
                        '[' => depth += 1,
                        ']' => depth -= 1,
                        _ => {}
                    }
                    depth == 0
                });
            }
            '\'' => {
                // A character, which may be a quotation mark; or a lifetime, which has no second one.
                let rest: Vec<char> = letters.clone().take(2).collect();
                if rest.first() == Some(&'\\') || rest.get(1) == Some(&'\'') {
                    letters.nth(1);
                }
            }
            '"' => {
                let mut text = String::new();
                while let Some(letter) = letters.next() {
                    match letter {
                        '"' => break,
                        '\\' => {
                            letters.next();
                            text.push('\n');
                        }
                        letter => text.push(letter),
                    }
                }
                found.push((before.clone(), text));
            }
            ';' => before.clear(),
            letter => before.push(letter),
        }
    }
    found
}

/// What of a format string is neither a placeholder nor a sign.
fn plain_words(text: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut depth = 0_usize;
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            letter if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    outside
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| word.chars().count() > 1)
        .map(str::to_owned)
        .collect()
}

/// Whether two plain words stand beside each other, as in a sentence.
fn reads_as_a_sentence(text: &str) -> bool {
    let is_word = |part: &&str| part.chars().count() > 1 && part.chars().all(char::is_alphabetic);
    let parts: Vec<&str> = text
        .split_whitespace()
        .map(|part| part.trim_matches(|sign: char| ".,:;!?".contains(sign)))
        .collect();
    parts
        .windows(2)
        .any(|pair| is_word(&pair[0]) && is_word(&pair[1]))
}

/// The literals of a piece of code that a person would read.
fn spoken_literals(code: &str) -> Vec<String> {
    literals(code)
        .into_iter()
        .filter(|(before, text)| {
            let written = ["write!(", "writeln!(", "print!(", "println!("]
                .iter()
                .any(|form| before.contains(form))
                && !before.contains("tr!(")
                && !before.contains("json!(");
            reads_as_a_sentence(text) || (written && !plain_words(text).is_empty())
        })
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn the_command_line_speaks_from_the_files_of_words_only() {
    for spoken in [
        r#"writeln!(out, "exact         yes")"#,
        r#"writeln!(out, "Hz {rate}")"#,
        r#"let words = "This recording plays.".to_owned();"#,
        r#"format!("{number} files are in order")"#,
    ] {
        assert_eq!(spoken_literals(spoken).len(), 1, "{spoken}");
    }
    for silent in [
        r#"writeln!(out, "{name:<13} {words}")"#,
        r#"writeln!(out, "{}", tr!("check-in-order", files = files))"#,
        r#"// writeln!(out, "not at all")"#,
        r#"command.args(["bench", "--first-frame"])"#,
    ] {
        assert!(spoken_literals(silent).is_empty(), "{silent}");
    }
    let mut files = vec![fs::read_to_string(here("src/main.rs")).expect("the program")];
    sources(&here("src/cli"), &mut files);
    assert!(files.len() > 8, "the command line is found in the source");
    let spoken: Vec<String> = files
        .iter()
        .flat_map(|file| spoken_literals(file))
        .collect();
    assert!(
        spoken.is_empty(),
        "these belong into assets/locales: {spoken:#?}"
    );
}

/// Relative luminance as in WCAG 2.
fn luminance(colour: egui::Color32) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(colour.r()) + 0.7152 * part(colour.g()) + 0.0722 * part(colour.b())
}

fn contrast(a: egui::Color32, b: egui::Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn all_text_can_be_read_in_both_themes() {
    for tokens in theme::shipped_themes() {
        let mut pairs = vec![
            ("on accent", tokens.on_accent, tokens.accent),
            ("ink on soft", tokens.ink, tokens.accent_soft),
        ];
        for (place, ground) in [
            ("background", tokens.background),
            ("panel", tokens.panel),
            ("raised", tokens.raised),
        ] {
            pairs.push((place, tokens.ink, ground));
            pairs.push((place, tokens.muted, ground));
            pairs.push((place, tokens.accent, ground));
            for person in tokens.people() {
                pairs.push((place, person.ink, ground));
            }
            pairs.push((place, tokens.together.ink, ground));
        }
        for person in tokens.people().iter().chain([&tokens.together]) {
            pairs.push(("a person's tint", person.ink, person.tint));
        }
        for (name, text, ground) in pairs {
            let ratio = contrast(text, ground);
            assert!(
                ratio >= 4.5,
                "{name}, dark {}: {text:?} on {ground:?} is {ratio:.2}",
                tokens.dark
            );
        }
    }
}
