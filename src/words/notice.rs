//! Every notice in plain words. Errors of the layers below are first sorted into [`Trouble`] and [`Noticed`], so that a new
//! kind of error needs one line here and one sentence in the Fluent file.

use std::path::{Path, PathBuf};

use super::path;

use super::closed;
use crate::{
    app::{
        notice::{NoticeKind, SecondNotice},
        preparing::Failure,
    },
    domain::{edit::EditError, history::EditLabel, invariants::Violation},
    interop::captions::CaptionError,
    media::{Inexact, MediaError, Probe, Problem, Severity},
    store::{Fault, Place, StoreError, Warning},
    tr,
};

/// A notice in words; an empty text is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// What happened.
    pub what: String,
    /// Whether the work is safe.
    pub safe: String,
    /// What to do next.
    pub next: String,
}

impl Words {
    fn only(what: String) -> Self {
        Self {
            what,
            ..Self::default()
        }
    }

    fn with_next(what: String, next: String) -> Self {
        Self {
            what,
            safe: String::new(),
            next,
        }
    }

    /// All of it, for reading aloud.
    #[must_use]
    pub fn spoken(&self) -> String {
        let parts = [&self.what, &self.safe, &self.next];
        let parts: Vec<&str> = parts
            .iter()
            .map(|part| part.as_str())
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" ")
    }
}

/// Why one of our files could not be read or written, as far as it matters to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The file or folder is not there (any more).
    NotFound,
    /// A newer version of the program wrote it.
    NewerVersion,
    /// It does not read as one of ours.
    Damaged {
        /// From 1; 0 where unknown.
        line: usize,
        /// From 1; 0 where unknown.
        column: usize,
    },
    /// The folder or disk is read-only.
    ReadOnly,
    /// No room is left.
    Full,
    /// This user may not read or write there.
    NotPermitted,
    /// Another program holds it.
    Locked,
    /// Another program changed it meanwhile.
    ChangedOnDisk,
    /// What was written did not read back the same.
    NotVerified,
    /// It is encrypted, and nobody who may read it has given their passphrase.
    Closed,
    /// The person has no passphrase yet.
    NoKey,
    /// The system names no folder for our own files.
    NoHome,
    /// The disk did not answer in time.
    Slow,
    /// Anything else, in the system's words.
    Io(String),
}

impl From<&StoreError> for Trouble {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::NotFound { .. } => Self::NotFound,
            StoreError::NewerVersion { .. } => Self::NewerVersion,
            StoreError::Damaged { line, column, .. } => Self::Damaged {
                line: *line,
                column: *column,
            },
            StoreError::ReadOnly { .. } => Self::ReadOnly,
            StoreError::Full { .. } => Self::Full,
            StoreError::NotPermitted { .. } => Self::NotPermitted,
            StoreError::Busy { .. } => Self::Locked,
            StoreError::NotVerified { .. } => Self::NotVerified,
            StoreError::Locked { .. } => Self::Closed,
            StoreError::NoKey => Self::NoKey,
            StoreError::NoHome => Self::NoHome,
            StoreError::Io { reason, .. } => Self::Io(reason.clone()),
        }
    }
}

impl Trouble {
    /// What happened, as one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self {
            Self::NotFound => tr!("trouble-not-found"),
            Self::NewerVersion => tr!("trouble-newer"),
            Self::Damaged { line: 0, .. } => tr!("trouble-damaged"),
            Self::Damaged { line, column } => tr!(
                "trouble-damaged-at",
                line = line.to_owned(),
                column = column.to_owned()
            ),
            Self::ReadOnly => tr!("trouble-read-only"),
            Self::Full => tr!("trouble-full"),
            Self::NotPermitted => tr!("trouble-not-permitted"),
            Self::Locked => tr!("trouble-locked"),
            Self::ChangedOnDisk => tr!("trouble-changed"),
            Self::NotVerified => tr!("trouble-not-verified"),
            Self::Closed => tr!("trouble-closed"),
            Self::NoKey => tr!("trouble-no-key"),
            Self::NoHome => tr!("trouble-no-home"),
            Self::Slow => tr!("trouble-slow"),
            Self::Io(reason) => tr!("trouble-io", reason = reason.clone()),
        }
    }

    /// The words when saving failed like this.
    #[must_use]
    pub fn when_saving(&self) -> Words {
        Words {
            what: tr!("notice-not-saved", reason = self.sentence()),
            safe: tr!("safe-in-window"),
            next: self.next_when_saving(),
        }
    }

    /// The words when reading failed like this.
    #[must_use]
    pub fn when_reading(&self) -> Words {
        Words {
            what: tr!("notice-cannot-read", reason = self.sentence()),
            safe: tr!("safe-nothing-changed"),
            next: self.next_when_reading(),
        }
    }

    /// What to do when saving failed like this.
    fn next_when_saving(&self) -> String {
        match self {
            Self::Full => tr!("next-make-room"),
            Self::ReadOnly | Self::NotPermitted | Self::NotFound | Self::NoHome => {
                tr!("next-elsewhere")
            }
            Self::Locked | Self::ChangedOnDisk | Self::Slow => tr!("next-wait"),
            Self::NotVerified => tr!("next-bad-disk"),
            Self::Closed | Self::NoKey => tr!("next-unlock"),
            Self::NewerVersion => tr!("next-newer"),
            Self::Damaged { .. } | Self::Io(_) => tr!("next-try-or-elsewhere"),
        }
    }

    /// What to do when reading failed like this.
    fn next_when_reading(&self) -> String {
        match self {
            Self::NotFound => tr!("next-look-for-file"),
            Self::NewerVersion => tr!("next-newer"),
            Self::Damaged { .. } => tr!("next-damaged"),
            Self::NotPermitted => tr!("next-permission"),
            Self::Full => tr!("next-make-room"),
            Self::Locked | Self::ChangedOnDisk | Self::Slow => tr!("next-open-again"),
            Self::Closed | Self::NoKey => tr!("next-unlock"),
            Self::ReadOnly | Self::NotVerified | Self::NoHome | Self::Io(_) => {
                tr!("next-other-place")
            }
        }
    }
}

/// Something noticed while opening, as far as it matters to people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Noticed {
    /// The video is not the one that was marked.
    MediaChanged,
    /// A damaged file was set aside; an earlier state stands in for it.
    Recovered {
        /// Name of the file that was set aside, where it could be.
        aside: Option<String>,
        /// Marks in the earlier state; `None` where there was no earlier one.
        marks: Option<usize>,
    },
    /// The marks are kept in the user's own folder, since the video's cannot be written.
    KeptInDataFolder {
        /// Where.
        folder: String,
    },
    /// The settings could not be read; the usual ones are in use.
    SettingsSetAside {
        /// Name of the file that was set aside, where it could be.
        aside: Option<String>,
    },
    /// Copies that a sync program made were brought in.
    ConflictCopies {
        /// How many files.
        files: usize,
    },
    /// Two versions of the same mark are both kept.
    BothKept {
        /// How many marks.
        marks: usize,
    },
    /// A newer version of the program wrote it; it can be looked at only.
    Newer,
    /// A file was left out.
    Unreadable(Trouble),
    /// It is a later part of a recording that is kept as one.
    PartOf {
        /// Name of the first part.
        first: String,
        /// Which part, from 1.
        number: usize,
        /// Of how many.
        parts: usize,
    },
    /// The same recording is marked under another name.
    Relinkable {
        /// Where.
        folder: String,
    },
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

impl From<&Warning> for Noticed {
    fn from(warning: &Warning) -> Self {
        match warning {
            Warning::MediaChanged { .. } => Self::MediaChanged,
            Warning::Recovered {
                set_aside, marks, ..
            } => Self::Recovered {
                aside: set_aside.as_deref().map(name),
                marks: *marks,
            },
            Warning::KeptInDataFolder { folder, .. } => Self::KeptInDataFolder {
                // Its own last part is a number that says nothing.
                folder: path::short(folder.parent().unwrap_or(folder)),
            },
            Warning::SettingsSetAside { set_aside, .. } => Self::SettingsSetAside {
                aside: set_aside.as_deref().map(name),
            },
            Warning::ConflictCopies { files } => Self::ConflictCopies { files: *files },
            Warning::BothKept { marks } => Self::BothKept { marks: *marks },
            Warning::Newer { .. } => Self::Newer,
            Warning::Unreadable { reason } => Self::Unreadable(Trouble::from(reason)),
            Warning::PartOf {
                first,
                number,
                parts,
            } => Self::PartOf {
                first: name(first),
                number: *number,
                parts: *parts,
            },
            Warning::Relinkable { places } => Self::Relinkable {
                folder: places
                    .iter()
                    .map(|place| path::short(&marked_as(place)))
                    .collect::<Vec<_>>()
                    .join(", "),
            },
        }
    }
}

/// The recording that a record was made beside.
fn marked_as(place: &Place) -> PathBuf {
    let file = place.session_file();
    let name = name(&file);
    file.with_file_name(name.strip_suffix(".session.ron").unwrap_or(&name))
}

/// The paths of a notice in full, one a line; its words have them shortened.
#[must_use]
pub fn whole_paths(kind: &NoticeKind) -> Option<String> {
    let paths: Vec<PathBuf> = match kind {
        NoticeKind::Opened(Warning::KeptInDataFolder { folder, .. }) => vec![folder.clone()],
        NoticeKind::Opened(Warning::Relinkable { places }) => {
            places.iter().map(marked_as).collect()
        }
        NoticeKind::CodebookCopied(path) | NoticeKind::CannotPlay { path, .. } => {
            vec![path.clone()]
        }
        _ => return None,
    };
    let paths: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    Some(paths.join("\n"))
}

impl Noticed {
    /// In words.
    #[must_use]
    pub fn words(&self) -> Words {
        match self {
            Self::MediaChanged => Words {
                what: tr!("noticed-media-changed"),
                safe: tr!("noticed-media-changed-safe"),
                next: tr!("noticed-media-changed-next"),
            },
            Self::Recovered { aside, marks } => Words {
                what: tr!("noticed-recovered"),
                safe: match marks {
                    Some(marks) => tr!("noticed-recovered-safe", marks = marks.to_owned()),
                    None => tr!("noticed-recovered-none"),
                },
                next: match aside {
                    Some(file) => tr!("noticed-recovered-aside", file = file.clone()),
                    None => tr!("noticed-recovered-left"),
                },
            },
            Self::KeptInDataFolder { folder } => Words {
                what: tr!("noticed-kept-elsewhere"),
                safe: tr!("noticed-kept-elsewhere-safe", folder = folder.clone()),
                next: tr!("noticed-kept-elsewhere-next"),
            },
            Self::SettingsSetAside { aside } => Words {
                what: tr!("noticed-settings"),
                safe: tr!("noticed-settings-safe"),
                next: aside
                    .as_ref()
                    .map(|file| tr!("noticed-recovered-aside", file = file.clone()))
                    .unwrap_or_default(),
            },
            Self::ConflictCopies { files } => Words {
                what: tr!("noticed-copies", files = files.to_owned()),
                safe: tr!("noticed-copies-safe"),
                next: String::new(),
            },
            Self::BothKept { marks } => Words {
                what: tr!("noticed-both", marks = marks.to_owned()),
                safe: tr!("noticed-both-safe"),
                next: tr!("noticed-both-next"),
            },
            Self::Newer => Words {
                what: tr!("noticed-newer"),
                safe: tr!("noticed-newer-safe"),
                next: tr!("next-newer"),
            },
            Self::Unreadable(trouble) => Words {
                what: tr!("noticed-unreadable", reason = trouble.sentence()),
                safe: tr!("safe-nothing-changed"),
                next: trouble.next_when_reading(),
            },
            Self::PartOf {
                first,
                number,
                parts,
            } => Words {
                what: tr!(
                    "noticed-part",
                    number = number.to_owned(),
                    parts = parts.to_owned()
                ),
                safe: tr!("noticed-part-safe", file = first.clone()),
                next: String::new(),
            },
            Self::Relinkable { folder } => Words {
                what: tr!("noticed-relink"),
                safe: tr!("noticed-relink-safe", folder = folder.clone()),
                next: tr!("noticed-relink-next"),
            },
        }
    }
}

fn preparing(kind: &NoticeKind) -> Words {
    match kind {
        NoticeKind::OfferPrepare => Words::with_next(
            tr!("notice-offer-prepare"),
            tr!("notice-offer-prepare-next"),
        ),
        NoticeKind::Preparing { percent } => {
            Words::only(tr!("notice-preparing", percent = percent.to_string()))
        }
        NoticeKind::Prepared => Words::only(tr!("notice-prepared")),
        NoticeKind::PreparedRemoved => Words::only(tr!("notice-prepared-removed")),
        _ => Words::default(),
    }
}

/// A notice in words.
#[must_use]
pub fn of(kind: &NoticeKind) -> Words {
    match kind {
        NoticeKind::CannotPlay { path, problem } => {
            let name = name(path);
            let (reason, next) = problem_words(problem);
            Words {
                what: tr!("notice-cannot-open", name = name, reason = reason),
                safe: tr!("safe-nothing-changed"),
                next,
            }
        }
        NoticeKind::Playing(error) => playing(error),
        NoticeKind::CannotRead(error) => Trouble::from(error).when_reading(),
        NoticeKind::NotSaved(error) => Trouble::from(error).when_saving(),
        NoticeKind::Opened(warning) => Noticed::from(warning).words(),
        NoticeKind::Skipped(label) => Words::with_next(
            tr!("notice-skipped", change = change_name(*label)),
            tr!("notice-skipped-next"),
        ),
        NoticeKind::Undone(label) => {
            Words::only(tr!("notice-undone", change = change_name(*label)))
        }
        NoticeKind::Redone(label) => {
            Words::only(tr!("notice-redone", change = change_name(*label)))
        }
        NoticeKind::NotYours => {
            Words::with_next(tr!("notice-not-yours"), tr!("notice-not-yours-next"))
        }
        NoticeKind::Closed(kind) => closed::of(kind),
        NoticeKind::Erasing(kind) => super::erasure::notice(*kind),
        NoticeKind::OnlyForReading => Words::only(tr!("refused-read-only")),
        NoticeKind::Refused(error) => Words::only(refused(error)),
        NoticeKind::CodebookCopied(path) => Words::with_next(
            tr!("notice-codebook-copied", file = path::short(path)),
            tr!("notice-codebook-copied-next"),
        ),
        NoticeKind::PromptsRefused(reason) => prompts_refused(reason),
        NoticeKind::CodebookRefused(reason) => Words {
            what: tr!("notice-codebook", reason = reason.clone()),
            safe: tr!("notice-codebook-safe"),
            next: tr!("notice-codebook-next"),
        },
        NoticeKind::CaptionsRefused { name, fault } => Words {
            what: tr!(
                "notice-captions",
                file = name.clone(),
                reason = caption_fault(*fault)
            ),
            safe: tr!("notice-captions-safe"),
            next: tr!("notice-captions-next"),
        },
        NoticeKind::PictureCopied => Words::only(tr!("notice-picture-copied")),
        NoticeKind::PictureSaved(path) => Words::only(tr!(
            "notice-picture-saved",
            file = path.display().to_string()
        )),
        NoticeKind::PictureNotSaved(error) => Words {
            what: store_error_when_writing(error),
            safe: tr!("safe-nothing-changed"),
            next: tr!("notice-picture-next"),
        },
        NoticeKind::PictureNotTaken(problem) => {
            let (reason, next) = problem_words(problem);
            Words {
                what: tr!("notice-picture-not-taken", reason = reason),
                safe: tr!("safe-nothing-changed"),
                next,
            }
        }
        NoticeKind::Report(notice) => super::report::of(notice),
        NoticeKind::OfferParts { .. }
        | NoticeKind::PartRefused { .. }
        | NoticeKind::PartAlreadyThere => parts(kind),
        NoticeKind::OfferPrepare
        | NoticeKind::Preparing { .. }
        | NoticeKind::Prepared
        | NoticeKind::PreparedRemoved => preparing(kind),
        NoticeKind::NotPrepared(failure) => {
            let (reason, next) = match failure {
                Failure::Media(problem) => problem_words(problem),
                Failure::Disk(error) => (Trouble::from(error).sentence(), String::new()),
                Failure::NotTheSame => (tr!("prepare-not-the-same"), String::new()),
            };
            Words {
                what: tr!("notice-not-prepared", reason = reason),
                safe: tr!("safe-marking-goes-on"),
                next,
            }
        }
        NoticeKind::Second(second) => of_second(second),
        NoticeKind::Ended { code } => Words::only(tr!("notice-ended", code = code.clone())),
        NoticeKind::Arrived { marks } => {
            Words::only(tr!("notice-arrived", marks = marks.to_owned()))
        }
        NoticeKind::Erased { unreachable: 0 } => Words::only(tr!("notice-erased")),
        NoticeKind::Erased { unreachable } => Words::with_next(
            tr!("notice-erased-but", copies = unreachable.to_owned()),
            tr!("notice-erased-next"),
        ),
    }
}

/// What is told of parts.
fn parts(kind: &NoticeKind) -> Words {
    match kind {
        NoticeKind::OfferParts { parts } => Words::with_next(
            tr!("notice-offer-parts", parts = parts.to_owned()),
            tr!("notice-offer-parts-next"),
        ),
        NoticeKind::PartRefused { path, problem } => {
            let (reason, next) = problem_words(problem);
            Words {
                what: tr!("notice-part-refused", file = name(path), reason = reason),
                safe: tr!("safe-nothing-changed"),
                next,
            }
        }
        NoticeKind::PartAlreadyThere => Words::only(tr!("notice-part-there")),
        _ => Words::default(),
    }
}

/// A notice about the second recording in words.
fn of_second(notice: &SecondNotice) -> Words {
    match notice {
        SecondNotice::Missing { name } => Words {
            what: tr!("notice-second-missing", name = name.clone()),
            safe: tr!("notice-second-safe"),
            next: tr!("notice-second-missing-next"),
        },
        SecondNotice::NotPlayed(problem) => {
            let (reason, next) = problem_words(problem);
            Words {
                what: tr!("notice-second-not-played", reason = reason),
                safe: tr!("notice-second-safe"),
                next,
            }
        }
        SecondNotice::IsAnother => Words::with_next(
            tr!("notice-second-another"),
            tr!("notice-second-another-next"),
        ),
        SecondNotice::IsFirst => Words::only(tr!("notice-second-first")),
        SecondNotice::Hidden => Words::with_next(
            tr!("notice-second-hidden"),
            tr!("notice-second-hidden-next"),
        ),
        SecondNotice::Elsewhere => Words::with_next(
            tr!("notice-second-elsewhere"),
            tr!("notice-second-elsewhere-next"),
        ),
    }
}

/// Why a caption file is not used, as one sentence.
fn caption_fault(fault: CaptionError) -> String {
    match fault {
        CaptionError::TooLarge => tr!("captions-too-large"),
        CaptionError::TooMany => tr!("captions-too-many"),
        CaptionError::NotText => tr!("captions-not-text"),
        CaptionError::Empty => tr!("captions-empty"),
        CaptionError::NoHeader => tr!("captions-no-header"),
        CaptionError::Time { line } => tr!("captions-time", line = line),
        CaptionError::Backwards { line } => tr!("captions-backwards", line = line),
        CaptionError::NoTime { line } => tr!("captions-no-time", line = line),
        CaptionError::Unreadable => tr!("captions-unreadable"),
    }
}

/// A file of ours that could not be opened or saved, as one sentence with what to do.
#[must_use]
pub fn store_error(error: &StoreError) -> String {
    Trouble::from(error).when_reading().spoken()
}

/// A file that was asked for and could not be written, as one sentence.
#[must_use]
pub fn store_error_when_writing(error: &StoreError) -> String {
    tr!(
        "notice-not-written",
        reason = Trouble::from(error).sentence()
    )
}

/// Something noticed while opening, as one sentence.
#[must_use]
pub fn warning(warning: &Warning) -> String {
    Noticed::from(warning).words().spoken()
}

/// A recording that could not be opened, as one sentence with what to do.
#[must_use]
pub fn media_error(error: &MediaError) -> String {
    let (reason, next) = problem_words(&error.problem);
    format!("{reason} {next}")
}

/// Why not every step and seek in a recording can be trusted, if so.
#[must_use]
pub fn inexact(probe: &Probe) -> Option<String> {
    let reason = match &probe.index.inexact {
        None => {
            return probe
                .problem
                .as_ref()
                .map(|error| problem_words(&error.problem).0);
        }
        Some(Inexact::WithoutTimes(pictures)) => {
            tr!("inexact-without-times", pictures = pictures.to_owned())
        }
        Some(Inexact::OutOfOrder) => tr!("inexact-out-of-order"),
        Some(Inexact::ClockJumps) => tr!("inexact-clock-jumps"),
        Some(Inexact::NotRead(problem)) => problem_words(problem).0,
    };
    Some(reason)
}

/// What is wrong with a file of ours, as `mindframe check` says it.
#[must_use]
pub fn fault(fault: &Fault) -> String {
    match fault {
        Fault::Folder => tr!("problem-folder"),
        Fault::OtherSession => tr!("fault-other-session"),
        Fault::Broken(violation) => broken(violation),
        Fault::Unclear(reason) => reason.clone(),
        Fault::File(StoreError::NewerVersion { version, .. }) => {
            tr!("fault-newer", version = version.to_owned())
        }
        Fault::File(StoreError::NotFound { .. }) => tr!("problem-not-found"),
        Fault::File(StoreError::NotPermitted { .. }) => tr!("problem-not-permitted"),
        Fault::File(error) => Trouble::from(error).sentence(),
    }
}

fn broken(violation: &Violation) -> String {
    match violation {
        Violation::WrongKeeper(mark) => tr!("fault-wrong-keeper", mark = mark.to_string()),
        Violation::MarkAndTombstone(mark) => tr!("fault-deleted", mark = mark.to_string()),
        Violation::DuplicateMark(mark) => tr!("fault-twice", mark = mark.to_string()),
        Violation::BeforeStart(mark) => tr!("fault-before-start", mark = mark.to_string()),
        Violation::RepliesToItself(mark) => tr!("fault-own-reply", mark = mark.to_string()),
        Violation::AboutNobody(mark) => tr!("fault-about-nobody", mark = mark.to_string()),
        Violation::NoSet(person) => tr!("fault-no-set", person = person.to_string()),
        Violation::TrackOrder(person) => tr!("fault-track-order", person = person.to_string()),
    }
}

fn playing(error: &MediaError) -> Words {
    let (reason, next) = problem_words(&error.problem);
    let safe = match error.severity {
        Severity::Fatal => tr!("safe-marks-stay"),
        Severity::Partial | Severity::Passing => tr!("safe-marking-goes-on"),
    };
    Words {
        what: reason,
        safe,
        next,
    }
}

/// A problem with a recording: what it is, and what to do.
fn problem_words(problem: &Problem) -> (String, String) {
    let install = |package: &Option<String>| match package {
        Some(package) => tr!("next-install", package = package.clone()),
        None => tr!("next-doctor"),
    };
    match problem {
        Problem::NotFound => (tr!("problem-not-found"), tr!("next-look-for-file")),
        Problem::Folder => (tr!("problem-folder"), tr!("next-pick-file")),
        Problem::Empty => (tr!("problem-empty"), tr!("next-copy-again")),
        Problem::NotPermitted => (tr!("problem-not-permitted"), tr!("next-permission")),
        Problem::NotARecording { found } if found.is_empty() => {
            (tr!("problem-not-a-recording"), tr!("next-pick-file"))
        }
        Problem::NotARecording { found } => (
            tr!("problem-not-a-recording-but", found = found.clone()),
            tr!("next-pick-file"),
        ),
        Problem::MissingDecoder { codec, package } => (
            tr!("problem-decoder", codec = codec.clone()),
            install(package),
        ),
        Problem::MissingElement { element, package } => (
            tr!("problem-element", element = element.clone()),
            install(package),
        ),
        Problem::Damaged {
            stretch: Some(span),
        } => (
            tr!(
                "problem-damaged-at",
                from = span.start().whole_seconds(),
                to = span.end().whole_seconds()
            ),
            tr!("next-copy-again"),
        ),
        Problem::Damaged { stretch: None } => (tr!("problem-damaged"), tr!("next-copy-again")),
        Problem::TooLarge => (tr!("problem-too-large"), tr!("next-smaller")),
        Problem::Absurd => (tr!("problem-absurd"), tr!("next-copy-again")),
        Problem::NoSoundDevice => (tr!("problem-no-sound"), tr!("next-sound")),
        Problem::Stalled => (tr!("problem-stalled"), tr!("next-open-again")),
        Problem::InPart { number, problem } => {
            let (what, next) = problem_words(problem);
            let number = i64::try_from(*number).unwrap_or(i64::MAX);
            (tr!("problem-in-part", number = number, what = what), next)
        }
        Problem::Other(reason) => (
            tr!("problem-other", reason = reason.clone()),
            tr!("next-doctor"),
        ),
    }
}

fn refused(error: &EditError) -> String {
    match error {
        EditError::NoSuchMark(_) => tr!("refused-no-mark"),
        EditError::MarkExists(_) => tr!("refused-mark-exists"),
        EditError::OtherReaders(_) => tr!("refused-other-readers"),
        EditError::NoSuchEntry(_) => tr!("refused-no-entry"),
        EditError::OthersEntry(_) => tr!("refused-others-entry"),
        EditError::NoSuchPerson(_) => tr!("refused-no-person"),
        EditError::PersonHasMarks(_) => tr!("refused-person-has-marks"),
        EditError::DuplicatePerson(_) => tr!("refused-duplicate-person"),
        EditError::NothingWatched(_) => tr!("refused-nothing"),
    }
}

/// The name of a change, as undo and redo say it.
#[must_use]
pub fn change_name(label: EditLabel) -> String {
    match label {
        EditLabel::AddMark => tr!("change-add-mark"),
        EditLabel::DeleteMark => tr!("change-delete-mark"),
        EditLabel::Words => tr!("change-words"),
        EditLabel::Codes => tr!("change-codes"),
        EditLabel::Move => tr!("change-move"),
        EditLabel::EndSpan => tr!("change-end-span"),
        EditLabel::Details => tr!("change-details"),
        EditLabel::Author => tr!("change-author"),
        EditLabel::Reply => tr!("change-reply"),
        EditLabel::Session => tr!("change-session"),
        EditLabel::SecondRecording => tr!("change-second"),
        EditLabel::Parts => tr!("change-parts"),
        EditLabel::Track => tr!("change-track"),
        EditLabel::Zones => tr!("change-zones"),
        EditLabel::Episode => tr!("change-episode"),
        EditLabel::Review => tr!("change-review"),
        EditLabel::Playlist => tr!("change-playlist"),
        EditLabel::Consent => tr!("change-consent"),
        EditLabel::Readers => tr!("change-readers"),
        EditLabel::Sealed => tr!("change-sealed"),
        EditLabel::Judgement => tr!("change-judgement"),
        EditLabel::LookedAgain => tr!("change-looked-again"),
        EditLabel::Consensus => tr!("change-consensus"),
        EditLabel::Practice => tr!("change-practice"),
        EditLabel::RatingSheet => tr!("change-rating-sheet"),
        EditLabel::ClipPack => tr!("change-clip-pack"),
        EditLabel::Import => tr!("change-import"),
    }
}

fn prompts_refused(reason: &str) -> Words {
    Words {
        what: tr!("notice-prompts", reason = reason),
        safe: tr!("notice-prompts-safe"),
        next: tr!("notice-prompts-next"),
    }
}
