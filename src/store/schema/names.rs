//! The names that the domain's enums have in our files. A renamed variant cannot change a file: the matches here force
//! a decision.

use serde::Deserialize;

use crate::domain::{entry, mark, person, session, track, training};

macro_rules! named {
    ($name:ident for $domain:path { $($variant:ident),* $(,)? }) => {
        /// As in the file.
        #[derive(Clone, Copy, Deserialize)]
        pub enum $name { $($variant),* }

        impl From<$name> for $domain {
            fn from(name: $name) -> Self {
                match name { $($name::$variant => Self::$variant),* }
            }
        }

        impl $name {
            /// The name in the file.
            pub const fn of(value: $domain) -> &'static str {
                match value { $(<$domain>::$variant => stringify!($variant)),* }
            }
        }
    };
}

named!(Role for person::Role {
    Client, Therapist, Supervisor, Trainee, Rater, Inquirer, GroupMember, Carer, Child, Other,
});
named!(Kind for session::SessionKind { Session, RolePlay, TrainingTape, ParentChild, Group, Other });
named!(View for mark::View { Own, OfOther, HowISeeThemSeeingMe, Us });
named!(Tense for mark::Tense { Then, Now, AboutThen });
named!(Sureness for mark::Sureness { Guess, Fairly, Sure });
named!(Audience for mark::Audience { Everyone, OnlyMe, Team, Training, Sealed });
named!(TrackKind for track::TrackKind { Arousal });
named!(Input for track::Input { Given, Slider, Keys, Wheel, Mixed });
named!(Purpose for entry::Purpose { Review, Recall, Training, Supervision });
named!(ConsentPurpose for entry::ConsentPurpose { Review, Supervision, Training, Research, Group });
named!(Verdict for entry::Verdict { SpotOn, Partly, No });
named!(Ruling for training::Ruling { Same, Merged, Open, Dropped });
