//! The confusion table: how often one person's category met each category of the other.
//!
//! Rows are the first person's categories, columns the other's. An event table has one more category at the end, *nil*: a row
//! for what only the other marked (*extra*), a column for what only the first did (*missed*). Nil never meets nil.
//!
//! Source: Cohen 1960, Educational and Psychological Measurement 20:37; the nil category: Bakeman, Quera and Gnisci 2009,
//! Behavior Research Methods 41:137. Units: counts (of events, or of time units). An empty table is a table: what is worked
//! out of it is undefined.
//!
//! Example: six moments, of which both call four *pretend*, one *pretend* by the first and *concrete* by the other, and one
//! that only the first marked: `[[4, 1, 1], [0, 0, 0], [0, 0, 0]]`.

/// A square table of counts (or lengths).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    size: usize,
    cells: Vec<f64>,
}

impl Table {
    /// An empty table for so many categories.
    #[must_use]
    pub fn new(size: usize) -> Self {
        Self {
            size,
            cells: vec![0.0; size * size],
        }
    }

    /// A table from its rows. Rows that are too short count as filled up with noughts.
    #[must_use]
    pub fn from_rows(rows: &[&[f64]]) -> Self {
        let mut table = Self::new(rows.len());
        for (at, row) in rows.iter().enumerate() {
            for (other, value) in row.iter().take(rows.len()).enumerate() {
                table.add(at, other, *value);
            }
        }
        table
    }

    /// How many categories.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// One cell.
    #[must_use]
    pub fn get(&self, row: usize, column: usize) -> f64 {
        if row < self.size && column < self.size {
            self.cells[row * self.size + column]
        } else {
            0.0
        }
    }

    /// Adds to one cell; outside of the table nothing happens.
    pub fn add(&mut self, row: usize, column: usize, amount: f64) {
        if row < self.size && column < self.size {
            self.cells[row * self.size + column] += amount;
        }
    }

    /// Adds another table of the same size, so many times.
    pub fn add_times(&mut self, other: &Self, times: f64) {
        for (cell, more) in self.cells.iter_mut().zip(&other.cells) {
            *cell += more * times;
        }
    }

    /// One row, category by category.
    #[must_use]
    pub fn row(&self, row: usize) -> &[f64] {
        let from = (row * self.size).min(self.cells.len());
        &self.cells[from..(from + self.size).min(self.cells.len())]
    }

    /// Everything in it.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.cells.iter().sum()
    }

    /// What lies on the diagonal: the same category by both.
    #[must_use]
    pub fn diagonal(&self) -> f64 {
        (0..self.size).map(|at| self.get(at, at)).sum()
    }

    /// The sum of each row.
    #[must_use]
    pub fn row_totals(&self) -> Vec<f64> {
        (0..self.size).map(|at| self.row(at).iter().sum()).collect()
    }

    /// The sum of each column.
    #[must_use]
    pub fn column_totals(&self) -> Vec<f64> {
        (0..self.size)
            .map(|column| (0..self.size).map(|row| self.get(row, column)).sum())
            .collect()
    }

    /// The table of one category against all others: `[[both, first only], [other only, neither]]`.
    #[must_use]
    pub fn one_against_all(&self, category: usize) -> Self {
        let both = self.get(category, category);
        let first = self.row(category).iter().sum::<f64>() - both;
        let other = (0..self.size)
            .map(|row| self.get(row, category))
            .sum::<f64>()
            - both;
        let neither = self.total() - both - first - other;
        Self::from_rows(&[&[both, first], &[other, neither]])
    }

    /// The table without its last category (nil).
    #[must_use]
    pub fn without_last(&self) -> Self {
        let mut table = Self::new(self.size.saturating_sub(1));
        for row in 0..table.size {
            for column in 0..table.size {
                table.add(row, column, self.get(row, column));
            }
        }
        table
    }

    /// The table with the two people the other way round.
    #[must_use]
    pub fn turned(&self) -> Self {
        let mut table = Self::new(self.size);
        for row in 0..self.size {
            for column in 0..self.size {
                table.add(column, row, self.get(row, column));
            }
        }
        table
    }
}
