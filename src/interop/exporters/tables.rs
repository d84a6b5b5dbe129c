//! The tables and their columns. Stable: a column keeps its name, type and meaning; new ones come at the end, and then [`SCHEMA`] rises.

/// The version of the tables.
pub const SCHEMA: u32 = 1;

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// UTF-8.
    Text,
    /// 64 bits, signed.
    Int,
    /// 64 bits.
    Float,
    /// Yes or no.
    Bool,
}

/// One column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name; times end in `_ns`: nanoseconds of the session's time.
    pub name: &'static str,
    /// What its values are.
    pub kind: Type,
    /// Whether a row may have none.
    pub optional: bool,
}

/// One table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name, which is also that of its file.
    pub name: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
}

const fn text(name: &'static str) -> Column {
    column(name, Type::Text, false)
}

const fn int(name: &'static str) -> Column {
    column(name, Type::Int, false)
}

const fn float(name: &'static str) -> Column {
    column(name, Type::Float, false)
}

const fn yes(name: &'static str) -> Column {
    column(name, Type::Bool, false)
}

const fn maybe(kind: Type, name: &'static str) -> Column {
    column(name, kind, true)
}

const fn column(name: &'static str, kind: Type, optional: bool) -> Column {
    Column {
        name,
        kind,
        optional,
    }
}

/// The tables, in the order in which their rows are handed out.
pub static TABLES: [Table; 6] = [
    Table {
        name: "recordings",
        columns: &[
            text("session"),
            text("file"),
            text("title"),
            text("kind"),
            maybe(Type::Text, "started_at"),
            text("created_at"),
            int("length_ns"),
            text("scene"),
            maybe(Type::Int, "take"),
            text("codebooks"),
        ],
    },
    Table {
        name: "people",
        columns: &[
            text("session"),
            text("person"),
            text("name"),
            text("role"),
            text("part"),
        ],
    },
    Table {
        name: "marks",
        columns: &[
            text("session"),
            text("mark"),
            text("authors"),
            text("entered_by"),
            text("about"),
            text("view"),
            text("tense"),
            text("shape"),
            int("start_ns"),
            maybe(Type::Int, "end_ns"),
            maybe(Type::Int, "frame"),
            text("codes"),
            text("modifiers"),
            maybe(Type::Int, "intensity"),
            maybe(Type::Text, "sureness"),
            maybe(Type::Text, "words"),
            text("placed"),
            maybe(Type::Int, "pressed_at_ns"),
            maybe(Type::Int, "lead_ns"),
            maybe(Type::Float, "rate"),
            maybe(Type::Text, "reply_to"),
            yes("settled"),
            maybe(Type::Text, "sitting"),
            text("codebook"),
            text("codebook_version"),
            int("revision"),
            text("created_at"),
            maybe(Type::Text, "revised_at"),
        ],
    },
    Table {
        name: "tracks",
        columns: &[
            text("session"),
            text("track"),
            text("rater"),
            text("about"),
            text("kind"),
            int("pass"),
            text("input"),
            int("stretch"),
            int("time_ns"),
            int("until_ns"),
            int("value"),
            float("rate"),
            int("usual_lag_ns"),
        ],
    },
    Table {
        name: "episodes",
        columns: &[
            text("session"),
            text("source"),
            maybe(Type::Text, "entry"),
            text("author"),
            text("subject"),
            maybe(Type::Int, "before_ns"),
            maybe(Type::Int, "onset_ns"),
            maybe(Type::Int, "stop_ns"),
            maybe(Type::Int, "end_ns"),
            text("ending"),
            maybe(Type::Int, "time_to_recovery_ns"),
            maybe(Type::Text, "seen"),
            maybe(Type::Text, "pattern"),
        ],
    },
    Table {
        name: "watched",
        columns: &[
            text("session"),
            text("person"),
            int("start_ns"),
            int("end_ns"),
            int("pass"),
            float("rate"),
            yes("together"),
        ],
    },
];
