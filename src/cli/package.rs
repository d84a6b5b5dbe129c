//! `mindframe package` and `mindframe take-in`: what another computer needs so that people can mark alone, each at their own.

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::Arc,
};

use super::{Exit, record};
use crate::{
    app::{
        clock::wall,
        review::{alone::round_to_hand_over, packages::viewer_of},
        world::identify,
    },
    domain::{
        disclosed::{Disclosed, OpenCodes, Purpose},
        edit::Stamp,
        entry::EntryKind,
        id::PersonId,
        session::Session,
    },
    store::{
        self, Codebooks, Company, Giving, PackageError, Places, Progress, Taking, Target, With,
    },
    tr,
    words::{notice, package},
};

/// What goes into a package.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that may go along"
)]
pub struct Args {
    /// The recording.
    pub video: PathBuf,
    /// Who it is for: a pseudonym, an id, or a role.
    #[arg(long = "for", value_name = "NAME")]
    pub to: String,
    /// Whose package it is; the other one of the round whose passphrase was set here, unless given.
    #[arg(long, value_name = "NAME")]
    pub from: Option<String>,
    /// A file that is not there yet, or a folder.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// The whole recording goes along. It is not encrypted.
    #[arg(long)]
    pub with_media: bool,
    /// The marks of whoever it is from that are for everyone go along.
    #[arg(long)]
    pub with_marks: bool,
    /// Where the chosen clips are goes along.
    #[arg(long)]
    pub with_clips: bool,
    /// The key of whoever it is from goes along, behind their passphrase.
    #[arg(long)]
    pub with_key: bool,
    /// The training tape goes along, with the people it is about; what the raters agreed on stays behind its open word.
    #[arg(long)]
    pub with_tape: bool,
    /// Who will be there when it is watched.
    #[arg(long, value_name = "WHO", value_parser = ["alone", "someone", "therapist"])]
    pub company: Option<String>,
}

/// What is taken in, and where.
#[derive(Debug, clap::Args)]
pub struct TakeArgs {
    /// The package. Without VIDEO or --into it is only said what is in it.
    pub package: PathBuf,
    /// The recording it is for.
    #[arg(conflicts_with = "into")]
    pub video: Option<PathBuf>,
    /// Puts the recording that is in the package into this folder.
    #[arg(long, value_name = "FOLDER")]
    pub into: Option<PathBuf>,
}

/// Makes a package and prints where it is.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let places = match Places::of_this_user() {
        Ok(places) => places,
        Err(error) => return refused(&error.into(), err),
    };
    if !args.video.is_file() {
        let error = store::StoreError::NotFound {
            path: args.video.clone(),
        };
        writeln!(err, "{}", notice::store_error(&error))?;
        return Ok(Exit::Unreadable);
    }
    let opened = record::open(&args.video, &places);
    let session = &opened.session;
    if let Some(words) = record::closed(session) {
        writeln!(err, "{words}")?;
        return Ok(Exit::Unreadable);
    }
    let find = |name: &str| record::find_person(session, name).map(|person| person.id.clone());
    let mut named = vec![args.to.as_str()];
    named.extend(args.from.as_deref());
    if let Some(nobody) = named.iter().find(|name| find(name).is_none()) {
        let people = record::names(session);
        writeln!(
            err,
            "{}",
            tr!(
                "cli-no-person",
                name = (*nobody).to_owned(),
                people = people
            )
        )?;
        return Ok(Exit::Usage);
    }
    let to = find(&args.to);
    let from = match &args.from {
        Some(name) => find(name),
        None => only_one_here(session, &places, to.as_ref()),
    };
    let Some(from) = from.filter(|from| Some(from) != to.as_ref()) else {
        writeln!(err, "{}", tr!("cli-package-two"))?;
        return Ok(Exit::Usage);
    };
    let (codebooks, _) = Codebooks::load(&places);
    let codes = OpenCodes::of(codebooks.all().iter().map(AsRef::as_ref));
    let viewer = viewer_of(session, to.as_ref(), Arc::new(codes));
    let with = With {
        marks: args.with_marks,
        clips: args.with_clips,
        key: args.with_key,
        tape: args.with_tape,
        media: args.with_media.then(|| args.video.clone()),
        company: args.company.as_deref().map(|who| match who {
            "alone" => Company::Alone,
            "someone" => Company::Someone,
            _ => Company::Therapist,
        }),
    };
    let giving = Giving {
        place: &opened.place,
        session: &Disclosed::of(session, viewer, Purpose::HandedOut),
        places: &places,
        from: &from,
        to: to.as_ref(),
        round: round_to_hand_over(session).filter(|_| !args.with_tape),
        with: &with,
        agreed: None,
        now: wall(),
    };
    match store::give_out(&giving, &args.out, &Progress::default()) {
        Ok(path) => {
            writeln!(out, "{}", path.display())?;
            Ok(Exit::Done)
        }
        Err(error) => refused(&error, err),
    }
}

/// The only one of the round, but for this person, whose key is here.
fn only_one_here(session: &Session, places: &Places, but: Option<&PersonId>) -> Option<PersonId> {
    let round = round_to_hand_over(session)?;
    let mut here = session.people().iter().filter(|person| {
        let takes_part = session.entries().any(|(keeper, entry)| {
            *keeper == person.id
                && matches!(&entry.kind, EntryKind::Sealed(set) if set.round == round)
        });
        let has_key = person
            .key
            .as_ref()
            .is_some_and(|key| store::has_key(places, key));
        takes_part && has_key && Some(&person.id) != but
    });
    let one = here.next()?;
    here.next().is_none().then(|| one.id.clone())
}

/// Takes a package in, or says what is in it.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn take(args: &TakeArgs, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let found = match store::look_into(&args.package) {
        Ok(found) => found,
        Err(error) => return refused(&error, err),
    };
    let to = match (&args.video, &args.into) {
        (Some(video), _) => Target::Recording(video.clone()),
        (None, Some(folder)) => Target::Folder(folder.clone()),
        (None, None) => {
            for line in package::heading(&found)
                .iter()
                .chain(&package::contents(&found))
            {
                writeln!(out, "{line}")?;
            }
            return Ok(Exit::Done);
        }
    };
    let places = match Places::of_this_user() {
        Ok(places) => places,
        Err(error) => return refused(&error.into(), err),
    };
    let stamp = Stamp {
        device: store::device_id(&places),
        now: wall(),
    };
    let taking = Taking {
        to: &to,
        places: &places,
        identify: &identify,
        stamp: &stamp,
        clock: Arc::new(wall),
    };
    match store::take_in(&found, &taking, &Progress::default()) {
        Ok(taken) => {
            for line in package::taken(&found, &taken) {
                writeln!(out, "{line}")?;
            }
            writeln!(out, "{}", taken.video.display())?;
            Ok(Exit::Done)
        }
        Err(error) => refused(&error, err),
    }
}

fn refused(error: &PackageError, err: &mut dyn Write) -> io::Result<Exit> {
    writeln!(err, "{}", package::refusal(error))?;
    Ok(match error {
        PackageError::Store(_) => Exit::Unreadable,
        PackageError::NoRecording | PackageError::Nothing | PackageError::Parts => Exit::Usage,
        _ => Exit::Problem,
    })
}
