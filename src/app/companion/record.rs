//! The second recording in the record: added, taken out, found, followed.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
};

use super::{
    super::{
        App,
        notice::{NoticeKind, SecondNotice},
        parts::locate,
    },
    Companion, CompanionState, lining,
};
use crate::{
    domain::{
        edit::Edit,
        history::EditLabel,
        session::{MediaIdentity, MediaPlace},
        time::MediaTime,
    },
    media::Problem,
    store::SecondLayout,
};

/// Where the second recording lies: under its name beside the first, else anywhere in that folder with the same content.
fn find(
    first: &Path,
    second: &MediaIdentity,
    identify: &dyn Fn(&Path) -> MediaIdentity,
) -> Option<PathBuf> {
    let found = locate(first, second, identify);
    let same = second.fingerprint.is_empty() || identify(&found).fingerprint == second.fingerprint;
    (same && found.is_file()).then_some(found)
}

impl App {
    pub(super) fn add_second(&mut self, path: PathBuf) {
        let writable = self.desk().is_some_and(|desk| desk.document.writable());
        let (tell_apart, waker) = (
            Arc::clone(&self.world.identify),
            Arc::clone(&self.world.waker),
        );
        if !writable {
            self.tell(NoticeKind::OnlyForReading);
            return;
        }
        let Some(open) = &mut self.recording else {
            return;
        };
        let (sender, receiver) = mpsc::channel();
        open.beside.adding = Some(receiver);
        thread::spawn(move || {
            let identity = tell_apart(&path);
            // The window may have moved on to another recording.
            let _unwanted = sender.send((path, identity));
            waker();
        });
    }

    pub(super) fn take_in_second(&mut self) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let Some(receiver) = &open.beside.adding else {
            return;
        };
        let added = receiver.try_recv();
        if matches!(added, Err(mpsc::TryRecvError::Empty)) {
            return;
        }
        open.beside.adding = None;
        let (Ok((path, mut identity)), Some(desk)) = (added, &open.desk) else {
            return;
        };
        let mut info = desk.document.session().info().clone();
        let print = identity.fingerprint.clone();
        if print.is_empty() {
            self.tell(NoticeKind::Second(SecondNotice::NotPlayed(
                Problem::NotFound,
            )));
            return;
        }
        if let Some((known, _)) = info.beside() {
            if known.fingerprint == print {
                // It was not beside the first; here it is.
                open.beside.chosen = Some((print, path));
                open.beside.open = None;
            } else {
                self.tell(NoticeKind::Second(SecondNotice::IsAnother));
            }
            return;
        }
        if info.parts().any(|part| part.fingerprint == print) {
            self.tell(NoticeKind::Second(SecondNotice::IsFirst));
            return;
        }
        identity.place = lining::not_lined_up();
        identity.duration = MediaTime::ZERO;
        info.media.push(identity);
        let elsewhere = path.parent() != open.path.parent();
        open.beside.chosen = Some((print, path));
        self.change_info(info, EditLabel::SecondRecording);
        let hidden = self.recording_view().second_layout() == SecondLayout::Hidden;
        if hidden {
            self.tell(NoticeKind::Second(SecondNotice::Hidden));
        } else if elsewhere {
            self.tell(NoticeKind::Second(SecondNotice::Elsewhere));
        }
    }

    pub(super) fn remove_second(&mut self) {
        let Some(desk) = self.desk() else { return };
        let mut info = desk.document.session().info().clone();
        let Some(fingerprint) = info.beside().map(|(medium, _)| medium.fingerprint.clone()) else {
            return;
        };
        info.media
            .retain(|medium| medium.place == MediaPlace::Part || medium.fingerprint != fingerprint);
        self.change_info(info, EditLabel::SecondRecording);
    }

    /// There is a second recording while the record says so; undo and other writers are followed like anything else.
    pub(super) fn follow_record_of_second(&mut self) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let Some(desk) = &open.desk else { return };
        let Some((medium, alignment)) = desk.document.session().info().beside() else {
            if open.beside.open.take().is_some() {
                open.beside.lining = None;
                self.share_memory();
            }
            return;
        };
        let second = open.beside.open.as_mut().filter(|known| {
            known.identity.fingerprint == medium.fingerprint
                && known.identity.file_name == medium.file_name
        });
        match second {
            Some(second) => {
                second.identity.duration = medium.duration;
                if second.alignment != *alignment {
                    second.alignment = *alignment;
                    second.follow.forget();
                }
            }
            None => {
                open.beside.open = Some(Companion::new(medium.clone(), *alignment));
            }
        }
    }

    pub(super) fn look_for_second(&mut self) {
        let (identify, waker) = (
            Arc::clone(&self.world.identify),
            Arc::clone(&self.world.waker),
        );
        let Some(open) = &mut self.recording else {
            return;
        };
        let Some(second) = &mut open.beside.open else {
            return;
        };
        if second.state != CompanionState::Looking {
            return;
        }
        if let Some((print, path)) = &open.beside.chosen
            && *print == second.identity.fingerprint
        {
            second.path = Some(path.clone());
            second.state = CompanionState::There;
            return;
        }
        let Some(receiver) = &second.finding else {
            let (sender, receiver) = mpsc::channel();
            second.finding = Some(receiver);
            let (first, wanted) = (open.path.clone(), second.identity.clone());
            thread::spawn(move || {
                let found = find(&first, &wanted, &*identify);
                // The window may have moved on to another recording.
                let _unwanted = sender.send(found);
                waker();
            });
            return;
        };
        match receiver.try_recv() {
            Err(mpsc::TryRecvError::Empty) => {}
            Ok(Some(path)) => {
                second.path = Some(path);
                second.state = CompanionState::There;
            }
            Ok(None) | Err(mpsc::TryRecvError::Disconnected) => {
                second.state = CompanionState::Missing;
                let name = second.identity.file_name.clone();
                self.tell(NoticeKind::Second(SecondNotice::Missing { name }));
            }
        }
    }

    /// Writes down how long it is, once that is measured. No change of the people's.
    pub(super) fn write_down_length(&mut self) {
        let stamp = self.stamp();
        let Some(open) = &mut self.recording else {
            return;
        };
        let (Some(second), Some(desk)) = (&open.beside.open, &mut open.desk) else {
            return;
        };
        let measured = second.index.complete && second.info.is_some();
        if !measured
            || second.identity.duration != MediaTime::ZERO
            || second.end() == MediaTime::ZERO
            || !desk.document.writable()
        {
            return;
        }
        let mut info = desk.document.session().info().clone();
        let known = info.media.iter_mut().skip(1).find(|medium| {
            medium.place != MediaPlace::Part && medium.fingerprint == second.identity.fingerprint
        });
        if let Some(medium) = known {
            medium.duration = second.end();
            // People stay as they are, so nothing can be refused.
            let _kept = desk.document.note(&Edit::SetInfo(Box::new(info)), &stamp);
        }
    }
}
