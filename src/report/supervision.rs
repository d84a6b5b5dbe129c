//! *Supervision sheet*: what the therapist did, over how strong it was for the client; what went well first, questions before answers.

use std::collections::BTreeMap;

use super::{
    Material, Refusal,
    gather::{CLIENTS, THERAPISTS},
    page::{Block, Page, Section, Table},
    preparation::{clips, hard_and_back, moments, over_time},
};
use crate::{
    domain::{
        entry::EntryKind,
        mark::{CodeUse, Mark},
        supervision::clip_pack_of,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
    tr,
};

/// Two stops so near are one.
const SAME: MediaDelta = MediaDelta::from_millis(2_000);
/// How much before and after a stop is looked at.
const AROUND: MediaDelta = MediaDelta::from_millis(30_000);
pub(super) fn page(material: &Material<'_>) -> Result<Page, Refusal> {
    let therapist = material.person(0, &THERAPISTS).ok_or(Refusal::Nobody)?;
    let marks = material.marks();
    let is_learning = |mark: &&Mark| {
        let mut codes = mark.codes.iter();
        codes.any(|used| material.is_learning(used))
    };
    let lead = vec![therapist.name.clone(), material.recording()];
    let mut page = material.sheet(tr!("report-supervision"), lead, &marks);
    let mut put = |section: Option<Section>| page.sections.extend(section);

    put(Some(
        Section::new(tr!("report-my-question"), questions(material, &marks))
            .with_note(tr!("report-my-question-about")),
    ));
    put(looked_at(material));
    put(moments(
        material,
        tr!("report-went-well"),
        marks
            .iter()
            .copied()
            .filter(|mark| material.went_well(mark)),
    ));
    put(interventions(material, &marks));
    put(stops(material, &marks));
    put(material
        .person(usize::MAX, &CLIENTS)
        .and_then(|client| hard_and_back(material, client)));
    put(moments(
        material,
        tr!("report-lapses"),
        marks.iter().copied().filter(is_learning),
    ));
    put(clips(material, tr!("report-clip-pack")).map(Section::on_new_page));
    put(Some(
        Section::new(tr!("report-feedback-notes"), vec![Block::Lines(8)])
            .with_note(tr!("report-feedback-notes-about")),
    ));
    Ok(page)
}

/// The sections that are to be looked at, with the question of whoever brought them.
fn looked_at(material: &Material<'_>) -> Option<Section> {
    let (_, _, pack) = clip_pack_of(material.session())?;
    let mut blocks = Vec::new();
    if !pack.question.is_empty() {
        blocks.push(Block::Text(pack.question.clone()));
    }
    let stretch = |span: &MediaSpan| {
        let (from, to) = (span.start().whole_seconds(), span.end().whole_seconds());
        tr!("report-section-stretch", from = from, to = to)
    };
    let stretches: Vec<String> = pack.sections.iter().map(stretch).collect();
    if !stretches.is_empty() {
        blocks.push(Block::Text(stretches.join(" · ")));
    }
    (!blocks.is_empty()).then(|| Section::new(tr!("supervision-sections"), blocks))
}

fn questions(material: &Material<'_>, marks: &[&Mark]) -> Vec<Block> {
    let asked = |mark: &&&Mark| {
        let codes = mark.codes.iter();
        codes
            .into_iter()
            .any(|used| matches!(used.code.as_str(), "m.question" | "m.discuss"))
    };
    let moments: Vec<_> = marks
        .iter()
        .filter(asked)
        .map(|mark| material.moment(mark))
        .collect();
    let mut blocks = Vec::new();
    if !moments.is_empty() {
        blocks.push(Block::Moments(moments));
    }
    blocks.push(Block::Lines(3));
    blocks
}

fn intervened(material: &Material<'_>, used: &CodeUse) -> bool {
    used.code.as_str().starts_with("tx.") && !material.is_learning(used)
}

fn is_intervention(material: &Material<'_>, mark: &Mark) -> bool {
    let mut codes = mark.codes.iter();
    codes.any(|used| intervened(material, used))
}

/// Interventions in lanes by who marked them, over how strong it was; and each with its times.
fn interventions(material: &Material<'_>, marks: &[&Mark]) -> Option<Section> {
    let all: Vec<&Mark> = marks
        .iter()
        .copied()
        .filter(|mark| is_intervention(material, mark))
        .collect();
    if all.is_empty() {
        return None;
    }
    let people = material.session().people().iter();
    let lanes = people
        .map(|person| {
            let own = |mark: &&Mark| mark.author.includes(&person.id);
            let own: Vec<&Mark> = all.iter().copied().filter(own).collect();
            material.lane(person.name.clone(), Some(person.hue), &own)
        })
        .filter(|lane| !lane.items.is_empty())
        .collect();
    let mut blocks = Vec::new();
    if let Some(client) = material.person(usize::MAX, &CLIENTS) {
        let chart = over_time(material, client, lanes, &all);
        blocks.push(Block::Chart(Box::new(chart)));
    }
    let mut by_code: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for mark in &all {
        let who = material.author(&mark.author).name;
        for used in &mark.codes {
            if intervened(material, used) {
                let times = by_code.entry((material.label(used), who.clone()));
                times.or_default().push(material.when(mark.when));
            }
        }
    }
    let rows = by_code.into_iter().map(|((label, who), times)| {
        let number = times.len().to_string();
        vec![label, who, number, times.join(", ")]
    });
    blocks.push(Block::Table(Table {
        caption: tr!("report-interventions-about"),
        head: vec![
            tr!("report-intervention"),
            tr!("report-who"),
            tr!("report-times"),
            tr!("report-when"),
        ],
        rows: rows.collect(),
    }));
    Some(Section::new(tr!("report-interventions"), blocks))
}

/// What was marked in the half minute before and after each stop and rewind.
fn stops(material: &Material<'_>, marks: &[&Mark]) -> Option<Section> {
    let mut stops: Vec<(MediaTime, MediaTime)> = marks
        .iter()
        .filter(|mark| {
            let codes = mark.codes.iter();
            codes
                .into_iter()
                .any(|used| matches!(used.code.as_str(), "tx.stop_rewind" | "tx.stop_stand"))
        })
        .map(|mark| (mark.when.start(), mark.when.end()))
        .collect();
    for (_, entry) in material.session().entries() {
        if let EntryKind::Episode(episode) = &entry.kind {
            stops.push((episode.stop, episode.stop));
        }
    }
    stops.sort_unstable();
    // A stop that was marked and one that was explored are one, where both say the same place.
    stops.dedup_by(|next, kept| (next.0 - kept.0) <= SAME);
    let within = |span: MediaSpan| {
        let found: Vec<String> = marks
            .iter()
            .filter(|mark| span.contains(mark.when.start()) && !is_intervention(material, mark))
            .map(|mark| {
                let who = material.author(&mark.author).initial;
                let what = material.labels(mark).or_else(|| mark.words.clone());
                let time = mark.when.start().whole_seconds();
                format!("{time} {who}: {}", what.unwrap_or_default())
            })
            .collect();
        if found.is_empty() {
            tr!("report-none-marked")
        } else {
            found.join("\n")
        }
    };
    let row = |(from, to): &(MediaTime, MediaTime)| {
        vec![
            from.whole_seconds(),
            within(MediaSpan::between((*from - AROUND).clamp_to_start(), *from)),
            within(MediaSpan::between(*to, *to + AROUND)),
        ]
    };
    let table = Table {
        caption: tr!("report-stops-about"),
        head: vec![
            tr!("report-when"),
            tr!("report-before-stop"),
            tr!("report-after-stop"),
        ],
        rows: stops.iter().map(row).collect(),
    };
    (!table.rows.is_empty()).then(|| Section::new(tr!("report-stops"), vec![Block::Table(table)]))
}
