//! Consecutive parts of one recording: offered where they lie beside it, kept in the record, played as one.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};

use super::{App, PartsCommand, PlayerOptions, Recording, notice::NoticeKind, transport::Loop};
use crate::{
    domain::{
        edit::Edit,
        history::EditLabel,
        session::{MediaIdentity, MediaPlace},
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    media::{
        FrameIndex, Joined, MediaError, Part, PartPlace, Playback, PlayerCommand, PlayerEvent,
        Problem, VideoFrame, Waker, joined, source,
    },
    store,
};

mod finding;
pub mod names;

pub use finding::locate;

/// Where what a player wakes can be changed after it was opened.
#[derive(Clone)]
pub(super) struct Relay(Arc<Mutex<Waker>>);

impl Relay {
    pub fn to(waker: &Waker) -> Self {
        Self(Arc::new(Mutex::new(Arc::clone(waker))))
    }

    pub fn waker(&self) -> Waker {
        let target = Arc::clone(&self.0);
        Arc::new(move || {
            let waker = Arc::clone(&target.lock().unwrap_or_else(PoisonError::into_inner));
            waker();
        })
    }

    fn turn_to(&self, waker: Waker) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = waker;
    }
}

/// How it stands with the parts of the open recording.
pub(super) struct Parting {
    relay: Relay,
    player: Option<joined::Parts>,
    /// The parts of the record that the player was given, or that are being looked for.
    wanted: Vec<MediaIdentity>,
    finding: Option<mpsc::Receiver<Vec<PathBuf>>>,
    /// Where the parts lie, the first included; empty until there are several.
    paths: Vec<PathBuf>,
    looked: bool,
    looking: Option<mpsc::Receiver<Vec<PathBuf>>>,
    offered: Vec<PathBuf>,
    adding: Vec<mpsc::Receiver<Added>>,
    /// Known by their content, waiting for the length of what is there.
    ready: Vec<MediaIdentity>,
}

/// Files to be added, known by their content, or the one that cannot be.
type Added = Result<Vec<MediaIdentity>, (PathBuf, Problem)>;

impl Parting {
    pub fn new(relay: Relay) -> Self {
        Self {
            relay,
            player: None,
            wanted: Vec::new(),
            finding: None,
            paths: Vec::new(),
            looked: false,
            looking: None,
            offered: Vec::new(),
            adding: Vec::new(),
            ready: Vec::new(),
        }
    }
}

impl Recording {
    /// Where its parts lie in its time, and their files; empty for a recording of one file.
    pub fn parts(&self) -> impl Iterator<Item = (&PartPlace, &Path)> {
        let paths = self.parting.paths.iter().map(PathBuf::as_path);
        self.transport.parts.iter().zip(paths)
    }

    /// Whether it has several parts.
    #[must_use]
    pub const fn has_parts(&self) -> bool {
        self.parting.paths.len() > 1
    }

    /// Whether it has several parts, or its record says that it has.
    #[must_use]
    pub(super) const fn is_split(&self) -> bool {
        self.parting.wanted.len() > 1 || self.parting.paths.len() > 1
    }

    /// Whether its record, which can be written, knows of no parts.
    fn is_alone(&self) -> bool {
        self.desk.as_ref().is_some_and(|desk| {
            desk.document.writable() && desk.document.session().parts().nth(1).is_none()
        })
    }

    /// Its files, in order; empty for a recording of one file.
    pub(super) fn files(&self) -> &[PathBuf] {
        &self.parting.paths
    }

    /// The files that are there, and where in the time of the whole each begins; `None` while that is not known of all.
    pub(super) fn files_in_time(&self) -> Option<Vec<(PathBuf, MediaDelta)>> {
        if !self.is_split() {
            return Some(vec![(self.path.clone(), MediaDelta::ZERO)]);
        }
        let known = self.transport.index.complete
            && self.parting.finding.is_none()
            && self.transport.parts.len() == self.parting.paths.len();
        known.then(|| {
            let there = self.parts().filter(|(place, _)| place.missing.is_none());
            there
                .map(|(place, path)| (path.to_path_buf(), place.shift))
                .collect()
        })
    }

    pub(super) const fn parting_count(&self) -> usize {
        self.parting.wanted.len()
    }

    /// The file that a frame is in, the frames of that file, and its number there.
    pub(super) fn frame_in_file(
        &self,
        number: Option<usize>,
    ) -> (PathBuf, Arc<FrameIndex>, Option<usize>) {
        let found = number.and_then(|number| {
            self.parts().find_map(|(place, path)| {
                let own = number.checked_sub(place.first?)?;
                let is_there = place.missing.is_none() && own < place.index.len();
                is_there.then(|| (path.to_path_buf(), Arc::clone(&place.index), Some(own)))
            })
        });
        let whole = || (self.path.clone(), Arc::clone(&self.transport.index), number);
        found.unwrap_or_else(whole)
    }

    /// Takes in where the parts lie, and which stretches are missing.
    pub(super) fn take_places(&mut self, places: Arc<[PartPlace]>) {
        let gaps = |places: &[PartPlace]| -> Vec<MediaSpan> {
            let missing = places.iter().filter(|place| place.missing.is_some());
            let spans = missing.map(|place| MediaSpan::between(place.start, place.end));
            spans
                .filter(|span| span.length() > MediaDelta::ZERO)
                .collect()
        };
        let before = gaps(&self.transport.parts);
        let damaged = &mut self.transport.damaged;
        damaged.retain(|span| !before.contains(span));
        damaged.extend(gaps(&places));
        damaged.sort_by_key(|span| span.start());
        self.transport.parts = places;
    }

    /// What was drawn and read of the parts that there were before.
    fn forget_derived(&mut self) {
        self.waveform = None;
        self.thumbnails = None;
        self.captions = super::captions::Captioning::default();
        self.captions_begun = false;
    }
}

impl App {
    pub(super) fn handle_parts(&mut self, command: PartsCommand) {
        match command {
            PartsCommand::Add(path) => self.add_parts(vec![path]),
            PartsCommand::PlayAsOne => {
                self.notices
                    .retain(|(_, notice)| !matches!(notice.kind, NoticeKind::OfferParts { .. }));
                let offered = self
                    .recording
                    .as_mut()
                    .map(|open| std::mem::take(&mut open.parting.offered));
                self.add_parts(offered.unwrap_or_default());
            }
            PartsCommand::OnlyThis => {
                let Some(desk) = self.desk() else { return };
                let mut info = desk.document.session().info().clone();
                let mut parts = 0;
                info.media.retain(|medium| {
                    parts += usize::from(medium.place == MediaPlace::Part);
                    medium.place != MediaPlace::Part || parts == 1
                });
                if parts > 1 {
                    self.change_info(info, EditLabel::Parts);
                }
            }
        }
    }

    fn add_parts(&mut self, paths: Vec<PathBuf>) {
        let identify = Arc::clone(&self.world.identify);
        let glance = Arc::clone(&self.world.glance);
        let waker = Arc::clone(&self.world.waker);
        let Some(open) = &mut self.recording else {
            return;
        };
        if paths.is_empty() || open.desk.is_none() {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        open.parting.adding.push(receiver);
        thread::spawn(move || {
            let known = paths.into_iter().map(|path| match glance(&path) {
                Ok(_) => Ok(identify(&path)),
                Err(error) => Err((path, error.problem)),
            });
            // The window may have moved on to another recording.
            let _unwanted = sender.send(known.collect());
            waker();
        });
    }

    pub(super) fn take_in_parts(&mut self) {
        self.take_in_added();
        self.follow_record();
        self.take_in_found();
        self.fill_in_lengths();
        self.read_sound();
        self.offer_parts();
    }

    /// Has the sound of the parts read, one after the other.
    fn read_sound(&mut self) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let Some(sound) = &mut open.waveform else {
            return;
        };
        sound.lie_at(&open.transport.parts);
        if let Some(next) = sound.next()
            && let Some(path) = open.parting.paths.get(next)
        {
            let read = (self.world.waveforms)(path, Arc::clone(&self.world.waker));
            sound.read(next, read);
        }
    }

    fn take_in_added(&mut self) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let mut refused = Vec::new();
        let ready = &mut open.parting.ready;
        open.parting
            .adding
            .retain(|receiver| match receiver.try_recv() {
                Ok(Ok(known)) => {
                    ready.extend(known);
                    false
                }
                Ok(Err(error)) => {
                    refused.push(error);
                    false
                }
                Err(error) => error == mpsc::TryRecvError::Empty,
            });
        // The next part begins where what is there ends, so that has to be known first.
        let known = open.transport.index.complete && open.transport.info.is_some();
        let ready = if known {
            std::mem::take(&mut open.parting.ready)
        } else {
            Vec::new()
        };
        for (path, problem) in refused {
            self.tell(NoticeKind::PartRefused { path, problem });
        }
        if !ready.is_empty() {
            self.join(ready);
        }
    }

    /// Writes further parts into the record.
    fn join(&mut self, added: Vec<MediaIdentity>) {
        let Some(open) = &self.recording else { return };
        let Some(desk) = &open.desk else { return };
        let mut info = desk.document.session().info().clone();
        let known: Vec<String> = info
            .media
            .iter()
            .map(|medium| medium.fingerprint.clone())
            .filter(|print| !print.is_empty())
            .collect();
        let before = info.media.len();
        let lengths = lengths(open);
        for (part, length) in info.parts_mut().zip(lengths) {
            // So far the length of the first may be what the container says; now times behind it rest on it.
            part.duration = length.unwrap_or(part.duration);
        }
        for part in added {
            if known.contains(&part.fingerprint) {
                continue;
            }
            let last = info
                .media
                .iter()
                .rposition(|medium| medium.place == MediaPlace::Part);
            info.media.insert(last.map_or(0, |last| last + 1), part);
        }
        if info.media.len() == before {
            self.tell(NoticeKind::PartAlreadyThere);
        } else {
            self.change_info(info, EditLabel::Parts);
        }
    }

    /// Looks for the files of the parts that the record names, whenever it names others than before.
    fn follow_record(&mut self) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let Some(desk) = &open.desk else { return };
        let same = |one: &MediaIdentity, other: &MediaIdentity| {
            one.fingerprint == other.fingerprint && one.file_name == other.file_name
        };
        let parts = desk.document.session().parts();
        let unchanged = if open.parting.wanted.is_empty() {
            parts.clone().nth(1).is_none()
        } else {
            parts.clone().count() == open.parting.wanted.len()
                && parts
                    .clone()
                    .zip(&open.parting.wanted)
                    .all(|(a, b)| same(a, b))
        };
        if unchanged {
            return;
        }
        let wanted: Vec<MediaIdentity> = parts.cloned().collect();
        open.parting.wanted.clone_from(&wanted);
        let (sender, receiver) = mpsc::channel();
        open.parting.finding = Some(receiver);
        let (first, waker) = (open.path.clone(), Arc::clone(&self.world.waker));
        let identify = Arc::clone(&self.world.identify);
        thread::spawn(move || {
            let later = wanted.iter().skip(1);
            let later = later.map(|part| locate(&first, part, &*identify));
            let paths = std::iter::once(first.clone()).chain(later).collect();
            // The window may have moved on to another recording.
            let _unwanted = sender.send(paths);
            waker();
        });
    }

    /// Gives the parts that were found to the player.
    fn take_in_found(&mut self) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let finding = open.parting.finding.as_ref();
        let paths = match finding.map(mpsc::Receiver::try_recv) {
            None | Some(Err(mpsc::TryRecvError::Empty)) => return,
            Some(Err(mpsc::TryRecvError::Disconnected)) => Vec::new(),
            Some(Ok(paths)) => paths,
        };
        open.parting.finding = None;
        if paths.is_empty() || paths.len() == 1 && open.parting.player.is_none() {
            return;
        }
        let several = paths.len() > 1;
        let wanted = open.parting.wanted.clone();
        let parts = paths.iter().zip(&wanted);
        let parts: Vec<Part> = parts
            .map(|(path, identity)| Part {
                key: path.to_string_lossy().into_owned(),
                open: self.opener(path, &identity.fingerprint),
                length: if several {
                    identity.duration
                } else {
                    MediaTime::ZERO
                },
            })
            .collect();
        let bytes = self.first_bytes();
        let waker = Arc::clone(&self.world.waker);
        let Some(open) = &mut self.recording else {
            return;
        };
        open.parting.paths = paths;
        open.forget_derived();
        match &open.parting.player {
            Some(player) => player.set(parts),
            None => {
                if let Err(error) = open.play_joined(parts, waker, bytes) {
                    self.tell(NoticeKind::Playing(error));
                }
            }
        }
    }

    fn opener(&self, path: &Path, fingerprint: &str) -> joined::OpenPart {
        let (players, path) = (Arc::clone(&self.world.players), path.to_path_buf());
        let (places, fingerprint) = (self.world.places.clone(), fingerprint.to_owned());
        let (volume, muted) = (self.settings.volume, self.settings.muted);
        let hardware = self.settings.hardware_decoding;
        Arc::new(move |waker, frame_bytes| {
            let options = PlayerOptions {
                volume,
                muted,
                frame_bytes,
                hardware,
            };
            let mut player = players(&path, waker, &options)?;
            if let Some(copy) = store::prepared_copy(&places, &fingerprint) {
                player.use_prepared(source::file(copy));
            }
            Ok(player)
        })
    }

    /// Writes down how long each part is, as soon as that is measured. No change of the people's; times behind rest on it.
    fn fill_in_lengths(&mut self) {
        let stamp = self.stamp();
        let Some(open) = &mut self.recording else {
            return;
        };
        if !open.has_parts() || open.parting.finding.is_some() {
            return;
        }
        let lengths = lengths(open);
        let Some(desk) = &mut open.desk else { return };
        let session = desk.document.session();
        let missing = session
            .parts()
            .zip(&lengths)
            .any(|(part, length)| part.duration == MediaTime::ZERO && length.is_some());
        if !missing || !desk.document.writable() {
            return;
        }
        let mut info = session.info().clone();
        for (part, length) in info.parts_mut().zip(lengths) {
            if part.duration == MediaTime::ZERO {
                part.duration = length.unwrap_or_default();
            }
        }
        // People stay as they are, so nothing can be refused.
        let _kept = desk.document.note(&Edit::SetInfo(Box::new(info)), &stamp);
    }

    /// Whether it may still turn out, or be asked, that the recording has parts: one question at a time.
    pub(super) fn parts_are_open(&self) -> bool {
        let asked = self
            .notices
            .iter()
            .any(|(_, notice)| matches!(notice.kind, NoticeKind::OfferParts { .. }));
        let looks = self.recording.as_ref().is_some_and(|open| {
            let parting = &open.parting;
            let to_look = open.is_alone() && !parting.looked && !open.view.asked_to_join;
            to_look
                || parting.looking.is_some()
                || !parting.adding.is_empty()
                || !parting.ready.is_empty()
                || !open.is_alone()
        });
        asked || looks
    }

    /// Looks once whether files beside the recording look like its parts, and offers to play them as one.
    fn offer_parts(&mut self) {
        let waker = Arc::clone(&self.world.waker);
        let glance = Arc::clone(&self.world.glance);
        let Some(open) = &mut self.recording else {
            return;
        };
        let parting = &mut open.parting;
        if let Some(receiver) = &parting.looking {
            let found = receiver.try_recv();
            if matches!(found, Err(mpsc::TryRecvError::Empty)) {
                return;
            }
            parting.looking = None;
            let found = found.unwrap_or_default();
            if found.is_empty() || !parting.wanted.is_empty() {
                return;
            }
            let parts = found.len() + 1;
            parting.offered = found;
            self.change_view(|view| view.asked_to_join = true);
            self.tell(NoticeKind::OfferParts { parts });
            return;
        }
        // The picture comes first, then its frames; this can wait for both.
        if parting.looked || !open.is_alone() || !open.transport.index.complete {
            return;
        }
        open.parting.looked = true;
        if open.view.asked_to_join {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        open.parting.looking = Some(receiver);
        let first = open.path.clone();
        thread::spawn(move || {
            let found = finding::following(&first, &|path| glance(path).ok());
            // The window may have moved on to another recording.
            let _unwanted = sender.send(found);
            waker();
        });
    }
}

/// How long each part is, as far as it is measured.
fn lengths(open: &Recording) -> Vec<Option<MediaTime>> {
    let transport = &open.transport;
    if transport.parts.is_empty() {
        let index: &FrameIndex = &transport.index;
        let whole = if index.is_empty() {
            transport.duration()
        } else {
            index.end
        };
        return vec![Some(whole)];
    }
    transport.parts.iter().map(|part| part.length).collect()
}

impl Recording {
    /// Goes on as the first of several parts, as it stands.
    fn play_joined(
        &mut self,
        parts: Vec<Part>,
        waker: Waker,
        frame_bytes: usize,
    ) -> Result<(), MediaError> {
        let transport = &self.transport;
        let (width, height) = transport.shown_at;
        let first = joined::Standing {
            player: std::mem::replace(&mut self.player, Box::new(Nothing)),
            info: transport.info.clone(),
            index: Arc::clone(&transport.index),
            playing: transport.playing,
            rate: transport.rate,
            settings: vec![
                PlayerCommand::SetVolume(transport.volume),
                PlayerCommand::SetMuted(self.first_is_silent()),
                PlayerCommand::ShowAt(width, height),
                PlayerCommand::SetTrack(self.view.track),
            ],
            span: match transport.looping {
                Loop::Between(span) => Some(span),
                Loop::Off | Loop::From(_) => None,
            },
        };
        let joined = Joined::over(first, parts, waker, frame_bytes)?;
        self.parting.relay.turn_to(joined.wake_up());
        // What it told between the last look and now.
        joined.wake_up()();
        self.parting.player = Some(joined.parts());
        self.player = Box::new(joined);
        Ok(())
    }
}

/// The player for the moment in which there is none.
struct Nothing;

impl Playback for Nothing {
    fn send(&mut self, _: PlayerCommand) {}

    fn poll(&mut self) -> Vec<PlayerEvent> {
        Vec::new()
    }

    fn frame(&self) -> Option<Arc<VideoFrame>> {
        None
    }

    fn position(&self) -> MediaTime {
        MediaTime::ZERO
    }

    fn moving(&self) -> Option<MediaTime> {
        None
    }
}
