//! Two real recordings played at once: the second, whose clock runs otherwise, stays in step with the first, by their pixels.

use std::{
    path::Path,
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

use mindframe::{
    app::{App, Command, CompanionCommand, TransportCommand, World},
    domain::{
        alignment::{AlignedPoint, Alignment},
        person::Role,
        time::{MediaSpan, MediaTime},
    },
    media::{Playback, Player, PlayerCommand, PlayerOptions, SoundOutput},
    store::Places,
};

use crate::clips::{CONSTANT, Clip, number_in};

/// What a good clock recorded.
const FIRST: Clip = Clip {
    name: "event-first.mp4",
    frames: 1500,
    sound: 60,
    arguments: "-c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2 -c:a aac",
    ..CONSTANT
};

/// The same event by a clock that runs two hundredths fast, without its first two seconds. In nine seconds that is four and
/// a half frames: more than the drift of any two cameras in an hour.
const SECOND: Clip = Clip {
    name: "event-second-fast.mp4",
    sound: 0,
    arguments: "-vf settb=1/90000,select=gte(n\\,50),setpts=(N/25*1.02)/TB -fps_mode passthrough \
        -enc_time_base 1/90000 -video_track_timescale 90000 \
        -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -g 50 -bf 2",
    ..FIRST
};

/// No test waits longer for anything.
const PATIENCE: Duration = Duration::from_secs(15);

struct Both {
    app: App,
    bell: Arc<(Mutex<bool>, Condvar)>,
    folder: tempfile::TempDir,
}

impl Both {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for clip in [FIRST, SECOND] {
            std::fs::copy(clip.path(), folder.path().join(clip.name)).unwrap();
        }
        let bell = Arc::new((Mutex::new(false), Condvar::new()));
        let rung = Arc::clone(&bell);
        let mut world = World::of_this_machine(
            Places::under(&folder.path().join("home")),
            Arc::new(move || {
                *rung.0.lock().unwrap() = true;
                rung.1.notify_all();
            }),
            vec![
                ("Robin".to_owned(), Role::Therapist),
                ("Sam".to_owned(), Role::Client),
            ],
        );
        world.players = Arc::new(|path: &Path, waker, begin| {
            let options = PlayerOptions {
                sound: SoundOutput::Nowhere,
                frame_bytes: begin.frame_bytes,
                ..PlayerOptions::default()
            };
            let mut player = Player::open(path, waker, options)?;
            player.send(PlayerCommand::SetMuted(begin.muted));
            Ok(Box::new(player))
        });
        let mut both = Self {
            app: App::new(world),
            bell,
            folder,
        };
        let path = both.folder.path().to_path_buf();
        both.app.handle(Command::Open(path.join(FIRST.name)));
        both.until("the record", |app| app.desk().is_some());
        both.app.handle(Command::Companion(CompanionCommand::Add(
            path.join(SECOND.name),
        )));
        both.until("the second", |app| {
            let second = app.recording().unwrap().companion();
            second.is_some_and(|second| second.index.complete && second.frame.is_some())
        });
        let mut info = both.app.desk().unwrap().document.session().info().clone();
        let point = |session, own| AlignedPoint {
            session: MediaTime::from_millis(session),
            own: MediaTime::from_millis(own),
        };
        // Lined up at two moments of the hour of which these clips are the beginning.
        *info.beside_mut().unwrap() =
            Alignment::at(point(2_000, 0)).and(point(3_602_000, 3_672_000));
        both.app.handle(Command::SetInfo(Box::new(info)));
        both
    }

    /// The numbers in the pictures of both.
    fn numbers(&self) -> Option<(u32, u32)> {
        let open = self.app.recording()?;
        let first = number_in(open.transport.frame.as_ref()?)?;
        let second = number_in(open.companion()?.picture(&open.transport)?)?;
        Some((first, second))
    }

    /// Ticks as a window does, whenever there is something new or a few milliseconds passed.
    fn pass(&mut self) {
        self.app.tick();
        let (lock, bell) = &*self.bell;
        let rung = lock.lock().unwrap();
        let wait = Duration::from_millis(9);
        let (mut rung, _) = bell.wait_timeout_while(rung, wait, |rung| !*rung).unwrap();
        *rung = false;
    }

    fn until(&mut self, what: &str, holds: impl Fn(&App) -> bool) {
        let limit = Instant::now() + PATIENCE;
        while !holds(&self.app) {
            assert!(
                Instant::now() < limit,
                "waited in vain for {what}: {:?}",
                self.numbers()
            );
            self.pass();
        }
        self.app.tick();
    }

    fn tell(&mut self, command: TransportCommand) {
        self.app.handle(Command::Transport(command));
    }

    /// Looks at both for a while.
    fn watch(&mut self, time: Duration) -> Seen {
        let until = Instant::now() + time;
        let mut seen = Seen::default();
        while Instant::now() < until {
            self.pass();
            let Some((first, second)) = self.numbers() else {
                continue;
            };
            let ahead = i64::from(second) - i64::from(first);
            // In a loop one of them may be in the next round already.
            if ahead.abs() > 20 {
                continue;
            }
            seen.looks += 1;
            seen.sum += ahead;
            seen.apart += i64::from(ahead != 0);
            seen.far += i64::from(ahead.abs() > 1);
        }
        seen
    }

    fn in_step(&mut self, what: &str) {
        self.until(what, |app| {
            let open = app.recording().unwrap();
            let first = open
                .transport
                .frame
                .as_ref()
                .and_then(|frame| number_in(frame));
            let second = open.companion().unwrap().picture(&open.transport);
            first.is_some() && first == second.and_then(|frame| number_in(frame))
        });
    }
}

/// What was seen of both.
#[derive(Debug, Default)]
struct Seen {
    looks: i64,
    /// How often they were not the same frame of the event, and how often more than one frame apart.
    apart: i64,
    far: i64,
    /// By how many frames the second was ahead, in all.
    sum: i64,
}

impl Seen {
    /// A machine that is busy with other tests shows a frame late now and then; a drift would be there all the time.
    fn is_in_step(&self, what: &str) {
        println!("{what}: {self:?}");
        assert!(self.looks > 50, "{what}: {self:?}");
        assert!(self.far * 20 <= self.looks, "{what}: {self:?}");
        assert!(self.apart * 3 <= self.looks, "{what}: {self:?}");
        assert!(self.sum.abs() * 4 <= self.looks, "{what}: {self:?}");
    }
}

#[test]
fn a_second_recording_with_another_clock_stays_in_step() {
    let mut both = Both::open();
    both.tell(TransportCommand::Seek(MediaTime::from_millis(10_010)));
    both.in_step("the frame of both at ten seconds");
    both.tell(TransportCommand::Step(1));
    both.until("the next frame of both", |app| {
        app.recording().unwrap().transport.frame_number == Some(251)
    });
    both.in_step("the next frame of both");
    let seconds = std::env::var("IN_STEP_SECONDS").ok();
    let seconds = seconds.and_then(|text| text.parse().ok()).unwrap_or(9);
    both.tell(TransportCommand::Play);
    both.watch(Duration::from_millis(1200));
    both.watch(Duration::from_secs(seconds))
        .is_in_step("played");
    both.tell(TransportCommand::Seek(MediaTime::from_millis(20_010)));
    both.watch(Duration::from_millis(1500));
    both.watch(Duration::from_secs(3))
        .is_in_step("after a jump");
    both.tell(TransportCommand::SetRate(1.5));
    both.watch(Duration::from_millis(1500));
    both.watch(Duration::from_secs(3)).is_in_step("at 1.5");
    both.tell(TransportCommand::SetRate(1.0));
    let span = MediaSpan::between(
        MediaTime::from_millis(30_000),
        MediaTime::from_millis(31_000),
    );
    both.tell(TransportCommand::SetLoop(Some(span)));
    both.tell(TransportCommand::Seek(span.start()));
    both.watch(Duration::from_millis(2500));
    both.watch(Duration::from_secs(4)).is_in_step("in a loop");
    both.tell(TransportCommand::Pause);
    both.in_step("the same frame after pausing");
}
