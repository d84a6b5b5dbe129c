//! The strongest moments of those whose feeling was rated, for the team alone.

use super::super::App;
use crate::{
    analysis::peaks::{Peak, peaks},
    domain::{
        id::PersonId,
        track::{Lag, Track, TrackKind},
    },
};

impl App {
    /// The strongest moments of whoever is rated now, else of everybody who was rated, person by person. None of them exist
    /// while a client can see the screen, or somebody recalls.
    #[must_use]
    pub fn peaks(&self) -> Vec<(PersonId, Peak)> {
        let Some(desk) = self.desk() else {
            return Vec::new();
        };
        if self.client_present() || self.in_recall() {
            return Vec::new();
        }
        let session = desk.document.session();
        let lag = Lag::from_millis(self.settings.rating_lag_ms);
        let only = desk.rating.as_ref().map(super::rating::Rating::about);
        let people = session.people().iter();
        people
            .filter(|person| only.is_none_or(|only| *only == person.id))
            .flat_map(|person| {
                let sets = session.sets().values();
                let tracks = sets.flat_map(|set| &set.tracks).filter(|track: &&Track| {
                    track.kind == TrackKind::Arousal && track.about == person.id
                });
                let high = person.zones.map(crate::domain::track::Zones::high);
                let found = peaks(tracks, lag, high);
                found.into_iter().map(|peak| (person.id.clone(), peak))
            })
            .collect()
    }
}
