//! Choosing a mark, and taking marks and changes away again.

use super::super::{App, notice::NoticeKind};
use crate::domain::{
    edit::Edit,
    history::{EditLabel, Turned},
    id::MarkId,
    time::MediaDelta,
};

impl App {
    pub(in crate::app) fn select(&mut self, id: MarkId) {
        let preroll = MediaDelta::from_millis(i64::from(self.settings.preroll_ms));
        let Some(start) = self
            .desk()
            .and_then(|desk| desk.document.session().mark(id))
            .map(|mark| mark.when.start())
        else {
            return;
        };
        if let Some(desk) = self.desk_mut() {
            desk.selected = Some(id);
        }
        if self.stays_where_it_is() {
            return;
        }
        if let Some(open) = &mut self.recording {
            // Paused, the mark's own frame is shown, and playing begins earlier when it begins.
            let lead = if open.transport.playing {
                preroll
            } else {
                MediaDelta::ZERO
            };
            open.seek((start - lead).clamp_to_start());
        }
    }

    pub(super) fn neighbour(&mut self, later: bool) {
        // Playing goes on to the end of a frame after the mark was reached for.
        let preroll = MediaDelta::from_millis(i64::from(self.settings.preroll_ms) + 50);
        let Some(open) = self.recording() else { return };
        let Some(desk) = &open.desk else { return };
        let again = self.looking_again().then(|| self.waiting());
        let shown = |id: &MarkId| {
            desk.document
                .session()
                .mark(*id)
                .is_some_and(|mark| desk.filter.lets_through(mark))
                && again.as_ref().is_none_or(|waiting| waiting.holds(*id))
        };
        let order = desk.document.order();
        let current = desk
            .selected_mark()
            .map(|mark| (mark.when.start(), mark.id))
            .filter(|(start, _)| {
                let lead = *start - open.transport.playhead;
                open.transport.frame_start(*start) == open.transport.playhead
                    || *start == open.transport.playhead
                    // On the way to it.
                    || open.transport.playing && lead > MediaDelta::ZERO && lead <= preroll
            });
        let found = if later {
            let from = current.map_or_else(
                || order.partition_point(|(start, _)| *start <= open.transport.playhead),
                |here| order.partition_point(|entry| *entry <= here),
            );
            order[from..].iter().map(|(_, id)| id).find(|id| shown(id))
        } else {
            let upto = current.map_or_else(
                || order.partition_point(|(start, _)| *start < open.transport.playhead),
                |here| order.partition_point(|entry| *entry < here),
            );
            order[..upto]
                .iter()
                .rev()
                .map(|(_, id)| id)
                .find(|id| shown(id))
        };
        if let Some(id) = found.copied() {
            self.select(id);
        }
    }

    pub(super) fn delete(&mut self, id: MarkId) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(mark) = desk.document.session().mark(id) else {
            return;
        };
        if !desk.may_change(mark) {
            self.tell(NoticeKind::NotYours);
            return;
        }
        let author = desk.marking.author.clone();
        let outcome = desk.document.edit(
            &author,
            EditLabel::DeleteMark,
            &Edit::DeleteMark(id),
            Some(id),
            &stamp,
        );
        self.leave_mark(id);
        if let Err(reason) = outcome {
            self.tell(NoticeKind::Refused(reason));
        }
    }

    pub(super) fn delete_for_good(&mut self, id: MarkId) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let Some(mark) = desk.document.session().mark(id) else {
            return;
        };
        if !desk.may_change(mark) {
            self.tell(NoticeKind::NotYours);
            return;
        }
        let gone = mark.clone();
        if let Err(reason) = desk.document.erase(id, &stamp) {
            self.tell(NoticeKind::Refused(reason));
            return;
        }
        if let Some(saver) = desk.document.saver_mut() {
            saver.erase(&gone);
        }
        self.leave_mark(id);
    }

    pub(super) fn leave_mark(&mut self, id: MarkId) {
        if let Some(desk) = self.desk_mut() {
            desk.selected.take_if(|selected| *selected == id);
            desk.newest.take_if(|newest| *newest == id);
            desk.marking.writing.take_if(|writing| writing.mark == id);
            desk.marking.follow_up.take_if(|card| card.mark == id);
        }
    }

    pub(super) fn turn(&mut self, back: bool) {
        let stamp = self.stamp();
        let Some(desk) = self.desk_mut() else { return };
        let author = desk.marking.author.clone();
        let turned = desk.document.turn(&author, back, &stamp);
        match turned {
            Turned::Nothing => {}
            Turned::Skipped { label, .. } => self.tell(NoticeKind::Skipped(label)),
            Turned::Done { label, mark } => {
                let there = mark.filter(|id| desk.document.session().mark(*id).is_some());
                desk.selected = there;
                desk.marking.follow_up = None;
                if let Some(writing) = &mut desk.marking.writing {
                    writing.committed = false;
                }
                if let Some(gone) = mark.filter(|_| there.is_none()) {
                    self.leave_mark(gone);
                }
                self.tell(if back {
                    NoticeKind::Undone(label)
                } else {
                    NoticeKind::Redone(label)
                });
            }
        }
    }
}
