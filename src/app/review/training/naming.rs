//! The second of two rounds: each rater says what the agreed moments are called, for themselves alone until all have said it.

use super::Stage;
use crate::{
    analysis::{naming, places::usual_codes},
    app::{
        App, MarkCommand, ids,
        marking::Marking,
        notice::{ClosedNotice, NoticeKind},
    },
    domain::{
        edit::Edit,
        history::EditLabel,
        id::{CodeId, MarkId, PersonId},
        mark::{Audience, Author, CodeUse, Link, Mark, Placed, Tense},
        session::Session,
        training::{Consensus, NAMES_MARK, NAMES_PLACE, Place, Round, Ruling},
    },
};

/// The moments that a rater names, without anybody's view of them.
pub(super) fn to_name(session: &Session, consensus: &Consensus) -> Vec<Place> {
    naming::unnamed(session, consensus)
        .into_iter()
        .map(|place| Place {
            voices: Vec::new(),
            codes: Vec::new(),
            ..place.clone()
        })
        .collect()
}

/// The moments of which it is decided what they are called, once every rater has said it: with what those call it who have shown it.
pub(super) fn to_decide(session: &Session, consensus: &Consensus) -> Vec<Place> {
    if !consensus.all_have_named() {
        return Vec::new();
    }
    naming::unnamed(session, consensus)
        .into_iter()
        .map(|place| {
            let voices = naming::names_of(session, &consensus.raters, place);
            Place {
                codes: usual_codes(&voices),
                voices,
                ..place.clone()
            }
        })
        .collect()
}

impl App {
    /// Whether somebody names agreed moments, and this command says what the chosen one is called instead of marking a new one.
    pub(in crate::app) fn names_instead(&mut self, command: &MarkCommand) -> bool {
        let (MarkCommand::CodeDown(code)
        | MarkCommand::CodeTap(code)
        | MarkCommand::OwnDown(code)
        | MarkCommand::TapAbout(code, _)) = command
        else {
            return false;
        };
        if !matches!(self.training(), Stage::Naming(_)) {
            return false;
        }
        let code = code.clone();
        self.name_moment(&code);
        true
    }

    /// What whoever marks now calls this moment.
    #[must_use]
    pub fn own_name_of(&self, place: MarkId) -> Option<&Mark> {
        let desk = self.desk()?;
        naming::name_by(desk.document.session(), &desk.marking.author, place).map(AsRef::as_ref)
    }

    /// The agreed moment that is looked at while they are named.
    #[must_use]
    pub fn place_to_name(&self) -> Option<Place> {
        self.agreed_place(self.chosen_place()?)
    }

    fn agreed_place(&self, id: MarkId) -> Option<Place> {
        let Stage::Naming(consensus) = self.training() else {
            return None;
        };
        let agreed = consensus.place(id).filter(|place| place.is_settled());
        agreed.cloned()
    }

    /// Whether whoever marks now has said what moments are called and not shown it yet.
    #[must_use]
    pub fn has_names_to_show(&self) -> bool {
        self.desk().is_some_and(|desk| {
            let author = &desk.marking.author;
            let closed = own_names(desk.document.session(), author);
            closed.iter().any(|mark| mark.audience == Audience::OnlyMe)
        })
    }

    /// Whether anybody has shown what they call the agreed moments.
    #[must_use]
    pub fn any_name_shown(&self) -> bool {
        let Stage::Deciding(_, consensus) = self.training() else {
            return false;
        };
        let Some(desk) = self.desk() else {
            return false;
        };
        let session = desk.document.session();
        consensus.raters.iter().any(|rater| {
            let names = own_names(session, &rater.person);
            names.iter().any(|mark| mark.audience == Audience::Everyone)
        })
    }

    /// Whether it is to be decided what this place is called: where it is was agreed on.
    pub(super) fn is_to_be_named(&self, place: &Place) -> bool {
        let Stage::Deciding(_, consensus) = self.training() else {
            return false;
        };
        matches!(consensus.round, Round::Names { .. }) && consensus.place(place.id).is_some()
    }

    /// The place without the name that was decided on; `None` where it had none in the second of two rounds.
    pub(super) fn unnamed_again(&self, id: MarkId) -> Option<Place> {
        let Stage::Deciding(_, consensus) = self.training() else {
            return None;
        };
        let place = consensus.place(id)?;
        let session = self.desk()?.document.session();
        let again = naming::unnamed_again(session, place);
        let named = matches!(consensus.round, Round::Names { .. }) && again.voices != place.voices;
        named.then_some(Place {
            ruling: Ruling::Same,
            reason: String::new(),
            ..again
        })
    }

    pub(super) fn go_on_to_names(&mut self) {
        let Stage::Deciding(_, consensus) = self.training() else {
            return;
        };
        let some = consensus.places.iter().any(Place::is_settled);
        let decided = self.training_found().undecided.is_empty();
        if consensus.round != Round::Moments || !decided || !some {
            return;
        }
        self.change_consensus(|consensus| consensus.round = Round::Names { done: Vec::new() });
        self.begin_naming();
    }

    /// The first moment that waits for a name is looked at.
    fn begin_naming(&mut self) {
        if let Some(first) = self.next_to_name(None) {
            self.choose_place(first, false);
        }
    }

    /// The next moment that whoever marks now has not named, after this one and then from the beginning.
    pub(super) fn next_to_name(&self, after: Option<MarkId>) -> Option<MarkId> {
        let found = self.training_found();
        let all: Vec<MarkId> = found.undecided.iter().map(|place| place.id).collect();
        let at = after
            .and_then(|after| all.iter().position(|id| *id == after))
            .map_or(0, |at| at + 1);
        let round = || {
            all[at.min(all.len())..]
                .iter()
                .chain(&all[..at.min(all.len())])
        };
        let open = round().find(|id| self.own_name_of(**id).is_none());
        open.or_else(|| round().next()).copied()
    }

    /// What stands for the chosen moment is selected, so that its words can be typed.
    pub(super) fn select_name(&mut self, place: MarkId) {
        if !matches!(self.training(), Stage::Naming(_)) {
            return;
        }
        let own = self.own_name_of(place).map(|mark| mark.id);
        if let Some(desk) = self.desk_mut() {
            desk.selected = own;
        }
    }

    pub(super) fn name_moment(&mut self, code: &CodeId) {
        let Some(place) = self.place_to_name() else {
            self.begin_naming();
            return;
        };
        if self.cannot_name() {
            return;
        }
        let Some(own) = self.own_name_of(place.id) else {
            self.add_name(&place, vec![CodeUse::plain(code.clone())], None);
            return;
        };
        let (id, again) = (own.id, own.has_code(code));
        let last = own.codes.len() == 1 && own.words.is_none();
        if again && last {
            self.handle_mark(MarkCommand::Delete(id));
        } else {
            self.change(id, EditLabel::Codes, |mark| {
                if again {
                    mark.codes.retain(|used| used.code != *code);
                } else {
                    mark.codes.push(CodeUse::plain(code.clone()));
                }
            });
        }
    }

    pub(super) fn name_in_words(&mut self, place: MarkId, words: &str) {
        let words = words.trim();
        let Some(place) = self.agreed_place(place) else {
            return;
        };
        if self.cannot_name() {
            return;
        }
        match self.own_name_of(place.id) {
            None if words.is_empty() => {}
            None => self.add_name(&place, Vec::new(), Some(words.to_owned())),
            Some(own) if words.is_empty() && own.codes.is_empty() => {
                let id = own.id;
                self.handle_mark(MarkCommand::Delete(id));
            }
            Some(own) => {
                let id = own.id;
                let words = (!words.is_empty()).then(|| words.to_owned());
                self.change(id, EditLabel::Words, |mark| mark.words = words);
            }
        }
    }

    /// Whether nothing can be kept for whoever marks now alone, which is said.
    fn cannot_name(&mut self) -> bool {
        if self.may_keep_closed() {
            return false;
        }
        self.tell(NoticeKind::Closed(ClosedNotice::NeedsPassphrase));
        true
    }

    fn add_name(&mut self, place: &Place, codes: Vec<CodeUse>, words: Option<String>) {
        let stamp = self.stamp();
        let id = ids::mark();
        let Some(open) = &self.recording else { return };
        let Some(desk) = &open.desk else { return };
        if !desk.document.writable() {
            self.tell(NoticeKind::OnlyForReading);
            return;
        }
        let author = desk.marking.author.clone();
        let session = desk.document.session();
        let link = |kind: &str, id: MarkId| Link::Other {
            kind: kind.to_owned(),
            id: id.to_string(),
        };
        let mut links = vec![link(NAMES_PLACE, place.id)];
        let first = naming::first_mark(session, &author, place);
        links.extend(first.map(|first| link(NAMES_MARK, first)));
        let mark = Mark {
            id,
            revision: 1,
            device: stamp.device.clone(),
            when: place.when,
            frame: open.transport.stamp(place.when.start()),
            author: Author::One(author.clone()),
            entered_by: author.clone(),
            about: place.about.clone(),
            view: Marking::view_of(&author, &place.about),
            tense: Tense::Then,
            codes,
            intensity: None,
            sureness: None,
            words,
            audience: Audience::OnlyMe,
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
        let label = EditLabel::Consensus;
        let done = desk.document.edit(&author, label, &edit, Some(id), &stamp);
        match done {
            Ok(()) => desk.selected = Some(id),
            Err(reason) => self.tell(NoticeKind::Refused(reason)),
        }
    }

    /// Whoever marks now has said it all, or goes on. Nobody goes on once anybody has shown theirs.
    pub(super) fn names_done(&mut self, said: bool) {
        let Some(author) = self.desk().map(|desk| desk.marking.author.clone()) else {
            return;
        };
        let may = match self.training() {
            Stage::Naming(_) => said,
            Stage::Deciding(..) => !said && !self.any_name_shown(),
            _ => false,
        };
        if !may {
            return;
        }
        self.change_consensus(|consensus| {
            let rates = consensus.raters.iter().any(|rater| rater.person == author);
            if let Round::Names { done } = &mut consensus.round
                && rates
            {
                done.retain(|known| *known != author);
                if said {
                    done.push(author.clone());
                }
            }
        });
        if !said {
            self.begin_naming();
        }
    }

    /// What whoever marks now calls the moments, everybody may read from now on.
    pub(super) fn show_names(&mut self) {
        let Stage::Deciding(_, consensus) = self.training() else {
            return;
        };
        if !consensus.all_have_named() {
            return;
        }
        let Some(desk) = self.desk() else { return };
        let author = desk.marking.author.clone();
        let mut edits = Vec::new();
        for mark in own_names(desk.document.session(), &author) {
            if mark.audience != Audience::OnlyMe {
                continue;
            }
            edits.push(Edit::DeleteMark(mark.id));
            // Another mark, so that nothing follows it from where it was kept.
            edits.push(Edit::AddMark(Box::new(Mark {
                id: ids::mark(),
                revision: 1,
                audience: Audience::Everyone,
                ..mark.clone()
            })));
        }
        if edits.is_empty() {
            return;
        }
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let label = EditLabel::Readers;
        let edit = Edit::Batch(edits);
        if let Err(reason) = desk.document.edit(&author, label, &edit, None, &stamp) {
            self.tell(NoticeKind::Refused(reason));
        }
    }
}

/// What somebody calls agreed moments, as far as it can be read here.
fn own_names<'a>(session: &'a Session, person: &PersonId) -> Vec<&'a Mark> {
    let marks = session.set(person).map(|set| set.marks.values());
    marks
        .into_iter()
        .flatten()
        .map(AsRef::as_ref)
        .filter(|mark| crate::domain::training::named_place(mark).is_some())
        .collect()
}
