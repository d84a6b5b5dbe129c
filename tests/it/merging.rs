//! Two states of a record come together alike, whoever merges and in whatever order.

use std::collections::BTreeMap;

use mindframe::domain::{
    alignment::{AlignedPoint, Alignment},
    edit::Edit,
    entry::{Entry, EntryKind, Playlist},
    id::{EntryId, MarkId},
    mark::Mark,
    merge::{Ancestor, Keep, merge_three_way},
    session::{MediaIdentity, MediaPlace, PersonSet, Session},
    time::{MediaDelta, MediaTime},
};
use proptest::prelude::*;

use crate::world::{
    add, any_edit, any_session, any_set, entry, id, mark, mark_id, rewrite, robin, sam, stamp,
};

/// What people see: marks by id, and what each watched.
fn seen(session: &Session) -> (BTreeMap<MarkId, Mark>, Vec<String>) {
    let marks = session
        .marks()
        .map(|mark| (mark.id, mark.clone()))
        .collect();
    let mut watched: Vec<String> = session
        .sets()
        .iter()
        .flat_map(|(person, set)| {
            set.watched
                .iter()
                .map(move |range| format!("{person} {range:?}"))
        })
        .collect();
    watched.sort();
    watched.dedup();
    (marks, watched)
}

fn other_id(loser: &Mark) -> MarkId {
    other_id_of(&format!("{loser:?}"))
}

fn other_entry(loser: &Entry) -> EntryId {
    EntryId::new(other_id_of(&format!("{loser:?}")).as_uuid())
}

fn other_id_of(text: &str) -> MarkId {
    let hash = text.bytes().fold(1_u128, |hash, byte| {
        hash.wrapping_mul(0x0100_0000_01b3)
            .wrapping_add(u128::from(byte))
    });
    mark_id(hash)
}

pub const KEEP: Keep = Keep {
    mark: other_id,
    entry: other_entry,
};

/// What people keep besides marks.
fn kept(session: &Session) -> BTreeMap<EntryId, Entry> {
    session
        .entries()
        .map(|(_, entry)| (entry.id, entry.clone()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::default())]

    #[test]
    fn the_order_of_absorbing_does_not_matter(
        session in any_session(),
        first in any_set(),
        second in any_set(),
    ) {
        let mut one = session.clone();
        one.absorb(&first.0, &first.1);
        one.absorb(&second.0, &second.1);
        let mut two = session;
        two.absorb(&second.0, &second.1);
        two.absorb(&first.0, &first.1);
        prop_assert_eq!(seen(&one), seen(&two));
        prop_assert_eq!(one.check(), []);
    }

    #[test]
    fn absorbing_twice_is_absorbing_once(session in any_session(), set in any_set()) {
        let mut session = session;
        session.absorb(&set.0, &set.1);
        let once = session.clone();
        let again = session.absorb(&set.0, &set.1);
        prop_assert!(again.is_empty());
        prop_assert_eq!(session, once);
    }

    #[test]
    fn what_is_said_to_have_changed_has_changed(session in any_session(), set in any_set()) {
        let before = seen(&session).0;
        let mut session = session;
        let absorbed = session.absorb(&set.0, &set.1);
        let after = seen(&session).0;
        for (id, mark) in &after {
            match before.get(id) {
                None => prop_assert!(absorbed.added.contains(id)),
                Some(old) => prop_assert_eq!(old != mark, absorbed.changed.contains(id)),
            }
        }
        for id in before.keys() {
            prop_assert_eq!(!after.contains_key(id), absorbed.removed.contains(id));
        }
    }

    #[test]
    fn no_words_are_lost_when_two_went_on_from_one_state(
        base in any_session(),
        ours in prop::collection::vec(any_edit(), 0..8),
        theirs in prop::collection::vec(any_edit(), 0..8),
    ) {
        let go_on = |edits: &[_], device: &str| {
            let mut session = base.clone();
            for edit in edits {
                let _ = session.apply(edit, &stamp(device, 50));
            }
            session
        };
        let (a, b) = (go_on(&ours, "device-a"), go_on(&theirs, "device-b"));
        let ab = merge_three_way(Ancestor::State(&base), &a, &b, &KEEP).session;
        let ba = merge_three_way(Ancestor::State(&base), &b, &a, &KEEP).session;
        prop_assert_eq!(ab.check(), []);
        prop_assert_eq!(seen(&ab).0, seen(&ba).0);
        prop_assert_eq!(kept(&ab), kept(&ba));
        for (side, other) in [(&a, &b), (&b, &a)] {
            for (id, entry) in kept(side) {
                if base.entry(id).is_some_and(|(_, old)| old.says_the_same(&entry)) {
                    continue;
                }
                let still = kept(&ab).values().any(|found| found.kind == entry.kind);
                prop_assert!(still, "{:?} beside {:?}", entry, kept(other));
            }
        }
        // Whatever either said anew is still said, unless the same side took it back.
        for side in [&a, &b] {
            for mark in side.marks() {
                if base.mark(mark.id).is_some_and(|old| old.says_the_same(mark)) {
                    continue;
                }
                let kept = ab.marks().any(|other| {
                    other.words == mark.words && other.when == mark.when && other.codes == mark.codes
                });
                prop_assert!(kept, "{:?}", mark);
            }
        }
        // Merging once more with either side brings nothing.
        let again = merge_three_way(Ancestor::State(&a), &ab, &a, &KEEP);
        prop_assert_eq!(seen(&again.session), seen(&ab));
        prop_assert_eq!(kept(&again.session), kept(&ab));
        prop_assert_eq!(again.both_kept, 0);
    }
}

#[test]
fn two_versions_of_what_somebody_keeps_are_both_kept() {
    let mut base = crate::world::World::new().open().session;
    let list = |name: &str| {
        let playlist = Playlist {
            name: name.to_owned(),
            items: Vec::new(),
        };
        Edit::PutEntry {
            keeper: robin(),
            entry: Box::new(entry(1, EntryKind::Playlist(playlist))),
        }
    };
    base.apply(&list("for Monday"), &stamp("device-a", 1))
        .unwrap();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.apply(&list("for Tuesday"), &stamp("device-a", 2))
        .unwrap();
    theirs
        .apply(&list("for Friday"), &stamp("device-b", 3))
        .unwrap();
    for (a, b) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge_three_way(Ancestor::State(&base), a, b, &KEEP);
        assert_eq!(merged.both_kept, 1);
        let mut names: Vec<String> = kept(&merged.session)
            .into_values()
            .map(|entry| match entry.kind {
                EntryKind::Playlist(list) => list.name,
                other => panic!("{other:?}"),
            })
            .collect();
        names.sort();
        assert_eq!(names, ["for Friday", "for Tuesday"]);
    }
    // Only one of them changed it: nothing is there twice.
    let merged = merge_three_way(Ancestor::State(&base), &base, &theirs, &KEEP);
    assert_eq!((merged.both_kept, kept(&merged.session).len()), (0, 1));
}

#[test]
fn a_change_beside_a_deletion_is_kept() {
    let mut base = crate::world::World::new().open().session;
    add(&mut base, mark(1, &sam(), 3, "first"));
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    rewrite(&mut ours, 1, "changed", &stamp("device-a", 10));
    theirs
        .apply(&Edit::DeleteMark(mark_id(1)), &stamp("device-b", 11))
        .unwrap();
    for (a, b) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge_three_way(
            Ancestor::State(&base),
            a,
            b,
            &Keep {
                mark: |_| mark_id(99),
                ..KEEP
            },
        );
        let words: Vec<_> = merged
            .session
            .marks()
            .map(|mark| mark.words.clone())
            .collect();
        assert_eq!(words, [Some("changed".to_owned())]);
    }
}

#[test]
fn a_deletion_of_what_nobody_changed_holds() {
    let mut base = crate::world::World::new().open().session;
    add(&mut base, mark(1, &sam(), 3, "first"));
    let mut ours = base.clone();
    ours.apply(&Edit::DeleteMark(mark_id(1)), &stamp("device-a", 10))
        .unwrap();
    for (a, b) in [(&ours, &base), (&base, &ours)] {
        let merged = merge_three_way(
            Ancestor::State(&base),
            a,
            b,
            &Keep {
                mark: |_| mark_id(99),
                ..KEEP
            },
        );
        assert_eq!(merged.session.mark_count(), 0);
    }
}

#[test]
fn a_mark_that_went_to_somebody_else_moves() {
    let mut base = crate::world::World::new().open().session;
    add(&mut base, mark(1, &sam(), 3, "whose"));
    let mut theirs = base.clone();
    let given = mark(1, &robin(), 3, "whose");
    theirs
        .apply(&Edit::ReplaceMark(Box::new(given)), &stamp("device-b", 9))
        .unwrap();
    for order in [[sam(), robin()], [robin(), sam()]] {
        let mut ours = base.clone();
        for person in order {
            ours.absorb(&person, theirs.set(&person).unwrap());
        }
        assert_eq!(ours.check(), []);
        assert_eq!(ours, theirs);
    }
}

#[test]
fn sets_read_one_by_one_are_settled() {
    let mut session = crate::world::World::new().open().session;
    add(&mut session, mark(1, &sam(), 3, "old"));
    let mut newer = mark(1, &robin(), 3, "new");
    newer.revision = 3;
    let mut robins = PersonSet::default();
    robins.marks.insert(newer.id, newer.into());
    let sets = BTreeMap::from([
        (sam(), session.set(&sam()).unwrap().clone()),
        (robin(), robins),
        (id("kim-3"), PersonSet::default()),
    ]);
    let session = Session::assemble(session.info().clone(), sets);
    assert_eq!(session.check(), []);
    assert_eq!(
        session.mark(mark_id(1)).unwrap().words.as_deref(),
        Some("new")
    );
}

/// One window lines up the second recording while another finds the first anew: both are kept.
#[test]
fn recordings_changed_on_both_sides_are_merged_one_by_one() {
    let medium = |name: &str, place| MediaIdentity {
        file_name: name.to_owned(),
        fingerprint: format!("of {name}"),
        place,
        ..MediaIdentity::default()
    };
    let beside = |millis| {
        MediaPlace::Beside(Alignment::at(AlignedPoint::beginning(
            MediaDelta::from_millis(millis),
        )))
    };
    let with = |media: Vec<MediaIdentity>, revision| {
        let mut info = crate::world::World::new().open().session.info().clone();
        info.media = media;
        info.revision = revision;
        Session::new(info, BTreeMap::new())
    };
    let first = medium("first", MediaPlace::Part);
    let base = with(vec![first.clone(), medium("second", beside(0))], 1);
    let ours = with(vec![first.clone(), medium("second", beside(2345))], 2);
    let longer = MediaIdentity {
        duration: MediaTime::from_seconds(9),
        ..first
    };
    let part = medium("next", MediaPlace::Part);
    let theirs = with(
        vec![longer.clone(), medium("second", beside(0)), part.clone()],
        2,
    );
    for (a, b) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge_three_way(Ancestor::State(&base), a, b, &KEEP).session;
        let mut media = merged.info().media.clone();
        media[1..].sort_by(|a, b| a.file_name.cmp(&b.file_name));
        assert_eq!(
            media,
            [longer.clone(), part.clone(), medium("second", beside(2345))]
        );
    }
}
