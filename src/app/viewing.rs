//! How the recording is looked at: large, small, with a part hidden, as sound or as words; how bright; and still pictures.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
};

use super::{App, StillCommand, ViewCommand, marking::Face, notice::NoticeKind, still::Picture};
use crate::{
    domain::time::MediaTime,
    media::{Pictures, PlayerCommand, Problem, VideoFrame, VideoInfo},
    store::{self, DARKEST, RecordingView, Region, Showing, StoreError},
};

/// One step of brightness, in per cent.
const STEP: u8 = 10;

/// A still picture that was asked for, until it is saved, copied or let go.
#[derive(Clone, Debug)]
pub struct Still {
    frame: Arc<VideoFrame>,
    size: (u32, u32),
    /// Its time.
    pub time: MediaTime,
    /// Its number, where known.
    pub number: Option<usize>,
    /// The part of it that stays hidden.
    pub hidden: Option<Region>,
}

impl Still {
    /// Width and height of the picture, in pixels.
    #[must_use]
    pub const fn size(&self) -> (u32, u32) {
        self.size
    }
}

/// What became of a still picture.
pub(super) enum Made {
    Copied(Picture),
    Saved(PathBuf),
    Failed(StoreError),
    NotTaken(Problem),
}

/// Still pictures on their way.
pub(super) struct Stills {
    pub wanted: Option<Still>,
    pub copied: Option<Picture>,
    sender: mpsc::Sender<Made>,
    receiver: mpsc::Receiver<Made>,
}

impl Default for Stills {
    fn default() -> Self {
        let (sender, receiver) = mpsc::channel();
        Self {
            wanted: None,
            copied: None,
            sender,
            receiver,
        }
    }
}

impl App {
    /// How the open recording is looked at.
    #[must_use]
    pub fn recording_view(&self) -> RecordingView {
        self.recording
            .as_ref()
            .map(|open| open.view)
            .unwrap_or_default()
    }

    /// The still picture that was asked for.
    #[must_use]
    pub const fn still(&self) -> Option<&Still> {
        self.stills.wanted.as_ref()
    }

    /// A picture for the clipboard, once; the window has the clipboard.
    pub const fn take_clipboard_picture(&mut self) -> Option<Picture> {
        self.stills.copied.take()
    }

    pub(super) fn handle_view(&mut self, command: ViewCommand) {
        match command {
            ViewCommand::Show(showing) => self.change_view(|view| view.showing = showing),
            ViewCommand::ToggleSound => self.change_view(|view| {
                view.showing = match view.showing {
                    Showing::Sound => Showing::Picture,
                    _ => Showing::Sound,
                };
            }),
            ViewCommand::Hide(region) => self.change_view(|view| {
                view.cover = Some(region.within_picture());
                view.covered = true;
            }),
            ViewCommand::ToggleHidden => self.change_view(|view| {
                view.covered = !view.covered || view.cover.is_none();
                view.cover = view.cover.or(Some(Region::RIGHT));
            }),
            ViewCommand::Brighter => self.brightness(self.settings.brightness.saturating_add(STEP)),
            ViewCommand::Darker => self.brightness(self.settings.brightness.saturating_sub(STEP)),
            ViewCommand::Brightness(percent) => self.brightness(percent),
            ViewCommand::ToggleThumbnails => {
                let mut settings = self.settings.clone();
                settings.thumbnails = !settings.thumbnails;
                self.set_settings(settings);
            }
            ViewCommand::Track(track) => {
                self.change_view(|view| view.track = track);
                self.hear_track();
            }
        }
    }

    /// What is read in the background gives way to playing. Small pictures are made only while they are switched on, the picture may be seen and the screen is the therapist's;
    /// else there is nothing of them, and no work. While the recording plays or is dragged, they wait.
    pub(super) fn mind_background(&mut self) {
        if let Some(open) = &self.recording
            && let Some(waveform) = &open.waveform
        {
            waveform.give_way(open.transport.playing || open.transport.scrubbing.is_some());
        }
        let on = self.settings.thumbnails && self.face() == Face::Therapist;
        let Some(open) = &mut self.recording else {
            return;
        };
        let transport = &open.transport;
        let picture = transport
            .info
            .as_ref()
            .is_some_and(|info| info.video.is_some());
        if !on || !picture || !open.view.showing.has_picture() {
            open.thumbnails = None;
            open.thumbnails_refused = false;
            return;
        }
        if open.thumbnails.is_none() && !open.thumbnails_refused {
            let make = |path: &Path| (self.world.thumbnails)(path, Arc::clone(&self.world.waker));
            open.thumbnails = if open.has_parts() {
                let parts = open.files().iter().map(|path| make(path)).collect();
                Some(Pictures::of_parts(parts))
            } else {
                make(&open.path).map(Pictures::from)
            };
            open.thumbnails_refused = open.thumbnails.is_none();
        }
        if let Some(thumbnails) = &mut open.thumbnails {
            thumbnails.lie_at(&open.transport.parts);
            thumbnails.rest(transport.playing || transport.scrubbing.is_some());
        }
    }

    fn brightness(&mut self, percent: u8) {
        let mut settings = self.settings.clone();
        settings.brightness = percent.clamp(DARKEST, 100);
        if settings != self.settings {
            self.set_settings(settings);
        }
    }

    pub(super) fn change_view(&mut self, change: impl FnOnce(&mut RecordingView)) {
        let Some(open) = &mut self.recording else {
            return;
        };
        let before = open.view;
        change(&mut open.view);
        if open.view == before {
            return;
        }
        let (view, path) = (open.view, open.path.clone());
        let fingerprint = self.fingerprint();
        let kept = store::save_view(&self.world.places, &path, &fingerprint, view);
        if let Err(error) = kept {
            self.tell(NoticeKind::NotSaved(error));
        }
    }

    /// Of the open recording; empty while it is not known.
    pub(super) fn fingerprint(&self) -> String {
        self.desk()
            .and_then(|desk| desk.document.session().info().media.first())
            .map(|media| media.fingerprint.clone())
            .unwrap_or_default()
    }

    /// How this recording was looked at last, known before its first picture is.
    pub(super) fn last_view(&self, video: &Path) -> RecordingView {
        store::load_view(&self.world.places, video, "").unwrap_or_default()
    }

    /// A recording that was moved is known by its fingerprint.
    pub(super) fn recognise_view(&mut self) {
        let fingerprint = self.fingerprint();
        let Some(open) = &mut self.recording else {
            return;
        };
        if open.view == RecordingView::default()
            && let Some(view) = store::load_view(&self.world.places, &open.path, &fingerprint)
        {
            open.view = view;
            self.hear_track();
        }
    }

    /// Has the player play the sound track that is chosen.
    pub(super) fn hear_track(&mut self) {
        if let Some(open) = &mut self.recording {
            open.player.send(PlayerCommand::SetTrack(open.view.track));
        }
    }

    pub(super) fn handle_still(&mut self, command: StillCommand) {
        match command {
            StillCommand::Ask => self.stills.wanted = self.still_of_now(),
            StillCommand::LetGo => self.stills.wanted = None,
            StillCommand::Copy => self.make_still(None),
            StillCommand::Save(path) => self.make_still(Some(path)),
        }
    }

    /// The picture that is seen now, if it is exactly the one whose time is shown.
    fn still_of_now(&self) -> Option<Still> {
        let open = self.recording.as_ref()?;
        let frame = open.transport.frame.as_ref()?;
        let recorded = open
            .transport
            .info
            .as_ref()
            .and_then(|info| info.video.as_ref())
            .filter(|_| !frame.original);
        (frame.exact && open.view.showing.has_picture()).then(|| Still {
            frame: Arc::clone(frame),
            size: recorded.map_or_else(|| frame.display_size(), VideoInfo::display_size),
            time: frame.time,
            number: frame.number,
            hidden: open.view.hidden(),
        })
    }

    fn make_still(&mut self, path: Option<PathBuf>) {
        let (Some(still), Some(open)) = (self.stills.wanted.take(), &self.recording) else {
            return;
        };
        let (recording, index, number) = open.frame_in_file(still.number);
        let take = Arc::clone(&self.world.stills);
        let (sender, waker) = (self.stills.sender.clone(), Arc::clone(&self.world.waker));
        std::thread::spawn(move || {
            // What is on the screen may be smaller than what was recorded, or come from a prepared copy.
            let frame = match number.filter(|_| !still.frame.original) {
                Some(number) => take(&recording, &index, number),
                None => Ok(VideoFrame::clone(&still.frame)),
            };
            let frame = match frame {
                Ok(frame) => frame,
                Err(error) => {
                    // The program may be ending.
                    let _gone = sender.send(Made::NotTaken(error.problem));
                    waker();
                    return;
                }
            };
            let picture = Picture::of(&frame, still.hidden);
            let made = match path {
                None => Made::Copied(picture),
                Some(path) => {
                    let path = free_name(path, still.time);
                    let written = picture
                        .to_png()
                        .map_err(|error| StoreError::Io {
                            path: path.clone(),
                            kind: std::io::ErrorKind::InvalidData,
                            reason: error.to_string(),
                        })
                        .and_then(|bytes| store::write_file(&path, &bytes));
                    match written {
                        Ok(()) => Made::Saved(path),
                        Err(error) => Made::Failed(error),
                    }
                }
            };
            // The program may be ending.
            let _gone = sender.send(made);
            waker();
        });
    }

    pub(super) fn take_in_stills(&mut self) {
        while let Ok(made) = self.stills.receiver.try_recv() {
            match made {
                Made::Copied(picture) => {
                    self.stills.copied = Some(picture);
                    self.tell(NoticeKind::PictureCopied);
                }
                Made::Saved(path) => self.tell(NoticeKind::PictureSaved(path)),
                Made::Failed(error) => self.tell(NoticeKind::PictureNotSaved(error)),
                Made::NotTaken(problem) => self.tell(NoticeKind::PictureNotTaken(problem)),
            }
        }
    }
}

/// The usual name of a still picture: its time, and nothing of the recording's name, which may hold names of people.
#[must_use]
pub fn still_name(time: MediaTime) -> String {
    format!("still {}.png", time.short().replace(':', "-"))
}

/// In a folder, a name that is free; anything else is taken as it was chosen, with the ending of its format.
fn free_name(path: PathBuf, time: MediaTime) -> PathBuf {
    if path.is_dir() {
        let name = still_name(time);
        let stem = name.trim_end_matches(".png");
        return (1..1000)
            .map(|number| match number {
                1 => path.join(&name),
                number => path.join(format!("{stem} ({number}).png")),
            })
            .find(|path| !path.exists())
            .unwrap_or_else(|| path.join(&name));
    }
    let is_png = path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
    if is_png {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".png");
    PathBuf::from(name)
}
