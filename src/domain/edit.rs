//! Every way in which a record changes, as a value that yields its own inverse.
//!
//! Nothing else changes a [`Session`]: undo, redo, saving and the random tests all rest on that.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::{
    entry::{DroppedEntry, Entry},
    id::{DeviceId, EntryId, MarkId, PersonId},
    mark::{Mark, Tombstone},
    merge,
    session::{PersonSet, Session, SessionInfo, WatchedRange},
    track::Track,
};

/// One change of the record.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Adds a mark (or brings a deleted one back).
    AddMark(Box<Mark>),
    /// Takes a mark away, leaving a wordless tombstone.
    DeleteMark(MarkId),
    /// Puts a whole new version in place of the mark with the same id; also how a mark changes its author. Who may read it
    /// stays: a mark for other readers is another mark, so that nothing of it follows where they cannot.
    ReplaceMark(Box<Mark>),
    /// Takes the words of a mark, and the mark, out of the record for good. Its inverse does nothing.
    EraseMark(MarkId),
    /// Replaces the facts of the session, people included.
    SetInfo(Box<SessionInfo>),
    /// Adds a watched stretch.
    AddWatched(PersonId, WatchedRange),
    /// Takes back the last watched stretch of a person.
    DropLastWatched(PersonId),
    /// Sets one pass of a rating by one person, known by its id, or takes it away.
    SetTrack {
        /// Whose rating.
        rater: PersonId,
        /// The pass as it is now; one without stretches takes it away.
        track: Track,
    },
    /// Puts something that a person keeps: new, in place of the one with the same id, or back after it was taken away.
    PutEntry {
        /// Whose it is.
        keeper: PersonId,
        /// What.
        entry: Box<Entry>,
    },
    /// Takes such a thing away.
    DropEntry(EntryId),
    /// Several at once, all or none.
    Batch(Vec<Edit>),
}

/// What every change is stamped with; comes from above, since this layer has no clock.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamp {
    /// Which installation.
    pub device: DeviceId,
    /// When.
    pub now: DateTime<FixedOffset>,
}

/// Why an edit does not fit the record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The mark is not there (any more).
    #[error("that mark is not there any more")]
    NoSuchMark(MarkId),
    /// Who may read a mark cannot change in place.
    #[error("a mark for other readers is another mark")]
    OtherReaders(MarkId),
    /// A mark with this id is there already.
    #[error("that mark is there already")]
    MarkExists(MarkId),
    /// The entry is not there (any more).
    #[error("that is not there any more")]
    NoSuchEntry(EntryId),
    /// The entry belongs to somebody else.
    #[error("that belongs to another person")]
    OthersEntry(EntryId),
    /// The person is not part of this session.
    #[error("that person is not part of this session")]
    NoSuchPerson(PersonId),
    /// The person still keeps marks.
    #[error("that person has marks here and cannot be taken out")]
    PersonHasMarks(PersonId),
    /// Two people share an id.
    #[error("two people have the same id")]
    DuplicatePerson(PersonId),
    /// There is no watched stretch to take back.
    #[error("there is no watched stretch to take back")]
    NothingWatched(PersonId),
}

impl Session {
    /// Makes a change and returns its inverse. On an error nothing has changed.
    ///
    /// Marks get the stamp's device and time and a revision above any this record has seen for them, so that an undone
    /// change also wins over the older version on disk.
    pub fn apply(&mut self, edit: &Edit, stamp: &Stamp) -> Result<Edit, EditError> {
        match edit {
            Edit::AddMark(mark) => self.add_mark(mark, stamp),
            Edit::DeleteMark(id) => self
                .delete_mark(*id, stamp)
                .map(|mark| Edit::AddMark(Box::new(mark))),
            Edit::EraseMark(id) => self
                .delete_mark(*id, stamp)
                .map(|_| Edit::Batch(Vec::new())),
            Edit::ReplaceMark(mark) => self.replace_mark(mark, stamp),
            Edit::SetInfo(info) => self.set_info(info),
            Edit::AddWatched(person, range) => {
                self.set_mut(person)?.watched.push(range.clone());
                Ok(Edit::DropLastWatched(person.clone()))
            }
            Edit::DropLastWatched(person) => self
                .set_mut(person)?
                .watched
                .pop()
                .map(|range| Edit::AddWatched(person.clone(), range))
                .ok_or_else(|| EditError::NothingWatched(person.clone())),
            Edit::SetTrack { rater, track } => self.set_track(rater, track),
            Edit::PutEntry { keeper, entry } => self.put_entry(keeper, entry, stamp),
            Edit::DropEntry(id) => self.drop_entry(*id, stamp),
            Edit::Batch(edits) => self.batch(edits, stamp),
        }
    }

    fn put_entry(
        &mut self,
        keeper: &PersonId,
        entry: &Entry,
        stamp: &Stamp,
    ) -> Result<Edit, EditError> {
        let id = entry.id;
        let elsewhere = |(person, _): (&PersonId, &Entry)| person != keeper;
        if self.entry(id).is_some_and(elsewhere) {
            return Err(EditError::OthersEntry(id));
        }
        let set = self.set_mut(keeper)?;
        let mut after = entry.clone();
        let buried = set.dropped.remove(&id).map(|stone| stone.revision);
        let before = set.entries.get(&id).cloned();
        let newest = before.as_ref().map(|known| known.revision).max(buried);
        if let Some(newest) = newest {
            after.revision = after.revision.max(newest) + 1;
            after.device = stamp.device.clone();
            after.revised = Some(stamp.now);
        }
        set.entries.insert(id, Arc::new(after));
        Ok(match before {
            Some(before) => Edit::PutEntry {
                keeper: keeper.clone(),
                entry: Box::new(Arc::unwrap_or_clone(before)),
            },
            None => Edit::DropEntry(id),
        })
    }

    fn drop_entry(&mut self, id: EntryId, stamp: &Stamp) -> Result<Edit, EditError> {
        let (keeper, set) = self
            .sets
            .iter_mut()
            .find(|(_, set)| set.entries.contains_key(&id))
            .ok_or(EditError::NoSuchEntry(id))?;
        let entry = set.entries.remove(&id).ok_or(EditError::NoSuchEntry(id))?;
        let stone = DroppedEntry {
            id,
            revision: entry.revision + 1,
            device: stamp.device.clone(),
            dropped: stamp.now,
            audience: entry.audience,
        };
        set.dropped.insert(id, stone);
        Ok(Edit::PutEntry {
            keeper: keeper.clone(),
            entry: Box::new(Arc::unwrap_or_clone(entry)),
        })
    }

    fn set_mut(&mut self, person: &PersonId) -> Result<&mut PersonSet, EditError> {
        self.sets
            .get_mut(person)
            .ok_or_else(|| EditError::NoSuchPerson(person.clone()))
    }

    fn add_mark(&mut self, mark: &Mark, stamp: &Stamp) -> Result<Edit, EditError> {
        if self.mark(mark.id).is_some() {
            return Err(EditError::MarkExists(mark.id));
        }
        let buried = self.buried_revision(mark.id);
        let set = self.set_mut(mark.keeper())?;
        let mut mark = mark.clone();
        if let Some(buried) = buried {
            mark.revision = mark.revision.max(buried) + 1;
            mark.device = stamp.device.clone();
            mark.revised = Some(stamp.now);
        }
        let id = mark.id;
        set.tombstones.remove(&id);
        set.marks.insert(id, Arc::new(mark));
        Ok(Edit::DeleteMark(id))
    }

    fn delete_mark(&mut self, id: MarkId, stamp: &Stamp) -> Result<Mark, EditError> {
        let set = self
            .sets
            .values_mut()
            .find(|set| set.marks.contains_key(&id))
            .ok_or(EditError::NoSuchMark(id))?;
        let mark = set.marks.remove(&id).ok_or(EditError::NoSuchMark(id))?;
        set.tombstones.insert(id, tombstone(&mark, stamp));
        Ok(Arc::unwrap_or_clone(mark))
    }

    fn replace_mark(&mut self, mark: &Mark, stamp: &Stamp) -> Result<Edit, EditError> {
        let before = self
            .mark(mark.id)
            .ok_or(EditError::NoSuchMark(mark.id))?
            .clone();
        if before.audience != mark.audience {
            return Err(EditError::OtherReaders(mark.id));
        }
        self.set_mut(mark.keeper())?;
        let mut after = mark.clone();
        after.revision = before
            .revision
            .max(mark.revision)
            .max(self.buried_revision(mark.id).unwrap_or(0))
            + 1;
        after.device = stamp.device.clone();
        after.revised = Some(stamp.now);
        let moved = before.keeper() != after.keeper();
        if moved {
            // It must also win over the tombstone that it leaves behind.
            after.revision += 1;
        }
        let old_set = self.set_mut(before.keeper())?;
        old_set.marks.remove(&before.id);
        if moved {
            old_set
                .tombstones
                .insert(before.id, tombstone(&before, stamp));
        }
        let new_set = self.set_mut(after.keeper())?;
        new_set.tombstones.remove(&after.id);
        new_set.marks.insert(after.id, Arc::new(after));
        Ok(Edit::ReplaceMark(Box::new(before)))
    }

    fn set_info(&mut self, info: &SessionInfo) -> Result<Edit, EditError> {
        for (at, person) in info.people.iter().enumerate() {
            if info.people[..at].iter().any(|other| other.id == person.id) {
                return Err(EditError::DuplicatePerson(person.id.clone()));
            }
        }
        for person in &self.info.people {
            let stays = info.people.iter().any(|kept| kept.id == person.id);
            if !stays
                && self
                    .set(&person.id)
                    .is_some_and(|set| !set.marks.is_empty() || !set.entries.is_empty())
            {
                return Err(EditError::PersonHasMarks(person.id.clone()));
            }
        }
        let mut info = info.clone();
        info.revision = info.revision.max(self.info.revision) + 1;
        let before = std::mem::replace(&mut self.info, info);
        for person in &before.people {
            let stays = self.info.people.iter().any(|kept| kept.id == person.id);
            if !stays
                && self
                    .set(&person.id)
                    .is_some_and(|set| *set == PersonSet::default())
            {
                self.sets.remove(&person.id);
            }
        }
        for person in &self.info.people {
            self.sets.entry(person.id.clone()).or_default();
        }
        Ok(Edit::SetInfo(Box::new(before)))
    }

    fn set_track(&mut self, rater: &PersonId, track: &Track) -> Result<Edit, EditError> {
        let tracks = &mut self.set_mut(rater)?.tracks;
        let at = tracks.iter().position(|known| known.id == track.id);
        let before = at.map(|at| tracks.remove(at));
        if !track.is_empty() {
            tracks.push(track.clone());
        }
        merge::sort_tracks(tracks);
        Ok(Edit::SetTrack {
            rater: rater.clone(),
            track: before.unwrap_or_else(|| track.emptied()),
        })
    }

    fn batch(&mut self, edits: &[Edit], stamp: &Stamp) -> Result<Edit, EditError> {
        let before = self.clone();
        let mut inverses = Vec::with_capacity(edits.len());
        for edit in edits {
            match self.apply(edit, stamp) {
                Ok(inverse) => inverses.push(inverse),
                Err(error) => {
                    *self = before;
                    return Err(error);
                }
            }
        }
        inverses.reverse();
        Ok(Edit::Batch(inverses))
    }

    fn buried_revision(&self, id: MarkId) -> Option<u32> {
        self.sets
            .values()
            .filter_map(|set| set.tombstones.get(&id))
            .map(|stone| stone.revision)
            .max()
    }
}

fn tombstone(mark: &Mark, stamp: &Stamp) -> Tombstone {
    Tombstone {
        id: mark.id,
        revision: mark.revision + 1,
        device: stamp.device.clone(),
        deleted: stamp.now,
        audience: mark.audience,
    }
}
