//! Which marks are listed, in which order, and how high each row is; worked out when something changed and kept till then.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::Arc,
};

use egui::Ui;

use crate::{
    app::{Desk, review::refine::Waiting},
    domain::{
        filter::Filter,
        id::{MarkId, SessionId},
        time::MediaTime,
    },
    ui::{
        theme::{self, GRID},
        view::View,
        widgets::digits,
    },
};

/// Height of a row of one line, in points.
const LOW: f32 = 10.0 * GRID;
/// Height of a row with words, in points.
const HIGH: f32 = 16.0 * GRID;
/// Replies are moved in at most this often, so that long conversations stay readable.
const DEEPEST: u8 = 3;

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Which mark.
    pub id: MarkId,
    /// How far it is moved in: 0, or 1 and more for replies.
    pub depth: u8,
    words: bool,
    /// Whole points, so that the sum of a hundred thousand stays exact.
    top: u32,
}

impl Entry {
    /// In points.
    #[must_use]
    pub const fn height(&self) -> f32 {
        if self.words { HIGH } else { LOW }
    }
}

/// The kept order.
#[derive(Debug, Default)]
pub struct Rows {
    key: Option<(SessionId, u64, Filter, Option<Arc<Waiting>>)>,
    entries: Vec<Entry>,
    total: usize,
    height: u32,
}

impl Rows {
    /// Works the order out anew where the record or the filter changed. True if it did. With `again`, only what waits is listed.
    pub fn refresh(&mut self, desk: &Desk, again: Option<Arc<Waiting>>) -> bool {
        let session = desk.document.session();
        let now = (session.info().id, desk.document.generation());
        if let Some((id, generation, filter, waiting)) = &self.key
            && (*id, *generation) == now
            && *filter == desk.filter
            && *waiting == again
        {
            return false;
        }
        self.total = desk.document.order().len();
        let everything = desk.filter.is_empty();
        let mut replies: Vec<(usize, MarkId)> = Vec::new();
        self.entries.clear();
        self.entries.reserve(self.total);
        for mark in desk.document.in_order() {
            let left_out = !everything && !desk.filter.lets_through(mark)
                || again
                    .as_ref()
                    .is_some_and(|waiting| !waiting.holds(mark.id));
            if left_out {
                continue;
            }
            if let Some(original) = mark.reply_to() {
                replies.push((self.entries.len(), original));
            }
            self.entries.push(Entry {
                id: mark.id,
                depth: 0,
                words: mark.words.is_some(),
                top: 0,
            });
        }
        if !replies.is_empty() {
            self.entries = threaded(&self.entries, &replies);
        }
        let mut top = 0;
        for entry in &mut self.entries {
            entry.top = top;
            top += if entry.words {
                points(HIGH)
            } else {
                points(LOW)
            };
        }
        self.height = top;
        self.key = Some((now.0, now.1, desk.filter.clone(), again));
        true
    }

    /// The rows from top to bottom.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many marks there are, shown or not.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.total
    }

    /// Height of all rows, in points.
    #[must_use]
    pub fn height(&self) -> f32 {
        pixels(self.height)
    }

    /// Where a row begins, in points from the first.
    #[must_use]
    pub fn top(&self, at: usize) -> f32 {
        self.entries.get(at).map_or(0.0, |entry| pixels(entry.top))
    }

    /// Which row a mark has.
    #[must_use]
    pub fn position(&self, id: MarkId) -> Option<usize> {
        self.entries.iter().position(|entry| entry.id == id)
    }

    /// The rows that touch this stretch, in points from the first.
    #[must_use]
    pub fn touching(&self, from: f32, to: f32) -> Range<usize> {
        let first = self
            .entries
            .partition_point(|entry| pixels(entry.top) + entry.height() <= from);
        let last = self.entries.partition_point(|entry| pixels(entry.top) < to);
        first..last.max(first)
    }
}

/// Puts each reply below what it replies to, moved in; replies to marks that are not listed stay where they were.
fn threaded(flat: &[Entry], replies: &[(usize, MarkId)]) -> Vec<Entry> {
    let originals: HashSet<MarkId> = replies.iter().map(|(_, original)| *original).collect();
    let listed: HashSet<MarkId> = flat
        .iter()
        .map(|entry| entry.id)
        .filter(|id| originals.contains(id))
        .collect();
    let mut below: HashMap<MarkId, Vec<usize>> = HashMap::new();
    let mut moved = vec![false; flat.len()];
    for (at, original) in replies {
        if listed.contains(original) {
            below.entry(*original).or_default().push(*at);
            moved[*at] = true;
        }
    }
    let mut out = Vec::with_capacity(flat.len());
    let mut placed = vec![false; flat.len()];
    let mut waiting: Vec<(usize, u8)> = Vec::new();
    // A second round for replies that only refer to each other, which no file should hold but one might.
    for round in 0..2 {
        for start in 0..flat.len() {
            if placed[start] || (round == 0 && moved[start]) {
                continue;
            }
            waiting.push((start, 0));
            while let Some((at, depth)) = waiting.pop() {
                if std::mem::replace(&mut placed[at], true) {
                    continue;
                }
                out.push(Entry { depth, ..flat[at] });
                if let Some(children) = below.get(&flat[at].id) {
                    let deeper = (depth + 1).min(DEEPEST);
                    waiting.extend(children.iter().rev().map(|child| (*child, deeper)));
                }
            }
        }
    }
    out
}

#[expect(
    clippy::cast_precision_loss,
    reason = "exact up to 16 million points, which is a list of a quarter of a million marks"
)]
const fn pixels(whole: u32) -> f32 {
    whole as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the heights of rows are small whole numbers"
)]
const fn points(height: f32) -> u32 {
    height as u32
}

/// Where the parts of a row begin, in points from its left edge.
#[derive(Clone, Copy, Debug)]
pub struct Columns {
    /// Width of the times.
    pub time: f32,
}

impl Columns {
    /// Wide enough for every time of the recording.
    pub fn measure(ui: &Ui, view: &View<'_>) -> Self {
        let duration = view
            .transport()
            .map_or(MediaTime::ZERO, crate::app::transport::Transport::duration);
        let widest = duration.max(MediaTime::from_seconds(60)).short();
        let time = digits::layout(ui, &widest, theme::SMALL, view.tokens.muted)
            .size()
            .x;
        Self { time: time.ceil() }
    }
}
