//! Two people's marks beside each other: who they are, how near counts as the same moment, and what they say to it together.
//!
//! The comparison is worked out when it is first looked at and kept until the record changes; nothing is matched in between.

use std::{cell::RefCell, sync::Arc};

use super::super::{App, Desk, ids, notice::NoticeKind};
use crate::{
    analysis::{
        compare::{self, Comparison, Meanings},
        matching::Tolerance,
    },
    domain::{
        edit::Edit,
        history::EditLabel,
        id::{MarkId, PersonId},
        mark::{About, Audience, Author, Link, Mark, Placed, Tense, View, When},
        person::{Person, Role},
        session::Session,
        time::MediaDelta,
    },
};

/// At least so much is heard before a moment that is gone back to: what led to it belongs to it.
const BEFORE: MediaDelta = MediaDelta::from_millis(1_500);

/// To the comparison of two people's marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CompareCommand {
    /// Beside the picture, with whoever is compared usually: the client and the therapist.
    Beside,
    /// Over the whole window, for both to read, with the two that were compared last, else as usual.
    ForBoth,
    /// Over the whole window, with these two.
    Open {
        /// Above.
        left: PersonId,
        /// Below.
        right: PersonId,
    },
    /// The window as it was before.
    Close,
    /// These two, wherever it is shown.
    Choose {
        /// Above.
        left: PersonId,
        /// Below.
        right: PersonId,
    },
    /// How far apart two marks may lie and still mean the same moment.
    SetTolerance(Tolerance),
    /// This mark is looked at.
    Select(MarkId),
    /// This mark is looked at, and heard from a little before it.
    Play(MarkId),
    /// What the two say together to a pair of theirs, as it stands. Further words continue the same change.
    Say {
        /// The one's mark.
        left: MarkId,
        /// The other's.
        right: MarkId,
        /// Their words.
        words: String,
    },
    /// That is what they say.
    EndSaying,
}

/// Two people whose marks are compared.
#[derive(Debug)]
pub struct Comparing {
    /// Above, in the drawing.
    pub left: PersonId,
    /// Below.
    pub right: PersonId,
    /// How far apart two marks may lie and still mean the same moment.
    pub tolerance: Tolerance,
    /// Over the whole window, for both to read.
    pub for_both: bool,
    /// The joint mark whose words are being typed.
    saying: Option<MarkId>,
    /// The comparison, and of which state of the record.
    found: RefCell<Option<(u64, Arc<Comparison>)>>,
}

impl Comparing {
    fn of(session: &Session, left: PersonId, right: PersonId, for_both: bool) -> Self {
        let tolerance = compare::usual_tolerance(session, &left, &right);
        Self {
            left,
            right,
            tolerance,
            for_both,
            saying: None,
            found: RefCell::default(),
        }
    }

    /// Whether it is one of the two.
    #[must_use]
    pub fn includes(&self, person: &PersonId) -> bool {
        self.left == *person || self.right == *person
    }
}

impl App {
    /// What two people's marks have in common, where they are compared. Worked out anew only after the record changed.
    #[must_use]
    pub fn comparison(&self) -> Option<Arc<Comparison>> {
        let desk = self.desk()?;
        let comparing = desk.comparing.as_ref()?;
        let generation = desk.document.generation();
        let mut found = comparing.found.borrow_mut();
        if let Some((known, comparison)) = found.as_ref()
            && *known == generation
        {
            return Some(Arc::clone(comparison));
        }
        let meanings = Meanings::of(self.codebooks().all().iter().map(AsRef::as_ref));
        let comparison = Arc::new(compare::compare(
            desk.document.session(),
            &comparing.left,
            &comparing.right,
            comparing.tolerance,
            &meanings,
        ));
        *found = Some((generation, Arc::clone(&comparison)));
        Some(comparison)
    }

    pub(in crate::app) fn handle_compare(&mut self, command: CompareCommand) {
        match command {
            CompareCommand::Beside => self.begin_comparing(None, false),
            CompareCommand::ForBoth => self.begin_comparing(None, true),
            CompareCommand::Open { left, right } => {
                self.begin_comparing(Some((left, right)), true);
            }
            CompareCommand::Close => {
                self.handle_guess(super::guess::GuessCommand::Leave);
                if let Some(comparing) = self.comparing_mut() {
                    comparing.for_both = false;
                    comparing.saying = None;
                }
            }
            CompareCommand::Choose { left, right } => {
                let for_both = self.comparing_mut().is_some_and(|known| known.for_both);
                self.begin_comparing(Some((left, right)), for_both);
            }
            CompareCommand::SetTolerance(tolerance) => {
                if let Some(comparing) = self.comparing_mut() {
                    comparing.tolerance = tolerance;
                    comparing.found.take();
                }
            }
            CompareCommand::Select(mark) => self.look_at(mark, false),
            CompareCommand::Play(mark) => self.look_at(mark, true),
            CompareCommand::Say { left, right, words } => self.say(left, right, &words),
            CompareCommand::EndSaying => {
                if let Some(comparing) = self.comparing_mut() {
                    comparing.saying = None;
                }
            }
        }
    }

    fn comparing_mut(&mut self) -> Option<&mut Comparing> {
        self.desk_mut()?.comparing.as_mut()
    }

    /// With these two, else with those that were compared last, else with the usual ones.
    fn begin_comparing(&mut self, two: Option<(PersonId, PersonId)>, for_both: bool) {
        let Some(desk) = self.desk_mut() else { return };
        let session = desk.document.session();
        let here = |person: &PersonId| session.person(person).is_some();
        if let Some(comparing) = &mut desk.comparing
            && here(&comparing.left)
            && here(&comparing.right)
            && two
                .as_ref()
                .is_none_or(|(left, right)| *left == comparing.left && *right == comparing.right)
        {
            comparing.for_both = for_both;
            return;
        }
        let two = two
            .filter(|(left, right)| left != right && here(left) && here(right))
            .or_else(|| usual_two(session));
        desk.comparing = two.map(|(left, right)| Comparing::of(session, left, right, for_both));
    }

    fn look_at(&mut self, mark: MarkId, play: bool) {
        let Some(desk) = self.desk_mut() else { return };
        if desk.document.session().mark(mark).is_none() {
            return;
        }
        desk.selected = Some(mark);
        if play {
            self.hear(mark);
        }
    }

    /// Plays from a little before a mark.
    pub(super) fn hear(&mut self, mark: MarkId) {
        let before = MediaDelta::from_millis(i64::from(self.settings.preroll_ms)).max(BEFORE);
        let start = self
            .desk()
            .and_then(|desk| desk.document.session().mark(mark))
            .map(|mark| mark.when.start());
        if let (Some(start), Some(open)) = (start, &mut self.recording) {
            open.play_from((start - before).clamp_to_start());
        }
    }

    /// Puts down what both say: in the joint mark that stands between the two marks, or in a new one.
    fn say(&mut self, left: MarkId, right: MarkId, words: &str) {
        let words = words.trim_end();
        let there = self.joint_of(left, right);
        match there {
            Some((mark, before)) if before != words => self.say_in(mark, words),
            None if !words.trim().is_empty() => self.first_words(left, right, words),
            _ => {}
        }
    }

    /// The joint mark of a pair that the active author may change, and its words.
    fn joint_of(&self, left: MarkId, right: MarkId) -> Option<(MarkId, String)> {
        let comparison = self.comparison()?;
        let desk = self.desk()?;
        let pair = comparison.pair_with(left)?;
        let mark = sayable(pair, desk).filter(|_| pair.has(right))?;
        Some((mark.id, mark.words.clone().unwrap_or_default()))
    }

    fn say_in(&mut self, mark: MarkId, words: &str) {
        if words.trim().is_empty() {
            // Nothing is left of it; undo brings it back.
            self.handle_mark(super::super::MarkCommand::Delete(mark));
            self.handle_compare(CompareCommand::EndSaying);
            return;
        }
        let stamp = self.stamp();
        let words = Some(words.to_owned());
        let Some(desk) = self.desk_mut() else { return };
        let saying = desk.comparing.as_ref().and_then(|known| known.saying);
        let newest = desk.document.history().next_undo(&desk.marking.author);
        let continues = saying == Some(mark) && newest.is_some_and(|(_, of)| of == Some(mark));
        if continues {
            let Some(before) = desk.document.session().mark(mark) else {
                return;
            };
            let mut after = before.clone();
            after.words = words;
            let edit = Edit::ReplaceMark(Box::new(after));
            if let Err(reason) = desk.document.amend(&edit, &stamp) {
                self.tell(NoticeKind::Refused(reason));
            }
            return;
        }
        self.change(mark, EditLabel::Words, |mark| mark.words = words);
        if let Some(comparing) = self.comparing_mut() {
            comparing.saying = Some(mark);
        }
    }

    /// A mark by both, at the moment that both marks mean. Only one of the two can write it.
    fn first_words(&mut self, left: MarkId, right: MarkId, words: &str) {
        let stamp = self.stamp();
        let id = ids::mark();
        let comparison = self.comparison();
        let Some(open) = &self.recording else { return };
        let Some(desk) = &open.desk else { return };
        if !desk.document.writable() {
            self.tell(NoticeKind::OnlyForReading);
            return;
        }
        let session = desk.document.session();
        let author = desk.marking.author.clone();
        let (Some(comparing), Some(one), Some(other)) =
            (&desk.comparing, session.mark(left), session.mark(right))
        else {
            return;
        };
        if !comparing.includes(&author) {
            self.tell(NoticeKind::NotYours);
            return;
        }
        let earlier = one.when.start().min(other.when.start());
        let pair = comparison.as_ref().and_then(|known| known.pair_with(left));
        let start = pair.map_or(earlier, |pair| pair.moment().when.start());
        let mark = Mark {
            id,
            revision: 1,
            device: stamp.device.clone(),
            when: When::Point(start),
            frame: open.transport.stamp(start),
            author: Author::Together(vec![comparing.left.clone(), comparing.right.clone()]),
            entered_by: author.clone(),
            about: About::Us,
            view: View::Us,
            // What it was like to hear it, not what it was like then.
            tense: Tense::Now,
            codes: Vec::new(),
            intensity: None,
            sureness: None,
            words: Some(words.to_owned()),
            audience: Audience::Everyone,
            codebook: desk.marking.codebook.reference(),
            placed: Placed::Paused,
            settled: false,
            review: desk
                .sitting
                .as_ref()
                .map(super::sitting::Sitting::review_id),
            links: vec![Link::SeeAlso(left), Link::SeeAlso(right)],
            created: stamp.now,
            revised: None,
        };
        let edit = Edit::AddMark(Box::new(mark));
        let Some(desk) = self.desk_mut() else { return };
        let outcome = desk
            .document
            .edit(&author, EditLabel::AddMark, &edit, Some(id), &stamp);
        match outcome {
            Ok(()) => {
                desk.newest = Some(id);
                if let Some(comparing) = &mut desk.comparing {
                    comparing.saying = Some(id);
                }
            }
            Err(reason) => self.tell(NoticeKind::Refused(reason)),
        }
    }
}

/// The joint mark of a pair whose words the active author may change.
#[must_use]
pub fn sayable<'a>(pair: &'a compare::Pair, desk: &Desk) -> Option<&'a Mark> {
    let mut own = pair.together.iter().filter(|mark| desk.may_change(mark));
    own.next_back().map(AsRef::as_ref)
}

/// The client above, the therapist below; else the first two.
fn usual_two(session: &Session) -> Option<(PersonId, PersonId)> {
    let people = session.people();
    let with = |roles: &[Role], not: Option<&Person>| {
        people.iter().find(|person| {
            roles.contains(&person.role) && not.is_none_or(|not| not.id != person.id)
        })
    };
    let clients = [Role::Client, Role::Child, Role::Carer, Role::GroupMember];
    let left = with(&clients, None).or_else(|| people.first())?;
    let other = |person: &&Person| person.id != left.id;
    let right = with(&[Role::Therapist, Role::Supervisor], Some(left))
        .or_else(|| people.iter().find(other))?;
    Some((left.id.clone(), right.id.clone()))
}
