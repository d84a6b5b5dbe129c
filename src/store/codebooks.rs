//! Codebooks: those that are shipped, and the user's own, which are plain files to copy and edit.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_embed::RustEmbed;

use crate::domain::{
    codebook::{Code, Codebook},
    id::CodeId,
};

use super::{
    atomic::{self, Readers},
    error::StoreError,
    place::Places,
    schema,
};

#[derive(RustEmbed)]
#[folder = "assets/codebooks/"]
struct Shipped;

/// Why a codebook cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodebookError {
    /// It could not be read.
    #[error(transparent)]
    File(#[from] StoreError),
    /// It does not hold together.
    #[error("line {line}, column {column}: {reason}: {}", .path.display())]
    Broken {
        /// Which file.
        path: PathBuf,
        /// From 1; 0 where unknown.
        line: usize,
        /// From 1; 0 where unknown.
        column: usize,
        /// What is wrong, in plain words.
        reason: String,
    },
}

/// Understands a codebook. Returns every fault with its line and column.
pub fn read_codebook(path: &Path, text: &str) -> Result<Codebook, Vec<CodebookError>> {
    let options = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_recursion_limit(32);
    let book: Codebook = options.from_str(text).map_err(|error| {
        vec![CodebookError::Broken {
            path: path.to_path_buf(),
            line: error.span.start.line,
            column: error.span.start.col,
            reason: error.code.to_string(),
        }]
    })?;
    let faults: Vec<CodebookError> = book
        .faults()
        .into_iter()
        .map(|fault| {
            let entry = [format!("id: \"{}\"", fault.at), fault.at.clone()];
            let is_code = book.codes.iter().any(|code| code.id == fault.at);
            let (line, column) = entry[usize::from(!is_code)..]
                .iter()
                .find_map(|needle| schema::find(text, needle))
                .unwrap_or_default();
            CodebookError::Broken {
                path: path.to_path_buf(),
                line,
                column,
                reason: fault.reason,
            }
        })
        .collect();
    if faults.is_empty() {
        Ok(book)
    } else {
        Err(faults)
    }
}

/// Every codebook that can be used.
#[derive(Clone, Debug, Default)]
pub struct Codebooks {
    books: Vec<Arc<Codebook>>,
}

impl Codebooks {
    /// The shipped ones and the user's own, which win over a shipped one with the same id. Broken ones are told and left
    /// out.
    #[must_use]
    pub fn load(places: &Places) -> (Self, Vec<CodebookError>) {
        let mut codebooks = Self::default();
        let mut refused = Vec::new();
        for (name, text) in shipped() {
            match read_codebook(Path::new(&name), &text) {
                Ok(book) => codebooks.put(book),
                Err(faults) => refused.extend(faults.into_iter().take(1)),
            }
        }
        for path in own_files(places) {
            match read_file(&path) {
                Ok((book, _)) => codebooks.put(book),
                Err(fault) => refused.push(fault),
            }
        }
        (codebooks, refused)
    }

    /// Each of them.
    #[must_use]
    pub fn all(&self) -> &[Arc<Codebook>] {
        &self.books
    }

    /// Each of them as it is on a screen while a client is present.
    #[must_use]
    pub fn for_the_room(&self) -> Self {
        let books = self.books.iter();
        Self {
            books: books.map(|book| Arc::new(book.for_the_room())).collect(),
        }
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<Arc<Codebook>> {
        self.books.iter().find(|book| book.id == id).cloned()
    }

    /// A code, in whichever codebook it is.
    #[must_use]
    pub fn find(&self, code: &CodeId) -> Option<(Arc<Codebook>, Code)> {
        self.books
            .iter()
            .find_map(|book| book.code(code).map(|found| (book.clone(), found.clone())))
    }

    /// The codebook and preset to fall back on.
    #[must_use]
    pub fn fallback(&self, client: bool) -> (Arc<Codebook>, String) {
        let (id, preset) = if client {
            ("mbt-client", "client")
        } else {
            ("mbt-full", "live")
        };
        let book = self
            .get(id)
            .or_else(|| self.books.first().cloned())
            .unwrap_or_else(|| Arc::new(empty()));
        let preset = book
            .preset(preset)
            .or_else(|| book.presets.first())
            .map_or_else(String::new, |found| found.id.clone());
        (book, preset)
    }

    /// Takes a codebook into the user's own, if it holds together, and returns its id.
    pub fn adopt(&mut self, places: &Places, path: &Path) -> Result<String, CodebookError> {
        let (book, text) = read_file(path)?;
        let target = own_folder(places)?.join(file_name(&book.id));
        if fs::canonicalize(&target).ok() != fs::canonicalize(path).ok() || !target.exists() {
            atomic::write(&target, text.as_bytes(), Readers::Usual)?;
        }
        let id = book.id.clone();
        self.put(book);
        Ok(id)
    }

    /// Makes a copy of a codebook for editing, under an id of its own, and returns its file. A copy that is there already
    /// is left as it is.
    pub fn copy_for_editing(&self, places: &Places, id: &str) -> Result<PathBuf, CodebookError> {
        let own_id = format!("{id}-own");
        let target = own_folder(places)?.join(file_name(&own_id));
        if target.exists() {
            return Ok(target);
        }
        let text = source(places, id).ok_or_else(|| {
            CodebookError::File(StoreError::NotFound {
                path: PathBuf::from(file_name(id)),
            })
        })?;
        // The id stands before any other: it belongs to the book itself.
        let text = text.replacen(&format!("id: \"{id}\""), &format!("id: \"{own_id}\""), 1);
        atomic::write(&target, text.as_bytes(), Readers::Usual)?;
        Ok(target)
    }

    fn put(&mut self, book: Codebook) {
        let book = Arc::new(book);
        match self.books.iter_mut().find(|known| known.id == book.id) {
            Some(known) => *known = book,
            None => self.books.push(book),
        }
    }
}

fn shipped() -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Shipped::iter()
        .filter(|name| name.ends_with(".ron"))
        .filter_map(|name| {
            let data = Shipped::get(&name)?.data;
            let text = String::from_utf8(data.into_owned()).ok()?;
            Some((name.into_owned(), text))
        })
        .collect();
    found.sort();
    found
}

fn own_folder(places: &Places) -> Result<PathBuf, StoreError> {
    let folder = places.data.join("codebooks");
    fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, &error))?;
    Ok(folder)
}

fn own_files(places: &Places) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(places.data.join("codebooks")) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "ron"))
        .collect();
    found.sort();
    found
}

fn read_file(path: &Path) -> Result<(Codebook, String), CodebookError> {
    let bytes = fs::read(path).map_err(|error| StoreError::io(path, &error))?;
    let text = schema::text_of(path, &bytes)?;
    match read_codebook(path, text) {
        Ok(book) => Ok((book, text.to_owned())),
        Err(mut faults) => Err(faults.swap_remove(0)),
    }
}

/// The text of a codebook, with all its comments.
fn source(places: &Places, id: &str) -> Option<String> {
    let own = own_files(places)
        .into_iter()
        .filter_map(|path| read_file(&path).ok());
    let shipped = shipped().into_iter().filter_map(|(name, text)| {
        let book = read_codebook(Path::new(&name), &text).ok()?;
        Some((book, text))
    });
    own.chain(shipped)
        .find(|(book, _)| book.id == id)
        .map(|(_, text)| text)
}

/// A file name for an id, which anybody may have written.
fn file_name(id: &str) -> String {
    let name: String = id
        .chars()
        .take(60)
        .map(|c| {
            if c.is_alphanumeric() || c == '-' {
                c
            } else {
                '_'
            }
        })
        .collect();
    format!("{name}.ron")
}

/// What is there when even the shipped codebooks cannot be read: marks in own words need none.
fn empty() -> Codebook {
    Codebook {
        format: crate::domain::codebook::FORMAT.to_owned(),
        id: "none".to_owned(),
        version: "0".to_owned(),
        language: String::new(),
        title: String::new(),
        about: String::new(),
        groups: Vec::new(),
        codes: Vec::new(),
        presets: Vec::new(),
    }
}
