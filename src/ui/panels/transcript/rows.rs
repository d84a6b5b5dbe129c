//! Where the rows lie, and one row: when, who, what.

use std::{ops::Range, sync::Arc};

use egui::{
    Color32, FontId, Galley, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::{EDGE, Size, find_all};
use crate::{
    interop::captions::Line,
    tr,
    ui::{
        theme::{self, GRID},
        view::View,
    },
};

/// Space above and below the words of a row.
const PAD: f32 = 1.5 * GRID;

/// How high every row is, worked out once for a width.
#[derive(Debug, Default)]
pub(super) struct Rows {
    key: Option<(usize, usize, u32, u32)>,
    /// Upper edge of each row, and the lower edge of the last.
    tops: Vec<f32>,
    time_width: f32,
}

impl Rows {
    /// Works the rows out anew where the lines, the width or the size changed; true if so.
    pub fn refresh(&mut self, ui: &Ui, view: &View<'_>, size: Size, width: f32) -> bool {
        let Some(open) = view.recording() else {
            return false;
        };
        let lines = open.captions.lines();
        let key = Some((
            lines.as_ptr() as usize,
            lines.len(),
            width.to_bits(),
            ui.ctx().pixels_per_point().to_bits(),
        ));
        if self.key == key {
            return false;
        }
        self.key = key;
        let last = lines.last().map(|line| line.span.start().whole_seconds());
        self.time_width = ui
            .painter()
            .layout_no_wrap(
                last.unwrap_or_default(),
                theme::regular(theme::SMALL),
                Color32::PLACEHOLDER,
            )
            .size()
            .x;
        let room = words_width(width, self.time_width);
        let mut top = 0.0;
        self.tops = Vec::with_capacity(lines.len() + 1);
        for (at, line) in lines.iter().enumerate() {
            self.tops.push(top);
            let row = Row {
                line,
                before: at.checked_sub(1).and_then(|before| lines.get(before)),
                is_current: false,
                is_chosen: false,
                wanted: &[],
                size,
            };
            top += (row.words(ui, view, room).size().y + 2.0 * PAD).ceil();
        }
        self.tops.push(top);
        true
    }

    pub fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or_default()
    }

    pub const fn time_width(&self) -> f32 {
        self.time_width
    }

    /// The rows that touch a stretch of heights.
    pub fn touching(&self, from: f32, to: f32) -> Range<usize> {
        let count = self.tops.len().saturating_sub(1);
        let first = self.tops.partition_point(|top| *top <= from).max(1) - 1;
        let last = self.tops.partition_point(|top| *top < to);
        first.min(count)..last.min(count)
    }

    pub fn rect(&self, at: usize, left_top: Pos2, width: f32) -> Rect {
        let (top, bottom) = (self.tops[at], self.tops[at + 1]);
        Rect::from_min_size(
            pos2(left_top.x, (left_top.y + top).round()),
            vec2(width, bottom - top),
        )
    }

    /// How far to scroll so that a row stands well in view; `None` where it does already.
    pub fn offset_for(&self, line: usize, offset: f32, room: f32) -> Option<f32> {
        let (top, bottom) = (*self.tops.get(line)?, *self.tops.get(line + 1)?);
        if top >= offset && bottom <= offset + room * 0.78 {
            return None;
        }
        let most = (self.height() - room).max(0.0);
        Some((top - room * 0.3).clamp(0.0, most))
    }
}

fn words_width(width: f32, time_width: f32) -> f32 {
    (width - 2.0 * EDGE - time_width - 3.0 * GRID).max(60.0)
}

/// One row.
pub(super) struct Row<'a> {
    pub line: &'a Line,
    /// The line above, whose speaker need not be named again.
    pub before: Option<&'a Line>,
    pub is_current: bool,
    pub is_chosen: bool,
    /// What is looked for, in small letters.
    pub wanted: &'a [char],
    pub size: Size,
}

impl Row<'_> {
    fn words(&self, ui: &Ui, view: &View<'_>, width: f32) -> Arc<Galley> {
        let tokens = &view.tokens;
        let size = self.size.text();
        let format = |font_id: FontId, color: Color32| TextFormat {
            font_id,
            color,
            ..TextFormat::default()
        };
        let mut job = LayoutJob::default();
        job.wrap.max_width = width;
        let same = self
            .before
            .is_some_and(|before| before.speaker == self.line.speaker);
        if let Some(name) = self.line.speaker.as_deref().filter(|_| !same) {
            job.append(
                &format!("{name}  "),
                0.0,
                format(theme::bold(size), view.speaker_ink(name)),
            );
        }
        let text = &self.line.text;
        let mut at = 0;
        for found in find_all(text, self.wanted) {
            job.append(
                &text[at..found.start],
                0.0,
                format(theme::regular(size), tokens.ink),
            );
            let marked = TextFormat {
                background: tokens.accent,
                expand_bg: 0.0,
                ..format(theme::regular(size), tokens.on_accent)
            };
            job.append(&text[found.clone()], 0.0, marked);
            at = found.end;
        }
        job.append(&text[at..], 0.0, format(theme::regular(size), tokens.ink));
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }
}

/// Draws a row and says what was done to it.
pub(super) fn show(
    ui: &Ui,
    view: &View<'_>,
    rect: Rect,
    time_width: f32,
    row: &Row<'_>,
) -> Response {
    let tokens = &view.tokens;
    let id = ui.scope_id().with((
        "line",
        row.line.span.start().as_nanos(),
        row.line.text.as_str(),
    ));
    let response = ui.interact(rect, id, Sense::click());
    response.widget_info(|| {
        let time = row.line.span.start().whole_seconds();
        let said = match &row.line.speaker {
            Some(name) => tr!(
                "transcript-line-by",
                time = time,
                name = name.as_str(),
                text = row.line.text.as_str()
            ),
            None => tr!(
                "transcript-line",
                time = time,
                text = row.line.text.as_str()
            ),
        };
        WidgetInfo::selected(
            egui::Role::Button,
            true,
            row.is_current || row.is_chosen,
            said,
        )
    });
    let painter = ui.painter();
    if row.is_chosen || row.is_current {
        painter.rect_filled(rect, 0, tokens.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, 0, tokens.raised);
    }
    if row.is_current {
        let edge = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        painter.rect_filled(edge, 0, tokens.accent);
    }
    if row.is_chosen {
        painter.rect_stroke(
            rect.shrink(1.0),
            2,
            Stroke::new(1.0, tokens.accent),
            StrokeKind::Inside,
        );
    }
    if response.has_focus() {
        painter.rect_stroke(
            rect.shrink(1.0),
            2,
            Stroke::new(2.0, tokens.accent),
            StrokeKind::Inside,
        );
    }
    let time = painter.layout_no_wrap(
        row.line.span.start().whole_seconds(),
        theme::regular(theme::SMALL),
        tokens.muted,
    );
    let left = rect.left() + EDGE;
    // On one line with the first words, which are larger.
    let drop = (row.size.text() - theme::SMALL) * 0.9;
    painter.galley(
        pos2(left + time_width - time.size().x, rect.top() + PAD + drop),
        time,
        tokens.muted,
    );
    let words = row.words(ui, view, words_width(rect.width(), time_width));
    let at = pos2(left + time_width + 3.0 * GRID, rect.top() + PAD);
    painter.galley(at, words, tokens.ink);
    response
}
