//! Sheets that were shared, side by side.

use super::{Part, Round};
use crate::{
    analysis::rated_items::SideBySide,
    app::App,
    domain::{
        entry::Entry,
        id::{MarkId, PersonId},
        supervision::{RatingSheet, shared_sheet},
    },
    store::schema::hash_of_sheet,
};

/// Whether a sheet is what its rater was done with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is, and they were done before anybody had shared.
    AsDone,
    /// They said that they were done only after another had shared.
    AfterAnother,
    /// It is not.
    Changed,
}

/// One rater's sheet that was shared.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared<'a> {
    /// Whose.
    pub person: PersonId,
    /// It is about their own work.
    pub of_self: bool,
    /// What they gave.
    pub sheet: &'a RatingSheet,
    /// Whether it is what they were done with.
    pub kept: Kept,
}

impl App {
    /// The sheets of the round that are shared and can be read here, in the order of the people. None before whoever marks now has
    /// shared their own, if they rate.
    #[must_use]
    pub fn shared_sheets(&self) -> Vec<Shared<'_>> {
        let (Some(round), Some(desk)) = (self.rating_round(), self.desk()) else {
            return Vec::new();
        };
        let own = round.part(&desk.marking.author);
        if own.is_some_and(|own| own.part.shared.is_none()) {
            return Vec::new();
        }
        let session = desk.document.session();
        round
            .parts
            .iter()
            .filter(|part| part.part.shared.is_some())
            .filter_map(|part| {
                let (entry, sheet) = shared_sheet(session, part.entry)?;
                Some(Shared {
                    person: part.person.clone(),
                    of_self: round.of.as_ref() == Some(&part.person),
                    sheet,
                    kept: kept(&round, part, entry, sheet),
                })
            })
            .collect()
    }

    /// Whose sheets were shared and are not for whoever is at this screen.
    #[must_use]
    pub fn sheets_not_here(&self) -> Vec<PersonId> {
        let here = self.shared_sheets();
        self.rating_round().map_or_else(Vec::new, |round| {
            round
                .parts
                .into_iter()
                .filter(|part| part.part.shared.is_some())
                .map(|part| part.person)
                .filter(|person| !here.iter().any(|shared| shared.person == *person))
                .collect()
        })
    }

    /// What the raters gave, side by side, in the order of [`Self::shared_sheets`].
    #[must_use]
    pub fn rated_side_by_side(&self) -> SideBySide {
        let sheets: Vec<&RatingSheet> = self
            .shared_sheets()
            .into_iter()
            .map(|shared| shared.sheet)
            .collect();
        SideBySide::of(&sheets)
    }

    /// The moments that show an item, with who linked them, in the order of time. A mark that cannot be seen here is left out.
    #[must_use]
    pub fn evidence_of(&self, item: u32) -> Vec<(PersonId, MarkId)> {
        let Some(desk) = self.desk() else {
            return Vec::new();
        };
        let session = desk.document.session();
        let mut found: Vec<_> = self
            .shared_sheets()
            .into_iter()
            .flat_map(|shared| {
                let person = shared.person;
                let marks = shared.sheet.evidence(item).iter();
                marks
                    .filter_map(|id| Some((session.mark(*id)?.when.start(), person.clone(), *id)))
                    .collect::<Vec<_>>()
            })
            .collect();
        found.sort_by_key(|(at, person, id)| (*at, *id, person.clone()));
        found
            .into_iter()
            .map(|(_, person, id)| (person, id))
            .collect()
    }
}

fn kept(round: &Round, part: &Part, entry: &Entry, sheet: &RatingSheet) -> Kept {
    let Some((done, was)) = part.part.done.as_ref().zip(sheet.was) else {
        return Kept::Changed;
    };
    if hash_of_sheet(was, sheet) != done.hash || entry.revision > 1 {
        return Kept::Changed;
    }
    let others = round
        .parts
        .iter()
        .filter(|other| other.person != part.person);
    let mut shared = others.filter_map(|other| other.part.shared);
    if shared.any(|shared| shared < done.at) {
        Kept::AfterAnother
    } else {
        Kept::AsDone
    }
}
