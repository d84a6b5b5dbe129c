//! *Common ground*: two people's marks beside each other, what both see first. Nothing is counted and nobody is scored.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Material, Refusal,
    gather::{CLIENTS, THERAPISTS},
    page::{Block, Chart, Drawing, Join, Lanes, Moment, Page, Pair, Section, Sign, Table, Tag},
};
use crate::{
    analysis::compare::{self, Comparison, Meanings},
    client,
    domain::{
        entry::{EntryKind, Episode, Judgement, Outcome, Verdict},
        id::MarkId,
        mark::Mark,
        person::{Person, Role},
        time::MediaSpan,
    },
};

pub(super) fn page(material: &Material<'_>) -> Result<Page, Refusal> {
    let (left, right) = two(material)?;
    let meanings = Meanings::of(material.books.iter().map(AsRef::as_ref));
    let session = material.session();
    let tolerance = compare::usual_tolerance(session, &left.id, &right.id);
    let mut found = compare::compare(session, &left.id, &right.id, tolerance, &meanings);
    drop_what_is_not_here(&mut found, material);

    let shown: Vec<&Mark> = material
        .marks()
        .into_iter()
        .filter(|mark| mark.author.includes(&left.id) || mark.author.includes(&right.id))
        .collect();
    let who = client!(
        "report-two",
        one = left.name.as_str(),
        other = right.name.as_str()
    );
    let lead = vec![who, material.recording(), client!("compare-no-mistakes")];
    let mut page = material.sheet(client!("report-common"), lead, &shown);

    let both = |pairs: &[compare::Pair]| -> Vec<Pair> {
        pairs.iter().map(|pair| beside(material, pair)).collect()
    };
    if found.is_empty() && found.together.is_empty() {
        let text = Block::Text(client!("compare-nothing"));
        page.sections
            .push(Section::new(client!("compare-both"), vec![text]));
        return Ok(page);
    }
    page.sections.push(list(
        client!("compare-both"),
        both(&found.both),
        client!("compare-none-both"),
    ));
    page.sections.extend(said_together(material, &found));
    page.sections.push(mirror(material, (left, right), &found));
    page.sections.push(list(
        client!("compare-differently"),
        both(&found.differently),
        client!("compare-none-differently"),
    ));
    for (person, marks) in [(left, &found.only_left), (right, &found.only_right)] {
        let name = person.name.as_str();
        let block = if marks.is_empty() {
            Block::Text(client!("compare-none-only", name = name))
        } else {
            Block::Moments(marks.iter().map(|mark| material.moment(mark)).collect())
        };
        page.sections.push(Section::new(
            client!("compare-only", name = name),
            vec![block],
        ));
    }
    page.sections.extend(guesses(material));
    page.sections.extend(episodes(material));
    Ok(page)
}

/// The client above, the therapist below; else the first two.
pub(super) fn two<'a>(material: &Material<'a>) -> Result<(&'a Person, &'a Person), Refusal> {
    let left = material.person(0, &CLIENTS);
    let left = left.or_else(|| material.session().people().first());
    let left = left.ok_or(Refusal::Nobody)?;
    let others = material.session().people().iter();
    let other = |person: &&Person| person.id != left.id;
    let by_role = || {
        let roles: Vec<Role> = THERAPISTS.into_iter().chain([Role::Supervisor]).collect();
        let fits = |person: &&Person| other(person) && roles.contains(&person.role);
        let first = others.clone().find(fits);
        first.or_else(|| others.clone().find(other))
    };
    let named = material.asked.of.get(1);
    let right = named.map_or_else(by_role, |id| material.session().person(id).filter(other));
    Ok((left, right.ok_or(Refusal::TakesTwo)?))
}

/// What is in no report is not in the lists either. A mark whose other half is gone stands alone.
fn drop_what_is_not_here(found: &mut Comparison, material: &Material<'_>) {
    let here: BTreeMap<MarkId, &Mark> = material
        .marks()
        .into_iter()
        .map(|mark| (mark.id, mark))
        .collect();
    let there = |mark: &Arc<Mark>| here.contains_key(&mark.id);
    for pairs in [&mut found.both, &mut found.differently] {
        pairs.retain(|pair| {
            let (left, right) = (there(&pair.left), there(&pair.right));
            if left && !right {
                found.only_left.push(Arc::clone(&pair.left));
            } else if right && !left {
                found.only_right.push(Arc::clone(&pair.right));
            }
            left && right
        });
    }
    for marks in [
        &mut found.only_left,
        &mut found.only_right,
        &mut found.together,
    ] {
        marks.retain(there);
        marks.sort_by_key(|mark| (mark.when.start(), mark.id));
    }
}

fn list(title: String, pairs: Vec<Pair>, none: String) -> Section {
    let block = if pairs.is_empty() {
        Block::Text(none)
    } else {
        Block::Pairs(pairs)
    };
    Section::new(title, vec![block])
}

fn beside(material: &Material<'_>, pair: &compare::Pair) -> Pair {
    let words = |mark: &Arc<Mark>| -> Option<(Tag, String)> {
        Some((material.author(&mark.author), mark.words.clone()?))
    };
    Pair {
        left: material.moment(&pair.left),
        right: material.moment(&pair.right),
        together: pair.together.iter().filter_map(words).collect(),
    }
}

/// Joint marks that stand between no pair of marks.
fn said_together(material: &Material<'_>, found: &Comparison) -> Option<Section> {
    let between = |mark: &&Arc<Mark>| {
        found
            .pairs()
            .any(|pair| pair.together.iter().any(|joint| joint.id == mark.id))
    };
    let alone = found.together.iter().filter(|mark| !between(mark));
    let moments: Vec<Moment> = alone.map(|mark| material.moment(mark)).collect();
    (!moments.is_empty())
        .then(|| Section::new(client!("report-together"), vec![Block::Moments(moments)]))
}

/// One person above, one below, what belongs together joined.
fn mirror(
    material: &Material<'_>,
    (left, right): (&Person, &Person),
    found: &Comparison,
) -> Section {
    let of = |only: &[Arc<Mark>], side: fn(&compare::Pair) -> &Arc<Mark>| -> Vec<Arc<Mark>> {
        let mut marks: Vec<Arc<Mark>> = only.to_vec();
        marks.extend(found.pairs().map(|pair| Arc::clone(side(pair))));
        marks.sort_by_key(|mark| (mark.when.start(), mark.id));
        marks
    };
    let above = of(&found.only_left, |pair| &pair.left);
    let below = of(&found.only_right, |pair| &pair.right);
    let at = |marks: &[Arc<Mark>], wanted: MarkId| marks.iter().position(|mark| mark.id == wanted);
    let join = |pair: &compare::Pair, dashed: bool| {
        Some(Join {
            from: (0, at(&above, pair.left.id)?),
            to: (1, at(&below, pair.right.id)?),
            dashed,
        })
    };
    let mut joins: Vec<Join> = found
        .both
        .iter()
        .filter_map(|pair| join(pair, false))
        .collect();
    joins.extend(found.differently.iter().filter_map(|pair| join(pair, true)));
    let lane = |person: &Person, marks: &[Arc<Mark>]| {
        let marks: Vec<&Mark> = marks.iter().map(AsRef::as_ref).collect();
        material.lane(person.name.clone(), Some(person.hue), &marks)
    };
    let row = |mark: &Arc<Mark>| {
        let moment = material.moment(mark);
        let said = moment.words.or(moment.label).unwrap_or_default();
        (
            mark.when.start(),
            vec![moment.time, material.author(&mark.author).name, said],
        )
    };
    let mut rows: Vec<_> = above.iter().chain(&below).map(row).collect();
    rows.sort_by_key(|(at, _)| *at);
    let chart = Chart {
        title: client!("compare-mirror"),
        desc: client!(
            "report-mirror-about",
            above = left.name.as_str(),
            below = right.name.as_str()
        ),
        drawing: Drawing::Lanes(Lanes {
            length: material.length(),
            lanes: vec![lane(left, &above), lane(right, &below)],
            joins,
            ..Lanes::default()
        }),
        table: Table {
            caption: String::new(),
            head: vec![
                client!("report-when"),
                client!("report-who"),
                client!("report-what"),
            ],
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        },
        legend: vec![
            (Sign::Line, client!("compare-both")),
            (Sign::Dashed, client!("compare-differently")),
        ],
    };
    Section::new(
        client!("report-side-by-side"),
        vec![Block::Chart(Box::new(chart))],
    )
}

/// What somebody guessed about another's mind, and what the owner of that mind said. No measure of anybody.
fn guesses(material: &Material<'_>) -> Option<Section> {
    let shown = material.marks();
    let mut blocks = Vec::new();
    for (keeper, entry) in material.session().entries() {
        let EntryKind::Judgement(judged) = &entry.kind else {
            continue;
        };
        let Judgement {
            of,
            guesser,
            guess,
            verdict,
        } = judged;
        let Some(mark) = shown.iter().find(|mark| mark.id == *of) else {
            continue;
        };
        if guess.trim().is_empty() {
            continue;
        }
        let place = material.when(mark.when);
        blocks.push(Block::Quote {
            ask: Some(client!("report-guess-at", time = place)),
            who: Some(material.tag(guesser)),
            words: guess.clone(),
        });
        let said = match verdict {
            Some(Verdict::SpotOn) => client!("report-guess-yes"),
            Some(Verdict::Partly) => client!("report-guess-partly"),
            Some(Verdict::No) => client!("report-guess-no"),
            None => client!("report-guess-open"),
        };
        let own = mark.words.as_deref().map(|words| format!("“{words}” "));
        blocks.push(Block::Quote {
            ask: None,
            who: Some(material.tag(keeper)),
            words: format!("{}{said}", own.unwrap_or_default()),
        });
    }
    (!blocks.is_empty()).then(|| Section::new(client!("report-guesses"), blocks))
}

/// Each exploration: how it was before, where it got hard, what was said on the way, and how it came back.
fn episodes(material: &Material<'_>) -> Vec<Section> {
    let mut found: Vec<&Episode> = material
        .session()
        .entries()
        .filter_map(|(_, entry)| match &entry.kind {
            EntryKind::Episode(episode) => Some(episode.as_ref()),
            _ => None,
        })
        .collect();
    found.sort_by_key(|episode| episode.stop);
    found
        .into_iter()
        .map(|episode| {
            let title = client!("report-episode", time = episode.stop.whole_seconds());
            Section::new(title, episode_blocks(material, episode)).on_new_page()
        })
        .collect()
}

fn episode_blocks(material: &Material<'_>, episode: &Episode) -> Vec<Block> {
    let mut rows = Vec::new();
    if let Some(before) = episode.before {
        rows.push(vec![client!("report-before"), before.whole_seconds()]);
    }
    if let Some(onset) = episode.onset {
        rows.push(vec![client!("report-onset"), onset.whole_seconds()]);
    }
    rows.push(vec![client!("report-stop"), episode.stop.whole_seconds()]);
    rows.push(match episode.outcome {
        Outcome::Recovered(at) => vec![client!("report-came-back"), at.whole_seconds()],
        Outcome::NotToday => vec![client!("report-came-back"), client!("report-not-today")],
        Outcome::Open => vec![client!("report-came-back"), client!("report-still-open")],
    });
    let mut blocks = vec![Block::Table(Table {
        caption: client!("report-way"),
        head: vec![client!("report-what"), client!("report-when")],
        rows,
    })];
    if !episode.seen.trim().is_empty() {
        blocks.push(Block::Quote {
            ask: Some(client!("report-seen")),
            who: None,
            words: episode.seen.clone(),
        });
    }
    for step in &episode.steps {
        if step.words.trim().is_empty() {
            continue;
        }
        let ask = material
            .prompts
            .and_then(|prompts| prompts.prompt(&step.prompt))
            .map(|prompt| prompt.ask.clone());
        blocks.push(Block::Quote {
            ask,
            who: step.by.as_ref().map(|by| material.tag(by)),
            words: step.words.clone(),
        });
    }
    blocks
}

/// The stretches of explorations, for bands.
pub(super) fn bands(material: &Material<'_>) -> Vec<MediaSpan> {
    let entries = material.session().entries();
    entries
        .filter_map(|(_, entry)| match &entry.kind {
            EntryKind::Episode(episode) => {
                let end = match episode.outcome {
                    Outcome::Recovered(at) => at,
                    Outcome::Open | Outcome::NotToday => episode.stop,
                };
                let start = episode.onset.unwrap_or(episode.stop);
                Some(MediaSpan::between(start, end))
            }
            _ => None,
        })
        .collect()
}
