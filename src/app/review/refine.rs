//! Refine later: what was set in haste waits, quietly, until its author looks at it again.
//!
//! A mark waits while it carries a code that is only a parent of finer ones, or was set while the recording played; and until
//! its author says that it stays as it is, which is kept with the mark. A guess waits only if it was set while it played, or in
//! the sitting that goes on: what somebody else felt is a guess by itself, and one that was set in peace is no haste, so that
//! otherwise an old record would wait as a whole. Each sees only their own waiting marks, and nobody while a client can see the
//! screen.

use std::{cell::RefCell, collections::BTreeSet, sync::Arc};

use super::{
    super::{App, Desk, notice::NoticeKind},
    sitting::Sitting,
};
use crate::{
    domain::{
        codebook::Code,
        edit::Edit,
        history::EditLabel,
        id::{CodeId, MarkId, PersonId, ReviewId},
        mark::{Author, CodeUse, Mark, Placed, Sureness, When},
    },
    store::Codebooks,
};

/// To the marks that wait to be looked at again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefineCommand {
    /// Only what waits is listed, and the first of it from here on is selected; asked again, everything is.
    Toggle,
    /// Everything is listed.
    ShowAll,
    /// This mark stays as it is; the next one that waits is selected.
    Keep(MarkId),
    /// All that waits stays as it is: what is old, or was coded on purpose as it stands.
    KeepAll,
    /// A finer code in place of this one.
    Finer {
        /// Of which mark.
        mark: MarkId,
        /// The parent.
        from: CodeId,
        /// The finer one.
        to: CodeId,
    },
}

/// Why a mark waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// This code is a parent of finer ones.
    Finer(CodeId),
    /// It was set while the recording played.
    Live,
    /// Its author was not sure.
    Guess,
}

/// Why this mark would wait for this person, if it would: a finer word first. `now` is the sitting that goes on.
#[must_use]
pub fn reasons(
    mark: &Mark,
    person: &PersonId,
    parents: &BTreeSet<CodeId>,
    now: Option<ReviewId>,
) -> Vec<Reason> {
    let own = matches!(&mark.author, Author::One(author) if author == person);
    let running = matches!(mark.when, When::Open(_));
    if !own || mark.settled || running || mark.reply_to().is_some() {
        return Vec::new();
    }
    let finer = mark
        .codes
        .iter()
        .filter(|used| parents.contains(&used.code))
        .map(|used| Reason::Finer(used.code.clone()));
    let live = matches!(mark.placed, Placed::Live { .. });
    let recent = live || (now.is_some() && mark.review == now);
    let guess = recent && mark.sureness == Some(Sureness::Guess);
    finer
        .chain(live.then_some(Reason::Live))
        .chain(guess.then_some(Reason::Guess))
        .collect()
}

/// What waits for the person who marks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    marks: BTreeSet<MarkId>,
    parents: BTreeSet<CodeId>,
    now: Option<ReviewId>,
}

impl Waiting {
    /// How many marks.
    #[must_use]
    pub fn count(&self) -> usize {
        self.marks.len()
    }

    /// Whether this one waits.
    #[must_use]
    pub fn holds(&self, mark: MarkId) -> bool {
        self.marks.contains(&mark)
    }

    /// Why a mark waits; nothing where it does not.
    #[must_use]
    pub fn reasons(&self, mark: &Mark) -> Vec<Reason> {
        match &mark.author {
            Author::One(author) if self.holds(mark.id) => {
                reasons(mark, author, &self.parents, self.now)
            }
            _ => Vec::new(),
        }
    }
}

/// What the desk keeps of it.
#[derive(Debug, Default)]
pub struct Again {
    /// Only what waits is listed.
    on: bool,
    /// What waits, and at which state of the record for whom; worked out anew only after one of them changed.
    found: RefCell<Option<(u64, PersonId, Arc<Waiting>)>>,
}

impl App {
    /// What waits to be looked at again by whoever marks now. Nothing while a client can see the screen.
    #[must_use]
    pub fn waiting(&self) -> Arc<Waiting> {
        let Some(desk) = self.desk().filter(|_| !self.client_present()) else {
            return Arc::default();
        };
        let person = &desk.marking.author;
        let now = desk.sitting.as_ref().map(Sitting::review_id);
        let generation = desk.document.generation();
        let mut found = desk.again.found.borrow_mut();
        if let Some((known, of, waiting)) = found.as_ref()
            && *known == generation
            && of == person
            && waiting.now == now
        {
            return Arc::clone(waiting);
        }
        let parents = parents(self.codebooks());
        let marks = desk
            .document
            .in_order()
            .iter()
            .filter(|mark| !reasons(mark, person, &parents, now).is_empty())
            .map(|mark| mark.id)
            .collect();
        let waiting = Arc::new(Waiting {
            marks,
            parents,
            now,
        });
        *found = Some((generation, person.clone(), Arc::clone(&waiting)));
        waiting
    }

    /// The codes that a parent may be refined to, in the order of its codebook: of the same group, for whoever marks now, and
    /// for the same readers, so that refining a mark never changes who can read it.
    #[must_use]
    pub fn finer(&self, parent: &CodeId) -> Vec<&Code> {
        let known = self
            .codebooks()
            .all()
            .iter()
            .find_map(|book| Some((book, book.code(parent)?)));
        let Some((book, parent)) = known else {
            return Vec::new();
        };
        let role = self.desk().and_then(Desk::author).map(|person| person.role);
        book.codes
            .iter()
            .filter(|code| code.group == parent.group && !code.refine)
            .filter(|code| code.default_audience == parent.default_audience)
            .filter(|code| role.is_none_or(|role| code.who.iter().any(|who| who.covers(role))))
            .collect()
    }

    /// Whether only what waits is listed.
    #[must_use]
    pub fn looking_again(&self) -> bool {
        !self.client_present() && self.desk().is_some_and(|desk| desk.again.on)
    }

    pub(in crate::app) fn handle_refine(&mut self, command: RefineCommand) {
        match command {
            RefineCommand::Toggle => self.look_again(!self.looking_again()),
            RefineCommand::ShowAll => self.look_again(false),
            RefineCommand::Keep(mark) => self.keep_as_it_is(mark),
            RefineCommand::KeepAll => self.keep_all_as_they_are(),
            RefineCommand::Finer { mark, from, to } => self.refine_to(mark, &from, to),
        }
    }

    fn look_again(&mut self, on: bool) {
        if on && self.client_present() {
            return;
        }
        if let Some(desk) = self.desk_mut() {
            desk.again.on = on;
        }
        let waiting = self.waiting();
        let selected = self.desk().and_then(|desk| desk.selected);
        if on && !selected.is_some_and(|mark| waiting.holds(mark)) {
            self.select_waiting(None);
        }
    }

    fn keep_as_it_is(&mut self, id: MarkId) {
        let after = self
            .desk()
            .and_then(|desk| desk.document.session().mark(id))
            .map(|mark| (mark.when.start(), mark.id));
        self.change(id, EditLabel::LookedAgain, |mark| mark.settled = true);
        let done = self
            .desk()
            .and_then(|desk| desk.document.session().mark(id))
            .is_some_and(|mark| mark.settled);
        if done && self.looking_again() {
            self.select_waiting(after);
        }
    }

    /// One step of undo for all of them.
    fn keep_all_as_they_are(&mut self) {
        let waiting = self.waiting();
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let session = desk.document.session();
        let edits: Vec<Edit> = waiting
            .marks
            .iter()
            .filter_map(|id| session.mark(*id))
            .map(|mark| {
                let mut mark = mark.clone();
                mark.settled = true;
                Edit::ReplaceMark(Box::new(mark))
            })
            .collect();
        if edits.is_empty() {
            return;
        }
        let author = desk.marking.author.clone();
        let outcome = desk.document.edit(
            &author,
            EditLabel::LookedAgain,
            &Edit::Batch(edits),
            None,
            &stamp,
        );
        match outcome {
            Ok(()) => self.look_again(false),
            Err(reason) => self.tell(NoticeKind::Refused(reason)),
        }
    }

    /// Selects the first mark that waits after this place, or the first of all; nothing where none waits.
    fn select_waiting(&mut self, after: Option<(crate::domain::time::MediaTime, MarkId)>) {
        let waiting = self.waiting();
        let Some(desk) = self.desk() else { return };
        let order = desk.document.order();
        let from = after.map_or(0, |here| order.partition_point(|entry| *entry <= here));
        let next = order[from..]
            .iter()
            .chain(&order[..from])
            .map(|(_, id)| *id)
            .find(|id| waiting.holds(*id));
        if let Some(id) = next {
            self.select(id);
        } else if let Some(desk) = self.desk_mut() {
            desk.selected = None;
        }
    }

    /// Who chose a finer code has looked at the mark: it waits no longer.
    fn refine_to(&mut self, id: MarkId, from: &CodeId, to: CodeId) {
        let Some(code) = self
            .finer(from)
            .into_iter()
            .find(|code| code.id == to.as_str())
            .cloned()
        else {
            return;
        };
        self.change(id, EditLabel::Codes, |mark| {
            let Some(at) = mark.codes.iter().position(|used| used.code == *from) else {
                return;
            };
            if mark.has_code(&to) {
                mark.codes.remove(at);
            } else {
                let mut modifiers = std::mem::take(&mut mark.codes[at].modifiers);
                // What the finer code can say as well stays said.
                modifiers.retain(|(key, value)| {
                    code.modifiers.iter().any(|known| {
                        known.key == *key && known.values.iter().any(|known| known.id == *value)
                    })
                });
                mark.codes[at] = CodeUse {
                    code: to,
                    modifiers,
                };
            }
            mark.settled = true;
        });
    }
}

fn parents(books: &Codebooks) -> BTreeSet<CodeId> {
    books
        .all()
        .iter()
        .flat_map(|book| &book.codes)
        .filter(|code| code.refine)
        .filter_map(|code| code.id.parse().ok())
        .collect()
}
