//! The people of a session: pseudonyms with a role, never names of record.

use super::{id::PersonId, track::Zones};

/// What a person is in the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The person who came for help, or who plays them.
    Client,
    /// The person who offers help, or who plays them.
    Therapist,
    /// Supervises the therapist.
    Supervisor,
    /// Learns to be a therapist.
    Trainee,
    /// Codes recordings for training or study.
    Rater,
    /// Asks and never judges while another recalls.
    Inquirer,
    /// A member of a group.
    GroupMember,
    /// A parent or another carer.
    Carer,
    /// A child.
    Child,
    /// Anyone else.
    Other,
}

impl Role {
    /// Every role, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Therapist,
        Self::Client,
        Self::Supervisor,
        Self::Trainee,
        Self::Rater,
        Self::Inquirer,
        Self::GroupMember,
        Self::Carer,
        Self::Child,
        Self::Other,
    ];
}

/// The public half of a person's key: whoever has it can write what only this person reads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(String);

impl PublicKey {
    /// The text of the key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for PublicKey {
    type Err = PublicKeyError;
    fn from_str(text: &str) -> Result<Self, PublicKeyError> {
        let fits = text.strip_prefix("age1").is_some_and(|rest| {
            rest.len() == 58
                && rest
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(PublicKeyError)
        }
    }
}

/// A text that is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a public key")]
pub struct PublicKeyError;

/// One person of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Stays the same within a case or folder.
    pub id: PersonId,
    /// A pseudonym chosen by the people themselves, or the word for the role.
    pub name: String,
    /// What they are here.
    pub role: Role,
    /// Which hue and line pattern is theirs: 0 is person A of the theme, 1 person B, and so on.
    pub hue: u8,
    /// The public half of their key, once they have a passphrase.
    pub key: Option<PublicKey>,
    /// Where the zones of their feeling begin, once they and their therapist have set them.
    pub zones: Option<Zones>,
    /// Free fields: arm, wave, site and the like, in their own order.
    pub fields: Vec<(String, String)>,
}

impl Person {
    /// The letter that stands for this person beside every mark of theirs.
    #[must_use]
    pub fn initial(&self) -> String {
        self.name
            .chars()
            .find(|c| c.is_alphanumeric())
            .map_or_else(|| "?".to_owned(), |c| c.to_uppercase().collect())
    }
}
