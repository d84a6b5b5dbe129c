//! *Prepare for smooth review*: offered once where seeking is slow, made beside everything else, used as soon as it is there.

use std::{
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use super::{App, PrepareCommand, notice::NoticeKind};
use crate::{
    media::{
        FrameIndex, Waker,
        prepare::{self, PrepareError},
        source,
    },
    store::{self, Places, PreparedDraft, StoreError},
};

/// How far it is with the open recording. Dropping it stops what is on its way.
#[derive(Default)]
pub enum Preparing {
    /// Not looked at yet.
    #[default]
    Unknown,
    /// There is no prepared copy.
    Not,
    /// One is being made.
    Running(Run),
    /// Single frames come from a prepared copy.
    Used,
}

/// A copy on its way.
pub struct Run {
    receiver: mpsc::Receiver<News>,
    live: Arc<AtomicBool>,
    /// The notice that shows how far it is.
    notice: u64,
    share: f32,
}

impl Drop for Run {
    fn drop(&mut self) {
        self.live.store(false, Ordering::SeqCst);
    }
}

enum News {
    Share(f32),
    Done,
    Failed(Failure),
}

/// Why there is no copy.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The recording could not be read, or nothing can encode it.
    Media(crate::media::Problem),
    /// The copy could not be written.
    Disk(StoreError),
    /// The copy would not have had the same frames.
    NotTheSame,
}

impl Preparing {
    /// The share that is done, while one is being made.
    #[must_use]
    pub const fn share(&self) -> Option<f32> {
        match self {
            Self::Running(run) => Some(run.share),
            _ => None,
        }
    }

    /// Whether single frames come from a prepared copy.
    #[must_use]
    pub const fn is_used(&self) -> bool {
        matches!(self, Self::Used)
    }
}

impl App {
    /// How far preparing the open recording is; `None` for one of several parts, which are prepared each by itself.
    #[must_use]
    pub fn preparing(&self) -> Option<&Preparing> {
        let open = self.recording.as_ref()?;
        (!open.is_split()).then_some(&open.preparing)
    }

    pub(super) fn handle_prepare(&mut self, command: PrepareCommand) {
        match command {
            PrepareCommand::Begin => self.begin_preparing(),
            PrepareCommand::Stop => {
                if let Some(open) = &mut self.recording
                    && let Preparing::Running(run) = &open.preparing
                {
                    let notice = run.notice;
                    open.preparing = Preparing::Not;
                    self.notices.retain(|(_, known)| known.id != notice);
                }
            }
            PrepareCommand::Discard => self.discard_prepared(),
        }
    }

    fn begin_preparing(&mut self) {
        let fingerprint = self.fingerprint();
        self.notices
            .retain(|(_, notice)| !matches!(notice.kind, NoticeKind::OfferPrepare));
        let ready = self.recording.as_ref().is_some_and(|open| {
            !open.is_split()
                && matches!(open.preparing, Preparing::Unknown | Preparing::Not)
                && open.transport.index.complete
                && !open.transport.index.is_empty()
        });
        if !ready {
            return;
        }
        self.tell(NoticeKind::Preparing { percent: 0 });
        let Some((_, notice)) = self.notices.last() else {
            return;
        };
        let notice = notice.id;
        let (waker, places) = (Arc::clone(&self.world.waker), self.world.places.clone());
        let Some(open) = &mut self.recording else {
            return;
        };
        let (sender, receiver) = mpsc::channel();
        let live = Arc::new(AtomicBool::new(true));
        let (path, index) = (open.path.clone(), Arc::clone(&open.transport.index));
        let still = Arc::clone(&live);
        thread::spawn(move || {
            let made = make(
                &places,
                &fingerprint,
                &path,
                &index,
                &sender,
                &waker,
                &|| still.load(Ordering::SeqCst),
            );
            let news = match made {
                Ok(()) => News::Done,
                Err(failure) => News::Failed(failure),
            };
            // Whoever stopped it no longer listens.
            let _gone = sender.send(news);
            waker();
        });
        open.preparing = Preparing::Running(Run {
            receiver,
            live,
            notice,
            share: 0.0,
        });
    }

    fn discard_prepared(&mut self) {
        let fingerprint = self.fingerprint();
        match store::discard_prepared(&self.world.places, &fingerprint) {
            Ok(true) => {
                self.tell(NoticeKind::PreparedRemoved);
                if let Some(open) = &mut self.recording {
                    open.preparing = Preparing::Not;
                }
            }
            Ok(false) => {}
            Err(error) => self.tell(NoticeKind::NotPrepared(Failure::Disk(error))),
        }
    }

    pub(super) fn take_in_preparing(&mut self) {
        let fingerprint = self.fingerprint();
        let parts_are_open = self.parts_are_open();
        let Some(open) = &mut self.recording else {
            return;
        };
        if open.is_split() {
            // Copies of parts are used as each is opened; none are made while they play as one.
            return;
        }
        match &mut open.preparing {
            Preparing::Unknown => {
                let known = !fingerprint.is_empty() && open.transport.index.complete;
                if !known || open.transport.index.is_empty() {
                    return;
                }
                if let Some(copy) = store::prepared_copy(&self.world.places, &fingerprint) {
                    open.player.use_prepared(source::file(copy));
                    open.preparing = Preparing::Used;
                    return;
                }
                if parts_are_open {
                    return;
                }
                open.preparing = Preparing::Not;
                let container = open
                    .transport
                    .info
                    .as_ref()
                    .map_or("", |info| info.container.as_str());
                if prepare::is_worth_while(container, &open.transport.index)
                    && !open.view.asked_to_prepare
                {
                    self.change_view(|view| view.asked_to_prepare = true);
                    self.tell(NoticeKind::OfferPrepare);
                }
            }
            Preparing::Running(run) => {
                let Some(news) = run.receiver.try_iter().last() else {
                    return;
                };
                let notice = run.notice;
                match news {
                    News::Share(share) => {
                        run.share = share;
                        self.show_share(notice, share);
                    }
                    News::Done => {
                        if let Some(copy) = store::prepared_copy(&self.world.places, &fingerprint) {
                            open.player.use_prepared(source::file(copy));
                        }
                        open.preparing = Preparing::Used;
                        self.notices.retain(|(_, known)| known.id != notice);
                        self.tell(NoticeKind::Prepared);
                    }
                    News::Failed(failure) => {
                        open.preparing = Preparing::Not;
                        self.notices.retain(|(_, known)| known.id != notice);
                        self.tell(NoticeKind::NotPrepared(failure));
                    }
                }
            }
            Preparing::Not | Preparing::Used => {}
        }
    }

    fn show_share(&mut self, notice: u64, share: f32) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 100"
        )]
        let percent = (share * 100.0) as u8;
        for (_, known) in &mut self.notices {
            if known.id == notice {
                known.kind = NoticeKind::Preparing { percent };
            }
        }
    }
}

/// Writes the copy and makes sure of it; on a thread of its own.
fn make(
    places: &Places,
    fingerprint: &str,
    path: &Path,
    index: &FrameIndex,
    sender: &mpsc::Sender<News>,
    waker: &Waker,
    live: &dyn Fn() -> bool,
) -> Result<(), Failure> {
    let mut draft = PreparedDraft::begin(places, fingerprint).map_err(Failure::Disk)?;
    let part = draft.path().to_path_buf();
    let failed = |error: PrepareError| match error {
        PrepareError::Media(error) => Failure::Media(error.problem),
        PrepareError::Disk(error) => Failure::Disk(StoreError::io(&part, &error)),
        PrepareError::NotTheSame | PrepareError::Stopped => Failure::NotTheSame,
    };
    let mut progress = |share| {
        // Whoever stopped it no longer listens.
        let _gone = sender.send(News::Share(share));
        waker();
    };
    let mut write = |at, bytes: &[u8]| -> io::Result<()> { draft.write_at(at, bytes) };
    prepare::prepare(
        &source::file(path.to_path_buf()),
        index,
        &mut write,
        &mut progress,
        live,
    )
    .map_err(failed)?;
    prepare::verify(&source::file(part.clone()), index, live).map_err(failed)?;
    draft.keep().map_err(Failure::Disk)?;
    Ok(())
}
