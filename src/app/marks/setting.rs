//! Setting marks: keys of codes down and up, starts and ends of stretches.

use super::super::{
    App, TransportCommand, ids,
    marking::{Face, FollowUp, HOLD, Held, KeyEffect, Marking, held_span, key_effect},
    notice::NoticeKind,
};
use super::{Moment, TOO_MUCH};
use crate::domain::{
    codebook::CodeKind,
    edit::{Edit, Stamp},
    history::EditLabel,
    id::{CodeId, MarkId},
    mark::{Author, CodeUse, Link, Mark, Placed, When},
    time::{MediaDelta, MediaSpan, MediaTime},
};

impl App {
    /// A mark over the lines of the transcript that are chosen: a code that is always a moment marks their start.
    pub(super) fn mark_lines(&mut self, id: Option<&CodeId>) -> Option<MarkId> {
        if !self.desk()?.document.writable() {
            return None;
        }
        let span = self.take_chosen_lines()?;
        let moment = Moment {
            time: span.start(),
            placed: Placed::Paused,
            frame: self.recording()?.transport.stamp(span.start()),
        };
        let code = id.and_then(|id| self.desk()?.marking.code(id).cloned());
        let point = code.is_some_and(|code| code.kind == CodeKind::Point);
        let when = if point || span.length() == MediaDelta::ZERO {
            When::Point(span.start())
        } else {
            When::Span(span)
        };
        let made = self.add_at(moment, when, id, &[], Vec::new(), EditLabel::AddMark);
        if let Some(id) = id {
            self.after_code(id, made);
        }
        made
    }

    pub(super) fn code_down(&mut self, id: &CodeId) {
        if self.desk().is_some_and(|desk| !desk.document.writable()) {
            if id.as_str() == TOO_MUCH {
                // Nothing is set, but the way out is always there.
                self.ask_too_much(ids::mark());
            } else {
                self.tell(NoticeKind::OnlyForReading);
            }
            return;
        }
        let lines = self
            .recording()
            .is_some_and(|open| open.captions.chosen().is_some());
        if lines {
            self.mark_lines(Some(id));
            return;
        }
        let Some(moment) = self.moment() else { return };
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        if desk
            .marking
            .held
            .as_ref()
            .is_some_and(|held| held.code == *id)
        {
            return;
        }
        let code = desk.marking.code(id).cloned();
        let about = desk
            .marking
            .about_for(code.as_ref(), desk.document.session());
        let author = desk.marking.author.clone();
        let effect = code.as_ref().map_or(KeyEffect::Point, |code| {
            let open = desk.document.open_marks(&author);
            key_effect(code, &open, &desk.marking.codebook, &about)
        });
        match effect {
            KeyEffect::End(running) => {
                self.end_span(running, moment, &stamp);
            }
            KeyEffect::Begin { ends } => {
                let made = self.add(When::Open, Some(id), &ends, Vec::new(), EditLabel::AddMark);
                self.after_code(id, made);
            }
            KeyEffect::Point => {
                let made = self.add(When::Point, Some(id), &[], Vec::new(), EditLabel::AddMark);
                let since = self.reading.steady;
                if let (Some(desk), Some(mark)) = (self.desk_mut(), made) {
                    desk.marking.held = Some(Held {
                        code: id.clone(),
                        mark,
                        since,
                    });
                }
                self.after_code(id, made);
            }
        }
    }

    /// What the faces do once a mark is set: the client's pauses and asks, *too much* asks before anything else.
    pub(super) fn after_code(&mut self, id: &CodeId, made: Option<MarkId>) {
        let Some(mark) = made else { return };
        let client = self.face() == Face::Client;
        let resume = self.recording().is_some_and(|open| open.transport.playing);
        if id.as_str() == TOO_MUCH {
            self.ask_too_much(mark);
        } else if client {
            self.handle_transport(TransportCommand::Pause);
        }
        if client && let Some(desk) = self.desk_mut() {
            let asks = !desk.marking.asks(id).is_empty();
            desk.marking.follow_up = asks.then(|| FollowUp {
                mark,
                code: id.clone(),
                resume: resume && id.as_str() != TOO_MUCH,
            });
        }
    }

    pub(super) fn code_up(&mut self, id: &CodeId) {
        let now = self.reading.steady;
        let Some(moment) = self.moment() else { return };
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(held) = desk.marking.held.take_if(|held| held.code == *id) else {
            return;
        };
        let either = desk
            .marking
            .code(id)
            .is_some_and(|code| code.kind == CodeKind::Either);
        if !either || now.saturating_sub(held.since) < HOLD {
            return;
        }
        let Some(mark) = desk.document.session().mark(held.mark) else {
            return;
        };
        let mut longer = mark.clone();
        longer.when = held_span(mark.when.start(), moment.time);
        // The mark was just there; if another writer took it away meanwhile, there is nothing to lengthen.
        let _gone = desk
            .document
            .amend(&Edit::ReplaceMark(Box::new(longer)), &stamp);
    }

    /// Adds a mark at the moment meant and selects it; `ends` are open stretches that end where it begins.
    pub(in crate::app) fn add(
        &mut self,
        shape: fn(MediaTime) -> When,
        code: Option<&CodeId>,
        ends: &[MarkId],
        links: Vec<Link>,
        label: EditLabel,
    ) -> Option<MarkId> {
        let moment = self.moment()?;
        self.add_at(moment, shape(moment.time), code, ends, links, label)
    }

    pub(super) fn add_at(
        &mut self,
        moment: Moment,
        when: When,
        code: Option<&CodeId>,
        ends: &[MarkId],
        links: Vec<Link>,
        label: EditLabel,
    ) -> Option<MarkId> {
        let stamp = self.stamp();
        let id = ids::mark();
        let desk = self.desk_mut()?;
        if !desk.document.writable() {
            self.tell(NoticeKind::OnlyForReading);
            return None;
        }
        let known = code.and_then(|code| desk.marking.code(code)).cloned();
        let author = desk.marking.author.clone();
        let about = desk
            .marking
            .about_for(known.as_ref(), desk.document.session());
        let view = Marking::view_of(&author, &about);
        let audience = self.audience_for(known.as_ref(), &links)?;
        let desk = self.desk_mut()?;
        let mark = Mark {
            id,
            revision: 1,
            device: stamp.device.clone(),
            when,
            frame: moment.frame,
            author: Author::One(author.clone()),
            entered_by: author.clone(),
            sureness: Marking::sureness_of(view, known.as_ref()),
            about,
            view,
            tense: desk.marking.tense,
            codes: code.cloned().map(CodeUse::plain).into_iter().collect(),
            intensity: None,
            words: None,
            audience,
            codebook: desk.marking.codebook.reference(),
            placed: moment.placed,
            settled: false,
            review: desk
                .sitting
                .as_ref()
                .map(super::super::review::sitting::Sitting::review_id),
            links,
            created: stamp.now,
            revised: None,
        };
        let mut edits: Vec<Edit> = ends
            .iter()
            .filter_map(|id| desk.document.session().mark(*id))
            .map(|open| Edit::ReplaceMark(Box::new(ended(open, moment))))
            .collect();
        let ended_label = ends.first().and_then(|id| {
            let open = desk.document.session().mark(*id)?;
            let used = open.codes.first()?;
            desk.marking.code(&used.code).map(|code| code.label.clone())
        });
        edits.push(Edit::AddMark(Box::new(mark)));
        let edit = match edits.len() {
            1 => edits.remove(0),
            _ => Edit::Batch(edits),
        };
        match desk.document.edit(&author, label, &edit, Some(id), &stamp) {
            Ok(()) => {
                desk.selected = Some(id);
                desk.newest = Some(id);
                if let Some(code) = ended_label {
                    self.tell(NoticeKind::Ended { code });
                }
                Some(id)
            }
            Err(reason) => {
                self.tell(NoticeKind::Refused(reason));
                None
            }
        }
    }

    pub(super) fn end_span(&mut self, id: MarkId, moment: Moment, stamp: &Stamp) {
        let Some(desk) = self.desk_mut() else { return };
        let Some(open) = desk.document.session().mark(id) else {
            return;
        };
        let edit = Edit::ReplaceMark(Box::new(ended(open, moment)));
        let author = desk.marking.author.clone();
        if desk
            .document
            .edit(&author, EditLabel::EndSpan, &edit, Some(id), stamp)
            .is_ok()
        {
            desk.selected = Some(id);
            desk.newest = Some(id);
        }
    }

    pub(super) fn set_start(&mut self) {
        let Some(moment) = self.moment() else { return };
        let playing = self.recording().is_some_and(|open| open.transport.playing);
        let target = self.desk().and_then(|desk| {
            let mark = desk.selected_mark()?;
            let spans = matches!(mark.when, When::Span(_));
            (!playing && spans && desk.may_change(mark)).then_some((mark.id, mark.when))
        });
        match target {
            Some((id, When::Span(span))) => {
                self.place(
                    id,
                    When::Span(MediaSpan::between(moment.time, span.end().max(moment.time))),
                );
            }
            _ => {
                self.add(When::Open, None, &[], Vec::new(), EditLabel::AddMark);
            }
        }
    }

    pub(super) fn set_end(&mut self) {
        let Some(moment) = self.moment() else { return };
        let stamp = self.stamp();
        let Some(desk) = self.desk() else { return };
        let newest_open = desk
            .document
            .open_marks(&desk.marking.author)
            .into_iter()
            .max_by_key(|mark| (mark.created, mark.id))
            .map(|mark| mark.id);
        let selected = desk
            .selected_mark()
            .filter(|mark| desk.may_change(mark) && mark.when.start() < moment.time)
            .map(|mark| (mark.id, mark.when.start()));
        match (newest_open, selected) {
            (Some(open), _) => self.end_span(open, moment, &stamp),
            (None, Some((id, start))) => {
                self.place(id, When::Span(MediaSpan::between(start, moment.time)));
            }
            (None, None) => {}
        }
    }
}

/// The stretch of an open mark, ended at a moment.
fn ended(open: &Mark, moment: Moment) -> Mark {
    let mut mark = open.clone();
    let start = mark.when.start();
    mark.when = When::Span(MediaSpan::between(start, moment.time.max(start)));
    mark
}
