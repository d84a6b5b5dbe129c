//! What a person keeps besides marks, as it stands in our files: read through serde, written by hand, as the marks are.

use std::{collections::BTreeMap, sync::Arc};

use chrono::NaiveDate;
use serde::Deserialize;

use super::{
    Fault,
    emit::Out,
    names, supervision, training,
    v1::{About, Clock, Codebook, Strength, Text, fault, some},
};
use crate::domain::{
    entry::{
        Agreed, Consent, DroppedEntry, Entry as DomainEntry, EntryKind, Episode, EpisodeStep,
        Judgement, Outcome, Playlist, PlaylistItem, Review, SealedSet, SealedState,
    },
    id::{DeviceId, EntryId, MarkId, PersonId},
    mark::{Audience, Intensity},
    session::PersonSet,
    time::{MediaSpan, MediaTime},
};

const fn first() -> u32 {
    1
}
const fn everyone() -> names::Audience {
    names::Audience::Everyone
}

/// One thing that a person keeps: exactly one of the first twelve fields is there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    #[serde(default, deserialize_with = "some")]
    episode: Option<EpisodeText>,
    #[serde(default, deserialize_with = "some")]
    review: Option<ReviewText>,
    #[serde(default, deserialize_with = "some")]
    playlist: Option<PlaylistText>,
    #[serde(default, deserialize_with = "some")]
    consent: Option<ConsentText>,
    #[serde(default, deserialize_with = "some")]
    sealed: Option<SealedText>,
    #[serde(default, deserialize_with = "some")]
    judgement: Option<JudgementText>,
    #[serde(default, deserialize_with = "some")]
    consensus: Option<training::ConsensusText>,
    #[serde(default, deserialize_with = "some")]
    tape: Option<training::TapeText>,
    #[serde(default, deserialize_with = "some")]
    practice: Option<training::PracticeText>,
    #[serde(default, deserialize_with = "some")]
    rating_part: Option<supervision::PartText>,
    #[serde(default, deserialize_with = "some")]
    rating_sheet: Option<supervision::SheetText>,
    #[serde(default, deserialize_with = "some")]
    clip_pack: Option<supervision::PackText>,
    #[serde(default = "everyone")]
    audience: names::Audience,
    made: Text<Clock>,
    #[serde(default, deserialize_with = "some")]
    changed: Option<Text<Clock>>,
    id: Text<EntryId>,
    #[serde(default = "first")]
    revision: u32,
    #[serde(default, deserialize_with = "some")]
    device: Option<Text<DeviceId>>,
    #[serde(default, deserialize_with = "some")]
    conflict_of: Option<Text<EntryId>>,
}

/// What is left of one that was taken away.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stone {
    id: Text<EntryId>,
    revision: u32,
    device: Text<DeviceId>,
    dropped: Text<Clock>,
    #[serde(default = "everyone")]
    audience: names::Audience,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EpisodeText {
    about: About,
    #[serde(default, deserialize_with = "some")]
    before: Option<Text<MediaTime>>,
    #[serde(default, deserialize_with = "some")]
    onset: Option<Text<MediaTime>>,
    stop: Text<MediaTime>,
    #[serde(default)]
    steps: Vec<StepText>,
    #[serde(default, deserialize_with = "some")]
    recovered: Option<Text<MediaTime>>,
    #[serde(default)]
    not_today: bool,
    #[serde(default)]
    seen: String,
    #[serde(default)]
    pattern: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepText {
    at: Text<MediaTime>,
    prompt: String,
    #[serde(default)]
    words: String,
    #[serde(default, deserialize_with = "some")]
    by: Option<Text<PersonId>>,
    #[serde(default)]
    confirmed: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReviewText {
    purpose: names::Purpose,
    #[serde(default)]
    present: Vec<Text<PersonId>>,
    minutes: u32,
    #[serde(default, deserialize_with = "some")]
    ended: Option<Text<Clock>>,
    #[serde(default)]
    expected: String,
    #[serde(default, deserialize_with = "some")]
    expected_strength: Option<Strength>,
    #[serde(default)]
    compared: String,
    #[serde(default)]
    felt: Vec<(Text<PersonId>, String)>,
    #[serde(default)]
    strength: Vec<(Text<PersonId>, Strength)>,
    #[serde(default)]
    take_along: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaylistText {
    name: String,
    #[serde(default)]
    items: Vec<ItemText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ItemText {
    from: Text<MediaTime>,
    to: Text<MediaTime>,
    #[serde(default)]
    label: String,
    #[serde(default, deserialize_with = "some")]
    mark: Option<Text<MarkId>>,
    #[serde(default)]
    good: bool,
    #[serde(default)]
    for_team: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsentText {
    purpose: names::ConsentPurpose,
    given: Text<NaiveDate>,
    #[serde(default)]
    form: String,
    #[serde(default, deserialize_with = "some")]
    expires: Option<Text<NaiveDate>>,
    #[serde(default, deserialize_with = "some")]
    withdrawn: Option<Text<Clock>>,
    #[serde(default, deserialize_with = "some")]
    erase_after: Option<Text<Clock>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgreedText {
    at: Text<Clock>,
    hash: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum SealedStateText {
    Open,
    Committed {
        at: Text<Clock>,
        hash: String,
        #[serde(default, deserialize_with = "some")]
        agreed: Option<AgreedText>,
    },
    Revealed {
        at: Text<Clock>,
    },
    Withdrawn {
        at: Text<Clock>,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SealedText {
    round: Text<EntryId>,
    #[serde(default, deserialize_with = "some")]
    from: Option<Text<MediaTime>>,
    #[serde(default, deserialize_with = "some")]
    to: Option<Text<MediaTime>>,
    codebook: Codebook,
    preset: String,
    #[serde(default, deserialize_with = "some")]
    until: Option<Text<NaiveDate>>,
    state: SealedStateText,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct JudgementText {
    of: Text<MarkId>,
    guesser: Text<PersonId>,
    guess: String,
    #[serde(default, deserialize_with = "some")]
    verdict: Option<names::Verdict>,
}

/// Entries by id, once they hold together. `device` is the one that the file names for all.
pub fn entries_of(
    entries: Vec<Entry>,
    device: Option<&DeviceId>,
) -> Result<BTreeMap<EntryId, Arc<DomainEntry>>, Fault> {
    let mut found = BTreeMap::new();
    for entry in entries {
        let id = entry.id.0;
        let entry = entry
            .into_domain(device)
            .map_err(|reason| fault(id, reason))?;
        if found.insert(id, Arc::new(entry)).is_some() {
            return Err(fault(id, "this entry is there twice"));
        }
    }
    Ok(found)
}

/// What is left of those taken away, by id.
pub fn dropped_of(
    stones: Vec<Stone>,
    entries: &BTreeMap<EntryId, Arc<DomainEntry>>,
) -> Result<BTreeMap<EntryId, DroppedEntry>, Fault> {
    let mut found = BTreeMap::new();
    for stone in stones {
        let id = stone.id.0;
        if entries.contains_key(&id) {
            return Err(fault(id, "this entry is both there and taken away"));
        }
        let stone = DroppedEntry {
            id,
            revision: stone.revision,
            device: stone.device.0,
            dropped: stone.dropped.0.0,
            audience: stone.audience.into(),
        };
        found.insert(id, stone);
    }
    Ok(found)
}

impl Entry {
    fn into_domain(self, device: Option<&DeviceId>) -> Result<DomainEntry, String> {
        let mut kinds: Vec<EntryKind> = Vec::new();
        kinds.extend(
            self.episode
                .map(|episode| EntryKind::Episode(Box::new(episode.into_domain()))),
        );
        kinds.extend(
            self.review
                .map(|review| EntryKind::Review(Box::new(review.into_domain()))),
        );
        kinds.extend(
            self.playlist
                .map(PlaylistText::into_domain)
                .transpose()?
                .map(EntryKind::Playlist),
        );
        kinds.extend(
            self.consent
                .map(|consent| EntryKind::Consent(consent.into_domain())),
        );
        kinds.extend(
            self.sealed
                .map(SealedText::into_domain)
                .transpose()?
                .map(EntryKind::Sealed),
        );
        kinds.extend(
            self.judgement
                .map(|judgement| EntryKind::Judgement(judgement.into_domain())),
        );
        kinds.extend(training::kinds(self.consensus, self.tape, self.practice)?);
        kinds.extend(supervision::kinds(
            self.rating_part,
            self.rating_sheet,
            self.clip_pack,
        )?);
        let kind = match (kinds.pop(), kinds.is_empty()) {
            (Some(kind), true) => kind,
            (None, _) => return Err("this entry says nothing".to_owned()),
            (Some(_), false) => return Err("this entry is two things at once".to_owned()),
        };
        Ok(DomainEntry {
            id: self.id.0,
            revision: self.revision,
            device: self
                .device
                .map(|device| device.0)
                .or_else(|| device.cloned())
                .ok_or("neither this entry nor the file names a “device”")?,
            audience: self.audience.into(),
            created: self.made.0.0,
            revised: self.changed.map(|clock| clock.0.0),
            conflict_of: self.conflict_of.map(|id| id.0),
            kind,
        })
    }
}

pub(super) fn span(from: MediaTime, to: MediaTime) -> Result<MediaSpan, String> {
    if from <= to {
        Ok(MediaSpan::between(from, to))
    } else {
        Err("this stretch ends before it begins".to_owned())
    }
}

impl EpisodeText {
    fn into_domain(self) -> Episode {
        Episode {
            subject: self.about.into_domain(),
            before: self.before.map(|time| time.0),
            onset: self.onset.map(|time| time.0),
            stop: self.stop.0,
            steps: self
                .steps
                .into_iter()
                .map(|step| EpisodeStep {
                    at: step.at.0,
                    prompt: step.prompt,
                    words: step.words,
                    by: step.by.map(|person| person.0),
                    confirmed: step.confirmed,
                })
                .collect(),
            outcome: match (self.recovered, self.not_today) {
                (Some(at), _) => Outcome::Recovered(at.0),
                (None, true) => Outcome::NotToday,
                (None, false) => Outcome::Open,
            },
            seen: self.seen,
            pattern: self.pattern,
        }
    }
}

impl ReviewText {
    fn into_domain(self) -> Review {
        Review {
            purpose: self.purpose.into(),
            present: self.present.into_iter().map(|person| person.0).collect(),
            minutes: self.minutes,
            ended: self.ended.map(|clock| clock.0.0),
            expected: self.expected,
            expected_strength: self.expected_strength.map(|strength| strength.0),
            compared: self.compared,
            felt: self
                .felt
                .into_iter()
                .map(|(person, words)| (person.0, words))
                .collect(),
            strength: self
                .strength
                .into_iter()
                .map(|(person, strength)| (person.0, strength.0))
                .collect(),
            take_along: self.take_along,
        }
    }
}

impl PlaylistText {
    fn into_domain(self) -> Result<Playlist, String> {
        Ok(Playlist {
            name: self.name,
            items: self
                .items
                .into_iter()
                .map(|item| {
                    Ok(PlaylistItem {
                        span: span(item.from.0, item.to.0)?,
                        label: item.label,
                        mark: item.mark.map(|mark| mark.0),
                        good: item.good,
                        for_team: item.for_team,
                    })
                })
                .collect::<Result<_, String>>()?,
        })
    }
}

impl ConsentText {
    fn into_domain(self) -> Consent {
        Consent {
            purpose: self.purpose.into(),
            given: self.given.0,
            form: self.form,
            expires: self.expires.map(|day| day.0),
            withdrawn: self.withdrawn.map(|clock| clock.0.0),
            erase_after: self.erase_after.map(|clock| clock.0.0),
        }
    }
}

impl SealedText {
    fn into_domain(self) -> Result<SealedSet, String> {
        let stretch = match (self.from, self.to) {
            (Some(from), Some(to)) => Some(span(from.0, to.0)?),
            (None, None) => None,
            _ => return Err("a stretch has both “from” and “to”".to_owned()),
        };
        Ok(SealedSet {
            round: self.round.0,
            span: stretch,
            codebook: self.codebook.into_domain(),
            preset: self.preset,
            until: self.until.map(|day| day.0),
            state: match self.state {
                SealedStateText::Open => SealedState::Open,
                SealedStateText::Committed { at, hash, agreed } => SealedState::Committed {
                    at: at.0.0,
                    hash,
                    agreed: agreed.map(|agreed| Agreed {
                        at: agreed.at.0.0,
                        hash: agreed.hash,
                    }),
                },
                SealedStateText::Revealed { at } => SealedState::Revealed { at: at.0.0 },
                SealedStateText::Withdrawn { at } => SealedState::Withdrawn { at: at.0.0 },
            },
        })
    }
}

impl JudgementText {
    fn into_domain(self) -> Judgement {
        Judgement {
            of: self.of.0,
            guesser: self.guesser.0,
            guess: self.guess,
            verdict: self.verdict.map(Into::into),
        }
    }
}

/// Writes a person's entries and what is left of those taken away. `device` is the one that the file names for all.
pub fn write(out: &mut Out, set: &PersonSet, device: Option<&DeviceId>) {
    let mut entries: Vec<&DomainEntry> = set.entries.values().map(AsRef::as_ref).collect();
    entries.sort_by_key(|entry| (entry.created, entry.id));
    out.blocks("entries", &entries, |out, entry| {
        match &entry.kind {
            EntryKind::Episode(episode) => out.block("episode", |out| write_episode(out, episode)),
            EntryKind::Review(review) => out.block("review", |out| write_review(out, review)),
            EntryKind::Playlist(list) => out.block("playlist", |out| write_playlist(out, list)),
            EntryKind::Consent(consent) => out.block("consent", |out| write_consent(out, consent)),
            EntryKind::Sealed(sealed) => out.block("sealed", |out| write_sealed(out, sealed)),
            EntryKind::Judgement(judgement) => {
                out.block("judgement", |out| write_judgement(out, judgement));
            }
            EntryKind::Consensus(consensus) => {
                out.block("consensus", |out| training::write_consensus(out, consensus));
            }
            EntryKind::Tape(tape) => out.block("tape", |out| training::write_tape(out, tape)),
            EntryKind::Practice(practice) => {
                out.block("practice", |out| training::write_practice(out, practice));
            }
            EntryKind::RatingPart(part) => {
                out.block("rating_part", |out| supervision::write_part(out, part));
            }
            EntryKind::RatingSheet(sheet) => {
                out.block("rating_sheet", |out| supervision::write_sheet(out, sheet));
            }
            EntryKind::ClipPack(pack) => {
                out.block("clip_pack", |out| supervision::write_pack(out, pack));
            }
        }
        write_origin(out, entry, device);
    });
    let stones: Vec<_> = set.dropped.values().collect();
    out.lines("dropped", &stones, |out, stone| {
        out.raw("(id: ");
        out.quoted_display(stone.id);
        out.raw(", revision: ");
        out.display(stone.revision);
        out.raw(", device: ");
        out.quoted_display(&stone.device);
        out.raw(", dropped: ");
        out.clock(stone.dropped);
        if stone.audience != Audience::Everyone {
            out.raw(", audience: ");
            out.raw(names::Audience::of(stone.audience));
        }
        out.raw(")");
    });
}

fn write_origin(out: &mut Out, entry: &DomainEntry, device: Option<&DeviceId>) {
    if entry.audience != Audience::Everyone {
        out.field("audience", |out| {
            out.raw(names::Audience::of(entry.audience));
        });
    }
    out.field("made", |out| out.clock(entry.created));
    if let Some(revised) = entry.revised {
        out.field("changed", |out| out.clock(revised));
    }
    out.field("id", |out| out.quoted_display(entry.id));
    if entry.revision != 1 {
        out.field("revision", |out| out.display(entry.revision));
    }
    if Some(&entry.device) != device {
        out.field("device", |out| out.quoted_display(&entry.device));
    }
    if let Some(other) = entry.conflict_of {
        out.field("conflict_of", |out| out.quoted_display(other));
    }
}

pub(super) fn time(out: &mut Out, name: &str, time: Option<MediaTime>) {
    if let Some(time) = time {
        out.field(name, |out| out.time(time));
    }
}

pub(super) fn text(out: &mut Out, name: &str, text: &str) {
    if !text.is_empty() {
        out.field(name, |out| out.quoted(text));
    }
}

fn strength(out: &mut Out, name: &str, strength: Option<Intensity>) {
    if let Some(strength) = strength {
        out.field(name, |out| out.display(strength.get()));
    }
}

fn write_episode(out: &mut Out, episode: &Episode) {
    out.field("about", |out| out.about(&episode.subject));
    time(out, "before", episode.before);
    time(out, "onset", episode.onset);
    time(out, "stop", Some(episode.stop));
    out.blocks("steps", &episode.steps, |out, step| {
        time(out, "at", Some(step.at));
        out.field("prompt", |out| out.quoted(&step.prompt));
        text(out, "words", &step.words);
        if let Some(by) = &step.by {
            out.field("by", |out| out.quoted_display(by));
        }
        if step.confirmed {
            out.field("confirmed", |out| out.raw("true"));
        }
    });
    match episode.outcome {
        Outcome::Open => {}
        Outcome::Recovered(at) => time(out, "recovered", Some(at)),
        Outcome::NotToday => out.field("not_today", |out| out.raw("true")),
    }
    text(out, "seen", &episode.seen);
    text(out, "pattern", &episode.pattern);
}

fn write_review(out: &mut Out, review: &Review) {
    out.field("purpose", |out| {
        out.raw(names::Purpose::of(review.purpose));
    });
    if !review.present.is_empty() {
        out.field("present", |out| out.people(&review.present));
    }
    out.field("minutes", |out| out.display(review.minutes));
    if let Some(ended) = review.ended {
        out.field("ended", |out| out.clock(ended));
    }
    text(out, "expected", &review.expected);
    strength(out, "expected_strength", review.expected_strength);
    text(out, "compared", &review.compared);
    out.list("felt", &review.felt, |out, (person, words)| {
        out.raw("(");
        out.quoted_display(person);
        out.raw(", ");
        out.quoted(words);
        out.raw(")");
    });
    out.list("strength", &review.strength, |out, (person, strength)| {
        out.raw("(");
        out.quoted_display(person);
        out.raw(", ");
        out.display(strength.get());
        out.raw(")");
    });
    text(out, "take_along", &review.take_along);
}

fn write_playlist(out: &mut Out, list: &Playlist) {
    out.field("name", |out| out.quoted(&list.name));
    out.blocks("items", &list.items, |out, item| {
        time(out, "from", Some(item.span.start()));
        time(out, "to", Some(item.span.end()));
        text(out, "label", &item.label);
        if let Some(mark) = item.mark {
            out.field("mark", |out| out.quoted_display(mark));
        }
        if item.good {
            out.field("good", |out| out.raw("true"));
        }
        if item.for_team {
            out.field("for_team", |out| out.raw("true"));
        }
    });
}

fn write_consent(out: &mut Out, consent: &Consent) {
    out.field("purpose", |out| {
        out.raw(names::ConsentPurpose::of(consent.purpose));
    });
    out.field("given", |out| out.quoted_display(consent.given));
    text(out, "form", &consent.form);
    if let Some(day) = consent.expires {
        out.field("expires", |out| out.quoted_display(day));
    }
    if let Some(at) = consent.withdrawn {
        out.field("withdrawn", |out| out.clock(at));
    }
    if let Some(at) = consent.erase_after {
        out.field("erase_after", |out| out.clock(at));
    }
}

fn write_sealed(out: &mut Out, sealed: &SealedSet) {
    out.field("round", |out| out.quoted_display(sealed.round));
    time(out, "from", sealed.span.map(MediaSpan::start));
    time(out, "to", sealed.span.map(MediaSpan::end));
    out.field("codebook", |out| out.codebook(&sealed.codebook));
    out.field("preset", |out| out.quoted(&sealed.preset));
    if let Some(day) = sealed.until {
        out.field("until", |out| out.quoted_display(day));
    }
    out.field("state", |out| {
        let (name, at, done) = match &sealed.state {
            SealedState::Open => {
                out.raw("Open");
                return;
            }
            SealedState::Committed { at, hash, agreed } => ("Committed", at, Some((hash, agreed))),
            SealedState::Revealed { at } => ("Revealed", at, None),
            SealedState::Withdrawn { at } => ("Withdrawn", at, None),
        };
        out.raw(name);
        out.raw("(at: ");
        out.clock(*at);
        if let Some((hash, agreed)) = done {
            out.raw(", hash: ");
            out.quoted(hash);
            if let Some(agreed) = agreed {
                out.raw(", agreed: (at: ");
                out.clock(agreed.at);
                out.raw(", hash: ");
                out.quoted(&agreed.hash);
                out.raw(")");
            }
        }
        out.raw(")");
    });
}

fn write_judgement(out: &mut Out, judgement: &Judgement) {
    out.field("of", |out| out.quoted_display(judgement.of));
    out.field("guesser", |out| out.quoted_display(&judgement.guesser));
    out.field("guess", |out| out.quoted(&judgement.guess));
    if let Some(verdict) = judgement.verdict {
        out.field("verdict", |out| out.raw(names::Verdict::of(verdict)));
    }
}
