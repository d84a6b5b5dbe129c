//! The thread that decides: commands and reports come in, one at a time, and what follows from them is done here.
//!
//! Commands only change what is wanted; [`Engine::reconcile`] then brings the pipeline there, one seek at a time, so
//! that the newest wish wins however fast they come. Paused pictures come from the frame server; the pipeline that
//! plays is brought to the frame on screen a moment later, so that playing starts at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, RecvTimeoutError},
    },
    time::{Duration, Instant},
};

use gstreamer as gst;

use super::{
    super::{
        FrameIndex, Hardware, Inexact, MediaError, MediaInfo, Memory, PlayerCommand, PlayerEvent,
        Problem, Severity, VideoFrame,
        graph::{self, Kind, Streams},
        memory,
        server::{Goal, Opened, PATIENCE},
        source,
    },
    PlayerOptions,
    graphics::Graphics,
    output::{Output, Plan},
    rounds::{Rounds, is_short},
    serving::{Budget, Request, Serving},
    shared::Shared,
    sound::{self, Device, Loudness, Way},
    watch::Standing,
};
use crate::domain::time::{MediaDelta, MediaSpan, MediaTime};

/// How long after the first picture the index and the pipeline that plays are begun, unless something is asked before: by then
/// the picture is on the screen, which they would have delayed.
const REST_LATER: Duration = Duration::from_millis(120);

/// How long a paused picture stands before the pipeline that plays is brought there.
pub(super) const SETTLE: Duration = Duration::from_millis(150);

/// How long it plays until the frame server is told to rest.
const LONG: Duration = Duration::from_millis(250);

/// How often the clock of sound without picture is read.
const SOUND_TICK: Duration = Duration::from_millis(40);

/// How often the playing pipeline is built anew after errors, for one recording.
const MOST_REBUILDS: u32 = 2;

/// What the engine hears.
pub(super) enum Message {
    Command(PlayerCommand),
    /// Opening ended.
    Opened(Result<Opened, MediaError>),
    /// An answer of the frame server to a request; `None` if there is no such frame.
    Served(u64, Result<Option<Arc<VideoFrame>>, MediaError>),
    /// Single frames may come from this copy.
    Prepared(source::Opener),
    /// The frames of a short loop, for the request of this number; none if they cannot be had.
    Gathered(u64, Vec<Arc<VideoFrame>>),
    /// More of the index is known.
    Index(Arc<FrameIndex>),
    /// The whole file was read, and this is missing or damaged.
    Damage(MediaError),
    /// Whether the decoders of the graphics card show the same pictures as ours.
    Compared(Hardware),
    /// A message of the pipeline that plays, with the number of that pipeline.
    Bus(u32, gst::Message),
    /// The first frame of a new round of a loop is on screen.
    WentRound(u32),
    Quit,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "what is wanted and what is so, each on its own; `reconcile` relates them"
)]
pub(super) struct Engine {
    pub(super) opener: source::Opener,
    pub(super) shared: Arc<Shared>,
    pub(super) outbox: mpsc::Sender<Message>,
    pub(super) inbox: mpsc::Receiver<Message>,
    pub(super) serving: Option<Serving>,
    pub(super) stop_reading: Arc<AtomicBool>,
    pub(super) info: Option<Arc<MediaInfo>>,
    pub(super) has_picture: bool,
    /// When to begin what the first picture does not need.
    rest_at: Option<Instant>,
    /// Commands that came before it was open.
    pub(super) early: Vec<PlayerCommand>,

    pub(super) output: Option<Output>,
    /// Counts the pipelines, so that messages of earlier ones are not heard.
    pub(super) generation: u32,
    pub(super) rebuilds: u32,
    pub(super) output_ready: bool,
    /// The seek or preroll under way is given up at this instant.
    pub(super) deadline: Option<Instant>,
    pub(super) seeking: bool,
    pub(super) running: bool,
    /// When the frame server is told to rest, while it runs.
    server_rests_at: Option<Instant>,
    server_rests: bool,
    /// Whether the pipeline goes on with the frame after the one on screen.
    pub(super) synced: bool,
    pub(super) sync_at: Option<Instant>,
    memory: Memory,
    /// Decoding on the graphics card.
    pub(super) graphics: Graphics,
    /// Where the sound should go.
    pub(super) sound: Way,
    pub(super) device: Device,
    /// The sound track that is heard.
    pub(super) track: usize,
    pub(super) budget: Budget,

    pub(super) playing: bool,
    /// Playing is interrupted by a drag.
    pub(super) held: bool,
    pub(super) ended: bool,
    pub(super) rate: f64,
    pub(super) loudness: Loudness,
    pub(super) shift: MediaDelta,
    pub(super) span: Option<MediaSpan>,
    /// The next round of a loop is asked for then at the latest.
    pub(super) chain_at: Option<Instant>,
    /// This loop cannot be chained.
    pub(super) unchained: bool,
    /// A short loop that goes round without the pipeline.
    pub(super) rounds: Option<Rounds>,
    /// Its frames are asked for.
    pub(super) gathering: bool,
    /// They cannot be had.
    pub(super) rounds_refused: bool,
    /// Where playing goes on while not `synced`.
    pub(super) cursor: MediaTime,

    /// Number of the newest request to the frame server.
    pub(super) epoch: u64,
    pub(super) waiting: bool,
    pub(super) step_to: Option<usize>,
    pub(super) steps_left: i32,
    /// The picture that came last while playing.
    pub(super) standing: Option<Standing>,
}

impl Engine {
    pub fn new(
        opener: source::Opener,
        options: PlayerOptions,
        sound: Way,
        shared: Arc<Shared>,
        outbox: mpsc::Sender<Message>,
        inbox: mpsc::Receiver<Message>,
    ) -> Self {
        Self {
            opener,
            shared,
            outbox,
            inbox,
            serving: None,
            stop_reading: Arc::default(),
            info: None,
            has_picture: false,
            rest_at: None,
            early: Vec::new(),
            output: None,
            generation: 0,
            rebuilds: 0,
            output_ready: false,
            deadline: None,
            seeking: false,
            running: false,
            server_rests_at: None,
            server_rests: false,
            synced: false,
            sync_at: None,
            memory: options.memory,
            graphics: Graphics::wished(options.hardware),
            sound,
            device: Device::default(),
            track: 0,
            budget: Budget(options.frame_bytes),
            playing: false,
            held: false,
            ended: false,
            rate: 1.0,
            loudness: Loudness {
                volume: 1.0,
                muted: false,
            },
            shift: MediaDelta::ZERO,
            span: None,
            chain_at: None,
            unchained: false,
            rounds: None,
            gathering: false,
            rounds_refused: false,
            cursor: MediaTime::ZERO,
            epoch: 0,
            waiting: false,
            step_to: None,
            steps_left: 0,
            standing: None,
        }
    }

    pub fn run(mut self) {
        let serving = Serving::start(
            Arc::clone(&self.opener),
            Arc::clone(&self.shared),
            self.outbox.clone(),
            self.budget,
        );
        match serving {
            Ok(serving) => self.serving = Some(serving),
            Err(error) => self.fail(Problem::Other(error.kind().to_string())),
        }
        loop {
            let message = match self.next_wake() {
                None => self
                    .inbox
                    .recv()
                    .map_err(|_| RecvTimeoutError::Disconnected),
                Some(at) => self
                    .inbox
                    .recv_timeout(at.saturating_duration_since(Instant::now())),
            };
            match message {
                Ok(message) => {
                    if self.hear(message) {
                        break;
                    }
                    // Everything that waits is heard before anything is done about it.
                    let mut quit = false;
                    while let Ok(message) = self.inbox.try_recv() {
                        quit |= self.hear(message);
                    }
                    if quit {
                        break;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.tick();
            self.reconcile();
        }
        self.stop_reading.store(true, Ordering::SeqCst);
    }

    /// When something is to be done even if nothing is heard.
    fn next_wake(&self) -> Option<Instant> {
        let sound = (self.running && !self.has_picture).then(|| Instant::now() + SOUND_TICK);
        let turn = self.rounds.as_ref().map(Rounds::due);
        let look = self.next_look();
        let wakes = [self.deadline, self.sync_at, self.rest_at, self.chain_at];
        wakes.into_iter().chain([sound, turn, look]).flatten().min()
    }

    /// True when it is time to go.
    fn hear(&mut self, message: Message) -> bool {
        match message {
            Message::Quit => return true,
            Message::Command(command) if self.info.is_none() => self.early.push(command),
            Message::Command(command) => {
                if moves(command) {
                    self.begin_rest();
                }
                self.command(command);
            }
            Message::Opened(Ok(opened)) => self.opened(opened),
            Message::Served(epoch, answer) => self.served(epoch, answer),
            Message::Gathered(epoch, frames) => self.gathered(epoch, frames),
            Message::Index(index) => self.take_index(index),
            Message::Prepared(copy) => {
                if let Some(serving) = &self.serving {
                    serving.adopt(copy);
                }
            }
            Message::Compared(verdict) => self.compared(verdict),
            Message::Opened(Err(error)) | Message::Damage(error) => {
                self.shared.tell(PlayerEvent::Problem(error));
            }
            Message::Bus(generation, message) if generation == self.generation => {
                self.bus(&message);
            }
            Message::WentRound(generation) if generation == self.generation => {
                self.shared.tell(PlayerEvent::Looped);
                if self.chain_at.is_some() {
                    self.round_read();
                }
            }
            Message::Bus(..) | Message::WentRound(_) => {}
        }
        false
    }

    fn fail(&self, problem: Problem) {
        self.shared
            .tell(PlayerEvent::Problem(MediaError::fatal(problem)));
    }

    pub(super) fn mention(&self, problem: Problem, severity: Severity) {
        self.shared
            .tell(PlayerEvent::Problem(MediaError { problem, severity }));
    }

    fn opened(&mut self, opened: Opened) {
        self.has_picture = opened.first.is_some();
        if let Some(first) = opened.first {
            self.cursor = first.time;
            self.shared.show(first);
        }
        for problem in opened.problems {
            self.shared.tell(PlayerEvent::Problem(problem));
        }
        self.info = Some(Arc::new(opened.info));
        if self.has_picture {
            self.announce();
        }
        self.rest_at = Some(Instant::now() + REST_LATER);
        let early = std::mem::take(&mut self.early);
        if !self.has_picture || early.iter().copied().any(moves) {
            self.begin_rest();
        }
        for command in early {
            self.command(command);
        }
    }

    /// Begins what the first picture does not need, if that was not done yet.
    fn begin_rest(&mut self) {
        if self.rest_at.take().is_some() {
            self.read_index();
            self.open_output();
        }
    }

    fn announce(&self) {
        if let Some(info) = &self.info {
            self.shared.tell(PlayerEvent::Opened(Arc::clone(info)));
        }
    }

    /// Has the frame index built beside everything else.
    fn read_index(&self) {
        let (opener, memory) = (Arc::clone(&self.opener), self.memory.clone());
        let (outbox, stop) = (self.outbox.clone(), Arc::clone(&self.stop_reading));
        let reader = move || {
            let tell = |index| {
                let _ = outbox.send(Message::Index(Arc::new(index)));
            };
            let live = || !stop.load(Ordering::SeqCst);
            match memory::frames(&opener, &memory, &mut { tell }, &live) {
                Ok(Some(known)) => {
                    tell(known.index);
                    if let Some(problem) = known.problem {
                        let _ = outbox.send(Message::Damage(problem));
                    }
                }
                Ok(None) => {}
                Err(error) => {
                    log::warn!("no frame index: {error}");
                    tell(FrameIndex {
                        complete: true,
                        inexact: Some(Inexact::NotRead(error.problem)),
                        ..FrameIndex::default()
                    });
                }
            }
        };
        if let Err(error) = std::thread::Builder::new()
            .name("frame index".to_owned())
            .spawn(reader)
        {
            log::warn!("no thread for the frame index: {}", error.kind());
        }
    }

    fn take_index(&mut self, index: Arc<FrameIndex>) {
        self.shared.set_index(&index);
        self.shared.tell(PlayerEvent::Index(index));
        self.compare_decoders();
    }

    pub(super) fn open_output(&mut self) {
        let decoding = self.decoding();
        let Some(info) = &self.info else {
            return;
        };
        let plan = Plan {
            opener: Arc::clone(&self.opener),
            streams: match (self.has_picture, info.audio.is_empty()) {
                (true, true) => Streams::Picture,
                (true, false) => Streams::Both,
                (false, _) => Streams::Sound,
            },
            sound: self.way(),
            track: self.wanted_track(),
            loudness: self.loudness,
            decoding,
            shift: self.shift,
        };
        // The old one goes first: two decoders at once are too much for small machines.
        self.output = None;
        self.generation += 1;
        (self.output_ready, self.seeking, self.running) = (false, false, false);
        self.synced = false;
        self.chain_at = None;
        self.shared.stand();
        match Output::open(&plan, &self.shared, &self.outbox, self.generation) {
            Ok(output) => {
                self.output = Some(output);
                self.deadline = Some(Instant::now() + PATIENCE);
            }
            Err(error) => self.shared.tell(PlayerEvent::Problem(error)),
        }
    }

    /// The time at which playing would go on now.
    pub(super) fn here(&self) -> MediaTime {
        let sought = self.seeking && !self.output.as_ref().is_some_and(Output::has_shown);
        if self.rounds.is_some() {
            self.shared.position()
        } else if !self.synced || sought && self.has_picture {
            self.cursor
        } else if self.has_picture {
            self.shared.position()
        } else {
            self.output
                .as_ref()
                .and_then(Output::position)
                .unwrap_or(self.cursor)
        }
    }

    pub(super) fn end(&self) -> MediaTime {
        let stated = self
            .info
            .as_ref()
            .map_or(MediaTime::ZERO, |info| info.duration);
        self.shared.index().end.max(stated)
    }

    fn served(&mut self, epoch: u64, answer: Result<Option<Arc<VideoFrame>>, MediaError>) {
        if epoch != self.epoch || self.running {
            return;
        }
        match answer {
            Ok(Some(frame)) => {
                let exact = frame.exact;
                if exact {
                    self.cursor = frame.time;
                    self.waiting = false;
                    self.step_to = None;
                    self.shared.leave_played(frame.time);
                }
                let same = self.shared.frame().is_some_and(|shown| {
                    shown.serial == frame.serial && shown.exact == frame.exact
                });
                if !same {
                    self.shared.show(frame);
                }
                if exact && self.steps_left != 0 {
                    self.step_once();
                } else if exact {
                    self.settle_soon();
                }
            }
            Ok(None) => {
                // There is no such frame: the picture stays, and with it the place.
                self.cursor = self.shared.position();
                self.waiting = false;
                (self.step_to, self.steps_left) = (None, 0);
            }
            Err(error) => {
                self.waiting = false;
                (self.step_to, self.steps_left) = (None, 0);
                self.mention(error.problem, Severity::Partial);
            }
        }
    }

    fn bus(&mut self, message: &gst::Message) {
        let Some(output) = &self.output else {
            return;
        };
        match message.view() {
            gst::MessageView::AsyncDone(_) if output.is_from_whole(message) => {
                self.prerolled();
            }
            gst::MessageView::Eos(_)
                if output.is_from_whole(message)
                    && self.running
                    && (output.is_current(message)
                        || !self.seeking && self.is_transport_stream()) =>
            {
                self.reached_end();
            }
            gst::MessageView::SegmentDone(_)
                if output.is_from_whole(message) && output.is_current(message) =>
            {
                self.round_read();
            }
            gst::MessageView::Latency(_) => output.recalculate_latency(),
            gst::MessageView::Warning(warning) if sound::is_from_device(message) => {
                log::warn!("sound: {}", warning.error());
                self.lose_device();
            }
            gst::MessageView::Error(error) => {
                log::warn!("player: {}", error.error());
                let of_device = sound::is_from_device(message);
                let problem = graph::problem_of(error, &output.missing);
                self.broke(of_device, problem);
            }
            _ => {}
        }
    }

    /// The pipeline stands at the place it was sent to, ready to play.
    fn prerolled(&mut self) {
        self.deadline = None;
        self.seeking = false;
        if self.output_ready {
            return;
        }
        self.output_ready = true;
        self.find_device();
        let Some(output) = &self.output else {
            return;
        };
        let missing_sound = output.missing.first(Kind::Sound);
        if !self.has_picture {
            if !output.plays_anything() {
                let problem = missing_sound.unwrap_or(Problem::Damaged { stretch: None });
                self.fail(problem);
                return;
            }
            if self.generation == 1 {
                if let Some(info) = &mut self.info {
                    let info = Arc::make_mut(info);
                    info.audio = output.sounds();
                    info.duration = output.duration().unwrap_or(info.duration);
                }
                self.announce();
            }
        } else if let Some(problem) = missing_sound {
            self.mention(problem, Severity::Partial);
        }
        if !self.playing {
            self.sync_at = Some(Instant::now() + SETTLE);
        }
    }

    pub(super) fn reached_end(&mut self) {
        if let Some(span) = self.span {
            // A loop too short to be chained, or a container that cannot.
            (self.cursor, self.synced) = (span.start(), false);
            self.shared.tell(PlayerEvent::Looped);
            return;
        }
        self.halt();
        self.synced = false;
        self.ended = true;
        if self.has_picture {
            let index = self.shared.index();
            let shown = self.shared.frame().and_then(|frame| frame.number);
            if index.complete && !index.is_empty() && shown != Some(index.len() - 1) {
                // Frames may have been left out in a hurry; the last one stays, so it must be the last.
                self.ask(Request::Exact(Goal::Number(index.len() - 1)));
            }
        } else {
            self.cursor = self.end();
            self.shared.set_sound(self.cursor, None);
        }
        self.sync_at = None;
        // First why, so that nobody takes it for a stop on the way.
        self.shared.tell(PlayerEvent::Ended);
        self.set_playing(false);
    }

    pub(super) fn broke(&mut self, of_device: bool, problem: Problem) {
        self.hold();
        self.cursor = self.here();
        if !of_device && self.decelerate() {
            // Ours have not been tried yet.
        } else if of_device {
            self.lose_device();
        } else {
            self.rebuilds += 1;
        }
        if self.rebuilds > MOST_REBUILDS {
            self.output = None;
            self.output_ready = false;
            self.deadline = None;
            self.running = false;
            self.set_playing(false);
            let severity = if self.has_picture {
                Severity::Partial
            } else {
                Severity::Fatal
            };
            self.mention(problem, severity);
            return;
        }
        self.open_output();
    }

    fn tick(&mut self) {
        let now = Instant::now();
        self.look_whether_it_moves();
        if self.rest_at.is_some_and(|at| now >= at) {
            self.begin_rest();
        }
        if self.deadline.is_some_and(|deadline| now >= deadline) {
            self.deadline = None;
            self.broke(false, Problem::Stalled);
        }
        self.turn(now);
        self.mind_memory(now);
        if self.chain_at.is_some_and(|at| now >= at) {
            self.chain();
        }
        if self.running
            && !self.has_picture
            && !self.seeking
            && let Some(at) = self.output.as_ref().and_then(Output::position)
        {
            self.shared.set_sound(at, Some(self.rate));
            self.shared.wake();
        }
    }

    /// After some time of playing, the frames around where it began are of no use to anybody.
    fn mind_memory(&mut self, now: Instant) {
        if !self.running {
            self.server_rests_at = None;
        } else if let Some(at) = self.server_rests_at {
            if let Some(serving) = self
                .serving
                .as_ref()
                .filter(|_| now >= at && !self.server_rests)
            {
                serving.rest();
                self.server_rests = true;
            }
        } else {
            (self.server_rests_at, self.server_rests) = (Some(now + LONG), false);
        }
    }

    /// Brings the pipeline to what is wanted, if it is free to be moved.
    fn reconcile(&mut self) {
        if self.goes_round() {
            return;
        }
        self.accelerate();
        if !self.output_ready || self.seeking {
            return;
        }
        if self.playing && !self.held {
            if !self.synced {
                self.move_output();
            }
            if !self.running && self.synced {
                let shown = self.shared.frame();
                let after = shown
                    .filter(|shown| shown.exact && shown.time == self.cursor)
                    .map(|shown| shown.time);
                if let Some(output) = &self.output {
                    self.running = output.play(after);
                }
                self.sync_at = None;
            }
        } else if self.sync_at.is_some_and(|at| Instant::now() >= at) {
            self.sync_at = None;
            if !self.synced && !self.waiting {
                self.move_output();
            }
        }
    }

    fn move_output(&mut self) {
        let from = self.aim(self.cursor);
        let span = self.span.filter(|span| span.end() > self.cursor);
        let chained = !self.unchained
            && !self.is_transport_stream()
            && self.short_loop().is_none()
            && span.is_some_and(|span| !is_short(span, 1.0));
        let Some(output) = &mut self.output else {
            return;
        };
        self.deadline = Some(Instant::now() + PATIENCE);
        self.seeking = true;
        self.synced = true;
        self.chain_at = None;
        let sought = output.seek(from, self.rate, span, chained);
        self.shared.stand();
        if !sought {
            self.broke(
                false,
                Problem::Other("the recording cannot be sought".to_owned()),
            );
        }
    }

    /// Whether the demultiplexer is the one that refuses to be chained, so that a loop goes round by seeking at its end, and
    /// whose ends do not say to which seek they belong.
    fn is_transport_stream(&self) -> bool {
        let info = self.info.as_ref();
        info.is_some_and(|info| info.container == "mpeg-ts")
    }

    /// Where to aim so that the frame at `time` comes first: into it where containers round times, else at its start.
    fn aim(&self, time: MediaTime) -> MediaTime {
        let index = self.shared.index();
        let Some(number) = index
            .covers(time)
            .then(|| index.at(time))
            .flatten()
            .filter(|_| self.has_picture)
        else {
            return time;
        };
        let rounds = self
            .info
            .as_ref()
            .is_some_and(|info| matches!(info.container.as_str(), "matroska" | "webm"));
        let start = index.times[number];
        if rounds {
            let length = (index.end_of(number) - start).as_nanos();
            start + MediaDelta::from_nanos(length / 2)
        } else {
            start
        }
    }
}

/// Whether a command asks for another picture or for sound.
const fn moves(command: PlayerCommand) -> bool {
    !matches!(
        command,
        PlayerCommand::SetRate(_)
            | PlayerCommand::SetVolume(_)
            | PlayerCommand::SetMuted(_)
            | PlayerCommand::SetTrack(_)
            | PlayerCommand::ShowAt(..)
            | PlayerCommand::Shift(_)
            | PlayerCommand::KeepFrames(_)
            | PlayerCommand::Pause
    )
}
