//! A small chooser of files and folders within the window, for desktops where no file dialog answers.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
};

use egui::{
    Align, Button, Color32, Key, Layout, Modifiers, RichText, ScrollArea, Stroke, Ui, WidgetInfo,
    vec2,
};

use super::{bare_field, dialog, icon_button, note};
use crate::{
    tr,
    ui::{
        icons,
        theme::{self, Tokens},
        widgets::chip::{self, Kind},
    },
};

/// More entries of one folder are not listed.
const MOST: usize = 5000;
/// Height of a row.
const ROW: f32 = 32.0;
/// Endings of files that may be recordings, and that of a package, which opens in the same way.
const RECORDINGS: [&str; 31] = [
    "3gp",
    "aac",
    "aif",
    "aiff",
    "asf",
    "avi",
    "dv",
    "f4v",
    "flac",
    "flv",
    "m2ts",
    "m4a",
    "m4v",
    "mka",
    "mkv",
    "mov",
    "mp3",
    "mp4",
    "mpeg",
    "mpg",
    "mts",
    "mxf",
    "oga",
    "ogg",
    "ogv",
    "opus",
    "ts",
    "wav",
    "webm",
    "wmv",
    crate::store::ENDING,
];

/// What is being chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A recording to open.
    OpenRecording,
    /// The next part of the open recording.
    AddPart,
    /// A second recording of the same event.
    AddSecond,
    /// A folder to keep something in.
    ChooseFolder,
    /// A codebook file.
    OpenCodebook,
    /// A folder of recordings, as a library.
    Library,
    /// A folder in which recordings are looked for that have moved.
    Moved,
    /// A folder for a still picture.
    SavePicture,
    /// A folder for a report.
    SaveReport,
    /// A folder for all that is kept of one person.
    SaveText,
    /// A package from another computer.
    OpenPackage,
    /// The recording that a package is for.
    PackageRecording,
    /// A folder for a package.
    PackageInto,
    /// A folder for the recording within a package.
    PackageUnpack,
    /// A folder with the packages of a class.
    ClassPackages,
}

impl Purpose {
    const fn is_folder(self) -> bool {
        matches!(
            self,
            Self::ChooseFolder
                | Self::SavePicture
                | Self::SaveReport
                | Self::SaveText
                | Self::PackageInto
                | Self::PackageUnpack
                | Self::ClassPackages
                | Self::Library
                | Self::Moved
        )
    }
}

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// This file or folder.
    Path(PathBuf),
    /// Nothing.
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    path: PathBuf,
    folder: bool,
}

/// What reading a folder gave.
#[derive(Debug)]
struct Listing {
    entries: Vec<Entry>,
    more: bool,
}

/// The chooser, from when it opens until it gives an answer.
#[derive(Debug)]
pub struct Chooser {
    purpose: Purpose,
    folder: PathBuf,
    typed: String,
    listing: Option<Result<Listing, String>>,
    reading: Option<mpsc::Receiver<io::Result<Listing>>>,
    selected: Option<PathBuf>,
    everything: bool,
    problem: Option<String>,
}

impl Chooser {
    /// Begins in the user's home folder.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self::starting_in(purpose, home())
    }

    /// Begins in this folder.
    #[must_use]
    pub fn starting_in(purpose: Purpose, folder: PathBuf) -> Self {
        let mut chooser = Self {
            purpose,
            folder: PathBuf::new(),
            typed: String::new(),
            listing: None,
            reading: None,
            selected: None,
            everything: false,
            problem: None,
        };
        chooser.enter(folder);
        chooser
    }

    /// What is being chosen.
    #[must_use]
    pub const fn purpose(&self) -> Purpose {
        self.purpose
    }

    fn enter(&mut self, folder: PathBuf) {
        self.typed = folder.display().to_string();
        self.folder = folder;
        self.listing = None;
        self.reading = None;
        self.selected = None;
        self.problem = None;
    }

    fn endings(&self) -> Option<&'static [&'static str]> {
        match self.purpose {
            purpose if purpose.is_folder() => Some(&[]),
            _ if self.everything => None,
            Purpose::OpenPackage => Some(&[crate::store::ENDING]),
            Purpose::OpenCodebook => Some(&["ron"]),
            _ => Some(&RECORDINGS),
        }
    }

    /// Reads the folder on a thread of its own: a network folder may not answer for long.
    fn read(&mut self, ctx: &egui::Context) {
        if let Some(receiver) = &self.reading {
            let read = match receiver.try_recv() {
                Ok(read) => read,
                Err(mpsc::TryRecvError::Empty) => return,
                Err(mpsc::TryRecvError::Disconnected) => Err(io::Error::from(io::ErrorKind::Other)),
            };
            self.reading = None;
            self.listing = Some(read.map_err(|error| reason(&error)));
        }
        if self.listing.is_none() {
            let (sender, receiver) = mpsc::channel();
            let (folder, endings, ctx) = (self.folder.clone(), self.endings(), ctx.clone());
            thread::spawn(move || {
                // The chooser may have gone elsewhere meanwhile; then nobody waits for this answer.
                let _unwanted = sender.send(list(&folder, endings));
                ctx.request_repaint();
            });
            self.reading = Some(receiver);
        }
    }

    /// Shows it. An answer comes once, and then it is over.
    pub fn show(&mut self, ctx: &egui::Context, tokens: &Tokens) -> Option<Chosen> {
        self.read(ctx);
        let title = match self.purpose {
            Purpose::OpenRecording => tr!("folder-open-recording"),
            Purpose::AddPart => tr!("folder-add-part"),
            Purpose::AddSecond => tr!("folder-add-second"),
            Purpose::ChooseFolder => tr!("folder-choose"),
            Purpose::Library => tr!("folder-library"),
            Purpose::Moved => tr!("folder-moved"),
            Purpose::OpenCodebook => tr!("folder-open-codebook"),
            Purpose::SavePicture => tr!("folder-save-picture"),
            Purpose::SaveReport => tr!("folder-save-report"),
            Purpose::SaveText => tr!("folder-save-text"),
            Purpose::OpenPackage => tr!("folder-open-package"),
            Purpose::PackageRecording => tr!("folder-package-recording"),
            Purpose::PackageInto => tr!("folder-package-into"),
            Purpose::PackageUnpack => tr!("folder-package-unpack"),
            Purpose::ClassPackages => tr!("folder-class"),
        };
        let mut wish = None;
        let mut answer = None;
        // Two closures need it in turn, never at once.
        let this = std::cell::RefCell::new(&mut *self);
        let open = dialog(
            ctx,
            tokens,
            &title,
            640.0,
            |ui| wish = this.borrow_mut().body(ui, tokens),
            |ui| answer = this.borrow_mut().footer(ui, tokens),
        );
        match wish {
            Some(Wish::Enter(folder)) => self.enter(folder),
            Some(Wish::Typed) => answer = self.take_typed().or(answer),
            Some(Wish::Take(path)) => answer = Some(Chosen::Path(path)),
            None => {}
        }
        if !open && answer.is_none() {
            answer = Some(Chosen::Nothing);
        }
        answer
    }

    fn body(&mut self, ui: &mut Ui, tokens: &Tokens) -> Option<Wish> {
        let mut wish = None;
        ui.horizontal(|ui| {
            let up = self.folder.parent().map(Path::to_path_buf);
            ui.add_enabled_ui(up.is_some(), |ui| {
                if icon_button(ui, tokens, icons::UP, &tr!("folder-up")).clicked() {
                    wish = up.clone().map(Wish::Enter);
                }
            });
            if icon_button(ui, tokens, icons::HOME, &tr!("folder-home")).clicked() {
                wish = Some(Wish::Enter(home()));
            }
            let response = bare_field(ui, &tr!("folder-path"), &mut self.typed, 1);
            if response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                wish = Some(Wish::Typed);
            }
        });
        if let Some(problem) = &self.problem {
            ui.add(egui::Label::new(problem).wrap());
        }
        let height = (ui.ctx().content_rect().height() - 300.0).clamp(3.0 * ROW, 360.0);
        egui::Frame::new()
            .fill(tokens.raised)
            .stroke(Stroke::new(1.0, tokens.line))
            .corner_radius(theme::RADIUS)
            .inner_margin(4)
            .show(ui, |ui| {
                ui.set_min_size(vec2(ui.available_width(), height));
                ui.spacing_mut().item_spacing.y = 0.0;
                match &self.listing {
                    None => note(ui, tokens, tr!("folder-reading")),
                    Some(Err(reason)) => {
                        ui.add(egui::Label::new(reason).wrap());
                    }
                    Some(Ok(listing)) if listing.entries.is_empty() => {
                        note(ui, tokens, tr!("folder-empty"));
                    }
                    Some(Ok(listing)) => {
                        ScrollArea::vertical()
                            .id_salt("entries")
                            .max_height(height)
                            .auto_shrink(false)
                            .show_rows(ui, ROW, listing.entries.len(), |ui, rows| {
                                for entry in &listing.entries[rows] {
                                    let on = self.selected.as_ref() == Some(&entry.path);
                                    match row(ui, tokens, entry, on) {
                                        Press::None => {}
                                        Press::Once if entry.folder => {
                                            wish = Some(Wish::Enter(entry.path.clone()));
                                        }
                                        Press::Once => self.selected = Some(entry.path.clone()),
                                        Press::Twice => wish = Some(Wish::Take(entry.path.clone())),
                                    }
                                }
                            });
                    }
                }
            });
        if matches!(&self.listing, Some(Ok(listing)) if listing.more) {
            note(ui, tokens, tr!("folder-more", most = MOST));
        }
        if !self.purpose.is_folder()
            && ui
                .checkbox(&mut self.everything, tr!("folder-everything"))
                .changed()
        {
            self.listing = None;
            self.reading = None;
        }
        wish
    }

    fn footer(&mut self, ui: &mut Ui, tokens: &Tokens) -> Option<Chosen> {
        let (words, path) = if self.purpose.is_folder() {
            (
                tr!("folder-use"),
                matches!(self.listing, Some(Ok(_))).then(|| self.folder.clone()),
            )
        } else {
            (tr!("folder-open"), self.selected.clone())
        };
        let open = ui
            .add_enabled(path.is_some(), chip::button(tokens, words, Kind::Main))
            .clicked();
        let cancel = ui
            .add(chip::button(tokens, tr!("folder-cancel"), Kind::Plain))
            .clicked();
        match path {
            Some(path) if open => Some(Chosen::Path(path)),
            _ => cancel.then_some(Chosen::Nothing),
        }
    }

    /// Enter in the path field: a folder is entered, a file is taken.
    fn take_typed(&mut self) -> Option<Chosen> {
        let typed = PathBuf::from(self.typed.trim());
        let path = if typed.is_absolute() {
            typed
        } else {
            self.folder.join(typed)
        };
        match fs::metadata(&path) {
            Ok(found) if found.is_dir() => self.enter(path),
            Ok(_) if !self.purpose.is_folder() => return Some(Chosen::Path(path)),
            Ok(_) => self.problem = Some(tr!("folder-not-a-folder")),
            Err(error) => self.problem = Some(reason(&error)),
        }
        None
    }
}

enum Wish {
    Enter(PathBuf),
    Take(PathBuf),
    Typed,
}

enum Press {
    None,
    Once,
    Twice,
}

fn row(ui: &mut Ui, tokens: &Tokens, entry: &Entry, on: bool) -> Press {
    let icon = if entry.folder {
        icons::FOLDER_CLOSED
    } else {
        icons::FILM
    };
    let text = RichText::new(format!("{icon}  {}", entry.name)).color(tokens.ink);
    let fill = if on {
        tokens.accent_soft
    } else {
        Color32::TRANSPARENT
    };
    let button = Button::new(text).fill(fill).stroke(Stroke::NONE).truncate();
    let size = vec2(ui.available_width(), ROW);
    let response = ui
        .allocate_ui_with_layout(
            size,
            Layout::left_to_right(Align::Center)
                .with_main_justify(true)
                .with_main_align(Align::Min),
            |ui| ui.add(button),
        )
        .inner;
    let spoken = if entry.folder {
        tr!("folder-folder", name = entry.name.clone())
    } else {
        entry.name.clone()
    };
    response.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, on, &spoken));
    let enter = response.has_focus()
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    if (response.double_clicked() || enter) && !entry.folder {
        Press::Twice
    } else if response.clicked() || enter {
        Press::Once
    } else {
        Press::None
    }
}

fn home() -> PathBuf {
    directories::UserDirs::new()
        .map(|dirs| dirs.home_dir().to_path_buf())
        .or_else(|| std::env::current_dir().ok())
        .unwrap_or_else(|| PathBuf::from("/"))
}

/// Folders first, then files with these endings (`None` lets every file through), by name; hidden ones are left out.
fn list(folder: &Path, endings: Option<&[&str]>) -> io::Result<Listing> {
    let mut entries = Vec::new();
    let mut more = false;
    for entry in fs::read_dir(folder)? {
        let Ok(entry) = entry else { continue };
        let name = entry.file_name();
        let shown = name.to_string_lossy().into_owned();
        if shown.starts_with('.') {
            continue;
        }
        let path = entry.path();
        // Follows links, so that a linked folder is a folder; one that leads nowhere is left out.
        let Ok(kind) = fs::metadata(&path) else {
            continue;
        };
        let wanted = kind.is_dir() || (kind.is_file() && fits(&name, endings));
        if !wanted {
            continue;
        }
        if entries.len() == MOST {
            more = true;
            break;
        }
        entries.push(Entry {
            name: shown.replace(['\n', '\r'], " "),
            path,
            folder: kind.is_dir(),
        });
    }
    entries
        .sort_by_cached_key(|entry| (!entry.folder, entry.name.to_lowercase(), entry.path.clone()));
    Ok(Listing { entries, more })
}

fn fits(name: &OsStr, endings: Option<&[&str]>) -> bool {
    let Some(endings) = endings else { return true };
    Path::new(name).extension().is_some_and(|ending| {
        endings
            .iter()
            .any(|known| ending.eq_ignore_ascii_case(known))
    })
}

/// Why a folder or file could not be read, in plain words.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => tr!("folder-not-found"),
        io::ErrorKind::PermissionDenied => tr!("folder-not-permitted"),
        io::ErrorKind::NotADirectory => tr!("folder-not-a-folder"),
        _ => tr!("folder-failed", reason = error.to_string()),
    }
}
