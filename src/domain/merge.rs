//! Bringing together two states of one record, where two writers met.
//!
//! For each mark id there is one winner among everything that was ever said of it: the highest revision, a deletion
//! before a change of the same revision, then the device, then the time. That order does not depend on who merges or in
//! which sequence, so all copies end up alike. A change that loses against another that did not know of it is kept as a
//! mark of its own ([`Link::ConflictOf`]): nobody's words go away because somebody else was quicker.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    entry::Entry,
    id::{EntryId, MarkId, PersonId},
    mark::{Link, Mark, Tombstone},
    merge_entries,
    person::Person,
    session::{MediaIdentity, PersonSet, Session, SessionInfo, WatchedRange},
    track::Track,
};

/// What absorbing another state did to the marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Absorbed {
    /// Marks that were not there before.
    pub added: Vec<MarkId>,
    /// Marks that say something else now.
    pub changed: Vec<MarkId>,
    /// Marks that are gone.
    pub removed: Vec<MarkId>,
}

impl Absorbed {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Adds what another step did.
    pub fn extend(&mut self, other: Self) {
        self.added.extend(other.added);
        self.changed.extend(other.changed);
        self.removed.extend(other.removed);
    }
}

/// How a merge tells a change made without knowledge of the other from an older state of the same thing.
#[derive(Clone, Copy)]
pub enum Ancestor<'a> {
    /// The state from which both sides went on.
    State(&'a Session),
    /// There is no such state at hand; answers whether a version of a mark is a known older one.
    Known(&'a dyn Fn(&Mark) -> bool),
}

/// Names what keeps a losing change. The names depend on nothing but that change, so that everyone who merges the same
/// two states gives the same ones.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Of a mark.
    pub mark: fn(&Mark) -> MarkId,
    /// Of anything else.
    pub entry: fn(&Entry) -> EntryId,
}

/// A merged record.
#[derive(Clone, Debug)]
pub struct Merged {
    /// The record.
    pub session: Session,
    /// How many marks and other things are there twice now, because both sides had changed them.
    pub both_kept: usize,
}

/// One thing that is said of a mark id.
#[derive(Clone, Debug)]
enum Fact {
    Mark(Arc<Mark>),
    Stone(Tombstone),
}

impl Fact {
    fn id(&self) -> MarkId {
        match self {
            Self::Mark(mark) => mark.id,
            Self::Stone(stone) => stone.id,
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        let rank = |fact: &Self| match fact {
            Self::Mark(mark) => (mark.revision, false),
            Self::Stone(stone) => (stone.revision, true),
        };
        rank(self)
            .cmp(&rank(other))
            .then_with(|| match (self, other) {
                (Self::Mark(a), Self::Mark(b)) => mark_order(a, b),
                (Self::Stone(a), Self::Stone(b)) => stone_order(a, b),
                _ => Ordering::Equal,
            })
    }

    /// What a set keeps of this when the mark is somewhere else now. A version of the mark leaves one revision less, so
    /// that it cannot bury the equal one that won against it.
    fn buried(&self) -> Option<Tombstone> {
        match self {
            Self::Stone(stone) => Some(stone.clone()),
            Self::Mark(mark) => Some(Tombstone {
                id: mark.id,
                revision: mark.revision.checked_sub(1)?,
                device: mark.device.clone(),
                deleted: mark.revised.unwrap_or(mark.created),
                audience: mark.audience,
            }),
        }
    }
}

fn mark_order(a: &Arc<Mark>, b: &Arc<Mark>) -> Ordering {
    if Arc::ptr_eq(a, b) {
        return Ordering::Equal;
    }
    let time = |mark: &Mark| mark.revised.unwrap_or(mark.created);
    (&a.device, time(a))
        .cmp(&(&b.device, time(b)))
        // Two windows of one installation in the same instant: any order will do as long as it is the same everywhere.
        .then_with(|| {
            if a == b {
                Ordering::Equal
            } else {
                format!("{a:?}").cmp(&format!("{b:?}"))
            }
        })
}

fn stone_order(a: &Tombstone, b: &Tombstone) -> Ordering {
    (&a.device, a.deleted).cmp(&(&b.device, b.deleted))
}

fn same(a: &Arc<Mark>, b: &Arc<Mark>) -> bool {
    Arc::ptr_eq(a, b) || a == b
}

impl PersonSet {
    /// Whether two sets hold the same, in whatever order the watched stretches stand.
    #[must_use]
    pub fn holds_the_same(&self, other: &Self) -> bool {
        self.marks.len() == other.marks.len()
            && self
                .marks
                .values()
                .zip(other.marks.values())
                .all(|(a, b)| same(a, b))
            && self.tombstones == other.tombstones
            && self.tracks == other.tracks
            && same_ranges(&self.watched, &other.watched)
            && merge_entries::same(self, other)
    }

    fn fact(&self, id: MarkId) -> Option<Fact> {
        let mark = self.marks.get(&id).map(|mark| Fact::Mark(mark.clone()));
        mark.or_else(|| self.tombstones.get(&id).cloned().map(Fact::Stone))
    }

    fn facts(&self) -> impl Iterator<Item = Fact> {
        let marks = self.marks.values().cloned().map(Fact::Mark);
        marks.chain(self.tombstones.values().cloned().map(Fact::Stone))
    }
}

impl Session {
    /// Brings in what another writer says of one person's set: newest wins. Doing it twice, or in another order, makes no
    /// difference to the marks. A pass of a rating has no revision: an incoming one replaces the own one with the
    /// same id, and one without stretches takes it away; other passes stay.
    pub fn absorb(&mut self, person: &PersonId, theirs: &PersonSet) -> Absorbed {
        let mut absorbed = Absorbed::default();
        for fact in theirs.facts() {
            let id = fact.id();
            let before = self.visible(id);
            self.take_in(person, fact);
            match (before, self.visible(id)) {
                (None, Some(_)) => absorbed.added.push(id),
                (Some(_), None) => absorbed.removed.push(id),
                (Some(before), Some(after)) if !same(&before, &after) => absorbed.changed.push(id),
                _ => {}
            }
        }
        let set = self.sets.entry(person.clone()).or_default();
        for track in &theirs.tracks {
            put_track(&mut set.tracks, track);
        }
        add_ranges(&mut set.watched, &theirs.watched);
        merge_entries::absorb(set, theirs);
        absorbed
    }

    /// Brings in the facts of the session as another writer has them: the higher revision wins. People whose sets hold
    /// something here stay.
    pub fn absorb_info(&mut self, theirs: &SessionInfo) {
        let newer = theirs
            .revision
            .cmp(&self.info.revision)
            .then_with(|| {
                if *theirs == self.info {
                    Ordering::Equal
                } else {
                    format!("{theirs:?}").cmp(&format!("{:?}", self.info))
                }
            })
            .is_gt();
        let left = if newer {
            std::mem::replace(&mut self.info, theirs.clone()).people
        } else {
            theirs.people.clone()
        };
        self.keep_people(left);
        for person in &self.info.people {
            self.sets.entry(person.id.clone()).or_default();
        }
    }

    /// Adds those of `people` who are missing and whose sets hold something.
    fn keep_people(&mut self, people: Vec<Person>) {
        for person in people {
            let holds = self
                .sets
                .get(&person.id)
                .is_some_and(|set| *set != PersonSet::default());
            if holds && self.person(&person.id).is_none() {
                self.info.people.push(person);
            }
        }
    }

    /// A record from sets that were read one by one, and may have been written at different times: a mark that lies in
    /// two sets, or is deleted in one and newer in another, is settled.
    #[must_use]
    pub fn assemble(info: SessionInfo, sets: BTreeMap<PersonId, PersonSet>) -> Self {
        let mut session = Self::new(info, sets);
        let mut seen: HashMap<MarkId, &PersonId> = HashMap::new();
        let mut doubtful = BTreeSet::new();
        for (person, set) in &session.sets {
            for id in set.marks.keys() {
                if seen.insert(*id, person).is_some() {
                    doubtful.insert(*id);
                }
            }
        }
        for (person, set) in &session.sets {
            let elsewhere = |id: &&MarkId| seen.get(id).is_some_and(|keeper| *keeper != person);
            doubtful.extend(set.tombstones.keys().filter(elsewhere));
        }
        for id in doubtful {
            let facts: Vec<(PersonId, Fact)> = session
                .sets
                .iter()
                .filter_map(|(person, set)| set.fact(id).map(|fact| (person.clone(), fact)))
                .collect();
            for set in session.sets.values_mut() {
                set.marks.remove(&id);
                set.tombstones.remove(&id);
            }
            for (person, fact) in facts {
                session.take_in(&person, fact);
            }
        }
        session
    }

    fn visible(&self, id: MarkId) -> Option<Arc<Mark>> {
        self.sets
            .values()
            .find_map(|set| set.marks.get(&id))
            .cloned()
    }

    /// The fact that wins at present.
    fn winner(&self, id: MarkId) -> Option<Fact> {
        self.sets
            .values()
            .filter_map(|set| set.fact(id))
            .max_by(Fact::order)
    }

    /// Takes in one fact from a person's set and restores the rule: the winner in its place, and in every other set at
    /// most a tombstone.
    fn take_in(&mut self, person: &PersonId, fact: Fact) {
        let id = fact.id();
        let person = match &fact {
            // A mark belongs to its keeper, wherever it was found.
            Fact::Mark(mark) => mark.keeper().clone(),
            Fact::Stone(_) => person.clone(),
        };
        let known = self.sets.get(&person).and_then(|set| set.fact(id));
        let news = match (&known, &fact) {
            (Some(Fact::Mark(a)), Fact::Mark(b)) => !same(a, b),
            (Some(Fact::Stone(a)), Fact::Stone(b)) => a != b,
            _ => true,
        };
        if !news {
            return;
        }
        let mut best: BTreeMap<PersonId, Fact> = self
            .sets
            .iter()
            .filter_map(|(keeper, set)| set.fact(id).map(|fact| (keeper.clone(), fact)))
            .collect();
        let stays = best
            .get(&person)
            .is_some_and(|known| known.order(&fact).is_ge());
        if !stays {
            best.insert(person, fact);
        }
        let winner = best
            .iter()
            .max_by(|a, b| a.1.order(b.1))
            .map(|(keeper, _)| keeper.clone());
        for (keeper, fact) in best {
            let wins = Some(&keeper) == winner.as_ref();
            let set = self.sets.entry(keeper).or_default();
            set.marks.remove(&id);
            set.tombstones.remove(&id);
            match fact {
                Fact::Mark(mark) if wins => {
                    set.marks.insert(id, mark);
                }
                fact => {
                    set.tombstones
                        .extend(fact.buried().map(|stone| (id, stone)));
                }
            }
        }
    }
}

/// Merges two states.
#[must_use]
pub fn merge_three_way(
    ancestor: Ancestor<'_>,
    ours: &Session,
    theirs: &Session,
    keep: &Keep,
) -> Merged {
    let mut both_kept = 0;
    let mut merged = ours.clone();
    let mut losers: Vec<Arc<Mark>> = Vec::new();
    for (person, set) in &theirs.sets {
        let old = match ancestor {
            Ancestor::State(base) => base.sets.get(person),
            Ancestor::Known(_) => None,
        };
        for fact in changes(old, set) {
            if let Some(loser) = losing_change(ancestor, ours, &fact) {
                losers.push(loser);
            }
            merged.take_in(person, fact);
        }
        let mine = merged.sets.entry(person.clone()).or_default();
        let empty = PersonSet::default();
        match ancestor {
            Ancestor::State(_) => {
                let old = old.unwrap_or(&empty);
                merge_tracks(&old.tracks, &mut mine.tracks, &set.tracks);
                merge_ranges(&old.watched, &mut mine.watched, &set.watched);
                both_kept += merge_entries::merge(Some(old), mine, set, keep.entry);
            }
            Ancestor::Known(_) => {
                for track in &set.tracks {
                    put_longer_track(&mut mine.tracks, track);
                }
                add_ranges(&mut mine.watched, &set.watched);
                both_kept += merge_entries::merge(None, mine, set, keep.entry);
            }
        }
    }
    match ancestor {
        Ancestor::State(base) => {
            merged.info = merge_info(&base.info, &ours.info, &theirs.info);
            merged.keep_people(ours.info.people.clone());
            merged.keep_people(theirs.info.people.clone());
        }
        Ancestor::Known(_) => merged.absorb_info(&theirs.info),
    }
    for person in &merged.info.people {
        merged.sets.entry(person.id.clone()).or_default();
    }
    both_kept += keep_losers(&mut merged, &losers, keep.mark);
    Merged {
        session: merged,
        both_kept,
    }
}

/// What a set says that its older state did not.
fn changes(old: Option<&PersonSet>, new: &PersonSet) -> Vec<Fact> {
    let Some(old) = old else {
        return new.facts().collect();
    };
    let marks = new
        .marks
        .values()
        .filter(|mark| !old.marks.get(&mark.id).is_some_and(|was| same(was, mark)));
    let stones = new
        .tombstones
        .values()
        .filter(|stone| old.tombstones.get(&stone.id) != Some(stone));
    marks
        .cloned()
        .map(Fact::Mark)
        .chain(stones.cloned().map(Fact::Stone))
        .collect()
}

/// The change that would be lost if the newer of the two simply won, if there is one.
fn losing_change(ancestor: Ancestor<'_>, ours: &Session, fact: &Fact) -> Option<Arc<Mark>> {
    let mine = ours.winner(fact.id())?;
    if let (Fact::Mark(a), Fact::Mark(b)) = (&mine, fact)
        && a.says_the_same(b)
    {
        return None;
    }
    let theirs_wins = fact.order(&mine).is_gt();
    let loser = match (theirs_wins, &mine, fact) {
        (true, Fact::Mark(mine), _) => mine,
        (false, _, Fact::Mark(theirs)) => theirs,
        // A deletion that loses takes no words with it.
        _ => return None,
    };
    let only_one_changed = match ancestor {
        Ancestor::State(base) => match (base.winner(fact.id()), &mine) {
            (Some(Fact::Mark(was)), Fact::Mark(mine)) => same(&was, mine),
            (Some(Fact::Stone(was)), Fact::Stone(mine)) => was == *mine,
            _ => false,
        },
        Ancestor::Known(known) => known(loser),
    };
    (!only_one_changed).then(|| loser.clone())
}

fn keep_losers(merged: &mut Session, losers: &[Arc<Mark>], new_id: fn(&Mark) -> MarkId) -> usize {
    let mut kept = 0;
    for loser in losers {
        let mut copy = Mark::clone(loser);
        copy.id = new_id(loser);
        copy.revision = 1;
        let link = Link::ConflictOf(loser.id);
        if !copy.links.contains(&link) {
            copy.links.push(link);
        }
        let id = copy.id;
        if merged.winner(id).is_none() {
            merged.take_in(&loser.keeper().clone(), Fact::Mark(Arc::new(copy)));
            kept += usize::from(merged.visible(id).is_some());
        }
    }
    kept
}

/// The one order in which passes lie.
pub(super) fn sort_tracks(tracks: &mut [Track]) {
    tracks
        .sort_by(|a, b| (a.kind, &a.about, a.begun, a.id).cmp(&(b.kind, &b.about, b.begun, b.id)));
}

fn put_track(tracks: &mut Vec<Track>, track: &Track) {
    tracks.retain(|known| known.id != track.id);
    if !track.is_empty() {
        tracks.push(track.clone());
    }
    sort_tracks(tracks);
}

fn put_longer_track(tracks: &mut Vec<Track>, track: &Track) {
    let shorter = tracks
        .iter()
        .find(|known| known.id == track.id)
        .is_none_or(|known| known.sample_count() < track.sample_count());
    if shorter {
        put_track(tracks, track);
    }
}

/// Their changes since `old`; where both sides changed the same pass, ours is the newer, since it is being saved.
fn merge_tracks(old: &[Track], ours: &mut Vec<Track>, theirs: &[Track]) {
    if old == theirs {
        return;
    }
    let find =
        |tracks: &[Track], key: &Track| tracks.iter().find(|track| track.id == key.id).cloned();
    for key in theirs.iter().chain(old) {
        let (was, mine, new) = (find(old, key), find(ours, key), find(theirs, key));
        if was == mine && mine != new {
            put_track(ours, &new.unwrap_or_else(|| key.emptied()));
        }
    }
}

fn range_order(a: &WatchedRange, b: &WatchedRange) -> Ordering {
    (a.span.start(), a.span.end(), a.pass, a.together)
        .cmp(&(b.span.start(), b.span.end(), b.pass, b.together))
        .then_with(|| a.rate.total_cmp(&b.rate))
}

fn same_ranges(a: &[WatchedRange], b: &[WatchedRange]) -> bool {
    if a == b || a.len() != b.len() {
        return a == b;
    }
    let sorted = |ranges: &[WatchedRange]| {
        let mut ranges = ranges.to_vec();
        ranges.sort_by(range_order);
        ranges
    };
    sorted(a) == sorted(b)
}

/// Adds what is missing. The own order stays unless something came in.
fn add_ranges(ours: &mut Vec<WatchedRange>, theirs: &[WatchedRange]) {
    let before = ours.len();
    for range in theirs {
        if !ours.contains(range) {
            ours.push(range.clone());
        }
    }
    if ours.len() != before {
        ours.sort_by(range_order);
    }
}

fn merge_ranges(old: &[WatchedRange], ours: &mut Vec<WatchedRange>, theirs: &[WatchedRange]) {
    if old == theirs {
        return;
    }
    ours.retain(|range| theirs.contains(range) || !old.contains(range));
    let new: Vec<WatchedRange> = theirs
        .iter()
        .filter(|range| !old.contains(range))
        .cloned()
        .collect();
    add_ranges(ours, &new);
}

/// Field by field: whoever changed it; where both did, the higher revision, then ours.
fn merge_info(base: &SessionInfo, ours: &SessionInfo, theirs: &SessionInfo) -> SessionInfo {
    if theirs == base || theirs.revision < base.revision {
        return ours.clone();
    }
    if ours == base || ours == theirs {
        return theirs.clone();
    }
    let theirs_newer = theirs.revision > ours.revision;
    let mut merged = ours.clone();
    macro_rules! fields {
        ($($field:ident)*) => {$(
            let (was, mine, new) = (&base.$field, &ours.$field, &theirs.$field);
            if mine == was || (new != was && theirs_newer) {
                merged.$field = new.clone();
            }
        )*};
    }
    fields!(title kind started cast scene take fields codebooks created keeping);
    merged.media = merge_media(&base.media, &ours.media, &theirs.media, theirs_newer);
    merged.people = merge_people(base, ours, theirs, theirs_newer);
    merged.revision = ours.revision.max(theirs.revision) + 1;
    merged
}

/// Recording by recording where both sides changed the list, so that a recording added here and another lined up there
/// are both kept. The first is the first whatever its name; the others are known by their fingerprint.
fn merge_media(
    base: &[MediaIdentity],
    ours: &[MediaIdentity],
    theirs: &[MediaIdentity],
    theirs_newer: bool,
) -> Vec<MediaIdentity> {
    fn keyed(media: &[MediaIdentity]) -> impl Iterator<Item = (Option<&str>, &MediaIdentity)> {
        media.iter().enumerate().map(|(at, medium)| {
            let known_by = if medium.fingerprint.is_empty() {
                medium.file_name.as_str()
            } else {
                medium.fingerprint.as_str()
            };
            ((at > 0).then_some(known_by), medium)
        })
    }
    fn find<'a>(media: &'a [MediaIdentity], key: Option<&str>) -> Option<&'a MediaIdentity> {
        keyed(media)
            .find(|(other, _)| *other == key)
            .map(|(_, medium)| medium)
    }
    if ours == base {
        return theirs.to_vec();
    }
    if theirs == base {
        return ours.to_vec();
    }
    let mut seen = BTreeSet::new();
    let mut media = Vec::new();
    for (key, _) in keyed(ours).chain(keyed(theirs)) {
        if !seen.insert(key) {
            continue;
        }
        let (was, mine, new) = (find(base, key), find(ours, key), find(theirs, key));
        let chosen = if mine == was || (new != was && new.is_some() && theirs_newer) {
            new
        } else {
            mine
        };
        media.extend(chosen.cloned());
    }
    media
}

fn merge_people(
    base: &SessionInfo,
    ours: &SessionInfo,
    theirs: &SessionInfo,
    theirs_newer: bool,
) -> Vec<Person> {
    fn find<'a>(info: &'a SessionInfo, id: &PersonId) -> Option<&'a Person> {
        info.people.iter().find(|person| person.id == *id)
    }
    let mut seen = BTreeSet::new();
    let mut people = Vec::new();
    for person in ours.people.iter().chain(&theirs.people) {
        if !seen.insert(&person.id) {
            continue;
        }
        let id = &person.id;
        let (was, mine, new) = (find(base, id), find(ours, id), find(theirs, id));
        let chosen = if mine == was || (new != was && new.is_some() && theirs_newer) {
            new
        } else {
            mine
        };
        people.extend(chosen.cloned());
    }
    people
}
