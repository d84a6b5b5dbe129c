//! Everything that has a key or a place in the palette, as a closed list: label, keys, and what it asks for.
//!
//! Keys are matched here once per frame, before any panel sees them; in a text field they are inert.

pub use super::shortcut::Shortcut;
use super::{
    dialogs::folder::Purpose, insight_actions, library_actions, player_actions, rating_actions,
    refine_actions, second_actions, sitting_actions, training_actions, view::View,
};
use crate::{
    app::{
        Command, ExploreCommand, MarkCommand, MarkingCommand, PartsCommand, PresenceCommand,
        RatingCommand, RoomCommand, marking::Face,
    },
    domain::{id::CodeId, training::Ruling},
};

mod area;
mod keys;
mod label;

pub use area::{AREAS, Area, area_title};

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
    /// Choose a file or folder for something else.
    Choose(Purpose),
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
    /// A report for one reader.
    Report,
    /// The team's own note for marks about a risk.
    RiskNote,
    /// A sitting begins.
    Sitting,
    /// Where the zones of a feeling begin.
    Zones,
    /// Learning to see, beside the picture.
    Training,
    /// Rating for supervision, beside the picture.
    Supervision,
    /// This is decided about the chosen place.
    Rule(Ruling),
    /// Into the field for why a moment is seen differently.
    SeeDifferently,
    /// About this program.
    About,
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
    /// Where the zones of a feeling begin.
    Zones,
    /// What came before the strongest moments, to the clips.
    Peaks,
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
    /// What marks show of this recording.
    Insight,
    /// How far several people agree.
    Agreement,
    /// Learning to see.
    Training,
    /// The shipped training tape.
    TrainingTape,
    /// Rating with an instrument, for supervision.
    Supervision,
    /// The next place to decide, or the next moment in which somebody and the raters differ.
    NextDisagreement,
    /// The raters mean the same here.
    PlaceSame,
    /// All of them are right.
    PlaceMerge,
    /// Both are kept open.
    PlaceOpen,
    /// It is dropped.
    PlaceDrop,
    /// I see it differently.
    SeeDifferently,
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
    /// The newest own mark is kept to oneself.
    KeepLast,
    /// Stop here, go back, and look again with one question at a time.
    Explore,
    /// A client is in the room, or has left.
    ClientHere,
    /// What people agreed to, and keeping.
    Consent,
    /// Each marks alone, then all open together.
    Alone,
    /// A folder of recordings.
    Library,
    /// Facts of the session.
    SessionDetails,
    /// A report for one reader.
    Report,
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
    /// What it asks for now; `None` where it makes no sense now.
    #[must_use]
    pub fn effect(self, view: &View<'_>) -> Option<Effect> {
        if matches!(
            self,
            Self::Compare | Self::Sitting | Self::NextClip | Self::PreviousClip
        ) {
            return sitting_actions::effect(self, view);
        }
        if matches!(self, Self::Insight | Self::Agreement) {
            return insight_actions::effect(self, view);
        }
        if self == Self::Library {
            return library_actions::effect(view);
        }
        if matches!(self, Self::Zones | Self::Peaks) {
            return rating_actions::effect(self, view);
        }
        if self == Self::Supervision {
            let window = Effect::Window(WindowEffect::Supervision);
            return view.app.may_supervise().then_some(window);
        }
        if self.is_about_training() {
            return training_actions::effect(self, view);
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
            if self == Self::Report && !view.app.may_report() {
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

    const fn is_about_training(self) -> bool {
        matches!(
            self,
            Self::Training
                | Self::TrainingTape
                | Self::NextDisagreement
                | Self::PlaceSame
                | Self::PlaceMerge
                | Self::PlaceOpen
                | Self::PlaceDrop
                | Self::SeeDifferently
        )
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
            Self::Report => WindowEffect::Report,
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
            Self::KeepLast if view.app.last_for_others().is_some() => {
                Some(Command::Marking(MarkingCommand::KeepLast))
            }
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
