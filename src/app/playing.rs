//! The player's side: commands to it, and what it tells folded into the transport.

use super::{
    App, Recording, TransportCommand, is_fatal,
    transport::{BeforeSlow, Loop},
    within,
};
use crate::{
    app::notice::NoticeKind,
    domain::{
        mark::When,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    media::{PlayerCommand, PlayerEvent, Problem},
};

/// Shortest stretch that the loop key makes, so that A and B pressed at once still loop.
const SHORTEST_LOOP: MediaDelta = MediaDelta::from_millis(40);

/// Speed of the slow view.
const SLOW: f64 = 0.25;

impl App {
    pub(super) fn handle_transport(&mut self, command: TransportCommand) {
        let preroll = MediaDelta::from_millis(i64::from(self.settings.preroll_ms));
        let slow = MediaDelta::from_millis(i64::from(self.settings.slow_view_ms));
        let Some(open) = &mut self.recording else {
            return;
        };
        match command {
            TransportCommand::TogglePlay if open.transport.playing => open.pause(),
            TransportCommand::Pause => open.pause(),
            TransportCommand::TogglePlay | TransportCommand::Play => open.play(preroll),
            TransportCommand::Seek(time) | TransportCommand::ScrubEnd(time) => open.seek(time),
            TransportCommand::Scrub(time) => {
                let time = within(time, &open.transport);
                open.transport.scrubbing = Some(time);
                open.transport.wanted = Some(time);
                open.tell(PlayerCommand::Scrub(time));
            }
            TransportCommand::Step(frames) => {
                open.transport.scrubbing = None;
                open.transport.wanted = None;
                open.tell(PlayerCommand::Step(frames));
            }
            TransportCommand::Jump(by) => open.seek(open.transport.playhead + by),
            TransportCommand::Start => open.seek(MediaTime::ZERO),
            TransportCommand::End => open.seek(open.transport.duration()),
            TransportCommand::Faster => open.set_rate(open.transport.neighbour_speed(true)),
            TransportCommand::Slower => open.set_rate(open.transport.neighbour_speed(false)),
            TransportCommand::NaturalSpeed => open.set_rate(1.0),
            TransportCommand::SetRate(rate) => open.set_rate(rate.clamp(0.25, 4.0)),
            TransportCommand::SetVolume(volume) => {
                open.transport.volume = volume.clamp(0.0, 1.0);
                open.player
                    .send(PlayerCommand::SetVolume(open.transport.volume));
            }
            TransportCommand::ToggleMute => {
                open.transport.muted = !open.transport.muted;
                open.say_silent();
            }
            TransportCommand::SetLoop(span) => open.set_loop(span.map_or(Loop::Off, Loop::Between)),
            // The key that ends a loop ends this one, with all that belongs to it.
            TransportCommand::ToggleLoop if open.transport.before_slow.is_some() => {
                open.toggle_slow_view(slow);
            }
            TransportCommand::ToggleLoop => open.toggle_loop(),
            TransportCommand::ToggleSlowView => open.toggle_slow_view(slow),
            TransportCommand::ShowAt(width, height) => {
                open.transport.shown_at = (width, height);
                open.player.send(PlayerCommand::ShowAt(width, height));
            }
        }
        if !matches!(
            command,
            TransportCommand::Scrub(_) | TransportCommand::ShowAt(..)
        ) && self
            .recording
            .as_ref()
            .is_some_and(|o| !o.transport.playing)
        {
            self.note_watched();
        }
    }

    pub(super) fn take_in_player(&mut self) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let events = open.player.poll();
        let mut problems = Vec::new();
        for event in events {
            match event {
                PlayerEvent::Opened(info) => open.transport.info = Some(info),
                PlayerEvent::Index(index) => open.transport.index = index,
                PlayerEvent::Playing(playing) => open.transport.playing = playing,
                PlayerEvent::Ended => open.transport.playing = false,
                PlayerEvent::Hardware(hardware) => open.transport.hardware = Some(hardware),
                PlayerEvent::Looped => {}
                PlayerEvent::Parts(places) => open.take_places(places),
                PlayerEvent::Problem(problem) => {
                    if let Problem::Damaged {
                        stretch: Some(stretch),
                    } = *problem.problem.itself()
                        && !open.transport.damaged.contains(&stretch)
                    {
                        open.transport.damaged.push(stretch);
                    }
                    problems.push(problem);
                }
            }
        }
        open.fold_picture();
        let (playing, playhead, rate) = (
            open.transport.playing,
            open.transport.playhead,
            open.transport.rate,
        );
        if let Some(desk) = &mut open.desk
            && playing
        {
            desk.watching.at(playhead, rate);
        }
        for problem in problems {
            if is_fatal(&problem) {
                let path = self.recording.as_ref().map(|open| open.path.clone());
                let never_opened = self
                    .recording
                    .as_ref()
                    .is_some_and(|open| open.transport.info.is_none());
                if let (Some(path), true) = (path, never_opened) {
                    self.close();
                    self.tell(NoticeKind::CannotPlay {
                        path,
                        problem: problem.problem,
                    });
                    return;
                }
            }
            self.tell(NoticeKind::Playing(problem));
        }
    }
}

impl Recording {
    /// One playhead per frame: the time of the picture that is shown.
    fn fold_picture(&mut self) {
        if let Some(frame) = self.player.frame() {
            if frame.exact {
                self.transport.playhead = frame.time;
                self.transport.frame_number = frame.number;
            }
            self.transport.exact = frame.exact;
            self.transport.frame = Some(frame);
        } else {
            self.transport.playhead = self.player.position();
            self.transport.exact = true;
        }
    }

    fn play(&mut self, preroll: MediaDelta) {
        let transport = &mut self.transport;
        transport.scrubbing = None;
        transport.wanted = None;
        let at_end = transport.duration() > MediaTime::ZERO
            && transport.frame_start(transport.duration() - MediaDelta::from_nanos(1))
                <= transport.playhead;
        if at_end {
            self.tell(PlayerCommand::Seek(MediaTime::ZERO));
        } else if preroll > MediaDelta::ZERO {
            let mut earlier = (transport.playhead - preroll).clamp_to_start();
            if let Loop::Between(span) = transport.looping
                && span.contains(transport.playhead)
            {
                // What is heard again is what is looped.
                earlier = earlier.max(span.start());
            }
            self.tell(PlayerCommand::Seek(earlier));
        }
        self.tell(PlayerCommand::Play);
        self.transport.playing = true;
    }

    /// Plays from here, wherever it was and whether or not it played.
    pub(super) fn play_from(&mut self, time: MediaTime) {
        self.seek(time);
        self.tell(PlayerCommand::Play);
        self.transport.playing = true;
    }

    fn pause(&mut self) {
        self.tell(PlayerCommand::Pause);
        self.transport.playing = false;
    }

    pub(super) fn seek(&mut self, time: MediaTime) {
        self.transport.scrubbing = None;
        let time = within(time, &self.transport);
        if let (Some(before), Loop::Between(span)) =
            (self.transport.before_slow, self.transport.looping)
            && !span.contains(time)
        {
            // Whoever goes elsewhere has left the slow view.
            self.set_loop(before.looping);
            self.set_rate(before.rate);
        }
        self.transport.wanted = Some(time);
        self.tell(PlayerCommand::Seek(time));
    }

    fn set_rate(&mut self, rate: f64) {
        self.transport.rate = rate;
        self.tell(PlayerCommand::SetRate(rate));
    }

    fn set_loop(&mut self, looping: Loop) {
        let before = self.transport.looping;
        self.transport.looping = looping;
        self.transport.before_slow = None;
        match looping {
            Loop::Between(span) => self.tell(PlayerCommand::SetLoop(Some(span))),
            Loop::Off | Loop::From(_) => {
                if matches!(before, Loop::Between(_)) {
                    self.tell(PlayerCommand::SetLoop(None));
                }
            }
        }
    }

    /// The stretch around the playhead, slowly, again and again; or back to where and how it was.
    fn toggle_slow_view(&mut self, length: MediaDelta) {
        if let Some(before) = self.transport.before_slow {
            self.set_loop(before.looping);
            self.set_rate(before.rate);
            if !before.playing {
                self.pause();
            }
            self.seek(before.playhead);
            return;
        }
        let transport = &self.transport;
        let before = BeforeSlow {
            playhead: transport.playhead,
            playing: transport.playing,
            rate: transport.rate,
            looping: transport.looping,
        };
        let half = MediaDelta::from_nanos(length.as_nanos() / 2);
        let latest = (transport.duration() - length).clamp_to_start();
        let start = (before.playhead - half).clamp_to_start().min(latest);
        let start = transport.frame_start(start);
        let end = (start + length).min(transport.duration());
        let span = MediaSpan::between(start, end);
        if span.length() < SHORTEST_LOOP {
            return;
        }
        self.set_loop(Loop::Between(span));
        self.transport.before_slow = Some(before);
        self.set_rate(SLOW);
        self.seek(start);
        self.tell(PlayerCommand::Play);
        self.transport.playing = true;
    }

    fn toggle_loop(&mut self) {
        let here = self.transport.playhead;
        let selected = self.desk.as_ref().and_then(|desk| {
            let mark = desk.selected_mark()?;
            match mark.when {
                When::Span(span) if span.length() >= SHORTEST_LOOP => Some(span),
                _ => None,
            }
        });
        let next = match (self.transport.looping, selected) {
            (Loop::Between(_), _) => Loop::Off,
            (Loop::Off, Some(span)) => Loop::Between(span),
            (Loop::Off, None) => Loop::From(here),
            (Loop::From(a), _) => {
                let span = MediaSpan::between(a, here);
                if span.length() >= SHORTEST_LOOP {
                    Loop::Between(span)
                } else {
                    Loop::Off
                }
            }
        };
        self.set_loop(next);
    }
}
