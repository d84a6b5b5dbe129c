//! Sections that a trainee brings to supervision, with what they would like to know.

use super::super::super::{App, transport::Loop};
use crate::domain::{
    edit::Edit,
    entry::{Entry, EntryKind},
    history::EditLabel,
    id::PersonId,
    mark::{Audience, When},
    supervision::{ClipPack, clip_pack_of},
    time::{MediaDelta, MediaSpan, MediaTime},
};

/// How long a section is that one certification route asks for.
const QUARTER: MediaDelta = MediaDelta::from_millis(15 * 60 * 1_000);
/// How long a short section is, where no stretch is chosen.
const SHORT: MediaDelta = MediaDelta::from_millis(4 * 60 * 1_000);
/// How many sections are usual.
pub const USUAL: usize = 3;

/// To the sections.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackCommand {
    /// One more section.
    Add(Length),
    /// Not this one.
    Remove(usize),
    /// What is asked of them.
    Ask(String),
    /// Plays this one to its end.
    Play(usize),
}

/// How a section is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Fifteen minutes from the playhead on.
    Quarter,
    /// The stretch from A to B, or that of the selected mark, or else four minutes from the playhead on.
    Short,
}

impl App {
    /// The sections, with whoever brought them. None while a client can see the screen.
    #[must_use]
    pub fn clip_pack(&self) -> Option<(&PersonId, &ClipPack)> {
        let desk = self.desk().filter(|_| self.may_supervise())?;
        let (keeper, _, pack) = clip_pack_of(desk.document.session())?;
        Some((keeper, pack))
    }

    pub(super) fn handle_pack(&mut self, command: PackCommand) {
        match command {
            PackCommand::Add(length) => {
                if let Some(section) = self.section(length) {
                    self.change_pack(|pack| pack.sections.push(section));
                }
            }
            PackCommand::Remove(at) => self.change_pack(|pack| {
                if at < pack.sections.len() {
                    pack.sections.remove(at);
                }
            }),
            PackCommand::Ask(question) => {
                self.change_pack(|pack| question.trim().clone_into(&mut pack.question));
            }
            PackCommand::Play(at) => {
                let section = self
                    .clip_pack()
                    .and_then(|(_, pack)| pack.sections.get(at).copied());
                if let Some(section) = section {
                    self.play_until(section.start(), section.end(), None);
                }
            }
        }
    }

    /// The section that would be added; none at the very end of the recording.
    fn section(&self, length: Length) -> Option<MediaSpan> {
        let open = self.recording()?;
        let end = open.transport.duration();
        let here = open.transport.playhead;
        let from_here = |length: MediaDelta| MediaSpan::between(here, (here + length).min(end));
        let section = match length {
            Length::Quarter => from_here(QUARTER),
            Length::Short => self.chosen_stretch().unwrap_or_else(|| from_here(SHORT)),
        };
        (section.end() > section.start() && section.start() >= MediaTime::ZERO).then_some(section)
    }

    fn chosen_stretch(&self) -> Option<MediaSpan> {
        if let Loop::Between(span) = self.recording()?.transport.looping {
            return Some(span);
        }
        match self.desk()?.selected_mark()?.when {
            When::Span(span) => Some(span),
            When::Point(_) | When::Open(_) => None,
        }
    }

    fn change_pack(&mut self, change: impl FnOnce(&mut ClipPack)) {
        let Some(desk) = self.desk() else { return };
        let author = desk.marking.author.clone();
        let known = clip_pack_of(desk.document.session())
            .map(|(keeper, entry, pack)| (keeper.clone(), entry.clone(), pack.clone()));
        let (keeper, entry, before) = known.unwrap_or_else(|| {
            let pack = ClipPack::default();
            let kind = EntryKind::ClipPack(pack.clone());
            (author, self.fresh_entry(Audience::Everyone, kind), pack)
        });
        let mut after = before.clone();
        change(&mut after);
        if after != before {
            let entry = Entry {
                kind: EntryKind::ClipPack(after),
                ..entry
            };
            let entry = Box::new(entry);
            self.change_labelled(EditLabel::ClipPack, &Edit::PutEntry { keeper, entry });
        }
    }
}
