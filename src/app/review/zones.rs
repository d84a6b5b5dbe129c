//! The zones of somebody's feeling: from where on it is little, workable, high and too much for this one person, as they say
//! themselves, with their therapist. They are nobody's until somebody sets them.

use super::super::App;
use crate::domain::{
    edit::Edit,
    history::EditLabel,
    id::PersonId,
    mark::About,
    session::Session,
    track::{TrackKind, Zones},
};

impl App {
    /// Whether zones can be set: not while somebody recalls or marks alone, as there is nothing rated then.
    #[must_use]
    pub fn may_set_zones(&self) -> bool {
        self.may_rate()
            && self
                .desk()
                .is_some_and(|desk| !desk.document.session().people().is_empty())
    }

    /// Whose zones are meant if nobody says: whoever is rated, else whom new marks are about, else who came for help, else
    /// the first.
    #[must_use]
    pub fn zones_of_whom(&self) -> Option<PersonId> {
        let desk = self.desk()?;
        let session = desk.document.session();
        if let Some(rating) = &desk.rating {
            return Some(rating.about().clone());
        }
        if self.face() == super::super::marking::Face::Client {
            return Some(desk.marking.author.clone());
        }
        if let About::People(people) = desk.marking.about_for(None, session)
            && let [only] = people.as_slice()
        {
            return Some(only.clone());
        }
        let people = session.people();
        people
            .iter()
            .find(|person| super::sitting::came_for_help(person.role))
            .or_else(|| people.first())
            .map(|person| person.id.clone())
    }

    /// Whose workable range lies behind the ratings: of the people who were rated and have set their zones the only one, or
    /// the one who is meant now.
    #[must_use]
    pub fn zones_shown(&self) -> Option<(PersonId, Zones)> {
        let session = self.desk()?.document.session();
        let mut rated = with_zones(session);
        if rated.len() > 1 {
            let meant = self.zones_of_whom()?;
            return rated.into_iter().find(|(id, _)| *id == meant);
        }
        rated.pop()
    }

    pub(super) fn set_zones(&mut self, person: &PersonId, zones: Option<Zones>) {
        if !self.may_set_zones() {
            return;
        }
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let mut info = desk.document.session().info().clone();
        let Some(known) = info.people.iter_mut().find(|one| one.id == *person) else {
            return;
        };
        if known.zones == zones {
            return;
        }
        known.zones = zones;
        let author = desk.marking.author.clone();
        let edit = Edit::SetInfo(Box::new(info));
        let done = desk
            .document
            .edit(&author, EditLabel::Zones, &edit, None, &stamp);
        if let Err(reason) = done {
            self.tell(super::super::notice::NoticeKind::Refused(reason));
        }
    }
}

/// The people who were rated and whose zones are set.
fn with_zones(session: &Session) -> Vec<(PersonId, Zones)> {
    let people = session.people().iter();
    people
        .filter_map(|person| Some((person.id.clone(), person.zones?)))
        .filter(|(id, _)| {
            let mut tracks = session.sets().values().flat_map(|set| &set.tracks);
            tracks.any(|track| {
                track.kind == TrackKind::Arousal && track.about == *id && !track.is_empty()
            })
        })
        .collect()
}
