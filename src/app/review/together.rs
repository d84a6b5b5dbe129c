//! Together in one room: whoever stops the recording speaks first, each puts marks beside the other's, and one can write for
//! another, who is asked whether that is how they said it.

use super::super::{App, MarkCommand, TransportCommand, ids, notice::NoticeKind};
use crate::domain::{
    edit::Edit,
    history::EditLabel,
    id::{MarkId, PersonId},
    mark::{About, Audience, Author, Link, Mark, Placed, View, When},
    time::MediaTime,
};

/// The kind of the link that a mark has which somebody else wrote down, once the one who said it has said that it is right.
pub const SAID_SO: &str = "said so";

/// To who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TogetherCommand {
    /// This person stops the recording and speaks first.
    Stop(PersonId),
    /// The next one speaks; the recording stays where it is.
    Next(PersonId),
    /// What the one who speaks says, at this place.
    Say(String),
    /// Yes, that is how I said it.
    SaidSo,
    /// Not quite: so.
    Rather(String),
    /// Nobody speaks; the recording stays where it is.
    Quiet,
    /// A mark by everybody here, beside this one.
    SayTogether(MarkId),
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Floor {
    /// Whose words they are.
    pub person: PersonId,
    /// What was written down for them, while they are asked whether it is how they said it.
    pub asked: Option<MarkId>,
}

impl App {
    /// Who speaks, if anybody was given the word.
    #[must_use]
    pub fn floor(&self) -> Option<&Floor> {
        self.sitting()?.floor.as_ref()
    }

    pub(in crate::app) fn handle_together(&mut self, command: TogetherCommand) {
        match command {
            TogetherCommand::Stop(person) => self.stop_to_speak(person),
            TogetherCommand::Next(person) => self.give_the_word(person),
            TogetherCommand::Say(words) => self.say_here(&words),
            TogetherCommand::SaidSo => self.said_so(None),
            TogetherCommand::Rather(words) => self.said_so(Some(words)),
            TogetherCommand::Quiet => {
                if let Some(sitting) = self.sitting_mut() {
                    sitting.floor = None;
                }
            }
            TogetherCommand::SayTogether(mark) => self.say_together(mark),
        }
    }

    fn stop_to_speak(&mut self, person: PersonId) {
        let recaller = self.sitting().and_then(|sitting| sitting.recaller.clone());
        if recaller.is_some_and(|recaller| recaller != person) {
            // Whoever recalls holds the remote.
            return;
        }
        self.handle_transport(TransportCommand::Pause);
        self.give_the_word(person);
    }

    fn give_the_word(&mut self, person: PersonId) {
        if let Some(sitting) = self.sitting_mut()
            && sitting.review.present.contains(&person)
        {
            sitting.floor = Some(Floor {
                person,
                asked: None,
            });
        }
    }

    /// Puts down what is said, in the name of whoever speaks. Whoever else writes it down is named as the one who did.
    fn say_here(&mut self, words: &str) {
        let Some(person) = self.floor().map(|floor| floor.person.clone()) else {
            return;
        };
        let words = words.trim();
        if words.is_empty() {
            return;
        }
        let own = self.floor_author(&person);
        let Some(at) = self.recording().map(|open| open.transport.playhead) else {
            return;
        };
        let mark = self.words_at(at, Author::One(person), words, Vec::new());
        let Some(mark) = mark else { return };
        if let Some(floor) = self
            .sitting_mut()
            .and_then(|sitting| sitting.floor.as_mut())
        {
            floor.asked = (!own).then_some(mark);
        }
    }

    /// Whether whoever speaks writes it down themselves.
    fn floor_author(&self, person: &PersonId) -> bool {
        self.desk()
            .is_some_and(|desk| desk.marking.author == *person)
    }

    fn words_at(
        &mut self,
        at: MediaTime,
        author: Author,
        words: &str,
        links: Vec<Link>,
    ) -> Option<MarkId> {
        let stamp = self.stamp();
        let open = self.recording()?;
        let desk = open.desk.as_ref()?;
        if !desk.document.writable() {
            self.tell(NoticeKind::OnlyForReading);
            return None;
        }
        if desk.document.marks_alone().is_some() {
            return None;
        }
        let (about, view) = match &author {
            Author::One(person) => (About::People(vec![person.clone()]), View::Own),
            Author::Together(_) => (About::Us, View::Us),
        };
        let scribe = desk.marking.author.clone();
        let id = ids::mark();
        let mark = Mark {
            id,
            revision: 1,
            device: stamp.device.clone(),
            when: When::Point(at),
            frame: open.transport.stamp(at),
            author,
            entered_by: scribe.clone(),
            about,
            view,
            tense: desk.marking.tense,
            codes: Vec::new(),
            intensity: None,
            sureness: None,
            words: (!words.is_empty()).then(|| words.to_owned()),
            audience: Audience::Everyone,
            codebook: desk.marking.codebook.reference(),
            placed: Placed::Paused,
            settled: false,
            review: desk
                .sitting
                .as_ref()
                .map(super::sitting::Sitting::review_id),
            links,
            created: stamp.now,
            revised: None,
        };
        let edit = Edit::AddMark(Box::new(mark));
        let desk = self.desk_mut()?;
        let done = desk
            .document
            .edit(&scribe, EditLabel::AddMark, &edit, Some(id), &stamp);
        match done {
            Ok(()) => {
                desk.selected = Some(id);
                desk.newest = Some(id);
                Some(id)
            }
            Err(reason) => {
                self.tell(NoticeKind::Refused(reason));
                None
            }
        }
    }

    /// The one who said it has answered; where it was not quite so, with other words.
    fn said_so(&mut self, rather: Option<String>) {
        let stamp = self.stamp();
        let asked = self
            .sitting_mut()
            .and_then(|sitting| sitting.floor.as_mut())
            .and_then(|floor| Some((floor.person.clone(), floor.asked.take()?)));
        let Some((person, id)) = asked else { return };
        let Some(desk) = self.desk_mut() else { return };
        let Some(mut mark) = desk.document.session().mark(id).cloned() else {
            return;
        };
        if let Some(words) = rather.filter(|words| !words.trim().is_empty()) {
            mark.words = Some(words.trim().to_owned());
        }
        mark.links.push(Link::Other {
            kind: SAID_SO.to_owned(),
            id: person.to_string(),
        });
        let edit = Edit::ReplaceMark(Box::new(mark));
        // Belongs to writing it down: one undo takes back both.
        if let Err(reason) = desk.document.amend(&edit, &stamp) {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    /// Who would say something together to a mark, as far as whoever marks now can put it down.
    fn everybody_here(&self, mark: &Mark) -> Option<Vec<PersonId>> {
        let desk = self.desk()?;
        let session = desk.document.session();
        let mut people: Vec<PersonId> = match &desk.sitting {
            Some(sitting) => sitting.review.present.clone(),
            None => session.people().iter().map(|one| one.id.clone()).collect(),
        };
        people.retain(|one| session.person(one).is_some());
        let fits = people.len() > 1
            && people.contains(&desk.marking.author)
            && mark.audience == Audience::Everyone
            && matches!(mark.author, Author::One(_))
            && desk.document.writable()
            && desk.document.marks_alone().is_none();
        fits.then_some(people)
    }

    /// Whether those who are here can say something together to this mark.
    #[must_use]
    pub fn may_say_together(&self, mark: &Mark) -> bool {
        self.everybody_here(mark).is_some()
    }

    /// A mark by everybody here beside the one that is looked at, and its words open.
    fn say_together(&mut self, id: MarkId) {
        let found = self.desk().and_then(|desk| {
            let mark = desk.document.session().mark(id)?;
            Some((mark.when.start(), self.everybody_here(mark)?))
        });
        let Some((at, people)) = found else { return };
        self.handle_transport(TransportCommand::Pause);
        let links = vec![Link::SeeAlso(id)];
        if self
            .words_at(at, Author::Together(people), "", links)
            .is_some()
        {
            self.handle_mark(MarkCommand::BeginWords);
        }
    }
}

/// Whether whoever said it has said that it was written down right.
#[must_use]
pub fn is_said_so(mark: &Mark) -> bool {
    mark.links
        .iter()
        .any(|link| matches!(link, Link::Other { kind, .. } if kind == SAID_SO))
}
