//! How far a long copy is, seen from another thread.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// How far it is, and whether it is still wanted.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    stopped: AtomicBool,
}

impl Progress {
    /// The share that is done, 0 to 1; `None` where there is nothing long to do.
    #[must_use]
    pub fn share(&self) -> Option<f32> {
        let total = self.total.load(Ordering::Relaxed);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share, shown as a length on the screen"
        )]
        let share = self.done.load(Ordering::Relaxed) as f32 / total as f32;
        (total > 0).then_some(share.min(1.0))
    }

    /// It is not wanted any more.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(super) fn begin(&self, total: u64) {
        self.done.store(0, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    pub(super) fn add(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }
}
