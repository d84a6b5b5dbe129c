//! What happens when a file of ours does not read as one: it is set aside untouched, and the newest readable earlier
//! state takes its place.

use std::{fs, path::Path};

use chrono::{DateTime, FixedOffset};

use super::{
    atomic::{self, Readers},
    error::StoreError,
    generations,
    keys::Keyring,
    open::Warning,
    place::Place,
    snapshot::{Parsed, parse},
};

/// What stands in for a damaged file.
pub struct Recovered {
    /// The earlier state, if a readable one was found.
    pub parsed: Option<Parsed>,
    /// To be told.
    pub warning: Warning,
}

/// Finds what stands in for a damaged file, and with `writable` puts it in its place after a copy of the damaged one is
/// safe under a name of its own.
pub fn recover(
    place: &Place,
    damaged: &Path,
    reason: StoreError,
    now: DateTime<FixedOffset>,
    writable: bool,
    keys: &Keyring,
) -> Result<Recovered, StoreError> {
    let kind = generations::kind_of(place, damaged).unwrap_or_default();
    let found = generations::list(place, &kind)
        .into_iter()
        .find_map(|generation| {
            let bytes = generation.read()?;
            let parsed = parse(&generation.path, &bytes, keys).ok()?;
            Some((generation, bytes, parsed))
        });
    let mut set_aside = None;
    if writable {
        let mut aside = damaged.as_os_str().to_owned();
        aside.push(format!(".damaged-{}", now.format("%Y%m%dT%H%M%S")));
        set_aside = Some(atomic::copy_aside(damaged, Path::new(&aside))?);
        if let Some((_, bytes, _)) = &found {
            atomic::write_verified(damaged, bytes, Readers::Like(damaged))?;
        } else {
            fs::remove_file(damaged).map_err(|error| StoreError::io(damaged, &error))?;
            atomic::sync_folder(place.folder());
        }
    }
    let marks = found.as_ref().map(|(_, _, parsed)| match parsed {
        Parsed::Marks(file) => file.set.marks.len(),
        Parsed::Session(_) | Parsed::Locked => 0,
    });
    let saved = found
        .as_ref()
        .map(|(generation, _, _)| generation.saved.with_timezone(now.offset()));
    Ok(Recovered {
        parsed: found.map(|(_, _, parsed)| parsed),
        warning: Warning::Recovered {
            damaged: damaged.to_path_buf(),
            set_aside,
            marks,
            saved,
            reason,
        },
    })
}
