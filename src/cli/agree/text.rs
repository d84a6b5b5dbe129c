//! The answer as plain text: what was compared, then events and time side by side. With few moments these are listed instead.

use std::io::{self, Write};

use super::{Answer, Answers, more};
use crate::{
    analysis::{
        agreement::{Each, Event, Met, Pair},
        measures::Measured,
    },
    domain::time::MediaDelta,
    tr,
    words::measured::why,
};

/// Below this many events coefficients say more than is known.
const FEW: f64 = 10.0;

/// Whether some pair has too few events for coefficients.
pub fn few(answer: &Answer) -> bool {
    answer
        .report
        .pairs
        .iter()
        .any(|pair| pair.matched.events() < FEW)
}

pub fn write(answers: &Answers, out: &mut dyn Write) -> io::Result<()> {
    for answer in &answers.each {
        one(answers, answer, out)?;
        writeln!(out)?;
    }
    if !answers.each.is_empty() {
        writeln!(out, "{}", tr!("agree-describes"))?;
    }
    Ok(())
}

fn one(answers: &Answers, answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{}",
        tr!(
            "agree-heading",
            names = answer.names.join(", "),
            subject = answer.subject.as_str(),
            set = answer.stratum.set.as_str(),
            watched = seconds(answer.report.common)
        )
    )?;
    for (number, pair) in answer.report.pairs.iter().enumerate() {
        of_pair(answers, answer, pair, out)?;
        more::write(answers, answer, number, pair.matched.events() < FEW, out)?;
    }
    if few(answer) {
        return Ok(());
    }
    writeln!(out, "  {}", tr!("agree-time-all"))?;
    let report = &answer.report;
    if report.pairs.len() > 1 {
        line(out, &tr!("agree-fleiss"), &report.fleiss)?;
    }
    line(out, &tr!("agree-alpha"), &report.alpha)?;
    line(out, &tr!("agree-alpha-u"), &report.alpha_u)
}

fn of_pair(answers: &Answers, answer: &Answer, pair: &Pair, out: &mut dyn Write) -> io::Result<()> {
    let name = |at: usize| answer.names.get(at).cloned().unwrap_or_default();
    let (first, other) = (name(pair.first), name(pair.other));
    writeln!(
        out,
        "  {}",
        tr!(
            "agree-events",
            first = first.as_str(),
            other = other.as_str(),
            tolerance = seconds(answers.measuring.tolerance.distance()),
            hits = count(pair.matched.hits),
            missed = count(pair.matched.missed),
            extra = count(pair.matched.extra)
        )
    )?;
    if pair.matched.events() < FEW {
        writeln!(out, "    {}", tr!("agree-few"))?;
        let number = answer
            .report
            .pairs
            .iter()
            .position(|known| (known.first, known.other) == (pair.first, pair.other));
        for met in answer.tallies.moments(number.unwrap_or(0)) {
            moment(answers, answer, met, &[&first, &other], out)?;
        }
        return Ok(());
    }
    line(out, &tr!("agree-precision"), &pair.precision)?;
    line(out, &tr!("agree-recall"), &pair.recall)?;
    line(out, &tr!("agree-f1"), &pair.f1)?;
    if let Ok(millis) = pair.onset.value {
        let difference = format!("{:+.3} s", millis / 1e3);
        writeln!(out, "    {}", tr!("agree-onset", difference = difference))?;
    }
    line(out, &tr!("agree-kappa"), &pair.kappa)?;
    line(out, &tr!("agree-modified"), &pair.modified_kappa)?;
    writeln!(
        out,
        "  {}",
        tr!(
            "agree-units",
            units = count(pair.units),
            unit = seconds(answers.measuring.unit)
        )
    )?;
    line(out, &tr!("agree-unit-kappa"), &pair.unit_kappa)?;
    line(out, &tr!("agree-overlap"), &pair.overlap)
}

/// What each marked at one moment.
fn moment(
    answers: &Answers,
    answer: &Answer,
    met: &Met,
    names: &[&String; 2],
    out: &mut dyn Write,
) -> io::Result<()> {
    let said = |event: Option<Event>, name: &String| {
        event.map(|event| {
            let label = answer.labels.get(event.code).cloned().unwrap_or_default();
            let time = event.when.start().short();
            tr!(
                "agree-said",
                time = time,
                name = name.as_str(),
                label = label
            )
        })
    };
    let both = [said(met.first, names[0]), said(met.other, names[1])];
    let both: Vec<String> = both.into_iter().flatten().collect();
    let file = match answers.recordings.as_slice() {
        [_] => String::new(),
        several => several
            .get(met.recording)
            .map_or_else(String::new, |(name, _)| format!("{name}: ")),
    };
    writeln!(out, "    {file}{}", both.join("; "))
}

/// One value without an interval.
pub(super) fn value(out: &mut dyn Write, label: &str, value: Measured) -> io::Result<()> {
    let interval = None;
    line(out, label, &Each { value, interval })
}

fn line(out: &mut dyn Write, label: &str, each: &Each) -> io::Result<()> {
    match each.value {
        Err(reason) => {
            let words = tr!("agree-undefined", label = label, why = why(reason));
            writeln!(out, "    {words}")
        }
        Ok(value) => {
            let interval = match each.interval {
                Some(Ok(interval)) => tr!(
                    "agree-interval",
                    low = number(interval.low),
                    high = number(interval.high)
                ),
                Some(Err(reason)) => tr!("agree-no-interval", why = why(reason)),
                None => String::new(),
            };
            let words = tr!("agree-value", label = label, value = number(value));
            writeln!(out, "    {}", format!("{words} {interval}").trim_end())
        }
    }
}

fn number(value: f64) -> String {
    format!("{value:.2}")
}

fn count(value: f64) -> String {
    format!("{value:.0}")
}

pub(super) fn seconds(length: MediaDelta) -> String {
    let millis = length.as_millis();
    if millis % 1_000 == 0 {
        format!("{} s", millis / 1_000)
    } else {
        format!("{}.{:03} s", millis / 1_000, millis % 1_000)
    }
}
