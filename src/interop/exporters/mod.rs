//! What other programs read of many recordings: tables with stable columns, written row by row, so that the size of the folder does not
//! matter. A format is one file here and one line in [`EXPORTERS`].
//!
//! Rows come from [`Disclosed`](crate::domain::disclosed::Disclosed) records only. Where they are written to is the caller's.

mod csv;
mod parquet;
mod rows;
mod tables;

use std::io::Write;

pub use rows::{MarkedEpisode, Source, WithWords, write_rows};
pub use tables::{Column, SCHEMA, TABLES, Table, Type};

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ExportError(pub String);

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    None,
    /// A text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Yes or no.
    Bool(bool),
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::None, Into::into)
    }
}

impl From<String> for Cell {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Cell {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u32> for Cell {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<bool> for Cell {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

/// Takes the rows of one table.
pub trait Rows {
    /// The next row: a value for each column, in their order.
    ///
    /// # Errors
    /// If it does not fit the table, or cannot be written.
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError>;

    /// After the last row.
    ///
    /// # Errors
    /// If what is left cannot be written.
    fn finish(self: Box<Self>) -> Result<(), ExportError>;
}

/// A format.
pub trait Exporter: Sync {
    /// What it is called on the command line, which is also how its files end.
    fn name(&self) -> &'static str;

    /// Begins a table.
    ///
    /// # Errors
    /// If its beginning cannot be written.
    fn begin<'a>(
        &self,
        table: &'static Table,
        sink: Box<dyn Write + Send + 'a>,
    ) -> Result<Box<dyn Rows + 'a>, ExportError>;
}

/// Every format, in the order in which they are offered.
pub static EXPORTERS: &[&dyn Exporter] = &[&parquet::Parquet, &csv::Csv];

/// The format of this name.
#[must_use]
pub fn exporter(name: &str) -> Option<&'static dyn Exporter> {
    EXPORTERS.iter().copied().find(|one| one.name() == name)
}
