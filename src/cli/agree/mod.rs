//! `mindframe agree`: how far people agree on a recording, or on a folder of them: events and time side by side.

use std::{
    collections::BTreeSet,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{Exit, exit_for, record};
use crate::{
    analysis::{
        agreement::{
            Measuring, Rater, Report, Source, Stratum, Subject, Tallies, codebooks_of, length_of,
            marks_of, strata, tally, usual_tolerance,
        },
        matching::Tolerance,
        measures::bootstrap::{Plan, Progress},
    },
    domain::{
        id::CodeId,
        session::Session,
        time::{MediaDelta, MediaTime},
        track::Lag,
    },
    media,
    store::{self, Codebooks, Opened, Places, load_settings},
    tr,
    words::notice,
};

mod json;
mod more;
mod text;

/// What to compare.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The recording, or a folder of recordings.
    pub path: PathBuf,
    /// Whose marks: pseudonyms, ids or roles. The marks of the first are those to be found.
    #[arg(long, value_name = "A,B", value_delimiter = ',', required = true)]
    pub between: Vec<String>,
    /// Only marks about this person, or about us, or group.
    #[arg(long, value_name = "P")]
    pub subject: Option<String>,
    /// Only codes of this group, by its prefix (mode), or of this exclusive set.
    #[arg(long, value_name = "G", conflicts_with = "codes")]
    pub group: Option<String>,
    /// Only these codes.
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub codes: Vec<CodeId>,
    /// Compare each of them with what several agreed on.
    #[arg(long, value_name = "WHAT", value_parser = ["consensus"])]
    pub against: Option<String>,
    /// How far apart two marks may lie and still mean the same moment: 2s, 500ms. 5s for marks made while playing, else 2s.
    #[arg(long, value_name = "TIME", value_parser = length)]
    pub tolerance: Option<MediaDelta>,
    /// How long a time unit is.
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = length)]
    pub unit: MediaDelta,
    /// How many rounds are drawn for the intervals; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(0..=100_000))]
    pub rounds: u32,
    /// Write JSON.
    #[arg(long)]
    pub json: bool,
}

/// Reads `2s`, `1.5s`, `500ms`, or plain seconds.
fn length(text: &str) -> Result<MediaDelta, String> {
    let refuse = || tr!("agree-bad-length", text = text);
    let trimmed = text.trim();
    let (number, thousandth) = match trimmed.strip_suffix("ms") {
        Some(number) => (number, true),
        None => (trimmed.strip_suffix('s').unwrap_or(trimmed), false),
    };
    let time: MediaTime = number.trim().parse().map_err(|_| refuse())?;
    let nanos = if thousandth {
        time.as_nanos() / 1_000
    } else {
        time.as_nanos()
    };
    // A unit far below a frame would only cost time.
    if (1_000_000..=3_600_000_000_000).contains(&nanos) {
        Ok(MediaDelta::from_nanos(nanos))
    } else {
        Err(refuse())
    }
}

/// Why nothing was compared, in words, with the exit code.
struct Refusal(Exit, String);

fn usage(words: String) -> Refusal {
    Refusal(Exit::Usage, words)
}

/// One recording that was read.
struct Read {
    name: String,
    session: Session,
    end: MediaTime,
}

/// What was read, with what is to be said of it.
#[derive(Default)]
struct Material {
    recordings: Vec<Read>,
    notes: Vec<String>,
    /// A note is a problem, not only a remark.
    problem: bool,
}

/// One comparison that has its answer.
struct Answer {
    /// Who is compared, the first first.
    names: Vec<String>,
    subject: String,
    stratum: Stratum,
    labels: Vec<String>,
    tallies: Tallies,
    report: Report,
    /// More on each two, in the order of the report.
    more: Vec<more::More>,
}

/// All answers, and how they were got.
struct Answers {
    each: Vec<Answer>,
    recordings: Vec<(String, MediaTime)>,
    codebooks: Vec<String>,
    measuring: Measuring,
    notes: Vec<String>,
}

/// Compares.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    match compare(args) {
        Err(Refusal(exit, words)) => {
            writeln!(err, "{words}")?;
            Ok(exit)
        }
        Ok((answers, problem)) => {
            if args.json {
                json::write(args, &answers, out)?;
            } else {
                text::write(&answers, out)?;
            }
            for note in &answers.notes {
                writeln!(err, "{note}")?;
            }
            Ok(if problem { Exit::Problem } else { Exit::Done })
        }
    }
}

fn compare(args: &Args) -> Result<(Answers, bool), Refusal> {
    let against = args.against.is_some();
    let fewest = if against { 1 } else { 2 };
    if args.between.len() < fewest {
        return Err(usage(tr!("agree-needs-two")));
    }
    let places = Places::of_this_user()
        .map_err(|error| Refusal(Exit::Unreadable, notice::store_error(&error)))?;
    let (codebooks, _) = Codebooks::load(&places);
    let mut material = read(args, &places)?;
    let mut raters: Vec<Vec<Rater>> = Vec::new();
    keep_known(args, &mut material, &mut raters)?;
    let wanted = wanted(args, &material)?;
    let set_of = |code: &CodeId| set_of(args, &codebooks, code);
    known_codes(args, &codebooks, &material, &raters)?;
    let groups: Vec<(Vec<String>, Vec<Vec<Rater>>)> = if against {
        let nobody = material
            .recordings
            .iter()
            .all(|read| marks_of(&read.session, &Rater::Consensus).is_empty());
        if nobody {
            return Err(Refusal(Exit::Problem, tr!("agree-no-consensus")));
        }
        let alone = |(at, name): (usize, &String)| {
            let both = |own: &Vec<Rater>| vec![Rater::Consensus, own[at].clone()];
            (
                vec![tr!("agree-consensus"), name.clone()],
                raters.iter().map(both).collect(),
            )
        };
        names(args, &material, &raters)
            .iter()
            .enumerate()
            .map(alone)
            .collect()
    } else {
        vec![(names(args, &material, &raters), raters)]
    };
    let mut answers = Vec::new();
    let mut books = BTreeSet::new();
    let mut measuring = Measuring {
        tolerance: args.tolerance.map_or(Tolerance::PAUSED, Tolerance::new),
        unit: args.unit,
    };
    let all: Vec<(&Vec<String>, Vec<Source<'_>>)> = groups
        .iter()
        .map(|(names, raters)| {
            let each = material.recordings.iter().zip(raters);
            let source = |(read, raters)| sourced(read, raters);
            (names, each.map(source).collect())
        })
        .collect();
    if args.tolerance.is_none() {
        let usual = all.iter().map(|(_, sources)| usual_tolerance(sources));
        measuring.tolerance = usual.max().unwrap_or(Tolerance::PAUSED);
    }
    let asked = Asked {
        args,
        material: &material,
        codebooks: &codebooks,
        measuring,
        lag: Lag::from_millis(load_settings(&places).0.rating_lag_ms),
    };
    for (names, sources) in &all {
        books.extend(codebooks_of(sources, &set_of));
        for stratum in strata(sources, &wanted, &set_of) {
            answers.push(answer(&asked, names, sources, stratum));
        }
    }
    let codebooks_named: Vec<String> = books
        .iter()
        .map(|book| format!("{} {}", book.id, book.version))
        .collect();
    if books.len() > 1 {
        material.problem = true;
        let names = codebooks_named.join(", ");
        material
            .notes
            .push(tr!("agree-codebooks-differ", books = names));
    }
    remarks(&answers, &mut material);
    if answers.is_empty() {
        material.notes.push(tr!("agree-nothing"));
    }
    Ok((
        Answers {
            each: answers,
            recordings: material
                .recordings
                .iter()
                .map(|read| (read.name.clone(), read.end))
                .collect(),
            codebooks: codebooks_named,
            measuring,
            notes: material.notes,
        },
        material.problem,
    ))
}

const fn sourced<'a>(read: &'a Read, raters: &'a Vec<Rater>) -> Source<'a> {
    Source {
        session: &read.session,
        end: read.end,
        raters: raters.as_slice(),
    }
}

/// Says what makes a number say less than it seems to.
fn remarks(answers: &[Answer], material: &mut Material) {
    let pairs = || answers.iter().flat_map(|answer| &answer.report.pairs);
    if !answers.is_empty() && pairs().all(|pair| pair.common == MediaDelta::ZERO) {
        material.problem = true;
        material.notes.push(tr!("agree-nothing-common"));
    }
    let outside: usize = pairs().map(|pair| pair.outside).sum();
    if outside > 0 {
        let outside = outside.to_string();
        material.notes.push(tr!("agree-outside", count = outside));
    }
}

/// What holds for every answer.
struct Asked<'a> {
    args: &'a Args,
    material: &'a Material,
    codebooks: &'a Codebooks,
    measuring: Measuring,
    lag: Lag,
}

fn answer(asked: &Asked<'_>, names: &[String], sources: &[Source<'_>], stratum: Stratum) -> Answer {
    let Asked {
        args,
        material,
        codebooks,
        measuring,
        lag,
    } = *asked;
    let tallies = tally(&stratum.recordings, stratum.codes.len(), measuring);
    let rounds = usize::try_from(args.rounds).unwrap_or(0);
    let report = if rounds > 0 {
        let plan = Plan {
            rounds,
            ..Plan::default()
        };
        tallies.report_with_intervals(plan, &Progress::default())
    } else {
        tallies.report()
    };
    let label = |code: &String| {
        let id: Option<CodeId> = code.parse().ok();
        id.and_then(|id| codebooks.find(&id))
            .map_or_else(|| code.clone(), |(_, code)| code.label)
    };
    Answer {
        names: names.to_vec(),
        subject: subject_name(&stratum.subject, material),
        labels: stratum.codes.iter().map(label).collect(),
        more: report
            .pairs
            .iter()
            .enumerate()
            .map(|pair| more::More::of(sources, &stratum, &tallies, pair, measuring, lag))
            .collect(),
        stratum,
        tallies,
        report,
    }
}

fn subject_name(subject: &Subject, material: &Material) -> String {
    match subject {
        Subject::Us => "us".to_owned(),
        Subject::Group => "group".to_owned(),
        Subject::Person(id) => material
            .recordings
            .iter()
            .find_map(|read| read.session.person(id))
            .map_or_else(|| id.to_string(), |person| person.name.clone()),
    }
}

/// The people's own names, where they are known by them.
fn names(args: &Args, material: &Material, raters: &[Vec<Rater>]) -> Vec<String> {
    args.between
        .iter()
        .enumerate()
        .map(|(at, asked)| {
            let known = material.recordings.iter().zip(raters);
            known
                .filter_map(|(read, raters)| match &raters[at] {
                    Rater::Person(id) => read.session.person(id),
                    Rater::Consensus => None,
                })
                .map(|person| person.name.clone())
                .next()
                .unwrap_or_else(|| asked.clone())
        })
        .collect()
}

/// Leaves out recordings in which somebody is not known, and says so; nobody at all is a mistake in what was asked.
fn keep_known(
    args: &Args,
    material: &mut Material,
    raters: &mut Vec<Vec<Rater>>,
) -> Result<(), Refusal> {
    let mut kept = Vec::new();
    let mut first_unknown = None;
    for read in std::mem::take(&mut material.recordings) {
        let mut found = Vec::new();
        let mut unknown = None;
        for wanted in &args.between {
            match record::find_person(&read.session, wanted) {
                Some(person) => found.push(Rater::Person(person.id.clone())),
                None => unknown = unknown.or(Some(wanted)),
            }
        }
        if let Some(name) = unknown {
            let people = record::names(&read.session);
            let words = tr!("cli-no-person", name = name.as_str(), people = people);
            let file = read.name.as_str();
            let left_out = tr!("agree-left-out", file = file, reason = words.as_str());
            material.notes.push(left_out);
            first_unknown = first_unknown.or(Some(words));
            continue;
        }
        let people: BTreeSet<&Rater> = found.iter().collect();
        if people.len() < found.len() {
            return Err(usage(tr!("agree-same-person")));
        }
        raters.push(found);
        kept.push(read);
    }
    if kept.is_empty() {
        return Err(usage(
            first_unknown.unwrap_or_else(|| tr!("agree-no-recordings")),
        ));
    }
    material.problem |= first_unknown.is_some();
    material.recordings = kept;
    Ok(())
}

/// Which subjects are looked at.
fn wanted(
    args: &Args,
    material: &Material,
) -> Result<impl Fn(&Session, &Subject) -> bool + use<>, Refusal> {
    let asked = args.subject.clone();
    if let Some(name) = &asked {
        let known = matches!(name.as_str(), "us" | "group")
            || material
                .recordings
                .iter()
                .any(|read| record::find_person(&read.session, name).is_some());
        if !known {
            let people = material
                .recordings
                .first()
                .map_or_else(String::new, |read| record::names(&read.session));
            return Err(usage(tr!(
                "cli-no-person",
                name = name.as_str(),
                people = people
            )));
        }
    }
    Ok(move |session: &Session, subject: &Subject| match &asked {
        None => true,
        Some(name) => match subject {
            Subject::Us => name == "us",
            Subject::Group => name == "group",
            Subject::Person(id) => {
                record::find_person(session, name).is_some_and(|person| person.id == *id)
            }
        },
    })
}

/// The set that a code belongs to: what was asked for, else its exclusive set, else its group.
fn set_of(args: &Args, codebooks: &Codebooks, code: &CodeId) -> Option<String> {
    if !args.codes.is_empty() {
        let codes = args.codes.iter().map(CodeId::as_str);
        return args
            .codes
            .contains(code)
            .then(|| codes.collect::<Vec<_>>().join(","));
    }
    let known = codebooks.find(code).map(|(_, code)| code);
    let exclusive = known.and_then(|code| code.exclusive);
    let prefix = code.as_str().split('.').next().unwrap_or_default();
    match &args.group {
        None => Some(exclusive.unwrap_or_else(|| prefix.to_owned())),
        Some(group) => in_group(group, code.as_str(), exclusive.as_deref())
            .then(|| group.trim_end_matches('.').to_owned()),
    }
}

fn in_group(group: &str, code: &str, exclusive: Option<&str>) -> bool {
    let group = group.trim_end_matches('.');
    code == group
        || code
            .strip_prefix(group)
            .is_some_and(|rest| rest.starts_with('.'))
        || exclusive == Some(group)
}

/// A group or code that neither a codebook nor a mark knows is a slip.
fn known_codes(
    args: &Args,
    codebooks: &Codebooks,
    material: &Material,
    raters: &[Vec<Rater>],
) -> Result<(), Refusal> {
    let used = |wanted: &dyn Fn(&CodeId) -> bool| {
        material
            .recordings
            .iter()
            .zip(raters)
            .any(|(read, raters)| {
                let marks = raters
                    .iter()
                    .flat_map(|rater| marks_of(&read.session, rater));
                marks
                    .into_iter()
                    .any(|mark| mark.codes.iter().any(|used| wanted(&used.code)))
            })
    };
    if let Some(group) = &args.group {
        let in_books = codebooks
            .all()
            .iter()
            .flat_map(|book| &book.codes)
            .any(|code| in_group(group, &code.id, code.exclusive.as_deref()));
        if !in_books && !used(&|code| in_group(group, code.as_str(), None)) {
            return Err(usage(tr!("agree-no-group", group = group.as_str())));
        }
    }
    for code in &args.codes {
        if codebooks.find(code).is_none() && !used(&|other| other == code) {
            return Err(usage(tr!("agree-no-code", code = code.as_str())));
        }
    }
    Ok(())
}

/// Reads the recording, or all of the folder.
fn read(args: &Args, places: &Places) -> Result<Material, Refusal> {
    let mut material = Material::default();
    if !args.path.is_dir() {
        if !args.path.exists() && !kept(&args.path).exists() {
            let words = match media::probe(&args.path) {
                Err(error) => notice::media_error(&error),
                Ok(_) => tr!("agree-no-recordings"),
            };
            return Err(Refusal(Exit::Unreadable, words));
        }
        read_one(&args.path, places, &mut material)?;
        return Ok(material);
    }
    let videos = store::recordings_in(&args.path).map_err(|error| {
        Refusal(
            Exit::Unreadable,
            crate::words::library::folder_error(&error),
        )
    })?;
    if videos.is_empty() {
        return Err(Refusal(Exit::Problem, tr!("agree-no-recordings")));
    }
    for video in videos {
        if let Err(Refusal(_, words)) = read_one(&video, places, &mut material) {
            let file = file_name(&video);
            material.problem = true;
            let note = tr!("agree-left-out", file = file, reason = words);
            material.notes.push(note);
        }
    }
    Ok(material)
}

/// Where the session of a recording is kept beside it.
fn kept(video: &Path) -> PathBuf {
    let mut name = video.as_os_str().to_owned();
    name.push(".session.ron");
    PathBuf::from(name)
}

fn file_name(video: &Path) -> String {
    let name = video.file_name().unwrap_or(video.as_os_str());
    name.to_string_lossy()
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

fn read_one(video: &Path, places: &Places, material: &mut Material) -> Result<(), Refusal> {
    let Opened {
        session, warnings, ..
    } = record::open(video, places);
    for warning in &warnings {
        material.problem = true;
        material.notes.push(notice::warning(warning));
    }
    if let Some(words) = record::closed(&session) {
        material.problem = true;
        material.notes.push(words);
        return Ok(());
    }
    let stored = session.parts().any(|part| part.duration > MediaTime::ZERO);
    let end = if stored || !video.exists() {
        length_of(&session)
    } else {
        let probe = media::probe(video)
            .map_err(|error| Refusal(exit_for(&error), notice::media_error(&error)))?;
        probe.index.end.max(probe.info.duration)
    };
    material.recordings.push(Read {
        name: file_name(video),
        session,
        end,
    });
    Ok(())
}
