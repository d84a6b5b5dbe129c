//! Names of things in the record that never change. Making new ones needs randomness and is done above this layer.

use std::{fmt, str::FromStr};

/// Why a text is not a valid id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a valid {1}")]
pub struct IdError(String, &'static str);

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Wraps an id that was made or read elsewhere.
            #[must_use]
            pub const fn new(id: uuid::Uuid) -> Self {
                Self(id)
            }

            /// The bare number.
            #[must_use]
            pub const fn as_uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                text.parse()
                    .map(Self)
                    .map_err(|_| IdError(text.to_owned(), $what))
            }
        }
    };
}

uuid_id!(
    /// One mark, for ever.
    MarkId,
    "mark id"
);
uuid_id!(
    /// One session record, for ever.
    SessionId,
    "session id"
);
uuid_id!(
    /// One sitting in which a recording was reviewed.
    ReviewId,
    "review id"
);

uuid_id!(
    /// One thing that a person keeps besides marks, for ever.
    EntryId,
    "entry id"
);

uuid_id!(
    /// One pass of a rating, for ever.
    TrackId,
    "rating id"
);

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $limit:literal, $allowed:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// An id made of a number that was drawn elsewhere, in digits that every id may have.
            #[must_use]
            pub fn from_number(number: u64) -> Self {
                Self(format!("{number:016x}"))
            }

            /// The text of the id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let fits = !text.is_empty()
                    && text.len() <= $limit
                    && text
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || $allowed.contains(c));
                if fits {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError(text.to_owned(), $what))
                }
            }
        }
    };
}

text_id!(
    /// One person within a case or folder: random, so that it says nothing of them. Part of file names.
    PersonId,
    "person id",
    32,
    "-"
);
text_id!(
    /// One code of a codebook, such as `ev.onset`. Never reused for another meaning.
    CodeId,
    "code id",
    64,
    "-_."
);
text_id!(
    /// One installation of the program, random; tells two writers of one person's file apart.
    DeviceId,
    "device id",
    32,
    "-"
);
