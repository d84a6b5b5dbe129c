//! Merging where no common ancestor is at hand: copies made by sync programs, and records kept in two places.

use std::{
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{DateTime, FixedOffset};

use crate::domain::{
    entry::Entry,
    id::{DeviceId, EntryId, MarkId},
    mark::Mark,
    merge::{Ancestor, Keep, Merged, merge_three_way},
    session::Session,
};

use super::{
    generations,
    keys::Keyring,
    place::Place,
    snapshot::{Parsed, parse},
};

/// How many earlier states are searched for the version of a mark.
const DEPTH: usize = 80;

/// The id of the mark that keeps a losing change: it depends on that change only, so that everyone who merges the same two
/// states makes the same mark.
fn kept_id(loser: &Mark) -> MarkId {
    let mut hasher = blake3::Hasher::new_derive_key("mindframe 2026 mark kept beside another");
    hasher.update(loser.id.as_uuid().as_bytes());
    hasher.update(&loser.revision.to_le_bytes());
    hasher.update(loser.device.as_str().as_bytes());
    let revised = loser.revised.unwrap_or(loser.created);
    hasher.update(&revised.timestamp_micros().to_le_bytes());
    hasher.update(loser.words.as_deref().unwrap_or_default().as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    MarkId::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// The same for what is kept besides marks.
fn kept_entry(loser: &Entry) -> EntryId {
    let mut hasher = blake3::Hasher::new_derive_key("mindframe 2026 entry kept beside another");
    hasher.update(loser.id.as_uuid().as_bytes());
    hasher.update(&loser.revision.to_le_bytes());
    hasher.update(loser.device.as_str().as_bytes());
    let revised = loser.revised.unwrap_or(loser.created);
    hasher.update(&revised.timestamp_micros().to_le_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    EntryId::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Names what keeps a losing change.
pub const KEEP: Keep = Keep {
    mark: kept_id,
    entry: kept_entry,
};

/// Brings another record of the same session in. A losing version of a mark that the other side is known to have seen is
/// an old one; any other is kept as a mark of its own.
pub fn merge_copy(place: &Place, ours: &Session, copy: &Session, keys: &Keyring) -> Merged {
    let differing: BTreeSet<MarkId> = copy
        .marks()
        .filter(|mark| ours.mark(mark.id) != Some(mark))
        .map(|mark| mark.id)
        .collect();
    let shared = latest_shared(ours, copy);
    let older: OnceCell<Vec<Mark>> = OnceCell::new();
    let known = |loser: &Mark| {
        // What one installation writes is seen in its order: whoever has its later work has seen the earlier.
        let seen = shared
            .get(&loser.device)
            .is_some_and(|latest| *latest > changed(loser));
        // Our own earlier states hold what we had from the other side before.
        let had = || {
            ours.mark(loser.id) != Some(loser)
                && older
                    .get_or_init(|| earlier_versions(place, &differing, keys))
                    .contains(loser)
        };
        seen || had()
    };
    merge_three_way(Ancestor::Known(&known), ours, copy, &KEEP)
}

fn changed(mark: &Mark) -> DateTime<FixedOffset> {
    mark.revised.unwrap_or(mark.created)
}

/// For each installation, when it last wrote something that both sides have.
fn latest_shared(ours: &Session, copy: &Session) -> BTreeMap<DeviceId, DateTime<FixedOffset>> {
    let mut latest = BTreeMap::new();
    let mut note = |device: &DeviceId, at: DateTime<FixedOffset>| {
        let known = latest.entry(device.clone()).or_insert(at);
        *known = at.max(*known);
    };
    for (person, set) in copy.sets() {
        let Some(mine) = ours.set(person) else {
            continue;
        };
        for (id, mark) in &set.marks {
            if mine.marks.get(id) == Some(mark) {
                note(&mark.device, changed(mark));
            }
        }
        for (id, stone) in &set.tombstones {
            if mine.tombstones.get(id) == Some(stone) {
                note(&stone.device, stone.deleted);
            }
        }
    }
    latest
}

fn earlier_versions(place: &Place, ids: &BTreeSet<MarkId>, keys: &Keyring) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    for (_, generation) in generations::all(place).into_iter().take(DEPTH) {
        let Some(bytes) = generation.read() else {
            continue;
        };
        let Ok(Parsed::Marks(file)) = parse(&generation.path, &bytes, keys) else {
            continue;
        };
        for id in ids {
            if let Some(mark) = file.set.marks.get(id)
                && !found.contains(mark)
            {
                found.push(Mark::clone(mark));
            }
        }
    }
    found
}
