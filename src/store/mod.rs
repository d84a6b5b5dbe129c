//! Our files: the only layer that writes to disk.
//!
//! A recording's record lies beside it as readable RON: one session file, and one file per person
//! (`docs/file-format.md`). [`open`] reads it, a [`Saver`] keeps it safe on disk in the background and brings in what
//! other writers changed. Nothing here reads the wall clock: whoever calls hands in the time.

mod atomic;
mod check;
mod codebooks;
mod conflict;
mod derived;
mod elsewhere;
mod erase;
mod erase_person;
mod error;
mod files;
mod frames;
mod generations;
mod keys;
mod lead_cards;
mod library;
mod lock;
mod open;
mod package;
mod place;
mod prepared;
mod presence;
mod prompts;
mod recover;
mod saver;
#[doc(hidden)]
pub mod schema;
mod sealed;
mod second_view;
mod settings;
mod snapshot;
mod tape;
mod views;
mod watch;
mod worker;

pub use check::{Fault, Finding, check};
pub use codebooks::{CodebookError, Codebooks, read_codebook};
pub use derived::{Derived, forget_derived, keep_derived, recall_derived};
pub use elsewhere::{find, relink, remember};
pub use erase::Erasure;
pub use erase_person::{Erasing, ErasurePlan, erase_person, plan_erasure};
pub use error::StoreError;
pub use files::{NewFile, place_demo, place_training, write_file, write_private_file};
pub use frames::{
    FrameError, Frames, KnownFrame, frame_folder, load_frames, read_frame, read_frame_file,
};
pub use keys::{
    Key, KeyError, Keyring, Reach, Scope, Strength, change_passphrase, create_key, has_key,
    open_any_key, open_key,
};
pub use lead_cards::{LeadCards, lead_cards, load_lead_cards};
pub use library::{
    Card, Damage, Library, Line, Lines, Match, Matches, Medium, Query, Read, Recording, Records,
    Subject, Trouble, forget_in_libraries, in_order, read_library, read_records, recordings_in,
    search,
};
pub use open::{Access, NewSession, Opened, Seen, Warning, open};
pub use package::{
    Company, ENDING, Giving, Manifest, OwnState, Package, PackageError, Progress, Taken, Taking,
    Target, With, give_out, look_into, packages_in, reseal, take_in,
};
pub use place::{Place, Places};
pub use prepared::{PreparedDraft, discard_prepared, prepared_copy};
pub use presence::Presence;
pub use prompts::{load_prompts, read_prompts};
pub use saver::{Clock, SaveEvent, Saver, SaverSetup, Waker};
pub use sealed::{Committed, hash_of_sealed, read_committed, retire_sealed};
pub use second_view::{Corner, SecondLayout, SecondView};
pub use settings::{
    DARKEST, Settings, Sizes, ThemeChoice, device_id, load_settings, save_settings,
};
pub use tape::{open_answers, seal_answers};
pub use views::{RecordingView, Region, Showing, load_view, save_view};
