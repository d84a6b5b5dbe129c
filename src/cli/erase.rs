//! `mindframe erase`: takes away for good what one person keeps of a recording, or all that belongs to it; first says what
//! would go.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use super::{Exit, record};
use crate::{
    app::clock::{Clock, SystemClock},
    domain::edit::Stamp,
    store::{self, Erasing, Keyring, Places, StoreError},
    tr,
    words::{erasure, notice},
};

/// Whose words are erased.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The recording. It is not touched itself.
    pub video: PathBuf,
    /// Who: a pseudonym, an id, or a role.
    #[arg(long, value_name = "NAME")]
    pub person: String,
    /// Do it. Without this it is only said what would go and what would stay.
    #[arg(long)]
    pub now: bool,
}

/// Says what would be erased, or erases it.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let places = match Places::of_this_user() {
        Ok(places) => places,
        Err(error) => return refused(&error, err),
    };
    let opened = record::open(&args.video, &places);
    let session = &opened.session;
    let Some(person) = record::find_person(session, &args.person) else {
        let people = record::names(session);
        let words = tr!(
            "cli-no-person",
            name = args.person.as_str(),
            people = people
        );
        writeln!(err, "{words}")?;
        return Ok(Exit::Usage);
    };
    let stamp = Stamp {
        device: store::device_id(&places),
        now: SystemClock::default().read().wall,
    };
    let erasing = Erasing {
        place: &opened.place,
        info: session.info(),
        person: &person.id,
        keys: &Keyring::default(),
        stamp: &stamp,
    };
    let done = if args.now {
        store::erase_person(erasing, &places)
    } else {
        store::plan_erasure(erasing)
    };
    match done {
        Ok(plan) => {
            for line in erasure::lines(&plan, &person.name, args.now) {
                writeln!(out, "{line}")?;
            }
            let whole = plan.left.is_empty() && plan.locked.is_empty() && plan.unclear.is_empty();
            Ok(if whole { Exit::Done } else { Exit::Problem })
        }
        Err(error) => refused(&error, err),
    }
}

fn refused(error: &StoreError, err: &mut dyn Write) -> io::Result<Exit> {
    writeln!(err, "{}", notice::store_error(error))?;
    Ok(Exit::Unreadable)
}
