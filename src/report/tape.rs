//! *Tape quality*: where those who learn did not see what those who see well agreed on, over all of them; nobody is named.

use super::{
    Material, Refusal,
    beside::{self, Beside},
    page::{Block, Chart, Drawing, Item, Lane, Lanes, Page, Section, Table},
};
use crate::{
    domain::{
        mark::{Mark, When},
        person::{Person, Role},
    },
    tr,
};

/// So many moments are listed in each list.
const MOST: usize = 8;

/// One moment of the experts', and how many of those who watched it marked it, too.
struct Seen<'a> {
    mark: &'a Mark,
    watched: usize,
    met: usize,
}

pub(super) fn page(material: &Material<'_>) -> Result<Page, Refusal> {
    let learners: Vec<&Person> = material
        .session()
        .people()
        .iter()
        .filter(|person| person.role == Role::Trainee)
        // Whoever agreed on it saw all of it, and would count as somebody who learns on it.
        .filter(|person| !beside::agreed_on_it(material, &person.id))
        .collect();
    let first = learners.first().ok_or(Refusal::Nobody)?;
    if learners.len() < 2 {
        // It would be about one person, and say so without a name.
        return Err(Refusal::TakesTwo);
    }
    let experts = beside::experts(material, first)?;
    let all: Vec<Beside> = learners
        .iter()
        .map(|learner| beside::beside(material, learner, experts.clone()))
        .collect();
    let mut seen: Vec<Seen<'_>> = Vec::new();
    for mark in &experts.marks {
        let mut one = Seen {
            mark,
            watched: 0,
            met: 0,
        };
        for beside in &all {
            let Some(at) = beside.place_of(mark.id) else {
                continue;
            };
            one.watched += 1;
            one.met += usize::from(beside.shared.iter().any(|(_, theirs)| *theirs == at));
        }
        if one.watched > 0 {
            seen.push(one);
        }
    }
    let shown: Vec<&Mark> = seen.iter().map(|one| one.mark).collect();
    let beside = tr!(
        "report-tape-beside",
        number = learners.len().to_string(),
        experts = experts.name.as_str()
    );
    let mut page = material.sheet(
        tr!("report-tape"),
        vec![material.recording(), beside],
        &shown,
    );
    page.tight = true;
    if seen.is_empty() {
        let none = Block::Text(tr!("report-tape-none"));
        page.sections
            .push(Section::new(tr!("report-tape-strip"), vec![none]));
        return Ok(page);
    }
    page.sections.push(Section::new(
        tr!("report-tape-where"),
        vec![Block::Chart(Box::new(strip(
            material,
            &experts.name,
            &seen,
        )))],
    ));
    let mut by_share: Vec<&Seen<'_>> = seen.iter().collect();
    let share = |one: &Seen<'_>| one.met * 1_000 / one.watched;
    by_share.sort_by_key(|one| (share(one), one.mark.when.start()));
    let most = |one: &&&Seen<'_>| one.met * 2 > one.watched;
    let mut clear: Vec<&Seen<'_>> = by_share.iter().filter(most).copied().collect();
    clear.sort_by_key(|one| (std::cmp::Reverse(share(one)), one.mark.when.start()));
    let hard: Vec<&Seen<'_>> = by_share.iter().filter(|one| !most(one)).copied().collect();
    page.sections
        .extend(list(material, tr!("report-tape-clear"), None, &clear));
    let note = Some(tr!("report-tape-hard-about"));
    page.sections
        .extend(list(material, tr!("report-tape-hard"), note, &hard));
    page.sections.push(Section::new(
        tr!("report-tape-notes"),
        vec![Block::Lines(3)],
    ));
    Ok(page)
}

fn of(one: &Seen<'_>) -> String {
    tr!(
        "report-tape-of",
        met = one.met.to_string(),
        all = one.watched.to_string()
    )
}

fn row(material: &Material<'_>, one: &Seen<'_>) -> Vec<String> {
    vec![
        material.when(one.mark.when),
        material.labels(one.mark).unwrap_or_default(),
        one.mark.words.clone().unwrap_or_default(),
        of(one),
    ]
}

fn head() -> Vec<String> {
    vec![
        tr!("report-when"),
        tr!("report-what"),
        tr!("report-words"),
        tr!("report-tape-seen"),
    ]
}

fn list(
    material: &Material<'_>,
    title: String,
    note: Option<String>,
    some: &[&Seen<'_>],
) -> Option<Section> {
    let table = Table {
        caption: String::new(),
        head: head(),
        rows: some
            .iter()
            .take(MOST)
            .map(|one| row(material, one))
            .collect(),
    };
    (!table.rows.is_empty()).then(|| Section {
        note,
        ..Section::new(title, vec![Block::Table(table)])
    })
}

/// Each moment of theirs, the darker the fewer marked it, too.
fn strip(material: &Material<'_>, experts: &str, seen: &[Seen<'_>]) -> Chart {
    let item = |one: &Seen<'_>| {
        #[expect(clippy::cast_precision_loss, reason = "a handful of people")]
        let share = 1.0 - one.met as f64 / one.watched as f64;
        Item {
            span: match one.mark.when {
                When::Span(span) => span,
                When::Point(at) | When::Open(at) => super::svg::instant(at),
            },
            shape: material.shape(one.mark),
            guess: false,
            share: Some(share),
        }
    };
    Chart {
        title: tr!("report-tape-strip"),
        desc: tr!("report-tape-strip-about", experts = experts),
        drawing: Drawing::Lanes(Lanes {
            length: material.length(),
            lanes: vec![Lane {
                name: tr!("report-tape-lane"),
                hue: Some(0),
                items: seen.iter().map(item).collect(),
            }],
            ..Lanes::default()
        }),
        table: Table {
            caption: String::new(),
            head: head(),
            rows: seen.iter().map(|one| row(material, one)).collect(),
        },
        legend: Vec::new(),
    }
}
