//! Where the files of one recording lie and what they are called.
//!
//! Beside the video, every name begins with the video's own. Where that folder cannot be written, the files lie in the
//! user's data folder under the fingerprint of the recording, so that they are found whatever the video is called.

use std::{
    ffi::{OsStr, OsString},
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
};

use crate::domain::{id::PersonId, mark::Audience, session::MediaIdentity};

use super::error::StoreError;

/// Names longer than this many bytes are shortened, so that what we add still fits the 255 bytes of a file name.
const LONGEST_NAME: usize = 180;
/// How much of a long name stays readable.
const READABLE_PART: usize = 120;

/// The user's own folders; given from above, so that tests use folders of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// Sidecars of read-only media, own codebooks, the copy of the demo.
    pub data: PathBuf,
    /// Settings.
    pub config: PathBuf,
    /// What can be made again.
    pub cache: PathBuf,
}

impl Places {
    /// The folders that the system names for this user.
    pub fn of_this_user() -> Result<Self, StoreError> {
        let folders =
            directories::ProjectDirs::from("", "", "mindframe").ok_or(StoreError::NoHome)?;
        Ok(Self {
            data: folders.data_dir().to_path_buf(),
            config: folders.config_dir().to_path_buf(),
            cache: folders.cache_dir().to_path_buf(),
        })
    }

    /// All of them under one folder.
    #[must_use]
    pub fn under(root: &Path) -> Self {
        Self {
            data: root.join("data"),
            config: root.join("config"),
            cache: root.join("cache"),
        }
    }
}

/// Where the files of one recording lie.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    folder: PathBuf,
    base: OsString,
    like: Option<PathBuf>,
    beside: bool,
}

impl Place {
    /// Files with this beginning of their names in a folder.
    pub(super) fn named(folder: &Path, base: OsString) -> Self {
        Self {
            like: None,
            beside: false,
            folder: folder.to_path_buf(),
            base,
        }
    }

    /// Beside the video.
    #[must_use]
    pub fn beside(video: &Path) -> Self {
        let video = std::path::absolute(video).unwrap_or_else(|_| video.to_path_buf());
        let folder = match video.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
            _ => PathBuf::from("."),
        };
        Self {
            folder,
            base: base_of(&video),
            like: Some(video),
            beside: true,
        }
    }

    /// In a folder that the user chose, under the name of the video.
    #[must_use]
    pub fn in_folder(video: &Path, folder: &Path) -> Self {
        Self {
            folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf()),
            base: base_of(video),
            like: None,
            beside: false,
        }
    }

    /// In the user's data folder, by fingerprint; `None` where the recording has none.
    #[must_use]
    pub fn in_data(places: &Places, identity: &MediaIdentity) -> Option<Self> {
        let fingerprint = &identity.fingerprint;
        let sound = !fingerprint.is_empty() && fingerprint.bytes().all(|b| b.is_ascii_hexdigit());
        sound.then(|| Self {
            folder: places.data.join("sidecars").join(fingerprint),
            base: OsString::from("recording"),
            like: None,
            beside: false,
        })
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether it is the video's own folder.
    #[must_use]
    pub const fn is_beside(&self) -> bool {
        self.beside
    }

    /// Whether files can be read and made there, as far as can be told without making one.
    pub fn writable(&self) -> Result<(), StoreError> {
        use rustix::fs::{Access, access};
        // A folder that is still to be made is asked about through the one it will lie in.
        let mut asked = self.folder.as_path();
        while !asked.exists() {
            match asked.parent() {
                Some(parent) if !self.beside => asked = parent,
                _ => break,
            }
        }
        access(asked, Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK)
            .map_err(|error| StoreError::io(asked, &error.into()))
    }

    /// What the name of each of its files begins with.
    #[must_use]
    pub fn base(&self) -> &OsStr {
        &self.base
    }

    /// The file whose permissions new sidecars take over: they are as readable as the recording itself.
    #[must_use]
    pub fn like(&self) -> Option<&Path> {
        self.like.as_deref()
    }

    /// The session file.
    #[must_use]
    pub fn session_file(&self) -> PathBuf {
        self.folder.join(self.name(b".session.ron"))
    }

    /// The file of one person.
    #[must_use]
    pub fn marks_file(&self, person: &PersonId) -> PathBuf {
        self.folder
            .join(self.name(format!(".marks.{person}.ron").as_bytes()))
    }

    /// The file of what one person keeps for some only.
    #[must_use]
    pub fn closed_file(&self, person: &PersonId, audience: Audience) -> PathBuf {
        let circle = circle_name(audience);
        self.folder
            .join(self.name(format!(".marks.{person}.{circle}.ron.age").as_bytes()))
    }

    /// The hidden folder of earlier states.
    #[must_use]
    pub fn generations(&self) -> PathBuf {
        self.folder.join(self.hidden(b".generations"))
    }

    fn name(&self, tail: &[u8]) -> OsString {
        OsString::from_vec([self.base.as_bytes(), tail].concat())
    }

    pub(super) fn hidden(&self, tail: &[u8]) -> OsString {
        OsString::from_vec([b".", self.base.as_bytes(), tail].concat())
    }
}

/// What an audience is called in the names of files.
pub(super) const fn circle_name(audience: Audience) -> &'static str {
    match audience {
        Audience::Everyone => "everyone",
        Audience::OnlyMe => "only-me",
        Audience::Team => "team",
        Audience::Training => "training",
        Audience::Sealed => "sealed",
    }
}

/// The video's name, or its beginning and a hash where it is long.
pub(super) fn base_of(video: &Path) -> OsString {
    let name = video.file_name().unwrap_or(OsStr::new("recording"));
    let bytes = name.as_bytes();
    if bytes.len() <= LONGEST_NAME {
        return name.to_owned();
    }
    let mut end = READABLE_PART;
    // Do not cut a character in two: continuation bytes of UTF-8 begin with the bits 10.
    while end > 0 && bytes[end] & 0b1100_0000 == 0b1000_0000 {
        end -= 1;
    }
    let hash = blake3::hash(bytes).to_hex();
    OsString::from_vec([&bytes[..end], b"~", &hash.as_bytes()[..16]].concat())
}
