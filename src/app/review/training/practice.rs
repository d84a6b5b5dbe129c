//! Practising on a tape: marks as its rules want it, without what the raters agreed on, until the open word is told.

use std::{
    collections::BTreeSet,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use super::{Stage, tape_with};
use crate::{
    analysis::places::Kind,
    app::{
        App, Command, ExploreCommand, MarkCommand, MarkingCommand, TransportCommand, ids,
        keys::Passphrase,
    },
    domain::{
        entry::{Entry, EntryKind},
        history::EditLabel,
        id::PersonId,
        mark::About,
        person::{Person, Role},
        time::{MediaDelta, MediaSpan, MediaTime},
        training::{Practice, Tape, consensus_of, practice_of, tape_of},
    },
    store::{self, KeyError},
};

/// The end of a stretch counts as reached so much before it: the last frame begins before its end.
const NEAR: MediaDelta = MediaDelta::from_millis(120);
/// How many hues there are to tell people apart by.
const HUES: u8 = 8;

/// The stretch that was begun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Playing {
    /// It plays, or played.
    span: MediaSpan,
    /// It was seen to play.
    begun: bool,
}

/// How far the stretches of a tape are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clip {
    /// How many were watched to their end.
    pub watched: usize,
    /// How many there are.
    pub of: usize,
    /// One was begun and is not over.
    pub under_way: bool,
    /// So many seconds it is quiet before the next.
    pub quiet: u64,
}

/// The stretches of a tape, in the order in which this person sees them.
fn stretches(tape: &Tape, practice: &Practice, end: MediaTime) -> Vec<MediaSpan> {
    if tape.rules.clips.is_empty() {
        return vec![MediaSpan::between(MediaTime::ZERO, end)];
    }
    let mut order: Vec<usize> = practice
        .order
        .iter()
        .filter_map(|at| usize::try_from(*at).ok())
        .collect();
    let seen: BTreeSet<usize> = order.iter().copied().collect();
    // Whatever the file says, each stretch comes once.
    order.dedup();
    order.extend((0..tape.rules.clips.len()).filter(|at| !seen.contains(at)));
    order
        .into_iter()
        .filter_map(|at| tape.rules.clips.get(at).copied())
        .collect()
}

impl App {
    /// Whoever marks now practises, or somebody new does.
    pub(super) fn practise(&mut self, name: String) {
        let Stage::Waiting(entry, tape) = self.training() else {
            return;
        };
        let (id, count, shuffled) = (entry.id, tape.rules.clips.len(), tape.rules.shuffled);
        let Some(desk) = self.desk() else { return };
        if !desk.document.writable() {
            self.tell(super::NoticeKind::OnlyForReading);
            return;
        }
        let session = desk.document.session();
        let learns = |person: &Person| {
            person.role == Role::Trainee && practice_of(session, &person.id, id).is_none()
        };
        let current = session
            .person(&desk.marking.author)
            .filter(|own| learns(own));
        let learner = current.or_else(|| session.people().iter().find(|own| learns(own)));
        let learner = learner.map(|person| person.id.clone());
        let learner = learner.unwrap_or_else(|| self.add_learner(name));
        let mut order: Vec<u32> = (0..u32::try_from(count).unwrap_or(0)).collect();
        if shuffled {
            // Drawn by lot: a new id is random, and says nothing else.
            order.sort_by_cached_key(|_| ids::person());
        }
        let entry = self.new_entry(EntryKind::Practice(Practice {
            tape: id,
            order,
            watched: 0,
            done: None,
        }));
        self.handle(Command::Marking(MarkingCommand::SetAuthor(learner.clone())));
        if self.put(&learner, entry, Some(EditLabel::Practice)) {
            self.handle_transport(TransportCommand::Pause);
            self.handle_transport(TransportCommand::Seek(MediaTime::ZERO));
            self.follow_tape();
        }
    }

    /// Somebody new who learns. Their lane comes first: it is theirs that they look at.
    fn add_learner(&mut self, name: String) -> PersonId {
        let id = ids::person();
        let Some(desk) = self.desk() else { return id };
        let mut info = desk.document.session().info().clone();
        let taken = |hue: &u8| info.people.iter().any(|person| person.hue == *hue);
        let hue = (2..HUES).find(|hue| !taken(hue)).unwrap_or(2);
        let learner = Person {
            id: id.clone(),
            name,
            role: Role::Trainee,
            hue,
            key: None,
            zones: None,
            fields: Vec::new(),
        };
        info.people.insert(0, learner);
        self.set_info(info);
        id
    }

    fn change_practice(
        &mut self,
        label: Option<EditLabel>,
        change: impl FnOnce(&mut Practice),
    ) -> bool {
        let Some(desk) = self.desk() else {
            return false;
        };
        let author = desk.marking.author.clone();
        let session = desk.document.session();
        let known =
            tape_of(session).and_then(|(_, tape, _)| practice_of(session, &author, tape.id));
        let Some((entry, practice)) = known else {
            return false;
        };
        let mut after = practice.clone();
        change(&mut after);
        if after == *practice {
            return false;
        }
        let entry = Entry {
            kind: EntryKind::Practice(after),
            ..entry.clone()
        };
        self.put(&author, entry, label)
    }

    fn end_of_recording(&self) -> MediaTime {
        self.recording()
            .map_or(MediaTime::ZERO, |open| open.transport.duration())
    }

    /// How far the stretches of the tape are, for whoever practises now.
    #[must_use]
    pub fn practice_clip(&self) -> Option<Clip> {
        let Stage::Marking(tape, practice) = self.training() else {
            return None;
        };
        let desk = self.desk()?;
        let of = stretches(tape, practice, self.end_of_recording()).len();
        let now = self.reading.steady;
        let quiet = desk
            .training
            .quiet
            .map_or(Duration::ZERO, |until| until.saturating_sub(now));
        Some(Clip {
            watched: usize::try_from(practice.watched).unwrap_or(of).min(of),
            of,
            under_way: desk.training.clip.is_some(),
            quiet: quiet.as_secs() + u64::from(quiet.subsec_nanos() > 0),
        })
    }

    /// While it is quiet after a stretch, the seconds pass.
    pub(in crate::app) fn training_change(&self) -> Option<Duration> {
        let until = self.desk()?.training.quiet?;
        let left = until.saturating_sub(self.reading.steady);
        (!left.is_zero()).then(|| Duration::from_millis(20 + u64::from(left.subsec_millis())))
    }

    /// The stretch that was begun goes on, or the next one begins.
    pub(super) fn watch_next(&mut self) {
        let Stage::Marking(tape, practice) = self.training() else {
            return;
        };
        let stretches = stretches(tape, practice, self.end_of_recording());
        let watched = usize::try_from(practice.watched).unwrap_or(usize::MAX);
        let whole = tape.rules.clips.is_empty();
        let free = !tape.rules.single_pass;
        let here = self
            .recording()
            .map_or(MediaTime::ZERO, |open| open.transport.playhead);
        let under_way = self.desk().and_then(|desk| desk.training.clip);
        if let Some(clip) = under_way {
            // It was paused on the way.
            let from = if clip.span.contains(here) {
                here
            } else {
                clip.span.start()
            };
            self.play_until(from, clip.span.end(), None);
            return;
        }
        if self.practice_clip().is_some_and(|clip| clip.quiet > 0) {
            return;
        }
        let next = match stretches.get(watched) {
            Some(next) => *next,
            // All was watched; whoever may, watches it again.
            None if free => match stretches.last() {
                Some(last) => *last,
                None => return,
            },
            None => return,
        };
        let from = if whole && next.contains(here) && here + NEAR < next.end() {
            here
        } else {
            next.start()
        };
        if let Some(desk) = self.desk_mut() {
            desk.training.quiet = None;
            desk.training.clip = Some(Playing {
                span: next,
                begun: false,
            });
        }
        self.play_until(from, next.end(), None);
    }

    /// Whether a command goes against the rules of the tape on which somebody practises.
    pub(in crate::app) fn breaks_the_rules(&self, command: &Command) -> bool {
        let Stage::Marking(tape, practice) = self.training() else {
            return false;
        };
        let rules = &tape.rules;
        if matches!(
            command,
            Command::ChoosePreset { .. }
                | Command::Compare(_)
                | Command::Guess(_)
                | Command::Explore(ExploreCommand::Begin)
        ) {
            return true;
        }
        let goes = match command {
            Command::Transport(command) => matches!(
                command,
                TransportCommand::Seek(_)
                    | TransportCommand::Scrub(_)
                    | TransportCommand::ScrubEnd(_)
                    | TransportCommand::Step(_)
                    | TransportCommand::Jump(_)
                    | TransportCommand::Start
                    | TransportCommand::End
                    | TransportCommand::SetLoop(Some(_))
                    | TransportCommand::ToggleLoop
                    | TransportCommand::ToggleSlowView
            ),
            Command::Mark(command) => {
                matches!(command, MarkCommand::Next | MarkCommand::Previous)
            }
            Command::Playlist(_) | Command::Captions(crate::app::CaptionCommand::GoTo(_)) => true,
            _ => false,
        };
        let plays = matches!(
            command,
            Command::Transport(TransportCommand::Play | TransportCommand::TogglePlay)
        );
        let playing = self.recording().is_some_and(|open| open.transport.playing);
        let over = rules.single_pass
            && rules.clips.is_empty()
            && practice.watched > 0
            && plays
            && !playing;
        goes && (rules.single_pass || !rules.clips.is_empty()) || over
    }

    /// Whether choosing a mark leaves the recording where it stands.
    pub(in crate::app) fn stays_where_it_is(&self) -> bool {
        matches!(self.training(), Stage::Marking(tape, _)
            if tape.rules.single_pass || !tape.rules.clips.is_empty())
    }

    /// With clips, playing means the stretch that is due.
    pub(in crate::app) fn plays_by_the_rules(&self, command: &Command) -> bool {
        let playing = self.recording().is_some_and(|open| open.transport.playing);
        matches!(
            command,
            Command::Transport(TransportCommand::Play | TransportCommand::TogglePlay)
        ) && !playing
            && matches!(self.training(), Stage::Marking(tape, _) if !tape.rules.clips.is_empty())
    }

    pub(super) fn mind_practice(&mut self) {
        let Stage::Marking(tape, practice) = self.training() else {
            if let Some(desk) = self.desk_mut()
                && desk.training.clip.is_some()
            {
                desk.training.clip = None;
                desk.training.quiet = None;
            }
            return;
        };
        let (time_out, watched) = (tape.rules.time_out, practice.watched);
        let whole = tape.rules.clips.is_empty();
        self.follow_tape();
        let end = self.end_of_recording();
        let Some((here, playing)) = self
            .recording()
            .map(|open| (open.transport.playhead, open.transport.playing))
        else {
            return;
        };
        let quiet_over = self
            .desk()
            .and_then(|desk| desk.training.quiet)
            .is_some_and(|until| until <= self.reading.steady);
        if quiet_over && let Some(desk) = self.desk_mut() {
            desk.training.quiet = None;
        }
        if whole {
            let through = end > MediaTime::ZERO && here + NEAR >= end && !playing;
            if through && watched == 0 {
                self.change_practice(None, |practice| practice.watched = 1);
                if let Some(desk) = self.desk_mut() {
                    desk.training.clip = None;
                }
            }
            return;
        }
        let Some(clip) = self.desk().and_then(|desk| desk.training.clip) else {
            return;
        };
        let inside = here + NEAR < clip.span.end() && here >= clip.span.start();
        if inside && playing && !clip.begun {
            if let Some(desk) = self.desk_mut() {
                desk.training.clip = Some(Playing {
                    begun: true,
                    ..clip
                });
            }
        } else if clip.begun && !playing && here + NEAR >= clip.span.end() {
            let until = self.reading.steady + Duration::from_secs(u64::from(time_out));
            if let Some(desk) = self.desk_mut() {
                desk.training.clip = None;
                desk.training.quiet = (time_out > 0).then_some(until);
            }
            self.change_practice(None, |practice| practice.watched += 1);
        }
    }

    /// The codes on the buttons are those of the tape.
    fn follow_tape(&mut self) {
        let Stage::Marking(tape, _) = self.training() else {
            return;
        };
        let (book, preset) = (tape.codebook.id.clone(), tape.preset.clone());
        let Some(book) = self.codebooks().get(&book) else {
            return;
        };
        if let Some(desk) = self.desk_mut()
            && (desk.marking.preset != preset || desk.marking.codebook.id != book.id)
            && book.presets.iter().any(|known| known.id == preset)
        {
            desk.marking.codebook = book;
            desk.marking.preset = preset;
        }
        // Most of what is to be seen is about whoever came for help.
        let client = self.desk().filter(|desk| desk.marking.about.is_none());
        let client = client.and_then(|desk| desk.document.session().first_with_role(Role::Client));
        if let Some(client) = client.map(|person| person.id.clone())
            && let Some(desk) = self.desk_mut()
        {
            desk.marking.about = Some(About::People(vec![client]));
        }
    }

    pub(super) fn end_practice(&mut self) {
        if !matches!(self.training(), Stage::Marking(..)) {
            return;
        }
        self.handle_transport(TransportCommand::Pause);
        self.handle(Command::Mark(MarkCommand::EndWords));
        let now = self.reading.wall;
        self.change_practice(Some(EditLabel::Practice), |practice| {
            practice.done = Some(now);
        });
        if matches!(self.training(), Stage::Comparing(..)) {
            self.first_shared();
        }
    }

    pub(super) fn try_open_word(&mut self, word: Passphrase) {
        let Stage::Closed(entry, tape) = self.training() else {
            return;
        };
        let is_ours = entry.id.to_string() == super::tape::SHIPPED;
        let answers = tape.answers.clone();
        let word = if is_ours {
            super::tape::open_word()
        } else {
            word
        };
        if self.training_works() {
            return;
        }
        let (sender, receiver) = mpsc::channel();
        let waker = Arc::clone(&self.world.waker);
        thread::spawn(move || {
            // The recording may be closed by now; then nobody waits for it.
            let _unwanted = sender.send(store::open_answers(&answers, word.secret()));
            waker();
        });
        if let Some(desk) = self.desk_mut() {
            desk.training.refused = None;
            desk.training.opening = Some(receiver);
        }
    }

    pub(super) fn take_in_answers(&mut self) {
        let Some(opening) = self.desk().and_then(|desk| desk.training.opening.as_ref()) else {
            return;
        };
        let answer = match opening.try_recv() {
            Err(mpsc::TryRecvError::Empty) => return,
            Err(mpsc::TryRecvError::Disconnected) => Err(KeyError::Damaged),
            Ok(answer) => answer,
        };
        let Some(desk) = self.desk_mut() else { return };
        desk.training.opening = None;
        match answer {
            Ok(entry) => {
                let author = desk.marking.author.clone();
                let known = desk.document.session().entry(entry.id).is_some();
                let waits = matches!(self.training(), Stage::Closed(..));
                if waits && !known && self.put(&author, entry, None) {
                    self.first_shared();
                }
            }
            Err(reason) => desk.training.refused = Some(reason),
        }
    }

    /// What is looked at first is what both saw.
    fn first_shared(&mut self) {
        let found = self.training_found();
        let shared = found
            .moments
            .iter()
            .find(|moment| moment.kind == Kind::Shared);
        let first = shared.or_else(|| found.moments.first());
        let id = first.and_then(crate::analysis::places::Moment::id);
        if let Some(desk) = self.desk_mut() {
            desk.training.chosen = id;
        }
    }

    /// Whether the tape was made with another version of its codebook than is here: the version there, and here.
    #[must_use]
    pub fn other_codebook_of_tape(&self) -> Option<(String, Option<String>)> {
        let session = self.desk()?.document.session();
        let (_, _, tape) = tape_of(session)?;
        let ours = self.codebooks().get(&tape.codebook.id);
        let same = ours
            .as_ref()
            .is_some_and(|book| book.version == tape.codebook.version);
        (!same).then(|| {
            (
                tape.codebook.version.clone(),
                ours.map(|book| book.version.clone()),
            )
        })
    }

    /// Whether a tape was made of the consensus that is here, and after its newest change.
    #[must_use]
    pub fn tape_made(&self) -> Option<(&Tape, bool)> {
        let session = self.desk()?.document.session();
        let (_, entry, tape) = tape_of(session)?;
        let (_, consensus, _) = consensus_of(session)?;
        let changed = consensus.revised.unwrap_or(consensus.created);
        let made = entry.revised.unwrap_or(entry.created);
        tape_with(session, entry.id)?;
        Some((tape, made >= changed))
    }
}
