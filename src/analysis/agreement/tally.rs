//! Counting: every recording is cut into blocks, and each block keeps the sums from which all measures follow. Sums of blocks add up
//! to those of the whole, so that drawing blocks for intervals needs no second look at the marks.

use super::{BLOCK, Coding, Event, Measuring, Recording};
use crate::{
    analysis::{
        matching,
        measures::{Table, alpha::Coincidences, alpha_u::Unitized, fleiss::Fleiss, overlap, real},
    },
    domain::{
        mark::When,
        time::{MediaDelta, MediaSpan, MediaTime},
    },
};

/// The sums of two raters in one block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PairSums {
    /// Matched events; the last category is nil.
    pub(super) events: Table,
    /// Time units; the last category is no code.
    pub(super) units: Table,
    /// Lengths, in time units; the last category is no code.
    pub(super) lengths: Table,
}

/// All sums of one block.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sums {
    pub(super) pairs: Vec<PairSums>,
    pub(super) coincidences: Coincidences,
    pub(super) fleiss: Fleiss,
    pub(super) unitized: Unitized,
}

impl Sums {
    pub(super) fn new(codes: usize, raters: usize) -> Self {
        let pair = PairSums {
            events: Table::new(codes + 1),
            units: Table::new(codes + 1),
            lengths: Table::new(codes + 1),
        };
        Self {
            pairs: vec![pair; pairs_of(raters).count()],
            coincidences: Coincidences::new(codes + 1),
            fleiss: Fleiss::new(raters, codes + 1),
            unitized: Unitized::new(codes),
        }
    }

    pub(super) fn add_times(&mut self, other: &Self, times: f64) {
        for (own, more) in self.pairs.iter_mut().zip(&other.pairs) {
            own.events.add_times(&more.events, times);
            own.units.add_times(&more.units, times);
            own.lengths.add_times(&more.lengths, times);
        }
        self.coincidences.add_times(&other.coincidences, times);
        self.fleiss.add_times(&other.fleiss, times);
        self.unitized.add_times(&other.unitized, times);
    }
}

/// One moment of two raters: what each of them marked there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Met {
    /// Which recording.
    pub recording: usize,
    /// The first rater's.
    pub first: Option<Event>,
    /// The other's.
    pub other: Option<Event>,
}

/// What was counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Tallies {
    pub(super) codes: usize,
    pub(super) raters: usize,
    unit: MediaDelta,
    pub(super) blocks: Vec<Sums>,
    /// How far apart pairs begin, rising, with the block of each; for each pair of raters.
    pub(super) onsets: Vec<Vec<(MediaDelta, usize)>>,
    /// Every moment, for each pair of raters.
    pub(super) moments: Vec<Vec<Met>>,
    /// How much each pair watched in common, and all of them.
    pub(super) common: Vec<MediaDelta>,
    pub(super) common_to_all: MediaDelta,
    /// Marks that lie outside of what both watched, for each pair.
    pub(super) outside: Vec<usize>,
}

/// Every two of so many raters, the earlier first.
pub(super) fn pairs_of(raters: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..raters).flat_map(move |first| (first + 1..raters).map(move |other| (first, other)))
}

/// The events of one rater that begin within these stretches.
pub(super) fn inside(coding: &Coding, shared: &[MediaSpan]) -> Vec<Event> {
    let begins = |event: &&Event| {
        let start = event.when.start();
        let after = shared.partition_point(|span| span.end() < start);
        shared.get(after).is_some_and(|span| span.start() <= start)
    };
    coding.events.iter().filter(begins).copied().collect()
}

/// A whole stretch within what all watched.
#[derive(Clone, Copy)]
struct Whole {
    /// Which of its rater's stretches.
    number: usize,
    start: MediaTime,
    code: usize,
    length: i64,
    /// How much of it lies beside a stretch of another.
    together: i64,
}

/// A stretch on which one code stands.
#[derive(Clone, Copy)]
struct Held {
    span: MediaSpan,
    code: usize,
}

/// Counts everything. Blocks are stretches of one minute, or the recordings themselves where there are ten or more.
#[must_use]
pub fn tally(recordings: &[Recording], codes: usize, measuring: Measuring) -> Tallies {
    let raters = recordings
        .iter()
        .map(|recording| recording.codings.len())
        .max()
        .unwrap_or(0);
    let pairs = pairs_of(raters).count();
    let mut tallies = Tallies {
        codes,
        raters,
        unit: measuring.unit,
        blocks: Vec::new(),
        onsets: vec![Vec::new(); pairs],
        moments: vec![Vec::new(); pairs],
        common: vec![MediaDelta::ZERO; pairs],
        common_to_all: MediaDelta::ZERO,
        outside: vec![0; pairs],
    };
    let whole = recordings.len() >= 10;
    for (at, recording) in recordings.iter().enumerate() {
        Counting::new(&mut tallies, at, recording, measuring, whole).run();
    }
    tallies.drop_empty_blocks();
    for onsets in &mut tallies.onsets {
        onsets.sort_unstable();
    }
    tallies
}

struct Counting<'a> {
    tallies: &'a mut Tallies,
    at: usize,
    recording: &'a Recording,
    measuring: Measuring,
    held: Vec<Vec<Held>>,
    first_block: usize,
    /// One block for the whole recording.
    whole: bool,
}

impl<'a> Counting<'a> {
    fn new(
        tallies: &'a mut Tallies,
        at: usize,
        recording: &'a Recording,
        measuring: Measuring,
        whole: bool,
    ) -> Self {
        let held = recording.codings.iter().map(stretches).collect();
        Self {
            first_block: tallies.blocks.len(),
            tallies,
            at,
            recording,
            measuring,
            held,
            whole,
        }
    }

    fn run(mut self) {
        self.make_blocks();
        let raters = self.recording.codings.len();
        for (number, (first, other)) in pairs_of(raters).enumerate() {
            let shared = overlap::intersection(
                &self.recording.codings[first].watched,
                &self.recording.codings[other].watched,
            );
            let common = overlap::length(&shared) + self.tallies.common[number].as_nanos();
            self.tallies.common[number] = MediaDelta::from_nanos(common);
            self.events(number, first, other, &shared);
            self.lengths(number, first, other, &shared);
        }
        self.units();
        self.unitize();
    }

    fn unit(&self) -> i64 {
        self.measuring.unit.magnitude().as_nanos().max(1_000_000)
    }

    /// One block for each minute up to the end of what anybody watched.
    fn make_blocks(&mut self) {
        let ends = self.recording.codings.iter().filter_map(|coding| {
            let watched = coding.watched.last().map(|span| span.end());
            let marked = coding.events.iter().map(|event| event.when.end()).max();
            watched.max(marked)
        });
        let end = ends.max().unwrap_or(MediaTime::ZERO);
        let count = if self.whole {
            1
        } else {
            self.block_within(end) + 1
        };
        let empty = Sums::new(self.tallies.codes, self.tallies.raters);
        self.tallies
            .blocks
            .extend(std::iter::repeat_n(empty, count));
    }

    fn block_within(&self, time: MediaTime) -> usize {
        if self.whole {
            0
        } else {
            usize::try_from(time.as_nanos().max(0) / BLOCK.as_nanos()).unwrap_or(0)
        }
    }

    fn block(&self, time: MediaTime) -> usize {
        (self.first_block + self.block_within(time)).min(self.tallies.blocks.len() - 1)
    }

    fn events(&mut self, number: usize, first: usize, other: usize, shared: &[MediaSpan]) {
        let codings = &self.recording.codings;
        let ours = inside(&codings[first], shared);
        let theirs = inside(&codings[other], shared);
        self.tallies.outside[number] += codings[first].events.len() - ours.len();
        self.tallies.outside[number] += codings[other].events.len() - theirs.len();
        let places =
            |events: &[Event]| events.iter().map(|event| event.when).collect::<Vec<When>>();
        let found = matching::pairs(
            &places(&ours),
            &places(&theirs),
            self.measuring.tolerance,
            |left, right| ours[left].code == theirs[right].code,
        );
        let nil = self.tallies.codes;
        let (mut mine, mut others) = (vec![false; ours.len()], vec![false; theirs.len()]);
        let mut moments = Vec::new();
        for pair in found {
            (mine[pair.left], others[pair.right]) = (true, true);
            let (left, right) = (ours[pair.left], theirs[pair.right]);
            let block = self.block(left.when.start());
            self.tallies.blocks[block].pairs[number]
                .events
                .add(left.code, right.code, 1.0);
            self.tallies.onsets[number].push((right.when.start() - left.when.start(), block));
            moments.push((Some(left), Some(right)));
        }
        for event in alone(&ours, &mine) {
            let block = self.block(event.when.start());
            let sums = &mut self.tallies.blocks[block].pairs[number];
            sums.events.add(event.code, nil, 1.0);
            moments.push((Some(event), None));
        }
        for event in alone(&theirs, &others) {
            let block = self.block(event.when.start());
            let sums = &mut self.tallies.blocks[block].pairs[number];
            sums.events.add(nil, event.code, 1.0);
            moments.push((None, Some(event)));
        }
        moments.sort_by_key(|(left, right)| left.or(*right).map(|event| event.when.start()));
        let met = moments.into_iter().map(|(first, other)| Met {
            recording: self.at,
            first,
            other,
        });
        self.tallies.moments[number].extend(met);
    }

    /// What stands beside what, for how long.
    fn lengths(&mut self, number: usize, first: usize, other: usize, shared: &[MediaSpan]) {
        let none = self.tallies.codes;
        let unit = self.unit();
        let people = [&self.held[first], &self.held[other]];
        let mut pieces = Vec::new();
        sweep(&people, shared, |span, held| {
            let code = |at: usize| held[at].map_or(none, |(_, code)| code);
            pieces.push((span, code(0), code(1)));
        });
        for (span, row, column) in pieces {
            for (block, length) in self.cut_by_blocks(span) {
                self.tallies.blocks[block].pairs[number].lengths.add(
                    row,
                    column,
                    in_units(length, unit),
                );
            }
        }
    }

    fn cut_by_blocks(&self, span: MediaSpan) -> Vec<(usize, i64)> {
        let (from, to) = (span.start().as_nanos(), span.end().as_nanos());
        if self.whole {
            return vec![(self.block(span.start()), to - from)];
        }
        let mut parts = Vec::new();
        let mut at = from;
        while at < to {
            let next = (at.div_euclid(BLOCK.as_nanos()) + 1) * BLOCK.as_nanos();
            parts.push((self.block(MediaTime::from_nanos(at)), next.min(to) - at));
            at = next;
        }
        parts
    }

    /// What each rater has in the middle of each time unit.
    fn units(&mut self) {
        let unit = self.unit();
        let codings = &self.recording.codings;
        let end = codings
            .iter()
            .filter_map(|coding| coding.watched.last())
            .map(|span| span.end().as_nanos())
            .max()
            .unwrap_or(0);
        let none = self.tallies.codes;
        let mut watched_at = vec![0; codings.len()];
        let mut held_at = vec![0; codings.len()];
        let mut middle = unit / 2;
        while middle < end {
            let time = MediaTime::from_nanos(middle);
            middle = middle.saturating_add(unit);
            let mut has: Vec<Option<usize>> = Vec::with_capacity(codings.len());
            for (rater, coding) in codings.iter().enumerate() {
                let next = &mut watched_at[rater];
                while coding
                    .watched
                    .get(*next)
                    .is_some_and(|span| span.end() <= time)
                {
                    *next += 1;
                }
                let seen = coding
                    .watched
                    .get(*next)
                    .is_some_and(|span| span.contains(time));
                let held = &self.held[rater];
                let next = &mut held_at[rater];
                while held.get(*next).is_some_and(|held| held.span.end() <= time) {
                    *next += 1;
                }
                let code = held
                    .get(*next)
                    .filter(|held| held.span.contains(time))
                    .map_or(none, |held| held.code);
                has.push(seen.then_some(code));
            }
            let block = self.block(time);
            let sums = &mut self.tallies.blocks[block];
            let mut counts = vec![0; none + 1];
            for code in has.iter().flatten() {
                counts[*code] += 1;
            }
            sums.coincidences.add(&counts);
            sums.fleiss.add(&counts);
            for (number, (first, other)) in pairs_of(codings.len()).enumerate() {
                if let (Some(row), Some(column)) = (has[first], has[other]) {
                    sums.pairs[number].units.add(row, column, 1.0);
                }
            }
        }
    }

    /// Stretches and gaps of all raters together, over what all of them watched.
    fn unitize(&mut self) {
        let codings = &self.recording.codings;
        let mut all = codings.iter().map(|coding| coding.watched.clone());
        let Some(first) = all.next() else { return };
        let shared = all.fold(first, |shared, more| overlap::intersection(&shared, &more));
        let length = self.tallies.common_to_all.as_nanos() + overlap::length(&shared);
        self.tallies.common_to_all = MediaDelta::from_nanos(length);
        let codes = self.tallies.codes;
        let unit = self.unit();
        let people: Vec<&Vec<Held>> = self.held.iter().collect();
        let mut pieces: Vec<(MediaSpan, Vec<usize>)> = Vec::new();
        let mut whole: Vec<Vec<Whole>> = vec![Vec::new(); people.len()];
        let mut ended: Vec<Option<MediaTime>> = vec![None; people.len()];
        sweep(&people, &shared, |span, held| {
            let mut counts = vec![0; codes + 1];
            let at_once = held.iter().flatten().count();
            for (rater, held) in held.iter().enumerate() {
                let Some((at, code)) = held else {
                    counts[0] += 1;
                    continue;
                };
                counts[code + 1] += 1;
                let length = span.length().as_nanos();
                let together = if at_once > 1 { length } else { 0 };
                match whole[rater].last_mut() {
                    Some(last) if last.number == *at && ended[rater] == Some(span.start()) => {
                        last.length += length;
                        last.together += together;
                    }
                    _ => whole[rater].push(Whole {
                        number: *at,
                        start: span.start(),
                        code: *code,
                        length,
                        together,
                    }),
                }
                ended[rater] = Some(span.end());
            }
            pieces.push((span, counts));
        });
        for (span, counts) in pieces {
            for (block, length) in self.cut_by_blocks(span) {
                let unitized = &mut self.tallies.blocks[block].unitized;
                unitized.add_piece(in_units(length, unit), &counts);
            }
        }
        for whole in whole.into_iter().flatten() {
            let block = self.block(whole.start);
            self.tallies.blocks[block].unitized.add_stretch(
                whole.code,
                in_units(whole.length, unit),
                in_units(whole.together, unit),
            );
        }
    }
}

fn alone(events: &[Event], paired: &[bool]) -> Vec<Event> {
    let kept = events.iter().zip(paired).filter(|(_, paired)| !**paired);
    kept.map(|(event, _)| *event).collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a hundred days in nanoseconds still fit 2^53"
)]
fn in_units(length: i64, unit: i64) -> f64 {
    length as f64 / unit as f64
}

/// One rater's stretches without overlaps: where two of their codes stand at once, the one that began later (and of two that begin
/// together the one with the later id) is what stands.
fn stretches(coding: &Coding) -> Vec<Held> {
    let mut spans: Vec<Held> = coding
        .events
        .iter()
        .filter_map(|event| match event.when {
            When::Span(span) if span.start() < span.end() => Some(Held {
                span,
                code: event.code,
            }),
            _ => None,
        })
        .collect();
    spans.sort_by_key(|held| (held.span.start(), held.code, held.span.end()));
    let mut open: Vec<Held> = Vec::new();
    let mut held: Vec<Held> = Vec::new();
    let mut at = MediaTime::ZERO;
    let push = |held: &mut Vec<Held>, from: MediaTime, to: MediaTime, code: usize| {
        if from < to {
            held.push(Held {
                span: MediaSpan::between(from, to),
                code,
            });
        }
    };
    let close_until =
        |open: &mut Vec<Held>, held: &mut Vec<Held>, at: &mut MediaTime, to: Option<MediaTime>| {
            while let Some(top) = open.last().copied() {
                let end = top.span.end();
                let until = to.map_or(end, |to| end.min(to));
                push(held, *at, until, top.code);
                *at = (*at).max(until);
                if to.is_some_and(|to| end > to) {
                    return;
                }
                open.pop();
                while open.last().is_some_and(|under| under.span.end() <= *at) {
                    open.pop();
                }
            }
        };
    for next in spans {
        close_until(&mut open, &mut held, &mut at, Some(next.span.start()));
        at = at.max(next.span.start());
        open.push(next);
    }
    close_until(&mut open, &mut held, &mut at, None);
    held
}

/// Walks over everybody's stretches within `shared` and tells of each piece on which nothing changes, with each person's stretch
/// there: its number and code.
fn sweep(
    people: &[&Vec<Held>],
    shared: &[MediaSpan],
    mut piece: impl FnMut(MediaSpan, &[Option<(usize, usize)>]),
) {
    let mut next = vec![0; people.len()];
    let mut here = vec![None; people.len()];
    for span in shared {
        let mut at = span.start();
        while at < span.end() {
            let mut until = span.end();
            for (person, held) in people.iter().enumerate() {
                while held
                    .get(next[person])
                    .is_some_and(|held| held.span.end() <= at)
                {
                    next[person] += 1;
                }
                here[person] = None;
                if let Some(stretch) = held.get(next[person]) {
                    if stretch.span.start() <= at {
                        here[person] = Some((next[person], stretch.code));
                        until = until.min(stretch.span.end());
                    } else {
                        until = until.min(stretch.span.start());
                    }
                }
            }
            piece(MediaSpan::between(at, until), &here);
            at = until;
        }
    }
}

impl Tallies {
    /// Blocks that nobody watched are nothing to draw.
    fn drop_empty_blocks(&mut self) {
        let filled = |block: &Sums| {
            let of_pair = |pair: &PairSums| pair.events.total() + pair.lengths.total() > 0.0;
            block.coincidences.values() > 0.0 || block.pairs.iter().any(of_pair)
        };
        let mut places = Vec::with_capacity(self.blocks.len());
        let mut kept = 0;
        for block in &self.blocks {
            places.push(kept);
            kept += usize::from(filled(block));
        }
        self.blocks.retain(filled);
        for (_, block) in self.onsets.iter_mut().flatten() {
            *block = places[*block];
        }
    }

    /// The sums of all blocks, each so many times as it was drawn; once without a drawing.
    pub(super) fn sum(&self, drawn: Option<&[usize]>) -> Sums {
        let mut sums = Sums::new(self.codes, self.raters);
        for (at, block) in self.blocks.iter().enumerate() {
            let times = drawn.map_or(1, |drawn| drawn.get(at).copied().unwrap_or(0));
            if times > 0 {
                sums.add_times(block, real(times));
            }
        }
        sums
    }

    /// Every moment of a pair of raters (numbered as the first with the second, with the third, ..., the second with the third, ...).
    #[must_use]
    pub fn moments(&self, pair: usize) -> &[Met] {
        self.moments.get(pair).map_or(&[], Vec::as_slice)
    }

    /// How long a time unit is.
    #[must_use]
    pub const fn unit(&self) -> MediaDelta {
        self.unit
    }

    /// How many blocks there are to draw from.
    #[must_use]
    pub fn blocks(&self) -> usize {
        self.blocks.len()
    }
}
