//! What follows from the marks of an open record: which is selected, whose it is, who may change it.

use super::Desk;
use crate::domain::{
    id::MarkId,
    mark::{Audience, Mark},
    person::Person,
};

impl Desk {
    /// The selected mark.
    #[must_use]
    pub fn selected_mark(&self) -> Option<&Mark> {
        self.document.session().mark(self.selected?)
    }

    /// Whether the active author may change this mark: it is theirs.
    #[must_use]
    pub fn may_change(&self, mark: &Mark) -> bool {
        self.document.writable() && mark.author.includes(&self.marking.author)
    }

    /// Whether the active author may say whose mark it is: they are the author, or they typed it.
    #[must_use]
    pub fn may_give(&self, mark: &Mark) -> bool {
        // What another person may read only with their own key is not given to them behind their back.
        self.document.writable()
            && mark.audience == Audience::Everyone
            && (mark.author.includes(&self.marking.author)
                || mark.entered_by == self.marking.author)
    }

    /// Lets go of marks that are no longer in the record.
    pub(super) fn forget_what_is_gone(&mut self) {
        let session = self.document.session();
        let there = |id: &MarkId| session.mark(*id).is_some();
        self.selected = self.selected.filter(there);
        self.newest = self.newest.filter(there);
        self.marking.held = self.marking.held.take_if(|held| there(&held.mark));
        self.marking.follow_up = self.marking.follow_up.take_if(|card| there(&card.mark));
        self.marking.writing = self.marking.writing.take_if(|writing| there(&writing.mark));
        // A comparison holds marks of both.
        self.comparing = None;
    }

    /// The active author.
    #[must_use]
    pub fn author(&self) -> Option<&Person> {
        self.document.session().person(&self.marking.author)
    }

    /// The mark whose words Enter opens: the selected one if it is the author's, else the one made last.
    #[must_use]
    pub fn words_target(&self) -> Option<MarkId> {
        let own = |id: &MarkId| {
            self.document
                .session()
                .mark(*id)
                .is_some_and(|mark| self.may_change(mark))
        };
        self.selected
            .filter(own)
            .or_else(|| self.newest.filter(own))
    }
}
