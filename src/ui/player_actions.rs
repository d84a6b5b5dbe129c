//! What can be asked for of the player, and of how the recording is looked at.

use super::{action::Action, second_actions, view::View};
use crate::{
    app::{
        CaptionCommand, Command, PrepareCommand, RatingCommand, StillCommand, TransportCommand,
        ViewCommand, marking::Face, preparing::Preparing,
    },
    domain::{time::MediaDelta, track::Input},
    store::{Region, Showing},
};

/// What an action of looking and listening asks for; `None` where it makes no sense now.
pub(super) fn viewing(action: Action, view: &View<'_>) -> Option<Command> {
    let open = view.recording()?;
    let now = open.view.showing;
    let picture = open
        .transport
        .info
        .as_ref()
        .is_none_or(|info| info.video.is_some());
    let words = open.captions.shown().is_some();
    // Each of these goes back to the picture when it is on.
    let show = |showing: Showing| {
        let showing = if now == showing {
            Showing::Picture
        } else {
            showing
        };
        Command::View(ViewCommand::Show(showing))
    };
    match action {
        Action::Captions if words => Some(Command::Captions(CaptionCommand::Toggle)),
        Action::HidePart if picture => Some(Command::View(ViewCommand::ToggleHidden)),
        Action::HideLeft if picture => Some(Command::View(ViewCommand::Hide(Region::LEFT))),
        Action::HideRight if picture => Some(Command::View(ViewCommand::Hide(Region::RIGHT))),
        Action::SoundOnly if picture => Some(Command::View(ViewCommand::ToggleSound)),
        Action::Prepare if picture && matches!(view.app.preparing(), Some(Preparing::Not)) => {
            Some(Command::Prepare(PrepareCommand::Begin))
        }
        Action::RemovePrepared if view.app.preparing().is_some_and(Preparing::is_used) => {
            Some(Command::Prepare(PrepareCommand::Discard))
        }
        Action::SmallPicture if picture => Some(show(Showing::Small)),
        Action::WordsOnly if words => Some(show(Showing::Words)),
        Action::Brighter => Some(Command::View(ViewCommand::Brighter)),
        Action::Darker => Some(Command::View(ViewCommand::Darker)),
        Action::Thumbnails if picture && view.face() == Face::Therapist => {
            Some(Command::View(ViewCommand::ToggleThumbnails))
        }
        Action::Still => {
            let exact = open
                .transport
                .frame
                .as_ref()
                .is_some_and(|frame| frame.exact);
            (exact && now.has_picture() && view.face() == Face::Therapist)
                .then_some(Command::Still(StillCommand::Ask))
        }
        of_the_second => second_actions::command(of_the_second, view),
    }
}

/// What an action of playing asks for; `None` where it makes no sense now.
pub(super) fn transport(action: Action, view: &View<'_>) -> Option<TransportCommand> {
    let transport = view.transport()?;
    let [near, middle, far] = view
        .settings()
        .jumps_ms
        .map(|ms| MediaDelta::from_millis(i64::from(ms)));
    let back = |by: MediaDelta| TransportCommand::Jump(MediaDelta::from_nanos(-by.as_nanos()));
    Some(match action {
        Action::PlayPause => TransportCommand::TogglePlay,
        Action::FrameBack => TransportCommand::Step(-1),
        Action::FrameForward => TransportCommand::Step(1),
        Action::Back => back(middle),
        Action::Forward => TransportCommand::Jump(middle),
        Action::BackFar => back(far),
        Action::ForwardFar => TransportCommand::Jump(far),
        Action::BackNear => back(near),
        Action::ForwardNear => TransportCommand::Jump(near),
        Action::Start => TransportCommand::Start,
        Action::End => TransportCommand::End,
        Action::Slower => TransportCommand::Slower,
        Action::Faster => TransportCommand::Faster,
        Action::NaturalSpeed => TransportCommand::NaturalSpeed,
        Action::Loop => TransportCommand::ToggleLoop,
        Action::SlowView => TransportCommand::ToggleSlowView,
        Action::Louder => TransportCommand::SetVolume(transport.volume + 0.1),
        Action::Softer => TransportCommand::SetVolume(transport.volume - 0.1),
        Action::Mute => TransportCommand::ToggleMute,
        _ => return None,
    })
}

/// One step more or less of strength, while it is rated.
pub(super) fn rate(view: &View<'_>, by: i8) -> Option<Command> {
    let rates = view.app.rating().is_some();
    rates.then_some(Command::Rating(RatingCommand::Step(by, Input::Keys)))
}
