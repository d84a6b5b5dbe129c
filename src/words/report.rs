//! Words on reports: why there is none, and what became of one.

use super::notice::{Words, store_error_when_writing};
use crate::{app::report::ReportNotice, domain::entry::ConsentPurpose, report::Refusal, tr};

/// Why there is no such report, in one plain sentence.
#[must_use]
pub fn refusal(refusal: Refusal) -> String {
    match refusal {
        Refusal::NotFor => tr!("report-not-for"),
        Refusal::Nobody => tr!("report-nobody"),
        Refusal::TakesTwo => tr!("report-takes-two"),
        Refusal::TakenBack(ConsentPurpose::Review) => tr!("report-taken-back"),
        Refusal::TakenBack(ConsentPurpose::Supervision) => tr!("report-taken-back-supervision"),
        Refusal::TakenBack(ConsentPurpose::Training) => tr!("report-taken-back-training"),
        Refusal::TakenBack(ConsentPurpose::Research) => tr!("report-taken-back-research"),
        Refusal::TakenBack(ConsentPurpose::Group) => tr!("report-taken-back-group"),
    }
}

/// A notice about a report.
#[must_use]
pub fn of(kind: &ReportNotice) -> Words {
    match kind {
        ReportNotice::Saved(path) => Words {
            what: tr!("report-saved", file = path.display().to_string()),
            safe: String::new(),
            next: tr!("report-saved-next"),
        },
        ReportNotice::NotSaved(error) => Words {
            what: store_error_when_writing(error),
            safe: tr!("safe-nothing-changed"),
            next: tr!("report-not-saved-next"),
        },
    }
}
