//! One lane: its marks in the order of time, its spans in rows.

use crate::domain::{
    codebook::Shape,
    id::{MarkId, PersonId},
};

/// Most rows of spans that overlap in one lane; more share the last ones.
pub const MOST_ROWS: usize = 4;
/// What the drawing needs of a mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// Start, in nanoseconds.
    pub start: i64,
    /// End, in nanoseconds; of an open stretch the largest number.
    pub end: i64,
    /// Which mark.
    pub id: MarkId,
    /// Its outline.
    pub shape: Shape,
    /// Drawn dashed.
    pub guess: bool,
    /// Drawn smaller.
    pub reply: bool,
    /// Row among the spans of its lane.
    pub row: u8,
}

impl Item {
    /// Whether its end is not set yet.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.end == i64::MAX
    }
}

/// Whose lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// One person's.
    One(PersonId),
    /// Joint marks.
    Together,
    /// What raters agreed on.
    Experts,
    /// One of a class, who is not named: by number, from 0.
    Learner(usize),
}

/// One lane.
#[derive(Debug)]
pub struct Lane {
    /// Whose.
    pub owner: Owner,
    /// Instants by start, then id.
    pub points: Vec<Item>,
    /// Stretches by start, then id.
    pub spans: Vec<Item>,
    /// For each span, the latest end of it and of all before: finds those that reach into the view.
    reach: Vec<i64>,
    /// How many rows its spans need.
    pub rows: usize,
}

impl Lane {
    /// An empty one.
    #[must_use]
    pub const fn new(owner: Owner) -> Self {
        Self {
            owner,
            points: Vec::new(),
            spans: Vec::new(),
            reach: Vec::new(),
            rows: 0,
        }
    }

    /// How many marks it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.points.len() + self.spans.len()
    }

    /// Positions of the points between two times in nanoseconds.
    #[must_use]
    pub fn points_between(&self, from: i64, to: i64) -> std::ops::Range<usize> {
        let first = self.points.partition_point(|item| item.start < from);
        let last = self.points.partition_point(|item| item.start <= to);
        first..last.max(first)
    }

    /// The spans that touch a stretch, open ones included.
    pub fn spans_between(&self, from: i64, to: i64) -> impl Iterator<Item = &Item> {
        let first = self.reach.partition_point(|end| *end < from);
        let last = self
            .spans
            .partition_point(|item| item.start <= to)
            .max(first);
        self.spans[first..last]
            .iter()
            .filter(move |item| item.end >= from)
    }

    /// The spans that have begun and not ended.
    pub fn open(&self) -> impl Iterator<Item = &Item> {
        self.spans.iter().filter(|item| item.is_open())
    }

    /// Puts a mark in its place; [`Self::stack`] is still to do.
    pub fn insert(&mut self, item: Item, is_point: bool) {
        let into = if is_point {
            &mut self.points
        } else {
            &mut self.spans
        };
        let at = into.partition_point(|known| (known.start, known.id) < (item.start, item.id));
        into.insert(at, item);
    }

    /// Takes a mark out, if it is here; [`Self::stack`] is still to do.
    pub fn remove(&mut self, id: MarkId) -> bool {
        let Self { points, spans, .. } = self;
        for from in [points, spans] {
            if let Some(at) = from.iter().position(|item| item.id == id) {
                from.remove(at);
                return true;
            }
        }
        false
    }

    /// Orders marks that were pushed in any order.
    pub fn sort(&mut self) {
        self.points.sort_by_key(|item| (item.start, item.id));
        self.spans.sort_by_key(|item| (item.start, item.id));
    }

    /// Puts overlapping spans into rows, first free row first.
    pub fn stack(&mut self) {
        let mut ends = [i64::MIN; MOST_ROWS];
        let mut latest = i64::MIN;
        self.rows = 0;
        self.reach.clear();
        for item in &mut self.spans {
            let free = ends
                .iter()
                .position(|end| *end <= item.start)
                .unwrap_or_else(|| (0..MOST_ROWS).min_by_key(|row| ends[*row]).unwrap_or(0));
            ends[free] = ends[free].max(item.end);
            #[expect(clippy::cast_possible_truncation, reason = "there are four rows")]
            {
                item.row = free as u8;
            }
            self.rows = self.rows.max(free + 1);
            latest = latest.max(item.end);
            self.reach.push(latest);
        }
    }
}
