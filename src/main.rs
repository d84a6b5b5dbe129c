//! Reads the arguments, starts the window or a command, and turns the result into an exit code; nothing else.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;
use mindframe::{
    cli::{self, Arguments, Exit},
    ui::{self, WindowOptions},
};

fn main() -> ExitCode {
    env_logger::Builder::new()
        .filter_level(log::LevelFilter::Error)
        .filter_module("mindframe", log::LevelFilter::Warn)
        .parse_default_env()
        .init();
    let arguments = Arguments::parse();
    let (mut out, mut err) = (io::stdout().lock(), io::stderr());
    let ended = if let Some(command) = arguments.command {
        let window = cli::bench::Window {
            measure: &ui::bench::measure,
            first_frame: &ui::bench::first_frame,
            with_marks: &ui::bench::marks::measure,
            rating: &ui::bench::rating::measure,
            soak: &ui::bench::soak::measure,
        };
        cli::run(&command, &window, &mut out, &mut err)
    } else {
        drop(out);
        let options = WindowOptions {
            video: arguments.video,
            demo: arguments.demo,
            training: arguments.training,
            renderer: arguments.renderer,
            ..WindowOptions::default()
        };
        match ui::run(options) {
            Ok(()) => Ok(Exit::Done),
            Err(error) => writeln!(err, "{error}").map(|()| Exit::Unreadable),
        }
    };
    match ended {
        Ok(exit) => ExitCode::from(exit as u8),
        // The reader of our output is gone (a pager that was closed, say): nothing left to tell.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(Exit::Unreadable as u8),
    }
}
