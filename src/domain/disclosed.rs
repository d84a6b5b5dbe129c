//! What of a record one viewer may see, for one purpose: the only form in which it reaches a screen that a client looks at, and
//! whatever leaves this machine.
//!
//! What is for named readers lies encrypted and is not in memory unless a key is open; this says who may see it then. The rule
//! for each mark is in one place, [`Viewer::sees`], so that no list, lane, search, report or export has a rule of its own.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    codebook::Codebook,
    entry::{Entry, EntryKind},
    id::{CodeId, PersonId},
    mark::{Audience, Author, Mark},
    person::Role,
    session::Session,
};

/// The codes that may be on a screen while a client is present: those whose marks are for everyone.
///
/// Marks with any other code, also with one that no codebook here knows, are not shown then: a code nobody can look up may
/// name anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenCodes(BTreeSet<CodeId>);

impl OpenCodes {
    /// Those of these codebooks.
    #[must_use]
    pub fn of<'a>(books: impl IntoIterator<Item = &'a Codebook>) -> Self {
        let codes = books
            .into_iter()
            .flat_map(|book| &book.codes)
            .filter(|code| code.default_audience.audience() == Audience::Everyone)
            .filter_map(|code| code.id.parse().ok());
        Self(codes.collect())
    }

    /// Whether this code is one of them.
    #[must_use]
    pub fn holds(&self, code: &CodeId) -> bool {
        self.0.contains(code)
    }
}

/// The group of codes that name modes of losing and finding mentalizing.
const MODES: &str = "mode";

/// Who looks.
#[derive(Clone, Debug, PartialEq)]
pub enum Viewer {
    /// One person, at a screen of their own.
    Person {
        /// Who.
        person: PersonId,
        /// As what they are here.
        role: Role,
    },
    /// Anybody, after somebody took back that the recording may be looked at: what people agreed to, and nothing else.
    Closed,
    /// Everybody in the room, a client among them.
    Room {
        /// What may be on screen.
        codes: Arc<OpenCodes>,
        /// Who has the screen to themselves, where it is only one: their own words are there for them.
        alone: Option<PersonId>,
    },
}

/// What for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Looking at it in the window, searching included.
    Window,
    /// Something that leaves the window: a report, an export, a screen that is shared.
    HandedOut,
}

impl Viewer {
    /// Whether this viewer may see this mark.
    #[must_use]
    pub fn sees(&self, mark: &Mark, purpose: Purpose) -> bool {
        let open = self.reads(&mark.author, mark.audience, purpose);
        match self {
            Self::Closed => false,
            Self::Person { .. } => open,
            Self::Room { codes, .. } => {
                open && mark.codes.iter().all(|used| codes.holds(&used.code))
            }
        }
    }

    fn sees_entry(&self, keeper: &PersonId, entry: &Entry, purpose: Purpose) -> bool {
        let closed = *self == Self::Closed && !matches!(entry.kind, EntryKind::Consent(_));
        // What learners, experts and supervisors make of a recording names modes and lapses.
        let among_us = entry.kind.is_for_training() || entry.kind.is_for_supervision();
        let in_the_room = matches!(self, Self::Room { .. }) && among_us;
        !closed && !in_the_room && self.reads(&Author::One(keeper.clone()), entry.audience, purpose)
    }

    fn reads(&self, author: &Author, audience: Audience, purpose: Purpose) -> bool {
        match (self, audience, purpose) {
            (_, Audience::Everyone, _) => true,
            // What leaves the window is read by whoever gets hold of it.
            (_, _, Purpose::HandedOut) | (Self::Closed, ..) => false,
            (Self::Room { alone, .. }, _, Purpose::Window) => {
                alone.as_ref().is_some_and(|person| author.includes(person))
            }
            (Self::Person { person, role }, audience, Purpose::Window) => {
                author.includes(person) || audience.includes(*role)
            }
        }
    }
}

/// A record with nothing in it that its viewer may not see.
#[derive(Clone, Debug, PartialEq)]
pub struct Disclosed {
    viewer: Viewer,
    purpose: Purpose,
    session: Session,
}

impl Disclosed {
    /// What of this record the viewer may see. What is left out leaves no count and no trace; a reply goes with what it
    /// replies to.
    #[must_use]
    pub fn of(record: &Session, viewer: Viewer, purpose: Purpose) -> Self {
        let mut session = record.clone();
        let mut hidden = BTreeSet::new();
        for (person, set) in &mut session.sets {
            set.marks.retain(|id, mark| {
                let seen = viewer.sees(mark, purpose);
                if !seen {
                    hidden.insert(*id);
                }
                seen
            });
            set.tombstones
                .retain(|_, stone| stone.audience == Audience::Everyone);
            set.entries
                .retain(|_, entry| viewer.sees_entry(person, entry, purpose));
            if viewer == Viewer::Closed {
                set.tracks.clear();
                set.watched.clear();
            }
            set.dropped
                .retain(|_, stone| stone.audience == Audience::Everyone);
        }
        // Replies to replies: each round hides at least one more, or it is the last.
        while !hidden.is_empty() {
            let mut further = BTreeSet::new();
            for set in session.sets.values_mut() {
                set.marks.retain(|id, mark| {
                    let answers = mark.reply_to().is_some_and(|to| hidden.contains(&to));
                    if answers {
                        further.insert(*id);
                    }
                    !answers
                });
            }
            hidden = further;
        }
        Self {
            viewer,
            purpose,
            session,
        }
    }

    /// The record as this viewer sees it.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// Who looks.
    #[must_use]
    pub const fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// What for.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }
}

impl Codebook {
    /// The codebook as it is on a screen while a client is present: the words that are meant for clients, no names of modes, no
    /// definitions written for clinicians, and nothing whose marks are not for everyone.
    #[must_use]
    pub fn for_the_room(&self) -> Self {
        let mut book = self.clone();
        book.codes.retain(|code| {
            code.default_audience.audience() == Audience::Everyone
                && (code.client_label.is_some() || code.group != MODES)
        });
        for code in &mut book.codes {
            if let Some(plain) = &code.client_label {
                code.label.clone_from(plain);
                code.short = None;
            }
            code.definition.clear();
            code.example.clear();
        }
        let left: BTreeSet<&str> = book.codes.iter().map(|code| code.id.as_str()).collect();
        for preset in &mut book.presets {
            preset
                .codes
                .retain(|used| left.contains(used.code.as_str()));
        }
        let codes = &book.codes;
        book.groups
            .retain(|group| codes.iter().any(|code| code.group == group.id));
        for group in &mut book.groups {
            if let Some(plain) = &group.client_title {
                group.title.clone_from(plain);
            }
            group.source.clear();
        }
        book
    }
}
