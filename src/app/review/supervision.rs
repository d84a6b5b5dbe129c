//! Rating for supervision: with a frame, each rater for themselves, until all of a round are done; then side by side.
//!
//! What a rater gives is kept for that rater alone, encrypted with their key: others have it neither in a file they can read nor in
//! memory. Everyone sees who rates and who is done. Only once all are done can the sheets be shared, each by its own rater, and
//! nobody is shown another's before they have shared their own. With being done goes a hash of the sheet, so that it shows later
//! whether what was shared is what it was then.

use std::{
    sync::{Arc, mpsc},
    thread,
};

use super::super::{
    App, ids,
    keys::KeyState,
    notice::{ClosedNotice, NoticeKind},
};
use crate::{
    domain::{
        edit::Edit,
        entry::{Entry, EntryKind},
        history::EditLabel,
        id::{EntryId, MarkId, PersonId},
        mark::Audience,
        person::Role,
        rating_frame::RatingFrame,
        session::Session,
        supervision::{
            self, Done, FrameRef, Rating, RatingPart, RatingSheet, newest_round, own_sheet,
            parts_of, shared_sheet,
        },
        time::MediaDelta,
    },
    store::{self, Frames, schema::hash_of_sheet},
};

mod pack;
mod together;

pub use pack::{Length, PackCommand, USUAL};
pub use together::{Kept, Shared};

/// So much is heard around a moment that shows an item.
const AROUND: MediaDelta = MediaDelta::from_millis(3_000);

/// To rating for supervision.
#[derive(Clone, Debug, PartialEq)]
pub enum SupervisionCommand {
    /// Somebody looks at it: the frames are read anew, for a team edits its own.
    Look,
    /// These people rate with this frame, each for themselves.
    Begin {
        /// Id of the frame.
        frame: String,
        /// Who.
        raters: Vec<PersonId>,
        /// Whose work is rated.
        of: Option<PersonId>,
    },
    /// Shows another round, by its id.
    ShowRound(EntryId),
    /// This person does not rate after all.
    LeaveOut(PersonId),
    /// What an item is given on a scale; `None` takes it back.
    Rate {
        /// The number of the item.
        item: u32,
        /// The scale.
        scale: String,
        /// What it is given.
        rating: Option<Rating>,
    },
    /// What is said of an item in free words.
    Note(u32, String),
    /// The selected mark shows this item.
    Link(u32),
    /// This mark does not.
    Unlink(u32, MarkId),
    /// Whoever marks now is done.
    Done,
    /// They are not done after all.
    GoOn,
    /// Whoever marks now shares their sheet.
    Share,
    /// Plays a moment that shows an item.
    Play(MarkId),
    /// To the sections.
    Pack(PackCommand),
}

/// What the application keeps of it.
#[derive(Debug, Default)]
pub struct Supervising {
    frames: Option<Arc<Frames>>,
    reading: Option<mpsc::Receiver<Frames>>,
    /// The round that is looked at, where it is not the newest.
    round: Option<EntryId>,
}

/// One rater's part, as everyone who works with the recording may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Whose.
    pub person: PersonId,
    /// The entry that keeps it.
    pub entry: EntryId,
    /// What it says.
    pub part: RatingPart,
}

/// A round, with everybody's part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// Which.
    pub id: EntryId,
    /// With which frame.
    pub frame: FrameRef,
    /// Whose work is rated.
    pub of: Option<PersonId>,
    /// The parts, in the order of the people.
    pub parts: Vec<Part>,
}

impl Round {
    /// A person's part.
    #[must_use]
    pub fn part(&self, person: &PersonId) -> Option<&Part> {
        self.parts.iter().find(|part| part.person == *person)
    }

    /// Whether everybody is done.
    #[must_use]
    pub fn all_done(&self) -> bool {
        self.parts.iter().all(|part| part.part.done.is_some())
    }

    /// Whether anybody shared their sheet.
    #[must_use]
    pub fn any_shared(&self) -> bool {
        self.parts.iter().any(|part| part.part.shared.is_some())
    }
}

/// How far whoever marks now is with their own sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// They do not rate in this round.
    NoRater,
    /// Their own key has to be opened first: it says how that stands.
    Closed,
    /// It was opened, and what they gave before is being read.
    Opening,
    /// They rate.
    Rating,
    /// They said that they are done, and what is here now is something else.
    Changed,
    /// They are done, and wait for others.
    Waiting,
    /// All are done: they can share.
    MayShare,
    /// They have shared.
    Shared,
}

/// Whether somebody of this role can rate.
#[must_use]
pub const fn may_rate(role: Role) -> bool {
    matches!(
        role,
        Role::Therapist | Role::Supervisor | Role::Trainee | Role::Rater
    )
}

/// For whom sheets about this person's work are once they are shared: a therapist's are for therapists and supervisors, else for
/// trainees and supervisors.
#[must_use]
pub fn readers_of(session: &Session, of: Option<&PersonId>) -> Audience {
    let role = of.and_then(|of| session.person(of)).map(|of| of.role);
    if role == Some(Role::Therapist) {
        Audience::Team
    } else {
        Audience::Training
    }
}

impl App {
    /// Whether rating can be looked at on this screen: never while a client can see it, nor while somebody marks alone.
    #[must_use]
    pub fn may_supervise(&self) -> bool {
        !self.client_present()
            && self
                .desk()
                .is_some_and(|desk| desk.document.marks_alone().is_none())
            && self.closed_by().is_empty()
    }

    /// The frames that there are; `None` until they were read.
    #[must_use]
    pub fn rating_frames(&self) -> Option<&Frames> {
        self.supervising.frames.as_deref()
    }

    /// The frame of a round, as it is on this computer now.
    #[must_use]
    pub fn rating_frame(&self, of: &FrameRef) -> Option<&RatingFrame> {
        self.rating_frames()?.get(&of.id)
    }

    /// Every round, the newest first.
    #[must_use]
    pub fn rating_rounds(&self) -> Vec<Round> {
        let Some(desk) = self.desk().filter(|_| self.may_supervise()) else {
            return Vec::new();
        };
        let session = desk.document.session();
        let mut begun: Vec<_> = supervision::parts(session)
            .map(|(_, entry, part)| (entry.created, part.round))
            .collect();
        begun.sort();
        let mut ids: Vec<EntryId> = Vec::new();
        for (_, id) in begun.into_iter().rev() {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids.into_iter()
            .filter_map(|id| round_with(session, id))
            .collect()
    }

    /// The round that is looked at: the newest, unless another was chosen.
    #[must_use]
    pub fn rating_round(&self) -> Option<Round> {
        let session = self
            .desk()
            .filter(|_| self.may_supervise())?
            .document
            .session();
        let chosen = self.supervising.round;
        chosen
            .and_then(|id| round_with(session, id))
            .or_else(|| round_with(session, newest_round(session)?))
    }

    /// The part of whoever marks now.
    fn own_part(&self) -> Option<(Round, Part)> {
        let round = self.rating_round()?;
        let part = round.part(&self.desk()?.marking.author)?.clone();
        Some((round, part))
    }

    /// How far whoever marks now is.
    #[must_use]
    pub fn own_rating(&self) -> Own {
        let (Some((round, own)), Some(desk)) = (self.own_part(), self.desk()) else {
            return Own::NoRater;
        };
        if self.key_state(&own.person) != KeyState::Open {
            return Own::Closed;
        }
        if desk.document.is_refilling() {
            return Own::Opening;
        }
        if own.part.shared.is_some() {
            return Own::Shared;
        }
        match &own.part.done {
            None => Own::Rating,
            Some(done) if self.own_hash(&own).as_ref() != Some(&done.hash) => Own::Changed,
            Some(_) if round.all_done() => Own::MayShare,
            Some(_) => Own::Waiting,
        }
    }

    /// What whoever marks now gave; `None` where nothing of it is here.
    #[must_use]
    pub fn own_rating_sheet(&self) -> Option<&RatingSheet> {
        let (_, own) = self.own_part()?;
        let session = self.desk()?.document.session();
        let own = own_sheet(session, own.entry).or_else(|| shared_sheet(session, own.entry));
        own.map(|(_, sheet)| sheet)
    }

    fn own_hash(&self, own: &Part) -> Option<String> {
        let session = self.desk()?.document.session();
        let (entry, sheet) = own_sheet(session, own.entry)?;
        Some(hash_of_sheet(entry.id, sheet))
    }

    pub(in crate::app) fn handle_supervision(&mut self, command: SupervisionCommand) {
        if !self.may_supervise() {
            return;
        }
        match command {
            SupervisionCommand::Look => self.read_frames(),
            SupervisionCommand::Begin { frame, raters, of } => {
                self.begin_rating_round(&frame, &raters, of.as_ref());
            }
            SupervisionCommand::ShowRound(id) => self.supervising.round = Some(id),
            SupervisionCommand::LeaveOut(person) => self.leave_out_rater(&person),
            SupervisionCommand::Rate {
                item,
                scale,
                rating,
            } => self.rate(item, &scale, rating),
            SupervisionCommand::Note(item, words) => {
                self.change_sheet(item, |sheet| {
                    sheet.change(item, |said| words.trim().clone_into(&mut said.note));
                });
            }
            SupervisionCommand::Link(item) => self.link_evidence(item),
            SupervisionCommand::Unlink(item, mark) => self.change_sheet(item, |sheet| {
                sheet.change(item, |said| said.evidence.retain(|known| *known != mark));
            }),
            SupervisionCommand::Done => self.done_rating(),
            SupervisionCommand::GoOn => self.rate_on(),
            SupervisionCommand::Share => self.share_sheet(),
            SupervisionCommand::Play(mark) => self.play_evidence(mark),
            SupervisionCommand::Pack(command) => self.handle_pack(command),
        }
    }

    fn read_frames(&mut self) {
        if self.supervising.reading.is_some() {
            return;
        }
        let (sender, answer) = mpsc::channel();
        let (places, waker) = (self.world.places.clone(), Arc::clone(&self.world.waker));
        thread::spawn(move || {
            // The window may have been closed meanwhile; then nobody waits for them.
            let _unwanted = sender.send(store::load_frames(&places));
            waker();
        });
        self.supervising.reading = Some(answer);
    }

    /// Once a tick.
    pub(in crate::app) fn mind_supervision(&mut self) {
        let Some(reading) = &self.supervising.reading else {
            return;
        };
        match reading.try_recv() {
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => {}
            Ok(frames) => self.supervising.frames = Some(Arc::new(frames)),
        }
        self.supervising.reading = None;
    }

    fn begin_rating_round(&mut self, frame: &str, raters: &[PersonId], of: Option<&PersonId>) {
        let known = self.rating_frames().and_then(|frames| frames.get(frame));
        let Some(frame) = known.filter(|frame| !frame.is_blank()).map(FrameRef::of) else {
            return;
        };
        let Some(desk) = self.desk() else { return };
        let session = desk.document.session();
        let rate = |id: &&PersonId| {
            session
                .person(id)
                .is_some_and(|person| may_rate(person.role))
        };
        let (round, raters): (EntryId, Vec<PersonId>) =
            (ids::entry(), raters.iter().filter(rate).cloned().collect());
        if raters.is_empty() {
            return;
        }
        let edits = raters
            .into_iter()
            .map(|keeper| Edit::PutEntry {
                keeper,
                entry: Box::new(self.fresh_entry(
                    Audience::Everyone,
                    EntryKind::RatingPart(RatingPart {
                        round,
                        frame: frame.clone(),
                        of: of.cloned(),
                        done: None,
                        shared: None,
                    }),
                )),
            })
            .collect();
        if self.change_rating(&Edit::Batch(edits)) {
            self.supervising.round = Some(round);
        }
    }

    fn leave_out_rater(&mut self, person: &PersonId) {
        let Some(round) = self.rating_round().filter(|round| !round.any_shared()) else {
            return;
        };
        if let Some(part) = round.part(person).filter(|part| part.part.done.is_none()) {
            self.change_rating(&Edit::DropEntry(part.entry));
        }
    }

    fn rate(&mut self, item: u32, scale: &str, rating: Option<Rating>) {
        let Some((round, _)) = self.own_part() else {
            return;
        };
        let fits = self.rating_frame(&round.frame).is_some_and(|frame| {
            let asked = frame.item(item);
            asked.is_some_and(|asked| {
                frame.scales_of(asked).any(|known| {
                    let value = rating.and_then(Rating::value);
                    known.id == scale && value.is_none_or(|value| known.holds(value))
                })
            })
        });
        if !fits {
            return;
        }
        self.change_sheet(item, |sheet| {
            sheet.change(item, |said| {
                match rating {
                    Some(rating) => said.values.insert(scale.to_owned(), rating),
                    None => said.values.remove(scale),
                };
            });
        });
    }

    fn link_evidence(&mut self, item: u32) {
        let Some(mark) = self.desk().and_then(|desk| Some(desk.selected_mark()?.id)) else {
            return;
        };
        self.change_sheet(item, |sheet| {
            sheet.change(item, |said| {
                if !said.evidence.contains(&mark) {
                    said.evidence.push(mark);
                }
            });
        });
    }

    /// Changes what whoever marks now gives; the first change makes their sheet.
    fn change_sheet(&mut self, item: u32, change: impl FnOnce(&mut RatingSheet)) {
        let Some((round, own)) = self.own_part() else {
            return;
        };
        match self.own_rating() {
            Own::Rating => {}
            Own::Closed => {
                self.tell(NoticeKind::Closed(ClosedNotice::NeedsPassphrase));
                return;
            }
            _ => return,
        }
        let known = self
            .rating_frame(&round.frame)
            .is_some_and(|frame| frame.item(item).is_some());
        let Some(desk) = self.desk().filter(|_| known) else {
            return;
        };
        let before = own_sheet(desk.document.session(), own.entry)
            .map(|(entry, sheet)| (entry.clone(), sheet.clone()));
        let (mut entry, before) = before.unwrap_or_else(|| {
            let sheet = RatingSheet::new(own.entry, round.frame.clone());
            let kind = EntryKind::RatingSheet(Box::new(sheet.clone()));
            (self.fresh_entry(Audience::OnlyMe, kind), sheet)
        });
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            entry.kind = EntryKind::RatingSheet(Box::new(after));
            self.change_rating(&Edit::PutEntry {
                keeper: own.person,
                entry: Box::new(entry),
            });
        }
    }

    fn done_rating(&mut self) {
        let Some((_, own)) = self.own_part() else {
            return;
        };
        let Some(hash) = self.own_hash(&own) else {
            return;
        };
        if matches!(self.own_rating(), Own::Rating | Own::Changed) {
            let at = self.stamp().now;
            self.change_part(&own, |part| part.done = Some(Done { at, hash }));
        }
    }

    fn rate_on(&mut self) {
        let Some((round, own)) = self.own_part() else {
            return;
        };
        // Once somebody has shared, the others' own values are no longer theirs alone.
        if !round.any_shared() && own.part.done.is_some() {
            self.change_part(&own, |part| part.done = None);
        }
    }

    fn change_part(&mut self, own: &Part, change: impl FnOnce(&mut RatingPart)) {
        let known = self
            .desk()
            .and_then(|desk| desk.document.session().entry(own.entry))
            .map(|(_, entry)| entry.clone());
        let Some(mut entry) = known else { return };
        let mut after = own.part.clone();
        change(&mut after);
        entry.kind = EntryKind::RatingPart(after);
        self.change_rating(&Edit::PutEntry {
            keeper: own.person.clone(),
            entry: Box::new(entry),
        });
    }

    /// The sheet becomes another one, for more readers. What was read cannot be taken back, so undo does not reach behind it.
    fn share_sheet(&mut self) {
        if self.own_rating() != Own::MayShare {
            return;
        }
        let (Some((round, own)), stamp) = (self.own_part(), self.stamp()) else {
            return;
        };
        let Some(desk) = self.desk() else { return };
        let session = desk.document.session();
        let Some((before, sheet)) = own_sheet(session, own.entry) else {
            return;
        };
        let readers = readers_of(session, round.of.as_ref());
        let mut after = sheet.clone();
        after.was = Some(before.id);
        let shared = self.fresh_entry(readers, EntryKind::RatingSheet(Box::new(after)));
        let Some((_, card)) = session.entry(own.entry) else {
            return;
        };
        let mut card = card.clone();
        let mut part = own.part.clone();
        part.shared = Some(stamp.now);
        card.kind = EntryKind::RatingPart(part);
        let put = |entry: Entry| Edit::PutEntry {
            keeper: own.person.clone(),
            entry: Box::new(entry),
        };
        let edit = Edit::Batch(vec![Edit::DropEntry(before.id), put(shared), put(card)]);
        let Some(desk) = self.desk_mut() else { return };
        if !desk.document.writable() {
            self.tell(NoticeKind::OnlyForReading);
            return;
        }
        desk.document.forget_closed_steps();
        let parts = round.parts.iter().map(|part| part.entry).collect();
        desk.document.forget_steps_of(&parts);
        if let Err(reason) = desk.document.note(&edit, &stamp) {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    fn play_evidence(&mut self, id: MarkId) {
        let Some(when) = self
            .desk()
            .and_then(|desk| Some(desk.document.session().mark(id)?.when))
        else {
            return;
        };
        if let Some(desk) = self.desk_mut() {
            desk.selected = Some(id);
        }
        let from = (when.start() - AROUND).clamp_to_start();
        self.play_until(from, when.end() + AROUND, None);
    }

    /// A change that can be taken back. False where it was refused, which is said.
    fn change_rating(&mut self, edit: &Edit) -> bool {
        self.change_labelled(EditLabel::RatingSheet, edit)
    }

    fn change_labelled(&mut self, label: EditLabel, edit: &Edit) -> bool {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else {
            return false;
        };
        if !desk.document.writable() {
            self.tell(NoticeKind::OnlyForReading);
            return false;
        }
        let author = desk.marking.author.clone();
        match desk.document.edit(&author, label, edit, None, &stamp) {
            Ok(()) => true,
            Err(reason) => {
                self.tell(NoticeKind::Refused(reason));
                false
            }
        }
    }

    fn fresh_entry(&self, audience: Audience, kind: EntryKind) -> Entry {
        let stamp = self.stamp();
        Entry {
            id: ids::entry(),
            revision: 1,
            device: stamp.device,
            audience,
            created: stamp.now,
            revised: None,
            conflict_of: None,
            kind,
        }
    }
}

fn round_with(session: &Session, id: EntryId) -> Option<Round> {
    let parts: Vec<Part> = parts_of(session, id)
        .into_iter()
        .map(|(person, entry, part)| Part {
            person: person.clone(),
            entry: entry.id,
            part: part.clone(),
        })
        .collect();
    let first = parts.first()?;
    Some(Round {
        id,
        frame: first.part.frame.clone(),
        of: first.part.of.clone(),
        parts,
    })
}
