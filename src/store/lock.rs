//! The short lock under which a record is compared, merged and written.

use std::{
    fs::{File, TryLockError},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use super::{error::StoreError, generations, place::Place};

/// How long another writer may take before the people are told.
const PATIENCE: Duration = Duration::from_secs(10);

/// The file that is locked. Another user of the same folder may have made it; reading is enough to lock.
fn open(path: &Path) -> std::io::Result<File> {
    match File::open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path),
        known => known,
    }
}

/// Held while one writer is at work; let go when dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for other writers of this record and keeps them out.
    pub fn take(place: &Place) -> Result<Self, StoreError> {
        let path = generations::folder(place)?.join("lock");
        let file = open(&path).map_err(|error| StoreError::io(&path, &error))?;
        let began = Instant::now();
        let mut pause = Duration::from_millis(2);
        loop {
            match file.try_lock() {
                Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => {
                    thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(50));
                }
                Err(TryLockError::WouldBlock) => return Err(StoreError::Busy { path }),
                // A file system without locks: the comparison by hash still finds what others wrote.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(Self { _file: file }),
            }
        }
    }
}
