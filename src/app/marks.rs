//! What marking commands do to the record. Every change is one [`Edit`] in the active author's name.

use super::{
    App, Desk, MarkCommand, MarkingCommand, TransportCommand,
    marking::Face,
    notice::{ClosedNotice, NoticeKind},
};
use crate::domain::{
    history::EditLabel,
    id::{CodeId, PersonId},
    mark::{About, FrameStamp, Placed, Tense, When},
    time::{MediaDelta, MediaTime},
};

mod changing;
mod choosing;
mod readers;
mod setting;

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
        if self.names_instead(&command) {
            return;
        }
        match command {
            MarkCommand::CodeDown(code) => self.code_down(&code),
            MarkCommand::CodeUp(code) => self.code_up(&code),
            MarkCommand::CodeTap(code) => self.code_tap(&code),
            MarkCommand::OwnDown(code) => {
                let own = self
                    .desk()
                    .map(|desk| About::People(vec![desk.marking.author.clone()]));
                self.just_now_about(own, |app| app.code_down(&code));
            }
            MarkCommand::TapAbout(code, about) => {
                self.just_now_about(Some(about), |app| app.code_tap(&code));
            }
            MarkCommand::Plain => {
                self.add(When::Point, None, &[], Vec::new(), EditLabel::AddMark);
            }
            MarkCommand::OwnWords => {
                let made = self.add(When::Point, None, &[], Vec::new(), EditLabel::AddMark);
                if made.is_some() {
                    self.begin_words();
                }
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
            MarkCommand::SetReaders(id, audience) => self.set_readers(id, audience),
            MarkCommand::GiveTo(id, person) => self.give(id, &person),
            MarkCommand::Reply(id) => self.reply(id),
            MarkCommand::Delete(id) => self.delete(id),
            MarkCommand::DeleteForGood(id) => self.delete_for_good(id),
            MarkCommand::Undo => {
                self.settle_rating();
                self.turn(true);
            }
            MarkCommand::Redo => self.turn(false),
            MarkCommand::CopyTime => self.copy_time(),
            MarkCommand::SetFilter(filter) => {
                if let Some(desk) = self.desk_mut() {
                    desk.filter = filter;
                }
            }
        }
    }

    fn code_tap(&mut self, code: &CodeId) {
        self.code_down(code);
        if let Some(desk) = self.desk_mut() {
            desk.marking.held = None;
        }
    }

    /// Does something while new marks are about these, and leaves the choice as it was.
    fn just_now_about(&mut self, about: Option<About>, what: impl FnOnce(&mut Self)) {
        let before = self
            .desk_mut()
            .map(|desk| std::mem::replace(&mut desk.marking.about, about));
        what(self);
        if let (Some(desk), Some(before)) = (self.desk_mut(), before) {
            desk.marking.about = before;
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
            MarkingCommand::SetAudience(audience) => self.set_audience(audience),
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
            MarkingCommand::KeepLast => self.keep_last(),
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

    fn set_author(&mut self, person: PersonId) {
        self.note_watched();
        let role = self
            .desk()
            .and_then(|desk| desk.document.session().person(&person))
            .map(|person| person.role);
        let Some(role) = role else { return };
        let Some(desk) = self.desk() else { return };
        if desk.marking.author == person {
            return;
        }
        if desk.document.marks_alone().is_some() {
            self.tell(NoticeKind::Closed(ClosedNotice::MarkingAlone));
            return;
        }
        self.end_rating();
        // Whoever comes next is not to find what the one before has opened.
        self.close_keys();
        let fresh = super::marking_for(self, person, role);
        if let Some(desk) = self.desk_mut() {
            desk.marking = fresh;
        }
    }
}

fn next_person(desk: &Desk, after: &PersonId) -> Option<PersonId> {
    let people = desk.document.session().people();
    let at = people.iter().position(|person| person.id == *after)?;
    people
        .get((at + 1) % people.len())
        .map(|person| person.id.clone())
}
