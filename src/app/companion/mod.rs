//! A second recording of the same event: kept in the record, opened, shown and held in step with the first.

use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    time::Duration,
};

use super::{
    App, PlayerOptions, Recording,
    notice::{NoticeKind, SecondNotice},
    transport::Transport,
};
use crate::{
    domain::{
        alignment::Alignment,
        session::MediaIdentity,
        time::{MediaDelta, MediaTime},
    },
    media::{
        FrameIndex, MediaInfo, Playback, PlayerCommand, PlayerEvent, Problem, VideoFrame, source,
    },
    store::{self, Corner, RecordingView, Region, SecondLayout},
};

mod follow;
mod lining;
mod record;

use follow::{Follow, Ground, Place};
pub use lining::Lining;

/// One of so many parts of the memory for decoded pictures is the second's.
const SECOND_SHARE: usize = 3;

/// To the second recording of the event.
#[derive(Clone, Debug, PartialEq)]
pub enum CompanionCommand {
    /// This file is it; or, where it is not found, this is where it lies.
    Add(PathBuf),
    /// There is none; its file is not touched.
    Remove,
    /// Its picture is there.
    Show(SecondLayout),
    /// Inset, in this corner.
    Inset(Corner),
    /// Inset, with this share of the first picture's width.
    Size(f32),
    /// This part of its picture is hidden.
    Hide(Region),
    /// Its sound is heard, or the first's.
    Hear(bool),
    /// Its picture is shown this large, in pixels of the screen.
    ShowAt(u32, u32),
    /// Line both up.
    LineUp,
    /// That is done.
    LinedUp,
    /// The second moves by whole frames, by itself.
    Step(i32),
    /// The second moves by so much, by itself.
    Jump(MediaDelta),
    /// Both show the same moment now.
    SameMoment,
    /// The second follows the first again.
    Together,
    /// The second moment lined up is none.
    DropSecondMoment,
    /// The second began so much later than the first.
    SetOffset(MediaDelta),
}

/// How it stands with the second recording.
#[derive(Clone, Debug, PartialEq)]
pub enum CompanionState {
    /// Its file is being looked for.
    Looking,
    /// It is not beside the first.
    Missing,
    /// It cannot be played.
    Unplayable(Problem),
    /// It is there.
    There,
}

/// What of it happens at most once at a time.
#[derive(Default)]
pub(super) struct Beside {
    pub(super) open: Option<Companion>,
    pub(super) lining: Option<Lining>,
    adding: Option<mpsc::Receiver<(PathBuf, MediaIdentity)>>,
    /// Where a second recording lies that was chosen just now.
    chosen: Option<(String, PathBuf)>,
    now: Duration,
    /// The first is silent because this one is heard.
    silenced: bool,
}

/// The second recording.
pub struct Companion {
    /// How it stands.
    pub state: CompanionState,
    /// How its time lies to the session's.
    pub alignment: Alignment,
    /// What is known of it, once it is open.
    pub info: Option<Arc<MediaInfo>>,
    /// Its frames, as far as they are known.
    pub index: Arc<FrameIndex>,
    /// Its newest frame.
    pub frame: Option<Arc<VideoFrame>>,
    /// How large its picture is shown, in pixels.
    pub shown_at: (u32, u32),
    identity: MediaIdentity,
    path: Option<PathBuf>,
    finding: Option<mpsc::Receiver<Option<PathBuf>>>,
    player: Option<Box<dyn Playback + Send>>,
    follow: Follow,
    /// Loudness and silence as it was told last.
    told: Option<(f64, bool)>,
    /// Where it was sent by itself last.
    wanted: Option<MediaTime>,
}

impl Companion {
    fn new(identity: MediaIdentity, alignment: Alignment) -> Self {
        Self {
            state: CompanionState::Looking,
            alignment,
            info: None,
            index: Arc::default(),
            frame: None,
            shown_at: (0, 0),
            identity,
            path: None,
            finding: None,
            player: None,
            follow: Follow::default(),
            told: None,
            wanted: None,
        }
    }

    /// Its file name, as last seen.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.identity.file_name
    }

    /// Whether it has a picture, as far as is known.
    #[must_use]
    pub fn has_picture(&self) -> bool {
        self.info.as_ref().is_none_or(|info| info.video.is_some())
    }

    /// Whether it has sound.
    #[must_use]
    pub fn has_sound(&self) -> bool {
        self.info
            .as_ref()
            .is_some_and(|info| !info.audio.is_empty())
    }

    /// Whether its decoder is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.player.is_some()
    }

    /// Its end in its own time; the length that was written down until it is open.
    #[must_use]
    pub fn end(&self) -> MediaTime {
        if self.index.complete && !self.index.is_empty() {
            return self.index.end;
        }
        let stated = self.info.as_ref().map(|info| info.duration);
        stated.unwrap_or(self.identity.duration).max(self.index.end)
    }

    /// Where it stands, in its own time.
    #[must_use]
    pub fn position(&self) -> MediaTime {
        let player = self.player.as_ref();
        player.map_or(MediaTime::ZERO, |player| player.position())
    }

    /// Whether it recorded what the session shows at this time.
    #[must_use]
    pub fn has_recorded(&self, session: MediaTime) -> bool {
        let own = self.alignment.to_own(session);
        own >= MediaTime::ZERO && (self.end() == MediaTime::ZERO || own < self.end())
    }

    /// Takes in what its player tells. What ended it, if something did.
    fn take_in(&mut self) -> Option<Problem> {
        let player = self.player.as_mut()?;
        let mut problem = None;
        for event in player.poll() {
            match event {
                PlayerEvent::Opened(info) => self.info = Some(info),
                PlayerEvent::Index(index) => self.index = index,
                PlayerEvent::Ended => self.follow.ended(),
                PlayerEvent::Problem(error) if super::is_fatal(&error) => {
                    problem = Some(error.problem);
                }
                PlayerEvent::Problem(error) => {
                    log::warn!("the second recording: {:?}", error.severity);
                }
                _ => {}
            }
        }
        self.frame = player.frame();
        problem
    }

    fn close(&mut self) {
        self.player = None;
        self.frame = None;
        self.told = None;
        self.follow = Follow::default();
    }
}

impl Recording {
    /// The second recording of the event.
    #[must_use]
    pub const fn companion(&self) -> Option<&Companion> {
        self.beside.open.as_ref()
    }

    /// Whether the second recording is what is heard.
    #[must_use]
    pub fn hears_second(&self) -> bool {
        let shown = self.view.second_layout() != SecondLayout::Hidden;
        self.view.second.heard
            && shown
            && self
                .companion()
                .is_some_and(|second| second.is_open() && second.has_sound())
    }

    /// Tells the player something, and the second recording what follows for it.
    pub(super) fn tell(&mut self, command: PlayerCommand) {
        self.player.send(command);
        let apart = self.beside.lining.as_mut();
        if let Some(lining) = apart
            && lining.apart
        {
            if command != PlayerCommand::Play {
                return;
            }
            lining.apart = false;
        }
        let now = self.beside.now;
        if let Some(second) = &mut self.beside.open
            && second.info.is_some()
        {
            let (ground, player, follow) = second.parts(&self.transport, now);
            if let Some(player) = player {
                follow.also(command, &ground, player);
            }
        }
    }

    /// Whether the first is to be silent: it was muted, or the second is heard.
    pub(super) fn first_is_silent(&self) -> bool {
        self.transport.muted || self.hears_second()
    }

    /// Has the first sound or not, as it is wanted now.
    pub(super) fn say_silent(&mut self) {
        self.beside.silenced = self.hears_second();
        let silent = self.first_is_silent();
        self.player.send(PlayerCommand::SetMuted(silent));
    }

    fn lead_second(&mut self) {
        let (volume, muted) = (
            self.transport.volume,
            self.transport.muted || !self.hears_second(),
        );
        let now = self.beside.now;
        let apart = self.beside.lining.is_some_and(|lining| lining.apart);
        let Some(second) = &mut self.beside.open else {
            return;
        };
        if second.info.is_none() {
            return;
        }
        if second.told != Some((volume, muted))
            && let Some(player) = &mut second.player
        {
            second.told = Some((volume, muted));
            player.send(PlayerCommand::SetVolume(volume));
            player.send(PlayerCommand::SetMuted(muted));
        }
        if apart {
            return;
        }
        let (ground, player, follow) = second.parts(&self.transport, now);
        if let Some(player) = player {
            follow.keep_up(&*self.player, &ground, player);
        }
    }
}

impl Companion {
    fn parts<'a>(
        &'a mut self,
        transport: &'a Transport,
        now: Duration,
    ) -> (
        Ground<'a>,
        Option<&'a mut (dyn Playback + Send + 'static)>,
        &'a mut Follow,
    ) {
        let ground = Ground {
            alignment: self.alignment,
            transport,
            end: self.end(),
            now,
        };
        (ground, self.player.as_deref_mut(), &mut self.follow)
    }

    /// Whether the picture at this place of the first is one it recorded, and its frame, if there is one to show.
    #[must_use]
    pub fn picture(&self, transport: &Transport) -> Option<&Arc<VideoFrame>> {
        let own = self.alignment.to_own(transport.playhead);
        let ground = Ground {
            alignment: self.alignment,
            transport,
            end: self.end(),
            now: Duration::ZERO,
        };
        let there = self.end() == MediaTime::ZERO || ground.place(own) == Place::Within;
        self.frame.as_ref().filter(|_| there)
    }
}

/// Whether the second recording is wanted at all: to be seen, heard or lined up.
const fn is_wanted(view: &RecordingView, layout: SecondLayout, lining: bool) -> bool {
    let hidden = matches!(layout, SecondLayout::Hidden);
    lining || !hidden && (view.showing.has_picture() || view.second.heard)
}

impl App {
    pub(super) fn handle_companion(&mut self, command: CompanionCommand) {
        match command {
            CompanionCommand::Add(path) => self.add_second(path),
            CompanionCommand::Remove => self.remove_second(),
            CompanionCommand::Show(layout) => {
                self.change_view(|view| view.second.layout = Some(layout));
            }
            CompanionCommand::Inset(corner) => self.change_view(|view| {
                view.second.layout = Some(SecondLayout::Inset);
                view.second.corner = corner;
            }),
            CompanionCommand::Size(share) => self.change_view(|view| {
                view.second.layout = Some(SecondLayout::Inset);
                view.second.share = share;
                view.second = view.second.sound();
            }),
            CompanionCommand::Hide(region) => {
                self.change_view(|view| view.second.cover = Some(region.within_picture()));
            }
            CompanionCommand::Hear(heard) => {
                self.change_view(|view| view.second.heard = heard);
            }
            CompanionCommand::ShowAt(width, height) => {
                if let Some(second) = self
                    .recording
                    .as_mut()
                    .and_then(|open| open.beside.open.as_mut())
                {
                    second.shown_at = (width, height);
                    if let Some(player) = &mut second.player {
                        player.send(PlayerCommand::ShowAt(width, height));
                    }
                }
            }
            lining => self.line_up(&lining),
        }
    }

    /// Brings the second recording to what the record and the view say, and in step with the first.
    pub(super) fn mind_companion(&mut self) {
        self.take_in_second();
        let now = self.reading.steady;
        // A client's screen has no place for lining up.
        let client = self.face() == super::marking::Face::Client;
        if let Some(open) = &mut self.recording {
            open.beside.now = now;
            if client {
                open.beside.lining = None;
            }
        }
        self.follow_record_of_second();
        self.look_for_second();
        self.open_or_close_second();
        let Some(open) = &mut self.recording else {
            return;
        };
        let ended = open.beside.open.as_mut().and_then(Companion::take_in);
        if let Some(problem) = ended {
            self.give_up_second(problem);
        }
        self.write_down_length();
        if let Some(open) = &mut self.recording {
            open.lead_second();
            if open.beside.silenced != open.hears_second() {
                open.say_silent();
            }
        }
    }

    fn open_or_close_second(&mut self) {
        let whole = self.frame_bytes();
        let hardware = self.settings.hardware_decoding;
        let Some(open) = &mut self.recording else {
            return;
        };
        let layout = open.view.second_layout();
        let wanted = is_wanted(&open.view, layout, open.beside.lining.is_some());
        let Some(second) = &mut open.beside.open else {
            return;
        };
        if second.state != CompanionState::There || wanted == second.is_open() {
            return;
        }
        if !wanted {
            second.close();
            self.share_memory();
            return;
        }
        let Some(path) = second.path.clone() else {
            return;
        };
        let options = PlayerOptions {
            volume: open.transport.volume,
            muted: true,
            frame_bytes: whole / SECOND_SHARE,
            hardware,
        };
        match (self.world.players)(&path, Arc::clone(&self.world.waker), &options) {
            Ok(mut player) => {
                let (width, height) = second.shown_at;
                if width > 0 {
                    player.send(PlayerCommand::ShowAt(width, height));
                }
                let copy = store::prepared_copy(&self.world.places, &second.identity.fingerprint);
                if let Some(copy) = copy {
                    player.use_prepared(source::file(copy));
                }
                second.player = Some(player);
                self.share_memory();
            }
            Err(error) => self.give_up_second(error.problem),
        }
    }

    /// How many bytes of decoded pictures the first may keep: all of them, unless there is a second.
    pub(super) fn first_bytes(&self) -> usize {
        let whole = self.frame_bytes();
        let second = self.recording.as_ref().and_then(Recording::companion);
        if second.is_some_and(Companion::is_open) {
            whole - whole / SECOND_SHARE
        } else {
            whole
        }
    }

    fn share_memory(&mut self) {
        let bytes = self.first_bytes();
        if let Some(open) = &mut self.recording {
            open.player.send(PlayerCommand::KeepFrames(bytes));
        }
    }

    /// The second cannot be played; the first goes on.
    fn give_up_second(&mut self, problem: Problem) {
        if let Some(second) = self
            .recording
            .as_mut()
            .and_then(|open| open.beside.open.as_mut())
        {
            second.close();
            second.state = CompanionState::Unplayable(problem.clone());
        }
        self.share_memory();
        self.tell(NoticeKind::Second(SecondNotice::NotPlayed(problem)));
    }

    /// Whether something about the second recording can be asked for now: there is one, and it is found.
    #[must_use]
    pub fn second_is_there(&self) -> bool {
        self.recording
            .as_ref()
            .and_then(Recording::companion)
            .is_some_and(|second| second.state == CompanionState::There)
    }
}
