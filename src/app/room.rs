//! How the room is: someone found it too much, or it is enough for today. Nothing here is counted, listed or stored.

use std::time::Duration;

use super::{App, RoomCommand, TransportCommand};
use crate::domain::{edit::Edit, history::EditLabel, id::MarkId, mark::Tense};

pub use crate::domain::session::PLAN_FIELD;

/// How the room is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// Everyone is here, watching or marking.
    #[default]
    Here,
    /// *Too much* was marked; the one question is open.
    AskTooMuch {
        /// The mark.
        mark: MarkId,
        /// Whether the sound was off before.
        was_muted: bool,
    },
    /// It is too much now: the neutral screen.
    Neutral {
        /// Whether the sound was off before.
        was_muted: bool,
    },
    /// *Enough* was pressed once: dim and silent; a second press closes.
    Dimmed {
        /// When, on the steady clock.
        since: Duration,
        /// Whether the sound was off before.
        was_muted: bool,
    },
}

impl App {
    pub(super) fn handle_room(&mut self, command: RoomCommand) {
        match command {
            RoomCommand::TooMuchThen => self.answer_too_much(Tense::Then),
            RoomCommand::TooMuchNow => self.answer_too_much(Tense::Now),
            RoomCommand::Enough => self.enough(),
            RoomCommand::CloseReview => self.close(),
            RoomCommand::CarryOn => self.carry_on(),
        }
    }

    pub(super) fn ask_too_much(&mut self, mark: MarkId) {
        self.handle_transport(TransportCommand::Pause);
        let was_muted = self.hush();
        if let Some(desk) = self.desk_mut() {
            desk.room = Room::AskTooMuch { mark, was_muted };
        }
    }

    fn answer_too_much(&mut self, tense: Tense) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Room::AskTooMuch { mark, was_muted } = desk.room else {
            return;
        };
        if let Some(before) = desk.document.session().mark(mark) {
            let mut after = before.clone();
            after.tense = tense;
            let author = desk.marking.author.clone();
            let edit = Edit::ReplaceMark(Box::new(after));
            // The mark was made a moment ago by the same hand; were it gone, there would be nothing to answer.
            let _gone = desk
                .document
                .edit(&author, EditLabel::Details, &edit, Some(mark), &stamp);
        }
        if tense == Tense::Now {
            desk.room = Room::Neutral { was_muted };
        } else {
            desk.room = Room::Here;
            self.unhush(was_muted);
        }
    }

    fn enough(&mut self) {
        let now = self.reading.steady;
        self.handle_transport(TransportCommand::Pause);
        let dimmed = self
            .desk()
            .is_some_and(|desk| matches!(desk.room, Room::Dimmed { .. }));
        if dimmed {
            self.close();
            return;
        }
        let was_muted = self.hush();
        if let Some(desk) = self.desk_mut() {
            desk.room = Room::Dimmed {
                since: now,
                was_muted,
            };
        }
    }

    fn carry_on(&mut self) {
        let Some(desk) = self.desk_mut() else { return };
        let was_muted = match std::mem::take(&mut desk.room) {
            Room::Here => return,
            Room::AskTooMuch { was_muted, .. }
            | Room::Neutral { was_muted }
            | Room::Dimmed { was_muted, .. } => was_muted,
        };
        self.unhush(was_muted);
    }

    /// Turns the sound off and says whether it was off already (before any earlier hush).
    fn hush(&mut self) -> bool {
        let before = self.desk().map(|desk| desk.room.clone());
        let muted_now = self.recording().is_some_and(|open| open.transport.muted);
        self.set_muted(true);
        match before {
            Some(
                Room::AskTooMuch { was_muted, .. }
                | Room::Neutral { was_muted }
                | Room::Dimmed { was_muted, .. },
            ) => was_muted,
            _ => muted_now,
        }
    }

    fn unhush(&mut self, was_muted: bool) {
        self.set_muted(was_muted);
    }

    fn set_muted(&mut self, muted: bool) {
        if let Some(open) = &mut self.recording {
            open.transport.muted = muted;
            open.say_silent();
        }
    }
}
