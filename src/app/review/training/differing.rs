//! *I see it differently*: what somebody who practised says to a moment, kept as a mark of theirs that a trainer can take up.

use super::Stage;
use crate::{
    analysis::places::{Kind, Moment},
    app::{App, ids, notice::NoticeKind},
    domain::{
        edit::Edit,
        history::EditLabel,
        id::{CodeId, MarkId, PersonId},
        mark::{Audience, Author, CodeUse, Link, Mark, Placed, Tense, View, When},
        session::Session,
        training::{Consensus, PLACE, Place, SEEN_DIFFERENTLY},
    },
};

/// How many missed and how many extra moments are gone through at once.
pub const AT_ONCE: usize = 3;

/// What somebody said to a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// The mark that says it.
    pub mark: MarkId,
    /// Who.
    pub person: PersonId,
    /// To which place.
    pub place: MarkId,
    /// Why.
    pub words: String,
    /// Where.
    pub when: When,
}

/// The place that a mark sees differently, if it says so of one.
#[must_use]
pub fn argument_of(mark: &Mark) -> Option<MarkId> {
    if !mark
        .codes
        .iter()
        .any(|used| used.code.as_str() == SEEN_DIFFERENTLY)
    {
        return None;
    }
    mark.links.iter().find_map(|link| match link {
        Link::Other { kind, id } if kind == PLACE => id.parse().ok(),
        _ => None,
    })
}

/// All that was said of places, in the order of time.
#[must_use]
pub fn arguments(session: &Session) -> Vec<Differing> {
    let mut found: Vec<Differing> = session
        .marks()
        .filter(|mark| mark.audience == Audience::Everyone)
        .filter_map(|mark| {
            let Author::One(person) = &mark.author else {
                return None;
            };
            Some(Differing {
                mark: mark.id,
                person: person.clone(),
                place: argument_of(mark)?,
                words: mark.words.clone().unwrap_or_default(),
                when: mark.when,
            })
        })
        .collect();
    found.sort_by_key(|said| (said.when.start(), said.mark));
    found
}

/// The three moments of a kind that are gone through first: those that most raters had marked, in the order of time.
#[must_use]
pub fn first_of<'a>(moments: &'a [Moment], kind: Kind, consensus: &Consensus) -> Vec<&'a Moment> {
    let mut of_kind: Vec<&Moment> = moments
        .iter()
        .filter(|moment| moment.kind == kind)
        .collect();
    let weight = |moment: &Moment| {
        let agreed = |place: &Place| place.agreed(&consensus.raters).len();
        moment.place.as_ref().map_or(0, agreed)
    };
    of_kind.sort_by_key(|moment| std::cmp::Reverse(weight(moment)));
    of_kind.truncate(AT_ONCE);
    of_kind.sort_by_key(|moment| (moment.start(), moment.id()));
    of_kind
}

/// What the key goes through: other names, three missed, three extra, then the open places.
pub(super) fn round(moments: &[Moment], consensus: &Consensus) -> Vec<MarkId> {
    let all = |kind: Kind| moments.iter().filter(move |moment| moment.kind == kind);
    all(Kind::Otherwise)
        .chain(first_of(moments, Kind::Missed, consensus))
        .chain(first_of(moments, Kind::Extra, consensus))
        .chain(all(Kind::Open))
        .filter_map(Moment::id)
        .collect()
}

impl App {
    /// The chosen moment of a practice.
    #[must_use]
    pub fn chosen_moment(&self) -> Option<Moment> {
        let chosen = self.chosen_place()?;
        let found = self.training_found();
        let moment = found
            .moments
            .iter()
            .find(|moment| moment.id() == Some(chosen))?;
        Some(moment.clone())
    }

    /// What whoever marks now said to a place.
    #[must_use]
    pub fn own_argument(&self, place: MarkId) -> Option<Differing> {
        let desk = self.desk()?;
        let author = &desk.marking.author;
        arguments(desk.document.session())
            .into_iter()
            .find(|said| said.place == place && said.person == *author)
    }

    /// Keeps why whoever practised sees the chosen moment differently.
    pub(super) fn differ(&mut self, words: &str) {
        let words = words.trim();
        if !matches!(self.training(), Stage::Comparing(..)) {
            return;
        }
        let (Some(moment), Some(place)) = (self.chosen_moment(), self.chosen_place()) else {
            return;
        };
        if let Some(said) = self.own_argument(place) {
            if words.is_empty() {
                self.handle_mark(crate::app::MarkCommand::Delete(said.mark));
            } else if said.words != words {
                self.change(said.mark, EditLabel::Words, |mark| {
                    mark.words = Some(words.to_owned());
                });
            }
            return;
        }
        let Ok(code) = SEEN_DIFFERENTLY.parse::<CodeId>() else {
            return;
        };
        if words.is_empty() {
            return;
        }
        let stamp = self.stamp();
        let id = ids::mark();
        let Some(open) = &self.recording else { return };
        let Some(desk) = &open.desk else { return };
        if !desk.document.writable() {
            self.tell(NoticeKind::OnlyForReading);
            return;
        }
        let author = desk.marking.author.clone();
        let about = moment
            .place
            .as_ref()
            .map(|place| place.about.clone())
            .or_else(|| moment.mark.as_ref().map(|mark| mark.about.clone()));
        let Some(about) = about else { return };
        let start = moment
            .place
            .as_ref()
            .map_or_else(|| moment.start(), |place| place.when.start());
        let mut links = vec![Link::Other {
            kind: PLACE.to_owned(),
            id: place.to_string(),
        }];
        links.extend(moment.mark.as_ref().map(|mark| Link::SeeAlso(mark.id)));
        let mark = Mark {
            id,
            revision: 1,
            device: stamp.device.clone(),
            when: When::Point(start),
            frame: open.transport.stamp(start),
            author: Author::One(author.clone()),
            entered_by: author.clone(),
            about,
            view: View::OfOther,
            tense: Tense::Now,
            codes: vec![CodeUse::plain(code)],
            intensity: None,
            sureness: None,
            words: Some(words.to_owned()),
            audience: Audience::Everyone,
            codebook: desk.marking.codebook.reference(),
            placed: Placed::Paused,
            settled: true,
            review: None,
            links,
            created: stamp.now,
            revised: None,
        };
        let edit = Edit::AddMark(Box::new(mark));
        let Some(desk) = self.desk_mut() else { return };
        let done = desk
            .document
            .edit(&author, EditLabel::Practice, &edit, Some(id), &stamp);
        if let Err(reason) = done {
            self.tell(NoticeKind::Refused(reason));
        }
    }
}
