//! Passphrases at work: giving a person a key, opening it, closing it. At most one person's key is open while people mark; what
//! it opens is in memory only that long.
//!
//! Trying a passphrase takes about a second of hard work, so it is done on a thread of its own.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use secrecy::{ExposeSecret, SecretString};

use super::{App, notice::NoticeKind, review::packages::Give};
use crate::{
    domain::{
        edit::Edit,
        id::{EntryId, PersonId},
        person::PublicKey,
    },
    store::{self, Key, KeyError, Keyring, Places, Reach},
};

/// After this many wrong tries in a row each further one has to wait.
const FREE_TRIES: u32 = 3;
/// The longest such wait.
const LONGEST_WAIT: Duration = Duration::from_mins(1);
/// Shorter passphrases are refused.
pub const SHORTEST: usize = 8;

/// A passphrase on its way from the keyboard. Never printed, wiped when dropped.
#[derive(Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// Takes it out of a text field.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(SecretString::from(text))
    }

    /// What it says, for whoever opens something with it.
    pub(super) const fn secret(&self) -> &SecretString {
        &self.0
    }

    /// Whether it is long enough to keep anybody out.
    #[must_use]
    pub fn is_long_enough(&self) -> bool {
        self.0.expose_secret().chars().count() >= SHORTEST
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

impl PartialEq for Passphrase {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

/// To the keys.
#[derive(Clone, Debug, PartialEq)]
pub enum KeyCommand {
    /// This person gets a passphrase.
    Create(PersonId, Passphrase),
    /// This person has a passphrase on this computer already, from another recording.
    UseMine(PersonId, Passphrase),
    /// Opens what only this person may read.
    Open(PersonId, Passphrase),
    /// Opens this person's own sealed marks, and nothing else.
    Alone(PersonId, Passphrase),
    /// This person agrees to open a round; it opens once all have.
    Reveal(EntryId, PersonId, Passphrase),
    /// This person agrees to open a round, and hands over what the others at their own computers need for it.
    Agree(EntryId, PersonId, Passphrase, Box<Give>),
    /// This person takes their set of a round back.
    Withdraw(EntryId, PersonId, Passphrase),
    /// Says that the client has left; opens nothing.
    Leave(PersonId, Passphrase),
    /// Closes what is open.
    Close,
}

/// What a passphrase is tried for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To read and write what only this person may.
    Read,
    /// To mark alone.
    Alone,
    /// To open a round together with the others.
    Reveal(EntryId),
    /// To agree to open a round at several computers.
    Agree(EntryId, Box<Give>),
    /// To take one's own set of a round back.
    Withdraw(EntryId),
    /// To say that the client has left.
    Leave,
}

/// What the window shows of a person's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// This person has no passphrase yet.
    None,
    /// Their key is on another computer.
    Elsewhere,
    /// It is closed.
    Closed,
    /// A passphrase is being tried.
    Trying,
    /// It is open.
    Open,
}

struct Trying {
    person: PersonId,
    purpose: Purpose,
    /// The person gets this key.
    gives: bool,
    answer: mpsc::Receiver<Result<Key, KeyError>>,
}

/// The keys of the open recording.
#[derive(Default)]
pub struct Keys {
    /// Those that are open.
    pub(super) ring: Keyring,
    trying: Option<Trying>,
    failed: Option<(PersonId, KeyError)>,
    wrong: u32,
    not_before: Duration,
    /// Keys of those who agreed to open a round, until all have.
    pub(super) agreed: BTreeMap<PersonId, Key>,
}

impl App {
    pub(super) fn handle_key(&mut self, command: KeyCommand) {
        match command {
            KeyCommand::Create(person, passphrase) => {
                let strength = self.world.key_strength;
                self.try_key(person, Purpose::Read, true, move |places| {
                    store::create_key(places, &passphrase.0, strength)
                });
            }
            KeyCommand::UseMine(person, passphrase) => {
                self.try_key(person, Purpose::Read, true, move |places| {
                    store::open_any_key(places, &passphrase.0)
                });
            }
            KeyCommand::Open(person, passphrase) => {
                self.open_with(person, Purpose::Read, passphrase);
            }
            KeyCommand::Alone(person, passphrase) => {
                self.open_with(person, Purpose::Alone, passphrase);
            }
            KeyCommand::Leave(person, passphrase) => {
                self.open_with(person, Purpose::Leave, passphrase);
            }
            KeyCommand::Reveal(round, person, passphrase) => {
                self.open_with(person, Purpose::Reveal(round), passphrase);
            }
            KeyCommand::Agree(round, person, passphrase, give) => {
                self.open_with(person, Purpose::Agree(round, give), passphrase);
            }
            KeyCommand::Withdraw(round, person, passphrase) => {
                self.open_with(person, Purpose::Withdraw(round), passphrase);
            }
            KeyCommand::Close => self.close_keys(),
        }
    }

    fn open_with(&mut self, person: PersonId, purpose: Purpose, passphrase: Passphrase) {
        let Some(public) = self.public_key(&person) else {
            return;
        };
        self.try_key(person, purpose, false, move |places| {
            store::open_key(places, &public, &passphrase.0)
        });
    }

    fn try_key(
        &mut self,
        person: PersonId,
        purpose: Purpose,
        gives: bool,
        work: impl FnOnce(&Places) -> Result<Key, KeyError> + Send + 'static,
    ) {
        if self.keys.trying.is_some() || self.key_wait() > Duration::ZERO || self.desk().is_none() {
            return;
        }
        let (sender, answer) = mpsc::channel();
        let places = self.world.places.clone();
        let waker = Arc::clone(&self.world.waker);
        thread::spawn(move || {
            // The recording may have been closed meanwhile; then nobody waits for the key.
            let _unwanted = sender.send(work(&places));
            waker();
        });
        self.keys.failed = None;
        self.keys.trying = Some(Trying {
            person,
            purpose,
            gives,
            answer,
        });
    }

    /// Takes in what became of a try.
    pub(super) fn take_in_keys(&mut self) {
        let Some(trying) = &self.keys.trying else {
            return;
        };
        let answer = match trying.answer.try_recv() {
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => Err(KeyError::Damaged),
            Ok(answer) => answer,
        };
        let Some(Trying {
            person,
            purpose,
            gives,
            ..
        }) = self.keys.trying.take()
        else {
            return;
        };
        match answer {
            Ok(key) => {
                self.keys.wrong = 0;
                if gives && !self.give_key(&person, key.public()) {
                    return;
                }
                match purpose {
                    Purpose::Read if self.client_here() => {}
                    Purpose::Read => self.open_ring(Keyring::of([key])),
                    Purpose::Leave => self.set_client_here(false),
                    Purpose::Alone => self.mark_alone(&person, key),
                    Purpose::Reveal(round) => self.agree_to_reveal(round, person, key),
                    Purpose::Agree(round, give) => self.agree_and_give(round, person, key, &give),
                    Purpose::Withdraw(round) => self.take_back(round, &person),
                }
            }
            Err(error) => {
                if error == KeyError::WrongPassphrase {
                    self.keys.wrong += 1;
                    if let Some(over) = self.keys.wrong.checked_sub(FREE_TRIES) {
                        let wait = Duration::from_secs(1 << over.min(6)).min(LONGEST_WAIT);
                        self.keys.not_before = self.reading.steady + wait;
                    }
                }
                self.keys.failed = Some((person, error));
            }
        }
    }

    fn give_key(&mut self, person: &PersonId, public: &PublicKey) -> bool {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else {
            return false;
        };
        let mut info = desk.document.session().info().clone();
        let Some(found) = info.people.iter_mut().find(|known| known.id == *person) else {
            return false;
        };
        found.key = Some(public.clone());
        match desk.document.note(&Edit::SetInfo(Box::new(info)), &stamp) {
            Ok(()) => true,
            Err(reason) => {
                self.tell(NoticeKind::Refused(reason));
                false
            }
        }
    }

    fn open_ring(&mut self, ring: Keyring) {
        self.keys.ring = ring.clone();
        if let Some(desk) = self.desk_mut() {
            desk.document.reach_for(Reach::shared(ring));
        }
    }

    /// Closes what is open: what only its owner may read leaves the memory of the window at once.
    pub(super) fn close_keys(&mut self) {
        self.keys.agreed.clear();
        self.keys.trying = None;
        self.keys.failed = None;
        if self.keys.ring.is_empty() {
            return;
        }
        self.keys.ring = Keyring::default();
        if self.marks_alone().is_some() {
            self.cover_tracks();
        }
        if let Some(desk) = self.desk_mut() {
            desk.document.reach_for(Reach::default());
            desk.marking.audience = crate::domain::mark::Audience::Everyone;
            desk.forget_what_is_gone();
        }
    }

    /// Whether somebody's key is open: what is only for them can be read.
    #[must_use]
    pub const fn reads_closed(&self) -> bool {
        !self.keys.ring.is_empty()
    }

    pub(super) fn public_key(&self, person: &PersonId) -> Option<PublicKey> {
        self.desk()?.document.session().person(person)?.key.clone()
    }

    /// What the window shows of a person's key.
    #[must_use]
    pub fn key_state(&self, person: &PersonId) -> KeyState {
        let Some(public) = self.public_key(person) else {
            let giving = self.keys.trying.as_ref();
            return if giving.is_some_and(|trying| trying.person == *person) {
                KeyState::Trying
            } else {
                KeyState::None
            };
        };
        if self.keys.ring.holds(&public) {
            KeyState::Open
        } else if self
            .keys
            .trying
            .as_ref()
            .is_some_and(|trying| trying.person == *person)
        {
            KeyState::Trying
        } else if store::has_key(&self.world.places, &public) {
            KeyState::Closed
        } else {
            KeyState::Elsewhere
        }
    }

    /// Why the last try of this person did not work.
    #[must_use]
    pub fn key_failure(&self, person: &PersonId) -> Option<&KeyError> {
        self.keys
            .failed
            .as_ref()
            .filter(|(failed, _)| failed == person)
            .map(|(_, error)| error)
    }

    /// How long the next try has to wait, after several wrong ones.
    #[must_use]
    pub fn key_wait(&self) -> Duration {
        self.keys.not_before.saturating_sub(self.reading.steady)
    }
}
