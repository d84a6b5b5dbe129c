//! Opening and closing: the picture comes at once, the record is read on a thread of its own.

use std::{path::PathBuf, sync::Arc, sync::mpsc, thread, time::Duration};

use super::{
    App, PackageCommand, PlayerOptions, Recording, demo, document::Document, fresh_desk, ids,
    marking_for, notice::NoticeKind, parts, transport::Transport,
};
use crate::{
    domain::{
        edit::{Edit, Stamp},
        id::PersonId,
        person::{Person, Role},
        session::{Session, SessionKind},
        time::MediaTime,
    },
    media::Sound,
    store::{self, Access, NewSession, Opened, Saver, StoreError},
};

/// How long leaving waits for the disk before it says that something is not safe.
const LEAVE: Duration = Duration::from_secs(5);

impl App {
    pub(super) fn open(&mut self, path: PathBuf) {
        if path.extension().is_some_and(|end| end == store::ENDING) {
            // What was open stays open: the package may be for it.
            self.handle_package(PackageCommand::Look(path));
            return;
        }
        self.close();
        let options = PlayerOptions {
            volume: self.settings.volume,
            muted: self.settings.muted,
            hardware: self.settings.hardware_decoding,
            frame_bytes: self.frame_bytes(),
        };
        let relay = parts::Relay::to(&self.world.waker);
        let player = match (self.world.players)(&path, relay.waker(), &options) {
            Ok(player) => player,
            Err(error) => {
                self.tell(NoticeKind::CannotPlay {
                    path,
                    problem: error.problem,
                });
                return;
            }
        };
        let record = self.read_record(path.clone());
        let view = self.last_view(&path);
        self.recording = Some(Recording {
            path,
            player,
            transport: Transport {
                volume: options.volume,
                muted: options.muted,
                ..Transport::default()
            },
            waveform: None,
            thumbnails: None,
            thumbnails_refused: false,
            captions: super::captions::Captioning::default(),
            captions_begun: false,
            view,
            preparing: super::preparing::Preparing::default(),
            parting: parts::Parting::new(relay),
            beside: super::companion::Beside::default(),
            record: Some(record),
            desk: None,
        });
        if view.track > 0 {
            self.hear_track();
        }
    }

    /// How many bytes of decoded pictures the player may keep.
    pub(super) fn frame_bytes(&self) -> usize {
        (self.settings.frame_memory_mib.clamp(64, 4096) as usize) << 20
    }

    pub(super) fn open_demo(&mut self, reset: bool) {
        self.close();
        let files = demo::DemoFiles::iter().filter_map(|name| {
            let file = demo::DemoFiles::get(&name)?;
            Some((name.into_owned(), file.data.into_owned()))
        });
        match store::place_demo(&self.world.places, files, demo::RECORDING, reset) {
            Ok(path) => self.open(path),
            Err(error) => self.tell(NoticeKind::NotSaved(error)),
        }
    }

    /// Leaves the recording: everything is on disk first. If it cannot be, the recording stays open and says so.
    pub(super) fn close(&mut self) {
        if self.recording.is_none() {
            return;
        }
        if !self.flush(LEAVE) {
            let unsaved = self
                .notices
                .iter()
                .any(|(_, notice)| matches!(notice.kind, NoticeKind::NotSaved(_)));
            if !unsaved {
                let path = self
                    .recording
                    .as_ref()
                    .map(|open| open.path.clone())
                    .unwrap_or_default();
                self.tell(NoticeKind::NotSaved(StoreError::Busy { path }));
            }
            return;
        }
        self.keys = super::keys::Keys::default();
        self.alone = super::review::alone::Alone::default();
        self.recording = None;
        self.notices.retain(|(_, notice)| {
            !matches!(notice.kind, NoticeKind::Playing(_) | NoticeKind::Opened(_))
        });
    }

    fn read_record(&self, path: PathBuf) -> mpsc::Receiver<Opened> {
        let (sender, receiver) = mpsc::channel();
        let read_identity = Arc::clone(&self.world.identify);
        let places = self.world.places.clone();
        let waker = Arc::clone(&self.world.waker);
        let now = self.reading.wall;
        let keys = store::Keyring::default();
        let ids = ids::NewRecord::of(&self.device, &path);
        let new = NewSession {
            id: ids.session(),
            kind: SessionKind::Session,
            people: self.new_people(&ids),
            codebooks: Vec::new(),
        };
        thread::spawn(move || {
            let identity = read_identity(&path);
            let opened = store::open(&path, &identity, &places, new, now, &keys);
            // The window may have moved on to another recording; then nobody waits for this one.
            let _unwanted = sender.send(opened);
            waker();
        });
        receiver
    }

    fn new_people(&self, ids: &ids::NewRecord) -> Vec<Person> {
        let mut people = Vec::new();
        for (hue, (name, role)) in (0_u8..).zip(&self.world.new_people) {
            people.push(Person {
                id: ids.person(hue),
                name: name.clone(),
                role: *role,
                hue,
                key: None,
                zones: None,
                fields: Vec::new(),
            });
        }
        people
    }

    pub(super) fn take_in_record(&mut self) {
        let Some(open) = &mut self.recording else {
            return;
        };
        if open.waveform.is_none()
            && open
                .transport
                .info
                .as_ref()
                .is_some_and(|info| !info.audio.is_empty())
        {
            open.waveform = if open.is_split() {
                // Read part by part, as soon as their places are known.
                Some(Sound::of_parts(open.parting_count()))
            } else {
                let read = (self.world.waveforms)(&open.path, Arc::clone(&self.world.waker));
                read.map(Sound::from)
            };
        }
        let Some(receiver) = &open.record else { return };
        // The length belongs to the record of a new recording, so the record waits for the player to know it.
        if open.transport.info.is_none() {
            return;
        }
        let opened = match receiver.try_recv() {
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => None,
            Ok(opened) => Some(opened),
        };
        open.record = None;
        match opened {
            Some(opened) => self.lay_out(opened),
            None => self.give_up_record(),
        }
    }

    /// The thread that reads records ended without an answer, which would be our bug; nothing was changed on disk.
    fn give_up_record(&mut self) {
        let path = self
            .recording
            .take()
            .map(|open| open.path)
            .unwrap_or_default();
        self.tell(NoticeKind::CannotRead(StoreError::Busy { path }));
    }

    /// Puts a record that was made in memory at the place of the open recording's; nothing of it is written. For tests
    /// and benches, which need records that no hand could type.
    #[doc(hidden)]
    pub fn lay_out_unsaved(&mut self, session: Session) {
        let first = session
            .people()
            .first()
            .map(|person| (person.id.clone(), person.role));
        let Some((author, role)) = first else { return };
        let marking = marking_for(self, author, role);
        if let Some(open) = &mut self.recording {
            let document = Document::new(open.path.clone(), session, None, Access::ReadWrite);
            open.desk = Some(fresh_desk(document, marking));
        }
    }

    fn lay_out(&mut self, opened: Opened) {
        let Opened {
            mut session,
            access,
            place,
            warnings,
            seen,
        } = opened;
        // Whoever practises goes on where they left.
        let practises = super::review::training::who_practises(&session);
        let first = practises
            .and_then(|person| session.person(&person))
            .or_else(|| session.first_with_role(Role::Therapist))
            .or_else(|| session.people().first())
            .map(|person| (person.id.clone(), person.role));
        let Some((author, role)) = first.or_else(|| someone(&session)) else {
            self.give_up_record();
            return;
        };
        let saver = matches!(access, Access::ReadWrite)
            .then(|| Saver::start(place, seen, self.saver_setup()));
        let length = self
            .recording
            .as_ref()
            .map(|open| open.transport.duration());
        set_length(&mut session, length.unwrap_or_default(), &self.stamp());
        let marking = marking_for(self, author, role);
        let remember = self.settings.show_recent;
        let Some(open) = &mut self.recording else {
            return;
        };
        let path = open.path.clone();
        let document = Document::new(path.clone(), session, saver, access);
        open.desk = Some(fresh_desk(document, marking));
        self.recognise_view();
        for warning in warnings {
            self.tell(NoticeKind::Opened(warning));
        }
        self.erase_what_is_due();
        if remember {
            let mut settings = self.settings.clone();
            settings.remember(&path);
            self.set_settings(settings);
        }
    }
}

/// Fills in the length of the recording where the record does not have it yet. No change of the people's: it is kept with
/// their next one.
fn set_length(session: &mut Session, length: MediaTime, stamp: &Stamp) {
    let mut info = session.info().clone();
    if info.parts().nth(1).is_some() {
        // Of parts the exact length is wanted, which is told later.
        return;
    }
    let Some(first) = info
        .media
        .first_mut()
        .filter(|media| media.duration == MediaTime::ZERO)
    else {
        return;
    };
    first.duration = length;
    // People stay as they are, so nothing can be refused.
    let _kept = session.apply(&Edit::SetInfo(Box::new(info)), stamp);
}

/// Somebody who keeps a set here although the session file does not name them (it may be lost).
fn someone(session: &Session) -> Option<(PersonId, Role)> {
    session
        .sets()
        .keys()
        .next()
        .map(|id| (id.clone(), Role::Other))
}
