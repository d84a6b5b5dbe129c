//! Sound: which track, when it is there at all, what follows when its device goes away, and that it fits the picture.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use mindframe::{
    domain::time::{MediaDelta, MediaTime},
    media::{Ear, Heard, Hearing, PlayerCommand, Problem},
};

use crate::{
    clips::{self, Clip},
    watched::{Seen, Watched, numbers},
};

/// What was heard, and a device that can be pulled out.
#[derive(Clone, Default)]
struct Listener {
    heard: Arc<Mutex<Vec<Heard>>>,
    gone: Arc<AtomicBool>,
}

impl Listener {
    fn ear(&self) -> Ear {
        let own = self.clone();
        Ear::new(move |heard| {
            if own.gone.load(Ordering::SeqCst) {
                return Hearing::Gone;
            }
            if !heard.samples.is_empty() {
                own.heard
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(heard);
            }
            Hearing::There
        })
    }

    fn forget(&self) {
        self.heard.lock().expect("the list").clear();
    }

    fn heard(&self) -> Vec<Heard> {
        self.heard.lock().expect("the list").clone()
    }

    /// Hertz, from how often the wave crosses zero.
    fn pitch(&self) -> f64 {
        let heard = self.heard();
        let (mut crossings, mut seconds) = (0_usize, 0.0);
        for piece in heard {
            crossings += piece
                .samples
                .windows(2)
                .filter(|pair| (pair[0] < 0) != (pair[1] < 0))
                .count();
            seconds += piece.samples.len() as f64 / f64::from(piece.sample_rate);
        }
        crossings as f64 / 2.0 / seconds
    }
}

fn open(clip: &Clip) -> (Watched, Listener) {
    let listener = Listener::default();
    (Watched::heard_by(clip, listener.ear()), listener)
}

#[test]
fn the_chosen_track_is_heard_and_the_picture_stays_where_it_is() {
    for clip in [&clips::TRACKS, &clips::TRACKS_MP4] {
        let (mut watched, listener) = open(clip);
        let tracks = watched.info.clone().expect("it is open").audio.clone();
        assert_eq!(tracks.len(), 2, "{}", clip.name);
        assert!(
            ["de", "deu", "ger"].contains(&tracks[0].language.as_str()),
            "{tracks:?}"
        );
        watched.send(PlayerCommand::Play);
        watched.until("the first track", |watched| watched.shown() >= Some(20));
        let pitch = listener.pitch();
        assert!((250.0..350.0).contains(&pitch), "{}: {pitch} Hz", clip.name);
        watched.send(PlayerCommand::SetTrack(1));
        let before = watched.shown().expect("a frame");
        watched.until("a while", |watched| watched.shown() >= Some(before + 10));
        listener.forget();
        watched.until("a while more", |watched| {
            watched.shown() >= Some(before + 30)
        });
        let pitch = listener.pitch();
        assert!(
            (1400.0..1600.0).contains(&pitch),
            "{}: {pitch} Hz",
            clip.name
        );
        watched.send(PlayerCommand::SetTrack(0));
        watched.until("the first track", |watched| {
            watched.shown() >= Some(before + 40)
        });
        let order = numbers(&watched.seen());
        assert!(order.is_sorted(), "{}: {order:?}", clip.name);
        assert!(watched.playing);
        assert_eq!(watched.problems, [], "{}", clip.name);
    }
    let (watched, _) = open(&clips::TRACKS);
    let info = watched.info.clone().expect("it is open");
    assert_eq!(info.audio[1].title, "Lapel");
}

#[test]
fn a_track_that_is_chosen_while_paused_is_heard_at_the_next_play() {
    let (mut watched, listener) = open(&clips::TRACKS);
    watched.go_to(50);
    watched.send(PlayerCommand::SetTrack(1));
    watched.send(PlayerCommand::Play);
    watched.until("playing", |watched| watched.shown() >= Some(65));
    let pitch = listener.pitch();
    assert!((1400.0..1600.0).contains(&pitch), "{pitch} Hz");
    let order = numbers(&watched.seen());
    assert!(order.is_sorted(), "{order:?}");
}

#[test]
fn sound_that_begins_late_and_ends_early_holds_nothing_up() {
    for clip in [&clips::LATE_SOUND, &clips::LATE_SOUND_MATROSKA] {
        let (mut watched, listener) = open(clip);
        watched.send(PlayerCommand::Play);
        watched.until("beyond the sound's beginning", |watched| {
            watched.shown() >= Some(60)
        });
        let first_loud = listener
            .heard()
            .into_iter()
            .find(|piece| piece.samples.iter().any(|sample| sample.abs() > 1000))
            .expect("it is heard");
        let begins = first_loud.time;
        assert!(
            begins >= MediaTime::from_millis(1950) && begins < MediaTime::from_millis(2100),
            "{}: {begins:?}",
            clip.name
        );
        // Where there is no sound at all: loops and the end.
        for (first, behind) in [(20, 30), (120, 130)] {
            let span = watched.span(first, behind);
            watched.send(PlayerCommand::SetLoop(Some(span)));
            let before = watched.rounds;
            watched.send(PlayerCommand::Seek(span.start()));
            watched.until("rounds", |watched| watched.rounds >= before + 3);
            watched.send(PlayerCommand::SetLoop(None));
        }
        watched.send(PlayerCommand::Seek(watched.index.times[170]));
        watched.until("the end", |watched| watched.ended == 1);
        assert_eq!(watched.shown(), Some(179));
        assert_eq!(watched.problems, [], "{}", clip.name);
    }
}

#[test]
fn sound_that_goes_on_after_the_picture_is_played_out() {
    let (mut watched, listener) = open(&clips::LONG_SOUND);
    watched.go_to(40);
    watched.send(PlayerCommand::Play);
    watched.until("the end", |watched| watched.ended == 1);
    assert_eq!(watched.shown(), Some(49));
    let last = listener.heard().last().expect("it is heard").time;
    assert!(last > MediaTime::from_millis(3800), "{last:?}");
    assert_eq!(watched.problems, []);
}

#[test]
fn a_device_that_goes_away_takes_only_the_sound_and_is_found_at_the_next_play() {
    let (mut watched, listener) = open(&clips::BEEPS);
    watched.send(PlayerCommand::Play);
    watched.until("playing", |watched| watched.shown() >= Some(10));
    listener.gone.store(true, Ordering::SeqCst);
    watched.until("told", |watched| !watched.problems.is_empty());
    assert_eq!(watched.problems, [Problem::NoSoundDevice]);
    let before = watched.shown().expect("a frame");
    watched.until("playing on", |watched| watched.shown() >= Some(before + 15));
    // Still away at the next play: nothing is said twice.
    watched.send(PlayerCommand::Pause);
    watched.until("paused", |watched| !watched.playing);
    watched.send(PlayerCommand::Play);
    let before = watched.shown().expect("a frame");
    watched.until("playing on", |watched| watched.shown() >= Some(before + 15));
    assert_eq!(watched.problems, [Problem::NoSoundDevice]);
    // Back again.
    watched.send(PlayerCommand::Pause);
    watched.until("paused", |watched| !watched.playing);
    listener.gone.store(false, Ordering::SeqCst);
    listener.forget();
    watched.send(PlayerCommand::Play);
    let before = watched.shown().expect("a frame");
    watched.until("playing on", |watched| watched.shown() >= Some(before + 15));
    assert!(!listener.heard().is_empty(), "it is heard again");
    let order = numbers(&watched.seen());
    assert!(order.is_sorted(), "{order:?}");
    assert_eq!(watched.problems, [Problem::NoSoundDevice]);
}

/// By how many milliseconds the picture comes after the sound, at each beep: the frame at which it begins in the recording,
/// against the first loud sample of it.
fn offsets(seen: &[Seen], heard: &[Heard]) -> Vec<f64> {
    let loud = |piece: &Heard| {
        let place = piece
            .samples
            .iter()
            .position(|sample| sample.abs() > 3000)?;
        let seconds = place as f64 / f64::from(piece.sample_rate);
        Some(piece.at + std::time::Duration::from_secs_f64(seconds))
    };
    let mut offsets = Vec::new();
    for flash in seen.iter().filter(|seen| seen.number % 25 == 0) {
        // Beeps are 60 ms long and a second apart: the first loud piece within half a second is where this one begins.
        let near = |piece: &&Heard| {
            let apart = piece.time - flash.time;
            apart.magnitude() < MediaDelta::from_millis(500)
        };
        let Some(beep) = heard.iter().filter(near).find_map(loud) else {
            continue;
        };
        offsets.push(if flash.at > beep {
            (flash.at - beep).as_secs_f64() * 1000.0
        } else {
            -(beep - flash.at).as_secs_f64() * 1000.0
        });
    }
    offsets
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[test]
fn sound_and_picture_come_together() {
    for clip in [&clips::BEEPS, &clips::BEEPS_MATROSKA] {
        let (mut watched, listener) = open(clip);
        watched.go_to(10);
        watched.forget();
        watched.send(PlayerCommand::Play);
        watched.until("some seconds", |watched| watched.shown() >= Some(160));
        let offsets = offsets(&watched.seen(), &listener.heard());
        println!("{}: picture after sound, ms: {offsets:.1?}", clip.name);
        assert!(offsets.len() >= 4, "{offsets:?}");
        let middle = median(offsets.clone());
        assert!(middle.abs() <= 40.0, "{}: {offsets:?}", clip.name);
    }
}
