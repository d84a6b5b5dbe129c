//! Merging what a person keeps besides marks: by id the newest wins, and a change that loses without knowing of the other
//! is kept as an entry of its own.

use std::{cmp::Ordering, collections::BTreeSet, sync::Arc};

use super::{
    entry::{DroppedEntry, Entry},
    id::EntryId,
    session::PersonSet,
};

/// What is said of an entry's id.
#[derive(Clone, Debug, PartialEq)]
enum Fact {
    Entry(Arc<Entry>),
    Dropped(DroppedEntry),
}

impl Fact {
    fn of(set: &PersonSet, id: EntryId) -> Option<Self> {
        let entry = set.entries.get(&id).cloned().map(Self::Entry);
        entry.or_else(|| set.dropped.get(&id).cloned().map(Self::Dropped))
    }

    fn order(&self, other: &Self) -> Ordering {
        let rank = |fact: &Self| match fact {
            Self::Entry(entry) => (
                entry.revision,
                false,
                entry.device.clone(),
                entry.revised.unwrap_or(entry.created),
            ),
            Self::Dropped(stone) => (stone.revision, true, stone.device.clone(), stone.dropped),
        };
        // Two windows of one installation in the same instant: any order will do as long as it is the same everywhere.
        rank(self).cmp(&rank(other)).then_with(|| {
            if self == other {
                Ordering::Equal
            } else {
                format!("{self:?}").cmp(&format!("{other:?}"))
            }
        })
    }

    fn put(self, set: &mut PersonSet, id: EntryId) {
        set.entries.remove(&id);
        set.dropped.remove(&id);
        match self {
            Self::Entry(entry) => {
                set.entries.insert(id, entry);
            }
            Self::Dropped(stone) => {
                set.dropped.insert(id, stone);
            }
        }
    }
}

fn ids(set: &PersonSet) -> BTreeSet<EntryId> {
    set.entries
        .keys()
        .chain(set.dropped.keys())
        .copied()
        .collect()
}

/// Whether two sets keep the same.
pub(super) fn same(a: &PersonSet, b: &PersonSet) -> bool {
    a.dropped == b.dropped
        && a.entries.len() == b.entries.len()
        && a.entries
            .values()
            .zip(b.entries.values())
            .all(|(a, b)| Arc::ptr_eq(a, b) || a == b)
}

/// Brings in what another writer has: the newest wins.
pub(super) fn absorb(ours: &mut PersonSet, theirs: &PersonSet) {
    for id in ids(theirs) {
        let Some(new) = Fact::of(theirs, id) else {
            continue;
        };
        let newer = Fact::of(ours, id).is_none_or(|mine| new.order(&mine).is_gt());
        if newer {
            new.put(ours, id);
        }
    }
}

/// Brings in what changed since `old`, and says how many losing changes were kept as entries of their own. Without an
/// older state, a losing version counts as an older one unless it has the same revision.
pub(super) fn merge(
    old: Option<&PersonSet>,
    ours: &mut PersonSet,
    theirs: &PersonSet,
    new_id: fn(&Entry) -> EntryId,
) -> usize {
    let mut kept = 0;
    for id in ids(theirs) {
        let (Some(new), mine) = (Fact::of(theirs, id), Fact::of(ours, id)) else {
            continue;
        };
        let Some(mine) = mine else {
            new.put(ours, id);
            continue;
        };
        if new == mine {
            continue;
        }
        let wins = new.order(&mine).is_gt();
        let loser = if wins { &mine } else { &new };
        let only_one_changed = match old {
            Some(old) => Fact::of(old, id).as_ref() == Some(loser),
            None => !same_revision(&new, &mine),
        };
        if !only_one_changed
            && let Fact::Entry(entry) = loser
            && !says_the_same(&new, &mine)
        {
            let mut copy = Entry::clone(entry);
            copy.id = new_id(entry);
            copy.revision = 1;
            copy.conflict_of = Some(id);
            if Fact::of(ours, copy.id).is_none() {
                ours.entries.insert(copy.id, Arc::new(copy));
                kept += 1;
            }
        }
        if wins {
            new.put(ours, id);
        }
    }
    kept
}

fn same_revision(a: &Fact, b: &Fact) -> bool {
    matches!((a, b), (Fact::Entry(a), Fact::Entry(b)) if a.revision == b.revision)
}

fn says_the_same(a: &Fact, b: &Fact) -> bool {
    matches!((a, b), (Fact::Entry(a), Fact::Entry(b)) if a.says_the_same(b))
}
