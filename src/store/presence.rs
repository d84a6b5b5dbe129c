//! Notes that say who has a recording open, so that nobody is surprised by another's marks.
//!
//! A note is a small hidden file beside the sidecars, made by each window and taken away when it closes. A note whose
//! window is gone without a word is passed over: on this machine its process is asked after, elsewhere its age counts.

use std::{
    fs,
    os::unix::ffi::OsStrExt,
    path::PathBuf,
    sync::atomic::{AtomicU32, Ordering},
};

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::domain::id::DeviceId;

use super::{
    atomic::{self, Readers},
    place::Place,
};

/// How often a window says again that it is there.
pub const REFRESH: std::time::Duration = std::time::Duration::from_mins(5);
/// After this long without a word a window on another machine counts as gone.
const GONE_MINUTES: i64 = 12;

/// Somebody else who has the recording open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Which installation; the own one where it is another window on this machine.
    pub device: DeviceId,
    /// Number of the process there.
    pub pid: u32,
    /// Since when.
    pub since: DateTime<FixedOffset>,
}

#[derive(Serialize, Deserialize)]
struct Note {
    device: String,
    pid: u32,
    since: String,
    refreshed: String,
}

/// The own note; taken away when dropped.
#[derive(Debug)]
pub struct OwnNote {
    path: PathBuf,
    device: DeviceId,
    since: DateTime<FixedOffset>,
}

impl OwnNote {
    /// Leaves a note. A place that cannot be written gets none.
    pub fn leave(place: &Place, device: &DeviceId, now: DateTime<FixedOffset>) -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let tail = format!(".open-{device}-{}-{number}", std::process::id());
        let note = Self {
            path: place.folder().join(place.hidden(tail.as_bytes())),
            device: device.clone(),
            since: now,
        };
        note.refresh(now).then_some(note)
    }

    /// Says again that the window is there.
    pub fn refresh(&self, now: DateTime<FixedOffset>) -> bool {
        let note = Note {
            device: self.device.to_string(),
            pid: std::process::id(),
            since: self.since.to_rfc3339(),
            refreshed: now.to_rfc3339(),
        };
        ron::to_string(&note)
            .is_ok_and(|text| atomic::write(&self.path, text.as_bytes(), Readers::Usual).is_ok())
    }
}

impl Drop for OwnNote {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Who else has it open. Notes of windows on this machine that are gone are cleared away.
pub fn others(
    place: &Place,
    own: Option<&OwnNote>,
    device: &DeviceId,
    now: DateTime<FixedOffset>,
) -> Vec<Presence> {
    let Ok(entries) = fs::read_dir(place.folder()) else {
        return Vec::new();
    };
    let beginning = place.hidden(b".open-");
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let ours = own.is_some_and(|own| own.path == entry.path());
        if ours
            || !entry
                .file_name()
                .as_bytes()
                .starts_with(beginning.as_bytes())
        {
            continue;
        }
        let note = fs::read_to_string(entry.path())
            .ok()
            .and_then(|text| ron::from_str::<Note>(&text).ok());
        let Some((presence, refreshed)) = note.as_ref().and_then(understand) else {
            continue;
        };
        if presence.device == *device {
            if alive(presence.pid) {
                found.push(presence);
            } else {
                let _ = fs::remove_file(entry.path());
            }
        } else if now - refreshed < TimeDelta::minutes(GONE_MINUTES) {
            found.push(presence);
        }
    }
    found.sort_by(|a, b| (a.since, a.pid, &a.device).cmp(&(b.since, b.pid, &b.device)));
    found
}

fn understand(note: &Note) -> Option<(Presence, DateTime<FixedOffset>)> {
    let presence = Presence {
        device: note.device.parse().ok()?,
        pid: note.pid,
        since: DateTime::parse_from_rfc3339(&note.since).ok()?,
    };
    Some((
        presence,
        DateTime::parse_from_rfc3339(&note.refreshed).ok()?,
    ))
}

fn alive(pid: u32) -> bool {
    let Some(pid) = i32::try_from(pid)
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    else {
        return false;
    };
    rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH)
}
