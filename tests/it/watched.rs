//! A player whose every frame is noted by the thread that shows it.

use std::{
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

use mindframe::{
    domain::time::{MediaSpan, MediaTime},
    media::{
        Ear, FrameIndex, MediaInfo, Playback, Player, PlayerCommand, PlayerEvent, PlayerOptions,
        Problem, SoundOutput,
    },
};

use crate::clips::{Clip, number_in};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(20);

/// A frame that came on screen: when, its number, and the number in its picture.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub at: Instant,
    pub number: usize,
    pub time: MediaTime,
    pub drawn: Option<u32>,
    serial: u64,
}

#[derive(Default)]
struct Notes {
    seen: Vec<Seen>,
    rung: bool,
}

/// A player whose every frame is noted by the thread that shows it.
pub struct Watched {
    player: Arc<Mutex<Option<Player>>>,
    notes: Arc<(Mutex<Notes>, Condvar)>,
    pub index: Arc<FrameIndex>,
    pub info: Option<Arc<MediaInfo>>,
    pub playing: bool,
    pub ended: usize,
    pub rounds: usize,
    pub problems: Vec<Problem>,
}

impl Watched {
    pub fn ready(clip: &Clip) -> Self {
        Self::open(clip, None)
    }

    /// With the sound going to `ear`.
    pub fn heard_by(clip: &Clip, ear: Ear) -> Self {
        Self::open(clip, Some(ear))
    }

    fn open(clip: &Clip, ear: Option<Ear>) -> Self {
        let _ = env_logger::try_init();
        let player = Arc::<Mutex<Option<Player>>>::default();
        let notes = Arc::<(Mutex<Notes>, Condvar)>::default();
        let (looked_at, written) = (Arc::clone(&player), Arc::clone(&notes));
        let waker = move || {
            let frame = looked_at
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .as_ref()
                .and_then(Playback::frame);
            let mut notes = written.0.lock().unwrap_or_else(PoisonError::into_inner);
            notes.rung = true;
            if let Some(frame) = frame
                && let Some(number) = frame.number
                && notes
                    .seen
                    .last()
                    .is_none_or(|seen| seen.serial != frame.serial)
            {
                notes.seen.push(Seen {
                    at: Instant::now(),
                    number,
                    time: frame.time,
                    drawn: number_in(&frame),
                    serial: frame.serial,
                });
            }
            written.1.notify_all();
        };
        let options = PlayerOptions {
            sound: SoundOutput::Nowhere,
            ..PlayerOptions::default()
        };
        let (path, waker) = (clip.path(), Arc::new(waker));
        let opened = match ear {
            None => Player::open(&path, waker, options),
            Some(ear) => Player::open_heard(&path, waker, options, ear),
        }
        .expect("a readable file");
        *player.lock().expect("the player") = Some(opened);
        let mut watched = Self {
            player,
            notes,
            index: Arc::default(),
            info: None,
            playing: false,
            ended: 0,
            rounds: 0,
            problems: Vec::new(),
        };
        watched.until("open and read", |watched| {
            watched.info.is_some() && watched.index.complete
        });
        watched
    }

    pub fn send(&self, command: PlayerCommand) {
        let mut player = self.player.lock().expect("the player");
        player.as_mut().expect("it is there").send(command);
    }

    pub fn shown(&self) -> Option<usize> {
        let player = self.player.lock().expect("the player");
        let frame = player.as_ref().and_then(Playback::frame)?;
        frame.number.filter(|_| frame.exact)
    }

    fn listen(&mut self) {
        let events = {
            let mut player = self.player.lock().expect("the player");
            player.as_mut().expect("it is there").poll()
        };
        for event in events {
            match event {
                PlayerEvent::Opened(info) => self.info = Some(info),
                PlayerEvent::Index(index) => self.index = index,
                PlayerEvent::Playing(playing) => self.playing = playing,
                PlayerEvent::Ended => self.ended += 1,
                PlayerEvent::Looped => self.rounds += 1,
                PlayerEvent::Parts(_) | PlayerEvent::Hardware(_) => {}
                PlayerEvent::Problem(error) => self.problems.push(error.problem),
            }
        }
    }

    pub fn until(&mut self, what: &str, reached: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.listen();
            if reached(self) {
                return;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero(),
                "waited in vain for: {what}, seen {:?}; shown {:?}, playing {}, rounds {}, problems {:?}",
                numbers(&self.notes.0.lock().expect("the notes").seen)
                    .into_iter()
                    .rev()
                    .take(12)
                    .collect::<Vec<_>>(),
                self.shown(),
                self.playing,
                self.rounds,
                self.problems
            );
            let (lock, bell) = &*self.notes;
            let notes = lock.lock().expect("the notes");
            let (mut notes, _) = bell
                .wait_timeout_while(notes, left, |notes| !notes.rung)
                .expect("the bell works");
            notes.rung = false;
        }
    }

    pub fn forget(&self) {
        self.notes.0.lock().expect("the notes").seen.clear();
    }

    pub fn seen(&self) -> Vec<Seen> {
        let seen = self.notes.0.lock().expect("the notes").seen.clone();
        for one in &seen {
            assert_eq!(
                one.drawn,
                u32::try_from(one.number).ok(),
                "a picture under another number"
            );
        }
        seen
    }

    pub fn go_to(&mut self, number: usize) {
        self.send(PlayerCommand::Seek(self.index.times[number]));
        self.until("the frame", |watched| watched.shown() == Some(number));
    }

    pub fn span(&self, first: usize, behind: usize) -> MediaSpan {
        MediaSpan::between(self.index.times[first], self.index.times[behind])
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // The waker holds the slot, and the player holds the waker.
        let player = self
            .player
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        drop(player);
    }
}

pub fn numbers(seen: &[Seen]) -> Vec<usize> {
    seen.iter().map(|seen| seen.number).collect()
}
