//! Everything that has a key or a place in the palette, as a closed list: label, keys, and what it asks for.
//!
//! Keys are matched here once per frame, before any panel sees them; in a text field they are inert.

use egui::Key;

pub use super::shortcut::Shortcut;
use super::{
    player_actions, refine_actions, second_actions,
    shortcut::{alt, ctrl, ctrl_shift, plain, shift},
    sitting_actions,
    view::View,
};
use crate::{
    app::{
        Command, ExploreCommand, MarkCommand, MarkingCommand, PartsCommand, PresenceCommand,
        RatingCommand, RoomCommand, marking::Face,
    },
    domain::id::CodeId,
    tr,
};

/// What an action does: to the application, or to the window's own look.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Something for the application.
    Command(Command),
    /// Something for the window.
    Window(WindowEffect),
}

/// What only the window can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowEffect {
    /// Choose a recording.
    OpenDialog,
    /// Choose a folder for the marks.
    FolderDialog,
    /// Choose the next part of the recording.
    PartDialog,
    /// Choose a second recording of the same event.
    SecondDialog,
    /// Choose a codebook file.
    CodebookDialog,
    /// Picture over the whole screen, or back.
    FullScreen,
    /// Type a time to go to.
    GoToTime,
    /// Into the search field of the list.
    Find,
    /// All keys.
    Keys,
    /// Every action by name.
    Palette,
    /// Settings.
    Settings,
    /// Facts of the session.
    SessionDetails,
    /// Who can see new marks.
    Readers,
    /// Marking alone.
    Alone,
    /// What people agreed to, and keeping.
    Consent,
    /// The team's own note for marks about a risk.
    RiskNote,
    /// A sitting begins.
    Sitting,
    /// About this program.
    About,
    /// A file for a still picture.
    PictureDialog,
    /// What is said beside the picture, or the marks again.
    Transcript,
    /// Into the search field of what is said.
    FindSaid,
    /// Timeline nearer.
    ZoomIn,
    /// Timeline further.
    ZoomOut,
    /// Timeline whole.
    ZoomAll,
    /// Leave.
    Quit,
}

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

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// Something with a name that a person can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Action {
            $($(#[$doc])* $name,)+
        }

        impl Action {
            /// Every action, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its name in the settings file.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }
        }
    };
}

actions! {
    /// Play or pause.
    PlayPause,
    /// One frame back.
    FrameBack,
    /// One frame on.
    FrameForward,
    /// The middle jump back.
    Back,
    /// The middle jump on.
    Forward,
    /// The large jump back.
    BackFar,
    /// The large jump on.
    ForwardFar,
    /// The small jump back.
    BackNear,
    /// The small jump on.
    ForwardNear,
    /// The first frame.
    Start,
    /// The last frame.
    End,
    /// Type a time.
    GoToTime,
    /// One step slower.
    Slower,
    /// One step faster.
    Faster,
    /// Natural speed.
    NaturalSpeed,
    /// Loop the mark, or A to B.
    Loop,
    /// The seconds around the playhead, slowly.
    SlowView,
    /// Louder.
    Louder,
    /// Softer.
    Softer,
    /// Sound off or on.
    Mute,
    /// Full screen.
    FullScreen,
    /// Captions under the picture.
    Captions,
    /// What is said, as a list.
    Transcript,
    /// Find in what is said.
    FindSaid,
    /// A part of the picture.
    HidePart,
    /// The left half of it.
    HideLeft,
    /// The right half of it.
    HideRight,
    /// Sound without picture.
    SoundOnly,
    /// A small picture.
    SmallPicture,
    /// A copy of the picture in which every frame is near.
    Prepare,
    /// Without that copy.
    RemovePrepared,
    /// Words instead of the picture.
    WordsOnly,
    /// A second recording of the same event.
    AddSecond,
    /// Both lined up.
    LineUp,
    /// The second beside the first.
    SecondBeside,
    /// The second inset.
    SecondInset,
    /// The second not shown.
    SecondHidden,
    /// The second's sound, or the first's.
    HearSecond,
    /// No second recording.
    RemoveSecond,
    /// Brighter.
    Brighter,
    /// Darker.
    Darker,
    /// Small pictures along the timeline.
    Thumbnails,
    /// A still picture.
    Still,
    /// Words of the mark.
    Words,
    /// Start of a stretch.
    SpanStart,
    /// End of a stretch.
    SpanEnd,
    /// Come back to this.
    Bookmark,
    /// Too much.
    TooMuch,
    /// Rating strength, or no longer.
    Rate,
    /// Stronger.
    Stronger,
    /// Less strong.
    LessStrong,
    /// Next mark.
    NextMark,
    /// Previous mark.
    PreviousMark,
    /// Reply to the mark.
    Reply,
    /// Delete the mark.
    Delete,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Copy the time.
    CopyTime,
    /// Find in words.
    Find,
    /// What waits to be looked at again.
    LookAgain,
    /// The mark stays as it is.
    KeepAsItIs,
    /// Two people's marks side by side.
    Compare,
    /// Who marks.
    WhoMarks,
    /// About whom.
    AboutWhom,
    /// Then, now or later.
    ThenNow,
    /// Give the mark to the other.
    GiveMark,
    /// A sitting begins, or lands.
    Sitting,
    /// The next clip of the list.
    NextClip,
    /// The one before.
    PreviousClip,
    /// Enough for today.
    Enough,
    /// Open a recording.
    Open,
    /// Back to the start screen.
    CloseRecording,
    /// The next file of a recording that was split.
    AddPart,
    /// The first file of it alone.
    OnlyThisPart,
    /// Timeline nearer.
    ZoomIn,
    /// Timeline further.
    ZoomOut,
    /// Timeline whole.
    ZoomAll,
    /// Who can see new marks.
    Readers,
    /// Stop here, go back, and look again with one question at a time.
    Explore,
    /// A client is in the room, or has left.
    ClientHere,
    /// What people agreed to, and keeping.
    Consent,
    /// Each marks alone, then all open together.
    Alone,
    /// Facts of the session.
    SessionDetails,
    /// The team's own note for marks about a risk.
    RiskNote,
    /// Settings.
    Settings,
    /// Every action by name.
    Palette,
    /// All keys.
    Keys,
    /// About this program.
    About,
    /// Leave the program.
    Quit,
}

impl Action {
    /// The heading it is listed under.
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
            | Self::WhoMarks
            | Self::AboutWhom
            | Self::ThenNow
            | Self::GiveMark
            | Self::Readers
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
            | Self::SessionDetails
            | Self::RiskNote
            | Self::Settings
            | Self::Palette
            | Self::Keys
            | Self::About
            | Self::Quit => Area::Window,
        }
    }

    /// Its name in the window.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::PlayPause => tr!("action-play-pause"),
            Self::FrameBack => tr!("action-frame-back"),
            Self::FrameForward => tr!("action-frame-forward"),
            Self::Back => tr!("action-back"),
            Self::Forward => tr!("action-forward"),
            Self::BackFar => tr!("action-back-far"),
            Self::ForwardFar => tr!("action-forward-far"),
            Self::BackNear => tr!("action-back-near"),
            Self::ForwardNear => tr!("action-forward-near"),
            Self::Start => tr!("action-start"),
            Self::End => tr!("action-end"),
            Self::GoToTime => tr!("action-go-to-time"),
            Self::Slower => tr!("action-slower"),
            Self::Faster => tr!("action-faster"),
            Self::NaturalSpeed => tr!("action-natural-speed"),
            Self::Loop => tr!("action-loop"),
            Self::SlowView => tr!("action-slow-view"),
            Self::Louder => tr!("action-louder"),
            Self::Softer => tr!("action-softer"),
            Self::Mute => tr!("action-mute"),
            Self::FullScreen => tr!("action-full-screen"),
            Self::Captions => tr!("action-captions"),
            Self::Transcript => tr!("action-transcript"),
            Self::FindSaid => tr!("action-find-said"),
            Self::HidePart => tr!("action-hide-part"),
            Self::HideLeft => tr!("action-hide-left"),
            Self::HideRight => tr!("action-hide-right"),
            Self::SoundOnly => tr!("action-sound-only"),
            Self::SmallPicture => tr!("action-small-picture"),
            Self::Prepare => tr!("action-prepare"),
            Self::RemovePrepared => tr!("action-prepared-remove"),
            Self::WordsOnly => tr!("action-words-only"),
            Self::AddSecond => tr!("action-add-second"),
            Self::LineUp => tr!("action-line-up"),
            Self::SecondBeside => tr!("action-second-beside"),
            Self::SecondInset => tr!("action-second-inset"),
            Self::SecondHidden => tr!("action-second-hidden"),
            Self::HearSecond => tr!("action-hear-second"),
            Self::RemoveSecond => tr!("action-remove-second"),
            Self::Brighter => tr!("action-brighter"),
            Self::Darker => tr!("action-darker"),
            Self::Thumbnails => tr!("action-thumbnails"),
            Self::Still => tr!("action-still"),
            Self::Words => tr!("action-words"),
            Self::SpanStart => tr!("action-span-start"),
            Self::SpanEnd => tr!("action-span-end"),
            Self::Bookmark => tr!("action-bookmark"),
            Self::TooMuch => tr!("action-too-much"),
            Self::Rate => tr!("action-rate"),
            Self::Stronger => tr!("action-stronger"),
            Self::LessStrong => tr!("action-less-strong"),
            Self::NextMark => tr!("action-next-mark"),
            Self::PreviousMark => tr!("action-previous-mark"),
            Self::Reply => tr!("action-reply"),
            Self::Delete => tr!("action-delete"),
            Self::Undo => tr!("action-undo"),
            Self::Redo => tr!("action-redo"),
            Self::CopyTime => tr!("action-copy-time"),
            Self::Find => tr!("action-find"),
            Self::LookAgain => tr!("action-look-again"),
            Self::KeepAsItIs => tr!("action-keep-as-it-is"),
            Self::Compare => tr!("action-compare"),
            Self::WhoMarks => tr!("action-who-marks"),
            Self::AboutWhom => tr!("action-about-whom"),
            Self::ThenNow => tr!("action-then-now"),
            Self::GiveMark => tr!("action-give-mark"),
            Self::Sitting => tr!("action-sitting"),
            Self::NextClip => tr!("action-next-clip"),
            Self::PreviousClip => tr!("action-previous-clip"),
            Self::Enough => tr!("action-enough"),
            Self::Open => tr!("action-open"),
            Self::CloseRecording => tr!("action-close-recording"),
            Self::AddPart => tr!("action-add-part"),
            Self::OnlyThisPart => tr!("action-only-this-part"),
            Self::ZoomIn => tr!("action-zoom-in"),
            Self::ZoomOut => tr!("action-zoom-out"),
            Self::ZoomAll => tr!("action-zoom-all"),
            Self::Readers => tr!("action-readers"),
            Self::Explore => tr!("action-explore"),
            Self::ClientHere => tr!("action-client-here"),
            Self::Alone => tr!("action-alone"),
            Self::Consent => tr!("action-consent"),
            Self::SessionDetails => tr!("action-session-details"),
            Self::RiskNote => tr!("risk-note-title"),
            Self::Settings => tr!("action-settings"),
            Self::Palette => tr!("action-palette"),
            Self::Keys => tr!("action-keys"),
            Self::About => tr!("action-about"),
            Self::Quit => tr!("action-quit"),
        }
    }

    /// Its usual keys; the first is the one that is shown.
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
            Self::Readers => const { &[shift(Key::F5)] },
            Self::Explore => const { &[plain(Key::S)] },
            Self::ClientHere => const { &[shift(Key::F2)] },
            Self::Consent => const { &[shift(Key::F7)] },
            Self::Alone => const { &[shift(Key::F6)] },
            Self::SessionDetails => const { &[ctrl(Key::I)] },
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
            | Self::Compare
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

    /// What it asks for now; `None` where it makes no sense now.
    #[must_use]
    pub fn effect(self, view: &View<'_>) -> Option<Effect> {
        if matches!(
            self,
            Self::Compare | Self::Sitting | Self::NextClip | Self::PreviousClip
        ) {
            return sitting_actions::effect(self, view);
        }
        if let Some(effect) = self.window_effect() {
            let desk = matches!(
                self,
                Self::Transcript | Self::FindSaid | Self::AddPart | Self::AddSecond
            );
            if desk && view.face() == Face::Client {
                // The client's screen has no list beside the picture, and nothing to arrange.
                return None;
            }
            if self == Self::RiskNote && view.client_present() {
                return None;
            }
            if self == Self::AddSecond && !second_actions::may_add(view) {
                return None;
            }
            return (self.always() || view.recording().is_some()).then_some(Effect::Window(effect));
        }
        if self == Self::ClientHere && view.app.client_here() && !view.app.guards().is_empty() {
            return Some(Effect::Window(WindowEffect::Readers));
        }
        self.command(view).map(Effect::Command)
    }

    const fn always(self) -> bool {
        matches!(
            self,
            Self::Open
                | Self::Settings
                | Self::Keys
                | Self::Palette
                | Self::About
                | Self::FullScreen
                | Self::Quit
        )
    }

    const fn window_effect(self) -> Option<WindowEffect> {
        Some(match self {
            Self::Open => WindowEffect::OpenDialog,
            Self::AddPart => WindowEffect::PartDialog,
            Self::AddSecond => WindowEffect::SecondDialog,
            Self::FullScreen => WindowEffect::FullScreen,
            Self::GoToTime => WindowEffect::GoToTime,
            Self::Find => WindowEffect::Find,
            Self::Keys => WindowEffect::Keys,
            Self::Palette => WindowEffect::Palette,
            Self::Settings => WindowEffect::Settings,
            Self::Readers => WindowEffect::Readers,
            Self::Alone => WindowEffect::Alone,
            Self::Consent => WindowEffect::Consent,
            Self::RiskNote => WindowEffect::RiskNote,
            Self::SessionDetails => WindowEffect::SessionDetails,
            Self::About => WindowEffect::About,
            Self::Quit => WindowEffect::Quit,
            Self::Transcript => WindowEffect::Transcript,
            Self::FindSaid => WindowEffect::FindSaid,
            Self::ZoomIn => WindowEffect::ZoomIn,
            Self::ZoomOut => WindowEffect::ZoomOut,
            Self::ZoomAll => WindowEffect::ZoomAll,
            _ => return None,
        })
    }

    fn command(self, view: &View<'_>) -> Option<Command> {
        let open = view.recording()?;
        if self.area() == Area::Playing {
            return player_actions::transport(self, view).map(Command::Transport);
        }
        if self.area() == Area::Viewing {
            return player_actions::viewing(self, view);
        }
        if self == Self::CloseRecording {
            return Some(Command::Close);
        }
        let desk = open.desk.as_ref()?;
        let selected = desk.selected.or(desk.newest);
        let mark = |command: MarkCommand| Some(Command::Mark(command));
        match self {
            Self::Words if open.captions.chosen().is_some() => mark(MarkCommand::PlainOverLines),
            Self::Words => mark(MarkCommand::BeginWords),
            Self::SpanStart => mark(MarkCommand::SetStart),
            Self::SpanEnd => mark(MarkCommand::SetEnd),
            Self::Bookmark => code("m.bookmark"),
            Self::TooMuch => code(crate::app::TOO_MUCH),
            Self::Rate if view.app.rating().is_some() || view.app.may_rate() => {
                Some(Command::Rating(RatingCommand::Toggle))
            }
            Self::Stronger => player_actions::rate(view, 1),
            Self::LessStrong => player_actions::rate(view, -1),
            Self::NextMark => mark(MarkCommand::Next),
            Self::PreviousMark => mark(MarkCommand::Previous),
            Self::Reply => mark(MarkCommand::Reply(desk.selected?)),
            Self::Delete => mark(MarkCommand::Delete(selected?)),
            Self::Undo => mark(MarkCommand::Undo),
            Self::Redo => mark(MarkCommand::Redo),
            Self::CopyTime => mark(MarkCommand::CopyTime),
            Self::WhoMarks => Some(Command::Marking(MarkingCommand::NextAuthor)),
            Self::AboutWhom => Some(Command::Marking(MarkingCommand::NextAbout)),
            Self::ThenNow => Some(Command::Marking(MarkingCommand::NextTense)),
            Self::GiveMark => Some(Command::Marking(MarkingCommand::GiveToNext)),
            Self::OnlyThisPart if open.has_parts() && view.face() == Face::Therapist => {
                Some(Command::Parts(PartsCommand::OnlyThis))
            }
            Self::Enough => Some(Command::Room(RoomCommand::Enough)),
            Self::Explore
                if view.app.may_explore()
                    && view.app.exploring().is_none()
                    && view.face() == Face::Therapist =>
            {
                Some(Command::Explore(ExploreCommand::Begin))
            }
            Self::ClientHere if view.app.client_here() => {
                Some(Command::Presence(PresenceCommand::ClientLeft))
            }
            Self::ClientHere => Some(Command::Presence(PresenceCommand::ClientHere)),
            Self::LookAgain | Self::KeepAsItIs => refine_actions::command(self, view),
            _ => None,
        }
    }

    /// Whether holding the key repeats it.
    #[must_use]
    pub const fn repeats(self) -> bool {
        matches!(
            self,
            Self::FrameBack
                | Self::FrameForward
                | Self::Back
                | Self::Forward
                | Self::BackFar
                | Self::ForwardFar
                | Self::BackNear
                | Self::ForwardNear
                | Self::Louder
                | Self::Softer
                | Self::Brighter
                | Self::Darker
                | Self::Stronger
                | Self::LessStrong
                | Self::NextMark
                | Self::PreviousMark
                | Self::ZoomIn
                | Self::ZoomOut
        )
    }
}

fn code(id: &str) -> Option<Command> {
    let code: CodeId = id.parse().ok()?;
    Some(Command::Mark(MarkCommand::CodeTap(code)))
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
