//! What there is to two people beside the report: the pairing at other tolerances, strengths of the same moments, and their ratings along
//! the recordings.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{
    Answer, Answers,
    json::{Block, counts, millis},
    text,
};
use crate::{
    analysis::{
        agreement::{
            At, Curves, FarApart, Measuring, Pair, Rater, Source, Stratum, Strengths, Tallies,
            curve, curves, strengths, usual_track,
        },
        measures::{Undefined, overlap},
    },
    domain::{id::MarkId, time::MediaTime, track::Lag},
    tr,
};

/// Below so many strengths numbers say more than is known.
const FEW: usize = 10;

/// All of it.
pub struct More {
    curve: Vec<At>,
    strengths: Strengths,
    /// By recording.
    tracks: Vec<(usize, Curves)>,
}

impl More {
    /// Of one pair, by its number.
    pub fn of(
        sources: &[Source<'_>],
        stratum: &Stratum,
        tallies: &Tallies,
        (number, pair): (usize, &Pair),
        measuring: Measuring,
        lag: Lag,
    ) -> Self {
        let strength = |recording: usize, mark: MarkId| {
            let source: &Source<'_> = sources.get(recording)?;
            source.session.mark(mark)?.intensity
        };
        let mut tracks = Vec::new();
        for (at, (source, recording)) in sources.iter().zip(&stratum.recordings).enumerate() {
            let track = |rater: usize| match source.raters.get(rater) {
                Some(Rater::Person(person)) => {
                    usual_track(source.session, person, &stratum.subject)
                }
                _ => None,
            };
            let coded = |rater: usize| recording.codings.get(rater);
            if let (Some(one), Some(other), Some(first), Some(second)) = (
                track(pair.first),
                track(pair.other),
                coded(pair.first),
                coded(pair.other),
            ) {
                let over = overlap::intersection(&first.watched, &second.watched);
                tracks.push((at, curves(one, other, lag, &over, measuring.unit)));
            }
        }
        Self {
            curve: curve(&stratum.recordings, pair.first, pair.other),
            strengths: strengths(tallies.moments(number), &strength),
            tracks,
        }
    }
}

/// Its keys in the JSON of a pair.
pub fn fields(answers: &Answers, more: &More) -> [(&'static str, Value); 3] {
    let at = |at: &At| {
        let mut block = Block::default();
        block.put("tolerance_ms", millis(at.tolerance.distance()));
        counts(&mut block, &at.matched);
        block.measured("f1", at.matched.f1());
        Value::from(block.done())
    };
    let of = &more.strengths;
    let mut strengths = Block::default();
    strengths.put("n", of.count);
    strengths.measured("weighted_kappa_linear", of.linear);
    strengths.measured("weighted_kappa_quadratic", of.quadratic);
    strengths.measured("icc_2_1", of.icc.agreement);
    strengths.measured("icc_3_1", of.icc.consistency);
    let track = |(recording, curves): &(usize, Curves)| {
        let mut block = Block::default();
        let file = answers.recordings.get(*recording).map(|(name, _)| name);
        block.put("file", json!(file));
        block.put("passes", json!(curves.passes));
        block.put("step_ms", millis(answers.measuring.unit));
        block.put("lags_ms", json!(curves.lags.map(millis)));
        block.put("n", curves.count);
        block.measured("pearson", curves.pearson);
        block.measured("spearman", curves.spearman);
        block.measured("concordance", curves.concordance);
        block.measured("rise_fall", curves.rise_fall);
        let moments: Vec<Value> = curves.furthest.iter().map(moment).collect();
        block.put("moments", moments);
        Value::from(block.done())
    };
    [
        ("strengths", strengths.done().into()),
        ("tracks", more.tracks.iter().map(track).collect()),
        ("f1_by_tolerance", more.curve.iter().map(at).collect()),
    ]
}

/// A time at which two ratings lie far apart.
fn moment(one: &FarApart) -> Value {
    json!({
        "at_ms": millis(one.at - MediaTime::ZERO),
        "values": [one.first, one.other],
    })
}

/// Strengths and ratings as text; the curve only where there are enough events.
pub fn write(
    answers: &Answers,
    answer: &Answer,
    number: usize,
    few: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(more) = answer.more.get(number) else {
        return Ok(());
    };
    let of = &more.strengths;
    if of.count > 0 {
        writeln!(out, "  {}", tr!("agree-strengths", count = of.count))?;
        if of.count < FEW {
            writeln!(out, "    {}", tr!("agree-strengths-few"))?;
        } else {
            text::value(out, &tr!("agree-icc-agreement"), of.icc.agreement)?;
            text::value(out, &tr!("agree-icc-consistency"), of.icc.consistency)?;
            text::value(out, &tr!("agree-weighted-linear"), of.linear)?;
            text::value(out, &tr!("agree-weighted-quadratic"), of.quadratic)?;
        }
    }
    for (recording, curves) in &more.tracks {
        let [first, other] = curves.lags.map(text::seconds);
        let words = tr!(
            "agree-tracks",
            file = answers
                .recordings
                .get(*recording)
                .map_or("", |(name, _)| name.as_str()),
            count = curves.count,
            first = first,
            other = other
        );
        writeln!(out, "  {words}")?;
        text::value(out, &tr!("agree-concordance"), curves.concordance)?;
        text::value(out, &tr!("agree-pearson"), curves.pearson)?;
        text::value(out, &tr!("agree-spearman"), curves.spearman)?;
        text::value(out, &tr!("agree-rise-fall"), curves.rise_fall)?;
        let moments: Vec<String> = curves
            .furthest
            .iter()
            .map(|one| {
                tr!(
                    "agree-far-apart-at",
                    time = one.at.whole_seconds(),
                    first = format!("{:.0}", one.first),
                    other = format!("{:.0}", one.other)
                )
            })
            .collect();
        if !moments.is_empty() {
            let list = moments.join("; ");
            writeln!(out, "    {}", tr!("agree-far-apart", list = list))?;
        }
    }
    let nothing = more
        .curve
        .iter()
        .all(|at| at.matched.f1() == Err(Undefined::Nothing));
    if few || nothing {
        return Ok(());
    }
    let list: Vec<String> = more
        .curve
        .iter()
        .filter_map(|at| {
            let tolerance = text::seconds(at.tolerance.distance());
            Some(format!("{tolerance} {:.2}", at.matched.f1().ok()?))
        })
        .collect();
    writeln!(out, "  {}", tr!("agree-curve", list = list.join(", ")))
}
