//! What can be asked for about ratings of strength: where zones begin, and what came before the strongest moments.

use super::{
    action::{Action, Effect, WindowEffect},
    view::View,
};
use crate::{
    app::{Command, PlaylistCommand, marking::Face, review::playlist::Clip},
    tr,
};

/// What an action about them asks for; `None` where it makes no sense now.
pub(super) fn effect(action: Action, view: &View<'_>) -> Option<Effect> {
    match action {
        Action::Zones => view
            .app
            .may_set_zones()
            .then_some(Effect::Window(WindowEffect::Zones)),
        Action::Peaks => {
            let clips = before_peaks(view);
            (!clips.is_empty()).then_some(Effect::Command(Command::Playlist(PlaylistCommand::Add(
                clips,
            ))))
        }
        _ => None,
    }
}

/// What came before each of the strongest moments, as clips for the team; without those that are in the list.
fn before_peaks(view: &View<'_>) -> Vec<Clip> {
    let may = view
        .desk()
        .is_some_and(|desk| desk.document.writable() && desk.document.marks_alone().is_none());
    if !may || view.face() != Face::Therapist || view.client_present() {
        return Vec::new();
    }
    let known = view.app.playlist().map_or(&[][..], |list| &list.items);
    let peaks = view.app.peaks().into_iter();
    peaks
        .filter_map(|(person, peak)| {
            let span = peak.before()?;
            let (name, value) = (view.name(&person), peak.value.get());
            Some(Clip {
                span,
                title: tr!("peaks-clip", name = name, value = value),
                mark: None,
                good: false,
                for_team: true,
            })
        })
        .filter(|clip| {
            !known
                .iter()
                .any(|item| item.for_team && item.span == clip.span)
        })
        .collect()
}
