//! *Methods page*: how the marks were made, for those who study them: raters, versions, tolerance, lag, coverage.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Material, Refusal,
    page::{Block, Page, Section, Table},
};
use crate::{
    analysis::{agreement::Rater, agreement::watched_by, matching::Tolerance},
    domain::{
        entry::{EntryKind, SealedState},
        id::{CodeId, PersonId},
        mark::{Author, CodebookRef, Mark, Placed},
        person::{Person, Role},
        session::{PLAN_FIELD, SessionKind, WatchedRange},
        time::MediaDelta,
        track::{Input, Lag},
    },
    tr,
};

#[expect(
    clippy::unnecessary_wraps,
    reason = "every report is made by such a function"
)]
pub(super) fn page(material: &Material<'_>) -> Result<Page, Refusal> {
    let marks = material.marks();
    let lead = vec![material.recording()];
    let mut page = material.sheet(tr!("report-methods"), lead, &marks);
    page.sections = vec![
        recording(material),
        raters(material, &marks),
        coverage(material),
        codebooks(material, &marks),
        placing(&marks),
    ];
    page.sections.extend(ratings(material));
    page.sections.extend(rounds(material));
    page.sections.push(numbers());
    page.sections.push(left_out());
    page.sections.push(codes(material, &marks).on_new_page());
    Ok(page)
}

fn two_columns(rows: Vec<Vec<String>>) -> Block {
    Block::Table(Table {
        caption: String::new(),
        head: vec![tr!("report-what"), tr!("report-value")],
        rows,
    })
}

fn recording(material: &Material<'_>) -> Section {
    let info = material.session().info();
    let kind = match info.kind {
        SessionKind::Session => tr!("report-kind-session"),
        SessionKind::RolePlay => tr!("report-kind-role-play"),
        SessionKind::TrainingTape => tr!("report-kind-tape"),
        SessionKind::ParentChild => tr!("report-kind-parent-child"),
        SessionKind::Group => tr!("report-kind-group"),
        SessionKind::Other => tr!("report-kind-other"),
    };
    let mut rows = vec![
        vec![tr!("report-session-id"), info.id.to_string()],
        vec![tr!("report-kind"), kind],
        vec![tr!("report-length"), material.length().exact()],
        vec![tr!("report-parts"), info.parts().count().to_string()],
        vec![
            tr!("report-program"),
            format!("Mindframe {}", env!("CARGO_PKG_VERSION")),
        ],
    ];
    if let Some(take) = info.take {
        rows.push(vec![tr!("report-take"), take.to_string()]);
    }
    rows.extend(
        info.fields
            .iter()
            // What was agreed for hard moments is between those who agreed on it.
            .filter(|(name, _)| name != PLAN_FIELD)
            .map(|(name, value)| vec![name.clone(), value.clone()]),
    );
    Section::new(tr!("report-the-recording"), vec![two_columns(rows)])
}

fn role(role: Role) -> String {
    match role {
        Role::Client => tr!("role-client"),
        Role::Therapist => tr!("role-therapist"),
        Role::Supervisor => tr!("role-supervisor"),
        Role::Trainee => tr!("role-trainee"),
        Role::Rater => tr!("role-rater"),
        Role::Inquirer => tr!("role-inquirer"),
        Role::GroupMember => tr!("role-group-member"),
        Role::Carer => tr!("role-carer"),
        Role::Child => tr!("role-child"),
        Role::Other => tr!("role-other"),
    }
}

fn raters(material: &Material<'_>, marks: &[&Mark]) -> Section {
    let row = |person: &Person| {
        let own: Vec<&&Mark> = marks
            .iter()
            .filter(|mark| mark.author == Author::One(person.id.clone()))
            .collect();
        let number =
            |fits: &dyn Fn(&Mark) -> bool| own.iter().filter(|mark| fits(mark)).count().to_string();
        vec![
            person.name.clone(),
            role(person.role),
            own.len().to_string(),
            number(&|mark| matches!(mark.placed, Placed::Live { .. })),
            number(&|mark| mark.placed == Placed::Paused),
            number(&|mark| mark.placed == Placed::Edited),
            number(&|mark| mark.entered_by != person.id),
            number(&|mark| mark.words.is_some()),
        ]
    };
    let table = Table {
        caption: tr!("report-raters-about"),
        head: vec![
            tr!("report-who"),
            tr!("report-role"),
            tr!("report-number"),
            tr!("report-live"),
            tr!("report-paused"),
            tr!("report-edited"),
            tr!("report-by-scribe"),
            tr!("report-with-words"),
        ],
        rows: material.session().people().iter().map(row).collect(),
    };
    let joint = marks
        .iter()
        .filter(|mark| matches!(mark.author, Author::Together(_)))
        .count();
    let joint = Block::Text(tr!("report-joint", number = joint.to_string()));
    Section::new(tr!("report-raters"), vec![Block::Table(table), joint])
}

fn coverage(material: &Material<'_>) -> Section {
    let length = material.length();
    let row = |person: &Person| {
        let ranges = material
            .session()
            .set(&person.id)
            .map_or(&[][..], |set| &set.watched);
        let spans = material.watched(&person.id);
        if spans.is_empty() {
            let none = tr!("report-not-noted");
            return vec![person.name.clone(), none, String::new(), String::new()];
        }
        let seen = watched_by(
            material.session(),
            &Rater::Person(person.id.clone()),
            length,
        );
        let total: i64 = seen.iter().map(|span| span.length().as_nanos()).sum();
        let percent = i128::from(total) * 100 / i128::from(length.as_nanos().max(1));
        vec![
            person.name.clone(),
            material.spans(&spans),
            tr!("report-percent", percent = percent.to_string()),
            passes(ranges),
        ]
    };
    let table = Table {
        caption: tr!("report-coverage-about"),
        head: vec![
            tr!("report-who"),
            tr!("report-watched"),
            tr!("report-share"),
            tr!("report-passes"),
        ],
        rows: material.session().people().iter().map(row).collect(),
    };
    Section::new(tr!("report-coverage"), vec![Block::Table(table)])
}

fn passes(ranges: &[WatchedRange]) -> String {
    let most = ranges.iter().map(|range| range.pass).max().unwrap_or(0);
    let speeds: BTreeSet<String> = ranges.iter().map(|range| range.rate.to_string()).collect();
    let speeds: Vec<String> = speeds.into_iter().collect();
    let alone = ranges.iter().any(|range| !range.together);
    let together = ranges.iter().any(|range| range.together);
    let company = match (alone, together) {
        (true, true) => tr!("report-alone-and-together"),
        (false, true) => tr!("report-together"),
        _ => tr!("report-alone"),
    };
    tr!(
        "report-passes-of",
        passes = most.to_string(),
        speeds = speeds.join(", "),
        company = company
    )
}

fn codebooks(material: &Material<'_>, marks: &[&Mark]) -> Section {
    let mut used: BTreeMap<&CodebookRef, usize> = BTreeMap::new();
    for mark in marks {
        *used.entry(&mark.codebook).or_default() += 1;
    }
    let row = |(book, number): (&CodebookRef, usize)| {
        let known = material.books.iter().find(|known| known.id == book.id);
        vec![
            known.map_or_else(|| tr!("report-not-here"), |known| known.title.clone()),
            book.id.clone(),
            book.version.clone(),
            known.map_or_else(String::new, |known| known.version.clone()),
            number.to_string(),
        ]
    };
    let table = Table {
        caption: tr!("report-codebooks-about"),
        head: vec![
            tr!("report-codebook"),
            tr!("report-id"),
            tr!("report-version"),
            tr!("report-version-here"),
            tr!("report-number"),
        ],
        rows: used.into_iter().map(row).collect(),
    };
    Section::new(tr!("report-codebooks"), vec![Block::Table(table)])
}

/// How marks came to their times.
fn placing(marks: &[&Mark]) -> Section {
    let leads: BTreeSet<MediaDelta> = marks
        .iter()
        .filter_map(|mark| match mark.placed {
            Placed::Live { lead, .. } => Some(lead),
            _ => None,
        })
        .collect();
    let lead = match (leads.first(), leads.last()) {
        (Some(least), Some(most)) if least == most => millis(*least),
        (Some(least), Some(most)) => {
            tr!("report-from-to", from = millis(*least), to = millis(*most))
        }
        _ => tr!("report-no-live"),
    };
    let rows = vec![
        vec![tr!("report-lead"), lead],
        vec![
            tr!("report-tolerance-live"),
            millis(Tolerance::LIVE.distance()),
        ],
        vec![
            tr!("report-tolerance-paused"),
            millis(Tolerance::PAUSED.distance()),
        ],
        vec![tr!("report-span-rule"), tr!("report-span-rule-is")],
        vec![tr!("report-precision"), tr!("report-precision-is")],
    ];
    Section::new(tr!("report-placing"), vec![two_columns(rows)])
}

fn millis(length: MediaDelta) -> String {
    tr!("report-millis", millis = length.as_millis().to_string())
}

fn ratings(material: &Material<'_>) -> Option<Section> {
    let mut rows = Vec::new();
    let people = material.session().people().iter();
    for (rater, track) in people.flat_map(|person| {
        let set = material.session().set(&person.id);
        let tracks = set.map_or(&[][..], |set| &set.tracks);
        tracks.iter().map(move |track| (person, track))
    }) {
        let input = match track.input {
            Input::Given => tr!("report-input-given"),
            Input::Slider => tr!("report-input-slider"),
            Input::Keys => tr!("report-input-keys"),
            Input::Wheel => tr!("report-input-wheel"),
            Input::Mixed => tr!("report-input-mixed"),
        };
        rows.push(vec![
            rater.name.clone(),
            material.name(&track.about),
            track.pass.to_string(),
            input,
            track.stretches.len().to_string(),
            track.sample_count().to_string(),
        ]);
    }
    let lag = millis(Lag::USUAL.of(Input::Slider, 1.0));
    let table = Table {
        caption: tr!("report-ratings-about", lag = lag),
        head: vec![
            tr!("report-who"),
            tr!("report-about-whom"),
            tr!("report-pass"),
            tr!("report-input"),
            tr!("report-stretches"),
            tr!("report-samples"),
        ],
        rows,
    };
    (!table.rows.is_empty()).then(|| Section::new(tr!("report-ratings"), vec![Block::Table(table)]))
}

/// Rounds in which people marked alone before they saw each other's marks.
fn rounds(material: &Material<'_>) -> Option<Section> {
    let mut rows = Vec::new();
    for (keeper, entry) in material.session().entries() {
        let EntryKind::Sealed(set) = &entry.kind else {
            continue;
        };
        let state = match set.state {
            SealedState::Open => tr!("report-sealed-open"),
            SealedState::Committed { .. } => tr!("report-sealed-committed"),
            SealedState::Revealed { .. } => tr!("report-sealed-revealed"),
            SealedState::Withdrawn { .. } => tr!("report-sealed-withdrawn"),
        };
        rows.push(vec![
            set.round.to_string(),
            material.name(keeper),
            format!("{} {}", set.codebook.id, set.codebook.version),
            set.span
                .map_or_else(|| tr!("report-whole-recording"), |span| material.span(span)),
            state,
        ]);
    }
    let table = Table {
        caption: tr!("report-rounds-about"),
        head: vec![
            tr!("report-round"),
            tr!("report-who"),
            tr!("report-codebook"),
            tr!("report-stretch"),
            tr!("report-state"),
        ],
        rows,
    };
    (!table.rows.is_empty()).then(|| Section::new(tr!("report-rounds"), vec![Block::Table(table)]))
}

fn numbers() -> Section {
    Section::new(
        tr!("report-numbers"),
        vec![
            Block::Text(tr!("report-numbers-rules")),
            Block::Text(tr!("report-numbers-repeat")),
            Block::Text(tr!("report-numbers-not")),
        ],
    )
}

fn left_out() -> Section {
    Section::new(
        tr!("report-left-out"),
        vec![Block::Text(tr!("report-left-out-what"))],
    )
}

/// Every code that was used, with its definition, and by whom how often.
fn codes(material: &Material<'_>, marks: &[&Mark]) -> Section {
    let mut used: BTreeMap<&CodeId, BTreeMap<Vec<&PersonId>, usize>> = BTreeMap::new();
    for mark in marks {
        let people = match &mark.author {
            Author::One(one) => vec![one],
            Author::Together(people) => people.iter().collect(),
        };
        for code in &mark.codes {
            let by = used.entry(&code.code).or_default();
            *by.entry(people.clone()).or_default() += 1;
        }
    }
    let row = |(code, by): (&CodeId, BTreeMap<Vec<&PersonId>, usize>)| {
        let known = material.code(code).map(|(_, code)| code);
        let by: Vec<String> = by
            .into_iter()
            .map(|(people, number)| {
                let names: Vec<String> = people.into_iter().map(|one| material.name(one)).collect();
                format!("{} {number}", names.join(" + "))
            })
            .collect();
        vec![
            code.to_string(),
            known.map_or_else(|| tr!("report-not-here"), |known| known.label.clone()),
            known.map_or_else(String::new, |known| known.definition.clone()),
            by.join("; "),
        ]
    };
    let table = Table {
        caption: tr!("report-codes-about"),
        head: vec![
            tr!("report-id"),
            tr!("report-code"),
            tr!("report-definition"),
            tr!("report-used"),
        ],
        rows: used.into_iter().map(row).collect(),
    };
    Section::new(tr!("report-codes"), vec![Block::Table(table)])
}
