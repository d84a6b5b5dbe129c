//! Which marks to show: by person, code, text and stretch. Lists, reports and exports share it.

use super::{
    id::{CodeId, PersonId},
    mark::Mark,
    time::MediaSpan,
};

/// A choice of marks; an empty one lets everything through.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Marks by this person.
    pub author: Option<PersonId>,
    /// Marks with this code.
    pub code: Option<CodeId>,
    /// Marks whose words hold this text, whatever the case of its letters.
    pub text: String,
    /// Marks that touch this stretch.
    pub span: Option<MediaSpan>,
}

impl Filter {
    /// Whether everything is let through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a mark is let through.
    #[must_use]
    pub fn lets_through(&self, mark: &Mark) -> bool {
        self.author
            .as_ref()
            .is_none_or(|author| mark.author.includes(author))
            && self.code.as_ref().is_none_or(|code| mark.has_code(code))
            && self.span.is_none_or(|span| mark.when.touches(span))
            && (self.text.trim().is_empty()
                || mark.words.as_ref().is_some_and(|words| {
                    words
                        .to_lowercase()
                        .contains(&self.text.trim().to_lowercase())
                }))
    }
}
