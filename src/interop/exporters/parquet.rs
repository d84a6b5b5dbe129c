//! Parquet, compressed with Zstandard. Rows wait until there are enough for a group, so that memory stays small.

use std::{io::Write, mem, sync::Arc};

use parquet::{
    basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel},
    data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::types::Type as Schema,
};

use super::{Cell, Column, ExportError, Exporter, Rows, SCHEMA, Table, Type};

/// The format.
#[derive(Debug)]
pub struct Parquet;

/// Rows of a group.
const GROUP: usize = 50_000;
/// Bytes of text of a group: a few of the longest notes must not add up to gigabytes.
const GROUP_TEXT: usize = 32 << 20;

impl From<ParquetError> for ExportError {
    fn from(error: ParquetError) -> Self {
        Self(error.to_string())
    }
}

/// The values of one column that wait.
enum Waiting {
    Texts(Vec<ByteArray>),
    Ints(Vec<i64>),
    Floats(Vec<f64>),
    Bools(Vec<bool>),
}

struct Held {
    column: &'static Column,
    values: Waiting,
    /// For each row, whether there is a value; only where there may be none.
    there: Vec<i16>,
}

struct Groups<'a> {
    table: &'static Table,
    writer: SerializedFileWriter<Box<dyn Write + Send + 'a>>,
    held: Vec<Held>,
    rows: usize,
    text: usize,
}

impl Exporter for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn begin<'a>(
        &self,
        table: &'static Table,
        sink: Box<dyn Write + Send + 'a>,
    ) -> Result<Box<dyn Rows + 'a>, ExportError> {
        let fields = table.columns.iter().map(field).collect::<Result<_, _>>()?;
        let schema = Schema::group_type_builder(table.name)
            .with_fields(fields)
            .build()?;
        let version = KeyValue::new("mindframe.schema".to_owned(), SCHEMA.to_string());
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_created_by(format!("Mindframe {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(vec![version]))
            .build();
        let writer = SerializedFileWriter::new(sink, Arc::new(schema), Arc::new(properties))?;
        Ok(Box::new(Groups {
            table,
            writer,
            held: table.columns.iter().map(Held::new).collect(),
            rows: 0,
            text: 0,
        }))
    }
}

fn field(column: &Column) -> Result<Arc<Schema>, ParquetError> {
    let (kind, logical) = match column.kind {
        Type::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Type::Int => (Physical::INT64, None),
        Type::Float => (Physical::DOUBLE, None),
        Type::Bool => (Physical::BOOLEAN, None),
    };
    let repetition = if column.optional {
        Repetition::OPTIONAL
    } else {
        Repetition::REQUIRED
    };
    Schema::primitive_type_builder(column.name, kind)
        .with_logical_type(logical)
        .with_repetition(repetition)
        .build()
        .map(Arc::new)
}

impl Held {
    fn new(column: &'static Column) -> Self {
        Self {
            column,
            values: match column.kind {
                Type::Text => Waiting::Texts(Vec::new()),
                Type::Int => Waiting::Ints(Vec::new()),
                Type::Float => Waiting::Floats(Vec::new()),
                Type::Bool => Waiting::Bools(Vec::new()),
            },
            there: Vec::new(),
        }
    }

    /// Returns how many bytes of text it is.
    fn hold(&mut self, cell: Cell) -> Result<usize, ExportError> {
        if self.column.optional {
            self.there.push(i16::from(cell != Cell::None));
        }
        let mut text = 0;
        match (&mut self.values, cell) {
            (_, Cell::None) if self.column.optional => {}
            (Waiting::Texts(texts), Cell::Text(value)) => {
                text = value.len();
                texts.push(ByteArray::from(value.into_bytes()));
            }
            (Waiting::Ints(ints), Cell::Int(value)) => ints.push(value),
            (Waiting::Floats(floats), Cell::Float(value)) => floats.push(value),
            (Waiting::Bools(bools), Cell::Bool(value)) => bools.push(value),
            _ => return Err(ExportError(format!("the column {}", self.column.name))),
        }
        Ok(text)
    }

    fn write(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let there = mem::take(&mut self.there);
        let there = self.column.optional.then_some(there.as_slice());
        match &mut self.values {
            Waiting::Texts(texts) => {
                let values = mem::take(texts);
                column
                    .typed::<ByteArrayType>()
                    .write_batch(&values, there, None)?;
            }
            Waiting::Ints(ints) => {
                let values = mem::take(ints);
                column
                    .typed::<Int64Type>()
                    .write_batch(&values, there, None)?;
            }
            Waiting::Floats(floats) => {
                let values = mem::take(floats);
                column
                    .typed::<DoubleType>()
                    .write_batch(&values, there, None)?;
            }
            Waiting::Bools(bools) => {
                let values = mem::take(bools);
                column
                    .typed::<BoolType>()
                    .write_batch(&values, there, None)?;
            }
        }
        Ok(())
    }
}

impl Groups<'_> {
    fn write_group(&mut self) -> Result<(), ExportError> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for held in &mut self.held {
            let Some(mut column) = group.next_column()? else {
                return Err(ExportError(format!("a column of {}", self.table.name)));
            };
            held.write(&mut column)?;
            column.close()?;
        }
        group.close()?;
        self.rows = 0;
        self.text = 0;
        Ok(())
    }
}

impl Rows for Groups<'_> {
    fn row(&mut self, cells: Vec<Cell>) -> Result<(), ExportError> {
        if cells.len() != self.held.len() {
            return Err(ExportError(format!("a row of {}", self.table.name)));
        }
        for (held, cell) in self.held.iter_mut().zip(cells) {
            self.text += held.hold(cell)?;
        }
        self.rows += 1;
        if self.rows >= GROUP || self.text >= GROUP_TEXT {
            self.write_group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.write_group()?;
        self.writer.close()?;
        Ok(())
    }
}
