//! *Practice feedback*: what somebody who learns shares with those who see well, then three moments that only they marked, three
//! that only the learner marked, and the places where those who see well differ, too. One page, to keep; counts stand beside their moments, and there is no score.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Material, Refusal,
    beside::{self, Beside, Experts, LEARNERS, OpenPlace, is_note},
    page::{Block, Chart, Drawing, Join, Lanes, Moment, Page, Section, Sign, Table},
};
use crate::{
    domain::{
        id::CodeId,
        mark::{Author, CodeUse, Mark},
        person::Person,
        time::MediaDelta,
    },
    tr,
};

/// So many moments of a kind are looked at; more would not be read.
const FEW: usize = 3;
/// So many rows are listed; the drawing shows all.
const MOST: usize = 5;
/// So many codes are worth looking for next.
const CODES: usize = 4;
/// From so many shared moments on, how near they lie is worth a sentence.
const ENOUGH: usize = 5;

pub(super) fn page(material: &Material<'_>) -> Result<Page, Refusal> {
    let learner = material.person(0, &LEARNERS).ok_or(Refusal::Nobody)?;
    let experts = beside::experts(material, learner)?;
    let beside = beside::beside(material, learner, experts);
    let shown: Vec<&Mark> = beside
        .own
        .iter()
        .chain(&beside.experts.marks)
        .chain(beside.open.iter().map(|place| &place.theirs))
        .map(AsRef::as_ref)
        .collect();
    let with = tr!(
        "report-feedback-beside",
        name = learner.name.as_str(),
        experts = beside.experts.name.as_str()
    );
    let lead = vec![with, material.recording()];
    let mut page = material.sheet(tr!("report-feedback"), lead, &shown);
    page.tight = true;
    if beside.experts.worked_it_out() {
        name_the_experts(material, learner, &beside, &mut page);
    }
    let mut first = shared(material, &beside);
    first.blocks.push(drawing(material, learner, &beside));
    page.sections.push(first);
    page.sections.push(some(
        material,
        &beside.experts,
        (tr!("report-only-they"), tr!("report-only-they-about")),
        tr!("report-only-they-none"),
        &chosen(&beside.missed()),
    ));
    let extra = some(
        material,
        &beside.experts,
        (tr!("report-only-you"), tr!("report-only-you-about")),
        tr!("report-only-you-none"),
        &chosen(&beside.extra()),
    );
    side_by_side(&mut page, otherwise(material, &beside), extra);
    page.sections.extend(open(material, &beside));
    let keep = Section::new(tr!("report-to-keep"), vec![Block::Lines(4)])
        .with_note(tr!("report-to-keep-about"));
    side_by_side(&mut page, codes(material, &beside), keep);
    Ok(page)
}

/// One page is little room: what is short stands beside another, where there is another.
fn side_by_side(page: &mut Page, left: Option<Section>, right: Section) {
    match left {
        Some(left) => page.sections.extend([left.half(), right.half()]),
        None => page.sections.push(right),
    }
}

/// By whom each place was marked stands beside it. Who marked says whose consensus it is, by name only where it names them, and
/// what they watched is not known.
fn name_the_experts(material: &Material<'_>, learner: &Person, beside: &Beside, page: &mut Page) {
    let places = beside.experts.marks.len() + beside.open.len();
    let by = [
        (&learner.name, beside.own.len()),
        (&beside.experts.name, places),
    ];
    let by: Vec<String> = by
        .iter()
        .filter(|(_, number)| *number > 0)
        .map(|(name, number)| format!("{name} ({number})"))
        .collect();
    let said = [
        (tr!("report-marked-by"), by.join("; ")),
        (tr!("report-watched"), material.watched_words(&learner.id)),
    ];
    for (label, value) in said {
        let row = page.colophon.iter_mut().find(|(known, _)| *known == label);
        if let Some(row) = row.filter(|_| !value.is_empty()) {
            row.1 = value;
        }
    }
}

/// What several agreed on first, then what has words; three of them, in the order of time.
fn chosen<'a>(marks: &[&'a Mark]) -> Vec<&'a Mark> {
    let weight = |mark: &Mark| {
        let people = match &mark.author {
            Author::One(_) => 1,
            Author::Together(people) => people.len(),
        };
        (people, mark.words.is_some())
    };
    let mut chosen = marks.to_vec();
    chosen.sort_by_key(|mark| std::cmp::Reverse(weight(mark)));
    chosen.truncate(FEW);
    chosen.sort_by_key(|mark| (mark.when.start(), mark.id));
    chosen
}

fn said(material: &Material<'_>, mark: &Mark) -> String {
    let words = mark.words.as_ref().map(|words| format!("“{words}”"));
    let parts = [material.labels(mark), words];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn both(material: &Material<'_>, beside: &Beside, pairs: &[(usize, usize)]) -> Table {
    let row = |(own, theirs): &(usize, usize)| {
        let (own, theirs) = (&beside.own[*own], &beside.experts.marks[*theirs]);
        vec![
            material.when(theirs.when),
            said(material, own),
            said(material, theirs),
        ]
    };
    Table {
        caption: String::new(),
        head: vec![
            tr!("report-when"),
            tr!("report-you"),
            beside.experts.name.clone(),
        ],
        rows: pairs.iter().take(MOST).map(row).collect(),
    }
}

fn shared(material: &Material<'_>, beside: &Beside) -> Section {
    let mut blocks = Vec::new();
    if beside.shared.is_empty() {
        blocks.push(Block::Text(tr!("report-shared-none")));
    } else {
        blocks.push(Block::Table(both(material, beside, &beside.shared)));
    }
    let more = beside.shared.len().saturating_sub(MOST);
    let mut below = Vec::new();
    if more > 0 {
        let more = more.to_string();
        below.push(tr!("report-shared-more", number = more));
    }
    if beside.shared.len() >= ENOUGH {
        let mut apart: Vec<MediaDelta> = beside
            .shared
            .iter()
            .map(|(own, theirs)| {
                let (own, theirs) = (&beside.own[*own], &beside.experts.marks[*theirs]);
                (own.when.start() - theirs.when.start()).magnitude()
            })
            .collect();
        apart.sort_unstable();
        let middle = apart[apart.len() / 2];
        let tenths = (middle.as_millis() + 50) / 100;
        let near = format!("{}.{}", tenths / 10, tenths % 10);
        below.push(tr!("report-shared-near", seconds = near));
    }
    if !below.is_empty() {
        blocks.push(Block::Text(below.join(" ")));
    }
    Section::new(tr!("report-shared"), blocks)
}

fn otherwise(material: &Material<'_>, beside: &Beside) -> Option<Section> {
    let table = both(material, beside, &beside.otherwise);
    (!table.rows.is_empty()).then(|| {
        Section::new(tr!("report-otherwise"), vec![Block::Table(table)])
            .with_note(tr!("report-otherwise-about"))
    })
}

fn some(
    material: &Material<'_>,
    experts: &Experts,
    (title, about): (String, String),
    none: String,
    marks: &[&Mark],
) -> Section {
    if marks.is_empty() {
        return Section::new(title, vec![Block::Text(none)]);
    }
    let moment = |mark: &&Mark| {
        let mut more: Vec<String> = experts.agreed_by(mark).into_iter().collect();
        let found = material.moment(mark);
        more.extend(found.more.iter().cloned());
        let mut replies = experts.voices(material, mark.id, false);
        replies.extend(found.replies.iter().cloned());
        Moment {
            who: None,
            more,
            replies,
            ..found
        }
    };
    let moments = marks.iter().map(moment).collect();
    Section::new(title, vec![Block::Moments(moments)]).with_note(about)
}

/// Where those who see well differ, too: what each of them had marked, and why it stays open. Seeing it otherwise is no miss.
fn open(material: &Material<'_>, beside: &Beside) -> Option<Section> {
    if beside.open.is_empty() {
        return None;
    }
    let moment = |place: &OpenPlace| {
        let mark = place.theirs.as_ref();
        let found = material.moment(mark);
        let mut more = found.more.clone();
        more.push(match &place.own {
            Some(own) => tr!("report-differ-you", said = said(material, own)),
            None => tr!("report-differ-not-you"),
        });
        if let Some(reason) = beside.experts.reason(mark.id) {
            more.push(tr!("training-reason", reason = reason));
        }
        Moment {
            who: None,
            // Each expert's own name for it stands below; a list of all of them here would read as one.
            label: Some(tr!("report-differ-place")),
            more,
            replies: beside.experts.voices(material, mark.id, true),
            ..found
        }
    };
    let mut blocks = vec![Block::Moments(
        beside.open.iter().take(FEW).map(moment).collect(),
    )];
    let more = beside.open.len().saturating_sub(FEW);
    if more > 0 {
        let more = more.to_string();
        blocks.push(Block::Text(tr!("report-shared-more", number = more)));
    }
    Some(Section::new(tr!("report-differ"), blocks).with_note(tr!("report-differ-about")))
}

/// Both along the recording; what belongs together is joined.
fn drawing(material: &Material<'_>, learner: &Person, beside: &Beside) -> Block {
    let plain = |marks: &[Arc<Mark>]| -> Vec<Arc<Mark>> { marks.to_vec() };
    let (own, theirs) = (plain(&beside.own), plain(&beside.experts.marks));
    let lane = |name: &str, hue: Option<u8>, marks: &[Arc<Mark>]| {
        let marks: Vec<&Mark> = marks.iter().map(AsRef::as_ref).collect();
        material.lane(name.to_owned(), hue, &marks)
    };
    let join = |dashed: bool| {
        move |(own, theirs): &(usize, usize)| Join {
            from: (0, *own),
            to: (1, *theirs),
            dashed,
        }
    };
    let mut joins: Vec<Join> = beside.shared.iter().map(join(false)).collect();
    joins.extend(beside.otherwise.iter().map(join(true)));
    let row = |who: &str, mark: &Arc<Mark>| {
        let cells = vec![
            material.when(mark.when),
            who.to_owned(),
            said(material, mark),
        ];
        (mark.when.start(), cells)
    };
    let mut rows: Vec<_> = own.iter().map(|mark| row(&learner.name, mark)).collect();
    rows.extend(theirs.iter().map(|mark| row(&beside.experts.name, mark)));
    let open: Vec<Arc<Mark>> = beside
        .open
        .iter()
        .map(|place| Arc::clone(&place.theirs))
        .collect();
    let open_place = tr!("report-differ-place");
    rows.extend(open.iter().map(|mark| row(&open_place, mark)));
    rows.sort_by_key(|(at, _)| *at);
    let mut lanes = vec![
        lane(&learner.name, Some(learner.hue), &own),
        lane(&beside.experts.name, beside.experts.hue, &theirs),
    ];
    if !open.is_empty() {
        lanes.push(lane(&tr!("report-differ-lane"), None, &open));
    }
    let chart = Chart {
        title: tr!("report-beside"),
        desc: tr!(
            "report-beside-about",
            experts = beside.experts.name.as_str()
        ),
        drawing: Drawing::Lanes(Lanes {
            length: material.length(),
            lanes,
            joins,
            ..Lanes::default()
        }),
        table: Table {
            caption: String::new(),
            head: vec![tr!("report-when"), tr!("report-who"), tr!("report-what")],
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        },
        legend: vec![
            (Sign::Line, tr!("report-shared-sign")),
            (Sign::Dashed, tr!("report-otherwise-sign")),
        ],
    };
    Block::Chart(Box::new(chart))
}

/// Code by code: how often they marked it, and how often of these the learner did, too; what is worth practising first.
fn codes(material: &Material<'_>, beside: &Beside) -> Option<Section> {
    let mut counts: BTreeMap<&CodeId, (usize, usize)> = BTreeMap::new();
    for (at, mark) in beside.experts.marks.iter().enumerate() {
        let pair = beside.shared.iter().find(|(_, theirs)| *theirs == at);
        let own = pair.map(|(own, _)| &beside.own[*own]);
        for used in mark.codes.iter().filter(|used| !is_note(used)) {
            let count = counts.entry(&used.code).or_default();
            count.0 += 1;
            count.1 += usize::from(own.is_some_and(|own| own.has_code(&used.code)));
        }
    }
    let mut rows: Vec<(usize, &CodeId, (usize, usize))> = counts
        .into_iter()
        .map(|(code, count)| (count.0 - count.1, code, count))
        .collect();
    rows.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let label = |code: &CodeId| material.label(&CodeUse::plain(code.clone()));
    let mut blocks = Vec::new();
    if let Some((left, code, _)) = rows.first()
        && *left > 1
    {
        let code = label(code);
        blocks.push(Block::Text(tr!("report-practise", code = code)));
    }
    let row = |(_, code, (all, met)): &(usize, &CodeId, (usize, usize))| {
        vec![label(code), all.to_string(), met.to_string()]
    };
    let table = Table {
        caption: String::new(),
        head: vec![
            tr!("report-code"),
            tr!("report-by-them"),
            tr!("report-by-you-too"),
        ],
        rows: rows.iter().take(CODES).map(row).collect(),
    };
    if table.rows.is_empty() {
        return None;
    }
    blocks.push(Block::Table(table));
    Some(Section::new(tr!("report-by-code"), blocks).with_note(tr!("report-by-code-about")))
}
