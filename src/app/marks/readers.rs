//! Who may read a mark: the choice for new ones, and moving one that is there to other readers.

use super::super::{
    App, ids,
    keys::KeyState,
    notice::{ClosedNotice, NoticeKind},
};
use crate::domain::{
    codebook::Code,
    edit::Edit,
    history::EditLabel,
    id::MarkId,
    mark::{Audience, Author, Link, Mark},
    person::Role,
    session::SessionKind,
};

impl App {
    /// Whether the active author can keep something for some only.
    #[must_use]
    pub fn may_keep_closed(&self) -> bool {
        self.desk()
            .is_some_and(|desk| self.key_state(&desk.marking.author) == KeyState::Open)
    }

    /// Who may read a new mark with this code and these links; `None`, and a word to the people, where it cannot be kept for
    /// them.
    pub(super) fn audience_for(&mut self, code: Option<&Code>, links: &[Link]) -> Option<Audience> {
        let desk = self.desk()?;
        if desk.document.marks_alone().is_some() {
            return Some(Audience::Sealed);
        }
        // A reply is read by those who may read what it replies to: it would tell the others that there is something.
        let answered = links
            .iter()
            .filter_map(|link| match link {
                Link::ReplyTo(id) | Link::SeeAlso(id) | Link::ConflictOf(id) => {
                    desk.document.session().mark(*id)
                }
                Link::Other { .. } => None,
            })
            .map(|mark| mark.audience)
            .find(|audience| *audience != Audience::Everyone);
        let meant = code.map_or(Audience::Everyone, |code| self.meant_for(code));
        let audience = match (answered, meant) {
            (Some(answered), _) => answered,
            (None, Audience::Everyone) => desk.marking.audience,
            (None, meant) => meant,
        };
        if audience != Audience::Everyone && !self.may_keep_closed() {
            self.tell(NoticeKind::Closed(ClosedNotice::NeedsPassphrase));
            return None;
        }
        Some(audience)
    }

    /// Whom a code's marks are for. A therapist's own lapse is theirs to share; learning marks by others are for trainee and
    /// supervisor.
    pub(super) fn meant_for(&self, code: &Code) -> Audience {
        let own = self
            .desk()
            .and_then(super::super::Desk::author)
            .is_some_and(|author| author.role == Role::Therapist);
        // On a training tape all is there to learn from; nobody's lapse but that of whoever plays it.
        let tape = self
            .desk()
            .is_some_and(|desk| desk.document.session().info().kind == SessionKind::TrainingTape);
        match code.default_audience.audience() {
            Audience::Training if own || tape => Audience::Everyone,
            meant => meant,
        }
    }

    pub(super) fn set_audience(&mut self, audience: Audience) {
        if audience != Audience::Everyone && !self.may_keep_closed() {
            self.tell(NoticeKind::Closed(ClosedNotice::NeedsPassphrase));
            return;
        }
        if let Some(desk) = self.desk_mut() {
            desk.marking.audience = audience;
        }
    }

    /// The newest mark of the active author that others can read: made last, whatever was selected since.
    #[must_use]
    pub fn last_for_others(&self) -> Option<&Mark> {
        let desk = self.desk()?;
        let marks = desk.document.session().marks();
        marks
            .filter(|mark| {
                mark.author == Author::One(desk.marking.author.clone())
                    && !matches!(mark.audience, Audience::OnlyMe | Audience::Sealed)
                    && desk.may_change(mark)
            })
            .max_by_key(|mark| (mark.created, mark.id))
    }

    /// Keeps that mark to its author, and says which it was.
    pub(super) fn keep_last(&mut self) {
        let Some((id, at)) = self
            .last_for_others()
            .map(|mark| (mark.id, mark.when.start()))
        else {
            return;
        };
        let moved = |app: &Self| {
            let session = app.desk().map(|desk| desk.document.session());
            session.is_some_and(|session| session.mark(id).is_none())
        };
        self.set_readers(id, Audience::OnlyMe);
        if moved(self) {
            self.tell(NoticeKind::Closed(ClosedNotice::KeptToOneself(at)));
        }
    }

    /// Moves one of the active author's own marks to other readers. It becomes another mark, so that nothing follows it, and
    /// its words leave every earlier state that more people could read.
    pub(super) fn set_readers(&mut self, id: MarkId, audience: Audience) {
        let Some(desk) = self.desk() else { return };
        let Some(before) = desk.document.session().mark(id) else {
            return;
        };
        if !desk.may_change(before) || desk.document.marks_alone().is_some() {
            self.tell(NoticeKind::NotYours);
            return;
        }
        if before.audience == audience {
            return;
        }
        if audience != Audience::Everyone && !self.may_keep_closed() {
            self.tell(NoticeKind::Closed(ClosedNotice::NeedsPassphrase));
            return;
        }
        let before = before.clone();
        let mut after = before.clone();
        after.id = ids::mark();
        after.revision = 1;
        after.audience = audience;
        let (moved, author) = (after.id, desk.marking.author.clone());
        let stamp = self.stamp();
        let edit = Edit::Batch(vec![Edit::DeleteMark(id), Edit::AddMark(Box::new(after))]);
        let Some(desk) = self.desk_mut() else { return };
        let outcome = desk
            .document
            .edit(&author, EditLabel::Readers, &edit, Some(moved), &stamp);
        match outcome {
            Ok(()) => {
                desk.selected = desk.selected.map(|one| if one == id { moved } else { one });
                desk.newest = desk.newest.map(|one| if one == id { moved } else { one });
                if let Some(writing) = &mut desk.marking.writing
                    && writing.mark == id
                {
                    writing.mark = moved;
                }
                if before.audience == Audience::Everyone
                    && let Some(saver) = desk.document.saver_mut()
                {
                    saver.erase(&before);
                }
            }
            Err(reason) => self.tell(NoticeKind::Refused(reason)),
        }
    }
}
