//! What a person agreed to, as it stands on a day.
//!
//! That nothing was noted is no gate: the program says it, people decide. What was taken back is one: it closes what rested on it
//! at once, until the same person gives it anew (decision 16).

use chrono::{DateTime, Days, FixedOffset, NaiveDate};

use super::{
    entry::{Consent, ConsentPurpose, Entry, EntryKind},
    id::PersonId,
    session::{PersonSet, Session},
};

/// How many days before its end a consent is said to end soon.
pub const SOON_DAYS: u64 = 30;

/// How it stands with one purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing was noted. That is no consent.
    NotNoted,
    /// Given, and it holds.
    Given {
        /// On which day.
        on: NaiveDate,
        /// The last day, if there is one.
        until: Option<NaiveDate>,
    },
    /// It holds, and ends within [`SOON_DAYS`] days.
    EndsSoon {
        /// The last day.
        until: NaiveDate,
    },
    /// It held until this day.
    Ended {
        /// The last day.
        on: NaiveDate,
    },
    /// Taken back.
    Withdrawn {
        /// When.
        at: DateTime<FixedOffset>,
        /// When what depends on it is to be erased; `None` once that is done.
        erase_after: Option<DateTime<FixedOffset>>,
    },
}

impl State {
    /// Whether the recording may be used for it on the day that was asked about.
    #[must_use]
    pub const fn allows(self) -> bool {
        matches!(self, Self::Given { .. } | Self::EndsSoon { .. })
    }

    /// Whether what depends on it is to be erased by now.
    #[must_use]
    pub fn is_due(self, now: DateTime<FixedOffset>) -> bool {
        matches!(self, Self::Withdrawn { erase_after: Some(after), .. } if after <= now)
    }
}

/// What a person noted for one purpose, each with its entry.
pub fn noted(set: &PersonSet, purpose: ConsentPurpose) -> impl Iterator<Item = (&Entry, &Consent)> {
    set.entries.values().filter_map(move |entry| {
        let EntryKind::Consent(consent) = &entry.kind else {
            return None;
        };
        (consent.purpose == purpose).then_some((&**entry, consent))
    })
}

/// How it stands with a person and a purpose on a day.
///
/// The consent that was noted last counts. One that was taken back counts before every other that was noted before then,
/// also before a version of itself that was kept because two people changed it at once: only consent that was given anew
/// afterwards opens what was closed.
#[must_use]
pub fn state(set: &PersonSet, purpose: ConsentPurpose, day: NaiveDate) -> State {
    let withdrawn: Vec<(DateTime<FixedOffset>, Option<DateTime<FixedOffset>>)> =
        noted(set, purpose)
            .filter_map(|(_, consent)| consent.withdrawn.map(|at| (at, consent.erase_after)))
            .collect();
    let last = withdrawn.iter().map(|(at, _)| *at).max();
    // A version that was kept of an entry has the day on which that entry was made, so it is never given anew.
    let anew = |entry: &Entry, consent: &Consent| {
        last.is_none_or(|at| entry.created > at && consent.given >= at.date_naive())
    };
    let given = noted(set, purpose)
        .filter(|(entry, consent)| consent.withdrawn.is_none() && anew(entry, consent))
        .max_by_key(|(entry, consent)| (consent.given, entry.created, entry.id));
    if let Some((_, consent)) = given {
        return of_given(consent, day);
    }
    match last {
        Some(at) => State::Withdrawn {
            at,
            erase_after: withdrawn.iter().filter_map(|(_, after)| *after).min(),
        },
        None => State::NotNoted,
    }
}

fn of_given(consent: &Consent, day: NaiveDate) -> State {
    match consent.expires {
        Some(until) if until < day => State::Ended { on: until },
        Some(until)
            if day
                .checked_add_days(Days::new(SOON_DAYS))
                .is_none_or(|soon| until <= soon) =>
        {
            State::EndsSoon { until }
        }
        until => State::Given {
            on: consent.given,
            until,
        },
    }
}

/// Who of these people took back what a recording may be used for, in the order of the people. It is not used for it until each
/// of them gives it anew.
#[must_use]
pub fn taken_back(session: &Session, purpose: ConsentPurpose, day: NaiveDate) -> Vec<PersonId> {
    session
        .people()
        .iter()
        .filter(|person| {
            session
                .set(&person.id)
                .is_some_and(|set| matches!(state(set, purpose, day), State::Withdrawn { .. }))
        })
        .map(|person| person.id.clone())
        .collect()
}

/// The purposes for which a person took their consent back and whose time to erase has come.
#[must_use]
pub fn due(set: &PersonSet, now: DateTime<FixedOffset>) -> Vec<ConsentPurpose> {
    ConsentPurpose::ALL
        .into_iter()
        .filter(|purpose| state(set, *purpose, now.date_naive()).is_due(now))
        .collect()
}
