//! The library: a folder of recordings, read, searched and opened from. Reading and searching happen on other threads; the
//! window shows what is there by now.
//!
//! It is for whoever works with recordings alone: while a client can see the screen there is none, and nothing is listed until somebody
//! asks for it.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use super::{App, Command, TransportCommand};
use crate::{
    domain::{
        id::MarkId,
        time::{MediaDelta, MediaTime},
    },
    media::Waker,
    store::{self, Library, Matches, Query, Read, Recording, StoreError},
};

mod beside;
mod learning;
mod moved;

pub use beside::Beside;
pub use moved::Moving;

/// Of one recording no more marks are listed; all are counted.
pub const MOST: usize = 200;

/// Where a result of the library plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// At a mark, which is selected.
    Mark(MarkId),
    /// At a time.
    Time(MediaTime),
}

/// What can be asked of the library.
#[derive(Clone, Debug, PartialEq)]
pub enum LibraryCommand {
    /// Reads this folder and shows it.
    Open(PathBuf),
    /// Shows the folder that was read last, again.
    Show,
    /// Away with it; what was read stays.
    Hide,
    /// Reading stops; what is there stays.
    Stop,
    /// Looks for something.
    Ask(Query),
    /// Opens a recording, and plays it from this moment where one is named.
    Play(PathBuf, Option<Moment>),
    /// Puts the recordings of the same people side by side.
    SideBySide,
    /// Of this person of this case it is shown what they made of their tapes, by their places; of nobody any more.
    Learner(Option<(usize, usize)>),
    /// Back to the list.
    List,
    /// Looks in this folder for recordings that are no longer where their marks are.
    LookForMoved(PathBuf),
    /// Puts the marks beside the recordings that were found.
    MoveMarks,
    /// Leaves them where they are.
    LeaveMarks,
}

/// A folder on its way or read.
#[derive(Default)]
pub struct Shelf {
    /// The folder; none until one was asked for.
    pub folder: Option<PathBuf>,
    shown: bool,
    /// The recordings that are known by now, in the order of the library once all are.
    pub recordings: Vec<Arc<Recording>>,
    /// How many are read, and of how many, while reading goes on.
    pub reading: Option<(usize, usize)>,
    /// The folder could not be read.
    pub refused: Option<StoreError>,
    /// Folders within it that could not be.
    pub unread: Vec<StoreError>,
    /// What is looked for.
    pub query: Query,
    /// What was found for it by now.
    pub found: Matches,
    /// Rises with each answer.
    pub answer: u64,
    /// Recordings that moved, if somebody looks for them.
    pub moving: Option<Moving>,
    /// The recordings side by side, if somebody asked for that.
    pub beside: Option<Beside>,
    reader: Option<Reader>,
    search: Option<Search>,
    /// What is to be shown once the recording is open.
    wanted: Option<(PathBuf, Moment)>,
}

enum News {
    Read(Read),
    Done(Result<Library, StoreError>),
}

struct Search {
    receiver: mpsc::Receiver<Matches>,
    stop: Arc<AtomicBool>,
}

impl Drop for Search {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

struct Reader {
    news: mpsc::Receiver<News>,
    stop: Arc<AtomicBool>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

impl Shelf {
    /// How many recordings are not where their marks are.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.recordings.iter().filter(|one| !one.there).count()
    }

    fn begin(&mut self, folder: PathBuf, places: store::Places, waker: Waker) {
        let query = std::mem::take(&mut self.query);
        *self = Self {
            folder: Some(folder.clone()),
            shown: true,
            query,
            reading: Some((0, 0)),
            ..Self::default()
        };
        let (sender, receiver) = mpsc::channel();
        let stop = Arc::new(AtomicBool::new(false));
        self.reader = Some(Reader {
            news: receiver,
            stop: Arc::clone(&stop),
        });
        thread::spawn(move || {
            let tell = |news: News| {
                // The window may have moved on to another folder.
                let _unwanted = sender.send(news);
                waker();
            };
            let read = store::read_library(&folder, &places, &stop, &|read| tell(News::Read(read)));
            tell(News::Done(read));
        });
    }

    /// Takes in what was read by now; true where something is new.
    fn take_news(&mut self) -> bool {
        let Some(reader) = &self.reader else {
            return false;
        };
        let (mut grown, mut done) = (false, None);
        for news in reader.news.try_iter() {
            match news {
                News::Read(read) => {
                    grown |= !read.recordings.is_empty();
                    self.reading = Some((read.done, read.of));
                    self.recordings.extend(read.recordings);
                }
                News::Done(result) => done = Some(result),
            }
        }
        match done {
            None => {}
            Some(Ok(library)) => {
                self.recordings = library.recordings;
                self.unread = library.unread;
                self.reading = None;
                self.reader = None;
                return true;
            }
            Some(Err(error)) => {
                self.refused = Some(error);
                self.reading = None;
                self.reader = None;
            }
        }
        grown
    }

    fn ask(&mut self, waker: &Waker) {
        let mut recordings = self.recordings.clone();
        let query = self.query.clone();
        let stop = Arc::new(AtomicBool::new(false));
        let (sender, receiver) = mpsc::channel();
        let (stopped, waker) = (Arc::clone(&stop), Arc::clone(waker));
        // The one before is no longer wanted and stops.
        self.search = Some(Search { receiver, stop });
        thread::spawn(move || {
            store::in_order(&mut recordings);
            let found = store::search(&recordings, &query, MOST, &stopped);
            let _unwanted = sender.send(found);
            waker();
        });
    }

    fn take_found(&mut self) {
        let found = self
            .search
            .as_ref()
            .and_then(|search| search.receiver.try_recv().ok());
        if let Some(found) = found {
            self.found = found;
            self.answer += 1;
            self.search = None;
        }
    }

    /// Whether an answer is on its way.
    #[must_use]
    pub const fn is_searching(&self) -> bool {
        self.search.is_some()
    }
}

impl App {
    /// The library, where it is on the screen.
    #[must_use]
    pub fn library(&self) -> Option<&Shelf> {
        (self.shelf.shown && self.may_see_library()).then_some(&self.shelf)
    }

    /// Whether a library may be on the screen: not while a client can see it, nor while somebody marks alone or a sitting goes on.
    #[must_use]
    pub fn may_see_library(&self) -> bool {
        let busy = self
            .desk()
            .is_some_and(|desk| desk.document.marks_alone().is_some() || desk.sitting.is_some());
        !self.client_present() && !busy
    }

    /// Whether a folder was read that can be shown again.
    #[must_use]
    pub const fn has_library(&self) -> bool {
        self.shelf.folder.is_some()
    }

    pub(super) fn handle_library(&mut self, command: LibraryCommand) {
        if !self.may_see_library() {
            return;
        }
        let waker = Arc::clone(&self.world.waker);
        match command {
            LibraryCommand::Open(folder) => {
                self.handle_transport(TransportCommand::Pause);
                self.shelf
                    .begin(folder, self.world.places.clone(), Arc::clone(&waker));
            }
            LibraryCommand::Show => {
                self.handle_transport(TransportCommand::Pause);
                // What was marked meanwhile is read; the rest comes from what is kept.
                if let Some(folder) = self.shelf.folder.clone() {
                    self.shelf.begin(folder, self.world.places.clone(), waker);
                }
            }
            LibraryCommand::Hide => {
                self.shelf.shown = false;
                self.shelf.moving = None;
            }
            LibraryCommand::Stop => {
                if let Some(reader) = &self.shelf.reader {
                    reader.stop.store(true, Ordering::Relaxed);
                }
            }
            LibraryCommand::Ask(query) => {
                if self.shelf.query != query {
                    self.shelf.query = query;
                    self.shelf.ask(&waker);
                }
            }
            LibraryCommand::Play(path, moment) => {
                self.shelf.shown = false;
                let open = self.recording().is_some_and(|open| open.path == path);
                self.shelf.wanted = moment.map(|moment| (path.clone(), moment));
                if !open {
                    self.handle(Command::Open(path));
                }
            }
            LibraryCommand::SideBySide => self.put_side_by_side(),
            LibraryCommand::Learner(learner) => {
                if let Some(beside) = &mut self.shelf.beside {
                    beside.learner = learner;
                }
            }
            LibraryCommand::List => self.shelf.beside = None,
            LibraryCommand::LookForMoved(folder) => self.look_for_moved(folder),
            LibraryCommand::MoveMarks => self.move_marks(),
            LibraryCommand::LeaveMarks => self.shelf.moving = None,
        }
    }

    pub(super) fn take_in_library(&mut self) {
        let waker = Arc::clone(&self.world.waker);
        if self.shelf.take_news() {
            self.shelf.ask(&waker);
        }
        self.shelf.take_found();
        self.take_in_moved();
        self.take_in_beside();
        self.show_wanted();
    }

    /// Once the recording is open that a result led to: its moment, playing.
    fn show_wanted(&mut self) {
        let Some((path, moment)) = &self.shelf.wanted else {
            return;
        };
        let moment = *moment;
        let Some(open) = &mut self.recording else {
            self.shelf.wanted = None;
            return;
        };
        if open.path != *path {
            self.shelf.wanted = None;
            return;
        }
        let Some(desk) = &mut open.desk else { return };
        self.shelf.wanted = None;
        let start = match moment {
            Moment::Time(time) => time,
            Moment::Mark(mark) => {
                let Some(found) = desk.document.session().mark(mark) else {
                    return;
                };
                desk.selected = Some(mark);
                found.when.start()
            }
        };
        let before = MediaDelta::from_millis(i64::from(self.settings.preroll_ms));
        open.seek((start - before).clamp_to_start());
        self.handle_transport(TransportCommand::Play);
    }

    /// What was taken out of the files for good leaves what is kept of libraries, too.
    pub(super) fn leave_libraries(&mut self) {
        let place = self.desk_mut().and_then(|desk| desk.document.place());
        if let Some(place) = place
            && store::forget_in_libraries(&self.world.places, &place).is_err()
        {
            log::warn!("what is kept of a library could not be taken away");
        }
        // What is in memory is as old.
        self.shelf = Shelf {
            folder: self.shelf.folder.take(),
            ..Shelf::default()
        };
    }
}
