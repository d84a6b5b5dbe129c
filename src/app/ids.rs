//! Makes new ids: the one place above the rim where randomness enters.

use crate::domain::id::{DeviceId, MarkId, PersonId, ReviewId, SessionId};

/// A mark id that no other writer will make; rises with time.
#[must_use]
pub fn mark() -> MarkId {
    MarkId::new(uuid::Uuid::now_v7())
}

/// A session id.
#[must_use]
pub fn session() -> SessionId {
    SessionId::new(uuid::Uuid::now_v7())
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

/// The random half of a version 7 id.
fn random() -> u64 {
    uuid::Uuid::now_v7().as_u64_pair().1
}
