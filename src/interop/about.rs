//! Everything of a record that is by or about one person, as data that any program reads: what a person gets who asks what is
//! kept of them.
//!
//! It is made from a [`Disclosed`] record, so what the person may not see is not in it.

use serde::Serialize;

use crate::domain::{
    disclosed::Disclosed,
    entry::{Consent, Entry, EntryKind, Episode, Judgement, Playlist, Review},
    id::{CodeId, PersonId},
    mark::{About, Author, Intensity, Mark, View},
    session::Session,
    supervision::{Rating, RatingSheet},
    time::MediaTime,
    track::Track,
    training::Consensus,
};

/// Version of the form that is written.
pub const VERSION: u32 = 1;

/// What a code is called, and what of it is told on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeName {
    /// Its words.
    pub label: String,
    /// It is about a risk: how strong that was is nowhere handed on.
    pub risk: bool,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AboutPerson {
    /// [`VERSION`].
    pub mindframe_about: u32,
    /// The name of the recording's file.
    pub recording: String,
    /// When this was made.
    pub made: String,
    /// Their id in the record.
    pub id: String,
    /// The pseudonym.
    pub name: String,
    /// What they are here, as it stands in the record's files.
    pub role: String,
    /// Who answers for the recording.
    pub controller: String,
    /// On what ground it is kept.
    pub basis: String,
    /// By which day it is to be deleted.
    pub delete_by: Option<String>,
    /// Marks of theirs, also those made together with others, by time.
    pub marks_by: Vec<MarkText>,
    /// Marks of others about them, by time.
    pub marks_about: Vec<MarkText>,
    /// What they agreed to.
    pub consent: Vec<ConsentText>,
    /// What is kept besides, by them or with something they said in it, by when it was made.
    pub kept: Vec<KeptText>,
    /// Ratings by them or of them.
    pub ratings: Vec<RatingText>,
}

/// One mark.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MarkText {
    /// Its id.
    pub id: String,
    /// Where it begins: hours, minutes, seconds and their parts.
    pub start: String,
    /// Where it ends, if it is a stretch.
    pub end: Option<String>,
    /// Whose.
    pub by: Vec<String>,
    /// About whom; empty for us and for the group.
    pub about: Vec<String>,
    /// Own words.
    pub words: Option<String>,
    /// What its codes are called.
    pub codes: Vec<String>,
    /// Strength, 0 to 10.
    pub strength: Option<u8>,
    /// How sure, as it stands in the record's files.
    pub sureness: Option<String>,
    /// Seen from where, as it stands in the record's files.
    pub view: String,
    /// Then, now or later, as it stands in the record's files.
    pub tense: String,
    /// The mark that it answers.
    pub answers: Option<String>,
    /// Who may read it, as it stands in the record's files.
    pub readers: String,
    /// When it was made.
    pub made: String,
}

/// One agreement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConsentText {
    /// What for, as it stands in the record's files.
    pub purpose: String,
    /// On which day.
    pub given: String,
    /// Which form.
    pub form: String,
    /// Its last day.
    pub until: Option<String>,
    /// When it was taken back.
    pub taken_back: Option<String>,
    /// By when what rests on it is to be erased.
    pub erase_after: Option<String>,
}

/// Something kept besides marks, and the person's part in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct KeptText {
    /// What it is, as it stands in the record's files.
    pub kind: &'static str,
    /// Who keeps it.
    pub by: String,
    /// When it was made.
    pub made: String,
    /// Where on the recording, where it is about a moment.
    pub at: Option<String>,
    /// The words.
    pub words: Vec<String>,
}

/// One rating of one person.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RatingText {
    /// What was rated, as it stands in the record's files.
    pub kind: String,
    /// Who rated.
    pub by: String,
    /// Whom.
    pub about: String,
    /// When it was begun.
    pub made: String,
    /// Where on the recording each value was given.
    pub values: Vec<(String, u8)>,
}

/// Gathers it. `name_of` says what a code is called.
#[must_use]
pub fn about_person(
    shown: &Disclosed,
    person: &PersonId,
    recording: &str,
    made: &str,
    name_of: &dyn Fn(&CodeId) -> CodeName,
) -> AboutPerson {
    let session = shown.session();
    let info = session.info();
    let known = session.person(person);
    let (by, about): (Vec<&Mark>, Vec<&Mark>) = session
        .marks_in_time()
        .into_iter()
        .filter(|mark| mark.author.includes(person) || is_about(&mark.about, person))
        .partition(|mark| mark.author.includes(person));
    let text = |mark: &&Mark| mark_text(mark, session, name_of);
    let mut kept: Vec<(&PersonId, &Entry)> = session.entries().collect();
    kept.sort_by_key(|(_, entry)| (entry.created, entry.id));
    let consent = kept
        .iter()
        .filter(|(keeper, _)| *keeper == person)
        .filter_map(|(_, entry)| match &entry.kind {
            EntryKind::Consent(consent) => Some(consent_text(consent)),
            _ => None,
        })
        .collect();
    AboutPerson {
        mindframe_about: VERSION,
        recording: recording.to_owned(),
        made: made.to_owned(),
        id: person.to_string(),
        name: name(session, person),
        role: known
            .map(|one| format!("{:?}", one.role))
            .unwrap_or_default(),
        controller: info.keeping.controller.clone(),
        basis: info.keeping.basis.clone(),
        delete_by: info.keeping.delete_by.map(|day| day.to_string()),
        marks_by: by.iter().map(text).collect(),
        marks_about: about.iter().map(text).collect(),
        consent,
        kept: kept
            .into_iter()
            .filter_map(|(keeper, entry)| kept_text(session, keeper, entry, person))
            .collect(),
        ratings: session
            .sets()
            .iter()
            .flat_map(|(rater, set)| set.tracks.iter().map(move |track| (rater, track)))
            .filter(|(rater, track)| *rater == person || track.about == *person)
            .map(|(rater, track)| rating_text(session, rater, track))
            .collect(),
    }
}

/// What an export of a person holds of what is about everybody there: it is about them as well.
fn is_about(about: &About, person: &PersonId) -> bool {
    match about {
        About::People(people) => people.contains(person),
        About::Us | About::Group => true,
    }
}

fn name(session: &Session, id: &PersonId) -> String {
    session
        .person(id)
        .map_or_else(|| id.to_string(), |person| person.name.clone())
}

fn mark_text(mark: &Mark, session: &Session, name_of: &dyn Fn(&CodeId) -> CodeName) -> MarkText {
    let names = |people: &[PersonId]| people.iter().map(|id| name(session, id)).collect();
    let codes: Vec<CodeName> = mark.codes.iter().map(|used| name_of(&used.code)).collect();
    let risk = codes.iter().any(|code| code.risk);
    let (start, end) = (mark.when.start(), mark.when.end());
    MarkText {
        id: mark.id.to_string(),
        start: start.exact(),
        end: (end > start).then(|| end.exact()),
        by: match &mark.author {
            Author::One(one) => vec![name(session, one)],
            Author::Together(people) => names(people),
        },
        about: match &mark.about {
            About::People(people) => names(people),
            About::Us | About::Group => Vec::new(),
        },
        words: mark.words.clone(),
        codes: codes.into_iter().map(|code| code.label).collect(),
        strength: mark.intensity.filter(|_| !risk).map(Intensity::get),
        sureness: mark.sureness.map(|sureness| format!("{sureness:?}")),
        view: view_text(mark.view).to_owned(),
        tense: format!("{:?}", mark.tense),
        answers: mark.reply_to().map(|id| id.to_string()),
        readers: format!("{:?}", mark.audience),
        made: mark.created.to_rfc3339(),
    }
}

const fn view_text(view: View) -> &'static str {
    match view {
        View::Own => "Own",
        View::OfOther => "OfOther",
        View::HowISeeThemSeeingMe => "HowISeeThemSeeingMe",
        View::Us => "Us",
    }
}

fn consent_text(consent: &Consent) -> ConsentText {
    ConsentText {
        purpose: format!("{:?}", consent.purpose),
        given: consent.given.to_string(),
        form: consent.form.clone(),
        until: consent.expires.map(|day| day.to_string()),
        taken_back: consent.withdrawn.map(|at| at.to_rfc3339()),
        erase_after: consent.erase_after.map(|at| at.to_rfc3339()),
    }
}

/// A person's part in what is kept; nothing where they have none.
fn kept_text(
    session: &Session,
    keeper: &PersonId,
    entry: &Entry,
    person: &PersonId,
) -> Option<KeptText> {
    let own = keeper == person;
    let (kind, at, words, part) = match &entry.kind {
        EntryKind::Episode(episode) => episode_words(episode, own, person),
        EntryKind::Review(review) => review_words(review, own, person),
        EntryKind::Playlist(list) => playlist_words(list, own),
        EntryKind::Judgement(judgement) => judgement_words(judgement, own, person),
        EntryKind::Consensus(consensus) => consensus_words(consensus, own, person),
        EntryKind::Tape(tape) => ("tape", None, vec![tape.title.clone()], own),
        EntryKind::Practice(_) => ("practice", None, Vec::new(), own),
        EntryKind::Sealed(_) => ("sealed", None, Vec::new(), own),
        EntryKind::RatingPart(rates) => {
            let part = own || rates.of.as_ref() == Some(person);
            ("rating part", None, vec![rates.frame.id.clone()], part)
        }
        EntryKind::RatingSheet(sheet) => ("rating sheet", None, sheet_words(sheet), own),
        EntryKind::ClipPack(pack) => ("clip pack", None, vec![pack.question.clone()], own),
        // Told apart, in a list of its own.
        EntryKind::Consent(_) => return None,
    };
    let words = words.into_iter().filter(|text| !text.trim().is_empty());
    part.then(|| KeptText {
        kind,
        by: name(session, keeper),
        made: entry.created.to_rfc3339(),
        at: at.map(MediaTime::exact),
        words: words.collect(),
    })
}

type Part = (&'static str, Option<MediaTime>, Vec<String>, bool);

fn episode_words(episode: &Episode, own: bool, person: &PersonId) -> Part {
    let whole = own || is_about(&episode.subject, person);
    let said = episode
        .steps
        .iter()
        .filter(|step| whole || step.by.as_ref() == Some(person));
    let mut words: Vec<String> = said.map(|step| step.words.clone()).collect();
    let part = whole || !words.is_empty();
    if whole {
        words.extend([episode.seen.clone(), episode.pattern.clone()]);
    }
    ("episode", Some(episode.stop), words, part)
}

fn review_words(review: &Review, own: bool, person: &PersonId) -> Part {
    let felt = review.felt.iter().filter(|(who, _)| who == person);
    let mut words: Vec<String> = felt.map(|(_, words)| words.clone()).collect();
    let strength = review.strength.iter().find(|(who, _)| who == person);
    words.extend(strength.map(|(_, strength)| strength.get().to_string()));
    let there = own || review.present.contains(person);
    if there {
        words.extend([
            review.expected.clone(),
            review.compared.clone(),
            review.take_along.clone(),
        ]);
    }
    ("review", None, words, there)
}

/// What is about the person, what they had marked, and, for whoever keeps it, why it was decided so.
fn consensus_words(consensus: &Consensus, own: bool, person: &PersonId) -> Part {
    let mut words = Vec::new();
    let mut part = own;
    for place in &consensus.places {
        let about = is_about(&place.about, person);
        let voices = place
            .voices
            .iter()
            .filter(|voice| own || about || voice.rater == *person);
        words.extend(voices.clone().filter_map(|voice| voice.words.clone()));
        part |= about || voices.count() > 0;
        if own || about {
            words.push(place.reason.clone());
        }
    }
    ("consensus", None, words, part)
}

/// What a rater gave, item by item: `3 competence 5`.
fn sheet_words(sheet: &RatingSheet) -> Vec<String> {
    let mut words = Vec::new();
    for (number, item) in &sheet.items {
        for (scale, rating) in &item.values {
            words.push(match rating {
                Rating::Value(value) => format!("{number} {scale} {value}"),
                Rating::NotApplicable => format!("{number} {scale} -"),
            });
        }
        if !item.note.is_empty() {
            words.push(format!("{number} {}", item.note));
        }
    }
    words
}

fn playlist_words(list: &Playlist, own: bool) -> Part {
    let labels = list.items.iter().map(|item| item.label.clone());
    let words = std::iter::once(list.name.clone()).chain(labels).collect();
    ("playlist", None, words, own)
}

fn judgement_words(judgement: &Judgement, own: bool, person: &PersonId) -> Part {
    let mut words = vec![judgement.guess.clone()];
    if own {
        words.extend(judgement.verdict.map(|verdict| format!("{verdict:?}")));
    }
    (
        "judgement",
        None,
        words,
        own || judgement.guesser == *person,
    )
}

fn rating_text(session: &Session, rater: &PersonId, track: &Track) -> RatingText {
    let samples = track.stretches.iter().flat_map(|stretch| &stretch.samples);
    RatingText {
        kind: format!("{:?}", track.kind),
        by: name(session, rater),
        about: name(session, &track.about),
        made: track.begun.to_rfc3339(),
        values: samples
            .map(|(at, value)| (at.exact(), value.get()))
            .collect(),
    }
}

/// As JSON, with a line break at the end.
#[must_use]
pub fn to_json(about: &AboutPerson) -> String {
    // Strings, numbers and lists cannot fail to be written.
    let mut text = serde_json::to_string_pretty(about).unwrap_or_default();
    text.push('\n');
    text
}
