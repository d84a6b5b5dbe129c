//! One open recording: its record, the history of changes, and what of it is safe on disk.

use std::{collections::HashSet, path::PathBuf, sync::Arc};

use crate::{
    domain::{
        disclosed::{Disclosed, Purpose, Viewer},
        edit::{Edit, EditError, Stamp},
        history::{EditLabel, History, Turned},
        id::{EntryId, MarkId, PersonId},
        mark::{Audience, Mark, When},
        session::Session,
        time::MediaTime,
    },
    store::{Access, Presence, Reach, SaveEvent, Saver, Scope, StoreError, Warning},
};

/// Whether the work is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing was changed yet; nothing needed writing.
    Untouched,
    /// All of it is.
    Saved,
    /// The newest change is being written.
    Saving,
    /// It could not be written; it is kept in memory.
    NotSaved,
    /// The record may only be looked at.
    ReadOnly,
}

/// What the writer told.
#[derive(Debug, Default)]
pub struct News {
    /// What could not be written.
    pub errors: Vec<StoreError>,
    /// What the people should know.
    pub warnings: Vec<Warning>,
    /// Copies of words deleted for good that are out of reach.
    pub unreachable: usize,
    /// Something was taken out of the files for good.
    pub erased: bool,
    /// Marks of others that came in.
    pub arrived: usize,
}

/// One open recording.
pub struct Document {
    /// The recording's file.
    pub path: PathBuf,
    session: Session,
    /// What of it is on screen, where that is not all.
    shown: Option<Disclosed>,
    history: History,
    /// The lines from before a client came in, whose steps may touch what is not on screen now.
    aside: Option<History>,
    /// The lines of the shared record, while somebody marks alone.
    parked: Option<History>,
    reach: Reach,
    /// What comes in next was within reach all along, and no news.
    refilling: bool,
    saver: Option<Saver>,
    access: Access,
    revision: u64,
    saved: u64,
    failed: bool,
    /// Rises with every change, whoever made it, so that drawings can be kept until then.
    generation: u64,
    /// Every mark by start, then id.
    order: Vec<(MediaTime, MarkId)>,
    /// The marks themselves in that order: looking up each of many by its id costs more than a frame has.
    in_order: Vec<Arc<Mark>>,
}

impl Document {
    /// A record that was read, with its writer (`None` where nothing may be written).
    #[must_use]
    pub fn new(path: PathBuf, session: Session, saver: Option<Saver>, access: Access) -> Self {
        let mut document = Self {
            path,
            session,
            shown: None,
            history: History::default(),
            aside: None,
            parked: None,
            reach: Reach::default(),
            refilling: false,
            saver,
            access,
            revision: 0,
            saved: 0,
            failed: false,
            generation: 1,
            order: Vec::new(),
            in_order: Vec::new(),
        };
        document.reorder();
        document
    }

    /// The record, as far as whoever looks at the screen may see it. What is left out is still there, and is saved.
    #[must_use]
    pub fn session(&self) -> &Session {
        self.shown
            .as_ref()
            .map_or(&self.session, Disclosed::session)
    }

    /// The whole record, also what is not on screen now: for words that were begun before, never to show anything.
    #[must_use]
    pub const fn record(&self) -> &Session {
        &self.session
    }

    /// Whoever looks at the screen from now on; `None` for the person who marks, at a screen of their own. True if that is a
    /// change.
    pub(super) fn show_to(&mut self, viewer: Option<&Viewer>) -> bool {
        if self.shown.as_ref().map(Disclosed::viewer) == viewer {
            return false;
        }
        self.shown = viewer.map(|viewer| self.disclose(viewer));
        self.reorder();
        true
    }

    fn disclose(&self, viewer: &Viewer) -> Disclosed {
        Disclosed::of(&self.session, viewer.clone(), Purpose::Window)
    }

    /// Begins undo anew, or takes the steps from before up again; those made meanwhile stay the newest.
    pub(super) fn set_history_aside(&mut self, aside: bool) {
        // While somebody marks alone, what will be the shared line again waits beside it.
        let line = self.parked.as_mut().unwrap_or(&mut self.history);
        if aside && self.aside.is_none() {
            self.aside = Some(std::mem::take(line));
        } else if !aside && let Some(mut before) = self.aside.take() {
            before.append(std::mem::take(line));
            *line = before;
        }
    }

    /// The lines of undo and redo.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// See the field.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// Every mark by start, then id.
    #[must_use]
    pub fn order(&self) -> &[(MediaTime, MarkId)] {
        &self.order
    }

    /// The marks of [`Self::order`], at the same places.
    #[must_use]
    pub fn in_order(&self) -> &[Arc<Mark>] {
        &self.in_order
    }

    /// Whether edits are possible at all.
    #[must_use]
    pub const fn writable(&self) -> bool {
        matches!(self.access, Access::ReadWrite)
    }

    /// Why not.
    #[must_use]
    pub const fn access(&self) -> &Access {
        &self.access
    }

    /// Whether the work is on disk.
    #[must_use]
    pub fn save_state(&self) -> SaveState {
        match () {
            () if !self.writable() => SaveState::ReadOnly,
            () if self.failed => SaveState::NotSaved,
            () if self.saved < self.revision => SaveState::Saving,
            () if self.revision == 0 && self.session().mark_count() == 0 => SaveState::Untouched,
            () => SaveState::Saved,
        }
    }

    /// Others who have this recording open.
    #[must_use]
    pub fn others(&self) -> Vec<Presence> {
        self.saver.as_ref().map(Saver::others).unwrap_or_default()
    }

    /// The marks by this person whose end is not set yet.
    #[must_use]
    pub fn open_marks(&self, author: &PersonId) -> Vec<&Mark> {
        self.session().set(author).map_or_else(Vec::new, |set| {
            set.marks
                .values()
                .map(AsRef::as_ref)
                .filter(|mark| matches!(mark.when, When::Open(_)))
                .collect()
        })
    }

    /// Makes a change in this author's name, remembers how to take it back, and hands it to the writer.
    pub fn edit(
        &mut self,
        author: &PersonId,
        label: EditLabel,
        edit: &Edit,
        mark: Option<MarkId>,
        stamp: &Stamp,
    ) -> Result<(), EditError> {
        let inverse = self.session.apply(edit, stamp)?;
        self.history.record(author, label, inverse, mark);
        self.changed(edit);
        Ok(())
    }

    /// Makes a change that continues the author's last step: one undo takes back both.
    pub fn amend(&mut self, edit: &Edit, stamp: &Stamp) -> Result<(), EditError> {
        self.session.apply(edit, stamp)?;
        self.changed(edit);
        Ok(())
    }

    /// Makes a change without a step in the history (what was watched, say).
    pub fn note(&mut self, edit: &Edit, stamp: &Stamp) -> Result<(), EditError> {
        self.amend(edit, stamp)
    }

    /// Takes back, or makes again, this author's last change.
    pub fn turn(&mut self, author: &PersonId, back: bool, stamp: &Stamp) -> Turned {
        let turned = if back {
            self.history.undo(author, &mut self.session, stamp)
        } else {
            self.history.redo(author, &mut self.session, stamp)
        };
        if matches!(turned, Turned::Done { .. }) {
            self.reorder();
            self.offer();
        }
        turned
    }

    /// Takes a mark and its words out of the record and out of every step of the history.
    pub fn erase(&mut self, mark: MarkId, stamp: &Stamp) -> Result<(), EditError> {
        let edit = Edit::EraseMark(mark);
        self.session.apply(&edit, stamp)?;
        self.history.forget(mark);
        self.changed(&edit);
        Ok(())
    }

    /// Takes in what the writer tells.
    pub fn poll_saver(&mut self) -> News {
        let mut news = News::default();
        let Some(saver) = &mut self.saver else {
            return news;
        };
        for event in saver.poll() {
            match event {
                SaveEvent::Saved { revision } => {
                    // An empty part has nothing to hand out.
                    self.refilling &= revision < self.revision;
                    self.saved = self.saved.max(revision);
                    self.failed = false;
                }
                SaveEvent::Incoming { info, sets } => {
                    self.session.absorb_info(&info);
                    for (person, set) in &sets {
                        let absorbed = self.session.absorb(person, set);
                        if !self.refilling {
                            news.arrived += absorbed.added.len()
                                + absorbed.changed.len()
                                + absorbed.removed.len();
                        }
                    }
                    self.refilling = false;
                    self.reorder();
                }
                SaveEvent::Failed(error) => {
                    self.failed = true;
                    news.errors.push(error);
                }
                SaveEvent::Warned(warning) => news.warnings.push(warning),
                SaveEvent::Erased(erasure) => {
                    news.erased = true;
                    news.unreachable += erasure.left.len();
                }
                SaveEvent::Others => {}
            }
        }
        news
    }

    /// The writer, for what only it can do.
    pub const fn saver_mut(&mut self) -> Option<&mut Saver> {
        self.saver.as_mut()
    }

    /// Where its files lie; none where nothing is written.
    #[must_use]
    pub fn place(&self) -> Option<crate::store::Place> {
        self.saver.as_ref().map(Saver::place)
    }

    /// Which part of the record is here, and with which keys.
    #[must_use]
    pub const fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Who marks alone here, if anybody does: nothing else of the record is in memory then.
    #[must_use]
    pub const fn marks_alone(&self) -> Option<&PersonId> {
        match &self.reach.scope {
            Scope::Sealed(person) => Some(person),
            Scope::Shared => None,
        }
    }

    /// Whether what the keys open is still being read.
    #[must_use]
    pub const fn is_refilling(&self) -> bool {
        self.refilling
    }

    /// Forgets every step of undo that touches what is not for everyone.
    pub fn forget_closed_steps(&mut self) {
        self.history.forget_closed(&self.session);
    }

    /// Forgets every step of undo that changes one of these entries.
    pub fn forget_steps_of(&mut self, entries: &HashSet<EntryId>) {
        self.history.forget_entries(entries);
    }

    /// Works with another part of the record, or with other keys. What is no longer within reach leaves the memory at once,
    /// also out of undo; what comes within reach is read in the background.
    pub fn reach_for(&mut self, reach: Reach) {
        let Some(saver) = &mut self.saver else { return };
        let both_shared = self.reach.scope == Scope::Shared && reach.scope == Scope::Shared;
        if both_shared {
            self.history.forget_closed(&self.session);
            self.session
                .forget(|_, audience| audience == Audience::Everyone);
        } else {
            match (&self.reach.scope, &reach.scope) {
                (Scope::Shared, _) => {
                    self.history.forget_closed(&self.session);
                    self.parked = Some(std::mem::take(&mut self.history));
                }
                (Scope::Sealed(_), Scope::Shared) => {
                    self.history = self.parked.take().unwrap_or_default();
                }
                (Scope::Sealed(_), Scope::Sealed(_)) => self.history = History::default(),
            }
            self.session.forget(|_, _| false);
        }
        self.reach = reach.clone();
        self.refilling = true;
        self.revision += 1;
        saver.reach_for(reach, self.session.clone(), self.revision);
        self.reorder();
    }

    /// Hands the newest state to the writer again, after something was mended.
    pub fn offer(&mut self) {
        self.revision += 1;
        if let Some(saver) = &mut self.saver {
            saver.offer(self.session.clone(), self.revision);
        }
    }

    fn changed(&mut self, edit: &Edit) {
        if self.shown.is_some() {
            // Which marks are on screen may depend on others, so all is asked again.
            self.reorder();
            self.offer();
            return;
        }
        match edit {
            Edit::AddMark(mark) => self.put_in_order(mark.id),
            Edit::DeleteMark(id) | Edit::EraseMark(id) => self.take_out(*id),
            Edit::ReplaceMark(mark) => {
                self.take_out(mark.id);
                self.put_in_order(mark.id);
            }
            Edit::AddWatched(..)
            | Edit::DropLastWatched(_)
            | Edit::SetTrack { .. }
            | Edit::SetInfo(_)
            | Edit::PutEntry { .. }
            | Edit::DropEntry(_) => self.generation += 1,
            Edit::Batch(_) => self.reorder(),
        }
        self.offer();
    }

    fn put_in_order(&mut self, id: MarkId) {
        self.generation += 1;
        let sets = self.session.sets();
        let Some(mark) = sets.values().find_map(|set| set.marks.get(&id)) else {
            return;
        };
        let entry = (mark.when.start(), id);
        let at = self.order.partition_point(|known| *known < entry);
        self.order.insert(at, entry);
        self.in_order.insert(at, Arc::clone(mark));
    }

    fn take_out(&mut self, id: MarkId) {
        self.generation += 1;
        if let Some(at) = self.order.iter().position(|(_, known)| *known == id) {
            self.order.remove(at);
            self.in_order.remove(at);
        }
    }

    fn reorder(&mut self) {
        if let Some(shown) = &self.shown {
            self.shown = Some(self.disclose(shown.viewer()));
        }
        let sets = self.session().sets().values();
        self.in_order = sets.flat_map(|set| set.marks.values().cloned()).collect();
        self.in_order
            .sort_unstable_by_key(|mark| (mark.when.start(), mark.id));
        let entry = |mark: &Arc<Mark>| (mark.when.start(), mark.id);
        self.order = self.in_order.iter().map(entry).collect();
        self.generation += 1;
    }
}
