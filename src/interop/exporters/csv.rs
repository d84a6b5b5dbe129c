//! Comma-separated values: UTF-8, a line of names first, nothing where there is no value.

use std::io::Write;

use super::{Cell, ExportError, Exporter, Rows, Table};

/// The format.
#[derive(Debug)]
pub struct Csv;

struct Lines<'a> {
    table: &'static Table,
    lines: csv::Writer<Box<dyn Write + Send + 'a>>,
}

fn failed(error: impl std::fmt::Display) -> ExportError {
    ExportError(error.to_string())
}

impl Exporter for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn begin<'a>(
        &self,
        table: &'static Table,
        sink: Box<dyn Write + Send + 'a>,
    ) -> Result<Box<dyn Rows + 'a>, ExportError> {
        let mut lines = csv::Writer::from_writer(sink);
        let names = table.columns.iter().map(|column| column.name);
        lines.write_record(names).map_err(failed)?;
        Ok(Box::new(Lines { table, lines }))
    }
}

impl Rows for Lines<'_> {
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        if cells.len() != self.table.columns.len() {
            return Err(ExportError(format!("a row of {}", self.table.name)));
        }
        let fields = cells.into_iter().map(|cell| match cell {
            Cell::None => String::new(),
            Cell::Text(text) => text,
            Cell::Int(value) => value.to_string(),
            Cell::Float(value) => value.to_string(),
            Cell::Bool(value) => value.to_string(),
        });
        self.lines.write_record(fields).map_err(failed)
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.lines.flush().map_err(failed)
    }
}
