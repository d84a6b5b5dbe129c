//! `mindframe check`: looks over sidecars and codebooks, and says the line, column and reason of each problem.

use std::{
    io::{self, Write},
    path::PathBuf,
};

use serde::Serialize;

use super::Exit;
use crate::{
    store::{self, Finding},
    tr,
    words::notice,
};

/// What to check.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Sidecars, codebooks, or recordings whose sidecars are meant.
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Write JSON: an array with one object for each problem.
    #[arg(long)]
    pub json: bool,
}

/// One problem as it is written out.
#[derive(Serialize)]
struct Row {
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    reason: String,
}

/// Checks what was named; problems go to `out`, one a line: `file:line:column: reason`.
///
/// # Errors
/// Only if the output itself cannot be written.
pub fn run(args: &Args, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Exit> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut files = 0;
    for path in &args.paths {
        let (looked_at, found) = store::check(path);
        files += looked_at.len();
        findings.extend(found);
    }
    if args.json {
        let rows: Vec<Row> = findings.iter().map(row).collect();
        serde_json::to_writer_pretty(&mut *out, &rows)?;
        writeln!(out)?;
    } else {
        for finding in &findings {
            let place = match (finding.line, finding.column) {
                (0, _) => String::new(),
                (line, column) => format!(":{line}:{column}"),
            };
            // A name may hold anything, a line break too; one problem stays one line.
            let file = one_line(&finding.path.to_string_lossy());
            let reason = one_line(&notice::fault(&finding.fault));
            writeln!(out, "{file}{place}: {reason}")?;
        }
        if findings.is_empty() {
            writeln!(err, "{}", tr!("check-in-order", files = files))?;
        }
    }
    Ok(if findings.iter().any(|finding| finding.unreadable) {
        Exit::Unreadable
    } else if findings.is_empty() {
        Exit::Done
    } else {
        Exit::Problem
    })
}

fn row(finding: &Finding) -> Row {
    let known = |number: usize| (number > 0).then_some(number);
    Row {
        file: finding.path.to_string_lossy().into_owned(),
        line: known(finding.line),
        column: known(finding.column),
        reason: notice::fault(&finding.fault),
    }
}

fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
