//! *Session preparation*: what a therapist looks at before the next session. What went well comes first, the client's own words second.

use std::collections::BTreeMap;

use super::{
    Material, Refusal, common,
    gather::{CLIENTS, THERAPISTS},
    page::{Bar, Block, Chart, Drawing, Lane, Lanes, Page, Section, Sign, Table},
};
use crate::{
    analysis::{
        compare::{self, Meanings},
        episodes::{self, Ending},
    },
    domain::{
        codebook::Shape,
        entry::{EntryKind, Playlist},
        id::CodeId,
        mark::{About, Mark, When},
        person::Person,
        time::{MediaDelta, MediaSpan},
    },
    tr,
};

/// How long after a trigger a feeling is looked for.
const AFTER: MediaDelta = MediaDelta::from_millis(30_000);

pub(super) fn page(material: &Material<'_>) -> Result<Page, Refusal> {
    let client = material.person(0, &CLIENTS).ok_or(Refusal::Nobody)?;
    let marks = material.marks();
    let lead = vec![client.name.clone(), material.recording()];
    let mut page = material.sheet(tr!("report-preparation"), lead, &marks);
    let mut put = |section: Option<Section>| page.sections.extend(section);

    put(moments(
        material,
        tr!("report-went-well"),
        marks
            .iter()
            .copied()
            .filter(|mark| material.went_well(mark)),
    ));
    put(moments(
        material,
        tr!("report-in-words-of", name = client.name.as_str()),
        marks.iter().copied().filter(|mark| {
            mark.author.includes(&client.id) && mark.words.is_some() && !material.went_well(mark)
        }),
    ));
    put(sittings(material));
    put(clips(material, tr!("report-clips")));
    put(moments(
        material,
        tr!("report-come-back-to"),
        marks.iter().copied().filter(|mark| is_note(mark)),
    ));
    put(Some(overview(material, client, &marks)));
    put(triggers(material, &marks));
    put(hard_and_back(material, client));
    put(lengths(material, &marks));
    put(seen_by_one(material, client));
    put(Some(
        Section::new(tr!("report-plan"), vec![Block::Lines(5)]).with_note(tr!("report-plan-about")),
    ));
    Ok(page)
}

fn is_note(mark: &Mark) -> bool {
    let notes = ["m.bookmark", "m.discuss", "m.question"];
    mark.codes
        .iter()
        .any(|used| notes.contains(&used.code.as_str()))
}

pub(super) fn moments<'a>(
    material: &Material<'_>,
    title: String,
    marks: impl Iterator<Item = &'a Mark>,
) -> Option<Section> {
    let moments: Vec<_> = marks.map(|mark| material.moment(mark)).collect();
    (!moments.is_empty()).then(|| Section::new(title, vec![Block::Moments(moments)]))
}

/// What was said at the end of sittings.
fn sittings(material: &Material<'_>) -> Option<Section> {
    let mut blocks = Vec::new();
    let quote = |ask: String, words: &str| Block::Quote {
        ask: Some(ask),
        who: None,
        words: words.to_owned(),
    };
    for (_, entry) in material.session().entries() {
        let EntryKind::Review(review) = &entry.kind else {
            continue;
        };
        if !review.take_along.trim().is_empty() {
            blocks.push(quote(tr!("report-taken-along"), &review.take_along));
        }
        if !review.compared.trim().is_empty() {
            blocks.push(quote(tr!("report-compared"), &review.compared));
        }
        for (who, words) in &review.felt {
            if !words.trim().is_empty() {
                blocks.push(Block::Quote {
                    ask: Some(tr!("report-felt")),
                    who: Some(material.tag(who)),
                    words: words.clone(),
                });
            }
        }
    }
    (!blocks.is_empty()).then(|| Section::new(tr!("report-last-sittings"), blocks))
}

/// The list of clips, as it is kept now.
pub(super) fn clips(material: &Material<'_>, title: String) -> Option<Section> {
    let newest = material
        .session()
        .entries()
        .filter_map(|(_, entry)| match &entry.kind {
            EntryKind::Playlist(list) => Some((entry.revised.unwrap_or(entry.created), list)),
            _ => None,
        })
        .max_by_key(|(at, _)| *at);
    let (_, Playlist { name, items }) = newest?;
    let row = |(number, item): (usize, &crate::domain::entry::PlaylistItem)| {
        vec![
            (number + 1).to_string(),
            material.span(item.span),
            item.label.clone(),
            if item.good {
                tr!("report-clip-good")
            } else {
                String::new()
            },
        ]
    };
    let table = Table {
        caption: name.clone(),
        head: vec![
            tr!("report-clip"),
            tr!("report-when"),
            tr!("report-what"),
            String::new(),
        ],
        rows: items.iter().enumerate().map(row).collect(),
    };
    (!items.is_empty()).then(|| Section::new(title, vec![Block::Table(table)]))
}

/// Everybody's marks along the recording, with how strong it was for the client, and explorations behind.
pub(super) fn overview(material: &Material<'_>, client: &Person, marks: &[&Mark]) -> Section {
    let people = material.session().people().iter();
    let lanes = people
        .map(|person| {
            let own: Vec<&Mark> = marks
                .iter()
                .copied()
                .filter(|mark| mark.author.includes(&person.id))
                .collect();
            material.lane(person.name.clone(), Some(person.hue), &own)
        })
        .filter(|lane| !lane.items.is_empty())
        .collect();
    let chart = over_time(material, client, lanes, marks);
    Section::new(tr!("report-overview"), vec![Block::Chart(Box::new(chart))])
}

pub(super) fn over_time(
    material: &Material<'_>,
    client: &Person,
    lanes: Vec<Lane>,
    marks: &[&Mark],
) -> Chart {
    let raters = material.session().people().iter();
    let curves: Vec<_> = raters
        .filter_map(|rater| {
            let track = material.track(&rater.id, &client.id)?;
            Some(material.curve(track, &rater.id))
        })
        .collect();
    let row = |mark: &&Mark| {
        vec![
            material.when(mark.when),
            material.author(&mark.author).name,
            material.labels(mark).unwrap_or_default(),
            mark.words.clone().unwrap_or_default(),
        ]
    };
    let mut legend = shapes(&lanes);
    let bands = common::bands(material);
    if !bands.is_empty() {
        legend.push((Sign::Band, tr!("report-sign-band")));
    }
    let names: Vec<&str> = curves.iter().map(|curve| curve.name.as_str()).collect();
    let desc = if curves.is_empty() {
        tr!("report-lanes-about")
    } else {
        legend.push((Sign::Line, tr!("report-sign-own")));
        legend.push((Sign::Dashed, tr!("report-sign-other")));
        tr!(
            "report-lanes-rated",
            name = client.name.as_str(),
            raters = names.join(", ")
        )
    };
    Chart {
        title: tr!("report-lanes"),
        desc,
        drawing: Drawing::Lanes(Lanes {
            length: material.length(),
            lanes,
            joins: Vec::new(),
            bands,
            zones: client.zones.filter(|_| !curves.is_empty()),
            curves,
        }),
        table: Table {
            caption: String::new(),
            head: vec![
                tr!("report-when"),
                tr!("report-who"),
                tr!("report-what"),
                tr!("report-words"),
            ],
            rows: marks.iter().map(row).collect(),
        },
        legend,
    }
}

/// What the outlines in these lanes mean.
fn shapes(lanes: &[Lane]) -> Vec<(Sign, String)> {
    let drawn = |shape: Shape| {
        let mut items = lanes.iter().flat_map(|lane| &lane.items);
        items.any(|item| item.shape == shape)
    };
    [
        (Shape::Circle, tr!("report-sign-circle")),
        (Shape::DownTriangle, tr!("report-sign-down")),
        (Shape::UpTriangle, tr!("report-sign-up")),
        (Shape::Square, tr!("report-sign-square")),
        (Shape::Hexagon, tr!("report-sign-hexagon")),
        (Shape::Diamond, tr!("report-sign-diamond")),
    ]
    .into_iter()
    .filter(|(shape, _)| drawn(*shape))
    .map(|(shape, words)| (Sign::Shape(shape), words))
    .collect()
}

fn starts(code: &CodeId, prefixes: &[&str]) -> bool {
    let found = prefixes.iter();
    found
        .into_iter()
        .any(|prefix| code.as_str().starts_with(prefix))
}

/// Each trigger with the feelings that were marked in the half minute from it.
fn triggers(material: &Material<'_>, marks: &[&Mark]) -> Option<Section> {
    let mut rows = Vec::new();
    for trigger in marks {
        let named = |prefixes: &[&str], mark: &Mark| -> Vec<String> {
            let codes = mark.codes.iter();
            codes
                .filter(|used| starts(&used.code, prefixes))
                .map(|used| material.label(used))
                .collect()
        };
        let what = named(&["tr."], trigger);
        if what.is_empty() {
            continue;
        }
        let from = trigger.when.start();
        let window = MediaSpan::between(from, from + AFTER);
        let felt: Vec<String> = marks
            .iter()
            .filter(|mark| window.contains(mark.when.start()))
            .flat_map(|mark| {
                let at = mark.when.start().whole_seconds();
                let who = material.author(&mark.author).initial;
                let felt = named(&["af.", "c.feel"], mark);
                felt.into_iter()
                    .map(move |felt| format!("{felt} ({who}, {at})"))
            })
            .collect();
        rows.push(vec![
            material.when(trigger.when),
            material.author(&trigger.author).name,
            what.join(", "),
            if felt.is_empty() {
                tr!("report-none-marked")
            } else {
                felt.join("\n")
            },
        ]);
    }
    let table = Table {
        caption: tr!("report-triggers-about"),
        head: vec![
            tr!("report-when"),
            tr!("report-who"),
            tr!("report-trigger"),
            tr!("report-felt-after"),
        ],
        rows,
    };
    (!table.rows.is_empty())
        .then(|| Section::new(tr!("report-triggers"), vec![Block::Table(table)]))
}

/// Where it was lost and came back, by each who marked it; open ones are listed, too.
pub(super) fn hard_and_back(material: &Material<'_>, client: &Person) -> Option<Section> {
    let mut rows = Vec::new();
    let about = About::People(vec![client.id.clone()]);
    for author in material.session().people() {
        for episode in episodes::episodes(material.session(), &author.id, &about) {
            let (back, took) = match episode.ending {
                Ending::Recovered(at) => (at.whole_seconds(), seconds(at - episode.onset)),
                Ending::ModeEnded(at) => (
                    tr!("report-mode-ended", time = at.whole_seconds()),
                    tr!("report-not-marked"),
                ),
                Ending::Open => (tr!("report-open"), tr!("report-not-marked")),
            };
            rows.push((
                episode.onset,
                vec![
                    episode.onset.whole_seconds(),
                    author.name.clone(),
                    back,
                    took,
                ],
            ));
        }
    }
    rows.sort_by_key(|(at, _)| *at);
    let table = Table {
        caption: tr!("report-hard-about"),
        head: vec![
            tr!("report-lost"),
            tr!("report-who"),
            tr!("report-back"),
            tr!("report-took"),
        ],
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    };
    (!table.rows.is_empty()).then(|| Section::new(tr!("report-hard"), vec![Block::Table(table)]))
}

pub(super) fn seconds(length: MediaDelta) -> String {
    tr!(
        "report-seconds",
        seconds = (length.as_millis() / 1000).to_string()
    )
}

/// How long stretches of modes and poles are in sum, by author and code. Moments have no length and are not in it.
fn lengths(material: &Material<'_>, marks: &[&Mark]) -> Option<Section> {
    let mut sums: BTreeMap<(String, CodeId), (MediaDelta, usize, u8)> = BTreeMap::new();
    for mark in marks {
        let When::Span(span) = mark.when else {
            continue;
        };
        let tag = material.author(&mark.author);
        for used in &mark.codes {
            if starts(&used.code, &["mode.", "dim.", "mz."]) {
                let sum = sums
                    .entry((tag.name.clone(), used.code.clone()))
                    .or_insert((MediaDelta::ZERO, 0, tag.hue.unwrap_or(0)));
                sum.0 = MediaDelta::from_nanos(sum.0.as_nanos() + span.length().as_nanos());
                sum.1 += 1;
            }
        }
    }
    let most = sums.values().map(|(length, ..)| length.as_nanos()).max()?;
    let mut bars = Vec::new();
    let mut rows = Vec::new();
    for ((name, code), (length, count, hue)) in sums {
        let used = crate::domain::mark::CodeUse::plain(code);
        let (label, value) = (material.label(&used), seconds(length));
        #[expect(clippy::cast_precision_loss, reason = "for drawing")]
        let share = length.as_nanos() as f64 / most.max(1) as f64;
        bars.push(Bar {
            name: format!("{label} ({name})"),
            share,
            value: value.clone(),
            hue: Some(hue),
        });
        rows.push(vec![label, name, value, count.to_string()]);
    }
    let chart = Chart {
        title: tr!("report-lengths"),
        desc: tr!("report-lengths-about"),
        drawing: Drawing::Bars(bars),
        table: Table {
            caption: String::new(),
            head: vec![
                tr!("report-code"),
                tr!("report-who"),
                tr!("report-length"),
                tr!("report-stretches"),
            ],
            rows,
        },
        legend: Vec::new(),
    };
    Some(Section::new(
        tr!("report-modes"),
        vec![Block::Chart(Box::new(chart))],
    ))
}

/// What the client marked and the therapist did not: something to ask about.
fn seen_by_one(material: &Material<'_>, client: &Person) -> Option<Section> {
    let therapist = material.person(1, &THERAPISTS)?;
    let session = material.session();
    let meanings = Meanings::of(material.books.iter().map(AsRef::as_ref));
    let tolerance = compare::usual_tolerance(session, &client.id, &therapist.id);
    let found = compare::compare(session, &client.id, &therapist.id, tolerance, &meanings);
    let here = material.marks();
    let shown = |mark: &Mark| here.iter().any(|known| known.id == mark.id);
    let title = tr!("report-only-by", name = client.name.as_str());
    let only = found.only_left.iter().map(AsRef::as_ref);
    moments(material, title, only.filter(|mark| shown(mark)))
}
