//! The guessing round: one guesses what was in the other's mind at a moment that the other marked, and only the other says
//! whether it was like that. The answer is kept; nothing is made of it.
//!
//! Domain 3b, step 7, after the moments of an empathic-accuracy task, without its score.

use super::super::{App, MarkingCommand, ids, notice::NoticeKind};
use crate::domain::{
    edit::Edit,
    entry::{Entry, EntryKind, Judgement, Verdict},
    history::EditLabel,
    id::{EntryId, MarkId, PersonId},
    mark::{Audience, Author, Mark, View},
    session::Session,
};

/// To the guessing round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GuessCommand {
    /// The one below guesses about the one above.
    Begin,
    /// The other way round.
    Turn,
    /// The guess about the moment, as it stands.
    Words(String),
    /// What its owner marked there is shown.
    Show,
    /// Its owner answers, so they mark now.
    HandOver,
    /// What its owner says.
    Judge(Verdict),
    /// The moment after it.
    Next,
    /// The moment before it.
    Previous,
    /// Hear it.
    Play,
    /// Back to the lists.
    Leave,
}

/// A guessing round that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guessing {
    /// Who guesses.
    pub guesser: PersonId,
    /// Whose mind it is.
    pub owner: PersonId,
    /// The owner's mark that is guessed about; `None` where they marked nothing about themself.
    pub at: Option<MarkId>,
    /// What the owner marked is shown.
    pub shown: bool,
    /// Who marked before the owner answered.
    before: Option<PersonId>,
    /// The guess that is being typed.
    typing: Option<EntryId>,
}

/// The moments that can be guessed about, in the order of the recording: what this person marked about their own mind, for
/// everyone to read.
#[must_use]
pub fn moments<'a>(session: &'a Session, owner: &PersonId) -> Vec<&'a Mark> {
    let mut found: Vec<_> = session
        .marks()
        .filter(|mark| {
            mark.author == Author::One(owner.clone())
                && mark.view == View::Own
                && mark.audience == Audience::Everyone
                && (mark.words.is_some() || !mark.codes.is_empty())
        })
        .collect();
    found.sort_by_key(|mark| (mark.when.start(), mark.id));
    found
}

/// What this person guessed about a moment, and what its owner said to it.
#[must_use]
pub fn judgement<'a>(
    session: &'a Session,
    of: MarkId,
    guesser: &PersonId,
) -> Option<(&'a Entry, &'a Judgement)> {
    session.entries().find_map(|(_, entry)| match &entry.kind {
        EntryKind::Judgement(known) if known.of == of && known.guesser == *guesser => {
            Some((entry, known))
        }
        _ => None,
    })
}

impl App {
    pub(in crate::app) fn handle_guess(&mut self, command: GuessCommand) {
        match command {
            GuessCommand::Begin => self.begin_guessing(false),
            GuessCommand::Turn => self.begin_guessing(true),
            GuessCommand::Words(words) => self.guess(&words),
            GuessCommand::Show => {
                if let Some(guessing) = self.guessing_mut() {
                    guessing.shown = true;
                    guessing.typing = None;
                }
            }
            GuessCommand::HandOver => self.hand_over(),
            GuessCommand::Judge(verdict) => self.judge(verdict),
            GuessCommand::Next => self.another_moment(1),
            GuessCommand::Previous => self.another_moment(-1),
            GuessCommand::Play => {
                let at = self.guessing_mut().and_then(|guessing| guessing.at);
                if let Some(mark) = at {
                    self.hear(mark);
                }
            }
            GuessCommand::Leave => {
                self.hand_back();
                if let Some(desk) = self.desk_mut() {
                    desk.guessing = None;
                }
            }
        }
    }

    /// The moment that is guessed about, and its place among all that can be, from 0.
    #[must_use]
    pub fn guessed_about(&self) -> Option<(&Mark, usize, usize)> {
        let desk = self.desk()?;
        let guessing = desk.guessing.as_ref()?;
        let all = moments(desk.document.session(), &guessing.owner);
        let at = all.iter().position(|mark| Some(mark.id) == guessing.at)?;
        Some((all[at], at, all.len()))
    }

    fn guessing_mut(&mut self) -> Option<&mut Guessing> {
        self.desk_mut()?.guessing.as_mut()
    }

    fn begin_guessing(&mut self, turn: bool) {
        self.hand_back();
        let Some(desk) = self.desk_mut() else { return };
        let two = match (&desk.guessing, &desk.comparing) {
            (Some(now), _) => (now.guesser.clone(), now.owner.clone()),
            (None, Some(comparing)) => (comparing.right.clone(), comparing.left.clone()),
            (None, None) => return,
        };
        let (guesser, owner) = if turn { (two.1, two.0) } else { two };
        let session = desk.document.session();
        let all = moments(session, &owner);
        let answered = |mark: &Mark| {
            judgement(session, mark.id, &guesser).is_some_and(|(_, known)| known.verdict.is_some())
        };
        // Where the two stopped the last time.
        let at = all.iter().find(|mark| !answered(mark)).or(all.first());
        let at = at.map(|mark| mark.id);
        desk.guessing = Some(Guessing {
            guesser,
            owner,
            at: None,
            shown: false,
            before: None,
            typing: None,
        });
        self.look_at_moment(at);
    }

    /// Nothing of a moment is shown before somebody asks for it, unless its owner has answered.
    fn look_at_moment(&mut self, at: Option<MarkId>) {
        let Some(desk) = self.desk_mut() else { return };
        let Some(guessing) = &mut desk.guessing else {
            return;
        };
        guessing.at = at;
        guessing.typing = None;
        guessing.shown = at
            .and_then(|mark| judgement(desk.document.session(), mark, &guessing.guesser))
            .is_some_and(|(_, known)| known.verdict.is_some());
        desk.selected = None;
    }

    fn another_moment(&mut self, by: isize) {
        let Some((_, at, _)) = self.guessed_about() else {
            return;
        };
        let Some(desk) = self.desk() else { return };
        let Some(guessing) = &desk.guessing else {
            return;
        };
        let all = moments(desk.document.session(), &guessing.owner);
        let next = at.checked_add_signed(by).and_then(|at| all.get(at));
        let Some(next) = next.map(|mark| mark.id) else {
            return;
        };
        self.hand_back();
        self.look_at_moment(Some(next));
        self.hear(next);
    }

    /// The owner of the mind marks now: only they can say how it was.
    fn hand_over(&mut self) {
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let Some(guessing) = &mut desk.guessing else {
            return;
        };
        if author == guessing.owner {
            return;
        }
        guessing.before.get_or_insert(author);
        guessing.typing = None;
        let owner = guessing.owner.clone();
        self.handle_marking(MarkingCommand::SetAuthor(owner));
    }

    fn hand_back(&mut self) {
        let before = self.guessing_mut().and_then(|known| known.before.take());
        if let Some(before) = before {
            self.handle_marking(MarkingCommand::SetAuthor(before));
        }
    }

    fn guess(&mut self, words: &str) {
        let Some(desk) = self.desk() else { return };
        let Some(guessing) = &desk.guessing else {
            return;
        };
        let Some(mark) = guessing.at.filter(|_| !guessing.shown) else {
            return;
        };
        let known = judgement(desk.document.session(), mark, &guessing.guesser);
        if known.is_none() && words.trim().is_empty() {
            return;
        }
        let kind = Judgement {
            of: mark,
            guesser: guessing.guesser.clone(),
            guess: words.to_owned(),
            verdict: None,
        };
        self.keep_judgement(kind, words.trim().is_empty());
    }

    fn judge(&mut self, verdict: Verdict) {
        let Some(desk) = self.desk() else { return };
        let Some(guessing) = &desk.guessing else {
            return;
        };
        if desk.marking.author != guessing.owner {
            self.tell(NoticeKind::NotYours);
            return;
        }
        let known = guessing
            .at
            .and_then(|mark| judgement(desk.document.session(), mark, &guessing.guesser));
        let Some((_, known)) = known.filter(|_| guessing.shown) else {
            return;
        };
        let mut known = known.clone();
        // Pressed once more, it is taken back.
        known.verdict = (known.verdict != Some(verdict)).then_some(verdict);
        self.with_typing(None);
        self.keep_judgement(known, false);
    }

    fn with_typing(&mut self, entry: Option<EntryId>) {
        if let Some(guessing) = self.guessing_mut() {
            guessing.typing = entry;
        }
    }

    /// In the file of the mind's owner; the words of one guess are one step of undo.
    fn keep_judgement(&mut self, judgement: Judgement, gone: bool) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(guessing) = &desk.guessing else {
            return;
        };
        let (owner, author) = (guessing.owner.clone(), desk.marking.author.clone());
        let known = self::judgement(desk.document.session(), judgement.of, &judgement.guesser)
            .map(|(entry, _)| entry.clone());
        let id = known.as_ref().map_or_else(ids::entry, |entry| entry.id);
        let newest = desk.document.history().next_undo(&author);
        let continues = guessing.typing == Some(id)
            && newest.is_some_and(|(label, _)| label == EditLabel::Judgement);
        let kind = EntryKind::Judgement(judgement);
        let mut entry = known.unwrap_or_else(|| Entry {
            id,
            revision: 1,
            device: stamp.device.clone(),
            audience: Audience::Everyone,
            created: stamp.now,
            revised: None,
            conflict_of: None,
            kind: kind.clone(),
        });
        entry.kind = kind;
        let edit = if gone {
            Edit::DropEntry(id)
        } else {
            Edit::PutEntry {
                keeper: owner,
                entry: Box::new(entry),
            }
        };
        let outcome = if continues && !gone {
            desk.document.amend(&edit, &stamp)
        } else {
            desk.document
                .edit(&author, EditLabel::Judgement, &edit, None, &stamp)
        };
        match outcome {
            Ok(()) => self.with_typing((!gone).then_some(id)),
            Err(reason) => self.tell(NoticeKind::Refused(reason)),
        }
    }
}
