//! Moments and stretches: the best way to pair them off by shortest augmenting paths.
//!
//! Each row's mark is taken up in turn, by the cheapest chain of changes of partner. Staying alone costs more than any
//! distance, so that the most pairs come before the nearest ones. Prices of rows and columns keep every step's cost at or
//! above nothing, so that each search ends close to where it began.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{Moment, Tolerance};

/// What staying alone costs: more than all distances together.
const ALONE: i128 = 1 << 100;
const NOBODY: u32 = u32::MAX;
/// So many choices are searched through in the time that a frame has. An hour of two people who mark without a pause stays below.
const MOST: usize = 160_000;
/// Where there are more, each mark looks at so many of the nearest only.
const NEAREST: usize = 16;
/// More choices of one mark are not even listed.
const LISTED: usize = 512;

/// Who may belong to whom, row by row.
struct Choices {
    /// Where the choices of each row begin, and where the last ones end.
    begins: Vec<usize>,
    columns: Vec<u32>,
    distances: Vec<i64>,
}

impl Choices {
    fn of(rows: &[Moment], columns: &[Moment], tolerance: Tolerance) -> Self {
        let classes = Classes::of(columns);
        let mut choices = Self {
            begins: vec![0],
            columns: Vec::new(),
            distances: Vec::new(),
        };
        let mut near: Vec<(i64, u32)> = Vec::new();
        for row in rows {
            near.clear();
            classes.near(row, columns, tolerance, &mut |column, distance| {
                near.push((distance, column));
            });
            only_least(&mut near, LISTED);
            choices
                .columns
                .extend(near.iter().map(|(_, column)| column));
            choices
                .distances
                .extend(near.iter().map(|(distance, _)| distance));
            choices.begins.push(choices.columns.len());
        }
        if choices.columns.len() > MOST {
            choices.thin_out(columns.len());
        }
        choices
    }

    /// Keeps what is among the nearest of either of its two marks.
    fn thin_out(&mut self, columns: usize) {
        let mut kept = vec![false; self.columns.len()];
        let mut by_column: Vec<Vec<(i64, usize)>> = vec![Vec::new(); columns];
        for place in self.begins.windows(2) {
            let choices = place[0]..place[1];
            let mut near: Vec<(i64, usize)> = choices.map(|at| (self.distances[at], at)).collect();
            for (distance, at) in &near {
                by_column[self.columns[*at] as usize].push((*distance, *at));
            }
            only_least(&mut near, NEAREST);
            for (_, at) in near {
                kept[at] = true;
            }
        }
        for mut near in by_column {
            only_least(&mut near, NEAREST);
            for (_, at) in near {
                kept[at] = true;
            }
        }
        let mut thin = Self {
            begins: vec![0],
            columns: Vec::new(),
            distances: Vec::new(),
        };
        for place in self.begins.windows(2) {
            for at in (place[0]..place[1]).filter(|at| kept[*at]) {
                thin.columns.push(self.columns[at]);
                thin.distances.push(self.distances[at]);
            }
            thin.begins.push(thin.columns.len());
        }
        *self = thin;
    }

    fn of_row(&self, row: u32) -> impl Iterator<Item = (u32, i128)> {
        let place = self.begins[row as usize]..self.begins[row as usize + 1];
        self.columns[place.clone()].iter().copied().zip(
            self.distances[place]
                .iter()
                .map(|distance| i128::from(*distance)),
        )
    }
}

/// Leaves the least few, in no order.
fn only_least<T: Ord>(list: &mut Vec<T>, most: usize) {
    if list.len() > most {
        list.select_nth_unstable(most);
        list.truncate(most);
    }
}

/// Columns by the order of magnitude of their length: what could touch a row is looked up in each, and a single long stretch
/// makes no row look at everything.
struct Classes(Vec<Vec<u32>>);

impl Classes {
    fn of(columns: &[Moment]) -> Self {
        let mut classes = vec![Vec::new(); 65];
        for (at, column) in (0_u32..).zip(columns) {
            classes[magnitude(column)].push(at);
        }
        Self(classes)
    }

    fn near(
        &self,
        row: &Moment,
        columns: &[Moment],
        tolerance: Tolerance,
        found: &mut dyn FnMut(u32, i64),
    ) {
        let within = tolerance.distance().as_nanos();
        for (size, class) in self
            .0
            .iter()
            .enumerate()
            .filter(|(_, class)| !class.is_empty())
        {
            let longest = match size {
                0 => 0,
                size => 2_i64.saturating_pow(u32::try_from(size).unwrap_or(u32::MAX)),
            };
            let earliest = row
                .start
                .as_nanos()
                .saturating_sub(within)
                .saturating_sub(longest);
            let latest = row.end.as_nanos().saturating_add(within);
            let start = |at: u32| columns[at as usize].start.as_nanos();
            let from = class.partition_point(|at| start(*at) < earliest);
            for at in &class[from..] {
                if start(*at) > latest {
                    break;
                }
                if let Some(distance) = row.distance(&columns[*at as usize], tolerance) {
                    found(*at, i64::try_from(distance).unwrap_or(i64::MAX));
                }
            }
        }
    }
}

/// 0 for a moment, else so many bits as its length has.
fn magnitude(moment: &Moment) -> usize {
    let length = (moment.end - moment.start).as_nanos();
    (i64::BITS - length.max(0).leading_zeros()) as usize
}

/// What a search knows of each row and column; valid where the round is the present one.
struct Search {
    round: u32,
    seen: Vec<u32>,
    done: Vec<u32>,
    cost: Vec<i128>,
    /// The row from which a column was reached.
    from: Vec<u32>,
    heap: BinaryHeap<Reverse<(i128, u32)>>,
}

struct Matching<'a> {
    choices: &'a Choices,
    row_price: Vec<i128>,
    column_price: Vec<i128>,
    of_row: Vec<u32>,
    of_column: Vec<u32>,
}

/// Both lists are in the order of time.
pub(super) fn nearest(
    rows: &[Moment],
    columns: &[Moment],
    tolerance: Tolerance,
) -> Vec<(usize, usize)> {
    let choices = Choices::of(rows, columns, tolerance);
    let mut matching = Matching {
        choices: &choices,
        row_price: vec![0; rows.len()],
        column_price: vec![0; columns.len()],
        of_row: vec![NOBODY; rows.len()],
        of_column: vec![NOBODY; columns.len()],
    };
    let mut search = Search {
        round: 0,
        seen: vec![0; columns.len()],
        done: vec![0; columns.len()],
        cost: vec![0; columns.len()],
        from: vec![NOBODY; columns.len()],
        heap: BinaryHeap::new(),
    };
    for row in (0_u32..).take(rows.len()) {
        matching.take_up(row, &mut search);
    }
    matching
        .of_row
        .iter()
        .enumerate()
        .filter(|(_, column)| **column != NOBODY)
        .map(|(row, column)| (row, *column as usize))
        .collect()
}

impl Matching<'_> {
    /// Finds a partner for one more row, or leaves whichever row it is cheapest to leave alone.
    fn take_up(&mut self, start: u32, search: &mut Search) {
        search.round += 1;
        search.heap.clear();
        let mut settled: Vec<(u32, i128)> = Vec::new();
        let (mut row, mut so_far) = (start, 0_i128);
        // The cheapest row to leave alone among those that were reached.
        let (mut alone, mut alone_cost) = (start, i128::MAX);
        let (end, total) = loop {
            let price = self.row_price[row as usize];
            let leave = so_far + ALONE - price;
            if leave < alone_cost {
                (alone, alone_cost) = (row, leave);
            }
            for (column, distance) in self.choices.of_row(row) {
                let at = column as usize;
                if search.done[at] == search.round {
                    continue;
                }
                let cost = so_far + distance - price - self.column_price[at];
                if cost < alone_cost && (search.seen[at] != search.round || cost < search.cost[at])
                {
                    search.seen[at] = search.round;
                    search.cost[at] = cost;
                    search.from[at] = row;
                    search.heap.push(Reverse((cost, column)));
                }
            }
            let next = loop {
                match search.heap.pop() {
                    Some(Reverse((cost, column)))
                        if search.done[column as usize] == search.round
                            || cost > search.cost[column as usize] => {}
                    other => break other,
                }
            };
            match next {
                Some(Reverse((cost, column))) if cost < alone_cost => {
                    let holder = self.of_column[column as usize];
                    if holder == NOBODY {
                        break (Some(column), cost);
                    }
                    search.done[column as usize] = search.round;
                    settled.push((column, cost));
                    (row, so_far) = (holder, cost);
                }
                _ => break (None, alone_cost),
            }
        };
        self.row_price[start as usize] += total;
        for (column, cost) in settled {
            let gain = total - cost;
            self.column_price[column as usize] -= gain;
            self.row_price[self.of_column[column as usize] as usize] += gain;
        }
        let mut column = match end {
            Some(column) => column,
            None if alone == start => return,
            None => {
                let freed = self.of_row[alone as usize];
                self.of_row[alone as usize] = NOBODY;
                freed
            }
        };
        loop {
            let row = search.from[column as usize];
            let next = self.of_row[row as usize];
            self.of_row[row as usize] = column;
            self.of_column[column as usize] = row;
            if row == start {
                break;
            }
            column = next;
        }
    }
}
