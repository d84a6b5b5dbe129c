//! An episode in the record: put there from the first word on, taken over where the record says something else, taken away.

use crate::{
    app::{App, notice::NoticeKind},
    domain::{
        edit::Edit,
        entry::{Entry, EntryKind, Episode, Outcome},
        history::EditLabel,
        id::{EntryId, PersonId},
        mark::Audience,
        session::Session,
        time::MediaTime,
    },
};

/// The episodes of a record, by where they begin, with whose they are.
#[must_use]
pub fn kept(session: &Session) -> Vec<(&PersonId, &Entry, &Episode)> {
    let mut found: Vec<_> = session
        .entries()
        .filter_map(|(keeper, entry)| match &entry.kind {
            EntryKind::Episode(episode) => Some((keeper, entry, episode.as_ref())),
            _ => None,
        })
        .collect();
    found.sort_by_key(|(_, entry, episode)| (begins(episode), entry.id));
    found
}

/// Where an episode begins, as far as is known.
#[must_use]
pub fn begins(episode: &Episode) -> MediaTime {
    episode.before.or(episode.onset).unwrap_or(episode.stop)
}

/// Where it ends.
#[must_use]
pub fn ends(episode: &Episode) -> MediaTime {
    match episode.outcome {
        Outcome::Recovered(at) => at.max(episode.stop),
        Outcome::Open | Outcome::NotToday => episode.stop,
    }
}

impl App {
    /// Puts the episode into the record as it stands; one undo takes back what one sitting with it brought.
    pub(super) fn keep_episode(&mut self) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(exploring) = &desk.exploring else {
            return;
        };
        let (id, keeper) = (exploring.episode, exploring.keeper.clone());
        let (continues, state) = (exploring.continues, exploring.state.clone());
        let kind = EntryKind::Episode(Box::new(state.clone()));
        let known = desk.document.session().entry(id).map(|(_, entry)| entry);
        if known.is_some_and(|entry| entry.kind == kind) {
            return;
        }
        let audience = match desk.marking.audience {
            Audience::Sealed => Audience::Everyone,
            audience => audience,
        };
        let mut entry = known.cloned().unwrap_or_else(|| Entry {
            id,
            revision: 1,
            device: stamp.device.clone(),
            audience,
            created: stamp.now,
            revised: None,
            conflict_of: None,
            kind: kind.clone(),
        });
        entry.kind = kind;
        let edit = Edit::PutEntry {
            keeper: keeper.clone(),
            entry: Box::new(entry),
        };
        let newest = desk.document.history().next_undo(&keeper);
        // A mark may have been set between two words: then they are two changes.
        let continues = continues && newest.is_some_and(|(label, _)| label == EditLabel::Episode);
        let outcome = if continues {
            desk.document.amend(&edit, &stamp)
        } else {
            desk.document
                .edit(&keeper, EditLabel::Episode, &edit, None, &stamp)
        };
        match outcome {
            Ok(()) => self.with_exploring(|exploring| {
                exploring.written = Some(state);
                exploring.continues = true;
            }),
            Err(reason) => self.tell(NoticeKind::Refused(reason)),
        }
    }

    pub(super) fn remove_episode(&mut self, id: EntryId) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let own = desk
            .document
            .session()
            .entry(id)
            .is_some_and(|(keeper, _)| *keeper == author);
        if !own {
            self.tell(NoticeKind::NotYours);
            return;
        }
        match &mut desk.exploring {
            Some(now) if now.episode == id => desk.exploring = None,
            Some(now) => now.continues = false,
            None => {}
        }
        let edit = Edit::DropEntry(id);
        let outcome = desk
            .document
            .edit(&author, EditLabel::Episode, &edit, None, &stamp);
        if let Err(reason) = outcome {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    /// Takes away what was put down by mistake: as if it had not been, where it is the newest change.
    pub(super) fn take_back_or_remove(&mut self, id: EntryId) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let newest = desk.document.history().next_undo(&author);
        if newest.is_some_and(|(label, _)| label == EditLabel::Episode) {
            let before = desk.document.session().entry(id).is_some();
            desk.document.turn(&author, true, &stamp);
            if before && desk.document.session().entry(id).is_none() {
                return;
            }
            desk.document.turn(&author, false, &stamp);
        }
        self.remove_episode(id);
    }

    /// Lets go of what is explored where its episode is gone, by undo or by another window, or somebody else marks; takes over
    /// what the record says where that is something else.
    pub(in crate::app) fn check_exploring(&mut self) {
        let Some(desk) = self.desk_mut() else { return };
        let Some(exploring) = &mut desk.exploring else {
            return;
        };
        let mut leave = exploring.keeper != desk.marking.author;
        if let Some(written) = &exploring.written {
            let entry = desk.document.session().entry(exploring.episode);
            match entry.map(|(_, entry)| &entry.kind) {
                Some(EntryKind::Episode(now)) if **now == *written => {}
                Some(EntryKind::Episode(now)) => exploring.take_over(now),
                _ => leave = true,
            }
        }
        if leave {
            self.leave_exploring();
        }
    }
}
