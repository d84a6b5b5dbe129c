//! The same as JSON (`docs/formats.md`).

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Args;
use crate::{
    analysis::{
        measures::survival,
        places::Kind,
        progress::{
            About, Apart, Case, FEWEST, FEWEST_MOMENTS, Helped, Learner, Other, Ruptures, Series,
            Somebody, Standing, Tape, WATCHED, median,
        },
    },
    domain::time::{MediaDelta, MediaTime},
    tr,
    words::{measured::why, progress as words},
};

pub fn write(args: &Args, cases: &[Case], notes: &[String], out: &mut dyn Write) -> io::Result<()> {
    let whole = json!({
        "folder": args.folder.to_string_lossy(),
        "warning": tr!("progress-warning"),
        "asked": { "subject": args.subject, "by": args.by, "learner": args.learner },
        "rules": {
            "fewest_for_a_line": FEWEST,
            "least_watched": WATCHED,
            "fewest_for_a_curve": survival::FEWEST,
            "fewest_moments_for_a_number": FEWEST_MOMENTS,
        },
        "cases": cases.iter().map(case).collect::<Vec<_>>(),
        "notes": notes,
    });
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn case(case: &Case) -> Value {
    let sessions: Vec<Value> = case
        .sessions
        .iter()
        .map(|one| {
            let views: Vec<Value> = one
                .views
                .iter()
                .map(|views| {
                    json!({
                        "by": somebody(&views.author),
                        "own": views.own,
                        "other": views.other,
                        "guesses": views.guesses,
                        "sure": views.sure,
                    })
                })
                .collect();
            json!({
                "file": one.file,
                "date": one.date.to_rfc3339(),
                "kind": format!("{:?}", one.kind),
                "length_ms": one.length.as_millis(),
                "views": views,
                "helped": one.helped.iter().map(helped).collect::<Vec<_>>(),
                "differences": {
                    "replies": one.talked.replies,
                    "together": one.talked.together,
                    "answered_guesses": one.talked.answered,
                },
            })
        })
        .collect();
    json!({
        "case": case.name,
        "sessions": sessions,
        "series": case.series.iter().map(|one| series(one, case)).collect::<Vec<_>>(),
        "learning": case.learners.first().map(|learner| learning(learner, case)),
    })
}

/// What the learner who was asked for made of their tapes.
fn learning(learner: &Learner, case: &Case) -> Value {
    let tapes: Vec<Value> = learner.tapes.iter().map(|one| tape(one, case)).collect();
    json!({
        "of": somebody(&learner.who),
        "caveat": tr!("learning-caution"),
        "line": learner.has_a_line(),
        "why_no_line": (!learner.has_a_line()).then(|| words::no_line_of_tapes(learner)),
        "tapes": tapes,
    })
}

fn tape(tape: &Tape, case: &Case) -> Value {
    let one = &tape.practised;
    let differing: Vec<Value> = one
        .differing
        .iter()
        .map(|moment| json!({ "kind": kind(moment.kind), "at_ms": millis(moment.at) }))
        .collect();
    json!({
        "file": case.sessions.get(tape.session).map(|session| session.file.as_str()),
        "title": one.title,
        "date": one.date.to_rfc3339(),
        "done_noted": one.done_noted,
        "comparable": tape.other.is_none(),
        "why": tape.other.map(|other| match other {
            Other::Codebook => "codebook",
            Other::Tolerance => "tolerance",
        }),
        "raters": one.raters,
        "tolerance_ms": one.tolerance.as_millis(),
        "codebook": format!("{} {}", one.codebook.id, one.codebook.version),
        "shared": one.shared,
        "otherwise": one.otherwise,
        "missed": one.missed,
        "extra": one.extra,
        "open_places": one.open,
        "n": one.moments(),
        "f1": one.f1(),
        "f1_interval": one.f1().and(one.f1_interval.ok()).map(|interval| [interval.low, interval.high]),
        "why_no_interval": one.f1().and(one.f1_interval.err()).map(why),
        "f1_with_half_credit": one.f1_with_part(),
        "why_no_number": one.f1().is_none().then(|| {
            tr!("learning-few", n = one.moments(), fewest = FEWEST_MOMENTS)
        }),
        "differing": differing,
    })
}

const fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Shared => "shared",
        Kind::Otherwise => "otherwise",
        Kind::Missed => "missed",
        Kind::Extra => "extra",
        Kind::Open => "open",
    }
}

fn somebody(who: &Somebody) -> Value {
    json!({ "id": who.id.as_str(), "name": who.name, "role": format!("{:?}", who.role) })
}

fn millis(time: MediaTime) -> i64 {
    (time - MediaTime::ZERO).as_millis()
}

fn helped(helped: &Helped) -> Value {
    json!({
        "by": somebody(&helped.by),
        "mark": helped.mark.to_string(),
        "at_ms": millis(helped.at),
        "code": helped.code.as_str(),
        "words": helped.words,
    })
}

const fn apart(apart: Apart) -> &'static str {
    match apart {
        Apart::Kind => "kind",
        Apart::Codebook => "codebook",
        Apart::Watched => "watched",
        Apart::Length => "length",
    }
}

fn series(series: &Series, case: &Case) -> Value {
    let together = &series.together;
    let file = |at: usize| case.sessions.get(at).map(|one| one.file.as_str());
    let open: Vec<Value> = together
        .lost
        .iter()
        .filter(|(_, lost)| lost.recovered_after.is_none())
        .map(|(at, lost)| {
            json!({
                "file": file(*at),
                "onset_ms": millis(lost.onset),
                "seen_for_ms": lost.seen_for.as_millis(),
            })
        })
        .collect();
    let mut times: Vec<_> = together
        .lost
        .iter()
        .filter_map(|(_, lost)| lost.recovered_after)
        .collect();
    times.sort();
    let curve = together.curve.as_ref().map(|curve| {
        let steps: Vec<Value> = curve
            .steps
            .iter()
            .map(|step| {
                json!({
                    "after_ms": step.after.as_millis(),
                    "at_risk": step.at_risk,
                    "recovered": step.ended,
                    "open": step.open,
                    "interval": step.interval.map(|(low, high)| [low, high]),
                })
            })
            .collect();
        json!({
            "steps": steps,
            "median_ms": curve.median.map(MediaDelta::as_millis),
            "caveat": tr!("progress-curve-caveat"),
        })
    });
    json!({
        "by": somebody(&series.author),
        "about": somebody(&series.subject),
        "comparable": series.comparable,
        "line": series.has_a_line(),
        "why_no_line": (!series.has_a_line()).then(|| words::no_line(series)),
        "sessions": series.sessions.iter().map(|one| standing(one, case)).collect::<Vec<_>>(),
        "time_to_recovery": {
            "n": together.lost.len(),
            "recovered": together.recovered,
            "median_of_recovered_ms": median(&times).map(MediaDelta::as_millis),
            "shortest_ms": times.first().map(|time| time.as_millis()),
            "longest_ms": times.last().map(|time| time.as_millis()),
            "open": open,
            "kaplan_meier": curve,
            "why_no_curve": together.curve.is_none().then(|| tr!("progress-no-curve", fewest = survival::FEWEST)),
        },
    })
}

/// How strong it was at most, as the author rated it.
fn strength(about: &About, length: MediaDelta) -> Option<Value> {
    let highest = about.signs.highest?;
    Some(json!({
        "highest": highest.value,
        "at_ms": millis(highest.at),
        "rated_ms": highest.rated.as_millis(),
        "comparable": highest.is_of_most(length),
    }))
}

fn ruptures(ruptures: &Ruptures) -> Value {
    let at: Vec<i64> = ruptures.each.iter().map(|(at, _)| millis(*at)).collect();
    json!({ "n": ruptures.each.len(), "with_repair": ruptures.repaired(), "at_ms": at })
}

fn standing(one: &Standing, case: &Case) -> Value {
    let about = &one.about;
    let session = case.sessions.get(one.session);
    let times = about.times();
    let modes: Vec<Value> = about
        .modes
        .iter()
        .map(|(code, length)| json!({ "code": code.as_str(), "length_ms": length.as_millis() }))
        .collect();
    let books: Vec<String> = about
        .codebooks
        .iter()
        .map(|book| format!("{} {}", book.id, book.version))
        .collect();
    json!({
        "file": session.map(|session| session.file.as_str()),
        "date": session.map(|session| session.date.to_rfc3339()),
        "comparable": one.apart.is_none(),
        "why": one.apart.map(apart),
        "codebooks": books,
        "watched_ms": about.observed.as_millis(),
        "watched_noted": about.noted,
        "coverage": session.and_then(|session| about.coverage(session.length)),
        "episodes": about.lost.len(),
        "open": about.lost.len() - times.len(),
        "episodes_in_10_min": about.rate(),
        "share_in_modes": about.share_in_modes(),
        "modes": modes,
        "strength": session.and_then(|session| strength(about, session.length)),
        "episodes_with_trigger": about.signs.triggered.as_ref().map(Vec::len),
        "ruptures": about.signs.ruptures.as_ref().map(ruptures),
        "time_to_recovery": {
            "median_ms": median(&times).map(MediaDelta::as_millis),
            "shortest_ms": times.first().map(|time| time.as_millis()),
            "longest_ms": times.last().map(|time| time.as_millis()),
        },
    })
}
