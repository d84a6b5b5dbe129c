//! Who marks, about whom, when it was felt, with which codes; and what a code's key does while the recording goes on.

use std::{sync::Arc, time::Duration};

use crate::domain::{
    codebook::{Ask, Code, CodeKind, Codebook},
    id::{CodeId, MarkId, PersonId},
    mark::{About, Audience, Mark, Sureness, Tense, View, When},
    person::{Person, Role},
    session::Session,
    time::{MediaDelta, MediaSpan, MediaTime},
};

/// A key held this long makes a stretch of a code that can be either.
pub const HOLD: Duration = Duration::from_millis(400);

/// Which screen the active author sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Eight big buttons, plain words.
    Client,
    /// All lanes, all codes.
    Therapist,
}

/// A code's key that is down.
#[derive(Clone, Debug)]
pub struct Held {
    /// Which code.
    pub code: CodeId,
    /// The mark it made.
    pub mark: MarkId,
    /// When it went down, on the steady clock.
    pub since: Duration,
}

/// The one follow-up card of the client's face.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// About this mark.
    pub mark: MarkId,
    /// Of this code.
    pub code: CodeId,
    /// Whether the recording played before the mark, so that *Done* goes on.
    pub resume: bool,
}

/// The words of a mark are open for typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    /// Which mark.
    pub mark: MarkId,
    /// Whether the recording played before, so that Enter goes on.
    pub resume: bool,
    /// Whether words were committed since they were opened, so that further ones continue that change.
    pub committed: bool,
}

/// Who marks and how. What is always on screen.
#[derive(Clone, Debug)]
pub struct Marking {
    /// Who marks now.
    pub author: PersonId,
    /// About whom new marks are; `None` means what the code suggests, else oneself.
    pub about: Option<About>,
    /// Then, now or later.
    pub tense: Tense,
    /// Codes on the buttons.
    pub codebook: Arc<Codebook>,
    /// Id of the preset on the buttons.
    pub preset: String,
    /// Key that is down.
    pub held: Option<Held>,
    /// Card on the client's face.
    pub follow_up: Option<FollowUp>,
    /// Words being typed.
    pub writing: Option<Writing>,
    /// Who may read new marks, unless their code says otherwise.
    pub audience: Audience,
}

impl Marking {
    /// The people whom the *about* choice offers, in order: oneself first for a client; the client and then oneself for a
    /// therapist, whose own mind is as near as the client's; the others first for whoever else marks.
    #[must_use]
    pub fn about_choices(&self, session: &Session) -> Vec<About> {
        let mut people: Vec<&Person> = session.people().iter().collect();
        let client = |role| matches!(role, Role::Client | Role::Child);
        let role = session.person(&self.author).map(|person| person.role);
        people.sort_by_key(|person| {
            let own = person.id == self.author;
            match role {
                Some(role) if client(role) => u8::from(!own),
                Some(Role::Therapist) if client(person.role) => 0,
                Some(Role::Therapist) => 2 - u8::from(own),
                _ => u8::from(own),
            }
        });
        let mut choices: Vec<About> = people
            .into_iter()
            .map(|person| About::People(vec![person.id.clone()]))
            .collect();
        choices.push(About::Us);
        choices
    }

    /// Whom a new mark with this code is about.
    #[must_use]
    pub fn about_for(&self, code: Option<&Code>, session: &Session) -> About {
        if let Some(code) = code
            && code.about_other
            && let Some(other) = session
                .people()
                .iter()
                .find(|person| person.id != self.author)
            && self
                .about
                .as_ref()
                .is_none_or(|about| *about == About::People(vec![self.author.clone()]))
        {
            return About::People(vec![other.id.clone()]);
        }
        self.about
            .clone()
            .or_else(|| self.about_choices(session).into_iter().next())
            .unwrap_or(About::Us)
    }

    /// From where the mind is seen when `author` marks about `about`.
    #[must_use]
    pub fn view_of(author: &PersonId, about: &About) -> View {
        match about {
            About::People(people) if people.iter().all(|person| person == author) => View::Own,
            About::People(_) => View::OfOther,
            About::Us | About::Group => View::Us,
        }
    }

    /// How sure a new mark begins: a guess about another's mind.
    #[must_use]
    pub fn sureness_of(view: View, code: Option<&Code>) -> Option<Sureness> {
        let guess = code.is_some_and(|code| code.default_sureness.is_some());
        (guess || matches!(view, View::OfOther | View::HowISeeThemSeeingMe))
            .then_some(Sureness::Guess)
    }

    /// The code behind an id, if the codebook has it.
    #[must_use]
    pub fn code(&self, id: &CodeId) -> Option<&Code> {
        self.codebook.code(id)
    }

    /// What the one follow-up card of a code asks.
    #[must_use]
    pub fn asks(&self, id: &CodeId) -> &[Ask] {
        self.code(id).map_or(&[], |code| &code.asks)
    }
}

/// What a code's key should do to the record now.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyEffect {
    /// A new instant.
    Point,
    /// A new stretch begins; these open ones of the same exclusive set end at its start.
    Begin {
        /// Open marks to end.
        ends: Vec<MarkId>,
    },
    /// The open stretch with this code ends.
    End(MarkId),
}

/// Decides what a key does, from the code's kind and the author's open stretches about the same subject.
#[must_use]
pub fn key_effect(code: &Code, open: &[&Mark], codebook: &Codebook, about: &About) -> KeyEffect {
    let same_subject = |mark: &&&Mark| mark.about == *about;
    if code.kind == CodeKind::Span {
        let running = open
            .iter()
            .filter(same_subject)
            .find(|mark| mark.codes.iter().any(|used| used.code.as_str() == code.id));
        if let Some(mark) = running {
            return KeyEffect::End(mark.id);
        }
    }
    let ends: Vec<MarkId> = code.exclusive.as_ref().map_or_else(Vec::new, |set| {
        open.iter()
            .filter(same_subject)
            .filter(|mark| {
                mark.codes.iter().any(|used| {
                    codebook.code(&used.code).is_some_and(|other| {
                        other.exclusive.as_ref() == Some(set) && other.id != code.id
                    })
                })
            })
            .map(|mark| mark.id)
            .collect()
    });
    match code.kind {
        CodeKind::Span => KeyEffect::Begin { ends },
        CodeKind::Point | CodeKind::Either => KeyEffect::Point,
    }
}

/// The stretch that a held key makes: from where the mark was set to where the recording is at release.
#[must_use]
pub fn held_span(start: MediaTime, release: MediaTime) -> When {
    When::Span(MediaSpan::between(
        start,
        release.max(start + MediaDelta::from_nanos(1)),
    ))
}
