//! Marking alone at two computers: packages that are given out, looked into and taken in, on a thread of their own.
//!
//! A person whose key is at another computer agrees there: their package holds what they committed to, encrypted to the others
//! of the round. Here the round opens only once everybody has agreed, whichever computer they did it at, and only after
//! whoever opens it here has handed over the same.

use std::{
    path::PathBuf,
    sync::{Arc, mpsc},
    thread,
};

use super::{
    super::{
        App, MarkingCommand, clock,
        notice::{ClosedNotice, NoticeKind},
    },
    alone::round_to_hand_over,
};
use crate::{
    domain::{
        disclosed::{Disclosed, OpenCodes, Purpose, Viewer},
        id::PersonId,
        mark::CodebookRef,
        person::Role,
        session::{MediaIdentity, Session},
    },
    store::{
        self, Giving, Package, PackageError, Progress, StoreError, Taken, Taking, Target, With,
    },
};

mod agreeing;

use agreeing::Agreeing;
pub use agreeing::handed_over;

/// To packages.
#[derive(Clone, Debug, PartialEq)]
pub enum PackageCommand {
    /// Into this folder from now on.
    Into(PathBuf),
    /// Make one.
    Give(Box<Give>),
    /// What is in this file?
    Look(PathBuf),
    /// Take in what was looked into.
    TakeIn(Target),
    /// No more of what goes on, or of what came of it.
    Leave,
}

/// What is to be handed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that may go along"
)]
pub struct Give {
    /// Who it is from; the first person where nobody is named.
    pub from: Option<PersonId>,
    /// Who it is for.
    pub to: Option<PersonId>,
    /// The marks of whoever it is from that are for everyone.
    pub marks: bool,
    /// When the chosen clips are.
    pub clips: bool,
    /// The key of whoever it is from.
    pub key: bool,
    /// The tape to practise on.
    pub tape: bool,
    /// The recording itself.
    pub media: bool,
    /// Who will be there.
    pub company: Option<store::Company>,
}

enum Job {
    Giving(
        mpsc::Receiver<Result<PathBuf, PackageError>>,
        Option<Box<Agreeing>>,
    ),
    Looking(mpsc::Receiver<Result<Package, PackageError>>),
    Taking(
        mpsc::Receiver<Result<Taken, PackageError>>,
        Box<Package>,
        Open,
    ),
    /// It is on the disk, and on its way from there to the record that is open.
    Arriving(Box<Package>, Taken),
}

/// The recording that was open when a package was taken in.
enum Open {
    /// It stays open.
    Stays,
    /// It is opened again: its record is begun anew with the people of the package.
    Again(PathBuf),
}

/// What came of the newest package.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It lies here.
    Given(PathBuf),
    /// This is what was looked into.
    Looked(Box<Package>),
    /// It was taken in.
    Taken(Box<Package>, Taken),
    /// It was not, for this reason; what was looked into, if it could be.
    Refused(PackageError, Option<Box<Package>>),
}

/// Packages that are on their way.
#[derive(Default)]
pub struct Packages {
    job: Option<(Job, Arc<Progress>)>,
    outcome: Option<Outcome>,
    into: Option<PathBuf>,
}

impl Drop for Packages {
    fn drop(&mut self) {
        if let Some((_, progress)) = &self.job {
            progress.stop();
        }
    }
}

impl App {
    pub(in crate::app) fn handle_package(&mut self, command: PackageCommand) {
        match command {
            PackageCommand::Into(folder) => self.packages.into = Some(folder),
            PackageCommand::Give(give) => self.give_package(&give, None),
            PackageCommand::Look(path) => self.look_into_package(path),
            PackageCommand::TakeIn(target) => self.take_in_package(target),
            PackageCommand::Leave => {
                if let Some((_, progress)) = self.packages.job.take() {
                    progress.stop();
                }
                self.packages.outcome = None;
            }
        }
    }

    /// Whether a package is being made, looked into or taken in.
    #[must_use]
    pub const fn package_under_way(&self) -> bool {
        self.packages.job.is_some()
    }

    /// The share of it that is done, where it is long.
    #[must_use]
    pub fn package_share(&self) -> Option<f32> {
        self.packages.job.as_ref()?.1.share()
    }

    /// What came of the newest package.
    #[must_use]
    pub const fn package_outcome(&self) -> Option<&Outcome> {
        self.packages.outcome.as_ref()
    }

    /// The folder that packages go to: beside the recording, unless another was chosen.
    #[must_use]
    pub fn package_folder(&self) -> Option<PathBuf> {
        let beside = || {
            let path = std::path::absolute(&self.recording.as_ref()?.path).ok()?;
            path.parent().map(PathBuf::from)
        };
        self.packages.into.clone().or_else(beside)
    }

    /// Whether this package is for the recording that is open.
    #[must_use]
    pub fn is_for_this(&self, package: &Package) -> bool {
        self.open_identity().is_some_and(|medium| {
            medium.fingerprint == package.manifest.fingerprint
                && medium.bytes == package.manifest.bytes
        })
    }

    fn open_identity(&self) -> Option<&MediaIdentity> {
        self.desk()?.document.record().info().media.first()
    }

    /// The codebooks in a package of which another version is here: theirs, ours.
    #[must_use]
    pub fn other_codebooks(&self, package: &Package) -> Vec<(CodebookRef, String)> {
        let books = self.codebooks.all();
        package
            .manifest
            .codebooks
            .iter()
            .filter_map(|theirs| {
                let ours = books.iter().find(|book| book.id == theirs.id)?;
                (ours.version != theirs.version).then(|| (theirs.clone(), ours.version.clone()))
            })
            .collect()
    }

    fn give_package(&mut self, give: &Give, agreeing: Option<(Box<Agreeing>, Vec<u8>)>) {
        if self.packages.job.is_some() {
            return;
        }
        if self.marks_alone().is_some() {
            self.tell(NoticeKind::Closed(ClosedNotice::MarkingAlone));
            return;
        }
        let folder = self.package_folder();
        let Some(((document, folder), open)) = self
            .desk()
            .map(|desk| &desk.document)
            .zip(folder)
            .zip(self.recording.as_ref())
        else {
            return;
        };
        let Some(place) = document.place() else {
            return;
        };
        let mut record = document.record().clone();
        let first = || record.people().first().map(|person| person.id.clone());
        let Some(from) = give.from.clone().or_else(first) else {
            return;
        };
        let agreed = agreeing.as_ref().map(|(_, bytes)| bytes.clone());
        let agreeing = agreeing.map(|(agreeing, _)| agreeing);
        if let Some(agreeing) = &agreeing {
            // In the package it is said already; here only once the package is whole.
            if record.apply(&agreeing.edit, &agreeing.stamp).is_err() {
                return;
            }
        }
        let reader = give.to.as_ref().or(give.tape.then_some(&from));
        let viewer = viewer_of(&record, reader, self.for_the_room.codes());
        let shown = Disclosed::of(&record, viewer, Purpose::HandedOut);
        let give = give.clone();
        let with = With {
            marks: give.marks,
            clips: give.clips,
            key: give.key,
            tape: give.tape,
            media: give.media.then(|| open.path.clone()),
            company: give.company,
        };
        // Whoever practises has no part in the raters' round.
        let round = round_to_hand_over(&record).filter(|_| !give.tape);
        let (places, now) = (self.world.places.clone(), self.reading.wall);
        let waker = Arc::clone(&self.world.waker);
        let progress = Arc::new(Progress::default());
        let seen = Arc::clone(&progress);
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let giving = Giving {
                place: &place,
                session: &shown,
                places: &places,
                from: &from,
                to: give.to.as_ref(),
                round,
                with: &with,
                agreed: agreed.as_deref(),
                now,
            };
            // Whoever stopped it no longer listens.
            let _gone = sender.send(store::give_out(&giving, &folder, &seen));
            waker();
        });
        self.packages.outcome = None;
        self.packages.job = Some((Job::Giving(receiver, agreeing), progress));
        if let Some(round) = round {
            self.begun_for_good(round);
        }
    }

    fn look_into_package(&mut self, path: PathBuf) {
        if self.packages.job.is_some() {
            return;
        }
        let waker = Arc::clone(&self.world.waker);
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            // The window may be about something else by now.
            let _gone = sender.send(store::look_into(&path));
            waker();
        });
        self.packages.outcome = None;
        self.packages.job = Some((Job::Looking(receiver), Arc::default()));
    }

    fn take_in_package(&mut self, target: Target) {
        if self.packages.job.is_some() {
            return;
        }
        if self.marks_alone().is_some() {
            self.tell(NoticeKind::Closed(ClosedNotice::MarkingAlone));
            return;
        }
        let package = match self.packages.outcome.take() {
            Some(Outcome::Looked(package) | Outcome::Refused(_, Some(package))) => package,
            other => {
                self.packages.outcome = other;
                return;
            }
        };
        let open = match self.make_room(&package, &target) {
            Ok(open) => open,
            Err(reason) => {
                self.packages.outcome = Some(Outcome::Refused(reason, Some(package)));
                return;
            }
        };
        let waker = Arc::clone(&self.world.waker);
        let identify = Arc::clone(&self.world.identify);
        let (places, stamp) = (self.world.places.clone(), self.stamp());
        let progress = Arc::new(Progress::default());
        let seen = Arc::clone(&progress);
        let (sender, receiver) = mpsc::channel();
        let own = package.clone();
        thread::spawn(move || {
            let taking = Taking {
                to: &target,
                places: &places,
                identify: identify.as_ref(),
                stamp: &stamp,
                clock: Arc::new(clock::wall),
            };
            let _gone = sender.send(store::take_in(&own, &taking, &seen));
            waker();
        });
        self.packages.job = Some((Job::Taking(receiver, package, open), progress));
    }

    /// Where the open recording has another record than the package, it is closed meanwhile, so that only one writes.
    fn make_room(&mut self, package: &Package, target: &Target) -> Result<Open, PackageError> {
        let (Some(open), Target::Recording(video)) = (&self.recording, target) else {
            return Ok(Open::Stays);
        };
        let one = self
            .desk()
            .is_some_and(|desk| desk.document.record().info().id == package.card.id);
        if one || !same_file(&open.path, video) {
            return Ok(Open::Stays);
        }
        let path = open.path.clone();
        self.close();
        if self.recording.is_some() {
            // Something of it is not on the disk, which has been said.
            return Err(PackageError::Store(StoreError::Busy { path }));
        }
        Ok(Open::Again(path))
    }

    /// Takes in what became of a package.
    pub(in crate::app) fn mind_packages(&mut self) {
        let Some((job, progress)) = self.packages.job.take() else {
            return;
        };
        match job {
            Job::Giving(receiver, agreeing) => match answer(&receiver) {
                None => self.packages.job = Some((Job::Giving(receiver, agreeing), progress)),
                Some(Ok(path)) => {
                    self.packages.outcome = Some(Outcome::Given(path));
                    if let Some(agreeing) = agreeing {
                        self.has_agreed(*agreeing);
                    }
                }
                Some(Err(error)) => self.packages.outcome = Some(Outcome::Refused(error, None)),
            },
            Job::Looking(receiver) => match answer(&receiver) {
                None => self.packages.job = Some((Job::Looking(receiver), progress)),
                Some(Ok(package)) => {
                    self.packages.outcome = Some(Outcome::Looked(Box::new(package)));
                }
                Some(Err(error)) => self.packages.outcome = Some(Outcome::Refused(error, None)),
            },
            Job::Taking(receiver, package, open) => match answer(&receiver) {
                None => self.packages.job = Some((Job::Taking(receiver, package, open), progress)),
                Some(Ok(taken)) => self.has_taken(package, taken, progress),
                Some(Err(error)) => {
                    if let Open::Again(path) = open {
                        self.open(path);
                    }
                    self.packages.outcome = Some(Outcome::Refused(error, Some(package)));
                }
            },
            Job::Arriving(package, taken) => {
                let there = self
                    .desk()
                    .is_none_or(|desk| package.is_in(desk.document.record()));
                let opening = self
                    .recording
                    .as_ref()
                    .is_some_and(|open| open.desk.is_none());
                if there && !opening {
                    self.mark_as_receiver(&package);
                    self.packages.outcome = Some(Outcome::Taken(package, taken));
                } else {
                    self.packages.job = Some((Job::Arriving(package, taken), progress));
                }
            }
        }
    }

    /// At a computer where nobody else of the package has a key, whoever it is for is the one who marks.
    fn mark_as_receiver(&mut self, package: &Package) {
        let Some(to) = &package.manifest.to else {
            return;
        };
        let others = package.card.people.iter().map(|person| &person.id);
        let alone = others
            .filter(|other| *other != to)
            .all(|other| self.is_elsewhere(other));
        if alone && self.desk().is_some() && package.own_state().is_some() {
            self.handle_marking(MarkingCommand::SetAuthor(to.clone()));
        }
    }

    fn has_taken(&mut self, package: Box<Package>, taken: Taken, progress: Arc<Progress>) {
        let here = self
            .recording
            .as_ref()
            .is_some_and(|open| same_file(&open.path, &taken.video));
        if !here {
            self.open(taken.video.clone());
        } else if let Some(desk) = self.desk_mut() {
            // Whoever saves reads first what others wrote.
            desk.document.offer();
        }
        self.packages.job = Some((Job::Arriving(package, taken), progress));
    }
}

/// As who the receiver of a package looks at what is in it: where it is not said who that is, as a client may.
#[must_use]
pub fn viewer_of(record: &Session, to: Option<&PersonId>, codes: Arc<OpenCodes>) -> Viewer {
    match to.and_then(|to| record.person(to)) {
        Some(person) if !matches!(person.role, Role::Client | Role::Child) => Viewer::Person {
            person: person.id.clone(),
            role: person.role,
        },
        _ => Viewer::Room { codes, alone: None },
    }
}

fn answer<T>(
    receiver: &mpsc::Receiver<Result<T, PackageError>>,
) -> Option<Result<T, PackageError>> {
    match receiver.try_recv() {
        Ok(answer) => Some(answer),
        Err(mpsc::TryRecvError::Empty) => None,
        // It ended without an answer, which would be our bug.
        Err(mpsc::TryRecvError::Disconnected) => Some(Err(PackageError::Stopped)),
    }
}

fn same_file(one: &std::path::Path, other: &std::path::Path) -> bool {
    let whole = |path: &std::path::Path| path.canonicalize().ok();
    one == other || whole(one).is_some_and(|one| Some(one) == whole(other))
}
