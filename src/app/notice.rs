//! What the people should be told: what happened, whether the work is safe, what to do next. The words are chosen above.

use std::path::PathBuf;

use super::preparing::Failure;
use crate::{
    domain::{edit::EditError, history::EditLabel, id::PersonId, time::MediaTime},
    interop::captions::CaptionError,
    media::{MediaError, Problem},
    store::{StoreError, Warning},
};

/// Something to tell.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Which, for dismissing.
    pub id: u64,
    /// What.
    pub kind: NoticeKind,
}

/// What to tell.
#[derive(Clone, Debug)]
pub enum NoticeKind {
    /// The recording cannot be opened or played.
    CannotPlay {
        /// Which.
        path: PathBuf,
        /// Why.
        problem: Problem,
    },
    /// Something about playing that passes or is partial.
    Playing(MediaError),
    /// The record of the recording cannot be read; nothing was changed.
    CannotRead(StoreError),
    /// Saving failed; marks are kept in memory.
    NotSaved(StoreError),
    /// Something noticed on opening.
    Opened(Warning),
    /// A further step of undo or redo was left out.
    Skipped(EditLabel),
    /// Undo or redo did this.
    Undone(EditLabel),
    /// Redo did this.
    Redone(EditLabel),
    /// A mark belongs to somebody else.
    NotYours,
    /// About what is not for everyone.
    Closed(ClosedNotice),
    /// The record can only be looked at.
    OnlyForReading,
    /// The record did not take a change.
    Refused(EditError),
    /// A codebook was copied here, to be edited.
    CodebookCopied(PathBuf),
    /// A codebook was refused.
    CodebookRefused(String),
    /// The user's own questions are not used; why.
    PromptsRefused(String),
    /// A caption file beside the recording is not used.
    CaptionsRefused {
        /// Its name.
        name: String,
        /// Why.
        fault: CaptionError,
    },
    /// A still picture is on the clipboard.
    PictureCopied,
    /// A still picture was written here.
    PictureSaved(PathBuf),
    /// It could not be written.
    PictureNotSaved(StoreError),
    /// The frame could not be taken from the recording.
    PictureNotTaken(Problem),
    /// What became of a report.
    Report(super::report::ReportNotice),
    /// Files beside the recording look like its following parts.
    OfferParts {
        /// How many parts there would be.
        parts: usize,
    },
    /// A file cannot be a part.
    PartRefused {
        /// Which.
        path: PathBuf,
        /// Why.
        problem: Problem,
    },
    /// A file is a part already.
    PartAlreadyThere,
    /// Something about the second recording of the event.
    Second(SecondNotice),
    /// Seeking is slow in this recording; a copy for smooth review can be made.
    OfferPrepare,
    /// A copy for smooth review is being made.
    Preparing {
        /// How much of it is done.
        percent: u8,
    },
    /// The copy is there, and used.
    Prepared,
    /// There is none, and why.
    NotPrepared(Failure),
    /// It was removed.
    PreparedRemoved,
    /// An exclusive code ended another.
    Ended {
        /// Label of the code that was ended.
        code: String,
    },
    /// Marks of another writer came in.
    Arrived {
        /// How many are new or changed.
        marks: usize,
    },
    /// About erasing what one person keeps.
    Erasing(ErasingNotice),
    /// A mark was deleted for good; copies that could not be reached.
    Erased {
        /// Copies out of reach.
        unreachable: usize,
    },
}

/// What to tell about the second recording; the first plays on.
#[derive(Clone, Debug)]
pub enum SecondNotice {
    /// The second recording is not where it should be.
    Missing {
        /// Its name.
        name: String,
    },
    /// The second recording cannot be played.
    NotPlayed(Problem),
    /// The file that was chosen is not the second recording that was lined up.
    IsAnother,
    /// The file that was chosen is the recording itself.
    IsFirst,
    /// The second recording is not shown, because a part of the first is hidden.
    Hidden,
    /// The second recording lies in another folder, where it will not be looked for.
    Elsewhere,
}

/// What to tell about erasing what one person keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErasingNotice {
    /// It is being done.
    GoesOn,
    /// It is done.
    Done {
        /// Files that could not be erased, or not be looked into.
        left: usize,
    },
    /// The day has come, and marks made together with others would go: somebody has to say so.
    Waits,
}

/// What to tell about what is not for everyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClosedNotice {
    /// It needs the author's passphrase.
    NeedsPassphrase,
    /// Somebody marks alone, and has to finish first.
    MarkingAlone,
    /// A round could not be opened.
    NotRevealed(NotRevealed),
    /// Whoever marks alone is not done yet: what they marked is not safe on the disk.
    NotDone,
    /// The mark at this place is for its author alone now.
    KeptToOneself(MediaTime),
    /// What was opened lies sealed beside the recording still.
    SealedLeft(StoreError),
}

/// Why marks made alone were not opened. All of them are as they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotRevealed {
    /// Somebody's marks are not here.
    Missing(PersonId),
    /// What is here is not what they committed to.
    Changed(PersonId),
    /// They could not be read.
    Unreadable(PersonId, StoreError),
}

impl NoticeKind {
    /// Whether it goes away by itself, because nothing needs doing.
    #[must_use]
    pub const fn passes(&self) -> bool {
        matches!(
            self,
            Self::NotYours
                | Self::Closed(ClosedNotice::NeedsPassphrase | ClosedNotice::MarkingAlone)
                | Self::OnlyForReading
                | Self::Refused(_)
                | Self::Undone(_)
                | Self::Redone(_)
                | Self::Skipped(_)
                | Self::PictureCopied
                | Self::PictureSaved(_)
                | Self::Report(super::report::ReportNotice::Saved(_))
                | Self::Prepared
                | Self::PreparedRemoved
                | Self::PartAlreadyThere
                | Self::Second(SecondNotice::IsFirst)
                | Self::Ended { .. }
                | Self::Arrived { .. }
        )
    }
}
