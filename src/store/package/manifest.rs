//! The first line of a package and its manifest: what is in it, for which recording, from whom.

use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::PackageError;
use crate::{
    domain::{
        id::{EntryId, PersonId},
        mark::CodebookRef,
        person::PublicKey,
    },
    store::atomic::Hash,
};

/// How the name of a package ends.
pub const ENDING: &str = "mindframe";
/// How its first line begins.
const MAGIC: &str = "mindframe-package";
/// The newest version that this program writes and reads.
const VERSION: u32 = 1;
/// No first line is longer.
pub(super) const LONGEST_LINE: usize = 160;
/// No manifest is larger.
pub(super) const LARGEST: u64 = 256 << 10;
/// No package has more members, or names more people.
const MOST: usize = 64;

/// Who will be there when it is looked at, as it was agreed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Company {
    /// Nobody else.
    Alone,
    /// Somebody who was chosen for it.
    Someone,
    /// The therapist.
    Therapist,
}

impl Company {
    /// Every answer, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Alone, Self::Someone, Self::Therapist];
}

/// What a member is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Kind {
    /// The people and the kind of recording, as a session's file.
    Card,
    /// A person's file: only what is for everyone.
    Marks(String),
    /// A person's sealed set, encrypted.
    Sealed(String),
    /// The secret half of this public key, behind its owner's passphrase.
    Key(String),
    /// The recording, with the ending of its name.
    Media(String),
}

impl Kind {
    /// No member of this kind is larger, in bytes.
    pub(super) const fn largest(&self) -> u64 {
        match self {
            Self::Card => 1 << 20,
            Self::Marks(_) | Self::Sealed(_) => 64 << 20,
            Self::Key(_) => 64 << 10,
            Self::Media(_) => 1 << 44,
        }
    }
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    pub(super) kind: Kind,
    pub(super) bytes: u64,
    pub(super) hash: Hash,
}

/// What a package says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// When it was made, by the clock of the computer that made it.
    pub made: DateTime<FixedOffset>,
    /// Who it is from.
    pub from: PersonId,
    /// Who it is for, if that was said.
    pub to: Option<PersonId>,
    /// The round of marking alone that it belongs to.
    pub round: Option<EntryId>,
    /// Who will be there, if that was said.
    pub company: Option<Company>,
    /// Size of the recording in bytes.
    pub bytes: u64,
    /// Fingerprint of the recording.
    pub fingerprint: String,
    /// Codebooks in use.
    pub codebooks: Vec<CodebookRef>,
    /// The people, each with the public half of their key where they have one.
    pub people: Vec<(PersonId, Option<PublicKey>)>,
    pub(super) members: Vec<Member>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    made: String,
    from: String,
    to: Option<String>,
    round: Option<String>,
    company: Option<Company>,
    recording: Recording,
    codebooks: Vec<Codebook>,
    people: Vec<Someone>,
    members: Vec<MemberText>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Recording {
    bytes: u64,
    fingerprint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Codebook {
    id: String,
    version: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Someone {
    id: String,
    key: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MemberText {
    kind: Kind,
    bytes: u64,
    hash: String,
}

impl Manifest {
    /// Its text, with the line that goes before it.
    pub(super) fn write(&self) -> Result<Vec<u8>, PackageError> {
        let text = Text {
            made: self.made.to_rfc3339(),
            from: self.from.to_string(),
            to: self.to.as_ref().map(ToString::to_string),
            round: self.round.map(|round| round.to_string()),
            company: self.company,
            recording: Recording {
                bytes: self.bytes,
                fingerprint: self.fingerprint.clone(),
            },
            codebooks: self
                .codebooks
                .iter()
                .map(|book| Codebook {
                    id: book.id.clone(),
                    version: book.version.clone(),
                })
                .collect(),
            people: self
                .people
                .iter()
                .map(|(id, key)| Someone {
                    id: id.to_string(),
                    key: key.as_ref().map(ToString::to_string),
                })
                .collect(),
            members: self
                .members
                .iter()
                .map(|member| MemberText {
                    kind: member.kind.clone(),
                    bytes: member.bytes,
                    hash: member.hash.to_hex().to_string(),
                })
                .collect(),
        };
        let config = ron::ser::PrettyConfig::default().new_line("\n");
        let mut text =
            ron::ser::to_string_pretty(&text, config).map_err(|_| PackageError::Damaged)?;
        text.push('\n');
        let mut whole = String::new();
        // Writing to a text cannot fail.
        let _done = writeln!(
            whole,
            "{MAGIC} {VERSION} {} {}",
            text.len(),
            blake3::hash(text.as_bytes()).to_hex()
        );
        whole.push_str(&text);
        Ok(whole.into_bytes())
    }

    /// Understands the text of a manifest. `None` where anything in it is not as we write it.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let text: Text = ron::Options::default()
            .with_recursion_limit(16)
            .from_str(text)
            .ok()?;
        if text.members.len() > MOST || text.people.len() > MOST || text.codebooks.len() > MOST {
            return None;
        }
        let plain = |text: &str| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        let fingerprint = &text.recording.fingerprint;
        if fingerprint.is_empty() || fingerprint.len() > 256 {
            return None;
        }
        let mut members = Vec::new();
        for member in text.members {
            let taken = members
                .iter()
                .any(|known: &Member| known.kind == member.kind);
            if taken || member.bytes > member.kind.largest() || !plain(&member.hash) {
                return None;
            }
            members.push(Member {
                kind: member.kind,
                bytes: member.bytes,
                hash: Hash::from_hex(&member.hash).ok()?,
            });
        }
        let mut people: Vec<(PersonId, Option<PublicKey>)> = Vec::new();
        for person in text.people {
            let id: PersonId = person.id.parse().ok()?;
            if people.iter().any(|(known, _)| *known == id) {
                return None;
            }
            let key = person.key.map(|key| key.parse()).transpose().ok()?;
            people.push((id, key));
        }
        Some(Self {
            made: DateTime::parse_from_rfc3339(&text.made).ok()?,
            from: text.from.parse().ok()?,
            to: text.to.map(|to| to.parse()).transpose().ok()?,
            round: text.round.map(|round| round.parse()).transpose().ok()?,
            company: text.company,
            bytes: text.recording.bytes,
            fingerprint: text.recording.fingerprint,
            codebooks: text
                .codebooks
                .into_iter()
                .map(|book| CodebookRef {
                    id: book.id,
                    version: book.version,
                })
                .collect(),
            people,
            members,
        })
    }
}

/// What the first line says: the length of the manifest and its hash.
pub(super) fn first_line(line: &[u8]) -> Result<(u64, Hash), PackageError> {
    let line = std::str::from_utf8(line).map_err(|_| PackageError::NotOne)?;
    let rest = line
        .strip_prefix(MAGIC)
        .and_then(|rest| rest.strip_prefix(' '))
        .ok_or(PackageError::NotOne)?;
    let mut parts = rest.split(' ');
    let version: u32 = number(parts.next()).ok_or(PackageError::Damaged)?;
    if version > VERSION {
        return Err(PackageError::Newer(version));
    }
    let length: u64 = number(parts.next()).ok_or(PackageError::Damaged)?;
    let hash = parts
        .next()
        .filter(|text| {
            text.bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
        })
        .and_then(|text| Hash::from_hex(text).ok())
        .ok_or(PackageError::Damaged)?;
    if parts.next().is_some() || version == 0 || length > LARGEST {
        return Err(PackageError::Damaged);
    }
    Ok((length, hash))
}

/// A number as we write it: digits, no sign, no zero before them.
fn number<T: std::str::FromStr>(text: Option<&str>) -> Option<T> {
    let text = text?;
    let plain =
        text.bytes().all(|b| b.is_ascii_digit()) && !(text.len() > 1 && text.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten()
}
