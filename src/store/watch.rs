//! Looking out for what others write in the folder, without asking again and again.

use std::{
    ffi::OsString,
    os::unix::ffi::OsStrExt,
    sync::{Arc, Weak},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode},
};

use super::{place::Place, saver::Link};

/// Rings the worker's bell when a file of this record changes; until dropped.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

impl Watch {
    /// Begins to look out. `None` where the system cannot; what others write is then found at the next save.
    pub(super) fn start(place: &Place, link: &Arc<Link>) -> Option<Self> {
        let link = Arc::downgrade(link);
        let ours = place.base().to_owned();
        let notes = place.hidden(b".open-");
        let heard = move |event: notify::Result<Event>| hear(&link, &ours, &notes, event.ok());
        let mut watcher = notify::recommended_watcher(heard).ok()?;
        watcher
            .watch(place.folder(), RecursiveMode::NonRecursive)
            .ok()?;
        Some(Self { _watcher: watcher })
    }
}

fn hear(link: &Weak<Link>, ours: &OsString, notes: &OsString, event: Option<Event>) {
    let Some(link) = link.upgrade() else { return };
    let concerns_us = event.is_none_or(|event| {
        let changes = match event.kind {
            // Reading is not news, least of all our own.
            EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
            _ => true,
        };
        changes
            && event.paths.iter().any(|path| {
                path.file_name().is_some_and(|name| {
                    let name = name.as_bytes();
                    name.strip_prefix(ours.as_bytes())
                        .is_some_and(|tail| tail.starts_with(b".") || tail.starts_with(b" "))
                        || name.starts_with(notes.as_bytes())
                })
            })
    });
    if concerns_us {
        link.lock().stirred = true;
        link.bell.notify_one();
    }
}
