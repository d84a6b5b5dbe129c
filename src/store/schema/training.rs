//! What is kept for learning to see, as it stands in our files: a consensus, a tape, a practice.

use serde::Deserialize;

use super::{
    emit::Out,
    entries::{span, text, time},
    names,
    v1::{About, Clock, Code, Codebook, Text, some},
};
use crate::domain::{
    entry::EntryKind,
    id::{EntryId, MarkId, PersonId},
    mark::{CodeUse, When},
    time::{MediaDelta, MediaSpan, MediaTime},
    training::{Consensus, Place, Practice, Rater, Round, Rules, Tape, Voice},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsensusText {
    raters: Vec<RaterText>,
    tolerance: Text<MediaTime>,
    codebook: Codebook,
    #[serde(default, deserialize_with = "some")]
    round: Option<RoundText>,
    #[serde(default)]
    named_by: Vec<Text<PersonId>>,
    #[serde(default)]
    places: Vec<PlaceText>,
}

#[derive(Clone, Copy, Deserialize)]
enum RoundText {
    Moments,
    Names,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RaterText {
    person: Text<PersonId>,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceText {
    ruling: names::Ruling,
    #[serde(default, deserialize_with = "some")]
    at: Option<Text<MediaTime>>,
    #[serde(default, deserialize_with = "some")]
    from: Option<Text<MediaTime>>,
    #[serde(default, deserialize_with = "some")]
    to: Option<Text<MediaTime>>,
    about: About,
    #[serde(default)]
    codes: Vec<Code>,
    #[serde(default)]
    reason: String,
    id: Text<MarkId>,
    #[serde(default)]
    voices: Vec<VoiceText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VoiceText {
    rater: Text<PersonId>,
    #[serde(default, deserialize_with = "some")]
    at: Option<Text<MediaTime>>,
    #[serde(default, deserialize_with = "some")]
    from: Option<Text<MediaTime>>,
    #[serde(default, deserialize_with = "some")]
    to: Option<Text<MediaTime>>,
    about: About,
    #[serde(default)]
    codes: Vec<Code>,
    #[serde(default, deserialize_with = "some")]
    words: Option<String>,
    mark: Text<MarkId>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TapeText {
    #[serde(default)]
    title: String,
    #[serde(default)]
    single_pass: bool,
    #[serde(default)]
    clips: Vec<(Text<MediaTime>, Text<MediaTime>)>,
    #[serde(default)]
    shuffled: bool,
    #[serde(default)]
    time_out: u32,
    tolerance: Text<MediaTime>,
    codebook: Codebook,
    preset: String,
    raters: u32,
    answers: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PracticeText {
    tape: Text<EntryId>,
    #[serde(default)]
    order: Vec<u32>,
    #[serde(default)]
    watched: u32,
    #[serde(default, deserialize_with = "some")]
    done: Option<Text<Clock>>,
}

/// Those of the three that are there.
pub(super) fn kinds(
    consensus: Option<ConsensusText>,
    tape: Option<TapeText>,
    practice: Option<PracticeText>,
) -> Result<Vec<EntryKind>, String> {
    let mut kinds = Vec::new();
    if let Some(consensus) = consensus {
        kinds.push(EntryKind::Consensus(Box::new(consensus.into_domain()?)));
    }
    if let Some(tape) = tape {
        kinds.push(EntryKind::Tape(Box::new(tape.into_domain()?)));
    }
    kinds.extend(practice.map(|practice| {
        EntryKind::Practice(Practice {
            tape: practice.tape.0,
            order: practice.order,
            watched: practice.watched,
            done: practice.done.map(|clock| clock.0.0),
        })
    }));
    Ok(kinds)
}

fn distance(time: &Text<MediaTime>) -> Result<MediaDelta, String> {
    let distance = MediaDelta::from_nanos(time.0.as_nanos());
    if distance < MediaDelta::ZERO {
        return Err("a tolerance is not negative".to_owned());
    }
    Ok(distance)
}

fn when(
    at: Option<Text<MediaTime>>,
    from: Option<Text<MediaTime>>,
    to: Option<Text<MediaTime>>,
) -> Result<When, String> {
    match (at, from, to) {
        (Some(at), None, None) => Ok(When::Point(at.0)),
        (None, Some(from), None) => Ok(When::Open(from.0)),
        (None, Some(from), Some(to)) => Ok(When::Span(span(from.0, to.0)?)),
        _ => Err("a place has either “at”, or “from” and perhaps “to”".to_owned()),
    }
}

fn codes(codes: Vec<Code>) -> Vec<CodeUse> {
    codes.into_iter().map(Code::into_domain).collect()
}

impl ConsensusText {
    fn into_domain(self) -> Result<Consensus, String> {
        let places: Vec<Place> = self
            .places
            .into_iter()
            .map(PlaceText::into_domain)
            .collect::<Result<_, _>>()?;
        for (at, place) in places.iter().enumerate() {
            if places[..at].iter().any(|other| other.id == place.id) {
                return Err("two places have the same “id”".to_owned());
            }
        }
        let done: Vec<PersonId> = self.named_by.into_iter().map(|rater| rater.0).collect();
        if !done.is_empty() && !matches!(self.round, Some(RoundText::Names)) {
            return Err("“named_by” belongs to the round “Names”".to_owned());
        }
        let round = match self.round {
            None => Round::Only,
            Some(RoundText::Moments) => Round::Moments,
            Some(RoundText::Names) => Round::Names { done },
        };
        Ok(Consensus {
            round,
            raters: self
                .raters
                .into_iter()
                .map(|rater| Rater {
                    person: rater.person.0,
                    name: rater.name,
                })
                .collect(),
            tolerance: distance(&self.tolerance)?,
            codebook: self.codebook.into_domain(),
            places,
        })
    }
}

impl PlaceText {
    fn into_domain(self) -> Result<Place, String> {
        Ok(Place {
            id: self.id.0,
            ruling: self.ruling.into(),
            when: when(self.at, self.from, self.to)?,
            about: self.about.into_domain(),
            codes: codes(self.codes),
            voices: self
                .voices
                .into_iter()
                .map(VoiceText::into_domain)
                .collect::<Result<_, _>>()?,
            reason: self.reason,
        })
    }
}

impl VoiceText {
    fn into_domain(self) -> Result<Voice, String> {
        Ok(Voice {
            rater: self.rater.0,
            mark: self.mark.0,
            when: when(self.at, self.from, self.to)?,
            about: self.about.into_domain(),
            codes: codes(self.codes),
            words: self.words,
        })
    }
}

impl TapeText {
    fn into_domain(self) -> Result<Tape, String> {
        let hexadecimal = self.answers.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !hexadecimal || !self.answers.len().is_multiple_of(2) {
            return Err("“answers” are in hexadecimal".to_owned());
        }
        Ok(Tape {
            title: self.title,
            rules: Rules {
                single_pass: self.single_pass,
                clips: self
                    .clips
                    .into_iter()
                    .map(|(from, to)| span(from.0, to.0))
                    .collect::<Result<_, _>>()?,
                shuffled: self.shuffled,
                time_out: self.time_out,
            },
            tolerance: distance(&self.tolerance)?,
            codebook: self.codebook.into_domain(),
            preset: self.preset,
            raters: self.raters,
            answers: self.answers,
        })
    }
}

fn place_in_time(out: &mut Out, when: When) {
    match when {
        When::Point(at) => time(out, "at", Some(at)),
        When::Open(from) => time(out, "from", Some(from)),
        When::Span(span) => {
            time(out, "from", Some(span.start()));
            time(out, "to", Some(span.end()));
        }
    }
}

pub(super) fn write_consensus(out: &mut Out, consensus: &Consensus) {
    out.list("raters", &consensus.raters, |out, rater| {
        out.raw("(person: ");
        out.quoted_display(&rater.person);
        if !rater.name.is_empty() {
            out.raw(", name: ");
            out.quoted(&rater.name);
        }
        out.raw(")");
    });
    if consensus.raters.is_empty() {
        out.field("raters", |out| out.raw("[]"));
    }
    out.field("tolerance", |out| out.distance(consensus.tolerance));
    out.field("codebook", |out| out.codebook(&consensus.codebook));
    match &consensus.round {
        Round::Only => {}
        Round::Moments => out.field("round", |out| out.raw("Moments")),
        Round::Names { done } => {
            out.field("round", |out| out.raw("Names"));
            out.list("named_by", done, |out, rater| out.quoted_display(rater));
        }
    }
    out.blocks("places", &consensus.places, |out, place| {
        out.field("ruling", |out| out.raw(names::Ruling::of(place.ruling)));
        place_in_time(out, place.when);
        out.field("about", |out| out.about(&place.about));
        out.list("codes", &place.codes, Out::code);
        text(out, "reason", &place.reason);
        out.field("id", |out| out.quoted_display(place.id));
        out.blocks("voices", &place.voices, |out, voice| {
            out.field("rater", |out| out.quoted_display(&voice.rater));
            place_in_time(out, voice.when);
            out.field("about", |out| out.about(&voice.about));
            out.list("codes", &voice.codes, Out::code);
            if let Some(words) = &voice.words {
                out.field("words", |out| out.quoted(words));
            }
            out.field("mark", |out| out.quoted_display(voice.mark));
        });
    });
}

pub(super) fn write_tape(out: &mut Out, tape: &Tape) {
    let rules = &tape.rules;
    text(out, "title", &tape.title);
    if rules.single_pass {
        out.field("single_pass", |out| out.raw("true"));
    }
    out.list("clips", &rules.clips, |out, clip: &MediaSpan| {
        out.raw("(");
        out.time(clip.start());
        out.raw(", ");
        out.time(clip.end());
        out.raw(")");
    });
    if rules.shuffled {
        out.field("shuffled", |out| out.raw("true"));
    }
    if rules.time_out > 0 {
        out.field("time_out", |out| out.display(rules.time_out));
    }
    out.field("tolerance", |out| out.distance(tape.tolerance));
    out.field("codebook", |out| out.codebook(&tape.codebook));
    out.field("preset", |out| out.quoted(&tape.preset));
    out.field("raters", |out| out.display(tape.raters));
    out.field("answers", |out| out.quoted(&tape.answers));
}

pub(super) fn write_practice(out: &mut Out, practice: &Practice) {
    out.field("tape", |out| out.quoted_display(practice.tape));
    out.list("order", &practice.order, |out, at| out.display(at));
    if practice.watched > 0 {
        out.field("watched", |out| out.display(practice.watched));
    }
    if let Some(done) = practice.done {
        out.field("done", |out| out.clock(done));
    }
}
