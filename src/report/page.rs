//! A report before it is a file: headings, moments, tables and drawings. The window shows this as its preview, `html` writes it.

use crate::domain::{
    codebook::Shape,
    id::MarkId,
    mark::Intensity,
    time::{MediaDelta, MediaSpan, MediaTime},
    track::Zones,
};

/// One report.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// What it is called.
    pub title: String,
    /// Lines under the title: whose it is, of which recording.
    pub lead: Vec<String>,
    /// It is meant for one sheet of paper: moments stand beside each other.
    pub tight: bool,
    /// What it says, in order.
    pub sections: Vec<Section>,
    /// Who marked, with which codebook, what was watched, how many marks: name and value.
    pub colophon: Vec<(String, String)>,
    /// That it describes marks, not persons.
    pub statement: String,
    /// What the switch above a drawing's numbers says.
    pub as_table: String,
}

/// A heading and what stands under it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// A line under it.
    pub note: Option<String>,
    /// What stands there.
    pub blocks: Vec<Block>,
    /// Begins a new sheet of paper.
    pub new_page: bool,
    /// On a tight page, two of these in a row stand side by side.
    pub half: bool,
}

impl Section {
    /// A heading with these things under it.
    #[must_use]
    pub fn new(title: String, blocks: Vec<Block>) -> Self {
        Self {
            title,
            blocks,
            ..Self::default()
        }
    }

    /// The same with a line under the heading.
    #[must_use]
    pub fn with_note(mut self, note: String) -> Self {
        self.note = Some(note);
        self
    }

    /// The same as one of two side by side.
    #[must_use]
    pub const fn half(mut self) -> Self {
        self.half = true;
        self
    }

    /// The same at the top of a sheet.
    #[must_use]
    pub const fn on_new_page(mut self) -> Self {
        self.new_page = true;
        self
    }
}

/// One thing under a heading.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Text(String),
    /// What somebody said or wrote, and under which question.
    Quote {
        /// The question, where there is one.
        ask: Option<String>,
        /// Who.
        who: Option<Tag>,
        /// Their words.
        words: String,
    },
    /// Moments, one under the other.
    Moments(Vec<Moment>),
    /// Two moments beside each other, and what was said to both.
    Pairs(Vec<Pair>),
    /// A table.
    Table(Table),
    /// A drawing with the same in words.
    Chart(Box<Chart>),
    /// So many empty lines to write on.
    Lines(u8),
}

/// Who: letter, name and hue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// One letter for each person.
    pub initial: String,
    /// Pseudonym, or pseudonyms.
    pub name: String,
    /// Hue of the person; `None` for several together.
    pub hue: Option<u8>,
}

/// One moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The mark it is, for its still picture.
    pub mark: Option<MarkId>,
    /// Where it begins.
    pub at: MediaTime,
    /// The same in words: a time, or from when to when.
    pub time: String,
    /// Whose, where that is not plain from the page.
    pub who: Option<Tag>,
    /// Hue of whose it is; `None` for several together.
    pub hue: Option<u8>,
    /// A word over it, such as *then*.
    pub over: Option<String>,
    /// Own words: they come first.
    pub words: Option<String>,
    /// What was chosen.
    pub label: Option<String>,
    /// The shape that stands for it.
    pub shape: Shape,
    /// A guess: its outline is dashed.
    pub guess: bool,
    /// Strength, when it was felt, about whom: short words.
    pub more: Vec<String>,
    /// What others wrote to it.
    pub replies: Vec<(Tag, String)>,
}

/// Two moments that belong beside each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// At the left.
    pub left: Moment,
    /// At the right.
    pub right: Moment,
    /// What both say to it.
    pub together: Vec<(Tag, String)>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Headings.
    pub head: Vec<String>,
    /// Rows; the first cell of each names it.
    pub rows: Vec<Vec<String>>,
}

/// A drawing. What it shows stands beside it in words and as a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What it is called.
    pub title: String,
    /// What is to be seen on it, in words.
    pub desc: String,
    /// What is drawn.
    pub drawing: Drawing,
    /// The same as a table.
    pub table: Table,
    /// What the signs mean.
    pub legend: Vec<(Sign, String)>,
}

/// A sign in a legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// An outline of codes.
    Shape(Shape),
    /// A line without gaps.
    Line,
    /// A dashed line.
    Dashed,
    /// A quiet band.
    Band,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Drawing {
    /// Lanes along the recording.
    Lanes(Lanes),
    /// Bars beside each other.
    Bars(Vec<Bar>),
    /// Lengths of time, one column for each recording.
    Dots {
        /// What the columns are called.
        names: Vec<String>,
        /// What is in each.
        dots: Vec<Vec<Dot>>,
    },
    /// A share that falls step by step, by length of time.
    Steps {
        /// Where it falls, by length.
        falls: Vec<Fall>,
        /// How long those were seen that were not seen to end.
        open: Vec<MediaDelta>,
    },
}

/// A length of time at which a share falls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fall {
    /// After so long.
    pub after: MediaDelta,
    /// The share that is left from then on, from 0 to 1.
    pub left: f64,
    /// 95 % interval of it, where there is one.
    pub interval: Option<(f64, f64)>,
}

/// Lanes along the recording, lines of strength under them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lanes {
    /// Length of the recording.
    pub length: MediaTime,
    /// One under the other.
    pub lanes: Vec<Lane>,
    /// What belongs together: lane and place in it, twice; dashed where it was seen differently.
    pub joins: Vec<Join>,
    /// Quiet bands through all of it.
    pub bands: Vec<MediaSpan>,
    /// Strength from 0 to 10.
    pub curves: Vec<Curve>,
    /// Zones behind the curves.
    pub zones: Option<Zones>,
}

/// Two signs that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Join {
    /// Lane and place in it.
    pub from: (usize, usize),
    /// Lane and place in it.
    pub to: (usize, usize),
    /// Seen differently.
    pub dashed: bool,
}

/// One lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// What it is called.
    pub name: String,
    /// Whose hue.
    pub hue: Option<u8>,
    /// Its signs, in the order of time.
    pub items: Vec<Item>,
}

/// One sign in a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Item {
    /// From when to when; an instant has no length.
    pub span: MediaSpan,
    /// Its outline.
    pub shape: Shape,
    /// A guess.
    pub guess: bool,
    /// How dark, from 0 to 1; `None` for the plain sign.
    pub share: Option<f64>,
}

/// One line of strength.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// What it is called.
    pub name: String,
    /// Whose hue.
    pub hue: Option<u8>,
    /// About somebody else: dashed.
    pub dashed: bool,
    /// Stretches of it; between them nothing was rated.
    pub runs: Vec<Vec<(MediaTime, Intensity)>>,
}

/// One length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dot {
    /// How long.
    pub value: MediaDelta,
    /// It lasted at least so long; its end was not marked.
    pub open: bool,
}

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is called.
    pub name: String,
    /// How long, as a share of the longest.
    pub share: f64,
    /// The same in words.
    pub value: String,
    /// Whose hue.
    pub hue: Option<u8>,
}

impl Page {
    /// Every moment of it, in its order.
    pub fn moments(&self) -> impl Iterator<Item = &Moment> {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        blocks.flat_map(|block| {
            let found: Vec<&Moment> = match block {
                Block::Moments(moments) => moments.iter().collect(),
                Block::Pairs(pairs) => pairs
                    .iter()
                    .flat_map(|pair| [&pair.left, &pair.right])
                    .collect(),
                _ => Vec::new(),
            };
            found
        })
    }

    /// The page as plain lines: whether each is a heading, and its text. For a preview.
    #[must_use]
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = vec![Line::Title(self.title.clone())];
        lines.extend(self.lead.iter().cloned().map(Line::Note));
        for section in &self.sections {
            lines.push(Line::Heading(section.title.clone()));
            lines.extend(section.note.iter().cloned().map(Line::Note));
            for block in &section.blocks {
                block.lines(&mut lines);
            }
        }
        let colophon = self.colophon.iter();
        lines.push(Line::Rule);
        lines.extend(colophon.map(|(name, value)| Line::Note(format!("{name}: {value}"))));
        lines.push(Line::Note(self.statement.clone()));
        lines
    }
}

/// One line of a preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The title.
    Title(String),
    /// A heading.
    Heading(String),
    /// Plain text.
    Text(String),
    /// Small text.
    Note(String),
    /// A line across.
    Rule,
}

impl Block {
    fn lines(&self, lines: &mut Vec<Line>) {
        match self {
            Self::Text(text) => lines.push(Line::Text(text.clone())),
            Self::Quote { ask, who, words } => {
                lines.extend(ask.iter().cloned().map(Line::Note));
                let name = who.as_ref().map(|who| format!("{}: ", who.name));
                lines.push(Line::Text(format!("{}{words}", name.unwrap_or_default())));
            }
            Self::Moments(moments) => {
                lines.extend(moments.iter().map(|moment| Line::Text(moment.line())));
            }
            Self::Pairs(pairs) => {
                for pair in pairs {
                    lines.push(Line::Text(pair.left.line()));
                    lines.push(Line::Text(pair.right.line()));
                    let said = pair.together.iter();
                    lines.extend(
                        said.map(|(who, words)| Line::Note(format!("{}: {words}", who.name))),
                    );
                }
            }
            Self::Table(table) => {
                lines.push(Line::Note(table.caption.clone()));
                lines.extend(table.rows.iter().map(|row| Line::Text(row.join("  ·  "))));
            }
            Self::Chart(chart) => {
                lines.push(Line::Text(chart.title.clone()));
                lines.push(Line::Note(chart.desc.clone()));
            }
            Self::Lines(_) => lines.push(Line::Rule),
        }
    }
}

impl Moment {
    fn line(&self) -> String {
        let who = self.who.iter().map(|who| who.name.clone());
        let words = self.words.iter().map(|words| format!("“{words}”"));
        let parts = std::iter::once(self.time.clone())
            .chain(self.over.clone())
            .chain(who)
            .chain(words)
            .chain(self.label.clone())
            .chain(self.more.iter().cloned());
        parts.collect::<Vec<_>>().join("  ·  ")
    }
}
