//! Captions of the open recording: which there are, which are shown, which line is heard, which lines are chosen to be marked.
//!
//! Files beside the recording and text tracks within it are read on a thread of its own, once the picture is there.

use std::{
    fs::{self, File},
    io::Read,
    ops::RangeInclusive,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
};

use super::{App, CaptionCommand, notice::NoticeKind};
use crate::{
    domain::time::{MediaDelta, MediaSpan},
    interop::captions::{self, CaptionError, Captions, Format, Line, MOST_BYTES, Sample},
    media::{TextTrack, Waker},
};

/// More caption files beside one recording are not read.
const MOST_FILES: usize = 32;
/// Longest ending between the recording's name and `.srt`, in bytes.
const LONGEST_TAG: usize = 40;

/// Reads the text tracks of a file as long as the second says so; the seam at which tests put their own.
pub type ReadTexts = Arc<dyn Fn(&Path, &dyn Fn() -> bool) -> Vec<TextTrack> + Send + Sync>;

/// Where captions come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file beside the recording.
    File {
        /// Its name.
        name: String,
        /// What stands between the recording's name and the ending (`en`, `nl.forced`), or nothing.
        tag: String,
    },
    /// A text track within the recording.
    Track {
        /// Counted from 1.
        number: usize,
        /// Language tag as the file states it, or empty.
        language: String,
        /// Title as the file states it, or empty.
        title: String,
    },
}

/// Captions that can be shown.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Where they come from.
    pub source: Source,
    /// Their lines.
    pub captions: Captions,
}

/// What the reading thread found.
enum Found {
    Read(Choice),
    Refused { name: String, fault: CaptionError },
    Done,
}

/// The captions of one recording. Dropping it stops the reading.
#[derive(Default)]
pub struct Captioning {
    choices: Vec<Choice>,
    shown: Option<usize>,
    reading: Option<mpsc::Receiver<Found>>,
    live: Live,
    /// First and last line that is chosen, to be marked.
    chosen: Option<(usize, usize)>,
}

/// The captions of several parts, those of one kind together.
struct Parts {
    several: bool,
    found: Vec<(Source, Vec<(Captions, MediaDelta)>)>,
}

impl Parts {
    /// One file alone is told at once.
    fn take(&mut self, choice: Choice, by: MediaDelta, tell: &impl Fn(Found)) {
        if !self.several {
            tell(Found::Read(choice));
            return;
        }
        let same = |one: &Source| match (one, &choice.source) {
            (Source::File { tag, .. }, Source::File { tag: other, .. }) => tag == other,
            (Source::Track { number, .. }, Source::Track { number: other, .. }) => number == other,
            _ => false,
        };
        let part = (choice.captions, by);
        match self.found.iter_mut().find(|(source, _)| same(source)) {
            Some((_, parts)) => parts.push(part),
            None => self.found.push((choice.source, vec![part])),
        }
    }

    fn tell_all(&mut self, tell: &impl Fn(Found)) {
        for (source, parts) in self.found.drain(..) {
            let captions = Captions::joined(parts.iter().map(|(part, by)| (part, *by)));
            tell(Found::Read(Choice { source, captions }));
        }
    }
}

#[derive(Default)]
struct Live(Arc<AtomicBool>);

impl Drop for Live {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

impl Captioning {
    /// Whether reading has begun, and has not ended yet.
    #[must_use]
    pub const fn is_reading(&self) -> bool {
        self.reading.is_some()
    }

    /// All captions that can be shown, files first.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// Which of [`Self::choices`] are shown.
    #[must_use]
    pub const fn shown_choice(&self) -> Option<usize> {
        self.shown
    }

    /// The captions that are shown.
    #[must_use]
    pub fn shown(&self) -> Option<&Captions> {
        Some(&self.choices.get(self.shown?)?.captions)
    }

    /// The lines that are shown; none without captions.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        self.shown().map_or(&[], Captions::lines)
    }

    /// The lines that are chosen, to be marked.
    #[must_use]
    pub fn chosen(&self) -> Option<RangeInclusive<usize>> {
        let (first, last) = self.chosen?;
        Some(first..=last)
    }

    /// The time of the lines that are chosen.
    #[must_use]
    pub fn chosen_span(&self) -> Option<MediaSpan> {
        let lines = self.lines().get(self.chosen()?)?;
        let start = lines.first()?.span.start();
        let end = lines.iter().map(|line| line.span.end()).max()?;
        Some(MediaSpan::between(start, end))
    }

    /// Nothing is chosen any more.
    pub const fn choose_none(&mut self) {
        self.chosen = None;
    }

    /// Has the captions of these files read, which follow each other; each time in a file lies so much later in the whole.
    pub(super) fn begin(
        &mut self,
        files: Vec<(PathBuf, MediaDelta)>,
        read_texts: &ReadTexts,
        waker: &Waker,
    ) {
        let (sender, receiver) = mpsc::channel();
        let live = Arc::new(AtomicBool::new(true));
        let (read_texts, waker) = (Arc::clone(read_texts), Arc::clone(waker));
        self.live = Live(Arc::clone(&live));
        self.reading = Some(receiver);
        std::thread::spawn(move || {
            // The window may have moved on to another recording; then nobody waits for these.
            let tell = |found| {
                let _unwanted = sender.send(found);
            };
            let mut parts = Parts {
                several: files.len() > 1,
                found: Vec::new(),
            };
            for (video, by) in &files {
                for (path, source, format) in beside(video) {
                    match read_file(&path, format) {
                        Ok(captions) => parts.take(Choice { source, captions }, *by, &tell),
                        Err(fault) => tell(Found::Refused {
                            name: file_name(&path),
                            fault,
                        }),
                    }
                }
            }
            parts.tell_all(&tell);
            waker();
            for (video, by) in &files {
                let tracks = read_texts(video, &|| live.load(Ordering::SeqCst));
                for (number, track) in (1..).zip(tracks) {
                    let samples = track.samples.iter();
                    let samples = samples.map(|(span, bytes)| Sample { span: *span, bytes });
                    // An empty track is nothing to choose, and nobody could mend it.
                    let Ok(captions) = captions::read_track(samples) else {
                        continue;
                    };
                    let (language, title) = (track.language, track.title);
                    let source = Source::Track {
                        number,
                        language,
                        title,
                    };
                    parts.take(Choice { source, captions }, *by, &tell);
                }
            }
            parts.tell_all(&tell);
            tell(Found::Done);
            waker();
        });
    }

    /// Takes in what was read; returns what was refused.
    fn take_in(&mut self) -> Vec<(String, CaptionError)> {
        let mut refused = Vec::new();
        while let Some(receiver) = &self.reading {
            match receiver.try_recv() {
                Ok(Found::Read(choice)) => {
                    self.choices.push(choice);
                    self.shown = self.shown.or(Some(0));
                }
                Ok(Found::Refused { name, fault }) => refused.push((name, fault)),
                Err(mpsc::TryRecvError::Empty) => break,
                Ok(Found::Done) | Err(mpsc::TryRecvError::Disconnected) => self.reading = None,
            }
        }
        refused
    }
}

impl App {
    pub(super) fn take_in_captions(&mut self) {
        let Some(open) = &mut self.recording else {
            return;
        };
        // The picture comes first; what is said can wait until it is there.
        if !open.captions_begun
            && open.transport.info.is_some()
            && let Some(files) = open.files_in_time()
        {
            open.captions_begun = true;
            open.captions
                .begin(files, &self.world.texts, &self.world.waker);
        }
        let refused = open.captions.take_in();
        for (name, fault) in refused {
            self.tell(NoticeKind::CaptionsRefused { name, fault });
        }
    }

    pub(super) fn handle_captions(&mut self, command: CaptionCommand) {
        if command == CaptionCommand::Toggle {
            let mut settings = self.settings.clone();
            settings.captions = !settings.captions;
            self.set_settings(settings);
            return;
        }
        let Some(open) = &mut self.recording else {
            return;
        };
        let captions = &mut open.captions;
        match command {
            CaptionCommand::Toggle => {}
            CaptionCommand::Show(which) => {
                if which < captions.choices.len() {
                    captions.shown = Some(which);
                    captions.chosen = None;
                }
            }
            CaptionCommand::GoTo(line) => {
                let Some(start) = captions.lines().get(line).map(|line| line.span.start()) else {
                    return;
                };
                // While it plays a line is only a place; paused, it is also what the next code marks.
                captions.chosen = (!open.transport.playing).then_some((line, line));
                open.seek(start);
            }
            CaptionCommand::ChooseTo(line) => {
                if line < captions.lines().len() {
                    let (first, last) = captions.chosen.unwrap_or((line, line));
                    captions.chosen = Some(if line < first {
                        (line, last)
                    } else {
                        (first, line)
                    });
                }
            }
            CaptionCommand::Choose(line) => {
                if line < captions.lines().len() {
                    captions.chosen = Some((line, line));
                }
            }
            CaptionCommand::ChooseNone => captions.chosen = None,
        }
    }

    /// The time of the chosen lines, on whole frames; they are not chosen any more afterwards.
    pub(super) fn take_chosen_lines(&mut self) -> Option<MediaSpan> {
        let open = self.recording.as_mut()?;
        let span = open.captions.chosen_span()?;
        open.captions.choose_none();
        let [start, end] = [span.start(), span.end()].map(|time| open.transport.frame_start(time));
        Some(MediaSpan::between(start, end.max(start)))
    }
}

/// Caption files of a recording, those without a tag first: `talk.srt`, `talk.en.vtt`, `talk.mp4.srt`.
fn beside(video: &Path) -> Vec<(PathBuf, Source, Format)> {
    let (Some(folder), Some(whole), Some(stem)) =
        (video.parent(), video.file_name(), video.file_stem())
    else {
        return Vec::new();
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let (whole, stem) = (whole.to_string_lossy(), stem.to_string_lossy());
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        let name = file_name(&path);
        let Some(format) = path
            .extension()
            .and_then(|ending| Format::of_ending(&ending.to_string_lossy()))
        else {
            continue;
        };
        let Some((own, _)) = name.rsplit_once('.') else {
            continue;
        };
        let tag = [whole.as_ref(), stem.as_ref()]
            .into_iter()
            .find_map(|base| match own.strip_prefix(base)? {
                "" => Some(""),
                rest => rest.strip_prefix('.'),
            });
        let Some(tag) = tag.filter(|tag| tag.len() <= LONGEST_TAG) else {
            continue;
        };
        let source = Source::File {
            tag: tag.to_owned(),
            name: name.clone(),
        };
        found.push((path, source, format));
    }
    found.sort_by_cached_key(|(path, source, _)| {
        let tagged = matches!(source, Source::File { tag, .. } if !tag.is_empty());
        (tagged, file_name(path))
    });
    found.truncate(MOST_FILES);
    found
}

fn read_file(path: &Path, format: Format) -> Result<Captions, CaptionError> {
    let about = fs::metadata(path).map_err(|_| CaptionError::Unreadable)?;
    if !about.is_file() {
        // A pipe could keep a reader waiting for ever.
        return Err(CaptionError::Unreadable);
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes))
        .map_err(|_| CaptionError::Unreadable)?;
    captions::read(&bytes, format)
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
