//! How it stands with what a person agreed to: nothing is presumed, and what was taken back stays closed.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use mindframe::domain::{
    consent::{State, due, state},
    entry::{Consent, ConsentPurpose, Entry, EntryKind},
    id::EntryId,
    mark::Audience,
    session::PersonSet,
};

use crate::world::{at, id};

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, number).unwrap()
}

fn entry(number: u128, made: i64, given: u32) -> Entry {
    Entry {
        id: EntryId::new(uuid::Uuid::from_u128(number)),
        revision: 1,
        device: id("device-a"),
        audience: Audience::Everyone,
        created: at(made),
        revised: None,
        conflict_of: None,
        kind: EntryKind::Consent(Consent {
            purpose: ConsentPurpose::Training,
            given: day(given),
            form: "2026-1".to_owned(),
            expires: None,
            withdrawn: None,
            erase_after: None,
        }),
    }
}

fn with(mut entry: Entry, change: impl FnOnce(&mut Consent)) -> Entry {
    if let EntryKind::Consent(consent) = &mut entry.kind {
        change(consent);
    }
    entry
}

fn set(entries: impl IntoIterator<Item = Entry>) -> PersonSet {
    PersonSet {
        entries: entries
            .into_iter()
            .map(|entry| (entry.id, Arc::new(entry)))
            .collect(),
        ..PersonSet::default()
    }
}

fn training(set: &PersonSet, on: u32) -> State {
    state(set, ConsentPurpose::Training, day(on))
}

#[test]
fn nothing_is_presumed_and_one_purpose_says_nothing_of_another() {
    let set = set([entry(1, 0, 9)]);
    assert_eq!(
        state(&set, ConsentPurpose::Research, day(9)),
        State::NotNoted
    );
    assert!(!State::NotNoted.allows());
    assert!(training(&set, 9).allows());
}

#[test]
fn a_consent_ends_after_its_last_day_and_says_so_beforehand() {
    let until = |last: u32| {
        set([with(entry(1, 0, 1), |known| {
            known.expires = Some(day(last));
        })])
    };
    assert_eq!(
        training(&until(31), 1),
        State::EndsSoon { until: day(31) },
        "thirty days before"
    );
    assert!(training(&until(12), 12).allows(), "on its last day");
    assert_eq!(training(&until(12), 13), State::Ended { on: day(12) });
}

#[test]
fn the_newest_consent_counts() {
    let old = with(entry(1, 0, 1), |known| known.expires = Some(day(5)));
    assert!(training(&set([old, entry(2, 60, 9)]), 9).allows());
}

#[test]
fn what_was_taken_back_stays_closed_when_two_versions_were_kept() {
    let withdrawn = with(entry(1, 0, 9), |known| {
        known.withdrawn = Some(at(60));
        known.erase_after = Some(at(120));
    });
    let mut kept = with(entry(2, 0, 9), |known| known.form = "2026-2".to_owned());
    kept.revised = Some(at(90));
    kept.conflict_of = Some(withdrawn.id);
    let both = set([withdrawn.clone(), kept]);
    assert_eq!(
        training(&both, 9),
        State::Withdrawn {
            at: at(60),
            erase_after: Some(at(120))
        }
    );
    let older = set([withdrawn.clone(), entry(3, -60, 9)]);
    assert!(!training(&older, 9).allows());
    let anew = set([withdrawn, entry(4, 300, 9)]);
    assert!(training(&anew, 9).allows(), "given anew afterwards");
}

#[test]
fn the_time_to_erase_comes_once_and_is_over_once_it_is_done() {
    let one = with(entry(1, 0, 9), |known| {
        known.withdrawn = Some(at(0));
        known.erase_after = Some(at(0) + TimeDelta::days(14));
    });
    let waiting = set([one.clone()]);
    assert_eq!(due(&waiting, at(0) + TimeDelta::days(13)), []);
    assert_eq!(
        due(&waiting, at(0) + TimeDelta::days(14)),
        [ConsentPurpose::Training]
    );
    let done = set([with(one, |known| known.erase_after = None)]);
    assert_eq!(due(&done, at(0) + TimeDelta::days(99)), []);
    assert!(!training(&done, 9).allows());
}
