//! The thread that hands commands to the part they mean, and the frames of that part on.

use std::{
    sync::{Arc, mpsc},
    time::Instant,
};

use super::{
    super::{MediaInfo, PlayerCommand},
    Bell, Part, PartPlace, Shared, Standing,
    layout::Layout,
    slot::Slot,
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// What the conductor hears.
pub(super) enum Message {
    Command(PlayerCommand),
    /// A part has something to tell.
    Woken,
    /// From now on these are the parts.
    Parts(Vec<Part>),
    Quit,
}

/// A frame that the part whose turn it is now was asked for; until it comes, what was on screen stays there.
pub(super) struct Awaited {
    /// In the part's own time.
    pub(super) time: MediaTime,
    /// The picture that it showed before.
    pub(super) stale: Option<u64>,
    pub(super) until: Instant,
}

/// What a step under way leads to.
pub(super) struct Aim {
    pub(super) part: usize,
    pub(super) number: usize,
    pub(super) forward: bool,
    pub(super) since: Instant,
}

/// What is due at the end of the frame that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    NextPart,
    NextRound,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "what is wanted and what is so, each on its own"
)]
pub(super) struct Conductor {
    pub(super) slots: Vec<Slot>,
    pub(super) layout: Layout,
    pub(super) shared: Arc<Shared>,
    pub(super) bell: Arc<Bell>,
    pub(super) frame_bytes: usize,

    /// The part whose turn it is.
    pub(super) active: usize,
    /// Whether it was told to play.
    pub(super) started: bool,
    pub(super) awaited: Option<Awaited>,
    pub(super) aim: Option<Aim>,
    pub(super) due: Option<(Instant, Due)>,
    /// The end of a part was reached before it was known where the next one begins.
    pub(super) stuck: bool,
    /// Where the pointer is, in a part that is not open.
    pub(super) pointer: Option<(Instant, MediaTime)>,

    pub(super) playing: bool,
    pub(super) ended: bool,
    pub(super) rate: f64,
    /// What holds for every part, the newest of each kind.
    pub(super) settings: Vec<PlayerCommand>,
    pub(super) span: Option<MediaSpan>,

    /// Which frame is shown, how it is numbered and from where: the same is not shown twice.
    pub(super) shown: Option<(u64, Option<usize>, MediaDelta)>,
    /// Where the whole stands, or was sent.
    pub(super) position: MediaTime,
    pub(super) info: Option<Arc<MediaInfo>>,
    pub(super) places: Arc<[PartPlace]>,
}

impl Conductor {
    pub fn new(
        parts: Vec<Part>,
        first: Option<Standing>,
        shared: Arc<Shared>,
        bell: Arc<Bell>,
        frame_bytes: usize,
    ) -> Self {
        let mut state = Self {
            slots: parts.into_iter().map(Slot::of).collect(),
            layout: Layout::default(),
            shared,
            bell,
            frame_bytes,
            active: 0,
            started: false,
            awaited: None,
            aim: None,
            due: None,
            stuck: false,
            pointer: None,
            playing: false,
            ended: false,
            rate: 1.0,
            settings: Vec::new(),
            span: None,
            shown: None,
            position: MediaTime::ZERO,
            info: None,
            places: Arc::from([]),
        };
        if let (Some(standing), Some(slot)) = (first, state.slots.first_mut()) {
            state.position = standing.player.position();
            (slot.player, slot.info) = (Some(standing.player), standing.info);
            slot.index = standing.index;
            (state.playing, state.started) = (standing.playing, standing.playing);
            (state.rate, state.span) = (standing.rate, standing.span);
            state.settings = standing.settings;
            state.keep(PlayerCommand::SetRate(standing.rate));
        }
        state
    }

    pub(super) fn keep(&mut self, setting: PlayerCommand) {
        let kind = std::mem::discriminant(&setting);
        self.settings
            .retain(|kept| std::mem::discriminant(kept) != kind);
        self.settings.push(setting);
    }

    pub fn run(mut self, inbox: &mpsc::Receiver<Message>) {
        self.lay_out();
        self.look();
        loop {
            let message = match self.next_wake() {
                None => inbox
                    .recv()
                    .map_err(|_| mpsc::RecvTimeoutError::Disconnected),
                Some(at) => inbox.recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            let mut commands = Vec::new();
            match message {
                Ok(message) => {
                    let mut quit = self.hear(message, &mut commands);
                    while let Ok(message) = inbox.try_recv() {
                        quit |= self.hear(message, &mut commands);
                    }
                    if quit {
                        return;
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => return,
            }
            // What happened before the commands were given is known before they are followed.
            self.take_in();
            for command in commands {
                self.command(command);
            }
            self.look();
        }
    }

    /// True when it is time to go.
    fn hear(&mut self, message: Message, commands: &mut Vec<PlayerCommand>) -> bool {
        match message {
            Message::Quit => return true,
            Message::Woken => self.bell.heard(),
            Message::Parts(parts) => self.set_parts(parts),
            Message::Command(command) => {
                // Of places that follow each other at once only the last is meant.
                if goes(command) && commands.last().copied().is_some_and(goes) {
                    commands.pop();
                }
                commands.push(command);
            }
        }
        false
    }

    fn next_wake(&self) -> Option<Instant> {
        let due = self.due.map(|(at, _)| at);
        let pointer = self.pointer.map(|(at, _)| at);
        let awaited = self.awaited.as_ref().map(|awaited| awaited.until);
        [due, pointer, awaited].into_iter().flatten().min()
    }

    /// Everything that follows from what is known now.
    fn look(&mut self) {
        self.take_in();
        let now = Instant::now();
        if let Some((at, time)) = self.pointer
            && now >= at
        {
            let (part, _) = self.find(time);
            self.open(part);
            self.go(time, true, now);
        }
        if self.stuck
            && self
                .next_part()
                .is_none_or(|next| self.start_of(next).is_some())
        {
            self.stuck = false;
            self.go_on(Due::NextPart);
        }
        self.show(now);
        if let Some((at, due)) = self.due
            && now >= at
        {
            self.due = None;
            self.go_on(due);
            self.show(now);
        }
        self.mind_doors();
        self.tell_pace(now);
    }

    /// Says where playing is, so that another recording can be held in step with it.
    fn tell_pace(&self, now: Instant) {
        let player = self
            .slots
            .get(self.active)
            .and_then(|slot| slot.player.as_ref())
            .filter(|_| self.playing && self.started && self.awaited.is_none());
        let pace = player
            .and_then(|player| player.moving())
            .map(|at| super::Pace {
                at: at + self.shift(self.active),
                since: now,
                rate: self.rate,
            });
        *super::lock(&self.shared.pace) = pace;
    }
}

/// Whether a command goes to another place.
const fn goes(command: PlayerCommand) -> bool {
    matches!(command, PlayerCommand::Seek(_) | PlayerCommand::Scrub(_))
}
