//! Keys of people: one pair each, its secret half in a file that only the person's passphrase opens.
//!
//! Whatever is not for everyone is encrypted to the public halves, so saving needs no passphrase; reading does. Nobody can
//! find a lost passphrase again, the makers of this program included.

use std::{
    fmt, fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    str::FromStr,
    sync::Arc,
};

use age::{Decryptor, Encryptor, scrypt, x25519};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::{
    atomic::{self, Readers},
    error::StoreError,
    place::Places,
};
use crate::domain::{
    id::PersonId,
    mark::Audience,
    person::PublicKey,
    session::{PersonSet, SessionInfo},
};

/// The most work a key file may ask of us, as a power of two: about ten seconds on a slow machine. A file that asks for
/// more was not made by us.
pub(super) const MOST_WORK: u8 = 22;

/// How much work a guess at a passphrase costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strength {
    /// About a second on this machine.
    #[default]
    Usual,
    /// This power of two: for tests, which cannot wait.
    Power(u8),
}

/// Why a key did not open.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The passphrase is another.
    #[error("that is not the passphrase")]
    WrongPassphrase,
    /// The key is not on this computer.
    #[error("this person's key is not on this computer")]
    NotHere,
    /// The key's file is damaged.
    #[error("the file of this key cannot be read")]
    Damaged,
    /// The disk.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An opened key. Its secret half is wiped from memory when the last copy is gone.
#[derive(Clone)]
pub struct Key {
    identity: Arc<x25519::Identity>,
    public: PublicKey,
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Key").field(&self.public).finish()
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.public == other.public
    }
}

impl Eq for Key {}

impl Key {
    fn of(identity: x25519::Identity) -> Option<Self> {
        let public = identity.to_public().to_string().parse().ok()?;
        Some(Self {
            identity: Arc::new(identity),
            public,
        })
    }

    /// A key of no person: for what is kept of a folder.
    pub(super) fn of_a_folder() -> Option<Self> {
        Self::of(x25519::Identity::generate())
    }

    /// Its secret half, to be written where only this user reads.
    pub(super) fn secret(&self) -> SecretString {
        self.identity.to_string()
    }

    /// The key with this secret half.
    pub(super) fn from_secret(text: &str) -> Option<Self> {
        Self::of(text.trim().parse().ok()?)
    }

    /// The half that everyone may know.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }
}

/// Makes a new key and keeps it on this computer behind a passphrase. Takes a second or more.
pub fn create_key(
    places: &Places,
    passphrase: &SecretString,
    strength: Strength,
) -> Result<Key, KeyError> {
    let key = Key::of(x25519::Identity::generate()).ok_or(KeyError::Damaged)?;
    keep(places, &key, passphrase, strength)?;
    Ok(key)
}

/// Puts a key behind another passphrase. Nothing that is encrypted to it has to be written again.
pub fn change_passphrase(
    places: &Places,
    key: &Key,
    passphrase: &SecretString,
    strength: Strength,
) -> Result<(), KeyError> {
    keep(places, key, passphrase, strength)
}

fn keep(
    places: &Places,
    key: &Key,
    passphrase: &SecretString,
    strength: Strength,
) -> Result<(), KeyError> {
    let mut recipient = scrypt::Recipient::new(passphrase.clone());
    if let Strength::Power(power) = strength {
        recipient.set_work_factor(power.clamp(1, MOST_WORK));
    }
    let secret = key.identity.to_string();
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let bytes = encrypt(recipients, secret.expose_secret().as_bytes())?;
    let path = file_of(places, &key.public);
    let folder = atomic::folder_of(&path);
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, &error))?;
    atomic::write_verified(&path, &bytes, Readers::Own)?;
    Ok(())
}

/// Opens a key with its passphrase. Takes a second or more, whether it fits or not.
pub fn open_key(
    places: &Places,
    public: &PublicKey,
    passphrase: &SecretString,
) -> Result<Key, KeyError> {
    let key = open_file(&file_of(places, public), passphrase)?;
    if key.public == *public {
        Ok(key)
    } else {
        Err(KeyError::Damaged)
    }
}

/// Opens whichever key of this computer the passphrase fits. Takes a second or more for each.
pub fn open_any_key(places: &Places, passphrase: &SecretString) -> Result<Key, KeyError> {
    let entries = match fs::read_dir(folder(places)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(KeyError::NotHere);
        }
        Err(error) => return Err(StoreError::io(&folder(places), &error).into()),
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "age"));
    paths.sort();
    if paths.is_empty() {
        return Err(KeyError::NotHere);
    }
    paths
        .iter()
        .find_map(|path| open_file(path, passphrase).ok())
        .ok_or(KeyError::WrongPassphrase)
}

/// Whether a key's file is on this computer.
#[must_use]
pub fn has_key(places: &Places, public: &PublicKey) -> bool {
    file_of(places, public).is_file()
}

/// A key's file as it is, behind its owner's passphrase; `None` where it is not on this computer.
pub(super) fn locked_key(
    places: &Places,
    public: &PublicKey,
) -> Result<Option<Vec<u8>>, StoreError> {
    let path = file_of(places, public);
    match fs::read(&path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io(&path, &error)),
    }
}

/// Keeps such a file that came from another computer. One that is here already stays as it is.
pub(super) fn keep_locked_key(
    places: &Places,
    public: &PublicKey,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let path = file_of(places, public);
    if path.exists() {
        return Ok(());
    }
    let folder = atomic::folder_of(&path);
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, &error))?;
    atomic::write_new(&path, bytes, Readers::Own)
}

fn open_file(path: &Path, passphrase: &SecretString) -> Result<Key, KeyError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(KeyError::NotHere);
        }
        Err(error) => return Err(StoreError::io(path, &error).into()),
    };
    let secret = decrypt_with(&bytes, passphrase)?;
    let secret = str::from_utf8(&secret).map_err(|_| KeyError::Damaged)?;
    let identity = x25519::Identity::from_str(secret.trim()).map_err(|_| KeyError::Damaged)?;
    Key::of(identity).ok_or(KeyError::Damaged)
}

/// What a passphrase opens. Takes a second or more, whether it fits or not.
pub(super) fn decrypt_with(
    bytes: &[u8],
    passphrase: &SecretString,
) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let mut identity = scrypt::Identity::new(passphrase.clone());
    identity.set_max_work_factor(MOST_WORK);
    let decryptor = Decryptor::new_buffered(bytes).map_err(|_| KeyError::Damaged)?;
    let identities = std::iter::once(&identity as &dyn age::Identity);
    let mut reader = decryptor.decrypt(identities).map_err(|error| match error {
        age::DecryptError::NoMatchingKeys | age::DecryptError::DecryptionFailed => {
            KeyError::WrongPassphrase
        }
        _ => KeyError::Damaged,
    })?;
    let mut open = Zeroizing::new(Vec::new());
    reader
        .read_to_end(&mut open)
        .map_err(|_| KeyError::Damaged)?;
    Ok(open)
}

fn folder(places: &Places) -> PathBuf {
    places.data.join("keys")
}

/// A key's file says nothing of whose it is.
fn file_of(places: &Places, public: &PublicKey) -> PathBuf {
    let hash = blake3::hash(public.as_str().as_bytes()).to_hex();
    folder(places).join(format!("{}.age", &hash[..16]))
}

/// The keys that are open now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keyring(Vec<Key>);

impl Keyring {
    /// With these keys.
    #[must_use]
    pub fn of(keys: impl IntoIterator<Item = Key>) -> Self {
        Self(keys.into_iter().collect())
    }

    /// Whether no key is open.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this one is.
    #[must_use]
    pub fn holds(&self, public: &PublicKey) -> bool {
        self.0.iter().any(|key| key.public == *public)
    }

    /// What the bytes of an encrypted file say; `None` where no open key fits. `path` is for the error.
    pub fn decrypt(&self, path: &Path, bytes: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let damaged = || StoreError::Damaged {
            path: path.to_path_buf(),
            line: 0,
            column: 0,
            reason: "this encrypted file is not whole".to_owned(),
        };
        let decryptor = Decryptor::new_buffered(bytes).map_err(|_| damaged())?;
        let identities = self
            .0
            .iter()
            .map(|key| key.identity.as_ref() as &dyn age::Identity);
        let mut reader = match decryptor.decrypt(identities) {
            Ok(reader) => reader,
            Err(age::DecryptError::NoMatchingKeys) => return Ok(None),
            Err(_) => return Err(damaged()),
        };
        let mut text = Vec::new();
        reader.read_to_end(&mut text).map_err(|_| damaged())?;
        Ok(Some(text))
    }
}

/// Which part of a record is worked with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// What is open to all, and what the open keys open of the rest. Sealed sets are not part of it.
    #[default]
    Shared,
    /// What this person marks alone, and nothing else.
    Sealed(PersonId),
}

/// What is read and written: which part, with which keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The keys that are open.
    pub keys: Keyring,
    /// Which part.
    pub scope: Scope,
}

impl Reach {
    /// What these keys open of what is shared.
    #[must_use]
    pub const fn shared(keys: Keyring) -> Self {
        Self {
            keys,
            scope: Scope::Shared,
        }
    }

    /// What one person marks alone.
    #[must_use]
    pub fn sealed(person: PersonId, key: Key) -> Self {
        Self {
            keys: Keyring::of([key]),
            scope: Scope::Sealed(person),
        }
    }

    /// Whether what this person keeps for this audience is part of it.
    #[must_use]
    pub fn covers(&self, person: &PersonId, audience: Audience) -> bool {
        match &self.scope {
            Scope::Shared => audience != Audience::Sealed,
            Scope::Sealed(own) => person == own && audience == Audience::Sealed,
        }
    }

    /// The files of this person that it may write.
    pub(super) fn audiences(&self, person: &PersonId) -> Vec<Audience> {
        Audience::ALL
            .into_iter()
            .chain([Audience::Sealed])
            .filter(|audience| self.covers(person, *audience))
            .collect()
    }

    /// The part of a set that lies in one file. Ratings and watched stretches of somebody who marks alone are sealed too.
    pub(super) fn part(&self, set: &PersonSet, audience: Audience) -> PersonSet {
        match self.scope {
            Scope::Sealed(_) => set.clone(),
            Scope::Shared => set.part(audience),
        }
    }
}

/// The beginning of every encrypted file.
pub(super) const HEADER: &[u8] = b"age-encryption.org/v1";

/// Encrypts to these people.
pub(super) fn encrypt_to(public: &[PublicKey], text: &[u8]) -> Result<Vec<u8>, StoreError> {
    let recipients: Vec<x25519::Recipient> = public
        .iter()
        .filter_map(|key| key.as_str().parse().ok())
        .collect();
    encrypt(
        recipients.iter().map(|one| one as &dyn age::Recipient),
        text,
    )
}

pub(super) fn encrypt<'a>(
    recipients: impl Iterator<Item = &'a dyn age::Recipient>,
    text: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let failed = |reason: String| StoreError::Io {
        path: PathBuf::new(),
        kind: std::io::ErrorKind::Other,
        reason,
    };
    let encryptor =
        Encryptor::with_recipients(recipients).map_err(|error| failed(error.to_string()))?;
    let mut bytes = Vec::with_capacity(text.len() + 1024);
    let mut writer = encryptor
        .wrap_output(&mut bytes)
        .map_err(|error| failed(error.to_string()))?;
    writer
        .write_all(text)
        .and_then(|()| writer.finish().map(|_| ()))
        .map_err(|error| failed(error.to_string()))?;
    Ok(bytes)
}

/// Who can read what `author` keeps for this audience: the author, and everyone of the audience who has a key.
pub(super) fn readers(
    info: &SessionInfo,
    author: &PersonId,
    audience: Audience,
) -> Result<Vec<PublicKey>, StoreError> {
    let own = info
        .people
        .iter()
        .find(|person| person.id == *author)
        .and_then(|person| person.key.clone())
        .ok_or(StoreError::NoKey)?;
    let mut readers = vec![own];
    for person in &info.people {
        if let Some(key) = &person.key
            && audience.includes(person.role)
            && !readers.contains(key)
        {
            readers.push(key.clone());
        }
    }
    Ok(readers)
}

/// For how many people these bytes are encrypted, as their header says; 0 where they are not encrypted.
pub(super) fn readers_in(bytes: &[u8]) -> usize {
    if !bytes.starts_with(HEADER) {
        return 0;
    }
    bytes
        .split(|byte| *byte == b'\n')
        .take_while(|line| !line.starts_with(b"---"))
        .filter(|line| line.starts_with(b"-> X25519 "))
        .count()
}

/// The smallest size of an encrypted text.
const SMALLEST: usize = 64 << 10;

/// The text, made longer with empty lines until its size says little of how much is in it.
pub(super) fn padded(mut text: String) -> String {
    let size = text.len().max(SMALLEST).next_power_of_two();
    let missing = size - text.len();
    text.reserve(missing);
    text.extend(std::iter::repeat_n('\n', missing));
    text
}
