//! Whose tapes may be looked at: one person's at a time, by themselves or by whoever teaches them.

use super::super::App;
use crate::{
    analysis::progress::{Case, Learner, own_place},
    domain::person::Role,
};

impl App {
    /// Those of a case whose tapes may be looked at now, with their places there. Somebody who learns finds only their own; whoever
    /// came for help finds none.
    #[must_use]
    pub fn learners<'a>(&self, case: &'a Case) -> Vec<(usize, &'a Learner)> {
        if !self.may_see_library() {
            return Vec::new();
        }
        let author = self.desk().and_then(|desk| {
            let author = &desk.marking.author;
            desk.document.session().person(author)
        });
        let all = case.learners.iter().enumerate();
        match author {
            Some(person) if person.role == Role::Trainee => {
                let own = own_place(&case.learners, person);
                all.filter(|(at, _)| Some(*at) == own).collect()
            }
            Some(person)
                if matches!(
                    person.role,
                    Role::Client | Role::Child | Role::Carer | Role::GroupMember
                ) =>
            {
                Vec::new()
            }
            _ => all.collect(),
        }
    }
}
