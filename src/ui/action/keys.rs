//! The usual keys of actions.

use egui::Key;

use super::{
    super::shortcut::{alt, ctrl, ctrl_shift, plain, shift},
    Action, Shortcut,
};

impl Action {
    /// Its usual keys; the first is the one that is shown.
    #[expect(clippy::too_many_lines, reason = "a table: one line for each action")]
    #[must_use]
    pub const fn shortcuts(self) -> &'static [Shortcut] {
        match self {
            Self::PlayPause => const { &[plain(Key::Space), plain(Key::K)] },
            Self::FrameBack => const { &[plain(Key::Comma)] },
            Self::FrameForward => const { &[plain(Key::Period)] },
            Self::Back => const { &[plain(Key::ArrowLeft)] },
            Self::Forward => const { &[plain(Key::ArrowRight)] },
            Self::BackFar => const { &[shift(Key::ArrowLeft)] },
            Self::ForwardFar => const { &[shift(Key::ArrowRight)] },
            Self::BackNear => const { &[ctrl(Key::ArrowLeft)] },
            Self::ForwardNear => const { &[ctrl(Key::ArrowRight)] },
            Self::Start => const { &[plain(Key::Home)] },
            Self::End => const { &[plain(Key::End)] },
            Self::GoToTime => const { &[plain(Key::G)] },
            Self::Slower => const { &[plain(Key::J)] },
            Self::Faster => const { &[plain(Key::L)] },
            Self::NaturalSpeed => const { &[plain(Key::Backspace)] },
            Self::Loop => const { &[plain(Key::R)] },
            Self::SlowView => const { &[shift(Key::R)] },
            Self::Louder => const { &[shift(Key::ArrowUp)] },
            Self::Softer => const { &[shift(Key::ArrowDown)] },
            Self::Mute => const { &[ctrl(Key::M)] },
            Self::FullScreen => const { &[plain(Key::F), plain(Key::F11)] },
            Self::Captions => const { &[plain(Key::F10)] },
            Self::Transcript => const { &[ctrl_shift(Key::T)] },
            Self::FindSaid => const { &[ctrl_shift(Key::F)] },
            Self::HidePart => const { &[plain(Key::F7)] },
            Self::SoundOnly => const { &[plain(Key::F9)] },
            Self::Brighter => const { &[ctrl(Key::ArrowUp)] },
            Self::Darker => const { &[ctrl(Key::ArrowDown)] },
            Self::Thumbnails => const { &[plain(Key::F5)] },
            Self::Still => const { &[ctrl_shift(Key::S)] },
            Self::Words => const { &[plain(Key::Enter)] },
            Self::SpanStart => const { &[plain(Key::I)] },
            Self::SpanEnd => const { &[plain(Key::O)] },
            Self::Bookmark => const { &[plain(Key::M)] },
            Self::TooMuch => const { &[plain(Key::F8)] },
            Self::Rate => const { &[alt(Key::R)] },
            Self::Stronger => const { &[alt(Key::ArrowUp)] },
            Self::LessStrong => const { &[alt(Key::ArrowDown)] },
            Self::NextMark => const { &[plain(Key::ArrowDown)] },
            Self::PreviousMark => const { &[plain(Key::ArrowUp)] },
            Self::Reply => const { &[ctrl(Key::R)] },
            Self::Delete => const { &[plain(Key::Delete)] },
            Self::Undo => const { &[ctrl(Key::Z)] },
            Self::Redo => const { &[ctrl_shift(Key::Z), ctrl(Key::Y)] },
            Self::CopyTime => const { &[ctrl(Key::T)] },
            Self::Find => const { &[ctrl(Key::F)] },
            Self::LookAgain => const { &[shift(Key::F9)] },
            Self::KeepAsItIs => const { &[shift(Key::Enter)] },
            Self::NextDisagreement => const { &[ctrl(Key::J)] },
            Self::PlaceSame => const { &[ctrl(Key::Num1)] },
            Self::PlaceMerge => const { &[ctrl(Key::Num2)] },
            Self::PlaceOpen => const { &[ctrl(Key::Num3)] },
            Self::PlaceDrop => const { &[ctrl(Key::Num4)] },
            Self::SeeDifferently => const { &[ctrl(Key::E)] },
            Self::WhoMarks => const { &[plain(Key::F2)] },
            Self::AboutWhom => const { &[plain(Key::F3)] },
            Self::ThenNow => const { &[plain(Key::F4)] },
            Self::GiveMark => const { &[plain(Key::F6)] },
            Self::Sitting => const { &[plain(Key::F12)] },
            Self::NextClip => const { &[plain(Key::PageDown)] },
            Self::PreviousClip => const { &[plain(Key::PageUp)] },
            Self::Enough => const { &[plain(Key::Escape)] },
            Self::Open => const { &[ctrl(Key::O)] },
            Self::CloseRecording => const { &[ctrl(Key::W)] },
            Self::ZoomIn => const { &[plain(Key::Plus), plain(Key::Equals)] },
            Self::ZoomOut => const { &[plain(Key::Minus)] },
            Self::ZoomAll => const { &[ctrl(Key::Num0)] },
            Self::KeepLast => const { &[shift(Key::F4)] },
            Self::Readers => const { &[shift(Key::F5)] },
            Self::Explore => const { &[plain(Key::S)] },
            Self::ClientHere => const { &[shift(Key::F2)] },
            Self::Consent => const { &[shift(Key::F7)] },
            Self::Alone => const { &[shift(Key::F6)] },
            Self::Library => const { &[ctrl(Key::L)] },
            Self::SessionDetails => const { &[ctrl(Key::I)] },
            Self::Report => const { &[ctrl(Key::P)] },
            Self::Settings => const { &[ctrl(Key::Comma)] },
            Self::Palette => const { &[ctrl(Key::K)] },
            Self::Keys => {
                const {
                    &[
                        plain(Key::Questionmark),
                        shift(Key::Questionmark),
                        plain(Key::F1),
                    ]
                }
            }
            Self::HideLeft
            | Self::HideRight
            | Self::SmallPicture
            | Self::Prepare
            | Self::RemovePrepared
            | Self::WordsOnly
            | Self::AddPart
            | Self::OnlyThisPart
            | Self::AddSecond
            | Self::LineUp
            | Self::SecondBeside
            | Self::SecondInset
            | Self::SecondHidden
            | Self::HearSecond
            | Self::RemoveSecond
            | Self::RiskNote
            | Self::Zones
            | Self::Peaks
            | Self::Compare
            | Self::Insight
            | Self::Agreement
            | Self::Training
            | Self::TrainingTape
            | Self::Supervision
            | Self::About => const { &[] },
            Self::Quit => const { &[ctrl(Key::Q)] },
        }
    }

    /// All its usual keys, each once.
    #[must_use]
    pub fn key_texts(self) -> Vec<String> {
        let mut keys = Vec::new();
        for shortcut in self.shortcuts() {
            let text = shortcut.text();
            if !keys.contains(&text) {
                keys.push(text);
            }
        }
        keys
    }
}
