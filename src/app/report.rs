//! Reports: made and saved off the window's thread, with small still pictures where everybody agreed to that.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
};

use super::{App, everything::TakeAlong, notice::NoticeKind, still::Picture};
use crate::{
    domain::codebook::Shape,
    media::{Stills as Frames, Target},
    report::{
        self, Asked, Given, Reader, Refusal,
        html::{self, Still, Stills},
        page::{Moment, Page},
    },
    store::{self, Region, StoreError},
};

/// No page has more pictures.
const MOST_STILLS: usize = 60;
/// Width of a picture on a page, in pixels: sharp at the width that it has on paper.
const WIDTH: u32 = 400;

/// To reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReportCommand {
    /// Make this one and show it.
    Make(Box<Wish>),
    /// Save what is shown: under this name, or under its usual one in this folder.
    Save(PathBuf),
    /// No more of it.
    Leave,
    /// This text is to be saved next.
    TakeAlong(TakeAlong),
    /// The text is saved: under this name, or under its usual one in this folder.
    SaveText(PathBuf),
}

/// Which report is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// Which, for whom.
    pub asked: Asked,
    /// With still pictures, if they are allowed.
    pub stills: bool,
}

/// What the people should be told.
#[derive(Clone, Debug)]
pub enum ReportNotice {
    /// It lies here.
    Saved(PathBuf),
    /// It could not be written.
    NotSaved(StoreError),
}

/// What came of a wish.
#[derive(Clone, Debug)]
pub struct Made {
    /// What was wished for.
    pub wish: Wish,
    /// The page, or why there is none.
    pub page: Result<Arc<Page>, Refusal>,
    /// How many pictures are in it.
    pub stills: usize,
    html: Arc<str>,
}

enum News {
    Made(Box<Made>),
    Saved(Result<PathBuf, StoreError>),
}

/// Reports on their way.
#[derive(Default)]
pub struct Reports {
    making: Option<(Wish, mpsc::Receiver<News>)>,
    saving: Option<mpsc::Receiver<News>>,
    made: Option<Made>,
    text: Option<TakeAlong>,
}

impl App {
    /// Whether reports can be made here now: the recording is open, nobody marks alone, and no client looks at the screen.
    #[must_use]
    pub fn may_report(&self) -> bool {
        self.desk().is_some()
            && self.marks_alone().is_none()
            && !self.client_present()
            && self.closed_by().is_empty()
    }

    /// The report that was made last, while it is looked at.
    #[must_use]
    pub const fn report(&self) -> Option<&Made> {
        self.reports.made.as_ref()
    }

    /// Which report is being made, else which one was made last.
    #[must_use]
    pub fn report_wished(&self) -> Option<&Wish> {
        let making = self.reports.making.as_ref().map(|(wish, _)| wish);
        making.or(self.reports.made.as_ref().map(|made| &made.wish))
    }

    /// Whether one is being made or saved.
    #[must_use]
    pub const fn report_under_way(&self) -> bool {
        self.reports.making.is_some() || self.reports.saving.is_some()
    }

    /// Whether this reader's report may have still pictures.
    #[must_use]
    pub fn may_have_stills(&self, reader: Reader) -> bool {
        let Some(open) = &self.recording else {
            return false;
        };
        let picture = open.view.showing.has_picture()
            && open
                .transport
                .info
                .as_ref()
                .is_some_and(|info| info.video.is_some());
        picture
            && !open.has_parts()
            && self.desk().is_some_and(|desk| {
                report::may_have_stills(desk.document.record(), reader, self.reading.wall)
            })
    }

    /// The usual name of the file: what it is and the day, and nothing of the recording's name, which may hold names of people.
    #[must_use]
    pub fn report_name(&self) -> String {
        let day = self.reading.wall.date_naive();
        let title = self.reports.made.as_ref().map(|made| {
            let kind = made.wish.asked.kind.report();
            kind.label()
        });
        format!("{} {day}.html", title.unwrap_or_default())
            .trim_start()
            .to_owned()
    }

    pub(super) fn handle_report(&mut self, command: ReportCommand) {
        match command {
            ReportCommand::Make(wish) => self.make_report(*wish),
            ReportCommand::Save(path) => self.save_report(path),
            ReportCommand::Leave => {
                self.reports.making = None;
                self.reports.made = None;
            }
            ReportCommand::TakeAlong(text) => self.reports.text = Some(text),
            ReportCommand::SaveText(path) => {
                if let Some(TakeAlong { name, text }) = self.reports.text.take() {
                    self.save_private(free_name(path, &name, "txt"), text);
                }
            }
        }
    }

    /// The usual name of the text that waits to be saved.
    #[must_use]
    pub fn text_name(&self) -> Option<String> {
        Some(self.reports.text.as_ref()?.name.clone())
    }

    fn make_report(&mut self, wish: Wish) {
        if !self.may_report() {
            return;
        }
        let (Some(open), Some(desk)) = (&self.recording, self.desk()) else {
            return;
        };
        let record = desk.document.record().clone();
        let books = self.codebooks.all().to_vec();
        let prompts = self.prompts.clone();
        let made = self.reading.wall;
        let stills = wish.stills && self.may_have_stills(wish.asked.reader);
        let (video, view) = (open.path.clone(), open.view);
        let in_parts = open.has_parts();
        let waker = Arc::clone(&self.world.waker);
        let (sender, receiver) = mpsc::channel();
        let own = wish.clone();
        thread::spawn(move || {
            let given = Given {
                books: &books,
                prompts: prompts.as_ref(),
                made,
            };
            let page = report::of(&record, &own.asked, &given).map(Arc::new);
            let taken = match &page {
                Ok(page) if stills => pictures(
                    page,
                    &Pictures {
                        video: &video,
                        reader: own.asked.reader,
                        hidden: view.hidden(),
                        shown: view.showing.has_picture(),
                        in_parts,
                    },
                ),
                _ => Stills::default(),
            };
            let text = page
                .as_ref()
                .map(|page| html::html(page, "en", &taken))
                .unwrap_or_default();
            let made = Made {
                wish: own,
                page,
                stills: taken.len(),
                html: text.into(),
            };
            // Something else may be wanted by now.
            let _gone = sender.send(News::Made(Box::new(made)));
            waker();
        });
        self.reports.making = Some((wish, receiver));
    }

    fn save_report(&mut self, path: PathBuf) {
        let Some(made) = &self.reports.made else {
            return;
        };
        if made.page.is_err() || self.reports.saving.is_some() || !self.may_report() {
            return;
        }
        let (text, name) = (Arc::clone(&made.html), self.report_name());
        self.save_private(free_name(path, &name, "html"), text);
    }

    fn save_private(&mut self, path: PathBuf, text: Arc<str>) {
        if self.reports.saving.is_some() {
            return;
        }
        let waker = Arc::clone(&self.world.waker);
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let saved = store::write_private_file(&path, text.as_bytes()).map(|()| path);
            // The program may be ending.
            let _gone = sender.send(News::Saved(saved));
            waker();
        });
        self.reports.saving = Some(receiver);
    }

    /// Takes in what became of a report. It leaves the memory once it may no longer be on the screen.
    pub(super) fn mind_reports(&mut self) {
        if !self.may_report() {
            self.reports.making = None;
            self.reports.made = None;
        }
        if let Some((_, receiver)) = &self.reports.making
            && let Ok(News::Made(made)) = receiver.try_recv()
        {
            self.reports.making = None;
            self.reports.made = Some(*made);
        }
        if let Some(receiver) = &self.reports.saving
            && let Ok(News::Saved(saved)) = receiver.try_recv()
        {
            self.reports.saving = None;
            let notice = match saved {
                Ok(path) => {
                    self.reports.made = None;
                    ReportNotice::Saved(path)
                }
                Err(error) => ReportNotice::NotSaved(error),
            };
            self.tell(NoticeKind::Report(notice));
        }
    }
}

/// In a folder, its usual name, if that is free; anything else is taken as it was chosen, with the ending of its format.
fn free_name(path: PathBuf, name: &str, ending: &str) -> PathBuf {
    if path.is_dir() {
        let stem = Path::new(name).file_stem().unwrap_or_default();
        let stem = stem.to_string_lossy();
        let numbered = |number: u32| match number {
            1 => path.join(name),
            number => path.join(format!("{stem} ({number}).{ending}")),
        };
        let free = (1..1000).map(numbered).find(|path| !path.exists());
        return free.unwrap_or_else(|| path.join(name));
    }
    let has_it = path
        .extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(ending));
    if has_it {
        return path;
    }
    let mut name = path.into_os_string();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Where pictures for a page come from.
#[derive(Clone, Copy, Debug)]
pub struct Pictures<'a> {
    /// The recording.
    pub video: &'a Path,
    /// Who reads the page.
    pub reader: Reader,
    /// The part of the picture that stays hidden.
    pub hidden: Option<Region>,
    /// Whether the picture is shown at all.
    pub shown: bool,
    /// Whether it is one of several files; then there are none.
    pub in_parts: bool,
}

/// Small pictures for the moments of a page, at most one for each mark. What cannot be taken is left out. Blocks.
///
/// A client is shown none of a hard moment: nobody meets their own face at its worst without having asked for it.
#[must_use]
pub fn pictures(page: &Page, from: &Pictures<'_>) -> Stills {
    let mut stills = Stills::default();
    if !from.shown || from.in_parts {
        return stills;
    }
    let hard = |moment: &Moment| matches!(moment.shape, Shape::DownTriangle | Shape::Diamond);
    let mut wanted: Vec<&Moment> = page
        .moments()
        .filter(|moment| !(from.reader.is_client() && hard(moment)))
        .filter(|moment| moment.mark.is_some())
        .take(MOST_STILLS)
        .collect();
    // In the order of time, so that little is decoded twice.
    wanted.sort_by_key(|moment| moment.at);
    let Ok(mut frames) = Frames::open(from.video) else {
        return stills;
    };
    for moment in wanted {
        let Some(mark) = moment.mark else { continue };
        let Ok(frame) = frames.frame(Target::At(moment.at)) else {
            continue;
        };
        let picture = Picture::of(&frame, from.hidden).smaller(WIDTH);
        if let Ok(png) = picture.to_png() {
            let alt = report::still_alt(from.reader, &moment.time);
            stills.insert(mark, Still { png, alt });
        }
    }
    stills
}
