//! Files that look like the parts that follow, and parts that were moved.

use std::{
    fs::{self, Metadata},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::names::{self, Kinship};
use crate::{
    domain::{session::MediaIdentity, time::MediaTime},
    media::MediaInfo,
};

/// More parts are not offered at once.
const MOST: usize = 48;

/// More files of one folder are not looked through.
const MOST_FILES: usize = 5000;

/// How far the end of writing a file may lie from where the length of the next says.
const CLOSE: Duration = Duration::from_secs(20);

/// What is known of a file without reading it through.
pub type Glance<'a> = &'a dyn Fn(&Path) -> Option<MediaInfo>;

/// The files beside `first` that look like its following parts, in order. None if `first` looks like a later part itself.
pub fn following(first: &Path, glance: Glance<'_>) -> Vec<PathBuf> {
    let Some(name) = first.file_name().and_then(|name| name.to_str()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    // Most names do not count; then nothing is opened.
    let Some(info) = names::next(name)
        .and_then(|(next, _)| beside(first, &next))
        .and_then(|_| glance(first))
    else {
        return found;
    };
    if let Some((before, kinship)) = names::before(name)
        && let Some(before) = beside(first, &before)
        && follows(&before, first, &info, &info, kinship)
    {
        return found;
    }
    let (mut last, mut last_name) = (first.to_path_buf(), name.to_owned());
    while let Some((next_name, kinship)) = names::next(&last_name)
        && found.len() < MOST
        && let Some(next) = beside(first, &next_name)
        && let Some(its) = glance(&next)
        && alike(&info, &its)
        && follows(&last, &next, &info, &its, kinship)
    {
        found.push(next.clone());
        (last, last_name) = (next, next_name);
    }
    found
}

/// The file of this name in the folder of another.
fn beside(other: &Path, name: &str) -> Option<PathBuf> {
    let path = other.with_file_name(name);
    path.is_file().then_some(path)
}

/// Whether two files come from the same camera, set alike.
fn alike(one: &MediaInfo, other: &MediaInfo) -> bool {
    let picture = |info: &MediaInfo| {
        let video = info.video.as_ref();
        video.map(|video| (video.codec.clone(), video.size))
    };
    one.container == other.container && picture(one) == picture(other)
}

/// Whether the times of two files agree with one following the other. A name that says so is believed.
fn follows(one: &Path, next: &Path, _: &MediaInfo, its: &MediaInfo, kinship: Kinship) -> bool {
    if kinship == Kinship::Said {
        return true;
    }
    let (Ok(one), Ok(next)) = (fs::metadata(one), fs::metadata(next)) else {
        return false;
    };
    let written = |about: &Metadata| about.modified().ok();
    let (Some(ended), Some(next_ended)) = (written(&one), written(&next)) else {
        return false;
    };
    close(ended, next_ended, its.duration)
}

/// A camera stops writing a file as the next begins; so the end of the next lies its own length later.
fn close(ended: SystemTime, next_ended: SystemTime, length: MediaTime) -> bool {
    let Ok(between) = next_ended.duration_since(ended) else {
        return false;
    };
    let length = Duration::from_nanos(u64::try_from(length.as_nanos()).unwrap_or(0));
    length > Duration::ZERO && between.abs_diff(length) <= CLOSE
}

/// Where a part lies: under its name beside the first, else under another name with the same content.
pub fn locate(
    first: &Path,
    part: &MediaIdentity,
    identify: &dyn Fn(&Path) -> MediaIdentity,
) -> PathBuf {
    let named = first.with_file_name(&part.file_name);
    let is_it = |path: &Path| identify(path).fingerprint == part.fingerprint;
    if part.fingerprint.is_empty() || named.is_file() && is_it(&named) {
        return named;
    }
    let folder = first
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let Ok(entries) = fs::read_dir(folder.unwrap_or(Path::new("."))) else {
        return named;
    };
    let mut paths: Vec<PathBuf> = entries
        .flatten()
        .take(MOST_FILES)
        .filter(|entry| {
            let about = entry.metadata();
            about.is_ok_and(|about| about.is_file() && about.len() == part.bytes)
        })
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    paths.into_iter().find(|path| is_it(path)).unwrap_or(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_believed_only_where_one_file_ends_as_the_next_begins() {
        let ended = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let length = MediaTime::from_seconds(600);
        let later = |seconds| ended + Duration::from_secs(seconds);
        assert!(close(ended, later(600), length));
        assert!(close(ended, later(610), length), "buffers are written late");
        assert!(!close(ended, later(900), length), "five minutes between");
        assert!(!close(ended, later(0), length), "copied, both now");
        assert!(!close(later(10), ended, length), "the wrong way round");
        assert!(!close(ended, later(0), MediaTime::ZERO));
    }
}
