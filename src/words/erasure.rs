//! What erasing a person takes away and what stays, in words: the same in the window and on the command line.

use super::notice::Words;
use crate::{app::notice::ErasingNotice, store::ErasurePlan, tr};

/// What is told about it in a notice.
#[must_use]
pub fn notice(kind: ErasingNotice) -> Words {
    let (what, next) = match kind {
        ErasingNotice::GoesOn => (tr!("erase-goes-on"), tr!("erase-goes-on-next")),
        ErasingNotice::Done { left: 0 } => (tr!("erase-all-done"), tr!("erase-done-next")),
        ErasingNotice::Done { left } => {
            (tr!("erase-part-done", files = left), tr!("erase-done-next"))
        }
        ErasingNotice::Waits => (tr!("erase-waits"), tr!("erase-waits-next")),
    };
    Words {
        what,
        safe: String::new(),
        next,
    }
}

/// What goes and what stays, in words.
#[must_use]
pub fn lines(plan: &ErasurePlan, name: &str, done: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let nothing = plan.is_done();
    lines.push(match (nothing, done) {
        (true, _) => tr!("erase-nothing", name = name),
        (false, true) => tr!("erase-done", name = name),
        (false, false) => tr!("erase-would", name = name),
    });
    if !nothing {
        let files: usize = plan.gone.len() + plan.cleaned.len();
        lines.push(tr!(
            "erase-goes",
            marks = plan.marks,
            joint = plan.joint,
            entries = plan.entries,
            files = files
        ));
    }
    if plan.about > 0 {
        lines.push(tr!("erase-about-stays", marks = plan.about));
    }
    if plan.consents > 0 {
        lines.push(tr!("erase-consent-stays"));
    }
    if plan.open > 0 {
        lines.push(tr!("erase-open", windows = plan.open));
    }
    for (files, words) in [
        (&plan.locked, tr!("erase-locked")),
        (&plan.unclear, tr!("erase-unclear")),
        (&plan.left, tr!("erase-left")),
    ] {
        if !files.is_empty() {
            lines.push(words);
            lines.extend(files.iter().map(|path| format!("  {}", path.display())));
        }
    }
    lines.push(tr!("erase-out-of-reach"));
    lines
}
