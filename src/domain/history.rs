//! Undo and redo: for each author a line of changes with their inverses, for as long as the recording is open.

use std::collections::{HashMap, HashSet};

use super::{
    edit::{Edit, EditError, Stamp},
    id::{EntryId, MarkId, PersonId},
    mark::Audience,
    session::Session,
};

/// What a change is called in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EditLabel {
    /// A new mark.
    AddMark,
    /// A mark taken away.
    DeleteMark,
    /// A mark's words.
    Words,
    /// A mark's codes.
    Codes,
    /// Where a mark lies.
    Move,
    /// The end of a stretch.
    EndSpan,
    /// Whose mind, how seen, when felt, how strong or how sure.
    Details,
    /// Whose mark it is.
    Author,
    /// A reply.
    Reply,
    /// The people or the facts of the session.
    Session,
    /// Which files the recording consists of.
    Parts,
    /// A rating.
    Track,
    /// Where the zones of a person's feeling begin.
    Zones,
    /// The second recording of the event: whether there is one, and how it is lined up.
    SecondRecording,
    /// Marks brought in from elsewhere.
    Import,
    /// A stretch where mentalizing was lost, and the way through it.
    Episode,
    /// The sitting: how it began, how it landed.
    Review,
    /// Stretches to watch in their order.
    Playlist,
    /// What a person agreed to.
    Consent,
    /// Marks made alone.
    Sealed,
    /// Who may read a mark.
    Readers,
    /// The answer to a guess.
    Judgement,
    /// A mark looked at again and kept as it is.
    LookedAgain,
    /// What was decided about a place that raters marked.
    Consensus,
    /// Practice on a tape.
    Practice,
    /// Who rates with an instrument, and what a rater gave.
    RatingSheet,
    /// Sections to look at, with a question.
    ClipPack,
}

/// One step that can be taken back.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    label: EditLabel,
    /// Takes the step back (on the undo line) or makes it again (on the redo line).
    edit: Edit,
    mark: Option<MarkId>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    undo: Vec<Step>,
    redo: Vec<Step>,
}

/// The lines of all authors of one open recording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    lines: HashMap<PersonId, Line>,
}

/// What an undo or redo did.
#[derive(Clone, Debug, PartialEq)]
pub enum Turned {
    /// It was done.
    Done {
        /// The name of the step.
        label: EditLabel,
        /// The mark it touched, if one.
        mark: Option<MarkId>,
    },
    /// It no longer fits, after another writer's changes came in; it was left out.
    Skipped {
        /// The name of the step.
        label: EditLabel,
        /// Why.
        reason: EditError,
    },
    /// There is nothing to take back or make again.
    Nothing,
}

impl History {
    /// Remembers a change made by `author` with its inverse; what was undone before can no longer be redone.
    pub fn record(
        &mut self,
        author: &PersonId,
        label: EditLabel,
        inverse: Edit,
        mark: Option<MarkId>,
    ) {
        let line = self.lines.entry(author.clone()).or_default();
        line.redo.clear();
        line.undo.push(Step {
            label,
            edit: inverse,
            mark,
        });
    }

    /// Takes in later lines: what was done last in them is taken back first.
    pub fn append(&mut self, later: Self) {
        for (author, line) in later.lines {
            let known = self.lines.entry(author).or_default();
            if !(line.undo.is_empty() && line.redo.is_empty()) {
                known.redo = line.redo;
            }
            known.undo.extend(line.undo);
        }
    }

    /// The name of what undo would take back for this author, and the mark it touches.
    #[must_use]
    pub fn next_undo(&self, author: &PersonId) -> Option<(EditLabel, Option<MarkId>)> {
        let step = self.lines.get(author)?.undo.last()?;
        Some((step.label, step.mark))
    }

    /// The name of what redo would make again for this author, and the mark it touches.
    #[must_use]
    pub fn next_redo(&self, author: &PersonId) -> Option<(EditLabel, Option<MarkId>)> {
        let step = self.lines.get(author)?.redo.last()?;
        Some((step.label, step.mark))
    }

    /// Takes back this author's last change.
    pub fn undo(&mut self, author: &PersonId, session: &mut Session, stamp: &Stamp) -> Turned {
        let line = self.lines.entry(author.clone()).or_default();
        turn(&mut line.undo, &mut line.redo, session, stamp)
    }

    /// Makes this author's last undone change again.
    pub fn redo(&mut self, author: &PersonId, session: &mut Session, stamp: &Stamp) -> Turned {
        let line = self.lines.entry(author.clone()).or_default();
        turn(&mut line.redo, &mut line.undo, session, stamp)
    }

    /// Forgets every step that touches what is not for everyone, while it is still in the record: it is about to leave.
    pub fn forget_closed(&mut self, session: &Session) {
        let closed_marks: HashSet<MarkId> = session
            .sets()
            .values()
            .flat_map(|set| {
                let marks = set.marks.values().map(|mark| (mark.id, mark.audience));
                let stones = set
                    .tombstones
                    .values()
                    .map(|stone| (stone.id, stone.audience));
                marks.chain(stones)
            })
            .filter(|(_, audience)| *audience != Audience::Everyone)
            .map(|(id, _)| id)
            .collect();
        let closed_entries: HashSet<EntryId> = session
            .sets()
            .values()
            .flat_map(|set| {
                let entries = set.entries.values();
                let entries = entries.map(|entry| (entry.id, entry.audience));
                let stones = set.dropped.values().map(|stone| (stone.id, stone.audience));
                entries.chain(stones)
            })
            .filter(|(_, audience)| *audience != Audience::Everyone)
            .map(|(id, _)| id)
            .collect();
        let stays = |step: &Step| !touches_closed(&step.edit, &closed_marks, &closed_entries);
        for line in self.lines.values_mut() {
            line.undo.retain(stays);
            line.redo.retain(stays);
        }
    }

    /// Forgets every step that changes one of these entries: what followed from them cannot be taken back.
    pub fn forget_entries(&mut self, entries: &HashSet<EntryId>) {
        let stays = |step: &Step| !changes_entry(&step.edit, entries);
        for line in self.lines.values_mut() {
            line.undo.retain(stays);
            line.redo.retain(stays);
        }
    }

    /// Forgets every step that holds this mark, so that no word of it stays in memory.
    pub fn forget(&mut self, mark: MarkId) {
        for line in self.lines.values_mut() {
            line.undo.retain(|step| !mentions(&step.edit, mark));
            line.redo.retain(|step| !mentions(&step.edit, mark));
        }
    }
}

fn turn(from: &mut Vec<Step>, to: &mut Vec<Step>, session: &mut Session, stamp: &Stamp) -> Turned {
    let Some(step) = from.pop() else {
        return Turned::Nothing;
    };
    let (label, mark) = (step.label, step.mark);
    match session.apply(&step.edit, stamp) {
        Ok(inverse) => {
            to.push(Step {
                label,
                edit: inverse,
                mark,
            });
            Turned::Done { label, mark }
        }
        Err(reason) => Turned::Skipped { label, reason },
    }
}

fn changes_entry(edit: &Edit, entries: &HashSet<EntryId>) -> bool {
    match edit {
        Edit::PutEntry { entry, .. } => entries.contains(&entry.id),
        Edit::DropEntry(id) => entries.contains(id),
        Edit::Batch(edits) => edits.iter().any(|edit| changes_entry(edit, entries)),
        _ => false,
    }
}

fn touches_closed(edit: &Edit, closed: &HashSet<MarkId>, entries: &HashSet<EntryId>) -> bool {
    match edit {
        Edit::AddMark(mark) | Edit::ReplaceMark(mark) => mark.audience != Audience::Everyone,
        Edit::DeleteMark(id) | Edit::EraseMark(id) => closed.contains(id),
        Edit::PutEntry { entry, .. } => entry.audience != Audience::Everyone,
        Edit::DropEntry(id) => entries.contains(id),
        Edit::Batch(edits) => edits
            .iter()
            .any(|edit| touches_closed(edit, closed, entries)),
        Edit::SetInfo(_)
        | Edit::AddWatched(..)
        | Edit::DropLastWatched(_)
        | Edit::SetTrack { .. } => false,
    }
}

fn mentions(edit: &Edit, mark: MarkId) -> bool {
    match edit {
        Edit::AddMark(kept) | Edit::ReplaceMark(kept) => kept.id == mark,
        Edit::DeleteMark(id) | Edit::EraseMark(id) => *id == mark,
        Edit::Batch(edits) => edits.iter().any(|edit| mentions(edit, mark)),
        Edit::SetInfo(_)
        | Edit::AddWatched(..)
        | Edit::DropLastWatched(_)
        | Edit::SetTrack { .. }
        | Edit::PutEntry { .. }
        | Edit::DropEntry(_) => false,
    }
}
