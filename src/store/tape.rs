//! What stands behind a tape to practise on: the consensus, encrypted under an open word that is told once everybody is done.
//!
//! The word is no passphrase of a person: it is said aloud, so how it is written (large or small letters, spaces) does not count.

use std::{path::Path, sync::Arc};

use age::scrypt;
use secrecy::{ExposeSecret, SecretString};

use super::{
    error::StoreError,
    keys::{self, KeyError, MOST_WORK, Strength},
    schema,
};
use crate::domain::{
    entry::{Entry, EntryKind},
    id::EntryId,
    person::Person,
    session::{PersonSet, SessionInfo},
};

/// The text is made longer to a multiple of so many bytes.
const STEP: usize = 8 << 10;

/// A word as it is meant, however it was written.
fn plain(word: &SecretString) -> SecretString {
    let words: Vec<String> = word
        .expose_secret()
        .split_whitespace()
        .map(str::to_lowercase)
        .collect();
    SecretString::from(words.join(" "))
}

/// A consensus as only the open word opens it, in hexadecimal. Takes a second or more.
///
/// # Errors
/// If it could not be encrypted.
pub fn seal_answers(
    info: &SessionInfo,
    keeper: &Person,
    consensus: &Entry,
    word: &SecretString,
    strength: Strength,
) -> Result<String, StoreError> {
    let mut set = PersonSet::default();
    set.entries
        .insert(consensus.id, Arc::new(consensus.clone()));
    // The card of whoever keeps it says no more than who they are.
    let keeper = Person {
        fields: Vec::new(),
        zones: None,
        key: None,
        ..keeper.clone()
    };
    let mut text = schema::write_marks(info, &keeper, &set);
    // Its length says little of how much was agreed on.
    let missing = text.len().next_multiple_of(STEP) - text.len();
    text.extend(std::iter::repeat_n('\n', missing));
    let mut recipient = scrypt::Recipient::new(plain(word));
    if let Strength::Power(power) = strength {
        recipient.set_work_factor(power.clamp(1, MOST_WORK));
    }
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let bytes = keys::encrypt(recipients, text.as_bytes())?;
    Ok(hex::encode(bytes))
}

/// What the open word opens: the entry that holds the consensus. Takes a second or more, whether it fits or not.
///
/// # Errors
/// If the word is another, or what it should open is damaged.
pub fn open_answers(answers: &str, word: &SecretString) -> Result<Entry, KeyError> {
    let bytes = hex::decode(answers).map_err(|_| KeyError::Damaged)?;
    let text = keys::decrypt_with(&bytes, &plain(word))?;
    let file = schema::read_marks(Path::new(""), &text).map_err(|_| KeyError::Damaged)?;
    let mut entries: Vec<(EntryId, Arc<Entry>)> = file.set.entries.into_iter().collect();
    entries.retain(|(_, entry)| matches!(entry.kind, EntryKind::Consensus(_)));
    let (_, entry) = entries.pop().ok_or(KeyError::Damaged)?;
    Ok(Arc::unwrap_or_clone(entry))
}
