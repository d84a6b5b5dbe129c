//! Questions for conversations: those that are shipped, or the user's own file in their place.

use std::{fs, path::Path};

use rust_embed::RustEmbed;

use super::{codebooks::CodebookError, error::StoreError, place::Places, schema};
use crate::domain::prompt::Prompts;

#[derive(RustEmbed)]
#[folder = "assets/prompts/"]
struct Shipped;

const EXPLORE: &str = "explore.ron";

/// Understands a file of prompts.
///
/// # Errors
/// Where it does not hold together, with line and column where they are known.
pub fn read_prompts(path: &Path, text: &str) -> Result<Prompts, CodebookError> {
    let options = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_recursion_limit(32);
    let broken = |line, column, reason| CodebookError::Broken {
        path: path.to_path_buf(),
        line,
        column,
        reason,
    };
    let prompts: Prompts = options.from_str(text).map_err(|error| {
        let at = error.span.start;
        broken(at.line, at.col, error.code.to_string())
    })?;
    match prompts.fault() {
        Some(reason) => Err(broken(0, 0, reason)),
        None => Ok(prompts),
    }
}

/// The questions of stop, rewind, explore: the user's own where there are some that can be read, and what is wrong with
/// them where they cannot.
#[must_use]
pub fn load_prompts(places: &Places) -> (Option<Prompts>, Option<CodebookError>) {
    let own = places.data.join("prompts").join(EXPLORE);
    let fault = match fs::read(&own) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => Some(CodebookError::File(StoreError::io(&own, &error))),
        Ok(bytes) => {
            let read = schema::text_of(&own, &bytes)
                .map_err(CodebookError::File)
                .and_then(|text| read_prompts(&own, text));
            match read {
                Ok(prompts) => return (Some(prompts), None),
                Err(fault) => Some(fault),
            }
        }
    };
    let shipped = Shipped::get(EXPLORE)
        .and_then(|file| String::from_utf8(file.data.into_owned()).ok())
        .and_then(|text| read_prompts(Path::new(EXPLORE), &text).ok());
    (shipped, fault)
}
