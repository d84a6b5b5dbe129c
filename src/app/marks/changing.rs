//! Changing a mark that is there: where it lies, whose it is, what it says, and replies to it.

use super::super::{
    App,
    marking::Marking,
    notice::{ClosedNotice, NoticeKind},
};
use crate::domain::{
    edit::{Edit, EditError},
    history::EditLabel,
    id::{CodeId, MarkId, PersonId},
    mark::{About, Audience, Author, CodeUse, Link, Mark, Placed, Sureness, View, When},
};

impl App {
    pub(super) fn place(&mut self, id: MarkId, when: When) {
        let Some(open) = self.recording() else { return };
        let frame = open.transport.stamp(when.start());
        self.change(id, EditLabel::Move, |mark| {
            mark.when = when;
            mark.frame = frame;
            mark.placed = Placed::Edited;
        });
    }

    pub(super) fn set_mark_about(&mut self, id: MarkId, about: About) {
        let Some(author) = self.desk().map(|desk| desk.marking.author.clone()) else {
            return;
        };
        self.change(id, EditLabel::Details, |mark| {
            let view = Marking::view_of(&author, &about);
            if view != mark.view
                && !(mark.view == View::HowISeeThemSeeingMe && view == View::OfOther)
            {
                mark.view = view;
                mark.sureness = mark.sureness.or(Marking::sureness_of(view, None));
            }
            mark.about = about;
        });
    }

    pub(super) fn add_code(&mut self, id: MarkId, code: CodeId) {
        let Some(desk) = self.desk() else { return };
        let readers = desk
            .marking
            .code(&code)
            .map(|code| self.meant_for(code))
            .filter(|audience| *audience != Audience::Everyone)
            .filter(|_| desk.document.marks_alone().is_none());
        let narrower = desk
            .document
            .session()
            .mark(id)
            .is_some_and(|mark| mark.audience == Audience::Everyone);
        if let Some(readers) = readers.filter(|_| narrower) {
            if !self.may_keep_closed() {
                self.tell(NoticeKind::Closed(ClosedNotice::NeedsPassphrase));
                return;
            }
            self.set_readers(id, readers);
            let moved = self.desk().and_then(|desk| desk.selected);
            if let Some(moved) = moved.filter(|moved| *moved != id) {
                self.add_code(moved, code);
            }
            return;
        }
        let rivals: Vec<CodeId> = desk
            .marking
            .code(&code)
            .and_then(|known| known.exclusive.clone())
            .map(|set| {
                desk.marking
                    .codebook
                    .codes
                    .iter()
                    .filter(|other| {
                        other.exclusive.as_ref() == Some(&set) && other.id != code.as_str()
                    })
                    .filter_map(|other| other.id.parse().ok())
                    .collect()
            })
            .unwrap_or_default();
        self.change(id, EditLabel::Codes, |mark| {
            mark.codes.retain(|used| !rivals.contains(&used.code));
            if !mark.has_code(&code) {
                mark.codes.push(CodeUse::plain(code));
            }
        });
    }

    pub(super) fn give(&mut self, id: MarkId, person: &PersonId) {
        let Some(desk) = self.desk() else { return };
        let Some(mark) = desk.document.session().mark(id) else {
            return;
        };
        if !desk.may_give(mark) {
            self.tell(NoticeKind::NotYours);
            return;
        }
        if mark.audience != Audience::Everyone {
            // What another person may read only with their own key cannot be given to them behind their back.
            self.tell(NoticeKind::NotYours);
            return;
        }
        let mut given = mark.clone();
        let before = mark.keeper().clone();
        given.author = Author::One(person.clone());
        // They have not looked at it again.
        given.settled = false;
        if given.about == About::People(vec![before]) && given.view == View::Own {
            given.about = About::People(vec![person.clone()]);
        }
        if let About::People(people) = &given.about {
            given.view = Marking::view_of(person, &About::People(people.clone()));
            given.sureness = match given.view {
                View::Own => given.sureness.filter(|sure| *sure != Sureness::Guess),
                _ => given.sureness.or(Some(Sureness::Guess)),
            };
        }
        self.replace(EditLabel::Author, given);
    }

    pub(super) fn reply(&mut self, to: MarkId) {
        let Some(desk) = self.desk() else { return };
        let Some(original) = desk.document.session().mark(to) else {
            return;
        };
        let when = original.when;
        let Some(reply) = self.add(
            When::Point,
            None,
            &[],
            vec![Link::ReplyTo(to)],
            EditLabel::Reply,
        ) else {
            return;
        };
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        if let Some(mark) = desk.document.session().mark(reply) {
            let mut there = mark.clone();
            there.when = When::Point(when.start());
            there.placed = Placed::Paused;
            // Added a moment ago.
            let _gone = desk
                .document
                .amend(&Edit::ReplaceMark(Box::new(there)), &stamp);
        }
        self.begin_words();
    }

    /// Changes one of the active author's own marks; somebody else's stays as it is, and that is said.
    pub(in crate::app) fn change(
        &mut self,
        id: MarkId,
        label: EditLabel,
        with: impl FnOnce(&mut Mark),
    ) {
        let Some(desk) = self.desk() else { return };
        let Some(mark) = desk.document.record().mark(id) else {
            return;
        };
        if !desk.may_change(mark) {
            self.tell(NoticeKind::NotYours);
            return;
        }
        let mut after = mark.clone();
        with(&mut after);
        if after != *mark {
            self.replace(label, after);
        }
    }

    pub(super) fn replace(&mut self, label: EditLabel, mark: Mark) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let id = mark.id;
        let outcome: Result<(), EditError> = desk.document.edit(
            &author,
            label,
            &Edit::ReplaceMark(Box::new(mark)),
            Some(id),
            &stamp,
        );
        if let Err(reason) = outcome {
            self.tell(NoticeKind::Refused(reason));
        }
    }
}
