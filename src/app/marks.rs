//! What marking commands do to the record. Every change is one [`Edit`] in the active author's name.

use super::{
    App, Desk, MarkCommand, MarkingCommand, TransportCommand, ids,
    marking::{Face, FollowUp, HOLD, Held, KeyEffect, Marking, held_span, key_effect},
    notice::NoticeKind,
};
use crate::domain::{
    codebook::CodeKind,
    edit::{Edit, EditError, Stamp},
    history::{EditLabel, Turned},
    id::{CodeId, MarkId, PersonId},
    mark::{
        About, Audience, Author, CodeUse, FrameStamp, Link, Mark, Placed, Sureness, Tense, View,
        When,
    },
    time::{MediaDelta, MediaSpan, MediaTime},
};

/// The client code that asks for a pause at once.
pub const TOO_MUCH: &str = "c.much";

/// The moment a command means, worked out before the desk is borrowed.
#[derive(Clone, Copy)]
struct Moment {
    time: MediaTime,
    placed: Placed,
    frame: Option<FrameStamp>,
}

impl App {
    pub(super) fn handle_mark(&mut self, command: MarkCommand) {
        match command {
            MarkCommand::CodeDown(code) => self.code_down(&code),
            MarkCommand::CodeUp(code) => self.code_up(&code),
            MarkCommand::CodeTap(code) => {
                self.code_down(&code);
                if let Some(desk) = self.desk_mut() {
                    desk.marking.held = None;
                }
            }
            MarkCommand::Plain => {
                self.add(When::Point, None, &[], Vec::new(), EditLabel::AddMark);
            }
            MarkCommand::PlainOverLines => {
                if self.mark_lines(None).is_some() {
                    self.begin_words();
                }
            }
            MarkCommand::SetStart => self.set_start(),
            MarkCommand::SetEnd => self.set_end(),
            MarkCommand::Select(id) => self.select(id),
            MarkCommand::SelectNone => {
                if let Some(desk) = self.desk_mut() {
                    desk.selected = None;
                }
            }
            MarkCommand::Next => self.neighbour(true),
            MarkCommand::Previous => self.neighbour(false),
            MarkCommand::BeginWords => self.begin_words(),
            MarkCommand::CommitWords(id, words) => self.commit_words(id, &words),
            MarkCommand::EndWords => self.end_words(),
            MarkCommand::LeaveWords => {
                if let Some(desk) = self.desk_mut() {
                    desk.marking.writing = None;
                }
            }
            MarkCommand::Place(id, when) => self.place(id, when),
            MarkCommand::SetAbout(id, about) => self.set_mark_about(id, about),
            MarkCommand::SetView(id, view) => {
                self.change(id, EditLabel::Details, |mark| mark.view = view);
            }
            MarkCommand::SetTense(id, tense) => {
                self.change(id, EditLabel::Details, |mark| mark.tense = tense);
            }
            MarkCommand::SetIntensity(id, value) => {
                self.change(id, EditLabel::Details, |mark| mark.intensity = value);
            }
            MarkCommand::SetSureness(id, value) => {
                self.change(id, EditLabel::Details, |mark| mark.sureness = value);
            }
            MarkCommand::AddCode(id, code) => self.add_code(id, code),
            MarkCommand::RemoveCode(id, code) => {
                self.change(id, EditLabel::Codes, |mark| {
                    mark.codes.retain(|used| used.code != code);
                });
            }
            MarkCommand::SetModifier {
                mark,
                code,
                key,
                value,
            } => {
                self.change(mark, EditLabel::Codes, |mark| {
                    if let Some(used) = mark.codes.iter_mut().find(|used| used.code == code) {
                        used.set_modifier(&key, value);
                    }
                });
            }
            MarkCommand::GiveTo(id, person) => self.give(id, &person),
            MarkCommand::Reply(id) => self.reply(id),
            MarkCommand::Delete(id) => self.delete(id),
            MarkCommand::DeleteForGood(id) => self.delete_for_good(id),
            MarkCommand::Undo => self.turn(true),
            MarkCommand::Redo => self.turn(false),
            MarkCommand::CopyTime => self.copy_time(),
            MarkCommand::SetFilter(filter) => {
                if let Some(desk) = self.desk_mut() {
                    desk.filter = filter;
                }
            }
        }
    }

    pub(super) fn handle_marking(&mut self, command: MarkingCommand) {
        match command {
            MarkingCommand::SetAuthor(person) => self.set_author(person),
            MarkingCommand::NextAuthor => {
                let next = self
                    .desk()
                    .and_then(|desk| next_person(desk, &desk.marking.author));
                if let Some(next) = next {
                    self.set_author(next);
                }
            }
            MarkingCommand::SetAbout(about) => {
                if let Some(desk) = self.desk_mut() {
                    desk.marking.about = Some(about);
                }
            }
            MarkingCommand::NextAbout => {
                if let Some(desk) = self.desk_mut() {
                    let choices = desk.marking.about_choices(desk.document.session());
                    let now = desk.marking.about_for(None, desk.document.session());
                    let at = choices
                        .iter()
                        .position(|choice| *choice == now)
                        .unwrap_or(0);
                    desk.marking.about = choices.get((at + 1) % choices.len().max(1)).cloned();
                }
            }
            MarkingCommand::SetTense(tense) => {
                if let Some(desk) = self.desk_mut() {
                    desk.marking.tense = tense;
                }
            }
            MarkingCommand::NextTense => {
                if let Some(desk) = self.desk_mut() {
                    desk.marking.tense = match desk.marking.tense {
                        Tense::Then => Tense::Now,
                        Tense::Now => Tense::AboutThen,
                        Tense::AboutThen => Tense::Then,
                    };
                }
            }
            MarkingCommand::GiveToNext => {
                let target = self.desk().and_then(|desk| {
                    let id = desk.selected.or(desk.newest)?;
                    let mark = desk.document.session().mark(id)?;
                    Some((id, next_person(desk, mark.keeper())?))
                });
                if let Some((id, person)) = target {
                    self.give(id, &person);
                }
            }
            MarkingCommand::CloseFollowUp => {
                let resume = self
                    .desk_mut()
                    .and_then(|desk| desk.marking.follow_up.take());
                if resume.is_some_and(|card| card.resume) {
                    self.handle_transport(TransportCommand::Play);
                }
            }
        }
    }

    fn moment(&self) -> Option<Moment> {
        let open = self.recording()?;
        let client = self.face() == Face::Client;
        let lead_ms = if client {
            self.settings.client_lead_ms
        } else {
            self.settings.lead_ms
        };
        let (time, placed) = open
            .transport
            .moment_meant(MediaDelta::from_millis(i64::from(lead_ms)));
        Some(Moment {
            time,
            placed,
            frame: open.transport.stamp(time),
        })
    }

    /// A mark over the lines of the transcript that are chosen: a code that is always a moment marks their start.
    fn mark_lines(&mut self, id: Option<&CodeId>) -> Option<MarkId> {
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

    fn code_down(&mut self, id: &CodeId) {
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
        if !desk.document.writable()
            || desk
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
    fn after_code(&mut self, id: &CodeId, made: Option<MarkId>) {
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

    fn code_up(&mut self, id: &CodeId) {
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
    pub(super) fn add(
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

    fn add_at(
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
            return None;
        }
        let known = code.and_then(|code| desk.marking.code(code)).cloned();
        let author = desk.marking.author.clone();
        let about = desk
            .marking
            .about_for(known.as_ref(), desk.document.session());
        let view = Marking::view_of(&author, &about);
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
            audience: Audience::Everyone,
            codebook: desk.marking.codebook.reference(),
            placed: moment.placed,
            review: None,
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

    fn end_span(&mut self, id: MarkId, moment: Moment, stamp: &Stamp) {
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

    fn set_start(&mut self) {
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

    fn set_end(&mut self) {
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

    fn select(&mut self, id: MarkId) {
        let Some(start) = self
            .desk()
            .and_then(|desk| desk.document.session().mark(id))
            .map(|mark| mark.when.start())
        else {
            return;
        };
        if let Some(desk) = self.desk_mut() {
            desk.selected = Some(id);
        }
        if let Some(open) = &mut self.recording {
            open.seek(start);
        }
    }

    fn neighbour(&mut self, later: bool) {
        let Some(open) = self.recording() else { return };
        let Some(desk) = &open.desk else { return };
        let shown = |id: &MarkId| {
            desk.document
                .session()
                .mark(*id)
                .is_some_and(|mark| desk.filter.lets_through(mark))
        };
        let order = desk.document.order();
        let current = desk
            .selected_mark()
            .map(|mark| (mark.when.start(), mark.id))
            .filter(|(start, _)| {
                open.transport.frame_start(*start) == open.transport.playhead
                    || *start == open.transport.playhead
            });
        let found = if later {
            let from = current.map_or_else(
                || order.partition_point(|(start, _)| *start <= open.transport.playhead),
                |here| order.partition_point(|entry| *entry <= here),
            );
            order[from..].iter().map(|(_, id)| id).find(|id| shown(id))
        } else {
            let upto = current.map_or_else(
                || order.partition_point(|(start, _)| *start < open.transport.playhead),
                |here| order.partition_point(|entry| *entry < here),
            );
            order[..upto]
                .iter()
                .rev()
                .map(|(_, id)| id)
                .find(|id| shown(id))
        };
        if let Some(id) = found.copied() {
            self.select(id);
        }
    }

    fn place(&mut self, id: MarkId, when: When) {
        let Some(open) = self.recording() else { return };
        let frame = open.transport.stamp(when.start());
        self.change(id, EditLabel::Move, |mark| {
            mark.when = when;
            mark.frame = frame;
            mark.placed = Placed::Edited;
        });
    }

    fn set_mark_about(&mut self, id: MarkId, about: About) {
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

    fn add_code(&mut self, id: MarkId, code: CodeId) {
        let Some(desk) = self.desk() else { return };
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

    fn give(&mut self, id: MarkId, person: &PersonId) {
        let Some(desk) = self.desk() else { return };
        let Some(mark) = desk.document.session().mark(id) else {
            return;
        };
        if !desk.may_give(mark) {
            self.tell(NoticeKind::NotYours);
            return;
        }
        let mut given = mark.clone();
        let before = mark.keeper().clone();
        given.author = Author::One(person.clone());
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

    fn reply(&mut self, to: MarkId) {
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

    fn delete(&mut self, id: MarkId) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(mark) = desk.document.session().mark(id) else {
            return;
        };
        if !desk.may_change(mark) {
            self.tell(NoticeKind::NotYours);
            return;
        }
        let author = desk.marking.author.clone();
        let outcome = desk.document.edit(
            &author,
            EditLabel::DeleteMark,
            &Edit::DeleteMark(id),
            Some(id),
            &stamp,
        );
        self.leave_mark(id);
        if let Err(reason) = outcome {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    fn delete_for_good(&mut self, id: MarkId) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(mark) = desk.document.session().mark(id) else {
            return;
        };
        if !desk.may_change(mark) {
            self.tell(NoticeKind::NotYours);
            return;
        }
        let gone = mark.clone();
        if let Err(reason) = desk.document.erase(id, &stamp) {
            self.tell(NoticeKind::Refused(reason));
            return;
        }
        if let Some(saver) = desk.document.saver_mut() {
            saver.erase(&gone);
        }
        self.leave_mark(id);
    }

    fn leave_mark(&mut self, id: MarkId) {
        if let Some(desk) = self.desk_mut() {
            desk.selected.take_if(|selected| *selected == id);
            desk.newest.take_if(|newest| *newest == id);
            desk.marking.writing.take_if(|writing| writing.mark == id);
            desk.marking.follow_up.take_if(|card| card.mark == id);
        }
    }

    fn turn(&mut self, back: bool) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let turned = desk.document.turn(&author, back, &stamp);
        match turned {
            Turned::Nothing => {}
            Turned::Skipped { label, .. } => self.tell(NoticeKind::Skipped(label)),
            Turned::Done { label, mark } => {
                let there = mark.filter(|id| desk.document.session().mark(*id).is_some());
                desk.selected = there;
                desk.marking.follow_up = None;
                if let Some(writing) = &mut desk.marking.writing {
                    writing.committed = false;
                }
                if let Some(gone) = mark.filter(|_| there.is_none()) {
                    self.leave_mark(gone);
                }
                self.tell(if back {
                    NoticeKind::Undone(label)
                } else {
                    NoticeKind::Redone(label)
                });
            }
        }
    }

    /// Changes one of the active author's own marks; somebody else's stays as it is, and that is said.
    pub(super) fn change(&mut self, id: MarkId, label: EditLabel, with: impl FnOnce(&mut Mark)) {
        let Some(desk) = self.desk() else { return };
        let Some(mark) = desk.document.session().mark(id) else {
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

    fn replace(&mut self, label: EditLabel, mark: Mark) {
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

    fn set_author(&mut self, person: PersonId) {
        self.note_watched();
        let role = self
            .desk()
            .and_then(|desk| desk.document.session().person(&person))
            .map(|person| person.role);
        let Some(role) = role else { return };
        let fresh = super::marking_for(self, person, role);
        if let Some(desk) = self.desk_mut() {
            if desk.marking.author == fresh.author {
                return;
            }
            desk.marking = fresh;
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

fn next_person(desk: &Desk, after: &PersonId) -> Option<PersonId> {
    let people = desk.document.session().people();
    let at = people.iter().position(|person| person.id == *after)?;
    people
        .get((at + 1) % people.len())
        .map(|person| person.id.clone())
}
