//! *Practice feedback*: what somebody who learns shares with those who see well, then three moments that only they marked, three
//! that only the learner marked, and what stays open. One page, to keep; counts stand beside their moments, and there is no score.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    Material, Refusal,
    gather::RATERS,
    page::{Block, Chart, Drawing, Join, Lanes, Moment, Page, Section, Sign, Table},
};
use crate::{
    analysis::{
        agreement::{Rater, marks_of, watched_by},
        compare::{self, Meanings},
        matching,
    },
    domain::{
        codebook::Shape,
        id::{CodeId, MarkId, PersonId},
        mark::{Author, CodeUse, Mark, When},
        person::{Person, Role},
        time::MediaDelta,
    },
    tr,
};

/// So many moments of a kind are looked at; more would not be read.
const FEW: usize = 3;
/// So many shared ones are listed; the drawing shows all.
const MOST: usize = 6;
/// From so many shared moments on, how near they lie is worth a sentence.
const ENOUGH: usize = 5;

/// Those beside whose marks a learner's are put.
#[derive(Clone)]
pub(super) struct Experts {
    pub(super) name: String,
    pub(super) marks: Vec<Arc<Mark>>,
    /// Whose lane it is drawn in; `None` for several together.
    hue: Option<u8>,
}

/// A learner's marks beside theirs.
pub(super) struct Beside {
    own: Vec<Arc<Mark>>,
    experts: Experts,
    /// Places in both lists: the same moment, called alike.
    pub(super) shared: Vec<(usize, usize)>,
    /// The same moment, called otherwise.
    otherwise: Vec<(usize, usize)>,
}

impl Beside {
    /// Where in the experts' list this mark is, if the learner watched it.
    pub(super) fn place_of(&self, mark: MarkId) -> Option<usize> {
        self.experts.marks.iter().position(|known| known.id == mark)
    }
}

pub(super) fn page(material: &Material<'_>) -> Result<Page, Refusal> {
    let learner = material.person(0, &LEARNERS).ok_or(Refusal::Nobody)?;
    let experts = experts(material, learner)?;
    let beside = beside(material, learner, experts);
    let shown: Vec<&Mark> = beside
        .own
        .iter()
        .chain(&beside.experts.marks)
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
    let mut first = shared(material, &beside);
    first.blocks.push(drawing(material, learner, &beside));
    page.sections.push(first);
    page.sections.extend(otherwise(material, &beside));
    let paired = |place: fn(&(usize, usize)) -> usize| -> Vec<usize> {
        let all = beside.shared.iter().chain(&beside.otherwise);
        all.map(place).collect()
    };
    let (found, met) = (paired(|pair| pair.1), paired(|pair| pair.0));
    let missed = rest(&beside.experts.marks, &found);
    page.sections.push(some(
        material,
        (tr!("report-only-they"), tr!("report-only-they-about")),
        tr!("report-only-they-none"),
        &chosen(&missed),
    ));
    let extra = rest(&beside.own, &met);
    page.sections.push(some(
        material,
        (tr!("report-only-you"), tr!("report-only-you-about")),
        tr!("report-only-you-none"),
        &chosen(&extra),
    ));
    page.sections.extend(codes(material, &beside));
    page.sections.push(
        Section::new(tr!("report-to-keep"), vec![Block::Lines(2)])
            .with_note(tr!("report-to-keep-about")),
    );
    Ok(page)
}

/// Whose practice it is, unless somebody is named.
pub(super) const LEARNERS: [Role; 2] = [Role::Trainee, Role::Rater];

/// Whoever is named; else what several agreed on without the learner; else the first rater, supervisor or therapist.
pub(super) fn experts(material: &Material<'_>, learner: &Person) -> Result<Experts, Refusal> {
    let session = material.session();
    let here = |marks: Vec<Arc<Mark>>| -> Vec<Arc<Mark>> {
        let shown = material.marks();
        let stands = |mark: &Arc<Mark>| {
            shown.iter().any(|known| known.id == mark.id) && !mark.codes.iter().all(is_note)
        };
        marks.into_iter().filter(stands).collect()
    };
    let of = |person: &Person| Experts {
        name: person.name.clone(),
        marks: here(marks_of(session, &Rater::Person(person.id.clone()))),
        hue: Some(person.hue),
    };
    if let Some(named) = material.asked.of.get(1).and_then(|id| session.person(id)) {
        return Ok(of(named));
    }
    let mut agreed = here(marks_of(session, &Rater::Consensus));
    agreed.retain(|mark| !mark.author.includes(&learner.id));
    if !agreed.is_empty() {
        let mut people: Vec<PersonId> = Vec::new();
        for mark in &agreed {
            if let Author::Together(authors) = &mark.author {
                people.extend(authors.iter().cloned());
            }
        }
        people.sort();
        people.dedup();
        let names: Vec<String> = people.iter().map(|one| material.name(one)).collect();
        return Ok(Experts {
            name: names.join(", "),
            marks: agreed,
            hue: None,
        });
    }
    let others = || {
        let people = session.people().iter();
        people.filter(|person| person.id != learner.id)
    };
    let first = RATERS
        .iter()
        .find_map(|role| others().find(|person| person.role == *role));
    first.map(of).ok_or(Refusal::TakesTwo)
}

fn is_note(used: &CodeUse) -> bool {
    used.code.as_str().starts_with("m.")
}

/// Pairs both off. Only what the learner watched is asked for.
pub(super) fn beside(material: &Material<'_>, learner: &Person, mut experts: Experts) -> Beside {
    let session = material.session();
    let rater = Rater::Person(learner.id.clone());
    let shown = material.marks();
    let mut own = marks_of(session, &rater);
    own.retain(|mark| {
        let stands = shown.iter().any(|known| known.id == mark.id);
        stands && (mark.codes.is_empty() || !mark.codes.iter().all(is_note))
    });
    let watched = watched_by(session, &rater, material.length());
    experts.marks.retain(|mark| {
        let at = mark.when.start();
        watched
            .iter()
            .any(|span| span.start() <= at && at <= span.end())
    });
    let meanings = Meanings::of(material.books.iter().map(AsRef::as_ref));
    let expert = experts.marks.first().map(|mark| mark.keeper().clone());
    let tolerance = expert.map_or(matching::Tolerance::LIVE, |expert| {
        compare::usual_tolerance(session, &learner.id, &expert)
    });
    let places = |marks: &[Arc<Mark>]| marks.iter().map(|mark| mark.when).collect::<Vec<When>>();
    let pairs = matching::pairs(
        &places(&own),
        &places(&experts.marks),
        tolerance,
        |left, right| alike(material, &meanings, &own[left], &experts.marks[right]),
    );
    let (mut shared, mut otherwise) = (Vec::new(), Vec::new());
    for pair in pairs {
        let (mine, theirs) = (&own[pair.left], &experts.marks[pair.right]);
        let list = if alike(material, &meanings, mine, theirs) {
            &mut shared
        } else {
            &mut otherwise
        };
        list.push((pair.left, pair.right));
    }
    Beside {
        own,
        experts,
        shared,
        otherwise,
    }
}

/// Whether both call a moment alike. Here what a therapist did has its names, too: who learns is to tell them apart.
fn alike(material: &Material<'_>, meanings: &Meanings<'_>, own: &Mark, theirs: &Mark) -> bool {
    if own.codes.is_empty() || theirs.codes.is_empty() {
        return true;
    }
    if own.codes.iter().any(|used| theirs.has_code(&used.code)) {
        return !meanings.differ(own, theirs);
    }
    let done = |mark: &Mark| material.shape(mark) == Shape::Square;
    !done(own) && !done(theirs) && !meanings.differ(own, theirs)
}

fn rest<'a>(marks: &'a [Arc<Mark>], paired: &[usize]) -> Vec<&'a Mark> {
    let free = marks.iter().enumerate();
    free.filter(|(at, _)| !paired.contains(at))
        .map(|(_, mark)| mark.as_ref())
        .collect()
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
    if more > 0 {
        let more = more.to_string();
        blocks.push(Block::Text(tr!("report-shared-more", number = more)));
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
        blocks.push(Block::Text(tr!("report-shared-near", seconds = near)));
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
    (title, about): (String, String),
    none: String,
    marks: &[&Mark],
) -> Section {
    if marks.is_empty() {
        return Section::new(title, vec![Block::Text(none)]);
    }
    let moment = |mark: &&Mark| {
        let mut more = Vec::new();
        if let Author::Together(people) = &mark.author {
            let number = people.len().to_string();
            more.push(tr!("report-agreed-by", number = number));
        }
        let found = material.moment(mark);
        more.extend(found.more.iter().cloned());
        Moment {
            who: None,
            more,
            ..found
        }
    };
    let moments = marks.iter().map(moment).collect();
    Section::new(title, vec![Block::Moments(moments)]).with_note(about)
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
    rows.sort_by_key(|(at, _)| *at);
    let chart = Chart {
        title: tr!("report-beside"),
        desc: tr!(
            "report-beside-about",
            experts = beside.experts.name.as_str()
        ),
        drawing: Drawing::Lanes(Lanes {
            length: material.length(),
            lanes: vec![
                lane(&learner.name, Some(learner.hue), &own),
                lane(&beside.experts.name, beside.experts.hue, &theirs),
            ],
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
        let known = material.code(code).map(|(_, code)| code.definition.clone());
        vec![
            label(code),
            known.unwrap_or_default(),
            all.to_string(),
            met.to_string(),
        ]
    };
    let table = Table {
        caption: tr!("report-by-code-about"),
        head: vec![
            tr!("report-code"),
            tr!("report-definition"),
            tr!("report-by-them"),
            tr!("report-by-you-too"),
        ],
        rows: rows.iter().take(MOST).map(row).collect(),
    };
    if table.rows.is_empty() {
        return None;
    }
    blocks.push(Block::Table(table));
    Some(Section::new(tr!("report-by-code"), blocks))
}
