//! Lining up the two recordings: the second moved by itself until both show the same moment.

use super::{super::App, CompanionCommand};
use crate::{
    domain::{
        alignment::{AlignedPoint, Alignment},
        session::MediaPlace,
        time::MediaTime,
    },
    media::PlayerCommand,
};

/// The two recordings are being lined up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lining {
    /// The second was moved by itself, and does not follow the first until both play or a moment is lined up.
    pub apart: bool,
}

impl App {
    /// Whether the two recordings are being lined up, and how it stands.
    #[must_use]
    pub fn lining(&self) -> Option<&Lining> {
        self.recording.as_ref()?.beside.lining.as_ref()
    }

    /// The moment that both recordings show now, if each shows one exactly and stands.
    #[must_use]
    pub fn moment_of_both(&self) -> Option<AlignedPoint> {
        let open = self.recording.as_ref()?;
        let transport = &open.transport;
        let stands = transport.exact && !transport.playing && transport.scrubbing.is_none();
        let second = open.beside.open.as_ref()?;
        let own = if second.has_picture() {
            second.frame.as_ref().filter(|frame| frame.exact)?.time
        } else {
            second.position()
        };
        stands.then_some(AlignedPoint {
            session: transport.playhead,
            own,
        })
    }

    pub(super) fn line_up(&mut self, command: &CompanionCommand) {
        match *command {
            CompanionCommand::LineUp => {
                self.pause_for_lining();
                if let Some(open) = &mut self.recording
                    && open.beside.open.is_some()
                {
                    open.beside.lining = Some(Lining::default());
                }
            }
            CompanionCommand::LinedUp => {
                if let Some(open) = &mut self.recording {
                    open.beside.lining = None;
                }
            }
            CompanionCommand::Together => self.come_together(),
            CompanionCommand::Step(frames) => self.move_second(|_| PlayerCommand::Step(frames)),
            CompanionCommand::Jump(by) => {
                self.move_second(|from| PlayerCommand::Seek((from + by).clamp_to_start()));
            }
            CompanionCommand::SameMoment => {
                if let Some(moment) = self.moment_of_both() {
                    self.align(|alignment| alignment.with_moment(moment));
                    self.come_together();
                }
            }
            CompanionCommand::DropSecondMoment => self.align(|alignment| Alignment {
                second: None,
                ..alignment
            }),
            CompanionCommand::SetOffset(offset) => {
                self.align(|alignment| alignment.with_offset(offset));
                self.come_together();
            }
            _ => {}
        }
    }

    fn pause_for_lining(&mut self) {
        let playing = self
            .recording
            .as_ref()
            .is_some_and(|open| open.transport.playing);
        if playing {
            self.handle_transport(super::super::TransportCommand::Pause);
        }
    }

    fn come_together(&mut self) {
        if let Some(lining) = self
            .recording
            .as_mut()
            .and_then(|open| open.beside.lining.as_mut())
        {
            lining.apart = false;
        }
    }

    /// Moves the second without the first, from where it stands.
    fn move_second(&mut self, command: impl FnOnce(MediaTime) -> PlayerCommand) {
        self.pause_for_lining();
        let Some(open) = &mut self.recording else {
            return;
        };
        let (Some(lining), Some(second)) = (&mut open.beside.lining, &mut open.beside.open) else {
            return;
        };
        let end = second.end();
        let Some(player) = &mut second.player else {
            return;
        };
        if !lining.apart {
            lining.apart = true;
            second.wanted = None;
        }
        let from = second.wanted.unwrap_or_else(|| player.position());
        let command = command(from);
        second.wanted = match command {
            // Quick presses add up, though the picture is not there yet.
            PlayerCommand::Seek(time) => Some(time.min(end)),
            _ => None,
        };
        second.follow.forget();
        player.send(command);
    }

    /// Changes how the second is lined up; can be undone.
    fn align(&mut self, change: impl FnOnce(Alignment) -> Alignment) {
        let Some(desk) = self.desk() else { return };
        let mut info = desk.document.session().info().clone();
        let Some(alignment) = info.beside_mut() else {
            return;
        };
        let changed = change(*alignment);
        if changed == *alignment {
            return;
        }
        *alignment = changed;
        self.change_info(info, crate::domain::history::EditLabel::SecondRecording);
    }
}

/// A new second recording begins as if it had begun together with the first.
pub(super) const fn not_lined_up() -> MediaPlace {
    MediaPlace::Beside(Alignment::at(AlignedPoint {
        session: MediaTime::ZERO,
        own: MediaTime::ZERO,
    }))
}
