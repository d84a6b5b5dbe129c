//! Making a tape of a consensus, handing it out, and the tape that comes with the program.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use super::{NewTape, Stage};
use crate::{
    app::{
        App, PackageCommand, demo, keys::Passphrase, notice::NoticeKind, review::packages::Give,
    },
    domain::{
        entry::{Entry, EntryKind},
        history::EditLabel,
        session::{SessionInfo, SessionKind},
        training::{Ruling, Tape, consensus_of, tape_of},
    },
    store::{self, StoreError},
};

/// The shipped tape, by the id of its entry.
pub const SHIPPED: &str = "01900000-0000-7000-8000-00000000ea9e";

/// The open word of the shipped tape: whoever practises on it alone has nobody to tell them.
#[must_use]
pub fn open_word() -> Passphrase {
    Passphrase::new("come back".to_owned())
}

impl App {
    /// Whether the tape that is here is the one that comes with the program.
    #[must_use]
    pub fn is_shipped_tape(&self) -> bool {
        let session = self.desk().map(|desk| desk.document.session());
        session
            .and_then(tape_of)
            .is_some_and(|(_, entry, _)| entry.id.to_string() == SHIPPED)
    }

    pub(super) fn make_tape(&mut self, new: NewTape) {
        let Stage::Deciding(entry, consensus) = self.training() else {
            return;
        };
        if self.training_works() || !new.word.is_long_enough() {
            return;
        }
        let mut handed = consensus.clone();
        // What was dropped is nobody's business but the raters'.
        handed
            .places
            .retain(|place| place.ruling != Ruling::Dropped);
        for place in &mut handed.places {
            let raters = &handed.raters;
            place
                .voices
                .retain(|voice| raters.iter().any(|rater| rater.person == voice.rater));
        }
        if !new.names {
            for rater in &mut handed.raters {
                rater.name.clear();
            }
        }
        let Some(desk) = self.desk() else { return };
        let tape = Box::new(Tape {
            title: new.title.trim().to_owned(),
            rules: new.rules,
            tolerance: consensus.tolerance,
            codebook: consensus.codebook.clone(),
            preset: desk.marking.preset.clone(),
            raters: u32::try_from(consensus.raters.len()).unwrap_or(u32::MAX),
            answers: String::new(),
        });
        let consensus = Entry {
            kind: EntryKind::Consensus(Box::new(handed)),
            ..entry.clone()
        };
        let session = desk.document.session();
        let keeper = consensus_of(session).and_then(|(keeper, _, _)| session.person(keeper));
        let Some(keeper) = keeper.cloned() else {
            return;
        };
        let info = session.info().clone();
        let strength = self.world.key_strength;
        let (sender, receiver) = mpsc::channel();
        let waker = Arc::clone(&self.world.waker);
        thread::spawn(move || {
            let answers =
                store::seal_answers(&info, &keeper, &consensus, new.word.secret(), strength);
            // The recording may be closed by now; then nobody waits for it.
            let _unwanted = sender.send(answers);
            waker();
        });
        if let Some(desk) = self.desk_mut() {
            desk.training.sealing = Some((receiver, tape));
        }
    }

    pub(super) fn take_in_tape(&mut self) {
        let Some((sealing, _)) = self.desk().and_then(|desk| desk.training.sealing.as_ref()) else {
            return;
        };
        let answer = match sealing.try_recv() {
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => Err(StoreError::NoKey),
            Ok(answer) => answer,
        };
        let made = self
            .desk_mut()
            .and_then(|desk| desk.training.sealing.take());
        let Some((_, mut tape)) = made else { return };
        match answer {
            Ok(answers) => {
                tape.answers = answers;
                self.keep_tape(tape);
            }
            Err(reason) => self.tell(NoticeKind::NotSaved(reason)),
        }
    }

    fn keep_tape(&mut self, tape: Box<Tape>) {
        let Some(desk) = self.desk() else { return };
        let session = desk.document.session();
        let author = desk.marking.author.clone();
        let known = tape_of(session)
            .filter(|(keeper, _, _)| **keeper == author)
            .map(|(_, entry, _)| entry.clone());
        let kind = EntryKind::Tape(tape);
        let entry = match known {
            Some(entry) => Entry { kind, ..entry },
            None => self.new_entry(kind),
        };
        let mut info: SessionInfo = session.info().clone();
        if self.put(&author, entry, Some(EditLabel::Consensus))
            && info.kind != SessionKind::TrainingTape
        {
            info.kind = SessionKind::TrainingTape;
            self.handle(crate::app::Command::SetInfo(Box::new(info)));
        }
    }

    pub(super) fn hand_out(&mut self, media: bool) {
        let Some(desk) = self.desk() else { return };
        let maker = tape_of(desk.document.session()).map(|(keeper, _, _)| keeper.clone());
        let Some(from) = maker else { return };
        self.handle_package(PackageCommand::Give(Box::new(Give {
            from: Some(from),
            tape: true,
            media,
            ..Give::default()
        })));
    }

    pub(super) fn open_shipped(&mut self, raters: bool, afresh: bool) {
        self.close();
        let recording = demo::training_recording(raters);
        let files = demo::training_files(raters);
        match store::place_training(&self.world.places, files, recording, afresh) {
            Ok(path) => self.open(path),
            Err(error) => self.tell(NoticeKind::NotSaved(error)),
        }
    }
}
