//! Finding a code by what it means: by its words, by what its definition says, by what one hears or sees.

use super::codebook::{Code, Codebook};

/// Where a code fits what was typed. Earlier ones are nearer to what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fits {
    /// Its own words: label, short or plain word.
    Word,
    /// What it means.
    Meaning,
    /// What one hears or sees.
    Example,
    /// The heading it stands under.
    Heading,
}

/// A code that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit<'a> {
    /// Which.
    pub code: &'a Code,
    /// The furthest place that was needed to find all that was typed.
    pub fits: Fits,
}

impl<'a> Hit<'a> {
    /// The text that shows why it fits, where its own words do not.
    #[must_use]
    pub fn why(&self) -> Option<&'a str> {
        let text = match self.fits {
            Fits::Word | Fits::Heading => return None,
            Fits::Meaning => self.code.definition.as_str(),
            Fits::Example => self.code.example.as_str(),
        };
        (!text.is_empty()).then_some(text)
    }
}

impl Codebook {
    /// The codes that fit all words of a text, in whatever case: those found by their own words first, then by what they mean,
    /// then by an example, then by their heading; among equals in the order of the codebook's groups. An empty text finds every code.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Hit<'_>> {
        let text = text.to_lowercase();
        let wanted: Vec<&str> = text.split_whitespace().collect();
        let mut hits: Vec<Hit<'_>> = Vec::new();
        for group in &self.groups {
            let heading = group.title.to_lowercase();
            for code in self.codes.iter().filter(|code| code.group == group.id) {
                if let Some(fits) = place(code, &heading, &wanted) {
                    hits.push(Hit { code, fits });
                }
            }
        }
        // Stable: the order of the groups stays, so that strengths come first among equals.
        hits.sort_by_key(|hit| hit.fits);
        hits
    }
}

/// The furthest place that is needed to find every word; `None` where one is nowhere.
fn place(code: &Code, heading: &str, wanted: &[&str]) -> Option<Fits> {
    let plain = [
        Some(&code.label),
        code.short.as_ref(),
        code.client_label.as_ref(),
    ];
    let own: Vec<String> = plain
        .into_iter()
        .flatten()
        .map(|words| words.to_lowercase())
        .collect();
    let (meaning, example) = (code.definition.to_lowercase(), code.example.to_lowercase());
    let mut furthest = Fits::Word;
    for word in wanted {
        let fits = if own.iter().any(|words| words.contains(word)) {
            Fits::Word
        } else if meaning.contains(word) {
            Fits::Meaning
        } else if example.contains(word) {
            Fits::Example
        } else if heading.contains(word) {
            Fits::Heading
        } else {
            return None;
        };
        furthest = furthest.max(fits);
    }
    Some(furthest)
}
