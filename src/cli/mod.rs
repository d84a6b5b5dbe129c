//! The command line: the same code paths as the window, for scripts and for looking things up.
//!
//! Exit codes: 0 done, 1 problem found, 2 wrong usage, 3 could not read or write.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use clap::{Parser, Subcommand};

use crate::{
    media::{MediaError, Problem},
    tr,
};

pub mod about;
pub mod agree;
pub mod bench;
pub mod check;
pub mod doctor;
pub mod episodes;
pub mod erase;
pub mod export;
pub mod frame;
pub mod frames;
pub mod library;
pub mod mark;
pub mod marks;
pub mod package;
pub mod probe;
pub mod progress;
mod record;
pub mod report;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// Done, and a problem was found.
    Problem = 1,
    /// It was asked for in a way that makes no sense.
    Usage = 2,
    /// Something could not be read or written.
    Unreadable = 3,
}

/// Watch a recording together and mark what went on inside.
#[derive(Debug, Parser)]
#[command(
    name = "mindframe",
    version,
    about,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true
)]
pub struct Arguments {
    /// The recording to open in the window; none shows the start screen.
    pub video: Option<PathBuf>,
    /// Opens the shipped demo role-play.
    #[arg(long, conflicts_with = "video")]
    pub demo: bool,
    /// Opens the shipped training tape, to practise on.
    #[arg(long, conflicts_with_all = ["video", "demo"])]
    pub training: bool,
    /// How the window draws: glow (OpenGL) or wgpu; chosen by itself unless given.
    #[arg(long, value_name = "NAME", value_parser = ["glow", "wgpu"])]
    pub renderer: Option<String>,
    /// Something to do without the window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Something to do without the window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Says what is there to play and draw with; with VIDEO, whether it can be played and stepped exactly.
    Doctor(doctor::Args),
    /// Says what is in a recording.
    Probe(probe::Args),
    /// Writes the very picture that the window would show.
    Frame(frame::Args),
    /// Adds one mark; prints its id once it is safe on disk.
    Mark(mark::Args),
    /// Lists the marks of a recording.
    Marks(marks::Args),
    /// Writes everything by and about one person into a file, for that person.
    About(about::Args),
    /// Erases for good what one person keeps of a recording; first says what would go.
    Erase(erase::Args),
    /// Says how far people agree: on moments and over time.
    Agree(agree::Args),
    /// Makes a report for one reader: one file that prints.
    Report(report::Args),
    /// Lists where it got hard and came back, as each marked it.
    Episodes(episodes::Args),
    /// Makes a package, so that somebody can mark alone at another computer.
    Package(package::Args),
    /// Takes a package in, or says what is in it.
    TakeIn(package::TakeArgs),
    /// Lists the recordings of a folder and what was said in them; finds words, codes, people, days.
    Library(library::Args),
    /// Writes the recordings of a folder as tables for other programs.
    Export(export::Args),
    /// Shows the recordings of the same people side by side, folder by folder.
    Progress(progress::Args),
    /// Lists rating frames for supervision, or checks frame files.
    Frames(frames::Args),
    /// Checks the files of a record.
    Check(check::Args),
    /// Measures the window on a recording; needs a display.
    Bench(bench::Args),
}

/// Runs one command.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(
    command: &Command,
    window: &bench::Window<'_>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    match command {
        Command::Doctor(args) => doctor::run(args, &screen(), out),
        Command::Probe(args) => probe::run(args, out, err),
        Command::Frame(args) => frame::run(args, out, err),
        Command::Mark(args) => mark::run(args, out, err),
        Command::Marks(args) => marks::run(args, out, err),
        Command::About(args) => about::run(args, out, err),
        Command::Erase(args) => erase::run(args, out, err),
        Command::Agree(args) => agree::run(args, out, err),
        Command::Report(args) => report::run(args, out, err),
        Command::Episodes(args) => episodes::run(args, out, err),
        Command::Package(args) => package::run(args, out, err),
        Command::TakeIn(args) => package::take(args, out, err),
        Command::Library(args) => library::run(args, out, err),
        Command::Export(args) => export::run(args, out, err),
        Command::Progress(args) => progress::run(args, out, err),
        Command::Frames(args) => frames::run(args, out, err),
        Command::Check(args) => check::run(args, out, err),
        Command::Bench(args) => bench::run(args, window, out, err),
    }
}

/// The exit code for a recording that could not be used: a file that cannot be read, or one that is wrong.
const fn exit_for(error: &MediaError) -> Exit {
    match error.problem {
        Problem::NotFound | Problem::NotPermitted | Problem::Folder => Exit::Unreadable,
        _ => Exit::Problem,
    }
}

/// Whether there is a screen for the window, for `doctor`.
fn screen() -> Vec<(String, String)> {
    let found = ["WAYLAND_DISPLAY", "DISPLAY"]
        .into_iter()
        .find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let words = match found {
        Some("WAYLAND_DISPLAY") => tr!("doctor-wayland"),
        Some(_) => tr!("doctor-x11"),
        None => tr!("doctor-no-screen"),
    };
    vec![(tr!("doctor-screen"), words)]
}
