//! Questions for a conversation about a moment, as people read and edit them in a RON file.

use serde::{Deserialize, Serialize};

/// The first field of every file of prompts.
pub const FORMAT: &str = "mindframe-prompts";

/// How far a question is on the way from what happened to how it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PromptStage {
    /// What happened.
    Event,
    /// How it was then.
    Then,
    /// Looking at it again.
    Reflection,
    /// How it is now.
    Now,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompt {
    /// Stable id: what was said is kept with it.
    pub id: String,
    /// See [`PromptStage`].
    pub stage: PromptStage,
    /// What is asked.
    pub ask: String,
    /// What may help to answer it.
    #[serde(default)]
    pub hint: String,
    /// It asks what or how, never why, and may be asked where feeling runs high.
    #[serde(default)]
    pub gentle: bool,
}

/// A move the therapist may try; never on a screen that a client sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Helper {
    /// Stable id.
    pub id: String,
    /// When it fits.
    pub title: String,
    /// What to try.
    pub ask: String,
}

/// The questions of stop, rewind, explore.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prompts {
    /// Always [`FORMAT`].
    pub format: String,
    /// Stable id.
    pub id: String,
    /// Version, raised with every change.
    pub version: String,
    /// Language tag of its words.
    pub language: String,
    /// What is shown.
    pub title: String,
    /// What it is.
    pub about: String,
    /// The questions in their order.
    pub path: Vec<Prompt>,
    /// Where attention is mostly on one side: a question for the other.
    #[serde(default)]
    pub contrary: Vec<Helper>,
    /// Where mentalizing was lost in a certain way.
    #[serde(default)]
    pub modes: Vec<Helper>,
}

impl Prompts {
    /// What does not hold together, in plain words; `None` where all does.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        if self.format != FORMAT {
            return Some(format!("“format” has to be “{FORMAT}”"));
        }
        if !self.path.iter().any(|prompt| prompt.gentle) {
            return Some("“path” needs at least one question with “gentle: true”".to_owned());
        }
        let mut ids: Vec<&str> = self.path.iter().map(|prompt| prompt.id.as_str()).collect();
        ids.sort_unstable();
        let twice = ids.windows(2).find(|pair| pair[0] == pair[1])?;
        Some(format!("the id “{}” is there twice", twice[0]))
    }

    /// The questions that are asked: all, or those for where feeling runs high.
    pub fn asked(&self, gentle: bool) -> impl Iterator<Item = &Prompt> {
        self.path
            .iter()
            .filter(move |prompt| prompt.gentle || !gentle)
    }

    /// One question.
    #[must_use]
    pub fn prompt(&self, id: &str) -> Option<&Prompt> {
        self.path.iter().find(|prompt| prompt.id == id)
    }
}
