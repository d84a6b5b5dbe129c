//! Notices about what is not for everyone: passphrases, marking alone, opening together.

use super::notice::{Trouble, Words};
use crate::{
    app::notice::{ClosedNotice, NotRevealed},
    client, tr,
};

/// Such a notice in words.
#[must_use]
pub fn of(kind: &ClosedNotice) -> Words {
    match kind {
        ClosedNotice::NeedsPassphrase => needs_passphrase(),
        ClosedNotice::MarkingAlone => marking_alone(),
        ClosedNotice::NotRevealed(reason) => not_revealed(reason),
        ClosedNotice::NotDone => Words {
            what: tr!("notice-not-done"),
            safe: tr!("safe-in-window"),
            next: tr!("notice-not-done-next"),
        },
        ClosedNotice::KeptToOneself(at) => Words {
            what: client!("kept-to-oneself", time = at.whole_seconds()),
            safe: String::new(),
            next: String::new(),
        },
        ClosedNotice::SealedLeft(error) => Words {
            what: tr!(
                "notice-sealed-left",
                reason = Trouble::from(error).sentence()
            ),
            safe: String::new(),
            next: tr!("notice-sealed-left-next"),
        },
    }
}

/// Something was to be kept for some only, and the author's key is closed.
fn needs_passphrase() -> Words {
    Words {
        what: tr!("notice-needs-passphrase"),
        safe: String::new(),
        next: tr!("notice-needs-passphrase-next"),
    }
}

/// Somebody marks alone and has to finish first.
fn marking_alone() -> Words {
    Words {
        what: tr!("notice-marking-alone"),
        safe: String::new(),
        next: tr!("notice-marking-alone-next"),
    }
}

/// A round could not be opened.
fn not_revealed(reason: &NotRevealed) -> Words {
    Words {
        what: why_not_revealed(reason),
        safe: tr!("notice-reveal-safe"),
        next: tr!("notice-reveal-next"),
    }
}

/// Why one person's marks were not opened, as one sentence.
#[must_use]
pub fn why_not_revealed(reason: &NotRevealed) -> String {
    match reason {
        NotRevealed::Missing(_) => tr!("notice-reveal-missing"),
        NotRevealed::Changed(_) => tr!("notice-reveal-changed"),
        NotRevealed::Unreadable(_, error) => tr!(
            "notice-reveal-unreadable",
            reason = Trouble::from(error).sentence()
        ),
    }
}
