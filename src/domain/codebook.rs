//! A codebook: the words and shapes with which moments are marked, as people read and edit it in a RON file.
//!
//! Old marks keep the id and version of the codebook they were made with; a code that is not known here is shown as such
//! and never dropped.

use serde::{Deserialize, Serialize};

use super::{
    id::CodeId,
    mark::{Audience, CodebookRef},
    person::Role,
};

/// The first field of every codebook file.
pub const FORMAT: &str = "mindframe-codebook";

/// Which outline stands for a code, beside its word: colour is never alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// A state of mind.
    Circle,
    /// Hard to think.
    DownTriangle,
    /// Came back, understood, helped.
    UpTriangle,
    /// Something the therapist did.
    Square,
    /// Between people.
    Hexagon,
    /// A trigger, too much, a risk.
    Diamond,
}

/// Whether a code's key sets an instant or a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CodeKind {
    /// Always an instant.
    Point,
    /// The key starts a stretch, and ends it when pressed again.
    Span,
    /// An instant when tapped, a stretch when held.
    Either,
}

/// Who may be offered a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Who {
    /// The client.
    Client,
    /// The therapist.
    Therapist,
    /// The supervisor.
    Supervisor,
    /// A trainee or a rater.
    Trainee,
    /// A member of a group.
    GroupMember,
    /// A parent or carer.
    Carer,
}

impl Who {
    /// Whether a person with this role is meant.
    #[must_use]
    pub const fn covers(self, role: Role) -> bool {
        match self {
            Self::Client => matches!(role, Role::Client | Role::Child | Role::Other),
            Self::Therapist => matches!(role, Role::Therapist | Role::Inquirer),
            Self::Supervisor => matches!(role, Role::Supervisor),
            Self::Trainee => matches!(role, Role::Trainee | Role::Rater),
            Self::GroupMember => matches!(role, Role::GroupMember),
            Self::Carer => matches!(role, Role::Carer),
        }
    }
}

/// Who a code's marks are for unless the author says otherwise. What is not for everyone needs the author's passphrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DefaultAudience {
    /// Everyone who is here.
    #[default]
    Everyone,
    /// The clinical team.
    ClinicalTeam,
    /// The trainee and the supervisor.
    TraineeAndSupervisor,
    /// Only the author.
    OnlyMe,
}

impl DefaultAudience {
    /// The audience that is meant.
    #[must_use]
    pub const fn audience(self) -> Audience {
        match self {
            Self::Everyone => Audience::Everyone,
            Self::ClinicalTeam => Audience::Team,
            Self::TraineeAndSupervisor => Audience::Training,
            Self::OnlyMe => Audience::OnlyMe,
        }
    }
}

/// How sure a mark with this code begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DefaultSureness {
    /// A guess.
    Guess,
}

/// One thing a client's follow-up card may ask, in order.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Ask {
    /// One of the values of this modifier.
    Modifier(String),
    /// How strong, 0 to 10.
    Strength,
    /// Own words.
    Words,
    /// Whose mind.
    Who,
    /// How sure.
    Sureness,
}

/// A group of codes that share a shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Short id, such as `ms`.
    pub id: String,
    /// Heading.
    pub title: String,
    /// The plain heading while a client is present.
    #[serde(default)]
    pub client_title: Option<String>,
    /// Shape of its codes.
    pub shape: Shape,
    /// Where the concept comes from.
    #[serde(default)]
    pub source: String,
}

/// One value of a modifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModifierValue {
    /// What is stored.
    pub id: String,
    /// What is shown.
    pub label: String,
    /// Codes of other codebooks that mean nearly this value, out of all that its code names.
    #[serde(default)]
    pub maps_to: Vec<String>,
}

/// Something that can be said of a use of a code, such as whether it helped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Modifier {
    /// What is stored.
    pub key: String,
    /// What is shown.
    pub title: String,
    /// What can be chosen.
    pub values: Vec<ModifierValue>,
}

/// One code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Stable id, never reused.
    pub id: String,
    /// Its group.
    pub group: String,
    /// A word of the moment, never of the person.
    pub label: String,
    /// A shorter word for a narrow button.
    #[serde(default)]
    pub short: Option<String>,
    /// The plain word on a client's screen.
    #[serde(default)]
    pub client_label: Option<String>,
    /// What it means.
    pub definition: String,
    /// What one hears or sees.
    #[serde(default)]
    pub example: String,
    /// Instant or stretch.
    pub kind: CodeKind,
    /// Who is offered it.
    pub who: Vec<Who>,
    /// Codes with the same name here exclude each other for one subject.
    #[serde(default)]
    pub exclusive: Option<String>,
    /// Overrides the group's shape.
    #[serde(default)]
    pub shape: Option<Shape>,
    /// See [`DefaultAudience`].
    #[serde(default)]
    pub default_audience: DefaultAudience,
    /// A parent to be replaced by a finer code later.
    #[serde(default)]
    pub refine: bool,
    /// What can be said of a use.
    #[serde(default)]
    pub modifiers: Vec<Modifier>,
    /// The one follow-up card on a client's screen.
    #[serde(default)]
    pub asks: Vec<Ask>,
    /// Codes of other codebooks that mean nearly the same; shown beside them, never converted.
    #[serde(default)]
    pub maps_to: Vec<String>,
    /// How sure a mark begins.
    #[serde(default)]
    pub default_sureness: Option<DefaultSureness>,
    /// The mark is about another's mind.
    #[serde(default)]
    pub about_other: bool,
}

/// One key of a preset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PresetCode {
    /// Which code.
    pub code: String,
    /// Its key: a digit or a capital letter.
    #[serde(default)]
    pub key: Option<String>,
}

/// A small set of codes for one kind of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Stable id.
    pub id: String,
    /// What is shown.
    pub title: String,
    /// Its codes, in the order of their buttons.
    pub codes: Vec<PresetCode>,
}

/// A whole codebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// Always [`FORMAT`].
    pub format: String,
    /// Stable id.
    pub id: String,
    /// Version, raised with every change.
    pub version: String,
    /// Language tag of its words.
    pub language: String,
    /// What is shown.
    pub title: String,
    /// What it is and where it comes from.
    pub about: String,
    /// Groups in order.
    pub groups: Vec<Group>,
    /// Codes in order.
    pub codes: Vec<Code>,
    /// Presets in order.
    pub presets: Vec<Preset>,
}

/// What makes a codebook unusable. `at` names the entry in the file's own words, so that its line can be found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {reason}")]
pub struct CodebookFault {
    /// The entry, as a quoted text that stands in the file.
    pub at: String,
    /// What is wrong with it, in plain words.
    pub reason: String,
}

impl Codebook {
    /// Id and version, as marks keep them.
    #[must_use]
    pub fn reference(&self) -> CodebookRef {
        CodebookRef {
            id: self.id.clone(),
            version: self.version.clone(),
        }
    }

    /// One code.
    #[must_use]
    pub fn code(&self, id: &CodeId) -> Option<&Code> {
        self.codes.iter().find(|code| code.id == id.as_str())
    }

    /// The shape of a code: its own, or its group's.
    #[must_use]
    pub fn shape(&self, code: &Code) -> Shape {
        code.shape
            .or_else(|| {
                self.groups
                    .iter()
                    .find(|group| group.id == code.group)
                    .map(|group| group.shape)
            })
            .unwrap_or(Shape::Circle)
    }

    /// One preset.
    #[must_use]
    pub fn preset(&self, id: &str) -> Option<&Preset> {
        self.presets.iter().find(|preset| preset.id == id)
    }

    /// Everything in it that does not hold together; empty for a usable codebook.
    #[must_use]
    pub fn faults(&self) -> Vec<CodebookFault> {
        let mut faults = Vec::new();
        let mut fault = |at: &str, reason: String| {
            faults.push(CodebookFault {
                at: at.to_owned(),
                reason,
            });
        };
        if self.format != FORMAT {
            fault(&self.format, format!("the format should be “{FORMAT}”"));
        }
        for (name, value) in [
            ("id", &self.id),
            ("version", &self.version),
            ("title", &self.title),
        ] {
            if value.trim().is_empty() {
                fault(name, format!("the {name} is empty"));
            }
        }
        for (at, code) in self.codes.iter().enumerate() {
            if code.id.parse::<CodeId>().is_err() {
                fault(
                    &code.id,
                    "a code's id has small letters, digits, dots, “_” and “-” only".to_owned(),
                );
            }
            if self.codes[..at].iter().any(|other| other.id == code.id) {
                fault(&code.id, "this code is there twice".to_owned());
            }
            if !self.groups.iter().any(|group| group.id == code.group) {
                fault(&code.group, format!("there is no group “{}”", code.group));
            }
            if code.label.trim().is_empty() {
                fault(&code.id, "this code has no label".to_owned());
            }
            for ask in &code.asks {
                if let Ask::Modifier(key) = ask
                    && !code.modifiers.iter().any(|modifier| modifier.key == *key)
                {
                    fault(
                        key,
                        format!("the code “{}” has no modifier “{key}”", code.id),
                    );
                }
            }
        }
        for preset in &self.presets {
            for (at, entry) in preset.codes.iter().enumerate() {
                if !self.codes.iter().any(|code| code.id == entry.code) {
                    fault(
                        &entry.code,
                        format!("the preset “{}” names a code that is not there", preset.id),
                    );
                }
                let Some(key) = &entry.key else { continue };
                let mut letters = key.chars();
                let single = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_ascii_digit() || c.is_ascii_uppercase());
                if !single || RESERVED_KEYS.contains(&key.as_str()) {
                    fault(
                        key,
                        format!(
                            "“{key}” cannot be the key of a code; use 1 to 9 or a letter that the player leaves free"
                        ),
                    );
                } else if preset.codes[..at]
                    .iter()
                    .any(|other| other.key.as_ref() == Some(key))
                {
                    fault(
                        key,
                        format!("the preset “{}” uses the key “{key}” twice", preset.id),
                    );
                }
            }
        }
        faults
    }
}

/// The group of codes that name a risk, in whatever codebook. Their marks show the team's own note and nothing else.
pub const RISK_GROUP: &str = "risk";

/// Letters that belong to the player and the marks.
pub const RESERVED_KEYS: [&str; 10] = ["J", "K", "L", "I", "O", "R", "S", "M", "G", "F"];
