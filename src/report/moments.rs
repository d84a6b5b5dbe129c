//! *My moments*: a client's own words, what helped first. No totals, no names of modes, nothing that others noted about them.

use std::collections::BTreeSet;

use super::{
    Material, Refusal,
    gather::CLIENTS,
    page::{Block, Chart, Drawing, Lanes, Moment, Page, Pair, Section, Sign, Table},
};
use crate::{
    client,
    domain::{
        entry::EntryKind,
        id::{MarkId, PersonId},
        mark::{Mark, Tense},
        person::Person,
        time::MediaDelta,
    },
};

/// How far from the moment itself what is said of it now may lie and still belong to it.
const NEAR: MediaDelta = MediaDelta::from_millis(30_000);

pub(super) fn page(material: &Material<'_>) -> Result<Page, Refusal> {
    let person = material.person(0, &CLIENTS).ok_or(Refusal::Nobody)?;
    let marks: Vec<&Mark> = material
        .marks()
        .into_iter()
        .filter(|mark| mark.author.includes(&person.id))
        .collect();
    let lead = vec![person.name.clone(), material.recording()];
    let mut page = material.sheet(client!("report-moments"), lead, &marks);
    let own = |mark: &&Mark| Moment {
        who: None,
        ..material.moment(mark)
    };
    let mut shown: BTreeSet<MarkId> = BTreeSet::new();

    let helped: Vec<&Mark> = marks
        .iter()
        .copied()
        .filter(|mark| material.went_well(mark))
        .collect();
    shown.extend(helped.iter().map(|mark| mark.id));
    if !helped.is_empty() {
        let moments = helped.iter().map(own).collect();
        page.sections.push(Section::new(
            client!("report-helped"),
            vec![Block::Moments(moments)],
        ));
    }
    page.sections.extend(taken_along(material, person));

    let pairs = then_and_now(&marks, &shown);
    shown.extend(pairs.iter().flat_map(|(then, now)| [then.id, now.id]));
    if !pairs.is_empty() {
        let pair = |(then, now): &(&Mark, &Mark)| Pair {
            left: Moment {
                over: Some(client!("report-then")),
                ..own(then)
            },
            right: Moment {
                over: Some(client!("report-now")),
                ..own(now)
            },
            together: Vec::new(),
        };
        page.sections.push(Section::new(
            client!("report-then-now"),
            vec![Block::Pairs(pairs.iter().map(pair).collect())],
        ));
    }

    let rest: Vec<Moment> = marks
        .iter()
        .filter(|mark| !shown.contains(&mark.id))
        .map(own)
        .collect();
    if !rest.is_empty() {
        page.sections.push(Section::new(
            client!("report-noticed"),
            vec![Block::Moments(rest)],
        ));
    }
    if marks.is_empty() {
        page.sections.push(Section::new(
            client!("report-noticed"),
            vec![Block::Text(client!("report-nothing-yet"))],
        ));
    }
    page.sections.extend(over_time(material, person, &marks));
    page.sections
        .push(Section::new(client!("report-notes"), vec![Block::Lines(4)]));
    Ok(page)
}

/// What was said at the end of sittings this person was in: theirs, and what all took along.
pub(super) fn taken_along(material: &Material<'_>, person: &Person) -> Option<Section> {
    let mut blocks = Vec::new();
    for (_, entry) in material.session().entries() {
        let EntryKind::Review(review) = &entry.kind else {
            continue;
        };
        if !review.present.contains(&person.id) {
            continue;
        }
        let felt = review.felt.iter().filter(|(who, _)| *who == person.id);
        let felt = felt.map(|(_, words)| (client!("report-felt"), words));
        let along = (client!("report-along"), &review.take_along);
        for (ask, words) in felt.chain([along]) {
            if !words.trim().is_empty() {
                blocks.push(Block::Quote {
                    ask: Some(ask),
                    who: None,
                    words: words.clone(),
                });
            }
        }
    }
    (!blocks.is_empty()).then(|| Section::new(client!("report-take-along"), blocks))
}

/// What somebody says of a moment now, with the nearest of how it was then.
fn then_and_now<'a>(marks: &[&'a Mark], shown: &BTreeSet<MarkId>) -> Vec<(&'a Mark, &'a Mark)> {
    let free = |mark: &&&Mark| !shown.contains(&mark.id);
    let mut taken = BTreeSet::new();
    let mut pairs = Vec::new();
    for now in marks.iter().filter(free) {
        if now.tense == Tense::Then {
            continue;
        }
        let distance = |then: &Mark| (then.when.start() - now.when.start()).magnitude();
        let then = marks
            .iter()
            .filter(free)
            .filter(|then| {
                then.tense == Tense::Then
                    && then.author == now.author
                    && then.about == now.about
                    && distance(then) <= NEAR
                    && !taken.contains(&then.id)
            })
            .min_by_key(|then| (distance(then), then.id));
        if let Some(then) = then {
            taken.insert(then.id);
            pairs.push((*then, *now));
        }
    }
    pairs
}

/// The moments along the recording, and how strong it felt.
fn over_time(material: &Material<'_>, person: &Person, marks: &[&Mark]) -> Option<Section> {
    let mut blocks = Vec::new();
    if marks.len() > 1 {
        let lane = material.lane(person.name.clone(), Some(person.hue), marks);
        let row = |mark: &&Mark| {
            let said = mark.words.clone();
            vec![
                material.when(mark.when),
                material.labels(mark).or(said).unwrap_or_default(),
                mark.intensity
                    .map(|strength| strength.get().to_string())
                    .unwrap_or_default(),
            ]
        };
        blocks.push(Block::Chart(Box::new(Chart {
            title: client!("report-strip"),
            desc: client!("report-strip-about"),
            drawing: Drawing::Lanes(Lanes {
                length: material.length(),
                lanes: vec![lane],
                ..Lanes::default()
            }),
            table: Table {
                caption: String::new(),
                head: vec![
                    client!("report-when"),
                    client!("report-what"),
                    client!("report-how-strong"),
                ],
                rows: marks.iter().map(row).collect(),
            },
            legend: plain_legend(),
        })));
    }
    blocks.extend(own_curve(material, &person.id).map(|chart| Block::Chart(Box::new(chart))));
    (!blocks.is_empty()).then(|| Section::new(client!("report-over-time"), blocks))
}

/// What the shapes of a client's buttons mean.
pub(super) fn plain_legend() -> Vec<(Sign, String)> {
    use crate::domain::codebook::Shape;
    vec![
        (Sign::Shape(Shape::UpTriangle), client!("report-sign-up")),
        (Sign::Shape(Shape::Circle), client!("report-sign-circle")),
        (
            Sign::Shape(Shape::DownTriangle),
            client!("report-sign-down"),
        ),
        (Sign::Shape(Shape::Diamond), client!("report-sign-diamond")),
    ]
}

/// How strong it felt, as the person rated it themselves, with their own zones.
fn own_curve(material: &Material<'_>, person: &PersonId) -> Option<Chart> {
    let track = material.track(person, person)?;
    let curve = material.curve(track, person);
    let head = vec![client!("report-when"), client!("report-how-strong")];
    Some(Chart {
        title: client!("report-curve"),
        desc: client!("report-curve-about"),
        table: material.curve_table(&curve, head),
        drawing: Drawing::Lanes(Lanes {
            length: material.length(),
            zones: material
                .session()
                .person(person)
                .and_then(|known| known.zones),
            curves: vec![curve],
            ..Lanes::default()
        }),
        legend: Vec::new(),
    })
}
