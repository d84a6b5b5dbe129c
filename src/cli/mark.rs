//! `mindframe mark`: adds one mark and says so only when it is safe.

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use super::{Exit, record};
use crate::{
    app::{clock::wall, ids, marking::Marking},
    domain::{
        edit::{Edit, Stamp},
        id::{CodeId, MarkId},
        mark::{
            About, Audience, Author, CodeUse, FrameStamp, Intensity, Link, Mark, Placed, Sureness,
            Tense, When,
        },
        person::Role,
        session::Session,
        time::{MediaSpan, MediaTime},
    },
    media,
    store::{self, Access, Codebooks, Opened, Places, Saver},
    tr,
    words::notice,
};

/// How long the disk may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What a mark is made of.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The recording.
    pub video: PathBuf,
    /// Whose mark: a pseudonym, or a role such as therapist.
    #[arg(long = "as", value_name = "ROLE_OR_NAME")]
    pub author: String,
    /// Where: 12:03.480 or 723.48.
    #[arg(long, value_name = "TIME")]
    pub at: MediaTime,
    /// Where it ends, for a stretch.
    #[arg(long, value_name = "TIME")]
    pub to: Option<MediaTime>,
    /// A code with its modifiers; may be given several times.
    #[arg(long = "code", value_name = "ID[:KEY=VALUE]...")]
    pub codes: Vec<String>,
    /// About whom: a pseudonym, or `us` or `group`; else the author.
    #[arg(long, value_name = "NAME")]
    pub about: Option<String>,
    /// Felt now, while watching.
    #[arg(long, conflicts_with = "later")]
    pub now: bool,
    /// Thought about it later.
    #[arg(long)]
    pub later: bool,
    /// The person's own words.
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub words: Option<String>,
    /// How strong, 0 to 10.
    #[arg(long, value_name = "N")]
    pub intensity: Option<u8>,
    /// How sure: guess, fairly or sure.
    #[arg(long, value_name = "HOW", value_parser = ["guess", "fairly", "sure"])]
    pub sureness: Option<String>,
    /// The mark that this one replies to.
    #[arg(long, value_name = "MARK_ID")]
    pub reply_to: Option<MarkId>,
}

/// Why the mark was not made, in words, with the exit code.
struct Refusal(Exit, String);

/// Adds the mark.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    match add(args, err) {
        Ok(id) => {
            writeln!(out, "{id}")?;
            Ok(Exit::Done)
        }
        Err(Refusal(exit, words)) => {
            writeln!(err, "{words}")?;
            Ok(exit)
        }
    }
}

fn add(args: &Args, err: &mut dyn Write) -> Result<MarkId, Refusal> {
    let unreadable = |words: String| Refusal(Exit::Unreadable, words);
    let places = Places::of_this_user().map_err(|error| unreadable(notice::store_error(&error)))?;
    let probe =
        media::probe(&args.video).map_err(|error| unreadable(notice::media_error(&error)))?;
    let Opened {
        mut session,
        access,
        place,
        seen,
        ..
    } = record::open(&args.video, &places);
    if !matches!(access, Access::ReadWrite) {
        return Err(unreadable(tr!("cli-read-only")));
    }
    if let Some(words) = record::closed(&session) {
        return Err(unreadable(words));
    }
    let end = probe.index.end.max(probe.info.duration);
    let latest = args.to.unwrap_or(args.at).max(args.at);
    if args.at < MediaTime::ZERO || latest > end {
        return Err(Refusal(
            Exit::Usage,
            tr!("cli-beyond-end", end = end.short()),
        ));
    }
    let (codebooks, _) = Codebooks::load(&places);
    let mark = build(args, &session, &codebooks, &probe.index)?;
    for used in &mark.codes {
        if codebooks.find(&used.code).is_none() {
            // Said, not refused: codes of other codebooks are kept and shown as unknown. A closed error stream is no reason to stop.
            let _closed = writeln!(
                err,
                "{}",
                tr!("cli-unknown-code", code = used.code.as_str())
            );
        }
    }
    let id = mark.id;
    let stamp = Stamp {
        device: mark.device.clone(),
        now: mark.created,
    };
    session
        .apply(&Edit::AddMark(Box::new(mark)), &stamp)
        .map_err(|error| Refusal(Exit::Usage, error.to_string()))?;
    let setup = store::SaverSetup {
        waker: Arc::new(|| {}),
        clock: Arc::new(wall),
        device: stamp.device,
        presence: false,
        watch: false,
    };
    let mut saver = Saver::start(place, seen, setup);
    saver.offer(session, 1);
    saver
        .flush(PATIENCE)
        .map_err(|error| unreadable(tr!("cli-not-saved", reason = notice::store_error(&error))))?;
    Ok(id)
}

fn build(
    args: &Args,
    session: &Session,
    codebooks: &Codebooks,
    index: &media::FrameIndex,
) -> Result<Mark, Refusal> {
    let usage = |words: String| Refusal(Exit::Usage, words);
    let find = |wanted: &str| {
        record::find_person(session, wanted).ok_or_else(|| {
            usage(tr!(
                "cli-no-person",
                name = wanted,
                people = record::names(session)
            ))
        })
    };
    let author = find(&args.author)?;
    let codes: Vec<CodeUse> = args
        .codes
        .iter()
        .map(|text| code_use(text))
        .collect::<Result<_, _>>()
        .map_err(usage)?;
    // What is meant for a circle is encrypted to it, which takes its author's passphrase: never put into a clear file instead.
    let closed = codes.iter().find(|used| {
        let meant = codebooks.find(&used.code);
        let meant = meant.map_or(Audience::Everyone, |(_, code)| {
            code.default_audience.audience()
        });
        let own_lapse = meant == Audience::Training && author.role == Role::Therapist;
        meant != Audience::Everyone && !own_lapse
    });
    if let Some(used) = closed {
        return Err(usage(tr!("cli-closed-code", code = used.code.as_str())));
    }
    let first = codes.first().and_then(|used| codebooks.find(&used.code));
    let about = match args.about.as_deref() {
        None => first
            .as_ref()
            .filter(|(_, code)| code.about_other)
            .and_then(|_| {
                session
                    .people()
                    .iter()
                    .find(|person| person.id != author.id)
            })
            .map_or_else(
                || About::People(vec![author.id.clone()]),
                |other| About::People(vec![other.id.clone()]),
            ),
        Some("us") => About::Us,
        Some("group") => About::Group,
        Some(name) => About::People(vec![find(name)?.id.clone()]),
    };
    let view = Marking::view_of(&author.id, &about);
    let intensity = match args.intensity {
        None => None,
        Some(value) => Some(Intensity::new(value).ok_or_else(|| usage(tr!("cli-intensity")))?),
    };
    let sureness = match args.sureness.as_deref() {
        Some("guess") => Some(Sureness::Guess),
        Some("fairly") => Some(Sureness::Fairly),
        Some(_) => Some(Sureness::Sure),
        None => Marking::sureness_of(view, first.as_ref().map(|(_, code)| code)),
    };
    let now = wall();
    let device = ids::device();
    let book = first.map_or_else(
        || codebooks.fallback(author.role == Role::Client).0,
        |(book, _)| book,
    );
    Ok(Mark {
        id: ids::mark(),
        revision: 1,
        device,
        when: match args.to {
            Some(to) if to != args.at => When::Span(MediaSpan::between(args.at, to)),
            _ => When::Point(args.at),
        },
        frame: index.nearest(args.at).map(|number| FrameStamp {
            number: number as u64,
            time_base: 0,
        }),
        author: Author::One(author.id.clone()),
        entered_by: author.id.clone(),
        about,
        view,
        tense: match (args.now, args.later) {
            (true, _) => Tense::Now,
            (_, true) => Tense::AboutThen,
            _ => Tense::Then,
        },
        codes,
        intensity,
        sureness,
        words: args.words.clone().filter(|words| !words.trim().is_empty()),
        audience: Audience::Everyone,
        codebook: book.reference(),
        placed: Placed::Edited,
        settled: false,
        review: None,
        links: args.reply_to.map(Link::ReplyTo).into_iter().collect(),
        created: now,
        revised: None,
    })
}

/// Reads `ev.onset` or `dyn.rupture:kind=withdrawal:strength=2`.
fn code_use(text: &str) -> Result<CodeUse, String> {
    let mut parts = text.split(':');
    let id = parts.next().unwrap_or_default();
    let code: CodeId = id.parse().map_err(|_| tr!("cli-bad-code", code = text))?;
    let mut used = CodeUse::plain(code);
    for part in parts {
        let (key, value) = part
            .split_once('=')
            .ok_or_else(|| tr!("cli-bad-code", code = text))?;
        used.set_modifier(key, Some(value.to_owned()));
    }
    Ok(used)
}
