//! The words of the window and the command line, from the Fluent files in `assets/locales`.
//!
//! [`tr!`](crate::tr) reads `mindframe.ftl` and is checked while compiling; [`client!`](crate::client) reads `client.ftl`, the words that a
//! client sees, which tests hold to plain language.

use std::sync::LazyLock;

use i18n_embed::{LanguageLoader, fluent::FluentLanguageLoader, unic_langid::LanguageIdentifier};
use rust_embed::RustEmbed;

pub mod about;
pub mod closed;
pub mod erasure;
pub mod frames;
pub mod library;
pub mod measured;
pub mod names;
pub mod notice;
pub mod package;
pub mod path;
pub mod progress;
pub mod report;
pub mod strength;
pub mod suggest;

#[derive(RustEmbed)]
#[folder = "assets/locales/"]
struct Locales;

fn load(domain: &str) -> FluentLanguageLoader {
    let english = LanguageIdentifier::default();
    let english: LanguageIdentifier = "en".parse().unwrap_or(english);
    let loader = FluentLanguageLoader::new(domain, english.clone());
    if let Err(error) = loader.load_languages(&Locales, &[english]) {
        // The files are part of the program; a test reads them all.
        log::error!("the words of the program cannot be read: {error}");
    }
    loader.set_use_isolating(false);
    loader
}

/// Words for everyone.
pub static GENERAL: LazyLock<FluentLanguageLoader> = LazyLock::new(|| load("mindframe"));

/// Words that a client sees.
pub static CLIENT: LazyLock<FluentLanguageLoader> = LazyLock::new(|| load("client"));

/// A word or sentence of `mindframe.ftl`, by its id; `tr!("hello", name = "Sam")` fills in. Unknown ids do not compile.
#[macro_export]
macro_rules! tr {
    ($id:literal) => {
        i18n_embed_fl::fl!($crate::words::GENERAL, $id)
    };
    ($id:literal, $($args:tt)*) => {
        i18n_embed_fl::fl!($crate::words::GENERAL, $id, $($args)*)
    };
}

/// A word or sentence of `client.ftl`, by its id. A test checks that every id used exists.
#[macro_export]
macro_rules! client {
    ($id:literal) => {
        $crate::words::CLIENT.get($id)
    };
    ($id:literal, $($key:ident = $value:expr),+ $(,)?) => {
        $crate::words::CLIENT.get_args(
            $id,
            std::collections::HashMap::from([$((stringify!($key), $value.to_string())),+]),
        )
    };
}
