//! What must hold for every record that can be reached; asked after loading, and after every edit in tests.

use super::{
    id::{MarkId, PersonId},
    mark::{About, Link, When},
    session::Session,
    time::MediaTime,
};

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// A mark lies in the set of somebody else.
    #[error("mark {0} lies in the wrong person's set")]
    WrongKeeper(MarkId),
    /// A mark and its tombstone are both there.
    #[error("mark {0} is both there and deleted")]
    MarkAndTombstone(MarkId),
    /// Two sets hold the same mark.
    #[error("mark {0} is there twice")]
    DuplicateMark(MarkId),
    /// A mark begins before the recording.
    #[error("mark {0} begins before the recording")]
    BeforeStart(MarkId),
    /// A person has no set.
    #[error("person {0} has no set")]
    NoSet(PersonId),
    /// A mark replies to itself.
    #[error("mark {0} replies to itself")]
    RepliesToItself(MarkId),
    /// A mark is about nobody.
    #[error("mark {0} is about nobody")]
    AboutNobody(MarkId),
    /// A rating does not rise in time, or has a stretch without values.
    #[error("a rating of {0} runs backwards")]
    TrackOrder(PersonId),
}

impl Session {
    /// Everything that does not hold; empty for a sound record.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        let mut found = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for person in self.people() {
            if self.set(&person.id).is_none() {
                found.push(Violation::NoSet(person.id.clone()));
            }
        }
        for (keeper, set) in self.sets() {
            for (id, mark) in &set.marks {
                if mark.id != *id || mark.keeper() != keeper {
                    found.push(Violation::WrongKeeper(*id));
                }
                if set.tombstones.contains_key(id) {
                    found.push(Violation::MarkAndTombstone(*id));
                }
                if !seen.insert(*id) {
                    found.push(Violation::DuplicateMark(*id));
                }
                if mark.when.start() < MediaTime::ZERO {
                    found.push(Violation::BeforeStart(*id));
                }
                if mark.links.contains(&Link::ReplyTo(*id)) {
                    found.push(Violation::RepliesToItself(*id));
                }
                if matches!(&mark.about, About::People(people) if people.is_empty()) {
                    found.push(Violation::AboutNobody(*id));
                }
                debug_assert!(!matches!(mark.when, When::Span(span) if span.end() < span.start()));
            }
            for track in &set.tracks {
                if !track.is_in_order() {
                    found.push(Violation::TrackOrder(keeper.clone()));
                }
            }
        }
        found
    }
}
