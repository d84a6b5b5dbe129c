//! *Side by side*: several recordings of the same people. What helped comes first; nothing is one number, nobody is ranked, and the
//! warning is printed on it. Recordings are named by their day: names of files often hold names of people.

use chrono::{DateTime, FixedOffset};

use super::{
    page::{Block, Chart, Dot, Drawing, Fall, Page, Section, Sign, Table},
    preparation::seconds,
};
use crate::{
    analysis::{
        measures::survival::{Curve, Step},
        progress::{Apart, Case, FEWEST, Series, Session, Standing, median},
    },
    tr,
};

/// So many words on what helped are listed for a case, the latest first.
const MOST: usize = 12;

/// The page for these cases. Only what may be seen is in them.
#[must_use]
pub fn page(cases: &[Case], made: DateTime<FixedOffset>) -> Page {
    let recordings: usize = cases.iter().map(|case| case.sessions.len()).sum();
    let mut page = Page {
        title: tr!("report-progress"),
        lead: vec![tr!("progress-warning")],
        statement: tr!("report-statement"),
        as_table: tr!("report-as-table"),
        ..Page::default()
    };
    let mut by: Vec<String> = Vec::new();
    let mut books: Vec<String> = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let first = page.sections.len();
        page.sections.extend(helped(case));
        for series in &case.series {
            page.sections.push(one(series, case));
            by.push(series.author.name.clone());
            for standing in &series.sessions {
                let used = standing.about.codebooks.iter();
                books.extend(used.map(|book| format!("{} {}", book.id, book.version)));
            }
        }
        page.sections.extend(views(case));
        page.sections.extend(talked(case));
        if number > 0
            && let Some(section) = page.sections.get_mut(first)
        {
            section.new_page = true;
        }
    }
    if page.sections.is_empty() {
        let none = Block::Text(tr!("report-progress-none"));
        page.sections
            .push(Section::new(tr!("report-progress-over-time"), vec![none]));
    }
    for list in [&mut by, &mut books] {
        list.sort();
        list.dedup();
    }
    page.colophon = vec![
        (tr!("report-marked-by"), by.join("; ")),
        (tr!("report-codebook"), books.join("; ")),
        (tr!("report-recordings"), recordings.to_string()),
        (tr!("report-made"), made.date_naive().to_string()),
    ];
    page
}

fn day(session: &Session) -> String {
    session.date.date_naive().to_string()
}

/// What helped, as people say of themselves.
fn helped(case: &Case) -> Option<Section> {
    let rows: Vec<Vec<String>> = case
        .sessions
        .iter()
        .rev()
        .flat_map(|session| {
            session.helped.iter().map(|helped| {
                vec![
                    day(session),
                    helped.at.whole_seconds(),
                    helped.by.name.clone(),
                    helped.words.clone(),
                ]
            })
        })
        .filter(|row| row.last().is_some_and(|words| !words.is_empty()))
        .take(MOST)
        .collect();
    let table = Table {
        caption: String::new(),
        head: vec![
            tr!("report-day"),
            tr!("report-when"),
            tr!("report-who-says"),
            tr!("report-words"),
        ],
        rows,
    };
    (!table.rows.is_empty())
        .then(|| Section::new(tr!("report-progress-helped"), vec![Block::Table(table)]))
}

fn apart(apart: Apart) -> String {
    match apart {
        Apart::Kind => tr!("progress-apart-kind"),
        Apart::Codebook => tr!("progress-apart-codebook"),
        Apart::Watched => tr!("progress-apart-watched"),
        Apart::Length => tr!("progress-apart-length"),
    }
}

/// What one author marked about one person, recording by recording.
fn one(series: &Series, case: &Case) -> Section {
    let title = tr!(
        "report-progress-series",
        author = series.author.name.as_str(),
        subject = series.subject.name.as_str()
    );
    let mut blocks = Vec::new();
    let dots = dots(series);
    if dots.iter().any(|column| !column.is_empty()) {
        blocks.push(Block::Chart(Box::new(times(series, case, dots))));
    }
    blocks.push(Block::Table(table(series, case)));
    let open = series.together.lost.len() - series.together.recovered;
    if open > 0 {
        let open = open.to_string();
        blocks.push(Block::Text(tr!("report-progress-open", number = open)));
    }
    if !series.has_a_line() {
        let fewest = FEWEST.to_string();
        blocks.push(Block::Text(tr!("report-progress-few", fewest = fewest)));
    }
    if let Some(curve) = &series.together.curve {
        let half = curve
            .median
            .map_or_else(|| tr!("progress-no-half"), seconds);
        let words = tr!(
            "progress-curve",
            recovered = series.together.recovered,
            all = series.together.lost.len(),
            half = half
        );
        blocks.push(Block::Chart(Box::new(still_open(series, curve, words))));
        blocks.push(Block::Text(tr!("progress-curve-caveat")));
    }
    let about = tr!(
        "report-progress-comparable",
        comparable = series.comparable.to_string(),
        all = series.sessions.len().to_string()
    );
    Section::new(title, blocks).with_note(about)
}

/// How long each stretch lasted, by comparable recording.
fn dots(series: &Series) -> Vec<Vec<Dot>> {
    series
        .side_by_side()
        .map(|standing| {
            let lost = standing.about.lost.iter();
            lost.map(|lost| Dot {
                value: lost.recovered_after.unwrap_or(lost.seen_for),
                open: lost.recovered_after.is_none(),
            })
            .collect()
        })
        .collect()
}

fn times(series: &Series, case: &Case, dots: Vec<Vec<Dot>>) -> Chart {
    let names = series.side_by_side();
    let names: Vec<String> = names
        .map(|standing| {
            case.sessions
                .get(standing.session)
                .map_or_else(String::new, day)
        })
        .collect();
    Chart {
        title: tr!("report-progress-times"),
        desc: tr!("report-progress-times-about"),
        // The same stands in the table below.
        table: Table::default(),
        drawing: Drawing::Dots { names, dots },
        legend: Vec::new(),
    }
}

/// How much had not come back after how long: a curve by Kaplan and Meier, with the numbers it rests on.
fn still_open(series: &Series, curve: &Curve, desc: String) -> Chart {
    let percent = |share: f64| format!("{:.0}", share * 100.0);
    let row = |step: &Step| {
        let between = step.interval.map_or_else(String::new, |(low, high)| {
            tr!(
                "report-curve-between",
                from = percent(low),
                to = percent(high)
            )
        });
        vec![
            seconds(step.after),
            step.at_risk.to_string(),
            step.ended.to_string(),
            tr!("report-percent", percent = percent(step.open)),
            between,
        ]
    };
    let falls = curve.steps.iter().map(|step| Fall {
        after: step.after,
        left: step.open,
        interval: step.interval,
    });
    let lost = series.together.lost.iter();
    let open = lost
        .filter(|(_, lost)| lost.recovered_after.is_none())
        .map(|(_, lost)| lost.seen_for);
    Chart {
        title: tr!("report-curve"),
        desc,
        drawing: Drawing::Steps {
            falls: falls.collect(),
            open: open.collect(),
        },
        table: Table {
            caption: tr!("report-curve-table"),
            head: vec![
                tr!("report-curve-after"),
                tr!("report-curve-seen"),
                tr!("report-curve-came-back"),
                tr!("report-curve-open"),
                tr!("report-curve-interval"),
            ],
            rows: curve.steps.iter().map(row).collect(),
        },
        legend: vec![
            (Sign::Line, tr!("report-curve-line")),
            (Sign::Band, tr!("report-curve-band")),
        ],
    }
}

fn table(series: &Series, case: &Case) -> Table {
    let row = |standing: &Standing| {
        let session = case.sessions.get(standing.session);
        let about = &standing.about;
        let times = about.times();
        let coverage = session.and_then(|session| about.coverage(session.length));
        let range = match (times.first(), times.last()) {
            (Some(first), Some(last)) => tr!(
                "report-from-to",
                from = seconds(*first),
                to = seconds(*last)
            ),
            _ => String::new(),
        };
        let open = about.lost.len() - times.len();
        vec![
            session.map_or_else(String::new, day),
            coverage.map_or_else(
                || tr!("report-not-noted"),
                |share| tr!("report-percent", percent = format!("{:.0}", share * 100.0)),
            ),
            about.lost.len().to_string(),
            median(&times).map_or_else(String::new, seconds),
            range,
            open.to_string(),
            standing.apart.map(apart).unwrap_or_default(),
        ]
    };
    Table {
        caption: tr!("report-progress-table"),
        head: vec![
            tr!("report-day"),
            tr!("report-watched"),
            tr!("report-episodes"),
            tr!("report-middle"),
            tr!("report-range"),
            tr!("report-open-ones"),
            tr!("report-apart"),
        ],
        rows: series.sessions.iter().map(row).collect(),
    }
}

/// From which side each marked.
fn views(case: &Case) -> Option<Section> {
    let rows = case.sessions.iter().flat_map(|session| {
        session.views.iter().map(|views| {
            vec![
                day(session),
                views.author.name.clone(),
                views.own.to_string(),
                views.other.to_string(),
                views.guesses.to_string(),
                views.sure.to_string(),
            ]
        })
    });
    let table = Table {
        caption: tr!("report-views-about"),
        head: vec![
            tr!("report-day"),
            tr!("report-who"),
            tr!("report-own-mind"),
            tr!("report-other-mind"),
            tr!("report-as-guess"),
            tr!("report-as-sure"),
        ],
        rows: rows.collect(),
    };
    (!table.rows.is_empty()).then(|| Section::new(tr!("report-views"), vec![Block::Table(table)]))
}

/// How differences were talked through.
fn talked(case: &Case) -> Option<Section> {
    let rows = case.sessions.iter().filter_map(|session| {
        let talked = session.talked;
        let all = [talked.replies, talked.together, talked.answered];
        all.iter().any(|number| *number > 0).then(|| {
            let mut row = vec![day(session)];
            row.extend(all.iter().map(ToString::to_string));
            row
        })
    });
    let table = Table {
        caption: String::new(),
        head: vec![
            tr!("report-day"),
            tr!("report-replies"),
            tr!("report-said-together"),
            tr!("report-guesses-answered"),
        ],
        rows: rows.collect(),
    };
    (!table.rows.is_empty()).then(|| Section::new(tr!("report-talked"), vec![Block::Table(table)]))
}
