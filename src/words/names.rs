//! The words for roles and for kinds of recordings, wherever they are shown.

use crate::{
    domain::{person::Role, session::SessionKind},
    tr,
};

/// The word for a role.
#[must_use]
pub fn role(role: Role) -> String {
    match role {
        Role::Client => tr!("role-client"),
        Role::Therapist => tr!("role-therapist"),
        Role::Supervisor => tr!("role-supervisor"),
        Role::Trainee => tr!("role-trainee"),
        Role::Rater => tr!("role-rater"),
        Role::Inquirer => tr!("role-inquirer"),
        Role::GroupMember => tr!("role-group-member"),
        Role::Carer => tr!("role-carer"),
        Role::Child => tr!("role-child"),
        Role::Other => tr!("role-other"),
    }
}

/// The word for a kind of recording.
#[must_use]
pub fn kind(kind: SessionKind) -> String {
    match kind {
        SessionKind::Session => tr!("kind-session"),
        SessionKind::RolePlay => tr!("kind-role-play"),
        SessionKind::TrainingTape => tr!("kind-training-tape"),
        SessionKind::ParentChild => tr!("kind-parent-child"),
        SessionKind::Group => tr!("kind-group"),
        SessionKind::Other => tr!("kind-other"),
    }
}
