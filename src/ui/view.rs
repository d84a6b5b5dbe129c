//! What panels may read: one borrowed, unchanging picture of the application per frame.

use std::sync::Arc;

use egui::Color32;

use super::theme::{Pair, Tokens};
use crate::{
    app::{App, Desk, Recording, marking::Face, transport::Transport},
    domain::{
        codebook::{Code, RISK_GROUP, Shape},
        id::{CodeId, PersonId},
        mark::{About, Author, Mark},
        person::Person,
        session::Session,
    },
    store::Settings,
    tr,
};

/// One frame's picture of the application.
pub struct View<'a> {
    /// All of it.
    pub app: &'a App,
    /// Colours of the theme that is shown.
    pub tokens: Arc<Tokens>,
}

impl<'a> View<'a> {
    /// The open recording.
    #[must_use]
    pub const fn recording(&self) -> Option<&'a Recording> {
        self.app.recording()
    }

    /// The desk of the open recording, once its record is read.
    #[must_use]
    pub fn desk(&self) -> Option<&'a Desk> {
        self.app.desk()
    }

    /// The record.
    #[must_use]
    pub fn session(&self) -> Option<&'a Session> {
        self.desk().map(|desk| desk.document.session())
    }

    /// Where the recording stands.
    #[must_use]
    pub fn transport(&self) -> Option<&'a Transport> {
        self.recording().map(|open| &open.transport)
    }

    /// Settings as they stand.
    #[must_use]
    pub const fn settings(&self) -> &'a Settings {
        self.app.settings()
    }

    /// Which screen the active author sees.
    #[must_use]
    pub fn face(&self) -> Face {
        self.app.face()
    }

    /// Whether a client can see the screen: then nothing clinical is on it.
    #[must_use]
    pub fn client_present(&self) -> bool {
        self.app.client_present()
    }

    /// One person.
    #[must_use]
    pub fn person(&self, id: &PersonId) -> Option<&'a Person> {
        self.session()?.person(id)
    }

    /// Their pseudonym, or a word for somebody who is not in the session file.
    #[must_use]
    pub fn name(&self, id: &PersonId) -> String {
        self.person(id)
            .map_or_else(|| tr!("person-unknown"), |person| person.name.clone())
    }

    /// Their colours.
    #[must_use]
    pub fn colours(&self, id: &PersonId) -> Pair {
        self.person(id).map_or(self.tokens.together, |person| {
            self.tokens.person(person.hue)
        })
    }

    /// The colour of a speaker's name in captions: that of the person who is called so, where there is one.
    #[must_use]
    pub fn speaker_ink(&self, name: &str) -> Color32 {
        let people = self.session().map_or(&[][..], Session::people);
        people
            .iter()
            .find(|person| person.name.eq_ignore_ascii_case(name.trim()))
            .map_or(self.tokens.muted, |person| {
                self.tokens.person(person.hue).ink
            })
    }

    /// The colours of a mark's author.
    #[must_use]
    pub fn author_colours(&self, author: &Author) -> Pair {
        match author {
            Author::One(person) => self.colours(person),
            Author::Together(_) => self.tokens.together,
        }
    }

    /// The letter or letters of a mark's author.
    #[must_use]
    pub fn author_initial(&self, author: &Author) -> String {
        let initial = |id: &PersonId| {
            self.person(id)
                .map_or_else(|| "?".to_owned(), Person::initial)
        };
        match author {
            Author::One(person) => initial(person),
            Author::Together(people) => people.iter().map(initial).collect::<Vec<_>>().join("+"),
        }
    }

    /// A code by its id, in whichever codebook has it.
    #[must_use]
    pub fn code(&self, id: &CodeId) -> Option<&'a Code> {
        self.app
            .codebooks()
            .all()
            .iter()
            .find_map(|book| book.code(id))
    }

    /// The shape of a code; of an unknown one, a circle.
    #[must_use]
    pub fn shape(&self, id: &CodeId) -> Shape {
        self.app
            .codebooks()
            .all()
            .iter()
            .find_map(|book| book.code(id).map(|code| book.shape(code)))
            .unwrap_or(Shape::Circle)
    }

    /// The words for a code on the face that is shown; an unknown one shows its id.
    #[must_use]
    pub fn code_label(&self, id: &CodeId) -> String {
        let Some(code) = self.code(id) else {
            if self.client_present() {
                // An id may name what the label would not.
                return tr!("mark-plain");
            }
            return tr!("code-unknown", id = id.as_str());
        };
        code.label.clone()
    }

    /// The words that stand for a mark: its first code, or “Own words”, or “Mark”.
    #[must_use]
    pub fn mark_label(&self, mark: &Mark) -> String {
        match mark.codes.first() {
            Some(used) => self.code_label(&used.code),
            None if mark.reply_to().is_some() => tr!("mark-reply"),
            None => tr!("mark-plain"),
        }
    }

    /// The shape that stands for a mark.
    #[must_use]
    pub fn mark_shape(&self, mark: &Mark) -> Shape {
        mark.codes
            .first()
            .map_or(Shape::Circle, |used| self.shape(&used.code))
    }

    /// Whether this code names a risk: no count, no strength and no score of it is on any screen.
    #[must_use]
    pub fn names_a_risk(&self, id: &CodeId) -> bool {
        self.code(id).is_some_and(|code| code.group == RISK_GROUP)
    }

    /// Whether a mark is about a risk.
    #[must_use]
    pub fn is_about_risk(&self, mark: &Mark) -> bool {
        mark.codes.iter().any(|used| self.names_a_risk(&used.code))
    }

    /// Words for whom a mark is about: “about Sam”, “own”, “about us”.
    #[must_use]
    pub fn about_words(&self, about: &About, author: Option<&PersonId>) -> String {
        match about {
            About::Us => tr!("about-us"),
            About::Group => tr!("about-group"),
            About::People(people) => match (people.as_slice(), author) {
                ([only], Some(author)) if only == author => tr!("about-own"),
                _ => {
                    let names = people
                        .iter()
                        .map(|id| self.name(id))
                        .collect::<Vec<_>>()
                        .join(", ");
                    tr!("about-person", name = names)
                }
            },
        }
    }

    /// The ink for secondary text.
    #[must_use]
    pub fn muted(&self) -> Color32 {
        self.tokens.muted
    }
}
