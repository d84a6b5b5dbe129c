//! Rating for supervision: what a sheet holds and for whom, blind until all are done, side by side afterwards.

use std::collections::BTreeMap;

use mindframe::{
    analysis::{
        measures::Undefined,
        rated_items::{ENOUGH, SideBySide},
    },
    domain::{
        disclosed::{Disclosed, OpenCodes, Purpose, Viewer},
        edit::Edit,
        entry::EntryKind,
        history::EditLabel,
        mark::Audience,
        merge::{Ancestor, merge_three_way},
        supervision::{self, FrameRef, RatedItem, Rating, RatingSheet},
    },
};

use crate::{
    entries::{entry, entry_id, one_of_each},
    merging::KEEP,
    world::{World, robin, sam, stamp},
};

fn frame() -> FrameRef {
    FrameRef {
        id: "our-team".to_owned(),
        version: "1".to_owned(),
    }
}

/// A sheet with these values on one scale, by item from 1.
fn sheet(scale: &str, values: &[Option<i32>]) -> RatingSheet {
    let mut sheet = RatingSheet::new(entry_id(1), frame());
    for (number, value) in (1..).zip(values) {
        let rating = value.map_or(Rating::NotApplicable, Rating::Value);
        sheet.change(number, |item| {
            item.values.insert(scale.to_owned(), rating);
        });
    }
    sheet
}

#[test]
fn an_item_of_which_nothing_is_left_is_not_kept() {
    let mut sheet = RatingSheet::new(entry_id(1), frame());
    sheet.change(3, |item| item.note = "x".to_owned());
    assert_eq!(sheet.note(3), "x");
    sheet.change(3, |item| item.note.clear());
    assert_eq!(sheet.items, BTreeMap::<u32, RatedItem>::new());
}

#[test]
fn what_raters_keep_does_not_exist_while_a_client_can_see_the_screen() {
    let mut session = World::new().open().session;
    for (number, kind) in (1..).zip(one_of_each()) {
        if kind.is_for_supervision() {
            let edit = Edit::PutEntry {
                keeper: robin(),
                entry: Box::new(entry(number, kind)),
            };
            session.apply(&edit, &stamp("device-a", 1)).unwrap();
        }
    }
    assert_eq!(session.entries().count(), 3);
    let room = Viewer::Room {
        codes: std::sync::Arc::new(OpenCodes::default()),
        alone: Some(robin()),
    };
    let seen = Disclosed::of(&session, room, Purpose::Window);
    assert_eq!(seen.session().entries().count(), 0);
}

#[test]
fn a_sheet_that_two_computers_changed_is_one_sheet_and_the_other_is_kept() {
    let mut base = World::new().open().session;
    let put = |values: &[Option<i32>]| {
        let kind = EntryKind::RatingSheet(Box::new(sheet("adherence", values)));
        Edit::PutEntry {
            keeper: robin(),
            entry: Box::new(entry(2, kind)),
        }
    };
    base.apply(&put(&[Some(1)]), &stamp("device-a", 1)).unwrap();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    ours.apply(&put(&[Some(2)]), &stamp("device-a", 2)).unwrap();
    theirs
        .apply(&put(&[Some(5)]), &stamp("device-b", 3))
        .unwrap();
    for (a, b) in [(&ours, &theirs), (&theirs, &ours)] {
        let merged = merge_three_way(Ancestor::State(&base), a, b, &KEEP);
        assert_eq!((merged.both_kept, merged.session.entries().count()), (1, 2));
        let found: Vec<_> = supervision::sheets(&merged.session)
            .map(|(_, _, sheet)| sheet.rating(1, "adherence"))
            .collect();
        assert_eq!(found, [Some(Rating::Value(5))]);
    }
}

#[test]
fn what_is_for_a_rater_alone_leaves_undo_with_its_reader() {
    let mut session = World::new().open().session;
    let mut history = mindframe::domain::history::History::default();
    let kind = EntryKind::RatingSheet(Box::new(sheet("adherence", &[Some(1)])));
    let mut own = entry(2, kind);
    own.audience = Audience::OnlyMe;
    let edit = Edit::PutEntry {
        keeper: sam(),
        entry: Box::new(own),
    };
    let inverse = session.apply(&edit, &stamp("device-a", 1)).unwrap();
    history.record(&sam(), EditLabel::RatingSheet, inverse, None);
    assert!(history.next_undo(&sam()).is_some());
    history.forget_closed(&session);
    assert_eq!(history.next_undo(&sam()), None);
}

#[test]
fn agreement_is_told_by_scale_and_only_of_enough_items() {
    // Ten items, and an eleventh that one found not to come up: the values of Shrout and Fleiss have their own test.
    let one: Vec<Option<i32>> = (0..11).map(|at| Some(1 + at % 5)).collect();
    let mut other: Vec<Option<i32>> = one.iter().map(|value| value.map(|v| v + 1)).collect();
    other[10] = None;
    let (a, b) = (sheet("adherence", &one), sheet("adherence", &other));
    let both = SideBySide::of(&[&a, &b]);
    let [scale] = both.scales.as_slice() else {
        panic!("{:?}", both.scales);
    };
    assert_eq!((scale.scale.as_str(), scale.items), ("adherence", ENOUGH));
    let icc = scale.icc.unwrap();
    // One is always one stricter: the same order throughout, and not the same values.
    assert!((icc.consistency.unwrap() - 1.0).abs() < 1e-9);
    assert!(icc.agreement.unwrap() < 0.95);

    let few = SideBySide::of(&[
        &sheet("adherence", &one[..9]),
        &sheet("adherence", &other[..9]),
    ]);
    assert_eq!((few.scales[0].items, few.scales[0].icc), (9, None));
    let alike = vec![Some(4); 12];
    let alike = SideBySide::of(&[&sheet("x", &alike), &sheet("x", &alike)]);
    let none = alike.scales[0].icc.unwrap().agreement;
    assert_eq!(none, Err(Undefined::NoVariation));
}

#[test]
fn what_raters_see_differently_comes_first_the_widest_before_the_rest() {
    let a = sheet("adherence", &[Some(3), Some(2), Some(6), Some(4)]);
    let b = sheet("adherence", &[Some(3), Some(5), Some(5), None]);
    let both = SideBySide::of(&[&a, &b]);
    let numbers: Vec<u32> = both
        .to_talk_about()
        .iter()
        .map(|item| item.number)
        .collect();
    assert_eq!(numbers, [4, 2, 3]);
    assert_eq!(both.items.len(), 4);
    // One alone has nobody to differ from.
    assert!(SideBySide::of(&[&a]).to_talk_about().is_empty());
}

#[test]
fn scales_are_never_put_together() {
    let mut a = sheet("adherence", &[Some(3)]);
    let mut b = sheet("adherence", &[Some(3)]);
    for (sheet, value) in [(&mut a, 1), (&mut b, 7)] {
        sheet.change(1, |item| {
            item.values
                .insert("competence".to_owned(), Rating::Value(value));
        });
    }
    let both = SideBySide::of(&[&a, &b]);
    let found: Vec<(&str, u32)> = both
        .items
        .iter()
        .map(|item| (item.scale.as_str(), item.apart()))
        .collect();
    assert_eq!(found, [("adherence", 0), ("competence", 6)]);
    assert_eq!(both.scales.len(), 2);
}
