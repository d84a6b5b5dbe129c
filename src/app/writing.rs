//! The words of a mark: opened, put on disk while they are typed, left; one undo takes back what was typed in one go.

use super::{App, Desk, TransportCommand, marking::Writing, notice::NoticeKind};
use crate::domain::{edit::Edit, history::EditLabel, id::MarkId, mark::When};

impl App {
    pub(super) fn begin_words(&mut self) {
        let playing = self.recording().is_some_and(|open| open.transport.playing);
        let target = self
            .desk()
            .and_then(Desk::words_target)
            .or_else(|| self.add(When::Point, None, &[], Vec::new(), EditLabel::AddMark));
        let Some(mark) = target else { return };
        let pause = self.settings.pause_while_typing && playing;
        if pause {
            self.handle_transport(TransportCommand::Pause);
        }
        let resume = pause && self.settings.resume_after_words;
        if let Some(desk) = self.desk_mut() {
            desk.selected = Some(mark);
            desk.marking.writing = Some(Writing {
                mark,
                resume,
                committed: false,
            });
        }
    }

    /// Takes words in. While they are open for typing, each commit after the first continues the same step of the history.
    pub(super) fn commit_words(&mut self, id: MarkId, words: &str) {
        let words = (!words.trim().is_empty()).then(|| words.trim_end().to_owned());
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let continues = desk
            .marking
            .writing
            .as_ref()
            .is_some_and(|writing| writing.mark == id && writing.committed)
            && desk.document.history().next_undo(&desk.marking.author)
                == Some((EditLabel::Words, Some(id)));
        // Words that were begun before the mark left the screen are not lost.
        let Some(mark) = desk.document.record().mark(id) else {
            return;
        };
        if mark.words == words {
            return;
        }
        if continues && desk.may_change(mark) {
            let mut after = mark.clone();
            after.words = words;
            if let Err(reason) = desk
                .document
                .amend(&Edit::ReplaceMark(Box::new(after)), &stamp)
            {
                self.tell(NoticeKind::Refused(reason));
            }
            return;
        }
        self.change(id, EditLabel::Words, |mark| mark.words = words);
        if let Some(writing) = self
            .desk_mut()
            .and_then(|desk| desk.marking.writing.as_mut())
            && writing.mark == id
        {
            writing.committed = true;
        }
    }

    pub(super) fn end_words(&mut self) {
        let writing = self.desk_mut().and_then(|desk| desk.marking.writing.take());
        if writing.is_some_and(|writing| writing.resume) {
            self.handle_transport(TransportCommand::Play);
        }
    }

    pub(super) fn copy_time(&mut self) {
        let selected = self
            .desk()
            .and_then(Desk::selected_mark)
            .map(|mark| mark.when);
        let text = match selected {
            Some(When::Span(span)) => format!("{} - {}", span.start().exact(), span.end().exact()),
            Some(when) => when.start().exact(),
            None => self
                .recording()
                .map(|open| open.transport.playhead.exact())
                .unwrap_or_default(),
        };
        self.clipboard = Some(text);
    }
}
