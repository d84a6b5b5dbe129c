//! Makes new ids: the one place above the rim where randomness enters.

use std::path::Path;

use crate::domain::id::{DeviceId, EntryId, MarkId, PersonId, ReviewId, SessionId, TrackId};

/// A mark id that no other writer will make; rises with time.
#[must_use]
pub fn mark() -> MarkId {
    MarkId::new(uuid::Uuid::now_v7())
}

/// The id of a pass of a rating.
#[must_use]
pub fn track() -> TrackId {
    TrackId::new(uuid::Uuid::now_v7())
}

/// An entry id.
#[must_use]
pub fn entry() -> EntryId {
    EntryId::new(uuid::Uuid::now_v7())
}

/// A review id.
#[must_use]
pub fn review() -> ReviewId {
    ReviewId::new(uuid::Uuid::now_v7())
}

/// A person id: random letters and digits that say nothing of the person.
#[must_use]
pub fn person() -> PersonId {
    PersonId::from_number(random())
}

/// A device id.
#[must_use]
pub fn device() -> DeviceId {
    DeviceId::from_number(random())
}

/// Ids for the record of a recording that has none yet. Whoever opens it on this installation, at the same moment too,
/// makes the same record; on another one it is another.
#[derive(Clone, Debug)]
pub struct NewRecord(blake3::Hasher);

impl NewRecord {
    /// For the recording at `video`, on the installation `device`.
    #[must_use]
    pub fn of(device: &DeviceId, video: &Path) -> Self {
        let place = video.canonicalize();
        let place = place.as_deref().unwrap_or(video);
        let mut hasher = blake3::Hasher::new();
        for part in [
            device.as_str().as_bytes(),
            place.as_os_str().as_encoded_bytes(),
        ] {
            hasher.update(part);
            hasher.update(&[0]);
        }
        Self(hasher)
    }

    /// Its session id.
    #[must_use]
    pub fn session(&self) -> SessionId {
        let bytes = self.bytes("session");
        SessionId::new(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// The id of its first, second, … person.
    #[must_use]
    pub fn person(&self, number: u8) -> PersonId {
        let mut half = [0; 8];
        half.copy_from_slice(&self.bytes(&format!("person {number}"))[..8]);
        PersonId::from_number(u64::from_le_bytes(half))
    }

    fn bytes(&self, what: &str) -> [u8; 16] {
        let mut hasher = self.0.clone();
        hasher.update(what.as_bytes());
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        bytes
    }
}

/// The random half of a version 7 id.
fn random() -> u64 {
    uuid::Uuid::now_v7().as_u64_pair().1
}
