//! Everything a person can ask for, as values. Panels push them; [`App::handle`](super::App::handle) applies them once per frame.

use std::path::PathBuf;

use super::{
    companion::CompanionCommand,
    keys::KeyCommand,
    library::LibraryCommand,
    presence::PresenceCommand,
    report::ReportCommand,
    review::{
        alone::AloneCommand,
        compare::CompareCommand,
        consent::ConsentCommand,
        explore::ExploreCommand,
        guess::GuessCommand,
        insight::InsightCommand,
        packages::PackageCommand,
        playlist::PlaylistCommand,
        rating::RatingCommand,
        refine::RefineCommand,
        sitting::SittingCommand,
        supervision::{PackCommand, SupervisionCommand},
        together::TogetherCommand,
        training::TrainingCommand,
    },
};
use crate::{
    domain::{
        filter::Filter,
        id::{CodeId, MarkId, PersonId},
        mark::{About, Audience, Intensity, Sureness, Tense, View as Seen, When},
        person::Person,
        session::SessionInfo,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    store::{Region, Settings, Showing, Sizes},
};

/// Something a person asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Opens a recording, closing the one that is open.
    Open(PathBuf),
    /// Opens the shipped role-play.
    OpenDemo,
    /// Puts the shipped role-play back as it was and opens it.
    ResetDemo,
    /// Back to the start screen; all work is on disk first.
    Close,
    /// To the player.
    Transport(TransportCommand),
    /// To the marks.
    Mark(MarkCommand),
    /// To who marks and how.
    Marking(MarkingCommand),
    /// To the room: too much, enough for today.
    Room(RoomCommand),
    /// To the comparison of two people's marks.
    Compare(CompareCommand),
    /// To what marks show of the recording.
    Insight(InsightCommand),
    /// To the marks that wait to be looked at again.
    Refine(RefineCommand),
    /// To the captions.
    Captions(CaptionCommand),
    /// To how the recording is looked at.
    View(ViewCommand),
    /// To still pictures.
    Still(StillCommand),
    /// To the copy for smooth review.
    Prepare(PrepareCommand),
    /// To the parts of a recording that was split.
    Parts(PartsCommand),
    /// To the second recording of the event.
    Companion(CompanionCommand),
    /// To the keys of people.
    Key(KeyCommand),
    /// To marking alone.
    Alone(AloneCommand),
    /// Packages for another computer.
    Package(PackageCommand),
    /// To reports.
    Report(ReportCommand),
    /// To what people agreed to, and keeping.
    Consent(ConsentCommand),
    /// To the guessing round.
    Guess(GuessCommand),
    /// To stop, rewind, explore.
    Explore(ExploreCommand),
    /// To who is in the room.
    Presence(PresenceCommand),
    /// To the rating of strength.
    Rating(RatingCommand),
    /// To the sitting.
    Sitting(SittingCommand),
    /// To who speaks in it.
    Together(TogetherCommand),
    /// To the list of clips.
    Playlist(PlaylistCommand),
    /// To the library.
    Library(LibraryCommand),
    /// To learning to see: a consensus, a tape, a practice.
    Training(TrainingCommand),
    /// To rating for supervision.
    Supervision(SupervisionCommand),
    /// Keeps sizes of the window for the next start.
    KeepSizes(Sizes),
    /// New settings, whole.
    SetSettings(Box<Settings>),
    /// Facts of the session, people included.
    SetInfo(Box<SessionInfo>),
    /// A further person.
    AddPerson(Person),
    /// Takes a notice away.
    DismissNotice(u64),
    /// Answers a notice that offers something.
    AnswerNotice(u64, Answer),
    /// Keep the marks of this recording in another folder.
    SaveInto(PathBuf),
    /// Which codebook and preset a role marks with.
    ChoosePreset {
        /// Id of the codebook.
        codebook: String,
        /// Id of its preset.
        preset: String,
    },
    /// Puts a copy of a codebook into the person's own folder, to edit.
    CopyCodebook(String),
    /// Takes up a codebook file of the person's own.
    LoadCodebook(PathBuf),
}

impl Command {
    /// Whether it moves the playhead, or sets the recording going.
    pub(super) const fn goes_elsewhere(&self) -> bool {
        match self {
            Self::Transport(command) => !matches!(
                command,
                TransportCommand::Pause
                    | TransportCommand::SetVolume(_)
                    | TransportCommand::ToggleMute
                    | TransportCommand::SetLoop(_)
                    | TransportCommand::ShowAt(..)
            ),
            Self::Mark(command) => matches!(
                command,
                MarkCommand::Select(_) | MarkCommand::Next | MarkCommand::Previous
            ),
            Self::Compare(command) => matches!(command, CompareCommand::Play(_)),
            Self::Insight(command) => matches!(
                command,
                InsightCommand::Play { .. } | InsightCommand::Hear(_)
            ),
            Self::Training(command) => {
                matches!(
                    command,
                    TrainingCommand::Play(_)
                        | TrainingCommand::Next
                        | TrainingCommand::NextDisputed
                )
            }
            Self::Supervision(command) => matches!(
                command,
                SupervisionCommand::Play(_) | SupervisionCommand::Pack(PackCommand::Play(_))
            ),
            Self::Refine(command) => !matches!(command, RefineCommand::ShowAll),
            _ => false,
        }
    }
}

/// What a notice can offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Try the thing again.
    Retry,
    /// Choose another folder for the marks.
    ElsewhereForMarks,
    /// Move the marks that were found under another name to this recording, and open it again.
    UseThoseMarks,
}

/// To the parts of a recording that was split.
#[derive(Clone, Debug, PartialEq)]
pub enum PartsCommand {
    /// This file is the next part.
    Add(PathBuf),
    /// The files that were offered are the following parts.
    PlayAsOne,
    /// The recording is its first file only.
    OnlyThis,
}

/// To the player.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TransportCommand {
    /// Play, or pause.
    TogglePlay,
    /// Pause, whatever was.
    Pause,
    /// Play, whatever was.
    Play,
    /// Exactly the frame at this time.
    Seek(MediaTime),
    /// Follow the pointer.
    Scrub(MediaTime),
    /// The pointer was let go here.
    ScrubEnd(MediaTime),
    /// Whole frames, negative back.
    Step(i32),
    /// A distance, negative back.
    Jump(MediaDelta),
    /// The first frame.
    Start,
    /// The last frame.
    End,
    /// One step faster on the ladder of speeds.
    Faster,
    /// One step slower.
    Slower,
    /// Natural speed.
    NaturalSpeed,
    /// A speed from the ladder.
    SetRate(f64),
    /// Loudness 0 to 1.
    SetVolume(f64),
    /// Sound off or on.
    ToggleMute,
    /// Loops this stretch, or nothing.
    SetLoop(Option<MediaSpan>),
    /// The picture is shown this large, in pixels of the screen: larger ones need not be handed out.
    ShowAt(u32, u32),
    /// Loop key: loop the selected mark; else set A, then B, then stop looping.
    ToggleLoop,
    /// Loops the few seconds around the playhead slowly; asked again, goes back to what was before.
    ToggleSlowView,
}

/// To the marks.
#[derive(Clone, Debug, PartialEq)]
pub enum MarkCommand {
    /// A code's key or button went down.
    CodeDown(CodeId),
    /// It came up again.
    CodeUp(CodeId),
    /// A code's button was clicked: down and up at once.
    CodeTap(CodeId),
    /// A code's key went down for a mark about whoever marks, whatever *about whom* says.
    OwnDown(CodeId),
    /// A code's button was clicked for a mark about these, whatever *about whom* says.
    TapAbout(CodeId, About),
    /// A mark without a code, for words only.
    Plain,
    /// The same, with its words open for typing.
    OwnWords,
    /// A mark without a code over the chosen lines, and its words.
    PlainOverLines,
    /// Starts a stretch here, or moves the selected mark's start here.
    SetStart,
    /// Ends the open stretch here, or moves the selected mark's end here.
    SetEnd,
    /// Selects a mark and goes to its start.
    Select(MarkId),
    /// Selects nothing.
    SelectNone,
    /// Selects the mark before or after the playhead.
    Next,
    /// See [`Self::Next`].
    Previous,
    /// Opens the words of the selected or newest mark; pauses while typing where that is set.
    BeginWords,
    /// Words as they stand. Further ones while the words are open continue the same change: one undo takes back all of them.
    CommitWords(MarkId, String),
    /// Leaves the words; plays on if it was playing.
    EndWords,
    /// Leaves the words for something else at the desk; the recording stays as it is.
    LeaveWords,
    /// Moves a mark.
    Place(MarkId, When),
    /// Whose mind.
    SetAbout(MarkId, About),
    /// Seen from where.
    SetView(MarkId, Seen),
    /// Then, now or later.
    SetTense(MarkId, Tense),
    /// How strong.
    SetIntensity(MarkId, Option<Intensity>),
    /// How sure.
    SetSureness(MarkId, Option<Sureness>),
    /// One more code.
    AddCode(MarkId, CodeId),
    /// One code less.
    RemoveCode(MarkId, CodeId),
    /// A modifier of one of its codes.
    SetModifier {
        /// Of which mark.
        mark: MarkId,
        /// Of which code.
        code: CodeId,
        /// Which modifier.
        key: String,
        /// Its value, or none.
        value: Option<String>,
    },
    /// Corrects a wrong author.
    GiveTo(MarkId, PersonId),
    /// These people may read it.
    SetReaders(MarkId, Audience),
    /// A reply in the active author's own set.
    Reply(MarkId),
    /// Takes a mark away; can be undone.
    Delete(MarkId),
    /// Takes a mark and its words away for good; cannot be undone.
    DeleteForGood(MarkId),
    /// Takes back the active author's last change.
    Undo,
    /// Makes it again.
    Redo,
    /// Puts the exact time of the selected mark, or of the playhead, on the clipboard.
    CopyTime,
    /// Which marks the list shows.
    SetFilter(Filter),
}

/// To the captions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptionCommand {
    /// Under the picture, or not.
    Toggle,
    /// These of several.
    Show(usize),
    /// To the start of a line; paused, the line is chosen as well.
    GoTo(usize),
    /// Only this line is chosen.
    Choose(usize),
    /// All lines from the chosen ones to this one are.
    ChooseTo(usize),
    /// No line is.
    ChooseNone,
}

/// To how the recording is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ViewCommand {
    /// This stands where the picture is.
    Show(Showing),
    /// Only the sound, or the picture again.
    ToggleSound,
    /// This part is hidden.
    Hide(Region),
    /// The part is hidden, or seen again; at first the right half.
    ToggleHidden,
    /// One step brighter.
    Brighter,
    /// One step darker.
    Darker,
    /// This bright, in per cent.
    Brightness(u8),
    /// Small pictures along the timeline, or none.
    ToggleThumbnails,
    /// This sound track is heard.
    Track(usize),
}

/// To still pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StillCommand {
    /// Take the picture that is seen now, and ask what to do with it.
    Ask,
    /// Nothing.
    LetGo,
    /// On the clipboard.
    Copy,
    /// Into this file, or into this folder under a name of its own.
    Save(PathBuf),
}

/// To the copy for smooth review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrepareCommand {
    /// Make it.
    Begin,
    /// Stop making it; nothing of it stays.
    Stop,
    /// Remove it.
    Discard,
}

/// To who marks and how.
#[derive(Clone, Debug, PartialEq)]
pub enum MarkingCommand {
    /// This person marks now.
    SetAuthor(PersonId),
    /// The next person marks now.
    NextAuthor,
    /// New marks are about these.
    SetAbout(About),
    /// New marks are about the next choice.
    NextAbout,
    /// New marks are then, now or later.
    SetTense(Tense),
    /// The next of then, now and later.
    NextTense,
    /// These people may read new marks.
    SetAudience(Audience),
    /// Gives the selected or newest mark to the next person.
    GiveToNext,
    /// The newest mark of whoever marks is for them alone from now on.
    KeepLast,
    /// The follow-up card was answered or put away.
    CloseFollowUp,
}

/// To the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomCommand {
    /// It was too much then.
    TooMuchThen,
    /// It is too much now.
    TooMuchNow,
    /// Dims and mutes; pressed again, closes the review.
    Enough,
    /// Closes the review now.
    CloseReview,
    /// Carries on after a pause, a *too much* or an accident.
    CarryOn,
}
