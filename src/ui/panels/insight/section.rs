//! What a number is, from `docs/measures.md`: the page and the window say the same because they are the same text.

use std::sync::LazyLock;

/// The page.
const PAGE: &str = include_str!("../../../../docs/measures.md");

/// One measure as the page explains it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub name: String,
    /// The question that it answers, in one plain sentence.
    pub plain: String,
    /// What it is.
    pub definition: String,
    /// Where it comes from.
    pub source: String,
    /// Worked out by hand; also when it is not defined.
    pub example: String,
}

static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(|| {
    let mut sections: Vec<Section> = Vec::new();
    for part in PAGE.split("\n## ").skip(1) {
        let (name, text) = part.split_once('\n').unwrap_or((part, ""));
        let mut section = Section {
            name: name.trim().to_owned(),
            ..Section::default()
        };
        let mut source = false;
        for paragraph in text.split("\n\n") {
            let words = plain_text(paragraph);
            if let Some(rest) = words.strip_prefix("Source: ") {
                rest.clone_into(&mut section.source);
                source = true;
            } else if let Some(rest) = words.strip_prefix("Example: ") {
                rest.clone_into(&mut section.example);
            } else if let Some((plain, rest)) = paragraph_of(paragraph) {
                section.plain = plain;
                section.definition = rest;
            } else if !source {
                section.definition.push(' ');
                section.definition.push_str(&words);
            }
        }
        sections.push(section);
    }
    sections
});

/// A paragraph that begins with its question, in two.
fn paragraph_of(paragraph: &str) -> Option<(String, String)> {
    let (plain, rest) = paragraph.trim().strip_prefix('*')?.split_once('*')?;
    Some((plain_text(plain), plain_text(rest)))
}

/// Without line ends and marks of the page.
fn plain_text(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(['`', '*'], "")
}

/// The section of this name.
#[must_use]
pub fn section(name: &str) -> Option<&'static Section> {
    SECTIONS.iter().find(|section| section.name == name)
}
