//! Playing a stretch that stops by itself: one step on, one step again, or an episode from its beginning to its end.

use super::{begins, ends};
use crate::{
    app::{App, TransportCommand},
    domain::{
        entry::EntryKind,
        id::EntryId,
        time::{MediaDelta, MediaTime},
    },
};

/// What is played when an episode is looked at again begins so much before it, and ends so much after it.
const AROUND: MediaDelta = MediaDelta::from_millis(3_000);
/// Whoever is so far beyond the end went there.
const BEYOND: MediaDelta = MediaDelta::from_millis(1_500);

/// Where a step stops by itself.
#[derive(Clone, Copy, Debug)]
pub struct Until {
    at: MediaTime,
    /// Speed before.
    rate: f64,
    /// It was seen to play before the end; until then the picture may still be that from before.
    begun: bool,
}

impl App {
    /// Plays a stretch and stops at its end, on the frame there.
    pub(in crate::app) fn play_until(&mut self, from: MediaTime, to: MediaTime, rate: Option<f64>) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let end = open.transport.duration();
        let to = if end > MediaTime::ZERO {
            to.min(end)
        } else {
            to
        };
        let before = open
            .desk
            .as_ref()
            .and_then(|desk| desk.play_until)
            .map_or(open.transport.rate, |until| until.rate);
        self.handle_transport(TransportCommand::SetRate(rate.unwrap_or(before)));
        if let Some(open) = &mut self.recording {
            open.play_from(from);
        }
        if let Some(desk) = self.desk_mut() {
            desk.play_until = Some(Until {
                at: to,
                rate: before,
                begun: false,
            });
        }
    }

    /// Stops where the stretch ends; somebody who stopped it, or went elsewhere, is left there.
    pub(in crate::app) fn mind_exploring(&mut self) {
        self.check_exploring();
        let Some(Until { at, rate, begun }) = self.desk().and_then(|desk| desk.play_until) else {
            return;
        };
        let Some(open) = self.recording() else { return };
        let (playing, here) = (open.transport.playing, open.transport.playhead);
        let there = here >= at;
        if !there
            && !begun
            && let Some(desk) = self.desk_mut()
            && let Some(until) = &mut desk.play_until
        {
            until.begun = true;
        }
        if there && begun || !playing {
            if let Some(desk) = self.desk_mut() {
                desk.play_until = None;
            }
            if playing && here < at + BEYOND {
                self.handle_transport(TransportCommand::Pause);
                self.handle_transport(TransportCommand::Seek(at));
            }
            self.handle_transport(TransportCommand::SetRate(rate));
        }
    }

    /// Ends a stretch before its end; the speed is what it was.
    pub(super) fn end_stretch(&mut self) {
        let until = self.desk_mut().and_then(|desk| desk.play_until.take());
        if let Some(Until { rate, .. }) = until {
            self.handle_transport(TransportCommand::Pause);
            self.handle_transport(TransportCommand::SetRate(rate));
        }
    }

    /// It was pressed by mistake: nothing stays of it where nothing was said, and the recording goes on if it did before.
    pub(super) fn carry_on_watching(&mut self) {
        let Some(exploring) = self.exploring() else {
            return;
        };
        let (played, empty, id) = (exploring.played, exploring.is_empty(), exploring.episode);
        self.leave_exploring();
        if empty {
            self.take_back_or_remove(id);
        }
        if played {
            self.handle_transport(TransportCommand::Play);
        }
    }

    pub(super) fn replay(&mut self, id: EntryId) {
        let span = self.desk().and_then(|desk| {
            let (_, entry) = desk.document.session().entry(id)?;
            match &entry.kind {
                EntryKind::Episode(episode) => Some((begins(episode), ends(episode))),
                _ => None,
            }
        });
        if let Some((from, to)) = span {
            self.leave_exploring();
            self.play_until((from - AROUND).clamp_to_start(), to + AROUND, None);
        }
    }
}
