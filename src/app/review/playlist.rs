//! Stretches chosen beforehand, watched one after the other: made of marks, of spans and of times by the clock, with something
//! that went well first.
//!
//! There is one list to a recording, the newest that anybody keeps. Nothing of it plays by itself: somebody presses.

use super::super::{App, TransportCommand, ids, notice::NoticeKind};
use crate::domain::{
    edit::Edit,
    entry::{Entry, EntryKind, Playlist, PlaylistItem},
    history::EditLabel,
    id::{EntryId, MarkId, PersonId},
    mark::{Audience, Mark, When},
    time::{MediaDelta, MediaSpan, MediaTime},
};

/// So much is heard before a moment.
const BEFORE: MediaDelta = MediaDelta::from_millis(10_000);
/// So much is heard after it.
const AFTER: MediaDelta = MediaDelta::from_millis(20_000);
/// So much is heard around a stretch.
const AROUND: MediaDelta = MediaDelta::from_millis(3_000);
/// How far a clip's start or end moves at once.
pub const NUDGE: MediaDelta = MediaDelta::from_millis(5_000);
/// No clip is shorter.
const SHORTEST: MediaDelta = MediaDelta::from_millis(1_000);
/// Codes of something that went well.
const GOOD: [&str; 7] = [
    "c.click",
    "c.help",
    "et.recognised",
    "ev.recovery",
    "dyn.repair",
    "dyn.attune",
    "tx.affirm",
];
/// Codes of a moment that went badly for somebody.
const HARD: [&str; 3] = ["c.much", "c.stuck", "ev.onset"];
/// The group of codes that name such moments.
const HARD_GROUP: &str = "mode.";
/// The group of codes of which all went well.
const GOOD_GROUP: &str = "mz.";

/// A stretch that somebody offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clip {
    /// What is watched.
    pub span: MediaSpan,
    /// A few words for it.
    pub title: String,
    /// The mark it is made from.
    pub mark: Option<MarkId>,
    /// Something that went well.
    pub good: bool,
    /// Only for the team: it does not exist while a client can see the screen.
    pub for_team: bool,
}

/// To the list of clips.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaylistCommand {
    /// These stretches, after those that are there.
    Add(Vec<Clip>),
    /// What this mark marks, with a little around it.
    AddMark(MarkId),
    /// Around the playhead, or from A to B.
    AddHere,
    /// Around this time.
    AddAt(MediaTime),
    /// The good moment that is suggested, first.
    GoodFirst,
    /// This clip to that place.
    Move(usize, usize),
    /// Not this one.
    Remove(usize),
    /// What it is called.
    Label(usize, String),
    /// From when to when.
    Span(usize, MediaSpan),
    /// Something that went well, or not said.
    Good(usize),
    /// Only for the team, or for everyone here.
    ForTeam(usize),
    /// Play this clip.
    Play(usize),
    /// Play the next clip.
    Next,
    /// Play the one before.
    Previous,
    /// One after the other without a word between, or a pause after each.
    GoOn(bool),
}

/// What of the list plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clips {
    /// Which clip was begun last.
    pub at: Option<usize>,
    /// One after the other without a word between.
    pub go_on: bool,
    run: Run,
}

/// How far the clip is that was begun last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Run {
    /// It is over, or was left.
    #[default]
    Over,
    /// The recording is on its way to the start of it.
    Coming,
    /// It plays.
    Within,
}

/// The good moment that might come first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GoodMoment {
    /// It is in the list.
    There(usize),
    /// It is marked, and not in the list.
    Marked(Clip),
}

impl App {
    /// The list of clips, as it is kept.
    #[must_use]
    pub fn playlist(&self) -> Option<&Playlist> {
        self.kept_playlist().map(|(_, _, list)| list)
    }

    fn kept_playlist(&self) -> Option<(&PersonId, &Entry, &Playlist)> {
        let session = self.desk()?.document.session();
        session
            .entries()
            .filter_map(|(keeper, entry)| match &entry.kind {
                EntryKind::Playlist(list) => Some((keeper, entry, list)),
                _ => None,
            })
            .max_by_key(|(_, entry, _)| (entry.created, entry.id))
    }

    fn clips(&self) -> &[PlaylistItem] {
        self.playlist().map_or(&[], |list| &list.items)
    }

    /// Whether it may be asked beforehand what somebody expects to see: not where a clip shows them lose hold (decision 13).
    /// The whole record is looked at, also what is not on screen.
    #[must_use]
    pub fn may_expect(&self) -> bool {
        let Some(desk) = self.desk() else {
            return false;
        };
        let covers = |mark: &Mark| {
            let (start, end) = (mark.when.start(), mark.when.end());
            let clips = self.clips().iter();
            clips
                .into_iter()
                .any(|clip| clip.span.start() <= end && start < clip.span.end())
        };
        let mut marks = desk.document.record().marks();
        !marks.any(|mark| was_hard(mark) && covers(mark))
    }

    /// The clips that there are on this screen, each with its place in the list: what is only for the team is not there while a
    /// client can see it.
    pub fn clips_shown(&self) -> impl DoubleEndedIterator<Item = (usize, &PlaylistItem)> {
        let client = self.client_present();
        let all = self.clips().iter().enumerate();
        all.filter(move |(_, item)| !(client && item.for_team))
    }

    /// The place of the clip after the one that was begun last.
    fn next_clip(&self) -> Option<usize> {
        let at = self.desk()?.clips.at;
        let mut shown = self.clips_shown().map(|(place, _)| place);
        shown.find(|place| at.is_none_or(|at| *place > at))
    }

    /// A good moment to begin with, where the list begins with something else.
    #[must_use]
    pub fn good_moment(&self) -> Option<GoodMoment> {
        let (_, first) = self.clips_shown().next()?;
        if first.good {
            return None;
        }
        if let Some((at, _)) = self.clips_shown().find(|(_, item)| item.good) {
            return Some(GoodMoment::There(at));
        }
        let marks = self.desk()?.document.in_order();
        let found = marks
            .iter()
            .find(|mark| mark.audience == Audience::Everyone && went_well(mark))?;
        Some(GoodMoment::Marked(self.clip_of(found)))
    }

    /// Whether there is a clip after the one that was begun last.
    #[must_use]
    pub fn has_next_clip(&self) -> bool {
        self.next_clip().is_some()
    }

    pub(in crate::app) fn handle_playlist(&mut self, command: PlaylistCommand) {
        match command {
            PlaylistCommand::Add(clips) => self.add_clips(clips),
            PlaylistCommand::AddMark(id) => {
                let mark = self
                    .desk()
                    .and_then(|desk| desk.document.session().mark(id));
                if let Some(clip) = mark.map(|mark| self.clip_of(mark)) {
                    self.add_clips(vec![clip]);
                }
            }
            PlaylistCommand::AddHere => self.add_here(),
            PlaylistCommand::AddAt(time) => self.add_around(time),
            PlaylistCommand::GoodFirst => self.good_first(),
            PlaylistCommand::Move(from, to) => self.change_clips(|items| {
                if from < items.len() && to < items.len() {
                    let item = items.remove(from);
                    items.insert(to, item);
                }
            }),
            PlaylistCommand::Remove(at) => self.change_clips(|items| {
                if at < items.len() {
                    items.remove(at);
                }
            }),
            PlaylistCommand::Label(at, label) => self.change_clip(at, |item| item.label = label),
            PlaylistCommand::Span(at, span) => {
                let end = self.end();
                let start = span.start().clamp_to_start().min(end);
                let span = MediaSpan::between(start, span.end().min(end));
                if span.length() >= SHORTEST {
                    self.change_clip(at, |item| item.span = span);
                }
            }
            PlaylistCommand::Good(at) => self.change_clip(at, |item| item.good = !item.good),
            PlaylistCommand::ForTeam(at) => {
                self.change_clip(at, |item| item.for_team = !item.for_team);
            }
            PlaylistCommand::Play(at) => self.play_clip(at),
            PlaylistCommand::Next => {
                if let Some(next) = self.next_clip() {
                    self.play_clip(next);
                }
            }
            PlaylistCommand::Previous => {
                let at = self.desk().and_then(|desk| desk.clips.at).unwrap_or(0);
                let shown = |(place, _)| (place < at).then_some(place);
                let before = self.clips_shown().rev().find_map(shown);
                self.play_clip(before.unwrap_or(at));
            }
            PlaylistCommand::GoOn(go_on) => {
                if let Some(desk) = self.desk_mut() {
                    desk.clips.go_on = go_on;
                }
            }
        }
    }

    fn end(&self) -> MediaTime {
        self.recording()
            .map_or(MediaTime::ZERO, |open| open.transport.duration())
    }

    fn around(&self, span: MediaSpan, before: MediaDelta, after: MediaDelta) -> MediaSpan {
        let end = self.end().max(span.end());
        MediaSpan::between(
            (span.start() - before).clamp_to_start(),
            (span.end() + after).min(end),
        )
    }

    /// What a mark marks, with what led to it and what came of it.
    fn clip_of(&self, mark: &Mark) -> Clip {
        let span = match mark.when {
            When::Span(span) => self.around(span, AROUND, AROUND),
            When::Point(at) | When::Open(at) => {
                self.around(MediaSpan::between(at, at), BEFORE, AFTER)
            }
        };
        let label = mark.codes.first().and_then(|used| {
            let books = self.codebooks().all().iter();
            books
                .filter_map(|book| book.code(&used.code))
                .map(|code| code.client_label.clone().unwrap_or(code.label.clone()))
                .next()
        });
        Clip {
            span,
            title: label.or_else(|| mark.words.clone()).unwrap_or_default(),
            mark: Some(mark.id),
            good: went_well(mark),
            for_team: false,
        }
    }

    fn add_here(&mut self) {
        let Some(open) = self.recording() else { return };
        if let super::super::transport::Loop::Between(span) = open.transport.looping {
            self.add_clips(vec![Clip {
                span,
                title: String::new(),
                mark: None,
                good: false,
                for_team: false,
            }]);
            return;
        }
        self.add_around(open.transport.playhead);
    }

    fn add_around(&mut self, time: MediaTime) {
        if time > self.end() {
            return;
        }
        let span = self.around(MediaSpan::between(time, time), BEFORE, AFTER);
        self.add_clips(vec![Clip {
            span,
            title: String::new(),
            mark: None,
            good: false,
            for_team: false,
        }]);
    }

    fn good_first(&mut self) {
        match self.good_moment() {
            Some(GoodMoment::There(at)) => {
                self.handle_playlist(PlaylistCommand::Move(at, 0));
            }
            Some(GoodMoment::Marked(clip)) => {
                self.change_clips(|items| items.insert(0, item_of(clip)));
            }
            None => {}
        }
    }

    fn add_clips(&mut self, clips: Vec<Clip>) {
        if !clips.is_empty() {
            self.change_clips(|items| items.extend(clips.into_iter().map(item_of)));
        }
    }

    fn change_clip(&mut self, at: usize, change: impl FnOnce(&mut PlaylistItem)) {
        self.change_clips(|items| {
            if let Some(item) = items.get_mut(at) {
                change(item);
            }
        });
    }

    /// Changes the list, or makes the first one. Whatever plays goes on; it is only no longer known which clip it is.
    fn change_clips(&mut self, change: impl FnOnce(&mut Vec<PlaylistItem>)) {
        let stamp = self.stamp();
        let kept = self
            .kept_playlist()
            .map(|(keeper, entry, list)| (keeper.clone(), entry.clone(), list.clone()));
        let Some(desk) = self.desk_mut() else { return };
        if !desk.document.writable() {
            self.tell(NoticeKind::OnlyForReading);
            return;
        }
        if desk.document.marks_alone().is_some() {
            return;
        }
        let author = desk.marking.author.clone();
        let new = |id: EntryId| Entry {
            id,
            revision: 1,
            device: stamp.device.clone(),
            audience: Audience::Everyone,
            created: stamp.now,
            revised: None,
            conflict_of: None,
            kind: EntryKind::Playlist(Playlist::default()),
        };
        let (keeper, mut entry, mut list) =
            kept.unwrap_or_else(|| (author.clone(), new(ids::entry()), Playlist::default()));
        let before = list.clone();
        change(&mut list.items);
        if list == before {
            return;
        }
        let moved = list.items.len() != before.items.len()
            || list
                .items
                .iter()
                .zip(&before.items)
                .any(|(a, b)| a.span != b.span);
        entry.kind = EntryKind::Playlist(list);
        let edit = Edit::PutEntry {
            keeper,
            entry: Box::new(entry),
        };
        if moved {
            desk.clips.at = None;
            desk.clips.run = Run::Over;
        }
        let done = desk
            .document
            .edit(&author, EditLabel::Playlist, &edit, None, &stamp);
        if let Err(reason) = done {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    fn play_clip(&mut self, at: usize) {
        let span = |(place, item): (usize, &PlaylistItem)| (place == at).then_some(item.span);
        let Some(span) = self.clips_shown().find_map(span) else {
            return;
        };
        if let Some(desk) = self.desk_mut() {
            desk.clips.at = Some(at);
            desk.clips.run = Run::Coming;
        }
        if let Some(open) = &mut self.recording {
            open.play_from(span.start());
        }
    }

    /// Once a tick: a clip that is over pauses, or goes on to the next one. Whoever goes elsewhere has left it.
    pub(in crate::app) fn mind_playlist(&mut self) {
        let Some(desk) = self.desk() else { return };
        let clips = desk.clips;
        let Some(at) = clips.at.filter(|_| clips.run != Run::Over) else {
            return;
        };
        let span = self.clips().get(at).map(|item| item.span);
        let transport = self.recording().map(|open| &open.transport);
        let (Some(span), Some(transport)) = (span, transport) else {
            return;
        };
        let (head, playing) = (transport.playhead, transport.playing);
        let near = MediaDelta::from_millis(2_000);
        let early = head < (span.start() - near).clamp_to_start();
        let inside = !early && head < span.end();
        match (clips.run, inside) {
            (Run::Coming, true) => self.set_run(Run::Within),
            (Run::Coming, false) if !playing => self.set_run(Run::Over),
            (Run::Within, false) if early || head > span.end() + near => self.set_run(Run::Over),
            (Run::Within, false) => match self.next_clip() {
                Some(next) if playing && clips.go_on => self.play_clip(next),
                _ => {
                    self.set_run(Run::Over);
                    self.handle_transport(TransportCommand::Pause);
                }
            },
            _ => {}
        }
    }

    fn set_run(&mut self, run: Run) {
        if let Some(desk) = self.desk_mut() {
            desk.clips.run = run;
        }
    }
}

fn item_of(clip: Clip) -> PlaylistItem {
    PlaylistItem {
        span: clip.span,
        label: clip.title,
        mark: clip.mark,
        good: clip.good,
        for_team: clip.for_team,
    }
}

/// Whether a mark says that somebody lost hold there.
fn was_hard(mark: &Mark) -> bool {
    mark.codes.iter().any(|used| {
        let code = used.code.as_str();
        code.starts_with(HARD_GROUP) || HARD.contains(&code)
    })
}

/// Whether a mark says that something went well.
#[must_use]
pub fn went_well(mark: &Mark) -> bool {
    mark.codes.iter().any(|used| {
        let code = used.code.as_str();
        code.starts_with(GOOD_GROUP) || GOOD.contains(&code)
    })
}
