//! The answer as JSON (`docs/formats.md`): every coefficient is a number, or null with a `why` in the same object.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{
    Answer, Answers, Args,
    more::{self, More},
    text::few,
};
use crate::{
    analysis::{
        agreement::{Each, Pair},
        measures::{Measured, Table, Undefined, events::Matched},
    },
    domain::time::{MediaDelta, MediaTime},
    words::measured::why,
};

/// An object of coefficients that collects why some of them are null.
#[derive(Default)]
pub(super) struct Block {
    fields: Map<String, Value>,
    reasons: Vec<(Undefined, Vec<&'static str>)>,
    intervals: Map<String, Value>,
}

impl Block {
    pub(super) fn put(&mut self, key: &str, value: impl Into<Value>) {
        self.fields.insert(key.to_owned(), value.into());
    }

    pub(super) fn measured(&mut self, key: &'static str, value: Measured) {
        let value = match value {
            Ok(value) => json!(value),
            Err(reason) => {
                match self.reasons.iter_mut().find(|(known, _)| *known == reason) {
                    Some((_, keys)) => keys.push(key),
                    None => self.reasons.push((reason, vec![key])),
                }
                Value::Null
            }
        };
        self.put(key, value);
    }

    fn each(&mut self, key: &'static str, each: &Each) {
        self.measured(key, each.value);
        let interval = match each.interval {
            Some(Ok(interval)) => json!([interval.low, interval.high]),
            _ => Value::Null,
        };
        self.intervals.insert(key.to_owned(), interval);
    }

    /// With `why`: null where everything has a value.
    pub(super) fn done(mut self) -> Map<String, Value> {
        let sentences: Vec<String> = self
            .reasons
            .iter()
            .map(|(reason, keys)| format!("{}: {}", keys.join(", "), why(*reason)))
            .collect();
        let reasons = (!sentences.is_empty()).then(|| sentences.join("; "));
        self.put("why", reasons);
        if !self.intervals.is_empty() {
            let intervals = std::mem::take(&mut self.intervals);
            self.put("intervals", intervals);
        }
        self.fields
    }
}

pub fn write(args: &Args, answers: &Answers, out: &mut dyn Write) -> io::Result<()> {
    let results: Vec<Map<String, Value>> = answers
        .each
        .iter()
        .map(|answer| result(answers, answer))
        .collect();
    let mut whole = Map::new();
    let mut put = |key: &str, value: Value| whole.insert(key.to_owned(), value);
    let recordings = answers.recordings.iter();
    let recordings: Vec<Value> = recordings
        .map(|(name, end)| json!({ "file": name, "length_ms": millis(*end - MediaTime::ZERO) }))
        .collect();
    put("recordings", recordings.into());
    put(
        "asked",
        json!({
            "between": args.between,
            "subject": args.subject,
            "group": args.group,
            "codes": args.codes.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "against": args.against,
        }),
    );
    let tolerance = answers.measuring.tolerance.distance();
    put("tolerance_ms", millis(tolerance).into());
    put("codebooks", json!(answers.codebooks));
    put("notes", json!(answers.notes));
    match results.as_slice() {
        [only] => {
            for (key, value) in only {
                put(key, value.clone());
            }
        }
        several => {
            let reason = if several.is_empty() {
                Undefined::Nothing
            } else {
                Undefined::Several
            };
            for (key, value) in put_together(answers, reason) {
                put(&key, value);
            }
        }
    }
    put("results", json!(results));
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

/// The same keys for several subjects or groups (or none): events may be added up, coefficients may not.
fn put_together(answers: &Answers, reason: Undefined) -> Map<String, Value> {
    let mut sum = Matched::default();
    for pair in answers.each.iter().flat_map(|answer| &answer.report.pairs) {
        sum.hits += pair.matched.hits;
        sum.missed += pair.matched.missed;
        sum.extra += pair.matched.extra;
    }
    let mut events = Block::default();
    counts(&mut events, &sum);
    for key in ["precision", "recall", "f1", "onset_difference_ms", "kappa"] {
        events.measured(key, Err(reason));
    }
    let mut units = Block::default();
    units.put("unit_ms", millis(answers.measuring.unit));
    units.measured("kappa", Err(reason));
    units.put("n", 0);
    let mut block = Block::default();
    block.put("events", events.done());
    block.put("time_unit", units.done());
    block.measured("alpha", Err(reason));
    block.measured("alpha_u", Err(reason));
    block.done()
}

/// One subject and set of codes.
fn result(answers: &Answers, answer: &Answer) -> Map<String, Value> {
    let report = &answer.report;
    let mut block = Block::default();
    block.put("between", json!(answer.names));
    block.put("subject", answer.subject.clone());
    block.put("set", answer.stratum.set.clone());
    block.put("codes", json!(answer.stratum.codes));
    block.put("watched_by_all_ms", millis(report.common));
    block.put("few", few(answer));
    if let [pair] = report.pairs.as_slice() {
        block.put("events", events(answer, pair));
        block.put("time_unit", time_unit(answer, pair));
        block.put("overlap", overlap(pair));
        block.put("per_code", per_code(answer, pair));
        for (key, value) in answer.more.iter().flat_map(|of| more::fields(answers, of)) {
            block.put(key, value);
        }
    } else {
        let mut sum = Matched::default();
        for pair in &report.pairs {
            sum.hits += pair.matched.hits;
            sum.missed += pair.matched.missed;
            sum.extra += pair.matched.extra;
        }
        let mut events = Block::default();
        counts(&mut events, &sum);
        for key in ["precision", "recall", "f1", "onset_difference_ms", "kappa"] {
            events.measured(key, Err(Undefined::MoreThanTwo));
        }
        block.put("events", events.done());
        let mut units = Block::default();
        units.put("unit_ms", unit_millis(answer));
        units.measured("kappa", Err(Undefined::MoreThanTwo));
        units.each("fleiss", &report.fleiss);
        units.put("n", 0);
        block.put("time_unit", units.done());
        let pairs: Vec<Value> = report
            .pairs
            .iter()
            .zip(&answer.more)
            .map(|(pair, more)| of_pair(answers, answer, pair, more))
            .collect();
        block.put("pairs", pairs);
    }
    block.each("alpha", &report.alpha);
    block.each("alpha_u", &report.alpha_u);
    let mut family = Block::default();
    family.measured("boundaries", report.alpha_u_boundaries);
    family.measured("coding", report.alpha_u_coding);
    let codes = answer.stratum.codes.iter().zip(&report.alpha_u_codes);
    let codes: Vec<Value> = codes
        .map(|(code, alpha)| {
            let mut block = Block::default();
            block.put("code", code.clone());
            block.measured("alpha_u", *alpha);
            block.done().into()
        })
        .collect();
    family.put("per_code", codes);
    block.put("alpha_u_family", family.done());
    block.done()
}

fn of_pair(answers: &Answers, answer: &Answer, pair: &Pair, more: &More) -> Value {
    let mut value = json!({
        "first": answer.names.get(pair.first),
        "other": answer.names.get(pair.other),
        "events": events(answer, pair),
        "time_unit": time_unit(answer, pair),
        "overlap": overlap(pair),
        "per_code": per_code(answer, pair),
    });
    if let Value::Object(fields) = &mut value {
        let more = more::fields(answers, more);
        fields.extend(more.map(|(key, value)| (key.to_owned(), value)));
    }
    value
}

pub(super) fn counts(block: &mut Block, matched: &Matched) {
    block.put("n", whole(matched.events()));
    block.put("hits", whole(matched.hits));
    block.put("missed", whole(matched.missed));
    block.put("extra", whole(matched.extra));
}

fn events(answer: &Answer, pair: &Pair) -> Value {
    let mut block = Block::default();
    counts(&mut block, &pair.matched);
    block.put("outside", pair.outside);
    block.each("precision", &pair.precision);
    block.each("recall", &pair.recall);
    block.each("f1", &pair.f1);
    let onset = Each {
        value: pair.onset.value.map(f64::round),
        interval: pair.onset.interval,
    };
    block.each("onset_difference_ms", &onset);
    if let Ok(difference) = onset.value {
        block.put("onset_difference_ms", whole(difference));
    }
    block.each("kappa", &pair.kappa);
    block.each("kappa_modified", &pair.modified_kappa);
    block.measured("kappa_modified_largest", pair.modified.largest);
    block.measured("kappa_matched", pair.modified.matched_kappa);
    block.measured("linked", pair.modified.linked);
    block.put("table", table(answer, &pair.table, "nil"));
    block.done().into()
}

fn time_unit(answer: &Answer, pair: &Pair) -> Value {
    let mut block = Block::default();
    block.put("unit_ms", unit_millis(answer));
    block.each("kappa", &pair.unit_kappa);
    block.put("n", whole(pair.units));
    block.put("watched_by_both_ms", millis(pair.common));
    block.measured("agreement", pair.unit_agreement);
    block.put("table", table(answer, &pair.unit_table, "no_code"));
    block.done().into()
}

fn overlap(pair: &Pair) -> Value {
    let mut block = Block::default();
    block.each("ratio", &pair.overlap);
    block.done().into()
}

fn per_code(answer: &Answer, pair: &Pair) -> Vec<Value> {
    let codes = answer.stratum.codes.iter().zip(&pair.codes);
    codes
        .map(|(code, found)| {
            let mut block = Block::default();
            block.put("code", code.clone());
            counts(&mut block, &found.events);
            block.measured("kappa", found.kappa);
            block.measured("time_unit_kappa", found.time_unit);
            block.measured("overlap", found.overlap);
            block.done().into()
        })
        .collect()
}

/// Rows are the first person's, columns the other's.
fn table(answer: &Answer, table: &Table, last: &str) -> Value {
    let mut categories = answer.stratum.codes.clone();
    categories.push(last.to_owned());
    let rows: Vec<Vec<i64>> = (0..table.size())
        .map(|row| table.row(row).iter().copied().map(whole).collect())
        .collect();
    json!({ "categories": categories, "rows": rows })
}

fn unit_millis(answer: &Answer) -> i64 {
    millis(answer.tallies.unit())
}

pub(super) const fn millis(length: MediaDelta) -> i64 {
    length.as_millis()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "counts and milliseconds are whole and far below 2^53"
)]
const fn whole(count: f64) -> i64 {
    count as i64
}
