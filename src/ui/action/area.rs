//! The headings under which actions are listed.

use super::Action;
use crate::tr;

/// Headings under which actions are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The player.
    Playing,
    /// How it is looked at, and what is said.
    Viewing,
    /// The marks.
    Marking,
    /// Who marks and how.
    People,
    /// The window.
    Window,
}

/// Every heading, in the order in which they are listed.
pub const AREAS: [Area; 5] = [
    Area::Playing,
    Area::Viewing,
    Area::Marking,
    Area::People,
    Area::Window,
];

impl Action {
    /// The heading it is listed under.
    #[expect(clippy::too_many_lines, reason = "a table: one line for each action")]
    #[must_use]
    pub const fn area(self) -> Area {
        match self {
            Self::PlayPause
            | Self::FrameBack
            | Self::FrameForward
            | Self::Back
            | Self::Forward
            | Self::BackFar
            | Self::ForwardFar
            | Self::BackNear
            | Self::ForwardNear
            | Self::Start
            | Self::End
            | Self::GoToTime
            | Self::Slower
            | Self::Faster
            | Self::NaturalSpeed
            | Self::Loop
            | Self::SlowView
            | Self::Louder
            | Self::Softer
            | Self::Mute
            | Self::FullScreen => Area::Playing,
            Self::Captions
            | Self::Transcript
            | Self::FindSaid
            | Self::HidePart
            | Self::HideLeft
            | Self::HideRight
            | Self::SoundOnly
            | Self::SmallPicture
            | Self::Prepare
            | Self::RemovePrepared
            | Self::WordsOnly
            | Self::AddSecond
            | Self::LineUp
            | Self::SecondBeside
            | Self::SecondInset
            | Self::SecondHidden
            | Self::HearSecond
            | Self::RemoveSecond
            | Self::Brighter
            | Self::Darker
            | Self::Thumbnails
            | Self::Still => Area::Viewing,
            Self::Words
            | Self::SpanStart
            | Self::SpanEnd
            | Self::Bookmark
            | Self::TooMuch
            | Self::Rate
            | Self::Zones
            | Self::Peaks
            | Self::Stronger
            | Self::LessStrong
            | Self::NextMark
            | Self::PreviousMark
            | Self::Reply
            | Self::Delete
            | Self::Undo
            | Self::Redo
            | Self::CopyTime
            | Self::Find
            | Self::LookAgain
            | Self::KeepAsItIs => Area::Marking,
            Self::Compare
            | Self::Insight
            | Self::Agreement
            | Self::Training
            | Self::TrainingTape
            | Self::Supervision
            | Self::NextDisagreement
            | Self::PlaceSame
            | Self::PlaceMerge
            | Self::PlaceOpen
            | Self::PlaceDrop
            | Self::SeeDifferently
            | Self::WhoMarks
            | Self::AboutWhom
            | Self::ThenNow
            | Self::GiveMark
            | Self::Readers
            | Self::KeepLast
            | Self::Explore
            | Self::ClientHere
            | Self::Alone
            | Self::Consent
            | Self::Sitting
            | Self::NextClip
            | Self::PreviousClip
            | Self::Enough => Area::People,
            Self::Open
            | Self::CloseRecording
            | Self::AddPart
            | Self::OnlyThisPart
            | Self::ZoomIn
            | Self::ZoomOut
            | Self::ZoomAll
            | Self::Library
            | Self::SessionDetails
            | Self::Report
            | Self::RiskNote
            | Self::Settings
            | Self::Palette
            | Self::Keys
            | Self::About
            | Self::Quit => Area::Window,
        }
    }
}

/// Heading of an area.
#[must_use]
pub fn area_title(area: Area) -> String {
    match area {
        Area::Playing => tr!("area-playing"),
        Area::Viewing => tr!("area-viewing"),
        Area::Marking => tr!("area-marking"),
        Area::People => tr!("area-people"),
        Area::Window => tr!("area-window"),
    }
}
