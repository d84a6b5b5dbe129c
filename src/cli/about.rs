//! `mindframe about`: everything by and about one person, in a file that programs or people read.

use std::{
    io::{self, BufRead, Write},
    path::{Path, PathBuf},
};

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::{Exit, record};
use crate::{
    app::{
        clock::{Clock, SystemClock},
        everything::everything,
    },
    domain::{consent, entry::ConsentPurpose, id::PersonId, session::Session},
    interop::about,
    store::{self, Codebooks, Keyring, Places},
    tr,
    words::{about as about_words, notice},
};

/// Whose, and where to.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The recording.
    pub video: PathBuf,
    /// Who: a pseudonym, an id, or a role.
    #[arg(long, value_name = "NAME")]
    pub person: String,
    /// Where to: a name that ends in .json for programs, or in .txt for people.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Reads that person's passphrase from the first line of the standard input, for what is encrypted to them.
    #[arg(long)]
    pub passphrase: bool,
}

/// Which form a file name asks for.
enum Form {
    Json,
    Text,
}

fn form(path: &Path) -> Option<Form> {
    let ending = path.extension()?.to_str()?.to_ascii_lowercase();
    match ending.as_str() {
        "json" => Some(Form::Json),
        "txt" => Some(Form::Text),
        _ => None,
    }
}

/// Writes the file.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let Some(form) = form(&args.out) else {
        writeln!(err, "{}", tr!("cli-about-form"))?;
        return Ok(Exit::Usage);
    };
    let places = match Places::of_this_user() {
        Ok(places) => places,
        Err(error) => {
            writeln!(err, "{}", notice::store_error(&error))?;
            return Ok(Exit::Unreadable);
        }
    };
    let mut opened = record::open(&args.video, &places);
    let Some(person) = record::find_person(&opened.session, &args.person).cloned() else {
        let people = record::names(&opened.session);
        let words = tr!(
            "cli-no-person",
            name = args.person.as_str(),
            people = people
        );
        writeln!(err, "{words}")?;
        return Ok(Exit::Usage);
    };
    if let Some(people) = closed_by_others(&opened.session, &person.id) {
        writeln!(err, "{}", tr!("cli-about-closed", people = people))?;
        return Ok(Exit::Unreadable);
    }
    if args.passphrase {
        write!(err, "{} ", tr!("cli-about-ask"))?;
        err.flush()?;
        let mut typed = Zeroizing::new(String::new());
        io::stdin().lock().read_line(&mut typed)?;
        writeln!(err)?;
        let passphrase = SecretString::from(typed.trim_end_matches(['\r', '\n']));
        let key = person
            .key
            .as_ref()
            .and_then(|public| store::open_key(&places, public, &passphrase).ok());
        let Some(key) = key else {
            writeln!(err, "{}", tr!("cli-about-passphrase"))?;
            return Ok(Exit::Unreadable);
        };
        opened = record::open_with(&args.video, &places, &Keyring::of([key]));
    } else if person.key.is_some() {
        writeln!(err, "{}", tr!("cli-about-encrypted"))?;
    }
    let (books, _) = Codebooks::load(&places);
    let made = SystemClock::default().read().wall.to_rfc3339();
    let recording = args.video.file_name().unwrap_or_default().to_string_lossy();
    let all = everything(&opened.session, &person.id, &books, &recording, &made);
    let text = match form {
        Form::Json => about::to_json(&all),
        Form::Text => about_words::text(&all),
    };
    if let Err(error) = store::write_file(&args.out, text.as_bytes()) {
        writeln!(err, "{}", notice::store_error(&error))?;
        return Ok(Exit::Unreadable);
    }
    let path = args.out.display().to_string();
    writeln!(out, "{}", tr!("cli-about-done", path = path))?;
    for warning in &opened.warnings {
        writeln!(err, "{}", notice::warning(warning))?;
    }
    Ok(if opened.warnings.is_empty() {
        Exit::Done
    } else {
        Exit::Problem
    })
}

/// Who else took back that the recording may be looked at. Whoever did so themselves still gets what is kept of them.
fn closed_by_others(session: &Session, person: &PersonId) -> Option<String> {
    let today = SystemClock::default().read().wall.date_naive();
    let names: Vec<String> = consent::taken_back(session, ConsentPurpose::Review, today)
        .into_iter()
        .filter(|who| who != person)
        .map(|who| {
            session
                .person(&who)
                .map_or_else(|| who.to_string(), |one| one.name.clone())
        })
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}
