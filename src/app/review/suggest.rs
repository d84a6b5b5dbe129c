//! Which codes suit what a sitting is for. A suggestion, never a rule: whoever begins may choose others.

use super::super::App;
use crate::domain::{entry::Purpose, person::Role};

/// A preset of a codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// Id of the codebook.
    pub codebook: &'static str,
    /// Id of its preset.
    pub preset: &'static str,
}

const PLAIN: Suggestion = of("mbt-client", "client");

const fn of(codebook: &'static str, preset: &'static str) -> Suggestion {
    Suggestion { codebook, preset }
}

/// What suits a purpose, for somebody of this role.
///
/// A client has the eight plain words whatever it is for. Recall has them for everybody: there, nothing is named or rated, it
/// is asked what went on inside.
#[must_use]
pub const fn suggestion(purpose: Purpose, role: Role) -> Suggestion {
    if matches!(role, Role::Client | Role::Child) {
        return PLAIN;
    }
    match purpose {
        Purpose::Review => of("mbt-full", "live"),
        Purpose::Recall => PLAIN,
        Purpose::Training => of("mbt-full", "role-play"),
        Purpose::Supervision => of("mbt-full", "intervention-study"),
    }
}

impl App {
    /// What suits this purpose for whoever marks now; `None` where their own codebooks have no such preset.
    #[must_use]
    pub fn suggested(&self, purpose: Purpose) -> Option<Suggestion> {
        let role = self.desk()?.author()?.role;
        let found = suggestion(purpose, role);
        self.codebooks()
            .get(found.codebook)?
            .preset(found.preset)
            .map(|_| found)
    }
}
