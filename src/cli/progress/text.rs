//! The same as lines to read.

use std::io::{self, Write};

use crate::{
    analysis::{
        measures::survival,
        progress::{Case, Learner, Series, Session, Standing, median},
    },
    domain::time::MediaDelta,
    tr,
    words::{library, progress as words},
};

pub fn write(cases: &[Case], out: &mut dyn Write) -> io::Result<()> {
    for case in cases {
        let heading = tr!(
            "progress-case",
            case = case.name.as_str(),
            recordings = library::recordings(case.sessions.len())
        );
        writeln!(out, "{}", heading.trim())?;
        for one in &case.series {
            series(one, case, out)?;
        }
        for session in &case.sessions {
            own(session, out)?;
        }
        for learner in &case.learners {
            learning(learner, case, out)?;
        }
        writeln!(out)?;
    }
    writeln!(out, "{}", tr!("progress-warning"))
}

fn series(series: &Series, case: &Case, out: &mut dyn Write) -> io::Result<()> {
    let heading = tr!(
        "progress-series",
        author = series.author.name.as_str(),
        subject = series.subject.name.as_str(),
        comparable = series.comparable,
        all = series.sessions.len()
    );
    writeln!(out, "\n  {heading}")?;
    for one in &series.sessions {
        if let Some(session) = case.sessions.get(one.session) {
            writeln!(out, "    {}", standing(one, session))?;
        }
    }
    if !series.has_a_line() {
        writeln!(out, "    {}", words::no_line(series))?;
    }
    let together = &series.together;
    let open = together
        .lost
        .iter()
        .filter(|(_, lost)| lost.recovered_after.is_none());
    for (at, lost) in open {
        if let Some(session) = case.sessions.get(*at) {
            let line = tr!(
                "progress-open",
                file = session.file.as_str(),
                time = lost.onset.short()
            );
            writeln!(out, "    {line}")?;
        }
    }
    match &together.curve {
        Some(curve) => {
            let half = curve
                .median
                .map_or_else(|| tr!("progress-no-half"), words::span);
            let line = tr!(
                "progress-curve",
                recovered = together.recovered,
                all = together.lost.len(),
                half = half
            );
            writeln!(out, "    {line}")?;
            writeln!(out, "    {}", tr!("progress-curve-caveat"))
        }
        None if together.lost.is_empty() => Ok(()),
        None => writeln!(
            out,
            "    {}",
            tr!("progress-no-curve", fewest = survival::FEWEST)
        ),
    }
}

fn standing(one: &Standing, session: &Session) -> String {
    let about = &one.about;
    let times = about.times();
    let coverage = about
        .coverage(session.length)
        .map_or_else(|| "?".to_owned(), |share| format!("{:.0}", share * 100.0));
    let mut line = tr!(
        "progress-standing",
        date = session.date.date_naive().to_string(),
        file = session.file.as_str(),
        watched = library::length(about.observed),
        coverage = coverage,
        episodes = about.lost.len()
    );
    if let Some(middle) = median(&times) {
        let ends = |at: Option<&MediaDelta>| at.map_or_else(String::new, |time| words::span(*time));
        line.push_str(&tr!(
            "progress-times",
            median = words::span(middle),
            shortest = ends(times.first()),
            longest = ends(times.last())
        ));
    }
    line.push_str(&signs(one, session));
    if let Some(apart) = one.apart {
        line.push_str(&tr!("progress-apart", reason = words::apart(apart)));
    }
    line
}

/// What else there is, where somebody looked for it.
fn signs(one: &Standing, session: &Session) -> String {
    let signs = &one.about.signs;
    let highest = signs
        .highest
        .filter(|highest| highest.is_of_most(session.length));
    let highest = highest.map(|highest| {
        tr!(
            "progress-highest",
            value = highest.value,
            time = highest.at.whole_seconds()
        )
    });
    let triggers = signs.triggered.as_ref().map(|named| {
        tr!(
            "progress-triggers",
            count = named.len(),
            all = one.about.lost.len()
        )
    });
    let ruptures = signs.ruptures.as_ref().map(|ruptures| {
        tr!(
            "progress-ruptures",
            count = ruptures.each.len(),
            repaired = ruptures.repaired()
        )
    });
    [highest, triggers, ruptures]
        .into_iter()
        .flatten()
        .collect()
}

fn learning(learner: &Learner, case: &Case, out: &mut dyn Write) -> io::Result<()> {
    let heading = tr!(
        "learning-of",
        name = learner.who.name.as_str(),
        count = learner.tapes.len()
    );
    writeln!(out, "\n  {heading}")?;
    for tape in &learner.tapes {
        writeln!(out, "    {}", words::tape(tape, case))?;
        for more in words::tape_more(tape) {
            writeln!(out, "      {more}")?;
        }
    }
    if !learner.has_a_line() {
        writeln!(out, "    {}", words::no_line_of_tapes(learner))?;
    }
    writeln!(out, "    {}", tr!("learning-caution"))
}

fn own(session: &Session, out: &mut dyn Write) -> io::Result<()> {
    let nothing = session.views.is_empty()
        && session.helped.is_empty()
        && session.talked == crate::analysis::progress::Talked::default();
    if nothing {
        return Ok(());
    }
    writeln!(out, "\n  {}", session.file)?;
    for helped in &session.helped {
        let line = tr!(
            "progress-helped",
            name = helped.by.name.as_str(),
            time = helped.at.short(),
            words = helped.words.replace('\n', " ")
        );
        writeln!(out, "    {line}")?;
    }
    for views in &session.views {
        let line = tr!(
            "progress-views",
            name = views.author.name.as_str(),
            own = views.own,
            other = views.other,
            guesses = views.guesses,
            sure = views.sure
        );
        writeln!(out, "    {line}")?;
    }
    let talked = session.talked;
    let line = tr!(
        "progress-talked",
        replies = talked.replies,
        together = talked.together,
        answered = talked.answered
    );
    writeln!(out, "    {line}")
}
